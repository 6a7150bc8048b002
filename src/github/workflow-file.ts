/** What a workflow file says about being dispatched: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax */
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
  return {
    isDispatched: triggersOf(on).includes('workflow_dispatch'),
    inputs: inputs.map(([name]) => name),
    required: inputs.filter(([, input]) => isRequired(mapOf(input))).map(([name]) => name),
    inTitle: inputsIn(String(file['run-name'] ?? '')),
    environments: environmentsOf(Object.values(mapOf(file['jobs'])).map(mapOf)),
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
  return expressionsIn(text).flatMap((expression) =>
    [...expression.matchAll(/\binputs(?:\.([\w-]+)|\[\s*'([^']+)'\s*\])/g)].map(([, dotted, quoted]) => {
      return dotted ?? quoted ?? ''
    }),
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
