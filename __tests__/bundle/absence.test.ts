/** What GitHub does not show is not taken for absent: through the committed bundle. */
import { describe, expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import type { Permissions } from '../../sandbox/github/token.ts'
import type { RunOptions, Scenario, ScenarioOptions } from '../../sandbox/scenario.ts'
import type { WireRequest } from '../../sandbox/wire.ts'
import { errorOf, inScenario, keysOf, killedRun } from './support.ts'

const permissions: Permissions = {
  metadata: 'read',
  actions: 'write',
  contents: 'read',
  secrets: 'write',
  organization_secrets: 'write',
  actions_variables: 'write',
}

const destinations = `- organization: octo
  secrets: { SHARED_ID: access-key-id, SHARED_SECRET: secret-access-key }`

const place = '/orgs/octo/actions/secrets'
const notFound = { kind: 'refuse', status: 404, message: 'Not Found' } as const

/** A user whose key is in two secrets of an organization, and nowhere else: a job of its own takes it from there. */
function shared(scenario: Scenario) {
  const { sandbox, oldKey, home } = scenario
  const { github, clock } = sandbox
  github.addOrganization('octo')
  const store = github.secretsAt({ organization: 'octo' })
  store.set('SHARED_ID', oldKey.accessKeyId)
  store.set('SHARED_SECRET', oldKey.secretAccessKey)
  for (const name of ['SHARED_ID', 'SHARED_SECRET']) store.share(name, 'selected', ['octo/app'])
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) github.secretsAt({ repository: home }).delete(name)
  clock.advance(duration('1h'))
  const token = github.addToken({ kind: 'fine-grained', name: 'admin', permissions })
  const inputs = { 'github-token': token, 'verification-workflow': 'none', destinations }
  const job = (): RunOptions =>
    scenario.caller === 'role'
      ? {}
      : {
          credentials: {
            accessKeyId: store.value('SHARED_ID') ?? '',
            secretAccessKey: store.value('SHARED_SECRET') ?? '',
          },
        }
  return { store, inputs, job }
}

/** The same after a run that was killed when GitHub had accepted the new key everywhere, and shown it to nobody yet. */
async function published(scenario: Scenario) {
  const { store, inputs, job } = shared(scenario)
  const isWrite = ({ method, target }: WireRequest) => method === 'PUT' && target.startsWith(place)
  await killedRun(scenario, { when: 'after', matches: isWrite, count: 2 }, inputs, job())
  const key = store.value('SHARED_ID') ?? ''
  expect(key).not.toBe(scenario.oldKey.accessKeyId)
  scenario.sandbox.clock.advance(duration('25h'))
  const isKept = () => {
    expect(keysOf(scenario)).toContain(`${key} Active`)
    expect(scenario.sandbox.aws.canSignIn(store.value('SHARED_ID') ?? '', store.value('SHARED_SECRET') ?? '')).toBe(
      'works',
    )
  }
  return { inputs, isKept, job }
}

describe.each([{ caller: 'role' }, { caller: 'self' }] as const)('a published key stays ($caller)', (options) => {
  const story = (test: (scenario: Scenario) => Promise<void>) => inScenario(options as ScenarioOptions, test)

  test('while a token sees nothing of the organization any more', async () => {
    await story(async (scenario) => {
      const { inputs, isKept, job } = await published(scenario)
      const { github } = scenario.sandbox
      const narrow = github.addToken({ kind: 'fine-grained', name: 'narrow', permissions, organizations: [] })
      for (let run = 1; run <= 2; run += 1) {
        const result = await scenario.rotate({ ...inputs, 'github-token': narrow }, job())
        expect(result.exitCode).toBe(1)
        expect(errorOf(result)).toContain('The organization octo was not found')
        expect(errorOf(result)).toContain('Organization permissions → Secrets: Read-only')
        expect(errorOf(result)).toContain('or the organization was renamed')
        isKept()
        scenario.sandbox.clock.advance(duration('1d'))
      }
      expect((await scenario.rotate(inputs, job())).outputs).toMatchObject({ phase: 'overlap' })
      isKept()
    })
  })

  test.each([1, 2, 3])('and the run goes on, when %i answers in a row do not show it', async (times) => {
    await story(async (scenario) => {
      const { inputs, isKept, job } = await published(scenario)
      const matches = ({ service, target }: WireRequest) => service === 'github' && target.startsWith(place)
      scenario.sandbox.wire.inject({ matches, times, fault: notFound })
      const result = await scenario.rotate(inputs, job())
      expect(errorOf(result)).toBe('')
      expect(result.outputs).toMatchObject({ phase: 'overlap' })
      isKept()
    })
  })
})

test('a published key stays while the organization has another name', async () => {
  await inScenario({ caller: 'role' }, async (scenario) => {
    const { inputs, isKept, job } = await published(scenario)
    scenario.sandbox.github.renameOrganization('octo', 'hexa')
    const result = await scenario.rotate(inputs, job())
    expect(result.exitCode).toBe(1)
    expect(errorOf(result)).toContain('or the organization was renamed')
    isKept()
    scenario.sandbox.github.renameOrganization('hexa', 'octo')
    expect((await scenario.rotate(inputs, job())).outputs).toMatchObject({ phase: 'overlap' })
    isKept()
  })
})

describe('when nothing is due', () => {
  test.each(['/SHARED_ID', '/SHARED_SECRET'])('one answer that hides %s makes no key due', async (name) => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const { inputs } = shared(scenario)
      const all = { ...inputs, 'deactivate-after': '0', 'delete-after': '0' }
      expect((await scenario.rotate(all)).outputs).toMatchObject({ phase: 'steady', rotated: 'true' })
      const keys = keysOf(scenario)
      scenario.sandbox.clock.advance(duration('1d'))
      const matches = ({ method, target }: WireRequest) => method === 'GET' && target === `${place}${name}`
      scenario.sandbox.wire.inject({ matches, fault: notFound })
      const result = await scenario.rotate(all)
      expect([result.exitCode, result.outputs['phase'], result.outputs['rotated']]).toEqual([0, 'steady', 'false'])
      expect(keysOf(scenario)).toEqual(keys)
    })
  })

  test('one answer that hides a variable makes no key due', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const { inputs } = shared(scenario)
      const variables = `${destinations}\n- repository: octo/app\n  variables: { KEY_ID: access-key-id }`
      const all = { ...inputs, 'deactivate-after': '0', 'delete-after': '0', destinations: variables }
      expect((await scenario.rotate(all)).outputs).toMatchObject({ phase: 'steady', rotated: 'true' })
      const keys = keysOf(scenario)
      scenario.sandbox.clock.advance(duration('1d'))
      const matches = ({ method, target }: WireRequest) => method === 'GET' && target.endsWith('/variables/KEY_ID')
      scenario.sandbox.wire.inject({ matches, fault: notFound })
      const result = await scenario.rotate(all)
      expect([result.exitCode, result.outputs['phase'], result.outputs['rotated']]).toEqual([0, 'steady', 'false'])
      expect(keysOf(scenario)).toEqual(keys)
    })
  })

  test('a place that is hidden for good turns the run red, and changes nothing', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const { inputs } = shared(scenario)
      const all = { ...inputs, 'deactivate-after': '0', 'delete-after': '0' }
      expect((await scenario.rotate(all)).outputs).toMatchObject({ phase: 'steady' })
      const keys = keysOf(scenario)
      const { github } = scenario.sandbox
      const narrow = github.addToken({ kind: 'fine-grained', name: 'narrow', permissions, organizations: [] })
      const result = await scenario.rotate({ ...all, 'github-token': narrow })
      expect(result.exitCode).toBe(1)
      expect(errorOf(result)).toContain('The organization octo was not found')
      expect(keysOf(scenario)).toEqual(keys)
    })
  })
})
