/** A run whose job works outside the sandbox, as the rotation's own does: GitHub only hears how it went. */
import type { SandboxClock } from '../clock.ts'
import { stableId } from './identifiers.ts'
import type { Conclusion, Progress, RunFacts, ShownJob, ShownRun, UnfinishedStatus } from './workflow-run.ts'

/** What is said of such a run when it begins. */
export interface NotedRunOptions {
  readonly id: number
  /** 1 when not said; a re-run is the same id with a higher attempt. */
  readonly attempt?: number
  /** The workflow's path, which needs no file; `.github/workflows/rotate.yml` when not said. */
  readonly path?: string
  /** `schedule` when not said. */
  readonly event?: string
  /** When the run was queued, by the sandbox's clock; now when not said. A re-run keeps what was said first. */
  readonly createdAt?: number
  /** Where it stands until it ends; `in_progress` when not said. */
  readonly status?: UnfinishedStatus
}

/** One attempt of such a run: unfinished from the start, until someone says that it has ended. */
export class NotedRun implements ShownRun {
  readonly start: RunFacts
  readonly attempt: number
  readonly createdAt: number
  readonly attemptStartedAt: number
  readonly isVisible = true
  readonly protection = undefined
  readonly #status: UnfinishedStatus
  readonly #clock: SandboxClock
  #end: { readonly conclusion: Conclusion; readonly at: number } | undefined

  constructor(
    start: RunFacts,
    times: Pick<ShownRun, 'attempt' | 'createdAt' | 'attemptStartedAt'>,
    status: UnfinishedStatus | undefined,
    clock: SandboxClock,
  ) {
    this.start = start
    this.#status = status ?? 'in_progress'
    this.attempt = times.attempt
    this.createdAt = times.createdAt
    this.attemptStartedAt = times.attemptStartedAt
    this.#clock = clock
  }

  get id(): number {
    return this.start.id
  }

  /** What its steps say stays outside. */
  get jobs(): readonly ShownJob[] {
    const id = stableId('job', `${this.id} ${this.attempt}`)
    return [{ id, name: 'rotate', stepName: 'Rotate', conclusion: this.#end?.conclusion, annotations: [] }]
  }

  /** GitHub notices now that the attempt has ended; what it noticed first stands. */
  complete(conclusion: Conclusion = 'success'): void {
    this.#end ??= { conclusion, at: this.#clock.now() }
  }

  progress(): Progress {
    const startedAt = this.#status === 'in_progress' ? this.attemptStartedAt : undefined
    return this.#end === undefined
      ? { status: this.#status, conclusion: null, startedAt, completedAt: undefined }
      : { status: 'completed', conclusion: this.#end.conclusion, startedAt, completedAt: this.#end.at }
  }
}
