/** All places that store the key: they are checked, read and written together. */
import pMap from 'p-map'
import type { Destination } from '../../destination.ts'
import { repositoryOf } from '../../destination.ts'
import { clockSlack, isInside, latestWrite } from '../../rotation/facts.ts'
import type {
  Clock,
  Destinations,
  HeldKey,
  Preflight,
  PublicationRequest,
  StillHolds,
  Waiting,
} from '../../rotation/ports.ts'
import { Cancelled, endsRun, inSentences, Problem } from '../../rotation/problem.ts'
import { type Duration, type Instant, minute, second, spoken } from '../../rotation/time.ts'
import type {
  DestinationReading,
  DestinationsReading,
  KeyId,
  NearbyReading,
  PublishResult,
  PublishWindow,
  UnfinishedRunsReading,
} from '../../rotation/world.ts'
import type { GitHubClient } from '../api/client.ts'
import { BudgetShort, writesAnHour } from '../api/limits.ts'
import { isAmbiguous, isClearRefusal, isPassingLimit } from '../api/refusals.ts'
import type { GitHubTime } from '../api/time.ts'
import { toldOnce } from '../api/told-once.ts'
import type { SameNameNearby } from '../old-key/same-name-nearby.ts'
import type { UnfinishedRuns } from '../old-key/unfinished-runs.ts'
import type { ArchivedRepositories } from '../places/repositories.ts'
import type { Clients } from '../tokens/tokens.ts'
import { DestinationClient, type Written } from './destination-client.ts'
import type { RecoverySecret } from './recovery-secret.ts'

/** GitHub shows a write a moment after it has accepted it. */
const confirmationBound: Duration = 30 * second
const confirmationSpacing: Duration = 2 * second

/** Waits before each pass over what could not be written: as long as the secret is in hand, it is tried again. */
const passes: readonly Duration[] = [0, 15, 30, 60, 120, 240].map((seconds) => seconds * second)

/** Waits before half a pair is completed, which no other destination should have to be waited for. */
const mendingDelays: readonly Duration[] = [5 * second, 10 * second]

/** A limit that is answered so often for one destination is left to a later pass. */
const limitsInARow = 10

/** A long publication says how far it has come this often. */
const progressSpacing: Duration = 30 * second

/** Destinations that are read at the same time; GitHub allows 100 requests at once. */
const reading = { concurrency: 10 }

/** GitHub may show a write in a second look only, and requests may have to be sent again. */
const looksToConfirm = 2
const spareRequests = 20

/** What comes before a deactivation for each destination: whether it still holds the key, and whether jobs hold the old one. */
const looksBefore = 2

/** The recovery secret: its public key, its writing, looks at its date, its deletion. */
const recoveryRequests = 8

/** Others may use up what a wait was for. */
const mostWaits = 3

/** A destination that is not wholly written, and what kept it from being. */
interface Unwritten {
  readonly destination: DestinationClient
  readonly written: Written
  readonly error: unknown
  /** What became of a write is not known: it may have been performed, whatever was answered later. */
  readonly isUnsure: boolean
}

export interface GitHubDestinationsOptions {
  readonly destinations: readonly Destination[]
  readonly clients: Clients
  readonly recovery: RecoverySecret | undefined
  /** What follows the verifications, and how many requests each of them takes of it in an hour. */
  readonly verifications: readonly { readonly github: GitHubClient; readonly requests: number }[]
  /** The run's elapsed time until which it may wait before it creates a key. */
  readonly waitsUntil: Duration
  readonly sameNameNearby: SameNameNearby
  readonly unfinishedRuns: UnfinishedRuns
  readonly archived: ArchivedRepositories
  /** How long writing all of them takes. */
  readonly publication: Duration
  readonly clock: Clock
  readonly time: GitHubTime
}

/** Destinations on GitHub's REST API, with one client for each owner. */
export class GitHubDestinations implements Destinations {
  readonly #options: GitHubDestinationsOptions
  readonly #all: readonly DestinationClient[]

  constructor(options: GitHubDestinationsOptions) {
    this.#options = options
    this.#all = options.destinations.map((each) => new DestinationClient(each, options.clients.for(each.place.owner)))
  }

  /** Those that are not left out. */
  get #destinations(): readonly DestinationClient[] {
    return this.#options.archived.without(this.#all, ({ place }) => repositoryOf(place))
  }

  async check(waiting: Waiting): Promise<Preflight> {
    for (let waits = 0; ; waits += 1) {
      const found = await this.#look()
      const isComplete = found.problems.length === 0
      const short = await this.#shortBudget()
      // Other problems are told at once, unless it may be the end of the budget that speaks out of them.
      if (short === undefined || !(isComplete || short.github.budget.left === 0)) return found
      const { budget } = short.github
      const delay = budget.until(short.requests)
      const isTooSmall = short.requests > budget.limit
      if (isTooSmall || waits === mostWaits || this.#options.clock.elapsed() + delay > this.#options.waitsUntil) {
        const problem = inSentences(budget.short(short.requests, 'publish a key everywhere, and to verify it'))
        return isComplete ? { ...found, problems: [problem], reading: undefined } : found
      }
      waiting.progress(
        `GitHub leaves ${budget.owner} too few requests to publish a key; they are renewed in ${spoken(delay)}`,
      )
      await this.#wait(delay, waiting.holds)
    }
  }

  async read(): Promise<DestinationsReading> {
    await this.#options.archived.lookAgain()
    const shown = await this.#readAll()
    await this.#findArchived(shown)
    return this.#asReading(this.#destinations.map((each) => shown.get(each)).filter((each) => each !== undefined))
  }

  async #readAll(): Promise<ReadonlyMap<DestinationClient, DestinationReading & { readonly at: Instant }>> {
    return new Map(await pMap(this.#destinations, async (each) => [each, await each.read()] as const, reading))
  }

  /** A place that was not written with the others may be archived. Nobody asks about the rest. */
  async #findArchived(shown: ReadonlyMap<DestinationClient, DestinationReading>): Promise<void> {
    const since = latestWrite([...shown.values()]) - this.#options.publication - minute
    const isBehind = ({ secrets }: DestinationReading) => secrets.some(({ updatedAt }) => (updatedAt ?? 0) < since)
    const behind = [...shown].filter(([, place]) => isBehind(place)).map(([{ place }]) => repositoryOf(place))
    if (shown.size > 1) await this.#options.archived.check(behind.filter((each) => each !== undefined))
  }

  sameNameNearby(): Promise<NearbyReading> {
    // What is asked afterwards is not left out.
    this.#keepFor('deactivation', looksBefore)
    return this.#options.sameNameNearby.look()
  }

  unfinishedRuns(before: Instant): Promise<UnfinishedRunsReading> {
    this.#keepFor('deactivation')
    return this.#options.unfinishedRuns.look(before)
  }

  safeguard(...request: Parameters<Destinations['safeguard']>): ReturnType<Destinations['safeguard']> {
    return this.#recoverySecret().write(...request)
  }

  clear(writtenAt: Instant): Promise<boolean> {
    return this.#recoverySecret().clear(writtenAt)
  }

  async publish(held: HeldKey, request: PublicationRequest): Promise<PublishResult> {
    const { clock } = this.#options
    const concerned = await this.#toWrite(held.id, request)
    const publication = new Publication(concerned.length, request, clock)
    let left = concerned.map(
      (destination): Unwritten => ({
        destination,
        written: new Set(),
        error: undefined,
        isUnsure: false,
      }),
    )
    let accepted = 0
    for (const delay of passes) {
      if (delay > 0) {
        if (clock.elapsed() + delay > request.until) break
        await clock.sleep(delay)
      }
      const failed: Unwritten[] = []
      // Half a pair is worse than none: what was begun is finished first.
      for (const before of left.toSorted((a, b) => b.written.size - a.written.size)) {
        // A run that is asked to stop finishes the pair in hand, and begins no other.
        if (clock.cancelled) throw new Cancelled()
        const after = await publication.write(before, held)
        accepted += after.written.size - before.written.size
        if (after.error === undefined) publication.tell()
        else failed.push(after)
      }
      left = failed
      // A clear refusal stands; only half a pair is worth asking for once more.
      const isTorn = delay === 0 && left.some(({ written }) => written.size > 0)
      if (!isTorn && left.every(({ error }) => isClearRefusal(error))) break
    }
    const problems = [...new Set(left.map(({ error }) => inSentences(error)))]
    const refused = left.every(({ error, isUnsure }) => isClearRefusal(error) && !isUnsure)
    if (left.length > 0) return { key: held.id, accepted, window: undefined, problems, refused }
    const confirmed = await this.#confirm(held.id, request.window)
    if (typeof confirmed === 'object') return { key: held.id, accepted, window: confirmed, problems, refused }
    return { key: held.id, accepted, window: undefined, problems: [confirmed], refused: false }
  }

  async #look(): Promise<Preflight> {
    const { recovery, sameNameNearby, clients } = this.#options
    const [kept, lacking, all] = await Promise.all([
      recovery?.check(),
      clients.lacking().catch((error: unknown) => [{ where: undefined, why: inSentences(error) }]),
      pMap(this.#destinations, async (each) => ({ destination: each, ...(await each.check()) }), reading),
    ])
    // Of those that could not even be read, enough is said.
    const readable = all
      .filter((each) => each.reading !== undefined)
      .map((each) => repositoryOf(each.destination.place))
    const repositories = await this.#options.archived.check(readable.filter((each) => each !== undefined))
    const checked = all.filter(({ destination }) => this.#destinations.includes(destination))
    // What is needed has been read by now, and its answers have told what can be spared for the rest.
    this.#keepFor('rotation')
    const nearby = await sameNameNearby.look()
    const found = checked.flatMap(({ destination, problems }) =>
      problems.map((why) => ({ where: destination.name, why })),
    )
    const others = repositories.map((why) => ({ where: undefined, why }))
    const problems = toldOnce([...lacking, ...found, ...others, ...(kept === undefined ? [] : [kept])])
    const places = checked.map((each) => each.reading).filter((each) => each !== undefined)
    const complete = problems.length === 0 && places.length === checked.length
    return {
      problems,
      reading: complete ? await this.#asReading(places) : undefined,
      // What keeps a place from being written mostly keeps it from being read, and is told.
      sameNameNearby: problems.length === 0 ? nearby : { ...nearby, unread: [] },
    }
  }

  /** The first token whose budget does not have what a rotation takes of it. */
  async #shortBudget(): Promise<{ readonly github: GitHubClient; readonly requests: number } | undefined> {
    const costs = [...this.#costs('rotation')].map(([github, requests]) => ({ github, requests }))
    await Promise.all(costs.map(({ github }) => github.askForBudget()))
    return costs
      .filter(({ github: { budget }, requests }) => requests > budget.limit || budget.until(requests) > 0)
      .toSorted((one, other) => other.github.budget.until(other.requests) - one.github.budget.until(one.requests))[0]
  }

  /** `besides`: so many more requests for each destination. */
  #keepFor(what: 'rotation' | 'deactivation', besides = 0): void {
    const places = Map.groupBy(this.#destinations, ({ github }) => github)
    for (const [github, requests] of this.#costs(what)) {
      github.budget.keep(requests + besides * (places.get(github)?.length ?? 0))
    }
  }

  /**
   * What a rotation, or a deactivation, takes of each token's budget in one hour: there are no more writes in it than
   * the pace allows, and another hour has another budget.
   */
  #costs(what: 'rotation' | 'deactivation'): ReadonlyMap<GitHubClient, number> {
    const { recovery, verifications } = this.#options
    const costs = new Map<GitHubClient, number>()
    const add = (github: GitHubClient, requests: number) => {
      costs.set(github, (costs.get(github) ?? spareRequests) + requests)
    }
    for (const { github, requests } of verifications) add(github, requests)
    if (recovery !== undefined) add(recovery.github, recoveryRequests)
    for (const [github, destinations] of Map.groupBy(this.#destinations, (each) => each.github)) {
      const sum = (count: (each: DestinationClient) => number) =>
        destinations.reduce((all, each) => all + count(each), 0)
      const inAnHour = Math.min(1, writesAnHour / sum(({ size }) => size))
      if (what === 'rotation') add(github, Math.ceil(sum(({ cost }) => cost.writing) * inAnHour))
      add(github, looksToConfirm * sum(({ cost }) => cost.confirming))
    }
    return costs
  }

  /** Waits in slices, and says meanwhile that the run is at work. */
  async #wait(duration: Duration, holds: StillHolds): Promise<void> {
    const { clock } = this.#options
    const end = clock.elapsed() + duration
    for (let left = duration; left > 0; left = end - clock.elapsed()) {
      await clock.sleep(Math.min(left, minute))
      await holds()
    }
  }

  async #asReading(places: readonly (DestinationReading & { readonly at: number })[]): Promise<DestinationsReading> {
    const { recovery, time } = this.#options
    const kept = await recovery?.read()
    return {
      at: Math.min(...places.map(({ at }) => at)),
      until: time.now(),
      ahead: time.aheadOfAws(),
      destinations: places.map(({ name, secrets }) => ({ name, secrets })),
      recovery: kept,
    }
  }

  /**
   * All destinations but those that hold the key already, written by an interrupted run. GitHub's clock has to be past
   * the beginning of the window before the first write, or the dates would tell nothing.
   */
  async #toWrite(key: KeyId, { window, done }: PublicationRequest): Promise<readonly DestinationClient[]> {
    const { clock, time } = this.#options
    const shown = done === undefined ? undefined : await this.read()
    await clock.sleep(Math.max(0, window.from + clockSlack - time.now()))
    if (done === undefined || shown === undefined) return this.#destinations
    return this.#destinations.filter(
      (_, index) => !(shown.destinations[index]?.secrets ?? []).every((secret) => isInside(secret, done, key)),
    )
  }

  #recoverySecret(): RecoverySecret {
    const { recovery } = this.#options
    if (recovery === undefined) throw new Error('no recovery secret is configured')
    return recovery
  }

  /**
   * Reads until every secret is seen to have moved, each destination only as long as it has not, and until
   * organizations show the audience that was sent; a sentence when GitHub does not show it in time.
   */
  async #confirm(key: KeyId, { from }: PublishWindow): Promise<PublishWindow | string> {
    const { clock } = this.#options
    const start = clock.elapsed()
    const open = { from, to: undefined }
    let late: readonly DestinationClient[] = this.#destinations
    let to = Number.POSITIVE_INFINITY
    let latest = 0
    for (;;) {
      const shown = await pMap(
        late,
        async (destination) => {
          const { at, ...place } = await destination.read()
          const missing = place.secrets.filter((secret) => !isInside(secret, open, key)).map(({ name }) => name)
          const changed = missing.length === 0 ? await destination.differentAudience() : undefined
          return { destination, at, place, missing, changed }
        },
        reading,
      )
      to = Math.min(to, ...shown.map(({ at }) => at))
      latest = Math.max(latest, latestWrite(shown.map(({ place }) => place)))
      const unconfirmed = shown.filter(({ missing, changed }) => missing.length > 0 || changed !== undefined)
      // A write that was repeated may show its second date only later: the window lasts until this look.
      if (unconfirmed.length === 0) return { from, to: Math.max(to, latest) }
      if (clock.elapsed() - start >= confirmationBound) {
        const changed = unconfirmed.map((each) => each.changed).filter((sentence) => sentence !== undefined)
        const unseen = unconfirmed.flatMap(({ place, missing }) => missing.map((name) => `${name} in ${place.name}`))
        const accepted = `GitHub accepted ${unseen.join(', ')}, but does not show the change after ${spoken(confirmationBound)}.`
        return [...(unseen.length > 0 ? [accepted] : []), ...changed].join(' ')
      }
      late = unconfirmed.map(({ destination }) => destination)
      await clock.sleep(confirmationSpacing)
    }
  }
}

/** One publication under way: each destination in its turn, and a word on how far it has come. */
class Publication {
  readonly #total: number
  readonly #request: PublicationRequest
  readonly #clock: Clock
  readonly #start: Duration
  #told: Duration
  #done = 0

  constructor(total: number, request: PublicationRequest, clock: Clock) {
    this.#total = total
    this.#request = request
    this.#clock = clock
    this.#start = clock.elapsed()
    this.#told = this.#start
  }

  /**
   * Writes what is left of one destination, at the pace that GitHub allows. A limit is waited for, and the same
   * destination tried again; so is one that holds half a pair, twice, before any other gets its turn.
   */
  async write(unwritten: Unwritten, held: HeldKey): Promise<Unwritten> {
    const { destination } = unwritten
    const { pace } = destination.github
    let left = unwritten
    let limits = 0
    let mendings = 0
    for (;;) {
      const stopped = await this.#turn(left)
      if (stopped !== undefined) return { ...left, error: stopped.error }
      const { written, error } = await destination.write(held, left.written, this.#request)
      left = { destination, written, error, isUnsure: left.isUnsure || isAmbiguous(error) }
      if (error === undefined) {
        pace.speedUp()
        return left
      }
      if ((isPassingLimit(error) || error instanceof BudgetShort) && limits < limitsInARow) {
        limits += 1
        continue
      }
      const delay = written.size === 0 ? undefined : mendingDelays[mendings]
      if (delay === undefined || this.#clock.elapsed() + delay > this.#request.until) return left
      mendings += 1
      await this.#clock.sleep(delay)
    }
  }

  /** Says how far it has come, when that takes long. */
  tell(): void {
    this.#done += 1
    const now = this.#clock.elapsed()
    if (now - this.#told < progressSpacing || this.#done === this.#total) return
    this.#told = now
    const taken = now - this.#start
    const rate = Math.round((this.#done * minute) / taken)
    const left = spoken((taken / this.#done) * (this.#total - this.#done))
    this.#request.progress(`${this.#far}, ${rate} a minute, about ${left} left`)
  }

  get #far(): string {
    return `${this.#done} of ${this.#total} destinations are written`
  }

  /** Waits until all the writes may go, at GitHub's pace and within its hour; an error when that is not in this run. */
  async #turn({ destination, written }: Unwritten): Promise<{ readonly error: unknown } | undefined> {
    const { until, progress } = this.#request
    const count = destination.size - written.size
    const { pace, budget } = destination.github
    const { writing, confirming } = destination.cost
    // Half a pair is completed with whatever is left for that.
    const requests = written.size === 0 ? writing + confirming : count
    for (let slices = 0; ; slices += 1) {
      const delay = Math.max(pace.untilWrites(count), budget.until(requests))
      if (delay <= 0) return undefined
      if (this.#clock.elapsed() + delay > until) {
        const error = new Problem(
          `GitHub's limits do not let ${destination.name} be written within the time-limit of this run.`,
          'The next run goes on from here.',
        )
        return { error }
      }
      if (slices === 0 && delay > minute) progress(`${this.#far}; GitHub's limits allow more in ${spoken(delay)}`)
      await this.#clock.sleep(Math.min(delay, minute))
      // While nothing is written, that nobody can say whose the user is does not end the wait.
      if (delay > minute) await this.#held()
    }
  }

  /** Whether the run still holds the user; that nobody can say is one more way of not being written. */
  async #held(): Promise<{ readonly error: unknown } | undefined> {
    const holds: StillHolds = this.#request.holds
    try {
      await holds()
      return undefined
    } catch (error) {
      if (endsRun(error)) throw error
      return { error }
    }
  }
}
