/** Where the API has what a place holds, and what it takes to read and write that. */
import type { Place } from '../../destination.ts'
import { type Level, type Permission, permissions } from '../api/permissions.ts'

/** Where the API has what a place holds, as a route template, and the parameters that fill it. */
export interface Address {
  /** `/repos/{owner}/{repo}/actions` */
  readonly path: string
  readonly parameters: Readonly<Record<string, string>>
}

/** The route of a place: https://docs.github.com/en/rest/actions/secrets, and for Dependabot, Codespaces and Agents. */
export function routeOf(place: Place): Address {
  switch (place.kind) {
    case 'repository':
      return {
        path: `/repos/{owner}/{repo}/${place.store}`,
        parameters: { owner: place.owner, repo: place.repo },
      }
    case 'environment':
      return {
        path: '/repos/{owner}/{repo}/environments/{environment_name}',
        parameters: { owner: place.owner, repo: place.repo, environment_name: place.environment },
      }
    case 'organization':
      return { path: `/orgs/{org}/${place.store}`, parameters: { org: place.owner } }
  }
}

/** The permission to read or write the secrets of a place. */
export function secretPermission(place: Place, level: Level): Permission {
  if (place.kind === 'environment') return permissions.environments(level)
  return (place.kind === 'repository' ? ofRepositories : ofOrganizations)[place.store](level)
}

/** The permission to read or write the variables of a place. Dependabot and Codespaces have none. */
export function variablePermission(place: Place, level: Level): Permission {
  if (place.kind === 'environment') return permissions.environments(level)
  const isAgents = place.store === 'agents'
  if (place.kind === 'repository') return isAgents ? permissions.agentVariables(level) : permissions.variables(level)
  return isAgents ? permissions.organizationAgentVariables(level) : permissions.organizationVariables(level)
}

const ofRepositories = {
  actions: permissions.secrets,
  dependabot: permissions.dependabotSecrets,
  codespaces: permissions.codespacesSecrets,
  agents: permissions.agentSecrets,
} as const

const ofOrganizations = {
  actions: permissions.organizationSecrets,
  dependabot: permissions.organizationDependabotSecrets,
  codespaces: permissions.organizationCodespacesSecrets,
  agents: permissions.organizationAgentSecrets,
} as const
