/**
 * Who may use an organization's secret. A write always sets it anew, and one that leaves out the selected repositories
 * takes the secret away from all of them (external-secrets/external-secrets#6519): so it is read whole, and sent back.
 * https://docs.github.com/en/rest/actions/secrets#create-or-update-an-organization-secret
 */
import type { Audience } from '../../destination.ts'
import { Problem } from '../../rotation/problem.ts'
import { pageSize } from '../api/client.ts'

/** The audience of a secret, by GitHub's name for it. */
export type Visibility = Audience['visibility']

/** The audience of a secret, as the API takes it. */
export interface AudienceBody {
  readonly visibility: Visibility
  /** Sorted; of `selected`. */
  readonly selected_repository_ids?: readonly number[]
}

/** A repository that may use a secret. */
export interface Reader {
  readonly id: number
  readonly full_name: string
}

/** The audience as the API takes it; it names these repositories where it is `selected`. */
export function audienceOf(visibility: Visibility, readers: readonly Reader[]): AudienceBody {
  if (visibility !== 'selected') return { visibility }
  return { visibility, selected_repository_ids: readers.map(({ id }) => id).sort((a, b) => a - b) }
}

/**
 * What GitHub says about who may use the secret of this name in a place.
 * @throws Problem when it does not say so: nobody guesses that
 */
export function visibilityOf(
  secret: { readonly name: string; readonly visibility?: string },
  place: string,
): Visibility {
  const { name, visibility } = secret
  if (visibility === 'all' || visibility === 'private' || visibility === 'selected') return visibility
  throw new Problem(
    `GitHub does not say who may use ${name} of ${place}, and a write would have to guess it.`,
    'Run again. If it stays so, look at the repository access of that secret in the settings of the organization, and report this with the log.',
  )
}

/** The problem that the token does not see every repository that a secret of an organization is shared with. */
export function readersUnseen(name: string, owner: string, all: number, seen: number): Problem {
  return new Problem(
    `${name} of the organization ${owner} is shared with ${all} repositories, and the token sees ${seen} of them: writing it would take it away from the others.`,
    'Give the token access to all repositories of the organization (an App: install it on all of them), or remove the ones that it may not see from the secret.',
  )
}

/** How many requests it takes to list an audience. */
export function pagesOf(audience: AudienceBody | undefined): number {
  return Math.ceil((audience?.selected_repository_ids ?? []).length / pageSize)
}

/** Whether two audiences are the same. */
export function isSameAudience(one: AudienceBody, other: AudienceBody): boolean {
  const ids = ({ selected_repository_ids: all = [] }: AudienceBody) => all.join()
  return one.visibility === other.visibility && ids(one) === ids(other)
}
