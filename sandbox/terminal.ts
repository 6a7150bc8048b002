/** Renders a job summary for a terminal: the few Markdown forms that summaries use, wrapped to the width. */
import { stripVTControlCharacters, styleText } from 'node:util'

const bold = (text: string) => styleText('bold', text)
const dim = (text: string) => styleText('dim', text)
const colours = { WARNING: 'yellow', CAUTION: 'red' } as const

/** Markdown in, text for a terminal of `width` columns out. */
export function renderMarkdown(markdown: string, width: number): string {
  const blocks = markdown
    .replaceAll(/<details><summary>(.*?)<\/summary>/g, (_, title: string) => `▾ ${title}`)
    .replaceAll('</details>', '')
    .trim()
    .split(/\n{2,}/)
  return blocks.map((block) => renderBlock(block, width)).join('\n\n')
}

function renderBlock(block: string, width: number): string {
  const heading = /^#+ (.*)$/s.exec(block)
  if (heading?.[1] !== undefined) return bold(inline(heading[1]))
  if (block.startsWith('|')) return renderTable(block)
  if (block.startsWith('>')) return renderQuote(block, width)
  return block
    .replaceAll('<br>', '\n   ')
    .split('\n')
    .map((line) => wrap(inline(line.trimEnd()), width))
    .join('\n')
}

/** Columns; what stands on a line of its own in a cell does so here, and is less. */
function renderTable(block: string): string {
  const [header = [], , ...body] = block.split('\n').map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().split('<br>').map(inline)),
  )
  const widths = header.map((_, column) =>
    Math.max(...[header, ...body].flatMap((row) => (row[column] ?? []).map(visible))),
  )
  const line = (row: readonly (readonly string[])[], index: number) =>
    widths
      .map((each, column) => pad(row[column]?.[index] ?? '', each))
      .join('  ')
      .trimEnd()
  const lines = body.flatMap((row) =>
    Array.from({ length: Math.max(...row.map(({ length }) => length)) }, (_, index) =>
      index === 0 ? line(row, index) : dim(line(row, index)),
    ),
  )
  return [dim(line(header, 0)), ...lines].join('\n')
}

function renderQuote(block: string, width: number): string {
  const lines = block.split('\n').map((line) => line.replace(/^> ?/, ''))
  const kind = /^\[!(WARNING|CAUTION)\]$/.exec(lines[0] ?? '')?.[1] as keyof typeof colours | undefined
  const text = (kind === undefined ? lines : lines.slice(1)).filter((line) => line !== '')
  const quote = text.map((line) => wrap(inline(line), width, '┃ ')).join('\n')
  return kind === undefined ? quote : styleText(colours[kind], quote)
}

function inline(text: string): string {
  return text
    .replaceAll(/(?<!\\)\[([^\]]*)\]\(https:[^)]*\)/g, '$1')
    .replaceAll(/(?<!\\)\*\*(.+?)(?<!\\)\*\*/g, (_, inner: string) => bold(inner))
    .replaceAll(/(?<!\\)`(.+?)(?<!\\)`/g, '$1')
    .replaceAll(/<\/?(?:sub|span|wbr)>/g, '')
    .replaceAll(/\\([\\`*~|$[\]_:.])/g, '$1')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

function wrap(text: string, width: number, indent = ''): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && visible(`${indent}${line} ${word}`) > width) {
      lines.push(indent + line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, indent + line].join('\n')
}

/** Columns that a text takes, without the terminal's own codes. */
function visible(text: string): number {
  return stripVTControlCharacters(text).length
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - visible(text)))
}
