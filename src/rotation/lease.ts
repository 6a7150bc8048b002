/** A confirmed claim while it is used: looked after in time, and given back at the end. */
import { confirmedFor, settlingOfClaims } from './claim.ts'
import type { Ports } from './ports.ts'
import { Superseded } from './problem.ts'
import { type Duration, minute } from './time.ts'
import type { Holder } from './world.ts'

/** A claim that was not touched for this long may have been taken over a moment ago: it is made anew. */
const unsafeAfter: Duration = 8 * minute

export class Lease {
  readonly #ports: Pick<Ports, 'journal' | 'clock'>
  readonly #nonce: string
  #confirmed: Duration | undefined
  #superseded: Superseded | undefined
  #touched: Duration = 0

  constructor(ports: Pick<Ports, 'journal' | 'clock'>, nonce: string) {
    this.#ports = ports
    this.#nonce = nonce
  }

  /** The claim was read back, and was this run's. */
  confirm(): void {
    this.#confirmed = this.#ports.clock.elapsed()
  }

  /** A look at the user has shown whose claim stands. */
  seen(holder: Holder | undefined): void {
    if (this.#confirmed === undefined) return
    if (holder?.nonce === this.#nonce) this.confirm()
    else this.#confirmed = undefined
  }

  /** A write of the journal has touched the claim. */
  touch(): void {
    this.#touched = this.#ports.clock.elapsed()
  }

  /**
   * Makes sure that the claim still stands, when that was last certain a while ago, and touches it.
   * @throws Superseded when another run has taken over
   */
  readonly keep = async (): Promise<void> => {
    const { clock, journal } = this.#ports
    // Whoever waits for several things at once hears of it with each of them.
    if (this.#superseded !== undefined) throw this.#superseded
    if (this.#confirmed === undefined || clock.elapsed() - this.#confirmed <= confirmedFor) return
    await this.#check()
    const stale = clock.elapsed() - this.#touched > unsafeAfter
    await journal.claim(clock.now())
    this.touch()
    if (stale) {
      await clock.sleep(settlingOfClaims)
      await this.#check()
    }
    this.confirm()
  }

  /** Says that this run has ended, so that the next one need not wait to be sure of it. */
  async release(): Promise<void> {
    const { clock, journal } = this.#ports
    if (this.#confirmed === undefined) return
    if (clock.elapsed() - this.#confirmed > confirmedFor) await this.#check()
    this.#confirmed = undefined
    await journal.release(clock.now())
  }

  async #check(): Promise<void> {
    const holder = await this.#ports.journal.holder()
    if (holder?.nonce !== this.#nonce) {
      this.#confirmed = undefined
      this.#superseded = new Superseded(holder?.run)
      throw this.#superseded
    }
  }
}
