/** What the date of a secret proves. Its value cannot be read; a variable's can, and tells more. */
import { type Duration, type Instant, minute } from './time.ts'
import { settlingOfWrites } from './waits.ts'
import type {
  AccessKey,
  DestinationReading,
  DestinationsReading,
  Journal,
  KeyId,
  Policy,
  Publication,
  PublishWindow,
  SecretReading,
} from './world.ts'

/**
 * From when on a run is created with the published key, by GitHub's clock. GitHub reads secrets when it queues a run,
 * and may take a moment to see what was written: https://docs.github.com/en/actions/concepts/security/secrets
 */
export function reachesNewRuns({ window: { from, to } }: Publication): Instant {
  return (to ?? from) + settlingOfWrites
}

/** Secrets that were not written inside the window of `key`: whatever they hold, it is not known to be that key. */
export function outsideWindow(reading: DestinationsReading, window: PublishWindow, key: KeyId): readonly string[] {
  return secretsWhere(reading.destinations, (secret) => !isInside(secret, window, key))
}

/** A secret that was not written inside the window of a key, and what that says of it. */
export interface Stray {
  /** Name of its place. */
  readonly place: string
  /** `AWS_ACCESS_KEY_ID in octo/app` */
  readonly secret: string
  readonly updatedAt: Instant | undefined
  /**
   * `listed anew`: it cannot hold an earlier key. `missed`: the publication left it out, since it was archived then.
   * `gone` or `changed`: somebody else has removed or written it.
   */
  readonly kind: 'listed anew' | 'missed' | 'gone' | 'changed'
  /** It is a variable, which shows that it holds something else. */
  readonly refuted: boolean
  /** A verification can tell what it holds: a workflow speaks for its place. */
  readonly provable: boolean
}

/** What was not written when `key` was published; `earliest` is the oldest key that such a secret may hold. */
export function straysOf(
  { destinations, ahead }: DestinationsReading,
  { window, digest, aside = [] }: Publication & Pick<Journal, 'aside'>,
  key: KeyId,
  earliest: AccessKey,
  policy: Policy,
): readonly Stray[] {
  const isAnew = (at: Instant | undefined) =>
    digest !== policy.digest && (at === undefined || at < earliest.created + ahead)
  const kindOf = (at: Instant | undefined, wasAside: boolean): Stray['kind'] => {
    if (isAnew(at)) return 'listed anew'
    if (at === undefined) return 'gone'
    return digest === policy.digest && at < window.from && !wasAside ? 'missed' : 'changed'
  }
  return destinations.flatMap(({ name: place, secrets }) => {
    const isCovered = policy.verification === 'workflow' && !policy.uncovered.includes(place)
    const wasAside = aside.some((each) => each.place === place)
    return (
      secrets
        // A date inside the window is that of somebody else's write where the publication has left the place out.
        .filter((secret) => !isInside(secret, window, key) || (wasAside && secret.value === undefined))
        .map(({ name, updatedAt, value }): Stray => {
          return {
            place,
            secret: `${name} in ${place}`,
            updatedAt,
            kind: kindOf(updatedAt, wasAside),
            refuted: updatedAt !== undefined && value !== undefined,
            provable: isCovered && value === undefined,
          }
        })
    )
  })
}

/** Whether a secret holds the key that was published in the window; a variable tells so itself. */
export function isInside({ updatedAt: at, value }: SecretReading, { from, to }: PublishWindow, key: KeyId): boolean {
  if (value !== undefined) return value === key
  return at !== undefined && at >= from && (to === undefined || at <= to)
}

/** Secrets that were written since the window of `key` began. */
export function writtenInto(reading: DestinationsReading, { from }: PublishWindow, key: KeyId): readonly string[] {
  return secretsWhere(reading.destinations, ({ updatedAt: at, value }) =>
    value === undefined ? at !== undefined && at >= from : value === key,
  )
}

/** Secrets that may hold a key, since they were written after it was created; or any key of a user, likewise. */
export function mayHold(
  places: readonly DestinationReading[],
  { id, created }: Pick<AccessKey, 'id' | 'created'>,
  ahead: Duration,
  until: Instant = Number.POSITIVE_INFINITY,
): readonly string[] {
  return secretsWhere(places, ({ updatedAt: at, value }) =>
    value === undefined ? at !== undefined && at >= created + ahead && at <= until : value === id,
  )
}

/** Dates of two services are compared with this to spare, where a person would be bothered. */
export const tolerance: Duration = 10 * minute

/** Secrets that exist and cannot hold a key, since they were last written well before it was created. */
export function cannotHold(
  { destinations, ahead }: DestinationsReading,
  { id, created }: AccessKey,
): readonly string[] {
  return secretsWhere(destinations, ({ updatedAt: at, value }) =>
    value === undefined ? at !== undefined && isWrittenBefore(at, created, ahead) : value !== id,
  )
}

/**
 * Whether a secret of that date was last written well before a key was created, so that it cannot hold it. `ahead`: how
 * far the clock that dated the secret is ahead of the one that dated the key.
 */
export function isWrittenBefore(at: Instant, created: Instant, ahead: Duration): boolean {
  return at < created + ahead - tolerance
}

/** Whether the recovery secret was written since a key was created, so that it may hold that key. */
export function safeguarded({ recovery, ahead }: DestinationsReading, { created }: AccessKey): boolean {
  return recovery?.updatedAt !== undefined && recovery.updatedAt >= created + ahead
}

/** When any secret of these places was last written; 0 when none exists. */
export function latestWrite(places: readonly DestinationReading[]): Instant {
  return Math.max(0, ...places.flatMap(({ secrets }) => secrets.map((secret) => secret.updatedAt ?? 0)))
}

/** `AWS_ACCESS_KEY_ID in octo/app`: the secrets of these places of which that holds. */
export function secretsWhere(
  places: readonly DestinationReading[],
  holds: (secret: SecretReading) => boolean,
): readonly string[] {
  return places.flatMap(({ name, secrets }) => secrets.filter(holds).map((secret) => `${secret.name} in ${name}`))
}
