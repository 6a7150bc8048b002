/** How far apart the moments of a cron expression are. */
import { type Duration, day, minute } from '../rotation/time.ts'

/** Years that are looked at: leap years among them, and 2100, which is none. */
const firstDay = Date.UTC(2096, 0, 1)
const days = 12 * 366

/**
 * The longest time between two moments of a cron expression of five fields, in UTC; undefined where it is none that is
 * understood, or has no moments. https://pubs.opengroup.org/onlinepubs/9799919799/utilities/crontab.html
 */
export function longestGap(expression: string): Duration | undefined {
  const fields = expression.trim().split(/\s+/)
  const [minutes, hours, dates, months, weekdays] = fields.map((field, index) => valuesOf(field, index))
  if (fields.length !== 5 || !minutes || !hours || !dates || !months || !weekdays) return undefined
  const times = [...hours].flatMap((hour) => [...minutes].map((each) => hour * 60 + each)).sort((a, b) => a - b)
  const [first, last] = [times[0], times.at(-1)]
  if (first === undefined || last === undefined) return undefined
  // A day has to fit one of the two where both are restricted.
  const [, , anyDate, , anyWeekday] = fields.map((field) => field.startsWith('*'))
  const fits = (date: Date) => {
    const [isDate, isWeekday] = [dates.has(date.getUTCDate()), weekdays.has(date.getUTCDay())]
    return months.has(date.getUTCMonth() + 1) && (anyDate || anyWeekday ? isDate && isWeekday : isDate || isWeekday)
  }
  let longest = Math.max(0, ...times.slice(1).map((time, index) => time - (times[index] ?? 0))) * minute
  let before: number | undefined
  for (let index = 0; index < days; index += 1) {
    const midnight = firstDay + index * day
    if (!fits(new Date(midnight))) continue
    if (before !== undefined) longest = Math.max(longest, midnight + first * minute - before)
    before = midnight + last * minute
  }
  return before === undefined || longest === 0 ? undefined : longest
}

const ranges = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const weekdayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** `*`, `5`, `1-5`, `MON`, each with a step (`/15`) behind it, and lists of such; undefined for anything else. */
function valuesOf(field: string, index: number): ReadonlySet<number> | undefined {
  const [low, high] = ranges[index] ?? [0, -1]
  const numberOf = (text: string) => {
    const named = index === 3 ? monthNames.indexOf(text.toLowerCase()) + 1 : weekdayNames.indexOf(text.toLowerCase())
    const isNamed = /^[a-z]{3}$/i.test(text) && ((index === 3 && named > 0) || (index === 4 && named >= 0))
    return isNamed ? named : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN
  }
  const values = new Set<number>()
  for (const part of field.split(',')) {
    const [, begin = '', end, step = '1'] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d{1,2}))?$/.exec(part) ?? []
    const from = begin === '*' ? low : numberOf(begin)
    const isOpen = begin === '*' || (end === undefined && part.includes('/'))
    const to = isOpen ? high : numberOf(end ?? begin)
    if (!(from >= low && to <= high && from <= to && Number(step) > 0)) return undefined
    // Sunday is 0 and 7.
    for (let value = from; value <= to; value += Number(step)) values.add(index === 4 ? value % 7 : value)
  }
  return values
}
