import { createPrivateKey, type KeyObject } from 'node:crypto'
import { Problem } from '../rotation/problem.ts'

const pem = /^-----BEGIN ((?:RSA )?PRIVATE KEY)-----([A-Za-z0-9+/=\s]+)-----END \1-----$/

/**
 * The private key of a GitHub App as PEM in PKCS#8, from what GitHub lets people download (PKCS#1) or PKCS#8, whatever
 * became of its newlines on the way through a secret.
 * @throws Problem that names the input and repeats nothing of it
 */
export function parsePrivateKey(text: string): string {
  const [, label = '', body = ''] = pem.exec(text.replaceAll(/\\r|\\n/g, '\n').trim()) ?? []
  const lines = body.replaceAll(/\s/g, '').match(/.{1,64}/g) ?? []
  const key = readKey([`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n'))
  if (key?.asymmetricKeyType === 'rsa') return key.export({ type: 'pkcs8', format: 'pem' }).toString()
  throw new Problem(
    'The input github-app-private-key is not an RSA private key in PEM form',
    'Give it the whole .pem file that GitHub lets you download in the settings of the App, from "-----BEGIN RSA PRIVATE KEY-----" to "-----END RSA PRIVATE KEY-----", by a secret; PKCS#8 ("-----BEGIN PRIVATE KEY-----") is allowed too, and so is \\n in place of the newlines.',
  )
}

function readKey(text: string): KeyObject | undefined {
  try {
    return createPrivateKey(text)
  } catch {
    // What OpenSSL says is about bytes of the key, and helps nobody.
    return undefined
  }
}
