/** What a workflow file says about being dispatched. */
import { describe, expect, test } from '@jest/globals'
import { readWorkflowFile } from '../src/github/workflow-file.ts'

test.each([
  ['on: workflow_dispatch', true],
  ['on: [push, workflow_dispatch]', true],
  ['on:\n  workflow_dispatch:\n    inputs: {}', true],
  ['"on": { workflow_dispatch: }', true],
  ['on: push', false],
  ['on: [push]', false],
  ['on:\n  push:\n    branches: [workflow_dispatch]', false],
  ['name: none', false],
])('%j can be dispatched: %s', (content, expected) => {
  expect(readWorkflowFile(content)?.isDispatched).toBe(expected)
})

test.each(['', '- a list', 'just text', 'on: [', 'a: b: c'])('%j is no workflow file', (content) => {
  expect(readWorkflowFile(content)).toBeUndefined()
})

describe('inputs', () => {
  const inputs = (text: string) => readWorkflowFile(`on:\n  workflow_dispatch:\n    inputs:\n      ${text}`)
  test.each([
    ['expected-key: {}', ['expected-key'], []],
    ['expected-key:', ['expected-key'], []],
    ['stage: { required: true }', ['stage'], ['stage']],
    ['stage: { required: true, default: production }', ['stage'], []],
    ['stage: { required: true, default: "" }', ['stage'], ['stage']],
    ['dry-run: { required: true, default: false }', ['dry-run'], []],
    ['stage: { required: false }', ['stage'], []],
  ] as const)('%s', (text, declared, required) => {
    expect(inputs(text)).toMatchObject({ inputs: declared, required })
  })

  test('are none where there is no dispatch, or nothing said of it', () => {
    for (const content of ['on: push', 'on: [workflow_dispatch]', 'on:\n  workflow_dispatch:']) {
      expect(readWorkflowFile(content)).toMatchObject({ inputs: [], required: [] })
    }
  })
})

/** An expression as workflow files spell it. */
const shown = (expression: string) => `$\{{ ${expression} }}`

test.each([
  [`Verify ${shown('inputs.rotation-id')}`, ['rotation-id']],
  [`Verify ${shown('inputs.rotation-id').replaceAll(' ', '')}`, ['rotation-id']],
  [`${shown('github.event.inputs.rotation-id')} ${shown('inputs.stage')}`, ['rotation-id', 'stage']],
  [shown("inputs['rotation-id']"), ['rotation-id']],
  [`Verify ${shown("inputs.rotation-id || 'by hand'")}`, ['rotation-id']],
  ['Verify inputs.rotation-id', []],
  [`Verify ${shown('github.run_id')}`, []],
])('a run-name “%s” shows %j', (runName, inputs) => {
  expect(readWorkflowFile(`run-name: ${JSON.stringify(runName)}`)?.inTitle).toEqual(inputs)
})

test('a title that the file does not give shows nothing', () => {
  expect(readWorkflowFile('on: workflow_dispatch')?.inTitle).toEqual([])
})

describe('an input', () => {
  const file = (jobs: string, env = '{}') =>
    readWorkflowFile(
      `on: { workflow_dispatch: { inputs: { expected-key: {}, rotation-id: {} } } }\nenv: ${env}\njobs: ${jobs}`,
    )
  const key = shown('inputs.expected-key')
  const verify = 'rotate-iam-access-keys/rotate-iam-access-keys/verify@v1'
  const job = (...steps: readonly object[]) => JSON.stringify({ verify: { steps } })
  const jobWith = (more: object, ...steps: readonly object[]) => JSON.stringify({ verify: { ...more, steps } })
  const given = (value: string) => ({ uses: verify, with: { 'expected-key': value } })
  const bare = { uses: verify }

  const handed: readonly (readonly [string, string, string?])[] = [
    ['the verify action', job(given(key))],
    ['the verify action, in another spelling', job(given(shown("github.event.inputs['Expected-Key']")))],
    ['the verify action, in a longer expression', job(given(shown("inputs.expected-key || 'none'")))],
    ['every verify action', job(given(key), given(key))],
    ['another step with', job({ uses: 'octo/check@v1', with: { fingerprint: key } })],
    ['a script', job({ run: `./check.sh ${key}` })],
    ['a script, on several lines', job({ run: `./check.sh "$\{{\n inputs.expected-key\n}}"` })],
    ['the environment of a step', job({ env: { EXPECTED: key }, run: './check.sh' })],
    ['the environment of a job', jobWith({ env: { EXPECTED: key } }, { run: './check.sh' })],
    ['the environment of the file', job({ run: './check.sh' }), JSON.stringify({ EXPECTED: key })],
    ['the verify action, by a variable', jobWith({ env: { EXPECTED: key } }, given(shown('env.EXPECTED')))],
    [
      'a matrix of environments',
      jobWith(
        { strategy: { matrix: { environment: ['a', 'b'] } }, environment: shown('matrix.environment') },
        given(key),
      ),
    ],
    ['one job of two', JSON.stringify({ verify: { steps: [given(key)] }, other: { steps: [{ run: 'true' }] } })],
  ]
  test.each(handed)('is handed on by %s', (...[, jobs, env]) => {
    expect(file(jobs, env)?.handsOn).toEqual(['expected-key'])
  })

  const kept: readonly (readonly [string, string, string?])[] = [
    ['no job', '{}'],
    ['a job without steps', '{ verify: {} }'],
    ['steps that are none', '{ verify: { steps: none } }'],
    ['a step that does not take it', job({ uses: 'x/verify@v1' })],
    ['a verify action without it', job(bare)],
    ['a verify action under a misspelt name', job({ uses: verify, with: { expected_key: key, 'expected-keys': key } })],
    ['a verify action in other letters', job({ uses: verify.toUpperCase() }, given(key))],
    ['a verify action beside one that has it', job(given(key), bare)],
    ['a verify action beside a script that has it', job(bare, { run: `echo ${key}` })],
    ['a verify action of a second job', JSON.stringify({ a: { steps: [given(key)] }, b: { steps: [bare] } })],
    ['a variable that a verify action does not read', jobWith({ env: { EXPECTED: key } }, bare)],
    ['a value of the same name', job(given('0123456789abcdef'))],
    ['another expression', job(given(shown('needs.prepare.outputs.key')))],
    ['words that are no expression', job({ run: 'echo inputs.expected-key' })],
    ['a text in an expression', job({ run: `echo ${shown("'inputs.expected-key'")}` })],
    ['inputs of something else', job({ run: `echo ${shown('matrix.inputs.expected-key')}` })],
    ['an expression that does not end', job({ run: 'echo ${{ inputs.expected-key' })],
    ['another input', job({ run: shown('inputs.expected-key-id') })],
    ['a step that never runs', job({ if: false, ...given(key) }, { run: 'true' })],
    ['a job that never runs', jobWith({ if: shown('false') }, given(key))],
    [
      'a variable that a step sets anew',
      jobWith({ env: { EXPECTED: key } }, { env: { EXPECTED: 'x' }, run: './check.sh' }),
    ],
    ['a workflow that is called', JSON.stringify({ call: { uses: './other.yml', with: { 'expected-key': key } } })],
  ]
  test.each(kept)('is not handed on by %s', (...[, jobs, env]) => {
    expect(file(jobs, env)?.handsOn).toEqual([])
  })

  test('that a step takes and no dispatch may send is none', () => {
    expect(readWorkflowFile(`on: workflow_dispatch\njobs: ${job(given(key))}`)?.handsOn).toEqual([])
  })
})

test.each([
  ['{ steps: [{ run: "true" }] }', false],
  ['{ steps: [{ run: "true", continue-on-error: false }] }', false],
  ['{ steps: [{ run: "true", continue-on-error: true }] }', true],
  ['{ continue-on-error: true, steps: [] }', true],
  [`{ continue-on-error: "${shown('matrix.experimental')}", steps: [] }`, true],
  ['{ uses: ./.github/workflows/other.yml }', true],
])('the job %s may fail and its run succeed: %s', (job, expected) => {
  expect(readWorkflowFile(`jobs: { verify: ${job} }`)?.toleratesFailure).toBe(expected)
})

test('however many expressions begin and do not end, they are read in one pass', () => {
  // Read again from each beginning, these would take minutes.
  const open = '${{'.repeat(200_000)
  const file = readWorkflowFile(`run-name: "${open}"\njobs: { a: { steps: [{ run: "${open}" }] } }`)
  expect(file).toMatchObject({ inTitle: [], handsOn: [] })
})

test.each([
  ['jobs: {}', []],
  ['jobs: { verify: { steps: [] } }', []],
  ['jobs: { verify: { environment: production } }', ['production']],
  ['jobs: { verify: { environment: { name: production, url: "https://example.org" } }, other: {} }', ['production']],
  [`jobs: { verify: { environment: "${shown('matrix.environment')}" } }`, undefined],
  ['jobs: { verify: { uses: ./.github/workflows/other.yml } }', undefined],
])('the jobs of “%s” name the environments %j', (content, environments) => {
  expect(readWorkflowFile(content)?.environments).toEqual(environments)
})
