/** A request of GitHub that failed: what was asked, what GitHub answered, and what that says of the next attempt. */
import { asSentence, Problem } from '../../rotation/problem.ts'
import { isRateLimit } from './limits.ts'
import type { Permission } from './permissions.ts'

/** What a request is for: the parts of every sentence about its failure. */
export interface Purpose {
  /** `write the secret AWS_ACCESS_KEY_ID` */
  readonly doing: string
  /** `octo/app`, `the environment prod of octo/app`, `the organization octo` */
  readonly place: string
  readonly permission: Permission
}

/** The input that a token comes from; messages name it. */
export type TokenInput = 'github-token' | 'dispatch-token' | 'github-app-id'

/** One request: what was asked, and with whose token. */
export interface Attempt extends Purpose {
  /** The input that holds the token, or the App that it is made for. */
  readonly token: TokenInput
  /** It is a token of a person, as its beginning shows. */
  readonly isOfPerson?: boolean | undefined
}

/** The end of a request without success: what GitHub answered last; `status` 0 means no answer. */
export interface Failure extends Error {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  /** An attempt went without a clear answer, so GitHub may have done what was asked. */
  readonly ambiguous: boolean
}

/** GitHub did not do what was asked, or did not say so. The words are ours, what GitHub answered is the failure. */
export class Refusal extends Problem {
  readonly failure: Failure

  constructor(message: string, remedy: string, failure: Failure) {
    super(asSentence(message), asSentence(remedy), { cause: failure })
    this.failure = failure
  }
}

/** The status that GitHub answered with, 0 for none; undefined for any other error than a refusal. */
export function statusOf(error: unknown): number | undefined {
  return failureOf(error)?.status
}

/** Whether GitHub answered every attempt, the last with a 4xx: it has not done what was asked. */
export function isClearRefusal(error: unknown): boolean {
  const status = statusOf(error) ?? 0
  return status >= 400 && status < 500 && !isAmbiguous(error)
}

/** Whether an attempt went without a clear answer: GitHub may have done what was asked. */
export function isAmbiguous(error: unknown): boolean {
  return failureOf(error)?.ambiguous === true
}

/** Whether a limit that passes refused the request: the same request may be granted later. */
export function isPassingLimit(error: unknown): boolean {
  const failure = failureOf(error)
  return failure !== undefined && isRateLimit(failure)
}

/** Whether the same request may be answered later: GitHub did not answer, is in trouble, or asks to wait. */
export function mayPass(error: unknown): boolean {
  const status = statusOf(error)
  return status !== undefined && (isUnclear(status) || isPassingLimit(error))
}

/** Whether the same request would be refused again: a clear refusal, and not by a limit that passes. */
export function isLastingRefusal(error: unknown): boolean {
  return isClearRefusal(error) && !isPassingLimit(error)
}

/** Whether GitHub itself, and no proxy, denies this to the token, or hides what the token may not see. */
export function isDenial(error: unknown): boolean {
  const failure = failureOf(error)
  return isLastingRefusal(error) && failure !== undefined && [403, 404].includes(failure.status) && !isPage(failure)
}

/** Whether a status leaves open whether GitHub did what was asked; 0: no answer. */
export function isUnclear(status: number): boolean {
  return status === 0 || status === 408 || status >= 500
}

function failureOf(error: unknown): Failure | undefined {
  return error instanceof Refusal ? error.failure : undefined
}

/** Whether a failure is a web page, and not an answer of the API. */
export function isPage({ message, headers }: Failure): boolean {
  return /^\s*</.test(message) || /\bhtml\b/.test(headers['content-type'] ?? '')
}
