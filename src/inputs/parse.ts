/** What one value of an input may be. A refusal names the input, the value and what is allowed. */
import { isSafe } from '../network/secure-transport.ts'
import { Problem } from '../rotation/problem.ts'
import { type Duration, day, hour, minute, second } from '../rotation/time.ts'
import { nearest } from '../text/nearest.ts'
import { presentable } from '../text/presentable.ts'
import { type FaultyPart, InputProblem } from './faults.ts'

/** The refusal of a value that may be shown. `part`: where it stands, if `input` does not lead there. */
export function refused(input: string, value: string, allowed: string, part?: Partial<FaultyPart>): Problem {
  const message = `The input ${input} does not allow “${presentable(value, 200)}”`
  return new InputProblem(input, message, `Allowed: ${allowed}.`, part)
}

/** The refusal of a name that a map may not have, with the one that may be meant. */
export function unknownName(
  input: string,
  name: string,
  path: FaultyPart['path'],
  allowed: readonly string[],
): Problem {
  const meant = nearest(name.toLowerCase(), allowed, (each) => Math.min(3, Math.floor(each.length / 3)))
  const remedy = `${meant === undefined ? '' : `Did you mean ${meant}? `}Allowed: ${allowed.join(', ')}.`
  const message = `The input ${input} does not allow “${presentable(name, 200)}”`
  return new InputProblem(input, message, remedy, { path, isKey: true })
}

/** One of the words that are allowed. @throws Problem */
export function oneOf<Word extends string>(input: string, text: string, allowed: readonly Word[]): Word {
  const word = allowed.find((each) => each === text)
  if (word === undefined) throw refused(input, text, allowed.join(' or '))
  return word
}

const units: Readonly<Record<string, Duration>> = { s: second, m: minute, h: hour, d: day }

/** `90s`, `30m`, `12h`, `60d` or `0`. @throws Problem */
export function parseDuration(input: string, text: string): Duration {
  const [, amount, unit = 's'] = /^(\d{1,6})([smhd])$/.exec(text) ?? /^(0)$/.exec(text) ?? []
  if (amount === undefined) throw refused(input, text, 'a whole number and a unit: 90s, 30m, 12h, 60d, or 0')
  return Number(amount) * (units[unit] ?? second)
}

/** The words that YAML 1.2's core schema calls boolean. @throws Problem */
export function parseBoolean(input: string, text: string): boolean {
  if (/^(true|True|TRUE)$/.test(text)) return true
  if (/^(false|False|FALSE)$/.test(text)) return false
  throw refused(input, text, 'true or false')
}

/** An https URL without a slash at its end. @throws Problem that does not show what may hold a secret */
export function parseUrl(input: string, text: string): string {
  if (/[@?#]/.test(text)) {
    throw new Problem(
      `The input ${input} has a user name, a password, a query or a fragment in it`,
      'Give it the address of the API alone, such as https://api.github.com or https://HOST/api/v3.',
    )
  }
  const url = URL.parse(text)
  if (url === null || !isSafe(url)) throw refused(input, text, 'an https URL')
  return text.replace(/\/+$/, '')
}

/** The name of an IAM user without its path: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html */
export const userName = /^[\w+=,.@-]{1,64}$/

/** The name of an owner on GitHub. */
export const ownerName = /^([\w-]+)$/

/** `owner/name` of a repository on GitHub. */
export const repositoryName = /^([\w-]+)\/([\w.-]+)$/

/** GitHub's rules: https://docs.github.com/en/actions/reference/security/secrets#naming-your-secrets */
export function isSecretName(name: string): boolean {
  return /^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/i.test(name)
}

/** What `isSecretName` asks for, in words. */
export const secretNames = 'of letters, digits and _, not beginning with a digit or GITHUB_'
