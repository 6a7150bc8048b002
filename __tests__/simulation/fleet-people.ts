/** What people do to the users of a fleet, while a run is at work on them or between runs, and what of it they have to answer for. */
import { liveKeys } from '../../sandbox/aws/account.ts'
import type { UserReport } from '../../src/report/report.ts'
import { type Deeds, garbage, keysBornLate, noDeeds } from './chronicle.ts'
import { type Circumstances, excuses, overdue } from './excuses.ts'
import { type FleetSetting, namesOf, recoverySecretOf } from './fleet-setting.ts'
import { type FleetWorld, home } from './fleet-world.ts'
import type { Harm } from './watch.ts'

/** A person's deed, when the n-th request of a run arrives. */
export interface FleetDeed {
  readonly do:
    | 'switch off'
    | 'switch on'
    | 'delete'
    | 'create'
    | 'remove state'
    | 'remove tags'
    | 'remove recovery'
    | 'garbage'
    | 'write back'
    | 'remove secret'
  readonly user: number
  readonly key: 'oldest' | 'newest'
  readonly place: number
  readonly request: number
}

type Member = FleetWorld['members'][number]

/** As messages call the place of the organization. */
const organization = 'the organization octo'

export class FleetPeople {
  readonly #world: FleetWorld
  readonly #deeds = new Map<string, Deeds>()
  /** Those whose recovery secret a person has removed. */
  readonly #withoutRecovery = new Set<string>()

  constructor(world: FleetWorld) {
    this.#world = world
  }

  /** Does it, as far as there is something to do it to. */
  do(deed: FleetDeed): void {
    const member = this.#world.members[deed.user]
    if (member === undefined) return
    const act = this.#actOf(deed, member)
    if (act === undefined) return
    this.#deedsOf(member).acts.add(
      deed.do === 'write back' ? 'overwrite' : deed.do === 'remove recovery' ? 'garbage' : deed.do,
    )
    this.#world.meddle(`${deed.do} (${member.name})`, act)
  }

  #deedsOf({ name }: Member): Deeds {
    const known = this.#deeds.get(name) ?? noDeeds()
    this.#deeds.set(name, known)
    return known
  }

  #actOf(deed: FleetDeed, member: Member): (() => void) | undefined {
    const { account, name } = member
    const { clock, github } = this.#world
    const keys = liveKeys(account.user(name))
    const key = deed.key === 'oldest' ? keys[0] : keys.at(-1)
    const deeds = this.#deedsOf(member)
    const at = clock.now()
    const recovery = recoverySecretOf(member)
    const places = namesOf(member)
    const place = places[deed.place % places.length]
    if (place === undefined) return undefined
    const { repository, names } = place
    const store = github.secretsAt(repository === undefined ? { organization: 'octo' } : { repository })
    const shown = repository ?? organization
    switch (deed.do) {
      case 'switch off':
      case 'switch on':
      case 'delete': {
        if (key === undefined) return undefined
        const { accessKeyId: id } = key
        const isOn = deed.do === 'switch on'
        if (deed.do !== 'delete' && (key.status === 'Active') === isOn) return undefined
        deeds.switched.push({ key: id, at, isOn })
        if (isOn) {
          deeds.switchedOn.push({ key: id, at })
          deeds.off.delete(id)
          return () => account.setStatus(id, 'Active')
        }
        deeds.stopped.add(id)
        deeds[deed.do === 'delete' ? 'deleted' : 'off'].add(id)
        return () => (deed.do === 'delete' ? account.deleteAccessKey(id) : account.setStatus(id, 'Inactive'))
      }
      case 'create':
        if (keys.length > 1) return undefined
        return () => void deeds.created.add(account.createAccessKey(name, { created: at }).accessKeyId)
      case 'remove state':
      case 'remove tags': {
        deeds.stateRemoved.push(at)
        const tags = Object.keys(account.tags(name))
        const removed = deed.do === 'remove tags' ? tags : tags.filter((tag) => tag === 'rotate-iam-access-keys')
        return () => {
          for (const tag of removed) account.removeTag(name, tag)
        }
      }
      case 'remove recovery':
        if (github.secretValue(home, recovery) === undefined) return undefined
        this.#withoutRecovery.add(name)
        return () => github.secretsAt({ repository: home }).delete(recovery)
      case 'garbage':
        deeds.moved.push(at)
        return () => github.setSecret(home, recovery, garbage)
      case 'write back':
        if (key === undefined) return undefined
        deeds.overwrites.push({
          place: shown,
          key: key.accessKeyId,
          secret: key.secretAccessKey,
          at,
          after: this.#world.records.length,
        })
        deeds.moved.push(at)
        return () => {
          store.set(names.id, key.accessKeyId)
          store.set(names.secret, key.secretAccessKey)
        }
      case 'remove secret':
        deeds.spoiled.add(shown)
        return () => store.delete(deed.key === 'oldest' ? names.id : names.secret)
    }
  }

  /** Whether people have to answer for what went wrong, as docs/guarantees.md says. */
  answerFor({ cause, key = '', from, to = Number.POSITIVE_INFINITY, places }: Harm): boolean {
    if (cause === 'a person') return true
    const owner = this.#world.members.find(({ account, name }) =>
      account.keys(name).some(({ accessKeyId }) => accessKeyId === key),
    )
    const deeds = owner && this.#deeds.get(owner.name)
    if (owner === undefined || deeds === undefined) return false
    // It is off or gone by a person's hand, or was until a run looked for the last time.
    const off = deeds.switched.findLast((each) => each.key === key && each.at <= from && !each.isOn)
    const on = deeds.switched.findLast((each) => each.key === key && each.at <= from && each.isOn)
    const byRun = this.#world.records.findLast(
      ({ subject, performed, at }) => performed && at <= from && subject === `${owner.name} ${key} Active`,
    )
    if (on !== undefined && from - on.at <= 15_000) return true
    if (off !== undefined && Math.max(on?.at ?? 0, byRun?.at ?? 0) < off.at) return true
    const isPart = cause === 'withdrawn after a part was published'
    if (isPart && (this.#withoutRecovery.has(owner.name) || deeds.acts.has('garbage'))) return true
    // A secret that is gone looks like one that was never written, and a lost state like a publication that was cut off.
    const isBrief = to - from < 60_000 && this.#world.recovery === 'none'
    if ((isPart || isBrief) && deeds.spoiled.size > 0) return true
    // What somebody writes in the second before is nobody's to notice.
    return (
      places.length > 0 &&
      places.every(
        (name) => this.#isWrittenJustThen(name, owner, key, from) || this.#isWrittenOver(name, owner, key, from),
      )
    )
  }

  #isWrittenJustThen(name: string, { name: user }: Member, key: string, from: number): boolean {
    const shown = name.startsWith('octo/') ? name.replace(/ .*$/, '') : organization
    const writes = this.#deeds.get(user)?.overwrites ?? []
    return writes.some((each) => each.place === shown && each.key === key && from - each.at <= 15_000)
  }

  /** A person has written the key there and then another one, which a verification has found there. */
  #isWrittenOver(name: string, { name: user }: Member, key: string, from: number): boolean {
    const shown = name.startsWith('octo/') ? name.replace(/ .*$/, '') : organization
    const writes = (this.#deeds.get(user)?.overwrites ?? []).filter((each) => each.place === shown && each.at <= from)
    return writes.some((each) => each.key === key) && writes.at(-1)?.key !== key
  }

  /** Whether a person's deed keeps a user from coming to rest, by what the run says. */
  keep(member: Member, report: Pick<UserReport, 'because'>): boolean {
    const { name, account, secrets } = member
    const { github } = this.#world
    // The excuses are written for names that are one word.
    const because = report.because.replace(overdue, '').replaceAll(name, name.replaceAll('-', '_'))
    const signer = this.#world.members.find(({ role }) => role === undefined)
    const [ownId, ownSecret] = [secrets.id, secrets.secret].map((each) => github.secretValue(home, each) ?? '')
    const own: Circumstances = {
      name,
      because,
      deeds: this.#deeds.get(name) ?? noDeeds(),
      aws: account,
      home,
      ownId: ownId ?? '',
      ownSecret: ownSecret ?? '',
      recovery: github.secretValue(home, recoverySecretOf(member)),
      late: keysBornLate(this.#world.records, account, name),
      lateWrites: [],
      isShared: false,
      archived: [],
    }
    const isExcused = (circumstances: Circumstances) =>
      [because, `Problem: ${because}`].some((text) =>
        excuses.some(({ says, holds }) => says.test(text) && holds({ ...circumstances, because: text })),
      )
    if (isExcused(own) || isExcused({ ...own, home: organization })) return true
    // A key of a person's own making rests until it is due, wherever it is stored.
    if (own.deeds.deleted.size > 0 && /^\w+ is \d+ days? old; rotate-after is /.test(because)) return true
    // A secret of the organization that somebody has removed is not made anew without an audience.
    if (
      own.deeds.spoiled.has(organization) &&
      /(?:cannot be replaced|could be written):\n- .*nobody has said who may use it/.test(because)
    )
      return true
    // Nobody is rotated whose role is assumed with a key that a person has switched off, or half of it removed.
    const pair = signer?.places[0]?.pair()
    const signs = pair !== undefined && signer?.account.canSignIn(pair.id, pair.secret) === 'works'
    return signer !== undefined && !signs && this.#deeds.has(signer.name)
  }

  /** A job that comes with half of its own pair, and without a recovery secret, cannot sign: a person mends the ID. */
  mendSigner(recovery: FleetSetting['recovery']): void {
    const signer = this.#world.members.find(({ role }) => role === undefined)
    if (recovery !== 'none' || signer === undefined) return
    const { account, name, secrets } = signer
    const { github } = this.#world
    const secret = github.secretValue(home, secrets.secret)
    const whole = account.keys(name).find(({ secretAccessKey }) => secretAccessKey === secret)
    if (whole === undefined || github.secretValue(home, secrets.id) === whole.accessKeyId) return
    this.#world.meddle(`mends the ID of ${name}`, () => github.setSecret(home, secrets.id, whole.accessKeyId))
  }

  /** What people have left of a user's tags and recovery secret, which nobody else puts right. */
  leftOf({ name }: Member): Pick<Deeds, 'acts' | 'stateRemoved'> {
    return this.#deeds.get(name) ?? noDeeds()
  }

  /** Users to whom people did something. */
  get met(): readonly string[] {
    return [...this.#deeds.keys()]
  }
}
