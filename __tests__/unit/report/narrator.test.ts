/** The log of one user: one story, told once. */
import { expect, test } from '@jest/globals'
import { narratorTo } from '../../../src/report/narrator.ts'
import type { Decision } from '../../../src/rotation/decision.ts'

const key = 'AKIARTX3GSDSNEWKEY22'
const due = 'the key is 61 days old, and rotate-after is 60 days'
const claim = { do: 'claim', released: true, predecessorGone: undefined, predecessorSilent: undefined } as const

function log(decisions: readonly Decision[], tellsFailure?: boolean): readonly string[] {
  const lines: string[] = []
  const narrator = narratorTo((line) => void lines.push(line), tellsFailure)
  for (const each of decisions) narrator.decided(each)
  return lines
}

test('a reason is told once, and what is added to it alone after that', () => {
  expect(
    log([
      { do: 'observe', what: 'preflight', because: due },
      { do: 'observe', what: 'destinations', because: due },
      { do: 'create', until: 0, because: `${due}; everything is checked` },
      { do: 'observe', what: 'last use', because: `${due} of grace` },
    ]),
  ).toEqual([
    `▸ Check everything: ${due}`,
    '▸ Look at the destinations',
    '▸ Create a key: everything is checked',
    `▸ Read the last use of the keys: ${due} of grace`,
  ])
})

test('claim and notes take a line each, and leave the reason to the step that they prepare', () => {
  expect(
    log([
      { ...claim, because: due },
      { do: 'observe', what: 'claim', because: 'after 5 seconds it shows whether another run has claimed the user' },
      {
        do: 'record',
        journal: { phase: 'creating', current: key, previous: undefined, at: 0, digest: '' },
        because: due,
      },
      { do: 'create', until: 0, because: due },
    ]),
  ).toEqual(['▸ Claim the user for this run', '  noted in the tags of the user: creating', `▸ Create a key: ${due}`])
})

test('lines of a reason stay below their step', () => {
  expect(log([{ do: 'reactivate', key, because: 'it failed:\n- here' }])).toEqual([
    `▸ Switch ${key} on again: it failed:\n  - here`,
  ])
})

test.each([
  { do: 'fail', phase: 'overlap', remedy: 'Fix it.', next: undefined, because: 'it failed' },
  { do: 'stop', remedy: 'Fix it.', because: 'it failed' },
] as const)('a failure is left to the annotation where one follows', (ending) => {
  expect(log([ending], false)).toEqual([])
  expect(log([ending])).toEqual([expect.stringMatching(/^▸ (Failed|Blocked): it failed$/)])
})
