/** The checks before a key exists: what keeps it from being published everywhere, GitHub's hourly limits included. */
import pMap from 'p-map'
import { repositoryOf } from '../../destination.ts'
import type { Clock, Destinations, StillHolds, Waiting } from '../../rotation/ports.ts'
import { endsRun, inSentences, Problem } from '../../rotation/problem.ts'
import { type Duration, type Instant, minute, second, spoken } from '../../rotation/time.ts'
import type { NearbyReading } from '../../rotation/world.ts'
import type { HourlyBudget } from '../api/budget.ts'
import type { GitHubClient } from '../api/client.ts'
import { atOnce } from '../api/limits.ts'
import { writesAnHour } from '../api/pace.ts'
import type { ArchivedRepositories } from '../places/repositories.ts'
import type { Clients } from '../tokens/tokens.ts'
import type { DatedReading, GitHubDestination } from './destination.ts'
import { groupedByCause } from './problems-by-cause.ts'
import type { RecoverySecret } from './recovery-secret.ts'

/** GitHub may show a write in a second look only, and requests may have to be sent again. */
const looksToConfirm = 2
const spareRequests = 20

/** The recovery secret: its public key, its writing, looks at its date, its deletion. */
const recoveryRequests = 8
const recoveryWrites = 2

/** A verification is started before a key is created, and after it was published. */
const dispatches = 2

/** How often it is asked whether others have given back what they were promised. */
const nextLook: Duration = 5 * second

/** Others may use up what a wait was for. */
const mostWaits = 3

export interface PreflightOptions {
  readonly clients: Clients
  readonly recovery: RecoverySecret | undefined
  /** What follows the verifications, and how many requests each of them takes of it in an hour. */
  readonly verifications: readonly { readonly github: GitHubClient; readonly requests: number }[]
  /** The run's elapsed time until which it may wait before it creates a key. */
  readonly waitsUntil: Duration
  readonly sameNameNearby: Destinations['sameNameNearby']
  readonly archived: ArchivedRepositories
  readonly clock: Clock
}

/** What a look at all destinations has found. */
interface Found {
  /** Sentences for people. */
  readonly problems: readonly string[]
  /** What the destinations hold; all of them, where there are no problems. */
  readonly places: readonly DatedReading[]
  readonly nearby: NearbyReading
}

/** The checks of all destinations before a key is created. */
export class DestinationsPreflight {
  readonly #options: PreflightOptions
  readonly #present: () => readonly GitHubDestination[]

  /** `present`: the destinations that are not left out, by what is known. */
  constructor(options: PreflightOptions, present: () => readonly GitHubDestination[]) {
    this.#options = options
    this.#present = present
  }

  /**
   * Looks at everything, and again after a wait where the run has the time for what the hourly limits lack. What it takes
   * is promised to this user in the end, and to no other.
   */
  async check(waiting: Waiting): Promise<Found> {
    const { clock, waitsUntil } = this.#options
    for (let renewals = 0; ; ) {
      const found = await this.#look()
      const isComplete = found.problems.length === 0
      const short = await this.#shortLimit()
      // Other problems are told at once, unless it may be the end of the budget that speaks out of them.
      if (short === undefined || !(isComplete || short.budget.left === 0)) return found
      const { budget, delay, isPromised, isHopeless, why } = short
      if (isHopeless || renewals === mostWaits || clock.elapsed() + delay > waitsUntil) {
        return isComplete ? { ...found, problems: [why()] } : found
      }
      if (isPromised) {
        waiting.progress(
          `What GitHub leaves ${budget.owner} is promised to other users of this run; waiting for theirs`,
        )
        await waitUntil(() => short.lasts(), waitsUntil, waiting.holds, clock)
        continue
      }
      renewals += 1
      waiting.progress(
        `GitHub leaves ${budget.owner} too few requests to publish a key; they are renewed in ${spoken(delay)}`,
      )
      await waitInSlices(delay, waiting.holds, clock)
    }
  }

  /** Keeps for what follows, and for so many requests besides for each destination, what it takes of the budgets. */
  keepBudget(what: 'rotation' | 'deactivation', besides = 0): void {
    const places = Map.groupBy(this.#present(), ({ github }) => github)
    for (const [github, { requests, writes }] of this.#costs(what)) {
      github.budget.keep(requests + besides * (places.get(github)?.length ?? 0))
      github.pace.want(writes)
    }
  }

  /** Promises what is kept to this user, as far as others have not been promised it before. */
  grant(): void {
    for (const [{ budget, pace }] of this.#costs('rotation')) {
      budget.grant()
      pace.grant()
    }
  }

  /** From now on, what is asked and written is taken of what was promised. */
  begin(): void {
    for (const [{ budget, pace }] of this.#costs('rotation')) {
      budget.begin()
      pace.begin()
    }
  }

  async #look(): Promise<Found> {
    const { recovery, sameNameNearby, clients, archived } = this.#options
    const [kept, lacking, all] = await Promise.all([
      recovery?.check(),
      clients.lacking().catch((error: unknown) => {
        if (endsRun(error)) throw error
        return [{ where: undefined, why: inSentences(error) }]
      }),
      pMap(this.#present(), async (destination) => ({ destination, ...(await destination.check()) }), atOnce),
    ])
    // Of those that could not even be read, enough is said.
    const readable = all
      .filter((each) => each.reading !== undefined)
      .map((each) => repositoryOf(each.destination.place))
    const repositories = await archived.check(readable.filter((each) => each !== undefined))
    const present = this.#present()
    const checked = all.filter(({ destination }) => present.includes(destination))
    // What is needed has been read by now, and its answers have told what can be spared for the rest.
    this.keepBudget('rotation')
    const nearby = await sameNameNearby()
    const found = checked.flatMap(({ destination, problems }) =>
      problems.map((why) => ({ where: destination.name, why })),
    )
    const others = repositories.map((why) => ({ where: undefined, why }))
    const problems = groupedByCause([...lacking, ...found, ...others, ...(kept === undefined ? [] : [kept])])
    const places = await pMap(
      problems.length === 0 ? checked : [],
      async ({ destination, reading }) => reading && { ...reading, made: await this.#madeAt(destination) },
      atOnce,
    )
    return {
      problems,
      places: places.filter((each) => each !== undefined),
      // What keeps a place from being written mostly keeps it from being read, and is told.
      nearby: problems.length === 0 ? nearby : { ...nearby, unread: [] },
    }
  }

  /** When what is there under the name was made: an environment, or its repository where that is the younger. */
  async #madeAt(destination: GitHubDestination): Promise<Instant | undefined> {
    const dates = [await destination.made(), this.#options.archived.madeAt(repositoryOf(destination.place))]
    const known = dates.filter((date) => date !== undefined)
    return known.length === 0 ? undefined : Math.max(...known)
  }

  /** The token whose limits lack for longest what a rotation takes of them; where none does, all of it is promised. */
  async #shortLimit(): Promise<Short | undefined> {
    const { clock, waitsUntil } = this.#options
    const costs = [...this.#costs('rotation')]
    await Promise.all(costs.map(([github]) => github.askForBudget()))
    // From here on to the promise, no other user has a word.
    this.keepBudget('rotation')
    const lasting = ({ budget, pace }: GitHubClient, requests: number) =>
      Math.max(budget.until(requests), pace.untilGrant())
    const short = costs
      .map(([github, { requests, writes }]): Short => {
        const { budget, pace } = github
        // Where the run has no time left anyway, it is not others who take it.
        const isTooLate = clock.elapsed() <= waitsUntil && clock.elapsed() + pace.line > waitsUntil
        const isOfBudget = budget.until(requests) > 0 || requests > budget.limit
        return {
          budget,
          delay: lasting(github, requests),
          isPromised: budget.left >= requests && pace.token.writesLeft >= Math.min(writes, writesAnHour),
          isHopeless: requests > budget.limit || isTooLate,
          lasts: () => lasting(github, requests) > 0,
          why: () => inSentences(isOfBudget ? budget.short(requests, published) : tooManyWrites(budget.owner, writes)),
        }
      })
      .filter(({ delay, isHopeless }) => isHopeless || delay > 0)
      .toSorted((one, other) => other.delay - one.delay)[0]
    if (short === undefined) this.grant()
    return short
  }

  /**
   * What a rotation, or a deactivation, takes of each token's limits in one hour: there are no more writes in it than
   * the pace allows, and another hour has another budget.
   */
  #costs(what: 'rotation' | 'deactivation'): ReadonlyMap<GitHubClient, Takes> {
    const { recovery, verifications } = this.#options
    const costs = new Map<GitHubClient, Takes>()
    const add = (github: GitHubClient, requests: number, writes: number) => {
      const known = costs.get(github) ?? { requests: spareRequests, writes: 0 }
      costs.set(github, { requests: known.requests + requests, writes: known.writes + writes })
    }
    for (const { github, requests } of verifications) add(github, requests, dispatches)
    if (recovery !== undefined) add(recovery.github, recoveryRequests, recoveryWrites)
    for (const [github, destinations] of Map.groupBy(this.#present(), (each) => each.github)) {
      const sum = (count: (each: GitHubDestination) => number) =>
        destinations.reduce((all, each) => all + count(each), 0)
      const writes = sum(({ size }) => size)
      const inAnHour = Math.min(1, writesAnHour / writes)
      const isWriting = what === 'rotation'
      if (isWriting) add(github, Math.ceil(sum(({ cost }) => cost.writing) * inAnHour), writes)
      add(github, looksToConfirm * sum(({ cost }) => cost.confirming), 0)
    }
    return costs
  }
}

/** Requests of one hour, and those of them that write. */
interface Takes {
  readonly requests: number
  readonly writes: number
}

/** A limit that is too small for a rotation. */
interface Short {
  readonly budget: HourlyBudget
  /** How long it is until it may not be any more. */
  readonly delay: Duration
  /** Enough is left, and promised to others, who may give some of it back. */
  readonly isPromised: boolean
  /** No wait of this run would help. */
  readonly isHopeless: boolean
  /** Whether it still is. */
  readonly lasts: () => boolean
  /** In sentences. */
  readonly why: () => string
}

const published = 'publish a key everywhere, and to verify it'

function tooManyWrites(owner: string, writes: number): Problem {
  return new Problem(
    `GitHub allows ${owner} ${writesAnHour} writes an hour, and other users of this run need what is left of them; this one takes ${writes}.`,
    'A later run goes on by itself. If it happens often, spread the users over several tokens or runs.',
  )
}

/** Looks now and then whether something still lasts, and says meanwhile that the run is at work. */
async function waitUntil(lasts: () => boolean, until: Duration, holds: StillHolds, clock: Clock): Promise<void> {
  while (lasts() && clock.elapsed() + nextLook <= until) {
    await clock.sleep(nextLook)
    await holds()
  }
}

/** Says meanwhile that the run is at work. */
async function waitInSlices(duration: Duration, holds: StillHolds, clock: Clock): Promise<void> {
  const end = clock.elapsed() + duration
  for (let left = duration; left > 0; left = end - clock.elapsed()) {
    await clock.sleep(Math.min(left, minute))
    await holds()
  }
}
