import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { NetworkClients } from '../aws/clients.ts'
import { codeOf, explain, isUnknownKey } from '../aws/errors.ts'
import type { ServiceClock } from '../clock.ts'
import { messageOf } from '../rotation/problem.ts'
import { type SignIn, Unproven, type VerifyInputs } from './verify.ts'

/** Asks STS who this pair is; each call with a fresh client, so that different front ends answer. */
export function askSts(inputs: VerifyInputs, clock: ServiceClock): () => Promise<SignIn> {
  const { accessKeyId, secretAccessKey, awsRegion } = inputs
  const clients = new NetworkClients(awsRegion, clock)
  return async () => {
    try {
      const { Arn: arn = '' } = await clients
        .sts({ accessKeyId, secretAccessKey })
        .send(new GetCallerIdentityCommand({}))
      return { kind: 'accepted', arn }
    } catch (error) {
      if (isUnknownKey(error)) return { kind: 'unknown key', message: messageOf(error) }
      if (codeOf(error) === 'SignatureDoesNotMatch') return { kind: 'wrong secret', message: messageOf(error) }
      const { message, remedy } = explain(error, 'sts:GetCallerIdentity', 'this job')
      throw new Unproven('unasked', message, remedy, { cause: error })
    }
  }
}
