/**
 * The secondary rate limits, as GitHub documents them
 * (https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits).
 */
import type { SandboxClock } from '../clock.ts'

const minute = 60_000
const hour = 3_600_000
const pointsPerMinute = 900
const writesPerMinute = 80
const writesPerHour = 500
const requestsAtOnce = 100

const isReading: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/** One caller's traffic, by the sandbox's clock. Every request that may change something counts as creating content. */
export class SecondaryLimits {
  readonly #clock: SandboxClock
  readonly #points = new SlidingWindow(pointsPerMinute, minute)
  readonly #writesOfMinute = new SlidingWindow(writesPerMinute, minute)
  readonly #writesOfHour = new SlidingWindow(writesPerHour, hour)
  #atOnce = 0

  constructor(clock: SandboxClock) {
    this.#clock = clock
  }

  /** Takes a request, or says how many milliseconds pass until it would: 0 when it is taken. Refusals do not count. */
  admit(method: string): number {
    const now = this.#clock.now()
    const costs: readonly (readonly [SlidingWindow, number])[] = isReading.has(method)
      ? [[this.#points, 1]]
      : [
          [this.#points, 5],
          [this.#writesOfMinute, 1],
          [this.#writesOfHour, 1],
        ]
    const wait = Math.max(...costs.map(([window, cost]) => window.wait(now, cost)))
    if (wait === 0) for (const [window, cost] of costs) window.add(now, cost)
    return wait
  }

  /** A request that has arrived, until `leave`; says whether it is one too many. */
  arrive(): boolean {
    this.#atOnce += 1
    return this.#atOnce > requestsAtOnce
  }

  leave(): void {
    this.#atOnce -= 1
  }
}

/** What was spent within the last `span` milliseconds; what is older is forgotten. */
class SlidingWindow {
  readonly #limit: number
  readonly #span: number
  #spent: { readonly at: number; readonly cost: number }[] = []
  /** Where what still counts begins. */
  #first = 0
  #sum = 0

  constructor(limit: number, span: number) {
    this.#limit = limit
    this.#span = span
  }

  /** Milliseconds until there is room for a cost. */
  wait(now: number, cost: number): number {
    this.#forget(now)
    let over = this.#sum + cost - this.#limit
    for (let index = this.#first; over > 0; index += 1) {
      const oldest = this.#spent[index]
      if (oldest === undefined) break
      over -= oldest.cost
      if (over <= 0) return oldest.at + this.#span - now
    }
    return 0
  }

  add(at: number, cost: number): void {
    this.#spent.push({ at, cost })
    this.#sum += cost
  }

  #forget(now: number): void {
    for (let oldest = this.#spent[this.#first]; oldest; oldest = this.#spent[this.#first]) {
      if (oldest.at + this.#span > now) break
      this.#sum -= oldest.cost
      this.#first += 1
    }
    if (this.#first * 2 <= this.#spent.length) return
    this.#spent = this.#spent.slice(this.#first)
    this.#first = 0
  }
}
