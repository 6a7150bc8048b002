/** GitHub Apps: who signs for them, and where they are installed. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import type { SandboxClock } from '../clock.ts'
import { Coverage } from './coverage.ts'
import { stableId } from './identifiers.ts'
import { RateLimit } from './rate-limit.ts'
import { SecondaryLimits } from './secondary-limits.ts'
import type { Permissions } from './token.ts'

/** Where an App is installed. */
export interface InstallationOptions {
  /** The login of a user or an organization. */
  readonly owner: string
  /** Names of the owner's repositories, with or without the owner; all of them when not said. */
  readonly repositories?: 'all' | readonly string[]
  /** What the owner has accepted; all that the App asks for when not said. */
  readonly permissions?: Permissions
  readonly suspended?: boolean
  /** Requests in an hour of all its tokens together; GitHub's least when not said. */
  readonly rateLimit?: number
}

/** How an App is registered. */
export interface AppOptions {
  readonly id: number
  /** Made from the id when not said. */
  readonly clientId?: string
  /** Made from the id when not said; the login of its bot is made from it. */
  readonly name?: string
  /** A PEM, of which only the public part is kept. */
  readonly privateKey: string
  readonly permissions: Permissions
  readonly installations: readonly InstallationOptions[]
}

const requestsPerHour = 5_000

/** One account's consent to an App. */
export class Installation {
  readonly id: number
  readonly app: App
  readonly owner: string
  readonly coverage: Coverage
  readonly permissions: Permissions
  readonly createdAt: number
  /** All tokens of an installation draw on one allowance. */
  readonly rateLimit: RateLimit
  readonly secondaryLimits: SecondaryLimits
  suspended: boolean

  constructor(app: App, options: InstallationOptions, clock: SandboxClock) {
    const { owner, repositories = 'all', permissions = app.permissions, suspended = false } = options
    const withOwner = (name: string) => (name.includes('/') ? name : `${owner}/${name}`)
    this.id = stableId('installation', `${app.id} ${owner.toLowerCase()}`)
    this.app = app
    this.owner = owner
    this.coverage = new Coverage(repositories === 'all' ? 'all' : repositories.map(withOwner), owner)
    this.permissions = { metadata: 'read', ...permissions }
    this.createdAt = clock.now()
    this.rateLimit = new RateLimit(options.rateLimit ?? requestsPerHour, clock)
    this.secondaryLimits = new SecondaryLimits(clock)
    this.suspended = suspended
  }
}

/** An App as GitHub knows it. */
export class App {
  readonly id: number
  readonly clientId: string
  readonly name: string
  readonly permissions: Permissions
  readonly publicKey: KeyObject
  readonly createdAt: number
  readonly installations: readonly Installation[]

  constructor(options: AppOptions, clock: SandboxClock) {
    this.id = options.id
    this.clientId = options.clientId ?? `Iv23li${String(options.id).padStart(14, '0')}`
    this.name = options.name ?? `app-${options.id}`
    this.permissions = options.permissions
    this.publicKey = createPublicKey(options.privateKey)
    this.createdAt = clock.now()
    this.installations = options.installations.map((each) => new Installation(this, each, clock))
  }

  /** The App's name in addresses, and of its bot. */
  get slug(): string {
    return this.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  }

  /** Where a user or an organization has installed it. */
  installationOf(owner: string): Installation | undefined {
    return this.installations.find((each) => each.owner.toLowerCase() === owner.toLowerCase())
  }
}
