/**
 * How fast requests may go. GitHub's documented limits for one token, all of them sliding: 900 points a minute, of which
 * a reading request costs 1 and a writing one 5; 80 content-creating requests a minute and 500 an hour, for which every
 * write is taken. https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
 */
import type { Clock } from '../../rotation/ports.ts'
import { type Duration, hour, minute, second } from '../../rotation/time.ts'

interface Limit {
  readonly span: Duration
  readonly most: number
  readonly counts: (request: Sent) => number
  /**
   * What reading requests leave of it: some are counted when they arrive, long after they were sent, and what asks for
   * the limit itself is not counted here.
   */
  readonly spare: number
}

interface Sent {
  readonly at: Duration
  readonly isWrite: boolean
}

/** GitHub counts what arrives, which is a little later than what is sent: every span is a little longer here. */
const slack: Duration = 2 * second

const perMinute = 80

/** No more writes go in one hour. */
export const writesAnHour = 500

const limits: readonly Limit[] = [
  { span: minute + slack, most: 900, counts: ({ isWrite }) => (isWrite ? 5 : 1), spare: 50 },
  { span: minute + slack, most: perMinute, counts: ({ isWrite }) => (isWrite ? 1 : 0), spare: 0 },
  { span: hour + slack, most: writesAnHour, counts: ({ isWrite }) => (isWrite ? 1 : 0), spare: 0 },
]

const longestSpan = Math.max(...limits.map(({ span }) => span))

/** Writes follow each other this closely on the average, so that a minute's worth of them never comes in one burst. */
const usualSpacing: Duration = Math.ceil((minute + slack) / perMinute)

/** Each answer that says "too fast" doubles the spacing, up to this. */
const longestSpacing: Duration = 16 * usualSpacing

/** How long so many writes with one token take at the usual pace, when nothing was written for an hour before. */
export function publicationTime(writes: number): Duration {
  const fullHours = Math.max(0, Math.ceil(writes / writesAnHour) - 1)
  return fullHours * (hour + slack) + (writes - fullHours * writesAnHour) * usualSpacing
}

/** The pace of one token. Times are the run's elapsed time. */
export class Pace {
  readonly #clock: Clock
  /** Oldest first. What has not been sent yet is here with its time in the future. */
  #sent: Sent[] = []
  #nextWrite: Duration = 0
  #spacing = usualSpacing
  #closedUntil: Duration = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Takes the next free moment for one reading request, and says how long it is until then. */
  takeRead(): Duration {
    const now = this.#clock.elapsed()
    const at = this.#free(1, false, now)
    this.#note(1, false, at)
    return at - now
  }

  /** How long it is until so many writes may go at once; takes nothing. */
  untilWrites(count: number): Duration {
    return this.#free(count, true, Math.max(this.#clock.elapsed(), this.#nextWrite)) - this.#clock.elapsed()
  }

  /** Takes this very moment for writes that go at once. */
  takeWrites(count: number): void {
    const now = this.#clock.elapsed()
    this.#note(count, true, now)
    this.#nextWrite = Math.max(now, this.#nextWrite) + count * this.#spacing
  }

  /** GitHub wants no request before so much time has passed. */
  close(duration: Duration): void {
    this.#closedUntil = Math.max(this.#closedUntil, this.#clock.elapsed() + duration)
  }

  /** GitHub has found the writes too fast. */
  slowDown(): void {
    this.#spacing = Math.min(this.#spacing * 2, longestSpacing)
  }

  /** Writes went well: back to the usual pace, little by little. */
  speedUp(): void {
    this.#spacing = Math.max(Math.floor(this.#spacing * 0.9), usualSpacing)
  }

  /** The first moment from `from` on at which no limit is exceeded. */
  #free(count: number, isWrite: boolean, from: Duration): Duration {
    this.#forget()
    let at = Math.max(from, this.#closedUntil)
    for (const { span, most, counts, spare } of limits) {
      // What must have left the span before this fits in: the latest requests may stay.
      let room = most - count * counts({ at, isWrite }) - (isWrite ? 0 : spare)
      for (const request of this.#sent.toReversed()) {
        room -= counts(request)
        if (room < 0) {
          at = Math.max(at, request.at + span)
          break
        }
      }
    }
    return at
  }

  #note(count: number, isWrite: boolean, at: Duration): void {
    for (let index = 0; index < count; index += 1) this.#sent.push({ at, isWrite })
    this.#sent.sort((a, b) => a.at - b.at)
  }

  #forget(): void {
    const since = this.#clock.elapsed() - longestSpan
    const isOld = ({ at, isWrite }: Sent) => at < (isWrite ? since : this.#clock.elapsed() - minute - slack)
    if (this.#sent.some(isOld)) this.#sent = this.#sent.filter((request) => !isOld(request))
  }
}
