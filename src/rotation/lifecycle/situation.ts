/** What the rules look at in each phase, and the forms of a rule and of its answer. */

import type { Decision } from '../decision.ts'
import { find, journalOf, phaseOf } from '../facts.ts'
import { latestWrite, type Stray, straysOf } from '../secret-dates.ts'
import type { Instant } from '../time.ts'
import type { AccessKey, DestinationReading, Journal, Policy, World } from '../world.ts'

/** Everything that a decision may rest on, each value found once. */
export interface Situation {
  /** Without the places that are set aside: nothing is written there, and what they hold decides nothing. */
  readonly world: World
  readonly policy: Policy
  readonly now: Instant
  /** What this action has written down of these keys; undefined when there is nothing, or nothing of this user. */
  readonly journal: Journal | undefined
  /** What was not written when the current key was published, as far as the destinations were read. */
  readonly strays: readonly Stray[]
  /** The same of places that are set aside. */
  readonly aside: readonly Stray[]
}

/** The journal in that phase. */
export type During<P extends Journal['phase']> = Extract<Journal, { phase: P }>

/** The journal while there is a previous key. */
export type WithPrevious = During<'current' | 'deactivating' | 'deactivated'>

/** One key, which nothing replaces yet; `published` when it is this action that has published it. */
export interface Resting extends Situation {
  readonly key: AccessKey
  readonly published: During<'steady'> | undefined
}

/** A rotation is about to begin: it replaces `old`, or gives the user a first key. */
export interface Beginning extends Situation {
  readonly old: AccessKey | undefined
  readonly because: string
}

/** A key is about to be asked for, or was. */
export interface Creating extends Situation {
  readonly journal: During<'creating'>
}

/** A pending key exists. `old`: the key that it replaces. */
export interface Rotating extends Situation {
  readonly journal: During<'pending' | 'publishing'>
  readonly pending: AccessKey
  readonly old: AccessKey | undefined
}

/** Both keys exist, and the current one is active. */
export interface Replacing<In extends WithPrevious = WithPrevious> extends Situation {
  readonly journal: In
  readonly current: AccessKey
  readonly previous: AccessKey
}

/** The previous key still works. */
export type Overlap = Replacing<During<'current'>>
/** The previous key is being switched off, or may be off without a proof since. */
export type Deactivating = Replacing<During<'deactivating'>>
/** The previous key is off, and the current one was proven since. */
export type Recovery = Replacing<During<'deactivated'>>

/** A rule's answer that a rotation is to begin: what stands against it is looked at next. */
export interface Begin {
  readonly do: 'begin'
  readonly old: AccessKey | undefined
  readonly because: string
}

/** What a rule says. */
export type Answer = Decision | Begin

/** One reason to do something, or to leave it; undefined when it does not apply, and the next rule is asked. */
export type Rule<In extends Situation, Out extends Answer = Answer> = (situation: In) => Out | undefined

/** The world as the rules look at it. */
export function situationOf(world: World, policy: Policy, now: Instant): Situation {
  const journal = journalOf(world)
  const { destinations: reading } = world
  if (reading === 'unread') return { world, policy, now, journal, strays: [], aside: asNoted(journal) }
  const [left = [], others = []] = [true, false].map((is) =>
    reading.destinations.filter((place) => isAside(journal, place) === is),
  )
  const rest: World = { ...world, destinations: { ...reading, destinations: others } }
  return {
    world: rest,
    policy,
    now,
    journal,
    strays: straysFrom(journal, rest, policy),
    aside: left.flatMap(leftAside),
  }
}

/**
 * Whether a place is still as somebody else had left it when it was set aside. While a rotation goes on without it, it
 * stays so: what somebody writes there meanwhile is looked at when the new key is current.
 */
function isAside(journal: Journal | undefined, place: DestinationReading): boolean {
  const noted = journal?.aside?.find((each) => each.place === place.name)
  return noted !== undefined && (phaseOf(journal) === 'rotating' || noted.at === latestWrite([place]))
}

/** What is set aside, as far as the journal tells. */
function asNoted(journal: Journal | undefined): readonly Stray[] {
  return (journal?.aside ?? []).map(({ place, at }) => {
    const [kind, updatedAt] = at === 0 ? (['gone', undefined] as const) : (['changed', at] as const)
    return { place, secret: `the secret in ${place}`, updatedAt, kind, refuted: false, provable: false }
  })
}

function leftAside({ name: place, secrets }: DestinationReading): readonly Stray[] {
  const absent = secrets.filter(({ updatedAt }) => updatedAt === undefined)
  const kind = absent.length > 0 ? 'gone' : 'changed'
  const refuted = secrets.some(({ value }) => value !== undefined)
  return (absent.length > 0 ? absent : secrets).map(({ name, updatedAt }) => {
    return { place, secret: `${name} in ${place}`, updatedAt, kind, refuted, provable: false }
  })
}

function straysFrom(journal: Journal | undefined, world: World, policy: Policy): readonly Stray[] {
  if (world.destinations === 'unread' || journal === undefined) return []
  if (!('window' in journal) || journal.phase === 'publishing') return []
  const earliest = find(world, journal.phase === 'steady' ? journal.current : journal.previous)
  return earliest === undefined ? [] : straysOf(world.destinations, journal, journal.current, earliest, policy)
}
