/** The accounts that an audit reads: each once, however many roles lead there. */
import pMap from 'p-map'
import { AccountReader } from '../aws/account-reader.ts'
import { type Caller, identify, noPair, refuseNamelessSession } from '../aws/caller.ts'
import { type JobAccess, openJobAccess } from '../aws/job-access.ts'
import type { OnElsewhere } from '../aws/sign-in-clients.ts'
import { DestinationsReader } from '../github/destinations/reading.ts'
import type { Configuration, Inputs } from '../inputs/inputs.ts'
import { accountOf } from '../inputs/role.ts'
import type { ServiceClock } from '../network/clock.ts'
import { print } from '../report/runner.ts'
import { inSentences, Problem } from '../rotation/problem.ts'
import { withoutAccounts } from '../text/account-number.ts'
import type { Environment } from '../text/environment.ts'
import { listed } from '../text/listed.ts'
import type { UnreadAccount } from './evidence.ts'
import type { AuditedAccount, ConfiguredUser } from './gather.ts'

/** What an audit runs on. */
export interface AuditServices {
  readonly clock: ServiceClock
  readonly environment: Environment
  readonly onElsewhere: OnElsewhere
  readonly mask: (value: string) => void
}

/** The accounts that answer, and those that nothing leads into. */
export interface Accounts {
  readonly audited: readonly AuditedAccount[]
  readonly unread: readonly UnreadAccount[]
  /** Roles that are not given, of accounts that another one leads into; in sentences. */
  readonly warnings: readonly string[]
}

/** One way into an account: a role, or the job's own credentials. */
interface Way {
  readonly role: string | undefined
  readonly users: readonly [Inputs, ...Inputs[]]
}

interface Entered extends Way {
  readonly caller: Caller
  readonly reader: AccountReader
  /** Who signs, and by what: for the log. */
  readonly signer: string
}

interface Barred extends Way {
  readonly problem: Problem
}

/**
 * Signs in to every account of the configuration: with the roles that its users name, and with the job's own credentials
 * for those that name none. The log tells who signs in each.
 * @throws Problem where there is one account only, and it cannot be entered
 */
export async function connectAccounts(configuration: Configuration, services: AuditServices): Promise<Accounts> {
  const { users, audit } = configuration
  const [first, ...others] = users
  if (first === undefined) throw new Problem('No user is configured', 'Name one.')
  // An audit of whole accounts names nobody.
  const named = (user: Inputs): Inputs =>
    user.iamUser === undefined && audit.wholeAccount ? { ...user, iamUser: '' } : user
  const runId = first.job.runId
  const access = await openJobAccess({ users: [named(first), ...others.map(named)], runId, print, ...services })
  const ways = waysOf(users)
  const tried = await pMap(ways, (way) => enter(way, audit.wholeAccount, access, services.clock), { concurrency: 4 })
  const [only] = tried
  if (tried.length === 1 && only !== undefined && 'problem' in only) throw only.problem
  const readsDestinations = users.filter(({ destinations }) => destinations.length > 0)
  const looks = new DestinationsReader(readsDestinations, services)
  const byAccount = Map.groupBy(tried, (way) => ('caller' in way ? way.caller.account : accountIn(way)))
  const found = [...byAccount].map(([account, all]) => {
    const entered = all.filter((way) => 'caller' in way)
    const barred = all.filter((way) => 'problem' in way)
    const [main] = entered
    if (main === undefined) return unreadOf(account, barred)
    const configured = all.flatMap((way) => {
      const { reader, caller } = 'caller' in way ? way : main
      return way.users.flatMap((inputs) => configuredUser(inputs, caller, reader, audit.wholeAccount, looks))
    })
    const everybody = audit.wholeAccount ? 'every user' : listed(namesOf(configured), 10)
    print(`Auditing ${everybody} of the account ${withoutAccounts(account)}`)
    return { account, auditor: main.caller.arn, reader: main.reader, configured, warnings: barred.map(warningOf) }
  })
  return {
    audited: found.filter((each) => 'reader' in each),
    unread: found.filter((each) => 'reasons' in each),
    warnings: found.flatMap((each) => ('warnings' in each ? each.warnings : [])),
  }
}

function waysOf(users: readonly Inputs[]): readonly Way[] {
  const byRole = Map.groupBy(users, ({ roleToAssume }) => roleToAssume)
  return [...byRole].flatMap(([role, [first, ...others]]) => (first ? [{ role, users: [first, ...others] }] : []))
}

async function enter(
  way: Way,
  wholeAccount: boolean,
  { awsOf, credentials, sessions }: JobAccess,
  clock: ServiceClock,
): Promise<Entered | Barred> {
  const { role, users } = way
  const aws = awsOf(users[0].awsRegion)
  try {
    if (credentials === undefined && role === undefined) throw noPair()
    for (const { iamUser } of users) {
      if (credentials !== undefined && role === undefined && !wholeAccount) refuseNamelessSession(credentials, iamUser)
    }
    const own = credentials && (await identify(aws, credentials, role !== undefined))
    // An audit plans nothing by the end of a session.
    const by = own && { credentials, caller: own, ends: Number.POSITIVE_INFINITY }
    const session = role === undefined ? undefined : sessions.of(role, aws, by)
    const caller = session === undefined ? own : await session.caller()
    const signing = session?.credentials ?? credentials
    if (caller === undefined || signing === undefined) throw noPair()
    const how =
      role === undefined
        ? ''
        : `, a session of the role ${withoutAccounts(role)}, assumed ${own === undefined ? 'with the OIDC token of this job' : `by ${withoutAccounts(own.arn)}`}`
    const signer = `${withoutAccounts(caller.arn)}${how}`
    print(`AWS knows this job as ${signer}`)
    return { ...way, caller, signer, reader: new AccountReader(aws.iam(signing), caller.account, clock) }
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem
    return { ...way, problem }
  }
}

/** The account that a way was to lead into; empty where only the job's credentials would have told. */
function accountIn({ role }: Way): string {
  return accountOf(role ?? '') ?? ''
}

/** Whom the log, and a report of an account that nobody could read, name. */
function namesOf(users: readonly Pick<ConfiguredUser, 'name'>[]): readonly string[] {
  return users.map(({ name }) => name)
}

function unreadOf(account: string, barred: readonly Barred[]): UnreadAccount {
  const users = barred.flatMap((way) => way.users)
  const problems = new Map(barred.map(({ problem }) => [problem.message, problem]))
  return {
    account,
    users: users.flatMap(({ iamUser }) => iamUser ?? []),
    reasons: [...problems.values()].map(({ message, remedy }) => ({ what: message, remedy })),
  }
}

function warningOf({ role, problem, users }: Barred): string {
  const names = listed(
    users.flatMap(({ iamUser }) => iamUser ?? []),
    5,
  )
  const way = role === undefined ? 'the credentials of the job' : `the role ${role}`
  return `${inSentences(problem)} Another role leads into that account: it has read ${names === '' ? 'the users' : names} instead of ${way}.`
}

/** One user of the configuration; none where nobody is named and the whole account is audited by a role. */
function configuredUser(
  inputs: Inputs,
  { userName, arn }: Caller,
  reader: AccountReader,
  wholeAccount: boolean,
  looks: DestinationsReader,
): readonly ConfiguredUser[] {
  const { iamUser, roleToAssume, policy, destinations } = inputs
  const name = iamUser ?? (roleToAssume === undefined ? userName : undefined)
  if (name === undefined) {
    if (wholeAccount) return []
    throw new Problem(
      `The job signs as ${arn}, which is not an IAM user`,
      'Name the IAM user to audit in iam-user, or set "audit-account: true".',
    )
  }
  const look = destinations.length === 0 ? undefined : () => looks.look(inputs)
  return [{ name, pace: policy, destinations: look, reader, inputs }]
}
