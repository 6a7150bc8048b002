/** How a value is sealed for GitHub. Loaded only where something is written. */
import sodium from 'libsodium-wrappers'

/** A place's own public key (base64), and the name that GitHub knows it by. */
export interface PublicKey {
  readonly key_id: string
  readonly key: string
}

/**
 * Seals a value so that only GitHub can open it: a libsodium sealed box in standard base64.
 * https://docs.github.com/en/rest/guides/encrypting-secrets-for-the-rest-api
 *
 * @param publicKey the destination's own public key, base64 of 32 bytes
 */
export async function seal(value: string, publicKey: string): Promise<string> {
  await sodium.ready
  const box = sodium.crypto_box_seal(value, sodium.from_base64(publicKey, sodium.base64_variants.ORIGINAL))
  return sodium.to_base64(box, sodium.base64_variants.ORIGINAL)
}
