/** How far an inventory is, in the log: a line now and then, and never more than one in half a minute. */
import type { Clock } from '../rotation/ports.ts'
import { type Duration, second, spoken } from '../rotation/time.ts'

const spacing: Duration = 30 * second

/** The repositories of one organization, read one after the other. */
export class InventoryProgress {
  readonly #clock: Clock
  readonly #say: (line: string) => void
  /** When the first was begun, and when something was last said. */
  readonly #begun: Duration
  #said: Duration
  readonly #before: number

  /** `before`: how many were read before this run. */
  constructor(clock: Clock, say: (line: string) => void, before: number) {
    this.#clock = clock
    this.#say = say
    this.#begun = clock.elapsed()
    this.#said = this.#begun
    this.#before = before
  }

  /** What was read by then; whether it was said. */
  tell(owner: string, read: number, total: number): boolean {
    const now = this.#clock.elapsed()
    if (now - this.#said < spacing) return false
    this.#said = now
    this.#say(progressLine(owner, read, total, ((now - this.#begun) * (total - read)) / (read - this.#before)))
    return true
  }
}

/** `octo: 1,240 of 2,000 repositories, about 12 minutes left` */
function progressLine(owner: string, read: number, total: number, left: Duration): string {
  const time = Number.isFinite(left) ? `, about ${spoken(left)} left` : ''
  return `${owner}: ${counted(read)} of ${counted(total)} repositories${time}`
}

/** `1,240` */
export function counted(count: number): string {
  return count.toLocaleString('en')
}
