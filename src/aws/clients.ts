/** All of AWS that a rotation speaks to. CloudTrail's client is loaded when it is needed, which is rarely. */
import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { IAMClient } from '@aws-sdk/client-iam'
import { second } from '../rotation/time.ts'
import { iamRegion } from './regions.ts'
import { type Credentials, SignInClients, type SigningCredentials } from './sign-in-clients.ts'

const briefTimeouts = { connectionTimeout: 5 * second, requestTimeout: 10 * second }

/** Makes clients of AWS that sign with the given credentials, or with what the SDK finds. */
export interface AwsClients extends Pick<SignInClients, 'region' | 'sts'> {
  /** Where services of the whole partition record what they are asked. */
  readonly globalRegion: string
  /** `attempts` as of `sts`. */
  iam(credentials?: SigningCredentials, attempts?: 1): IAMClient
  /** Of that region. It is not waited for long: what it tells is only to help a person. */
  cloudTrail(region: string, credentials?: SigningCredentials): Promise<CloudTrailClient>
}

/** The clients of one run, over the network. All users that sign with the same credentials share one client of IAM. */
export class NetworkAwsClients extends SignInClients implements AwsClients {
  readonly globalRegion = iamRegion(this.region)
  readonly #shared = new Map<unknown, IAMClient>()

  iam(credentials?: SigningCredentials, attempts?: 1): IAMClient {
    // What must not be repeated goes over a connection of its own.
    if (credentials === undefined || attempts !== undefined) return this.#iam(credentials, attempts)
    // Sessions that are renewed are one object each, pairs are made anew.
    const key = typeof credentials === 'function' ? credentials : pairOf(credentials)
    const client = this.#shared.get(key) ?? this.#iam(credentials)
    this.#shared.set(key, client)
    return client
  }

  #iam(credentials?: SigningCredentials, attempts?: 1): IAMClient {
    const options = { service: 'iam', region: this.globalRegion, credentials, attempts } as const
    const client: IAMClient = new IAMClient(this.configuration(options, () => client.config.endpointProvider))
    return client
  }

  async cloudTrail(region: string, credentials?: SigningCredentials): Promise<CloudTrailClient> {
    const { CloudTrailClient: Client } = await import('@aws-sdk/client-cloudtrail')
    const options = { service: 'cloudtrail', region, credentials, attempts: 2, timeouts: briefTimeouts } as const
    const client: CloudTrailClient = new Client(this.configuration(options, () => client.config.endpointProvider))
    return client
  }
}

function pairOf({ accessKeyId, secretAccessKey, sessionToken = '' }: Credentials): string {
  return `${accessKeyId} ${secretAccessKey} ${sessionToken}`
}
