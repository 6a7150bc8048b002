/** The access keys of one IAM user, and the journal in the user's tags. */
import {
  type AccessKeyMetadata,
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  GetUserCommand,
  type IAMClient,
  paginateListAccessKeys,
  TagUserCommand,
  UntagUserCommand,
  UpdateAccessKeyCommand,
  type User,
} from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { HeldAccessKey, type Masking } from '../key/held-key.ts'
import { postponedFor } from '../rotation/facts.ts'
import type {
  Clock,
  CreationAnswer,
  HeldKey,
  JournalStore,
  KeyStore,
  PermissionsReading,
  StillHolds,
  UserReading,
} from '../rotation/ports.ts'
import { endsRun, messageOf } from '../rotation/problem.ts'
import { type Duration, type Instant, minute, second } from '../rotation/time.ts'
import type {
  AccessKey,
  Awaited,
  Creation,
  Holder,
  Journal,
  KeyId,
  LastUsed,
  Refused,
  Trial,
} from '../rotation/world.ts'
import type { AwsClients } from './clients.ts'
import { usersOf } from './cloudtrail.ts'
import {
  codeOf,
  explain,
  isAccessDenied,
  isAwsError,
  isPassingLimit,
  isThrottling,
  isUnknownKey,
  namelessAnswer,
  neverSent,
  type Subject,
  statusOf,
} from './errors.ts'
import {
  describedKeys,
  descriptionTag,
  holderTag,
  holderTagOf,
  madeKeys,
  placesTag,
  placesTagOf,
  readAwaited,
  readHolder,
  readJournal,
  readPlaces,
  readRefused,
  refusedTag,
  refusedTagOf,
  stateTag,
  type Tag,
  tagsFor,
  verificationTag,
  verificationTagOf,
  type Writer,
} from './journal-tags.ts'
import { simulate } from './policy-simulation.ts'
import type { Credentials } from './sign-in-clients.ts'

/** A new key is handed out after this many successes in a row, this far apart: IAM is eventually consistent. */
const trialSuccesses = 3
const trialSpacing: Duration = 5 * second
const trialBound: Duration = 2 * minute

/** What AWS clearly postponed is asked for again after these, while the intent explains the key that comes of it. */
const postponedDelays: readonly Duration[] = [1, 2, 4, 8].map((seconds) => seconds * second)

/** AWS asks to "wait a few minutes" after ConcurrentModification, which the SDK does not retry. */
const concurrentDelays: readonly Duration[] = [2, 4, 8, 16, 32].map((seconds) => seconds * second)

/** What a rotation asks of IAM after its first look, in the order in which it does. */
const rotatingActions = [
  'iam:TagUser',
  'iam:GetAccessKeyLastUsed',
  'iam:CreateAccessKey',
  'iam:UpdateAccessKey',
  'iam:DeleteAccessKey',
  'iam:UntagUser',
] as const

/** AWS's own example: the ID of a key that is still to be created is of this form. */
const exampleKey = 'AKIAIOSFODNN7EXAMPLE'

export interface IamUserOptions {
  readonly clients: AwsClients
  readonly credentials: Credentials
  /** The user to rotate; undefined: the user that the credentials belong to. */
  readonly userName: string | undefined
  /** The user's ARN, or what is known of it before IAM has told. */
  readonly arn: string
  /** A new key must sign in to this account. */
  readonly account: string
  /** The ARN that the credentials sign as. */
  readonly caller: string
  readonly writer: Writer
  /** The places that are configured, each by a name that no other has. */
  readonly places: readonly string[]
  readonly clock: Clock
  readonly masking: Masking
}

/** KeyStore and JournalStore on IAM: https://docs.aws.amazon.com/IAM/latest/APIReference/ */
export class IamUser implements KeyStore, JournalStore {
  readonly #options: IamUserOptions
  #credentials: Credentials
  #client: IAMClient
  #name: string
  #id = ''
  #arn = ''
  #tags: readonly Tag[] = []
  /** Actions that AWS has taken in this run. */
  readonly #done = new Set<string>()

  constructor(options: IamUserOptions) {
    this.#options = options
    this.#credentials = options.credentials
    this.#client = options.clients.iam(options.credentials)
    this.#name = options.userName ?? ''
  }

  async read(): Promise<UserReading> {
    const user = await this.#getUser()
    const keys = await this.#listKeys()
    const tags = tagsOf(user)
    return {
      user: {
        name: this.#name,
        id: this.#id,
        account: this.#options.account,
        created: user.CreateDate?.getTime() ?? 0,
      },
      keys,
      journal: readJournal(tags, this.#id),
      awaited: readAwaited(tags, this.#id),
      refused: readRefused(tags, this.#id),
      made: madeKeys(tags),
      described: describedKeys(tags),
    }
  }

  async lastUsed(key: KeyId): Promise<LastUsed> {
    try {
      const { AccessKeyLastUsed: used } = await this.#client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: key }))
      this.#done.add('iam:GetAccessKeyLastUsed')
      if (used?.LastUsedDate === undefined) return { kind: 'never' }
      return {
        kind: 'used',
        at: used.LastUsedDate.getTime(),
        service: used.ServiceName ?? '',
        region: used.Region ?? '',
      }
    } catch (error) {
      // Denied means no permission or no such key: either way there is nothing to conclude.
      if (isAccessDenied(error)) return { kind: 'unreadable' }
      throw explain(error, 'iam:GetAccessKeyLastUsed', this.#subject)
    }
  }

  users(key: KeyId, since: Instant, region: string): Promise<string> {
    return usersOf(this.#options.clients, this.#credentials, { key, since, region })
  }

  async permissions(): Promise<PermissionsReading> {
    const { clients, caller } = this.#options
    const { allowed, denied } = await simulate(clients.iam(this.#credentials, 1), {
      caller,
      user: { arn: this.#arn, tags: this.#tags },
      actions: rotatingActions,
      tagKeys: [stateTag, holderTag, verificationTag, refusedTag, placesTag, descriptionTag(exampleKey)],
    })
    const open = rotatingActions.filter((action) => !this.#done.has(action))
    const refused = open.filter((action) => denied.includes(action))
    return {
      denied: refused.length === 0 ? [] : [refusal(refused, caller, this.#arn)],
      untried: untriedTold(open.filter((action) => !allowed.includes(action) && !denied.includes(action))),
    }
  }

  async create(): Promise<CreationAnswer> {
    const { clock } = this.#options
    const start = clock.elapsed()
    for (const delay of [...postponedDelays, undefined]) {
      const answer = await this.#createOnce()
      const isOver = delay === undefined || clock.elapsed() - start + delay > postponedFor
      if (answer.creation.kind !== 'postponed' || isOver) return answer
      await clock.sleep(delay)
    }
    throw new Error('unreachable: the last delay is undefined')
  }

  async #createOnce(): Promise<CreationAnswer> {
    try {
      // A client of its own: one attempt, no pooled socket whose reset would say nothing about this request.
      const client = this.#options.clients.iam(this.#credentials, 1)
      const { AccessKey: made } = await client.send(new CreateAccessKeyCommand({ UserName: this.#name }))
      if (made?.AccessKeyId === undefined || made.SecretAccessKey === undefined) {
        return { creation: { kind: 'lost', reason: 'the answer held no key' } }
      }
      const held = new HeldAccessKey(made.AccessKeyId, made.SecretAccessKey, this.#options.masking)
      // AWS may tell this date with milliseconds, and never does when it lists keys.
      const created = Math.floor((made.CreateDate?.getTime() ?? this.#options.clock.now()) / second) * second
      const key: AccessKey = { id: held.id, status: 'Active', created, lastUsed: { kind: 'never' } }
      return { creation: { kind: 'created', key: held.id }, key, held }
    } catch (error) {
      return { creation: failedCreation(error, this.#subject) }
    }
  }

  async try(held: HeldKey): Promise<Trial> {
    const { clock } = this.#options
    const start = clock.elapsed()
    let inARow = 0
    for (let delay = second; ; delay = Math.min(delay + second, trialSpacing)) {
      const answer = await this.#signIn(held)
      if (answer.kind === 'rejected') return { key: held.id, works: false, detail: answer.detail }
      inARow = answer.kind === 'accepted' ? inARow + 1 : 0
      if (inARow === trialSuccesses) {
        return { key: held.id, works: true, detail: `STS and IAM accepted ${held.id} ${trialSuccesses} times in a row` }
      }
      if (clock.elapsed() - start > trialBound) {
        const detail = answer.kind === 'accepted' ? 'not steadily enough' : answer.detail
        return {
          key: held.id,
          works: false,
          detail: `AWS did not accept ${held.id} within ${trialBound / minute} minutes: ${detail}`,
        }
      }
      await clock.sleep(inARow > 0 ? trialSpacing : delay)
    }
  }

  signWith(held: HeldKey): void {
    this.#credentials = held.credentials()
    this.#client = this.#options.clients.iam(this.#credentials)
  }

  async setStatus(key: KeyId, status: AccessKey['status'], holds: StillHolds): Promise<void> {
    const command = new UpdateAccessKeyCommand({ UserName: this.#name, AccessKeyId: key, Status: status })
    command.middlewareStack.add(resending(holds), eachTime)
    await this.#send('iam:UpdateAccessKey', (client) => client.send(command))
  }

  async delete(key: KeyId, holds: StillHolds): Promise<void> {
    const command = new DeleteAccessKeyCommand({ UserName: this.#name, AccessKeyId: key })
    command.middlewareStack.add(resending(holds), eachTime)
    await this.#send('iam:DeleteAccessKey', async (client) => {
      try {
        await client.send(command)
      } catch (error) {
        // The user is known to exist, so what is missing is the key: gone is what was wanted.
        if (codeOf(error) !== 'NoSuchEntity' || !messageOf(error).includes(key)) throw error
      }
    })
  }

  async claim(now: Instant, holds: StillHolds): Promise<void> {
    const { writer } = this.#options
    await this.#tag([holderTagOf(writer, writer.timeLimitSeconds, now)], holds)
  }

  async release(now: Instant, holds: StillHolds): Promise<void> {
    await this.#tag([holderTagOf(this.#options.writer, 0, now)], holds)
  }

  async holder(): Promise<Holder | undefined> {
    return readHolder(tagsOf(await this.#getUser()))
  }

  async write(journal: Journal, now: Instant, holds: StillHolds): Promise<void> {
    const { writer, places } = this.#options
    const tags = tagsFor(journal, this.#id, writer, now)
    // Until a rotation has ended, places that left the list meanwhile are still known.
    if (journal.phase === 'steady') tags.push(placesTagOf(places))
    try {
      await this.#tag(tags, holds)
    } catch (error) {
      if (journal.phase !== 'pending' || endsRun(error)) throw error
      // A description serves people: where it is not allowed, or no tag is left for it, the journal does without.
      const description = descriptionTag(journal.pending)
      await this.#tag(
        tags.filter(({ Key }) => Key !== description),
        holds,
      )
    }
  }

  async remember(awaited: Awaited, now: Instant, holds: StillHolds): Promise<void> {
    const { writer } = this.#options
    await this.#tag([verificationTagOf(awaited, this.#id), holderTagOf(writer, writer.timeLimitSeconds, now)], holds)
  }

  /** Places that held the key when the latest rotation ended, and are configured no more. */
  get formerPlaces(): readonly string[] {
    return readPlaces(this.#tags).filter((place) => !this.#options.places.includes(place))
  }

  async refuse(refused: Refused, holds: StillHolds): Promise<void> {
    await this.#tag([refusedTagOf(refused, this.#id)], holds)
  }

  async untag(key: KeyId, holds: StillHolds): Promise<void> {
    const command = new UntagUserCommand({ UserName: this.#name, TagKeys: [descriptionTag(key)] })
    command.middlewareStack.add(resending(holds), eachTime)
    await this.#send('iam:UntagUser', (client) => client.send(command))
  }

  get #subject(): Subject {
    return { name: this.#name || 'the calling user', arn: this.#arn || this.#options.arn }
  }

  async #tag(tags: readonly Tag[], holds: StillHolds): Promise<void> {
    const command = new TagUserCommand({ UserName: this.#name, Tags: [...tags] })
    command.middlewareStack.add(resending(holds), eachTime)
    await this.#send('iam:TagUser', (client) => client.send(command))
  }

  async #getUser() {
    const { userName } = this.#options
    const request = userName === undefined ? {} : { UserName: userName }
    const { User: user } = await this.#send('iam:GetUser', (client) => client.send(new GetUserCommand(request)))
    if (user?.UserName === undefined || user.UserId === undefined || user.Arn === undefined) {
      throw namelessAnswer('IAM', 'GetUser')
    }
    this.#name = user.UserName
    this.#id = user.UserId
    this.#arn = user.Arn
    this.#tags = tagsOf(user)
    return user
  }

  async #listKeys(): Promise<readonly AccessKey[]> {
    const found: AccessKeyMetadata[] = []
    await this.#send('iam:ListAccessKeys', async (client) => {
      found.length = 0
      for await (const page of paginateListAccessKeys({ client }, { UserName: this.#name })) {
        found.push(...(page.AccessKeyMetadata ?? []))
      }
    })
    return found.map(keyOf).sort((a, b) => a.created - b.created || a.id.localeCompare(b.id))
  }

  /** Signs one request to STS and one to IAM, with fresh clients so that different front ends answer. */
  async #signIn(held: HeldKey): Promise<SignIn> {
    const { clients, account } = this.#options
    try {
      const { Account, Arn } = await clients.sts(held.credentials(), 1).send(new GetCallerIdentityCommand({}))
      if (Account !== account || Arn !== this.#arn) {
        return { kind: 'rejected', detail: `${held.id} signs in as ${Arn}, not as ${this.#arn}` }
      }
      // A denial comes after authentication: IAM knows the key.
      await clients
        .iam(held.credentials(), 1)
        .send(new GetUserCommand({}))
        .catch((error: unknown) => {
          if (!isAccessDenied(error)) throw error
        })
      return { kind: 'accepted' }
    } catch (error) {
      if (codeOf(error) === 'SignatureDoesNotMatch') {
        return {
          kind: 'rejected',
          detail: `AWS knows ${held.id}, but not with the secret that it sent: ${messageOf(error)}`,
        }
      }
      return { kind: 'not yet', detail: isUnknownKey(error) ? 'AWS does not know it yet' : messageOf(error) }
    }
  }

  /** Sends with the SDK's retries, and with a longer patience where AWS says that others change the same user. */
  async #send<Answer>(action: string, call: (client: IAMClient) => Promise<Answer>): Promise<Answer> {
    for (const delay of [...concurrentDelays, undefined]) {
      try {
        const answer = await call(this.#client)
        this.#done.add(action)
        return answer
      } catch (error) {
        if (endsRun(error)) throw error
        const again = codeOf(error) === 'ConcurrentModification' || isPassingLimit(error)
        if (delay === undefined || !again) throw explain(error, action, this.#subject)
        await this.#options.clock.sleep(delay)
      }
    }
    throw new Error('unreachable: the last delay is undefined')
  }
}

/** Inside the SDK's own retries: what is added there runs each time that a request is sent. */
const eachTime = { step: 'finalizeRequest', priority: 'low', name: 'stillHoldsMiddleware' } as const

/** For one command: when it is sent again, by the SDK or by hand, the run still has to hold the user. */
function resending(holds: StillHolds) {
  let isSent = false
  return <Input extends object, Output extends object>(
    next: (args: Input) => Promise<{ response: unknown; output: Output }>,
  ) =>
    async (args: Input) => {
      if (isSent) await holds()
      isSent = true
      return next(args)
    }
}

function refusal(actions: readonly string[], caller: string, user: string): string {
  return `The policies of ${caller} do not allow ${actions.join(', ')} on ${user}, as IAM itself judges them (iam:SimulatePrincipalPolicy). Allow these actions on a Resource that matches this whole ARN, with the conditions of the README's policy; where the policy does so, look at permissions boundaries, denials and service control policies.`
}

function untriedTold(actions: readonly string[]): string | undefined {
  if (actions.length === 0) return undefined
  return `Whether AWS allows ${actions.join(', ')} was not tried: that shows only when the rotation does it. Allow iam:SimulatePrincipalPolicy (see the README), and a plan asks IAM beforehand.`
}

function tagsOf({ Tags: tags = [] }: User): readonly Tag[] {
  return tags.map(({ Key = '', Value = '' }) => ({ Key, Value }))
}

type SignIn =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'not yet'; readonly detail: string }
  | { readonly kind: 'rejected'; readonly detail: string }

function keyOf({ AccessKeyId = '', Status, CreateDate }: AccessKeyMetadata): AccessKey {
  return {
    id: AccessKeyId,
    status: Status === 'Active' ? 'Active' : 'Inactive',
    created: CreateDate?.getTime() ?? 0,
    lastUsed: { kind: 'unread' },
  }
}

/** Tells a clear refusal, after which no key exists, from an answer that was lost. */
function failedCreation(error: unknown, user: Subject): Exclude<Creation, { kind: 'created' }> {
  const reason = messageOf(error)
  const status = statusOf(error) ?? 0
  const clear = status >= 400 && status < 500 && status !== 408 && isAwsError(error)
  if (neverSent(error) || (clear && (isThrottling(error) || isPassingLimit(error))))
    return { kind: 'postponed', reason }
  if (!clear) return { kind: 'lost', reason }
  const { message, remedy } = explain(error, 'iam:CreateAccessKey', user)
  return { kind: 'refused', reason: message, remedy }
}
