/** How a secret or a variable spells an access key. */
import { createHmac } from 'node:crypto'
import type { KeyFormat } from './rotation/ports.ts'

/** `eu-central-1`, `us-gov-west-1`, `us-iso-east-1`: https://docs.aws.amazon.com/general/latest/gr/rande.html */
const regionPattern = /^[a-z]{2,}(-[a-z]+)+-\d$/

const smtpPassword = 'ses-smtp-password'

/** The format that a word of the inputs names; undefined when there is none. `region`: of a bare `ses-smtp-password`. */
export function parseFormat(text: string, region: string): KeyFormat | undefined {
  switch (text) {
    case 'access-key-id':
    case 'secret-access-key':
    case 'json':
    case 'credentials-file':
      return text
    case smtpPassword:
      return smtpFormat(region)
    default:
      return text.startsWith(`${smtpPassword}:`) ? smtpFormat(text.slice(smtpPassword.length + 1)) : undefined
  }
}

function smtpFormat(region: string): KeyFormat | undefined {
  return regionPattern.test(region) ? `${smtpPassword}:${region}` : undefined
}

/** The value of a secret or variable in this format. */
export function spelled(format: KeyFormat, id: string, secretAccessKey: string): string {
  switch (format) {
    case 'access-key-id':
      return id
    case 'secret-access-key':
      return secretAccessKey
    case 'json':
      // https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
      return JSON.stringify({ Version: 1, AccessKeyId: id, SecretAccessKey: secretAccessKey })
    case 'credentials-file':
      // https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
      return `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${secretAccessKey}\n`
    default:
      return sesSmtpPassword(secretAccessKey, format.slice(smtpPassword.length + 1))
  }
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

/** The ID and the secret in one value, which is written in one request and so never torn. */
export function holdsWholeKey(format: KeyFormat): boolean {
  return holdsId(format) && holdsSecret(format)
}

/** The secret access key, or a password that is made from it. */
export function holdsSecret(format: KeyFormat): boolean {
  return format !== 'access-key-id'
}

/** The access key ID, which is not secret. */
export function holdsId(format: KeyFormat): boolean {
  return format === 'access-key-id' || format === 'json' || format === 'credentials-file'
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
