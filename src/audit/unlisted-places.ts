/** What an inventory has found that no configuration covers, and what date or value proves of each user's keys. Pure. */
import { type Destination, type Entry, identityOf, type Place } from '../destination.ts'
import { fingerprint } from '../key/verification-contract.ts'
import { isWrittenBefore } from '../rotation/secret-dates.ts'
import type { Duration, Instant } from '../rotation/time.ts'
import type { AccessKey } from '../rotation/world.ts'
import type { Finding, InventoryRecord, ReadOrganization } from './inventory-record.ts'

/** A user whose keys may be stored somewhere that its configuration does not list. */
export interface AuditedUser {
  /** As reports name it. */
  readonly user: string
  /** What holds the key wherever it is stored; what destinations have of their own counts too. */
  readonly secrets: readonly Entry[]
  readonly variables: readonly Entry[]
  readonly destinations: readonly Destination[]
  /** Places whose secrets of the same names hold other keys. */
  readonly otherKeys: readonly Place[]
  /** Every key of the user in AWS; a user without any is in nobody's secrets. */
  readonly keys: readonly Pick<AccessKey, 'id' | 'created'>[]
}

/** What date or value of a secret or a variable says of the keys of a user. */
export type Proof = 'holds this key' | 'may hold this key' | 'cannot hold this key'

/** A secret or a variable of a user's names that no configuration covers. */
export interface UnlistedPlace {
  readonly place: Place
  readonly kind: 'secret' | 'variable'
  readonly name: string
  /** By GitHub's clock. */
  readonly updatedAt: Instant
  readonly proves: Proof
  readonly user: string
  /** The ID that a variable shows, when it is one of this user's. */
  readonly key: string | undefined
  /** What the configuration says that a secret or variable of this name holds; undefined when it has none of this name. */
  readonly format: Entry['format'] | undefined
}

/** The names that an inventory looks for: those of secrets, and those that variables may have. */
export function namesOf(users: readonly AuditedUser[]): {
  readonly secrets: ReadonlySet<string>
  readonly variables: ReadonlySet<string>
} {
  const secrets = new Set(users.flatMap((user) => [...entriesOf(user, 'secret').keys()]))
  const variables = users.flatMap((user) => [...entriesOf(user, 'variable').keys()])
  return { secrets, variables: new Set([...secrets, ...variables]) }
}

/**
 * Everything that was found and is not listed, what holds a key first; for each user by itself, in the order of the users. A
 * variable with the ID of a user's key is told
 * whatever its name, and nothing dismisses it; a variable with another value proves that it holds none. A secret that was
 * last written well before all keys of a user were created cannot hold one of them. `ahead`: how far GitHub's clock is
 * ahead of AWS's.
 */
export function unlistedPlaces(
  { organizations }: InventoryRecord,
  users: readonly AuditedUser[],
  ahead: Duration,
): readonly UnlistedPlace[] {
  const covered = new Set(users.flatMap(({ destinations }) => destinations.flatMap(coveredBy)))
  const judges = users.filter(({ keys }) => keys.length > 0).map((user) => judgeOf(user, ahead))
  // Thousands of places, for hundreds of users: they are put in order before they are multiplied.
  const found = organizations
    .flatMap(findingsOf)
    .map((each) => ({ ...each, key: coverage(each.place, each.finding.kind, each.finding.name) }))
    .filter(({ key }) => !covered.has(key))
    .toSorted((one, other) => order(one.key, other.key))
    .flatMap(({ place, finding }) => judges.flatMap((judge) => judge(place, finding) ?? []))
  return weights.flatMap((weight) => found.filter(({ proves }) => proves === weight))
}

/** The place of something that was found in a repository, or in an organization itself. */
function placeOf(owner: string, repo: string | undefined, { store, environment }: Finding): Place {
  if (repo === undefined) return { kind: 'organization', owner, store }
  if (environment === undefined) return { kind: 'repository', owner, repo, store }
  return { kind: 'environment', owner, repo, environment }
}

interface Found {
  readonly place: Place
  readonly finding: Finding
}

function findingsOf({ name: owner, own, repositories }: ReadOrganization): readonly Found[] {
  const found = (findings: readonly Finding[], repo?: string) =>
    findings.map((finding) => ({ place: placeOf(owner, repo, finding), finding }))
  return [...found(own?.found ?? []), ...repositories.flatMap((each) => found(each.found, each.name))]
}

function coverage(place: Place, kind: Finding['kind'], name: string): string {
  return `${identityOf(place)} ${kind} ${name}`
}

function coveredBy({ place, secrets, variables }: Destination): readonly string[] {
  return [
    ...secrets.map(({ name }) => coverage(place, 'secret', name)),
    ...variables.map(({ name }) => coverage(place, 'variable', name)),
  ]
}

/** By name, what a user's secrets or variables are to hold. */
function entriesOf(user: AuditedUser, kind: Finding['kind']): ReadonlyMap<string, Entry> {
  const of = `${kind}s` as const
  const entries = [...user.destinations.flatMap((destination) => destination[of]), ...user[of]]
  return new Map(entries.map((entry) => [entry.name, entry]))
}

type Judge = (place: Place, finding: Finding) => UnlistedPlace | undefined

function judgeOf(audited: AuditedUser, ahead: Duration): Judge {
  const { user, keys, otherKeys } = audited
  const entries = { secret: entriesOf(audited, 'secret'), variable: entriesOf(audited, 'variable') }
  const dismissed = new Set(otherKeys.map(identityOf))
  const ids = new Map(keys.map(({ id }) => [fingerprint(id), id]))
  const oldest = Math.min(...keys.map(({ created }) => created))
  return (place, { kind, name, updatedAt, shows }) => {
    const key = shows === undefined ? undefined : ids.get(shows)
    const isNamed = entries[kind].has(name) || (kind === 'variable' && entries.secret.has(name))
    if (key === undefined && (!isNamed || dismissed.has(identityOf(place)))) return undefined
    const format = entries[kind].get(name)?.format
    return { place, kind, name, updatedAt, proves: proofOf(), user, key, format }

    function proofOf(): Proof {
      if (key !== undefined) return 'holds this key'
      const isOther = kind === 'variable' || isWrittenBefore(updatedAt, oldest, ahead)
      return isOther ? 'cannot hold this key' : 'may hold this key'
    }
  }
}

const weights: readonly Proof[] = ['holds this key', 'may hold this key', 'cannot hold this key']

const { compare: order } = new Intl.Collator('en', { numeric: true })
