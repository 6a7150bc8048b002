/** GitHub Apps: what they sign, where they are installed, and the tokens that they mint. */
import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { duration, type SandboxClock } from '../../sandbox/clock.ts'
import type { App, InstallationOptions } from '../../sandbox/github/app.ts'
import type { GitHub } from '../../sandbox/github/github.ts'
import { type LoopbackGitHub, type Octokit, openGitHub, refusal } from './loopback-github.ts'

const shop = 'octo-org/shop'
const pair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
const { privateKey } = pair()

let loopback: LoopbackGitHub
let github: GitHub
let clock: SandboxClock
let app: App

beforeEach(async () => {
  loopback = await openGitHub()
  ;({ github, clock } = loopback)
  github.addOrganization('octo-org')
  for (const name of [shop, 'octo-org/api', 'octo-org/closed', 'octocat/app', 'other-org/app']) {
    github.addRepository(name)
  }
  app = install({ owner: 'octo-org', repositories: ['shop', 'octo-org/api'] }, { owner: 'octocat' })
})

afterEach(async () => {
  await loopback.close()
  expect(loopback.violations).toEqual([])
})

function install(...installations: InstallationOptions[]): App {
  return github.addApp({
    id: 4711,
    clientId: 'Iv23liExample',
    name: 'Key Rotator',
    privateKey,
    permissions: { secrets: 'write', organization_secrets: 'write', actions: 'read' },
    installations,
  })
}

/** Seconds since the epoch, as this GitHub's own clock shows it. */
const now = () => Math.floor(github.told(clock.now()) / 1_000)

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')

/** What an App signs, with other claims where a test wants them. */
function assertion(claims: Readonly<Record<string, unknown>> = {}, key = privateKey): string {
  const signed = `${encoded({ alg: 'RS256', typ: 'JWT' })}.${encoded({ iss: 4711, iat: now() - 30, exp: now() + 570, ...claims })}`
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`
}

/** Octokit sends what has two dots as a bearer token. */
function asApp(claims: Readonly<Record<string, unknown>> = {}): Octokit {
  return loopback.as(assertion(claims))
}

async function mint(owner: string, asked: Readonly<Record<string, unknown>> = {}) {
  const id = app.installationOf(owner)?.id
  return (await asApp().request(`POST /app/installations/${id}/access_tokens`, asked)).data
}

describe('an assertion', () => {
  test.each([4711, '4711', 'Iv23liExample'])('of %p is the App', async (iss) => {
    const { data, headers } = await asApp({ iss }).request('GET /app')
    expect(data).toMatchObject({
      id: 4711,
      slug: 'key-rotator',
      name: 'Key Rotator',
      client_id: 'Iv23liExample',
      permissions: { secrets: 'write' },
      installations_count: 2,
    })
    expect(headers['x-github-api-version-selected']).toBe('2022-11-28')
    expect(loopback.wire.records.map(({ caller }) => caller)).toEqual(['Key Rotator'])
  })

  const undecodable = 'A JSON web token could not be decoded'
  const issuedAt = "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued"
  const expires =
    "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires"
  test.each<[string, () => string, number, string]>([
    ['issued in the future', () => assertion({ iat: now() + 1 }), 401, issuedAt],
    ['issued at no integer', () => assertion({ iat: now() - 0.5 }), 401, issuedAt],
    ['without the time of issue', () => assertion({ iat: undefined }), 401, issuedAt],
    ['that is over', () => assertion({ exp: now() }), 401, expires],
    ['that is over at some text', () => assertion({ exp: '9999999999' }), 401, expires],
    [
      'of more than ten minutes',
      () => assertion({ exp: now() + 601 }),
      401,
      "'Expiration time' claim ('exp') is too far in the future",
    ],
    ['of nobody', () => assertion({ iss: 12 }), 404, 'Integration not found'],
    ['signed with another key', () => assertion({}, pair().privateKey), 401, undecodable],
    ['signed with a shared secret', hmacAssertion, 401, undecodable],
    ['not signed', () => assertion().replace(/\.[^.]*$/, '.'), 401, undecodable],
    ['that is none', () => 'not.a.token', 401, undecodable],
    ['that is an installation token', () => github.addToken({ kind: 'app', name: 'someone' }), 401, undecodable],
  ])('%s is refused', async (_, text, status, message) => {
    expect(await refusal(loopback.as(text()).request('GET /app'))).toMatchObject({ status, message })
  })

  function hmacAssertion(): string {
    const signed = `${encoded({ alg: 'HS256' })}.${encoded({ iss: 4711, iat: now() - 30, exp: now() + 60 })}`
    return `${signed}.${createHmac('sha256', 'secret').update(signed).digest('base64url')}`
  }

  test("is judged by GitHub's own clock", async () => {
    const early = assertion()
    github.clockOffset = duration('1h')
    expect((await refusal(loopback.as(early).request('GET /app'))).message).toContain('future time at which')
    expect((await asApp().request('GET /app')).status).toBe(200)
    github.clockOffset = 0
    clock.advance(1_000)
    expect((await loopback.as(early).request('GET /app')).status).toBe(200)
  })

  test('is no token, and without one there is no App', async () => {
    expect(await refusal(asApp().request(`GET /repos/${shop}`))).toMatchObject({
      status: 401,
      message: 'Bad credentials',
    })
    const anonymous = await fetch(`${loopback.url}/app`)
    expect([anonymous.status, await anonymous.json()]).toEqual([
      401,
      expect.objectContaining({ message: 'Requires authentication' }),
    ])
  })
})

describe('an installation', () => {
  test.each([
    ['/orgs/octo-org/installation', 'octo-org', 'Organization', 'selected'],
    ['/users/octo-org/installation', 'octo-org', 'Organization', 'selected'],
    [`/repos/${shop}/installation`, 'octo-org', 'Organization', 'selected'],
    ['/users/octocat/installation', 'octocat', 'User', 'all'],
    ['/repos/octocat/app/installation', 'octocat', 'User', 'all'],
  ])('is found at %s', async (path, owner, type, selection) => {
    const { data } = await asApp().request(`GET ${path}`)
    const id = app.installationOf(owner)?.id
    expect(data).toMatchObject({
      id,
      account: { login: owner, type },
      target_type: type,
      app_id: 4711,
      app_slug: 'key-rotator',
      repository_selection: selection,
      permissions: { metadata: 'read', secrets: 'write' },
      access_tokens_url: `${loopback.url}/app/installations/${id}/access_tokens`,
      suspended_at: null,
    })
  })

  test.each([
    '/orgs/other-org/installation',
    '/orgs/octocat/installation',
    '/users/other-org/installation',
    '/repos/octo-org/closed/installation',
    '/repos/octo-org/absent/installation',
    '/repos/other-org/app/installation',
  ])('is not found at %s', async (path) => {
    expect(await refusal(asApp().request(`GET ${path}`))).toMatchObject({ status: 404, message: 'Not Found' })
  })

  test('that is suspended says so, mints nothing, and its tokens are refused', async () => {
    const { token } = await mint('octo-org')
    const installation = app.installationOf('octo-org')
    if (installation !== undefined) installation.suspended = true
    const { data } = await asApp().request('GET /orgs/octo-org/installation')
    expect(data).toMatchObject({ suspended_by: { login: 'octo-org' }, suspended_at: expect.any(String) })
    const expected = { status: 403, message: 'This installation has been suspended' }
    expect(await refusal(mint('octo-org'))).toMatchObject(expected)
    expect(await refusal(loopback.as(token).request(`GET /repos/${shop}`))).toMatchObject(expected)
    expect((await mint('octocat')).token).toMatch(/^ghs_/)
  })
})

describe('a minted token', () => {
  test('has what the installation has, for an hour, and no record shows it', async () => {
    github.clockOffset = duration('5s')
    const minted = await mint('octo-org')
    expect(minted).toEqual({
      token: expect.stringMatching(/^ghs_4711_[\w-]+\.[\w-]+\.[\w-]+$/),
      expires_at: '2026-11-22T20:00:05Z',
      permissions: { metadata: 'read', secrets: 'write', organization_secrets: 'write', actions: 'read' },
      repository_selection: 'selected',
    })
    const octokit = loopback.as(minted.token)
    expect((await octokit.request(`GET /repos/${shop}/actions/secrets`)).status).toBe(200)
    expect((await octokit.request('GET /orgs/octo-org/actions/secrets')).status).toBe(200)
    expect((await refusal(octokit.request('GET /repos/octo-org/closed/actions/secrets'))).status).toBe(404)
    expect((await refusal(octokit.request('GET /repos/octocat/app/actions/secrets'))).status).toBe(404)
    github.addOrganization('other-org')
    expect((await refusal(octokit.request('GET /orgs/other-org/actions/secrets'))).status).toBe(404)
    expect((await refusal(octokit.request(`GET /repos/${shop}/actions/variables`))).status).toBe(403)
    const callers = loopback.wire.records.map(({ caller }) => caller)
    expect(new Set(callers)).toEqual(new Set(['Key Rotator', 'Key Rotator for octo-org']))
    clock.advance(duration('1h'))
    expect(await refusal(octokit.request(`GET /repos/${shop}`))).toMatchObject({
      status: 401,
      message: 'Bad credentials',
    })
  })

  test('reaches only what of the installation was asked for', async () => {
    const api = github.repository('octo-org/api').id
    for (const asked of [{ repositories: ['API'] }, { repository_ids: [api] }]) {
      const minted = await mint('octo-org', { ...asked, permissions: { secrets: 'read' } })
      expect(minted).toMatchObject({
        permissions: { metadata: 'read', secrets: 'read' },
        repository_selection: 'selected',
        repositories: [{ id: api, full_name: 'octo-org/api' }],
      })
      const octokit = loopback.as(minted.token)
      expect((await octokit.request('GET /repos/octo-org/api/actions/secrets')).status).toBe(200)
      expect((await refusal(octokit.request(`GET /repos/${shop}/actions/secrets`))).status).toBe(404)
      const write = octokit.request('DELETE /repos/octo-org/api/actions/secrets/A')
      expect((await refusal(write)).status).toBe(403)
    }
    expect((await mint('octocat', { repositories: [], permissions: {} })).repository_selection).toBe('all')
  })

  const unreachable =
    'There is at least one repository that does not exist or is not accessible to the parent installation.'
  const notGranted = 'The permissions requested are not granted to this installation.'
  test.each<[Readonly<Record<string, unknown>>, string]>([
    [{ repositories: ['absent'] }, unreachable],
    [{ repositories: ['shop', 'closed'] }, unreachable],
    [{ repository_ids: [5] }, unreachable],
    [{ permissions: { contents: 'read' } }, notGranted],
    [{ permissions: { actions: 'write' } }, notGranted],
    [
      { permissions: { actions_variables: 'write' } },
      'Invalid request.\n\n"actions_variables" is not a permitted key.',
    ],
  ])('is not to be had with %j', async (asked, message) => {
    expect(await refusal(mint('octo-org', asked))).toMatchObject({ status: 422, message })
  })

  test('has what its owner has accepted, though the App asks for more', async () => {
    app = install({ owner: 'octo-org', permissions: { secrets: 'read' } })
    expect((await mint('octo-org')).permissions).toEqual({ metadata: 'read', secrets: 'read' })
    expect((await refusal(mint('octo-org', { permissions: { secrets: 'write' } }))).message).toBe(notGranted)
  })

  test('of an installation that nobody has is not found', async () => {
    const request = asApp().request('POST /app/installations/12/access_tokens')
    expect(await refusal(request)).toMatchObject({ status: 404, message: 'Not Found' })
  })

  test('is another each time, and draws on the allowance of the installation', async () => {
    app = install({ owner: 'octo-org', rateLimit: 2 })
    const [one, other] = [await mint('octo-org'), await mint('octo-org')]
    expect(one.token).not.toBe(other.token)
    const ask = (token: string) => loopback.as(token).request(`GET /repos/${shop}`)
    expect((await ask(one.token)).headers['x-ratelimit-remaining']).toBe('1')
    expect((await ask(other.token)).headers['x-ratelimit-remaining']).toBe('0')
    expect(await refusal(ask(one.token))).toMatchObject({
      status: 403,
      message: `API rate limit exceeded for installation ID ${app.installationOf('octo-org')?.id}.`,
    })
  })

  test("starts runs as the App's bot", async () => {
    app = github.addApp({
      id: 12,
      privateKey,
      permissions: { actions: 'write' },
      installations: [{ owner: 'octocat' }],
    })
    github.addWorkflow('octocat/app', { path: '.github/workflows/plain.yml', job: async () => 'success' })
    const id = app.installationOf('octocat')?.id
    const { data } = await asApp({ iss: 12 }).request(`POST /app/installations/${id}/access_tokens`)
    const path = '/repos/octocat/app/actions/workflows/plain.yml/dispatches'
    await loopback.as(data.token).request(`POST ${path}`, { ref: 'main' })
    expect(github.runs('octocat/app').map(({ start }) => start.actor)).toEqual(['app-12[bot]'])
  })
})

describe('the repositories of an installation', () => {
  test('are listed to its tokens, in pages', async () => {
    for (let index = 0; index < 32; index += 1) github.addRepository(`octocat/r${index}`, { archived: index === 0 })
    const octokit = loopback.as((await mint('octocat')).token)
    const { data } = await octokit.request('GET /installation/repositories')
    expect([data.total_count, data.repositories.length, data.repository_selection]).toEqual([33, 30, 'all'])
    const all = await octokit.paginate('GET /installation/repositories', { per_page: 20 })
    expect(all).toHaveLength(33)
    expect(all).toContainEqual(
      expect.objectContaining({
        id: github.repository('octocat/r0').id,
        full_name: 'octocat/r0',
        archived: true,
        permissions: { admin: false, maintain: false, push: false, triage: false, pull: false },
      }),
    )
    const selected = loopback.as((await mint('octo-org')).token)
    const { data: few } = await selected.request('GET /installation/repositories')
    expect(few.repositories.map(({ full_name }) => full_name)).toEqual([shop, 'octo-org/api'])
  })

  test.each(['classic', 'fine-grained'] as const)('are not listed to a %s token', async (kind) => {
    const octokit = loopback.as(github.addToken({ kind, name: 'someone', scopes: ['repo'] }))
    expect(await refusal(octokit.request('GET /installation/repositories'))).toMatchObject({
      status: 403,
      message:
        'You must authenticate with an installation access token in order to list repositories for an installation.',
    })
  })
})
