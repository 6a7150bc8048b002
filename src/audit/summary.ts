/** The job summary of an audit: the answer, what a person has to do, and the keys in a table. */
import { plain } from '../report/markdown.ts'
import { withFullStop } from '../rotation/problem.ts'
import { counted } from './counted.ts'
import type { AuditReport, KeyFinding } from './findings.ts'
import type { InventoryFindings } from './unlisted-findings.ts'
import {
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
  return [
    `## Access keys: ${plain(headlineOf(report))}`,
    [...furtherOf(report), ...(unlisted === null ? [] : [coverageOf(unlisted)])].map(plain).join('  \n'),
    ...(attention.length === 0 ? ['Nothing needs a person.'] : [tasks(report)]),
    ...warnings.map((warning) => `> [!WARNING]\n> ${plain(warning)}`),
    keys.length === 0 ? 'There is no access key.' : table(keys),
    ...(unlisted === null || unlisted.places.length === 0 ? [] : [elsewhere(unlisted)]),
    `<sub>At ${at}, by AWS's clock. The files in ${plain(folder)} have every key with its evidence, as a page, as CSV and as JSON.</sub>`,
  ]
    .join('\n\n')
    .concat('\n')
}

function tasks({ attention }: AuditReport): string {
  const shown = attention.slice(0, mostRows)
  const others = attention.length - shown.length
  return [
    `### ${counted(attention.length, 'thing')} to do`,
    '',
    ...shown.map(({ what, remedy }) => `- ${withFullStop(plain(what))} **${plain(remedy)}**`),
    ...(others > 0 ? [`- and ${others} more, which the files name`] : []),
  ].join('\n')
}

function table(keys: readonly KeyFinding[]): string {
  const rows = keys.slice(0, mostRows).map((key) => {
    const cells = [
      `\`${plain(keyName(key))}\``,
      plain(key.user),
      key.status,
      key.ageDays === null ? 'not known' : String(key.ageDays),
      plain(lastUseOf(key)),
      plain(nextOf(key)),
      storedIn(key).map(plain).join('<br>'),
      missedBy(key).map(plain).join('<br>'),
    ]
    return `| ${key.overdue ? '🔴 ' : ''}${cells.join(' | ')} |`
  })
  const others = keys.length - rows.length
  return [
    '| key | user | status | days | last used | next | stored in | misses |',
    '| --- | --- | --- | ---: | --- | --- | --- | --- |',
    ...rows,
    ...(others > 0 ? ['', `${others} more are in the files.`] : []),
  ].join('\n')
}

/** Places that hold or may hold a key, by name; what can hold none is counted. */
function elsewhere({ places }: InventoryFindings): string {
  const holding = places.filter(({ users }) => users.length > 0)
  const rows = holding.slice(0, mostRows).map((each) => {
    const { place, kind, name, updatedAt } = each
    const shown = kind === 'variable' ? `variable ${name}` : name
    return `| ${plain(place)} | ${plain(shown)} | ${updatedAt.slice(0, 10)} | ${verdictsOf(each).map(plain).join('<br>')} |`
  })
  const others = holding.length - rows.length
  const harmless = places.length - holding.length
  return [
    '### Places that no configuration lists',
    '',
    ...(rows.length === 0
      ? []
      : ['| place | name | written | what that proves |', '| --- | --- | --- | --- |', ...rows, '']),
    ...(others > 0 ? [`${others} more are in the files.`] : []),
    ...(harmless > 0 ? [harmlessOf(harmless)] : []),
  ].join('\n')
}

function harmlessOf(count: number): string {
  return `${counted(count, 'secret or variable', 'secrets or variables')} of such a name cannot hold any of these keys.`
}
