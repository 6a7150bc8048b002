/** What the verify action is given: which key it expects, and the key that its job holds. */
import { inputOf, warnOfUndeclared } from '../inputs/environment.ts'
import { userName } from '../inputs/parse.ts'
import { chooseRegion } from '../inputs/region.ts'
import { isTemporaryId } from '../key/access-key-id.ts'
import {
  absentPair,
  type EnvironmentPair,
  RefusedPair,
  readEnvironmentPair,
  temporaryPair,
} from '../key/environment-pair.ts'
import { dispatchInputs } from '../key/verification-contract.ts'
import type { Warning } from '../rotation/problem.ts'
import { accountNumber } from '../text/account-number.ts'
import type { Environment } from '../text/environment.ts'
import { presentable } from '../text/presentable.ts'
import { readKey } from './key-input.ts'
import { readSmtp, type SmtpInputs } from './smtp-inputs.ts'
import { asFailure, Unproven } from './unproven.ts'

/** What the key is expected to be. */
interface Expectations {
  /** Fingerprint; undefined: any key passes that AWS accepts. */
  readonly expectedKey: string | undefined
  /** Twelve digits; undefined: any account. */
  readonly expectedAccount: string | undefined
  /** Without its path; undefined: any user. */
  readonly expectedUser: string | undefined
}

/** Every input, checked, and the key of the job. */
export interface VerifyInputs extends Expectations {
  readonly accessKeyId: string
  /** Undefined: SES is asked, and STS is not. */
  readonly secretAccessKey: string | undefined
  /** Undefined: STS is asked alone. */
  readonly smtp: SmtpInputs | undefined
  /** Selects the partition of AWS. */
  readonly awsRegion: string
  /** What a person should know of the environment, and nothing fails for. */
  readonly warnings: readonly Warning[]
}

/** `verify/action.yml` is where users read them. @internal A test holds the two equal. */
export const verifyInputs = [
  dispatchInputs.expectedKey,
  'expected-account',
  'expected-user',
  'aws-region',
  'key',
  'smtp-password',
  'smtp-user',
  'smtp-host',
] as const

const passOnExpectedKey = `Pass on what the rotation dispatches: "expected-key: \${{ inputs.expected-key }}"`

/** What an input may be, and how to say so. */
const forms = {
  [dispatchInputs.expectedKey]: {
    allows: /^[0-9a-f]{16}$/,
    remedy: `${passOnExpectedKey}, 16 hexadecimal digits.`,
  },
  'expected-account': {
    allows: accountNumber,
    remedy: 'Write the number of the AWS account, twelve digits in quotes.',
  },
  'expected-user': {
    allows: userName,
    remedy: 'Write the name of the IAM user alone, without its path and without the rest of its ARN.',
  },
} as const

/** @throws Unproven when the job holds no key, or an input is not allowed; before AWS is asked anything. */
export function readVerifyInputs(environment: Environment): VerifyInputs {
  const warnings = asFailure('input', () => warnOfUndeclared(verifyInputs, environment))
  const expectations = {
    expectedKey: readInput(dispatchInputs.expectedKey, environment),
    expectedAccount: readInput('expected-account', environment),
    expectedUser: readInput('expected-user', environment),
  }
  const smtp = readSmtp(environment)
  const awsRegion = asFailure('input', () => chooseRegion(inputOf('aws-region', environment), environment))
  const key = readKey(environment)
  const others = { ...expectations, smtp, awsRegion, warnings }
  if (key !== undefined) return { ...others, ...key }
  if (smtp?.user !== undefined) {
    refuseUnprovable(expectations)
    const more = isPairLeft(environment) ? [pairLeft] : []
    return { ...others, accessKeyId: smtp.user, secretAccessKey: undefined, warnings: [...warnings, ...more] }
  }
  const { accessKeyId, secretAccessKey } = readPair(environment, smtp)
  return { ...others, accessKeyId, secretAccessKey }
}

const pairLeft: Warning = {
  kind: 'pair not proven',
  text: 'The access key in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is not proven, since smtp-user is given: SES is asked alone. To prove both, leave smtp-user out.',
}

const wholeKey =
  'hand in the whole key: by key; or by AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, which count where smtp-user is left out.'

/** @throws Unproven when an SMTP sign-in alone could not prove what is expected */
function refuseUnprovable(expected: Expectations): void {
  const { expectedKey, expectedAccount, expectedUser } = expected
  if (expectedKey === undefined) {
    throw new Unproven(
      'input',
      'smtp-user and smtp-password prove nothing without expected-key, as any SMTP user would pass',
      `${passOnExpectedKey}. Or ${wholeKey}`,
    )
  }
  const unknown = [
    expectedAccount !== undefined && 'expected-account',
    expectedUser !== undefined && 'expected-user',
  ].filter(Boolean)
  if (unknown.length > 0) {
    throw new Unproven(
      'input',
      `${unknown.join(' and ')} cannot be checked by SMTP, since SES does not say whose key it is`,
      `Leave it out, or ${wholeKey}`,
    )
  }
}

/** A role's credentials, which an earlier step has left, are nothing to prove. */
function isPairLeft({ AWS_ACCESS_KEY_ID: id = '', AWS_SECRET_ACCESS_KEY: secret = '' }: Environment): boolean {
  return secret !== '' && !isTemporaryId(id)
}

/** The long-term key in the environment of the step. @throws Unproven when there is none */
function readPair(environment: Environment, smtp: SmtpInputs | undefined): EnvironmentPair {
  try {
    const pair = readEnvironmentPair(environment)
    if (pair === undefined) throw absentPair(environment)
    if (pair.sessionToken !== undefined) throw temporaryPair()
    return pair
  } catch (error) {
    if (!(error instanceof RefusedPair)) throw error
    const alone =
      smtp === undefined
        ? ''
        : ' To prove the SMTP password without a secret access key, set smtp-user and expected-key.'
    throw new Unproven(error.fault, error.message, `${error.remedy}${alone}`)
  }
}

function readInput(name: keyof typeof forms, environment: Environment): string | undefined {
  const value = inputOf(name, environment)
  const { allows, remedy } = forms[name]
  if (value === '' || allows.test(value)) return value || undefined
  throw new Unproven('input', `${name} is “${presentable(value, 100)}”`, remedy)
}
