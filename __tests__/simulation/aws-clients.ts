/** AWS's clients without a wire: the sandbox's actions, answers and errors in the SDK's form, and the SDK's retries. */
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { IAMClient } from '@aws-sdk/client-iam'
import { STSClient } from '@aws-sdk/client-sts'
import type { AwsAccount } from '../../sandbox/aws/account.ts'
import { type CalledService, type DirectSignature, recognize } from '../../sandbox/aws/authentication.ts'
import { injectedTrailError, lookUpEvents } from '../../sandbox/aws/cloudtrail.ts'
import { AwsError } from '../../sandbox/aws/errors.ts'
import { iamApi } from '../../sandbox/aws/iam.ts'
import { Parameters } from '../../sandbox/aws/parameters.ts'
import { iamRegion } from '../../sandbox/aws/partition.ts'
import { injectedError, performAction, type QueryApi } from '../../sandbox/aws/query.ts'
import { stsApi } from '../../sandbox/aws/sts.ts'
import type { Fields } from '../../sandbox/aws/xml.ts'
import type { AwsClients } from '../../src/aws/clients.ts'
import type { Credentials, SigningCredentials } from '../../src/aws/sign-in-clients.ts'
import type { Process, RunClock } from './run.ts'
import type { Denial, Traffic } from './traffic.ts'

interface Reply {
  readonly status: number
  /** The `Date` header, in whole seconds. */
  readonly date: number
  readonly result: object | undefined
  readonly error: AwsError | undefined
}

/** What the SDK calls each time that it sends a request. */
type Handler = (args: { readonly input: object }) => Promise<{ readonly response: unknown; readonly output: unknown }>

/** An SDK command: its class is called after the action. */
interface Command {
  readonly constructor: { readonly name: string }
  readonly input: object
  /** Only what the action has added to the command itself. */
  readonly middlewareStack: { resolve(handler: Handler, context: object): Handler }
}

/** What the clients of one run work with. */
export interface AwsSide {
  /** Any account of the AWS that is called: who signs tells which one acts. */
  readonly account: AwsAccount
  readonly traffic: Traffic
  readonly process: Process
  readonly clock: RunClock
  /** What the job signs with where no credentials are given; undefined where it has none. */
  readonly credentials: Credentials | undefined
  /** Between 0 and 1: the share of its longest delay that the SDK waits before it tries again. */
  readonly jitter: () => number
}

/** The SDK's standard mode: three attempts, at most 50 ms doubled each time between them, 1 s when throttled. */
const attemptsOfSdk = 3
const retryDelay = { throttling: 1_000, transient: 50 } as const

/** The SDK's signer corrects the runner's clock when it is this far off. */
const noticedSkew = 300_000

/** AWS's error codes that the SDK knows as classes, whose names end in `Exception`. */
const modelled: ReadonlySet<string> = new Set([
  'ConcurrentModification',
  'DeleteConflict',
  'EntityTemporarilyUnmodifiable',
  'InvalidInput',
  'InvalidUserType',
  'LimitExceeded',
  'NoSuchEntity',
  'ServiceFailure',
  'UnmodifiableEntity',
])

/** Codes that the SDK takes for throttling. It does so for `LimitExceededException`, whatever is meant by it. */
const throttling: ReadonlySet<string> = new Set([
  'LimitExceededException',
  'RequestLimitExceeded',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
])

/** A service as its clients meet it. */
interface Api {
  readonly name: CalledService
  /** The Region that requests are signed for. */
  readonly region: string
  /** Whether what proves the caller is in the input, and no signature. */
  isUnsigned(operation: string): boolean
  /** The result as the SDK hands it out; throws AwsError. */
  perform(signature: DirectSignature | undefined, operation: string, input: object): object | undefined
  /** An error that a fault makes it answer. */
  error(status: number, code?: string, message?: string): AwsError
}

/** Clients of one run. */
export function simulatedAwsClients(side: AwsSide): AwsClients {
  const { account } = side
  const [iam, sts] = [queryApi(account, iamApi), queryApi(account, stsApi)]
  return {
    region: iamRegion[account.partition],
    globalRegion: iamRegion[account.partition],
    iam: (credentials, attempts) => client<IAMClient>(IAMClient, new Sender(side, iam, credentials, attempts)),
    sts: (credentials, attempts) => client<STSClient>(STSClient, new Sender(side, sts, credentials, attempts)),
    cloudTrail: async (region, credentials) =>
      client<CloudTrailClient>(
        CloudTrailClient,
        new Sender(side, cloudTrailApi(account, region), credentials, undefined),
      ),
  }
}

function queryApi(account: AwsAccount, api: QueryApi): Api {
  const { unsigned } = api
  return {
    name: api.name,
    region: iamRegion[account.partition],
    isUnsigned: (operation) => unsigned?.has(operation) === true,
    perform: (signature, operation, input) => {
      const parameters = new Parameters(formOf(input))
      const result =
        unsigned?.get(operation)?.({ account, parameters }) ??
        inAccountOf(account, api.name, signature, (home, caller) =>
          performAction(home, api, operation, caller, parameters),
        )
      return result && withDates(result)
    },
    error: (status, code, message) => injectedError(api, status, code, message),
  }
}

/** Acts in the account of whoever signs. */
function inAccountOf<Result>(
  account: AwsAccount,
  service: CalledService,
  signature: DirectSignature | undefined,
  act: (home: AwsAccount, caller: ReturnType<typeof recognize>) => Result,
): Result {
  if (signature === undefined) throw new Error(`nothing to sign a request to ${service} with`)
  const home = account.accounts.holding(signature.accessKeyId) ?? account
  return act(home, recognize(home, service, signature))
}

function cloudTrailApi(account: AwsAccount, region: string): Api {
  return {
    name: 'cloudtrail',
    region,
    isUnsigned: () => false,
    perform: (signature, _, input) => {
      const { Events, ...rest } = inAccountOf(account, 'cloudtrail', signature, (home, caller) =>
        lookUpEvents(home, caller, region, { ...input }),
      )
      return { Events: Events.map((event) => ({ ...event, EventTime: new Date(event.EventTime * 1_000) })), ...rest }
    },
    error: injectedTrailError,
  }
}

/** The SDK's paginators ask what a client is an instance of; constructing one would take longer than a run. */
function client<Client>(of: { readonly prototype: object }, sender: Sender): Client {
  return Object.create(of.prototype, {
    send: { value: (command: Command) => sender.send(command) },
    config: { value: {} },
  }) as Client
}

class Sender {
  readonly #side: AwsSide
  readonly #api: Api
  readonly #credentials: SigningCredentials | undefined
  readonly #attempts: number
  /** How far AWS's clock is taken to be ahead of the runner's. */
  #clockOffset: number

  constructor(side: AwsSide, api: Api, credentials: SigningCredentials | undefined, attempts: number | undefined) {
    this.#side = side
    this.#api = api
    this.#credentials = credentials ?? side.credentials
    this.#attempts = attempts ?? attemptsOfSdk
    this.#clockOffset = side.clock.offset()
  }

  async send(command: Command): Promise<object> {
    const operation = command.constructor.name.replace(/Command$/, '')
    const given = typeof this.#credentials === 'function' ? await this.#credentials() : this.#credentials
    const credentials = this.#api.isUnsigned(operation) ? undefined : given
    if (credentials === undefined && !this.#api.isUnsigned(operation)) {
      throw Object.assign(new Error('Could not load credentials from any providers'), {
        name: 'CredentialsProviderError',
      })
    }
    const { input } = command
    const handler = command.middlewareStack.resolve(
      async () => ({ response: undefined, output: await this.#ask(operation, input, credentials) }),
      {},
    )
    for (let attempt = 1; ; attempt += 1) {
      const reply = (await handler({ input })).output as Reply | undefined
      const corrected = reply !== undefined && this.#hear(reply.date)
      if (reply !== undefined && reply.error === undefined) {
        const $metadata = { httpStatusCode: reply.status, attempts: attempt, totalRetryDelay: 0 }
        return { ...reply.result, $metadata }
      }
      const error = reply?.error === undefined ? lostAnswer() : sdkError(reply.error)
      const again = corrected && reply?.error?.code === 'SignatureDoesNotMatch' ? 'transient' : retryOf(error)
      if (again === undefined || attempt >= this.#attempts) {
        throw Object.assign(error, { $metadata: { ...error.$metadata, attempts: attempt, totalRetryDelay: 0 } })
      }
      await this.#pause(Math.floor(this.#side.jitter() * retryDelay[again] * 2 ** (attempt - 1)))
    }
  }

  /** Says whether the SDK has just learned that the runner's clock is wrong. */
  #hear(date: number): boolean {
    const { clock } = this.#side
    clock.hear(date)
    if (Math.abs(date - clock.runnersNow() - this.#clockOffset) < noticedSkew) return false
    this.#clockOffset = date - clock.runnersNow()
    return true
  }

  /** The SDK's own waits know nothing of a cancelled run. */
  #pause(duration: number): Promise<void> {
    return this.#side.process.wait<void>((arrived) => this.#side.traffic.later(duration, arrived))
  }

  #ask(operation: string, input: object, credentials: Credentials | undefined): Promise<Reply | undefined> {
    const { account, traffic, process, clock } = this.#side
    const api = this.#api
    const date = clock.runnersNow() + this.#clockOffset
    const signature = credentials && { ...credentials, region: api.region, date }
    const answered = (status: number, result?: object, error?: AwsError): Reply => ({
      status,
      date: Math.floor(account.clock.now() / 1_000) * 1_000,
      result,
      error,
    })
    return traffic.send<Reply>(process, {
      service: api.name,
      operation,
      method: 'POST',
      subject: subjectOf(input),
      caller: credentials?.accessKeyId ?? 'nobody',
      perform: () => {
        try {
          return answered(200, api.perform(signature, operation, input))
        } catch (error) {
          if (error instanceof AwsError) return answered(error.status, undefined, error)
          throw error
        }
      },
      deny: (denial) => {
        const error = denied(api, operation, credentials, denial)
        return answered(error.status, undefined, error)
      },
    })
  }
}

/** What AWS says when it does nothing. */
function denied(api: Api, operation: string, credentials: Credentials | undefined, denial: Denial): AwsError {
  switch (denial) {
    case 'refused':
      return api.error(
        403,
        api.name === 'cloudtrail' ? 'AccessDeniedException' : 'AccessDenied',
        credentials === undefined
          ? `Not authorized to perform ${api.name}:${operation}`
          : `User: ${credentials.accessKeyId} is not authorized to perform: ${api.name}:${operation} because no identity-based policy allows the ${api.name}:${operation} action`,
      )
    case 'unavailable':
      return api.error(503)
    case 'throttled':
      return api.error(400, api.name === 'cloudtrail' ? 'ThrottlingException' : 'Throttling')
    case 'hidden':
      throw new RangeError('AWS refuses what it does not show')
  }
}

type SdkError = Error & {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number }
  readonly code?: string
}

function sdkError({ status, code, message }: AwsError): SdkError {
  return Object.assign(new Error(message), {
    name: modelled.has(code) ? `${code}Exception` : code,
    Code: code,
    Type: status < 500 ? 'Sender' : 'Receiver',
    $fault: status < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode: status },
  })
}

/** The connection is cut before an answer comes. */
function lostAnswer(): SdkError {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
}

/** Whether, and as what, the SDK tries again. */
function retryOf({ name, code, $metadata }: SdkError): keyof typeof retryDelay | undefined {
  if (throttling.has(name) || $metadata?.httpStatusCode === 429) return 'throttling'
  const isTransient = code === 'ECONNRESET' || [500, 502, 503, 504].includes($metadata?.httpStatusCode ?? 0)
  return isTransient ? 'transient' : undefined
}

/** An input as the Query protocol spells it: `Tags.member.1.Key`. */
function formOf(input: object): URLSearchParams {
  const form = new URLSearchParams()
  const put = (name: string, value: unknown): void => {
    if (value === undefined || value === null) return
    if (Array.isArray(value)) {
      for (const [index, member] of value.entries()) put(`${name}.member.${index + 1}`, member)
    } else if (typeof value === 'object') {
      for (const [field, inner] of Object.entries(value)) put(`${name}.${field}`, inner)
    } else {
      form.append(name, String(value))
    }
  }
  for (const [name, value] of Object.entries(input)) put(name, value)
  return form
}

/** A result as the SDK hands it out: dates are dates, and what is absent is absent. */
function withDates(fields: Fields): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, withDate(name, value)]),
  )
}

function withDate(name: string, value: Fields[string]): unknown {
  if (typeof value === 'string') return name.endsWith('Date') || name === 'Expiration' ? new Date(value) : value
  if (Array.isArray(value)) {
    return value.map((member: Fields | string) => (typeof member === 'string' ? member : withDates(member)))
  }
  return typeof value === 'object' ? withDates(value as Fields) : value
}

function subjectOf(input: object): string {
  const { UserName, AccessKeyId, Status, Tags, TagKeys, RoleArn } = input as Readonly<Record<string, unknown>>
  const state = (Array.isArray(Tags) ? Tags : [])
    .map((tag: { readonly Key?: unknown; readonly Value?: unknown }) => tag)
    .find(({ Key }) => Key === 'rotate-iam-access-keys')?.Value
  const phase = /\bphase=(\w+)/.exec(String(state ?? ''))?.[1]
  return [RoleArn, UserName, AccessKeyId, Status, phase, ...(Array.isArray(TagKeys) ? TagKeys : [])]
    .filter((each) => each !== undefined)
    .join(' ')
}
