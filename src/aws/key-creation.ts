/** How a key is asked for: once, but for what AWS clearly postponed. */
import { CreateAccessKeyCommand, type IAMClient } from '@aws-sdk/client-iam'
import { HeldAccessKey, type Masking } from '../key/held-key.ts'
import type { Clock, CreationAnswer } from '../rotation/ports.ts'
import { messageOf } from '../rotation/problem.ts'
import { type Duration, second } from '../rotation/time.ts'
import { postponedFor } from '../rotation/waits.ts'
import type { Creation } from '../rotation/world.ts'
import { explain, isAwsError, isPassingLimit, isThrottling, neverSent, type Subject, statusOf } from './errors.ts'

/** What AWS clearly postponed is asked for again after these, while the intent explains the key that comes of it. */
const delays: readonly Duration[] = [1, 2, 4, 8].map((seconds) => seconds * second)

/** What CreateAccessKey is sent with. */
export interface CreationServices {
  /** A client of its own: one attempt, no pooled socket whose reset would say nothing about this request. */
  readonly client: () => IAMClient
  readonly clock: Clock
  readonly masking: Masking
}

/** Creates a key. Never throws: the answer says whether a key was created, was not, or may have been. */
export async function createKey(user: Subject, services: CreationServices): Promise<CreationAnswer> {
  const { clock } = services
  const start = clock.elapsed()
  for (const delay of delays) {
    const answer = await createOnce(user, services)
    if (answer.creation.kind !== 'postponed' || clock.elapsed() - start + delay > postponedFor) return answer
    await clock.sleep(delay)
  }
  return createOnce(user, services)
}

async function createOnce(user: Subject, { client, clock, masking }: CreationServices): Promise<CreationAnswer> {
  try {
    const { AccessKey: made } = await client().send(new CreateAccessKeyCommand({ UserName: user.name }))
    if (made?.AccessKeyId === undefined || made.SecretAccessKey === undefined) {
      return { creation: { kind: 'lost', reason: 'the answer held no key' } }
    }
    const held = new HeldAccessKey(made.AccessKeyId, made.SecretAccessKey, masking)
    // AWS may tell this date with milliseconds, and never does when it lists keys.
    const created = Math.floor((made.CreateDate?.getTime() ?? clock.now()) / second) * second
    const key = { id: held.id, status: 'Active', created, lastUsed: { kind: 'never' } } as const
    return { creation: { kind: 'created', key: held.id }, key, held }
  } catch (error) {
    return { creation: failedCreation(error, user) }
  }
}

/** Tells a clear refusal, after which no key exists, from an answer that was lost. */
function failedCreation(error: unknown, user: Subject): Exclude<Creation, { kind: 'created' }> {
  const reason = messageOf(error)
  const status = statusOf(error) ?? 0
  const clear = status >= 400 && status < 500 && status !== 408 && isAwsError(error)
  if (neverSent(error) || (clear && (isThrottling(error) || isPassingLimit(error))))
    return { kind: 'postponed', reason }
  if (!clear) return { kind: 'lost', reason }
  const { message, remedy } = explain(error, 'iam:CreateAccessKey', user)
  return { kind: 'refused', reason: message, remedy }
}
