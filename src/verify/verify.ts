/** Proves that this very job holds the expected key, and that AWS accepts it. */
import { checkEndpointVariables, type Elsewhere } from '../aws/endpoints.ts'
import { allowedRegions, chooseRegion, regions } from '../aws/regions.ts'
import { ignored, undeclaredInputs } from '../inputs/input-variables.ts'
import {
  absentPair,
  type EnvironmentPair,
  RefusedPair,
  readEnvironmentPair,
  temporaryPair,
} from '../key/environment-pair.ts'
import { dispatchInputs, fingerprint } from '../key/verification-contract.ts'
import { refuseUncheckedCertificates } from '../network/secure-transport.ts'
import type { Clock } from '../rotation/ports.ts'
import { Problem } from '../rotation/problem.ts'
import { type Duration, minute, second, spoken } from '../rotation/time.ts'
import { presentable } from '../text/presentable.ts'
import { readKey } from './key-input.ts'
import { readSmtp, refuseUnprovable, type SmtpInputs } from './smtp-inputs.ts'
import { Unproven } from './unproven.ts'

export interface VerifyInputs {
  /** Fingerprint; undefined: any key passes that AWS accepts. */
  readonly expectedKey: string | undefined
  /** Twelve digits; undefined: any account. */
  readonly expectedAccount: string | undefined
  /** Without its path; undefined: any user. */
  readonly expectedUser: string | undefined
  readonly accessKeyId: string
  /** Undefined: SES is asked, and STS is not. */
  readonly secretAccessKey: string | undefined
  /** Undefined: STS is asked alone. */
  readonly smtp: SmtpInputs | undefined
  /** Selects the partition of AWS. */
  readonly awsRegion: string
  /** What a person should know of the environment, and nothing fails for. */
  readonly warnings: readonly string[]
}

/** `verify/action.yml` is where users read them, and a test holds the two equal. */
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

type Environment = Readonly<Record<string, string | undefined>>

/** What an input may be, and how to say so. */
interface Form {
  readonly allows: RegExp
  readonly remedy: string
}

const forms = {
  [dispatchInputs.expectedKey]: {
    allows: /^[0-9a-f]{16}$/,
    remedy: `Pass on what the rotation dispatches: "expected-key: \${{ inputs.expected-key }}", 16 hexadecimal digits.`,
  },
  'expected-account': { allows: /^\d{12}$/, remedy: 'Write the number of the AWS account, twelve digits in quotes.' },
  'expected-user': {
    allows: /^[\w+=,.@-]{1,64}$/,
    remedy: 'Write the name of the IAM user alone, without its path and without the rest of its ARN.',
  },
} as const satisfies Record<string, Form>

/** @throws Unproven when the job holds no key, or an input is not allowed; before AWS is asked anything. */
export function readVerifyInputs(environment: Environment): VerifyInputs {
  const warnings = asked(() => ignored(undeclaredInputs(verifyInputs, environment)))
  const expectations = {
    expectedKey: readInput(dispatchInputs.expectedKey, environment),
    expectedAccount: readInput('expected-account', environment),
    expectedUser: readInput('expected-user', environment),
  }
  const smtp = readSmtp(environment)
  const awsRegion = readRegion(environment)
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

const pairLeft =
  'The access key in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is not proven, since smtp-user is given: SES is asked alone. To prove both, leave smtp-user out.'

/** A role's credentials, which an earlier step has left, are nothing to prove. */
function isPairLeft({ AWS_ACCESS_KEY_ID: id = '', AWS_SECRET_ACCESS_KEY: secret = '' }: Environment): boolean {
  return secret !== '' && !id.startsWith('ASIA')
}

function readRegion(environment: Environment): string {
  const given = (environment['INPUT_AWS-REGION'] ?? '').trim()
  if (given === '' || regions.includes(given)) return asked(() => chooseRegion(given, environment))
  throw new Unproven('input', `aws-region is “${presentable(given, 100)}”`, `Allowed: ${allowedRegions(given)}.`)
}

/** What both actions refuse, in the words of this one, which go on behind a colon. */
function asked<Value>(read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    throw error instanceof Problem ? new Unproven('input', error.message.replace(/^The/, 'the'), error.remedy) : error
  }
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

/**
 * Refuses what would let anybody answer in AWS's place, before anything is asked.
 * @throws Unproven when certificates are not checked, or a variable names no endpoint at all
 */
export function refuseUntrusted(environment: Environment): void {
  try {
    refuseUncheckedCertificates(environment)
    checkEndpointVariables(environment)
  } catch (error) {
    throw error instanceof Problem ? new Unproven('elsewhere', error.message, error.remedy) : error
  }
}

/** What somebody else answers proves nothing: an emulator says yes to every key. @throws Unproven */
export function refuseElsewhere({ origin, configuredIn }: Elsewhere): never {
  throw new Unproven(
    'elsewhere',
    `requests to STS would go to ${origin} (${configuredIn}), and what answers there is not AWS`,
    'Take that setting out of this job: an earlier step or the runner has left it. AWS’s own names count, over https, those of FIPS, dual-stack and VPC endpoints among them; behind a proxy, set HTTPS_PROXY instead.',
  )
}

function readInput(name: keyof typeof forms, environment: Environment): string | undefined {
  const value = (environment[`INPUT_${name.toUpperCase()}`] ?? '').trim()
  const { allows, remedy }: Form = forms[name]
  if (value === '') return undefined
  if (!allows.test(value)) throw new Unproven('input', `${name} is “${presentable(value, 100)}”`, remedy)
  return value
}

/** The fingerprint of the key that the job holds. @throws Unproven with both when it holds two, or another one is expected. */
export function compareFingerprints({ expectedKey, accessKeyId, smtp }: VerifyInputs): string {
  const held = fingerprint(accessKeyId)
  const { user = accessKeyId } = smtp ?? {}
  if (user !== accessKeyId) {
    throw new Unproven(
      'otherKey',
      `smtp-user is the ID of another one (fingerprint ${fingerprint(user)}) than the access key beside it (fingerprint ${held})`,
      'Both must be written by the same rotation: compare the names of the secrets. Right after a publication, a job may get one of them from before, which passes.',
    )
  }
  if (expectedKey === undefined || expectedKey === held) return held
  throw new Unproven(
    'otherKey',
    `its fingerprint is ${held}, and ${expectedKey} is expected`,
    'Either it reads secrets of another name than the rotation writes; or one of the same name in its environment or repository takes precedence; or it is a re-run, which holds the old key: start a new run. Right after a publication GitHub may still hand out the former value, and the rotation tries again by itself.',
  )
}

/** What AWS says about a pair. */
export type SignIn =
  | { readonly kind: 'accepted'; readonly arn: string }
  /** `where`: the region, and its partition. */
  | { readonly kind: 'unknown key'; readonly message: string; readonly where: string }
  | { readonly kind: 'wrong secret'; readonly message: string }
  /** Nothing was said of the pair, and may be later. */
  | { readonly kind: 'no answer'; readonly problem: Unproven }

/** A new key is known everywhere within seconds, mostly: IAM is eventually consistent. */
export const propagation: Duration = minute
export const spacing: Duration = 5 * second

/** The ARN that AWS signs the pair in as. @throws Unproven when AWS does not accept the pair. */
export async function signIn(ask: () => Promise<SignIn>, clock: Pick<Clock, 'elapsed' | 'sleep'>): Promise<string> {
  const start = clock.elapsed()
  for (;;) {
    const answer = await ask()
    switch (answer.kind) {
      case 'accepted':
        return answer.arn
      case 'wrong secret':
        throw new Unproven(
          'mixedPair',
          `AWS knows the ID, but not with this secret (${answer.message})`,
          'Both secrets must be written by the same rotation. Right after a publication, a job may get one of them from before, which passes; otherwise compare the names of the two secrets.',
        )
      case 'no answer':
        if (clock.elapsed() - start >= propagation) throw answer.problem
        await clock.sleep(spacing)
        break
      case 'unknown key':
        if (clock.elapsed() - start >= propagation) {
          throw new Unproven(
            'rejected',
            `for ${spoken(propagation)} it has said “${answer.message}”`,
            `The key is inactive or deleted; or it belongs to another partition of AWS than ${answer.where}, or to an account that has not enabled that region: then correct aws-region. The rotation keeps the old key, or switches it on again.`,
          )
        }
        await clock.sleep(spacing)
    }
  }
}

/** Who AWS says that a job is. */
export interface Identity {
  readonly account: string
  /** `user ci-bot`, `role key-rotation`, `root` */
  readonly name: string
  /** Undefined for what is no IAM user. */
  readonly user: string | undefined
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
export function identityOf(arn: string): Identity {
  const [, , , , account = '', resource = ''] = arn.split(':')
  const [kind = '', ...path] = resource.split('/')
  if (kind === 'user') return { account, name: `user ${path.at(-1)}`, user: path.at(-1) }
  return { account, name: kind === 'assumed-role' ? `role ${path[0]}` : kind, user: undefined }
}

/** @throws Unproven when AWS signs the key in to another account, or as another user, than the workflow expects. */
export function compareIdentity(
  { expectedAccount, expectedUser }: VerifyInputs,
  { account, name, user }: Identity,
): void {
  if (name === 'root') {
    throw new Unproven(
      'root',
      'no access key of an IAM user signs in so, and emulators of AWS answer in this way',
      'Check what answers for AWS in this job. If the key is one of the root user indeed, delete it and use that of an IAM user: https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html',
    )
  }
  if (expectedAccount !== undefined && expectedAccount !== account) {
    throw new Unproven(
      'otherAccount',
      // Logs of public repositories are public: whole account numbers stay out of them.
      `it ends in ${account.slice(-4)}, and …${expectedAccount.slice(-4)} is expected`,
      'Correct expected-account, or the secrets that this job reads: they hold a key of another account.',
    )
  }
  // Names of users are unique in an account, whatever their case.
  if (expectedUser !== undefined && expectedUser.toLowerCase() !== user?.toLowerCase()) {
    throw new Unproven(
      'otherUser',
      `AWS signs it in as ${name}, and user ${expectedUser} is expected`,
      'Correct expected-user, or the secrets that this job reads: they hold a key of another user.',
    )
  }
}
