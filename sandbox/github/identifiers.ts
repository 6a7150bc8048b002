/** Identifiers that look like GitHub's and are the same in every run of the sandbox. */
import { hash } from 'node:crypto'

/** A numeric id that stands for a name among things of one kind. */
export function stableId(kind: string, name: string): number {
  return 100_000_000 + (hash('sha256', `${kind} ${name}`, 'buffer').readUInt32BE() % 900_000_000)
}

/** The global node id that GitHub gives beside every numeric id. */
export function nodeId(kind: string, id: number): string {
  return Buffer.from(`${kind}:${id}`).toString('base64')
}

/** A SHA-1, as Git names a commit or, given `blob SIZE\0CONTENT`, a file. */
export function objectId(content: string): string {
  return hash('sha1', content)
}
