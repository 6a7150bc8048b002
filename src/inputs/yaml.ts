/** Inputs that are YAML: every scalar is the text that stands there, and nothing else means more than it shows. */
import type { Document, Node } from 'yaml'
import { type FaultyPart, InputProblem } from './faults.ts'
import { refused } from './parse.ts'
import { isAlias, isMap, isScalar, isSeq, plainYaml, yamlParser } from './yaml-parser.ts'

/** What an input may hold. A text that is not there, as behind `environment:`, is empty. */
export type Yaml = string | readonly Yaml[] | YamlMap
/** A map of YAML, whose names are texts. */
export interface YamlMap {
  readonly [name: string]: Yaml
}

/**
 * The value of an input that is YAML, by the failsafe schema: `1.10`, `007`, `on` and `~` are these very texts. What is
 * read already is returned as it is. https://yaml.org/spec/1.2.2/#101-failsafe-schema What is not plain needs the parser.
 * @throws Problem in words of our own: the parser's quote the input
 */
export function parseYaml(input: string, given: Yaml): Yaml {
  if (typeof given !== 'string') return given
  const plain = plainYaml(given)
  if (plain !== undefined) return plain
  const { contents, faults, positionOf } = readDocument(given)
  const [fault] = faults
  if (fault === undefined) return yamlOf(contents)
  const message = `The input ${input} ${fault.what} in line ${positionOf(fault.offset).line}${fault.detail}`
  throw new InputProblem(input, message, fault.remedy)
}

/** Counted from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** What is wrong with YAML, whatever it is about. */
interface YamlFault {
  readonly offset: number
  /** What the text is or has. */
  readonly what: string
  readonly detail: string
  readonly remedy: string
}

/** A text of YAML that was read. */
export interface YamlDocument {
  readonly contents: unknown
  /** The most telling one first. */
  readonly faults: readonly YamlFault[]
  positionOf(offset: number): Position
}

/** Reads YAML by the failsafe schema. Never fails: what is wrong is among its faults. Needs the parser. */
export function readDocument(text: string): YamlDocument {
  const { LineCounter, parseDocument } = yamlParser()
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { schema: 'failsafe', stringKeys: true, prettyErrors: false, lineCounter })
  const found = [...document.errors, ...document.warnings]
  // What is nested so deeply that the parser gives up may have other faults, which come first or not.
  const exhausted = found.filter(({ code }) => code === 'RESOURCE_EXHAUSTION')
  const errors = [...exhausted, ...found].map(({ code, pos: [offset] }) => {
    const [detail, remedy] = details[code] ?? ['', 'Correct its indentation and quoting.']
    return { offset, what: 'is not valid YAML', detail, remedy, code }
  })
  // One fault of grammar leads to others.
  const [first, ...others] = errors
  const grammar = first === undefined ? [] : [first, ...others.filter(({ code }) => code === 'DUPLICATE_KEY')]
  return {
    contents: document.contents,
    faults: [...indirections(document), ...grammar],
    positionOf: (offset) => {
      const { line, col } = lineCounter.linePos(offset)
      return { line, column: col }
    },
  }
}

/** What people do most often. */
const details: Readonly<Record<string, readonly [detail: string, remedy: string]>> = {
  DUPLICATE_KEY: [': a name is there twice', 'Give each name once.'],
  MULTIPLE_DOCS: [': a second document begins there', 'Write one document: remove the line "---" or "...".'],
  NON_STRING_KEY: [': a list or a map stands in place of a name', 'Write a name before the colon.'],
  TAB_AS_INDENT: [': a tab indents it', 'Indent with spaces.'],
  BAD_SCALAR_START: [': a text begins with a character that means something in YAML', 'Put the text in quotes.'],
  BLOCK_AS_IMPLICIT_KEY: [': one line holds two colons', 'Put the text that has a colon in quotes.'],
  RESOURCE_EXHAUSTION: [': it is nested too deeply', 'Write a plain list or map.'],
}

/** Anchors, aliases, merge keys and tags would make more, or something else, of a text than it shows. */
function indirections(document: Document.Parsed): readonly YamlFault[] {
  const found: YamlFault[] = []
  const refuse = (node: Node, what: string, remedy: string) => {
    found.push({ offset: node.range?.[0] ?? 0, what: `has ${what}`, detail: '', remedy })
  }
  yamlParser().visit(document, (_, node) => {
    if (isAlias(node))
      refuse(node, 'an alias (*)', 'Write out what it stands for, or put a text that begins with * in quotes.')
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return
    if (node.anchor !== undefined)
      refuse(
        node,
        'an anchor (&)',
        'Write the value out wherever it is needed, or put a text that begins with & in quotes.',
      )
    if (node.tag !== undefined)
      refuse(node, 'a tag (!)', 'Remove it: every value is a text. Put a text that begins with ! in quotes.')
    if (!isMap(node)) return
    for (const { key } of node.items) {
      if (!isScalar(key) || (key.value !== '<<' && key.value !== '__proto__')) continue
      refuse(key, `the name ${key.value}`, 'Write out the names that are allowed there.')
    }
  })
  return found
}

/** What a node of a document says. */
export function yamlOf(node: unknown): Yaml {
  if (isSeq(node)) return node.items.map(yamlOf)
  if (isMap(node)) return Object.fromEntries(node.items.map(({ key, value }) => [yamlOf(key), yamlOf(value)]))
  return isScalar(node) ? String(node.value ?? '') : ''
}

/** @throws Problem when a value is not a map */
export function asMap(input: string, value: Yaml, example: string): YamlMap {
  if (typeof value === 'object' && !isList(value)) return value
  throw refused(input, shown(value), `a YAML map such as "${example}"`)
}

/** `allowed`: what the text may be, in words. @throws Problem when a value is empty, or not one text */
export function asText(
  input: string,
  value: Yaml | undefined,
  allowed: string,
  part?: Pick<FaultyPart, 'path'>,
): string {
  if (value === undefined || value === '') {
    throw refused(input, '', `${allowed}. It is empty, as a variable or a value of a matrix is that is not set`, part)
  }
  if (typeof value === 'string') return value
  const kind = isList(value) ? 'list' : 'map'
  const words = `${allowed}: one name, not a ${kind}. Quote a text that has [, {, : or # in it`
  throw refused(input, shown(value), words, part)
}

/** Whether a value is a list; `Array.isArray` does not know read-only ones. */
export function isList(value: Yaml | undefined): value is readonly Yaml[] {
  return Array.isArray(value)
}

/** As YAML may spell it on one line. */
export function shown(value: Yaml): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
