/** What a run hands to the runner for several users. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, jest, test } from '@jest/globals'
import type { UserReport } from '../../../src/report/report.ts'
import { tell } from '../../../src/report/tell.ts'
import { at, samples, several } from './reports.ts'

/** The outputs, the log, the summary and the exit code of a run that tells of these users. */
async function told(reports: readonly UserReport[]) {
  const folder = mkdtempSync(join(tmpdir(), 'tell-'))
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') }
  for (const file of Object.values(files)) writeFileSync(file, '')
  const before = { ...process.env }
  const exitCode = process.exitCode
  const lines: string[] = []
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0)
  try {
    Object.assign(process.env, files)
    await tell(reports.map((report) => ({ report, upcoming: { step: 'rotate', at: undefined }, at })))
    const output = readFileSync(files.GITHUB_OUTPUT, 'utf8')
    const outputs = [...output.matchAll(/^(.+?)<<(\S+)\n([\s\S]*?)\n\2$/gm)].map(([, name, , value]) => [name, value])
    return {
      outputs: Object.fromEntries(outputs) as Readonly<Record<string, string>>,
      log: lines.join('').split('\n'),
      summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
      exitCode: process.exitCode,
    }
  } finally {
    write.mockRestore()
    process.env = before
    process.exitCode = exitCode
    rmSync(folder, { recursive: true })
  }
}

test('outputs of the worst user, all reports as they are configured, and ten annotations of a level', async () => {
  const { overlap, blocked, steady } = samples
  const informed = { ...steady, user: 'mail-bot', warnings: ['This is so.\nAnd this.'] }
  const reports = [informed, overlap, ...several('held', 12), ...several('failed', 14), { ...blocked, keyAgeDays: 99 }]
  const { outputs, log, summary, exitCode } = await told(reports)
  expect(exitCode).toBe(1)
  expect(outputs).toMatchObject({
    phase: 'blocked',
    rotated: 'true',
    'access-key-id': blocked.accessKeyId,
    'key-age-days': '99',
    'next-step': '',
    'next-step-at': '',
    'verification-run-url': '',
  })
  expect(JSON.parse(outputs['report'] ?? '')).toEqual(JSON.parse(JSON.stringify(reports)))
  const asked = JSON.parse(outputs['attention'] ?? '') as readonly { readonly user: string }[]
  expect(asked).toHaveLength(27)
  expect(asked[0]?.user).toBe('ci-bot')
  const levels = (level: string) => log.filter((line) => line.startsWith(`::${level}`))
  expect(levels('error')).toHaveLength(10)
  expect(levels('warning')).toHaveLength(9)
  expect(levels('notice')).toEqual(['::notice::29 users: 27 need you (15 failed), 1 overlap, 1 steady.'])
  expect(log).toEqual(
    expect.arrayContaining(['mail-bot: steady. Next: rotate, at the next run', '  This is so.', '  And this.']),
  )
  expect(summary).toMatch(/^## ❌ 29 users: /)
})

test('a run without users is a defect', async () => {
  await expect(tell([])).rejects.toThrow('has nothing to tell')
})
