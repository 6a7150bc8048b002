/** What a rotation can do next: look, act, or end, each with its reason. */
import type { Duration, Instant } from './time.ts'
import type { Awaited, Claim, DispatchedRun, Journal, KeyId, PublishWindow, Refused } from './world.ts'

/**
 * What can be read when it is needed. `user`: keys and journal, anew. `claim`: the same, once the claim has settled.
 * `quiet`: the same, once nothing that an earlier run has begun can still happen.
 * `holder`: what GitHub says of the run that holds the user. `queue`: when this run was queued. `users`: who used the
 * previous key lately.
 */
export type Observation =
  | 'user'
  | 'claim'
  | 'quiet'
  | 'holder'
  | 'queue'
  | 'preflight'
  | 'destinations'
  | 'same name nearby'
  | 'last use'
  | 'users'
  | 'unfinished runs'

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
  /** `released`: nobody held the user, or whoever did has given the claim back. */
  | ({ readonly do: 'claim'; readonly released: boolean } & Pick<Claim, 'predecessorGone' | 'predecessorSilent'>)
  | { readonly do: 'record'; readonly journal: Journal }
  /** `until`: the intent explains a key that is asked for by then, and no later one. */
  | { readonly do: 'create'; readonly until: Instant }
  | { readonly do: 'try'; readonly key: KeyId }
  /** Seals the key into the recovery secret. */
  | { readonly do: 'safeguard'; readonly key: KeyId; readonly created: Instant }
  /** Deletes the recovery secret, if it is the one that was written then, by GitHub's date. */
  | { readonly do: 'clear'; readonly writtenAt: Instant }
  /** `done`: what an earlier run has written meanwhile is left as it is. */
  | {
      readonly do: 'publish'
      readonly key: KeyId
      readonly window: PublishWindow
      readonly done: PublishWindow | undefined
      /** Names of destinations that are set aside: they are not written. */
      readonly leaveOut?: readonly string[]
    }
  /**
   * `until`: when the run must know, by its own elapsed time. `settling`: secrets were written a moment ago, and a job
   * may still see what they held before. `without`: the key that is off meanwhile.
   */
  | {
      readonly do: 'verify'
      readonly key: KeyId
      readonly until: Duration
      readonly settling: boolean
      readonly without: KeyId | undefined
      /** What gives rise to it, when that is more than the rotation itself. */
      readonly about?: string | undefined
      /** Runs that are followed instead of dispatching others. */
      readonly earlier: readonly DispatchedRun[]
      /** Names of destinations that are set aside: a workflow that speaks for these alone is not asked. */
      readonly leaveOut?: readonly string[]
    }
  /** Notes which verification runs have not ended. */
  | { readonly do: 'remember'; readonly awaited: Awaited }
  /** Leaves a mark of a configuration that is not the owner's. */
  | { readonly do: 'refuse'; readonly refused: Refused }
  | { readonly do: 'deactivate'; readonly key: KeyId }
  | { readonly do: 'reactivate'; readonly key: KeyId }
  | { readonly do: 'delete'; readonly key: KeyId }
  | { readonly do: 'discard'; readonly key: KeyId }
  | { readonly do: 'untag'; readonly key: KeyId }
  | { readonly do: 'nothing'; readonly next: Next }
  | { readonly do: 'wait'; readonly phase: Phase; readonly next: Next }
  | {
      readonly do: 'fail'
      readonly phase: Phase
      readonly remedy: string
      readonly next: Next | undefined
      readonly tooOld?: TooOld
    }
  | { readonly do: 'stop'; readonly remedy: string }

/**
 * Nothing has failed but that a key is older than it may be. `goes by itself`: it has been replaced, and its time will be
 * over. `only planned`: the rotation that replaces it, or goes on with that, can begin, but this run changes nothing.
 * `stays`: something keeps it.
 */
export type TooOld = 'goes by itself' | 'only planned' | 'stays'

/** A step and the reason for it. */
export type Decision = Step & { readonly because: string }
