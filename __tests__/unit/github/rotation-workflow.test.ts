/** A recovery secret serves only where the workflow hands it back: said before it is needed. */
import { describe, expect, test } from '@jest/globals'
import { handsBack } from '../../../src/github/rotation-workflow.ts'
import { inScenario, warningsOf } from '../../bundle/support.ts'

const step = (...lines: readonly string[]) =>
  ['      - uses: octo/rotate@v1', '        with:', '          recovery-secret-name: KEEP', ...lines].join('\n')
const workflow = (...steps: readonly string[]) =>
  ['on: schedule', 'jobs:', '  rotate:', '    steps:', ...steps].join('\n')
const handing = (value: string) => `          recovery-secret: ${value}`

describe('a workflow that names a recovery secret', () => {
  test.each([
    ['hands it back', [step(handing(`\${{ secrets.KEEP }}`))], 'yes'],
    ['hands it back in other letters', [step(handing(`\${{secrets.keep}}`))], 'yes'],
    ['hands all secrets back', [step(handing(`\${{ toJSON(secrets) }}`))], 'yes'],
    ['hands an expression in', [step(handing(`\${{ secrets[format('K{0}', 'EEP')] }}`))], 'yes'],
    ['hands a variable in', [step(handing(`\${{ env.KEEP }}`))], 'yes'],
    ['has an input of its own for it', [step(`          recovered: \${{ secrets.KEEP }}`)], 'yes'],
    ['has an input of its own for all', [step(`          all: \${{ toJson( secrets ) }}`)], 'yes'],
    ['writes the input in capitals', [step(`          RECOVERY-SECRET: \${{ secrets.KEEP }}`)], 'yes'],
    ['hands it back in one of two steps', [step(), step(handing(`\${{ secrets.KEEP }}`))], 'yes'],
    ['does not hand it back', [step()], 'missing'],
    ['does not in two steps', [step(), step()], 'missing'],
    ['hands nothing in', [step(handing(''))], 'missing'],
    ['hands other secrets to the step', [step(`          github-token: \${{ secrets.TOKEN }}`)], 'missing'],
    ['hands another secret back', [step(handing(`\${{ secrets.KEPT }}`))], 'other'],
    ['is a step of another action', ['      - uses: octo/other@v1', '        with: { name: KEEP }'], 'yes'],
    ['is called from another file', ['      - uses: ./.github/actions/rotate'], 'yes'],
  ])('%s', (_, steps, found) => {
    expect(handsBack(workflow(...steps), 'rotate', 'KEEP')).toBe(found)
    expect(handsBack(workflow(...steps), undefined, 'KEEP')).toBe(found)
    expect(handsBack(workflow(...steps), 'job-of-a-called-workflow', 'KEEP')).toBe(found)
  })

  test.each(['', '- a', 'jobs: [', 'jobs: { rotate: { uses: ./other.yml } }', 'jobs: { rotate: { steps: {} } }'])(
    'a file that says nothing, %j, is nothing to warn of',
    (content) => {
      expect(handsBack(content, 'rotate', 'KEEP')).toBe('yes')
    },
  )

  test('another job of the file does not count', () => {
    const handed = step(handing(`\${{ secrets.KEEP }}`))
    const other = `${workflow(handed)}\n  second:\n    steps:\n${step()}`
    expect(handsBack(other, 'rotate', 'KEEP')).toBe('yes')
    expect(handsBack(other, 'second', 'KEEP')).toBe('missing')
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
