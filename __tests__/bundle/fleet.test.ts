/** Many users in one run, from the committed bundle: side by side, and none at the cost of another. */
import { describe, expect, test } from '@jest/globals'
import { runnerLog } from '../../sandbox/runner-log.ts'
import type { Scenario } from '../../sandbox/scenario.ts'
import {
  addUsers,
  fleetFile,
  namesOf,
  repositoriesOf,
  rotateFleet,
  standings,
  unverified,
  verified,
} from './fleet-support.ts'
import { inScenario } from './support.ts'

const operations = ({ sandbox }: Scenario, name: string) =>
  sandbox.wire.records.filter(({ operation }) => operation === name).length

const works = (scenario: Scenario) => scenario.repositories.slice(1).map((name) => scenario.signsIn(name))

test('three users, one of whom is broken: the others are rotated, and the log tells each story by itself', async () => {
  const repositories = repositoriesOf(namesOf(3))
  await inScenario({ caller: 'role', repositories }, async (scenario) => {
    const users = addUsers(scenario)
    // Two keys that nobody can explain.
    scenario.sandbox.aws.createAccessKey('bot-1', { created: scenario.sandbox.clock.now() })
    const result = await rotateFleet(scenario, fleetFile(users, verified))
    expect(result.exitCode).toBe(1)
    expect(standings(result)).toEqual(['bot-0 overlap', 'bot-1 blocked', 'bot-2 overlap'])
    expect(works(scenario)).toEqual(['works', 'works', 'works'])
    expect(scenario.published('octo/bot-1')).toBe(users[1]?.key.accessKeyId)
    // Who signs is asked once.
    const asked = scenario.sandbox.wire.records.filter(
      ({ operation, caller }) => operation === 'GetCallerIdentity' && caller.startsWith('ASIA'),
    )
    expect(asked).toHaveLength(1)
    expect(result.stdout).toMatch(/^bot-0: Publish AKIA\w+: 2 secrets written and confirmed$/m)
    expect(result.stdout).toMatch(/^bot-2: overlap \(\d of 3 users\)$/m)
    const groups = [...result.stdout.matchAll(/^::group::(.*)\n([\s\S]*?)^::endgroup::$/gm)]
    expect(groups.map(([, title]) => title)[0]).toBe('bot-1: blocked')
    expect(groups).toHaveLength(3)
    for (const [, title = '', story = ''] of groups) {
      const own = title.split(':')[0] ?? ''
      expect(story).toContain(`Looking at ${own}; destinations: octo/${own}`)
      for (const { name } of users) if (name !== own) expect(story).not.toContain(name)
    }
    expect(runnerLog(result.stdout).shownAnnotations.filter(({ level }) => level === 'failure')).toHaveLength(1)
  })
})

describe('a budget that users share', () => {
  test('is promised to as many as it suffices for; the others create nothing, or wait for theirs', async () => {
    const repositories = repositoriesOf(namesOf(3))
    await inScenario({ caller: 'role', repositories }, async (scenario) => {
      const { github, clock } = scenario.sandbox
      const users = addUsers(scenario)
      clock.advance(60_000)
      const token = github.addToken({ kind: 'classic', name: 'shared', scopes: ['repo', 'admin:org'], rateLimit: 400 })
      github.spend(token, 400 - 62)
      const result = await rotateFleet(scenario, fleetFile(users, unverified), {
        'github-token': token,
        'time-limit': '20m',
      })
      // What one has taken is less than what it was promised, but not by so much that another could have begun.
      const rotated = standings(result).filter((each) => each.endsWith('overlap'))
      expect(rotated.length).toBeGreaterThanOrEqual(1)
      expect(operations(scenario, 'CreateAccessKey')).toBe(rotated.length)
      expect(rotated.length).toBeLessThan(3)
      expect(result.outputs['attention']).toContain('requests an hour')
      expect(works(scenario)).toEqual(['works', 'works', 'works'])
      const refused = scenario.sandbox.wire.records.filter(
        ({ service, status, operation }) =>
          service === 'github' && [403, 429].includes(status) && operation !== 'GET /installation/repositories',
      )
      expect(refused).toEqual([])
    })
  })
})

test('one of many that is broken is one: GitHub’s limits hold, and nobody else notices', async () => {
  const repositories = repositoriesOf(namesOf(20))
  await inScenario({ caller: 'role', repositories }, async (scenario) => {
    scenario.sandbox.github.limits = 'enforced'
    scenario.sandbox.wire.overlaps = true
    const users = addUsers(scenario)
    const file = fleetFile(users, (user) =>
      user.name === 'bot-7' ? '    verification-workflow: octo/nowhere/verify.yml\n' : verified(user),
    )
    const result = await rotateFleet(scenario, file, { 'max-parallel': '20' })
    expect(result.exitCode).toBe(1)
    expect(standings(result).filter((each) => each.endsWith(' overlap'))).toHaveLength(19)
    expect(scenario.sandbox.github.secondaryLimitAnswers).toBe(0)
    expect(new Set(works(scenario))).toEqual(new Set(['works']))
  })
})

test('a plan names the users with something to do, for a matrix of jobs', async () => {
  const repositories = repositoriesOf(namesOf(3))
  await inScenario({ caller: 'role', repositories }, async (scenario) => {
    const users = addUsers(scenario)
    const file = fleetFile(users, (user) =>
      user.name === 'bot-1' ? `    rotate-after: 90d\n${unverified()}` : unverified(),
    )
    const result = await rotateFleet(scenario, file, { mode: 'plan' })
    expect(result.exitCode).toBe(0)
    expect(JSON.parse(result.outputs['users'] ?? '')).toEqual(['bot-0', 'bot-2'])
    expect(operations(scenario, 'TagUser')).toBe(0)
  })
})
