/** Whether a user has come to rest, and what may keep one from it: a person's deed alone, as it stands now. */
import { type LongTermCredentials, liveKeys } from '../../sandbox/aws/account.ts'
import { duration } from '../../sandbox/clock.ts'
import type { Outcome } from '../../src/rotation/rotate.ts'
import { type Chronicle, type PersonsWrite, recoverySecretOf, secretsOf } from './chronicle.ts'
import { type Circumstances, excuses, overdue } from './excuses.ts'
import type { RunHandle, UserPlace } from './simulation.ts'
import { isTakenForPublished } from './unnoticed-write.ts'
import type { Violation } from './violation.ts'

/** So many daily runs bring every user to rest, whatever has happened before. */
const mostClean = 30

/** So many are looked at while people go on using a key that is to go: they would for ever. */
const mostHeld = 12

/** Deactivate-after begins anew with each use, and runs come daily. */
const waitAfterUse = duration('3d')

export class Rest {
  /** Users that did not come to rest, though nothing keeps them from it. */
  readonly violations: Violation[] = []
  readonly #chronicle: Chronicle
  /** Users that a person's deed keeps where they are. */
  readonly #excused = new Set<string>()
  /** How many runs have found each user left alone, and in the use of a key that is to go. */
  readonly #clean = new Map<string, number>()
  readonly #held = new Map<string, number>()

  constructor(chronicle: Chronicle) {
    this.#chronicle = chronicle
  }

  /** Whether nothing more is to be learned from this user, after a run that nobody has disturbed. */
  isReached(name: string, run: RunHandle, outcome: Outcome | undefined): boolean {
    const say = (rule: string, what: string) => {
      this.violations.push({ rule, what: `${name}: ${what}` })
      return true
    }
    if (outcome?.phase === 'steady' && !outcome.failed && this.#isAtRest(name)) return true
    // A key that is overdue turns every run red until it is replaced, also while the way there is taken.
    const isKept = outcome !== undefined && (!outcome.failed || overdue.test(outcome.ending.because))
    const isOnPath = isKept && outcome.phase !== 'rotating'
    const because = outcome?.ending.because ?? String(run.failedToPrepare)
    if ((!isOnPath || outcome.failed) && this.#isExcused(name, because.replace(overdue, ''))) {
      this.#excused.add(name)
      return true
    }
    if (this.#lasts(because.replace(overdue, ''))) return this.#counted(this.#held, name) === mostHeld
    const count = this.#counted(this.#clean, name)
    if (!isOnPath && this.#mendOwn(name)) return false
    if (!isOnPath && count === 2) {
      return say('two clean runs', `${outcome?.phase ?? 'not prepared'}: ${because}`)
    }
    if (count === mostClean) return say('thirty clean runs', `${outcome?.phase ?? 'not prepared'}: ${because}`)
    return false
  }

  /** Counts a run of the user. */
  #counted(counts: Map<string, number>, name: string): number {
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    return count
  }

  /** Whoever uses the previous key from a place where a person has left it keeps it on, for as long as they do. */
  #lasts(because: string): boolean {
    // Of users that share a recovery secret, one at a time keeps its key there; the others have another day.
    const isWaiting = /the recovery secret RECOVERY (?:is in use, and this job|holds .*: it) was queued before/.test(
      because,
    )
    if (isWaiting && this.#chronicle.setting.recovery === 'shared') return true
    const [, used] = /^(\w+) was used after \w+ was proven/.exec(because) ?? []
    // Its last use shows for a while after the place was given another one.
    const { simulation } = this.#chronicle
    const held = simulation.watch.placesWithin(used ?? '', waitAfterUse)
    const holders = simulation.placesOf().filter(({ name }) => held.includes(name))
    return holders.length > 0 && holders.every((place) => this.#isLeftBehind(place, used ?? ''))
  }

  /**
   * A place that was out of the list or archived, or that somebody has written since, or whose audience somebody has
   * changed where no date tells that from the publication's own write.
   */
  #isLeftBehind(place: UserPlace, key: string): boolean {
    const { name, kind, repository, user } = place
    const { overwrites, saved, everOut } = this.#chronicle.deedsOf(user)
    if (kind === 'other') {
      const writes = saved.filter((each) => each.place === name && each.key === key)
      if (writes.some((write) => isTakenForPublished(this.#chronicle, place, write))) return true
    }
    const isMissed = everOut.has(repository) || this.#chronicle.archived.some((each) => each.place === repository)
    const isWritten = overwrites.some((each) => each.place === repository && each.key === key)
    return (kind === 'repository' && (isMissed || isWritten)) || this.#isWrittenLate(place)
  }

  /** A request that nobody waited for any more has written the place, and no verification tells what it left there. */
  #isWrittenLate({ kind, repository, writes }: UserPlace): boolean {
    const isCovered = kind === 'repository' && this.#chronicle.isCovered(repository)
    return !isCovered && this.#chronicle.lateWrites().some(({ place, name }) => writes.includes(`${place} ${name}`))
  }

  /** Self-rotation without a recovery secret whose own pair is torn cannot sign: a person mends the ID. */
  #mendOwn(name: string): boolean {
    const { caller, recovery } = this.#chronicle.setting
    if (caller !== 'self' || recovery !== 'none') return false
    const { home, github, aws } = this.#chronicle.simulation
    const { id, secret } = secretsOf(name)
    const whole = aws.keys(name).find(({ secretAccessKey }) => secretAccessKey === github.secretValue(home, secret))
    if (whole === undefined || github.secretValue(home, id) === whole.accessKeyId) return false
    this.#chronicle.simulation.meddle(`mends the ID of ${name}`, () => github.setSecret(home, id, whole.accessKeyId))
    return true
  }

  /** Whether a person's deed, as it stands now, keeps this user where it is. */
  #isExcused(name: string, because: string): boolean {
    const { simulation } = this.#chronicle
    const { aws, github, home } = simulation
    const circumstances: Circumstances = {
      name,
      because,
      deeds: this.#chronicle.deedsOf(name),
      aws,
      home,
      ownId: github.secretValue(home, secretsOf(name).id) ?? '',
      ownSecret: github.secretValue(home, secretsOf(name).secret) ?? '',
      recovery: github.secretValue(home, recoverySecretOf(this.#chronicle.setting, name)),
      late: this.#chronicle.lateKeysOf(name),
      lateWrites: this.#chronicle.lateWrites(),
      isShared: this.#chronicle.setting.recovery === 'shared',
      archived: this.#chronicle.archived.map(({ place }) => place),
    }
    return (
      excuses.some(({ says, holds }) => says.test(because) && holds(circumstances)) ||
      this.#waitsForAnother(circumstances)
    )
  }

  /** A recovery secret that all users are given holds the key of one that a person keeps where it is. */
  #waitsForAnother({ name, because, recovery }: Circumstances): boolean {
    if (this.#chronicle.setting.recovery !== 'shared' || recovery === undefined) return false
    if (!/the recovery secret RECOVERY /.test(because)) return false
    return this.#isOfAnother(name, recovery)
  }

  /** The shared recovery secret holds the key of a user that a person keeps where it is. */
  #isOfAnother(name: string, recovery: string): boolean {
    return [...this.#excused].some(
      (other) => other !== name && recovery.includes(this.#chronicle.simulation.aws.user(other).userId),
    )
  }

  /** One key that works is in every place, and nothing is left of a rotation but what people put there. */
  #isAtRest(name: string): boolean {
    const { aws, github, home } = this.#chronicle.simulation
    const { acts, deleted } = this.#chronicle.deedsOf(name)
    const [key, another] = liveKeys(aws.user(name))
    if (key?.status !== 'Active' || another !== undefined) return false
    const recovery = github.secretValue(home, recoverySecretOf(this.#chronicle.setting, name))
    const tags = aws.tags(name)
    const state = tags['rotate-iam-access-keys']?.split(' ')
    const isTold =
      state?.includes('phase=steady') === true &&
      [key.accessKeyId, ...deleted].some((current) => state.includes(`current=${current}`))
    const isTidy = Object.keys(tags).every(
      (tag) => !/(?:^|:)AKIA/.test(tag) || [key.accessKeyId, ...deleted].some((id) => tag.endsWith(id)),
    )
    return (
      this.#chronicle.simulation.placesOf(name).every((place) => this.#isSettled(place, key)) &&
      (state === undefined || isTold) &&
      (isTidy || state === undefined) &&
      (recovery === undefined || acts.has('garbage') || this.#isOfAnother(name, recovery))
    )
  }

  /** Whether a place holds the key, or what a person has left there: that is not overwritten before the next rotation. */
  #isSettled(place: UserPlace, key: LongTermCredentials): boolean {
    const pair = place.pair()
    if (pair?.id === key.accessKeyId && pair.secret === key.secretAccessKey) return true
    const { stopped, overwrites, saved, spoiled, out, stateRemoved } = this.#chronicle.deedsOf(place.user)
    if (stopped.has(pair?.id ?? '') || this.#isWrittenLate(place)) return true
    // A pair that comes between the two writes of a publication leaves half of each.
    const isOfPerson = ({ key: id, secret }: PersonsWrite) =>
      id === pair?.id || (secret !== undefined && secret === pair?.secret)
    if (place.kind === 'other') {
      const writes = saved.filter((write) => write.place === place.name && isOfPerson(write))
      return writes.some((write) => isTakenForPublished(this.#chronicle, place, write))
    }
    const { repository } = place
    const isWritten = overwrites.some((write) => write.place === repository && isOfPerson(write))
    // The state alone told that an archived repository had missed a publication.
    const isForgotten =
      stateRemoved.length > 0 && this.#chronicle.archived.some((each) => each.place === repository && each.isArchived)
    return isWritten || isForgotten || out.has(repository) || (spoiled.has(repository) && pair === undefined)
  }
}
