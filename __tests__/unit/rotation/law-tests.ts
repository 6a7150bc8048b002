/** How the laws of the lifecycle are tried: in worlds that are counted off, and in random ones. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { day } from '../../../src/rotation/time.ts'
import { type Law, laws } from './lifecycle-laws.ts'
import { aSituation, smallWorlds } from './lifecycle-worlds.ts'
import { type Case, decide, type Situation, timesOf } from './situations.ts'
import { freshRun, K1, K2, ownHolder } from './worlds.ts'

/** How many worlds are looked at. */
interface Extent {
  /** One in so many of those that are counted off. */
  readonly every: number
  readonly samples: number
}

const seed = 20261122

/** Holds so many worlds to every law; of all of them, each law has to speak of some. */
export function lawTests({ every, samples }: Extent): void {
  describe('in a world of a small universe', () => {
    const { count, findings } = held(thinnedOut(smallWorlds(), every))

    test('there are four hundred thousand of them', () => {
      expect(count * every).toBeGreaterThan(400_000)
    })

    test.each(laws)('$name', (law) => {
      expect(findings.get(law)).toMatchObject({ broken: 0, example: undefined })
      // One in so many worlds may miss the few that a law speaks of.
      if (every === 1) expect(findings.get(law)?.applied).toBeGreaterThan(0)
    })
  })

  describe('in a world at random', () => {
    const { findings } = held(fc.sample(aSituation, { seed, numRuns: samples }))

    test.each(laws)('$name', (law) => {
      expect(findings.get(law)).toMatchObject({ broken: 0, example: undefined })
    })

    test('equal worlds get equal answers, and none is changed by asking', () => {
      fc.assert(
        fc.property(aSituation, (situation) => {
          const before = structuredClone(situation)
          const { decision } = decide(deepFreeze(situation))
          expect(decide(before).decision).toEqual(decision)
          expect(situation).toEqual(before)
        }),
        { seed, numRuns: samples / 10 },
      )
    })

    test('it matters how long things are past, and not what day it is', () => {
      fc.assert(
        fc.property(aSituation, fc.integer({ min: -1_000, max: 1_000 }), (situation, days) => {
          const later = changed(situation, { number: (value) => (isInstant(value) ? value + days * day : value) })
          const back = { number: (value: number) => (isInstant(value) ? value - days * day : value), string: () => '' }
          expect(changed(decide(later).decision, back)).toEqual(
            changed(decide(situation).decision, { string: () => '' }),
          )
        }),
        { seed, numRuns: samples / 10 },
      )
    })

    test('rule 18: no key is favoured for its name', () => {
      fc.assert(
        fc.property(aSituation, (situation) => {
          const names = { string: renamed }
          expect(changed(decide(changed(situation, names)).decision, names)).toEqual(decide(situation).decision)
        }),
        { seed, numRuns: samples / 10 },
      )
    })

    test('rule 19: the journal of an earlier user of the same name counts as none', () => {
      fc.assert(
        fc.property(aSituation, (situation) => {
          const found = (kind: 'none' | 'foreign') =>
            decide({ ...situation, world: { ...situation.world, journal: { kind, holder: ownHolder }, run: freshRun } })
              .decision
          expect(found('foreign')).toEqual(found('none'))
        }),
        { seed, numRuns: samples / 10 },
      )
    })
  })
}

/** What became of a law in many worlds. */
interface Finding {
  /** Worlds that it speaks of. */
  applied: number
  broken: number
  example: unknown
}

function held(situations: Iterable<Situation>): {
  readonly count: number
  readonly findings: ReadonlyMap<Law, Finding>
} {
  const findings = new Map(laws.map((law): [Law, Finding] => [law, { applied: 0, broken: 0, example: undefined }]))
  let count = 0
  for (const situation of situations) {
    const each = decide(situation)
    count += 1
    for (const [{ when, holds }, finding] of findings) {
      if (when?.(each) === false) continue
      finding.applied += 1
      if (holds(each)) continue
      finding.broken += 1
      finding.example ??= inShort(each)
    }
  }
  return { count, findings }
}

function* thinnedOut<Item>(items: Iterable<Item>, every: number): Generator<Item> {
  let index = 0
  for (const item of items) {
    if (index % every === 0) yield item
    index += 1
  }
}

/** A case that breaks a law, short enough to be read. */
function inShort({ world: { keys: all, journal, destinations, run, ...seen }, ...others }: Case): unknown {
  const set = all.map(({ id, status, lastUsed }) => `${id.slice(4, 5)} ${status}, ${lastUsed.kind}`)
  return { set, ...others, ...seen, run, places: destinations === 'unread' ? destinations : timesOf(destinations) }
}

function deepFreeze<Item>(item: Item): Item {
  if (typeof item === 'object' && item !== null) Object.values(Object.freeze(item)).forEach(deepFreeze)
  return item
}

/** A copy with every number or every text changed. */
function changed<Item>(
  item: Item,
  change: { number?: (value: number) => number; string?: (value: string) => string },
): Item
function changed(
  item: unknown,
  change: { number?: (value: number) => number; string?: (value: string) => string },
): unknown {
  if (typeof item === 'number') return change.number?.(item) ?? item
  if (typeof item === 'string') return change.string?.(item) ?? item
  if (Array.isArray(item)) return item.map((each: unknown) => changed(each, change))
  if (typeof item !== 'object' || item === null) return item
  return Object.fromEntries(
    Object.entries(item).map(([name, value]: [string, unknown]) => [name, changed(value, change)]),
  )
}

/** Durations are shorter than the time since 2001. */
const isInstant = (value: number) => value > 1e12

/** The new key gets a name that sorts before the old one's, and the other way round. */
function renamed(text: string): string {
  return text.replaceAll(/AKIA([12])\1+/g, (_, digit: string) => (digit === '1' ? K2 : K1))
}
