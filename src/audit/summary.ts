/** The job summary of an audit: the answer, what a person has to do, and the keys in a table. */
import { plain } from '../report/markdown.ts'
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
  return [
    `## Access keys: ${plain(headlineOf(report))}`,
    [...furtherOf(report), ...(unlisted === null ? [] : [coverageOf(unlisted)])].map(plain).join('  \n'),
    ...(attention.length === 0 ? ['Nothing needs a person.'] : [tasks(report)]),
    ...warnings.map((warning) => `> [!WARNING]\n> ${plain(warning)}`),
    keys.length === 0 ? 'There is no access key.' : table(report),
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
    ...byRemedy(shown).flatMap(([remedy, all]) => {
      const whats = all.map(({ what }) => withFullStop(plain(what)))
      if (whats.length === 1) return [`- ${whats[0]} **${plain(remedy)}**`]
      return [`- **${plain(remedy)}**`, ...whats.map((what) => `  - ${what}`)]
    }),
    ...(others > 0 ? [`- and ${others} more, which the files name`] : []),
  ].join('\n')
}

function table({ keys, accounts }: AuditReport): string {
  const isAlone = accounts.length === 1
  const rows = keys.slice(0, mostRows).map((key) => {
    const cells = [
      `\`${plain(keyName(key))}\``,
      `${plain(key.user)}${isAlone ? '' : `<br>${key.account}`}`,
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
  const holding = alikeIn(places.filter(({ users }) => users.length > 0))
  const rows = holding.slice(0, mostRows).map(([first, ...alike]) => {
    const names = [first, ...alike].map(({ kind, name }) => (kind === 'variable' ? `variable ${name}` : name))
    const cells = [plain(first.place), names.map(plain).join('<br>'), first.updatedAt.slice(0, 10)]
    return `| ${[...cells, verdictsOf(first).map(plain).join('<br>')].join(' | ')} |`
  })
  const others = holding.length - rows.length
  const harmless = places.filter(({ users }) => users.length === 0).length
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
