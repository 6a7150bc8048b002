/** Whether the dates of a rotation can be kept, by its own inputs and by the schedule that starts it. */

import type { Warning } from '../rotation/problem.ts'
import { type Duration, day, spoken } from '../rotation/time.ts'
import type { Policy } from '../rotation/world.ts'
import { presentable } from '../text/presentable.ts'
import { longestGap } from './cron.ts'

type Pace = Pick<Policy, 'rotateAfter' | 'deactivateAfter' | 'deleteAfter'>

/** Warns of dates of one user that its own keys cannot keep. */
export function warnOfPace(pace: Pace): readonly Warning[] {
  const late = tooLate(pace)
  return late === undefined ? [] : [{ kind: 'late rotation', text: late }]
}

/** Warns of a schedule that is too rare for the dates of users: of those that it is the furthest from. */
export function warnOfSchedule(paces: readonly Pace[], schedule: string | undefined): readonly Warning[] {
  const gap = schedule === undefined ? undefined : longestGap(schedule)
  if (schedule === undefined || gap === undefined || gap <= day) return []
  const late = paces.map((pace) => lateness(pace, gap)).filter((each) => each !== undefined)
  const [worst] = late.sort((one, other) => other.oldest - other.allowed - (one.oldest - one.allowed))
  return worst === undefined ? [] : [{ kind: 'rare schedule', text: tooRare(worst, gap, schedule) }]
}

/** AWS takes no third key: while the old one is there, the next rotation waits. */
function tooLate({ rotateAfter, deactivateAfter, deleteAfter }: Pace): string | undefined {
  const lasts = deactivateAfter + deleteAfter
  if (lasts <= rotateAfter) return undefined
  return `deactivate-after (${spoken(deactivateAfter)}) and delete-after (${spoken(deleteAfter)}) do not fit into rotate-after (${spoken(rotateAfter)}): the old key exists for ${spoken(lasts)}, and AWS allows no third key, so keys are replaced later than rotate-after says. Shorten deactivate-after or delete-after, or raise rotate-after.`
}

/** https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-3 */
const oldestByStandards: Duration = 90 * day

/** An active key that is older than `rotate-after` and this turns runs red. */
const redAfter: Duration = 30 * day

/** How old a key gets at worst though its dates alone would not have it so, and how old it may be. */
interface Lateness {
  readonly pace: Pace
  readonly oldest: Duration
  readonly allowed: Duration
}

/** `gap`: the longest time between two runs. */
function lateness(pace: Pace, gap: Duration): Lateness | undefined {
  const { rotateAfter, deactivateAfter } = pace
  // The old key goes at the first run after its date; the proof that the date counts from comes a moment after a run.
  const overlap = deactivateAfter === 0 ? 0 : gap * (Math.floor(deactivateAfter / gap) + 1)
  const oldest = rotateAfter + gap + overlap
  const limits = [oldestByStandards, rotateAfter + redAfter]
  const broken = limits.filter((limit) => oldest > limit && rotateAfter + deactivateAfter <= limit)
  return broken.length === 0 ? undefined : { pace, oldest, allowed: Math.min(...broken) }
}

function tooRare({ pace, oldest, allowed }: Lateness, gap: Duration, schedule: string): string {
  return `The schedule “${presentable(schedule, 100)}” is too rare by itself: its runs are up to ${spoken(gap)} apart, so with rotate-after ${spoken(pace.rotateAfter)} and deactivate-after ${spoken(pace.deactivateAfter)} a key may be active for ${spoken(oldest)}, longer than the allowed ${spoken(allowed)}. Run it daily ("cron: '17 4 * * *'"): a run with nothing due takes a moment.`
}
