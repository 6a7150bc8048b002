/** What each place asks a token for, in the words of every kind of token. */
import { expect, test } from '@jest/globals'
import { components } from '../../../sandbox/github/openapi.ts'
import { permissions, titleOf } from '../../../src/github/api/permissions.ts'

test.each([
  ['metadata', 'Metadata: Read and write', 'repo', 'metadata', true, undefined, false],
  ['contents', 'Contents: Read and write', 'repo', 'contents', true, 'contents', false],
  ['actions', 'Actions: Read and write', 'repo', 'actions', true, 'actions', false],
  ['secrets', 'Secrets: Read and write', 'repo', 'secrets', true, undefined, false],
  ['environments', 'Environments: Read and write', 'repo', 'environments', true, undefined, false],
  ['variables', 'Variables: Read and write', 'repo', 'actions_variables', false, undefined, false],
  ['dependabotSecrets', 'Dependabot secrets: Read and write', 'repo', 'dependabot_secrets', true, undefined, false],
  ['codespacesSecrets', 'Codespaces secrets: Read and write', 'repo', 'codespaces_secrets', false, undefined, false],
  ['agentSecrets', 'Agent secrets: Read and write', 'repo', 'agent_secrets', false, undefined, false],
  ['agentVariables', 'Agent variables: Read and write', 'repo', 'agent_variables', false, undefined, false],
  ['organizationSecrets', 'Secrets: Read and write', 'admin:org', 'organization_secrets', true, undefined, false],
  [
    'organizationVariables',
    'Variables: Read and write',
    'admin:org',
    'organization_actions_variables',
    false,
    undefined,
    false,
  ],
  [
    'organizationDependabotSecrets',
    'Organization dependabot secrets: Read and write',
    'admin:org',
    'organization_dependabot_secrets',
    false,
    undefined,
    false,
  ],
  [
    'organizationCodespacesSecrets',
    'Organization codespaces secrets: Read and write',
    'admin:org',
    'organization_codespaces_secrets',
    false,
    undefined,
    true,
  ],
  [
    'organizationAgentSecrets',
    'Agent secrets: Read and write',
    'admin:org',
    'organization_agent_secrets',
    false,
    undefined,
    false,
  ],
  [
    'organizationAgentVariables',
    'Agent variables: Read and write',
    'admin:org',
    'organization_agent_variables',
    false,
    undefined,
    false,
  ],
] as const)('%s', (name, title, classic, slug, isPublished, job, personal) => {
  const app = `${classic === 'admin:org' ? 'Organization' : 'Repository'} permissions → ${title}`
  expect(permissions[name]('write')).toEqual({ app, classic, slug, isPublished, level: 'write', job, personal })
  expect(permissions[name]('read')).toMatchObject({ app: app.replace('Read and write', 'Read-only'), level: 'read' })
})

test('every place is in the table above', () => {
  expect(Object.keys(permissions)).toHaveLength(16)
})

test('a name of minting is told as the page calls it', () => {
  expect(titleOf('secrets', 'write')).toBe('Repository permissions → Secrets: Read and write')
  expect(titleOf('organization_secrets', 'read')).toBe('Organization permissions → Secrets: Read-only')
  expect(titleOf('dependabot_secrets', 'write')).toBe('Repository permissions → Dependabot secrets: Read and write')
  expect(titleOf('of_tomorrow', 'read')).toBe('of_tomorrow: read')
})

test('a name is published when GitHub describes it as one that tokens are asked for by', () => {
  const schemas = components['schemas'] as unknown as Readonly<Record<string, { readonly properties?: object }>>
  const published = schemas['app-permissions']?.properties ?? {}
  for (const make of Object.values(permissions)) {
    const { slug, isPublished } = make('read')
    expect([slug, slug in published]).toEqual([slug, isPublished])
  }
})
