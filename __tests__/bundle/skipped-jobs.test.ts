// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of workflows are written so
/** A verification whose run passes while one of its jobs was skipped: it speaks for the places of the others alone. */
import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import { WorkflowHost } from '../../sandbox/workflows/host.ts'
import { inScenario, statuses } from './support.ts'

const environment = 'production'
const destinations = `- repository: octo/app\n- { repository: octo/app, environment: ${environment} }`

/** The verification of the documentation, and the same job in an environment, behind a condition. */
function workflowWith(condition: string): string {
  const yaml = readFileSync('examples/verify.yml', 'utf8')
  const job = yaml.slice(yaml.indexOf('  verify:\n'))
  return `${yaml}${job.replace('  verify:\n', `  production:\n    if: ${condition}\n    environment: ${environment}\n`)}`
}

test.each([
  { condition: "${{ vars.CHECK == 'yes' }}", before: 'Active Active', says: 'may hold' },
  { condition: '${{ !cancelled() }}', before: 'Inactive Active', says: 'jobs queued before ' },
])('what somebody writes where the job is behind “$condition”', async ({ condition, before, says }) => {
  const inputs = { destinations, 'deactivate-after': '8d' }
  await inScenario({ caller: 'role', inputs }, async (scenario) => {
    const { github, clock } = scenario.sandbox
    github.repository('octo/app').addEnvironment(environment)
    const write = () => {
      const value = github.secretValue('octo/app', 'AWS_SECRET_ACCESS_KEY', environment)
      github.setSecret('octo/app', 'AWS_SECRET_ACCESS_KEY', value ?? scenario.oldKey.secretAccessKey, environment)
    }
    github.setSecret('octo/app', 'AWS_ACCESS_KEY_ID', scenario.oldKey.accessKeyId, environment)
    write()
    const host = new WorkflowHost(scenario.sandbox, 'octo/app')
    await host.add('verify.yml', workflowWith(condition))
    await scenario.rotate()
    clock.advance(duration('1d'))
    write()
    clock.advance(duration('1d'))
    expect((await scenario.rotate()).output).toContain(says)
    clock.advance(duration('7d'))
    await scenario.rotate()
    expect(statuses(scenario)).toBe(before)
  })
})
