/** Many places may have one trouble: it is told once, and no place is lost. */
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { groupedByCause, type PlaceProblem } from '../../../src/github/destinations/problems-by-cause.ts'

const at = (where: string | undefined, why: string): PlaceProblem => ({ where, why })

test.each<readonly [string, readonly PlaceProblem[], readonly string[]]>([
  ['nothing', [], []],
  ['one', [at('octo/a', 'octo/a is archived.')], ['octo/a is archived.']],
  ['one that names its place twice', [at('octo/a', 'octo/a: see octo/a.')], ['octo/a: see octo/a.']],
  [
    'two of one cause',
    [at('octo/a', 'GitHub refused octo/a.'), at('octo/b', 'GitHub refused octo/b.')],
    ['GitHub refused octo/a and octo/b.'],
  ],
  [
    'three, and another between them',
    [at('x/a', 'No x/a.'), at('x/b', 'Else.'), at('x/b', 'No x/b.'), at('x/c', 'No x/c.')],
    ['No x/a, x/b and x/c.', 'Else.'],
  ],
  [
    'those that cannot be found',
    [at('x/a', 'x/a was not found.'), at('x/b', 'x/b was not found.')],
    ['x/a and x/b were not found.'],
  ],
  [
    'those that have an article',
    [
      at('the environment e of x/a', 'The environment e of x/a was not found.'),
      at('the organization x', 'The organization x was not found.'),
    ],
    ['The environment e of x/a and the organization x were not found.'],
  ],
  [
    'the same sentence of several places',
    [at('octo', 'No App for octo.'), at('octo/a', 'No App for octo.'), at('octo/b', 'No App for octo.')],
    ['No App for octo.'],
  ],
  ['the same sentence of no place', [at(undefined, 'No.'), at(undefined, 'No.')], ['No.']],
])('%s', (_, problems, sentences) => {
  expect(groupedByCause(problems)).toEqual(sentences)
})

test('every place is told, whatever is said of it, and no cause twice', () => {
  const names = fc.stringMatching(/^[a-z]{1,3}\/[a-z$]{1,3}$/)
  const causes = fc.constantFrom(
    (name: string) => `GitHub refused ${name}.`,
    (name: string) => `${name} was not found.`,
  )
  fc.assert(
    fc.property(fc.array(fc.record({ name: names, cause: causes }), { maxLength: 20 }), (given) => {
      const told = groupedByCause(given.map(({ name, cause }) => at(name, cause(name))))
      expect(told.length).toBeLessThanOrEqual(2)
      for (const { name } of given) expect(told.join(' ')).toContain(name)
    }),
  )
})
