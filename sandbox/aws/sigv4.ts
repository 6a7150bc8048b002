import { createHash, timingSafeEqual } from 'node:crypto'
import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'
import type { WireRequest } from '../wire.ts'
import type { LongTermCredentials } from './account.ts'
import { incompleteSignature, missingAuthenticationToken, signatureDoesNotMatch } from './errors.ts'

/** A request's `Authorization` header, taken apart. */
export interface Authorization {
  readonly accessKeyId: string
  /** The credential scope: what the signature is good for. */
  readonly region: string
  readonly service: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
  /** The signing date, in milliseconds since the epoch. */
  readonly date: number
  readonly sessionToken?: string
}

const headerForm =
  /^AWS4-HMAC-SHA256 Credential=(?<accessKeyId>[^/,\s]+)\/(?<day>\d{8})\/(?<region>[^/,]+)\/(?<service>[^/,]+)\/aws4_request, *SignedHeaders=(?<signedHeaders>[^,\s]+), *Signature=(?<signature>[0-9a-f]{64})$/

/** Reads who signed a request and how; throws what AWS answers to a request that says it badly or not at all. */
export function readAuthorization({ headers }: WireRequest): Authorization {
  const header = headers['authorization']
  if (header === undefined) throw missingAuthenticationToken()
  const parts = headerForm.exec(header)?.groups
  const date = parseDate(headers['x-amz-date'] ?? '')
  if (parts === undefined || Number.isNaN(date)) {
    throw incompleteSignature(
      "Authorization header requires 'Credential', 'SignedHeaders', 'Signature' and 'X-Amz-Date'.",
    )
  }
  const { accessKeyId = '', day, region = '', service = '', signedHeaders = '', signature = '' } = parts
  if (!isoDate(date).startsWith(`${day}T`)) {
    throw signatureDoesNotMatch('Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date.')
  }
  const sessionToken = headers['x-amz-security-token']
  return {
    accessKeyId,
    region,
    service,
    signedHeaders: signedHeaders.split(';'),
    signature,
    date,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  }
}

/** Names who claims to have signed a request, for the record; the claim is not checked. */
export function claimedAccessKeyId({ headers }: WireRequest): string {
  return /Credential=([^/,\s]+)/.exec(headers['authorization'] ?? '')?.[1] ?? 'anonymous'
}

/** The Region that a request is signed for. */
export function signedRegion(request: WireRequest): string {
  return readAuthorization(request).region
}

/** Rejects a signature made for another service, or for a Region that the service does not take. */
export function checkScope(
  authorization: Authorization,
  service: string,
  takesRegion: (region: string) => boolean,
): void {
  const faults: string[] = []
  // The blank at the end of each sentence is AWS's.
  if (!takesRegion(authorization.region)) faults.push('Credential should be scoped to a valid region. ')
  if (authorization.service !== service) faults.push(`Credential should be scoped to correct service: '${service}'. `)
  if (faults.length > 0) throw signatureDoesNotMatch(faults.join(''))
}

/** Rejects a signature that is too old or comes from the future. */
export function checkDate({ date }: Pick<Authorization, 'date'>, now: number, maximumSkew: number): void {
  const limit = `${maximumSkew / 60_000} min.`
  if (date < now - maximumSkew) {
    throw signatureDoesNotMatch(
      `Signature expired: ${isoDate(date)} is now earlier than ${isoDate(now - maximumSkew)} (${isoDate(now)} - ${limit})`,
    )
  }
  if (date > now + maximumSkew) {
    throw signatureDoesNotMatch(
      `Signature not yet current: ${isoDate(date)} is still later than ${isoDate(now + maximumSkew)} (${isoDate(now)} + ${limit})`,
    )
  }
}

/**
 * Signs the request anew with the secret on file and the signer of the SDK itself, and rejects it when the outcome
 * differs from what was sent.
 */
export async function checkSignature(
  request: WireRequest,
  authorization: Authorization,
  { accessKeyId, secretAccessKey }: LongTermCredentials,
): Promise<void> {
  checkPayloadHash(request)
  const { region, service, date, sessionToken } = authorization
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) }
  const signer = new SignatureV4({ region, service, credentials, sha256: Sha256, applyChecksum: false })
  const signed = await signer.sign(received(request, authorization.signedHeaders), {
    signingDate: new Date(date),
    signableHeaders: new Set(authorization.signedHeaders),
  })
  const expected = /Signature=([0-9a-f]{64})$/.exec(signed.headers['authorization'] ?? '')?.[1] ?? ''
  if (!equalInConstantTime(expected, authorization.signature)) throw signatureDoesNotMatch()
}

/** The signer believes the hash that a request states; a body that was changed on its way must not pass. */
function checkPayloadHash({ headers, body }: WireRequest): void {
  const stated = headers['x-amz-content-sha256']
  const actual = createHash('sha256').update(body).digest('hex')
  if (stated !== undefined && !equalInConstantTime(stated, actual)) throw signatureDoesNotMatch()
}

function received(request: WireRequest, signedHeaders: readonly string[]) {
  const url = new URL(request.target, 'http://sandbox')
  return {
    method: request.method,
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(signedHeaders.map((name) => [name, request.headers[name] ?? ''])),
    body: request.body,
  }
}

function equalInConstantTime(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}

function parseDate(basic: string): number {
  return Date.parse(basic.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
}

function isoDate(instant: number): string {
  return new Date(instant).toISOString().replace(/[-:]|\.\d{3}/g, '')
}
