/** Every place that keeps secrets and variables: repositories, environments and organizations, of every store. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { duration, type SandboxClock } from '../../sandbox/clock.ts'
import type { GitHub } from '../../sandbox/github/github.ts'
import type { PlaceName, VariablePlaceName } from '../../sandbox/github/place.ts'
import type { Permission, TokenOptions } from '../../sandbox/github/token.ts'
import type { JobContext } from '../../sandbox/github/workflow-run.ts'
import { type LoopbackGitHub, type Octokit, openGitHub, refusal, seal } from './loopback-github.ts'

const shop = 'octo-org/shop'
const environment = 'größe + 100%/eu west'
const inEnvironment = `/repos/${shop}/environments/${encodeURIComponent(environment)}`

interface SecretPlace {
  readonly path: string
  readonly place: PlaceName
  readonly permission: Permission
}

const stores = ['actions', 'dependabot', 'codespaces', 'agents'] as const
const repositoryPermissions = ['secrets', 'dependabot_secrets', 'codespaces_secrets', 'agent_secrets'] as const
const organizationPermissions = [
  'organization_secrets',
  'organization_dependabot_secrets',
  'organization_codespaces_secrets',
  'organization_agent_secrets',
] as const

const ofRepository = stores.map((store, index): SecretPlace => {
  const permission = repositoryPermissions[index] ?? 'secrets'
  return { path: `/repos/${shop}/${store}/secrets`, place: { repository: shop, store }, permission }
})
const ofEnvironment: SecretPlace = {
  path: `${inEnvironment}/secrets`,
  place: { repository: shop, environment },
  permission: 'environments',
}
const ofOrganization = stores.map((store, index): SecretPlace => {
  const permission = organizationPermissions[index] ?? 'organization_secrets'
  return { path: `/orgs/octo-org/${store}/secrets`, place: { organization: 'octo-org', store }, permission }
})
const secretPlaces = [...ofRepository, ofEnvironment, ...ofOrganization]
const isOrganization = ({ place }: { readonly place: PlaceName | VariablePlaceName }) => 'organization' in place

const organizationVariables = [
  {
    path: '/orgs/octo-org/actions/variables',
    place: { organization: 'octo-org' },
    permission: 'organization_actions_variables',
  },
  {
    path: '/orgs/octo-org/agents/variables',
    place: { organization: 'octo-org', store: 'agents' },
    permission: 'organization_agent_variables',
  },
] as const
const variablePlaces = [
  { path: `/repos/${shop}/actions/variables`, place: { repository: shop }, permission: 'actions_variables' },
  {
    path: `/repos/${shop}/agents/variables`,
    place: { repository: shop, store: 'agents' },
    permission: 'agent_variables',
  },
  { path: `${inEnvironment}/variables`, place: { repository: shop, environment }, permission: 'environments' },
  ...organizationVariables,
] as const

const named = <Each extends { readonly path: string }>(places: readonly Each[]) =>
  places.map((each) => [each.path, each] as const)

let loopback: LoopbackGitHub
let github: GitHub
let clock: SandboxClock

beforeEach(async () => {
  loopback = await openGitHub()
  ;({ github, clock } = loopback)
  github.addOrganization('octo-org')
  github.addRepository(shop).addEnvironment(environment)
})

afterEach(async () => {
  await loopback.close()
  expect(loopback.violations).toEqual([])
})

function having(token: Omit<TokenOptions, 'name'>): Octokit {
  return loopback.as(github.addToken({ name: 'someone', ...token }))
}

/** A personal token with one permission: what organizations' Codespaces secrets demand, and enough elsewhere. */
function permitted(permission: Permission, level: 'read' | 'write' = 'write'): Octokit {
  return having({ kind: 'fine-grained', permissions: { [permission]: level } })
}

function orgAdmin(): Octokit {
  return having({ kind: 'classic', scopes: ['repo', 'admin:org'] })
}

/** Writes as a client does: fetches the key, seals, puts. */
async function put(octokit: Octokit, path: string, name: string, value: string, more: object = {}) {
  const { data: key } = await octokit.request(`GET ${path}/public-key`)
  const encrypted_value = await seal(value, key.key)
  return octokit.request(`PUT ${path}/${name}`, { encrypted_value, key_id: key.key_id, ...more })
}

function addRepositories(count: number, isPrivate = true): readonly string[] {
  const names = Array.from({ length: count }, (_, index) => `octo-org/r${String(index).padStart(3, '0')}`)
  for (const name of names) github.addRepository(name, { private: isPrivate })
  return names
}

const idsOf = (names: readonly string[]) => names.map((name) => github.repository(name).id)

describe.each(named(secretPlaces))('secrets at %s', (path, each) => {
  const { place, permission } = each
  const shared = isOrganization(each) ? { visibility: 'private' } : {}

  test('are written sealed, listed, read and deleted, and no other place has them', async () => {
    const octokit = permitted(permission)
    expect((await put(octokit, path, 'aws_key', 'one', shared)).status).toBe(201)
    clock.advance(duration('90s'))
    expect((await put(octokit, path, 'AWS_KEY', 'two — ✓', shared)).status).toBe(204)
    const metadata = {
      name: 'AWS_KEY',
      created_at: '2026-11-22T19:00:00Z',
      updated_at: '2026-11-22T19:01:30Z',
      ...shared,
    }
    expect((await octokit.request(`GET ${path}/AWS_KEY`)).data).toEqual(metadata)
    expect((await octokit.request(`GET ${path}`)).data).toEqual({ total_count: 1, secrets: [metadata] })
    expect(github.secretsAt(place).value('AWS_Key')).toBe('two — ✓')
    expect(secretPlaces.filter((other) => github.secretsAt(other.place).value('AWS_KEY') !== undefined)).toEqual([each])
    expect(JSON.stringify(loopback.wire.records)).not.toContain('two — ✓')

    expect((await octokit.request(`DELETE ${path}/aws_key`)).status).toBe(204)
    expect(await refusal(octokit.request(`DELETE ${path}/AWS_KEY`))).toMatchObject({ status: 404 })
    expect(await refusal(octokit.request(`GET ${path}/AWS_KEY`))).toMatchObject({ status: 404, message: 'Not Found' })
  })

  test('come in pages of at most 100, by name', async () => {
    const names = Array.from({ length: 65 }, (_, index) => `KEY_${String(index).padStart(2, '0')}`)
    for (const name of names.toReversed()) github.secretsAt(place).set(name, 'value')
    const octokit = permitted(permission)
    const { data, headers } = await octokit.request(`GET ${path}`)
    expect(data.total_count).toBe(65)
    expect(data.secrets.map(({ name }: { name: string }) => name)).toEqual(names.slice(0, 30))
    expect(headers.link).toBe(
      `<${loopback.url}${path}?page=2>; rel="next", <${loopback.url}${path}?page=3>; rel="last"`,
    )
  })

  test('have a key pair of their own', async () => {
    const keys = secretPlaces.map((other) => github.secretsAt(other.place).publicKey)
    expect(new Set(keys.map(({ key }) => key)).size).toBe(secretPlaces.length)
    const old = github.secretsAt(place).publicKey
    const foreign = keys.find(({ key }) => key !== old.key)
    const octokit = permitted(permission)
    const write = async (key: typeof old | undefined) => {
      const encrypted_value = await seal('value', key?.key ?? '')
      return octokit.request(`PUT ${path}/A`, { encrypted_value, key_id: key?.key_id, ...shared })
    }
    const expected = {
      status: 422,
      message: 'Bad request - validation failed due to an improperly encrypted secret',
    }
    expect(await refusal(write(foreign))).toMatchObject(expected)
    github.secretsAt(place).rotatePublicKey()
    expect(await refusal(write(old))).toMatchObject(expected)
    expect((await write(github.secretsAt(place).publicKey)).status).toBe(201)
  })

  test('need their own permission', async () => {
    const accepted = (level: string) => ({ headers: { 'x-accepted-github-permissions': `${permission}=${level}` } })
    const reader = permitted(permission, 'read')
    expect(await reader.request(`GET ${path}/public-key`)).toMatchObject({ status: 200, ...accepted('read') })
    expect(await refusal(put(reader, path, 'A', 'value', shared))).toMatchObject({
      status: 403,
      message: 'Resource not accessible by personal access token',
      ...accepted('write'),
    })
    const others = [...repositoryPermissions, ...organizationPermissions, 'environments', 'actions'] as const
    const rest = Object.fromEntries(others.filter((other) => other !== permission).map((other) => [other, 'write']))
    const byApp = { status: 403, message: 'Resource not accessible by integration', ...accepted('read') }
    for (const token of [
      { kind: 'app', permissions: rest },
      { kind: 'GITHUB_TOKEN', permissions: { actions: 'write' } },
    ] as const) {
      expect(await refusal(having(token).request(`GET ${path}/public-key`))).toMatchObject(byApp)
    }
    const scope = isOrganization(each) ? 'admin:org' : 'repo'
    const classic = await having({ kind: 'classic', scopes: [scope] }).request(`GET ${path}/public-key`)
    expect(classic.headers).toMatchObject({ 'x-oauth-scopes': scope, 'x-accepted-oauth-scopes': scope })
  })
})

describe('App installation tokens', () => {
  test.each(named([...ofRepository, ...ofOrganization]))('at %s', async (path, { permission, place }) => {
    const isBarred = 'organization' in place && place.store === 'codespaces'
    const asked = having({ kind: 'app', permissions: { [permission]: 'write' } }).request(`GET ${path}/public-key`)
    if (!isBarred) expect((await asked).status).toBe(200)
    else {
      expect(await refusal(asked)).toMatchObject({ status: 403, message: 'Resource not accessible by integration' })
    }
  })
})

describe.each(named(ofOrganization))('the audience of %s', (path, { place }) => {
  const secrets = () => github.secretsAt(place)

  test.each(['all', 'private'] as const)('%s has no list', async (visibility) => {
    const octokit = orgAdmin()
    await put(octokit, path, 'A', 'value', { visibility })
    const { data } = await octokit.request(`GET ${path}/A`)
    expect(data).toMatchObject({ visibility })
    expect(data).not.toHaveProperty('selected_repositories_url')
    expect((await octokit.request(`GET ${path}/A/repositories`)).data).toEqual({ total_count: 0, repositories: [] })
  })

  test('every write sets it, and a list that is left out is cleared', async () => {
    const names = addRepositories(3)
    const octokit = orgAdmin()
    const selected = { visibility: 'selected', selected_repository_ids: idsOf(names) }
    expect((await put(octokit, path, 'A', 'one', selected)).status).toBe(201)
    expect([secrets().visibility('A'), secrets().selectedRepositories('A')]).toEqual(['selected', names])
    const { data } = await octokit.request(`GET ${path}/A`)
    expect(data).toEqual({
      name: 'A',
      created_at: '2026-11-22T19:00:00Z',
      updated_at: '2026-11-22T19:00:00Z',
      visibility: 'selected',
      selected_repositories_url: `${loopback.url}${path}/A/repositories`,
    })
    expect((await octokit.request(`GET ${data.selected_repositories_url}`)).data.total_count).toBe(3)

    for (const cleared of [{}, { selected_repository_ids: [] }]) {
      secrets().share('A', 'selected', names)
      expect((await put(octokit, path, 'A', 'two', { visibility: 'selected', ...cleared })).status).toBe(204)
      expect([secrets().visibility('A'), secrets().selectedRepositories('A')]).toEqual(['selected', []])
    }
    secrets().share('A', 'selected', names)
    await put(octokit, path, 'A', 'three', { visibility: 'private' })
    expect([secrets().visibility('A'), secrets().selectedRepositories('A')]).toEqual(['private', []])
  })

  test('a write that is refused changes nothing', async () => {
    const [name = ''] = addRepositories(1)
    github.addRepository('other-org/app')
    secrets().set('A', 'old')
    secrets().share('A', 'selected', [name])
    const octokit = orgAdmin()
    const [ours = 0, foreign = 0] = idsOf([name, 'other-org/app'])
    for (const [more, message] of [
      [{}, `Invalid request.\n\n"visibility" wasn't supplied.`],
      [{ visibility: 'public' }, expect.stringContaining('"public" is not a possible value')],
      [{ visibility: 'selected', selected_repository_ids: [String(ours)] }, expect.stringContaining('not an integer')],
      [{ visibility: 'selected', selected_repository_ids: [ours, 5] }, 'Validation Failed'],
      [{ visibility: 'selected', selected_repository_ids: [foreign] }, 'Validation Failed'],
      [{ visibility: 'all', selected_repository_ids: [ours] }, expect.stringContaining('You can only provide a list')],
    ] as const) {
      clock.advance(duration('1h'))
      expect(await refusal(put(octokit, path, 'A', 'new', more))).toMatchObject({ status: 422, message })
    }
    expect(loopback.violations.splice(0)).toHaveLength(3)
    expect([secrets().value('A'), secrets().selectedRepositories('A')]).toEqual(['old', [name]])
    expect(secrets().metadata('A')?.updated_at).toBe('2026-11-22T19:00:00Z')
  })

  test('the list comes in pages of 30, or of 100', async () => {
    const names = addRepositories(250)
    secrets().set('A', 'value')
    secrets().share('A', 'selected', names)
    const octokit = orgAdmin()
    const { data } = await octokit.request(`GET ${path}/A/repositories`)
    expect([data.total_count, data.repositories.length]).toEqual([250, 30])
    const pages = octokit.paginate.iterator(`GET ${path}/A/repositories`, { per_page: 100 })
    const lengths = []
    const seen = []
    for await (const { data } of pages) {
      const repositories = data as { id: number; full_name: string }[]
      lengths.push(repositories.length)
      seen.push(...repositories)
    }
    expect(lengths).toEqual([100, 100, 50])
    expect(seen.map(({ full_name }) => full_name).sort()).toEqual(names)
    expect(seen.map(({ id }) => id)).toEqual(idsOf(names).sort((one, other) => one - other))
  })

  test.each<[string, Omit<TokenOptions, 'name' | 'permissions'>]>([
    ['that was not given some', { kind: 'fine-grained', repositories: ['octo-org/r000'] }],
    ['of an admin of the organization without the scope repo', { kind: 'classic', scopes: ['admin:org'] }],
  ])('a token %s sees a shorter list than it is told', async (_, token) => {
    const names = addRepositories(3)
    github.addRepository('octo-org/open', { private: false })
    secrets().set('A', 'value')
    secrets().share('A', 'selected', [...names, 'octo-org/open'])
    const permissions = Object.fromEntries(organizationPermissions.map((permission) => [permission, 'read']))
    const octokit = having({ ...token, ...(token.kind === 'classic' ? {} : { permissions }) })
    const { data } = await octokit.request(`GET ${path}/A/repositories`)
    expect(data.total_count).toBe(4)
    const seen = data.repositories.map(({ full_name }: { full_name: string }) => full_name).sort()
    expect(seen).toEqual(token.kind === 'classic' ? ['octo-org/open'] : ['octo-org/open', 'octo-org/r000'])
  })

  test('the list is replaced, added to and taken from where the visibility is selected', async () => {
    const names = addRepositories(3)
    const ids = idsOf(names)
    secrets().set('A', 'value')
    secrets().share('A', 'selected', names.slice(0, 1))
    const octokit = orgAdmin()
    const list = `${path}/A/repositories`
    clock.advance(duration('1h'))
    expect((await octokit.request(`PUT ${list}`, { selected_repository_ids: ids.slice(0, 2) })).status).toBe(204)
    expect(secrets().selectedRepositories('A')).toEqual(names.slice(0, 2))
    expect((await octokit.request(`PUT ${list}/${ids[2]}`)).status).toBe(204)
    expect((await octokit.request(`DELETE ${list}/${ids[0]}`)).status).toBe(204)
    expect(secrets().selectedRepositories('A')).toEqual(names.slice(1))
    expect((await refusal(octokit.request(`PUT ${list}/5`))).status).toBe(404)
    expect((await refusal(octokit.request(`PUT ${list}`, { selected_repository_ids: [5] }))).status).toBe(422)
    expect(secrets().metadata('A')?.updated_at).toBe('2026-11-22T20:00:00Z')

    secrets().share('A', 'all')
    const conflict = {
      status: 409,
      message: 'Conflict',
      errors: "You cannot update selected repositories for a secret when the visibility is not set to 'selected'",
    }
    for (const request of [
      octokit.request(`PUT ${list}`, { selected_repository_ids: ids }),
      octokit.request(`PUT ${list}/${ids[0]}`),
      octokit.request(`DELETE ${list}/${ids[0]}`),
    ]) {
      expect(await refusal(request)).toMatchObject(conflict)
    }
    expect((await refusal(octokit.request(`GET ${path}/ABSENT/repositories`))).status).toBe(404)
    expect((await refusal(octokit.request(`PUT ${path}/ABSENT/repositories/${ids[0]}`))).status).toBe(404)
  })

  test('is seen as late as the value', async () => {
    const names = addRepositories(2)
    secrets().set('A', 'value')
    github.secretsVisibleAfter = duration('8s')
    secrets().share('A', 'selected', names)
    const octokit = orgAdmin()
    const shown = async () => [
      (await octokit.request(`GET ${path}/A`)).data.visibility,
      (await octokit.request(`GET ${path}/A/repositories`)).data.total_count,
    ]
    expect(await shown()).toEqual(['private', 0])
    expect(secrets().visibility('A')).toBe('selected')
    clock.advance(duration('8s'))
    expect(await shown()).toEqual(['selected', 2])
  })

  test('an organization takes 1,000 secrets', async () => {
    for (let index = 0; index < 1_000; index += 1) secrets().set(`KEY_${index}`, 'value')
    const octokit = orgAdmin()
    expect((await refusal(put(octokit, path, 'ONE_MORE', 'value', { visibility: 'all' }))).status).toBe(422)
    expect((await put(octokit, path, 'KEY_0', 'value', { visibility: 'all' })).status).toBe(204)
  })
})

describe('organizations', () => {
  const path = '/orgs/octo-org/actions/secrets'

  test.each<[string, string, Omit<TokenOptions, 'name'>, object]>([
    [
      'a classic token without the scope',
      path,
      { kind: 'classic', scopes: ['repo'] },
      {
        status: 403,
        message: 'You must be an org admin or have the actions secrets fine-grained permission.',
        headers: { 'x-oauth-scopes': 'repo', 'x-accepted-oauth-scopes': 'admin:org' },
      },
    ],
    [
      'an installation of another owner',
      path,
      { kind: 'app', permissions: { organization_secrets: 'write' }, organizations: ['other-org'] },
      { status: 404, message: 'Not Found' },
    ],
    [
      'a personal token of another owner',
      path,
      { kind: 'fine-grained', permissions: { organization_secrets: 'write' }, organizations: [] },
      { status: 404, message: 'Not Found' },
    ],
    [
      'a user who is no organization',
      '/orgs/octocat/actions/secrets',
      { kind: 'classic', scopes: ['admin:org'] },
      { status: 404, message: 'Not Found' },
    ],
  ])('refuse %s', async (_, asked, token, expected) => {
    expect(await refusal(having(token).request(`GET ${asked}`))).toMatchObject(expected)
  })

  test('a token reaches the organizations that it was given, in any case of their names', async () => {
    const token = { kind: 'app', permissions: { organization_secrets: 'read' }, organizations: ['Octo-Org'] } as const
    expect((await having(token).request(`GET ${path}`)).status).toBe(200)
    expect(github.addOrganization('OCTO-ORG')).toBe(github.organization('octo-org'))
  })

  test('a new secret of a person is for private repositories, and a write of a person keeps who sees it', () => {
    const secrets = github.secretsAt({ organization: 'octo-org' })
    secrets.set('A', 'one')
    expect(secrets.visibility('A')).toBe('private')
    secrets.share('A', 'selected', [shop])
    secrets.set('A', 'two')
    expect(secrets.selectedRepositories('A')).toEqual([shop])
  })

  test('list their repositories, the newest first unless another order is asked for, a hundred on a page at most', async () => {
    for (let index = 0; index < 150; index += 1) github.addRepository(`acme/app-${index}`, { archived: index === 3 })
    github.addRepository('acme/Open', { private: false })
    github.addOrganization('acme')
    const listed = async (token: string, query: string) => {
      const { data } = await loopback.as(token).request(`GET /orgs/acme/repos?${query}`)
      return (data as readonly { name: string; archived: boolean }[]).map((each) => each.name)
    }
    const everybody = github.addToken({ kind: 'fine-grained', name: 'lister' })
    expect((await listed(everybody, '')).slice(0, 3)).toEqual(['Open', 'app-149', 'app-148'])
    expect(await listed(everybody, '')).toHaveLength(30)
    const first = await listed(everybody, 'per_page=200&sort=created&direction=asc')
    expect([first.length, first[0], first[99]]).toEqual([100, 'app-0', 'app-99'])
    expect(await listed(everybody, 'per_page=100&page=2&direction=asc')).toHaveLength(51)
    expect((await listed(everybody, 'sort=full_name')).slice(0, 3)).toEqual(['app-0', 'app-1', 'app-10'])
    expect((await listed(everybody, 'sort=full_name&direction=desc'))[0]).toBe('Open')
    const few = github.addToken({ kind: 'fine-grained', name: 'few', repositories: ['acme/app-7'] })
    expect(await listed(few, '')).toEqual(['Open', 'app-7'])
  })

  test('a repository that is deleted is not found, and another of its name is another one', async () => {
    const { id } = github.addRepository('octo-org/former')
    github.renameRepository('octo-org/former', 'octo-org/former-2')
    github.deleteRepository('octo-org/former-2')
    const token = github.addToken({ kind: 'classic', name: 'owner', scopes: ['repo'] })
    for (const name of ['former', 'former-2']) {
      const asked = loopback.as(token).request('GET /repos/{owner}/{repo}', { owner: 'octo-org', repo: name })
      expect(await refusal(asked)).toMatchObject({ status: 404 })
    }
    expect(github.addRepository('octo-org/former').id).not.toBe(id)
  })

  test('what nobody has is a fault of the test', () => {
    expect(() => github.secretsAt({ organization: 'absent' })).toThrow('there is no organization absent')
    expect(() => github.secretsAt({ repository: shop, environment: 'absent' })).toThrow('has no environment absent')
    expect(() => github.secretsAt({ organization: 'octo-org' }).share('A', 'all')).toThrow('has no secret A')
    expect(() => github.secretsAt({ repository: shop }).share('A', 'all')).toThrow('shares nothing')
    expect(() => github.secretsAt({ organization: 'octo-org' }).share('A', 'selected', ['other/app'])).toThrow(
      'octo-org has no repository other/app',
    )
  })

  test.each(['actions', 'agents'] as const)('a repository lists those of %s that it sees', async (store) => {
    github.addRepository('octo-org/open', { private: false })
    const secrets = github.secretsAt({ organization: 'octo-org', store })
    for (const name of ['ALL', 'PRIVATE', 'SELECTED', 'OTHER']) secrets.set(name, 'value')
    secrets.share('ALL', 'all')
    secrets.share('SELECTED', 'selected', [shop])
    secrets.share('OTHER', 'selected', ['octo-org/open'])
    const octokit = having({ kind: 'classic', scopes: ['repo'] })
    const seenBy = async (repository: string) =>
      (await octokit.request(`GET /repos/${repository}/${store}/organization-secrets`)).data.secrets.map(
        ({ name }: { name: string }) => name,
      )
    expect(await seenBy(shop)).toEqual(['ALL', 'PRIVATE', 'SELECTED'])
    expect(await seenBy('octo-org/open')).toEqual(['ALL', 'OTHER'])
    github.addRepository('octocat/app')
    expect(await seenBy('octocat/app')).toEqual([])
  })
})

describe.each(named<(typeof variablePlaces)[number]>(variablePlaces))('variables at %s', (path, each) => {
  const { place, permission } = each
  const shared = isOrganization(each) ? { visibility: 'private' } : {}

  test('are created once, updated once they exist, read and deleted', async () => {
    const octokit = permitted(permission)
    const missing = await refusal(octokit.request(`PATCH ${path}/KEY_ID`, { value: 'AKIA' }))
    expect(missing).toMatchObject({ status: 404, message: 'Not Found' })
    const created = await octokit.request(`POST ${path}`, { name: 'key_id', value: 'one', ...shared })
    expect([created.status, created.data]).toEqual([201, {}])
    const again = octokit.request(`POST ${path}`, { name: 'KEY_ID', value: 'two', ...shared })
    expect(await refusal(again)).toMatchObject({ status: 409, message: 'Variable already exists' })
    clock.advance(duration('90s'))
    expect((await octokit.request(`PATCH ${path}/Key_Id`, { value: 'two' })).status).toBe(204)
    const metadata = {
      name: 'KEY_ID',
      value: 'two',
      created_at: '2026-11-22T19:00:00Z',
      updated_at: '2026-11-22T19:01:30Z',
      ...shared,
    }
    expect((await octokit.request(`GET ${path}/KEY_ID`)).data).toEqual(metadata)
    expect((await octokit.request(`GET ${path}`)).data).toEqual({ total_count: 1, variables: [metadata] })
    expect(variablePlaces.filter((other) => github.variablesAt(other.place).value('KEY_ID'))).toEqual([each])
    expect((await octokit.request(`DELETE ${path}/KEY_ID`)).status).toBe(204)
    for (const method of ['GET', 'DELETE']) {
      expect((await refusal(octokit.request(`${method} ${path}/KEY_ID`))).status).toBe(404)
    }
  })

  test('come in pages of 10, at most 30', async () => {
    for (let index = 0; index < 65; index += 1) github.variablesAt(place).set(`V_${index}`, 'value')
    const octokit = permitted(permission, 'read')
    const { data } = await octokit.request(`GET ${path}`)
    expect([data.total_count, data.variables.length]).toEqual([65, 10])
    expect((await octokit.request(`GET ${path}?per_page=30&page=3`)).data.variables).toHaveLength(5)
    expect(await octokit.paginate(`GET ${path}`, { per_page: 30 })).toHaveLength(65)
  })

  test('need their own permission', async () => {
    const create = { name: 'A', value: 'value', ...shared }
    expect(await refusal(permitted(permission, 'read').request(`POST ${path}`, create))).toMatchObject({
      status: 403,
      headers: { 'x-accepted-github-permissions': `${permission}=write` },
    })
    for (const token of [{ kind: 'app', permissions: { secrets: 'write' } }, { kind: 'GITHUB_TOKEN' }] as const) {
      expect(await refusal(having(token).request(`GET ${path}`))).toMatchObject({
        status: 403,
        message: 'Resource not accessible by integration',
        headers: { 'x-accepted-github-permissions': `${permission}=read` },
      })
    }
    const app = having({ kind: 'app', permissions: { [permission]: 'write' } })
    expect((await app.request(`POST ${path}`, create)).status).toBe(201)
  })

  test('of wrong names and sizes are refused', async () => {
    const octokit = permitted(permission)
    for (const [name, value] of [
      ['GITHUB_ID', 'value'],
      ['1ID', 'value'],
      ['ID', 'x'.repeat(48 * 1_024 + 1)],
    ]) {
      expect((await refusal(octokit.request(`POST ${path}`, { name, value, ...shared }))).status).toBe(422)
    }
    expect(await refusal(octokit.request(`POST ${path}`, { name: 'ID', ...shared }))).toMatchObject({
      status: 422,
      message: 'Invalid request.\n\nInvalid input: object is missing required key: value.',
    })
    expect((await refusal(octokit.request(`PATCH ${path}/ID`, { value: 7 }))).status).toBe(404)
    github.variablesAt(place).set('ID', 'value')
    expect((await refusal(octokit.request(`PATCH ${path}/ID`, { value: 7 }))).status).toBe(422)
    expect(loopback.violations.splice(0)).toHaveLength(3)
  })
})

describe.each(named<(typeof organizationVariables)[number]>(organizationVariables))(
  'the audience of %s',
  (path, { place }) => {
    const variables = () => github.variablesAt(place)

    test('is set when one is created, and left alone by an update of the value', async () => {
      const octokit = orgAdmin()
      expect(await refusal(octokit.request(`POST ${path}`, { name: 'A', value: 'one' }))).toMatchObject({ status: 422 })
      expect(loopback.violations.splice(0)).toEqual([expect.stringContaining("required property 'visibility'")])
      const names = addRepositories(2)
      const selected = { visibility: 'selected', selected_repository_ids: idsOf(names) }
      await octokit.request(`POST ${path}`, { name: 'A', value: 'one', ...selected })
      await octokit.request(`PATCH ${path}/A`, { value: 'two' })
      expect([variables().value('A'), variables().selectedRepositories('A')]).toEqual(['two', names])
      const { data } = await octokit.request(`GET ${path}/A`)
      expect(data).toMatchObject({
        visibility: 'selected',
        selected_repositories_url: `${loopback.url}${path}/A/repositories`,
      })
      expect((await octokit.request(`GET ${path}/A/repositories`)).data.total_count).toBe(2)

      await octokit.request(`PATCH ${path}/A`, { selected_repository_ids: idsOf(names.slice(1)) })
      expect([variables().value('A'), variables().selectedRepositories('A')]).toEqual(['two', names.slice(1)])
      await octokit.request(`PATCH ${path}/A`, { visibility: 'all' })
      expect([variables().visibility('A'), variables().selectedRepositories('A')]).toEqual(['all', []])
      const late = octokit.request(`PATCH ${path}/A`, { selected_repository_ids: idsOf(names) })
      expect((await refusal(late)).status).toBe(422)
      expect(
        await refusal(octokit.request(`PUT ${path}/A/repositories`, { selected_repository_ids: [] })),
      ).toMatchObject({
        status: 409,
        errors: expect.stringContaining('for a variable when the visibility'),
      })
    })
  },
)

describe('environments', () => {
  test('are listed in pages to those who may read actions', async () => {
    const repository = github.repository(shop)
    for (const name of ['b', 'a/b', 'ä ö']) repository.addEnvironment(name)
    const octokit = permitted('actions', 'read')
    const { data, headers } = await octokit.request(`GET /repos/${shop}/environments?per_page=3`)
    expect(data.total_count).toBe(4)
    expect(data.environments.map(({ name }: { name: string }) => name)).toEqual([environment, 'b', 'a/b'])
    expect(headers.link).toContain('rel="next"')
    expect(await refusal(permitted('environments').request(`GET /repos/${shop}/environments`))).toMatchObject({
      status: 403,
      headers: { 'x-accepted-github-permissions': 'actions=read' },
    })
  })
})

describe('runs', () => {
  test('get the secrets of the organization that their repository sees, and its own over them', async () => {
    const seen: JobContext[] = []
    for (const [name, isPrivate] of [
      [shop, true],
      ['octo-org/open', false],
    ] as const) {
      const repository = github.findRepository(name) ?? github.addRepository(name, { private: isPrivate })
      repository.addWorkflow({
        path: '.github/workflows/plain.yml',
        job: async (job) => {
          seen.push(job)
          return 'success'
        },
      })
    }
    const secrets = github.secretsAt({ organization: 'octo-org' })
    for (const name of ['ALL', 'PRIVATE', 'SELECTED', 'OTHER', 'OWN']) secrets.set(name, 'organization')
    secrets.share('ALL', 'all')
    secrets.share('SELECTED', 'selected', [shop])
    secrets.share('OTHER', 'selected', ['octo-org/open'])
    github.secretsAt({ organization: 'octo-org', store: 'dependabot' }).set('DEPENDABOT', 'organization')
    github.setSecret(shop, 'OWN', 'repository')
    const octokit = permitted('actions', 'read')
    for (const name of [shop, 'octo-org/open']) {
      const { id } = github.startRun(name, 'plain.yml')
      clock.advance(duration('1h'))
      await octokit.request(`GET /repos/${name}/actions/runs/${id}`)
    }
    expect(seen.map((job) => job.secrets)).toEqual([
      { ALL: 'organization', PRIVATE: 'organization', SELECTED: 'organization', OWN: 'repository' },
      { ALL: 'organization', OTHER: 'organization' },
    ])
  })

  test('get no more than the first 100 of an organization', () => {
    const secrets = github.secretsAt({ organization: 'octo-org' })
    const names = Array.from({ length: 102 }, (_, index) => `KEY_${String(index).padStart(3, '0')}`)
    for (const name of names.toReversed()) secrets.set(name, 'value')
    github.secretsAt({ organization: 'octo-org' }).share('KEY_000', 'selected')
    expect(Object.keys(github.repository(shop).runSecrets())).toEqual(names.slice(1, 101))
  })
})

describe('GitHub Enterprise Server', () => {
  test('says its version in every reply, and has neither Codespaces nor Agents', async () => {
    const server = await openGitHub({ server: '3.20.2' }, '/api/v3')
    server.github.addOrganization('octo-org')
    server.github.addRepository(shop).addEnvironment(environment)
    const token = server.github.addToken({ kind: 'classic', name: 'admin', scopes: ['repo', 'admin:org'] })
    const octokit = server.as(token)
    const stamp = { headers: { 'x-github-enterprise-version': '3.20.2' } }
    const missing = /codespaces|agents/
    for (const { path } of [...secretPlaces, ...variablePlaces]) {
      const asked = octokit.request(`GET ${path}`)
      if (missing.test(path)) expect(await refusal(asked)).toMatchObject({ status: 404, ...stamp })
      else expect(await asked).toMatchObject({ status: 200, ...stamp })
    }
    // Nobody is limited there, unless the administrator wants it.
    const { headers } = await octokit.request(`GET /repos/${shop}`)
    expect(Object.keys(headers).filter((name) => name.startsWith('x-ratelimit'))).toEqual([])
    expect((await refusal(octokit.request('GET /rate_limit'))).message).toBe('Rate limiting is not enabled.')
    server.wire.inject({ matches: () => true, fault: { kind: 'refuse', status: 502 } })
    expect(await refusal(octokit.request('GET /rate_limit'))).toMatchObject(stamp)
    expect(await refusal(server.as('ghp_unknown').request('GET /rate_limit'))).toMatchObject({ status: 401, ...stamp })
    await server.close()
    expect(server.violations).toEqual([])
  })
})

describe('a renamed repository', () => {
  const admin = () =>
    having({ kind: 'app', permissions: { secrets: 'write', actions_variables: 'write' }, repositories: [shop] })
  const ask = (method: string, path: string, token: string) =>
    fetch(`${loopback.url}${path}`, { method, redirect: 'manual', headers: { authorization: `token ${token}` } })

  test.each([
    ['GET', '', 301, 'Moved Permanently'],
    ['GET', '/actions/secrets?per_page=5', 301, 'Moved Permanently'],
    ['GET', '/environments/a%2Fb/secrets/public-key', 301, 'Moved Permanently'],
    ['DELETE', '/actions/secrets/A', 307, 'Temporary Redirect'],
  ])('sends %s %s on to its id', async (method, rest, status, message) => {
    const token = github.addToken({ kind: 'classic', name: 'admin', scopes: ['repo'] })
    const { id } = github.renameRepository(shop, 'octo-org/shop-2')
    const url = `${loopback.url}/repositories/${id}${rest}`
    const reply = await ask(method, `/repos/${shop}${rest}`, token)
    expect([reply.status, reply.headers.get('location')]).toEqual([status, url])
    expect(await reply.json()).toMatchObject({ message, url })
    const outsider = github.addToken({ kind: 'fine-grained', name: 'outsider', repositories: [] })
    expect((await ask(method, `/repos/${shop}${rest}`, outsider)).status).toBe(404)
  })

  test('is served by its id and by its new name, to those who had it before', async () => {
    const octokit = admin()
    const { id } = github.renameRepository(shop, 'octo-org/Shop-2')
    const path = `/repos/${shop}/actions/secrets`
    expect((await octokit.request(`GET /repos/${shop}`)).data).toMatchObject({ id, full_name: 'octo-org/Shop-2' })
    expect((await put(octokit, path, 'A', 'value')).status).toBe(201)
    expect((await octokit.request(`GET /repos/octo-org/shop-2/actions/secrets/A`)).status).toBe(200)
    expect((await octokit.request(`POST /repos/${shop}/actions/variables`, { name: 'V', value: '1' })).status).toBe(201)
    expect(github.secretsAt({ repository: 'octo-org/shop-2' }).value('A')).toBe('value')
    expect((await octokit.request(`DELETE ${path}/A`)).status).toBe(204)
    expect((await refusal(octokit.request('GET /repositories/5/actions/secrets'))).status).toBe(404)
    const operations = loopback.wire.records.map(({ operation, status }) => `${status} ${operation}`)
    expect(operations.slice(0, 2)).toEqual(['301 GET /repos/{owner}/{repo}', '200 GET /repos/{owner}/{repo}'])
  })

  test('loses its old name to another, keeps what is shared with it, and takes no name that is taken', () => {
    const secrets = github.secretsAt({ organization: 'octo-org' })
    secrets.set('A', 'value')
    secrets.share('A', 'selected', [shop])
    github.renameRepository(shop, 'octo-org/shop-2')
    expect(secrets.selectedRepositories('A')).toEqual(['octo-org/shop-2'])
    expect(github.findRenamedRepository(shop)?.name).toBe('shop-2')
    const other = github.addRepository(shop)
    expect(github.findRepositoryById(other.id)).toBe(other)
    expect(secrets.selectedRepositories('A')).toEqual(['octo-org/shop-2'])
    expect(github.findRenamedRepository(shop)).toBeUndefined()
    expect(() => github.renameRepository(shop, 'octo-org/shop-2')).toThrow('there is a repository octo-org/shop-2')
    expect(() => github.renameRepository(shop, 'other-org/shop')).toThrow('cannot move to other-org')
  })
})

describe('a renamed organization', () => {
  test('is not found by its old name, while its repositories are', async () => {
    const octokit = orgAdmin()
    github.secretsAt({ organization: 'octo-org' }).set('A', 'value')
    github.secretsAt({ organization: 'octo-org' }).share('A', 'selected', [shop])
    const { id } = github.repository(shop)
    github.renameOrganization('octo-org', 'hexa-org')
    expect((await refusal(octokit.request('GET /orgs/octo-org/actions/secrets'))).status).toBe(404)
    expect((await refusal(octokit.request('GET /orgs/octo-org/actions/secrets/A'))).status).toBe(404)
    expect((await octokit.request('GET /orgs/hexa-org/actions/secrets/A')).status).toBe(200)
    const moved = { id, full_name: shop.replace('octo-org', 'hexa-org') }
    expect((await octokit.request(`GET /repos/${shop}`)).data).toMatchObject(moved)
    const secrets = github.secretsAt({ organization: 'hexa-org' })
    expect(secrets.selectedRepositories('A')).toEqual([moved.full_name])
    expect(() => github.renameOrganization('octo-org', 'other')).toThrow('there is no organization octo-org')
  })
})
