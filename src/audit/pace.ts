/** How soon the steps of rotations follow one another, and whether keys can stay below 90 days so. */
import { type Inputs, inputDefaults } from '../inputs/inputs.ts'
import { parseDuration } from '../inputs/parse.ts'
import { day, spoken } from '../rotation/time.ts'
import { longestLife } from './controls.ts'
import type { Pace } from './evidence.ts'

/** Warnings of a configuration, and what keeps its keys from staying below 90 days. Equal ones are given once. */
export function warningsOf(users: readonly Inputs[]): readonly string[] {
  return [
    ...new Set(
      users.flatMap(({ warnings, policy, iamUser }) => {
        const told = warnings.map(({ text }) => text)
        const slow = tooSlow(policy)
        return slow === undefined ? told : [...told, iamUser === undefined ? slow : `${iamUser}: ${slow}`]
      }),
    ),
  ]
}

/** The old key stays active until deactivate-after is over, and daily runs come up to a day late for each step. */
function tooSlow({ rotateAfter, deactivateAfter }: Pace): string | undefined {
  const oldest = rotateAfter + deactivateAfter + 2 * day
  if (oldest <= longestLife) return undefined
  return `With rotate-after ${spoken(rotateAfter)} and deactivate-after ${spoken(deactivateAfter)}, a key is active for up to ${spoken(oldest)} even when a run comes every day, and ${spoken(longestLife)} are allowed. Lower one of them.`
}

const paceByDefault: Pace = {
  rotateAfter: parseDuration('rotate-after', inputDefaults['rotate-after']),
  deactivateAfter: parseDuration('deactivate-after', inputDefaults['deactivate-after']),
  deleteAfter: parseDuration('delete-after', inputDefaults['delete-after']),
}

/**
 * What is assumed of users of other configurations, so that none is called late for a pace of its own: they are rotated
 * when the controls ask for it, and each later step takes the longest of the defaults and of these.
 */
export function assumedPace(paces: readonly Pace[]): Pace {
  const longest = (name: keyof Pace) => Math.max(paceByDefault[name], ...paces.map((pace) => pace[name]))
  return {
    rotateAfter: Math.max(longest('rotateAfter'), longestLife),
    deactivateAfter: longest('deactivateAfter'),
    deleteAfter: longest('deleteAfter'),
  }
}
