/**
 * Reads what an organization and its repositories store, list by list: a list tells all names and dates in one request.
 * No list of GitHub's tells of the secrets of several repositories. A repository takes one request for each store's
 * secrets, one for the variables of Actions and of Agents each, and one for its environments, each of which takes two:
 * seven where there are no environments, and four on GitHub Enterprise Server.
 *
 * GraphQL knows no secrets. It lists environments of many repositories at once, and fails as a whole for some of them
 * (octokit/graphql.js#332).
 */
import { hasVariables, isAddressable, nameOf, type Place, type Store } from '../destination.ts'
import { BudgetShort } from '../github/api/budget.ts'
import type { GitHubClient, Persistence } from '../github/api/client.ts'
import { type Permission, permissions } from '../github/api/permissions.ts'
import {
  isDenial,
  isLastingRefusal,
  isPage,
  isPassingLimit,
  mayPass,
  Refusal,
  statusOf,
} from '../github/api/refusals.ts'
import { secretPermission, variablePermission } from '../github/places/addresses.ts'
import { GitHubPlace } from '../github/places/place.ts'
import { sightOf } from '../github/places/repositories.ts'
import { keyId } from '../key/access-key-id.ts'
import { fingerprint } from '../key/verification-contract.ts'
import { inSentences, Problem } from '../rotation/problem.ts'
import { presentable } from '../text/presentable.ts'
import type { Finding, Reading, Unknown } from './inventory-record.ts'

/** A repository as the list of its organization shows it. */
export interface ListedRepository {
  readonly id: number
  readonly name: string
  /** Seen only by who was given it. */
  readonly private: boolean
}

/** All repositories of an organization that the token sees. */
export interface Listing {
  /** Those that run jobs. */
  readonly repositories: readonly ListedRepository[]
  /** An archived repository runs nothing: its secrets reach nobody until it is unarchived. */
  readonly archived: number
  /** What the list may lack. */
  readonly unread: readonly Unknown[]
}

/** What is read, and what for. */
export interface Reach {
  readonly github: GitHubClient
  readonly owner: string
  /** Those that this GitHub has. */
  readonly stores: readonly Store[]
  readonly names: { readonly secrets: ReadonlySet<string>; readonly variables: ReadonlySet<string> }
  /** The run's elapsed time after which nothing is waited for any more. */
  readonly until: number
}

/** One look at an organization or a repository. */
interface Look {
  readonly found: Finding[]
  readonly unread: Unknown[]
  /** The token was given the repository, as far as is known. */
  isGiven: boolean
}

/** A list, and what it takes to read it. */
interface Question {
  readonly where: string
  /** As refusals call it. */
  readonly place: string
  readonly permission: Permission
}

/** An answer, or its refusal: undefined where nothing was asked, or where GitHub has answered and something is wrong with it. */
type Answered<Value> = { readonly value: Value } | { readonly refusal: Refusal | undefined }

/** Whether the same is asked again in vain now, and may be answered later: a limit, an outage, a token that has ended. */
export function isForLater(error: unknown): boolean {
  if (error instanceof BudgetShort || mayPass(error) || statusOf(error) === 401) return true
  // Something between has answered, and not GitHub.
  return error instanceof Refusal && isPage(error.failure)
}

/** Lists of one kind that GitHub fails over while it answers others: after so many, it is not asked for more of them. */
const mostFailures = 5

/** Whether GitHub did not answer a request, or failed over it: that may be an outage, or the request. */
function isTrouble(error: unknown): boolean {
  return mayPass(error) && !isPassingLimit(error)
}

/** Reads one organization with one token. Every call throws what `isForLater` is true of, and what ends the run. */
export class OrganizationReader {
  readonly #reach: Reach
  readonly #persistence: Persistence
  /** What is read nowhere, by the permission that it takes, and how a refusal has said so. */
  readonly #lacking = new Map<string, string>()
  /** Lists that GitHub has failed over, by what it takes to read them. */
  readonly #failures = new Map<string, number>()

  constructor(reach: Reach) {
    this.#reach = reach
    this.#persistence = { isOptional: true, until: reach.until }
  }

  /** Every repository, by one request for each hundred; undefined where the token may not ask, which `unread` has. */
  async list(unread: Unknown[]): Promise<Listing | undefined> {
    const { github, owner } = this.#reach
    const place = `the organization ${owner}`
    const permission = permissions.metadata('read')
    const look: Look = { found: [], unread, isGiven: false }
    const answer = await this.#ask(look, { where: `the repositories of ${place}`, place, permission }, async () => {
      const listed = new Map<number, ListedRepository & { readonly archived?: boolean }>()
      const purpose = { doing: 'list the repositories', place, permission }
      // The newest last: what is made meanwhile moves nothing to another page.
      const asked = { org: owner, sort: 'created', direction: 'asc' }
      const pages = github.pages<ListedRepository>('GET /orgs/{org}/repos', asked, purpose, this.#persistence)
      for await (const { items } of pages) for (const each of items) listed.set(each.id, each)
      return [...listed.values()]
    })
    if (!('value' in answer)) return undefined
    const unseen = await this.#unseen(look)
    const present = answer.value.filter(({ archived }) => archived !== true)
    return { repositories: present, archived: answer.value.length - present.length, unread: unseen }
  }

  /** The organization's own secrets and variables. */
  async own(): Promise<Reading> {
    const { owner, stores } = this.#reach
    const look: Look = { found: [], unread: [], isGiven: false }
    for (const store of stores) {
      const place: Place = { kind: 'organization', owner, store }
      await this.#read(look, place, 'secrets')
      if (hasVariables(store)) await this.#read(look, place, 'variables')
    }
    return look
  }

  /** Everything of one repository; `gone` when there is none any more. */
  async repository({ name: repo, private: isPrivate }: ListedRepository): Promise<Reading | 'gone'> {
    const { owner, stores } = this.#reach
    const look: Look = { found: [], unread: [], isGiven: isPrivate }
    const [first, ...others] = stores.map((store): Place => ({ kind: 'repository', owner, repo, store }))
    if (first === undefined) return look
    const refusal = await this.#read(look, first, 'secrets')
    if (refusal?.failure.status === 404 && (await this.#isGone(repo))) return 'gone'
    // Everybody sees a public repository, and a classic token what its user sees: the other lists would be refused too.
    const isForeign = !isPrivate || refusal?.failure.headers['x-oauth-scopes'] !== undefined
    if (refusal?.failure.status === 403 && isForeign)
      return { found: [], unread: look.unread.map(({ why }) => ({ where: `${owner}/${repo}`, why })) }
    await this.#read(look, first, 'variables')
    await this.#environments(look, repo)
    for (const place of others) {
      await this.#read(look, place, 'secrets')
      if (place.kind !== 'environment' && hasVariables(place.store)) await this.#read(look, place, 'variables')
    }
    return look
  }

  async #environments(look: Look, repo: string): Promise<void> {
    const { github, owner } = this.#reach
    const place = `${owner}/${repo}`
    const permission = permissions.actions('read')
    const where = `the environments of ${place}`
    const answer = await this.#ask(look, { where, place, permission }, async () => {
      const names = new Set<string>()
      let all = 0
      const purpose = { doing: 'list the environments', place, permission }
      const route = 'GET /repos/{owner}/{repo}/environments'
      const pages = github.pages<{ readonly name: string }>(route, { owner, repo }, purpose, this.#persistence)
      for await (const { items, total = 0 } of pages) {
        for (const { name } of items) names.add(name)
        all = total
      }
      return { names, all }
    })
    if (!('value' in answer)) return
    const { names, all } = answer.value
    if (names.size < all) look.unread.push({ where, why: `GitHub lists ${names.size} of ${all}. Run again.` })
    for (const environment of names) {
      const there: Place = { kind: 'environment', owner, repo, environment }
      if (isAddressable(environment)) {
        await this.#read(look, there, 'secrets')
        await this.#read(look, there, 'variables')
      } else
        look.unread.push({ where: nameOf(there), why: 'No address can have its name in it. Give it another name.' })
    }
  }

  /** Takes what concerns a user, or what refuses it. */
  async #read(look: Look, place: Place, of: 'secrets' | 'variables'): Promise<Refusal | undefined> {
    const { github, names } = this.#reach
    const permission = (of === 'secrets' ? secretPermission : variablePermission)(place, 'read')
    const where = `the ${of} of ${nameOf(place)}`
    const answer = await this.#ask(look, { where, place: nameOf(place), permission }, () =>
      new GitHubPlace(place, github).everything(of, this.#persistence),
    )
    if (!('value' in answer)) return answer.refusal
    look.isGiven = true
    const environment = place.kind === 'environment' ? place.environment : undefined
    const store = place.kind === 'environment' ? 'actions' : place.store
    const kind = of === 'secrets' ? 'secret' : 'variable'
    for (const { name, updatedAt, value = '' } of answer.value) {
      const id = value.trim()
      const shows = kind === 'variable' && keyId.test(id) ? fingerprint(id) : undefined
      if (shows === undefined && !names[of].has(name)) continue
      look.found.push({ kind, store, environment, name, updatedAt, shows })
    }
    return undefined
  }

  /** Asks, or knows from before that it is in vain; what is refused is told in `look.unread`. */
  async #ask<Value>(
    look: Look,
    { where, place, permission: { app } }: Question,
    ask: () => Promise<Value>,
  ): Promise<Answered<Value>> {
    const known = this.#lacking.get(app)
    if (known !== undefined) {
      look.unread.push({ where, why: known })
      return { refusal: undefined }
    }
    try {
      return { value: await ask() }
    } catch (error) {
      const isOfThis = isTrouble(error) && (await this.#answers())
      if (!(error instanceof Problem) || (isForLater(error) && !isOfThis)) throw error
      const why = presentable(inSentences(error).replaceAll(place, 'the place'), 1_000)
      look.unread.push({ where, why })
      const failures = (this.#failures.get(app) ?? 0) + (isOfThis ? 1 : 0)
      this.#failures.set(app, failures)
      // A token has the same permissions in all repositories that it was given.
      const isLacking = isDenial(error) && look.isGiven && why.includes(`lacks ${app}`)
      if (isLacking || failures >= mostFailures) this.#lacking.set(app, why)
      return { refusal: error instanceof Refusal ? error : undefined }
    }
  }

  /** Whether GitHub is at work: the first of the repositories was listed a moment ago. */
  async #answers(): Promise<boolean> {
    const { github, owner } = this.#reach
    const place = `the organization ${owner}`
    const purpose = { doing: 'list the repositories', place, permission: permissions.metadata('read') }
    try {
      await github.ask('GET /orgs/{org}/repos', { org: owner, per_page: 1 }, purpose, this.#persistence)
      return true
    } catch (error) {
      if (!isTrouble(error)) throw error
      return false
    }
  }

  /** Whether a repository that was listed a moment ago is not there any more. */
  async #isGone(repo: string): Promise<boolean> {
    const { github, owner } = this.#reach
    const purpose = {
      doing: 'look at the repository',
      place: `${owner}/${repo}`,
      permission: permissions.metadata('read'),
    }
    try {
      await github.ask('GET /repos/{owner}/{repo}', { owner, repo }, purpose, this.#persistence)
      return false
    } catch (error) {
      if (!isLastingRefusal(error) || isForLater(error)) throw error
      return statusOf(error) === 404
    }
  }

  /** Why the list of repositories may lack some: it does not say so itself. */
  async #unseen(look: Look): Promise<readonly Unknown[]> {
    const { github, owner } = this.#reach
    const place = `the organization ${owner}`
    const where = `other repositories of ${place}`
    const question = { where, place, permission: permissions.metadata('read') }
    const answer = await this.#ask(look, question, () => sightOf(github, owner))
    const why = { all: undefined, ...unseen }['value' in answer ? answer.value : 'all']
    return why === undefined ? [] : [{ where, why }]
  }
}

const unseen = {
  selected:
    'the App, or its token, was given only some repositories, and GitHub shows it no other private ones. Install it for all repositories of the organization.',
  unknown:
    'a fine-grained token does not tell whether it was given all repositories of the organization. Make sure of it in its settings.',
} as const
