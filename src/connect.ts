/** From inputs to the ports of a rotation: who calls, whom to rotate, and how AWS and GitHub are reached. */

import { type Caller, type FoundCredentials, hasKey, identify, refuseNamelessSession } from './aws/caller.ts'
import type { AwsClients } from './aws/clients.ts'
import { isRejection } from './aws/errors.ts'
import { IamUser } from './aws/iam-user.ts'
import type { PublishedTo } from './aws/journal-tags.ts'
import { type Destination, identityOf, nameOf } from './destination.ts'
import type { GitHubSender } from './github/api/transport.ts'
import { connectGitHub } from './github/connect.ts'
import type { Inputs } from './inputs/inputs.ts'
import { isNameOf, mayNameSeveral, recoveryPlaceOf } from './inputs/recovery-secret.ts'
import { HeldAccessKey, type Masking } from './key/held-key.ts'
import { readRecovery } from './key/recovery-value.ts'
import type { Clock, HeldKey, Narrator, Ports } from './rotation/ports.ts'
import { Problem, type Warning } from './rotation/problem.ts'
import { type Duration, hour, second } from './rotation/time.ts'
import type { Policy } from './rotation/world.ts'
import { withoutAccounts } from './text/account-number.ts'

/** What a rotation runs on. */
export interface Services {
  readonly clock: Clock
  readonly aws: AwsClients
  /** What the job signs with. */
  readonly credentials: FoundCredentials
  /** Sends requests to GitHub with a token; over the network when not given. */
  readonly github?: GitHubSender
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
}

/** Finds out who calls and whom to rotate, and makes the ports. */
export async function connect(inputs: Inputs, services: Services): Promise<Connected> {
  const { clock, aws: clients, narrator, nonce } = services
  const masking = maskingOf(inputs, services)
  refuseNamelessSession(services.credentials, inputs.iamUser)
  const { credentials, caller } = await findSigner(inputs, services)
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
    // IAM tells a user's path only to who may ask.
    arn: self
      ? caller.arn
      : `${caller.arn.split(':', 2).join(':')}:iam::${caller.account}:user/${user} (user/PATH/${user} where the user has a path)`,
    account: caller.account,
    caller: caller.arn,
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
  const ownPair = self ? new HeldAccessKey(credentials.accessKeyId, credentials.secretAccessKey, masking) : undefined
  const timeLimit = Math.min(inputs.policy.timeLimit, lifetime(credentials, clock, services.jobAge))
  const timely = { ...inputs, policy: { ...inputs.policy, timeLimit } }
  const github = connectGitHub(timely, recovery, services)
  return {
    user,
    account: caller.account,
    signer: `${withoutAccounts(caller.arn)}${credentials === services.credentials ? '' : `, by the key in ${credentials.source}`}`,
    policy: { ...timely.policy, nonce, uncovered: await github.verifier.uncovered() },
    afterwards: () => warnOfFormer(iam.formerly, user),
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

interface Signer {
  readonly credentials: FoundCredentials
  readonly caller: Caller
}

/**
 * The job's credentials; or the pair that the recovery secret holds, when AWS rejects the job's: a self-rotation that
 * was killed between the two writes of its own pair leaves its next job with the halves of two keys.
 */
async function findSigner(inputs: Inputs, services: Services): Promise<Signer> {
  const { aws, credentials } = services
  try {
    return { credentials, caller: await identify(aws, credentials) }
  } catch (error) {
    const { recovery, iamUser } = inputs
    const hold = holding(maskingOf(inputs, services))
    const known = { user: iamUser, account: undefined }
    const handed = recovery && readRecovery(inputs.recoveryText, isNameOf(recovery, known), hold)
    const replaceable = error instanceof Problem && isRejection(error.cause) && credentials.sessionToken === undefined
    if (!replaceable || handed?.kind !== 'key') throw error
    const pair = { ...handed.held.credentials(), expiration: undefined, source: 'the recovery secret' }
    const caller = await identify(aws, pair).catch(() => undefined)
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
