/** The pace of one token: GitHub's documented limits are kept in every span of time, and used up where there is much to do. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Pace, publicationTime, TokenPace } from '../../../src/github/api/pace.ts'
import type { Clock } from '../../../src/rotation/ports.ts'
import { hour, minute, second } from '../../../src/rotation/time.ts'

class TestClock implements Clock {
  time = 0
  readonly cancelled = false
  now = () => this.time
  elapsed = () => this.time
  sleep = async (duration: number) => {
    this.time += duration
  }
  unlessCancelled = <Answer>(work: Promise<Answer>): Promise<Answer> => work
}

interface Sent {
  readonly at: number
  readonly points: number
  readonly writes: number
}

/** The most that any span of this length holds, the span being closed at one end. */
function most(sent: readonly Sent[], span: number, count: (each: Sent) => number): number {
  return Math.max(
    0,
    ...sent.map(({ at }) =>
      sent.filter((each) => each.at > at - span && each.at <= at).reduce((sum, each) => sum + count(each), 0),
    ),
  )
}

/** Sends batches of writes and single reads, each when its turn comes. */
async function sendAll(batches: readonly (number | 'read')[]): Promise<readonly Sent[]> {
  const clock = new TestClock()
  const pace = new Pace(new TokenPace(clock))
  const sent: Sent[] = []
  for (const batch of batches) {
    if (batch === 'read') {
      await clock.sleep(pace.token.takeRead())
      sent.push({ at: clock.time, points: 1, writes: 0 })
      continue
    }
    for (let delay = pace.untilWrites(batch); delay > 0; delay = pace.untilWrites(batch)) await clock.sleep(delay)
    for (let write = 0; write < batch; write += 1) pace.takeWrites(1)
    sent.push({ at: clock.time, points: 5 * batch, writes: batch })
  }
  return sent
}

describe('whatever is sent', () => {
  const batches = fc.array(
    fc.oneof(
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 9 }) },
      { weight: 2, arbitrary: fc.constant('read' as const) },
    ),
    { maxLength: 400, size: 'max' },
  )

  test('no minute has more than 900 points or 80 writes, and no hour more than 500 writes', async () => {
    await fc.assert(
      fc.asyncProperty(batches, async (all) => {
        const sent = await sendAll(all)
        expect(most(sent, minute, ({ points }) => points)).toBeLessThanOrEqual(900)
        expect(most(sent, minute, ({ writes }) => writes)).toBeLessThanOrEqual(80)
        expect(most(sent, hour, ({ writes }) => writes)).toBeLessThanOrEqual(500)
      }),
      { numRuns: 40 },
    )
  })

  test.each([
    [1, 1],
    [2, 2],
    [1, 500],
    [2, 500],
    [2, 1_000],
    [3, 1_200],
  ])(
    'writes %i at a time, %i in all, take what was announced, but for the few that go at once',
    async (size, count) => {
      const sent = await sendAll(Array.from({ length: count / size }, () => size))
      const early = publicationTime(count) - (sent.at(-1)?.at ?? 0)
      expect(early).toBeGreaterThanOrEqual(-size * 5 * second)
      expect(early).toBeLessThanOrEqual(size * 5 * second + 10 * second)
    },
  )
})

test.each([1, 3, 5])('what arrives up to %i s after it was sent is within the limits, too', async (seconds) => {
  const late = fc.array(fc.integer({ min: 0, max: seconds * second }), { minLength: 2_000, maxLength: 2_000 })
  await fc.assert(
    fc.asyncProperty(late, async (lags) => {
      const clock = new TestClock()
      const pace = new TokenPace(clock)
      // The first answer tells how long they take.
      clock.time = seconds * second
      pace.answered(0)
      const arrived: Sent[] = []
      for (const lag of lags) {
        await clock.sleep(pace.takeRead())
        arrived.push({ at: clock.time + lag, points: 1, writes: 0 })
      }
      arrived.sort((a, b) => a.at - b.at)
      // The minute before each that has 900 others before it.
      const spans = arrived.slice(900).map(({ at }, index) => at - (arrived[index]?.at ?? 0))
      expect(Math.min(...spans)).toBeGreaterThanOrEqual(minute)
    }),
    { numRuns: 5 },
  )
})

test('of requests of many users, 80 reading ones and 90 in all are under way at once, and every one has its turn', async () => {
  const kinds = fc.array(fc.constantFrom('reads' as const, 'writes' as const), { maxLength: 400, size: 'max' })
  await fc.assert(
    fc.asyncProperty(kinds, async (all) => {
      const pace = new TokenPace(new TestClock())
      const underWay = { reads: 0, writes: 0 }
      const peak = { reads: 0, all: 0 }
      await Promise.all(
        all.map(async (kind) => {
          await pace.enter(kind)
          underWay[kind] += 1
          peak.reads = Math.max(peak.reads, underWay.reads)
          peak.all = Math.max(peak.all, underWay.reads + underWay.writes)
          await new Promise((resolve) => setImmediate(resolve))
          underWay[kind] -= 1
          pace.leave()
        }),
      )
      expect(peak.reads).toBeLessThanOrEqual(80)
      expect(peak.all).toBeLessThanOrEqual(90)
    }),
    { numRuns: 40 },
  )
})

describe('a token that GitHub has found too fast', () => {
  test('sends nothing before the time that GitHub told', () => {
    const clock = new TestClock()
    const pace = new Pace(new TokenPace(clock))
    pace.token.close(7 * minute)
    expect([pace.token.takeRead(), pace.untilWrites(2)]).toEqual([7 * minute, 7 * minute])
  })

  test('writes more slowly, and at the usual pace again after a while', () => {
    const clock = new TestClock()
    const pace = new Pace(new TokenPace(clock))
    const pause = () => {
      clock.time += pace.untilWrites(2)
      pace.takeWrites(2)
      return pace.untilWrites(2)
    }
    // After a pause some go at once.
    expect([pause(), pause(), pause(), pause(), pause()]).toEqual([0, 0, 0, 0, 0])
    const usual = pause()
    expect(usual).toBeGreaterThan(second)
    pace.token.slowDown()
    expect(pause()).toBe(2 * usual)
    for (let writes = 0; writes < 10; writes += 1) pace.token.speedUp()
    for (let bursts = 0; bursts < 5; bursts += 1) pause()
    expect(pause()).toBe(usual)
  })
})
