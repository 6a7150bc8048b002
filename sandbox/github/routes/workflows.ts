/** Workflows over the API: list, get and dispatch. */
import { nodeId } from '../identifiers.ts'
import { invalidRequest, notFound, unprocessable } from '../refusal.ts'
import type { Repository } from '../repository.ts'
import { timestamp } from '../timestamp.ts'
import type { Workflow } from '../workflow.ts'
import { page } from './page.ts'
import type { Answer, Call, Routes } from './route.ts'

const all = '/repos/{owner}/{repo}/actions/workflows'
const prefix = `${all}/{workflow_id}`
const mostInputs = 25

/** All workflows, one, and the dispatch that starts a run of it. */
export const workflowRoutes: Routes = {
  [`GET ${all}`]: {
    need: { permission: 'actions', level: 'read', publicly: true },
    handle: (call, repository) => {
      const { items, headers } = page(call, repository.workflows)
      const workflows = items.map((workflow) => workflowJson(workflow, repository, call))
      return { status: 200, body: { total_count: repository.workflows.length, workflows }, headers }
    },
  },
  [`GET ${prefix}`]: {
    need: { permission: 'actions', level: 'read', publicly: true },
    handle: (call, repository) => ({
      status: 200,
      body: workflowJson(workflowOf(call, repository), repository, call),
    }),
  },
  [`POST ${prefix}/dispatches`]: {
    need: { permission: 'actions', level: 'write', publicly: false },
    handle: dispatch,
  },
}

/** The workflow that a path means, or 404. */
export function workflowOf(call: Call, repository: Repository): Workflow {
  const workflow = repository.workflow(call.parameter('workflow_id'))
  if (workflow === undefined) throw notFound()
  return workflow
}

function dispatch(call: Call, repository: Repository): Answer {
  const workflow = workflowOf(call, repository)
  const { ref, inputs, wantsDetails } = dispatchRequest(call)
  const head = repository.head(ref)
  if (head === undefined) throw unprocessable(`No ref found for: ${ref}`)
  if (workflow.state !== 'active') throw unprocessable("Cannot trigger a 'workflow_dispatch' on a disabled workflow")
  const run = repository.startRun(workflow, {
    event: 'workflow_dispatch',
    head,
    inputs: repository.workflowFile(workflow).dispatchInputs(inputs),
    actor: call.token.login,
  })
  if (!wantsDetails) return { status: 204 }
  const address = `${repository.fullName}/actions/runs/${run.id}`
  return {
    status: 200,
    body: {
      workflow_run_id: run.id,
      run_url: `${call.links.api}/repos/${address}`,
      html_url: `${call.links.html}/${address}`,
    },
  }
}

interface DispatchRequest {
  readonly ref: string
  readonly inputs: Readonly<Record<string, unknown>>
  readonly wantsDetails: boolean
}

function dispatchRequest(call: Call): DispatchRequest {
  const { ref, inputs = {}, return_run_details: details } = call.json()
  if (call.github.runDetails === 'refused' && details !== undefined) {
    throw invalidRequest('"return_run_details" is not a permitted key.')
  }
  if (typeof ref !== 'string') throw invalidRequest('"ref" wasn\'t supplied.')
  if (typeof inputs !== 'object' || inputs === null) throw invalidRequest(`${JSON.stringify(inputs)} is not an object.`)
  const count = Object.keys(inputs).length
  if (count > mostInputs) {
    throw invalidRequest(`No more than ${mostInputs} properties are allowed; ${count} were supplied.`)
  }
  return { ref, inputs: { ...inputs }, wantsDetails: details === true && call.github.runDetails === true }
}

function workflowJson(workflow: Workflow, repository: Repository, call: Call): object {
  const createdAt = timestamp(call.github.told(workflow.createdAt))
  const html = `${call.links.html}/${repository.fullName}`
  return {
    id: workflow.id,
    node_id: nodeId('Workflow', workflow.id),
    name: repository.workflowName(workflow),
    path: workflow.path,
    state: workflow.state,
    created_at: createdAt,
    updated_at: createdAt,
    url: `${call.links.api}/repos/${repository.fullName}/actions/workflows/${workflow.id}`,
    html_url: `${html}/blob/${repository.defaultBranch}/${workflow.path}`,
    badge_url: `${html}/workflows/${encodeURIComponent(repository.workflowName(workflow))}/badge.svg`,
  }
}
