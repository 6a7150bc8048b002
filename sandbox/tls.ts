/**
 * The services of a sandbox behind TLS, under the names that they have in the world, with one certificate for all of
 * them, of an authority that only the sandbox knows. What an action's process is given instead of a hosts file is in
 * `hosts.js`.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { onLoopback } from './wire.ts'

/** Whose the names are, and where they are served in the clear. */
export interface NamedServices {
  readonly iam: string
  readonly sts: string
  readonly github: string
  readonly oidc: string
}

export interface TlsFront {
  /** On the loopback interface; every service is served there, by the name that it is asked for. */
  readonly port: number
  /** How many connections there were. */
  readonly connections: number
  /** Makes an action's process trust the front, and look up no name but those in SANDBOX_HOSTS. */
  readonly environment: Readonly<Record<string, string>>
  /** SANDBOX_HOSTS with which these names, and no other, lead here. */
  hosts(names: readonly string[]): string
  stop(): Promise<void>
}

/** Names of the services, as AWS and GitHub have them, and as a company may serve them itself. */
const names = [
  'api.github.com',
  'github.company.test',
  'iam.amazonaws.com',
  'run-actions-1.actions.githubusercontent.com',
  'sts.us-east-1.amazonaws.com',
  'sts.eu-central-1.amazonaws.com',
  'sts.eu-west-1.amazonaws.com',
  'sts-fips.us-east-1.amazonaws.com',
  'vpce-0a1b2c3d-4e5f.sts.us-east-1.vpce.amazonaws.com',
  'iam.company.test',
  'sts.company.test',
] as const

export type ServiceHost = (typeof names)[number]

/** Names of SES, which speaks no HTTP and is served elsewhere. */
export const sesHosts = [
  'email-smtp.us-east-1.amazonaws.com',
  'email-smtp.eu-west-1.amazonaws.com',
  'email-smtp-fips.us-east-1.amazonaws.com',
  'vpce-0a1b2c3d-4e5f.email-smtp.eu-west-1.vpce.amazonaws.com',
] as const

/** What makes an action's process trust the sandbox's certificate. */
export interface Trust {
  /** Beside the trust, it lets the process look up no name but those in SANDBOX_HOSTS. */
  readonly environment: Readonly<Record<string, string>>
  /** Removes the file that the environment names. */
  remove(): void
}

export function trustInSandbox(): Trust {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-tls-'))
  const authority = join(folder, 'authority.pem')
  writeFileSync(authority, identity().cert)
  return {
    environment: {
      NODE_EXTRA_CA_CERTS: authority,
      NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, 'hosts.js'))}`,
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Serves the sandbox's services over TLS. */
export async function startTlsFront(services: NamedServices): Promise<TlsFront> {
  const trust = trustInSandbox()
  let connections = 0
  const server = createServer(identity(), (message, response) => forward(services, message, response))
  server.on('connection', () => {
    connections += 1
  })
  const listener = await onLoopback(server)
  const port = Number(new URL(listener.url).port)
  return {
    port,
    get connections() {
      return connections
    },
    environment: trust.environment,
    hosts: (led) => JSON.stringify(Object.fromEntries(led.map((name) => [name, `127.0.0.1:${port}`]))),
    stop: async () => {
      await listener.close()
      trust.remove()
    },
  }
}

interface Identity {
  readonly key: string
  readonly cert: string
}

/** One is enough for a process: making it takes a moment. */
let made: Identity | undefined

/** The key of every TLS server of this sandbox, and its certificate, which is its own authority. */
export function identity(): Identity {
  made ??= makeIdentity()
  return made
}

function makeIdentity(): Identity {
  const program = join(import.meta.dirname, 'make-identity.js')
  return JSON.parse(execFileSync(process.execPath, [program, ...names, ...sesHosts], { encoding: 'utf8' })) as Identity
}

function serviceOf(host: string, { iam, sts, github, oidc }: NamedServices): string {
  if (/^iam\./.test(host)) return iam
  if (/\.actions\.githubusercontent\.com$/.test(host)) return oidc
  return /(?:^|\.)sts[.-]/.test(host) ? sts : github
}

function forward(services: NamedServices, message: IncomingMessage, response: ServerResponse): void {
  const [host = ''] = (message.headers.host ?? '').split(':')
  const service = serviceOf(host, services)
  const { method, url, headers } = message
  const onward = request(`${service}${url}`, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 0, answer.headers)
    answer.pipe(response)
  })
  onward.on('error', () => response.destroy())
  message.pipe(onward)
}
