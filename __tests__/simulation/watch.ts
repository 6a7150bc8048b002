/**
 * The product's promise, looked after from outside: by what AWS and GitHub hold, never by what a run believes.
 *
 *   1. The pair that a place holds signs in, at every instant.
 *   2. A key that a place has held does not stop working before `deactivate-after` has passed since the last place gave
 *      it up: jobs that were queued before may still hold it.
 *   3. It does not stop working while a job is at work that was queued with it.
 *   4. It is not deleted before it has been inactive for `delete-after`.
 *   5. A key that a person made, and that is not the one being replaced, is not touched.
 *   6. A run does not create a second key while its first is neither published nor gone.
 */
import type { AccessKey, AwsAccount } from '../../sandbox/aws/account.ts'
import type { Pace } from './run.ts'
import { type RequestRecord, told } from './traffic.ts'

/** A place that stores a user's key. */
export interface WatchedPlace {
  /** `octo/app` */
  readonly name: string
  readonly user: string
  /** What a job gets that is queued at this moment; nothing while a part is missing. */
  pair(): { readonly id: string; readonly secret: string } | undefined
  /** No job gets anything from it: its repository is archived. */
  isIdle?(): boolean
}

/** Who is to blame when a pair stops working or a key goes too early. */
export type Cause =
  /** The two halves of a place belong to different keys: a pair is written in two requests. */
  | 'torn pair'
  /** A key that had been written to some places only was taken back: its secret was lost. */
  | 'withdrawn after a part was published'
  | 'a person'
  | 'promise broken'

/** The promise, not kept. */
export interface Harm {
  /** A place and what is wrong there, or a key and what was done to it. */
  readonly what: string
  /** The key that a place holds, or that something was done to; undefined where a place holds no pair. */
  readonly key: string | undefined
  /** Names of the places that are left with that key, or whose jobs may be. */
  readonly places: readonly string[]
  readonly cause: Cause
  readonly from: number
  /** Undefined while it lasts. */
  readonly to: number | undefined
  /** What a person did, or the request after which it was seen first. */
  readonly by: string | RequestRecord
}

/** Who has done something. */
export type Doer = 'a person' | { readonly number: number; readonly pace: Pace }

/** What is known of a key from having looked all the time. */
interface KeyHistory {
  readonly id: string
  readonly user: string
  /** The run that made it; undefined: a person did. */
  readonly madeBy: number | undefined
  status: AccessKey['status'] | 'deleted'
  inactiveSince: number | undefined
  /** Until when each place held it, or half of it: Infinity as long as it does. */
  readonly holders: Map<string, number>
  /** All places of its user have held it at one time. */
  wasEverywhere: boolean
  /** It was its user's only key when another one was made. */
  wasReplaced: boolean
}

/** A key that a job at work was queued with, and the place that gave it. */
export interface KeyInJob {
  readonly key: string
  readonly place: string
}

/** Dates are whole seconds, and the moment of a deactivation is written down just before it is asked for. */
const precision = 5_000

/** Looks after every request and after everything that a person does. */
export class Watch {
  readonly #aws: AwsAccount
  readonly #places: readonly WatchedPlace[]
  readonly #users: ReadonlySet<string>
  readonly #inJobs: () => readonly KeyInJob[]
  readonly #keys = new Map<string, KeyHistory>()
  readonly #seen = new Map<string, readonly AccessKey[]>()
  readonly #harms: Harm[] = []
  /** Harms that last, by their place. */
  readonly #open = new Map<string, number>()
  #held: ReadonlyMap<string, ReadonlySet<string>> = new Map()

  constructor(aws: AwsAccount, places: readonly WatchedPlace[], inJobs: () => readonly KeyInJob[] = () => []) {
    this.#aws = aws
    this.#places = places
    this.#inJobs = inJobs
    this.#users = new Set(places.map(({ user }) => user))
    this.look('a person', 'the beginning')
  }

  /** Everything that went wrong, in the order in which it was seen. */
  get harms(): readonly Harm[] {
    return this.#harms
  }

  /** Names of the places that hold a key, or gave it up within so much time. */
  placesWithin(id: string, lately: number): readonly string[] {
    const key = this.#keys.get(id)
    return key === undefined ? [] : placesWithin(key, this.#now, lately)
  }

  /** Compares the world with what it was at the last look; the difference is what the doer has done. */
  look(doer: Doer, by: string | RequestRecord): void {
    for (const user of this.#users) {
      const keys = this.#aws.findUser(user)?.keys ?? []
      if (this.#seen.get(user) === keys) continue
      this.#seen.set(user, keys)
      for (const key of keys) {
        const known = this.#keys.get(key.accessKeyId)
        if (known === undefined) this.#noteNew(key, user, doer, by)
        else this.#noteChange(key, known, doer, by)
      }
    }
    this.#noteHeld(this.#lookAtPlaces(doer, by))
  }

  #noteNew(key: AccessKey, user: string, doer: Doer, by: string | RequestRecord): void {
    const id = key.accessKeyId
    const others = [...this.#keys.values()].filter((each) => each.user === user && each.status !== 'deleted')
    const run = doer === 'a person' ? undefined : doer.number
    if (run !== undefined) {
      const [only, another] = others
      if (only !== undefined && another === undefined) only.wasReplaced = true
      const orphan = others.find((each) => each.madeBy === run && each.holders.size === 0)
      if (orphan !== undefined) {
        this.#harm(
          `run ${run} created ${id} while its ${orphan.id} was neither published nor gone`,
          orphan,
          [],
          doer,
          by,
        )
      }
    }
    this.#keys.set(id, {
      id,
      user,
      madeBy: run,
      status: statusOf(key),
      inactiveSince: key.status === 'Inactive' ? this.#now : undefined,
      holders: new Map(),
      wasEverywhere: false,
      wasReplaced: false,
    })
  }

  #noteChange(key: AccessKey, known: KeyHistory, doer: Doer, by: string | RequestRecord): void {
    const [before, after] = [known.status, statusOf(key)]
    if (before === after) return
    if (doer !== 'a person') this.#judge(known, before, after, doer, by)
    known.status = after
    if (after === 'Active') known.inactiveSince = undefined
    if (after === 'Inactive') known.inactiveSince = this.#now
  }

  /** Whether a run may have done this to a key. */
  #judge(
    key: KeyHistory,
    before: KeyHistory['status'],
    after: KeyHistory['status'],
    doer: Exclude<Doer, 'a person'>,
    by: string | RequestRecord,
  ): void {
    const { deactivateAfter, deleteAfter, replaceInactiveKey } = doer.pace
    const wasHeld = key.holders.size > 0
    if (key.madeBy === undefined && !wasHeld && !key.wasReplaced) {
      const isAllowed = replaceInactiveKey && before === 'Inactive' && after === 'deleted'
      if (!isAllowed) this.#harm(`${key.id}, which a person made, became ${after}`, key, [], doer, by)
      return
    }
    if (!wasHeld || after === 'Active') return
    const jobsMayHold = placesWithin(key, this.#now, deactivateAfter)
    if (after === 'Inactive' && jobsMayHold.length > 0) {
      this.#harm(`${key.id} was deactivated while jobs may hold it`, key, jobsMayHold, doer, by)
    }
    const inJobs = this.#inJobs().filter((each) => each.key === key.id)
    if (before === 'Active' && inJobs.length > 0) {
      const cause = after === 'deleted' ? causeOfWithdrawal(key) : 'promise broken'
      const places = inJobs.map(({ place }) => place)
      this.#harm(`${key.id} became ${after} while a job had it`, key, places, doer, by, cause)
    }
    if (after !== 'deleted') return
    const rested = key.inactiveSince === undefined ? Number.NEGATIVE_INFINITY : this.#now - key.inactiveSince
    if (before === 'Active' || rested + precision < deleteAfter) {
      this.#harm(
        `${key.id} was deleted before its time`,
        key,
        [...key.holders.keys()],
        doer,
        by,
        causeOfWithdrawal(key),
      )
    }
  }

  /** Whether every place holds a pair that signs in; returns the keys whose halves places hold, and which do. */
  #lookAtPlaces(doer: Doer, by: string | RequestRecord): ReadonlyMap<string, ReadonlySet<string>> {
    const held = new Map<string, Set<string>>()
    const hold = (key: string, place: string) => {
      const places = held.get(key)
      if (places === undefined) held.set(key, new Set([place]))
      else places.add(place)
    }
    const holders = new Map<string, number>()
    for (const place of this.#places) {
      if (place.isIdle?.() === true) continue
      const pair = place.pair()
      const wholeKey = pair && this.#ownerOfSecret(place.user, pair.secret)
      if (pair !== undefined) hold(pair.id, place.name)
      if (wholeKey !== undefined) hold(wholeKey, place.name)
      if (pair !== undefined && pair.id === wholeKey) holders.set(pair.id, (holders.get(pair.id) ?? 0) + 1)
      const works = pair !== undefined && this.#aws.canSignIn(pair.id, pair.secret) === 'works'
      const open = this.#open.get(place.name)
      if (works && open !== undefined) this.#close(place.name, open)
      if (works || open !== undefined) continue
      // The other half may be of a key that is nobody's here.
      const isHalf = wholeKey !== undefined || (pair !== undefined && this.#keys.get(pair.id)?.user === place.user)
      const torn = pair !== undefined && isHalf && pair.id !== wholeKey
      const what = torn ? 'holds the halves of two keys' : `holds ${pair?.id ?? 'no pair'}, which does not sign in`
      const key = pair && this.#keys.get(pair.id)
      const cause = torn ? 'torn pair' : key?.status === 'deleted' ? causeOfWithdrawal(key) : 'promise broken'
      this.#open.set(place.name, this.#harms.length)
      this.#harms.push({
        what: `${place.name} ${what}`,
        key: pair?.id,
        places: [place.name],
        cause: doer === 'a person' ? doer : cause,
        from: this.#now,
        to: undefined,
        by,
      })
    }
    for (const [id, count] of holders) {
      const key = this.#keys.get(id)
      const places = this.#places.filter(({ user }) => user === key?.user).length
      if (key !== undefined && count === places) key.wasEverywhere = true
    }
    return held
  }

  #noteHeld(held: ReadonlyMap<string, ReadonlySet<string>>): void {
    for (const [id, places] of this.#held) {
      const key = this.#keys.get(id)
      for (const place of places) if (held.get(id)?.has(place) !== true) key?.holders.set(place, this.#now)
    }
    for (const [id, places] of held) {
      const key = this.#keys.get(id)
      for (const place of places) key?.holders.set(place, Number.POSITIVE_INFINITY)
    }
    this.#held = held
  }

  #ownerOfSecret(user: string, secret: string): string | undefined {
    return this.#seen.get(user)?.find(({ secretAccessKey }) => secretAccessKey === secret)?.accessKeyId
  }

  #harm(
    what: string,
    { id: key }: KeyHistory,
    places: readonly string[],
    doer: Doer,
    by: string | RequestRecord,
    cause: Cause = 'promise broken',
  ): void {
    const from = this.#now
    this.#harms.push({ what, key, places, cause: doer === 'a person' ? doer : cause, from, to: from, by })
  }

  #close(place: string, index: number): void {
    const harm = this.#harms[index]
    if (harm !== undefined) this.#harms[index] = { ...harm, to: this.#now }
    this.#open.delete(place)
  }

  get #now(): number {
    return this.#aws.clock.now()
  }
}

function statusOf({ status, deleted }: AccessKey): KeyHistory['status'] {
  return deleted === undefined ? status : 'deleted'
}

/** The places that hold a key, or gave it up so lately that jobs from before may still hold it. */
function placesWithin({ holders }: KeyHistory, now: number, deactivateAfter: number): readonly string[] {
  const isLate = ([, until]: readonly [string, number]) => now - until + precision < deactivateAfter
  return [...holders].filter(isLate).map(([place]) => place)
}

function causeOfWithdrawal({ madeBy, wasEverywhere }: KeyHistory): Cause {
  return madeBy !== undefined && !wasEverywhere ? 'withdrawn after a part was published' : 'promise broken'
}

/** A harm as a story: what went wrong, and the requests up to it, the latest last. */
export function harmTold(harm: Harm, records: readonly RequestRecord[], requests = 20): string {
  const { what, cause, from, to, by } = harm
  const lasted = to === undefined ? 'and still lasts' : `and lasted ${((to - from) / 1_000).toFixed(3)} s`
  const seen = records.filter(({ at }) => at <= from).slice(-requests)
  const then = typeof by === 'string' ? [`${new Date(from).toISOString().slice(0, 23).replace('T', ' ')}  ${by}`] : []
  return [
    `${cause}: ${what}, since ${new Date(from).toISOString()} ${lasted}`,
    ...seen.map((record) => `${record === by ? '▶' : ' '} ${told(record)}`),
    ...then.map((line) => `▶ ${line}`),
  ].join('\n')
}
