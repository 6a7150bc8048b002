/** The job summary of several users: what it shows, and what it loses where it would be too long. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { fleetSummaryOf } from '../../../src/report/fleet-summary.ts'
import type { UserReport } from '../../../src/report/report.ts'
import { samples, several } from './reports.ts'

const { steady, overlap, recovery, held, blocked, failed, rotating } = samples
const limit = 1_000_000
const summary = (reports: readonly UserReport[], missing: readonly string[] = [], most = limit) => {
  const told = reports.map((report) => ({ report, comingUp: undefined }))
  return fleetSummaryOf(told, missing, most)
}

/** The rows of both tables, without their headers: of all that need somebody or are on the way, and of those at rest. */
function rowsOf(markdown: string): readonly string[] {
  const tables = [...markdown.matchAll(/^\| user \|.*\n\| ---.*\n((?:\|.*\n)+)/gm)]
  return tables.flatMap(([, rows = '']) => rows.trimEnd().split('\n'))
}

/** What is folded: users at rest, together, and details of others. */
const foldsIn = (markdown: string) => markdown.match(/^<details><summary>.*$/gm) ?? []
const atRest = /users at rest/

/** How many users have their details. */
const detailsOf = (markdown: string) => foldsIn(markdown).filter((each) => !atRest.test(each)).length

const verified = { ...samples.overlap.verification, verdict: 'rejected' } as UserReport['verification']
const refuted: Partial<UserReport> = {
  verification: verified,
  verificationRunUrl: samples.overlap.verificationRunUrl,
  attention: [
    { reason: 'verification fails', what: 'It does not pass.', remedy: 'Fix what it reports.', since: undefined },
  ],
}

const cells = (report: UserReport) =>
  rowsOf(summary([report]))[0]
    ?.split('|')
    .slice(1, -1)
    .map((each) => each.trim())

describe('a row', () => {
  test.each([
    [
      'steady',
      steady,
      [
        '✅&nbsp;ci-bot<br><sub>steady, 31&nbsp;days&nbsp;old</sub>',
        '',
        'rotate in&nbsp;29&nbsp;days<br><sub>29&nbsp;Dec&nbsp;2026</sub>',
      ],
    ],
    [
      'rotating',
      rotating,
      [
        '🔄&nbsp;ci-bot<br><sub>rotating, 61&nbsp;days&nbsp;old</sub>',
        'new key published',
        'verify again at the next run',
      ],
    ],
    [
      'overlap',
      overlap,
      [
        '🔑&nbsp;ci-bot<br><sub>overlap, 0&nbsp;days&nbsp;old</sub>',
        'new key published, proved by [a\u00a0run](https://github.com/octo/app/actions/runs/1234567890)',
        'deactivate the old key in&nbsp;8&nbsp;days<br><sub>8&nbsp;Dec&nbsp;2026</sub>',
      ],
    ],
    [
      'held',
      { ...held, verification: undefined },
      [
        '⚠️&nbsp;ci-bot<br><sub>overlap, held</sub><br><sub>12&nbsp;days&nbsp;old</sub>',
        '**old key in use**',
        expect.anything(),
      ],
    ],
    ['blocked', blocked, ['⛔&nbsp;ci-bot<br><sub>blocked, 68&nbsp;days&nbsp;old</sub>', '**two keys**', 'needs you']],
    [
      'failed for one of several problems',
      failed,
      [
        '❌&nbsp;ci-bot<br><sub>failed, 68&nbsp;days&nbsp;old</sub>',
        '**not ready**: octo/app: not found (and 1 more)',
        'needs you',
      ],
    ],
    [
      'overdue',
      { ...blocked, ...refuted, overdueKeyAgeDays: 209 },
      [
        '⛔&nbsp;ci-bot<br><sub>blocked, <b>209&nbsp;days&nbsp;old</b></sub>',
        '**verification fails**: [a\u00a0run](https://github.com/octo/app/actions/runs/1234567890)',
        'needs you',
      ],
    ],
    [
      'planned',
      { ...steady, planned: true, nextStep: 'rotate', nextStepAt: undefined },
      ['✅&nbsp;ci-bot<br><sub>steady, 31&nbsp;days&nbsp;old</sub>', 'only planned', 'rotate'],
    ],
    [
      'without an age',
      { ...blocked, keyAgeDays: undefined },
      ['⛔&nbsp;ci-bot<br><sub>blocked</sub>', '**two keys**', 'needs you'],
    ],
  ] as const)('of a user that is %s', (_, report, row) => {
    expect(cells(report)).toEqual(row)
  })

  test('names accounts where there are several', () => {
    const rows = rowsOf(summary([steady, { ...steady, user: 'mail-bot', account: '444455556666' }]))
    expect(rows[1]).toContain('<br><sub>account&nbsp;…6666</sub> |')
  })

  test('of a user without a report stands below those that failed', () => {
    const rows = rowsOf(summary([steady, failed], ['lost-bot']))
    expect(rows[1]).toBe('| ❔&nbsp;lost-bot<br><sub>no&nbsp;report</sub> | its job did not get that far | |')
  })

  test.each([
    'https://evil.example/octo/app/actions/runs/1',
    'https://github.com/a)[x](https://evil.example',
    'https://github.com/a|b',
    'javascript:alert(1)',
  ])('has no link to %s', (verificationRunUrl) => {
    expect(cells({ ...overlap, verificationRunUrl })?.[1]).toBe('new key published, proved by a\u00a0run')
  })

  test('has as many cells whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const report = { ...overlap, user: text, nextStep: text, done: [text], because: text }
        const [row = ''] = rowsOf(summary([report]))
        expect(row.replaceAll(/\\./g, '').split('|')).toHaveLength(5)
      }),
    )
  })
})

/** The lines of the box of what a person has to do. */
/** The lines of the box, without the links to the documentation. */
function boxOf(markdown: string): readonly string[] {
  const [, box = ''] = /^> \[!(?:CAUTION|WARNING)\]\n((?:>.*\n)+)/m.exec(markdown) ?? []
  return box
    .replaceAll(/ \(\[more\]\(\S+?\)\)/g, '')
    .trimEnd()
    .split('\n')
}

const asked = (user: string, reason: string, what: string, remedy: string, changes: Partial<UserReport> = {}) => ({
  ...blocked,
  ...changes,
  user,
  attention: [{ reason, what, remedy, since: undefined }],
})

describe('what has to be done', () => {
  test('stands above the table, once for those of whom the same is asked', () => {
    const markdown = summary([...several('steady', 3), ...several('failed', 12), ...several('held', 1)], ['lost-bot'])
    expect(markdown).toContain('> [!CAUTION]\n')
    expect(boxOf(markdown)).toEqual([
      expect.stringMatching(
        /^> - \*\*failed-bot-0, .*failed-bot-9 and 2 more\*\*: octo\/app: not found \(and 1 more\)\. → Let the App/,
      ),
      '> - **lost-bot**: There is no report: its job did not get that far. → Look at its job, and run it again.',
      expect.stringMatching(/^> - \*\*held-bot-0\*\*: The old key was used .* → Find who still uses the old key/),
    ])
  })

  test('begins with whoever has no active key, and then what is overdue, with its age', () => {
    const remedy = 'Fix what the verification reports. Or start the workflow by hand once with "force: true".'
    const fails = (user: string, overdueKeyAgeDays: number) =>
      asked(user, 'verification fails', `verify.yml in octo/${user} failed.`, remedy, { overdueKeyAgeDays })
    const off = asked('web-bot', 'key is off', 'The key of web-bot is off.', 'Switch it on.', { keys: [] })
    expect(
      boxOf(summary([{ ...held, user: 'held-bot' }, fails('a-bot', 209), blocked, fails('b-bot', 80), off])),
    ).toEqual([
      '> - **web-bot**: Key is off. → Switch it on.',
      `> - **a-bot, b-bot** (**overdue, up to 209 days old**): Verification fails. → ${remedy}`,
      '> - **ci-bot**: The user has two keys that nothing explains. → Delete the one that nobody uses.',
      expect.stringMatching(/^> - \*\*held-bot\*\*: The old key was used/),
    ])
  })

  const lines: readonly (readonly [string, ReturnType<typeof asked>, string])[] = [
    [
      'the name once',
      asked('web-bot', 'two keys', 'web-bot has 2 access keys.', 'Delete one.'),
      '**web-bot** has 2 access keys. → Delete one.',
    ],
    [
      'of one problem what helps against it',
      asked(
        'web-bot',
        'not ready',
        'the access key of web-bot cannot be replaced:\n- octo/web was not found. Install the App there. It is free',
        'Fix this and run again.',
      ),
      '**web-bot**: octo/web was not found. → Install the App there. It is free',
    ],
    [
      'the matter alone of a long sentence',
      asked('web-bot', 'user not readable', `AWS denied iam:GetUser: ${'the policy '.repeat(20)}`, 'Allow it.'),
      '**web-bot**: AWS denied iam:GetUser. → Allow it.',
    ],
    [
      'the reason where the sentence is longer',
      asked('web-bot', 'two keys', `This user has 2 keys: ${'AKIA '.repeat(40)}.`, 'Delete one.'),
      '**web-bot**: Two keys. → Delete one.',
    ],
    [
      'as many sentences of a remedy as fit, and none of them cut',
      asked('web-bot', 'two keys', 'It has two.', `Find out. ${'Switch it off, '.repeat(9)}and wait.`),
      '**web-bot**: It has two. → Find out.',
    ],
    [
      'no half of what is in quotation marks',
      asked('web-bot', 'two keys', 'It has two.', `Write ${'now '.repeat(35)}"force: ${'true '.repeat(10)}" at once`),
      `**web-bot**: It has two. → Write ${'now '.repeat(35).trim()}…`,
    ],
  ]

  test.each(lines)('tells %s', (_, report, line) => {
    expect(boxOf(summary([report, steady]))).toEqual([`> - ${line}`])
  })

  test('leads to what the documentation says of it', () => {
    const report = asked('web-bot', 'not ready', 'the access key of web-bot cannot be replaced:\n- octo/web', 'Fix it.')
    expect(summary([report, steady])).toMatch(/\(\[more\]\(https:\S+\/docs\/troubleshooting\.md#cannot-be-replaced\)\)/)
  })

  test('is the same for users of whom only the names differ', () => {
    const ask = (user: string) =>
      asked(user, 'user not readable', `AWS denied iam:GetUser on ${user}`, `Allow it on user/${user}.`)
    expect(boxOf(summary([ask('a-bot'), ask('b-bot')]))).toEqual([
      '> - **a-bot, b-bot**: AWS denied iam:GetUser on NAME. → Allow it on user/NAME.',
    ])
  })

  test('is a warning where nothing failed, and nothing where nobody is asked', () => {
    expect(summary([held, steady])).toContain('> [!WARNING]\n> - **ci-bot')
    expect(summary([steady, overlap])).not.toContain('> [!')
  })

  test('names ten, and counts the others', () => {
    const reports = several('held', 14).map((report, index) => ({
      ...report,
      attention: [{ reason: 'old key in use', what: 'This is so.', remedy: `Do ${index}.`, since: undefined }],
    }))
    expect(summary(reports)).toContain('\n> - and 4 more, which the table names\n')
  })
})

describe('users at rest', () => {
  test('are folded where they are many, without details that tell no more than their row', () => {
    const told = { ...steady, user: 'told-bot', warnings: ['This is so.'] }
    const markdown = summary([overlap, told, ...several('steady', 47)])
    expect(foldsIn(markdown)).toEqual([
      '<details><summary>✅ <b>48 users at rest</b>: the next rotation is due in 29 days (told-bot)</summary>',
      '<details><summary>🔑 <b>ci-bot</b>: overlap</summary>',
      '<details><summary>✅ <b>told-bot</b>: steady</summary>',
    ])
    expect(rowsOf(markdown)).toHaveLength(49)
    expect(markdown).toMatch(/^## ✅ 49 users: nothing for you to do\n\n\*\*All 49 users have an active key\.\*\*/)
  })

  test('have their rows beside the others where they are few', () => {
    expect(foldsIn(summary(several('steady', 5))).filter((each) => atRest.test(each))).toEqual([])
  })
})

describe('details', () => {
  test('are folded, the worst first, without an alert that GitHub would not show inside', () => {
    const [, ...details] = summary([steady, { ...blocked, user: 'mail_bot@home' }]).split('<details>')
    expect(details).toHaveLength(2)
    expect(details[0]).toContain('<summary>⛔ <b>mail_bot<span>@</span>home</b>: blocked, two keys</summary>\n\n')
    expect(details[0]).toContain('> ⛔ **Blocked**  \n> The user has two keys')
    expect(details.join('')).not.toContain('[!')
  })

  test('that are very long are left to the log', () => {
    const markdown = summary([{ ...steady, warnings: ['x'.repeat(200_000)] }, failed])
    expect(markdown.length).toBeLessThan(10_000)
    expect(detailsOf(markdown)).toBe(2)
  })
})

describe('a summary that would be too long', () => {
  const kinds = Object.keys(samples) as readonly (keyof typeof samples)[]
  const fleet = fc
    .array(fc.record({ kind: fc.constantFrom(...kinds), count: fc.integer({ min: 1, max: 40 }), words: fc.nat(300) }))
    .map((groups) =>
      groups.flatMap(({ kind, count, words }, index) =>
        several(kind, count, { warnings: words === 0 ? [] : ['words '.repeat(words)] }).map((report) => ({
          ...report,
          user: `${report.user}-${index}`,
        })),
      ),
    )
  const smallest = 12_000

  test('never exceeds the limit, and loses nothing of a worse user before that of a better one', () => {
    const most = fc.integer({ min: smallest, max: 200_000 })
    fc.assert(
      fc.property(fleet, fc.nat(20), most, (reports, lost, limitOfThis) => {
        const missing = Array.from({ length: lost }, (_, index) => `lost-bot-${index}`)
        const markdown = summary(reports, missing, limitOfThis)
        expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(limitOfThis)
        const whole = summary(reports, missing, Number.MAX_SAFE_INTEGER)
        // What is left is the beginning of the whole.
        const rows = rowsOf(markdown)
        expect(rows).toEqual(rowsOf(whole).slice(0, rows.length))
        const details = (text: string) => foldsIn(text).filter((each) => !atRest.test(each))
        const shown = details(markdown)
        expect(shown).toEqual(details(whole).slice(0, shown.length))
        // Details go before rows.
        if (rows.length < reports.length + lost) expect(shown).toEqual([])
        const isWhole = rows.length === reports.length + lost && shown.length === details(whole).length
        expect(markdown.includes('GitHub shows no longer summary')).toBe(!isWhole)
        if (isWhole) expect(markdown).toBe(whole)
        expect(markdown.match(/<\/details>/g)?.length ?? 0).toBe(foldsIn(markdown).length)
      }),
      { numRuns: 60 },
    )
  })

  test('of a thousand users keeps every row, and says whose details are left out', () => {
    const resting = several('steady', 990, { warnings: ['This is so.'] })
    const markdown = summary([...resting, ...several('failed', 8), recovery, rotating], [], 600_000)
    expect(rowsOf(markdown)).toHaveLength(1000)
    const details = detailsOf(markdown)
    expect(details).toBeGreaterThan(10)
    expect(markdown).toContain(
      `*GitHub shows no longer summary: the details of ${1000 - details} users are left out. The log and the output \`report\` have all of it.*`,
    )
  })
})
