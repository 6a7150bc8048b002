/** Whether the dates of a rotation can be kept, by its own inputs and by the schedule that starts it. */

import type { Warning } from '../rotation/problem.ts'
import { type Duration, day, spoken } from '../rotation/time.ts'
import type { Policy } from '../rotation/world.ts'
import { presentable } from '../text/presentable.ts'
import { longestGap } from './cron.ts'

type Pace = Pick<Policy, 'rotateAfter' | 'deactivateAfter' | 'deleteAfter'>

/** Warns of what keeps keys from being replaced, switched off and deleted on their dates. */
export function warnOfPace(pace: Pace, schedule: string | undefined): readonly Warning[] {
  const late = tooLate(pace)
  const rare = schedule === undefined ? undefined : tooRare(pace, schedule)
  return [
    ...(late === undefined ? [] : [{ kind: 'late rotation', text: late } as const]),
    ...(rare === undefined ? [] : [{ kind: 'rare schedule', text: rare } as const]),
  ]
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

/** A run comes so late at worst that a key gets older than it should, though its dates alone would not have it so. */
function tooRare({ rotateAfter, deactivateAfter }: Pace, schedule: string): string | undefined {
  const gap = longestGap(schedule)
  if (gap === undefined || gap <= day) return undefined
  // The old key goes at the first run after its date; the proof that the date counts from comes a moment after a run.
  const overlap = deactivateAfter === 0 ? 0 : gap * (Math.floor(deactivateAfter / gap) + 1)
  const oldest = rotateAfter + gap + overlap
  const limits = [oldestByStandards, rotateAfter + redAfter]
  const broken = limits.filter((limit) => oldest > limit && rotateAfter + deactivateAfter <= limit)
  if (broken.length === 0) return undefined
  return `The schedule “${presentable(schedule, 100)}” is too rare by itself: its runs are up to ${spoken(gap)} apart, so with rotate-after ${spoken(rotateAfter)} and deactivate-after ${spoken(deactivateAfter)} a key may be active for ${spoken(oldest)}, longer than the allowed ${spoken(Math.min(...broken))}. Run it daily ("cron: '17 4 * * *'"): a run with nothing due takes a moment.`
}
