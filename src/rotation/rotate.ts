/** Observe, decide, act: until nothing is due, something must be waited for, or a person is needed. */

import { take, takeBack } from './act.ts'
import type { Decision, Phase } from './decision.ts'
import { journalOf, phaseOf } from './facts.ts'
import { Lease } from './lease.ts'
import { forcedStep } from './lifecycle/forced-step.ts'
import { overaged } from './lifecycle/guards.ts'
import { leftAsItIs, setAside } from './lifecycle/people.ts'
import { situationOf } from './lifecycle/situation.ts'
import type { Ports } from './ports.ts'
import { asSentence, Cancelled, messageOf, Problem, Superseded } from './problem.ts'
import { firstSeen, heldBy, learned, recorded, remarked } from './progress.ts'
import { remedyFor, takenBack } from './revert.ts'
import type { Effect, Run } from './run.ts'
import type { Instant } from './time.ts'
import type { Policy, World } from './world.ts'

/** One step that was taken: what, why, and what came of it. */
export interface Entry {
  readonly decision: Decision
  readonly result: string
  /** The step went wrong, so that what it was to bring about is not confirmed. */
  readonly failed?: true | undefined
}

/** How a run ended for one user. */
export interface Outcome {
  readonly phase: Phase
  /** The decision that ended the run; with `planned`, the first effect it would have had. */
  readonly ending: Decision
  readonly planned: boolean
  readonly failed: boolean
  readonly entries: readonly Entry[]
  /** What was known at the end; undefined when IAM could not be read. */
  readonly world: World | undefined
  /** AWS's time at the end. */
  readonly at: Instant
}

/** More steps than any rotation takes: a rule that leads in a circle ends here, and changes nothing further. */
const stepLimit = 60

/** What to do about a key that is too old, where a run only plans. */
function afterPlan(phase: Phase): string {
  const does = phase === 'steady' ? 'replaces it' : 'goes on with that'
  return `It still works. The next run with "mode: rotate" ${does}: run it often enough to keep keys young.`
}

/** Rotates one user as far as this run can. With `plan`, stops before the first effect. Never throws. */
export async function rotate(ports: Ports, policy: Policy, plan: boolean): Promise<Outcome> {
  const lease = new Lease(ports, policy.nonce)
  const waiting = { holds: lease.keep, progress: (line: string) => ports.narrator.done(line) }
  const run: Run = { ports, policy, plan, pairs: new Map(), lease, waiting }
  if (ports.recovered !== undefined) run.pairs.set(ports.recovered.held.id, ports.recovered.held)
  if (ports.ownPair !== undefined) run.pairs.set(ports.ownPair.id, ports.ownPair)
  const outcome = await proceed(run)
  // A run that was asked to stop sends nothing that can be done without: GitHub tells others that it has ended.
  if (!ports.clock.cancelled) await release(run)
  return outcome
}

async function release({ lease, ports }: Run): Promise<void> {
  try {
    await lease.release()
  } catch (error) {
    ports.narrator.done(
      `the next run may have to wait for ten minutes: the claim was not given back. ${messageOf(error)}`,
    )
  }
}

async function proceed(run: Run): Promise<Outcome> {
  const { ports, policy } = run
  const { clock, narrator } = ports
  const entries: Entry[] = []
  let world: World | undefined
  let planned: { readonly world: World; readonly because: string } | undefined
  const outcome = (ending: Decision, failed: boolean, phase: Phase, isPlan = false): Outcome => {
    narrator.decided(ending, world)
    return { phase, ending, planned: isPlan, failed, entries, world, at: clock.now() }
  }
  try {
    world = firstSeen(await ports.keys.read(), ports)
    for (let steps = 0; steps < stepLimit; steps += 1) {
      if (clock.cancelled) throw new Cancelled()
      world = learned(world, { elapsed: clock.elapsed() })
      const { decision, overruled } = forcedStep(world, policy, clock.now())
      if (overruled !== undefined) world = remarked(world, overruled)
      switch (decision.do) {
        case 'nothing':
          return outcome(decision, false, 'steady')
        case 'wait':
          return outcome(decision, false, decision.phase)
        case 'fail':
          return outcome(decision, true, decision.phase)
        case 'stop':
          return outcome(decision, true, 'blocked')
      }
      if (run.plan && decision.do !== 'observe') {
        planned ??= { world, because: decision.because }
        const thought = thinkOn(world, decision, policy, clock.now())
        if (thought === undefined) {
          world = planned.world
          const ending = { ...decision, because: planned.because }
          const onlyPlans = { ...ending, because: 'this run only plans, and has changed nothing' }
          const situation = situationOf(world, policy, clock.now())
          const old = overaged(situation, onlyPlans)
          const phase = phaseOf(journalOf(world))
          const red =
            setAside('steady', undefined, leftAsItIs(situation)) ??
            (old && ({ ...old, remedy: afterPlan(phase), tooOld: 'only planned' } as const))
          const told =
            red === undefined
              ? ending
              : { ...ending, because: red.because, remedy: red.remedy, ...('tooOld' in red && { tooOld: red.tooOld }) }
          return outcome(told, red !== undefined, phase, true)
        }
        world = thought
        continue
      }
      narrator.decided(decision, world)
      const taken = await take(decision, world, run)
      narrator.done(taken.result, taken.world)
      entries.push({ decision, result: taken.result, failed: taken.failed })
      world = taken.world
      if (taken.error !== undefined) throw taken.error
    }
    throw new Problem(
      `${stepLimit} steps did not bring the rotation to an end`,
      'This is a defect of this action. Nothing further was changed; please report it with this log.',
    )
  } catch (error) {
    const phase = world === undefined ? 'blocked' : phaseOf(journalOf(world))
    for (const decision of world === undefined ? [] : takenBack(world, error)) {
      narrator.decided(decision, world)
      const told = await takeBack(decision, ports)
      narrator.done(told.result)
      entries.push({ decision, ...told })
    }
    if (error instanceof Superseded) {
      const because = `${asSentence(messageOf(error))} It goes on from here`
      return outcome({ do: 'wait', phase, next: { step: 'rotate', at: undefined }, because }, false, phase)
    }
    const remedy = remedyFor(error, world)
    return outcome({ do: 'fail', phase, next: undefined, because: messageOf(error), remedy }, true, phase)
  }
}

/** What a plan takes for done without doing it: the claim and the journal, up to the first step that others notice. */
function thinkOn(world: World, decision: Effect, policy: Policy, now: Instant): World | undefined {
  switch (decision.do) {
    case 'claim': {
      const { predecessorGone, predecessorSilent } = decision
      const claim = { settles: 0, quiet: 0, confirmed: true, predecessorGone, predecessorSilent }
      return learned(heldBy(world, policy, now), { claim })
    }
    case 'record':
      return recorded(world, decision, policy, now)
    case 'refuse':
      return { ...world, refused: decision.refused }
    default:
      return undefined
  }
}
