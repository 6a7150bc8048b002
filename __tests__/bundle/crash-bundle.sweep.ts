/** Real processes of the committed bundle, killed right after every request that changes anything. */
import { describe, expect, test } from '@jest/globals'
import type { Scenario } from '../../sandbox/scenario.ts'
import type { WireRecord } from '../../sandbox/wire.ts'
import { inOneRun, inScenario, keysOf, killedRun, untilSteady } from './support.ts'

const isMutating = ({ operation }: Pick<WireRecord, 'operation'>) =>
  /^(Create|Update|Delete|Tag|Untag|PUT|POST|DELETE)/.test(operation)

const options = { repositories: ['octo/app', 'octo/website'], recovery: 'AWS_KEY_RECOVERY' } as const
const all = (scenario: Scenario) => scenario.repositories.map((name) => scenario.signsIn(name))

/** How many requests of a rotation change anything. */
async function countOf(caller: 'self' | 'role'): Promise<number> {
  let count = 0
  await inScenario({ ...options, caller }, async (scenario) => {
    await scenario.rotate(inOneRun)
    count = scenario.sandbox.wire.records.filter(isMutating).length
  })
  return count
}

describe.each(['self', 'role'] as const)('a process that is killed (%s)', (caller) => {
  test('after any request that changes anything: the next runs finish, and every published pair works', async () => {
    const requests = await countOf(caller)
    expect(requests).toBeGreaterThan(20)
    let kills = 0
    for (let count = 1; count <= requests; count += 1) {
      await inScenario({ ...options, caller }, async (scenario) => {
        await killedRun(scenario, { when: 'after', matches: isMutating, count }, inOneRun)
        const halves = scenario.repositories.filter((name) => isTorn(scenario, name))
        const works = scenario.repositories.map((name) => halves.includes(name) || scenario.signsIn(name) === 'works')
        expect([count, ...works]).toEqual([count, true, true])
        expect(halves.length).toBeLessThanOrEqual(1)
        expect(await untilSteady(scenario, inOneRun)).toBeLessThanOrEqual(2)
        expect(all(scenario)).toEqual(['works', 'works'])
        expect(keysOf(scenario)).toEqual([`${scenario.published()} Active`])
        expect(scenario.published('octo/website')).toBe(scenario.published('octo/app'))
        expect(scenario.sandbox.github.secretValue('octo/app', 'AWS_KEY_RECOVERY')).toBeUndefined()
        kills += 1
      })
    }
    process.stdout.write(`\n${caller}: ${kills} processes killed, all users at rest after two more runs at most\n`)
  }, 240_000)
})

/** Whether a repository holds the halves of two keys. */
function isTorn({ sandbox, user }: Scenario, name: string): boolean {
  const value = (secret: string) => sandbox.github.secretValue(name, secret)
  const key = sandbox.aws.keys(user).find(({ accessKeyId }) => accessKeyId === value('AWS_ACCESS_KEY_ID'))
  return key?.secretAccessKey !== value('AWS_SECRET_ACCESS_KEY')
}
