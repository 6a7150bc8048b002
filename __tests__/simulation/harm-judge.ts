/**
 * What of the harm that was watched breaks the promise, and what docs/guarantees.md says that it cannot cover: each limit is
 * a question of its own here.
 */
import { duration } from '../../sandbox/clock.ts'
import { type Chronicle, type Overwrite, secretsOf } from './chronicle.ts'
import { isBlind } from './crash.ts'
import { graces } from './schedule.ts'
import type { RequestRecord } from './traffic.ts'
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
    const { what, cause, from } = harm
    if (isBlind(harm, this.#chronicle.simulation) || this.#isInHole(harm)) return undefined
    const { caller, recovery } = this.#chronicle.setting
    const isByPerson = [...this.#chronicle.deeds].some(
      ([name, { stopped, created, switchedOn, overwrites }]) =>
        [...stopped].some((key) => what.includes(key)) ||
        // A run had looked for the last time when a person switched the key on again.
        switchedOn.some(({ key, at }) => what.includes(key) && from >= at && from - at <= 15 * second) ||
        [...created].some((key) => what.includes(key) && this.#isTakenForOrphan(name, key)) ||
        overwrites.some((overwrite) => this.#isUnnoticeable(name, overwrite) && what.includes(overwrite.key)) ||
        this.#isGivenUp(name, harm),
    )
    // A secret that a person removes looks like one that an interrupted publication has not written: without its value at
    // hand, the key is given up for another (design rule 10e); for good where the state was removed as well.
    const isTakenForInterrupted = [...this.#chronicle.deeds.values()].some(({ acts, spoiled }) => {
      const isStateless = acts.has('remove state') || acts.has('remove tags')
      return spoiled.size > 0 && caller === 'role' && (isStateless || (recovery === 'none' && lasted < minute))
    })
    switch (cause) {
      case 'a person':
        return undefined
      case 'promise broken':
        // A read may show later what a person has removed.
        if (what.endsWith(' holds no pair, which does not sign in') && this.#isSpoiled(what)) return undefined
        return isByPerson || isTakenForInterrupted ? undefined : 'promise broken'
      case 'withdrawn after a part was published':
        return isByPerson || (caller === 'role' && recovery === 'none') ? undefined : 'withdrawn, though it need not be'
      case 'torn pair': {
        const place = what.replace(/ .*/, '')
        const write = this.#chronicle.simulation.records.findLast(
          ({ at, method, subject }) => at <= from && method === 'PUT' && subject.startsWith(`${place} AWS_`),
        )
        if (write === undefined || lasted <= 30 * second) return undefined
        const { run } = write
        const user = this.#chronicle.userOfRun.get(run)
        const alone = this.#chronicle.simulation.runs.every(
          ({ number, requests }) =>
            number === run ||
            this.#chronicle.userOfRun.get(number) !== user ||
            !requests.some(({ at }) => at >= from - hour && at <= from),
        )
        // A key that a person stopped between the two writes, or a secret that they wrote between them.
        const { stopped, overwrites, spoiled } = this.#chronicle.deedsOf(user ?? '')
        const isMeddledWith =
          stopped.size > 0 ||
          spoiled.has(place) ||
          this.#chronicle.archived.some(
            (each) => each.place === place && each.at >= from - hour && each.at <= from + minute,
          ) ||
          overwrites.some((overwrite) => overwrite.place === place)
        return alone && !isMeddledWith && !this.#chronicle.disturbed.has(run) && !this.#isSpentUnheard(write)
          ? 'torn without a disturbance'
          : undefined
      }
    }
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
    return this.#chronicle.simulation.records.some(
      ({ method, subject, sent, at }) =>
        method === 'PUT' && subject === `octo ${name}` && shared >= sent - 10 * second && shared <= at,
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
          subject === `${name} creating` && operation === 'TagUser' && at <= (made?.created ?? 0),
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
  #isGivenUp(name: string, { what, from, by }: Harm): boolean {
    const { simulation } = this.#chronicle
    const key = simulation.aws.keys(name).find(({ accessKeyId }) => what.includes(accessKeyId))?.accessKeyId
    if (key === undefined || typeof by === 'string') return false
    const { grace, isConsulted } = graces[this.#chronicle.setting.pace]
    const { everOut } = this.#chronicle.deedsOf(name)
    const written = [
      ...this.#chronicle
        .deedsOf(name)
        .overwrites.filter((each) => each.key === key && !this.#chronicle.isCovered(each.place)),
      ...this.#chronicle.lateWrites().filter(({ place }) => !this.#chronicle.isCovered(place)),
      ...this.#chronicle.archived,
    ]
    const proven = simulation.records.find(
      ({ subject, at, operation, performed }) =>
        performed &&
        operation === 'TagUser' &&
        subject === `${name} current` &&
        at > (this.#publishedLast(name, from) ?? 0),
    )
    const isHeldLongEnough = proven !== undefined && from - proven.at >= grace + 7 * day - minute
    const used = simulation.aws.lastUsed(key, from)?.at ?? Number.NEGATIVE_INFINITY
    // What AWS shows is late, and coarse.
    const isUsed = isConsulted && from - used < grace - 30 * minute
    if (isUsed) return false
    // Nobody looks into a place that was taken out of the list, or was never in that of the pasted key's user.
    const isElsewhere = [...this.#chronicle.deeds].some(
      ([other, { overwrites }]) => other !== name && overwrites.some((each) => each.key === key),
    )
    return everOut.size > 0 || isElsewhere || (isHeldLongEnough && written.some(({ at }) => at <= from))
  }

  #isSpoiled(what: string): boolean {
    return [...this.#chronicle.deeds.values()].some(({ spoiled }) =>
      [...spoiled].some((place) => what.startsWith(place)),
    )
  }

  #publishedLast(name: string, before: number): number | undefined {
    return this.#chronicle.simulation.records.findLast(
      ({ subject, at, operation, performed }) =>
        performed && operation === 'TagUser' && subject === `${name} publishing` && at <= before,
    )?.at
  }

  /**
   * A person's write that no date tells from the publication's own; or that came when a run had already looked for the
   * last time before it switched the key off.
   */
  #isUnnoticeable(name: string, { place, key, at }: Overwrite): boolean {
    const { runs: all } = this.#chronicle.simulation
    const { id, secret } = secretsOf(name)
    const shown = this.#chronicle.setting.secretsVisibleAfter + 15 * second
    // Where the state was removed as well, only the dates of the keys are left to go by.
    const { acts } = this.#chronicle.deedsOf(name)
    if (acts.has('remove state') || acts.has('remove tags')) return true
    return all.some(({ requests, number }) => {
      const late = this.#chronicle.disturbed.has(number) ? 30 * minute : 0
      const stop = requests.find(
        ({ operation, subject, performed }) =>
          performed &&
          /^(?:Update|Delete)AccessKey$/.test(operation) &&
          subject.includes(key) &&
          !/ Active/.test(subject),
      )
      const puts = requests.filter(
        ({ method, subject }) => method === 'PUT' && [`${place} ${id}`, `${place} ${secret}`].includes(subject),
      )
      // The window of a publication begins a few seconds before it is announced, whether it is ever written or not.
      const announced = requests.find(({ subject }) => subject.startsWith(`${name} publishing`))?.at
      const first = announced ?? puts[0]?.at ?? Number.POSITIVE_INFINITY
      const last = puts.at(-1)?.at ?? announced ?? 0
      return (
        (stop !== undefined && at >= stop.at - shown - late) ||
        (at >= first - 10 * second - late && at <= last + 30 * second + shown + late)
      )
    })
  }
}
