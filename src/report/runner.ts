/**
 * The one place that speaks to the runner: log, annotations, masks, outputs and job summary. Whatever is printed passes
 * `safe`, so that no text from elsewhere is a command, and no secret that this run knows is shown.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
import { format } from 'node:util'
// The entry of the package brings an OIDC client along, and with it undici, which takes longer to load than all that a
// refused input needs; its `exports` name nothing smaller.
import { issueCommand } from '../../node_modules/@actions/core/lib/command.js'
import { issueFileCommand, prepareKeyValueMessage } from '../../node_modules/@actions/core/lib/file-command.js'
import { summary } from '../../node_modules/@actions/core/lib/summary.js'
import { asSentence, messageOf, remedyOf } from '../rotation/problem.ts'
import { harmless, presentable, shortened, shown } from '../text/presentable.ts'
import { fitted } from './annotation.ts'

/** Values of fewer characters are left to the runner: they may be words. */
const shortestSecret = 8

/** What this run has masked, in every form in which it would print it, the longest first. */
let secrets: readonly string[] = []

/** Keeps a secret out of everything that is printed from here on, by the runner and by this action itself. */
export function mask(value: string): void {
  if (value.trim() === '' || secrets.includes(value)) return
  issueCommand('add-mask', {}, value)
  const lines = [value, ...value.split(/[\r\n]/)].map((each) => each.trim())
  const forms = lines.filter((each) => each.length >= shortestSecret).flatMap((each) => [each, shown(each)])
  secrets = [...new Set([...secrets, ...forms])].sort((one, other) => other.length - one.length)
}

/** A text for a file, without what this run has masked. */
export function concealed(text: string): string {
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text)
}

function safe(text: string): string {
  return harmless(concealed(text))
}

/** Prints to the log. */
export function print(text: string): void {
  process.stdout.write(`${safe(text)}\n`)
}

/** Prints lines to the log that are folded under a title; nothing comes between them. */
export function printFolded(title: string, lines: readonly string[]): void {
  issueCommand('group', {}, presentable(concealed(title)))
  for (const each of lines) print(each)
  issueCommand('endgroup', {}, '')
}

/** How serious an annotation is. */
export type Level = 'error' | 'warning' | 'notice'

/** GitHub shows so many annotations of a step in each level: https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md#limitations */
const mostAnnotations = 10

const annotated = { error: 0, warning: 0, notice: 0 }

/** How many more annotations of a level GitHub would show. */
export function annotationsLeft(level: Level): number {
  return Math.max(0, mostAnnotations - annotated[level])
}

/** Annotates the page of the run, and the log. Where message and remedy are too long together, the message is cut. */
export function annotate(level: Level, message: string, remedy = '', title?: string): void {
  annotated[level] += 1
  const properties = title === undefined ? {} : { title: presentable(concealed(title)) }
  issueCommand(level, properties, fitted(safe(message), safe(remedy)))
}

/** Sets an output to a text, or to an object as JSON. A later step that prints it prints no command of the runner. */
export function setOutput(name: string, value: string | object): void {
  issueFileCommand('OUTPUT', prepareKeyValueMessage(name, typeof value === 'string' ? value : asJson(value)))
}

/** An object as outputs and files have it: whoever prints it prints no secret, and no command of the runner. */
export function asJson(value: object): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === 'string' ? safe(each) : each))
}

/** GitHub refuses a summary of more than 1 MiB; masking may lengthen it by a little. */
export const largestSummary = 1_000_000

/** Writes the job summary. A summary that cannot be written is a warning, and does not fail the run. */
export async function summarize(markdown: string): Promise<void> {
  try {
    await summary.addRaw(limited(concealed(markdown))).write()
  } catch (failure) {
    annotate('warning', `The job summary could not be written: ${messageOf(failure)}`)
  }
}

/** As many lines as there is room for; one that is too long by itself is cut. */
function limited(markdown: string): string {
  const bytes = Buffer.from(markdown, 'utf8')
  if (bytes.length <= largestSummary) return markdown
  const head = bytes.subarray(0, largestSummary).toString('utf8')
  const end = head.lastIndexOf('\n')
  const kept = end > largestSummary / 2 ? head.slice(0, end) : shortened(head, head.length - 1)
  return `${kept}\n\n*The summary is longer than GitHub shows. The log of this step has all of it.*\n`
}

/** Warnings of Node that speak to developers. */
const forDevelopers: readonly string[] = ['DeprecationWarning', 'ExperimentalWarning']

/**
 * Makes this the only place that prints: what libraries tell the console and what Node warns of may quote text from
 * elsewhere, and would reach the runner as it is. An error that nobody has caught ends the process, in one line.
 */
export function takeOver(): void {
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    console[method] = (...parts: readonly unknown[]) => print(presentable(format(...parts)))
  }
  process.removeAllListeners('warning')
  process.on('warning', (warning) => {
    if (!forDevelopers.includes(warning.name)) print(`${warning.name}: ${messageOf(warning)}`)
  })
  process.on('uncaughtException', (failure) => {
    annotate('error', asSentence(messageOf(failure)), remedyOf(failure))
    process.exit(1)
  })
}
