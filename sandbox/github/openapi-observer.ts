/** Watches a wire and holds everything that is said to GitHub, and everything that it answers, to its description. */
import type { WireObserver } from '../wire.ts'
import { type BasePath, withoutBasePath } from './base-path.ts'
import { checkRequest, checkResponse } from './openapi-check.ts'

/**
 * Collects violations, so that a test can assert that there are none. Injected faults of the server (5xx) are exempt,
 * since the description has none of them; a request that got no answer is held to the description like any other.
 */
export function openapiObserver(violations: string[], basePath: BasePath = ''): WireObserver {
  return {
    after(record) {
      if (record.service !== 'github') return
      const request = { ...record, target: withoutBasePath(record.target, basePath) ?? record.target }
      violations.push(...checkRequest(request))
      if (record.status === 0 || record.status >= 500) return
      violations.push(...checkResponse(request, { status: record.status, body: record.reply }))
    },
  }
}
