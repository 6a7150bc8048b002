/** A deployment environment of a repository: it keeps secrets under a key pair of its own, and variables. */
import { stableId } from './identifiers.ts'
import { SecretStore } from './secret-store.ts'
import type { Consistency } from './value-store.ts'
import { VariableStore } from './variable-store.ts'

const longestName = 255
const variablesPerEnvironment = 100

/** Without protection rules; jobs of the sandbox do not deploy to it. */
export class Environment {
  readonly id: number
  readonly name: string
  readonly createdAt: number
  readonly secrets: SecretStore
  readonly variables: VariableStore

  constructor(repository: string, name: string, consistency: Consistency) {
    if (name === '' || name.length > longestName) throw new RangeError(`an environment cannot be called '${name}'`)
    const place = `${repository} environment ${name}`
    this.id = stableId('environment', `${repository} ${name}`)
    this.name = name
    this.createdAt = consistency.clock.now()
    this.secrets = new SecretStore({ name: place }, consistency)
    this.variables = new VariableStore({ name: place, capacity: variablesPerEnvironment }, consistency)
  }
}
