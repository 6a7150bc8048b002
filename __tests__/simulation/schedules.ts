/**
 * Schedules: weeks in the life of a few keys, decided by one seed. A setting and a list of events, short enough to be
 * read; what happens is played in the simulation, and judged by what AWS and GitHub hold and by how runs end.
 */
import fc from 'fast-check'
import { liveKeys } from '../../sandbox/aws/account.ts'
import { duration } from '../../sandbox/clock.ts'
import { NotedRun } from '../../sandbox/github/noted-run.ts'
import type { Fate, Job } from '../../sandbox/github/workflow-run.ts'
import type { Outcome } from '../../src/rotation/rotate.ts'
import { isBlind } from './crash.ts'
import { type RunHandle, Simulation } from './simulation.ts'
import { type Delay, type Fault, faults, type RequestRecord, type SimulatedRequest, told } from './traffic.ts'
import { type Harm, harmTold } from './watch.ts'

const second = duration('1s')
const minute = duration('1m')
const hour = duration('1h')
const day = duration('1d')

// ── What a schedule is ────────────────────────────────────────────────────────────────────────────────────────────

const paces = {
  /** The default of eight days would not come to rest before the next rotation is due. */
  day: { 'deactivate-after': '1d' },
  /** Last uses are consulted, and everything is over within a day. */
  short: { 'deactivate-after': '5h', 'delete-after': '12h' },
  /** The whole lifecycle in one run. */
  none: { 'deactivate-after': '0', 'delete-after': '0' },
} as const

/** How long each holds a key, and whether last uses are asked for meanwhile. */
const graces = {
  day: { grace: day, isConsulted: true },
  short: { grace: 5 * hour, isConsulted: true },
  none: { grace: 0, isConsulted: false },
} as const

/** What stays the same for a whole schedule. */
export interface Setting {
  readonly caller: 'self' | 'role'
  readonly users: number
  readonly destinations: number
  /** Whether the first user's key is in other places than repositories too. */
  readonly places: 'repositories' | 'every kind'
  /** A recovery secret for each user, one that all of them are given, or none. */
  readonly recovery: 'own' | 'shared' | 'none'
  readonly verification: 'workflow' | 'none'
  readonly pace: keyof typeof paces
  readonly rotateAfter: '60d' | '10d'
  /** In days. */
  readonly keyAge: number
  /** How long a new key is unknown to IAM; to STS for half of it. */
  readonly propagation: number
  readonly clockOffset: number
  readonly secretsVisibleAfter: number
  /** How far the clocks of runners are ahead, in turn. */
  readonly skews: readonly number[]
  /** How long GitHub takes to notice that a runner is gone, in turn. */
  readonly noticedAfter: readonly number[]
  /** Whether GitHub says which run a dispatch has started; the newest servers do. */
  readonly runDetails: boolean
  /** Whether CloudTrail may be asked. */
  readonly trail: boolean
  /** How long the jobs of a role have been at work when the step begins that rotates, in turn. */
  readonly earlierSteps: readonly number[]
  /** Lists of runs that are filtered show all, nothing, or every other one. */
  readonly searches: 'complete' | 'empty' | 'with holes'
  /** What GitHub answers a token that has spent its hour. */
  readonly spentStatus: 403 | 429
  /** How often in a day jobs use their keys, at the end. */
  readonly uses: 1 | 3
  /** 0: every request takes 40 ms each way; otherwise what this number makes of it. */
  readonly latency: number
}

/**
 * Something that happens: a while after the event before it, or when the n-th request from then arrives; or the n-th of
 * those that change something, which are few, and after which there is most to go wrong.
 */
interface When {
  readonly gap: number
  readonly request: number
  readonly of: 'requests' | 'changes'
}

type Act =
  /** A run that starts at once. */
  | { readonly do: 'run'; readonly user: number }
  /** A run that is queued now, and starts later: its secrets are those of now. */
  | { readonly do: 'queue'; readonly user: number; readonly late: number }
  /** A run with a job for each of two users, or with two jobs for one. */
  | { readonly do: 'run jobs'; readonly user: number; readonly other: number }
  /** The latest or the first run of the user once more, when it has ended: with the list that it began with. */
  | { readonly do: 're-run'; readonly user: number; readonly which: 'latest' | 'first' }
  | { readonly do: 'fault'; readonly fault: Fault; readonly times: number }
  | { readonly do: 'outage'; readonly at: 'aws' | 'github'; readonly fault: Fault; readonly lasting: number }
  /** A request hangs, the runner stands still with it, or its whole machine sleeps, timers and all; GitHub may take its run for completed meanwhile. */
  | {
      readonly do: 'freeze'
      readonly what: 'request' | 'runner' | 'machine'
      readonly way: 'there' | 'back'
      readonly lasting: number
      readonly isTakenForEnded: boolean
      /** A run for the same user begins so long afterwards, as if it were the next of a schedule; 0: none does. */
      readonly another: number
    }
  /** GitHub says 404 of what is there: so many times in a row, and for a while. */
  | {
      readonly do: 'hide'
      readonly what: keyof typeof hiding
      readonly times: number
      readonly lasting: number
    }
  /** Other jobs leave a token so many requests of its hour. */
  | { readonly do: 'spend budget'; readonly token: 'github-token' | 'dispatch-token'; readonly left: number }
  /** An administrator gives secrets of the organization another audience; what they hold stays. */
  | {
      readonly do: 'share'
      readonly what: 'SHARED_ID' | 'SHARED_SECRET' | 'both'
      readonly with: 'all' | 'first' | 'each'
    }
  /** A job of the users as above, and behind it many runs that are over at once: it is not on the first page. */
  | { readonly do: 'crowd'; readonly place: number; readonly lasting: number; readonly runs: number }
  /** Somebody cancels the latest run of the user. */
  | { readonly do: 'cancel'; readonly user: number }
  | { readonly do: 'stale reads'; readonly reads: number; readonly lag: number }
  | { readonly do: 'use keys' }
  /** A job of the users, queued now, which has its keys until it ends. */
  | { readonly do: 'job'; readonly place: number; readonly lasting: number }
  /** Somebody who has the oldest key uses it. */
  | { readonly do: 'use old key'; readonly user: number }
  | { readonly do: 'break verification'; readonly fate: Fate | 'fails' | 'disabled'; readonly lasting: number }
  /** People. */
  | { readonly do: 'switch off' | 'switch on' | 'delete'; readonly user: number; readonly key: number }
  | { readonly do: 'create' | 'remove state' | 'remove tags' | 'garbage'; readonly user: number }
  | { readonly do: 'overwrite'; readonly user: number; readonly place: number }
  /** A person saves what a repository holds once more: only the dates move. */
  | { readonly do: 'save again'; readonly user: number; readonly place: number }
  | {
      readonly do: 'remove secret'
      readonly user: number
      readonly place: number
      readonly part: 'id' | 'secret' | 'both'
    }
  /** A team stores another user's key, or one that nobody here rotates, under the listed names. */
  | { readonly do: 'paste'; readonly user: number; readonly place: number; readonly whose: 'other' | 'foreign' }
  /** Takes a repository out of the user's list, or puts it back. */
  | { readonly do: 'list'; readonly user: number; readonly place: number }
  | { readonly do: 'archive'; readonly place: number; readonly lasting: number }
  /** Whoever has the keys uses them so often. */
  | { readonly do: 'use often'; readonly every: number; readonly lasting: number }
  /** A verification waits so long for somebody who approves. */
  | { readonly do: 'review'; readonly late: number; readonly lasting: number }
  /** Terraform's `aws_iam_access_key` or `github_actions_secret` brings the oldest key back, night after night. */
  | { readonly do: 'nightly switch on'; readonly user: number; readonly nights: number }
  | { readonly do: 'nightly write back'; readonly user: number; readonly place: number; readonly nights: number }

export type Event = When & Act

/** One story. */
export interface Schedule {
  readonly setting: Setting
  readonly events: readonly Event[]
}

// ── Where schedules come from ─────────────────────────────────────────────────────────────────────────────────────

const often = <Value>(usual: Value, ...others: readonly Value[]) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) })

/** Which requests of GitHub's are about what it hides. */
const hiding = {
  organization: /\{org\}/,
  repository: /\/repos\/\{owner\}\/\{repo\}\/(?:actions|dependabot|agents)\/(?:secrets|variables)/,
  'every secret': /\/secrets/,
  everything: /./,
} as const

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

// ── How a schedule is played ──────────────────────────────────────────────────────────────────────────────────────

/** What became of a schedule. */
export interface Played {
  readonly simulation: Simulation
  readonly violations: readonly Violation[]
  readonly longestTorn: number
  /** Simulated time. */
  readonly lasted: number
}

export interface Violation {
  readonly rule: string
  readonly what: string
  readonly harm?: Harm
}

const sharedNames = ['SHARED_ID', 'SHARED_SECRET'] as const
const userNames = ['ci', 'deploy', 'mail']

/** What people did to one user. */
interface Deeds {
  readonly acts: Set<Act['do']>
  /** Keys that a person has switched off or deleted, whatever came afterwards. */
  readonly stopped: Set<string>
  /** Keys that a person has switched off, and nobody on again. */
  readonly off: Set<string>
  readonly deleted: Set<string>
  readonly created: Set<string>
  readonly switchedOn: { readonly key: string; readonly at: number }[]
  /** When people moved the date of a secret of the user's, whatever became of its value. */
  readonly moved: number[]
  /** Secrets of the organization that people gave another audience. */
  readonly shared: Set<string>
  readonly overwrites: { readonly place: string; readonly key: string; readonly at: number }[]
  /** Repositories that a person has removed a secret from, or stored another user's key in. */
  readonly spoiled: Set<string>
  /** Repositories that are not in the list now, and those that were out of it at any time. */
  readonly out: Set<string>
  readonly everOut: Set<string>
}

export async function play({ setting, events: story }: Schedule): Promise<Played> {
  const stage = new Stage(setting)
  await stage.perform(story)
  await stage.finish()
  return stage.judge()
}

interface Started {
  readonly run: RunHandle
  readonly queued: ReturnType<Simulation['queue']>
  readonly attempt: number
}

class Stage {
  readonly simulation: Simulation
  readonly #setting: Setting
  readonly #deeds = new Map<string, Deeds>()
  readonly #latest = new Map<string, Started>()
  readonly #first = new Map<string, Started>()
  /** The list of destinations that a queued run has. */
  readonly #lists = new Map<ReturnType<Simulation['queue']>, string>()
  readonly #violations: Violation[] = []
  readonly #begun: number
  /** Users that a person's deed keeps where they are. */
  readonly #excused = new Set<string>()
  /** The audience that people gave each secret of the organization: it stays. */
  readonly #audiences = new Map<string, string>()
  /** When GitHub took runs for completed that lived on. */
  readonly #takenForEnded = new Map<number, number>()
  /** When people last gave a secret of the organization another audience. */
  readonly #sharedAt = new Map<string, number>()
  /** When many runs came behind a job. */
  readonly #crowds: number[] = []
  /** Repositories that were archived or came back, and when: they may have missed a publication. */
  readonly #archived: { readonly place: string; readonly at: number }[] = []
  /** When other jobs used up a token's hour. */
  readonly #spent: number[] = []
  /** Whom each run rotates. */
  readonly #userOfRun = new Map<number, string>()
  /** What the verifications do, by their workflows' paths. */
  readonly #jobs: ReadonlyMap<string, Job>
  /** Faults for the next requests to arrive. */
  #faults: { readonly fault: Fault; left: number } | undefined
  /** What GitHub does not show, as long as it does not. */
  #hidden: { readonly pattern: RegExp; left: number; readonly until: number } | undefined
  #outage: { readonly of: 'aws' | 'github'; readonly fault: Fault; readonly until: number } | undefined
  #freeze: Extract<Act, { do: 'freeze' }> | undefined
  #earlierSteps: readonly number[]
  /** By then, every verification that has begun to wait for somebody is approved. */
  #approvedBy = 0
  #armed: { readonly of: When['of']; left: number; readonly act: () => void }[] = []
  /** Runs that something other than their own decisions has touched. */
  readonly disturbed = new Set<number>()

  constructor(setting: Setting) {
    this.#setting = setting
    this.#earlierSteps = setting.earlierSteps
    const { recovery, verification, pace, rotateAfter, propagation, skews, noticedAfter } = setting
    this.simulation = new Simulation({
      caller: setting.caller,
      users: userNames.slice(0, setting.users),
      destinations: setting.destinations,
      places: setting.places,
      trail: setting.trail,
      keyAge: setting.keyAge,
      inputs: {
        ...paces[pace],
        'rotate-after': rotateAfter,
        ...(verification === 'none' ? { 'verification-workflow': 'none' } : {}),
        ...(recovery !== 'none'
          ? {
              'recovery-secret-name': recoverySecretOf(setting, '{iam-user}'),
              'recovery-secret': `\${{ toJSON(secrets) }}`,
            }
          : {}),
      },
      github: {
        clockOffset: setting.clockOffset,
        secretsVisibleAfter: setting.secretsVisibleAfter,
        runDetails: setting.runDetails,
        spentStatus: setting.spentStatus,
      },
      propagation: { iam: propagation, sts: propagation / 2 },
      earlierSteps: (run) => this.#earlierSteps[run % Math.max(this.#earlierSteps.length, 1)] ?? 0,
      skew: (run) => skews[run % Math.max(skews.length, 1)] ?? 0,
      noticedAfter: (run) => noticedAfter[run % Math.max(noticedAfter.length, 1)] ?? 0,
      latency: (request, way) => this.#latencyOf(request, way),
      fault: (request) => this.#faultOf(request),
      before: (request) => this.#arrived(request),
    })
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
    this.simulation.aws.settings.maximumSkew = 15 * minute
    const { searches } = setting
    this.simulation.github.isMissingFromSearches = ({ id }) =>
      searches === 'empty' || (searches === 'with holes' && id % 2 === 1)
    this.#begun = this.simulation.clock.now()
    if (setting.places === 'every kind')
      for (const name of sharedNames) this.#audiences.set(name, this.#audienceOf(name))
    this.#jobs = new Map(this.#workflows.map(({ path, job }) => [path, job]))
    for (const name of this.#users)
      this.#deeds.set(name, {
        acts: new Set(),
        stopped: new Set(),
        off: new Set(),
        deleted: new Set(),
        created: new Set(),
        switchedOn: [],
        moved: [],
        shared: new Set(),
        overwrites: [],
        spoiled: new Set(),
        out: new Set(),
        everOut: new Set(),
      })
  }

  get #users(): readonly string[] {
    return userNames.slice(0, this.#setting.users)
  }

  get #now(): number {
    return this.simulation.clock.now()
  }

  async perform(story: readonly Event[]): Promise<void> {
    const { timeline } = this.simulation
    let at = 0
    let end = 0
    for (const event of story) {
      at += event.gap
      end = Math.max(end, at + ('late' in event ? event.late : 0))
      timeline.after(at, () => {
        if (event.request === 0) this.#act(event)
        else this.#armed.push({ of: event.of, left: requestOf(event), act: () => this.#act(event) })
      })
    }
    // What happens at the very end has happened when people begin to mend things.
    await this.simulation.pass(end + second)
  }

  #act(event: Event): void {
    const { simulation } = this
    const { aws } = simulation
    switch (event.do) {
      case 'run':
        this.#start(this.#userOf(event))
        return
      case 'queue': {
        const queued = this.#queue(this.#userOf(event))
        simulation.timeline.after(event.late, () => this.#start(queued.user, queued))
        return
      }
      case 'run jobs': {
        const queued = this.#queue(this.#userOf(event))
        const beside = simulation.queueBeside(queued, this.#userOf({ user: event.other }))
        this.#lists.set(beside, this.#listOf(beside.user))
        this.#start(queued.user, queued)
        this.#start(beside.user, beside)
        return
      }
      case 're-run': {
        const of = event.which === 'first' ? this.#first : this.#latest
        const latest = of.get(this.#userOf(event))
        if (latest === undefined || latest.run.process.isAlive) return
        const shown = simulation.github.repository(simulation.home).findRun(String(latest.queued.noted.id))
        if (!(shown instanceof NotedRun) || shown.progress().status !== 'completed') return
        this.#start(latest.queued.user, latest.queued, shown.attempt + 1)
        return
      }
      case 'fault':
        this.#faults = { fault: event.fault, left: event.times }
        return
      case 'outage':
        this.#outage = { of: event.at, fault: event.fault, until: this.#now + event.lasting }
        return
      case 'freeze':
        this.#freeze = event
        return
      case 'hide':
        this.#hidden = { pattern: hiding[event.what], left: event.times, until: this.#now + event.lasting }
        return
      case 'spend budget':
        this.#spent.push(this.#now)
        simulation.spendBudget(event.token, event.left)
        return
      case 'share': {
        const store = simulation.github.secretsAt({ organization: 'octo' })
        const { repositories } = simulation
        const names = event.what === 'both' ? sharedNames : [event.what]
        for (const name of names.filter((each) => store.value(each) !== undefined)) {
          const deeds = this.#deedsOf(this.#users[0] ?? '')
          deeds.moved.push(this.#now)
          deeds.shared.add(name)
          if (event.with === 'all') store.share(name, 'all')
          else store.share(name, 'selected', event.with === 'first' ? repositories.slice(0, 1) : repositories)
          this.#audiences.set(name, this.#audienceOf(name))
          this.#sharedAt.set(name, this.#now)
        }
        return
      }
      case 'crowd': {
        const { repositories } = simulation
        const repository = repositories[event.place % repositories.length] ?? simulation.home
        simulation.startJob(repository, event.lasting)
        simulation.crowd(repository, event.runs)
        this.#crowds.push(this.#now)
        return
      }
      case 'cancel': {
        const run = this.#latest.get(this.#userOf(event))?.run
        if (run === undefined || !run.process.isAlive) return
        this.disturbed.add(run.number)
        run.process.cancel()
        return
      }
      case 'stale reads':
        aws.serveStale(event)
        return
      case 'use keys':
        simulation.useKeys()
        return
      case 'job': {
        const { repositories } = simulation
        const repository = repositories[event.place % repositories.length] ?? simulation.home
        simulation.startJob(repository, event.lasting)
        return
      }
      case 'use old key': {
        const [oldest] = liveKeys(aws.user(this.#userOf(event)))
        if (oldest?.status !== 'Active') return
        aws.noteUse(oldest.accessKeyId, { at: this.#now, service: 's3', region: 'eu-central-1' })
        return
      }
      case 'archive': {
        const name = simulation.repositories[event.place % simulation.repositories.length]
        if (name === undefined || name === simulation.home) return
        this.#archive(name, true)
        simulation.timeline.after(event.lasting, () => this.#archive(name, false))
        return
      }
      case 'use often':
        for (let at = 0; at <= event.lasting; at += event.every)
          simulation.timeline.after(at, () => simulation.useKeys())
        return
      case 'review':
        for (const workflow of this.#workflows)
          workflow.protection = { environment: 'production', waitTimer: event.late / minute }
        this.#approvedBy = Math.max(this.#approvedBy, this.#now + event.lasting + event.late)
        simulation.timeline.after(event.lasting, () => this.#mendVerification())
        return
      case 'list': {
        const { out, everOut, acts } = this.#deedsOf(this.#userOf(event))
        const name = simulation.repositories[event.place % simulation.repositories.length]
        if (name === undefined || name === simulation.home) return
        acts.add('list')
        everOut.add(name)
        if (!out.delete(name)) out.add(name)
        return
      }
      case 'nightly switch on':
      case 'nightly write back':
        for (let night = 0; night < event.nights; night += 1)
          simulation.timeline.after(night * day, () => this.#meddle(event))
        return
      case 'break verification':
        this.#breakVerification(event.fate)
        simulation.timeline.after(event.lasting, () => this.#mendVerification())
        return
      default:
        this.#meddle(event)
    }
  }

  #meddle(
    event: Exclude<
      Extract<Event, { readonly user: number }>,
      { do: 'run' | 'run jobs' | 'queue' | 're-run' | 'use old key' | 'cancel' | 'list' }
    >,
  ): void {
    const { simulation } = this
    const name = this.#userOf(event)
    const deeds = this.#deedsOf(name)
    const keys = liveKeys(simulation.aws.user(name))
    const key = 'key' in event ? keys[event.key % Math.max(keys.length, 1)]?.accessKeyId : undefined
    deeds.acts.add(event.do)
    simulation.meddle(`${event.do} of ${name}${key === undefined ? '' : ` (${key})`}`, ({ aws, github, home }) => {
      switch (event.do) {
        case 'switch off':
        case 'switch on':
          if (key === undefined) return
          if (event.do === 'switch off') deeds.stopped.add(key)
          if (event.do === 'switch on') deeds.switchedOn.push({ key, at: this.#now })
          deeds.off[event.do === 'switch off' ? 'add' : 'delete'](key)
          aws.setStatus(key, event.do === 'switch off' ? 'Inactive' : 'Active')
          return
        case 'delete':
          if (key === undefined) return
          deeds.stopped.add(key)
          deeds.deleted.add(key)
          aws.deleteAccessKey(key)
          return
        case 'create':
          if (keys.length < 2) deeds.created.add(aws.issueAccessKey(name).accessKeyId)
          return
        case 'remove state':
          aws.untagUser(name, ['rotate-iam-access-keys'])
          return
        case 'remove tags':
          aws.untagUser(name, Object.keys(aws.tags(name)))
          return
        case 'garbage':
          for (const each of this.#usersOfRecovery(name)) {
            this.#deedsOf(each).acts.add('garbage')
            this.#deedsOf(each).moved.push(this.#now)
          }
          github.setSecret(home, recoverySecretOf(this.#setting, name), garbage)
          return
        case 'nightly switch on': {
          const [oldest] = keys
          if (oldest?.status !== 'Inactive') return
          deeds.switchedOn.push({ key: oldest.accessKeyId, at: this.#now })
          deeds.off.delete(oldest.accessKeyId)
          aws.setStatus(oldest.accessKeyId, 'Active')
          return
        }
        case 'overwrite':
        case 'nightly write back':
        case 'save again':
        case 'remove secret':
        case 'paste':
          this.#meddleWithSecrets(name, event)
          return
      }
    })
  }

  /** What somebody does to the secrets of a repository. */
  #meddleWithSecrets(
    name: string,
    event: Extract<Act, { do: 'overwrite' | 'nightly write back' | 'save again' | 'remove secret' | 'paste' }>,
  ): void {
    const { aws, github, home, repositories } = this.simulation
    const { moved, overwrites, spoiled } = this.#deedsOf(name)
    const place = repositories[event.place % repositories.length]
    if (place === undefined || github.repository(place).archived) return
    const names = secretsOf(name)
    const store = (key: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined) => {
      if (key === undefined) return
      moved.push(this.#now)
      overwrites.push({ place, key: key.accessKeyId, at: this.#now })
      github.setSecret(place, names.id, key.accessKeyId)
      github.setSecret(place, names.secret, key.secretAccessKey)
    }
    const all = aws.keys(name)
    switch (event.do) {
      case 'overwrite':
        store(all.at(-2) ?? all.at(-1))
        return
      case 'nightly write back':
        store(all[0])
        return
      case 'save again': {
        const [accessKeyId, secretAccessKey] = [
          github.secretValue(place, names.id),
          github.secretValue(place, names.secret),
        ]
        if (accessKeyId !== undefined && secretAccessKey !== undefined) store({ accessKeyId, secretAccessKey })
        return
      }
      case 'paste': {
        // A self-rotation learns from its own pair whom it rotates.
        if (this.#setting.caller === 'self' && place === home) return
        const other = this.#users.find((each) => each !== name)
        spoiled.add(place)
        store(event.whose === 'other' && other !== undefined ? liveKeys(aws.user(other))[0] : this.#foreignKey())
        return
      }
      case 'remove secret': {
        if (this.#setting.caller === 'self' && place === home) return
        spoiled.add(place)
        moved.push(this.#now)
        const secrets = github.secretsAt({ repository: place })
        if (event.part !== 'secret') secrets.delete(names.id)
        if (event.part !== 'id') secrets.delete(names.secret)
      }
    }
  }

  /** One that this action does not rotate, and that every service knows. */
  #foreignKey() {
    const { aws } = this.simulation
    const created = this.#begun - day
    if (aws.findUser('partner') === undefined) aws.createUser({ name: 'partner', created })
    return liveKeys(aws.user('partner'))[0] ?? aws.createAccessKey('partner', { created })
  }

  #archive(name: string, isArchived: boolean): void {
    this.simulation.meddle(`${isArchived ? 'archives' : 'unarchives'} ${name}`, ({ github }) => {
      github.repository(name).archived = isArchived
      this.#archived.push({ place: name, at: this.#now })
    })
  }

  #listOf(name: string): string {
    return this.simulation.listWithout([...this.#deedsOf(name).out], name)
  }

  #queue(name: string): ReturnType<Simulation['queue']> {
    const queued = this.simulation.queue(name)
    this.#lists.set(queued, this.#listOf(name))
    return queued
  }

  #start(name: string, given?: ReturnType<Simulation['queue']>, attempt = 1): void {
    const queued = given ?? this.#queue(name)
    const inputs = { destinations: this.#lists.get(queued) ?? this.#listOf(name) }
    const run = this.simulation.start({ user: name, queued, attempt, inputs })
    run.done.catch(() => undefined)
    this.#userOfRun.set(run.number, name)
    const started = { run, queued, attempt }
    this.#latest.set(name, started)
    if (!this.#first.has(name)) this.#first.set(name, started)
  }

  #arrived({ method, operation }: SimulatedRequest): void {
    if (this.#armed.length === 0) return
    const isChange = /^(?:PUT|PATCH|DELETE)$/.test(method) || /^(?:Create|Update|Delete|Tag|Untag)/.test(operation)
    for (const each of this.#armed) if (isChange || each.of === 'requests') each.left -= 1
    const due = this.#armed.filter(({ left }) => left <= 0)
    if (due.length === 0) return
    this.#armed = this.#armed.filter(({ left }) => left > 0)
    for (const { act } of due) act()
  }

  #faultOf(request: SimulatedRequest): Fault | undefined {
    const { service, run } = request
    const fault = this.#nextFault(service) ?? this.#hides(request)
    if (fault !== undefined) this.disturbed.add(run)
    return fault
  }

  #nextFault(service: SimulatedRequest['service']): Fault | undefined {
    if (this.#faults !== undefined && this.#faults.left > 0) {
      this.#faults.left -= 1
      return this.#faults.fault
    }
    if (this.#outage === undefined || this.#now >= this.#outage.until) return undefined
    return (service === 'github') === (this.#outage.of === 'github') ? this.#outage.fault : undefined
  }

  #hides({ service, operation }: SimulatedRequest): 'hidden' | undefined {
    const hidden = this.#hidden
    if (hidden === undefined || service !== 'github' || this.#now >= hidden.until || hidden.left <= 0) return undefined
    if (!hidden.pattern.test(operation)) return undefined
    hidden.left -= 1
    return 'hidden'
  }

  #latencyOf({ overall, run }: SimulatedRequest, way: 'there' | 'back'): Delay {
    if (this.#freeze?.way === way) {
      const { what, lasting: frozen, isTakenForEnded, another } = this.#freeze
      this.#freeze = undefined
      const user = this.#userOfRun.get(run)
      if (another > 0 && user !== undefined) this.simulation.timeline.after(another, () => this.#start(user))
      this.disturbed.add(run)
      if (isTakenForEnded) {
        this.#takenForEnded.set(run, this.#now)
        this.simulation.takeForEnded(run)
      }
      if (what === 'machine') this.simulation.putToSleep(run, frozen)
      return what === 'request' ? frozen : { frozen }
    }
    const { latency } = this.#setting
    if (latency === 0) return 40
    const number = mixed(latency, overall * 2 + (way === 'there' ? 0 : 1))
    return number % 50 === 0 ? 2_000 + (number % 3_000) : 5 + (number % 400)
  }

  #breakVerification(fate: Fate | 'fails' | 'disabled'): void {
    for (const workflow of this.#workflows) {
      if (fate === 'disabled') workflow.state = 'disabled_manually'
      else if (fate === 'fails') workflow.job = async () => 'failure'
      else workflow.fate = fate
    }
  }

  #mendVerification(): void {
    for (const workflow of this.#workflows) {
      workflow.state = 'active'
      workflow.protection = undefined
      workflow.fate = 'normal'
      workflow.job = this.#jobs.get(workflow.path) ?? workflow.job
    }
  }

  get #workflows() {
    const home = this.simulation.github.repository(this.simulation.home)
    return this.#users
      .map((_, index) => home.workflow(`verify${index === 0 ? '' : `-${index + 1}`}.yml`))
      .filter((workflow) => workflow !== undefined)
  }

  #audienceOf(name: string): string {
    const store = this.simulation.github.secretsAt({ organization: 'octo' })
    return `${store.visibility(name)} ${store.selectedRepositories(name).join(', ')}`
  }

  #userOf(event: { readonly user: number }): string {
    return this.#users[event.user % this.#users.length] ?? ''
  }

  #usersOfRecovery(name: string): readonly string[] {
    return this.#setting.recovery === 'shared' ? this.#users : [name]
  }

  #deedsOf(name: string): Deeds {
    const deeds = this.#deeds.get(name)
    if (deeds === undefined) throw new RangeError(`there is no user ${name}`)
    return deeds
  }

  // ── The end: everything is mended, and daily runs bring every user to rest ──────────────────────────────────────

  async finish(): Promise<void> {
    this.#faults = undefined
    this.#outage = undefined
    this.#hidden = undefined
    this.#earlierSteps = []
    this.#freeze = undefined
    this.#armed = []
    this.simulation.aws.serveStale({ reads: 0, lag: 0 })
    this.#mendVerification()
    for (const name of this.simulation.repositories)
      if (this.simulation.github.repository(name).archived) this.#archive(name, false)
    await this.simulation.pass(Math.max(day, this.#approvedBy - this.#now))
    let left = this.#users.map((name) => ({ name, runs: 0 }))
    while (left.length > 0) {
      this.simulation.useKeys()
      const next: typeof left = []
      for (const each of left) {
        const queued = this.#queue(each.name)
        const run = this.simulation.start({ queued, inputs: { destinations: this.#listOf(each.name) } })
        this.#userOfRun.set(run.number, each.name)
        const outcome = await run.done
        const state = { ...each, runs: each.runs + 1 }
        if (this.#isDone(state, run, outcome)) continue
        next.push(state)
      }
      left = next
      for (let use = 1; use < this.#setting.uses; use += 1) {
        await this.simulation.pass(day / this.#setting.uses)
        this.simulation.useKeys()
      }
      await this.simulation.pass(day / this.#setting.uses)
    }
  }

  /** Whether nothing more is to be learned from this user. */
  #isDone(
    { name, runs: count }: { name: string; runs: number },
    run: RunHandle,
    outcome: Outcome | undefined,
  ): boolean {
    const say = (rule: string, what: string) => {
      this.#violations.push({ rule, what: `${name}: ${what}` })
      return true
    }
    if (outcome?.phase === 'steady' && !outcome.failed && this.#isAtRest(name)) return true
    // A key that is overdue turns every run red until it is replaced, also while the way there is taken.
    const isKept = outcome !== undefined && (!outcome.failed || overdue.test(outcome.ending.because))
    const isOnPath = isKept && outcome.phase !== 'rotating'
    const because = outcome?.ending.because ?? String(run.failedToPrepare)
    if ((!isOnPath || outcome.failed) && this.#isExcused(name, because.replace(overdue, ''))) {
      this.#excused.add(name)
      return true
    }
    if (!isOnPath && this.#mendOwn(name)) return false
    if (!isOnPath && count === 2) {
      return say('two clean runs', `${outcome?.phase ?? 'not prepared'}: ${because}`)
    }
    if (count >= 30 && this.#lasts(name, because.replace(overdue, ''))) return true
    if (count >= 30) return say('thirty clean runs', `${outcome?.phase ?? 'not prepared'}: ${because}`)
    return false
  }

  /** What somebody goes on doing keeps the previous key on, as long as they do it. */
  #lasts(name: string, because: string): boolean {
    const { acts, everOut } = this.#deedsOf(name)
    const stored = [...this.#deeds.values()].flatMap(({ overwrites }) => overwrites)
    const isStray =
      stored.some(({ key }) => because.startsWith(key)) ||
      everOut.size + this.#archived.length + this.#lateWrites().length > 0
    return (
      (/^\w+ was used after \w+ was proven/.test(because) && isStray) ||
      (/ may hold \w+: somebody else has written it since|^\w+ is off since .* and can be switched on again/.test(
        because,
      ) &&
        acts.has('nightly write back')) ||
      (/^\w+ is off since .* and can be switched on again|^jobs queued before \S+ may hold the old key/.test(because) &&
        acts.has('nightly switch on'))
    )
  }

  /** Self-rotation without a recovery secret whose own pair is torn cannot sign: a person mends the ID. */
  #mendOwn(name: string): boolean {
    const { caller, recovery } = this.#setting
    if (caller !== 'self' || recovery !== 'none') return false
    const { home, github, aws } = this.simulation
    const { id, secret } = secretsOf(name)
    const whole = aws.keys(name).find(({ secretAccessKey }) => secretAccessKey === github.secretValue(home, secret))
    if (whole === undefined || github.secretValue(home, id) === whole.accessKeyId) return false
    this.simulation.meddle(`mends the ID of ${name}`, () => github.setSecret(home, id, whole.accessKeyId))
    return true
  }

  /** Whether a person's deed, as it stands now, keeps this user where it is. */
  #isExcused(name: string, because: string): boolean {
    const { simulation } = this
    const { aws, github, home } = simulation
    const circumstances: Circumstances = {
      name,
      because,
      deeds: this.#deedsOf(name),
      aws,
      home,
      ownId: github.secretValue(home, secretsOf(name).id) ?? '',
      ownSecret: github.secretValue(home, secretsOf(name).secret) ?? '',
      recovery: github.secretValue(home, recoverySecretOf(this.#setting, name)),
      late: this.#lateKeysOf(name),
      lateWrites: this.#lateWrites(),
    }
    return (
      excuses.some(({ says, holds }) => says.test(because) && holds(circumstances)) ||
      this.#waitsForAnother(circumstances)
    )
  }

  /** Keys that were made later than any of their intents may be (design rule 6): their runners had stood still. */
  #lateKeysOf(name: string): readonly string[] {
    const late = this.simulation.records.filter(
      ({ operation, subject, sent, at, status }) =>
        operation === 'CreateAccessKey' && subject === name && at - sent > 30 * second && status === 0,
    )
    return this.simulation.aws
      .keys(name)
      .filter(({ created }) => late.some(({ at }) => at === created))
      .map(({ accessKeyId }) => accessKeyId)
  }

  /** A recovery secret that all users are given holds the key of one that a person keeps where it is. */
  #waitsForAnother({ name, because, recovery }: Circumstances): boolean {
    if (this.#setting.recovery !== 'shared' || recovery === undefined) return false
    if (!/^the recovery secret RECOVERY /.test(because)) return false
    return [...this.#excused].some(
      (other) => other !== name && recovery.includes(this.simulation.aws.user(other).userId),
    )
  }

  /** One key that works is in every place, and nothing is left of a rotation but what people put there. */
  #isAtRest(name: string): boolean {
    const { aws, github, repositories, home } = this.simulation
    const { acts, stopped, deleted, overwrites, spoiled, out, everOut } = this.#deedsOf(name)
    const [key, another] = liveKeys(aws.user(name))
    if (key?.status !== 'Active' || another !== undefined) return false
    const { id, secret } = secretsOf(name)
    const holds = (repository: string) =>
      (github.secretValue(repository, id) === key.accessKeyId &&
        github.secretValue(repository, secret) === key.secretAccessKey) ||
      overwrites.some((each) => each.place === repository) ||
      spoiled.has(repository) ||
      out.has(repository) ||
      stopped.has(github.secretValue(repository, id) ?? '')
    const tags = aws.tags(name)
    const state = tags['rotate-iam-access-keys']?.split(' ')
    const isTold =
      state?.includes('phase=steady') === true &&
      [key.accessKeyId, ...deleted].some((current) => state.includes(`current=${current}`))
    const isTidy = Object.keys(tags).every(
      (tag) => !/(?:^|:)AKIA/.test(tag) || [key.accessKeyId, ...deleted].some((id) => tag.endsWith(id)),
    )
    const isEverywhere = this.simulation
      .pairsOf(name)
      .every(
        (pair) => (pair?.id === key.accessKeyId && pair.secret === key.secretAccessKey) || stopped.has(pair?.id ?? ''),
      )
    return (
      repositories.every(holds) &&
      (isEverywhere || overwrites.length > 0 || spoiled.size > 0 || everOut.size > 0) &&
      (state === undefined || isTold) &&
      (isTidy || state === undefined) &&
      (github.secretValue(home, recoverySecretOf(this.#setting, name)) === undefined || acts.has('garbage'))
    )
  }

  judge(): Played {
    const { simulation } = this
    let longestTorn = 0
    for (const harm of simulation.harms) {
      const { cause, what } = harm
      const lasted = (harm.to ?? this.#now) - harm.from
      if (cause === 'torn pair') longestTorn = Math.max(longestTorn, lasted)
      const problem = this.#problemWith(harm, lasted)
      if (problem !== undefined) this.#violations.push({ rule: problem, what, harm })
    }
    for (const [name, audience] of this.#audiences) {
      const found = this.#audienceOf(name)
      if (found === audience || this.#isOvertaken(name)) continue
      this.#violations.push({
        rule: 'audience kept',
        what: `${name} is shared with ${found}, and not with ${audience}`,
      })
    }
    return { simulation, violations: this.#violations, longestTorn, lasted: this.#now - this.#begun }
  }

  #problemWith(harm: Harm, lasted: number): string | undefined {
    const { what, cause, from } = harm
    if (isBlind(harm, this.simulation) || this.#isInHole(harm)) return undefined
    const { caller, recovery } = this.#setting
    const isByPerson = [...this.#deeds].some(
      ([name, { stopped, created, switchedOn, overwrites }]) =>
        [...stopped].some((key) => what.includes(key)) ||
        // A run had looked for the last time when a person switched the key on again.
        switchedOn.some(({ key, at }) => what.includes(key) && from >= at && from - at <= 15 * second) ||
        [...created].some((key) => what.includes(key) && this.#isTakenForOrphan(name, key)) ||
        overwrites.some((overwrite) => this.#isUnnoticeable(name, overwrite) && what.includes(overwrite.key)) ||
        this.#isGivenUp(name, harm),
    )
    // A secret that a person removes looks like one that an interrupted publication has not written: without its value at
    // hand, the key is given up for another (design rule 10e); for good where the state was removed as well.
    const isTakenForInterrupted = [...this.#deeds.values()].some(({ acts, spoiled }) => {
      const isStateless = acts.has('remove state') || acts.has('remove tags')
      return spoiled.size > 0 && caller === 'role' && (isStateless || (recovery === 'none' && lasted < minute))
    })
    switch (cause) {
      case 'a person':
        return undefined
      case 'promise broken':
        // A read may show later what a person has removed.
        if (what.endsWith(' holds no pair, which does not sign in') && this.#isSpoiled(what)) return undefined
        return isByPerson || isTakenForInterrupted ? undefined : 'promise broken'
      case 'withdrawn after a part was published':
        return isByPerson || (caller === 'role' && recovery === 'none') ? undefined : 'withdrawn, though it need not be'
      case 'torn pair': {
        const place = what.replace(/ .*/, '')
        const write = this.simulation.records.findLast(
          ({ at, method, subject }) => at <= from && method === 'PUT' && subject.startsWith(`${place} AWS_`),
        )
        if (write === undefined || lasted <= 30 * second) return undefined
        const { run } = write
        const user = this.#userOfRun.get(run)
        const alone = this.simulation.runs.every(
          ({ number, requests }) =>
            number === run ||
            this.#userOfRun.get(number) !== user ||
            !requests.some(({ at }) => at >= from - hour && at <= from),
        )
        // A key that a person stopped between the two writes, or a secret that they wrote between them.
        const { stopped, overwrites, spoiled } = this.#deedsOf(user ?? '')
        const isMeddledWith =
          stopped.size > 0 ||
          spoiled.has(place) ||
          this.#archived.some((each) => each.place === place && each.at >= from - hour && each.at <= from + minute) ||
          overwrites.some((overwrite) => overwrite.place === place)
        return alone && !isMeddledWith && !this.disturbed.has(run) && !this.#isSpentUnheard(write)
          ? 'torn without a disturbance'
          : undefined
      }
    }
  }

  /**
   * A search that shows this very run, or what has ended, and lacks one job among many newer runs: nothing that a run
   * asks for tells it from a complete one.
   */
  #isInHole({ what, by }: Harm): boolean {
    if (this.#setting.searches !== 'with holes' || typeof by === 'string') return false
    return what.endsWith('while a job had it') && this.#crowds.some((at) => at <= by.at)
  }

  /** People gave a secret another audience when a write that has read the one before was about to arrive. */
  #isOvertaken(name: string): boolean {
    const shared = this.#sharedAt.get(name) ?? Number.NEGATIVE_INFINITY
    return this.simulation.records.some(
      ({ method, subject, sent, at }) =>
        method === 'PUT' && subject === `octo ${name}` && shared >= sent - 10 * second && shared <= at,
    )
  }

  /** Other jobs used up the hour after the last answer that told the run what was left of it, before it wrote. */
  #isSpentUnheard({ run, sent }: RequestRecord): boolean {
    const heard = this.simulation.records.findLast(
      (record) => record.run === run && record.service === 'github' && record.status > 0 && record.at < sent,
    )
    return this.#spent.some((at) => at >= (heard?.at ?? 0) && at <= sent + minute)
  }

  /**
   * A person has made a key within the seconds in which a run was about to, and that run never learned whether it had:
   * nothing tells such a key from the run's own (design rule 6).
   */
  #isTakenForOrphan(name: string, id: string): boolean {
    const made = this.simulation.aws.keys(name).find(({ accessKeyId }) => accessKeyId === id)
    return this.simulation.runs.some(({ requests }) => {
      const intent = requests.findLast(
        ({ operation, subject, at }) =>
          subject === `${name} creating` && operation === 'TagUser' && at <= (made?.created ?? 0),
      )
      if (made === undefined || intent === undefined || made.created > intent.at + 37 * second) return false
      const asked = requests.filter(({ operation, at }) => operation === 'CreateAccessKey' && at >= intent.at)
      return asked.length === 0 || asked.some(({ status }) => status === 0 || status >= 500)
    })
  }

  /**
   * A key that somebody wrote back, or a write that came late, into a place that no verification reads: the key is held
   * for a week beyond deactivate-after, and longer while AWS shows that it is used (design rule 20).
   */
  #isGivenUp(name: string, { what, from, by }: Harm): boolean {
    const { simulation } = this
    const key = simulation.aws.keys(name).find(({ accessKeyId }) => what.includes(accessKeyId))?.accessKeyId
    if (key === undefined || typeof by === 'string') return false
    const { grace, isConsulted } = graces[this.#setting.pace]
    const { everOut } = this.#deedsOf(name)
    const written = [
      ...this.#deedsOf(name).overwrites.filter((each) => each.key === key && !this.#isCovered(each.place)),
      ...this.#lateWrites().filter(({ place }) => !this.#isCovered(place)),
      ...this.#archived,
    ]
    const proven = simulation.records.find(
      ({ subject, at, operation, performed }) =>
        performed &&
        operation === 'TagUser' &&
        subject === `${name} current` &&
        at > (this.#publishedLast(name, from) ?? 0),
    )
    const isHeldLongEnough = proven !== undefined && from - proven.at >= grace + 7 * day - minute
    const used = simulation.aws.lastUsed(key, from)?.at ?? Number.NEGATIVE_INFINITY
    // What AWS shows is late, and coarse.
    const isUsed = isConsulted && from - used < grace - 30 * minute
    if (isUsed) return false
    // Nobody looks into a place that was taken out of the list, or was never in that of the pasted key's user.
    const isElsewhere = [...this.#deeds].some(
      ([other, { overwrites }]) => other !== name && overwrites.some((each) => each.key === key),
    )
    return everOut.size > 0 || isElsewhere || (isHeldLongEnough && written.some(({ at }) => at <= from))
  }

  #isSpoiled(what: string): boolean {
    return [...this.#deeds.values()].some(({ spoiled }) => [...spoiled].some((place) => what.startsWith(place)))
  }

  #publishedLast(name: string, before: number): number | undefined {
    return this.simulation.records.findLast(
      ({ subject, at, operation, performed }) =>
        performed && operation === 'TagUser' && subject === `${name} publishing` && at <= before,
    )?.at
  }

  /** The verifications are jobs of the home repository. */
  #isCovered(place: string): boolean {
    return this.#setting.verification === 'workflow' && place === this.simulation.home
  }

  /** Writes that arrived when nobody waited for them any more, or GitHub took their run for ended. */
  #lateWrites(): readonly { readonly place: string; readonly name: string; readonly at: number }[] {
    return this.simulation.records
      .filter(({ method, performed }) => method === 'PUT' && performed)
      .filter(
        ({ run, sent, at }) =>
          at - sent > 30 * second || at >= (this.#takenForEnded.get(run) ?? Number.POSITIVE_INFINITY),
      )
      .map(({ subject, at }) => ({
        place: subject.replace(/ \S+$/, ''),
        name: subject.replace(/^.* /, ''),
        at,
      }))
  }

  /**
   * A person's write that no date tells from the publication's own; or that came when a run had already looked for the
   * last time before it switched the key off.
   */
  #isUnnoticeable(name: string, { place, key, at }: Deeds['overwrites'][number]): boolean {
    const { runs: all } = this.simulation
    const { id, secret } = secretsOf(name)
    const shown = this.#setting.secretsVisibleAfter + 15 * second
    // Where the state was removed as well, only the dates of the keys are left to go by.
    const { acts } = this.#deedsOf(name)
    if (acts.has('remove state') || acts.has('remove tags')) return true
    return all.some(({ requests, number }) => {
      const late = this.disturbed.has(number) ? 30 * minute : 0
      const stop = requests.find(
        ({ operation, subject, performed }) =>
          performed &&
          /^(?:Update|Delete)AccessKey$/.test(operation) &&
          subject.includes(key) &&
          !/ Active/.test(subject),
      )
      const puts = requests.filter(
        ({ method, subject }) => method === 'PUT' && [`${place} ${id}`, `${place} ${secret}`].includes(subject),
      )
      // The window of a publication begins a few seconds before it is announced, whether it is ever written or not.
      const announced = requests.find(({ subject }) => subject.startsWith(`${name} publishing`))?.at
      const first = announced ?? puts[0]?.at ?? Number.POSITIVE_INFINITY
      const last = puts.at(-1)?.at ?? announced ?? 0
      return (
        (stop !== undefined && at >= stop.at - shown - late) ||
        (at >= first - 10 * second - late && at <= last + 30 * second + shown + late)
      )
    })
  }
}

/** How a run begins to say why it is red that would be green earlier. */
const overdue =
  /^(?:\w+ is \S+ days? old, and rotate-after is \S+ days?: a key that old should not be active any more, but |this has lasted for .*?: )/

/** What an excuse is judged by. */
interface Circumstances {
  readonly name: string
  /** What the run says. */
  readonly because: string
  readonly deeds: Deeds
  readonly aws: Simulation['aws']
  readonly home: string
  /** The ID that the user's job in the home repository comes with. */
  readonly ownId: string
  /** The secret beside it. */
  readonly ownSecret: string
  /** What the user's recovery secret holds. */
  readonly recovery: string | undefined
  /** Keys that were made when nobody waited for them any more. */
  readonly late: readonly string[]
  /** Secrets that were written when nobody waited for it any more, or GitHub took the run for ended. */
  readonly lateWrites: readonly { readonly place: string; readonly name: string; readonly at: number }[]
}

interface Excuse {
  readonly says: RegExp
  readonly holds: (circumstances: Circumstances) => boolean
}

const garbage = '{"garbage":true}'

/** Clocks of two services are told apart to a second or two, and dates are whole seconds. */
const sameMoment = 3 * second

/** What may keep a user from coming to rest after a person's deed, by what the run says. */
const excuses: readonly Excuse[] = [
  {
    says: /^a key of \w+ that should be active is not/,
    holds: ({ deeds: { off, deleted }, aws, name }) => {
      const inactive = liveKeys(aws.user(name)).filter(({ status }) => status === 'Inactive')
      return inactive.some(({ accessKeyId }) => deleted.size > 0 || off.has(accessKeyId))
    },
  },
  {
    says: /^\w+ has (?:no access key|other access keys).*a person deleted it$/,
    holds: ({ deeds: { deleted } }) => deleted.size > 0,
  },
  {
    // A person's key, one whose tags a person removed, or what is left where a person deleted the other.
    says: /that this action cannot explain|and this action cannot explain it/,
    holds: ({ deeds: { acts, created, deleted }, aws, name }) =>
      liveKeys(aws.user(name)).some(({ accessKeyId }) => created.has(accessKeyId)) ||
      deleted.size > 0 ||
      acts.has('remove state') ||
      acts.has('remove tags'),
  },
  {
    // A key of a run that was cut off, whose secret may be what a person wrote since (design rule 6).
    says: /appeared during a rotation, and this action cannot explain it/,
    holds: ({ because, deeds: { moved }, late, aws, name }) => {
      const stranger = aws.keys(name).find(({ accessKeyId }) => because.startsWith(accessKeyId))
      if (stranger === undefined) return false
      return late.includes(stranger.accessKeyId) || moved.some((at) => at >= stranger.created - sameMoment)
    },
  },
  {
    says: /^Problem: AWS does not accept the access key of this job/,
    holds: ({ deeds: { off, deleted, overwrites }, home, ownId }) =>
      off.has(ownId) || deleted.has(ownId) || overwrites.some(({ place, key }) => place === home && key === ownId),
  },
  {
    // People are right about secrets, too (design rule 20): what a verification refutes is not overwritten.
    says: /was written by somebody else since \w+ was published; verify\S* in \S+ failed/,
    holds: ({ because, deeds: { overwrites }, lateWrites, home }) =>
      because.includes(`in ${home}`) && [...overwrites, ...lateWrites].some(({ place }) => place === home),
  },
  {
    says: /(?:is gone: somebody deleted it|holds another key: somebody wrote it)\. Nothing is written there/,
    holds: ({ because, deeds: { spoiled } }) => [...spoiled].some((place) => because.includes(place)),
  },
  {
    // Before the first rotation, what is not there keeps one from beginning (design rule 2).
    says: /^\w+ (?:is|may be) in use.*, and none of the configured secrets exists|does not exist, though the rest of the key is there/,
    holds: ({ because, deeds: { spoiled } }) => [...spoiled].some((place) => because.includes(place)),
  },
  {
    says: /^\w+ was switched on again \d+ times after this action had switched it off/,
    // A run that was cut off after it had switched the key on itself is taken for somebody else, too.
    holds: ({ because, deeds: { switchedOn } }) => switchedOn.some(({ key }) => because.startsWith(key)),
  },
  {
    // Somebody who uses what a person has written keeps the old key on for longer than rotate-after.
    says: /^\w+ was used after \w+ was proven .* so the wait starts again/,
    holds: ({ because, deeds: { overwrites } }) => overwrites.some(({ key }) => because.startsWith(key)),
  },
  {
    says: /and the destinations have changed since: one that is no longer listed may hold/,
    holds: ({ deeds: { everOut } }) => everOut.size > 0,
  },
  {
    // What passes with the key in use is asked before it is replaced (design rule 2).
    says: /^the verification does not pass with \w+, the key in use/,
    holds: ({ deeds: { overwrites, spoiled }, home }) =>
      spoiled.has(home) || overwrites.some(({ place }) => place === home),
  },
  {
    // A key was there before, as the secrets tell (design rule 19).
    says: /^\w+ has no access key, though .* was written since that user exists: somebody deleted its key/,
    holds: ({ deeds: { deleted } }) => deleted.size > 0,
  },
  {
    says: /still holds the previous key/,
    holds: ({ deeds: { overwrites }, home, ownId }) =>
      overwrites.some(({ place, key }) => place === home && key === ownId),
  },
  {
    // Another key than the one that was stored is the only one left, and nothing tells how it came to that.
    says: /does not hold \w+, the key to be replaced/,
    holds: ({ deeds: { acts, deleted } }) =>
      deleted.size > 0 && (['create', 'remove state', 'remove tags'] as const).some((act) => acts.has(act)),
  },
  {
    // The recovery secret is what a job with half a pair signs with; and a person's pair that comes between the two
    // writes of the job's own leaves half of each.
    says: /^Problem: AWS knows the access key of this job, but its secret does not fit/,
    holds: ({ recovery, deeds: { overwrites }, home, ownId, ownSecret, aws, name }) => {
      const secretOf = (id: string) => aws.keys(name).find(({ accessKeyId }) => accessKeyId === id)?.secretAccessKey
      const isHalf = (id: string) => (ownId === id) !== (ownSecret === secretOf(id))
      return recovery === garbage || overwrites.some(({ place, key }) => place === home && isHalf(key))
    },
  },
  {
    says: /though it was queued after it was written|^the recovery secret \w+ exists, and this job was not handed/,
    holds: ({ recovery }) => recovery === garbage,
  },
  {
    // The verifications are jobs of the home repository.
    says: /^verify\S* in \S+ failed/,
    holds: ({ deeds: { overwrites, spoiled }, lateWrites, home }) =>
      spoiled.has(home) ||
      overwrites.some(({ place }) => place === home) ||
      lateWrites.some(({ place, name }) => place === home && name.startsWith('AWS_')),
  },
]

/** One that all users are given loses its value to none of them; only its owner clears it. */
function recoverySecretOf({ recovery }: Setting, name: string): string {
  return recovery === 'shared' ? 'RECOVERY' : `RECOVERY_${name}`
}

/** Which request an event waits for: a rotation makes a quarter as many changes as requests. */
function requestOf({ request, of }: When): number {
  return of === 'changes' ? Math.ceil(request / 4) : request
}

function secretsOf(name: string): { readonly id: string; readonly secret: string } {
  const index = userNames.indexOf(name)
  const suffix = index === 0 ? '' : `_${index + 1}`
  return { id: `AWS_ACCESS_KEY_ID${suffix}`, secret: `AWS_SECRET_ACCESS_KEY${suffix}` }
}

/** A number from two, as good as random. */
function mixed(one: number, other: number): number {
  let hash = Math.imul(one ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(other + 1, 0xc2b2ae35)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39)
  return (hash ^ (hash >>> 15)) >>> 0
}

// ── How it is told ────────────────────────────────────────────────────────────────────────────────────────────────

export function scheduleTold({ setting, events: story }: Schedule): string {
  return [
    `setting  ${JSON.stringify(setting)}`,
    ...story.map(({ gap, request, of, ...act }) => {
      const awaited = of === 'changes' ? 'change' : 'request'
      const at = request === 0 ? '' : `, at the ${requestOf({ gap, request, of })}. ${awaited} from then`
      return `  ${spoken(gap)} later${at}: ${JSON.stringify(act)}`
    }),
  ].join('\n')
}

/** What many schedules come to. */
export interface Sums {
  readonly schedules: number
  readonly requests: number
  readonly runs: number
  /** Simulated. */
  readonly time: number
  readonly longestTorn: number
}

/** One line on the schedules of one seed. */
export function seedTold(
  seed: number,
  { sums, took, failure }: { readonly sums: Sums; readonly took: number; readonly failure: string | undefined },
): string {
  const number = (value: number) => Math.round(value).toLocaleString('en')
  const weeks = sums.time / (7 * day)
  const kept = failure === undefined ? 'no rule broken' : 'A RULE BROKEN'
  return `seed ${seed}: ${number(sums.schedules)} schedules in ${number(took / 1_000)} s (${number((sums.schedules * 1_000) / took)} per second), ${kept}; ${number(sums.requests)} requests of ${number(sums.runs)} runs in ${number(weeks)} simulated weeks; the longest torn moment lasted ${spoken(sums.longestTorn)}`
}

export function violationTold({ rule, what, harm }: Violation, { records, runs: all }: Simulation): string {
  if (harm !== undefined) return `${rule}\n${harmTold(harm, records, 30)}`
  const log = all.slice(-2).map((run) => `run ${run.number}\n${run.log.join('\n')}`)
  return [`${rule}: ${what}`, ...records.slice(-40).map((record) => `  ${told(record)}`), ...log].join('\n')
}

function spoken(time: number): string {
  const [unit, name] = [[day, 'd'] as const, [hour, 'h'] as const, [minute, 'min'] as const].find(
    ([each]) => time >= each,
  ) ?? [second, 's']
  return `${Number((time / unit).toFixed(3))} ${name}`
}
