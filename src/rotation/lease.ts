/** A confirmed claim while it is used: looked after in time, and given back at the end. */
import { confirmedFor, silentFor } from './claim.ts'
import type { Ports, StillHolds } from './ports.ts'
import { Superseded } from './problem.ts'
import type { Duration } from './time.ts'
import type { Holder } from './world.ts'

/** A claim that is kept alive. Before it is confirmed it holds nothing, and nothing is asked for. */
export class Lease {
  readonly #ports: Pick<Ports, 'journal' | 'clock'>
  readonly #nonce: string
  /** When the latest look at the tags was sent that showed this run's claim. */
  #confirmed: Duration | undefined
  /** When the latest write of the claim was sent. */
  #touched: Duration = 0
  #superseded: Superseded | undefined

  constructor(ports: Pick<Ports, 'journal' | 'clock'>, nonce: string) {
    this.#ports = ports
    this.#nonce = nonce
  }

  /** The claim was read back, by a look that was sent at that time, and was this run's. */
  confirm(looked: Duration): void {
    this.#confirmed = looked
  }

  /** A later look at the tags, sent at that time, has shown whose claim stands. */
  seen(holder: Holder | undefined, looked: Duration): void {
    if (this.#confirmed === undefined) return
    if (holder?.nonce === this.#nonce) this.#confirmed = looked
    else this.#lose(holder?.run)
  }

  /**
   * Writes something that touches the claim.
   * @throws Superseded when that took so long that it may have overwritten the claim of another run
   */
  async touch(write: (holds: StillHolds) => Promise<void>): Promise<void> {
    const { clock } = this.#ports
    const [before, sent] = [this.#touched, clock.elapsed()]
    await write(this.keep)
    this.#touched = sent
    if (this.#confirmed !== undefined && clock.elapsed() - before > silentFor) throw this.#lose(undefined)
  }

  /**
   * Makes sure that the claim stands, by a look that was sent within the last 3 minutes, and touches it in time.
   * @throws Superseded when another run has taken over, or may have
   */
  readonly keep = async (): Promise<void> => {
    const { clock, journal } = this.#ports
    // Whoever waits for several things at once hears of it with each of them.
    if (this.#superseded !== undefined) throw this.#superseded
    while (this.#confirmed !== undefined && clock.elapsed() - this.#confirmed > confirmedFor) {
      if (clock.elapsed() - this.#touched > silentFor) throw this.#lose(undefined)
      await this.#check()
      // A look that was answered late does not tell whose claim would be overwritten.
      const isFresh = clock.elapsed() - this.#confirmed <= confirmedFor
      if (isFresh && clock.elapsed() - this.#touched > confirmedFor)
        await this.touch((holds) => journal.claim(clock.now(), holds))
    }
  }

  /** Says that this run has ended, so that the next one need not wait to be sure of it. */
  async release(): Promise<void> {
    const { clock, journal } = this.#ports
    const isSilent = clock.elapsed() - this.#touched > silentFor
    if (this.#confirmed === undefined || this.#superseded !== undefined || isSilent) return
    if (clock.elapsed() - this.#confirmed > confirmedFor) await this.#check()
    this.#confirmed = undefined
    await journal.release(clock.now(), () => this.#check())
  }

  async #check(): Promise<void> {
    const looked = this.#ports.clock.elapsed()
    this.seen(await this.#ports.journal.holder(), looked)
    if (this.#superseded !== undefined) throw this.#superseded
  }

  #lose(by: string | undefined): Superseded {
    this.#superseded = new Superseded(by)
    return this.#superseded
  }
}
