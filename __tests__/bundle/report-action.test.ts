/** The committed report action, as the last job of a matrix starts it. */

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type ActionResult, runAction } from '../../sandbox/runner.ts'
import type { UserReport } from '../../src/report/report.ts'
import { samples, several } from '../unit/report/reports.ts'
import { errorOf, inScenario } from './support.ts'

let workspace = ''
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'workspace-'))
})
afterEach(() => rmSync(workspace, { recursive: true }))

/** Writes a file below the workspace. */
function write(path: string, content: string): void {
  mkdirSync(dirname(join(workspace, path)), { recursive: true })
  writeFileSync(join(workspace, path), content)
}

/** As `download-artifact` leaves the report of a job. */
const leave = (job: string, ...reports: readonly UserReport[]) =>
  write(`reports/report-${job}/report.json`, JSON.stringify(reports))

function merge(inputs: Readonly<Record<string, string>> = {}, environment: Readonly<Record<string, string>> = {}) {
  return runAction({
    action: 'report/action.yml',
    inputs: { reports: 'reports', ...inputs },
    environment: { GITHUB_WORKSPACE: workspace, ...environment },
    github: { repository: 'octo/app', token: '', apiUrl: 'https://api.github.com' },
    realTime: true,
  })
}

const attentionOf = ({ outputs }: ActionResult) =>
  JSON.parse(outputs['attention'] ?? '') as readonly Readonly<Record<string, unknown>>[]
const reportsOf = ({ outputs }: ActionResult) => JSON.parse(outputs['report'] ?? '') as readonly UserReport[]

const { steady, overlap, held, blocked } = samples

describe('makes one report', () => {
  test('of those of many jobs', async () => {
    leave('0', ...several('steady', 2))
    leave('1', overlap)
    const result = await merge()
    expect(result.stderr).toBe('')
    expect(result.exitCode).toBe(0)
    expect(reportsOf(result)).toEqual(JSON.parse(JSON.stringify([...several('steady', 2), overlap])))
    expect(result.outputs).toMatchObject({ phase: 'overlap', attention: '[]' })
    expect(result.summary).toMatch(/^## ✅ 3 users: 1 overlap, 2 steady\n/)
    expect(result.stdout).toContain('::notice::3 users: 1 overlap, 2 steady.')
    expect(result.stdout).toContain(
      'ci-bot: overlap. Next: deactivate the old key from 8 December, 04:17 UTC on (in 8 days)',
    )
  })

  test('of a rotation, as it has set its output', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const rotated = await scenario.rotate()
      expect(JSON.parse(rotated.outputs['attention'] ?? '')).toEqual([])
      write('reports/one.json', rotated.outputs['report'] ?? '')
      const result = await merge({ users: JSON.stringify([scenario.user]) })
      expect(result.exitCode).toBe(0)
      expect(result.outputs['report']).toBe(rotated.outputs['report'])
      expect(reportsOf(result)[0]).toMatchObject({
        account: scenario.sandbox.aws.accountId,
        phase: rotated.outputs['phase'],
      })
      expect(result.outputs['phase']).toBe(rotated.outputs['phase'])
    })
  })

  test('that says what a person has to do, and fails for a user that failed', async () => {
    leave('0', steady, { ...held, user: 'mail-bot' })
    leave('1', { ...blocked, user: 'vendor-bot' })
    const result = await merge()
    expect(result.exitCode).toBe(1)
    expect(result.outputs['phase']).toBe('blocked')
    expect(attentionOf(result)).toEqual([
      { user: 'vendor-bot', account: '111122223333', ...JSON.parse(JSON.stringify(blocked.attention[0])) },
      { user: 'mail-bot', account: '111122223333', ...held.attention[0] },
    ])
    expect(errorOf(result)).toBe(
      '3 users: 2 need you (1 failed), 1 steady.\n- failed: vendor-bot\n- to be looked at: mail-bot\nThe job summary says what to do.',
    )
  })

  test('with the latest of a user whose job was run again', async () => {
    leave('0', blocked)
    leave('0-again', { ...steady, at: '2026-11-30T06:00:00Z' })
    const result = await merge()
    expect(result.exitCode).toBe(0)
    expect(reportsOf(result)).toHaveLength(1)
  })

  test('which fails while one is missing', async () => {
    leave('0', steady)
    const result = await merge({ users: '["ci-bot,mail-bot"]' })
    expect(result.exitCode).toBe(1)
    expect(result.outputs['phase']).toBe('blocked')
    expect(attentionOf(result)).toEqual([
      {
        user: 'mail-bot',
        what: 'mail-bot has no report: its job did not get that far.',
        remedy: 'Look at its job, and run it again.',
      },
    ])
    expect(result.summary).toContain(
      '| ❔&nbsp;mail-bot<br><sub>no&nbsp;report</sub> | its job did not get that far | |',
    )
  })

  test('where nothing had to be done for anybody', async () => {
    const result = await merge({ users: '[]' })
    expect(result.exitCode).toBe(0)
    expect(result.outputs).toMatchObject({ report: '[]', attention: '[]', phase: 'steady' })
  })

  test('from RUNNER_TEMP as well', async () => {
    leave('0', steady)
    const result = await merge(
      { reports: join(workspace, 'reports') },
      { GITHUB_WORKSPACE: '', RUNNER_TEMP: workspace },
    )
    expect(result.exitCode).toBe(0)
  })
})

describe('refuses', () => {
  const secret = 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY'
  test.each([
    ['what is no JSON', `::error::${secret}`, 'it is not JSON'],
    ['an empty file', ' ', 'it is empty, so its job ended before it had one'],
    ['other JSON', `{"key": "${secret}"}`, 'report is not a list'],
    ['a report that lacks something', `[{"user": "${secret}"}]`, 'report[0].phase is not one of'],
    ['a user that is none', `[{"user": "::error::${secret}"}]`, 'report[0].user is not the name of an IAM user'],
  ])('%s by its name, and shows nothing of it', async (_, content, why) => {
    leave('0', steady)
    write('reports/deep/other.json', content)
    const result = await merge()
    expect(result.exitCode).toBe(1)
    expect(errorOf(result)).toContain(`The file deep/other.json in the folder of reports is no report: ${why}`)
    expect(result.output + result.files).not.toContain(secret)
    expect(attentionOf(result)).toHaveLength(1)
  })

  test('a misspelt input', async () => {
    leave('0', steady)
    expect(errorOf(await merge({ user: '["ci-bot"]' }))).toContain('There is no input user')
  })

  test('a link, whatever it leads to', async () => {
    leave('0', steady)
    write('elsewhere.txt', JSON.stringify([steady]))
    symlinkSync(join(workspace, 'elsewhere.txt'), join(workspace, 'reports', 'link.json'))
    expect(errorOf(await merge())).toContain('The file link.json in the folder of reports is no report')
  })

  test.each([
    ['that is not there', 'nowhere', 'The folder nowhere (input reports) cannot be read'],
    ['without a report', 'empty', 'The folder empty (input reports) has no report in it'],
    ['that is a file', 'empty/readme.txt', 'empty/readme.txt (input reports) is no folder'],
    [
      'outside of the workspace',
      '..',
      'The folder .. (input reports) lies outside of the workspace and of RUNNER_TEMP',
    ],
    ['of the machine', '/etc', 'The folder /etc (input reports) lies outside'],
  ])('a folder %s, with the usual causes', async (_, reports, why) => {
    write('empty/readme.txt', 'x')
    const result = await merge({ reports })
    expect(result.exitCode).toBe(1)
    expect(errorOf(result)).toContain(why)
    expect(result.summary).toContain('## ⛔ No report')
  })
})

test('text from elsewhere is neither a command of the runner nor markup', async () => {
  const evil = '::error::x\n::set-output name=y::z\n<img src=x> [a](https://evil.example) @octo'
  leave('0', {
    ...blocked,
    because: evil,
    remedy: evil,
    warnings: [evil],
    done: [evil],
    attention: [{ what: evil, remedy: evil, since: undefined }],
    steps: [{ step: evil, because: evil, result: evil, effect: true }],
  })
  const result = await merge()
  const commands = result.stdout.split('\n').filter((line) => line.startsWith('::'))
  expect(commands).toEqual([expect.stringMatching(/^::error::1 user: 1 needs you/)])
  for (const markup of ['<img', '](https://evil', ' @octo']) expect(result.summary).not.toContain(markup)
})

test('a thousand users with all their steps fit into a summary that GitHub takes', async () => {
  const steps = Array.from({ length: 30 }, (_, index) => ({
    step: `Step ${index}`,
    because: 'it was due '.repeat(5),
    result: 'done '.repeat(10),
    effect: true,
  }))
  leave('0', ...several('overlap', 990, { steps }), ...several('blocked', 10, { steps }))
  const result = await merge()
  expect(result.exitCode).toBe(1)
  expect(reportsOf(result)).toHaveLength(1000)
  expect(Buffer.byteLength(result.summary)).toBeLessThan(1024 * 1024)
  for (let index = 0; index < 10; index += 1) expect(result.summary).toContain(`<b>blocked-bot-${index}</b>`)
})
