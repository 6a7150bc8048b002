/**
 * Workflow runs that got their secrets earlier and have not ended. GitHub reads secrets when it queues a run:
 * https://docs.github.com/en/actions/concepts/security/secrets
 */
import pMap from 'p-map'
import { type Destination, isSameName, repositoryOf, storeOf } from '../../destination.ts'
import { oldestRun, settlingOfWrites } from '../../rotation/facts.ts'
import { inSentences, Problem } from '../../rotation/problem.ts'
import { type Instant, utc } from '../../rotation/time.ts'
import type { UnfinishedRunsReading } from '../../rotation/world.ts'
import { presentable } from '../../text/presentable.ts'
import { type GitHubClient, isGitHubError } from '../api/client.ts'
import { explain } from '../api/explanations.ts'
import { permissions } from '../api/permissions.ts'
import { isDenial } from '../api/refusals.ts'
import { GitHubPlace } from '../places/place.ts'
import type { Clients } from '../tokens/tokens.ts'
import { type ListedRun, type ListedRuns, unfinishedRunsOf } from './run-lists.ts'
import { type Unread, unreadTold } from './unread.ts'

/** GitHub allows 100 requests at once. */
const reading = { concurrency: 10 }

export interface UnfinishedRunsOptions {
  readonly destinations: readonly Destination[]
  readonly clients: Pick<Clients, 'for'>
  /** What reads the runs of a repository: in the one that this runs in, its own token may. */
  readonly clientAt: (owner: string, repo: string) => GitHubClient
  /** Those that were dispatched since the publication only look at the key, and one of them may wait for ever. */
  readonly verificationWorkflows: readonly WorkflowName[]
  /** This run, `owner/repo/run-id`. */
  readonly own: string
}

interface WorkflowName {
  readonly owner: string
  readonly repo: string
  /** `verify.yml` */
  readonly file: string
}

interface UnfinishedRun {
  /** `Deploy #12 in octo/app` */
  readonly name: string
  /** In GitHub's words: `queued`, `in_progress`, `waiting`, `pending`, `requested`. */
  readonly status: string
  /** By GitHub's clock. */
  readonly created: Instant
  readonly url: string
}

/**
 * Looks at every repository whose jobs use a destination: one request for each, and up to eight or more where a hundred
 * runs or more were created in that time.
 */
export class UnfinishedRuns {
  readonly #options: UnfinishedRunsOptions

  constructor(options: UnfinishedRunsOptions) {
    this.#options = options
  }

  /**
   * Runs that were created before a moment of GitHub's clock, oldest first; a re-run counts as the run that it repeats,
   * since it may get the same secrets (cli/cli#13522). What the token may not read is told as unread.
   * @throws Problem when GitHub does not answer, which may pass
   */
  async look(before: Instant): Promise<UnfinishedRunsReading> {
    const unread: Unread[] = []
    const everybody: string[] = []
    const repositories = await this.#repositories(unread, everybody)
    const runs = await pMap(repositories, (fullName) => this.#runsOf(fullName, before, unread), reading)
    return {
      runs: runs
        .flat()
        .sort((one, other) => one.created - other.created)
        .map(runTold),
      unread: [
        ...unreadTold(unread, (where) => `Whether jobs may still hold the old key is not known of ${where}`),
        ...everybody,
      ],
    }
  }

  /** Jobs of these repositories get secrets of a destination; nobody asks a codespace. */
  async #repositories(unread: Unread[], everybody: string[]): Promise<readonly string[]> {
    const names = new Map<string, string>()
    for (const { place, secrets } of this.#options.destinations) {
      if (storeOf(place) === 'codespaces') continue
      const own = repositoryOf(place)
      const users =
        own === undefined
          ? await this.#readersOf(
              place,
              secrets.map(({ name }) => name),
              unread,
              everybody,
            )
          : [own]
      for (const fullName of users) names.set(fullName.toLowerCase(), fullName)
    }
    return [...names.values()]
  }

  async #readersOf(
    place: Destination['place'],
    names: readonly string[],
    unread: Unread[],
    everybody: string[],
  ): Promise<readonly string[]> {
    const api = new GitHubPlace(place, this.#options.clients.for(place.owner))
    const readers: string[] = []
    const forAll: { readonly name: string; readonly visibility: 'all' | 'private' }[] = []
    for (const name of names) {
      try {
        const { value: secret } = await api.sharedSecret(name)
        if (secret === undefined) continue
        readers.push(...secret.readers.map(({ full_name }) => full_name))
        const { visibility } = secret.audience
        if (visibility !== 'selected') forAll.push({ name, visibility })
      } catch (error) {
        unread.push({ where: api.name, why: unreadable(error) })
      }
    }
    if (forAll.length > 0) {
      const isForAll = forAll.some(({ visibility }) => visibility === 'all')
      everybody.push(
        `${forAll.map(({ name }) => name).join(', ')} of ${api.name}: ${isForAll ? 'all' : 'all private'} repositories may use it, and are not searched for jobs that still hold the old key. There, only time protects them (deactivate-after).`,
      )
    }
    return readers
  }

  async #runsOf(fullName: string, before: Instant, unread: Unread[]): Promise<readonly UnfinishedRun[]> {
    const found = await this.#list(fullName, before - oldestRun).catch((error: unknown) => {
      unread.push({ where: fullName, why: unreadable(error) })
      return { runs: [], gap: undefined }
    })
    const runs = found.runs
      .filter((run) => !this.#isOwn(fullName, run, before - settlingOfWrites))
      .map((run) => ({
        name: `${presentable(run.name ?? run.path)} #${run.run_number} in ${fullName}`,
        status: presentable(run.status ?? 'unknown'),
        created: Date.parse(run.created_at),
        url: presentable(run.html_url),
      }))
      .filter(({ created }) => created <= before)
    // Where one holds the old key, it does not matter that there may be more.
    if (found.gap !== undefined && runs.length === 0) {
      throw new Problem(
        `GitHub's lists of the workflow runs of ${fullName} contradict each other: ${found.gap}`,
        'Run again later. Until they agree, nobody knows whether a job still holds the old key, and it stays on.',
      )
    }
    return runs
  }

  /** This run, or a verification that was dispatched since the publication. */
  #isOwn(fullName: string, { id, event, path, created_at: created }: ListedRun, published: Instant): boolean {
    const { own, verificationWorkflows } = this.#options
    const isVerification = verificationWorkflows.some(
      // GitHub may put a ref behind the path: `.github/workflows/verify.yml@main`.
      ({ owner, repo, file }) => isSameName(`${owner}/${repo}`, fullName) && path.split('@')[0]?.endsWith(`/${file}`),
    )
    const isFresh = Date.parse(created) >= published
    return isSameName(`${fullName}/${id}`, own) || (isVerification && event === 'workflow_dispatch' && isFresh)
  }

  async #list(fullName: string, since: Instant): Promise<ListedRuns> {
    const [owner = '', repo = ''] = fullName.split('/')
    const github = this.#options.clientAt(owner, repo)
    const id = /\/(\d+)$/.exec(this.#options.own)?.[1]
    const canary = id !== undefined && isSameName(`${fullName}/${id}`, this.#options.own) ? Number(id) : undefined
    try {
      return await unfinishedRunsOf({ github, owner, repo, since, canary })
    } catch (error) {
      throw this.#explained(error, fullName, github)
    }
  }

  #explained(error: unknown, place: string, { token }: GitHubClient): unknown {
    if (!isGitHubError(error)) return error
    return explain(error, {
      doing: 'list the workflow runs',
      place,
      permission: permissions.actions('read'),
      token,
    })
  }
}

function runTold({ name, status, created, url }: UnfinishedRun): string {
  return `${name}, ${status}, created ${utc(created)}: ${url}`
}

/** Why a token may not read something; anything that may pass is thrown on, since it says nothing of the runs. */
function unreadable(error: unknown): string {
  if (isDenial(error)) return `${inSentences(error)} Until then, only time protects them`
  throw error
}
