import type { Service, WireReply, WireRequest } from '../wire.ts'
import type { AwsAccount, SigningService } from './account.ts'
import { authenticate, type Caller } from './authentication.ts'
import { AwsError } from './errors.ts'
import { Parameters } from './parameters.ts'
import { claimedAccessKeyId } from './sigv4.ts'
import { type Fields, xml } from './xml.ts'

/** An authenticated request for one action. */
export interface Call {
  readonly account: AwsAccount
  readonly caller: Caller
  readonly parameters: Parameters
}

/** Performs an action and returns its result, nothing for actions without one; throws AwsError. */
export type Action = (call: Call) => Fields | undefined

/** An action that no signature is needed for: what proves the caller is among the parameters. */
export type UnsignedAction = (call: Omit<Call, 'caller'>) => Fields

/** A service that speaks the AWS Query protocol: a form in, XML out. */
export interface QueryApi {
  readonly name: SigningService
  readonly version: string
  readonly actions: ReadonlyMap<string, Action>
  readonly unsigned?: ReadonlyMap<string, UnsignedAction>
  /** The code that an HTTP status has when a test does not name one. */
  readonly codes: Readonly<Record<number, string>>
}

/** Puts an API on the wire. */
export function queryService(account: AwsAccount, api: QueryApi): Service {
  const namespace = `https://${api.name}.amazonaws.com/doc/${api.version}/`
  const reply = (status: number, root: string, content: (requestId: string) => Fields): WireReply => {
    const requestId = account.identifiers.requestId()
    return {
      status,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
      body: `<${root} xmlns="${namespace}">${xml(content(requestId))}</${root}>\n`,
    }
  }
  const spell = ({ status, code, message }: AwsError): WireReply =>
    reply(status, 'ErrorResponse', (requestId) => ({
      Error: { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message },
      RequestId: requestId,
    }))

  return {
    name: api.name,
    operation: (method, target, body) => form(target, body).get('Action') ?? `${method} ${target}`,
    caller: claimedAccessKeyId,
    error: (status, code, message) => spell(injectedError(api, status, code, message)),
    perform: async (request) => {
      try {
        const parameters = new Parameters(form(request.target, request.body))
        const result = await perform(account, api, request, parameters)
        return reply(200, `${request.operation}Response`, (RequestId) => ({
          [`${request.operation}Result`]: result,
          ResponseMetadata: { RequestId },
        }))
      } catch (error) {
        if (error instanceof AwsError) return spell(error)
        throw error
      }
    },
  }
}

/** In the account of whoever signs. */
async function perform(account: AwsAccount, api: QueryApi, request: WireRequest, parameters: Parameters) {
  const unsigned = api.unsigned?.get(request.operation)
  if (unsigned !== undefined) return unsigned({ account, parameters })
  const action = findAction(api, request, parameters)
  const home = account.accounts.holding(claimedAccessKeyId(request)) ?? account
  return action({ account: home, caller: await authenticate(home, api.name, request), parameters })
}

/** Performs an action without a wire between, for a caller who is known already; throws AwsError. */
export function performAction(
  account: AwsAccount,
  api: QueryApi,
  operation: string,
  caller: Caller,
  parameters: Parameters,
): Fields | undefined {
  const action = api.actions.get(operation)
  if (action === undefined) throw new AwsError(400, 'InvalidAction', `Could not find operation ${operation}`)
  return action({ account, caller, parameters })
}

/** An error that a test wants, in the words that AWS has for it. */
export function injectedError(
  api: QueryApi,
  status: number,
  code = api.codes[status] ?? 'InternalFailure',
  message = messages[code] ?? code,
): AwsError {
  return new AwsError(status, code, message)
}

const messages: Readonly<Record<string, string>> = {
  AccessDenied: 'Access denied.',
  ConcurrentModification:
    'The request was rejected because multiple requests to change this object were submitted simultaneously. Wait a ' +
    'few minutes and submit your request again.',
  InternalFailure: 'The request processing has failed because of an unknown error, exception or failure.',
  // The other meaning of the code, which is worth a retry; the sandbox itself tells when a quota is used up.
  LimitExceeded: 'Your account has a large number of updates awaiting replication, please try again later',
  ServiceFailure: 'The request processing has failed because of an unknown error, exception or failure.',
  ServiceUnavailable: 'The request has failed due to a temporary failure of the server.',
  Throttling: 'Rate exceeded',
}

function form(target: string, body: string): URLSearchParams {
  return new URLSearchParams(body === '' ? new URL(target, 'http://sandbox').search : body)
}

function findAction(api: QueryApi, { operation }: WireRequest, parameters: Parameters): Action {
  const version = parameters.optional('Version') ?? 'NO_VERSION_SPECIFIED'
  const action = version === api.version ? api.actions.get(operation) : undefined
  if (action !== undefined) return action
  throw new AwsError(400, 'InvalidAction', `Could not find operation ${operation} for version ${version}`)
}
