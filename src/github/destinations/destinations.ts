/** All places that store the key: they are checked, read and written together. */

import pMap from 'p-map'
import { type Destination, repositoryOf } from '../../destination.ts'
import type { Destinations, HeldKey, Preflight, PublicationRequest, Waiting } from '../../rotation/ports.ts'
import { isInside, latestWrite } from '../../rotation/secret-dates.ts'
import { type Duration, type Instant, minute } from '../../rotation/time.ts'
import { clockSlack } from '../../rotation/waits.ts'
import type {
  DestinationReading,
  DestinationsReading,
  NearbyReading,
  PublishResult,
  SecretReading,
  UnfinishedRunsReading,
} from '../../rotation/world.ts'
import { atOnce } from '../api/limits.ts'
import type { GitHubTime } from '../api/time.ts'
import { type DatedReading, GitHubDestination } from './destination.ts'
import { DestinationsPreflight, type PreflightOptions } from './preflight.ts'
import { publish } from './publish.ts'
import type { RecoverySecret } from './recovery-secret.ts'

/** What comes before a deactivation for each destination: whether it still holds the key, and whether jobs hold the old one. */
const looksBefore = 2

export interface GitHubDestinationsOptions extends PreflightOptions {
  readonly destinations: readonly Destination[]
  readonly unfinishedRuns: Destinations['unfinishedRuns']
  /** How long writing all of them takes. */
  readonly publication: Duration
  readonly time: GitHubTime
}

/** Destinations on GitHub's REST API, with one client for each owner. */
export class GitHubDestinations implements Destinations {
  readonly #options: GitHubDestinationsOptions
  readonly #all: readonly GitHubDestination[]
  readonly #preflight: DestinationsPreflight

  constructor(options: GitHubDestinationsOptions) {
    this.#options = options
    this.#all = options.destinations.map((each) => new GitHubDestination(each, options.clients.for(each.place.owner)))
    this.#preflight = new DestinationsPreflight(options, () => this.#present)
  }

  /** Those that are not left out. */
  get #present(): readonly GitHubDestination[] {
    return this.#options.archived.without(this.#all, ({ place }) => repositoryOf(place))
  }

  async check(waiting: Waiting): Promise<Preflight> {
    const { problems, places, nearby } = await this.#preflight.check(waiting)
    return {
      problems,
      reading: problems.length === 0 ? this.#asReading(places, await this.#options.recovery?.read()) : undefined,
      sameNameNearby: nearby,
    }
  }

  async read(): Promise<DestinationsReading> {
    await this.#options.archived.lookAgain()
    const [shown, recovery] = await Promise.all([
      pMap(this.#present, async (each) => [each, await each.read()] as const, atOnce).then((read) => new Map(read)),
      this.#options.recovery?.read(),
    ])
    await this.#findArchived(shown)
    const places = this.#present.map((each) => shown.get(each)).filter((each) => each !== undefined)
    return this.#asReading(places, recovery)
  }

  sameNameNearby(): Promise<NearbyReading> {
    // What is asked afterwards is not left out.
    this.#preflight.keepBudget('deactivation', looksBefore)
    return this.#options.sameNameNearby()
  }

  async unfinishedRuns(before: Instant): Promise<UnfinishedRunsReading> {
    this.#preflight.keepBudget('deactivation')
    const reading = await this.#options.unfinishedRuns(before)
    // What it has left is what the deactivation and its proof take.
    this.#preflight.grant()
    this.#preflight.begin()
    return reading
  }

  safeguard(...request: Parameters<Destinations['safeguard']>): ReturnType<Destinations['safeguard']> {
    this.#preflight.begin()
    return this.#recovery.write(...request)
  }

  clear(writtenAt: Instant): Promise<boolean> {
    return this.#recovery.clear(writtenAt)
  }

  async publish(held: HeldKey, request: PublicationRequest): Promise<PublishResult> {
    const { clock, time } = this.#options
    const { window, done } = request
    this.#preflight.begin()
    const shown = done && (await this.read()).destinations
    // GitHub's clock has to be past the beginning of the window before the first write, or the dates would tell nothing.
    await clock.sleep(Math.max(0, window.from + clockSlack - time.now()))
    const all = this.#present.filter(({ name }) => !request.leaveOut.includes(name))
    // What an interrupted run has written holds the key already.
    const holdsIt = ({ secrets }: DestinationReading) =>
      done !== undefined && secrets.every((secret) => isInside(secret, done, held.id))
    let written = shown?.filter(holdsIt).map(({ name }) => name) ?? []
    let unwritten = all.filter(({ name }) => !written.includes(name))
    let accepted = 0
    for (;;) {
      const result = await publish(held, { all, unwritten }, request, clock)
      accepted += result.accepted
      if (written.length === 0 || result.window === undefined) return { ...result, accepted }
      // GitHub shows late what somebody has written meanwhile into a place that was left as it was.
      const still = (await this.read()).destinations.filter(holdsIt).map(({ name }) => name)
      const changed = written.filter((name) => !still.includes(name))
      if (changed.length === 0) return { ...result, accepted }
      written = written.filter((name) => still.includes(name))
      unwritten = all.filter(({ name }) => changed.includes(name))
    }
  }

  /** A place that was not written with the others may be archived. Nobody asks about the rest. */
  async #findArchived(shown: ReadonlyMap<GitHubDestination, DestinationReading>): Promise<void> {
    const since = latestWrite([...shown.values()]) - this.#options.publication - minute
    const isBehind = ({ secrets }: DestinationReading) => secrets.some(({ updatedAt }) => (updatedAt ?? 0) < since)
    const behind = [...shown].filter(([, place]) => isBehind(place)).map(([{ place }]) => repositoryOf(place))
    if (shown.size > 1) await this.#options.archived.check(behind.filter((each) => each !== undefined))
  }

  #asReading(places: readonly DatedReading[], recovery: SecretReading | undefined): DestinationsReading {
    const { time } = this.#options
    return {
      at: Math.min(...places.map(({ at }) => at)),
      until: time.now(),
      ahead: time.aheadOfAws(),
      destinations: places.map(({ name, secrets, made }) => ({ name, secrets, made })),
      recovery,
    }
  }

  get #recovery(): RecoverySecret {
    const { recovery } = this.#options
    if (recovery === undefined) throw new Error('no recovery secret is configured')
    return recovery
  }
}
