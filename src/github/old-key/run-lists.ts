/**
 * The runs of a repository that have not ended. Lists that are filtered have come back empty or incomplete
 * (actions-runner-controller#362, iterative/cml#923, dawidd6/action-download-artifact#56), so that they count only as far
 * as they show what is known to be there.
 */
import { type Instant, second, utc } from '../../rotation/time.ts'
import { type GitHubClient, type Page, pageSize } from '../api/client.ts'
import { permissions } from '../api/permissions.ts'

/**
 * The states of a run that has not ended, in the order in which it passes through them, so that one that moves on while
 * they are asked for is met again. A run at work may go back to any of them for its next job, and may be called `queued`
 * while some of its jobs run (cli/cli#13972): it is met first, and none of them says more than that it has not ended.
 * https://docs.github.com/en/rest/actions/workflow-runs#list-workflow-runs-for-a-repository
 */
const unfinishedStates = ['in_progress', 'requested', 'pending', 'waiting', 'queued', 'in_progress'] as const

/** GitHub shows 1,000 results of a search at most. */
const mostPages = 10

/** A workflow run, as lists show it. */
export interface ListedRun {
  readonly id: number
  readonly name?: string | null
  readonly path: string
  readonly run_number: number
  readonly event: string
  readonly status: string | null
  readonly created_at: string
  readonly html_url: string
}

/** A repository whose runs are asked for, and from when on. */
export interface RunsOf {
  readonly github: GitHubClient
  readonly owner: string
  readonly repo: string
  /** Runs from before have ended. */
  readonly since: Instant
  /** A run that has not ended and is surely there: the rotation's own, in its own repository. */
  readonly canary: number | undefined
}

/** The unfinished runs that the lists show together. */
export interface ListedRuns {
  /** In no particular order. */
  readonly runs: readonly ListedRun[]
  /** How GitHub's lists contradict each other, so that there may be more; undefined when these are all. */
  readonly gap: string | undefined
}

type Found = Map<number, ListedRun>
type Pages = AsyncGenerator<Page<ListedRun>>

/**
 * Every run that has not ended: by one request where the newest hundred runs reach back far enough, page by page where
 * that takes no more requests than to search, and else by searches that are held against the newest page.
 * @throws Refusal, and BudgetShort
 */
export async function unfinishedRunsOf(asked: RunsOf): Promise<ListedRuns> {
  const found: Found = new Map()
  const plain = list(asked)
  const newest = await next(plain)
  keep(newest, found)
  const complete = () => ({ runs: [...found.values()], gap: undefined })
  if (reachesBack(newest, asked)) return complete()
  const likely = likelyPages(newest, asked)
  if (likely <= unfinishedStates.length && (await readOn(plain, likely, asked, found))) return complete()
  const gap = await search(asked, newest, found)
  if (gap === undefined || (await readOn(plain, mostPages - 1, asked, found))) return complete()
  return { runs: [...found.values()], gap }
}

/** Reads so many pages more of a plain list; whether it reaches back far enough. */
async function readOn(plain: Pages, count: number, asked: RunsOf, found: Found): Promise<boolean> {
  for (let pages = 0; pages < count; pages += 1) {
    const older = await next(plain)
    keep(older, found)
    if (reachesBack(older, asked)) return true
  }
  return false
}

/** How many pages it takes to reach back, if the runs before those of the first came as often. */
function likelyPages(newest: readonly ListedRun[], { since }: RunsOf): number {
  const [first = since, last = since] = [newest.at(0), newest.at(-1)].map((run) => Date.parse(run?.created_at ?? ''))
  return Math.ceil((first - since) / Math.max(first - last, second))
}

/** Adds what searches find; what is wrong with them, if anything is. */
async function search(asked: RunsOf, newest: readonly ListedRun[], found: Found): Promise<string | undefined> {
  const created = `>=${utc(asked.since)}`
  const searched: Found = new Map()
  let isAll = true
  for (const status of unfinishedStates) isAll = (await searchFor({ status, created }, asked, searched)) && isAll
  for (const [id, run] of searched) found.set(id, run)
  if (!isAll) return 'more runs have not ended than a search shows'
  const known = newest.filter(isUnfinished).map(({ id }) => id)
  const missing = [...known, ...(asked.canary === undefined ? [] : [asked.canary])].filter((id) => !searched.has(id))
  if (missing.length > 0) {
    // A run may have ended since the list was read; one that has left the first page is taken to go on.
    const again = await next(list(asked))
    const ended = new Set(again.filter((run) => !isUnfinished(run)).map(({ id }) => id))
    const lost = missing.find((id) => id === asked.canary || !ended.has(id))
    if (lost !== undefined) return `the search for unfinished runs lacks the run ${lost}`
  }
  if (searched.size > 0) return undefined
  // Nothing was found, and nothing was known that had to be: then searches have to find at least what has ended.
  const ended = await next(list(asked, { status: 'completed', created }))
  return ended.length > 0 ? undefined : 'the search for finished runs shows none, and there are some'
}

/** Every page of a search; whether they were all. */
async function searchFor(filter: Filter, asked: RunsOf, found: Found): Promise<boolean> {
  const pages = list(asked, filter)
  for (let count = 0; count < mostPages; count += 1) {
    const runs = await next(pages)
    keep(runs, found)
    if (runs.length < pageSize) return true
  }
  return false
}

type Filter = Readonly<Record<string, string>>

function list({ github, owner, repo }: RunsOf, filter: Filter = {}): Pages {
  return github.pages(
    'GET /repos/{owner}/{repo}/actions/runs',
    { owner, repo, ...filter },
    { doing: 'list the workflow runs', place: `${owner}/${repo}`, permission: permissions.actions('read') },
    { isOptional: true },
  )
}

/** Nothing, after the last page. */
async function next(pages: Pages): Promise<readonly ListedRun[]> {
  const { done, value } = await pages.next()
  return done ? [] : value.items
}

function keep(runs: readonly ListedRun[], found: Found): void {
  for (const run of runs.filter(isUnfinished)) found.set(run.id, run)
}

function isUnfinished({ status }: ListedRun): boolean {
  return status !== 'completed'
}

/** Plain lists begin with the newest run. */
function reachesBack(runs: readonly ListedRun[], { since }: RunsOf): boolean {
  const oldest = runs.length < pageSize ? undefined : runs.at(-1)
  return oldest === undefined || Date.parse(oldest.created_at) < since
}
