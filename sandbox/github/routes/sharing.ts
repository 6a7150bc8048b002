/** Who sees an organization's secrets and variables, over the API. */
import { type Audience, type Visibility, visibilities } from '../audience.ts'
import { maySee } from '../authorization.ts'
import { invalidRequest, notFound, Refusal, unprocessable } from '../refusal.ts'
import type { ValueMetadata, ValueStore } from '../value-store.ts'
import { page } from './page.ts'
import type { Place } from './places.ts'
import { minimalRepositoryJson } from './repository-json.ts'
import type { Call, Routes } from './route.ts'

type Shared = ValueStore<ValueMetadata>

/** What a store's metadata becomes in a reply: only what is shared with selected repositories leads to their list. */
export function sharedJson<Metadata extends ValueMetadata>(call: Call, prefix: string, metadata: Metadata): object {
  if (metadata.visibility !== 'selected') return metadata
  const path = prefix.replace('{org}', encodeURIComponent(call.parameter('org')))
  return { ...metadata, selected_repositories_url: `${call.links.api}${path}/${metadata.name}/repositories` }
}

/** The routes of the list of selected repositories; `parameter` is what the path calls the value's name. */
export function sharingRoutesAt<Kept extends Shared>(place: Place<Kept>, parameter: string, noun: string): Routes {
  const path = `${place.prefix}/{${parameter}}/repositories`
  const listedOf = (call: Call, store: Kept) => {
    const audience = store.audience(call.parameter(parameter))
    if (audience === undefined) throw notFound()
    if (audience.visibility !== 'selected') throw notSelected(noun)
    return audience.repositoryIds
  }
  const select = (call: Call, store: Kept, ids: readonly number[]) => {
    store.setAudience(call.parameter(parameter), store.askedAudience('selected', ids))
    return { status: 204 }
  }
  return {
    [`GET ${path}`]: place.route('read', (call, store) => listed(call, store.shownAudience(call.parameter(parameter)))),
    [`PUT ${path}`]: place.route('write', (call, store) => {
      listedOf(call, store)
      return select(call, store, repositoryIds(call.json()) ?? missing('selected_repository_ids'))
    }),
    [`PUT ${path}/{repository_id}`]: place.route('write', (call, store) => {
      const ids = listedOf(call, store)
      const id = Number(call.parameter('repository_id'))
      if (call.github.findRepositoryById(id) === undefined) throw notFound()
      return select(call, store, [...ids, id])
    }),
    [`DELETE ${path}/{repository_id}`]: place.route('write', (call, store) => {
      const ids = listedOf(call, store)
      return select(
        call,
        store,
        [...ids].filter((id) => String(id) !== call.parameter('repository_id')),
      )
    }),
  }
}

/**
 * What a write sets: a visibility without the list clears the list, since a missing list is an empty one
 * (https://github.com/external-secrets/external-secrets/pull/6519).
 */
export function askedAudience(body: Readonly<Record<string, unknown>>, store: Shared): Audience {
  const ids = repositoryIds(body) ?? []
  const visibility = visibilityOf(body) ?? missing('visibility')
  return allowed(store, visibility, ids)
}

/** A PATCH that names neither leaves the audience alone; a list alone is for what is shared with selected ones. */
export function changedAudience(
  body: Readonly<Record<string, unknown>>,
  store: Shared,
  name: string,
): Audience | undefined {
  const ids = repositoryIds(body)
  const visibility = visibilityOf(body) ?? (ids && store.visibility(name))
  if (visibility === undefined) return undefined
  return allowed(store, visibility, ids ?? [])
}

function allowed(store: Shared, visibility: Visibility, ids: readonly number[]): Audience {
  if (visibility !== 'selected' && ids.length > 0) {
    throw unprocessable('You can only provide a list of repository ids when the visibility is set to selected.')
  }
  return store.askedAudience(visibility, ids)
}

/** `total_count` counts what the token does not see too; a page is then shorter than it says. */
function listed(call: Call, audience: Audience | undefined) {
  if (audience === undefined) throw notFound()
  const ids = [...audience.repositoryIds]
  const { items, headers } = page(call, ids)
  const repositories = items.flatMap((id) => {
    const repository = call.github.findRepositoryById(id)
    return repository !== undefined && maySee(call.token, repository) ? [minimalRepositoryJson(repository, call)] : []
  })
  return { status: 200, body: { total_count: ids.length, repositories }, headers }
}

function visibilityOf({ visibility }: Readonly<Record<string, unknown>>): Visibility | undefined {
  if (visibility === undefined) return undefined
  const known = visibilities.find((each) => each === visibility)
  if (known === undefined) {
    throw invalidRequest(
      `For 'properties/visibility', ${JSON.stringify(visibility)} is not a possible value. Must be one of the following: ${visibilities.join(', ')}.`,
    )
  }
  return known
}

function repositoryIds({ selected_repository_ids: ids }: Readonly<Record<string, unknown>>): number[] | undefined {
  // Nothing and null are the same to GitHub (https://github.com/integrations/terraform-provider-github/issues/842).
  if (ids === undefined || ids === null) return undefined
  if (!Array.isArray(ids)) {
    throw invalidRequest(`For 'properties/selected_repository_ids', ${JSON.stringify(ids)} is not an array.`)
  }
  const wrong = ids.findIndex((id) => !Number.isInteger(id))
  if (wrong >= 0) throw invalidRequest(`For 'items', ${JSON.stringify(ids[wrong])} is not an integer.`)
  return ids
}

function missing(property: string): never {
  throw invalidRequest(`"${property}" wasn't supplied.`)
}

function notSelected(noun: string): Refusal {
  return new Refusal(409, 'Conflict', {
    more: {
      errors: `You cannot update selected repositories for a ${noun} when the visibility is not set to 'selected'`,
    },
  })
}
