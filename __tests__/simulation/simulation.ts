/**
 * The real wiring of the action (inputs, ports, rotation) against the sandbox's AWS and GitHub, in one process and in
 * simulated time: a whole rotation takes milliseconds, and the same simulation always tells the same story.
 */
import { RoleSessions } from '../../src/aws/roles.ts'
import { connect } from '../../src/connect.ts'
import { readConfiguration } from '../../src/inputs/configuration.ts'
import { parseDuration } from '../../src/inputs/parse.ts'
import { loadYamlParser } from '../../src/inputs/yaml-parser.ts'
import { failures, fingerprint } from '../../src/key/verification-contract.ts'
import type { Narrator } from '../../src/rotation/ports.ts'
import { type Outcome, rotate } from '../../src/rotation/rotate.ts'
// What a run imports when it first needs it is loaded before the first one.
import '../../src/aws/iam-user.ts'
import '../../src/github/connect.ts'
import '../../src/key/seal.ts'
import {
  AwsAccount,
  type LongTermCredentials,
  liveKeys,
  type SigningService,
  type TemporaryCredentials,
} from '../../sandbox/aws/account.ts'
import { duration, SandboxClock } from '../../sandbox/clock.ts'
import { GitHub, type GitHubOptions } from '../../sandbox/github/github.ts'
import type { NotedRun } from '../../sandbox/github/noted-run.ts'
import type { Repository } from '../../sandbox/github/repository.ts'
import { githubService } from '../../sandbox/github/service.ts'
import type { WorkflowOptions } from '../../sandbox/github/workflow.ts'
import { WorkflowFile } from '../../sandbox/github/workflow-file.ts'
import type { JobContext, JobReport } from '../../sandbox/github/workflow-run.ts'
import { variableOf } from '../../sandbox/runner.ts'
import { policy, trailPolicy } from '../../sandbox/scenario.ts'
import type { Service } from '../../sandbox/wire.ts'
import { simulatedAwsClients } from './aws-clients.ts'
import { sealCheaply } from './cheap-seals.ts'
import { simulatedGitHubRequest } from './github-request.ts'
import { Process, RunClock } from './run.ts'
import { Timeline } from './timeline.ts'
import {
  type Fault,
  fingerprintOf,
  type Latency,
  type RequestRecord,
  type SimulatedRequest,
  Traffic,
} from './traffic.ts'
import { type Harm, harmTold, type KeyInJob, Watch, type WatchedPlace } from './watch.ts'

await loadYamlParser()

/** When every simulation begins. */
const today = Date.parse('2026-03-01T09:00:00Z')

const usualLatency = 40

/** A person needs this long to copy a key that was just created; clocks that differ tell the order all the same. */
const storedAfter = duration('20s')

const policies = {
  self: policy('iam-policy-self-rotation.json'),
  role: policy('iam-policy-central-role.json'),
} as const

/** The documentation's workflow without what only people and runners need: GitHub reads it at every step. */
const verificationYaml = ({ id, secret }: Rotated['secrets']) => `run-name: Verify $\{{ inputs.rotation-id }}
on:
  workflow_dispatch:
    inputs: { expected-key: {}, rotation-id: {} }
jobs:
  verify:
    env: { AWS_ACCESS_KEY_ID: "$\{{ secrets.${id} }}", AWS_SECRET_ACCESS_KEY: "$\{{ secrets.${secret} }}" }
    steps: [{ uses: rotate-iam-access-keys/rotate-iam-access-keys/verify@v1, with: { expected-key: "$\{{ inputs.expected-key }}" } }]
`

export interface SimulationOptions {
  /** `self`: the job signs with the user's own key, as the home repository holds it. `role`: with a role's session. */
  readonly caller?: 'self' | 'role'
  /** The first of them is rotated when a run does not say whom; each has secrets of its own in every repository. */
  readonly users?: readonly string[]
  /** How many repositories hold the keys; in the first of them the rotation and the verifications run. */
  readonly destinations?: number
  /** Whether other places hold the first user's key too: an environment, an organization, Dependabot, a variable. */
  readonly places?: 'repositories' | 'every kind'
  /** The caller may ask CloudTrail who used a key. */
  readonly trail?: boolean
  /** In days. */
  readonly keyAge?: number
  /** Inputs of every run. `${{ secrets.NAME }}` and `${{ toJSON(secrets) }}` are what the run saw when it was queued. */
  readonly inputs?: Readonly<Record<string, string>>
  readonly github?: Omit<GitHubOptions, 'clock'>
  /** How the verifications go, as far as their jobs do not decide: how long they take, what becomes of them. */
  readonly verification?: Partial<Pick<WorkflowOptions, 'queuedFor' | 'runsFor' | 'visibleAfter' | 'fate'>>
  /** How long a new key is unknown to each service. */
  readonly propagation?: Readonly<Record<SigningService, number>>
  readonly latency?: Latency
  readonly fault?: (request: SimulatedRequest) => Fault | undefined
  /** Called when a request arrives, before anything of it has happened. */
  readonly before?: (request: SimulatedRequest, simulation: Simulation) => void
  /** Called when it has happened, and has been watched. */
  readonly after?: (record: RequestRecord, simulation: Simulation) => void
  /** How far a runner's own clock is ahead; by the number of the run. */
  readonly skew?: (run: number) => number
  /**
   * How long earlier steps of a role's job have taken, after the first of them got the session that this one signs with:
   * so much less of its hour is left; by the number of the run.
   */
  readonly earlierSteps?: (run: number) => number
  /** How long GitHub takes to notice that a runner is gone; by the number of the run. */
  readonly noticedAfter?: (run: number) => number
  /** The share of its longest delay that the SDK waits before it tries again. */
  readonly jitter?: () => number
  /** `cheap`, if not said otherwise, holds for the whole process from then on. */
  readonly seals?: 'cheap' | 'real'
}

/** Everything that is settled when GitHub queues a run, however late it begins. */
export interface QueuedRun {
  readonly user: string
  /** As GitHub shows it: not completed from now on. */
  readonly noted: NotedRun
  readonly secrets: Readonly<Record<string, string>>
  /** The pair that the job comes with; a role's session begins with the job, or with a step of it. */
  readonly ownPair: LongTermCredentials
}

export interface StartOptions {
  /** Whom to rotate. */
  readonly user?: string
  /** Inputs beside and above those of the simulation. */
  readonly inputs?: Readonly<Record<string, string>>
  /** A run that was queued before; otherwise it is queued now. */
  readonly queued?: QueuedRun
  /** Above 1: a re-run of `queued`. */
  readonly attempt?: number
  /** What started it; a schedule if unset. */
  readonly event?: 'schedule' | 'workflow_dispatch'
}

/** A run that has been started. */
export interface RunHandle {
  readonly number: number
  readonly process: Process
  /** Its own requests that have arrived so far. */
  readonly requests: readonly RequestRecord[]
  /** What it decided and what came of it, as the log tells people. */
  readonly log: readonly string[]
  /** Undefined when it was killed, or failed to prepare. Rejects when the simulation itself fails. */
  readonly done: Promise<Outcome | undefined>
  /** What kept it from looking at the user's keys at all. */
  readonly failedToPrepare: unknown
}

/** A place of a user's key. */
export interface UserPlace extends WatchedPlace {
  readonly repository: string
  readonly kind: 'repository' | 'other'
  /** The writes of its secrets and variables, as the subjects of requests name them. */
  readonly writes: readonly string[]
}

/** A user and where its key is. */
interface Rotated {
  readonly name: string
  readonly original: LongTermCredentials
  readonly secrets: { readonly id: string; readonly secret: string }
  readonly workflow: string
  readonly places: readonly UserPlace[]
}

export class Simulation {
  readonly clock: SandboxClock
  readonly aws: AwsAccount
  readonly github: GitHub
  readonly watch: Watch
  readonly repositories: readonly string[]
  readonly timeline: Timeline
  readonly runs: RunHandle[] = []
  readonly #options: SimulationOptions
  readonly #caller: 'self' | 'role'
  readonly #users: readonly Rotated[]
  readonly #service: Service
  readonly #traffic: Traffic
  readonly #githubToken: string
  readonly #jobToken: string
  readonly #processes = new Set<Process>()
  readonly #rejections = new Map<Process, (error: unknown) => void>()
  /** Tell that a run was killed. */
  readonly #onEnd = new Map<Process, (outcome: undefined) => void>()
  /** Jobs of users that are not over, by the keys that they were queued with. */
  readonly #jobs = new Set<readonly KeyInJob[]>()
  /** By the number of the run. */
  readonly #requests = new Map<number, RequestRecord[]>()
  readonly #noted = new Map<number, NotedRun>()
  /** How many jobs of a run have not ended. */
  readonly #jobsLeft = new Map<NotedRun, number>()

  constructor(options: SimulationOptions = {}) {
    if (options.seals !== 'real') sealCheaply()
    this.#options = options
    this.#caller = options.caller ?? 'self'
    const age = (options.keyAge ?? 61) * duration('1d')
    this.clock = new SandboxClock(new Date(today - age).toISOString())
    this.aws = new AwsAccount({ clock: this.clock })
    if (options.propagation !== undefined) this.aws.settings.propagation = { ...options.propagation }
    this.github = new GitHub({ clock: this.clock, ...options.github })
    this.#service = githubService(this.github)
    this.repositories = ['octo/app', 'octo/website', ...more(options.destinations ?? 1)].slice(
      0,
      options.destinations ?? 1,
    )
    for (const name of this.repositories) readFilesOnce(this.github.addRepository(name))
    this.github.addOrganization('octo')
    this.aws.createRole({ name: 'key-rotation', policies: [policies.role, ...this.#trail] })
    this.#users = (options.users ?? ['ci-bot']).map((name, index) => this.#addUser(name, index))
    this.clock.advance(age)
    const named = { metadata: 'read', actions: 'write', checks: 'read', contents: 'read' } as const
    this.#githubToken = this.github.addToken({
      kind: 'app',
      name: 'key-rotation-app',
      permissions: { ...named, ...writing },
    })
    this.#jobToken = this.github.addToken({
      kind: 'GITHUB_TOKEN',
      name: 'github-actions',
      permissions: named,
      repositories: [this.home],
    })
    this.timeline = new Timeline(this.clock, {
      isWaiting: () => this.#isAnyoneWaiting(),
      isAtRest: () => !this.#isAnyoneBusy(),
      failed: (error) => {
        for (const reject of this.#rejections.values()) reject(error)
      },
    })
    this.watch = new Watch(
      this.aws,
      this.#users.flatMap(({ places }) => places),
      () => [...this.#jobs].flat(),
    )
    this.#traffic = new Traffic(this.timeline, {
      latency: options.latency ?? (() => usualLatency),
      fault: options.fault ?? (() => undefined),
      before: (request) => options.before?.(request, this),
      watch: (record, by) => {
        this.#requests.get(record.run)?.push(record)
        this.watch.look(by, record)
        // What GitHub shows late is looked at when it shows, though no request may come for hours.
        const shownAfter = options.github?.secretsVisibleAfter ?? 0
        if (record.method === 'PUT' && shownAfter > 0) {
          this.timeline.after(shownAfter, () => this.watch.look(by, record))
        }
      },
      after: (record) => options.after?.(record, this),
    })
  }

  /** Where the rotation and the verifications run. */
  get home(): string {
    return this.repositories[0] ?? ''
  }

  /** All requests that have arrived, in order. */
  get records(): readonly RequestRecord[] {
    return this.#traffic.records
  }

  get harms(): readonly Harm[] {
    return this.watch.harms
  }

  /** All harms as stories that a person can read; empty when the promise was kept. */
  get harmsTold(): string {
    return this.harms.map((harm) => harmTold(harm, this.records)).join('\n\n')
  }

  /** Equal for two simulations in which the same requests came at the same times to the same answers. */
  get fingerprint(): string {
    return fingerprintOf(this.records)
  }

  /** The key that a user had when the simulation began. */
  originalKey(user?: string): LongTermCredentials {
    return this.#user(user).original
  }

  /** The places of a user's key; of all users, if none is named. */
  placesOf(user?: string): readonly UserPlace[] {
    return user === undefined ? this.#users.flatMap(({ places }) => places) : this.#user(user).places
  }

  /** The list of a user's destinations without some repositories, as the input has it. */
  listWithout(out: readonly string[], user?: string): string {
    return listed(this.#destinationsOf(this.#user(user)).filter(({ repository }) => !out.includes(repository ?? '')))
  }

  /** Queues a run without starting it: what it will see is frozen now. */
  queue(user?: string): QueuedRun {
    const rotated = this.#user(user)
    const secrets = this.github.repository(this.home).runSecrets()
    return {
      user: rotated.name,
      noted: this.github.noteRun(this.home, { id: this.github.nextRunId() }),
      secrets,
      ownPair: this.#ownPair(rotated, secrets),
    }
  }

  /** Another job of a run that is queued: for another user, or for the same one again. */
  queueBeside({ noted, secrets }: QueuedRun, user: string): QueuedRun {
    return { user, noted, secrets, ownPair: this.#ownPair(this.#user(user), secrets) }
  }

  #ownPair({ secrets: { id, secret } }: Rotated, secrets: QueuedRun['secrets']): LongTermCredentials {
    return { accessKeyId: secrets[id] ?? '', secretAccessKey: secrets[secret] ?? '' }
  }

  /** Starts a run at this instant; the timeline goes on until it ends. */
  start(options: StartOptions = {}): RunHandle {
    const queued = options.queued ?? this.queue(options.user)
    const number = this.runs.length + 1
    const environment = this.#environment(queued, options)
    const { attempt = 1 } = options
    const noted = attempt === 1 ? queued.noted : this.github.noteRun(this.home, { id: queued.noted.id, attempt })
    this.#jobsLeft.set(noted, (this.#jobsLeft.get(noted) ?? 0) + 1)
    const process: Process = new Process(number, paceOf(environment), this.timeline, () => this.#ended(process, noted))
    this.#processes.add(process)
    this.#noted.set(number, noted)
    const requests: RequestRecord[] = []
    this.#requests.set(number, requests)
    const log: string[] = []
    const run = { failure: undefined as unknown }
    const ended = new Promise<Outcome | undefined>((resolve, reject) => {
      this.#rejections.set(process, reject)
      this.#onEnd.set(process, resolve)
      this.#perform(process, queued, environment, log)
        .catch((error: unknown) => {
          run.failure = error
          return undefined
        })
        .then((outcome) => {
          resolve(outcome)
          process.end()
        }, reject)
    })
    const handle: RunHandle = {
      number,
      process,
      requests,
      log,
      done: ended,
      get failedToPrepare() {
        return run.failure
      },
    }
    this.runs.push(handle)
    this.timeline.wake()
    return handle
  }

  /** GitHub takes a run for completed whose process lives on: it has lost sight of its runner. */
  takeForEnded(number: number): void {
    this.#noted.get(number)?.complete('failure')
  }

  /** The machine of a run sleeps: it, its timers and all that it waits for stand still. */
  putToSleep(number: number, lasting: number): void {
    this.runs[number - 1]?.process.fallAsleep(lasting)
  }

  /** Other jobs use a token up to so many requests of its hour: the one that writes, or the one that dispatches. */
  spendBudget(of: 'github-token' | 'dispatch-token', left: number): void {
    const text = of === 'github-token' ? this.#githubToken : this.#jobToken
    this.github.spend(text, (this.github.findToken(text)?.rateLimit.status().remaining ?? 0) - left)
  }

  /** So many runs of a repository's own, each over at once: whoever looks for unfinished ones has pages to read. */
  crowd(repository: string, runs: number): void {
    for (let run = 0; run < runs; run += 1) {
      const id = this.github.nextRunId()
      this.github.noteRun(repository, { id, path: '.github/workflows/deploy.yml', event: 'push' }).complete()
    }
  }

  /** Starts a run and waits for its end. */
  run(options: StartOptions = {}): Promise<Outcome | undefined> {
    return this.start(options).done
  }

  /** Somebody does something at AWS or GitHub, at this instant: a person, or a run to which it is attributed. */
  meddle(what: string, act: (simulation: Simulation) => void, by: 'a person' | RunHandle = 'a person'): void {
    act(this)
    const look = () => this.watch.look(by === 'a person' ? by : by.process, what)
    look()
    // What GitHub shows late is theirs, whoever asks for something then.
    const shownAfter = this.#options.github?.secretsVisibleAfter ?? 0
    if (shownAfter > 0) this.timeline.after(shownAfter, look)
  }

  /** Lets time pass. */
  pass(time: number): Promise<void> {
    return this.timeline.pass(time)
  }

  /** Queues a job of the users in a repository, which has the keys of this moment until it ends. */
  startJob(repository: string, lasting: number): void {
    const noted = this.github.noteRun(repository, {
      id: this.github.nextRunId(),
      path: '.github/workflows/deploy.yml',
      event: 'push',
    })
    const secrets = this.github.repository(repository).runSecrets()
    const held = this.#users.flatMap(({ secrets: { id }, places }): readonly KeyInJob[] => {
      const place = places.find((each) => each.kind === 'repository' && each.repository === repository)
      return place === undefined ? [] : [{ key: secrets[id] ?? '', place: place.name }]
    })
    this.#jobs.add(held)
    this.timeline.after(lasting, () => {
      this.#jobs.delete(held)
      noted.complete()
    })
  }

  /** Jobs that are queued now use the keys that they get. */
  useKeys(): void {
    for (const place of this.#users.flatMap(({ places }) => places)) {
      if (place.isIdle?.() === true) continue
      const pair = place.pair()
      if (pair === undefined || this.aws.canSignIn(pair.id, pair.secret) !== 'works') continue
      this.aws.noteUse(pair.id, { at: this.clock.now(), service: 's3', region: 'eu-central-1' })
    }
  }

  /** Runs daily until the user is at rest; how many runs that took, undefined when it is not after `limit`. */
  async restDaily(limit: number, options: StartOptions = {}): Promise<number | undefined> {
    for (let count = 1; count <= limit; count += 1) {
      this.useKeys()
      const outcome = await this.run(options)
      if (outcome?.phase === 'steady' && !outcome.failed && this.isAtRest(options)) return count
      await this.pass(duration('1d'))
    }
    return undefined
  }

  /** One key, active and young, in every place; the journal says so, and nothing is left of the way there. */
  isAtRest({ user, inputs }: Pick<StartOptions, 'user' | 'inputs'> = {}): boolean {
    const rotated = this.#user(user)
    const given = { ...this.#options.inputs, ...inputs }
    const iamUser = this.aws.user(rotated.name)
    const [key, another] = liveKeys(iamUser)
    if (key === undefined || another !== undefined || key.status !== 'Active') return false
    const rotateAfter = parseDuration('rotate-after', given['rotate-after'] ?? '60d')
    const tags = this.aws.tags(rotated.name)
    const words = (tags['rotate-iam-access-keys'] ?? '').split(' ')
    const recovery = given['recovery-secret-name']
      ?.replaceAll('{iam-user}', rotated.name)
      .replaceAll('{account}', this.aws.accountId)
    return (
      this.clock.now() - key.created < rotateAfter &&
      rotated.places.every((place) => {
        const pair = place.pair()
        return pair?.id === key.accessKeyId && pair.secret === key.secretAccessKey
      }) &&
      words.includes('phase=steady') &&
      words.includes(`current=${key.accessKeyId}`) &&
      Object.keys(tags).every((name) => !/(?:^|:)AKIA/.test(name) || name.endsWith(key.accessKeyId)) &&
      (recovery === undefined || /[/:]/.test(recovery) || this.github.secretValue(this.home, recovery) === undefined)
    )
  }

  #isAnyoneBusy(): boolean {
    for (const process of this.#processes) if (process.isAlive && !process.isWaiting) return true
    return false
  }

  #isAnyoneWaiting(): boolean {
    for (const process of this.#processes) {
      if (process.isAlive || process.isWaiting) return true
      this.#processes.delete(process)
    }
    return false
  }

  #ended(process: Process, noted: NotedRun): void {
    const resolve = this.#onEnd.get(process)
    this.#onEnd.delete(process)
    this.#rejections.delete(process)
    if (!process.isKilled) {
      this.#jobEnded(noted, 'success')
      return
    }
    resolve?.(undefined)
    const noticed = this.#options.noticedAfter?.(process.number) ?? 0
    if (noticed === 0) this.#jobEnded(noted, 'failure')
    else this.timeline.after(noticed, () => this.#jobEnded(noted, 'failure'))
  }

  /** A run has ended when the last of its jobs has. */
  #jobEnded(noted: NotedRun, conclusion: 'success' | 'failure'): void {
    const left = (this.#jobsLeft.get(noted) ?? 1) - 1
    this.#jobsLeft.set(noted, left)
    if (left === 0) noted.complete(conclusion)
  }

  async #perform(
    process: Process,
    { ownPair }: QueuedRun,
    environment: Readonly<Record<string, string>>,
    log: string[],
  ): Promise<Outcome> {
    const [inputs] = readConfiguration(environment).users
    if (inputs === undefined) throw new Error('nobody is configured')
    const clock = new RunClock(this.timeline, process, this.#options.skew?.(process.number) ?? 0)
    const side = { traffic: this.#traffic, process }
    const jobAge = this.#options.earlierSteps?.(process.number) ?? 0
    const credentials: LongTermCredentials | TemporaryCredentials =
      this.#caller === 'self' ? ownPair : this.aws.assumeRole('key-rotation', 'rotate', duration('1h') - jobAge)
    const narrator: Narrator = {
      decided: ({ do: step, because }) => log.push(`${step}: ${because}`),
      done: (result) => log.push(`  → ${result}`),
    }
    const { ports, policy } = await connect(inputs, {
      clock,
      aws: simulatedAwsClients({
        ...side,
        account: this.aws,
        clock,
        credentials,
        jitter: this.#options.jitter ?? (() => 1),
      }),
      credentials: { ...credentials, expiration: undefined, source: 'the simulated job' },
      sessions: new RoleSessions({ clock, mask: () => undefined, runId: process.number, idTokens: undefined }),
      github: (token) => simulatedGitHubRequest({ ...side, github: this.github, service: this.#service }, token),
      narrator,
      mask: () => undefined,
      warn: () => undefined,
      nonce: String(process.number).padStart(8, '0'),
      jobAge,
    })
    return rotate(ports, policy, inputs.mode === 'plan')
  }

  #environment(
    queued: QueuedRun,
    { inputs, attempt = 1, event = 'schedule' }: StartOptions,
  ): Readonly<Record<string, string>> {
    const rotated = this.#user(queued.user)
    const { id, secret } = rotated.secrets
    const all: Readonly<Record<string, string>> = {
      'github-token': this.#githubToken,
      'dispatch-token': this.#jobToken,
      'verification-workflow': rotated.workflow,
      ...(this.#caller === 'role' ? { 'iam-user': rotated.name } : {}),
      destinations: listed(this.#destinationsOf(rotated)),
      ...(rotated === this.#users[0] ? {} : { secrets: `${id}: access-key-id\n${secret}: secret-access-key\n` }),
      ...this.#options.inputs,
      ...inputs,
    }
    return {
      GITHUB_ACTIONS: 'true',
      GITHUB_API_URL: 'https://api.github.com',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: this.home,
      GITHUB_REPOSITORY_ID: String(this.github.repository(this.home).id),
      GITHUB_REF: 'refs/heads/main',
      GITHUB_EVENT_NAME: event,
      GITHUB_RUN_ID: String(queued.noted.id),
      GITHUB_RUN_ATTEMPT: String(attempt),
      GITHUB_WORKFLOW_REF: `${this.home}/.github/workflows/rotate.yml@refs/heads/main`,
      ...Object.fromEntries(
        Object.entries(all).map(([name, value]) => [variableOf(name), evaluated(value, queued.secrets)]),
      ),
    }
  }

  #addUser(name: string, index: number): Rotated {
    const created = this.clock.now() - storedAfter
    this.aws.createUser({
      name,
      path: '/ci/',
      created,
      policies: this.#caller === 'self' ? [policies.self, ...this.#trail] : [],
    })
    const original = this.aws.createAccessKey(name, { created })
    const suffix = index === 0 ? '' : `_${index + 1}`
    const secrets = { id: `AWS_ACCESS_KEY_ID${suffix}`, secret: `AWS_SECRET_ACCESS_KEY${suffix}` }
    const workflow = `verify${index === 0 ? '' : `-${index + 1}`}.yml`
    const places = this.repositories.map((repository): UserPlace => {
      this.github.setSecret(repository, secrets.id, original.accessKeyId)
      this.github.setSecret(repository, secrets.secret, original.secretAccessKey)
      const store = this.github.repository(repository).actionsSecrets
      const pair = () => {
        const [id, secret] = [store.seen(secrets.id), store.seen(secrets.secret)]
        return id === undefined || secret === undefined ? undefined : { id, secret }
      }
      const isIdle = () => this.github.repository(repository).archived
      const shown = index === 0 ? repository : `${repository} (${name})`
      const writes = [`${repository} ${secrets.id}`, `${repository} ${secrets.secret}`]
      return { name: shown, kind: 'repository', repository, user: name, writes, pair, isIdle }
    })
    this.github.addWorkflow(this.home, {
      path: `.github/workflows/${workflow}`,
      yaml: verificationYaml(secrets),
      job: async (job) => this.#verify(job, secrets),
      ...this.#options.verification,
    })
    const others = index === 0 && this.#hasEveryKind ? this.#addOtherPlaces(name, original) : []
    return { name, original, secrets, workflow, places: [...places, ...others] }
  }

  get #trail() {
    return this.#options.trail === true ? [trailPolicy] : []
  }

  get #hasEveryKind(): boolean {
    return this.#options.places === 'every kind'
  }

  #destinationsOf(rotated: Rotated): readonly Listed[] {
    const repositories = this.repositories.map((repository) => ({ repository }))
    return this.#hasEveryKind && rotated === this.#users[0]
      ? [...repositories, ...otherDestinations(this.home)]
      : repositories
  }

  /** What `otherDestinations` names, with the original key in all of it. */
  #addOtherPlaces(
    user: string,
    { accessKeyId: id, secretAccessKey: secret }: LongTermCredentials,
  ): readonly UserPlace[] {
    const { github, home } = this
    github.repository(home).addEnvironment(environmentName)
    const environment = github.secretsAt({ repository: home, environment: environmentName })
    const organization = github.secretsAt({ organization: 'octo' })
    const dependabot = github.secretsAt({ repository: home, store: 'dependabot' })
    const agents = github.secretsAt({ repository: home, store: 'agents' })
    const shownId = github.variablesAt({ repository: home, store: 'agents' })
    environment.set('AWS_ACCESS_KEY_ID', id)
    environment.set('AWS_SECRET_ACCESS_KEY', secret)
    organization.set('SHARED_ID', id)
    organization.set('SHARED_SECRET', secret)
    for (const name of ['SHARED_ID', 'SHARED_SECRET']) organization.share(name, 'selected', this.repositories)
    dependabot.set('KEY', JSON.stringify({ AccessKeyId: id, SecretAccessKey: secret }))
    agents.set('SECRET', secret)
    shownId.set('KEY_ID', id)
    const place = (
      name: string,
      writes: readonly string[],
      read: () => { id: string | undefined; secret: string | undefined },
    ): UserPlace => ({
      name,
      kind: 'other',
      repository: home,
      user,
      writes,
      pair: () => {
        const { id: shown, secret: hidden } = read()
        return shown === undefined || hidden === undefined ? undefined : { id: shown, secret: hidden }
      },
    })
    return [
      place(
        'environment',
        ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].map((each) => `${home}/${environmentName} ${each}`),
        () => ({
          id: environment.value('AWS_ACCESS_KEY_ID'),
          secret: environment.value('AWS_SECRET_ACCESS_KEY'),
        }),
      ),
      place('organization', ['octo SHARED_ID', 'octo SHARED_SECRET'], () => ({
        id: organization.value('SHARED_ID'),
        secret: organization.value('SHARED_SECRET'),
      })),
      place('Dependabot', [`${home} KEY`], () => {
        const key = JSON.parse(dependabot.value('KEY') ?? '{}') as Readonly<Record<string, string>>
        return { id: key['AccessKeyId'], secret: key['SecretAccessKey'] }
      }),
      place('Agents', [`${home} SECRET`, `${home} KEY_ID`], () => ({
        id: shownId.value('KEY_ID'),
        secret: agents.value('SECRET'),
      })),
    ]
  }

  /** The job of the verification: judges the pair as the verify action does, with the secrets of the queued run. */
  #verify(job: JobContext, names: Rotated['secrets']): JobReport {
    const { [names.id]: id = '', [names.secret]: secret = '' } = job.secrets
    const isExpected = (job.inputs['expected-key'] || fingerprint(id)) === fingerprint(id)
    if (!isExpected || this.aws.canSignIn(id, secret) !== 'works') {
      const title = isExpected ? failures.rejected : failures.otherKey
      return { conclusion: 'failure', annotations: [{ level: 'failure', title, message: title }] }
    }
    this.aws.noteUse(id, { at: this.clock.now(), service: 'sts', region: 'us-east-1' })
    return { conclusion: 'success', annotations: [] }
  }

  #user(name: string | undefined): Rotated {
    const user = name === undefined ? this.#users[0] : this.#users.find((each) => each.name === name)
    if (user === undefined) throw new RangeError(`there is no user ${name}`)
    return user
  }
}

const environmentName = 'prod/eu west'

/** All that writing to every kind of place takes. */
const writing = {
  secrets: 'write',
  environments: 'write',
  dependabot_secrets: 'write',
  agent_secrets: 'write',
  agent_variables: 'write',
  organization_secrets: 'write',
} as const

/** An entry of `destinations`. */
type Listed = Readonly<Record<string, unknown>> & { readonly repository?: string }

function listed(destinations: readonly Listed[]): string {
  return destinations.map((each) => `- ${JSON.stringify(each)}`).join('\n')
}

/** One place of each kind, in every way of holding a key: a pair, the whole key in one secret, an ID in a variable. */
function otherDestinations(home: string): readonly Listed[] {
  return [
    { repository: home, environment: environmentName },
    { organization: 'octo', secrets: { SHARED_ID: 'access-key-id', SHARED_SECRET: 'secret-access-key' } },
    { repository: home, store: 'dependabot', secrets: { KEY: 'json' } },
    {
      repository: home,
      store: 'agents',
      secrets: { SECRET: 'secret-access-key' },
      variables: { KEY_ID: 'access-key-id' },
    },
  ]
}

const understood = new Map<string, WorkflowFile>()

/** GitHub reads a workflow's file whenever it is mentioned; the few that simulations have are read once. */
function readFilesOnce(repository: Repository): void {
  const workflowFile: Repository['workflowFile'] = ({ path }) => {
    const yaml = repository.files.get(path) ?? ''
    const file = understood.get(yaml) ?? new WorkflowFile(yaml)
    understood.set(yaml, file)
    return file
  }
  Object.assign(repository, { workflowFile })
}

/** Repositories beyond the first two. */
function more(count: number): readonly string[] {
  return Array.from({ length: Math.max(count - 2, 0) }, (_, index) => `octo/service-${index + 3}`)
}

/** What the runner makes of the expressions that hand a job its secrets. */
function evaluated(text: string, secrets: Readonly<Record<string, string>>): string {
  return text
    .replaceAll(/\$\{\{ secrets\.(\w+) \}\}/g, (_, name: string) => secrets[name.toUpperCase()] ?? '')
    .replaceAll(/\$\{\{ toJSON\(secrets\) \}\}/g, () => JSON.stringify(secrets))
}

/** The times that a run keeps to, also of one that will refuse its inputs. */
function paceOf(environment: Readonly<Record<string, string>>): Process['pace'] {
  const read = (name: string, otherwise: string) => environment[variableOf(name)] || otherwise
  return {
    deactivateAfter: parseDuration('deactivate-after', read('deactivate-after', '8d')),
    deleteAfter: parseDuration('delete-after', read('delete-after', '7d')),
    replaceInactiveKey: read('replace-inactive-key', 'false').toLowerCase() === 'true',
  }
}
