/** Which token a request carries: one for all owners, or one of the App's for each. */

import { type Destination, isSameName, placeOf, type RecoveryPlace } from '../../destination.ts'
import type { Clock } from '../../rotation/ports.ts'
import { inSentences, Problem } from '../../rotation/problem.ts'
import { GitHubClient } from '../api/client.ts'
import { type Permission, permissions } from '../api/permissions.ts'
import type { GitHubTime } from '../api/time.ts'
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

/** Clients of GitHub, one for each owner of repositories. */
export interface Clients {
  readonly for: (owner: string) => GitHubClient
  /** Which permissions the App lacks for an owner, in sentences: known before anything is written. @throws Problem */
  readonly lacking: () => Promise<readonly { readonly where: string; readonly why: string }[]>
}

export function clientsOf(
  uses: TokenUses,
  send: GitHubSender,
  mask: (value: string) => void,
  clock: Clock,
  time: GitHubTime,
): Clients {
  const { github, githubApiUrl: baseUrl } = uses
  if (github.kind === 'token') {
    const client = new GitHubClient(send(github.token, baseUrl), 'github-token', clock, time)
    return { for: () => client, lacking: async () => [] }
  }
  const needs = needsOf(uses)
  const tokens = new AppTokens({ ...github, baseUrl, send, needs, mask, clock, time })
  const clients = new Map<string, GitHubClient>()
  return {
    for: (owner) => {
      const key = owner.toLowerCase()
      const client = clients.get(key) ?? new GitHubClient(tokens.requestFor(key), 'github-app-id', clock, time, owner)
      clients.set(key, client)
      return client
    },
    lacking: async () => {
      const lacking = await Promise.all(
        [...needs.keys()].map(async (owner) => ({ owner, titles: await tokens.lacking(owner) })),
      )
      return lacking
        .filter(({ titles }) => titles.length > 0)
        .map(({ owner, titles }) => {
          return { where: owner, why: inSentences(new Problem(...notGranted(github.appId, titles, owner))) }
        })
    },
  }
}

/** Everything that this configuration does with one owner. */
interface Use {
  readonly repositories: Set<string>
  readonly permissions: Permission[]
  /** Secrets of an organization are shared with repositories that nobody has listed. */
  hasOrganization: boolean
  /** Workflows of the owner prove the key. */
  verifies: boolean
}

/** What each owner is asked for, and nothing beyond it: https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app */
function needsOf({ destinations, recovery, verificationWorkflows, job, readsOnly }: TokenUses): Map<string, AppNeeds> {
  const uses = new Map<string, Use>()
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
  return new Map([...uses].map(([owner, each]) => [owner, scopeOf(each)]))
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
