/** What STS believes of an OIDC token: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html#API_AssumeRoleWithWebIdentity_Errors */
import { verify } from 'node:crypto'
import type { AwsAccount } from './account.ts'
import { AwsError } from './errors.ts'

/** The claims that a trust policy can ask for, proven by the issuer's signature. */
export interface WebIdentity {
  readonly issuer: string
  readonly subject: string
  readonly audience: string
}

/** Reads a token for a role of an account; throws what STS answers to one that proves nothing there. */
export function readWebIdentity(account: AwsAccount, accountId: string, text: string): WebIdentity {
  const [header = '', payload = '', signature = '', ...rest] = text.split('.')
  const claims = object(payload)
  if (rest.length > 0 || object(header)?.['alg'] !== 'RS256' || claims === undefined) {
    throw invalid('The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)')
  }
  const issuer = String(claims['iss'])
  const provider = account.accounts.provider(accountId, issuer)
  if (provider === undefined) throw invalid(`No OpenIDConnect provider found in your account for ${issuer}`)
  const audience = String(claims['aud'])
  if (!provider.audiences.includes(audience)) throw invalid('Incorrect token audience')
  const key = account.accounts.issuerKey(issuer)
  if (key === undefined) {
    throw new AwsError(
      400,
      'IDPCommunicationError',
      'An error occurred while communicating with the identity provider: could not retrieve its verification keys',
    )
  }
  const signed = Buffer.from(`${header}.${payload}`)
  if (!verify('RSA-SHA256', signed, key, Buffer.from(signature, 'base64url'))) {
    throw invalid('JWT Token Signature is invalid')
  }
  const now = account.clock.now() / 1_000
  const expiry = Number(claims['exp'])
  if (!(expiry > now)) {
    const message = `Token expired: current date/time ${Math.floor(now)} must be before the expiration date/time ${expiry}`
    throw new AwsError(400, 'ExpiredTokenException', message)
  }
  return { issuer, subject: String(claims['sub']), audience }
}

function invalid(message: string): AwsError {
  return new AwsError(400, 'InvalidIdentityToken', message)
}

function object(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}
