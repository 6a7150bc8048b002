/** A look at destinations by whoever changes nothing there: when each configured secret was written. */
import pMap from 'p-map'
import { endsRun } from '../../rotation/problem.ts'
import type { DestinationsReading } from '../../rotation/world.ts'
import { atOnce } from '../api/limits.ts'
import type { GitHubTime } from '../api/time.ts'
import { octokitRequest } from '../api/transport.ts'
import { type AccessServices, type Clients, GitHubAccess, type TokenUses } from '../tokens/tokens.ts'
import { GitHubDestination } from './destination.ts'

/** The destinations that answered, and why others did not. */
export interface DestinationsLook {
  /** Undefined where none answered. */
  readonly reading: DestinationsReading | undefined
  readonly failures: readonly unknown[]
}

/** A user's destinations, and what they are reached with. */
export type DestinationsUses = Pick<TokenUses, 'github' | 'githubApiUrl' | 'destinations' | 'job'>

/** Looks at the destinations of users, who share the tokens of the run and their limits. */
export class DestinationsReader {
  readonly #access: GitHubAccess

  /** `all`: those of each user. */
  constructor(all: readonly DestinationsUses[], services: Omit<AccessServices, 'send'>) {
    this.#access = new GitHubAccess(all.map(needsOf), { send: octokitRequest, ...services })
  }

  /** Reads all destinations of a user; trouble with one does not hide the others. @throws only what ends the run */
  async look(uses: DestinationsUses): Promise<DestinationsLook> {
    const { time } = this.#access
    const clients = this.#access.clientsFor(needsOf(uses), false)
    try {
      return await lookAt(uses, clients, time)
    } finally {
      clients.end()
    }
  }
}

function needsOf(uses: DestinationsUses): TokenUses {
  return { ...uses, recovery: undefined, verificationWorkflows: [], readsOnly: true }
}

async function lookAt(
  { destinations: listed }: DestinationsUses,
  clients: Clients,
  time: GitHubTime,
): Promise<DestinationsLook> {
  const failures: unknown[] = []
  const read = await pMap(
    listed,
    async (destination) => {
      try {
        return await new GitHubDestination(destination, clients.for(destination.place.owner)).read()
      } catch (error) {
        if (endsRun(error)) throw error
        failures.push(error)
        return undefined
      }
    },
    atOnce,
  )
  const destinations = read.filter((each) => each !== undefined)
  if (destinations.length === 0) return { reading: undefined, failures }
  const at = Math.min(...destinations.map((each) => each.at))
  const reading = { at, until: time.now(), ahead: time.aheadOfAws(), destinations, recovery: undefined }
  return { reading, failures }
}
