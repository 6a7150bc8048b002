/** Who may do what: the order and the words of GitHub's answers to a token that may not. */
import type { WireRequest } from '../wire.ts'
import type { App } from './app.ts'
import type { GitHub } from './github.ts'
import { appOf, signerOf } from './json-web-token.ts'
import type { Organization } from './organization.ts'
import { documentation, notFound, Refusal } from './refusal.ts'
import type { Repository } from './repository.ts'
import { timestamp } from './timestamp.ts'
import type { Level, Permission, Token } from './token.ts'

/** What a repository's operation asks of a token. */
export interface Need {
  readonly permission: Permission
  readonly level: Level
  /** Whether everyone may do it in a public repository. */
  readonly publicly: boolean
}

/** What an organization's operation asks of a token. */
export interface OrganizationNeed {
  readonly permission: Permission
  readonly level: Level
  /** Whether an App's installation may ever do it. */
  readonly installations: boolean
  /** What a person without it is told to have, in GitHub's words. */
  readonly role: string
}

/** Names who sends a request, without a word of what proves it. */
export function callerOf(github: GitHub, headers: WireRequest['headers']): string {
  const text = credentialsOf(headers)
  if (text === undefined) return 'nobody'
  const token = github.findToken(text)
  return token?.name ?? signerOf(text, (issuer) => github.findApp(issuer))?.name ?? 'nobody'
}

/** The App that has signed for the request, or 401. */
export function authenticateApp(github: GitHub, headers: WireRequest['headers']): App {
  const text = credentialsOf(headers)
  if (text === undefined) throw new Refusal(401, 'Requires authentication')
  return appOf(text, (issuer) => github.findApp(issuer), github.told(github.clock.now()))
}

/** The token that the request carries, if it is one that this GitHub issued. */
export function tokenOf(github: GitHub, headers: WireRequest['headers']): Token | undefined {
  const text = credentialsOf(headers)
  return text === undefined ? undefined : github.findToken(text)
}

function credentialsOf(headers: WireRequest['headers']): string | undefined {
  return /^(?:token|bearer) (\S+)$/i.exec(headers['authorization'] ?? '')?.[1]
}

/** The caller, or 401: without a token, with one that nobody issued, or with one that has expired. */
export function authenticate(github: GitHub, headers: WireRequest['headers']): Token {
  if (headers['authorization'] === undefined) throw new Refusal(401, 'Requires authentication')
  const token = tokenOf(github, headers)
  if (token === undefined || github.clock.now() >= token.expiresAt) {
    throw new Refusal(401, 'Bad credentials', { documentationUrl: documentation })
  }
  return token
}

/** Passes, or 404 for a private repository that the token must not know of, or 403 for what it may not do there. */
export function authorize(token: Token, repository: Repository, need: Need): void {
  if (!maySee(token, repository)) throw notFound()
  if (!mayDo(token, repository, need)) throw forbidden(token)
  if (need.level === 'write' && repository.archived) {
    throw new Refusal(403, 'Repository was archived so is read-only.')
  }
}

/** Passes, or 404 for an organization that the token must not know of, or 403 for what it may not do there. */
export function authorizeOrganization(token: Token, organization: Organization, need: OrganizationNeed): void {
  if (token.kind === 'classic') {
    if (token.scopes.includes('admin:org')) return
    throw new Refusal(403, `You must be an org admin or have the ${need.role} fine-grained permission.`)
  }
  if (!token.coversOrganization(organization.login)) throw notFound()
  const isBarred = token.isInstallation && !need.installations
  if (isBarred || !token.grants(need.permission, need.level)) throw forbidden(token)
}

/** Whether the token may see that a repository exists. */
export function maySee(token: Token, repository: Repository): boolean {
  return repository.visibility === 'public' || mayKnow(token, repository)
}

/** What the operation accepts and, for personal tokens, what the token has and until when. */
export function permissionHeaders(
  github: GitHub,
  token: Token,
  need: Need | OrganizationNeed | undefined,
): Record<string, string> {
  return { ...acceptedHeaders(token, need), ...expirationHeader(github, token) }
}

function acceptedHeaders(token: Token, need: Need | OrganizationNeed | undefined): Record<string, string> {
  if (token.kind === 'classic') {
    return {
      'x-oauth-scopes': token.scopes.join(', '),
      'x-accepted-oauth-scopes': acceptedScope(need),
    }
  }
  return need === undefined ? {} : { 'x-accepted-github-permissions': `${need.permission}=${need.level}` }
}

function acceptedScope(need: Need | OrganizationNeed | undefined): string {
  if (need === undefined) return ''
  return 'publicly' in need ? 'repo' : 'admin:org'
}

function expirationHeader(github: GitHub, { kind, expiresAt }: Token): Record<string, string> {
  const isPersonal = kind === 'classic' || kind === 'fine-grained'
  if (!isPersonal || !Number.isFinite(expiresAt)) return {}
  const told = timestamp(github.told(expiresAt))
  return { 'github-authentication-token-expiration': told.replace('T', ' ').replace('Z', ' UTC') }
}

function mayKnow(token: Token, repository: Repository): boolean {
  return token.covers(repository) && (token.kind !== 'classic' || token.scopes.includes('repo'))
}

function mayDo(token: Token, repository: Repository, need: Need): boolean {
  if (need.publicly && repository.visibility === 'public') return true
  if (!mayKnow(token, repository)) return false
  return token.kind === 'classic' || token.grants(need.permission, need.level)
}

function forbidden(token: Token): Refusal {
  return new Refusal(403, token.kind === 'classic' ? 'Must have admin rights to Repository.' : token.refusedAs)
}
