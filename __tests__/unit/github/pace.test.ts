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
