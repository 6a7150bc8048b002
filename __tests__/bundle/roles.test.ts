/** `role-to-assume`: users of several accounts, sessions that are renewed, and each way in which a role is not given. */
import { describe, expect, test } from '@jest/globals'
import { AwsAccount, type LongTermCredentials, type TemporaryCredentials } from '../../sandbox/aws/account.ts'
import { duration } from '../../sandbox/clock.ts'
import { startCompanyNetwork } from '../../sandbox/company-network.ts'
import type { ActionResult } from '../../sandbox/runner.ts'
import { policy, type RunOptions, type Scenario } from '../../sandbox/scenario.ts'
import { changes, errorOf, inOneRun, inScenario, keysOf, killedRun, statuses, tornRun, warningsOf } from './support.ts'

const role = 'arn:aws:iam::111122223333:role/key-rotation'
const subject = 'repo:octo-org@123456/app@789012:ref:refs/heads/main'
const inputs = { 'iam-user': 'ci-bot', 'role-to-assume': role } as const
const host = 'token.actions.githubusercontent.com'

/** The account in which the job signs in first: its role may assume the roles of the others. */
function addHub(
  { sandbox }: Scenario,
  policies = [policy('iam-policy-assume-role.json')],
  lifetime = duration('6h'),
): TemporaryCredentials {
  const { aws, clock } = sandbox
  const hub = new AwsAccount({ clock, accountId: '444455556666', accounts: aws.accounts })
  hub.createRole({ name: 'rotation-hub', policies })
  return hub.assumeRole('rotation-hub', 'job', lifetime)
}

/** Makes the role of the user's account trust somebody. */
function trust({ sandbox }: Scenario, document: object): void {
  const policies = [policy('iam-policy-central-role.json')]
  sandbox.aws.createRole({ name: 'key-rotation', policies, trust: { ...document } })
}

function trustGitHub(scenario: Scenario): void {
  scenario.sandbox.aws.accounts.addProvider('111122223333', { host, audiences: ['sts.amazonaws.com'] })
  trust(scenario, JSON.parse(JSON.stringify(policy('iam-trust-policy-github.json'))) as object)
}

const hubIsTrusted = (scenario: Scenario) => trust(scenario, policy('iam-trust-policy-role.json') as object)
const nobody = { Version: '2012-10-17', Statement: [] }

/** A run of a job without credentials that has `id-token: write`. */
function byToken(
  scenario: Scenario,
  more: Readonly<Record<string, string>> = {},
  environment: Readonly<Record<string, string>> = {},
  options: RunOptions = {},
): Promise<ActionResult> {
  const grant = scenario.sandbox.grantIdTokens(subject)
  return scenario.rotate(
    { ...inputs, ...more },
    {
      ...options,
      withoutCredentials: true,
      environment: { ...grant, ...environment },
    },
  )
}

function asked({ sandbox }: Scenario, operation: string): number {
  return sandbox.wire.records.filter((record) => record.operation === operation).length
}

const sts = (operation: string) => (request: { readonly operation: string }) => request.operation === operation

/** The lines of a log without its masks. */
function lines({ stdout }: ActionResult): readonly string[] {
  return stdout.split('\n').filter((line) => line !== '' && !line.startsWith('::add-mask::'))
}

describe('a user of another account', () => {
  test('is rotated by the role there, assumed with the credentials of the job', async () => {
    const name = 'KEY_OF_{iam-user}_{account}'
    await inScenario({ caller: 'role', recovery: name }, async (scenario) => {
      const credentials = addHub(scenario)
      hubIsTrusted(scenario)
      const result = await scenario.rotate({ ...inputs, ...inOneRun }, { credentials })
      expect(result.outputs).toMatchObject({ rotated: 'true', phase: 'steady' })
      expect(keysOf(scenario)).toEqual([`${result.outputs['access-key-id']} Active`])
      expect(asked(scenario, 'AssumeRole')).toBe(1)
      const told = lines(result)
      expect(told[0]).toMatch(/^Signing with the credentials of the environment variables/)
      expect(told).toContain(
        'AWS knows this job as arn:aws:sts::…3333:assumed-role/key-rotation/rotate-iam-access-keys-1001, a session of the role arn:aws:iam::…3333:role/key-rotation, assumed by arn:aws:sts::…6666:assumed-role/rotation-hub/job',
      )
      const recovery = 'PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}'
      const { records } = scenario.sandbox.wire
      const written = records.filter(({ operation }) => operation === recovery).map(({ target }) => target)
      expect(written[0]).toMatch(/\/KEY_OF_CI_BOT_111122223333$/)
    })
  })

  test('is rotated by the role there, assumed with GitHub’s OIDC token', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      trustGitHub(scenario)
      const result = await byToken(scenario, inOneRun)
      expect(result.outputs).toMatchObject({ rotated: 'true', phase: 'steady' })
      expect(lines(result)[0]).toBe(
        'Signing with GitHub\'s OIDC token of this job, since it has no credentials and "id-token: write"',
      )
      expect(result.stdout).toContain('assumed with the OIDC token of this job\n')
      expect(scenario.sandbox.wire.records.slice(0, 2).map(({ operation }) => operation)).toEqual([
        'GET id-token',
        'AssumeRoleWithWebIdentity',
      ])
      const [token] = scenario.sandbox.wire.records
      expect(token?.target).toContain('audience=sts.amazonaws.com')
      const { value } = JSON.parse(token?.reply ?? '') as { readonly value: string }
      const requestToken = token?.headers['authorization']?.replace('Bearer ', '') ?? ''
      const [, secret = ''] = /<SecretAccessKey>(.*?)</.exec(scenario.sandbox.wire.records[1]?.reply ?? '') ?? []
      const [, session = ''] = /<SessionToken>(.*?)</.exec(scenario.sandbox.wire.records[1]?.reply ?? '') ?? []
      const shown = [...lines(result), result.files, result.stderr].join('\n')
      for (const each of [value, requestToken, secret, session]) {
        expect(each.length).toBeGreaterThan(30)
        expect(result.stdout).toContain(`::add-mask::${each}`)
        expect(shown).not.toContain(each)
      }
    })
  })

  test('signs with the pair of the step where there is one, whatever else there is', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const credentials = addHub(scenario)
      hubIsTrusted(scenario)
      const environment = { ...scenario.sandbox.grantIdTokens(subject), AWS_PROFILE: 'left' }
      const result = await scenario.rotate({ ...inputs, mode: 'plan' }, { credentials, environment })
      expect(result.exitCode).toBe(0)
      expect(asked(scenario, 'GET id-token')).toBe(0)
      expect(asked(scenario, 'AssumeRole')).toBe(1)
    })
  })
})

test('a user may assume a role to rotate itself, and finishes what an interrupted run has left in halves', async () => {
  await inScenario({ caller: 'self', recovery: 'AWS_KEY_RECOVERY' }, async (scenario) => {
    const { aws } = scenario.sandbox
    trust(scenario, {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:user/ci/ci-bot' }, Action: 'sts:AssumeRole' },
      ],
    })
    await tornRun(scenario, inputs)
    expect(scenario.signsIn()).toBe('rejected')
    const result = await scenario.rotate(inputs)
    expect(result.outputs).toMatchObject({ phase: 'overlap' })
    expect(warningsOf(result).join(' ')).toMatch(/halves of two keys/)
    expect(scenario.signsIn()).toBe('works')
    expect(aws.user('ci-bot').policies.length).toBeGreaterThan(0)
  })
})

/** A verification that takes so long, in minutes. */
function slowly(scenario: Scenario, minutes: number): void {
  const workflow = scenario.sandbox.github.repository(scenario.home).workflow('verify.yml')
  if (workflow === undefined) throw new Error('there is no verify.yml')
  workflow.runsFor = minutes * duration('60s')
}

const long = { ...inOneRun, 'time-limit': '5h' }

describe('a session', () => {
  test('is renewed with a fresh token each time, so that a run outlives the hour', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      trustGitHub(scenario)
      slowly(scenario, 50)
      const begun = scenario.sandbox.clock.now()
      const result = await byToken(scenario, { ...long, 'verification-timeout': '70m' })
      expect(result.outputs).toMatchObject({ rotated: 'true', phase: 'steady' })
      expect(scenario.sandbox.clock.now() - begun).toBeGreaterThan(duration('1.6h'))
      expect(asked(scenario, 'AssumeRoleWithWebIdentity')).toBeGreaterThan(6)
      const tokens = scenario.sandbox.wire.records.filter(({ operation }) => operation === 'GET id-token')
      expect(new Set(tokens.map(({ reply }) => reply)).size).toBe(asked(scenario, 'AssumeRoleWithWebIdentity'))
      expect(scenario.sandbox.wire.records.filter(({ reply }) => reply.includes('ExpiredToken'))).toEqual([])
      expect(warningsOf(result).join(' ')).not.toMatch(/renewed/)
    })
  })

  test('that is not renewed goes on until it ends, and nothing begins that it would not end', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      trustGitHub(scenario)
      slowly(scenario, 29)
      scenario.sandbox.wire.observers.push({
        after: ({ operation }) => {
          if (operation === 'CreateAccessKey') trust(scenario, nobody)
        },
      })
      const result = await byToken(scenario, long)
      expect(result.exitCode).toBe(0)
      expect(result.outputs).toMatchObject({ rotated: 'true', phase: 'overlap' })
      expect(statuses(scenario)).toBe('Active Active')
      expect(asked(scenario, 'UpdateAccessKey')).toBe(0)
      expect(warningsOf(result).join(' ')).toMatch(
        /The session of the role arn:aws:iam::…3333:role\/key-rotation could not be renewed: AWS denied sts:AssumeRoleWithWebIdentity.*left to the next one/,
      )
      trustGitHub(scenario)
      expect((await byToken(scenario, long)).outputs).toMatchObject({ phase: 'steady' })
    })
  })

  test('that is not renewed still switches a key on again', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      trustGitHub(scenario)
      slowly(scenario, 1)
      scenario.sandbox.wire.observers.push({
        after: ({ operation }) => {
          if (operation !== 'UpdateAccessKey') return
          trust(scenario, nobody)
          slowly(scenario, 29)
          const workflow = scenario.sandbox.github.repository(scenario.home).workflow('verify.yml')
          if (workflow !== undefined) workflow.job = async () => 'failure'
        },
      })
      const result = await byToken(scenario, long)
      expect(result.exitCode).toBe(1)
      expect(asked(scenario, 'UpdateAccessKey')).toBe(2)
      expect(statuses(scenario)).toBe('Active Active')
      expect(warningsOf(result).join(' ')).toMatch(/could not be renewed/)
    })
  })

  test('is what a run that was asked to stop switches the key on again with, though a renewal is due', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      trustGitHub(scenario)
      const { wire, clock } = scenario.sandbox
      const isSwitched = ({ operation }: { readonly operation: string }) => operation === 'UpdateAccessKey'
      // By the date of that answer, a renewal is due, and STS answers none.
      wire.observers.push({
        after: (record) => {
          if (!isSwitched(record)) return
          clock.advance(duration('900s'))
          wire.inject({ matches: sts('AssumeRoleWithWebIdentity'), times: 99, fault: { kind: 'drop' } })
        },
      })
      const result = await killedRun(
        scenario,
        { signal: 'SIGINT', when: 'after', matches: isSwitched },
        { ...inputs, ...long },
        { withoutCredentials: true, environment: scenario.sandbox.grantIdTokens(subject) },
      )
      expect(result.exitCode).toBe(1)
      expect(asked(scenario, 'UpdateAccessKey')).toBeGreaterThan(1)
      expect(statuses(scenario)).toBe('Active Active')
    })
  })

  test('ends some time after the credentials with which the role is assumed', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const credentials = addHub(scenario, undefined, duration('300s'))
      hubIsTrusted(scenario)
      // The new key's verification ends after these; what follows would not fit into the rest.
      const environment = {
        AWS_CREDENTIAL_EXPIRATION: new Date(scenario.sandbox.clock.now() + duration('300s')).toISOString(),
      }
      slowly(scenario, 29)
      const result = await scenario.rotate({ ...inputs, ...long }, { credentials, environment })
      expect(result.outputs).toMatchObject({ rotated: 'true', phase: 'overlap' })
      expect(asked(scenario, 'UpdateAccessKey')).toBe(0)
    })
  })
})

describe('through the proxy of a company', () => {
  const address = 'https://run-actions-1.actions.githubusercontent.com/idtoken/job?api-version=2.0'

  async function inCompany(refused: string | undefined, environment: Readonly<Record<string, string>> = {}) {
    const found: { result?: ActionResult; targets: readonly string[] } = { targets: [] }
    await inScenario({ caller: 'role' }, async (scenario) => {
      trustGitHub(scenario)
      const network = await startCompanyNetwork(scenario.sandbox)
      if (refused !== undefined) network.admit = ({ target }) => (target.startsWith(refused) ? 403 : 200)
      try {
        found.result = await byToken(
          scenario,
          { mode: 'plan' },
          {
            ...network.environment,
            HTTPS_PROXY: `http://${network.proxy}`,
            ACTIONS_ID_TOKEN_REQUEST_URL: address,
            ...environment,
          },
          { github: { apiUrl: 'https://api.github.com' } },
        )
        found.targets = [...new Set(network.tunnels.map(({ target }) => target))]
        expect(network.connections).toBeLessThanOrEqual(network.tunnels.length)
      } finally {
        await network.stop()
      }
    })
    return found
  }

  test('go the requests for tokens and roles, too', async () => {
    const { result, targets } = await inCompany(undefined)
    expect(result?.exitCode).toBe(0)
    expect(targets.slice(0, 2)).toEqual([
      'run-actions-1.actions.githubusercontent.com:443',
      'sts.us-east-1.amazonaws.com:443',
    ])
  })

  test('that does not let them through, the message says which variable names it', async () => {
    const { result } = await inCompany('run-actions-1')
    expect(result && errorOf(result)).toMatch(
      /no OIDC token: its endpoint did not answer.*proxy of HTTPS_PROXY refused/s,
    )
  })
})

interface Refusal {
  readonly name: string
  readonly arrange: (scenario: Scenario) => {
    readonly inputs?: Readonly<Record<string, string>>
    readonly credentials?: LongTermCredentials | TemporaryCredentials
    readonly environment?: Readonly<Record<string, string>>
  }
  readonly says: RegExp
}

const federated = (scenario: Scenario, document: object, audiences = ['sts.amazonaws.com']) => {
  scenario.sandbox.aws.accounts.addProvider('111122223333', { host, audiences })
  trust(scenario, document)
  return { environment: scenario.sandbox.grantIdTokens(subject) }
}

const conditioned = (condition: object) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::444455556666:root' },
      Action: 'sts:AssumeRole',
      Condition: condition,
    },
  ],
})

describe('a role that is not given is explained, and nothing is changed:', () => {
  const refusals: readonly Refusal[] = [
    {
      name: 'no credentials and no id-token',
      arrange: () => ({ environment: {} }),
      says: /nothing to assume the role arn:aws:iam::…3333:role\/key-rotation with.*Add "id-token: write"/s,
    },
    {
      name: 'an endpoint that does not know the job',
      arrange: ({ sandbox }) => ({
        environment: { ...sandbox.grantIdTokens(subject), ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'left-by-an-earlier-step' },
      }),
      says: /GitHub gave this job no OIDC token: its endpoint answered 401.*"permissions: id-token: write"/s,
    },
    {
      name: 'an endpoint in trouble',
      arrange: ({ sandbox }) => {
        sandbox.wire.inject({ matches: sts('GET id-token'), times: 9, fault: { kind: 'refuse', status: 502 } })
        return { environment: sandbox.grantIdTokens(subject) }
      },
      says: /no OIDC token: its endpoint answered 502.*Run again/s,
    },
    {
      name: 'an endpoint that does not answer',
      arrange: ({ sandbox }) => {
        sandbox.wire.inject({ matches: sts('GET id-token'), times: 9, fault: { kind: 'drop' } })
        return { environment: sandbox.grantIdTokens(subject) }
      },
      says: /no OIDC token: its endpoint did not answer.*Run again/s,
    },
    {
      name: 'an endpoint over plain http',
      arrange: ({ sandbox }) => ({
        environment: {
          ...sandbox.grantIdTokens(subject),
          ACTIONS_ID_TOKEN_REQUEST_URL: 'http://tokens.company.test/?x=##[stop-commands]',
        },
      }),
      says: /ACTIONS_ID_TOKEN_REQUEST_URL is not an https URL/,
    },
    {
      name: 'an account without the provider',
      arrange: (scenario) => {
        trust(scenario, policy('iam-trust-policy-github.json') as object)
        return { environment: scenario.sandbox.grantIdTokens(subject) }
      },
      says: /account …3333 .* has no OIDC provider for https:\/\/token\.actions.*Add it to IAM in that account, with the audience sts\.amazonaws\.com/s,
    },
    {
      name: 'a provider without the audience',
      arrange: (scenario) => federated(scenario, policy('iam-trust-policy-github.json') as object, ['sigstore']),
      says: /does not have the audience sts\.amazonaws\.com.*client IDs/s,
    },
    {
      name: 'a trust policy of another branch',
      arrange: (scenario) => ({
        ...federated(scenario, policy('iam-trust-policy-github.json') as object),
        environment: scenario.sandbox.grantIdTokens('repo:octo/app:ref:refs/heads/topic'),
      }),
      says: /denied sts:AssumeRoleWithWebIdentity on the role .*the sub “repo:octo\/app:ref:refs\/heads\/topic” and the aud “sts\.amazonaws\.com”.*does not tell a role that does not exist.*exactly that/s,
    },
    {
      name: 'a provider that AWS cannot ask',
      arrange: (scenario) => {
        const fault = { kind: 'refuse', status: 400, code: 'IDPCommunicationError' } as const
        scenario.sandbox.wire.inject({ matches: sts('AssumeRoleWithWebIdentity'), times: 9, fault })
        return federated(scenario, policy('iam-trust-policy-github.json') as object)
      },
      says: /could not verify GitHub's OIDC token.*mostly passes by itself/s,
    },
    {
      name: 'a role that does not exist',
      arrange: (scenario) => {
        const credentials = addHub(scenario)
        return { credentials, inputs: { 'role-to-assume': 'arn:aws:iam::111122223333:role/misspelt' } }
      },
      says: /denied sts:AssumeRole on the role arn:aws:iam::…3333:role\/misspelt to arn:aws:sts::…6666:assumed-role\/rotation-hub\/job\. AWS does not tell.*another account.*MFA.*external ID/s,
    },
    {
      name: 'a role that asks for an external ID',
      arrange: (scenario) => {
        trust(scenario, conditioned({ StringEquals: { 'sts:ExternalId': 'x-1' } }))
        return { credentials: addHub(scenario) }
      },
      says: /sts:ExternalId\) refuses a job/,
    },
    {
      name: 'a role that asks for MFA',
      arrange: (scenario) => {
        trust(scenario, conditioned({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }))
        return { credentials: addHub(scenario) }
      },
      says: /aws:MultiFactorAuthPresent/,
    },
    {
      name: 'a caller without a policy',
      arrange: (scenario) => {
        hubIsTrusted(scenario)
        return { credentials: addHub(scenario, []) }
      },
      says: /a policy of the caller must allow it on that role, since the role is of another account/,
    },
    {
      name: 'a service control policy',
      arrange: (scenario) => {
        hubIsTrusted(scenario)
        const credentials = addHub(scenario)
        const denial = { Effect: 'Deny', Action: 'sts:AssumeRole', Resource: '*' }
        const hub = scenario.sandbox.aws.accounts.find('444455556666')
        hub?.attachServiceControlPolicy({ Version: '2012-10-17', Statement: [denial] })
        return { credentials }
      },
      says: /A service control policy of the organization blocks sts:AssumeRole/,
    },
    {
      name: 'a session that is too long',
      arrange: (scenario) => {
        const [code, message] = [
          'ValidationError',
          'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
        ]
        const fault = { kind: 'refuse', status: 400, code, message } as const
        scenario.sandbox.wire.inject({ matches: sts('AssumeRole'), times: 9, fault })
        return { credentials: addHub(scenario) }
      },
      says: /no session of an hour.*maximum session duration/s,
    },
    {
      name: 'credentials that have expired',
      arrange: (scenario) => {
        const credentials = addHub(scenario)
        scenario.sandbox.clock.advance(duration('6h'))
        return { credentials }
      },
      says: /credentials of this job have expired/,
    },
    {
      name: 'the user itself is not named',
      arrange: (scenario) => ({ credentials: addHub(scenario), inputs: { 'iam-user': '' } }),
      says: /role-to-assume is given, and iam-user is empty/,
    },
  ]

  test.each(refusals)('$name', async ({ arrange, says }) => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const { inputs: more = {}, credentials, environment = {} } = arrange(scenario)
      const signing = credentials === undefined ? { withoutCredentials: true as const } : { credentials }
      const result = await scenario.rotate({ ...inputs, ...more }, { ...signing, environment })
      expect(result.exitCode).toBe(1)
      expect(errorOf(result)).toMatch(says)
      expect(errorOf(result)).not.toMatch(/No OpenIDConnect|Incorrect token|Not authorized/)
      expect(result.stdout).not.toContain('##[')
      expect(changes(scenario)).toEqual([])
      expect(scenario.sandbox.wire.records.filter(({ service }) => service === 'iam')).toEqual([])
    })
  })
})
