/** What is done once it is decided. */
import { claimOf } from './claim.ts'
import { ownRecovery } from './facts.ts'
import { observe } from './observe.ts'
import type { HeldKey, Ports, StillHolds } from './ports.ts'
import { Cancelled, messageOf } from './problem.ts'
import { learned, recorded } from './progress.ts'
import { isOffUnproven, withoutProof } from './revert.ts'
import type { Effect, Run, Step, Taken } from './run.ts'
import { type Duration, second } from './time.ts'
import { revertReserve } from './waits.ts'
import type { AccessKey, KeyId, World } from './world.ts'

/** AWS goes on accepting a key for seconds after it is off: a job in that time would prove nothing. */
const settlingOfDeactivation: Duration = 30 * second

/** For what harms nobody, whichever run holds the user. */
const whoeverHolds: StillHolds = async () => undefined

/** A step that went wrong; with the `error` when that ends the run. */
interface TakenOrFailed extends Taken {
  readonly failed?: true
  readonly error?: unknown
}

/**
 * Takes one step. An error ends the run, except between a deactivation and its proof: there it is one more way of not
 * knowing, after which the key is switched on again.
 */
export async function take(step: Effect, world: World, run: Run): Promise<TakenOrFailed> {
  // Nothing depends on what is only read; and with a key off, a run that is asked to stop has one thing left to do.
  const isRevert = step.do === 'reactivate'
  const isDispensable = step.do === 'observe' || step.do === 'verify' || (!isRevert && isOffUnproven(world))
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
    const after = isRevert ? undefined : withoutProof(world, error)
    return after === undefined ? { world, result, failed: true, error } : { world: after, result, failed: true }
  }
}

/** Takes back, by one request and no more, what a run that ends on an error leaves to nobody else. Never throws. */
export async function takeBack(
  step: Step<'reactivate' | 'discard'>,
  ports: Ports,
): Promise<{ readonly result: string; readonly failed?: true }> {
  try {
    if (step.do === 'reactivate') await ports.keys.setStatus(step.key, 'Active', whoeverHolds)
    else await withdraw(step.key, ports, whoeverHolds)
    return { result: step.do === 'reactivate' ? `${step.key} is Active` : `${step.key} is deleted` }
  } catch (error) {
    return { result: messageOf(error), failed: true }
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
  return perform(step, world, run)
}

/** Takes one step and returns the world as it is known afterwards. */
async function perform(step: Effect, world: World, holding: Run): Promise<Taken> {
  const { ports, policy, pairs, lease, waiting } = holding
  const { run } = world
  switch (step.do) {
    case 'observe':
      return observe(step, world, holding)
    case 'claim': {
      await lease.touch((holds) => ports.journal.claim(ports.clock.now(), holds))
      const claim = claimOf(step, run.looked, ports.clock.elapsed())
      return { world: learned(world, { claim }), result: '' }
    }
    case 'record':
      await lease.touch((holds) => ports.journal.write(step.journal, ports.clock.now(), holds))
      return { world: recorded(world, step, policy, ports.clock.now()), result: '' }
    case 'create':
      if (ports.clock.now() > step.until)
        return { world, result: 'no key was asked for, since the intent had become too old' }
      return create(world, ports, pairs)
    case 'try': {
      const held = pairOf(pairs, step.key)
      const trial = await ports.keys.try(held)
      if (trial.works && ports.ownPair !== undefined) ports.keys.signWith(held)
      return { world: learned(world, { trial }), result: trial.detail }
    }
    case 'safeguard': {
      const about = { user: world.user.id, created: step.created }
      const request = { holds: lease.keep, replaces: ownRecovery(world) }
      const sealed = await ports.destinations.safeguard(pairOf(pairs, step.key), about, request)
      const result = 'problem' in sealed ? sealed.problem : `${step.key} is sealed into the recovery secret`
      return { world: learned(world, { safeguard: { key: step.key, ...sealed }, recoveryCleared: false }), result }
    }
    case 'clear': {
      const isGone = await ports.destinations.clear(step.writtenAt)
      const result = isGone
        ? 'the recovery secret is deleted'
        : 'the recovery secret stays: somebody else has written it since'
      return { world: learned(world, { recoveryCleared: true }), result }
    }
    case 'publish': {
      const pair = pairOf(pairs, step.key)
      // The key that goes must not sign its own end.
      if (step.key === ports.ownPair?.id) ports.keys.signWith(pair)
      const published = await ports.destinations.publish(pair, {
        window: step.window,
        done: step.done,
        until: policy.timeLimit,
        leaveOut: step.leaveOut ?? [],
        ...waiting,
      })
      const rotated = run.rotated || (published.window !== undefined && run.held === step.key)
      const result =
        published.window === undefined
          ? `${published.accepted} secrets written; ${published.problems.join(' ')}`
          : `${published.accepted} secrets written and confirmed`
      const facts = { published, wrote: ports.clock.elapsed(), rotated, verification: undefined }
      return { world: learned({ ...world, destinations: 'unread' }, facts), result }
    }
    case 'verify': {
      const { until, settling, without, about, earlier, leaveOut = [] } = step
      const asOf = world.destinations === 'unread' ? undefined : world.destinations.at
      if (without !== undefined) await ports.clock.sleep(settlingOfDeactivation)
      const found = await ports.verifier.verify(step.key, { until, settling, earlier, leaveOut, ...waiting })
      // What was dispatched earlier speaks for what was written before that.
      const spoken = earlier.length > 0 ? Math.min(...earlier.map(({ at }) => at)) : asOf
      const verification = { ...found, without, about, asOf: spoken }
      // Time has passed: what the destinations hold is read again before anything is destroyed.
      return { world: learned({ ...world, destinations: 'unread' }, { verification }), result: verification.detail }
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
      return { world: learned({ ...world, keys }, { reactivated }), result: `${step.key} is ${status}` }
    }
    case 'delete':
    case 'discard': {
      await (step.do === 'discard' ? withdraw(step.key, ports, lease.keep) : ports.keys.delete(step.key, lease.keep))
      const keys = world.keys.filter((key) => key.id !== step.key)
      const discarded = step.do === 'discard' ? { discarded: step.key } : {}
      return { world: learned({ ...world, keys }, discarded), result: `${step.key} is deleted` }
    }
    case 'untag': {
      await ports.journal.untag(step.key, lease.keep)
      const others = (id: KeyId) => id !== step.key
      const [made, described] = [world.made.filter(others), world.described.filter(others)]
      return { world: { ...world, made, described }, result: `the tag of ${step.key} is removed` }
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

async function create(world: World, ports: Ports, pairs: Map<KeyId, HeldKey>): Promise<Taken> {
  const answer = await ports.keys.create()
  const { creation } = answer
  const answered = learned(world, { intended: undefined, creation })
  if (creation.kind !== 'created') return { world: answered, result: `no key: ${creation.reason}` }
  if (!('held' in answer)) throw new Error(`the secret of ${creation.key} is missing`)
  pairs.set(creation.key, answer.held)
  const others = await othersThan(world, creation.key, ports)
  const keys = [...world.keys, ...others, answer.key]
  return { world: learned({ ...answered, keys }, { held: creation.key }), result: `${creation.key} is created` }
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

function pairOf(pairs: ReadonlyMap<KeyId, HeldKey>, key: KeyId): HeldKey {
  const held = pairs.get(key)
  if (held === undefined) throw new Error(`the secret of ${key} is not held by this run`)
  return held
}

/** No key signs its own end: the answer to a repeated request would be that nobody knows the signer. */
async function withdraw(key: KeyId, ports: Ports, holds: StillHolds): Promise<void> {
  if (ports.ownPair !== undefined) ports.keys.signWith(ports.ownPair)
  await ports.keys.delete(key, holds)
}
