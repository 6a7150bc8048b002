/**
 * The network of a company around a sandbox: its services behind TLS under their real names, with a certificate of the
 * company's own, and a proxy in front of them.
 */
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Sandbox } from './sandbox.ts'
import { identity, startTlsFront } from './tls.ts'
import { onLoopback } from './wire.ts'

/** A request for a tunnel. */
export interface Tunnel {
  /** `host:port` */
  readonly target: string
  /** The header Proxy-Authorization. */
  readonly authorization: string | undefined
}

export interface CompanyNetwork {
  /** `127.0.0.1:PORT` of the proxy. */
  readonly proxy: string
  /** Port on the loopback interface where every service is served, by the name that it is asked for. */
  readonly tlsPort: number
  /** Every tunnel that was asked for, whether it was opened or not. */
  readonly tunnels: readonly Tunnel[]
  /** How many connections the services got, through the proxy or around it. */
  readonly connections: number
  /** Decides what the proxy answers; 200 opens the tunnel, nothing leaves the request without an answer. */
  admit: (tunnel: Tunnel) => number | undefined
  /** What an action's environment needs to find the services, by their real names, and to trust them. */
  readonly environment: Readonly<Record<string, string>>
  stop(): Promise<void>
}

/** Starts the proxy and the TLS side of a sandbox's services. */
export async function startCompanyNetwork(
  sandbox: Sandbox,
  proxyProtocol: 'http' | 'https' = 'http',
): Promise<CompanyNetwork> {
  const services = await startTlsFront(sandbox.services)
  const tunnels: Tunnel[] = []
  const clients = new Set<Duplex>()
  const proxy = (proxyProtocol === 'http' ? createServer() : createTlsServer(identity())).on(
    'connect',
    (message, client, head) => {
      const tunnel = { target: message.url ?? '', authorization: message.headers['proxy-authorization'] }
      tunnels.push(tunnel)
      clients.add(client)
      client.on('error', () => client.destroy())
      const status = network.admit(tunnel)
      if (status === undefined) return
      if (status !== 200) {
        client.end(`HTTP/1.1 ${status} Refused\r\nContent-Length: 0\r\n\r\n`)
        return
      }
      const server = connect(network.tlsPort, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
        server.write(head)
        server.pipe(client).pipe(server)
      })
      server.on('error', () => client.destroy())
      client.on('close', () => server.destroy())
      server.on('close', () => client.destroy())
    },
  )
  const front = await onLoopback(proxy)
  const network: CompanyNetwork = {
    proxy: new URL(front.url).host,
    tlsPort: services.port,
    tunnels,
    get connections() {
      return services.connections
    },
    admit: () => 200,
    environment: {
      AWS_ENDPOINT_URL_IAM: '',
      AWS_ENDPOINT_URL_STS: '',
      GITHUB_API_URL: 'https://api.github.com',
      ...services.environment,
    },
    stop: async () => {
      for (const client of clients) client.destroy()
      await Promise.all([services.stop(), front.close()])
    },
  }
  return network
}
