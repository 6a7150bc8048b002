/** Hundreds of places, with GitHub's limits enforced: how long it takes, how far it says it has come, what it weighs. */
import { expect, test } from '@jest/globals'
import { longSession, soonestWrites, writesOf } from '../../sandbox/bench/many.ts'
import { duration } from '../../sandbox/clock.ts'
import { inScenario, reportOf } from './support.ts'

const repositories = Array.from({ length: 500 }, (_, index) => `octo/service-${index}`)
const put = 'PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}'

/** A verification that is not asked for: it is about the writes. */
const inputs = { 'verification-workflow': 'none', 'time-limit': '3h' } as const

test('500 repositories are written as fast as the limits allow, and no faster', async () => {
  await inScenario({ caller: 'role', repositories }, async (scenario) => {
    const { github, wire } = scenario.sandbox
    github.limits = 'enforced'
    // The process does not see the sandbox's time pass while it waits for answers.
    wire.latency = 0
    // With 40 MiB of heap, a process takes less than 130 MiB in all.
    const result = await scenario.rotate(inputs, { ...longSession(scenario), heap: 40 })
    expect(result.outputs).toMatchObject({ phase: 'overlap', rotated: 'true' })
    expect(new Set(repositories.map((name) => scenario.signsIn(name)))).toEqual(new Set(['works']))

    const writes = writesOf(scenario)
    const taken = (writes.at(-1)?.at ?? 0) - (writes[0]?.at ?? 0)
    process.stdout.write(
      `500 repositories: ${Math.round(taken / 1_000)} s, limits allow ${soonestWrites(1_000) / 1_000} s\n`,
    )
    expect(writes).toHaveLength(1_000)
    expect(taken).toBeLessThanOrEqual(1.1 * soonestWrites(1_000))
    expect(github.secondaryLimitAnswers).toBe(0)

    // For each of them: the public key, the secrets before and after, and a write for each secret.
    const { records } = wire
    const asked = (operation: string) =>
      records.filter((each) => each.operation === operation).length / repositories.length
    expect(asked('GET /repos/{owner}/{repo}/actions/secrets/public-key')).toBe(1)
    expect(asked('GET /repos/{owner}/{repo}/actions/secrets')).toBe(2)
    expect(asked(put)).toBe(2)
    expect(records.filter(({ operation }) => operation === 'GET /installation/repositories')).toHaveLength(5)
    expect(records.filter(({ operation }) => operation === 'GET /repos/{owner}/{repo}')).toHaveLength(0)

    expect(result.stdout).toMatch(/\d+ of 500 destinations are written, \d+ a minute, about \d+ (minutes|hours) left/)
    expect(result.stdout).toMatch(/of 500 destinations are written; GitHub's limits allow more in \d+ minutes/)
    expect(String(reportOf(result)['steps'])).not.toBe('')

    // A day later, in an hour of 5,000 requests: is any run unfinished in them that may hold the old key?
    wire.records.length = 0
    scenario.sandbox.clock.advance(duration('25h'))
    expect((await scenario.rotate(inputs, longSession(scenario))).outputs).toMatchObject({ phase: 'recovery' })
    expect(asked('GET /repos/{owner}/{repo}/actions/runs')).toBe(1)
    // At first, and after the look for the same name nearby, which takes minutes.
    expect(asked('GET /repos/{owner}/{repo}/actions/secrets')).toBe(2)
  })
}, 120_000)
