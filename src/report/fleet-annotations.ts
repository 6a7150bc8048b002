/** What the page of a run says of several users: GitHub shows ten annotations of each level, so the worst come first. */

import { asSentence } from '../rotation/problem.ts'
import { outcomeOf, reassuranceOf } from './headline.ts'
import { wordsFor } from './key-names.ts'
import { glanceOf, namesIn, worstFirst } from './ranking.ts'
import type { UserReport } from './report.ts'
import type { Level } from './runner.ts'

/** A user's report, and what is to come in the words of `comingUp`. */
export interface Told {
  readonly report: UserReport
  readonly comingUp: string | undefined
}

/** One annotation. */
export interface Annotation {
  readonly level: Level
  readonly title: string | undefined
  readonly message: string
  readonly remedy: string
}

/** An annotation before there is known to be room for it. */
interface Wanted {
  readonly user: string
  readonly title: string
  readonly message: string
  readonly remedy: string
}

/**
 * The annotations of several users: an error for each that failed, a warning for each that is held and for what else a
 * person has to do, and one notice that counts all. Where there is no room, the last of a level lists the others.
 */
export function annotationsOf(
  all: readonly Told[],
  room: { readonly error: number; readonly warning: number },
): readonly Annotation[] {
  const sorted = worstFirst(all)
  const names = namesIn(sorted.map(({ report }) => report))
  const errors: Wanted[] = []
  const warnings: Wanted[] = []
  for (const { report, comingUp } of sorted) {
    const user = names.userOf(report)
    const title = outcomeOf(report, user)
    const words = wordsFor(report, true)
    const ending = { user, title, message: asSentence(words(report.because)) }
    if (report.failed) errors.push({ ...ending, remedy: remedyIn(report) })
    else if (report.held) warnings.push({ ...ending, remedy: `Next: ${comingUp ?? 'nothing'}` })
    warnings.push(...askingWarnings(report).map((each) => ({ user, title, message: words(each), remedy: '' })))
  }
  const glance = { title: undefined, message: `${glanceOf(sorted.map(({ report }) => report))}.`, remedy: '' }
  return [
    ...fitted('error', errors, room.error),
    ...fitted('warning', warnings, room.warning),
    { level: 'notice', ...glance },
  ]
}

/** What to do about a failure, and that nothing was changed, where that is so. */
export function remedyIn(report: UserReport): string {
  const parts = [wordsFor(report, true)(report.remedy ?? ''), reassuranceOf(report)]
  return parts.filter((each) => each !== '').join(' ')
}

/** Warnings that ask something of a person. */
export function askingWarnings({ warnings, attention }: UserReport): readonly string[] {
  return warnings.filter((each) => attention.some(({ what }) => what === each))
}

/** At most so many, and one at least where there is anything to say. */
function fitted(level: Level, all: readonly Wanted[], room: number): readonly Annotation[] {
  const alone = all.length <= room ? all : all.slice(0, Math.max(0, room - 1))
  const annotations = alone.map(({ title, message, remedy }) => ({ level, title, message, remedy }))
  const others = all.slice(alone.length)
  if (others.length === 0) return annotations
  const points = others.map(({ user, message }) => `- ${user}: ${message.replaceAll('\n', ' ')}`)
  const title = `${others.length} more ${level}${others.length === 1 ? '' : 's'}`
  const remedy = 'The job summary says what to do about each.'
  return [...annotations, { level, title, message: [`${title}:`, ...points].join('\n'), remedy }]
}
