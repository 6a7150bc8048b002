/** Runs and their jobs as JSON. */
import { nodeId } from '../identifiers.ts'
import type { Repository } from '../repository.ts'
import { timestamp } from '../timestamp.ts'
import type { Progress, WorkflowRun } from '../workflow-run.ts'
import { minimalRepositoryJson, userJson } from './repository-json.ts'
import type { Call, Links } from './route.ts'

/** Schema `workflow-run`. */
export function runJson(run: WorkflowRun, progress: Progress, call: Call, repository: Repository): object {
  const { start } = run
  const api = `${call.links.api}/repos/${repository.fullName}`
  const url = `${api}/actions/runs/${run.id}`
  const suite = run.id + 1
  const repositoryJson = minimalRepositoryJson(repository, call)
  const actor = userJson(start.actor, call)
  return {
    id: run.id,
    name: start.workflow.name,
    node_id: nodeId('WorkflowRun', run.id),
    check_suite_id: suite,
    check_suite_node_id: nodeId('CheckSuite', suite),
    head_branch: start.headBranch,
    head_sha: start.headSha,
    path: start.workflow.path,
    display_title: start.title,
    run_number: start.number,
    run_attempt: 1,
    event: start.event,
    status: progress.status,
    conclusion: progress.conclusion,
    workflow_id: start.workflow.id,
    url,
    html_url: `${call.links.html}/${repository.fullName}/actions/runs/${run.id}`,
    pull_requests: [],
    created_at: timestamp(run.createdAt),
    updated_at: timestamp(progress.completedAt ?? progress.startedAt ?? run.createdAt),
    run_started_at: timestamp(run.createdAt),
    actor,
    triggering_actor: actor,
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${api}/check-suites/${suite}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: null,
    workflow_url: `${api}/actions/workflows/${start.workflow.id}`,
    head_commit: null,
    repository: repositoryJson,
    head_repository: repositoryJson,
  }
}

/** Schema `job`: the one job of a run; a run that could not start has none. */
export function jobsJson(run: WorkflowRun, progress: Progress, links: Links): readonly object[] {
  if (progress.conclusion === 'startup_failure') return []
  const { start } = run
  const api = `${links.api}/repos/${start.repository}`
  const isStarted = progress.startedAt !== undefined
  return [
    {
      id: run.jobId,
      run_id: run.id,
      run_url: `${api}/actions/runs/${run.id}`,
      run_attempt: 1,
      node_id: nodeId('CheckRun', run.jobId),
      head_sha: start.headSha,
      head_branch: start.headBranch,
      workflow_name: start.workflow.name,
      url: `${api}/actions/jobs/${run.jobId}`,
      html_url: `${links.html}/${start.repository}/actions/runs/${run.id}/job/${run.jobId}`,
      status: progress.status,
      conclusion: progress.conclusion,
      created_at: timestamp(run.createdAt),
      started_at: timestamp(progress.startedAt ?? run.createdAt),
      completed_at: moment(progress.completedAt),
      name: start.jobName,
      steps: isStarted && progress.conclusion !== 'skipped' ? stepsJson(progress) : [],
      check_run_url: `${api}/check-runs/${run.jobId}`,
      labels: ['ubuntu-latest'],
      runner_id: isStarted ? 1 : null,
      runner_name: isStarted ? 'GitHub Actions 1' : null,
      runner_group_id: isStarted ? 0 : null,
      runner_group_name: isStarted ? 'GitHub Actions' : null,
    },
  ]
}

/** The runner sets up and cleans up; only the step between them can fail. */
function stepsJson(progress: Progress): readonly object[] {
  return ['Set up job', 'Verify', 'Complete job'].map((name, index) => ({
    name,
    number: index + 1,
    status: progress.status,
    conclusion: progress.conclusion === null || name === 'Verify' ? progress.conclusion : 'success',
    started_at: moment(progress.startedAt),
    completed_at: moment(progress.completedAt),
  }))
}

function moment(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : timestamp(milliseconds)
}
