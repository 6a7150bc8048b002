/** The verifications that use the key with the program aws, executed as they stand there on a stand-in for that program. */
import { describe, expect, test } from '@jest/globals'
import type { PolicyDocument } from '../../sandbox/aws/policy.ts'
import { duration } from '../../sandbox/clock.ts'
import { AwsCli } from '../../sandbox/workflows/aws-cli.ts'
import { fingerprint } from '../../src/key/verification-contract.ts'
import { example, life, logOf, page, type Texts, trustJobs, type World, withWorkflows } from './example-support.ts'
import { statuses } from './support.ts'

interface AwsWorld extends World {
  readonly cli: AwsCli
}

async function withAws(files: Texts, story: (world: AwsWorld) => Promise<void>): Promise<void> {
  const cli = new AwsCli({ buckets: ['octo-deployments'] })
  const options = { used: true, host: { programs: cli.folder } } as const
  try {
    await withWorkflows(files, options, (world) => story({ ...world, cli }))
  } finally {
    cli.stop()
  }
}

const [, id = ''] = /SECRET_ID: (\S+)/.exec(example('verify-carry-on.yml')) ?? []

/** What docs/places.md lets the role do. */
const carrier: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [JSON.parse(/^\{\n {2}"Sid": "CarryTheKeyOn"[\s\S]*?^\}/m.exec(page('places.md'))?.[0] ?? '')],
}

test('docs/places.md lets the role write the very secret that the example writes', () => {
  expect(JSON.stringify(carrier)).toContain(`"arn:aws:secretsmanager:eu-central-1:111122223333:secret:${id}-*"`)
})

/** What Secrets Manager gives to whoever reads the secret there. */
function heldIn({ cli }: AwsWorld): unknown {
  const { versions = {}, current = '' } = cli.state.secrets[id] ?? {}
  return JSON.parse(versions[current] ?? 'null')
}

const publishedIn = ({ scenario: { sandbox, home } }: AwsWorld) => ({
  AccessKeyId: sandbox.github.secretValue(home, 'AWS_ACCESS_KEY_ID'),
  SecretAccessKey: sandbox.github.secretValue(home, 'AWS_SECRET_ACCESS_KEY'),
})

describe('verify-carry-on.yml', () => {
  const files = { 'rotate.yml': example('rotate-self.yml'), 'verify.yml': example('verify-carry-on.yml') }

  test('carries each key on before the old one goes, by a role that may do nothing else', async () => {
    await withAws(files, async (world) => {
      const { scenario, cli } = world
      trustJobs(scenario, { name: 'key-carrier', policy: carrier })
      cli.addSecret(id)
      const seen = await life(world, 'rotate.yml')
      expect(seen).toEqual(['overlap: Active Active', 'recovery: Inactive Active', 'steady: Active'])
      expect(heldIn(world)).toEqual(publishedIn(world))
      expect(Object.values(cli.state.secrets[id]?.versions ?? {}).map((each) => JSON.parse(each))).toEqual([
        { AccessKeyId: scenario.oldKey.accessKeyId, SecretAccessKey: scenario.oldKey.secretAccessKey },
        publishedIn(world),
      ])
      expect(cli.state.calls).toHaveLength(3)
      for (const { caller, parameters } of cli.state.calls) {
        expect(caller).toContain(':assumed-role/key-carrier/')
        for (const { secretAccessKey } of scenario.sandbox.aws.keys(scenario.user)) {
          expect(parameters.join(' ')).not.toContain(secretAccessKey)
        }
      }
    })
  })

  test('holds the rotation while the key does not get there', async () => {
    await withAws(files, async (world) => {
      const { scenario, host, cli } = world
      trustJobs(scenario, { name: 'key-carrier', policy: carrier })
      const run = await host.scheduled('rotate.yml')
      expect([run.conclusion, statuses(scenario)]).toEqual(['failure', 'Active'])
      cli.addSecret(id)
      await host.scheduled('rotate.yml')
      expect(statuses(scenario)).toBe('Active Active')
      expect(heldIn(world)).toEqual(publishedIn(world))
      // Somebody deletes the secret while the old key waits to be switched off.
      cli.put({ ...cli.state, secrets: {} })
      scenario.sandbox.clock.advance(duration('8d'))
      const late = await host.scheduled('rotate.yml')
      expect([late.conclusion, statuses(scenario)]).toEqual(['failure', 'Active Active'])
    })
  })

  test('changes nothing when it is repeated, or comes late, and prints nothing of the key', async () => {
    await withAws(files, async (world) => {
      const { scenario, host, cli } = world
      const { aws, github } = scenario.sandbox
      trustJobs(scenario, { name: 'key-carrier', policy: carrier })
      cli.addSecret(id)
      const next = aws.createAccessKey(scenario.user)
      const carried = async (key: typeof next) => {
        github.setSecret(scenario.home, 'AWS_ACCESS_KEY_ID', key.accessKeyId)
        github.setSecret(scenario.home, 'AWS_SECRET_ACCESS_KEY', key.secretAccessKey)
        const run = await host.byHand('verify.yml', { 'expected-key': fingerprint(key.accessKeyId) })
        // What is printed of it would be masked, and its name would not.
        expect([run.conclusion, logOf(run)]).toEqual(['success', expect.not.stringContaining('SecretAccessKey')])
        return (heldIn(world) as { readonly AccessKeyId: string }).AccessKeyId
      }
      expect(await carried(scenario.oldKey)).toBe(scenario.oldKey.accessKeyId)
      expect(await carried(scenario.oldKey)).toBe(scenario.oldKey.accessKeyId)
      expect(await carried(next)).toBe(next.accessKeyId)
      expect(await carried(scenario.oldKey)).toBe(next.accessKeyId)
      expect(Object.keys(cli.state.secrets[id]?.versions ?? {})).toHaveLength(2)
    })
  })
})

describe('verify-use.yml', () => {
  const files = { 'verify.yml': example('verify-use.yml') }

  test('passes when the key does what jobs do with it, and fails when it does not', async () => {
    await withAws(files, async ({ scenario, host, cli }) => {
      const expected = { 'expected-key': fingerprint(scenario.oldKey.accessKeyId) }
      const outcomes = async (inputs: Texts) => {
        const { jobs } = await host.byHand('verify.yml', inputs)
        return jobs.flatMap(({ steps }) => steps.map(({ outcome }) => outcome)).join(' ')
      }
      expect(await outcomes(expected)).toBe('success success')
      expect(cli.state.calls).toEqual([
        { caller: 'arn:aws:iam::111122223333:user/ci/ci-bot', parameters: ['s3', 'ls', 's3://octo-deployments'] },
      ])
      expect(await outcomes({ 'expected-key': '0123456789abcdef' })).toBe('failure skipped')
      cli.put({ ...cli.state, buckets: [] })
      expect(await outcomes(expected)).toBe('success failure')
    })
  })
})
