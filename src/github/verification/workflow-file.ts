/** What a workflow file says about being dispatched, and about what it proves: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax */
import { parse } from 'yaml'
import { isHandedOn, type Proof, proofsIn } from './verification-jobs.ts'
import { inputsIn } from './workflow-expressions.ts'
import { goesOn, isMap, mapOf, mayRun, stepsOf } from './workflow-nodes.ts'

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
  /** Its steps that compare the key with the expected one; where it hands that on nowhere, what else its jobs may prove. */
  readonly proofs: readonly Proof[]
  /** A job of it is in another file: what that one proves is not known. */
  readonly callsOthers: boolean
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
    handsOn: inputs.map(([name]) => name).filter((name) => isHandedOn(name, file)),
    toleratesFailure: jobs.some((job) => job['uses'] !== undefined || [job, ...stepsOf(job)].some(goesOn)),
    proofs: proofsIn(file, 'expected-key'),
    callsOthers: jobs.some((job) => mayRun(job) && job['uses'] !== undefined),
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
