/**
 * Sessions of IAM roles: one for each role, however many users share it. They are renewed while the run goes on, so that
 * it may outlive the hour that AWS gives to a session of a role that another role has assumed.
 */
import {
  AssumeRoleCommand,
  type AssumeRoleCommandOutput,
  AssumeRoleWithWebIdentityCommand,
  type AssumeRoleWithWebIdentityCommandOutput,
} from '@aws-sdk/client-sts'
import type { Clock } from '../rotation/ports.ts'
import { endsRun, Problem } from '../rotation/problem.ts'
import { type Duration, hour, type Instant, minute, second } from '../rotation/time.ts'
import type { Caller, FoundCredentials } from './caller.ts'
import type { AwsClients } from './clients.ts'
import { mayPass, namelessAnswer } from './errors.ts'
import { claimsOf, type IdTokens } from './id-tokens.ts'
import { type AssumedBy, explainRole } from './role-problems.ts'
import type { Credentials, RenewedCredentials } from './sign-in-clients.ts'

/** The most that role chaining allows, and what every role allows: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html */
const asked: Duration = hour

/** A session is renewed this long after it began, so that its successor can fail many times before it ends. */
const renewedAfter: Duration = 10 * minute

/** After a renewal that failed, the next one is tried. */
const pause: Duration = minute

/** With less than this left, a request waits for the renewal that is under way. */
const inHand: Duration = 5 * minute

/** A run that works asks for credentials at least so often: it keeps its claim alive. */
const longestSilence: Duration = 5 * minute

/** Who assumes a role, where the job has credentials. */
export interface RoleCaller {
  readonly credentials: FoundCredentials
  readonly caller: Caller
  /** The run's own elapsed time at which these end; infinite for a user's key. */
  readonly ends: Duration
}

/** What all sessions of a run share. */
export interface RoleSessionsOptions {
  readonly clock: Clock
  readonly mask: (value: string) => void
  /** Names the run: in CloudTrail, and in the ARN of each session. */
  readonly runId: string | number
  /** Undefined where the job has no `id-token: write`. */
  readonly idTokens: IdTokens | undefined
}

/** Every session of a run. */
export class RoleSessions {
  readonly #options: RoleSessionsOptions
  readonly #sessions = new Map<string, RoleSession>()

  constructor(options: RoleSessionsOptions) {
    this.#options = options
  }

  /** The session of a role, the same one for all users whose role it is; nothing is asked yet. */
  of(role: string, clients: Pick<AwsClients, 'sts' | 'region'>, by: RoleCaller | undefined): RoleSession {
    const key = `${role} ${by?.credentials.accessKeyId ?? ''}`
    const known = this.#sessions.get(key)
    if (known !== undefined) return known
    const session = new RoleSession(role, clients, by, this.#options)
    this.#sessions.set(key, session)
    return session
  }
}

interface Session {
  readonly credentials: Credentials
  readonly caller: Caller
  readonly began: Instant
  readonly expires: Instant
}

/** A role that is assumed, and assumed again before the session ends. */
export class RoleSession {
  readonly #role: string
  readonly #clients: Pick<AwsClients, 'sts' | 'region'>
  readonly #by: RoleCaller | undefined
  readonly #options: RoleSessionsOptions
  #session: Session | undefined
  #inFlight: Promise<Session> | undefined
  #trouble: Problem | undefined
  #retryAt: Duration = 0

  constructor(
    role: string,
    clients: Pick<AwsClients, 'sts' | 'region'>,
    by: RoleCaller | undefined,
    options: RoleSessionsOptions,
  ) {
    this.#role = role
    this.#clients = clients
    this.#by = by
    this.#options = options
  }

  /** What signs, as it is at each request. @throws Problem where there is no session, or it has ended */
  readonly credentials: RenewedCredentials = Object.assign(
    async () => ({ ...(await this.#current()).credentials }),
    // The SDK would keep what it was given by the runner's clock, which may be wrong.
    { memoized: true } as const,
  )

  /** Who signs with the session, as STS says. @throws Problem */
  async caller(): Promise<Caller> {
    return (await this.#current()).caller
  }

  /** Why the latest renewal failed; undefined when it did not. */
  get trouble(): Problem | undefined {
    return this.#session === undefined ? undefined : this.#trouble
  }

  /**
   * The run's own elapsed time at which nothing can be signed any more: infinite as long as renewals work, unless the
   * credentials end with which the role is assumed.
   */
  ends(): Duration {
    const { clock } = this.#options
    const own = this.#session === undefined ? 0 : clock.elapsed() + this.#session.expires - clock.now()
    if (this.#trouble !== undefined) return own
    return Math.max(own, (this.#by?.ends ?? Number.POSITIVE_INFINITY) + asked - renewedAfter - longestSilence)
  }

  async #current(): Promise<Session> {
    const { clock } = this.#options
    const session = this.#session
    const mayAsk = clock.elapsed() >= this.#retryAt
    if (session === undefined) {
      if (this.#trouble !== undefined && !mayAsk) throw this.#trouble
      return this.#renewed()
    }
    const left = session.expires - clock.now()
    const isDue = clock.now() - session.began >= Math.min(renewedAfter, (session.expires - session.began) / 2)
    // A run that was asked to stop has a request or two to send.
    if (left > 0 && (!isDue || !mayAsk || clock.cancelled)) return session
    if (left <= 0 && !mayAsk && this.#trouble !== undefined) throw this.#trouble
    const renewal = this.#renewed()
    // What comes of it is known by `trouble`.
    const settled = renewal.then(
      () => undefined,
      () => undefined,
    )
    if (left > inHand) return session
    await settled
    return session.expires > clock.now() && this.#session === session ? session : renewal
  }

  /** One request at a time, whoever asks. */
  #renewed(): Promise<Session> {
    this.#inFlight ??= this.#assume().finally(() => {
      this.#inFlight = undefined
    })
    return this.#inFlight
  }

  async #assume(): Promise<Session> {
    const by: { -readonly [Key in keyof AssumedBy]: AssumedBy[Key] } = { caller: this.#by?.caller, token: undefined }
    try {
      const answer = this.#by === undefined ? await this.#byToken(by) : await this.#bySignature(this.#by)
      const session = this.#read(answer)
      this.#session = session
      this.#trouble = undefined
      return session
    } catch (error) {
      if (endsRun(error)) throw error
      const { clock } = this.#options
      const isRenewal = this.#session !== undefined
      // Users that come later need not ask again what has been refused; what may pass, they ask themselves.
      const mayDiffer = !isRenewal && !(error instanceof Problem) && mayPass(error)
      this.#retryAt = clock.elapsed() + (mayDiffer ? 0 : pause)
      const problem = explainRole(error, { role: this.#role, by, isRenewal, region: this.#clients.region })
      this.#trouble = problem
      throw problem
    }
  }

  #bySignature({ credentials }: RoleCaller): Promise<AssumeRoleCommandOutput> {
    return this.#clients.sts(credentials).send(new AssumeRoleCommand(this.#request()))
  }

  /** Each time with a fresh token: one lives for minutes. */
  async #byToken(by: { token: AssumedBy['token'] }): Promise<AssumeRoleWithWebIdentityCommandOutput> {
    const { idTokens } = this.#options
    if (idTokens === undefined) throw new Error('a role is assumed with a token, and the job has none')
    const audience = audienceOf(this.#role)
    const token = await idTokens(audience)
    by.token = { ...claimsOf(token), audience }
    const request = { ...this.#request(), WebIdentityToken: token }
    return this.#clients.sts().send(new AssumeRoleWithWebIdentityCommand(request))
  }

  #request() {
    return {
      RoleArn: this.#role,
      RoleSessionName: sessionName(this.#options.runId),
      DurationSeconds: asked / second,
    }
  }

  #read(answer: AssumeRoleCommandOutput | AssumeRoleWithWebIdentityCommandOutput): Session {
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {}
    const { clock, mask } = this.#options
    if (SecretAccessKey !== undefined) mask(SecretAccessKey)
    if (SessionToken !== undefined) mask(SessionToken)
    const { Arn: arn = '', AssumedRoleId: userId = '' } = answer.AssumedRoleUser ?? {}
    const account = this.#role.split(':')[4] ?? ''
    const isComplete = AccessKeyId !== undefined && SecretAccessKey !== undefined && SessionToken !== undefined
    if (!isComplete || Expiration === undefined || arn.split(':')[4] !== account) {
      throw namelessAnswer('STS', this.#by === undefined ? 'AssumeRoleWithWebIdentity' : 'AssumeRole')
    }
    return {
      credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
      caller: { account, arn, userId, userName: undefined },
      began: clock.now(),
      expires: Expiration.getTime(),
    }
  }
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html: `[\w+=,.@-]{2,64}` */
function sessionName(runId: string | number): string {
  return `rotate-iam-access-keys-${String(runId).replaceAll(/[^\w+=,.@-]/g, '-')}`.slice(0, 64)
}

/** What the token is for: STS in China has another name (https://github.com/aws-actions/configure-aws-credentials#oidc-audience). */
function audienceOf(role: string): string {
  return role.startsWith('arn:aws-cn:') ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com'
}
