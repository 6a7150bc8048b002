/** A run is killed, or the world changes under it: what the destinations hold, and how later runs go on. */
import { describe, expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import type { WireRequest } from '../../sandbox/wire.ts'
import {
  changes,
  errorOf,
  inOneRun,
  inScenario,
  type Kill,
  keysOf,
  killedRun,
  tornRun,
  untilSteady,
} from './support.ts'

const put = (request: WireRequest) => request.method === 'PUT'
const operation = (name: string) => (request: WireRequest) => request.operation === name

test('a role mends the pair that was torn between its two writes', async () => {
  await inScenario({ caller: 'role' }, async (scenario) => {
    await tornRun(scenario)
    expect(scenario.signsIn()).toBe('rejected')
    await untilSteady(scenario, inOneRun)
    expect(scenario.signsIn()).toBe('works')
  })
})

test('a refusal after a lost answer is not taken for “nothing was written”', async () => {
  await inScenario({ caller: 'role' }, async (scenario) => {
    const { wire } = scenario.sandbox
    wire.inject({ matches: put, fault: { kind: 'lose-reply' } })
    wire.inject({
      matches: put,
      times: 99,
      fault: { kind: 'refuse', status: 403, message: 'Resource not accessible by integration' },
    })
    const result = await scenario.rotate()
    expect(result.exitCode).toBe(1)
    expect(result.outputs['phase']).toBe('rotating')
    expect(keysOf(scenario)).toHaveLength(2)
    wire.heal()
    await untilSteady(scenario, inOneRun)
    expect(scenario.signsIn()).toBe('works')
  })
})

test('a run that cannot reach a place for minutes keeps its claim while it tries again, and says what keeps it', async () => {
  await inScenario({ caller: 'role', repositories: ['octo/app', 'octo/website'] }, async (scenario) => {
    const { wire } = scenario.sandbox
    const matches = (request: WireRequest) => put(request) && request.target.startsWith('/repos/octo/website/')
    wire.inject({ matches, times: 999, fault: { kind: 'drop' } })
    const result = await scenario.rotate()
    expect([result.exitCode, result.outputs['phase']]).toEqual([1, 'rotating'])
    expect(errorOf(result)).toContain('GitHub could not be reached to write the secret')
    wire.heal()
    await untilSteady(scenario, inOneRun)
    expect([scenario.signsIn('octo/app'), scenario.signsIn('octo/website')]).toEqual(['works', 'works'])
  })
})

test('a half-published key stays while nothing could replace it', async () => {
  await inScenario({ caller: 'role', repositories: ['octo/app', 'octo/website'] }, async (scenario) => {
    await killedRun(scenario, { when: 'after', matches: put, count: 2 })
    const { clock, wire } = scenario.sandbox
    clock.advance(duration('1d'))
    wire.inject({
      matches: operation('GET /repos/{owner}/{repo}/actions/secrets/public-key'),
      times: 99,
      fault: { kind: 'refuse', status: 403, message: 'Resource not accessible by integration' },
    })
    const result = await scenario.rotate()
    expect(result.exitCode).toBe(1)
    expect(errorOf(result)).toContain('read the public key for secrets')
    expect(scenario.signsIn('octo/app')).toBe('works')
    wire.heal()
    await untilSteady(scenario, inOneRun)
    expect(scenario.repositories.map((name) => scenario.signsIn(name))).toEqual(['works', 'works'])
  })
})

test('a half-published key stays when the destinations change meanwhile', async () => {
  await inScenario({ caller: 'role', repositories: ['octo/app', 'octo/website'] }, async (scenario) => {
    await killedRun(scenario, { when: 'after', matches: put, count: 2 })
    scenario.sandbox.clock.advance(duration('1d'))
    const result = await scenario.rotate({ destinations: '- repository: octo/website' })
    expect(result.outputs['phase']).toBe('blocked')
    expect(errorOf(result)).toContain('Restore the former list')
    expect(scenario.signsIn('octo/app')).toBe('works')
  })
})

test('the key that a job signs with is never discarded, whatever the configuration says by then', async () => {
  await inScenario({ repositories: ['octo/app', 'octo/website'] }, async (scenario) => {
    await killedRun(scenario, { when: 'after', matches: put, count: 2 })
    scenario.sandbox.clock.advance(duration('1d'))
    await scenario.rotate({ destinations: '- repository: octo/website' })
    expect(scenario.repositories.map((name) => scenario.signsIn(name))).toEqual(['works', 'works'])
  })
})

test('another configuration does not take over a rotation that was cut off', async () => {
  await inScenario({ caller: 'role', repositories: ['octo/app', 'octo/website'] }, async (scenario) => {
    await killedRun(scenario, { when: 'before', matches: operation('CreateAccessKey') })
    scenario.sandbox.clock.advance(duration('1d'))
    scenario.sandbox.wire.records.length = 0
    const result = await scenario.rotate(
      { destinations: '- repository: octo/website' },
      { github: { workflow: 'other.yml' } },
    )
    expect(result.outputs['phase']).toBe('blocked')
    expect(errorOf(result)).toContain('rotated by a workflow of octo/app')
    // It leaves its mark.
    expect(changes(scenario)).toEqual(['TagUser'])
    expect(scenario.sandbox.aws.tags(scenario.user)).toHaveProperty('rotate-iam-access-keys:refused')
  })
})

describe('people', () => {
  test('an old key that a person switched off during the overlap is never switched on again', async () => {
    await inScenario({}, async (scenario) => {
      await scenario.rotate()
      scenario.sandbox.aws.setStatus(scenario.oldKey.accessKeyId, 'Inactive')
      const workflow = scenario.sandbox.github.repository(scenario.home).workflow('verify.yml')
      if (workflow !== undefined) workflow.fate = 'cancelled'
      scenario.sandbox.clock.advance(duration('2d'))
      await scenario.rotate()
      expect(keysOf(scenario)).toContain(`${scenario.oldKey.accessKeyId} Inactive`)
      if (workflow !== undefined) workflow.fate = 'normal'
      expect(await untilSteady(scenario)).toBeGreaterThan(6)
      expect(keysOf(scenario)).toEqual([`${scenario.published()} Active`])
    })
  })

  test('an old key that a person switched on again during recovery goes through the whole wait once more', async () => {
    await inScenario({}, async (scenario) => {
      await scenario.rotate()
      scenario.sandbox.clock.advance(duration('1d'))
      expect((await scenario.rotate()).outputs['phase']).toBe('recovery')
      scenario.sandbox.aws.setStatus(scenario.oldKey.accessKeyId, 'Active')
      scenario.sandbox.clock.advance(duration('7d'))
      expect((await scenario.rotate()).outputs['phase']).toBe('overlap')
      expect(keysOf(scenario)).toContain(`${scenario.oldKey.accessKeyId} Active`)
      await untilSteady(scenario)
    })
  })

  test('a current key that a person switched off blocks everything', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      await scenario.rotate()
      scenario.sandbox.aws.setStatus(scenario.published() ?? '', 'Inactive')
      scenario.sandbox.clock.advance(duration('2d'))
      scenario.sandbox.wire.records.length = 0
      expect((await scenario.rotate()).outputs['phase']).toBe('blocked')
      expect(changes(scenario)).toEqual([])
    })
  })

  test('a secret that a person overwrote during the overlap holds the old key, by name', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      await scenario.rotate()
      scenario.sandbox.clock.advance(duration('2d'))
      scenario.sandbox.github.setSecret(scenario.home, 'AWS_ACCESS_KEY_ID', scenario.oldKey.accessKeyId)
      scenario.sandbox.github.setSecret(scenario.home, 'AWS_SECRET_ACCESS_KEY', scenario.oldKey.secretAccessKey)
      const { outputs, stdout } = await scenario.rotate()
      expect(outputs['phase']).toBe('overlap')
      expect(stdout).toContain('AWS_ACCESS_KEY_ID in octo/app')
      expect(scenario.signsIn()).toBe('works')
      expect(keysOf(scenario)).toContain(`${scenario.oldKey.accessKeyId} Active`)
    })
  })

  test('use of the old key after the proof starts the wait again', async () => {
    await inScenario({}, async (scenario) => {
      await scenario.rotate()
      const { clock, aws } = scenario.sandbox
      clock.advance(duration('23h'))
      aws.noteUse(scenario.oldKey.accessKeyId, { at: clock.now(), service: 's3', region: 'eu-central-1' })
      clock.advance(duration('3h'))
      const { outputs, stdout } = await scenario.rotate()
      expect(outputs['phase']).toBe('overlap')
      expect(stdout).toMatch(/was used after .* was proven \(s3 in eu-central-1/)
      expect((await scenario.rotate({ 'old-key-still-used': 'proceed' })).outputs['phase']).toBe('recovery')
    })
  })
})

describe('between deactivation and proof', () => {
  test.each([
    ['the answer to the deactivation is lost for good', operation('UpdateAccessKey'), 3, 'lose-reply'],
    [
      'GitHub cannot be reached',
      operation('POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches'),
      99,
      'drop',
    ],
  ] as const)('%s: the old key is switched on again in the same run', async (_, matches, times, kind) => {
    await inScenario({}, async (scenario) => {
      await scenario.rotate()
      scenario.sandbox.clock.advance(duration('2d'))
      scenario.sandbox.wire.inject({ matches, times, fault: { kind } })
      const result = await scenario.rotate()
      expect(result.outputs['phase']).toBe('overlap')
      expect(keysOf(scenario).map((key) => key.split(' ')[1])).toEqual(['Active', 'Active'])
    })
  })

  test('a rate limit does not outlast the time that is kept for switching the key on again', async () => {
    await inScenario({}, async (scenario) => {
      await scenario.rotate()
      scenario.sandbox.clock.advance(duration('2d'))
      const start = scenario.sandbox.clock.now()
      const dispatch = (request: WireRequest) => request.method === 'POST' && request.service === 'github'
      scenario.sandbox.wire.inject({
        matches: dispatch,
        times: 99,
        fault: {
          kind: 'refuse',
          status: 403,
          message: 'You have exceeded a secondary rate limit',
          headers: { 'retry-after': '595' },
        },
      })
      const result = await scenario.rotate({ 'time-limit': '40m' })
      expect(result.outputs['phase']).toBe('overlap')
      expect(keysOf(scenario).map((key) => key.split(' ')[1])).toEqual(['Active', 'Active'])
      expect(scenario.sandbox.clock.now() - start).toBeLessThan(duration('40m'))
    })
  })
})

describe('a run that is cancelled', () => {
  const verification = operation('GET /repos/{owner}/{repo}/actions/runs/{run_id}')
  const cancels: readonly (readonly [string, Kill, readonly string[]])[] = [
    ['before the key exists', { when: 'before', matches: operation('TagUser') }, ['Active']],
    [
      'while the key is tried',
      { when: 'before', matches: operation('GetCallerIdentity'), count: 3 },
      ['Active', 'Active'],
    ],
    ['between the two writes of a pair', { when: 'before', matches: put }, ['Active', 'Active']],
    ['while it waits for the verification', { when: 'before', matches: verification }, ['Active', 'Active']],
    [
      'while the old key is switched off',
      { when: 'before', matches: operation('UpdateAccessKey') },
      ['Active', 'Active'],
    ],
  ]
  test.each(cancels)(
    '%s: stops between two steps, says what follows, and the next one goes on',
    async (_, cancel, statuses) => {
      await inScenario({ repositories: ['octo/app', 'octo/website'] }, async (scenario) => {
        const { stdout, exitCode } = await killedRun(scenario, { ...cancel, signal: 'SIGINT' }, inOneRun)
        expect(exitCode).toBe(1)
        expect(stdout).toMatch(/This run was cancelled\. .*The next run /)
        expect(keysOf(scenario).map((key) => key.split(' ')[1])).toEqual(statuses)
        expect(scenario.repositories.map((name) => scenario.signsIn(name))).toEqual(['works', 'works'])
        await untilSteady(scenario, inOneRun)
        expect(scenario.repositories.map((name) => scenario.signsIn(name))).toEqual(['works', 'works'])
      })
    },
  )

  const statusAsked = ({ body }: WireRequest) => new URLSearchParams(body).get('Status')

  test.each([
    [
      'the dispatch of the verification',
      operation('POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches'),
    ],
    ['a look at the verification', verification],
  ] as const)(
    'while the answer to a request does not come, with the old key off: it is switched on all the same: %s',
    async (_, matches) => {
      await inScenario({}, async (scenario) => {
        await scenario.rotate()
        const { clock, wire } = scenario.sandbox
        clock.advance(duration('2d'))
        wire.records.length = 0
        wire.inject({ matches, fault: { kind: 'hang', performed: true } })
        const { exitCode, stdout, outputs } = await killedRun(scenario, { signal: 'SIGINT', when: 'after', matches })
        expect(exitCode).toBe(1)
        expect(stdout).toContain('this run was cancelled')
        expect(outputs['phase']).toBe('overlap')
        expect(wire.records.filter(operation('UpdateAccessKey')).map(statusAsked)).toEqual(['Inactive', 'Active'])
        expect(wire.records.at(-1)).toMatchObject({ operation: 'UpdateAccessKey', status: 200 })
        expect(keysOf(scenario).map((key) => key.split(' ')[1])).toEqual(['Active', 'Active'])
        expect(scenario.signsIn()).toBe('works')
      })
    },
  )

  test.each([
    ['performed', true],
    ['not seen yet', false],
  ] as const)(
    'while the answer to the deactivation does not come, which AWS has %s: the old key is switched on before the runner ends the process',
    async (_, performed) => {
      await inScenario({}, async (scenario) => {
        await scenario.rotate()
        const { clock, wire } = scenario.sandbox
        clock.advance(duration('2d'))
        wire.records.length = 0
        const matches = operation('UpdateAccessKey')
        wire.inject({ matches, fault: { kind: 'hang', performed } })
        let pid = 0
        wire.observers.push({
          after: (request) => {
            if (matches(request)) process.kill(pid, statusAsked(request) === 'Inactive' ? 'SIGINT' : 'SIGKILL')
          },
        })
        const onStart = (started: number) => {
          pid = started
        }
        expect((await scenario.rotate({}, { onStart })).signal).toBe('SIGKILL')
        expect(wire.records.filter(matches).map(statusAsked)).toEqual(['Inactive', 'Active'])
        expect(keysOf(scenario).map((key) => key.split(' ')[1])).toEqual(['Active', 'Active'])
        expect(scenario.signsIn()).toBe('works')
      })
    },
  )

  test('between deactivation and proof: switching the old key on again is the one request that it sends', async () => {
    await inScenario({}, async (scenario) => {
      await scenario.rotate()
      scenario.sandbox.clock.advance(duration('2d'))
      scenario.sandbox.wire.records.length = 0
      await killedRun(scenario, { signal: 'SIGTERM', when: 'before', matches: verification })
      expect(keysOf(scenario).map((key) => key.split(' ')[1])).toEqual(['Active', 'Active'])
      const operations = scenario.sandbox.wire.records.map((record) => record.operation)
      expect(operations.slice(operations.indexOf('UpdateAccessKey')).filter((each) => !each.includes(' '))).toEqual([
        'UpdateAccessKey',
        'UpdateAccessKey',
      ])
    })
  })
})
