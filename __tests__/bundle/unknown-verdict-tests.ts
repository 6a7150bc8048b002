/** Nothing is created, and nothing stays off, for a verification of which nobody knows whether it would have passed. */
import { describe, expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import type { Fate } from '../../sandbox/github/workflow-run.ts'
import type { Scenario } from '../../sandbox/scenario.ts'
import { inScenario, statuses, warningsOf } from './support.ts'
import { direct, inOverlap, letRuns } from './verification-outcomes.ts'

/** A verification that has not ended is followed by the next run, which dispatches no other, until somebody ends it. */
async function letEnd(scenario: Scenario, fate: Fate, phase: string): Promise<void> {
  if (!['never starts', 'never finishes', 'waiting'].includes(fate)) return
  const runs = scenario.sandbox.github.runs(scenario.home)
  expect((await scenario.rotate()).outputs['phase']).toBe(phase)
  expect(scenario.sandbox.github.runs(scenario.home)).toEqual(runs)
  for (const run of runs) run.cancel()
  if (fate === 'never finishes') scenario.sandbox.clock.advance(duration('7d'))
}

/** What becomes of a key, in each phase, while runs of the verification come to this. */
export function unknownVerdictTests(fates: readonly Fate[]): void {
  describe('the key in use, before it is replaced', () => {
    test.each(fates)('of which nobody knows (%s) is not replaced, and the next run looks again', async (fate) => {
      await inScenario({ caller: 'role', used: true }, async (scenario) => {
        direct(scenario)
        letRuns(scenario, fate)
        const result = await scenario.rotate()
        expect([result.exitCode, result.outputs['phase'], statuses(scenario)]).toEqual([0, 'steady', 'Active'])
        expect(warningsOf(result).join('\n')).toContain('Nothing is created, and the next run looks again')
        letRuns(scenario, 'works')
        await letEnd(scenario, fate, 'steady')
        expect((await scenario.rotate()).outputs).toMatchObject({ phase: 'overlap', rotated: 'true' })
      })
    })
  })

  describe('a published key', () => {
    test.each(fates)('of which nobody knows (%s) stays pending, green, and is verified again', async (fate) => {
      await inScenario({}, async (scenario) => {
        direct(scenario)
        letRuns(scenario, fate)
        const result = await scenario.rotate()
        expect([result.exitCode, result.outputs['phase'], statuses(scenario)]).toEqual([0, 'rotating', 'Active Active'])
        expect(result.outputs).toMatchObject({ 'next-step': 'verify', 'next-step-at': '' })
        expect(warningsOf(result).join()).toContain('Nothing is switched off, and the next run verifies again')
        letRuns(scenario, 'works')
        await letEnd(scenario, fate, 'rotating')
        expect((await scenario.rotate()).outputs['phase']).toBe('overlap')
      })
    })
  })

  describe('an old key that is switched off', () => {
    test.each(fates)('and cannot be judged (%s) is switched on again, green, in overlap', async (fate) => {
      await inOverlap({}, async (scenario) => {
        letRuns(scenario, fate)
        const result = await scenario.rotate()
        expect([result.exitCode, result.outputs['phase'], statuses(scenario)]).toEqual([0, 'overlap', 'Active Active'])
        expect(warningsOf(result).join('\n')).toContain('The old key is on again, and the next run verifies again')
      })
    })
  })
}
