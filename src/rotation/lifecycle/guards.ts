/** What forbids touching these keys at all, and what turns a wait red. */

import type { Decision, Next } from '../decision.ts'
import { activeKey, find, journalOf, keysOf, phaseOf, refusedDigests } from '../facts.ts'
import { anotherJob, isLaterRun, isOtherListOfThisRun, refusal } from '../refusal.ts'
import { type Duration, day, type Instant, spoken, utc } from '../time.ts'
import type { AccessKey, Holder, Journal, Policy, World } from '../world.ts'
import {
  blocked,
  fail,
  isSteppingAside,
  keysTold,
  nextOf,
  observe,
  patience,
  record,
  roleOf,
  soon,
  wait,
  withLastUses,
} from './answers.ts'
import type { Replacing, Situation, WithPrevious } from './situation.ts'

/** No key of a user is active for so long after it was due, without turning every run red. */
const forbearance: Duration = 30 * day

/** The state was written in a format that this version cannot read. */
export function ofAnotherVersion({ world }: Situation): Decision | undefined {
  if (world.journal.kind !== 'unknown') return undefined
  return blocked(
    `the tag rotate-iam-access-keys of ${world.user.name} was written by another version of this action: “${world.journal.text}”`,
    'Use the version of this action that wrote it, or remove the tag once you know which key is in use.',
  )
}

/**
 * One configuration owns a user: another one does not know where this one has put the key. Only the owner can change its
 * list, and not to one that was refused, or that the present one has just replaced.
 */
export function otherList({ world, policy, now }: Situation): Decision | undefined {
  if (world.journal.kind !== 'read' || policy.force) return undefined
  const { journal, holder } = world.journal
  if (holder === undefined || holder.nonce === policy.nonce) return undefined
  const isOtherJob = isOtherListOfThisRun(holder, policy)
  const isOwner = holder.owner === policy.owner && !isOtherJob
  // The owner's latest run has brought another list, whose places may hold the previous key.
  const isReplaced = isOwner && hasPrevious(journal) && !brought(holder, policy)
  const isPresent = journal.digest === policy.digest
  if (isPresent && !isReplaced) return undefined
  const refuse = (who: string) => refusal({ world, policy, now }, who)
  if (!isOwner) return refuse(isOtherJob ? anotherJob : `a workflow of ${holder.run.replace(/\/[^/]*$/, '')}`)
  if (!brought(holder, policy) && isLaterRun(holder, policy)) {
    const because = `a later run of this workflow has other destinations for ${world.user.name} than this one, and its list counts`
    return wait(phaseOf(journal), nextIn(journal), because)
  }
  const isRefused = refusedDigests(world).includes(policy.digest)
  const isFormer = journal.before === policy.digest
  if (!policy.bringsPresentList && !isRefused && !isFormer) {
    const because = `the destinations of this run differ from those in use for ${world.user.name}, and only the first attempt of a run on the default branch can change them`
    return wait(phaseOf(journal), nextIn(journal), because)
  }
  // A list that was in use before, or is again after another one: the two take turns.
  if (isRefused || isFormer || isPresent) return refuse(anotherOfThisWorkflow)
  // Whoever comes with the former list has to see that it is no more the one that counts.
  return isReplaced ? record(journal, 'these destinations are the ones that count from now on') : undefined
}

/** Whether the holder had the very list that this run brings. */
function brought({ list }: Holder, { digest }: Policy): boolean {
  return list === undefined || digest.startsWith(list)
}

const anotherOfThisWorkflow = 'another configuration of this workflow'

function nextIn(journal: Journal): Next {
  return hasPrevious(journal) ? nextOf(journal) : soon('rotate')
}

/** Whether a key has been replaced that may still be in use. */
function hasPrevious(journal: Journal): journal is WithPrevious {
  return journal.phase === 'current' || journal.phase === 'deactivating' || journal.phase === 'deactivated'
}

/** Keys that the journal does not account for: a person must say what they are for. Never "delete the oldest". */
export function unexplainedKeys(situation: Situation): Decision | undefined {
  const { world, policy, now, journal } = situation
  const known = keysOf(journal)
  const strangers = world.keys.filter((key) => !known.includes(key.id))
  if (world.keys.length < 2 || strangers.length === 0) return undefined
  // What a creation has led to, or an interrupted one left behind, is judged where creation is.
  const isAfterCreation = world.run.creation?.kind === 'created' || (world.keys.length === 2 && strangers.length === 1)
  if (journal?.phase === 'creating' && isAfterCreation) return undefined
  const inactive = world.keys.filter((key) => key.status === 'Inactive')
  const replaceable =
    world.keys.length === 2 && inactive.length === 1 && strangers.some((key) => inactive.includes(key))
  if (policy.replaceInactiveKey && replaceable) return undefined
  return (
    explainedByTag(situation) ??
    withLastUses(situation) ??
    blocked(
      `${world.user.name} has ${world.keys.length} access keys that this action cannot explain: ${keysTold(world.keys, now)}`,
      `${whichToKeep(world)} Switch the other one off first, and delete it when nobody has missed it.${replaceable ? ' Or set "replace-inactive-key: true", which deletes the inactive one when the next rotation is due.' : ''}${journal === undefined ? tagsRemoved : ''}`,
    )
  )
}

function whichToKeep({ signer }: World): string {
  const job = signer === undefined ? '' : ` This job signs with ${signer}.`
  return `Find out which one is in use.${job}`
}

const tagsRemoved =
  ' If a tool removed the tags of this user, make it keep them: in Terraform, with ignore_tags { key_prefixes = ["rotate-iam-access-keys", "AKIA"] } in the provider.'

/** A key that appeared while another one was to be made, and that nothing explains. */
export function foreignKey(situation: Situation, key: AccessKey): Decision {
  const { world, now } = situation
  return (
    explainedByTag({ ...situation, journal: undefined }) ??
    withLastUses(situation) ??
    blocked(
      `${key.id} appeared during a rotation, and this action cannot explain it: ${keysTold(world.keys, now)}`,
      `Find out who created ${key.id}, and delete it if nobody uses it. The next run goes on.`,
    )
  )
}

/** The journal is lost or speaks of other keys, but a tag tells: the older key beside one made here is replaced by it. */
function explainedByTag({ world, policy, journal }: Situation): Decision | undefined {
  const [old, pending, another] = world.keys
  if (old === undefined || pending === undefined || another !== undefined) return undefined
  if (!world.made.includes(pending.id) || pending.status !== 'Active') return undefined
  // Of the key that this run has made itself, it knows more than a tag tells.
  if (world.run.held === pending.id) return undefined
  // A current key that is off was switched off by a person.
  if (old.status === 'Inactive' && journal?.current === old.id) return undefined
  const because = `the journal does not explain these keys, but a tag does: ${pending.id} was created to replace ${old.id}`
  if (world.destinations === 'unread') return observe('destinations', because)
  const window = { from: pending.created + world.destinations.ahead, to: undefined }
  const { digest } = policy
  const told = { phase: 'publishing', pending: pending.id, ...roleOf(old), window, sealed: undefined, digest } as const
  return record(told, because)
}

/** Whether a configuration was refused whose places may hold the previous key. */
export function isMarked(world: World, policy: Policy, now: Instant): boolean {
  const { refused } = world
  const owners = journalOf(world)?.digest
  if (refused === undefined || refusedDigests(world).every((each) => each === owners)) return false
  return now < refused.at + policy.deactivateAfter + patience
}

/** Places of a configuration that was refused may hold the previous key: it stays until they had their time. */
export function heldByOthers({ world, policy, now, journal, previous }: Replacing): Decision | undefined {
  if (world.refused === undefined || !isMarked(world, policy, now)) return undefined
  const at = world.refused.at + policy.deactivateAfter + patience
  const because = `another configuration for ${world.user.name} was refused at ${utc(world.refused.at)}, and its destinations may hold ${previous.id}: that key is neither switched off nor deleted until ${utc(at)}. List all destinations in one configuration and remove the other`
  return wait(phaseOf(journal), { ...nextOf(journal), at }, because)
}

/** A wait without a date that lasts and lasts needs a person: green runs would hide it. */
export function overdue({ policy, now, journal }: Situation, decision: Decision): Decision | undefined {
  if (decision.do !== 'wait' || decision.next.at !== undefined || decision.phase === 'steady') return undefined
  const since = journal === undefined ? undefined : latestIn(journal)
  if (since === undefined) return undefined
  const grace = { rotating: 0, overlap: policy.deactivateAfter, recovery: policy.deleteAfter, blocked: 0 }
  const lasting = now - since - grace[decision.phase]
  if (lasting <= patience) return undefined
  const because = `this wait has lasted for ${spoken(lasting)}: ${decision.because}`
  return fail(decision.phase, decision.next, because, 'It does not end by itself: fix what this message names.')
}

/**
 * Green means kept: a key that is older than it may be turns the run red, whatever keeps the rotation from going on.
 * Undefined where no key is too old. `decision`: what the run would end with, or go on with, otherwise.
 */
export function overaged({ world, policy, now, journal }: Situation, decision: Decision): Decision | undefined {
  const current = journal === undefined ? activeKey(world) : find(world, journal.current)
  // A run that steps aside leaves it to another; an intent that AWS has refused leaves it to nobody.
  const isRefused = journal?.phase === 'creating' && journal.at === undefined
  const isUnderWay = phaseOf(journal) === 'rotating' && !isRefused
  if (isSteppingAside(decision)) return undefined
  const exceeds = (key: AccessKey | undefined, grace: Duration) =>
    key?.status === 'Active' && now - key.created > policy.rotateAfter + grace
  const key =
    world.keys.find((each) => exceeds(each, forbearance)) ??
    (exceeds(current, patience) && !isUnderWay ? current : undefined)
  if (key === undefined) return undefined
  const age = `${key.id} is ${spoken(now - key.created)} old, and rotate-after is ${spoken(policy.rotateAfter)}`
  const because = `${age}: a key that old should not be active any more, but ${decision.because}`
  const going = goingByItself(policy, journal, key, decision)
  const next = 'next' in decision ? decision.next : undefined
  const own = 'remedy' in decision ? decision.remedy : going
  const remedy = own ?? 'It still works. Let the rotation go on: remove what it waits for, and run it more often.'
  const red = fail('phase' in decision ? decision.phase : phaseOf(journal), next, because, remedy)
  return { ...red, tooOld: going === undefined ? 'stays' : 'goes by itself' }
}

/** What is said of a key that has been replaced, and waits for nothing but the end of deactivate-after. */
function goingByItself(
  policy: Policy,
  journal: Journal | undefined,
  { id }: AccessKey,
  decision: Decision,
): string | undefined {
  if (journal?.phase !== 'current' || journal.previous !== id || journal.provenAt === undefined) return undefined
  const at = journal.provenAt + policy.deactivateAfter
  if (decision.do !== 'wait' || decision.next.at !== at) return undefined
  return `Nothing has to be done: the new key is in use, and the first run after ${utc(at)} switches the old one off.`
}

/** The latest moment that a journal tells of. */
export function latestIn(journal: Journal): Instant | undefined {
  if ('at' in journal) return journal.at
  if ('provenAt' in journal && journal.provenAt !== undefined) return journal.provenAt
  return journal.window.to ?? journal.window.from
}
