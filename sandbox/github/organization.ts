/** An organization: it owns repositories, and keeps secrets and variables that it shares with them. */
import type { Directory } from './audience.ts'
import { stableId } from './identifiers.ts'
import type { Store, VariableStoreName } from './place.ts'
import { SecretStore } from './secret-store.ts'
import type { Consistency } from './value-store.ts'
import { VariableStore } from './variable-store.ts'

const variablesPerOrganization = 1_000

/** An organization's state; who may see and change it is decided elsewhere. */
export class Organization {
  readonly id: number
  login: string
  readonly secrets: Readonly<Record<Store, SecretStore>>
  readonly variables: Readonly<Record<VariableStoreName, VariableStore>>

  constructor(login: string, directory: Directory, consistency: Consistency) {
    const secrets = (store: Store) =>
      new SecretStore({ name: `organization ${login} ${store}`, directory }, consistency)
    const variables = (store: VariableStoreName) =>
      new VariableStore(
        { name: `organization ${login} ${store}`, directory, capacity: variablesPerOrganization },
        consistency,
      )
    this.id = stableId('user', login)
    this.login = login
    this.secrets = {
      actions: secrets('actions'),
      dependabot: secrets('dependabot'),
      codespaces: secrets('codespaces'),
      agents: secrets('agents'),
    }
    this.variables = { actions: variables('actions'), agents: variables('agents') }
  }
}
