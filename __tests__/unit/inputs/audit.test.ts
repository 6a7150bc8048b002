/** The inputs of mode audit, and what it does without. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { readAuditOptions } from '../../../src/inputs/audit.ts'
import { readConfiguration } from '../../../src/inputs/configuration.ts'
import { warnOfIdleSchedule } from '../../../src/inputs/job.ts'

describe('audit-folder', () => {
  test.each(['access-key-audit', 'a/b', './a', 'a/../b', 'a b', '.audit'])('may be %j', (folder) => {
    expect(readAuditOptions({ 'INPUT_AUDIT-FOLDER': folder }).folder).toBe(folder)
  })

  test.each(['..', '../a', 'a/../../b', '/a', '.', './', 'a/..', 'C:\\a', '\\a', '.git', '.git/hooks', 'a\u0000b'])(
    'may not be %j',
    (folder) => {
      expect(() => readAuditOptions({ 'INPUT_AUDIT-FOLDER': folder })).toThrow(/audit-folder does not allow/)
    },
  )
})

test('what is not given has a default', () => {
  expect(readAuditOptions({})).toEqual({ wholeAccount: false, folder: 'access-key-audit', failsOnOverdue: false })
})

test.each(['audit-account', 'fail-on-overdue'])('%s is true or false', (name) => {
  expect(() => readAuditOptions({ [`INPUT_${name.toUpperCase()}`]: 'yes' })).toThrow(`${name} does not allow “yes”`)
})

describe('an audit', () => {
  const base = { GITHUB_REPOSITORY: 'octo/app', INPUT_MODE: 'audit' }

  test('needs neither a token nor a verification workflow', () => {
    const { mode, users } = readConfiguration(base)
    expect([mode, users[0]?.destinations, users[0]?.verificationWorkflows]).toEqual(['audit', [], []])
  })

  test('with a token reads the secrets of this repository', () => {
    const { users } = readConfiguration({ ...base, 'INPUT_GITHUB-TOKEN': 'ghs_token' })
    expect(users[0]?.destinations.map(({ place }) => place.owner)).toEqual(['octo'])
  })

  test('with destinations needs a token', () => {
    const inputs = { ...base, INPUT_DESTINATIONS: '- repository: octo/web' }
    expect(() => readConfiguration(inputs)).toThrow(/github-token is empty/)
  })

  test('needs no time to rotate in', () => {
    expect(readConfiguration({ ...base, 'INPUT_TIME-LIMIT': '1m' }).mode).toBe('audit')
  })

  test('with half of an App is refused', () => {
    expect(() => readConfiguration({ ...base, 'INPUT_GITHUB-APP-ID': '1' })).toThrow(/github-app-private-key is empty/)
  })
})

describe('a schedule that GitHub switches off', () => {
  const folder = mkdtempSync(join(tmpdir(), 'event-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const warned = (event: string, repository: unknown) => {
    const path = join(folder, 'event.json')
    writeFileSync(path, JSON.stringify({ repository }))
    return warnOfIdleSchedule({ GITHUB_EVENT_NAME: event, GITHUB_EVENT_PATH: path }) !== undefined
  }

  test.each([
    ['schedule', { private: false }, true],
    ['schedule', { private: true }, false],
    ['schedule', {}, false],
    ['schedule', undefined, false],
    ['workflow_dispatch', { private: false }, false],
  ] as const)('%s in a repository with %j: %s', (event, repository, isWarned) => {
    expect(warned(event, repository)).toBe(isWarned)
  })
})
