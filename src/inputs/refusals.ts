/** How inputs are refused: the message names the input, the value and what is allowed. */

import { Problem } from '../rotation/problem.ts'
import { presentable } from '../text/presentable.ts'

export function refused(input: string, value: string, allowed: string): Problem {
  return new Problem(`The input ${input} does not allow “${presentable(value, 200)}”`, `Allowed: ${allowed}.`)
}

/** @throws Problem when one word is none of those that are allowed */
export function oneOf<Word extends string>(input: string, text: string, allowed: readonly Word[]): Word {
  const word = allowed.find((each) => each === text)
  if (word === undefined) throw refused(input, text, allowed.join(' or '))
  return word
}

/** GitHub's rules: https://docs.github.com/en/actions/reference/security/secrets#naming-your-secrets */
export function isSecretName(name: string): boolean {
  return /^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/i.test(name)
}

/** What `isSecretName` asks for, in words. */
export const secretNames = 'of letters, digits and _, not beginning with a digit or GITHUB_'
