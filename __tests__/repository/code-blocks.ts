/** The fenced blocks of Markdown pages, and what each of them is a part of. */
import { isMap, isSeq, parseDocument } from 'yaml'
import { inputDefaults } from '../../src/inputs/inputs.ts'

/** A block as a page shows it. */
export interface CodeBlock {
  /** `docs/setup.md:54` */
  readonly at: string
  readonly language: string
  /** Without the indentation of its fence. */
  readonly text: string
}

/** Every block of a page. @throws where a fence is not closed */
export function blocksIn(page: string, markdown: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = []
  let open: { at: string; language: string; indent: string; lines: string[] } | undefined
  for (const [index, line] of markdown.split('\n').entries()) {
    const [, indent = '', language = ''] = /^( *)```(.*)$/.exec(line) ?? []
    const isFence = /^ *```/.test(line)
    if (open === undefined) {
      if (isFence) open = { at: `${page}:${index + 1}`, language: language.trim(), indent, lines: [] }
    } else if (isFence) {
      const { at, language: name, indent: outer, lines } = open
      const text = lines.map((each) => (each.startsWith(outer) ? each.slice(outer.length) : each)).join('\n')
      blocks.push({ at, language: name, text: `${text}\n` })
      open = undefined
    } else {
      open.lines.push(line)
    }
  }
  if (open !== undefined) throw new SyntaxError(`${open.at}: the block does not end`)
  return blocks
}

/** What a block of YAML is, as a whole file. */
export type YamlBlock =
  | { readonly kind: 'workflow'; readonly yaml: string }
  | { readonly kind: 'config file'; readonly yaml: string }

/** A part of a file without the indentation that it has there. */
function flush(text: string): string {
  const [outer = ''] = /^ */.exec(text) ?? []
  return text.replaceAll(new RegExp(`^${outer}`, 'gm'), '')
}

const isInput = (name: string) => name in inputDefaults
const indented = (text: string, by: number) => text.replaceAll(/^(?=.)/gm, ' '.repeat(by))

/** What `# …` in a step of the rotation leaves to the reader. */
const everyStep = [`github-token: \${{ secrets.TOKEN }}`, 'verification-workflow: verify.yml'] as const

/** Completes a part of a workflow to one. @throws where a block is no part of a workflow, and no config file */
export function completed(block: CodeBlock): YamlBlock {
  const { at } = block
  const text = flush(block.text)
  const { contents, errors } = parseDocument(text)
  if (errors.length > 0) throw new SyntaxError(`${at}: ${errors.map(({ message }) => message).join('\n')}`)
  if (isSeq(contents)) {
    const [first] = contents.items
    const isStep = isMap(first) && (first.has('uses') || first.has('run'))
    return isStep ? steps(text) : rotation(`destinations: |\n${indented(text, 2)}`)
  }
  const names = isMap(contents) ? contents.items.map(({ key }) => String(key)) : []
  if (names.includes('jobs')) return { kind: 'workflow', yaml: text }
  if (names.includes('users')) return { kind: 'config file', yaml: text }
  if (names.includes('steps')) return job(text)
  if (names.join() === 'env') return steps(`- run: 'true'\n${indented(text, 2)}`)
  if (names.length > 0 && names.every(isInput)) return rotation(text)
  throw new SyntaxError(`${at}: neither a workflow, nor a part of one, nor a config file: call it text`)
}

const rotation = (inputs: string) =>
  steps(`- uses: rotate-iam-access-keys/rotate-iam-access-keys@v1\n  with:\n    # …\n${indented(inputs, 4)}`)

function steps(list: string): YamlBlock {
  return job(`steps:\n${indented(list, 2)}`)
}

function job(body: string): YamlBlock {
  const yaml = `on:
  workflow_dispatch:
    inputs:
      expected-key: { required: false }
permissions: {}
jobs:
  job:
    runs-on: ubuntu-latest
${indented(body, 4)}`
  return { kind: 'workflow', yaml: withEveryStep(yaml) }
}

function withEveryStep(yaml: string): string {
  const missing = everyStep.filter((line) => !yaml.includes(`${line.split(':')[0]}:`))
  return yaml.replaceAll(/^( *)# …\n/gm, (_, indent: string) => missing.map((line) => `${indent}${line}\n`).join(''))
}
