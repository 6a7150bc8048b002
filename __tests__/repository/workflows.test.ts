/** The workflows of this repository, and those that users copy: what a security linter would ask of them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { isScalar, parse, parseDocument, visit } from 'yaml'
import { readWorkflowFile } from '../../src/github/verification/workflow-file.ts'

const root = join(import.meta.dirname, '..', '..')
const own = 'rotate-iam-access-keys/rotate-iam-access-keys'

interface Step {
  readonly name?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions?: Readonly<Record<string, string>>
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress'?: boolean | string }
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly 'timeout-minutes'?: number
        readonly permissions?: Readonly<Record<string, string>>
        readonly steps: readonly Step[]
      }
    >
  >
}
interface Action {
  readonly inputs: Readonly<Record<string, { readonly required: boolean }>>
}

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const files = ['.github/workflows', 'examples'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.yml'))
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

/** The file that declares one of this repository's actions. */
function ownAction(action: string): Action {
  const [path = ''] = action.split('@')
  return parse(read(join(path.slice(own.length + 1), 'action.yml'))) as Action
}

/** What a permission is good for: a workflow that does not do that must not ask for it. */
const reasons: Readonly<Record<string, (workflow: Workflow) => boolean>> = {
  'contents: read': (each) =>
    stepsOf(each).some((step) => /^actions\/checkout@/.test(step.uses ?? '') || rotates(step)),
  'actions: write': (each) => stepsOf(each).some(rotates),
  'checks: read': (each) => stepsOf(each).some(rotates),
  'id-token: write': (each) =>
    stepsOf(each).some((step) => step.with?.['role-to-assume'] !== undefined || isOf(step, signing)),
  'attestations: write': (each) => stepsOf(each).some((step) => isOf(step, ['actions/attest-build-provenance'])),
  'contents: write': (each) => stepsOf(each).some(({ run = '' }) => run.includes('gh release create')),
  'security-events: write': (each) =>
    stepsOf(each).some((step) => isOf(step, ['github/codeql-action/analyze', 'github/codeql-action/upload-sarif'])),
}

/** Actions that sign what they publish with the identity of the job. */
const signing = ['actions/attest-build-provenance', 'ossf/scorecard-action']

function isOf({ uses: action = '' }: Step, actions: readonly string[]): boolean {
  return actions.includes(action.split('@')[0] ?? '')
}

function rotates({ uses: action = '' }: Step): boolean {
  return action.split('@')[0] === own
}

test('the workflows are found', () => {
  expect(files).toEqual(
    expect.arrayContaining([
      '.github/workflows/ci.yml',
      'examples/rotate-role.yml',
      'examples/rotate-self.yml',
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

  test('has permissions at the top, and none that it does not need', () => {
    const ofJobs = Object.values(parsed.jobs).map(({ permissions = {} }) => permissions)
    const granted = [parsed.permissions ?? { none: 'given' }, ...ofJobs].flatMap((each) => Object.entries(each))
    const needless = granted.filter((entry) => reasons[entry.join(': ')]?.(parsed) !== true)
    expect(needless).toEqual([])
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

  test('gives our actions the inputs that they have', () => {
    for (const step of stepsOf(parsed)) {
      if (step.uses === undefined || !isOwn(step.uses)) continue
      const { inputs } = ownAction(step.uses)
      const given = Object.keys(step.with ?? {})
      expect(given.filter((name) => inputs[name] === undefined)).toEqual([])
      const required = Object.keys(inputs).filter((name) => inputs[name]?.required)
      expect(required.filter((name) => !given.includes(name))).toEqual([])
    }
  })
})

describe('the examples', () => {
  const rotations = files
    .filter((file) => file.startsWith('examples/rotate-'))
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
    expect(readWorkflowFile(read(`examples/${file}`))?.proofs).toEqual(
      proofs.map(([environments, secrets]) => ({ environments, secrets, isCertain: true, isUnconditional: true })),
    )
  })
})

/** A step that hands the expected key to the verify action. */
function proves({ uses: action = '', with: given }: Step): boolean {
  return action.split('@')[0] === `${own}/verify` && String(given?.['expected-key']).includes('inputs.expected-key')
}
