import { duration, type SandboxClock } from '../clock.ts'
import { Accounts } from './accounts.ts'
import type { CredentialReport } from './credential-report.ts'
import { limitExceeded, noSuchAccessKey, noSuchUser } from './errors.ts'
import { History } from './history.ts'
import { Identifiers } from './identifiers.ts'
import { type KeyUse, KeyUses, type RecordedCall } from './key-use.ts'
import type { Partition } from './partition.ts'
import { type Policy, type PolicyDocument, parsePolicy } from './policy.ts'
import { type IamRole, type RoleOptions, Roles } from './roles.ts'
import { type Tag, withoutTags, withTags } from './tags.ts'

/** The services of the sandbox that requests are signed for. */
export type SigningService = 'iam' | 'sts'

/** From when on each service accepts a key: IAM is eventually consistent. */
export type AcceptedFrom = Readonly<Record<SigningService, number>>

/** What a key's status may be set to. */
export type KeyStatus = 'Active' | 'Inactive'

/** An access key of a user; a deleted one stays on file so that tests can tell what became of it. */
export interface AccessKey {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly status: KeyStatus
  /** To the millisecond; IAM itself tells whole seconds. */
  readonly created: number
  readonly deleted?: number
  /** When it was switched on or off last. */
  readonly changed?: number
  readonly acceptedFrom: AcceptedFrom
}

/** An access key with the last use as it happened: without the lag and the gaps of GetAccessKeyLastUsed. */
export interface UsedAccessKey extends AccessKey {
  readonly lastUsed?: KeyUse
}

/** An IAM user, or the account's root user. */
export interface IamUser {
  readonly userName: string
  readonly path: string
  readonly userId: string
  readonly arn: string
  readonly created: number
  readonly tags: readonly Tag[]
  readonly keys: readonly AccessKey[]
  readonly policies: readonly Policy[]
}

/** A long-term key as its owner holds it. */
export interface LongTermCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** Temporary credentials as STS hands them out. */
export interface TemporaryCredentials extends LongTermCredentials {
  readonly sessionToken: string
}

/** Who signs. `arn` and `userId` are what GetCallerIdentity answers. */
export type Principal =
  | { readonly kind: 'root'; readonly arn: string; readonly userId: string }
  | { readonly kind: 'user'; readonly arn: string; readonly userId: string; readonly userName: string }
  | { readonly kind: 'assumed role'; readonly arn: string; readonly userId: string; readonly roleName: string }

/** What a service checks a signature against. */
export interface Credential extends LongTermCredentials {
  /** Present on temporary credentials. */
  readonly session?: { readonly token: string; readonly expires: number }
  readonly principal: Principal
  readonly acceptedFrom: AcceptedFrom
}

/** What a test may change about an account, at any time. Times are in milliseconds. */
export interface AccountSettings {
  /** How long after its creation a key is unknown to a service. STS knows it first. */
  propagation: Record<SigningService, number>
  /** How far GetAccessKeyLastUsed lags behind: 441 s in a recorded run. */
  lastUsedLag: number
  /** "When an access key is used more than once in a 15-minute span, only the first use is recorded." */
  lastUsedSpan: number
  /** How late CloudTrail is: "within an average of about 5 minutes". */
  trailLag: number
  /** IAM quotas: two access keys per user, inactive ones counted. More arise when creations race. */
  accessKeysPerUser: number
  /** IAM quotas: 50 tags per user. */
  tagsPerUser: number
  /** How long a credential report is in the making. */
  reportGeneration: number
  /** "You can generate a credential report as often as once every four hours." */
  reportLifetime: number
  /** Whether a credential report dates keys that are off: documented not to, recorded to. */
  reportDatesInactiveKeys: boolean
  /**
   * How far a request's date may lie from the sandbox's clock; any distance when not set, since the clock of whoever
   * signs is real and the sandbox's is not.
   */
  maximumSkew?: number
}

/** The root user's name in credential reports; no IAM user can have it. */
export const rootUserName = '<root_account>'

interface Session extends TemporaryCredentials {
  readonly expires: number
  /** Looks the principal up anew: users and roles change while their sessions live. */
  readonly principal: () => Principal | undefined
  readonly acceptedFrom: AcceptedFrom
}

/**
 * An AWS account: its users, keys, roles and policies. Services read and change it on behalf of callers; tests and the
 * demo do so directly, as people in the console would, with effect at once.
 */
export class AwsAccount {
  readonly clock: SandboxClock
  readonly accountId: string
  readonly partition: Partition
  /** This one, and the others of the same AWS. */
  readonly accounts: Accounts<AwsAccount>
  readonly identifiers: Identifiers
  readonly settings: AccountSettings = {
    propagation: { sts: duration('4s'), iam: duration('8s') },
    lastUsedLag: duration('7m'),
    lastUsedSpan: duration('15m'),
    trailLag: duration('5m'),
    accessKeysPerUser: 2,
    tagsPerUser: 50,
    reportGeneration: duration('12s'),
    reportLifetime: duration('4h'),
    reportDatesInactiveKeys: false,
  }
  /** The latest credential report; AWS keeps one. */
  report: CredentialReport | undefined
  readonly #users = new Map<string, History<IamUser>>()
  readonly roles = new Roles()
  readonly #sessions = new Map<string, Session>()
  readonly #serviceControlPolicies: Policy[] = []
  /** By the names of users and roles. */
  readonly #boundaries = new Map<string, Policy>()
  readonly #uses = new KeyUses()
  #stale = { reads: 0, lag: 0 }

  constructor(options: {
    clock: SandboxClock
    accountId?: string
    partition?: Partition
    accounts?: Accounts<AwsAccount>
  }) {
    this.clock = options.clock
    this.accountId = options.accountId ?? '111122223333'
    this.partition = options.partition ?? 'aws'
    this.accounts = options.accounts ?? new Accounts()
    this.accounts.add(this)
    this.identifiers = new Identifiers(this.accountId)
    this.#file({
      userName: rootUserName,
      path: '/',
      userId: this.accountId,
      arn: `arn:${this.partition}:iam::${this.accountId}:root`,
      created: this.clock.now(),
      tags: [],
      keys: [],
      policies: [],
    })
  }

  /** Creates a user; without policies it may do nothing. */
  createUser(options: {
    name: string
    path?: string
    created?: number
    policies?: readonly PolicyDocument[]
  }): IamUser {
    if (this.#users.has(options.name)) throw new Error(`User with name ${options.name} already exists.`)
    const path = options.path ?? '/'
    if (!/^\/(.*\/)?$/.test(path)) throw new Error(`a path begins and ends with /: ${path}`)
    return this.#file({
      userName: options.name,
      path,
      userId: this.identifiers.uniqueId('AIDA'),
      arn: this.userArn(options.name, path),
      created: options.created ?? this.clock.now(),
      tags: [],
      keys: [],
      policies: (options.policies ?? []).map(parsePolicy),
    })
  }

  /** Deletes a user with all that is theirs; one created later under the same name gets another `userId`. */
  deleteUser(userName: string): void {
    this.user(userName)
    this.#users.delete(userName)
  }

  /** Replaces a user's policies, as an administrator or AWS itself does (quarantine of a leaked key). */
  setUserPolicies(userName: string, policies: readonly PolicyDocument[]): void {
    this.#change(userName, { policies: policies.map(parsePolicy) })
  }

  /** Creates a role, or replaces it; without policies it may do nothing. */
  createRole(options: RoleOptions): IamRole {
    const arn = `arn:${this.partition}:iam::${this.accountId}:role`
    return this.roles.put(options, arn, () => this.identifiers.uniqueId('AROA'))
  }

  /** Binds every principal of the account, root too. FullAWSAccess stays attached, so only its denials matter. */
  attachServiceControlPolicy(policy: PolicyDocument): void {
    this.#serviceControlPolicies.push(parsePolicy(policy))
  }

  /** Bounds what the policies of a user or a role can allow. */
  attachPermissionsBoundary(name: string, policy: PolicyDocument): void {
    this.#boundaries.set(name, parsePolicy(policy))
  }

  /**
   * Gives a user a key that has been there since `created` and works at once. The quota is not asked: a test may
   * build what a race has left behind.
   */
  createAccessKey(
    userName: string,
    options: { created?: number; status?: KeyStatus; lastUsed?: KeyUse } = {},
  ): LongTermCredentials {
    const created = options.created ?? this.clock.now()
    const key = this.#addKey(userName, created, options.status ?? 'Active', { iam: created, sts: created })
    if (options.lastUsed !== undefined) this.noteUse(key.accessKeyId, options.lastUsed)
    return { accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey }
  }

  /** Creates a key as IAM does: within the quota, and unknown to the services for a while. */
  issueAccessKey(userName: string): AccessKey {
    const { accessKeysPerUser, propagation } = this.settings
    if (liveKeys(this.user(userName)).length >= accessKeysPerUser) {
      throw limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${accessKeysPerUser}`)
    }
    const now = this.clock.now()
    return this.#addKey(userName, now, 'Active', { iam: now + propagation.iam, sts: now + propagation.sts })
  }

  /** Switches a key on or off. */
  setStatus(accessKeyId: string, status: KeyStatus): void {
    this.#changeKey(accessKeyId, { status, changed: this.clock.now() })
  }

  /** Deletes a key for good, active or not. */
  deleteAccessKey(accessKeyId: string): void {
    this.#changeKey(accessKeyId, { deleted: this.clock.now() })
  }

  /** Sets tags on a user, all of them or none. */
  tagUser(userName: string, tags: readonly Tag[]): void {
    this.#change(userName, { tags: withTags(this.user(userName).tags, tags, this.settings.tagsPerUser) })
  }

  /** Removes tags from a user; keys that name none are no error. */
  untagUser(userName: string, tagKeys: readonly string[]): void {
    this.#change(userName, { tags: withoutTags(this.user(userName).tags, tagKeys) })
  }

  /** Sets one tag. */
  setTag(userName: string, key: string, value: string): void {
    this.tagUser(userName, [{ key, value }])
  }

  /** Removes one tag. */
  removeTag(userName: string, key: string): void {
    this.untagUser(userName, [key])
  }

  /** Temporary credentials of a role, as AssumeRole gives them, for an hour if not said otherwise. */
  assumeRole(roleName: string, sessionName: string, lifetime: number = duration('1h')): TemporaryCredentials {
    if (this.roles.find(roleName) === undefined) throw new Error(`Role not found: ${roleName}`)
    const arn = `arn:${this.partition}:sts::${this.accountId}:assumed-role/${roleName}/${sessionName}`
    return this.#openSession(lifetime, { iam: 0, sts: 0 }, () => {
      const role = this.roles.find(roleName)
      return role && { kind: 'assumed role', arn, userId: `${role.roleId}:${sessionName}`, roleName }
    })
  }

  /**
   * Temporary credentials of a user, as GetSessionToken gives them. "You cannot call any IAM API operations unless MFA
   * authentication information is included in the request": without it IAM rejects them.
   */
  sessionCredentials(userName: string, options: { lifetime?: number; mfa?: boolean } = {}): TemporaryCredentials {
    const { userId } = this.user(userName)
    const acceptedFrom = { sts: 0, iam: options.mfa === true ? 0 : Number.POSITIVE_INFINITY }
    return this.#openSession(options.lifetime ?? duration('12h'), acceptedFrom, () => {
      const user = this.findUser(userName)
      return user?.userId === userId ? this.#principalOf(user) : undefined
    })
  }

  /** The root user's access key, made on first demand. */
  rootCredentials(): LongTermCredentials {
    const [key] = liveKeys(this.user(rootUserName))
    if (key === undefined) return this.createAccessKey(rootUserName)
    return { accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey }
  }

  /** A user as it is now; throws NoSuchEntity. */
  user(userName: string): IamUser {
    const user = this.findUser(userName)
    if (user === undefined) throw noSuchUser(userName)
    return user
  }

  /** A user as it is now, if there is one. */
  findUser(userName: string): IamUser | undefined {
    return this.#users.get(userName)?.latest
  }

  /** All users as they are now, root among them. */
  get users(): readonly IamUser[] {
    return [...this.#users.values()].map(({ latest }) => latest)
  }

  /** All keys that a user has ever had, oldest first, the deleted ones included. */
  keys(userName: string): readonly UsedAccessKey[] {
    return this.user(userName).keys.map((key) => {
      const lastUsed = this.#uses.latest(key.accessKeyId)
      return lastUsed === undefined ? key : { ...key, lastUsed }
    })
  }

  /** A user's tags as they are now, by key. */
  tags(userName: string): Readonly<Record<string, string>> {
    return Object.fromEntries(this.user(userName).tags.map((tag) => [tag.key, tag.value]))
  }

  /**
   * Whether a job that signs with this pair at this moment gets through, on STS and on IAM: the key exists, is active
   * and has propagated, and the secret is its own. What the job may do then is another question.
   */
  canSignIn(accessKeyId: string, secretAccessKey: string): 'works' | 'rejected' {
    const key = this.#findKey(accessKeyId)?.key
    const now = this.clock.now()
    const works =
      key?.status === 'Active' &&
      key.secretAccessKey === secretAccessKey &&
      now >= key.acceptedFrom.iam &&
      now >= key.acceptedFrom.sts
    return works ? 'works' : 'rejected'
  }

  /** Answers the next `reads` calls of ListAccessKeys and GetUser from the state of `lag` ago. */
  serveStale(options: { reads: number; lag: number }): void {
    this.#stale = { ...options }
  }

  /** A user as ListAccessKeys and GetUser see it: as it is now, or stale when the test wants it so. */
  readUser(userName: string): IamUser {
    const { reads, lag } = this.#stale
    const history = this.#users.get(userName)
    if (history === undefined) throw noSuchUser(userName)
    if (reads === 0) return history.latest
    this.#stale = { reads: reads - 1, lag }
    return history.asOf(this.clock.now() - lag)
  }

  /** What a signature is checked against; nothing for a key that is unknown, deleted or inactive. */
  credential(accessKeyId: string): Credential | undefined {
    return this.#longTermCredential(accessKeyId) ?? this.#temporaryCredential(accessKeyId)
  }

  /** The identity-based policies of a principal; root has none and needs none. */
  policiesOf(principal: Principal): readonly Policy[] {
    switch (principal.kind) {
      case 'root':
        return []
      case 'user':
        return this.user(principal.userName).policies
      case 'assumed role':
        return this.roles.find(principal.roleName)?.policies ?? []
    }
  }

  /** What bounds a principal's policies, if anything does. */
  boundaryOf(principal: Exclude<Principal, { kind: 'root' }>): Policy | undefined {
    return this.#boundaries.get(principal.kind === 'user' ? principal.userName : principal.roleName)
  }

  /** The user or the role of an ARN, its path included. */
  principalNamed(arn: string): Principal | undefined {
    for (const { latest: user } of this.#users.values()) if (user.arn === arn) return this.#principalOf(user)
    const role = this.roles.named(arn)
    return role && { kind: 'assumed role', arn, userId: role.roleId, roleName: role.roleName }
  }

  /** The policies that the organization puts above all others. */
  get serviceControlPolicies(): readonly Policy[] {
    return this.#serviceControlPolicies
  }

  /** Remembers that a key has signed a request. */
  noteUse(accessKeyId: string, use: KeyUse): void {
    this.#uses.note(accessKeyId, use, this.settings.lastUsedSpan)
  }

  /** The last use of a key as GetAccessKeyLastUsed tells it, or told it at a moment: late, and coarse. */
  lastUsed(accessKeyId: string, at = this.clock.now()): KeyUse | undefined {
    return this.#uses.recorded(accessKeyId, at - this.settings.lastUsedLag)
  }

  /** The latest calls that were signed with a key and that CloudTrail shows by now, oldest first. */
  callsOf(accessKeyId: string): readonly RecordedCall[] {
    const shown = this.clock.now() - this.settings.trailLag
    return this.#uses.calls(accessKeyId).filter(({ at }) => at <= shown)
  }

  /** The user who has a key, if it exists. */
  ownerOf(accessKeyId: string): IamUser | undefined {
    return this.#findKey(accessKeyId)?.user
  }

  /** The ARN of a user of that name and path, whether there is one or not. */
  userArn(userName: string, path: string): string {
    return `arn:${this.partition}:iam::${this.accountId}:user${path}${userName}`
  }

  #longTermCredential(accessKeyId: string): Credential | undefined {
    const found = this.#findKey(accessKeyId)
    if (found?.key.status !== 'Active') return undefined
    const { secretAccessKey, acceptedFrom } = found.key
    return { accessKeyId, secretAccessKey, acceptedFrom, principal: this.#principalOf(found.user) }
  }

  #temporaryCredential(accessKeyId: string): Credential | undefined {
    const session = this.#sessions.get(accessKeyId)
    const principal = session?.principal()
    if (session === undefined || principal === undefined) return undefined
    const { secretAccessKey, sessionToken: token, expires, acceptedFrom } = session
    return { accessKeyId, secretAccessKey, acceptedFrom, principal, session: { token, expires } }
  }

  #principalOf({ userName, arn, userId }: IamUser): Principal {
    return userName === rootUserName ? { kind: 'root', arn, userId } : { kind: 'user', arn, userId, userName }
  }

  #openSession(lifetime: number, acceptedFrom: AcceptedFrom, principal: Session['principal']): TemporaryCredentials {
    const credentials = {
      accessKeyId: this.identifiers.accessKeyId('ASIA'),
      secretAccessKey: this.identifiers.secretAccessKey(),
      sessionToken: this.identifiers.sessionToken(),
    }
    const expires = this.clock.now() + lifetime
    this.#sessions.set(credentials.accessKeyId, { ...credentials, expires, acceptedFrom, principal })
    return credentials
  }

  #findKey(accessKeyId: string): { user: IamUser; key: AccessKey } | undefined {
    for (const { latest: user } of this.#users.values()) {
      const key = liveKeys(user).find((candidate) => candidate.accessKeyId === accessKeyId)
      if (key !== undefined) return { user, key }
    }
    return undefined
  }

  #addKey(userName: string, created: number, status: KeyStatus, acceptedFrom: AcceptedFrom): AccessKey {
    const key: AccessKey = {
      accessKeyId: this.identifiers.accessKeyId('AKIA'),
      secretAccessKey: this.identifiers.secretAccessKey(),
      status,
      created,
      acceptedFrom,
    }
    const keys = [...this.user(userName).keys, key].sort((one, other) => one.created - other.created)
    this.#change(userName, { keys })
    return key
  }

  #changeKey(accessKeyId: string, change: Partial<AccessKey>): void {
    const found = this.#findKey(accessKeyId)
    if (found === undefined) throw noSuchAccessKey(accessKeyId)
    const keys = found.user.keys.map((key) => (key === found.key ? { ...key, ...change } : key))
    this.#change(found.user.userName, { keys })
  }

  #change(userName: string, change: Partial<IamUser>): void {
    this.#file({ ...this.user(userName), ...change })
  }

  #file(user: IamUser): IamUser {
    const history = this.#users.get(user.userName)
    if (history === undefined) this.#users.set(user.userName, new History(this.clock.now(), user))
    else history.record(this.clock.now(), user)
    return user
  }
}

/** The keys that IAM still knows, inactive ones included. */
export function liveKeys(user: IamUser): readonly AccessKey[] {
  return user.keys.filter((key) => key.deleted === undefined)
}
