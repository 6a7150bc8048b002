/** The text of an annotation, as long as the runner keeps it. */
import { shortened } from '../text/presentable.ts'

/** https://github.com/actions/runner/blob/main/src/Runner.Worker/ExecutionContext.cs: _maxIssueMessageLength */
const longest = 4096

/** A remedy is longer only where it repeats a list. */
const longestRemedy = 2048

const bullet = '- '

/**
 * The text of an annotation: the message, and behind it the remedy. Where both are too long, the list in the message
 * loses its last points, and says how many: the summary has them all.
 */
export function fitted(message: string, remedy: string): string {
  const separator = message.includes('\n') ? '\n' : ' '
  const end = remedy === '' ? '' : `${separator}${shortened(remedy, longestRemedy)}`
  const room = longest - end.length
  return `${message.length <= room ? message : cut(message, room)}${end}`
}

function cut(message: string, room: number): string {
  const lines = message.split('\n')
  const last = lines.findLastIndex((line) => line.startsWith(bullet))
  const first = lines.findIndex((line) => line.startsWith(bullet))
  if (first === -1) return shortened(message, room - 1)
  const head = lines.slice(0, first)
  const foot = lines.slice(last + 1)
  const points = lines.slice(first, last + 1)
  const width = (texts: readonly string[]) => texts.reduce((sum, text) => sum + text.length + 1, 0)
  let left = room - width([...head, ...foot]) - width([more(points.length)])
  let kept = 0
  for (; kept < points.length; kept += 1) {
    left -= (points[kept] ?? '').length + 1
    if (left < 0) break
  }
  const omitted = points.slice(kept).reduce((sum, point) => sum + countOf(point), 0)
  return shortened([...head, ...points.slice(0, kept), more(omitted), ...foot].join('\n'), room - 1)
}

function more(count: number): string {
  return `${bullet}and ${count} more, which the job summary names`
}

/** A list may end with a number of its own. */
function countOf(point: string): number {
  const [, count] = /^- and (\d+) more\b/.exec(point) ?? []
  return count === undefined ? 1 : Number(count)
}

/** At most `room` messages: the last one lists those for which there is no room. */
export function folded(messages: readonly string[], room: number): readonly string[] {
  if (messages.length <= Math.max(room, 1)) return messages
  const alone = messages.slice(0, Math.max(0, room - 1))
  const others = messages.slice(alone.length)
  const points = others.map((each) => `${bullet}${each.replaceAll('\n', ' ')}`)
  return [...alone, [`${others.length} more warnings:`, ...points].join('\n')]
}
