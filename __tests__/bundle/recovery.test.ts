/** The recovery secret: a publication that was cut off is finished with the same key, and nobody has less than before. */
import { describe, expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import { policy, type Scenario } from '../../sandbox/scenario.ts'
import type { WireRequest } from '../../sandbox/wire.ts'
import { stateTag } from '../../src/aws/journal-tags.ts'
import { recoveryValue } from '../../src/key/recovery-value.ts'
import { changes, errorOf, inOneRun, inScenario, keysOf, killedRun, tornRun, warningsOf } from './support.ts'

const places = ['octo/app', 'octo/website', 'octo/api']
const home = { repositories: places, recovery: 'AWS_KEY_RECOVERY' } as const
const put = (request: WireRequest) => request.method === 'PUT' && !request.target.includes('RECOVERY')
const safeguard = (request: WireRequest) => request.method === 'PUT' && request.target.includes('RECOVERY')

const all = (scenario: Scenario) => scenario.repositories.map((name) => scenario.signsIn(name))
const recoveryOf = ({ sandbox, home: repository }: Scenario) =>
  sandbox.github.secretValue(repository, 'AWS_KEY_RECOVERY')
const creations = ({ sandbox }: Scenario) =>
  sandbox.wire.records.filter(({ operation }) => operation === 'CreateAccessKey').length
const pendingKey = (scenario: Scenario) => scenario.sandbox.aws.keys(scenario.user).at(-1)?.accessKeyId ?? ''

/** The first destination is written, and the runner is gone. */
async function cutOff(scenario: Scenario): Promise<string> {
  await killedRun(scenario, { when: 'after', matches: put, count: 2 }, inOneRun)
  return pendingKey(scenario)
}

test('it is written before the first destination, and gone when the key is published and proven', async () => {
  await inScenario(home, async (scenario) => {
    const { outputs } = await scenario.rotate()
    expect(outputs).toMatchObject({ phase: 'overlap', rotated: 'true' })
    const secrets = changes(scenario).filter((operation) => operation.includes('secrets'))
    expect(secrets[0]).toMatch(/^PUT/)
    expect(secrets.at(-1)).toMatch(/^DELETE/)
    const first = scenario.sandbox.wire.records.find(({ method }) => method === 'PUT')
    expect(first?.target).toContain('/AWS_KEY_RECOVERY')
    expect(recoveryOf(scenario)).toBeUndefined()
  })
})

describe.each(['self', 'role'] as const)('a publication that was cut off (%s)', (caller) => {
  test('is finished by the next run with the same key', async () => {
    await inScenario({ ...home, caller }, async (scenario) => {
      const pending = await cutOff(scenario)
      expect(all(scenario)).toEqual(['works', 'works', 'works'])
      expect(scenario.sandbox.aws.tags(scenario.user)[stateTag]).toMatch(/ phase=publishing .* seal=2026-03-01T/)
      scenario.sandbox.clock.advance(duration('1d'))
      const { outputs } = await scenario.rotate(inOneRun)
      expect(outputs).toMatchObject({ phase: 'steady', 'access-key-id': pending })
      expect(creations(scenario)).toBe(1)
      expect(all(scenario)).toEqual(['works', 'works', 'works'])
      expect(keysOf(scenario)).toEqual([`${pending} Active`])
      expect(recoveryOf(scenario)).toBeUndefined()
    })
  })

  test('is finished also where somebody writes meanwhile what the first run had written', async () => {
    await inScenario({ ...home, caller }, async (scenario) => {
      const pending = await cutOff(scenario)
      const { clock, github, wire } = scenario.sandbox
      clock.advance(duration('1d'))
      const [first = '', second = ''] = places
      let isWritten = false
      wire.observers.push({
        before: (request) => {
          if (isWritten || !put(request) || !request.target.includes(second)) return
          isWritten = true
          github.setSecret(first, 'AWS_SECRET_ACCESS_KEY', 'of a person')
        },
      })
      const { outputs } = await scenario.rotate()
      expect([isWritten, outputs['phase'], outputs['access-key-id']]).toEqual([true, 'overlap', pending])
      expect(all(scenario)).toEqual(['works', 'works', 'works'])
    })
  })

  test('is finished though the value comes in a map of all secrets', async () => {
    await inScenario({ ...home, caller }, async (scenario) => {
      const pending = await cutOff(scenario)
      scenario.sandbox.clock.advance(duration('1d'))
      const everything = JSON.stringify({ OTHER: 'x', AWS_KEY_RECOVERY: recoveryOf(scenario) }, undefined, 2)
      const { outputs } = await scenario.rotate({ ...inOneRun, 'recovery-secret': everything })
      expect(outputs).toMatchObject({ phase: 'steady', 'access-key-id': pending })
    })
  })

  test('waits when the run was queued before the secret was written, and changes nothing', async () => {
    await inScenario({ ...home, caller }, async (scenario) => {
      const queued = scenario.sandbox.clock.now()
      const old = caller === 'self' ? { credentials: scenario.credentials() } : {}
      await cutOff(scenario)
      scenario.sandbox.clock.advance(duration('2h'))
      scenario.sandbox.wire.records.length = 0
      const stale = await scenario.rotate({ ...inOneRun, 'recovery-secret': '' }, { queuedAt: queued, ...old })
      expect(stale).toMatchObject({ exitCode: 0, outputs: { phase: 'rotating' } })
      expect(stale.stdout).toContain('A freshly queued run finishes')
      expect(changes(scenario)).toEqual([])
      expect((await scenario.rotate(inOneRun)).outputs['phase']).toBe('steady')
    })
  })

  test('blocks when the workflow does not hand the secret back, and says which line does', async () => {
    await inScenario({ ...home, caller }, async (scenario) => {
      const pending = await cutOff(scenario)
      scenario.sandbox.clock.advance(duration('1d'))
      scenario.sandbox.wire.records.length = 0
      const result = await scenario.rotate({ ...inOneRun, 'recovery-secret': '' })
      expect(result).toMatchObject({ exitCode: 1, outputs: { phase: 'blocked' } })
      expect(errorOf(result)).toContain(`recovery-secret: \${{ secrets.AWS_KEY_RECOVERY }}`)
      expect(changes(scenario)).toEqual([])
      expect((await scenario.rotate(inOneRun)).outputs).toMatchObject({ phase: 'steady', 'access-key-id': pending })
    })
  })
})

describe('a value that is not the pending key', () => {
  const value = (change: object) =>
    JSON.stringify({
      version: 1,
      account: '111122223333',
      user: 'AIDAOTHERUSEROTHERUSE',
      accessKeyId: 'AKIAOTHERKEYOTHERKEY',
      secretAccessKey: 'otherSecretOtherSecretOtherSecretOtherSe',
      created: '2026-01-01T00:00:00Z',
      ...change,
    })
  const values: readonly (readonly [string, string, RegExp])[] = [
    ['of another user', value({}), /holds a key of another user than ci-bot/],
    ['of another account', value({ account: '999999999999' }), /holds a key of another user than ci-bot/],
    ['of a later version', value({ version: 2 }), /another version of this action wrote it/],
    ['that is cut short', value({}).slice(0, 60), /it is not JSON/],
    ['that is no JSON', 'hunter2hunter2hunter2', /it is not JSON/],
    ['that lacks a part', value({ secretAccessKey: undefined }), /missing or malformed/],
  ]
  test.each(values)('%s is ignored, never shown, and nothing is destroyed', async (_, handed, words) => {
    await inScenario({ ...home, caller: 'role' }, async (scenario) => {
      await cutOff(scenario)
      scenario.sandbox.clock.advance(duration('1d'))
      scenario.sandbox.wire.records.length = 0
      const result = await scenario.rotate({ ...inOneRun, 'recovery-secret': handed })
      expect(result.outputs['phase']).toBe('blocked')
      expect(changes(scenario)).toEqual([])
      expect(all(scenario)).toEqual(['works', 'works', 'works'])
      expect(result.stdout).toMatch(words)
      const told = result.stdout.replaceAll(/^::add-mask::.*$/gm, '') + result.stderr + result.files
      expect(told).not.toContain('otherSecret')
      expect(told).not.toContain('hunter2')
    })
  })
})

describe('a recovery secret that somebody else has written', () => {
  const kept = ({ sandbox }: Scenario, name = 'AWS_KEY_RECOVERY') => sandbox.github.secretValue('octo/app', name)

  test('two users whose names are spelled alike: one neither overwrites nor deletes what the other heals from', async () => {
    await inScenario({ caller: 'role', repositories: ['octo/app', 'octo/mail'] }, async (scenario) => {
      const { aws, github, clock, wire } = scenario.sandbox
      const created = clock.now() - duration('61d')
      aws.createUser({ name: 'ci.bot', path: '/ci/', created, policies: [] })
      const other = aws.createAccessKey('ci.bot', { created })
      github.setSecret('octo/mail', 'AWS_ACCESS_KEY_ID', other.accessKeyId)
      github.setSecret('octo/mail', 'AWS_SECRET_ACCESS_KEY', other.secretAccessKey)
      const name = 'AWS_KEY_RECOVERY_CI_BOT'
      const inputs = (user: string, repository: string) => ({
        'iam-user': user,
        destinations: `- repository: ${repository}`,
        'verification-workflow': 'none',
        'recovery-secret-name': 'AWS_KEY_RECOVERY_{iam-user}',
        'recovery-secret': kept(scenario, name) ?? '',
      })
      await tornRun(scenario, inputs('ci-bot', 'octo/app'))
      const value = kept(scenario, name)
      expect([value, scenario.signsIn('octo/app')]).toEqual([expect.stringContaining('AKIA'), 'rejected'])

      for (const handed of [
        inputs('ci.bot', 'octo/mail'),
        { ...inputs('ci.bot', 'octo/mail'), 'recovery-secret': '' },
      ]) {
        clock.advance(duration('1h'))
        wire.records.length = 0
        const result = await scenario.rotate(handed)
        expect(result).toMatchObject({ exitCode: 1, outputs: { phase: 'blocked' } })
        expect(errorOf(result)).toContain(name)
        expect(changes(scenario)).toEqual([])
        expect([kept(scenario, name), scenario.signsIn('octo/mail')]).toEqual([value, 'works'])
      }

      clock.advance(duration('1h'))
      await scenario.rotate(inputs('ci-bot', 'octo/app'))
      expect([kept(scenario, name), scenario.signsIn('octo/app')]).toEqual([undefined, 'works'])
      // Now there is room for the other one.
      const { outputs } = await scenario.rotate(inputs('ci.bot', 'octo/mail'))
      expect([outputs['phase'], scenario.signsIn('octo/mail')]).toEqual(['overlap', 'works'])
    })
  })

  const foreign = 'what somebody else keeps under this name'

  test('after a run was cut off: a role that could not replace it changes nothing', async () => {
    await inScenario({ ...home, caller: 'role' }, async (scenario) => {
      await cutOff(scenario)
      scenario.sandbox.clock.advance(duration('1h'))
      scenario.sandbox.github.setSecret('octo/app', 'AWS_KEY_RECOVERY', foreign)
      scenario.sandbox.clock.advance(duration('1d'))
      scenario.sandbox.wire.records.length = 0
      const result = await scenario.rotate(inOneRun)
      expect(result).toMatchObject({ exitCode: 1, outputs: { phase: 'blocked' } })
      expect(errorOf(result)).toContain('AWS_KEY_RECOVERY')
      expect(changes(scenario)).toEqual([])
      expect([kept(scenario), all(scenario)]).toEqual([foreign, ['works', 'works', 'works']])
    })
  })

  test('after a run was cut off: a job finishes with its own pair, and leaves the secret alone', async () => {
    await inScenario(home, async (scenario) => {
      await cutOff(scenario)
      scenario.sandbox.clock.advance(duration('1h'))
      scenario.sandbox.github.setSecret('octo/app', 'AWS_KEY_RECOVERY', foreign)
      scenario.sandbox.clock.advance(duration('1d'))
      const result = await scenario.rotate(inOneRun)
      expect(all(scenario)).toEqual(['works', 'works', 'works'])
      expect([kept(scenario), result.outputs['phase']]).toEqual([foreign, 'steady'])
    })
  })

  test('while the run goes on that has sealed its key into it: it is not deleted', async () => {
    await inScenario(home, async (scenario) => {
      const { wire, github, clock } = scenario.sandbox
      wire.observers.push({
        after: ({ operation, body }) => {
          if (!operation.endsWith('/dispatches') || !body.includes('"ref":"main"')) return
          clock.advance(duration('2s'))
          if (kept(scenario) !== foreign) github.setSecret('octo/app', 'AWS_KEY_RECOVERY', foreign)
        },
      })
      const result = await scenario.rotate(inOneRun)
      expect([result.outputs['phase'], kept(scenario), all(scenario)]).toEqual([
        'steady',
        foreign,
        ['works', 'works', 'works'],
      ])
    })
  })
})

test('a self-rotation that was killed between the two writes of its own pair is healed by the next run', async () => {
  await inScenario({ recovery: 'AWS_KEY_RECOVERY' }, async (scenario) => {
    await tornRun(scenario, inOneRun)
    expect(all(scenario)).toEqual(['rejected'])
    scenario.sandbox.clock.advance(duration('1d'))
    const result = await scenario.rotate(inOneRun)
    expect(result.outputs).toMatchObject({ phase: 'steady', 'access-key-id': pendingKey(scenario) })
    expect(result.stdout).toContain('an interrupted run left halves of two keys there')
    expect(all(scenario)).toEqual(['works'])
  })
})

test('a key of another user in it signs nothing for a job whose own key is off', async () => {
  await inScenario({ recovery: 'AWS_KEY_RECOVERY' }, async (scenario) => {
    const { aws, github } = scenario.sandbox
    aws.createUser({ name: 'deploy', policies: [policy('iam-policy-self-rotation.json')] })
    const { accessKeyId, secretAccessKey } = aws.createAccessKey('deploy', {
      created: aws.clock.now() - duration('61d'),
    })
    const about = { account: aws.accountId, user: aws.user('deploy').userId, created: aws.clock.now() }
    const value = recoveryValue(accessKeyId, secretAccessKey, about)
    github.setSecret(scenario.home, 'AWS_KEY_RECOVERY', value)
    aws.setStatus(scenario.oldKey.accessKeyId, 'Inactive')
    const result = await scenario.rotate(inOneRun)
    expect([result.exitCode, changes(scenario)]).toEqual([1, []])
    expect(errorOf(result)).toContain('AWS does not accept the access key of this job')
    expect(scenario.published()).toBe(scenario.oldKey.accessKeyId)
  })
})

test.each([
  ['all secrets of the job', (secrets: object) => JSON.stringify(secrets)],
  [
    'what is no key under the name of another account beside it',
    (secrets: object) => JSON.stringify({ ...secrets, KEY_CI_BOT_999999999999: '{}' }),
  ],
])('named after the account, it heals a torn pair that was handed %s', async (_, handed) => {
  await inScenario({ recovery: 'KEY_{iam-user}_{account}' }, async (scenario) => {
    await tornRun(scenario, inOneRun)
    const name = 'KEY_CI_BOT_111122223333'
    const kept = scenario.sandbox.github.secretValue(scenario.home, name)
    expect([kept, scenario.signsIn()]).toEqual([expect.stringContaining('AKIA'), 'rejected'])
    scenario.sandbox.clock.advance(duration('1d'))
    const { outputs } = await scenario.rotate({ ...inOneRun, 'recovery-secret': handed({ [name]: kept }) })
    expect([outputs['phase'], scenario.signsIn()]).toEqual(['steady', 'works'])
  })
})

test('it may live in an environment of another repository, named after the user', async () => {
  const recovery = 'octo/api/key rotation:{iam-user}_RECOVERY'
  await inScenario({ caller: 'role', repositories: places, recovery }, async (scenario) => {
    scenario.sandbox.github.repository('octo/api').addEnvironment('key rotation')
    await killedRun(scenario, { when: 'after', matches: put, count: 2 }, inOneRun)
    const kept = scenario.sandbox.github.secretValue('octo/api', 'CI_BOT_RECOVERY', 'key rotation')
    expect(kept).toContain(pendingKey(scenario))
    scenario.sandbox.clock.advance(duration('1d'))
    const { outputs } = await scenario.rotate(inOneRun)
    expect(outputs).toMatchObject({ phase: 'steady', 'access-key-id': pendingKey(scenario) })
    expect(scenario.sandbox.github.secretValue('octo/api', 'CI_BOT_RECOVERY', 'key rotation')).toBeUndefined()
  })
})

test('a recovery secret that cannot be written costs the new key, before anybody has it', async () => {
  await inScenario(home, async (scenario) => {
    const fault = { kind: 'refuse', status: 403, message: 'Resource not accessible by integration' } as const
    scenario.sandbox.wire.inject({ matches: safeguard, times: 9, fault })
    const result = await scenario.rotate()
    expect(result.exitCode).toBe(1)
    expect(errorOf(result)).toContain('was deleted again before anybody had it')
    expect(errorOf(result)).toContain('Repository permissions → Secrets: Read and write')
    expect(keysOf(scenario)).toEqual([`${scenario.oldKey.accessKeyId} Active`])
    expect(scenario.published()).toBe(scenario.oldKey.accessKeyId)
  })
})

test('a place for it that does not exist is found before a key is created', async () => {
  await inScenario({ recovery: 'octo/nowhere:AWS_KEY_RECOVERY' }, async (scenario) => {
    const result = await scenario.rotate()
    expect(result.outputs['phase']).toBe('blocked')
    expect(errorOf(result)).toContain('octo/nowhere')
    expect(changes(scenario)).toEqual([])
  })
})

test('without one, every run warns with the lines to add, where two secrets could come apart', async () => {
  await inScenario({ keyAge: 10 }, async (scenario) => {
    const { stdout } = await scenario.rotate()
    expect(stdout).toContain('recovery-secret-name: AWS_KEY_RECOVERY')
    expect(stdout).toContain(`recovery-secret: \${{ secrets.AWS_KEY_RECOVERY }}`)
  })
})

describe('more people read the recovery secret than the destinations', () => {
  const production = '- repository: octo/app\n  environment: production'
  const wide = 'lies in octo/app, where workflows of every branch can read the new key'
  test.each([
    ['KEY_{iam-user}', production, '"recovery-secret-name: octo/app/production:KEY_{iam-user}"'],
    ['Octo/App:KEY', `${production}\n- repository: octo/website`, '"recovery-secret-name: Octo/App/production:KEY"'],
    [
      'KEY',
      `${production}\n- repository: octo/app\n  store: dependabot`,
      '"recovery-secret-name: octo/app/production:KEY"',
    ],
    ['KEY', `${production}\n- repository: octo/app`, undefined],
    ['KEY', '- repository: octo/website\n  environment: production', undefined],
    ['octo/app/production:KEY', production, undefined],
    ['octo/app/rotation:KEY', production, undefined],
  ])('with the recovery secret %s and the destinations %j', async (name, destinations, line) => {
    await inScenario({ keyAge: 1 }, async (scenario) => {
      const result = await scenario.rotate({ mode: 'plan', 'recovery-secret-name': name, destinations })
      const told = warningsOf(result).filter((each) => each.toLowerCase().includes(wide.toLowerCase()))
      expect(told).toEqual(line === undefined ? [] : [expect.stringContaining(line)])
    })
  })
})
