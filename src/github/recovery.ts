/**
 * The recovery secret: one secret that holds the pending key until it is published everywhere. It is deleted then, not
 * overwritten: nothing that could leak is left behind, and a workflow that hands it in gets an empty value again, as
 * before the first rotation. https://docs.github.com/en/rest/actions/secrets
 */
import type { HeldKey, RecoveryFormat } from '../rotation/ports.ts'
import { inSentences } from '../rotation/problem.ts'
import type { SecretReading } from '../rotation/world.ts'
import type { Answer, GitHubClient, GitHubError } from './client.ts'
import { explain, statusOf } from './errors.ts'
import { permissions } from './permissions.ts'
import type { PublicKey } from './seal.ts'

/** A secret of a repository or of one of its environments. */
export interface RecoveryPlace {
  readonly owner: string
  readonly repo: string
  readonly environment: string | undefined
  readonly name: string
}

/** The secret itself, below the store that it is in. */
const secret = '/{secret_name}'

export class RecoverySecret {
  readonly #github: GitHubClient
  readonly #place: RecoveryPlace
  /** The account that a key in it belongs to. */
  readonly #account: string

  constructor(github: GitHubClient, place: RecoveryPlace, account: string) {
    this.#github = github
    this.#place = place
    this.#account = account
  }

  /** What stands against writing it, in sentences. */
  async check(): Promise<string | undefined> {
    try {
      await this.#publicKey()
      return undefined
    } catch (error) {
      return inSentences(error)
    }
  }

  async read(): Promise<SecretReading> {
    const { name } = this.#place
    try {
      const { data } = await this.#ask<{ updated_at: string }>('GET', secret, 'look at the recovery secret', 'read')
      return { name, updatedAt: Date.parse(data.updated_at) }
    } catch (error) {
      if (statusOf(error) === 404) return { name, updatedAt: undefined }
      throw error
    }
  }

  /** Seals the key into the secret; a sentence for people when GitHub does not take it. */
  async write(held: HeldKey, about: Omit<RecoveryFormat, 'account'>): Promise<string | undefined> {
    const format = { ...about, account: this.#account }
    const put = async () => {
      const { key, key_id } = await this.#publicKey()
      const body = { encrypted_value: await held.seal(key, format), key_id }
      await this.#ask('PUT', secret, 'write the recovery secret', 'write', body)
    }
    try {
      await put().catch((error: unknown) => {
        // GitHub may exchange its public key at any time; what was sealed for the old one is sealed once more.
        if (statusOf(error) !== 422) throw error
        return put()
      })
      return undefined
    } catch (error) {
      return inSentences(error)
    }
  }

  /** Deletes the secret; one that does not exist is a success. */
  async clear(): Promise<void> {
    try {
      await this.#ask('DELETE', secret, 'delete the recovery secret', 'write')
    } catch (error) {
      if (statusOf(error) !== 404) throw error
    }
  }

  async #publicKey(): Promise<PublicKey> {
    const { data } = await this.#ask<PublicKey>(
      'GET',
      '/public-key',
      'read the public key for the recovery secret',
      'write',
    )
    return data
  }

  async #ask<Data>(
    method: 'GET' | 'PUT' | 'DELETE',
    path: typeof secret | '/public-key',
    doing: string,
    level: 'read' | 'write',
    body: Readonly<Record<string, unknown>> = {},
  ): Promise<Answer<Data>> {
    const { owner, repo, environment, name } = this.#place
    const store = environment === undefined ? 'actions/secrets' : 'environments/{environment_name}/secrets'
    const parameters = {
      owner,
      repo,
      ...(environment === undefined ? {} : { environment_name: environment }),
      ...(path === secret ? { secret_name: name } : {}),
      ...body,
    }
    try {
      return await this.#github.request<Data>(`${method} /repos/{owner}/{repo}/${store}${path}`, parameters)
    } catch (error) {
      const permission = permissions[environment === undefined ? 'secrets' : 'environments'](level)
      const place =
        environment === undefined ? `${owner}/${repo}` : `the environment ${environment} of ${owner}/${repo}`
      throw explain(error as GitHubError, { doing: `${doing} ${name}`, place, permission, token: 'github-token' })
    }
  }
}
