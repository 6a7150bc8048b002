/** Mode audit, as the committed bundle runs it: what it finds in an account, what it asks for it, and what it leaves behind. */
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import type { ActionResult } from '../../sandbox/runner.ts'
import { policy, type RunOptions, type Scenario, type ScenarioOptions } from '../../sandbox/scenario.ts'
import { appInputs, minted } from './installed-app.ts'
import { changes, errorOf, inOneRun, inScenario, warningsOf } from './support.ts'

const day = duration('1d')

interface Key {
  readonly user: string
  readonly accessKeyId: string | null
  readonly label: string
  readonly ageDays: number
  readonly lastUsed: { readonly state: string; readonly service: string | null }
  readonly owner: { readonly repository: string; readonly runUrl: string } | null
  readonly phase: string | null
  readonly nextStep: string | null
  readonly lateDays: number | null
  readonly overdue: boolean
  readonly places: readonly { readonly place: string; readonly name: string; readonly proves: string }[]
  readonly controls: readonly { readonly control: string; readonly standing: string }[]
}

interface Audit {
  readonly summary: Readonly<Record<string, unknown>>
  readonly keys: readonly Key[]
  readonly attention: readonly { readonly user: string; readonly what: string; readonly remedy: string }[]
  readonly warnings: readonly string[]
}

/** A run of the audit that a role signs which may read, and nothing else. */
function audit(
  scenario: Scenario,
  inputs: Readonly<Record<string, string>> = {},
  options: RunOptions = {},
): Promise<ActionResult> {
  const { aws } = scenario.sandbox
  aws.createRole({ name: 'key-audit', policies: [policy('iam-policy-audit.json')] })
  const all = { mode: 'audit', 'audit-account': 'true', 'github-token': '', 'verification-workflow': '', ...inputs }
  return scenario.rotate(all, { credentials: aws.assumeRole('key-audit', 'audit'), ...options })
}

function auditOf({ workspace }: ActionResult): Audit {
  return JSON.parse(workspace['access-key-audit/audit.json'] ?? '{}') as Audit
}

const missed = ({ controls }: Key) =>
  controls.filter(({ standing }) => standing === 'missed').map(({ control }) => control)

/** Operations of a run, with how often each was asked for. */
function asked({ sandbox }: Scenario): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { operation } of sandbox.wire.records) counts[operation] = (counts[operation] ?? 0) + 1
  return counts
}

/** A small account, as accounts are. */
function populate({ sandbox: { aws, clock } }: Scenario): Readonly<Record<string, string>> {
  const now = clock.now()
  const ago = (days: number) => Math.floor((now - days * day) / 1_000) * 1_000
  const used = (days: number, service = 's3') => ({ at: ago(days), service, region: 'eu-central-1' })
  aws.createUser({ name: 'old,but-used', created: ago(400) })
  const old = aws.createAccessKey('old,but-used', { created: ago(120), lastUsed: used(1, 'ec2') })
  aws.createUser({ name: 'forgotten', created: ago(400) })
  const forgotten = aws.createAccessKey('forgotten', { created: ago(60) })
  aws.createUser({ name: 'twice', created: ago(400) })
  const first = aws.createAccessKey('twice', { created: ago(30), lastUsed: used(2) })
  const second = aws.createAccessKey('twice', { created: ago(20), lastUsed: used(1) })
  aws.createUser({ name: 'quiet', created: ago(400) })
  aws.createAccessKey('quiet', { created: ago(300), status: 'Inactive' })
  aws.createUser({ name: 'keyless', created: ago(400) })
  // A rotation that stands still since its workflow was dropped: the old key should be gone for three weeks.
  aws.createUser({ name: 'left-behind', created: ago(400) })
  const previous = aws.createAccessKey('left-behind', { created: ago(85), lastUsed: used(40) })
  const current = aws.createAccessKey('left-behind', { created: ago(30), lastUsed: used(1) })
  const utc = (days: number) => `${new Date(ago(days)).toISOString().slice(0, 19)}Z`
  const { userId } = aws.user('left-behind')
  const state = `v1 phase=current current=${current.accessKeyId} previous=${previous.accessKeyId} proven=${utc(30)} from=${utc(30)} to=${utc(30)} digest=0123456789abcdef user=${userId}`
  aws.setTag('left-behind', 'rotate-iam-access-keys', state)
  const holder = `v1 run=octo/gone/777/1 owner=abc nonce=n touched=${utc(29)} limit=0 list=01234567`
  aws.setTag('left-behind', 'rotate-iam-access-keys:holder', holder)
  aws.rootCredentials()
  return {
    old: old.accessKeyId,
    forgotten: forgotten.accessKeyId,
    first: first.accessKeyId,
    second: second.accessKeyId,
    previous: previous.accessKeyId,
    current: current.accessKeyId,
  }
}

const scene: ScenarioOptions = { keyAge: 20, caller: 'role' }
const nobody = { 'iam-user': '' }

describe('an audit of a whole account', () => {
  test('finds every key, who rotates it, and what is overdue', async () => {
    await inScenario(scene, async (scenario) => {
      const ids = populate(scenario)
      const result = await audit(scenario, nobody)
      expect([errorOf(result), result.exitCode]).toEqual(['', 0])
      const { keys, summary, attention } = auditOf(result)
      const told = keys.map((key) => [
        key.user,
        key.accessKeyId,
        key.ageDays,
        key.lastUsed.service ?? key.lastUsed.state,
        key.phase,
        key.overdue,
        missed(key),
      ])
      expect(told).toEqual([
        ['old,but-used', ids['old'], 120, 'ec2', null, true, ['rotation']],
        ['left-behind', ids['previous'], 85, 's3', 'overlap', true, ['one-active-key']],
        ['left-behind', ids['current'], 30, 's3', 'overlap', true, ['one-active-key']],
        ['<root_account>', null, 0, 'never', null, false, ['no-root-key']],
        ['forgotten', ids['forgotten'], 60, 'never', null, false, ['unused-45-days']],
        ['twice', ids['first'], 30, 's3', null, false, ['one-active-key']],
        ['twice', ids['second'], 20, 's3', null, false, ['one-active-key']],
        ['ci-bot', scenario.oldKey.accessKeyId, 20, 'never', null, false, []],
      ])
      expect(summary).toMatchObject({ keys: 8, active: 8, users: 6, overdue: 3, oldestActiveDays: 120 })
      expect(keys.find(({ user }) => user === 'left-behind')).toMatchObject({
        nextStep: 'deactivate',
        lateDays: 22,
        owner: { repository: 'octo/gone', runUrl: 'https://github.com/octo/gone/actions/runs/777' },
      })
      expect(attention.map(({ what }) => what.replaceAll(/\d{4}-\d\d-\d\dT[\d:]+Z/g, 'then'))).toEqual([
        'The root user has an access key (Active)',
        `${ids['forgotten']} of forgotten was never used`,
        `The next step of left-behind (deactivate ${ids['previous']}) was due at then, and is 22 days late`,
        `${ids['old']} of old,but-used is 120 days old, and 90 days are allowed`,
        'twice has 2 active access keys, and no rotation is under way',
      ])
      expect(attention[2]?.remedy).toContain('octo/gone')
    })
  })

  test('asks for one report, and for the keys of those who have some', async () => {
    await inScenario(scene, async (scenario) => {
      populate(scenario)
      await audit(scenario, nobody)
      const { GenerateCredentialReport: generations, ...others } = asked(scenario)
      expect(generations).toBeGreaterThan(1)
      // Five users, and nothing of the two without a key that the report shows.
      expect(others).toEqual({ GetCallerIdentity: 1, GetCredentialReport: 1, GetUser: 5, ListAccessKeys: 5 })
      expect(changes(scenario)).toEqual([])
    })
  })

  test('asks for the last use of a key that the report may mean or not', async () => {
    await inScenario(scene, async (scenario) => {
      const { aws } = scenario.sandbox
      const ids = populate(scenario)
      aws.setStatus(ids['first'] ?? '', 'Inactive')
      const result = await audit(scenario, nobody)
      expect(asked(scenario)['GetAccessKeyLastUsed']).toBe(1)
      const twice = auditOf(result).keys.filter(({ user }) => user === 'twice')
      expect(twice.map(({ lastUsed }) => lastUsed.service)).toEqual(['s3', 's3'])
      expect(twice.flatMap(missed)).toEqual([])
    })
  })

  test('takes what AWS lists now over a report of three hours ago', async () => {
    await inScenario(scene, async (scenario) => {
      const { aws, clock } = scenario.sandbox
      const ids = populate(scenario)
      await audit(scenario, nobody)
      clock.advance(duration('3h'))
      aws.deleteAccessKey(ids['old'] ?? '')
      const { accessKeyId } = aws.createAccessKey('old,but-used')
      aws.deleteUser('forgotten')
      const { keys } = auditOf(await audit(scenario, nobody))
      expect(keys.find(({ user }) => user === 'old,but-used')).toMatchObject({
        accessKeyId,
        ageDays: 0,
        lastUsed: { state: 'never' },
      })
      expect(keys.map(({ user }) => user)).not.toContain('forgotten')
    })
  })

  test('tells of users that it may not read what the report tells', async () => {
    await inScenario(scene, async (scenario) => {
      const { aws } = scenario.sandbox
      populate(scenario)
      aws.attachServiceControlPolicy({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Deny', Action: 'iam:GetUser', Resource: '*' }],
      })
      const result = await audit(scenario, { ...nobody, 'fail-on-overdue': 'true' })
      const { keys, attention } = auditOf(result)
      expect(keys.map(({ accessKeyId }) => accessKeyId)).toEqual(Array.from(keys, () => null))
      expect(keys.filter(({ user }) => user === 'old,but-used').map(missed)).toEqual([['rotation']])
      expect(attention.filter(({ what }) => what.includes('iam:GetUser'))).toHaveLength(5)
      expect(result.exitCode).toBe(1)
    })
  })

  test('is refused where the report is', async () => {
    await inScenario(scene, async (scenario) => {
      scenario.sandbox.aws.attachServiceControlPolicy({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Deny', Action: 'iam:GenerateCredentialReport', Resource: '*' }],
      })
      const result = await audit(scenario, nobody)
      expect(errorOf(result)).toMatch(/AWS denied iam:GenerateCredentialReport on this account/)
      expect([result.exitCode, result.workspace]).toEqual([1, {}])
    })
  })

  test('waits for the report as long as AWS makes it, and no longer than five minutes', async () => {
    await inScenario(scene, async (scenario) => {
      const { settings } = scenario.sandbox.aws
      settings.reportGeneration = duration('4m')
      expect((await audit(scenario, nobody)).exitCode).toBe(0)
      scenario.sandbox.clock.advance(duration('5h'))
      settings.reportGeneration = duration('20m')
      expect(errorOf(await audit(scenario, nobody))).toMatch(/has not made the credential report/)
    })
  })
})

describe('the policy of the documentation', () => {
  type Statements = readonly { readonly Action: readonly string[] }[]
  const { Statement: statements, ...head } = policy('iam-policy-audit.json') as { readonly Statement: Statements }

  test.each(statements.flatMap(({ Action }) => Action))('needs %s', async (left) => {
    await inScenario(scene, async (scenario) => {
      const { aws } = scenario.sandbox
      const ids = populate(scenario)
      // The report does not tell which key it means.
      aws.setStatus(ids['first'] ?? '', 'Inactive')
      const without = statements.map((each) => ({ ...each, Action: each.Action.filter((action) => action !== left) }))
      aws.createRole({
        name: 'poor',
        policies: [{ ...head, Statement: without.filter(({ Action }) => Action.length > 0) }],
      })
      const result = await audit(scenario, nobody, { credentials: aws.assumeRole('poor', 'audit') })
      const unknown = (auditOf(result).keys ?? []).filter(({ lastUsed }) => lastUsed.state === 'unknown')
      const told = `${errorOf(result)} ${result.outputs['attention']} ${unknown.map(() => 'iam:GetAccessKeyLastUsed').join()}`
      expect(told).toContain(left)
    })
  })
})

describe('an audit in trouble', () => {
  const refusing =
    (name: string, status: number, code: string, times: number) =>
    ({ sandbox }: Scenario) =>
      sandbox.wire.inject({
        matches: ({ operation }) => operation === name,
        times,
        fault: { kind: 'refuse', status, code },
      })

  test.each([
    ['the report expires before it is downloaded', refusing('GetCredentialReport', 410, 'ReportExpired', 1)],
    ['the report is made anew meanwhile', refusing('GetCredentialReport', 404, 'ReportInProgress', 2)],
    ['AWS throttles', refusing('ListAccessKeys', 400, 'Throttling', 2)],
    ['AWS fails for a moment', refusing('GetUser', 500, 'ServiceFailure', 2)],
  ])('goes on where %s', async (_, inject) => {
    await inScenario(scene, async (scenario) => {
      populate(scenario)
      inject(scenario)
      const result = await audit(scenario, nobody)
      expect([errorOf(result), result.exitCode]).toEqual(['', 0])
      expect(auditOf(result).summary).toMatchObject({ keys: 8, overdue: 3 })
    })
  })

  test('leaves no half of a report where AWS does not recover', async () => {
    await inScenario(scene, async (scenario) => {
      populate(scenario)
      refusing('ListAccessKeys', 500, 'ServiceFailure', 99)(scenario)
      const result = await audit(scenario, nobody)
      expect(errorOf(result)).toMatch(/AWS did not answer iam:ListAccessKeys/)
      expect([result.exitCode, result.workspace]).toEqual([1, {}])
    })
  })
})

describe('an audit of configured users', () => {
  test('tells where the key of a finished rotation is stored', async () => {
    await inScenario({ repositories: ['octo/app', 'octo/web'], caller: 'role' }, async (scenario) => {
      const { sandbox, user, githubToken } = scenario
      await scenario.rotate(inOneRun)
      sandbox.clock.advance(duration('1d'))
      sandbox.github.setSecret('octo/web', 'AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE')
      const result = await audit(scenario, { 'audit-account': 'false', 'github-token': githubToken })
      expect([errorOf(result), result.exitCode]).toEqual(['', 0])
      const { keys } = auditOf(result)
      expect(keys).toHaveLength(1)
      expect(keys[0]).toMatchObject({ user, label: 'current', phase: 'steady', nextStep: 'rotate', overdue: false })
      expect(keys[0]?.places.map(({ place, name, proves }) => `${name} in ${place}: ${proves}`)).toEqual([
        'AWS_ACCESS_KEY_ID in octo/app: holds this key',
        'AWS_SECRET_ACCESS_KEY in octo/app: holds this key',
        'AWS_ACCESS_KEY_ID in octo/web: may hold this key',
        'AWS_SECRET_ACCESS_KEY in octo/web: holds this key',
      ])
      expect(keys[0]?.owner?.repository).toBe('octo/app')
    })
  })

  test('needs no token without destinations, and no credential report', async () => {
    await inScenario({ keyAge: 91 }, async (scenario) => {
      const inputs = { 'audit-account': 'false', 'github-token': '', 'dispatch-token': '' }
      const result = await audit(scenario, inputs, { credentials: scenario.credentials() })
      expect([errorOf(result), result.exitCode]).toEqual(['', 0])
      expect(scenario.sandbox.wire.records.filter(({ service }) => service === 'github')).toEqual([])
      expect(asked(scenario)).toEqual({ GetCallerIdentity: 1, GetUser: 1, ListAccessKeys: 1, GetAccessKeyLastUsed: 1 })
      expect(auditOf(result).keys.map(missed)).toEqual([['rotation', 'unused-45-days', 'unused-90-days']])
    })
  })

  test('asks an App for permission to read, and for no other', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const granted = { metadata: 'read', secrets: 'read' } as const
      const app = appInputs(scenario, [{ owner: 'octo' }], granted)
      const result = await audit(scenario, { 'audit-account': 'false', ...app })
      expect([errorOf(result), result.exitCode]).toEqual(['', 0])
      expect(auditOf(result).keys[0]?.places).toHaveLength(2)
      expect(minted(scenario)).toMatchObject([{ permissions: { secrets: 'read' } }])
    })
  })

  test('names the destination that cannot be read, and reads the others', async () => {
    await inScenario({ repositories: ['octo/app', 'octo/web'], caller: 'role' }, async (scenario) => {
      const list = '- repository: octo/app\n- repository: octo/secret'
      const result = await audit(scenario, {
        'audit-account': 'false',
        'github-token': scenario.githubToken,
        destinations: list,
      })
      const { keys, attention } = auditOf(result)
      expect(keys[0]?.places.map(({ place }) => place)).toEqual(['octo/app', 'octo/app'])
      expect(attention.some(({ what }) => what.includes('octo/secret'))).toBe(true)
    })
  })
})

describe('an audit fails', () => {
  test.each([
    ['false', 0],
    ['true', 1],
  ])('with fail-on-overdue %s where a key is overdue: exit code %i', async (failing, code) => {
    await inScenario(scene, async (scenario) => {
      populate(scenario)
      const result = await audit(scenario, { ...nobody, 'fail-on-overdue': failing })
      expect(result.exitCode).toBe(code)
      if (code === 1) expect(errorOf(result)).toContain('8 access keys of 6 users, 8 active')
      expect(Object.keys(result.workspace).toSorted()).toEqual(
        ['csv', 'html', 'json'].map((kind) => `access-key-audit/audit.${kind}`),
      )
    })
  })

  test('not with fail-on-overdue where none is', async () => {
    await inScenario(scene, async (scenario) => {
      const result = await audit(scenario, { ...nobody, 'fail-on-overdue': 'true' })
      expect([result.exitCode, result.outputs['attention']]).toEqual([0, '[]'])
      expect(JSON.parse(result.outputs['report'] ?? '')).toEqual(auditOf(result))
    })
  })

  test.each([
    ['audit-folder', '../elsewhere'],
    ['audit-folder', '/tmp/audit'],
    ['audit-folder', '.'],
    ['audit-account', 'all'],
    ['fail-on-overdue', 'yes'],
    ['audit-organization', 'octo'],
    ['audit-organization', 'octo/app'],
    ['destinations', '- repository: octo/app'],
  ])('before any request with the %s “%s”', async (name, value) => {
    await inScenario(scene, async (scenario) => {
      const result = await audit(scenario, { ...nobody, [name]: value })
      expect(result.exitCode).toBe(1)
      expect(errorOf(result)).toContain(name === 'destinations' ? 'github-token' : name)
      expect(scenario.sandbox.wire.records).toEqual([])
    })
  })

  test('before any request where a link leads the folder out of the workspace', async () => {
    await inScenario(scene, async (scenario) => {
      const elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'))
      const prepare = (workspace: string) => symlinkSync(elsewhere, join(workspace, 'out'))
      const result = await audit(scenario, { ...nobody, 'audit-folder': 'out/audit' }, { prepare })
      expect(errorOf(result)).toContain('leads out of the workspace')
      expect([scenario.sandbox.wire.records, readdirSync(elsewhere)]).toEqual([[], []])
      rmSync(elsewhere, { recursive: true })
    })
  })
})

test('a link in the place of a file is replaced', async () => {
  await inScenario(scene, async (scenario) => {
    const prepare = (workspace: string) => {
      mkdirSync(join(workspace, 'access-key-audit'))
      symlinkSync(join(workspace, 'precious'), join(workspace, 'access-key-audit', 'audit.csv'))
    }
    const { workspace } = await audit(scenario, nobody, { prepare })
    expect(workspace['precious']).toBeUndefined()
    expect(workspace['access-key-audit/audit.csv']).toMatch(/^account,user,access_key_id,/)
  })
})

test('the schedule of a public repository is warned of, and a pace that cannot keep 90 days', async () => {
  await inScenario(scene, async (scenario) => {
    const slow = { 'rotate-after': '85d', 'deactivate-after': '8d' }
    const result = await audit(scenario, { ...nobody, ...slow }, { github: { isPublic: true } })
    expect(warningsOf(result).filter((each) => each.includes('60 days'))).toHaveLength(1)
    expect(warningsOf(result).filter((each) => each.includes('90 days are allowed'))).toHaveLength(1)
    const byHand = await audit(scenario, nobody, { github: { isPublic: true, event: 'workflow_dispatch' } })
    expect(warningsOf(byHand)).toEqual([])
  })
})

test('an audit that comes once a month is not too rare, and what is no input is named', async () => {
  await inScenario(scene, async (scenario) => {
    const monthly = { github: { schedule: '40 5 1 * *' } }
    expect(warningsOf(await audit(scenario, nobody, monthly))).toEqual([])
    const mistaken = await audit(scenario, { ...nobody, 'some-other-thing': 'x' }, monthly)
    expect(warningsOf(mistaken).join(' ')).toContain('INPUT_SOME-OTHER-THING')
  })
})

describe('the files', () => {
  test('hold no secret, whatever is in the account', async () => {
    await inScenario(scene, async (scenario) => {
      const { aws } = scenario.sandbox
      populate(scenario)
      const credentials = aws.assumeRole('key-rotation', 'audit')
      const held = aws.users.flatMap(({ userName }) => aws.keys(userName)).map(({ secretAccessKey }) => secretAccessKey)
      // Somebody has put a token into a tag.
      aws.setTag('forgotten', 'rotate-iam-access-keys', `v9 ${scenario.githubToken}`)
      const result = await audit(scenario, { ...nobody, 'github-token': scenario.githubToken }, { debug: true })
      const texts = [...Object.values(result.workspace), result.summary, JSON.stringify(result.outputs)]
      texts.push(result.stdout.replaceAll(/^::add-mask::.*$/gm, ''), result.stderr)
      const secrets = [...held, credentials.secretAccessKey, credentials.sessionToken, scenario.githubToken]
      for (const secret of [...secrets, scenario.jobToken]) {
        for (const form of [secret, Buffer.from(secret).toString('base64').slice(0, -4), encodeURIComponent(secret)]) {
          expect(texts.filter((text) => text.includes(form))).toEqual([])
        }
      }
    })
  })

  test('the page runs its own script alone, loads nothing, and has every key', async () => {
    await inScenario(scene, async (scenario) => {
      const ids = populate(scenario)
      const page = (await audit(scenario, nobody)).workspace['access-key-audit/audit.html'] ?? ''
      const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(page) ?? []
      const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? []
      const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
      expect(page).toContain(`style-src ${hash(style)}; script-src ${hash(script)};`.replaceAll("'", '&#39;'))
      expect(page.match(/<script|<style/g)).toEqual(['<style', '<script'])
      expect(page).not.toMatch(/ style=| on\w+=|<link|<img|<iframe| src=|@import|url\(/)
      for (const id of Object.values(ids)) expect(page).toContain(id)
      expect(page).toContain('&lt;root_account&gt;')
      expect(page).not.toContain('<root_account>')
      expect([...page.matchAll(/href="([^"]*)"/g)].every(([, to = '']) => to.startsWith('https://'))).toBe(true)
    })
  })
})
