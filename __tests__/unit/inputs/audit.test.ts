/** The inputs of mode audit, and what it does without. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { readAuditOptions } from '../../../src/inputs/audit.ts'
import { readConfiguration } from '../../../src/inputs/configuration.ts'
import { warnOfIdleSchedule } from '../../../src/inputs/job.ts'
import { loadYamlParser } from '../../../src/inputs/yaml-parser.ts'

await loadYamlParser()

const nothing = { step: () => '', githubApiUrl: 'https://api.github.com', isWithoutGitHub: true }
const options = (environment: Readonly<Record<string, string>>) => readAuditOptions(environment, nothing)

describe('audit-folder', () => {
  test.each(['access-key-audit', 'a/b', './a', 'a/../b', 'a b', '.audit'])('may be %j', (folder) => {
    expect(options({ 'INPUT_AUDIT-FOLDER': folder }).folder).toBe(folder)
  })

  test.each(['..', '../a', 'a/../../b', '/a', '.', './', 'a/..', 'C:\\a', '\\a', '.git', '.git/hooks', 'a\u0000b'])(
    'may not be %j',
    (folder) => {
      expect(() => options({ 'INPUT_AUDIT-FOLDER': folder })).toThrow(/audit-folder does not allow/)
    },
  )
})

test('what is not given has a default', () => {
  const unconfigured = { secrets: [], variables: [], otherKeys: [] }
  expect(options({})).toEqual({
    wholeAccount: false,
    folder: 'access-key-audit',
    failsOnOverdue: false,
    organizations: [],
    unconfigured,
  })
})

test.each(['audit-account', 'fail-on-overdue'])('%s is true or false', (name) => {
  expect(() => options({ [`INPUT_${name.toUpperCase()}`]: 'yes' })).toThrow(`${name} does not allow “yes”`)
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

  describe('of an organization', () => {
    const token = { ...base, 'INPUT_GITHUB-TOKEN': 'ghs_token' }
    const of = (names: string, more = {}) =>
      readConfiguration({ ...token, 'INPUT_AUDIT-ORGANIZATION': names, ...more }).audit

    test.each([
      ['octo', ['octo']],
      ['octo, hubot ,Octo', ['Octo', 'hubot']],
    ])('%j', (names, organizations) => {
      expect(of(names).organizations).toEqual(organizations)
    })

    test.each(['octo hubot', 'octo/app', 'octo,', ',', 'octo;hubot'])('not %j', (names) => {
      expect(() => of(names)).toThrow(/audit-organization does not allow/)
    })

    test('looks for what the step names, and dismisses what it dismisses', () => {
      const named = { INPUT_SECRETS: 'KEY: json', 'INPUT_OTHER-KEYS': '- repository: octo/other' }
      expect(of('octo', named).unconfigured).toMatchObject({
        secrets: [{ name: 'KEY' }],
        variables: [],
        otherKeys: [{ repo: 'other' }],
      })
    })

    test('needs a token or an App', () => {
      const without = { ...base, 'INPUT_AUDIT-ORGANIZATION': 'octo' }
      expect(() => readConfiguration(without)).toThrow(/audit-organization is given, and neither github-token/)
    })
  })

  test('of whole accounts takes a role without a user', () => {
    const role = { ...base, 'INPUT_ROLE-TO-ASSUME': 'arn:aws:iam::111122223333:role/key-audit' }
    expect(readConfiguration({ ...role, 'INPUT_AUDIT-ACCOUNT': 'true' }).users[0]?.roleToAssume).toMatch(/key-audit$/)
    expect(() => readConfiguration(role)).toThrow(/iam-user is empty/)
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
