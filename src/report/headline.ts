/** The first line of a summary, and the title of an annotation: how a user is, in words that need no explanation. */
import { needsPerson } from './ranking.ts'
import type { UserReport } from './report.ts'

/** `✅ ci-bot has a new access key`; `user` as it is to be shown. */
export function headlineOf(report: UserReport, user: string): string {
  return `${iconOf(report)} ${outcomeOf(report, user)}`
}

/** `ci-bot has a new access key` */
export function outcomeOf(report: UserReport, user: string): string {
  const { phase, failed, planned } = report
  if (phase === 'blocked') return `${user} needs you`
  if (failed) return `${user}${afterFailure(report)}`
  if (planned) return `${user}: ${planOf(report)}`
  return `${user}${afterSuccess(report)}`
}

/** That a run that failed has changed nothing, where that is so. */
export function reassuranceOf({ failed, changed, keys }: UserReport): string {
  if (!failed || changed) return ''
  const [key, another] = keys ?? []
  return key?.status === 'Active' && another === undefined
    ? 'Nothing was changed; your key still works.'
    : 'Nothing was changed.'
}

function iconOf(report: UserReport): string {
  const { phase, failed, planned, tooOld } = report
  if (phase === 'blocked') return '⛔'
  if (failed) return tooOld === undefined ? '❌' : iconsOfAge[tooOld]
  if (planned) return '📋'
  return needsPerson(report) ? '⚠️' : phase === 'rotating' ? '🔄' : '✅'
}

const iconsOfAge = { 'goes by itself': '⚠️', 'only planned': '📋', stays: '❌' } as const

function planOf({ nextStep, attention }: UserReport): string {
  if (nextStep !== 'rotate') return 'a rotation is to go on'
  return attention.length === 0 ? 'ready to rotate' : 'a rotation is due'
}

function afterFailure({ phase, done, changed, rotated, tooOld }: UserReport): string {
  const did = (what: string) => done.includes(what)
  if (tooOld === 'only planned') return ': a rotation is overdue'
  if (tooOld === 'goes by itself') return inUse(rotated || did('new key published'))
  if (did('old key switched on again')) return ': the old key is on again'
  if (rotated && phase === 'rotating') return ': the new key is not proven'
  if (phase === 'rotating') return ': the rotation is not finished'
  if (!changed && phase === 'steady') return ' was not rotated'
  if (phase === 'recovery') return ': the old key is not deleted yet'
  return phase === 'overlap' ? ': the old key cannot go yet' : ': this run failed'
}

function afterSuccess({ phase, done, held, rotated, warnings, attention }: UserReport): string {
  const did = (what: string) => done.includes(what)
  if (phase === 'rotating') return held ? ': the new key waits for its proof' : ': the rotation goes on in the next run'
  if (rotated || did('new key published')) return inUse(true)
  if (held && phase === 'steady') return ': no new key yet'
  if (held) return phase === 'recovery' ? ': the old key stays for now' : ': the old key cannot go yet'
  if (phase === 'recovery')
    return did('old key switched off') ? ': the old key is switched off' : ': the old key is off'
  if (phase === 'overlap') return inUse(false)
  if (did('old key deleted')) return ': the old key is deleted'
  return attention.length > 0 && warnings.length > 0 ? ': please look at this' : ': nothing is due'
}

function inUse(isNew: boolean): string {
  return isNew ? ' has a new access key' : ': the new key is in use'
}
