/** Key pairs for secrets: a caller seals a value to the public key, GitHub opens it (libsodium sealed boxes). */
import { createHash } from 'node:crypto'
import sodium from 'libsodium-wrappers'

await sodium.ready

/** What a caller seals with: schema `actions-public-key`. */
export interface PublicKey {
  readonly key_id: string
  /** 32 bytes in standard base64. */
  readonly key: string
}

/** The key pair of one place where secrets are kept; each place has its own, and a new one after each rotation. */
export class KeyPair {
  readonly publicKey: PublicKey
  readonly #public: Uint8Array
  readonly #private: Uint8Array

  constructor(place: string, generation: number) {
    const seed = createHash('sha256').update(`${place} ${generation}`).digest()
    const pair = sodium.crypto_box_seed_keypair(seed)
    this.#public = pair.publicKey
    this.#private = pair.privateKey
    this.publicKey = {
      // GitHub's key ids are numbers too wide for a double, so they travel as text.
      key_id: String(seed.readBigUInt64BE() >> 4n),
      key: Buffer.from(pair.publicKey).toString('base64'),
    }
  }

  /** The value in a box, or nothing when the box is not one that was sealed to this key. */
  open(encryptedValue: string): string | undefined {
    try {
      const opened = sodium.crypto_box_seal_open(Buffer.from(encryptedValue, 'base64'), this.#public, this.#private)
      return Buffer.from(opened).toString('utf8')
    } catch {
      return undefined
    }
  }
}
