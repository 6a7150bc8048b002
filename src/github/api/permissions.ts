/** What a token has to be allowed, in the words of each kind of token. */

export type Level = 'read' | 'write'

/** One permission at one level. */
export interface Permission {
  /** As the settings page of Apps and fine-grained tokens says it: `Repository permissions → Secrets: Read and write`. */
  readonly app: string
  /** The scope that a classic token has instead. */
  readonly classic: 'repo' | 'admin:org'
  /** The name by which an installation reports it, and a scoped-down token of an App is asked for it. */
  readonly slug: string
  /**
   * Its name stands in GitHub's description of minting. The others are as installations were seen to report them, and
   * minting may refuse them.
   */
  readonly isPublished: boolean
  readonly level: Level
  /** Its name under `permissions:` of a job; undefined: GITHUB_TOKEN can never have it. */
  readonly job: string | undefined
  /** GitHub refuses Apps here whatever they are allowed: only a person's token works. */
  readonly personal: boolean
}

interface Row {
  /** As the settings page calls it. */
  readonly title: string
  readonly slug: string
  readonly isPublished?: false
  readonly job?: string
  readonly personal?: boolean
}

/**
 * What each place asks for, by what is accessed there: `permissions.secrets('write')`.
 *
 * Titles: https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps. Names:
 * `app-permissions` in the schema of
 * https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app. Names for jobs:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions. Codespaces secrets of
 * an organization: https://docs.github.com/en/rest/codespaces/organization-secrets.
 */
export const permissions = {
  metadata: ofRepository({ title: 'Metadata', slug: 'metadata' }),
  contents: ofRepository({ title: 'Contents', slug: 'contents', job: 'contents' }),
  actions: ofRepository({ title: 'Actions', slug: 'actions', job: 'actions' }),
  secrets: ofRepository({ title: 'Secrets', slug: 'secrets' }),
  environments: ofRepository({ title: 'Environments', slug: 'environments' }),
  variables: ofRepository({ title: 'Variables', slug: 'actions_variables', isPublished: false }),
  dependabotSecrets: ofRepository({ title: 'Dependabot secrets', slug: 'dependabot_secrets' }),
  codespacesSecrets: ofRepository({ title: 'Codespaces secrets', slug: 'codespaces_secrets', isPublished: false }),
  agentSecrets: ofRepository({ title: 'Agent secrets', slug: 'agent_secrets', isPublished: false }),
  agentVariables: ofRepository({ title: 'Agent variables', slug: 'agent_variables', isPublished: false }),
  organizationSecrets: ofOrganization({ title: 'Secrets', slug: 'organization_secrets' }),
  organizationVariables: ofOrganization({
    title: 'Variables',
    slug: 'organization_actions_variables',
    isPublished: false,
  }),
  organizationDependabotSecrets: ofOrganization({
    title: 'Organization dependabot secrets',
    slug: 'organization_dependabot_secrets',
    isPublished: false,
  }),
  organizationCodespacesSecrets: ofOrganization({
    title: 'Organization codespaces secrets',
    slug: 'organization_codespaces_secrets',
    isPublished: false,
    personal: true,
  }),
  organizationAgentSecrets: ofOrganization({
    title: 'Agent secrets',
    slug: 'organization_agent_secrets',
    isPublished: false,
  }),
  organizationAgentVariables: ofOrganization({
    title: 'Agent variables',
    slug: 'organization_agent_variables',
    isPublished: false,
  }),
} as const

function ofRepository(row: Row): (level: Level) => Permission {
  return (level) => permission(row, level, 'repo', 'Repository permissions')
}

function ofOrganization(row: Row): (level: Level) => Permission {
  return (level) => permission(row, level, 'admin:org', 'Organization permissions')
}

function permission(
  { title, slug, isPublished, job, personal = false }: Row,
  level: Level,
  classic: Permission['classic'],
  half: string,
): Permission {
  const access = level === 'write' ? 'Read and write' : 'Read-only'
  return { app: `${half} → ${title}: ${access}`, classic, slug, isPublished: isPublished ?? true, level, job, personal }
}

/** What the settings page calls a permission that an installation calls `secrets`, say. */
export function titleOf(slug: string, level: Level): string {
  const all = Object.values(permissions).map((each) => each(level))
  return all.find((each) => each.slug === slug)?.app ?? `${slug}: ${level}`
}
