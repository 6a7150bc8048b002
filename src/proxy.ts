/** Which proxy a request goes through: HTTPS_PROXY, HTTP_PROXY and NO_PROXY, by the rules of the Actions toolkit. */
import { checkBypass, getProxyUrl } from '@actions/http-client/lib/proxy'
import { Problem } from './rotation/problem.ts'

/** The first of a protocol's names that is set counts, as in the toolkit. */
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
  if (variable === undefined || checkBypass(url)) return undefined
  const proxy = getProxyUrl(url)
  if (proxy !== undefined && isHttp(proxy)) return proxy
  throw new Problem(
    `The environment variable ${variable} is not the URL of an HTTP proxy`,
    'Write it as http://host:port or http://user:password@host:port, with special characters of the password percent-encoded. Its value may hold a password, so it is not shown here.',
  )
}

/** Whether any of the variables is set, to whatever. */
export function hasProxyVariables(): boolean {
  return Object.keys(variables).some((protocol) => variableFor(protocol) !== undefined)
}

/** Every proxy that is configured and can be read, whether a request has used it or not. */
export function configuredProxies(): readonly ConfiguredProxy[] {
  return Object.keys(variables).flatMap((protocol) => {
    const variable = variableFor(protocol)
    const url = variable === undefined ? undefined : getProxyUrl(new URL(`${protocol}//unlisted.invalid`))
    return variable !== undefined && url !== undefined && isHttp(url) ? [{ variable, url }] : []
  })
}

/** The header that names the user of the proxy to it; undefined when its URL names none. */
export function proxyAuthorization({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

/** What must not be logged of the proxies in an environment: passwords, as they are, as written, and as sent. */
export function proxySecrets(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const secrets = Object.values(variables)
    .flat()
    .flatMap((name) => secretsOf(environment[name] ?? ''))
  return [...new Set(secrets)]
}

function secretsOf(text: string): readonly string[] {
  // Read without URL, so that the password of what is no URL is found too.
  const authority = text.replace(/^[a-z][\w+.-]*:\/\//i, '')
  const [, user = '', password = ''] = /^([^:@]*):(.*)@/.exec(authority) ?? []
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
