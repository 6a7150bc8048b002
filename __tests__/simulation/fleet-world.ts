/**
 * Several users of two accounts, rotated side by side by one run: the real wiring of a fleet (configuration file, roles,
 * shared tokens) on the sandbox, in one process and in simulated time. What each request is asked for is known by the
 * asynchronous context that sends it: the product is not changed for it, and its users are not put in a row.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { AwsAccount, type LongTermCredentials, liveKeys } from '../../sandbox/aws/account.ts'
import type { PolicyDocument } from '../../sandbox/aws/policy.ts'
import { duration, SandboxClock } from '../../sandbox/clock.ts'
import { GitHub } from '../../sandbox/github/github.ts'
import { actionsIssuer, IdTokens, idTokenService } from '../../sandbox/github/id-tokens.ts'
import type { NotedRun } from '../../sandbox/github/noted-run.ts'
import { githubService } from '../../sandbox/github/service.ts'
import type { JobContext, JobReport } from '../../sandbox/github/workflow-run.ts'
import { policy } from '../../sandbox/scenario.ts'
import type { Service } from '../../sandbox/wire.ts'
import { idTokensOf } from '../../src/aws/id-tokens.ts'
import { RoleSessions } from '../../src/aws/roles.ts'
import { runUsers, type UserEnd } from '../../src/fleet/fleet.ts'
import { inTurn, mayEndSigning } from '../../src/fleet/turns.ts'
import { readConfiguration } from '../../src/inputs/configuration.ts'
import { loadYamlParser } from '../../src/inputs/yaml-parser.ts'
import { failures, fingerprint } from '../../src/key/verification-contract.ts'
import { Problem } from '../../src/rotation/problem.ts'
// What a run imports when it first needs it is loaded before the first one.
import '../../src/aws/iam-user.ts'
import '../../src/github/connect.ts'
import '../../src/key/seal.ts'
import '../../src/report/report.ts'
import '../../src/rotation/rotate.ts'
import { simulatedAwsClients } from './aws-clients.ts'
import { sealCheaply } from './cheap-seals.ts'
import {
  environmentOf,
  type FleetMember,
  type FleetSetting,
  fleetFile,
  membersOf,
  namesOf,
  recoverySecretOf,
} from './fleet-setting.ts'
import { simulatedGitHubRequest } from './github-request.ts'
import { simulatedIdTokenRequest } from './id-token-request.ts'
import { Process, RunClock } from './run.ts'
import { Timeline } from './timeline.ts'
import { type Fault, type Latency, type RequestRecord, type SimulatedRequest, Traffic, told } from './traffic.ts'
import { type Harm, harmTold, Watch, type WatchedPlace } from './watch.ts'

await loadYamlParser()

/** When every simulation begins. */
const today = Date.parse('2026-03-01T09:00:00Z')

/** A person needs this long to copy a key that was just created. */
const storedAfter = duration('20s')

/** Where the rotation and the verifications run. */
export const home = 'octo/app'
const issuerHost = actionsIssuer.replace('https://', '')
const subject = `repo:${home}:ref:refs/heads/main`

export interface FleetOptions {
  readonly setting: FleetSetting
  readonly fault?: (request: SimulatedRequest) => Fault | undefined
  readonly latency?: Latency
  /** Called when a request arrives, before anything of it has happened. */
  readonly before?: (request: SimulatedRequest, world: FleetWorld) => void
  /** Called when it has happened, and has been watched. */
  readonly after?: (record: RequestRecord, world: FleetWorld) => void
}

/** One run for all users. */
export interface FleetRun {
  readonly number: number
  readonly process: Process
  readonly requests: readonly RequestRecord[]
  readonly log: readonly string[]
  /** Undefined when it was killed, or failed as a whole before any user was looked at. Rejects when the simulation fails. */
  readonly done: Promise<readonly UserEnd[] | undefined>
}

/** A user, where it lives, and where its key is. */
interface Member extends FleetMember {
  readonly account: AwsAccount
  readonly original: LongTermCredentials
  readonly places: readonly WatchedPlace[]
}

export class FleetWorld {
  readonly clock = new SandboxClock(new Date(today - 61 * duration('1d')).toISOString())
  readonly github: GitHub
  readonly timeline: Timeline
  readonly members: readonly Member[]
  readonly runs: FleetRun[] = []
  readonly #options: FleetOptions
  readonly #accounts: readonly AwsAccount[]
  readonly #watches: readonly Watch[]
  readonly #traffic: Traffic
  readonly #service: Service
  readonly #idTokens: IdTokens
  readonly #idTokenService: Service
  readonly #tokens: { readonly github: string; readonly job: string }
  readonly #processes = new Set<Process>()
  readonly #rejections = new Map<Process, (error: unknown) => void>()
  readonly #onKill = new Map<Process, () => void>()
  /** By the number of the run. */
  readonly #requests = new Map<number, RequestRecord[]>()
  /** Whom a run works for, in every context that it has begun. */
  readonly #workingFor = new AsyncLocalStorage<string>()
  /** Whose request is the one of this number. */
  readonly #askers = new Map<number, string | undefined>()
  /** Users that the file does not have at present. */
  readonly left = new Set<string>()

  constructor(options: FleetOptions) {
    sealCheaply()
    this.#options = options
    const { clock } = this
    const first = new AwsAccount({ clock })
    const other = new AwsAccount({ clock, accountId: '444455556666', accounts: first.accounts })
    this.#accounts = [first, other]
    this.#idTokens = new IdTokens(clock)
    this.#idTokenService = idTokenService(this.#idTokens)
    first.accounts.publishIssuer(actionsIssuer, () => this.#idTokens.publicKey)
    for (const { accountId } of this.#accounts) {
      first.accounts.addProvider(accountId, { host: issuerHost, audiences: ['sts.amazonaws.com'] })
    }
    this.github = new GitHub({ clock })
    this.#service = githubService(this.github)
    for (const name of [home, 'octo/website']) this.github.addRepository(name)
    this.github.addOrganization('octo')
    this.members = membersOf(options.setting).map((member) => this.#add(member))
    for (const account of this.#accounts) this.trust(account.accountId, 'the job')
    clock.advance(today - duration('1d') - clock.now())
    this.useKeys()
    clock.advance(duration('1d'))
    this.#tokens = this.#addTokens()
    this.timeline = new Timeline(clock, {
      isWaiting: () => this.#isAnyoneWaiting(),
      isAtRest: () => ![...this.#processes].some(({ isAlive, isWaiting }) => isAlive && !isWaiting),
      failed: (error) => {
        for (const reject of this.#rejections.values()) reject(error)
      },
    })
    this.#watches = this.#accounts.map((account) => {
      const places = this.members.filter((member) => member.account === account).flatMap((member) => member.places)
      return new Watch(account, places)
    })
    const latency = options.latency ?? unequal
    this.#traffic = new Traffic(this.timeline, {
      latency: (request, way) => {
        // Asked for when the request is sent, in the context that sends it.
        if (way === 'there') this.#askers.set(request.overall, this.#workingFor.getStore())
        return latency(request, way)
      },
      fault: options.fault ?? (() => undefined),
      before: (request) => options.before?.(request, this),
      watch: (record, by) => {
        this.#requests.get(record.run)?.push(record)
        for (const watch of this.#watches) watch.look(by, record)
      },
      after: (record) => options.after?.(record, this),
    })
  }

  get records(): readonly RequestRecord[] {
    return this.#traffic.records
  }

  get harms(): readonly Harm[] {
    return this.#watches.flatMap(({ harms }) => harms)
  }

  /** Everything that a person needs to see what went wrong. */
  get story(): string {
    const lasting = this.harms.filter(({ cause, to }) => cause !== 'torn pair' || to === undefined)
    const harms = lasting.map((harm) => harmTold(harm, this.records))
    const faulty = this.records.filter(({ fault }) => fault !== undefined).map(told)
    const logs = this.runs.slice(-3).map(({ number, log }) => `run ${number}\n${log.join('\n')}`)
    return [...faulty, ...harms, ...logs].join('\n\n')
  }

  /** The users that a request was sent for: all whose role it asks for, else the one that a run was at work for; none known: all. */
  askersOf({ overall, operation, subject: about }: RequestRecord): readonly string[] {
    const asker = this.#askers.get(overall)
    const ofRole = this.members.filter(({ role }) => role !== undefined && role === about).map(({ name }) => name)
    if (/^AssumeRole/.test(operation)) return ofRole
    if (operation === 'GET id-token' || operation === 'GetCallerIdentity' || asker === undefined) return this.names
    return [asker]
  }

  get names(): readonly string[] {
    return this.members.map(({ name }) => name)
  }

  /** What everybody in an account allows this job: to assume its role, or nothing. */
  trust(accountId: string, whom: 'the job' | 'nobody'): void {
    const account = this.#accounts.find((each) => each.accountId === accountId)
    const own = (document: PolicyDocument) =>
      JSON.parse(JSON.stringify(document).replaceAll('111122223333', accountId)) as PolicyDocument
    const signer = this.members.find(({ role }) => role === undefined)
    const byKey = signer && `arn:aws:iam::${signer.accountId}:user/ci/${signer.name}`
    const provider = `arn:aws:iam::${accountId}:oidc-provider/${issuerHost}`
    const trusted =
      byKey === undefined
        ? {
            Principal: { Federated: provider },
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: { StringEquals: { [`${issuerHost}:sub`]: subject } },
          }
        : { Principal: { AWS: byKey }, Action: 'sts:AssumeRole' }
    account?.createRole({
      name: 'key-rotation',
      policies: [own(policy('iam-policy-central-role.json'))],
      trust: { Version: '2012-10-17', Statement: whom === 'the job' ? [{ Effect: 'Allow', ...trusted }] : [] },
    })
  }

  /** Jobs that are queued now use the keys that they get. */
  useKeys(): void {
    for (const { account, places } of this.members) {
      for (const place of places) {
        const pair = place.pair()
        if (pair === undefined || account.canSignIn(pair.id, pair.secret) !== 'works') continue
        account.noteUse(pair.id, { at: this.clock.now(), service: 's3', region: 'eu-central-1' })
      }
    }
  }

  /** What a person does; looked after, and never blamed on a run. */
  meddle(what: string, act: () => void): void {
    act()
    for (const watch of this.#watches) watch.look('a person', what)
  }

  /** Lets time pass, and whatever lies in it happen. */
  pass(time: number): Promise<void> {
    return this.timeline.pass(time)
  }

  /** The other requests of GitHub's hour that a token has are used up but for so many. */
  leaveOfBudget(left: number): void {
    const { github: token } = this.#tokens
    this.github.spend(token, (this.github.findToken(token)?.rateLimit.status().remaining ?? 0) - left)
  }

  run(inputs: Readonly<Record<string, string>> = {}): Promise<readonly UserEnd[] | undefined> {
    return this.start(inputs).done
  }

  /** Starts a run at this instant; the timeline goes on until it ends. */
  start(inputs: Readonly<Record<string, string>> = {}): FleetRun {
    const { setting } = this.#options
    const number = this.runs.length + 1
    const noted: NotedRun = this.github.noteRun(home, { id: this.github.nextRunId() })
    const secrets = this.github.repository(home).runSecrets()
    const process: Process = new Process(number, setting.pace, this.timeline, () => {
      this.#onKill.get(process)?.()
      this.#rejections.delete(process)
      noted.complete(process.isKilled ? 'failure' : 'success')
    })
    this.#processes.add(process)
    const requests: RequestRecord[] = []
    this.#requests.set(number, requests)
    const log: string[] = []
    const done = new Promise<readonly UserEnd[] | undefined>((resolve, reject) => {
      this.#rejections.set(process, reject)
      this.#onKill.set(process, () => resolve(undefined))
      this.#perform(process, noted, secrets, inputs, log)
        .catch((error: unknown) => {
          // The run as a whole fails, as people are told; anything else is a fault of the simulation, or of the action.
          if (!(error instanceof Problem)) throw error
          log.push(`failed: ${error.message}`)
          return undefined
        })
        .then(resolve, reject)
        .finally(() => process.end())
    })
    const run = { number, process, requests, log, done }
    this.runs.push(run)
    this.timeline.wake()
    return run
  }

  async #perform(
    process: Process,
    noted: NotedRun,
    secrets: Readonly<Record<string, string>>,
    inputs: Readonly<Record<string, string>>,
    log: string[],
  ): Promise<readonly UserEnd[]> {
    const present = this.members.filter(({ name }) => !this.left.has(name))
    const environment = environmentOf({
      file: fleetFile(this.#options.setting, present),
      run: noted.id,
      repository: { name: home, id: this.github.repository(home).id },
      tokens: this.#tokens,
      secrets,
      inputs: { ...this.#options.setting.inputs, ...inputs },
      recovery: this.#options.setting.recovery,
    })
    const configuration = readConfiguration(environment)
    const clock = new RunClock(this.timeline, process, 0)
    const side = { traffic: this.#traffic, process }
    const signer = present.find(({ role }) => role === undefined)
    const pair = signer && {
      accessKeyId: secrets[signer.secrets.id] ?? '',
      secretAccessKey: secrets[signer.secrets.secret] ?? '',
    }
    const aws = this.#accounts[0]
    if (aws === undefined) throw new Error('there is no account')
    const clients = simulatedAwsClients({ ...side, account: aws, clock, credentials: pair, jitter: () => 1 })
    const send = simulatedIdTokenRequest({ ...side, service: this.#idTokenService })
    const grant = { ...this.#idTokens.grant('https://tokens.example', subject) }
    const idTokens = signer === undefined ? idTokensOf(grant, clock, () => undefined, send) : undefined
    let begun = 0
    const inOrder = inTurn(configuration.users)
    const isLast = (each: (typeof inOrder)[number]) => mayEndSigning(each, signer?.name)
    const ordered = [...inOrder.filter((each) => !isLast(each)), ...inOrder.filter(isLast)]
    const order = ordered.map(({ iamUser }) => iamUser)
    return runUsers(configuration, {
      clock,
      awsOf: () => clients,
      credentials: pair && { ...pair, expiration: undefined, source: 'the simulated job' },
      sessions: new RoleSessions({ clock, mask: () => undefined, runId: noted.id, idTokens }),
      github: (token) => simulatedGitHubRequest({ ...side, github: this.github, service: this.#service }, token),
      mask: () => undefined,
      print: (line) => void log.push(line),
      // Asked for once by each user, when its own work begins: in the order of this run.
      nonce: () => {
        this.#workingFor.enterWith(order[begun] ?? '')
        begun += 1
        return `${String(process.number).padStart(5, '0')}-${String(begun).padStart(2, '0')}`
      },
      jobAge: 0,
    })
  }

  /**
   * One key, active and young, in every place; the journal says so, and nothing is left of the way there. `isForgotten`: a
   * person has removed that journal; `isSpoiled`: or has left something else in the recovery secret.
   */
  isAtRest(member: Member, { isForgotten = false, isSpoiled = false } = {}): boolean {
    const { account, name, places } = member
    const [key, another] = liveKeys(account.user(name))
    if (key === undefined || another !== undefined || key.status !== 'Active') return false
    const state = account.tags(name)['rotate-iam-access-keys']
    const words = state?.split(' ') ?? []
    const isTold = words.includes('phase=steady') && words.includes(`current=${key.accessKeyId}`)
    return (
      this.clock.now() - key.created < duration('60d') &&
      places.every((place) => {
        const pair = place.pair()
        return pair?.id === key.accessKeyId && pair.secret === key.secretAccessKey
      }) &&
      (isTold || (isForgotten && state === undefined)) &&
      (isSpoiled || this.github.secretValue(home, recoverySecretOf(member)) === undefined)
    )
  }

  /** Whether users have recovery secrets, and which. */
  get recovery(): FleetSetting['recovery'] {
    return this.#options.setting.recovery
  }

  get areAllAtRest(): boolean {
    return this.members.every((member) => this.isAtRest(member))
  }

  #isAnyoneWaiting(): boolean {
    for (const process of this.#processes) {
      if (process.isAlive || process.isWaiting) return true
      this.#processes.delete(process)
    }
    return false
  }

  #addTokens() {
    const named = { metadata: 'read', actions: 'write', checks: 'read', contents: 'read' } as const
    const writing = { ...named, secrets: 'write', environments: 'write', organization_secrets: 'write' } as const
    return {
      github: this.github.addToken({ kind: 'app', name: 'key-rotation-app', permissions: writing }),
      job: this.github.addToken({
        kind: 'GITHUB_TOKEN',
        name: 'github-actions',
        permissions: named,
        repositories: [home],
      }),
    }
  }

  #add(member: FleetMember): Member {
    const { github } = this
    const account = this.#accounts.find(({ accountId }) => accountId === member.accountId)
    if (account === undefined) throw new RangeError(`there is no account ${member.accountId}`)
    const created = this.clock.now() - storedAfter
    const policies = ['iam-policy-self-rotation.json', 'iam-policy-assume-role.json'].map(policy)
    account.createUser({
      name: member.name,
      path: '/ci/',
      created,
      policies: member.role === undefined ? policies : [],
    })
    const original = account.createAccessKey(member.name, { created })
    const { accessKeyId: id, secretAccessKey: secret } = original
    const places = namesOf(member).map(({ repository, names }): WatchedPlace => {
      const store =
        repository === undefined ? github.secretsAt({ organization: 'octo' }) : github.secretsAt({ repository })
      store.set(names.id, id)
      store.set(names.secret, secret)
      if (repository === undefined) for (const each of [names.id, names.secret]) store.share(each, 'selected', [home])
      const pair = () => {
        const [shown, hidden] = [store.seen(names.id), store.seen(names.secret)]
        return shown === undefined || hidden === undefined ? undefined : { id: shown, secret: hidden }
      }
      return { name: `${repository ?? 'octo'} (${member.name})`, user: member.name, pair }
    })
    const pairs = namesOf(member).filter(({ repository }) => repository !== 'octo/website')
    github.addWorkflow(home, {
      path: `.github/workflows/${member.workflow}`,
      yaml: verificationYaml(pairs.map(({ names }) => names)),
      job: async (job) => {
        const missed = this.#options.setting.missesOldKey === true && this.runs.length === 1
        const old = account.keys(member.name).find(({ accessKeyId }) => accessKeyId === id)
        if (missed && old?.status === 'Inactive') return 'failure'
        return this.#verify(
          job,
          account,
          pairs.map(({ names }) => names),
        )
      },
      ...(member.runsFor === undefined ? {} : { runsFor: member.runsFor }),
      groupOf: () => (this.#options.setting.isGrouped === true ? 'verify' : undefined),
    })
    return { ...member, account, original, places }
  }

  /** The job of a verification: judges each pair as the verify action does, with the secrets of the queued run. */
  #verify(job: JobContext, account: AwsAccount, names: readonly FleetMember['secrets'][]): JobReport {
    for (const pair of names) {
      const { [pair.id]: id = '', [pair.secret]: secret = '' } = job.secrets
      const isExpected = (job.inputs['expected-key'] || fingerprint(id)) === fingerprint(id)
      if (!isExpected || account.canSignIn(id, secret) !== 'works') {
        const title = isExpected ? failures.rejected : failures.otherKey
        return { conclusion: 'failure', annotations: [{ level: 'failure', title, message: title }] }
      }
      account.noteUse(id, { at: this.clock.now(), service: 'sts', region: 'us-east-1' })
    }
    return { conclusion: 'success', annotations: [] }
  }
}

/** No two requests take the same time: whose comes first is another matter for every request, and the same in every run. */
function unequal({ run, number }: SimulatedRequest, way: 'there' | 'back'): number {
  return 20 + ((run * 7 + number * 13 + (way === 'there' ? 3 : 0)) % 60)
}

function verificationYaml(pairs: readonly FleetMember['secrets'][]): string {
  const steps = pairs.map(
    ({ id, secret }) =>
      `      - { uses: rotate-iam-access-keys/rotate-iam-access-keys/verify@v1, env: { AWS_ACCESS_KEY_ID: "$\{{ secrets.${id} }}", AWS_SECRET_ACCESS_KEY: "$\{{ secrets.${secret} }}" }, with: { expected-key: "$\{{ inputs.expected-key }}" } }\n`,
  )
  return `run-name: Verify $\{{ inputs.rotation-id }}
on:
  workflow_dispatch:
    inputs: { expected-key: {}, rotation-id: {} }
jobs:
  verify:
    steps:
${steps.join('')}`
}
