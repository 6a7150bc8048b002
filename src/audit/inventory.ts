/**
 * The places of an organization that no configuration lists: secrets and variables of configured names in its
 * repositories, in their environments and in the organization itself, and whether they may hold a user's key. Thousands
 * of repositories take more requests than GitHub allows in an hour: what was read is kept in a file, and a later run goes
 * on from it. docs/audit.md#places-that-nobody-has-listed
 */
import pMap from 'p-map'
import { storesOf } from '../destination.ts'
import { BudgetShort } from '../github/api/budget.ts'
import type { GitHubClient } from '../github/api/client.ts'
import { atOnce } from '../github/api/limits.ts'
import { isPassingLimit } from '../github/api/refusals.ts'
import type { GitHubTime } from '../github/api/time.ts'
import type { Clock } from '../rotation/ports.ts'
import { Cancelled, inSentences, messageOf, Problem } from '../rotation/problem.ts'
import { type Duration, type Instant, minute, second, spoken, utc } from '../rotation/time.ts'
import { digest } from '../text/digest.ts'
import type { InventoryFile } from './inventory-file.ts'
import { counted, InventoryProgress } from './inventory-progress.ts'
import {
  type InventoryRecord,
  parseRecord,
  type Reading,
  type ReadRepository,
  spelledRecord,
  type Unknown,
} from './inventory-record.ts'
import { isForLater, type ListedRepository, OrganizationReader } from './organization-reader.ts'
import { type AuditedUser, namesOf, type UnlistedPlace, unlistedPlaces } from './unlisted-places.ts'
import { unreadSentences } from './unread-sentences.ts'

/** What is asked, and what answers it. */
export interface InventoryOptions {
  /** Logins of organizations, each once. */
  readonly organizations: readonly string[]
  readonly users: readonly AuditedUser[]
  readonly githubApiUrl: string
  /** What reads an organization: with one token for all of them, or one of an App's for each. */
  readonly clientFor: (owner: string) => GitHubClient
  readonly clock: Clock
  readonly time: GitHubTime
  /** The run's elapsed time by which the inventory has ended, whatever is left. */
  readonly until: Duration
  readonly file: InventoryFile
  /** Writes a line to the log. */
  readonly say: (line: string) => void
}

/** What is known of the organizations, from this run and those that it goes on from. */
export interface Inventory {
  readonly organizations: readonly string[]
  readonly repositoriesRead: number
  /** Those that a later run has to read; those of an organization that was not listed are not counted. */
  readonly repositoriesLeft: number
  /** Archived repositories are not read: no job runs there. */
  readonly repositoriesArchived: number
  readonly unlisted: readonly UnlistedPlace[]
  /** What may not be read and why, in sentences that name a few places each. */
  readonly unread: readonly string[]
  /** Nothing is left to read; what may not be read is in `unread`. */
  readonly complete: boolean
  /** Why it is not complete, in sentences; undefined when it is. */
  readonly stopped: string | undefined
  /** When the first and the last of it was read, by GitHub's clock. */
  readonly from: Instant
  readonly to: Instant
}

/** Whatever is begun by then has the time to end. */
const endOfReading: Duration = minute

/** Of each hour's requests, this part is left to other jobs with the same token. */
const leftToOthers = 0.05

/**
 * Reads as much as GitHub's hourly limit and the run's time allow, and keeps it in the file; a run that finds the file of
 * the same question, begun less than a day ago and not complete, goes on from it. Reads only.
 * @throws only what ends the run; the file has what was read by then
 */
export async function inventory(options: InventoryOptions): Promise<Inventory> {
  const run = new InventoryRun(options)
  try {
    for (const owner of options.organizations) await run.read(owner)
  } finally {
    run.save()
  }
  return run.result()
}

/** Whether two runs ask the same: of the same organizations and the same names at the same GitHub. */
function questionOf({ organizations, users, githubApiUrl }: InventoryOptions): string {
  const { secrets, variables } = namesOf(users)
  const owners = organizations.map((each) => each.toLowerCase()).sort()
  return digest(JSON.stringify([githubApiUrl, owners, [...secrets].sort(), [...variables].sort()]))
}

/** What is known of an organization, while it grows. */
interface Organization {
  readonly name: string
  own: Reading | undefined
  readonly repositories: Map<number, ReadRepository>
  total: number
  archived: number
  isDone: boolean
}

/** Why reading stops for now. */
interface Stop {
  readonly why: string
  /** The next hour's requests would do. */
  readonly isBudget: boolean
}

class InventoryRun {
  readonly #options: InventoryOptions
  readonly #question: string
  readonly #organizations: ReadonlyMap<string, Organization>
  /** What each run finds out anew. */
  readonly #unread: Unknown[] = []
  readonly #stops: string[] = []
  #from: Instant | undefined
  #to: Instant | undefined

  constructor(options: InventoryOptions) {
    this.#options = options
    this.#question = questionOf(options)
    const known = this.#known()
    this.#from = known?.from
    this.#to = known?.to
    this.#organizations = new Map(
      options.organizations.map((name) => {
        const read = known?.organizations.find((each) => each.name.toLowerCase() === name.toLowerCase())
        const { own, repositories = [], total = 0, archived = 0 } = read ?? {}
        const byId = new Map(repositories.map((each) => [each.id, each]))
        return [name, { name, own, repositories: byId, total, archived, isDone: false }]
      }),
    )
  }

  /** Reads what is left of one organization; what refuses it as a whole hides no other. @throws only what ends the run */
  async read(owner: string): Promise<void> {
    try {
      await this.#readOrganization(owner)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      this.#stops.push(`${owner} was not read. ${inSentences(error)}`)
    }
  }

  async #readOrganization(owner: string): Promise<void> {
    const organization = this.#organizations.get(owner)
    if (organization === undefined) return
    const github = this.#options.clientFor(owner)
    await github.askForBudget()
    if (Number.isFinite(github.budget.limit)) github.budget.keep(Math.ceil(github.budget.limit * leftToOthers))
    for (;;) {
      const stop = await this.#readOn(organization, github)
      if (stop === undefined) {
        organization.isDone = true
        return
      }
      if (!(await this.#waitsFor(stop, owner, github))) {
        this.#stops.push(stop.why)
        return
      }
    }
  }

  /** Keeps what was read by now. */
  save(): void {
    const { file, say } = this.#options
    if (this.#from === undefined) return
    try {
      file.write(spelledRecord(this.#record()))
    } catch (error) {
      say(`The inventory could not be kept in a file (${messageOf(error)}): a later run begins anew.`)
    }
  }

  result(): Inventory {
    const { organizations, users, time } = this.#options
    const record = this.#record()
    const read = record.organizations.reduce((sum, { repositories }) => sum + repositories.length, 0)
    const total = record.organizations.reduce((sum, each) => sum + each.total, 0)
    return {
      organizations,
      repositoriesRead: read,
      repositoriesLeft: Math.max(0, total - read),
      repositoriesArchived: record.organizations.reduce((sum, { archived }) => sum + archived, 0),
      unlisted: unlistedPlaces(record, users, time.aheadOfAws()),
      unread: unreadSentences(record, this.#unread),
      complete: record.complete,
      stopped: this.#stops.length === 0 ? undefined : [...new Set(this.#stops)].join(' '),
      from: record.from,
      to: record.to,
    }
  }

  /** What an earlier run has left. */
  #known(): InventoryRecord | undefined {
    const { file, time, say } = this.#options
    let text: string | undefined
    try {
      text = file.read()
    } catch (error) {
      say(`The inventory of an earlier run could not be read (${messageOf(error)}): everything is read anew.`)
    }
    if (text === undefined) return undefined
    const record = parseRecord(text, this.#question, time.now())
    if (typeof record !== 'string') {
      say(`The inventory goes on from that of an earlier run, which began at ${utc(record.from)}.`)
      return record
    }
    say(`The inventory of an earlier run is not used: ${record}. Everything is read anew.`)
    return undefined
  }

  #record(): InventoryRecord {
    const now = this.#options.time.now()
    const all = [...this.#organizations.values()]
    return {
      question: this.#question,
      from: this.#from ?? now,
      to: this.#to ?? now,
      complete: all.every(({ isDone }) => isDone),
      organizations: all.map(({ isDone: _, repositories, ...rest }) => ({
        ...rest,
        repositories: [...repositories.values()],
      })),
    }
  }

  /** Lists the organization, and reads what was not read before; why it stops, when it does. */
  async #readOn(organization: Organization, github: GitHubClient): Promise<Stop | undefined> {
    const { users, githubApiUrl, until, say } = this.#options
    const { name: owner } = organization
    const stores = storesOf(githubApiUrl)
    const reader = new OrganizationReader({ github, owner, stores, names: namesOf(users), until })
    try {
      const unread: Unknown[] = []
      const listing = await reader.list(unread)
      this.#unread.push(...unread, ...(listing?.unread ?? []))
      if (organization.own === undefined) {
        organization.own = await reader.own()
        this.#note()
      }
      if (listing === undefined) return { why: `The repositories of ${owner} could not be listed.`, isBudget: false }
      const { repositories, archived } = listing
      const before = keepListed(organization, repositories)
      Object.assign(organization, { total: repositories.length, archived })
      const known = before === 0 ? '' : `, ${counted(before)} of them were read before`
      const all = `${counted(repositories.length)} ${repositories.length === 1 ? 'repository' : 'repositories'}`
      say(`${owner}: ${all}${known}; ${counted(archived)} archived are left out`)
      return await this.#readAll(organization, repositories, reader)
    } catch (error) {
      return this.#stopOf(error, github)
    }
  }

  async #readAll(
    organization: Organization,
    listed: readonly ListedRepository[],
    reader: OrganizationReader,
  ): Promise<Stop | undefined> {
    const { clock, say } = this.#options
    const { name: owner, repositories } = organization
    const progress = new InventoryProgress(clock, say, repositories.size)
    let stop: unknown
    const left = listed.filter(({ id }) => !repositories.has(id))
    await pMap(
      left,
      async (repository) => {
        if (clock.cancelled) throw new Cancelled()
        if (stop !== undefined) return
        try {
          if (clock.elapsed() > this.#options.until - endOfReading) throw new OutOfTime()
          const reading = await reader.repository(repository)
          this.#keep(organization, repository, reading)
          if (progress.tell(owner, repositories.size, organization.total)) this.save()
        } catch (error) {
          if (!(error instanceof Problem)) throw error
          stop ??= error
        }
      },
      atOnce,
    )
    return stop === undefined ? undefined : this.#stopOf(stop, this.#options.clientFor(owner))
  }

  #keep(organization: Organization, { id, name }: ListedRepository, reading: Reading | 'gone'): void {
    if (reading === 'gone') organization.total -= 1
    else organization.repositories.set(id, { id, name, found: reading.found, unread: reading.unread })
    this.#note()
  }

  /** In whole seconds, as the file has it. */
  #note(): void {
    const now = this.#options.time.now()
    this.#to = now - (now % second)
    this.#from ??= this.#to
  }

  /** @throws what is no reason to stop */
  #stopOf(error: unknown, { budget }: GitHubClient): Stop {
    if (error instanceof OutOfTime) return { why: inSentences(error), isBudget: false }
    if (!isForLater(error)) throw error
    const isBudget = error instanceof BudgetShort || (isPassingLimit(error) && budget.until(budget.limit) > 0)
    if (!isBudget) return { why: inSentences(error), isBudget }
    const renewed = utc(this.#options.time.now() + budget.until(budget.limit))
    return {
      why: `The hourly requests of ${budget.owner} are used up, but for what is left to other jobs. There are ${counted(budget.limit)} more at ${renewed}.`,
      isBudget,
    }
  }

  /** Waits for the next hour's requests, where the run has the time to use them. @throws only what ends the run */
  async #waitsFor({ isBudget }: Stop, owner: string, { budget }: GitHubClient): Promise<boolean> {
    const { clock, until, say } = this.#options
    const wait = budget.until(budget.limit)
    if (!isBudget || wait === 0 || clock.elapsed() + wait > until - 2 * endOfReading) return false
    say(`${owner}: the hourly requests of ${budget.owner} are used up; waiting ${spoken(wait)} for the next ones`)
    this.save()
    await clock.sleep(wait)
    return true
  }
}

/** The run has no time for another repository. */
class OutOfTime extends Problem {
  constructor() {
    super('The time-limit of this run is near.', 'A later run goes on from the inventory that this one leaves.')
  }
}

/** Keeps of an organization what is still there, by its present name; how many repositories that are. */
function keepListed({ repositories }: Organization, listed: readonly ListedRepository[]): number {
  const names = new Map(listed.map(({ id, name }) => [id, name]))
  for (const [id, read] of repositories) {
    const name = names.get(id)
    if (name === undefined) repositories.delete(id)
    else repositories.set(id, { ...read, name })
  }
  return repositories.size
}
