/** Places that are set aside, where that could cost somebody a key: flaky workflows, shared ones, interruptions, roll backs. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import type { Job } from '../../sandbox/github/workflow-run.ts'
import type { Scenario } from '../../sandbox/scenario.ts'
import { fingerprint } from '../../sandbox/verify-action.ts'
import { errorOf, inOneRun, inScenario, keysOf, killedRun } from './support.ts'

const example = readFileSync(join(import.meta.dirname, '..', '..', 'examples', 'verify.yml'), 'utf8')
const [id, secret] = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const
const pair = [id, secret] as const
const bothProve = { 'verification-workflow': '- verify.yml\n- octo/web/verify.yml' }
const inTwo = { caller: 'role', repositories: ['octo/app', 'octo/web'] } as const

/** A job that signs in with the expected key, or fails without saying why. */
function signsIn({ sandbox: { aws } }: Scenario): Job {
  return async ({ inputs, secrets }) => {
    const isExpected = fingerprint(secrets[id] ?? '') === inputs['expected-key']
    return isExpected && aws.canSignIn(secrets[id] ?? '', secrets[secret] ?? '') === 'works' ? 'success' : 'failure'
  }
}

function empty({ sandbox: { github } }: Scenario, place: Parameters<typeof github.secretsAt>[0]): void {
  for (const name of pair) github.secretsAt(place).delete(name)
}

test('a place whose verification failed for another reason gets its key, and keeps it', async () => {
  await inScenario(inTwo, async (scenario) => {
    const { github, clock } = scenario.sandbox
    let isBroken = false
    github.addWorkflow('octo/web', {
      path: '.github/workflows/verify.yml',
      yaml: example,
      job: async (job) => (isBroken ? 'failure' : signsIn(scenario)(job)),
    })
    const destinations = '- repository: octo/app\n- repository: octo/web'
    const inputs = { destinations, ...bothProve }
    await scenario.rotate({ ...inputs, ...inOneRun })
    clock.advance(duration('1h'))
    const web = github.secretsAt({ repository: 'octo/web' })
    for (const name of pair) web.set(name, web.value(name) ?? '')
    isBroken = true
    expect((await scenario.rotate(inputs)).exitCode).toBe(1)
    isBroken = false
    for (const wait of ['1d', '61d', '8d', '1d', '7d', '1d'] as const) {
      clock.advance(duration(wait))
      expect([wait, (await scenario.rotate(inputs)).exitCode]).toEqual([wait, 0])
      expect([scenario.signsIn('octo/app'), scenario.signsIn('octo/web')]).toEqual(['works', 'works'])
    }
  })
})

test('no key is made where the only workflow speaks for an emptied place, too', async () => {
  await inScenario({ caller: 'role' }, async (scenario) => {
    const { github, clock } = scenario.sandbox
    const [head = '', job = ''] = example.split('jobs:\n')
    const jobIn = (name: string) =>
      job.replace('verify:', `${name}:`).replace('    timeout', `    environment: ${name}\n    timeout`)
    empty(scenario, { repository: 'octo/app' })
    for (const name of ['production', 'staging']) {
      github.repository('octo/app').addEnvironment(name)
      github.setSecret('octo/app', id, scenario.oldKey.accessKeyId, name)
      github.setSecret('octo/app', secret, scenario.oldKey.secretAccessKey, name)
    }
    github.addWorkflow('octo/app', {
      path: '.github/workflows/verify.yml',
      yaml: `${head}jobs:\n${jobIn('production')}${jobIn('staging')}`,
      jobName: 'production',
      environment: 'production',
      job: signsIn(scenario),
      otherJobs: [{ name: 'staging', environment: 'staging', job: signsIn(scenario) }],
    })
    const place = (name: string) => `- repository: octo/app\n  environment: ${name}`
    const inputs = { destinations: `${place('production')}\n${place('staging')}`, ...inOneRun }
    expect((await scenario.rotate(inputs)).outputs['phase']).toBe('steady')
    empty(scenario, { repository: 'octo/app', environment: 'production' })
    clock.advance(duration('62d'))
    const result = await scenario.rotate(inputs)
    expect([result.exitCode, result.outputs['phase'], keysOf(scenario).length]).toEqual([1, 'steady', 1])
    expect(errorOf(result)).toContain('is gone: somebody deleted it')
  })
})

test('a workflow that speaks for no destination is asked all the same', async () => {
  await inScenario({ ...inTwo, repositories: ['octo/app', 'octo/web', 'octo/far'] }, async (scenario) => {
    const { github, clock } = scenario.sandbox
    for (const repository of ['octo/web', 'octo/far']) scenario.addVerification(repository)
    const destinations = '- repository: octo/app\n- repository: octo/web'
    const workflows = '- verify.yml\n- octo/web/verify.yml\n- octo/far/verify.yml'
    const inputs = { destinations, 'verification-workflow': workflows, ...inOneRun }
    await scenario.rotate(inputs)
    for (const name of pair) github.setSecret('octo/far', name, github.secretValue('octo/app', name) ?? '')
    clock.advance(duration('1d'))
    expect((await scenario.rotate(inputs)).outputs['phase']).toBe('steady')
    empty(scenario, { repository: 'octo/web' })
    clock.advance(duration('61d'))
    const asked = github.runs('octo/far').length
    await scenario.rotate(inputs)
    expect(github.runs('octo/far').length).toBeGreaterThan(asked)
    expect(scenario.signsIn('octo/far')).toBe('works')
  })
})

test('a plan is red, too, while a place is emptied', async () => {
  await inScenario(inTwo, async (scenario) => {
    const { clock } = scenario.sandbox
    scenario.addVerification('octo/web')
    const inputs = { ...bothProve, ...inOneRun }
    await scenario.rotate(inputs)
    clock.advance(duration('1h'))
    empty(scenario, { repository: 'octo/web' })
    for (const wait of ['30d', '32d'] as const) {
      clock.advance(duration(wait))
      const plan = await scenario.rotate({ ...inputs, mode: 'plan' })
      expect([plan.exitCode, errorOf(plan)]).toEqual([1, expect.stringContaining('octo/web is gone')])
    }
  })
})

describe('a person puts the key in use back while a rotation is interrupted', () => {
  test.each([
    ['at once, where nothing proves it', '1m', 'verify.yml', 'octo/web'],
    ['a day later, where nothing proves it', '1d', 'verify.yml', 'octo/web'],
    ['a day later, where a workflow does', '1d', bothProve['verification-workflow'], 'octo/web'],
    ['a day later, and spells the place in another way', '1d', 'verify.yml', 'Octo/Web'],
  ] as const)('%s', async (_, wait, workflows, spelling) => {
    await inScenario({ ...inTwo, recovery: 'AWS_KEY_RECOVERY' }, async (scenario) => {
      const { github, clock } = scenario.sandbox
      scenario.addVerification('octo/web')
      const inputs = { 'verification-workflow': workflows, ...inOneRun }
      await scenario.rotate(inputs)
      clock.advance(duration('1h'))
      const web = github.secretsAt({ repository: 'octo/web' })
      const old = pair.map((name) => web.value(name) ?? '')
      empty(scenario, { repository: 'octo/web' })
      clock.advance(duration('61d'))
      await killedRun(
        scenario,
        {
          when: 'before',
          matches: ({ method, target }) => method === 'PUT' && target.endsWith(`octo/app/actions/secrets/${id}`),
        },
        inputs,
      )
      clock.advance(duration(wait))
      for (const [index, name] of pair.entries()) web.set(name, old[index] ?? '')
      clock.advance(duration('1h'))
      await scenario.rotate({ ...inputs, destinations: `- repository: octo/app\n- repository: ${spelling}` })
      expect([scenario.signsIn('octo/web'), web.value(id)]).toEqual(['works', old[0]])
    })
  })
})

describe('a person rolls back to the old key, and deletes the new one', () => {
  test.each([
    ['in one place', ['octo/web']],
    ['everywhere', ['octo/app', 'octo/web']],
  ])('%s', async (_, rolledBack) => {
    await inScenario(inTwo, async (scenario) => {
      const { github, clock, aws } = scenario.sandbox
      const permissions = { metadata: 'read', contents: 'read', secrets: 'write', environments: 'write' } as const
      const more = { actions: 'write', actions_variables: 'write' } as const
      const token = github.addToken({ kind: 'app', name: 'variables', permissions: { ...permissions, ...more } })
      const variable = (repository: string) => github.variablesAt({ repository })
      for (const repository of inTwo.repositories) {
        github.secretsAt({ repository }).delete(id)
        variable(repository).set('KEY_ID', scenario.oldKey.accessKeyId)
      }
      const inputs = {
        'github-token': token,
        'verification-workflow': 'none',
        secrets: 'AWS_SECRET_ACCESS_KEY: secret-access-key',
        variables: 'KEY_ID: access-key-id',
      }
      await scenario.rotate(inputs)
      clock.advance(duration('1d'))
      for (const repository of rolledBack) {
        github.setSecret(repository, secret, scenario.oldKey.secretAccessKey)
        variable(repository).set('KEY_ID', scenario.oldKey.accessKeyId)
      }
      const made = aws.keys(scenario.user).find(({ accessKeyId }) => accessKeyId !== scenario.oldKey.accessKeyId)
      aws.deleteAccessKey(made?.accessKeyId ?? '')
      for (const wait of ['1h', '1d', '9d', '8d', '1d'] as const) {
        clock.advance(duration(wait))
        await scenario.rotate(inputs)
        const held = inTwo.repositories.map((repository) => variable(repository).value('KEY_ID'))
        const there = aws.keys(scenario.user).map(({ accessKeyId }) => accessKeyId)
        expect(there).toEqual(expect.arrayContaining(held))
      }
      expect(keysOf(scenario)).toHaveLength(1)
    })
  })
})
