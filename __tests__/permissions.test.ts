/** What each place asks a token for, in the words of every kind of token. */
import { expect, test } from '@jest/globals'
import { permissions } from '../src/github/permissions.ts'

test.each([
  ['metadata', 'Metadata: read and write', 'repo', 'metadata', undefined, false],
  ['contents', 'Contents: read and write', 'repo', 'contents', 'contents', false],
  ['actions', 'Actions: read and write', 'repo', 'actions', 'actions', false],
  ['secrets', 'Secrets: read and write', 'repo', 'secrets', undefined, false],
  ['environments', 'Environments: read and write', 'repo', 'environments', undefined, false],
  ['variables', 'Variables: read and write', 'repo', undefined, undefined, false],
  ['dependabotSecrets', 'Dependabot secrets: read and write', 'repo', 'dependabot_secrets', undefined, false],
  ['codespacesSecrets', 'Codespaces secrets: read and write', 'repo', undefined, undefined, false],
  ['agentSecrets', 'Agent secrets: read and write', 'repo', undefined, undefined, false],
  ['agentVariables', 'Agent variables: read and write', 'repo', undefined, undefined, false],
  ['organizationSecrets', 'Secrets: read and write', 'admin:org', 'organization_secrets', undefined, false],
  ['organizationVariables', 'Variables: read and write', 'admin:org', undefined, undefined, false],
  [
    'organizationDependabotSecrets',
    'Organization dependabot secrets: read and write',
    'admin:org',
    undefined,
    undefined,
    false,
  ],
  [
    'organizationCodespacesSecrets',
    'Organization codespaces secrets: read and write',
    'admin:org',
    undefined,
    undefined,
    true,
  ],
  ['organizationAgentSecrets', 'Agent secrets: read and write', 'admin:org', undefined, undefined, false],
  ['organizationAgentVariables', 'Agent variables: read and write', 'admin:org', undefined, undefined, false],
] as const)('%s', (name, title, classic, minted, job, personal) => {
  const app = classic === 'admin:org' ? `the organization permission ${title}` : title
  expect(permissions[name]('write')).toEqual({ app, classic, minted, level: 'write', job, personal })
  expect(permissions[name]('read')).toMatchObject({ app: app.replace('read and write', 'read'), level: 'read' })
})

test('every place is in the table above', () => {
  expect(Object.keys(permissions)).toHaveLength(16)
})
