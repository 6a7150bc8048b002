/** The committed verify action, as a step of the user's verification workflow. */
import { describe, expect, test } from '@jest/globals'
import { duration } from '../sandbox/clock.ts'
import { runAction } from '../sandbox/runner.ts'
import type { Scenario } from '../sandbox/scenario.ts'
import { fingerprint } from '../src/fingerprint.ts'
import { errorOf, inScenario } from './support.ts'

function verify(
  scenario: Scenario,
  inputs: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>>,
) {
  return runAction({
    action: 'verify/action.yml',
    inputs,
    environment: { ...scenario.sandbox.environment, ...environment },
    github: {
      repository: scenario.home,
      token: scenario.jobToken,
      apiUrl: scenario.sandbox.environment['GITHUB_API_URL'] ?? '',
    },
  })
}

test('passes with the expected key, and says who it signs in as', async () => {
  await inScenario({}, async (scenario) => {
    const { accessKeyId, secretAccessKey } = scenario.oldKey
    const expected = fingerprint(accessKeyId)
    const result = await verify(
      scenario,
      { 'expected-key': expected },
      { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
    )
    expect(result.exitCode).toBe(0)
    expect(result.outputs).toEqual({ fingerprint: expected, arn: 'arn:aws:iam::111122223333:user/ci/ci-bot' })
    expect(result.stdout).not.toContain(secretAccessKey)
  })
})

test('waits for a key that AWS does not know everywhere yet', async () => {
  await inScenario({}, async (scenario) => {
    const { accessKeyId, secretAccessKey } = scenario.sandbox.aws.issueAccessKey(scenario.user)
    const result = await verify(
      scenario,
      {},
      { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
    )
    expect(result.exitCode).toBe(0)
  })
})

describe('fails, each time in other words', () => {
  type Case = readonly [
    name: string,
    inputs: Readonly<Record<string, string>>,
    environment: (scenario: Scenario) => Record<string, string>,
    words: RegExp,
  ]
  const pair = ({ oldKey }: Scenario) => ({
    AWS_ACCESS_KEY_ID: oldKey.accessKeyId,
    AWS_SECRET_ACCESS_KEY: oldKey.secretAccessKey,
  })
  const cases: readonly Case[] = [
    [
      'without credentials',
      {},
      () => ({}),
      /holds no AWS access key: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are empty/,
    ],
    [
      'without a secret',
      {},
      ({ oldKey }) => ({ AWS_ACCESS_KEY_ID: oldKey.accessKeyId }),
      /AWS_SECRET_ACCESS_KEY is empty/,
    ],
    [
      'with another key',
      { 'expected-key': '0123456789abcdef' },
      pair,
      /another access key.*fingerprint [0-9a-f]{16} instead of 0123456789abcdef/,
    ],
    [
      'with an expectation that is no fingerprint',
      { 'expected-key': 'AKIAIOSFODNN7EXAMPLE' },
      pair,
      /expected-key does not allow/,
    ],
    [
      'with the secret of another key',
      {},
      (scenario) => ({ ...pair(scenario), AWS_SECRET_ACCESS_KEY: 'x'.repeat(40) }),
      /not with this secret/,
    ],
    [
      'with a key that is switched off',
      {},
      (scenario) => {
        scenario.sandbox.aws.setStatus(scenario.oldKey.accessKeyId, 'Inactive')
        return pair(scenario)
      },
      /rejected the access key of this job for 60 seconds/,
    ],
  ]
  test.each(cases)('%s', async (_, inputs, environment, words) => {
    await inScenario({}, async (scenario) => {
      const before = scenario.sandbox.clock.now()
      const result = await verify(scenario, inputs, environment(scenario))
      expect(result.exitCode).toBe(1)
      expect(errorOf(result)).toMatch(words)
      expect(scenario.sandbox.clock.now() - before).toBeLessThan(duration('2m'))
    })
  })
})
