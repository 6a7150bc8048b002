/** What the date of a configured secret proves about a key. */
import { describe, expect, test } from '@jest/globals'
import { placesOf } from '../../../src/audit/places.ts'
import { minute, second } from '../../../src/rotation/time.ts'
import type { DestinationsReading, Journal, SecretReading } from '../../../src/rotation/world.ts'
import { ago, keyOf, now } from './evidence.ts'

const current = keyOf('AKIANEW', 30)
const previous = keyOf('AKIAOLD', 90)
const closed = { from: ago(29), to: ago(29) + 10 * second }
const steady: Journal = { phase: 'steady', current: 'AKIANEW', window: closed, digest: 'd' }
const open: Journal = {
  phase: 'publishing',
  pending: 'AKIANEW',
  current: 'AKIAOLD',
  previous: undefined,
  window: { from: ago(29), to: undefined },
  sealed: undefined,
  digest: 'd',
}

function proof(secret: Partial<SecretReading>, key = current, journal: Journal | undefined = steady, ahead = 0) {
  const secrets = [{ name: 'AWS_ACCESS_KEY_ID', updatedAt: now, ...secret }]
  const destinations = [{ name: 'octo/app', secrets }]
  const reading: DestinationsReading = { at: now, until: now, ahead, destinations, recovery: undefined }
  return placesOf(key, reading, journal)[0]?.proves
}

const [holds, cannot, may] = ['holds this key', 'cannot hold this key', 'may hold this key']

describe('a secret', () => {
  test.each([
    ['written in the publish window', { updatedAt: closed.from + second }, holds, cannot],
    ['written at the end of the window', { updatedAt: closed.to }, holds, cannot],
    ['written after the window', { updatedAt: closed.to + second }, may, may],
    ['written between the creation of both keys', { updatedAt: ago(60) }, cannot, may],
    ['written before both keys', { updatedAt: ago(100) }, cannot, cannot],
    ['that does not exist', { updatedAt: undefined }, cannot, cannot],
    ['a variable with the ID of the key', { value: 'AKIANEW' }, holds, cannot],
    ['a variable with the ID of the old key', { value: 'AKIAOLD' }, cannot, holds],
  ] as const)('%s', (_, secret, ofCurrent, ofPrevious) => {
    expect([proof(secret), proof(secret, previous)]).toEqual([ofCurrent, ofPrevious])
  })

  test('of an open window proves nothing', () => {
    const secret = { updatedAt: ago(28) }
    expect([proof(secret, current, open), proof(secret, previous, open)]).toEqual([may, may])
  })

  test('of a key that no journal tells of may hold it, once it exists', () => {
    const none = undefined as Journal | undefined
    const reading = (updatedAt: number) => {
      const destinations = [{ name: 'octo/app', secrets: [{ name: 'A', updatedAt }] }]
      return placesOf(current, { at: now, until: now, ahead: 0, destinations, recovery: undefined }, none)[0]?.proves
    }
    expect([reading(ago(29)), reading(ago(31))]).toEqual([may, cannot])
  })

  test.each([
    [9 * minute, 0, may],
    [11 * minute, 0, cannot],
    [11 * minute, -5 * minute, may],
    [6 * minute, 5 * minute, cannot],
  ])('written %i ms before the key, GitHub being %i ms ahead of AWS', (before, ahead, proves) => {
    expect(proof({ updatedAt: ago(30) - before }, current, steady, ahead)).toBe(proves)
  })
})

test('nothing is said of places that were not read, and of a key without an ID', () => {
  expect(placesOf(current, 'unread', steady)).toEqual([])
  const reading = { at: now, until: now, ahead: 0, destinations: [], recovery: undefined }
  expect(placesOf({ ...current, id: undefined }, reading, steady)).toEqual([])
})
