/** GitHub Enterprise Server through the committed bundle: below 3.21 nothing says which run a dispatch has started. */
import { describe, expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import type { Workflow } from '../../sandbox/github/workflow.ts'
import type { Scenario } from '../../sandbox/scenario.ts'
import type { WireRequest } from '../../sandbox/wire.ts'
import { errorOf, inScenario, keysOf, reportOf, warningsOf } from './support.ts'

const old = { caller: 'role', github: { server: '3.20.2' } } as const
const operation = (name: string) => (request: WireRequest) => request.operation === name
const listing = operation('GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs')
const dispatching = operation('POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches')

/** Dispatches of verifications; the preflight's has a ref that does not exist. */
const dispatches = ({ sandbox }: Scenario) =>
  sandbox.wire.records.filter((record) => dispatching(record) && record.body.includes('"ref":"main"'))

function verification({ sandbox, home }: Scenario): Workflow {
  const workflow = sandbox.github.repository(home).workflow('verify.yml')
  if (workflow === undefined) throw new RangeError('there is no verification')
  return workflow
}

/** Neither declares the input nor shows it. */
const nameless = 'on: { workflow_dispatch: { inputs: { expected-key: {} } } }\njobs: {}\n'

function withoutTitle({ sandbox, home }: Scenario): void {
  sandbox.github.repository(home).files.set('.github/workflows/verify.yml', nameless)
  // The token may not read the file, so that the preflight cannot tell.
  sandbox.wire.inject({
    matches: operation('GET /repos/{owner}/{repo}/contents/{path}'),
    times: 99,
    fault: { kind: 'refuse', status: 404 },
  })
}

test.each(['3.17.0', '3.20.2', '3.21.0'])('a whole rotation on %s, below /api/v3', async (server) => {
  await inScenario({ caller: 'role', github: { server } }, async (scenario) => {
    const { clock, wire } = scenario.sandbox
    const phases: (string | undefined)[] = []
    for (const days of [0, 1, 8]) {
      clock.advance(days * duration('1d'))
      const result = await scenario.rotate()
      expect(errorOf(result)).toBe('')
      phases.push(result.outputs['phase'])
    }
    expect(phases).toEqual(['overlap', 'recovery', 'steady'])
    expect(
      wire.records.filter(({ service }) => service === 'github').every(({ target }) => target.startsWith('/api/v3/')),
    ).toBe(true)
    expect(wire.records.some(listing)).toBe(server !== '3.21.0')
  })
})

describe('a run that the server does not tell', () => {
  test('is known by its title, and never taken for another one of the same workflow', async () => {
    await inScenario(old, async (scenario) => {
      const { github, wire } = scenario.sandbox
      const workflow = verification(scenario)
      // Somebody starts the same workflow by hand right after, and that run fails.
      const { job } = workflow
      const meddle = (request: WireRequest) => {
        if (!dispatching(request) || !request.body.includes('"ref":"main"')) return
        workflow.job = async () => 'failure'
        github.startRun(scenario.home, 'verify.yml', {
          event: 'workflow_dispatch',
          inputs: { 'rotation-id': 'by hand' },
        })
        workflow.job = job
      }
      wire.observers.push({ after: meddle })
      const result = await scenario.rotate()
      expect(result.outputs['phase']).toBe('overlap')
      const [, own] = github.runs(scenario.home)
      expect(reportOf(result)['verification']).toMatchObject({
        verdict: 'works',
        runUrls: [`https://github.com/octo/app/actions/runs/${own?.id}`],
      })
    })
  })

  test('is waited for until the list shows it', async () => {
    await inScenario(old, async (scenario) => {
      verification(scenario).visibleAfter = duration('50s')
      const result = await scenario.rotate()
      expect(result.outputs['phase']).toBe('overlap')
      expect(scenario.sandbox.wire.records.filter(listing).length).toBeGreaterThan(3)
    })
  })

  test('and that no list shows within two minutes is no verdict: the next run verifies again', async () => {
    await inScenario(old, async (scenario) => {
      verification(scenario).visibleAfter = duration('1h')
      const result = await scenario.rotate()
      expect([result.exitCode, result.outputs['phase']]).toEqual([0, 'rotating'])
      expect(warningsOf(result).join('\n')).toContain('without saying which run it is, and no run shows since')
      expect(dispatches(scenario)).toHaveLength(1)
      verification(scenario).visibleAfter = 0
      expect((await scenario.rotate()).outputs['phase']).toBe('overlap')
    })
  })

  test('and whose workflow cannot be known by its title is no verdict, red, with the lines to add', async () => {
    await inScenario(old, async (scenario) => {
      withoutTitle(scenario)
      const result = await scenario.rotate()
      expect([result.exitCode, result.outputs['phase']]).toEqual([1, 'rotating'])
      expect(errorOf(result)).toContain('GitHub started verify.yml in octo/app without saying which run it is')
      expect(errorOf(result)).toMatch(/at the top level "run-name: Verify AWS key \$\{\{ inputs\.rotation-id \}\}"/)
      expect(keysOf(scenario).every((key) => key.endsWith(' Active'))).toBe(true)
      scenario.sandbox.wire.heal()
    })
  })

  test('and whose title does not show what the workflow declares is no verdict, red, with the line to add', async () => {
    await inScenario(old, async (scenario) => {
      withoutTitle(scenario)
      const declared = nameless.replace('expected-key: {}', 'expected-key: {}, rotation-id: {}')
      scenario.sandbox.github.repository(scenario.home).files.set('.github/workflows/verify.yml', declared)
      const result = await scenario.rotate()
      expect([result.exitCode, result.outputs['phase']]).toEqual([1, 'rotating'])
      expect(errorOf(result)).toContain('no title of a run shows rotation-id')
      scenario.sandbox.wire.heal()
    })
  })

  test('with the old key off leads to switching it on again', async () => {
    await inScenario(old, async (scenario) => {
      await scenario.rotate()
      scenario.sandbox.clock.advance(2 * duration('1d'))
      verification(scenario).visibleAfter = duration('1h')
      const result = await scenario.rotate()
      expect([result.exitCode, result.outputs['phase']]).toEqual([0, 'overlap'])
      expect(keysOf(scenario).every((key) => key.endsWith(' Active'))).toBe(true)
    })
  })
})

test('a server that does not permit return_run_details is asked without it', async () => {
  await inScenario({ caller: 'role', github: { server: '3.19.4', runDetails: 'refused' } }, async (scenario) => {
    const result = await scenario.rotate()
    expect(result.outputs['phase']).toBe('overlap')
    expect(dispatches(scenario).map(({ status }) => status)).toEqual([422, 204])
  })
})
