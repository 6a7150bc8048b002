/** What an audit has read, before anything is judged. */
import type { Instant } from '../rotation/time.ts'
import type { AccessKey, DestinationsReading, JournalReading, KeyId, LastUsed, Policy } from '../rotation/world.ts'
import type { Inventory } from './inventory.ts'

/** How soon the steps of a rotation follow one another. */
export type Pace = Pick<Policy, 'rotateAfter' | 'deactivateAfter' | 'deleteAfter'>

/** An access key as AWS shows it. */
export interface KeyEvidence {
  /** Undefined where only the credential report was read, which tells none: of root, and of users who may not be read. */
  readonly id: KeyId | undefined
  readonly status: AccessKey['status']
  /** Of a key without an ID: when it was created, or switched on or off last. */
  readonly created: Instant | undefined
  readonly lastUsed: LastUsed
}

/** An IAM user, or root, with every key that is known. */
export interface UserEvidence {
  readonly name: string
  readonly isRoot: boolean
  /** The workflow that audits rotates this user, too. */
  readonly isConfigured: boolean
  readonly keys: readonly KeyEvidence[]
  readonly journal: JournalReading
  /** Of another configuration's user it is assumed. */
  readonly pace: Pace
  /** The configured destinations; `unread` of users that have none, and without a token. */
  readonly destinations: DestinationsReading | 'unread'
  /** What could not be read of the user, in sentences; keys and journal are then as far as they are known. */
  readonly unread: readonly Unread[]
}

/** Something that could not be read, and what to do. */
export interface Unread {
  readonly what: string
  readonly remedy: string
}

/** The users of one account. */
export interface AccountEvidence {
  readonly account: string
  /** The ARN that the audit signed as. */
  readonly auditor: string
  /** When AWS made the credential report; undefined where only configured users were read. */
  readonly reported: Instant | undefined
  readonly users: readonly UserEvidence[]
}

/** An account that is to be audited, and could not be read. */
export interface UnreadAccount {
  /** Its number; empty where only the job's credentials would have told it, which AWS does not accept. */
  readonly account: string
  /** The configured users in it. */
  readonly users: readonly string[]
  readonly reasons: readonly Unread[]
}

/** As people call an account whose number may not be known. */
export function accountName(account: string): string {
  return account === '' ? 'the account of the job' : `the account ${account}`
}

/** All that an audit judges. */
export interface Evidence {
  /** By AWS's clock. */
  readonly at: Instant
  readonly accounts: readonly AccountEvidence[]
  /** Accounts that could not be read: of several, one stops no other. */
  readonly unreadAccounts: readonly UnreadAccount[]
  /** What was found on GitHub beside the configured destinations; undefined where nobody has looked. */
  readonly inventory: Inventory | undefined
}
