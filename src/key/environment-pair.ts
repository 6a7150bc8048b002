/**
 * The access key in the environment of a step, checked at first sight and before any request. The rotation and the
 * verify action refuse in the same words. No message shows a value: one that stands in the wrong place may be secret.
 */

import { Problem } from '../rotation/problem.ts'
import type { Environment } from '../text/environment.ts'
import { isTemporaryId } from './access-key-id.ts'

/** What the environment of a step gives it to sign with. */
export interface EnvironmentPair {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Only beside a temporary key; never empty. */
  readonly sessionToken?: string
}

/** In which way the environment holds no usable pair. */
export type PairFault = 'absent' | 'malformed' | 'sessionToken' | 'temporary'

/** The environment holds no pair that AWS could accept. The message names the variable and the cause. */
export class RefusedPair extends Problem {
  readonly fault: PairFault

  constructor(fault: PairFault, message: string, remedy: string) {
    super(message, remedy)
    this.name = 'RefusedPair'
    this.fault = fault
  }
}

const idVariable = 'AWS_ACCESS_KEY_ID'
const secretVariable = 'AWS_SECRET_ACCESS_KEY'
const tokenVariable = 'AWS_SESSION_TOKEN'

/** Expressions give an empty value for a secret that does not exist, and never leave its variable out. */
const compareNames =
  'Set both in the env of this step from the secrets that hold the key. A secret that does not exist gives an empty value: check the names of the secrets, and the environment of the job.'

const compareSecrets =
  'Compare the names of the two secrets with those that the rotation writes, and what it writes there (its input secrets). If somebody saved them by hand, save them again: the value alone, nothing before or after it.'

/**
 * The pair in the environment; undefined when neither variable is there.
 * @throws RefusedPair when a variable is empty, half of the pair is missing, or it can be no access key
 */
export function readEnvironmentPair(environment: Environment): EnvironmentPair | undefined {
  const { [idVariable]: accessKeyId, [secretVariable]: secretAccessKey } = environment
  if (accessKeyId === undefined && secretAccessKey === undefined) return undefined
  if (!accessKeyId || !secretAccessKey) throw absentPair(environment)
  const malformed = malformation(accessKeyId, secretAccessKey, { id: idVariable, secret: secretVariable })
  if (malformed !== undefined) throw new RefusedPair('malformed', malformed, compareSecrets)
  // An empty one is how a step clears what an earlier step has left.
  const sessionToken = environment[tokenVariable] || undefined
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  const isTemporary = isTemporaryId(accessKeyId)
  if (isTemporary && sessionToken === undefined) throw tokenlessSession()
  if (!isTemporary && sessionToken !== undefined) {
    throw new RefusedPair(
      'sessionToken',
      `${tokenVariable} is set beside the long-term key in ${idVariable}; it belongs to a role, and AWS rejects a key together with it`,
      `An earlier step has left it there. Run this before that step or in a job of its own, or set "${tokenVariable}: ''" in the env of this step and of each that uses the key.`,
    )
  }
  if (sessionToken === undefined) return { accessKeyId, secretAccessKey }
  const malformedToken = faultIn(tokenVariable, sessionToken)
  if (malformedToken !== undefined) throw new RefusedPair('malformed', malformedToken, compareSecrets)
  return { accessKeyId, secretAccessKey, sessionToken }
}

/** What to say where no pair is there, or half of one. */
export function absentPair(environment: Environment): RefusedPair {
  const states = [idVariable, secretVariable].flatMap((name) => {
    const value = environment[name]
    return value === undefined || value === '' ? [{ name, state: value === undefined ? 'not set' : 'empty' }] : []
  })
  const [first, second] = states
  const message =
    first !== undefined && first.state === second?.state
      ? `${first.name} and ${second.name} are ${first.state}`
      : states.map(({ name, state }) => `${name} is ${state}`).join(', and ')
  return new RefusedPair('absent', message, compareNames)
}

/** What to say of a role's credentials where only a user's own key serves. */
export function temporaryPair(): RefusedPair {
  return new RefusedPair(
    'temporary',
    `${idVariable} begins with ASIA, as the IDs of a role's credentials do`,
    `Set ${idVariable} and ${secretVariable} in the env of this step from the secrets that the rotation writes; an earlier step has put the credentials of a role there.`,
  )
}

function tokenlessSession(): RefusedPair {
  const { message, remedy } = temporaryPair()
  return new RefusedPair(
    'temporary',
    `${message}, and ${tokenVariable}, which belongs to them, is not set`,
    `${remedy} To sign with that role, where a role serves, set ${tokenVariable} too.`,
  )
}

/** What the two halves of a pair are called where they stand. */
export interface PairNames {
  readonly id: string
  readonly secret: string
}

/** What is wrong with a pair at first sight, in words that show none of it; undefined when nothing is. */
export function malformation(id: string, secret: string, names: PairNames): string | undefined {
  if (isSecretLike(id) && isId(secret)) return `${names.id} and ${names.secret} are swapped`
  return (
    faultIn(names.id, id) ??
    faultIn(names.secret, secret) ??
    faultOfId(names.id, id) ??
    faultOfSecret(names.secret, secret)
  )
}

/** What none of the variables may contain, most telling first, and how to say so behind the variable's name. */
const faults: readonly (readonly [seen: RegExp, says: (seen: string) => string])[] = [
  [/\$\{\{/, () => 'holds an expression that was not evaluated'],
  [/^\s*[{[]/, () => 'is JSON, which has to be taken apart first'],
  [/^\*+$/, () => 'holds the asterisks that a log shows in the place of a secret'],
  [/["'`\u2018-\u201f\u00ab\u00bb]/, () => 'has quotes in it'],
  // White space but for the byte order mark, which nobody sees.
  [/[^\S\ufeff]$/, (seen) => `has white space in it: ${spelled(seen)} at its end`],
  [/^[^\S\ufeff]/, (seen) => `has white space in it: ${spelled(seen)} at its beginning`],
  [/[^\S\ufeff]/, (seen) => `has white space in it: ${spelled(seen)}`],
  // Marks that take no room: joiners, byte order marks, marks of direction, fillers, controls.
  [/[\p{C}\p{Default_Ignorable_Code_Point}]/u, (seen) => `has an invisible character in it (${codePoint(seen)})`],
  [/[^\x21-\x7e]/u, (seen) => `has a character in it that no access key has (${codePoint(seen)})`],
]

function faultIn(variable: string, text: string): string | undefined {
  for (const [pattern, says] of faults) {
    const [seen] = pattern.exec(text) ?? []
    if (seen !== undefined) return `${variable} ${says(seen)}`
  }
  return undefined
}

function spelled(white: string): string {
  if (/[\n\r\u2028\u2029]/.test(white)) return 'a line break'
  return white === '\t' ? 'a tab' : 'a space'
}

function codePoint(text: string): string {
  return `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

function faultOfId(name: string, id: string): string | undefined {
  if (isTwice(id)) return `${name} holds the ID twice`
  if (id.length > 20 && /A[KS]IA[A-Z2-7]{16}/.test(id)) return `${name} holds more than the ID of an access key`
  // https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html
  if (!/^\w{16,128}$/.test(id)) return `${name} is not the ID of an access key`
  if (/^A(?:IDA|ROA|GPA|IPA|NPA|NVA|PKA|SCA)[A-Z2-7]{12,}$/.test(id)) {
    return `${name} is the ID of a user, a role or something else in IAM, not of an access key`
  }
  return isSecretLike(id) ? `${name} is not the ID of an access key: it looks like a secret access key` : undefined
}

function faultOfSecret(name: string, secret: string): string | undefined {
  if (isId(secret)) return `${name} is the ID of an access key`
  if (/A[KS]IA[A-Z2-7]{16}(?![A-Za-z0-9/+])|^A[KS]IA[A-Z2-7]{16}/.test(secret)) {
    return `${name} holds an ID beside the secret access key`
  }
  return isTwice(secret) ? `${name} holds the secret access key twice` : undefined
}

function isId(text: string): boolean {
  return /^A[KS]IA[A-Z0-9]{12,}$/.test(text) && text.length < 40
}

/** Secret access keys have 40 characters, lower case among them. */
function isSecretLike(text: string): boolean {
  return /^[A-Za-z0-9/+=]{40}$/.test(text) && /[a-z]/.test(text)
}

/** One value, and the same again, with at most one sign between. */
function isTwice(text: string): boolean {
  const half = text.slice(0, text.length >> 1)
  return half.length >= 16 && text.endsWith(half) && new Set(half).size > 1
}
