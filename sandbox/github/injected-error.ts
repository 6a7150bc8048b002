/** Spells the errors that a test puts on the wire the way GitHub would. */
import type { WireReply } from '../wire.ts'
import { rateLimitExceeded, rateLimitHeaders, secondaryRateLimit } from './rate-limit.ts'
import { Refusal, spelledRefusal } from './refusal.ts'

const messages: Readonly<Record<number, string>> = {
  400: 'Problems parsing JSON',
  401: 'Bad credentials',
  403: 'Resource not accessible by integration',
  404: 'Not Found',
  409: 'Conflict',
  422: 'Validation Failed',
}

/** The page that GitHub's load balancers show instead of JSON when they have no server to ask. */
const unicorn =
  '<!DOCTYPE html>\n<html>\n<head><title>Unicorn! &middot; GitHub</title></head>\n<body><p><strong>No server is currently available to service your request.</strong></p></body>\n</html>\n'

/**
 * GitHub has no error codes, so `code` names a whole reply: `secondary-rate-limit`, `rate-limit` (for 403 and 429) or
 * `html` (for 5xx). Without it the status decides: 429 is the secondary limit, 503 the HTML page, other 5xx are JSON.
 */
export function injectedError(
  status: number,
  code: string | undefined,
  message: string | undefined,
  now: number,
): WireReply {
  switch (code ?? defaultCode(status, message)) {
    case 'secondary-rate-limit':
      return spelledRefusal(secondaryRateLimit(status))
    case 'rate-limit':
      return exceededRateLimit(status, now)
    case 'html':
      return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: unicorn }
    case undefined:
      return status >= 500 ? serverError(status, message) : spelledRefusal(plainRefusal(status, message))
    default:
      throw new RangeError(`GitHub's errors have no code ${code}`)
  }
}

function defaultCode(status: number, message: string | undefined): string | undefined {
  if (message !== undefined) return undefined
  return { 429: 'secondary-rate-limit', 503: 'html' }[status]
}

function exceededRateLimit(status: number, now: number): WireReply {
  const spelled = spelledRefusal(rateLimitExceeded('user ID 1', status))
  const reset = Math.ceil(now / 1_000) + 3_600
  const headers = rateLimitHeaders({ limit: 5_000, remaining: 0, used: 5_000, reset })
  return { ...spelled, headers: { ...spelled.headers, ...headers } }
}

function plainRefusal(status: number, message: string | undefined): Refusal {
  return new Refusal(status, message ?? messages[status] ?? 'Bad Request')
}

/** Requests that GitHub gives up on end in this short body. */
function serverError(status: number, message = 'Server Error'): WireReply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ message }),
  }
}
