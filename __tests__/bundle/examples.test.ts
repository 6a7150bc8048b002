/** The workflows that users copy, executed as they stand there: every job, step and expression of them. */
import { describe, expect, test } from '@jest/globals'
import type { LongTermCredentials } from '../../sandbox/aws/account.ts'
import { type SesSmtp, startSesSmtp } from '../../sandbox/aws/ses-smtp.ts'
import { duration } from '../../sandbox/clock.ts'
import type { Issue } from '../../sandbox/github/issue.ts'
import type { Scenario } from '../../sandbox/scenario.ts'
import { spelled } from '../../src/key/formats.ts'
import { fingerprint } from '../../src/key/verification-contract.ts'
import type { KeyFormat } from '../../src/rotation/ports.ts'
import {
  example,
  life,
  logOf,
  outputsOf,
  page,
  type Texts,
  verifications,
  type World,
  withWorkflows,
} from './example-support.ts'
import { minted } from './installed-app.ts'
import { keysOf, statuses } from './support.ts'

const wholeLife = (caller: Scenario['caller']) =>
  caller === 'role'
    ? ['overlap: Active Active']
    : ['overlap: Active Active', 'recovery: Inactive Active', 'steady: Active']

describe.each([
  ['rotate-self.yml', 'self'],
  ['rotate-role.yml', 'role'],
] as const)('%s with verify.yml', (file, caller) => {
  const files = { 'rotate.yml': example(file), 'verify.yml': example('verify.yml') }

  test('rotates by its schedule', async () => {
    await withWorkflows(files, { caller }, async (world) => {
      const { scenario } = world
      expect(await life(world, 'rotate.yml')).toEqual(wholeLife(caller))
      expect(keysOf(scenario).at(-1)).toBe(`${scenario.published()} Active`)
      expect(scenario.signsIn()).toBe('works')
      const ended = await verifications(scenario)
      expect(new Set(ended)).toEqual(new Set(['success: verify success']))
      expect(ended.length).toBeGreaterThanOrEqual(1)
    })
  })
})

describe.each([
  ['one-file-self.yml', 'self'],
  ['one-file-role.yml', 'role'],
] as const)('%s', (file, caller) => {
  const files = { 'aws-key.yml': example(file) }

  test('rotates and verifies itself', async () => {
    await withWorkflows(files, { caller }, async (world) => {
      const { scenario } = world
      expect(await life(world, 'aws-key.yml')).toEqual(wholeLife(caller))
      expect(keysOf(scenario).at(-1)).toBe(`${scenario.published()} Active`)
      const ended = await verifications(scenario)
      expect(new Set(ended)).toEqual(new Set(['success: rotate skipped, verify success']))
      expect(ended.length).toBeGreaterThanOrEqual(1)
    })
  })
})

describe('one-file-self.yml', () => {
  const files = { 'aws-key.yml': example('one-file-self.yml') }

  test('only plans when somebody starts it by hand, and rotates when asked to', async () => {
    await withWorkflows(files, {}, async ({ scenario, host }) => {
      const planned = await host.byHand('aws-key.yml')
      expect(outputsOf(planned)).toMatchObject({ phase: 'steady', rotated: 'false', 'next-step': 'rotate' })
      expect(statuses(scenario)).toBe('Active')
      const rotated = await host.byHand('aws-key.yml', { mode: 'rotate' })
      expect(outputsOf(rotated)).toMatchObject({ phase: 'overlap', rotated: 'true' })
    })
  })

  test('proves a secret that somebody writes again', async () => {
    await withWorkflows(files, {}, async ({ scenario, host }) => {
      const { sandbox, home } = scenario
      await host.scheduled('aws-key.yml')
      sandbox.clock.advance(duration('1d'))
      for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) {
        sandbox.github.setSecret(home, name, sandbox.github.secretValue(home, name) ?? '')
      }
      sandbox.clock.advance(duration('1h'))
      expect(outputsOf(await host.scheduled('aws-key.yml'))).toMatchObject({ phase: 'overlap' })
      const runs = sandbox.github.runs(home).length
      // It is proven then, and not asked about again.
      sandbox.clock.advance(duration('1d'))
      expect(outputsOf(await host.scheduled('aws-key.yml'))).toMatchObject({ phase: 'overlap' })
      expect(sandbox.github.runs(home)).toHaveLength(runs)
    })
  })
})

describe('a verification', () => {
  /** Stores the key as the file expects it, in the places that it is about. */
  type Publish = (world: World, key: LongTermCredentials) => void
  const asPair: Publish = () => {}
  const inEnvironments: Publish = ({ scenario: { sandbox, home } }, { accessKeyId, secretAccessKey }) => {
    for (const environment of ['staging', 'production']) {
      sandbox.github.repository(home).addEnvironment(environment)
      sandbox.github.setSecret(home, 'AWS_ACCESS_KEY_ID', accessKeyId, environment)
      sandbox.github.setSecret(home, 'AWS_SECRET_ACCESS_KEY', secretAccessKey, environment)
    }
  }
  const as =
    (formats: Readonly<Record<string, KeyFormat>>): Publish =>
    ({ scenario: { sandbox, home } }, { accessKeyId, secretAccessKey }) => {
      for (const [name, format] of Object.entries(formats)) {
        sandbox.github.setSecret(home, name, spelled(format, accessKeyId, secretAccessKey))
      }
    }
  const whole = as({ AWS_KEY: 'json', AWS_CREDENTIALS_FILE: 'credentials-file' })
  const smtp = as({ SMTP_USER: 'access-key-id', SMTP_PASSWORD: 'ses-smtp-password:eu-west-1' })

  test.each<readonly [file: string, publish: Publish, jobs: readonly string[]]>([
    ['verify.yml', asPair, ['verify']],
    ['verify-environments.yml', inEnvironments, ['verify (staging)', 'verify (production)']],
    ['verify-one-secret.yml', whole, ['json', 'credentials-file']],
    ['verify-smtp.yml', smtp, ['verify']],
  ])('%s passes with the expected key, and with no other', async (file, publish, names) => {
    let ses: SesSmtp | undefined
    const machine = async (): Promise<Texts> => ses?.environment ?? {}
    const options = file === 'verify-smtp.yml' ? { host: { machine } } : {}
    await withWorkflows({ 'verify.yml': example(file) }, options, async (world) => {
      const { scenario, host } = world
      const { aws } = scenario.sandbox
      ses = file === 'verify-smtp.yml' ? await startSesSmtp(aws) : undefined
      try {
        publish(world, scenario.oldKey)
        const held = fingerprint(scenario.oldKey.accessKeyId)
        const passed = await host.byHand('verify.yml', { 'expected-key': held })
        expect(passed.jobs.map(({ name, result }) => [name, result])).toEqual(names.map((name) => [name, 'success']))
        const { accessKeyId, secretAccessKey } = aws.createAccessKey(scenario.user)
        const refused = await host.byHand('verify.yml', { 'expected-key': fingerprint(accessKeyId) })
        expect(refused.jobs.map(({ result }) => result)).toEqual(names.map(() => 'failure'))
        expect(logOf(refused)).not.toContain(secretAccessKey)
        expect(logOf(refused)).toContain('This job holds another access key than the expected one')
      } finally {
        await ses?.stop()
      }
    })
  })
})

describe('docs/setup.md', () => {
  test('shows a rotation with a token that another step makes', async () => {
    const [, token = ''] =
      /```yaml\n(- uses: actions\/create-github-app-token@[\s\S]*?)\n\n/.exec(page('setup.md')) ?? []
    const rotate = example('rotate-self.yml')
      .replace('    steps:\n', `    steps:\n${token.replaceAll(/^/gm, '      ')}\n`)
      .replace(/ *github-app-id: .*\n/, `          github-token: \${{ steps.app.outputs.token }}\n`)
      .replace(/ *github-app-private-key: .*\n/, '')
    expect(rotate).toContain('permission-secrets: write')
    const files = { 'rotate.yml': rotate, 'verify.yml': example('verify.yml') }
    await withWorkflows(files, {}, async ({ scenario, host }) => {
      const run = await host.scheduled('rotate.yml')
      expect(run.jobs.map(({ steps }) => steps.map(({ outcome }) => outcome))).toEqual([['success', 'success']])
      expect(outputsOf(run)).toMatchObject({ phase: 'overlap', rotated: 'true' })
      expect(minted(scenario)).toEqual([{ repositories: ['app'], permissions: { secrets: 'write' } }])
    })
  })
})

describe('the runner of the examples', () => {
  test('gives a job no token to sign in with that does not ask for one', async () => {
    const yaml = example('rotate-role.yml').replace(/ *id-token: write.*\n/, '')
    await withWorkflows({ 'rotate.yml': yaml }, { caller: 'role' }, async ({ scenario, host }) => {
      const run = await host.scheduled('rotate.yml')
      expect(run.jobs[0]?.steps.map(({ outcome }) => outcome)).toEqual(['failure', 'skipped'])
      expect(scenario.sandbox.wire.records).toEqual([])
    })
  })

  test('is told beforehand of a verification that shares the group of the rotation', async () => {
    const files = { 'aws-key.yml': example('one-file-self.yml').replace(/group: .*/, 'group: rotate-aws-key') }
    await withWorkflows(files, { used: true }, async ({ scenario, host }) => {
      const planned = await host.byHand('aws-key.yml')
      expect(logOf(planned)).toContain('is in the concurrency group of this run, rotate-aws-key')
      const run = await host.scheduled('aws-key.yml')
      expect(outputsOf(run)).toMatchObject({ phase: 'blocked', rotated: 'false' })
      expect(statuses(scenario)).toBe('Active')
      expect(await verifications(scenario)).toEqual([])
    })
  })

  test('is told beforehand of a verification that nobody has written', async () => {
    const files = { 'aws-key.yml': example('one-file-self.yml').replace(/ {2}verify:\n[\s\S]*$/, '') }
    await withWorkflows(files, { used: true }, async ({ scenario, host }) => {
      const run = await host.scheduled('aws-key.yml')
      expect(logOf(run)).toContain('runs none of its jobs when the rotation starts it')
      expect(statuses(scenario)).toBe('Active')
    })
  })
})

describe('issue-when-needed.yml', () => {
  /** The rotation's step says what a variable of the repository says, and ends so. */
  const yaml = example('issue-when-needed.yml').replace(
    / {6}- id: rotate[\s\S]*? {6}# A step/,
    `      - id: rotate
        run: |
          printf 'attention=%s\\n' "$ATTENTION" >> "$GITHUB_OUTPUT"
          exit "$CODE"
        env:
          ATTENTION: \${{ vars.ATTENTION }}
          CODE: \${{ vars.CODE }}
      # A step`,
  )
  const title = 'The rotation of AWS keys needs a person'
  const held = {
    user: 'ci-bot',
    account: '111122223333',
    what: 'The old key is still used: "$(id)" `id`',
    remedy: "Find who uses it; don't delete it.",
    since: '2026-03-09T09:00:00Z',
  }
  const overdue = { user: 'vendor', account: '111122223333', what: 'The key is overdue.', remedy: 'See the log.' }

  test('keeps one issue, from what happens until nothing needs a person any more', async () => {
    await withWorkflows({ 'rotate.yml': yaml }, {}, async ({ scenario, host }) => {
      const { github } = scenario.sandbox
      const repository = github.repository(scenario.home)
      const variables = github.variablesAt({ repository: scenario.home })
      const issuesAfter = async (attention: readonly object[] | undefined, code = 0) => {
        variables.set('ATTENTION', attention === undefined ? '' : JSON.stringify(attention))
        variables.set('CODE', String(code))
        const { conclusion, jobs } = await host.scheduled('rotate.yml')
        expect(jobs.map(({ steps }) => steps.map(({ outcome }) => outcome))).toEqual([
          [code === 0 ? 'success' : 'failure', 'success'],
        ])
        expect(conclusion).toBe(code === 0 ? 'success' : 'failure')
        return repository.issues.filter(({ author }) => author === 'github-actions[bot]')
      }
      const now = scenario.sandbox.clock.now()
      const foreign: Issue = {
        number: 1,
        id: 1,
        author: 'mallory',
        title,
        body: 'Mine',
        state: 'open',
        stateReason: null,
        createdAt: now,
        updatedAt: now,
        closedAt: null,
        comments: [],
      }
      repository.putIssue(foreign)

      expect(await issuesAfter([])).toEqual([])
      const ofCiBot = `- **ci-bot** in account 111122223333, since 2026-03-09T09:00:00Z: ${held.what} ${held.remedy}`
      const opened = await issuesAfter([held])
      expect(opened).toMatchObject([{ number: 2, title, body: ofCiBot, state: 'open', comments: [] }])
      expect(await issuesAfter([held])).toEqual(opened)
      const body = `${ofCiBot}\n- **vendor** in account 111122223333: The key is overdue. See the log.`
      expect(await issuesAfter([held, overdue], 1)).toMatchObject([
        { number: 2, body, comments: [{ body: expect.stringMatching(/^What needs a person has changed: https:/) }] },
      ])
      const [closed] = await issuesAfter([])
      expect(closed).toMatchObject({ number: 2, state: 'closed', stateReason: 'completed' })
      expect(closed?.comments.at(-1)?.body).toMatch(/^Nothing needs a person any more: https:/)
      expect(await issuesAfter([])).toEqual([closed])
      const failed = '- **The rotation**: The rotation failed before it could look at a key. See its log.'
      expect(await issuesAfter(undefined, 1)).toMatchObject([{ number: 2 }, { number: 3, body: failed, state: 'open' }])
      expect(repository.issues[0]).toEqual(foreign)
    })
  })

  test('tells what the rotation says that a person has to do, and closes the issue when that is done', async () => {
    const files = { 'rotate.yml': example('issue-when-needed.yml'), 'verify.yml': example('verify.yml') }
    await withWorkflows(files, {}, async ({ scenario, host }) => {
      const repository = scenario.sandbox.github.repository(scenario.home)
      const verification = repository.workflow('verify.yml')
      if (verification === undefined) throw new Error('there is no verification')
      verification.state = 'disabled_manually'
      const failed = await host.scheduled('rotate.yml')
      expect(failed.conclusion).toBe('failure')
      expect(repository.issues).toMatchObject([{ title, state: 'open' }])
      expect(repository.issues[0]?.body).toMatch(
        /^- \*\*ci-bot\*\* in account 111122223333: .*:\n {2}- The verification workflow verify\.yml .*disabled/,
      )
      verification.state = 'active'
      const rotated = await host.scheduled('rotate.yml')
      expect(outputsOf(rotated)).toMatchObject({ phase: 'overlap', attention: '[]' })
      expect(repository.issues).toMatchObject([{ state: 'closed', stateReason: 'completed' }])
    })
  })
})
