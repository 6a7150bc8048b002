/** Asks STS who a pair is. Loaded only where that is asked for. */
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import type { Elsewhere } from '../aws/endpoints.ts'
import {
  codeOf,
  explain,
  isOffTime,
  isUnknownKey,
  mayPass,
  namelessAnswer,
  offTimeRemedy,
  regionOf,
} from '../aws/errors.ts'
import { type Credentials, SignInClients } from '../aws/sign-in-clients.ts'
import type { ServiceClock } from '../network/clock.ts'
import { messageOf } from '../rotation/problem.ts'
import { spoken } from '../rotation/time.ts'
import { propagation, Unproven, untilAnswered } from './unproven.ts'

/** The ARN that AWS signs the pair in as. @throws Unproven when AWS does not accept the pair, in time */
export function signIn(pair: Credentials, region: string, clock: ServiceClock): Promise<string> {
  const clients = new SignInClients(region, clock, refuseElsewhere)
  const ask = async () => {
    // A fresh client each time, so that different front ends answer.
    const { Arn: arn = '' } = await clients
      .sts(pair)
      .send(new GetCallerIdentityCommand({}))
      .catch((error: unknown) => {
        throw unprovenBy(error, region)
      })
    if (arn.startsWith('arn:')) return arn
    const { message, remedy } = namelessAnswer('STS', 'GetCallerIdentity')
    throw new Unproven('unasked', message, remedy, { mayPass: true })
  }
  return untilAnswered(ask, clock)
}

/** What somebody else answers proves nothing: an emulator says yes to every key. */
function refuseElsewhere({ origin, configuredIn }: Elsewhere): never {
  throw new Unproven(
    'elsewhere',
    `requests to STS would go to ${origin} (${configuredIn}), and what answers there is not AWS`,
    'Take that setting out of this job: an earlier step or the runner has left it. Only names of AWS itself count, over https, including those of FIPS, dual-stack and VPC endpoints. Behind a proxy, set HTTPS_PROXY instead.',
  )
}

function unprovenBy(error: unknown, region: string): Unproven {
  if (error instanceof Unproven) return error
  const said = messageOf(error)
  const because = { cause: error }
  if (isUnknownKey(error)) {
    return new Unproven(
      'rejected',
      `for ${spoken(propagation)} it has said “${said}”`,
      `The key is inactive or deleted; or it belongs to another partition of AWS than ${regionOf(region)}, or to an account that has not enabled that region: then correct aws-region. The rotation keeps the old key, or switches it on again.`,
      { ...because, mayPass: true },
    )
  }
  if (isOffTime(error)) return new Unproven('unasked', said, offTimeRemedy, because)
  if (codeOf(error) === 'SignatureDoesNotMatch') {
    return new Unproven(
      'mixedPair',
      `AWS knows the ID, but not with this secret (${said})`,
      'Both secrets must be written by the same rotation. Right after a publication, a job may get one of them from before, which passes; otherwise compare the names of the two secrets.',
      because,
    )
  }
  const { message, remedy } = explain(error, 'sts:GetCallerIdentity', { name: 'this job', region })
  if (mayPass(error)) return new Unproven('unasked', message, remedy, { ...because, mayPass: true })
  // What AWS has answered is not what a rotation would have to fix.
  const lasting =
    'Check aws-region, and what lies between the runner and AWS, such as a VPC endpoint with a policy. Every run fails in the same way until the cause is gone.'
  return new Unproven('unasked', message, lasting, because)
}
