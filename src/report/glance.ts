/** Several users in a few sentences: who needs somebody, whether their keys work, what a run did, and what is next. */

import { listed } from '../text/listed.ts'
import { activeKeyOf, type Names, needsPerson, type Standing, standingAmong } from './ranking.ts'
import type { UserReport } from './report.ts'
import { shortDay } from './titles.ts'

/** `50 users: 2 overdue, 6 more need you; 15 on the way, 27 at rest`. `missing`: how many have no report. */
export function glanceOf(reports: readonly UserReport[], missing = 0): string {
  const well = wellOf(reports)
  return `${urgencyOf(reports, missing)}${well === '' ? '' : `; ${well}`}`
}

/** `50 users: 2 overdue, 6 more need you`. `missing`: how many have no report, and so need a person. */
export function urgencyOf(reports: readonly UserReport[], missing = 0): string {
  const needing = reports.filter(needsPerson)
  const of = (standing: Standing) => needing.filter((each) => standingAmong(each) === standing).length
  const [without, overdue] = [of('without a key'), of('overdue')]
  const worst = [without > 0 ? `${without} without an active key` : '', overdue > 0 ? `${overdue} overdue` : '']
  const others = needing.length + missing - without - overdue
  const lost = missing > 0 ? ` (${missing} without a report)` : ''
  const more = without + overdue > 0 ? ' more' : ''
  const asking = others > 0 ? `${others}${more} ${others === 1 ? 'needs' : 'need'} you${lost}` : ''
  const parts = [...worst, asking].filter((each) => each !== '')
  return `${counted(reports.length + missing, 'user')}: ${parts.length === 0 ? 'nothing for you to do' : parts.join(', ')}`
}

/** `15 on the way, 27 at rest`: of those who need nobody. Empty where there are none. */
export function wellOf(reports: readonly UserReport[]): string {
  const well = reports.filter((report) => !needsPerson(report))
  const resting = well.filter(({ phase }) => phase === 'steady').length
  const moving = well.length - resting
  return [moving > 0 ? `${moving} on the way` : '', resting > 0 ? `${resting} at rest` : '']
    .filter((each) => each !== '')
    .join(', ')
}

/** The icon of all of them together. */
export function iconOfAll(reports: readonly UserReport[], missing: number): string {
  if (reports.some(({ phase }) => phase === 'blocked')) return '⛔'
  if (missing > 0 || reports.some(({ failed }) => failed)) return '❌'
  if (reports.some(needsPerson)) return '⚠️'
  return reports.length > 0 && reports.every(({ planned }) => planned) ? '📋' : '✅'
}

/** So many users are named in a sentence. */
const mostNamed = 5

/** Whether each of them has an active key, as far as AWS has told. Names are as they are to be shown, in Markdown. */
export function activeKeysIn(
  reports: readonly UserReport[],
  missing: readonly string[],
  names: Names,
  shown: (name: string) => string,
): string {
  const all = reports.length + missing.length
  const of = (wanted: ReturnType<typeof activeKeyOf>) =>
    reports.filter((each) => activeKeyOf(each) === wanted).map((each) => names.userOf(each))
  const [active, none, unknown] = [of('active').length, of('none'), [...of('unknown'), ...missing]]
  if (active === all)
    return all === 0 ? '' : `**${all === 1 ? 'The user has' : `All ${all} users have`} an active key.**`
  const name = (users: readonly string[]) => shown(listed(users, mostNamed))
  return [
    `${active} of ${all} users ${active === 1 ? 'has' : 'have'} an active key.`,
    none.length === 0
      ? ''
      : `**None: ${name(none)}. Whatever uses ${none.length === 1 ? 'its key' : 'their keys'} fails.**`,
    unknown.length === 0 ? '' : `Not known: ${name(unknown)}.`,
  ]
    .filter((each) => each !== '')
    .join(' ')
}

/** What steps have brought about, and how it is told of several. */
const achievements: readonly (readonly [done: string, told: string])[] = [
  ['new key published', 'new key'],
  ['old key switched off', 'old key@ switched off'],
  ['old key deleted', 'old key@ deleted'],
  ['old key switched on again', 'old key@ switched on again'],
  ['unpublished key deleted', 'unpublished key@ deleted'],
]

/** `**This run:** 7 new keys, 8 old keys switched off.` Empty where that cannot be told. */
export function doneInRun(reports: readonly UserReport[], missing: number): string {
  if (reports.length > 0 && reports.every(({ planned }) => planned))
    return 'This run only planned, and changed nothing.'
  const parts = achievements.flatMap(([done, told]) => {
    const count = reports.filter((report) => report.done.includes(done)).length
    const [noun = told, rest = ''] = told.split('@')
    return count === 0 ? [] : [`${counted(count, noun)}${rest}`]
  })
  if (parts.length > 0) return `**This run:** ${parts.join(', ')}.`
  return missing === 0 && !reports.some(({ changed }) => changed) ? 'This run changed nothing.' : ''
}

/** What a step does with so many keys or users. */
const steps: Readonly<Record<string, readonly [verb: string, noun: string]>> = {
  rotate: ['rotate', 'user'],
  verify: ['verify', 'new key'],
  publish: ['finish publishing', 'new key'],
  deactivate: ['switch off', 'old key'],
  delete: ['delete', 'old key'],
  discard: ['discard', 'unpublished key'],
}

/** So many dates are told. */
const mostDates = 3

/** `**Next:** 17 Mar 2026, delete 8 old keys; …`: what goes on by itself, the earliest first. Empty where nothing does. */
export function nextInAll(reports: readonly UserReport[]): string {
  const going = reports.filter((report) => !needsPerson(report) && !report.planned && report.nextStep !== undefined)
  const due = ({ nextStepAt }: UserReport) => (nextStepAt === undefined ? 0 : Date.parse(nextStepAt))
  const days = Map.groupBy(
    going.toSorted((one, other) => due(one) - due(other)),
    ({ nextStep = '', nextStepAt }) => {
      return JSON.stringify([nextStepAt === undefined ? 'at the next run' : shortDay(Date.parse(nextStepAt)), nextStep])
    },
  )
  const parts = [...days.values()].slice(0, mostDates).flatMap((those) => {
    const [first] = those
    const step = first?.nextStep === undefined ? undefined : steps[first.nextStep]
    if (first === undefined || step === undefined) return []
    const when = first.nextStepAt === undefined ? 'at the next run' : shortDay(due(first))
    return [`${when}, ${step[0]} ${counted(those.length, step[1])}`]
  })
  return parts.length === 0 ? '' : `**Next:** ${parts.join('; ')}.`
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
