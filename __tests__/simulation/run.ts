/** One run of the action as its runner sees it: alive, asked to stop, killed or ended. */
import type { Clock } from '../../src/rotation/ports.ts'
import { Cancelled } from '../../src/rotation/problem.ts'
import type { Policy } from '../../src/rotation/world.ts'
import type { Timeline } from './timeline.ts'

/** What the promise depends on, of the run that does something. */
export type Pace = Pick<Policy, 'deactivateAfter' | 'deleteAfter' | 'replaceInactiveKey'>

/**
 * A runner asks a cancelled job to stop with SIGINT, 7.5 seconds later with SIGTERM, and kills it 2.5 seconds after
 * that: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-cancellation
 */
const cancelledRunLives = 10_000

/** A process that can be cut off at any moment: its promises never settle then, and nothing of it happens any more. */
export class Process {
  /** From 1, in the order of their start. */
  readonly number: number
  readonly pace: Pace
  readonly #timeline: Timeline
  readonly #ended: () => void
  readonly #onCancel = new Set<() => void>()
  #state: 'alive' | 'killed' | 'ended' = 'alive'
  #isCancelled = false
  /** Requests and sleeps that it waits for. */
  #pending = 0
  #requests = 0
  /** The machine sleeps until then. */
  #asleepUntil = 0
  /** How long it has slept altogether, this sleep included. */
  #slept = 0

  /** `ended` is called once, however the process comes to its end. */
  constructor(number: number, pace: Pace, timeline: Timeline, ended: () => void) {
    this.number = number
    this.pace = pace
    this.#timeline = timeline
    this.#ended = ended
  }

  get isAlive(): boolean {
    return this.#state === 'alive'
  }

  get isKilled(): boolean {
    return this.#state === 'killed'
  }

  get isCancelled(): boolean {
    return this.#isCancelled
  }

  /** Whether it waits for something on the timeline; what was sent before the end is on its way all the same. */
  get isWaiting(): boolean {
    return this.#pending > 0 && !this.isKilled
  }

  /** Numbers its requests from 1. */
  nextRequest(): number {
    this.#requests += 1
    return this.#requests
  }

  /** The whole machine stands still from now on: nothing arrives before it wakes, and timers go on from where they were. */
  fallAsleep(lasting: number): void {
    const now = this.#timeline.now()
    const until = Math.max(this.#asleepUntil, now + lasting)
    this.#slept += until - Math.max(this.#asleepUntil, now)
    this.#asleepUntil = until
  }

  /** Waits for what only the timeline brings; what comes after its death does not arrive. */
  wait<Value>(begin: (arrived: (value: Value) => void) => void): Promise<Value> {
    return new Promise((resolve) => {
      this.#pending += 1
      let isOver = false
      begin((value) =>
        this.#whenAwake(() => {
          if (isOver || this.isKilled) return
          isOver = true
          this.#pending -= 1
          this.#timeline.stir()
          resolve(value)
        }),
      )
    })
  }

  #whenAwake(act: () => void): void {
    const left = this.#asleepUntil - this.#timeline.now()
    if (left > 0) this.#timeline.after(left, () => this.#whenAwake(act))
    else act()
  }

  /** A timer, by a clock that stands still while the machine sleeps. */
  #timer(duration: number, act: () => void): void {
    const before = this.#slept
    this.#timeline.after(duration, () => {
      const missed = this.#slept - before
      if (missed > 0) this.#timer(missed, act)
      else act()
    })
  }

  /** @throws Cancelled at once when the run is asked to stop. */
  async sleep(duration: number): Promise<void> {
    if (this.#isCancelled) throw new Cancelled()
    const woken = await this.wait<'slept' | 'cancelled'>((arrived) => {
      const cancelled = () => arrived('cancelled')
      this.#onCancel.add(cancelled)
      this.#timer(duration, () => {
        this.#onCancel.delete(cancelled)
        arrived('slept')
      })
    })
    if (woken === 'cancelled') throw new Cancelled()
  }

  /** @throws Cancelled at once when the run is asked to stop; what it waited for goes on by itself. */
  async unlessCancelled<Answer>(work: Promise<Answer>): Promise<Answer> {
    if (this.#isCancelled) throw new Cancelled()
    const { promise: cancelled, reject } = Promise.withResolvers<never>()
    const stop = () => {
      this.#timeline.stir()
      reject(new Cancelled())
    }
    this.#onCancel.add(stop)
    work.catch(() => undefined)
    try {
      return await Promise.race([work, cancelled])
    } finally {
      this.#onCancel.delete(stop)
    }
  }

  /** Asks it to stop, as a person does who cancels the run. */
  cancel(): void {
    if (!this.isAlive || this.#isCancelled) return
    this.#isCancelled = true
    for (const cancelled of this.#onCancel) cancelled()
    this.#timeline.after(cancelledRunLives, () => this.kill())
  }

  /** The runner is gone. */
  kill(): void {
    this.#endAs('killed')
  }

  /** It has come to its end by itself. */
  end(): void {
    this.#endAs('ended')
  }

  #endAs(state: 'killed' | 'ended'): void {
    if (!this.isAlive) return
    this.#state = state
    this.#timeline.stir()
    this.#ended()
  }
}

/**
 * The clock of a run, with the semantics of `src/network/clock.ts`: the runner's own may be wrong, so `now` is the latest date
 * that AWS sent, carried forward by a monotonic clock.
 */
export class RunClock implements Clock {
  readonly #timeline: Timeline
  readonly #process: Process
  readonly #start: number
  /** How far the runner's own clock is ahead of the true time. */
  readonly #skew: number
  #said: { readonly date: number; readonly at: number } | undefined

  constructor(timeline: Timeline, process: Process, skew: number) {
    this.#timeline = timeline
    this.#process = process
    this.#start = timeline.now()
    this.#skew = skew
  }

  get cancelled(): boolean {
    return this.#process.isCancelled
  }

  /** Takes the date of an answer, in whole seconds. */
  hear(date: number): void {
    if (this.#said === undefined || date > this.now()) this.#said = { date, at: this.#timeline.now() }
  }

  now(): number {
    if (this.#said === undefined) return this.runnersNow()
    return this.#said.date + (this.#timeline.now() - this.#said.at)
  }

  /** What the runner's own clock shows. */
  runnersNow(): number {
    return this.#timeline.now() + this.#skew
  }

  /** How far AWS's clock is ahead of the runner's; 0 while AWS has not answered. */
  offset(): number {
    return this.#said === undefined ? 0 : this.now() - this.runnersNow()
  }

  elapsed(): number {
    return this.#timeline.now() - this.#start
  }

  sleep(duration: number): Promise<void> {
    return this.#process.sleep(duration)
  }

  unlessCancelled<Answer>(work: Promise<Answer>): Promise<Answer> {
    return this.#process.unlessCancelled(work)
  }
}
