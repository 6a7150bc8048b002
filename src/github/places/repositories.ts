/** Repositories that cannot take a key, though their names are right: archived or renamed. */
import pMap from 'p-map'
import { endsRun, inSentences } from '../../rotation/problem.ts'
import { type GitHubClient, pageSize } from '../api/client.ts'
import { permissions } from '../api/permissions.ts'
import { mayPass, type Purpose, Refusal } from '../api/refusals.ts'

interface RepositoryJson {
  readonly full_name: string
  readonly archived: boolean
}

/** GitHub allows 100 requests at once. */
const reading = { concurrency: 10 }

/** What is known against writing to a repository, in sentences. */
export interface RepositoryProblem {
  readonly fullName: string
  /** It runs nothing and takes no secret, until that ends. */
  readonly isArchived: boolean
  readonly why: string
}

const ofInstallation = 'GET /installation/repositories'

function listing(place: string): Purpose {
  return { doing: 'ask which repositories the token has', place, permission: permissions.metadata('read') }
}

/** What stands against writing to each of these repositories of one owner. */
export async function checkRepositories(
  github: GitHubClient,
  fullNames: readonly string[],
): Promise<readonly RepositoryProblem[]> {
  const known = fullNames.length > 1 ? await installed(github, fullNames.length) : new Map()
  const checked = await pMap(
    fullNames,
    async (fullName) => {
      const repository: RepositoryJson | string = known.get(fullName.toLowerCase()) ?? (await look(github, fullName))
      if (typeof repository === 'string') return { fullName, isArchived: false, why: repository }
      return problemOf(fullName, repository)
    },
    reading,
  )
  return checked.filter((problem) => problem !== undefined)
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
export async function sightOf(github: GitHubClient, owner: string): Promise<'all' | 'selected' | 'untold'> {
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
    return error.failure.headers['x-oauth-scopes'] === undefined ? 'untold' : 'all'
  }
}

/** One repository, or why it cannot be looked at. */
async function look(github: GitHubClient, fullName: string): Promise<RepositoryJson | string> {
  const [owner = '', repo = ''] = fullName.split('/')
  const purpose = { doing: 'look at the repository', place: fullName, permission: permissions.metadata('read') }
  try {
    return (await github.ask<RepositoryJson>('GET /repos/{owner}/{repo}', { owner, repo }, purpose)).data
  } catch (error) {
    if (endsRun(error)) throw error
    return inSentences(error)
  }
}

function problemOf(fullName: string, repository: RepositoryJson): RepositoryProblem | undefined {
  if (repository.archived) {
    const why = `${fullName} is archived, so its secrets cannot be written. Remove it from destinations, or unarchive it.`
    return { fullName, isArchived: true, why }
  }
  if (repository.full_name.toLowerCase() !== fullName.toLowerCase()) {
    const why = `${fullName} is called ${repository.full_name} now. Write the new name into destinations.`
    return { fullName, isArchived: false, why }
  }
  return undefined
}
