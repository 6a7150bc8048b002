/** All of AWS that a rotation speaks to. CloudTrail's client is loaded when it is needed, which is rarely. */
import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { second } from '../rotation/time.ts'
import { type Credentials, hearing, NetworkClients, type SignInClients } from './clients.ts'

export interface AwsClients extends SignInClients {
  /** Whose STS is asked. */
  readonly region: string
  /** Where services of the whole partition record what they are asked. */
  readonly globalRegion: string
  /** Of that region. It is not waited for long: what it tells is only to help a person. */
  cloudTrail(region: string, credentials?: Credentials): Promise<CloudTrailClient>
}

export class NetworkAwsClients extends NetworkClients implements AwsClients {
  async cloudTrail(region: string, credentials?: Credentials): Promise<CloudTrailClient> {
    const { CloudTrailClient: Client } = await import('@aws-sdk/client-cloudtrail')
    const timeouts = { connectionTimeout: 5 * second, requestTimeout: 10 * second }
    const client: CloudTrailClient = new Client({
      ...this.configuration('cloudtrail', region, () => client.config.endpointProvider, timeouts),
      ...(credentials === undefined ? {} : { credentials }),
      maxAttempts: 2,
    })
    client.middlewareStack.addRelativeTo(this.hearDate(), hearing)
    return client
  }
}
