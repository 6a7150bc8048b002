/** Plays a schedule: acts its events out in the simulation, then lets daily runs bring every user to rest. */
import { liveKeys } from '../../sandbox/aws/account.ts'
import { duration } from '../../sandbox/clock.ts'
import { NotedRun } from '../../sandbox/github/noted-run.ts'
import type { Fate, Job } from '../../sandbox/github/workflow-run.ts'
import { Chronicle, garbage, recoverySecretOf, secretsOf, sharedNames, usersOf } from './chronicle.ts'
import { Rest } from './rest.ts'
import { type Act, type Event, hiding, paces, requestOf, type Setting, type When } from './schedule.ts'
import { type RunHandle, Simulation } from './simulation.ts'
import type { Delay, Fault, SimulatedRequest } from './traffic.ts'
import type { Violation } from './violation.ts'

const second = duration('1s')
const minute = duration('1m')
const day = duration('1d')

interface Started {
  readonly run: RunHandle
  readonly queued: ReturnType<Simulation['queue']>
  readonly attempt: number
}

export class Stage {
  readonly simulation: Simulation
  readonly chronicle: Chronicle
  readonly #rest: Rest
  readonly #setting: Setting
  readonly #latest = new Map<string, Started>()
  readonly #first = new Map<string, Started>()
  /** The list of destinations that a queued run has. */
  readonly #lists = new Map<ReturnType<Simulation['queue']>, string>()
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

  constructor(setting: Setting) {
    this.#setting = setting
    this.#earlierSteps = setting.earlierSteps
    const { recovery, verification, pace, rotateAfter, propagation, skews, noticedAfter } = setting
    this.simulation = new Simulation({
      caller: setting.caller,
      users: usersOf(setting),
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
    this.chronicle = new Chronicle(setting, this.simulation)
    this.#rest = new Rest(this.chronicle)
    this.#jobs = new Map(this.#workflows.map(({ path, job }) => [path, job]))
  }

  get #users(): readonly string[] {
    return usersOf(this.#setting)
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
        this.chronicle.spent.push(this.#now)
        simulation.spendBudget(event.token, event.left)
        return
      case 'share': {
        const store = simulation.github.secretsAt({ organization: 'octo' })
        const { repositories } = simulation
        const names = event.what === 'both' ? sharedNames : [event.what]
        for (const name of names.filter((each) => store.value(each) !== undefined)) {
          const deeds = this.chronicle.deedsOf(this.#users[0] ?? '')
          deeds.moved.push(this.#now)
          deeds.shared.add(name)
          const key = store.value('SHARED_ID') ?? ''
          deeds.saved.push({
            place: 'organization',
            key,
            secret: store.value('SHARED_SECRET'),
            at: this.#now,
            after: simulation.records.length,
          })
          if (event.with === 'all') store.share(name, 'all')
          else store.share(name, 'selected', event.with === 'first' ? repositories.slice(0, 1) : repositories)
          this.chronicle.audiences.set(name, this.chronicle.audienceOf(name))
          this.chronicle.sharedAt.set(name, this.#now)
        }
        return
      }
      case 'crowd': {
        const { repositories } = simulation
        const repository = repositories[event.place % repositories.length] ?? simulation.home
        simulation.startJob(repository, event.lasting)
        simulation.crowd(repository, event.runs)
        this.chronicle.crowds.push(this.#now)
        return
      }
      case 'cancel': {
        const run = this.#latest.get(this.#userOf(event))?.run
        if (run === undefined || !run.process.isAlive) return
        this.chronicle.disturbed.add(run.number)
        run.process.cancel()
        return
      }
      case 'stale reads':
        this.chronicle.stale.push({ at: this.#now, reads: event.reads, lag: event.lag })
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
        const { out, everOut, acts } = this.chronicle.deedsOf(this.#userOf(event))
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
        this.chronicle.goesOnUntil = Math.max(this.chronicle.goesOnUntil, this.#now + (event.nights - 1) * day)
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
    const deeds = this.chronicle.deedsOf(name)
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
          deeds.switched.push({ key, at: this.#now, isOn: event.do === 'switch on' })
          deeds.off[event.do === 'switch off' ? 'add' : 'delete'](key)
          aws.setStatus(key, event.do === 'switch off' ? 'Inactive' : 'Active')
          return
        case 'delete':
          if (key === undefined) return
          deeds.stopped.add(key)
          deeds.deleted.add(key)
          deeds.switched.push({ key, at: this.#now, isOn: false })
          aws.deleteAccessKey(key)
          return
        case 'create':
          if (keys.length < 2) deeds.created.add(aws.issueAccessKey(name).accessKeyId)
          return
        case 'remove state':
          deeds.stateRemoved.push(this.#now)
          aws.untagUser(name, ['rotate-iam-access-keys'])
          return
        case 'remove tags':
          deeds.stateRemoved.push(this.#now)
          aws.untagUser(name, Object.keys(aws.tags(name)))
          return
        case 'garbage':
          for (const each of this.#usersOfRecovery(name)) {
            this.chronicle.deedsOf(each).acts.add('garbage')
            this.chronicle.deedsOf(each).moved.push(this.#now)
          }
          github.setSecret(home, recoverySecretOf(this.#setting, name), garbage)
          return
        case 'nightly switch on': {
          const [oldest] = keys
          if (oldest?.status !== 'Inactive') return
          deeds.switchedOn.push({ key: oldest.accessKeyId, at: this.#now })
          deeds.switched.push({ key: oldest.accessKeyId, at: this.#now, isOn: true })
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
    const { aws, github, home, repositories, records } = this.simulation
    const { moved, overwrites, spoiled } = this.chronicle.deedsOf(name)
    const place = repositories[event.place % repositories.length]
    if (place === undefined || github.repository(place).archived) return
    const names = secretsOf(name)
    const store = (key: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined) => {
      if (key === undefined) return
      moved.push(this.#now)
      overwrites.push({
        place,
        key: key.accessKeyId,
        secret: key.secretAccessKey,
        at: this.#now,
        after: records.length,
      })
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
    const created = this.chronicle.begun - day
    if (aws.findUser('partner') === undefined) aws.createUser({ name: 'partner', created })
    return liveKeys(aws.user('partner'))[0] ?? aws.createAccessKey('partner', { created })
  }

  #archive(name: string, isArchived: boolean): void {
    this.simulation.meddle(`${isArchived ? 'archives' : 'unarchives'} ${name}`, ({ github }) => {
      github.repository(name).archived = isArchived
      this.chronicle.archived.push({ place: name, at: this.#now, isArchived })
    })
  }

  #listOf(name: string): string {
    return this.simulation.listWithout([...this.chronicle.deedsOf(name).out], name)
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
    this.chronicle.noteRun(run, name)
    if (attempt === 1) this.chronicle.deedsOf(name).lists.push(inputs.destinations)
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
    if (fault !== undefined) this.chronicle.disturbed.add(run)
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
      const user = this.chronicle.userOfRun.get(run)
      if (another > 0 && user !== undefined) this.simulation.timeline.after(another, () => this.#start(user))
      this.chronicle.disturbed.add(run)
      this.chronicle.stoodStill.add(run)
      if (isTakenForEnded) {
        this.chronicle.takenForEnded.set(run, this.#now)
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

  #userOf(event: { readonly user: number }): string {
    return this.#users[event.user % this.#users.length] ?? ''
  }

  #usersOfRecovery(name: string): readonly string[] {
    return this.#setting.recovery === 'shared' ? this.#users : [name]
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
    let left = this.#users
    while (left.length > 0) {
      this.simulation.useKeys()
      const next: string[] = []
      for (const name of left) {
        const queued = this.#queue(name)
        const destinations = this.#listOf(name)
        // Nobody comes in between any more.
        const isLeftAlone = this.#now > this.chronicle.goesOnUntil
        const run = this.simulation.start({ queued, inputs: { destinations } })
        this.chronicle.noteRun(run, name)
        this.chronicle.deedsOf(name).lists.push(destinations)
        const outcome = await run.done
        if (!isLeftAlone || !this.#rest.isReached(name, run, outcome)) next.push(name)
      }
      left = next
      for (let use = 1; use < this.#setting.uses; use += 1) {
        await this.simulation.pass(day / this.#setting.uses)
        this.simulation.useKeys()
      }
      await this.simulation.pass(day / this.#setting.uses)
    }
  }

  /** What kept users from coming to rest, though nothing may. */
  get violations(): readonly Violation[] {
    return this.#rest.violations
  }
}

/** A number from two, as good as random. */
function mixed(one: number, other: number): number {
  let hash = Math.imul(one ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(other + 1, 0xc2b2ae35)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39)
  return (hash ^ (hash >>> 15)) >>> 0
}
