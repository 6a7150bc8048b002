/** The findings as comma-separated values, a row for each key: https://www.rfc-editor.org/rfc/rfc4180 */
import { controls } from './controls.ts'
import type { AuditReport, KeyFinding } from './findings.ts'
import type { InventoryFindings } from './unlisted-findings.ts'

type Column = readonly [name: string, value: (key: KeyFinding) => string | number | boolean | null]

const columns: readonly Column[] = [
  ['account', ({ account }) => account],
  ['user', ({ user }) => user],
  ['access_key_id', ({ accessKeyId }) => accessKeyId],
  ['label', ({ label }) => label],
  ['status', ({ status }) => status],
  ['created', ({ created }) => created],
  ['age_days', ({ ageDays }) => ageDays],
  ['last_used', ({ lastUsed }) => lastUsed.at ?? lastUsed.state],
  ['last_used_service', ({ lastUsed }) => lastUsed.service],
  ['last_used_region', ({ lastUsed }) => lastUsed.region],
  ['configured', ({ configured }) => configured],
  ['owner', ({ owner }) => owner?.repository ?? null],
  ['owner_run', ({ owner }) => owner?.runUrl ?? null],
  ['owner_at', ({ owner }) => owner?.at ?? null],
  ['phase', ({ phase }) => phase],
  ['next_step', ({ nextStep }) => nextStep],
  ['next_step_at', ({ nextStepAt }) => nextStepAt],
  ['late_days', ({ lateDays }) => lateDays],
  ['overdue', ({ overdue }) => overdue],
  [
    'places',
    ({ places }) =>
      places.map(({ place, name, proves, because }) => `${name} in ${place}: ${proves}, ${because}`).join('; '),
  ],
  ...controls.map(({ id }): Column => {
    return [id.replaceAll('-', '_'), (key) => key.controls.find(({ control }) => control === id)?.standing ?? null]
  }),
]

/** A header and a row for each key. No cell is a formula to a spreadsheet. */
export function csvOf({ keys }: Pick<AuditReport, 'keys'>): string {
  const rows = keys.map((key) => columns.map(([, value]) => value(key)))
  return [columns.map(([name]) => name), ...rows].map(line).join('')
}

const placeColumns = ['place', 'kind', 'name', 'updated', 'account', 'user', 'proves', 'access_key_id', 'active']

/** The same of places that no configuration lists: a row for each user whose key a place holds, or may hold. */
export function placesCsvOf({ places }: InventoryFindings): string {
  const rows = places.flatMap(({ place, kind, name, updatedAt, users }) =>
    users.map(({ account, user, proves, accessKeyId, isLive }) => {
      return [place, kind, name, updatedAt, account, user, proves, accessKeyId, isLive]
    }),
  )
  return [placeColumns, ...rows].map(line).join('')
}

function line(values: readonly (string | number | boolean | null)[]): string {
  return `${values.map((value) => cell(String(value ?? ''))).join(',')}\r\n`
}

/**
 * A cell that begins like a formula is kept as text by an apostrophe before it, however a spreadsheet reads its quotes:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
function cell(text: string): string {
  const harmless = /^[\s\p{Cc}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text) ? `'${text}` : text
  return /[",\r\n]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
