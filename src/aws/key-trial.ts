/** Whether AWS accepts a key: it is signed with until several requests in a row are accepted. */
import { GetUserCommand } from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import type { Clock, HeldKey } from '../rotation/ports.ts'
import { messageOf } from '../rotation/problem.ts'
import { type Duration, second, spoken } from '../rotation/time.ts'
import { trialSpacing, trialSuccesses } from '../rotation/waits.ts'
import type { Trial } from '../rotation/world.ts'
import type { AwsClients } from './clients.ts'
import { codeOf, isAccessDenied, isUnknownKey } from './errors.ts'

/**
 * IAM is eventually consistent: several successes in a row are waited for, this long at most. Keys have been seen to take
 * up to half a minute; what takes four times as long is left to the next run.
 */
const longest: Duration = 120 * second

/** A key that AWS does not know yet is tried again after a tenth of the time that it has had, at least a second. */
function delayUntilKnown(tried: Duration): Duration {
  return Math.min(Math.max(second, Math.ceil(tried / 10)), trialSpacing)
}

/** The user that the key must belong to. */
export interface KeyOwner {
  readonly account: string
  readonly arn: string
}

/** Tries a key until AWS accepts it several times in a row, or time is over. @throws only what ends the run */
export async function tryKey(held: HeldKey, owner: KeyOwner, clients: AwsClients, clock: Clock): Promise<Trial> {
  const start = clock.elapsed()
  const failed = (detail: string): Trial => ({ key: held.id, works: false, detail })
  let inARow = 0
  for (;;) {
    const answer = await signIn(held, owner, clients)
    if (answer.kind === 'rejected') return failed(answer.detail)
    inARow = answer.kind === 'accepted' ? inARow + 1 : 0
    if (inARow === trialSuccesses) {
      return { key: held.id, works: true, detail: `STS and IAM accepted ${held.id} ${trialSuccesses} times in a row` }
    }
    if (clock.elapsed() - start > longest) {
      const detail = answer.kind === 'accepted' ? 'not steadily enough' : answer.detail
      return failed(`AWS did not accept ${held.id} within ${spoken(longest)}: ${detail}`)
    }
    await clock.sleep(inARow > 0 ? trialSpacing : delayUntilKnown(clock.elapsed() - start))
  }
}

type SignIn =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'not yet'; readonly detail: string }
  | { readonly kind: 'rejected'; readonly detail: string }

/** Signs one request to STS and one to IAM, at once and with fresh clients, so that different front ends answer. */
async function signIn(held: HeldKey, { account, arn }: KeyOwner, clients: AwsClients): Promise<SignIn> {
  // A denial of IAM comes after authentication: it knows the key.
  const known = clients
    .iam(held.credentials(), 1)
    .send(new GetUserCommand({}))
    .catch((error: unknown) => {
      if (!isAccessDenied(error)) throw error
    })
  // What STS says counts first.
  known.catch(() => undefined)
  try {
    const { Account, Arn } = await clients.sts(held.credentials(), 1).send(new GetCallerIdentityCommand({}))
    if (Account !== account || Arn !== arn) {
      return { kind: 'rejected', detail: `${held.id} signs in as ${Arn}, not as ${arn}` }
    }
    await known
    return { kind: 'accepted' }
  } catch (error) {
    if (codeOf(error) === 'SignatureDoesNotMatch') {
      const detail = `AWS knows ${held.id}, but not with the secret that it sent: ${messageOf(error)}`
      return { kind: 'rejected', detail }
    }
    return { kind: 'not yet', detail: isUnknownKey(error) ? 'AWS does not know it yet' : messageOf(error) }
  }
}
