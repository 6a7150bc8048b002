/** What people write that no run can tell from its own publication, or that it cannot see in time: named in docs/guarantees.md. */
import { duration } from '../../sandbox/clock.ts'
import type { Chronicle, PersonsWrite } from './chronicle.ts'
import type { UserPlace } from './simulation.ts'
import type { RequestRecord } from './traffic.ts'

const second = duration('1s')
const minute = duration('1m')

/** What a run has done to a key and to a place's secrets, in the order of its requests. */
type Requests = readonly RequestRecord[]

/**
 * A person's write that no date tells from the publication's own; that came when a run had already looked for the last
 * time before it switched the key off; or that was there when the state was written anew, from the dates of the keys.
 */
export function isUnnoticeable(chronicle: Chronicle, place: UserPlace, write: PersonsWrite): boolean {
  if (isOlderThanState(chronicle, place.user, write)) return true
  const { simulation, setting, disturbed } = chronicle
  const shown = setting.secretsVisibleAfter + 15 * second
  return simulation.runs.some(({ requests, number }) => {
    const late = disturbed.has(number) ? 30 * minute : 0
    return (
      isAfterLastLook(requests, write, shown + late) ||
      isInPublication(requests, place, write, { before: 10 * second + late, after: 30 * second + shown + late })
    )
  })
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

function isAfterLastLook(requests: Requests, { key, at }: PersonsWrite, before: number): boolean {
  const stop = requests.find(
    ({ operation, subject, performed }) =>
      performed && /^(?:Update|Delete)AccessKey$/.test(operation) && subject.includes(key) && !/ Active/.test(subject),
  )
  return stop !== undefined && at >= stop.at - before
}

/** The window of a publication begins a few seconds before it is announced, whether it is ever written or not. */
function isInPublication(
  requests: Requests,
  { user, writes }: UserPlace,
  { at }: PersonsWrite,
  slack: { readonly before: number; readonly after: number },
): boolean {
  const written = requests.filter(({ method, subject }) => /^P(?:UT|ATCH)$/.test(method) && writes.includes(subject))
  const announced = requests.find(({ subject }) => subject.startsWith(`${user} publishing`))?.at
  const first = announced ?? written[0]?.at
  const last = written.at(-1)?.at ?? announced
  return first !== undefined && last !== undefined && at >= first - slack.before && at <= last + slack.after
}
