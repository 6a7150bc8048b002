/** The API of one place: its secrets, its variables, and the public key that values for it are sealed with. */
import { endsRun, Problem } from '../rotation/problem.ts'
import type { Instant } from '../rotation/time.ts'
import type { SecretReading } from '../rotation/world.ts'
import { type AudienceBody, type Reader, readReaders } from './audience.ts'
import type { Answer, GitHubClient, GitHubError, Persistence } from './client.ts'
import { explain, isClearRefusal, statusOf } from './errors.ts'
import type { Permission } from './permissions.ts'
import { type Audience, nameOf, type Place, routeOf, secretPermission, variablePermission } from './places.ts'
import type { PublicKey } from './seal.ts'

const pageSize = 100

/** A secret as lists and GET show it. */
interface SecretJson {
  readonly name: string
  readonly updated_at: string
  /** Of an organization's. */
  readonly visibility?: AudienceBody['visibility']
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
export class PlaceClient {
  readonly place: Place
  readonly github: GitHubClient

  constructor(place: Place, github: GitHubClient) {
    this.place = place
    this.github = github
  }

  get name(): string {
    return nameOf(this.place)
  }

  /** What values for this place are sealed with. GitHub may exchange it at any time. */
  async publicKey(): Promise<PublicKey> {
    const doing = 'read the public key for secrets'
    const { data } = await this.#ask<PublicKey>('GET /secrets/public-key', {}, doing, this.#writing)
    return data
  }

  /** When the secrets of these names were last written; of a repository or an environment. */
  async secrets(names: readonly string[]): Promise<Dated<readonly SecretReading[]>> {
    const shown = new Map<string, Instant>()
    for (let page = 1; ; page += 1) {
      const { data, at } = await this.#ask<{ total_count: number; secrets: readonly SecretJson[] }>(
        'GET /secrets',
        page === 1 ? { per_page: pageSize } : { per_page: pageSize, page },
        'list the secrets',
        this.#reading,
      )
      for (const { name, updated_at } of data.secrets) shown.set(name, Date.parse(updated_at))
      const isAll = data.secrets.length === 0 || page * pageSize >= data.total_count
      if (isAll) return { at, value: names.map((name) => ({ name, updatedAt: shown.get(name) })) }
    }
  }

  /** One secret; undefined while it does not exist. */
  async secret(name: string, doing = `look at the secret ${name}`): Promise<Dated<SecretReading>> {
    try {
      const { data, at } = await this.#ask<SecretJson>('GET /secrets/{secret_name}', named(name), doing, this.#reading)
      return { at, value: { name, updatedAt: Date.parse(data.updated_at) } }
    } catch (error) {
      return absent(error, { name, updatedAt: undefined })
    }
  }

  /** One secret of an organization, and everybody that it is shared with; undefined while it does not exist. */
  async sharedSecret(name: string): Promise<Dated<SharedSecret | undefined>> {
    const doing = `look at the secret ${name}`
    try {
      const { data, at } = await this.#ask<SecretJson>('GET /secrets/{secret_name}', named(name), doing, this.#reading)
      const { visibility = 'private', updated_at } = data
      const readers = visibility === 'selected' ? await this.readers(name) : []
      return { at, value: { updatedAt: Date.parse(updated_at), audience: audienceOf(visibility, readers), readers } }
    } catch (error) {
      return absent(error, undefined)
    }
  }

  /** The repositories that a secret of visibility `selected` is shared with, all of them. */
  readers(name: string): Promise<readonly Reader[]> {
    const doing = `list the repositories that may use ${name}`
    return readReaders(this.place, name, (route, parameters) => this.#ask(route, parameters, doing, this.#reading))
  }

  /** Writes a sealed value. A secret of an organization is given to the audience, whoever had it before. */
  async putSecret(
    name: string,
    sealed: { readonly encrypted_value: string; readonly key_id: string },
    audience: AudienceBody | undefined,
    persistence: Persistence = {},
    doing = `write the secret ${name}`,
  ): Promise<void> {
    const body = { ...named(name), ...sealed, ...audience }
    await this.#ask('PUT /secrets/{secret_name}', body, doing, this.#writing, persistence)
  }

  /** Deletes a secret; one that does not exist is a success. */
  async deleteSecret(name: string, doing = `delete the secret ${name}`): Promise<void> {
    try {
      await this.#ask('DELETE /secrets/{secret_name}', named(name), doing, this.#writing)
    } catch (error) {
      if (statusOf(error) !== 404) throw error
    }
  }

  /** One variable, whose value can be read; undefined while it does not exist. */
  async variable(name: string): Promise<Dated<SecretReading>> {
    const shownAs = `variable ${name}`
    try {
      const { data, at } = await this.#ask<{ value: string; updated_at: string }>(
        'GET /variables/{name}',
        { name },
        `look at the variable ${name}`,
        this.#variables('read'),
      )
      return { at, value: { name: shownAs, updatedAt: Date.parse(data.updated_at), value: data.value } }
    } catch (error) {
      return absent(error, { name: shownAs, updatedAt: undefined })
    }
  }

  /** Updates a variable, or creates it for the audience. An update leaves the audience of an organization's alone. */
  async putVariable(
    name: string,
    value: string,
    audience: AudienceBody | undefined,
    persistence: Persistence = {},
  ): Promise<void> {
    const doing = `write the variable ${name}`
    const permission = this.#variables('write')
    const update = () => this.#ask('PATCH /variables/{name}', { name, value }, doing, permission, persistence)
    try {
      await update()
    } catch (error) {
      if (statusOf(error) !== 404) throw error
      try {
        const once = { ...persistence, repeat: 'once' } as const
        await this.#ask('POST /variables', { name, value, ...audience }, doing, permission, once)
      } catch (failure) {
        // It exists already, or may: by another hand, or by this very request, whose answer was lost.
        if (isClearRefusal(failure) && statusOf(failure) !== 409) throw failure
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
      const { data } = await this.github
        .request<Reader>('GET /repos/{owner}/{repo}', { owner, repo })
        .catch((error: unknown) => {
          throw this.#explain(error, `look at ${fullName}, which is to use it,`, this.#reading)
        })
      readers.push(data)
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

  async #ask<Data>(
    route: string,
    parameters: Readonly<Record<string, unknown>>,
    doing: string,
    permission: Permission,
    persistence: Persistence = {},
  ): Promise<Answer<Data>> {
    const { path, parameters: own } = routeOf(this.place)
    const [method, rest] = route.split(' ')
    try {
      return await this.github.request<Data>(`${method} ${path}${rest}`, { ...own, ...parameters }, persistence)
    } catch (error) {
      throw endsRun(error) ? error : this.#explain(error, doing, permission)
    }
  }

  #explain(error: unknown, doing: string, permission: Permission): Problem {
    const { token } = this.github
    return explain(error as GitHubError, { doing, place: this.name, permission, token })
  }
}

function named(name: string): { readonly secret_name: string } {
  return { secret_name: name }
}

function audienceOf(visibility: AudienceBody['visibility'], readers: readonly Reader[]): AudienceBody {
  if (visibility !== 'selected') return { visibility }
  return { visibility, selected_repository_ids: readers.map(({ id }) => id).sort((a, b) => a - b) }
}

/** 404 for one thing of a place that itself can be read: it does not exist. GitHub's date came with the answer. */
function absent<Value>(error: unknown, value: Value): Dated<Value> {
  if (statusOf(error) !== 404 || !(error instanceof Problem)) throw error
  const { at = Date.now() } = error.cause as GitHubError
  return { at, value }
}
