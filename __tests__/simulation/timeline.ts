/** Simulated time: what is going to happen, in the order in which it does. Nothing here knows the wall clock. */
import type { SandboxClock } from '../../sandbox/clock.ts'

interface Event {
  readonly at: number
  readonly act: () => unknown
}

/** More turns of the event loop than anything in the process takes to come to rest. */
const longestUnrest = 1_000

/** Who decides how far a timeline runs. */
export interface Attendant {
  /** Somebody alive waits for something that only the passing of time can bring. */
  isWaiting(): boolean
  /** Nobody alive is in the middle of something: whoever is not done waits for an event. */
  isAtRest(): boolean
  /** An event has thrown: a fault of the simulation, not of what it simulates. */
  failed(error: unknown): void
}

/**
 * A discrete-event timeline. Events happen in the order of their time, then of their scheduling; between two of them
 * everything in the process settles before the clock moves on. It runs by itself while somebody waits.
 */
export class Timeline {
  readonly #clock: SandboxClock
  readonly #attendant: Attendant
  /** Latest first, so that the next one is taken off the end. */
  readonly #events: Event[] = []
  #running: Promise<void> | undefined
  /** Somebody in the process has been given something to go on with. */
  #isStirred = false
  #failure: unknown
  /** Runs up to here although nobody waits. */
  #until = Number.NEGATIVE_INFINITY

  constructor(clock: SandboxClock, attendant: Attendant) {
    this.#clock = clock
    this.#attendant = attendant
  }

  now(): number {
    return this.#clock.now()
  }

  /** Lets something happen later; what is asynchronous in it belongs to that moment. */
  after(delay: number, act: () => unknown): void {
    const at = this.#clock.now() + Math.max(delay, 0)
    let place = this.#events.length
    while (place > 0 && (this.#events[place - 1]?.at ?? 0) <= at) place -= 1
    this.#events.splice(place, 0, { at, act })
  }

  /** Somebody goes on from here: the clock stands still until everything has settled. */
  stir(): void {
    this.#isStirred = true
  }

  /** Sets the timeline going when it stands still. */
  wake(): void {
    this.stir()
    this.#running ??= this.#run().then(() => {
      this.#running = undefined
      // Somebody may have begun to wait since the last look.
      if (this.#failure === undefined && this.#attendant.isWaiting()) this.wake()
    })
  }

  /** Lets time pass, and everything happen that lies in it; whoever is at work then is not interrupted. */
  async pass(duration: number): Promise<void> {
    const until = this.#clock.now() + duration
    this.#until = Math.max(this.#until, until)
    while (this.#clock.now() < until || this.#running !== undefined) {
      if (this.#failure !== undefined) throw this.#failure
      this.wake()
      await this.#running
    }
  }

  async #run(): Promise<void> {
    try {
      await this.#settle()
      for (;;) {
        const next = this.#events.at(-1)
        const wanted = this.#attendant.isWaiting()
        if (next === undefined && wanted) throw new Error('somebody waits, and nothing is going to happen')
        if (next === undefined || (!wanted && next.at > this.#until)) break
        this.#events.pop()
        this.#moveTo(next.at)
        const happening = next.act()
        if (happening instanceof Promise) await happening
        await this.#settle()
      }
      this.#moveTo(this.#until)
    } catch (error) {
      this.#failure = error
      this.#attendant.failed(error)
    }
  }

  #moveTo(instant: number): void {
    const ahead = instant - this.#clock.now()
    if (ahead > 0) this.#clock.advance(ahead)
  }

  /** One turn drains all microtasks; a module that is imported for the first time takes a few more. */
  async #settle(): Promise<void> {
    if (!this.#isStirred) return
    this.#isStirred = false
    for (let turns = 0; turns < longestUnrest; turns += 1) {
      await turn()
      if (this.#attendant.isAtRest()) return
    }
    throw new Error('a run waits for something that is not on the timeline')
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
