/** A deployment environment of a repository: it keeps secrets under a key pair of its own. */
import type { SandboxClock } from '../clock.ts'
import { stableId } from './identifiers.ts'
import { type Consistency, SecretStore } from './secret-store.ts'

const longestName = 255

/** Without protection rules; jobs of the sandbox do not deploy to it. */
export class Environment {
  readonly id: number
  readonly name: string
  readonly createdAt: number
  readonly secrets: SecretStore

  constructor(repository: string, name: string, clock: SandboxClock, consistency: Consistency) {
    if (name === '' || name.length > longestName) throw new RangeError(`an environment cannot be called '${name}'`)
    this.id = stableId('environment', `${repository} ${name}`)
    this.name = name
    this.createdAt = clock.now()
    this.secrets = new SecretStore(`${repository} environment ${name}`, clock, consistency)
  }
}
