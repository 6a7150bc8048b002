/** What somebody has emptied or rewritten is set aside, and the other places rotate without it: through the bundle. */
import { expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import type { ActionResult } from '../../sandbox/runner.ts'
import type { Scenario } from '../../sandbox/scenario.ts'
import { errorOf, inOneRun, inScenario, keysOf, warningsOf } from './support.ts'

const destinations = '- repository: octo/app\n- repository: octo/web'
const both = { destinations, 'verification-workflow': '- verify.yml\n- octo/web/verify.yml', ...inOneRun }
const [id, secret] = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const

/** Two repositories that prove their own secrets, and that hold one key. */
async function published(
  story: (scenario: Scenario, run: () => Promise<ActionResult>) => Promise<void>,
): Promise<void> {
  await inScenario({ caller: 'role', repositories: ['octo/app', 'octo/web'] }, async (scenario) => {
    scenario.addVerification('octo/web')
    // What the verify action reports is read as an annotation.
    const reads = { metadata: 'read', contents: 'read', checks: 'read' } as const
    const writes = { actions: 'write', secrets: 'write', environments: 'write' } as const
    const token = scenario.sandbox.github.addToken({
      kind: 'app',
      name: 'rotation',
      permissions: { ...reads, ...writes },
    })
    const run = () => scenario.rotate({ ...both, 'github-token': token })
    expect((await run()).outputs).toMatchObject({ phase: 'steady', rotated: 'true' })
    scenario.sandbox.clock.advance(duration('1h'))
    await story(scenario, run)
  })
}

const runsOf = ({ sandbox: { github } }: Scenario, repository: string) => github.runs(repository).length

test('a place whose secrets were deleted stays empty, red in each run, while the other gets its new key', async () => {
  await published(async (scenario, run) => {
    const { github, clock } = scenario.sandbox
    const web = github.secretsAt({ repository: 'octo/web' })
    for (const name of [id, secret]) web.delete(name)
    const [before, asked] = [scenario.published(), runsOf(scenario, 'octo/web')]
    clock.advance(duration('61d'))
    const result = await run()
    expect(result.outputs).toMatchObject({ phase: 'steady', rotated: 'true' })
    expect([result.exitCode, errorOf(result)]).toEqual([1, expect.stringMatching(/Somebody deleted .* in octo\/web/)])
    expect(scenario.published()).not.toBe(before)
    expect([scenario.signsIn(), web.value(id), web.value(secret)]).toEqual(['works', undefined, undefined])
    expect(runsOf(scenario, 'octo/web')).toBe(asked)

    clock.advance(duration('1d'))
    const next = await run()
    expect([next.exitCode, next.outputs['rotated']]).toEqual([1, 'false'])
    expect(errorOf(next)).toMatch(/Somebody deleted .* in octo\/web/)

    // Somebody puts the key in use there.
    for (const name of [id, secret]) web.set(name, github.secretValue('octo/app', name) ?? '')
    clock.advance(duration('1d'))
    const again = await run()
    expect([again.exitCode, again.outputs['phase']]).toEqual([0, 'steady'])
    expect(runsOf(scenario, 'octo/web')).toBe(asked + 1)
    clock.advance(duration('61d'))
    expect((await run()).exitCode).toBe(0)
    expect([scenario.signsIn('octo/app'), scenario.signsIn('octo/web')]).toEqual(['works', 'works'])
  })
})

test('a place that its own verification rejects is asked once, and is never overwritten', async () => {
  await published(async (scenario, run) => {
    const { github, clock } = scenario.sandbox
    const web = github.secretsAt({ repository: 'octo/web' })
    web.set(id, 'AKIA0000000000000009')
    const asked = runsOf(scenario, 'octo/web')
    for (let day = 0; day < 3; day += 1) {
      const result = await run()
      expect([result.exitCode, errorOf(result)]).toEqual([1, expect.stringContaining('octo/web')])
      clock.advance(duration('1d'))
    }
    expect(runsOf(scenario, 'octo/web')).toBe(asked + 1)
    const before = scenario.published()
    clock.advance(duration('60d'))
    const result = await run()
    expect(result.outputs).toMatchObject({ phase: 'overlap', rotated: 'true' })
    expect(result.exitCode).toBe(1)
    expect(warningsOf(result).join('\n')).not.toContain('until the next regular rotation overwrites it')
    expect(scenario.published()).not.toBe(before)
    expect(keysOf(scenario)).toHaveLength(2)
    // That a job there was handed another key is no proof that nobody is handed the old one: it has its time.
    clock.advance(duration('8d'))
    expect((await run()).outputs['phase']).toBe('steady')
    expect([scenario.signsIn(), web.value(id)]).toEqual(['works', 'AKIA0000000000000009'])
  })
})
