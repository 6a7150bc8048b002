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

/** A place that is left as somebody else has left it, as long as GitHub dates its latest write so; 0: it holds nothing. */
export interface PlaceAside {
  /** Its name, as `DestinationReading` has it. */
  readonly place: string
  readonly at: Instant
}

/** The key that a rotation replaces: `current`, or `previous` when a person had switched it off before. */
interface Replaced {
  readonly current: KeyId | undefined
  readonly previous: KeyId | undefined
}

interface CurrentAndPrevious extends Publication {
  readonly current: KeyId
  readonly previous: KeyId
  /** How often somebody else has switched `previous` on again. */
  readonly switchedOn?: number | undefined
}

/**
 * What the action has written down about a user. Advice, never truth: what AWS and GitHub show wins. Each phase is
 * written before the effect that it announces. `at` is AWS's time, `digest` the configuration that wrote it.
 */
export type Journal = {
  /** Digest of the list that the present one has replaced, until the next rotation. */
  readonly before?: string | undefined
  /** Places that the publication leaves out, since somebody else had removed or rewritten what they held. */
  readonly aside?: readonly PlaceAside[] | undefined
} /** About to create a key. `at` is undefined once AWS has said that no key comes of it. */ & (
  | (Replaced & { readonly phase: 'creating'; readonly at: Instant | undefined; readonly digest: string })
  /** `pending` exists and has been written nowhere. */
  | (Replaced & { readonly phase: 'pending'; readonly pending: KeyId; readonly at: Instant; readonly digest: string })
  /**
   * `pending` is being written, and is written everywhere once the window is closed. `sealed`: GitHub's date of the
   * recovery secret that this action has written; of any other date it is somebody else's.
   */
  | (Replaced &
      Publication & {
        readonly phase: 'publishing'
        readonly pending: KeyId
        readonly sealed: Instant | undefined
      })
  /** `current` is published, and proven since `provenAt`; `previous` still works. */
  | (CurrentAndPrevious & { readonly phase: 'current'; readonly provenAt: Instant | undefined })
  /** About to deactivate `previous`, or deactivated without a proof since. */
  | (CurrentAndPrevious & { readonly phase: 'deactivating'; readonly at: Instant })
  /** `previous` is inactive since `at`, and `current` has been proven since. */
  | (CurrentAndPrevious & { readonly phase: 'deactivated'; readonly at: Instant })
  /** `current` is the only key. */
  | (Publication & { readonly phase: 'steady'; readonly current: KeyId })
)

/**
 * A journal as it was read. `foreign` belongs to an earlier user of the same name, `unknown` to another version. A run
 * claims the user before it writes a first journal of it, so that these may have a holder too.
 */
export type JournalReading =
  | { readonly kind: 'none'; readonly holder?: Holder | undefined }
  | { readonly kind: 'foreign'; readonly holder?: Holder | undefined }
  | { readonly kind: 'unknown'; readonly text: string }
  | { readonly kind: 'read'; readonly journal: Journal; readonly holder: Holder | undefined }

/** The run that claimed the user last: it alone acts on the user until it has ended. */
export interface Holder {
  /** `owner/repo/run-id` */
  readonly run: string
  readonly attempt: number
  /** Digest of the repository's ID and the path of the workflow: whose configuration rotates this user. */
  readonly owner: string
  /** Tells two claims of one run apart: a job may have this step twice. */
  readonly nonce: string
  /** The beginning of the digest of the places that it brings; undefined where its tag does not tell. */
  readonly list?: string | undefined
  /** When it last said that it is at work, by AWS's clock. */
  readonly touched: Instant
  /** How long it may take; 0 once it has ended. */
  readonly timeLimit: Duration
}

/** What GitHub says of the run that holds the user. `end`: when it was seen to end, by AWS's clock. */
export type HolderRun =
  | { readonly kind: 'unread' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'completed'; readonly end: Instant }

/** This run's claim on the user. */
export interface Claim {
  /** When the claim may be read back, by the run's elapsed time: whoever else was about to write has written by then. */
  readonly settles: Duration
  /** From when on nothing that a run before this one has begun can still happen, by the run's elapsed time. */
  readonly quiet: Duration
  /** It was read back, and was this run's own. */
  readonly confirmed: boolean
  /** When the run that held the user before was gone for certain; undefined when there was none. */
  readonly predecessorGone: Instant | undefined
  /** From when on that run had been silent for so long that it writes no more; undefined when it said that it has ended. */
  readonly predecessorSilent?: Instant | undefined
}

/** One secret or variable of a place; `updatedAt` is undefined while it does not exist. */
export interface SecretReading {
  /** `AWS_ACCESS_KEY_ID`, `variable AWS_ACCESS_KEY_ID` */
  readonly name: string
  readonly updatedAt: Instant | undefined
  /** A variable's value can be read, and tells more than its date. */
  readonly value?: string
}

/** One place that stores the key, as GitHub shows it. */
export interface DestinationReading {
  /** As people call it: `octo/app`, `the environment production of octo/app`. */
  readonly name: string
  readonly secrets: readonly SecretReading[]
  /** When GitHub made the repository, or the environment in it; of a rotation's preflight, as far as the token may ask. */
  readonly made?: Instant | undefined
}

/** What GitHub says of all destinations, and when it said so. */
export interface DestinationsReading {
  /** When the first of them was read, by GitHub's clock. */
  readonly at: Instant
  /** What GitHub's clock showed when all of them were read. */
  readonly until: Instant
  /** How far GitHub's clock is ahead of AWS's; 0 when they agree within a few seconds. */
  readonly ahead: Duration
  readonly destinations: readonly DestinationReading[]
  /** The recovery secret, when one is configured. */
  readonly recovery: SecretReading | undefined
}

/** A place with secrets of configured names, or with a variable that shows an access key ID, that nobody has listed. */
export interface NearbyPlace extends DestinationReading {
  /** Jobs there get this place's secret instead of a listed one of the same name. */
  readonly takesPrecedence: boolean
  /** What lists them in `destinations`, in lines of YAML. */
  readonly listing: string
  /** What says in `other-keys` that they are other keys; undefined where nothing can: of a variable. */
  readonly dismissal: string | undefined
}

/** The same name nearby: what may hold the key at another level or in another store, without being a destination. */
export interface NearbyReading {
  readonly places: readonly NearbyPlace[]
  /** How far GitHub's clock is ahead of AWS's. */
  readonly ahead: Duration
  /** Where there may be more, and why that is not known; in sentences. */
  readonly unread: readonly string[]
}

/** Workflow runs that got their secrets before a key was published, and have not ended. */
export interface UnfinishedRunsReading {
  /** For people: what each is called, where it stands, since when, and its URL; the oldest first. */
  readonly runs: readonly string[]
  /** Where there may be more, and why that is not known; in sentences. */
  readonly unread: readonly string[]
}

/** A key that the job handed in as `recovery-secret`, and what the value says of it. */
export interface RecoveredKey {
  readonly id: KeyId
  /** The number of the account that it belongs to. */
  readonly account: string
  /** The UserId that it was created for. */
  readonly user: string
  readonly created: Instant
}

/** `works`: the key was used and accepted. `rejected`: it was tried and failed. `unknown`: nothing can be said. */
export type Verdict = 'works' | 'rejected' | 'unknown'

/**
 * A run that was dispatched for a verification, so short that a tag has room for it. Of runs that a verification leaves
 * behind, those of the workflow with that index, in the order of the configuration.
 */
export interface DispatchedRun {
  readonly workflow: number
  /** GitHub's number of the run. */
  readonly id: number
  /** When it was dispatched, by GitHub's clock, in whole seconds. */
  readonly at: Instant
}

/** The configuration that was refused last beside the owner's, and when that was first so, by AWS's clock. */
export interface Refused {
  readonly digest: string
  readonly at: Instant
  /** Others that were refused before. */
  readonly earlier?: readonly string[]
}

/** What a verification of a key left to later runs; `without`: the key that was off when its runs were dispatched. */
export interface Awaited {
  readonly key: KeyId
  readonly without: KeyId | undefined
  readonly runs: readonly DispatchedRun[]
}

/** What a verification found out about one key. */
export interface Verification {
  readonly key: KeyId
  readonly verdict: Verdict
  /** The workflow does not compare the key with the expected one, so that another key could have passed. */
  readonly weak: boolean
  /** The key that was off meanwhile. */
  readonly without?: KeyId | undefined
  /** An earlier run had dispatched all of it: nothing was started afresh. */
  readonly isLate?: boolean | undefined
  /** What gave rise to it, in a sentence, when it was more than the rotation itself. */
  readonly about?: string | undefined
  /** In a few words, for people. */
  readonly detail: string
  /** What to do about it, when no later run would find out more by itself. */
  readonly remedy: string | undefined
  readonly urls: readonly string[]
  /**
   * Of an unknown verdict: dispatched runs that had not ended when this run stopped following them, and, beside such,
   * those that have passed; of one that works, all. A later verification of the key follows them instead of dispatching
   * others.
   */
  readonly waiting: readonly DispatchedRun[]
  /**
   * Names of the destinations, as `DestinationReading` has them, whose secrets a strong proof has shown to hold the key.
   * Where a configured secret is absent, a job gets that of the next wider place instead.
   */
  readonly covers: readonly string[]
  /** Names of those that the workflows speak for whose jobs, all that failed, hold another key. */
  readonly refutes?: readonly string[]
  /** What destinations held by then is proven or refuted, by GitHub's clock; undefined when none was read before. */
  readonly asOf?: Instant | undefined
}

/** How a request for a new key ended. */
export type Creation =
  | { readonly kind: 'created'; readonly key: KeyId }
  /** AWS created nothing, and will not. */
  | { readonly kind: 'refused'; readonly reason: string; readonly remedy: string }
  /** AWS created nothing, and kept asking to wait. */
  | { readonly kind: 'postponed'; readonly reason: string }
  /** The answer is lost: a key may exist, and its secret nowhere. */
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

/** How sealing the pending key into the recovery secret went. */
export type Safeguard =
  /** By GitHub's own date. */
  | { readonly key: KeyId; readonly writtenAt: Instant }
  /** It may be there all the same, unless GitHub has clearly refused. */
  | { readonly key: KeyId; readonly problem: string; readonly mayBeWritten: boolean }

/** What this run has done and learned so far; everything is unset when it starts. */
export interface RunFacts {
  /** When the last reading of the user began, by the run's elapsed time. */
  readonly looked: Duration
  /** When it was done. */
  readonly seen: Duration
  /** When the destinations were read last. */
  readonly destinationsSeen: Duration
  /** When the same names were looked for nearby last. */
  readonly nearbySeen: Duration
  /** When unfinished runs were looked for last. */
  readonly unfinishedRunsSeen: Duration
  readonly claim: Claim | undefined
  readonly holderRun: HolderRun
  /** When GitHub queued this run, and froze the secrets that it sees, by GitHub's clock. */
  readonly queued: Instant | 'unread' | 'unreadable'
  /** Why this run is about to create a key; set from the written intent until AWS is asked for the key. */
  readonly intended: string | undefined
  /** How AWS answered when this run asked for a key, which it does once at most. */
  readonly creation: Creation | undefined
  /** The key whose secret this run holds. */
  readonly held: KeyId | undefined
  /** The latest key that this run has discarded. */
  readonly discarded?: KeyId
  /** Whether AWS has accepted the held key, several times in a row, on STS and IAM. */
  readonly trial: Trial | undefined
  readonly safeguard: Safeguard | undefined
  /** The recovery secret holds no key any more. */
  readonly recoveryCleared: boolean
  /** This run has switched the previous key on again. */
  readonly reactivated: boolean
  /** The latest publication, until what it changed has been written down. */
  readonly published: PublishResult | undefined
  /** When this run last wrote secrets, by its elapsed time. */
  readonly wrote: Duration | undefined
  /** This run has created a key and published it everywhere. */
  readonly rotated: boolean
  /** The latest verification; a new publication or deactivation clears it. */
  readonly verification: Verification | undefined
  /** This run has announced the deactivation that the journal shows. */
  readonly deactivating: boolean
  /** Since the run started, by a monotonic clock. */
  readonly elapsed: Duration
}

/** What a look beforehand leaves open: a proof that is less than it could be, or what only doing it can try. */
export interface Remark {
  readonly kind:
    | 'no verification workflow'
    | 'overruled by force'
    | 'weak proof'
    | 'unproven place'
    | 'untried permission'
  /** In sentences. */
  readonly text: string
  /** The place that it is about, as problems name it: one that has a problem is not told of twice. */
  readonly place?: string
}

/** The IAM user that is rotated. */
export interface User {
  readonly name: string
  /** The UserId, which no later user of the same name has. */
  readonly id: string
  /** The number of its account. */
  readonly account: string
  readonly created: Instant
}

/** A key that was written everywhere, with the digest of the list of those places. */
export interface Published {
  readonly key: KeyId
  readonly window: PublishWindow
  readonly digest: string
}

/** What IAM shows of a user. */
export interface UserReading {
  readonly user: User
  /** Oldest first. */
  readonly keys: readonly AccessKey[]
  readonly journal: JournalReading
  readonly awaited: Awaited | undefined
  readonly refused: Refused | undefined
  /** Keys that this action has described as made by itself. */
  readonly made: readonly KeyId[]
  /** What was last written everywhere, as a tag tells that no note of an earlier phase overwrites. */
  readonly published: Published | undefined
  /** Keys that carry a description, whoever wrote it. */
  readonly described: readonly KeyId[]
}

/** Everything that is known. What has not been read yet says so, and `nextStep` asks for it. */
export interface World extends UserReading {
  /** The long-term key that the job came with, when it belongs to this user: self-rotation. */
  readonly signer: KeyId | undefined
  /** What the job handed in as `recovery-secret`; undefined when it is empty, or nothing that this action wrote. */
  readonly recovered: RecoveredKey | undefined
  readonly destinations: 'unread' | DestinationsReading
  readonly sameNameNearby: 'unread' | NearbyReading
  /** Runs of the destinations that may hold the previous key. */
  readonly unfinishedRuns: 'unread' | UnfinishedRunsReading
  /** Who used the previous key lately, or how a person finds out; in sentences. */
  readonly users: 'unread' | string
  /** What stands against creating a key; empty when nothing does. */
  readonly preflight: 'unread' | readonly string[]
  /** What a person should know of the verification workflows, though nothing stands against them. */
  readonly remarks: readonly Remark[]
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
  /** What is left of this run: its credentials may end before its time-limit. */
  readonly timeLimit: Duration
  /** The time-limit itself, which other runs of this configuration have, too. */
  readonly longestRun: Duration
  /** How long writing every destination takes at the pace that GitHub allows. */
  readonly publication: Duration
  /** Whether a recovery secret is configured. */
  readonly recovery: boolean
  /** Names of destinations whose secrets no job of a verification workflow gets. */
  readonly uncovered: readonly string[]
  /** Of the configured destinations and secret names. */
  readonly digest: string
  /** Digest of the repository's ID and the path of the workflow that runs this. */
  readonly owner: string
  /** A first attempt on the default branch: any other may bring an old list of places. */
  readonly bringsPresentList: boolean
  /** `owner/repo/run-id` of this run, and its attempt. */
  readonly run: string
  readonly attempt: number
  /** Tells this run's claims from all others. */
  readonly nonce: string
}
