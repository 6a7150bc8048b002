/** Requests to GitHub over the network, by Octokit. */
import { getOctokit } from '@actions/github'
import { Agent, fetch, ProxyAgent, type RequestInfo, type RequestInit } from 'undici'
import { ProxyRefusal } from '../../network/problems.ts'
import { proxyAuthorization, proxyFor } from '../../network/proxy.ts'
import { type Duration, second } from '../../rotation/time.ts'

/** https://docs.github.com/en/rest/about-the-rest-api/api-versions: supported by every server that is. */
const apiVersion = '2022-11-28'

const requestTimeout: Duration = 30 * second

/**
 * Sends one request, once, in GitHub's own words: `GET /repos/{owner}/{repo}` and the parameters. A refusal is thrown
 * with its `status` and `response`, a missing answer without a `response`.
 */
export type GitHubRequest = (
  route: string,
  parameters: Readonly<Record<string, unknown>>,
) => Promise<{
  readonly status: number
  readonly headers: Readonly<Record<string, string | number | undefined>>
  readonly data: unknown
}>

/**
 * Makes the function that sends requests with a token, to the API at an address. `isApart`: over connections that no
 * other request takes.
 */
export type GitHubSender = (token: string, baseUrl: string, isApart?: boolean) => GitHubRequest

/**
 * Sends over the network, with this token, through the proxy of the host that `baseUrl` names.
 * @throws Problem when that proxy is set to what is none
 */
export function octokitRequest(token: string, baseUrl: string, isApart = false): GitHubRequest {
  const quiet = () => undefined
  const octokit = getOctokit(token, {
    baseUrl,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    // The toolkit's own chooses the proxy for GITHUB_API_URL, whatever `baseUrl` says.
    request: { fetch: fetchFor(baseUrl, isApart) },
  })
  return async (route, parameters) => {
    // AbortSignal.timeout would hold on to everything about the request until the time is over.
    const timeout = new AbortController()
    const timer = setTimeout(() => timeout.abort(new DOMException('no answer in time', 'TimeoutError')), requestTimeout)
    try {
      return await octokit.request(route, {
        ...parameters,
        headers: { ...(parameters['headers'] as object | undefined), 'x-github-api-version': apiVersion },
        request: { signal: timeout.signal },
      })
    } finally {
      clearTimeout(timer)
    }
  }
}

function fetchFor(baseUrl: string, isApart: boolean) {
  const { host, port } = new URL(baseUrl)
  const proxy = proxyFor(new URL(baseUrl))
  if (proxy === undefined) {
    if (!isApart) return fetch
    const dispatcher = new Agent()
    return (url: RequestInfo, options?: RequestInit) => fetch(url, { ...options, dispatcher })
  }
  const token = proxyAuthorization(proxy)
  const uri = `${proxy.protocol}//${proxy.host}`
  const dispatcher = new ProxyAgent({ uri, ...(token === undefined ? {} : { token }) })
  return async (url: RequestInfo, options?: RequestInit) => {
    try {
      return await fetch(url, { ...options, dispatcher })
    } catch (error) {
      const status = refusalIn(error)
      throw status === undefined ? error : new ProxyRefusal(proxy, port === '' ? `${host}:443` : host, status)
    }
  }
}

/** The status that a proxy answered instead of opening a tunnel; undici says it in words only, beneath a cancellation. */
function refusalIn(error: unknown): number | undefined {
  const { message, cause } = (error ?? {}) as { readonly message?: unknown; readonly cause?: unknown }
  const status = /^Proxy response \((\d+)\)/.exec(String(message))?.[1]
  if (status !== undefined) return Number(status)
  return cause === undefined ? undefined : refusalIn(cause)
}
