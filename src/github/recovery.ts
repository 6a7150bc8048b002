/**
 * The recovery secret: one secret that holds the pending key until it is published everywhere. It is deleted then, not
 * overwritten: nothing that could leak is left behind, and a workflow that hands it in gets an empty value again, as
 * before the first rotation. https://docs.github.com/en/rest/actions/secrets
 */
import type { HeldKey, RecoveryFormat } from '../rotation/ports.ts'
import { inSentences } from '../rotation/problem.ts'
import type { SecretReading } from '../rotation/world.ts'
import type { GitHubClient } from './client.ts'
import { statusOf } from './errors.ts'
import { PlaceClient } from './place-client.ts'
import { placeOf, type RecoveryPlace } from './places.ts'
import type { PlaceProblem } from './told-once.ts'

export class RecoverySecret {
  readonly #api: PlaceClient
  readonly #name: string
  /** The account that a key in it belongs to. */
  readonly #account: string

  constructor(github: GitHubClient, place: RecoveryPlace, account: string) {
    this.#api = new PlaceClient(placeOf(place), github)
    this.#name = place.name
    this.#account = account
  }

  /** What stands against writing it, in sentences. */
  async check(): Promise<PlaceProblem | undefined> {
    try {
      await this.#api.publicKey()
      return undefined
    } catch (error) {
      return { where: this.#api.name, why: inSentences(error) }
    }
  }

  async read(): Promise<SecretReading> {
    const { value } = await this.#api.secret(this.#name, this.#doing('look at'))
    return value
  }

  /** Seals the key into the secret; a sentence for people when GitHub does not take it. */
  async write(held: HeldKey, about: Omit<RecoveryFormat, 'account'>): Promise<string | undefined> {
    const format = { ...about, account: this.#account }
    const put = async () => {
      const { key, key_id } = await this.#api.publicKey()
      const sealed = { encrypted_value: await held.seal(key, format), key_id }
      await this.#api.putSecret(this.#name, sealed, undefined, {}, this.#doing('write'))
    }
    try {
      await put().catch((error: unknown) => {
        // GitHub may exchange its public key at any time; what was sealed for the old one is sealed once more.
        if (statusOf(error) !== 422) throw error
        return put()
      })
      return undefined
    } catch (error) {
      return inSentences(error)
    }
  }

  /** Deletes the secret; one that does not exist is a success. */
  clear(): Promise<void> {
    return this.#api.deleteSecret(this.#name, this.#doing('delete'))
  }

  #doing(what: string): string {
    return `${what} the recovery secret ${this.#name}`
  }
}
