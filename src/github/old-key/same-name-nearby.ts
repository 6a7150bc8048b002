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
import { atOnce } from '../api/limits.ts'
import { permissions } from '../api/permissions.ts'
import type { GitHubTime } from '../api/time.ts'
import { secretPermission, variablePermission } from '../places/addresses.ts'
import { GitHubPlace } from '../places/place.ts'
import type { Clients } from '../tokens/tokens.ts'
import { readersOf, reportUnseen } from './organization-readers.ts'
import { askOrReport, type UnreadName, unreadNames } from './unreadable-places.ts'

/** Why an environment is left out. */
const unaddressable = 'no address can have its name in it: give the environment another name'

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

/** The destinations to look around, and what GitHub is asked with. */
export interface Neighbourhood {
  readonly present: { readonly destinations: readonly Destination[] }
  /** Places whose secrets of the same names hold other keys. */
  readonly otherKeys: readonly Place[]
  /** By the identity of a place, the names of secrets there that hold the key of another user, or of this one. */
  readonly secretsOfUsers: ReadonlyMap<string, ReadonlySet<string>>
  /** Those that this GitHub has. */
  readonly stores: readonly Store[]
  readonly clients: Pick<Clients, 'for'>
  /** What reads the environments of a repository: in the one that this runs in, its own token may. */
  readonly clientAt: (owner: string, repo: string) => GitHubClient
  readonly time: GitHubTime
}

/**
 * Finds secrets of the same names around all destinations. What cannot be read is reported as unread.
 * @throws only what ends the run
 */
export async function findSameNames(neighbourhood: Neighbourhood): Promise<NearbyReading> {
  const look = new Look(neighbourhood)
  const places = await look.around()
  return { places, ahead: neighbourhood.time.aheadOfAws(), unread: unreadNames(look.unread) }
}

class Look {
  readonly unread: UnreadName[] = []
  readonly #neighbourhood: Neighbourhood
  readonly #destinations: readonly Destination[]
  readonly #listed: ReadonlyMap<string, Destination>
  readonly #dismissed: ReadonlySet<string>
  readonly #suspects = new Map<string, Suspect>()
  /** Repositories whose Actions secrets are destinations, or may hold the key: their environments may have the same names. */
  readonly #above = new Map<string, { readonly repository: Repository; readonly names: Names }>()
  /** Where a variable may show the key, and what the secrets of destinations there are called. */
  readonly #variables = new Map<string, { readonly place: Place; readonly names: readonly string[] }>()

  constructor(neighbourhood: Neighbourhood) {
    this.#neighbourhood = neighbourhood
    this.#destinations = neighbourhood.present.destinations
    this.#listed = new Map(this.#destinations.map((each) => [identityOf(each.place), each]))
    this.#dismissed = new Set(neighbourhood.otherKeys.map(identityOf))
  }

  async around(): Promise<readonly NearbyPlace[]> {
    for (const { place, secrets } of this.#destinations) {
      const names: Names = new Map(secrets.map((each) => [each.name, each]))
      if (place.kind === 'organization') await this.#aroundOrganization(place, names)
      else this.#aroundRepository(place, names)
    }
    await pMap(this.#above.values(), ({ repository, names }) => this.#environments(repository, names), atOnce)
    const looks = [...this.#suspects.values()].flatMap((suspect) => this.#looksAt(suspect))
    const found = await pMap(looks, async ({ suspect, secrets }) => ({ suspect, secrets: await secrets() }), atOnce)
    const variables = await pMap(this.#variables.values(), (each) => this.#keysShown(each.place, each.names), atOnce)
    const places = Map.groupBy(found, ({ suspect }) => suspect)
    return [
      ...[...places].map(([suspect, all]) =>
        this.#nearby(
          suspect,
          all.flatMap(({ secrets }) => secrets),
        ),
      ),
      ...variables,
    ].filter((place) => place !== undefined)
  }

  #aroundRepository(place: Exclude<Place, { readonly kind: 'organization' }>, names: Names): void {
    const { owner, repo } = place
    for (const store of this.#neighbourhood.stores) this.#suspect({ kind: 'repository', owner, repo, store }, names)
    this.#suspect({ kind: 'organization', owner, store: storeOf(place) }, names, false, { owner, repo })
    if (place.kind === 'repository' && place.store === 'actions') this.#mayHaveBelow({ owner, repo }, names)
    if (place.kind === 'environment') this.#mayShow(place, names.keys())
    this.#mayShow({ kind: 'repository', owner, repo, store: 'actions' }, names.keys())
  }

  async #aroundOrganization(place: Place & { readonly kind: 'organization' }, names: Names): Promise<void> {
    const { owner, store } = place
    const github = this.#neighbourhood.clients.for(owner)
    for (const other of this.#neighbourhood.stores) this.#suspect({ kind: 'organization', owner, store: other }, names)
    this.#mayShow({ kind: 'organization', owner, store: 'actions' }, names.keys())
    let isWide = false
    for (const [name, entry] of names) {
      const shared = await readersOf(github, place, name, this.unread)
      isWide ||= shared.isWide
      const one: Names = new Map([[name, entry]])
      for (const fullName of shared.readers) {
        const [, repo = ''] = fullName.split('/')
        this.#suspect({ kind: 'repository', owner, repo, store }, one, true)
        if (store === 'actions') this.#mayHaveBelow({ owner, repo }, one)
        this.#mayShow({ kind: 'repository', owner, repo, store: 'actions' }, [name])
      }
    }
    if (isWide) await reportUnseen(github, owner, [...names.keys()], this.unread)
  }

  /** What is listed is written, for this user or another one, and what is dismissed holds another key. */
  #suspect(place: Place, names: Names, takesPrecedence = false, seenFrom?: Repository): void {
    const identity = identityOf(place)
    const own = this.#listed.get(identity)?.secrets ?? []
    const ofUsers = this.#neighbourhood.secretsOfUsers.get(identity)
    const left = [...names].filter(([name]) => !ofUsers?.has(name) && !own.some((each) => each.name === name))
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

  async #environments(repository: Repository, all: Names): Promise<void> {
    const place = fullNameOf(repository)
    const github = this.#neighbourhood.clientAt(repository.owner, repository.repo)
    const names = [...all.keys()]
    const permission = permissions.actions('read')
    const question = { where: `the environments of ${place}`, place, names, github, permission }
    await askOrReport(this.unread, question, async () => {
      const listing = github.pages<{ name: string }>(
        'GET /repos/{owner}/{repo}/environments',
        { ...repository },
        { doing: 'list the environments', place, permission },
        { isOptional: true },
      )
      for await (const { items } of listing) {
        for (const { name: environment } of items) {
          const where = `the environment “${presentable(environment)}” of ${place}`
          // A request for its secrets would go to another address.
          if (!isAddressable(environment)) this.unread.push({ where, names, why: unaddressable })
          else this.#suspect({ kind: 'environment', ...repository, environment }, all, true)
        }
      }
    })
  }

  /** Every request that a suspect takes. */
  #looksAt(suspect: Suspect): readonly LookAt[] {
    const { place, names: all, seenFrom } = suspect
    const names = [...all.keys()]
    if (place.kind !== 'organization') {
      const secrets = () => this.#secrets(place, names, async (api) => (await api.secrets(names)).value)
      return [{ suspect, secrets }]
    }
    if (seenFrom === 'anywhere' || !toldByRepositories.includes(place.store)) {
      return [{ suspect, secrets: () => this.#secrets(place, names, (api) => seenSecrets(api, names, seenFrom)) }]
    }
    return [...seenFrom.values()].map((repository) => ({
      suspect,
      secrets: async () => {
        const from: Place = { kind: 'repository', ...repository, store: place.store }
        const where = `the organization of ${nameOf(from)}`
        let hasAny = false
        const secrets = await this.#secrets(
          from,
          names,
          async (api) => {
            const shared = await api.organizationSecrets(names)
            hasAny = shared.length > 0
            return shared
          },
          where,
        )
        // A user shares nothing.
        if (hasAny) this.#mayShow({ ...place, store: 'actions' }, names)
        return secrets
      },
    }))
  }

  /** Those of these names that are there; none where the token may not look, which is told. */
  async #secrets(
    place: Place,
    names: readonly string[],
    ask: (api: GitHubPlace) => Promise<readonly SecretReading[]>,
    where = nameOf(place),
  ): Promise<readonly SecretReading[]> {
    const github = this.#neighbourhood.clients.for(place.owner)
    const question = { where, names, place: nameOf(place), github, permission: secretPermission(place, 'read') }
    const found = await askOrReport(this.unread, question, () => ask(new GitHubPlace(place, github)))
    return (found ?? []).filter(({ name, updatedAt }) => names.includes(name) && updatedAt !== undefined)
  }

  /** Variables that show a key, on the first page of them; those of a destination are written. */
  async #keysShown(place: Place, names: readonly string[]): Promise<NearbyPlace | undefined> {
    const api = new GitHubPlace(place, this.#neighbourhood.clients.for(place.owner))
    const where = `the variables of ${api.name}`
    const permission = variablePermission(place, 'read')
    const question = { where, place: api.name, names, github: api.github, permission }
    const { total, variables } = (await askOrReport(this.unread, question, () => api.firstVariables())) ?? none
    if (total > variables.length) {
      this.unread.push({ where, names, why: `only the first ${variables.length} of ${total} are looked at` })
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
  #nearby({ place, names, takesPrecedence }: Suspect, found: readonly SecretReading[]): NearbyPlace | undefined {
    if (found.length === 0) return undefined
    const secrets = [...new Map(found.map((secret) => [secret.name, secret])).values()]
    const entries = [...(this.#listed.get(identityOf(place))?.secrets ?? []), ...names.values()]
    const listing = `- { ${fieldsOf(place)}, secrets: { ${spelled(entries)} } }`
    return { name: nameOf(place), secrets, takesPrecedence, listing, dismissal: `- { ${fieldsOf(place)} }` }
  }
}

/** One request for secrets of a suspect. */
interface LookAt {
  readonly suspect: Suspect
  readonly secrets: () => Promise<readonly SecretReading[]>
}

const none = { total: 0, variables: [] }

/** The secrets of an organization that one of these repositories may use; which of them are private is not asked. */
async function seenSecrets(
  api: GitHubPlace,
  names: readonly string[],
  from: Suspect['seenFrom'],
): Promise<readonly SecretReading[]> {
  const seen: SecretReading[] = []
  for (const { visibility, ...secret } of await api.sharedSecrets(names)) {
    const isSeen =
      from === 'anywhere' ||
      visibility !== 'selected' ||
      (await api.readers(secret.name)).some((each) => from.has(each.full_name.toLowerCase()))
    if (isSeen) seen.push(secret)
  }
  return seen
}

function spelled(entries: readonly Entry[]): string {
  return entries.map(({ name, format }) => `${name}: ${format}`).join(', ')
}

function fullNameOf({ owner, repo }: Repository): string {
  return `${owner}/${repo}`
}
