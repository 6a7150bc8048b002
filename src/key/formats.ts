/** How a secret or a variable spells an access key. */
import { createHmac } from 'node:crypto'
import type { KeyFormat } from '../rotation/ports.ts'

/** Stands before a colon and a region. */
export const smtpPassword = 'ses-smtp-password'

type PlainFormat = Exclude<KeyFormat, `${typeof smtpPassword}:${string}`>

/** What a value of this format tells of a key, and how it is written. */
interface Spelling {
  readonly holdsId: boolean
  readonly holdsSecret: boolean
  readonly spell: (id: string, secretAccessKey: string) => string
}

/** All that there is to a format which a word names by itself: a new one is added here, and in `KeyFormat`. */
const plainFormats: Readonly<Record<PlainFormat, Spelling>> = {
  'access-key-id': { holdsId: true, holdsSecret: false, spell: (id) => id },
  'secret-access-key': { holdsId: false, holdsSecret: true, spell: (_, secretAccessKey) => secretAccessKey },
  json: {
    holdsId: true,
    holdsSecret: true,
    // https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
    spell: (id, secretAccessKey) => JSON.stringify({ Version: 1, AccessKeyId: id, SecretAccessKey: secretAccessKey }),
  },
  'credentials-file': {
    holdsId: true,
    holdsSecret: true,
    // https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
    spell: (id, secretAccessKey) =>
      `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${secretAccessKey}\n`,
  },
}

/** What the inputs may name, in words. */
export const formats = `${Object.keys(plainFormats).join(', ')}, ${smtpPassword} or ${smtpPassword}:REGION`

/** Whether a word of an input names a format by itself. */
export function isPlainFormat(text: string): text is PlainFormat {
  return Object.hasOwn(plainFormats, text)
}

/** The value of a secret or variable in this format. */
export function spelled(format: KeyFormat, id: string, secretAccessKey: string): string {
  if (isPlainFormat(format)) return plainFormats[format].spell(id, secretAccessKey)
  return sesSmtpPassword(secretAccessKey, format.slice(smtpPassword.length + 1))
}

/**
 * What has to be masked beside the secret access key itself. Whatever contains the key as it is needs no mask of its
 * own: the runner replaces it inside longer texts too, and knows its JSON, URI and base64 spellings; a password that is
 * computed from it is another text. https://github.com/actions/runner/blob/main/src/Sdk/DTLogging/Logging/ValueEncoders.cs
 */
export function derivedSecrets(formats: readonly KeyFormat[], secretAccessKey: string): readonly string[] {
  const values = formats.filter(holdsSecret).map((format) => spelled(format, '', secretAccessKey))
  return [...new Set(values)].filter((value) => !value.includes(secretAccessKey))
}

/** The secret access key, or a password that is made from it. */
export function holdsSecret(format: KeyFormat): boolean {
  return !isPlainFormat(format) || plainFormats[format].holdsSecret
}

/** The access key ID, which is not secret. */
export function holdsId(format: KeyFormat): boolean {
  return isPlainFormat(format) && plainFormats[format].holdsId
}

/**
 * The password of SES's SMTP interface, whose user name is the access key ID: the signing key of Signature Version 4 for
 * a date that never changes, over one fixed message, behind a version byte.
 * https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html#smtp-credentials-convert
 */
function sesSmtpPassword(secretAccessKey: string, region: string): string {
  const chain = ['11111111', region, 'ses', 'aws4_request', 'SendRawEmail']
  const signature = chain.reduce<Buffer>(
    (key, message) => createHmac('sha256', key).update(message, 'utf8').digest(),
    Buffer.from(`AWS4${secretAccessKey}`, 'utf8'),
  )
  return Buffer.concat([Buffer.of(0x04), signature]).toString('base64')
}
