/** The committed verify action, as a step of the user's verification workflow. */
import { describe, expect, test } from '@jest/globals'
import { duration } from '../sandbox/clock.ts'
import { runAction } from '../sandbox/runner.ts'
import type { Scenario } from '../sandbox/scenario.ts'
import { fingerprint } from '../src/fingerprint.ts'
import { type Failure, failures } from '../src/verify/failures.ts'
import { errorOf, inScenario } from './support.ts'

async function verify(
  scenario: Scenario,
  inputs: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>>,
) {
  return runAction({
    action: 'verify/action.yml',
    inputs,
    environment: { ...scenario.sandbox.environment, ...(await scenario.sandbox.underRealNames()), ...environment },
    github: {
      repository: scenario.home,
      token: scenario.jobToken,
      apiUrl: scenario.sandbox.environment['GITHUB_API_URL'] ?? '',
    },
  })
}

type Environment = Readonly<Record<string, string>>

const pair = ({ oldKey }: Scenario): Environment => ({
  AWS_ACCESS_KEY_ID: oldKey.accessKeyId,
  AWS_SECRET_ACCESS_KEY: oldKey.secretAccessKey,
})

/** The title of the error annotation, as the rotation reads it. */
const titleOf = (stdout: string) => /^::error title=([^:]*)::/m.exec(stdout)?.[1]?.replaceAll('%2C', ',')

/** What the runner masks is told to it first. */
const withoutMasks = (stdout: string) => stdout.replaceAll(/^::add-mask::.*$/gm, '')

describe('passes', () => {
  test('with the expected key, and says who it signs in as', async () => {
    await inScenario({}, async (scenario) => {
      const expected = fingerprint(scenario.oldKey.accessKeyId)
      const result = await verify(scenario, { 'expected-key': expected }, pair(scenario))
      expect(result.exitCode).toBe(0)
      expect(result.outputs).toEqual({ fingerprint: expected, arn: 'arn:aws:iam::111122223333:user/ci/ci-bot' })
      const proof = `This job holds the expected access key (fingerprint ${expected}), and AWS accepts it as user ci-bot.`
      expect(result.stdout).toContain(proof)
      expect(result.summary).toBe(`✅ ${proof}\n`)
      expect(withoutMasks(result.stdout)).not.toContain(scenario.oldKey.secretAccessKey)
    })
  })

  test('with any key when none is expected, and does not call it the expected one', async () => {
    await inScenario({}, async (scenario) => {
      const result = await verify(scenario, {}, pair(scenario))
      expect(result.exitCode).toBe(0)
      expect(result.summary).toMatch(/^✅ AWS accepts the access key .* as user ci-bot. No expected-key was given/)
    })
  })

  test('with the account and the user that are expected, whatever their case', async () => {
    await inScenario({}, async (scenario) => {
      const inputs = { 'expected-account': '111122223333', 'expected-user': 'CI-Bot' }
      expect((await verify(scenario, inputs, pair(scenario))).exitCode).toBe(0)
    })
  })

  test('when AWS knows a new key only after a while', async () => {
    await inScenario({}, async (scenario) => {
      const { accessKeyId, secretAccessKey } = scenario.sandbox.aws.issueAccessKey(scenario.user)
      const environment = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }
      expect((await verify(scenario, {}, environment)).exitCode).toBe(0)
    })
  })

  test('when the summary cannot be written, and warns of that', async () => {
    await inScenario({}, async (scenario) => {
      const result = await verify(scenario, {}, { ...pair(scenario), GITHUB_STEP_SUMMARY: '/nowhere/summary' })
      expect(result.exitCode).toBe(0)
      expect(result.stdout).toContain('::warning::The job summary could not be written')
    })
  })
})

describe('fails, each time under another title', () => {
  interface Case {
    readonly name: string
    readonly failure: Failure
    readonly inputs?: Environment
    readonly environment?: (scenario: Scenario) => Environment
    readonly says: readonly string[]
    /** AWS has to be asked to know. */
    readonly isAsked?: true
  }
  const unlike = '0123456789abcdef'
  const cases: readonly Case[] = [
    {
      name: 'without credentials',
      failure: 'absent',
      environment: () => ({}),
      says: ['AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are empty', 'the environment of the job'],
    },
    {
      name: 'without a secret',
      failure: 'absent',
      environment: ({ oldKey }) => ({ AWS_ACCESS_KEY_ID: oldKey.accessKeyId }),
      says: [': AWS_SECRET_ACCESS_KEY is empty'],
    },
    {
      name: 'with the credentials of a role',
      failure: 'temporary',
      environment: (scenario) => {
        const { accessKeyId, secretAccessKey } = scenario.sandbox.aws.assumeRole('key-rotation', 'verify')
        return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }
      },
      says: ['begins with ASIA', 'an earlier step has put the credentials of a role there'],
    },
    {
      name: 'with the session token of a role beside the key',
      failure: 'sessionToken',
      environment: (scenario) => ({ ...pair(scenario), AWS_SESSION_TOKEN: 'left behind' }),
      says: ['An earlier step has left it there', "AWS_SESSION_TOKEN: ''"],
    },
    {
      name: 'with a line break in the secret',
      failure: 'malformed',
      environment: (scenario) => ({ ...pair(scenario), AWS_SECRET_ACCESS_KEY: `${scenario.oldKey.secretAccessKey}\n` }),
      says: ['there is white space in it'],
    },
    {
      name: 'with the whole key as JSON',
      failure: 'malformed',
      environment: ({ oldKey }) => ({
        AWS_ACCESS_KEY_ID: oldKey.accessKeyId,
        AWS_SECRET_ACCESS_KEY: JSON.stringify({
          AccessKeyId: oldKey.accessKeyId,
          SecretAccessKey: oldKey.secretAccessKey,
        }),
      }),
      says: ['it is JSON'],
    },
    {
      name: 'with the ID in both',
      failure: 'malformed',
      environment: ({ oldKey }) => ({
        AWS_ACCESS_KEY_ID: oldKey.accessKeyId,
        AWS_SECRET_ACCESS_KEY: oldKey.accessKeyId,
      }),
      says: ['AWS_SECRET_ACCESS_KEY is the ID of a key'],
    },
    {
      name: 'with the secret in both',
      failure: 'malformed',
      environment: ({ oldKey }) => ({
        AWS_ACCESS_KEY_ID: oldKey.secretAccessKey,
        AWS_SECRET_ACCESS_KEY: oldKey.secretAccessKey,
      }),
      says: ['AWS_ACCESS_KEY_ID is no ID of a key'],
    },
    {
      name: 'with a region that is none',
      failure: 'input',
      inputs: { 'aws-region': 'Frankfurt' },
      says: ['aws-region does not allow “Frankfurt”'],
    },
    {
      name: 'when the clock of the runner is wrong',
      failure: 'unasked',
      environment: (scenario) => {
        const message = 'Signature expired: 20260301T090000Z is now earlier than 20260301T091000Z'
        const fault = { kind: 'refuse', status: 403, code: 'SignatureDoesNotMatch', message } as const
        scenario.sandbox.wire.inject({ matches: () => true, times: 99, fault })
        return pair(scenario)
      },
      says: ['Signature expired', 'Set the clock of the runner right'],
      isAsked: true,
    },
    {
      name: 'when AWS denies it, and names the account',
      failure: 'unasked',
      environment: (scenario) => {
        const message =
          'User: arn:aws:iam::111122223333:user/ci/ci-bot is not authorized to perform: sts:GetCallerIdentity'
        const fault = { kind: 'refuse', status: 403, code: 'AccessDenied', message } as const
        scenario.sandbox.wire.inject({ matches: () => true, times: 99, fault })
        return pair(scenario)
      },
      says: ['arn:aws:iam::…3333:user/ci/ci-bot', 'a VPC endpoint with a policy'],
      isAsked: true,
    },
    {
      name: 'with another key',
      failure: 'otherKey',
      inputs: { 'expected-key': unlike },
      says: [`its fingerprint is ${fingerprint('AKIARTX3GSDSZMMVENEX')}, and ${unlike} is expected`, 'start a new run'],
    },
    {
      name: 'with an expectation that is no fingerprint',
      failure: 'input',
      inputs: { 'expected-key': 'AKIAIOSFODNN7EXAMPLE' },
      says: ['expected-key does not allow “AKIAIOSFODNN7EXAMPLE”', 'inputs.expected-key', '16 hexadecimal digits'],
    },
    {
      name: 'with an account that is none',
      failure: 'input',
      inputs: { 'expected-account': '1111-2222-3333' },
      says: ['expected-account does not allow “…3333”', 'twelve digits'],
    },
    {
      name: 'with a user that is none',
      failure: 'input',
      inputs: { 'expected-user': 'user/ci/ci-bot' },
      says: ['expected-user does not allow “user/ci/ci-bot”', 'without its path'],
    },
    {
      name: 'with the secret of another key',
      failure: 'mixedPair',
      environment: (scenario) => ({ ...pair(scenario), AWS_SECRET_ACCESS_KEY: 'x'.repeat(40) }),
      says: ['AWS knows the ID, but not with this secret', 'compare the names of the two secrets'],
      isAsked: true,
    },
    {
      name: 'with a key that is switched off',
      failure: 'rejected',
      environment: (scenario) => {
        scenario.sandbox.aws.setStatus(scenario.oldKey.accessKeyId, 'Inactive')
        return pair(scenario)
      },
      says: [
        'for 60 seconds it has said “The security token included in the request is invalid.”',
        'inactive or deleted',
      ],
      isAsked: true,
    },
    {
      name: 'with a key of another account',
      failure: 'otherAccount',
      inputs: { 'expected-account': '999988887777' },
      says: ['it ends in 3333, and …7777 is expected', 'Correct expected-account'],
      isAsked: true,
    },
    {
      name: 'with a key of another user',
      failure: 'otherUser',
      inputs: { 'expected-user': 'deploy-bot' },
      says: ['AWS signs it in as user ci-bot, and user deploy-bot is expected'],
      isAsked: true,
    },
    {
      name: 'when AWS does not answer',
      failure: 'unasked',
      environment: (scenario) => {
        scenario.sandbox.wire.inject({ matches: () => true, times: 99, fault: { kind: 'refuse', status: 503 } })
        return pair(scenario)
      },
      says: ['AWS did not answer sts:GetCallerIdentity'],
      isAsked: true,
    },
  ]
  test.each(cases)('$name', async ({ failure, inputs = {}, environment = pair, says, isAsked = false }) => {
    await inScenario({}, async (scenario) => {
      const { clock, wire } = scenario.sandbox
      const before = clock.now()
      const result = await verify(scenario, inputs, environment(scenario))
      expect(result.exitCode).toBe(1)
      expect(titleOf(result.stdout)).toBe(failures[failure])
      for (const words of says) expect(errorOf(result)).toContain(words)
      // Logs show the message without its title.
      expect(errorOf(result).startsWith(`${failures[failure]}: `)).toBe(true)
      expect(result.summary.startsWith(`❌ ${failures[failure]}: `)).toBe(true)
      expect(result.summary).toContain('**What to do:** ')
      expect(wire.records.length > 0).toBe(isAsked)
      expect(clock.now() - before).toBeLessThan(duration('2m'))
      const shown = [withoutMasks(result.stdout), result.stderr, result.files].join('\n')
      expect(shown).not.toContain(scenario.oldKey.secretAccessKey)
      expect(shown.replaceAll(/^arn:.*$/gm, '')).not.toMatch(/\b\d{4}-?\d{4}-?\d{4}\b/)
    })
  })

  test('and a root user is no user', async () => {
    await inScenario({}, async (scenario) => {
      const { accessKeyId, secretAccessKey } = scenario.sandbox.aws.createAccessKey('<root_account>')
      const environment = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }
      const result = await verify(scenario, { 'expected-user': 'ci-bot' }, environment)
      expect(titleOf(result.stdout)).toBe(failures.otherUser)
      expect(errorOf(result)).toContain('AWS signs it in as root, and user ci-bot is expected')
    })
  })

  test('under the titles that the rotation knows, no two of them alike', () => {
    expect(new Set(Object.values(failures)).size).toBe(Object.keys(failures).length)
    const provoked = new Set(cases.map(({ failure }) => failure))
    expect(Object.keys(failures).filter((failure) => !provoked.has(failure as Failure))).toEqual([])
  })
})
