/** GitHub's OIDC tokens, which say which job asks: https://docs.github.com/en/actions/reference/security/oidc */
import { HttpRequest } from '@smithy/core/transport'
import { networkRemedy } from '../network/problems.ts'
import { isSafe } from '../network/secure-transport.ts'
import type { Clock } from '../rotation/ports.ts'
import { Cancelled, endsRun, Problem } from '../rotation/problem.ts'
import { second } from '../rotation/time.ts'
import { requestTimeout } from '../rotation/waits.ts'
import type { Environment } from '../text/environment.ts'
import { AwsHandler } from './request-handler.ts'

/** A fresh token of this job for an audience, masked. @throws Problem */
export type IdTokens = (audience: string) => Promise<string>

/** Sends one request with the request token of the job; throws where nothing answers. */
export type IdTokenRequest = (
  url: URL,
  requestToken: string,
) => Promise<{ readonly status: number; readonly text: string }>

/** The runner sets both where the job has `id-token: write`, and neither where it has not. */
const requestVariables = {
  url: 'ACTIONS_ID_TOKEN_REQUEST_URL',
  token: 'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
} as const

const attempts = 3
const pause = 2 * second
/** More than any token has: what answers with more is something else. */
const mostBytes = 100_000

/**
 * What asks GitHub for tokens of this job, over the network when `send` is not given; undefined where the job may not
 * have any.
 * @throws Problem when the request token would be sent where others can read it
 */
export function idTokensOf(
  environment: Environment,
  clock: Clock,
  mask: (value: string) => void,
  send: IdTokenRequest = overNetwork,
): IdTokens | undefined {
  const { [requestVariables.url]: address, [requestVariables.token]: requestToken } = environment
  if (!address || !requestToken) return undefined
  mask(requestToken)
  const url = URL.parse(address)
  if (url === null || !isSafe(url)) {
    throw new Problem(
      `${requestVariables.url} is not an https URL, and the token of this job is sent over https alone`,
      'The runner sets it: take out of the workflow what overwrites it. An earlier step may have set it.',
    )
  }
  return async (audience) => {
    const asked = new URL(url)
    asked.searchParams.set('audience', audience)
    const token = await ask(() => answerOf(send, asked, requestToken), clock)
    mask(token)
    return token
  }
}

type Answer = { readonly token: string } | { readonly why: string; readonly passes: boolean; readonly error?: unknown }

async function ask(once: () => Promise<Answer>, clock: Clock): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await once()
    if ('token' in answer) return answer.token
    if (answer.passes && attempt < attempts) {
      await clock.sleep(pause * attempt)
      continue
    }
    if (clock.cancelled) throw new Cancelled()
    throw new Problem(
      `GitHub gave this job no OIDC token: ${answer.why}`,
      networkRemedy(answer.error) ??
        (answer.passes
          ? 'Run again: what is already done is not repeated. https://www.githubstatus.com shows whether Actions is in trouble.'
          : 'Check that the job itself has "permissions: id-token: write", also where it is called as a reusable workflow, and that no earlier step has set ACTIONS_ID_TOKEN_REQUEST_URL or ACTIONS_ID_TOKEN_REQUEST_TOKEN.'),
      { cause: answer.error },
    )
  }
}

/** One request, in words that quote nothing of the answer. */
async function answerOf(send: IdTokenRequest, url: URL, requestToken: string): Promise<Answer> {
  try {
    const { status, text } = await send(url, requestToken)
    if (status !== 200) {
      return { why: `its endpoint answered ${status}`, passes: status === 408 || status === 429 || status >= 500 }
    }
    const token = tokenIn(text)
    return token === undefined ? { why: 'its endpoint answered with something else', passes: false } : { token }
  } catch (error) {
    if (error instanceof Problem || endsRun(error)) throw error
    return { why: 'its endpoint did not answer', passes: true, error }
  }
}

async function overNetwork(
  url: URL,
  requestToken: string,
): Promise<{ readonly status: number; readonly text: string }> {
  const handler = new AwsHandler(
    { connectionTimeout: 10 * second, requestTimeout },
    () => undefined,
    () => undefined,
  )
  try {
    const { response } = await handler.handle(
      new HttpRequest({
        method: 'GET',
        protocol: url.protocol,
        hostname: url.hostname,
        ...(url.port === '' ? {} : { port: Number(url.port) }),
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: { host: url.host, accept: 'application/json', authorization: `Bearer ${requestToken}` },
      }),
    )
    const { statusCode: status, body } = response
    return { status, text: await textOf(body as AsyncIterable<Uint8Array>) }
  } finally {
    handler.destroy()
  }
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > mostBytes) break
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Three parts of base64url, as any JSON web token has. */
function tokenIn(text: string): string | undefined {
  try {
    const { value } = JSON.parse(text) as { readonly value?: unknown }
    return typeof value === 'string' && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** What a token says of its job, for a person who compares it with a trust policy: no secret, and not verified. */
export function claimsOf(token: string): { readonly issuer: string; readonly subject: string } {
  const [, payload = ''] = token.split('.')
  try {
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Readonly<Record<string, unknown>>
    return { issuer: String(claims['iss'] ?? ''), subject: String(claims['sub'] ?? '') }
  } catch {
    return { issuer: '', subject: '' }
  }
}
