/** Where docs/troubleshooting.md tells more about a message. */
import type { Environment } from '../text/environment.ts'
import { rows } from './troubleshooting-rows.ts'

/** The page, where the runner does not say which repository the action came from: it was started by its path. */
const home = 'https://github.com/rotate-iam-access-keys/rotate-iam-access-keys/blob/main'

interface Row {
  readonly anchor: string
  readonly words: RegExp
  /** How many letters a text has to share with it. */
  readonly weight: number
}

const known: readonly Row[] = Object.entries(rows).flatMap(([anchor, messages]) =>
  messages.map((message) => ({ anchor, words: wordsOf(message), weight: message.replaceAll(/[^\p{L}]/gu, '').length })),
)

/** What does not begin with a name begins a sentence, or a part of one. */
function wordsOf(message: string): RegExp {
  const parts = message.split('…').map((each) => each.trim().replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  const beginning = parts[0] === '' ? '' : '(?:^|[.:;]\\s|- )'
  return new RegExp(`${beginning}${parts.join('[^]*?')}`, 'i')
}

/** The anchor of the row that a text has most letters in common with; undefined where no row is about it. */
function anchorOf(text: string): string | undefined {
  return known
    .filter(({ words }) => words.test(text))
    .reduce<Row | undefined>((best, each) => (best === undefined || each.weight > best.weight ? each : best), undefined)
    ?.anchor
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
