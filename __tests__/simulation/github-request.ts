/** GitHub without a wire: what Octokit would send, and what it would make of the answer. */

import type { GitHub } from '../../sandbox/github/github.ts'
import type { Service, WireReply, WireRequest } from '../../sandbox/wire.ts'
import type { GitHubRequest } from '../../src/github/api/request.ts'
import type { Process } from './run.ts'
import type { Denial, Traffic } from './traffic.ts'

/** What the requests of one run work with. */
export interface GitHubSide {
  readonly github: GitHub
  readonly service: Service
  readonly traffic: Traffic
  readonly process: Process
}

/** Sends with one token. */
export function simulatedGitHubRequest(side: GitHubSide, token: string): GitHubRequest {
  const { github, service, traffic, process } = side
  return requestWithoutWire(token, (request, parameters) =>
    traffic.send<WireReply>(process, {
      service: 'github',
      operation: request.operation,
      method: request.method,
      subject: subjectOf(parameters),
      caller: service.caller(request),
      perform: async () => dated(github, await service.perform(request)),
      deny: (denial) => dated(github, denied(service, denial)),
    }),
  )
}

/** A reply with the date that GitHub's clock shows. */
export function dated(github: GitHub, reply: WireReply): WireReply {
  return { ...reply, headers: { ...reply.headers, date: new Date(github.told(github.clock.now())).toUTCString() } }
}

/** Sends with one token and without a wire: what `perform` answers is taken as Octokit takes it, nothing as no answer. */
export function requestWithoutWire(
  token: string,
  perform: (request: WireRequest, parameters: Readonly<Record<string, unknown>>) => Promise<WireReply | undefined>,
): GitHubRequest {
  return async (route, parameters) => {
    const request = wireRequest(route, parameters, token)
    const reply = await perform(request, parameters)
    if (reply === undefined) throw Object.assign(new Error('other side closed'), { name: 'HttpError', status: 500 })
    const response = { status: reply.status, headers: reply.headers, data: dataOf(reply), url: request.target }
    // Octokit throws also that nothing has changed.
    if (reply.status === 304)
      throw Object.assign(new Error('Not modified'), { name: 'HttpError', status: 304, response })
    if (reply.status < 400) return response
    throw Object.assign(new Error(errorMessage(response.data)), { name: 'HttpError', status: reply.status, response })
  }
}

function denied(service: Service, denial: Denial): WireReply {
  switch (denial) {
    case 'refused':
      return service.error(403, undefined, undefined)
    case 'unavailable':
      return service.error(503, undefined, undefined)
    case 'throttled':
      return service.error(403, 'secondary-rate-limit', undefined)
    case 'hidden':
      return service.error(404, undefined, 'Not Found')
  }
}

/** Parameters that the path does not name go into the query, or into the body of methods that have one. */
function wireRequest(route: string, parameters: Readonly<Record<string, unknown>>, token: string): WireRequest {
  const [method = 'GET', template = '/'] = route.split(' ')
  const { headers: given, ...rest } = parameters
  const inPath = new Set<string>()
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    inPath.add(name)
    return encodeURIComponent(String(rest[name] ?? ''))
  })
  const left = Object.entries(rest).filter(([name, value]) => value !== undefined && !inPath.has(name))
  const hasBody = method !== 'GET' && method !== 'HEAD' && method !== 'DELETE'
  const query = hasBody
    ? []
    : left.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
  return {
    service: 'github',
    method,
    target: query.length === 0 ? path : `${path}?${query.join('&')}`,
    headers: {
      host: 'api.github.com',
      accept: 'application/vnd.github.v3+json',
      'x-github-api-version': '2022-11-28',
      ...(given as Readonly<Record<string, string>> | undefined),
      // As Octokit does: an App signs in with a JWT.
      authorization: `${token.split('.').length === 3 ? 'bearer' : 'token'} ${token}`,
    },
    body: hasBody && left.length > 0 ? JSON.stringify(Object.fromEntries(left)) : '',
    operation: route,
  }
}

/** Octokit reads no body of 204, JSON where the header says so, and text otherwise. */
function dataOf({ status, headers, body }: WireReply): unknown {
  if (status === 204 || status === 205 || status === 304) return ''
  return headers['content-type']?.startsWith('application/json') === true ? JSON.parse(body) : body
}

function errorMessage(data: unknown): string {
  if (typeof data === 'string') return data
  const { message, documentation_url: url } = data as { readonly message?: string; readonly documentation_url?: string }
  return url === undefined ? String(message) : `${message} - ${url}`
}

function subjectOf({
  owner,
  repo,
  org,
  environment_name: environment,
  secret_name: secret,
  name: variable,
  workflow_id: workflow,
  run_id: run,
  attempt_number: attempt,
  path,
}: Readonly<Record<string, unknown>>): string {
  const place = [org, owner, repo, environment].filter((each) => each !== undefined).join('/')
  return [place, secret, variable, workflow, run, attempt, path]
    .filter((each) => each !== undefined && each !== '')
    .join(' ')
}
