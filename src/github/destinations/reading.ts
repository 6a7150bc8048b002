/** A look at destinations by whoever changes nothing there: when each configured secret was written. */
import pMap from 'p-map'
import type { Clock } from '../../rotation/ports.ts'
import { endsRun } from '../../rotation/problem.ts'
import type { DestinationsReading } from '../../rotation/world.ts'
import { atOnce } from '../api/limits.ts'
import { octokitRequest } from '../api/transport.ts'
import { GitHubAccess, type TokenUses } from '../tokens/tokens.ts'
import { GitHubDestination } from './destination.ts'

/** The destinations that answered, and why others did not. */
export interface DestinationsLook {
  /** Undefined where none answered. */
  readonly reading: DestinationsReading | undefined
  readonly failures: readonly unknown[]
}

/** Reads all destinations; trouble with one does not hide the others. @throws only what ends the run */
export async function lookAtDestinations(
  uses: Pick<TokenUses, 'github' | 'githubApiUrl' | 'destinations' | 'job'>,
  { clock, mask }: { readonly clock: Clock; readonly mask: (value: string) => void },
): Promise<DestinationsLook> {
  const needs = { ...uses, recovery: undefined, verificationWorkflows: [], readsOnly: true } as const
  const access = new GitHubAccess([needs], { send: octokitRequest, mask, clock })
  const { time } = access
  const clients = access.clientsFor(needs, false)
  const failures: unknown[] = []
  const read = await pMap(
    uses.destinations,
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
