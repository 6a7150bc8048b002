/** The rate limit over the API: asking for it costs nothing. */
import { Refusal } from '../refusal.ts'
import type { Answer, Call, Routes } from './route.ts'

/** The operation that is not counted. */
export const rateLimitOperation = 'GET /rate_limit'

/** The limit of the token that asks. */
export const rateLimitRoutes: Routes = { [rateLimitOperation]: { handle: rateLimit } }

function rateLimit(call: Call): Answer {
  if (call.github.server !== undefined) throw new Refusal(404, 'Rate limiting is not enabled.')
  const core = call.token.rateLimit.status(call.github.clockOffset)
  const untouched = (limit: number) => ({ limit, remaining: limit, used: 0, reset: core.reset })
  return {
    status: 200,
    body: { resources: { core, search: untouched(30), graphql: untouched(5_000) }, rate: core },
  }
}
