import type { WireRequest } from '../wire.ts'
import type { AwsAccount, Credential, LongTermCredentials, Principal, SigningService } from './account.ts'
import { expiredToken, invalidClientTokenId, signatureDoesNotMatch } from './errors.ts'
import type { KeyUse } from './key-use.ts'
import { iamRegion, partitionOf } from './partition.ts'
import { checkDate, checkScope, checkSignature, readAuthorization } from './sigv4.ts'

/** Who sends a request, proven by its signature. */
export interface Caller {
  readonly principal: Principal
  /** Whether the credentials are temporary; those of a user do not stand for the user where no user is named. */
  readonly temporary: boolean
}

/** A service that takes signed requests; CloudTrail hears of new keys when IAM does. */
export type CalledService = SigningService | 'cloudtrail'

/** What a request says of itself before its signature is checked. */
interface Claim {
  readonly accessKeyId: string
  /** The Region that the request is signed for. */
  readonly region: string
  readonly sessionToken?: string
}

/** Finds out who sends a request, or throws what AWS answers to a request that proves nothing. */
export async function authenticate(account: AwsAccount, service: CalledService, request: WireRequest): Promise<Caller> {
  const authorization = readAuthorization(request)
  const credential = claimed(account, service, authorization)
  checkScope(authorization, service, (scope) => service !== 'iam' || scope === iamRegion[account.partition])
  checkSkew(account, authorization)
  await checkSignature(request, authorization, credential)
  const call = {
    event: request.operation,
    source: '127.0.0.1',
    agent: request.headers['x-amz-user-agent'] ?? request.headers['user-agent'] ?? '',
  }
  return admitted(account, service, authorization, credential, call)
}

/** The whole pair of a caller in this process, in the place of a signature. */
export interface DirectSignature extends Claim, LongTermCredentials {
  /** When the request is signed, by the caller's clock. */
  readonly date: number
}

/** Finds out who asks without a wire between: judges as `authenticate` does, and throws the same. */
export function recognize(account: AwsAccount, service: CalledService, signature: DirectSignature): Caller {
  const credential = claimed(account, service, signature)
  checkSkew(account, signature)
  if (signature.secretAccessKey !== credential.secretAccessKey) throw signatureDoesNotMatch()
  return admitted(account, service, signature, credential)
}

/** The credential that a request claims to be signed with, as far as the service knows it. */
function claimed(account: AwsAccount, service: CalledService, claim: Claim): Credential {
  const credential = account.credential(claim.accessKeyId)
  // A key exists in one partition only; the others have never heard of it.
  if (credential === undefined || partitionOf(claim.region) !== account.partition) throw invalidClientTokenId()
  if (account.clock.now() < credential.acceptedFrom[service === 'cloudtrail' ? 'iam' : service])
    throw invalidClientTokenId()
  if (claim.sessionToken !== credential.session?.token) throw invalidClientTokenId()
  return credential
}

function checkSkew({ clock, settings: { maximumSkew } }: AwsAccount, dated: { readonly date: number }): void {
  if (maximumSkew !== undefined) checkDate(dated, clock.now(), maximumSkew)
}

function admitted(
  account: AwsAccount,
  service: CalledService,
  { accessKeyId, region }: Claim,
  { principal, session }: Credential,
  call?: KeyUse['call'],
): Caller {
  const now = account.clock.now()
  if (session !== undefined && now >= session.expires) throw expiredToken()
  // A request counts as a use of its key whether or not it is allowed then.
  account.noteUse(accessKeyId, { at: now, service, region, ...(call === undefined ? {} : { call }) })
  return { principal, temporary: session !== undefined }
}
