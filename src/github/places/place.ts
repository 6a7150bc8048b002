/** The API of one place: its secrets, its variables, and the public key that values for it are sealed with. */

import { type Audience, nameOf, type Place } from '../../destination.ts'
import type { PublicKey } from '../../key/seal.ts'
import { endsRun, Problem } from '../../rotation/problem.ts'
import { type Duration, type Instant, second } from '../../rotation/time.ts'
import type { SecretReading } from '../../rotation/world.ts'
import { type Answer, type GitHubClient, type Parameters, type Persistence, pageSize } from '../api/client.ts'
import type { Permission } from '../api/permissions.ts'
import { isClearRefusal, type Purpose, statusOf } from '../api/refusals.ts'
import { routeOf, secretPermission, variablePermission } from './addresses.ts'
import { type AudienceBody, type Reader, readReaders } from './audience.ts'

/** When to look again at a place that GitHub does not show, for those whose work depends on it. */
export const patience: readonly Duration[] = [3 * second, 8 * second]

const visibilities: readonly AudienceBody['visibility'][] = ['all', 'private', 'selected']

/** What lists show of anything. */
interface Listed {
  readonly name: string
  readonly updated_at: string
}

/** A secret as lists and GET show it. */
interface SecretJson extends Listed {
  /** Of an organization's. */
  readonly visibility?: AudienceBody['visibility']
}

interface VariableJson extends Listed {
  readonly value: string
}

interface Page<Json> {
  readonly total_count: number
  readonly secrets?: readonly Json[]
  readonly variables?: readonly Json[]
}

/** How all things of one kind are listed. */
interface List {
  readonly of: 'secrets' | 'variables'
  readonly route: string
  readonly doing: string
  /** The largest page that GitHub gives. */
  readonly size: number
}

const listOfSecrets: List = {
  of: 'secrets',
  route: 'GET /secrets',
  doing: 'list the secrets',
  size: pageSize,
}

const listOfVariables: List = {
  of: 'variables',
  route: 'GET /variables',
  doing: 'list the variables',
  size: 30,
}

const listOfOrganizationSecrets: List = {
  of: 'secrets',
  route: 'GET /organization-secrets',
  doing: 'list the secrets of its organization that it may use',
  size: pageSize,
}

/** A list with holes says nothing of what it does not show. */
class Incomplete extends Problem {}

/** How a write is sent again, and who may use the secret by then. */
export interface WritePersistence extends Omit<Persistence, 'renew' | 'repeat'> {
  readonly renew: () => Promise<AudienceBody | undefined>
}

/** What was read, and when by GitHub's clock. */
export interface Dated<Value> {
  readonly at: Instant
  readonly value: Value
}

/** A secret of an organization: when it was written, and who may use it. */
export interface SharedSecret {
  readonly updatedAt: Instant
  readonly audience: AudienceBody
  /** Of visibility `selected`. */
  readonly readers: readonly Reader[]
}

/** Every error is a Problem that says what was asked of which place. */
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

  /** What values for this place are sealed with. GitHub may exchange it at any time. */
  async publicKey(): Promise<Dated<PublicKey>> {
    const doing = 'read the public key for secrets'
    const look = () => this.#ask<PublicKey>('GET /secrets/public-key', {}, doing, this.#writing)
    const { at, data } = await this.#patiently(look)
    return { at, value: data }
  }

  /**
   * When the secrets of these names were last written. One that is not shown is absent: its place has answered in the
   * same look. @throws Problem when the place does not show its secrets
   */
  async secrets(names: readonly string[]): Promise<Dated<readonly SecretReading[]>> {
    const shown = await (this.place.kind === 'organization'
      ? this.#each(names)
      : this.#list<SecretJson>(listOfSecrets, names))
    const value = names.map((name) => {
      const secret = shown.value.get(name)
      return { name, updatedAt: secret && Date.parse(secret.updated_at) }
    })
    return { at: shown.at, value }
  }

  /**
   * The secrets of its organization that a repository may use, in this store; of Actions and Agents alone:
   * https://docs.github.com/en/rest/actions/secrets#list-repository-organization-secrets
   * @throws Problem when one of `names` may be among those not shown
   */
  async organizationSecrets(names: readonly string[]): Promise<readonly SecretReading[]> {
    const { value } = await this.#list<SecretJson>(listOfOrganizationSecrets, names)
    return [...value.values()].map(({ name, updated_at }) => ({ name, updatedAt: Date.parse(updated_at) }))
  }

  /** The secrets of these names that an organization has, by one request for each hundred of all that it has. */
  async sharedSecrets(
    names: readonly string[],
  ): Promise<readonly (SecretReading & { readonly visibility: AudienceBody['visibility'] })[]> {
    const { value: listed } = await this.#list<SecretJson>(listOfSecrets, names)
    return [...listed.values()]
      .filter(({ name }) => names.includes(name))
      .map((secret) => ({
        name: secret.name,
        updatedAt: Date.parse(secret.updated_at),
        visibility: visibilityOf(secret, this.place),
      }))
  }

  /** The variables on the first page of them, with their values, and how many there are. */
  async firstVariables(): Promise<{ readonly total: number; readonly variables: readonly SecretReading[] }> {
    const { route, size, doing } = listOfVariables
    const { data } = await this.#ask<Page<VariableJson>>(route, { per_page: size }, doing, this.#variables('read'))
    return { total: data.total_count, variables: (data.variables ?? []).map(shownVariable) }
  }

  /** One secret of an organization, and everybody that it is shared with; undefined: it is absent. */
  async sharedSecret(name: string): Promise<Dated<SharedSecret | undefined>> {
    const { at, value } = await this.#each([name])
    const secret = value.get(name)
    if (secret === undefined) return { at, value: undefined }
    const visibility = visibilityOf(secret, this.place)
    const readers = visibility === 'selected' ? await this.readers(name) : []
    return {
      at,
      value: { updatedAt: Date.parse(secret.updated_at), audience: audienceOf(visibility, readers), readers },
    }
  }

  /** The repositories that a secret of visibility `selected` is shared with, all of them. */
  readers(name: string): Promise<readonly Reader[]> {
    const purpose = this.#purpose(`list the repositories that may use ${name}`, this.#reading)
    const route = this.#route('GET /secrets/{secret_name}/repositories')
    return readReaders(this.place, name, this.github.pages<Reader>(route, this.#parameters(named(name)), purpose))
  }

  /**
   * Writes a sealed value. A secret of an organization is given to the audience, whoever had it before; `renew` tells
   * the audience anew, directly before the request is sent again.
   */
  async putSecret(
    name: string,
    sealed: { readonly encrypted_value: string; readonly key_id: string },
    audience: AudienceBody | undefined,
    { renew, ...persistence }: WritePersistence,
    doing = `write the secret ${name}`,
  ): Promise<void> {
    const body = (shared: AudienceBody | undefined) => ({ ...named(name), ...sealed, ...shared })
    const again = { ...persistence, renew: async () => this.#parameters(body(await renew())) }
    await this.#ask('PUT /secrets/{secret_name}', body(audience), doing, this.#writing, again)
  }

  /** Deletes a secret; one that does not exist is a success. */
  async deleteSecret(name: string, doing = `delete the secret ${name}`): Promise<void> {
    try {
      await this.#ask('DELETE /secrets/{secret_name}', named(name), doing, this.#writing)
    } catch (error) {
      if (statusOf(error) !== 404) throw error
    }
  }

  /** One variable, whose value can be read; absent only if its place has answered in the same look. */
  async variable(name: string): Promise<Dated<SecretReading>> {
    const doing = `look at the variable ${name}`
    const { at, value } = await this.#found(
      () => this.#ask<VariableJson>('GET /variables/{name}', { name }, doing, this.#variables('read')),
      () => this.#list<VariableJson>(listOfVariables, [name]),
      name,
    )
    const shownAs = `variable ${name}`
    if (value === undefined) return { at, value: { name: shownAs, updatedAt: undefined } }
    return { at, value: shownVariable(value) }
  }

  /** Updates a variable, or creates it for the audience. An update leaves the audience of an organization's alone. */
  async putVariable(
    name: string,
    value: string,
    audience: AudienceBody | undefined,
    { renew, ...persistence }: WritePersistence,
  ): Promise<void> {
    const doing = `write the variable ${name}`
    const permission = this.#variables('write')
    const again = async (body: Parameters) => {
      await renew()
      return this.#parameters(body)
    }
    const update = () => {
      const body = { name, value }
      const renewed = { ...persistence, renew: () => again(body) }
      return this.#ask('PATCH /variables/{name}', body, doing, permission, renewed)
    }
    try {
      await update()
    } catch (error) {
      if (statusOf(error) !== 404) throw error
      try {
        const body = { name, value, ...audience }
        const once = { ...persistence, repeat: 'once', renew: () => again(body) } as const
        await this.#ask('POST /variables', body, doing, permission, once)
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
    for (const fullName of repositories) {
      const [owner = '', repo = ''] = fullName.split('/')
      const purpose = this.#purpose(`look at ${fullName}, which is to use it,`, this.#reading)
      readers.push((await this.github.ask<Reader>('GET /repos/{owner}/{repo}', { owner, repo }, purpose)).data)
    }
    return audienceOf(visibility, readers)
  }

  get #reading(): Permission {
    return secretPermission(this.place, 'read')
  }

  get #writing(): Permission {
    return secretPermission(this.place, 'write')
  }

  #variables(level: 'read' | 'write'): Permission {
    return variablePermission(this.place, level)
  }

  /** Secrets of an organization, which may have a thousand: each is asked for, and the list where one is not shown. */
  async #each(names: readonly string[]): Promise<Dated<ReadonlyMap<string, SecretJson>>> {
    const shown = new Map<string, SecretJson>()
    let listed: Promise<Dated<ReadonlyMap<string, SecretJson>>> | undefined
    const list = () => {
      listed ??= this.#list<SecretJson>(listOfSecrets, names)
      return listed
    }
    let earliest = Number.POSITIVE_INFINITY
    for (const name of names) {
      const doing = `look at the secret ${name}`
      const look = () => this.#ask<SecretJson>('GET /secrets/{secret_name}', named(name), doing, this.#reading)
      const { at, value } = await this.#found(look, list, name)
      if (value !== undefined) shown.set(name, value)
      earliest = Math.min(earliest, at)
    }
    return { at: earliest, value: shown }
  }

  /** One thing of the place. That GitHub does not show it says nothing, until the list of all such things says the same. */
  async #found<Json>(
    look: () => Promise<Answer<Json>>,
    list: () => Promise<Dated<ReadonlyMap<string, Json>>>,
    name: string,
  ): Promise<Dated<Json | undefined>> {
    try {
      const { at, data } = await look()
      return { at, value: data }
    } catch (error) {
      if (statusOf(error) !== 404) throw error
      const { at, value } = await list()
      return { at, value: value.get(name) }
    }
  }

  /** All secrets or variables of the place, by name. @throws Problem when one of `names` may be among those not shown */
  #list<Json extends Listed>(
    { route, doing, size, of }: List,
    names: readonly string[],
  ): Promise<Dated<ReadonlyMap<string, Json>>> {
    const permission = of === 'secrets' ? this.#reading : this.#variables('read')
    return this.#patiently(async () => {
      const shown = new Map<string, Json>()
      let last = { at: 0, total: 0 }
      const purpose = this.#purpose(doing, permission)
      const pages = this.github.pages<Json>(this.#route(route), this.#parameters({ per_page: size }), purpose)
      for await (const { items, total = 0, at } of pages) {
        for (const item of items) shown.set(item.name, item)
        last = { at, total }
      }
      if (shown.size < last.total && names.some((name) => !shown.has(name))) throw this.#incomplete(of)
      return { at: last.at, value: shown }
    })
  }

  #incomplete(what: string): Incomplete {
    return new Incomplete(
      `GitHub does not list all ${what} of ${this.name}, so that nobody can tell which of them exist.`,
      'Nothing is concluded from that. Run again; see https://www.githubstatus.com if it stays so.',
    )
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

  #parameters(parameters: Parameters): Parameters {
    return { ...routeOf(this.place).parameters, ...parameters }
  }

  /** `route`: the method, and what follows the place's own address. */
  #ask<Data>(
    route: string,
    parameters: Parameters,
    doing: string,
    permission: Permission,
    persistence: Persistence = {},
  ): Promise<Answer<Data>> {
    const purpose = this.#purpose(doing, permission)
    return this.github.ask<Data>(this.#route(route), this.#parameters(parameters), purpose, persistence)
  }

  #route(route: string): string {
    return route.replace(' ', ` ${routeOf(this.place).path}`)
  }

  #purpose(doing: string, permission: Permission): Purpose {
    return { doing, place: this.name, permission }
  }
}

function shownVariable({ name, updated_at, value }: VariableJson): SecretReading {
  return { name: `variable ${name}`, updatedAt: Date.parse(updated_at), value }
}

function named(name: string): { readonly secret_name: string } {
  return { secret_name: name }
}

function audienceOf(visibility: AudienceBody['visibility'], readers: readonly Reader[]): AudienceBody {
  if (visibility !== 'selected') return { visibility }
  return { visibility, selected_repository_ids: readers.map(({ id }) => id).sort((a, b) => a - b) }
}

/** @throws Problem when GitHub does not say who may use a secret: nobody guesses that */
function visibilityOf({ name, visibility }: SecretJson, place: Place): AudienceBody['visibility'] {
  if (visibility !== undefined && visibilities.includes(visibility)) return visibility
  throw new Problem(
    `GitHub does not say who may use ${name} of ${nameOf(place)}, and a write would have to guess it.`,
    'Run again. If it stays so, look at the repository access of that secret in the settings of the organization, and report it with this log.',
  )
}
