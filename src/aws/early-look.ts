/** A look at an IAM user that is asked for before it is known who signs, and whose user that is. */
import { GetUserCommand, type User } from '@aws-sdk/client-iam'
import type { Clock } from '../rotation/ports.ts'
import type { Duration } from '../rotation/time.ts'
import type { AccessKey } from '../rotation/world.ts'
import type { AwsClients } from './clients.ts'
import { listKeys } from './key-list.ts'
import type { SigningCredentials } from './sign-in-clients.ts'

/** What IAM answered, and when, by the run's elapsed time. */
export interface EarlyLook {
  readonly user: User
  readonly keys: readonly AccessKey[]
  readonly looked: Duration
  readonly seen: Duration
}

/**
 * Asks for the user and its keys at one moment; `userName` undefined: the user that the credentials belong to. Nothing may
 * be concluded from it before STS has said who signs. Never throws: what goes wrong here goes wrong again, and is told,
 * when it is asked for in its turn.
 */
export async function lookEarly(
  clients: AwsClients,
  credentials: SigningCredentials,
  userName: string | undefined,
  clock: Clock,
): Promise<EarlyLook | undefined> {
  const looked = clock.elapsed()
  const client = clients.iam(credentials)
  try {
    const [{ User: user }, keys] = await Promise.all([
      client.send(new GetUserCommand(userName === undefined ? {} : { UserName: userName })),
      listKeys(client, userName),
    ])
    return user && { user, keys, looked, seen: clock.elapsed() }
  } catch {
    return undefined
  }
}
