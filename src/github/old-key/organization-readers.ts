/** Who may use a secret of an organization, as far as the token sees. */

import type { Place } from '../../destination.ts'
import { pageSize } from '../api/client.ts'
import { permissions } from '../api/permissions.ts'
import { secretPermission } from '../places/addresses.ts'
import { GitHubPlace } from '../places/place.ts'
import { sightOf } from '../places/repositories.ts'
import type { Clients } from '../tokens/tokens.ts'
import type { Questions } from './questions.ts'

/** Repositories of one organization that are looked at; with more, looking would take longer than rotating. */
const mostRepositories = 1_000

export class OrganizationReaders {
  readonly #clients: Pick<Clients, 'for'>
  readonly #questions: Questions

  constructor(clients: Pick<Clients, 'for'>, questions: Questions) {
    this.#clients = clients
    this.#questions = questions
  }

  /** The full names of repositories that may use it. `isWide`: all of the organization, or all private ones. */
  async of(place: Place, name: string): Promise<{ readonly readers: readonly string[]; readonly isWide: boolean }> {
    const api = new GitHubPlace(place, this.#clients.for(place.owner))
    const where = `the repositories that may use ${name} of ${api.name}`
    const permission = secretPermission(place, 'read')
    const question = { where, place: api.name, names: [name], github: api.github, permission }
    const found = await this.#questions.ask(question, async () => {
      const { value: secret } = await api.sharedSecret(name)
      if (secret === undefined) return undefined
      const { visibility } = secret.audience
      if (visibility === 'selected') return { readers: secret.readers.map(({ full_name }) => full_name), isWide: false }
      return { readers: await this.#repositoriesOf(place.owner, visibility, name), isWide: true }
    })
    return found ?? { readers: [], isWide: false }
  }

  /** Tells that a list of repositories lacks those that the token was not given: it does not say so itself. */
  async tellUnseen(org: string, names: readonly string[]): Promise<void> {
    const github = this.#clients.for(org)
    const where = `other repositories of the organization ${org}`
    const unseen = {
      where,
      place: `the organization ${org}`,
      names,
      github,
      permission: permissions.metadata('read'),
    }
    const sight = await this.#questions.ask(unseen, () => sightOf(github, org))
    if (sight === 'selected') {
      const why = `the App, or its token, has only some of the repositories there. Install it for all repositories of ${org}, or make sure that the others have no secret of the same name`
      this.#questions.unread.push({ ...unseen, why })
    }
    if (sight === 'untold') {
      const why =
        'a fine-grained token does not tell whether it was given all repositories there. If it was not, make sure that the others have no secret of the same name'
      this.#questions.unread.push({ ...unseen, why })
    }
  }

  async #repositoriesOf(org: string, visibility: 'all' | 'private', name: string): Promise<readonly string[]> {
    const github = this.#clients.for(org)
    const place = `the organization ${org}`
    const names: string[] = []
    const listing = github.pages<{ full_name: string; private: boolean; archived?: boolean }>(
      'GET /orgs/{org}/repos',
      { org },
      { doing: 'list the repositories', place, permission: permissions.metadata('read') },
    )
    for await (const { items } of listing) {
      const readers = items.filter((each) => each.archived !== true && (visibility === 'all' || each.private))
      names.push(...readers.map(({ full_name }) => full_name))
      if (items.length < pageSize || names.length < mostRepositories) continue
      const why = `only the first ${mostRepositories} repositories are looked at`
      this.#questions.unread.push({ where: `other repositories of ${place}`, names: [name], why })
      return names.slice(0, mostRepositories)
    }
    return names
  }
}
