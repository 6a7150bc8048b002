/** examples/fleet.yml with examples/fleet-config.yml, executed as they stand there: two users in two accounts. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { AwsAccount } from '../../sandbox/aws/account.ts'
import { duration } from '../../sandbox/clock.ts'
import type { GitHub } from '../../sandbox/github/github.ts'
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import { policy } from '../../sandbox/scenario.ts'
import type { EndedRun } from '../../sandbox/workflows/execution.ts'
import { WorkflowHost } from '../../sandbox/workflows/host.ts'
import { subjectOf } from '../../sandbox/workflows/identity.ts'
import { fingerprint } from '../../src/key/verification-contract.ts'
import { id, permissions, privateKey } from './installed-app.ts'

const example = (file: string) => readFileSync(join(import.meta.dirname, '..', '..', 'examples', file), 'utf8')
const home = 'octo-org/keys'

interface User {
  readonly name: string
  readonly repository: string
  readonly account: AwsAccount
}

interface Fleet {
  readonly sandbox: Sandbox
  readonly host: WorkflowHost
  readonly users: readonly [ciBot: User, mailer: User]
}

async function withFleet(story: (fleet: Fleet) => Promise<void>, second = 'mailer'): Promise<void> {
  const sandbox = await startSandbox({ start: '2026-01-01T09:00:00Z' })
  const { aws, github, clock } = sandbox
  const hosts: WorkflowHost[] = []
  try {
    github.addOrganization('octo-org')
    const other = new AwsAccount({ clock, accountId: '444455556666', accounts: aws.accounts })
    const users = [
      { name: 'ci-bot', repository: 'octo-org/app', account: aws },
      { name: second, repository: 'octo-org/web', account: other },
    ] as const
    github.addRepository(home, {
      files: { '.github/key-rotation.yml': example('fleet-config.yml').replace('mailer', second) },
    })
    for (const { name, repository, account } of users) {
      account.createUser({ name, path: '/ci/', created: clock.now(), policies: [] })
      const key = account.createAccessKey(name, { created: clock.now() })
      addRole(account, github)
      github.addRepository(repository)
      github.setSecret(repository, 'AWS_ACCESS_KEY_ID', key.accessKeyId)
      github.setSecret(repository, 'AWS_SECRET_ACCESS_KEY', key.secretAccessKey)
      const verification = new WorkflowHost(sandbox, repository)
      hosts.push(verification)
      await verification.add('verify.yml', example('verify.yml'))
      // The next one is as much younger as its rotate-after is shorter.
      clock.advance(duration('30d'))
    }
    clock.advance(duration('1d'))
    const installation = { owner: 'octo-org', repositories: 'all', permissions } as const
    github.addApp({ id: 4_711, clientId: id, name: 'rotation', privateKey, permissions, installations: [installation] })
    github.variablesAt({ repository: home }).set('ROTATION_APP_CLIENT_ID', id)
    github.setSecret(home, 'ROTATION_APP_PRIVATE_KEY', privateKey)
    const host = new WorkflowHost(sandbox, home)
    hosts.push(host)
    await host.add('fleet.yml', example('fleet.yml'))
    await story({ sandbox, host, users })
    expect(sandbox.violations).toEqual([])
  } finally {
    for (const each of hosts) each.stop()
    await sandbox.stop()
  }
}

/** The role that the configuration names, which jobs of this repository may assume. */
function addRole(account: AwsAccount, github: GitHub): void {
  const own = (text: string) => text.replaceAll('111122223333', account.accountId)
  const issuer = 'token.actions.githubusercontent.com'
  account.accounts.addProvider(account.accountId, { host: issuer, audiences: ['sts.amazonaws.com'] })
  account.createRole({
    name: 'key-rotation',
    policies: [JSON.parse(own(JSON.stringify(policy('iam-policy-central-role.json'))))],
    trust: JSON.parse(
      own(JSON.stringify(policy('iam-trust-policy-github.json'))).replace(/repo:[^"]*/, subjectOf(github, home)),
    ),
  })
}

const results = ({ jobs }: EndedRun) => jobs.map(({ name, result }) => `${name}: ${result}`)
const statuses = ({ users }: Fleet) =>
  users.map(({ name, account }) =>
    account
      .keys(name)
      .filter(({ deleted }) => deleted === undefined)
      .map(({ status }) => status)
      .join(' '),
  )
const outputsOf = ({ jobs }: EndedRun, job: string) =>
  Object.assign({}, ...(jobs.find(({ name }) => name === job)?.steps.map(({ outputs }) => outputs) ?? []))
const logOf = ({ jobs }: EndedRun) => jobs.map(({ name, log }) => `── ${name}\n${log}`).join('\n')

test('plans, rotates each user in a job of its own, and reports on all, until the old keys are gone', async () => {
  await withFleet(async (fleet) => {
    const { sandbox, host, users } = fleet
    const both = ['plan: success', 'rotate (ci-bot): success', 'rotate (mailer): success', 'report: success']
    const none = ['plan: success', 'rotate: skipped', 'report: success']
    const seen: (readonly [days: number, results: readonly string[], statuses: readonly string[]])[] = []
    for (const days of [0, 1, 7, 8]) {
      sandbox.clock.advance(days * duration('1d'))
      const run = await host.scheduled('fleet.yml')
      if (run.conclusion !== 'success') throw new Error(logOf(run))
      expect(outputsOf(run, 'report')['attention']).toBe('[]')
      seen.push([days, results(run), statuses(fleet)])
    }
    expect(seen).toEqual([
      [0, both, ['Active Active', 'Active Active']],
      [1, none, ['Active Active', 'Active Active']],
      [7, both, ['Inactive Active', 'Inactive Active']],
      [8, both, ['Active', 'Active']],
    ])
    for (const { name, repository, account } of users) {
      const [current] = account.keys(name).filter(({ deleted }) => deleted === undefined)
      expect(sandbox.github.secretValue(repository, 'AWS_ACCESS_KEY_ID')).toBe(current?.accessKeyId)
      const proofs = sandbox.github.runs(repository).map(({ start }) => start.inputs['expected-key'])
      expect(proofs).toContain(fingerprint(current?.accessKeyId ?? ''))
    }
  })
})

test('only plans when somebody starts it by hand', async () => {
  await withFleet(async (fleet) => {
    const planned = await fleet.host.byHand('fleet.yml')
    expect(results(planned)).toEqual(['plan: success', 'rotate: skipped', 'report: skipped'])
    expect(planned.jobs[0]?.outputs).toEqual({ users: '["ci-bot","mailer"]' })
    expect(statuses(fleet)).toEqual(['Active', 'Active'])
  })
})

test('rotates the others where one user cannot be, and reports that one', async () => {
  await withFleet(async (fleet) => {
    const { host, users } = fleet
    users[1].account.createRole({ name: 'key-rotation' })
    const run = await host.scheduled('fleet.yml')
    expect(results(run)).toEqual([
      'plan: failure',
      'rotate (ci-bot): success',
      'rotate (mailer): failure',
      'report: failure',
    ])
    expect(statuses(fleet)).toEqual(['Active Active', 'Active'])
    expect(JSON.parse(outputsOf(run, 'report')['attention'])).toMatchObject([{ user: 'mailer' }])
    expect(run.jobs.at(-1)?.summary).toMatch(/2 users: 1 needs you/)
  })
})

test('rotates users of one name in two accounts', async () => {
  await withFleet(async (fleet) => {
    const run = await fleet.host.scheduled('fleet.yml')
    const [one, other] = ['111122223333/ci-bot', '444455556666/ci-bot']
    expect(run.jobs[0]?.outputs).toEqual({ users: JSON.stringify([one, other]) })
    expect(results(run).slice(1)).toEqual([`rotate (${one}): success`, `rotate (${other}): success`, 'report: success'])
    expect(statuses(fleet)).toEqual(['Active Active', 'Active Active'])
  }, 'ci-bot')
})
