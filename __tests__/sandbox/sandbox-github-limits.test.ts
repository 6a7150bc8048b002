/** GitHub's secondary rate limits, by number. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { duration, type SandboxClock } from '../../sandbox/clock.ts'
import type { GitHub } from '../../sandbox/github/github.ts'
import { githubService } from '../../sandbox/github/service.ts'
import type { WireReply } from '../../sandbox/wire.ts'
import { type LoopbackGitHub, openGitHub, refusal } from './loopback-github.ts'

const repository = '/repos/octo-org/shop'
const secret = `${repository}/actions/secrets/A`

let loopback: LoopbackGitHub
let github: GitHub
let clock: SandboxClock
let token: string

beforeEach(async () => {
  loopback = await openGitHub({ limits: 'enforced' })
  ;({ github, clock } = loopback)
  github.addRepository('octo-org/shop')
  token = issue()
})

afterEach(async () => {
  await loopback.close()
  expect(loopback.violations).toEqual([])
})

function issue(): string {
  return github.addToken({ kind: 'app', name: 'rotator', permissions: { secrets: 'write' }, rateLimit: 100_000 })
}

/** A request without the wire, which would only take its time. */
function ask(method: 'GET' | 'DELETE', by = token): Promise<WireReply> {
  const headers = { host: 'github', authorization: `token ${by}` }
  const target = method === 'GET' ? repository : secret
  return githubService(github).perform({ service: 'github', method, target, headers, body: '', operation: '' })
}

/** Sends until GitHub says that it is too much; how many it took, and when to come back. */
async function untilLimited(method: 'GET' | 'DELETE', by = token): Promise<{ taken: number; retryAfter: number }> {
  for (let taken = 0; ; taken += 1) {
    const { status, headers, body } = await ask(method, by)
    if (!body.includes('secondary rate limit')) continue
    expect(status).toBe(403)
    return { taken, retryAfter: Number(headers['retry-after']) }
  }
}

test('a refusal is what GitHub says, and costs nothing of the hourly allowance', async () => {
  for (let sent = 0; sent < 900; sent += 1) await ask('GET')
  const octokit = loopback.as(token)
  expect(await refusal(octokit.request(`GET ${repository}`))).toMatchObject({
    status: 403,
    message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    headers: { 'retry-after': '60', 'x-ratelimit-used': '900' },
  })
  expect(github.secondaryLimitAnswers).toBe(1)
})

describe('in a minute', () => {
  test('900 reads are taken, of each token', async () => {
    expect(await untilLimited('GET')).toEqual({ taken: 900, retryAfter: 60 })
    expect(await untilLimited('GET', issue())).toEqual({ taken: 900, retryAfter: 60 })
    clock.advance(59_999)
    expect(await untilLimited('GET')).toEqual({ taken: 0, retryAfter: 1 })
    clock.advance(1)
    expect(await untilLimited('GET')).toEqual({ taken: 900, retryAfter: 60 })
  })

  test('80 writes are taken', async () => {
    expect(await untilLimited('DELETE')).toEqual({ taken: 80, retryAfter: 60 })
    clock.advance(duration('60s'))
    expect((await untilLimited('DELETE')).taken).toBe(80)
  })

  test('a write is as dear as five reads', async () => {
    for (let sent = 0; sent < 80; sent += 1) await ask('DELETE')
    expect((await untilLimited('GET')).taken).toBe(900 - 5 * 80)
  })

  test('what is spread over it falls out of it one by one', async () => {
    for (let sent = 0; sent < 80; sent += 1) {
      await ask('DELETE')
      clock.advance(500)
    }
    expect(await untilLimited('DELETE')).toEqual({ taken: 0, retryAfter: 20 })
    clock.advance(duration('20s'))
    expect(await untilLimited('DELETE')).toEqual({ taken: 1, retryAfter: 1 })
  })
})

test('in an hour 500 writes are taken, and the refused ones do not count', async () => {
  for (let sent = 0; sent < 500; sent += 1) {
    await ask('DELETE')
    clock.advance(duration('1s'))
  }
  expect(github.secondaryLimitAnswers).toBe(0)
  expect(await untilLimited('DELETE')).toEqual({ taken: 0, retryAfter: 3_600 - 500 })
  expect((await untilLimited('GET')).taken).toBeGreaterThan(0)
  clock.advance(duration('3100s'))
  expect((await untilLimited('DELETE')).taken).toBe(1)
})

test('100 requests at once are taken', async () => {
  let all: () => void = () => undefined
  const arrived = new Promise<void>((resolve) => {
    all = resolve
  })
  let count = 0
  loopback.wire.observers.push({
    before: () => {
      count += 1
      if (count === 103) all()
      return arrived
    },
  })
  const statuses = async (requests: number) => {
    const headers = { authorization: `token ${token}` }
    const replies = Array.from({ length: requests }, () => fetch(`${loopback.url}${repository}`, { headers }))
    return Promise.all((await Promise.all(replies)).map(async (each) => [each.status, (await each.text()).length > 0]))
  }
  const answered = await statuses(103)
  expect(answered.filter(([status]) => status === 403)).toHaveLength(3)
  expect(github.secondaryLimitAnswers).toBe(3)
  expect((await statuses(100)).every(([status]) => status === 200)).toBe(true)
})

test('nobody is held to them unless a test asks for it', async () => {
  github.limits = undefined
  for (let sent = 0; sent < 1_000; sent += 1) await ask('DELETE')
  expect(github.secondaryLimitAnswers).toBe(0)
  github.limits = 'enforced'
  expect((await untilLimited('DELETE')).taken).toBe(80)
})
