/** Which repositories of an organization see one of its secrets or variables. */

/** `private` means private and internal repositories. */
export const visibilities = ['all', 'private', 'selected'] as const
export type Visibility = (typeof visibilities)[number]

/** Repositories are listed, by id, under the visibility `selected` only. */
export interface Audience {
  readonly visibility: Visibility
  readonly repositoryIds: ReadonlySet<number>
}

/** What of a repository decides whether it belongs to an audience. */
export interface Reachable {
  readonly id: number
  readonly fullName: string
  readonly visibility: 'public' | 'private'
}

/** The repositories of one organization, as its secrets and variables know them. */
export interface Directory {
  /** By full name; a fault of the test when the organization has none of that name. */
  byName(fullName: string): Reachable
  byId(id: number): Reachable | undefined
}

/** An audience; another visibility than `selected` forgets the list. */
export function audienceOf(visibility: Visibility, repositoryIds: readonly number[] = []): Audience {
  const listed = visibility === 'selected' ? repositoryIds : []
  return { visibility, repositoryIds: new Set([...listed].sort((one, other) => one - other)) }
}

/** Whether a repository of the organization sees what has this audience. */
export function reaches({ visibility, repositoryIds }: Audience, repository: Reachable): boolean {
  switch (visibility) {
    case 'all':
      return true
    case 'private':
      return repository.visibility === 'private'
    case 'selected':
      return repositoryIds.has(repository.id)
  }
}
