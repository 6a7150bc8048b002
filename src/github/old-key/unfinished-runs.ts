/**
 * Workflow runs that got their secrets earlier and have not ended. GitHub reads secrets when it queues a run:
 * https://docs.github.com/en/actions/concepts/security/secrets
 *
 * It takes one request for each repository whose jobs use a destination, and up to eight or more where a hundred runs or
 * more were created in that time.
 */

import pMap from 'p-map'
import { type Destination, isSameName, repositoryOf, storeOf } from '../../destination.ts'
import { inSentences, Problem } from '../../rotation/problem.ts'
import { type Instant, utc } from '../../rotation/time.ts'
import { oldestRun, settlingOfWrites } from '../../rotation/waits.ts'
import type { UnfinishedRunsReading } from '../../rotation/world.ts'
import { presentable } from '../../text/presentable.ts'
import type { WorkflowName } from '../../workflow.ts'
import type { GitHubClient } from '../api/client.ts'
import { atOnce } from '../api/limits.ts'
import { isDenial } from '../api/refusals.ts'
import { GitHubPlace } from '../places/place.ts'
import type { Clients } from '../tokens/tokens.ts'
import { type ListedRun, unfinishedRunsOf } from './run-lists.ts'
import { sentencesOf, type Unread } from './unreadable-places.ts'

/** The repositories whose runs are looked for, and the runs that do not count. */
export interface RunSearch {
  readonly destinations: readonly Destination[]
  readonly clients: Pick<Clients, 'for'>
  /** What reads the runs of a repository: in the one that this runs in, its own token may. */
  readonly clientAt: (owner: string, repo: string) => GitHubClient
  /** Those that were dispatched since the publication only look at the key, and one of them may wait for ever. */
  readonly verificationWorkflows: readonly Pick<WorkflowName, 'owner' | 'repo' | 'file'>[]
  /** This run, `owner/repo/run-id`. */
  readonly own: string
}

/**
 * Runs that were created before a moment of GitHub's clock, oldest first; a re-run counts as the run that it repeats,
 * since it may get the same secrets (cli/cli#13522). What the token may not read is told as unread.
 * @throws Problem when GitHub does not answer, which may pass
 */
export async function findUnfinishedRuns(search: RunSearch, before: Instant): Promise<UnfinishedRunsReading> {
  const unread: Unread[] = []
  const everybody: string[] = []
  const repositories = await repositoriesOf(search, unread, everybody)
  const runs = await pMap(repositories, (fullName) => runsOf(fullName, search, before, unread), atOnce)
  return {
    runs: runs
      .flat()
      .toSorted((one, other) => Date.parse(one.run.created_at) - Date.parse(other.run.created_at))
      .map(({ run, fullName }) => runTold(run, fullName)),
    unread: [
      ...sentencesOf(unread, (where) => `It is not known whether jobs of ${where} still hold the old key`),
      ...everybody,
    ],
  }
}

/** Jobs of these repositories get secrets of a destination; nobody asks a codespace. */
async function repositoriesOf(
  { destinations, clients }: RunSearch,
  unread: Unread[],
  everybody: string[],
): Promise<readonly string[]> {
  const names = new Map<string, string>()
  for (const destination of destinations) {
    if (storeOf(destination.place) === 'codespaces') continue
    const own = repositoryOf(destination.place)
    const users = own === undefined ? await readersOf(destination, clients, unread, everybody) : [own]
    for (const fullName of users) names.set(fullName.toLowerCase(), fullName)
  }
  return [...names.values()]
}

/** The repositories that an organization shares its secrets with one by one; of those for everybody, it is told. */
async function readersOf(
  { place, secrets }: Destination,
  clients: RunSearch['clients'],
  unread: Unread[],
  everybody: string[],
): Promise<readonly string[]> {
  const api = new GitHubPlace(place, clients.for(place.owner))
  const readers: string[] = []
  const forAll: { readonly name: string; readonly visibility: 'all' | 'private' }[] = []
  for (const { name } of secrets) {
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
    const names = forAll.map(({ name }) => name).join(', ')
    const whose = forAll.some(({ visibility }) => visibility === 'all') ? 'all' : 'all private'
    everybody.push(
      `${names} of ${api.name}: ${whose} repositories may use it, and are not searched for jobs that still hold the old key. There, only time protects them (deactivate-after).`,
    )
  }
  return readers
}

interface RunOf {
  readonly run: ListedRun
  readonly fullName: string
}

async function runsOf(
  fullName: string,
  search: RunSearch,
  before: Instant,
  unread: Unread[],
): Promise<readonly RunOf[]> {
  const [owner = '', repo = ''] = fullName.split('/')
  const id = /\/(\d+)$/.exec(search.own)?.[1]
  const canary = id !== undefined && isSameName(`${fullName}/${id}`, search.own) ? Number(id) : undefined
  const asked = { github: search.clientAt(owner, repo), owner, repo, since: before - oldestRun, canary }
  const found = await unfinishedRunsOf(asked).catch((error: unknown) => {
    unread.push({ where: fullName, why: unreadable(error) })
    return { runs: [], gap: undefined }
  })
  const runs = found.runs.filter(
    (run) => Date.parse(run.created_at) <= before && !isMeantToRun(fullName, run, before - settlingOfWrites, search),
  )
  // Where one holds the old key, it does not matter that there may be more.
  if (found.gap !== undefined && runs.length === 0) {
    throw new Problem(
      `GitHub's lists of the workflow runs of ${fullName} contradict each other: ${found.gap}`,
      'Run again later. Until they agree, nobody knows whether a job still holds the old key, and it stays on.',
    )
  }
  return runs.map((run) => ({ run, fullName }))
}

/** This run, or a verification that was dispatched since the publication. */
function isMeantToRun(
  fullName: string,
  { id, event, path, created_at: created }: ListedRun,
  published: Instant,
  { own, verificationWorkflows }: RunSearch,
): boolean {
  const isVerification = verificationWorkflows.some(
    // GitHub may put a ref behind the path: `.github/workflows/verify.yml@main`.
    ({ owner, repo, file }) => isSameName(`${owner}/${repo}`, fullName) && path.split('@')[0]?.endsWith(`/${file}`),
  )
  const isFresh = Date.parse(created) >= published
  return isSameName(`${fullName}/${id}`, own) || (isVerification && event === 'workflow_dispatch' && isFresh)
}

/** `Deploy #12 in octo/app, queued, created 2026-11-22T19:00:00Z: https://…` */
function runTold(
  { name, path, run_number: number, status, created_at: created, html_url: url }: ListedRun,
  repository: string,
): string {
  const title = `${presentable(name ?? path)} #${number} in ${repository}`
  return `${title}, ${presentable(status ?? 'unknown')}, created ${utc(Date.parse(created))}: ${presentable(url)}`
}

/** Why a token may not read something; anything that may pass is thrown on, since it says nothing of the runs. */
function unreadable(error: unknown): string {
  if (isDenial(error)) return `${inSentences(error)} Until then, only time protects them`
  throw error
}
