/** The workflows of this repository, and those that users copy: what a security linter would ask of them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { isScalar, parse, parseDocument, visit } from 'yaml'
import { readWorkflow } from '../../sandbox/workflows/definition.ts'
import { type Contexts, holds, resolved, texts, type Value } from '../../sandbox/workflows/expression.ts'
import { mistakesIn } from '../../sandbox/workflows/mistakes.ts'
import { readWorkflowFile } from '../../src/github/verification/workflow-file.ts'

const root = join(import.meta.dirname, '..', '..')
const own = 'rotate-iam-access-keys/rotate-iam-access-keys'

interface Step {
  readonly name?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
}
type Permissions = Readonly<Record<string, string>>
interface Job {
  readonly 'timeout-minutes'?: number
  readonly permissions?: Permissions
  readonly steps: readonly Step[]
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions?: Permissions
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress'?: boolean | string }
  readonly jobs: Readonly<Record<string, Job>>
}

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const files = ['.github/workflows', 'examples'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.yml') && name !== 'fleet-config.yml')
    .map((name) => `${folder}/${name}`),
)
const workflow = (file: string) => parse(read(file)) as Workflow
const stepsOf = ({ jobs }: Workflow) => Object.values(jobs).flatMap(({ steps }) => steps)

/** Every `uses:` with the comment behind it, however the YAML is spelled. */
function uses(file: string): readonly { readonly action: string; readonly comment: string }[] {
  const found: { action: string; comment: string }[] = []
  visit(parseDocument(read(file)), {
    Pair(_, { key, value }) {
      if (!isScalar(key) || key.value !== 'uses' || !isScalar(value)) return
      found.push({ action: String(value.value), comment: (value.comment ?? '').trim() })
    },
  })
  return found
}

const isOwn = (action: string) => action.startsWith('./') || action.split('@')[0]?.startsWith(own) === true

/** What a permission is good for: who does not do that must not ask for it. */
const reasons: Readonly<Record<string, (steps: readonly Step[]) => boolean>> = {
  'contents: read': (steps) => steps.some((step) => /^actions\/checkout@/.test(step.uses ?? '') || rotates(step)),
  'actions: write': (steps) => steps.some(rotates),
  'checks: read': (steps) => steps.some(rotates),
  'id-token: write': (steps) =>
    steps.some((step) => ['role-to-assume', 'config-file'].some((name) => step.with?.[name]) || isOf(step, signing)),
  'attestations: write': (steps) => steps.some((step) => isOf(step, ['actions/attest-build-provenance'])),
  'contents: write': (steps) => steps.some(({ run = '' }) => run.includes('gh release create')),
  'issues: write': (steps) => steps.some(({ run = '' }) => run.includes('/issues')),
  'security-events: write': (steps) =>
    steps.some((step) => isOf(step, ['github/codeql-action/analyze', 'github/codeql-action/upload-sarif'])),
}

/** Actions that sign what they publish with the identity of the job. */
const signing = ['actions/attest-build-provenance', 'ossf/scorecard-action']

function isOf({ uses: action = '' }: Step, actions: readonly string[]): boolean {
  return actions.includes(action.split('@')[0] ?? '')
}

function rotates({ uses: action = '' }: Step): boolean {
  return action.split('@')[0] === own
}

function needless(permissions: Permissions, steps: readonly Step[]): readonly string[] {
  const granted = Object.entries(permissions).map((entry) => entry.join(': '))
  return granted.filter((permission) => reasons[permission]?.(steps) !== true)
}

test('the workflows are found', () => {
  expect(files).toEqual(
    expect.arrayContaining([
      '.github/workflows/ci.yml',
      'examples/audit.yml',
      'examples/fleet.yml',
      'examples/issue-when-needed.yml',
      'examples/one-file-role.yml',
      'examples/one-file-self.yml',
      'examples/organization.yml',
      'examples/rotate-environments.yml',
      'examples/rotate-role.yml',
      'examples/rotate-self.yml',
      'examples/verify-carry-on.yml',
      'examples/verify-environments.yml',
      'examples/verify-one-secret.yml',
      'examples/verify-smtp.yml',
      'examples/verify-use.yml',
      'examples/verify.yml',
    ]),
  )
  expect(files.flatMap(uses).length).toBe(
    files
      .map(workflow)
      .flatMap(stepsOf)
      .filter((step) => step.uses).length,
  )
})

describe.each(files)('%s', (file) => {
  const parsed = workflow(file)

  test('pins every action of others to a commit, and says which version that is', () => {
    const loose = uses(file).filter(
      ({ action, comment }) => !isOwn(action) && !(/@[0-9a-f]{40}$/.test(action) && /^v\d+\.\d+\.\d+$/.test(comment)),
    )
    expect(loose).toEqual([])
  })

  test('has permissions at the top, and none there or at a job that is not needed', () => {
    const { permissions = { none: 'given' }, jobs } = parsed
    expect(needless(permissions, stepsOf(parsed))).toEqual([])
    expect(Object.values(jobs).flatMap((job) => needless(job.permissions ?? {}, job.steps))).toEqual([])
  })

  test('keeps expressions out of shell scripts', () => {
    expect(stepsOf(parsed).filter(({ run }) => run?.includes('${{'))).toEqual([])
  })

  test('leaves no token behind after a checkout', () => {
    const checkouts = stepsOf(parsed).filter((step) => step.uses?.startsWith('actions/checkout@'))
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([])
  })

  test('gives every job a timeout', () => {
    const endless = Object.entries(parsed.jobs).filter(([, job]) => typeof job['timeout-minutes'] !== 'number')
    expect(endless).toEqual([])
  })

  test('does not run on pull_request_target', () => {
    expect(Object.keys(parsed.on)).not.toContain('pull_request_target')
  })
})

describe('an example', () => {
  const definitionOf = (file: string) => readWorkflow(file, read(file))

  const broken: readonly (readonly [what: string, file: string, from: string, to: string, told: string])[] = [
    ['an input', 'verify.yml', 'expected-key: $', 'expectd-key: $', 'verify/action.yml has no input expectd-key'],
    ['what it reads', 'verify.yml', '{ inputs.expected-key', '{ inputs.expected', 'nothing to read at inputs.expected'],
    ['a condition', 'one-file-self.yml', '{ !inputs.expected-key', '{ !inputs.key', 'nothing to read at inputs.key'],
  ]
  test.each(broken)('with %s misspelt is noticed', async (_, file, from, to, told) => {
    const yaml = read(`examples/${file}`).replace(from, to)
    expect(mistakesIn(await readWorkflow(file, yaml))).toEqual([expect.stringContaining(told)])
  })

  test.each([
    ['a key', 'runs-on:', 'run-on:', /run-on/],
    ['a permission', 'permissions: {}', 'permissions: { action: write }', /action/],
    ['a context', 'inputs.expected-key', 'input.expected-key', /input/],
  ])('with %s that GitHub does not know is refused', async (_, from, to, told) => {
    await expect(readWorkflow('verify.yml', read('examples/verify.yml').replace(from, to))).rejects.toThrow(told)
  })

  const secrets = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret', ROTATION_APP_PRIVATE_KEY: 'pem' }
  const startedWith = (inputs: Readonly<Record<string, Value>>): Contexts => ({
    github: { run_id: '4711', repository: 'octo-org/app' },
    inputs,
    needs: {},
    vars: { ROTATION_APP_CLIENT_ID: 'app' },
    secrets: { ...secrets, AWS_KEY_RECOVERY: '' },
  })
  const ready = { success: true, failure: false, cancelled: false }

  test.each([
    'rotate-self.yml',
    'rotate-role.yml',
    'rotate-environments.yml',
    'organization.yml',
    'one-file-self.yml',
    'one-file-role.yml',
  ])('%s rotates by its schedule, and does by hand what is asked for', async (file) => {
    const { parts, jobs } = await definitionOf(`examples/${file}`)
    const given = (inputs: Readonly<Record<string, Value>>) => {
      const steps = jobs.filter(({ id }) => id === 'rotate').flatMap(({ steps: each }) => each)
      return texts(steps.at(-1)?.['with'], startedWith(inputs))
    }
    expect(given({})).toMatchObject({ mode: '', force: '', 'github-app-id': 'app', 'github-app-private-key': 'pem' })
    expect(given({ mode: 'plan', force: false })).toMatchObject({ mode: 'plan', force: 'false' })
    expect(given({ mode: 'rotate', force: true })).toMatchObject({ mode: 'rotate', force: 'true' })
    const group = { group: 'rotate-aws-key', 'cancel-in-progress': false }
    const { vars: _, secrets: __, needs: ___, ...early } = startedWith({})
    expect(resolved(parts['concurrency'], early)).toEqual(group)
  })

  test.each<readonly [inputs: Readonly<Record<string, Value>>, users: string, result: string, jobs: readonly string[]]>(
    [
      [{}, '["ci-bot","mailer"]', 'success', ['plan', 'rotate', 'report']],
      [{}, '["ci-bot"]', 'failure', ['plan', 'rotate', 'report']],
      [{}, '[]', 'success', ['plan', 'report']],
      [{}, '', 'failure', ['plan', 'report']],
      [{ mode: 'plan' }, '["ci-bot"]', 'success', ['plan']],
      [{ mode: 'rotate' }, '["ci-bot"]', 'success', ['plan', 'rotate', 'report']],
    ],
  )('fleet.yml started with %j runs, where the plan names %j with %s, %j', async (inputs, users, result, expected) => {
    const { jobs } = await definitionOf('examples/fleet.yml')
    const plan = { result, outputs: { users } }
    const contexts = { github: {}, inputs, needs: { plan, rotate: { result: 'skipped', outputs: {} } }, vars: {} }
    const status = { success: result === 'success', failure: result === 'failure', cancelled: false }
    const due = jobs.filter(({ id, parts }) => holds(parts['if'], contexts, id === 'plan' ? ready : status))
    expect(due.map(({ id }) => id)).toEqual(expected)
  })

  test.each(['one-file-self.yml', 'one-file-role.yml'])(
    '%s only verifies when it is told the key to expect, beside the rotation that waits for it',
    async (file) => {
      const { parts, jobs } = await definitionOf(`examples/${file}`)
      const runs = (inputs: Readonly<Record<string, Value>>) => {
        const { secrets: _, ...contexts } = startedWith(inputs)
        return jobs.filter((job) => holds(job.parts['if'], contexts, ready)).map(({ id }) => id)
      }
      expect(runs({})).toEqual(['rotate'])
      expect(runs({ mode: 'plan', 'expected-key': '' })).toEqual(['rotate'])
      expect(runs({ mode: 'plan', 'expected-key': '0123456789abcdef' })).toEqual(['verify'])
      const dispatched = startedWith({ mode: 'plan', 'expected-key': '0123456789abcdef', 'rotation-id': 'r1' })
      expect(resolved(parts['concurrency'], dispatched)).toMatchObject({ group: '4711' })
      expect(resolved(parts['run-name'], dispatched)).toBe('AWS key r1')
    },
  )
})

describe('the examples', () => {
  const rotations = files
    .filter((file) => /^examples\/(rotate-|one-file-|organization|fleet)/.test(file))
    .map((file) => [file, workflow(file)] as const)
  const verifications = files.filter((file) => file.startsWith('examples/verify'))

  test.each(rotations)(
    '%s runs once at a time, at an odd minute, and not on pull requests',
    (_, { on, concurrency }) => {
      expect(concurrency?.['cancel-in-progress']).toBe(false)
      expect(Object.keys(on).sort()).toEqual(['schedule', 'workflow_dispatch'])
      const [{ cron }] = on['schedule'] as [{ cron: string }]
      expect(Number(cron.split(' ')[0]) % 5).not.toBe(0)
    },
  )

  test.each(verifications)(
    '%s can be dispatched with what the rotation sends, is known by its title, and does not wait for the rotation',
    (file) => {
      const { on, concurrency, jobs } = workflow(file)
      const dispatch = on['workflow_dispatch'] as { inputs: Record<string, { required: boolean }> }
      expect(Object.keys(dispatch.inputs)).toEqual(['expected-key', 'rotation-id'])
      expect(readWorkflowFile(read(file))).toMatchObject({
        isDispatched: true,
        required: [],
        inTitle: ['rotation-id'],
        handsOnKey: true,
        toleratesFailure: false,
        futility: undefined,
      })
      expect(concurrency).toBeUndefined()
      const proofs = Object.values(jobs).flatMap(({ steps }) => steps.filter(proves))
      expect(proofs).toHaveLength(Object.keys(jobs).length)
      for (const [, { concurrency: group }] of rotations) expect(group?.group).toBeDefined()
    },
  )

  const pair = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']
  test.each([
    ['verify.yml', [[[undefined], pair]]],
    ['verify-use.yml', [[[undefined], pair]]],
    ['verify-carry-on.yml', [[[undefined], pair]]],
    ['verify-environments.yml', [[['staging', 'production'], pair]]],
    [
      'verify-one-secret.yml',
      [
        [[undefined], ['AWS_KEY']],
        [[undefined], ['AWS_CREDENTIALS_FILE']],
      ],
    ],
    ['verify-smtp.yml', [[[undefined], ['SMTP_USER', 'SMTP_PASSWORD']]]],
  ])('%s is known to prove the secrets that it gets', (file, proofs) => {
    expect(readWorkflowFile(read(`examples/${file}`))?.proofs).toMatchObject(
      proofs.map(([environments, secrets]) => ({ environments, secrets, isCertain: true, isUnconditional: true })),
    )
  })
})

/** A step that hands the expected key to the verify action. */
function proves({ uses: action = '', with: given }: Step): boolean {
  return action.split('@')[0] === `${own}/verify` && String(given?.['expected-key']).includes('inputs.expected-key')
}
