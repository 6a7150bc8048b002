import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import {
  codeOf,
  explain,
  isOffTime,
  isThrottling,
  isUnknownKey,
  namelessAnswer,
  regionOf,
  statusOf,
} from '../aws/errors.ts'
import { type Credentials, SignInClients } from '../aws/sign-in-clients.ts'
import type { ServiceClock } from '../network/clock.ts'
import { messageOf } from '../rotation/problem.ts'
import { Unproven } from './unproven.ts'
import { refuseElsewhere, type SignIn } from './verify.ts'

/** Asks STS who this pair is; each call with a fresh client, so that different front ends answer. */
export function askSts(pair: Credentials, awsRegion: string, clock: ServiceClock): () => Promise<SignIn> {
  const clients = new SignInClients(awsRegion, clock, refuseElsewhere)
  return async () => {
    try {
      const { Arn: arn = '' } = await clients.sts(pair).send(new GetCallerIdentityCommand({}))
      if (arn.startsWith('arn:')) return { kind: 'accepted', arn }
      const { message, remedy } = namelessAnswer('STS', 'GetCallerIdentity')
      return { kind: 'no answer', problem: new Unproven('unasked', message, remedy) }
    } catch (error) {
      if (error instanceof Unproven) throw error
      if (isUnknownKey(error)) return { kind: 'unknown key', message: messageOf(error), where: regionOf(awsRegion) }
      const said = messageOf(error)
      if (isOffTime(error)) {
        const remedy = 'Set the clock of the runner right: AWS refuses what is signed more than 5 minutes off.'
        throw new Unproven('unasked', said, remedy, { cause: error })
      }
      if (codeOf(error) === 'SignatureDoesNotMatch') return { kind: 'wrong secret', message: said }
      const { message, remedy } = explain(error, 'sts:GetCallerIdentity', { name: 'this job', region: awsRegion })
      // What AWS has answered is not what a rotation would have to fix.
      const lasting =
        'Check aws-region, and what lies between the runner and AWS: a VPC endpoint with a policy, say. Until its cause is gone, every run will meet the same.'
      const status = statusOf(error) ?? 0
      const mayPass = status === 0 || status >= 500 || isThrottling(error)
      const problem = new Unproven('unasked', message, mayPass ? remedy : lasting, { cause: error })
      if (mayPass) return { kind: 'no answer', problem }
      throw problem
    }
  }
}
