/**
 * How fast requests with one token may go, whoever of a run sends them. GitHub's documented secondary limits, all of them
 * sliding: 900 points a minute, of which a reading request costs 1 and a writing one 5; 80 content-creating requests a
 * minute and 500 an hour, for which every write is taken; 100 requests at once.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
import type { Clock } from '../../rotation/ports.ts'
import { type Duration, hour, minute, second } from '../../rotation/time.ts'
import { type Claim, Ledger } from './ledger.ts'

interface Limit {
  readonly span: Duration
  readonly most: number
  readonly counts: (request: Sent) => number
  /**
   * What requests leave of it: some are counted when they arrive, long after they were sent, and what asks for the limit
   * itself or for a token is not counted here.
   */
  readonly spare: { readonly reads: number; readonly writes: number }
}

interface Sent {
  readonly at: Duration
  readonly isWrite: boolean
}

/**
 * GitHub counts what arrives: later than what is sent, by no more than its answer takes. Every span is longer here by the
 * longest time that an answer has taken, and by so much at the least and at the most.
 */
const leastLag: Duration = 2 * second
const mostLag: Duration = 5 * second

const perMinute = 80

/** The most writes that GitHub allows in one hour. */
export const writesAnHour = 500

const none = { reads: 0, writes: 0 } as const

const limits: readonly Limit[] = [
  { span: minute, most: 900, counts: ({ isWrite }) => (isWrite ? 5 : 1), spare: { reads: 50, writes: 10 } },
  { span: minute, most: perMinute, counts: ({ isWrite }) => (isWrite ? 1 : 0), spare: none },
  { span: hour, most: writesAnHour, counts: ({ isWrite }) => (isWrite ? 1 : 0), spare: none },
]

/** Writes follow each other this closely on the average, so that a minute's worth of them never comes in one burst. */
const usualSpacing: Duration = Math.ceil((minute + leastLag) / perMinute)

/** So many writes may go at once after a pause: a few places are written without waiting, and the sums hold all the same. */
const burst = 10

/** Each answer that says "too fast" doubles the spacing, up to this. */
const longestSpacing: Duration = 16 * usualSpacing

/** How long so many writes with one token take at the usual pace, when nothing was written for an hour before. */
export function publicationTime(writes: number): Duration {
  const fullHours = Math.max(0, Math.ceil(writes / writesAnHour) - 1)
  return fullHours * (hour + leastLag) + (writes - fullHours * writesAnHour) * usualSpacing
}

/**
 * GitHub allows 100 requests at once. The rest is for what does not wait here: writes that belong together, and what asks
 * for the limit itself.
 */
const atOnce = { reads: 80, writes: 90 } as const

/** Whose turn it is has so much time to connect, to look and to write; then the next one's turn comes all the same. */
const longestTurn: Duration = 20 * second

/** Whoever is not the first looks again whether it is, at least so much later. */
const nextLook: Duration = 100

/** The place of one user in the line of those who want to write. */
interface Turn {
  count: number
  /** When it was first told that it may write. */
  since: Duration | undefined
}

/** The pace of one token, for all who write with it. Times are the run's elapsed time. */
export class TokenPace {
  readonly clock: Clock
  /** Writes of the hour that are promised to users. */
  readonly ledger = new Ledger()
  /** Oldest first. What has not been sent yet is here with its time in the future. */
  #sent: Sent[] = []
  /** The first comer first. */
  readonly #line: Turn[] = []
  #nextWrite: Duration = 0
  #spacing = usualSpacing
  #closedUntil: Duration = 0
  #lag = leastLag
  #underWay = 0
  readonly #waiting: Record<keyof typeof atOnce, (() => void)[]> = { reads: [], writes: [] }

  constructor(clock: Clock) {
    this.clock = clock
  }

  /** Takes the next free moment for one reading request, and says how long it is until then. */
  takeRead(): Duration {
    const now = this.clock.elapsed()
    const at = this.#free(1, false, now)
    this.#note(1, false, at)
    return at - now
  }

  /** Hears that a request is answered, or given up, whose turn came at that time. */
  answered(turn: Duration): void {
    this.#lag = Math.min(Math.max(this.#lag, this.clock.elapsed() - turn), mostLag)
  }

  /** Takes one of the places for requests that are under way at the same time, when one is free; `leave` gives it back. */
  async enter(kind: keyof typeof atOnce): Promise<void> {
    if (this.#underWay >= atOnce[kind]) await new Promise<void>((resolve) => this.#waiting[kind].push(resolve))
    else this.#underWay += 1
  }

  leave(): void {
    this.#underWay -= 1
    const kind = this.#waiting.writes.length > 0 ? 'writes' : 'reads'
    const next = this.#underWay < atOnce[kind] ? this.#waiting[kind].shift() : undefined
    if (next === undefined) return
    this.#underWay += 1
    next()
  }

  /** Puts a turn into the line; what completes half a pair comes before all others. */
  join(turn: Turn, isUrgent: boolean): void {
    if (isUrgent) this.#line.unshift(turn)
    else this.#line.push(turn)
  }

  /** Takes a turn out of the line, if it is in it. */
  forgo(turn: Turn): void {
    const index = this.#line.indexOf(turn)
    if (index !== -1) this.#line.splice(index, 1)
  }

  /** How long it is until a turn in the line comes; 0 for one at a time, until that one has written or given up. */
  until(turn: Turn): Duration {
    const now = this.clock.elapsed()
    const before = this.#line.slice(0, this.#line.indexOf(turn))
    const ahead = before.filter(({ since }) => since === undefined || now - since < longestTurn)
    const writes = ahead.reduce((sum, { count }) => sum + count, 0)
    const from = Math.max(now, this.#nextWrite - this.#ahead + writes * this.#spacing)
    const delay = this.#free(turn.count, true, from) - now
    if (ahead.length > 0) return Math.max(delay, nextLook)
    if (delay <= 0) turn.since ??= now
    return delay
  }

  /** By how much writes may be ahead of the usual pace; not at all since GitHub has found them too fast. */
  get #ahead(): Duration {
    return this.#spacing === usualSpacing ? burst * usualSpacing : 0
  }

  /** How long it is until GitHub's limits allow so many writes, whoever else is in the line; takes nothing. */
  untilAllowed(count: number): Duration {
    const now = this.clock.elapsed()
    return this.#free(count, true, now) - now
  }

  /** Takes this very moment for writes that go at once. */
  takeWrites(count: number): void {
    const now = this.clock.elapsed()
    this.#note(count, true, now)
    this.#nextWrite = Math.max(now, this.#nextWrite) + count * this.#spacing
  }

  /** How many writes are left in the hour that ends now. */
  get writesLeft(): number {
    const since = this.clock.elapsed() - hour - this.#lag
    return writesAnHour - this.#sent.filter(({ at, isWrite }) => isWrite && at >= since).length
  }

  /** GitHub wants no request before so much time has passed. */
  close(duration: Duration): void {
    this.#closedUntil = Math.max(this.#closedUntil, this.clock.elapsed() + duration)
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
      let room = most - count * counts({ at, isWrite }) - (isWrite ? spare.writes : spare.reads)
      for (const request of this.#sent.toReversed()) {
        room -= counts(request)
        if (room < 0) {
          at = Math.max(at, request.at + span + this.#lag)
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
    const since = this.clock.elapsed() - mostLag
    const isOld = ({ at, isWrite }: Sent) => at < since - (isWrite ? hour : minute)
    if (this.#sent.some(isOld)) this.#sent = this.#sent.filter((request) => !isOld(request))
  }
}

/** One user's part in the pace of a token. */
export class Pace {
  readonly token: TokenPace
  readonly #claim: Claim
  #turn: Turn | undefined

  /** `promises`: false for a plan, which writes nothing and takes nothing from anybody. */
  constructor(token: TokenPace, promises = true) {
    this.token = token
    this.#claim = promises ? token.ledger.open() : new Ledger().open()
  }

  /**
   * How long it is until so many writes may go at once. The user is in the line from then on, until it has written or
   * forgoes its turn; nobody else is told that it may write meanwhile. `isUrgent`: half a pair, which waits for nobody.
   */
  untilWrites(count: number, isUrgent = false): Duration {
    if (this.#turn === undefined) {
      this.#turn = { count, since: undefined }
      this.token.join(this.#turn, isUrgent)
    }
    this.#turn.count = count
    return this.token.until(this.#turn)
  }

  /** Leaves the line without having written. */
  forgo(): void {
    if (this.#turn !== undefined) this.token.forgo(this.#turn)
    this.#turn = undefined
  }

  /** How long a write that is in no line has to wait: not at all in one's turn, nor while GitHub's limits allow it. */
  untilAllowed(): Duration {
    return this.#turn === undefined ? this.token.untilAllowed(1) : 0
  }

  /** Takes this very moment for writes that go at once. */
  takeWrites(count: number): void {
    this.forgo()
    this.#claim.use(count)
    this.token.takeWrites(count)
  }

  /** So many writes are wanted for a rotation; more than an hour has take hours anyway. */
  want(writes: number): void {
    this.#claim.want(Math.min(writes, writesAnHour))
  }

  /** How long it is until what is wanted can be promised: others may give back before what they do not need. */
  untilGrant(): Duration {
    const left = this.token.writesLeft
    if (this.#claim.free(left, this.#claim.amount) >= this.#claim.amount) return 0
    return left >= this.#claim.amount ? minute : Math.max(second, this.token.untilAllowed(this.#claim.amount))
  }

  /** How long it takes until all have written what they have been promised. */
  get line(): Duration {
    return Math.max(0, this.token.ledger.promised - (this.#claim.isGranted ? this.#claim.amount : 0)) * usualSpacing
  }

  /** Promises what is wanted; only where `untilGrant` is 0. */
  grant(): void {
    this.#claim.grant(this.token.writesLeft)
  }

  /** What is written from now on is taken of what was promised. */
  begin(): void {
    this.#claim.begin()
  }

  /** Gives back the turn, and what was promised. */
  end(): void {
    this.forgo()
    this.#claim.release()
  }
}
