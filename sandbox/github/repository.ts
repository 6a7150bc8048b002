/** A repository: its files, its secrets, its environments, its workflows and their runs. */
import { ConcurrencyGroup } from './concurrency-group.ts'
import { Environment } from './environment.ts'
import { objectId, stableId } from './identifiers.ts'
import type { Issue } from './issue.ts'
import { NotedRun, type NotedRunOptions } from './noted-run.ts'
import type { Organization } from './organization.ts'
import type { Store, VariableStoreName } from './place.ts'
import { SecretStore } from './secret-store.ts'
import type { Consistency } from './value-store.ts'
import { VariableStore } from './variable-store.ts'
import { type OtherJob, Workflow, type WorkflowOptions } from './workflow.ts'
import { type Inputs, WorkflowFile } from './workflow-file.ts'
import { type RunFacts, type ShownRun, WorkflowRun } from './workflow-run.ts'

/** How a repository begins. */
export interface RepositoryOptions {
  readonly archived?: boolean
  /** Private when not said: there GitHub hides the most, so a missing permission shows. */
  readonly private?: boolean
  readonly defaultBranch?: string
  /** Branches beside the default one. */
  readonly branches?: readonly string[]
  readonly tags?: readonly string[]
  /** Path to content; every branch and tag has the same files, except those that `addBranch` adds. */
  readonly files?: Readonly<Record<string, string>>
}

/** What a repository needs from the GitHub that it is on. */
export interface Platform extends Consistency {
  nextRunId(): number
  /** The organization of that login; nothing where a user has it. */
  findOrganization(login: string): Organization | undefined
}

/** A branch or tag by its short name, and the commit that it points at. */
export interface Head {
  readonly name: string
  readonly sha: string
}

/** What starts a run. */
export interface RunRequest {
  readonly event: string
  readonly head: Head
  readonly inputs: Inputs
  readonly actor: string
}

/** Says as little as GitHub needs to offer the "Run workflow" button. */
const dispatchableWorkflow = (name: string) => `name: ${name}\non: workflow_dispatch\njobs: {}\n`

const variablesPerRepository = 500

/** The workflow of a run of which no path is said. */
const rotationPath = '.github/workflows/rotate.yml'

/** The id of what has this origin. */
export function repositoryId(origin: string): number {
  return stableId('repository', origin)
}

/** A repository's state; who may see and change it is decided elsewhere. */
export class Repository {
  readonly id: number
  owner: string
  readonly defaultBranch: string
  readonly createdAt: number
  readonly files: Map<string, string>
  /** The repository's own secrets. */
  readonly secrets: Readonly<Record<Store, SecretStore>>
  /** The repository's own variables. */
  readonly variables: Readonly<Record<VariableStoreName, VariableStore>>
  archived: boolean
  visibility: 'public' | 'private'
  readonly #branches: Set<string>
  /** Of branches that differ from the default one. */
  readonly #filesOf = new Map<string, ReadonlyMap<string, string>>()
  readonly #tags: ReadonlySet<string>
  readonly #environments = new Map<string, Environment>()
  /** Names in lower case of environments that somebody has deleted, once for each. */
  readonly #deleted: string[] = []
  readonly #workflows = new Map<string, Workflow>()
  /** Every attempt of every run, in the order in which they started. */
  #attempts: ShownRun[] = []
  #issues: readonly Issue[] = []
  /** By name, in lower case. */
  readonly #groups = new Map<string, ConcurrencyGroup>()
  readonly #platform: Platform
  /** By commit. */
  readonly #formerFiles = new Map<string, ReadonlyMap<string, string>>()
  /** What its ids and keys are made of: they do not change with the name. */
  readonly #origin: string
  /** Full names, the latest last. */
  readonly #names: string[]

  /** `origin` tells it apart from every other, also from one that had its name before. */
  constructor(origin: string, owner: string, name: string, options: RepositoryOptions, platform: Platform) {
    this.id = repositoryId(origin)
    this.owner = owner
    this.#origin = origin
    this.#names = [`${owner}/${name}`]
    this.defaultBranch = options.defaultBranch ?? 'main'
    this.createdAt = platform.clock.now()
    this.files = new Map(Object.entries(options.files ?? {}))
    const secrets = (store: Store) => new SecretStore({ name: `${origin} ${store}` }, platform)
    this.secrets = {
      actions: secrets('actions'),
      dependabot: secrets('dependabot'),
      codespaces: secrets('codespaces'),
      agents: secrets('agents'),
    }
    const variables = (store: VariableStoreName) =>
      new VariableStore({ name: `${origin} ${store}`, capacity: variablesPerRepository }, platform)
    this.variables = { actions: variables('actions'), agents: variables('agents') }
    this.archived = options.archived ?? false
    this.visibility = (options.private ?? true) ? 'private' : 'public'
    this.#branches = new Set([this.defaultBranch, ...(options.branches ?? [])])
    this.#tags = new Set(options.tags)
    this.#platform = platform
  }

  get name(): string {
    return this.fullName.slice(this.owner.length + 1)
  }

  get fullName(): string {
    return this.#names.at(-1) ?? ''
  }

  /** The full names that it had before. */
  get formerNames(): readonly string[] {
    return this.#names.slice(0, -1)
  }

  /** Takes another name; where it is found by names is for its GitHub to say. */
  rename(name: string): void {
    this.#names.push(`${this.owner}/${name}`)
  }

  /** Goes to another owner, or to one that is called otherwise now. */
  move(owner: string): void {
    const { name } = this
    this.owner = owner
    this.rename(name)
  }

  /** The repository's own Actions secrets. */
  get actionsSecrets(): SecretStore {
    return this.secrets.actions
  }

  get environments(): readonly Environment[] {
    return [...this.#environments.values()]
  }

  /** The runs whose jobs are the sandbox's, newest first. */
  get runs(): readonly WorkflowRun[] {
    return this.#attempts.filter((run) => run instanceof WorkflowRun).toReversed()
  }

  /** The latest attempt of every run, newest run first, as lists show them. */
  get shownRuns(): readonly ShownRun[] {
    const latest = [...new Map(this.#attempts.map((run) => [run.id, run])).values()]
    return latest.toReversed().sort((one, other) => other.createdAt - one.createdAt)
  }

  /** A run's attempt by the texts of a path; the latest one when none is asked for. */
  findRun(id: string, attempt?: string): ShownRun | undefined {
    return this.#attempts.findLast(
      (run) => String(run.id) === id && (attempt === undefined || String(run.attempt) === attempt),
    )
  }

  /** Somebody deletes a run, all attempts of it. */
  deleteRun(id: number): void {
    this.#attempts = this.#attempts.filter((run) => run.id !== id)
  }

  /** In the order of their numbers, which begin at 1. */
  get issues(): readonly Issue[] {
    return this.#issues
  }

  /** Opens an issue, or changes one. */
  putIssue(issue: Issue): void {
    this.#issues = [...this.#issues.filter(({ number }) => number !== issue.number), issue].sort(
      (one, other) => one.number - other.number,
    )
  }

  /** Makes an environment that is empty. */
  addEnvironment(name: string): Environment {
    if (this.findEnvironment(name) !== undefined) throw new RangeError(`${this.fullName} has an environment ${name}`)
    const before = this.#deleted.filter((each) => each === name.toLowerCase()).length
    const origin = before === 0 ? this.#origin : `${this.#origin}, ${before} before it`
    const environment = new Environment(origin, name, this.#platform)
    this.#environments.set(name.toLowerCase(), environment)
    return environment
  }

  /** Somebody deletes an environment, with its secrets, its variables and its protection. */
  deleteEnvironment(name: string): void {
    if (!this.#environments.delete(name.toLowerCase())) throw new RangeError(`there is no environment ${name}`)
    this.#deleted.push(name.toLowerCase())
  }

  /** Names are compared without regard to case. */
  findEnvironment(name: string): Environment | undefined {
    return this.#environments.get(name.toLowerCase())
  }

  /** The branch or tag that a ref means, short or full; a commit's SHA is not a ref. */
  head(ref: string): Head | undefined {
    const [, kind, name = ''] = /^(?:refs\/(heads|tags)\/)?(.+)$/.exec(ref) ?? []
    const exists = (kind !== 'tags' && this.#branches.has(name)) || (kind !== 'heads' && this.#tags.has(name))
    return exists ? { name, sha: this.#commitOf(this.#filesOf.get(name) ?? this.files) } : undefined
  }

  /** A branch with files of its own. GitHub knows workflows by the default branch alone. */
  addBranch(name: string, files: Readonly<Record<string, string>>): void {
    this.#branches.add(name)
    this.#filesOf.set(name, new Map(Object.entries(files)))
  }

  addWorkflow(options: WorkflowOptions): Workflow {
    const workflow = new Workflow(this.#origin, options, this.#platform.clock.now())
    const yaml = options.yaml ?? this.files.get(options.path) ?? dispatchableWorkflow(workflow.fileName)
    this.files.set(options.path, yaml)
    this.#workflows.set(options.path, workflow)
    return workflow
  }

  /** Every workflow, whatever its state. */
  get workflows(): readonly Workflow[] {
    return [...this.#workflows.values()]
  }

  /** By numeric id or file name. */
  workflow(workflowId: string): Workflow | undefined {
    return [...this.#workflows.values()].find((workflow) => workflow.isCalled(workflowId))
  }

  /** The workflow's file as it is now. */
  workflowFile(workflow: Workflow): WorkflowFile {
    return new WorkflowFile(this.files.get(workflow.path) ?? '')
  }

  /** A workflow's display name; GitHub shows the path when the file gives none. */
  workflowName(workflow: Workflow): string {
    return this.workflowFile(workflow).name ?? workflow.path
  }

  /** The files of a branch or tag, or of a commit that is one of their heads or that a run was started for. */
  filesAt(ref: string): ReadonlyMap<string, string> | undefined {
    const head = this.head(ref)
    if (head !== undefined) return this.#filesOf.get(head.name) ?? this.files
    return (
      [this.files, ...this.#filesOf.values()].find((files) => this.#commitOf(files) === ref) ??
      this.#formerFiles.get(ref)
    )
  }

  /** Queues a run. GitHub reads the secrets that it gets at this moment and never again for this run. */
  startRun(workflow: Workflow, { event, head, inputs, actor }: RunRequest): WorkflowRun {
    const number = this.#nextNumber(workflow.id)
    this.#formerFiles.set(head.sha, new Map(this.filesAt(head.sha)))
    const name = this.workflowName(workflow)
    const id = this.#platform.nextRunId()
    const run = new WorkflowRun(
      {
        id,
        number,
        workflow: { id: workflow.id, path: workflow.path, name },
        repository: this.fullName,
        event,
        headBranch: head.name,
        headSha: head.sha,
        title: this.workflowFile(workflow).title(inputs) ?? name,
        actor,
        inputs,
        secrets: this.runSecrets(),
        protection: this.#isUnprotected(workflow.protection?.environment) ? undefined : workflow.protection,
        fate: typeof workflow.fate === 'function' ? workflow.fate({ number, inputs }) : workflow.fate,
        queuedFor: workflow.queuedFor,
        runsFor: workflow.runsFor,
        visibleAfter: workflow.visibleAfter,
        group: this.concurrencyGroup(workflow.groupOf({ id, inputs })),
        jobs: jobsOf(workflow).map(({ name, stepName = 'Verify', job, environment }) => ({
          name,
          stepName,
          job,
          environmentSecrets: (startedAt) => this.#environmentSecrets(environment, startedAt),
          tolerance: this.workflowFile(workflow).toleranceOf(name),
        })),
      },
      this.#platform.clock,
    )
    this.#attempts.push(run)
    return run
  }

  /** The group of a name; its case does not matter. */
  concurrencyGroup(name: string | undefined): ConcurrencyGroup | undefined {
    if (name === undefined) return undefined
    const group = this.#groups.get(name.toLowerCase()) ?? new ConcurrencyGroup()
    this.#groups.set(name.toLowerCase(), group)
    return group
  }

  /** The secrets that a run gets which is queued now: the organization's, and over them the repository's own. */
  runSecrets(): Readonly<Record<string, string>> {
    const organization = this.#platform.findOrganization(this.owner)
    const own = this.actionsSecrets.snapshot()
    return organization === undefined
      ? own
      : Object.freeze({ ...organization.secrets.actions.snapshotFor(this), ...own })
  }

  /**
   * A job that names an environment which does not exist makes it, empty and without protection:
   * https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments
   */
  #environmentSecrets(name: string | undefined, at: number): Readonly<Record<string, string>> {
    if (name === undefined) return {}
    return (this.findEnvironment(name) ?? this.addEnvironment(name)).secrets.snapshot(at)
  }

  /** What protected an environment is gone with it. */
  #isUnprotected(environment: string | undefined): boolean {
    return environment !== undefined && this.#deleted.includes(environment.toLowerCase())
  }

  /** The run that a job belongs to. */
  findRunOfJob(jobId: string): ShownRun | undefined {
    return this.#attempts.findLast((run) => run.jobs.some(({ id }) => String(id) === jobId))
  }

  /** A run, or the next attempt of one, whose job works outside: in progress until the answer's `complete` is called. */
  noteRun({ id, attempt = 1, path = rotationPath, event = 'schedule', createdAt, status }: NotedRunOptions): NotedRun {
    const earlier = this.findRun(String(id))
    if (earlier instanceof WorkflowRun) throw new RangeError(`the job of run ${id} is the sandbox's`)
    if (earlier !== undefined && earlier.attempt >= attempt) {
      throw new RangeError(`run ${id} is at attempt ${earlier.attempt} already`)
    }
    const now = this.#platform.clock.now()
    const created = earlier?.createdAt ?? createdAt ?? now
    const times = { attempt, createdAt: created, attemptStartedAt: attempt === 1 ? created : now }
    const run = new NotedRun(earlier?.start ?? this.#factsOf(id, path, event), times, status, this.#platform.clock)
    this.#attempts.push(run)
    return run
  }

  #factsOf(id: number, path: string, event: string): RunFacts {
    const workflowId = stableId('workflow', `${this.#origin} ${path}`)
    const name = new WorkflowFile(this.files.get(path) ?? '').name ?? path
    return {
      id,
      number: this.#nextNumber(workflowId),
      workflow: { id: workflowId, path, name },
      repository: this.fullName,
      event,
      headBranch: this.defaultBranch,
      headSha: this.#commitOf(this.files),
      title: name,
      actor: this.owner,
    }
  }

  #nextNumber(workflowId: number): number {
    return this.shownRuns.filter((run) => run.start.workflow.id === workflowId).length + 1
  }

  /** Changes whenever a file does. */
  #commitOf(files: ReadonlyMap<string, string>): string {
    return objectId(JSON.stringify([this.#origin, ...files]))
  }
}

function jobsOf({ jobName: name, stepName, job, environment, otherJobs }: Workflow): readonly OtherJob[] {
  return [{ name, stepName, job, ...(environment === undefined ? {} : { environment }) }, ...otherJobs]
}
