/** Jobs and steps of a workflow file, as they stand there: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax */

export type Node = Readonly<Record<string, unknown>>

/** Jobs by their IDs. */
export function jobsOf(file: Node): ReadonlyMap<string, Node> {
  return new Map(Object.entries(mapOf(file['jobs'])).map(([id, job]) => [id, mapOf(job)]))
}

export function stepsOf({ steps }: Node): readonly Node[] {
  return Array.isArray(steps) ? steps.map(mapOf) : []
}

/** Whether a job or step is not switched off by a condition that is always false. */
export function mayRun({ if: condition }: Node): boolean {
  return !/^(?:\$\{\{)?\s*false\s*(?:\}\})?$/.test(String(condition).trim())
}

/** `continue-on-error`; an expression may be true. */
export function goesOn({ 'continue-on-error': tolerance }: Node): boolean {
  return tolerance !== undefined && tolerance !== null && String(tolerance) !== 'false'
}

export function mapOf(node: unknown): Node {
  return isMap(node) ? node : {}
}

export function isMap(node: unknown): node is Node {
  return typeof node === 'object' && node !== null && !Array.isArray(node)
}
