/** A run: its jobs in the order in which they need each other. */
import pMap from 'p-map'
import type { JobDefinition } from './definition.ts'
import { type Contexts, holds, type Status, type Value } from './expression.ts'
import { type EndedJob, runJob, withoutRun } from './job.ts'
import { environmentOf, MatrixError, nameOf, strategyOf } from './matrix.ts'
import type { RunWorld } from './run-world.ts'
import type { Outcome } from './step.ts'

/** What a job gets when it starts. */
export interface Values {
  readonly secrets: Readonly<Record<string, string>>
  readonly variables: Readonly<Record<string, string>>
}

/** Gives a job its secrets and variables; `environment` is empty where it names none. */
export type ValuesOf = (job: { readonly id: string; readonly index: number; readonly environment: string }) => Values

/** All jobs of one definition. */
interface Group {
  readonly result: Outcome
  readonly outputs: Readonly<Record<string, string>>
  readonly jobs: readonly EndedJob[]
}

export interface EndedRun {
  readonly conclusion: 'success' | 'failure' | 'skipped'
  readonly jobs: readonly EndedJob[]
}

/** The jobs of one run; each is run once, however often it is asked for. */
export class Execution {
  readonly #run: RunWorld
  readonly #valuesOf: ValuesOf
  readonly #groups = new Map<string, Promise<Group>>()

  constructor(run: RunWorld, valuesOf: ValuesOf) {
    this.#run = run
    this.#valuesOf = valuesOf
  }

  /** Runs all jobs. */
  async end(): Promise<EndedRun> {
    const groups = await Promise.all(this.#run.definition.jobs.map(({ id }) => this.group(id)))
    const results = groups.map(({ result }) => result)
    const isSkipped = results.every((result) => result === 'skipped')
    const hasFailed = results.some((result) => result === 'failure' || result === 'cancelled')
    return {
      conclusion: hasFailed ? 'failure' : isSkipped ? 'skipped' : 'success',
      jobs: groups.flatMap(({ jobs }) => jobs),
    }
  }

  /** The jobs of one definition, once those that it needs have ended. */
  group(id: string): Promise<Group> {
    const definition = this.#run.definition.jobs.find((job) => job.id === id)
    if (definition === undefined) throw new RangeError(`there is no job ${id}`)
    const known = this.#groups.get(id) ?? this.#start(definition)
    this.#groups.set(id, known)
    return known
  }

  async #start(definition: JobDefinition): Promise<Group> {
    const needs = Object.fromEntries(
      await Promise.all(
        definition.needs.map(async (id): Promise<[string, Value]> => {
          const { result, outputs } = await this.group(id)
          return [id, { result, outputs }]
        }),
      ),
    )
    const variables = this.#valuesOf({ id: definition.id, index: 0, environment: '' }).variables
    const contexts: Contexts = { ...this.#run.contexts, needs, vars: variables }
    if (!holds(definition.parts['if'], contexts, await this.#statusFor(definition))) {
      return grouped([withoutRun(definition.id, 'skipped')])
    }
    try {
      return grouped(await this.#jobs(definition, contexts))
    } catch (error) {
      if (!(error instanceof MatrixError)) throw error
      const annotation = { level: 'failure', title: '', message: error.message } as const
      return grouped([{ ...withoutRun(definition.id, 'cancelled'), result: 'failure', annotations: [annotation] }])
    }
  }

  /** A job whose needs were skipped, or theirs, is skipped: every ancestor counts. */
  async #statusFor(definition: JobDefinition): Promise<Status> {
    const results = await Promise.all(this.#ancestors(definition).map(async (id) => (await this.group(id)).result))
    return {
      success: results.every((result) => result === 'success'),
      failure: results.includes('failure'),
      cancelled: false,
    }
  }

  #ancestors({ needs }: JobDefinition): readonly string[] {
    const above = needs.flatMap((id) => {
      const definition = this.#run.definition.jobs.find((job) => job.id === id)
      return definition === undefined ? [] : this.#ancestors(definition)
    })
    return [...new Set([...needs, ...above])]
  }

  #jobs(definition: JobDefinition, contexts: Contexts): Promise<readonly EndedJob[]> {
    const { matrices, failFast, maxParallel } = strategyOf(definition, contexts)
    let isOver = false
    const run = async (matrix: Value, index: number): Promise<EndedJob> => {
      const name = nameOf(definition, matrix, contexts)
      // What has begun goes on to its end here, where GitHub would cancel it.
      if (isOver) return withoutRun(name, 'cancelled')
      const strategy: Value = {
        'fail-fast': failFast,
        'job-index': index,
        'job-total': matrices.length,
        'max-parallel': Number.isFinite(maxParallel) ? maxParallel : matrices.length,
      }
      const environment = environmentOf(definition, { ...contexts, matrix, strategy })
      const ended = await runJob(this.#run, {
        definition,
        name,
        needs: contexts['needs'] ?? {},
        matrix,
        strategy,
        environment,
        ...this.#valuesOf({ id: definition.id, index, environment }),
      })
      if (ended.result === 'failure' && failFast) isOver = true
      return ended
    }
    return pMap(matrices, run, { concurrency: maxParallel })
  }
}

/** A later job's outputs come over an earlier one's of the same name. */
function grouped(jobs: readonly EndedJob[]): Group {
  const results = jobs.map(({ result }) => result)
  const worst = (['failure', 'cancelled', 'skipped'] as const).find((result) => results.includes(result))
  const outputs = jobs.flatMap((job) => Object.entries(job.outputs).filter(([, value]) => value !== ''))
  return { result: worst ?? 'success', outputs: Object.fromEntries(outputs), jobs }
}
