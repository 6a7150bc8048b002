/**
 * Secrets that hide a destination's from jobs: GitHub prefers an environment's secret to its repository's, and a
 * repository's to its organization's. https://docs.github.com/en/actions/reference/security/secrets#naming-your-secrets
 */
import pMap from 'p-map'
import { presentable } from '../presentable.ts'
import { endsRun, inSentences } from '../rotation/problem.ts'
import type { DestinationReading, ShadowsReading } from '../rotation/world.ts'
import { BudgetShort } from './budget.ts'
import { type GitHubClient, type GitHubTime, isGitHubError } from './client.ts'
import type { Clients } from './clients.ts'
import { explain } from './errors.ts'
import { permissions } from './permissions.ts'
import { PlaceClient } from './place-client.ts'
import { type Destination, identityOf, isAddressable, type Place, repositoryOf, storeOf } from './places.ts'
import { sightOf } from './repositories.ts'
import { type Unread, unreadTold } from './unread.ts'

const pageSize = 100

/** Why an environment is left out. */
const unaddressable = 'no address can have its name in it: give the environment another name'

/** GitHub allows 100 requests at once. */
const reading = { concurrency: 10 }

/** Repositories of one organization that are looked at; with more, looking would take longer than rotating. */
const mostRepositories = 1_000

/** A place whose secrets of these names would hide a destination's. */
interface Suspect {
  readonly place: Place
  readonly names: readonly string[]
}

export interface ShadowsOptions {
  readonly destinations: readonly Destination[]
  readonly clients: Pick<Clients, 'for'>
  /** What reads the environments of a repository: in the one that this runs in, its own token may. */
  readonly clientAt: (owner: string, repo: string) => GitHubClient
  readonly time: GitHubTime
}

export class Shadows {
  readonly #options: ShadowsOptions

  constructor(options: ShadowsOptions) {
    this.#options = options
  }

  /** What cannot be read is told as unread. @throws only what ends the run */
  async look(): Promise<ShadowsReading> {
    const unread: Unread[] = []
    const belowOrganizations = await this.#belowOrganizations(unread)
    const repositories = [...this.#destinations('repository'), ...belowOrganizations]
    const inEnvironments = await this.#inEnvironments(repositories, unread)
    const suspects = this.#withoutDestinations([...belowOrganizations, ...inEnvironments])
    const places = await pMap(suspects, (each) => this.#read(each, unread), reading)
    return {
      places: places.filter((place) => place !== undefined),
      ahead: this.#options.time.aheadOfAws(),
      unread: unreadTold(unread, (where) => `Whether a secret hides a destination is not known of ${where}`),
    }
  }

  #destinations(kind: Place['kind']): readonly Suspect[] {
    const { destinations } = this.#options
    return destinations
      .filter(({ place }) => place.kind === kind)
      .map(({ place, secrets }) => ({ place, names: secrets.map(({ name }) => name) }))
      .filter(({ names }) => names.length > 0)
  }

  /** Every repository that may use a secret of an organization, in the same store. */
  async #belowOrganizations(unread: Unread[]): Promise<readonly Suspect[]> {
    const found: Suspect[] = []
    const wide = new Set<string>()
    for (const { place, names } of this.#destinations('organization')) {
      const readers = new Map<string, string[]>()
      for (const name of names) {
        const shared = await this.#readersOf(place, name, unread)
        if (shared.isWide) wide.add(place.owner.toLowerCase())
        for (const fullName of shared.readers) {
          readers.set(fullName, [...(readers.get(fullName) ?? []), name])
        }
      }
      for (const [fullName, hidden] of readers) {
        const [owner = '', repo = ''] = fullName.split('/')
        found.push({ place: { kind: 'repository', owner, repo, store: storeOf(place) }, names: hidden })
      }
    }
    for (const org of wide) await this.#tellUnseen(org, unread)
    return found
  }

  /** `isWide`: all repositories of the organization, or all private ones. */
  async #readersOf(
    place: Place,
    name: string,
    unread: Unread[],
  ): Promise<{ readonly readers: readonly string[]; readonly isWide: boolean }> {
    const none = { readers: [], isWide: false }
    const api = new PlaceClient(place, this.#options.clients.for(place.owner))
    try {
      api.github.budget.requireSpare()
      const { value: secret } = await api.sharedSecret(name)
      if (secret === undefined) return none
      const { visibility } = secret.audience
      if (visibility === 'selected') return { readers: secret.readers.map(({ full_name }) => full_name), isWide: false }
      return { readers: await this.#repositoriesOf(place.owner, visibility, unread), isWide: true }
    } catch (error) {
      if (endsRun(error)) throw error
      unread.push({ where: api.name, why: inSentences(error) })
      return none
    }
  }

  /** A list of repositories lacks those that the token was not given, and does not say so. */
  async #tellUnseen(org: string, unread: Unread[]): Promise<void> {
    const where = `the organization ${org}`
    try {
      const github = this.#options.clients.for(org)
      github.budget.requireSpare()
      const sight = await sightOf(github, org)
      if (sight === 'selected') {
        const why = `the App, or its token, has only some of the repositories there, and the others are not seen. Install it for all repositories of ${org}, or make sure that the others have no secret of the same name`
        unread.push({ where, why })
      }
      if (sight === 'untold') {
        const why =
          'a fine-grained token does not tell whether it was given all repositories there. If it was not, make sure that the others have no secret of the same name'
        unread.push({ where, why })
      }
    } catch (error) {
      if (endsRun(error)) throw error
      unread.push({ where, why: inSentences(error) })
    }
  }

  async #repositoriesOf(org: string, visibility: 'all' | 'private', unread: Unread[]): Promise<readonly string[]> {
    const github = this.#options.clients.for(org)
    const names: string[] = []
    for (let page = 1; ; page += 1) {
      const { data } = await github
        .request<readonly { full_name: string; private: boolean; archived?: boolean }[]>('GET /orgs/{org}/repos', {
          org,
          per_page: pageSize,
          page,
        })
        .catch((error: unknown) => {
          if (!isGitHubError(error)) throw error
          throw explain(error, {
            doing: 'list the repositories',
            place: `the organization ${org}`,
            permission: permissions.metadata('read'),
            token: github.token,
          })
        })
      const readers = data.filter((each) => each.archived !== true && (visibility === 'all' || each.private))
      names.push(...readers.map(({ full_name }) => full_name))
      if (data.length < pageSize) return names
      if (names.length >= mostRepositories) {
        const why = `only the first ${mostRepositories} repositories were looked at`
        unread.push({ where: `the organization ${org}`, why })
        return names.slice(0, mostRepositories)
      }
    }
  }

  /** Every environment of a repository whose Actions secrets are destinations, or may be hidden themselves. */
  async #inEnvironments(repositories: readonly Suspect[], unread: Unread[]): Promise<readonly Suspect[]> {
    const names = new Map<string, Set<string>>()
    for (const { place, names: hidden } of repositories) {
      const fullName = storeOf(place) === 'actions' ? repositoryOf(place) : undefined
      if (fullName === undefined) continue
      names.set(fullName, new Set([...(names.get(fullName) ?? []), ...hidden]))
    }
    const found = await pMap(
      names,
      async ([fullName, hidden]) => {
        const [owner = '', repo = ''] = fullName.split('/')
        const environments = await this.#environmentsOf(owner, repo, unread)
        return environments.map((environment): Suspect => {
          return { place: { kind: 'environment', owner, repo, environment }, names: [...hidden] }
        })
      },
      reading,
    )
    return found.flat()
  }

  async #environmentsOf(owner: string, repo: string, unread: Unread[]): Promise<readonly string[]> {
    const fullName = `${owner}/${repo}`
    const github = this.#options.clientAt(owner, repo)
    const names: string[] = []
    for (let page = 1; ; page += 1) {
      try {
        github.budget.requireSpare()
        const { data } = await github.request<{ environments?: readonly { name: string }[] }>(
          'GET /repos/{owner}/{repo}/environments',
          { owner, repo, per_page: pageSize, page },
        )
        const { environments = [] } = data
        for (const { name } of environments) {
          if (isAddressable(name)) names.push(name)
          // A request for its secrets would go to another address.
          else unread.push({ where: `the environment “${presentable(name)}” of ${fullName}`, why: unaddressable })
        }
        if (environments.length < pageSize) return names
      } catch (error) {
        if (!isGitHubError(error) && !(error instanceof BudgetShort)) throw error
        const attempt = {
          doing: 'list the environments',
          place: fullName,
          permission: permissions.actions('read'),
          token: github.token,
        }
        unread.push({ where: fullName, why: inSentences(explain(error, attempt)) })
        return []
      }
    }
  }

  /** What is a destination itself is written, and hides nothing. */
  #withoutDestinations(suspects: readonly Suspect[]): readonly Suspect[] {
    const written = new Map(
      this.#options.destinations.map(({ place, secrets }) => [identityOf(place), secrets.map(({ name }) => name)]),
    )
    return suspects
      .map(({ place, names }) => {
        const own = written.get(identityOf(place)) ?? []
        return { place, names: names.filter((name) => !own.includes(name)) }
      })
      .filter(({ names }) => names.length > 0)
  }

  /** The place, if it has such secrets. */
  async #read({ place, names }: Suspect, unread: Unread[]): Promise<DestinationReading | undefined> {
    const api = new PlaceClient(place, this.#options.clients.for(place.owner))
    try {
      api.github.budget.requireSpare()
      const { value } = await api.secrets(names)
      const secrets = value.filter(({ updatedAt }) => updatedAt !== undefined)
      return secrets.length === 0 ? undefined : { name: api.name, secrets }
    } catch (error) {
      if (endsRun(error)) throw error
      unread.push({ where: api.name, why: inSentences(error) })
      return undefined
    }
  }
}
