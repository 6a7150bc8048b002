/** GitHub's REST API as a service behind the sandbox's wire. */
import { hash } from 'node:crypto'
import type { Service, WireReply, WireRequest } from '../wire.ts'
import {
  authenticate,
  authenticateApp,
  authorize,
  authorizeOrganization,
  callerOf,
  permissionHeaders,
  tokenOf,
} from './authorization.ts'
import { type BasePath, withoutBasePath } from './base-path.ts'
import type { GitHub } from './github.ts'
import { injectedError } from './injected-error.ts'
import { matchOperation, type OperationMatch } from './openapi.ts'
import { rateLimitExceeded, rateLimitHeaders, secondaryRateLimit } from './rate-limit.ts'
import { documentation, Refusal, spelledRefusal } from './refusal.ts'
import { appRoutes, suspended } from './routes/apps.ts'
import { environmentRoutes } from './routes/environments.ts'
import { issueRoutes } from './routes/issues.ts'
import { rateLimitOperation, rateLimitRoutes } from './routes/rate-limit.ts'
import { repositoryRoutes } from './routes/repositories.ts'
import {
  type Answer,
  AnyCall,
  type AppRoute,
  Call,
  type CallParts,
  type Links,
  type Route,
  type Routes,
  type TokenRoute,
} from './routes/route.ts'
import { runRoutes } from './routes/runs.ts'
import { secretRoutes } from './routes/secrets.ts'
import { variableRoutes } from './routes/variables.ts'
import { workflowRoutes } from './routes/workflows.ts'
import type { Token } from './token.ts'

const routes: Routes = {
  ...appRoutes,
  ...environmentRoutes,
  ...issueRoutes,
  ...rateLimitRoutes,
  ...repositoryRoutes,
  ...runRoutes,
  ...secretRoutes,
  ...variableRoutes,
  ...workflowRoutes,
}

/** The one REST version that is spoken here, also to a request that names none. */
const apiVersion = '2022-11-28'

/** Serves a GitHub. With `/api/v3` it answers only there, as GitHub Enterprise Server does. */
export function githubService(github: GitHub, { basePath = '' }: { readonly basePath?: BasePath } = {}): Service {
  const crowd: Crowd = new WeakSet()
  return {
    name: 'github',
    operation: (method, target) => understood(github, method, target, basePath).operation,
    caller: (request) => callerOf(github, request.headers),
    arrive: (request) => arrive(github, crowd, request),
    perform: (request) => perform(github, basePath, crowd, request),
    error: (status, code, message) =>
      stamped(github, injectedError(status, code, message, github.told(github.clock.now()))),
    now: () => github.told(github.clock.now()),
  }
}

/** What a caller waits whose earlier requests are still on their way. */
const momentInMilliseconds = 1_000

/** Requests that arrived when their caller had too many on the way already. */
type Crowd = WeakSet<WireRequest>

function arrive(github: GitHub, crowd: Crowd, request: WireRequest): () => void {
  const limits = github.limits === 'enforced' ? tokenOf(github, request.headers)?.secondaryLimits : undefined
  if (limits?.arrive()) crowd.add(request)
  return () => limits?.leave()
}

/** What a request asks for. */
interface Understood {
  readonly operation: string
  readonly path: string
  readonly query: URLSearchParams
  readonly match: OperationMatch | undefined
  readonly route: Route | undefined
}

function understood(github: GitHub, method: string, target: string, basePath: BasePath): Understood {
  const apiTarget = withoutBasePath(target, basePath)
  const [path = '', query = ''] = (apiTarget ?? target).split('?', 2)
  const match = apiTarget === undefined ? undefined : matchOperation(method, path)
  const operation = `${method} ${match?.template ?? path}`
  const route = match && isOffered(github, match.template) ? routes[operation] : undefined
  return { operation, path, query: new URLSearchParams(query), match, route }
}

/** GitHub Enterprise Server has neither Codespaces nor Agents. */
function isOffered({ server }: GitHub, template: string): boolean {
  return server === undefined || !/^\/(repos\/[^/]+|orgs)\/[^/]+\/(agents|codespaces)\//.test(template)
}

async function perform(github: GitHub, basePath: BasePath, crowd: Crowd, request: WireRequest): Promise<WireReply> {
  const asked = understood(github, request.method, request.target, basePath)
  const links = { api: `http://${request.headers['host']}${basePath}`, html: github.serverUrl }
  const exchange: Exchange = { github, request, asked, links, isCrowded: crowd.has(request) }
  const reply = await refusable(asked, () => {
    checkVersion(request)
    return asked.route?.forApps ? servedToApp(exchange, asked.route) : servedToToken(exchange, asked.route)
  })
  return stamped(github, reply)
}

/** A request, and what it is served with. */
interface Exchange {
  readonly github: GitHub
  readonly request: WireRequest
  readonly asked: Understood
  readonly links: Links
  readonly isCrowded: boolean
}

async function servedToApp(exchange: Exchange, route: AppRoute): Promise<WireReply> {
  const app = authenticateApp(exchange.github, exchange.request.headers)
  const reply = replyOf(await route.handle(new AnyCall(partsOf(exchange)), app))
  return { ...reply, headers: { ...reply.headers, 'x-github-api-version-selected': apiVersion } }
}

async function servedToToken(exchange: Exchange, route: TokenRoute | undefined): Promise<WireReply> {
  const { github, request, asked } = exchange
  const token = authenticate(github, request.headers)
  // Refused or not, what has a caller shows the caller's rate limit and permissions.
  const reply = await refusable(asked, () => serve(exchange, token, route))
  return { ...reply, headers: { ...reply.headers, ...callerHeaders(github, token, route) } }
}

/** Every reply has an ID of its own; GitHub Enterprise Server says also which version it is. */
function stamped(github: GitHub, reply: WireReply): WireReply {
  const { server } = github
  const version = server === undefined ? {} : { 'x-github-enterprise-version': server }
  return { ...reply, headers: { ...reply.headers, 'x-github-request-id': github.nextRequestId(), ...version } }
}

async function refusable({ match }: Understood, act: () => Promise<WireReply>): Promise<WireReply> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof Refusal) return spelledRefusal(error, match?.operation.externalDocs.url)
    throw error
  }
}

function checkVersion({ headers }: WireRequest): void {
  const version = headers['x-github-api-version'] ?? apiVersion
  if (version !== apiVersion) throw new Refusal(400, `The REST API version ${version} is not supported.`)
}

async function serve(exchange: Exchange, token: Token, route: TokenRoute | undefined): Promise<WireReply> {
  checkSecondaryLimits(exchange, token)
  const isCounted = isLimited(exchange.github) && exchange.asked.operation !== rateLimitOperation
  if (isCounted && !token.rateLimit.spend()) throw rateLimitExceeded(token.holder, exchange.github.spentStatus)
  if (token.installation?.suspended) throw suspended()
  if (route === undefined) throw new Refusal(404, 'Not Found', { documentationUrl: documentation })
  const reply = tagged(exchange.request, replyOf(await answerOf(route, new Call(partsOf(exchange), token))))
  if (isCounted && reply.status === 304) token.rateLimit.giveBack()
  return reply
}

/**
 * What can be asked for again has a tag; that it has not changed since costs nothing of the rate limit.
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
 */
function tagged({ method, headers }: WireRequest, reply: WireReply): WireReply {
  if (method !== 'GET' || reply.status !== 200) return reply
  const etag = `W/"${hash('sha256', reply.body)}"`
  const known = (headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim())
  if (!known.includes(etag) && !known.includes('*')) return { ...reply, headers: { ...reply.headers, etag } }
  return { status: 304, headers: { etag }, body: '' }
}

function checkSecondaryLimits({ github, request, isCrowded }: Exchange, token: Token): void {
  if (github.limits !== 'enforced') return
  const wait = isCrowded ? momentInMilliseconds : token.secondaryLimits.admit(request.method)
  if (wait === 0) return
  github.secondaryLimitAnswers += 1
  throw secondaryRateLimit(403, Math.ceil(wait / 1_000))
}

function partsOf({ github, request, asked, links }: Exchange): CallParts {
  return {
    github,
    links,
    method: request.method,
    path: asked.path,
    query: asked.query,
    accept: request.headers['accept'] ?? '',
    pathParameters: asked.match?.pathParameters ?? {},
    repositoryId: asked.match?.repositoryId,
    body: request.body,
  }
}

async function answerOf(route: TokenRoute, call: Call): Promise<Answer> {
  if (route.need !== undefined) {
    const repository = call.repository()
    authorize(call.token, repository, route.need)
    return route.handle(call, repository)
  }
  if (route.organizationNeed !== undefined) {
    const organization = call.organization()
    authorizeOrganization(call.token, organization, route.organizationNeed)
    return route.handle(call, organization)
  }
  return route.handle(call)
}

function replyOf({ status, body, headers = {} }: Answer): WireReply {
  if (body === undefined) return { status, headers, body: '' }
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body: text }
}

/** GitHub Enterprise Server limits nobody unless its administrator wants it to. */
function isLimited({ server }: GitHub): boolean {
  return server === undefined
}

function callerHeaders(github: GitHub, token: Token, route: TokenRoute | undefined): Record<string, string> {
  return {
    'x-github-api-version-selected': apiVersion,
    ...(isLimited(github) ? rateLimitHeaders(token.rateLimit.status(github.clockOffset)) : {}),
    ...permissionHeaders(github, token, route?.need ?? route?.organizationNeed),
  }
}
