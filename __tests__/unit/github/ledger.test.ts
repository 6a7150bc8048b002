/** What users of one token are promised: never more than is left, first come first served. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Claim, Ledger } from '../../../src/github/api/ledger.ts'

function claims(...amounts: readonly number[]): { readonly ledger: Ledger; readonly all: readonly Claim[] } {
  const ledger = new Ledger()
  const all = amounts.map((amount) => {
    const claim = ledger.open()
    claim.want(amount)
    return claim
  })
  return { ledger, all }
}

const grants = (all: readonly Claim[], left: number) => all.map((each) => each.grant(left))

describe('promises', () => {
  test.each([
    ['all that fit', [30, 30, 30], 100, [true, true, true]],
    ['the first comer first', [60, 60], 100, [true, false]],
    ['nobody past one that waits for what others give back', [60, 50, 30], 100, [true, false, false]],
    ['others where one waits for an hour of its own', [120, 50, 30], 100, [false, true, true]],
    ['without an end where nothing is limited', [60, 60], Number.POSITIVE_INFINITY, [true, true]],
    ['the very last one', [50, 50], 100, [true, true]],
  ])('%s', (_, amounts, left, expected) => {
    expect(grants(claims(...amounts).all, left)).toEqual(expected)
  })

  test('stand, whoever came before', () => {
    const { all } = claims(120, 50)
    expect(grants(all, 100)).toEqual([false, true])
    // The next hour: the first one's turn, beside what was promised before.
    expect([all[0]?.free(160, 120), all[1]?.free(160, 50)]).toEqual([110, 160])
    expect(grants(all, 160)).toEqual([false, true])
    expect(grants(all, 170)).toEqual([true, true])
  })

  test('are used up from when the work begins, and leave the rest to others when it ends', () => {
    const { ledger, all } = claims(60, 60)
    const [one, other] = all
    one?.grant(100)
    one?.use(10)
    expect(one?.amount).toBe(60)
    one?.begin()
    one?.use(10)
    expect([one?.amount, ledger.promised, other?.free(90, 60)]).toEqual([50, 50, 40])
    one?.use(70)
    expect([one?.amount, other?.grant(59), other?.grant(60)]).toEqual([0, false, true])
    one?.release()
    other?.release()
    expect(ledger.promised).toBe(0)
  })

  test('of more than was promised have to be made anew', () => {
    const { all } = claims(40, 50)
    expect(grants(all, 100)).toEqual([true, true])
    all[0]?.want(60)
    expect([all[0]?.isGranted, all[0]?.grant(100)]).toEqual([false, false])
  })

  test('of nobody are what a user without one may count on', () => {
    const { ledger, all } = claims(40, 30)
    grants(all, 100)
    expect(ledger.open().free(100, 10)).toBe(30)
    expect(all[0]?.free(100, 41)).toBe(70)
  })
})

type Action = {
  readonly kind: 'want' | 'grant' | 'begin' | 'use' | 'release'
  readonly user: number
  readonly amount: number
}

test('the sum of what is promised is never more than what is left, and nobody who waits is passed over for ever', () => {
  const action = fc.record({
    kind: fc.constantFrom<Action['kind'][]>('want', 'grant', 'begin', 'use', 'release'),
    user: fc.nat({ max: 4 }),
    amount: fc.integer({ min: 1, max: 60 }),
  })
  fc.assert(
    fc.property(fc.array(action, { maxLength: 80 }), (actions) => {
      const ledger = new Ledger()
      const all = Array.from({ length: 5 }, () => ledger.open())
      let left = 100
      for (const { kind, user, amount } of actions) {
        const claim = all[user]
        if (claim === undefined) continue
        if (kind === 'want') claim.want(amount)
        if (kind === 'grant') claim.grant(left)
        if (kind === 'begin') claim.begin()
        if (kind === 'release') claim.release()
        if (kind === 'use' && claim.isGranted) {
          // A user uses what it was promised, or what nobody was.
          const uses = Math.min(amount, claim.amount, left)
          claim.begin()
          claim.use(uses)
          left -= uses
        }
        expect(ledger.promised).toBeLessThanOrEqual(left)
      }
      // Those who were promised something end; whoever waits then, and for no more than there is, gets it in turn.
      const waiting = all.filter((each) => !each.isGranted && each.amount > 0 && each.amount <= left)
      for (const each of all) if (each.isGranted) each.release()
      const granted = new Set<Claim>()
      for (let turn = 0; turn < waiting.length; turn += 1) {
        const next = waiting.find((each) => !granted.has(each) && each.grant(left))
        if (next === undefined) break
        granted.add(next)
        next.release()
      }
      expect(granted.size).toBe(waiting.length)
    }),
    { numRuns: 500 },
  )
})
