/**
 * What the Actions runner makes of a step's output: the commands that it takes, the values that it masks, the
 * annotations that come of it and the log that people see. Never kinder than actions/runner 2.336.0:
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs (what is a command),
 * https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs (what a command does),
 * https://github.com/actions/runner/blob/main/src/Sdk/DTLogging/Logging/ValueEncoders.cs (what a mask covers).
 */
import type { Annotation } from './github/workflow-run.ts'

/** A command that the runner has obeyed. */
export interface ObeyedCommand {
  readonly name: string
  /** Of the lines of the output, from 0. */
  readonly line: number
}

export interface RunnerLog {
  /** As people see it: annotations in their place, secrets masked. */
  readonly lines: readonly string[]
  readonly commands: readonly ObeyedCommand[]
  /** Values that were handed to `add-mask`. */
  readonly masks: readonly string[]
  /** In full, as the log shows them. */
  readonly annotations: readonly Annotation[]
  /** As the page of the run shows them: the first ten of each level, cut. */
  readonly shownAnnotations: readonly Annotation[]
}

interface Command {
  readonly name: string
  readonly properties: ReadonlyMap<string, string>
  readonly data: string
}

const builtIn: readonly string[] = [
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning',
]

const levels: Readonly<Record<string, Annotation['level']>> = { error: 'failure', warning: 'warning', notice: 'notice' }

/** https://github.com/actions/runner/blob/main/src/Runner.Worker/ExecutionContext.cs: _maxCountPerIssueType, _maxIssueMessageLength */
const mostAnnotations = 10
const longestAnnotation = 4096

/** A token of `stop-commands` that is longer than this is masked. */
const shortestMaskedToken = 6

/** Plays a step's output, standard output and errors alike, line by line. */
export function runnerLog(output: string): RunnerLog {
  const registered = new Set(builtIn)
  const masker = new Masker()
  const lines: string[] = []
  const commands: ObeyedCommand[] = []
  const masks: string[] = []
  const annotations: Annotation[] = []
  let stopToken: string | undefined
  const show = (text: string) => lines.push(...text.split('\n').map((each) => masker.masked(each)))
  for (const [line, text] of output.split(/\r\n|\r|\n/).entries()) {
    const command = commandIn(text, registered)
    if (command === undefined) {
      show(text)
      continue
    }
    if (stopToken !== undefined) {
      if (command.name === stopToken) {
        registered.delete(stopToken)
        stopToken = undefined
      }
      show(text)
      continue
    }
    commands.push({ name: command.name, line })
    const level = levels[command.name]
    if (command.name === 'stop-commands') {
      stopToken = command.data.toLowerCase()
      registered.add(stopToken)
      if (stopToken.length > shortestMaskedToken) masker.add(command.data)
      show(text)
    } else if (command.name === 'add-mask') {
      masks.push(command.data)
      masker.add(command.data)
    } else if (level !== undefined) {
      annotations.push({ level, title: command.properties.get('title') ?? '', message: command.data })
      show(`##[${command.name}]${command.data}`)
    } else {
      show(`##[${command.name}]${command.data}`)
    }
  }
  return { lines, commands, masks, annotations, shownAnnotations: shownOf(annotations) }
}

function shownOf(annotations: readonly Annotation[]): readonly Annotation[] {
  return (['failure', 'warning', 'notice'] as const).flatMap((level) =>
    annotations
      .filter((each) => each.level === level)
      .slice(0, mostAnnotations)
      .map((each) => ({ ...each, message: each.message.slice(0, longestAnnotation) })),
  )
}

/** .NET finds texts by the rules of a culture, which look past whatever takes no room. */
const ignored = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/** `::name key=value::data` after blanks, or else `##[name key=value]data` anywhere. */
function commandIn(text: string, registered: ReadonlySet<string>): Command | undefined {
  const line = text.replaceAll('\t', ' ').replaceAll(ignored, '')
  return secondForm(line.trimStart(), registered) ?? firstForm(line, registered)
}

function secondForm(line: string, registered: ReadonlySet<string>): Command | undefined {
  if (!line.startsWith('::')) return undefined
  const end = line.indexOf('::', 2)
  if (end < 0) return undefined
  return command(line.slice(2, end), ',', line.slice(end + 2), registered, [
    ['%0D', '\r'],
    ['%0A', '\n'],
  ])
}

function firstForm(line: string, registered: ReadonlySet<string>): Command | undefined {
  const start = line.indexOf('##[')
  const end = start < 0 ? -1 : line.indexOf(']', start)
  if (end < 0) return undefined
  return command(line.slice(start + 3, end), ';', line.slice(end + 1), registered, [
    ['%3B', ';'],
    ['%0D', '\r'],
    ['%0A', '\n'],
    ['%5D', ']'],
  ])
}

function command(
  head: string,
  separator: string,
  data: string,
  registered: ReadonlySet<string>,
  escapes: readonly (readonly [string, string])[],
): Command | undefined {
  const [first = ''] = head.split(' ')
  const name = first.toLowerCase()
  if (!registered.has(name)) return undefined
  const unescaped = (text: string, more: typeof escapes = []) =>
    [...escapes, ...more, ['%25', '%'] as const].reduce((rest, [from, to]) => rest.replaceAll(from, to), text)
  const properties = head
    .slice(first.length)
    .split(separator)
    .map((pair) => pair.trim().split('='))
    .map(([key = '', ...value]): [string, string] => {
      return [
        key,
        unescaped(value.join('='), [
          ['%3A', ':'],
          ['%2C', ','],
        ]),
      ]
    })
  return { name, properties: new Map(properties), data: unescaped(data) }
}

/** Replaces masked values, their lines and their encodings. */
export class Masker {
  readonly #values = new Set<string>()

  add(value: string): void {
    for (const each of [value, ...value.split(/[\r\n]/).map((line) => line.trim())]) {
      if (each.trim() === '') continue
      for (const form of encodings(each)) this.#values.add(form)
    }
  }

  masked(text: string): string {
    return [...this.#values]
      .sort((one, other) => other.length - one.length)
      .reduce((rest, value) => rest.replaceAll(value, '***'), text)
  }
}

/** A value as it is, and as other programs spell it. */
function encodings(value: string): readonly string[] {
  const bytes = Buffer.from(value, 'utf8')
  const base64 = [0, 1, 2]
    .filter((shift) => shift < bytes.length)
    .map((shift) => bytes.subarray(shift).toString('base64'))
  const quoted = value.length > 8 && value.startsWith('"') && value.endsWith('"') ? [value.slice(1, -1)] : []
  const escapedUri = encodeURIComponent(value.toWellFormed()).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  const xml = value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
  const forms = [value, ...base64, JSON.stringify(value).slice(1, -1), escapedUri, xml, value.replaceAll("'", "''")]
  return [...forms, value.replaceAll('"', '\\"'), ...quoted].filter((form) => form.length > 0)
}
