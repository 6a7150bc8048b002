/**
 * The job that this runs in, and how its run came about, as the runner says.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 */
import { readFileSync } from 'node:fs'
import { Problem, type Warning } from '../rotation/problem.ts'
import type { Environment } from '../text/environment.ts'
import { presentable } from '../text/presentable.ts'
import type { Job, OwnWorkflow } from '../workflow.ts'

/** @throws Problem outside a job, and in a run for a pull request, whose code must not come near the keys */
export function readJob(environment: Environment): Job {
  const { GITHUB_EVENT_NAME: event = '', GITHUB_REPOSITORY: repository = '' } = environment
  if (event.startsWith('pull_request')) {
    throw new Problem(
      `This action does not run on the event ${event}: a pull request must not rotate keys`,
      'Start the workflow on "schedule" and "workflow_dispatch".',
    )
  }
  const [owner, repo] = repository.split('/')
  if (!owner || !repo) throw new Problem('GITHUB_REPOSITORY is not set', 'Run this as a step of a GitHub Actions job.')
  return {
    owner,
    repo,
    runId: environment['GITHUB_RUN_ID'] || '0',
    runAttempt: attemptOf(environment),
    repositoryId: environment['GITHUB_REPOSITORY_ID'] || `${owner}/${repo}`.toLowerCase(),
    file: ownWorkflow(environment),
  }
}

/** `owner/repo/.github/workflows/rotate.yml@refs/heads/main`, and the ID of the job. */
function ownWorkflow(environment: Environment): OwnWorkflow | undefined {
  const pattern = /^([^/]+)\/([^/]+)\/([^@]+)@(?:refs\/(?:heads|tags)\/)?(.+)$/
  const [, owner, repo, path, ref] = pattern.exec(environment['GITHUB_WORKFLOW_REF'] ?? '') ?? []
  if (owner === undefined || repo === undefined || path === undefined || ref === undefined) return undefined
  return { owner, repo, path, ref, job: environment['GITHUB_JOB'] || undefined }
}

function attemptOf(environment: Environment): number {
  return Number(environment['GITHUB_RUN_ATTEMPT'] || '1')
}

/** What the runner wrote down of the event; empty where it cannot be read. */
function eventOf(environment: Environment): Readonly<Record<string, unknown>> {
  try {
    const event: unknown = JSON.parse(readFileSync(environment['GITHUB_EVENT_PATH'] ?? '', 'utf8'))
    return typeof event === 'object' && event !== null ? { ...event } : {}
  } catch {
    return {}
  }
}

/**
 * The cron expression that started this run; undefined for other events.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
 */
export function scheduleOf(environment: Environment): string | undefined {
  if (environment['GITHUB_EVENT_NAME'] !== 'schedule') return undefined
  const { schedule } = eventOf(environment)
  return typeof schedule === 'string' ? schedule : undefined
}

/**
 * Whether this run brings the list of places as it stands now: a re-run and another branch may bring an old one. A run
 * that does not say what its default branch is counts.
 */
export function bringsPresentList(environment: Environment): boolean {
  const { repository } = eventOf(environment)
  const isNamed = typeof repository === 'object' && repository !== null && 'default_branch' in repository
  const branch = isNamed ? `refs/heads/${repository.default_branch}` : environment['GITHUB_REF']
  return attemptOf(environment) === 1 && environment['GITHUB_REF'] === branch
}

/** https://docs.github.com/en/actions/how-tos/manage-workflow-runs/disable-and-enable-workflows */
const idleDays = 60

/**
 * Warns that GitHub switches the schedule of this run off when the repository rests; undefined in repositories that are
 * not public, and in runs that no schedule has started.
 */
export function warnOfIdleSchedule(environment: Environment): Warning | undefined {
  const { repository } = eventOf(environment)
  const isPublic =
    typeof repository === 'object' && repository !== null && 'private' in repository && !repository.private
  if (environment['GITHUB_EVENT_NAME'] !== 'schedule' || !isPublic) return undefined
  const text = `This repository is public: GitHub switches its schedules off when nothing happens in it for ${idleDays} days, and then neither audits nor rotations run. Commit something before that, move the workflow to a private repository, or start it from elsewhere by workflow_dispatch.`
  return { kind: 'idle schedule', text }
}

/** Events by which somebody asks for one run. */
const onDemand = ['workflow_dispatch', 'repository_dispatch']

/**
 * Warns that `force` does not count in this run; undefined where it does. It is a decision for one run: one that repeats
 * an earlier run, or that nobody has asked for, would decide again and again.
 */
export function warnOfIgnoredForce(environment: Environment): Warning | undefined {
  const event = environment['GITHUB_EVENT_NAME'] ?? ''
  const attempt = attemptOf(environment)
  if (onDemand.includes(event) && attempt === 1) return undefined
  const where = attempt === 1 ? `of the event ${presentable(event, 50) || '(unknown)'}` : `in attempt ${attempt}`
  const text = `The input force is ignored in this run ${where}: it counts only in the first attempt of a run of ${onDemand.join(' or ')}, so that it cannot be left on. Start a new run by hand with force, and remove it from the workflow file if it is set there.`
  return { kind: 'ignored force', text }
}
