/** What the report action takes for a report, whose report counts, and who is missing. */
import { describe, expect, test } from '@jest/globals'
import { readMergeInputs } from '../../../src/merge/inputs.ts'
import { latestOf, missingIn } from '../../../src/merge/latest.ts'
import { reportOutput } from '../../../src/merge/user-report.ts'
import { samples } from '../report/reports.ts'

const { steady, overlap } = samples
/** As an output hands it on. */
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('the shape of a report', () => {
  test.each(Object.entries(samples))('fits a user that is %s, whole', (_, report) => {
    expect(reportOutput(json([report]), 'report')).toEqual([report])
  })

  test('leaves behind what it does not know', () => {
    const more = { ...steady, token: 'ghs_secret', keys: [{ ...steady.keys?.[0], secret: 'x' }] }
    expect(json(reportOutput(json([more]), 'report'))).toEqual(json([steady]))
  })

  const [key] = overlap.keys ?? []
  test.each([
    ['no list', steady, 'report is not a list'],
    ['no object', [[steady]], 'report[0] is not an object'],
    ['nothing', [null], 'report[0] is not an object'],
    ['the name of a user', [{ ...steady, user: 'a b' }], 'report[0].user is not the name of an IAM user'],
    ['a user', [steady, {}], 'report[1].user is not the name of an IAM user'],
    ['an account', [{ ...steady, account: '1' }], 'report[0].account is not the number of an AWS account'],
    [
      'a phase',
      [{ ...steady, phase: 'well' }],
      'report[0].phase is not one of steady, rotating, overlap, recovery, blocked',
    ],
    ['an inherited phase', [{ ...steady, phase: 'constructor' }], /^report\[0\]\.phase is not one of/],
    ['true or false', [{ ...steady, failed: 'no' }], 'report[0].failed is not true or false'],
    ['an age', [{ ...steady, keyAgeDays: -1 }], 'report[0].keyAgeDays is not a whole number'],
    ['a number', [{ ...steady, keyAgeDays: 1.5 }], 'report[0].keyAgeDays is not a whole number'],
    ['a time', [{ ...steady, at: 'today' }], 'report[0].at is not a time like 2026-11-22T19:00:00Z'],
    ['a day', [{ ...steady, at: '2026-13-39T19:00:00Z' }], /^report\[0\]\.at is not a time/],
    ['a month', [{ ...steady, at: '2026-19-01T19:00:00Z' }], /^report\[0\]\.at is not a time/],
    ['a URL', [{ ...steady, verificationRunUrl: 'javascript:x' }], 'report[0].verificationRunUrl is not an https URL'],
    ['a key', [{ ...steady, keys: [{ ...key, id: '`x`' }] }], 'report[0].keys[0].id is not an access key ID'],
    ['a step', [{ ...steady, steps: [{ step: 'x' }] }], 'report[0].steps[0].because is not a text'],
    ['a text', [{ ...steady, because: 'x'.repeat(1_000_001) }], 'report[0].because is not a text'],
    ['attention', [{ ...steady, attention: undefined }], 'report[0].attention is not a list'],
  ])('refuses what is not %s', (_, data, message) => {
    expect(() => reportOutput(json(data), 'report')).toThrow(message)
  })

  test('has no prototype to change', () => {
    const data = JSON.parse(`[{"__proto__": {"user": "ci-bot"}}]`) as unknown
    expect(() => reportOutput(data, 'report')).toThrow('report[0].user')
  })
})

describe('of several reports of a user', () => {
  const later = { ...overlap, at: '2026-11-30T05:00:00Z' }
  const elsewhere = { ...steady, account: '444455556666' }
  const unread = { ...later, account: undefined }

  test.each([
    ['the latest counts', [steady, later], [later]],
    ['the latest counts, in any order', [later, steady], [later]],
    ['names count in any case', [steady, { ...later, user: 'CI-bot' }], [{ ...later, user: 'CI-bot' }]],
    ['those of two accounts count both', [steady, elsewhere], [steady, elsewhere]],
    ['those of two users count both', [steady, { ...steady, user: 'b' }], [steady, { ...steady, user: 'b' }]],
    ['one without an account is of the same user', [steady, unread], [unread]],
    ['equal ones count once', [steady, { ...steady }], [steady]],
  ])('%s', (_, reports, kept) => {
    expect(latestOf(reports)).toEqual(kept)
  })
})

describe('who is missing', () => {
  test.each([
    [['ci-bot'], [steady], []],
    [['CI-BOT'], [steady], []],
    [['ci-bot', 'mail-bot'], [steady], ['mail-bot']],
    [['ci-bot', 'ci-bot'], [steady], ['ci-bot']],
    [['ci-bot', 'ci-bot'], [steady, { ...steady, account: '444455556666' }], []],
    [['111122223333/ci-bot', '444455556666/ci-bot'], [{ ...steady, account: '444455556666' }], ['111122223333/ci-bot']],
    [['/ci-bot'], [steady], []],
    [[], [steady], []],
  ])('of %j', (expected, reports, missing) => {
    expect(missingIn(reports, expected)).toEqual(missing)
  })
})

describe('the inputs', () => {
  const read = (users: string, reports = 'reports') =>
    readMergeInputs({ INPUT_REPORTS: reports, ...(users === '' ? {} : { INPUT_USERS: users }) })

  test.each([
    ['', undefined],
    ['[]', []],
    ['["ci-bot"]', ['ci-bot']],
    ['["ci-bot,mail-bot", "c"]', ['ci-bot', 'mail-bot', 'c']],
    ['["ci-bot, mail-bot"]', ['ci-bot', 'mail-bot']],
    ['["111122223333/ci-bot,/ci-bot"]', ['111122223333/ci-bot', '/ci-bot']],
    [JSON.stringify(['"a,b",c']), ['a,b', 'c']],
  ])('take users %j', (users, names) => {
    expect(read(users).users).toEqual(names)
  })

  test.each(['ci-bot', '{}', '[1]', '[""]', '["a b"]', '["a,"]', '["1/a"]', '[["a"]]', 'null'])(
    'refuse users %j',
    (users) => {
      expect(() => read(users)).toThrow('The input users does not allow')
    },
  )

  test('need a folder', () => {
    expect(() => read('', ' ')).toThrow('The input reports is empty')
  })
})
