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
