/** What a route is: an operation of the description, who may ask for it, and what it answers. */
import type { App } from '../app.ts'
import { maySee, type Need, type OrganizationNeed } from '../authorization.ts'
import type { GitHub } from '../github.ts'
import type { Organization } from '../organization.ts'
import { movedTo, notFound, Refusal } from '../refusal.ts'
import type { Repository } from '../repository.ts'
import type { Token } from '../token.ts'

/** Where the addresses in replies begin, without a trailing slash. */
export interface Links {
  readonly api: string
  readonly html: string
}

/** What a route answers. A string goes out as it is, anything else as JSON, nothing as an empty body. */
export interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** What a call is made of. */
export interface CallParts {
  readonly github: GitHub
  readonly links: Links
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly accept: string
  readonly pathParameters: Readonly<Record<string, string>>
  /** Of a path that names a repository by its id. */
  readonly repositoryId: number | undefined
  readonly body: string
}

/** An authenticated request for a described operation, whoever sent it. */
export class AnyCall {
  readonly github: GitHub
  readonly links: Links
  /** Path without the base path. */
  readonly path: string
  readonly query: URLSearchParams
  readonly accept: string
  readonly #pathParameters: Readonly<Record<string, string>>
  readonly #method: string
  readonly #repositoryId: number | undefined
  readonly #body: string

  constructor(parts: CallParts) {
    this.github = parts.github
    this.links = parts.links
    this.path = parts.path
    this.query = parts.query
    this.accept = parts.accept
    this.#pathParameters = parts.pathParameters
    this.#method = parts.method
    this.#repositoryId = parts.repositoryId
    this.#body = parts.body
  }

  /** Whether a person asks, with a token of theirs. */
  get isPersonal(): boolean {
    return false
  }

  get hasBody(): boolean {
    return this.#body !== ''
  }

  /** A parameter of the path template; asking for one that the template lacks is a fault of the route. */
  parameter(name: string): string {
    const value = this.#pathParameters[name]
    if (value === undefined) throw new RangeError(`${this.path} has no path parameter ${name}`)
    return value
  }

  /** The body as a JSON object, or 400. */
  json(): Readonly<Record<string, unknown>> {
    let body: unknown
    try {
      body = JSON.parse(this.#body)
    } catch {
      throw new Refusal(400, 'Problems parsing JSON')
    }
    if (typeof body !== 'object' || body === null || Array.isArray(body)) {
      throw new Refusal(400, 'Body should be a JSON object')
    }
    return { ...body }
  }

  /** The repository of the path; 404 when there is none, and a redirection when it has another name now. */
  repository(): Repository {
    const fullName = this.#repositoryId === undefined ? `${this.parameter('owner')}/${this.parameter('repo')}` : ''
    const repository =
      this.#repositoryId === undefined
        ? this.github.findRepository(fullName)
        : this.github.findRepositoryById(this.#repositoryId)
    if (repository !== undefined) return repository
    const renamed = this.github.findRenamedRepository(fullName)
    if (renamed === undefined || !this.sees(renamed)) throw notFound()
    throw movedTo(this.#addressOf(renamed), this.#method)
  }

  /** Whether the caller may hear of a repository. */
  protected sees(_: Repository): boolean {
    return true
  }

  #addressOf({ id }: Repository): string {
    const rest = this.path.replace(/^\/repos\/[^/]+\/[^/]+/, '')
    const query = this.query.size === 0 ? '' : `?${this.query}`
    return `${this.links.api}/repositories/${id}${rest}${query}`
  }

  /** The organization of the path; 404 when there is none. */
  organization(): Organization {
    const organization = this.github.findOrganization(this.parameter('org'))
    if (organization === undefined) throw notFound()
    return organization
  }
}

/** A request with a token. */
export class Call extends AnyCall {
  readonly token: Token

  constructor(parts: CallParts, token: Token) {
    super(parts)
    this.token = token
  }

  protected override sees(repository: Repository): boolean {
    return maySee(this.token, repository)
  }

  override get isPersonal(): boolean {
    return !this.token.isInstallation
  }
}

/** An operation on a repository: served only to a token that has what it needs there. */
export interface RepositoryRoute {
  readonly need: Need
  readonly organizationNeed?: never
  readonly forApps?: never
  handle(call: Call, repository: Repository): Answer | Promise<Answer>
}

/** An operation on an organization: served only to a token that has what it needs there. */
export interface OrganizationRoute {
  readonly need?: never
  readonly organizationNeed: OrganizationNeed
  readonly forApps?: never
  handle(call: Call, organization: Organization): Answer | Promise<Answer>
}

/** An operation for an App itself: served only to who signs for one. */
export interface AppRoute {
  readonly need?: never
  readonly organizationNeed?: never
  readonly forApps: true
  handle(call: AnyCall, app: App): Answer | Promise<Answer>
}

/** An operation that any token may ask for. */
interface OpenRoute {
  readonly need?: never
  readonly organizationNeed?: never
  readonly forApps?: never
  handle(call: Call): Answer | Promise<Answer>
}

/** An operation for a caller with a token. */
export type TokenRoute = RepositoryRoute | OrganizationRoute | OpenRoute

/** How one operation is served. */
export type Route = TokenRoute | AppRoute

/** Routes by operation, as in `GET /repos/{owner}/{repo}`. */
export type Routes = Readonly<Record<string, Route>>
