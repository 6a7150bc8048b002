/** A workflow of a repository: its state, and the settings of the runs that it starts. */
import { stableId } from './identifiers.ts'
import type { Inputs } from './workflow-file.ts'
import type { Fate, Job, Protection } from './workflow-run.ts'

/** Only an `active` workflow can be dispatched. */
export type WorkflowState = 'active' | 'deleted' | 'disabled_fork' | 'disabled_inactivity' | 'disabled_manually'

/** Decides from what a dispatch asked for, and from how many there were before it, what becomes of its run. */
export type FateOf = (dispatch: { readonly number: number; readonly inputs: Inputs }) => Fate

/** The name of the concurrency group that a run belongs to; none where the file names none. */
export type GroupOf = (run: { readonly id: number; readonly inputs: Inputs }) => string | undefined

/** A job beside a workflow's first. */
export interface OtherJob {
  readonly name: string
  readonly stepName?: string
  readonly job: Job
  /** Whose secrets come before the repository's. */
  readonly environment?: string
}

/** How a workflow begins. */
export interface WorkflowOptions {
  /** `.github/workflows/verify.yml` */
  readonly path: string
  readonly job: Job
  readonly jobName?: string
  /** The step between those that set up and clean up. */
  readonly stepName?: string
  /** Jobs beside that one. */
  readonly otherJobs?: readonly OtherJob[]
  /** The file's content; without it the repository's own file counts, or else one that can be dispatched. */
  readonly yaml?: string
  readonly state?: WorkflowState
  readonly fate?: Fate | FateOf
  /** The environment that the job names: its secrets come before the repository's. */
  readonly environment?: string
  /** What jobs wait for before they start. */
  readonly protection?: Protection
  readonly queuedFor?: number
  readonly runsFor?: number
  readonly visibleAfter?: number
  /** The concurrency group of a run, where the file names one. */
  readonly groupOf?: GroupOf
}

/** What can be set again at any time holds for the runs that are started from then on. Times are milliseconds. */
export class Workflow {
  readonly id: number
  readonly path: string
  readonly createdAt: number
  state: WorkflowState
  job: Job
  jobName: string
  stepName: string
  otherJobs: readonly OtherJob[]
  fate: Fate | FateOf
  environment: string | undefined
  protection: Protection | undefined
  /** How long a run waits for a runner. */
  queuedFor: number
  /** How long its job takes. */
  runsFor: number
  /** How long GET answers 404 for a new run, and lists leave it out. */
  visibleAfter: number
  readonly groupOf: GroupOf

  constructor(repository: string, options: WorkflowOptions, createdAt: number) {
    this.id = stableId('workflow', `${repository} ${options.path}`)
    this.path = options.path
    this.createdAt = createdAt
    this.state = options.state ?? 'active'
    this.job = options.job
    this.jobName = options.jobName ?? 'verify'
    this.stepName = options.stepName ?? 'Verify'
    this.otherJobs = options.otherJobs ?? []
    this.fate = options.fate ?? 'normal'
    this.environment = options.environment
    this.protection = options.protection
    this.queuedFor = options.queuedFor ?? 5_000
    this.runsFor = options.runsFor ?? 20_000
    this.visibleAfter = options.visibleAfter ?? 0
    this.groupOf = options.groupOf ?? (() => undefined)
  }

  get fileName(): string {
    return this.path.slice(this.path.lastIndexOf('/') + 1)
  }

  /** Whether a path parameter `workflow_id` means this workflow: its id or its file name. */
  isCalled(workflowId: string): boolean {
    return workflowId === this.fileName || workflowId === String(this.id)
  }
}
