/** Creation: everything is checked and the intent is written before a key exists. */

import { canAskForHolder, lastActOf, predecessorGone } from '../claim.ts'
import type { Decision, Next, Phase } from '../decision.ts'
import {
  find,
  freshNearby,
  isBornLate,
  isOrphan,
  isQueuedAfter,
  keysOf,
  nearbyHolders,
  ownRecovery,
  phaseOf,
  strangerTo,
  verificationOf,
} from '../facts.ts'
import { asSentence } from '../problem.ts'
import { cannotHold, latestWrite, secretsWhere } from '../secret-dates.ts'
import { type Duration, type Instant, minute, second, spoken, utc } from '../time.ts'
import { deactivationNeeds, intentFreshness, intentSettling, rotationNeeds, settlingOfWrites } from '../waits.ts'
import type { AccessKey, Creation, Journal, Policy, World } from '../world.ts'
import {
  act,
  begin,
  blocked,
  bullets,
  fail,
  listOrDismiss,
  observe,
  record,
  roleOf,
  soon,
  unlisted,
  wait,
  wholeSecond,
} from './answers.ts'
import { foreignKey, latestIn } from './guards.ts'
import { keySwitchedOff, keysDeleted, leftAsItIs, mostAside, placesAside, setAside } from './people.ts'
import { forget, foundTold, remember, verify } from './proof.ts'
import type { Answer, Beginning, Creating, During, Situation } from './situation.ts'

/**
 * GetAccessKeyLastUsed counts in spans of 15 minutes and lags behind them: before that, unused means nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
const lastUsedLag: Duration = 15 * minute

// ── What stands against a rotation ────────────────────────────────────────────────────────────────────────────────

/** Nothing is created before everything is checked. */
export function unchecked({ world, because }: Beginning): Decision | undefined {
  return world.preflight === 'unread' ? observe('preflight', because) : undefined
}

/** What the look at everything has found. */
export function problemsFound({ world }: Beginning): Decision | undefined {
  if (world.preflight === 'unread' || world.preflight.length === 0) return undefined
  return blocked(
    `the access key of ${world.user.name} cannot be replaced:${bullets(world.preflight)}`,
    'Do what each point says, and run again; "mode: plan" looks without changing anything.',
  )
}

/** The preflight reads them, unless it has found problems, or it was a look of long ago. */
export function destinationsNotRead({ world, because }: Beginning): Decision | undefined {
  return world.destinations === 'unread' ? observe('destinations', because) : undefined
}

/** A tag has room for so many places that are set aside. */
export function tooManyAside(situation: Beginning): Decision | undefined {
  const isTooMany = (placesAside(situation) ?? []).length > mostAside
  return isTooMany ? setAside('steady', undefined, leftAsItIs(situation)) : undefined
}

/** A repository or environment made anew is not the place that the key was published to, whatever its name. */
export function placeMadeAnew(situation: Beginning): Decision | undefined {
  const { world, policy, journal } = situation
  if (policy.force || world.destinations === 'unread' || journal?.phase !== 'steady') return undefined
  if (journal.digest !== policy.digest) return undefined
  const { to, from } = journal.window
  const aside = placesAside(situation) ?? []
  const anew = world.destinations.destinations.filter(({ name, made }) => {
    return made !== undefined && made > (to ?? from) && !aside.some(({ place }) => place === name)
  })
  if (anew.length === 0) return undefined
  return blocked(
    `somebody has recreated ${anew.map(({ name }) => name).join(', ')} since ${journal.current} was published there: a new place of the same name may lack the protection of the old one`,
    'Protect it like the old one and start the workflow by hand once with "force: true", or take it out of destinations.',
  )
}

/** The recovery secret holds what this action has not written for this user: it is neither overwritten nor deleted. */
export function recoverySecretTaken({
  world,
  policy,
  journal,
  because,
}: Situation & Pick<Beginning, 'because'>): Decision | undefined {
  const { destinations, recovered: handed, run } = world
  if (!policy.recovery || destinations === 'unread' || destinations.recovery?.updatedAt === undefined) return undefined
  if (run.recoveryCleared || ownRecovery(world) !== undefined) return undefined
  const { name, updatedAt } = destinations.recovery
  if (run.queued === 'unread') return observe('queue', `${because}; was this run queued before ${name} was written?`)
  if (isQueuedAfter(world, updatedAt) !== true) {
    const reason = `the recovery secret ${name} is in use, and this job was queued before it was written`
    return wait(phaseOf(journal), soon('rotate'), `${because}, but ${reason}. A freshly queued run looks again`)
  }
  if (handed !== undefined) {
    return blocked(
      `the recovery secret ${name} holds a key of another user than ${world.user.name}: it is of ${handed.user} in the account …${handed.account.slice(-4)}`,
      'Give each user a recovery secret of its own: write {iam-user} into recovery-secret-name.',
    )
  }
  return blocked(
    `the recovery secret ${name} exists, but this job did not get a key of ${world.user.name} from it: somebody else may have written it`,
    `Add "recovery-secret: \${{ secrets.${name} }}" to the step. If it is there already, somebody else has written ${name}: delete that secret, or name another one in recovery-secret-name.`,
  )
}

/** A first rotation overwrites nothing that cannot be the key to be replaced. */
export function holdsAnotherKey(situation: Beginning): Decision | undefined {
  const { world, old } = situation
  if (old === undefined || world.destinations === 'unread' || !isAdopting(situation)) return undefined
  const others = cannotHold(world.destinations, old)
  if (others.length === 0) return undefined
  return blocked(
    `${old.id}, the key to be replaced, cannot be in ${others.join(', ')}: written before that key was created (${utc(old.created)}), or showing another ID`,
    'Correct iam-user or destinations, or start the workflow by hand once with "force: true" to overwrite it.',
  )
}

/** A first rotation needs to know where the key is: in use, and none of the configured secrets exists. */
export function storedElsewhere(situation: Beginning): Decision | undefined {
  const { world, old } = situation
  if (old === undefined || world.destinations === 'unread' || !isAdopting(situation)) return undefined
  const { destinations } = world.destinations
  const missing = secretsWhere(destinations, ({ updatedAt }) => updatedAt === undefined)
  const isAnyThere = secretsWhere(destinations, ({ updatedAt }) => updatedAt !== undefined).length > 0
  if (missing.length === 0 || isAnyThere) return undefined
  // Its use by this very run shows only later.
  const isSigning = world.signer === old.id
  if (!isSigning && old.lastUsed.kind === 'unread') {
    return observe('last use', `is ${old.id} in use, though no destination exists?`)
  }
  if (!isSigning && old.lastUsed.kind === 'never') return undefined
  const use = isSigning || old.lastUsed.kind === 'used' ? 'is in use' : 'may be in use (its last use cannot be read)'
  return blocked(
    `${old.id} ${use}, and none of the configured secrets exists (${missing.join(', ')}): it is stored under another name, or in a place that nobody listed`,
    'Set "secrets" to the names that the workflows use, and list the environments and organizations that hold the key in "destinations"; or start the workflow by hand once with "force: true".',
  )
}

/** A first rotation needs the whole key: workflows that take one half from elsewhere would mix two keys. */
export function halfStored(situation: Beginning): Decision | undefined {
  const { world, old } = situation
  if (old === undefined || world.destinations === 'unread' || !isAdopting(situation)) return undefined
  const half = world.destinations.destinations.filter(({ secrets }) => {
    const exist = secrets.filter(({ updatedAt }) => updatedAt !== undefined).length
    return exist > 0 && exist < secrets.length
  })
  if (half.length === 0) return undefined
  const absent = secretsWhere(half, ({ updatedAt }) => updatedAt === undefined)
  return blocked(
    `only half of the key is stored: ${absent.join(', ')} cannot be found. Workflows take that half from elsewhere, and would mix the halves of two keys`,
    'If the access key ID is a variable, write "variables: { NAME: access-key-id }" and leave it out of "secrets". If what is missing is meant to be new there, start the workflow by hand once with "force: true".',
  )
}

/** Nothing has been published by this configuration yet, so nothing is known of what the destinations hold. */
function isAdopting({ world, policy }: Situation): boolean {
  if (policy.force) return false
  if (world.journal.kind !== 'read') return true
  const { journal } = world.journal
  return (journal.phase === 'creating' || journal.phase === 'pending') && journal.digest !== policy.digest
}

/** The same name nearby may hold the key that is to be replaced: its jobs would be left behind. */
export function sameNameElsewhere({ world, policy, journal, old }: Beginning): Decision | undefined {
  // Once a key has been handed out, waiting for a person would leave its holders without one.
  const isUnderWay = journal?.phase === 'pending' || journal?.phase === 'publishing'
  if (policy.force || old === undefined || isUnderWay) return undefined
  const reading = freshNearby(world)
  if (reading === undefined) return observe('same name nearby', `does a secret that is not listed hold ${old.id}?`)
  const places = nearbyHolders(reading, old)
  if (places.length === 0) return undefined
  return blocked(`${unlisted(places, old, reading.ahead)}. Jobs that use it there would lose it`, listOrDismiss(places))
}

/** Prove before you replace: what does not pass with the key in use would not pass with the next one either. */
export function oldKeyNotProven(situation: Beginning): Decision | undefined {
  const { world, policy, journal, old, because } = situation
  const aside = journal?.phase === 'steady' ? (placesAside(situation) ?? []).map(({ place }) => place) : []
  // Without what is set aside, a rotation goes on only where a workflow shows that it can be proven so.
  const besides = ', and no workflow has shown that a key can be proven in the other places'
  const unsure = () => (aside.length === 0 ? undefined : setAside('steady', undefined, leftAsItIs(situation), besides))
  if (policy.verification === 'none' || old === undefined || old.status !== 'Active') return undefined
  if (world.destinations === 'unread') return undefined
  if (!isProvenFirst(situation)) return unsure()
  const { destinations } = world.destinations
  const covered = destinations.filter(({ name }) => !policy.uncovered.includes(name) && !aside.includes(name))
  // A job cannot pass where a secret is still to be made.
  const isComplete = covered.every(({ secrets }) => secrets.every(({ updatedAt }) => updatedAt !== undefined))
  if (covered.length === 0 || !isComplete) return unsure()
  if (aside.length === 0 && old.lastUsed.kind === 'unread') return observe('last use', `does anybody use ${old.id}?`)
  if (aside.length === 0 && old.lastUsed.kind === 'never') return undefined
  const found = verificationOf(world, old)
  switch (found?.verdict) {
    case undefined: {
      const question = `${because}: does the verification pass with it, before it is replaced?`
      return verify(situation, old, question, { leaveOut: aside })
    }
    case 'works':
      return undefined
    case 'rejected':
      return (
        forget(situation, found) ??
        setAside('steady', undefined, leftAsItIs(situation), `; in the other places, ${foundTold(found)}`) ??
        blocked(
          `the verification does not pass with ${old.id}, the key in use: ${foundTold(found)}`,
          'Fix what the verification reports: the list of destinations, the names of the secrets, or the verification itself. Or start the workflow by hand once with "force: true".',
        )
      )
    case 'unknown': {
      const unknown = `it is not known whether the verification passes with ${old.id}, the key in use: ${asSentence(foundTold(found))} Nothing is created`
      if (found.remedy !== undefined) return fail('steady', soon('rotate'), unknown, found.remedy)
      return remember(situation, found) ?? wait('steady', soon('rotate'), `${unknown}, and the next run looks again`)
    }
  }
}

/**
 * Whether the key is proven before it is replaced: not where an earlier run has come further, where a tag tells of a key
 * that is gone, which somebody may hold, or where a place was left out when the key was published.
 */
function isProvenFirst({ world, policy, journal, strays }: Beginning): boolean {
  if (policy.force) return false
  if (world.made.some((id) => find(world, id) === undefined)) return false
  return journal === undefined || (journal.phase === 'steady' && strays.every(({ kind }) => kind !== 'missed'))
}

/** A key is replaced only in a run that can still verify the new one, and take it back. */
export function noTimeToRotate(situation: Beginning): Decision | undefined {
  const { world, journal, old } = situation
  const late = outOfTime(situation, phaseOf(journal), 'rotate')
  // What took the time has been proven, and is not asked for again.
  const found = late === undefined || old === undefined ? undefined : verificationOf(world, old)
  return (found?.verdict === 'works' ? remember(situation, found) : undefined) ?? late
}

/** A key is replaced or deactivated only in a run that can still verify, and take it back. */
export function outOfTime(
  { world, policy }: Situation,
  phase: Phase,
  what: 'rotate' | 'deactivate',
): Decision | undefined {
  const left = Math.max(0, policy.timeLimit - world.run.elapsed)
  const needed = what === 'rotate' ? rotationNeeds(policy) : deactivationNeeds(policy)
  if (left >= needed) return undefined
  if (policy.timeLimit < needed) {
    return fail(
      phase,
      soon(what),
      `a run has ${spoken(policy.timeLimit)}, and to ${what}, verify and revert may take ${spoken(needed)}`,
      'Raise time-limit, the timeout of the job, and the life of temporary credentials (role-duration-seconds). Put the end of those credentials into AWS_CREDENTIAL_EXPIRATION: without it, they are taken to end an hour after the start of the job.',
    )
  }
  const because = `this run has ${spoken(left)} left, and to ${what}, verify and revert may take ${spoken(needed)}`
  return wait(phase, soon(what), because)
}

/** Nothing stands against it: the intent is written before the key is asked for. */
export function announceKey(situation: Beginning): Decision {
  const { policy, now, journal, old, because } = situation
  const { digest } = policy
  const before = replacedList(journal, policy)
  const aside = placesAside(situation)
  return record({ phase: 'creating', ...roleOf(old), at: wholeSecond(now), digest, before, aside }, because)
}

/** The list that the present one replaces, or has replaced while its first rotation is under way. */
export function replacedList(journal: Journal | undefined, { digest }: Policy): string | undefined {
  if (journal?.digest !== digest) return journal?.digest
  return journal.phase === 'steady' ? undefined : journal.before
}

// ── The intent is written by this run ─────────────────────────────────────────────────────────────────────────────

/** An inactive key from before the rotation takes the second place, and the user lets it go. */
export function inactiveKeyGoes({ world, policy, journal }: Creating): Decision | undefined {
  const stranger = strangerTo(world, journal)
  if (stranger === undefined || !isOccupant(stranger, journal, policy)) return undefined
  const because = 'AWS allows two keys and counts inactive ones; replace-inactive-key allows deleting this one'
  return act('delete', stranger.id, because)
}

/** A key that appeared while this run was about to ask for one is not its own. */
export function keyAppeared(situation: Creating): Decision | undefined {
  const stranger = strangerTo(situation.world, situation.journal)
  return stranger === undefined ? undefined : foreignKey(situation, stranger)
}

/** An intent explains only a key that comes right after it. */
export function intentTooOld(situation: Creating): Decision | undefined {
  const { world, now, journal } = situation
  if (journal.at !== undefined && now - journal.at <= intentFreshness) return undefined
  const because = 'the intent is too old to tell its key from others'
  return announceKey({ ...situation, old: replacedBy(world, journal), because })
}

/** The key is asked for, once. */
export function askForKey({ world, journal, now }: Creating): Decision {
  const until = (journal.at ?? now) + intentFreshness
  return { do: 'create', because: `${world.run.intended}; everything is checked`, until }
}

/** The key that a rotation replaces, as IAM shows it. */
export function replacedBy(world: World, journal: During<'creating' | 'pending' | 'publishing'>) {
  return find(world, journal.current ?? journal.previous)
}

/** An inactive key from before the rotation, which the user lets go. */
function isOccupant(key: AccessKey, intent: During<'creating'>, { replaceInactiveKey }: Policy): boolean {
  return replaceInactiveKey && key.status === 'Inactive' && (intent.at === undefined || key.created < intent.at)
}

// ── AWS has answered ──────────────────────────────────────────────────────────────────────────────────────────────

/** What AWS's answer to this run's request for a key leads to. */
export function afterCreation(situation: Creating, creation: Creation): Decision {
  const { journal } = situation
  // What appears next to an intent that AWS has refused is somebody else's, also for later runs.
  const takeBack = (because: string) => record({ ...journal, at: undefined }, because)
  switch (creation.kind) {
    case 'created':
      return keyCreated(situation, creation.key)
    case 'refused':
      if (journal.at !== undefined) return takeBack('AWS refused to create a key, so no key comes of this intent')
      return blocked(`AWS refused to create a key: ${creation.reason}`, creation.remedy)
    case 'postponed':
      if (journal.at !== undefined) return takeBack('AWS created no key, so none comes of this intent')
      return fail(
        'rotating',
        soon('rotate'),
        `AWS kept asking to wait: ${creation.reason}`,
        'No key was created. The next run tries again.',
      )
    case 'lost':
      return fail(
        'rotating',
        soon('rotate'),
        `AWS's answer to CreateAccessKey was lost (${creation.reason})`,
        'A key may exist whose secret nobody has. The key in use is untouched; a later run deletes what was left behind, and goes on.',
      )
  }
}

function keyCreated({ world, now, journal }: Creating, id: string): Decision {
  const made = find(world, id)
  const other = world.keys.find((key) => key.id !== id && !keysOf(journal).includes(key.id))
  if (made === undefined) {
    if (journal.at !== undefined) {
      return record({ ...journal, at: undefined }, `${id} was deleted again, and no other key comes of this intent`)
    }
    const why = other === undefined ? 'it came too late' : `${other.id} was created at the same time`
    return wait('rotating', soon('rotate'), `${id} was deleted again, since ${why}`)
  }
  if (other !== undefined) {
    return act('discard', id, `${other.id} was created at the same time, and only one new key may come of it`)
  }
  if (isBornLate(journal, made)) {
    return act('discard', id, `${id} was created so late that a later run could not tell who created it`)
  }
  const pending: Journal = { ...journal, phase: 'pending', pending: id, at: wholeSecond(now) }
  return record(pending, `${id} exists, and is written nowhere yet`)
}

// ── An earlier run announced a key and was cut off: did it come to exist? ─────────────────────────────────────────

/** The key to be replaced is gone: people are right, unless what is left is the key that this action made. */
export function oldKeyGone(situation: Creating): Answer | undefined {
  const { world, policy, journal } = situation
  if (journal.current === undefined || find(world, journal.current) !== undefined) return undefined
  const stranger = strangerTo(world, journal)
  if (stranger === undefined) return keysDeleted(situation)
  if (world.made.includes(stranger.id) && stranger.status === 'Active') return onlyKeyMadeHere(situation, stranger)
  return policy.force ? begin(stranger, 'force starts over') : foreignKey(situation, stranger)
}

/** A person switched off the key that was to be replaced. */
export function oldKeySwitchedOff(situation: Creating): Answer | undefined {
  const { world, journal } = situation
  return find(world, journal.current)?.status === 'Inactive' ? keySwitchedOff(situation) : undefined
}

/** The only key was made by this action, and the intent beside it is of the rotation that has made it. */
function onlyKeyMadeHere({ world, policy }: Situation, { id, created }: AccessKey): Decision {
  const because = `a tag says that this action created ${id}, and it is the only key`
  if (world.destinations === 'unread') return observe('destinations', because)
  const from = created + world.destinations.ahead
  const window = { from, to: Math.max(from, latestWrite(world.destinations.destinations)) }
  return record({ phase: 'steady', current: id, window, digest: policy.digest }, because)
}

/** A key that nothing describes, next to the intent of an earlier run. */
export function keyLeftBehind(situation: Creating): Decision | undefined {
  const { world, policy, now, journal } = situation
  const stranger = strangerTo(world, journal)
  if (stranger === undefined || isOccupant(stranger, journal, policy)) return undefined
  const cutOff = `${stranger.id} appeared when an earlier run was cut off`
  if (stranger.lastUsed.kind === 'unread') return observe('last use', `${cutOff}: was it ever used?`)
  if (world.destinations === 'unread') return observe('destinations', `${cutOff}: was anything written since?`)
  if (!isOrphan(world, journal, stranger)) return foreignKey(situation, stranger)
  const next = (at: Instant): Next => ({ step: 'discard', at })
  const lagging = stranger.created + lastUsedLag
  if (now < lagging) return wait('rotating', next(lagging), `${cutOff}; its use would show only after ${utc(lagging)}`)
  const waiting = whileUnsettled(situation, journal, cutOff)
  return waiting ?? act('discard', stranger.id, `${cutOff}; it was never used, and its secret exists nowhere`)
}

/** Until an earlier run is gone, and GitHub shows all that it wrote, its key is not discarded. */
export function whileUnsettled(
  { world, policy, now }: Situation,
  journal: Journal,
  because: string,
): Decision | undefined {
  const touched = latestIn(journal) ?? 0
  const gone = predecessorGone(world, policy) ?? lastActOf({ touched, timeLimit: policy.longestRun })
  const settled = gone + settlingOfWrites
  if (now >= settled) return isOlderThan(world, settled) ? observe('destinations', `${because}: and now?`) : undefined
  // Before it claims the user, the run asks GitHub when that one has ended.
  if (canAskForHolder(world, policy)) return undefined
  const next: Next = { step: 'discard', at: settled }
  return wait('rotating', next, `${because}; what that run did shows for certain only after ${utc(settled)}`)
}

/** Whether the destinations were read before a moment of AWS's clock. */
function isOlderThan({ destinations }: World, moment: Instant): boolean {
  return destinations !== 'unread' && destinations.at + second - destinations.ahead < moment
}

/** IAM may not show yet what an earlier run asked for. */
export function keyMayShow({ now, journal }: Creating): Decision | undefined {
  const shows = journal.at === undefined ? now : journal.at + intentSettling
  if (now >= shows) return undefined
  const because = `an earlier run asked for a key, and IAM shows whether it exists only after ${utc(shows)}`
  return wait('rotating', soon('rotate'), because)
}

/** No key came of it: the rotation begins anew. */
export function beginAnew({ world, journal }: Creating): Answer {
  return begin(replacedBy(world, journal), 'an earlier run ended before its new key existed')
}
