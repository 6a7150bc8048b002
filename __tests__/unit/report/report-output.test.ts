/** What of many reports an output has, where GitHub does not take all of it. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { needsPerson } from '../../../src/report/ranking.ts'
import { fittingReports } from '../../../src/report/report-output.ts'
import { samples } from './reports.ts'

const step = { step: 'Publish the new key', because: 'AWS accepts it', result: 'x'.repeat(200), effect: true }
const failed = { ...samples.failed, steps: [step, step] }
const steady = { ...samples.steady, steps: [step, step] }
const sizeOf = (reports: readonly object[]) => JSON.stringify(reports).length

describe('the output report', () => {
  test('has everything that fits', () => {
    const all = [steady, failed]
    expect(fittingReports(all, sizeOf(all) + 2)).toEqual(all)
  })

  test('loses the steps of those first who need nobody', () => {
    const all = [steady, failed]
    expect(fittingReports(all, sizeOf(all) - 1)).toEqual([{ ...steady, steps: [] }, failed])
  })

  test('then loses all steps', () => {
    const briefly = [
      { ...steady, steps: [] },
      { ...failed, steps: [] },
    ]
    expect(fittingReports([steady, failed], sizeOf(briefly) + 2)).toEqual(briefly)
  })

  test('then loses the users who need nobody', () => {
    const only = [{ ...failed, steps: [] }]
    expect(fittingReports([steady, failed], sizeOf(only) + 2)).toEqual(only)
  })

  test('is never larger than there is room for, and has the worst as long as any', () => {
    const kinds = fc.array(fc.constantFrom(failed, steady), { maxLength: 30 })
    fc.assert(
      fc.property(kinds, fc.integer({ min: 2_000, max: 20_000 }), (kept, largest) => {
        const all = kept.map((each, index) => ({ ...each, user: `${each.user}-${index}` }))
        const fitting = fittingReports(all, largest)
        expect(sizeOf(fitting)).toBeLessThanOrEqual(largest)
        const isLost = (name: string) => !fitting.some(({ user }) => user === name)
        const lost = all.filter(({ user }) => isLost(user))
        if (lost.some(needsPerson)) expect(fitting.filter((each) => !needsPerson(each))).toEqual([])
      }),
      { seed: 7, numRuns: 200 },
    )
  })
})
