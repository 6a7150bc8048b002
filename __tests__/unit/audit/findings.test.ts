/** What an audit reports of users and keys, and in which forms: as an object, as CSV, as a page and as Markdown. */
import { describe, expect, test } from '@jest/globals'
import { csvOf } from '../../../src/audit/csv.ts'
import type { Evidence, Inventory, UserEvidence } from '../../../src/audit/evidence.ts'
import { reportOf } from '../../../src/audit/findings.ts'
import { pageOf } from '../../../src/audit/page.ts'
import { summaryOf } from '../../../src/audit/summary.ts'
import { accountOf, ago, holder, keyOf, now, userOf, window, written } from './evidence.ts'

const server = 'https://github.com'
const evidenceOf = (users: readonly UserEvidence[], inventory?: Inventory): Evidence => {
  return { at: now, accounts: [accountOf(...users)], inventory }
}
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
    user: hostile,
  } as const
  const all = reportOf(evidenceOf([user], { places: [found], unread: [hostile] }), [hostile], server)

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

test('the page shows places that no configuration lists, and says when nobody has looked for them', () => {
  const place = { kind: 'repository', owner: 'octo', repo: 'tool', store: 'dependabot' } as const
  const found = {
    place,
    kind: 'secret',
    name: 'AWS_KEY',
    updatedAt: now,
    proves: 'holds this key',
    user: 'bot',
  } as const
  const inventory = { places: [found], unread: ['octo/other could not be read.'] }
  const { attention, ...rest } = reportOf(evidenceOf([userOf([])], inventory), [], server)
  expect(attention).toMatchObject([{ user: 'bot', account: '111122223333' }])
  expect(attention[0]?.what).toContain('AWS_KEY in octo/tool (Dependabot) holds the key of bot')
  const page = pageOf({ ...rest, attention })
  expect(page).toContain('octo/tool (Dependabot)')
  expect(page).toContain('octo/other could not be read.')
  expect(pageOf(report())).not.toContain('Places that no configuration lists')
})

test('the summary has the first two hundred keys, and counts the others', () => {
  const many = Array.from({ length: 210 }, (_, index) => userOf([keyOf(`AKIA${index}`, 100)], { name: `bot-${index}` }))
  const summary = summaryOf(report(...many), 'access-key-audit')
  expect(summary.match(/^\| 🔴/gm)).toHaveLength(200)
  expect(summary).toContain('10 more are in the files.')
})
