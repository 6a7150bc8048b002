/** A GitHub of the sandbox: what exists on it, and what a person does there by hand. */
import type { SandboxClock } from '../clock.ts'
import { App, type AppOptions, type Installation } from './app.ts'
import type { Directory } from './audience.ts'
import type { Environment } from './environment.ts'
import type { NotedRun, NotedRunOptions } from './noted-run.ts'
import { Organization } from './organization.ts'
import type { PlaceName, VariablePlaceName } from './place.ts'
import { Repository, type RepositoryOptions, repositoryId } from './repository.ts'
import type { SecretStore } from './secret-store.ts'
import { Token, type TokenOptions } from './token.ts'
import type { VariableStore } from './variable-store.ts'
import type { Workflow, WorkflowOptions } from './workflow.ts'
import type { Inputs } from './workflow-file.ts'
import type { ShownRun, WorkflowRun } from './workflow-run.ts'

/** What kind of GitHub it is. */
export interface GitHubOptions {
  readonly clock: SandboxClock
  /**
   * Whether a dispatch can answer with its run; GitHub Enterprise Server can from 3.21 on. `false`: answers 204 whatever
   * is asked, as GHES 3.20 does; `refused`: a server that does not permit the unknown key `return_run_details`.
   */
  readonly runDetails?: boolean | 'refused'
  /** Milliseconds that reads of secrets and variables, and the runs that are queued, lag behind writes. */
  readonly secretsVisibleAfter?: number
  /** Where people look, without a trailing slash. */
  readonly serverUrl?: string
  /** Milliseconds that its own clock is ahead of the sandbox's; negative when it is behind. */
  readonly clockOffset?: number
  /** The version of GitHub Enterprise Server that it is: '3.20.2'. It has neither Codespaces nor Agents. */
  readonly server?: string
  /** Holds every token to GitHub's secondary rate limits. */
  readonly limits?: 'enforced'
  /** What a token is answered that has spent its hour; GitHub documents both. */
  readonly spentStatus?: 403 | 429
}

const mintedTokenLife = 3_600_000

/** Runs that nobody dispatched: a push, a schedule. */
export interface StartedRun {
  readonly event?: string
  readonly ref?: string
  readonly inputs?: Inputs
  readonly actor?: string
}

/** The state that `githubService` serves; everything here happens at once and without a token. */
export class GitHub {
  readonly clock: SandboxClock
  readonly serverUrl: string
  readonly runDetails: boolean | 'refused'
  readonly server: string | undefined
  /** Holds for the writes that are made from then on. */
  secretsVisibleAfter: number
  /** Only what is told differs: it holds for every time told from then on, also of what happened before. */
  clockOffset: number
  /** Whether tokens are held to the secondary rate limits from then on. */
  limits: 'enforced' | undefined
  /** What a token is answered that has spent its hour. */
  spentStatus: 403 | 429
  /**
   * The permissions by which tokens may be narrowed: those of GitHub's description of minting, or any that an
   * installation has. Which one it is, nobody has written down.
   */
  mints: 'published' | 'any' = 'published'
  /**
   * The runs that lists leave out as soon as they are filtered, from then on: GitHub's have come back empty or incomplete
   * (actions-runner-controller#362, iterative/cml#923, dawidd6/action-download-artifact#56).
   */
  isMissingFromSearches: (run: ShownRun) => boolean = () => false
  /** How many requests were refused for a secondary rate limit that was enforced. */
  secondaryLimitAnswers = 0
  readonly #organizations = new Map<string, Organization>()
  readonly #repositories = new Map<string, Repository>()
  /** By the names that they had before. */
  readonly #renamedRepositories = new Map<string, Repository>()
  readonly #repositoriesById = new Map<number, Repository>()
  /** Ids that no other repository gets. */
  readonly #deletedRepositories = new Set<number>()
  readonly #tokens = new Map<string, Token>()
  readonly #apps = new Map<string, App>()
  #lastRunId = 19_000_000_000
  #requests = 0

  constructor(options: GitHubOptions) {
    const { clock, secretsVisibleAfter = 0, serverUrl = 'https://github.com' } = options
    this.clock = clock
    this.clockOffset = options.clockOffset ?? 0
    this.runDetails = options.runDetails ?? !/^3\.(?:1?\d|20)(?:\.|$)/.test(options.server ?? '')
    this.secretsVisibleAfter = secretsVisibleAfter
    this.serverUrl = serverUrl
    this.server = options.server
    this.limits = options.limits
    this.spentStatus = options.spentStatus ?? 403
  }

  /** A moment of the sandbox's clock, as this GitHub's own clock shows it. */
  told(moment: number): number {
    return moment + this.clockOffset
  }

  /** What GitHub calls the next request that it answers, in every reply. */
  nextRequestId(): string {
    this.#requests += 1
    return `C0DE:1A2B3C:${this.#requests.toString(16).toUpperCase().padStart(6, '0')}`
  }

  /** Makes an owner an organization; every other owner is a user. */
  addOrganization(login: string): Organization {
    const existing = this.findOrganization(login)
    if (existing !== undefined) return existing
    const organization: Organization = new Organization(
      login,
      this.#repositoriesOf(() => organization.login),
      this,
    )
    this.#organizations.set(login.toLowerCase(), organization)
    return organization
  }

  findOrganization(login: string): Organization | undefined {
    return this.#organizations.get(login.toLowerCase())
  }

  /**
   * Gives an organization another name. Who asks for one of its repositories by the old one is sent on; what belongs to
   * the organization itself is not found by it:
   * https://docs.github.com/en/organizations/managing-organization-settings/renaming-an-organization
   */
  renameOrganization(from: string, to: string): Organization {
    const organization = this.organization(from)
    if (this.findOrganization(to) !== undefined) throw new RangeError(`there is an organization ${to}`)
    const owned = this.repositories.filter(({ owner }) => owner.toLowerCase() === from.toLowerCase())
    for (const repository of owned) {
      const former = repository.fullName.toLowerCase()
      repository.move(to)
      this.#repositories.delete(former)
      this.#renamedRepositories.set(former, repository)
      this.#repositories.set(repository.fullName.toLowerCase(), repository)
    }
    organization.login = to
    this.#organizations.delete(from.toLowerCase())
    this.#organizations.set(to.toLowerCase(), organization)
    return organization
  }

  /** An organization that is known to exist. */
  organization(login: string): Organization {
    const organization = this.findOrganization(login)
    if (organization === undefined) throw new RangeError(`there is no organization ${login}`)
    return organization
  }

  addRepository(fullName: string, options: RepositoryOptions = {}): Repository {
    const [owner, name, ...rest] = fullName.split('/')
    if (!owner || !name || rest.length > 0) throw new RangeError(`${fullName} is not owner/name`)
    const repository = new Repository(this.#originOf(fullName), owner, name, options, this)
    this.#repositories.set(fullName.toLowerCase(), repository)
    this.#repositoriesById.set(repository.id, repository)
    return repository
  }

  /** Gives a repository another name; who asks for the old one is sent on, until another repository has it. */
  renameRepository(from: string, to: string): Repository {
    const repository = this.repository(from)
    const [owner = '', name = ''] = to.split('/')
    if (owner.toLowerCase() !== repository.owner.toLowerCase()) throw new RangeError(`${from} cannot move to ${owner}`)
    if (this.findRepository(to) !== undefined) throw new RangeError(`there is a repository ${to}`)
    repository.rename(name)
    this.#repositories.delete(from.toLowerCase())
    this.#renamedRepositories.set(from.toLowerCase(), repository)
    this.#repositories.set(to.toLowerCase(), repository)
    return repository
  }

  /** Somebody deletes a repository, with everything in it. */
  deleteRepository(fullName: string): void {
    const { id } = this.repository(fullName)
    this.#repositories.delete(fullName.toLowerCase())
    this.#repositoriesById.delete(id)
    this.#deletedRepositories.add(id)
    for (const [name, renamed] of this.#renamedRepositories)
      if (renamed.id === id) this.#renamedRepositories.delete(name)
  }

  /** The repository that had a name before and that nobody has now. */
  findRenamedRepository(fullName: string): Repository | undefined {
    return this.findRepository(fullName) ? undefined : this.#renamedRepositories.get(fullName.toLowerCase())
  }

  findRepositoryById(id: number): Repository | undefined {
    return this.#repositoriesById.get(id)
  }

  /** Names are compared without regard to case. */
  findRepository(fullName: string): Repository | undefined {
    return this.#repositories.get(fullName.toLowerCase())
  }

  /** A repository that is known to exist. */
  repository(fullName: string): Repository {
    const repository = this.findRepository(fullName)
    if (repository === undefined) throw new RangeError(`there is no repository ${fullName}`)
    return repository
  }

  get repositories(): readonly Repository[] {
    return [...this.#repositoriesById.values()]
  }

  /** Issues a token; the same calls issue the same tokens. */
  addToken(options: TokenOptions): string {
    return this.#issue(options).text
  }

  /** Issues the token that an App mints: it lasts an hour, and records call it by the App's name and the owner's. */
  mintToken(installation: Installation, options: Pick<TokenOptions, 'permissions' | 'repositories'>): Token {
    return this.#issue({
      ...options,
      kind: 'app',
      name: `${installation.app.name} for ${installation.owner}`,
      installation,
      expiresAt: this.clock.now() + mintedTokenLife,
    })
  }

  /** Registers an App, and installs it. */
  addApp(options: AppOptions): App {
    const app = new App(options, this.clock)
    for (const issuer of [String(app.id), app.clientId]) this.#apps.set(issuer, app)
    return app
  }

  /** By its id or its client id. */
  findApp(issuer: string): App | undefined {
    return this.#apps.get(issuer)
  }

  findToken(text: string): Token | undefined {
    return this.#tokens.get(text)
  }

  /** Other jobs send so many requests with a token, or with another one of the same installation. */
  spend(text: string, requests: number): void {
    const token = this.findToken(text)
    if (token === undefined) throw new RangeError('nobody has issued this token')
    token.rateLimit.spendElsewhere(requests)
  }

  /** The secrets of a place that is known to exist. */
  secretsAt(place: PlaceName): SecretStore {
    if ('organization' in place) return this.organization(place.organization).secrets[place.store ?? 'actions']
    if ('environment' in place) return this.#environment(place.repository, place.environment).secrets
    return this.repository(place.repository).secrets[place.store ?? 'actions']
  }

  /** The variables of a place that is known to exist. */
  variablesAt(place: VariablePlaceName): VariableStore {
    if ('organization' in place) return this.organization(place.organization).variables[place.store ?? 'actions']
    if ('environment' in place) return this.#environment(place.repository, place.environment).variables
    return this.repository(place.repository).variables[place.store ?? 'actions']
  }

  /** The value that was last written, whether or not reads see it yet; none in an environment that does not exist. */
  secretValue(fullName: string, name: string, environment?: string): string | undefined {
    const isAbsent = environment !== undefined && !this.repository(fullName).findEnvironment(environment)
    return isAbsent ? undefined : this.secretsAt(placeOf(fullName, environment)).value(name)
  }

  /** A person's write. */
  setSecret(fullName: string, name: string, value: string, environment?: string): void {
    this.secretsAt(placeOf(fullName, environment)).set(name, value)
  }

  /** Gives a repository or an environment a new key pair: what was sealed to the old key is refused from now on. */
  rotatePublicKey(fullName: string, environment?: string): void {
    this.secretsAt(placeOf(fullName, environment)).rotatePublicKey()
  }

  addWorkflow(fullName: string, options: WorkflowOptions): Workflow {
    return this.repository(fullName).addWorkflow(options)
  }

  /** Queues a run without a dispatch, by file name or id. */
  startRun(fullName: string, workflowId: string, started: StartedRun = {}): WorkflowRun {
    const repository = this.repository(fullName)
    const { event = 'push', ref = repository.defaultBranch, inputs = {}, actor = repository.owner } = started
    const workflow = repository.workflow(workflowId)
    const head = repository.head(ref)
    if (workflow === undefined) throw new RangeError(`${fullName} has no workflow ${workflowId}`)
    if (head === undefined) throw new RangeError(`${fullName} has no ref ${ref}`)
    return repository.startRun(workflow, { event, head, inputs, actor })
  }

  /**
   * A run whose job works outside the sandbox: in progress until `complete` of the answer is called. The same id with a
   * higher attempt is a re-run. The repository needs no file for the run's workflow.
   */
  noteRun(fullName: string, run: NotedRunOptions): NotedRun {
    return this.repository(fullName).noteRun(run)
  }

  /** The runs whose jobs are the sandbox's, newest first. */
  runs(fullName: string): readonly WorkflowRun[] {
    return this.repository(fullName).runs
  }

  /** Another one for a name that a renamed repository began with, or a deleted one. */
  #originOf(fullName: string): string {
    const isTaken = (id: number) =>
      this.#deletedRepositories.has(id) || (this.findRepositoryById(id)?.fullName ?? fullName) !== fullName
    let origin = fullName
    while (isTaken(repositoryId(origin))) origin += ' anew'
    return origin
  }

  #issue(options: TokenOptions): Token {
    const token = new Token(options, this.#tokens.size, this.clock)
    this.#tokens.set(token.text, token)
    return token
  }

  #environment(fullName: string, name: string): Environment {
    const environment = this.repository(fullName).findEnvironment(name)
    if (environment === undefined) throw new RangeError(`${fullName} has no environment ${name}`)
    return environment
  }

  #repositoriesOf(login: () => string): Directory {
    const owned = (repository: Repository | undefined) =>
      repository?.owner.toLowerCase() === login().toLowerCase() ? repository : undefined
    return {
      byId: (id) => owned(this.findRepositoryById(id)),
      byName: (fullName) => {
        const repository = owned(this.findRepository(fullName))
        if (repository === undefined) throw new RangeError(`${login()} has no repository ${fullName}`)
        return repository
      },
    }
  }

  /** Run ids are unique across repositories and wider than 32 bits. */
  nextRunId(): number {
    this.#lastRunId += 1
    return this.#lastRunId
  }
}

function placeOf(repository: string, environment: string | undefined): PlaceName {
  return environment === undefined ? { repository } : { repository, environment }
}
