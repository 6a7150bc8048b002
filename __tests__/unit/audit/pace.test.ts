/** Whether a pace keeps keys below 90 days, and what is assumed of others. */
import { describe, expect, test } from '@jest/globals'
import { assumedPace, warningsOf } from '../../../src/audit/pace.ts'
import { day } from '../../../src/rotation/time.ts'
import { readInputs } from '../inputs/reading.ts'

const inputs = (rotate: string, deactivate: string, user = '') =>
  readInputs({
    GITHUB_REPOSITORY: 'octo/app',
    INPUT_MODE: 'audit',
    'INPUT_IAM-USER': user,
    'INPUT_ROTATE-AFTER': rotate,
    'INPUT_DEACTIVATE-AFTER': deactivate,
  })

describe('a configuration', () => {
  test.each([
    ['60d', '8d', 0],
    ['80d', '8d', 0],
    ['81d', '8d', 1],
    ['60d', '29d', 1],
  ])('with rotate-after %s and deactivate-after %s is warned of %i times', (rotate, deactivate, count) => {
    const warnings = warningsOf([inputs(rotate, deactivate)])
    expect(warnings.filter((each) => each.includes('even when a run comes every day'))).toHaveLength(count)
  })

  test('of several users says whom it is about, and equal warnings once', () => {
    const users = [inputs('85d', '8d', 'one'), inputs('85d', '8d', 'two'), inputs('85d', '8d', 'two')]
    expect(warningsOf(users).map((each) => each.split(':')[0])).toEqual(['one', 'two'])
  })
})

test('of others 90 days are assumed, and the longest waits', () => {
  expect(assumedPace([])).toEqual({ rotateAfter: 90 * day, deactivateAfter: 8 * day, deleteAfter: 7 * day })
  const slow = { rotateAfter: 120 * day, deactivateAfter: 1 * day, deleteAfter: 30 * day }
  expect(assumedPace([slow])).toEqual({ rotateAfter: 120 * day, deactivateAfter: 8 * day, deleteAfter: 30 * day })
})
