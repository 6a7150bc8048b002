/**
 * Who may use an organization's secret. A write always sets it anew, and one that leaves out the selected repositories
 * takes the secret away from all of them (external-secrets/external-secrets#6519): so it is read whole, and sent back.
 * https://docs.github.com/en/rest/actions/secrets#create-or-update-an-organization-secret
 */

import type { Place } from '../../destination.ts'
import { Problem } from '../../rotation/problem.ts'
import { type Page, pageSize } from '../api/client.ts'

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

/**
 * All repositories that a secret of visibility `selected` is shared with.
 * @throws Problem when the token does not see all of them
 */
export async function readReaders(
  place: Place,
  name: string,
  pages: AsyncIterable<Page<Reader>>,
): Promise<readonly Reader[]> {
  const readers = new Map<number, Reader>()
  let all = 0
  for await (const { items, total = 0 } of pages) {
    all = total
    for (const { id, full_name } of items) readers.set(id, { id, full_name })
  }
  if (readers.size === all) return [...readers.values()].sort((a, b) => a.id - b.id)
  throw new Problem(
    `${name} of the organization ${place.owner} is shared with ${all} repositories, and the token sees ${readers.size} of them: writing it would take it away from the others.`,
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
