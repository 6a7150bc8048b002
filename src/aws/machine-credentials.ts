/** What a machine would sign with where a step names no pair: looked at before the SDK is asked, and named when it fails. */
import { parseKnownFiles } from '@smithy/core/config'
import { malformation } from '../key/environment-pair.ts'
import { hostOf, isSafe } from '../network/secure-transport.ts'
import { messageOf, Problem } from '../rotation/problem.ts'
import type { Environment } from '../text/environment.ts'
import { presentable } from '../text/presentable.ts'
import { codeOf, explain, isAccessDenied, isAwsError } from './errors.ts'

type Profile = Readonly<Record<string, string | undefined>>

/** The provider that comes first on this machine, as far as its configuration tells. */
export interface MachineProvider {
  /** `the credential_process of the profile ci` */
  readonly name: string
  /** The role that STS is asked for, and by which action. */
  readonly role?: { readonly arn: string; readonly action: 'sts:AssumeRole' | 'sts:AssumeRoleWithWebIdentity' }
}

/**
 * Refuses what can give no credentials, or would get them in a way that others can read or answer.
 * @throws Problem that names the variable or the profile, and shows no value of it
 */
export async function checkMachine(environment: Environment): Promise<MachineProvider> {
  checkHosts(environment)
  const profiles: Readonly<Record<string, Profile>> = await parseKnownFiles({})
  const named = environment['AWS_PROFILE'] || undefined
  const first = named ?? 'default'
  if (named !== undefined && profiles[named] === undefined) throw missing(named)
  const seen = new Set<string>()
  for (let name: string | undefined = first; name !== undefined && !seen.has(name); ) {
    seen.add(name)
    const profile: Profile | undefined = profiles[name]
    if (profile === undefined && name !== first) throw missing(name)
    checkProfile(name, profile ?? {})
    name = profile?.['source_profile']
  }
  return providerOf(environment, first, profiles[first] ?? {})
}

function missing(profile: string): Problem {
  return new Problem(
    `The profile ${presentable(profile)} is in no shared config or credentials file`,
    'Correct the name in AWS_PROFILE (or source_profile), or the files that AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name. Nothing else of the machine signs in its place.',
  )
}

/** Where credentials come from without any of AWS's clients that this action makes. */
function checkHosts(environment: Environment): void {
  // https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html, feature-imds-credentials.html
  const variables = [
    'AWS_EC2_METADATA_SERVICE_ENDPOINT',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    'AWS_ENDPOINT_URL_SSO',
    'AWS_ENDPOINT_URL_SSO_OIDC',
    'AWS_ENDPOINT_URL_SIGNIN',
  ]
  for (const name of variables) {
    const value = environment[name]
    if (value && !isOfMachine(value)) throw foreign(`The environment variable ${name}`)
  }
  if (/[^\x20-\x7e]/.test(environment['AWS_CONTAINER_AUTHORIZATION_TOKEN'] ?? '')) {
    throw new Problem(
      'AWS_CONTAINER_AUTHORIZATION_TOKEN has a line break or another character in it that no header may hold',
      'Set it to the token alone, nothing before or after it.',
    )
  }
}

function foreign(subject: string): Problem {
  return new Problem(
    `${subject} points neither to this machine nor to an https address, and the answer from there would decide who signs`,
    'Remove it: without it, the SDK asks the address of AWS. An earlier step may have set it.',
  )
}

/** Link-local addresses that AWS documents. */
const hosts = ['169.254.169.254', 'fd00:ec2::254', '169.254.170.2', '169.254.170.23', 'fd00:ec2::23']

/** Whether an address is one of this machine, or of any by https. */
function isOfMachine(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && (isSafe(url) || (url.protocol === 'http:' && hosts.includes(hostOf(url))))
}

function checkProfile(name: string, profile: Profile): void {
  const shown = `the profile ${presentable(name)}`
  const { aws_access_key_id: id, aws_secret_access_key: secret, ec2_metadata_service_endpoint: metadata } = profile
  if (metadata && !isOfMachine(metadata)) throw foreign(`ec2_metadata_service_endpoint of ${shown}`)
  if (id !== undefined && secret !== undefined) {
    const names = { id: `aws_access_key_id of ${shown}`, secret: `aws_secret_access_key of ${shown}` }
    const wrong = malformation(id, secret, names)
    if (wrong !== undefined) throw new Problem(wrong, 'Write the value alone there, nothing before or after it.')
  }
  const person = ['sso_start_url', 'sso_session', 'sso_account_id', 'sso_role_name', 'sso_region', 'login_session']
  const setting = profile['mfa_serial'] ? 'mfa_serial' : person.find((each) => profile[each] !== undefined)
  if (setting !== undefined && (setting !== 'mfa_serial' || profile['role_arn'] !== undefined)) {
    throw new Problem(
      `A person has to sign in for ${shown} (${setting}), which a job cannot do`,
      'Use a profile whose role a machine may assume, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the env of this step.',
    )
  }
}

const ofInstance = 'the role of the instance'

function providerOf(environment: Environment, name: string, profile: Profile): MachineProvider {
  const where = `the profile ${presentable(name)}`
  const { role_arn: arn, web_identity_token_file: token, credential_process: command } = profile
  if (arn !== undefined) {
    const action = token === undefined ? 'sts:AssumeRole' : 'sts:AssumeRoleWithWebIdentity'
    return { name: `the role of ${where}`, role: { arn: presentable(arn), action } }
  }
  if (command !== undefined) return { name: `the credential_process of ${where}` }
  if (environment['AWS_PROFILE'] || Object.keys(profile).includes('aws_access_key_id')) return { name: where }
  const { AWS_WEB_IDENTITY_TOKEN_FILE: file, AWS_ROLE_ARN: role } = environment
  if (file && role) {
    return {
      name: 'the web identity in AWS_WEB_IDENTITY_TOKEN_FILE',
      role: { arn: presentable(role), action: 'sts:AssumeRoleWithWebIdentity' },
    }
  }
  if (environment['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'] || environment['AWS_CONTAINER_CREDENTIALS_FULL_URI']) {
    return { name: 'the role of the container (AWS_CONTAINER_CREDENTIALS_…)' }
  }
  return { name: ofInstance }
}

/** What a search for credentials failed with, in words that quote nothing of what a provider answered. */
export function failedSearch(error: unknown, { name, role }: MachineProvider, environment: Environment): Problem {
  if (error instanceof Problem) return error
  const isOfProvider = ['CredentialsProviderError', 'SyntaxError', 'ENOENT', 'EACCES', 'EISDIR'].includes(codeOf(error))
  if (role !== undefined && !isOfProvider) {
    if (!isAccessDenied(error)) return explain(error, role.action, { name: `the role ${role.arn}` })
    return new Problem(
      `AWS denied ${role.action} on the role ${role.arn}: ${messageOf(error)}`,
      `Allow ${role.action} to this caller in the trust policy of that role${role.action === 'sts:AssumeRole' ? ', and in the policy of the caller' : ''}, and check the name of the role.`,
      { cause: error },
    )
  }
  if (name === ofInstance && codeOf(error) === 'CredentialsProviderError' && environment['AWS_EC2_METADATA_DISABLED']) {
    return explain(error, 'sts:GetCallerIdentity', { name: 'this job' })
  }
  return new Problem(
    `This job has no AWS credentials: ${name} gave none, since ${causeOf(error)}`,
    'Fix that provider, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the env of this step, or run aws-actions/configure-aws-credentials before it.',
    isAwsError(error) ? { cause: error } : {},
  )
}

function causeOf(error: unknown): string {
  switch (codeOf(error)) {
    case 'SyntaxError':
      return 'its answer is not JSON'
    case 'ENOENT':
      return 'the file of its token is not there'
    case 'EACCES':
    case 'EISDIR':
      return 'the file of its token cannot be read'
    default:
      return 'it failed or did not answer as AWS documents it'
  }
}

/** A profile that somebody named and that gave nothing: what signs in its place is not what was asked for. */
export function profileGaveNone({ name }: MachineProvider): Problem {
  return new Problem(
    `This job has no AWS credentials: ${name} gave none, since it failed, and another role of the machine would sign in its place`,
    'Fix the profile, or remove AWS_PROFILE to let the role of the machine sign.',
  )
}
