/** What a run with `force` does, and what it tells of that which would have stopped it otherwise. */
import type { Decision } from '../decision.ts'
import { activeKey } from '../facts.ts'
import { asSentence } from '../problem.ts'
import type { Instant } from '../time.ts'
import type { Policy, Remark, World } from '../world.ts'
import { nextStep } from './next-step.ts'

/** A step, and what `force` overrules with it. */
export interface ForcedStep {
  readonly decision: Decision
  readonly overruled: Remark | undefined
}

/**
 * The next step. Before a run with `force` changes anything, it finds out what the same rotation would be refused for
 * without: that a person wants a key now does not say that they know of it.
 */
export function forcedStep(world: World, policy: Policy, now: Instant): ForcedStep {
  const decision = nextStep(world, policy, now)
  const isFirst = world.run.claim === undefined && !world.remarks.some(({ kind }) => kind === 'overruled by force')
  // Where no key works, nobody can lose one.
  const isRisky = isFirst && changesSomething(decision) && activeKey(world) !== undefined
  if (!policy.force || !isRisky) return { decision, overruled: undefined }
  const without = nextStep(world, { ...policy, force: false, rotateAfter: 0 }, now)
  switch (without.do) {
    case 'observe':
      return { decision: without, overruled: undefined }
    case 'stop': {
      const text = `Without force, this would be refused: ${asSentence(without.because)} ${without.remedy}`
      return { decision, overruled: { kind: 'overruled by force', text } }
    }
    default:
      return { decision, overruled: undefined }
  }
}

function changesSomething({ do: what }: Decision): boolean {
  return what !== 'observe' && what !== 'nothing' && what !== 'wait' && what !== 'fail' && what !== 'stop'
}
