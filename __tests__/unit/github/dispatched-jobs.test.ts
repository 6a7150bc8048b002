/** What a workflow file does in a run that the rotation starts. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { readWorkflowFile } from '../../../src/github/verification/workflow-file.ts'

const oneFile = readFileSync('examples/one-file-self.yml', 'utf8')
const verifies = `$\{{ inputs.expected-key }}`
const rotates = `$\{{ !inputs.expected-key }}`
const rotation = { uses: 'rotate-iam-access-keys/rotate-iam-access-keys@v1', with: { mode: 'rotate' } }
const verification = { uses: 'rotate-iam-access-keys/rotate-iam-access-keys/verify@v1' }
const checkout = { uses: 'actions/checkout@v5' }

const without = (pattern: RegExp, put = '') => {
  expect(oneFile).toMatch(pattern)
  return oneFile.replace(pattern, put)
}
const verifyJob = / {2}verify:\n[\s\S]*$/
const declared = / {6}(?:expected-key|rotation-id):\n(?: {8}.*\n)+/g

/** A file that declares the inputs, with these jobs. */
const file = (jobs: object) =>
  JSON.stringify({ on: { workflow_dispatch: { inputs: { 'expected-key': {}, 'rotation-id': {} } } }, jobs })

test.each([
  ['the example in one file', oneFile, undefined],
  ['its verification deleted', without(verifyJob), 'runs nothing'],
  [
    'its verification deleted, and the condition with it',
    without(verifyJob).replace(/ {4}if: .*\n/, ''),
    'only rotates',
  ],
  ['its inputs deleted', without(declared), 'only rotates'],
  ['the condition of its verification deleted', without(/ {4}if: \$\{\{ inputs.*\n/), undefined],
  [
    'a job behind another event',
    file({ a: { if: "github.event_name == 'push'", steps: [verification] } }),
    'runs nothing',
  ],
  ['a job behind what is not known', file({ a: { if: 'vars.CHECK', steps: [verification] } }), undefined],
  [
    'a job that needs one that is skipped',
    file({ a: { if: rotates, steps: [rotation] }, b: { needs: 'a', steps: [verification] } }),
    'runs nothing',
  ],
  [
    'a job that needs one that needs one that is skipped',
    file({ c: { needs: ['b'] }, b: { needs: ['a'] }, a: { if: rotates, steps: [rotation] } }),
    'runs nothing',
  ],
  [
    'a job that runs although one that it needs is skipped',
    file({ a: { if: rotates, steps: [rotation] }, b: { needs: 'a', if: '!failure()', steps: [verification] } }),
    undefined,
  ],
  [
    'one job of two steps that take turns',
    file({
      a: {
        steps: [
          { if: rotates, ...rotation },
          { if: verifies, ...verification },
        ],
      },
    }),
    undefined,
  ],
  ['one job that prepares and rotates', file({ a: { steps: [checkout, rotation] } }), 'only rotates'],
  ['one job that rotates, and does more', file({ a: { steps: [rotation, { run: 'aws s3 ls' }] } }), undefined],
  ['two jobs that rotate', file({ a: { steps: [rotation] }, b: { steps: [rotation] } }), 'only rotates'],
  ['a job beside the rotation', file({ a: { steps: [rotation] }, b: { steps: [{ run: 'true' }] } }), undefined],
  ['a job in another file', file({ a: { steps: [rotation] }, b: { uses: './.github/workflows/b.yml' } }), undefined],
  ['a skipped job in another file', file({ a: { if: rotates, uses: './.github/workflows/b.yml' } }), 'runs nothing'],
  ['a job without steps', file({ a: {} }), undefined],
  ['no jobs', file({}), undefined],
] as const)('%s: %s', (_, content, futility) => {
  expect(readWorkflowFile(content)?.futility).toBe(futility)
})

describe('the group of all runs', () => {
  test.each([
    ['concurrency: Rotate', 'Rotate'],
    ['concurrency: { group: rotate, cancel-in-progress: true }', 'rotate'],
    [`concurrency: { group: "rotate-$\{{ github.ref }}" }`, undefined],
    ['concurrency: { group: "" }', undefined],
    ['concurrency: [rotate]', undefined],
    ['jobs: { a: { concurrency: rotate } }', undefined],
    ['name: none', undefined],
  ])('%s', (content, group) => {
    expect(readWorkflowFile(content)?.group).toBe(group)
  })
})
