/** What has to be done for several users, one line for all of whom the same is asked. */

import { asSentence } from '../rotation/problem.ts'
import { listed } from '../text/listed.ts'
import { shortened } from '../text/presentable.ts'
import { capitalized, wordsFor } from './key-names.ts'
import { more, plain } from './markdown.ts'
import { type Names, needsPerson, type Standing, standingAmong } from './ranking.ts'
import { isManifold } from './reason-names.ts'
import type { UserReport } from './report.ts'
import { moreAbout } from './troubleshooting.ts'

/** What stands for the report of a user whose job left none. */
export const noReport = 'its job did not get that far'

/** What to do about that. */
export const remedyForMissing = 'Look at its job, and run it again.'

/** So many lines stand above the table, and so many users in each; the table has all of them. */
const most = 10

/** What is the matter takes no more of a line than this; the details have all of it. */
const longestWhat = 130

/** The first sentence of a remedy takes no more than this, and others are told while all take no more than that. */
const longestRemedy = { first: 170, all: 130 }

/** What is asked for one user. */
interface Need {
  readonly user: string
  /** The name in AWS, as texts have it. */
  readonly bearer: string
  readonly standing: Standing | 'missing'
  readonly ageDays: number | undefined
  readonly reason: string
  readonly what: string
  readonly remedy: string
  /** Where the documentation tells more. */
  readonly address: string | undefined
  readonly others: number
}

/** The box of what a person has to do, as Markdown, in the order of the reports; empty where nobody is needed. */
export function needsOf(reports: readonly UserReport[], missing: readonly string[], names: Names): string {
  const needing = reports.filter(needsPerson).map((report) => needOf(report, names))
  const failed = reports.filter((report) => needsPerson(report) && (report.failed || report.phase === 'blocked')).length
  const all = [...needing.slice(0, failed), ...missing.map(needOfMissing), ...needing.slice(failed)]
  if (all.length === 0) return ''
  const groups = [...Map.groupBy(all, (need) => JSON.stringify(sameness(need))).values()]
  const others = groups.slice(most).reduce((sum, group) => sum + group.length, 0)
  return [
    `> [!${failed + missing.length > 0 ? 'CAUTION' : 'WARNING'}]`,
    ...groups.slice(0, most).map((group) => `> - ${lineOf(group)}`),
    ...(others > 0 ? [`> - and ${others} more, which the table names`] : []),
  ].join('\n')
}

function needOf(report: UserReport, names: Names): Need {
  const { user: bearer, overdueKeyAgeDays, because, attention } = report
  const standing = standingAmong(report)
  const [first, ...others] = attention
  const told = wordsFor(report)
  const asked = first === undefined ? { what: because, remedy: '' } : ofOneProblem(first)
  return {
    user: names.userOf(report),
    bearer,
    standing,
    ageDays: standing === 'overdue' ? overdueKeyAgeDays : undefined,
    reason: first?.reason ?? report.phase,
    what: asSentence(told(asked.what)),
    remedy: told(asked.remedy),
    address: moreAbout(first?.what ?? because)[0],
    others: others.length,
  }
}

function needOfMissing(user: string): Need {
  const what = `There is no report: ${noReport}.`
  const need = { user, bearer: user, standing: 'missing', ageDays: undefined, address: undefined, others: 0 } as const
  return { ...need, reason: 'no report', what, remedy: remedyForMissing }
}

/** Of a list of problems the first, and what helps against it: that stands behind its first sentence, if anywhere. */
function ofOneProblem({ what, remedy }: { readonly what: string; readonly remedy: string }) {
  const [first, ...others] = what.split('\n').filter((line) => line.startsWith('- '))
  if (first === undefined) return { what, remedy }
  const [problem = '', ...help] = sentencesOf(first.slice(2))
  const count = others.length === 0 ? '' : ` (and ${others.length} more)`
  return { what: `${problem.replace(/\.$/, '')}${count}`, remedy: help.length === 0 ? remedy : help.join(' ') }
}

function sentencesOf(text: string): readonly string[] {
  return (
    text
      .replaceAll('\n', ' ')
      .match(/.+?(?:[.!?](?=\s)|$)/g)
      ?.map((each) => each.trim()) ?? []
  )
}

/** What users have in common who stand in one line. */
function sameness({ reason, standing, what, remedy, bearer, others }: Need): readonly (string | number)[] {
  const said = isManifold(reason) ? withoutName(what, bearer) : ''
  return [standing, reason, said, withoutName(inShort(remedy), bearer), others]
}

/** A text that is the same for every user. A name of letters alone may be a word, and stays. */
function withoutName(text: string, name: string): string {
  return /^[a-z]*$/i.test(name)
    ? text
    : text.split(new RegExp(`(?<![\\w.-])${name.replaceAll(/\W/g, '\\$&')}(?![\\w-])`)).join('NAME')
}

function lineOf(group: readonly Need[]): string {
  const [first] = group
  if (first === undefined) return ''
  const isOne = group.length === 1
  const who = listed(
    group.map(({ user }) => user),
    most,
  )
  const ages = group.flatMap(({ ageDays }) => ageDays ?? [])
  const age =
    ages.length === 0 ? '' : ` (**overdue, ${new Set(ages).size > 1 ? 'up to ' : ''}${Math.max(...ages)} days old**)`
  const isShared = group.every(({ remedy }) => remedy === first.remedy)
  const remedy = inShort(isShared ? first.remedy : withoutName(first.remedy, first.bearer))
  const others = first.others === 0 ? '' : ` (and ${first.others} more)`
  const told = [remedy === '' ? '' : `→ ${plain(remedy)}`, more(first.address)].filter((each) => each !== '')
  return `**${plain(who)}**${age}${[matterOf(first, isOne), ...told].join(' ')}${others}`
}

/** What is the matter, in a short sentence about one user, or as the reason has it. */
function matterOf({ what, reason, bearer }: Need, isOne: boolean): string {
  const [sentence = ''] = sentencesOf(isOne ? what : withoutName(what, bearer))
  const own = `${bearer} `
  if (isManifold(reason)) return `: ${plain(inBrief(sentence, longestWhat))}`
  if (!isOne || sentence.length > longestWhat) return `: ${plain(capitalized(reason))}.`
  if (sentence.startsWith(own)) return ` ${plain(sentence.slice(own.length))}`
  return `: ${plain(sentence.includes(bearer) ? `${capitalized(reason)}.` : sentence)}`
}

/** A beginning that is shorter says nothing. */
const tellingLength = 24

/** The beginning of what is the matter with a user, where its reason does not tell. Empty where it does. */
export function matterIn({ attention, ...report }: UserReport, longest: number): string {
  const [first] = attention
  if (first === undefined || !isManifold(first.reason)) return ''
  const [sentence = ''] = sentencesOf(asSentence(wordsFor(report)(ofOneProblem(first).what)))
  const brief = inBrief(sentence, longest).replace(/\.$/, '')
  return brief.endsWith('…') && brief.length < tellingLength ? '' : brief
}

/** A sentence without its details, or cut where it has none. */
function inBrief(sentence: string, longest: number): string {
  const [matter = '', ...details] = sentence.split(/:(?= )/)
  return sentence.length <= longest || details.length === 0 ? cut(sentence, longest) : cut(`${matter}.`, longest)
}

/** The first sentences of a remedy, as many as fit, and one at least. */
function inShort(remedy: string): string {
  const [first = '', ...others] = sentencesOf(remedy)
  let text = cut(first, longestRemedy.first)
  for (const each of others) {
    if (text.length + each.length >= longestRemedy.all) break
    text += ` ${each}`
  }
  return text
}

/** Cut at a semicolon or else between two words, where nothing is open that is to be closed: a bracket or a quotation. */
function cut(text: string, longest: number): string {
  if (text.length <= longest) return text
  const isClosed = (end: number) => {
    const before = text.slice(0, end)
    const count = (mark: RegExp) => before.match(mark)?.length ?? 0
    return count(/[([{“]/g) === count(/[)\]}”]/g) && count(/"/g) % 2 === 0 && count(/`/g) % 2 === 0
  }
  const clause = text.lastIndexOf('; ', longest - 1)
  if (clause > longest / 2 && isClosed(clause)) return `${text.slice(0, clause)}.`
  for (let end = text.lastIndexOf(' ', longest - 1); end > longest / 2; end = text.lastIndexOf(' ', end - 1)) {
    if (isClosed(end)) return `${text.slice(0, end).replace(/[,:;]$/, '')}…`
  }
  return shortened(text, longest)
}
