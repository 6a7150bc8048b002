/** Which token a request carries: one for all owners, or one of the App's for each. */

import { type Destination, isSameName, placeOf, type RecoveryPlace } from '../../destination.ts'
import type { Clock } from '../../rotation/ports.ts'
import { inSentences, Problem } from '../../rotation/problem.ts'
import type { Job, WorkflowName } from '../../workflow.ts'
import { GitHubClient } from '../api/client.ts'
import { type Permission, permissions } from '../api/permissions.ts'
import type { GitHubTime } from '../api/time.ts'
import type { PlaceProblem } from '../api/told-once.ts'
import type { GitHubSender } from '../api/transport.ts'
import { secretPermission, variablePermission } from '../places/addresses.ts'
import { type AppNeeds, AppTokens, notGranted, type Permissions } from './app.ts'

/** What the secrets are written with: a token, or an App that tokens are made with, one for each owner. */
export type GitHubCredentials =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'app'; readonly appId: string; readonly privateKey: string }

export interface ClientsOptions {
  readonly inputs: {
    readonly github: GitHubCredentials
    readonly githubApiUrl: string
    readonly destinations: readonly Destination[]
    readonly verificationWorkflows: readonly WorkflowName[]
    readonly job: Pick<Job, 'owner' | 'repo'>
  }
  readonly recovery: RecoveryPlace | undefined
  readonly sender: GitHubSender
  readonly mask: (value: string) => void
  readonly clock: Clock
  readonly time: GitHubTime
}

/** What writes the secrets of each owner. */
export interface Clients {
  for(owner: string): GitHubClient
  /** Permissions that the App lacks, by owner: known before anything is written. */
  lacking(): Promise<readonly PlaceProblem[]>
}

export function clientsOf(options: ClientsOptions): Clients {
  const { inputs, sender, clock, time } = options
  const { github, githubApiUrl } = inputs
  if (github.kind === 'token') {
    const client = new GitHubClient(sender(github.token, githubApiUrl), 'github-token', clock, time)
    return { for: () => client, lacking: async () => [] }
  }
  const needs = needsOf(options)
  const tokens = new AppTokens({
    ...github,
    baseUrl: githubApiUrl,
    send: sender,
    needs,
    mask: options.mask,
    clock,
    time,
  })
  const clients = new Map<string, GitHubClient>()
  return {
    for: (owner) => {
      const key = owner.toLowerCase()
      const client = clients.get(key) ?? new GitHubClient(tokens.requestFor(owner), 'github-app-id', clock, time, owner)
      clients.set(key, client)
      return client
    },
    lacking: async () =>
      (await Promise.all([...needs.keys()].map((owner) => lackingOf(tokens, github.appId, owner)))).flat(),
  }
}

async function lackingOf(tokens: AppTokens, appId: string, owner: string): Promise<readonly PlaceProblem[]> {
  const lacking = await tokens.lacking(owner)
  return lacking.length === 0
    ? []
    : [{ where: owner, why: inSentences(new Problem(...notGranted(appId, lacking, owner))) }]
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
function needsOf({ inputs, recovery }: Pick<ClientsOptions, 'inputs' | 'recovery'>): Map<string, AppNeeds> {
  const uses = new Map<string, Use>()
  const use = (owner: string, repo: string | undefined, ...needed: readonly Permission[]) => {
    const key = owner.toLowerCase()
    const known = uses.get(key) ?? { repositories: new Set(), permissions: [], hasOrganization: false, verifies: false }
    uses.set(key, known)
    if (repo === undefined) known.hasOrganization = true
    else known.repositories.add(repo)
    known.permissions.push(...needed)
    return known
  }
  for (const { place, ...contents } of inputs.destinations) {
    use(place.owner, place.kind === 'organization' ? undefined : place.repo, ...permissionsOf({ place, ...contents }))
  }
  if (recovery !== undefined) use(recovery.owner, recovery.repo, secretPermission(placeOf(recovery), 'write'))
  const { owner: home, repo } = inputs.job
  for (const workflow of inputs.verificationWorkflows) {
    const isHere = isSameName(`${workflow.owner}/${workflow.repo}`, `${home}/${repo}`)
    if (isHere) continue
    const { owner, repo: elsewhere } = workflow
    use(owner, elsewhere, permissions.actions('write'), permissions.contents('read')).verifies = true
  }
  return new Map([...uses].map(([owner, each]) => [owner, scopeOf(each)]))
}

function permissionsOf({ place, secrets, variables }: Destination): readonly Permission[] {
  return [
    ...(secrets.length > 0 ? [secretPermission(place, 'write')] : []),
    ...(variables.length > 0 ? [variablePermission(place, 'write')] : []),
  ]
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
