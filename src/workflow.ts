/** The job that this runs in, and a verification workflow, as they are named before GitHub is asked. Types alone. */

/** The job that this runs in, as the runner describes it. */
export interface Job {
  readonly owner: string
  readonly repo: string
  readonly runId: string
  readonly runAttempt: number
  /** GitHub's number of the repository, which no rename changes; its name where nobody tells. */
  readonly repositoryId: string
  /** The workflow file that this run comes from; undefined where nobody says so. */
  readonly file: OwnWorkflow | undefined
}

/** Where GitHub has the workflow file of a job, and which of its jobs that is. */
export interface OwnWorkflow {
  readonly owner: string
  readonly repo: string
  /** `.github/workflows/rotate.yml` */
  readonly path: string
  /** Branch or tag. */
  readonly ref: string
  /** The job's ID in the file; undefined where nobody says so. */
  readonly job: string | undefined
}

/** A verification workflow as the input names it. */
export interface WorkflowName {
  readonly owner: string
  readonly repo: string
  /** `verify.yml` */
  readonly file: string
  /** Branch or tag; undefined: the default branch. */
  readonly ref: string | undefined
}
