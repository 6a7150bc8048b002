/** Secrets of configured names that nobody has listed: where they are found, with how many requests, and what is told. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { PlaceName, VariablePlaceName } from '../../../sandbox/github/place.ts'
import type { Permissions, TokenOptions } from '../../../sandbox/github/token.ts'
import { identityOf, type Place, stores, storesOf } from '../../../src/destination.ts'
import { GitHubClient, TokenConnection } from '../../../src/github/api/client.ts'
import { GitHubTime } from '../../../src/github/api/time.ts'
import { octokitRequest } from '../../../src/github/api/transport.ts'
import { findSameNames } from '../../../src/github/old-key/same-name-nearby.ts'
import { parseDestinations } from '../../../src/inputs/destinations.ts'
import { loadYamlParser } from '../../../src/inputs/yaml-parser.ts'
import type { Clock } from '../../../src/rotation/ports.ts'
import { Cancelled } from '../../../src/rotation/problem.ts'
import { type LoopbackGitHub, openGitHub } from '../../sandbox/loopback-github.ts'

await loadYamlParser()

let server: LoopbackGitHub

beforeEach(async () => {
  server = await openGitHub()
  server.github.addOrganization('octo')
  for (const name of ['octo/app', 'octo/web', 'octo/open']) server.github.addRepository(name)
  for (const name of ['production', 'staging']) server.github.repository('octo/app').addEnvironment(name)
})

afterEach(async () => {
  await server.close()
  expect(server.violations).toEqual([])
})

const app: Place = { kind: 'repository', owner: 'octo', repo: 'app', store: 'actions' }
const dependabot: Place = { ...app, store: 'dependabot' }
const production: Place = { kind: 'environment', owner: 'octo', repo: 'app', environment: 'production' }
const organization: Place = { kind: 'organization', owner: 'octo', store: 'actions' }

const secrets = [
  { name: 'ID', format: 'access-key-id' },
  { name: 'KEY', format: 'secret-access-key' },
] as const

const everything: Permissions = {
  metadata: 'read',
  actions: 'read',
  secrets: 'read',
  environments: 'read',
  actions_variables: 'read',
  dependabot_secrets: 'read',
  codespaces_secrets: 'read',
  agent_secrets: 'read',
  organization_secrets: 'read',
  organization_dependabot_secrets: 'read',
  organization_actions_variables: 'read',
  organization_agent_secrets: 'read',
}

interface Wanted {
  readonly otherKeys?: readonly Place[]
  readonly secretsOfUsers?: ReadonlyMap<string, ReadonlySet<string>>
  readonly token?: Partial<TokenOptions>
  readonly clock?: Partial<Clock>
  readonly keep?: number
  readonly api?: string
}

/** A look around destinations, each of which has a pair or the variables that are given. */
async function look(
  places: readonly Place[],
  {
    otherKeys = [],
    secretsOfUsers = new Map(),
    token = {},
    clock: differently = {},
    keep = 0,
    api = 'https://api.github.com',
  }: Wanted = {},
  variables: readonly string[] = [],
) {
  const { github, clock: time, url, wire } = server
  const start = time.now()
  const clock: Clock = {
    now: () => time.now(),
    elapsed: () => time.now() - start,
    sleep: async (duration) => time.advance(duration),
    unlessCancelled: (work) => work,
    cancelled: false,
    ...differently,
  }
  const text = github.addToken({ kind: 'fine-grained', name: 'looker', permissions: everything, ...token })
  const githubTime = new GitHubTime(clock)
  const client = new GitHubClient(new TokenConnection(octokitRequest(text, url), 'github-token', clock, githubTime))
  if (keep > 0) {
    await client.askForBudget()
    client.budget.keep(keep)
  }
  wire.records.length = 0
  const reading = await findSameNames({
    present: {
      destinations: places.map((place) => ({
        place,
        secrets,
        variables: variables.map((name) => ({ name, format: 'access-key-id' })),
        audience: undefined,
      })),
    },
    otherKeys,
    secretsOfUsers,
    stores: storesOf(api),
    clients: { for: () => client },
    clientAt: () => client,
    time: githubTime,
  })
  const found = reading.places.map(({ name, secrets: all, takesPrecedence }) => {
    return [all.map((each) => each.name).join(', '), name, takesPrecedence] as const
  })
  return { ...reading, found, requests: wire.records.map(({ target }) => target) }
}

/** A secret of a configured name, which a person has stored. */
function put(place: PlaceName, name = 'ID'): void {
  server.github.secretsAt(place).set(name, 'whatever it holds')
}

const repository = 'octo/app'

describe('a secret of a configured name is found', () => {
  test.each<readonly [string, readonly Place[], PlaceName, string, boolean]>([
    ['in Dependabot, beside Actions', [app], { repository, store: 'dependabot' }, 'octo/app (Dependabot)', false],
    ['in Codespaces, beside Actions', [app], { repository, store: 'codespaces' }, 'octo/app (Codespaces)', false],
    ['for Agents, beside Actions', [app], { repository, store: 'agents' }, 'octo/app (Agents)', false],
    ['in Actions, beside Dependabot', [dependabot], { repository }, 'octo/app', false],
    ['in an environment', [app], { repository, environment: 'staging' }, 'the environment staging of octo/app', true],
    ['in the organization', [app], { organization: 'octo' }, 'the organization octo', false],
    ['in the repository of an environment', [production], { repository }, 'octo/app', false],
    [
      'in Dependabot, beside an environment',
      [production],
      { repository, store: 'dependabot' },
      'octo/app (Dependabot)',
      false,
    ],
    ['in the organization of an environment', [production], { organization: 'octo' }, 'the organization octo', false],
    [
      'in the organization (Agents)',
      [{ ...app, store: 'agents' }],
      { organization: 'octo', store: 'agents' },
      'the organization octo (Agents)',
      false,
    ],
    [
      'in the organization (Dependabot)',
      [dependabot],
      { organization: 'octo', store: 'dependabot' },
      'the organization octo (Dependabot)',
      false,
    ],
    [
      'in another store of an organization',
      [organization],
      { organization: 'octo', store: 'agents' },
      'the organization octo (Agents)',
      false,
    ],
  ])('%s', async (_, places, where, name, takesPrecedence) => {
    put(where)
    expect((await look(places)).found).toEqual([['ID', name, takesPrecedence]])
  })

  test('in a repository that may use its organization’s, and in an environment there', async () => {
    for (const name of ['ID', 'KEY']) {
      server.github.secretsAt({ organization: 'octo' }).set(name, 'x')
      server.github.secretsAt({ organization: 'octo' }).share(name, 'selected', ['octo/app'])
    }
    put({ repository }, 'KEY')
    put({ repository, environment: 'staging' })
    put({ repository: 'octo/web' })
    expect((await look([organization])).found).toEqual([
      ['KEY', 'octo/app', true],
      ['ID', 'the environment staging of octo/app', true],
    ])
  })
})

describe('what is not meant is left alone:', () => {
  test.each<readonly [string, readonly Place[], () => void]>([
    ['another name', [app], () => put({ repository, store: 'dependabot' }, 'OTHER')],
    ['a destination', [app, dependabot, production], () => put({ repository, environment: 'production' })],
    ['the environment beside an environment', [production], () => put({ repository, environment: 'staging' })],
    [
      'an organization’s secret that the repository may not use',
      [app],
      () => {
        put({ organization: 'octo' })
        server.github.secretsAt({ organization: 'octo' }).share('ID', 'selected', ['octo/web'])
      },
    ],
    [
      'and in Dependabot',
      [dependabot],
      () => {
        put({ organization: 'octo', store: 'dependabot' })
        server.github.secretsAt({ organization: 'octo', store: 'dependabot' }).share('ID', 'selected', ['octo/web'])
      },
    ],
  ])('%s', async (_, places, prepare) => {
    prepare()
    expect((await look(places)).found).toEqual([])
  })

  test.each<readonly [Place, PlaceName, string]>([
    [dependabot, { repository, store: 'dependabot' }, '/dependabot/'],
    [{ ...production, owner: 'OCTO' }, { repository, environment: 'production' }, '/production/'],
    [organization, { organization: 'octo' }, '/organization-secrets'],
  ])('what holds another key by the user’s word: %j', async (place, where, address) => {
    put(where)
    put({ repository, environment: 'staging' })
    const { found, requests } = await look([app], { otherKeys: [place] })
    expect(found).toEqual([['ID', 'the environment staging of octo/app', true]])
    expect(requests.filter((target) => target.includes(address))).toEqual([])
  })

  test('what another user of the configuration has there, and only that', async () => {
    put({ repository, environment: 'production' })
    put({ repository, environment: 'production' }, 'KEY')
    const others = (...names: readonly string[]) => new Map([[identityOf(production), new Set(names)]])
    const shown = 'the environment production of octo/app'
    expect((await look([app], { secretsOfUsers: others('ID') })).found).toEqual([['KEY', shown, true]])
    expect((await look([app], { secretsOfUsers: others('OTHER_ID') })).found).toEqual([['ID, KEY', shown, true]])
    const both = await look([app], { secretsOfUsers: others('ID', 'KEY') })
    expect(both.found).toEqual([])
    expect(both.requests.filter((target) => target.includes('/production/secrets'))).toEqual([])
  })

  test('what two users have in one place under different names, each for itself', async () => {
    put({ repository })
    const secretsOfUsers = new Map([[identityOf(app), new Set(['ID', 'KEY', 'MAIL'])]])
    expect((await look([app], { secretsOfUsers })).found).toEqual([])
    put({ repository, environment: 'staging' })
    expect((await look([app], { secretsOfUsers })).found).toEqual([['ID', 'the environment staging of octo/app', true]])
  })
})

describe('a variable that shows the ID of a key is found', () => {
  const id = 'AKIAIOSFODNN7EXAMPLE'
  test.each<readonly [string, readonly Place[], VariablePlaceName]>([
    ['octo/app', [app], { repository }],
    ['octo/app', [production], { repository }],
    ['the environment production of octo/app', [production], { repository, environment: 'production' }],
    ['the organization octo', [organization], { organization: 'octo' }],
  ])('in %s, whatever it is called, and nothing dismisses it', async (name, places, where) => {
    server.github.variablesAt(where).set('WHATEVER', ` ${id}\n`)
    server.github.variablesAt(where).set('OTHER', 'eu-central-1')
    const { places: found } = await look(places, { otherKeys: [app, production, organization] })
    expect(found).toMatchObject([
      { name, secrets: [{ name: 'variable WHATEVER', value: id }], dismissal: undefined, takesPrecedence: false },
    ])
    const [listed] = parseDestinations(found[0]?.listing ?? '', {
      home: { owner: 'octo', repo: 'app' },
      secrets,
      variables: [],
      region: undefined,
      isEnterpriseServer: false,
    })
    expect(listed?.variables).toEqual([{ name: 'WHATEVER', format: 'access-key-id' }])
  })

  test('but not when it is listed', async () => {
    server.github.variablesAt({ repository }).set('KEY_ID', id)
    expect((await look([app], {}, ['KEY_ID'])).found).toEqual([])
  })

  test('of an organization also where a repository uses its secrets', async () => {
    server.github.variablesAt({ organization: 'octo' }).set('KEY_ID', id)
    expect((await look([app])).found).toEqual([])
    put({ organization: 'octo' }, 'ANY')
    expect((await look([app])).found).toEqual([['variable KEY_ID', 'the organization octo', false]])
  })

  test('on the first page, and that there are more is told', async () => {
    for (let index = 0; index < 31; index += 1) server.github.variablesAt({ repository }).set(`V${index}`, 'x')
    expect((await look([app])).unread).toEqual([
      'The variables of octo/app may have their own ID or KEY; this run may not look: only the first 30 of 31 are looked at.',
    ])
  })
})

test('the lines to add are what the inputs take', async () => {
  server.github.repository('octo/app').addEnvironment('a, b: #1')
  put({ repository, environment: 'a, b: #1' })
  put({ repository, store: 'dependabot' })
  const { places } = await look([app])
  expect(places.map(({ listing, dismissal }) => [listing, dismissal])).toEqual([
    [
      '- { repository: octo/app, store: dependabot, secrets: { ID: access-key-id, KEY: secret-access-key } }',
      '- { repository: octo/app, store: dependabot }',
    ],
    [
      '- { repository: octo/app, environment: "a, b: #1", secrets: { ID: access-key-id, KEY: secret-access-key } }',
      '- { repository: octo/app, environment: "a, b: #1" }',
    ],
  ])
  for (const { listing, dismissal = '' } of places) {
    const defaults = {
      home: { owner: 'x', repo: 'y' },
      secrets,
      variables: [],
      region: undefined,
      isEnterpriseServer: false,
    }
    expect(parseDestinations(listing, defaults)).toMatchObject(parseDestinations(dismissal, defaults))
  }
})

describe('a look takes', () => {
  const web: Place = { ...app, repo: 'web' }
  test.each<readonly [string, readonly Place[], number, number]>([
    ['a repository', [app], 1, 2],
    ['two repositories', [app, web], 2, 2],
    ['Dependabot', [dependabot], 1, 0],
    ['an environment', [production], 1, 1],
    ['a repository and its environment', [app, production], 1, 2],
    ['every store', stores.map((store) => ({ ...app, store })), 1, 2],
    ['two stores and an environment', [production, app, dependabot], 1, 2],
  ])(
    'six requests at most for each repository, and one for each environment: %s',
    async (_, places, repositories, environments) => {
      const { requests } = await look(places)
      const ofEnvironments = requests.filter((target) => /environments\/\w/.test(target))
      expect(ofEnvironments).toHaveLength(environments)
      expect(requests.length - ofEnvironments.length).toBeLessThanOrEqual(6 * repositories)
      expect(new Set(requests).size).toBe(requests.length)
    },
  )

  test('four on GitHub Enterprise Server, which has neither Codespaces nor Agents', async () => {
    const { requests } = await look([web], { api: 'https://github.example.com/api/v3' })
    expect(requests.filter((target) => /codespaces|agents/.test(target))).toEqual([])
    expect(requests).toHaveLength(4)
  })

  test('one more for each organization whose secrets are used, however many repositories do', async () => {
    put({ organization: 'octo' }, 'ANY')
    const { requests } = await look([app, web])
    expect(requests.filter((target) => target.startsWith('/orgs/'))).toEqual([
      '/orgs/octo/actions/variables?per_page=30',
    ])
  })
})

describe('what this run may not read', () => {
  const without = (...names: readonly (keyof Permissions)[]) => ({
    token: {
      permissions: Object.fromEntries(
        Object.entries(everything).filter(([name]) => !names.some((each) => each === name)),
      ),
    },
  })

  test('is told once, with what the token lacks', async () => {
    const lacking = without('dependabot_secrets', 'codespaces_secrets', 'agent_secrets', 'actions_variables')
    const { unread } = await look([app], lacking)
    expect(unread).toEqual([
      expect.stringMatching(
        /^octo\/app \(Agents\), octo\/app \(Codespaces\), octo\/app \(Dependabot\), the variables of octo\/app may have their own ID or KEY; this run may not look: the token in github-token lacks Repository permissions → Agent secrets: Read-only, .*Variables: Read-only\. Grant that, or make sure yourself/,
      ),
    ])
  })

  test('is named place by place', async () => {
    const { unread } = await look([app], without('environments'))
    expect(unread).toEqual([
      expect.stringMatching(
        /^The environment production of octo\/app, the environment staging of octo\/app may have their own ID or KEY; this run may not look: /,
      ),
    ])
    server.github.repository('octo/web').addEnvironment('production')
    expect((await look([{ ...app, repo: 'web' }], without('environments'))).unread).toEqual([
      expect.stringMatching(
        /^The environment production of octo\/web may have its own ID or KEY; this run may not look: /,
      ),
    ])
  })

  test('is told once for many repositories', async () => {
    const repositories = Array.from({ length: 12 }, (_, index) => `r${index}`)
    for (const repo of repositories) server.github.addRepository(`octo/${repo}`)
    const { unread } = await look(
      repositories.map((repo) => ({ ...app, repo })),
      without('actions_variables', 'actions'),
    )
    expect(unread).toHaveLength(1)
    expect(unread[0]).toContain('and 20 more may have their own ID or KEY')
  })

  test('for want of requests in this hour is told, and asked no more', async () => {
    const { unread, requests } = await look([app], { token: { rateLimit: 100 }, keep: 90 })
    expect(requests).toEqual([])
    expect(unread).toEqual([expect.stringContaining('this run may not look: What is left of the hourly requests')])
  })

  test('but a cancelled run ends', async () => {
    const sleep = async () => {
      throw new Cancelled()
    }
    server.wire.inject({ matches: () => true, times: 99, fault: { kind: 'drop' } })
    await expect(look([app], { clock: { sleep } })).rejects.toThrow(Cancelled)
  })
})
