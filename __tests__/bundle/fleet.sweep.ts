/** Many users: how long they take together, what they ask for, and what they weigh. */
import { expect, test } from '@jest/globals'
import { measurePlan, measureUsers, soonestRequests } from '../../sandbox/bench/many.ts'

test('fifty users take what one takes, and what the limits of their token ask for', async () => {
  const [one, many] = [await measureUsers(1), await measureUsers(50)]
  process.stdout.write(
    `1 user: ${one.taken / 1_000} s; 50 users: ${many.taken / 1_000} s, limits ask for ${Math.round(soonestRequests(many) / 1_000)} s\n`,
  )
  // On a busy machine, fewer requests are seen to overlap.
  expect(many.taken).toBeLessThanOrEqual(1.5 * one.taken + 1.5 * soonestRequests(many))
  // Who signs is asked once for all of them; whoever waits for GitHub's pace says now and then that it is at work.
  expect(many.aws).toBeLessThanOrEqual(1.05 * 50 * one.aws)
}, 300_000)

test('five hundred users in one process need no more than 250 MiB, and a plan for them no minute', async () => {
  const { peak, taken } = await measurePlan(500, 0)
  process.stdout.write(`500 users: ${Math.round(peak)} MiB, ${Math.round(taken / 1_000)} s\n`)
  expect(peak).toBeLessThanOrEqual(250)
}, 300_000)

test('a plan for two hundred users, of whom each answer takes 100 ms, takes 24 s: one for a thousand, two minutes', async () => {
  const { taken, requests } = await measurePlan(200, 100)
  process.stdout.write(`200 users: ${taken / 1_000} s by the wall clock, ${requests} requests\n`)
  expect(taken).toBeLessThanOrEqual(24_000)
}, 120_000)
