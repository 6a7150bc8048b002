/** Evidence that the tests of the audit begin with. */
import type { AccountEvidence, KeyEvidence, Pace, UserEvidence } from '../../../src/audit/evidence.ts'
import { day } from '../../../src/rotation/time.ts'
import type { Holder, Journal } from '../../../src/rotation/world.ts'

/** When every audit of the tests takes place. */
export const now = Date.parse('2026-11-30T06:00:00Z')

/** So many days ago. */
export const ago = (days: number) => now - days * day

export const pace: Pace = { rotateAfter: 60 * day, deactivateAfter: 8 * day, deleteAfter: 7 * day }

export const keyOf = (id: string, days: number, more: Partial<KeyEvidence> = {}): KeyEvidence => ({
  id,
  status: 'Active',
  created: ago(days),
  lastUsed: { kind: 'used', at: ago(1), service: 's3', region: 'eu-central-1' },
  ...more,
})

export const userOf = (keys: readonly KeyEvidence[], more: Partial<UserEvidence> = {}): UserEvidence => ({
  name: 'bot',
  isRoot: false,
  isConfigured: false,
  keys,
  journal: { kind: 'none' },
  pace,
  destinations: 'unread',
  unread: [],
  ...more,
})

export const accountOf = (...users: readonly UserEvidence[]): AccountEvidence => ({
  account: '111122223333',
  auditor: 'arn:aws:sts::111122223333:assumed-role/key-audit/audit',
  reported: ago(0.1),
  users,
})

export const holder: Holder = {
  run: 'octo/app/777',
  attempt: 1,
  owner: 'owner',
  nonce: 'nonce',
  touched: ago(20),
  timeLimit: 0,
}

/** The journal of this user. */
export const written = (journal: Journal) => ({ kind: 'read', journal, holder }) as const

export const window = { from: ago(30), to: ago(30) }
