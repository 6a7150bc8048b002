/**
 * Secrets of configured names that nobody has listed: at a narrower or a wider level, or in another store of the same
 * place; and variables that show the ID of a key. GitHub prefers an environment's secret to its repository's, and that to
 * its organization's: https://docs.github.com/en/actions/reference/security/secrets#naming-your-secrets
 *
 * A repository takes up to six requests where its places have the same names (its environments, the secrets of its
 * organization, its other stores, its variables), and one for each environment; an organization takes a few.
 */
import pMap from 'p-map'
import {
  type Audience,
  type Destination,
  type Entry,
  fieldsOf,
  identityOf,
  isAddressable,
  nameOf,
  type Place,
  type Store,
  storeOf,
} from '../../destination.ts'
import type { NearbyPlace, NearbyReading, SecretReading } from '../../rotation/world.ts'
import { presentable } from '../../text/presentable.ts'
import type { GitHubClient } from '../api/client.ts'
import { permissions } from '../api/permissions.ts'
import type { GitHubTime } from '../api/time.ts'
import { secretPermission, variablePermission } from '../places/addresses.ts'
import { GitHubPlace } from '../places/place.ts'
import type { Clients } from '../tokens/tokens.ts'
import { OrganizationReaders } from './organization-readers.ts'
import { Questions } from './questions.ts'
import { type UnreadName, unreadNames } from './unread.ts'

/** Why an environment is left out. */
const unaddressable = 'no address can have its name in it: give the environment another name'

/** GitHub allows 100 requests at once. */
const reading = { concurrency: 10 }

/** The ID of a user's long-term key: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const keyId = /^AKIA\w{12,124}$/

/** These stores tell of a repository which secrets of its organization it may use; of the others, the organization does. */
const toldByRepositories: readonly Store[] = ['actions', 'agents']

type Repository = Pick<Place & { readonly kind: 'repository' }, 'owner' | 'repo'>

/** By name, what a secret would hold if its place were listed. */
type Names = ReadonlyMap<string, Entry>

/** A place that may have secrets of these names. */
interface Suspect {
  readonly place: Place
  readonly names: Names
  readonly takesPrecedence: boolean
  /** By name in lower case, repositories with destinations: of their organization's secrets, those that one of them may use count. */
  readonly seenFrom: ReadonlyMap<string, Repository> | 'anywhere'
}

export interface SameNameNearbyOptions {
  readonly destinations: readonly Destination[]
  /** Places whose secrets of the same names hold other keys. */
  readonly otherKeys: readonly Place[]
  /** Those that this GitHub has. */
  readonly stores: readonly Store[]
  readonly clients: Pick<Clients, 'for'>
  /** What reads the environments of a repository: in the one that this runs in, its own token may. */
  readonly clientAt: (owner: string, repo: string) => GitHubClient
  readonly time: GitHubTime
}

export class SameNameNearby {
  readonly #options: SameNameNearbyOptions

  constructor(options: SameNameNearbyOptions) {
    this.#options = options
  }

  /** What cannot be read is told as unread. @throws only what ends the run */
  async look(): Promise<NearbyReading> {
    const look = new Look(this.#options)
    const places = await look.around()
    return { places, ahead: this.#options.time.aheadOfAws(), unread: unreadNames(look.unread) }
  }
}

/** One look around all destinations. */
class Look {
  readonly #questions = new Questions()
  readonly #options: SameNameNearbyOptions
  readonly #listed: ReadonlyMap<string, Destination>
  readonly #dismissed: ReadonlySet<string>
  readonly #suspects = new Map<string, Suspect>()
  /** Repositories whose Actions secrets are destinations, or may hold the key: their environments may have the same names. */
  readonly #above = new Map<string, { readonly repository: Repository; readonly names: Names }>()
  /** Where a variable may show the key, and what the secrets of destinations there are called. */
  readonly #variables = new Map<string, { readonly place: Place; readonly names: readonly string[] }>()

  constructor(options: SameNameNearbyOptions) {
    this.#options = options
    this.#listed = new Map(options.destinations.map((each) => [identityOf(each.place), each]))
    this.#dismissed = new Set(options.otherKeys.map(identityOf))
  }

  get unread(): readonly UnreadName[] {
    return this.#questions.unread
  }

  async around(): Promise<readonly NearbyPlace[]> {
    for (const { place, secrets } of this.#options.destinations) {
      const names: Names = new Map(secrets.map((each) => [each.name, each]))
      if (place.kind === 'organization') await this.#aroundOrganization(place, names)
      else this.#aroundRepository(place, names)
    }
    await pMap(this.#above.values(), (each) => this.#environments(each), reading)
    const found = await pMap(
      [...this.#suspects.values()].flatMap((each) => this.#looksAt(each)),
      (look) => look(),
      reading,
    )
    const variables = await pMap(this.#variables.values(), (each) => this.#variablesOf(each), reading)
    const places = Map.groupBy(found.flat(), ({ suspect }) => suspect)
    return [
      ...[...places].map(([suspect, all]) => this.#nearby(suspect, all)),
      ...variables.filter((place) => place !== undefined),
    ]
  }

  #aroundRepository(place: Exclude<Place, { readonly kind: 'organization' }>, names: Names): void {
    const { owner, repo } = place
    for (const store of this.#options.stores) this.#suspect({ kind: 'repository', owner, repo, store }, names)
    this.#suspect({ kind: 'organization', owner, store: storeOf(place) }, names, { seenFrom: { owner, repo } })
    if (place.kind === 'repository' && place.store === 'actions') this.#mayHaveBelow({ owner, repo }, names)
    if (place.kind === 'environment') this.#mayShow(place, names.keys())
    this.#mayShow({ kind: 'repository', owner, repo, store: 'actions' }, names.keys())
  }

  async #aroundOrganization(place: Place & { readonly kind: 'organization' }, names: Names): Promise<void> {
    const { owner, store } = place
    for (const other of this.#options.stores) this.#suspect({ kind: 'organization', owner, store: other }, names)
    this.#mayShow({ kind: 'organization', owner, store: 'actions' }, names.keys())
    const readers = new OrganizationReaders(this.#options.clients, this.#questions)
    let isWide = false
    for (const [name, entry] of names) {
      const shared = await readers.of(place, name)
      isWide ||= shared.isWide
      for (const fullName of shared.readers) {
        const [, repo = ''] = fullName.split('/')
        this.#suspect({ kind: 'repository', owner, repo, store }, new Map([[name, entry]]), { takesPrecedence: true })
        if (store === 'actions') this.#mayHaveBelow({ owner, repo }, new Map([[name, entry]]))
        this.#mayShow({ kind: 'repository', owner, repo, store: 'actions' }, [name])
      }
    }
    if (isWide) await readers.tellUnseen(owner, [...names.keys()])
  }

  /** What is listed is written, and what is dismissed holds another key. */
  #suspect(
    place: Place,
    names: Names,
    { takesPrecedence = false, seenFrom }: { readonly takesPrecedence?: boolean; readonly seenFrom?: Repository } = {},
  ): void {
    const identity = identityOf(place)
    const own = this.#listed.get(identity)?.secrets ?? []
    const left = [...names].filter(([name]) => !own.some((each) => each.name === name))
    if (left.length === 0 || this.#dismissed.has(identity)) return
    const known = this.#suspects.get(identity)
    const isAnywhere = seenFrom === undefined || known?.seenFrom === 'anywhere'
    this.#suspects.set(identity, {
      place,
      names: new Map([...(known?.names ?? []), ...left]),
      takesPrecedence: takesPrecedence || known?.takesPrecedence === true,
      seenFrom: isAnywhere
        ? 'anywhere'
        : new Map([...(known?.seenFrom ?? []), [fullNameOf(seenFrom).toLowerCase(), seenFrom]]),
    })
  }

  #mayHaveBelow(repository: Repository, names: Names): void {
    const key = fullNameOf(repository).toLowerCase()
    this.#above.set(key, { repository, names: new Map([...(this.#above.get(key)?.names ?? []), ...names]) })
  }

  #mayShow(place: Place, names: Iterable<string>): void {
    const known = this.#variables.get(identityOf(place))?.names ?? []
    this.#variables.set(identityOf(place), { place, names: [...new Set([...known, ...names])] })
  }

  async #environments({
    repository,
    names,
  }: {
    readonly repository: Repository
    readonly names: Names
  }): Promise<void> {
    const place = fullNameOf(repository)
    const github = this.#options.clientAt(repository.owner, repository.repo)
    const where = `the environments of ${place}`
    const told = { place, names: [...names.keys()], github, permission: permissions.actions('read') }
    await this.#questions.ask({ where, ...told }, async () => {
      const listing = github.pages<{ name: string }>(
        'GET /repos/{owner}/{repo}/environments',
        { ...repository },
        { doing: 'list the environments', place, permission: told.permission },
        { isOptional: true },
      )
      for await (const { items } of listing) {
        for (const { name: environment } of items) {
          if (isAddressable(environment))
            this.#suspect({ kind: 'environment', ...repository, environment }, names, { takesPrecedence: true })
          // A request for its secrets would go to another address.
          else
            this.#questions.unread.push({
              where: `the environment “${presentable(environment)}” of ${place}`,
              names: told.names,
              why: unaddressable,
            })
        }
      }
    })
  }

  /** Every request that a suspect takes. */
  #looksAt(suspect: Suspect): readonly (() => Promise<readonly Found[]>)[] {
    const { place, names: all, seenFrom } = suspect
    const names = [...all.keys()]
    const of = (secrets: readonly SecretReading[] = []) =>
      secrets
        .filter(({ name, updatedAt }) => names.includes(name) && updatedAt !== undefined)
        .map((secret) => ({ suspect, secret }))
    if (place.kind !== 'organization') {
      return [async () => of(await this.#askOf(place, { names }, async (api) => (await api.secrets(names)).value))]
    }
    if (seenFrom === 'anywhere' || !toldByRepositories.includes(place.store)) {
      return [
        async () => {
          const shared = await this.#askOf(place, { names }, async (api) => {
            const secrets: SecretReading[] = []
            for (const { visibility, ...secret } of await api.sharedSecrets(names)) {
              if (await isSeen(api, secret.name, visibility, seenFrom)) secrets.push(secret)
            }
            return secrets
          })
          return of(shared)
        },
      ]
    }
    return [...seenFrom.values()].map((repository) => async () => {
      const from: Place = { kind: 'repository', ...repository, store: place.store }
      const told = { names, where: `the organization of ${nameOf(from)}` }
      const secrets = await this.#askOf(from, told, (api) => api.organizationSecrets(names))
      // A user shares nothing.
      if (secrets !== undefined && secrets.length > 0) this.#mayShow({ ...place, store: 'actions' }, names)
      return of(secrets)
    })
  }

  /** Variables that show a key, on the first page of them; those of a destination are written. */
  async #variablesOf({
    place,
    names,
  }: {
    readonly place: Place
    readonly names: readonly string[]
  }): Promise<NearbyPlace | undefined> {
    const api = new GitHubPlace(place, this.#options.clients.for(place.owner))
    const where = `the variables of ${api.name}`
    const permission = variablePermission(place, 'read')
    const question = { where, place: api.name, names, github: api.github, permission }
    const found = await this.#questions.ask(question, () => api.firstVariables())
    if (found === undefined) return undefined
    const { total, variables } = found
    if (total > variables.length) {
      this.#questions.unread.push({ where, names, why: `only the first ${variables.length} of ${total} are looked at` })
    }
    const listed = this.#listed.get(identityOf(place))
    const own = listed?.variables.map(({ name }) => `variable ${name}`) ?? []
    const secrets = variables
      .map((each) => ({ ...each, value: each.value?.trim() ?? '' }))
      .filter(({ name, value }) => keyId.test(value) && !own.includes(name))
    if (secrets.length === 0) return undefined
    const shown = secrets.map(({ name }) => `${name.replace(/^variable /, '')}: access-key-id`)
    const listing = `- { ${fieldsOf(place)}, secrets: { ${spelled(listed?.secrets ?? [])} }, variables: { ${shown.join(', ')} } }`
    return { name: api.name, secrets, takesPrecedence: false, listing, dismissal: undefined }
  }

  /** What all looks at one place have found. */
  #nearby({ place, names, takesPrecedence }: Suspect, found: readonly Found[]): NearbyPlace {
    const secrets = new Map(found.map(({ secret }) => [secret.name, secret]))
    const entries = [...(this.#listed.get(identityOf(place))?.secrets ?? []), ...names.values()]
    const listing = `- { ${fieldsOf(place)}, secrets: { ${spelled(entries)} } }`
    const dismissal = `- { ${fieldsOf(place)} }`
    return { name: nameOf(place), secrets: [...secrets.values()], takesPrecedence, listing, dismissal }
  }

  #askOf<Value>(
    place: Place,
    { names, where = nameOf(place) }: { readonly names: readonly string[]; readonly where?: string },
    ask: (api: GitHubPlace) => Promise<Value>,
  ): Promise<Value | undefined> {
    const github = this.#options.clients.for(place.owner)
    const question = { where, names, place: nameOf(place), github, permission: secretPermission(place, 'read') }
    return this.#questions.ask(question, () => ask(new GitHubPlace(place, github)))
  }
}

/** A secret that a suspect has. */
interface Found {
  readonly suspect: Suspect
  readonly secret: SecretReading
}

/** Whether one of these repositories may use a secret of their organization; which of them are private is not asked. */
async function isSeen(
  api: GitHubPlace,
  name: string,
  visibility: Audience['visibility'],
  from: Suspect['seenFrom'],
): Promise<boolean> {
  if (from === 'anywhere' || visibility !== 'selected') return true
  return (await api.readers(name)).some(({ full_name }) => from.has(full_name.toLowerCase()))
}

function spelled(entries: readonly Entry[]): string {
  return entries.map(({ name, format }) => `${name}: ${format}`).join(', ')
}

function fullNameOf({ owner, repo }: Repository): string {
  return `${owner}/${repo}`
}
