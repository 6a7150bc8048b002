/** What leaves the list keeps its key, and is named in every run until the next rotation has ended: through the bundle. */
import { expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import { inOneRun, inScenario, warningsOf } from './support.ts'

const names = (id: string, secret: string) => `${id}: access-key-id\n${secret}: secret-access-key`

test('places and names that are configured no more are told until the rotation has ended', async () => {
  await inScenario({ caller: 'role', repositories: ['octo/app', 'octo/web'] }, async (scenario) => {
    const { clock } = scenario.sandbox
    const before = {
      destinations: '- repository: octo/app\n- repository: octo/web',
      secrets: names('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'),
    }
    const after = {
      destinations: '- repository: octo/app',
      secrets: names('DEPLOY_ID', 'DEPLOY_SECRET'),
      'verification-workflow': 'none',
    }
    expect((await scenario.rotate({ ...before, ...inOneRun })).outputs['phase']).toBe('steady')
    clock.advance(duration('1d'))
    const changed = await scenario.rotate(after)
    expect(changed.outputs).toMatchObject({ phase: 'overlap', rotated: 'true' })
    const told = warningsOf(changed).join('\n')
    expect(told).toContain('when it is replaced: octo/web')
    expect(told).toContain('when it is replaced: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY')
    clock.advance(duration('9d'))
    expect(warningsOf(await scenario.rotate(after)).join('\n')).toContain('no longer configured')
    clock.advance(duration('8d'))
    const ended = await scenario.rotate(after)
    expect(ended.outputs['phase']).toBe('steady')
    clock.advance(duration('1d'))
    expect(warningsOf(await scenario.rotate(after)).join('\n')).not.toContain('no longer')
  })
})

test('a place that leaves the list before the first rotation has ended is told until the key that it has is gone', async () => {
  await inScenario({ caller: 'role', repositories: ['octo/app', 'octo/web'] }, async (scenario) => {
    const { clock } = scenario.sandbox
    const run = (repositories: readonly string[]) =>
      scenario.rotate({
        destinations: repositories.map((name) => `- repository: ${name}`).join('\n'),
        'verification-workflow': 'none',
        'delete-after': '1d',
      })
    const isTold = async () =>
      warningsOf(await run(['octo/web'])).some((each) => each.includes('is replaced: octo/app'))
    await run(['octo/app', 'octo/web'])
    const told: string[] = []
    for (let day = 1; day <= 5; day += 1) {
      clock.advance(duration('1d'))
      told.push(`${await isTold()} ${scenario.signsIn('octo/app')}`)
    }
    // The list has changed: another key is made on the second day, and that one is switched off and deleted.
    expect(told).toEqual(['true works', 'true works', 'true rejected', 'false rejected', 'false rejected'])
  })
})
