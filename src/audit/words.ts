/** How findings are told to people, in the log, the summary and the page alike. */
import { listed } from '../text/listed.ts'
import { controls } from './controls.ts'
import { counted } from './counted.ts'
import { accountName } from './evidence.ts'
import { type AuditReport, type KeyFinding, misses } from './findings.ts'
import type { InventoryFindings, UnlistedFinding } from './unlisted-findings.ts'

/** The whole answer in one sentence. */
export function headlineOf({ summary, unread, unreadAccounts }: AuditReport): string {
  const { keys, active, users, overdue, oldestActiveDays: oldest } = summary
  const what = `${counted(keys, 'access key')} of ${counted(users, 'user')}, ${active} active`
  const age = oldest === null ? '' : `, the oldest of them ${counted(oldest, 'day')} old`
  const unseen = unread.length === 0 ? '' : `; ${counted(unread.length, 'user')} could not be read in full`
  const names = unreadAccounts.map(({ account }) => accountName(account))
  const closed = names.length === 0 ? '' : `; ${listed(names, 5)} could not be read`
  return `${what}${age}; ${overdue === 0 ? 'none' : overdue} overdue${unseen}${closed}`
}

/** Where the keys are, as far as that is known, and what happens next. */
export function furtherOf({ keys, unlisted }: AuditReport): readonly string[] {
  const places = keys.flatMap((key) => key.places)
  const holding = places.filter(({ proves }) => proves === 'holds this key').length
  const doubtful = places.filter(({ proves }) => proves === 'may hold this key').length
  const told = `${counted(holding, 'configured secret')} proven to hold a key, ${doubtful} that may`
  const elsewhere = unlisted === null ? '' : `; ${placesElsewhere(unlisted)}`
  const stored = places.length === 0 && unlisted === null ? 'not read' : `${told}${elsewhere}`
  const [next] = keys
    .filter(({ nextStepAt }) => nextStepAt !== null)
    .toSorted((one, other) => (one.nextStepAt ?? '').localeCompare(other.nextStepAt ?? ''))
  const rotated = new Set(keys.filter(({ phase }) => phase !== null).map(({ account, user }) => `${account}/${user}`))
  const first = next === undefined ? '' : `; the first step is ${nextOf(next)}, for ${next.user}`
  return [`Stored: ${stored}.`, `Next: ${counted(rotated.size, 'user')} with a rotation${first}.`]
}

function placesElsewhere({ places }: InventoryFindings): string {
  const live = new Set(places.filter(({ users }) => users.some(({ isLive }) => isLive)).map(({ place }) => place))
  if (live.size === 0) return 'no place that nobody lists holds an active key'
  return `${counted(live.size, 'place')} that nobody lists ${live.size === 1 ? 'holds or may hold' : 'hold or may hold'} an active key`
}

/** What an inventory has read, and how to go on with it where that is not all. */
export function coverageOf(inventory: InventoryFindings): string {
  const { organizations, repositoriesRead, repositoriesArchived, repositoriesLeft, from, to } = inventory
  const left = repositoriesLeft === 0 ? '' : `, ${repositoriesLeft} left`
  const archived = repositoriesArchived === 0 ? '' : ` (${repositoriesArchived} archived are left out)`
  const when = from === to ? `at ${from}` : `from ${from} to ${to}`
  const read = `${organizations.join(', ')}: ${counted(repositoriesRead, 'repository', 'repositories')} read${left}${archived}, ${when}.`
  if (inventory.complete) return read
  return `${read} The inventory is not complete. ${inventory.stopped ?? ''} A run within a day of its beginning goes on from the file inventory.json, where that is in the folder of the audit: docs/audit.md shows how to hand it on.`
}

/** `AKIA…`, or what stands for it where AWS tells no ID. */
export function keyName({ accessKeyId }: KeyFinding): string {
  return accessKeyId ?? 'ID not told'
}

/** `3 days ago` is relative to nothing in a file: the date, service and region. */
export function lastUseOf({ lastUsed: { state, at, service, region } }: KeyFinding): string {
  const where = [service, region].filter((each) => each !== null).join(', ')
  return state === 'used' ? `${at?.slice(0, 10)}${where === '' ? '' : ` (${where})`}` : state
}

/** What happens next, when, and how late it is. */
export function nextOf(key: KeyFinding): string {
  const { nextStep, nextStepAt, lateDays, phase } = key
  if (misses(key, 'no-root-key')) return 'a person deletes it'
  if (nextStep === null) return phase === null ? 'no rotation known' : 'a person decides'
  const when = nextStepAt === null ? 'at the next run' : `on ${nextStepAt.slice(0, 10)}`
  return `${nextStep} ${when}${lateDays === null ? '' : `, ${counted(lateDays, 'day')} late`}`
}

/** The controls that a key misses, each in a word or three. */
export function missedBy(key: KeyFinding): readonly string[] {
  const missed = key.controls.filter(({ standing }) => standing === 'missed').map(({ control }) => control)
  return controls.filter(({ id }) => missed.includes(id)).map(({ short }) => short)
}

/** Where a key is proven to be, and where it may be. */
export function storedIn({ places, elsewhere }: KeyFinding): readonly string[] {
  const { holds = [], mayHold = 0 } = elsewhere ?? {}
  return [
    ...places
      .filter(({ proves }) => proves !== 'cannot hold this key')
      .map(({ name, place, proves }) => `${name} in ${place}${proves === 'may hold this key' ? ' (may hold it)' : ''}`),
    ...holds.map((place) => `${place}, not listed`),
    ...(mayHold === 0 ? [] : [`${counted(mayHold, 'place')} not listed may hold it`]),
  ]
}

/** So many users of one place are named where people read. */
const mostUsers = 8

/** What a place that no configuration lists proves, one line for each verdict. */
export function verdictsOf({ users, cannotHold }: UnlistedFinding): readonly string[] {
  const holding = users.filter(({ proves }) => proves === 'holds this key')
  const doubtful = users.filter(({ proves }) => proves === 'may hold this key')
  const others = `${counted(cannotHold, users.length === 0 ? 'user' : 'other user')}`
  return [
    ...holding.map(({ accessKeyId, user }) => `holds the key ${accessKeyId} of ${user}`),
    ...(doubtful.length === 0
      ? []
      : [
          `may hold a key of ${listed(
            doubtful.map(({ user }) => user),
            mostUsers,
          )}`,
        ]),
    ...(cannotHold === 0 ? [] : [`cannot hold a key of ${others}`]),
  ]
}

/** Secrets of one place that prove the same, because they were written together, are told together. */
export function alikeIn(
  places: readonly UnlistedFinding[],
): readonly (readonly [UnlistedFinding, ...UnlistedFinding[]])[] {
  const groups = Map.groupBy(places, (each) =>
    [each.place, each.updatedAt.slice(0, 10), ...verdictsOf(each)].join('\n'),
  )
  return [...groups.values()].flatMap(([first, ...others]) => (first === undefined ? [] : [[first, ...others]]))
}
