/** Places that nobody has listed: how they are found, with how many requests, and how several runs share the work. */
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { WireReply } from '../../../sandbox/wire.ts'
import type { AuditedUser } from '../../../src/audit/unlisted-places.ts'
import { nameOf } from '../../../src/destination.ts'
import { Cancelled } from '../../../src/rotation/problem.ts'
import { day, hour, minute, second } from '../../../src/rotation/time.ts'
import { type Ended, everything, LargeOrganization } from './large-organization.ts'

const id = 'AKIAIOSFODNN7EXAMPLE'
const ci: AuditedUser = {
  user: 'ci',
  secrets: [
    { name: 'AWS_ACCESS_KEY_ID', format: 'access-key-id' },
    { name: 'AWS_SECRET_ACCESS_KEY', format: 'secret-access-key' },
  ],
  variables: [],
  destinations: [],
  otherKeys: [],
  keys: [{ id, created: Date.parse('2026-11-22T18:00:00Z') }],
}

/** Requests that a run takes besides its repositories: their sight, and six lists of the organization's own. */
const besides = 1 + 6

/** A list of repositories says no total: its last page is known by being short. */
const pagesOf = (repositories: number) => Math.floor(repositories / 100) + 1

/** So many repositories; some have a secret, an environment with one, or a variable that shows the key. */
function fill(world: LargeOrganization, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const repository = world.github.addRepository(`octo/app-${index}`, { archived: index % 20 === 19 })
    if (index % 10 === 0) repository.secrets.actions.set('AWS_ACCESS_KEY_ID', 'whatever it holds')
    if (index % 25 === 0) repository.secrets.dependabot.set('AWS_SECRET_ACCESS_KEY', 'whatever it holds')
    if (index % 40 === 0) repository.addEnvironment('production').secrets.set('AWS_ACCESS_KEY_ID', 'whatever')
    if (index % 100 === 1) repository.variables.actions.set('KEY', ` ${id}\n`)
    if (index % 100 === 2) repository.variables.agents.set('KEY', 'AKIAI44QH8DHBEXAMPLE')
    if (index % 7 === 0) repository.secrets.actions.set('NPM_TOKEN', 'not of this action')
  }
}

/** What an inventory of `fill` finds. */
function expected(count: number): { readonly found: number; readonly read: number; readonly archived: number } {
  const all = Array.from({ length: count }, (_, index) => index)
  const present = all.filter((index) => index % 20 !== 19)
  const every = (each: number, rest = 0) => present.filter((index) => index % each === rest).length
  return {
    found: every(10) + every(25) + every(40) + every(100, 1),
    read: present.length,
    archived: count - present.length,
  }
}

/** What does not depend on how many runs it took. */
function outcome({ unlisted, unread, repositoriesRead, repositoriesLeft, repositoriesArchived, complete }: Ended) {
  return { unlisted, unread, repositoriesRead, repositoriesLeft, repositoriesArchived, complete }
}

const found = ({ unlisted }: Ended) =>
  unlisted.map(({ place, name, proves }) => `${name} in ${nameOf(place)}: ${proves}`)

const world = (count: number, isChecked = true) => {
  const made = new LargeOrganization()
  made.isChecked = isChecked
  fill(made, count)
  return made
}

describe('two thousand repositories', () => {
  const count = 2_000
  const { found: places, read, archived } = expected(count)
  const environments = Array.from({ length: count / 40 }).length
  const requests = pagesOf(count) + besides + read * 7 + environments * 2
  const atOnce = new LargeOrganization()
  let ended: Ended

  beforeAll(async () => {
    atOnce.isChecked = false
    fill(atOnce, count)
    ended = await atOnce.run([ci], { token: atOnce.token({ rateLimit: 20_000 }) })
  })

  test('take seven requests each, two more for each environment, and no limit is met', () => {
    expect(ended.requests).toHaveLength(requests)
    expect(new Set(ended.requests).size).toBe(requests)
    expect(atOnce.github.secondaryLimitAnswers).toBe(0)
    expect(ended).toMatchObject({ complete: true, repositoriesRead: read, repositoriesArchived: archived })
    expect(ended).toMatchObject({ repositoriesLeft: 0, stopped: undefined })
    expect(ended.unlisted).toHaveLength(places)
    expect(Map.groupBy(ended.unlisted, ({ proves }) => proves).get('holds this key')).toHaveLength(20)
  })

  test('are told of now and then, with the time that is left', () => {
    const { lines, from, to } = ended
    expect(lines[0]).toBe('octo: 1,900 repositories; 100 archived are left out')
    expect(lines[1]).toMatch(/^octo: 1\d\d of 1,900 repositories, about 1\d minutes left$/)
    expect(lines.at(-1)).toMatch(/^octo: 1,\d{3} of 1,900 repositories, about \d+ seconds left$/)
    expect((lines.length - 1) * 30 * second).toBeLessThanOrEqual(to - from)
  })

  test('are read by three runs where an hour has 5,000 requests, with the same result as by one', async () => {
    const shared = world(count, false)
    const token = shared.token({ rateLimit: 5_000 })
    const runs: Ended[] = []
    for (let run = 0; run < 3; run += 1) {
      runs.push(await shared.run([ci], { token, timeLimit: 55 * minute }))
      shared.nextHour()
    }
    const [first, second, last] = runs as [Ended, Ended, Ended]
    expect(outcome(last)).toEqual(outcome(ended))
    expect(first.stopped).toBe(
      'The hourly requests of the token in github-token are used up, but for what is left to other jobs. There are 5,000 more at 2026-11-22T20:00:02Z.',
    )
    expect([first, second].map(({ complete }) => complete)).toEqual([false, false])
    expect(first.repositoriesRead + first.repositoriesLeft).toBe(read)
    // A twentieth is left to other jobs.
    for (const { requests: sent } of [first, second]) {
      expect(sent.length).toBeLessThanOrEqual(4_750)
      expect(sent.length).toBeGreaterThan(4_700)
    }
    // Only what was under way when the hour ended is asked for again, and what each run has to know.
    const sent = runs.reduce((sum, each) => sum + each.requests.length, 0)
    expect(sent - requests).toBeLessThanOrEqual(2 * (pagesOf(count) + 1) + 2 * 10 * 8)
    expect(second.lines[1]).toBe(
      `octo: 1,900 repositories, ${first.repositoriesRead} of them were read before; 100 archived are left out`,
    )
    expect(last.from).toBe(first.from)
    expect(last.to).toBeGreaterThan(first.to + 2 * hour)
  })
})

describe('a run that ends before all is read', () => {
  const count = 400
  let undisturbed: Ended

  beforeAll(async () => {
    undisturbed = await world(count, false).run([ci])
  })

  test('for its time-limit, leaves the others to the next one', async () => {
    const shared = world(count, false)
    const first = await shared.run([ci], { timeLimit: 3 * minute })
    expect(first.stopped).toBe(
      'The time-limit of this run is near. A later run goes on from the inventory that this one leaves.',
    )
    expect(first.to - first.from).toBeLessThan(3 * minute)
    expect(first.repositoriesRead).toBeGreaterThan(50)
    expect(first.repositoriesLeft).toBe(380 - first.repositoriesRead)
    const second = await shared.run([ci])
    expect(second.lines[0]).toBe(
      'The inventory goes on from that of an earlier run, which began at 2026-11-22T19:00:01Z.',
    )
    expect(outcome(second)).toEqual(outcome(undisturbed))
  })

  test('since its hourly requests end, waits for more where its time-limit allows that', async () => {
    const shared = world(count, false)
    const ended = await shared.run([ci], { token: shared.token({ rateLimit: 1_500 }), timeLimit: 3 * hour })
    expect(ended).toMatchObject({ complete: true, repositoriesRead: 380, stopped: undefined })
    expect(ended.lines.filter((line) => line.includes('waiting'))).toEqual([
      expect.stringMatching(/^octo: the hourly requests of the token in github-token are used up; waiting 5\d minutes/),
    ])
    expect(outcome(ended)).toEqual(outcome(undisturbed))
  })

  test('without a single request in hand, keeps what an earlier one has read', async () => {
    const shared = world(count, false)
    const token = shared.token({ rateLimit: 1_000 })
    const first = await shared.run([ci], { token, timeLimit: hour })
    const second = await shared.run([ci], { token, timeLimit: hour })
    expect(second.requests).toEqual([])
    expect({ ...outcome(second), unread: [] }).toEqual({ ...outcome(first), unread: [] })
    expect(second.unlisted.length).toBeGreaterThan(0)
  })

  test('since it is cancelled, leaves what it has read', async () => {
    const shared = world(count, false)
    let asked = 0
    shared.before = (_, clock) => {
      asked += 1
      if (asked > 1_000) clock.cancelled = true
      return undefined
    }
    await expect(shared.run([ci])).rejects.toThrow(Cancelled)
    shared.before = () => undefined
    const second = await shared.run([ci])
    expect(second.requests.length).toBeLessThan(2_000)
    expect(outcome(second)).toEqual(outcome(undisturbed))
  })

  test('since it is killed, leaves what it had read a moment before', async () => {
    const shared = world(count, false)
    let killed: string | undefined
    shared.before = () => {
      if (shared.writes === 2) killed ??= shared.kept
      return undefined
    }
    const whole = await shared.run([ci])
    shared.kept = killed
    const second = await shared.run([ci])
    expect(second.requests.length).toBeLessThan(whole.requests.length - 500)
    expect(outcome(second)).toEqual(outcome(whole))
  })
})

describe('between two runs', () => {
  test('repositories come, go, are renamed and archived', async () => {
    const shared = world(60)
    const { github } = shared
    const token = shared.token({ rateLimit: 300 })
    const first = await shared.run([ci], { token, timeLimit: hour })
    expect(found(first)).toContain('AWS_ACCESS_KEY_ID in octo/app-0: may hold this key')
    github.renameRepository('octo/app-0', 'octo/first')
    github.deleteRepository('octo/app-1')
    github.repository('octo/app-10').archived = true
    github.addRepository('octo/another').secrets.codespaces.set('AWS_ACCESS_KEY_ID', 'whatever it holds')
    github.deleteRepository('octo/app-20')
    github.addRepository('octo/app-20')
    shared.nextHour()
    const second = await shared.run([ci], { token: shared.token({ name: 'other' }) })
    expect(second).toMatchObject({ complete: true, repositoriesLeft: 0, repositoriesArchived: 4, repositoriesRead: 56 })
    expect(found(second)).toEqual(
      expect.arrayContaining([
        'AWS_ACCESS_KEY_ID in octo/first: may hold this key',
        'AWS_ACCESS_KEY_ID in octo/another (Codespaces): may hold this key',
      ]),
    )
    expect(found(second).join()).not.toMatch(/app-(?:0|1|10|20)\b/)
  })

  test.each<readonly [string, (shared: LargeOrganization) => readonly AuditedUser[], string]>([
    [
      'more than a day passes',
      ({ sandbox }) => [sandbox.advance(day + minute), [ci]][1] as AuditedUser[],
      'it was begun 24 hours ago',
    ],
    [
      'the file is damaged',
      (shared) => [Object.assign(shared, { kept: shared.kept?.slice(0, -9) }), [ci]][1] as AuditedUser[],
      'it is not JSON',
    ],
    [
      'a name is added',
      () => [{ ...ci, variables: [{ name: 'KEY_ID', format: 'access-key-id' }] }],
      'it is of other organizations, or of secrets and variables of other names',
    ],
  ])('%s: everything is read anew', async (_, change, why) => {
    const shared = world(30)
    await shared.run([ci], { token: shared.token({ rateLimit: 150 }), timeLimit: hour })
    const users = change(shared)
    const second = await shared.run(users)
    expect(second.lines[0]).toBe(`The inventory of an earlier run is not used: ${why}. Everything is read anew.`)
    expect(second.requests).toHaveLength(pagesOf(30) + besides + second.repositoriesRead * 7 + 2)
  })

  test('an inventory that is complete is not used again', async () => {
    const shared = world(10)
    await shared.run([ci])
    const { lines, requests } = await shared.run([ci])
    expect(lines[0]).toBe('The inventory of an earlier run is not used: it is complete. Everything is read anew.')
    expect(requests.length).toBeGreaterThan(70)
  })
})

describe('what the token may not read', () => {
  test.each<readonly [keyof typeof everything, string, string]>([
    ['secrets', 'Repository permissions → Secrets: Read-only', 'the secrets of octo/app-0'],
    ['actions_variables', 'Repository permissions → Variables: Read-only', 'the variables of octo/app-0'],
    ['actions', 'Repository permissions → Actions: Read-only', 'the environments of octo/app-0'],
    [
      'dependabot_secrets',
      'Repository permissions → Dependabot secrets: Read-only',
      'the secrets of octo/app-0 (Dependabot)',
    ],
    [
      'codespaces_secrets',
      'Repository permissions → Codespaces secrets: Read-only',
      'the secrets of octo/app-0 (Codespaces)',
    ],
    ['agent_secrets', 'Repository permissions → Agent secrets: Read-only', 'the secrets of octo/app-0 (Agents)'],
    ['agent_variables', 'Repository permissions → Agent variables: Read-only', 'the variables of octo/app-0 (Agents)'],
    [
      'environments',
      'Repository permissions → Environments: Read-only',
      'the secrets of the environment production of octo/app-0',
    ],
    ['organization_secrets', 'Organization permissions → Secrets: Read-only', 'the secrets of the organization octo'],
    [
      'organization_actions_variables',
      'Organization permissions → Variables: Read-only',
      'the variables of the organization octo',
    ],
    [
      'organization_codespaces_secrets',
      'Organization permissions → Organization codespaces secrets: Read-only',
      'the secrets of the organization octo (Codespaces)',
    ],
  ])(
    'without %s is told with the name of the permission, and is not asked for again and again',
    async (permission, title, where) => {
      const { [permission]: _, ...permissions } = everything
      const shared = world(80)
      const ended = await shared.run([ci], { token: shared.token({ permissions }) })
      expect(ended).toMatchObject({ complete: true, repositoriesLeft: 0 })
      const sentences = ended.unread.filter((each) => each.includes(`lacks ${title}`))
      expect(sentences).toHaveLength(1)
      expect(sentences[0]).toContain(`Not read: ${where}`)
      const whole = pagesOf(80) + besides + 76 * 7 + 2 * 2
      const isOfAll = !permission.startsWith('organization_') && permission !== 'environments'
      // Ten at once find out.
      if (isOfAll) expect(whole - ended.requests.length).toBeGreaterThanOrEqual(76 - 10)
      if (isOfAll) expect(sentences[0]).toContain(', the')
      if (isOfAll) expect(sentences[0]).toContain(' and 72 more: ')
    },
  )

  test('is no public repository that it was not given, which takes one request', async () => {
    const shared = world(20)
    for (let index = 0; index < 30; index += 1) shared.github.addRepository(`octo/open-${index}`, { private: false })
    const repositories = Array.from({ length: 20 }, (_, index) => `octo/app-${index}`)
    const ended = await shared.run([ci], { token: shared.token({ repositories }) })
    expect(ended).toMatchObject({ complete: true, repositoriesRead: 19 + 30 })
    expect(ended.requests).toHaveLength(pagesOf(50) + besides + 19 * 7 + 2 + 30)
    expect(ended.unread.find((each) => each.includes('octo/open-0'))).toMatch(
      /^Not read: octo\/open-0, octo\/open-1, octo\/open-2, octo\/open-3 and 26 more: .*lacks Repository permissions → Secrets/,
    )
  })

  test('is everything of a classic token without its scope', async () => {
    const shared = new LargeOrganization()
    for (let index = 0; index < 5; index += 1) shared.github.addRepository(`octo/open-${index}`, { private: false })
    const ended = await shared.run([ci], { token: shared.token({ kind: 'classic', scopes: ['read:org'] }) })
    expect(ended.requests).toHaveLength(pagesOf(5) + besides + 5)
    expect(ended.unread.join('\n')).toContain('needs repo')
    expect(ended.unread.join('\n')).toContain('needs admin:org')
  })

  test('is an organization that it does not see, or that is none', async () => {
    const shared = world(10)
    const ended = await shared.run([ci], { organizations: ['nobody', 'octo'] })
    expect(ended).toMatchObject({ complete: false, repositoriesRead: 10, organizations: ['nobody', 'octo'] })
    expect(ended.stopped).toBe('The repositories of nobody could not be listed.')
    expect(ended.unread.find((each) => each.startsWith('Not read: the repositories'))).toContain(
      'Not read: the repositories of the organization nobody',
    )
  })

  test('is an environment whose name no address can have', async () => {
    const shared = world(1)
    shared.github.repository('octo/app-0').addEnvironment('..')
    const { unread } = await shared.run([ci])
    expect(unread).toContain(
      'Not read: the environment .. of octo/app-0: No address can have its name in it. Give it another name.',
    )
  })
})

describe('a repository', () => {
  test('that is deleted while others are read is none', async () => {
    const shared = world(40)
    shared.before = ({ target }) => {
      const { github } = shared
      if (target.includes('/app-5/') && github.findRepository('octo/app-6')) github.deleteRepository('octo/app-6')
      return undefined
    }
    const ended = await shared.run([ci])
    expect(ended.unread.join('\n')).not.toContain('octo/app-6')
    expect(ended).toMatchObject({ complete: true, repositoriesLeft: 0 })
    expect([37, 38]).toContain(ended.repositoriesRead)
  })

  test('that is made while others are listed is read with them', async () => {
    const shared = world(150)
    shared.before = ({ target }) => {
      const isNew = target.includes('page=2') && shared.github.findRepository('octo/new') === undefined
      if (isNew) shared.github.addRepository('octo/new').secrets.actions.set('AWS_ACCESS_KEY_ID', 'whatever it holds')
      return undefined
    }
    const ended = await shared.run([ci])
    expect(found(ended)).toContain('AWS_ACCESS_KEY_ID in octo/new: may hold this key')
    expect(ended).toMatchObject({ complete: true, repositoriesRead: expected(150).read + 1 })
  })

  test('that GitHub fails over is told, and what else it has is read', async () => {
    const shared = world(60)
    shared.before = ({ target }) =>
      /\/app-[14]0\/codespaces/.test(target) ? shared.service.error(502, undefined, undefined) : undefined
    const ended = await shared.run([ci])
    expect(ended).toMatchObject({ complete: true, repositoriesRead: 57, stopped: undefined })
    expect(ended.unread).toContainEqual(
      expect.stringMatching(
        /^Not read: the secrets of octo\/app-10 \(Codespaces\), the secrets of octo\/app-40 \(Codespaces\): GitHub answered 502 to every attempt/,
      ),
    )
    expect(found(ended)).toContain('AWS_ACCESS_KEY_ID in octo/app-10: may hold this key')
  })

  test('is asked for no list that GitHub fails over everywhere', async () => {
    const shared = world(400, false)
    let failed = 0
    shared.before = ({ target }) => {
      if (!target.includes('/agents/secrets') || !target.includes('/app-')) return undefined
      failed += 1
      return shared.service.error(500, undefined, undefined)
    }
    const ended = await shared.run([ci])
    expect(ended).toMatchObject({ complete: true, repositoriesRead: 380, stopped: undefined })
    // Ten at once find out, by five attempts each.
    expect(failed).toBeLessThanOrEqual(14 * 5)
    expect(ended.unread.find((each) => each.includes('answered 500'))).toContain(' and 376 more: ')
  })
})

describe('everything that is left is left to a later run', () => {
  const error = (status: number, code?: string) => (shared: LargeOrganization) =>
    shared.service.error(status, code, undefined)
  const page = (status: number) => () => {
    return { status, headers: { 'content-type': 'text/html' }, body: '<html>The proxy of the company</html>' }
  }

  test.each<readonly [string, (shared: LargeOrganization) => WireReply, RegExp]>([
    ['when GitHub is out of order', error(503), /GitHub answered 503 to every attempt/],
    ['when the token has ended', error(401), /is not valid/],
    ['when GitHub finds it too fast for long', error(403, 'secondary-rate-limit'), /a secondary rate limit holds/],
    ['when a proxy refuses', page(403), /a web page came instead of an answer/],
    ['when a proxy finds nothing', page(404), /a web page came instead of an answer/],
  ])('%s', async (_, reply, why) => {
    const shared = world(60, false)
    let asked = 0
    shared.before = () => {
      asked += 1
      return asked > 150 ? reply(shared) : undefined
    }
    const first = await shared.run([ci])
    expect(first.complete).toBe(false)
    expect(first.stopped).toMatch(why)
    expect(first.repositoriesLeft).toBeGreaterThan(30)
    shared.before = () => undefined
    expect(outcome(await shared.run([ci]))).toEqual(outcome(await world(60).run([ci])))
  })
})

test('several organizations are read one after the other, and each has its own secrets', async () => {
  const shared = world(10)
  shared.github.addOrganization('acme').secrets.dependabot.set('AWS_ACCESS_KEY_ID', 'whatever it holds')
  shared.github.organization('acme').variables.actions.set('KEY', id)
  shared.github.addRepository('acme/site').addEnvironment('prod/eu').secrets.set('AWS_ACCESS_KEY_ID', 'whatever')
  const ended = await shared.run([ci], { organizations: ['octo', 'Acme'] })
  expect(found(ended).filter((each) => /acme/i.test(each))).toEqual([
    'KEY in the organization Acme: holds this key',
    'AWS_ACCESS_KEY_ID in the organization Acme (Dependabot): may hold this key',
    'AWS_ACCESS_KEY_ID in the environment prod/eu of Acme/site: may hold this key',
  ])
  expect(ended).toMatchObject({ complete: true, repositoriesRead: 11 })
})

test('GitHub Enterprise Server has two stores: a repository takes four requests', async () => {
  const shared = new LargeOrganization({ server: '3.20.2' })
  fill(shared, 20)
  const ended = await shared.run([ci], { githubApiUrl: 'https://github.example.com/api/v3' })
  expect(ended.requests).toHaveLength(pagesOf(20) + 1 + 3 + 19 * 4 + 2)
  expect(ended.complete).toBe(true)
})

test('no value is in the file', async () => {
  const shared = world(10)
  await shared.run([ci])
  expect(shared.kept).not.toMatch(/whatever|AKIA|NPM_TOKEN/)
})
