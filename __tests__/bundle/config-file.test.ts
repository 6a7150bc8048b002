/** A step that names a config file: the bundle reads it from the workspace, and refuses it before any request. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import type { ActionResult } from '../../sandbox/runner.ts'
import type { Scenario } from '../../sandbox/scenario.ts'
import { byHand, errorOf, inOneRun, inScenario, reportOf, warningsOf } from './support.ts'

/** A run whose workspace has such a file. */
async function rotateBy(
  scenario: Scenario,
  file: string,
  inputs: Readonly<Record<string, string>> = {},
): Promise<ActionResult> {
  const workspace = mkdtempSync(join(tmpdir(), 'workspace-'))
  try {
    writeFileSync(join(workspace, 'keys.yml'), file)
    return await scenario.rotate(
      { 'config-file': 'keys.yml', ...inputs },
      { environment: { GITHUB_WORKSPACE: workspace }, github: byHand },
    )
  } finally {
    rmSync(workspace, { recursive: true })
  }
}

test('a user of a file is rotated as the file says', async () => {
  await inScenario({ inputs: {}, keyAge: 50 }, async (scenario) => {
    const file = `defaults: { rotate-after: 40d, deactivate-after: 0 }
users:
  - iam-user: ${scenario.user}
    destinations: [{ repository: octo/app }]
    delete-after: 0
`
    const result = await rotateBy(scenario, file)
    expect(errorOf(result)).toBe('')
    expect(result.exitCode).toBe(0)
    expect(result.outputs).toMatchObject({ phase: 'steady', rotated: 'true' })
    expect(reportOf(result)).toMatchObject({ user: scenario.user })
    expect(scenario.signsIn()).toBe('works')
  })
})

test('every fault is told with its place, and nothing is asked', async () => {
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
  await inScenario({}, async (scenario) => {
    const file = `users:
  - iam-user: ci-bot
    github-token: ghp_abcdefghijklmnop1234
    destinations:
      - repository: octo/app
        secrets: { AWS_KEY: ${secret} }
      - repository: octo/web
        enviroment: production
  - iam-user: other
    rotate-after: 60
  - iam-user: "\\n::error::x"
`
    const result = await rotateBy(scenario, file)
    expect(result.exitCode).toBe(1)
    expect(scenario.sandbox.wire.records).toEqual([])
    expect(errorOf(result).split('\n')).toEqual([
      'The file keys.yml is refused for 5 faults:',
      expect.stringContaining('- keys.yml:3:5: ci-bot: github-token is no name that is allowed there.'),
      expect.stringContaining('- keys.yml:6:29: ci-bot: destinations[0].secrets.AWS_KEY does not allow “***”.'),
      expect.stringContaining(
        '- keys.yml:8:9: ci-bot: destinations[1] does not allow “enviroment”. Did you mean environment?',
      ),
      expect.stringContaining('- keys.yml:10:19: other: rotate-after does not allow “60”.'),
      expect.stringMatching(/^- keys\.yml:11:15: : *:error::x: iam-user does not allow “: *:error::x”/),
      'Correct all of them: nothing is rotated before the whole file is right.',
    ])
    expect(result.summary).toContain('keys.yml:10:19')
    for (const text of [result.output, result.summary, result.files]) {
      expect(text).not.toMatch(/ghp_abc|wJalr|^::error::x/m)
    }
  })
})

test.each<readonly [string, string, Readonly<Record<string, string>>, RegExp]>([
  [
    'a file that is not there',
    '',
    { 'config-file': 'key.yml' },
    /^The file key\.yml of the input config-file is not in the workspace\. .*actions\/checkout/,
  ],
  [
    'a path out of the workspace',
    '',
    { 'config-file': '../keys.yml' },
    /^The input config-file does not allow “\.\.\/keys\.yml”/,
  ],
  [
    'one secret for two users',
    'users: [{ iam-user: ci-bot }, { iam-user: b }]',
    {},
    /^keys\.yml:1:43: b: The input destinations has .* of octo\/app, which holds the key of ci-bot/,
  ],
  [
    'a user that the file does not have',
    'users: [{ iam-user: ci-bot }]',
    { 'only-users': 'ci-bto' },
    /^The input only-users names “ci-bto”, .*Did you mean ci-bot\?/,
  ],
  [
    'a user beside the file',
    'users: [{ iam-user: ci-bot }]',
    { 'iam-user': 'ci-bot' },
    /^The inputs iam-user and config-file are both given/,
  ],
  [
    'only-users without a file',
    '',
    { 'config-file': '', 'only-users': 'ci-bot' },
    /^The input only-users is given, and config-file is empty/,
  ],
  [
    'a number of users at once that is none',
    '',
    { 'config-file': '', 'max-parallel': 'all' },
    /^The input max-parallel does not allow “all”/,
  ],
])('%s is refused before any request', async (_, file, inputs, words) => {
  await inScenario({}, async (scenario) => {
    const result = await rotateBy(scenario, file, inputs)
    expect(result.exitCode).toBe(1)
    expect(errorOf(result)).toMatch(words)
    expect(scenario.sandbox.wire.records).toEqual([])
  })
})

test('warnings of the run are told once', async () => {
  await inScenario({ inputs: inOneRun }, async (scenario) => {
    const result = await rotateBy(scenario, 'users: [{ iam-user: ci-bot }]', { mode: 'plan', colour: 'red' })
    expect(warningsOf(result).filter((text) => text.includes('INPUT_COLOUR'))).toHaveLength(1)
  })
})
