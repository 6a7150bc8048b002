/** Whoever looks up a message finds it: each has a row in docs/troubleshooting.md, or explains itself. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { addressFor } from '../../src/report/troubleshooting.ts'
import { rows as rowsOfAction } from '../../src/report/troubleshooting-rows.ts'

const root = join(import.meta.dirname, '..', '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** What makes a message, and which of its arguments that is. */
const makers = [
  { call: 'new Problem(', argument: 0 },
  { call: 'blocked(', argument: 0 },
  { call: 'fail(', argument: 2 },
] as const

interface Message {
  readonly file: string
  /** What stands in it between names and details. */
  readonly fragments: readonly string[]
  /** All of it, with something in the place of names and details. */
  readonly text: string
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

/** Where the string ends that begins there, and what is in it between its expressions. */
function stringAt(source: string, start: number): { readonly end: number; readonly fragments: readonly string[] } {
  const quote = source[start] ?? ''
  const fragments: string[] = []
  let text = ''
  let at = start + 1
  for (; at < source.length && source[at] !== quote; at += 1) {
    if (source[at] === '\\') {
      at += 1
      text += source[at] === 'n' ? '\n' : source[at]
    } else if (quote === '`' && source.startsWith('${', at)) {
      const inner = argumentsAt(source, at + 1)
      fragments.push(text, ...inner.parts.flatMap((part) => part.fragments))
      text = ''
      at = inner.end
    } else {
      text += source[at]
    }
  }
  return { end: at, fragments: [...fragments, text] }
}

/** The arguments between the bracket that opens there and the one that closes it, each with the strings in it. */
function argumentsAt(source: string, open: number) {
  const parts: { fragments: string[] }[] = [{ fragments: [] }]
  const brackets: string[] = []
  let at = open
  for (; at < source.length; at += 1) {
    const character = source[at] ?? ''
    if (closing[character] !== undefined) brackets.push(closing[character])
    else if (character === brackets.at(-1)) brackets.pop()
    else if (character === ',' && brackets.length === 1) parts.push({ fragments: [] })
    else if (source.startsWith('//', at)) at = source.indexOf('\n', at)
    else if (`'"\``.includes(character)) {
      const { end, fragments } = stringAt(source, at)
      parts.at(-1)?.fragments.push(...fragments)
      at = end
    }
    if (brackets.length === 0) break
  }
  return { end: at, parts }
}

/** A fragment of fewer letters tells no message from another. */
const fewestLetters = 8

const tells = (fragment: string) => fragment.replaceAll(/[^\p{L}]/gu, '').length >= fewestLetters

function messagesIn(file: string): readonly Message[] {
  const source = read(file)
  return makers.flatMap(({ call, argument }) =>
    [...source.matchAll(new RegExp(`(?<![\\w.]|function )${call.replace('(', '\\(')}`, 'g'))].flatMap(({ index }) => {
      const { parts } = argumentsAt(source, index + call.length - 1)
      const all = parts[argument]?.fragments ?? []
      const fragments = all.map((each) => each.trim()).filter(tells)
      // What is no string here was made elsewhere.
      return fragments.length === 0 ? [] : [{ file, fragments, text: all.join('x') }]
    }),
  )
}

/** The anchor of the row that the action links to. */
const anchorOf = (text: string) => addressFor(text)?.split('#')[1]

const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join('src', file))
const messages = files.flatMap(messagesIn)

/** The messages of the first column, by the anchor of their row. */
const table = [...read('docs/troubleshooting.md').matchAll(/^\| <a id="([\w-]+)"><\/a>(`.*?) \| /gm)].map(
  ([, anchor = '', cell = '']) =>
    [anchor, [...cell.matchAll(/`([^`]+)`/g)].map(([, message = '']) => message)] as const,
)

/** Their words, in the pieces between names and details. */
const rows = table
  .flatMap(([, messages]) => messages)
  .flatMap((message) => message.split(/…|[()“”]/))
  .map((part) => part.trim().toLowerCase())
  .filter(tells)

/** Messages that say all there is to say, by words of theirs, each with the reason. */
const selfExplaining: readonly { readonly words: string; readonly reason: string }[] = [
  ...[
    'No user is configured',
    'GITHUB_WORKSPACE is not set',
    'GITHUB_REPOSITORY is not set',
    'steps did not bring the rotation to an end',
  ].map((words) => ({ words, reason: 'nobody meets it who runs a released version on a runner of GitHub' })),
  ...[
    'The file is not a map',
    'The file has the name',
    'iam-user is missing',
    'defaults',
    'is no name that is allowed there',
    '1,024 KiB are allowed',
    'is not text in UTF-8',
  ].map((words) => ({ words, reason: 'a fault of the config file, which has a row, is told with its line' })),
  ...['Jobs that use it there would lose it', 'This action writes nothing there'].map((words) => ({
    words,
    reason: 'it begins with words of another function, which have a row',
  })),
  {
    words: 'though it was queued after that secret was written',
    reason: 'the row of the recovery secret speaks of it',
  },
  { words: 'cannot be written to', reason: 'it names the folder, the cause and the input' },
  { words: 'the token of this job is sent over https alone', reason: 'it names the variable, which the runner sets' },
  {
    words: 'AWS_CONTAINER_AUTHORIZATION_TOKEN has a line break',
    reason: 'it names the variable and what is wrong in it',
  },
]

const isNamed = ({ fragments }: Message, words: readonly string[]) =>
  fragments.some((fragment) => words.some((each) => fragment.toLowerCase().includes(each)))

describe('the anchors of the page', () => {
  test('are those that the action links to, and stand for the same messages', () => {
    expect(Object.entries(rowsOfAction)).toEqual(table)
    expect(new Set(table.map(([anchor]) => anchor)).size).toBe(table.length)
    // Each row of a table of messages has one.
    expect(read('docs/troubleshooting.md').match(/^\| `/gm)).toBeNull()
  })

  test.each(table)('%s is where its messages lead to, and they alone', (anchor, messages) => {
    for (const message of messages) {
      expect(tells(message)).toBe(true)
      expect(anchorOf(message.replaceAll('…', ' x '))).toBe(anchor)
    }
  })

  test('are found for every message that has a row', () => {
    const explained = selfExplaining.map(({ words }) => words.toLowerCase())
    // Of some messages, nearly all is made elsewhere.
    const whole = messages.filter(({ fragments }) => fragments.some((each) => tells(each.replace('The input', ''))))
    const lost = whole.filter((each) => anchorOf(each.text) === undefined && !isNamed(each, explained))
    expect(lost.map(({ file, text }) => `${file}: ${text}`)).toEqual([])
  })
})

describe('messages', () => {
  test('are found', () => {
    expect(messages.length).toBeGreaterThan(80)
  })

  test('have a row each, or explain themselves', () => {
    const known = [...rows, ...selfExplaining.map(({ words }) => words.toLowerCase())]
    const unknown = messages.filter((each) => !isNamed(each, known))
    expect(unknown.map(({ file, fragments }) => `${file}: ${fragments.join(' … ')}`)).toEqual([])
  })

  test.each([...selfExplaining])('that explain themselves exist, and have no row: $words', ({ words }) => {
    const found = messages.filter((each) => isNamed(each, [words.toLowerCase()]))
    expect(found.filter((each) => !isNamed(each, rows))).not.toEqual([])
  })
})
