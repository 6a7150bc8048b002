/** Environments over the API; their secrets and variables are with the others. */
import type { Need } from '../authorization.ts'
import type { Environment } from '../environment.ts'
import { nodeId } from '../identifiers.ts'
import { notFound } from '../refusal.ts'
import type { Repository } from '../repository.ts'
import { timestamp } from '../timestamp.ts'
import { page } from './page.ts'
import type { Call, Routes } from './route.ts'

const read: Need = { permission: 'actions', level: 'read', publicly: true }

/** All environments of a repository, and one. */
export const environmentRoutes: Routes = {
  'GET /repos/{owner}/{repo}/environments': {
    need: read,
    handle: (call, repository) => {
      const { items, headers } = page(call, repository.environments)
      const environments = items.map((environment) => environmentJson(environment, repository, call))
      return { status: 200, body: { total_count: repository.environments.length, environments }, headers }
    },
  },
  'GET /repos/{owner}/{repo}/environments/{environment_name}': {
    need: read,
    handle: (call, repository) => ({
      status: 200,
      body: environmentJson(environmentOf(call, repository), repository, call),
    }),
  },
}

/** The environment that a path means, or 404. */
export function environmentOf(call: Call, repository: Repository): Environment {
  const environment = repository.findEnvironment(call.parameter('environment_name'))
  if (environment === undefined) throw notFound()
  return environment
}

/** Schema `environment`. */
function environmentJson(environment: Environment, repository: Repository, call: Call): object {
  const name = encodeURIComponent(environment.name)
  const createdAt = timestamp(call.github.told(environment.createdAt))
  return {
    id: environment.id,
    node_id: nodeId('Environment', environment.id),
    name: environment.name,
    url: `${call.links.api}/repos/${repository.fullName}/environments/${name}`,
    html_url: `${call.links.html}/${repository.fullName}/deployments/activity_log?environments_filter=${name}`,
    created_at: createdAt,
    updated_at: createdAt,
    protection_rules: [],
    deployment_branch_policy: null,
  }
}
