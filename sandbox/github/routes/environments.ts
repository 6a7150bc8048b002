/** Environments over the API; their secrets are with the other secrets. */
import type { Environment } from '../environment.ts'
import { nodeId } from '../identifiers.ts'
import { notFound } from '../refusal.ts'
import type { Repository } from '../repository.ts'
import { timestamp } from '../timestamp.ts'
import type { Call, Routes } from './route.ts'

/** An environment's metadata. */
export const environmentRoutes: Routes = {
  'GET /repos/{owner}/{repo}/environments/{environment_name}': {
    need: { permission: 'actions', level: 'read', publicly: true },
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
