/** Where a key is stored, as far as the dates of the configured secrets prove it. */
import { isInside, tolerance } from '../rotation/secret-dates.ts'
import type { Instant } from '../rotation/time.ts'
import type { DestinationsReading, Journal, KeyId, PublishWindow, SecretReading } from '../rotation/world.ts'
import type { KeyEvidence } from './evidence.ts'

/** A configured secret or variable, and what it proves about one key. */
export interface PlaceFinding {
  /** `octo/app` */
  readonly place: string
  /** `AWS_ACCESS_KEY_ID`, `variable AWS_ACCESS_KEY_ID` */
  readonly name: string
  /** Undefined while it does not exist. */
  readonly updatedAt: Instant | undefined
  readonly proves: 'holds this key' | 'cannot hold this key' | 'may hold this key'
  readonly because: string
}

/** What every configured secret proves about a key; nothing where they were not read, and of a key without an ID. */
export function placesOf(
  key: KeyEvidence,
  reading: DestinationsReading | 'unread',
  journal: Journal | undefined,
): readonly PlaceFinding[] {
  if (reading === 'unread' || key.id === undefined) return []
  const { id } = key
  const published = publicationIn(journal)
  return reading.destinations.flatMap(({ name: place, secrets }) =>
    secrets.map((secret) => ({
      place,
      name: secret.name,
      updatedAt: secret.updatedAt,
      ...proofOf(secret, { ...key, id }, published, reading.ahead),
    })),
  )
}

interface Published {
  readonly key: KeyId
  readonly window: PublishWindow
}

/** The key that was published last, and when. */
function publicationIn(journal: Journal | undefined): Published | undefined {
  switch (journal?.phase) {
    case 'publishing':
      return { key: journal.pending, window: journal.window }
    case 'current':
    case 'deactivating':
    case 'deactivated':
    case 'steady':
      return { key: journal.current, window: journal.window }
    case undefined:
    case 'creating':
    case 'pending':
      return undefined
  }
}

function proofOf(
  secret: SecretReading,
  key: KeyEvidence & { readonly id: KeyId },
  published: Published | undefined,
  ahead: number,
): Pick<PlaceFinding, 'proves' | 'because'> {
  const { updatedAt: at, value } = secret
  if (at === undefined) return { proves: 'cannot hold this key', because: 'it does not exist' }
  if (value !== undefined) {
    return value === key.id
      ? { proves: 'holds this key', because: 'its value is the ID of the key' }
      : { proves: 'cannot hold this key', because: 'its value is not the ID of the key' }
  }
  if (key.created !== undefined && at < key.created + ahead - tolerance) {
    return { proves: 'cannot hold this key', because: 'it was written before the key existed' }
  }
  if (published === undefined) return { proves: 'may hold this key', because: 'it was written since the key exists' }
  const inside = isInside(secret, published.window, published.key)
  // While a publication is under way its window is open, and so is who wrote last.
  if (inside && published.window.to !== undefined) {
    return published.key === key.id
      ? { proves: 'holds this key', because: 'it was written while the key was published' }
      : { proves: 'cannot hold this key', because: `it was written while ${published.key} was published` }
  }
  const isEarlier = at < published.window.from
  const when = isEarlier ? `before ${published.key} was published` : `after the publication of ${published.key} began`
  return { proves: 'may hold this key', because: `it was written ${when}` }
}
