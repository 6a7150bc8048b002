/** What people write that no run can tell from its own publication, or that it cannot see in time: named in docs/guarantees.md. */
import { duration } from '../../sandbox/clock.ts'
import type { Chronicle, PersonsWrite } from './chronicle.ts'
import type { UserPlace } from './simulation.ts'
import type { RequestRecord } from './traffic.ts'
import type { Harm } from './watch.ts'

const second = duration('1s')
const minute = duration('1m')

/**
 * A person's write that no date tells from the publication's own, or that was there when the state was written anew, from
 * the dates of the keys.
 */
export function isTakenForPublished(chronicle: Chronicle, place: UserPlace, write: PersonsWrite): boolean {
  if (isOlderThanState(chronicle, place.user, write)) return true
  return chronicle.simulation.runs.some(
    ({ number }) =>
      isInPublication(chronicle, place, write, number) ||
      isAtEndOfResumed(chronicle, place, write, number) ||
      isInUnannounced(chronicle, place.user, write, number),
  )
}

/** It came when the run that has done the harm had looked at its place for the last time, as far as GitHub showed it. */
export function isAfterLastLook(
  { simulation, setting }: Chronicle,
  { from, by }: Harm,
  { kind, writes }: UserPlace,
  { at, after }: PersonsWrite,
): boolean {
  if (typeof by === 'string' || at > from) return false
  const stores = writes.map((each) => each.replace(/ \S+$/, ''))
  const isOfSecrets = ({ method, operation }: RequestRecord) => method === 'GET' && /\/secrets/.test(operation)
  const isLook = (record: RequestRecord) =>
    isOfSecrets(record) &&
    record.status === 200 &&
    (kind === 'repository'
      ? record.operation === 'GET /repos/{owner}/{repo}/actions/secrets' && stores.includes(record.subject)
      : stores.includes(record.subject) || writes.includes(record.subject))
  const before = simulation.records.filter((record) => record.run === by.run && record.at <= from)
  // One look takes requests in a row: the one for the recovery secret may be to the same store as a place's.
  const last = before.slice(0, before.findLastIndex(isLook) + 1)
  const look = last.slice(last.findLastIndex((record) => !isOfSecrets(record)) + 1).find(isLook)
  if (look === undefined) return false
  return at > look.at - setting.secretsVisibleAfter || simulation.records.indexOf(look) < after
}

/** How late a run may see what is written: GitHub shows it so late, and a run looks again after a few seconds. */
function shownAfter({ setting }: Chronicle): number {
  return setting.secretsVisibleAfter + 15 * second
}

/** Between what a run writes and what it sees of it, its runner may stand still, or repeat what failed. */
function lateness({ stoodStill, disturbed }: Chronicle, run: number): number {
  if (stoodStill.has(run)) return 30 * minute
  return disturbed.has(run) ? 10 * minute : 0
}

/** Where the state was removed, the next run takes for published what was written since the newer key was created. */
function isOlderThanState({ simulation, deedsOf }: Chronicle, user: string, { at }: PersonsWrite): boolean {
  return deedsOf(user).stateRemoved.some((removed) => {
    const anew = simulation.records.find(
      (record) => record.operation === 'TagUser' && record.subject.startsWith(`${user} `) && record.at > removed,
    )
    return anew === undefined || at <= anew.at
  })
}

/** The window of a publication begins a few seconds before it is announced, whether it is ever written or not. */
function isInPublication(
  chronicle: Chronicle,
  { user, writes }: UserPlace,
  { at }: PersonsWrite,
  run: number,
): boolean {
  const requests = chronicle.simulation.runs.find(({ number }) => number === run)?.requests ?? []
  const written = requests.filter(({ method, subject }) => /^P(?:UT|ATCH)$/.test(method) && writes.includes(subject))
  const announced = requests.find(({ subject }) => subject.startsWith(`${user} publishing`))
  // Who goes on with a publication that another run has announced says first that it is written.
  const first = Math.min(...[announced, written[0]].map((each) => each?.sent ?? Number.POSITIVE_INFINITY))
  const last = (written.at(-1) ?? announced)?.at
  if (last === undefined) return false
  const isCutOff = requests.findLast(({ subject }) => subject.startsWith(`${user} `))?.subject === `${user} publishing`
  const end = isCutOff
    ? lastDateOf(chronicle, run)
    : last + 30 * second + shownAfter(chronicle) + lateness(chronicle, run)
  return at >= first - 10 * second && at <= end
}

/**
 * A run that goes on with a publication leaves a place as it is that was written before. It looks there once more when
 * GitHub shows its own last write, and closes the window.
 */
function isAtEndOfResumed(
  chronicle: Chronicle,
  { user, writes }: UserPlace,
  { at }: PersonsWrite,
  run: number,
): boolean {
  const { simulation, setting } = chronicle
  const requests = simulation.runs.find(({ number }) => number === run)?.requests ?? []
  const ofUser = simulation.placesOf().filter((place) => place.user === user)
  const isWrite = ({ method, subject }: RequestRecord) =>
    /^P(?:UT|ATCH)$/.test(method) && ofUser.some((place) => place.writes.includes(subject))
  const last = requests.findLast(isWrite)
  const closed = requests.findLast(({ subject }) => subject === `${user} publishing`)
  if (last === undefined || closed === undefined || requests.some(({ subject }) => writes.includes(subject)))
    return false
  return at >= last.at - 10 * second && at <= closed.at + setting.secretsVisibleAfter
}

/**
 * A run that was cut off before it announced the publication of its key looks like one whose announcement was overwritten
 * by a note that came late. What is dated so late after the key was made that such a publication can have begun, and not
 * after the end of the run, is taken for it.
 */
function isInUnannounced(chronicle: Chronicle, user: string, { at }: PersonsWrite, run: number): boolean {
  const requests = chronicle.simulation.runs.find(({ number }) => number === run)?.requests ?? []
  const isCutOff = requests.findLast(({ subject }) => subject.startsWith(`${user} `))?.subject === `${user} pending`
  const made = requests.find(({ operation, performed }) => operation === 'CreateAccessKey' && performed)
  return isCutOff && made !== undefined && at >= made.at + 34 * second && at <= lastDateOf(chronicle, run)
}

/**
 * A run that ended in the middle of a publication may have written until its end, as far as GitHub has noticed it or its
 * claim fell silent, and what was on its way then arrives after it; dates are whole seconds.
 */
function lastDateOf({ setting, simulation }: Chronicle, run: number): number {
  const { noticedAfter } = setting
  const noticed = noticedAfter[run % Math.max(noticedAfter.length, 1)] ?? 0
  const last = simulation.runs.find(({ number }) => number === run)?.requests.at(-1)?.at ?? 0
  return last + Math.min(noticed, 10 * minute) + 36 * second
}
