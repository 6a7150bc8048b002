/** What each place asks a token for, in the words of every kind of token. */
import { expect, test } from '@jest/globals'
import { permissions, titleOf } from '../src/github/permissions.ts'

test.each([
  ['metadata', 'Metadata: Read and write', 'repo', 'metadata', undefined, false],
  ['contents', 'Contents: Read and write', 'repo', 'contents', 'contents', false],
  ['actions', 'Actions: Read and write', 'repo', 'actions', 'actions', false],
  ['secrets', 'Secrets: Read and write', 'repo', 'secrets', undefined, false],
  ['environments', 'Environments: Read and write', 'repo', 'environments', undefined, false],
  ['variables', 'Variables: Read and write', 'repo', undefined, undefined, false],
  ['dependabotSecrets', 'Dependabot secrets: Read and write', 'repo', 'dependabot_secrets', undefined, false],
  ['codespacesSecrets', 'Codespaces secrets: Read and write', 'repo', undefined, undefined, false],
  ['agentSecrets', 'Agent secrets: Read and write', 'repo', undefined, undefined, false],
  ['agentVariables', 'Agent variables: Read and write', 'repo', undefined, undefined, false],
  ['organizationSecrets', 'Secrets: Read and write', 'admin:org', 'organization_secrets', undefined, false],
  ['organizationVariables', 'Variables: Read and write', 'admin:org', undefined, undefined, false],
  [
    'organizationDependabotSecrets',
    'Organization dependabot secrets: Read and write',
    'admin:org',
    undefined,
    undefined,
    false,
  ],
  [
    'organizationCodespacesSecrets',
    'Organization codespaces secrets: Read and write',
    'admin:org',
    undefined,
    undefined,
    true,
  ],
  ['organizationAgentSecrets', 'Agent secrets: Read and write', 'admin:org', undefined, undefined, false],
  ['organizationAgentVariables', 'Agent variables: Read and write', 'admin:org', undefined, undefined, false],
] as const)('%s', (name, title, classic, minted, job, personal) => {
  const app = `${classic === 'admin:org' ? 'Organization' : 'Repository'} permissions → ${title}`
  expect(permissions[name]('write')).toEqual({ app, classic, minted, level: 'write', job, personal })
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
