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
