/** A key whose secret this run holds. */
import { inspect } from 'node:util'
import type { HeldKey, KeyFormat, RecoveryFormat } from '../rotation/ports.ts'
import type { KeyId } from '../rotation/world.ts'
import { derivedSecrets, spelled } from './formats.ts'
import { recoveryValue } from './recovery-value.ts'

/** Keeps values out of every later log line. */
export interface Masking {
  readonly mask: (value: string) => void
  /** In which a key is published: some spell the secret so that its own mask does not cover it. */
  readonly formats: readonly KeyFormat[]
}

/**
 * The one object that holds the plaintext of a secret access key. It is masked, in every format, before the object
 * exists, is never printed or serialized, and leaves only sealed or as credentials.
 */
export class HeldAccessKey implements HeldKey {
  readonly id: KeyId
  readonly #secret: string

  constructor(id: KeyId, secretAccessKey: string, { mask, formats }: Masking) {
    mask(secretAccessKey)
    for (const derived of derivedSecrets(formats, secretAccessKey)) mask(derived)
    this.id = id
    this.#secret = secretAccessKey
  }

  async seal(publicKey: string, format: KeyFormat | RecoveryFormat): Promise<string> {
    const { seal } = await import('./seal.ts')
    return seal(this.#formatted(format), publicKey)
  }

  credentials(): { readonly accessKeyId: string; readonly secretAccessKey: string } {
    return { accessKeyId: this.id, secretAccessKey: this.#secret }
  }

  toJSON(): string {
    return `access key ${this.id}`
  }

  [inspect.custom](): string {
    return this.toJSON()
  }

  #formatted(format: KeyFormat | RecoveryFormat): string {
    if (typeof format === 'object') return recoveryValue(this.id, this.#secret, format)
    return spelled(format, this.id, this.#secret)
  }
}
