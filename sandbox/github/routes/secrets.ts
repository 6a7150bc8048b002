/** Secrets over the API: public key, list, get, create or update, delete. */

import { stores } from '../place.ts'
import { invalidRequest, notFound } from '../refusal.ts'
import type { Repository } from '../repository.ts'
import type { SecretMetadata, SecretStore } from '../secret-store.ts'
import { page } from './page.ts'
import { environmentSecrets, organizationSecrets, type Place, repositorySecrets } from './places.ts'
import type { Answer, Call, Routes } from './route.ts'
import { askedAudience, sharedJson, sharingRoutesAt } from './sharing.ts'

/** Every place that keeps secrets. */
export const secretRoutes: Routes = Object.assign(
  {
    'GET /repos/{owner}/{repo}/actions/organization-secrets': {
      need: { permission: 'secrets', level: 'read', publicly: false },
      handle: (call, repository) => seenOfOrganization(call, repository, 'actions'),
    },
    'GET /repos/{owner}/{repo}/agents/organization-secrets': {
      need: { permission: 'agent_secrets', level: 'read', publicly: false },
      handle: (call, repository) => seenOfOrganization(call, repository, 'agents'),
    },
  } satisfies Routes,
  routesAt(environmentSecrets),
  ...stores.map((store) => routesAt(repositorySecrets(store))),
  ...stores.map((store) => routesAt(organizationSecrets(store))),
  ...stores.map((store) => sharingRoutesAt(organizationSecrets(store), 'secret_name', 'secret')),
)

function routesAt({ prefix, route }: Place<SecretStore>): Routes {
  const shown = (call: Call, metadata: SecretMetadata) => sharedJson(call, prefix, metadata)
  return {
    [`GET ${prefix}/public-key`]: route('read', (_, store) => ({ status: 200, body: store.publicKey })),
    [`GET ${prefix}`]: route('read', (call, store) => {
      const list = store.list()
      const { items, headers } = page(call, list)
      const secrets = items.map((metadata) => shown(call, metadata))
      return { status: 200, body: { total_count: list.length, secrets }, headers }
    }),
    [`GET ${prefix}/{secret_name}`]: route('read', (call, store) => {
      const metadata = store.metadata(call.parameter('secret_name'))
      if (metadata === undefined) throw notFound()
      return { status: 200, body: shown(call, metadata) }
    }),
    [`PUT ${prefix}/{secret_name}`]: route('write', (call, store) => {
      const body = call.json()
      const { encryptedValue, keyId } = sealedValue(body)
      const audience = store.isShared ? askedAudience(body, store) : undefined
      const outcome = store.put(call.parameter('secret_name'), encryptedValue, keyId, audience)
      return outcome === 'created' ? { status: 201, body: {} } : { status: 204 }
    }),
    [`DELETE ${prefix}/{secret_name}`]: route('write', (call, store) => {
      if (!store.delete(call.parameter('secret_name'))) throw notFound()
      return { status: 204 }
    }),
  }
}

/** An organization's secrets that a repository sees; a user shares none. */
function seenOfOrganization(call: Call, repository: Repository, store: 'actions' | 'agents'): Answer {
  const list = call.github.findOrganization(repository.owner)?.secrets[store].listFor(repository) ?? []
  const { items, headers } = page(call, list)
  const secrets = items.map(({ name, created_at, updated_at }) => ({ name, created_at, updated_at }))
  return { status: 200, body: { total_count: list.length, secrets }, headers }
}

/** Standard base64 with padding, as the description demands. */
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/

function sealedValue(body: Readonly<Record<string, unknown>>): { encryptedValue: string; keyId: string } {
  const { encrypted_value: encryptedValue, key_id: keyId } = body
  if (typeof encryptedValue !== 'string') throw invalidRequest('"encrypted_value" wasn\'t supplied.')
  if (typeof keyId !== 'string') throw invalidRequest('"key_id" wasn\'t supplied.')
  if (!base64.test(encryptedValue)) throw invalidRequest(`"encrypted_value" does not match ${base64}.`)
  return { encryptedValue, keyId }
}
