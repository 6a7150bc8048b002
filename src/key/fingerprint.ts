/** How a key, and any text, is named without showing it. */
import { createHash } from 'node:crypto'

/**
 * Names an access key without showing its ID: the first 16 hexadecimal digits of the SHA-256 of the ID. Dispatch inputs
 * are public in public repositories.
 */
export function fingerprint(accessKeyId: string): string {
  return digest(accessKeyId)
}

/** The first 16 hexadecimal digits of the SHA-256 of a text. */
export function digest(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 16)
}
