/** What must hold before a key or a token is sent anywhere. */

import { Problem } from '../rotation/problem.ts'
import type { Environment } from '../text/environment.ts'
import { harmless } from '../text/presentable.ts'

/** Plain http would show keys and tokens to the network; on the loopback interface there is none. */
export function isSafe(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))
}

/** Whether a URL leads to this machine, whatever names are resolved to. */
export function isLoopback(url: URL): boolean {
  const host = hostOf(url)
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}

/** The host of a URL; an IPv6 address without its brackets. */
export function hostOf({ hostname }: URL): string {
  return hostname.replaceAll(/^\[|\]$/g, '')
}

/** What to do about certificates of an authority that Node does not know. */
export const trustAuthority =
  "put that authority's certificate, in PEM form, into a file on the runner, and name the file in the environment variable NODE_EXTRA_CA_CERTS."

/**
 * Node prints the name of a file of certificates that it cannot read, as it is, before any code runs. A command to the
 * runner in it would keep masks from counting: nothing secret may be handled after it.
 * @throws Problem that shows nothing of the value. https://nodejs.org/api/cli.html#node_extra_ca_certsfile
 */
export function refuseEchoedCommands(environment: Environment): void {
  const value = environment['NODE_EXTRA_CA_CERTS'] ?? ''
  if (harmless(value) === value && !value.includes('\n')) return
  throw new Problem(
    'NODE_EXTRA_CA_CERTS holds a line break, an invisible character or ##[, which the runner may take for a command when Node prints it',
    'Set it to the path of a file whose name has none of these, or remove it. An earlier step may have set it.',
  )
}

/**
 * @throws Problem where Node.js was told not to look at certificates: then anybody on the way can answer for AWS and
 * GitHub. https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue
 */
export function refuseUncheckedCertificates(environment: Environment): void {
  if (environment['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0') return
  throw new Problem(
    'NODE_TLS_REJECT_UNAUTHORIZED is 0, so that no certificate is checked, and anybody on the way could read keys and tokens and answer for AWS and GitHub',
    `Remove it from the environment. To trust an authority of your own, ${trustAuthority}`,
  )
}
