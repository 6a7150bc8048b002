/** What an audit reads of one account: it changes nothing. */
import {
  GetAccessKeyLastUsedCommand,
  GetUserCommand,
  type IAMClient,
  paginateListAccessKeys,
} from '@aws-sdk/client-iam'
import type { Clock } from '../rotation/ports.ts'
import { endsRun, Problem } from '../rotation/problem.ts'
import type { AccessKey, JournalReading, KeyId, LastUsed } from '../rotation/world.ts'
import { type CredentialReport, readCredentialReport } from './credential-report.ts'
import { codeOf, explain, isAccessDenied, namelessAnswer, type Subject } from './errors.ts'
import { lastUsedOf, tagsOf } from './iam-user.ts'
import { readJournal } from './journal-tags.ts'
import { keyOf } from './key-list.ts'

/** A user with all its keys, whose last uses are not read yet, and what this action has written down about it. */
export interface UserRecord {
  readonly name: string
  readonly arn: string
  readonly keys: readonly AccessKey[]
  readonly journal: JournalReading
}

/** Reads users, keys and their uses: https://docs.aws.amazon.com/IAM/latest/APIReference/ */
export class AccountReader {
  readonly #client: IAMClient
  readonly #account: string
  readonly #clock: Clock

  constructor(client: IAMClient, account: string, clock: Clock) {
    this.#client = client
    this.#account = account
    this.#clock = clock
  }

  /** Every user and root, in one report. @throws Problem */
  credentialReport(): Promise<CredentialReport> {
    return readCredentialReport(this.#client, this.#clock)
  }

  /** One user with its keys. @throws UnreadUser where only this user cannot be read, Problem where nothing can */
  async user(name: string): Promise<UserRecord> {
    const subject = { name, arn: `arn:*:iam::${this.#account}:user/${name} (or user/PATH/${name})` }
    const { User: user } = await this.#ask('iam:GetUser', subject, () =>
      this.#client.send(new GetUserCommand({ UserName: name })),
    )
    if (user?.UserName === undefined || user.UserId === undefined || user.Arn === undefined) {
      throw namelessAnswer('IAM', 'GetUser')
    }
    const keys = await this.#ask('iam:ListAccessKeys', { name, arn: user.Arn }, () => this.#keys(name))
    return { name: user.UserName, arn: user.Arn, keys, journal: readJournal(tagsOf(user), user.UserId) }
  }

  /** When a key was used last; `unreadable` where AWS denies it, or the key is gone meanwhile. @throws Problem */
  async lastUsed(key: KeyId): Promise<LastUsed> {
    try {
      const { AccessKeyLastUsed: used } = await this.#client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: key }))
      return lastUsedOf(used)
    } catch (error) {
      if (isAccessDenied(error)) return { kind: 'unreadable' }
      if (endsRun(error)) throw error
      throw explain(error, 'iam:GetAccessKeyLastUsed', { name: key })
    }
  }

  async #keys(name: string): Promise<readonly AccessKey[]> {
    const found: AccessKey[] = []
    for await (const page of paginateListAccessKeys({ client: this.#client }, { UserName: name })) {
      found.push(...(page.AccessKeyMetadata ?? []).map(keyOf))
    }
    return found.sort((one, other) => one.created - other.created || one.id.localeCompare(other.id))
  }

  async #ask<Answer>(action: string, subject: Subject, call: () => Promise<Answer>): Promise<Answer> {
    try {
      return await call()
    } catch (error) {
      if (endsRun(error)) throw error
      const problem = explain(error, action, subject)
      if (codeOf(error) === 'NoSuchEntity') throw new UnreadUser('gone', problem)
      if (isAccessDenied(error)) throw new UnreadUser('denied', problem)
      throw problem
    }
  }
}

/** One user cannot be read, whatever the others are. */
export class UnreadUser extends Problem {
  readonly kind: 'gone' | 'denied'

  constructor(kind: UnreadUser['kind'], { message, remedy }: Problem) {
    super(message, remedy)
    this.kind = kind
  }
}
