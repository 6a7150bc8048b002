/** Following one run of a verification workflow until it ends: https://docs.github.com/en/rest/actions/workflow-runs */
import type { Clock, VerificationRequest } from '../../rotation/ports.ts'
import { passOver } from '../../rotation/problem.ts'
import { type Duration, minute, spoken } from '../../rotation/time.ts'
import { presentable } from '../../text/presentable.ts'
import { mayPass, statusOf } from '../api/refusals.ts'
import { createdOf, type Judgement, judge, type RunJson, rerun, unknown } from './judgement.ts'
import { pollingDelay } from './polling.ts'
import type { VerificationWorkflow } from './workflow.ts'

/** A run is not always readable the moment it exists. */
const visibleWithin: Duration = minute

/** A run that has not begun by then mostly waits for something that will not come. */
const beginsWithin: Duration = 5 * minute

/** The terms on which a verification run is followed. */
export interface Following extends Pick<VerificationRequest, 'until' | 'holds' | 'progress'> {
  readonly clock: Clock
  /** An earlier run of the rotation has dispatched it, as it has written down; else it is new. */
  readonly isEarlier: boolean
}

/** The judgement of this very run, once it has ended or its time is over. @throws Refusal when GitHub does not say */
export async function followRun(workflow: VerificationWorkflow, id: number, following: Following): Promise<Judgement> {
  const { token } = workflow.github.budget
  token.followed += 1
  try {
    return await follow(workflow, id, following)
  } finally {
    token.followed -= 1
  }
}

async function follow(workflow: VerificationWorkflow, id: number, following: Following): Promise<Judgement> {
  const { clock, until, isEarlier, holds, progress } = following
  const { budget } = workflow.github
  const start = clock.elapsed()
  let run: RunJson | undefined
  let etag: string | undefined
  let awaited: string | undefined
  let lastObstacle: string | undefined
  for (;;) {
    const isYoung = clock.elapsed() - start < visibleWithin
    const news = await lookAt(workflow, id, etag, following, isYoung)
    if (typeof news === 'object') ({ run, etag } = news)
    if (news === 'gone' || (isEarlier && run !== undefined && !isDispatchOf(workflow, run))) return gone(workflow, id)
    if (run?.status === 'completed') return judge(workflow, run, until)
    if (run !== undefined && (run.run_attempt ?? 1) > 1) return rerun(workflow.name, run.html_url)
    // Asked once each time that the run begins to wait.
    awaited = run?.status === 'waiting' ? (awaited ?? (await awaitedBy(workflow, id, until))) : undefined
    const lasting = clock.elapsed() - start
    const obstacle = obstacleOf(run, awaited, lasting)
    if (obstacle !== lastObstacle) progress(whereItStands(workflow, run, obstacle))
    lastObstacle = obstacle
    if (clock.elapsed() >= until) return unfinished(workflow, run, lasting, obstacle)
    await clock.sleep(Math.min(pollingDelay(lasting, budget, budget.token.followed), until - clock.elapsed()))
    // Nothing is written meanwhile: that nobody can say whose the user is does not end the wait.
    await holds().catch(passOver)
  }
}

type News = { readonly run: RunJson; readonly etag: string | undefined } | 'unchanged' | 'gone'

/** An answer that says that nothing has changed costs nothing of the rate limit. */
async function lookAt(
  workflow: VerificationWorkflow,
  id: number,
  etag: string | undefined,
  { until, isEarlier }: Following,
  isYoung: boolean,
): Promise<News> {
  try {
    const { data, headers } = await workflow.ask<RunJson>(
      'GET /repos/{owner}/{repo}/actions/runs/{run_id}',
      { run_id: id, ...(etag === undefined ? {} : { headers: { 'if-none-match': etag } }) },
      workflow.purpose('follow the verification run'),
      { until },
    )
    return { run: data, etag: headers['etag'] === undefined ? undefined : String(headers['etag']) }
  } catch (error) {
    const status = statusOf(error)
    if (status === 404 && isEarlier) return 'gone'
    // Octokit throws also that nothing has changed. What may pass ends no wait.
    if (status === 304 || (status === 404 && isYoung) || mayPass(error)) return 'unchanged'
    throw error
  }
}

/** Whether a run was dispatched, and of this workflow. GitHub may put a ref behind the path: `…/verify.yml@main`. */
function isDispatchOf({ path }: VerificationWorkflow, run: RunJson): boolean {
  return run.event === 'workflow_dispatch' && run.path?.split('@')[0] === path
}

function gone({ name }: VerificationWorkflow, id: number): Judgement {
  return unknown(`The run ${id}, which was dispatched before, is gone, or is not of ${name}`)
}

/** What keeps the run from going on, in sentences; undefined while nothing is known to. */
function obstacleOf(run: RunJson | undefined, awaited: string | undefined, lasting: Duration): string | undefined {
  switch (run?.status) {
    case 'waiting':
      return `It waits for ${awaited}.`
    case 'requested':
    case 'pending':
    case 'queued':
      if (lasting < beginsWithin) return undefined
      return 'Check that a runner for its runs-on is free while the rotation occupies one, and that neither the workflow nor its jobs share a concurrency group with the rotation, which waits for them, or with a run that is stuck.'
    default:
      return undefined
  }
}

function whereItStands({ name }: VerificationWorkflow, run: RunJson | undefined, obstacle: string | undefined): string {
  const { status, html_url: url } = run ?? {}
  return obstacle === undefined ? `${name} goes on (${status})` : `${name} is ${status}: ${url}. ${obstacle}`
}

function unfinished(
  { name }: VerificationWorkflow,
  run: RunJson | undefined,
  lasting: Duration,
  obstacle: string | undefined,
): Judgement {
  const { status = 'invisible', html_url: url } = run ?? {}
  const where = url === undefined ? '' : `: ${url}`
  const why = obstacle === undefined ? '' : ` ${obstacle}`
  const next =
    status === 'waiting'
      ? 'The next run of the rotation waits for it, too, and starts no other one: approve it when you can'
      : 'The next run of the rotation goes on with it, and starts no other one'
  const detail = `${name} was still ${status} after ${spoken(lasting)}${where}.${why} ${next}`
  return { ...unknown(detail, { url }), goesOn: true, created: run && createdOf(run) }
}

interface PendingDeployment {
  readonly environment: { readonly name?: string }
  readonly wait_timer: number
  readonly wait_timer_started_at: string | null
  readonly reviewers: readonly {
    readonly type?: string
    readonly reviewer?: { readonly login?: string; readonly slug?: string; readonly name?: string }
  }[]
}

/** Whom a run waits for: https://docs.github.com/en/rest/actions/workflow-runs#get-pending-deployments-for-a-workflow-run */
async function awaitedBy(workflow: VerificationWorkflow, id: number, until: Duration): Promise<string> {
  const pending = await workflow
    .ask<readonly PendingDeployment[]>(
      'GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments',
      { run_id: id },
      workflow.purpose('ask what the verification run waits for'),
      { until },
    )
    .catch(passOver)
  return pending?.data.map(describeDeployment).join(', and ') || 'a protection rule of its environment'
}

/** `a review of the environment production by alice or the team ops`, `the timer of the environment production (30 minutes)` */
function describeDeployment(deployment: PendingDeployment): string {
  const { environment, wait_timer: minutes, wait_timer_started_at: started, reviewers } = deployment
  const name = `the environment ${presentable(environment.name ?? '')}`
  const people = reviewers.map(({ type, reviewer = {} }) =>
    type === 'Team'
      ? `the team ${presentable(reviewer.slug ?? reviewer.name ?? '')}`
      : presentable(reviewer.login ?? ''),
  )
  const timer = minutes > 0 && started !== null ? `the timer of ${name} (${spoken(minutes * minute)})` : undefined
  const review = people.length > 0 ? `a review of ${name} by ${people.join(' or ')}` : undefined
  return [review, timer].filter((each) => each !== undefined).join(' and ') || `a protection rule of ${name}`
}
