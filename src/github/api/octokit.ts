/** Octokit, and the connections that it takes. Loaded with the first request. */
import { getOctokit } from '@actions/github'
import { Agent, fetch, ProxyAgent, type RequestInfo, type RequestInit } from 'undici'
import { ProxyRefusal } from '../../network/problems.ts'
import { proxyAuthorization } from '../../network/proxy.ts'
import { type Duration, second } from '../../rotation/time.ts'
import type { GitHubRequest } from './request.ts'

/** https://docs.github.com/en/rest/about-the-rest-api/api-versions: supported by every server that is. */
const apiVersion = '2022-11-28'

const requestTimeout: Duration = 30 * second

/** Sends with this token to the API at an address, through a proxy where there is one. */
export function octokitFor(token: string, baseUrl: string, proxy: URL | undefined, isApart: boolean): GitHubRequest {
  const quiet = () => undefined
  const octokit = getOctokit(token, {
    baseUrl,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    // The toolkit's own chooses the proxy for GITHUB_API_URL, whatever `baseUrl` says.
    request: { fetch: fetchFor(baseUrl, proxy, isApart) },
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

function fetchFor(baseUrl: string, proxy: URL | undefined, isApart: boolean) {
  const { host, port } = new URL(baseUrl)
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
