/** The committed verify action, as a step of the user's verification workflow. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import { runAction } from '../../sandbox/runner.ts'
import { environmentOf, type Scenario } from '../../sandbox/scenario.ts'
import { onLoopback } from '../../sandbox/wire.ts'
import { type Failure, failures, fingerprint } from '../../src/key/verification-contract.ts'
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

/** Something that answers every request in the way of AWS, for any key. */
async function startEmulator() {
  let requests = 0
  const server = createServer((_, response) => {
    requests += 1
    response.end(
      '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/ci/ci-bot</Arn><UserId>X</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
    )
  })
  const { url, close } = await onLoopback(server)
  return { port: new URL(url).port, requests: () => requests, close }
}

describe('passes', () => {
  test('with the expected key, and says who it signs in as', async () => {
    await inScenario({}, async (scenario) => {
      const expected = fingerprint(scenario.oldKey.accessKeyId)
      const result = await verify(scenario, { 'expected-key': expected }, pair(scenario))
      expect(result.exitCode).toBe(0)
      expect(result.outputs).toEqual({ fingerprint: expected, arn: 'arn:aws:iam::111122223333:user/ci/ci-bot' })
      const proof = `This job holds the expected access key (fingerprint ${expected}), and AWS accepts it as user ci-bot.`
      expect(result.stdout).toContain(proof)
      expect(result.summary).toBe(
        `## ✅ This job holds the expected access key\n\nAWS accepts the key as **user ci-bot**.\n\n<sub>Fingerprint of the access key ID: ${expected}</sub>\n`,
      )
      expect(withoutMasks(result.stdout)).not.toContain(scenario.oldKey.secretAccessKey)
    })
  })

  test('with any key when none is expected, and does not call it the expected one', async () => {
    await inScenario({}, async (scenario) => {
      const result = await verify(scenario, {}, pair(scenario))
      expect(result.exitCode).toBe(0)
      expect(result.summary).toMatch(
        /^## ☑️ AWS accepts the access key of this job\n[\s\S]*as \*\*user ci-bot\*\*[\s\S]*No `expected-key` was given/,
      )
    })
  })

  test('with the account and the user that are expected, whatever their case', async () => {
    await inScenario({}, async (scenario) => {
      const inputs = { 'expected-account': '111122223333', 'expected-user': 'CI-Bot' }
      expect((await verify(scenario, inputs, pair(scenario))).exitCode).toBe(0)
    })
  })

  test.each([
    ['of FIPS', { AWS_USE_FIPS_ENDPOINT: 'true' }, 'sts-fips.us-east-1.amazonaws.com'],
    ['of another Region', { AWS_REGION: 'eu-central-1' }, 'sts.eu-central-1.amazonaws.com'],
    [
      'of a VPC endpoint',
      { AWS_ENDPOINT_URL_STS: 'https://vpce-0a1b2c3d-4e5f.sts.us-east-1.vpce.amazonaws.com' },
      'vpce-0a1b2c3d-4e5f.sts.us-east-1.vpce.amazonaws.com',
    ],
  ] as const)('at a name %s, which is AWS’s own', async (_, environment, host) => {
    await inScenario({}, async (scenario) => {
      const there = await scenario.sandbox.underRealNames([host])
      const result = await verify(scenario, {}, { ...there, ...pair(scenario), ...environment })
      expect(errorOf(result)).toBe('')
      expect(result.exitCode).toBe(0)
      expect(scenario.sandbox.wire.records.map(({ headers }) => headers['host'])).toEqual([host])
    })
  })

  test('when AWS knows a new key only after a while', async () => {
    await inScenario({}, async (scenario) => {
      const { accessKeyId, secretAccessKey } = scenario.sandbox.aws.issueAccessKey(scenario.user)
      const environment = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }
      expect((await verify(scenario, {}, environment)).exitCode).toBe(0)
    })
  })

  test('beside a variable that looks like an input of another action, and warns of it', async () => {
    await inScenario({}, async (scenario) => {
      const result = await verify(scenario, { version: 'hunter2' }, pair(scenario))
      expect(result.exitCode).toBe(0)
      expect(result.stdout).toMatch(/^::warning::.*ignored: INPUT_VERSION\.$/m)
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
      says: ['AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set', 'the environment of the job'],
    },
    {
      name: 'with secrets that do not exist',
      failure: 'absent',
      environment: () => ({ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }),
      says: ['AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are empty', 'A secret that does not exist'],
    },
    {
      name: 'without a secret',
      failure: 'absent',
      environment: ({ oldKey }) => ({ AWS_ACCESS_KEY_ID: oldKey.accessKeyId }),
      says: [': AWS_SECRET_ACCESS_KEY is not set'],
    },
    {
      name: 'with the credentials of a role',
      failure: 'temporary',
      environment: (scenario) => {
        const { accessKeyId, secretAccessKey } = scenario.sandbox.aws.assumeRole('key-rotation', 'verify')
        return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }
      },
      says: ['begins with ASIA', 'AWS_SESSION_TOKEN', 'an earlier step has put the credentials of a role there'],
    },
    {
      name: 'with the credentials of a role and their token',
      failure: 'temporary',
      environment: (scenario) => environmentOf(scenario.sandbox.aws.assumeRole('key-rotation', 'verify')),
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
      says: ['AWS_SECRET_ACCESS_KEY has white space in it: a line break at its end'],
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
      says: ['AWS_SECRET_ACCESS_KEY is JSON'],
    },
    {
      name: 'with the ID in both',
      failure: 'malformed',
      environment: ({ oldKey }) => ({
        AWS_ACCESS_KEY_ID: oldKey.accessKeyId,
        AWS_SECRET_ACCESS_KEY: oldKey.accessKeyId,
      }),
      says: ['AWS_SECRET_ACCESS_KEY is the ID of an access key'],
    },
    {
      name: 'with the secret in both',
      failure: 'malformed',
      environment: ({ oldKey }) => ({
        AWS_ACCESS_KEY_ID: oldKey.secretAccessKey,
        AWS_SECRET_ACCESS_KEY: oldKey.secretAccessKey,
      }),
      says: ['AWS_ACCESS_KEY_ID is not the ID of an access key'],
    },
    {
      name: 'with a key that is an unset secret, though the environment holds one',
      failure: 'absent',
      inputs: { key: '' },
      says: ['the input key is empty', 'An unset secret is empty'],
    },
    {
      name: 'with half a key in one secret, though the environment holds a whole one',
      failure: 'malformed',
      inputs: { key: '{"AccessKeyId":"AKIAIOSFODNN7EXAMPLE"}' },
      says: ['its JSON has no SecretAccessKey', 'json or credentials-file'],
    },
    {
      name: 'with an SMTP password that is an unset secret, though the pair is good',
      failure: 'input',
      inputs: { 'smtp-password': '' },
      says: ['smtp-password is empty', 'An unset secret is empty'],
    },
    {
      name: 'with a region that is none',
      failure: 'input',
      inputs: { 'aws-region': 'Frankfurt' },
      says: ['is not allowed: The input aws-region does not allow “Frankfurt”. Allowed: a region of AWS'],
    },
    {
      name: 'with a region of the environment that is none',
      failure: 'input',
      environment: (scenario) => ({ ...pair(scenario), AWS_REGION: 'Frankfurt' }),
      says: ['is not allowed: The environment variable AWS_REGION is “Frankfurt”, which is not a region of AWS'],
    },
    {
      name: 'with a misspelt input, though the pair is good',
      failure: 'input',
      inputs: { smtp_password: 'nonsense' },
      says: ['There is no input smtp_password', 'Did you mean smtp-password?'],
    },
    {
      name: 'with a misspelt expectation, though the pair is good',
      failure: 'input',
      inputs: { expected_key: '0000000000000000' },
      says: ['There is no input expected_key', 'Did you mean expected-key?'],
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
      says: ['Signature expired', 'Correct the clock of the runner'],
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
      says: [`its fingerprint is ${fingerprint('AKIARTX3GSDSZMMVENEX')}, but ${unlike} is expected`, 'start a new run'],
    },
    {
      name: 'with an expectation that is no fingerprint',
      failure: 'input',
      inputs: { 'expected-key': 'AKIAIOSFODNN7EXAMPLE' },
      says: ['expected-key is “AKIAIOSFODNN7EXAMPLE”', 'inputs.expected-key', '16 hexadecimal digits'],
    },
    {
      name: 'with an account that is none',
      failure: 'input',
      inputs: { 'expected-account': '1111-2222-3333' },
      says: ['expected-account is “…3333”', 'twelve digits'],
    },
    {
      name: 'with a user that is none',
      failure: 'input',
      inputs: { 'expected-user': 'user/ci/ci-bot' },
      says: ['expected-user is “user/ci/ci-bot”', 'without its path'],
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
      says: ['it ends in 3333, but …7777 is expected', 'Correct expected-account'],
      isAsked: true,
    },
    {
      name: 'with a key of another user',
      failure: 'otherUser',
      inputs: { 'expected-user': 'deploy-bot' },
      says: ['AWS signs it in as user ci-bot, but user deploy-bot is expected'],
      isAsked: true,
    },
    {
      name: 'when certificates are not checked',
      failure: 'elsewhere',
      environment: (scenario) => ({ ...pair(scenario), NODE_TLS_REJECT_UNAUTHORIZED: '0' }),
      says: ['NODE_TLS_REJECT_UNAUTHORIZED is 0', 'NODE_EXTRA_CA_CERTS'],
    },
    {
      name: 'when a variable leads to an emulator',
      failure: 'elsewhere',
      environment: (scenario) => ({
        ...pair(scenario),
        AWS_ENDPOINT_URL: scenario.sandbox.environment['AWS_ENDPOINT_URL_STS'] ?? '',
      }),
      says: ['http://127.0.0.1:', '(AWS_ENDPOINT_URL)', 'what answers there is not AWS'],
    },
    {
      name: 'when a variable leads over plain http to another host',
      failure: 'elsewhere',
      environment: (scenario) => ({ ...pair(scenario), AWS_ENDPOINT_URL_STS: 'http://emulator.company.test' }),
      says: ['http://emulator.company.test (AWS_ENDPOINT_URL_STS)', 'plain http'],
    },
    {
      name: 'when a variable leads over https to another host',
      failure: 'elsewhere',
      environment: (scenario) => ({ ...pair(scenario), AWS_ENDPOINT_URL_STS: 'https://emulator.company.test/path' }),
      says: ['https://emulator.company.test (AWS_ENDPOINT_URL_STS)', 'what answers there is not AWS'],
    },
    {
      name: 'when the key is one of the root user',
      failure: 'root',
      environment: (scenario) => environmentOf(scenario.sandbox.aws.createAccessKey('<root_account>')),
      says: ['emulators of AWS answer in this way', 'root-user-best-practices'],
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
      expect(result.summary.startsWith(`## ❌ ${failures[failure]}\n`)).toBe(true)
      expect(result.summary).toContain('**Fix:** ')
      expect(wire.records.length > 0).toBe(isAsked)
      expect(clock.now() - before).toBeLessThan(duration('2m'))
      const shown = [withoutMasks(result.stdout), result.stderr, result.files].join('\n')
      expect(shown).not.toContain(scenario.oldKey.secretAccessKey)
      // Outputs stand between random UUIDs, whose digits may look like a number of an account.
      expect(shown.replaceAll(/^arn:.*$|ghadelimiter_[\da-f-]+/gm, '')).not.toMatch(/\b\d{4}-?\d{4}-?\d{4}\b/)
    })
  })

  test.each([
    ['by default', '[default]\nendpoint_url = ENDPOINT', {}],
    ['in the profile', '[profile runner]\nendpoint_url = ENDPOINT', { AWS_PROFILE: 'runner' }],
    ['for a service', '[default]\nservices = here\n[services here]\nsts =\n  endpoint_url = ENDPOINT', {}],
  ])('and a config file leads to an emulator that says yes to everything, %s', async (_, lines, extra) => {
    await inScenario({}, async (scenario) => {
      const emulator = await startEmulator()
      const folder = mkdtempSync(join(tmpdir(), 'config-'))
      try {
        for (const host of ['127.0.0.1', 'emulator.company.test']) {
          const file = join(folder, 'config')
          writeFileSync(file, `${lines.replace('ENDPOINT', `http://${host}:${emulator.port}`)}\n`)
          const environment = {
            ...pair(scenario),
            ...extra,
            AWS_CONFIG_FILE: file,
            SANDBOX_HOSTS: JSON.stringify({ 'emulator.company.test': '127.0.0.1' }),
          }
          const result = await verify(scenario, {}, environment)
          expect(titleOf(result.stdout)).toBe(failures.elsewhere)
          expect(errorOf(result)).toContain(`http://${host}:${emulator.port} (endpoint_url in the shared config file`)
        }
        expect(emulator.requests()).toBe(0)
      } finally {
        await emulator.close()
        rmSync(folder, { recursive: true })
      }
    })
  })

  test('under the titles that the rotation knows, no two of them alike', () => {
    expect(new Set(Object.values(failures)).size).toBe(Object.keys(failures).length)
    const provoked = new Set(cases.map(({ failure }) => failure))
    const ofSmtp = ['smtpRejected', 'smtpElsewhere', 'smtpUnasked']
    expect(Object.keys(failures).filter((failure) => !provoked.has(failure as Failure))).toEqual(ofSmtp)
  })
})
