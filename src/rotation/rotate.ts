/** Observe, decide, act: until nothing is due, something must be waited for, or a person is needed. */

import { claimOf, holderOf, settlingOfClaims } from './claim.ts'
import {
  described,
  find,
  journalOf,
  latestWrite,
  ownRecovery,
  phaseOf,
  reachesNewRuns,
  revertReserve,
} from './facts.ts'
import { Lease } from './lease.ts'
import { nextStep, overaged } from './lifecycle.ts'
import type { HeldKey, Ports, StillHolds, UserReading } from './ports.ts'
import { asSentence, Cancelled, endsRun, messageOf, Problem, Superseded } from './problem.ts'
import { type Duration, hour, type Instant, minute, second, utc } from './time.ts'
import type { AccessKey, Decision, Holder, Journal, KeyId, Phase, Policy, Remark, RunFacts, World } from './world.ts'

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

/** What a preflight has looked at that finds no problem. */
const checked =
  'the user with its keys and tags, every destination, the same name nearby, and each verification workflow were checked, and nothing stands against it'

/** What to do about a key that is too old, where a run only plans. */
const afterPlan = 'It still works. Run with "mode: rotate" to replace it, and often enough to keep it young.'

/** CloudTrail is asked about so long before the last use: AWS dates that in spans of 15 minutes. */
const usesAsked: Duration = hour

/** AWS goes on accepting a key for seconds after it is off: a job in that time would prove nothing. */
const settlingOfDeactivation: Duration = 30 * second

/** How long IAM may take to show a claim, before a run gives up that sees none. */
const showingOfClaims: Duration = 2 * minute

/** What steps work on beside the world. */
interface Run {
  readonly ports: Ports
  readonly policy: Policy
  /** Nothing is done, and all is told. */
  readonly plan: boolean
  /** Keys whose secrets this run holds. */
  readonly pairs: Map<KeyId, HeldKey>
  readonly lease: Lease
}

/** Rotates one user as far as this run can. With `plan`, stops before the first effect. Never throws. */
export async function rotate(ports: Ports, policy: Policy, plan: boolean): Promise<Outcome> {
  const run: Run = { ports, policy, plan, pairs: new Map(), lease: new Lease(ports, policy.nonce) }
  if (ports.recovered !== undefined) run.pairs.set(ports.recovered.held.id, ports.recovered.held)
  if (ports.ownPair !== undefined) run.pairs.set(ports.ownPair.id, ports.ownPair)
  const outcome = await proceed(run, plan)
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

async function proceed(run: Run, plan: boolean): Promise<Outcome> {
  const { ports, policy } = run
  const entries: Entry[] = []
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
        const thought = thinkOn(world, decision, policy, ports.clock.now())
        if (thought === undefined) {
          world = planned.world
          const ending = { ...decision, because: planned.because }
          const red = overaged(world, policy, ports.clock.now(), {
            ...ending,
            because: 'this run only plans, and has changed nothing',
          })
          const told = red === undefined ? ending : { ...ending, because: red.because, remedy: afterPlan }
          return outcome(told, red !== undefined, phaseOf(journalOf(world)), true)
        }
        world = thought
        continue
      }
      ports.narrator.decided(decision)
      const taken = await takeOrRevert(decision, world, run)
      ports.narrator.done(taken.result)
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
    if (world !== undefined) entries.push(...(await switchOnAgain(world, ports)))
    if (error instanceof Superseded) {
      if (world !== undefined) entries.push(...(await withdrawUntold(world, ports)))
      const because = `${asSentence(messageOf(error))} It goes on from here`
      return outcome({ do: 'wait', phase, next: { step: 'rotate', at: undefined }, because }, false, phase)
    }
    return outcome(
      { do: 'fail', phase, next: undefined, because: messageOf(error), remedy: remedyFor(error, world) },
      true,
      phase,
    )
  }
}

/** What a plan takes for done without doing it: the claim and the journal, up to the first step that others notice. */
function thinkOn(world: World, decision: Effect, policy: Policy, now: Instant): World | undefined {
  switch (decision.do) {
    case 'claim': {
      const { predecessorGone, predecessorSilent } = decision
      const claim = { settles: 0, quiet: 0, confirmed: true, predecessorGone, predecessorSilent }
      return { ...heldBy(world, policy, now), run: { ...world.run, claim } }
    }
    case 'record':
      return recorded(world, decision, policy, now)
    case 'refuse':
      return { ...world, refused: decision.refused }
    default:
      return undefined
  }
}

function remedyFor(error: unknown, world: World | undefined): string {
  if (error instanceof Problem) return error.remedy
  if (error instanceof Cancelled) return leftBy(world === undefined ? undefined : journalOf(world))
  return 'Run again; if this persists, report it with this log.'
}

/** What a run that stops between two steps leaves behind, and what the next one makes of it. */
function leftBy(journal: Journal | undefined): string {
  switch (journal?.phase) {
    case undefined:
    case 'steady':
      return 'No key was changed. The next run begins anew.'
    case 'creating':
    case 'pending':
      return 'Nobody has a new key. The next run deletes what is left of one, and begins anew.'
    case 'publishing':
      return journal.window.to === undefined
        ? `Some destinations may hold ${journal.pending} by now, and all keys are active. The next run finishes the publication.`
        : `Every destination holds ${journal.pending}, and all keys are active. The next run verifies it.`
    case 'current':
    case 'deactivating':
    case 'deactivated': {
      const state = { current: 'still active', deactivating: 'switched on again', deactivated: 'off' }[journal.phase]
      return `${journal.current} is in use, and ${journal.previous} is ${state}. The next run goes on from there.`
    }
  }
}

/**
 * What a run that ends early takes back, by one request and no more: a key that it has switched off, while nothing has
 * proven yet that all works without it. It destroys nothing: another run may have taken over what this one has made.
 */
async function switchOnAgain(world: World, ports: Ports): Promise<readonly Entry[]> {
  const journal = journalOf(world)
  if (journal?.phase !== 'deactivating' || !world.run.deactivating) return []
  const key = journal.previous
  const decision: Decision = { do: 'reactivate', key, because: 'nothing has proven yet that all works without it' }
  ports.narrator.decided(decision)
  const switchOn = () => ports.keys.setStatus(key, 'Active', whoeverHolds)
  const told = await switchOn().then(() => ({ result: `${key} is Active` }), failedTo)
  ports.narrator.done(told.result)
  return [{ decision, ...told }]
}

/**
 * A key that this run has made, and that no journal tells of: another run holds the user by now and cannot explain it,
 * and nobody but this process has ever had it.
 */
async function withdrawUntold(world: World, ports: Ports): Promise<readonly Entry[]> {
  const { held: key } = world.run
  if (key === undefined || journalOf(world)?.phase !== 'creating') return []
  const decision: Decision = {
    do: 'discard',
    key,
    because: 'nobody has it, and the run that goes on knows nothing of it',
  }
  ports.narrator.decided(decision)
  const told = await withdraw(key, ports, whoeverHolds).then(() => ({ result: `${key} is deleted` }), failedTo)
  ports.narrator.done(told.result)
  return [{ decision, ...told }]
}

const failedTo = (error: unknown) => ({ result: messageOf(error), failed: true }) as const

/** No key signs its own end: the answer to a repeated request would be that nobody knows the signer. */
async function withdraw(key: KeyId, ports: Ports, holds: StillHolds): Promise<void> {
  if (ports.ownPair !== undefined) ports.keys.signWith(ports.ownPair)
  await ports.keys.delete(key, holds)
}

/** For what harms nobody, whichever run holds the user. */
const whoeverHolds: StillHolds = async () => undefined

/** What a run has done and learned when it starts. */
export const nothingDone: RunFacts = {
  looked: 0,
  seen: 0,
  destinationsSeen: 0,
  nearbySeen: 0,
  unfinishedRunsSeen: 0,
  claim: undefined,
  holderRun: { kind: 'unread' },
  queued: 'unread',
  intended: undefined,
  creation: undefined,
  held: undefined,
  trial: undefined,
  safeguard: undefined,
  recoveryCleared: false,
  reactivated: false,
  published: undefined,
  wrote: undefined,
  rotated: false,
  verification: undefined,
  deactivating: false,
  elapsed: 0,
}

async function firstLook({ keys, clock, ownPair, recovered }: Ports): Promise<World> {
  const looked = clock.elapsed()
  const reading = await keys.read()
  return {
    ...reading,
    signer: ownPair?.id,
    recovered: recovered?.about,
    destinations: 'unread',
    sameNameNearby: 'unread',
    unfinishedRuns: 'unread',
    users: 'unread',
    preflight: 'unread',
    remarks: [],
    run: { ...nothingDone, looked, seen: clock.elapsed() },
  }
}

/** The world after a new look at the user; last uses that were read stay so. */
function lookedAgain(world: World, reading: UserReading, looked: Duration, seen: Duration): World {
  const keys = reading.keys.map((key) => {
    const known = world.keys.find(({ id }) => id === key.id)
    return known === undefined ? key : { ...key, lastUsed: known.lastUsed }
  })
  // What GitHub said of one run says nothing of another.
  const isSame = holderOf(reading.journal)?.nonce === holderOf(world.journal)?.nonce
  const holderRun = isSame ? world.run.holderRun : ({ kind: 'unread' } as const)
  // A run that holds the user is the only one that writes: what it has written is newer than what IAM may show.
  const isMine = world.run.claim?.confirmed === true && isSame
  const journal = isMine ? world.journal : reading.journal
  return { ...world, ...reading, journal, keys, run: { ...world.run, looked, seen, holderRun } }
}

interface Taken {
  readonly world: World
  readonly result: string
}

/** A step that went wrong and ends the run carries its error. */
interface TakenOrFailed extends Taken {
  readonly failed?: true
  readonly error?: unknown
}

/** A step that leads on to another. */
type Effect = Exclude<Decision, Step<'nothing' | 'wait' | 'fail' | 'stop'>>

type Step<Kind extends Decision['do']> = Extract<Decision, { do: Kind }>

/**
 * Takes one step. An error ends the run, except between a deactivation and its proof: there it is one more way of not
 * knowing, after which the key is switched on again.
 */
async function takeOrRevert(step: Effect, world: World, run: Run): Promise<TakenOrFailed> {
  const journal = journalOf(world)
  const isOff = journal?.phase === 'deactivating' && world.run.deactivating && step.do !== 'reactivate'
  // Nothing depends on what is only read; and with a key off, a run that is asked to stop has one thing left to do.
  const isDispensable = step.do === 'observe' || step.do === 'verify' || isOff
  const taken = takeWhileHeld(step, world, run)
  try {
    return await (isDispensable ? run.ports.clock.unlessCancelled(taken) : taken)
  } catch (error) {
    if (step.do === 'deactivate' && error instanceof Cancelled) {
      // Switched on at once; and once more, by what ends the run, should the switching off arrive after that.
      await Promise.allSettled([run.ports.keys.setStatus(step.key, 'Active', whoeverHolds)])
      await Promise.allSettled([taken])
    }
    const result = `failed: ${messageOf(error)}`
    if (!isOff || endsRun(error)) return { world, result, failed: true, error }
    const remedy = error instanceof Problem ? error.remedy : undefined
    const verification = {
      key: journal.current,
      verdict: 'unknown',
      weak: false,
      without: journal.previous,
      detail: messageOf(error),
      remedy,
      urls: [],
      waiting: [],
      covers: [],
    } as const
    // Whether the request was performed is not known: switching an active key on changes nothing.
    const keys = world.keys.map((key) =>
      key.id === journal.previous ? ({ ...key, status: 'Inactive' } as const) : key,
    )
    return { world: { ...world, keys, run: { ...world.run, verification } }, result, failed: true }
  }
}

/** Takes a step that the claim of this run still allows. */
async function takeWhileHeld(step: Effect, world: World, run: Run): Promise<Taken> {
  // Switching a key on again harms nobody, and waits for nothing.
  if (step.do !== 'observe' && step.do !== 'reactivate') {
    await run.lease.keep()
    // Whoever waited for this step may have given it up by now.
    if (run.ports.clock.cancelled) throw new Cancelled()
  }
  return take(step, world, run)
}

/** Takes one step and returns the world as it is known afterwards. */
async function take(step: Effect, world: World, holding: Run): Promise<Taken> {
  const { ports, policy, pairs, lease } = holding
  const { run } = world
  switch (step.do) {
    case 'observe':
      return observe(step, world, holding)
    case 'claim': {
      await lease.touch((holds) => ports.journal.claim(ports.clock.now(), holds))
      const claim = claimOf(step, run.looked, ports.clock.elapsed())
      return { world: { ...world, run: { ...run, claim } }, result: '' }
    }
    case 'record':
      await lease.touch((holds) => ports.journal.write(step.journal, ports.clock.now(), holds))
      return { world: recorded(world, step, policy, ports.clock.now()), result: '' }
    case 'create':
      if (ports.clock.now() > step.until) return { world, result: 'that took too long' }
      return create(world, ports, pairs)
    case 'try': {
      const held = pairOf(pairs, step.key)
      const trial = await ports.keys.try(held)
      if (trial.works && ports.ownPair !== undefined) ports.keys.signWith(held)
      return { world: { ...world, run: { ...run, trial } }, result: trial.detail }
    }
    case 'safeguard': {
      const about = { user: world.user.id, created: step.created }
      const request = { holds: lease.keep, replaces: ownRecovery(world) }
      const safeguard = await ports.destinations.safeguard(pairOf(pairs, step.key), about, request)
      return {
        world: { ...world, run: { ...run, safeguard: { key: step.key, ...safeguard }, recoveryCleared: false } },
        result: 'problem' in safeguard ? safeguard.problem : `${step.key} is sealed into the recovery secret`,
      }
    }
    case 'clear': {
      const isGone = await ports.destinations.clear(step.writtenAt)
      const result = isGone
        ? 'the recovery secret is deleted'
        : 'the recovery secret stays: somebody else has written it since'
      return { world: { ...world, run: { ...run, recoveryCleared: true } }, result }
    }
    case 'publish': {
      const pair = pairOf(pairs, step.key)
      // The key that goes must not sign its own end.
      if (step.key === ports.ownPair?.id) ports.keys.signWith(pair)
      const published = await ports.destinations.publish(pair, {
        window: step.window,
        done: step.done,
        until: policy.timeLimit,
        holds: lease.keep,
        progress: (line) => ports.narrator.done(line),
      })
      const rotated = run.rotated || (published.window !== undefined && run.held === step.key)
      const result =
        published.window === undefined
          ? `${published.accepted} secrets written; ${published.problems.join(' ')}`
          : `${published.accepted} secrets written and confirmed`
      return {
        world: {
          ...world,
          destinations: 'unread',
          run: { ...run, published, wrote: ports.clock.elapsed(), rotated, verification: undefined },
        },
        result,
      }
    }
    case 'verify': {
      const { until, settling, without, about, earlier } = step
      const asOf = world.destinations === 'unread' ? undefined : world.destinations.at
      if (without !== undefined) await ports.clock.sleep(settlingOfDeactivation)
      const progress = (line: string) => ports.narrator.done(line)
      const found = await ports.verifier.verify(step.key, { until, settling, earlier, holds: lease.keep, progress })
      // What was dispatched earlier speaks for what was written before that.
      const spoken = earlier.length > 0 ? Math.min(...earlier.map(({ at }) => at)) : asOf
      const verification = { ...found, without, about, asOf: spoken }
      // Time has passed: what the destinations hold is read again before anything is destroyed.
      return { world: { ...world, destinations: 'unread', run: { ...run, verification } }, result: verification.detail }
    }
    case 'refuse':
      await ports.journal.refuse(step.refused, lease.keep)
      return { world: { ...world, refused: step.refused }, result: '' }
    case 'remember':
      await lease.touch((holds) => ports.journal.remember(step.awaited, ports.clock.now(), holds))
      return { world: { ...world, awaited: step.awaited }, result: '' }
    case 'deactivate':
    case 'reactivate': {
      const status = step.do === 'deactivate' ? 'Inactive' : 'Active'
      await (status === 'Active' ? switchOn(step.key, ports) : ports.keys.setStatus(step.key, status, lease.keep))
      const keys = world.keys.map((key) => (key.id === step.key ? ({ ...key, status } as const) : key))
      const reactivated = run.reactivated || status === 'Active'
      return { world: { ...world, keys, run: { ...run, reactivated } }, result: `${step.key} is ${status}` }
    }
    case 'delete':
    case 'discard': {
      await (step.do === 'discard' ? withdraw(step.key, ports, lease.keep) : ports.keys.delete(step.key, lease.keep))
      const keys = world.keys.filter((key) => key.id !== step.key)
      const discarded = step.do === 'discard' ? { discarded: step.key } : {}
      return { world: { ...world, keys, run: { ...run, ...discarded } }, result: `${step.key} is deleted` }
    }
    case 'untag': {
      await ports.journal.untag(step.key, lease.keep)
      const others = (id: KeyId) => id !== step.key
      return {
        world: {
          ...world,
          made: world.made.filter(others),
          described: world.described.filter(others),
        },
        result: `the tag of ${step.key} is removed`,
      }
    }
  }
}

/** The one request that must not be given up: it is sent again until the time kept in hand for it is over. */
async function switchOn(key: KeyId, ports: Ports): Promise<void> {
  const start = ports.clock.elapsed()
  for (;;) {
    try {
      return await ports.keys.setStatus(key, 'Active', whoeverHolds)
    } catch (error) {
      if (ports.clock.elapsed() - start >= revertReserve) throw error
      await ports.clock.sleep(10 * second)
    }
  }
}

async function observe(step: Step<'observe'>, world: World, holding: Run): Promise<Taken> {
  const { ports, lease } = holding
  const { clock } = ports
  switch (step.what) {
    case 'user': {
      const looked = clock.elapsed()
      const reading = await ports.keys.read()
      lease.seen(holderOf(reading.journal), looked)
      const again = lookedAgain(world, reading, looked, clock.elapsed())
      return { world: again, result: again.keys.map((key) => described(key, clock.now())).join('; ') }
    }
    case 'claim':
      return readBack(world, holding)
    case 'quiet': {
      await clock.sleep(Math.max(0, (world.run.claim?.quiet ?? 0) - clock.elapsed()))
      const again = await observe({ ...step, what: 'user' }, world, holding)
      // What was read before may have been overtaken.
      return { ...again, world: { ...again.world, destinations: 'unread' } }
    }
    case 'holder': {
      const holder = holderOf(world.journal)
      if (holder === undefined) throw new Error('nobody holds the user')
      const holderRun = await ports.runs.look(holder.run, holder.attempt)
      return { world: { ...world, run: { ...world.run, holderRun } }, result: `${holder.run}: ${holderRun.kind}` }
    }
    case 'queue': {
      const queued = await ports.runs.queued()
      const result = queued === 'unreadable' ? 'GitHub does not tell when this run was queued' : `queued ${utc(queued)}`
      return { world: { ...world, run: { ...world.run, queued } }, result }
    }
    case 'preflight': {
      const waiting = { holds: lease.keep, progress: (line: string) => ports.narrator.done(line) }
      const [destinations, workflows, permissions] = await Promise.all([
        ports.destinations.check(waiting),
        ports.verifier.check(),
        ports.keys.permissions(),
      ])
      const preflight = [...new Set([...permissions.denied, ...destinations.problems, ...workflows.problems])]
      const { untried } = permissions
      const allowed = untried ?? 'IAM allows what the rotation will do.'
      const result = preflight.length === 0 ? `${checked}. ${allowed}` : `problems: ${preflight.length}`
      const seen = clock.elapsed()
      const run = { ...world.run, destinationsSeen: seen, nearbySeen: seen }
      const { reading = 'unread', sameNameNearby } = destinations
      const told = preflight.join('\n').toLowerCase()
      const isTold = ({ place }: Remark) => place !== undefined && told.includes(place.toLowerCase())
      const remarks = [
        ...workflows.remarks.filter((each) => !isTold(each)),
        ...(holding.plan && untried !== undefined ? [{ kind: 'untried permission', text: untried } as const] : []),
      ]
      return { world: { ...world, preflight, remarks, destinations: reading, sameNameNearby, run }, result }
    }
    case 'same name nearby': {
      const sameNameNearby = await ports.destinations.sameNameNearby()
      const { places, unread } = sameNameNearby
      const count = places.length === 0 ? 'none is seen' : `in ${places.map(({ name }) => name).join(', ')}`
      const run = { ...world.run, nearbySeen: clock.elapsed() }
      return { world: { ...world, sameNameNearby, run }, result: [count, ...unread].join('; ') }
    }
    case 'unfinished runs': {
      const before = reachesNewRuns(replacementIn(world))
      const unfinishedRuns = await ports.destinations.unfinishedRuns(before)
      const { runs, unread } = unfinishedRuns
      const found = runs.length === 0 ? `none from before ${utc(before)}` : runs.join('; ')
      const run = { ...world.run, unfinishedRunsSeen: clock.elapsed() }
      return { world: { ...world, unfinishedRuns, run }, result: [found, ...unread].join('; ') }
    }
    case 'users': {
      const previous = find(world, replacementIn(world).previous)
      if (previous?.lastUsed.kind !== 'used') throw new Error('nobody is known to use the previous key')
      const { at, region } = previous.lastUsed
      const users = await ports.keys.users(previous.id, at - usesAsked, region)
      return { world: { ...world, users }, result: users.split('\n', 1)[0] ?? '' }
    }
    case 'destinations': {
      const destinations = await ports.destinations.read()
      const latest = latestWrite(destinations.destinations)
      const written = latest > 0 ? `last written ${utc(latest)}` : 'nothing is stored yet'
      const run = { ...world.run, destinationsSeen: clock.elapsed() }
      return { world: { ...world, destinations, run }, result: `${destinations.destinations.length} read; ${written}` }
    }
    case 'last use': {
      const keys: AccessKey[] = []
      for (const key of world.keys) keys.push({ ...key, lastUsed: await ports.keys.lastUsed(key.id) })
      const now = ports.clock.now()
      return { world: { ...world, keys }, result: keys.map((key) => described(key, now)).join('; ') }
    }
  }
}

/** The journal while there is a previous key. */
function replacementIn(world: World): Extract<Journal, { phase: 'current' | 'deactivating' | 'deactivated' }> {
  const journal = journalOf(world)
  if (journal === undefined || !('previous' in journal) || !('window' in journal) || journal.phase === 'publishing') {
    throw new Error('no key is being replaced')
  }
  return journal
}

/** Waits until the claim has settled, and looks whose it is. IAM is given time to show a claim at all. */
async function readBack(world: World, { ports: { keys, clock }, policy, lease }: Run): Promise<Taken> {
  const { claim, elapsed } = world.run
  if (claim === undefined) throw new Error('this run has claimed nothing')
  const before = holderOf(world.journal)?.nonce
  await clock.sleep(Math.max(0, claim.settles - elapsed))
  for (;;) {
    const looked = clock.elapsed()
    const again = lookedAgain(world, await keys.read(), looked, clock.elapsed())
    const nonce = holderOf(again.journal)?.nonce
    if (nonce === policy.nonce) {
      lease.confirm(looked)
      const confirmed = { ...again.run, claim: { ...claim, confirmed: true } }
      // While a late claim settled, another run may have written.
      const destinations = claim.settles - elapsed > settlingOfClaims ? 'unread' : again.destinations
      return { world: { ...again, destinations, run: confirmed }, result: `this run holds ${world.user.name}` }
    }
    if (nonce !== before || looked - claim.settles > showingOfClaims) {
      return { world: again, result: 'the claim of this run does not stand' }
    }
    await clock.sleep(settlingOfClaims)
  }
}

async function create(world: World, ports: Ports, pairs: Map<KeyId, HeldKey>): Promise<Taken> {
  const answer = await ports.keys.create()
  const { creation } = answer
  const run = { ...world.run, intended: undefined, creation }
  if (creation.kind !== 'created') return { world: { ...world, run }, result: `no key: ${creation.reason}` }
  if (!('held' in answer)) throw new Error(`the secret of ${creation.key} is missing`)
  pairs.set(creation.key, answer.held)
  const others = await othersThan(world, creation.key, ports)
  const keys = [...world.keys, ...others, answer.key]
  return { world: { ...world, keys, run: { ...run, held: creation.key } }, result: `${creation.key} created` }
}

/** Keys that came into being beside the one that this run has made. That IAM cannot be asked speaks of none. */
async function othersThan(world: World, made: KeyId, { keys, narrator }: Ports): Promise<readonly AccessKey[]> {
  const known = new Set([...world.keys.map(({ id }) => id), made])
  try {
    return (await keys.read()).keys.filter(({ id }) => !known.has(id))
  } catch (error) {
    narrator.done(`${made} is used without another look at the keys: ${messageOf(error)}`)
    return []
  }
}

/** The world after the journal has been written: what the phase announces begins with a clean sheet. */
function recorded(world: World, { journal, because }: Step<'record'>, policy: Policy, now: Instant): World {
  const written: World = { ...world, journal: { kind: 'read', journal, holder: holderFrom(policy, now) } }
  switch (journal.phase) {
    case 'creating':
      // An intent that is taken back announces nothing.
      return { ...written, run: { ...world.run, intended: journal.at === undefined ? undefined : because } }
    case 'pending':
      return {
        ...written,
        described: [...world.described, journal.pending],
        made: [...world.made, journal.pending],
      }
    case 'deactivating': {
      const { verification } = world.run
      // A late success of what was dispatched with that key off stands for this attempt.
      const isProof = verification?.isLate === true && world.awaited?.without === journal.previous && !verification.weak
      const proof = isProof ? { ...verification, without: journal.previous } : undefined
      return { ...written, run: { ...world.run, deactivating: true, reactivated: false, verification: proof } }
    }
    case 'current':
      // Runs were looked for by another publication, perhaps.
      return {
        ...written,
        unfinishedRuns: 'unread',
        users: 'unread',
        run: { ...world.run, deactivating: false, published: undefined },
      }
    case 'publishing':
    case 'deactivated':
    case 'steady':
      return written
  }
}

/** The world in which this run's claim stands. */
function heldBy(world: World, policy: Policy, now: Instant): World {
  if (world.journal.kind === 'unknown') return world
  return { ...world, journal: { ...world.journal, holder: holderFrom(policy, now) } }
}

function holderFrom({ run, attempt, owner, nonce, digest, timeLimit }: Policy, touched: Instant): Holder {
  return { run, attempt, owner, nonce, list: digest, touched, timeLimit }
}

function pairOf(pairs: ReadonlyMap<KeyId, HeldKey>, key: KeyId): HeldKey {
  const held = pairs.get(key)
  if (held === undefined) throw new Error(`the secret of ${key} is not held by this run`)
  return held
}
