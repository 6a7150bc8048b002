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

/** What is true of few of them. */
interface Special {
  readonly isPublished?: boolean
  readonly job?: string
  readonly personal?: boolean
}

const ofRepository = permissionOf('Repository', 'repo')
const ofOrganization = permissionOf('Organization', 'admin:org')
const unpublished = { isPublished: false } as const

/**
 * The permissions that each place takes, by what is accessed there: `permissions.secrets('write')`.
 *
 * Titles: https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps. Names:
 * `app-permissions` in the schema of
 * https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app. Names for jobs:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions. Codespaces secrets of
 * an organization: https://docs.github.com/en/rest/codespaces/organization-secrets.
 */
export const permissions = {
  metadata: ofRepository('Metadata', 'metadata'),
  contents: ofRepository('Contents', 'contents', { job: 'contents' }),
  actions: ofRepository('Actions', 'actions', { job: 'actions' }),
  secrets: ofRepository('Secrets', 'secrets'),
  environments: ofRepository('Environments', 'environments'),
  variables: ofRepository('Variables', 'actions_variables', unpublished),
  dependabotSecrets: ofRepository('Dependabot secrets', 'dependabot_secrets'),
  codespacesSecrets: ofRepository('Codespaces secrets', 'codespaces_secrets', unpublished),
  agentSecrets: ofRepository('Agent secrets', 'agent_secrets', unpublished),
  agentVariables: ofRepository('Agent variables', 'agent_variables', unpublished),
  organizationSecrets: ofOrganization('Secrets', 'organization_secrets'),
  organizationVariables: ofOrganization('Variables', 'organization_actions_variables', unpublished),
  organizationDependabotSecrets: ofOrganization(
    'Organization dependabot secrets',
    'organization_dependabot_secrets',
    unpublished,
  ),
  organizationCodespacesSecrets: ofOrganization('Organization codespaces secrets', 'organization_codespaces_secrets', {
    ...unpublished,
    personal: true,
  }),
  organizationAgentSecrets: ofOrganization('Agent secrets', 'organization_agent_secrets', unpublished),
  organizationAgentVariables: ofOrganization('Agent variables', 'organization_agent_variables', unpublished),
} as const

function permissionOf(whose: string, classic: Permission['classic']) {
  return (title: string, slug: string, { isPublished = true, job, personal = false }: Special = {}) =>
    (level: Level): Permission => {
      const app = `${whose} permissions → ${title}: ${level === 'write' ? 'Read and write' : 'Read-only'}`
      return { app, classic, slug, isPublished, level, job, personal }
    }
}

/** The title on the settings page of a permission that an installation calls, for example, `secrets`. */
export function titleOf(slug: string, level: Level): string {
  const all = Object.values(permissions).map((each) => each(level))
  return all.find((each) => each.slug === slug)?.app ?? `${slug}: ${level}`
}
