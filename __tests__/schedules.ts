/**
 * Schedules: weeks in the life of a few keys, decided by one seed. A setting and a list of events, short enough to be
 * read; what happens is played in the simulation, and judged by what AWS and GitHub hold and by how runs end.
 */
import fc from 'fast-check'
import { liveKeys } from '../sandbox/aws/account.ts'
import { duration } from '../sandbox/clock.ts'
import type { Fate, Job } from '../sandbox/github/workflow-run.ts'
import { type RunHandle, Simulation } from '../sandbox/simulation/simulation.ts'
import { type Delay, type Fault, faults, type SimulatedRequest, told } from '../sandbox/simulation/traffic.ts'
import { type Harm, harmTold } from '../sandbox/simulation/watch.ts'
import type { Outcome } from '../src/rotation/rotate.ts'
import { isBlind } from './crash.ts'

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

/** What stays the same for a whole schedule. */
export interface Setting {
  readonly caller: 'self' | 'role'
  readonly users: number
  readonly destinations: number
  /** Whether the first user's key is in other places than repositories too. */
  readonly places: 'repositories' | 'every kind'
  readonly recovery: boolean
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
  /** 0: every request takes 40 ms each way; otherwise what this number makes of it. */
  readonly latency: number
}

/** Something that happens: a while after the event before it, or when the n-th request from then arrives. */
interface When {
  readonly gap: number
  readonly request: number
}

type Act =
  /** A run that starts at once. */
  | { readonly do: 'run'; readonly user: number }
  /** A run that is queued now, and starts later: its secrets are those of now. */
  | { readonly do: 'queue'; readonly user: number; readonly late: number }
  /** The latest run of the user once more, when it has ended. */
  | { readonly do: 're-run'; readonly user: number }
  | { readonly do: 'fault'; readonly fault: Fault; readonly times: number }
  | { readonly do: 'outage'; readonly of: 'aws' | 'github'; readonly fault: Fault; readonly lasting: number }
  /** A request hangs, or the whole runner stands still; GitHub may take its run for completed meanwhile. */
  | {
      readonly do: 'freeze'
      readonly what: 'request' | 'runner'
      readonly way: 'there' | 'back'
      readonly lasting: number
      readonly isTakenForEnded: boolean
    }
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

export type Event = When & Act

/** One story. */
export interface Schedule {
  readonly setting: Setting
  readonly events: readonly Event[]
}

// ── Where schedules come from ─────────────────────────────────────────────────────────────────────────────────────

const often = <Value>(usual: Value, ...others: readonly Value[]) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) })

const settings: fc.Arbitrary<Setting> = fc.record({
  caller: fc.constantFrom('role', 'self'),
  users: often(1, 2, 3),
  destinations: fc.constantFrom(1, 2, 3),
  places: often<Setting['places']>('repositories', 'every kind'),
  recovery: fc.boolean(),
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
const when = {
  gap: gaps,
  request: fc.oneof(
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 45 }) },
  ),
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
  { weight: 1, arbitrary: fc.record({ ...kind('re-run'), user }) },
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
      of: fc.constantFrom('aws', 'github'),
      fault: fc.constantFrom('unavailable', 'throttled', 'lost', 'refused'),
      lasting,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      ...kind('freeze'),
      what: fc.constantFrom('request', 'runner', 'runner'),
      way: fc.constantFrom('there', 'back'),
      lasting: fc.oneof(lasting, fc.constantFrom(2 * minute, 75 * minute)),
      isTakenForEnded: fc.boolean(),
    }),
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
  { weight: 1, arbitrary: fc.record({ ...kind('overwrite'), user, place: fc.constantFrom(0, 1, 2) }) },
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
  readonly overwrites: { readonly place: string; readonly key: string; readonly at: number }[]
}

export async function play({ setting, events: story }: Schedule): Promise<Played> {
  const stage = new Stage(setting)
  await stage.perform(story)
  await stage.finish()
  return stage.judge()
}

class Stage {
  readonly simulation: Simulation
  readonly #setting: Setting
  readonly #deeds = new Map<string, Deeds>()
  readonly #latest = new Map<string, { run: RunHandle; queued: ReturnType<Simulation['queue']>; attempt: number }>()
  readonly #violations: Violation[] = []
  readonly #begun: number
  /** What the verifications do, by their workflows' paths. */
  readonly #jobs: ReadonlyMap<string, Job>
  /** Faults for the next requests to arrive. */
  #faults: { readonly fault: Fault; left: number } | undefined
  #outage: { readonly of: 'aws' | 'github'; readonly fault: Fault; readonly until: number } | undefined
  #freeze: Extract<Act, { do: 'freeze' }> | undefined
  #armed: { left: number; readonly act: () => void }[] = []
  /** Runs that something other than their own decisions has touched. */
  readonly disturbed = new Set<number>()

  constructor(setting: Setting) {
    this.#setting = setting
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
        ...(recovery
          ? { 'recovery-secret-name': 'RECOVERY_{iam-user}', 'recovery-secret': `\${{ toJSON(secrets) }}` }
          : {}),
      },
      github: {
        clockOffset: setting.clockOffset,
        secretsVisibleAfter: setting.secretsVisibleAfter,
        runDetails: setting.runDetails,
      },
      propagation: { iam: propagation, sts: propagation / 2 },
      skew: (run) => skews[run % Math.max(skews.length, 1)] ?? 0,
      noticedAfter: (run) => noticedAfter[run % Math.max(noticedAfter.length, 1)] ?? 0,
      latency: (request, way) => this.#latencyOf(request, way),
      fault: (request) => this.#faultOf(request),
      before: () => this.#arrived(),
    })
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
    this.simulation.aws.settings.maximumSkew = 15 * minute
    this.#begun = this.simulation.clock.now()
    this.#jobs = new Map(this.#workflows.map(({ path, job }) => [path, job]))
    for (const name of this.#users)
      this.#deeds.set(name, {
        acts: new Set(),
        stopped: new Set(),
        off: new Set(),
        deleted: new Set(),
        created: new Set(),
        switchedOn: [],
        overwrites: [],
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
        else this.#armed.push({ left: event.request, act: () => this.#act(event) })
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
        const queued = simulation.queue(this.#userOf(event))
        simulation.timeline.after(event.late, () => this.#start(queued.user, queued))
        return
      }
      case 're-run': {
        const latest = this.#latest.get(this.#userOf(event))
        if (latest === undefined || latest.run.process.isAlive) return
        if (latest.queued.noted.progress().status !== 'completed') return
        this.#start(latest.queued.user, latest.queued, latest.attempt + 1)
        return
      }
      case 'fault':
        this.#faults = { fault: event.fault, left: event.times }
        return
      case 'outage':
        this.#outage = { of: event.of, fault: event.fault, until: this.#now + event.lasting }
        return
      case 'freeze':
        this.#freeze = event
        return
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
      { do: 'run' | 'queue' | 're-run' | 'use old key' | 'cancel' }
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
          github.setSecret(home, `RECOVERY_${name}`, '{"garbage":true}')
          return
        case 'overwrite': {
          const all = aws.keys(name)
          const old = all.at(-2) ?? all.at(-1)
          const repository = simulation.repositories[event.place % simulation.repositories.length]
          if (old === undefined || repository === undefined) return
          deeds.overwrites.push({ place: repository, key: old.accessKeyId, at: this.#now })
          const { id, secret } = secretsOf(name)
          github.setSecret(repository, id, old.accessKeyId)
          github.setSecret(repository, secret, old.secretAccessKey)
          return
        }
      }
    })
  }

  #start(name: string, given?: ReturnType<Simulation['queue']>, attempt = 1): void {
    const queued = given ?? this.simulation.queue(name)
    const run = this.simulation.start({ user: name, queued, attempt })
    run.done.catch(() => undefined)
    this.#latest.set(name, { run, queued, attempt })
  }

  #arrived(): void {
    if (this.#armed.length === 0) return
    for (const each of this.#armed) each.left -= 1
    const due = this.#armed.filter(({ left }) => left <= 0)
    if (due.length === 0) return
    this.#armed = this.#armed.filter(({ left }) => left > 0)
    for (const { act } of due) act()
  }

  #faultOf({ service, run }: SimulatedRequest): Fault | undefined {
    const fault = this.#nextFault(service)
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

  #latencyOf({ overall, run }: SimulatedRequest, way: 'there' | 'back'): Delay {
    if (this.#freeze?.way === way) {
      const { what, lasting: frozen, isTakenForEnded } = this.#freeze
      this.#freeze = undefined
      this.disturbed.add(run)
      if (isTakenForEnded) this.simulation.takeForEnded(run)
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

  #userOf(event: { readonly user: number }): string {
    return this.#users[event.user % this.#users.length] ?? ''
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
    this.#freeze = undefined
    this.#armed = []
    this.simulation.aws.serveStale({ reads: 0, lag: 0 })
    this.#mendVerification()
    await this.simulation.pass(day)
    let left = this.#users.map((name) => ({ name, runs: 0 }))
    while (left.length > 0) {
      this.simulation.useKeys()
      const next: typeof left = []
      for (const each of left) {
        const queued = this.simulation.queue(each.name)
        const run = this.simulation.start({ queued })
        const outcome = await run.done
        const state = { ...each, runs: each.runs + 1 }
        if (this.#isDone(state, run, outcome)) continue
        next.push(state)
      }
      left = next
      await this.simulation.pass(day)
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
    const isKept = outcome !== undefined && (!outcome.failed || / is not replaced yet: /.test(outcome.ending.because))
    const isOnPath = isKept && outcome.phase !== 'rotating'
    const because = outcome?.ending.because ?? String(run.failedToPrepare)
    if (!isOnPath && this.#isExcused(name, because)) return true
    if (!isOnPath && this.#mendOwn(name)) return false
    if (!isOnPath && count === 2) {
      return say('two clean runs', `${outcome?.phase ?? 'not prepared'}: ${because}`)
    }
    if (count >= 30) return say('thirty clean runs', `${outcome?.phase ?? 'not prepared'}: ${because}`)
    return false
  }

  /** Self-rotation without a recovery secret whose own pair is torn cannot sign: a person mends the ID. */
  #mendOwn(name: string): boolean {
    const { caller, recovery } = this.#setting
    if (caller !== 'self' || recovery) return false
    const { home, github, aws } = this.simulation
    const { id, secret } = secretsOf(name)
    const whole = aws.keys(name).find(({ secretAccessKey }) => secretAccessKey === github.secretValue(home, secret))
    if (whole === undefined || github.secretValue(home, id) === whole.accessKeyId) return false
    this.simulation.meddle(`mends the ID of ${name}`, () => github.setSecret(home, id, whole.accessKeyId))
    return true
  }

  /** Whether a person's deed, as it stands now, keeps this user where it is. */
  #isExcused(name: string, because: string): boolean {
    const deeds = this.#deedsOf(name)
    const excuse = excuses.find(({ says }) => says.test(because))
    if (excuse?.because(deeds, this.simulation, name) === true) return true
    // A frozen runner's request for a key came later than any key of its intent may (design rule 6), and it died of it.
    const isLate = this.simulation.records.some(
      ({ operation, subject, sent, at, status }) =>
        operation === 'CreateAccessKey' && subject === name && at - sent > 30 * second && status === 0,
    )
    if (isLate && /appeared during a rotation/.test(because)) return true
    const isRejected = /^verify\S* in \S+ failed/.test(because)
    return isRejected && deeds.acts.has('overwrite')
  }

  /** One key that works is in every place, and nothing is left of a rotation but what people put there. */
  #isAtRest(name: string): boolean {
    const { aws, github, repositories, home } = this.simulation
    const { acts, stopped, deleted } = this.#deedsOf(name)
    const [key, another] = liveKeys(aws.user(name))
    if (key?.status !== 'Active' || another !== undefined) return false
    const { id, secret } = secretsOf(name)
    const holds = (repository: string) =>
      (github.secretValue(repository, id) === key.accessKeyId &&
        github.secretValue(repository, secret) === key.secretAccessKey) ||
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
      ((repositories.every(holds) && isEverywhere) || acts.has('overwrite')) &&
      (state === undefined || isTold) &&
      (isTidy || state === undefined) &&
      (github.secretValue(home, `RECOVERY_${name}`) === undefined || acts.has('garbage'))
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
    return { simulation, violations: this.#violations, longestTorn, lasted: this.#now - this.#begun }
  }

  #problemWith(harm: Harm, lasted: number): string | undefined {
    const { what, cause, from } = harm
    if (isBlind(harm, this.simulation)) return undefined
    const { caller, recovery } = this.#setting
    const isByPerson = [...this.#deeds].some(
      ([name, { stopped, created, switchedOn, overwrites }]) =>
        [...stopped].some((key) => what.includes(key)) ||
        // A run had looked for the last time when a person switched the key on again.
        switchedOn.some(({ key, at }) => what.includes(key) && from >= at && from - at <= 15 * second) ||
        [...created].some((key) => what.includes(key) && this.#isTakenForOrphan(name, key)) ||
        overwrites.some((overwrite) => this.#isUnnoticeable(name, overwrite) && what.includes(overwrite.key)),
    )
    switch (cause) {
      case 'a person':
        return undefined
      case 'promise broken':
        return isByPerson ? undefined : 'promise broken'
      case 'withdrawn after a part was published':
        return isByPerson || (caller === 'role' && !recovery) ? undefined : 'withdrawn, though it need not be'
      case 'torn pair': {
        const place = what.replace(/ .*/, '')
        const run = this.simulation.records.findLast(
          ({ at, method, subject }) => at <= from && method === 'PUT' && subject.startsWith(`${place} AWS_`),
        )?.run
        if (run === undefined || lasted <= 30 * second) return undefined
        const alone = this.simulation.runs.every(
          ({ number, requests }) => number === run || !requests.some(({ at }) => at >= from - hour && at <= from),
        )
        // A key that a person stopped between the two writes, or a secret that they wrote between them.
        const isMeddledWith = [...this.#deeds.values()].some(
          ({ stopped, acts }) => stopped.size > 0 || acts.has('overwrite'),
        )
        return alone && !isMeddledWith && !this.disturbed.has(run) ? 'torn without a disturbance' : undefined
      }
    }
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

interface Excuse {
  readonly says: RegExp
  readonly because: (deeds: Deeds, simulation: Simulation, user: string) => boolean
}

/** What may keep a user from coming to rest after a person's deed, by what the run says. */
const excuses: readonly Excuse[] = [
  {
    says: /^a key of \w+ that should be active is not/,
    because: ({ off, deleted }, { aws }, name) =>
      deleted.size > 0 || liveKeys(aws.user(name)).some(({ accessKeyId }) => off.has(accessKeyId)),
  },
  {
    says: /^\w+ has (?:no access key|other access keys).*a person deleted it$/,
    because: ({ deleted }) => deleted.size > 0,
  },
  {
    says: /that this action cannot explain|and this action cannot explain it/,
    because: ({ acts }) =>
      ['create', 'delete', 'remove state', 'remove tags', 'garbage', 'overwrite'].some((act) =>
        acts.has(act as Act['do']),
      ),
  },
  {
    says: /^Problem: AWS does not accept the access key of this job/,
    because: ({ acts, off, deleted }, { github, home }, name) => {
      const id = github.secretValue(home, secretsOf(name).id) ?? ''
      return off.has(id) || deleted.has(id) || acts.has('overwrite')
    },
  },
  {
    says: /was not written when \w+ was published, and may hold another key|still holds the previous key/,
    because: ({ acts }) => acts.has('overwrite'),
  },
  {
    // Another key than the one that was stored is the only one left, and nothing tells how it came to that.
    says: /does not hold \w+, the key to be replaced/,
    because: ({ acts }) =>
      acts.has('delete') && (['create', 'remove state', 'remove tags'] as const).some((act) => acts.has(act)),
  },
  {
    // The recovery secret is what a job with half a pair signs with.
    says: /^Problem: AWS knows the access key of this job, but its secret does not fit/,
    because: ({ acts }) => acts.has('garbage'),
  },
  {
    says: /though it was queued after it was written|^the recovery secret \w+ exists, and this job was not handed/,
    because: ({ acts }) => acts.has('garbage'),
  },
]

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
    ...story.map(({ gap, request, ...act }) => {
      const at = request === 0 ? '' : `, at the ${request}. request from then`
      return `  ${spoken(gap)} later${at}: ${JSON.stringify(act)}`
    }),
  ].join('\n')
}

/** One line on many schedules. */
export function schedulesTold(
  sums: {
    readonly schedules: number
    readonly requests: number
    readonly runs: number
    readonly time: number
    readonly longestTorn: number
  },
  took: number,
): string {
  const number = (value: number) => Math.round(value).toLocaleString('en')
  const weeks = sums.time / (7 * day)
  return `${number(sums.schedules)} schedules: ${number(sums.requests)} requests of ${number(sums.runs)} runs in ${number(weeks)} simulated weeks; ${number((sums.schedules * 1_000) / took)} schedules per second; the longest torn moment lasted ${spoken(sums.longestTorn)}`
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
