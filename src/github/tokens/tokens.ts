/** Which token a request carries: one for all owners, or one of the App's for each. */

import { type Destination, isSameName, placeOf, type RecoveryPlace } from '../../destination.ts'
import type { Clock } from '../../rotation/ports.ts'
import { inSentences, Problem } from '../../rotation/problem.ts'
import { GitHubClient, TokenConnection } from '../api/client.ts'
import { type Permission, permissions } from '../api/permissions.ts'
import { GitHubTime } from '../api/time.ts'
import type { GitHubSender } from '../api/transport.ts'
import { secretPermission, variablePermission } from '../places/addresses.ts'
import { type AppNeeds, AppTokens, notGranted, type Permissions } from './app.ts'

/** What the secrets are written with: a token, or an App that tokens are made with, one for each owner. */
export type GitHubCredentials =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'app'; readonly appId: string; readonly privateKey: string }

interface Repository {
  readonly owner: string
  readonly repo: string
}

/** The uses of a run's tokens, which they have to allow. */
export interface TokenUses {
  readonly github: GitHubCredentials
  readonly githubApiUrl: string
  readonly destinations: readonly Destination[]
  readonly recovery: RecoveryPlace | undefined
  readonly verificationWorkflows: readonly Repository[]
  /** The repository that this runs in, whose verification workflows have a token of their own. */
  readonly job: Repository
  /** Secrets are only looked at: an audit. */
  readonly readsOnly?: true
}

/** One user's clients of GitHub, one for each owner of repositories. */
export interface Clients {
  readonly for: (owner: string) => GitHubClient
  /** Which permissions the App lacks for an owner, in sentences: known before anything is written. @throws Problem */
  readonly lacking: () => Promise<readonly { readonly where: string; readonly why: string }[]>
  /** The user is done: what it was promised is given back. */
  readonly end: () => void
}

/** The inputs that hold a token; both may hold the same one. */
const tokenInputs = ['github-token', 'dispatch-token'] as const

/** What GitHub is reached with. */
export interface AccessServices {
  readonly send: GitHubSender
  readonly mask: (value: string) => void
  readonly clock: Clock
}

/** https://github.blog/engineering/behind-githubs-new-authentication-token-formats/: classic, fine-grained, of an OAuth App */
const personal = /^(?:ghp_|github_pat_|gho_)/

/**
 * How all users of a run reach GitHub: with the same tokens, whose limits they share, and by one clock. A token of the App
 * may do what all of them need, and nothing beyond it.
 */
export class GitHubAccess {
  readonly time: GitHubTime
  readonly #services: AccessServices
  readonly #needs: ReadonlyMap<string, AppNeeds>
  readonly #connections = new Map<string, TokenConnection>()
  readonly #apps = new Map<string, AppTokens>()

  /** `uses`: those of each user. */
  constructor(uses: readonly TokenUses[], services: AccessServices) {
    this.time = new GitHubTime(services.clock)
    this.#services = services
    this.#needs = needsOf(uses)
  }

  /** One user's. `promises`: false for a plan, to which nothing is promised of what others share. */
  clientsFor(uses: TokenUses, promises: boolean): Clients {
    const { github, githubApiUrl } = uses
    if (github.kind === 'token') {
      const client = new GitHubClient(this.#ofToken('github-token', github.token, githubApiUrl), promises)
      return { for: () => client, lacking: async () => [], end: () => client.end() }
    }
    const tokens = this.#appOf(github, githubApiUrl)
    const own = needsOf([uses])
    const clients = new Map<string, GitHubClient>()
    return {
      for: (owner) => {
        const key = owner.toLowerCase()
        const client = clients.get(key) ?? new GitHubClient(this.#ofInstallation(tokens, github.appId, owner), promises)
        clients.set(key, client)
        return client
      },
      lacking: async () => {
        const lacking = await Promise.all(
          [...own].map(async ([owner, needs]) => ({ owner, titles: await tokens.lacking(owner, needs) })),
        )
        return lacking
          .filter(({ titles }) => titles.length > 0)
          .map(({ owner, titles }) => {
            return { where: owner, why: inSentences(new Problem(...notGranted(github.appId, titles, owner))) }
          })
      },
      end: () => {
        for (const client of clients.values()) client.end()
      },
    }
  }

  /** One user's client for the verification workflows of the job's own repository. */
  dispatching(token: string, githubApiUrl: string, promises: boolean): GitHubClient {
    return new GitHubClient(this.#ofToken('dispatch-token', token, githubApiUrl), promises)
  }

  #ofToken(input: 'github-token' | 'dispatch-token', token: string, baseUrl: string): TokenConnection {
    return this.#connection(`${input} ${token}`, () => {
      const { send, clock } = this.#services
      const lanes = { usual: send(token, baseUrl), pairs: send(token, baseUrl, true) }
      const limits = tokenInputs.map((each) => this.#connections.get(`${each} ${token}`)).find((each) => each)
      return new TokenConnection(lanes, input, clock, this.time, { limits, isOfPerson: personal.test(token) })
    })
  }

  #ofInstallation(tokens: AppTokens, appId: string, owner: string): TokenConnection {
    const key = owner.toLowerCase()
    return this.#connection(`${appId} ${key}`, () => {
      const lanes = { usual: tokens.requestFor(key), pairs: tokens.requestFor(key, 'pairs') }
      return new TokenConnection(lanes, 'github-app-id', this.#services.clock, this.time, { installation: owner })
    })
  }

  #connection(key: string, make: () => TokenConnection): TokenConnection {
    const connection = this.#connections.get(key) ?? make()
    this.#connections.set(key, connection)
    return connection
  }

  #appOf({ appId, privateKey }: { readonly appId: string; readonly privateKey: string }, baseUrl: string): AppTokens {
    const { send, mask, clock } = this.#services
    const options = { appId, privateKey, baseUrl, send, needs: this.#needs, mask, clock, time: this.time }
    const tokens = this.#apps.get(appId) ?? new AppTokens(options)
    this.#apps.set(appId, tokens)
    return tokens
  }
}

/** Everything that is done with one owner. */
interface Use {
  readonly repositories: Set<string>
  readonly permissions: Permission[]
  /** Secrets of an organization are shared with repositories that nobody has listed. */
  hasOrganization: boolean
  /** Workflows of the owner prove the key. */
  verifies: boolean
}

/** What each owner is asked for, and nothing beyond it: https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app */
function needsOf(all: readonly TokenUses[]): Map<string, AppNeeds> {
  const uses = new Map<string, Use>()
  for (const each of all) noteUses(each, uses)
  return new Map([...uses].map(([owner, each]) => [owner, { ...scopeOf(each), isShared: all.length > 1 }]))
}

function noteUses(
  { destinations, recovery, verificationWorkflows, job, readsOnly }: TokenUses,
  uses: Map<string, Use>,
): void {
  const level = readsOnly ? 'read' : 'write'
  const use = (owner: string, repo: string | undefined, ...needed: readonly Permission[]) => {
    const key = owner.toLowerCase()
    const known = uses.get(key) ?? { repositories: new Set(), permissions: [], hasOrganization: false, verifies: false }
    uses.set(key, known)
    if (repo === undefined) known.hasOrganization = true
    else known.repositories.add(repo)
    known.permissions.push(...needed)
    return known
  }
  for (const { place, secrets, variables } of destinations) {
    use(
      place.owner,
      place.kind === 'organization' ? undefined : place.repo,
      ...(secrets.length > 0 ? [secretPermission(place, level)] : []),
      ...(variables.length > 0 ? [variablePermission(place, level)] : []),
    )
  }
  if (recovery !== undefined) use(recovery.owner, recovery.repo, secretPermission(placeOf(recovery), 'write'))
  for (const { owner, repo } of verificationWorkflows) {
    if (isSameName(`${owner}/${repo}`, `${job.owner}/${job.repo}`)) continue
    use(owner, repo, permissions.actions('write'), permissions.contents('read')).verifies = true
  }
}

function scopeOf({ repositories, permissions: needed, hasOrganization, verifies }: Use): AppNeeds {
  return {
    repositories: hasOrganization ? 'all' : [...repositories],
    permissions: { metadata: 'read', ...levelsOf(needed.filter(({ isPublished }) => isPublished)) },
    unpublished: levelsOf(needed.filter(({ isPublished }) => !isPublished)),
    useful: {
      ...seeing,
      ...(hasOrganization ? { organization_secrets: 'read' } : {}),
      // What a failed verification says.
      ...(verifies ? { checks: 'read' } : {}),
    },
    perhapsUseful: { ...perhapsSeeing, ...(hasOrganization ? perhapsSeeingOrganizations : {}) },
  }
}

/** Of each permission the highest level that is needed. */
function levelsOf(needed: readonly Permission[]): Permissions {
  const levels: Record<string, 'read' | 'write'> = {}
  for (const { slug, level } of needed) if (levels[slug] !== 'write') levels[slug] = level
  return levels
}

/** What shows runs that may hold the old key, and the same names nearby. */
const seeing = { actions: 'read', environments: 'read', secrets: 'read', dependabot_secrets: 'read' } as const
const perhapsSeeing = {
  codespaces_secrets: 'read',
  agent_secrets: 'read',
  actions_variables: 'read',
  organization_actions_variables: 'read',
} as const
const perhapsSeeingOrganizations = {
  organization_dependabot_secrets: 'read',
  organization_agent_secrets: 'read',
} as const
