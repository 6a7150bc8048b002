/** Runs of a workflow: what the API shows of any, and one of the sandbox's own from the moment it is queued. */
import type { SandboxClock } from '../clock.ts'
import type { ConcurrencyGroup } from './concurrency-group.ts'
import { stableId } from './identifiers.ts'
import type { Inputs } from './workflow-file.ts'

/** A run's states before it ends; `requested` and `pending` are those of a run that nothing has been queued for yet. */
export type UnfinishedStatus = 'requested' | 'pending' | 'waiting' | 'queued' | 'in_progress'

type RunStatus = UnfinishedStatus | 'completed'

/** How a run can end; a job's own answer is usually one of the first two. */
export type Conclusion =
  | 'success'
  | 'failure'
  | 'neutral'
  | 'cancelled'
  | 'skipped'
  | 'timed_out'
  | 'action_required'
  | 'startup_failure'

/** What becomes of a run. */
interface Course {
  /** The status that it leaves only when GitHub gives it up, after this time: https://docs.github.com/en/actions/reference/limits */
  readonly stays?: UnfinishedStatus
  readonly givenUpAfter?: number
  /** How it ends without its job deciding. */
  readonly concludes?: Conclusion
  /** No step of the job comes to an end: its runner is gone. */
  readonly losesRunner?: true
}

const hour = 3_600_000
const day = 24 * hour

/** A job that nobody approves is given up after this time. */
const longestWait = 30 * day

const courses = {
  /** The job runs and decides. */
  normal: {},
  /** No runner takes the job. */
  'never starts': { stays: 'queued', givenUpAfter: day, concludes: 'cancelled' },
  /** A concurrency group holds the run back. */
  pending: { stays: 'pending', givenUpAfter: day, concludes: 'cancelled' },
  requested: { stays: 'requested', givenUpAfter: day, concludes: 'cancelled' },
  /** The job hangs. */
  'never finishes': { stays: 'in_progress', givenUpAfter: 6 * hour, concludes: 'timed_out' },
  /** A deployment protection rule holds the job back, and nobody approves. */
  waiting: { stays: 'waiting', givenUpAfter: longestWait, concludes: 'failure' },
  /** The runner does not come back. */
  'runner lost': { concludes: 'failure', losesRunner: true },
  /** A person cancels it while it runs. */
  cancelled: { concludes: 'cancelled' },
  /** `timeout-minutes` is over. */
  timed_out: { concludes: 'timed_out' },
  /** A job's `if:` is false, so nothing ran. */
  skipped: { concludes: 'skipped' },
  neutral: { concludes: 'neutral' },
  /** Somebody has to approve the run of an outsider's pull request. */
  action_required: { concludes: 'action_required' },
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

/** What a step of a job says to people: `::error title=…::…`. */
export interface Annotation {
  readonly level: 'notice' | 'warning' | 'failure'
  readonly title: string
  readonly message: string
}

/** How a job ended, which is how its run ends, and what its steps said. */
export interface JobReport {
  readonly conclusion: Conclusion
  readonly annotations: readonly Annotation[]
}

/** A job's work; where only the conclusion is told, its steps said nothing. */
export type Job = (job: JobContext) => Promise<Conclusion | JobReport>

/** What the file lets go on although it failed: `continue-on-error` of a step, or of the whole job. */
export type Tolerance = 'step' | 'job'

/** One job of a run, and what it needs to work. */
export interface JobStart {
  readonly name: string
  /** The step between those that set up and clean up. */
  readonly stepName: string
  readonly job: Job
  /** Of the environment that the job names, which GitHub reads when the job starts. */
  readonly environmentSecrets: (startedAt: number) => Readonly<Record<string, string>>
  readonly tolerance: Tolerance | undefined
}

/** A job as the API shows it. */
export interface ShownJob {
  readonly id: number
  readonly name: string
  /** The step between those that set up and clean up. */
  readonly stepName: string
  /** How it ended, once its own work has decided; a run that ended otherwise has ended its jobs alike. */
  readonly conclusion: Conclusion | undefined
  /** What its steps have said. */
  readonly annotations: readonly Annotation[]
}

/** What a job waits for before it starts: https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments */
export interface Protection {
  readonly environment: string
  /** Logins of people; any of them may approve. */
  readonly reviewers?: readonly string[]
  /** Slugs. */
  readonly teams?: readonly string[]
  /** Minutes. */
  readonly waitTimer?: number
}

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
}

/** What is settled when a run of the sandbox's own is queued. */
export interface RunStart extends RunFacts {
  readonly inputs: Inputs
  readonly secrets: Readonly<Record<string, string>>
  readonly protection: Protection | undefined
  readonly fate: Fate
  readonly queuedFor: number
  readonly runsFor: number
  readonly visibleAfter: number
  /** At least one. */
  readonly jobs: readonly JobStart[]
  /** Its runs go one after the other. */
  readonly group: ConcurrencyGroup | undefined
}

/** Where a run stands. Times are milliseconds since the epoch, by the sandbox's clock. */
export interface Progress {
  readonly status: RunStatus
  readonly conclusion: Conclusion | null
  readonly startedAt: number | undefined
  readonly completedAt: number | undefined
  /** The job failed, and none of its steps did. */
  readonly hasLostRunner?: boolean
}

/** One attempt of a run, as the API shows it. Times are the sandbox's. */
export interface ShownRun {
  readonly id: number
  readonly start: RunFacts
  readonly attempt: number
  /** Of the run: the same for each attempt. */
  readonly createdAt: number
  readonly attemptStartedAt: number
  readonly jobs: readonly ShownJob[]
  /** Whether GET and lists know the run yet. */
  readonly isVisible: boolean
  /** What its jobs wait for. */
  readonly protection: Protection | undefined
  progress(): Progress | Promise<Progress>
}

/** A run's state machine: queued, in progress, completed, or stuck on the way as its fate says. */
export class WorkflowRun implements ShownRun {
  readonly start: RunStart
  /** Nobody re-runs what the sandbox runs itself. */
  readonly attempt = 1
  readonly createdAt: number
  readonly #clock: SandboxClock
  #work: Promise<readonly JobReport[]> | undefined
  #reports: readonly JobReport[] = []
  #review: { readonly verdict: 'approved' | 'rejected'; readonly at: number } | undefined
  #cancelledAt: number | undefined

  constructor(start: RunStart, clock: SandboxClock) {
    this.start = start
    this.createdAt = clock.now()
    this.#clock = clock
    start.group?.enter(this)
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

  get jobs(): readonly ShownJob[] {
    return this.start.jobs.map(({ name, stepName }, index) => ({
      id: stableId('job', index === 0 ? String(this.start.id) : `${this.start.id} ${index}`),
      name,
      stepName,
      conclusion: this.#reports[index]?.conclusion,
      annotations: this.#reports[index]?.annotations ?? [],
    }))
  }

  get protection(): Protection | undefined {
    if (this.start.protection !== undefined) return this.start.protection
    return this.start.fate === 'waiting' ? { environment: 'production' } : undefined
  }

  /** Somebody who may review the deployment does. */
  review(verdict: 'approved' | 'rejected'): void {
    const { reviewers = [], teams = [] } = this.start.protection ?? {}
    if (reviewers.length + teams.length > 0) this.#review ??= { verdict, at: this.#clock.now() }
  }

  /** Somebody cancels it before its jobs have decided. */
  cancel(): void {
    if (this.#work === undefined) this.#cancelledAt ??= this.#clock.now()
  }

  /** When its job may start, as far as protection rules go; Infinity while somebody has to approve. */
  #releasedAt(since: number): number {
    const { protection } = this.start
    if (protection === undefined) return since
    const { reviewers = [], teams = [], waitTimer = 0 } = protection
    const isReviewed = reviewers.length + teams.length > 0
    const reviewedAt = isReviewed ? (this.#review?.at ?? Number.POSITIVE_INFINITY) : since
    return Math.max(reviewedAt, since + waitTimer * 60_000)
  }

  /**
   * Where the run stands now. The jobs do their work when their time is over and someone looks: once, against the world
   * as it is at that moment, with the secrets of the moment the run was queued.
   */
  async progress(): Promise<Progress> {
    const now = this.#clock.now()
    if (this.#cancelledAt !== undefined) {
      return { status: 'completed', conclusion: 'cancelled', ...unstarted, completedAt: this.#cancelledAt }
    }
    const { stays, givenUpAfter = Number.POSITIVE_INFINITY, concludes, losesRunner }: Course = courses[this.start.fate]
    if (this.#review?.verdict === 'rejected') {
      return { status: 'completed', conclusion: 'failure', startedAt: undefined, completedAt: this.#review.at }
    }
    if (stays !== undefined && concludes !== undefined && now >= this.createdAt + givenUpAfter) {
      return { status: 'completed', conclusion: concludes, ...unstarted, completedAt: this.createdAt + givenUpAfter }
    }
    if (stays !== undefined && stays !== 'in_progress') return { status: stays, conclusion: null, ...unstarted }
    const turn = await this.start.group?.turnOf(this)
    if (turn?.kind === 'replaced') {
      return { status: 'completed', conclusion: 'cancelled', ...unstarted, completedAt: turn.at }
    }
    if (turn?.kind === 'held back') return { status: 'pending', conclusion: null, ...unstarted }
    const since = turn?.since ?? this.createdAt
    // A job whose condition is false waits for nobody.
    const releasedAt = concludes === 'skipped' ? since : this.#releasedAt(since)
    if (now < releasedAt) {
      const givenUp = this.createdAt + longestWait
      if (now >= givenUp) return { status: 'completed', conclusion: 'failure', ...unstarted, completedAt: givenUp }
      return { status: 'waiting', conclusion: null, ...unstarted }
    }
    const startedAt = releasedAt + this.start.queuedFor
    if (now < startedAt) return { status: 'queued', conclusion: null, ...unstarted }
    // A run that cannot start ends where others begin.
    const completedAt = startedAt + (concludes === 'startup_failure' ? 0 : this.start.runsFor)
    if (stays === 'in_progress' || now < completedAt) {
      return { status: 'in_progress', conclusion: null, startedAt, completedAt: undefined }
    }
    const conclusion = concludes ?? (await this.#decide(startedAt))
    return { status: 'completed', conclusion, startedAt, completedAt, hasLostRunner: losesRunner === true }
  }

  /** A failed job fails its run, unless the file lets the run go on; jobs that are skipped decide nothing. */
  async #decide(startedAt: number): Promise<Conclusion> {
    this.#work ??= Promise.all(this.start.jobs.map((job) => this.#perform(job, startedAt)))
    this.#reports = await this.#work
    const deciding = this.#reports
      .filter((_, index) => this.start.jobs[index]?.tolerance !== 'job')
      .map(({ conclusion }) => conclusion)
      .filter((conclusion) => conclusion !== 'success' && conclusion !== 'skipped')
    const isSkipped = this.#reports.every(({ conclusion }) => conclusion === 'skipped')
    return deciding.find((conclusion) => conclusion === 'failure') ?? deciding[0] ?? (isSkipped ? 'skipped' : 'success')
  }

  async #perform({ job, environmentSecrets, tolerance }: JobStart, startedAt: number): Promise<JobReport> {
    const { inputs, secrets, repository, workflow, id: runId, headSha } = this.start
    const told = await job({
      inputs,
      secrets: Object.freeze({ ...secrets, ...environmentSecrets(startedAt) }),
      repository,
      workflow: workflow.path,
      runId,
      headSha,
    })
    const { conclusion, annotations } = typeof told === 'string' ? { conclusion: told, annotations: [] } : told
    // The job and its steps then show a success; that something failed, its annotations alone say.
    const isTolerated = tolerance === 'step' && conclusion === 'failure'
    return { conclusion: isTolerated ? 'success' : conclusion, annotations }
  }
}

const unstarted = { startedAt: undefined, completedAt: undefined } as const
