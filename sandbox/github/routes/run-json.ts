/** Runs and their jobs as JSON. */
import { nodeId } from '../identifiers.ts'
import type { Repository } from '../repository.ts'
import { timestamp } from '../timestamp.ts'
import type { Progress, ShownRun } from '../workflow-run.ts'
import { minimalRepositoryJson, userJson } from './repository-json.ts'
import type { Call } from './route.ts'

/** Schema `workflow-run`. */
export function runJson(run: ShownRun, progress: Progress, call: Call, repository: Repository): object {
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
    run_attempt: run.attempt,
    event: start.event,
    status: progress.status,
    conclusion: progress.conclusion,
    workflow_id: start.workflow.id,
    url,
    html_url: `${call.links.html}/${repository.fullName}/actions/runs/${run.id}`,
    pull_requests: [],
    created_at: moment(run.createdAt, call),
    updated_at: moment(progress.completedAt ?? progress.startedAt ?? run.createdAt, call),
    run_started_at: moment(run.attemptStartedAt, call),
    actor,
    triggering_actor: actor,
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${api}/check-suites/${suite}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: run.attempt > 1 ? `${url}/attempts/${run.attempt - 1}` : null,
    workflow_url: `${api}/actions/workflows/${start.workflow.id}`,
    head_commit: null,
    repository: repositoryJson,
    head_repository: repositoryJson,
  }
}

/** Schema `job`: the one job of a run; a run that could not start has none. */
export function jobsJson(run: ShownRun, progress: Progress, call: Call): readonly object[] {
  if (progress.conclusion === 'startup_failure') return []
  const { start } = run
  const { links } = call
  const api = `${links.api}/repos/${start.repository}`
  const isStarted = progress.startedAt !== undefined
  return [
    {
      id: run.jobId,
      run_id: run.id,
      run_url: `${api}/actions/runs/${run.id}`,
      run_attempt: run.attempt,
      node_id: nodeId('CheckRun', run.jobId),
      head_sha: start.headSha,
      head_branch: start.headBranch,
      workflow_name: start.workflow.name,
      url: `${api}/actions/jobs/${run.jobId}`,
      html_url: `${links.html}/${start.repository}/actions/runs/${run.id}/job/${run.jobId}`,
      status: progress.status,
      conclusion: progress.conclusion,
      created_at: moment(run.attemptStartedAt, call),
      started_at: moment(progress.startedAt ?? run.attemptStartedAt, call),
      completed_at: moment(progress.completedAt, call),
      name: start.jobName,
      steps: isStarted && progress.conclusion !== 'skipped' ? stepsJson(start.stepName, progress, call) : [],
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
function stepsJson(stepName: string, progress: Progress, call: Call): readonly object[] {
  return ['Set up job', stepName, 'Complete job'].map((name, index) => ({
    name,
    number: index + 1,
    status: progress.status,
    conclusion: progress.conclusion === null || name === stepName ? progress.conclusion : 'success',
    started_at: moment(progress.startedAt, call),
    completed_at: moment(progress.completedAt, call),
  }))
}

function moment(milliseconds: number | undefined, { github }: Call): string | null {
  return milliseconds === undefined ? null : timestamp(github.told(milliseconds))
}
