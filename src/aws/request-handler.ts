/** How AWS's requests leave the runner. The SDK knows no proxy by itself. */
import { request as httpRequest } from 'node:http'
import { Agent, request as httpsRequest } from 'node:https'
import type { Duplex } from 'node:stream'
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler'
import { ProxyRefusal, ProxySilence } from '../network/problems.ts'
import { proxyAuthorization, proxyFor } from '../network/proxy.ts'
import { hostOf } from '../network/secure-transport.ts'

/** How long a request may take, in milliseconds. */
export interface Timeouts {
  readonly connectionTimeout: number
  readonly requestTimeout?: number
}

/**
 * What every request to AWS passes, also those with which the SDK gets credentials: where it goes is admitted first, it
 * takes the proxy of its host, and only what AWS itself answered carries a date.
 */
export class AwsHandler extends NodeHttpHandler {
  readonly #options: NodeHttpHandlerOptions
  readonly #connectionTimeout: number
  readonly #admit: (url: URL) => void
  readonly #hear: (date: string | undefined) => void
  readonly #proxied = new Map<string, NodeHttpHandler>()

  /** What `admit` throws, the request fails with, unsent; `hear` is told the date of each answer of AWS, an error's too. */
  constructor(timeouts: Timeouts, admit: (url: URL) => void, hear: (date: string | undefined) => void) {
    // Without throwOnRequestTimeout the SDK only warns, and a stuck call waits for minutes.
    const options = { ...timeouts, throwOnRequestTimeout: true }
    super(options)
    this.#options = options
    this.#connectionTimeout = timeouts.connectionTimeout
    this.#admit = admit
    this.#hear = hear
  }

  override async handle(...[request, options]: Parameters<NodeHttpHandler['handle']>) {
    const { protocol, hostname, port } = request
    const url = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`)
    this.#admit(url)
    // Plain http is for the loopback interface only, which no proxy serves.
    const proxy = protocol === 'http:' ? undefined : proxyFor(url)
    const answer = await (proxy === undefined
      ? super.handle(request, options)
      : this.#through(proxy).handle(request, options))
    const { headers } = answer.response
    // A proxy's page tells the proxy's time. The SDK corrects the clock that it signs by, and this action its own.
    if (headers['x-amzn-requestid'] === undefined) delete headers['date']
    this.#hear(headers['date'])
    return answer
  }

  override destroy(): void {
    super.destroy()
    for (const handler of this.#proxied.values()) handler.destroy()
  }

  #through(proxy: URL): NodeHttpHandler {
    const known = this.#proxied.get(proxy.href)
    if (known !== undefined) return known
    const { connectionTimeout: _, ...options } = this.#options
    const made = new NodeHttpHandler({ ...options, httpsAgent: new TunnelAgent(proxy, this.#connectionTimeout) })
    this.#proxied.set(proxy.href, made)
    return made
  }
}

/** Connects to https servers through a tunnel, and keeps it for the next request. */
class TunnelAgent extends Agent {
  readonly #proxy: URL
  readonly #timeout: number

  constructor(proxy: URL, timeout: number) {
    super({ keepAlive: true, maxSockets: 50 })
    this.#proxy = proxy
    this.#timeout = timeout
  }

  override createConnection(...[options, callback]: Parameters<Agent['createConnection']>): undefined {
    const secure = (socket: Duplex) => super.createConnection({ ...options, socket } as typeof options)
    openTunnel(this.#proxy, `${options.host}:${options.port}`, this.#timeout).then(
      (socket) => callback?.(null, secure(socket) as Duplex),
      (error: Error) => callback?.(error, undefined as unknown as Duplex),
    )
  }
}

/** https://www.rfc-editor.org/rfc/rfc9110#name-connect */
function openTunnel(proxy: URL, target: string, timeout: number): Promise<Duplex> {
  const authorization = proxyAuthorization(proxy)
  const { promise, resolve, reject } = Promise.withResolvers<Duplex>()
  const connect = (proxy.protocol === 'https:' ? httpsRequest : httpRequest)({
    host: hostOf(proxy),
    port: proxy.port,
    method: 'CONNECT',
    path: target,
    headers: { host: target, ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }) },
    agent: false,
    timeout,
  })
  connect.once('connect', ({ statusCode = 0 }, socket) => {
    socket.setTimeout(0)
    if (statusCode === 200) return resolve(socket)
    socket.destroy()
    reject(new ProxyRefusal(proxy, target, statusCode))
  })
  connect.once('timeout', () => connect.destroy(new ProxySilence(proxy, target, timeout)))
  connect.once('error', reject)
  connect.end()
  return promise
}
