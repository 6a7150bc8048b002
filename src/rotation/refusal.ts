/**
 * What becomes of a configuration whose user another one rotates: one configuration owns a user, so the other one leaves
 * its mark, and a person has to choose.
 */
import type { Decision } from './decision.ts'
import { refusedDigests } from './facts.ts'
import { type Instant, second } from './time.ts'
import type { Holder, Policy, World } from './world.ts'

/** Whether the holder is another job or step of this very run, with another list: both are of one commit. */
export function isOtherListOfThisRun({ run, attempt, list }: Holder, policy: Policy): boolean {
  // Another job or step of one run may bring the very list that the first has brought.
  const isBrought = list !== undefined && policy.digest.startsWith(list)
  return run === policy.run && attempt === policy.attempt && !isBrought
}

/**
 * Whether the holder is a later run of the same repository, so that its list is no older than this run's, however long this
 * one has been queued or stood still: GitHub numbers runs in the order in which they come.
 */
export function isLaterRun({ run }: Holder, policy: Policy): boolean {
  const [held, own] = [run, policy.run].map(idOfRun)
  return held !== undefined && own !== undefined && held > own
}

function idOfRun(run: string): bigint | undefined {
  const [id] = /\d+$/.exec(run) ?? []
  return id === undefined ? undefined : BigInt(id)
}

/** The mark of a configuration, and once it is there, what a person is told. `who` rotates the user instead. */
export function refusal({ world, policy, now }: Refused, who: string): Decision {
  const marked = refusedDigests(world)
  if (!marked.includes(policy.digest)) {
    const because = 'its destinations may hold the key, and the workflow that rotates this user does not list them'
    const at: Instant = Math.floor(now / second) * second
    return { do: 'refuse', refused: { digest: policy.digest, at, earlier: marked }, because }
  }
  return {
    do: 'stop',
    because: `${world.user.name} is rotated by ${who}, with other destinations than the ones configured here`,
    remedy:
      'List all destinations in one configuration and remove the other, or start this one by hand once with "force: true" to take over.',
  }
}

interface Refused {
  readonly world: World
  readonly policy: Policy
  readonly now: Instant
}

/** Who rotates the user, where it is another job or step of this run. */
export const anotherJob = 'another step or job of this run'
