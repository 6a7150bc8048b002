/** A workflow file as it stands there: its maps, its jobs and their steps. Whatever is no such thing counts as empty. */
import { parse } from 'yaml'

/** A map of YAML in a file. */
export type Node = Readonly<Record<string, unknown>>

/** A part of a file, where it is a map; else an empty one. */
export function mapOf(node: unknown): Node {
  return isMap(node) ? node : {}
}

/** Whether a part of a file is a map. */
export function isMap(node: unknown): node is Node {
  return typeof node === 'object' && node !== null && !Array.isArray(node)
}

/** What a file says; undefined for one that is no YAML map. */
export function parsed(content: string): Node | undefined {
  try {
    // Its warnings quote the file, and would go to the log as it stands there.
    const file: unknown = parse(content, { logLevel: 'error' })
    return isMap(file) ? file : undefined
  } catch {
    return undefined
  }
}

/** The jobs by their IDs. */
export function jobsOf(file: Node): ReadonlyMap<string, Node> {
  return new Map(Object.entries(mapOf(file['jobs'])).map(([id, job]) => [id, mapOf(job)]))
}

/** The steps of a job. */
export function stepsOf({ steps }: Node): readonly Node[] {
  return Array.isArray(steps) ? steps.map(mapOf) : []
}

/** A step that has the verify action. */
export function isVerifyAction({ uses }: Node): boolean {
  return /(?:^|\/)rotate-iam-access-keys\/verify(?:@|$)/i.test(String(uses))
}
