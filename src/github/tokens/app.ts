/**
 * Tokens of a GitHub App, one for each owner of repositories: as narrow as the run allows, and new before they expire.
 * https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/authenticating-as-a-github-app-installation
 */
import type { StrategyOptions } from '@octokit/auth-app'
import { networkRemedy } from '../../network/problems.ts'
import type { Clock } from '../../rotation/ports.ts'
import { asSentence, Problem } from '../../rotation/problem.ts'
import { type Duration, minute, second } from '../../rotation/time.ts'
import { presentable } from '../../text/presentable.ts'
import {
  type Answer,
  GitHubClient,
  type GitHubError,
  type GitHubRequest,
  type GitHubTime,
  isRateLimit,
} from '../api/client.ts'
import { titleOf } from '../api/permissions.ts'

/** Permissions by GitHub's own names for them: `{ secrets: 'write' }`. */
export type Permissions = Readonly<Record<string, 'read' | 'write'>>

/** What a run does with the repositories of one owner. `all`: tokens are not narrowed in this respect. */
export interface AppNeeds {
  /** Names without the owner. */
  readonly repositories: readonly string[] | 'all'
  readonly permissions: Permissions | 'all'
  /**
   * Needed like the others. GitHub's description of minting does not know them, as `actions_variables`: where it refuses
   * them, or the installation does not report them under these names, a token has all that the installation has.
   */
  readonly unpublished?: Permissions
  /** Asked for where the owner has granted it: without it less is seen, and nothing fails. */
  readonly useful?: Permissions
  /** Useful as well, by names that minting may not know: where it refuses them, a token goes without. */
  readonly perhapsUseful?: Permissions
}

export interface AppOptions {
  /** The App ID, or the client ID. */
  readonly appId: string
  /** As `parsePrivateKey` returns it. */
  readonly privateKey: string
  readonly baseUrl: string
  /** Sends with a token; the App's own is a JWT, which GitHub takes as `bearer`. */
  readonly send: (token: string, baseUrl: string) => GitHubRequest
  /** By the owner in lower case; an owner that is not listed needs `all` of both. */
  readonly needs: ReadonlyMap<string, AppNeeds>
  readonly mask: (value: string) => void
  readonly clock: Clock
  readonly time: GitHubTime
}

/** A token, and how it is used. */
export interface Grant {
  readonly token: string
  readonly request: GitHubRequest
  /** The run's elapsed time when GitHub gave it. */
  readonly mintedAt: Duration
}

interface Installation {
  readonly id: number
  readonly permissions: Readonly<Record<string, string>>
  readonly suspended_at: string | null
}

/** A token is replaced this long before it expires, so that no request meets its end. */
const refreshMargin: Duration = 5 * minute

/** GitHub's own servers may not all know a new token at once. */
const replication: Duration = 10 * second

/** https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app */
const mostRepositories = 500

const levels: readonly (string | undefined)[] = [undefined, 'read', 'write', 'admin']

/** The installations of one App, and their tokens. */
export class AppTokens {
  readonly #options: AppOptions
  readonly #github: GitHubClient
  readonly #installations = new Map<string, Promise<Installation>>()
  readonly #grants = new Map<string, Promise<Grant & { readonly refreshAt: Duration }>>()

  constructor(options: AppOptions) {
    this.#options = options
    this.#github = new GitHubClient(requestAsApp(options), 'github-app-id', options.clock, options.time)
  }

  /** A masked token for the owner's repositories that is valid for minutes at least. @throws Problem */
  async tokenFor(owner: string): Promise<string> {
    return (await this.grantFor(owner)).token
  }

  /** The same token, with when it was minted. @throws Problem */
  async grantFor(owner: string): Promise<Grant> {
    const key = owner.toLowerCase()
    const known = this.#grants.get(key)
    if (known !== undefined) {
      const grant = await known
      if (this.#options.clock.elapsed() < grant.refreshAt) return grant
      if (this.#grants.get(key) === known) this.#grants.delete(key)
    }
    return remembered(this.#grants, key, () => this.#mint(owner))
  }

  /** Forgets a token that GitHub no longer accepts. */
  async discard(owner: string, { token }: Grant): Promise<void> {
    const key = owner.toLowerCase()
    if ((await this.#grants.get(key))?.token === token) this.#grants.delete(key)
  }

  /**
   * What the run needs and the owner has not granted, as GitHub's page calls it; nothing where the needs are `all`. That an
   * installation does not report a name that nobody has published says nothing.
   * @throws Problem
   */
  async lacking(owner: string): Promise<readonly string[]> {
    const { permissions, unpublished = {} } = this.#needsOf(owner)
    if (permissions === 'all') return []
    const { permissions: granted } = await this.#installationOf(owner)
    const reported = Object.entries(unpublished).filter(([name]) => granted[name] !== undefined)
    return missing({ ...permissions, ...Object.fromEntries(reported) }, granted)
  }

  #needsOf(owner: string): AppNeeds {
    return this.#options.needs.get(owner.toLowerCase()) ?? { repositories: 'all', permissions: 'all' }
  }

  #installationOf(owner: string): Promise<Installation> {
    return remembered(this.#installations, owner.toLowerCase(), () => this.#find(owner))
  }

  async #find(owner: string): Promise<Installation> {
    const { appId } = this.#options
    const installation =
      (await this.#look(owner, 'GET /orgs/{org}/installation', { org: owner })) ??
      (await this.#look(owner, 'GET /users/{username}/installation', { username: owner }))
    if (installation === undefined) throw notInstalled(appId, owner)
    if (typeof installation.suspended_at === 'string') throw suspended(appId, owner)
    return installation
  }

  async #look(owner: string, route: string, parameters: Readonly<Record<string, string>>) {
    try {
      return (await this.#github.request<Installation>(route, parameters)).data
    } catch (error) {
      const refusal = error as GitHubError
      if (refusal.status === 404 && !isUnknownApp(refusal)) return undefined
      throw explain(refusal, this.#options.appId, owner)
    }
  }

  async #mint(owner: string): Promise<Grant & { readonly refreshAt: Duration }> {
    const { mask, send, baseUrl, clock } = this.#options
    const { data, at } = await this.#askForToken(owner, await this.#installationOf(owner))
    mask(data.token)
    const mintedAt = clock.elapsed()
    const lifetime = Date.parse(data.expires_at) - at
    const refreshAt = mintedAt + lifetime - Math.min(refreshMargin, lifetime / 2)
    return { token: data.token, request: send(data.token, baseUrl), mintedAt, refreshAt }
  }

  /** The narrowest token that GitHub gives. */
  async #askForToken(
    owner: string,
    { id, permissions: granted }: Installation,
  ): Promise<Answer<{ token: string; expires_at: string }>> {
    let scope = scopeOf(this.#needsOf(owner), granted)
    for (;;) {
      try {
        return await this.#github.request<{ token: string; expires_at: string }>(
          'POST /app/installations/{installation_id}/access_tokens',
          { installation_id: id, ...scope },
        )
      } catch (error) {
        const refusal = error as GitHubError
        const { repositories, permissions } = scope
        if (refusal.status !== 422) throw explain(refusal, this.#options.appId, owner)
        // The check of each place says what is the matter with it; here it would be one sentence for all.
        if (repositories !== undefined && isAboutRepositories(refusal)) scope = { permissions }
        else if (permissions === undefined) throw explain(refusal, this.#options.appId, owner)
        else if (isPresumptuous(permissions, this.#needsOf(owner))) {
          scope = { ...scope, permissions: without(permissions, this.#needsOf(owner)) }
        } else {
          // Read anew: it may have changed since the last token.
          this.#installations.delete(owner.toLowerCase())
          const lacking = await this.lacking(owner)
          if (lacking.length > 0 || !isStrange(permissions, this.#needsOf(owner))) {
            throw notGranted(this.#options.appId, lacking, owner, refusal)
          }
          scope = { repositories }
        }
      }
    }
  }
}

/**
 * Sends for one owner with the App's token, which is fetched for each request. A token that is refused is asked again
 * while it is new, and replaced once where it is not.
 */
export function withAppTokens(tokens: AppTokens, owner: string, clock: Clock): GitHubRequest {
  return async (route, parameters) => {
    for (let refusedBefore = false; ; refusedBefore = true) {
      const grant = await tokens.grantFor(owner).catch(asRefusal)
      try {
        return await grant.request(route, parameters)
      } catch (error) {
        if ((error as { readonly status?: unknown }).status !== 401) throw error
        if (clock.elapsed() - grant.mintedAt < replication) await clock.sleep(second)
        else if (refusedBefore) throw error
        else await tokens.discard(owner, grant)
      }
    }
  }
}

/** To the client, a token that cannot be had is a refusal, so that it does not send the request again. */
function asRefusal(error: unknown): never {
  throw error instanceof Problem ? Object.assign(error, { status: 401, response: { headers: {} } }) : error
}

/** Signs each request as the App. The library is loaded by the first. */
function requestAsApp({ appId, privateKey, baseUrl, send, mask, clock }: AppOptions): GitHubRequest {
  let loaded: Promise<GitHubRequest> | undefined
  const load = async (): Promise<GitHubRequest> => {
    const [{ createAppAuth }, { default: githubAppJwt }] = await Promise.all([
      import('@octokit/auth-app'),
      import('universal-github-app-jwt'),
    ])
    // A difference is one to this machine's clock, which GitHub has told the library.
    const createJwt: Signer = async (id, difference) => {
      const now = difference === undefined ? clock.now() : Date.now() + difference * second
      const { token, expiration } = await githubAppJwt({ id, privateKey, now: Math.floor(now / second) })
      mask(token)
      return { jwt: token, expiresAt: new Date(expiration * second).toISOString() }
    }
    const { hook } = createAppAuth({ appId, createJwt, log: { warn: () => undefined } })
    const transport = octokitOver(send, baseUrl) as unknown as Parameters<typeof hook>[0]
    return (route, parameters) => hook(transport, route, parameters)
  }
  return async (route, parameters) => {
    loaded ??= load()
    return (await loaded)(route, parameters)
  }
}

type Signer = Extract<StrategyOptions, { readonly createJwt: unknown }>['createJwt']

interface Endpoint {
  readonly method: string
  readonly url: string
  readonly headers: { readonly authorization?: string }
}

/** As much of Octokit's `request` as the library calls, over the run's own transport. */
function octokitOver(send: AppOptions['send'], baseUrl: string) {
  const merge = (route: string, parameters: object): Endpoint => {
    const [method = '', url = ''] = route.split(' ')
    return { ...parameters, method, url, headers: {} }
  }
  const request = ({ method, url, headers, ...parameters }: Endpoint) => {
    const jwt = (headers.authorization ?? '').replace(/^bearer /, '')
    return send(jwt, baseUrl)(`${method} ${url}`, parameters)
  }
  return Object.assign(request, { endpoint: { merge, DEFAULTS: { baseUrl } } })
}

/** One attempt at a time for each key; what passes by itself is tried again by the next call. */
function remembered<Value>(
  values: Map<string, Promise<Value>>,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const known = values.get(key)
  if (known !== undefined) return known
  const made = make().catch((error: unknown) => {
    if (passes(error) && values.get(key) === made) values.delete(key)
    throw error
  })
  values.set(key, made)
  return made
}

function passes(error: unknown): boolean {
  const cause = error instanceof Problem ? (error.cause as GitHubError | undefined) : undefined
  if (cause === undefined) return !(error instanceof Problem)
  return cause.status === 0 || cause.status >= 500 || isRateLimit(cause)
}

function missing(needed: Permissions, granted: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(needed)
    .filter(([name, level]) => levels.indexOf(granted[name]) < levels.indexOf(level))
    .map(([name, level]) => titleOf(name, level))
}

/** One refusal of the same words, whether it is known beforehand or by GitHub's refusal of a token. */
export function notGranted(appId: string, lacking: readonly string[], owner: string, cause?: GitHubError): Problem {
  const which = lacking.length === 0 ? 'permissions that it needs' : lacking.join(', ')
  return new Problem(
    `The GitHub App ${appId} is not granted ${which} for ${owner}`,
    `Set this in the settings of the App, and let an owner of ${owner} approve it in the installation: permissions that are added later count from then on only.`,
    { cause },
  )
}

/** How a token is narrowed; what is undefined is not. */
interface Scope {
  readonly repositories?: readonly string[] | undefined
  readonly permissions?: Permissions | undefined
}

function scopeOf(
  { repositories, permissions, unpublished = {}, useful = {}, perhapsUseful = {} }: AppNeeds,
  granted: Installation['permissions'],
): Scope {
  const isGranted = ([name, level]: [string, string]) => levels.indexOf(granted[name]) >= levels.indexOf(level)
  // Left out, they would be lacking; and by another name they cannot be asked for.
  const isAskable = permissions !== 'all' && Object.keys(unpublished).every((name) => granted[name] !== undefined)
  const isNarrow = repositories !== 'all' && repositories.length > 0 && repositories.length <= mostRepositories
  return {
    ...(isAskable
      ? {
          permissions: {
            ...Object.fromEntries(Object.entries({ ...perhapsUseful, ...useful }).filter(isGranted)),
            ...permissions,
            ...unpublished,
          },
        }
      : {}),
    ...(isNarrow ? { repositories } : {}),
  }
}

/** Whether a name that minting may not know is asked for, and not needed. */
function isPresumptuous(asked: Permissions, needs: AppNeeds): boolean {
  return Object.keys(without(asked, needs)).length < Object.keys(asked).length
}

function without(asked: Permissions, { unpublished = {}, perhapsUseful = {} }: AppNeeds): Permissions {
  return Object.fromEntries(Object.entries(asked).filter(([name]) => !(name in perhapsUseful) || name in unpublished))
}

/** Whether one of these names may be unknown to minting, for all that the installation has it. */
function isStrange(asked: Permissions, { unpublished = {} }: AppNeeds): boolean {
  return Object.keys(unpublished).some((name) => name in asked)
}

function isAboutRepositories({ message }: GitHubError): boolean {
  return /repositor/i.test(message)
}

function isUnknownApp({ message }: GitHubError): boolean {
  return /integration not found/i.test(message)
}

function notInstalled(appId: string, owner: string): Problem {
  return new Problem(
    `The GitHub App ${appId} is not installed for ${owner}`,
    `Install it there (settings of the App, "Install App") with access to the repositories that this run uses, or correct the name of the owner.`,
  )
}

function suspended(appId: string, owner: string, cause?: GitHubError): Problem {
  return new Problem(
    `The installation of the GitHub App ${appId} for ${owner} is suspended`,
    `Let whoever suspended it, an owner of ${owner} or of the App, unsuspend it in the settings of the installation.`,
    { cause },
  )
}

function explain(error: GitHubError, appId: string, owner: string): Problem {
  const said = asSentence(presentable(error.message.replace(/ - https?:\/\/\S+$/, '')))
  const cause = { cause: error }
  if (isRateLimit(error))
    return new Problem(
      `GitHub gave no token for ${owner}: a rate limit of the GitHub App ${appId} is reached.`,
      'Run again when it has passed.',
      cause,
    )
  if (error.status === 401 || isUnknownApp(error))
    return new Problem(
      `GitHub does not know a GitHub App ${appId} with this private key: ${said}`,
      'github-app-id is the App ID or the client ID in the settings of the App (not that of an installation), and github-app-private-key one of the private keys that are listed there.',
      cause,
    )
  if (error.status === 403 && /suspended/i.test(error.message)) return suspended(appId, owner, error)
  if (error.status === 0)
    return new Problem(
      `GitHub could not be reached for a token of the GitHub App ${appId} for ${owner} (${presentable(error.message)}).`,
      networkRemedy(error) ?? 'Check github-api-url and the network of the runner, then run again.',
      cause,
    )
  return new Problem(
    `GitHub gave the GitHub App ${appId} no token for ${owner}: ${error.status} ${said}`,
    error.status >= 500
      ? 'See https://www.githubstatus.com and run again.'
      : 'Fix what the message names and run again.',
    cause,
  )
}
