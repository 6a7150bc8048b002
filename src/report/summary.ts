/** The job summary: where this user's keys stand, what was done and why, and what comes next and when. */

import type { Phase } from '../rotation/decision.ts'
import { asSentence, withFullStop } from '../rotation/problem.ts'
import { runAgain } from './attention.ts'
import { plain } from './markdown.ts'
import type { KeyReport, UserReport } from './report.ts'
import { standingOf } from './titles.ts'

/** The job summary of one user, as GitHub-flavoured Markdown. */
export function summaryOf(report: UserReport, comingUp: string | undefined): string {
  return `## Access key of ${plain(report.user)}: ${standingOf(report)}\n\n${detailsOf(report, comingUp, alert)}`
}

/** The same without its heading, to be folded into the summary of several users. */
export function foldedDetailsOf(report: UserReport, comingUp: string | undefined): string {
  return detailsOf(report, comingUp, quote)
}

function detailsOf(report: UserReport, comingUp: string | undefined, box: Box): string {
  return [
    lifecycle(report),
    headline(report, comingUp, box),
    keysTable(report),
    ...report.warnings.map((warning) => box('WARNING', warning)),
    stepsTable(report),
    `<sub>Times are AWS's own, in UTC; this run ended at ${report.at}.</sub>`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}

const phases: readonly Phase[] = ['steady', 'rotating', 'overlap', 'recovery']

/** The whole life at a glance, with the present phase marked. */
function lifecycle(report: UserReport): string {
  const { phase } = report
  if (phase === 'blocked') return `⛔ **blocked**: ${meaningOf(report)}`
  const line = phases.map((each) => (each === phase ? `🔑 **${each}**` : each)).join(' → ')
  return `${line} → steady\n\n**${phase}**: ${meaningOf(report)}`
}

const old = {
  Active: 'the old one still works',
  Inactive: 'the old one is off',
  unknown: 'whether the old one still works is not known',
} as const

/** What a phase means for the keys, as far as this run has confirmed it. */
function meaningOf({ phase, keys, failed, nextStepAt }: UserReport): string {
  if (keys === undefined) return 'the keys could not be read'
  const statusOf = (label: KeyReport['label']) => keys.find((key) => key.label === label)?.status
  const previous = statusOf('previous')
  switch (phase) {
    case 'steady': {
      const count = ['no key', 'one key'][keys.length] ?? `${keys.length} keys`
      return failed || nextStepAt === undefined ? count : `${count}, nothing is due`
    }
    case 'rotating':
      return statusOf('pending') === 'Active'
        ? 'a new key exists, and the old one stays in use until the new one is proven'
        : 'a rotation has begun and is not finished'
    case 'overlap':
      return `the new key is in use${previous === undefined ? '' : `, and ${old[previous]}`}`
    case 'recovery':
      return previous === 'Inactive'
        ? 'the old key is off, and can be switched on again'
        : 'the old key has been switched off'
    case 'blocked':
      return 'a person has to decide'
  }
}

function headline(report: UserReport, comingUp: string | undefined, box: Box): string {
  if (report.failed) {
    const block = caution(report.because, report.remedy ?? runAgain, box)
    return comingUp === undefined ? block : `${block}\n\n**Next:** ${comingUp}`
  }
  if (report.held) return `${box('WARNING', report.because)}\n\n**Next:** ${comingUp ?? 'nothing'}`
  const because = plain(report.because)
  if (report.planned)
    return `**This run would go on with:** ${report.nextStep}, because ${withFullStop(because)} Nothing was changed (mode: plan).`
  const rotated = report.rotated ? '**A new key is published everywhere.**  \n' : ''
  return `${rotated}**Next:** ${comingUp ?? 'nothing'}  \n**Because** ${because}`
}

/** The summary of a run that ended before anything was known about a user. */
export function failureSummaryOf(message: string, remedy: string, title = 'Nothing was changed'): string {
  return `## ${title}\n\n${caution(message, remedy, alert)}\n`
}

/** What went wrong, line by line, and what to do. */
function caution(because: string, remedy: string, box: Box): string {
  return [box('CAUTION', because), '>', `> **What to do:** ${plain(remedy)}`].join('\n')
}

/** Sets text apart from the rest. */
type Box = (kind: 'CAUTION' | 'WARNING', because: string) => string

const alert: Box = (kind, because) => [`> [!${kind}]`, ...quoted(because)].join('\n')

/** GitHub makes no alert inside of another element. */
const quote: Box = (kind, because) => {
  return [`> ${{ CAUTION: '❌ **Failed**', WARNING: '⚠️ **Warning**' }[kind]}  `, ...quoted(because)].join('\n')
}

function quoted(because: string): readonly string[] {
  return asSentence(because)
    .split('\n')
    .map((line) => `> ${plain(line)}`)
}

function keysTable({ keys }: UserReport): string {
  if (keys === undefined) return 'The access keys could not be read.'
  if (keys.length === 0) return 'No access key.'
  const rows = keys.map(({ id, label, status, created, ageDays }) => {
    const age = `${ageDays} day${ageDays === 1 ? '' : 's'}`
    const shown = status === 'unknown' ? 'not confirmed' : status
    return `| \`${plain(id)}\` | ${label} | ${shown} | ${age} | ${created} |`
  })
  return ['| key | label | status | age | created |', '| --- | --- | --- | --- | --- |', ...rows].join('\n')
}

function stepsTable({ steps }: UserReport): string {
  const effects = steps.filter(({ effect }) => effect)
  if (effects.length === 0) return ''
  const rows = effects.map(
    ({ step, because, result }, index) => `| ${index + 1} | ${plain(step)} | ${plain(because)} | ${cell(result)} |`,
  )
  return ['### What was done', '', '| | step | because | result |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

/** Text of several lines in a table, where a line break would end the row. */
function cell(text: string): string {
  return text.split('\n').map(plain).join('<br>')
}
