/** The journal survives the tags of an IAM user: every journal is read back as it was written, within AWS's limits. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  asideTag,
  holderTagOf,
  readAwaited,
  readHolder,
  readJournal,
  readRefused,
  refusedTag,
  refusedTagOf,
  stateTag,
  tagsFor,
  verificationTag,
  verificationTagOf,
  type Writer,
} from '../../../src/aws/journal-tags.ts'
import type { Journal } from '../../../src/rotation/world.ts'

const userId = 'AIDAEXAMPLE0123456789'
const instant = fc.integer({ min: 1_577_836_800, max: 4_102_444_800 }).map((seconds) => seconds * 1_000)
const key = fc.stringMatching(/^AKIA[A-Z2-7]{16}$/)
const digest = fc.stringMatching(/^[0-9a-f]{16}$/)
const optionalInstant = fc.option(instant, { nil: undefined })
const publication = { window: fc.record({ from: instant, to: optionalInstant }), digest }
const optionalKey = fc.option(key, { nil: undefined })
const replaced = { current: optionalKey, previous: optionalKey }
const pair = { current: key, previous: key, ...publication }

const switchedOn = fc.option(fc.integer({ min: 1, max: 999 }), { nil: undefined })
const before = fc.option(digest, { nil: undefined })
const places = ['octo/app', 'the environment production of octo/app', 'octo/web', 'the organization octo']
const aside = fc.option(
  fc
    .subarray(places)
    .chain((some) => fc.tuple(...some.map((place) => fc.record({ place: fc.constant(place), at: instant })))),
  { nil: undefined },
)
const journals: fc.Arbitrary<Journal> = fc
  .tuple(
    before,
    aside,
    fc.oneof(
      fc.record({ phase: fc.constant('creating' as const), ...replaced, at: optionalInstant, digest }),
      fc.record({ phase: fc.constant('pending' as const), pending: key, ...replaced, at: instant, digest }),
      fc.record({
        phase: fc.constant('publishing' as const),
        pending: key,
        ...replaced,
        ...publication,
        sealed: optionalInstant,
      }),
      fc.record({ phase: fc.constant('current' as const), ...pair, provenAt: optionalInstant, switchedOn }),
      fc.record({
        phase: fc.constantFrom('deactivating' as const, 'deactivated' as const),
        ...pair,
        at: instant,
        switchedOn,
      }),
      fc.record({ phase: fc.constant('steady' as const), current: key, ...publication }),
    ),
  )
  .map(([list, left, journal]) => ({
    ...journal,
    ...(list !== undefined && { before: list }),
    ...(left !== undefined && { aside: left }),
  }))

/** As long as GitHub allows: 39 characters for an owner, 100 for a repository. */
const writer: Writer = {
  run: `${'o'.repeat(39)}/${'r'.repeat(100)}/12345678901`,
  attempt: 10,
  owner: '0123456789abcdef',
  digest: 'fedcba9876543210',
  nonce: '0123abcd',
  timeLimitSeconds: 21_600,
}

test('configurations that were refused are read as they were written, and have room in a tag', () => {
  const at = Date.UTC(2026, 10, 22, 19)
  const digests = Array.from({ length: 9 }, (_, index) => `${index}`.repeat(16))
  for (const earlier of [[], digests.slice(0, 1), digests.slice(1)]) {
    const tag = refusedTagOf({ digest: digests[0] ?? '', at, earlier }, userId)
    expect(readRefused([tag], userId)).toEqual({ digest: digests[0], at, earlier })
    expect(tag.Value.length).toBeLessThanOrEqual(256)
  }
})

test('verifications that nobody follows any more are read as none', () => {
  const tag = verificationTagOf({ key: 'AKIA0000000000000001', without: undefined, runs: [] }, userId)
  expect(readAwaited([tag], userId)).toBeUndefined()
})

test('what is written is what is read', () => {
  fc.assert(
    fc.property(journals, instant, (journal, now) => {
      const tags = tagsFor(journal, userId, writer, now)
      expect(readJournal(tags, userId, places)).toEqual({
        kind: 'read',
        journal,
        holder: {
          run: writer.run,
          attempt: 10,
          owner: writer.owner,
          nonce: writer.nonce,
          list: writer.digest.slice(0, 8),
          touched: now,
          timeLimit: 21_600_000,
        },
      })
    }),
  )
})

test('every tag keeps to the characters and lengths that IAM allows', () => {
  fc.assert(
    fc.property(journals, instant, (journal, now) => {
      for (const { Key, Value } of tagsFor(journal, userId, writer, now)) {
        expect(Key).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u)
        expect(Value).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u)
      }
    }),
  )
})

test('the state fits into its 256 characters with all that it can tell', () => {
  const [pending, current, previous] = ['AKIA1111111111111111', 'AKIA2222222222222222', 'AKIA3333333333333333'] as const
  const at = Date.UTC(2026, 10, 22, 19)
  const digest = 'f'.repeat(16)
  const window = { from: at, to: at }
  const longest: readonly Journal[] = [
    { phase: 'creating', current, previous, at, digest },
    { phase: 'pending', pending, current, previous, at, digest },
    { phase: 'publishing', pending, current, previous, window, sealed: at, digest },
    { phase: 'current', current, previous, provenAt: at, window, digest },
    { phase: 'deactivating', current, previous, at, window, digest },
    { phase: 'deactivated', current, previous, at, window, digest },
    { phase: 'steady', current, window, digest },
  ]
  for (const journal of longest) {
    for (const { Key, Value } of tagsFor(journal, `AIDA${'X'.repeat(17)}`, writer, at)) {
      expect({ phase: journal.phase, Key, length: Value.length }).toEqual({
        phase: journal.phase,
        Key,
        length: Math.min(256, Value.length),
      })
    }
  }
})

test('a key is named by its description alone: no other tag bears an ID', () => {
  fc.assert(
    fc.property(journals, instant, (journal, now) => {
      const [state, holder, ...others] = tagsFor(journal, userId, writer, now).map(({ Key }) => Key)
      expect([state, holder]).toEqual([stateTag, `${stateTag}:holder`])
      const named = others.filter((each) => each !== asideTag)
      expect(named).toEqual(journal.phase === 'pending' ? [journal.pending] : [])
    }),
  )
})

describe('a journal that is not ours to read', () => {
  const text =
    tagsFor({ phase: 'creating', current: undefined, previous: undefined, at: 0, digest: 'd' }, userId, writer, 0)[0]
      ?.Value ?? ''
  test.each([
    ['no tag', [], { kind: 'none' }],
    [
      'another user of the same name',
      [{ Key: stateTag, Value: text.replace(userId, 'AIDAOTHER') }],
      { kind: 'foreign' },
    ],
    ['a later version', [{ Key: stateTag, Value: 'v2 phase=steady' }], { kind: 'unknown' }],
    ['a phase that does not exist', [{ Key: stateTag, Value: `v1 phase=done user=${userId}` }], { kind: 'unknown' }],
    [
      'a missing field',
      [{ Key: stateTag, Value: `v1 phase=pending at=2026-01-01T00:00:00Z user=${userId}` }],
      { kind: 'unknown' },
    ],
    ['a broken date', [{ Key: stateTag, Value: `v1 phase=creating at=yesterday user=${userId}` }], { kind: 'unknown' }],
    ['free text', [{ Key: stateTag, Value: 'managed by the platform team' }], { kind: 'unknown' }],
    ['another case of the key, which IAM allows', [{ Key: 'Rotate-IAM-Access-Keys', Value: text }], { kind: 'read' }],
  ] as const)('%s', (_, tags, expected) => {
    expect(readJournal(tags, userId)).toMatchObject(expected)
  })
})

describe('a claim', () => {
  const tag = holderTagOf(writer, 3_300, 1_795_374_000_000)

  test('is read without a journal: of no user, of an earlier one, and of this one', () => {
    const holder = { run: writer.run, nonce: writer.nonce, list: 'fedcba98', timeLimit: 3_300_000 }
    const others = [
      { Key: stateTag, Value: 'v1 phase=steady current=AKIA1 from=2026-01-01T00:00:00Z digest=d user=AIDAOTHER' },
    ]
    expect(readJournal([tag], userId)).toMatchObject({ kind: 'none', holder })
    expect(readJournal([...others, tag], userId)).toMatchObject({ kind: 'foreign', holder })
    expect(readHolder([{ ...tag, Key: tag.Key.toUpperCase() }])).toMatchObject(holder)
  })

  test('of a run that has ended has no time left', () => {
    expect(readHolder([holderTagOf(writer, 0, 0)])).toMatchObject({ timeLimit: 0, nonce: writer.nonce })
  })

  test.each([
    ['free text', 'held by the platform team'],
    ['another version', tag.Value.replace('v1', 'v2')],
    ['no run', tag.Value.replace(/run=\S+/, '')],
    ['a run without an attempt', tag.Value.replace(/run=\S+/, 'run=octo/app/1')],
    ['no time', tag.Value.replace(/ touched=\S+/, '')],
    ['a broken time', tag.Value.replace(/touched=\S+/, 'touched=now')],
    ['no limit', tag.Value.replace(/ limit=\S+/, '')],
    ['a broken limit', tag.Value.replace(/limit=\S+/, 'limit=long')],
    ['nothing', ''],
  ])('that cannot be read is none: %s', (_, Value) => {
    expect(readHolder([{ ...tag, Value }])).toBeUndefined()
  })

  test('keeps to the characters and lengths that IAM allows, and says nothing but who holds the user', () => {
    expect(tag.Value.length).toBeLessThanOrEqual(256)
    expect(tag.Value).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u)
  })
})

describe('what stands beside the journal', () => {
  const room = (text: string) => expect([...text].length).toBeLessThanOrEqual(256)

  test('a refused configuration is read as it was written, and not for another user of the same name', () => {
    fc.assert(
      fc.property(digest, instant, (of, at) => {
        const tag = refusedTagOf({ digest: of, at }, userId)
        room(tag.Value)
        expect(readRefused([tag], userId)).toMatchObject({ digest: of, at })
        expect(readRefused([tag], 'AIDASOMEBODYELSE')).toBeUndefined()
      }),
    )
  })

  const run = fc.record({ workflow: fc.nat(50), id: fc.integer({ min: 1, max: 99_999_999_999 }), at: instant })

  test('so are verification runs that have not ended, the first four of them', () => {
    fc.assert(
      fc.property(key, fc.option(key, { nil: undefined }), fc.array(run, { minLength: 1 }), (of, without, runs) => {
        const tag = verificationTagOf({ key: of, without, runs }, userId)
        room(tag.Value)
        expect(readAwaited([tag], userId)).toEqual({ key: of, without, runs: runs.slice(0, 4) })
        expect(readAwaited([tag], 'AIDASOMEBODYELSE')).toBeUndefined()
      }),
    )
  })

  test('what somebody else has written into those tags counts for nothing', () => {
    for (const Value of [
      '',
      'v1',
      'v1 key=A',
      'v1 digest=x at=y user=AIDA',
      'v1 key=A runs=0.x.y user=AIDA',
      'v2 a=b',
    ]) {
      expect(readRefused([{ Key: refusedTag, Value }], userId)).toBeUndefined()
      expect(readAwaited([{ Key: verificationTag, Value }], userId)).toBeUndefined()
    }
  })
})
