/** Where secrets and variables are kept, which path leads there, and what a token needs to go it. */
import type { OrganizationNeed } from '../authorization.ts'
import type { Store, VariableStoreName } from '../place.ts'
import type { SecretStore } from '../secret-store.ts'
import type { Level, Permission } from '../token.ts'
import type { VariableStore } from '../variable-store.ts'
import { environmentOf } from './environments.ts'
import type { Answer, Call, Route } from './route.ts'

/** One kind of place: the paths under `prefix` lead to the store that each route is handed. */
export interface Place<Kept> {
  readonly prefix: string
  route(level: Level, handle: (call: Call, kept: Kept) => Answer): Route
}

/** Whose permissions the operations on a store ask for. */
interface Access {
  readonly repository: Permission
  readonly organization: Permission
}

const secretAccess: Readonly<Record<Store, Access>> = {
  actions: { repository: 'secrets', organization: 'organization_secrets' },
  dependabot: { repository: 'dependabot_secrets', organization: 'organization_dependabot_secrets' },
  codespaces: { repository: 'codespaces_secrets', organization: 'organization_codespaces_secrets' },
  agents: { repository: 'agent_secrets', organization: 'organization_agent_secrets' },
}

const variableAccess: Readonly<Record<VariableStoreName, Access>> = {
  actions: { repository: 'actions_variables', organization: 'organization_actions_variables' },
  agents: { repository: 'agent_variables', organization: 'organization_agent_variables' },
}

/** A repository's secrets of a store. */
export function repositorySecrets(store: Store): Place<SecretStore> {
  const permission = secretAccess[store].repository
  return {
    prefix: `/repos/{owner}/{repo}/${store}/secrets`,
    route: (level, handle) => ({
      need: { permission, level, publicly: false },
      handle: (call, repository) => handle(call, repository.secrets[store]),
    }),
  }
}

/** A repository's variables of a store. */
export function repositoryVariables(store: VariableStoreName): Place<VariableStore> {
  const permission = variableAccess[store].repository
  return {
    prefix: `/repos/{owner}/{repo}/${store}/variables`,
    route: (level, handle) => ({
      need: { permission, level, publicly: false },
      handle: (call, repository) => handle(call, repository.variables[store]),
    }),
  }
}

/** An environment's secrets. */
export const environmentSecrets: Place<SecretStore> = {
  prefix: '/repos/{owner}/{repo}/environments/{environment_name}/secrets',
  route: (level, handle) => ({
    need: { permission: 'environments', level, publicly: false },
    handle: (call, repository) => handle(call, environmentOf(call, repository).secrets),
  }),
}

/** An environment's variables. */
export const environmentVariables: Place<VariableStore> = {
  prefix: '/repos/{owner}/{repo}/environments/{environment_name}/variables',
  route: (level, handle) => ({
    need: { permission: 'environments', level, publicly: false },
    handle: (call, repository) => handle(call, environmentOf(call, repository).variables),
  }),
}

/** An organization's secrets of a store. */
export function organizationSecrets(store: Store): Place<SecretStore> {
  const needed: Omit<OrganizationNeed, 'level'> = {
    permission: secretAccess[store].organization,
    // https://docs.github.com/rest/codespaces/organization-secrets: not for installation access tokens.
    installations: store !== 'codespaces',
    role: `${store} secrets`,
  }
  return {
    prefix: `/orgs/{org}/${store}/secrets`,
    route: (level, handle) => ({
      organizationNeed: { ...needed, level },
      handle: (call, organization) => handle(call, organization.secrets[store]),
    }),
  }
}

/** An organization's variables of a store. */
export function organizationVariables(store: VariableStoreName): Place<VariableStore> {
  const needed: Omit<OrganizationNeed, 'level'> = {
    permission: variableAccess[store].organization,
    installations: true,
    role: `${store} variables`,
  }
  return {
    prefix: `/orgs/{org}/${store}/variables`,
    route: (level, handle) => ({
      organizationNeed: { ...needed, level },
      handle: (call, organization) => handle(call, organization.variables[store]),
    }),
  }
}
