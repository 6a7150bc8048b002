/** From inputs to the ports of a rotation: who calls, whom to rotate, and how AWS and GitHub are reached. */
import { type Caller, type FoundCredentials, hasKey, identify, noPair, refuseNamelessSession } from './aws/caller.ts'
import type { AwsClients } from './aws/clients.ts'
import { type EarlyLook, lookEarly } from './aws/early-look.ts'
import { isRejection } from './aws/errors.ts'
import type { PublishedTo } from './aws/places-tag.ts'
import type { RoleSessions } from './aws/roles.ts'
import type { SigningCredentials } from './aws/sign-in-clients.ts'
import { type Destination, identityOf, nameOf } from './destination.ts'
import type { GitHubSender } from './github/api/transport.ts'
import type { GitHubAccess } from './github/tokens/tokens.ts'
import type { Inputs } from './inputs/inputs.ts'
import { isNameOf, mayNameSeveral, recoveryPlaceOf } from './inputs/recovery-secret.ts'
import { accountOf } from './inputs/role.ts'
import { HeldAccessKey, type Masking } from './key/held-key.ts'
import { readRecovery } from './key/recovery-value.ts'
import type { Clock, HeldKey, Narrator, Ports } from './rotation/ports.ts'
import { inSentences, Problem, type Warning } from './rotation/problem.ts'
import { type Duration, hour, second } from './rotation/time.ts'
import type { Policy } from './rotation/world.ts'
import { withoutAccounts } from './text/account-number.ts'

/** What a rotation runs on. */
export interface Services {
  readonly clock: Clock
  readonly aws: AwsClients
  /** What the job signs with; undefined where it has none, and assumes roles with GitHub's OIDC token. */
  readonly credentials: FoundCredentials | undefined
  /** Where the sessions of roles come from, for all users of a run. */
  readonly sessions: RoleSessions
  /** Sends requests to GitHub with a token; over the network when not given. */
  readonly github?: GitHubSender
  /** What several users share of GitHub; the user's own when not given. */
  readonly access?: GitHubAccess
  /** Asks STS who signs; of several users, once. */
  readonly identify?: typeof identify
  readonly narrator: Narrator
  readonly mask: (value: string) => void
  readonly warn: (warning: Warning) => void
  /** Tells this run from every other one. */
  readonly nonce: string
  /** For how long the job has run, at least, when this is made; a session that it holds may be as old. */
  readonly jobAge: Duration
}

/** A rotation that can begin. */
export interface Connected {
  readonly ports: Ports
  readonly policy: Policy
  /** The IAM user to rotate. */
  readonly user: string
  /** The number of its account. */
  readonly account: string
  /** Who signs, as AWS says; the account's number shortened. */
  readonly signer: string
  /** What the user's tags have shown. */
  afterwards(): readonly Warning[]
  /** The user is done: what it was promised of the limits that several users share is given back. */
  end(): void
}

/** Finds out who calls and whom to rotate, and makes the ports. */
export async function connect(inputs: Inputs, services: Services): Promise<Connected> {
  const { clock, aws: clients, narrator, nonce } = services
  const masking = maskingOf(inputs, services)
  const { credentials, own, caller, ends, signer, warnings, early } = await signing(inputs, services)
  // What the first answers are needed for is loaded after their requests have left.
  const [{ IamUser }, { connectGitHub }] = await Promise.all([
    import('./aws/iam-user.ts'),
    import('./github/connect.ts'),
  ])
  const self =
    caller.userName !== undefined && (inputs.iamUser ?? caller.userName).toLowerCase() === caller.userName.toLowerCase()
  const user = inputs.iamUser ?? caller.userName
  if (user === undefined)
    throw new Problem(
      `The job signs as ${caller.arn}, which is not an IAM user`,
      'Name the IAM user to rotate in iam-user.',
    )
  const owner = { user, account: caller.account }
  const place = inputs.recovery && recoveryPlaceOf(inputs.recovery, owner, inputs.destinations)
  const recovery = place && { ...place, account: caller.account, missingLine: missingLineOf(inputs, place.name) }
  const handed = place && readRecovery(inputs.recoveryText, isNameOf(place, owner), holding(masking))
  if (handed?.kind === 'unusable') {
    const text = `The value of recovery-secret was not written by this action: ${handed.why}. It is ignored.`
    services.warn({ kind: 'unusable recovery value', text })
  }
  const iam = new IamUser({
    clients,
    credentials,
    userName: self ? undefined : user,
    early,
    // IAM tells a user's path only to who may ask.
    arn: self
      ? caller.arn
      : `${caller.arn.split(':', 2).join(':')}:iam::${caller.account}:user/${user} (user/PATH/${user} where the user has a path)`,
    account: caller.account,
    // A session's ARN leaves out the path of its role.
    caller: inputs.roleToAssume ?? caller.arn,
    writer: {
      run: inputs.policy.run,
      attempt: inputs.policy.attempt,
      owner: inputs.policy.owner,
      digest: inputs.policy.digest,
      nonce,
      timeLimitSeconds: inputs.policy.timeLimit / second,
    },
    places: inputs.destinations.map(({ place }) => {
      return { id: identityOf(place).replace(/:actions$/, ''), name: nameOf(place) }
    }),
    secretNames: [...new Set(inputs.destinations.flatMap(namesIn))],
    clock,
    masking,
  })
  const ownPair = self && own ? new HeldAccessKey(own.accessKeyId, own.secretAccessKey, masking) : undefined
  const timeLimit = Math.min(inputs.policy.timeLimit, ends())
  const timely = { ...inputs, policy: { ...inputs.policy, timeLimit } }
  const { end, ...github } = connectGitHub(timely, recovery, services)
  return {
    user,
    account: caller.account,
    signer,
    policy: {
      ...timely.policy,
      nonce,
      uncovered: await github.verifier.uncovered(),
      // A session that cannot be renewed ends in the middle of a run, and nothing may begin that it would not end.
      get timeLimit() {
        return Math.min(inputs.policy.timeLimit, ends())
      },
    },
    afterwards: () => [...warnOfFormer(iam.formerly, user), ...warnings()],
    end,
    ports: {
      keys: iam,
      journal: iam,
      clock,
      narrator,
      ownPair,
      recovered: handed?.kind === 'key' ? handed : undefined,
      ...github,
    },
  }
}

/** What hands the recovery secret back, where the job was handed nothing. */
function missingLineOf({ recovery, recoveryText }: Inputs, name: string): string | undefined {
  if (recoveryText !== '') return undefined
  // A name with a placeholder is another one for each user of the step.
  return `recovery-secret: \${{ ${recovery?.name.includes('{') ? 'toJSON(secrets)' : `secrets.${name}`} }}`
}

/** GitHub's names know no case, and it shows them in capitals. */
function namesIn({ secrets, variables }: Destination): readonly string[] {
  return [...secrets, ...variables].map(({ name }) => name.toUpperCase())
}

/** What left the list keeps the key that it had, and nobody else tells its users. */
function warnOfFormer({ places, names }: PublishedTo, user: string): readonly Warning[] {
  const until = 'This warning comes until the next rotation has ended.'
  const warnings: Warning[] = []
  if (places.length > 0) {
    const text = `These places are no longer in destinations, and their secrets still hold a key of ${user}, which stops working when it is replaced: ${places.join(', ')}. Delete those secrets, or list the places again. ${until}`
    warnings.push({ kind: 'former places', text })
  }
  if (names.length > 0) {
    const text = `These names are no longer configured, and secrets or variables of such a name in a listed place still hold a key of ${user}, which stops working when it is replaced: ${names.join(', ')}. Delete them, or configure the names again. ${until}`
    warnings.push({ kind: 'former names', text })
  }
  return warnings
}

/** What the requests for one user are signed with. */
interface Signing {
  readonly credentials: SigningCredentials
  /** The job's own pair, where no role stands between. */
  readonly own: FoundCredentials | undefined
  readonly caller: Caller
  /** The run's own elapsed time at which it can sign no more. */
  ends(): Duration
  /** Who signs, and by whom and what: for the log. */
  readonly signer: string
  /** What went wrong with it on the way. */
  warnings(): readonly Warning[]
  /** What IAM has shown meanwhile of the user to rotate, to these very credentials. */
  readonly early: EarlyLook | undefined
}

async function signing(inputs: Inputs, services: Services): Promise<Signing> {
  const { roleToAssume: role, iamUser } = inputs
  const { aws, clock, sessions, jobAge } = services
  if (services.credentials === undefined && role === undefined) throw noPair()
  if (services.credentials !== undefined) refuseNamelessSession(services.credentials, iamUser)
  const finding = services.credentials && findSigner(inputs, services, services.credentials)
  // IAM is asked at the same time as STS; where a role stands between, nothing can be asked yet.
  const looking =
    role === undefined && services.credentials ? lookEarly(aws, services.credentials, iamUser, clock) : undefined
  const base = await finding
  refuseListedTwice(inputs, base?.caller.account)
  const chain = base && chainOf(base, services)
  const baseEnds = base && lifetime(base.credentials, clock, jobAge)
  if (role === undefined) {
    if (base === undefined || baseEnds === undefined || chain === undefined) throw noPair()
    const { credentials, caller } = base
    const early = credentials === services.credentials ? await looking : undefined
    return { credentials, own: credentials, caller, ends: () => baseEnds, signer: chain, warnings: () => [], early }
  }
  const session = sessions.of(role, aws, base && { ...base, ends: baseEnds ?? 0 })
  const caller = await session.caller()
  return {
    credentials: session.credentials,
    own: undefined,
    caller,
    ends: () => session.ends(),
    signer: `${withoutAccounts(caller.arn)}, a session of the role ${withoutAccounts(role)}, assumed ${chain === undefined ? 'with the OIDC token of this job' : `by ${chain}`}`,
    warnings: () => warnOfSession(session.trouble),
    early: undefined,
  }
}

/**
 * Two entries of a configuration may be one user, which shows only when the account of the job is known: one without a
 * role, and one with a role in that account. Neither knows the places of the other, whose key it would switch off.
 */
function refuseListedTwice({ iamUser, roleToAssume, namesakes }: Inputs, jobAccount: string | undefined): void {
  const accountWith = (role: string | undefined) => (role === undefined ? jobAccount : accountOf(role))
  const account = accountWith(roleToAssume)
  if (account === undefined || !namesakes.some((role) => accountWith(role) === account)) return
  throw new Problem(
    `${iamUser} is listed twice in the file of config-file: the job signs in the very account of the role-to-assume that one of the entries has, and the other one has no role`,
    'List each user once, with all of its destinations.',
  )
}

function chainOf({ credentials, caller }: Signer, services: Services): string {
  const source = credentials === services.credentials ? '' : `, by the key in ${credentials.source}`
  return `${withoutAccounts(caller.arn)}${source}`
}

/** A renewal that fails ends nothing by itself: the session goes on, and what does not fit into the rest is left. */
function warnOfSession(trouble: Problem | undefined): readonly Warning[] {
  if (trouble === undefined) return []
  return [
    {
      kind: 'session not renewed',
      text: `${inSentences(trouble)} What this run had no time left for is left to the next one.`,
    },
  ]
}

interface Signer {
  readonly credentials: FoundCredentials
  readonly caller: Caller
}

/**
 * The job's credentials; or the pair that the recovery secret holds, when AWS rejects the job's: a self-rotation that
 * was killed between the two writes of its own pair leaves its next job with the halves of two keys.
 */
async function findSigner(inputs: Inputs, services: Services, credentials: FoundCredentials): Promise<Signer> {
  const { aws, identify: ask = identify } = services
  try {
    return { credentials, caller: await ask(aws, credentials, inputs.roleToAssume !== undefined) }
  } catch (error) {
    const { recovery, iamUser } = inputs
    const hold = holding(maskingOf(inputs, services))
    const known = { user: iamUser, account: undefined }
    const handed = recovery && readRecovery(inputs.recoveryText, isNameOf(recovery, known), hold)
    const replaceable = error instanceof Problem && isRejection(error.cause) && credentials.sessionToken === undefined
    if (!replaceable || handed?.kind !== 'key') throw error
    const pair = { ...handed.held.credentials(), expiration: undefined, source: 'the recovery secret' }
    const caller = await ask(aws, pair).catch(() => undefined)
    const sameUser = caller?.userId === handed.about.user && caller.account === handed.about.account
    // Several users may be given such a secret: whose the job's key is, the configuration tells, a half of it, or IAM.
    const isNamed = iamUser !== undefined && recovery !== undefined && !mayNameSeveral(recovery, known)
    const isHalf = pair.accessKeyId === credentials.accessKeyId || pair.secretAccessKey === credentials.secretAccessKey
    const isOwn = isNamed || isHalf || (await hasKey(aws, pair, credentials.accessKeyId, caller?.userName))
    const wanted = (inputs.iamUser ?? caller?.userName)?.toLowerCase() === caller?.userName?.toLowerCase()
    if (caller === undefined || !sameUser || !wanted || !isOwn) throw error
    const text = `AWS rejects the pair that this job came with (${credentials.accessKeyId}): an interrupted run left halves of two keys there. This run signs with ${handed.held.id} from the recovery secret instead, and publishes it everywhere.`
    services.warn({ kind: 'mixed pair', text })
    return { credentials: pair, caller }
  }
}

function maskingOf({ destinations }: Inputs, { mask }: Services): Masking {
  return { mask, formats: destinations.flatMap(({ secrets }) => secrets.map(({ format }) => format)) }
}

function holding(masking: Masking): (id: string, secret: string) => HeldKey {
  return (id, secret) => new HeldAccessKey(id, secret, masking)
}

/**
 * How long the run can sign: its own elapsed time at which temporary credentials end. Those that do not say when last
 * an hour, the default of AWS and of aws-actions/configure-aws-credentials, and any step of the job may have got them:
 * they are counted from the job's start.
 */
function lifetime({ expiration, sessionToken }: FoundCredentials, clock: Clock, jobAge: Duration): Duration {
  if (sessionToken === undefined) return Number.POSITIVE_INFINITY
  const isKnown = expiration !== undefined && !Number.isNaN(expiration.getTime())
  return isKnown ? clock.elapsed() + expiration.getTime() - clock.now() : hour - jobAge
}
