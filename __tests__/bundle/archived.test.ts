/** An archived repository runs nothing and takes no secret: it is left out, and nobody else waits for it. */
import { describe, expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import type { Scenario } from '../../sandbox/scenario.ts'
import { errorOf, inOneRun, inScenario, untilSteady, warningsOf } from './support.ts'

const repositories = ['octo/app', 'octo/old']
const verifiedByBoth = { 'verification-workflow': '- verify.yml\n- octo/old/verify.yml' }
const told = 'Left out while archived: octo/old.'

const archive = ({ sandbox }: Scenario, isArchived = true) => {
  sandbox.github.repository('octo/old').archived = isArchived
}

const written = ({ sandbox }: Scenario) =>
  sandbox.wire.records.filter(({ method, target }) => method === 'PUT' && target.includes('/octo/old/')).length

const live = ({ sandbox, user }: Scenario) => sandbox.aws.keys(user).filter(({ deleted }) => deleted === undefined)

describe.each(['self', 'role'] as const)('an archived destination (%s)', (caller) => {
  test('is left out with a warning, while the others get a new key', async () => {
    await inScenario({ caller, repositories }, async (scenario) => {
      archive(scenario)
      const result = await scenario.rotate(inOneRun)
      expect(errorOf(result)).toBe('')
      expect(result.outputs).toMatchObject({ phase: 'steady', rotated: 'true' })
      expect(warningsOf(result).filter((each) => each.includes(told))).toHaveLength(1)
      expect([written(scenario), scenario.signsIn(), scenario.published('octo/old')]).toEqual([
        0,
        'works',
        scenario.oldKey.accessKeyId,
      ])
    })
  })

  test('neither holds the old key nor makes a rotation due, in any later run', async () => {
    await inScenario({ caller, repositories }, async (scenario) => {
      archive(scenario)
      const phases: (string | undefined)[] = []
      for (const days of [0, 1, 7, 1, 1]) {
        scenario.sandbox.clock.advance(days * duration('1d'))
        const result = await scenario.rotate()
        phases.push(result.outputs['phase'])
        expect(errorOf(result)).toBe('')
      }
      expect(phases).toEqual(['overlap', 'recovery', 'steady', 'steady', 'steady'])
      expect(live(scenario)).toHaveLength(1)
      expect(written(scenario)).toBe(0)
    })
  })

  test('gets a key when it takes secrets again', async () => {
    await inScenario({ caller, repositories }, async (scenario) => {
      archive(scenario)
      await scenario.rotate(inOneRun)
      scenario.sandbox.clock.advance(duration('1d'))
      archive(scenario, false)
      await untilSteady(scenario, inOneRun)
      expect([scenario.signsIn('octo/app'), scenario.signsIn('octo/old')]).toEqual(['works', 'works'])
      expect(scenario.published('octo/old')).toBe(scenario.published('octo/app'))
    })
  })

  test('that was archived after it had got its key lets the old one go', async () => {
    await inScenario({ caller, repositories }, async (scenario) => {
      scenario.addVerification('octo/old')
      expect((await scenario.rotate(verifiedByBoth)).outputs['phase']).toBe('overlap')
      archive(scenario)
      scenario.sandbox.clock.advance(duration('1d'))
      const result = await scenario.rotate(verifiedByBoth)
      expect(errorOf(result)).toBe('')
      expect(result.outputs['phase']).toBe('recovery')
    })
  })

  test('takes its environments and its verification with it', async () => {
    await inScenario({ caller, repositories }, async (scenario) => {
      const { github } = scenario.sandbox
      scenario.addVerification('octo/old')
      github.repository('octo/old').addEnvironment('production')
      archive(scenario)
      const destinations =
        '- repository: octo/app\n- repository: octo/old\n- repository: octo/old\n  environment: production'
      const result = await scenario.rotate({ ...inOneRun, ...verifiedByBoth, destinations })
      expect(errorOf(result)).toBe('')
      expect(result.outputs).toMatchObject({ phase: 'steady', rotated: 'true' })
      expect(warningsOf(result).filter((each) => each.includes(told))).toHaveLength(1)
      expect(written(scenario)).toBe(0)
    })
  })
})

test('where all destinations are archived, nothing is created', async () => {
  await inScenario({ caller: 'role', repositories }, async (scenario) => {
    archive(scenario)
    const destinations = '- repository: octo/old\n- repository: octo/old\n  store: dependabot'
    const result = await scenario.rotate({ destinations })
    expect(result.outputs['phase']).toBe('blocked')
    expect(errorOf(result)).toContain('octo/old is archived, so its secrets cannot be written')
    expect(live(scenario)).toHaveLength(1)
  })
})
