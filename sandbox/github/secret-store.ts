/** The secrets of one place: a repository, an environment or an organization, under a public key of its own. */
import type { Audience } from './audience.ts'
import { unprocessable } from './refusal.ts'
import { KeyPair, type PublicKey } from './sealed-box.ts'
import { type Consistency, type Holder, type ValueMetadata, ValueStore } from './value-store.ts'

/** What GET answers: never the value. */
export type SecretMetadata = ValueMetadata

/** GitHub's documented limits for Actions; it documents none for the other stores, which are held to the same here. */
const secretsPerPlace = 100
const secretsPerOrganization = 1_000

/** Secrets are values that go in sealed and never come out. */
export class SecretStore extends ValueStore<SecretMetadata> {
  #generation = 1
  /** Made when it is first asked for: most places are never written to. */
  #keyPair: KeyPair | undefined

  constructor(holder: Omit<Holder, 'capacity'>, consistency: Consistency) {
    const capacity = holder.directory === undefined ? secretsPerPlace : secretsPerOrganization
    super('secret', { ...holder, capacity }, consistency)
  }

  get publicKey(): PublicKey {
    return this.#keys.publicKey
  }

  /** From now on only boxes sealed to the new key open. */
  rotatePublicKey(): void {
    this.#generation += 1
    this.#keyPair = undefined
  }

  /** A write over the API: opens the box, or refuses one that was sealed to another key. */
  put(name: string, encryptedValue: string, keyId: string, audience?: Audience): 'created' | 'updated' {
    const value = keyId === this.publicKey.key_id ? this.#keys.open(encryptedValue) : undefined
    if (value === undefined) {
      throw unprocessable('Bad request - validation failed due to an improperly encrypted secret')
    }
    return this.set(name, value, audience)
  }

  protected override shown(common: ValueMetadata): SecretMetadata {
    return common
  }

  get #keys(): KeyPair {
    this.#keyPair ??= new KeyPair(this.holder.name, this.#generation)
    return this.#keyPair
  }
}
