/** https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations */
import type { JobDefinition } from './definition.ts'
import { asText, type Contexts, isList, mapOf, resolved, type Value } from './expression.ts'

const mostJobs = 256

/** How the jobs of a matrix are run. */
export interface Strategy {
  readonly matrices: readonly Value[]
  readonly failFast: boolean
  readonly maxParallel: number
}

/** The jobs that a job definition makes; one, without a strategy. A vector without values is an error, as on GitHub. */
export function strategyOf({ parts }: JobDefinition, contexts: Contexts): Strategy {
  const strategy = mapOf(resolved(parts['strategy'], contexts))
  const maxParallel = strategy['max-parallel'] ?? null
  return {
    matrices: strategy['matrix'] === undefined ? [null] : combinations(mapOf(strategy['matrix'])),
    failFast: strategy['fail-fast'] !== false,
    maxParallel: typeof maxParallel === 'number' ? maxParallel : Number.POSITIVE_INFINITY,
  }
}

function combinations({ include, exclude, ...vectors }: Readonly<Record<string, Value>>): readonly Value[] {
  if (include !== undefined || exclude !== undefined)
    throw new RangeError('the sandbox serves vectors of a matrix alone')
  let all: readonly Readonly<Record<string, Value>>[] = [{}]
  for (const [name, values] of Object.entries(vectors)) {
    if (!isList(values)) throw new MatrixError(`A sequence was not expected for matrix vector '${name}'`)
    if (values.length === 0) throw new MatrixError(`Matrix vector '${name}' does not contain any values`)
    all = all.flatMap((each) => values.map((value) => ({ ...each, [name]: value })))
  }
  if (all.length > mostJobs) throw new MatrixError(`The matrix generates ${all.length} jobs, of ${mostJobs} at most`)
  return all
}

/** GitHub does not start the job. */
export class MatrixError extends Error {}

/** The job's name as people see it: with the values of its matrix behind it, where the file gives none. */
export function nameOf({ id, parts }: JobDefinition, matrix: Value, contexts: Contexts): string {
  if (parts['name'] !== undefined) return asText(resolved(parts['name'], { ...contexts, matrix }))
  const values = Object.values(mapOf(matrix)).map(asText)
  return values.length === 0 ? id : `${id} (${values.join(', ')})`
}

/** The environment that a job names; nothing where it names none. */
export function environmentOf({ parts }: JobDefinition, contexts: Contexts): string {
  const named = resolved(parts['environment'], contexts)
  return asText(typeof named === 'object' ? (mapOf(named)['name'] ?? null) : named)
}
