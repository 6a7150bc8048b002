/** The log of one user: one story, told once. */
import { expect, test } from '@jest/globals'
import { eventsOf, narratorTo } from '../../../src/report/narrator.ts'
import type { Decision } from '../../../src/rotation/decision.ts'
import { freshRun, K1, K2, world } from '../rotation/worlds.ts'

const key = 'AKIARTX3GSDSNEWKEY22'
const due = 'the key is 61 days old, and rotate-after is 60 days'
const claim = { do: 'claim', released: true, predecessorGone: undefined, predecessorSilent: undefined } as const

const now = () => Date.UTC(2026, 10, 30)

function log(decisions: readonly Decision[], tellsFailure = true): readonly string[] {
  const lines: string[] = []
  const narrator = narratorTo((line) => void lines.push(line), { now, tellsFailure })
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

test('claim and notes take no line, and leave the reason to the step that they prepare', () => {
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
  ).toEqual([`▸ Create a key: ${due}`])
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

/** The log of a rotation, with the worlds that it goes through. */
function story(tell: (narrator: ReturnType<typeof narratorTo>) => void): readonly string[] {
  const lines: string[] = []
  tell(narratorTo((line) => void lines.push(line), { now, tellsFailure: true }))
  return lines
}

const [end1, end2] = [K1.slice(-8), K2.slice(-8)]
const create = { do: 'create', until: 0, because: `${K1} is due` } as const

test('keys have names, as the run goes on, and the end of their ID where a name is new', () => {
  expect(
    story(({ decided, done }) => {
      decided(create, world('1A', 'creating'))
      done(`${K2} is created`, world('1A 2A', 'creating'))
      decided({ do: 'try', key: K2, because: `${K2} follows ${K1}` }, world('1A 2A', 'pending'))
      done(`${K2} works, ${K1} still works`, world('1A 2A', 'pending'))
    }),
  ).toEqual([
    `▸ Create a key: the key …${end1} is due`,
    `  the new key …${end2} is created`,
    `▸ Try the new key: the new key follows the old key …${end1}`,
    '  the new key works, the old key still works',
  ])
})

test('a key that an earlier run has left to nobody is said to be unpublished, one that is deleted keeps its name', () => {
  expect(
    story(({ decided, done }) => {
      decided({ do: 'discard', key: K2, because: 'nobody has it' }, world('1A 2A', 'creating'))
      done(`${K2} is deleted`, world('1A', 'creating'))
      decided({ do: 'delete', key: K1, because: 'it is over' }, world('1I 2A', 'deactivated'))
      done(`${K1} is deleted`, world('2A', 'deactivated'))
    }),
  ).toEqual([
    `▸ Discard the unpublished key …${end2}: nobody has it`,
    '  the unpublished key is deleted',
    `▸ Delete the old key …${end1}: it is over`,
    '  the old key is deleted',
  ])
})

test('times are as people read them, with the year where it is another one', () => {
  expect(log([{ do: 'reactivate', key, because: 'since 2026-03-02T09:04:47Z, not 2025-12-30' }])).toEqual([
    expect.stringContaining('since 2 March, 09:04 UTC, not 30 December 2025'),
  ])
})

test('what a line before has said is not said again within a reason', () => {
  const failure = 'verify.yml in octo/app failed:\n- job “verify”, step “Smoke test”'
  expect(
    story(({ decided, done }) => {
      decided({ do: 'observe', what: 'destinations', because: 'does it work?' })
      done(failure)
      decided({ do: 'reactivate', key, because: `with the old key off, ${failure}` })
    }).at(-1),
  ).toMatch(/: with the old key off, see above$/)
})

test('a claim that this run holds takes no line, and one that another run holds does', () => {
  const look = { do: 'observe', what: 'claim', because: 'whose is it?' } as const
  const tell = (after: ReturnType<typeof world>) =>
    story(({ decided, done }) => {
      decided(look, after)
      done('what was seen', after)
    })
  expect(tell(world('1A', 'steady', { run: freshRun }))).toEqual([])
  expect(tell(world('1A', 'steady', { run: { ...freshRun, claim: undefined } }))).toEqual([
    '▸ Check that no other run has claimed the user',
    '  what was seen',
  ])
})

test('a note that cannot be written takes a line', () => {
  const journal = { phase: 'creating', current: key, previous: undefined, at: 0, digest: '' } as const
  expect(
    story(({ decided, done }) => {
      decided({ do: 'record', journal, because: due })
      done('failed: AWS denied iam:TagUser')
    }),
  ).toEqual(["▸ Note in the user's tags: creating", '  failed: AWS denied iam:TagUser'])
})

test('what several users have in common tells of effects alone, by the same names', () => {
  const lines: string[] = []
  const { decided, done } = eventsOf('ci-bot', (line) => void lines.push(line), now)
  decided({ do: 'observe', what: 'destinations', because: due }, world('1A', 'creating'))
  done('2 destinations read', world('1A', 'creating'))
  decided(create, world('1A', 'creating'))
  done(`${K2} is created`, world('1A 2A', 'creating'))
  expect(lines).toEqual([`ci-bot: Create a key: the new key …${end2} is created`])
})
