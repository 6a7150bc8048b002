import { createPrivateKey, type KeyObject } from 'node:crypto'
import { Problem } from '../../rotation/problem.ts'

const pem = /^-----BEGIN ((?:RSA )?PRIVATE KEY)-----([A-Za-z0-9+/=\s]+)-----END \1-----$/

/**
 * The private key of a GitHub App as PEM in PKCS#8, from what GitHub lets people download (PKCS#1) or PKCS#8, whatever
 * became of it on the way through a secret: other newlines, `\n` in their place, quotes around it, base64 of it all.
 * @throws Problem that names the input and what is there instead, and repeats nothing of it
 */
export function parsePrivateKey(given: string): string {
  const bare = withoutWrapping(given)
  const text = withoutWrapping(fromBase64(bare) ?? bare)
  const [, label = '', body = ''] = pem.exec(text) ?? []
  const lines = body.replaceAll(/\s/g, '').match(/.{1,64}/g) ?? []
  const key = readKey([`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n'))
  if (key?.asymmetricKeyType === 'rsa') return key.export({ type: 'pkcs8', format: 'pem' }).toString()
  const seen = key === undefined ? sightOf(text) : `it is a private key of another kind (${key.asymmetricKeyType})`
  throw new Problem(
    `The input github-app-private-key is not an RSA private key in PEM form: ${seen}`,
    'Give it the whole .pem file that GitHub lets you download in the settings of the App ("Private keys", "Generate a private key"), from "-----BEGIN RSA PRIVATE KEY-----" to "-----END RSA PRIVATE KEY-----", by a secret. PKCS#8 ("-----BEGIN PRIVATE KEY-----") is allowed too, and so are \\n in place of the newlines and base64 of the file.',
  )
}

function withoutWrapping(text: string): string {
  const lines = text.replaceAll(/\\{1,2}[rn]/g, '\n').trim()
  const [, , inside] = /^(["'`])([\s\S]*)\1$/.exec(lines) ?? []
  return (inside ?? lines).trim()
}

/** What is encoded, where that is PEM; base64 tools break lines or do not. */
function fromBase64(text: string): string | undefined {
  if (!/^[A-Za-z0-9+/=\s]+$/.test(text)) return undefined
  const decoded = Buffer.from(text, 'base64').toString('latin1')
  return decoded.includes('-----BEGIN') ? decoded : undefined
}

function readKey(text: string): KeyObject | undefined {
  try {
    return createPrivateKey(text)
  } catch {
    // What OpenSSL says is about bytes of the key, and helps nobody.
    return undefined
  }
}

/** What people store by mistake, the first that fits. */
const sights: readonly (readonly [pattern: RegExp, seen: string])[] = [
  [/^$/, 'it is empty. An unset secret is empty, too'],
  [/-----BEGIN OPENSSH PRIVATE KEY-----|^PuTTY-User-Key-File/, 'it is a key of OpenSSH or PuTTY'],
  [/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type:.*ENCRYPTED/m, 'it is encrypted with a passphrase'],
  [/-----BEGIN (?:EC|DSA) (?:PRIVATE KEY|PARAMETERS)-----/, 'it is a private key of another kind'],
  [/-----BEGIN (?:RSA |SSH2 )?PUBLIC KEY-----|---- BEGIN SSH2|^(?:ssh|ecdsa)-\S+ /, 'it is a public key'],
  [/-----BEGIN (?:TRUSTED |NEW )?CERTIFICATE/, 'it is a certificate'],
  [/-----BEGIN (?:RSA )?PRIVATE KEY-----(?![\s\S]*-----END )/, 'it is cut off, as its last line is missing'],
  [/^(?![\s\S]*-----BEGIN )[\s\S]*-----END /, 'it is cut off, as its first line is missing'],
  [
    /^-----BEGIN ((?:RSA )?PRIVATE KEY)-----[\s\S]*-----END \1-----$/,
    'what stands between its first and last line is incomplete or damaged',
  ],
  [/-----BEGIN (?:RSA )?PRIVATE KEY-----/, 'there is something before its first line or behind its last line'],
  [/-----BEGIN /, 'it is PEM of something else'],
  [/^(?:SHA256:|MD5:|(?:[0-9a-f]{2}:){7,}[0-9a-f]{2}$)/i, 'it is the fingerprint of a key'],
  [/^[A-Za-z0-9+/]{43}=$/, 'it is the fingerprint of a key'],
  [/^[0-9a-f]{40}$/, 'it is a client secret of an App'],
  [/^(?:gh[a-z]_|github_pat_)/, 'it is a token'],
  [/^(?:\d+|Iv[\w.]{10,30})$/, 'it is the ID of an App'],
  [/^[^\n]*\.(?:pem|key)$/, 'it is the name of a file'],
  [/^[{[]/, 'it is JSON'],
  [/^\*+$/, 'it is a row of asterisks, which logs show in place of a secret'],
  [/^MII[A-Za-z0-9+/=\s]+$/, 'it is the inside of a key without its first and its last line'],
]

function sightOf(text: string): string {
  return sights.find(([pattern]) => pattern.test(text))?.[1] ?? 'it looks like no key at all'
}
