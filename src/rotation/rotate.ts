/** Observe, decide, act: until nothing is due, something must be waited for, or a person is needed. */

import { described, latestWrite, revertReserve } from './facts.ts'
import { nextStep, phaseOf } from './lifecycle.ts'
import type { HeldKey, Ports } from './ports.ts'
import { Cancelled, messageOf, Problem } from './problem.ts'
import { type Duration, type Instant, second, utc } from './time.ts'
import type { AccessKey, Decision, Journal, KeyId, Phase, Policy, RunFacts, World } from './world.ts'

/** One step that was taken: what, why, and what came of it. */
export interface Entry {
  readonly decision: Decision
  readonly result: string
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

/** How long IAM may take to list a key whose creation was not answered. */
const relistFor: Duration = 15 * second

/** Rotates one user as far as this run can. With `plan`, stops before the first effect. Never throws. */
export async function rotate(ports: Ports, policy: Policy, plan: boolean): Promise<Outcome> {
  const entries: Entry[] = []
  const pairs = new Map<KeyId, HeldKey>()
  if (ports.ownPair !== undefined) pairs.set(ports.ownPair.id, ports.ownPair)
  let world: World | undefined
  let planned: { readonly world: World; readonly because: string } | undefined
  const outcome = (ending: Decision, failed: boolean, phase: Phase, isPlan = false): Outcome => {
    ports.narrator.decided(ending)
    return { phase, ending, planned: isPlan, failed, entries, world, at: ports.clock.now() }
  }
  try {
    world = await firstLook(ports)
    for (let steps = 0; steps < stepLimit; steps += 1) {
      if (ports.clock.cancelled) throw new Cancelled()
      world = { ...world, run: { ...world.run, elapsed: ports.clock.elapsed() } }
      const decision = nextStep(world, policy, ports.clock.now())
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
      if (plan && decision.do !== 'observe') {
        planned ??= { world, because: decision.because }
        if (decision.do !== 'record') {
          world = planned.world
          return outcome({ ...decision, because: planned.because }, false, phaseOf(journalOf(world)), true)
        }
        // A plan thinks the journal on without writing it, up to the first step that anybody would notice.
        world = recorded(world, decision, policy, ports.clock.now())
        continue
      }
      ports.narrator.decided(decision)
      const taken = await takeOrRevert(decision, world, ports, pairs, policy)
      ports.narrator.done(taken.result)
      entries.push({ decision, result: taken.result })
      world = taken.world
      if (taken.error !== undefined) throw taken.error
    }
    throw new Problem(
      `${stepLimit} steps did not bring the rotation to an end`,
      'This is a defect of this action. Nothing further was changed; please report it with this log.',
    )
  } catch (error) {
    const phase = world === undefined ? 'blocked' : phaseOf(journalOf(world))
    if (world !== undefined) entries.push(...(await takeBack(world, ports)))
    return outcome(
      { do: 'fail', phase, next: undefined, because: messageOf(error), remedy: remedyFor(error) },
      true,
      phase,
    )
  }
}

function remedyFor(error: unknown): string {
  if (error instanceof Problem) return error.remedy
  if (error instanceof Cancelled) return 'The next run looks at everything anew and goes on from here.'
  return 'Run again; if this persists, report it with this log.'
}

/** What a run that ends early takes back, by one request and no more: what it did, and nothing has proven yet. */
async function takeBack(world: World, ports: Ports): Promise<readonly Entry[]> {
  const decision = unproven(world)
  if (decision === undefined) return []
  const { key } = decision
  ports.narrator.decided(decision)
  const done = decision.do === 'reactivate' ? ports.keys.setStatus(key, 'Active') : withdraw(key, ports)
  const result = await done.then(() => `${key} is ${decision.do === 'reactivate' ? 'Active' : 'deleted'}`, messageOf)
  ports.narrator.done(result)
  return [{ decision, result }]
}

function unproven(world: World): Step<'reactivate' | 'discard'> | undefined {
  const journal = journalOf(world)
  if (journal?.phase === 'deactivating' && world.run.deactivating) {
    return { do: 'reactivate', key: journal.previous, because: 'nothing has proven yet that all works without it' }
  }
  const { held } = world.run
  const unpublished = journal?.phase === 'creating' || journal?.phase === 'pending'
  return held !== undefined && unpublished ? { do: 'discard', key: held, because: 'it was written nowhere' } : undefined
}

/** No key signs its own end: the answer to a repeated request would be that nobody knows the signer. */
async function withdraw(key: KeyId, ports: Ports): Promise<void> {
  if (ports.ownPair !== undefined) ports.keys.signWith(ports.ownPair)
  await ports.keys.delete(key)
}

/** What a run has done and learned when it starts. */
export const nothingDone: RunFacts = {
  intended: undefined,
  creations: [],
  held: undefined,
  trial: undefined,
  published: undefined,
  rotated: false,
  verification: undefined,
  deactivating: false,
  elapsed: 0,
}

async function firstLook(ports: Ports): Promise<World> {
  const reading = await ports.keys.read()
  return { ...reading, signer: ports.ownPair?.id, destinations: 'unread', preflight: 'unread', run: nothingDone }
}

function journalOf(world: World): Journal | undefined {
  return world.journal.kind === 'read' ? world.journal.journal : undefined
}

interface Taken {
  readonly world: World
  readonly result: string
}

/** A step that went wrong and ends the run carries its error. */
interface TakenOrFailed extends Taken {
  readonly error?: unknown
}

/** A step that leads on to another. */
type Effect = Exclude<Decision, Step<'nothing' | 'wait' | 'fail' | 'stop'>>

type Step<Kind extends Decision['do']> = Extract<Decision, { do: Kind }>

/**
 * Takes one step. An error ends the run, except between a deactivation and its proof: there it is one more way of not
 * knowing, after which the key is switched on again.
 */
async function takeOrRevert(
  step: Effect,
  world: World,
  ports: Ports,
  pairs: Map<KeyId, HeldKey>,
  policy: Policy,
): Promise<TakenOrFailed> {
  try {
    return await take(step, world, ports, pairs, policy)
  } catch (error) {
    const journal = journalOf(world)
    const result = `failed: ${messageOf(error)}`
    const revertible = journal?.phase === 'deactivating' && world.run.deactivating && step.do !== 'reactivate'
    if (!revertible || error instanceof Cancelled) return { world, result, error }
    const remedy = error instanceof Problem ? error.remedy : undefined
    const verification = {
      key: journal.current,
      verdict: 'unknown',
      weak: false,
      detail: messageOf(error),
      remedy,
      urls: [],
    } as const
    // Whether the request was performed is not known: switching an active key on changes nothing.
    const keys = world.keys.map((key) =>
      key.id === journal.previous ? ({ ...key, status: 'Inactive' } as const) : key,
    )
    return { world: { ...world, keys, run: { ...world.run, verification } }, result }
  }
}

/** Takes one step and returns the world as it is known afterwards. */
async function take(
  step: Effect,
  world: World,
  ports: Ports,
  pairs: Map<KeyId, HeldKey>,
  policy: Policy,
): Promise<Taken> {
  const { run } = world
  switch (step.do) {
    case 'observe':
      return observe(step, world, ports)
    case 'record':
      await ports.journal.write(step.journal, ports.clock.now())
      return {
        world: recorded(world, step, policy, ports.clock.now()),
        result: '',
      }
    case 'create':
      return create(world, ports, pairs)
    case 'try': {
      const held = pairOf(pairs, step.key)
      const trial = await ports.keys.try(held)
      if (trial.works && ports.ownPair !== undefined) ports.keys.signWith(held)
      // Time has passed: the publish window begins at a fresh reading.
      return { world: { ...world, destinations: 'unread', run: { ...run, trial } }, result: trial.detail }
    }
    case 'publish': {
      const published = await ports.destinations.publish(pairOf(pairs, step.key), step.since, policy.timeLimit)
      const rotated = run.rotated || (published.window !== undefined && run.held === step.key)
      const result =
        published.window === undefined
          ? `${published.accepted} secrets written; ${published.problems.join(' ')}`
          : `${published.accepted} secrets written and confirmed`
      return {
        world: { ...world, destinations: 'unread', run: { ...run, published, rotated, verification: undefined } },
        result,
      }
    }
    case 'verify': {
      const verification = await ports.verifier.verify(step.key, step.until)
      // Time has passed: what the destinations hold is read again before anything is destroyed.
      return { world: { ...world, destinations: 'unread', run: { ...run, verification } }, result: verification.detail }
    }
    case 'deactivate':
    case 'reactivate': {
      const status = step.do === 'deactivate' ? 'Inactive' : 'Active'
      await (status === 'Active' ? switchOn(step.key, ports) : ports.keys.setStatus(step.key, status))
      const keys = world.keys.map((key) => (key.id === step.key ? ({ ...key, status } as const) : key))
      return { world: { ...world, keys }, result: `${step.key} is ${status}` }
    }
    case 'delete':
    case 'discard': {
      await (step.do === 'discard' ? withdraw(step.key, ports) : ports.keys.delete(step.key))
      const keys = world.keys.filter((key) => key.id !== step.key)
      const discarded = step.do === 'discard' ? { discarded: step.key } : {}
      return { world: { ...world, keys, run: { ...run, ...discarded } }, result: `${step.key} is deleted` }
    }
    case 'untag': {
      await ports.journal.untag(step.key)
      const others = (id: KeyId) => id !== step.key
      return {
        world: { ...world, tagged: world.tagged.filter(others), described: world.described.filter(others) },
        result: `the tags of ${step.key} are removed`,
      }
    }
  }
}

/** The one request that must not be given up: it is sent again until the time kept in hand for it is over. */
async function switchOn(key: KeyId, ports: Ports): Promise<void> {
  const start = ports.clock.elapsed()
  for (;;) {
    try {
      return await ports.keys.setStatus(key, 'Active')
    } catch (error) {
      if (ports.clock.elapsed() - start >= revertReserve) throw error
      await ports.clock.sleep(10 * second)
    }
  }
}

async function observe(step: Step<'observe'>, world: World, ports: Ports): Promise<Taken> {
  switch (step.what) {
    case 'preflight': {
      const [destinations, workflows] = await Promise.all([ports.destinations.check(), ports.verifier.check()])
      const preflight = [...destinations.problems, ...workflows]
      const result =
        preflight.length === 0
          ? 'everything is in place'
          : `${preflight.length} problem${preflight.length === 1 ? '' : 's'}`
      return { world: { ...world, preflight, destinations: destinations.reading ?? 'unread' }, result }
    }
    case 'destinations': {
      const destinations = await ports.destinations.read()
      const latest = latestWrite(destinations)
      const written = latest > 0 ? `last written ${utc(latest)}` : 'nothing is stored yet'
      return { world: { ...world, destinations }, result: `${destinations.destinations.length} read; ${written}` }
    }
    case 'last use': {
      const keys: AccessKey[] = []
      for (const key of world.keys) keys.push({ ...key, lastUsed: await ports.keys.lastUsed(key.id) })
      const now = ports.clock.now()
      return { world: { ...world, keys }, result: keys.map((key) => described(key, now)).join('; ') }
    }
  }
}

async function create(world: World, ports: Ports, pairs: Map<KeyId, HeldKey>): Promise<Taken> {
  const answer = await ports.keys.create()
  const { creation } = answer
  const run = { ...world.run, intended: undefined, creations: [...world.run.creations, creation] }
  switch (creation.kind) {
    case 'created': {
      if (!('held' in answer)) throw new Error(`the secret of ${creation.key} is missing`)
      pairs.set(creation.key, answer.held)
      const keys = [...world.keys, answer.key]
      return { world: { ...world, keys, run: { ...run, held: creation.key } }, result: `${creation.key} created` }
    }
    case 'refused':
      return { world: { ...world, run }, result: `refused: ${creation.reason}` }
    case 'postponed':
      await ports.clock.sleep(2 ** run.creations.length * second)
      return { world: { ...world, run }, result: `not now: ${creation.reason}` }
    case 'full':
    case 'lost': {
      const reading = await relist(world, ports)
      // What was read before tells nothing of a key that came later.
      return { world: { ...world, ...reading, destinations: 'unread', run }, result: `no key: ${creation.reason}` }
    }
  }
}

/** Looks for a key whose creation was not answered, until it shows or has had time enough to. */
async function relist(world: World, ports: Ports): Promise<Pick<World, 'keys' | 'described'>> {
  const known = new Set(world.keys.map((key) => key.id))
  const start = ports.clock.elapsed()
  for (;;) {
    const { keys, described } = await ports.keys.read()
    if (keys.some((key) => !known.has(key.id)) || ports.clock.elapsed() - start >= relistFor) return { keys, described }
    await ports.clock.sleep(3 * second)
  }
}

/** The world after the journal has been written: what the phase announces begins with a clean sheet. */
function recorded(world: World, { journal, because }: Step<'record'>, policy: Policy, now: Instant): World {
  const { run, attempt, owner, timeLimit } = policy
  const holder = { run, attempt, owner, touched: now, timeLimit }
  const written: World = { ...world, journal: { kind: 'read', journal, holder } }
  switch (journal.phase) {
    case 'creating': {
      const replaced = [journal.current ?? journal.previous].filter((id) => id !== undefined)
      return { ...written, tagged: [...world.tagged, ...replaced], run: { ...world.run, intended: because } }
    }
    case 'pending':
      return {
        ...written,
        described: [...world.described, journal.pending],
        tagged: [...world.tagged, journal.pending],
      }
    case 'deactivating':
      return { ...written, run: { ...world.run, deactivating: true, verification: undefined } }
    case 'current':
      return { ...written, run: { ...world.run, deactivating: false, published: undefined } }
    case 'publishing':
    case 'deactivated':
    case 'steady':
      return written
  }
}

function pairOf(pairs: ReadonlyMap<KeyId, HeldKey>, key: KeyId): HeldKey {
  const held = pairs.get(key)
  if (held === undefined) throw new Error(`the secret of ${key} is not held by this run`)
  return held
}
