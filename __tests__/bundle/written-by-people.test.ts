/** Secrets that somebody else writes or removes after a publication: through the committed bundle, in every phase. */
import { describe, expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import type { ActionResult } from '../../sandbox/runner.ts'
import type { Scenario } from '../../sandbox/scenario.ts'
import { byHand, errorOf, inOneRun, inScenario, statuses, warningsOf } from './support.ts'

/** No job of the verification names the environment, so it speaks for the repository alone. */
const destinations = '- repository: octo/app\n- repository: octo/app\n  environment: production'
const covered = { repository: 'octo/app' } as const
const uncovered = { repository: 'octo/app', environment: 'production' } as const
const name = 'AWS_SECRET_ACCESS_KEY'

type Place = typeof covered | typeof uncovered
type Deed = 'the same value' | 'another value' | 'nothing'

async function inPhase(
  phase: 'steady' | 'overlap' | 'recovery',
  story: (
    scenario: Scenario,
    run: (inputs?: Readonly<Record<string, string>>) => Promise<ActionResult>,
  ) => Promise<void>,
): Promise<void> {
  await inScenario({ caller: 'role' }, async (scenario) => {
    const { github, clock } = scenario.sandbox
    github.repository('octo/app').addEnvironment('production')
    const run = (inputs: Readonly<Record<string, string>> = {}) => {
      return scenario.rotate({ destinations, ...inputs }, inputs['force'] === undefined ? {} : { github: byHand })
    }
    let { outputs } = await run(phase === 'steady' ? inOneRun : {})
    if (phase === 'recovery') {
      clock.advance(duration('25h'))
      outputs = (await run()).outputs
    }
    expect(outputs['phase']).toBe(phase)
    clock.advance(duration('1h'))
    await story(scenario, run)
  })
}

function write({ sandbox: { github } }: Scenario, place: Place, what: Deed): string | undefined {
  const store = github.secretsAt(place)
  const value = what === 'the same value' ? store.value(name) : 'of a person'
  if (what === 'nothing' || value === undefined) store.delete(name)
  else store.set(name, value)
  return store.value(name)
}

describe('somebody else writes a secret', () => {
  type Row = readonly ['steady' | 'overlap' | 'recovery', Deed, Place, ...Expected]
  type Expected = readonly [exitCode: number, phase: string, statuses: string, words: string]
  const rejected = 'omebody else has written AWS_'
  const gone = 'Somebody deleted AWS_'
  test.each<Row>([
    ['steady', 'the same value', covered, 0, 'steady', 'Active', ''],
    ['steady', 'another value', covered, 1, 'steady', 'Active', rejected],
    ['steady', 'nothing', covered, 1, 'steady', 'Active', gone],
    ['steady', 'another value', uncovered, 0, 'steady', 'Active', 'until the next regular rotation overwrites it'],
    ['steady', 'nothing', uncovered, 1, 'steady', 'Active', gone],
    ['overlap', 'the same value', covered, 0, 'overlap', 'Active Active', ''],
    ['overlap', 'another value', covered, 1, 'overlap', 'Active Active', rejected],
    ['overlap', 'nothing', covered, 1, 'overlap', 'Active Active', gone],
    ['overlap', 'another value', uncovered, 0, 'overlap', 'Active Active', 'no verification covers it'],
    ['recovery', 'the same value', covered, 0, 'recovery', 'Inactive Active', ''],
    ['recovery', 'another value', covered, 1, 'overlap', 'Active Active', rejected],
    ['recovery', 'nothing', covered, 1, 'recovery', 'Inactive Active', gone],
    ['recovery', 'another value', uncovered, 0, 'overlap', 'Active Active', 'no verification covers it'],
  ])('in %s, %s, in %j', async (phase, what, place, ...[exitCode, later, keys, words]) => {
    await inPhase(phase, async (scenario, run) => {
      const written = write(scenario, place, what)
      const result = await run()
      expect([result.exitCode, result.outputs['phase'], statuses(scenario)]).toEqual([exitCode, later, keys])
      const told = exitCode === 1 ? errorOf(result) : warningsOf(result).join('\n')
      expect(told).toContain(words)
      expect(scenario.sandbox.github.secretsAt(place).value(name)).toBe(written)
    })
  })

  test('and the old key is held for a place of which nothing tells, for a week and no longer', async () => {
    await inPhase('overlap', async (scenario, run) => {
      write(scenario, uncovered, 'another value')
      scenario.sandbox.clock.advance(duration('7d'))
      const held = await run()
      expect([held.exitCode, held.outputs['phase'], statuses(scenario)]).toEqual([0, 'overlap', 'Active Active'])
      scenario.sandbox.clock.advance(duration('1d'))
      const result = await run()
      expect([result.exitCode, result.outputs['phase'], statuses(scenario)]).toEqual([0, 'recovery', 'Inactive Active'])
      expect(warningsOf(result).join('\n')).toContain('until the next regular rotation overwrites it')
    })
  })
})

describe('somebody else has removed a secret', () => {
  test('and puts it back: the runs are green again', async () => {
    await inPhase('steady', async (scenario, run) => {
      const { github } = scenario.sandbox
      const value = github.secretsAt(covered).value(name) ?? ''
      write(scenario, covered, 'nothing')
      expect((await run()).exitCode).toBe(1)
      github.secretsAt(covered).set(name, value)
      expect((await run()).outputs).toMatchObject({ phase: 'steady', rotated: 'false' })
    })
  })

  test('and force publishes a new key everywhere', async () => {
    await inPhase('steady', async (scenario, run) => {
      write(scenario, covered, 'nothing')
      expect((await run({ ...inOneRun, force: 'true' })).outputs).toMatchObject({ phase: 'steady', rotated: 'true' })
      expect(scenario.signsIn()).toBe('works')
    })
  })
})

test('what switches the old key on again and again is told red the second time', async () => {
  await inPhase('recovery', async (scenario, run) => {
    const { aws, clock } = scenario.sandbox
    const seen: unknown[] = []
    for (let time = 1; time <= 2; time += 1) {
      aws.setStatus(scenario.oldKey.accessKeyId, 'Active')
      const result = await run()
      seen.push([result.exitCode, result.outputs['phase']])
      if (time === 2) expect(errorOf(result)).toContain('was switched on again 2 times')
      clock.advance(duration('25h'))
      await run()
      clock.advance(duration('1h'))
    }
    expect(seen).toEqual([
      [0, 'overlap'],
      [1, 'overlap'],
    ])
  })
})

test.each([
  ['rotate', '❌ ci-bot was not rotated', 'Look at the verification run: it has not ended, or'],
  ['plan', '📋 ci-bot: a rotation is overdue', 'The next run with "mode: rotate" replaces it'],
])('a key that is too old makes a run red, whatever it waits for, in mode %s: %s', async (mode, headline, remedy) => {
  await inScenario({ caller: 'role', keyAge: 68, used: true }, async (scenario) => {
    const workflow = scenario.sandbox.github.repository('octo/app').workflow('verify.yml')
    if (workflow !== undefined) workflow.fate = 'cancelled'
    const result = await scenario.rotate({ mode })
    expect([result.exitCode, statuses(scenario)]).toEqual([1, 'Active'])
    expect(errorOf(result)).toContain('old, and rotate-after is 60 days: a key that old should not be active any more')
    expect(errorOf(result)).toContain(remedy)
    expect(result.summary).toContain(`## ${headline}\n`)
  })
})
