/** GitHub's hourly budget: it is known before a key is created and before each pair is begun. */
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { duration } from '../../sandbox/clock.ts'
import type { Scenario } from '../../sandbox/scenario.ts'
import type { WireRecord } from '../../sandbox/wire.ts'
import { HourlyBudget, TokenBudget } from '../../src/github/api/budget.ts'
import { hour, minute, second } from '../../src/rotation/time.ts'
import { errorOf, inScenario, keysOf, warningsOf } from './support.ts'

const repositories = ['octo/app', 'octo/b', 'octo/c', 'octo/d']
const inputs = { 'verification-workflow': 'none' } as const
const creations = ({ sandbox }: Scenario) =>
  sandbox.wire.records.filter(({ operation }) => operation === 'CreateAccessKey').length
/** But for the question what a token is given, which GitHub answers to those of Apps alone, whatever is left. */
const refused = ({ sandbox }: Scenario) =>
  sandbox.wire.records
    .filter(({ service, status }) => service === 'github' && (status === 403 || status === 429))
    .filter(({ operation }) => operation !== 'GET /installation/repositories')

/** A token of which other jobs have left so much of the hour, which began 20 minutes ago. */
function almostSpent({ sandbox: { github, clock } }: Scenario, left: number, limit = 200): string {
  const token = github.addToken({ kind: 'classic', name: 'shared', scopes: ['repo', 'admin:org'], rateLimit: limit })
  github.spend(token, limit - left)
  clock.advance(duration('20m'))
  return token
}

/** At no moment a repository has the ID of one key and the secret of another, but while a pair is on its way. */
function tornPairs(scenario: Scenario): readonly string[] {
  const torn: string[] = []
  scenario.sandbox.wire.observers.push({
    before: ({ service, method, target }) => {
      if (service !== 'github' || method === 'PUT') return
      for (const name of repositories) {
        if (scenario.signsIn(name) === 'rejected') torn.push(`${name} at ${method} ${target}`)
      }
    },
  })
  return torn
}

describe('a budget that other jobs have used up', () => {
  test.each([0, 5, 10, 20, 30, 45, 60])(
    'with %i requests left is waited for where the run has the time, and no pair is torn',
    async (left) => {
      await inScenario({ caller: 'role', repositories, recovery: 'AWS_KEY_RECOVERY' }, async (scenario) => {
        const token = almostSpent(scenario, left)
        const torn = tornPairs(scenario)
        const result = await scenario.rotate({ ...inputs, 'github-token': token })
        expect(torn).toEqual([])
        expect(repositories.map((name) => scenario.signsIn(name))).toEqual(['works', 'works', 'works', 'works'])
        expect(refused(scenario).filter(({ method }) => method === 'PUT')).toEqual([])
        expect(errorOf(result)).toBe('')
        expect(result.outputs).toMatchObject({ phase: 'overlap', rotated: 'true' })
        expect(result.stdout.includes('they are renewed in')).toBe(left < 50)
      })
    },
  )

  test.each([403, 429] as const)('and answers %i is left to a later run where it has not', async (spentStatus) => {
    await inScenario({ caller: 'role', repositories, github: { spentStatus } }, async (scenario) => {
      const token = almostSpent(scenario, 25)
      const result = await scenario.rotate({ ...inputs, 'github-token': token, 'time-limit': '30m' })
      expect(result.exitCode).toBe(1)
      expect(errorOf(result)).toMatch(
        /GitHub leaves the token in github-token \d+ of its 200 requests an hour until 1 March, 10:00 UTC by GitHub's clock/,
      )
      expect([creations(scenario), keysOf(scenario).length]).toEqual([0, 1])
      scenario.sandbox.clock.advance(duration('1h'))
      const later = await scenario.rotate({ ...inputs, 'github-token': token, 'time-limit': '30m' })
      expect(later.outputs).toMatchObject({ phase: 'overlap', rotated: 'true' })
    })
  })

  test('and that no hour could have is told as that, before a key exists', async () => {
    await inScenario({ caller: 'role', repositories }, async (scenario) => {
      const token = scenario.sandbox.github.addToken({ kind: 'classic', name: 'x', scopes: ['repo'], rateLimit: 30 })
      const result = await scenario.rotate({ ...inputs, 'github-token': token })
      expect(errorOf(result)).toMatch(/GitHub allows the token in github-token 30 requests an hour, and it takes \d+/)
      expect([creations(scenario), keysOf(scenario).length]).toEqual([0, 1])
    })
  })

  test('is not waited for by a plan', async () => {
    await inScenario({ caller: 'role', repositories }, async (scenario) => {
      const token = almostSpent(scenario, 25)
      const before = scenario.sandbox.clock.now()
      const result = await scenario.rotate({ ...inputs, 'github-token': token, mode: 'plan' })
      expect(errorOf(result)).toContain('GitHub leaves the token in github-token')
      expect(scenario.sandbox.clock.now() - before).toBeLessThan(duration('1m'))
    })
  })

  test('while a key is published, is waited for between two pairs, under a claim that is looked after', async () => {
    await inScenario({ caller: 'role', repositories }, async (scenario) => {
      const { github, wire, clock } = scenario.sandbox
      const token = almostSpent(scenario, 200, 300)
      let writes = 0
      let spent = 0
      wire.observers.push({
        after: ({ method, status }: WireRecord) => {
          if (method !== 'PUT' || status >= 300) return
          writes += 1
          if (writes !== 4) return
          github.spend(token, 1_000)
          spent = clock.now()
        },
      })
      const torn = tornPairs(scenario)
      const result = await scenario.rotate({ ...inputs, 'github-token': token })
      expect(result.outputs).toMatchObject({ phase: 'overlap', rotated: 'true' })
      expect(torn).toEqual([])
      expect(refused(scenario).filter(({ method }) => method === 'PUT')).toEqual([])
      expect(clock.now() - spent).toBeGreaterThan(duration('35m'))
      const touches = wire.records.filter(({ operation, at }) => operation === 'TagUser' && at > spent)
      expect(touches.length).toBeGreaterThan(8)
    })
  })
})

test('each installation of an App has a budget of its own', async () => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })
  await inScenario({ caller: 'role', repositories: ['octo/app', 'mona/site'] }, async (scenario) => {
    const { github, wire, clock } = scenario.sandbox
    const app = github.addApp({
      id: 4_711,
      name: 'key-rotation',
      privateKey,
      permissions: { metadata: 'read', secrets: 'write', actions: 'write', contents: 'read' },
      installations: [
        { owner: 'octo', repositories: 'all' },
        { owner: 'mona', repositories: 'all', rateLimit: 100 },
      ],
    })
    const all = { ...inputs, 'github-token': '', 'github-app-id': '4711', 'github-app-private-key': privateKey }
    app.installationOf('mona')?.rateLimit.spendElsewhere(85)
    const short = await scenario.rotate(all)
    expect(errorOf(short)).toMatch(/GitHub leaves the App of github-app-id for mona \d+ of its 100 requests an hour/)
    expect(creations(scenario)).toBe(0)
    clock.advance(duration('1h'))
    expect((await scenario.rotate(all)).outputs).toMatchObject({ phase: 'overlap', rotated: 'true' })
    expect(wire.records.filter(({ method, status }) => method === 'PUT' && status < 300)).toHaveLength(4)
  })
})

describe('what a rotation can do without', () => {
  test('stops before it eats the budget, and says so', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const { github, wire, clock } = scenario.sandbox
      wire.latency = 1
      github.addOrganization('octo')
      for (let index = 0; index < 60; index += 1) {
        const repository = github.addRepository(`octo/s${index}`)
        repository.addEnvironment('staging')
        repository.addEnvironment('production')
      }
      const store = github.secretsAt({ organization: 'octo' })
      store.set('SHARED_ID', scenario.oldKey.accessKeyId)
      store.set('SHARED_SECRET', scenario.oldKey.secretAccessKey)
      for (const name of ['SHARED_ID', 'SHARED_SECRET']) store.share(name, 'all')
      clock.advance(duration('1h'))
      const token = github.addToken({ kind: 'classic', name: 'admin', scopes: ['repo', 'admin:org'], rateLimit: 180 })
      const destinations = `- organization: octo
  secrets: { SHARED_ID: access-key-id, SHARED_SECRET: secret-access-key }`
      const result = await scenario.rotate({ ...inputs, 'github-token': token, destinations })
      expect(result.outputs).toMatchObject({ phase: 'overlap', rotated: 'true' })
      expect(refused(scenario)).toEqual([])
      expect(warningsOf(result).join('\n')).toMatch(
        / more may have their own .*; this run may not look: What is left of the hourly requests of the token in github-token is kept for the rotation itself until/,
      )
    })
  })

  test('and tells whether jobs hold the old key is not left out: the key stays until a later run has looked', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const { github, clock } = scenario.sandbox
      const all = { ...inputs, 'deactivate-after': '1d' }
      expect((await scenario.rotate(all)).outputs['phase']).toBe('overlap')
      clock.advance(duration('25h'))
      github.spend(scenario.jobToken, 985)
      const held = await scenario.rotate(all)
      expect(held.exitCode).toBe(1)
      expect(errorOf(held)).toContain('What is left of the hourly requests of the token in dispatch-token is kept')
      expect(keysOf(scenario).map((key) => key.split(' ')[1])).toEqual(['Active', 'Active'])
      clock.advance(duration('1h'))
      expect((await scenario.rotate(all)).outputs['phase']).toBe('recovery')
    })
  })
})

describe('what is known of a budget', () => {
  const clock = (state: { time: number }) => ({
    now: () => state.time,
    elapsed: () => state.time,
    sleep: async () => undefined,
    cancelled: false,
    unlessCancelled: <Answer>(work: Promise<Answer>) => work,
  })
  const start = Date.UTC(2026, 10, 22, 19)
  const answer = (remaining: number, reset = start + hour, more: Readonly<Record<string, string>> = {}) => ({
    date: new Date(start).toUTCString(),
    'x-ratelimit-limit': '100',
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(reset / second),
    'x-ratelimit-resource': 'core',
    ...more,
  })

  test('has no end where GitHub says nothing of it, or speaks of another', () => {
    const budget = new HourlyBudget(new TokenBudget('the token', clock({ time: 0 })))
    budget.hear({ date: new Date(start).toUTCString() })
    budget.hear(answer(0, start + hour, { 'x-ratelimit-resource': 'search' }))
    expect([budget.isKnown, budget.left, budget.until(1_000)]).toEqual([false, Number.POSITIVE_INFINITY, 0])
    budget.keep(50)
    expect(() => budget.requireSpare()).not.toThrow()
  })

  test('is the least of what answers of one hour say, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1 }), (all) => {
        const budget = new HourlyBudget(new TokenBudget('the token', clock({ time: 0 })))
        for (const [index, remaining] of all.entries())
          budget.hear(answer(remaining, start + hour + (index % 2) * second))
        expect(budget.left).toBe(Math.min(...all))
      }),
    )
  })

  test('is whole again when its hour is over, and an answer of the hour before changes nothing', () => {
    const state = { time: 0 }
    const budget = new HourlyBudget(new TokenBudget('the token', clock(state)))
    budget.hear(answer(3))
    expect([budget.until(3), budget.until(4), budget.until(1_000)]).toEqual([0, hour + second, hour + second])
    budget.hear(answer(90, start + 2 * hour))
    budget.hear(answer(2))
    expect(budget.left).toBe(90)
    state.time = 2 * hour + minute
    expect([budget.left, budget.until(1_000), budget.isKnown]).toEqual([100, 0, false])
  })
})
