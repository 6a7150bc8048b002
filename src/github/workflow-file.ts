/** What a workflow file says about being dispatched, and about what it proves: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax */
import { parse } from 'yaml'

/** What matters of it to whoever dispatches it. */
export interface WorkflowFile {
  /** `workflow_dispatch` is among its triggers. */
  readonly isDispatched: boolean
  /** The inputs that a dispatch may send. */
  readonly inputs: readonly string[]
  /** Inputs that a dispatch has to send, since they have no default. */
  readonly required: readonly string[]
  /** Inputs that its `run-name` shows in the title of each run. */
  readonly inTitle: readonly string[]
  /**
   * Inputs that reach a step of its own, in `with`, `env` or `run`, and every verify action among its steps: what another
   * file does with an input is not known, so that calling a workflow with it does not count.
   */
  readonly handsOn: readonly string[]
  /** A step or a job may fail and its run succeed, or that is decided in another file. */
  readonly toleratesFailure: boolean
  /** Environments that its jobs name; undefined where an expression or another file decides. */
  readonly environments: readonly string[] | undefined
}

/** Undefined for a file that is no YAML map; GitHub cannot run that either. */
export function readWorkflowFile(content: string): WorkflowFile | undefined {
  const file = parsed(content)
  if (file === undefined) return undefined
  // YAML 1.1 reads a bare `on` as true; this parser follows 1.2, as GitHub does.
  const on = file['on']
  const inputs = Object.entries(mapOf(mapOf(mapOf(on)['workflow_dispatch'])['inputs']))
  const jobs = Object.values(mapOf(file['jobs'])).map(mapOf)
  return {
    isDispatched: triggersOf(on).includes('workflow_dispatch'),
    inputs: inputs.map(([name]) => name),
    required: inputs.filter(([, input]) => isRequired(mapOf(input))).map(([name]) => name),
    inTitle: inputsIn(String(file['run-name'] ?? '')),
    handsOn: inputs.map(([name]) => name).filter((name) => isHandedOn(name, file, jobs)),
    toleratesFailure: jobs.some((job) => job['uses'] !== undefined || [job, ...stepsOf(job)].some(goesOn)),
    environments: environmentsOf(jobs),
  }
}

function parsed(content: string): Readonly<Record<string, unknown>> | undefined {
  try {
    // Its warnings quote the file, and would go to the log as it stands there.
    const file: unknown = parse(content, { logLevel: 'error' })
    return isMap(file) ? file : undefined
  } catch {
    return undefined
  }
}

/** One event, a list of events, or a map of them. */
function triggersOf(on: unknown): readonly unknown[] {
  if (Array.isArray(on)) return on
  return isMap(on) ? Object.keys(on) : [on]
}

function isRequired(input: Readonly<Record<string, unknown>>): boolean {
  return input['required'] === true && (input['default'] ?? '') === ''
}

/** `inputs.rotation-id`, `github.event.inputs.rotation-id` or `inputs['rotation-id']`, inside an expression. */
function inputsIn(text: string): readonly string[] {
  return namesIn(text, /(?<![\w.'-])(?:github\.event\.)?inputs(?:\.([\w-]+)|\[\s*'([^']+)'\s*\])/gi)
}

/** `env.EXPECTED_KEY` or `env['EXPECTED_KEY']`, inside an expression. */
function variablesIn(text: string): readonly string[] {
  return namesIn(text, /(?<![\w.'-])env(?:\.([\w-]+)|\[\s*'([^']+)'\s*\])/gi)
}

function namesIn(text: string, reference: RegExp): readonly string[] {
  return expressionsIn(text).flatMap((expression) =>
    [...expression.matchAll(reference)].map(([, dotted, quoted]) => dotted ?? quoted ?? ''),
  )
}

/** What stands between `${{` and the next `}}`; read from left to right once, since anybody may have written it. */
function expressionsIn(text: string): readonly string[] {
  const expressions: string[] = []
  for (let end = 0; ; ) {
    const start = text.indexOf('${{', end)
    end = start < 0 ? -1 : text.indexOf('}}', start)
    if (end < 0) return expressions
    expressions.push(text.slice(start + 3, end))
  }
}

type Node = Readonly<Record<string, unknown>>

function stepsOf({ steps }: Node): readonly Node[] {
  return Array.isArray(steps) ? steps.map(mapOf) : []
}

/** `continue-on-error`; an expression may be true. */
function goesOn({ 'continue-on-error': tolerance }: Node): boolean {
  return tolerance !== undefined && tolerance !== null && String(tolerance) !== 'false'
}

/** Whether a job gets an input to its steps; one that never runs does not count, and neither does one of another file. */
function isHandedOn(input: string, file: Node, jobs: readonly Node[]): boolean {
  const outer = carriers(input, file['env'], new Set())
  const steps = jobs.filter(mayRun).flatMap((job) => {
    const variables = carriers(input, job['env'], outer)
    return stepsOf(job)
      .filter(mayRun)
      .map((step) => ({ isVerification: isVerifyAction(step), isHanded: isHandedTo(step, input, variables) }))
  })
  return (
    steps.some(({ isHanded }) => isHanded) && steps.every(({ isVerification, isHanded }) => isHanded || !isVerification)
  )
}

/** A verify action compares what its own input of that name says; what another step does with a value is its own affair. */
function isHandedTo(step: Node, input: string, outer: ReadonlySet<string>): boolean {
  const variables = carriers(input, step['env'], outer)
  const given = mapOf(step['with'])
  if (isVerifyAction(step)) return carries(given[input], input, variables)
  return variables.size > 0 || [step['run'], ...Object.values(given)].some((text) => carries(text, input, variables))
}

function isVerifyAction({ uses }: Node): boolean {
  return /(?:^|\/)rotate-iam-access-keys\/verify(?:@|$)/i.test(String(uses))
}

/** The environment variables that hold an input: those around, as far as they are not set anew, and one's own. */
function carriers(input: string, env: unknown, outer: ReadonlySet<string>): ReadonlySet<string> {
  const own = mapOf(env)
  const kept = [...outer].filter((name) => own[name] === undefined)
  return new Set([...kept, ...Object.keys(own).filter((name) => carries(own[name], input, outer))])
}

function carries(text: unknown, input: string, variables: ReadonlySet<string>): boolean {
  if (typeof text !== 'string') return false
  // Expressions do not tell the case of names apart.
  return (
    inputsIn(text).some((name) => name.toLowerCase() === input.toLowerCase()) ||
    variablesIn(text).some((name) => variables.has(name))
  )
}

function mayRun({ if: condition }: Node): boolean {
  return !/^(?:\$\{\{)?\s*false\s*(?:\}\})?$/.test(String(condition).trim())
}

function environmentsOf(jobs: readonly Readonly<Record<string, unknown>>[]): readonly string[] | undefined {
  const named = jobs.map(({ environment }) => (isMap(environment) ? environment['name'] : environment))
  const isDecidedElsewhere = jobs.some(({ uses }) => uses !== undefined)
  if (isDecidedElsewhere || named.some((name) => String(name).includes('${{'))) return undefined
  return named.filter((name) => name !== undefined && name !== null).map(String)
}

function mapOf(node: unknown): Readonly<Record<string, unknown>> {
  return isMap(node) ? node : {}
}

function isMap(node: unknown): node is Readonly<Record<string, unknown>> {
  return typeof node === 'object' && node !== null && !Array.isArray(node)
}
