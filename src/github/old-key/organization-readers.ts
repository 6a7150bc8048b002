/** Who may use a secret of an organization, as far as the token sees. What it does not see is reported as unread. */

import type { Place } from '../../destination.ts'
import { type GitHubClient, pageSize } from '../api/client.ts'
import { permissions } from '../api/permissions.ts'
import { secretPermission } from '../places/addresses.ts'
import { GitHubPlace } from '../places/place.ts'
import { sightOf } from '../places/repositories.ts'
import { askOrReport, type UnreadName } from './unreadable-places.ts'

/** Repositories of one organization that are looked at; with more, looking would take longer than rotating. */
const mostRepositories = 1_000

/** The repositories that may use a secret. */
export interface Readers {
  /** Full names of repositories. */
  readonly readers: readonly string[]
  /** All of the organization may use it, or all private ones. */
  readonly isWide: boolean
}

/** The repositories that may use an organization's secret; none where unreadable. @throws only what ends the run */
export async function readersOf(
  github: GitHubClient,
  place: Place,
  name: string,
  unread: UnreadName[],
): Promise<Readers> {
  const api = new GitHubPlace(place, github)
  const where = `the repositories that may use ${name} of ${api.name}`
  const question = { where, place: api.name, names: [name], github, permission: secretPermission(place, 'read') }
  const found = await askOrReport(unread, question, async () => {
    const { value: secret } = await api.sharedSecret(name)
    if (secret === undefined) return undefined
    const { visibility } = secret.audience
    if (visibility === 'selected') return { readers: secret.readers.map(({ full_name }) => full_name), isWide: false }
    return { readers: await repositoriesOf(github, place.owner, visibility, name, unread), isWide: true }
  })
  return found ?? { readers: [], isWide: false }
}

async function repositoriesOf(
  github: GitHubClient,
  org: string,
  visibility: 'all' | 'private',
  name: string,
  unread: UnreadName[],
): Promise<readonly string[]> {
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
    unread.push({ where: `other repositories of ${place}`, names: [name], why })
    return names.slice(0, mostRepositories)
  }
  return names
}

/** Why a list of repositories may lack some: it does not say so itself. */
const unseen = {
  selected: (org: string) =>
    `the App, or its token, has only some of the repositories there. Install it for all repositories of ${org}, or make sure that the others have no secret of the same name`,
  unknown: () =>
    'a fine-grained token does not tell whether it was given all repositories there. If it was not, make sure that the others have no secret of the same name',
}

/** Reports as unread that a list of repositories lacks those that the token was not given. */
export async function reportUnseen(
  github: GitHubClient,
  org: string,
  names: readonly string[],
  unread: UnreadName[],
): Promise<void> {
  const place = `the organization ${org}`
  const about = { where: `other repositories of ${place}`, place, names }
  const question = { ...about, github, permission: permissions.metadata('read') }
  const sight = await askOrReport(unread, question, () => sightOf(github, org))
  if (sight === 'selected' || sight === 'unknown') unread.push({ ...about, why: unseen[sight](org) })
}
