/** Verification workflows of one concurrency group, of which GitHub lets one run and one wait. */
import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { inOneRun, inScenario, statuses } from './support.ts'

test('three that cancel each other are proven all the same: what was cancelled is started again by itself', async () => {
  await inScenario({ caller: 'role' }, async (scenario) => {
    const { github } = scenario.sandbox
    const job = github.repository('octo/app').workflow('verify.yml')?.job
    if (job === undefined) throw new Error('octo/app has no verification')
    const yaml = readFileSync('examples/verify.yml', 'utf8')
    const files = ['one.yml', 'two.yml', 'three.yml']
    for (const file of files) {
      github.addWorkflow('octo/app', { path: `.github/workflows/${file}`, yaml, job, groupOf: () => 'octo/app' })
    }
    const workflows = files.map((file) => `- ${file}`).join('\n')
    const { outputs, output } = await scenario.rotate({ ...inOneRun, 'verification-workflow': workflows })
    expect(outputs['phase']).toBe('steady')
    expect(statuses(scenario)).toBe('Active')
    expect(output.match(/so two\.yml in octo\/app is started again by itself/g)).toHaveLength(2)
    // Once with both keys, and once with the old one off.
    expect(github.runs('octo/app')).toHaveLength(2 * (files.length + 1))
  })
})
