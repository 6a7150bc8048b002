/** Clients of STS, and what every client of AWS shares: where its requests go, how, and by whose clock they are signed. */
import { STSClient } from '@aws-sdk/client-sts'
import type { ServiceClock } from '../network/clock.ts'
import { type Duration, second } from '../rotation/time.ts'
import { requestTimeout } from '../rotation/waits.ts'
import { type AwsService, type Elsewhere, type EndpointData, elsewhere, isAwsOwn } from './endpoints.ts'
import { AwsHandler } from './request-handler.ts'

/** Fixed credentials. */
export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** Credentials that are asked for before each request, since they change while the run goes on. */
export interface RenewedCredentials {
  (): Promise<Credentials>
  /** The SDK asks again each time. */
  readonly memoized: true
}

/** What a client signs with. */
export type SigningCredentials = Credentials | RenewedCredentials

/**
 * Hears of each request that would not go to AWS itself, before it is sent; what it throws keeps the request back, and
 * is what the request fails with.
 */
export type OnElsewhere = (elsewhere: Elsewhere) => void

/** The options in which one client differs from the others. */
export interface ClientOptions {
  readonly service: AwsService
  readonly region: string
  /** What the SDK finds by its own chain (environment, profile, instance or container role), when not given. */
  readonly credentials?: SigningCredentials | undefined
  /** The SDK's own number when not given. */
  readonly attempts?: number | undefined
  readonly timeouts?: { readonly connectionTimeout: Duration; readonly requestTimeout: Duration }
}

const usualTimeouts = { connectionTimeout: 10 * second, requestTimeout }

/** Clients that time out, know where their requests go, and tell the clock what time AWS says it is. */
export class SignInClients {
  /** Whose STS is asked. */
  readonly region: string
  readonly #clock: ServiceClock
  readonly #onElsewhere: OnElsewhere

  constructor(region: string, clock: ServiceClock, onElsewhere: OnElsewhere) {
    this.region = region
    this.#clock = clock
    this.#onElsewhere = onElsewhere
  }

  /** `attempts` 1 for calls that must not be repeated by themselves; the SDK's own retries otherwise. */
  sts(credentials?: SigningCredentials, attempts?: 1): STSClient {
    const options = { service: 'sts', region: this.region, credentials, attempts } as const
    const client: STSClient = new STSClient(this.configuration(options, () => client.config.endpointProvider))
    return client
  }

  /** `data` is the service's own, of the client that is made with this. */
  protected configuration(options: ClientOptions, data: () => EndpointData) {
    const { service, region, credentials, attempts, timeouts = usualTimeouts } = options
    const admit = (url: URL) => {
      const target = { service, region, url }
      if (!isAwsOwn(target, data())) this.#onElsewhere(elsewhere(target, process.env))
    }
    return {
      region,
      // AWS refuses signatures that are minutes off: the date of an earlier answer corrects the runner's clock.
      systemClockOffset: this.#clock.offset(),
      requestHandler: new AwsHandler(timeouts, admit, (date) => this.#clock.hear(date)),
      customUserAgent: [['rotate-iam-access-keys', '1']] as [string, string][],
      ...(credentials === undefined ? {} : { credentials }),
      ...(attempts === undefined ? {} : { maxAttempts: attempts }),
    }
  }
}
