/** What keys are called in sentences. */
import { expect, test } from '@jest/globals'
import { wordsFor } from '../../../src/report/key-names.ts'
import { samples } from './reports.ts'

const { at } = samples.steady

const [o, n] = ['AKIARTX3GSDSOLDKEY22', 'AKIARTX3GSDSNEWKEY22']
const step = { because: '', result: '', effect: true }

test.each([
  ['overlap', `${o} is off, and ${n} is in use`, 'the old key is off, and the new key is in use'],
  ['overlap', `with the old key ${o} off`, 'with the old key off'],
  [
    'overlap',
    `It is so. The old key ${o} is on again. ${n} is in use.`,
    'It is so. The old key is on again. The new key is in use.',
  ],
  ['rotating', `${o} is replaced by ${n}`, 'the old key is replaced by the new key'],
  [
    'steady',
    `the verification does not pass with ${n}, the key in use: it failed`,
    'the verification does not pass with the key in use: it failed',
  ],
  ['overlap', `this job still holds the old key, ${o}`, 'this job still holds the old key'],
  ['overlap', `${o} is used: look for the access key ${o}`, `the old key is used: look for the access key ${o}`],
  ['steady', `off: ${n} (Inactive, created 9 days ago)`, `off: ${n} (Inactive, created 9 days ago)`],
  ['steady', `Verify ${n}`, 'Verify the key'],
  ['overlap', `this job still holds the old key, ${o}`, 'this job still holds the old key'],
  ['overlap', `look for the AWS access key ${o} there`, `look for the AWS access key ${o} there`],
  ['steady', `${o} is unknown, and ${n}2 too`, `${o} is unknown, and ${n}2 too`],
] as const)('%s: %s', (kind, text, named) => {
  expect(wordsFor(samples[kind])(text)).toBe(named)
})

test('where no table shows the ends of the IDs, the first mention of each does', () => {
  expect(wordsFor(samples.overlap, true)(`${o} and ${n}. ${o} is on`)).toBe(
    'the old key …OLDKEY22 and the new key …NEWKEY22. The old key is on',
  )
})

test('keys that this run has deleted are named too, and those that nothing explains are not', () => {
  const deleted = { at, keys: samples.steady.keys, steps: [{ ...step, step: `Delete ${o}` }] }
  expect(wordsFor(deleted)(`Delete ${o}`)).toBe('Delete the old key')
  const discarded = { at, keys: samples.steady.keys, steps: [{ ...step, step: `Discard ${o}` }] }
  expect(wordsFor(discarded)(`Discard ${o}`)).toBe('Discard the unpublished key')
  const strangers = (samples.overlap.keys ?? []).map((key) => ({ ...key, label: 'unknown' as const }))
  expect(wordsFor({ at, keys: strangers, steps: [] })(`${o} or ${n}`)).toBe(`${o} or ${n}`)
})
