/** A claim while it is used: when its holder makes sure of it, what it notices, and when it stops. */
import { describe, expect, test } from '@jest/globals'
import { Lease } from '../../../src/rotation/lease.ts'
import type { Ports } from '../../../src/rotation/ports.ts'
import { Superseded } from '../../../src/rotation/problem.ts'
import { type Duration, minute, second } from '../../../src/rotation/time.ts'
import type { Holder } from '../../../src/rotation/world.ts'
import { goneHolder, journals, now } from './worlds.ts'

const rival: Holder = { ...goneHolder, run: 'octo/ops/98', nonce: 'rival' }

/** The tag that shows whose claim stands, and a process whose requests take the time that a test says. */
class Tags {
  time = 0
  holder: Holder | undefined
  readonly calls: string[] = []
  /** How long the next requests take on their way, and then on the way back; what is not said takes no time. */
  readonly takes: (readonly [there: Duration, back: Duration])[] = []
  /** Somebody else claims the user at this time. */
  takeOver: Duration = Number.POSITIVE_INFINITY

  readonly clock: Ports['clock'] = {
    now: () => now + this.time,
    elapsed: () => this.time,
    sleep: async (duration) => this.#pass(duration),
    unlessCancelled: (work) => work,
    cancelled: false,
  }

  readonly journal: Ports['journal'] = {
    claim: () => this.#request('claim', () => this.#claim(55 * minute)),
    release: () => this.#request('release', () => this.#claim(0)),
    holder: () => this.#request('look', () => this.holder),
    write: () => this.#request('write', () => this.#claim(55 * minute)),
    remember: () => this.#request('remember', () => this.#claim(55 * minute)),
    refuse: () => this.#request('refuse', () => undefined),
    untag: () => this.#request('untag', () => undefined),
  }

  /** A run that has claimed the user at 0, read it back by a look that was sent 5 seconds later, and got the answer at once. */
  async held(): Promise<Lease> {
    const lease = new Lease(this, 'own')
    await lease.touch((holds) => this.journal.claim(this.clock.now(), holds))
    this.#pass(5 * second)
    lease.confirm(this.time)
    this.calls.length = 0
    return lease
  }

  /** The process is frozen, or waits. */
  pass(duration: Duration): void {
    this.#pass(duration)
  }

  async #request<Answer>(name: string, perform: () => Answer): Promise<Answer> {
    const [there, back] = this.takes.shift() ?? [0, 0]
    this.calls.push(name)
    this.#pass(there)
    const answer = perform()
    this.#pass(back)
    return answer
  }

  #claim(timeLimit: Duration): void {
    this.holder = { ...goneHolder, run: 'octo/ops/100', nonce: 'own', touched: now + this.time, timeLimit }
  }

  #pass(duration: Duration): void {
    this.time += duration
    if (this.time < this.takeOver) return
    this.takeOver = Number.POSITIVE_INFINITY
    this.holder = rival
  }
}

/** Whether the run may go on: undefined, or whom it believes to have taken over. */
const ended = async (act: Promise<void>): Promise<string | undefined> => {
  try {
    await act
    return undefined
  } catch (error) {
    if (!(error instanceof Superseded)) throw error
    return /the run (\S+)/.exec(error.message)?.[1] ?? 'another run'
  }
}

/** From the look that confirmed the claim on. */
const later = async (tags: Tags, duration: Duration): Promise<Lease> => {
  const lease = await tags.held()
  tags.pass(duration)
  return lease
}

describe('a holder that is about to act', () => {
  test.each([
    ['3 minutes after its last look asks nobody', 3 * minute, []],
    ['later looks, and touches its claim, which is as old', 3 * minute + 1, ['look', 'claim']],
    ['shortly before 8 minutes of silence still does', 8 * minute - 5 * second, ['look', 'claim']],
  ])('%s', async (_, pause, calls) => {
    const tags = new Tags()
    const lease = await later(tags, pause)
    expect(await ended(lease.keep())).toBeUndefined()
    expect(tags.calls).toEqual(calls)
    expect(tags.holder).toMatchObject({ nonce: 'own' })
  })

  test('does not touch a claim that a note of the journal has touched a moment ago', async () => {
    const tags = new Tags()
    const lease = await later(tags, 2 * minute)
    await lease.touch((holds) => tags.journal.write(journals.pending, 0, holds))
    tags.pass(minute + second)
    await lease.keep()
    expect(tags.calls).toEqual(['write', 'look'])
  })

  test.each([
    ['4 minutes', 4 * minute, ['look'], rival.run],
    ['7 minutes', 7 * minute, ['look'], rival.run],
    [
      '8 minutes and more: it does not even look, for who takes over after 10 may not have yet',
      9 * minute,
      [],
      'another run',
    ],
    ['an hour', 60 * minute, [], 'another run'],
  ])('stops when another run has taken over during %s', async (_, pause, calls, by) => {
    const tags = new Tags()
    tags.takeOver = 2 * minute
    const lease = await later(tags, pause)
    expect(await ended(lease.keep())).toBe(by)
    expect([tags.calls, tags.holder]).toEqual([calls, rival])
  })

  test('stops after 8 minutes of silence, though nobody has taken over', async () => {
    const tags = new Tags()
    const lease = await later(tags, 8 * minute)
    expect(await ended(lease.keep())).toBe('another run')
    expect(tags.calls).toEqual([])
  })

  test('has nothing to keep before its claim was read back', async () => {
    const tags = new Tags()
    const lease = new Lease(tags, 'own')
    await lease.touch((holds) => tags.journal.claim(0, holds))
    tags.pass(60 * minute)
    expect(await ended(lease.keep())).toBeUndefined()
    expect(tags.calls).toEqual(['claim'])
  })

  test('hears for ever that it was replaced, and asks nobody again', async () => {
    const tags = new Tags()
    tags.takeOver = minute
    const lease = await later(tags, 4 * minute)
    expect([await ended(lease.keep()), await ended(lease.keep())]).toEqual([rival.run, rival.run])
    expect(tags.calls).toEqual(['look'])
  })
})

describe('a look', () => {
  test('whose answer is 4 minutes late counts from when it was sent: the holder looks again', async () => {
    const tags = new Tags()
    const lease = await later(tags, 3 * minute + second)
    tags.takes.push([0, 4 * minute])
    expect(await ended(lease.keep())).toBeUndefined()
    expect(tags.calls).toEqual(['look', 'look', 'claim'])
  })

  test('that was frozen on its way back hides no take-over, and nothing is written over that', async () => {
    const tags = new Tags()
    const lease = await later(tags, 3 * minute + second)
    tags.takes.push([0, 4 * minute])
    tags.takeOver = tags.time + minute
    expect(await ended(lease.keep())).toBe(rival.run)
    expect([tags.calls, tags.holder]).toEqual([['look', 'look'], rival])
  })

  test('that was frozen for longer than 8 minutes ends the run, and nothing more is sent', async () => {
    const tags = new Tags()
    const lease = await later(tags, 3 * minute + second)
    tags.takes.push([0, 20 * minute])
    tags.takeOver = 12 * minute
    expect(await ended(lease.keep())).toBe('another run')
    expect([tags.calls, tags.holder]).toEqual([['look'], rival])
  })

  test('at the user shows the same, and counts from when it was sent', async () => {
    const tags = new Tags()
    const lease = await later(tags, 2 * minute)
    const sent = tags.time
    tags.pass(90 * second)
    lease.seen(tags.holder, sent)
    tags.pass(90 * second)
    expect(await ended(lease.keep())).toBeUndefined()
    expect(tags.calls).toEqual([])
    tags.pass(1)
    await lease.keep()
    expect(tags.calls).toEqual(['look', 'claim'])
  })

  test('at the user that shows another holder ends the run at its next step', async () => {
    const tags = new Tags()
    const lease = await later(tags, second)
    lease.seen(rival, tags.time)
    expect(await ended(lease.keep())).toBe(rival.run)
    expect(tags.calls).toEqual([])
  })

  test('that shows no holder at all ends it, too', async () => {
    const tags = new Tags()
    const lease = await later(tags, 4 * minute)
    tags.holder = undefined
    expect(await ended(lease.keep())).toBe('another run')
  })
})

describe('a write of the claim', () => {
  test('that is frozen may have overwritten the claim of another run: the run ends, and gives nothing back', async () => {
    const tags = new Tags()
    const lease = await later(tags, 3 * minute + second)
    // The look is quick, and the touch is frozen on its way.
    tags.takes.push([0, 0], [20 * minute, 0])
    tags.takeOver = 12 * minute
    expect(await ended(lease.keep())).toBe('another run')
    await lease.release()
    expect(tags.calls).toEqual(['look', 'claim'])
  })

  test.each([
    ['on its way', 20 * minute, 0],
    ['on its way back', 0, 20 * minute],
  ])('in a note of the journal that is frozen %s ends the run', async (_, there, back) => {
    const tags = new Tags()
    const lease = await later(tags, minute)
    tags.takes.push([there, back])
    expect(await ended(lease.touch((holds) => tags.journal.write(journals.pending, 0, holds)))).toBe('another run')
    expect(await ended(lease.keep())).toBe('another run')
    await lease.release()
    expect(tags.calls).toEqual(['write'])
  })

  test('that is slow, and no slower than another run waits for, does not end it', async () => {
    const tags = new Tags()
    const lease = await later(tags, minute)
    tags.takes.push([6 * minute, 0])
    expect(await ended(lease.touch((holds) => tags.journal.write(journals.pending, 0, holds)))).toBeUndefined()
    expect(await ended(lease.keep())).toBeUndefined()
    expect(tags.calls).toEqual(['write', 'look', 'claim'])
  })

  test('that fails has touched nothing: silence is counted from the one before', async () => {
    const tags = new Tags()
    const lease = await later(tags, 7 * minute)
    const failing = lease.touch(async () => {
      throw new Error('socket hang up')
    })
    await expect(failing).rejects.toThrow('socket hang up')
    tags.pass(minute)
    expect(await ended(lease.keep())).toBe('another run')
  })

  test('before the claim was read back may take as long as it likes: the claim is read back after it', async () => {
    const tags = new Tags()
    tags.takes.push([20 * minute, 0])
    const lease = new Lease(tags, 'own')
    expect(await ended(lease.touch((holds) => tags.journal.claim(0, holds)))).toBeUndefined()
  })
})

describe('a claim is given back', () => {
  test.each([
    ['without a look when the last one was a moment ago', minute, ['release']],
    ['after a look when it was not', 4 * minute, ['look', 'release']],
    ['not at all after 8 minutes of silence', 8 * minute, []],
  ])('%s', async (_, pause, calls) => {
    const tags = new Tags()
    const lease = await later(tags, pause)
    await lease.release()
    expect(tags.calls).toEqual(calls)
    expect(tags.holder?.timeLimit).toBe(calls.includes('release') ? 0 : 55 * minute)
  })

  test('never when it is another run’s', async () => {
    const tags = new Tags()
    tags.takeOver = minute
    const lease = await later(tags, 4 * minute)
    expect(await ended(lease.release())).toBe(rival.run)
    await lease.release()
    expect([tags.calls, tags.holder]).toEqual([['look'], rival])
  })

  test('never when it was not read back', async () => {
    const tags = new Tags()
    const lease = new Lease(tags, 'own')
    await lease.touch((holds) => tags.journal.claim(0, holds))
    await lease.release()
    expect(tags.calls).toEqual(['claim'])
  })

  test('once', async () => {
    const tags = new Tags()
    const lease = await later(tags, minute)
    await lease.release()
    await lease.release()
    expect(tags.calls).toEqual(['release'])
  })
})
