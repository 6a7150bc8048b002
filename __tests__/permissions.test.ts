/** What each place asks a token for, in the words of every kind of token. */
import { expect, test } from '@jest/globals'
import { components } from '../sandbox/github/openapi.ts'
import { permissions } from '../src/github/permissions.ts'

test.each([
  ['metadata', 'Metadata: read and write', 'repo', 'metadata', true, undefined, false],
  ['contents', 'Contents: read and write', 'repo', 'contents', true, 'contents', false],
  ['actions', 'Actions: read and write', 'repo', 'actions', true, 'actions', false],
  ['secrets', 'Secrets: read and write', 'repo', 'secrets', true, undefined, false],
  ['environments', 'Environments: read and write', 'repo', 'environments', true, undefined, false],
  ['variables', 'Variables: read and write', 'repo', 'actions_variables', false, undefined, false],
  ['dependabotSecrets', 'Dependabot secrets: read and write', 'repo', 'dependabot_secrets', true, undefined, false],
  ['codespacesSecrets', 'Codespaces secrets: read and write', 'repo', 'codespaces_secrets', false, undefined, false],
  ['agentSecrets', 'Agent secrets: read and write', 'repo', 'agent_secrets', false, undefined, false],
  ['agentVariables', 'Agent variables: read and write', 'repo', 'agent_variables', false, undefined, false],
  ['organizationSecrets', 'Secrets: read and write', 'admin:org', 'organization_secrets', true, undefined, false],
  [
    'organizationVariables',
    'Variables: read and write',
    'admin:org',
    'organization_actions_variables',
    false,
    undefined,
    false,
  ],
  [
    'organizationDependabotSecrets',
    'Organization dependabot secrets: read and write',
    'admin:org',
    'organization_dependabot_secrets',
    false,
    undefined,
    false,
  ],
  [
    'organizationCodespacesSecrets',
    'Organization codespaces secrets: read and write',
    'admin:org',
    'organization_codespaces_secrets',
    false,
    undefined,
    true,
  ],
  [
    'organizationAgentSecrets',
    'Agent secrets: read and write',
    'admin:org',
    'organization_agent_secrets',
    false,
    undefined,
    false,
  ],
  [
    'organizationAgentVariables',
    'Agent variables: read and write',
    'admin:org',
    'organization_agent_variables',
    false,
    undefined,
    false,
  ],
] as const)('%s', (name, title, classic, slug, isPublished, job, personal) => {
  const app = classic === 'admin:org' ? `the organization permission ${title}` : title
  expect(permissions[name]('write')).toEqual({ app, classic, slug, isPublished, level: 'write', job, personal })
  expect(permissions[name]('read')).toMatchObject({ app: app.replace('read and write', 'read'), level: 'read' })
})

test('every place is in the table above', () => {
  expect(Object.keys(permissions)).toHaveLength(16)
})

test('a name is published when GitHub describes it as one that tokens are asked for by', () => {
  const schemas = components['schemas'] as unknown as Readonly<Record<string, { readonly properties?: object }>>
  const published = schemas['app-permissions']?.properties ?? {}
  for (const make of Object.values(permissions)) {
    const { slug, isPublished } = make('read')
    expect([slug, slug in published]).toEqual([slug, isPublished])
  }
})
