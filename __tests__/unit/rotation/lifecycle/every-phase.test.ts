/** Every set of keys in every phase, as one table: what the lifecycle does with it. */
import { describe, expect, test } from '@jest/globals'
import { nextStep } from '../../../../src/rotation/lifecycle/next-step.ts'
import type { World } from '../../../../src/rotation/world.ts'
import { type JournalName, journals, now, ownHolder, policy, world } from '../worlds.ts'
import { inShort, table } from './table.ts'

const phaseNames: readonly string[] = Object.keys(journals)

/**
 * Keys by name and status: 1 the old one, which is due, 2 its successor, x and y of unknown origin. Columns are what
 * the journal says. Everything has been read, every wait is over, no key was ever used, a role signs. Where it depends
 * on more than that, a dash stands, and a table below goes into it.
 */
const matrix = `
keys     | none     | steady   | creating     | pending   | publishing | published | unproven | current      | deactivating | deactivated
         | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
1A       | creating | creating | creating     | creating  | creating   | creating  | creating | creating     | creating     | creating
1I       | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
2A       | nothing  | nothing  | stop         | discard 2 | published  | verify 2  | steady   | steady       | steady       | steady
2I       | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
xA       | nothing  | nothing  | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
xI       | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
1A 2A    | stop     | stop     | discard 2    | discard 2 | published  | verify 2  | verify 2 | deactivating | reactivate 1 | unproven
1A 2I    | stop     | stop     | discard 2    | stop      | stop       | stop      | stop     | stop         | stop         | stop
1I 2A    | stop     | stop     | stop         | stop      | stop       | stop      | -        | -            | reactivate 1 | delete 1
1I 2I    | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
1A xA    | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
1A xI    | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
1I xA    | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
1I xI    | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
2A xA    | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
2A xI    | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
2I xA    | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
xA yA    | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
xA yI    | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
xI yI    | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
1A 2A xA | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
1A 2A xI | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
1I 2A xI | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
1A xI yI | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
`

interface Cell {
  readonly keySet: string
  readonly column: string
  readonly step: string
  /** `the old key on and the new key off, journal current: stop` */
  readonly name: string
}

const words: Readonly<Record<string, string>> = {
  '1': 'the old key',
  '2': 'the new key',
  x: 'an unknown key',
  y: 'another unknown key',
}

const cells = cellsOf(matrix)

function cellsOf(text: string): readonly Cell[] {
  const [head = [], ...rows] = text
    .split('\n')
    .filter((line) => line.includes('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
  return rows.flatMap(([keySet = '', ...steps]) =>
    steps.map((step, index): Cell => {
      const column = head[index + 1] ?? ''
      const journal = column === 'none' ? 'no journal' : `journal ${column}`
      return { keySet, column, step, name: `${spelled(keySet)}, ${journal}: ${spelledStep(step)}` }
    }),
  )
}

function spelled(keySet: string): string {
  if (keySet === '') return 'no key'
  const all = keySet.split(' ').map((word) => `${words[word.slice(0, 1)]} ${word.endsWith('A') ? 'on' : 'off'}`)
  return all.join(' and ')
}

function spelledStep(step: string): string {
  if (phaseNames.includes(step)) return `write down ${step}`
  return step.replace(/ (.)$/, (_, digit: string) => ` ${words[digit]}`)
}

const journalOf = (column: string) => (phaseNames.includes(column) ? (column as JournalName) : undefined)

function answer({ keySet, column }: Cell, change: Partial<World> = {}): string {
  return inShort(nextStep(world(keySet, journalOf(column), change), policy(), now)).replace(/^record /, '')
}

describe('every set of keys in every phase', () => {
  test('the table is complete', () => {
    expect(new Set(cells.map(({ column }) => column))).toEqual(new Set(['none', ...phaseNames]))
    expect(cells).toHaveLength(25 * 10)
  })

  test.each(cells.filter(({ step }) => step !== '-'))('$name', (cell) => {
    expect(answer(cell)).toBe(cell.step)
  })

  const withoutJournal = cells.filter(({ column }) => column === 'none')

  test.each(withoutJournal)('$name, and so with the journal of an earlier user of the same name', (cell) => {
    expect(answer(cell, { journal: { kind: 'foreign', holder: ownHolder } })).toBe(cell.step)
  })

  test.each(withoutJournal)('$name; but stop, with a journal of another version', (cell) => {
    expect(answer(cell, { journal: { kind: 'unknown', text: 'v2 phase=unheard-of' } })).toBe('stop')
  })
})

table([
  {
    name: 'another version of the journal stops even force, and its text is shown',
    keys: '1A',
    journal: undefined,
    world: { journal: { kind: 'unknown', text: 'v2 phase=unheard-of' } },
    policy: { force: true, replaceInactiveKey: true },
    step: 'stop',
    says: ['v2 phase=unheard-of', 'ci-deploy'],
  },
])
