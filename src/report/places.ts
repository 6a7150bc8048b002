/** Where a user's key is stored, and how far this run knows what is there. Pure. */

import { journalOf, phaseOf } from '../rotation/facts.ts'
import { type Situation, situationOf } from '../rotation/lifecycle/situation.ts'
import { isInside, latestWrite } from '../rotation/secret-dates.ts'
import { type Instant, utc } from '../rotation/time.ts'
import type { DestinationReading, Journal, Policy, World } from '../rotation/world.ts'

/** What a place holds, as far as GitHub's dates and verifications show. */
export const placeStates = [
  /** The key that is in use. */
  'current',
  /** The new key, which is not proven yet. */
  'pending',
  /** Some of its secrets have the new key, others do not. */
  'partly pending',
  /** What was there before: the rotation has not come to it. */
  'not written yet',
  /** Secrets of which nothing shows whose key they hold. */
  'unproven',
  /** A secret of it is missing. */
  'missing',
  /** Somebody else has written it, and nothing shows what is there. */
  'written by others',
  /** Another key, as a verification or a variable shows. */
  'another key',
  /** The next rotation writes it. */
  'next rotation',
  /** It was left out: it is archived, or left as somebody else has left it. */
  'left out',
  /** This run had no reason to look at it. */
  'not read',
] as const

/** One place that is to store the key. */
export interface PlaceReport {
  /** `octo/app`, `the environment production of octo/app` */
  readonly name: string
  readonly state: (typeof placeStates)[number]
  /** A verification of this run has signed in with what is there. */
  readonly proven: boolean
  /** When it was written last, in UTC, where this run knows. */
  readonly writtenAt: string | undefined
}

/** The configured places, by their names, and what is known of each at the end of a run. */
export function placesOf(
  names: readonly string[],
  world: World | undefined,
  policy: Policy,
  at: Instant,
): readonly PlaceReport[] {
  if (world === undefined) {
    return names.map((name) => ({ name, state: 'not read', proven: false, writtenAt: undefined }))
  }
  const situation = situationOf(world, policy, at)
  const reading =
    world.destinations === 'unread'
      ? undefined
      : new Map(world.destinations.destinations.map((place) => [place.name, place]))
  return names.map((name) => {
    const proven = isProven(name, world)
    const place = reading?.get(name)
    const { state, written } = isRefuted(name, world)
      ? ({ state: 'another key', written: place && latestWrite([place]) } as const)
      : reading === undefined
        ? asNoted(name, world, policy)
        : place === undefined
          ? ({ state: 'left out', written: undefined } as const)
          : asRead(place, situation)
    const shown = proven ? (phaseOf(situation.journal) === 'rotating' ? 'pending' : 'current') : state
    return { name, state: shown, proven, writtenAt: written === undefined || written === 0 ? undefined : utc(written) }
  })
}

interface Known {
  readonly state: PlaceReport['state']
  readonly written: Instant | undefined
}

function isProven(name: string, world: World): boolean {
  const { verification } = world.run
  const journal = journalOf(world)
  const shown = journal !== undefined && 'pending' in journal ? journal.pending : journal?.current
  return verification?.verdict === 'works' && verification.key === shown && verification.covers.includes(name)
}

function isRefuted(name: string, { run: { verification } }: World): boolean {
  return verification?.refutes?.includes(name) === true
}

/** What the journal says of a place that was not read since this run last changed anything. */
function asNoted(name: string, world: World, policy: Policy): Known {
  const journal = journalOf(world)
  if (journal?.aside?.some(({ place }) => place === name)) return { state: 'left out', written: undefined }
  if (journal === undefined || !('window' in journal) || journal.digest !== policy.digest) {
    return { state: 'not read', written: undefined }
  }
  const { to } = journal.window
  if (to === undefined) return { state: 'not read', written: undefined }
  return { state: journal.phase === 'publishing' ? 'pending' : 'current', written: to }
}

function asRead(place: DestinationReading, { journal, strays, aside }: Situation): Known {
  const written = latestWrite([place])
  if (aside.some((stray) => stray.place === place.name)) return { state: 'left out', written }
  if (journal !== undefined && 'window' in journal) {
    if (journal.phase === 'publishing') return { state: whilePublishing(place, journal), written }
    const own = strays.filter((stray) => stray.place === place.name)
    const kinds = own.map(({ kind, refuted }) => (refuted ? 'refuted' : kind))
    const [worst] = kindsByWeight.filter(({ kind }) => kinds.includes(kind))
    if (worst !== undefined) return { state: worst.state, written }
    const isCurrent = place.secrets.every((secret) => isInside(secret, journal.window, journal.current))
    return { state: isCurrent ? 'current' : 'unproven', written }
  }
  if (place.secrets.some(({ updatedAt }) => updatedAt === undefined)) return { state: 'missing', written }
  return { state: journal?.phase === 'pending' ? 'not written yet' : 'unproven', written }
}

const kindsByWeight = [
  { kind: 'gone', state: 'missing' },
  { kind: 'refuted', state: 'another key' },
  { kind: 'changed', state: 'written by others' },
  { kind: 'missed', state: 'next rotation' },
  { kind: 'listed anew', state: 'next rotation' },
] as const

function whilePublishing(
  { secrets }: DestinationReading,
  { window, pending }: Extract<Journal, { phase: 'publishing' }>,
): PlaceReport['state'] {
  const written = secrets.filter((secret) => isInside(secret, window, pending)).length
  if (written === secrets.length) return 'pending'
  return written > 0 ? 'partly pending' : 'not written yet'
}
