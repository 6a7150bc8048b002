/** GitHub's OIDC tokens: what is asked for, and what of the endpoint's answers is taken for one. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterEach, describe, expect, test } from '@jest/globals'
import { type Listener, onLoopback } from '../../../sandbox/wire.ts'
import { claimsOf, idTokensOf } from '../../../src/aws/id-tokens.ts'
import type { Clock } from '../../../src/rotation/ports.ts'
import { Cancelled, Problem } from '../../../src/rotation/problem.ts'

const token = `e30.${Buffer.from(JSON.stringify({ iss: 'https://issuer.test', sub: 'repo:octo/app:x' })).toString('base64url')}.c2ln`

let endpoint: Listener | undefined
let slept: number[] = []
let masked: string[] = []

const clock: Clock = {
  now: () => 0,
  elapsed: () => 0,
  sleep: async (duration) => {
    slept.push(duration)
  },
  unlessCancelled: (work) => work,
  cancelled: false,
}

afterEach(async () => {
  await endpoint?.close()
  endpoint = undefined
  slept = []
  masked = []
})

/** A job whose endpoint answers so. */
async function job(answer: (request: IncomingMessage, response: ServerResponse) => void, its: Clock = clock) {
  endpoint = await onLoopback(createServer(answer))
  const environment = {
    ACTIONS_ID_TOKEN_REQUEST_URL: `${endpoint.url}/idtoken?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'the request token',
  }
  const tokens = idTokensOf(environment, its, (value) => masked.push(value))
  if (tokens === undefined) throw new Error('no tokens')
  return tokens
}

test('a token is asked for with the request token and an audience, and masked', async () => {
  const seen: (string | undefined)[] = []
  const ask = await job((request, response) => {
    seen.push(request.method, request.url, request.headers.authorization)
    response.end(JSON.stringify({ count: 1, value: token }))
  })
  expect(await ask('sts.amazonaws.com')).toBe(token)
  expect(seen).toEqual(['GET', '/idtoken?api-version=2.0&audience=sts.amazonaws.com', 'Bearer the request token'])
  expect(masked).toEqual(['the request token', token])
})

test.each([
  {},
  { ACTIONS_ID_TOKEN_REQUEST_URL: 'https://issuer.test' },
  { ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x', ACTIONS_ID_TOKEN_REQUEST_URL: '' },
])('a job with %j has no tokens', (environment) => {
  expect(idTokensOf(environment, clock, () => undefined)).toBeUndefined()
})

test.each(['http://issuer.test/', 'issuer.test', 'ftp://127.0.0.1/'])('nothing is sent to %s', (url) => {
  const environment = { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x' }
  expect(() => idTokensOf(environment, clock, () => undefined)).toThrow(/is not an https URL/)
})

describe('an answer that is no token', () => {
  test.each([
    ['a page', 200, '<html>'],
    ['another object', 200, '{}'],
    ['a text', 200, JSON.stringify({ value: 'no token' })],
    ['too much', 200, JSON.stringify({ value: `${'a'.repeat(200_000)}.b.c` })],
    ['a redirect', 302, ''],
    ['a refusal', 403, JSON.stringify({ message: 'quoted by nobody' })],
  ])('%s is asked for once', async (_, status, body) => {
    let asked = 0
    const ask = await job((_request, response) => {
      asked += 1
      response.writeHead(status, { location: 'http://127.0.0.1:9/' }).end(body)
    })
    const error = await ask('x').catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Problem)
    expect((error as Problem).message).toMatch(/^GitHub gave this job no OIDC token/)
    expect(`${(error as Problem).message} ${(error as Problem).remedy}`).not.toMatch(/quoted|the request token/)
    expect([asked, slept]).toEqual([1, []])
  })

  test.each([429, 500, 503])('%d is asked for again', async (status) => {
    let asked = 0
    const ask = await job((_, response) => {
      asked += 1
      if (asked < 3) response.writeHead(status).end()
      else response.end(JSON.stringify({ value: token }))
    })
    expect(await ask('x')).toBe(token)
    expect(slept).toEqual([2_000, 4_000])
  })

  test('is no reason to go on for a run that was asked to stop', async () => {
    const stopped: Clock = {
      ...clock,
      sleep: async () => {
        throw new Cancelled()
      },
    }
    const ask = await job((_, response) => response.writeHead(500).end(), stopped)
    await expect(ask('x')).rejects.toBeInstanceOf(Cancelled)
  })
})

test('what a token says is read for a person', () => {
  expect(claimsOf(token)).toEqual({ issuer: 'https://issuer.test', subject: 'repo:octo/app:x' })
  expect(claimsOf('nothing')).toEqual({ issuer: '', subject: '' })
})
