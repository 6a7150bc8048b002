/** Runs of a workflow: what the API shows of any, and one of the sandbox's own from the moment it is queued. */
import type { SandboxClock } from '../clock.ts'
import { stableId } from './identifiers.ts'
import type { Inputs } from './workflow-file.ts'

type RunStatus = 'queued' | 'in_progress' | 'waiting' | 'completed'

/** How a run can end; a job's own answer is usually one of the first two. */
export type Conclusion = 'success' | 'failure' | 'neutral' | 'cancelled' | 'skipped' | 'timed_out' | 'startup_failure'

/** What becomes of a run. */
interface Course {
  /** The status that it never leaves. */
  readonly stays?: RunStatus
  /** How it ends without its job deciding. */
  readonly concludes?: Conclusion
}

const courses = {
  /** The job runs and decides. */
  normal: {},
  /** No runner takes the job. */
  'never starts': { stays: 'queued' },
  /** The job hangs. */
  'never finishes': { stays: 'in_progress' },
  /** A deployment protection rule holds the job back. */
  waiting: { stays: 'waiting' },
  /** A person cancels it while it runs. */
  cancelled: { concludes: 'cancelled' },
  /** `timeout-minutes` is over. */
  timed_out: { concludes: 'timed_out' },
  /** A job's `if:` is false, so nothing ran. */
  skipped: { concludes: 'skipped' },
  /** The file cannot be run: there is not even a job. */
  startup_failure: { concludes: 'startup_failure' },
} as const satisfies Record<string, Course>

/** What a workflow can be told to let become of its runs. */
export type Fate = keyof typeof courses

/** What a job sees. */
export interface JobContext {
  readonly inputs: Inputs
  /** As they were when the run was queued. */
  readonly secrets: Readonly<Record<string, string>>
  /** `owner/name` */
  readonly repository: string
  /** The workflow's path. */
  readonly workflow: string
  readonly runId: number
  readonly headSha: string
}

/** A job's work; its answer is its conclusion, and the run's. */
export type Job = (job: JobContext) => Promise<Conclusion>

/** What is told of a run, wherever its job works. */
export interface RunFacts {
  readonly id: number
  readonly number: number
  readonly workflow: { readonly id: number; readonly path: string; readonly name: string }
  readonly repository: string
  readonly event: string
  readonly headBranch: string
  readonly headSha: string
  readonly title: string
  readonly actor: string
  readonly jobName: string
  /** The step between those that set up and clean up. */
  readonly stepName: string
}

/** What is settled when a run of the sandbox's own is queued. */
export interface RunStart extends RunFacts {
  readonly inputs: Inputs
  readonly secrets: Readonly<Record<string, string>>
  readonly fate: Fate
  readonly queuedFor: number
  readonly runsFor: number
  readonly visibleAfter: number
  readonly job: Job
}

/** Where a run stands. Times are milliseconds since the epoch, by the sandbox's clock. */
export interface Progress {
  readonly status: RunStatus
  readonly conclusion: Conclusion | null
  readonly startedAt: number | undefined
  readonly completedAt: number | undefined
}

/** One attempt of a run, as the API shows it. Times are the sandbox's. */
export interface ShownRun {
  readonly id: number
  readonly start: RunFacts
  readonly attempt: number
  /** Of the run: the same for each attempt. */
  readonly createdAt: number
  readonly attemptStartedAt: number
  readonly jobId: number
  /** Whether GET and lists know the run yet. */
  readonly isVisible: boolean
  progress(): Progress | Promise<Progress>
}

/** A run's state machine: queued, in progress, completed, or stuck on the way as its fate says. */
export class WorkflowRun implements ShownRun {
  readonly start: RunStart
  /** Nobody re-runs what the sandbox runs itself. */
  readonly attempt = 1
  readonly createdAt: number
  readonly jobId: number
  readonly #clock: SandboxClock
  #conclusion: Promise<Conclusion> | undefined

  constructor(start: RunStart, clock: SandboxClock) {
    this.start = start
    this.createdAt = clock.now()
    this.jobId = stableId('job', String(start.id))
    this.#clock = clock
  }

  get id(): number {
    return this.start.id
  }

  get attemptStartedAt(): number {
    return this.createdAt
  }

  get isVisible(): boolean {
    return this.#clock.now() >= this.createdAt + this.start.visibleAfter
  }

  /**
   * Where the run stands now. The job does its work when its time is over and someone looks: once, against the world as
   * it is at that moment, with the secrets of the moment the run was queued.
   */
  async progress(): Promise<Progress> {
    const now = this.#clock.now()
    const startedAt = this.createdAt + this.start.queuedFor
    const { stays, concludes }: Course = courses[this.start.fate]
    if (stays === 'waiting' || stays === 'queued' || now < startedAt) {
      return { status: stays === 'waiting' ? stays : 'queued', conclusion: null, ...unstarted }
    }
    // A run that cannot start ends where others begin.
    const completedAt = startedAt + (concludes === 'startup_failure' ? 0 : this.start.runsFor)
    if (stays === 'in_progress' || now < completedAt) {
      return { status: 'in_progress', conclusion: null, startedAt, completedAt: undefined }
    }
    return { status: 'completed', conclusion: concludes ?? (await this.#work()), startedAt, completedAt }
  }

  #work(): Promise<Conclusion> {
    this.#conclusion ??= this.start.job({
      inputs: this.start.inputs,
      secrets: this.start.secrets,
      repository: this.start.repository,
      workflow: this.start.workflow.path,
      runId: this.start.id,
      headSha: this.start.headSha,
    })
    return this.#conclusion
  }
}

const unstarted = { startedAt: undefined, completedAt: undefined } as const
