/** The input `key`: a whole access key in one secret, as the formats `json` and `credentials-file` of the rotation write it. */
import { isTemporaryId, keyId } from '../key/access-key-id.ts'
import { malformation } from '../key/environment-pair.ts'
import type { Environment } from '../text/environment.ts'
import { Unproven } from './unproven.ts'

/** An access key and its secret. */
export interface Pair {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** What stands in the secret, under the names that its format has for it. */
interface Contents {
  readonly names: { readonly id: string; readonly secret: string; readonly token: string }
  readonly values: Readonly<Record<string, unknown>>
  /** Where the names are looked for: `the profile [default]` */
  readonly where: string
}

/** The word of an input that hands no secret in. An empty one is a secret that is not there. */
export const none = 'none'

/** What an empty input means. */
export const unsetSecret = 'An unset secret is empty: check its name, and the environment of the job.'

const inJson = { id: 'AccessKeyId', secret: 'SecretAccessKey', token: 'SessionToken' } as const
const inProfile = { id: 'aws_access_key_id', secret: 'aws_secret_access_key', token: 'aws_session_token' } as const

const compare =
  'Compare the name of the secret with the one that the rotation writes in the format json or credentials-file (the input secrets).'

/**
 * The access key that the input `key` holds; undefined when the pair of the environment is meant.
 * @throws Unproven when it holds anything else; shows no part of it
 */
export function readKey(environment: Environment): Pair | undefined {
  const text = environment['INPUT_KEY']
  if (text === undefined || text === none) return undefined
  if (text.trim() === '') {
    throw new Unproven(
      'absent',
      'the input key is empty',
      `${unsetSecret} Without the input, or with the word ${none}, the key is that of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`,
    )
  }
  const { names, values, where } = contentsOf(text)
  const { [names.id]: id, [names.secret]: secret, [names.token]: token } = values
  const isThere = (value: unknown): value is string => typeof value === 'string' && value !== ''
  if (!isThere(id) || !isThere(secret)) {
    const missing = [!isThere(id) && names.id, !isThere(secret) && names.secret].filter(Boolean)
    throw malformed(`${where} has no ${missing.join(' and no ')}`)
  }
  if (isTemporaryId(id) || isThere(token)) {
    const seen = isTemporaryId(id) ? `${names.id} begins with ASIA, as those of a role do` : `it has ${names.token}`
    throw new Unproven('temporary', `in the input key, ${seen}`, compare)
  }
  const wrong = malformation(id, secret, names)
  if (wrong !== undefined) throw malformed(wrong)
  return { accessKeyId: id, secretAccessKey: secret }
}

/** What must not be logged of the input `key`: GitHub masks a secret as it is stored, and not its parts. */
export function secretsOfKey(text: string): readonly string[] {
  const json = parsed(text)
  const words = text.split(/\s+/).flatMap((word) => [word, word.replace(/^[a-z_]+=/, '')])
  const parts = new Set(json === undefined ? words : stringsIn(json))
  return [...parts].filter((part) => part.length >= 16 && !keyId.test(part) && !/^[a-z_]+$/.test(part))
}

/** A line of a profile as the SDK reads it: comments begin with `#` or `;`, at the beginning or behind a blank. */
function uncommented(line: string): string {
  return (line.split(/(?:^|\s)[;#]/)[0] ?? '').trim()
}

function contentsOf(text: string): Contents {
  const json = parsed(text)
  if (json === undefined) {
    if (/^\s*\{/.test(text)) throw malformed('the input key begins as JSON does, and is not JSON')
    return { names: inProfile, values: defaultProfile(text), where: 'its profile [default]' }
  }
  if (typeof json === 'string') throw malformed('the input key is one text in quotes, such as JSON in JSON')
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw malformed('the input key is JSON, but no object')
  }
  const values: Contents['values'] = { ...json }
  const { Version: version = 1 } = values
  if (version !== 1) throw malformed('the JSON of the input key has another Version than 1')
  return { names: inJson, values, where: 'its JSON' }
}

/** Undefined when it is no JSON; what exactly is wrong may quote the secret. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text.trim())
  } catch {
    return undefined
  }
}

function stringsIn(json: unknown): readonly string[] {
  if (typeof json === 'string') return [json]
  return typeof json === 'object' && json !== null ? Object.values(json).flatMap(stringsIn) : []
}

/**
 * The settings of the profile [default], read as the SDK reads them: the last of two equal names counts.
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
function defaultProfile(text: string): Readonly<Record<string, string>> {
  const settings: Record<string, string> = {}
  let profile: string | undefined
  let isDefaultThere = false
  for (const line of text.split(/\r?\n/)) {
    const trimmed = uncommented(line)
    const section = /^\[(.*)\]$/.exec(trimmed)?.[1]
    if (section !== undefined) {
      profile = section
      isDefaultThere ||= section === 'default'
      continue
    }
    const equals = trimmed.indexOf('=')
    if (profile !== 'default' || equals < 1) continue
    settings[trimmed.slice(0, equals).trim()] = trimmed.slice(equals + 1).trim()
  }
  if (isDefaultThere) return settings
  throw malformed(
    profile === undefined
      ? isSingleValue(text)
        ? 'the input key is a single value, not a whole key'
        : 'the input key is neither JSON nor a profile of AWS'
      : 'the input key has profiles, but none that is called [default]',
  )
}

function isSingleValue(text: string): boolean {
  return /^\S+$/.test(text.trim())
}

function malformed(details: string): Unproven {
  return new Unproven('malformed', details, compare)
}
