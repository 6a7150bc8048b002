/** Where in a file of YAML something stands. */
import type { FaultyPart, Path } from '../faults.ts'
import { type Position, readDocument, type YamlDocument } from '../yaml.ts'
import { isMap, isScalar, isSeq } from '../yaml-parser.ts'

/** A name of a map and what stands behind it, as nodes of a document. */
export interface Pair {
  readonly key: unknown
  readonly value: unknown
}

/** Tells the line and the column of nodes of one document. */
export class Positions {
  readonly #text: string
  readonly #document: YamlDocument
  #lines: readonly string[] | undefined

  /** `text`: what the document was read from. */
  constructor(text: string, document: YamlDocument) {
    this.#text = text
    this.#document = document
  }

  /** Where a node begins. */
  of(node: unknown): Position {
    return this.#document.positionOf(offsetOf(node) ?? 0)
  }

  /**
   * Where a part of a value stands, as far as the path leads: to the name before a value that is empty or not there, and
   * into a value that is YAML in a block text.
   */
  within(pair: Pair, { path, isKey }: FaultyPart): Position {
    const { found, node, left } = follow(pair, path)
    if (left.length > 0 && isScalar(node)) return this.#inText(node, { path: left, isKey }) ?? this.of(node)
    const isName = (isKey && left.length === 0) || isEmpty(node)
    return this.of(isName && found !== undefined ? found.key : node)
  }

  /** Lines of a literal block are lines of the file, behind an indentation; of other texts only the beginning is known. */
  #inText(node: { readonly value?: unknown; readonly type?: unknown }, part: FaultyPart): Position | undefined {
    if (node.type !== 'BLOCK_LITERAL' || typeof node.value !== 'string') return undefined
    const inner = readDocument(node.value)
    const position = new Positions(node.value, inner).within({ key: undefined, value: inner.contents }, part)
    const line = this.of(node).line + position.line
    this.#lines ??= this.#text.split(/\r?\n/)
    const indentation = (this.#lines[line - 1] ?? '').length - (node.value.split('\n')[position.line - 1] ?? '').length
    return { line, column: position.column + Math.max(0, indentation) }
  }
}

interface Followed {
  /** What the path has led to, where that has a name. */
  readonly found: Pair | undefined
  readonly node: unknown
  /** What of the path leads nowhere. */
  readonly left: Path
}

function follow(pair: Pair, path: Path): Followed {
  const [step, ...left] = path
  const { value } = pair
  if (step !== undefined && isMap(value)) {
    const next = value.items.find(({ key }) => textOf(key) === String(step))
    if (next !== undefined) return follow(next, left)
  }
  if (typeof step === 'number' && isSeq(value) && step < value.items.length) {
    return follow({ key: undefined, value: value.items[step] }, left)
  }
  return { found: pair.key === undefined ? undefined : pair, node: value, left: path }
}

/** The text of a name. */
export function textOf(key: unknown): string {
  return isScalar(key) ? String(key.value ?? '') : ''
}

/** Whether nothing stands where a value could. */
export function isEmpty(node: unknown): boolean {
  return node === null || node === undefined || (isScalar(node) && textOf(node).trim() === '')
}

function offsetOf(node: unknown): number | undefined {
  return isScalar(node) || isMap(node) || isSeq(node) ? node.range?.[0] : undefined
}
