import { IAMClient, type IAMClientConfig } from '@aws-sdk/client-iam'
import { STSClient, type STSClientConfig } from '@aws-sdk/client-sts'
import type { ServiceClock } from '../clock.ts'
import { requestTimeout } from '../rotation/facts.ts'
import { requestHandler } from './request-handler.ts'

/** What the SDK signs with: fixed credentials, or its own chain (environment, profile, instance or container role). */
export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** Makes clients that sign with the given credentials, or with what the SDK finds. */
export interface SignInClients {
  /** `attempts` 1 for calls that must not be repeated by themselves; the SDK's own retries otherwise. */
  iam(credentials?: Credentials, attempts?: 1): IAMClient
  sts(credentials?: Credentials, attempts?: 1): STSClient
}

/** Clients that time out, and tell the clock what time AWS says it is. */
export class NetworkClients implements SignInClients {
  readonly #region: string
  readonly #clock: ServiceClock
  /** Where services of the whole partition record what they are asked. */
  readonly globalRegion: string

  constructor(region: string, clock: ServiceClock) {
    this.#region = region
    this.#clock = clock
    this.globalRegion = iamRegion(region)
  }

  iam(credentials?: Credentials, attempts?: 1): IAMClient {
    const client = new IAMClient({ ...this.configuration(credentials, attempts), region: this.globalRegion })
    client.middlewareStack.addRelativeTo(this.hearDate(), hearing)
    return client
  }

  sts(credentials?: Credentials, attempts?: 1): STSClient {
    const client = new STSClient(this.configuration(credentials, attempts))
    client.middlewareStack.addRelativeTo(this.hearDate(), hearing)
    return client
  }

  protected configuration(credentials?: Credentials, attempts?: 1): IAMClientConfig & STSClientConfig {
    return {
      region: this.#region,
      ...(credentials === undefined ? {} : { credentials }),
      ...(attempts === undefined ? {} : { maxAttempts: attempts }),
      // AWS refuses signatures that are minutes off: what an earlier answer told corrects the runner's clock.
      systemClockOffset: this.#clock.offset(),
      // Without throwOnRequestTimeout the SDK only warns, and a stuck call waits for minutes.
      requestHandler: requestHandler({
        connectionTimeout: 10_000,
        requestTimeout,
        throwOnRequestTimeout: true,
      }),
      customUserAgent: [['rotate-iam-access-keys', '1']],
    }
  }

  /** Lets a client tell the clock what time AWS says it is. */
  protected hearDate() {
    const clock = this.#clock
    return <Input extends object, Output extends object>(
      next: (args: Input) => Promise<{ response: unknown; output: Output }>,
    ) =>
      async (args: Input) => {
        const result = await next(args)
        clock.hear((result.response as { headers?: Record<string, string> }).headers?.['date'])
        return result
      }
  }
}

/** IAM is one service per partition, signed for one region: https://docs.aws.amazon.com/general/latest/gr/iam-service.html */
const iamRegions: readonly (readonly [prefix: string, region: string])[] = [
  ['cn-', 'cn-north-1'],
  ['us-gov-', 'us-gov-west-1'],
  ['us-iso-', 'us-iso-east-1'],
  ['us-isob-', 'us-isob-east-1'],
  ['us-isof-', 'us-isof-south-1'],
  ['eu-isoe-', 'eu-isoe-west-1'],
  ['eusc-', 'eusc-de-east-1'],
]

/** The region that IAM requests are signed for; the SDK knows it only as long as no endpoint is configured. */
export function iamRegion(region: string): string {
  return iamRegions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'us-east-1'
}

/** Next to the wire, so that the date of an error is heard too. */
export const hearing = {
  name: 'hearDateMiddleware',
  relation: 'after',
  toMiddleware: 'deserializerMiddleware',
} as const
