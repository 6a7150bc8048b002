/** Schedules of faults for a run of several users, played until every one of them is at rest, and what is said of them. */
import { duration } from '../../sandbox/clock.ts'
import type { UserEnd } from '../../src/fleet/fleet.ts'
import { isMutating } from './crash.ts'
import type { FleetSetting } from './fleet-setting.ts'
import { type FleetOptions, FleetWorld } from './fleet-world.ts'
import { inSeconds } from './guarantees.ts'
import type { Fault, RequestRecord } from './traffic.ts'

/** The whole lifecycle in one run. */
export const oneRun = { deactivateAfter: 0, deleteAfter: 0, replaceInactiveKey: false } as const

/** Verifications take longer than a session of a role lasts before it is renewed, and the first revert a deactivation. */
export const slow = {
  runsFor: duration('12m'),
  missesOldKey: true,
  inputs: { 'time-limit': '5h', 'verification-timeout': '20m' },
} as const

/** What goes wrong in one schedule. */
export interface FleetFault {
  /** The request, counted over all runs from 1. */
  readonly at: number
  /** A fault; minutes for which it is on its way; or a role that from then on trusts nobody, until the run has ended. */
  readonly kind: Fault | { readonly minutes: number } | { readonly breaksTrustIn: string }
}

interface Played {
  readonly world: FleetWorld
  /** Runs until everybody was at rest; undefined when somebody never was. */
  readonly runs: number | undefined
  /** What the run with the fault came to for each user, the first one when nothing went wrong; undefined when it was killed. */
  readonly ends: readonly UserEnd[] | undefined
  /** Runs after that one until everybody was back on the path of the lifecycle. */
  readonly cleanRuns: number
  readonly faulty: RequestRecord | undefined
}

const mostRuns = 8

/** Runs daily, with this fault, until every user is at rest. */
export async function playFleet(setting: FleetSetting, fault?: FleetFault): Promise<Played> {
  const world = new FleetWorld({ setting, ...(fault === undefined ? {} : optionsFor(fault)) })
  const all: (readonly UserEnd[] | undefined)[] = []
  const found = (runs: number | undefined): Played => {
    const faulty = world.records.find(({ overall }) => overall === fault?.at)
    const first = faulty?.run ?? 1
    const onTrack = all.findIndex((ended, index) => index + 1 > first && ended?.every(isOnTrack) === true)
    const isAlready = all[first - 1]?.every(isOnTrack) === true
    return { world, runs, ends: all[first - 1], cleanRuns: isAlready ? 0 : onTrack + 1 - first, faulty }
  }
  for (let runs = 1; runs <= mostRuns; runs += 1) {
    world.useKeys()
    const ended = await world.run()
    all.push(ended)
    if (world.areAllAtRest && ended?.every(isSteady) === true) return found(runs)
    await world.pass(duration('1d'))
    if (typeof fault?.kind === 'object' && 'breaksTrustIn' in fault.kind) {
      world.trust(fault.kind.breaksTrustIn, 'the job')
    }
  }
  return found(undefined)
}

function optionsFor({ at, kind }: FleetFault): Omit<FleetOptions, 'setting'> {
  if (typeof kind === 'string') return { fault: ({ overall }) => (overall === at ? kind : undefined) }
  if ('minutes' in kind) {
    const usual = ({ number }: { readonly number: number }) => 20 + ((number * 13) % 60)
    const time = kind.minutes * duration('1m')
    return { latency: (request, way) => (request.overall === at && way === 'there' ? time : usual(request)) }
  }
  return {
    after: ({ overall }, world) => {
      if (overall === at) world.trust(kind.breaksTrustIn, 'nobody')
    },
  }
}

const isSteady = ({ report }: UserEnd) => report.phase === 'steady' && !report.failed
const isOnTrack = ({ report: { phase, failed } }: UserEnd) => !failed && phase !== 'rotating' && phase !== 'blocked'
const standing = ({ report }: UserEnd) => `${report.user} ${report.phase}${report.failed ? ', failed' : ''}`

/** What is said of many schedules. */
export interface FleetTally {
  schedules: number
  atRest: number
  cleanRuns: number
  tornAtWork: number
  tornUntilNextRun: number
  /** Schedules after whose fault the same run brought every other user as far as it would have without it, or to an overlap. */
  othersUnharmed: number
  /** Schedules whose fault concerned all users, or ended the run. */
  concernedAll: number
}

export function emptyFleetTally(): FleetTally {
  return {
    schedules: 0,
    atRest: 0,
    cleanRuns: 0,
    tornAtWork: 0,
    tornUntilNextRun: 0,
    othersUnharmed: 0,
    concernedAll: 0,
  }
}

/** Counts a schedule; a text for people when the promise was not kept. `usual`: how the first run ends without a fault. */
export function judgeFleet(
  { world, runs, ends, cleanRuns, faulty }: Played,
  usual: readonly UserEnd[],
  tally: FleetTally,
): string | undefined {
  tally.schedules += 1
  if (runs !== undefined) tally.atRest += 1
  tally.cleanRuns = Math.max(tally.cleanRuns, cleanRuns)
  for (const { cause, from, to } of world.harms) {
    if (cause !== 'torn pair') continue
    const span = (to ?? Number.POSITIVE_INFINITY) - from
    if (span < duration('10m')) tally.tornAtWork = Math.max(tally.tornAtWork, span)
    else tally.tornUntilNextRun = Math.max(tally.tornUntilNextRun, span)
  }
  // Whoever cancels a run, or kills it, stops it for everybody.
  const concerned = faulty === undefined || faulty.fault === 'cancelled' ? world.names : world.askersOf(faulty)
  const others = world.names.filter((name) => !concerned.includes(name))
  if (ends === undefined || others.length === 0) tally.concernedAll += 1
  // Without a grace period, a key waits for the verification of another user that began before: the next run goes on.
  const heldUp = (ends ?? []).filter(
    (end) =>
      others.includes(end.inputs.iamUser ?? '') &&
      !isOnTrack(end) &&
      !usual.some(({ report: { phase, failed } }) => phase === end.report.phase && failed === end.report.failed),
  )
  if (ends !== undefined && others.length > 0 && heldUp.length === 0) tally.othersUnharmed += 1
  const broken = world.harms.filter(({ cause }) => cause !== 'torn pair')
  const left = world.harms.filter(({ to, cause }) => cause === 'torn pair' && to === undefined)
  const problem =
    (broken[0] && 'the promise was broken') ??
    (runs === undefined ? 'somebody never came to rest' : undefined) ??
    (cleanRuns > 2 ? `it took ${cleanRuns} clean runs until all were back on the path` : undefined) ??
    (left[0] && 'a place was left broken') ??
    (heldUp[0] && `a fault of ${concerned.join(', ')} kept others: ${heldUp.map(standing).join('; ')}`)
  if (problem === undefined) return undefined
  const told =
    ends?.map(({ report }) => `${report.user}: ${report.phase}: ${report.because} ${report.remedy ?? ''}`) ?? []
  return [problem, ...told, world.story].join('\n')
}

/** The requests to try, of those of a run without a fault: all that change anything, and one of each kind that reads. */
export function requestsToTry(world: FleetWorld): readonly RequestRecord[] {
  const seen = new Set<string>()
  return world.records.filter((record) => {
    if (record.run > 1) return false
    if (isMutating(record) || isOfSession(record)) return true
    const kind = `${world.askersOf(record)} ${record.operation}`
    if (seen.has(kind)) return false
    seen.add(kind)
    return true
  })
}

/** Whether a request is one for a session of a role. */
export function isOfSession({ operation }: RequestRecord): boolean {
  return operation === 'GET id-token' || operation.startsWith('AssumeRole')
}

/** One line of the table in the documentation. */
export function fleetRow(name: string, tally: FleetTally): string {
  const { schedules, atRest, cleanRuns, tornAtWork, tornUntilNextRun, concernedAll, othersUnharmed } = tally
  const cells = [name, schedules, atRest, cleanRuns, inSeconds(tornAtWork), inSeconds(tornUntilNextRun)]
  return `| ${[...cells, concernedAll, othersUnharmed].join(' | ')} |`
}

export const fleetHead = [
  '| who signs | schedules | at rest | clean runs needed, at most | longest torn, run at work | longest torn, run gone | concerned all, or ended the run | the others went on |',
  '| --- | --- | --- | --- | --- | --- | --- | --- |',
]
