/**
 * The life of an access key, and the one place that decides what happens next.
 *
 *            due               written everywhere          a run signed in as K2
 *   K1 ───────────► K1 + K2 ─────────────────────► K1 + K2 ─────────────────────► K2 current, K1 previous
 *   steady   create  rotating       publish         rotating        verify         overlap │
 *     ▲                                                                                    │ deactivate-after:
 *     │                                                                                    │ jobs queued earlier end
 *     │   delete-after: K1 can still be switched on again                                  ▼
 *     └──────────────────────────────────────────────── K2 current, K1 inactive ◄──────────┘
 *         delete                                         recovery     deactivate, and verify again;
 *                                                                     not proven: K1 is switched on at once
 *
 * The journal says how far a rotation has come; it is written before each effect, so that a run that finds it knows
 * what may have happened. What AWS and GitHub show wins over it. A fact that has not been read is asked for
 * (`observe`), never assumed; a fact that cannot be read never leads to a step that destroys.
 */
import {
  activeKey,
  described,
  find,
  holderGone,
  holds,
  isOrphan,
  keysOf,
  latestWrite,
  outsideWindow,
  verificationOf,
  writtenBefore,
  writtenSince,
} from './facts.ts'
import { type Duration, hour, type Instant, minute, second, spoken, utc } from './time.ts'
import type { AccessKey, Decision, Journal, KeyId, Next, Observation, Phase, Policy, World } from './world.ts'

/** Everything that a decision may rest on. */
interface Situation {
  readonly world: World
  readonly policy: Policy
  readonly now: Instant
}

type During<P extends Journal['phase']> = Extract<Journal, { phase: P }>
type WithPrevious = During<'current' | 'deactivating' | 'deactivated'>

/**
 * GetAccessKeyLastUsed counts in spans of 15 minutes and lags behind them: before that, unused means nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
const lastUsedLag: Duration = 15 * minute

/** With a shorter deactivate-after, the last use lags too far behind to be worth asking for. */
const shortestConsultedGrace: Duration = 4 * hour

/** What a run keeps in hand for switching a key on again when its verification does not pass. */
const revertReserve: Duration = 2 * minute

/** Keys that one run asks for at most: a second one only after the answer to the first was lost. */
const creationLimit = 2

/**
 * What to do next for one user, and why. Total: it answers for every world that IAM and GitHub can show. Pure: equal
 * worlds get equal answers. `now` comes from AWS's own dates.
 */
export function nextStep(world: World, policy: Policy, now: Instant): Decision {
  const situation = { world, policy, now }
  if (world.journal.kind === 'unknown') {
    return blocked(
      `the tag rotate-iam-access-keys of ${world.user.name} was written by another version of this action: “${world.journal.text}”`,
      'Use the version of this action that wrote it, or remove the tag once you know which key is in use.',
    )
  }
  const journal = world.journal.kind === 'read' ? world.journal.journal : undefined
  return ownedByAnother(situation) ?? unexplained(situation, journal) ?? byPhase(situation, journal)
}

function byPhase(situation: Situation, journal: Journal | undefined): Decision {
  switch (journal?.phase) {
    case undefined:
      return unrecorded(situation)
    case 'steady':
      return steady(situation, journal)
    case 'creating':
      return creating(situation, journal)
    case 'pending':
    case 'publishing':
      return rotating(situation, journal)
    case 'current':
      return overlap(situation, journal)
    case 'deactivating':
      return deactivating(situation, journal)
    case 'deactivated':
      return recovery(situation, journal)
  }
}

/** How users call the state that a journal shows. */
export function phaseOf(journal: Journal | undefined): Phase {
  switch (journal?.phase) {
    case undefined:
    case 'steady':
      return 'steady'
    case 'creating':
    case 'pending':
    case 'publishing':
      return 'rotating'
    case 'current':
    case 'deactivating':
      return 'overlap'
    case 'deactivated':
      return 'recovery'
  }
}

// ── What forbids touching these keys at all ───────────────────────────────────────────────────────────────────────

/** One configuration owns a user: another one does not know where this one has put the key. */
function ownedByAnother({ world, policy }: Situation): Decision | undefined {
  if (world.journal.kind !== 'read' || policy.force) return undefined
  const { journal, holder } = world.journal
  if (holder === undefined || holder.owner === policy.owner) return undefined
  if (!('digest' in journal) || journal.digest === policy.digest) return undefined
  return blocked(
    `${world.user.name} is rotated by ${holder.owner}, with other destinations than the ones configured here`,
    'List all destinations in one configuration and remove the other, or run this one once with "force: true" to take over.',
  )
}

/** Keys that the journal does not account for: a person must say what they are for. Never "delete the oldest". */
function unexplained(situation: Situation, journal: Journal | undefined): Decision | undefined {
  const { world, policy, now } = situation
  const known = keysOf(journal)
  const strangers = world.keys.filter((key) => !known.includes(key.id))
  if (world.keys.length < 2 || strangers.length === 0) return undefined
  // What an interrupted creation left behind is judged where creation is.
  if (journal?.phase === 'creating' && world.keys.length === 2 && strangers.length === 1) return undefined
  const inactive = world.keys.filter((key) => key.status === 'Inactive')
  const replaceable =
    world.keys.length === 2 && inactive.length === 1 && strangers.some((key) => inactive.includes(key))
  if (policy.replaceInactiveKey && replaceable) return undefined
  return (
    withLastUses(situation) ??
    blocked(
      `${world.user.name} has ${world.keys.length} access keys that this action cannot explain: ${world.keys.map((key) => described(key, now)).join('; ')}`,
      `Find out which one is in use and delete the others.${replaceable ? ' Or set "replace-inactive-key: true": the inactive one is then deleted when the next rotation is due.' : ''}`,
    )
  )
}

/** A person switched the last key off, or all of them. People are right: `force` alone goes on. */
function switchedOff({ world, policy, now }: Situation): Decision {
  const [key, another] = world.keys
  if (policy.force && key !== undefined && another === undefined) {
    return rotation({ world, policy, now }, key, `${key.id} is inactive, and force starts anew`)
  }
  return blocked(
    `a key of ${world.user.name} that should be active is not: ${world.keys.map((each) => described(each, now)).join('; ')}. A person switched it off, so this action leaves everything as it is`,
    another === undefined
      ? 'Switch the key on again to resume, or run once with "force: true" to replace it.'
      : 'Switch the key that is in use on again; or delete the one that is not, and run once with "force: true".',
  )
}

/** A person deleted every key that the journal speaks of. */
function removed({ world, policy, now }: Situation): Decision {
  if (policy.force) return rotation({ world, policy, now }, undefined, 'all keys are gone, and force starts anew')
  return blocked(
    `${world.user.name} has no access key, though this action has managed one: a person deleted it`,
    'Run once with "force: true" to create a new key, or remove the user from the configuration.',
  )
}

// ── Steady: one key, which rests until it is due ──────────────────────────────────────────────────────────────────

function unrecorded(situation: Situation): Decision {
  const { world } = situation
  const key = activeKey(world)
  if (key !== undefined) return rest(situation, key, undefined)
  if (world.keys.length > 0) return switchedOff(situation)
  return rotation(situation, undefined, `${world.user.name} has no access key yet`)
}

function steady(situation: Situation, journal: During<'steady'>): Decision {
  const { world } = situation
  const current = find(world, journal.current)
  if (current === undefined) return world.keys.length > 0 ? unrecorded(situation) : removed(situation)
  if (current.status === 'Inactive') return switchedOff(situation)
  const leftover = world.marked.find((id) => find(world, id) === undefined)
  if (leftover !== undefined) return act('untag', leftover, `${leftover} is gone, and its tags serve nobody`)
  return rest(situation, current, journal.digest)
}

function rest(situation: Situation, key: AccessKey, publishedDigest: string | undefined): Decision {
  const { world, policy, now } = situation
  const age = spoken(now - key.created)
  if (publishedDigest !== undefined && publishedDigest !== policy.digest) {
    return rotation(
      situation,
      key,
      `the configured destinations or secret names have changed since ${key.id} was published`,
    )
  }
  if (policy.force && world.run.creations.length === 0) {
    return rotation(situation, key, `force asks for a new key now; ${key.id} is ${age} old`)
  }
  if (now - key.created >= policy.rotateAfter) {
    return rotation(situation, key, `${key.id} is ${age} old, and rotate-after is ${spoken(policy.rotateAfter)}`)
  }
  const next: Next = { step: 'rotate', at: key.created + policy.rotateAfter }
  return { do: 'nothing', next, because: `${key.id} is ${age} old; rotate-after is ${spoken(policy.rotateAfter)}` }
}

// ── Create: everything is checked and the intent is written before a key exists ───────────────────────────────────

function rotation(situation: Situation, old: AccessKey | undefined, because: string): Decision {
  const { world, policy } = situation
  if (world.preflight === 'unread') return observe('preflight', because)
  if (world.preflight.length > 0) {
    return blocked(
      `${because}, but the rotation would not succeed:${world.preflight.map((problem) => `\n- ${problem}`).join('')}`,
      'Nothing was created or changed. Mend this and run again.',
    )
  }
  if (world.destinations === 'unread') return observe('destinations', because)
  const adopting = world.journal.kind !== 'read' && !policy.force
  const foreign = adopting && old !== undefined ? writtenBefore(world.destinations, old.created) : []
  if (old !== undefined && foreign.length > 0) {
    return blocked(
      `${foreign.join(', ')} was last written before ${old.id} was created (${utc(old.created)}), so it holds another key than the one to be replaced`,
      'Correct iam-user or destinations, or run once with "force: true" to overwrite it.',
    )
  }
  const occupant = world.keys.find((key) => key.id !== old?.id && key.status === 'Inactive')
  if (occupant !== undefined) {
    return act(
      'delete',
      occupant.id,
      'AWS allows two keys and counts inactive ones; replace-inactive-key lets this one go',
    )
  }
  return intend(situation, old?.id, because)
}

function intend({ now }: Situation, current: KeyId | undefined, because: string): Decision {
  return record({ phase: 'creating', current, at: wholeSecond(now) }, because)
}

function creating(situation: Situation, journal: During<'creating'>): Decision {
  const { world, now } = situation
  const { intents, creations } = world.run
  if (intents === 0) return resumeCreation(situation, journal)
  const stranger = world.keys.find((key) => key.id !== journal.current)
  const last = creations.at(-1)
  if (intents > creations.length) {
    if (stranger !== undefined) return foreignKey(situation, stranger)
    return { do: 'create', because: 'everything is checked, and the intent is written down' }
  }
  switch (last?.kind) {
    case 'created': {
      const pending: Journal = { phase: 'pending', pending: last.key, current: journal.current, at: wholeSecond(now) }
      return record(pending, `${last.key} exists, and is written nowhere yet`)
    }
    case 'refused':
      return blocked(`AWS refused to create a key: ${last.reason}`, last.remedy)
    case 'lost':
    case undefined: {
      const because = `AWS's answer to CreateAccessKey was lost (${last?.reason ?? 'no answer'})`
      if (stranger !== undefined && isOrphan(world, journal, stranger)) {
        return act(
          'discard',
          stranger.id,
          `${because}: ${stranger.id} is the key it made, and its secret exists nowhere`,
        )
      }
      if (stranger !== undefined) return foreignKey(situation, stranger)
      if (creations.length < creationLimit)
        return intend(situation, journal.current, `${because} and no key came of it: once more`)
      return fail(
        'rotating',
        { step: 'rotate', at: undefined },
        `${because}, twice`,
        'Nothing was published. The next run tries again.',
      )
    }
  }
}

/** An earlier run announced a key and was cut off: did it come to exist? */
function resumeCreation(situation: Situation, journal: During<'creating'>): Decision {
  const { world, policy, now } = situation
  const old = find(world, journal.current)
  const stranger = world.keys.find((key) => key.id !== journal.current)
  if (old === undefined && journal.current !== undefined) {
    return stranger === undefined ? removed(situation) : unrecorded(situation)
  }
  if (old?.status === 'Inactive') return switchedOff(situation)
  if (stranger === undefined) return rotation(situation, old, 'an earlier run was cut off before its new key existed')

  const cutOff = `${stranger.id} appeared when an earlier run was cut off`
  if (stranger.lastUsed.kind === 'unread') return observe('last use', `${cutOff}: was it ever used?`)
  if (world.destinations === 'unread') return observe('destinations', `${cutOff}: was anything written since?`)
  if (!isOrphan(world, journal, stranger)) return foreignKey(situation, stranger)
  const safe = Math.max(stranger.created + lastUsedLag, holderGone(world, policy))
  if (now < safe) {
    return wait(
      'rotating',
      { step: 'discard', at: safe },
      `${cutOff}; its use would show, and that run be gone, only after ${utc(safe)}`,
    )
  }
  if (stranger.status === 'Active') return act('deactivate', stranger.id, `${cutOff}, and its secret exists nowhere`)
  return act('discard', stranger.id, `${cutOff}; it was never used and never published`)
}

function foreignKey(situation: Situation, key: AccessKey): Decision {
  const { world, now } = situation
  return (
    withLastUses(situation) ??
    blocked(
      `${key.id} appeared during a rotation, and this action cannot explain it: ${world.keys.map((each) => described(each, now)).join('; ')}`,
      `Find out who created ${key.id}, and delete it if nobody uses it. The next run goes on.`,
    )
  )
}

// ── Rotating: the pending key is tried, written everywhere, and proven ────────────────────────────────────────────

function rotating(situation: Situation, journal: During<'pending' | 'publishing'>): Decision {
  const { world, policy } = situation
  const pending = find(world, journal.pending)
  const old = find(world, journal.current)
  if (old?.status === 'Inactive' && !policy.force) return switchedOff(situation)
  if (pending === undefined && world.run.held === journal.pending) return withdrawn(situation, journal.pending)
  if (pending === undefined) {
    // Without a key before it, a pending key that is gone leaves nobody with less than they had.
    if (old === undefined && journal.current !== undefined) return removed(situation)
    return rotation(situation, old, `${journal.pending}, which was to be published, is gone`)
  }
  if (pending.status === 'Inactive') return switchedOff(situation)
  if (journal.phase === 'publishing' && journal.window.to !== undefined) return prove(situation, journal, pending, old)
  if (world.run.held === pending.id) return publish(situation, journal, pending)
  return resumePublication(situation, journal, pending, old)
}

/** This run holds the secret of the pending key. */
function publish(situation: Situation, journal: During<'pending' | 'publishing'>, { id }: AccessKey): Decision {
  const { world, policy } = situation
  const { trial, published } = world.run
  if (trial?.key !== id)
    return act('try', id, 'nobody gets a key before AWS accepts it, several times in a row, on STS and IAM')
  if (!trial.works) return act('discard', id, `${trial.detail}; it was written nowhere`)
  if (journal.phase === 'pending') {
    if (world.destinations === 'unread')
      return observe('destinations', "the publish window begins by GitHub's own clock")
    const window = { from: world.destinations.at, to: undefined }
    const publishing: Journal = {
      phase: 'publishing',
      pending: id,
      current: journal.current,
      window,
      digest: policy.digest,
    }
    return record(publishing, `AWS accepts ${id}; secrets that GitHub dates from now on hold it`)
  }
  if (published?.key !== id) return publishTo(journal.window.from, id, `AWS accepts ${id}: every destination gets it`)
  if (published.accepted === 0 && published.refused) {
    return act('discard', id, `GitHub refused the first write, so nobody has ${id}. ${published.problems.join(' ')}`)
  }
  return afterPublishing(situation, journal)
}

function afterPublishing({ world }: Situation, journal: During<'publishing'>): Decision {
  const { published } = world.run
  if (published?.window !== undefined) {
    return record({ ...journal, window: published.window }, `GitHub shows every secret as written`)
  }
  const problems = published?.problems.join(' ') ?? ''
  const next: Next = { step: 'publish', at: undefined }
  return fail(
    'rotating',
    next,
    `not every destination could be written. ${problems}`,
    'All keys stay active, and the next run goes on from here.',
  )
}

/** This run's own key did not work or could not be written anywhere, and is gone again. */
function withdrawn({ world }: Situation, id: KeyId): Decision {
  const { trial, published } = world.run
  const reason = published === undefined ? (trial?.detail ?? '') : published.problems.join(' ')
  return fail(
    'rotating',
    { step: 'rotate', at: undefined },
    `${id} was withdrawn before anybody had it. ${reason}`,
    'The key in use is untouched. Mend this and run again.',
  )
}

/** An earlier run was cut off between creating the pending key and confirming its last write. */
function resumePublication(
  situation: Situation,
  journal: During<'pending' | 'publishing'>,
  pending: AccessKey,
  old: AccessKey | undefined,
): Decision {
  const { world, policy, now } = situation
  const reading = world.destinations
  const cutOff = `an earlier run was cut off before ${pending.id} was published everywhere`
  const begun = journal.phase === 'publishing' ? journal : undefined
  const sameDigest = begun?.digest === policy.digest
  if (begun !== undefined && sameDigest && world.run.published?.key === pending.id)
    return afterPublishing(situation, begun)
  if (reading === 'unread') return observe('destinations', `${cutOff}: how far did it come?`)
  if (begun !== undefined && sameDigest && outsideWindow(reading, begun.window).length === 0) {
    const window = { from: begun.window.from, to: latestWrite(reading) }
    return record(
      { ...begun, window },
      `every secret was written since ${utc(begun.window.from)}, when its publication began`,
    )
  }
  const written = writtenSince(reading, pending.created)
  const nothingWritten = written.length === 0 && (begun === undefined || sameDigest)
  if (!nothingWritten && begun !== undefined && sameDigest && world.signer === pending.id) {
    return publishTo(begun.window.from, pending.id, `${cutOff}; this job holds ${pending.id} itself`)
  }
  const own = [pending, old].find((key) => key !== undefined && key.id === world.signer)
  if (!nothingWritten && own !== undefined) {
    // The pair that this job holds works, whichever it is: everybody gets it, and the other key goes the safe way out.
    const current = own === pending ? journal.current : pending.id
    const window = { from: reading.at, to: undefined }
    const publishing: Journal = { phase: 'publishing', pending: own.id, current, window, digest: policy.digest }
    return record(publishing, `${cutOff}; this job holds ${own.id} itself`)
  }
  const safe = holderGone(world, policy)
  if (now < safe)
    return wait('rotating', { step: 'discard', at: safe }, `${cutOff}; that run may be at work until ${utc(safe)}`)
  if (nothingWritten) return act('discard', pending.id, `${cutOff} and its secret is lost; it was written nowhere`)
  return act('discard', pending.id, `${cutOff} and its secret is lost; ${written.join(', ')} gets a new key at once`)
}

/** Every destination holds the pending key: may it be called current? */
function prove(
  situation: Situation,
  journal: During<'publishing'>,
  pending: AccessKey,
  old: AccessKey | undefined,
): Decision {
  const { window, digest } = journal
  const current = pending.id
  return (
    unproven(situation, pending, 'rotating') ??
    record(
      old === undefined
        ? { phase: 'steady', current, window, digest }
        : { phase: 'current', current, previous: old.id, provenAt: wholeSecond(situation.now), window, digest },
      proof(situation, pending),
    )
  )
}

/** What to do while `key` has not been proven in this run; undefined once it has. */
function unproven({ world, policy }: Situation, key: AccessKey, phase: Phase): Decision | undefined {
  if (policy.verification === 'none') return undefined
  const found = verificationOf(world, key)
  const next: Next = { step: 'verify', at: undefined }
  switch (found?.verdict) {
    case undefined:
      return act('verify', key.id, `only a run that signs in as ${key.id} proves that jobs use it`)
    case 'works':
      return undefined
    case 'rejected':
      return fail(
        phase,
        next,
        found.detail,
        'Both keys stay active. Mend what the verification reports; the next run verifies again.',
      )
    case 'unknown':
      return wait(
        phase,
        next,
        `${found.detail}. No verdict is not a bad verdict: both keys stay active and the next run verifies again`,
      )
  }
}

function proof({ world, policy }: Situation, key: AccessKey): string {
  if (policy.verification === 'none')
    return `"verification-workflow: none": ${key.id} is published, but no workflow proves it`
  return verificationOf(world, key)?.detail ?? `${key.id} is proven`
}

// ── Overlap: the new key is current, the previous one still works ─────────────────────────────────────────────────

function overlap(situation: Situation, journal: During<'current'>): Decision {
  const { world, policy, now } = situation
  const current = find(world, journal.current)
  const previous = find(world, journal.previous)
  if (current?.status !== 'Active') return withoutCurrent(situation, current, previous)
  if (previous === undefined) return retired(journal)
  if (holds(world, previous.id) && !holds(world, current.id)) return holdsPrevious(journal)
  if (journal.provenAt === undefined) {
    return (
      unproven(situation, current, 'overlap') ??
      record({ ...journal, provenAt: wholeSecond(now) }, proof(situation, current))
    )
  }
  const due = journal.provenAt + policy.deactivateAfter
  if (now < due) {
    return wait(
      'overlap',
      { step: 'deactivate', at: due },
      `jobs queued before ${utc(journal.provenAt)} may hold ${previous.id}, which stays active for ${spoken(policy.deactivateAfter)}`,
    )
  }
  return (
    stillUsed(situation, journal, previous, journal.provenAt) ??
    notPublished(situation, journal) ??
    outOfTime(situation) ??
    record(
      { ...common(journal), phase: 'deactivating', at: wholeSecond(now) },
      `${current.id} is published and proven; a run that finds this without a proof since switches ${previous.id} on again`,
    )
  )
}

/** The previous key was used after the new one was proven: somebody still depends on it. */
function stillUsed(
  { policy, now }: Situation,
  journal: During<'current'>,
  { id, lastUsed }: AccessKey,
  provenAt: Instant,
): Decision | undefined {
  if (policy.deactivateAfter < shortestConsultedGrace || policy.oldKeyStillUsed === 'proceed') return undefined
  switch (lastUsed.kind) {
    case 'unread':
      return observe('last use', `was ${id} used since ${journal.current} was proven?`)
    case 'never':
      return undefined
    case 'unreadable':
      return wait(
        'overlap',
        { step: 'deactivate', at: undefined },
        `the last use of ${id} cannot be read, and unreadable is not unused: allow iam:GetAccessKeyLastUsed, or set "old-key-still-used: proceed"`,
      )
    case 'used': {
      const next: Next = { step: 'deactivate', at: lastUsed.at + policy.deactivateAfter }
      if (lastUsed.at <= provenAt || now >= lastUsed.at + policy.deactivateAfter) return undefined
      const because = `${id} was used after ${journal.current} was proven (${lastUsed.service} in ${lastUsed.region}, ${utc(lastUsed.at)}), so the wait starts again`
      if (now - provenAt <= policy.rotateAfter) return wait('overlap', next, because)
      return fail(
        'overlap',
        next,
        because,
        `Find who still uses ${id} and give them the new key, or set "old-key-still-used: proceed".`,
      )
    }
  }
}

/** The previous key is held while a configured secret may hold it: added, renamed or overwritten by hand. */
function notPublished({ world, policy }: Situation, journal: During<'current' | 'deactivated'>): Decision | undefined {
  const { current, previous } = journal
  const { published } = world.run
  const phase = phaseOf(journal)
  if (published?.key === current) {
    const { window } = published
    if (window === undefined)
      return fail(
        phase,
        nextOf(journal),
        `not every destination could be written. ${published.problems.join(' ')}`,
        'All keys stay as they are, and the next run goes on.',
      )
    return record(
      { phase: 'current', current, previous, provenAt: undefined, window, digest: policy.digest },
      `GitHub shows every secret as written again`,
    )
  }
  if (world.destinations === 'unread') return observe('destinations', `does every destination still hold ${current}?`)
  const strays = outsideWindow(world.destinations, journal.window)
  if (strays.length === 0) return undefined
  const because = `${strays.join(', ')} was not written when ${current} was published, and may hold another key`
  if (world.signer === current)
    return publishTo(world.destinations.at, current, `${because}; this job holds ${current} and writes it again`)
  return wait(phase, nextOf(journal), `${because}: ${previous} is held until that is mended`)
}

/** A key is deactivated only in a run that can still verify, and switch it on again. */
function outOfTime({ world, policy }: Situation): Decision | undefined {
  const left = Math.max(0, policy.timeLimit - world.run.elapsed)
  const needed = (policy.verification === 'none' ? 0 : policy.verificationTimeout) + revertReserve
  if (left >= needed) return undefined
  const because = `${spoken(left)} of time-limit are left, and deactivating, verifying and reverting may take ${spoken(needed)}`
  return wait('overlap', { step: 'deactivate', at: undefined }, because)
}

// ── Recovery: the previous key is off, and goes when nobody missed it ─────────────────────────────────────────────

function deactivating(situation: Situation, journal: During<'deactivating'>): Decision {
  const { world, policy } = situation
  const current = find(world, journal.current)
  const previous = find(world, journal.previous)
  if (current?.status !== 'Active') return withoutCurrent(situation, current, previous)
  if (previous === undefined) return retired(journal)
  if (holds(world, previous.id) && !holds(world, current.id)) return holdsPrevious(journal)

  const found = verificationOf(world, current)
  const failed = found !== undefined && found.verdict !== 'works'
  if (world.run.deactivating && !failed) {
    if (previous.status === 'Active')
      return act('deactivate', previous.id, `${current.id} is published and proven, and the grace period is over`)
    const because =
      policy.verification === 'none'
        ? `${previous.id} is off, and no workflow proves that nothing missed it`
        : `${found?.detail ?? ''}, with ${previous.id} switched off`
    return unproven(situation, current, 'overlap') ?? record({ ...journal, phase: 'deactivated' }, because)
  }
  if (previous.status === 'Inactive') {
    return act(
      'reactivate',
      previous.id,
      failed ? found.detail : `${previous.id} is off, and nothing has proven since that all still works`,
    )
  }
  return record(
    { ...common(journal), phase: 'current', provenAt: undefined },
    `${previous.id} is active, and stays so until a verification has passed`,
  )
}

function recovery(situation: Situation, journal: During<'deactivated'>): Decision {
  const { world, policy, now } = situation
  const current = find(world, journal.current)
  const previous = find(world, journal.previous)
  if (current?.status !== 'Active') return withoutCurrent(situation, current, previous)
  if (previous === undefined) return retired(journal)
  if (holds(world, previous.id) && !holds(world, current.id)) return holdsPrevious(journal)
  if (previous.status === 'Active') {
    return record(
      { ...common(journal), phase: 'current', provenAt: undefined },
      `a person switched ${previous.id} on again: the wait starts anew`,
    )
  }
  const due = journal.at + policy.deleteAfter
  if (now < due) {
    return wait(
      'recovery',
      { step: 'delete', at: due },
      `${previous.id} is off since ${utc(journal.at)}, and can be switched on again for ${spoken(policy.deleteAfter)}`,
    )
  }
  return (
    notPublished(situation, journal) ??
    act('delete', previous.id, `${previous.id} is off since ${utc(journal.at)}, and nobody missed it`)
  )
}

/** The current key is gone or off, by somebody else's hand. */
function withoutCurrent(
  situation: Situation,
  current: AccessKey | undefined,
  previous: AccessKey | undefined,
): Decision {
  if (current === undefined && previous === undefined) return removed(situation)
  if (current !== undefined || previous?.status === 'Inactive') return switchedOff(situation)
  return rotation(situation, previous, `a person deleted the current key, and ${previous?.id} is the only one left`)
}

function retired(journal: WithPrevious): Decision {
  const { current, previous, window, digest } = journal
  return record({ phase: 'steady', current, window, digest }, `${previous} is gone, and ${current} is the only key`)
}

/** A job that was queued before the publication, or re-run, changes nothing. */
function holdsPrevious(journal: WithPrevious): Decision {
  const because = `this job still holds the previous key, ${journal.previous}: it was queued before ${journal.current} was published, or re-run. A freshly queued run goes on`
  return wait(phaseOf(journal), nextOf(journal), because)
}

// ── Words ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const record = (journal: Journal, because: string): Decision => ({ do: 'record', journal, because })
const observe = (what: Observation, because: string): Decision => ({ do: 'observe', what, because })
const blocked = (because: string, remedy: string): Decision => ({ do: 'stop', because, remedy })
const wait = (phase: Phase, next: Next, because: string): Decision => ({ do: 'wait', phase, next, because })
const fail = (phase: Phase, next: Next, because: string, remedy: string): Decision => ({
  do: 'fail',
  phase,
  next,
  because,
  remedy,
})
const act = (
  what: 'try' | 'verify' | 'deactivate' | 'reactivate' | 'delete' | 'discard' | 'untag',
  key: KeyId,
  because: string,
): Decision => ({ do: what, key, because })

const publishTo = (since: Instant, key: KeyId, because: string): Decision => ({ do: 'publish', key, since, because })

/** Last uses are read before a person is asked to choose between keys. */
function withLastUses({ world }: Situation): Decision | undefined {
  const unread = world.keys.some((key) => key.lastUsed.kind === 'unread')
  return unread
    ? observe('last use', 'a person has to choose between keys, and needs to know which one is used')
    : undefined
}

function nextOf(journal: WithPrevious): Next {
  return { step: journal.phase === 'deactivated' ? 'delete' : 'deactivate', at: undefined }
}

function common({ current, previous, window, digest }: WithPrevious) {
  return { current, previous, window, digest }
}

/** AWS and GitHub tell the time in whole seconds. */
function wholeSecond(at: Instant): Instant {
  return Math.floor(at / second) * second
}
