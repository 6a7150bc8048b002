/** One request goes wrong, or one verification: what the run does, what it leaves, and how the next one goes on. */
import { describe, expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import type { Fate } from '../../sandbox/github/workflow-run.ts'
import type { Scenario } from '../../sandbox/scenario.ts'
import type { Fault, WireRequest } from '../../sandbox/wire.ts'
import { errorOf, inOneRun, inScenario, keysOf } from './support.ts'

const operation = (name: string) => (request: WireRequest) => request.operation === name
const creation = operation('CreateAccessKey')
const put = operation('PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}')
/** A dispatch of the verification; the preflight's has a ref that does not exist. */
const dispatch = (request: WireRequest) =>
  operation('POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches')(request) &&
  request.body.includes('"ref":"main"')

function count({ sandbox }: Scenario, matches: (request: WireRequest) => boolean): number {
  return sandbox.wire.records.filter(matches).length
}

function fate({ sandbox, home }: Scenario, is: Fate | ((dispatch: { readonly number: number }) => Fate)): void {
  const workflow = sandbox.github.repository(home).workflow('verify.yml')
  if (workflow !== undefined) workflow.fate = is
}

/** The job of the verification workflow fails by itself from the second dispatch on. */
function failsOnceOldKeyIsOff({ sandbox, home }: Scenario): void {
  const workflow = sandbox.github.repository(home).workflow('verify.yml')
  if (workflow === undefined) return
  const { job } = workflow
  let dispatches = 0
  workflow.job = async (context) => {
    dispatches += 1
    return dispatches === 1 ? job(context) : 'failure'
  }
}

describe('creating a key', () => {
  const lost: readonly (readonly [string, Fault])[] = [
    ['the connection is cut after AWS has created the key', { kind: 'lose-reply' }],
    ['the answer is cut in two', { kind: 'truncate' }],
    ['AWS answers 500 though it has created the key', { kind: 'spoil', status: 500 }],
    ['the connection is cut before AWS has created the key', { kind: 'drop' }],
    ['AWS answers 503 and has created nothing', { kind: 'refuse', status: 503 }],
  ]
  test.each(lost)('%s: the run ends, and the next one deletes the orphan and goes on', async (_, fault) => {
    await inScenario({}, async (scenario) => {
      scenario.sandbox.wire.inject({ matches: creation, fault })
      const failed = await scenario.rotate(inOneRun)
      expect(failed).toMatchObject({ exitCode: 1, outputs: { phase: 'rotating' } })
      expect(errorOf(failed)).toContain("AWS's answer to CreateAccessKey was lost")
      expect(count(scenario, creation)).toBe(1)
      scenario.sandbox.clock.advance(duration('20m'))
      const result = await scenario.rotate(inOneRun)
      expect(result.exitCode).toBe(0)
      expect(count(scenario, creation)).toBe(2)
      expect(keysOf(scenario)).toEqual([`${scenario.published()} Active`])
      expect(scenario.signsIn()).toBe('works')
    })
  })

  test('a throttled request is sent again, for AWS has created nothing', async () => {
    await inScenario({}, async (scenario) => {
      scenario.sandbox.wire.inject({
        matches: creation,
        fault: { kind: 'refuse', status: 400, code: 'Throttling', message: 'Rate exceeded' },
      })
      expect((await scenario.rotate(inOneRun)).exitCode).toBe(0)
      expect(count(scenario, creation)).toBe(2)
    })
  })

  const full = {
    kind: 'refuse',
    status: 409,
    code: 'LimitExceeded',
    message: 'Cannot exceed quota for AccessKeysPerUser: 2',
  } as const

  test('“awaiting replication” is a LimitExceeded that passes', async () => {
    await inScenario({}, async (scenario) => {
      const message = 'Your account has a large number of updates awaiting replication, please try again later'
      scenario.sandbox.wire.inject({ matches: creation, times: 2, fault: { ...full, message } })
      expect((await scenario.rotate(inOneRun)).exitCode).toBe(0)
      expect(count(scenario, creation)).toBe(3)
    })
  })

  test('“cannot exceed quota” is a LimitExceeded that lasts', async () => {
    await inScenario({}, async (scenario) => {
      scenario.sandbox.wire.inject({ matches: creation, times: 9, fault: full })
      const result = await scenario.rotate()
      expect(result).toMatchObject({ exitCode: 1, outputs: { phase: 'blocked' } })
      expect(count(scenario, creation)).toBe(1)
      expect(errorOf(result)).toContain('Cannot exceed quota')
      expect(keysOf(scenario)).toEqual([`${scenario.oldKey.accessKeyId} Active`])
    })
  })

  test('a key that somebody else creates at the same moment is left alone', async () => {
    await inScenario({}, async (scenario) => {
      const { wire, aws } = scenario.sandbox
      let created = ''
      wire.observers.push({
        before: (request) => {
          if (creation(request) && created === '') created = aws.createAccessKey(scenario.user).accessKeyId
        },
      })
      const refused = await scenario.rotate()
      expect(refused.outputs['phase']).toBe('blocked')
      expect(errorOf(refused)).toContain('Cannot exceed quota')
      const result = await scenario.rotate()
      expect(result.outputs['phase']).toBe('blocked')
      expect(errorOf(result)).toContain(created)
      expect(keysOf(scenario)).toEqual([`${scenario.oldKey.accessKeyId} Active`, `${created} Active`])
    })
  })

  test('an orphan is left alone until its use would have shown', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const { wire, clock } = scenario.sandbox
      wire.inject({ matches: creation, fault: { kind: 'lose-reply' } })
      expect((await scenario.rotate()).exitCode).toBe(1)
      expect(keysOf(scenario)).toHaveLength(2)

      const waiting = await scenario.rotate()
      expect(waiting.exitCode).toBe(0)
      expect(waiting.outputs).toMatchObject({ phase: 'rotating', 'next-step': 'discard' })
      expect(keysOf(scenario)).toHaveLength(2)

      clock.advance(duration('2h'))
      const result = await scenario.rotate(inOneRun)
      expect(result.outputs).toMatchObject({ phase: 'steady', rotated: 'true' })
      expect(keysOf(scenario)).toEqual([`${scenario.published()} Active`])
    })
  })
})

describe('writing down the new key', () => {
  test('goes without its description where tagging it is not allowed', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const described = (request: WireRequest) => operation('TagUser')(request) && request.body.includes('Created')
      scenario.sandbox.wire.inject({
        matches: described,
        times: 9,
        fault: { kind: 'refuse', status: 403, code: 'AccessDenied' },
      })
      expect((await scenario.rotate(inOneRun)).outputs['phase']).toBe('steady')
    })
  })

  test('fails for good: the key is left to the next run, which replaces it', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const fault = { kind: 'refuse', status: 403, code: 'AccessDenied', message: 'no' } as const
      scenario.sandbox.wire.inject({ matches: operation('TagUser'), skip: 2, times: 9, fault })
      const result = await scenario.rotate()
      expect(result.exitCode).toBe(1)
      expect(errorOf(result)).toContain('iam:TagUser')
      expect(keysOf(scenario)).toHaveLength(2)
      expect(scenario.published()).toBe(scenario.oldKey.accessKeyId)
      scenario.sandbox.wire.heal()
      scenario.sandbox.clock.advance(duration('20m'))
      expect((await scenario.rotate(inOneRun)).outputs).toMatchObject({ phase: 'steady', rotated: 'true' })
      expect(keysOf(scenario)).toEqual([`${scenario.published()} Active`])
    })
  })
})

describe('a new key that does not come to work', () => {
  test('is withdrawn before anybody has it, and the old one is untouched', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      scenario.sandbox.aws.settings.propagation = { sts: duration('1h'), iam: duration('1h') }
      const result = await scenario.rotate()
      expect(result.exitCode).toBe(1)
      expect(errorOf(result)).toMatch(
        /was deleted again before anybody had it\..*did not accept the unpublished key within 2 minutes/,
      )
      expect(keysOf(scenario)).toEqual([`${scenario.oldKey.accessKeyId} Active`])
      expect(scenario.published()).toBe(scenario.oldKey.accessKeyId)
    })
  })
})

describe('writing secrets', () => {
  const passing: readonly (readonly [string, Fault, number])[] = [
    ['a lost connection', { kind: 'drop' }, 3],
    ['a lost answer', { kind: 'lose-reply' }, 3],
    ['a 502', { kind: 'refuse', status: 502 }, 3],
    ['a secondary limit with Retry-After', { kind: 'refuse', status: 429, headers: { 'retry-after': '30' } }, 3],
    [
      'a secondary limit as 403 without Retry-After',
      {
        kind: 'refuse',
        status: 403,
        message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
      },
      3,
    ],
  ]
  test.each(passing)(
    '%s between the two secrets of a pair is sat out, and the pair is whole',
    async (_, fault, puts) => {
      await inScenario({}, async (scenario) => {
        scenario.sandbox.wire.inject({ matches: put, skip: 1, fault })
        const before = scenario.sandbox.clock.now()
        expect((await scenario.rotate()).exitCode).toBe(0)
        expect(count(scenario, put)).toBe(puts)
        expect(scenario.signsIn()).toBe('works')
        if (fault.kind === 'refuse' && fault.headers !== undefined)
          expect(scenario.sandbox.clock.now() - before).toBeGreaterThan(30_000)
      })
    },
  )

  test('a public key that GitHub exchanges meanwhile is fetched anew, once', async () => {
    await inScenario({}, async (scenario) => {
      const { wire, github } = scenario.sandbox
      let exchanged = false
      wire.observers.push({
        before: (request) => {
          if (!put(request) || exchanged) return
          exchanged = true
          github.rotatePublicKey(scenario.home)
        },
      })
      expect((await scenario.rotate()).exitCode).toBe(0)
      expect(count(scenario, operation('GET /repos/{owner}/{repo}/actions/secrets/public-key'))).toBe(2)
      expect(scenario.signsIn()).toBe('works')
    })
  })

  test('a first write that is refused withdraws the key in the same run', async () => {
    await inScenario({}, async (scenario) => {
      const readOnly = scenario.sandbox.github.addToken({
        kind: 'app',
        name: 'read-only',
        permissions: { metadata: 'read', secrets: 'read' },
      })
      const result = await scenario.rotate({ 'github-token': readOnly })
      expect(result.exitCode).toBe(1)
      expect(errorOf(result)).toMatch(
        /was deleted again before anybody had it\..*write the secret AWS_ACCESS_KEY_ID in octo\/app.*Secrets: Read and write/,
      )
      expect(keysOf(scenario)).toEqual([`${scenario.oldKey.accessKeyId} Active`])
      expect(count(scenario, creation)).toBe(1)
      // With the right token the next run finishes what this one began.
      expect((await scenario.rotate(inOneRun)).outputs).toMatchObject({ phase: 'steady', rotated: 'true' })
    })
  })

  test.each([
    ['the pair of the next job', {}],
    ['the recovery secret', { caller: 'role', recovery: 'AWS_KEY_RECOVERY' }],
  ] as const)(
    'one destination that refuses leaves no other torn: both keys stay, and the next run finishes from %s',
    async (_, options) => {
      const repositories = ['octo/app', 'octo/website', 'octo/api']
      await inScenario({ ...options, repositories }, async (scenario) => {
        const website = (request: WireRequest) => put(request) && request.target.includes('website')
        scenario.sandbox.wire.inject({
          matches: website,
          times: 99,
          fault: { kind: 'refuse', status: 403, message: 'Resource not accessible by integration' },
        })
        const result = await scenario.rotate()
        expect(result).toMatchObject({ exitCode: 1, outputs: { phase: 'rotating', 'next-step': 'publish' } })
        expect(errorOf(result)).toContain('octo/website')
        const old = scenario.oldKey.accessKeyId
        const published = scenario.published()
        expect(published).not.toBe(old)
        expect(scenario.repositories.map((name) => scenario.published(name))).toEqual([published, old, published])
        expect(scenario.repositories.map((name) => scenario.signsIn(name))).toEqual(['works', 'works', 'works'])
        expect(keysOf(scenario)).toEqual([`${old} Active`, `${published} Active`])
        scenario.sandbox.wire.heal()
        scenario.sandbox.clock.advance(duration('1d'))
        expect((await scenario.rotate(inOneRun)).outputs['phase']).toBe('steady')
        expect(scenario.repositories.map((name) => scenario.published(name))).toEqual([published, published, published])
        expect(keysOf(scenario)).toEqual([`${published} Active`])
        expect(count(scenario, creation)).toBe(1)
      })
    },
  )
})

describe('journal and other idempotent calls', () => {
  test.each([
    ['TagUser', { kind: 'refuse', status: 409, code: 'ConcurrentModification' }],
    ['TagUser', { kind: 'lose-reply' }],
    ['UpdateAccessKey', { kind: 'refuse', status: 500 }],
    ['DeleteAccessKey', { kind: 'lose-reply' }],
    ['ListAccessKeys', { kind: 'refuse', status: 400, code: 'Throttling' }],
  ] as const)('%s is sent again after %j', async (name, fault) => {
    await inScenario({}, async (scenario) => {
      scenario.sandbox.wire.inject({ matches: operation(name), fault })
      expect((await scenario.rotate(inOneRun)).outputs['phase']).toBe('steady')
      expect(keysOf(scenario)).toEqual([`${scenario.published()} Active`])
    })
  })
})

describe('verifying', () => {
  test('a dispatch whose answer is lost is not sent again: its run is known by its title', async () => {
    await inScenario({}, async (scenario) => {
      scenario.sandbox.wire.inject({ matches: dispatch, fault: { kind: 'lose-reply' } })
      const result = await scenario.rotate()
      expect(count(scenario, dispatch)).toBe(1)
      expect(result.outputs).toMatchObject({ phase: 'overlap', 'next-step': 'deactivate' })
    })
  })

  test('a dispatch that GitHub could not take is not sent again: after two minutes nothing is concluded', async () => {
    await inScenario({}, async (scenario) => {
      scenario.sandbox.wire.inject({ matches: dispatch, fault: { kind: 'refuse', status: 502 } })
      const result = await scenario.rotate()
      expect(count(scenario, dispatch)).toBe(1)
      expect(result.outputs).toMatchObject({ phase: 'rotating', 'next-step': 'verify' })
      expect(result.stdout).toContain('No run of verify.yml in octo/app shows that it was started')
      expect(keysOf(scenario)).toHaveLength(2)
      expect((await scenario.rotate(inOneRun)).outputs['phase']).toBe('steady')
    })
  })

  const unclear: readonly Fate[] = ['cancelled', 'timed_out', 'skipped', 'startup_failure']
  test.each(unclear)('a run that ends “%s” is no verdict: both keys stay, the run waits', async (is) => {
    await inScenario({}, async (scenario) => {
      fate(scenario, is)
      const result = await scenario.rotate(inOneRun)
      expect(result.exitCode).toBe(0)
      expect(result.outputs).toMatchObject({ phase: 'rotating', 'next-step': 'verify' })
      expect(keysOf(scenario).every((key) => key.endsWith(' Active'))).toBe(true)
      fate(scenario, 'normal')
      expect((await scenario.rotate(inOneRun)).outputs['phase']).toBe('steady')
    })
  })

  const unended: readonly Fate[] = ['never starts', 'waiting', 'pending']
  test.each(unended)('a run that stays “%s” is followed by the next run, until it has ended', async (is) => {
    await inScenario({}, async (scenario) => {
      fate(scenario, is)
      for (let runs = 1; runs <= 2; runs += 1) {
        const result = await scenario.rotate(inOneRun)
        expect(result).toMatchObject({ exitCode: 0, outputs: { phase: 'rotating', 'next-step': 'verify' } })
        expect(keysOf(scenario).every((key) => key.endsWith(' Active'))).toBe(true)
        expect(count(scenario, dispatch)).toBe(1)
      }
      fate(scenario, 'normal')
      for (const run of scenario.sandbox.github.runs(scenario.home)) run.cancel()
      expect((await scenario.rotate(inOneRun)).outputs['phase']).toBe('steady')
    })
  })

  test('a workflow that fails keeps both keys, and the message names job, step and run', async () => {
    await inScenario({}, async (scenario) => {
      const workflow = scenario.sandbox.github.repository(scenario.home).workflow('verify.yml')
      if (workflow !== undefined) workflow.job = async () => 'failure'
      const result = await scenario.rotate(inOneRun)
      expect(result.exitCode).toBe(1)
      expect(result.outputs).toMatchObject({ phase: 'rotating', 'next-step': 'verify' })
      expect(errorOf(result)).toMatch(
        /verify\.yml in octo\/app failed: https:\/\/github\.com\/octo\/app\/actions\/runs\/\d+\n- job “verify”, step “Verify”/,
      )
      expect(keysOf(scenario).map((key) => key.split(' ')[1])).toEqual(['Active', 'Active'])
    })
  })

  test('a key whose deactivation breaks something is switched on again at once', async () => {
    await inScenario({}, async (scenario) => {
      failsOnceOldKeyIsOff(scenario)
      const result = await scenario.rotate(inOneRun)
      expect(result.exitCode).toBe(1)
      expect(result.outputs['phase']).toBe('overlap')
      expect(errorOf(result)).toContain('verify.yml in octo/app failed')
      expect(keysOf(scenario).map((key) => key.split(' ')[1])).toEqual(['Active', 'Active'])
      expect(scenario.sandbox.wire.records.filter(operation('UpdateAccessKey'))).toHaveLength(2)
    })
  })

  test('a key whose deactivation cannot be judged is switched on again, and the run waits in overlap', async () => {
    await inScenario({}, async (scenario) => {
      fate(scenario, ({ number }) => (number === 2 ? 'cancelled' : 'normal'))
      const result = await scenario.rotate(inOneRun)
      expect(result.exitCode).toBe(0)
      expect(result.outputs['phase']).toBe('overlap')
      expect(keysOf(scenario).map((key) => key.split(' ')[1])).toEqual(['Active', 'Active'])
      expect((await scenario.rotate(inOneRun)).outputs['phase']).toBe('steady')
    })
  })
})
