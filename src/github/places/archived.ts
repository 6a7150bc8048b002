/**
 * Destinations in archived repositories. Such a repository runs nothing and takes no secret, so that it is left out until
 * it is unarchived: https://docs.github.com/en/repositories/archiving-a-github-repository/archiving-repositories
 */
import pMap from 'p-map'
import { type Destination, repositoryOf } from '../../destination.ts'
import type { Clients } from '../tokens/tokens.ts'
import { checkRepositories } from './repositories.ts'

export interface ArchivedRepositoriesOptions {
  readonly destinations: readonly Destination[]
  readonly clients: Pick<Clients, 'for'>
  /** Tells a person, who may have forgotten. */
  readonly warn: (text: string) => void
}

export class ArchivedRepositories {
  readonly #options: ArchivedRepositoriesOptions
  /** In lower case. */
  readonly #archived = new Set<string>()
  readonly #told = new Set<string>()

  constructor(options: ArchivedRepositoriesOptions) {
    this.#options = options
  }

  /**
   * Looks at these repositories, each owner's at once. Archived ones are left out from now on; what else stands against
   * writing to them comes back in sentences.
   */
  async check(fullNames: readonly string[]): Promise<readonly string[]> {
    const owners = Map.groupBy(new Set(fullNames.map((name) => name.toLowerCase())), (name) => name.split('/')[0] ?? '')
    const spelled = (name: string) => fullNames.find((each) => each.toLowerCase() === name) ?? name
    const found = await pMap(owners, ([owner, names]) =>
      checkRepositories(this.#options.clients.for(owner), names.map(spelled)),
    )
    const problems = found.flat()
    for (const { fullName, isArchived } of problems) if (isArchived) this.#archived.add(fullName.toLowerCase())
    this.#tell(problems.filter(({ isArchived }) => isArchived).map(({ fullName }) => fullName))
    return problems.filter(({ fullName }) => !this.isLeftOut(fullName)).map(({ why }) => why)
  }

  /** What is known to be archived; of destinations that are all archived, none is left out. */
  isLeftOut(fullName: string | undefined): boolean {
    return (
      this.#isArchived(fullName) &&
      !this.#options.destinations.every(({ place }) => this.#isArchived(repositoryOf(place)))
    )
  }

  /** What is not in a repository that is left out; all, where nothing else is there. */
  without<Each>(all: readonly Each[], fullNameOf: (each: Each) => string | undefined): readonly Each[] {
    const left = all.filter((each) => !this.isLeftOut(fullNameOf(each)))
    return left.length === 0 ? all : left
  }

  #isArchived(fullName: string | undefined): boolean {
    return fullName !== undefined && this.#archived.has(fullName.toLowerCase())
  }

  /** Each once. */
  #tell(fullNames: readonly string[]): void {
    const names = fullNames.filter((each) => this.isLeftOut(each) && !this.#told.has(each.toLowerCase()))
    if (names.length === 0) return
    for (const each of names) this.#told.add(each.toLowerCase())
    this.#options.warn(
      `Left out while archived: ${names.join(', ')}. An archived repository takes no secret and runs nothing, so the key that its secrets hold is replaced without it. Take it out of destinations, or unarchive it: then it is due for the new key.`,
    )
  }
}
