/** What a person can do when a request does not reach AWS or GitHub: proxies and certificates, in one place for both. */

import { type Duration, spoken } from '../rotation/time.ts'
import { configuredProxies } from './proxy.ts'
import { hostOf, trustAuthority } from './secure-transport.ts'

/** Node's own code for a tunnel that could not be opened; nothing was sent to where it was to lead. */
export const tunnelFailure = 'ERR_PROXY_TUNNEL'

/** The proxy answered, and opened no tunnel. */
export class ProxyRefusal extends Error {
  readonly code = tunnelFailure
  readonly statusCode: number
  /** The SDK's mark of an error that passes, as a proxy's 502 and 503 do. */
  readonly $retryable: object | undefined

  constructor(proxy: URL, target: string, statusCode: number) {
    super(`the proxy ${proxy.host} answered ${statusCode} when asked to connect to ${target}`)
    this.statusCode = statusCode
    this.$retryable = statusCode >= 500 ? {} : undefined
  }
}

/** The proxy took the connection, and never answered. */
export class ProxySilence extends Error {
  readonly code = tunnelFailure

  constructor(proxy: URL, target: string, timeout: Duration) {
    super(`the proxy ${proxy.host} did not answer within ${spoken(timeout)} when asked to connect to ${target}`)
  }
}

const unknownAuthority = `The certificate comes from an authority that Node does not know, such as a company's own: ${trustAuthority}`

/** https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const certificateRemedies: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownAuthority,
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  CERT_HAS_EXPIRED: 'Renew the certificate of the server or proxy, or set the clock of the runner.',
  CERT_NOT_YET_VALID: 'Set the clock of the runner.',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'The server or proxy shows the certificate of another host: correct the address that this run was given.',
}

interface NetworkError {
  readonly code?: unknown
  readonly statusCode?: unknown
  readonly syscall?: unknown
  readonly hostname?: unknown
  readonly address?: unknown
  readonly port?: unknown
  readonly cause?: unknown
  readonly errors?: readonly unknown[]
}

/** What to do about an error of the network; undefined when nothing is known that would help. */
export function networkRemedy(error: unknown): string | undefined {
  for (const each of causes(error)) {
    const remedy = certificateRemedies[String(each.code)] ?? tunnelRemedy(each) ?? connectionRemedy(each)
    if (remedy !== undefined) return remedy
  }
  return undefined
}

/** An error and what lies beneath it, outermost first. */
function causes(error: unknown, depth = 0): readonly NetworkError[] {
  if (typeof error !== 'object' || error === null || depth > 8) return []
  const each: NetworkError = error
  return [each, ...[each.cause, ...(each.errors ?? [])].flatMap((cause) => causes(cause, depth + 1))]
}

function tunnelRemedy({ code, statusCode }: NetworkError): string | undefined {
  if (code !== tunnelFailure) return undefined
  const variable = configuredProxies()[0]?.variable ?? 'HTTPS_PROXY'
  switch (statusCode) {
    case undefined:
      return silence(variable)
    case 407:
      return `The proxy asks who you are: give ${variable} a user and a password that the proxy accepts (http://user:password@host:port, special characters percent-encoded).`
    default:
      return `The proxy of ${variable} refused the connection (${statusCode}): let it pass this host, or name the host in NO_PROXY where the runner reaches it without the proxy.`
  }
}

function connectionRemedy(error: NetworkError): string | undefined {
  if (error.syscall !== 'connect' && error.syscall !== 'getaddrinfo') return undefined
  const proxy = configuredProxies().find(({ url }) => isAt(error, url))
  return proxy === undefined
    ? 'Check that the runner reaches it, then run again. Where the network asks for a proxy, name it in the environment variable HTTPS_PROXY.'
    : silence(proxy.variable)
}

function silence(variable: string): string {
  return `The proxy of ${variable} does not answer: check its address and that the runner reaches it, or name the host in NO_PROXY where the runner reaches it without the proxy.`
}

/** Whether a connection that failed was one to this proxy. */
function isAt({ hostname, address, port }: NetworkError, url: URL): boolean {
  const host = hostOf(url)
  if (hostname !== undefined) return hostname === host
  const isAddress = /^[\d.]+$|:/.test(host)
  return Number(port) === Number(url.port || (url.protocol === 'https:' ? 443 : 80)) && (!isAddress || address === host)
}
