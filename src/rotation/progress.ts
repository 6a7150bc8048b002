/** The world as a run comes to know it: what it knows at first, and after a look or a note of its own. Pure. */
import { holderOf } from './claim.ts'
import type { Decision } from './decision.ts'
import type { Ports, UserLook } from './ports.ts'
import type { Instant } from './time.ts'
import type { Holder, Policy, Remark, RunFacts, World } from './world.ts'

/** What a run has done and learned when it starts. @internal Tests begin their worlds with it. */
export const nothingDone: RunFacts = {
  looked: 0,
  seen: 0,
  destinationsSeen: 0,
  nearbySeen: 0,
  unfinishedRunsSeen: 0,
  claim: undefined,
  holderRun: { kind: 'unread' },
  queued: 'unread',
  intended: undefined,
  creation: undefined,
  held: undefined,
  trial: undefined,
  safeguard: undefined,
  recoveryCleared: false,
  reactivated: false,
  published: undefined,
  wrote: undefined,
  rotated: false,
  verification: undefined,
  deactivating: false,
  elapsed: 0,
}

/** The world at the first look at the user. */
export function firstSeen(
  { looked, seen, ...reading }: UserLook,
  { ownPair, recovered }: Pick<Ports, 'ownPair' | 'recovered'>,
): World {
  return {
    ...reading,
    signer: ownPair?.id,
    recovered: recovered?.about,
    destinations: 'unread',
    sameNameNearby: 'unread',
    unfinishedRuns: 'unread',
    users: 'unread',
    preflight: 'unread',
    remarks: [],
    run: { ...nothingDone, looked, seen },
  }
}

/** The world with more that this run has done or learned. */
export function learned(world: World, facts: Partial<RunFacts>): World {
  return { ...world, run: { ...world.run, ...facts } }
}

/** The world with something that a person should know. */
export function remarked(world: World, remark: Remark): World {
  return { ...world, remarks: [...world.remarks, remark] }
}

/** The world after a new look at the user; last uses that were read stay so. */
export function seenAgain(world: World, { looked, seen, ...reading }: UserLook): World {
  const keys = reading.keys.map((key) => {
    const known = world.keys.find(({ id }) => id === key.id)
    return known === undefined ? key : { ...key, lastUsed: known.lastUsed }
  })
  // What GitHub said of one run says nothing of another.
  const isSame = holderOf(reading.journal)?.nonce === holderOf(world.journal)?.nonce
  const holderRun = isSame ? world.run.holderRun : ({ kind: 'unread' } as const)
  // A run that holds the user is the only one that writes: what it has written is newer than what IAM may show.
  const isMine = world.run.claim?.confirmed === true && isSame
  const journal = isMine ? world.journal : reading.journal
  return learned({ ...world, ...reading, journal, keys }, { looked, seen, holderRun })
}

/** The world after the journal has been written: what the phase announces begins with a clean sheet. */
export function recorded(
  world: World,
  { journal, because }: Pick<Extract<Decision, { do: 'record' }>, 'journal' | 'because'>,
  policy: Policy,
  now: Instant,
): World {
  const written: World = { ...world, journal: { kind: 'read', journal, holder: holderFrom(policy, now) } }
  switch (journal.phase) {
    case 'creating':
      // An intent that is taken back announces nothing.
      return learned(written, { intended: journal.at === undefined ? undefined : because })
    case 'pending':
      return { ...written, described: [...world.described, journal.pending], made: [...world.made, journal.pending] }
    case 'deactivating': {
      const { verification } = world.run
      // A late success of what was dispatched with that key off stands for this attempt.
      const isProof = verification?.isLate === true && world.awaited?.without === journal.previous && !verification.weak
      const proof = isProof ? { ...verification, without: journal.previous } : undefined
      return learned(written, { deactivating: true, reactivated: false, verification: proof })
    }
    case 'current':
      // Runs were looked for by another publication, perhaps.
      return learned(
        { ...written, unfinishedRuns: 'unread', users: 'unread' },
        { deactivating: false, published: undefined },
      )
    case 'publishing':
    case 'deactivated':
    case 'steady':
      return written
  }
}

/** The world in which this run's claim stands. */
export function heldBy(world: World, policy: Policy, now: Instant): World {
  if (world.journal.kind === 'unknown') return world
  return { ...world, journal: { ...world.journal, holder: holderFrom(policy, now) } }
}

function holderFrom({ run, attempt, owner, nonce, digest, timeLimit }: Policy, touched: Instant): Holder {
  return { run, attempt, owner, nonce, list: digest, touched, timeLimit }
}
