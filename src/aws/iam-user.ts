/** The access keys of one IAM user, and the journal in the user's tags. */
import {
  type AccessKeyLastUsed,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  GetUserCommand,
  type IAMClient,
  TagUserCommand,
  UntagUserCommand,
  UpdateAccessKeyCommand,
  type User,
} from '@aws-sdk/client-iam'
import type { Masking } from '../key/held-key.ts'
import type {
  Clock,
  CreationAnswer,
  HeldKey,
  JournalStore,
  KeyStore,
  PermissionsReading,
  StillHolds,
  UserLook,
} from '../rotation/ports.ts'
import { endsRun, messageOf } from '../rotation/problem.ts'
import { type Duration, type Instant, second } from '../rotation/time.ts'
import type { AccessKey, Awaited, Holder, Journal, KeyId, LastUsed, Refused, Trial } from '../rotation/world.ts'
import type { AwsClients } from './clients.ts'
import { describeUses, lookUpUses } from './cloudtrail.ts'
import type { EarlyLook } from './early-look.ts'
import { codeOf, explain, isAccessDenied, isPassingLimit, namelessAnswer, type Subject } from './errors.ts'
import {
  describedKeys,
  descriptionTag,
  holderTagOf,
  madeKeys,
  publishedTagFor,
  readAwaited,
  readHolder,
  readJournal,
  readPublished,
  readRefused,
  refusedTagOf,
  type Tag,
  tagsFor,
  verificationTagOf,
  type Writer,
} from './journal-tags.ts'
import { createKey } from './key-creation.ts'
import { listKeys } from './key-list.ts'
import { tryKey } from './key-trial.ts'
import { type PublishedTo, placesTagFor, readPlaces, together, without } from './places-tag.ts'
import { permissionsOf } from './policy-simulation.ts'
import type { SigningCredentials } from './sign-in-clients.ts'

/** AWS asks to "wait a few minutes" after ConcurrentModification, which the SDK does not retry. */
const concurrentDelays: readonly Duration[] = [2, 4, 8, 16, 32].map((seconds) => seconds * second)

/** An IAM user, and what it is reached with. */
export interface IamUserOptions {
  readonly clients: AwsClients
  readonly credentials: SigningCredentials
  /** The user to rotate; undefined: the user that the credentials belong to. */
  readonly userName: string | undefined
  /** A look at that user with these credentials, for the first reading; it is read anew where there is none. */
  readonly early?: EarlyLook | undefined
  /** The user's ARN, or as much of it as is known before IAM answers. */
  readonly arn: string
  /** A new key must sign in to this account. */
  readonly account: string
  /** The ARN that the credentials sign as. */
  readonly caller: string
  readonly writer: Writer
  /** The places that are configured: what a tag calls each, and what people do. No two are called the same. */
  readonly places: readonly { readonly id: string; readonly name: string }[]
  /** Names of the secrets and variables there. */
  readonly secretNames: readonly string[]
  readonly clock: Clock
  readonly masking: Masking
}

/** KeyStore and JournalStore on IAM: https://docs.aws.amazon.com/IAM/latest/APIReference/ */
export class IamUser implements KeyStore, JournalStore {
  readonly #options: IamUserOptions
  #credentials: SigningCredentials
  #client: IAMClient
  #name: string
  #id = ''
  #arn = ''
  #tags: readonly Tag[] = []
  #early: EarlyLook | undefined
  /** Actions that AWS has taken in this run. */
  readonly #done = new Set<string>()

  constructor(options: IamUserOptions) {
    this.#options = options
    this.#credentials = options.credentials
    this.#client = options.clients.iam(options.credentials)
    this.#name = options.userName ?? ''
    this.#early = options.early
  }

  async read(): Promise<UserLook> {
    const { user, keys, looked, seen } = this.#takeEarly() ?? (await this.#look())
    const tags = tagsOf(user)
    return {
      looked,
      seen,
      user: {
        name: this.#name,
        id: this.#id,
        account: this.#options.account,
        created: user.CreateDate?.getTime() ?? 0,
      },
      keys,
      journal: readJournal(
        tags,
        this.#id,
        this.#options.places.map(({ name }) => name),
      ),
      awaited: readAwaited(tags, this.#id),
      refused: readRefused(tags, this.#id),
      made: madeKeys(tags),
      published: readPublished(tags, this.#id),
      described: describedKeys(tags),
    }
  }

  async lastUsed(key: KeyId): Promise<LastUsed> {
    try {
      const { AccessKeyLastUsed: used } = await this.#client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: key }))
      this.#done.add('iam:GetAccessKeyLastUsed')
      return lastUsedOf(used)
    } catch (error) {
      // Denied means no permission or no such key: either way there is nothing to conclude.
      if (isAccessDenied(error)) return { kind: 'unreadable' }
      throw explain(error, 'iam:GetAccessKeyLastUsed', this.#subject)
    }
  }

  async users(key: KeyId, since: Instant, region: string): Promise<string> {
    const looked = { key, since, region }
    return describeUses(await lookUpUses(this.#options.clients, this.#credentials, looked), looked)
  }

  permissions(): Promise<PermissionsReading> {
    const { clients, caller } = this.#options
    const user = { arn: this.#arn, tags: this.#tags }
    return permissionsOf(clients.iam(this.#credentials, 1), caller, user, this.#done)
  }

  create(): Promise<CreationAnswer> {
    const { clients, clock, masking } = this.#options
    return createKey(this.#subject, { client: () => clients.iam(this.#credentials, 1), clock, masking })
  }

  try(held: HeldKey): Promise<Trial> {
    const { clients, account, clock } = this.#options
    return tryKey(held, { account, arn: this.#arn }, clients, clock)
  }

  signWith(held: HeldKey): void {
    this.#credentials = held.credentials()
    this.#client = this.#options.clients.iam(this.#credentials)
  }

  async setStatus(key: KeyId, status: AccessKey['status'], holds: StillHolds): Promise<void> {
    const command = holding(
      new UpdateAccessKeyCommand({ UserName: this.#name, AccessKeyId: key, Status: status }),
      holds,
    )
    await this.#send('iam:UpdateAccessKey', (client) => client.send(command))
  }

  async delete(key: KeyId, holds: StillHolds): Promise<void> {
    const command = holding(new DeleteAccessKeyCommand({ UserName: this.#name, AccessKeyId: key }), holds)
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
    const { writer, places, secretNames: names } = this.#options
    const tags = tagsFor(journal, this.#id, writer, now)
    const written = places.filter(({ name }) => !journal.aside?.some(({ place }) => place === name))
    const published = placesTagFor(journal, { places: written.map(({ id }) => id), names }, this.#tags)
    for (const tag of [published, publishedTagFor(journal, this.#id, this.#tags)]) {
      if (tag !== undefined) tags.push(tag)
    }
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

  /** What holds the key in use, or the one before, and is configured no more. */
  get formerly(): PublishedTo {
    const { places, secretNames: names } = this.#options
    const { present, former } = readPlaces(this.#tags)
    return without(together(present, former), { places: places.map(({ id }) => id), names })
  }

  async refuse(refused: Refused, holds: StillHolds): Promise<void> {
    await this.#tag([refusedTagOf(refused, this.#id)], holds)
  }

  async untag(key: KeyId, holds: StillHolds): Promise<void> {
    const command = holding(new UntagUserCommand({ UserName: this.#name, TagKeys: [descriptionTag(key)] }), holds)
    await this.#send('iam:UntagUser', (client) => client.send(command))
  }

  get #subject(): Subject {
    return { name: this.#name || 'the calling user', arn: this.#arn || this.#options.arn, isRotated: true }
  }

  async #tag(tags: readonly Tag[], holds: StillHolds): Promise<void> {
    const command = holding(new TagUserCommand({ UserName: this.#name, Tags: [...tags] }), holds)
    await this.#send('iam:TagUser', (client) => client.send(command))
    this.#tags = [
      ...this.#tags.filter(({ Key }) => !tags.some((tag) => tag.Key.toLowerCase() === Key.toLowerCase())),
      ...tags,
    ]
  }

  #takeEarly(): EarlyLook | undefined {
    const early = this.#early
    this.#early = undefined
    if (early === undefined) return undefined
    this.#know(early.user)
    for (const action of ['iam:GetUser', 'iam:ListAccessKeys']) this.#done.add(action)
    return early
  }

  /** The user first while nobody knows its name: a refusal names whom it is about. Else both at once. */
  async #look(): Promise<EarlyLook> {
    const { clock } = this.#options
    const looked = clock.elapsed()
    const isKnown = this.#id !== ''
    const listed = isKnown ? this.#listKeys() : undefined
    // What keeps the user from being read is told first.
    listed?.catch(() => undefined)
    const user = await this.#getUser()
    const keys = await (listed ?? this.#listKeys())
    return { user, keys, looked, seen: clock.elapsed() }
  }

  async #getUser() {
    const { userName } = this.#options
    const request = userName === undefined ? {} : { UserName: userName }
    const { User: user } = await this.#send('iam:GetUser', (client) => client.send(new GetUserCommand(request)))
    return this.#know(user)
  }

  #know(user: User | undefined): User {
    if (user?.UserName === undefined || user.UserId === undefined || user.Arn === undefined) {
      throw namelessAnswer('IAM', 'GetUser')
    }
    this.#name = user.UserName
    this.#id = user.UserId
    this.#arn = user.Arn
    this.#tags = tagsOf(user)
    return user
  }

  #listKeys(): Promise<readonly AccessKey[]> {
    return this.#send('iam:ListAccessKeys', (client) => listKeys(client, this.#name))
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

interface Change {
  readonly middlewareStack: { add(middleware: ReturnType<typeof resending>, options: typeof eachTime): void }
}

/** The command; when it is sent again, by the SDK or by hand, the run still has to hold the user. */
function holding<Command extends Change>(command: Command, holds: StillHolds): Command {
  command.middlewareStack.add(resending(holds), eachTime)
  return command
}

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

/** The tags of a user that GetUser shows. */
export function tagsOf({ Tags: tags = [] }: User): readonly Tag[] {
  return tags.map(({ Key = '', Value = '' }) => ({ Key, Value }))
}

/** A last use as GetAccessKeyLastUsed tells it. */
export function lastUsedOf(used: AccessKeyLastUsed | undefined): LastUsed {
  if (used?.LastUsedDate === undefined) return { kind: 'never' }
  return { kind: 'used', at: used.LastUsedDate.getTime(), service: used.ServiceName ?? '', region: used.Region ?? '' }
}
