/** What a workflow's YAML says about dispatching it. */
import { parse } from 'yaml'
import { unprocessable } from './refusal.ts'
import type { Tolerance } from './workflow-run.ts'

interface InputDeclaration {
  readonly required?: boolean
  readonly default?: unknown
  readonly options?: readonly unknown[]
}

/** A run's inputs: always text, as `inputs` in a workflow shows them. */
export type Inputs = Readonly<Record<string, string>>

/** Characters of all inputs together. */
const longestPayload = 65_535

/** A workflow file, parsed; one that is not YAML has no name and cannot be dispatched. */
export class WorkflowFile {
  readonly name: string | undefined
  readonly #failure: string | undefined
  readonly #runName: string | undefined
  readonly #jobs: Readonly<Record<string, unknown>>
  /** Nothing when the workflow cannot be dispatched. */
  readonly #declared: ReadonlyMap<string, InputDeclaration> | undefined

  constructor(yaml: string) {
    const { file, failure } = parsed(yaml)
    this.#failure = failure
    this.name = text(file['name'])
    this.#runName = text(file['run-name'])
    this.#jobs = mapping(file['jobs'])
    this.#declared = declaredInputs(file['on'])
  }

  /** The title of a run: `run-name` with the inputs filled in. */
  title(inputs: Inputs): string | undefined {
    return this.#runName?.replaceAll(
      /\$\{\{\s*(?:github\.event\.)?inputs\.([\w-]+)\s*\}\}/g,
      (_, name: string) => inputs[name] ?? '',
    )
  }

  /** What may fail in a job without failing its run: `continue-on-error`, as far as no expression decides it. */
  toleranceOf(job: string): Tolerance | undefined {
    const { steps, ...own } = mapping(this.#jobs[job])
    if (own['continue-on-error'] === true) return 'job'
    const isTolerant = Array.isArray(steps) && steps.some((step) => mapping(step)['continue-on-error'] === true)
    return isTolerant ? 'step' : undefined
  }

  /** The inputs of a dispatched run, defaults filled in; refuses what GitHub refuses, in its words. */
  dispatchInputs(given: Readonly<Record<string, unknown>>): Inputs {
    const declared = this.#declared
    if (this.#failure !== undefined) throw unprocessable(`failed to parse workflow: ${this.#failure}`)
    if (declared === undefined) throw unprocessable("Workflow does not have 'workflow_dispatch' trigger")
    if (JSON.stringify(given).length > longestPayload) throw unprocessable('inputs are too large.')
    const unexpected = Object.keys(given).filter((name) => !declared.has(name))
    if (unexpected.length > 0) throw unprocessable(`Unexpected inputs provided: ${JSON.stringify(unexpected)}`)
    return Object.fromEntries([...declared].map(([name, input]) => [name, inputValue(name, input, given[name])]))
  }
}

function inputValue(name: string, { required, default: fallback, options }: InputDeclaration, given: unknown): string {
  const value = text(given) ?? text(fallback) ?? ''
  if (required && value === '') throw unprocessable(`Required input '${name}' not provided`)
  if (options && value !== '' && !options.map(text).includes(value)) {
    throw unprocessable(`Provided value '${value}' for input '${name}' not in the list of allowed values`)
  }
  return value
}

function parsed(yaml: string): { file: Readonly<Record<string, unknown>>; failure?: string } {
  try {
    return { file: mapping(parse(yaml)) }
  } catch (error) {
    return { file: {}, failure: String(error) }
  }
}

/** `on` is one event, a list of events, or a map of them. */
function declaredInputs(on: unknown): Map<string, InputDeclaration> | undefined {
  const events = typeof on === 'string' ? [on] : Array.isArray(on) ? on : Object.keys(mapping(on))
  if (!events.includes('workflow_dispatch')) return undefined
  const inputs = mapping(mapping(mapping(on)['workflow_dispatch'])['inputs'])
  return new Map(Object.entries(inputs).map(([name, input]) => [name, mapping(input)]))
}

function mapping(node: unknown): Readonly<Record<string, unknown>> {
  return typeof node === 'object' && node !== null && !Array.isArray(node) ? { ...node } : {}
}

function text(scalar: unknown): string | undefined {
  return scalar === undefined || scalar === null ? undefined : String(scalar)
}
