/** A recovery secret serves only where the workflow hands it back: said before it is needed. */
import { describe, expect, test } from '@jest/globals'
import type { GitHubClient } from '../../../src/github/api/client.ts'
import { warningOfMissingHandBack } from '../../../src/github/rotation-workflow.ts'
import { inScenario, warningsOf } from '../../bundle/support.ts'

const step = (...lines: readonly string[]) =>
  ['      - uses: octo/rotate@v1', '        with:', '          recovery-secret-name: KEEP', ...lines].join('\n')
const workflow = (...steps: readonly string[]) =>
  ['on: schedule', 'jobs:', '  rotate:', '    steps:', ...steps].join('\n')
const handing = (value: string) => `          recovery-secret: ${value}`

/** What is told of a job whose workflow file has this content. */
async function toldOf(content: string, job: string | undefined): Promise<string> {
  const github = { ask: async () => ({ data: { content: Buffer.from(content).toString('base64') } }) }
  const home = { owner: 'octo', repo: 'app' }
  const file = { ...home, path: '.github/workflows/rotate.yml', ref: 'main', job }
  const warning = await warningOfMissingHandBack(
    github as unknown as GitHubClient,
    { ...home, file, runId: '1', runAttempt: 1, repositoryId: '1' },
    { ...home, name: 'KEEP', missingLine: 'recovery-secret: …' },
  )
  return warning?.text ?? 'nothing'
}

const nothing = 'nothing'
const missing = 'KEEP but does not hand it back'
const other = 'KEEP but hands another secret back'

describe('a workflow that names a recovery secret', () => {
  test.each([
    ['hands it back', [step(handing(`\${{ secrets.KEEP }}`))], nothing],
    ['hands it back in other letters', [step(handing(`\${{secrets.keep}}`))], nothing],
    ['hands all secrets back', [step(handing(`\${{ toJSON(secrets) }}`))], nothing],
    ['hands an expression in', [step(handing(`\${{ secrets[format('K{0}', 'EEP')] }}`))], nothing],
    ['hands a variable in', [step(handing(`\${{ env.KEEP }}`))], nothing],
    ['has an input of its own for it', [step(`          recovered: \${{ secrets.KEEP }}`)], nothing],
    ['has an input of its own for all', [step(`          all: \${{ toJson( secrets ) }}`)], nothing],
    ['writes the input in capitals', [step(`          RECOVERY-SECRET: \${{ secrets.KEEP }}`)], nothing],
    ['hands it back in one of two steps', [step(), step(handing(`\${{ secrets.KEEP }}`))], nothing],
    ['does not hand it back', [step()], missing],
    ['does not in two steps', [step(), step()], missing],
    ['hands nothing in', [step(handing(''))], missing],
    ['hands other secrets to the step', [step(`          github-token: \${{ secrets.TOKEN }}`)], missing],
    ['hands another secret back', [step(handing(`\${{ secrets.KEPT }}`))], other],
    ['is a step of another action', ['      - uses: octo/other@v1', '        with: { name: KEEP }'], nothing],
    ['is called from another file', ['      - uses: ./.github/actions/rotate'], nothing],
  ])('%s', async (_, steps, told) => {
    expect(await toldOf(workflow(...steps), 'rotate')).toContain(told)
    expect(await toldOf(workflow(...steps), undefined)).toContain(told)
    expect(await toldOf(workflow(...steps), 'job-of-a-called-workflow')).toContain(told)
  })

  test.each(['', '- a', 'jobs: [', 'jobs: { rotate: { uses: ./other.yml } }', 'jobs: { rotate: { steps: {} } }'])(
    'a file that says nothing, %j, is nothing to warn of',
    async (content) => {
      expect(await toldOf(content, 'rotate')).toBe(nothing)
    },
  )

  test('another job of the file does not count', async () => {
    const handed = step(handing(`\${{ secrets.KEEP }}`))
    const two = `${workflow(handed)}\n  second:\n    steps:\n${step()}`
    expect(await toldOf(two, 'rotate')).toBe(nothing)
    expect(await toldOf(two, 'second')).toContain(missing)
  })
})

describe('beforehand', () => {
  const file = '.github/workflows/rotate.yml'
  const told = 'names the recovery secret'

  test.each([
    ['KEEP', 'KEEP', `"recovery-secret: \${{ secrets.KEEP }}"`],
    ['KEEP_{iam-user}', 'KEEP_CI_BOT', `"recovery-secret: \${{ toJSON(secrets) }}"`],
  ])('the line that is missing is told, for %s', async (recovery, name, line) => {
    await inScenario({ recovery }, async (scenario) => {
      scenario.sandbox.github.repository(scenario.home).files.set(file, workflow(step()))
      const result = await scenario.rotate()
      expect(result.outputs['phase']).toBe('overlap')
      expect(warningsOf(result).filter((each) => each.includes(told))).toEqual([
        expect.stringContaining(`names the recovery secret ${name} but does not hand it back`),
      ])
      expect(warningsOf(result).join()).toContain(line)
    })
  })

  test.each([
    ['there is no such file', undefined, {}],
    ['it is handed back', workflow(step(handing(`\${{ toJSON(secrets) }}`))), {}],
    ['the token may not read it', workflow(step()), { contents: 'none' }],
  ] as const)('nothing is told where %s', async (_, content, jobPermissions) => {
    await inScenario({ recovery: 'KEEP', jobPermissions: jobPermissions as object }, async (scenario) => {
      if (content !== undefined) scenario.sandbox.github.repository(scenario.home).files.set(file, content)
      const result = await scenario.rotate()
      expect(result.outputs['phase']).toBe('overlap')
      expect(warningsOf(result).join()).not.toContain(told)
    })
  })
})
