/** What an earlier run may have written of a publication that was cut off, and until when, by GitHub's dates. */
import { lastActOf, predecessorGone, predecessorSilentSince } from '../claim.ts'
import type { Duration, Instant } from '../time.ts'
import { arrivalOfWrites } from '../waits.ts'
import type { DestinationsReading, PublishWindow } from '../world.ts'
import type { During, Rotating, Situation } from './situation.ts'

/**
 * The latest date that GitHub may show for a write of the run before this one; undefined when nothing bounds it. Either it
 * has ended, as its claim or GitHub tells, or it has been silent for so long that it writes no more. Later writes are
 * somebody else's; what a run has written that lived on when GitHub called it completed is taken for those, too: the key
 * is written again where a run has it, and the one before is held for that place elsewhere.
 */
export function lastWriteBefore({ world, policy }: Situation, { ahead }: DestinationsReading): Instant | undefined {
  const gone = predecessorGone(world, policy)
  const silent = predecessorSilentSince(world, policy) ?? gone
  return gone === undefined || silent === undefined ? undefined : Math.min(gone, silent) + ahead + arrivalOfWrites
}

/** The latest date of a write of the pending key where only the run that made it can have had it; undefined elsewhere. */
export function lastWriteByMaker(
  { world, policy, pending }: Rotating,
  { ahead }: DestinationsReading,
): Instant | undefined {
  if (policy.recovery || world.signer !== undefined) return undefined
  return lastActOf({ touched: pending.created, timeLimit: policy.longestRun }) + ahead + arrivalOfWrites
}

/**
 * The latest date of a write that is not somebody else's; infinite when nothing bounds it. A note that came late has
 * overwritten the claim, too: how long that run has been silent, it does not tell.
 */
export function lastWriteOfEarlierRuns(
  situation: Rotating,
  reading: DestinationsReading,
  isClaimOverwritten = false,
): Instant {
  const gone = predecessorGone(situation.world, situation.policy)
  const before = isClaimOverwritten
    ? gone && gone + reading.ahead + arrivalOfWrites
    : lastWriteBefore(situation, reading)
  const bounds = [before, lastWriteByMaker(situation, reading)]
  return Math.min(...bounds.filter((bound) => bound !== undefined))
}

/** What the run before this one has written of the publication that this one goes on with. */
export function writtenBefore(
  situation: Situation,
  { pending, window }: During<'publishing'>,
): PublishWindow | undefined {
  const { destinations, run } = situation.world
  if (run.held === pending || destinations === 'unread') return undefined
  const to = lastWriteBefore(situation, destinations)
  return to !== undefined && isOfOneRun(situation.policy.longestRun, window, to) ? { ...window, to } : undefined
}

/**
 * Whether one run may have written all of a publication, as late as it may have been at work. Between runs that were cut
 * off days apart, somebody may have moved dates: with the key in hand, all is written again.
 */
export function isOfOneRun(timeLimit: Duration, { from }: PublishWindow, last: Instant): boolean {
  return last <= lastActOf({ touched: from + timeLimit, timeLimit }) + arrivalOfWrites
}
