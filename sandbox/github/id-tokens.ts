/** The OIDC provider of GitHub Actions, as a job meets it: https://docs.github.com/en/actions/reference/security/oidc */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { duration, type SandboxClock } from '../clock.ts'
import type { Service, WireReply } from '../wire.ts'

/** Who signs the tokens of github.com. */
export const actionsIssuer = 'https://token.actions.githubusercontent.com'

/** A token says so for this long. */
const lifetime = duration('5m')

/** What a job with `id-token: write` finds in its environment. */
export type TokenGrant = Readonly<Record<'ACTIONS_ID_TOKEN_REQUEST_URL' | 'ACTIONS_ID_TOKEN_REQUEST_TOKEN', string>>

/** One key pair serves all sandboxes of a process: making it takes a moment. */
let pair: { readonly publicKey: KeyObject; readonly privateKey: KeyObject } | undefined

/** Signs tokens that tell which job asks. */
export class IdTokens {
  readonly #clock: SandboxClock
  readonly #subjects = new Map<string, string>()

  constructor(clock: SandboxClock) {
    this.#clock = clock
  }

  get publicKey(): KeyObject {
    return keys().publicKey
  }

  /** Lets a job ask for tokens that name it by this subject: `repo:octo/app:ref:refs/heads/main`. */
  grant(endpoint: string, subject: string): TokenGrant {
    const token = `request-token-${createHash('sha256').update(`${subject} ${this.#subjects.size}`).digest('hex')}`
    this.#subjects.set(token, subject)
    return {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${endpoint}/idtoken/job?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: token,
    }
  }

  /** A token for the job that a request token belongs to. */
  issue(requestToken: string, audience: string): string | undefined {
    const subject = this.#subjects.get(requestToken)
    if (subject === undefined) return undefined
    const now = Math.floor(this.#clock.now() / 1_000)
    const claims = { iss: actionsIssuer, sub: subject, aud: audience, iat: now, nbf: now, exp: now + lifetime / 1_000 }
    const signed = [{ typ: 'JWT', alg: 'RS256', kid: 'sandbox' }, claims].map(encoded).join('.')
    return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), keys().privateKey).toString('base64url')}`
  }
}

function keys() {
  pair ??= generateKeyPairSync('rsa', { modulusLength: 2048 })
  return pair
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** The endpoint on the wire. */
export function idTokenService(tokens: IdTokens): Service {
  const reply = (status: number, body: object): WireReply => ({
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  })
  return {
    name: 'oidc',
    operation: (method) => `${method} id-token`,
    caller: () => 'job',
    error: (status, _, message = 'Internal error') => reply(status, { message }),
    perform: async ({ method, target, headers }) => {
      const [, requestToken = ''] = /^bearer (.+)$/i.exec(headers['authorization'] ?? '') ?? []
      const url = new URL(target, 'http://sandbox')
      if (method !== 'GET') return reply(405, { message: 'Method not allowed' })
      const audience = url.searchParams.get('audience') ?? 'https://github.com/octo'
      const value = url.searchParams.get('api-version') === '2.0' ? tokens.issue(requestToken, audience) : undefined
      return value === undefined ? reply(401, { message: 'Unauthorized' }) : reply(200, { count: value.length, value })
    },
  }
}
