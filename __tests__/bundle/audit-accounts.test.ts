/** Mode audit over two accounts and an organization: the questions of an auditor, answered from audit.json. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { AwsAccount, type LongTermCredentials } from '../../sandbox/aws/account.ts'
import { duration } from '../../sandbox/clock.ts'
import type { ActionResult } from '../../sandbox/runner.ts'
import { policy, type RunOptions, type Scenario } from '../../sandbox/scenario.ts'
import { everything } from '../unit/audit/large-organization.ts'
import { appInputs } from './installed-app.ts'
import { changes, errorOf, inScenario, warningsOf } from './support.ts'

const day = duration('1d')
const otherAccount = '444455556666'
const roleIn = (account: string, name = 'key-audit') => `arn:aws:iam::${account}:role/${name}`

interface Proof {
  readonly account: string
  readonly user: string
  readonly proves: string
  readonly accessKeyId: string | null
}

interface Audit {
  readonly accounts: readonly { readonly account: string; readonly auditor: string; readonly users: number }[]
  readonly unreadAccounts: readonly { readonly account: string; readonly users: readonly string[] }[]
  readonly summary: Readonly<Record<string, unknown>>
  readonly keys: readonly {
    readonly account: string
    readonly user: string
    readonly accessKeyId: string
    readonly status: string
    readonly ageDays: number
    readonly places: readonly { readonly place: string; readonly name: string; readonly proves: string }[]
    readonly phase: string | null
    readonly nextStep: string | null
    readonly lateDays: number | null
    readonly configured: boolean
    readonly owner: { readonly repository: string } | null
  }[]
  readonly unlisted: {
    readonly complete: boolean
    readonly repositoriesRead: number
    readonly places: readonly { readonly place: string; readonly name: string; readonly users: readonly Proof[] }[]
  } | null
  readonly attention: readonly { readonly user: string; readonly account: string; readonly what: string }[]
}

const auditOf = ({ workspace }: ActionResult) => JSON.parse(workspace['access-key-audit/audit.json'] ?? '{}') as Audit

interface World {
  readonly scenario: Scenario
  readonly far: AwsAccount
  /** Of the user that nobody manages, the older one first. */
  readonly forgotten: readonly LongTermCredentials[]
  readonly app: Readonly<Record<string, string>>
}

const listed = (name: string, repository: string, more = '') =>
  `  - iam-user: ${name}\n    destinations:\n      - repository: ${repository}\n    verification-workflow: none\n${more}`
const farUser = (role = 'key-audit') =>
  listed('mailer', 'octo/web', `    role-to-assume: ${roleIn(otherAccount, role)}\n`)

/** Two accounts: a user of the file in each, one that the file has lost in its rotation, and one that it never had. */
async function inTwoAccounts(story: (world: World) => Promise<void>): Promise<void> {
  const repositories = ['octo/app', 'octo/web', 'octo/lost', 'octo/tool']
  await inScenario({ caller: 'role', keyAge: 20, repositories }, async (scenario) => {
    const { aws, github, clock } = scenario.sandbox
    github.addOrganization('octo')
    const ago = (days: number) => Math.floor((clock.now() - days * day) / 1_000) * 1_000
    const used = { at: ago(1), service: 's3', region: 'eu-central-1' }
    const hub = { ...assumption, Statement: [{ ...assumption.Statement, Resource: 'arn:aws:iam::*:role/key-audit*' }] }
    aws.createRole({ name: 'key-audit', policies: [policy('iam-policy-audit.json'), hub] })
    const far = new AwsAccount({ clock, accountId: otherAccount, accounts: aws.accounts })
    for (const name of ['key-audit', 'key-audit-2']) addFarRole(far, name)
    far.createUser({ name: 'mailer', created: ago(100) })
    const mailer = far.createAccessKey('mailer', { created: ago(30), lastUsed: used })
    far.createUser({ name: 'forgotten', created: ago(400) })
    const forgotten = [200, 150].map((days) => far.createAccessKey('forgotten', { created: ago(days) }))
    aws.createUser({ name: 'leaver', path: '/ci/', created: ago(100) })
    const leaver = aws.createAccessKey('leaver', { created: ago(61), lastUsed: used })
    const publish = (repository: string, { accessKeyId, secretAccessKey }: LongTermCredentials) => {
      github.setSecret(repository, 'AWS_ACCESS_KEY_ID', accessKeyId)
      github.setSecret(repository, 'AWS_SECRET_ACCESS_KEY', secretAccessKey)
    }
    publish('octo/web', mailer)
    publish('octo/lost', leaver)
    publish('octo/tool', forgotten[0] ?? leaver)
    // Its rotation has begun, and then somebody has taken it out of the file.
    const begun = await run(scenario, listed('leaver', 'octo/lost'), {}, { credentials: scenario.credentials() })
    expect(begun.outputs).toMatchObject({ phase: 'overlap', rotated: 'true' })
    clock.advance(16 * day)
    scenario.sandbox.wire.records.length = 0
    const app = appInputs(scenario, [{ owner: 'octo' }], everything)
    await story({ scenario, far, forgotten, app })
  })
}

const assumption = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 'sts:AssumeRole' },
} as const

function addFarRole(far: AwsAccount, name: string, trusted = roleIn('111122223333')): void {
  const own = JSON.stringify(policy('iam-policy-audit.json')).replaceAll('111122223333', otherAccount)
  const trust = { Effect: 'Allow', Principal: { AWS: trusted }, Action: 'sts:AssumeRole' } as const
  far.createRole({ name, policies: [JSON.parse(own)], trust: { Version: '2012-10-17', Statement: [trust] } })
}

function run(
  scenario: Scenario,
  users: string,
  inputs: Readonly<Record<string, string>>,
  options: RunOptions,
): Promise<ActionResult> {
  const own = { 'iam-user': '', destinations: '', 'verification-workflow': '', 'config-file': 'users.yml' }
  const prepare = (workspace: string) => writeFileSync(join(workspace, 'users.yml'), `users:\n${users}`)
  return scenario.rotate({ ...own, ...inputs }, { ...options, prepare })
}

/** An audit of whole accounts by a file: `ci-bot` in the job's own account, and whoever else is given. */
function audit(
  { scenario, app }: World,
  others = farUser(),
  inputs: Readonly<Record<string, string>> = {},
): Promise<ActionResult> {
  const credentials = scenario.sandbox.aws.assumeRole('key-audit', 'audit')
  const all = { mode: 'audit', 'audit-account': 'true', ...app, 'audit-organization': 'octo', ...inputs }
  return run(scenario, `${listed('ci-bot', 'octo/app')}${others}`, all, { credentials })
}

test('answers which keys there are, how old, where they are stored, and what happens to them next', async () => {
  await inTwoAccounts(async (world) => {
    const { scenario, far, forgotten } = world
    const result = await audit(world)
    expect([errorOf(result), result.exitCode]).toEqual(['', 0])
    const { keys, accounts, unlisted, attention } = auditOf(result)
    const leavers = scenario.sandbox.aws.keys('leaver').map(({ accessKeyId }) => accessKeyId)

    // Which keys exist, and how old are they?
    expect(keys.map(({ account, user, accessKeyId, ageDays }) => [account, user, accessKeyId, ageDays])).toEqual([
      [otherAccount, 'forgotten', forgotten[0]?.accessKeyId, 216],
      [otherAccount, 'forgotten', forgotten[1]?.accessKeyId, 166],
      ['111122223333', 'leaver', leavers[0], 77],
      ['111122223333', 'leaver', leavers[1], 16],
      [otherAccount, 'mailer', far.keys('mailer')[0]?.accessKeyId, 46],
      ['111122223333', 'ci-bot', scenario.oldKey.accessKeyId, 36],
    ])
    expect(accounts.map(({ account, auditor }) => [account, auditor.split('/')[1]])).toEqual([
      ['111122223333', 'key-audit'],
      [otherAccount, 'key-audit'],
    ])

    // Where are they stored?
    const stored = keys.flatMap(({ user, places }) =>
      places.map(({ place, name, proves }) => `${user}: ${name} in ${place} ${proves}`),
    )
    expect(stored).toEqual([
      'mailer: AWS_ACCESS_KEY_ID in octo/web may hold this key',
      'mailer: AWS_SECRET_ACCESS_KEY in octo/web may hold this key',
      'ci-bot: AWS_ACCESS_KEY_ID in octo/app may hold this key',
      'ci-bot: AWS_SECRET_ACCESS_KEY in octo/app may hold this key',
    ])
    const everybody = ['leaver', 'ci-bot', 'mailer', 'forgotten']
    expect(unlisted?.complete).toBe(true)
    expect(
      unlisted?.places.map(({ place, name, users }) => [place, name, users.map(({ user }) => user).toSorted()]),
    ).toEqual([
      ['octo/lost', 'AWS_ACCESS_KEY_ID', everybody.toSorted()],
      ['octo/lost', 'AWS_SECRET_ACCESS_KEY', everybody.toSorted()],
      ['octo/tool', 'AWS_ACCESS_KEY_ID', everybody.toSorted()],
      ['octo/tool', 'AWS_SECRET_ACCESS_KEY', everybody.toSorted()],
    ])

    // What happens next, and who would do it?
    const next = (name: string) => keys.find(({ user }) => user === name)
    expect(next('ci-bot')).toMatchObject({ configured: true, nextStep: 'rotate', lateDays: null })
    expect(next('mailer')).toMatchObject({ configured: true, nextStep: 'rotate', lateDays: null })
    expect(next('leaver')).toMatchObject({
      configured: false,
      phase: 'overlap',
      nextStep: 'deactivate',
      lateDays: 8,
      owner: { repository: 'octo/app' },
    })
    expect(next('forgotten')).toMatchObject({ configured: false, phase: null, nextStep: null, owner: null })
    const [oldest, second] = forgotten.map(({ accessKeyId }) => accessKeyId)
    expect(attention.map(({ what }) => what.replaceAll(/\d{4}-\d\d-\d\dT[\d:]+Z/g, 'then'))).toEqual([
      `The next step of leaver (deactivate ${leavers[0]}) was due at then, and is 8 days late`,
      'forgotten has 2 active access keys, and no rotation is under way',
      `${oldest} of forgotten is 216 days old, and 90 days are allowed`,
      `${oldest} of forgotten was never used`,
      `${second} of forgotten is 166 days old, and 90 days are allowed`,
      `${second} of forgotten was never used`,
      expect.stringMatching(
        /^No configuration lists octo\/lost, which may hold .*AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY$/,
      ),
      expect.stringMatching(/^No configuration lists octo\/tool, which may hold a key of one of .*forgotten in AWS/),
    ])
    expect(changes(scenario)).toEqual([])
  })
})

describe('each account', () => {
  const reports = ({ sandbox }: Scenario) =>
    sandbox.wire.records.filter(({ operation }) => operation === 'GetCredentialReport').length

  test('is read once, however many roles lead there, and the log begins with who signs', async () => {
    await inTwoAccounts(async (world) => {
      const { scenario } = world
      const another = listed('forgotten', 'octo/tool', `    role-to-assume: ${roleIn(otherAccount, 'key-audit-2')}\n`)
      const result = await audit(world, `${farUser()}${another}`)
      expect([result.exitCode, reports(scenario)]).toEqual([0, 2])
      const { keys, accounts } = auditOf(result)
      expect(accounts.map(({ account }) => account)).toEqual(['111122223333', otherAccount])
      expect(keys).toHaveLength(6)
      const own = 'arn:aws:sts::…3333:assumed-role/key-audit/audit'
      const session = (role: string) =>
        `AWS knows this job as arn:aws:sts::…6666:assumed-role/${role}/rotate-iam-access-keys-1002, a session of the role arn:aws:iam::…6666:role/${role}, assumed by ${own}`
      const lines = result.stdout.split('\n').filter((line) => /^(AWS knows|Auditing)/.test(line))
      expect(lines.toSorted()).toEqual(
        [
          `AWS knows this job as ${own}`,
          session('key-audit'),
          session('key-audit-2'),
          'Auditing every user of the account …3333',
          'Auditing every user of the account …6666',
        ].toSorted(),
      )
    })
  })

  test('is read by the role that is given, where another one is not', async () => {
    await inTwoAccounts(async (world) => {
      addFarRole(world.far, 'key-audit', roleIn('111122223333', 'somebody-else'))
      const another = listed('forgotten', 'octo/tool', `    role-to-assume: ${roleIn(otherAccount, 'key-audit-2')}\n`)
      const result = await audit(world, `${farUser()}${another}`)
      expect([result.exitCode, auditOf(result).keys.length]).toEqual([0, 6])
      expect(warningsOf(result).join(' ')).toMatch(/denied sts:AssumeRole .*it has read mailer instead of the role/)
    })
  })

  test('that cannot be read is named with the reason, and stops no other', async () => {
    await inTwoAccounts(async (world) => {
      addFarRole(world.far, 'key-audit', roleIn('111122223333', 'somebody-else'))
      const result = await audit(world)
      const { accounts, unreadAccounts, attention, unlisted } = auditOf(result)
      expect([result.exitCode, accounts.map(({ account }) => account)]).toEqual([1, ['111122223333']])
      expect(unreadAccounts).toMatchObject([{ account: otherAccount, users: ['mailer'] }])
      expect(attention[0]).toMatchObject({ user: 'mailer', account: otherAccount })
      expect(attention[0]?.what).toMatch(
        /^Nothing could be read of the account 444455556666: AWS denied sts:AssumeRole/,
      )
      expect(errorOf(result)).toContain('the account 444455556666 could not be read')
      expect(result.workspace['access-key-audit/audit.html']).toContain('Not read: the account 444455556666.')
      expect(result.summary).toContain('the account 444455556666 could not be read')
      // What the file lists for it is listed all the same.
      expect(unlisted?.places.map(({ place }) => place)).not.toContain('octo/web')
    })
  })

  test('whose report is refused stops no other', async () => {
    await inTwoAccounts(async (world) => {
      world.far.attachServiceControlPolicy({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Deny', Action: 'iam:GenerateCredentialReport', Resource: '*' }],
      })
      const result = await audit(world)
      expect([result.exitCode, auditOf(result).keys.length]).toEqual([1, 3])
      expect(auditOf(result).attention[0]?.what).toMatch(/444455556666: AWS denied iam:GenerateCredentialReport/)
    })
  })

  test('alone, is audited by a role without a user', async () => {
    await inTwoAccounts(async ({ scenario }) => {
      const result = await scenario.rotate(
        {
          mode: 'audit',
          'audit-account': 'true',
          'iam-user': '',
          destinations: '',
          'github-token': '',
          'role-to-assume': roleIn(otherAccount),
        },
        { credentials: scenario.sandbox.aws.assumeRole('key-audit', 'audit') },
      )
      expect([errorOf(result), result.exitCode]).toEqual(['', 0])
      expect(auditOf(result).keys.map(({ user }) => user)).toEqual(['forgotten', 'forgotten', 'mailer'])
      expect(reports(scenario)).toBe(1)
    })
  })

  test('of the users that only-users names', async () => {
    await inTwoAccounts(async (world) => {
      const result = await audit(world, farUser(), { 'only-users': 'mailer', 'audit-account': 'false' })
      expect(auditOf(result).accounts.map(({ account }) => account)).toEqual([otherAccount])
      expect(auditOf(result).keys.map(({ user }) => user)).toEqual(['mailer'])
    })
  })
})

describe('an inventory', () => {
  test('that cannot be made costs nothing of what AWS has shown', async () => {
    await inTwoAccounts(async (world) => {
      const result = await audit(world, farUser(), { 'audit-organization': 'octo,hubot' })
      expect(result.exitCode).toBe(0)
      const { keys, unlisted } = auditOf(result)
      expect([keys.length, unlisted?.complete, unlisted?.repositoriesRead]).toEqual([6, false, 4])
      const page = result.workspace['access-key-audit/audit.html'] ?? ''
      expect(page).toMatch(/The repositories of hubot could not be listed/)
      expect(page).toMatch(/The GitHub App .* is not installed for hubot/)
      expect(Object.keys(result.workspace).filter((path) => path.startsWith('access-key-audit/'))).toEqual([
        'access-key-audit/audit.csv',
        'access-key-audit/audit.html',
        'access-key-audit/audit.json',
        'access-key-audit/inventory.json',
        'access-key-audit/unlisted-places.csv',
      ])
    })
  })
})
