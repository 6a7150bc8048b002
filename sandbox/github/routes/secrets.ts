/** Secrets over the API: public key, list, get, create or update, delete. */
import type { Need } from '../authorization.ts'
import { invalidRequest, notFound } from '../refusal.ts'
import type { Repository } from '../repository.ts'
import type { SecretStore } from '../secret-store.ts'
import type { Permission } from '../token.ts'
import { environmentOf } from './environments.ts'
import { page } from './page.ts'
import type { Call, RepositoryRoute, Routes } from './route.ts'

/** Where secrets are kept: the paths under `prefix` read and write the store that `storeOf` finds. */
interface SecretPlace {
  readonly prefix: string
  readonly permission: Permission
  readonly storeOf: (repository: Repository, call: Call) => SecretStore
}

const repositoryActions: SecretPlace = {
  prefix: '/repos/{owner}/{repo}/actions/secrets',
  permission: 'secrets',
  storeOf: (repository) => repository.actionsSecrets,
}

const environmentActions: SecretPlace = {
  prefix: '/repos/{owner}/{repo}/environments/{environment_name}/secrets',
  permission: 'environments',
  storeOf: (repository, call) => environmentOf(call, repository).secrets,
}

/** The places that are served. */
export const secretRoutes: Routes = { ...routesOf(repositoryActions), ...routesOf(environmentActions) }

function routesOf({ prefix, permission, storeOf }: SecretPlace): Routes {
  const read: Need = { permission, level: 'read', publicly: false }
  const write: Need = { permission, level: 'write', publicly: false }
  const routes: Record<string, RepositoryRoute> = {
    [`GET ${prefix}/public-key`]: {
      need: read,
      handle: (call, repository) => ({ status: 200, body: storeOf(repository, call).publicKey }),
    },
    [`GET ${prefix}`]: {
      need: read,
      handle: (call, repository) => {
        const list = storeOf(repository, call).list()
        const { items, headers } = page(call, list)
        return { status: 200, body: { total_count: list.length, secrets: items }, headers }
      },
    },
    [`GET ${prefix}/{secret_name}`]: {
      need: read,
      handle: (call, repository) => {
        const metadata = storeOf(repository, call).metadata(call.parameter('secret_name'))
        if (metadata === undefined) throw notFound()
        return { status: 200, body: metadata }
      },
    },
    [`PUT ${prefix}/{secret_name}`]: {
      need: write,
      handle: (call, repository) => {
        const { encryptedValue, keyId } = sealedValue(call)
        const outcome = storeOf(repository, call).put(call.parameter('secret_name'), encryptedValue, keyId)
        return outcome === 'created' ? { status: 201, body: {} } : { status: 204 }
      },
    },
    [`DELETE ${prefix}/{secret_name}`]: {
      need: write,
      handle: (call, repository) => {
        if (!storeOf(repository, call).delete(call.parameter('secret_name'))) throw notFound()
        return { status: 204 }
      },
    },
  }
  return routes
}

/** Standard base64 with padding, as the description demands. */
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/

function sealedValue(call: Call): { encryptedValue: string; keyId: string } {
  const { encrypted_value: encryptedValue, key_id: keyId } = call.json()
  if (typeof encryptedValue !== 'string') throw invalidRequest('"encrypted_value" wasn\'t supplied.')
  if (typeof keyId !== 'string') throw invalidRequest('"key_id" wasn\'t supplied.')
  if (!base64.test(encryptedValue)) throw invalidRequest(`"encrypted_value" does not match ${base64}.`)
  return { encryptedValue, keyId }
}
