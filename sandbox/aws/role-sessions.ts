/** Sessions of roles: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html and API_AssumeRoleWithWebIdentity.html */
import { duration } from '../clock.ts'
import type { AwsAccount, Principal } from './account.ts'
import { denial } from './authorization.ts'
import { checkText } from './constraints.ts'
import { AwsError, roleDenied, validationError } from './errors.ts'
import type { Parameters } from './parameters.ts'
import type { Call } from './query.ts'
import type { IamRole } from './roles.ts'
import { trusts } from './trust-policy.ts'
import { readWebIdentity } from './web-identity.ts'
import type { Fields } from './xml.ts'

const action = 'sts:AssumeRole'

interface Wanted {
  readonly roleArn: string
  readonly sessionName: string
  /** In milliseconds. */
  readonly lifetime: number
}

/** Signed: the trust policy of the role decides, and what the caller may do where that names only its account. */
export function assumeRole({ account, caller, parameters }: Call): Fields {
  const wanted = wantedBy(parameters)
  const { principal, temporary } = caller
  if (principal.kind === 'root') throw new AwsError(403, 'AccessDenied', 'Roles may not be assumed by root accounts.')
  const home = ownerOf(account, wanted.roleArn)
  const role = home?.roles.named(wanted.roleArn)
  if (home === undefined || role === undefined) throw roleDenied(principal.arn, wanted.roleArn)
  const externalId = parameters.optional('ExternalId')
  const trust = trusts(role.trust, {
    action,
    names: namesOf(account, principal),
    context: new Map([
      ['sts:rolesessionname', [wanted.sessionName]],
      ...(externalId === undefined ? [] : [['sts:externalid', [externalId]] as const]),
    ]),
  })
  if (trust === 'none' || trust === 'denied') throw roleDenied(principal.arn, wanted.roleArn)
  const own = denial(account, caller, action, { userName: '', arn: wanted.roleArn, user: undefined })
  const isTrustedAlone = trust === 'by name' && home === account
  if (own !== undefined && (own.explicit || !isTrustedAlone)) {
    const because = own.explicit
      ? ` with an explicit deny in ${own.by === 'identity-based policy' ? 'an' : 'a'} ${own.by}`
      : ` because no ${own.by} allows the ${action} action`
    throw roleDenied(principal.arn, wanted.roleArn, because)
  }
  if (temporary && wanted.lifetime > duration('1h')) {
    throw validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    )
  }
  return sessionOf(home, role, wanted)
}

/** Unsigned: the token proves who asks. */
export function assumeRoleWithWebIdentity({ account, parameters }: Omit<Call, 'caller'>): Fields {
  const wanted = wantedBy(parameters)
  const text = parameters.required('WebIdentityToken')
  checkText('webIdentityToken', text, { least: 4, most: 20_000, pattern: '.*' })
  const accountId = wanted.roleArn.split(':')[4] ?? ''
  const { issuer, subject, audience } = readWebIdentity(account, accountId, text)
  const denied = new AwsError(403, 'AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity')
  const home = ownerOf(account, wanted.roleArn)
  const role = home?.roles.named(wanted.roleArn)
  if (home === undefined || role === undefined) throw denied
  const host = issuer.replace('https://', '')
  const trust = trusts(role.trust, {
    action: 'sts:AssumeRoleWithWebIdentity',
    names: [`arn:${home.partition}:iam::${home.accountId}:oidc-provider/${host}`],
    context: new Map([
      [`${host}:sub`, [subject]],
      [`${host}:aud`, [audience]],
    ]),
  })
  if (trust === 'none' || trust === 'denied') throw denied
  return {
    ...sessionOf(home, role, wanted),
    SubjectFromWebIdentityToken: subject,
    Audience: audience,
    Provider: `arn:${home.partition}:iam::${home.accountId}:oidc-provider/${host}`,
  }
}

function wantedBy(parameters: Parameters): Wanted {
  const roleArn = parameters.required('RoleArn')
  checkText('roleArn', roleArn, { least: 20, most: 2048, pattern: '.*' })
  const sessionName = parameters.required('RoleSessionName')
  checkText('roleSessionName', sessionName, { least: 2, most: 64, pattern: String.raw`[\w+=,.@-]*` })
  if (!/^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(roleArn)) throw validationError(`${roleArn} is invalid`)
  const seconds = parameters.integer('DurationSeconds', 900, 43_200) ?? 3_600
  return { roleArn, sessionName, lifetime: seconds * 1_000 }
}

function ownerOf(account: AwsAccount, roleArn: string): AwsAccount | undefined {
  const owner = account.accounts.find(roleArn.split(':')[4] ?? '')
  return owner?.partition === account.partition ? owner : undefined
}

/** By which a trust policy may mean a caller, its account last. */
function namesOf({ partition, accountId, roles }: AwsAccount, principal: Principal): readonly string[] {
  const role = principal.kind === 'assumed role' ? roles.find(principal.roleName)?.arn : undefined
  const account = `arn:${partition}:iam::${accountId}:root`
  return [principal.arn, ...(role === undefined ? [] : [role]), account]
}

function sessionOf(home: AwsAccount, role: IamRole, { sessionName, lifetime }: Wanted): Fields {
  if (lifetime > role.longestSession) {
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')
  }
  const credentials = home.assumeRole(role.roleName, sessionName, lifetime)
  return {
    Credentials: {
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secretAccessKey,
      SessionToken: credentials.sessionToken,
      Expiration: new Date(home.clock.now() + lifetime).toISOString().replace(/\.\d{3}/, ''),
    },
    AssumedRoleUser: {
      AssumedRoleId: `${role.roleId}:${sessionName}`,
      Arn: `arn:${home.partition}:sts::${home.accountId}:assumed-role/${role.roleName}/${sessionName}`,
    },
  }
}
