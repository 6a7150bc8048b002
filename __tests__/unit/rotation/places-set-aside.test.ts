/** What somebody has removed or rewritten is left as it is, named in every run, and keeps no other place from going on. */
import { describe, expect, test } from '@jest/globals'
import type { Decision } from '../../../src/rotation/decision.ts'
import { nextStep } from '../../../src/rotation/lifecycle/next-step.ts'
import { day, type Instant, minute } from '../../../src/rotation/time.ts'
import type { DestinationsReading, Journal, Policy, World } from '../../../src/rotation/world.ts'
import {
  freshRun,
  journals,
  K1,
  K2,
  keys,
  now,
  policy,
  read,
  story,
  used,
  verification,
  world,
  written,
} from './worlds.ts'

const web = { place: 'octo/web', at: 0 }

/** octo/app as the journal has it, and octo/web as somebody has left it. */
function places(app: Instant, web: Instant | undefined, made?: Instant): DestinationsReading {
  const reading = written(app)
  const [first, second] = reading.destinations
  if (first === undefined || second === undefined) throw new RangeError('two places')
  const secrets = second.secrets.map((each) => ({ ...each, updatedAt: web }))
  return { ...reading, destinations: [first, { ...second, secrets, made }] }
}

function step(
  change: Partial<World>,
  { journal, ...wanted }: Partial<Policy> & { readonly journal: Journal },
): Decision {
  const { keys: given = keys('1A', { lastUsed: used(now - day) }) } = change
  return nextStep(world('', 'steady', { ...change, keys: given, journal: read(journal) }), policy(wanted), now)
}

const steady = journals.steady
const withProof = { ...freshRun, verification: verification('works', K1) }
const rejected = { ...verification('rejected', K1), refutes: ['octo/web'], asOf: now }

describe('A secret that somebody has deleted', () => {
  const gone = places(story.firstPublished, undefined)

  test('is named, and not put back, while nothing is due', () => {
    const decision = step({ destinations: gone }, { journal: steady, rotateAfter: 100 * day })
    expect(decision).toMatchObject({ do: 'fail', because: expect.stringContaining('AWS_ACCESS_KEY_ID in octo/web') })
  })

  test('is left out when the key is due, and the other places go on', () => {
    const decision = step({ destinations: gone, run: withProof }, { journal: steady })
    expect(decision).toMatchObject({ do: 'record', journal: { phase: 'creating', aside: [web] } })
  })

  test('keeps everything as it is where no other place is left that a workflow proves', () => {
    expect(step({ destinations: gone }, { journal: steady, uncovered: ['octo/app'] })).toMatchObject({ do: 'fail' })
    expect(
      step({ destinations: { ...gone, destinations: gone.destinations.slice(1) } }, { journal: steady }),
    ).toMatchObject({ do: 'fail', because: expect.stringContaining('somebody deleted AWS_ACCESS_KEY_ID in octo/web') })
  })

  test('is written again by force', () => {
    const decision = step({ destinations: gone }, { journal: { ...steady, aside: [web] }, force: true })
    expect(decision).toMatchObject({ do: 'record', journal: { phase: 'creating', aside: [] } })
  })

  test('is neither written nor asked about while the others rotate', () => {
    const both = keys('1A 2A')
    const open: Journal = { ...journals.publishing, aside: [web] }
    const run = { ...freshRun, held: K2, trial: { key: K2, works: true, detail: '' } }
    const publish = step({ keys: both, destinations: places(story.firstPublished, undefined), run }, { journal: open })
    expect(publish).toMatchObject({ do: 'publish', leaveOut: ['octo/web'] })
    const closed: Journal = { ...journals.published, aside: [web] }
    const verify = step({ keys: both, destinations: places(story.published, undefined) }, { journal: closed })
    expect(verify).toMatchObject({ do: 'verify', key: K2, leaveOut: ['octo/web'] })
  })

  test.each(['current', 'deactivated'] as const)('turns each run red that waits (%s), and holds no key', (phase) => {
    const journal: Journal = { ...journals[phase], aside: [web] }
    const both = keys(phase === 'current' ? '1A 2A' : '1I 2A')
    const world = { keys: both, destinations: places(story.published, undefined) }
    const waiting = step(world, { journal, deactivateAfter: 30 * day, deleteAfter: 30 * day })
    expect(waiting).toMatchObject({ do: 'fail', because: expect.stringContaining('octo/web') })
    expect(step(world, { journal }).do).not.toBe('fail')
  })

  test('turns the run red that ends the rotation', () => {
    const journal: Journal = { ...steady, current: K2, aside: [web] }
    const run = { ...freshRun, held: K2, creation: { kind: 'created', key: K2 } } as const
    const decision = step({ keys: keys('2A'), destinations: places(story.firstPublished, undefined), run }, { journal })
    expect(decision).toMatchObject({
      do: 'fail',
      phase: 'steady',
      because: expect.stringContaining('somebody deleted AWS_ACCESS_KEY_ID in octo/web'),
    })
  })
})

describe('A secret that somebody has written', () => {
  const at = story.firstPublished + 5 * day
  const changed = places(story.firstPublished, at)

  test('is set aside when the workflows that speak for it alone reject it', () => {
    const decision = step({ destinations: changed, run: { ...freshRun, verification: rejected } }, { journal: steady })
    expect(decision).toMatchObject({ do: 'record', journal: { phase: 'steady', aside: [{ place: 'octo/web', at }] } })
  })

  test('stops the rotation when those workflows speak for other places, too', () => {
    const run = { ...freshRun, verification: { ...rejected, refutes: ['octo/app', 'octo/web'] } }
    expect(step({ destinations: changed, run }, { journal: steady })).toMatchObject({ do: 'fail' })
  })

  test('is not asked about again until it is written again', () => {
    const journal: Journal = { ...steady, aside: [{ place: 'octo/web', at }] }
    const young = { journal, rotateAfter: 100 * day }
    expect(step({ destinations: changed }, young)).toMatchObject({ do: 'fail' })
    const again = places(story.firstPublished, at + minute)
    expect(step({ destinations: again }, young)).toMatchObject({ do: 'verify', key: K1 })
    const proven = { ...verification('works', K1), asOf: now, covers: ['octo/app', 'octo/web'] }
    expect(step({ destinations: again, run: { ...freshRun, verification: proven } }, young)).toMatchObject({
      do: 'record',
      journal: { phase: 'steady', window: { to: now } },
    })
  })

  test('is not taken for a place that was archived when the key was published', () => {
    const journal: Journal = { ...steady, aside: [web] }
    const before = places(story.firstPublished, steady.window.from - day)
    expect(step({ destinations: before }, { journal, rotateAfter: 100 * day })).toMatchObject({ do: 'verify', key: K1 })
  })
})

test('A place that was made anew since the key was published there is not the one that was listed', () => {
  const anew = places(story.firstPublished, story.firstPublished, steady.window.to + day)
  expect(step({ destinations: anew }, { journal: steady })).toMatchObject({
    do: 'stop',
    because: expect.stringContaining('somebody has recreated octo/web'),
  })
  expect(step({ destinations: anew }, { journal: steady, force: true })).toMatchObject({ do: 'record' })
})
