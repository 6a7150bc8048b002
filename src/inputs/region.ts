/** Which region of AWS an input or the environment names. */
import { regions } from '../aws/regions.ts'
import { Problem } from '../rotation/problem.ts'
import type { Environment } from '../text/environment.ts'
import { nearest } from '../text/nearest.ts'
import { presentable } from '../text/presentable.ts'
import { refused } from './parse.ts'

/** `before`: what stands before the region. @throws Problem, with the nearest one as a hint, when AWS has no such region */
export function parseRegion(input: string, text: string, before = ''): string {
  if (regions.includes(text)) return text
  throw refused(input, `${before}${text}`, `${before === '' ? '' : `${before}REGION with `}${allowedRegions(text)}`)
}

/** The region that the input `aws-region` names, else the environment, else us-east-1. @throws Problem */
export function chooseRegion(given: string, environment: Environment): string {
  if (given !== '') return parseRegion('aws-region', given)
  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION']) {
    const text = environment[name]?.trim() ?? ''
    if (text === '') continue
    if (regions.includes(text)) return text
    throw new Problem(
      `The environment variable ${name} is “${presentable(text, 100)}”, which is not a region of AWS`,
      `Correct it, or set the input aws-region. Allowed: ${allowedRegions(text)}.`,
    )
  }
  return 'us-east-1'
}

/** What is allowed where this text stands for a region, with the nearest one as a hint. */
export function allowedRegions(text: string): string {
  const meant = nearest(text.toLowerCase(), regions, () => 2)
  const hint = meant === undefined ? 'such as eu-central-1' : `(did you mean ${meant}?)`
  return `a region of AWS ${hint}; one that is newer than this version of the action needs a newer version`
}
