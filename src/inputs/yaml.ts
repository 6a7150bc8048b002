/** Inputs that are YAML: every scalar is the text that stands there, and nothing else means more than it shows. */
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml'
import { Problem } from '../rotation/problem.ts'
import { refused } from './parse.ts'

/** What an input may hold. A text that is not there, as behind `environment:`, is empty. */
export type Yaml = string | readonly Yaml[] | YamlMap
/** A map of YAML, whose names are texts. */
export interface YamlMap {
  readonly [name: string]: Yaml
}

/**
 * The value of an input that is YAML, by the failsafe schema: `1.10`, `007`, `on` and `~` are these very texts.
 * https://yaml.org/spec/1.2.2/#101-failsafe-schema
 * @throws Problem in words of our own: the parser's quote the input
 */
export function parseYaml(input: string, text: string): Yaml {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { schema: 'failsafe', stringKeys: true, prettyErrors: false, lineCounter })
  const where = (offset: number | undefined) => `line ${lineCounter.linePos(offset ?? 0).line}`
  refuseIndirection(input, document, where)
  const found = [...document.errors, ...document.warnings]
  // What is nested so deeply that the parser gives up may have other faults, which come first or not.
  const error = found.find(({ code }) => code === 'RESOURCE_EXHAUSTION') ?? found[0]
  if (error !== undefined) {
    const [what, remedy] = faults[error.code] ?? ['', 'Correct its indentation and quoting.']
    throw new Problem(`The input ${input} is not valid YAML in ${where(error.pos[0])}${what}`, remedy)
  }
  return plain(document.contents)
}

/** What people do most often. */
const faults: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  DUPLICATE_KEY: [': a name is there twice', 'Give each name once.'],
  MULTIPLE_DOCS: [': a second document begins there', 'Write one document: remove the line "---" or "...".'],
  NON_STRING_KEY: [': a list or a map stands in place of a name', 'Write a name before the colon.'],
  TAB_AS_INDENT: [': a tab indents it', 'Indent with spaces.'],
  BAD_SCALAR_START: [': a text begins with a character that means something in YAML', 'Put the text in quotes.'],
  BLOCK_AS_IMPLICIT_KEY: [': one line holds two colons', 'Put the text that has a colon in quotes.'],
  RESOURCE_EXHAUSTION: [': it is nested too deeply', 'Write a plain list or map.'],
}

/** Anchors, aliases, merge keys and tags would make more, or something else, of an input than it shows. */
function refuseIndirection(input: string, document: Document.Parsed, where: (offset: number | undefined) => string) {
  const refuse = (node: Node, what: string, remedy: string) => {
    throw new Problem(`The input ${input} has ${what} in ${where(node.range?.[0])}`, remedy)
  }
  visit(document, (_, node) => {
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
}

function plain(node: unknown): Yaml {
  if (isSeq(node)) return node.items.map(plain)
  if (isMap(node)) return Object.fromEntries(node.items.map(({ key, value }) => [plain(key), plain(value)]))
  return isScalar(node) ? String(node.value ?? '') : ''
}

/** @throws Problem when a value is not a map */
export function asMap(input: string, value: Yaml, example: string): YamlMap {
  if (typeof value === 'object' && !isList(value)) return value
  throw refused(input, shown(value), `a YAML map such as "${example}"`)
}

/** `allowed`: what the text may be, in words. @throws Problem when a value is empty, or not one text */
export function asText(input: string, value: Yaml | undefined, allowed: string): string {
  if (value === undefined || value === '') {
    throw refused(input, '', `${allowed}. It is empty, as a variable or a value of a matrix is that is not set`)
  }
  if (typeof value === 'string') return value
  const kind = isList(value) ? 'list' : 'map'
  throw refused(input, shown(value), `${allowed}: one name, not a ${kind}. Quote a text that has [, {, : or # in it`)
}

/** Whether a value is a list; `Array.isArray` does not know read-only ones. */
export function isList(value: Yaml | undefined): value is readonly Yaml[] {
  return Array.isArray(value)
}

/** As YAML may spell it on one line. */
export function shown(value: Yaml): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
