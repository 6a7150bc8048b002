/** What pages show is what the actions, the runner and AWS take: every fenced block of every page, and every example. */
import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isBasicExpression } from '@actions/workflow-parser'
import { TemplateToken } from '@actions/workflow-parser/templates/tokens/template-token'
import { describe, expect, test } from '@jest/globals'
import { parsePolicy } from '../../sandbox/aws/policy.ts'
import { parseTrust } from '../../sandbox/aws/trust-policy.ts'
import { readWorkflow, type WorkflowDefinition } from '../../sandbox/workflows/definition.ts'
import { type Contexts, readBy, texts } from '../../sandbox/workflows/expression.ts'
import { mistakesIn } from '../../sandbox/workflows/mistakes.ts'
import { ownAction } from '../../sandbox/workflows/own-actions.ts'
import { readConfiguration } from '../../src/inputs/configuration.ts'
import { spelled } from '../../src/key/formats.ts'
import { readMergeInputs } from '../../src/merge/inputs.ts'
import { Problem } from '../../src/rotation/problem.ts'
import { readVerifyInputs } from '../../src/verify/inputs.ts'
import { configured } from '../unit/inputs/workspace.ts'
import { blocksIn, type CodeBlock, completed } from './code-blocks.ts'

const root = join(import.meta.dirname, '..', '..')
const text = (path: string) => readFileSync(join(root, path), 'utf8')

const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md']
  .concat(readdirSync(join(root, 'docs')).map((file) => `docs/${file}`))
  .filter((file) => file.endsWith('.md'))
const blocks = pages.flatMap((page) => blocksIn(page, text(page)))
const ofLanguage = (language: string) => blocks.filter((block) => block.language === language)
const examples = readdirSync(join(root, 'examples')).filter((file) => file.endsWith('.yml'))
const configFiles = examples.filter((file) => /^(users|defaults):/m.test(text(`examples/${file}`)))
const workflows = examples.filter((file) => !configFiles.includes(file))

const id = 'AKIAIOSFODNN7EXAMPLE'
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
})

/** Every name that the pages and examples may read: a misspelt one is empty on GitHub. */
const known: Contexts = {
  secrets: {
    AWS_ACCESS_KEY_ID: id,
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_KEY: spelled('json', id, secret),
    AWS_CREDENTIALS_FILE: spelled('credentials-file', id, secret),
    SMTP_USER: id,
    SMTP_PASSWORD: spelled('ses-smtp-password:eu-west-1', id, secret),
    AWS_KEY_RECOVERY: '',
    ROTATION_APP_PRIVATE_KEY: privateKey,
    AUDIT_APP_PRIVATE_KEY: privateKey,
    TOKEN: 'token',
  },
  vars: {
    ROTATION_APP_CLIENT_ID: 'Iv23liExample',
    AUDIT_APP_CLIENT_ID: 'Iv23liExample',
    AUDIT_APP_ID: '4711',
    AWS_ACCESS_KEY_ID: id,
  },
}

/** What one run of all of them would find. */
const contexts: Contexts = {
  ...known,
  github: { token: 'job', run_id: '1', api_url: 'https://api.github.com', repository: 'octo-org/app' },
  inputs: { 'expected-key': '1a5d44a2dca19669', 'rotation-id': 'r1', mode: 'plan', force: false },
  needs: { plan: { result: 'success', outputs: { users: '["ci-bot"]' } } },
  matrix: { users: 'ci-bot', environment: 'production' },
  strategy: { 'job-index': 0 },
  env: {},
  job: {},
  runner: {},
  steps: {
    app: { outputs: { token: 'installation' } },
    aws: { outputs: { 'aws-expiration': '"2026-03-01T11:00:00.000Z"' } },
    rotate: { outputs: { report: '[]', attention: '[]' } },
  },
}

/** Mistakes of a workflow, by GitHub's parser and by what our actions say of the inputs that they would get. */
async function mistakesOf(path: string, yaml: string): Promise<readonly string[]> {
  const workflow = await readWorkflow(path, yaml)
  return [...mistakesIn(workflow), ...unknownNames(workflow), ...refusals(workflow)]
}

function unknownNames({ parts, jobs }: WorkflowDefinition): readonly string[] {
  const tokens = [parts, ...jobs.map((job) => job.parts)].flatMap((each) => Object.values(each))
  const paths = tokens
    .flatMap((token) => (token === undefined ? [] : [...TemplateToken.traverse(token)]))
    .flatMap(([, each]) => (isBasicExpression(each) ? readBy(each.expression) : []))
  const isKnown = (context: string, name: string) => Object.hasOwn(known[context] as object, name)
  return paths
    .filter(([context = '', name]) => context in known && name !== undefined && !isKnown(context, name))
    .map((path) => `nobody has been told to make ${path.join('.')}`)
}

/** What each action of this repository refuses of what a step hands it. */
function refusals({ parts, jobs }: WorkflowDefinition): readonly string[] {
  const workspace = mkdtempSync(join(tmpdir(), 'workspace-'))
  try {
    mkdirSync(join(workspace, '.github'))
    writeFileSync(join(workspace, '.github', 'key-rotation.yml'), text('examples/fleet-config.yml'))
    return jobs.flatMap((job) =>
      job.steps.flatMap((step) => {
        const action = step['uses'] === undefined ? undefined : ownAction(step['uses'].toString())
        if (action === undefined) return []
        const inputs = Object.entries(texts(step['with'], contexts))
        const environment = {
          GITHUB_REPOSITORY: 'octo-org/app',
          GITHUB_EVENT_NAME: 'workflow_dispatch',
          GITHUB_WORKSPACE: workspace,
          'INPUT_DISPATCH-TOKEN': 'job',
          ...texts(parts['env'], contexts),
          ...texts(job.parts['env'], contexts),
          ...texts(step['env'], contexts),
          ...Object.fromEntries(inputs.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
        }
        return refusal(() => readers[action](environment))
      }),
    )
  } finally {
    rmSync(workspace, { recursive: true })
  }
}

const readers = {
  'action.yml': readConfiguration,
  'verify/action.yml': readVerifyInputs,
  'report/action.yml': readMergeInputs,
} as const

function refusal(read: () => unknown): readonly string[] {
  try {
    read()
    return []
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return [error instanceof Problem ? `${error.message}. ${error.remedy}` : error.message]
  }
}

test('a block says what it is', () => {
  expect(blocks.length).toBeGreaterThan(35)
  expect(blocks.filter(({ language }) => !['yaml', 'json', 'sh', 'text'].includes(language))).toEqual([])
})

describe('YAML', () => {
  test.each(ofLanguage('yaml').map((block) => [block.at, block] as const))('%s', async (at, block) => {
    const { kind, yaml } = completed(block)
    if (kind === 'config file') expect(configured(yaml).users).not.toEqual([])
    else expect(await mistakesOf(at, yaml)).toEqual([])
  })

  test.each(workflows)('examples/%s', async (file) => {
    expect(await mistakesOf(file, text(`examples/${file}`))).toEqual([])
  })

  test.each(configFiles)('examples/%s', (file) => {
    expect(configured(text(`examples/${file}`)).users).not.toEqual([])
  })
})

/** `actions/checkout` and `v7`, of every action of others that a file uses. */
function versionsIn(yaml: string): readonly (readonly [action: string, version: string])[] {
  const uses = [...yaml.matchAll(/uses: ([\w-]+\/[\w-]+)@([\w.]+)(?: # (v\d+))?/g)]
  return uses
    .filter(([, action]) => action !== 'rotate-iam-access-keys/rotate-iam-access-keys')
    .map(([, action = '', tag = '', version = tag]) => [action, version])
}

test('pages use the versions of other actions that the examples pin', () => {
  const pinned = new Map(workflows.flatMap((file) => versionsIn(text(`examples/${file}`))))
  const shown = ofLanguage('yaml').flatMap((block) => versionsIn(block.text))
  expect(pinned.size).toBeGreaterThan(2)
  expect(shown.filter(([action, version]) => (pinned.get(action) ?? version) !== version)).toEqual([])
})

describe('JSON', () => {
  test.each(ofLanguage('json').map((block) => [block.at, block] as const))('%s', (_, { text: json }) => {
    const value: unknown = JSON.parse(json)
    const fields = ['user', 'account', 'reason', 'what', 'remedy', 'since']
    if (Array.isArray(value)) expect(value.flatMap(Object.keys)).toEqual(fields)
    else expect(statementsOf(value as Policy)).toBeGreaterThan(0)
  })

  test.each(readdirSync(join(root, 'docs')).filter((file) => file.endsWith('.json')))('docs/%s', (file) => {
    expect(statementsOf(JSON.parse(text(`docs/${file}`)) as Policy)).toBeGreaterThan(0)
  })
})

interface Statement {
  readonly Principal?: unknown
}
interface Policy {
  readonly Statement?: readonly Statement[]
}

/** How many statements the sandbox understands, of a policy or of a statement by itself. */
function statementsOf(value: Policy): number {
  const policy = value.Statement === undefined ? { Version: '2012-10-17', Statement: [value as Statement] } : value
  const isTrust = (policy.Statement ?? []).some(({ Principal }) => Principal !== undefined)
  return (isTrust ? parseTrust({ ...policy }) : parsePolicy({ ...policy })).statements.length
}

describe('commands', () => {
  const { scripts } = JSON.parse(text('package.json')) as { readonly scripts: Readonly<Record<string, string>> }

  test.each(ofLanguage('sh').map((block) => [block.at, block] as const))('%s', (_, { text: script }) => {
    const { status, stderr } = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' })
    expect([status, stderr]).toEqual([0, ''])
    const named = [...script.matchAll(/^npm (?:run )?([\w:-]+)/gm)].map(([, name = '']) => name)
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([])
  })
})

describe('a mistake is noticed', () => {
  const block = (yaml: string): CodeBlock => ({ at: 'page.md:1', language: 'yaml', text: yaml })
  const own = 'rotate-iam-access-keys/rotate-iam-access-keys'

  test.each([
    ['a misspelt input', `- uses: ${own}@v1\n  with:\n    # …\n    rotate-afte: 45d\n`, /no input rotate-afte/],
    ['a value', `- uses: ${own}@v1\n  with:\n    # …\n    rotate-after: 45\n`, /rotate-after does not allow “45”/],
    ['a missing input', `- uses: ${own}@v1\n  with:\n    iam-user: ci\n`, /github-token/],
    ['a required input', `- uses: ${own}/report@v1\n  with:\n    users: '["ci"]'\n`, /needs the input reports/],
    ['a key of a step', `- run: 'true'\n  shel: bash\n`, /Unexpected value 'shel'/],
    ['a destination', '- repository: octo-org/app\n  enviroment: production\n', /Did you mean environment/],
    ['a format', 'secrets: |\n  AWS_KEY: jsn\n', /jsn/],
    ['a secret', `- uses: ${own}/verify@v1\n  with:\n    key: \${{ secrets.AWS_KEYS }}\n`, /make secrets.AWS_KEYS/],
    ['what is no input', 'secret: |\n  AWS_KEY: json\n', /call it text/],
    ['a config file', 'users:\n  - iam-user: ci\n    rotate-after: 45\n', /ci: rotate-after does not allow “45”/],
  ])('%s', async (_, yaml, told) => {
    const found = async () => {
      const { kind, yaml: whole } = completed(block(yaml))
      if (kind === 'workflow') throw new Error((await mistakesOf('page.md', whole)).join('\n'))
      configured(whole)
    }
    await expect(found()).rejects.toThrow(told)
  })

  test('a block that does not end', () => {
    expect(() => blocksIn('page.md', '```yaml\nusers: []\n')).toThrow('page.md:1: the block does not end')
  })
})
