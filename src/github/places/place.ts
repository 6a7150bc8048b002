/** The API of one place: its secrets, its variables, and the public key that values for it are sealed with. */
import { type Audience, nameOf, type Place } from '../../destination.ts'
import type { PublicKey } from '../../key/seal.ts'
import { endsRun, Problem, passOver } from '../../rotation/problem.ts'
import { type Duration, type Instant, second } from '../../rotation/time.ts'
import type { SecretReading } from '../../rotation/world.ts'
import { type GitHubClient, type Parameters, type Persistence, pageSize } from '../api/client.ts'
import { type Level, permissions } from '../api/permissions.ts'
import { isClearRefusal, type Purpose, statusOf } from '../api/refusals.ts'
import { routeOf, secretPermission, variablePermission } from './addresses.ts'
import { type AudienceBody, audienceOf, type Reader, readersUnseen, type Visibility, visibilityOf } from './audience.ts'

/** Delays before a place that GitHub does not show is looked at again, where the work depends on it. */
export const patience: readonly Duration[] = [3 * second, 8 * second]

/** How long and how often a write is looked for: GitHub shows it a moment after it has accepted it. */
export const confirmationBound: Duration = 30 * second
export const confirmationSpacing: Duration = 2 * second

/** What lists and GET show of a secret or variable. */
interface Shown {
  readonly name: string
  readonly updated_at: string
  /** Of an organization's. */
  readonly visibility?: string
  /** Of a variable. */
  readonly value?: string
}

/** How all things of one kind are listed, by the largest pages that GitHub gives. */
const lists = {
  secrets: { route: 'GET /secrets', doing: 'list the secrets', per_page: pageSize },
  variables: { route: 'GET /variables', doing: 'list the variables', per_page: 30 },
  organizationSecrets: {
    route: 'GET /organization-secrets',
    doing: 'list the secrets of its organization that it may use',
    per_page: pageSize,
  },
} as const

/** A list with holes says nothing of what it does not show. */
class Incomplete extends Problem {}

/** A value that is encrypted for the public key of a place, as the API takes it. */
export interface SealedValue {
  readonly encrypted_value: string
  readonly key_id: string
}

/** How a write is sent again, and who may use the secret by then. */
export interface WritePersistence extends Pick<Persistence, 'until' | 'longest'> {
  readonly renew: () => Promise<AudienceBody | undefined>
}

/** A reading, and its time by GitHub's clock. */
export interface Dated<Value> {
  readonly at: Instant
  readonly value: Value
}

/** A secret, or a variable with its value. */
export interface StoredThing {
  readonly name: string
  readonly updatedAt: Instant
  readonly value: string | undefined
}

/** By name. */
type Things = ReadonlyMap<string, Shown>

/** A secret of an organization: when it was written, and who may use it. */
export interface SharedSecret {
  readonly updatedAt: Instant
  readonly audience: AudienceBody
  /** Of visibility `selected`. */
  readonly readers: readonly Reader[]
}

/** The API of one place. Every error is a Problem that says what was asked of which place. */
export class GitHubPlace {
  readonly place: Place
  readonly github: GitHubClient
  readonly #patience: readonly Duration[]

  /** With `patience`, what GitHub does not show is looked at again before that counts. */
  constructor(place: Place, github: GitHubClient, patience: readonly Duration[] = []) {
    this.place = place
    this.github = github
    this.#patience = patience
  }

  get name(): string {
    return nameOf(this.place)
  }

  /**
   * When an environment was made; undefined of any other place, and where the token may not ask. GitHub makes one that
   * was deleted anew, without protection, when a job names it. @throws only what ends the run
   */
  async made(): Promise<Instant | undefined> {
    if (this.place.kind !== 'environment') return undefined
    const { path, parameters } = routeOf(this.place)
    const purpose = { doing: 'look at the environment', place: this.name, permission: permissions.actions('read') }
    const answer = await this.github
      .ask<{ created_at: string }>(`GET ${path}`, parameters, purpose, { isOptional: true })
      .catch(passOver)
    return answer && Date.parse(answer.data.created_at)
  }

  /** What values for this place are sealed with. GitHub may exchange it at any time. */
  publicKey(): Promise<Dated<PublicKey>> {
    const doing = 'read the public key for secrets'
    return this.#patiently(() => this.#ask<PublicKey>('GET /secrets/public-key', {}, doing, {}, 'write'))
  }

  /**
   * When the secrets of these names were last written. One that is not shown is absent: its place has answered in the
   * same look. @throws Problem when the place does not show its secrets
   */
  async secrets(names: readonly string[]): Promise<Dated<readonly SecretReading[]>> {
    const isOrganization = this.place.kind === 'organization'
    const { at, value } = await (isOrganization ? this.#each(names) : this.#list('secrets', names))
    return {
      at,
      value: names.map((name) => {
        const secret = value.get(name)
        return { name, updatedAt: secret && Date.parse(secret.updated_at) }
      }),
    }
  }

  /**
   * The secrets of its organization that a repository may use, in this store; of Actions and Agents alone:
   * https://docs.github.com/en/rest/actions/secrets#list-repository-organization-secrets
   * @throws Problem when one of `names` may be among those not shown
   */
  async organizationSecrets(names: readonly string[]): Promise<readonly SecretReading[]> {
    const { value } = await this.#list('organizationSecrets', names)
    return [...value.values()].map(({ name, updated_at }) => ({ name, updatedAt: Date.parse(updated_at) }))
  }

  /** The secrets of these names that an organization has, by one request for each hundred of all that it has. */
  async sharedSecrets(
    names: readonly string[],
  ): Promise<readonly (SecretReading & { readonly visibility: Visibility })[]> {
    const { value } = await this.#list('secrets', names)
    return names.flatMap((name) => {
      const secret = value.get(name)
      if (secret === undefined) return []
      return [{ name, updatedAt: Date.parse(secret.updated_at), visibility: visibilityOf(secret, this.name) }]
    })
  }

  /**
   * Everything of one kind that the place has, by one request for each page of it.
   * @throws Problem when GitHub does not list all of it
   */
  async everything(of: 'secrets' | 'variables', persistence: Persistence): Promise<readonly StoredThing[]> {
    const { value } = await this.#list(of, 'all', persistence)
    return [...value.values()].map(({ name, updated_at, value: shown }) => {
      return { name, updatedAt: Date.parse(updated_at), value: shown }
    })
  }

  /** The variables on the first page of them, with their values, and how many there are. */
  async firstVariables(): Promise<{ readonly total: number; readonly variables: readonly SecretReading[] }> {
    for await (const { items, total = items.length } of this.#pages('variables')) {
      return { total, variables: items.map(asVariable) }
    }
    return { total: 0, variables: [] }
  }

  /** One secret of an organization, and everybody that it is shared with; undefined: it is absent. */
  async sharedSecret(name: string): Promise<Dated<SharedSecret | undefined>> {
    const { at, value } = await this.#each([name])
    const secret = value.get(name)
    if (secret === undefined) return { at, value: undefined }
    const visibility = visibilityOf(secret, this.name)
    const readers = visibility === 'selected' ? await this.readers(name) : []
    const updatedAt = Date.parse(secret.updated_at)
    return { at, value: { updatedAt, audience: audienceOf(visibility, readers), readers } }
  }

  /**
   * The repositories that a secret of visibility `selected` is shared with.
   * @throws Problem when the token does not see all of them
   */
  async readers(name: string): Promise<readonly Reader[]> {
    const route = 'GET /secrets/{secret_name}/repositories'
    const purpose = this.#purpose(route, `list the repositories that may use ${name}`)
    const readers = new Map<number, Reader>()
    let all = 0
    for await (const { items, total = 0 } of this.github.pages<Reader>(
      this.#address(route),
      this.#parameters({ secret_name: name }),
      purpose,
    )) {
      all = total
      for (const reader of items) readers.set(reader.id, reader)
    }
    if (readers.size !== all) throw readersUnseen(name, this.place.owner, all, readers.size)
    return [...readers.values()]
  }

  /**
   * Writes a sealed value. A secret of an organization is given to the audience, whoever had it before; `renew` tells
   * the audience anew, directly before the request is sent again.
   */
  async putSecret(
    name: string,
    sealed: SealedValue,
    audience: AudienceBody | undefined,
    { renew, ...persistence }: WritePersistence,
    doing = `write the secret ${name}`,
  ): Promise<void> {
    const body = (shared: AudienceBody | undefined) => ({ secret_name: name, ...sealed, ...shared })
    const again = { ...persistence, renew: async () => this.#parameters(body(await renew())) }
    await this.#ask('PUT /secrets/{secret_name}', body(audience), doing, again)
  }

  /** Deletes a secret. False: GitHub does not find it, which may be because it hides it. */
  async deleteSecret(name: string, doing: string): Promise<boolean> {
    try {
      await this.#ask('DELETE /secrets/{secret_name}', { secret_name: name }, doing)
      return true
    } catch (error) {
      if (statusOf(error) !== 404) throw error
      return false
    }
  }

  /** One variable, whose value can be read; absent only if its place has answered in the same look. */
  async variable(name: string): Promise<Dated<SecretReading>> {
    const { at, value } = await this.#found(
      () => this.#ask<Shown>('GET /variables/{name}', { name }, `look at the variable ${name}`),
      () => this.#list('variables', [name]),
      name,
    )
    return { at, value: value === undefined ? { name: `variable ${name}`, updatedAt: undefined } : asVariable(value) }
  }

  /** Updates a variable, or creates it for the audience. An update leaves the audience of an organization's alone. */
  async putVariable(
    name: string,
    value: string,
    audience: AudienceBody | undefined,
    { renew, ...persistence }: WritePersistence,
  ): Promise<void> {
    const send = (route: string, body: Parameters, repeat: Persistence['repeat'] = 'idempotent') => {
      const again = async () => {
        await renew()
        return this.#parameters(body)
      }
      return this.#ask(route, body, `write the variable ${name}`, { ...persistence, repeat, renew: again })
    }
    const update = () => send('PATCH /variables/{name}', { name, value })
    try {
      await update()
    } catch (error) {
      if (statusOf(error) !== 404) throw error
      try {
        await send('POST /variables', { name, value, ...audience }, 'once')
      } catch (failure) {
        // It exists already, or may: by another hand, or by this very request, whose answer was lost.
        if (endsRun(failure) || (isClearRefusal(failure) && statusOf(failure) !== 409)) throw failure
        await renew()
        await update()
      }
    }
  }

  /** The numbers that the API knows the repositories of an audience by. */
  async audienceBody({ visibility, repositories }: Audience): Promise<AudienceBody> {
    if (visibility !== 'selected') return { visibility }
    const readers: Reader[] = []
    const route = 'GET /repos/{owner}/{repo}'
    for (const fullName of repositories) {
      const [owner, repo] = fullName.split('/')
      const purpose = this.#purpose(route, `look at ${fullName}, which is to use it,`)
      readers.push((await this.github.ask<Reader>(route, { owner, repo }, purpose)).data)
    }
    return audienceOf(visibility, readers)
  }

  /** Secrets of an organization, which may have a thousand: each is asked for, and the list where one is not shown. */
  async #each(names: readonly string[]): Promise<Dated<Things>> {
    const shown = new Map<string, Shown>()
    let listed: Promise<Dated<Things>> | undefined
    const list = () => {
      listed ??= this.#list('secrets', names)
      return listed
    }
    let earliest = Number.POSITIVE_INFINITY
    for (const name of names) {
      const doing = `look at the secret ${name}`
      const look = () => this.#ask<Shown>('GET /secrets/{secret_name}', { secret_name: name }, doing)
      const { at, value } = await this.#found(look, list, name)
      if (value !== undefined) shown.set(name, value)
      earliest = Math.min(earliest, at)
    }
    return { at: earliest, value: shown }
  }

  /** One thing of the place. That GitHub does not show it says nothing, until the list of all such things says the same. */
  async #found(
    look: () => Promise<Dated<Shown>>,
    list: () => Promise<Dated<Things>>,
    name: string,
  ): Promise<Dated<Shown | undefined>> {
    try {
      return await look()
    } catch (error) {
      if (statusOf(error) !== 404) throw error
      const { at, value } = await list()
      return { at, value: value.get(name) }
    }
  }

  /** All things of a kind, by name. @throws Problem when one of `names` may be among those not shown */
  #list(of: keyof typeof lists, names: readonly string[] | 'all', persistence?: Persistence): Promise<Dated<Things>> {
    return this.#patiently(async () => {
      const shown = new Map<string, Shown>()
      let last = { at: 0, total: 0 }
      for await (const { items, total = 0, at } of this.#pages(of, persistence)) {
        for (const item of items) shown.set(item.name, item)
        last = { at, total }
      }
      if (shown.size >= last.total || (names !== 'all' && names.every((name) => shown.has(name))))
        return { at: last.at, value: shown }
      throw new Incomplete(
        `GitHub does not list all ${of === 'variables' ? of : 'secrets'} of ${this.name}, so nobody can tell which of them exist.`,
        'Run again; see https://www.githubstatus.com if it stays so.',
      )
    })
  }

  #pages(of: keyof typeof lists, persistence?: Persistence) {
    const { route, doing, per_page } = lists[of]
    const parameters = this.#parameters({ per_page })
    return this.github.pages<Shown>(this.#address(route), parameters, this.#purpose(route, doing), persistence)
  }

  /** Looks again when GitHub does not show the place, or not all of it: that may pass, right after a write for example. */
  async #patiently<Value>(look: () => Promise<Value>): Promise<Value> {
    for (const delay of this.#patience) {
      try {
        return await look()
      } catch (error) {
        if (statusOf(error) !== 404 && !(error instanceof Incomplete)) throw error
        await this.github.pause(delay)
      }
    }
    return look()
  }

  /** `route`: the method, and what follows the place's own address. */
  async #ask<Data>(
    route: string,
    parameters: Parameters,
    doing: string,
    persistence: Persistence = {},
    level?: Level,
  ): Promise<Dated<Data>> {
    const purpose = this.#purpose(route, doing, level)
    const { at, data } = await this.github.ask<Data>(
      this.#address(route),
      this.#parameters(parameters),
      purpose,
      persistence,
    )
    return { at, value: data }
  }

  #address(route: string): string {
    return route.replace(' ', ` ${routeOf(this.place).path}`)
  }

  #parameters(parameters: Parameters): Parameters {
    return { ...routeOf(this.place).parameters, ...parameters }
  }

  #purpose(route: string, doing: string, level: Level = route.startsWith('GET ') ? 'read' : 'write'): Purpose {
    const permissionOf = route.includes('/variables') ? variablePermission : secretPermission
    return { doing, place: this.name, permission: permissionOf(this.place, level) }
  }
}

function asVariable({ name, updated_at, value = '' }: Shown): SecretReading {
  return { name: `variable ${name}`, updatedAt: Date.parse(updated_at), value }
}
