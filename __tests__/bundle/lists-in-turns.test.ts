/** One workflow that starts with one list of places and with another: two configurations, of which neither knows all places. */
import { expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import { inScenario, statuses } from './support.ts'

test('two lists that take turns, run by run, never cost a place its key', async () => {
  await inScenario({ caller: 'role', repositories: ['octo/app', 'octo/web'] }, async (scenario) => {
    const { clock } = scenario.sandbox
    const ends: string[] = []
    for (let run = 0; run < 12; run += 1) {
      const repository = run % 2 === 0 ? 'octo/web' : 'octo/app'
      const destinations = `- repository: ${repository}`
      const { outputs } = await scenario.rotate({ destinations, 'verification-workflow': 'none' })
      ends.push(outputs['phase'] ?? '')
      expect(scenario.repositories.map((name) => scenario.signsIn(name))).toEqual(['works', 'works'])
      clock.advance(duration('13h'))
    }
    expect(ends.slice(0, 3)).toEqual(['overlap', 'overlap', 'blocked'])
    expect(statuses(scenario)).toBe('Active Active')
  })
})

test('a list that a person has changed for good goes on by itself', async () => {
  await inScenario({ caller: 'role', repositories: ['octo/web', 'octo/app'] }, async (scenario) => {
    const { clock, github } = scenario.sandbox
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])
      github.secretsAt({ repository: 'octo/app' }).delete(name)
    const run = (...repositories: readonly string[]) =>
      scenario.rotate({
        destinations: repositories.map((name) => `- repository: ${name}`).join('\n'),
        'verification-workflow': 'none',
      })
    await run('octo/web')
    for (let day = 0; day < 25; day += 1) {
      clock.advance(duration('1d'))
      const { exitCode } = await run('octo/web', 'octo/app')
      expect([day, exitCode, scenario.signsIn('octo/web')]).toEqual([day, 0, 'works'])
    }
    expect(scenario.signsIn('octo/app')).toBe('works')
  })
})
