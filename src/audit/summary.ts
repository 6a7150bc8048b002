/** The job summary of an audit: the answer, what a person has to do, and the keys in a table. */
import { shortId } from '../report/key-names.ts'
import { plain, plainCell } from '../report/markdown.ts'
import { readable, shortDay, withReadableTimes } from '../report/titles.ts'
import { withFullStop } from '../rotation/problem.ts'
import { byRemedy } from './attention.ts'
import { counted } from './counted.ts'
import type { AuditReport } from './findings.ts'
import type { InventoryFindings } from './unlisted-findings.ts'
import {
  alikeIn,
  coverageOf,
  furtherOf,
  headlineOf,
  keyName,
  lastUseOf,
  missedBy,
  nextOf,
  storedIn,
  verdictsOf,
} from './words.ts'

/** The page in the files has all of them. */
const mostRows = 200

/** GitHub-flavoured Markdown. `folder`: where the files are. */
export function summaryOf(report: AuditReport, folder: string): string {
  const { attention, warnings, keys, at, unlisted } = report
  const told = (text: string) => plain(withReadableTimes(text, Date.parse(at)))
  const further = [...furtherOf(report), ...(unlisted === null ? [] : [coverageOf(unlisted)])]
  return [
    `## ${titleOf(report)}`,
    `${told(headlineOf(report))}.`,
    ...(attention.length === 0 ? ['**There is nothing for you to do.**'] : [tasks(report, told)]),
    ...warnings.map((warning) => `> [!WARNING]\n> ${told(warning)}`),
    further.map(told).join('  \n'),
    keys.length === 0 ? 'There is no access key.' : table(report),
    ...(unlisted === null || unlisted.places.length === 0 ? [] : [elsewhere(unlisted)]),
    `<sub>As of ${readable(Date.parse(at))}, by AWS's clock. The files in ${plain(folder)} have every key with its evidence, as a page, as CSV and as JSON.</sub>`,
  ]
    .join('\n\n')
    .concat('\n')
}

/** The answer in one line: whether any key is overdue, or could not be told, or something else is to do. */
function titleOf({ summary: { overdue }, attention }: AuditReport): string {
  if (overdue > 0) return `🔴 ${counted(overdue, 'access key is', 'access keys are')} overdue`
  return `${attention.length > 0 ? '⚠️' : '✅'} No access key is overdue`
}

function tasks({ attention }: AuditReport, told: (text: string) => string): string {
  const shown = attention.slice(0, mostRows)
  const others = attention.length - shown.length
  return [
    `### ${counted(attention.length, 'thing')} to do`,
    '',
    ...byRemedy(shown).flatMap(([remedy, all]) => {
      const whats = all.map(({ what }) => withFullStop(told(what)))
      if (whats.length === 1) return [`- ${whats[0]} **${told(remedy)}**`]
      return [`- **${told(remedy)}**`, ...whats.map((what) => `  - ${what}`)]
    }),
    ...(others > 0 ? [`- and ${others} more, which the files name`] : []),
  ].join('\n')
}

/** Three columns fit a phone: what a key is, how it is, and what comes. */
function table({ keys, accounts, at }: AuditReport): string {
  const isAlone = accounts.length === 1
  const now = Date.parse(at)
  const rows = keys.slice(0, mostRows).map((key) => {
    const { accessKeyId: id, ageDays } = key
    const about = [id === null ? keyName(key) : `…${shortId(id)}`, ...(isAlone ? [] : [key.account])]
    const stored = storedIn(key)
    const missed = missedBy(key)
    return row(
      `${key.overdue ? '🔴 ' : ''}${plainCell(key.user)}${small(about.map(plainCell))}`,
      `${key.status}${small([
        ageDays === null ? 'age not known' : `${counted(ageDays, 'day')} old`,
        plainCell(`last used: ${withReadableTimes(lastUseOf(key), now)}`),
      ])}`,
      `${plainCell(withReadableTimes(nextOf(key), now))}${small([
        ...missed.map((each) => plainCell(`misses ${each}`)),
        ...stored.map(plainCell),
      ])}`,
    )
  })
  const others = keys.length - rows.length
  return [
    row('key of', 'it is', 'next'),
    row('---', '---', '---'),
    ...rows,
    ...(others > 0 ? ['', `${others} more are in the files.`] : []),
  ].join('\n')
}

const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`

/** Lines of a cell below its first. */
const small = (lines: readonly string[]) => lines.map((each) => `<br><sub>${each}</sub>`).join('')

/** Places that hold or may hold a key, by name; what can hold none is counted. */
function elsewhere({ places }: InventoryFindings): string {
  const holding = alikeIn(places.filter(({ users }) => users.length > 0))
  const rows = holding.slice(0, mostRows).map(([first, ...alike]) => {
    const names = [first, ...alike].map(({ kind, name }) => (kind === 'variable' ? `variable ${name}` : name))
    const written = `written ${shortDay(Date.parse(first.updatedAt))}`
    return row(
      `${plainCell(first.place)}${small([...names.map(plainCell), written])}`,
      verdictsOf(first).map(plainCell).join('<br>'),
    )
  })
  const others = holding.length - rows.length
  const harmless = places.filter(({ users }) => users.length === 0).length
  return [
    '### Places that no configuration lists',
    '',
    ...(rows.length === 0 ? [] : [row('secrets in', 'what their date proves'), row('---', '---'), ...rows, '']),
    ...(others > 0 ? [`${others} more are in the files.`] : []),
    ...(harmless > 0 ? [harmlessOf(harmless)] : []),
  ].join('\n')
}

function harmlessOf(count: number): string {
  return `${counted(count, 'secret or variable', 'secrets or variables')} of such a name cannot hold any of these keys.`
}
