/** The examples of keys that live elsewhere than in one repository, executed as they stand there. */
import { expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import type { Permissions } from '../../sandbox/github/token.ts'
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

test('rotate-environments.yml rotates the key of two environments, and keeps what it needs itself in a third', async () => {
  const files = {
    'rotate.yml': example('rotate-environments.yml'),
    'verify-environments.yml': example('verify-environments.yml'),
  }
  const grants: Permissions = { ...permissions, environments: 'write' }
  await withWorkflows(files, { caller: 'role', environment: 'key-rotation', grants, used: true }, async (world) => {
    const { sandbox, home, oldKey } = world.scenario
    const { github } = sandbox
    for (const [index, name] of pair.entries()) {
      github.secretsAt({ repository: home }).delete(name)
      for (const environment of ['staging', 'production']) {
        github.repository(home).findEnvironment(environment) ?? github.repository(home).addEnvironment(environment)
        github.setSecret(home, name, [oldKey.accessKeyId, oldKey.secretAccessKey][index] ?? '', environment)
      }
    }
    expect(await schedule(world, [0, 8, 8])).toEqual(wholeLife)
    const [current = ''] = keysOf(world.scenario)
    for (const environment of ['staging', 'production']) {
      expect(`${github.secretValue(home, pair[0], environment)} Active`).toBe(current)
    }
    expect(await verifications(world.scenario)).toEqual(
      Array(3).fill('success: verify (staging) success, verify (production) success'),
    )
    const written = sandbox.wire.records.filter(({ operation }) => operation.startsWith('PUT /repos'))
    const places = written.map(({ target }) => /environments\/([^/]+)\/secrets\/(\w+)/.exec(target)?.slice(1).join(' '))
    expect(places.at(0)).toBe('key-rotation AWS_KEY_RECOVERY')
    expect(github.secretValue(home, 'AWS_KEY_RECOVERY', 'key-rotation')).toBeUndefined()
  })
})
