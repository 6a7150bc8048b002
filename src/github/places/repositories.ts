/** Repositories that cannot take a key, though their names are right: archived or renamed. */
import pMap from 'p-map'
import { inSentences } from '../../rotation/problem.ts'
import { type GitHubClient, type GitHubError, isGitHubError, mayPass } from '../api/client.ts'
import { permissions } from '../api/permissions.ts'
import { explain } from '../api/refusals.ts'

interface RepositoryJson {
  readonly full_name: string
  readonly archived: boolean
}

const pageSize = 100

/** GitHub allows 100 requests at once. */
const reading = { concurrency: 10 }

/** What is known against writing to a repository, in sentences. */
export interface RepositoryProblem {
  readonly fullName: string
  /** It runs nothing and takes no secret, until that ends. */
  readonly isArchived: boolean
  readonly why: string
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
  for (let page = 1; ; page += 1) {
    try {
      const { data } = await github.request<{ total_count: number; repositories: readonly RepositoryJson[] }>(
        'GET /installation/repositories',
        { per_page: pageSize, page },
      )
      for (const repository of data.repositories) found.set(repository.full_name.toLowerCase(), repository)
      const pages = Math.ceil(data.total_count / pageSize)
      if (data.repositories.length === 0 || page >= pages || pages > wanted) return found
    } catch {
      // Not an App's token, or nothing that each repository's own answer would not tell better.
      return found
    }
  }
}

/**
 * Whether a token may not see all repositories of an owner: an App's says so, and a fine-grained one does not tell.
 * https://docs.github.com/en/rest/apps/installations#list-repositories-accessible-to-the-app-installation
 * @throws Problem when GitHub does not answer
 */
export async function sightOf(github: GitHubClient, owner: string): Promise<'all' | 'selected' | 'untold'> {
  try {
    const { data } = await github.request<{ repository_selection?: string }>('GET /installation/repositories', {
      per_page: 1,
    })
    return data.repository_selection === 'all' ? 'all' : 'selected'
  } catch (error) {
    if (!isGitHubError(error)) throw error
    if (error.status !== 403 || mayPass(error)) {
      throw explain(error, {
        doing: 'ask which repositories the token has',
        place: `the organization ${owner}`,
        permission: permissions.metadata('read'),
        token: github.token,
      })
    }
    // A classic token, which tells its scopes, sees what its user sees.
    return error.headers['x-oauth-scopes'] === undefined ? 'untold' : 'all'
  }
}

/** One repository, or why it cannot be looked at. */
async function look(github: GitHubClient, fullName: string): Promise<RepositoryJson | string> {
  const [owner = '', repo = ''] = fullName.split('/')
  try {
    const { data } = await github.request<RepositoryJson>('GET /repos/{owner}/{repo}', { owner, repo })
    return data
  } catch (error) {
    const attempt = {
      doing: 'look at the repository',
      place: fullName,
      permission: permissions.metadata('read'),
      token: github.token,
    }
    return inSentences(explain(error as GitHubError, attempt))
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
