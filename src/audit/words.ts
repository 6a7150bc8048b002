/** How findings are told to people, in the log, the summary and the page alike. */
import { controls } from './controls.ts'
import { type AuditReport, type KeyFinding, misses } from './findings.ts'

/** `12 access keys` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** The whole answer in one sentence. */
export function headlineOf({ summary, unread }: AuditReport): string {
  const { keys, active, users, overdue, oldestActiveDays: oldest } = summary
  const what = `${counted(keys, 'access key')} of ${counted(users, 'user')}, ${active} active`
  const age = oldest === null ? '' : `, the oldest of them ${counted(oldest, 'day')} old`
  const unseen = unread.length === 0 ? '' : `; ${counted(unread.length, 'user')} could not be read in full`
  return `${what}${age}; ${overdue === 0 ? 'none' : overdue} overdue${unseen}`
}

/** Where the keys are, as far as that is known, and what happens next. */
export function furtherOf({ keys, unlisted }: AuditReport): readonly string[] {
  const places = keys.flatMap((key) => key.places)
  const holding = places.filter(({ proves }) => proves === 'holds this key').length
  const doubtful = places.filter(({ proves }) => proves === 'may hold this key').length
  const told = `${counted(holding, 'configured secret')} proven to hold a key, ${doubtful} that may`
  const elsewhere =
    unlisted === null
      ? ''
      : `; ${counted(unlisted.places.length, 'secret or variable', 'secrets or variables')} elsewhere`
  const stored = places.length === 0 && unlisted === null ? 'not read' : `${told}${elsewhere}`
  const [next] = keys
    .filter(({ nextStepAt }) => nextStepAt !== null)
    .toSorted((one, other) => (one.nextStepAt ?? '').localeCompare(other.nextStepAt ?? ''))
  const rotated = new Set(keys.filter(({ phase }) => phase !== null).map(({ account, user }) => `${account}/${user}`))
  const first = next === undefined ? '' : `; the first step is ${nextOf(next)}, for ${next.user}`
  return [`Stored: ${stored}.`, `Next: ${counted(rotated.size, 'user')} with a rotation${first}.`]
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
export function storedIn({ places }: KeyFinding): readonly string[] {
  return places
    .filter(({ proves }) => proves !== 'cannot hold this key')
    .map(({ name, place, proves }) => `${name} in ${place}${proves === 'may hold this key' ? ' (may hold it)' : ''}`)
}
