/** Many places: what meets a limit is finished, by the same run or by the next, and nothing is written twice. */
import { expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import type { WireRecord } from '../../sandbox/wire.ts'
import { inScenario, killedRun } from './support.ts'

const few = Array.from({ length: 20 }, (_, index) => `octo/service-${index}`)
const put = 'PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}'

/** The process does not see the sandbox's time pass while it waits for answers: hundreds of them would add up. */
const unnoticed = 1

const written = (records: readonly WireRecord[]) =>
  records.filter(({ operation, status }) => operation === put && status === 204).map(({ target }) => target)

test('a limit in the middle is waited for, and the publication goes on with the very place that met it', async () => {
  await inScenario({ caller: 'role', repositories: few }, async (scenario) => {
    const { wire } = scenario.sandbox
    wire.latency = unnoticed
    const met = `${few[11]}/actions/secrets/AWS_SECRET_ACCESS_KEY`
    const fault = { kind: 'refuse', status: 403, code: 'secondary-rate-limit' } as const
    wire.inject({ matches: ({ method, target }) => method === 'PUT' && target.endsWith(met), times: 2, fault })
    const { outputs } = await scenario.rotate({ 'verification-workflow': 'none' })
    expect(outputs).toMatchObject({ phase: 'overlap', rotated: 'true' })
    const targets = written(wire.records)
    expect(new Set(targets).size).toBe(40)
    expect(targets).toHaveLength(40)
    expect(targets.slice(0, 22).every((target) => few.slice(0, 11).some((name) => target.includes(`${name}/`)))).toBe(
      true,
    )
    expect(targets[23]).toContain(met)
  })
})

test('a run that finishes what another began writes only what that one had not', async () => {
  await inScenario({ caller: 'role', repositories: few, recovery: 'AWS_KEY_RECOVERY' }, async (scenario) => {
    const { wire, clock } = scenario.sandbox
    wire.latency = unnoticed
    const half = ({ method, target }: { method: string; target: string }) =>
      method === 'PUT' && target.includes(`${few[10]}/actions/`)
    await killedRun(scenario, { when: 'before', matches: half })
    const before = new Set(written(wire.records).filter((target) => target.includes('/AWS_')))
    expect(before.size).toBeGreaterThanOrEqual(20)
    wire.records.length = 0
    clock.advance(duration('1d'))
    const { outputs } = await scenario.rotate()
    expect(outputs['phase']).toBe('overlap')
    const after = written(wire.records).filter((target) => target.includes('service-'))
    for (const name of few.slice(0, 10)) expect(after.filter((target) => target.includes(`${name}/`))).toEqual([])
    expect(after).toHaveLength(20)
    expect(new Set(few.map((name) => scenario.signsIn(name)))).toEqual(new Set(['works']))
  })
})
