/** The JSON web tokens by which an App proves that it is itself. */
import { verify } from 'node:crypto'
import type { App } from './app.ts'
import { documentation, Refusal } from './refusal.ts'

interface Claims {
  readonly iss?: unknown
  readonly iat?: unknown
  readonly exp?: unknown
}

/** A token as its three parts spell it; nothing of it is believed yet. */
interface Decoded {
  readonly claims: Claims
  readonly signed: string
  readonly signature: Buffer
}

const longestLifeInSeconds = 600

/** The App that has signed a text, whatever it claims beside who it is. */
export function signerOf(text: string, findApp: (issuer: string) => App | undefined): App | undefined {
  const decoded = decode(text)
  const app = decoded && findApp(String(decoded.claims.iss))
  return app && isSignedBy(app, decoded) ? app : undefined
}

/** The App that a text proves at this moment of GitHub's own clock, or a refusal in GitHub's words. */
export function appOf(text: string, findApp: (issuer: string) => App | undefined, now: number): App {
  const decoded = decode(text)
  if (decoded === undefined) throw undecodable()
  const app = findApp(String(decoded.claims.iss))
  if (app === undefined) throw new Refusal(404, 'Integration not found', { documentationUrl: documentation })
  if (!isSignedBy(app, decoded)) throw undecodable()
  checkTimes(decoded.claims, now / 1_000)
  return app
}

function checkTimes({ iat, exp }: Claims, now: number): void {
  if (!Number.isInteger(iat) || Number(iat) > now) {
    throw refused("'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued")
  }
  if (typeof exp !== 'number' || exp <= now) {
    throw refused(
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    )
  }
  if (exp > now + longestLifeInSeconds) throw refused("'Expiration time' claim ('exp') is too far in the future")
}

function decode(text: string): Decoded | undefined {
  const [header = '', payload = '', signature = '', ...rest] = text.split('.')
  if (rest.length > 0) return undefined
  const { alg } = object(header) ?? {}
  const claims = object(payload)
  if (alg !== 'RS256' || claims === undefined) return undefined
  return { claims, signed: `${header}.${payload}`, signature: Buffer.from(signature, 'base64url') }
}

function object(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}

function isSignedBy({ publicKey }: App, { signed, signature }: Decoded): boolean {
  return verify('RSA-SHA256', Buffer.from(signed), publicKey, signature)
}

function undecodable(): Refusal {
  return refused('A JSON web token could not be decoded')
}

function refused(message: string): Refusal {
  return new Refusal(401, message, { documentationUrl: documentation })
}
