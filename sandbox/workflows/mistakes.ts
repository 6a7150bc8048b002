/**
 * Mistakes that GitHub lets pass, since it reads nothing where there is nothing: inputs that an action of this repository
 * does not have, and inputs, steps, jobs and outputs that a workflow does not.
 */
import { isBasicExpression, isString } from '@actions/workflow-parser'
import { TemplateToken } from '@actions/workflow-parser/templates/tokens/template-token'
import { type JobDefinition, mapping, type Parts, type WorkflowDefinition } from './definition.ts'
import { readBy } from './expression.ts'
import { declaredBy, ownAction } from './own-actions.ts'

/** Each as a sentence; none in a workflow that means what it says. */
export function mistakesIn(workflow: WorkflowDefinition): readonly string[] {
  const { path, jobs, parts } = workflow
  const { jobs: _, ...outer } = parts
  const known = { inputs: Object.keys(workflow.events.workflow_dispatch?.inputs ?? {}) }
  return [
    ...Object.values(outer).flatMap((token) => unread(token, known)),
    ...jobs.flatMap((job) => [
      ...job.steps.flatMap(unknownInputs),
      ...Object.values(job.parts).flatMap((token) => unread(token, { ...known, ...knownTo(job, jobs) })),
    ]),
  ].map((mistake) => `${path}: ${mistake}`)
}

function unknownInputs({ uses, with: given }: Parts): readonly string[] {
  const action = uses === undefined ? undefined : ownAction(uses.toString())
  if (action === undefined) return []
  const { inputs, required } = declaredBy(action)
  const names = given === undefined ? [] : [...mapping(given)].map(({ key }) => key.toString())
  return [
    ...names.filter((name) => !inputs.includes(name)).map((name) => `${action} has no input ${name}`),
    ...required.filter((name) => !names.includes(name)).map((name) => `${action} needs the input ${name}`),
  ]
}

/** What there is to read, and the outputs of steps and jobs; undefined where nobody declares those. */
interface Known {
  readonly inputs: readonly string[]
  readonly steps?: ReadonlyMap<string, readonly string[] | undefined>
  readonly needs?: ReadonlyMap<string, readonly string[] | undefined>
}

function knownTo({ steps, needs }: JobDefinition, jobs: readonly JobDefinition[]): Omit<Known, 'inputs'> {
  return {
    steps: new Map(
      steps.map(({ id, uses }) => {
        const action = uses === undefined ? undefined : ownAction(uses.toString())
        return [id?.toString() ?? '', action === undefined ? undefined : declaredBy(action).outputs]
      }),
    ),
    needs: new Map(
      needs.map((name) => {
        const outputs = jobs.find(({ id }) => id === name)?.parts['outputs']
        return [name, outputs === undefined ? [] : [...mapping(outputs)].map(({ key }) => key.toString())]
      }),
    ),
  }
}

function unread(token: TemplateToken | undefined, known: Known): readonly string[] {
  if (token === undefined) return []
  const mistakes: string[] = []
  for (const [, each, key] of TemplateToken.traverse(token)) {
    const isCondition = key !== undefined && isString(key) && key.value === 'if'
    const expression = isBasicExpression(each)
      ? each.expression
      : isCondition && isString(each)
        ? each.value
        : undefined
    if (expression !== undefined)
      mistakes.push(
        ...readBy(expression)
          .filter((path) => !isThere(path, known))
          .map(asMistake),
      )
  }
  return mistakes
}

const asMistake = (path: readonly string[]) => `there is nothing to read at ${path.join('.')}`

function isThere([context, name = '', part, output = '']: readonly string[], { inputs, steps, needs }: Known): boolean {
  if (context === 'inputs') return inputs.includes(name)
  const declared = context === 'steps' ? steps : context === 'needs' ? needs : undefined
  if (declared === undefined) return true
  return declared.has(name) && (part !== 'outputs' || declared.get(name)?.includes(output) !== false)
}
