/** The tables of docs/performance.md that are the same on every machine. */
import { expect, test } from '@jest/globals'
import { measureLifecycle, measureNothingDue, phases } from '../../sandbox/bench/lifecycle.ts'
import { written } from '../../sandbox/bench/tables.ts'

/** Rows of numbers by their first cell; `29 (20)` is 29. */
function rowsOf(table: string): ReadonlyMap<string, readonly number[]> {
  const rows = table.split('\n').map((line) => line.split('|').slice(1, -1))
  return new Map(
    rows.slice(2).map(([name = '', ...cells]) => [name.trim(), cells.map((cell) => Number.parseFloat(cell))]),
  )
}

test('the runs of a rotation take the requests and the round trips that are told', async () => {
  const told = rowsOf(written('lifecycle'))
  const measured = await measureLifecycle(150)
  for (const phase of phases) {
    const { aws, github, repeated, roundTrips, taken } = measured[phase]
    const [toldAws = 0, toldGitHub = 0, toldRepeated = 0, toldTrips = 0, , , , toldTime = 0] = told.get(phase) ?? []
    expect([phase, aws + github - repeated]).toEqual([phase, toldAws + toldGitHub - toldRepeated])
    // On a busy machine, fewer requests are seen to overlap.
    expect(roundTrips).toBeLessThanOrEqual(toldTrips + 2)
    expect(Math.abs(taken / 1_000 - toldTime)).toBeLessThanOrEqual(0.05 * toldTime)
  }
}, 300_000)

test.each([1, 10, 100])(
  'nothing due takes the requests that are told: %i repositories',
  async (repositories) => {
    const { aws, github } = await measureNothingDue(repositories)
    expect([aws, github]).toEqual(rowsOf(written('nothing due')).get(String(repositories))?.slice(0, 2))
  },
  300_000,
)
