/** Workflow runs over the API: get (or one attempt), list (of a repository, of a workflow), their jobs and what those say. */
import type { Need } from '../authorization.ts'
import { notFound } from '../refusal.ts'
import type { Repository } from '../repository.ts'
import { timestamp } from '../timestamp.ts'
import type { Progress, ShownRun } from '../workflow-run.ts'
import { page } from './page.ts'
import type { Answer, Call, Routes } from './route.ts'
import { annotationsJson, jobsJson, pendingDeploymentsJson, runJson } from './run-json.ts'
import { workflowOf } from './workflows.ts'

const read: Need = { permission: 'actions', level: 'read', publicly: true }

/** Whoever looks at a run here moves it on: its job does its work when it is due. */
export const runRoutes: Routes = {
  'GET /repos/{owner}/{repo}/actions/runs': {
    need: read,
    handle: (call, repository) => list(call, repository, repository.shownRuns),
  },
  'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs': {
    need: read,
    handle: (call, repository) => {
      const { id } = workflowOf(call, repository)
      return list(
        call,
        repository,
        repository.shownRuns.filter((run) => run.start.workflow.id === id),
      )
    },
  },
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}': {
    need: read,
    handle: async (call, repository) => {
      const run = runOf(call, repository)
      return { status: 200, body: runJson(run, await run.progress(), call, repository) }
    },
  },
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}': {
    need: read,
    handle: async (call, repository) => {
      const run = runOf(call, repository, call.parameter('attempt_number'))
      return { status: 200, body: runJson(run, await run.progress(), call, repository) }
    },
  },
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts': {
    need: read,
    handle: (call, repository) => {
      runOf(call, repository)
      // What a run uploads while its files are executed stays with whoever executes them.
      return { status: 200, body: { total_count: 0, artifacts: [] } }
    },
  },
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs': {
    need: read,
    handle: async (call, repository) => {
      const run = runOf(call, repository)
      const jobs = jobsJson(run, await run.progress(), call)
      const { items, headers } = page(call, jobs)
      return { status: 200, body: { total_count: jobs.length, jobs: items }, headers }
    },
  },
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments': {
    need: read,
    handle: async (call, repository) => {
      const run = runOf(call, repository)
      return { status: 200, body: pendingDeploymentsJson(run, await run.progress(), call) }
    },
  },
  'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations': {
    need: { permission: 'checks', level: 'read', publicly: true },
    handle: async (call, repository) => {
      // A job is a check run of the same id.
      const id = call.parameter('check_run_id')
      const run = repository.findRunOfJob(id)
      if (run === undefined || !run.isVisible) throw notFound()
      await run.progress()
      const job = run.jobs.find((each) => String(each.id) === id)
      const { items, headers } = page(call, job === undefined ? [] : annotationsJson(run, job, call))
      return { status: 200, body: items, headers }
    },
  },
}

/** GitHub shows so many results of a search, however many there are. */
const mostResults = 1_000

function runOf(call: Call, repository: Repository, attempt?: string): ShownRun {
  const run = repository.findRun(call.parameter('run_id'), attempt)
  if (run === undefined || !run.isVisible) throw notFound()
  return run
}

async function list(call: Call, repository: Repository, runs: readonly ShownRun[]): Promise<Answer> {
  const seen = await Promise.all(
    runs.filter((run) => run.isVisible).map(async (run) => ({ run, progress: await run.progress() })),
  )
  const isSearch = ['actor', 'branch', 'created', 'event', 'head_sha', 'status'].some((name) => call.query.has(name))
  // Searches ask an index that may lack what is there.
  const isKnown = (run: ShownRun) => !isSearch || !call.github.isMissingFromSearches(run)
  const matching = seen.filter(({ run, progress }) => isKnown(run) && matches(call, run, progress))
  const { items, headers } = page(call, isSearch ? matching.slice(0, mostResults) : matching)
  const workflow_runs = items.map(({ run, progress }) => runJson(run, progress, call, repository))
  return { status: 200, body: { total_count: matching.length, workflow_runs }, headers }
}

function matches({ query, github }: Call, run: ShownRun, progress: Progress): boolean {
  const { event, headBranch, headSha, actor } = run.start
  const status = query.get('status')
  const created = query.get('created')
  return (
    asksFor(query, 'event', event) &&
    asksFor(query, 'branch', headBranch) &&
    asksFor(query, 'head_sha', headSha) &&
    asksFor(query, 'actor', actor) &&
    (status === null || status === progress.status || status === progress.conclusion) &&
    (created === null || isWithin(created, timestamp(github.told(run.createdAt))))
  )
}

function asksFor(query: URLSearchParams, name: string, value: string): boolean {
  return (query.get(name) ?? value) === value
}

/** GitHub's search syntax for dates: `>=A`, `>A`, `<=A`, `<A`, `A..B` (`*` leaves an end open), `A`; days or moments. */
function isWithin(range: string, moment: string): boolean {
  const [, operator, bound] = /^(>=|<=|>|<)?(.*)$/.exec(range) ?? []
  const [from = '', to = from] = (bound ?? '').split('..', 2)
  switch (operator) {
    case '>=':
      return Date.parse(moment) >= first(from)
    case '>':
      return Date.parse(moment) > last(from)
    case '<=':
      return Date.parse(moment) <= last(from)
    case '<':
      return Date.parse(moment) < first(from)
    default:
      return (from === '*' || Date.parse(moment) >= first(from)) && (to === '*' || Date.parse(moment) <= last(to))
  }
}

function first(bound: string): number {
  return Date.parse(bound)
}

/** A day lasts until its last second. */
function last(bound: string): number {
  return Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(bound) ? `${bound}T23:59:59Z` : bound)
}
