/** Many users in one run, from the committed bundle: side by side, and none at the cost of another. */
import { describe, expect, test } from '@jest/globals'
import { measureUsers } from '../../sandbox/bench/many.ts'
import { duration } from '../../sandbox/clock.ts'
import {
  addUsers,
  fleetFile,
  namesOf,
  repositoriesOf,
  rotateFleet,
  standings,
  unverified,
  verified,
} from '../../sandbox/fleet.ts'
import { runnerLog } from '../../sandbox/runner-log.ts'
import type { Scenario } from '../../sandbox/scenario.ts'
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
    expect(result.stdout).toMatch(/^bot-0: Publish the new key: 2 secrets written and confirmed$/m)
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

test('nothing that is printed or left behind holds a secret of any user', async () => {
  await inScenario({ caller: 'role', repositories: repositoriesOf(namesOf(3)) }, async (scenario) => {
    const { aws } = scenario.sandbox
    const users = addUsers(scenario)
    const { output, files, outputs } = await rotateFleet(scenario, fleetFile(users, verified), {}, { debug: true })
    const shown = output.replaceAll(/^::add-mask::.*$/gm, '')
    const keys = users.flatMap(({ name }) => aws.keys(name))
    expect(keys).toHaveLength(6)
    const secrets = [...keys.map((key) => key.secretAccessKey), scenario.githubToken, scenario.jobToken]
    for (const secret of secrets.flatMap((each) => [each, encodeURIComponent(each), btoa(each)])) {
      for (const text of [shown, files, JSON.stringify(outputs)]) expect(text).not.toContain(secret)
    }
  })
})

describe('a budget that users share', () => {
  const refused = ({ sandbox }: Scenario) =>
    sandbox.wire.records.filter(
      ({ service, status, operation }) =>
        service === 'github' && [403, 429].includes(status) && operation !== 'GET /installation/repositories',
    )
  const shared = ({ sandbox: { github, clock } }: Scenario, left: number) => {
    clock.advance(duration('1m'))
    const token = github.addToken({ kind: 'classic', name: 'shared', scopes: ['repo', 'admin:org'], rateLimit: 400 })
    github.spend(token, 400 - left)
    return { 'github-token': token, 'time-limit': '15m' }
  }

  test('that suffices for one is promised to one: the others create nothing, and say why', async () => {
    await inScenario({ caller: 'role', repositories: repositoriesOf(namesOf(3)) }, async (scenario) => {
      const file = fleetFile(addUsers(scenario), unverified)
      const result = await rotateFleet(scenario, file, shared(scenario, 34))
      expect(result.exitCode).toBe(1)
      expect(standings(result).filter((each) => each.endsWith(' overlap'))).toHaveLength(1)
      expect(operations(scenario, 'CreateAccessKey')).toBe(1)
      expect(result.outputs['attention']).toMatch(
        /GitHub leaves the token in github-token \d+ of its 400 requests an hour/,
      )
      expect(works(scenario)).toEqual(['works', 'works', 'works'])
      expect(refused(scenario)).toEqual([])
    })
  })

  test('that suffices for one at a time is waited for: what one gives back, another is promised', async () => {
    await inScenario({ caller: 'role', repositories: repositoriesOf(namesOf(3)) }, async (scenario) => {
      const file = fleetFile(addUsers(scenario), unverified)
      const result = await rotateFleet(scenario, file, shared(scenario, 45))
      expect(standings(result)).toEqual(['bot-0 overlap', 'bot-1 overlap', 'bot-2 overlap'])
      expect(result.stdout).toContain('is promised to other users of this run; waiting for theirs')
      expect(refused(scenario)).toEqual([])
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

test('a run that is cancelled with three users under way stops all of them in time, and each switches its key on again', async () => {
  const repositories = repositoriesOf(namesOf(3))
  await inScenario({ caller: 'role', repositories }, async (scenario) => {
    const { wire, clock, aws } = scenario.sandbox
    const file = fleetFile(addUsers(scenario), verified)
    expect((await rotateFleet(scenario, file)).exitCode).toBe(0)
    clock.advance(duration('2d'))
    let pid = 0
    const off = new Set<string>()
    wire.observers.push({
      after: ({ operation, body, status }) => {
        if (operation !== 'UpdateAccessKey' || status !== 200 || !body.includes('Inactive')) return
        off.add(body)
        if (off.size === 3) process.kill(pid, 'SIGINT')
      },
    })
    const start = Date.now()
    const result = await rotateFleet(
      scenario,
      file,
      {},
      {
        onStart: (started) => {
          pid = started
        },
      },
    )
    expect(Date.now() - start).toBeLessThan(10_000)
    expect(off.size).toBe(3)
    expect(result.exitCode).toBe(1)
    const live = namesOf(3).flatMap((name) => aws.keys(name).filter(({ deleted }) => deleted === undefined))
    expect(live.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 'Active'))
    expect(standings(result)).toEqual(['bot-0 overlap', 'bot-1 overlap', 'bot-2 overlap'])
  })
})

test('users with a verification each take little longer side by side than one of them alone', async () => {
  const [one, many] = [await measureUsers(1), await measureUsers(8)]
  expect([one.refused, many.refused]).toEqual([0, 0])
  expect(many.taken).toBeLessThanOrEqual(1.5 * one.taken)
})
