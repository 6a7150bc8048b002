/** Whether a user has come to rest, and what may keep one from it: a person's deed alone, as it stands now. */
import { liveKeys } from '../../sandbox/aws/account.ts'
import type { Outcome } from '../../src/rotation/rotate.ts'
import { type Chronicle, recoverySecretOf, secretsOf } from './chronicle.ts'
import { type Circumstances, excuses, overdue } from './excuses.ts'
import type { RunHandle } from './simulation.ts'
import type { Violation } from './violation.ts'

export class Rest {
  /** Users that did not come to rest, though nothing keeps them from it. */
  readonly violations: Violation[] = []
  readonly #chronicle: Chronicle
  /** Users that a person's deed keeps where they are. */
  readonly #excused = new Set<string>()

  constructor(chronicle: Chronicle) {
    this.#chronicle = chronicle
  }

  /** Whether nothing more is to be learned from this user. */
  isReached(
    { name, runs: count }: { name: string; runs: number },
    run: RunHandle,
    outcome: Outcome | undefined,
  ): boolean {
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
    if (!isOnPath && this.#mendOwn(name)) return false
    if (!isOnPath && count === 2) {
      return say('two clean runs', `${outcome?.phase ?? 'not prepared'}: ${because}`)
    }
    if (count >= 30 && this.#lasts(name, because.replace(overdue, ''))) return true
    if (count >= 30) return say('thirty clean runs', `${outcome?.phase ?? 'not prepared'}: ${because}`)
    return false
  }

  /** What somebody goes on doing keeps the previous key on, as long as they do it. */
  #lasts(name: string, because: string): boolean {
    const { acts, everOut } = this.#chronicle.deedsOf(name)
    const stored = [...this.#chronicle.deeds.values()].flatMap(({ overwrites }) => overwrites)
    const isStray =
      stored.some(({ key }) => because.startsWith(key)) ||
      everOut.size + this.#chronicle.archived.length + this.#chronicle.lateWrites().length > 0
    return (
      (/^\w+ was used after \w+ was proven/.test(because) && isStray) ||
      (/ may hold \w+: somebody else has written it since|^\w+ is off since .* and can be switched on again/.test(
        because,
      ) &&
        acts.has('nightly write back')) ||
      (/^\w+ is off since .* and can be switched on again|^jobs queued before \S+ may hold the old key/.test(because) &&
        acts.has('nightly switch on'))
    )
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
    }
    return (
      excuses.some(({ says, holds }) => says.test(because) && holds(circumstances)) ||
      this.#waitsForAnother(circumstances)
    )
  }

  /** A recovery secret that all users are given holds the key of one that a person keeps where it is. */
  #waitsForAnother({ name, because, recovery }: Circumstances): boolean {
    if (this.#chronicle.setting.recovery !== 'shared' || recovery === undefined) return false
    if (!/^the recovery secret RECOVERY /.test(because)) return false
    return [...this.#excused].some(
      (other) => other !== name && recovery.includes(this.#chronicle.simulation.aws.user(other).userId),
    )
  }

  /** One key that works is in every place, and nothing is left of a rotation but what people put there. */
  #isAtRest(name: string): boolean {
    const { aws, github, repositories, home } = this.#chronicle.simulation
    const { acts, stopped, deleted, overwrites, spoiled, out, everOut } = this.#chronicle.deedsOf(name)
    const [key, another] = liveKeys(aws.user(name))
    if (key?.status !== 'Active' || another !== undefined) return false
    const { id, secret } = secretsOf(name)
    const holds = (repository: string) =>
      (github.secretValue(repository, id) === key.accessKeyId &&
        github.secretValue(repository, secret) === key.secretAccessKey) ||
      overwrites.some((each) => each.place === repository) ||
      spoiled.has(repository) ||
      out.has(repository) ||
      stopped.has(github.secretValue(repository, id) ?? '')
    const tags = aws.tags(name)
    const state = tags['rotate-iam-access-keys']?.split(' ')
    const isTold =
      state?.includes('phase=steady') === true &&
      [key.accessKeyId, ...deleted].some((current) => state.includes(`current=${current}`))
    const isTidy = Object.keys(tags).every(
      (tag) => !/(?:^|:)AKIA/.test(tag) || [key.accessKeyId, ...deleted].some((id) => tag.endsWith(id)),
    )
    const isEverywhere = this.#chronicle.simulation
      .pairsOf(name)
      .every(
        (pair) => (pair?.id === key.accessKeyId && pair.secret === key.secretAccessKey) || stopped.has(pair?.id ?? ''),
      )
    return (
      repositories.every(holds) &&
      (isEverywhere || overwrites.length > 0 || spoiled.size > 0 || everOut.size > 0) &&
      (state === undefined || isTold) &&
      (isTidy || state === undefined) &&
      (github.secretValue(home, recoverySecretOf(this.#chronicle.setting, name)) === undefined || acts.has('garbage'))
    )
  }
}
