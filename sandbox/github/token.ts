/** The kinds of token that the API takes, and what each one carries. */
import { createHash } from 'node:crypto'
import type { SandboxClock } from '../clock.ts'
import type { Installation } from './app.ts'
import { Coverage, type Named } from './coverage.ts'
import { stableId } from './identifiers.ts'
import { RateLimit } from './rate-limit.ts'
import { SecondaryLimits } from './secondary-limits.ts'

/** `app` is an App's installation token; `GITHUB_TOKEN` is the one that a job gets. */
export type TokenKind = 'GITHUB_TOKEN' | 'classic' | 'fine-grained' | 'app'

/** How much of a permission a token has, or an operation wants. */
export type Level = 'read' | 'write'

/** Permissions by the names that `x-accepted-github-permissions` uses. */
export type Permission =
  | 'actions'
  | 'actions_variables'
  | 'agent_secrets'
  | 'agent_variables'
  | 'checks'
  | 'codespaces_secrets'
  | 'contents'
  | 'dependabot_secrets'
  | 'deployments'
  | 'environments'
  | 'issues'
  | 'metadata'
  | 'organization_actions_variables'
  | 'organization_agent_secrets'
  | 'organization_agent_variables'
  | 'organization_codespaces_secrets'
  | 'organization_dependabot_secrets'
  | 'organization_secrets'
  | 'secrets'

/** What a token was given. */
export type Permissions = Readonly<Partial<Record<Permission, Level>>>

/** What `permissions:` of a job can give to its `GITHUB_TOKEN`: no secrets, environments or variables among them. */
const jobPermissions: ReadonlySet<string> = new Set<Permission>([
  'actions',
  'checks',
  'contents',
  'deployments',
  'issues',
  'metadata',
])

/** What a token is issued with. */
export interface TokenOptions {
  readonly kind: TokenKind
  /** Names the caller in records; also the login of the token's user or App. */
  readonly name: string
  /** Of every kind but classic. */
  readonly permissions?: Permissions
  /** `owner/name` of each repository that the token was given; all of them when not said. */
  readonly repositories?: 'all' | readonly string[]
  /** The login of each organization that the token was given; all of them when not said. */
  readonly organizations?: 'all' | readonly string[]
  /** Of a classic token. */
  readonly scopes?: readonly string[]
  /** From this moment of the sandbox's clock on the token is refused. */
  readonly expiresAt?: number
  /** Of a token that an App has minted: it reaches nothing of another owner. */
  readonly installation?: Installation
  /** Requests in an hour; as many as GitHub grants to this kind when not said. */
  readonly rateLimit?: number
}

const prefixes: Readonly<Record<TokenKind, string>> = {
  GITHUB_TOKEN: 'ghs_',
  app: 'ghs_',
  classic: 'ghp_',
  'fine-grained': 'github_pat_',
}

const requestsPerHour: Readonly<Record<TokenKind, number>> = {
  GITHUB_TOKEN: 1_000,
  app: 5_000,
  classic: 5_000,
  'fine-grained': 5_000,
}

/** A token as GitHub knows it. */
export class Token {
  readonly text: string
  readonly kind: TokenKind
  readonly name: string
  readonly permissions: Permissions
  readonly scopes: readonly string[]
  readonly expiresAt: number
  readonly rateLimit: RateLimit
  readonly secondaryLimits: SecondaryLimits
  readonly coverage: Coverage
  readonly installation: Installation | undefined
  readonly #organizations: 'all' | ReadonlySet<string>

  /** `serial` tells tokens of one name apart. */
  constructor(options: TokenOptions, serial: number, clock: SandboxClock) {
    const { kind, name, permissions = {}, repositories, organizations = 'all', scopes = [], installation } = options
    const impossible = Object.keys(permissions).filter((permission) => !jobPermissions.has(permission))
    if (kind === 'GITHUB_TOKEN' && impossible.length > 0) {
      throw new RangeError(`no job can give its GITHUB_TOKEN the permission ${impossible.join(', ')}`)
    }
    this.text = tokenText(kind, `${name} ${serial}`, installation)
    this.kind = kind
    this.name = name
    this.permissions = permissions
    this.scopes = scopes
    this.expiresAt = options.expiresAt ?? Number.POSITIVE_INFINITY
    this.rateLimit = installation?.rateLimit ?? new RateLimit(options.rateLimit ?? requestsPerHour[kind], clock)
    this.secondaryLimits = installation?.secondaryLimits ?? new SecondaryLimits(clock)
    this.installation = installation
    this.coverage =
      repositories === undefined && installation !== undefined
        ? installation.coverage
        : new Coverage(repositories ?? 'all', installation?.owner)
    this.#organizations = withoutCase(installation === undefined ? organizations : [installation.owner])
  }

  /** Whether the token was given this repository; classic tokens reach whatever their user reaches. */
  covers(repository: Named): boolean {
    return this.coverage.covers(repository)
  }

  /** Whether the token was given this organization; classic tokens reach whatever their user reaches. */
  coversOrganization(login: string): boolean {
    return this.#organizations === 'all' || this.#organizations.has(login.toLowerCase())
  }

  /** Whether the token has a permission at this level; `write` includes `read`, everyone has `metadata`. */
  grants(permission: Permission, level: Level): boolean {
    const granted = this.permissions[permission] ?? (permission === 'metadata' ? 'read' : undefined)
    return granted === 'write' || granted === level
  }

  /** Who acts: runs that this token starts show this login. */
  get login(): string {
    if (this.kind === 'GITHUB_TOKEN') return 'github-actions[bot]'
    if (this.installation !== undefined) return `${this.installation.app.slug}[bot]`
    const login = this.name.replaceAll(/[^A-Za-z0-9]+/g, '-')
    return this.kind === 'app' ? `${login}[bot]` : login
  }

  /** Whose allowance the rate limit speaks of. */
  get holder(): string {
    return this.isInstallation ? `installation ID ${this.#id}` : `user ID ${this.#id}`
  }

  /** How a missing permission is called for this kind. */
  get refusedAs(): string {
    return this.isInstallation
      ? 'Resource not accessible by integration'
      : 'Resource not accessible by personal access token'
  }

  /** Whether an App's installation acts and no person. */
  get isInstallation(): boolean {
    return this.kind === 'GITHUB_TOKEN' || this.kind === 'app'
  }

  get #id(): number {
    return this.installation?.id ?? stableId('token', this.text)
  }
}

function withoutCase(names: 'all' | readonly string[]): 'all' | ReadonlySet<string> {
  return names === 'all' ? 'all' : new Set(names.map((each) => each.toLowerCase()))
}

function tokenText(kind: TokenKind, seed: string, installation: Installation | undefined): string {
  const digits = createHash('sha512').update(seed).digest('hex')
  if (installation !== undefined) return `${prefixes[kind]}${installation.app.id}_${statelessPart(digits)}`
  return kind === 'fine-grained'
    ? `${prefixes[kind]}${digits.slice(0, 22)}_${digits.slice(22, 81)}`
    : `${prefixes[kind]}${digits.slice(0, 36)}`
}

/** Tokens that Apps mint hold a JSON web token, so they are long, and of no fixed length. */
function statelessPart(digits: string): string {
  const parts = [JSON.stringify({ alg: 'ES256', typ: 'JWT' }), JSON.stringify({ jti: digits.slice(0, 32) }), digits]
  return parts.map((part) => Buffer.from(part).toString('base64url')).join('.')
}
