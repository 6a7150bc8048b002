/** Who signs, and where requests to AWS go: what the step says, whatever an earlier step or the machine has left. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request as forward } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import { policy, type Scenario, type ScenarioOptions } from '../../sandbox/scenario.ts'
import { onLoopback } from '../../sandbox/wire.ts'
import { changes, errorOf, inOneRun, inScenario, keysOf, warningsOf } from './support.ts'

type Environment = Readonly<Record<string, string>>

/** A scenario, and a folder for the files of a machine that has been used before. */
async function onUsedMachine(
  options: ScenarioOptions,
  test: (scenario: Scenario, file: (text: string) => string) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'machine-'))
  let files = 0
  try {
    await inScenario(options, (scenario) =>
      test(scenario, (text) => {
        files += 1
        const path = join(folder, `file-${files}`)
        writeFileSync(path, text)
        return path
      }),
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A shared credentials file with another user's key, which that user may rotate. */
function otherUser({ sandbox }: Scenario): { readonly id: string; readonly lines: string } {
  const { aws, clock } = sandbox
  const created = clock.now() - duration('62d')
  aws.createUser({ name: 'runner-bot', path: '/ci/', created, policies: [policy('iam-policy-self-rotation.json')] })
  const { accessKeyId, secretAccessKey } = aws.createAccessKey('runner-bot', { created })
  const lines = `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`
  return { id: accessKeyId, lines: `[default]\n${lines}[runner]\n${lines}` }
}

const bothEmpty: Environment = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }

describe('the pair of the step', () => {
  test('wins over the profile of the machine, and the log says so first', async () => {
    await onUsedMachine({}, async (scenario, file) => {
      const { id, lines } = otherUser(scenario)
      const environment = {
        AWS_PROFILE: 'runner',
        AWS_SHARED_CREDENTIALS_FILE: file(lines),
        AWS_CONFIG_FILE: file('[profile runner]\nregion = eu-central-1\n'),
      }
      const { stdout, outputs } = await scenario.rotate(inOneRun, { environment })
      expect(outputs).toMatchObject({ rotated: 'true', phase: 'steady' })
      expect(scenario.sandbox.aws.keys('runner-bot')).toMatchObject([{ accessKeyId: id, status: 'Active' }])
      expect(keysOf(scenario)).toEqual([`${outputs['access-key-id']} Active`])
      const told = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('::add-mask::'))
      // STS and IAM are asked at once.
      expect([told[0], ...told.slice(1, 3).toSorted(), ...told.slice(3, 5)]).toEqual([
        'Signing with the credentials of the environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; AWS_PROFILE, which is set too, is not used',
        expect.stringMatching(
          /^Requests to IAM go to http:\/\/127\.0\.0\.1:\d+ \(AWS_ENDPOINT_URL_IAM\), not to AWS itself\.$/,
        ),
        expect.stringMatching(
          /^Requests to STS go to http:\/\/127\.0\.0\.1:\d+ \(AWS_ENDPOINT_URL_STS\), not to AWS itself\.$/,
        ),
        'AWS knows this job as arn:aws:iam::…3333:user/ci/ci-bot',
        expect.stringMatching(/^Looking at ci-bot/),
      ])
    })
  })

  test.each(['2026-02-28T00:00:00Z', '2026-03-01T09:30:00Z', 'soon'])(
    'does not end when an earlier step’s credentials end (%s)',
    async (end) => {
      await inScenario({}, async (scenario) => {
        const { outputs } = await scenario.rotate({}, { environment: { AWS_CREDENTIAL_EXPIRATION: end } })
        expect(outputs).toMatchObject({ rotated: 'true', phase: 'overlap' })
      })
    },
  )

  interface Refusal {
    readonly name: string
    readonly caller?: 'role'
    readonly inputs?: Environment
    readonly environment: (pair: { readonly id: string; readonly secret: string }, scenario: Scenario) => Environment
    readonly says: RegExp
  }
  const refusals: readonly Refusal[] = [
    {
      name: 'the ID ends in a line break',
      environment: ({ id }) => ({ AWS_ACCESS_KEY_ID: `${id}\n` }),
      says: /AWS_ACCESS_KEY_ID has white space in it: a line break at its end\. Compare the names of the two secrets/,
    },
    {
      name: 'the two are swapped',
      environment: ({ id, secret }) => ({ AWS_ACCESS_KEY_ID: secret, AWS_SECRET_ACCESS_KEY: id }),
      says: /AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are swapped/,
    },
    {
      name: 'a session token of an earlier step',
      environment: () => ({ AWS_SESSION_TOKEN: 'leftover' }),
      says: /AWS_SESSION_TOKEN is set beside the long-term key in AWS_ACCESS_KEY_ID.*AWS_SESSION_TOKEN: ''/,
    },
    {
      name: 'a session token of an earlier step, and iam-user',
      inputs: { 'iam-user': 'ci-bot' },
      environment: () => ({ AWS_SESSION_TOKEN: 'leftover' }),
      says: /AWS_SESSION_TOKEN is set beside the long-term key in AWS_ACCESS_KEY_ID/,
    },
    {
      name: 'the credentials of a role without their token',
      caller: 'role',
      environment: () => ({ AWS_SESSION_TOKEN: '' }),
      says: /AWS_ACCESS_KEY_ID begins with ASIA.*AWS_SESSION_TOKEN.*is not set/,
    },
    {
      name: 'the credentials of a role without the user',
      caller: 'role',
      inputs: { 'iam-user': '' },
      environment: () => ({}),
      says: /temporary credentials.*iam-user is empty/,
    },
    {
      name: 'a secret that does not exist',
      environment: () => ({ AWS_SECRET_ACCESS_KEY: '' }),
      says: /AWS_SECRET_ACCESS_KEY is empty\. Set both.*A secret that does not exist gives an empty value/,
    },
    {
      name: 'secrets that do not exist, beside a profile and the user',
      inputs: { 'iam-user': 'runner-bot' },
      environment: () => ({ ...bothEmpty, AWS_PROFILE: 'runner' }),
      says: /AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are empty.*profile or a role of the machine.*take both out/,
    },
    {
      name: 'certificates that are not checked',
      environment: () => ({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }),
      says: /NODE_TLS_REJECT_UNAUTHORIZED is 0.*NODE_EXTRA_CA_CERTS/,
    },
    {
      name: 'certificates that are not checked, to plan',
      inputs: { mode: 'plan' },
      environment: () => ({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }),
      says: /NODE_TLS_REJECT_UNAUTHORIZED is 0/,
    },
    {
      name: 'an endpoint that is no URL',
      environment: () => ({ AWS_ENDPOINT_URL: '##[stop-commands]x', AWS_ENDPOINT_URL_IAM: '' }),
      says: /AWS_ENDPOINT_URL is not a URL/,
    },
    {
      name: 'an endpoint over plain http',
      environment: () => ({ AWS_ENDPOINT_URL_STS: 'http://sts.company.test/##[stop-commands]x' }),
      says: /Requests to STS would go to http:\/\/sts\.company\.test \(AWS_ENDPOINT_URL_STS\).*plain http/,
    },
  ]
  test.each(refusals)('is refused before any request: $name', async ({ caller, inputs = {}, environment, says }) => {
    await onUsedMachine({ ...(caller === undefined ? {} : { caller }) }, async (scenario, file) => {
      const { lines } = otherUser(scenario)
      const { accessKeyId: id, secretAccessKey: secret } = scenario.oldKey
      const result = await scenario.rotate(inputs, {
        environment: { AWS_SHARED_CREDENTIALS_FILE: file(lines), ...environment({ id, secret }, scenario) },
      })
      expect(result.exitCode).toBe(1)
      expect(errorOf(result)).toMatch(new RegExp(says, 's'))
      expect(result.stdout).not.toContain('##[')
      expect(scenario.sandbox.wire.records).toEqual([])
    })
  })
})

describe('without a pair in the step', () => {
  /** A step whose env names neither variable. */
  function rotate(scenario: Scenario, inputs: Environment, environment: Environment) {
    return scenario.rotate(inputs, { environment, withoutCredentials: true })
  }

  test('the profile of the machine serves, where the user is named', async () => {
    await onUsedMachine({}, async (scenario, file) => {
      const { lines } = otherUser(scenario)
      const environment = { AWS_PROFILE: 'runner', AWS_SHARED_CREDENTIALS_FILE: file(lines) }
      const result = await rotate(scenario, { 'iam-user': 'runner-bot', mode: 'plan' }, environment)
      expect(result.stdout).toContain('Signing with the credentials of the profile runner\n')
      expect(result.stdout).toContain('AWS knows this job as arn:aws:iam::…3333:user/ci/runner-bot\n')
    })
  })

  test('the profile of the machine does not serve where no user is named', async () => {
    await onUsedMachine({}, async (scenario, file) => {
      const { lines } = otherUser(scenario)
      const result = await rotate(scenario, {}, { AWS_SHARED_CREDENTIALS_FILE: file(lines) })
      expect(result.exitCode).toBe(1)
      expect(errorOf(result)).toMatch(
        /no AWS credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set.*iam-user/,
      )
      expect(scenario.sandbox.wire.records).toEqual([])
    })
  })

  test('nothing serves on a machine that has nothing', async () => {
    await inScenario({}, async (scenario) => {
      const result = await rotate(scenario, { 'iam-user': 'ci-bot' }, {})
      expect(errorOf(result)).toMatch(/no AWS credentials/)
      expect(scenario.sandbox.wire.records).toEqual([])
    })
  })

  test('the role of a container serves, and its end is known', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const { accessKeyId, secretAccessKey, sessionToken } = scenario.sandbox.aws.assumeRole('key-rotation', 'task')
      // By the machine's own clock, which says when the SDK asks again.
      const Expiration = new Date(Date.now() + duration('6h')).toISOString()
      const metadata = await onLoopback(
        createServer((_, response) => {
          response.end(
            JSON.stringify({
              AccessKeyId: accessKeyId,
              SecretAccessKey: secretAccessKey,
              Token: sessionToken,
              Expiration,
            }),
          )
        }),
      )
      try {
        const environment = { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${metadata.url}/role` }
        const result = await rotate(scenario, {}, environment)
        expect(result.stdout).toContain('Signing with the credentials of the role of the container\n')
        expect(result.stdout).toContain('AWS knows this job as arn:aws:sts::…3333:assumed-role/key-rotation/task\n')
        expect(result.outputs['rotated']).toBe('true')
      } finally {
        await metadata.close()
      }
    })
  })
})

describe('what a machine has is refused by its name, and nothing else signs in its place:', () => {
  const arn = 'arn:aws:iam::111122223333:role/key-rotation'
  const pair =
    'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n'
  const profile = (lines: string) => (file: (text: string) => string, there: string) => ({
    AWS_PROFILE: 'ci',
    AWS_CONFIG_FILE: file(`[profile ci]\n${lines}\n[profile source]\n${pair}`),
    AWS_ENDPOINT_URL_STS: there,
  })
  const webIdentity = { AWS_ROLE_ARN: arn, AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere/token' }
  type Machine = (file: (text: string) => string, there: string) => Environment
  const machines: readonly (readonly [string, Machine, RegExp])[] = [
    ['a profile in no file', () => ({ AWS_PROFILE: 'prod-typo' }), /The profile prod-typo is in no shared config/],
    ['a source profile in no file', profile(`role_arn = ${arn}\nsource_profile = typo`), /The profile typo is in no/],
    [
      'a person',
      profile('sso_start_url = https://x.test\nsso_region = eu-west-1'),
      /A person has to sign in for the profile ci \(sso_/,
    ],
    ['MFA', profile(`role_arn = ${arn}\nmfa_serial = x\nsource_profile = source`), /profile ci .*\(mfa_serial\)/],
    ['quotes', profile(pair.replaceAll(/= (.+)/g, '= "$1"')), /aws_access_key_id of the profile ci has quotes/],
    ['a command that fails', profile('credential_process = exit 3'), /credential_process of the profile ci gave no/],
    [
      'a role that is denied',
      profile(`role_arn = ${arn}\nsource_profile = source`),
      /AWS denied sts:AssumeRole on the role arn:aws:iam::.*trust policy/,
    ],
    [
      'a web identity that is denied',
      (file, there) => ({ ...webIdentity, AWS_WEB_IDENTITY_TOKEN_FILE: file('token'), AWS_ENDPOINT_URL_STS: there }),
      /AWS denied sts:AssumeRoleWithWebIdentity on the role arn:aws:iam::.*trust policy/,
    ],
    ['a token file that is not there', () => webIdentity, /web identity in AWS_WEB_IDENTITY_TOKEN_FILE gave none/],
    [
      'a line break in the token',
      () => ({ AWS_CONTAINER_AUTHORIZATION_TOKEN: 'x\ny' }),
      /AWS_CONTAINER_AUTHORIZATION_TOKEN has a line break/,
    ],
    [
      'a container that answers in text',
      (_, there) => ({ AWS_CONTAINER_CREDENTIALS_FULL_URI: `${there}/text` }),
      /the role of the container .* not JSON/,
    ],
    ...[
      'AWS_EC2_METADATA_SERVICE_ENDPOINT',
      'AWS_CONTAINER_CREDENTIALS_FULL_URI',
      'AWS_ENDPOINT_URL_SSO',
      'AWS_ENDPOINT_URL_SSO_OIDC',
    ].map((name): readonly [string, Machine, RegExp] => [
      name,
      () => ({ [name]: 'http://203.0.113.7/' }),
      new RegExp(`${name} points neither`),
    ]),
  ]
  test.each(machines)('%s', async (_, machine, says) => {
    await onUsedMachine({ caller: 'role' }, async (scenario, file) => {
      const { accessKeyId, secretAccessKey, sessionToken } = scenario.sandbox.aws.assumeRole('key-rotation', 'task')
      const Expiration = new Date(Date.now() + duration('6h')).toISOString()
      const role = { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, Token: sessionToken, Expiration }
      const there = await onLoopback(
        createServer((request, response) => {
          if (request.url === '/role') response.end(JSON.stringify(role))
          else if (request.url === '/text') response.end('wJalrXUtnFEMI/K7MDENG')
          else {
            response.writeHead(403, { 'x-amzn-requestid': '1' })
            response.end(
              '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>Not authorized</Message></Error></ErrorResponse>',
            )
          }
        }),
      )
      try {
        const environment = {
          AWS_CONTAINER_CREDENTIALS_FULL_URI: `${there.url}/role`,
          ...machine(file, there.url),
        }
        const result = await scenario.rotate({}, { environment, withoutCredentials: true })
        expect(result.exitCode).toBe(1)
        expect(errorOf(result)).toMatch(says)
        expect(errorOf(result)).not.toMatch(/run again|GetCallerIdentity|wJalr|ENOENT/i)
        expect(scenario.sandbox.wire.records).toEqual([])
      } finally {
        await there.close()
      }
    })
  })
})

test('requests with which the SDK gets credentials are looked at before they are sent, too', async () => {
  await onUsedMachine({ caller: 'role' }, async (scenario, file) => {
    const environment = {
      ...(await scenario.sandbox.underRealNames(['iam.amazonaws.com'])),
      AWS_CONFIG_FILE: file('[default]\nendpoint_url = http://sts.company.test\n'),
      AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/key-rotation',
      AWS_WEB_IDENTITY_TOKEN_FILE: file('a web identity'),
    }
    const result = await scenario.rotate({}, { environment, withoutCredentials: true })
    expect(errorOf(result)).toMatch(/Requests to STS would go to http:\/\/sts\.company\.test \(endpoint_url/)
    expect(scenario.sandbox.wire.records).toEqual([])
  })
})

describe('an endpoint in a config file', () => {
  const config = (iam: string, sts: string) =>
    `[default]\nservices = elsewhere\n[services elsewhere]\niam =\n  endpoint_url = ${iam}\nsts =\n  endpoint_url = ${sts}\n`

  test('over plain http is refused before anything is sent there', async () => {
    await onUsedMachine({}, async (scenario, file) => {
      const { services } = scenario.sandbox
      const there = (url: string) => url.replace('127.0.0.1', 'aws.company.test')
      const result = await scenario.rotate(inOneRun, {
        environment: {
          ...(await scenario.sandbox.underRealNames()),
          AWS_CONFIG_FILE: file(config(there(services.iam), there(services.sts))),
          SANDBOX_HOSTS: JSON.stringify({ 'aws.company.test': '127.0.0.1' }),
        },
      })
      expect(errorOf(result)).toMatch(
        /Requests to STS would go to http:\/\/aws\.company\.test:\d+ \(endpoint_url in the shared config file/,
      )
      expect(scenario.sandbox.wire.records).toEqual([])
    })
  })

  test('for IAM alone over plain http is refused before a key is created', async () => {
    await onUsedMachine({}, async (scenario, file) => {
      const names = await scenario.sandbox.underRealNames(['sts.us-east-1.amazonaws.com'])
      const result = await scenario.rotate(inOneRun, {
        environment: {
          ...names,
          AWS_CONFIG_FILE: file(config('http://iam.company.test', 'https://sts.us-east-1.amazonaws.com')),
        },
      })
      expect(errorOf(result)).toMatch(/Requests to IAM would go to http:\/\/iam\.company\.test/)
      expect(scenario.sandbox.wire.records.map(({ operation }) => operation)).toEqual(['GetCallerIdentity'])
    })
  })

  test('over https serves, and each is told once', async () => {
    await onUsedMachine({}, async (scenario, file) => {
      const names = await scenario.sandbox.underRealNames(['iam.company.test', 'sts.company.test'])
      const environment = {
        ...names,
        AWS_CONFIG_FILE: file(config('https://iam.company.test', 'https://sts.company.test')),
      }
      const result = await scenario.rotate(inOneRun, { environment })
      expect(errorOf(result)).toBe('')
      expect(result.outputs['rotated']).toBe('true')
      const told = warningsOf(result).filter((warning) => warning.includes('not to AWS itself'))
      const from = '(endpoint_url in the shared config file: AWS_CONFIG_FILE, or ~/.aws/config)'
      expect(told.toSorted()).toEqual([
        `Requests to IAM go to https://iam.company.test ${from}, not to AWS itself.`,
        `Requests to STS go to https://sts.company.test ${from}, not to AWS itself.`,
      ])
    })
  })
})

test('one endpoint for all services is told for each of them once', async () => {
  await inScenario({}, async (scenario) => {
    const { iam, sts } = scenario.sandbox.services
    const one = await onLoopback(
      createServer(async (request, response) => {
        const body = Buffer.concat(await request.toArray())
        const { method, headers, url = '/' } = request
        const to = new URL(url, body.includes('Action=GetCallerIdentity') ? sts : iam)
        forward(to, { method, headers }, (answer) => {
          response.writeHead(answer.statusCode ?? 0, answer.headers)
          answer.pipe(response)
        }).end(body)
      }),
    )
    try {
      const environment = { AWS_ENDPOINT_URL: one.url, AWS_ENDPOINT_URL_STS: '', AWS_ENDPOINT_URL_IAM: '' }
      const { stdout } = await scenario.rotate({ mode: 'plan' }, { environment })
      for (const service of ['STS', 'IAM']) {
        expect(stdout.split(`Requests to ${service} go to ${one.url} (AWS_ENDPOINT_URL), not to AWS`)).toHaveLength(2)
      }
    } finally {
      await one.close()
    }
  })
})

test('at AWS’s own names, nothing is told of endpoints', async () => {
  await inScenario({}, async (scenario) => {
    const result = await scenario.rotate(inOneRun, { environment: await scenario.sandbox.underRealNames() })
    expect(result.outputs['rotated']).toBe('true')
    expect(result.stdout).not.toContain('not to AWS itself')
  })
})

describe('the clock', () => {
  test.each(['GetCallerIdentity', 'GetUser', 'ListAccessKeys'])(
    'does not hear the date of a proxy’s page in the place of %s',
    async (operation) => {
      await inScenario({ keyAge: 30 }, async (scenario) => {
        const { wire, clock } = scenario.sandbox
        const date = clock.now() + duration('40d')
        wire.inject({
          matches: (request) => request.operation === operation,
          fault: { kind: 'page', status: 502, date },
        })
        const { outputs } = await scenario.rotate()
        expect(outputs).toMatchObject({ rotated: 'false', phase: 'steady', 'key-age-days': '30' })
        expect(changes(scenario)).not.toContain('CreateAccessKey')
      })
    },
  )
})

describe('a session that does not say when it ends', () => {
  test('is counted from the start of the job', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const late = await scenario.rotate({}, { earlierSteps: duration('40m') })
      expect(changes(scenario)).not.toContain('CreateAccessKey')
      expect(late.stdout).toMatch(/[aA] run has 20 minutes, and to rotate, verify and revert may take/)
      const over = await scenario.rotate({}, { earlierSteps: duration('90m') })
      expect(over.stdout).toMatch(/[aA] run has 0 seconds, and to rotate/)
      const early = await scenario.rotate({}, { earlierSteps: duration('1m') })
      expect(early.outputs['rotated']).toBe('true')
    })
  })

  test('is not needed where a user signs, however long the job has run', async () => {
    await inScenario({}, async (scenario) => {
      const { outputs } = await scenario.rotate({}, { earlierSteps: duration('5h') })
      expect(outputs['rotated']).toBe('true')
    })
  })
})
