/**
 * What a verification can say of a destination. A job gets a secret from the narrowest place that has one of its name,
 * the environment that it names before its repository before the organization, and speaks for that place alone.
 * https://docs.github.com/en/actions/reference/security/secrets#naming-your-secrets
 */

import { type Destination, isSameName, nameOf, type Place, repositoryOf, storeOf } from '../../destination.ts'
import type { Remark } from '../../rotation/world.ts'
import { presentable } from '../../text/presentable.ts'
import type { WorkflowFile } from './workflow-file.ts'

/** A verification workflow, and what is known of the jobs in its file. */
export interface VerifyingWorkflow {
  readonly owner: string
  readonly repo: string
  /** Undefined where it cannot be read: it may get every secret of its repository and its organization. */
  readonly jobs?: Pick<WorkflowFile, 'proofs' | 'callsOthers'> | undefined
  /** In the run in question all jobs have succeeded: none was skipped. */
  readonly isWhole?: boolean
  /** Names of jobs that have succeeded in it, whatever others were skipped. */
  readonly passed?: readonly string[]
}

/** One destination, and its secrets that no job gets, or that none is certain to have compared. */
export interface Coverage {
  readonly place: Place
  readonly unreached: readonly string[]
  readonly unproven: readonly string[]
}

/** Whether a secret was compared, may have been, or was not. */
type Reach = 'compared' | 'possible' | 'none'

/** For each destination, name by name. One without secrets, whose variables show what they hold, needs a workflow only. */
export function coverageOf(
  destinations: readonly Destination[],
  workflows: readonly VerifyingWorkflow[],
): readonly Coverage[] {
  return destinations.map((destination) => {
    const { place, secrets, variables } = destination
    const names = (secrets.length > 0 ? secrets : variables).map(({ name }) => name)
    const reaches = names.map((name) => {
      const all = workflows.map((workflow) => reachOf(name, destination, workflow, destinations))
      return all.includes('compared') ? 'compared' : all.includes('possible') ? 'possible' : 'none'
    })
    return {
      place,
      unreached: names.filter((_, index) => reaches[index] === 'none'),
      unproven: names.filter((_, index) => reaches[index] !== 'compared'),
    }
  })
}

/** Names of the destinations of which a secret is out of the reach of every job. */
export function uncoveredIn(coverage: readonly Coverage[]): readonly string[] {
  return coverage.filter(({ unreached }) => unreached.length > 0).map(({ place }) => nameOf(place))
}

/** Names of the destinations whose secrets have all been compared. */
export function coveredIn(coverage: readonly Coverage[]): readonly string[] {
  return coverage.filter(({ unproven }) => unproven.length === 0).map(({ place }) => nameOf(place))
}

/** What to add to a workflow that may get secrets of a place, and misses some. Where none may, every run says so. */
export function unprovenRemarks(
  coverage: readonly Coverage[],
  workflows: readonly Pick<VerifyingWorkflow, 'owner' | 'repo'>[],
): readonly Remark[] {
  return coverage
    .filter(({ place, unreached }) => unreached.length > 0 && workflows.some((each) => isWithinReach(place, each)))
    .map(({ place, unreached }) => {
      const { jobs, remedy } = missing(place, unreached.join(' and '))
      const text = `No job of the verification ${jobs}, so nothing proves that jobs can use the key: add ${remedy}, and hand them to the verify action there.`
      return { kind: 'unproven place', place: nameOf(place), text }
    })
}

function missing(place: Place, names: string): { readonly jobs: string; readonly remedy: string } {
  const jobs = `gets ${names} of ${nameOf(place)}`
  switch (place.kind) {
    case 'environment': {
      const { owner, repo } = place
      const environment = presentable(place.environment)
      return {
        jobs: `in ${owner}/${repo} names the environment ${environment} and gets its ${names}`,
        remedy: `one with "environment: ${environment}"`,
      }
    }
    case 'repository':
      return { jobs, remedy: 'one that names no environment with secrets of these names' }
    case 'organization':
      return { jobs, remedy: 'one in a repository without secrets of these names' }
  }
}

/** Whether jobs of a workflow can get secrets of a place at all: workflows see none of other stores than Actions'. */
function isWithinReach(place: Place, { owner, repo }: Pick<VerifyingWorkflow, 'owner' | 'repo'>): boolean {
  if (storeOf(place) !== 'actions') return false
  const repository = repositoryOf(place)
  return repository === undefined ? isSameName(place.owner, owner) : isSameName(repository, `${owner}/${repo}`)
}

/**
 * Whether a workflow may get the secrets of some of the destinations in its reach and not of others, so that its file is
 * worth a look before anything is due: an environment is among them, or a name in places of two levels.
 */
export function mayMissOne(
  destinations: readonly Destination[],
  workflow: Pick<VerifyingWorkflow, 'owner' | 'repo'>,
): boolean {
  const within = destinations.filter(({ place }) => isWithinReach(place, workflow))
  const names = within.flatMap(({ secrets }) => secrets.map(({ name }) => name))
  return within.some(({ place }) => place.kind === 'environment') || new Set(names).size < names.length
}

function reachOf(
  name: string,
  { place, secrets }: Destination,
  workflow: VerifyingWorkflow,
  destinations: readonly Destination[],
): Reach {
  const { jobs, isWhole = false, passed = [] } = workflow
  if (!isWithinReach(place, workflow)) return 'none'
  if (jobs === undefined || secrets.length === 0) return 'possible'
  const reaches = jobs.proofs.map((proof): Reach => {
    if (proof.secrets?.includes(name) === false) return 'none'
    const winners = proof.environments?.map((environment) => winnerOf(name, environment, workflow, destinations))
    if (winners?.includes(place) === false) return 'none'
    const hasRun = isWhole || (proof.shownAs !== undefined && passed.includes(proof.shownAs))
    const isCompared = proof.isUnconditional || (proof.isCertain && hasRun)
    return proof.secrets !== undefined && winners !== undefined && isCompared ? 'compared' : 'possible'
  })
  if (reaches.includes('compared')) return 'compared'
  return reaches.includes('possible') || jobs.callsOthers || jobs.proofs.length === 0 ? 'possible' : 'none'
}

/** The destination that a job gets a secret from. */
function winnerOf(
  name: string,
  environment: string | undefined,
  workflow: VerifyingWorkflow,
  destinations: readonly Destination[],
): Place | undefined {
  const holding = destinations
    .filter(({ place, secrets }) => isWithinReach(place, workflow) && secrets.some((each) => each.name === name))
    .map(({ place }) => place)
  const named = holding.find(
    (place) => place.kind === 'environment' && environment !== undefined && isSameName(place.environment, environment),
  )
  return (
    named ?? holding.find(({ kind }) => kind === 'repository') ?? holding.find(({ kind }) => kind === 'organization')
  )
}
