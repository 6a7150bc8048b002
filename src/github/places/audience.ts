/**
 * Who may use an organization's secret. A write always sets it anew, and one that leaves out the selected repositories
 * takes the secret away from all of them (external-secrets/external-secrets#6519): so it is read whole, and sent back.
 * https://docs.github.com/en/rest/actions/secrets#create-or-update-an-organization-secret
 */
import { Problem } from '../../rotation/problem.ts'
import type { Answer } from '../api/client.ts'
import type { Place } from './place.ts'

/** As the API takes it. */
export interface AudienceBody {
  readonly visibility: 'all' | 'private' | 'selected'
  /** Sorted; of `selected`. */
  readonly selected_repository_ids?: readonly number[]
}

/** A repository that may use a secret. */
export interface Reader {
  readonly id: number
  readonly full_name: string
}

/** Sends one request about a place: `GET`, and the route below the place's own. */
export type Ask = <Data>(route: string, parameters: Readonly<Record<string, unknown>>) => Promise<Answer<Data>>

const pageSize = 100

/** More repositories than any organization has: a list that does not end is no list. */
const mostPages = 1_000

/**
 * All repositories that a secret of visibility `selected` is shared with.
 * @throws Problem when the token does not see all of them
 */
export async function readReaders(place: Place, name: string, ask: Ask): Promise<readonly Reader[]> {
  const readers = new Map<number, Reader>()
  let total = 0
  for (let page = 1; page <= mostPages; page += 1) {
    const { data } = await ask<{ total_count: number; repositories: readonly Reader[] }>(
      'GET /secrets/{secret_name}/repositories',
      { secret_name: name, per_page: pageSize, page },
    )
    total = data.total_count
    for (const { id, full_name } of data.repositories) readers.set(id, { id, full_name })
    if (page * pageSize >= total) break
  }
  if (readers.size === total) return [...readers.values()].sort((a, b) => a.id - b.id)
  throw new Problem(
    `${name} of the organization ${place.owner} is shared with ${total} repositories, and the token sees ${readers.size} of them: writing it would take it away from the others.`,
    'Give the token access to all repositories of the organization (an App: install it on all of them), or remove the ones that it may not see from the secret.',
  )
}

/** How many requests it takes to list an audience. */
export function pagesOf(audience: AudienceBody | undefined): number {
  return Math.ceil((audience?.selected_repository_ids ?? []).length / pageSize)
}

/** Whether two audiences are the same. */
export function isSameAudience(one: AudienceBody, other: AudienceBody): boolean {
  const [ids, others] = [one.selected_repository_ids ?? [], other.selected_repository_ids ?? []]
  return (
    one.visibility === other.visibility &&
    ids.length === others.length &&
    ids.every((id, index) => id === others[index])
  )
}
