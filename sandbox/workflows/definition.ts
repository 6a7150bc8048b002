/** A workflow file as GitHub's own parser reads it; what the sandbox does not serve in it is refused by name. */
import {
  convertWorkflowTemplate,
  isMapping,
  isSequence,
  NoOperationTraceWriter,
  parseWorkflow,
  type WorkflowTemplate,
} from '@actions/workflow-parser'
import type { MappingToken } from '@actions/workflow-parser/templates/tokens/mapping-token'
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/template-token'
import { asText, isList, resolved } from './expression.ts'

/** The parts of a map in a file, not yet evaluated. */
export type Parts = Readonly<Record<string, TemplateToken | undefined>>

export interface JobDefinition {
  readonly id: string
  readonly needs: readonly string[]
  readonly parts: Parts
  readonly steps: readonly Parts[]
}

export interface WorkflowDefinition {
  /** `.github/workflows/rotate.yml` */
  readonly path: string
  readonly name: string
  readonly events: WorkflowTemplate['events']
  readonly parts: Parts
  readonly jobs: readonly JobDefinition[]
}

const served = {
  workflow: ['name', 'run-name', 'on', 'permissions', 'env', 'concurrency', 'jobs'],
  job: [
    'name',
    'needs',
    'if',
    'permissions',
    'runs-on',
    'environment',
    'outputs',
    'env',
    'strategy',
    'timeout-minutes',
    'continue-on-error',
    'steps',
  ],
  step: ['id', 'name', 'if', 'uses', 'run', 'with', 'env', 'shell', 'continue-on-error', 'working-directory'],
} as const

/** Reads a file. Throws with everything that GitHub would not run it for, and with what the sandbox does not serve. */
export async function readWorkflow(path: string, content: string): Promise<WorkflowDefinition> {
  const { context, value } = parseWorkflow({ name: path, content }, new NoOperationTraceWriter())
  const { events, errors = [] } = value === undefined ? { events: {} } : await convertWorkflowTemplate(context, value)
  const messages = [...context.errors.getErrors().map(({ message }) => message), ...errors.map((each) => each.Message)]
  if (messages.length > 0 || value === undefined) throw new SyntaxError([...new Set(messages)].join('\n'))
  const parts = partsOf(value, path, served.workflow)
  return {
    path,
    name: asText(resolved(parts['name'], {})) || path,
    events,
    parts,
    jobs: [...mapping(parts['jobs'])].map(({ key, value: job }) => jobOf(key.toString(), job)),
  }
}

function jobOf(id: string, token: TemplateToken): JobDefinition {
  const parts = partsOf(token, `job ${id}`, served.job)
  const needs = resolved(parts['needs'], {})
  const steps = parts['steps']
  if (steps === undefined || !isSequence(steps)) throw new SyntaxError(`job ${id} has no steps`)
  return {
    id,
    needs: (isList(needs) ? needs : needs === null ? [] : [needs]).map((each) => asText(each)),
    parts,
    steps: [...steps].map((step, index) => partsOf(step, `step ${index + 1} of job ${id}`, served.step)),
  }
}

function partsOf(token: TemplateToken, what: string, known: readonly string[]): Parts {
  const parts = Object.fromEntries([...mapping(token)].map(({ key, value }) => [key.toString(), value]))
  const unknown = Object.keys(parts).filter((key) => !known.includes(key))
  if (unknown.length > 0) throw new SyntaxError(`${what}: the sandbox does not serve ${unknown.join(', ')}`)
  return parts
}

/** A part that has to be a map. */
export function mapping(token: TemplateToken | undefined): MappingToken {
  if (token === undefined || !isMapping(token)) throw new SyntaxError('a map is expected')
  return token
}
