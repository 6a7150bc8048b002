/** What is read when a decision needs it. */
import { holderOf, settlingOfClaims } from './claim.ts'
import { find, journalOf } from './facts.ts'
import { described } from './lifecycle/answers.ts'
import { learned, seenAgain } from './progress.ts'
import type { Run, Step, Taken } from './run.ts'
import { latestWrite, reachesNewRuns } from './secret-dates.ts'
import { type Duration, hour, minute, utc } from './time.ts'
import type { AccessKey, Journal, NearbyReading, Remark, World } from './world.ts'

/** What a preflight has looked at that finds no problem. */
const checked = 'no problem was found with the user, its keys and tags, the destinations, or the verification workflows'

/** CloudTrail is asked about so long before the last use: AWS dates that in spans of 15 minutes. */
const usesAsked: Duration = hour

/** How long IAM may take to show a claim, before a run gives up that sees none. */
const showingOfClaims: Duration = 2 * minute

/** Reads one thing; the world says it afterwards. */
export async function observe(step: Step<'observe'>, world: World, holding: Run): Promise<Taken> {
  const { ports, lease } = holding
  const { clock } = ports
  switch (step.what) {
    case 'user': {
      const look = await ports.keys.read()
      lease.seen(holderOf(look.journal), look.looked)
      const again = seenAgain(world, look)
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
      return { world: learned(world, { holderRun }), result: `${holder.run}: ${holderRun.kind}` }
    }
    case 'queue': {
      const queued = await ports.runs.queued()
      const result = queued === 'unreadable' ? 'GitHub does not say when this run was queued' : `queued ${utc(queued)}`
      return { world: learned(world, { queued }), result }
    }
    case 'preflight': {
      const [destinations, workflows, permissions] = await Promise.all([
        ports.destinations.check(holding.waiting),
        ports.verifier.check(),
        ports.keys.permissions(),
      ])
      const preflight = [...new Set([...permissions.denied, ...destinations.problems, ...workflows.problems])]
      const { untried } = permissions
      const allowed = untried ?? 'IAM allows what the rotation will do.'
      const seen = clock.elapsed()
      const { reading = 'unread', sameNameNearby } = destinations
      const nearby = `Secrets of the same name nearby: ${nearbyTold(sameNameNearby)}.`
      const result = preflight.length === 0 ? `${checked}. ${nearby} ${allowed}` : `problems: ${preflight.length}`
      const told = preflight.join('\n').toLowerCase()
      const isTold = ({ place }: Remark) => place !== undefined && told.includes(place.toLowerCase())
      const remarks = [
        ...world.remarks.filter(({ kind }) => kind === 'overruled by force'),
        ...workflows.remarks.filter((each) => !isTold(each)),
        ...(holding.plan && untried !== undefined ? [{ kind: 'untried permission', text: untried } as const] : []),
      ]
      const found: World = { ...world, preflight, remarks, destinations: reading, sameNameNearby }
      return { world: learned(found, { destinationsSeen: seen, nearbySeen: seen }), result }
    }
    case 'same name nearby': {
      const sameNameNearby = await ports.destinations.sameNameNearby()
      const seen = learned({ ...world, sameNameNearby }, { nearbySeen: clock.elapsed() })
      return { world: seen, result: [nearbyTold(sameNameNearby), ...sameNameNearby.unread].join('; ') }
    }
    case 'unfinished runs': {
      const before = reachesNewRuns(replacementIn(world))
      const unfinishedRuns = await ports.destinations.unfinishedRuns(before)
      const { runs, unread } = unfinishedRuns
      const found = runs.length === 0 ? `no unfinished run was created before ${utc(before)}` : runs.join('; ')
      const seen = learned({ ...world, unfinishedRuns }, { unfinishedRunsSeen: clock.elapsed() })
      return { world: seen, result: [found, ...unread].join('; ') }
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
      const written = latest > 0 ? `last written ${utc(latest)}` : 'where nothing is stored yet'
      const seen = learned({ ...world, destinations }, { destinationsSeen: clock.elapsed() })
      const count = destinations.destinations.length
      return { world: seen, result: `${count} destination${count === 1 ? '' : 's'} read, ${written}` }
    }
    case 'last use': {
      const keys: readonly AccessKey[] = await Promise.all(
        world.keys.map(async (key) => ({ ...key, lastUsed: await ports.keys.lastUsed(key.id) })),
      )
      const now = ports.clock.now()
      return { world: { ...world, keys }, result: keys.map((key) => described(key, now)).join('; ') }
    }
  }
}

function nearbyTold({ places }: NearbyReading): string {
  return places.length === 0 ? 'none found' : `in ${places.map(({ name }) => name).join(', ')}`
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
    const look = await keys.read()
    const { looked } = look
    const again = seenAgain(world, look)
    const nonce = holderOf(again.journal)?.nonce
    if (nonce === policy.nonce) {
      lease.confirm(looked)
      // While a late claim settled, another run may have written.
      const destinations = claim.settles - elapsed > settlingOfClaims ? 'unread' : again.destinations
      const confirmed = learned({ ...again, destinations }, { claim: { ...claim, confirmed: true } })
      return { world: confirmed, result: `this run holds ${world.user.name}` }
    }
    if (nonce !== before || looked - claim.settles > showingOfClaims) {
      return { world: again, result: 'the tags of the user do not show the claim of this run' }
    }
    await clock.sleep(settlingOfClaims)
  }
}
