/** The value that a job hands in as `recovery-secret`: versioned JSON, or a map of secrets that has it under its name. */

import type { HeldKey, RecoveryFormat } from '../rotation/ports.ts'
import type { KeyId, RecoveredKey } from '../rotation/world.ts'
import { accountNumber } from '../text/account-number.ts'
import { keyId } from './access-key-id.ts'

/** What the job handed in. Nothing else is ever concluded from a value that is `unusable`. */
export type Recovery =
  | { readonly kind: 'empty' }
  /** `why`: in a few words, without a piece of the value. */
  | { readonly kind: 'unusable'; readonly why: string }
  | {
      readonly kind: 'key'
      readonly held: HeldKey
      readonly about: RecoveredKey
    }

const version = 1

/** How a key is spelled in the recovery secret. */
export function recoveryValue(id: string, secretAccessKey: string, { account, user, created }: RecoveryFormat): string {
  const at = new Date(created).toISOString()
  return JSON.stringify({ version, account, user, accessKeyId: id, secretAccessKey, created: at })
}

/** Masks a secret access key and takes it out of sight. */
type Hold = (id: KeyId, secretAccessKey: string) => HeldKey

/** Reads what was handed in for the recovery secret whose name is recognised. */
export function readRecovery(text: string, isName: (name: string) => boolean, hold: Hold): Recovery {
  if (text.trim() === '') return { kind: 'empty' }
  const handed = parse(text)
  if (handed === undefined) return { kind: 'unusable', why: 'it is not JSON' }
  if ('version' in handed) return readKey(handed, hold)
  // `toJSON(secrets)`: of all secrets that the job sees, only the configured one is looked at.
  const named = Object.entries(handed).filter(([name, value]) => isName(name) && value !== '')
  const read = named.map(([name, spelled]): Recovery => {
    const value = typeof spelled === 'string' ? parse(spelled) : undefined
    return value === undefined ? { kind: 'unusable', why: `${name} in it is not JSON` } : readKey(value, hold)
  })
  // What somebody else has written into another one of such a name hides no key.
  const [key, another] = read.filter(({ kind }) => kind === 'key')
  if (another !== undefined) return { kind: 'unusable', why: 'several secrets in it bear such a name' }
  return key ?? read[0] ?? { kind: 'empty' }
}

function readKey(fields: Readonly<Record<string, unknown>>, hold: Hold): Recovery {
  const text = (name: string, pattern: RegExp) => {
    const value = fields[name]
    return typeof value === 'string' && pattern.test(value) ? value : undefined
  }
  const secret = text('secretAccessKey', /^[\x21-\x7e]{16,128}$/)
  const id = text('accessKeyId', keyId)
  // Whatever else is wrong with the value: the secret in it is masked.
  const held = secret === undefined ? undefined : hold(id ?? 'unknown', secret)
  if (fields['version'] !== version) return { kind: 'unusable', why: 'another version of this action wrote it' }
  const account = text('account', accountNumber)
  const user = text('user', /^\w{16,128}$/)
  const created = Date.parse(text('created', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/) ?? '')
  if (held === undefined || id === undefined || account === undefined || user === undefined || Number.isNaN(created)) {
    return { kind: 'unusable', why: 'a part of it is missing or malformed' }
  }
  return { kind: 'key', held, about: { id, account, user, created } }
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}
