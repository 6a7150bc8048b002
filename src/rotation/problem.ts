import { presentable } from '../text/presentable.ts'

/**
 * An error that a person can do something about: the message says what happened and to what, `remedy` what to do.
 * Never carries a secret. The provider's own error, if any, is the `cause`.
 */
export class Problem extends Error {
  readonly remedy: string

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'Problem'
    this.remedy = remedy
  }
}

/** What warnings are about. Whether one asks something of a person, `src/report/attention.ts` decides for each. */
export type WarningKind =
  | 'archived repositories'
  | 'foreign recovery value'
  | 'former names'
  | 'former places'
  | 'idle schedule'
  | 'ignored force'
  | 'late rotation'
  | 'mixed pair'
  | 'no recovery secret'
  | 'no verification workflow'
  | 'overruled by force'
  | 'pair not proven'
  | 'rare schedule'
  | 'recovery secret not handed back'
  | 'rewritten secrets'
  | 'same name left behind'
  | 'session not renewed'
  | 'short overlap'
  | 'switched on again'
  | 'undeclared inputs'
  | 'unproven key'
  | 'unproven place'
  | 'unproven places'
  | 'unread places'
  | 'untried permission'
  | 'unusable recovery value'
  | 'weak proof'
  | 'wide recovery secret'

/** What a person should know though nothing fails for it: what it is about in a few words, and in sentences. */
export interface Warning {
  readonly kind: WarningKind
  readonly text: string
}

/** The run was asked to stop, and does so between two steps. */
export class Cancelled extends Error {
  constructor() {
    super('this run was cancelled')
    this.name = 'Cancelled'
  }
}

/** Another run has taken over the user, because this one was silent for too long; it stops where it is. */
export class Superseded extends Error {
  /** `by`: `owner/repo/run-id` of the other run, when its claim can be read. */
  constructor(by: string | undefined) {
    super(
      by === undefined
        ? 'this run was silent for too long, and another one may have taken over'
        : `the run ${by} has taken over from this one, which was silent for too long`,
    )
    this.name = 'Superseded'
  }
}

/** Whether an error ends the run whatever it was about: it was asked to stop, or another run has taken over. */
export function endsRun(error: unknown): boolean {
  return error instanceof Cancelled || error instanceof Superseded
}

/** Passes over an error of something that nothing depends on. @throws what ends the run */
export function passOver(error: unknown): undefined {
  if (endsRun(error)) throw error
}

/** A library's message is cut to this; the reasons that AWS gives for a denial are shorter. */
const longestMessage = 1000

/**
 * The message of anything that was thrown, never empty. A Problem, whose words are ours, has already said what its
 * cause said; the words of anybody else are made presentable.
 */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return presentable(String(error), longestMessage)
  if (error instanceof Problem || endsRun(error)) return error.message
  const said = [error.message || error.name, error.cause instanceof Error ? error.cause.message : '']
  return [...new Set(said.filter((each) => each !== '').map((each) => presentable(each, longestMessage)))].join(': ')
}

/** What a person can do about anything that was thrown. */
export function remedyOf(error: unknown): string {
  return error instanceof Problem ? error.remedy : 'This is a defect of this action: please report it with this log.'
}

/** Words that a message of ours may begin with; a name keeps its own spelling. */
const firstWord = /^(?:an?|the|this|it|only|somebody|secrets|unlisted|places|jobs|with|not|what|whether)(?= )/

/** A text as a sentence by itself: with a capital, unless it begins with a name, and a full stop. */
export function asSentence(text: string): string {
  return withFullStop(text.replace(firstWord, (word) => word.charAt(0).toUpperCase() + word.slice(1)))
}

/** Ends a text with a full stop, unless it ends a sentence already. */
export function withFullStop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}

/** What happened and what to do, for people. */
export function inSentences(error: unknown): string {
  return error instanceof Problem ? `${asSentence(error.message)} ${error.remedy}` : asSentence(messageOf(error))
}
