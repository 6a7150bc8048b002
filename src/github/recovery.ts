/**
 * The recovery secret: one secret that holds the pending key until it is published everywhere. It is deleted then, not
 * overwritten: nothing that could leak is left behind, and a workflow that hands it in gets an empty value again, as
 * before the first rotation. https://docs.github.com/en/rest/actions/secrets
 */
import type { Clock, HeldKey, RecoveryFormat } from '../rotation/ports.ts'
import { inSentences } from '../rotation/problem.ts'
import { type Duration, type Instant, second } from '../rotation/time.ts'
import type { SecretReading } from '../rotation/world.ts'
import type { GitHubClient } from './client.ts'
import { statusOf } from './errors.ts'
import { PlaceClient } from './place-client.ts'
import { placeOf, type RecoveryPlace } from './places.ts'

/** How long a write may take to show. */
const showing: readonly Duration[] = [1, 2, 4, 8, 15].map((seconds) => seconds * second)

export class RecoverySecret {
  readonly #api: PlaceClient
  readonly #name: string
  /** The account that a key in it belongs to. */
  readonly #account: string
  readonly #clock: Clock

  constructor(github: GitHubClient, place: RecoveryPlace, account: string, clock: Clock) {
    this.#clock = clock
    this.#api = new PlaceClient(placeOf(place), github)
    this.#name = place.name
    this.#account = account
  }

  /** What stands against writing it, in sentences. */
  async check(): Promise<string | undefined> {
    try {
      await this.#api.publicKey()
      return undefined
    } catch (error) {
      return inSentences(error)
    }
  }

  async read(): Promise<SecretReading> {
    const { value } = await this.#api.secret(this.#name, this.#doing('look at'))
    return value
  }

  /** Seals the key into the secret; a sentence for people when GitHub does not take it, or does not show it. */
  async write(
    held: HeldKey,
    about: Omit<RecoveryFormat, 'account'>,
  ): Promise<{ readonly writtenAt: Instant } | { readonly problem: string }> {
    const format = { ...about, account: this.#account }
    const put = async () => {
      const { key, key_id } = await this.#api.publicKey()
      const sealed = { encrypted_value: await held.seal(key, format), key_id }
      await this.#api.putSecret(this.#name, sealed, undefined, {}, this.#doing('write'))
    }
    try {
      const { updatedAt: before } = await this.read()
      await put().catch((error: unknown) => {
        // GitHub may exchange its public key at any time; what was sealed for the old one is sealed once more.
        if (statusOf(error) !== 422) throw error
        return put()
      })
      return await this.#written(before)
    } catch (error) {
      return { problem: inSentences(error) }
    }
  }

  /** Deletes the secret, unless it was written at another time than this, by GitHub's date; whether it is gone. */
  async clear(writtenAt: Instant): Promise<boolean> {
    const { updatedAt } = await this.read()
    if (updatedAt !== undefined && updatedAt !== writtenAt) return false
    if (updatedAt !== undefined) await this.#api.deleteSecret(this.#name, this.#doing('delete'))
    return true
  }

  /** GitHub's date of what was just written: it shows a write a moment after it has accepted it. */
  async #written(before: Instant | undefined): Promise<{ readonly writtenAt: Instant } | { readonly problem: string }> {
    for (const delay of [0, ...showing]) {
      if (delay > 0) await this.#clock.sleep(delay)
      const { updatedAt } = await this.read()
      if (updatedAt !== undefined && updatedAt !== before) return { writtenAt: updatedAt }
    }
    return { problem: `GitHub has accepted the recovery secret ${this.#name}, and does not show it.` }
  }

  #doing(what: string): string {
    return `${what} the recovery secret ${this.#name}`
  }
}
