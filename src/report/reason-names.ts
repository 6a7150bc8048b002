/** Reasons why a person is needed, in about three words: for tables, and to tell which users ask the same. */

import type { Decision } from '../rotation/decision.ts'
import type { Hold } from './warnings.ts'

/** What a wait that a person may have to end is called. */
export const reasonOfHold: Readonly<Record<Hold, string>> = {
  'users of the old key': 'old key in use',
  'unfinished runs': 'unfinished runs',
  'same name nearby': 'same name nearby',
  'another configuration': 'another configuration',
  'secrets written elsewhere': 'secrets rewritten',
  'unreadable last use': 'last use unreadable',
  'missing verdict': 'no verdict yet',
}

/** Of different causes under one name, only the message tells which. */
export const manifold = {
  notReady: 'not ready',
  notRead: 'user not readable',
  ended: 'run did not finish',
  blocked: 'blocked',
} as const

/** Whether the reason says so little that only the message tells what is the matter. */
export function isManifold(reason: string): boolean {
  return Object.values<string>(manifold).includes(reason) || Object.values<string>(reasonOfStep).includes(reason)
}

/** What a step that went wrong has not brought about. */
export const reasonOfStep = {
  create: 'no key created',
  safeguard: 'recovery secret not written',
  publish: 'secrets not written',
  deactivate: 'old key not switched off',
  reactivate: 'old key not switched on',
  delete: 'old key not deleted',
  discard: 'key not discarded',
  clear: 'recovery secret not deleted',
} as const satisfies Partial<Record<Decision['do'], string>>
