/**
 * The time that every service of a sandbox lives by, in milliseconds since the epoch. It stands still between
 * requests, so that a test decides how much time passes; each request takes its latency out of it.
 */
export class SandboxClock {
  #now: number

  constructor(start: string) {
    this.#now = Date.parse(start)
  }

  now(): number {
    return this.#now
  }

  advance(milliseconds: number): void {
    if (!Number.isFinite(milliseconds) || milliseconds < 0) {
      throw new RangeError(`a clock cannot advance by ${milliseconds} ms`)
    }
    this.#now += milliseconds
  }
}

const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** `duration('90s')`, `duration('61d')`: milliseconds, for tests and the demo. */
export function duration(text: `${number}${keyof typeof units}`): number {
  return Number.parseFloat(text) * units[text.at(-1) as keyof typeof units]
}
