import { IAMClient, type IAMClientConfig } from '@aws-sdk/client-iam'
import { STSClient, type STSClientConfig } from '@aws-sdk/client-sts'
import type { ServiceClock } from '../network/clock.ts'
import { requestTimeout } from '../rotation/facts.ts'
import { type AwsService, type Elsewhere, type EndpointData, elsewhere, isAwsOwn } from './endpoints.ts'
import { iamRegion } from './regions.ts'
import { AwsHandler, type Timeouts } from './request-handler.ts'

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

/**
 * Hears of each request that would not go to AWS itself, before it is sent; what it throws keeps the request back, and
 * is what the request fails with.
 */
export type OnElsewhere = (elsewhere: Elsewhere) => void

/** Clients that time out, know where their requests go, and tell the clock what time AWS says it is. */
export class NetworkClients implements SignInClients {
  readonly #clock: ServiceClock
  readonly #onElsewhere: OnElsewhere
  readonly region: string
  /** Where services of the whole partition record what they are asked. */
  readonly globalRegion: string

  constructor(region: string, clock: ServiceClock, onElsewhere: OnElsewhere) {
    this.region = region
    this.#clock = clock
    this.#onElsewhere = onElsewhere
    this.globalRegion = iamRegion(region)
  }

  iam(credentials?: Credentials, attempts?: 1): IAMClient {
    const client: IAMClient = new IAMClient({
      ...this.configuration('iam', this.globalRegion, () => client.config.endpointProvider),
      ...signing(credentials, attempts),
    })
    client.middlewareStack.addRelativeTo(this.hearDate(), hearing)
    return client
  }

  sts(credentials?: Credentials, attempts?: 1): STSClient {
    const client: STSClient = new STSClient({
      ...this.configuration('sts', this.region, () => client.config.endpointProvider),
      ...signing(credentials, attempts),
    })
    client.middlewareStack.addRelativeTo(this.hearDate(), hearing)
    return client
  }

  /** What all clients share. `data` is the service's own, of the client that is made with this. */
  protected configuration(
    service: AwsService,
    region: string,
    data: () => EndpointData,
    timeouts: Timeouts = { connectionTimeout: 10_000, requestTimeout },
  ): IAMClientConfig & STSClientConfig {
    const admit = (url: URL) => {
      const target = { service, region, url }
      if (!isAwsOwn(target, data())) this.#onElsewhere(elsewhere(target, process.env))
    }
    return {
      region,
      // AWS refuses signatures that are minutes off: what an earlier answer told corrects the runner's clock.
      systemClockOffset: this.#clock.offset(),
      requestHandler: new AwsHandler(timeouts, admit),
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

function signing(credentials?: Credentials, attempts?: 1): Pick<IAMClientConfig, 'credentials' | 'maxAttempts'> {
  return {
    ...(credentials === undefined ? {} : { credentials }),
    ...(attempts === undefined ? {} : { maxAttempts: attempts }),
  }
}

/** Next to the wire, so that the date of an error is heard too. */
export const hearing = {
  name: 'hearDateMiddleware',
  relation: 'after',
  toMiddleware: 'deserializerMiddleware',
} as const
