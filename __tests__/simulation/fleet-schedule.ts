/** Two weeks in the life of a fleet, decided by one seed: daily runs for all users, and what goes wrong for some of them. */
import fc from 'fast-check'
import { duration } from '../../sandbox/clock.ts'
import type { UserEnd } from '../../src/fleet/fleet.ts'
import { type FleetDeed, FleetPeople } from './fleet-people.ts'
import type { FleetSetting } from './fleet-setting.ts'
import { FleetWorld, home } from './fleet-world.ts'
import { type Fault, faults, type SimulatedRequest } from './traffic.ts'
import type { Harm } from './watch.ts'

const day = duration('1d')

/** What happens on one day, to its run or beside it. */
export type FleetEvent =
  /** Requests from the n-th of the run on meet it; how many: more than a client's attempts, or fewer. */
  | { readonly do: 'fault'; readonly fault: Fault; readonly request: number; readonly times: number }
  /** All that is asked of one account in this run, from the n-th request on, is refused as too much. */
  | { readonly do: 'throttle'; readonly user: number; readonly request: number; readonly times: number }
  | { readonly do: 'break trust'; readonly user: number; readonly days: number; readonly request: number }
  | { readonly do: 'leave out'; readonly user: number; readonly days: number }
  | { readonly do: 'spend budget'; readonly left: number; readonly request: number }
  /** The run begins while the one before it is at work. */
  | { readonly do: 'run twice'; readonly late: number }
  /** Requests are on their way for so long, each n-th of them. */
  | { readonly do: 'slow'; readonly every: number; readonly time: number }
  /** The verification of a user waits so long for somebody who approves. */
  | { readonly do: 'review'; readonly user: number; readonly days: number }
  | FleetDeed

export interface FleetSchedule {
  readonly setting: FleetSetting
  readonly days: readonly (readonly FleetEvent[])[]
}

const request = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 330 }))
const user = fc.integer({ min: 0, max: 2 })
const deed: fc.Arbitrary<FleetDeed> = fc.record({
  do: fc.constantFrom(
    'switch off',
    'switch on',
    'delete',
    'create',
    'remove state',
    'remove tags',
    'remove recovery',
    'garbage',
    'write back',
    'remove secret',
  ),
  user,
  key: fc.constantFrom('oldest', 'newest'),
  place: fc.integer({ min: 0, max: 1 }),
  request,
})
const event: fc.Arbitrary<FleetEvent> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      fault: fc.constantFrom(...faults, 'killed after' as const, 'killed before' as const),
      request,
      times: fc.constantFrom(1, 1, 3, 8),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('throttle' as const), user, request, times: fc.constantFrom(4, 12, 60) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('break trust' as const), user, days: fc.constantFrom(1, 7), request }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('leave out' as const), user, days: fc.constantFrom(1, 3, 6) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('spend budget' as const), left: fc.constantFrom(0, 20, 60, 120), request }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('run twice' as const), late: fc.constantFrom(0, 5_000, 40_000) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('slow' as const),
      every: fc.constantFrom(5, 23),
      time: fc.constantFrom(3_000, 20_000, 33_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('review' as const), user, days: fc.constantFrom(1, 4, 12) }),
  },
  { weight: 3, arbitrary: deed },
)

/** Whoever signs, however long keys overlap, with something on most days of two weeks. */
export const fleetSchedules: fc.Arbitrary<FleetSchedule> = fc.record({
  setting: fc.record({
    signedBy: fc.constantFrom('key', 'token', 'token'),
    recovery: fc.constantFrom('own', 'own', 'none'),
    isGrouped: fc.constantFrom(false, false, true),
    pace: fc.constantFrom(
      { deactivateAfter: 0, deleteAfter: 0, replaceInactiveKey: false },
      { deactivateAfter: day, deleteAfter: day, replaceInactiveKey: false },
    ),
  }),
  days: fc.array(fc.array(event, { maxLength: 2 }), { minLength: 2, maxLength: 9 }),
})

const mostDays = 40

/** Plays a schedule, then lets undisturbed daily runs follow; what was not kept, as a text for people. */
export async function playFleetSchedule({ setting, days }: FleetSchedule): Promise<{
  readonly world: FleetWorld
  readonly problem: string | undefined
}> {
  let today: readonly FleetEvent[] = []
  let firstOfDay = 0
  let met = new Map<FleetEvent, number>()
  const world: FleetWorld = new FleetWorld({
    setting,
    before: (sent) => {
      for (const each of today) {
        if (!('request' in each) || sent.overall - firstOfDay !== each.request) continue
        if (each.do === 'spend budget') world.leaveOfBudget(each.left)
        if (each.do === 'break trust') breakTrust(world, each.user, each.days)
        if ('key' in each) people.do(each)
      }
    },
    fault: (sent) => {
      for (const each of today) {
        if (each.do !== 'fault' && each.do !== 'throttle') continue
        const times = met.get(each) ?? 0
        if (sent.overall - firstOfDay < each.request || times >= each.times || !isOf(world, each, sent)) continue
        met.set(each, times + 1)
        return each.do === 'fault' ? each.fault : 'throttled'
      }
      return undefined
    },
    latency: ({ overall, number, run }, way) => {
      const slow = today.find((each) => each.do === 'slow')
      const usual = 20 + ((run * 7 + number * 13 + (way === 'there' ? 3 : 0)) % 60)
      return slow !== undefined && way === 'there' && overall % slow.every === 0 ? slow.time : usual
    },
  })
  const people = new FleetPeople(world)
  const rotateAll = async () => {
    world.useKeys()
    firstOfDay = world.records.length
    met = new Map()
    const run = world.start()
    const twice = today.find((each) => each.do === 'run twice')
    if (twice !== undefined) {
      await world.pass(twice.late)
      await world.run()
    }
    return run.done
  }
  for (const events of days) {
    today = events
    for (const each of events) {
      if (each.do === 'leave out') leaveOut(world, each.user, each.days)
      if (each.do === 'review') awaitReview(world, each.user, each.days)
    }
    await rotateAll()
    await world.pass(day)
  }
  today = []
  // What the last run has said of each user that has not come to rest.
  let unrested: readonly string[] = world.names
  for (let count = 0; count < mostDays && unrested.length > 0; count += 1) {
    const ends = await rotateAll()
    unrested = world.members
      .filter((member) => !isSettled(world, people, member, ends))
      .map(({ name }) => {
        const report = ends?.find(({ inputs }) => inputs.iamUser === name)?.report
        return `${name}: ${report?.phase}: ${report?.because}`
      })
    if (unrested.length === 0) break
    people.mendSigner(setting.recovery)
    await world.pass(day)
  }
  const broken = world.harms.filter((harm) => isBroken(harm, setting) && !people.answerFor(harm))
  const left = world.harms.filter(
    (harm) => harm.to === undefined && !people.answerFor(harm) && !isLeft(world, people, harm),
  )
  const problem =
    (broken[0] && 'the promise was broken') ??
    (left[0] && 'a place was left broken') ??
    (unrested.length === 0 ? undefined : `never at rest: ${unrested.join('; ')}`)
  return { world, problem: problem && `${problem}\n${world.story}` }
}

/** Half a pair is what GitHub does; and with a role and without a recovery secret, a part is taken back (docs/guarantees.md). */
function isBroken({ cause }: Harm, { recovery }: FleetSetting): boolean {
  return cause !== 'torn pair' && !(cause === 'withdrawn after a part was published' && recovery === 'none')
}

/** Whether a user has come to rest, or a person's deed keeps it where it is. */
function isSettled(
  world: FleetWorld,
  people: FleetPeople,
  member: FleetWorld['members'][number],
  ends: readonly UserEnd[] | undefined,
): boolean {
  const report = ends?.find(({ inputs }) => inputs.iamUser === member.name)?.report
  if (report === undefined) return false
  const { acts, stateRemoved } = people.leftOf(member)
  const left = { isForgotten: stateRemoved.length > 0, isSpoiled: acts.has('garbage') }
  if (world.isAtRest(member, left) && report.phase === 'steady' && !report.failed) return true
  return (report.failed || report.phase === 'rotating') && people.keep(member, report)
}

/** Whether a place stays broken with a user that a person keeps where it is. */
function isLeft(world: FleetWorld, people: FleetPeople, { places }: Harm): boolean {
  const users = world.members.filter((member) => member.places.some(({ name }) => places.includes(name)))
  return users.every(({ name }) => people.met.includes(name))
}

/** Whether a request meets what goes wrong: throttling is of the account of a user, and of nobody else's. */
function isOf(
  world: FleetWorld,
  event: Extract<FleetEvent, { do: 'fault' | 'throttle' }>,
  sent: SimulatedRequest,
): boolean {
  if (event.do === 'fault') return true
  const account = world.members[event.user]?.account
  return sent.service !== 'github' && account?.credential(sent.caller) !== undefined
}

function breakTrust(world: FleetWorld, user: number, days: number): void {
  const { role, accountId } = world.members[user] ?? {}
  if (role === undefined || accountId === undefined) return
  world.trust(accountId, 'nobody')
  world.timeline.after(days * day, () => world.trust(accountId, 'the job'))
}

function leaveOut(world: FleetWorld, user: number, days: number): void {
  const name = world.members[user]?.name ?? ''
  world.left.add(name)
  world.timeline.after(days * day - duration('1h'), () => world.left.delete(name))
}

/** Whoever approves does so in the end, also of what has been waiting. */
function awaitReview(world: FleetWorld, user: number, days: number): void {
  const workflow = world.github.repository(home).workflow(world.members[user]?.workflow ?? '')
  if (workflow === undefined) return
  workflow.protection = { environment: 'production', reviewers: ['mona'] }
  world.timeline.after(days * day - duration('2h'), () => {
    workflow.protection = undefined
    for (const run of world.github.runs(home)) run.review('approved')
  })
}
