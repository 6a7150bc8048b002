/** What a token has to be allowed, in the words of each kind of token. */

export type Level = 'read' | 'write'

/** One permission at one level. */
export interface Permission {
  /** As the settings page of Apps and fine-grained tokens says it: `Repository permissions → Secrets: Read and write`. */
  readonly app: string
  /** The scope that a classic token has instead. */
  readonly classic: 'repo' | 'admin:org'
  /**
   * The name by which a scoped-down token of an App is asked for it; undefined: minting does not know it, so the token
   * has to be asked for with everything that the installation has.
   */
  readonly minted: string | undefined
  readonly level: Level
  /** Its name under `permissions:` of a job; undefined: GITHUB_TOKEN can never have it. */
  readonly job: string | undefined
  /** GitHub refuses Apps here whatever they are allowed: only a person's token works. */
  readonly personal: boolean
}

interface Row {
  /** As the settings page calls it. */
  readonly title: string
  readonly minted?: string
  readonly job?: string
  readonly personal?: boolean
}

/**
 * What each place asks for, by what is accessed there: `permissions.secrets('write')`.
 *
 * Titles: https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps. Names for minting:
 * `app-permissions` in the schema of
 * https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app. Names for jobs:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions. Codespaces secrets of
 * an organization: https://docs.github.com/en/rest/codespaces/organization-secrets.
 */
export const permissions = {
  metadata: ofRepository({ title: 'Metadata', minted: 'metadata' }),
  contents: ofRepository({ title: 'Contents', minted: 'contents', job: 'contents' }),
  actions: ofRepository({ title: 'Actions', minted: 'actions', job: 'actions' }),
  secrets: ofRepository({ title: 'Secrets', minted: 'secrets' }),
  environments: ofRepository({ title: 'Environments', minted: 'environments' }),
  variables: ofRepository({ title: 'Variables' }),
  dependabotSecrets: ofRepository({ title: 'Dependabot secrets', minted: 'dependabot_secrets' }),
  codespacesSecrets: ofRepository({ title: 'Codespaces secrets' }),
  agentSecrets: ofRepository({ title: 'Agent secrets' }),
  agentVariables: ofRepository({ title: 'Agent variables' }),
  organizationSecrets: ofOrganization({ title: 'Secrets', minted: 'organization_secrets' }),
  organizationVariables: ofOrganization({ title: 'Variables' }),
  organizationDependabotSecrets: ofOrganization({ title: 'Organization dependabot secrets' }),
  organizationCodespacesSecrets: ofOrganization({ title: 'Organization codespaces secrets', personal: true }),
  organizationAgentSecrets: ofOrganization({ title: 'Agent secrets' }),
  organizationAgentVariables: ofOrganization({ title: 'Agent variables' }),
} as const

function ofRepository(row: Row): (level: Level) => Permission {
  return (level) => permission(row, level, 'repo', 'Repository permissions')
}

function ofOrganization(row: Row): (level: Level) => Permission {
  return (level) => permission(row, level, 'admin:org', 'Organization permissions')
}

function permission(
  { title, minted, job, personal = false }: Row,
  level: Level,
  classic: Permission['classic'],
  half: string,
): Permission {
  const access = level === 'write' ? 'Read and write' : 'Read-only'
  return { app: `${half} → ${title}: ${access}`, classic, minted, level, job, personal }
}

/** What the settings page calls a permission that minting calls `secrets`, say. */
export function titleOf(minted: string, level: Level): string {
  const all = Object.values(permissions).map((each) => each(level))
  return all.find((each) => each.minted === minted)?.app ?? `${minted}: ${level}`
}
