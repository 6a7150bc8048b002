/** GitHub's refusals: thrown where a rule is broken, spelled as JSON where the reply is written. */
import type { WireReply } from '../wire.ts'

/** What `documentation_url` says when no single operation is meant. */
export const documentation = 'https://docs.github.com/rest'

interface RefusalDetails {
  readonly headers?: Readonly<Record<string, string>>
  /** Where the message does not belong to the operation that was asked for. */
  readonly documentationUrl?: string
  /** What the body says beside the message. */
  readonly more?: Readonly<Record<string, string>>
}

/** An answer of 4xx, or one of 3xx that sends the caller elsewhere. */
export class Refusal extends Error {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly documentationUrl: string | undefined
  readonly more: Readonly<Record<string, string>>

  constructor(status: number, message: string, { headers = {}, documentationUrl, more = {} }: RefusalDetails = {}) {
    super(message)
    this.status = status
    this.headers = headers
    this.documentationUrl = documentationUrl
    this.more = more
  }
}

/** Missing, or hidden from this caller: GitHub does not say which. */
export function notFound(): Refusal {
  return new Refusal(404, 'Not Found')
}

/** What was asked for is at another address; a request that reads may be told so for good. */
export function movedTo(url: string, method: string): Refusal {
  const details = { headers: { location: url }, more: { url } }
  return method === 'GET' || method === 'HEAD'
    ? new Refusal(301, 'Moved Permanently', details)
    : new Refusal(307, 'Temporary Redirect', details)
}

/** A request that is well-formed and cannot be done. */
export function unprocessable(message: string): Refusal {
  return new Refusal(422, message)
}

/** A body that is not what the operation takes, in the words of GitHub's own schema check. */
export function invalidRequest(detail: string): Refusal {
  return unprocessable(`Invalid request.\n\n${detail}`)
}

/** The JSON body of an error, `status` as a string included. */
export function spelledRefusal(refusal: Refusal, operationDocumentation = documentation): WireReply {
  return {
    status: refusal.status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...refusal.headers },
    body: JSON.stringify({
      message: refusal.message,
      ...refusal.more,
      documentation_url: refusal.documentationUrl ?? operationDocumentation,
      status: String(refusal.status),
    }),
  }
}
