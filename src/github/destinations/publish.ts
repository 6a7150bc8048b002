/** One publication: each destination in its turn at GitHub's pace, and again what failed, until GitHub shows the key everywhere. */
import pMap from 'p-map'
import type { Clock, HeldKey, PublicationRequest } from '../../rotation/ports.ts'
import { Cancelled, endsRun, inSentences, Problem } from '../../rotation/problem.ts'
import { isInside, latestWrite } from '../../rotation/secret-dates.ts'
import { type Duration, minute, second, spoken } from '../../rotation/time.ts'
import type { KeyId, PublishResult, PublishWindow } from '../../rotation/world.ts'
import { BudgetShort } from '../api/budget.ts'
import { atOnce } from '../api/limits.ts'
import { isAmbiguous, isClearRefusal, isPassingLimit } from '../api/refusals.ts'
import { confirmationBound, confirmationSpacing } from '../places/place.ts'
import type { GitHubDestination, Written } from './destination.ts'

/** Waits before each pass over what could not be written: as long as the secret is in hand, it is tried again. */
const passes: readonly Duration[] = [0, 15, 30, 60, 120, 240].map((seconds) => seconds * second)

/** Waits before half a pair is completed, which no other destination should have to be waited for. */
const completionDelays: readonly Duration[] = [5 * second, 10 * second]

/** A limit that is answered so often for one destination is left to a later pass. */
const limitsInARow = 10

/** A long publication says how far it has come this often. */
const progressSpacing: Duration = 30 * second

/** A destination that is not wholly written, and what kept it from being. */
interface Unwritten {
  readonly destination: GitHubDestination
  readonly written: Written
  readonly error: unknown
  /** What became of a write is not known: it may have been performed, whatever was answered later. */
  readonly isUnsure: boolean
}

/** Writes what is unwritten, and waits until GitHub dates everything inside the window. @throws what ends the run */
export async function publish(
  held: HeldKey,
  destinations: { readonly all: readonly GitHubDestination[]; readonly unwritten: readonly GitHubDestination[] },
  request: PublicationRequest,
  clock: Clock,
): Promise<PublishResult> {
  const { left, accepted } = await new Publication(held, destinations.unwritten, request, clock).write()
  const problems = [...new Set(left.map(({ error }) => inSentences(error)))]
  const refused = left.every(({ error, isUnsure }) => isClearRefusal(error) && !isUnsure)
  const result = { key: held.id, accepted, window: undefined, problems, refused }
  if (left.length > 0) return result
  const confirmed = await confirm(destinations.all, held.id, request.window, clock)
  if (typeof confirmed === 'object') return { ...result, window: confirmed }
  return { ...result, problems: [confirmed], refused: false }
}

class Publication {
  readonly #held: HeldKey
  readonly #destinations: readonly GitHubDestination[]
  readonly #request: PublicationRequest
  readonly #clock: Clock
  readonly #start: Duration
  #reported: Duration
  #done = 0

  constructor(held: HeldKey, destinations: readonly GitHubDestination[], request: PublicationRequest, clock: Clock) {
    this.#held = held
    this.#destinations = destinations
    this.#request = request
    this.#clock = clock
    this.#start = clock.elapsed()
    this.#reported = this.#start
  }

  /** What is not wholly written in the end, and how many writes GitHub has accepted. */
  async write(): Promise<{ readonly left: readonly Unwritten[]; readonly accepted: number }> {
    const clock = this.#clock
    let left = this.#destinations.map(
      (destination): Unwritten => ({ destination, written: new Set(), error: undefined, isUnsure: false }),
    )
    let accepted = 0
    for (const delay of passes) {
      if (delay > 0) {
        if (clock.elapsed() + delay > this.#request.until) break
        await this.#rest(delay)
      }
      const failed: Unwritten[] = []
      // Half a pair is worse than none: what was begun is finished first.
      for (const before of left.toSorted((a, b) => b.written.size - a.written.size)) {
        // A run that is asked to stop finishes the pair in hand, and begins no other.
        if (clock.cancelled) throw new Cancelled()
        const after = await this.#writeOne(before)
        accepted += after.written.size - before.written.size
        if (after.error === undefined) this.#tell()
        else failed.push(after)
      }
      left = failed
      // A clear refusal stands; only half a pair is worth asking for once more.
      const isTorn = delay === 0 && left.some(({ written }) => written.size > 0)
      if (!isTorn && left.every(({ error }) => isClearRefusal(error))) break
    }
    return { left, accepted }
  }

  /**
   * Writes what is left of one destination. A limit is waited for, and the same destination tried again; so is one that
   * holds half a pair, twice, before any other gets its turn.
   */
  async #writeOne(unwritten: Unwritten): Promise<Unwritten> {
    try {
      return await this.#writeInTurn(unwritten)
    } finally {
      // Whoever waits for the turn of this one need not.
      unwritten.destination.github.pace.forgo()
    }
  }

  async #writeInTurn(unwritten: Unwritten): Promise<Unwritten> {
    const { destination } = unwritten
    let left = unwritten
    let limits = 0
    let completions = 0
    for (;;) {
      const stopped = await this.#turn(left)
      if (stopped !== undefined) return { ...left, error: stopped.error }
      const { written, error } = await destination.write(this.#held, left.written, this.#request)
      left = { destination, written, error, isUnsure: left.isUnsure || isAmbiguous(error) }
      if (error === undefined) {
        destination.github.pace.token.speedUp()
        return left
      }
      if ((isPassingLimit(error) || error instanceof BudgetShort) && limits < limitsInARow) {
        limits += 1
        continue
      }
      const delay = written.size === 0 ? undefined : completionDelays[completions]
      if (delay === undefined || this.#clock.elapsed() + delay > this.#request.until) return left
      completions += 1
      await this.#clock.sleep(delay)
    }
  }

  /** Waits until all the writes may go, at GitHub's pace and within its hour; an error when that is not in this run. */
  async #turn({ destination, written }: Unwritten): Promise<{ readonly error: unknown } | undefined> {
    const { until, progress } = this.#request
    const count = destination.size - written.size
    const { pace, budget } = destination.github
    const { writing, confirming } = destination.cost
    // Half a pair is completed with whatever is left for that.
    const isUrgent = written.size > 0
    const requests = isUrgent ? count : writing + confirming
    for (let slices = 0; ; slices += 1) {
      const short = budget.until(requests, isUrgent)
      // Who waits for the next hour keeps nobody from writing in this one.
      if (short > 0) pace.forgo()
      const delay = short > 0 ? short : pace.untilWrites(count, isUrgent)
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
      if (delay > minute) await this.#stillHolds()
    }
  }

  /** Waits, and lets others see this run at work meanwhile. */
  async #rest(delay: Duration): Promise<void> {
    for (let left = delay; left > 0; left -= minute) {
      await this.#clock.sleep(Math.min(left, minute))
      await this.#stillHolds()
    }
  }

  /** While nothing is written, that nobody can say whose the user is does not end the wait. */
  async #stillHolds(): Promise<void> {
    try {
      await this.#request.holds()
    } catch (error) {
      if (endsRun(error)) throw error
    }
  }

  /** Says how far it has come, when that takes long. */
  #tell(): void {
    this.#done += 1
    const now = this.#clock.elapsed()
    const total = this.#destinations.length
    if (now - this.#reported < progressSpacing || this.#done === total) return
    this.#reported = now
    const taken = now - this.#start
    const rate = Math.round((this.#done * minute) / taken)
    const left = spoken((taken / this.#done) * (total - this.#done))
    this.#request.progress(`${this.#far}, ${rate} a minute, about ${left} left`)
  }

  get #far(): string {
    return `${this.#done} of ${this.#destinations.length} destinations are written`
  }
}

/**
 * Reads until every secret is seen to have moved, each destination only as long as it has not, and until organizations
 * show the audience that was sent; a sentence when GitHub does not show it in time.
 */
async function confirm(
  all: readonly GitHubDestination[],
  key: KeyId,
  { from }: PublishWindow,
  clock: Clock,
): Promise<PublishWindow | string> {
  const start = clock.elapsed()
  const open = { from, to: undefined }
  let late = all
  let to = Number.POSITIVE_INFINITY
  let latest = 0
  for (;;) {
    const shown = await pMap(
      late,
      async (destination) => {
        const place = await destination.read()
        const missing = place.secrets.filter((secret) => !isInside(secret, open, key)).map(({ name }) => name)
        const changed = missing.length === 0 ? await destination.differentAudience() : undefined
        return { destination, place, missing, changed }
      },
      atOnce,
    )
    to = Math.min(to, ...shown.map(({ place }) => place.at))
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
