/**
 * Tokens of a GitHub App, one for each owner of repositories: as narrow as the run allows, and new before they expire.
 * https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/authenticating-as-a-github-app-installation
 */
import githubAppJwt from 'universal-github-app-jwt'
import { networkRemedy } from '../../network/problems.ts'
import type { Clock } from '../../rotation/ports.ts'
import { Problem, withFullStop } from '../../rotation/problem.ts'
import { type Duration, minute, second } from '../../rotation/time.ts'
import { presentable } from '../../text/presentable.ts'
import { type Answer, GitHubClient, type Lanes, TokenConnection } from '../api/client.ts'
import { permissions as allPermissions, titleOf } from '../api/permissions.ts'
import { isLastingRefusal, isPassingLimit, mayPass, Refusal, statusOf } from '../api/refusals.ts'
import type { GitHubRequest } from '../api/request.ts'
import type { GitHubTime } from '../api/time.ts'
import type { GitHubSender } from '../api/transport.ts'

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
  /** Several users need it, each a part: what is not granted fails those who need it, and no others. */
  readonly isShared?: boolean
}

/** An App, and what its tokens are for. */
export interface AppOptions {
  /** The App ID, or the client ID. */
  readonly appId: string
  /** As `parsePrivateKey` returns it. */
  readonly privateKey: string
  readonly baseUrl: string
  /** The App's own token is a JWT. */
  readonly send: GitHubSender
  /** By the owner in lower case; an owner that is not listed needs `all` of both. */
  readonly needs: ReadonlyMap<string, AppNeeds>
  readonly mask: (value: string) => void
  readonly clock: Clock
  readonly time: GitHubTime
}

/** A token, and how it is used. */
interface Grant {
  readonly token: string
  readonly lanes: Lanes
  /** The run's elapsed time when GitHub gave it. */
  readonly mintedAt: Duration
  readonly refreshAt: Duration
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

/** A JWT says that it was made this much earlier: clocks that differ by less need not be asked. */
const jwtMargin: Duration = 30 * second

/** https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app */
const mostRepositories = 500

const levels: readonly (string | undefined)[] = [undefined, 'read', 'write', 'admin']

/** The installations of one App, and their tokens, which are masked. */
export class AppTokens {
  readonly #options: AppOptions
  readonly #github: GitHubClient
  readonly #installations = new Map<string, Promise<Installation>>()
  readonly #grants = new Map<string, Promise<Grant>>()

  constructor(options: AppOptions) {
    this.#options = options
    this.#github = new GitHubClient(
      new TokenConnection(requestAsApp(options), 'github-app-id', options.clock, options.time),
    )
  }

  /**
   * What sends for one owner, each request with a token that is valid for minutes at least. A token that is refused is
   * asked again while it is new, and replaced once where it is not. It throws a Problem where no token can be had.
   */
  requestFor(owner: string, lane: keyof Lanes = 'usual'): GitHubRequest {
    const { clock } = this.#options
    return async (route, parameters) => {
      for (let refusedBefore = false; ; refusedBefore = true) {
        const grant = await this.#grantFor(owner.toLowerCase())
        try {
          return await grant.lanes[lane](route, parameters)
        } catch (error) {
          if ((error as { readonly status?: unknown }).status !== 401) throw error
          if (clock.elapsed() - grant.mintedAt < replication) await clock.sleep(second)
          else if (refusedBefore) throw error
          else await this.#discard(owner.toLowerCase(), grant)
        }
      }
    }
  }

  /**
   * What the run needs, or one of its users, and the owner has not granted, as GitHub's page calls it; nothing where the
   * needs are `all`. That an installation does not report a name that nobody has published says nothing.
   * @throws Problem
   */
  async lacking(owner: string, needs: AppNeeds = this.#needsOf(owner)): Promise<readonly string[]> {
    const { permissions, unpublished = {} } = needs
    if (permissions === 'all') return []
    const { permissions: granted } = await this.#installationOf(owner)
    const reported = Object.entries(unpublished).filter(([name]) => granted[name] !== undefined)
    return missing({ ...permissions, ...Object.fromEntries(reported) }, granted)
  }

  async #grantFor(owner: string): Promise<Grant> {
    const known = this.#grants.get(owner)
    if (known !== undefined) {
      const grant = await known
      if (this.#options.clock.elapsed() < grant.refreshAt) return grant
      if (this.#grants.get(owner) === known) this.#grants.delete(owner)
    }
    return remembered(this.#grants, owner, () => this.#mint(owner))
  }

  /** Forgets a token that GitHub no longer accepts. */
  async #discard(owner: string, { token }: Grant): Promise<void> {
    if ((await this.#grants.get(owner))?.token === token) this.#grants.delete(owner)
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
    if (installation === undefined) {
      throw new Problem(
        `The GitHub App ${appId} is not installed for ${owner}`,
        `Install it there (settings of the App, "Install App") with access to the repositories that this run uses, or correct the name of the owner.`,
      )
    }
    if (typeof installation.suspended_at === 'string') throw new Problem(...suspended(appId, owner))
    return installation
  }

  async #look(owner: string, route: string, parameters: Readonly<Record<string, string>>) {
    try {
      return (await this.#ask<Installation>(owner, route, parameters)).data
    } catch (error) {
      if (statusOf(error) === 404 && !isUnknownApp(error)) return undefined
      throw this.#explained(error, owner)
    }
  }

  async #mint(owner: string): Promise<Grant> {
    const { mask, send, baseUrl, clock } = this.#options
    const { data, at } = await this.#askForToken(owner, await this.#installationOf(owner))
    mask(data.token)
    const mintedAt = clock.elapsed()
    const lifetime = Date.parse(data.expires_at) - at
    const refreshAt = mintedAt + lifetime - Math.min(refreshMargin, lifetime / 2)
    const lanes = { usual: send(data.token, baseUrl), pairs: send(data.token, baseUrl, true) }
    return { token: data.token, lanes, mintedAt, refreshAt }
  }

  /** The narrowest token that GitHub gives. */
  async #askForToken(
    owner: string,
    { id, permissions: granted }: Installation,
  ): Promise<Answer<{ token: string; expires_at: string }>> {
    const needs = this.#needsOf(owner)
    let scope = scopeOf(needs, granted)
    for (;;) {
      try {
        return await this.#ask(owner, 'POST /app/installations/{installation_id}/access_tokens', {
          installation_id: id,
          ...scope,
        })
      } catch (error) {
        const { repositories, permissions } = scope
        if (statusOf(error) !== 422) throw this.#explained(error, owner)
        // The check of each place says what is the matter with it; here it would be one sentence for all.
        if (repositories !== undefined && isAboutRepositories(error)) scope = { permissions }
        else if (permissions === undefined) throw this.#explained(error, owner)
        else if (isPresumptuous(permissions, needs)) scope = { ...scope, permissions: without(permissions, needs) }
        else {
          // Read anew: it may have changed since the last token.
          this.#installations.delete(owner.toLowerCase())
          const lacking = await this.lacking(owner)
          const less = granting(permissions, (await this.#installationOf(owner)).permissions)
          if (needs.isShared && Object.keys(permissions).some((name) => less[name] !== permissions[name])) {
            scope = { ...scope, permissions: less }
            continue
          }
          if (lacking.length > 0 || !isStrange(permissions, needs)) {
            throw refused(notGranted(this.#options.appId, lacking, owner), error)
          }
          scope = { repositories }
        }
      }
    }
  }

  #ask<Data>(owner: string, route: string, parameters: Readonly<Record<string, unknown>>): Promise<Answer<Data>> {
    const doing = `get a token of the GitHub App ${this.#options.appId}`
    return this.#github.ask<Data>(route, parameters, {
      doing,
      place: owner,
      permission: allPermissions.metadata('read'),
    })
  }

  /** A refusal in words about the App; anything else as it is. */
  #explained(error: unknown, owner: string): unknown {
    return error instanceof Refusal ? refused(whyNoToken(error, this.#options.appId, owner), error) : error
  }
}

/** Signs each request as the App, by GitHub's clock: where that is another one than was known, once more. */
function requestAsApp({ appId: id, privateKey, baseUrl, send, mask, time }: AppOptions): GitHubRequest {
  const signed = async (now: number) => {
    const { token } = await githubAppJwt({ id, privateKey, now: Math.floor(now / second) })
    mask(token)
    return send(token, baseUrl)
  }
  return async (route, parameters) => {
    const known = time.now()
    try {
      return await (await signed(known))(route, parameters)
    } catch (error) {
      const { status, response } = error as { status?: unknown; response?: { headers?: Record<string, string> } }
      const shown = time.heard(response?.headers ?? {})
      if (status !== 401 || Math.abs(shown - known) < jwtMargin) throw error
      return (await signed(shown))(route, parameters)
    }
  }
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
    const isLasting = error instanceof Problem && !mayPass(error)
    if (!isLasting && values.get(key) === made) values.delete(key)
    throw error
  })
  values.set(key, made)
  return made
}

function missing(needed: Permissions, granted: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(needed)
    .filter(([name, level]) => levels.indexOf(granted[name]) < levels.indexOf(level))
    .map(([name, level]) => titleOf(name, level))
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
  const wanted = Object.fromEntries(Object.entries({ ...perhapsUseful, ...useful }).filter(isGranted))
  return {
    ...(isAskable ? { permissions: { ...wanted, ...permissions, ...unpublished } } : {}),
    ...(isNarrow ? { repositories } : {}),
  }
}

/** What is granted of what is asked for. */
function granting(asked: Permissions, granted: Installation['permissions']): Permissions {
  const entries = Object.entries(asked).map(([name, level]) => {
    return [name, granted[name] === 'read' ? ('read' as const) : level] as const
  })
  return Object.fromEntries(entries.filter(([name]) => granted[name] !== undefined))
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

// ── Why there is no token ─────────────────────────────────────────────────────────────────────────────────────────

type Words = readonly [message: string, remedy: string]

/** The problem of a missing permission, in the same words before a token is asked for and after GitHub refused one. */
export function notGranted(appId: string, lacking: readonly string[], owner: string): Words {
  const which = lacking.length === 0 ? 'permissions that it needs' : lacking.join(', ')
  return [
    `The GitHub App ${appId} is not granted ${which} for ${owner}`,
    `Set this in the settings of the App, and let an owner of ${owner} approve it in the installation: added permissions count only from then on.`,
  ]
}

/**
 * To whoever asked with the token, GitHub did not accept it (401): what it said of the token itself, that it was not
 * found for example, is no answer to their question. Limits and outages stay what they are.
 */
function refused([message, remedy]: Words, error: unknown): unknown {
  if (!(error instanceof Refusal)) return error
  const { failure } = error
  const status = isLastingRefusal(error) ? 401 : failure.status
  const { headers, ambiguous } = failure
  return new Refusal(message, remedy, Object.assign(new Error(failure.message), { status, headers, ambiguous }))
}

function isAboutRepositories(error: unknown): boolean {
  return error instanceof Refusal && /repositor/i.test(error.failure.message)
}

function isUnknownApp(error: unknown): boolean {
  return error instanceof Refusal && /integration not found/i.test(error.failure.message)
}

function suspended(appId: string, owner: string): Words {
  return [
    `The installation of the GitHub App ${appId} for ${owner} is suspended`,
    `Let whoever suspended it, an owner of ${owner} or of the App, unsuspend it in the settings of the installation.`,
  ]
}

function whyNoToken(error: Refusal, appId: string, owner: string): Words {
  const { status, message } = error.failure
  const said = withFullStop(presentable(message.replace(/ - https?:\/\/\S+$/, '')))
  if (isPassingLimit(error))
    return [
      `GitHub gave no token for ${owner}: a rate limit of the GitHub App ${appId} is reached.`,
      'Run again when it has passed.',
    ]
  if (status === 401 || isUnknownApp(error))
    return [
      `GitHub does not know a GitHub App ${appId} with this private key: ${said}`,
      'github-app-id is the App ID or the client ID in the settings of the App (not that of an installation), and github-app-private-key one of the private keys that are listed there.',
    ]
  if (status === 403 && /suspended/i.test(message)) return suspended(appId, owner)
  if (status === 0)
    return [
      `GitHub could not be reached for a token of the GitHub App ${appId} for ${owner} (${presentable(message)}).`,
      networkRemedy(error) ?? 'Check github-api-url and the network of the runner, then run again.',
    ]
  return [
    `GitHub gave the GitHub App ${appId} no token for ${owner}: ${status} ${said}`,
    status >= 500 ? 'See https://www.githubstatus.com and run again.' : 'Fix what the message names and run again.',
  ]
}
