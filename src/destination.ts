/** Where a key is kept on GitHub: the nouns that everybody shares, and what names and identifies them. */
import type { KeyFormat } from './rotation/ports.ts'
import { presentable } from './text/presentable.ts'

/** Who reads the secrets of a store: https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps */
export const stores = ['actions', 'dependabot', 'codespaces', 'agents'] as const
export type Store = (typeof stores)[number]

/** https://docs.github.com/en/enterprise-server/rest: only there is the API below a path. */
export function isEnterpriseServer(apiUrl: string): boolean {
  return new URL(apiUrl).pathname.replace(/\/+$/, '') === '/api/v3'
}

/** GitHub Enterprise Server has neither Codespaces nor Agents. */
export function storesOf(apiUrl: string): readonly Store[] {
  return isEnterpriseServer(apiUrl) ? ['actions', 'dependabot'] : stores
}

/** A place has secrets of its own, under a public key of its own. `owner` is a user or an organization. */
export type Place =
  | { readonly kind: 'repository'; readonly owner: string; readonly repo: string; readonly store: Store }
  | { readonly kind: 'environment'; readonly owner: string; readonly repo: string; readonly environment: string }
  | { readonly kind: 'organization'; readonly owner: string; readonly store: Store }

/** A secret or variable, and what it contains. */
export interface Entry {
  /** In upper case, as GitHub stores it. */
  readonly name: string
  readonly format: KeyFormat
}

/** Who may use an organization's secret or variable. `private` includes internal repositories. */
export interface Audience {
  readonly visibility: 'all' | 'private' | 'selected'
  /** `owner/name`; of `selected`. */
  readonly repositories: readonly string[]
}

/** One place and what it gets. */
export interface Destination {
  readonly place: Place
  readonly secrets: readonly Entry[]
  readonly variables: readonly Entry[]
  /** Of what does not exist yet in an organization; what exists keeps its own. */
  readonly audience: Audience | undefined
}

/** A secret of a repository or of one of its environments. */
export interface RecoveryPlace {
  readonly owner: string
  readonly repo: string
  readonly environment: string | undefined
  readonly name: string
}

/** The place that the recovery secret is in. */
export function placeOf({ owner, repo, environment }: Omit<RecoveryPlace, 'name'>): Place {
  return environment === undefined
    ? { kind: 'repository', owner, repo, store: 'actions' }
    : { kind: 'environment', owner, repo, environment }
}

/** The store whose secrets the place has; an environment has those of Actions alone. */
export function storeOf(place: Place): Store {
  return place.kind === 'environment' ? 'actions' : place.store
}

/** `owner/name` of a place in a repository; undefined for an organization. */
export function repositoryOf(place: Place): string | undefined {
  return place.kind === 'organization' ? undefined : `${place.owner}/${place.repo}`
}

/** Equal for two spellings of one place: GitHub compares names without regard to case. */
export function identityOf(place: Place): string {
  return `${addressOf(place)}:${storeOf(place)}`.toLowerCase()
}

function addressOf(place: Place): string {
  switch (place.kind) {
    case 'repository':
      return `${place.owner}/${place.repo}`
    case 'environment':
      return `${place.owner}/${place.repo}/${place.environment}`
    case 'organization':
      return place.owner
  }
}

/** As people call it: `octo/app`, `the environment production of octo/app`, `the organization octo (Dependabot)`. */
export function nameOf(place: Place): string {
  const store = storeNames[storeOf(place)]
  switch (place.kind) {
    case 'repository':
      return `${place.owner}/${place.repo}${store}`
    case 'environment':
      return `the environment ${presentable(place.environment)} of ${place.owner}/${place.repo}`
    case 'organization':
      return `the organization ${place.owner}${store}`
  }
}

const storeNames: Readonly<Record<Store, string>> = {
  actions: '',
  dependabot: ' (Dependabot)',
  codespaces: ' (Codespaces)',
  agents: ' (Agents)',
}

/** As the inputs `destinations` and `other-keys` list the place: the fields of a YAML map in one line. */
export function fieldsOf(place: Place): string {
  const store = storeOf(place) === 'actions' ? '' : `, store: ${storeOf(place)}`
  switch (place.kind) {
    case 'repository':
      return `repository: ${place.owner}/${place.repo}${store}`
    case 'environment':
      return `repository: ${place.owner}/${place.repo}, environment: ${scalar(place.environment)}`
    case 'organization':
      return `organization: ${place.owner}${store}`
  }
}

/** A text as YAML reads it anywhere: quoted where it is not plainly one. */
function scalar(text: string): string {
  return /^[A-Za-z0-9][\w./-]*$/.test(text) ? text : presentable(JSON.stringify(text))
}

/** https://docs.github.com/en/rest/actions/variables, https://docs.github.com/en/rest/agents */
export function hasVariables(store: Store): boolean {
  return store === 'actions' || store === 'agents'
}

/**
 * Whether a URL can have this name as one part of its path. `.` and `..` are resolved whatever their encoding:
 * https://url.spec.whatwg.org/#double-dot-url-path-segment. Control characters, line separators and halves of characters
 * are in no name that a person meant.
 */
export function isAddressable(name: string): boolean {
  return name !== '.' && name !== '..' && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name) && name.isWellFormed()
}

/** What `isAddressable` asks for, in words. */
export const addressableNames = 'a name that is not . or .. and has no control characters in it'

/** GitHub compares the names of owners, repositories and environments without regard to case. */
export function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
