/** The sandbox's GitHub answers Octokit within GitHub's published description, and refuses what GitHub refuses. */
import { getOctokit } from '@actions/github'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { duration, type SandboxClock } from '../../sandbox/clock.ts'
import type { BasePath } from '../../sandbox/github/base-path.ts'
import type { GitHub, GitHubOptions } from '../../sandbox/github/github.ts'
import type { NotedRunOptions } from '../../sandbox/github/noted-run.ts'
import { matchOperation } from '../../sandbox/github/openapi.ts'
import { type CheckedRequest, checkRequest, checkResponse } from '../../sandbox/github/openapi-check.ts'
import { githubService } from '../../sandbox/github/service.ts'
import type { TokenOptions } from '../../sandbox/github/token.ts'
import type { Conclusion, Fate, JobContext } from '../../sandbox/github/workflow-run.ts'
import { startScenario } from '../../sandbox/scenario.ts'
import type { Fault, Wire } from '../../sandbox/wire.ts'
import { type LoopbackGitHub, type Octokit, openGitHub, refusal, seal } from './loopback-github.ts'

const shop = { owner: 'octo-org', repo: 'shop' }
const verifyFile = '.github/workflows/verify.yml'
const verifyYaml = `
name: Verify the key
run-name: Verify \${{ inputs.rotation-id }}
on:
  workflow_dispatch:
    inputs:
      expected-key: { required: true, type: string }
      rotation-id: { type: string, default: none }
      region: { type: choice, options: [us-east-1, eu-west-1], default: us-east-1 }
jobs:
  verify: { runs-on: ubuntu-latest, steps: [] }
`

let clock: SandboxClock
let wire: Wire
let github: GitHub
let url: string
let violations: string[]
let opened: LoopbackGitHub[]

beforeEach(async () => {
  opened = []
  await open()
})

afterEach(async () => {
  await Promise.all(opened.map((each) => each.close()))
  expect(violations).toEqual([])
})

/** A GitHub with one private repository, behind a wire that takes no time. */
async function open(options: Omit<GitHubOptions, 'clock'> = {}, basePath: BasePath = ''): Promise<void> {
  const loopback = await openGitHub(options, basePath)
  opened.push(loopback)
  ;({ clock, wire, github, url, violations } = loopback)
  github.addOrganization('octo-org')
  github.addRepository('octo-org/shop')
}

function as(token: string): Octokit {
  return getOctokit(token, { baseUrl: url })
}

function admin(): Octokit {
  return as(github.addToken({ kind: 'app', name: 'rotator', permissions: { secrets: 'write', actions: 'write' } }))
}

/** Writes a secret as a client does: fetches the key, seals, puts; answers with the status. */
async function put(octokit: Octokit, secret_name: string, value: string, where = shop): Promise<number> {
  const { data: key } = await octokit.rest.actions.getRepoPublicKey(where)
  const encrypted_value = await seal(value, key.key)
  const { status } = await octokit.rest.actions.createOrUpdateRepoSecret({
    ...where,
    secret_name,
    encrypted_value,
    key_id: key.key_id,
  })
  return status
}

/** The violations that a test causes on purpose. */
function expectViolations(...expected: string[]): void {
  expect(violations).toEqual(expected)
  violations.length = 0
}

describe('secrets', () => {
  test('a value that is sealed to the repository key is opened and kept', async () => {
    const octokit = admin()
    expect(await put(octokit, 'AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI/K7MDENG — ✓')).toBe(201)
    expect(github.secretValue('octo-org/shop', 'AWS_SECRET_ACCESS_KEY')).toBe('wJalrXUtnFEMI/K7MDENG — ✓')

    clock.advance(duration('90s'))
    expect(await put(octokit, 'AWS_SECRET_ACCESS_KEY', 'another')).toBe(204)
    expect(github.secretValue('octo-org/shop', 'AWS_SECRET_ACCESS_KEY')).toBe('another')
    const { data } = await octokit.rest.actions.getRepoSecret({ ...shop, secret_name: 'AWS_SECRET_ACCESS_KEY' })
    expect(data).toEqual({
      name: 'AWS_SECRET_ACCESS_KEY',
      created_at: '2026-11-22T19:00:00Z',
      updated_at: '2026-11-22T19:01:30Z',
    })
  })

  test('no reply and no metadata holds a value', async () => {
    const octokit = admin()
    await put(octokit, 'A', 'the-secret-value')
    await octokit.rest.actions.listRepoSecrets(shop)
    expect(JSON.stringify(wire.records)).not.toContain('the-secret-value')
  })

  test.each([
    ['sealed to the key of another repository', { sealedTo: 'other', keyOf: 'shop' }],
    ['with the key id of another repository', { sealedTo: 'shop', keyOf: 'other' }],
    ['all of another repository', { sealedTo: 'other', keyOf: 'other' }],
  ])('a box %s is refused', async (_, { sealedTo, keyOf }) => {
    github.addRepository('octo-org/other')
    const octokit = admin()
    const key = async (repo: string) => (await octokit.rest.actions.getRepoPublicKey({ ...shop, repo })).data
    const encrypted_value = await seal('value', (await key(sealedTo)).key)
    const { key_id } = await key(keyOf)
    expect(
      await refusal(
        octokit.rest.actions.createOrUpdateRepoSecret({ ...shop, secret_name: 'A', encrypted_value, key_id }),
      ),
    ).toMatchObject({
      status: 422,
      message: 'Bad request - validation failed due to an improperly encrypted secret',
    })
    expect(github.secretValue('octo-org/shop', 'A')).toBeUndefined()
  })

  test('a new key pair refuses what was sealed to the old one, and opens what is sealed to itself', async () => {
    const octokit = admin()
    const { data: old } = await octokit.rest.actions.getRepoPublicKey(shop)
    github.rotatePublicKey('octo-org/shop')
    const write = octokit.rest.actions.createOrUpdateRepoSecret({
      ...shop,
      secret_name: 'A',
      encrypted_value: await seal('value', old.key),
      key_id: old.key_id,
    })
    expect((await refusal(write)).status).toBe(422)
    expect(await put(octokit, 'A', 'value')).toBe(201)
  })

  test.each([
    ['key_id', { encrypted_value: 'AAAA' }, `Invalid request.\n\n"key_id" wasn't supplied.`],
    ['encrypted_value', { key_id: '1' }, `Invalid request.\n\n"encrypted_value" wasn't supplied.`],
  ])('a body without %s is refused, by GitHub and by its description', async (missing, body, message) => {
    const request = admin().request('PUT /repos/octo-org/shop/actions/secrets/A', body)
    expect(await refusal(request)).toMatchObject({ status: 422, message })
    expectViolations(
      `PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}: body must have required property '${missing}'`,
    )
  })

  test('a value that is not standard base64 is refused', async () => {
    const octokit = admin()
    const { data: key } = await octokit.rest.actions.getRepoPublicKey(shop)
    const body = { encrypted_value: 'not-base64_', key_id: key.key_id }
    expect((await refusal(octokit.request('PUT /repos/octo-org/shop/actions/secrets/A', body))).status).toBe(422)
    expect(violations.splice(0)).toEqual([expect.stringContaining('body/encrypted_value must match pattern')])
  })

  test('names are kept in upper case and compared without regard to case', async () => {
    const octokit = admin()
    expect(await put(octokit, 'aws_key', 'one')).toBe(201)
    expect(await put(octokit, 'AWS_Key', 'two')).toBe(204)
    const { data } = await octokit.rest.actions.getRepoSecret({ ...shop, secret_name: 'aws_KEY' })
    expect(data.name).toBe('AWS_KEY')
    expect(github.secretValue('octo-org/shop', 'Aws_Key')).toBe('two')
  })

  test.each(['GITHUB_KEY', 'github_key', '1KEY', 'AWS-KEY', 'AWS KEY', 'CLÉ'])(
    '%s is no name for a secret',
    async (name) => {
      expect((await refusal(put(admin(), name, 'value'))).status).toBe(422)
    },
  )

  test('a deleted secret is gone, and created anew by the next write', async () => {
    const octokit = admin()
    await put(octokit, 'A', 'value')
    clock.advance(duration('1h'))
    await octokit.rest.actions.deleteRepoSecret({ ...shop, secret_name: 'a' })
    const read = () => octokit.rest.actions.getRepoSecret({ ...shop, secret_name: 'A' })
    expect(await refusal(read())).toMatchObject({ status: 404, message: 'Not Found' })
    expect((await refusal(octokit.rest.actions.deleteRepoSecret({ ...shop, secret_name: 'A' }))).status).toBe(404)
    expect(await put(octokit, 'A', 'value')).toBe(201)
    expect((await read()).data.created_at).toBe('2026-11-22T20:00:00Z')
  })

  test('lists come in pages, by name', async () => {
    const names = Array.from({ length: 65 }, (_, index) => `KEY_${String(index).padStart(2, '0')}`)
    for (const name of names.toReversed()) github.setSecret('octo-org/shop', name, 'value')
    const octokit = admin()

    const { data, headers } = await octokit.rest.actions.listRepoSecrets(shop)
    expect(data.total_count).toBe(65)
    expect(data.secrets.map(({ name }) => name)).toEqual(names.slice(0, 30))
    expect(headers.link).toBe(
      `<${url}/repos/octo-org/shop/actions/secrets?page=2>; rel="next", <${url}/repos/octo-org/shop/actions/secrets?page=3>; rel="last"`,
    )
    const all = await octokit.paginate(octokit.rest.actions.listRepoSecrets, { ...shop, per_page: 20 })
    expect(all.map(({ name }) => name)).toEqual(names)
    const { headers: atEnd } = await octokit.rest.actions.listRepoSecrets({ ...shop, page: 3 })
    expect(atEnd.link?.match(/rel="\w+"/g)).toEqual(['rel="prev"', 'rel="first"'])
    const { data: past } = await octokit.rest.actions.listRepoSecrets({ ...shop, page: 9 })
    expect(past).toEqual({ total_count: 65, secrets: [] })
  })

  test('a repository takes 100 secrets of 48 KB', async () => {
    for (let index = 0; index < 99; index += 1) github.setSecret('octo-org/shop', `KEY_${index}`, 'value')
    const octokit = admin()
    expect((await refusal(put(octokit, 'LARGE', 'x'.repeat(48 * 1_024 + 1)))).status).toBe(422)
    expect(await put(octokit, 'LARGE', 'x'.repeat(48 * 1_024))).toBe(201)
    expect((await refusal(put(octokit, 'ONE_MORE', 'value'))).status).toBe(422)
    expect(await put(octokit, 'KEY_0', 'value')).toBe(204)
  })

  test('reads lag behind writes when asked to', async () => {
    github.setSecret('octo-org/shop', 'OLD', 'one')
    github.secretsVisibleAfter = duration('8s')
    const octokit = admin()
    clock.advance(duration('1h'))
    expect(await put(octokit, 'OLD', 'two')).toBe(204)
    expect(await put(octokit, 'NEW', 'new')).toBe(201)
    const read = async (secret_name: string) =>
      (await octokit.rest.actions.getRepoSecret({ ...shop, secret_name })).data
    const listed = async () =>
      (await octokit.rest.actions.listRepoSecrets(shop)).data.secrets.map(({ name, updated_at }) => [name, updated_at])

    clock.advance(7_999)
    expect((await read('OLD')).updated_at).toBe('2026-11-22T19:00:00Z')
    expect((await refusal(read('NEW'))).status).toBe(404)
    expect(await listed()).toEqual([['OLD', '2026-11-22T19:00:00Z']])
    // Writes are not confused by what reads do not show yet.
    expect(github.secretValue('octo-org/shop', 'NEW')).toBe('new')

    clock.advance(1)
    expect(await listed()).toEqual([
      ['NEW', '2026-11-22T20:00:00Z'],
      ['OLD', '2026-11-22T20:00:00Z'],
    ])
  })
})

describe('tokens', () => {
  const readSecrets = (octokit: Octokit, repo: string) => octokit.rest.actions.listRepoSecrets({ ...shop, repo })
  const writeSecret = async (octokit: Octokit, repo: string) => {
    const key = github.repository(`octo-org/${repo}`).actionsSecrets.publicKey
    const encrypted_value = await seal('value', key.key)
    const secret = { secret_name: 'A', encrypted_value, key_id: key.key_id }
    return octokit.rest.actions.createOrUpdateRepoSecret({ ...shop, repo, ...secret })
  }
  const readRuns = (octokit: Octokit, repo: string) => octokit.rest.actions.listWorkflowRunsForRepo({ ...shop, repo })
  const dispatch = (octokit: Octokit, repo: string) =>
    octokit.rest.actions.createWorkflowDispatch({ ...shop, repo, workflow_id: 'plain.yml', ref: 'main' })
  const readRepository = (octokit: Octokit, repo: string) => octokit.rest.repos.get({ ...shop, repo })

  const granted = { status: 200 }
  const byApp = { status: 403, message: 'Resource not accessible by integration' }
  const byPat = { status: 403, message: 'Resource not accessible by personal access token' }
  const noAdmin = { status: 403, message: 'Must have admin rights to Repository.' }
  const readOnly = { status: 403, message: 'Repository was archived so is read-only.' }
  const hidden = { status: 404, message: 'Not Found' }
  const operations = { readSecrets, writeSecret, readRuns, dispatch, readRepository }
  type Outcome = { readonly status: number; readonly message?: string }
  type Row = [operation: keyof typeof operations, repo: string, token: Omit<TokenOptions, 'name'>, outcome: Outcome]

  test.each<Row>([
    ['readSecrets', 'shop', { kind: 'app', permissions: { secrets: 'read' } }, granted],
    ['readSecrets', 'shop', { kind: 'app', permissions: { secrets: 'write' } }, granted],
    ['readSecrets', 'shop', { kind: 'app', permissions: { actions: 'write' } }, byApp],
    ['readSecrets', 'shop', { kind: 'app', permissions: { secrets: 'read' }, repositories: [] }, hidden],
    ['readSecrets', 'open', { kind: 'app', permissions: { secrets: 'read' }, repositories: [] }, byApp],
    ['readSecrets', 'shop', { kind: 'fine-grained', permissions: { secrets: 'read' } }, granted],
    ['readSecrets', 'shop', { kind: 'fine-grained' }, byPat],
    ['readSecrets', 'shop', { kind: 'fine-grained', repositories: ['octo-org/open'] }, hidden],
    ['readSecrets', 'shop', { kind: 'GITHUB_TOKEN', permissions: { actions: 'write' } }, byApp],
    ['readSecrets', 'shop', { kind: 'classic', scopes: ['repo'] }, granted],
    ['readSecrets', 'shop', { kind: 'classic', scopes: ['public_repo'] }, hidden],
    ['readSecrets', 'open', { kind: 'classic', scopes: ['public_repo'] }, noAdmin],
    ['readSecrets', 'absent', { kind: 'classic', scopes: ['repo'] }, hidden],
    ['writeSecret', 'shop', { kind: 'app', permissions: { secrets: 'write' } }, { status: 201 }],
    ['writeSecret', 'shop', { kind: 'app', permissions: { secrets: 'read' } }, byApp],
    ['writeSecret', 'shop', { kind: 'fine-grained', permissions: { secrets: 'read' } }, byPat],
    ['writeSecret', 'shop', { kind: 'classic', scopes: ['repo'] }, { status: 201 }],
    ['writeSecret', 'archived', { kind: 'classic', scopes: ['repo'] }, readOnly],
    ['writeSecret', 'archived', { kind: 'app', permissions: { secrets: 'read' } }, byApp],
    ['readSecrets', 'archived', { kind: 'app', permissions: { secrets: 'read' } }, granted],
    ['readRuns', 'shop', { kind: 'GITHUB_TOKEN', permissions: { actions: 'read' } }, granted],
    ['readRuns', 'shop', { kind: 'GITHUB_TOKEN', permissions: { contents: 'read' } }, byApp],
    ['readRuns', 'open', { kind: 'GITHUB_TOKEN', repositories: ['octo-org/shop'] }, granted],
    ['dispatch', 'shop', { kind: 'GITHUB_TOKEN', permissions: { actions: 'write' } }, { status: 204 }],
    ['dispatch', 'shop', { kind: 'GITHUB_TOKEN', permissions: { actions: 'read' } }, byApp],
    ['dispatch', 'open', { kind: 'GITHUB_TOKEN', repositories: ['octo-org/shop'] }, byApp],
    ['dispatch', 'open', { kind: 'classic', scopes: [] }, noAdmin],
    ['dispatch', 'archived', { kind: 'app', permissions: { actions: 'write' } }, readOnly],
    ['readRepository', 'shop', { kind: 'GITHUB_TOKEN' }, granted],
    ['readRepository', 'shop', { kind: 'GITHUB_TOKEN', repositories: ['octo-org/open'] }, hidden],
    ['readRepository', 'open', { kind: 'classic', scopes: [] }, granted],
  ])('%s in %s with %j: %j', async (operation, repo, token, outcome) => {
    github.addRepository('octo-org/open', { private: false })
    github.addRepository('octo-org/archived', { archived: true })
    for (const name of ['shop', 'open', 'archived']) {
      github.addWorkflow(`octo-org/${name}`, { path: '.github/workflows/plain.yml', job: async () => 'success' })
    }
    const asked = operations[operation](as(github.addToken({ ...token, name: 'someone' })), repo)
    expect(await (outcome.status < 400 ? asked : refusal(asked))).toMatchObject(outcome)
  })

  test('no job can give its GITHUB_TOKEN a permission for secrets', () => {
    expect(() => github.addToken({ kind: 'GITHUB_TOKEN', name: 'job', permissions: { secrets: 'read' } })).toThrow(
      'no job can give its GITHUB_TOKEN the permission secrets',
    )
  })

  test('a reply says which permission its operation accepts', async () => {
    const none = github.addToken({ kind: 'fine-grained', name: 'pat' })
    expect((await refusal(writeSecret(as(none), 'shop'))).headers).toMatchObject({
      'x-accepted-github-permissions': 'secrets=write',
    })
    const classic = github.addToken({ kind: 'classic', name: 'old', scopes: ['repo', 'workflow'] })
    const { headers } = await readSecrets(as(classic), 'shop')
    expect(headers).toMatchObject({ 'x-oauth-scopes': 'repo, workflow', 'x-accepted-oauth-scopes': 'repo' })
    expect(headers).not.toHaveProperty('x-accepted-github-permissions')
  })

  test('a token that nobody issued, or that has expired, is refused', async () => {
    const octokit = as(
      github.addToken({
        kind: 'fine-grained',
        name: 'rotator',
        permissions: { secrets: 'read' },
        expiresAt: Date.parse('2026-11-22T20:00:00Z'),
      }),
    )
    const { headers } = await readSecrets(octokit, 'shop')
    expect(headers['github-authentication-token-expiration']).toBe('2026-11-22 20:00:00 UTC')
    clock.advance(duration('1h'))
    const expected = { status: 401, message: 'Bad credentials' }
    expect(await refusal(readSecrets(octokit, 'shop'))).toMatchObject(expected)
    expect(await refusal(readSecrets(as('ghs_unknown'), 'shop'))).toMatchObject(expected)
    const anonymous = await fetch(`${url}/repos/octo-org/shop`)
    expect([anonymous.status, await anonymous.json()]).toEqual([
      401,
      {
        message: 'Requires authentication',
        documentation_url: 'https://docs.github.com/rest/repos/repos#get-a-repository',
        status: '401',
      },
    ])
  })

  test('the record names callers and never shows what they hold', async () => {
    const app = github.addToken({ kind: 'app', name: 'rotator', permissions: { secrets: 'read' } })
    await readSecrets(as(app), 'shop')
    await refusal(readSecrets(as('ghs_unknown'), 'shop'))
    expect(wire.records.map(({ caller, operation }) => [caller, operation])).toEqual([
      ['rotator', 'GET /repos/{owner}/{repo}/actions/secrets'],
      ['nobody', 'GET /repos/{owner}/{repo}/actions/secrets'],
    ])
  })

  test('tokens look like what they are, and are the same in every run', async () => {
    const kinds = ['GITHUB_TOKEN', 'app', 'classic', 'fine-grained'] as const
    const issue = () => kinds.map((kind) => github.addToken({ kind, name: 'someone' }))
    const tokens = issue()
    const forms = [/^ghs_\w{36}$/, /^ghs_\w{36}$/, /^ghp_\w{36}$/, /^github_pat_\w{22}_\w{59}$/]
    forms.forEach((form, index) => {
      expect(tokens[index]).toMatch(form)
    })
    expect(new Set([...tokens, ...issue()]).size).toBe(8)
    await open()
    expect(issue()).toEqual(tokens)
  })
})

describe('rate limits', () => {
  test('other jobs with the same token use them up too, and the answer may be 429', async () => {
    const token = github.addToken({ kind: 'classic', name: 'shared', scopes: ['repo'], rateLimit: 10 })
    github.spend(token, 9)
    expect((await as(token).rest.repos.get(shop)).headers['x-ratelimit-remaining']).toBe('0')
    github.spentStatus = 429
    expect(await refusal(as(token).rest.repos.get(shop))).toMatchObject({
      status: 429,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-used': '10' },
    })
    expect(() => github.spend('ghp_unknown', 1)).toThrow('nobody has issued this token')
  })

  test('every request counts but asking for the limit; the hour begins with the first', async () => {
    const octokit = as(github.addToken({ kind: 'GITHUB_TOKEN', name: 'job', rateLimit: 2 }))
    const { headers } = await octokit.rest.repos.get(shop)
    expect(headers).toMatchObject({
      'x-ratelimit-limit': '2',
      'x-ratelimit-remaining': '1',
      'x-ratelimit-used': '1',
      'x-ratelimit-reset': String(Date.parse('2026-11-22T20:00:01Z') / 1_000),
      'x-ratelimit-resource': 'core',
    })
    await octokit.rest.repos.get(shop)
    expect(await refusal(octokit.rest.repos.get(shop))).toMatchObject({
      status: 403,
      message: expect.stringContaining('API rate limit exceeded for installation ID'),
      headers: { 'x-ratelimit-remaining': '0' },
    })
    const { data } = await octokit.rest.rateLimit.get()
    expect(data.rate).toMatchObject({ limit: 2, remaining: 0, used: 2 })

    clock.advance(duration('1h'))
    expect((await octokit.rest.repos.get(shop)).headers['x-ratelimit-remaining']).toBe('1')
  })

  test.each([
    ['GITHUB_TOKEN', 1_000],
    ['app', 5_000],
    ['classic', 5_000],
    ['fine-grained', 5_000],
  ] as const)('%s: %i an hour', async (kind, limit) => {
    const { data } = await as(github.addToken({ kind, name: 'someone' })).rest.rateLimit.get()
    expect(data.resources.core).toMatchObject({ limit, remaining: limit })
  })
})

describe('injected errors are spelled as GitHub spells its own', () => {
  test.each<[Extract<Fault, { kind: 'refuse' }>, string, object]>([
    [{ kind: 'refuse', status: 429 }, 'You have exceeded a secondary rate limit.', { 'retry-after': '60' }],
    [
      { kind: 'refuse', status: 403, code: 'secondary-rate-limit', headers: { 'retry-after': '7' } },
      'You have exceeded a secondary rate limit.',
      { 'retry-after': '7' },
    ],
    [{ kind: 'refuse', status: 403, code: 'rate-limit' }, 'API rate limit exceeded', { 'x-ratelimit-remaining': '0' }],
    [{ kind: 'refuse', status: 403 }, 'Resource not accessible by integration', {}],
    [{ kind: 'refuse', status: 404 }, 'Not Found', {}],
    [{ kind: 'refuse', status: 409 }, 'Conflict', {}],
    [{ kind: 'refuse', status: 422, message: 'No' }, 'No', {}],
    [
      {
        kind: 'refuse',
        status: 403,
        message: 'Resource protected by organization SAML enforcement. You must grant your token access.',
        headers: { 'x-github-sso': 'required; url=https://github.com/orgs/octo-org/sso' },
      },
      'Resource protected by organization SAML enforcement.',
      { 'x-github-sso': 'required; url=https://github.com/orgs/octo-org/sso' },
    ],
    [
      { kind: 'refuse', status: 403, message: 'Although you appear to have the correct authorization credentials, …' },
      'Although you appear to have the correct authorization credentials, …',
      {},
    ],
    [{ kind: 'refuse', status: 500 }, 'Server Error', {}],
    [{ kind: 'refuse', status: 502 }, 'Server Error', {}],
  ])('%j', async (fault, message, headers) => {
    wire.inject({ matches: () => true, fault })
    expect(await refusal(admin().rest.repos.get(shop))).toMatchObject({
      status: fault.status,
      message: expect.stringContaining(message),
      headers,
    })
  })

  test('503 is a page, unless a message says otherwise', async () => {
    wire.inject({ matches: () => true, fault: { kind: 'refuse', status: 503 } })
    const reply = await fetch(`${url}/rate_limit`)
    expect([reply.headers.get('content-type'), await reply.text()]).toEqual([
      'text/html; charset=utf-8',
      expect.stringContaining('No server is currently available'),
    ])
  })

  test('a spoiled reply does not undo what was performed', async () => {
    wire.inject({
      matches: ({ operation }) => operation.startsWith('PUT '),
      fault: { kind: 'spoil', status: 502 },
    })
    expect((await refusal(put(admin(), 'A', 'value'))).status).toBe(502)
    expect(github.secretValue('octo-org/shop', 'A')).toBe('value')
  })

  test('a code that GitHub does not have is a fault of the test', () => {
    expect(() => githubService(github).error(403, 'AccessDenied', undefined)).toThrow('no code AccessDenied')
  })
})

describe('environments', () => {
  const names = ['production', 'prod/eu west', 'größe + 100%']
  const inShop = (environment_name: string) => ({ ...shop, environment_name })

  function environmentAdmin(): Octokit {
    return as(github.addToken({ kind: 'fine-grained', name: 'rotator', permissions: { environments: 'write' } }))
  }

  async function putIn(octokit: Octokit, environment_name: string, secret_name: string, value: string, sealedTo = '') {
    const where = inShop(environment_name)
    const { data: key } = await octokit.rest.actions.getEnvironmentPublicKey(where)
    const encrypted_value = await seal(value, sealedTo || key.key)
    const secret = { secret_name, encrypted_value, key_id: key.key_id }
    return octokit.rest.actions.createOrUpdateEnvironmentSecret({ ...where, ...secret })
  }

  test.each(names)('%s keeps secrets of its own', async (name) => {
    for (const each of names) github.repository('octo-org/shop').addEnvironment(each)
    github.setSecret('octo-org/shop', 'A', 'of the repository')
    const octokit = environmentAdmin()
    const where = { ...inShop(name), secret_name: 'A' }
    expect((await refusal(octokit.rest.actions.getEnvironmentSecret(where))).status).toBe(404)
    expect((await putIn(octokit, name, 'a', 'one')).status).toBe(201)
    clock.advance(duration('90s'))
    expect((await putIn(octokit, name, 'A', 'two')).status).toBe(204)
    const metadata = { name: 'A', created_at: '2026-11-22T19:00:00Z', updated_at: '2026-11-22T19:01:30Z' }
    expect((await octokit.rest.actions.getEnvironmentSecret(where)).data).toEqual(metadata)
    const { data: list } = await octokit.rest.actions.listEnvironmentSecrets(inShop(name))
    expect(list).toEqual({ total_count: 1, secrets: [metadata] })
    const others = names.filter((each) => each !== name)
    expect(github.secretValue('octo-org/shop', 'A')).toBe('of the repository')
    expect(names.map((each) => github.secretValue('octo-org/shop', 'A', each))).toEqual(
      names.map((each) => (others.includes(each) ? undefined : 'two')),
    )
    expect((await octokit.rest.actions.deleteEnvironmentSecret(where)).status).toBe(204)
    expect((await refusal(octokit.rest.actions.deleteEnvironmentSecret(where))).status).toBe(404)
  })

  test('lists come in pages', async () => {
    github.repository('octo-org/shop').addEnvironment('prod/eu west')
    for (const name of ['C', 'A', 'B']) github.setSecret('octo-org/shop', name, 'value', 'prod/eu west')
    const options = { ...inShop('prod/eu west'), per_page: 1 }
    const octokit = environmentAdmin()
    const all = await octokit.paginate(octokit.rest.actions.listEnvironmentSecrets, options)
    expect(all.map(({ name }) => name)).toEqual(['A', 'B', 'C'])
  })

  test('a box that is sealed to the key of another place is refused', async () => {
    const repository = github.repository('octo-org/shop')
    const [one, other] = ['one', 'other'].map((name) => repository.addEnvironment(name).secrets.publicKey)
    const keys = [one, other, repository.actionsSecrets.publicKey]
    expect(new Set(keys.map((key) => key?.key)).size).toBe(3)
    for (const key of keys.slice(1)) {
      expect(await refusal(putIn(environmentAdmin(), 'one', 'A', 'value', key?.key))).toMatchObject({
        status: 422,
        message: 'Bad request - validation failed due to an improperly encrypted secret',
      })
    }
    github.rotatePublicKey('octo-org/shop', 'one')
    expect((await refusal(putIn(environmentAdmin(), 'one', 'A', 'value', one?.key))).status).toBe(422)
  })

  test.each([
    ['environments: write', { environments: 'write' }, 200, 201],
    ['environments: read', { environments: 'read' }, 200, 403],
    ['secrets: write', { secrets: 'write', actions: 'write' }, 403, 403],
  ] as const)('%s', async (_, permissions, read, write) => {
    const { publicKey } = github.repository('octo-org/shop').addEnvironment('production').secrets
    const octokit = as(github.addToken({ kind: 'app', name: 'someone', permissions }))
    const list = octokit.rest.actions.listEnvironmentSecrets(inShop('production'))
    const listed = read === 200 ? await list : await refusal(list)
    expect(listed).toMatchObject({
      status: read,
      headers: { 'x-accepted-github-permissions': 'environments=read' },
    })
    const change = octokit.rest.actions.createOrUpdateEnvironmentSecret({
      ...inShop('production'),
      secret_name: 'A',
      encrypted_value: await seal('value', publicKey.key),
      key_id: publicKey.key_id,
    })
    expect(write === 201 ? await change : await refusal(change)).toMatchObject({
      status: write,
      headers: { 'x-accepted-github-permissions': 'environments=write' },
    })
  })

  test('an environment shows itself to those who may read actions, in any case of its name', async () => {
    github.repository('octo-org/shop').addEnvironment('Prod/EU west')
    const reader = as(github.addToken({ kind: 'fine-grained', name: 'pat', permissions: { actions: 'read' } }))
    const { data } = await reader.rest.repos.getEnvironment(inShop('prod/eu west'))
    expect(data).toMatchObject({
      name: 'Prod/EU west',
      url: `${url}/repos/octo-org/shop/environments/Prod%2FEU%20west`,
      created_at: '2026-11-22T19:00:00Z',
    })
    const other = as(github.addToken({ kind: 'fine-grained', name: 'other', permissions: { environments: 'write' } }))
    expect(await refusal(other.rest.repos.getEnvironment(inShop('prod/eu west')))).toMatchObject({
      status: 403,
      headers: { 'x-accepted-github-permissions': 'actions=read' },
    })
  })

  test('an environment that does not exist is not found, and holds nothing', async () => {
    const octokit = environmentAdmin()
    const where = { ...inShop('absent'), secret_name: 'A' }
    const { actions } = octokit.rest
    const secret = { encrypted_value: 'AAAA', key_id: '1' }
    const requests = [
      admin().rest.repos.getEnvironment(inShop('absent')),
      actions.getEnvironmentPublicKey(inShop('absent')),
      actions.listEnvironmentSecrets(inShop('absent')),
      actions.getEnvironmentSecret(where),
      actions.createOrUpdateEnvironmentSecret({ ...where, ...secret }),
      actions.deleteEnvironmentSecret(where),
    ]
    const expected = { status: 404, message: 'Not Found' }
    expect(await Promise.all(requests.map(refusal))).toMatchObject(requests.map(() => expected))
    expect(github.secretValue('octo-org/shop', 'A', 'absent')).toBeUndefined()
    expect(() => github.setSecret('octo-org/shop', 'A', 'value', 'absent')).toThrow('has no environment absent')
  })

  test('names are taken once', () => {
    const repository = github.repository('octo-org/shop')
    repository.addEnvironment('production')
    expect(() => repository.addEnvironment('Production')).toThrow('has an environment Production')
    expect(() => repository.addEnvironment('')).toThrow(RangeError)
  })
})

describe('runs whose job is outside', () => {
  const note = (options: NotedRunOptions) => github.noteRun('octo-org/shop', options)
  const ofAttempt = async (run_id: number, attempt_number: number, octokit = admin()) =>
    (await octokit.rest.actions.getWorkflowRunAttempt({ ...shop, run_id, attempt_number })).data
  const ofRun = async (run_id: number, octokit = admin()) =>
    (await octokit.rest.actions.getWorkflowRun({ ...shop, run_id })).data

  test('a run is in progress until it is completed', async () => {
    const run = note({ id: 1_001 })
    clock.advance(duration('3d'))
    const expected = {
      id: 1_001,
      path: '.github/workflows/rotate.yml',
      event: 'schedule',
      run_number: 1,
      run_attempt: 1,
      status: 'in_progress',
      conclusion: null,
      created_at: '2026-11-22T19:00:00Z',
      run_started_at: '2026-11-22T19:00:00Z',
      previous_attempt_url: null,
    }
    expect(await ofRun(1_001)).toMatchObject(expected)
    expect(await ofAttempt(1_001, 1)).toMatchObject(expected)
    run.complete()
    clock.advance(duration('1h'))
    run.complete('failure')
    const ended = { ...expected, status: 'completed', conclusion: 'success', updated_at: '2026-11-25T19:00:00Z' }
    expect(await ofRun(1_001)).toMatchObject(ended)
    expect(await ofAttempt(1_001, 1)).toMatchObject(ended)
  })

  test('a re-run is an attempt of its own', async () => {
    note({ id: 7, createdAt: clock.now() - duration('60s') }).complete('failure')
    clock.advance(duration('1h'))
    const again = note({ id: 7, attempt: 2, createdAt: clock.now() })
    const first = {
      run_attempt: 1,
      status: 'completed',
      conclusion: 'failure',
      created_at: '2026-11-22T18:59:00Z',
      run_started_at: '2026-11-22T18:59:00Z',
      updated_at: '2026-11-22T19:00:00Z',
    }
    const second = {
      run_attempt: 2,
      status: 'in_progress',
      conclusion: null,
      created_at: '2026-11-22T18:59:00Z',
      run_started_at: '2026-11-22T20:00:00Z',
      previous_attempt_url: `${url}/repos/octo-org/shop/actions/runs/7/attempts/1`,
    }
    expect(await ofRun(7)).toMatchObject(second)
    expect(await ofAttempt(7, 1)).toMatchObject(first)
    expect(await ofAttempt(7, 2)).toMatchObject(second)
    again.complete('cancelled')
    expect(await ofAttempt(7, 1)).toMatchObject(first)
    expect(await ofRun(7)).toMatchObject({ conclusion: 'cancelled', run_number: 1 })
  })

  test('what GitHub does not know is not found', async () => {
    note({ id: 7, attempt: 2 })
    for (const [id, attempt] of [
      [7, 1],
      [7, 3],
      [8, 1],
    ] as const) {
      expect(await refusal(ofAttempt(id, attempt))).toMatchObject({ status: 404, message: 'Not Found' })
    }
    expect((await refusal(ofRun(8))).status).toBe(404)
    expect((await ofAttempt(7, 2)).created_at).toBe('2026-11-22T19:00:00Z')
  })

  test('an attempt begins once', () => {
    note({ id: 7, attempt: 2 })
    expect(() => note({ id: 7, attempt: 2 })).toThrow('run 7 is at attempt 2 already')
    expect(() => note({ id: 7 })).toThrow('run 7 is at attempt 2 already')
  })

  test.each([
    [{ actions: 'read' }, 200],
    [{ secrets: 'write' }, 403],
  ] as const)('with %j: %i', async (permissions, status) => {
    note({ id: 7 })
    const octokit = as(github.addToken({ kind: 'app', name: 'someone', permissions }))
    const look = octokit.rest.actions.getWorkflowRunAttempt({ ...shop, run_id: 7, attempt_number: 1 })
    expect(status === 200 ? await look : await refusal(look)).toMatchObject({
      status,
      headers: { 'x-accepted-github-permissions': 'actions=read' },
    })
  })

  test('they are listed with the others, newest first, and have a job', async () => {
    const path = '.github/workflows/rotate.yml'
    github.addWorkflow('octo-org/shop', { path, yaml: 'name: Rotate\non: push', job: async () => 'success' })
    note({ id: 7 }).complete()
    clock.advance(duration('60s'))
    const { id } = github.startRun('octo-org/shop', 'rotate.yml')
    note({ id: 7, attempt: 2 })
    clock.advance(duration('60s'))
    note({ id: 8, path: '.github/workflows/other.yml', event: 'workflow_dispatch' })
    const octokit = admin()
    const { data } = await octokit.rest.actions.listWorkflowRunsForRepo(shop)
    expect(data.workflow_runs.map((run) => [run.id, run.name, run.run_number, run.run_attempt])).toEqual([
      [8, '.github/workflows/other.yml', 1, 1],
      [id, 'Rotate', 2, 1],
      [7, 'Rotate', 1, 2],
    ])
    const { data: ofWorkflow } = await octokit.rest.actions.listWorkflowRuns({ ...shop, workflow_id: 'rotate.yml' })
    expect(ofWorkflow.workflow_runs.map((run) => run.id)).toEqual([id, 7])
    expect(github.runs('octo-org/shop').map((run) => run.id)).toEqual([id])
    expect(() => note({ id, attempt: 2 })).toThrow("the job of run 19000000001 is the sandbox's")
    expect((await ofAttempt(id, 1)).id).toBe(id)
    const { data: jobs } = await octokit.rest.actions.listJobsForWorkflowRun({ ...shop, run_id: 7 })
    expect(jobs.jobs).toMatchObject([{ name: 'rotate', run_attempt: 2, status: 'in_progress' }])
  })

  describe('of a scenario', () => {
    async function inScenario(act: (scenario: Awaited<ReturnType<typeof startScenario>>) => Promise<void>) {
      const scenario = await startScenario({ keyAge: 1, repositories: ['octo/app', 'octo/other'] })
      try {
        await act(scenario)
      } finally {
        await scenario.sandbox.stop()
      }
    }

    test('a run is in progress while its process runs, and ends with it', async () => {
      await inScenario(async (scenario) => {
        const { github, clock } = scenario.sandbox
        const begun = clock.now()
        const look = async (id: number, attempt = 1, repository = scenario.home) => {
          const run = github.repository(repository).findRun(String(id), String(attempt))
          return [run?.createdAt, (await run?.progress())?.conclusion]
        }
        const seen: unknown[] = []
        const { exitCode } = await scenario.rotate(
          {},
          { onStart: async () => void seen.push(await look(1_001)), queuedAt: begun - 1 },
        )
        expect([exitCode, seen, await look(1_001)]).toEqual([0, [[begun - 1, null]], [begun - 1, 'success']])

        const { signal } = await scenario.rotate({}, { onStart: (pid) => process.kill(pid, 'SIGKILL') })
        expect([signal, await look(1_002)]).toEqual(['SIGKILL', [expect.any(Number), 'failure']])

        const killed = { onStart: (pid: number) => void process.kill(pid, 'SIGKILL') }
        const again = { runId: 1_001, runAttempt: 2, workflow: 'keys.yml' }
        await scenario.rotate({}, { ...killed, github: again, leavesRunOpen: true })
        expect(await look(1_001, 2)).toEqual([begun - 1, null])
        scenario.noticeEndedRuns()
        expect(await look(1_001, 2)).toEqual([begun - 1, 'failure'])
        expect(await look(1_001)).toEqual([begun - 1, 'success'])

        await scenario.rotate({}, { ...killed, github: { repository: 'octo/other' } })
        expect([await look(1_004), await look(1_004, 1, 'octo/other')]).toEqual([
          [undefined, undefined],
          [expect.any(Number), 'failure'],
        ])
        await scenario.rotate({}, { ...killed, github: { repository: 'octo/absent' } })
        expect(await look(1_005)).toEqual([undefined, undefined])
      })
    })
  })
})

describe("GitHub's own clock", () => {
  test.each([
    [duration('10m'), '19:10'],
    [-duration('10m'), '18:50'],
  ])('%i ms ahead: every time that is told is its own', async (clockOffset, shown) => {
    await open({ clockOffset })
    const told = `2026-11-22T${shown}:00Z`
    const seconds = Date.parse(told) / 1_000
    github.addRepository('octo-org/other').addEnvironment('production')
    github.addWorkflow('octo-org/shop', { path: '.github/workflows/ci.yml', job: async () => 'success', queuedFor: 0 })
    github.startRun('octo-org/shop', 'ci.yml')
    github.noteRun('octo-org/shop', { id: 7 }).complete()
    const octokit = as(
      github.addToken({
        kind: 'fine-grained',
        name: 'pat',
        permissions: { secrets: 'write', actions: 'read' },
        expiresAt: clock.now() + duration('1h'),
      }),
    )
    expect(await put(octokit, 'A', 'value')).toBe(201)
    const { data: secret } = await octokit.rest.actions.getRepoSecret({ ...shop, secret_name: 'A' })
    expect(secret).toEqual({ name: 'A', created_at: told, updated_at: told })
    const { data: listed, headers } = await octokit.rest.actions.listWorkflowRunsForRepo({ ...shop, created: told })
    const run = { created_at: told, updated_at: told, run_started_at: told }
    expect(listed.workflow_runs).toMatchObject([run, run])
    expect(headers).toMatchObject({
      date: new Date(told).toUTCString(),
      'x-ratelimit-reset': String(seconds + 3_600 + 1),
      'github-authentication-token-expiration': `2026-11-22 ${clockOffset > 0 ? '20:10' : '19:50'}:00 UTC`,
    })
    const { data: jobs } = await octokit.rest.actions.listJobsForWorkflowRun({ ...shop, run_id: 7 })
    expect(jobs.jobs).toMatchObject([{ started_at: told, completed_at: told }])
    const { data: limit } = await octokit.rest.rateLimit.get()
    expect(limit.rate.reset).toBe(seconds + 3_600 + 1)
    const { data: workflow } = await octokit.rest.actions.getWorkflow({ ...shop, workflow_id: 'ci.yml' })
    const { data: repository } = await octokit.rest.repos.get({ ...shop, repo: 'other' })
    const where = { ...shop, repo: 'other', environment_name: 'production' }
    const { data: environment } = await octokit.rest.repos.getEnvironment(where)
    expect([workflow.created_at, repository.created_at, environment.created_at]).toEqual([told, told, told])

    wire.inject({ matches: () => true, fault: { kind: 'refuse', status: 403, code: 'rate-limit' } })
    expect((await refusal(octokit.rest.repos.get(shop))).headers).toMatchObject({
      date: new Date(told).toUTCString(),
      'x-ratelimit-reset': String(seconds + 3_600 + 1),
    })
    expect(wire.records.at(-1)?.at).toBe(clock.now())
  })

  test('what takes time takes as long', async () => {
    await open({ clockOffset: duration('2h'), secretsVisibleAfter: duration('8s') })
    github.addWorkflow('octo-org/shop', { path: '.github/workflows/ci.yml', job: async () => 'success' })
    const run_id = github.startRun('octo-org/shop', 'ci.yml').id
    const permissions = { secrets: 'write', actions: 'read' } as const
    const expiresAt = clock.now() + duration('60s')
    const octokit = as(github.addToken({ kind: 'app', name: 'app', permissions, expiresAt }))
    await put(octokit, 'A', 'value')
    const read = () => octokit.rest.actions.getRepoSecret({ ...shop, secret_name: 'A' })
    expect((await refusal(read())).status).toBe(404)
    clock.advance(duration('8s'))
    expect((await read()).data.updated_at).toBe('2026-11-22T21:00:00Z')
    const { data: run } = await octokit.rest.actions.getWorkflowRun({ ...shop, run_id })
    expect([run.status, run.updated_at]).toEqual(['in_progress', '2026-11-22T21:00:05Z'])
    clock.advance(duration('60s'))
    expect((await refusal(read())).status).toBe(401)
  })

  test('it can be set anew', async () => {
    const octokit = admin()
    github.clockOffset = duration('1d')
    expect((await octokit.rest.repos.get(shop)).headers.date).toBe('Mon, 23 Nov 2026 19:00:00 GMT')
  })
})

describe('repositories', () => {
  test('a repository says what a preflight asks', async () => {
    github.addRepository('octo-org/old', { archived: true, private: false, defaultBranch: 'trunk' })
    const { data } = await admin().rest.repos.get({ ...shop, repo: 'OLD' })
    expect(data).toMatchObject({
      full_name: 'octo-org/old',
      archived: true,
      private: false,
      visibility: 'public',
      default_branch: 'trunk',
      owner: { login: 'octo-org', type: 'Organization' },
    })
  })

  test('files are read as JSON or raw, at a branch, a tag or a commit', async () => {
    github.addRepository('octo-org/files', { tags: ['v1'], files: { [verifyFile]: verifyYaml, 'a b/é.txt': 'ü' } })
    const token = github.addToken({ kind: 'app', name: 'reader', permissions: { contents: 'read' } })
    const read = { ...shop, repo: 'files', path: verifyFile }
    const { data } = await as(token).rest.repos.getContent(read)
    if (!('content' in data)) throw new Error('not a file')
    expect(Buffer.from(data.content, 'base64').toString()).toBe(verifyYaml)
    expect(data).toMatchObject({ type: 'file', name: 'verify.yml', path: verifyFile, encoding: 'base64' })
    // `printf 'ü' | git hash-object --stdin`
    const { data: other } = await as(token).rest.repos.getContent({ ...read, path: 'a b/é.txt', ref: 'v1' })
    expect(other).toMatchObject({ sha: '99fe40df261f7d4afd1391fe2739b2c7466fe968', size: 2 })

    const raw = await as(token).rest.repos.getContent({ ...read, mediaType: { format: 'raw+json' } })
    expect(raw.data).toBe(verifyYaml)
    expect(await refusal(as(token).rest.repos.getContent({ ...read, ref: 'gone' }))).toMatchObject({
      status: 404,
      message: 'No commit found for the ref gone',
    })
    expect((await refusal(as(token).rest.repos.getContent({ ...read, path: 'absent' }))).status).toBe(404)
  })

  test('what is not served is not found', async () => {
    const octokit = admin()
    expect(await refusal(octokit.request('GET /repos/octo-org/shop/actions/runs/1/pending_deployments'))).toMatchObject(
      {
        status: 404,
      },
    )
    expect((await refusal(octokit.request('GET /emojis'))).status).toBe(404)
    expectViolations('GET /emojis is not documented')
    expect(wire.records.at(-1)?.operation).toBe('GET /emojis')
  })

  test('one REST version is spoken', async () => {
    const ask = (version: string) =>
      admin().request('GET /repos/octo-org/shop', { headers: { 'x-github-api-version': version } })
    expect((await ask('2022-11-28')).headers['x-github-api-version-selected']).toBe('2022-11-28')
    expect((await refusal(ask('2026-03-10'))).status).toBe(400)
  })
})

describe('dispatches', () => {
  let seen: JobContext[]
  let conclusion: Conclusion

  beforeEach(() => {
    seen = []
    conclusion = 'success'
    addVerify()
  })

  function addVerify() {
    return github.addWorkflow('octo-org/shop', {
      path: verifyFile,
      yaml: verifyYaml,
      job: async (job) => {
        seen.push(job)
        return conclusion
      },
    })
  }

  async function dispatch(octokit: Octokit, inputs: Record<string, unknown> = { 'expected-key': 'k' }, more = {}) {
    const body = { ref: 'main', inputs, return_run_details: true, ...more }
    return octokit.request('POST /repos/octo-org/shop/actions/workflows/verify.yml/dispatches', body)
  }

  async function dispatchedRun(octokit: Octokit): Promise<number> {
    return (await dispatch(octokit)).data.workflow_run_id
  }

  test('details come to those who ask', async () => {
    const octokit = admin()
    const asked = await dispatch(octokit)
    const run_id = github.runs('octo-org/shop')[0]?.id
    expect([asked.status, asked.data]).toEqual([
      200,
      {
        workflow_run_id: run_id,
        run_url: `${url}/repos/octo-org/shop/actions/runs/${run_id}`,
        html_url: `https://github.com/octo-org/shop/actions/runs/${run_id}`,
      },
    ])
    expect((await dispatch(octokit, undefined, { return_run_details: false })).status).toBe(204)
    expect(github.runs('octo-org/shop')).toHaveLength(2)
  })

  test('the workflow is named by file or by id', async () => {
    const octokit = admin()
    const { data } = await octokit.rest.actions.getWorkflow({ ...shop, workflow_id: 'verify.yml' })
    expect(data).toMatchObject({ name: 'Verify the key', path: verifyFile, state: 'active' })
    const byId = await octokit.rest.actions.createWorkflowDispatch({
      ...shop,
      workflow_id: data.id,
      ref: 'refs/heads/main',
      inputs: { 'expected-key': 'k' },
    })
    expect(byId.status).toBe(204)
    const missing = octokit.rest.actions.getWorkflow({ ...shop, workflow_id: 'other.yml' })
    expect((await refusal(missing)).status).toBe(404)
  })

  test.each<[string, object, string]>([
    ['a ref that does not exist', { ref: 'gone' }, 'No ref found for: gone'],
    ['a tag that is a branch', { ref: 'refs/tags/main' }, 'No ref found for: refs/tags/main'],
    ['an input that is not declared', { inputs: { x: '1', 'expected-key': 'k' } }, 'Unexpected inputs provided: ["x"]'],
    ['a required input missing', { inputs: {} }, "Required input 'expected-key' not provided"],
    [
      'a value outside the options',
      { inputs: { 'expected-key': 'k', region: 'moon' } },
      "Provided value 'moon' for input 'region' not in the list of allowed values",
    ],
    ['inputs too large', { inputs: { 'expected-key': 'x'.repeat(65_535) } }, 'inputs are too large.'],
  ])('%s is refused', async (_, body, message) => {
    expect(await refusal(dispatch(admin(), undefined, body))).toMatchObject({ status: 422, message })
    expect(github.runs('octo-org/shop')).toEqual([])
  })

  test('more than 25 inputs are refused', async () => {
    const inputs = Object.fromEntries(Array.from({ length: 26 }, (_, index) => [`input-${index}`, 'x']))
    const message = 'Invalid request.\n\nNo more than 25 properties are allowed; 26 were supplied.'
    expect(await refusal(dispatch(admin(), inputs))).toMatchObject({ status: 422, message })
    expect(violations.splice(0)).toEqual([expect.stringContaining('body/inputs must NOT have more than 25 properties')])
  })

  test.each([
    ['on: push', "Workflow does not have 'workflow_dispatch' trigger"],
    ['on: [push, pull_request]', "Workflow does not have 'workflow_dispatch' trigger"],
    ['on: { push: {} }', "Workflow does not have 'workflow_dispatch' trigger"],
    ['on: [push, workflow_dispatch]', 'Unexpected inputs provided: ["expected-key"]'],
    ['on: { workflow_dispatch: }', 'Unexpected inputs provided: ["expected-key"]'],
    ['on: {', 'failed to parse workflow'],
  ])('a workflow that says %s refuses: %s', async (yaml, message) => {
    github.repository('octo-org/shop').files.set(verifyFile, yaml)
    expect(await refusal(dispatch(admin()))).toMatchObject({
      status: 422,
      message: expect.stringContaining(message),
    })
  })

  test('a disabled workflow is refused, and shows its state', async () => {
    addVerify().state = 'disabled_manually'
    const octokit = admin()
    const { data } = await octokit.rest.actions.getWorkflow({ ...shop, workflow_id: 'verify.yml' })
    expect(data.state).toBe('disabled_manually')
    expect(await refusal(dispatch(octokit))).toMatchObject({
      status: 422,
      message: "Cannot trigger a 'workflow_dispatch' on a disabled workflow",
    })
  })

  test('a run is queued, runs, and ends as its job says', async () => {
    const octokit = admin()
    const run_id = await dispatchedRun(octokit)
    const look = async () => {
      const { data: run } = await octokit.rest.actions.getWorkflowRun({ ...shop, run_id })
      const { data } = await octokit.rest.actions.listJobsForWorkflowRun({ ...shop, run_id, filter: 'latest' })
      const [job] = data.jobs
      return [run.status, run.conclusion, job?.status, job?.conclusion, job?.steps?.length]
    }
    conclusion = 'failure'
    expect(await look()).toEqual(['queued', null, 'queued', null, 0])
    clock.advance(duration('5s'))
    expect(await look()).toEqual(['in_progress', null, 'in_progress', null, 3])
    clock.advance(duration('20s') - 1)
    expect(await look()).toEqual(['in_progress', null, 'in_progress', null, 3])
    expect(seen).toEqual([])
    clock.advance(1)
    expect(await look()).toEqual(['completed', 'failure', 'completed', 'failure', 3])
    conclusion = 'success'
    expect(await look()).toEqual(['completed', 'failure', 'completed', 'failure', 3])
    expect(seen).toHaveLength(1)
  })

  test('a run shows where it came from', async () => {
    const octokit = admin()
    const { data } = await dispatch(octokit, { 'expected-key': 'k', 'rotation-id': 'r-1' })
    clock.advance(duration('1h'))
    const run = await octokit.rest.actions.getWorkflowRun({ ...shop, run_id: data.workflow_run_id })
    expect(run.data).toMatchObject({
      name: 'Verify the key',
      display_title: 'Verify r-1',
      event: 'workflow_dispatch',
      head_branch: 'main',
      run_attempt: 1,
      run_number: 1,
      created_at: '2026-11-22T19:00:00Z',
      updated_at: '2026-11-22T19:00:25Z',
      actor: { login: 'rotator[bot]', type: 'Bot' },
    })
    expect(seen).toEqual([
      {
        inputs: { 'expected-key': 'k', 'rotation-id': 'r-1', region: 'us-east-1' },
        secrets: {},
        repository: 'octo-org/shop',
        workflow: verifyFile,
        runId: data.workflow_run_id,
        headSha: run.data.head_sha,
      },
    ])
  })

  test('a run has the secrets of the moment it was queued', async () => {
    github.setSecret('octo-org/shop', 'AWS_ACCESS_KEY_ID', 'old')
    const octokit = admin()
    const before = await dispatchedRun(octokit)
    await put(octokit, 'AWS_ACCESS_KEY_ID', 'new')
    const after = await dispatchedRun(octokit)
    await octokit.rest.actions.deleteRepoSecret({ ...shop, secret_name: 'AWS_ACCESS_KEY_ID' })
    clock.advance(duration('30s'))
    for (const run_id of [after, before]) await octokit.rest.actions.getWorkflowRun({ ...shop, run_id })
    expect(seen.map(({ secrets }) => secrets)).toEqual([{ AWS_ACCESS_KEY_ID: 'new' }, { AWS_ACCESS_KEY_ID: 'old' }])
    expect(seen.every(({ secrets }) => Object.isFrozen(secrets))).toBe(true)
  })

  test('a run that is queued before a write is visible has the old secret', async () => {
    github.setSecret('octo-org/shop', 'KEY', 'old')
    github.secretsVisibleAfter = duration('10s')
    const octokit = admin()
    await put(octokit, 'KEY', 'new')
    const early = await dispatchedRun(octokit)
    clock.advance(duration('10s'))
    const late = await dispatchedRun(octokit)
    clock.advance(duration('30s'))
    for (const run_id of [early, late]) await octokit.rest.actions.getWorkflowRun({ ...shop, run_id })
    expect(seen.map(({ secrets }) => secrets['KEY'])).toEqual(['old', 'new'])
  })

  test.each<[Fate, string, Conclusion | null, number, Parameters<typeof duration>[0]]>([
    ['normal', 'completed', 'success', 1, '5h'],
    ['never starts', 'queued', null, 1, '23h'],
    ['never starts', 'completed', 'cancelled', 1, '24h'],
    ['pending', 'pending', null, 1, '23h'],
    ['requested', 'requested', null, 1, '23h'],
    ['never finishes', 'in_progress', null, 1, '5h'],
    ['never finishes', 'completed', 'timed_out', 1, '6h'],
    ['waiting', 'waiting', null, 1, '29d'],
    ['waiting', 'completed', 'failure', 1, '30d'],
    ['cancelled', 'completed', 'cancelled', 1, '5h'],
    ['timed_out', 'completed', 'timed_out', 1, '5h'],
    ['skipped', 'completed', 'skipped', 1, '5h'],
    ['neutral', 'completed', 'neutral', 1, '5h'],
    ['action_required', 'completed', 'action_required', 1, '5h'],
    ['runner lost', 'completed', 'failure', 1, '5h'],
    ['startup_failure', 'completed', 'startup_failure', 0, '5h'],
  ])('fate %s: %s, %s', async (fate, status, expected, jobs, after) => {
    addVerify().fate = fate
    const octokit = admin()
    const run_id = await dispatchedRun(octokit)
    clock.advance(duration(after))
    const { data: run } = await octokit.rest.actions.getWorkflowRun({ ...shop, run_id })
    expect([run.status, run.conclusion]).toEqual([status, expected])
    const { data } = await octokit.rest.actions.listJobsForWorkflowRun({ ...shop, run_id })
    expect(data.total_count).toBe(jobs)
    expect(data.jobs.every((job) => job.status === status && job.conclusion === expected)).toBe(true)
    expect(seen).toHaveLength(fate === 'normal' ? 1 : 0)
  })

  test('fates can differ from dispatch to dispatch', async () => {
    addVerify().fate = ({ number }) => (number === 1 ? 'cancelled' : 'normal')
    const octokit = admin()
    await dispatch(octokit)
    await dispatch(octokit)
    clock.advance(duration('1m'))
    const { data } = await octokit.rest.actions.listWorkflowRunsForRepo(shop)
    expect(data.workflow_runs.map(({ conclusion }) => conclusion)).toEqual(['success', 'cancelled'])
  })

  test('a new run can hide for a while', async () => {
    addVerify().visibleAfter = duration('8s')
    const octokit = admin()
    const run_id = await dispatchedRun(octokit)
    const get = () => octokit.rest.actions.getWorkflowRun({ ...shop, run_id })
    const list = () => octokit.rest.actions.listWorkflowRunsForRepo(shop)
    expect((await refusal(get())).status).toBe(404)
    expect((await refusal(octokit.rest.actions.listJobsForWorkflowRun({ ...shop, run_id }))).status).toBe(404)
    expect((await list()).data.total_count).toBe(0)
    clock.advance(duration('8s'))
    expect((await get()).data.id).toBe(run_id)
    expect((await list()).data.total_count).toBe(1)
  })

  test('lists are filtered and paged, newest first', async () => {
    github.addRepository('octo-org/busy', { branches: ['next'] })
    const add = (path: string) => github.addWorkflow('octo-org/busy', { path, job: async () => 'success' })
    add('.github/workflows/ci.yml')
    add('.github/workflows/deploy.yml').fate = 'never starts'
    const ci = github.startRun('octo-org/busy', 'ci.yml', { ref: 'next' }).id
    clock.advance(duration('60s'))
    const deploy = github.startRun('octo-org/busy', 'deploy.yml', { event: 'schedule' }).id
    clock.advance(duration('60s'))
    const scheduled = github.startRun('octo-org/busy', 'ci.yml', { event: 'schedule', actor: 'mona' }).id

    const octokit = admin()
    const busy = { ...shop, repo: 'busy' }
    const ids = async (filter: object) => {
      const { data } = await octokit.rest.actions.listWorkflowRunsForRepo({ ...busy, ...filter })
      expect(data.total_count).toBeGreaterThanOrEqual(data.workflow_runs.length)
      return data.workflow_runs.map(({ id }) => id)
    }
    expect(await ids({})).toEqual([scheduled, deploy, ci])
    expect(await ids({ event: 'schedule' })).toEqual([scheduled, deploy])
    expect(await ids({ branch: 'next' })).toEqual([ci])
    expect(await ids({ actor: 'mona' })).toEqual([scheduled])
    expect(await ids({ status: 'queued' })).toEqual([scheduled, deploy])
    expect(await ids({ status: 'success' })).toEqual([ci])
    expect(await ids({ created: '>=2026-11-22T19:01:00Z' })).toEqual([scheduled, deploy])
    expect(await ids({ created: '>2026-11-22T19:01:00Z' })).toEqual([scheduled])
    expect(await ids({ created: '<=2026-11-22T19:01:00Z' })).toEqual([deploy, ci])
    expect(await ids({ created: '<2026-11-22T19:01:00Z' })).toEqual([ci])
    expect(await ids({ created: '2026-11-22T19:00:30Z..2026-11-22T19:01:30Z' })).toEqual([deploy])
    expect(await ids({ created: '2026-11-22T19:01:00Z..*' })).toEqual([scheduled, deploy])
    expect(await ids({ created: '2026-11-22' })).toEqual([scheduled, deploy, ci])
    expect(await ids({ created: '>2026-11-22' })).toEqual([])
    expect(await ids({ per_page: 1, page: 2 })).toEqual([deploy])
    const all = await octokit.paginate(octokit.rest.actions.listWorkflowRunsForRepo, { ...busy, per_page: 1 })
    expect(all.map(({ id }) => id)).toEqual([scheduled, deploy, ci])
    const { data } = await octokit.rest.actions.listWorkflowRuns({ ...busy, workflow_id: 'ci.yml' })
    expect(data.workflow_runs.map(({ id, run_number }) => [id, run_number])).toEqual([
      [scheduled, 2],
      [ci, 1],
    ])
  })

  describe('on GitHub Enterprise Server', () => {
    test('an older server ignores the wish for details; the run is found by its title', async () => {
      await open({ runDetails: false, serverUrl: 'https://ghes.example' }, '/api/v3')
      addVerify()
      const octokit = admin()
      const { status, headers } = await dispatch(octokit, { 'expected-key': 'k', 'rotation-id': 'r-9' })
      expect([status, headers.date]).toEqual([204, 'Sun, 22 Nov 2026 19:00:00 GMT'])
      const { data } = await octokit.rest.actions.listWorkflowRuns({
        ...shop,
        workflow_id: 'verify.yml',
        event: 'workflow_dispatch',
        branch: 'main',
        created: '>=2026-11-22T18:59:00Z',
        per_page: 100,
      })
      expect(data.workflow_runs.map(({ display_title }) => display_title)).toEqual(['Verify r-9'])
      expect(data.workflow_runs[0]?.html_url).toMatch('https://ghes.example/octo-org/shop/actions/runs/')
      expect(data.workflow_runs[0]?.url).toMatch(`${url}/repos/octo-org/shop/actions/runs/`)
      expect(wire.records[0]?.operation).toBe('POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches')
    })

    test('a strict server does not permit the unknown key', async () => {
      await open({ runDetails: 'refused' })
      addVerify()
      const octokit = admin()
      expect(await refusal(dispatch(octokit))).toMatchObject({
        status: 422,
        message: 'Invalid request.\n\n"return_run_details" is not a permitted key.',
      })
      expect((await dispatch(octokit, undefined, { return_run_details: undefined })).status).toBe(204)
    })

    test('the API is under its base path and nowhere else', async () => {
      await open({}, '/api/v3')
      const token = github.addToken({ kind: 'classic', name: 'old', scopes: ['repo'] })
      expect((await as(token).rest.repos.get(shop)).data.url).toBe(`${url}/repos/octo-org/shop`)
      const root = await fetch(`${new URL(url).origin}/repos/octo-org/shop`, {
        headers: { authorization: `Bearer ${token}` },
      })
      expect(root.status).toBe(404)
    })
  })
})

describe('the description', () => {
  const request = (method: string, target: string, body: unknown = undefined): CheckedRequest => ({
    method,
    target,
    headers: {},
    body: body === undefined ? '' : JSON.stringify(body),
  })
  const runs = '/repos/o/r/actions/runs'
  const sealed = { encrypted_value: 'AAAA', key_id: '1' }

  test.each([
    ['GET', '/repos/o/r/actions/secrets/public-key', '/repos/{owner}/{repo}/actions/secrets/public-key', {}],
    [
      'PUT',
      '/repos/o/r/actions/secrets/public-key',
      '/repos/{owner}/{repo}/actions/secrets/{secret_name}',
      { secret_name: 'public-key' },
    ],
    [
      'GET',
      '/repos/o/r/environments/prod%2Feu%20west/secrets',
      '/repos/{owner}/{repo}/environments/{environment_name}/secrets',
      { environment_name: 'prod/eu west' },
    ],
    ['GET', '/repos/o/r/contents/a/b%2Fc.yml', '/repos/{owner}/{repo}/contents/{path}', { path: 'a/b/c.yml' }],
  ])('%s %s', (method, path, template, pathParameters) => {
    expect(matchOperation(method, path)).toMatchObject({ template, pathParameters })
  })

  test.each([
    ['POST', '/repos/o/r'],
    ['GET', '/repos/o/r/'],
    ['GET', '/repos/o/%E0%A4%A'],
  ])('%s %s is not an operation', (method, path) => {
    expect(matchOperation(method, path)).toBeUndefined()
  })

  test.each<[CheckedRequest, string[]]>([
    [request('GET', `${runs}?per_page=100&status=queued&created=>=2026-01-31`), []],
    [request('GET', `${runs}?per_page=many`), ['query parameter per_page cannot be many']],
    [request('GET', `${runs}?status=odd`), ['query parameter status cannot be odd']],
    [request('GET', `${runs}?colour=red`), ['query parameter colour is not documented']],
    [request('GET', `${runs}/seven`), ['path parameter run_id cannot be seven']],
    [request('GET', runs, {}), ['takes no body']],
    [request('POST', '/repos/o/r/actions/workflows/7/dispatches'), ['the body is not JSON']],
    [
      request('POST', '/repos/o/r/actions/workflows/verify.yml/dispatches', { inputs: {} }),
      ["body must have required property 'ref'"],
    ],
    [
      request('PUT', '/repos/o/r/actions/secrets/A', { ...sealed, visibility: 'all' }),
      ['body must NOT have additional properties (visibility)'],
    ],
    [request('PUT', '/repos/o/r/dependabot/secrets/A', { key_id: '1' }), [expect.any(String) as never]],
    [
      request('PUT', '/orgs/o/actions/secrets/A', { visibility: 'all' }),
      [expect.any(String), expect.any(String)] as never,
    ],
    [
      request('PUT', '/orgs/o/dependabot/secrets/A', {
        ...sealed,
        visibility: 'selected',
        selected_repository_ids: ['7'],
      }),
      ['body/selected_repository_ids/0 must be integer'],
    ],
  ])('a request is held to it: %j', (checked, expected) => {
    const found = checkRequest(checked)
    expect(found.map((violation) => violation.slice(violation.indexOf(': ') + 2))).toEqual(expected)
  })

  const refused = (status: number) =>
    JSON.stringify({ message: 'No', documentation_url: 'https://docs.github.com/rest', status: String(status) })
  const secret = { name: 'A', created_at: '2026-11-22T19:00:00Z', updated_at: '2026-11-22T19:00:00Z' }
  const dispatches = '/repos/o/r/actions/workflows/7/dispatches'
  const details = { workflow_run_id: 1, run_url: 'https://api/1', html_url: 'https://html/1' }

  test.each<[CheckedRequest, number, string, string[]]>([
    [request('GET', '/repos/o/r/actions/secrets/A'), 200, JSON.stringify(secret), []],
    [
      request('GET', '/repos/o/r/actions/secrets/A'),
      200,
      JSON.stringify({ ...secret, created_at: 'today' }),
      ['body/created_at must match format "date-time"'],
    ],
    [request('GET', '/repos/o/r/actions/secrets/A'), 202, '{}', ['the status is not documented']],
    [request('GET', '/repos/o/r/actions/secrets/A'), 200, '{', ['the body is not JSON']],
    [request('GET', '/repos/o/r/actions/secrets/A'), 404, refused(404), []],
    [
      request('GET', '/repos/o/r/actions/secrets/A'),
      404,
      refused(403),
      ['a refusal whose status is not the response status'],
    ],
    [request('PUT', '/repos/o/r/actions/secrets/A'), 204, '', []],
    [request('PUT', '/repos/o/r/actions/secrets/A'), 204, '{}', ['has a body where none is documented']],
    [request('POST', dispatches, { return_run_details: true }), 200, JSON.stringify(details), []],
    [request('POST', dispatches, { return_run_details: true }), 204, '', []],
    [request('POST', dispatches, {}), 200, JSON.stringify(details), ['run details that nobody asked for']],
  ])('a response is held to it: %j %i %s', (checked, status, body, expected) => {
    const found = checkResponse(checked, { status, body })
    expect(found.map((violation) => violation.split(`: ${status}: `)[1])).toEqual(expected)
  })
})
