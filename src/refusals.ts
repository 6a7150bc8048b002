/** How inputs are refused: the message names the input, the value and what is allowed. */
import { parse } from 'yaml'
import { messageOf, Problem } from './rotation/problem.ts'

export function refused(input: string, value: string, allowed: string): Problem {
  return new Problem(`The input ${input} does not allow “${value}”`, `Allowed: ${allowed}.`)
}

/** @throws Problem when one word is none of those that are allowed */
export function oneOf<Word extends string>(input: string, text: string, allowed: readonly Word[]): Word {
  const word = allowed.find((each) => each === text)
  if (word === undefined) throw refused(input, text, allowed.join(' or '))
  return word
}

/** The value of an input that is YAML. @throws Problem when it is not */
export function parseYaml(input: string, text: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw new Problem(
      `The input ${input} is not valid YAML: ${messageOf(error)}`,
      'Correct its indentation and quoting.',
    )
  }
}

/** @throws Problem when a value is not a map */
export function asMap(input: string, value: unknown, example: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw refused(input, JSON.stringify(value) ?? 'nothing', `a YAML map such as "${example}"`)
}

/** GitHub's rules: https://docs.github.com/en/actions/reference/security/secrets#naming-your-secrets */
export function isSecretName(name: string): boolean {
  return /^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/i.test(name)
}

/** What `isSecretName` asks for, in words. */
export const secretNames = 'of letters, digits and _, not beginning with a digit or GITHUB_'
