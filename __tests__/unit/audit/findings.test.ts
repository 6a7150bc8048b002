/** What an audit reports of users and keys, and in which forms: as an object, as CSV, as a page and as Markdown. */
import { describe, expect, test } from '@jest/globals'
import { csvOf, placesCsvOf } from '../../../src/audit/csv.ts'
import type { Evidence, UserEvidence } from '../../../src/audit/evidence.ts'
import { reportOf } from '../../../src/audit/findings.ts'
import type { Inventory } from '../../../src/audit/inventory.ts'
import { pageOf } from '../../../src/audit/page.ts'
import { summaryOf } from '../../../src/audit/summary.ts'
import type { UnlistedPlace } from '../../../src/audit/unlisted-places.ts'
import { accountOf, ago, holder, keyOf, now, userOf, window, written } from './evidence.ts'

const server = 'https://github.com'
const evidenceOf = (users: readonly UserEvidence[], inventory?: Inventory): Evidence => {
  return { at: now, accounts: [accountOf(...users)], unreadAccounts: [], inventory }
}
const inventoryOf = (unlisted: readonly UnlistedPlace[], more: Partial<Inventory> = {}): Inventory => ({
  organizations: ['octo'],
  repositoriesRead: 12,
  repositoriesLeft: 0,
  repositoriesArchived: 1,
  unlisted,
  unread: [],
  complete: true,
  stopped: undefined,
  from: ago(0.1),
  to: now,
  ...more,
})
const report = (...users: readonly UserEvidence[]) => reportOf(evidenceOf(users), [], server)
const tasks = (...users: readonly UserEvidence[]) => report(...users).attention.map(({ what }) => what)
const overlap = written({
  phase: 'current',
  current: 'AKIANEW',
  previous: 'AKIAOLD',
  window,
  digest: 'd',
  provenAt: ago(3),
})

describe('the report', () => {
  test('counts, and names owner, label and next step', () => {
    const { summary, keys } = report(
      userOf([keyOf('AKIAOLD', 70), keyOf('AKIANEW', 3)], { journal: overlap }),
      userOf([keyOf('AKIAOFF', 200, { status: 'Inactive' })], { name: 'off' }),
      userOf([], { name: 'none' }),
    )
    expect(summary).toEqual({
      keys: 3,
      active: 2,
      users: 2,
      overdue: 0,
      oldestActiveDays: 70,
      missed: { rotation: 0, 'unused-45-days': 0, 'unused-90-days': 0, 'one-active-key': 2, 'no-root-key': 0 },
    })
    expect(keys.map(({ accessKeyId, label, ageDays }) => [accessKeyId, label, ageDays])).toEqual([
      ['AKIAOLD', 'previous', 70],
      ['AKIANEW', 'current', 3],
      ['AKIAOFF', 'unknown', 200],
    ])
    expect(keys[0]).toMatchObject({
      owner: {
        repository: 'octo/app',
        runUrl: 'https://github.com/octo/app/actions/runs/777',
        at: '2026-11-10T06:00:00Z',
      },
      phase: 'overlap',
      nextStep: 'deactivate',
      nextStepAt: '2026-12-05T06:00:00Z',
      lateDays: null,
    })
  })

  test('an earlier user of the same name owns nothing', () => {
    expect(report(userOf([keyOf('AKIA1', 3)], { journal: { kind: 'foreign', holder } })).keys[0]?.owner).toBeNull()
  })

  test('both keys of a user whose next step is late are overdue', () => {
    const late = { ...overlap, journal: { ...overlap.journal, provenAt: ago(30) } }
    const { keys } = report(userOf([keyOf('AKIAOLD', 70), keyOf('AKIANEW', 31)], { journal: late }))
    expect(keys.map(({ overdue, lateDays }) => [overdue, lateDays])).toEqual([
      [true, 22],
      [true, 22],
    ])
  })
})

describe('a person has to do', () => {
  test('nothing about a rotation under way, though it has two active keys', () => {
    expect(tasks(userOf([keyOf('AKIAOLD', 70), keyOf('AKIANEW', 3)], { journal: overlap }))).toEqual([])
  })

  test('something about two active keys without one', () => {
    expect(tasks(userOf([keyOf('AKIA1', 70), keyOf('AKIA2', 3)]))).toEqual([
      'bot has 2 active access keys, and no rotation is under way',
    ])
  })

  test('one thing about an unused key, with its date', () => {
    const unused = keyOf('AKIA1', 80, { lastUsed: { kind: 'used', at: ago(50), service: 's3', region: '' } })
    const [task, ...others] = report(userOf([unused])).attention
    expect(task).toMatchObject({
      what: 'AKIA1 of bot was last used at 2026-10-11T06:00:00Z',
      since: '2026-11-25T06:00:00Z',
    })
    expect(others).toEqual([])
  })

  test('what could not be read, and a journal of another version, without what looks like a token', () => {
    const journal = { kind: 'unknown', text: 'v9 ghp_0123456789abcdef0123456789abcdef0123' } as const
    const unread = [{ what: 'AWS denied iam:GetUser', remedy: 'Allow it.' }]
    expect(tasks(userOf([keyOf('AKIA1', 3)], { journal, unread }))).toEqual([
      'AWS denied iam:GetUser',
      'The tag rotate-iam-access-keys was written by another version of this action: “v9 ***”',
    ])
  })

  test('root’s key goes, whatever its age', () => {
    expect(tasks(userOf([keyOf('AKIA1', 3, { id: undefined, status: 'Inactive' })], { isRoot: true }))).toEqual([
      'The root user has an access key (Inactive)',
    ])
  })
})

describe('the CSV', () => {
  const cellsOf = (name: string) =>
    csvOf(report(userOf([keyOf('AKIA1', 3)], { name })))
      .split('\r\n')[1]
      ?.slice('111122223333,'.length)

  test.each([
    ['bot', 'bot,'],
    ['a,b', '"a,b",'],
    ['a"b', '"a""b",'],
    ['a\nb', '"a\nb",'],
    ['=cmd', "'=cmd,"],
    ['+1', "'+1,"],
    ['-1', "'-1,"],
    ['@sum', "'@sum,"],
    [' =1', "' =1,"],
    ['\t=1', "'\t=1,"],
    ['=a,b', `"'=a,b",`],
    ['＝cmd', "'＝cmd,"],
  ])('%j', (name, cell) => {
    expect(cellsOf(name)?.startsWith(cell)).toBe(true)
  })

  test('has as many cells in each row as in its header, and ends with a line break', () => {
    const lines = csvOf(report(userOf([keyOf('AKIA1', 3)]), userOf([keyOf('AKIA2', 300)]))).split('\r\n')
    expect(lines.map((line) => line.split(',').length)).toEqual([25, 25, 25, 1])
    expect(lines.at(-1)).toBe('')
  })
})

describe('text from elsewhere', () => {
  const hostile = `</code><script>alert(1)</script>" onload="x\u202E`
  const user = userOf([keyOf('AKIA1', 100)], {
    name: hostile,
    journal: { kind: 'read', holder: { ...holder, run: `${hostile}/app/1` }, journal: overlap.journal },
    unread: [{ what: hostile, remedy: hostile }],
  })
  const place = { kind: 'environment', owner: 'octo', repo: 'app', environment: hostile } as const
  const found = {
    place,
    kind: 'secret',
    name: hostile,
    updatedAt: now,
    proves: 'may hold this key',
    user: `111122223333/${hostile}`,
    key: undefined,
    format: undefined,
  } as const
  const inventory = inventoryOf([found], { unread: [hostile], complete: false, stopped: hostile })
  const all = reportOf(evidenceOf([user], inventory), [hostile], server)

  test('is no markup on the page', () => {
    const page = pageOf(all)
    expect(page.match(/<script/g)).toHaveLength(1)
    expect(page).not.toMatch(/alert\(1\)<\/script>|" onload=|\u202E/)
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&quot;x\\u{202E}')
  })

  test('is no markup in the summary', () => {
    expect(summaryOf(all, 'access-key-audit')).not.toMatch(/<script|<\/code>|\u202E/)
  })
})

describe('places that no configuration lists', () => {
  const tool = { kind: 'repository', owner: 'octo', repo: 'tool', store: 'dependabot' } as const
  const found = (user: string, more: Partial<UnlistedPlace> = {}): UnlistedPlace => ({
    place: tool,
    kind: 'secret',
    name: 'AWS_ACCESS_KEY_ID',
    updatedAt: ago(2),
    proves: 'may hold this key',
    user: `111122223333/${user}`,
    key: undefined,
    format: undefined,
    ...more,
  })
  const user = (name: string, status: 'Active' | 'Inactive' = 'Active') =>
    userOf([keyOf(`AKIA${name.toUpperCase()}`, 20, { status })], { name })
  const holds = (name: string) =>
    found(name, { kind: 'variable', name: 'KEY', proves: 'holds this key', key: `AKIA${name.toUpperCase()}` })
  const users = ['anna', 'ben', 'carl'].map((name) => user(name))
  const reportWith = (places: readonly UnlistedPlace[], more: Partial<Inventory> = {}, all = users) =>
    reportOf(evidenceOf(all, inventoryOf(places, more)), [], server)

  test('are told once for all users whose names they have', () => {
    const secret = { name: 'AWS_SECRET_ACCESS_KEY' }
    const { unlisted, attention } = reportWith([
      holds('anna'),
      ...['anna', 'ben', 'carl'].flatMap((name) => [found(name), found(name, secret)]),
      found('dora', { proves: 'cannot hold this key' }),
    ])
    expect(unlisted?.places.map(({ name, users: all, cannotHold }) => [name, all.length, cannotHold])).toEqual([
      ['KEY', 1, 0],
      ['AWS_ACCESS_KEY_ID', 3, 1],
      ['AWS_SECRET_ACCESS_KEY', 3, 0],
    ])
    expect(attention).toMatchObject([
      {
        user: 'anna, ben, carl',
        account: '111122223333',
        what: 'No configuration lists octo/tool (Dependabot), which holds the key AKIAANNA of anna in the variable KEY, and may hold a key of one of ben, carl in AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY',
        since: '2026-11-28T06:00:00Z',
      },
    ])
  })

  test.each<[string, UnlistedPlace, 'Active' | 'Inactive']>([
    ['cannot hold the key', found('anna', { proves: 'cannot hold this key' }), 'Active'],
    ['may hold a key that is off', found('anna'), 'Inactive'],
    ['holds a key that is off', holds('anna'), 'Inactive'],
  ])('need nobody where one %s', (_, place, status) => {
    const { attention, unlisted } = reportWith([place], {}, [user('anna', status)])
    expect(attention).toEqual([])
    expect(unlisted?.places).toHaveLength(1)
  })

  test('are fifty things to do at most, and then one for the others', () => {
    const many = Array.from({ length: 60 }, (_, index) => found('anna', { place: { ...tool, repo: `tool-${index}` } }))
    const { attention } = reportWith(many)
    expect(attention).toHaveLength(51)
    expect(attention.at(-1)).toMatchObject({ what: expect.stringMatching(/^10 more places that no configuration/) })
  })

  test('are on the page, in the summary and in a file of their own', () => {
    const all = reportWith([holds('anna'), found('ben')])
    const page = pageOf(all)
    expect(page).toContain('<b>octo/tool (Dependabot)</b>')
    expect(page).toContain('holds the key AKIAANNA of anna')
    expect(summaryOf(all, 'audit')).toContain(
      '| octo/tool (Dependabot)<br><sub>variable KEY</sub><br><sub>written 28 Nov 2026</sub> |',
    )
    const csv = all.unlisted && placesCsvOf(all.unlisted)
    expect(csv?.split('\r\n').slice(1, 2)).toEqual([
      'octo/tool (Dependabot),variable,KEY,2026-11-28T06:00:00Z,111122223333,anna,holds this key,AKIAANNA,true',
    ])
    expect(pageOf(report())).not.toContain('Places that no configuration lists')
  })

  test('are counted at each key that they may hold, and named where one holds it', () => {
    const other = { ...tool, repo: 'other' }
    const all = reportWith([holds('anna'), found('anna'), found('anna', { place: other }), found('ben')])
    expect(all.keys.map(({ user: name, elsewhere }) => [name, elsewhere])).toEqual([
      ['anna', { holds: ['octo/tool (Dependabot)'], mayHold: 1 }],
      ['ben', { holds: [], mayHold: 1 }],
      ['carl', { holds: [], mayHold: 0 }],
    ])
    expect(report(user('anna')).keys[0]?.elsewhere).toBeNull()
    expect(pageOf(all)).toContain('octo/tool (Dependabot), which nobody lists')
    expect(summaryOf(all, 'audit')).toContain(
      '<br><sub>octo/tool (Dependabot), not listed</sub><br><sub>1 place not listed may hold it</sub>',
    )
  })

  test('are told with how far the inventory came, and how to go on', () => {
    const stopped = 'The hourly requests are used up.'
    const all = reportWith([], { complete: false, stopped, repositoriesLeft: 88, unread: ['Not read: octo/other.'] })
    const page = pageOf(all)
    for (const [text, from] of [
      [page, '2026-11-30T03:36:00Z'],
      [summaryOf(all, 'audit'), '30 November, 03:36 UTC'],
    ] as const) {
      expect(text).toContain(`octo: 12 repositories read, 88 left (1 archived are left out), from ${from}`)
      expect(text).toMatch(/not complete\. The hourly requests are used up\. A run within a day/)
    }
    expect(page).toContain('Not read: octo/other.')
  })
})

test('an account that could not be read is named with its reason, and what to do', () => {
  const reasons = [{ what: 'AWS denied sts:AssumeRole', remedy: 'Check the trust policy.' }]
  const unreadAccounts = [{ account: '444455556666', users: ['mailer'], reasons }]
  const all = reportOf({ ...evidenceOf([]), unreadAccounts }, [], server)
  expect(all.attention).toEqual([
    {
      user: 'mailer',
      account: '444455556666',
      what: 'Nothing could be read of the account 444455556666: AWS denied sts:AssumeRole',
      remedy: 'Check the trust policy.',
    },
  ])
  expect(pageOf(all)).toContain('Not read: the account 444455556666. AWS denied sts:AssumeRole')
  expect(summaryOf(all, 'audit')).toContain('the account 444455556666 could not be read')
})

test('the summary has the first two hundred keys, and counts the others', () => {
  const many = Array.from({ length: 210 }, (_, index) => userOf([keyOf(`AKIA${index}`, 100)], { name: `bot-${index}` }))
  const summary = summaryOf(report(...many), 'access-key-audit')
  expect(summary.match(/^\| 🔴/gm)).toHaveLength(200)
  expect(summary).toContain('10 more are in the files.')
})
