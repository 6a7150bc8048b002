/** Variables over the API: list, get, create, update, delete. Creating and updating are two operations. */

import { variableStores } from '../place.ts'
import { invalidRequest, notFound, Refusal } from '../refusal.ts'
import type { VariableMetadata, VariableStore } from '../variable-store.ts'
import { page, variablesPageSize } from './page.ts'
import { environmentVariables, organizationVariables, type Place, repositoryVariables } from './places.ts'
import type { Call, Routes } from './route.ts'
import { askedAudience, changedAudience, sharedJson, sharingRoutesAt } from './sharing.ts'

/** Every place that keeps variables. */
export const variableRoutes: Routes = Object.assign(
  {},
  routesAt(environmentVariables),
  ...variableStores.map((store) => routesAt(repositoryVariables(store))),
  ...variableStores.map((store) => routesAt(organizationVariables(store))),
  ...variableStores.map((store) => sharingRoutesAt(organizationVariables(store), 'name', 'variable')),
)

function routesAt({ prefix, route }: Place<VariableStore>): Routes {
  const shown = (call: Call, metadata: VariableMetadata) => sharedJson(call, prefix, metadata)
  return {
    [`GET ${prefix}`]: route('read', (call, store) => {
      const list = store.list()
      const { items, headers } = page(call, list, variablesPageSize)
      const variables = items.map((metadata) => shown(call, metadata))
      return { status: 200, body: { total_count: list.length, variables }, headers }
    }),
    [`POST ${prefix}`]: route('write', (call, store) => {
      const body = call.json()
      const name = required(body, 'name')
      const value = required(body, 'value')
      const audience = store.isShared ? askedAudience(body, store) : undefined
      if (store.value(name) !== undefined) throw new Refusal(409, 'Variable already exists')
      store.set(name, value, audience)
      return { status: 201, body: {} }
    }),
    [`GET ${prefix}/{name}`]: route('read', (call, store) => {
      const metadata = store.metadata(call.parameter('name'))
      if (metadata === undefined) throw notFound()
      return { status: 200, body: shown(call, metadata) }
    }),
    [`PATCH ${prefix}/{name}`]: route('write', (call, store) => {
      const name = call.parameter('name')
      const existing = store.value(name)
      if (existing === undefined) throw notFound()
      const body = call.json()
      keepsName(body, name)
      const audience = store.isShared ? changedAudience(body, store, name) : undefined
      store.set(name, textOf(body, 'value') ?? existing, audience)
      return { status: 204 }
    }),
    [`DELETE ${prefix}/{name}`]: route('write', (call, store) => {
      if (!store.delete(call.parameter('name'))) throw notFound()
      return { status: 204 }
    }),
  }
}

function required(body: Readonly<Record<string, unknown>>, property: string): string {
  const text = textOf(body, property)
  if (text === undefined) throw invalidRequest(`Invalid input: object is missing required key: ${property}.`)
  return text
}

function textOf(body: Readonly<Record<string, unknown>>, property: string): string | undefined {
  const text = body[property]
  if (text === undefined || typeof text === 'string') return text
  throw invalidRequest(`For 'properties/${property}', ${JSON.stringify(text)} is not a string.`)
}

/** GitHub lets a PATCH rename; nothing here does, so a name that differs is a fault of the sandbox's caller. */
function keepsName(body: Readonly<Record<string, unknown>>, name: string): void {
  const renamed = textOf(body, 'name') ?? name
  if (renamed.toUpperCase() !== name.toUpperCase()) throw new RangeError('the sandbox does not rename variables')
}
