/**
 * The order in which jest starts the suites: the longest first, so that no worker is left alone with one of them at the
 * end. Jest remembers how long each took; where it has not run yet, a list tells.
 */
import { statSync } from 'node:fs'
import Sequencer from '@jest/test-sequencer'

/** Parts of the paths of what takes long, the longest first. */
const long = [
  'simulation.sweep',
  'crash-company.sweep',
  'crash-role.sweep',
  'crash-self.sweep',
  'crash-bundle.sweep',
  '.sweep',
  '/bundle/',
  '/simulation/',
]

/** @typedef {{ readonly path: string, duration?: number }} Test */

/** @param {Test} test */
function rankOf({ path }) {
  const rank = long.findIndex((part) => path.includes(part))
  return rank === -1 ? long.length : rank
}

/** @param {readonly Test[]} tests */
function byExpectation(tests) {
  const sizes = new Map(tests.map((test) => [test, statSync(test.path).size]))
  return tests.toSorted((one, other) => {
    return rankOf(one) - rankOf(other) || (sizes.get(other) ?? 0) - (sizes.get(one) ?? 0)
  })
}

export default class LongestFirst extends Sequencer {
  /** @override @param {readonly Test[]} tests */
  sort(tests) {
    const remembered = super.sort([...tests])
    return remembered.every(({ duration }) => duration !== undefined) ? remembered : byExpectation(tests)
  }

  /**
   * Deals them out there and back, so that all shards take about as long, whatever a machine remembers.
   * @override @param {readonly Test[]} tests @param {{ shardIndex: number, shardCount: number }} shard
   */
  shard(tests, { shardIndex, shardCount }) {
    return byExpectation(tests).filter((_, index) => {
      const [round, place] = [Math.floor(index / shardCount), index % shardCount]
      return (round % 2 === 0 ? place : shardCount - 1 - place) === shardIndex - 1
    })
  }
}
