/** A new key is kept safe, written everywhere and proven, and a publication that was cut off or refused is finished by a later run. */
import { describe, expect, test } from '@jest/globals'
import { day, hour, type Instant, minute, second } from '../../../../src/rotation/time.ts'
import type {
  Claim,
  DestinationsReading,
  Holder,
  KeyId,
  Policy,
  RunFacts,
  Verdict,
  World,
} from '../../../../src/rotation/world.ts'
import {
  type JournalName,
  journals,
  K1,
  K2,
  keys,
  now,
  ownHolder,
  read,
  story,
  verification,
  written,
  X,
} from '../worlds.ts'
import {
  allWritten,
  decide,
  firstKey,
  halfWritten,
  handedIn,
  kept,
  keptAt,
  nothingWritten,
  ofLongAgo,
  preceded,
  published,
  type Row,
  sealedAt,
  soonAfter,
  table,
  unclaimed,
  withdrawn,
  withRecovery,
} from './table.ts'

const works = { key: K2, works: true, detail: 'AWS accepts it' }

describe('a key that this run has made', () => {
  const made = (
    journal: 'pending' | 'publishing',
    run: Partial<RunFacts>,
    step: string,
    name: string,
    more: Partial<Row> = {},
  ): Row => ({ name, keys: '1A 2A', journal, run: { held: K2, ...withdrawn(more), ...run }, step, ...more })
  const partly = published({ accepted: 2, window: undefined, problems: ['octo/web: 503.'], refused: false })
  const refused = published({ accepted: 0, window: undefined, problems: ['octo/app: 403.', 'octo/web: 403.'] })
  const unclear = { ...refused, refused: false }
  table([
    made('pending', {}, 'try 2', 'is tried before anybody gets it'),
    made('pending', { trial: { ...works, key: K1 } }, 'try 2', 'is not tried by trying another'),
    made(
      'pending',
      { trial: { ...works, works: false, detail: 'SignatureDoesNotMatch' } },
      'discard 2',
      'is withdrawn when AWS does not accept it',
      { says: ['SignatureDoesNotMatch'] },
    ),
    made(
      'pending',
      { trial: { ...works, works: false, detail: 'SignatureDoesNotMatch' } },
      'fail rotating',
      'and when it is withdrawn, a person is told why',
      { keys: '1A', says: ['SignatureDoesNotMatch', K2] },
    ),
    made('pending', { trial: works }, 'observe destinations', "is published by GitHub's own clock", {
      world: { destinations: 'unread' },
    }),
    made('pending', { trial: works }, 'record publishing', 'is announced before it is written'),
    made('publishing', { trial: works }, 'publish 2', 'is written everywhere'),
    made(
      'publishing',
      { trial: works, published: published() },
      'record published',
      'is written down as published once all is confirmed',
    ),
    made(
      'publishing',
      { trial: works, published: partly },
      'fail rotating',
      'stays when a place could not be written',
      { says: ['octo/web: 503.'] },
    ),
    made(
      'publishing',
      { trial: works, published: refused },
      'observe destinations',
      'is looked for when every place refused it',
      {
        world: { destinations: 'unread' },
      },
    ),
    made('publishing', { trial: works, published: refused }, 'discard 2', 'is withdrawn when no place has it', {
      world: { destinations: written(story.firstPublished) },
      says: ['octo/app: 403.', 'octo/web: 403.'],
    }),
    made(
      'publishing',
      { trial: works, published: refused },
      'fail rotating',
      'stays when some place has it all the same',
      {
        world: { destinations: written(story.firstPublished, story.publishing) },
      },
    ),
    made(
      'publishing',
      { trial: works, published: refused },
      'fail rotating',
      'and when it is withdrawn, the places are named',
      { keys: '1A', says: ['octo/app: 403.'] },
    ),
    made(
      'publishing',
      { trial: works, published: unclear },
      'fail rotating',
      'stays when one of the refusals was not clear',
    ),
    made(
      'publishing',
      { trial: works, published: { ...refused, accepted: 1 } },
      'fail rotating',
      'stays when one secret was accepted',
    ),
  ])

  test('the publish window begins when GitHub was read last, give or take what its servers disagree by', () => {
    const decision = decide(made('pending', { trial: works }, '', ''))
    const from = decision.do === 'record' && 'window' in decision.journal ? decision.journal.window.from : 0
    const { at } = written()
    expect([from <= at, from >= at - 10 * second]).toEqual([true, true])
  })
})

describe('a publication that was cut off', () => {
  const cut = (change: Partial<World>, step: string, name: string, more: Partial<Row> = {}): Row => ({
    name,
    keys: '1A 2A',
    journal: 'publishing',
    world: change,
    step,
    ...more,
  })
  const nothing = { destinations: written(story.firstPublished) }
  const wholly = (key: KeyId, to = story.published): World['published'] => {
    return { key, window: { from: to - minute, to }, digest: 'digest-1' }
  }
  const everything = { destinations: written(story.publishing) }
  const half = { destinations: written(story.publishing, story.firstPublished) }
  const alive = { run: preceded(now - 2 * minute + second) }
  const dead = { run: preceded(now - 2 * minute - 3 * second) }
  const atWork = { run: preceded(now + hour) }
  const otherDigest = { policy: { digest: 'digest-2' } }
  table([
    cut({ destinations: 'unread' }, 'observe destinations', 'begins with a look at how far it came'),
    cut(everything, 'record published', 'counts as done when every secret is in the window'),
    cut(everything, 'record published', 'counts as done, whoever was at work', atWork),
    cut(nothing, 'discard 2', 'leaves a key that nobody has, which is withdrawn'),
    cut(nothing, 'wait rotating', 'is left to the run that may be at work', { ...atWork, says: [K2] }),
    cut(nothing, 'wait rotating', 'is left while GitHub may not show its writes yet', { ...alive, says: [K2] }),
    cut(nothing, 'discard 2', 'is taken over when that run has had its time', dead),
    cut(half, 'wait rotating', 'is left to that run half way, too', alive),
    cut(
      { ...half, signer: K2 },
      'publish 2',
      'is finished by a job that holds the new key, whoever was at work',
      atWork,
    ),
    cut({ ...half, preflight: 'unread' }, 'observe preflight', 'leaves a key that some have: could they get another?'),
    cut({ ...half, preflight: ['octo/web: 403.'] }, 'fail rotating', 'leaves it to them when they could not', {
      says: ['octo/web: 403.'],
    }),
    cut(half, 'discard 2', 'takes it from them when they get another at once'),
    cut({ ...nothing, preflight: 'unread' }, 'observe preflight', 'is not withdrawn unchecked, though nobody shows it'),
    cut({ ...nothing, preflight: ['octo/web: 403.'] }, 'fail rotating', 'nor while nobody could get another', {
      says: ['octo/web: 403.', K2],
    }),
    {
      ...cut({ ...nothing, preflight: 'unread' }, 'observe preflight', 'had not begun, and is checked all the same'),
      journal: 'pending',
    },
    cut({ ...half, signer: K2 }, 'publish 2', 'is finished by a job that holds the new key'),
    cut({ ...half, signer: K1 }, 'record publishing', 'is turned back by a job that holds the old key'),
    cut({ ...nothing, signer: K1 }, 'discard 2', 'is undone by a job that holds the old key, when nothing was written'),
    cut({ ...everything, signer: K1 }, 'record published', 'is done, whichever key the job holds'),
    cut({ ...half, signer: K2 }, 'record publishing', 'begins anew for other destinations', otherDigest),
    cut(
      { ...nothing, signer: K1 },
      'record publishing',
      'is turned back where other destinations may hold the key',
      otherDigest,
    ),
    cut(
      { destinations: written(story.publishing - second) },
      'discard 2',
      'is not done by what was written a second before it began',
    ),
    cut({ destinations: written(undefined) }, 'discard 2', 'is not done while secrets do not exist'),
    cut(everything, 'stop', 'is left when the old key is off', { keys: '1I 2A' }),
    cut(everything, 'stop', 'is left when the new key is off', { keys: '1A 2I' }),
    cut(everything, 'record creating', 'begins from the start when the new key is gone', { keys: '1A', says: [K2] }),
    cut(everything, 'stop', 'is left when both keys are gone', { keys: '' }),
    cut(everything, 'record creating', 'begins anew with force when both are gone', {
      keys: '',
      policy: { force: true },
    }),
    { ...cut(nothing, 'discard 2', 'had not begun: the pending key is withdrawn'), journal: 'pending' },
    {
      ...cut(
        { destinations: written(story.secondBorn + 35 * second) },
        'record publishing',
        'had begun where everything was written since, though a late note says otherwise',
      ),
      journal: 'pending',
    },
    {
      ...cut(
        { destinations: written(story.secondBorn + 34 * second) },
        'discard 2',
        'had not begun by what somebody wrote before it can have',
      ),
      journal: 'pending',
    },
    {
      ...cut(
        { destinations: written(story.secondBorn + hour) },
        'record publishing',
        'had begun, too, where it took longer than the claim in that note would live',
        {
          run: {
            claim: {
              settles: 0,
              quiet: 0,
              confirmed: true,
              predecessorGone: story.secondBorn + hour,
              predecessorSilent: story.secondBorn + 10 * minute,
            },
          },
        },
      ),
      journal: 'pending',
    },
    { ...cut(half, 'discard 2', 'is taken back where a late note hides how far it came'), journal: 'pending' },
    {
      ...cut(
        { destinations: keptAt(undefined, written(story.secondBorn + 35 * second)) },
        'record publishing',
        'had begun, too, where its recovery secret is cleared',
        { policy: withRecovery },
      ),
      journal: 'pending',
    },
    ...(['pending', 'publishing'] as const).flatMap((journal): readonly Row[] => [
      {
        ...cut({ ...half, published: wholly(K2) }, 'record published', `had ended, though a late note says ${journal}`),
        journal,
        says: ['though the other tags do not say so'],
      },
      {
        ...cut(
          { ...half, published: wholly(K2) },
          'record published',
          `had ended before the list changed (${journal})`,
          {
            policy: { digest: 'digest-2' },
          },
        ),
        journal,
      },
      {
        ...cut({ ...half, published: wholly(K1) }, 'discard 2', `not by the tag of the key before (${journal})`),
        journal,
      },
    ]),
    cut(
      { ...half, published: wholly(K2, story.publishing - second) },
      'discard 2',
      'not by what was published before it was announced again',
    ),
    cut(nothing, 'record creating', 'of a first key begins anew', {
      keys: '',
      world: { ...nothing, ...firstKey('publishing') },
    }),
    cut(nothing, 'record creating', 'of a first key that was not written yet begins anew', {
      keys: '',
      journal: 'pending',
      world: { ...nothing, ...firstKey('pending') },
    }),
  ])

  test('a job that holds the old key publishes that one everywhere, and the new one becomes what is replaced', () => {
    const decision = decide(cut({ ...half, signer: K1 }, '', ''))
    expect(decision).toMatchObject({ journal: { pending: K1, current: K2, window: { to: undefined } } })
  })

  test('the window closes with the last write', () => {
    const reading = { destinations: written(story.publishing, story.published) }
    expect(decide(cut(reading, '', ''))).toMatchObject({
      journal: { window: { from: story.publishing, to: story.published } },
    })
  })
})

describe("what was written after the run that was cut off is somebody else's", () => {
  const end = story.publishing + 20 * second
  const windowAfter = (wrote: Instant, claim: Partial<Claim>): unknown => {
    const run = { claim: { settles: 0, quiet: 0, confirmed: true, predecessorGone: end, ...claim } }
    const row: Row = {
      name: '',
      keys: '1A 2A',
      journal: 'publishing',
      world: { destinations: written(wrote) },
      run,
      step: '',
    }
    const decision = decide(row)
    return decision.do === 'record' && 'window' in decision.journal ? decision.journal.window.to : decision
  }
  test.each([
    ['what was on its way at its end has arrived when its client would have given it up', 35 * second, {}, 35 * second],
    ['and no later', 36 * second, {}, 35 * second],
    [
      'where GitHub notices its end late, its silence tells earlier',
      90 * second,
      { predecessorSilent: end - 5 * second },
      30 * second,
    ],
    [
      'where GitHub calls it completed, it is not waited until it falls silent',
      90 * second,
      { predecessorSilent: end + 10 * minute },
      35 * second,
    ],
  ] as const)('%s', (_, wrote, claim, closes) => {
    expect(windowAfter(end + wrote, claim)).toBe(end + closes)
  })

  const dead: Holder = { ...ownHolder, run: 'octo/ops/7', nonce: 'of-another', touched: end }
  const found = (wrote: Instant, name: string, step: string, holder: Holder, run: Partial<RunFacts> = {}): Row => ({
    name,
    keys: '1A 2A',
    journal: 'publishing',
    world: { journal: read(journals.publishing, holder), destinations: written(wrote) },
    run: { ...unclaimed, ...run },
    step,
  })
  table([
    found(end + 36 * second, 'and GitHub is asked for it, where dates leave it open', 'observe holder', dead),
    found(end + 35 * second, 'but not where they do not', 'claim', dead),
    found(end + 36 * second, 'or its claim has told', 'claim', { ...dead, timeLimit: 0 }),
    found(end + 36 * second, 'nor twice', 'claim', dead, { holderRun: { kind: 'unreadable' } }),
  ])
})

describe('a published key is proven', () => {
  const judged = (verdict: Verdict, key: KeyId = K2) => ({ verification: verification(verdict, key) })
  const proof = (run: Partial<RunFacts>, step: string, name: string, more: Partial<Row> = {}): Row => ({
    name,
    keys: '1A 2A',
    journal: 'published',
    run,
    step,
    ...more,
  })
  const none: Partial<Policy> = { verification: 'none' }
  const byName: Partial<Row> = { policy: none }
  const overlapping: Partial<Row> = { journal: 'unproven' }
  table([
    proof({}, 'verify 2', 'by a run of a workflow'),
    proof(judged('works'), 'record current', 'when that run signed in with it'),
    proof(judged('works', K1), 'verify 2', 'not by a run that signed in with another'),
    proof(judged('rejected'), 'fail rotating', 'not when that run failed, and the run is named', {
      says: ['actions/runs/7'],
    }),
    proof(judged('unknown'), 'wait rotating', 'not without a verdict, which is not a bad one', {
      at: story.published + hour,
      says: ['actions/runs/7'],
    }),
    proof(
      { verification: { ...verification('unknown'), remedy: 'Allow actions: write.' } },
      'fail rotating',
      'not when no run could be asked, and a person is told what to do',
      {
        says: ['Allow actions: write.'],
      },
    ),
    proof({}, 'record current', 'unasked where the user has opted out', byName),
    proof(judged('works'), 'record steady', 'and alone at once, when there is no old key', { keys: '2A' }),
    proof({}, 'stop', 'not while the old key is off', { keys: '1I 2A' }),
    proof({}, 'verify 2', 'again after something was taken back', overlapping),
    proof(judged('works'), 'record current', 'again by a workflow', overlapping),
    proof(judged('rejected'), 'fail overlap', 'not again by a failure', { ...overlapping, says: ['actions/runs/7'] }),
    proof(judged('unknown'), 'wait overlap', 'not again by silence', { ...overlapping, at: story.published + hour }),
    proof({}, 'record current', 'again unasked', { ...overlapping, ...byName }),
  ])

  test.each([
    ['right after this run has written', { wrote: minute }, true],
    ['for two minutes', { elapsed: 3 * minute, wrote: minute }, true],
    ['and no longer', { elapsed: 3 * minute + second, wrote: minute }, false],
    ['not when it has written nothing', {}, false],
  ] as const)('a job may see what secrets held before: %s', (_, run, settling) => {
    expect(decide(proof(run, '', ''))).toMatchObject({ do: 'verify', settling })
    const off: Row = { ...proof({ ...run, deactivating: true }, '', ''), keys: '1I 2A', journal: 'deactivating' }
    // With the old key off nobody waits for a second run.
    expect(decide(off)).toMatchObject({ do: 'verify', settling: false })
  })

  test('the second of the proof is written down', () => {
    const decision = decide(proof(judged('works'), '', '', { at: now + 999 }))
    expect(decision).toMatchObject({ journal: { current: K2, previous: K1, provenAt: now } })
  })
})

describe('a key that a run makes is kept safe before anybody gets it', () => {
  const made = (
    journal: JournalName,
    run: Partial<RunFacts>,
    step: string,
    name: string,
    more: Partial<Row> = {},
  ): Row => ({
    name,
    keys: '1A 2A',
    journal,
    run: { held: K2, trial: works, ...withdrawn(more), ...run },
    policy: withRecovery,
    step,
    ...more,
  })
  const safe = { safeguard: { key: K2, writtenAt: kept } }
  const unsure = { safeguard: { key: K2, problem: 'octo/app has no room, perhaps.', mayBeWritten: true } }
  const unsafe = { safeguard: { key: K2, problem: 'octo/app has no room for another secret.', mayBeWritten: false } }
  const refused = published({ accepted: 0, window: undefined, problems: ['octo/app: 403.'] })
  table([
    made('pending', { trial: undefined }, 'try 2', 'once AWS accepts it'),
    made('pending', {}, 'safeguard 2', 'then it is sealed into the recovery secret'),
    made('pending', { safeguard: { key: X, writtenAt: kept } }, 'safeguard 2', 'whatever was sealed there before'),
    made('pending', {}, 'safeguard 2', 'whatever the job was handed in', {
      world: { recovered: { ...handedIn, id: K1, created: story.firstBorn } },
    }),
    made('pending', safe, 'record publishing', 'and then it is announced'),
    made('pending', {}, 'stop', 'and not by its tag, beside a key that nothing explains', {
      world: { made: [K2], journal: read({ ...journals.pending, current: undefined }) },
      says: [K1, K2],
    }),
    made('pending', {}, 'record publishing', 'and at once where there is no recovery secret', { policy: {} }),
    made('pending', unsafe, 'discard 2', 'or withdrawn, when it cannot be kept', { says: ['no room'] }),
    made('pending', unsure, 'fail rotating', 'but kept, when another run may be handed it', { says: ['no room', K2] }),
    made('pending', unsafe, 'fail rotating', 'and a person is told why', { keys: '1A', says: ['no room', K2] }),
    made('publishing', { ...safe, published: refused }, 'discard 2', 'what nobody took is withdrawn', {
      world: { destinations: nothingWritten },
    }),
    made('publishing', { ...safe, published: refused }, 'clear', 'and not kept', { keys: '1A' }),
    made(
      'publishing',
      { ...safe, published: refused, recoveryCleared: true },
      'fail rotating',
      'and the places are named',
      { keys: '1A', says: ['octo/app: 403.'] },
    ),
    made(
      'pending',
      { ...safe, trial: { ...works, works: false, detail: 'SignatureDoesNotMatch' } },
      'clear',
      'nor is one that AWS gave up',
      {
        keys: '1A',
      },
    ),
  ])

  test.each([
    ['by the date that GitHub shows, too', kept],
    ['though GitHub still shows the write before it', kept - second],
    ['though somebody else has written since', kept + second],
    ['though it is not shown', undefined],
  ])('rule 11: the journal of a publication tells of what this run has sealed, %s', (_, shown) => {
    const world = { destinations: keptAt(shown, nothingWritten) }
    const journal = { phase: 'publishing', sealed: kept }
    expect(decide(made('pending', safe, '', '', { world }))).toMatchObject({ journal })
  })

  test('rule 11: what a withdrawn key has left in the recovery secret is cleared by the date of its own write', () => {
    const row = made('publishing', { ...safe, published: refused }, '', '', { keys: '1A' })
    const anew = { world: { destinations: keptAt(kept + minute, nothingWritten) } }
    expect(decide(row)).toMatchObject({ do: 'clear', writtenAt: kept })
    expect(decide({ ...row, ...anew })).toMatchObject({ do: 'clear', writtenAt: kept })
  })

  test('the key is sealed together with the moment of its birth, which IAM can confirm', () => {
    expect(decide(made('pending', {}, '', ''))).toMatchObject({ do: 'safeguard', key: K2, created: story.secondBorn })
  })
})

describe('the ways on after a publication that was cut off, in their order', () => {
  const cut = (
    destinations: DestinationsReading,
    change: Partial<World>,
    step: string,
    name: string,
    more: Partial<Row> = {},
  ): Row => ({
    name,
    keys: '1A 2A',
    journal: 'publishing',
    world: { destinations: keptAt(kept, destinations), ...change },
    policy: withRecovery,
    at: soonAfter,
    step,
    ...more,
  })
  const recovered = { recovered: handedIn }
  const tried = { trial: works }
  const partly = published({ accepted: 2, window: undefined, problems: ['octo/web: 503.'], refused: false })
  const atWork = preceded(soonAfter + hour)
  table([
    cut(allWritten, recovered, 'record published', 'what is written everywhere is done'),
    cut(allWritten, recovered, 'record published', 'also where a run of the same hour was cut off', {
      run: { ...tried, ...preceded(story.publishing + 30 * minute) },
    }),
    cut(allWritten, recovered, 'publish 2', 'but not where somebody may have moved its dates for days', {
      run: { ...tried, ...preceded(story.publishing + 2 * day) },
      at: story.publishing + 3 * day,
    }),
    cut(halfWritten, recovered, 'try 2', 'the recovery secret hands the key back, which is tried first'),
    cut(halfWritten, recovered, 'publish 2', 'and goes to every place', { run: tried }),
    cut(halfWritten, recovered, 'publish 2', 'whoever was at work, for nothing is lost by it', {
      run: { ...tried, ...atWork },
    }),
    cut(halfWritten, { ...recovered, destinations: 'unread' }, 'record published', 'and is written down then', {
      run: { ...tried, published: published() },
    }),
    cut(halfWritten, { ...recovered, destinations: 'unread' }, 'fail rotating', 'or the places are named', {
      run: { ...tried, published: partly },
      says: ['octo/web: 503.'],
    }),
    cut(nothingWritten, recovered, 'try 2', 'though nothing was written'),
    cut(nothingWritten, recovered, 'record publishing', 'and it is announced, if it was not yet', {
      journal: 'pending',
      run: tried,
    }),
    cut(halfWritten, recovered, 'record publishing', 'and announced anew for other destinations', {
      policy: { ...withRecovery, digest: 'digest-2' },
      run: tried,
    }),
    cut(halfWritten, recovered, 'fail rotating', 'it stays where it is while AWS does not accept it', {
      run: { trial: { ...works, works: false, detail: 'AWS does not accept it' } },
      says: ['AWS does not accept it'],
    }),
    cut(halfWritten, { ...recovered, signer: K1 }, 'try 2', 'it goes before the pair that the job holds'),
    cut(halfWritten, { ...recovered, signer: K2 }, 'try 2', 'also when they are one and the same'),
    cut(halfWritten, { signer: K2 }, 'observe queue', 'what may be handed back yet goes before that pair, too', {
      run: { queued: 'unread' },
    }),
    cut(
      halfWritten,
      { ...recovered, keys: keys('1A 2I') },
      'stop',
      'a key that a person switched off is not published',
    ),
    cut(
      halfWritten,
      { destinations: keptAt(story.firstBorn, halfWritten), recovered: ofLongAgo },
      'discard 2',
      'nothing to be had there',
      { at: now },
    ),
    cut(
      halfWritten,
      { destinations: keptAt(story.firstBorn, halfWritten), signer: K1 },
      'record publishing',
      'then the job’s own pair goes everywhere',
    ),
    cut(
      nothingWritten,
      { destinations: keptAt(undefined, nothingWritten), signer: K1 },
      'discard 2',
      'or a new key takes its place, where nothing was written',
      { at: now },
    ),
  ])

  test.each([
    ['half an hour', 30 * minute, { from: story.publishing, to: expect.any(Number) }],
    ['two days, in which somebody may have moved dates', 2 * day, undefined],
  ])('what is written already is left as it is where all of it may have taken %s', (_, lasting, done) => {
    const ended = preceded(story.publishing + lasting)
    const decision = decide(
      cut(halfWritten, recovered, '', '', { run: { ...tried, ...ended }, at: story.publishing + 3 * day }),
    )
    expect(decision).toMatchObject({ do: 'publish', done })
  })
})

describe('rule 10: a publication that GitHub clearly refuses half way ends red, and is finished by a later run', () => {
  const refusedHalfWay = published({ accepted: 2, window: undefined, problems: ['octo/web: 403.'] })
  const says = ['octo/web: 403.', 'Both keys stay active', 'the recovery secret or the pair of its job']
  const ended = (change: Partial<World>, name: string, more: Partial<Row> = {}): Row => ({
    name,
    keys: '1A 2A',
    journal: 'publishing',
    world: { destinations: halfWritten, ...change },
    run: { held: K2, trial: works, published: refusedHalfWay },
    at: soonAfter,
    step: 'fail rotating',
    says,
    ...more,
  })
  const later = { run: {}, says: [] }
  table([
    ended({}, 'by a role'),
    ended({ signer: K1 }, 'by a job that holds the old key, which turns nothing back in that run'),
    ended({ destinations: 'unread' }, 'without another look'),
    ended({ destinations: keptAt(kept, halfWritten), ...sealedAt(kept) }, 'with a recovery secret', {
      policy: withRecovery,
    }),
    ended(
      { destinations: keptAt(kept, halfWritten), ...sealedAt(kept), recovered: handedIn },
      'the next one tries what the recovery secret holds',
      {
        ...later,
        policy: withRecovery,
        step: 'try 2',
      },
    ),
    ended({ signer: K2 }, 'the next job that holds the new key publishes that', { ...later, step: 'publish 2' }),
    ended({ signer: K1 }, 'the next job that holds the old key publishes that, which is announced first', {
      ...later,
      step: 'record publishing',
    }),
    ended({}, 'the next run of a role replaces the key once more', { ...later, at: now, step: 'discard 2' }),
  ])

  test('the key that a job holds is pending then, and no write of the other one falls into its window', () => {
    const lately = written(soonAfter - minute, story.firstPublished)
    const destinations = { ...lately, at: soonAfter - 2 * second, until: soonAfter - 2 * second }
    const pressed = { ...destinations, ...written(soonAfter, story.firstPublished), at: soonAfter, until: soonAfter }
    expect(decide(ended({ signer: K1, destinations }, '', later))).toMatchObject({
      journal: { pending: K1, current: K2, previous: undefined, window: { to: undefined } },
    })
    expect(decide(ended({ signer: K1, destinations: pressed }, '', later))).toMatchObject({
      journal: { window: { from: soonAfter + second } },
    })
  })
})
