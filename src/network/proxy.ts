/** Which proxy a request goes through: HTTPS_PROXY, HTTP_PROXY and NO_PROXY, for AWS and for GitHub alike. */
import { BlockList, isIP } from 'node:net'
import { Problem } from '../rotation/problem.ts'
import type { Environment } from '../text/environment.ts'
import { hostOf, isLoopback } from './secure-transport.ts'

/** The first of a protocol's names that is set counts. */
const variables = {
  'https:': ['https_proxy', 'HTTPS_PROXY'],
  'http:': ['http_proxy', 'HTTP_PROXY'],
} as const

/** A proxy, and the variable that a person finds it in. */
export interface ConfiguredProxy {
  readonly variable: string
  readonly url: URL
}

/**
 * The proxy for requests to this URL; undefined when they go straight to it, as all do to the loopback interface.
 * @throws Problem when a variable is set to what is no proxy: to ignore it would be to go around it
 */
export function proxyFor(url: URL): URL | undefined {
  const variable = variableFor(url.protocol)
  if (variable === undefined || isExempt(url)) return undefined
  const proxy = proxyOf(variable)
  if (proxy !== undefined) return proxy
  throw new Problem(
    `The environment variable ${variable} is not the URL of an HTTP proxy`,
    'Write it as http://host:port or http://user:password@host:port, with special characters of the password percent-encoded. Its value may hold a password, so it is not shown here.',
  )
}

/** Every proxy that is configured and can be read, whether a request has used it or not. */
export function configuredProxies(): readonly ConfiguredProxy[] {
  return Object.keys(variables).flatMap((protocol) => {
    const variable = variableFor(protocol)
    const url = variable === undefined ? undefined : proxyOf(variable)
    return variable !== undefined && url !== undefined ? [{ variable, url }] : []
  })
}

/** An address without a protocol is common, and means http. */
function proxyOf(variable: string): URL | undefined {
  const text = process.env[variable] ?? ''
  const url = URL.parse(text) ?? URL.parse(`http://${text}`)
  return url !== null && isHttp(url) ? url : undefined
}

/**
 * Whether NO_PROXY names a host: `host` with every name below it; `.host` and `*.host` for the names below it alone; an
 * address, or a range of addresses (10.0.0.0/8); each of them with a port, if one is meant alone; `*` for everything.
 * Commas and white space separate them. Names are not looked up: a range exempts addresses that are written as such.
 */
function isExempt(url: URL): boolean {
  const entries = (process.env['no_proxy'] || process.env['NO_PROXY'] || '').toLowerCase().split(/[\s,]+/)
  const host = hostOf(url)
  // No proxy serves the loopback interface: it would be the proxy's own.
  if (isLoopback(url) || host.endsWith('.localhost')) return true
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return entries.some((entry) => entry !== '' && exempts(entry, host, port))
}

function exempts(entry: string, host: string, port: string): boolean {
  // A port follows a name, an IPv4 address, or an IPv6 address in brackets.
  const [, named = entry, meant = port] = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(entry) ?? []
  if (meant !== port) return false
  const name = withoutBrackets(named).replace(/^\*\./, '.')
  if (name === '*') return true
  const version = isIP(host)
  if (version !== 0) return isInRange(host, version === 6 ? 'ipv6' : 'ipv4', name)
  return name !== '' && (host === name || host.endsWith(name.startsWith('.') ? name : `.${name}`))
}

/** Whether an entry is this address, in whatever spelling, or a range that it lies in. */
function isInRange(address: string, family: 'ipv4' | 'ipv6', entry: string): boolean {
  const [net = '', bits, ...more] = entry.split('/')
  const version = isIP(net)
  const longest = version === 6 ? 128 : 32
  const prefix = bits === undefined ? longest : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN
  if (version === 0 || more.length > 0 || !(prefix <= longest)) return false
  const range = new BlockList()
  range.addSubnet(net, prefix, version === 6 ? 'ipv6' : 'ipv4')
  return range.check(address, family)
}

function withoutBrackets(host: string): string {
  return host.replaceAll(/^\[|\]$/g, '')
}

/** The header that names the user of the proxy to it; undefined when its URL names none. */
export function proxyAuthorization({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined
  return `Basic ${Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64')}`
}

/** What must not be logged of the proxies in an environment: passwords, as they are, as written, and as sent. */
export function proxySecrets(environment: Environment): readonly string[] {
  const secrets = Object.values(variables)
    .flat()
    .flatMap((name) => secretsOf(environment[name] ?? ''))
  return [...new Set(secrets)]
}

function secretsOf(text: string): readonly string[] {
  // Read without URL, so that the password of what is no URL is found too.
  const authority = text.replace(/^[a-z][\w+.-]*:\/\//i, '')
  const [, user = '', password = ''] = /^([^:]*):(.*)@/.exec(authority) ?? []
  if (password === '') return []
  return [password, decoded(password), Buffer.from(`${decoded(user)}:${decoded(password)}`).toString('base64')]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function variableFor(protocol: string): string | undefined {
  return variables[protocol as keyof typeof variables]?.find((name) => (process.env[name] ?? '') !== '')
}

function isHttp({ protocol, hostname }: URL): boolean {
  return (protocol === 'http:' || protocol === 'https:') && hostname !== ''
}
