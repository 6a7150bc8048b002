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
      `${by === undefined ? 'another run' : `the run ${by}`} has taken over from this one, which was silent for too long`,
    )
    this.name = 'Superseded'
  }
}

/** Whether an error ends the run whatever it was about: it was asked to stop, or another run has taken over. */
export function endsRun(error: unknown): boolean {
  return error instanceof Cancelled || error instanceof Superseded
}

/** The message of anything that was thrown, never empty; a Problem has already said what its cause said. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error instanceof Problem ? undefined : error.cause
  const message = error.message || error.name
  return cause instanceof Error && cause.message !== '' ? `${message}: ${cause.message}` : message
}

/** Ends a text with a full stop, unless it ends a sentence already. */
export function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}

/** What happened and what to do, for people. */
export function inSentences(error: unknown): string {
  return error instanceof Problem ? `${asSentence(error.message)} ${error.remedy}` : asSentence(messageOf(error))
}
