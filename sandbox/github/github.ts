/** A GitHub of the sandbox: what exists on it, and what a person does there by hand. */
import type { SandboxClock } from '../clock.ts'
import { Repository, type RepositoryOptions } from './repository.ts'
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
  readonly #organizations = new Set<string>()
  readonly #repositories = new Map<string, Repository>()
  readonly #tokens = new Map<string, Token>()
  #lastRunId = 19_000_000_000

  constructor({ clock, runDetails = true, secretsVisibleAfter = 0, serverUrl = 'https://github.com' }: GitHubOptions) {
    this.clock = clock
    this.runDetails = runDetails
    this.secretsVisibleAfter = secretsVisibleAfter
    this.serverUrl = serverUrl
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

  /** The value that was last written, whether or not reads see it yet. */
  secretValue(fullName: string, name: string): string | undefined {
    return this.repository(fullName).actionsSecrets.value(name)
  }

  /** A person's write. */
  setSecret(fullName: string, name: string, value: string): void {
    this.repository(fullName).actionsSecrets.set(name, value)
  }

  /** Gives a repository a new key pair: what was sealed to the old key is refused from now on. */
  rotatePublicKey(fullName: string): void {
    this.repository(fullName).actionsSecrets.rotatePublicKey()
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

  /** Newest first. */
  runs(fullName: string): readonly WorkflowRun[] {
    return this.repository(fullName).runs
  }

  /** Run ids are unique across repositories and wider than 32 bits. */
  nextRunId(): number {
    this.#lastRunId += 1
    return this.#lastRunId
  }
}
