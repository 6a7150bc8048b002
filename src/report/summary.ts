/** The job summary: where this user's keys stand, what was done and why, and what comes next and when. */
import type { Phase } from '../rotation/world.ts'
import { plain } from './markdown.ts'
import type { UserReport } from './report.ts'
import { meaningOf } from './words.ts'

/** GitHub-flavoured Markdown for one user. */
export function summaryOf(report: UserReport, comingUp: string | undefined): string {
  return [
    `## Access key of ${plain(report.user)}: ${report.phase}`,
    lifecycle(report.phase),
    headline(report, comingUp),
    keysTable(report),
    ...report.warnings.map((warning) => alert('WARNING', warning)),
    stepsTable(report),
    `<sub>Times are AWS's own, in UTC; this run ended at ${report.at}.</sub>`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}

const phases: readonly Phase[] = ['steady', 'rotating', 'overlap', 'recovery']

/** The whole life at a glance, with the present phase marked. */
function lifecycle(phase: Phase): string {
  if (phase === 'blocked') return `⛔ **blocked**: ${meaningOf(phase)}`
  const line = phases.map((each) => (each === phase ? `🔑 **${each}**` : each)).join(' → ')
  return `${line} → steady\n\n**${phase}**: ${meaningOf(phase)}`
}

function headline(report: UserReport, comingUp: string | undefined): string {
  if (report.failed) {
    const block = caution(report.because, report.remedy ?? 'Run again.')
    return comingUp === undefined ? block : `${block}\n\n**Next:** ${comingUp}`
  }
  if (report.held) return `${alert('WARNING', report.because)}\n\n**Next:** ${comingUp ?? 'nothing'}`
  const because = plain(report.because)
  if (report.planned)
    return `**This run would go on with:** ${report.nextStep}, because ${because}. Nothing was changed (mode: plan).`
  const rotated = report.rotated ? '**A new key is published everywhere.**  \n' : ''
  return `${rotated}**Next:** ${comingUp ?? 'nothing'}  \n**Because** ${because}`
}

/** The summary of a run that ended before anything was known about a user. */
export function failureSummaryOf(message: string, remedy: string): string {
  return `## Nothing was changed\n\n${caution(message, remedy)}\n`
}

/** What went wrong, line by line, and what to do. */
function caution(because: string, remedy: string): string {
  return [alert('CAUTION', because), '>', `> **What to do:** ${plain(remedy)}`].join('\n')
}

function alert(kind: 'CAUTION' | 'WARNING', because: string): string {
  return [`> [!${kind}]`, ...because.split('\n').map((line) => `> ${plain(line)}`)].join('\n')
}

function keysTable({ keys }: UserReport): string {
  if (keys.length === 0) return 'No access key.'
  const rows = keys.map(({ id, label, status, created, ageDays }) => {
    const age = `${ageDays} day${ageDays === 1 ? '' : 's'}`
    return `| \`${plain(id)}\` | ${label} | ${status} | ${age} | ${created} |`
  })
  return ['| key | label | status | age | created |', '| --- | --- | --- | --- | --- |', ...rows].join('\n')
}

function stepsTable({ steps }: UserReport): string {
  const effects = steps.filter(({ effect }) => effect)
  if (effects.length === 0) return ''
  const rows = effects.map(
    ({ step, because, result }, index) => `| ${index + 1} | ${plain(step)} | ${plain(because)} | ${plain(result)} |`,
  )
  return ['### What was done', '', '| | step | because | result |', '| --- | --- | --- | --- |', ...rows].join('\n')
}
