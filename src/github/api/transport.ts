/** Requests to GitHub over the network. */
import { proxyFor } from '../../network/proxy.ts'
import type { GitHubRequest } from './request.ts'

/**
 * Makes the function that sends requests with a token, to the API at an address. `isApart`: over connections that no
 * other request takes.
 */
export type GitHubSender = (token: string, baseUrl: string, isApart?: boolean) => GitHubRequest

/**
 * Sends over the network, with this token, through the proxy of the host that `baseUrl` names. Octokit and undici are a
 * megabyte to read, and a run in which nothing is due mostly asks AWS alone: they are loaded with the first request.
 * @throws Problem when that proxy is set to what is none
 */
export function octokitRequest(token: string, baseUrl: string, isApart = false): GitHubRequest {
  const proxy = proxyFor(new URL(baseUrl))
  let sender: Promise<GitHubRequest> | undefined
  return async (route, parameters) => {
    sender ??= import('./octokit.ts').then(({ octokitFor }) => octokitFor(token, baseUrl, proxy, isApart))
    const send = await sender
    return send(route, parameters)
  }
}
