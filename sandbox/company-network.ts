/**
 * The network of a company around a sandbox: its services behind TLS under their real names, with a certificate of the
 * company's own, and a proxy in front of them.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { generate } from 'selfsigned'
import type { Sandbox } from './sandbox.ts'
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

/** Names of the services, as AWS and GitHub have them, and one of a GitHub Enterprise Server. */
const names = ['api.github.com', 'github.company.test', 'iam.amazonaws.com', 'sts.us-east-1.amazonaws.com'] as const

/** Starts the proxy and the TLS side of a sandbox's services. */
export async function startCompanyNetwork(
  sandbox: Sandbox,
  proxyProtocol: 'http' | 'https' = 'http',
): Promise<CompanyNetwork> {
  certificate ??= makeCertificate()
  const { private: key, cert } = certificate
  const folder = mkdtempSync(join(tmpdir(), 'company-network-'))
  const authority = join(folder, 'authority.pem')
  writeFileSync(authority, cert)
  let connections = 0
  const services = createTlsServer({ key, cert }, (message, response) => forward(sandbox, message, response))
  services.on('connection', () => {
    connections += 1
  })
  const tunnels: Tunnel[] = []
  const clients = new Set<Duplex>()
  const proxy = (proxyProtocol === 'http' ? createServer() : createTlsServer({ key, cert })).on(
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
  const [tls, front] = await Promise.all([onLoopback(services), onLoopback(proxy)])
  const network: CompanyNetwork = {
    proxy: new URL(front.url).host,
    tlsPort: Number(new URL(tls.url).port),
    tunnels,
    get connections() {
      return connections
    },
    admit: () => 200,
    environment: {
      AWS_ENDPOINT_URL_IAM: '',
      AWS_ENDPOINT_URL_STS: '',
      GITHUB_API_URL: 'https://api.github.com',
      NODE_EXTRA_CA_CERTS: authority,
      NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, 'hosts.js'))}`,
    },
    stop: async () => {
      for (const client of clients) client.destroy()
      await Promise.all([tls.close(), front.close()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return network
}

/** One is enough for a process: making it takes a second. */
let certificate: ReturnType<typeof makeCertificate> | undefined

function makeCertificate() {
  return generate([{ name: 'commonName', value: 'The company' }], {
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [...names.map((value) => ({ type: 2, value })), { type: 7, ip: '127.0.0.1' }],
      },
    ],
  })
}

function forward({ environment }: Sandbox, message: IncomingMessage, response: ServerResponse): void {
  const [host = ''] = (message.headers.host ?? '').split(':')
  const service = host.startsWith('iam.')
    ? environment['AWS_ENDPOINT_URL_IAM']
    : host.startsWith('sts.')
      ? environment['AWS_ENDPOINT_URL_STS']
      : environment['GITHUB_API_URL']
  const { method, url, headers } = message
  const onward = request(`${service}${url}`, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 0, answer.headers)
    answer.pipe(response)
  })
  onward.on('error', () => response.destroy())
  message.pipe(onward)
}
