/** The job summary of one user: what stands where, and that it fits a phone. */
import { describe, expect, test } from '@jest/globals'
import type { UserReport } from '../../../src/report/report.ts'
import { failureSummaryOf, foldedDetailsOf, summaryOf } from '../../../src/report/summary.ts'
import { comingUp, upcomingIn } from '../../../src/report/titles.ts'
import { at, type Sample, samples } from './reports.ts'

const { steady, overlap, rotating, recovery, held, failed, blocked } = samples

function summary(report: UserReport): string {
  const next = upcomingIn(report)
  return summaryOf(report, next && comingUp(next, at))
}

/** The cells of every row of every table. */
const cellsOf = (markdown: string) =>
  (markdown.match(/^\|.*\|$/gm) ?? []).map((row) =>
    row
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((each) => each.trim()),
  )

/** The characters that a cell takes on one line: it breaks at blanks. */
const longestWord = (cell: string) =>
  Math.max(
    ...cell
      .replaceAll('&nbsp;', '_')
      .replaceAll(/<w?br>/g, ' ')
      .replaceAll(/[*`]|<[^>]*>/g, '')
      .split(' ')
      .map(({ length }) => length),
  )

describe.each(Object.keys(samples) as readonly Sample[])('%s', (kind) => {
  const report = samples[kind]
  const markdown = summary(report)

  test('begins with a title that a person understands', () => {
    const [title = ''] = markdown.split('\n')
    expect(title).toMatch(/^## \S+ ci-bot(?: [a-z]|: [a-z])/)
    expect(title).not.toMatch(/steady|overlap|recovery|blocked|failed/)
  })

  test('tells what a person has to do before all details, or that there is nothing to do', () => {
    const [above = '', ...below] = markdown.split('\n|')
    for (const { remedy } of report.attention) expect(above).toContain(`> **Fix:** ${remedy}`)
    expect(above.includes('**There is nothing for you to do.**')).toBe(report.attention.length === 0)
    expect(below.join('')).not.toContain('[!')
    expect(markdown.indexOf('<details>')).toBeGreaterThan(markdown.lastIndexOf('\n|'))
  })

  test('fits a phone: tables are narrow, and nothing in them is long', () => {
    for (const row of cellsOf(markdown)) {
      expect(row.length).toBeLessThanOrEqual(3)
      expect(row.reduce((sum, cell) => sum + longestWord(cell), 0)).toBeLessThanOrEqual(40)
    }
  })

  test('says keys by their names, and has their IDs in the details alone', () => {
    const [glance = '', ...details] = markdown.split('<details>')
    expect(glance).not.toMatch(/AKIA/)
    for (const { id } of report.keys ?? []) expect(details.join('')).toContain(`\`${id}\` was created on `)
    expect(markdown).not.toMatch(/\d{4}-\d\d-\d\dT/)
  })

  test('names every place, and what it holds', () => {
    for (const { name } of report.places) expect(markdown).toContain(`| ${name} | `)
  })
})

test.each<readonly [UserReport, string]>([
  [overlap, '✅ ci-bot has a new access key'],
  [{ ...overlap, rotated: false, done: [] }, '✅ ci-bot: the new key is in use'],
  [steady, '✅ ci-bot: nothing is due'],
  [{ ...steady, done: ['old key deleted'] }, '✅ ci-bot: the old key is deleted'],
  [{ ...steady, rotated: true, done: ['old key deleted'] }, '✅ ci-bot has a new access key'],
  [rotating, '🔄 ci-bot: the rotation goes on in the next run'],
  [recovery, '✅ ci-bot: the old key is switched off'],
  [held, '⚠️ ci-bot: the old key cannot go yet'],
  [failed, '❌ ci-bot was not rotated'],
  [{ ...failed, phase: 'overlap', done: ['old key switched on again'] }, '❌ ci-bot: the old key is on again'],
  [{ ...failed, phase: 'rotating', rotated: true, changed: true }, '❌ ci-bot: the new key is not proven'],
  [{ ...failed, phase: 'rotating', changed: true }, '❌ ci-bot: the rotation is not finished'],
  [{ ...failed, phase: 'recovery', changed: true }, '❌ ci-bot: the old key is not deleted yet'],
  [blocked, '⛔ ci-bot needs you'],
  [{ ...held, phase: 'steady' }, '⚠️ ci-bot: no new key yet'],
  [{ ...steady, planned: true }, '📋 ci-bot: ready to rotate'],
  [{ ...steady, planned: true, attention: held.attention }, '📋 ci-bot: a rotation is due'],
  [{ ...failed, planned: true, tooOld: 'only planned' }, '📋 ci-bot: a rotation is overdue'],
  [{ ...overlap, failed: true, tooOld: 'goes by itself' }, '⚠️ ci-bot has a new access key'],
  [{ ...overlap, failed: true, rotated: false, done: [], tooOld: 'goes by itself' }, '⚠️ ci-bot: the new key is in use'],
  [{ ...held, failed: true, held: false, tooOld: 'stays' }, '❌ ci-bot: the old key cannot go yet'],
  [{ ...steady, planned: true, nextStep: 'publish' }, '📋 ci-bot: a rotation is to go on'],
])('title %#', (report, title) => {
  expect(summary(report).split('\n')[0]).toBe(`## ${title}`)
})

describe('what a plan has checked', () => {
  const untried = 'Whether AWS allows iam:CreateAccessKey was not tried.'
  const looked = 'no problem was found with the user. Secrets of the same name nearby: none found.'
  const told = (result: string, more: Partial<UserReport> = {}) => {
    const step = { step: 'Check everything', because: 'the key is due', result, effect: false }
    const line = /^\*\*Checked:\*\*.*$/m.exec(summary({ ...steady, planned: true, steps: [step], ...more }))
    return line?.[0]
  }
  const rest = 'whether the new key can be stored and passes its verification, which the rotation itself shows.'

  test.each([
    [`${looked} IAM allows it.`, {}, `**Checked:** ${looked} IAM allows it. **Not checked:** ${rest}`],
    [
      `${looked} ${untried}`,
      { warnings: [untried] },
      `**Checked:** ${looked} **Not checked:** the permissions that a note below names, and ${rest}`,
    ],
    [looked, { planned: false }, undefined],
  ] as const)('%s', (result, more, line) => {
    expect(told(result, more)).toBe(line)
  })
})

describe('nothing was changed', () => {
  test.each([
    [failed, true],
    [blocked, true],
    [{ ...failed, changed: true }, false],
    [{ ...steady, planned: true }, true],
    [steady, false],
  ] as const)('is said where it is so: %#', (report, said) => {
    expect(summary(report).includes('**Nothing was changed')).toBe(said)
  })
})

test('a reason and a result are told once', () => {
  const step = { because: 'verify.yml failed', effect: true }
  const report: UserReport = {
    ...failed,
    because: 'with the old key off, verify.yml failed: https://github.com/octo/app/actions/runs/1',
    steps: [
      { ...step, step: 'Deactivate AKIARTX3GSDSOLDKEY22', because: 'it is time', result: 'it is Inactive' },
      { ...step, step: 'Verify AKIARTX3GSDSNEWKEY22', because: 'it is time', result: 'verify.yml failed' },
      { ...step, step: 'Switch AKIARTX3GSDSOLDKEY22 on again', result: 'it is Active' },
    ],
  }
  const markdown = summary(report)
  expect(markdown.match(/it is time/g)).toHaveLength(1)
  expect(markdown).toContain('2. **Verify the key**<br>→ see above\n')
})

const proof = { accessKeyId: 'AKIARTX3GSDSNEWKEY22', verdict: 'works', weak: false, detail: 'it passed' } as const

test('verification runs are linked, three at most', () => {
  const runUrls = [1, 2, 3, 4, 5].map((each) => `https://github.com/octo/app${each}/actions/runs/${each}`)
  const markdown = summary({ ...overlap, verification: { ...proof, runUrls } })
  expect(markdown).toContain(
    'The new key is proven by [a run in octo/app1](https://github.com/octo/app1/actions/runs/1), [a run in octo/app2](https://github.com/octo/app2/actions/runs/2), [a run in octo/app3](https://github.com/octo/app3/actions/runs/3) and 2 more.',
  )
})

test('of a verification that failed, the runs that failed are linked', () => {
  const runUrls = [1, 2].map((each) => `https://github.com/octo/app${each}/actions/runs/${each}`)
  const verification = { ...proof, verdict: 'rejected', detail: `verify.yml failed: ${runUrls[1]}`, runUrls } as const
  const markdown = summary({ ...overlap, verification })
  expect(markdown).toContain(
    'The new key did not pass its verification in [a run in octo/app2](https://github.com/octo/app2/actions/runs/2).',
  )
})

test('many places are folded, and counted', () => {
  const places = Array.from({ length: 50 }, (_, index) => ({
    name: `octo/app-${index}`,
    state: index === 7 ? ('written by others' as const) : ('current' as const),
    proven: true,
    writtenAt: undefined,
  }))
  expect(summary({ ...overlap, places })).toContain(
    '<details><summary>Stored in 50 places: 49 × ✅ the new key, proven, 1 × ⚠️ written by somebody else</summary>',
  )
})

test('places that were not looked at take no table', () => {
  const places = [{ name: 'octo/app', state: 'not read', proven: false, writtenAt: undefined }] as const
  expect(summary({ ...steady, places })).toContain('\n\nStored in **octo/app** (not looked at in this run)\n\n')
})

test('folded into another summary, it folds nothing itself', () => {
  expect(foldedDetailsOf({ ...failed, warnings: ['This is so.'] }, undefined)).not.toMatch(/<details|\[!/)
})

test('a run that ended before it began', () => {
  expect(failureSummaryOf('the input x is empty', 'Fill it.')).toBe(
    '## ⛔ Nothing was changed\n\n> [!CAUTION]\n> The input x is empty.\n>\n> **Fix:** Fill it.\n> ([more](https://github.com/rotate-iam-access-keys/rotate-iam-access-keys/blob/main/docs/troubleshooting.md#input-empty))\n',
  )
})

test('what is to be copied is shown as it is, and a sentence begins with a capital whatever a key is called', () => {
  const because = 'AKIARTX3GSDSNEWKEY22 is in use elsewhere'
  const remedy = 'Add to destinations:\n- { repository: octo/app }\n# and 2 more\nOr delete it.'
  const shown = summary({
    ...samples.steady,
    failed: true,
    because,
    remedy,
    attention: [{ what: because, remedy, since: undefined }],
  })
  expect(shown).toContain(
    '> The key is in use elsewhere.\n>\n> **Fix:** Add to destinations:\n> ```yaml\n> - { repository: octo/app }\n> # and 2 more\n> ```\n> Or delete it.\n',
  )
})
