/** A GitHub of the sandbox: what exists on it, and what a person does there by hand. */
import type { SandboxClock } from '../clock.ts'
import type { NotedRun, NotedRunOptions } from './noted-run.ts'
import { Repository, type RepositoryOptions } from './repository.ts'
import type { SecretStore } from './secret-store.ts'
import { Token, type TokenOptions } from './token.ts'
import type { Workflow, WorkflowOptions } from './workflow.ts'
import type { Inputs } from './workflow-file.ts'
import type { WorkflowRun } from './workflow-run.ts'

/** What kind of GitHub it is. */
export interface GitHubOptions {
  readonly clock: SandboxClock
  /**
   * Whether a dispatch can answer with its run. `false`: answers 204 whatever is asked, as GHES 3.20 does; `refused`:
   * a server that does not permit the unknown key `return_run_details`.
   */
  readonly runDetails?: boolean | 'refused'
  /** Milliseconds that reads of secrets, and the runs that are queued, lag behind writes. */
  readonly secretsVisibleAfter?: number
  /** Where people look, without a trailing slash. */
  readonly serverUrl?: string
  /** Milliseconds that its own clock is ahead of the sandbox's; negative when it is behind. */
  readonly clockOffset?: number
}

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
  /** Holds for the writes that are made from then on. */
  secretsVisibleAfter: number
  /** Only what is told differs: it holds for every time told from then on, also of what happened before. */
  clockOffset: number
  readonly #organizations = new Set<string>()
  readonly #repositories = new Map<string, Repository>()
  readonly #tokens = new Map<string, Token>()
  #lastRunId = 19_000_000_000

  constructor(options: GitHubOptions) {
    const { clock, runDetails = true, secretsVisibleAfter = 0, serverUrl = 'https://github.com' } = options
    this.clock = clock
    this.clockOffset = options.clockOffset ?? 0
    this.runDetails = runDetails
    this.secretsVisibleAfter = secretsVisibleAfter
    this.serverUrl = serverUrl
  }

  /** A moment of the sandbox's clock, as this GitHub's own clock shows it. */
  told(moment: number): number {
    return moment + this.clockOffset
  }

  /** Makes an owner an organization; every other owner is a user. */
  addOrganization(login: string): void {
    this.#organizations.add(login.toLowerCase())
  }

  isOrganization(login: string): boolean {
    return this.#organizations.has(login.toLowerCase())
  }

  addRepository(fullName: string, options: RepositoryOptions = {}): Repository {
    const [owner, name, ...rest] = fullName.split('/')
    if (!owner || !name || rest.length > 0) throw new RangeError(`${fullName} is not owner/name`)
    const repository = new Repository(owner, name, options, this)
    this.#repositories.set(fullName.toLowerCase(), repository)
    return repository
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

  /** Issues a token; the same calls issue the same tokens. */
  addToken(options: TokenOptions): string {
    const token = new Token(options, this.#tokens.size, this.clock)
    this.#tokens.set(token.text, token)
    return token.text
  }

  findToken(text: string): Token | undefined {
    return this.#tokens.get(text)
  }

  /** The value that was last written, whether or not reads see it yet; none in an environment that does not exist. */
  secretValue(fullName: string, name: string, environment?: string): string | undefined {
    return this.#findSecrets(fullName, environment)?.value(name)
  }

  /** A person's write. */
  setSecret(fullName: string, name: string, value: string, environment?: string): void {
    this.#secrets(fullName, environment).set(name, value)
  }

  /** Gives a repository or an environment a new key pair: what was sealed to the old key is refused from now on. */
  rotatePublicKey(fullName: string, environment?: string): void {
    this.#secrets(fullName, environment).rotatePublicKey()
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

  #secrets(fullName: string, environment: string | undefined): SecretStore {
    const secrets = this.#findSecrets(fullName, environment)
    if (secrets === undefined) throw new RangeError(`${fullName} has no environment ${environment}`)
    return secrets
  }

  #findSecrets(fullName: string, environment: string | undefined): SecretStore | undefined {
    const repository = this.repository(fullName)
    return environment === undefined ? repository.actionsSecrets : repository.findEnvironment(environment)?.secrets
  }

  /** Run ids are unique across repositories and wider than 32 bits. */
  nextRunId(): number {
    this.#lastRunId += 1
    return this.#lastRunId
  }
}
