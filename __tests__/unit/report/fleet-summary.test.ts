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

/** The rows of the first table, without its header. */
function rowsOf(markdown: string): readonly string[] {
  const [, , ...rows] = /(?:^\|.*\n)+/m.exec(markdown)?.[0].trimEnd().split('\n') ?? []
  return rows
}

/** How many users have their details. */
const detailsOf = (markdown: string) => markdown.match(/^<details>/gm)?.length ?? 0

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
      ['⚠️&nbsp;ci-bot<br><sub>overlap, held</sub><br><sub>12&nbsp;days&nbsp;old</sub>', '', expect.anything()],
    ],
    [
      'blocked',
      blocked,
      ['⛔&nbsp;ci-bot<br><sub>blocked, 68&nbsp;days&nbsp;old</sub>', 'nothing was changed', 'needs you'],
    ],
    [
      'failed',
      failed,
      ['❌&nbsp;ci-bot<br><sub>failed, 68&nbsp;days&nbsp;old</sub>', 'nothing was changed', 'needs you'],
    ],
    [
      'planned',
      { ...steady, planned: true, nextStep: 'rotate', nextStepAt: undefined },
      ['✅&nbsp;ci-bot<br><sub>steady, 31&nbsp;days&nbsp;old</sub>', 'only planned', 'rotate'],
    ],
    [
      'without an age',
      { ...failed, keyAgeDays: undefined },
      ['❌&nbsp;ci-bot<br><sub>failed</sub>', 'nothing was changed', 'needs you'],
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

describe('what has to be done', () => {
  test('stands above the table, once for those of whom the same is asked', () => {
    const markdown = summary([...several('steady', 3), ...several('failed', 12), ...several('held', 1)], ['lost-bot'])
    const [, box = ''] = /^> \[!CAUTION\]\n((?:>.*\n)+)/m.exec(markdown) ?? []
    expect(box.trimEnd().split('\n')).toEqual([
      expect.stringMatching(
        /^> - \*\*failed-bot-0, .*failed-bot-9 and 2 more\*\*: The new key .*: octo\/app: not found; octo\/web: archived\. \*\*→ Let the App/,
      ),
      '> - **lost-bot**: There is no report: its job did not get that far. **→ Look at its job, and run it again.**',
      expect.stringMatching(/^> - \*\*held-bot-0\*\*: .* \*\*→ Find who still uses the old key/),
    ])
  })

  test('is a warning where nothing failed, and nothing where nobody is asked', () => {
    expect(summary([held, steady])).toContain('> [!WARNING]\n> - **ci-bot')
    expect(summary([steady, overlap])).not.toContain('> [!')
  })

  test('names ten, and counts the others', () => {
    const reports = several('held', 14).map((report, index) => ({
      ...report,
      attention: [{ what: `This is so ${index}.`, remedy: 'Do it.', since: undefined }],
    }))
    expect(summary(reports)).toContain('\n> - and 4 more, which the table names\n')
  })
})

describe('details', () => {
  test('are folded, the worst first, without an alert that GitHub would not show inside', () => {
    const [, ...details] = summary([steady, { ...blocked, user: 'mail_bot@home' }]).split('<details>')
    expect(details).toHaveLength(2)
    expect(details[0]).toContain('<summary>⛔ <b>mail_bot<span>@</span>home</b>: blocked</summary>\n\n')
    expect(details[0]).toContain('> ❌ **Failed**  \n> The user has two keys')
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
        const shown = markdown.match(/^<details><summary>.*$/gm) ?? []
        expect(shown).toEqual((whole.match(/^<details><summary>.*$/gm) ?? []).slice(0, shown.length))
        // Details go before rows.
        if (rows.length < reports.length + lost) expect(shown).toEqual([])
        const isWhole = rows.length === reports.length + lost && shown.length === reports.length
        expect(markdown.includes('GitHub shows no longer summary')).toBe(!isWhole)
        if (isWhole) expect(markdown).toBe(whole)
        expect(markdown.match(/<\/details>/g)?.length ?? 0).toBe(shown.length)
      }),
      { numRuns: 60 },
    )
  })

  test('of a thousand users keeps every row, and says whose details are left out', () => {
    const markdown = summary([...several('steady', 990), ...several('failed', 8), recovery, rotating], [], 600_000)
    expect(rowsOf(markdown)).toHaveLength(1000)
    const details = detailsOf(markdown)
    expect(details).toBeGreaterThan(10)
    expect(markdown).toContain(
      `*GitHub shows no longer summary: the details of ${1000 - details} users are left out. The log and the output \`report\` have all of it.*`,
    )
  })
})
