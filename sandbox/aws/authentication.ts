import type { WireRequest } from '../wire.ts'
import type { AwsAccount, Principal, SigningService } from './account.ts'
import { expiredToken, invalidClientTokenId } from './errors.ts'
import { iamRegion, partitionOf } from './partition.ts'
import { checkDate, checkScope, checkSignature, readAuthorization } from './sigv4.ts'

/** Who sends a request, proven by its signature. */
export interface Caller {
  readonly principal: Principal
  /** Whether the credentials are temporary; those of a user do not stand for the user where no user is named. */
  readonly temporary: boolean
}

/** Finds out who sends a request, or throws what AWS answers to a request that proves nothing. */
export async function authenticate(
  account: AwsAccount,
  service: SigningService,
  request: WireRequest,
): Promise<Caller> {
  const authorization = readAuthorization(request)
  const { accessKeyId, region } = authorization
  const credential = account.credential(accessKeyId)
  const now = account.clock.now()
  // A key exists in one partition only; the others have never heard of it.
  if (credential === undefined || partitionOf(region) !== account.partition) throw invalidClientTokenId()
  if (now < credential.acceptedFrom[service]) throw invalidClientTokenId()
  if (authorization.sessionToken !== credential.session?.token) throw invalidClientTokenId()
  checkScope(authorization, service, (scope) => service === 'sts' || scope === iamRegion[account.partition])
  if (account.settings.maximumSkew !== undefined) checkDate(authorization, now, account.settings.maximumSkew)
  await checkSignature(request, authorization, credential)
  if (credential.session !== undefined && now >= credential.session.expires) throw expiredToken()
  // A request counts as a use of its key whether or not it is allowed then.
  account.noteUse(accessKeyId, { at: now, service, region })
  return { principal: credential.principal, temporary: credential.session !== undefined }
}
