/** Time as the services tell it, on a machine that may sleep; and waits that end when the run is asked to stop. */
import { getEventListeners } from 'node:events'
import { beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { ServiceClock as Clock } from '../../../src/network/clock.ts'
import { Lease } from '../../../src/rotation/lease.ts'
import { Cancelled } from '../../../src/rotation/problem.ts'
import { type Duration, minute, second } from '../../../src/rotation/time.ts'
import { goneHolder } from '../rotation/worlds.ts'

/** What the machine's two clocks show, in milliseconds: the monotonic one stands still while the machine sleeps. */
const machine = { monotonic: 5_000, up: 90_000_000 }

jest.unstable_mockModule('node:perf_hooks', () => ({ performance: { now: () => machine.monotonic } }))
jest.unstable_mockModule('node:os', () => ({ uptime: () => machine.up / 1_000 }))
const { ServiceClock } = (await import('../../../src/network/clock.ts')) as { ServiceClock: typeof Clock }

const awake = (duration: Duration) => {
  machine.monotonic += duration
  machine.up += duration
}
const asleep = (duration: Duration) => {
  machine.up += duration
}

const date = 'Sun, 22 Nov 2026 19:00:00 GMT'

describe('time', () => {
  let clock = new ServiceClock()
  beforeEach(() => {
    clock = new ServiceClock()
    clock.hear(date)
  })
  const now = () => clock.now() - Date.parse(date)

  test('goes on while the machine is awake', () => {
    awake(90 * second)
    expect([clock.elapsed(), now()]).toEqual([90 * second, 90 * second])
  })

  test('goes on while the machine sleeps, though its monotonic clock stands still', () => {
    awake(10 * second)
    asleep(20 * minute)
    expect([clock.elapsed(), now()]).toEqual([20 * minute + 10 * second, 20 * minute + 10 * second])
    awake(5 * second)
    expect([clock.elapsed(), now()]).toEqual([20 * minute + 15 * second, 20 * minute + 15 * second])
  })

  test('counts each sleep once, whoever looks and however often', () => {
    const other = new ServiceClock()
    for (let sleeps = 1; sleeps <= 3; sleeps += 1) {
      asleep(2 * minute)
      expect([clock.elapsed(), other.elapsed(), clock.elapsed()]).toEqual([
        sleeps * 2 * minute,
        sleeps * 2 * minute,
        sleeps * 2 * minute,
      ])
    }
  })

  test('of a run begins with the run, whatever was slept before', () => {
    asleep(60 * minute)
    expect(new ServiceClock().elapsed()).toBe(0)
  })

  test('counts many short sleeps that nobody has looked at in between', () => {
    for (let sleeps = 0; sleeps < 10; sleeps += 1) {
      awake(second)
      asleep(second / 2)
    }
    expect(clock.elapsed()).toBe(15 * second)
  })

  test('does not take the coarse steps of one clock for sleep, however long it goes on', () => {
    for (let looks = 0; looks < 1_000; looks += 1) {
      awake(7 * second)
      asleep(looks % 2 === 0 ? 10 : -10)
      expect(clock.elapsed()).toBe((looks + 1) * 7 * second)
    }
  })

  test('never goes back, where the time since the start is told wrongly', () => {
    awake(minute)
    machine.up -= 50 * minute
    expect(clock.elapsed()).toBe(minute)
    awake(minute)
    expect(clock.elapsed()).toBe(2 * minute)
    machine.up += 50 * minute
  })

  test('as an answer of AWS tells it counts from that answer on', () => {
    asleep(5 * minute)
    clock.hear('Sun, 22 Nov 2026 20:00:00 GMT')
    asleep(minute)
    expect(now()).toBe(61 * minute)
  })
})

test('a holder whose machine has slept for 20 minutes sends nothing more', async () => {
  const clock = new ServiceClock()
  const sent: string[] = []
  const note = (name: string) => async () => {
    sent.push(name)
  }
  const holder = async () => {
    sent.push('look')
    return { ...goneHolder, nonce: 'own' }
  }
  const journal = {
    claim: note('claim'),
    release: note('release'),
    write: note('write'),
    remember: note('remember'),
    refuse: note('refuse'),
    untag: note('untag'),
    holder,
  }
  const lease = new Lease({ clock, journal }, 'own')
  await lease.touch(() => journal.claim())
  lease.confirm(clock.elapsed())
  awake(second)
  await lease.keep()
  expect(sent).toEqual(['claim'])
  asleep(20 * minute)
  await expect(lease.keep()).rejects.toThrow('another one may have taken over')
  await lease.release()
  expect(sent).toEqual(['claim'])
})

describe('work that nothing depends on', () => {
  const cancellable = () => {
    const controller = new AbortController()
    const listeners = () => getEventListeners(controller.signal, 'abort').length
    return { clock: new ServiceClock(controller.signal), cancel: () => controller.abort(), listeners }
  }
  const never = () => new Promise<string>(() => undefined)

  test('is answered as if nothing were, while nobody asks to stop', async () => {
    const { clock, listeners } = cancellable()
    expect(await clock.unlessCancelled(Promise.resolve('an answer'))).toBe('an answer')
    await expect(clock.unlessCancelled(Promise.reject(new Error('socket hang up')))).rejects.toThrow('socket hang up')
    expect(await new ServiceClock().unlessCancelled(Promise.resolve('an answer'))).toBe('an answer')
    expect(listeners()).toBe(0)
  })

  test('is abandoned at once when the run is asked to stop', async () => {
    const { clock, cancel, listeners } = cancellable()
    const abandoned = clock.unlessCancelled(never())
    cancel()
    await expect(abandoned).rejects.toThrow(Cancelled)
    expect([listeners(), clock.cancelled]).toEqual([0, true])
  })

  test('is not waited for by a run that was asked to stop before', async () => {
    const { clock, cancel } = cancellable()
    cancel()
    await expect(clock.unlessCancelled(never())).rejects.toThrow(Cancelled)
    await expect(clock.sleep(60 * minute)).rejects.toThrow(Cancelled)
  })

  test('may fail later, which concerns nobody', async () => {
    const unhandled: unknown[] = []
    const note = (error: unknown) => unhandled.push(error)
    process.on('unhandledRejection', note)
    const { clock, cancel } = cancellable()
    const { promise, reject } = Promise.withResolvers<never>()
    const abandoned = clock.unlessCancelled(promise)
    cancel()
    await expect(abandoned).rejects.toThrow(Cancelled)
    reject(new Error('socket hang up'))
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', note)
    expect(unhandled).toEqual([])
  })
})
