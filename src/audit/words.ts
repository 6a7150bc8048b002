/** How findings are told to people, in the log, the summary and the page alike. */
import { controls } from './controls.ts'
import type { AuditReport, KeyFinding } from './findings.ts'

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
export function nextOf({ nextStep, nextStepAt, lateDays, phase }: KeyFinding): string {
  if (nextStep === null) return phase === null ? 'nobody rotates it' : 'a person decides'
  const when = nextStepAt === null ? 'at the next run' : `on ${nextStepAt.slice(0, 10)}`
  return `${nextStep} ${when}${lateDays === null ? '' : `, ${counted(lateDays, 'day')} late`}`
}

/** Titles of the controls that a key misses, with the first name of each. */
export function missedBy(key: KeyFinding): readonly string[] {
  const missed = key.controls.filter(({ standing }) => standing === 'missed').map(({ control }) => control)
  return controls.filter(({ id }) => missed.includes(id)).map(({ standards: [name = ''] }) => name)
}

/** Where a key is proven to be, and where it may be. */
export function storedIn({ places }: KeyFinding): readonly string[] {
  return places
    .filter(({ proves }) => proves !== 'cannot hold this key')
    .map(({ name, place, proves }) => `${name} in ${place}${proves === 'may hold this key' ? ' (may hold it)' : ''}`)
}
