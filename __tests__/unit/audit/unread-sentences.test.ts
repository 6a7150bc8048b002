/** What was not read is told in few sentences, whatever the number of places and of reasons. */
import { expect, test } from '@jest/globals'
import type { InventoryRecord, Unknown } from '../../../src/audit/inventory-record.ts'
import { unreadSentences } from '../../../src/audit/unread-sentences.ts'

function record(unread: readonly Unknown[]): InventoryRecord {
  const own = { found: [], unread: [] }
  const repositories = unread.map((each, id) => ({ id, name: `app-${id}`, found: [], unread: [each] }))
  const organizations = [{ name: 'octo', own, repositories, total: unread.length, archived: 0 }]
  return { question: '', from: 0, to: 0, complete: true, organizations }
}

const places = (count: number) => Array.from({ length: count }, (_, index) => `the secrets of octo/app-${index}`)

test('one sentence tells of all places with the same reason, in natural order', () => {
  const unread = places(1_200).map((where) => ({ where, why: 'The token lacks a permission.' }))
  expect(unreadSentences(record(unread.toReversed()), [])).toEqual([
    'Not read: the secrets of octo/app-0, the secrets of octo/app-1, the secrets of octo/app-2, the secrets of octo/app-3 and 1196 more: The token lacks a permission.',
  ])
})

test('what each run finds out anew is told once', () => {
  const one = { where: 'other repositories of the organization octo', why: 'Nobody knows.' }
  expect(unreadSentences(record([]), [one, one])).toEqual([
    'Not read: other repositories of the organization octo: Nobody knows.',
  ])
})

test('of a thousand reasons twenty are told, and the others counted', () => {
  const unread = places(1_000).map((where, index) => ({ where, why: `Reason ${index}.` }))
  const sentences = unreadSentences(record(unread), [])
  expect(sentences).toHaveLength(21)
  expect(sentences[19]).toBe('Not read: the secrets of octo/app-19: Reason 19.')
  expect(sentences[20]).toBe('Other places were not read for 980 other reasons.')
})
