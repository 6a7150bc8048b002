/** Runs and their jobs as JSON. */
import { nodeId, stableId } from '../identifiers.ts'
import type { Repository } from '../repository.ts'
import { timestamp } from '../timestamp.ts'
import type { Progress, ShownJob, ShownRun } from '../workflow-run.ts'
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

/** Schema `job`: the jobs of a run; one that could not start has none. */
export function jobsJson(run: ShownRun, progress: Progress, call: Call): readonly object[] {
  if (progress.conclusion === 'startup_failure') return []
  const { start } = run
  const { links } = call
  const api = `${links.api}/repos/${start.repository}`
  return run.jobs.map((job) => {
    // While the run goes on, and where it did not end by its jobs' own work, they stand where it does.
    const conclusion = progress.conclusion === null ? null : (job.conclusion ?? progress.conclusion)
    const isStarted = progress.startedAt !== undefined && conclusion !== 'skipped'
    return {
      id: job.id,
      run_id: run.id,
      run_url: `${api}/actions/runs/${run.id}`,
      run_attempt: run.attempt,
      node_id: nodeId('CheckRun', job.id),
      head_sha: start.headSha,
      head_branch: start.headBranch,
      workflow_name: start.workflow.name,
      url: `${api}/actions/jobs/${job.id}`,
      html_url: `${links.html}/${start.repository}/actions/runs/${run.id}/job/${job.id}`,
      status: progress.status,
      conclusion,
      created_at: moment(run.attemptStartedAt, call),
      started_at: moment(progress.startedAt ?? run.attemptStartedAt, call),
      completed_at: moment(progress.completedAt, call),
      name: job.name,
      steps: isStarted ? stepsJson(job.stepName, { ...progress, conclusion }, call) : [],
      check_run_url: `${api}/check-runs/${job.id}`,
      labels: ['ubuntu-latest'],
      runner_id: isStarted ? 1 : null,
      runner_name: isStarted ? 'GitHub Actions 1' : null,
      runner_group_id: isStarted ? 0 : null,
      runner_group_name: isStarted ? 'GitHub Actions' : null,
    }
  })
}

/** The runner sets up and cleans up; only the step between them can fail. */
function stepsJson(stepName: string, progress: Progress, call: Call): readonly object[] {
  if (progress.hasLostRunner === true) return abandonedStepsJson(stepName, progress, call)
  return ['Set up job', stepName, 'Complete job'].map((name, index) => ({
    name,
    number: index + 1,
    status: progress.status,
    conclusion: progress.conclusion === null || name === stepName ? progress.conclusion : 'success',
    started_at: moment(progress.startedAt, call),
    completed_at: moment(progress.completedAt, call),
  }))
}

/** The step that was at work when the runner was gone stays so. */
function abandonedStepsJson(stepName: string, { startedAt }: Progress, call: Call): readonly object[] {
  const started_at = moment(startedAt, call)
  return [
    { name: 'Set up job', number: 1, status: 'completed', conclusion: 'success', started_at, completed_at: started_at },
    { name: stepName, number: 2, status: 'in_progress', conclusion: null, started_at, completed_at: null },
  ]
}

/** Schema `pending-deployment`, as many as there are. */
export function pendingDeploymentsJson(run: ShownRun, progress: Progress, call: Call): readonly object[] {
  const { protection, start } = run
  if (progress.status !== 'waiting' || protection === undefined) return []
  const { environment, reviewers = [], teams = [], waitTimer = 0 } = protection
  const id = stableId('environment', `${start.repository} ${environment}`)
  const url = `${call.links.api}/repos/${start.repository}/environments/${encodeURIComponent(environment)}`
  return [
    {
      environment: {
        id,
        node_id: nodeId('Environment', id),
        name: environment,
        url,
        html_url: `${call.links.html}/${start.repository}/deployments/activity_log?environments_filter=${encodeURIComponent(environment)}`,
      },
      wait_timer: waitTimer,
      wait_timer_started_at: waitTimer > 0 ? moment(run.createdAt, call) : null,
      current_user_can_approve: false,
      reviewers: [
        ...reviewers.map((login) => ({ type: 'User', reviewer: userJson(login, call) })),
        ...teams.map((slug) => ({ type: 'Team', reviewer: teamJson(slug, start.repository, call) })),
      ],
    },
  ]
}

/** Schema `team`. */
function teamJson(slug: string, repository: string, { links }: Call): object {
  const id = stableId('team', `${repository} ${slug}`)
  const [organization = ''] = repository.split('/')
  const url = `${links.api}/organizations/${stableId('organization', organization)}/team/${id}`
  return {
    id,
    node_id: nodeId('Team', id),
    url,
    members_url: `${url}/members{/member}`,
    name: slug,
    description: null,
    permission: 'pull',
    html_url: `${links.html}/orgs/${organization}/teams/${slug}`,
    repositories_url: `${url}/repos`,
    slug,
    type: 'organization',
    parent: null,
  }
}

/** Schema `check-annotation`: what a step says belongs to no file. */
export function annotationsJson(run: ShownRun, job: ShownJob, { links }: Call): readonly object[] {
  return job.annotations.map(({ level, title, message }, index) => ({
    path: '.github',
    start_line: index + 1,
    end_line: index + 1,
    start_column: null,
    end_column: null,
    annotation_level: level,
    title,
    message,
    raw_details: null,
    blob_href: `${links.html}/${run.start.repository}/blob/${run.start.headSha}/.github`,
  }))
}

function moment(milliseconds: number | undefined, { github }: Call): string | null {
  return milliseconds === undefined ? null : timestamp(github.told(milliseconds))
}
