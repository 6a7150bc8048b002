/** One run at a time per user: who may act, who steps aside, and who waits before anything is destroyed. */
import { describe, expect, test } from '@jest/globals'
import { claimOf, exclusively, predecessorGone } from '../../../src/rotation/claim.ts'
import type { Decision, Phase } from '../../../src/rotation/decision.ts'
import { type Duration, hour, type Instant, minute, second } from '../../../src/rotation/time.ts'
import type { Claim, Holder, HolderRun, Policy, RunFacts, World } from '../../../src/rotation/world.ts'
import { freshRun, goneHolder, type JournalName, journals, K1, K2, now, ownHolder, policy, world } from './worlds.ts'

/** The run of another job, which was heard of that long ago. */
const other = (ago: Duration, change: Partial<Holder> = {}): Holder => ({
  ...goneHolder,
  run: 'octo/ops/98',
  nonce: 'other',
  touched: now - ago,
  ...change,
})
const limit = goneHolder.timeLimit

const unread: HolderRun = { kind: 'unread' }
const completed = (end: Instant): HolderRun => ({ kind: 'completed', end })

interface Seen {
  readonly holder: Holder | undefined
  readonly run?: Partial<RunFacts>
  readonly policy?: Partial<Policy>
}

function worldOf({ holder, run }: Seen): World {
  return world('1A 2A', 'published', {
    journal: { kind: 'read', journal: journals.published, holder },
    run: { ...freshRun, claim: undefined, ...run },
  })
}

function worldWithout(holder: Holder | undefined): World {
  return { ...worldOf({ holder: undefined }), journal: { kind: 'none', holder } }
}

const because = 'the table says so'
const deletion: Decision = { do: 'delete', key: K1, because }
const discarding: Decision = { do: 'discard', key: K2, because }
const announcement: Decision = {
  do: 'record',
  journal: journals.deactivating,
  because,
}
const note: Decision = { do: 'record', journal: journals.current, because }

/** Everything that may be decided, and whether it is only looked at or told, changes something, harms nobody, or destroys. */
const decisions: readonly (readonly ['word' | 'look' | 'effect' | 'rescue' | 'destruction', Decision])[] = [
  ['word', { do: 'fail', phase: 'rotating', remedy: 'Mend it.', next: undefined, because }],
  ['word', { do: 'stop', remedy: 'Mend it.', because }],
  ['word', { do: 'wait', phase: 'rotating', next: { step: 'verify', at: undefined }, because }],
  ['look', { do: 'observe', what: 'destinations', because }],
  ['look', { do: 'observe', what: 'preflight', because }],
  ['look', { do: 'observe', what: 'last use', because }],
  ['effect', note],
  ['effect', { do: 'create', until: now, because }],
  ['effect', { do: 'try', key: K2, because }],
  ['effect', { do: 'safeguard', key: K2, created: now, because }],
  ['effect', { do: 'clear', writtenAt: now, because }],
  ['effect', { do: 'publish', key: K2, window: journals.published.window, done: undefined, because }],
  ['effect', { do: 'verify', key: K2, until: hour, settling: true, without: undefined, earlier: [], because }],
  ['rescue', { do: 'reactivate', key: K1, because }],
  ['effect', { do: 'untag', key: K1, because }],
  ['destruction', { do: 'deactivate', key: K1, because }],
  ['destruction', announcement],
  ['destruction', deletion],
  ['destruction', discarding],
]

const nameOf = (decision: Decision) =>
  `${decision.do}${decision.do === 'record' ? ` ${decision.journal.phase}` : ''}${decision.do === 'observe' ? ` ${decision.what}` : ''}`

function answer(seen: Seen, decision: Decision, at = now): string {
  const passed = exclusively(worldOf(seen), policy(seen.policy), at, decision)
  return passed === decision ? 'passes' : nameOf(passed)
}

describe('when the run before this one is gone', () => {
  const table: readonly (readonly [string, Seen, Instant | undefined])[] = [
    ['there was none', { holder: undefined }, undefined],
    ['it is this run itself', { holder: ownHolder }, undefined],
    ['it said so', { holder: other(hour, { timeLimit: 0 }) }, now - hour],
    ['GitHub says so', { holder: other(minute), run: { holderRun: completed(now - 5) } }, now - 5],
    [
      'it said so, whatever GitHub says',
      { holder: other(hour, { timeLimit: 0 }), run: { holderRun: completed(now) } },
      now - hour,
    ],
    [
      'an earlier attempt of this run',
      { holder: other(hour, { run: 'octo/ops/100' }), policy: { attempt: 2 } },
      now - 50 * minute,
    ],
    [
      'the same attempt, by another step',
      { holder: other(hour, { run: 'octo/ops/100' }) },
      now - hour + limit + 10 * minute,
    ],
    [
      'a later attempt',
      { holder: other(hour, { run: 'octo/ops/100', attempt: 3 }), policy: { attempt: 2 } },
      now - hour + limit + 10 * minute,
    ],
    [
      'an earlier attempt of another run',
      { holder: other(hour), policy: { attempt: 2 } },
      now - hour + limit + 10 * minute,
    ],
    ['nobody knows', { holder: other(0), run: { holderRun: { kind: 'unreadable' } } }, now + limit + 10 * minute],
    ['it is at work', { holder: other(0), run: { holderRun: { kind: 'unfinished' } } }, now + limit + 10 * minute],
    ['nobody has asked', { holder: other(0, { timeLimit: 6 * hour }) }, now + 6 * hour + 10 * minute],
    [
      'this run has claimed the user since',
      { holder: ownHolder, run: { claim: claimed({ predecessorGone: now + 1 }) } },
      now + 1,
    ],
    [
      'this run has claimed the user, and there was none',
      { holder: ownHolder, run: { claim: claimed({}) } },
      undefined,
    ],
  ]
  test.each(table)('%s', (_, seen, gone) => {
    expect(predecessorGone(worldOf(seen), policy(seen.policy))).toBe(gone)
  })

  test('is known without a journal, too', () => {
    expect(predecessorGone(worldWithout(other(hour, { timeLimit: 0 })), policy())).toBe(now - hour)
  })
})

function claimed(change: Partial<Claim>): Claim {
  const settled = minute - 2 * second
  return { settles: settled, quiet: settled, confirmed: true, predecessorGone: undefined, ...change }
}

describe('when a claim may be read back, and when it is quiet', () => {
  test.each([
    ['at once after the look', 10 * second, 10 * second, 15 * second],
    ['three seconds after it', 10 * second, 13 * second, 18 * second],
    ['four seconds after it', 10 * second, 14 * second, 19 * second],
    ['later: a holder has three minutes to notice', 10 * second, 14 * second + 1, 214 * second + 1],
    ['much later', 0, 10 * minute, 10 * minute + 200 * second],
  ])('%s', (_, looked, written, settles) => {
    const decision = { do: 'claim', released: true, predecessorGone: now, because } as const
    const claim = { settles, confirmed: false, predecessorGone: now }
    expect(claimOf(decision, looked, written)).toEqual({ ...claim, quiet: settles })
    // A holder that has not said that it ended notices within 3 minutes, and its last request may be under way then.
    const quiet = written + 3 * minute + 20 * second
    expect(claimOf({ ...decision, released: false }, looked, written)).toEqual({ ...claim, quiet })
  })
})

describe('without a claim', () => {
  const free: readonly (readonly [string, Seen])[] = [
    ['nobody holds the user', { holder: undefined }],
    ['the holder has said that it ended', { holder: other(0, { timeLimit: 0 }) }],
    ['GitHub says that the holder has ended', { holder: other(0), run: { holderRun: completed(now - second) } }],
    ['the holder has had its time', { holder: other(limit + 10 * minute) }],
    [
      'the holder is silent, and GitHub does not know',
      { holder: other(10 * minute), run: { holderRun: { kind: 'unreadable' } } },
    ],
    [
      'the holder is silent, and GitHub says it is at work',
      { holder: other(10 * minute), run: { holderRun: { kind: 'unfinished' } } },
    ],
    [
      'the holder is silent for an earlier attempt',
      { holder: other(10 * minute, { run: 'octo/ops/100' }), policy: { attempt: 2 } },
    ],
  ]
  describe.each(free)('%s', (_, seen) => {
    test.each(decisions)('a %s: %j', (kind, decision) => {
      const isHarmless = kind === 'word' || kind === 'look'
      expect(answer(seen, decision)).toBe(isHarmless ? 'passes' : 'claim')
    })
  })

  test.each([
    ['is at work', other(0), 'observe holder'],
    ['was heard of nearly ten minutes ago', other(10 * minute - 1), 'observe holder'],
    ['is another step of this very job', other(0, { run: 'octo/ops/100' }), 'observe holder'],
  ] as const)('a holder that %s is asked about before anything is said or done', (_, holder, expected) => {
    for (const [, decision] of decisions) expect(answer({ holder }, decision)).toBe(expected)
  })

  test.each(['unfinished', 'unreadable'] as const)('a holder of which GitHub says %s is left to its work', (kind) => {
    const seen: Seen = { holder: other(minute), run: { holderRun: { kind } } }
    for (const [, decision] of decisions) {
      expect(exclusively(worldOf(seen), policy(), now, decision)).toMatchObject({
        do: 'wait',
        phase: 'rotating',
        next: { at: now + 9 * minute },
        because: expect.stringContaining('octo/ops/98'),
      })
    }
  })

  describe('another job of this run is at work', () => {
    const list = (digest: string): Seen => ({
      holder: other(minute, { run: 'octo/ops/100', list: digest }),
      run: { holderRun: { kind: 'unfinished' } },
    })
    const marked = (seen: Seen) => ({ ...worldOf(seen), refused: { digest: policy().digest, at: now - minute } })

    test('with another list: this one leaves its mark and is refused, before anybody forgets that there were two', () => {
      const refused = { digest: policy().digest, at: now, earlier: [] }
      expect(exclusively(worldOf(list('another')), policy(), now, note)).toMatchObject({ do: 'refuse', refused })
      const told = exclusively(marked(list('another')), policy(), now, note)
      expect(told).toMatchObject({ do: 'stop', because: expect.stringContaining('another step or job of this run') })
    })

    test.each<readonly [string, Seen]>([
      ['with the same list', list(policy().digest.slice(0, 4))],
      ['in the attempt before', { ...list('another'), policy: { attempt: 2 }, run: { claim: undefined } }],
      ['and force takes over', { ...list('another'), policy: { force: true } }],
      [
        'in a run of its own',
        { holder: other(minute, { list: 'another' }), run: { holderRun: { kind: 'unfinished' } } },
      ],
    ])('%s: nothing is refused', (_, seen) => {
      expect(['refuse', 'stop']).not.toContain(exclusively(worldOf(seen), policy(seen.policy), now, note).do)
    })
  })

  test('a holder that is silent is asked about before the user is claimed, for it may be gone already', () => {
    const seen: Seen = { holder: other(10 * minute) }
    for (const [kind, decision] of decisions) {
      expect(answer(seen, decision)).toBe(kind === 'word' || kind === 'look' ? 'passes' : 'observe holder')
    }
  })

  test('a rest, and a wait whose end is known, are told whoever is at work', () => {
    const rests: readonly Decision[] = [
      { do: 'nothing', next: { step: 'rotate', at: now + hour }, because },
      { do: 'wait', phase: 'overlap', next: { step: 'deactivate', at: now + hour }, because },
    ]
    for (const holder of [undefined, other(0), other(10 * minute)]) {
      for (const decision of rests) expect(answer({ holder }, decision)).toBe('passes')
    }
  })

  test.each([
    ['three seconds', 3 * second, 'claim'],
    ['more than three seconds', 3 * second + 1, 'observe user'],
  ])('a claim rests on a look that ended %s ago', (_, ago, expected) => {
    const run = { elapsed: minute, looked: 0, seen: minute - ago }
    expect(answer({ holder: undefined, run }, note)).toBe(expected)
  })

  test.each([
    // A journal tells of a run, and somebody has removed its claim.
    ['nobody any more', false, { holder: undefined }, undefined, undefined],
    ['a run that ended', true, { holder: other(hour, { timeLimit: 0 }) }, now - hour, undefined],
    [
      'a run that GitHub calls completed',
      false,
      { holder: other(minute), run: { holderRun: completed(now) } },
      now,
      now + 9 * minute,
    ],
    [
      'an earlier attempt of this run',
      false,
      { holder: other(hour, { run: 'octo/ops/100' }), policy: { attempt: 2 } },
      now - 50 * minute,
      now - 50 * minute,
    ],
    [
      'a run that may live',
      false,
      { holder: other(11 * minute), run: { holderRun: { kind: 'unreadable' } } },
      now - 11 * minute + limit + 10 * minute,
      now - minute,
    ],
  ] as const)(
    'the claim remembers when %s before it is gone, whether it said so, and until when it may write',
    (_, released, seen: Seen, gone, silent) => {
      const decision = exclusively(worldOf(seen), policy(seen.policy), now, note)
      expect(decision).toEqual({ do: 'claim', released, predecessorGone: gone, predecessorSilent: silent, because })
    },
  )

  test.each([
    ['nobody has ever held', undefined, true],
    ['a run gave back', other(hour, { timeLimit: 0 }), true],
    ['a run fell silent on', other(limit + 10 * minute), false],
  ])('of a user without a journal that %s', (_, holder, released) => {
    expect(exclusively(worldWithout(holder), policy(), now, note)).toMatchObject({ do: 'claim', released })
  })
})

describe('with a claim that was not read back yet', () => {
  const claim = claimed({ settles: minute + 5 * second, confirmed: false })
  test.each([
    ['the user is shown as free', undefined],
    ['the run before it is still shown', other(hour)],
    ['another run is shown', other(0)],
    ['it is shown', ownHolder],
  ])('it is read back first: %s', (_, holder) => {
    for (const [kind, decision] of decisions) {
      const expected = kind === 'word' || kind === 'look' ? 'passes' : 'observe claim'
      expect(answer({ holder, run: { claim } }, decision)).toBe(expected)
    }
  })
})

describe('with a claim that was read back', () => {
  const claim = claimed({ confirmed: false })
  const phases: readonly (readonly [JournalName, Phase])[] = [
    ['steady', 'steady'],
    ['published', 'rotating'],
    ['current', 'overlap'],
    ['deactivated', 'recovery'],
  ]
  const seenAt = (name: JournalName, holder: Holder | undefined): World => ({
    ...worldOf({ holder, run: { claim } }),
    journal: { kind: 'read', journal: journals[name], holder },
  })

  test.each([
    ['another run’s', other(0)],
    ['that of a run of nearly ten minutes ago', other(10 * minute - 1)],
  ])('and is %s, this run steps aside, in whatever phase the user is', (_, holder) => {
    for (const [name] of phases) {
      for (const [, decision] of decisions) {
        expect(exclusively(seenAt(name, holder), policy(), now, decision)).toMatchObject({
          do: 'wait',
          phase: 'rotating',
          next: { step: 'rotate', at: now + 10 * minute },
          because: expect.stringContaining('octo/ops/98'),
        })
      }
    }
  })

  test.each([
    ['is not shown', undefined],
    ['is that of a run of ten minutes ago', other(10 * minute)],
    ['is one that was given back', other(0, { timeLimit: 0 })],
  ])('and %s, nothing is changed, and nobody knows for how long', (_, holder) => {
    for (const [name, phase] of phases) {
      for (const [, decision] of decisions) {
        expect(exclusively(seenAt(name, holder), policy(), now, decision)).toMatchObject({
          do: 'wait',
          phase,
          next: { step: 'rotate', at: undefined },
          because: expect.stringContaining('IAM does not show'),
        })
      }
    }
  })

  test('and stands, everything passes', () => {
    for (const [, decision] of decisions) {
      expect(answer({ holder: ownHolder, run: { claim: claimed({}) } }, decision)).toBe('passes')
    }
  })
})

describe('after a run that did not give its claim back', () => {
  const claim = claimed({ quiet: minute + second })
  const kindOf = (elapsed: Duration, decision: Decision) =>
    answer({ holder: ownHolder, run: { claim, elapsed, seen: elapsed } }, decision)

  test('nothing but switching a key on again is done until it must have noticed, 3 minutes and 20 seconds long', () => {
    for (const [kind, decision] of decisions) {
      const waits = kind === 'effect' || kind === 'destruction'
      expect([nameOf(decision), kindOf(minute, decision)]).toEqual([
        nameOf(decision),
        waits ? 'observe quiet' : 'passes',
      ])
      expect([nameOf(decision), kindOf(minute + second, decision)]).toEqual([nameOf(decision), 'passes'])
    }
  })

  test('its own claim is read back first', () => {
    const unconfirmed = { ...claim, confirmed: false, settles: minute + second }
    for (const [kind, decision] of decisions) {
      const reads = kind !== 'word' && kind !== 'look'
      const run = { claim: unconfirmed, elapsed: minute, seen: minute }
      expect(answer({ holder: ownHolder, run }, decision)).toBe(reads ? 'observe claim' : 'passes')
    }
  })
})

test.each([
  ['three seconds', 3 * second, 'passes'],
  ['more than three seconds', 3 * second + 1, 'observe user'],
])('what is destroyed was looked at %s ago at most, unless this run has made it', (_, ago, expected) => {
  const run = { claim: claimed({}), elapsed: hour, seen: hour - ago }
  for (const [kind, decision] of decisions) {
    const wanted = kind === 'destruction' ? expected : 'passes'
    expect([nameOf(decision), answer({ holder: ownHolder, run }, decision)]).toEqual([nameOf(decision), wanted])
  }
  expect(answer({ holder: ownHolder, run: { ...run, held: K2 } }, discarding)).toBe('passes')
})

describe('after a run that only fell silent', () => {
  const silent = { claim: claimed({ predecessorGone: now }) }
  test.each([
    ['while it may be at work', now - 1, 'wait'],
    ['once it cannot be', now, 'passes'],
  ])('%s', (_, at, expected) => {
    for (const [kind, decision] of decisions) {
      const [step] = answer({ holder: ownHolder, run: silent }, decision, at).split(' ')
      expect([nameOf(decision), step]).toEqual([nameOf(decision), kind === 'destruction' ? expected : 'passes'])
    }
  })

  test('who waits is told for how long, and in which phase', () => {
    const decision = exclusively(worldOf({ holder: ownHolder, run: silent }), policy(), now - minute, deletion)
    expect(decision).toMatchObject({ do: 'wait', phase: 'rotating', next: { step: 'delete', at: now } })
  })

  test('what this run has made itself, it may withdraw', () => {
    const run = { ...silent, held: K2 }
    expect(answer({ holder: ownHolder, run }, discarding, now - hour)).toBe('passes')
    expect(answer({ holder: ownHolder, run }, deletion, now - hour)).toBe('wait')
  })
})

test('nobody is asked about a run of which the question was answered', () => {
  for (const kind of ['unfinished', 'unreadable'] as const) {
    expect(answer({ holder: other(11 * minute), run: { holderRun: { kind } } }, note)).toBe('claim')
  }
  expect(answer({ holder: other(11 * minute), run: { holderRun: unread } }, note)).toBe('observe holder')
})
