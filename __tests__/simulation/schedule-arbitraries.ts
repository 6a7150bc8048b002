/** Where schedules come from: fast-check draws them from a seed, and shortens one that broke a rule. */
import fc from 'fast-check'
import { duration } from '../../sandbox/clock.ts'
import type { Act, Event, hiding, Schedule, Setting, When } from './schedule.ts'
import { faults } from './traffic.ts'

const second = duration('1s')
const minute = duration('1m')
const hour = duration('1h')
const day = duration('1d')

const often = <Value>(usual: Value, ...others: readonly Value[]) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) })

const settings: fc.Arbitrary<Setting> = fc.record({
  caller: fc.constantFrom('role', 'self'),
  users: often(1, 2, 3),
  destinations: fc.constantFrom(1, 2, 3),
  places: often<Setting['places']>('repositories', 'every kind'),
  recovery: fc.constantFrom('own', 'own', 'own', 'none', 'none', 'none', 'shared'),
  verification: often<Setting['verification']>('workflow', 'none'),
  pace: fc.constantFrom<Setting['pace'][]>('day', 'short', 'none'),
  rotateAfter: often<Setting['rotateAfter']>('60d', '10d'),
  keyAge: often(61, 59, 5),
  propagation: fc.constantFrom(8 * second, 0, 30 * second),
  clockOffset: often(0, -7 * minute, 7 * minute, 3 * hour, -3 * hour),
  secretsVisibleAfter: often(0, 2 * second, 10 * second),
  skews: fc.array(fc.constantFrom(0, -4 * minute, 4 * minute, hour, -hour), { maxLength: 3 }),
  noticedAfter: fc.array(fc.constantFrom(0, 30 * second, 5 * minute, 20 * minute, 2 * hour), { maxLength: 3 }),
  runDetails: often(true, false),
  trail: fc.boolean(),
  earlierSteps: fc.oneof(
    { weight: 5, arbitrary: fc.constant([]) },
    fc.array(fc.constantFrom(0, 10 * minute, 33 * minute, 52 * minute), { minLength: 1, maxLength: 3 }),
  ),
  searches: often<Setting['searches']>('complete', 'empty', 'with holes'),
  spentStatus: fc.constantFrom(403, 429),
  uses: fc.constantFrom<Setting['uses'][]>(1, 1, 1, 3),
  latency: often(0, 1, 2, 3, 4, 5, 6, 7),
})

const gaps = fc.constantFrom(
  0,
  second,
  7 * second,
  40 * second,
  3 * minute,
  11 * minute,
  35 * minute,
  70 * minute,
  6 * hour,
  day,
  2 * day,
  6 * day,
)
const lasting = fc.constantFrom(minute, 4 * minute, 12 * minute, 20 * minute)
const user = fc.constantFrom(0, 0, 0, 1, 2)
const place = fc.constantFrom(0, 1, 2)
const when = {
  gap: gaps,
  request: fc.oneof(
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 45 }) },
  ),
  of: fc.constantFrom<When['of'][]>('requests', 'requests', 'changes'),
}
const kind = <Do extends Act['do']>(name: Do) => ({ ...when, do: fc.constant(name) })
const started = {
  ...when,
  request: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 45 })),
}

const runs: fc.Arbitrary<Event> = fc.record({ ...started, do: fc.constant('run' as const), user })

const events: fc.Arbitrary<Event> = fc.oneof(
  { weight: 12, arbitrary: runs },
  {
    weight: 1,
    arbitrary: fc.record({
      ...started,
      do: fc.constant('queue' as const),
      user,
      late: fc.constantFrom(20 * second, 10 * minute, 2 * hour, 20 * hour),
    }),
  },
  { weight: 1, arbitrary: fc.record({ ...started, do: fc.constant('run jobs' as const), user, other: user }) },
  { weight: 1, arbitrary: fc.record({ ...kind('re-run'), user, which: fc.constantFrom('latest', 'first') }) },
  {
    weight: 6,
    arbitrary: fc.record({
      ...kind('fault'),
      fault: fc.constantFrom(...faults),
      times: fc.constantFrom(1, 1, 1, 2, 3, 5, 12),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      ...kind('outage'),
      at: fc.constantFrom('aws', 'github'),
      fault: fc.constantFrom('unavailable', 'throttled', 'lost', 'refused'),
      lasting,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      ...kind('freeze'),
      what: fc.constantFrom('request', 'runner', 'machine'),
      way: fc.constantFrom('there', 'back'),
      lasting: fc.oneof(lasting, fc.constantFrom(2 * minute, 75 * minute)),
      isTakenForEnded: fc.boolean(),
      another: fc.constantFrom(0, 0, 2 * minute, 5 * minute, 11 * minute),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      ...kind('hide'),
      what: fc.constantFrom<(keyof typeof hiding)[]>('organization', 'repository', 'every secret', 'everything'),
      times: fc.constantFrom(1, 2, 3, 5, 1_000),
      lasting: fc.oneof(lasting, fc.constantFrom(2 * hour, 2 * day)),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      ...kind('spend budget'),
      token: fc.constantFrom('github-token', 'github-token', 'dispatch-token'),
      left: fc.oneof(fc.constantFrom(0, 1), fc.integer({ min: 2, max: 60 })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({
          ...kind('share'),
          what: fc.constantFrom('SHARED_ID', 'SHARED_SECRET', 'both'),
          with: fc.constantFrom('all', 'first', 'each'),
        }),
      },
      // A hundred runs take as long to read as all else of a rotation.
      {
        weight: 1,
        arbitrary: fc.record({
          ...kind('crowd'),
          place: fc.constantFrom(0, 1, 2),
          lasting: fc.constantFrom(2 * hour, 30 * hour, 12 * day),
          runs: fc.constantFrom(105, 230),
        }),
      },
    ),
  },
  { weight: 1, arbitrary: fc.record({ ...kind('cancel'), user }) },
  {
    weight: 1,
    arbitrary: fc.record({
      ...kind('stale reads'),
      reads: fc.constantFrom(1, 2, 4, 40),
      lag: fc.constantFrom(second, 5 * second, 15 * second, 25 * second),
    }),
  },
  { weight: 1, arbitrary: fc.record(kind('use keys')) },
  {
    weight: 2,
    arbitrary: fc.record({
      ...kind('job'),
      place: fc.constantFrom(0, 1, 2),
      lasting: fc.constantFrom(10 * minute, 2 * hour, 30 * hour, 3 * day),
    }),
  },
  { weight: 1, arbitrary: fc.record({ ...kind('use old key'), user }) },
  {
    weight: 1,
    arbitrary: fc.record({
      ...kind('break verification'),
      fate: fc.constantFrom('fails', 'disabled', 'never starts', 'cancelled', 'startup_failure', 'never finishes'),
      lasting: fc.constantFrom(5 * minute, hour, 2 * day),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...when,
      do: fc.constantFrom('switch off', 'switch on', 'delete'),
      user,
      key: fc.constantFrom(0, 1),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ ...when, do: fc.constantFrom('create', 'remove state', 'remove tags', 'garbage'), user }),
  },
  { weight: 1, arbitrary: fc.record({ ...kind('overwrite'), user, place }) },
  {
    weight: 5,
    arbitrary: fc.oneof(
      fc.record({ ...kind('save again'), user, place }),
      fc.record({ ...kind('remove secret'), user, place, part: fc.constantFrom('id', 'secret', 'both') }),
      fc.record({ ...kind('paste'), user, place, whose: fc.constantFrom('other', 'foreign') }),
      fc.record({ ...kind('list'), user, place }),
      fc.record({ ...kind('archive'), place, lasting: fc.constantFrom(2 * hour, 2 * day, 12 * day) }),
      fc.record({
        ...kind('use often'),
        every: fc.constantFrom(hour, 4 * hour, 20 * hour),
        lasting: fc.constantFrom(2 * day, 12 * day),
      }),
      fc.record({
        ...kind('review'),
        late: fc.constantFrom(2 * hour, 9 * hour, 50 * hour),
        lasting: fc.constantFrom(day, 6 * day),
      }),
      fc.record({ ...kind('nightly switch on'), user, nights: fc.constantFrom(1, 3, 40) }),
      fc.record({ ...kind('nightly write back'), user, place, nights: fc.constantFrom(1, 3, 40) }),
    ),
  },
)

/** Begins with a run, so that something is under way. */
export const schedules: fc.Arbitrary<Schedule> = fc.record({
  setting: settings,
  events: fc.array(events, { minLength: 1, maxLength: 12, size: 'max' }),
})
