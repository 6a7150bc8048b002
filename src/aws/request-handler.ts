/** How AWS's requests leave the runner. The SDK knows no proxy by itself. */
import { request as httpRequest } from 'node:http'
import { Agent, request as httpsRequest } from 'node:https'
import type { Duplex } from 'node:stream'
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler'
import { ProxyRefusal, ProxySilence } from '../network-problem.ts'
import { hasProxyVariables, proxyAuthorization, proxyFor } from '../proxy.ts'

type Options = NodeHttpHandlerOptions & { readonly connectionTimeout: number }

/** The SDK's own handler where no proxy is configured, and one that asks for the proxy of each host where one is. */
export function requestHandler(options: Options): NodeHttpHandlerOptions | NodeHttpHandler {
  return hasProxyVariables() ? new ProxyingHandler(options) : options
}

class ProxyingHandler extends NodeHttpHandler {
  readonly #options: Options
  readonly #proxied = new Map<string, NodeHttpHandler>()

  constructor(options: Options) {
    super(options)
    this.#options = options
  }

  override async handle(...[request, options]: Parameters<NodeHttpHandler['handle']>) {
    const { protocol, hostname, port } = request
    const proxy = proxyFor(new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`))
    // Plain http is for the loopback interface only, which no proxy serves.
    if (proxy === undefined || protocol === 'http:') return super.handle(request, options)
    return this.#through(proxy).handle(request, options)
  }

  override destroy(): void {
    super.destroy()
    for (const handler of this.#proxied.values()) handler.destroy()
  }

  #through(proxy: URL): NodeHttpHandler {
    const known = this.#proxied.get(proxy.href)
    if (known !== undefined) return known
    const { connectionTimeout, ...options } = this.#options
    const made = new NodeHttpHandler({ ...options, httpsAgent: new TunnelAgent(proxy, connectionTimeout) })
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
    host: proxy.hostname.replaceAll(/^\[|\]$/g, ''),
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
