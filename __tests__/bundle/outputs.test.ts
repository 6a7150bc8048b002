/** A runner that takes no outputs. */
import { expect, test } from '@jest/globals'
import { inScenario, warningsOf } from './support.ts'

test.each([
  ['names no file for them', ''],
  ['names a file that is not there', '/nowhere/output'],
])('a runner that %s is told all else, and the run ends as it did', async (_, file) => {
  await inScenario({}, async (scenario) => {
    const result = await scenario.rotate({}, { environment: { GITHUB_OUTPUT: file } })
    expect(result.exitCode).toBe(0)
    expect(warningsOf(result).filter((each) => each.includes('The outputs could not be written'))).toHaveLength(1)
    expect(result.summary).toContain('overlap')
    expect(result.output).not.toContain('defect')
  })
})
