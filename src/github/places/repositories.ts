/**
 * What is known of repositories before a key is written there: which are renamed, archived or made anew, and whether a
 * token may see all of an owner's. An archived one runs nothing and takes no secret, so that its destinations are left
 * out until it is unarchived:
 * https://docs.github.com/en/repositories/archiving-a-github-repository/archiving-repositories
 */

import pMap from 'p-map'
import { type Destination, isSameName, repositoryOf } from '../../destination.ts'
import { endsRun, inSentences, type Warning } from '../../rotation/problem.ts'
import type { Instant } from '../../rotation/time.ts'
import { type GitHubClient, pageSize } from '../api/client.ts'
import { atOnce } from '../api/limits.ts'
import { permissions } from '../api/permissions.ts'
import { mayPass, type Purpose, Refusal } from '../api/refusals.ts'

interface RepositoryJson {
  readonly full_name: string
  readonly archived: boolean
  readonly created_at?: string | null
}

/** Which repositories of destinations are known to be archived. */
export class ArchivedRepositories {
  readonly #destinations: readonly Destination[]
  readonly #clientFor: (owner: string) => GitHubClient
  readonly #warn: (warning: Warning) => void
  /** In lower case. */
  readonly #archived = new Set<string>()
  readonly #warned = new Set<string>()
  readonly #made = new Map<string, Instant>()

  /** `warn` tells a person, who may have forgotten. */
  constructor(
    destinations: readonly Destination[],
    clientFor: (owner: string) => GitHubClient,
    warn: (warning: Warning) => void,
  ) {
    this.#destinations = destinations
    this.#clientFor = clientFor
    this.#warn = warn
  }

  /**
   * Looks at these repositories, each owner's at once. Archived ones are left out until a look finds them unarchived; what
   * else stands against writing to them comes back in sentences.
   */
  async check(fullNames: readonly string[]): Promise<readonly string[]> {
    const spellings = new Map(fullNames.toReversed().map((name) => [name.toLowerCase(), name]))
    const owners = Map.groupBy(spellings.values(), (name) => name.toLowerCase().split('/')[0] ?? '')
    const looks = await pMap(owners, ([owner, names]) => repositoriesOf(this.#clientFor(owner), names))
    const found = looks.flat()
    const archived = found.filter(([, repository]) => typeof repository === 'object' && repository.archived)
    for (const [name, repository] of found)
      if (typeof repository === 'object') this.#archived.delete(name.toLowerCase())
    for (const [name] of archived) this.#archived.add(name.toLowerCase())
    for (const [name, repository] of found) {
      const { created_at: made } = typeof repository === 'object' ? repository : {}
      if (made) this.#made.set(name.toLowerCase(), Date.parse(made))
    }
    this.#warnOnce(archived.map(([name]) => name))
    return found
      .filter(([name]) => !this.#isLeftOut(name))
      .map(([name, repository]) => whyNot(name, repository))
      .filter((why) => why !== undefined)
  }

  /** When a repository that was looked at was made, by GitHub's clock: another of the same name has another date. */
  madeAt(fullName: string | undefined): Instant | undefined {
    return this.#made.get(fullName?.toLowerCase() ?? '')
  }

  /** Looks once more at what is left out: whoever has unarchived it may use the key that it holds. */
  async lookAgain(): Promise<void> {
    await this.check([...this.#archived])
  }

  /** What is known to be archived; of destinations that are all archived, none is left out. */
  #isLeftOut(fullName: string | undefined): boolean {
    const isArchived = (name: string | undefined) => name !== undefined && this.#archived.has(name.toLowerCase())
    return isArchived(fullName) && !this.#destinations.every(({ place }) => isArchived(repositoryOf(place)))
  }

  /** What is not in a repository that is left out; all, where nothing else is there. */
  without<Each>(all: readonly Each[], fullNameOf: (each: Each) => string | undefined): readonly Each[] {
    const left = all.filter((each) => !this.#isLeftOut(fullNameOf(each)))
    return left.length === 0 ? all : left
  }

  /** Each once. */
  #warnOnce(fullNames: readonly string[]): void {
    const names = fullNames.filter((each) => this.#isLeftOut(each) && !this.#warned.has(each.toLowerCase()))
    if (names.length === 0) return
    for (const each of names) this.#warned.add(each.toLowerCase())
    this.#warn({
      kind: 'archived repositories',
      text: `Left out while archived: ${names.join(', ')}. An archived repository takes no secret and runs nothing, so the key that its secrets hold is replaced without it. Take it out of destinations, or unarchive it, so that it gets a new key again.`,
    })
  }
}

/** What stands against writing to a repository, in sentences; undefined: nothing that is known. */
function whyNot(fullName: string, repository: RepositoryJson | string): string | undefined {
  if (typeof repository === 'string') return repository
  if (repository.archived) {
    return `${fullName} is archived, so its secrets cannot be written. Remove it from destinations, or unarchive it.`
  }
  if (isSameName(repository.full_name, fullName)) return undefined
  return `${fullName} is called ${repository.full_name} now. Write the new name into destinations.`
}

/** Each of these repositories of one owner, or why it cannot be looked at. */
async function repositoriesOf(
  github: GitHubClient,
  fullNames: readonly string[],
): Promise<readonly (readonly [fullName: string, RepositoryJson | string])[]> {
  const known = fullNames.length > 1 ? await installed(github, fullNames.length) : new Map<string, RepositoryJson>()
  return pMap(
    fullNames,
    async (name) => [name, known.get(name.toLowerCase()) ?? (await look(github, name))] as const,
    atOnce,
  )
}

const ofInstallation = 'GET /installation/repositories'

function listing(place: string): Purpose {
  return { doing: 'ask which repositories the token has', place, permission: permissions.metadata('read') }
}

/**
 * The repositories of an App's installation, a hundred with each request; empty for other tokens, and where asking for
 * each one takes less.
 */
async function installed(github: GitHubClient, wanted: number): Promise<ReadonlyMap<string, RepositoryJson>> {
  const found = new Map<string, RepositoryJson>()
  try {
    for await (const { items, total = 0 } of github.pages<RepositoryJson>(
      ofInstallation,
      {},
      listing(github.budget.owner),
    )) {
      for (const repository of items) found.set(repository.full_name.toLowerCase(), repository)
      if (total > wanted * pageSize) break
    }
  } catch (error) {
    // Not an App's token, or nothing that each repository's own answer would not tell better.
    if (endsRun(error)) throw error
  }
  return found
}

/**
 * Whether a token may not see all repositories of an owner: an App's says so, and a fine-grained one does not tell.
 * https://docs.github.com/en/rest/apps/installations#list-repositories-accessible-to-the-app-installation
 * @throws Problem when GitHub does not answer
 */
export async function sightOf(github: GitHubClient, owner: string): Promise<'all' | 'selected' | 'unknown'> {
  try {
    const { data } = await github.ask<{ repository_selection?: string }>(
      ofInstallation,
      { per_page: 1 },
      listing(`the organization ${owner}`),
    )
    return data.repository_selection === 'all' ? 'all' : 'selected'
  } catch (error) {
    if (!(error instanceof Refusal) || error.failure.status !== 403 || mayPass(error)) throw error
    // A classic token, which tells its scopes, sees what its user sees.
    return error.failure.headers['x-oauth-scopes'] === undefined ? 'unknown' : 'all'
  }
}

/** One repository, or why it cannot be looked at. */
async function look(github: GitHubClient, fullName: string): Promise<RepositoryJson | string> {
  const [owner, repo] = fullName.split('/')
  const purpose = { doing: 'look at the repository', place: fullName, permission: permissions.metadata('read') }
  try {
    return (await github.ask<RepositoryJson>('GET /repos/{owner}/{repo}', { owner, repo }, purpose)).data
  } catch (error) {
    if (endsRun(error)) throw error
    return inSentences(error)
  }
}
