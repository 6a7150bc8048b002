/**
 * The words of a rotation. Labels follow AWS Secrets Manager: a key is `pending` while it is created but not proven,
 * `current` once it is proven and published, `previous` when it has been replaced and is on its way out.
 */

import type { Duration, Instant } from './time.ts'

/** An access key ID, `AKIA…`. Not secret. */
export type KeyId = string

/** When a key last signed a request. `unread` has not been asked for; `unreadable` was asked for in vain. */
export type LastUsed =
  | { readonly kind: 'unread' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'never' }
  | { readonly kind: 'used'; readonly at: Instant; readonly service: string; readonly region: string }

/** An access key as IAM lists it. AWS's third status, `Expired`, and any future one count as not usable: `Inactive`. */
export interface AccessKey {
  readonly id: KeyId
  readonly status: 'Active' | 'Inactive'
  /** Whole seconds: two keys may share one. */
  readonly created: Instant
  readonly lastUsed: LastUsed
}

/** From the first accepted write to the last confirmed one, by GitHub's own dates; open while writes are under way. */
export interface PublishWindow {
  readonly from: Instant
  readonly to: Instant | undefined
}

/** Where a key was published: when, and a digest of the places and secret names. */
export interface Publication {
  readonly window: PublishWindow
  readonly digest: string
}

/**
 * What the action has written down about a user. Advice, never truth: what AWS and GitHub show wins. Each phase is
 * written before the effect that it announces.
 */
export type Journal =
  /** About to create a key beside `current`; `at` is when, by AWS's clock. */
  | { readonly phase: 'creating'; readonly current: KeyId | undefined; readonly at: Instant }
  /** `pending` exists and has been written nowhere. */
  | { readonly phase: 'pending'; readonly pending: KeyId; readonly current: KeyId | undefined; readonly at: Instant }
  /** `pending` is being written, and is written everywhere once the window is closed. */
  | ({ readonly phase: 'publishing'; readonly pending: KeyId; readonly current: KeyId | undefined } & Publication)
  /** `current` is published, and proven since `provenAt`; `previous` still works. */
  | ({
      readonly phase: 'current'
      readonly current: KeyId
      readonly previous: KeyId
      readonly provenAt: Instant | undefined
    } & Publication)
  /** About to deactivate `previous`, or deactivated without a proof since. */
  | ({
      readonly phase: 'deactivating'
      readonly current: KeyId
      readonly previous: KeyId
      readonly at: Instant
    } & Publication)
  /** `previous` is inactive since `at`, and `current` has been proven since. */
  | ({
      readonly phase: 'deactivated'
      readonly current: KeyId
      readonly previous: KeyId
      readonly at: Instant
    } & Publication)
  /** `current` is the only key. */
  | ({ readonly phase: 'steady'; readonly current: KeyId } & Publication)

/** A journal as it was read. `foreign` belongs to an earlier user of the same name, `unknown` to another version. */
export type JournalReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'foreign' }
  | { readonly kind: 'unknown'; readonly text: string }
  | { readonly kind: 'read'; readonly journal: Journal; readonly holder: Holder | undefined }

/** The run that wrote the journal last. */
export interface Holder {
  /** `owner/repo/run-id/attempt` */
  readonly run: string
  /** `owner/repo` and file name of the workflow: whose configuration rotates this user. */
  readonly owner: string
  readonly touched: Instant
  readonly timeLimit: Duration
}

/** One secret of a destination; `updatedAt` is undefined while it does not exist. */
export interface SecretReading {
  readonly name: string
  readonly updatedAt: Instant | undefined
}

/** One place that stores the key, as GitHub shows it. */
export interface DestinationReading {
  /** As people call it: `octo/app`. */
  readonly name: string
  readonly secrets: readonly SecretReading[]
}

/** What GitHub says of all destinations, and when it said so. */
export interface DestinationsReading {
  readonly at: Instant
  readonly destinations: readonly DestinationReading[]
}

/** `works`: the key was used and accepted. `rejected`: it was tried and failed. `unknown`: nothing can be said. */
export type Verdict = 'works' | 'rejected' | 'unknown'

/** What a verification found out about one key. */
export interface Verification {
  readonly key: KeyId
  readonly verdict: Verdict
  /** The workflow does not compare the key with the expected one, so that another key could have passed. */
  readonly weak: boolean
  /** In one sentence, for people. */
  readonly detail: string
  readonly urls: readonly string[]
}

/** How a request for a new key ended. After `lost` the key may exist, and its secret is gone. */
export type Creation =
  | { readonly kind: 'created'; readonly key: KeyId }
  | { readonly kind: 'refused'; readonly reason: string; readonly remedy: string }
  | { readonly kind: 'lost'; readonly reason: string }

/** How signing requests with a new key went. */
export interface Trial {
  readonly key: KeyId
  readonly works: boolean
  /** In one sentence, for people. */
  readonly detail: string
}

/** How writing a key to all destinations ended. */
export interface PublishResult {
  readonly key: KeyId
  /** Secrets that GitHub has accepted. */
  readonly accepted: number
  /** The window, when every secret has been accepted and confirmed. */
  readonly window: PublishWindow | undefined
  /** One sentence per destination that could not be written. */
  readonly problems: readonly string[]
  /** Every problem is a clear refusal, so that nothing can have been written where `accepted` is 0. */
  readonly refused: boolean
}

/** What this run has done and learned so far; everything is unset when it starts. */
export interface RunFacts {
  /** How often this run has written down that it is about to create a key. */
  readonly intents: number
  readonly creations: readonly Creation[]
  /** The key whose secret this run holds. */
  readonly held: KeyId | undefined
  /** Whether AWS has accepted the held key, several times in a row, on STS and IAM. */
  readonly trial: Trial | undefined
  /** The latest publication, until what it changed has been written down. */
  readonly published: PublishResult | undefined
  /** This run has created a key and published it everywhere. */
  readonly rotated: boolean
  /** The latest verification; a new publication or deactivation clears it. */
  readonly verification: Verification | undefined
  /** This run has announced the deactivation that the journal shows. */
  readonly deactivating: boolean
  /** Since the run started, by a monotonic clock. */
  readonly elapsed: Duration
}

/** Everything that is known. What has not been read yet says so, and `nextStep` asks for it. */
export interface World {
  readonly user: { readonly name: string; readonly id: string }
  /** Oldest first. */
  readonly keys: readonly AccessKey[]
  readonly journal: JournalReading
  /** Keys that carry this action's mark, `rotate-iam-access-keys:AKIA…`, because they are being replaced. */
  readonly marked: readonly KeyId[]
  /** Keys that carry a description, whoever wrote it. */
  readonly described: readonly KeyId[]
  /** The long-term key that the job came with, when it belongs to this user: self-rotation. */
  readonly signer: KeyId | undefined
  readonly destinations: 'unread' | DestinationsReading
  /** What stands against creating a key; empty when nothing does. */
  readonly preflight: 'unread' | readonly string[]
  readonly run: RunFacts
}

/** What the user wants, from the inputs. */
export interface Policy {
  readonly rotateAfter: Duration
  readonly deactivateAfter: Duration
  readonly deleteAfter: Duration
  readonly oldKeyStillUsed: 'hold' | 'proceed'
  readonly replaceInactiveKey: boolean
  readonly force: boolean
  /** `none`: the key is proved through STS and IAM alone. */
  readonly verification: 'workflow' | 'none'
  readonly verificationTimeout: Duration
  readonly timeLimit: Duration
  /** Of the configured destinations and secret names. */
  readonly digest: string
  /** `owner/repo` and file name of the workflow that runs this. */
  readonly owner: string
  /** `owner/repo/run-id` of this run. */
  readonly run: string
}

/** What can be read when it is needed. */
export type Observation = 'preflight' | 'destinations' | 'last use'

/** How users call the state of a rotation. */
export type Phase = 'steady' | 'rotating' | 'overlap' | 'recovery' | 'blocked'

/** What a wait or a rest leads to. */
export interface Next {
  readonly step: 'rotate' | 'verify' | 'publish' | 'deactivate' | 'delete' | 'discard'
  /** Undefined: at the next run. */
  readonly at: Instant | undefined
}

/** One thing to do. Reading and effects lead on to another step; the last four end the run. */
export type Step =
  | { readonly do: 'observe'; readonly what: Observation }
  | { readonly do: 'record'; readonly journal: Journal }
  | { readonly do: 'create' }
  | { readonly do: 'try'; readonly key: KeyId }
  /** `since`: the beginning of the publish window, by GitHub's clock. */
  | { readonly do: 'publish'; readonly key: KeyId; readonly since: Instant }
  | { readonly do: 'verify'; readonly key: KeyId }
  | { readonly do: 'deactivate'; readonly key: KeyId }
  | { readonly do: 'reactivate'; readonly key: KeyId }
  | { readonly do: 'delete'; readonly key: KeyId }
  | { readonly do: 'discard'; readonly key: KeyId }
  | { readonly do: 'untag'; readonly key: KeyId }
  | { readonly do: 'nothing'; readonly next: Next }
  | { readonly do: 'wait'; readonly phase: Phase; readonly next: Next }
  | { readonly do: 'fail'; readonly phase: Phase; readonly remedy: string; readonly next: Next }
  | { readonly do: 'stop'; readonly remedy: string }

/** A step and the reason for it. */
export type Decision = Step & { readonly because: string }
