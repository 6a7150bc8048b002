/**
 * The recovery secret: one secret that holds the pending key until it is published everywhere. It is deleted then, not
 * overwritten: nothing that could leak is left behind, and a workflow that hands it in gets an empty value again, as
 * before the first rotation. https://docs.github.com/en/rest/actions/secrets
 */

import { placeOf, type RecoveryPlace } from '../../destination.ts'
import type { HeldKey, RecoveryFormat, Safeguarded, SafeguardRequest } from '../../rotation/ports.ts'
import { endsRun, inSentences, Problem } from '../../rotation/problem.ts'
import { type Duration, type Instant, minute, spoken } from '../../rotation/time.ts'
import { clockSlack } from '../../rotation/waits.ts'
import type { SecretReading } from '../../rotation/world.ts'
import type { GitHubClient } from '../api/client.ts'
import { isClearRefusal, statusOf } from '../api/refusals.ts'
import { confirmationBound, confirmationSpacing, GitHubPlace, patience } from '../places/place.ts'

/** A limit that lasts longer is no reason to wait with a key in hand that nobody has yet. */
const longestLimit: Duration = minute

/** GitHub may hide a secret for a moment from a token that sees it otherwise. */
const mostDeletions = 3

/** One secret that holds the pending key until it is published everywhere. */
export class RecoverySecret {
  readonly #api: GitHubPlace
  readonly #name: string
  /** The account that a key in it belongs to. */
  readonly #account: string

  constructor(github: GitHubClient, place: RecoveryPlace, account: string) {
    this.#api = new GitHubPlace(placeOf(place), github, patience)
    this.#name = place.name
    this.#account = account
  }

  /** What stands against writing it, in sentences. */
  async check(): Promise<{ readonly where: string; readonly why: string } | undefined> {
    try {
      await this.#api.publicKey()
      return undefined
    } catch (error) {
      if (endsRun(error)) throw error
      return { where: this.#api.name, why: inSentences(error) }
    }
  }

  get github(): GitHubClient {
    return this.#api.github
  }

  async read(): Promise<SecretReading> {
    const { value } = await this.#api.secrets([this.#name])
    return value[0] ?? { name: this.#name, updatedAt: undefined }
  }

  /**
   * Seals the key into the secret, unless somebody else has written it since: `replaces` is the date, by GitHub's clock,
   * of what may be overwritten. Reads back when that was. @throws only what ends the run
   */
  async write(
    held: HeldKey,
    about: Omit<RecoveryFormat, 'account'>,
    { holds, replaces }: SafeguardRequest,
  ): Promise<Safeguarded> {
    const format = { ...about, account: this.#account }
    const renew = async () => {
      await holds()
      return undefined
    }
    let mayBeWritten = false
    const put = async () => {
      const { at, value } = await this.#api.publicKey()
      const sealed = { encrypted_value: await held.seal(value.key, format), key_id: value.key_id }
      await holds()
      const wasWritten = mayBeWritten
      mayBeWritten = true
      try {
        await this.#api.putSecret(this.#name, sealed, undefined, { longest: longestLimit, renew }, this.#doing('write'))
      } catch (error) {
        mayBeWritten = wasWritten || !isClearRefusal(error)
        throw error
      }
      return at
    }
    try {
      const { updatedAt: there } = await this.read()
      if (there !== undefined && there !== replaces) {
        const problem = `Somebody else has written the recovery secret ${this.#name} meanwhile, and it stays as it is.`
        return { problem, mayBeWritten }
      }
      const since = await put().catch((error: unknown) => {
        // GitHub may exchange its public key at any time; what was sealed for the old one is sealed once more.
        if (statusOf(error) !== 422) throw error
        return put()
      })
      return { writtenAt: await this.#writtenSince(since) }
    } catch (error) {
      if (endsRun(error)) throw error
      return { problem: inSentences(error), mayBeWritten }
    }
  }

  /** The date of a write that was sent after `since`, by GitHub's clock: its servers may disagree by a little. */
  async #writtenSince(since: Instant): Promise<Instant> {
    for (let waited = 0; ; waited += confirmationSpacing) {
      const { updatedAt } = await this.read()
      const isLast = waited >= confirmationBound
      if (updatedAt !== undefined && updatedAt >= (isLast ? since - clockSlack : since)) return updatedAt
      if (isLast) break
      await this.github.pause(confirmationSpacing)
    }
    throw new Problem(
      `GitHub accepted the recovery secret ${this.#name}, but does not show the change after ${spoken(confirmationBound)}.`,
      'Nobody has the new key yet. Run again; see https://www.githubstatus.com if it stays so.',
    )
  }

  /** Deletes the secret, unless it was written at another time than this, by GitHub's date; whether it is gone. */
  async clear(writtenAt: Instant): Promise<boolean> {
    for (let tries = 0; tries < mostDeletions; tries += 1) {
      const { updatedAt } = await this.read()
      if (updatedAt === undefined) return true
      if (updatedAt !== writtenAt) return false
      // What GitHub does not find may be hidden: then a look shows it.
      if (await this.#api.deleteSecret(this.#name, this.#doing('delete'))) return true
    }
    throw new Problem(
      `GitHub lists the recovery secret ${this.#name}, but does not find it when it is to be deleted`,
      'A later run deletes it. If this persists, delete that secret by hand.',
    )
  }

  #doing(what: string): string {
    return `${what} the recovery secret ${this.#name}`
  }
}
