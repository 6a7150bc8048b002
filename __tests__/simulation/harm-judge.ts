/**
 * What of the harm that was watched breaks the promise, and what docs/guarantees.md says that it cannot cover: each limit is
 * a question of its own here.
 */
import { duration } from '../../sandbox/clock.ts'
import { type Chronicle, type PersonsWrite, recoverySecretOf } from './chronicle.ts'
import { isBlind } from './crash.ts'
import { graces } from './schedule.ts'
import type { RunHandle, UserPlace } from './simulation.ts'
import type { RequestRecord } from './traffic.ts'
import { isAfterLastLook, isTakenForPublished } from './unnoticed-write.ts'
import type { Violation } from './violation.ts'
import type { Harm } from './watch.ts'

const second = duration('1s')
const minute = duration('1m')
const hour = duration('1h')
const day = duration('1d')

export class HarmJudge {
  readonly #chronicle: Chronicle

  constructor(chronicle: Chronicle) {
    this.#chronicle = chronicle
  }

  /** Harms that break the promise, and audiences that were not kept. */
  get violations(): readonly Violation[] {
    const { simulation, audiences, now } = this.#chronicle
    const broken = simulation.harms.flatMap((harm): readonly Violation[] => {
      const rule = this.#problemWith(harm, (harm.to ?? now) - harm.from)
      return rule === undefined ? [] : [{ rule, what: harm.what, harm }]
    })
    const changed = [...audiences].flatMap(([name, audience]): readonly Violation[] => {
      const found = this.#chronicle.audienceOf(name)
      if (found === audience || this.#isOvertaken(name)) return []
      return [{ rule: 'audience kept', what: `${name} is shared with ${found}, and not with ${audience}` }]
    })
    return [...broken, ...changed]
  }

  /** How long a place has held the halves of two keys, at most. */
  get longestTorn(): number {
    const { simulation, now } = this.#chronicle
    const torn = simulation.harms.filter(({ cause }) => cause === 'torn pair')
    return Math.max(0, ...torn.map(({ from, to = now }) => to - from))
  }

  #problemWith(harm: Harm, lasted: number): string | undefined {
    if (isBlind(harm, this.#chronicle.simulation) || this.#isInHole(harm)) return undefined
    const { caller, recovery } = this.#chronicle.setting
    switch (harm.cause) {
      case 'a person':
        return undefined
      case 'promise broken':
        return this.#isOfPeople(harm, lasted) ? undefined : 'promise broken'
      case 'withdrawn after a part was published': {
        const isException = caller === 'role' && (recovery === 'none' || this.#isRecoveryContended())
        return isException || this.#isOfPeople(harm, lasted) ? undefined : 'withdrawn, though it need not be'
      }
      case 'torn pair':
        return this.#problemWithTorn(harm, lasted)
    }
  }

  /** Runs of two users have written the recovery secret that they share within a second: GitHub dates by seconds. */
  #isRecoveryContended(): boolean {
    const { setting, simulation } = this.#chronicle
    const name = recoverySecretOf(setting, '')
    const writes = simulation.records.filter(({ method, subject }) => method === 'PUT' && subject.endsWith(` ${name}`))
    const isClose = (one: RequestRecord, other: RequestRecord) =>
      one.run !== other.run && Math.abs(one.at - other.at) <= second
    return setting.recovery === 'shared' && writes.some((one) => writes.some((other) => isClose(one, other)))
  }

  /** Whether people are to blame: for what became of the key, or for what every place holds that is left with it. */
  #isOfPeople(harm: Harm, lasted: number): boolean {
    if (this.#isOfKey(harm) || this.#isTakenForInterrupted(harm, lasted)) return true
    const places = this.#chronicle.simulation.placesOf().filter(({ name }) => harm.places.includes(name))
    return places.length > 0 && places.every((place) => this.#isLeftToPeople(harm, place))
  }

  /** The key is off or gone by a person's hand, or was until a run looked for the last time; or a person made it just then. */
  #isOfKey({ key = '', from }: Harm): boolean {
    return [...this.#chronicle.deeds].some(
      ([name, { created }]) =>
        this.#isOffByPerson(name, key, from) || (created.has(key) && this.#isTakenForOrphan(name, key)),
    )
  }

  #isOffByPerson(name: string, key: string, from: number): boolean {
    const { simulation } = this.#chronicle
    const { switched } = this.#chronicle.deedsOf(name)
    const off = switched.findLast((each) => each.key === key && each.at <= from && !each.isOn)
    const byPerson = switched.findLast((each) => each.key === key && each.at <= from && each.isOn)
    const byRun = simulation.records.findLast(
      ({ subject, performed, at }) => performed && at <= from && subject === `${name} ${key} Active`,
    )
    const on = Math.max(byPerson?.at ?? 0, byRun?.at ?? 0)
    // Where IAM answers from the past, the last look is as old as its answer.
    const unseen = 15 * second + this.#chronicle.ageOfLooks(from)
    const isSeenTooLate = byPerson !== undefined && from - byPerson.at <= unseen
    return isSeenTooLate || (off !== undefined && on < off.at)
  }

  /**
   * A secret that a person removes looks like one that an interrupted publication has not written: without its value at
   * hand, the key that a run has made is given up for another (design rule 10e). So does a repository that was left out
   * while it was archived, where a person has removed the state that tells so.
   */
  #isTakenForInterrupted({ key = '' }: Harm, lasted: number): boolean {
    const { setting, simulation, deeds, archived } = this.#chronicle
    const isMade = (name: string) => {
      const isOriginal = simulation.originalKey(name).accessKeyId === key
      return !isOriginal && simulation.aws.keys(name).some(({ accessKeyId }) => accessKeyId === key)
    }
    const [, of] = [...deeds].find(([name, { created }]) => isMade(name) && !created.has(key)) ?? []
    if (of === undefined || setting.caller !== 'role') return false
    const isForgotten = of.stateRemoved.length > 0 && of.spoiled.size + archived.length > 0
    return isForgotten || (of.spoiled.size > 0 && setting.recovery === 'none' && lasted < minute)
  }

  /** Whether people have brought a place to hold what it holds, in a way that no run can notice, or has to wait for longer. */
  #isLeftToPeople(harm: Harm, place: UserPlace): boolean {
    const { overwrites, saved, spoiled } = this.#chronicle.deedsOf(place.user)
    const at = place.kind === 'repository' ? place.repository : place.name
    // A read may show later what a person has removed.
    if (harm.key === undefined) return spoiled.has(at)
    // A pair that is saved between the two writes of a publication has the secret of another key than its ID is of.
    const secret = this.#chronicle.simulation.aws
      .keys(place.user)
      .find(({ accessKeyId }) => accessKeyId === harm.key)?.secretAccessKey
    const isOfKey = (write: PersonsWrite) => write.key === harm.key || (secret !== undefined && write.secret === secret)
    const writes = [...overwrites, ...saved].filter((write) => write.place === at && isOfKey(write))
    return (
      writes.some((write) => isTakenForPublished(this.#chronicle, place, write)) ||
      writes.some((write) => isAfterLastLook(this.#chronicle, harm, place, write)) ||
      this.#isUnarchivedUnseen(harm, place) ||
      this.#isGivenUp(harm, place, writes)
    )
  }

  /** A repository that was archived when the run looked at it for the last time runs nothing, and is left out. */
  #isUnarchivedUnseen({ by, from }: Harm, { kind, repository }: UserPlace): boolean {
    if (kind !== 'repository' || typeof by === 'string') return false
    const look = this.#chronicle.simulation.records.findLast(
      ({ run, at, operation, subject }) =>
        run === by.run &&
        at <= from &&
        ((operation === 'GET /repos/{owner}/{repo}' && subject === repository) ||
          operation === 'GET /installation/repositories'),
    )
    const isLeftOut = this.#chronicle.archived.findLast(
      ({ place, at }) => place === repository && at <= (look?.at ?? 0),
    )
    return isLeftOut?.isArchived === true
  }

  #problemWithTorn({ from, places }: Harm, lasted: number): string | undefined {
    const { simulation, deedsOf, archived, userOfRun, disturbed } = this.#chronicle
    const place = simulation.placesOf().find(({ name }) => places.includes(name))
    const write = simulation.records.findLast(
      ({ at, method, subject }) => at <= from && /^P(?:UT|ATCH)$/.test(method) && place?.writes.includes(subject),
    )
    if (place === undefined || write === undefined || lasted <= 30 * second) return undefined
    if (this.#isCalledPublished(place, from, lasted)) return 'torn, and a run calls it published'
    const { run } = write
    const alone = simulation.runs.every(
      ({ number, requests }) =>
        number === run ||
        userOfRun.get(number) !== place.user ||
        !requests.some(({ at }) => at >= from - hour && at <= from),
    )
    // A key that a person stopped between the two writes, or a secret that they wrote between them.
    const { stopped, overwrites, spoiled } = deedsOf(place.user)
    const { repository } = place
    const isMeddledWith =
      stopped.size > 0 ||
      spoiled.has(repository) ||
      archived.some((each) => each.place === repository && each.at >= from - hour && each.at <= from + minute) ||
      overwrites.some((overwrite) => overwrite.place === repository)
    return alone && !isMeddledWith && !disturbed.has(run) && !this.#isSpentUnheard(write)
      ? 'torn without a disturbance'
      : undefined
  }

  /** Whether a run that began and ended while a place was torn took it for published, though nobody else has written it. */
  #isCalledPublished({ user, repository, writes }: UserPlace, from: number, lasted: number): boolean {
    const { simulation, outcomes, userOfRun, archived } = this.#chronicle
    const { overwrites, saved, spoiled, everOut } = this.#chronicle.deedsOf(user)
    const isOfOthers =
      [...overwrites, ...archived].some(({ place }) => place === repository) ||
      saved.length > 0 ||
      spoiled.has(repository) ||
      everOut.has(repository) ||
      this.#chronicle.lateWrites().some(({ place, name }) => writes.includes(`${place} ${name}`))
    const isCalm = ({ number, requests }: RunHandle) => {
      const outcome = outcomes.get(number)
      const [first, last] = [requests[0]?.at ?? 0, requests.at(-1)?.at ?? Number.POSITIVE_INFINITY]
      const isAtPeace = outcome !== undefined && !outcome.failed && outcome.phase !== 'rotating'
      return isAtPeace && userOfRun.get(number) === user && first > from && last < from + lasted
    }
    return !isOfOthers && simulation.runs.some(isCalm)
  }

  /**
   * A search that shows this very run, or what has ended, and lacks one job among many newer runs: nothing that a run
   * asks for tells it from a complete one.
   */
  #isInHole({ what, by }: Harm): boolean {
    if (this.#chronicle.setting.searches !== 'with holes' || typeof by === 'string') return false
    return what.endsWith('while a job had it') && this.#chronicle.crowds.some((at) => at <= by.at)
  }

  /** People gave a secret another audience when a write that has read the one before was about to arrive. */
  #isOvertaken(name: string): boolean {
    const shared = this.#chronicle.sharedAt.get(name) ?? Number.NEGATIVE_INFINITY
    // A look shows what was so a while ago, and is a moment older than the write that follows it.
    const unseen = Math.max(10 * second, this.#chronicle.setting.secretsVisibleAfter + 5 * second)
    return this.#chronicle.simulation.records.some(
      ({ method, subject, sent, at }) =>
        method === 'PUT' && subject === `octo ${name}` && shared >= sent - unseen && shared <= at,
    )
  }

  /** Other jobs used up the hour after the last answer that told the run what was left of it, before it wrote. */
  #isSpentUnheard({ run, sent }: RequestRecord): boolean {
    const heard = this.#chronicle.simulation.records.findLast(
      (record) => record.run === run && record.service === 'github' && record.status > 0 && record.at < sent,
    )
    return this.#chronicle.spent.some((at) => at >= (heard?.at ?? 0) && at <= sent + minute)
  }

  /**
   * A person has made a key within the seconds in which a run was about to, and that run never learned whether it had:
   * nothing tells such a key from the run's own (design rule 6).
   */
  #isTakenForOrphan(name: string, id: string): boolean {
    const made = this.#chronicle.simulation.aws.keys(name).find(({ accessKeyId }) => accessKeyId === id)
    return this.#chronicle.simulation.runs.some(({ requests }) => {
      const intent = requests.findLast(
        ({ operation, subject, at }) =>
          subject === `${name} creating` && operation === 'TagUser' && at <= (made?.created ?? 0) + second,
      )
      if (made === undefined || intent === undefined || made.created > intent.at + 37 * second) return false
      const asked = requests.filter(({ operation, at }) => operation === 'CreateAccessKey' && at >= intent.at)
      return asked.length === 0 || asked.some(({ status }) => status === 0 || status >= 500)
    })
  }

  /**
   * A key that somebody wrote back, or a write that came late, into a place that no verification reads: the key is held
   * for a week beyond deactivate-after, and longer while AWS shows that it is used (design rule 20).
   */
  #isGivenUp({ key = '', from, by }: Harm, place: UserPlace, writes: readonly PersonsWrite[]): boolean {
    if (typeof by === 'string') return false
    const { aws } = this.#chronicle.simulation
    const { grace, isConsulted } = graces[this.#chronicle.setting.pace]
    // What AWS shows is late, and coarse; the run has asked for it a while before.
    const asked = this.#chronicle.simulation.records.findLast(
      ({ run, at, operation, subject }) =>
        run === by.run && at <= from && operation === 'GetAccessKeyLastUsed' && subject === key,
    )
    const used = aws.lastUsed(key, asked?.at ?? from)?.at ?? Number.NEGATIVE_INFINITY
    if (isConsulted && from - used < grace - 30 * minute) return false
    const owner = [...this.#chronicle.deeds.keys()].find((name) =>
      aws.keys(name).some(({ accessKeyId }) => accessKeyId === key),
    )
    if (owner === undefined) return false
    // Nobody looks into a place that was taken out of the list, or was never in that of the pasted key's user.
    const isElsewhere = owner !== place.user && writes.length > 0
    const isOut = place.kind === 'repository' && this.#chronicle.deedsOf(owner).everOut.has(place.repository)
    return isElsewhere || isOut || (this.#isHeldLongEnough(owner, from, grace) && this.#isStray(place, writes, from))
  }

  /** Whether the previous key has been on for as long as a place is waited for that nothing verifies. */
  #isHeldLongEnough(user: string, from: number, grace: number): boolean {
    const proven = this.#chronicle.simulation.records.find(
      ({ subject, at, operation, performed }) =>
        performed &&
        operation === 'TagUser' &&
        subject === `${user} current` &&
        at > (this.#publishedLast(user, from) ?? 0),
    )
    return proven !== undefined && from - proven.at >= grace + 7 * day - minute
  }

  /** Whether a place that no verification reads was written by a person or by a late request, or missed a publication. */
  #isStray({ kind, repository, writes: names }: UserPlace, writes: readonly PersonsWrite[], from: number): boolean {
    const { archived } = this.#chronicle
    const late = this.#chronicle.lateWrites().filter(({ place, name }) => names.includes(`${place} ${name}`))
    const isCovered = kind === 'repository' && this.#chronicle.isCovered(repository)
    return (
      (!isCovered && [...writes, ...late].some(({ at }) => at <= from)) ||
      archived.some(({ place, at }) => place === repository && at <= from)
    )
  }

  #publishedLast(name: string, before: number): number | undefined {
    return this.#chronicle.simulation.records.findLast(
      ({ subject, at, operation, performed }) =>
        performed && operation === 'TagUser' && subject === `${name} publishing` && at <= before,
    )?.at
  }
}
