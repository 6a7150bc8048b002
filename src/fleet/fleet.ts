/**
 * The users of one run, side by side: each is connected and rotated as if it were alone, on one clock, with the same
 * clients of AWS and the same tokens. What goes wrong for one of them stops no other.
 */
import pMap from 'p-map'
import { type Caller, type FoundCredentials, identify } from '../aws/caller.ts'
import type { AwsClients } from '../aws/clients.ts'
import { isRejection } from '../aws/errors.ts'
import type { RoleSessions } from '../aws/roles.ts'
import type { Credentials } from '../aws/sign-in-clients.ts'
import { type Connected, connect, type Services } from '../connect.ts'
import { nameOf } from '../destination.ts'
import type { GitHubSender } from '../github/api/transport.ts'
import { octokitRequest } from '../github/api/transport.ts'
import { GitHubAccess } from '../github/tokens/tokens.ts'
import type { Configuration, Inputs } from '../inputs/inputs.ts'
import { eventsOf, narratorTo } from '../report/narrator.ts'
import type { Ended } from '../report/tell.ts'
import { nextOf, standingOf } from '../report/titles.ts'
import type { Clock, Narrator } from '../rotation/ports.ts'
import { Cancelled, messageOf, Problem, remedyOf, type Warning } from '../rotation/problem.ts'
import type { Outcome } from '../rotation/rotate.ts'
import type { Duration } from '../rotation/time.ts'
import { listed } from '../text/listed.ts'
import { inTurn, mayEndSigning } from './turns.ts'

/** What all users of a run share. */
export interface FleetServices {
  readonly clock: Clock
  /** The clients of a region. */
  readonly awsOf: (region: string) => AwsClients
  /** What the job signs with; undefined where it has none, and assumes roles with GitHub's OIDC token. */
  readonly credentials: FoundCredentials | undefined
  /** Sessions of roles, the same one for all users whose role it is. */
  readonly sessions: RoleSessions
  /** Sends requests to GitHub; over the network when not given. */
  readonly github?: GitHubSender
  readonly mask: (value: string) => void
  readonly print: (line: string) => void
  /** A new one for each user. */
  readonly nonce: () => string
  readonly jobAge: Duration
}

/** How the run ended for one user of several, and all that was said of it meanwhile. */
export interface UserEnd extends Ended {
  readonly inputs: Inputs
  /** Lines of the log that have not been printed yet: none where there is one user. */
  readonly story: readonly string[]
}

/**
 * Rotates every user, so many at the same time. Of several users, a failure is one user's.
 * @throws what fails before a rotation begins, where there is one user only
 */
export async function runUsers(configuration: Configuration, services: FleetServices): Promise<readonly UserEnd[]> {
  const { users, maxParallel } = configuration
  const { clock, mask, github: send = octokitRequest } = services
  const access = new GitHubAccess(users, { send, mask, clock })
  const shared = { ...services, access, identify: identifyOnce() }
  const [only] = users
  if (only !== undefined && users.length === 1) return [await runOne(only, shared, configuration.warnings)]
  const signers = new Set<string>()
  const ended = new Map<Inputs, UserEnd>()
  const runEach = async (inputs: Inputs) => {
    const end = await runOneOfSeveral(inputs, { ...shared, signers })
    ended.set(inputs, end)
    services.print(`${end.report.user}: ${standingOf(end.report)} (${ended.size} of ${users.length} users)`)
  }
  const signer = await signerOf(configuration, shared)
  const ordered = inTurn(users)
  const isLast = (each: Inputs) => mayEndSigning(each, signer)
  await pMap(
    ordered.filter((each) => !isLast(each)),
    runEach,
    { concurrency: maxParallel },
  )
  await pMap(ordered.filter(isLast), runEach, { concurrency: maxParallel })
  return users.flatMap((each) => ended.get(each) ?? [])
}

/** The name of the IAM user that the job signs as; undefined for a role, and where AWS does not say, which each user tells. */
async function signerOf({ users: [first] }: Configuration, shared: Shared): Promise<string | undefined> {
  const { awsOf, credentials, identify: ask } = shared
  if (first === undefined || credentials === undefined || credentials.sessionToken !== undefined) return undefined
  const caller = await ask(awsOf(first.awsRegion), credentials).catch(() => undefined)
  return caller?.userName
}

interface Shared extends FleetServices {
  readonly access: GitHubAccess
  readonly identify: NonNullable<Services['identify']>
}

/** One user by itself: the log tells all of it while it happens. */
async function runOne(inputs: Inputs, shared: Shared, ofRun: readonly Warning[]): Promise<UserEnd> {
  const { clock, print } = shared
  const warnings: Warning[] = [...ofRun]
  const connected = await connectOne(
    inputs,
    shared,
    narratorTo(print, { now: () => clock.now(), tellsFailure: false }),
    warnings,
  )
  print(`AWS knows this job as ${connected.signer}`)
  print(beginning(inputs, connected.user))
  return { ...(await rotateOne(inputs, connected, warnings)), inputs, story: [] }
}

/** One of several users: the log tells what is done in one line each, and has the whole story in the end. Never throws. */
async function runOneOfSeveral(inputs: Inputs, shared: Shared & { readonly signers: Set<string> }): Promise<UserEnd> {
  const { clock, print, signers } = shared
  const name = inputs.iamUser ?? 'the user of the job'
  const story: string[] = []
  const tell = (line: string) => void story.push(line)
  const now = () => clock.now()
  const narrator = both(narratorTo(tell, { now, tellsFailure: true }), eventsOf(name, print, now))
  const warnings: Warning[] = []
  try {
    if (clock.cancelled) throw new Cancelled()
    const connected = await clock.unlessCancelled(connectOne(inputs, shared, narrator, warnings))
    tell(`AWS knows this job as ${connected.signer}`)
    if (!signers.has(connected.signer)) print(`AWS knows this job as ${connected.signer}`)
    signers.add(connected.signer)
    tell(beginning(inputs, connected.user))
    return { ...(await rotateOne(inputs, connected, warnings)), inputs, story }
  } catch (failure) {
    tell(messageOf(failure))
    return { ...(await unbegun(failure, name, inputs, warnings, clock)), inputs, story }
  }
}

function connectOne(inputs: Inputs, shared: Shared, narrator: Narrator, warnings: Warning[]): Promise<Connected> {
  const { awsOf, nonce } = shared
  return connect(inputs, {
    ...shared,
    aws: awsOf(inputs.awsRegion),
    narrator,
    warn: (warning) => void warnings.push(warning),
    nonce: nonce(),
  })
}

async function rotateOne(inputs: Inputs, connected: Connected, warnings: readonly Warning[]): Promise<Ended> {
  const { ports, policy, user, account, afterwards, end } = connected
  try {
    const [{ rotate }, { reportOf }] = await Promise.all([
      import('../rotation/rotate.ts'),
      import('../report/report.ts'),
    ])
    const outcome = await rotate(ports, policy, inputs.mode === 'plan')
    const report = reportOf(outcome, policy, {
      user: outcome.world?.user.name ?? user,
      account,
      places: placesIn(inputs),
      warnings: [...warnings, ...afterwards(), ...inputs.warnings],
    })
    return { report, upcoming: nextOf(outcome.ending), at: outcome.at }
  } finally {
    end()
  }
}

/** What becomes of a user whose rotation could not begin. */
async function unbegun(
  failure: unknown,
  user: string,
  inputs: Inputs,
  warnings: readonly Warning[],
  clock: Clock,
): Promise<Ended> {
  const { reportOf } = await import('../report/report.ts')
  const because = messageOf(failure)
  const remedy = failure instanceof Cancelled ? 'The next run looks after this user.' : remedyOf(failure)
  const at = clock.now()
  const outcome: Outcome = {
    phase: 'blocked',
    ending: { do: 'stop', because, remedy },
    planned: false,
    failed: true,
    entries: [],
    world: undefined,
    at,
  }
  const policy = { ...inputs.policy, nonce: '', uncovered: [] }
  const reported = { user, places: placesIn(inputs), warnings: [...warnings, ...inputs.warnings] }
  return { report: reportOf(outcome, policy, reported), upcoming: undefined, at }
}

function placesIn({ destinations }: Inputs): readonly string[] {
  return destinations.map(({ place }) => nameOf(place))
}

function beginning(inputs: Inputs, user: string): string {
  return `${inputs.mode === 'plan' ? 'Planning for' : 'Looking at'} ${user}; destinations: ${listed(placesIn(inputs), 10)}`
}

function both(one: Narrator, other: Narrator): Narrator {
  return {
    decided(decision, world) {
      one.decided(decision, world)
      other.decided(decision, world)
    },
    done(result, world) {
      one.done(result, world)
      other.done(result, world)
    },
  }
}

/** Whose credentials are: asked once of each, unless the answer may be another one the next time. */
function identifyOnce(): NonNullable<Services['identify']> {
  const callers = new Map<string, Promise<Caller>>()
  return (clients: AwsClients, credentials: Credentials, assumesRole = false) => {
    const key = `${clients.region} ${credentials.accessKeyId} ${credentials.secretAccessKey} ${assumesRole}`
    const known = callers.get(key)
    if (known !== undefined) return known
    const asked = identify(clients, credentials, assumesRole)
    callers.set(key, asked)
    asked.catch((error: unknown) => {
      const isLasting = error instanceof Problem && (error.cause === undefined || isRejection(error.cause))
      if (!isLasting) callers.delete(key)
    })
    return asked
  }
}
