/** What a rotation needs of the world outside. The real ones speak to AWS and GitHub. */

import type { Decision } from './decision.ts'
import type { Duration, Instant } from './time.ts'
import type {
  AccessKey,
  Awaited,
  Creation,
  DestinationsReading,
  DispatchedRun,
  Holder,
  HolderRun,
  Journal,
  KeyId,
  LastUsed,
  NearbyReading,
  PublishResult,
  PublishWindow,
  RecoveredKey,
  Refused,
  Remark,
  Trial,
  UnfinishedRunsReading,
  UserReading,
  Verification,
  World,
} from './world.ts'

/**
 * A key whose secret this run holds. The plaintext leaves it in two ways only: sealed for one public key, or as
 * credentials that sign requests.
 */
export interface HeldKey {
  readonly id: KeyId
  /** The value in this format, as a base64 sealed box that only the owner of `publicKey` (base64) can open. */
  seal(publicKey: string, format: KeyFormat | RecoveryFormat): Promise<string>
  credentials(): { readonly accessKeyId: string; readonly secretAccessKey: string }
}

/** What a secret or a variable contains. The region of an SMTP password is always named. */
export type KeyFormat =
  | 'access-key-id'
  | 'secret-access-key'
  | 'json'
  | 'credentials-file'
  | `ses-smtp-password:${string}`

/** The whole key, and whose it is: what the recovery secret contains. */
export interface RecoveryFormat {
  readonly account: string
  /** The UserId, which no later user of the same name has. */
  readonly user: string
  readonly created: Instant
}

/** What is known of the permissions that a rotation needs in AWS, before it uses them. */
export interface PermissionsReading {
  /** What AWS would refuse, in sentences for people. */
  readonly denied: readonly string[]
  /** What only doing it will tell, in sentences; undefined when IAM allows all that the rotation will do. */
  readonly untried: string | undefined
}

/** A created key comes with its secret; anything else is only told. */
export type CreationAnswer =
  | { readonly creation: Extract<Creation, { kind: 'created' }>; readonly key: AccessKey; readonly held: HeldKey }
  | { readonly creation: Exclude<Creation, { kind: 'created' }> }

/** What one look at the user has shown. All of it is as old as its first request: whoever relies on it counts from there. */
export interface UserLook extends UserReading {
  /** When the first request of it was sent, by the run's elapsed time. */
  readonly looked: Duration
  /** When it was answered. */
  readonly seen: Duration
}

/** The access keys of one IAM user. Every call is safe to repeat except `create`. */
export interface KeyStore {
  read(): Promise<UserLook>
  lastUsed(key: KeyId): Promise<LastUsed>
  /**
   * Who used the key since then, as CloudTrail tells of that region, where the last use was; or how a person finds out.
   * In sentences. Never throws.
   */
  users(key: KeyId, since: Instant, region: string): Promise<string>
  /** Which of the calls below AWS would refuse, as far as it tells. Never throws: what cannot be asked is untried. */
  permissions(): Promise<PermissionsReading>
  /**
   * Asks for one key. What AWS clearly postpones is asked for again, bounded; after any other answer, and after none,
   * never.
   */
  create(): Promise<CreationAnswer>
  /** Signs requests to STS and IAM with the key until several in a row are accepted, bounded. */
  try(held: HeldKey): Promise<Trial>
  /** Signs with this key from now on: self-rotation, once the new key works. */
  signWith(held: HeldKey): void
  /** Before the request is sent again, it makes sure that the run still `holds` the user, and so do those below. */
  setStatus(key: KeyId, status: AccessKey['status'], holds: StillHolds): Promise<void>
  /** A key that is already gone is a success. */
  delete(key: KeyId, holds: StillHolds): Promise<void>
}

/** The journal, in the tags of the IAM user. */
export interface JournalStore {
  /** Claims the user for this run, or says again that it is at work. The last claim stands. */
  claim(now: Instant, holds: StillHolds): Promise<void>
  /** Says that this run has ended. */
  release(now: Instant, holds: StillHolds): Promise<void>
  /** Whose claim stands. */
  holder(): Promise<Holder | undefined>
  /** Writes the state and its holder together, and describes the key that the phase is about. */
  write(journal: Journal, now: Instant, holds: StillHolds): Promise<void>
  /** Writes which verification runs have not ended, in the place of any before. */
  remember(awaited: Awaited, now: Instant, holds: StillHolds): Promise<void>
  /** Writes which configuration was refused, and when. */
  refuse(refused: Refused, holds: StillHolds): Promise<void>
  /** Removes the description of a key that is gone. */
  untag(key: KeyId, holds: StillHolds): Promise<void>
}

/** All places that store the key. */
export interface Destinations {
  /**
   * Everything that writing needs, before a key exists; what GitHub's hourly budgets lack for it is waited for where the
   * run has the time. @throws Superseded, and what ends the run
   */
  check(waiting: Waiting): Promise<Preflight>
  read(): Promise<DestinationsReading>
  /**
   * Secrets of the configured names at other levels and in other stores, and variables that show the ID of a key, none of
   * them listed. What cannot be read is told as unread. @throws what ends the run
   */
  sameNameNearby(): Promise<NearbyReading>
  /**
   * Runs of the repositories that use these places which were created before a moment of GitHub's clock and have not
   * ended, this run excepted. What the token may not read is told as unread; trouble that may pass is thrown.
   */
  unfinishedRuns(before: Instant): Promise<UnfinishedRunsReading>
  /**
   * Writes every secret of every destination that does not hold the key already, at the pace that GitHub allows, and
   * waits until GitHub dates each inside the window. Trouble with one destination does not stop the others; what failed
   * is tried again while the run's time is below `until`. Directly before it writes a destination, and before a write is
   * sent again, it makes sure that the run still `holds` the user.
   */
  publish(held: HeldKey, publication: PublicationRequest): Promise<PublishResult>
  /** Seals the key into the recovery secret, and reads back when GitHub wrote it. */
  safeguard(held: HeldKey, about: Omit<RecoveryFormat, 'account'>, request: SafeguardRequest): Promise<Safeguarded>
  /**
   * Deletes the recovery secret if GitHub shows it as written then; one that does not exist is a success. Whether it is
   * gone: one of any other date is somebody else's, and stays.
   */
  clear(writtenAt: Instant): Promise<boolean>
}

/** What long work asks and tells meanwhile. */
export interface Waiting {
  /** Is asked now and then, so that others see this run at work. */
  readonly holds: StillHolds
  /** Is told how far it has come, and what it waits for. */
  readonly progress: (line: string) => void
}

/** `replaces`: GitHub's date of what may be overwritten; whatever else is there is somebody else's. */
export interface SafeguardRequest {
  readonly holds: StillHolds
  readonly replaces: Instant | undefined
}

/**
 * When GitHub wrote the recovery secret, by its own date; or why that is not known, in sentences, and whether the key may
 * be there all the same.
 */
export type Safeguarded = { readonly writtenAt: Instant } | { readonly problem: string; readonly mayBeWritten: boolean }

/** What a look at everything has found. */
export interface Preflight {
  /** Sentences for people. */
  readonly problems: readonly string[]
  /** Undefined when there are problems. */
  readonly reading: DestinationsReading | undefined
  readonly sameNameNearby: NearbyReading
}

/** How a key is to be published. */
export interface PublicationRequest extends Waiting {
  readonly window: PublishWindow
  /** A destination whose secrets were all written inside it holds the key already. */
  readonly done: PublishWindow | undefined
  /** By the run's elapsed time. */
  readonly until: Duration
  /** Names of destinations that are not written. */
  readonly leaveOut: readonly string[]
}

/** @throws Superseded when another run has taken over. */
export type StillHolds = () => Promise<void>

/** The workflows that prove a published key. */
export interface Verifier {
  check(): Promise<WorkflowsReading>
  /**
   * Dispatches each workflow afresh, or takes the run that `earlier` names for it, and follows exactly that run, until
   * it is known or its time is over.
   */
  verify(key: KeyId, request: VerificationRequest): Promise<Verification>
}

/** What can be read of the verification workflows; sentences for people. */
export interface WorkflowsReading {
  /** What would keep them from running. */
  readonly problems: readonly string[]
  /** What makes their proof less than it could be. */
  readonly remarks: readonly Remark[]
}

/** How a key is to be verified. */
export interface VerificationRequest extends Waiting {
  /** By the run's elapsed time. */
  readonly until: Duration
  /** A job may still see what the secrets held before: a run that did is dispatched again, a bounded number of times. */
  readonly settling: boolean
  /**
   * Runs that an earlier run of the rotation has dispatched for the same key and purpose. While one goes on, no other is
   * dispatched for its workflow; a verdict of it counts, and one that ended without is replaced by a fresh one.
   */
  readonly earlier: readonly DispatchedRun[]
  /** Names of destinations: a workflow that speaks for these alone is not asked, while another is. */
  readonly leaveOut: readonly string[]
}

/** Runs of the rotation, as GitHub knows them. */
export interface Runs {
  /** Another run: `owner/repo/run-id`. Never throws: what cannot be read is unreadable. */
  look(run: string, attempt: number): Promise<HolderRun>
  /** When this run was queued, by GitHub's clock. */
  queued(): Promise<Instant | 'unreadable'>
}

/** The only way to tell the time, and to let it pass. */
export interface Clock {
  /** By AWS's own dates, carried forward by a clock that only goes on. */
  now(): Instant
  /** Since the run started, the time included in which the machine was asleep. */
  elapsed(): Duration
  /** @throws Cancelled at once when the run is asked to stop. */
  sleep(duration: Duration): Promise<void>
  /** The answer to work that nothing depends on. @throws Cancelled at once when the run is asked to stop */
  unlessCancelled<Answer>(work: Promise<Answer>): Promise<Answer>
  /** Whether the run has been asked to stop. */
  readonly cancelled: boolean
}

/** Tells a person what happens while it happens. */
export interface Narrator {
  /** A step is about to be taken, in that world; undefined where the user could not be read. */
  decided(decision: Decision, world?: World): void
  /** What has come of it, and the world after it; a line in between comes without. */
  done(result: string, world?: World): void
}

/** All that a rotation needs of the world outside. */
export interface Ports {
  readonly keys: KeyStore
  readonly journal: JournalStore
  readonly destinations: Destinations
  readonly verifier: Verifier
  readonly runs: Runs
  readonly clock: Clock
  readonly narrator: Narrator
  /** The job's own long-term pair, when it belongs to the user that is rotated. */
  readonly ownPair: HeldKey | undefined
  /** The key that the job handed in as `recovery-secret`. */
  readonly recovered: { readonly held: HeldKey; readonly about: RecoveredKey } | undefined
}
