/** What IAM says of requests before they are sent: over the wire with AWS's own client, and through the committed bundle. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { AwsAccount, type LongTermCredentials } from '../../sandbox/aws/account.ts'
import { iamService } from '../../sandbox/aws/iam.ts'
import type { PolicyDocument } from '../../sandbox/aws/policy.ts'
import { SandboxClock } from '../../sandbox/clock.ts'
import { type Scenario, simulationPolicy } from '../../sandbox/scenario.ts'
import { type Listener, listen, Wire } from '../../sandbox/wire.ts'
import { permissionsOf } from '../../src/aws/policy-simulation.ts'
import { errorOf, inScenario, keysOf, reportOf, warningsOf } from './support.ts'

const account = '111122223333'
const userArn = `arn:aws:iam::${account}:user/ci/ci-bot`
const statement = (Effect: 'Allow' | 'Deny', Action: readonly string[], more: object = {}) => ({
  Effect,
  Action,
  Resource: '*',
  ...more,
})
const policyOf = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement })

describe('on the wire', () => {
  let aws: AwsAccount
  let iam: Listener
  let client: IAMClient
  let bot: LongTermCredentials
  const asking = statement('Allow', ['iam:SimulatePrincipalPolicy'])

  beforeEach(async () => {
    const clock = new SandboxClock('2026-11-22T19:00:00Z')
    aws = new AwsAccount({ clock })
    aws.createUser({ name: 'ci-bot', path: '/ci/', policies: [policyOf(asking)] })
    bot = aws.createAccessKey('ci-bot')
    iam = await listen(new Wire(clock), iamService(aws))
    client = new IAMClient({ region: 'us-east-1', endpoint: iam.url, credentials: bot, maxAttempts: 1 })
  })

  afterEach(async () => {
    client.destroy()
    await iam.close()
  })

  const ask = (PolicySourceArn: string, ActionNames: string[], context: Readonly<Record<string, string[]>> = {}) =>
    client.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn,
        ActionNames,
        ResourceArns: [userArn],
        ContextEntries: Object.entries(context).map(([ContextKeyName, ContextKeyValues]) => ({
          ContextKeyName,
          ContextKeyType: 'stringList',
          ContextKeyValues,
        })),
      }),
    )
  const decisions = async (...asked: Parameters<typeof ask>) =>
    (await ask(...asked)).EvaluationResults?.map(
      ({ EvalActionName, EvalDecision, MissingContextValues = [] }) =>
        `${EvalActionName} ${EvalDecision} ${MissingContextValues.join()}`,
    )

  test('each action is judged by the policies of a user, and an explicit denial is told apart', async () => {
    aws.setUserPolicies('ci-bot', [
      policyOf(asking, statement('Allow', ['iam:*AccessKey']), statement('Deny', ['iam:DeleteAccessKey'])),
    ])
    expect(await decisions(userArn, ['iam:CreateAccessKey', 'iam:DeleteAccessKey', 'iam:TagUser'])).toEqual([
      'iam:CreateAccessKey allowed ',
      'iam:DeleteAccessKey explicitDeny ',
      'iam:TagUser implicitDeny ',
    ])
  })

  test('by the policies of a role, and by those that the organization puts above all others', async () => {
    aws.createRole({ name: 'rotation', path: '/ops/', policies: [policyOf(statement('Allow', ['iam:*']))] })
    aws.attachServiceControlPolicy(policyOf(statement('Deny', ['iam:DeleteAccessKey'])))
    const arn = `arn:aws:iam::${account}:role/ops/rotation`
    expect(await decisions(arn, ['iam:CreateAccessKey', 'iam:DeleteAccessKey'])).toEqual([
      'iam:CreateAccessKey allowed ',
      'iam:DeleteAccessKey explicitDeny ',
    ])
  })

  test('and by a permissions boundary, which allows nothing by itself', async () => {
    aws.setUserPolicies('ci-bot', [policyOf(asking, statement('Allow', ['iam:*AccessKey']))])
    aws.attachPermissionsBoundary(
      'ci-bot',
      policyOf(
        statement('Allow', ['iam:SimulatePrincipalPolicy', 'iam:TagUser', 'iam:UpdateAccessKey']),
        statement('Deny', ['iam:DeleteAccessKey']),
      ),
    )
    const actions = ['iam:UpdateAccessKey', 'iam:CreateAccessKey', 'iam:DeleteAccessKey', 'iam:TagUser']
    expect(await decisions(userArn, actions)).toEqual([
      'iam:UpdateAccessKey allowed ',
      'iam:CreateAccessKey implicitDeny ',
      'iam:DeleteAccessKey explicitDeny ',
      'iam:TagUser implicitDeny ',
    ])
  })

  test('values of the context that a condition or a variable asks for, and that are not given, are told', async () => {
    const tagged = { Condition: { StringLike: { 'aws:ResourceTag/team': 'ci' } } }
    aws.setUserPolicies('ci-bot', [
      // biome-ignore lint/suspicious/noTemplateCurlyInString: this is IAM's own notation
      policyOf(asking, { ...statement('Allow', ['iam:TagUser'], tagged), Resource: '*/${aws:username}' }),
    ])
    expect(await decisions(userArn, ['iam:TagUser'])).toEqual([
      'iam:TagUser implicitDeny aws:resourcetag/team,aws:username',
    ])
    const context = { 'aws:username': ['ci-bot'], 'aws:ResourceTag/team': ['ci'] }
    expect(await decisions(userArn, ['iam:TagUser'], context)).toEqual(['iam:TagUser allowed '])
  })

  test.each([
    ['a session', `arn:aws:sts::${account}:assumed-role/rotation/run`, 'InvalidInputException', 'Invalid Entity Arn'],
    ['nobody', `arn:aws:iam::${account}:role/nobody`, 'NoSuchEntityException', 'The role with name nobody'],
    ['a wrong path', `arn:aws:iam::${account}:user/ci-bot`, 'NoSuchEntityException', 'The user with name ci-bot'],
  ])('%s is not judged', async (_, arn, name, message) => {
    await expect(ask(arn, ['iam:TagUser'])).rejects.toMatchObject({ name, message: expect.stringContaining(message) })
  })

  test('to ask takes a permission of its own', async () => {
    aws.setUserPolicies('ci-bot', [policyOf(statement('Allow', ['iam:*AccessKey']))])
    await expect(ask(userArn, ['iam:TagUser'])).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('is not authorized to perform: iam:SimulatePrincipalPolicy'),
    })
  })

  test.each([
    ['root', `arn:aws:iam::${account}:root`],
    ['a federated user', `arn:aws:sts::${account}:federated-user/bob`],
    ['a role that has a path', `arn:aws:sts::${account}:assumed-role/rotation/run`],
    ['what is no ARN', 'ci-bot'],
  ])('nothing is decided for %s', async (_, caller) => {
    aws.createRole({ name: 'rotation', path: '/ops/', policies: [policyOf(statement('Allow', ['iam:*']))] })
    const told = await permissionsOf(client, caller, { arn: userArn, tags: [] }, new Set())
    expect(told).toEqual({
      denied: [],
      untried: expect.stringMatching(/^Whether AWS allows iam:TagUser, .* was not tried/),
    })
  })
})

describe('a rotation', () => {
  const documented = JSON.parse(
    readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'iam-policy-central-role.json'), 'utf8'),
  ) as { readonly Statement: readonly { readonly Action: readonly string[] }[] }
  const without = (...actions: readonly string[]): PolicyDocument => ({
    ...documented,
    Statement: documented.Statement.map((each) => ({
      ...each,
      Action: each.Action.filter((action) => !actions.includes(action)),
    })),
  })
  const give = ({ sandbox }: Scenario, ...policies: readonly PolicyDocument[]) =>
    sandbox.aws.createRole({ name: 'key-rotation', policies })
  const asked = ({ sandbox }: Scenario) =>
    sandbox.wire.records.filter(({ operation }) => operation === 'SimulatePrincipalPolicy').length

  test.each(['self', 'role'] as const)(
    'of which IAM says that it is allowed (%s) is planned and done, and asked about in one request each time',
    async (caller) => {
      await inScenario({ caller, simulation: true }, async (scenario) => {
        const plan = await scenario.rotate({ mode: 'plan' })
        expect(plan.stdout).toContain('IAM allows what the rotation will do')
        expect(plan.stdout).not.toContain('was not tried')
        expect(asked(scenario)).toBe(1)
        expect((await scenario.rotate()).outputs['phase']).toBe('overlap')
        expect(asked(scenario)).toBe(2)
      })
    },
  )

  test.each([
    ['iam:CreateAccessKey'],
    ['iam:UpdateAccessKey', 'iam:DeleteAccessKey'],
    ['iam:GetAccessKeyLastUsed', 'iam:CreateAccessKey', 'iam:UpdateAccessKey', 'iam:DeleteAccessKey', 'iam:UntagUser'],
  ])(
    'that lacks %s is refused before a key exists, with all of them at once and the ARN to match',
    async (...lacking) => {
      await inScenario({ caller: 'role' }, async (scenario) => {
        give(scenario, without(...lacking), simulationPolicy)
        for (const inputs of [{ mode: 'plan' }, {}]) {
          const result = await scenario.rotate(inputs)
          expect(result.outputs['phase']).toBe('blocked')
          expect(errorOf(result)).toContain(
            `The policies of arn:aws:sts::${account}:assumed-role/key-rotation/rotate do not allow ${lacking.join(', ')} on ${userArn}`,
          )
          expect(keysOf(scenario)).toHaveLength(1)
        }
      })
    },
  )

  test('whose tags are not those that the policy allows is refused by its plan', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      give(scenario, JSON.parse(JSON.stringify(documented).replace('"AKIA*"', '"other*"')), simulationPolicy)
      expect(errorOf(await scenario.rotate({ mode: 'plan' }))).toContain('do not allow iam:TagUser, iam:UntagUser on')
    })
  })

  const all =
    'iam:TagUser, iam:GetAccessKeyLastUsed, iam:CreateAccessKey, iam:UpdateAccessKey, iam:DeleteAccessKey, iam:UntagUser'
  const silent: readonly (readonly [string, (scenario: Scenario) => void])[] = [
    ['may not be asked', (scenario) => give(scenario, without())],
    [
      'does not know the role by this ARN',
      ({ sandbox }) =>
        sandbox.aws.createRole({ name: 'key-rotation', path: '/ops/', policies: [without(), simulationPolicy] }),
    ],
    [
      'asks for a value of the context that nobody knows',
      (scenario) =>
        give(
          scenario,
          without(),
          simulationPolicy,
          policyOf(statement('Deny', ['iam:*'], { Condition: { StringEquals: { 'aws:ResourceTag/frozen': 'yes' } } })),
        ),
    ],
    [
      'is in trouble, as an emulator is',
      (scenario) => {
        give(scenario, without('iam:DeleteAccessKey'), simulationPolicy)
        const matches = ({ operation }: { readonly operation: string }) => operation === 'SimulatePrincipalPolicy'
        scenario.sandbox.wire.inject({ matches, times: 99, fault: { kind: 'refuse', status: 500 } })
      },
    ],
  ]
  test.each(silent)('of which IAM says nothing since it %s is planned with what was not tried', async (_, spoil) => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      spoil(scenario)
      const plan = await scenario.rotate({ mode: 'plan' })
      expect([plan.exitCode, plan.outputs['next-step']]).toEqual([0, 'rotate'])
      expect(plan.stdout).not.toContain('everything is in place')
      expect(JSON.stringify(reportOf(plan)['steps'])).toContain(`Whether AWS allows ${all} was not tried`)
      expect(warningsOf(plan).join('\n')).toContain(`Whether AWS allows ${all} was not tried`)
      const result = await scenario.rotate()
      expect(result.outputs['phase']).toBe('overlap')
      expect(warningsOf(result).join('\n')).not.toContain('was not tried')
    })
  })
})
