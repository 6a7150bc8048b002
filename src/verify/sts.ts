import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { NetworkClients } from '../aws/clients.ts'
import { codeOf, explain, isThrottling, isUnknownKey, statusOf } from '../aws/errors.ts'
import type { ServiceClock } from '../clock.ts'
import { messageOf } from '../rotation/problem.ts'
import { refuseElsewhere, type SignIn, Unproven, type VerifyInputs } from './verify.ts'

/** Asks STS who this pair is; each call with a fresh client, so that different front ends answer. */
export function askSts(inputs: VerifyInputs, clock: ServiceClock): () => Promise<SignIn> {
  const { accessKeyId, secretAccessKey, awsRegion } = inputs
  const clients = new NetworkClients(awsRegion, clock, refuseElsewhere)
  return async () => {
    try {
      const { Arn: arn = '' } = await clients
        .sts({ accessKeyId, secretAccessKey })
        .send(new GetCallerIdentityCommand({}))
      return { kind: 'accepted', arn }
    } catch (error) {
      if (error instanceof Unproven) throw error
      if (isUnknownKey(error)) return { kind: 'unknown key', message: messageOf(error) }
      const said = messageOf(error)
      if (isOffTime(error)) {
        const remedy = 'Set the clock of the runner right: AWS refuses what is signed more than 5 minutes off.'
        throw new Unproven('unasked', said, remedy, { cause: error })
      }
      if (codeOf(error) === 'SignatureDoesNotMatch') return { kind: 'wrong secret', message: said }
      const { message, remedy } = explain(error, 'sts:GetCallerIdentity', 'this job')
      // What AWS has answered is not what a rotation would have to mend.
      const again =
        'Run the workflow again. If it stays so, check aws-region, and what lies between the runner and AWS: a VPC endpoint with a policy, say.'
      const status = statusOf(error) ?? 0
      const problem = new Unproven('unasked', message, status === 0 ? remedy : again, { cause: error })
      if (status === 0 || status >= 500 || isThrottling(error)) return { kind: 'no answer', problem }
      throw problem
    }
  }
}

/** AWS says that a signature does not match also when only its date is too far off. */
function isOffTime(error: unknown): boolean {
  return codeOf(error) === 'SignatureDoesNotMatch' && /^Signature (?:expired|not yet current)/.test(messageOf(error))
}
