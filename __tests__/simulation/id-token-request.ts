/** GitHub's endpoint for OIDC tokens without a wire. */
import type { Service, WireReply } from '../../sandbox/wire.ts'
import type { IdTokenRequest } from '../../src/aws/id-tokens.ts'
import type { Process } from './run.ts'
import type { Denial, Traffic } from './traffic.ts'

const statuses: Readonly<Record<Denial, number>> = { refused: 403, unavailable: 503, throttled: 429, hidden: 404 }

/** Sends the requests of one run. */
export function simulatedIdTokenRequest(side: {
  readonly service: Service
  readonly traffic: Traffic
  readonly process: Process
}): IdTokenRequest {
  const { service, traffic, process } = side
  return async (url, requestToken) => {
    const operation = service.operation('GET', url.pathname, '')
    const reply = await traffic.send<WireReply>(process, {
      service: service.name,
      operation,
      method: 'GET',
      subject: url.searchParams.get('audience') ?? '',
      caller: 'the job',
      perform: () =>
        service.perform({
          service: service.name,
          method: 'GET',
          target: `${url.pathname}${url.search}`,
          headers: { host: url.host, authorization: `Bearer ${requestToken}` },
          body: '',
          operation,
        }),
      deny: (denial) => service.error(statuses[denial], undefined, undefined),
    })
    if (reply === undefined) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
    return { status: reply.status, text: reply.body }
  }
}
