/**
 * What happens in a schedule beside the requests of its runs, as it is written down while it happens: what people do,
 * which runs something else has touched, and what of it no request tells.
 */
import type { AwsAccount } from '../../sandbox/aws/account.ts'
import { duration } from '../../sandbox/clock.ts'
import type { Outcome } from '../../src/rotation/rotate.ts'
import type { Act, Setting } from './schedule.ts'
import type { RunHandle, Simulation } from './simulation.ts'
import type { RequestRecord } from './traffic.ts'

const second = duration('1s')

/** The secrets of the organization that hold the first user's key, where it is in every kind of place. */
export const sharedNames = ['SHARED_ID', 'SHARED_SECRET'] as const
const userNames = ['ci', 'deploy', 'mail']

/** What somebody else stores in a recovery secret. */
export const garbage = '{"garbage":true}'

/** What people did to one user. */
export interface Deeds {
  readonly acts: Set<Act['do']>
  /** Keys that a person has switched off or deleted, whatever came afterwards. */
  readonly stopped: Set<string>
  /** When a person switched a key off or deleted it, and when they switched it on. */
  readonly switched: { readonly key: string; readonly at: number; readonly isOn: boolean }[]
  /** Keys that a person has switched off, and nobody on again. */
  readonly off: Set<string>
  readonly deleted: Set<string>
  readonly created: Set<string>
  readonly switchedOn: { readonly key: string; readonly at: number }[]
  /** When people moved the date of a secret of the user's, whatever became of its value. */
  readonly moved: number[]
  /** Secrets of the organization that people gave another audience. */
  readonly shared: Set<string>
  readonly overwrites: PersonsWrite[]
  /** Secrets whose dates people moved, whatever they hold. */
  readonly saved: PersonsWrite[]
  /** When people removed the state from the tags. */
  readonly stateRemoved: number[]
  /** The lists of destinations that the user's runs have brought, in the order in which they began. */
  readonly lists: string[]
  /** Repositories that a person has removed a secret from, or stored another user's key in. */
  readonly spoiled: Set<string>
  /** Repositories that are not in the list now, and those that were out of it at any time. */
  readonly out: Set<string>
  readonly everOut: Set<string>
}

/** A key that a person has written into a place. */
export interface PersonsWrite {
  /** A repository, or the name of another place. */
  readonly place: string
  readonly key: string
  readonly secret: string | undefined
  readonly at: number
  /** How many requests were performed before it. */
  readonly after: number
}

/** A write of a secret that came when nobody waited for it any more. */
export interface LateWrite {
  readonly place: string
  readonly name: string
  readonly at: number
}

export class Chronicle {
  readonly setting: Setting
  readonly simulation: Simulation
  readonly begun: number
  /** The audience that people gave each secret of the organization: it stays. */
  readonly audiences = new Map<string, string>()
  /** When people last gave a secret of the organization another audience. */
  readonly sharedAt = new Map<string, number>()
  /** When GitHub took runs for completed that lived on. */
  readonly takenForEnded = new Map<number, number>()
  /** From when on IAM answered so many looks at a user from the past, and from how far back. */
  readonly stale: { readonly at: number; readonly reads: number; readonly lag: number }[] = []
  /** When many runs came behind a job. */
  readonly crowds: number[] = []
  /** Repositories that were archived or came back, and when: they may have missed a publication. */
  readonly archived: { readonly place: string; readonly at: number; readonly isArchived: boolean }[] = []
  /** When tools that come every night come for the last time. */
  goesOnUntil = 0
  /** When other jobs used up a token's hour. */
  readonly spent: number[] = []
  /** Whom each run rotates. */
  readonly userOfRun = new Map<number, string>()
  /** What became of runs that came to their end. */
  readonly outcomes = new Map<number, Outcome>()
  /** Runs that something other than their own decisions has touched. */
  readonly disturbed = new Set<number>()
  /** Those among them that waited for a request for long, or whose runner stood still. */
  readonly stoodStill = new Set<number>()
  readonly #deeds: ReadonlyMap<string, Deeds>

  constructor(setting: Setting, simulation: Simulation) {
    this.setting = setting
    this.simulation = simulation
    this.begun = simulation.clock.now()
    this.#deeds = new Map(usersOf(setting).map((name) => [name, noDeeds()]))
    if (setting.places === 'every kind') for (const name of sharedNames) this.audiences.set(name, this.audienceOf(name))
  }

  get now(): number {
    return this.simulation.clock.now()
  }

  /** What people did to each user. */
  get deeds(): ReadonlyMap<string, Deeds> {
    return this.#deeds
  }

  readonly deedsOf = (name: string): Deeds => {
    const deeds = this.#deeds.get(name)
    if (deeds === undefined) throw new RangeError(`there is no user ${name}`)
    return deeds
  }

  /** Notes whom a run rotates, and what becomes of it. */
  noteRun(run: RunHandle, user: string): void {
    this.userOfRun.set(run.number, user)
    const note = (outcome: Outcome | undefined) => outcome && this.outcomes.set(run.number, outcome)
    run.done.then(note, () => undefined)
  }

  /** The audience of a secret of the organization, as it is now. */
  audienceOf(name: string): string {
    const store = this.simulation.github.secretsAt({ organization: 'octo' })
    return `${store.visibility(name)} ${store.selectedRepositories(name).join(', ')}`
  }

  /** Whether a verification tells what a place holds: they are jobs of the home repository. */
  isCovered(place: string): boolean {
    return this.setting.verification === 'workflow' && place === this.simulation.home
  }

  /** How old IAM's answer to the latest look at a user was at a moment: it may show what is so now, or what was so before. */
  ageOfLooks(moment: number): number {
    const stale = this.stale.findLast(({ at }) => at <= moment)
    if (stale === undefined) return 0
    const looks = this.simulation.records.filter(
      ({ operation, status, at }) =>
        /^(?:GetUser|ListAccessKeys)$/.test(operation) && status === 200 && at >= stale.at && at <= moment,
    )
    return looks.length <= stale.reads ? stale.lag : 0
  }

  /** Writes that arrived when nobody waited for them any more, or GitHub took their run for ended. */
  lateWrites(): readonly LateWrite[] {
    return this.simulation.records
      .filter(({ method, performed }) => method === 'PUT' && performed)
      .filter(
        ({ run, sent, at }) =>
          at - sent > 30 * second || at >= (this.takenForEnded.get(run) ?? Number.POSITIVE_INFINITY),
      )
      .map(({ subject, at }) => ({
        place: subject.replace(/ \S+$/, ''),
        name: subject.replace(/^.* /, ''),
        at,
      }))
  }

  /** Keys that were made later than any of their intents may be (design rule 6): their runners had stood still. */
  lateKeysOf(name: string): readonly string[] {
    return keysBornLate(this.simulation.records, this.simulation.aws, name)
  }
}

/** Keys of a user that AWS made when nobody waited for the answer any more. */
export function keysBornLate(
  records: readonly RequestRecord[],
  account: Pick<AwsAccount, 'keys'>,
  name: string,
): readonly string[] {
  const isLate = ({ operation, subject, sent, at, status }: RequestRecord) =>
    operation === 'CreateAccessKey' && subject === name && at - sent > 30 * second && status === 0
  const late = records.filter(isLate)
  return account
    .keys(name)
    .filter(({ created }) => late.some(({ at }) => at === created))
    .map(({ accessKeyId }) => accessKeyId)
}

/** Nothing that anybody did. */
export function noDeeds(): Deeds {
  return {
    acts: new Set(),
    stopped: new Set(),
    switched: [],
    off: new Set(),
    deleted: new Set(),
    created: new Set(),
    switchedOn: [],
    moved: [],
    shared: new Set(),
    overwrites: [],
    saved: [],
    stateRemoved: [],
    lists: [],
    spoiled: new Set(),
    out: new Set(),
    everOut: new Set(),
  }
}

/** The users of a setting, by their names. */
export function usersOf({ users }: Pick<Setting, 'users'>): readonly string[] {
  return userNames.slice(0, users)
}

/** One that all users are given loses its value to none of them; only its owner clears it. */
export function recoverySecretOf({ recovery }: Pick<Setting, 'recovery'>, name: string): string {
  return recovery === 'shared' ? 'RECOVERY' : `RECOVERY_${name}`
}

/** The names of the secrets that hold a user's pair in each repository. */
export function secretsOf(name: string): { readonly id: string; readonly secret: string } {
  const index = userNames.indexOf(name)
  const suffix = index === 0 ? '' : `_${index + 1}`
  return { id: `AWS_ACCESS_KEY_ID${suffix}`, secret: `AWS_SECRET_ACCESS_KEY${suffix}` }
}
