/** The examples of keys that live elsewhere than in one repository, executed as they stand there. */
import { describe, expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import type { Permissions } from '../../sandbox/github/token.ts'
import type { WireRequest } from '../../sandbox/wire.ts'
import { WorkflowHost } from '../../sandbox/workflows/host.ts'
import { example, logOf, outputsOf, verifications, type World, withWorkflows } from './example-support.ts'
import { permissions } from './installed-app.ts'
import { keysOf, statuses } from './support.ts'

const pair = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const

/** What each run of a schedule comes to, on these days after the one before. */
async function schedule({ scenario, host }: World, days: readonly number[]): Promise<readonly string[]> {
  const seen: string[] = []
  for (const each of days) {
    scenario.sandbox.clock.advance(each * duration('1d'))
    const run = await host.scheduled('rotate.yml')
    if (run.conclusion !== 'success') throw new Error(logOf(run))
    expect(outputsOf(run)['attention']).toBe('[]')
    seen.push(`${outputsOf(run)['phase']}: ${statuses(scenario)}`)
  }
  return seen
}

const wholeLife = ['overlap: Active Active', 'recovery: Inactive Active', 'steady: Active']

test('organization.yml rotates a secret of the organization and those of two public repositories', async () => {
  const files = { 'rotate.yml': example('organization.yml'), 'verify.yml': example('verify.yml') }
  const grants: Permissions = { ...permissions, organization_secrets: 'write' }
  const [website, cli] = ['octo-org/website', 'octo-org/cli'] as const
  const repositories = ['octo-org/keys', website, cli]
  await withWorkflows(files, { caller: 'role', repositories, grants, used: true }, async (world) => {
    const { sandbox, home, oldKey } = world.scenario
    const { github } = sandbox
    github.addOrganization('octo-org')
    const store = github.secretsAt({ organization: 'octo-org' })
    for (const [index, name] of pair.entries()) {
      github.secretsAt({ repository: home }).delete(name)
      store.set(name, [oldKey.accessKeyId, oldKey.secretAccessKey][index] ?? '')
      store.share(name, 'private')
    }
    const others = [website, cli].map((name) => new WorkflowHost(sandbox, name))
    try {
      for (const name of [website, cli]) github.repository(name).visibility = 'public'
      for (const other of others) await other.add('verify.yml', example('verify.yml'))
      expect(await schedule(world, [0, 8, 8])).toEqual(wholeLife)
      const [current = ''] = keysOf(world.scenario)
      expect(`${store.value(pair[0])} Active`).toBe(current)
      expect(store.visibility(pair[0])).toBe('private')
      for (const name of [website, cli]) expect(`${github.secretValue(name, pair[0])} Active`).toBe(current)
      // The old key, the new one, and the new one with the old one off, in each of them.
      for (const name of repositories) expect([name, github.runs(name).length]).toEqual([name, 3])
    } finally {
      for (const other of others) other.stop()
    }
  })
})

describe('rotate-environments.yml', () => {
  const files = {
    'rotate.yml': example('rotate-environments.yml'),
    'verify-environments.yml': example('verify-environments.yml'),
  }
  const environments = ['staging', 'production'] as const
  const options = {
    caller: 'role',
    environment: 'key-rotation',
    grants: { ...permissions, environments: 'write' },
    used: true,
  } as const

  /** The key is in both environments, and nowhere else. */
  function moveKey({ scenario: { sandbox, home, oldKey } }: World): void {
    const repository = sandbox.github.repository(home)
    for (const environment of environments) repository.addEnvironment(environment)
    for (const [index, name] of pair.entries()) {
      sandbox.github.secretsAt({ repository: home }).delete(name)
      const value = [oldKey.accessKeyId, oldKey.secretAccessKey][index] ?? ''
      for (const environment of environments) sandbox.github.setSecret(home, name, value, environment)
    }
  }

  const recovery = ({ scenario: { sandbox, home } }: World) =>
    sandbox.github.secretValue(home, 'AWS_KEY_RECOVERY', 'key-rotation')

  test('rotates the key of two environments, and proves it in both', async () => {
    await withWorkflows(files, options, async (world) => {
      moveKey(world)
      expect(await schedule(world, [0, 8, 8])).toEqual(wholeLife)
      const { sandbox, home } = world.scenario
      const [current = ''] = keysOf(world.scenario)
      for (const environment of environments) {
        expect(`${sandbox.github.secretValue(home, pair[0], environment)} Active`).toBe(current)
      }
      const both = 'success: verify (staging) success, verify (production) success'
      expect(await verifications(world.scenario)).toEqual([both, both, both])
      expect(recovery(world)).toBeUndefined()
    })
  })

  test('keeps the new key in a third one while it is not published, and goes on with it', async () => {
    await withWorkflows(files, options, async (world) => {
      moveKey(world)
      const { scenario, host } = world
      const { wire } = scenario.sandbox
      const isProduction = ({ method, target }: WireRequest) =>
        method === 'PUT' && target.includes('/environments/production/')
      wire.inject({ matches: isProduction, times: 99, fault: { kind: 'refuse', status: 403 } })
      const failed = await host.scheduled('rotate.yml')
      expect([failed.conclusion, statuses(scenario)]).toEqual(['failure', 'Active Active'])
      expect(recovery(world)).toContain(keysOf(scenario).at(-1)?.split(' ')[0])
      wire.heal()
      expect(await schedule(world, [1])).toEqual(['overlap: Active Active'])
      expect(recovery(world)).toBeUndefined()
      expect(wire.records.filter(({ operation }) => operation === 'CreateAccessKey')).toHaveLength(1)
    })
  })
})
