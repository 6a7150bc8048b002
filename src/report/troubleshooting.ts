/** Where docs/troubleshooting.md tells more about a message. */
import type { Environment } from '../text/environment.ts'
import { rows } from './troubleshooting-rows.ts'

/** The page, where the runner does not say which repository the action came from: it was started by its path. */
const home = 'https://github.com/rotate-iam-access-keys/rotate-iam-access-keys/blob/main'

const known = Object.entries(rows).flatMap(([anchor, messages]) =>
  messages.map((message) => ({ anchor, parts: message.toLowerCase().split('…') })),
)

/** Whether a text has these parts, one after the other. A pattern for each row would take most of the start to compile. */
function has(text: string, [first = '', ...rest]: readonly string[]): boolean {
  let end = endOfFirst(text, first.trim())
  for (const part of rest) {
    if (end === -1) return false
    end = endOf(text, part.trim(), end)
  }
  return end !== -1
}

const endOf = (text: string, part: string, from: number): number => {
  const start = text.indexOf(part, from)
  return start === -1 ? -1 : start + part.length
}

/** What does not begin with a name begins a sentence, or a part of one. */
function endOfFirst(text: string, first: string): number {
  if (first === '') return 0
  for (let end = endOf(text, first, 0); end !== -1; end = endOf(text, first, end)) {
    if (/(?:^|[.:;]\s|- )$/.test(text.slice(Math.max(0, end - first.length - 2), end - first.length))) return end
  }
  return -1
}

/** The anchor of the row that a text has most letters in common with; undefined where no row is about it. */
function anchorOf(text: string): string | undefined {
  const lower = text.toLowerCase()
  const letters = (parts: readonly string[]) => parts.join('').replaceAll(/[^\p{L}]/gu, '').length
  let best: { readonly anchor: string; readonly weight: number } | undefined
  for (const { anchor, parts } of known) {
    if (!has(lower, parts)) continue
    const weight = letters(parts)
    if (best === undefined || weight > best.weight) best = { anchor, weight }
  }
  return best?.anchor
}

/** The addresses of the rows about a message: of those about its points, where it has any; else of the one about it. */
export function moreAbout(message: string, environment: Environment = process.env): readonly string[] {
  const points = message.split('\n').filter((line) => line.startsWith('- '))
  const found = points.flatMap((each) => addressFor(each, environment) ?? [])
  return found.length > 0 ? [...new Set(found)] : [addressFor(message, environment) ?? []].flat()
}

/** The address of the row about a text, in the version of the action that is running; undefined where there is none. */
export function addressFor(text: string, environment: Environment = process.env): string | undefined {
  const anchor = anchorOf(text)
  return anchor === undefined ? undefined : `${placeOf(environment)}/docs/troubleshooting.md#${anchor}`
}

/** The runner sets these for an action from a repository, and leaves them empty for one that is started by its path. */
function placeOf(environment: Environment): string {
  const { GITHUB_SERVER_URL, GITHUB_ACTION_REPOSITORY: repository = '', GITHUB_ACTION_REF: ref = '' } = environment
  const server = URL.parse(GITHUB_SERVER_URL ?? '')?.origin
  const isThere = /^[\w.-]+\/[\w.-]+$/.test(repository) && /^[\w./-]+$/.test(ref)
  return server !== undefined && isThere ? `${server}/${repository}/blob/${ref}` : home
}
