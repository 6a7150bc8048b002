/**
 * Several users of two accounts, rotated by roles that the job assumes with its OIDC token: no key of any user, session
 * of a role, token of the job or recovery value is shown, whatever happens and however much is logged.
 */
import { expect, test } from '@jest/globals'
import { AwsAccount } from '../../sandbox/aws/account.ts'
import { duration } from '../../sandbox/clock.ts'
import {
  addUsers,
  type FleetUser,
  fleetFile,
  namesOf,
  repositoriesOf,
  rotateFleet,
  standings,
} from '../../sandbox/fleet.ts'
import type { ActionResult } from '../../sandbox/runner.ts'
import { runnerLog } from '../../sandbox/runner-log.ts'
import { policy, type RunOptions, type Scenario } from '../../sandbox/scenario.ts'
import type { Fault } from '../../sandbox/wire.ts'
import { encodings, shownBy } from './leak-tests.ts'
import { inOneRun, inScenario } from './support.ts'

const subject = 'repo:octo-org@123456/app@789012:ref:refs/heads/main'
const host = 'token.actions.githubusercontent.com'

interface World {
  readonly scenario: Scenario
  readonly users: readonly FleetUser[]
  readonly accounts: readonly AwsAccount[]
}

/** Two users of one account and one of another, whose roles trust the job. */
async function inFleet(story: (world: World) => Promise<void>): Promise<void> {
  await inScenario({ caller: 'role', repositories: repositoriesOf(namesOf(3)) }, async (scenario) => {
    const { aws, clock, github } = scenario.sandbox
    const accounts = [aws, new AwsAccount({ clock, accountId: '444455556666', accounts: aws.accounts })]
    for (const account of accounts) addRole(account)
    const [first, second, third] = addUsers(scenario)
    if (first === undefined || second === undefined || third === undefined) throw new Error('three users are needed')
    const created = clock.now() - 61 * duration('1d')
    accounts[1]?.createUser({ name: third.name, path: '/ci/', created })
    const key = accounts[1]?.createAccessKey(third.name, { created }) ?? third.key
    github.setSecret(third.repository, 'AWS_ACCESS_KEY_ID', key.accessKeyId)
    github.setSecret(third.repository, 'AWS_SECRET_ACCESS_KEY', key.secretAccessKey)
    aws.deleteAccessKey(third.key.accessKeyId)
    // A job signs in to the account that its key is of.
    const workflow = github.repository(third.repository).workflow('verify.yml')
    if (workflow === undefined) throw new Error('there is no verify.yml')
    workflow.job = async ({ secrets: { AWS_ACCESS_KEY_ID: id = '', AWS_SECRET_ACCESS_KEY: secret = '' } }) =>
      accounts[1]?.canSignIn(id, secret) === 'works' ? 'success' : 'failure'
    await story({ scenario, accounts, users: [first, second, { ...third, key }] })
  })
}

function addRole(account: AwsAccount): void {
  const own = (file: string) =>
    JSON.parse(JSON.stringify(policy(file)).replaceAll('111122223333', account.accountId)) as ReturnType<typeof policy>
  account.accounts.addProvider(account.accountId, { host, audiences: ['sts.amazonaws.com'] })
  const policies = [own('iam-policy-central-role.json')]
  account.createRole({ name: 'key-rotation', policies, trust: own('iam-trust-policy-github.json') })
}

/** A run of all of them, debug logging on, by the OIDC token of its job. */
function rotateAll({ scenario, users, accounts }: World, options: RunOptions = {}): Promise<ActionResult> {
  const { sandbox, home } = scenario
  const recovery = Object.fromEntries(
    users.flatMap(({ name }) => {
      const secret = `KEY_OF_${name.toUpperCase().replaceAll('-', '_')}`
      const value = sandbox.github.secretValue(home, secret)
      return value === undefined ? [] : [[secret, value]]
    }),
  )
  const file = fleetFile(users, ({ name, repository }) => {
    const account = accounts[name === users.at(-1)?.name ? 1 : 0]?.accountId
    return `    verification-workflow: ${repository}/verify.yml\n    role-to-assume: arn:aws:iam::${account}:role/key-rotation\n    recovery-secret-name: KEY_OF_{iam-user}\n`
  })
  return rotateFleet(
    scenario,
    file,
    { ...inOneRun, 'recovery-secret': JSON.stringify(recovery) },
    { ...options, debug: true, withoutCredentials: true, environment: sandbox.grantIdTokens(subject) },
  )
}

/** All that is secret of the world: keys, sessions, tokens and recovery values that ever crossed the wire. */
function secretsIn({ scenario, users, accounts }: World): readonly string[] {
  const { githubToken, jobToken } = scenario
  const keys = accounts.flatMap((account) =>
    users.flatMap(({ name }) => (account.findUser(name)?.keys ?? []).map((key) => key.secretAccessKey)),
  )
  return [...keys, githubToken, jobToken, ...sessionSecretsIn(scenario)]
}

/** The tokens of the job, and what roles' sessions are signed with. */
function sessionSecretsIn({ sandbox }: Scenario): readonly string[] {
  return sandbox.wire.records.flatMap(({ operation, headers, reply }) => {
    if (operation === 'GET id-token') {
      const [, value] = /"value":"(.*?)"/.exec(reply) ?? []
      const requested = headers['authorization']?.replace(/^bearer /i, '') ?? ''
      return [requested, ...(value === undefined ? [] : [value])]
    }
    if (operation !== 'AssumeRoleWithWebIdentity') return []
    return [...reply.matchAll(/<(?:SecretAccessKey|SessionToken)>(.*?)</g)].map(([, secret = '']) => secret)
  })
}

function expectNothingShown(world: World, results: readonly ActionResult[]): void {
  const shown = results.flatMap((result) => [shownBy(result), ...runnerLog(result.output).lines]).join('\n')
  const leaked = secretsIn(world).filter((secret) => encodings(secret).some((form) => shown.includes(form)))
  expect(leaked).toEqual([])
}

const fault = (name: string, kind: Fault, times = 1) => ({
  arrange: ({ scenario }: World) =>
    scenario.sandbox.wire.inject({ matches: ({ operation }) => operation === name, times, fault: kind }),
})
const put = 'PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}'
const stories: readonly { readonly name: string; readonly arrange: (world: World) => void }[] = [
  { name: 'AWS loses the answer with a key', ...fault('CreateAccessKey', { kind: 'lose-reply' }) },
  { name: 'AWS cuts the answer with a key in two', ...fault('CreateAccessKey', { kind: 'truncate' }) },
  { name: 'STS cuts the answer with a session in two', ...fault('AssumeRoleWithWebIdentity', { kind: 'truncate' }, 4) },
  {
    name: 'STS refuses the roles',
    ...fault('AssumeRoleWithWebIdentity', { kind: 'refuse', status: 403, code: 'AccessDenied' }, 4),
  },
  { name: 'GitHub cuts the answer with a token in two', ...fault('GET id-token', { kind: 'truncate' }, 2) },
  { name: 'GitHub gives no token', ...fault('GET id-token', { kind: 'refuse', status: 500 }, 9) },
  { name: 'GitHub refuses a write', ...fault(put, { kind: 'refuse', status: 403 }, 2) },
]

/** Two runs after one another, of which the second one repairs what the first one left. */
async function played(arrange: (world: World) => void): Promise<readonly ActionResult[]> {
  const results: ActionResult[] = []
  await inFleet(async (world) => {
    arrange(world)
    for (let run = 1; run <= 2; run += 1) results.push(await rotateAll(world))
    expectNothingShown(world, results)
    const masks = results.flatMap(({ stdout }) => runnerLog(stdout).masks)
    const whole = sessionSecretsIn(world.scenario).filter((each) => each !== '')
    expect(whole.length).toBeGreaterThan(0)
    // What the runner might still meet elsewhere in the job, it hides.
    expect(whole.filter((each) => !masks.includes(each))).toEqual([])
    for (const { name, repository } of world.users) {
      const published = world.scenario.sandbox.github.secretValue(repository, 'AWS_SECRET_ACCESS_KEY') ?? ''
      if (world.users.find((user) => user.name === name)?.key.secretAccessKey === published) continue
      expect(masks).toContain(published)
    }
  })
  return results
}

/** The roles are assumed, and everybody gets a new key. */
export function fleetLeakTest(): void {
  test('nothing secret of any of several users is shown', async () => {
    const [first] = await played(() => undefined)
    expect(first && standings(first)).toEqual(['bot-0 steady', 'bot-1 steady', 'bot-2 steady'])
  })
}

/** What goes wrong on the way. */
export function fleetLeakSweep(): void {
  test.each(stories)('when $name, nothing secret of any user is shown', ({ arrange }) => played(arrange))

  test('a run that is killed leaves recovery values, and the next one shows nothing of them', async () => {
    await inFleet(async (world) => {
      const { wire, github } = world.scenario.sandbox
      let pid = 0
      let writes = 0
      const killer = {
        after: ({ operation }: { readonly operation: string }) => {
          if (operation !== put) return
          writes += 1
          // By then each of them has a new key, and a value that holds it.
          if (writes === 4) process.kill(pid, 'SIGKILL')
        },
      }
      wire.observers.push(killer)
      const killed = await rotateAll(world, {
        onStart: (started) => {
          pid = started
        },
      })
      wire.observers.splice(wire.observers.indexOf(killer), 1)
      expect(killed.signal).toBe('SIGKILL')
      const values = namesOf(3).flatMap(
        (name) => github.secretValue('octo/home', `KEY_OF_${name.toUpperCase().replaceAll('-', '_')}`) ?? [],
      )
      expect(values.length).toBeGreaterThan(0)
      const next = await rotateAll(world)
      const last = await rotateAll(world)
      expect(standings(last)).toEqual(['bot-0 steady', 'bot-1 steady', 'bot-2 steady'])
      const shown = [killed, next, last].map(shownBy).join('\n')
      expect(values.filter((value) => encodings(value).some((form) => shown.includes(form)))).toEqual([])
      expectNothingShown(world, [killed, next, last])
    })
  })
}
