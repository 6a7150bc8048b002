/** The inputs `smtp-password`, `smtp-user` and `smtp-host`. */

import { isTemporaryId, keyId } from '../key/access-key-id.ts'
import type { Environment } from '../text/environment.ts'
import { none, unsetSecret } from './key-input.ts'
import { Unproven } from './unproven.ts'

/** How to sign in to SES. */
export interface SmtpInputs {
  /** An access key ID; undefined: that of the access key. */
  readonly user: string | undefined
  readonly password: string
  /** `host` or `host:port`; undefined: the endpoint of the region. */
  readonly host: string | undefined
}

const compare =
  'Compare the name of the secret with the one that the rotation writes in the format ses-smtp-password (the input secrets).'

/**
 * How to sign in to SES; undefined when that is not asked for.
 * @throws Unproven when an input is not allowed; shows no part of the password
 */
export function readSmtp(environment: Environment): SmtpInputs | undefined {
  const password = given('smtp-password', environment)
  const user = given('smtp-user', environment)
  const host = (environment['INPUT_SMTP-HOST'] ?? '').trim() || undefined
  if (password === undefined) {
    const [alone] = [user !== undefined && 'smtp-user', host !== undefined && 'smtp-host'].filter(Boolean)
    if (alone === undefined) return undefined
    throw refused(`${alone} says nothing without smtp-password`, `Set smtp-password, or leave ${alone} out.`)
  }
  const wrong = wrongPassword(password)
  if (wrong !== undefined) throw refused(`smtp-password ${wrong}`, compare)
  if (user !== undefined && isTemporaryId(user)) {
    throw refused(
      'smtp-user begins with ASIA, as the IDs of a role do',
      'SES knows no SMTP passwords of temporary credentials: set it from the secret that holds the ID of the access key.',
    )
  }
  if (user !== undefined && !keyId.test(user)) {
    const what = /\s/.test(user) ? 'has white space in it, such as a line break at its end' : 'is not the ID of a key'
    throw refused(
      `smtp-user ${what}`,
      'The SMTP user name is the ID of the access key: set it from the secret that the rotation writes in the format access-key-id.',
    )
  }
  return { user, password, host }
}

function given(name: 'smtp-password' | 'smtp-user', environment: Environment): string | undefined {
  const value = environment[`INPUT_${name.toUpperCase()}`]
  if (value === undefined || value === none) return undefined
  if (value.trim() !== '') return value
  throw refused(`${name} is empty`, `${unsetSecret} Where none is meant, leave ${name} out or write ${none}.`)
}

/** What is wrong with a password at first sight: 33 bytes in base64, the first of which tells the version. */
function wrongPassword(password: string): string | undefined {
  if (/\s/.test(password)) return 'has white space in it, such as a line break at its end'
  if (/^[{[]/.test(password)) return 'is JSON, which has to be taken apart first'
  if (keyId.test(password)) return 'is the ID of a key'
  if (/^[\w/+=]{40}$/.test(password)) return 'is as long as a secret access key, from which the password is made'
  return /^[A-Za-z0-9+/]{44}$/.test(password)
    ? undefined
    : 'is not a password of SES, which has 44 letters, digits, + and /'
}

function refused(details: string, remedy: string): Unproven {
  return new Unproven('input', details, remedy)
}
