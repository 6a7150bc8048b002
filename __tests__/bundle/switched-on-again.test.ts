/** What docs/recovery.md says of an old key that a person switches on again. */
import { expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import { errorOf, inScenario, statuses, warningsOf } from './support.ts'

test('an old key that a person switches on again is proven against, waited for and switched off once more', async () => {
  await inScenario({ caller: 'role', used: true }, async (scenario) => {
    const { aws, clock, github } = scenario.sandbox
    const old = scenario.oldKey.accessKeyId
    const run = async (hours: number) => {
      clock.advance(hours * duration('1h'))
      const result = await scenario.rotate()
      return { result, seen: [result.exitCode, result.outputs['phase'], statuses(scenario)] }
    }
    await run(0)
    const current = scenario.published()
    expect((await run(24)).seen).toEqual([0, 'recovery', 'Inactive Active'])
    const verifications = github.runs(scenario.home).length

    aws.setStatus(old, 'Active')
    const first = await run(1)
    expect(first.seen).toEqual([0, 'overlap', 'Active Active'])
    expect(warningsOf(first.result).join()).toContain(`Somebody else switched the old key …${old.slice(-8)} on again`)
    expect(github.runs(scenario.home)).toHaveLength(verifications + 1)
    // Whoever uses it keeps it on.
    clock.advance(duration('12h'))
    aws.noteUse(old, { at: clock.now(), service: 's3', region: 'us-east-1' })
    expect((await run(12)).seen).toEqual([0, 'overlap', 'Active Active'])
    expect((await run(24)).seen).toEqual([0, 'recovery', 'Inactive Active'])

    aws.setStatus(old, 'Active')
    const second = await run(1)
    expect(second.seen).toEqual([1, 'overlap', 'Active Active'])
    expect(errorOf(second.result)).toContain('was switched on again 2 times')
    expect((await run(25)).seen).toEqual([1, 'recovery', 'Inactive Active'])
    expect((await run(7 * 24 - 1)).seen).toEqual([1, 'recovery', 'Inactive Active'])
    expect((await run(2)).seen).toEqual([0, 'steady', 'Active'])
    expect(scenario.published()).toBe(current)
  })
})
