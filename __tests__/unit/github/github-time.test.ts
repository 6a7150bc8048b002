/** Whose answers tell what GitHub's clock shows. */
import { expect, test } from '@jest/globals'
import { GitHubClient, TokenConnection } from '../../../src/github/api/client.ts'
import { permissions } from '../../../src/github/api/permissions.ts'
import type { GitHubRequest } from '../../../src/github/api/request.ts'
import { GitHubTime } from '../../../src/github/api/time.ts'
import type { Clock } from '../../../src/rotation/ports.ts'
import { hour, minute, second } from '../../../src/rotation/time.ts'

const noon = Date.parse('2026-11-22T12:00:00Z')

function clockAt(start: number): Clock & { elapsed(): number } {
  let slept = 0
  return {
    cancelled: false,
    unlessCancelled: (work) => work,
    now: () => start + slept,
    elapsed: () => slept,
    sleep: async (duration) => {
      slept += duration
    },
  }
}

const dated = (at: number) => ({ date: new Date(at).toUTCString() })
const purpose = { doing: 'look', place: 'octo/app', permission: permissions.metadata('read') }
const own = { 'x-github-request-id': 'C0DE:1A2B3C:000001' }

test('only what GitHub itself answered tells the time, known by its request ID', () => {
  const time = new GitHubTime(clockAt(noon))
  expect(time.heard({ ...dated(noon + hour) })).toBe(noon)
  expect(time.now()).toBe(noon)
  expect(time.heard({ ...own, ...dated(noon + minute) })).toBe(noon + minute)
  expect(time.now()).toBe(noon + minute)
  // Answers arrive out of order.
  expect(time.heard({ ...own, ...dated(noon + 30 * second) })).toBe(noon + 30 * second)
  expect(time.now()).toBe(noon + minute)
  expect(time.heard({ ...dated(noon - hour) })).toBe(noon + minute)
  expect(time.heard({ ...own, date: 'noon' })).toBe(noon + minute)
})

test('a page in the place of an answer, whether of success or of failure, moves no clock', async () => {
  const clock = clockAt(noon)
  const time = new GitHubTime(clock)
  const page = { status: 200, headers: dated(noon + hour), data: '<html></html>' }
  const answers = [
    () => Promise.reject(Object.assign(new Error('bad gateway'), { status: 502, response: { headers: page.headers } })),
    () => Promise.resolve(page),
  ]
  const send: GitHubRequest = () =>
    answers.shift()?.() ?? Promise.resolve({ ...page, headers: { ...own, ...dated(noon) } })
  const client = new GitHubClient(new TokenConnection(send, 'github-token', clock, time))
  const { at } = await client.ask('GET /zen', {}, purpose)
  expect(at).toBe(clock.now())
  await client.ask('GET /zen', {}, purpose)
  expect(time.now()).toBe(noon)
})

test('a refusal tells the time too', async () => {
  const clock = clockAt(noon)
  const headers = { ...own, ...dated(noon - minute) }
  const send: GitHubRequest = () =>
    Promise.reject(Object.assign(new Error('Not Found'), { status: 404, response: { headers } }))
  const time = new GitHubTime(clock)
  const client = new GitHubClient(new TokenConnection(send, 'github-token', clock, time))
  await expect(client.ask('GET /zen', {}, purpose)).rejects.toMatchObject({ failure: { status: 404 } })
  expect(time.now()).toBe(noon - minute)
})
