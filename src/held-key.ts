import { inspect } from 'node:util'
import { recoveryValue } from './recovery-value.ts'
import type { HeldKey, RecoveryFormat, SecretFormat } from './rotation/ports.ts'
import type { KeyId } from './rotation/world.ts'

/**
 * The one object that holds the plaintext of a secret access key. It is masked before the object exists, is never
 * printed or serialized, and leaves only sealed or as credentials.
 */
export class HeldAccessKey implements HeldKey {
  readonly id: KeyId
  readonly #secret: string

  /** `mask` keeps a value out of every later log line; it is called before anything else can see the secret. */
  constructor(id: KeyId, secretAccessKey: string, mask: (value: string) => void) {
    mask(secretAccessKey)
    this.id = id
    this.#secret = secretAccessKey
  }

  async seal(publicKey: string, format: SecretFormat | RecoveryFormat): Promise<string> {
    const { seal } = await import('./github/seal.ts')
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

  #formatted(format: SecretFormat | RecoveryFormat): string {
    if (typeof format === 'object') return recoveryValue(this.id, this.#secret, format)
    switch (format) {
      case 'access-key-id':
        return this.id
      case 'secret-access-key':
        return this.#secret
    }
  }
}
