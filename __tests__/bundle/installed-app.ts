/** A GitHub App that owners have installed, in place of a token. */
import { generateKeyPairSync } from 'node:crypto'
import type { Permissions } from '../../sandbox/github/token.ts'
import type { Scenario } from '../../sandbox/scenario.ts'

export const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
})

export const id = 'Iv23liExample'
export const permissions: Permissions = { metadata: 'read', secrets: 'write', actions: 'write', contents: 'read' }

interface Installed {
  readonly owner: string
  readonly repositories?: readonly string[]
  readonly permissions?: Permissions
  readonly suspended?: true
}

/** The inputs of a run with an App that these owners have installed. */
export function appInputs(
  { sandbox }: Scenario,
  installations: readonly Installed[],
  granted: Permissions = permissions,
) {
  sandbox.github.addApp({
    id: 4_711,
    clientId: id,
    name: 'key-rotation',
    privateKey,
    permissions: granted,
    installations: installations.map((each) => ({ repositories: 'all', ...each })),
  })
  return { 'github-token': '', 'github-app-id': id, 'github-app-private-key': privateKey }
}

/** What tokens of the App were asked for. */
export const minted = ({ sandbox }: Scenario): readonly unknown[] =>
  sandbox.wire.records
    .filter(({ operation }) => operation === 'POST /app/installations/{installation_id}/access_tokens')
    .map(({ body }) => (body === '' ? {} : JSON.parse(body)))
