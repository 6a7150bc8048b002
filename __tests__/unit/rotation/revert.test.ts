/** What a run that ends on an error takes back, phase by phase, and what becomes of an error while the old key is off. */
import { describe, expect, test } from '@jest/globals'
import { Cancelled, Problem, Superseded } from '../../../src/rotation/problem.ts'
import { isOffUnproven, takenBack, withoutProof } from '../../../src/rotation/revert.ts'
import type { RunFacts, World } from '../../../src/rotation/world.ts'
import { freshRun, type JournalName, K1, K2, world } from './worlds.ts'

const errors = {
  cancelled: new Cancelled(),
  superseded: new Superseded('octo/ops/2'),
  broken: new Problem('GitHub does not answer', 'Run again.'),
}

function at(journal: JournalName | undefined, run: Partial<RunFacts>): World {
  return world('1A 2A', journal, { run: { ...freshRun, ...run } })
}

describe('What a run that ends on an error takes back', () => {
  const none: readonly string[] = []
  const cases: readonly [JournalName | undefined, Partial<RunFacts>, keyof typeof errors, readonly string[]][] = [
    [undefined, {}, 'broken', none],
    ['steady', {}, 'superseded', none],
    ['creating', {}, 'superseded', none],
    ['creating', { held: K2 }, 'superseded', [`discard ${K2}`]],
    ['creating', { held: K2 }, 'broken', none],
    ['creating', { held: K2 }, 'cancelled', none],
    ['pending', { held: K2 }, 'superseded', none],
    ['publishing', { held: K2 }, 'superseded', none],
    ['current', { held: K2 }, 'superseded', none],
    ['deactivating', { deactivating: true }, 'broken', [`reactivate ${K1}`]],
    ['deactivating', { deactivating: true }, 'cancelled', [`reactivate ${K1}`]],
    ['deactivating', { deactivating: true, held: K2 }, 'superseded', [`reactivate ${K1}`]],
    ['deactivating', { deactivating: false }, 'broken', none],
    ['deactivated', { deactivating: true }, 'broken', none],
  ]
  test.each(cases)('%s, %j, %s', (journal, run, error, expected) => {
    expect(takenBack(at(journal, run), errors[error]).map(({ do: what, key }) => `${what} ${key}`)).toEqual(expected)
  })
})

describe('An error while the old key is off', () => {
  const off = at('deactivating', { deactivating: true })

  test('is one more way of not knowing whether all works', () => {
    expect(isOffUnproven(off)).toBe(true)
    const after = withoutProof(off, errors.broken)
    expect(after?.run.verification).toMatchObject({ key: K2, verdict: 'unknown', without: K1, remedy: 'Run again.' })
    expect(after?.keys.find(({ id }) => id === K1)?.status).toBe('Inactive')
  })

  test.each(['cancelled', 'superseded'] as const)('ends the run when it is %s', (error) => {
    expect(withoutProof(off, errors[error])).toBeUndefined()
  })

  test('ends the run while the old key is on', () => {
    expect(withoutProof(at('current', {}), errors.broken)).toBeUndefined()
  })
})
