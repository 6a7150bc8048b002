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

/** The message of anything that was thrown, never empty. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) {
    const cause =
      error.cause instanceof Error && error.cause.message !== error.message ? `: ${error.cause.message}` : ''
    return `${error.message || error.name}${cause}`
  }
  return String(error)
}
