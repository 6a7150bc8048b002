/** The words for steps and phases: the log, the summary and the annotations all say them the same way. */

import type { Decision, Next, Phase } from '../rotation/decision.ts'
import type { Entry } from '../rotation/rotate.ts'
import { type Instant, second, spoken, utc } from '../rotation/time.ts'
import type { Journal } from '../rotation/world.ts'

/** The title of a step: what it does, in a few words. */
export function titleOf(decision: Decision): string {
  switch (decision.do) {
    case 'observe':
      return {
        user: 'Look at the user again',
        claim: 'Check that no other run has claimed the user',
        quiet: 'Wait until the earlier run has surely stopped',
        holder: 'Ask GitHub about another run',
        queue: 'Ask GitHub when this run was queued',
        preflight: 'Check everything',
        destinations: 'Look at the destinations',
        'same name nearby': 'Look for secrets of the same name nearby',
        'last use': 'Read the last use of the keys',
        users: 'Ask CloudTrail who uses the old key',
        'unfinished runs': 'Look for runs that may hold the old key',
      }[decision.what]
    case 'claim':
      return 'Claim the user for this run'
    case 'safeguard':
      return `Seal ${decision.key} into the recovery secret`
    case 'clear':
      return 'Delete the recovery secret'
    case 'record':
      return `Note in the user's tags: ${noteOf(decision.journal)}`
    case 'refuse':
      return 'Note that this configuration is refused'
    case 'remember':
      return 'Note which verification has not ended'
    case 'create':
      return 'Create a key'
    case 'reactivate':
      return `Switch ${decision.key} on again`
    case 'untag':
      return `Remove the tags of ${decision.key}`
    case 'try':
    case 'publish':
    case 'verify':
    case 'deactivate':
    case 'delete':
    case 'discard':
      return `${decision.do.replace(/^./, (letter) => letter.toUpperCase())} ${decision.key}`
    case 'nothing':
      return 'Nothing to do'
    case 'wait':
      return 'Done for now'
    case 'fail':
      return 'Failed'
    case 'stop':
      return 'Blocked'
  }
}

/** The phase that a note in the tags tells of. */
function noteOf(journal: Journal): string {
  return journal.phase === 'publishing' && journal.window.to !== undefined ? 'published' : journal.phase
}

/** Whether a step changes anything that a person would look for; reading and the journal are in the log and report. */
export function isEffect(decision: Decision): boolean {
  return !['observe', 'claim', 'record', 'remember', 'refuse', 'untag'].includes(decision.do)
}

/** Whether a step changes keys or secrets, or tries to: neither reading, nor the journal, nor a verification does. */
export function isChange(decision: Decision): boolean {
  return ['create', 'safeguard', 'clear', 'publish', 'deactivate', 'reactivate', 'delete', 'discard'].includes(
    decision.do,
  )
}

/** What a step has brought about, in a few words; undefined when it went wrong, or nobody would look for it. */
export function achievementOf({ decision, failed }: Pick<Entry, 'decision' | 'failed'>): string | undefined {
  if (failed === true) return undefined
  switch (decision.do) {
    case 'create':
      return 'new key created'
    case 'publish':
      return 'new key published'
    case 'deactivate':
      return 'old key switched off'
    case 'reactivate':
      return 'old key switched on again'
    case 'delete':
      return 'old key deleted'
    case 'discard':
      return 'unpublished key deleted'
    default:
      return undefined
  }
}

/** The state of a user's rotation in one word, for headings: the phase, or `failed` where it is not `blocked`. */
export function standingOf({ phase, failed }: { readonly phase: Phase; readonly failed: boolean }): string {
  return failed && phase !== 'blocked' ? 'failed' : phase
}

const verbs: Readonly<Record<Next['step'], string>> = {
  rotate: 'rotate',
  verify: 'verify again',
  publish: 'finish publishing',
  deactivate: 'deactivate the old key',
  delete: 'delete the old key',
  discard: 'discard the key that nobody has',
}

/** `deactivate the old key from 23 November, 19:00 UTC on (in 23 hours)` */
export function comingUp({ step, at }: Next, now: Instant): string {
  return at === undefined
    ? `${verbs[step]}, at the next run`
    : `${verbs[step]} from ${readable(at, now)} on (${relative(at, now)})`
}

const months = 'January February March April May June July August September October November December'.split(' ')

/** `23 November 2026, 19:00 UTC`; without the year where that is the year of `now`. */
export function readable(at: Instant, now?: Instant): string {
  return `${readableDay(at, now)}, ${utc(at).slice(11, 16)} UTC`
}

function readableDay(at: Instant, now: Instant | undefined): string {
  const date = new Date(at)
  const year = date.getUTCFullYear()
  const isThisYear = now !== undefined && new Date(now).getUTCFullYear() === year
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]}${isThisYear ? '' : ` ${year}`}`
}

/** Gives every time and date in a text the form in which people read it; a date that is part of a name keeps its own. */
export function withReadableTimes(text: string, now: Instant): string {
  return text.replaceAll(
    /(?<![\w/.-])\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?(?![\w/-]|\.\w)/g,
    (written, time: string | undefined) => {
      const at = Date.parse(written)
      if (Number.isNaN(at)) return written
      return time === undefined ? readableDay(at, now) : readable(at, now)
    },
  )
}

/** `23 Nov 2026`, in UTC: for tables. */
export function shortDay(at: Instant): string {
  const date = new Date(at)
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]?.slice(0, 3)} ${date.getUTCFullYear()}`
}

/** `deactivate the old key`: what a step does, for people. The name itself where no step has it. */
export function verbOf(step: string): string {
  return isStep(step) ? verbs[step] : step
}

function isStep(step: string): step is Next['step'] {
  return Object.hasOwn(verbs, step)
}

/** What a report says is next, as the run itself had it. */
export function upcomingIn(report: {
  readonly planned: boolean
  readonly nextStep: string | undefined
  readonly nextStepAt: string | undefined
}): Next | undefined {
  const { planned, nextStep, nextStepAt } = report
  if (planned || nextStep === undefined || !isStep(nextStep)) return undefined
  return { step: nextStep, at: nextStepAt === undefined ? undefined : Date.parse(nextStepAt) }
}

/** `in 23 hours`, `2 days ago`, `now` */
export function relative(at: Instant, now: Instant): string {
  if (Math.abs(at - now) < second) return 'now'
  return at > now ? `in ${spoken(at - now)}` : `${spoken(now - at)} ago`
}

/** The next thing to come, where the ending names one. */
export function nextOf(ending: Decision): Next | undefined {
  return 'next' in ending ? ending.next : undefined
}
