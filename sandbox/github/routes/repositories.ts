/** Repositories and their files over the API. */
import { maySee } from '../authorization.ts'
import { objectId } from '../identifiers.ts'
import { notFound, Refusal } from '../refusal.ts'
import type { Repository } from '../repository.ts'
import { page } from './page.ts'
import { fullRepositoryJson, minimalRepositoryJson } from './repository-json.ts'
import type { Answer, Call, Routes } from './route.ts'

/** A repository, and a file of it. */
export const repositoryRoutes: Routes = {
  'GET /repos/{owner}/{repo}': {
    need: { permission: 'metadata', level: 'read', publicly: true },
    handle: (call, repository) => ({ status: 200, body: fullRepositoryJson(repository, call) }),
  },
  'GET /repos/{owner}/{repo}/contents/{path}': {
    need: { permission: 'contents', level: 'read', publicly: true },
    handle: contents,
  },
  'GET /orgs/{org}/repos': { handle: ofOrganization },
}

/** Those that the caller may see, the newest first unless the call says otherwise. */
function ofOrganization(call: Call): Answer {
  const { github, token } = call
  const login = call.organization().login.toLowerCase()
  const seen = github.repositories.filter((each) => each.owner.toLowerCase() === login && maySee(token, each))
  const { items, headers } = page(call, sorted(seen, call.query))
  return { status: 200, body: items.map((each) => listed(each, call)), headers }
}

/** `repositories` come in the order in which they were made, the first one first. */
function sorted(repositories: readonly Repository[], query: URLSearchParams): readonly Repository[] {
  const isByName = query.get('sort') === 'full_name'
  const names = new Intl.Collator('en')
  const ascending = isByName
    ? repositories.toSorted((one, other) => names.compare(one.fullName, other.fullName))
    : repositories
  const direction = query.get('direction') ?? (isByName ? 'asc' : 'desc')
  return direction === 'asc' ? ascending : ascending.toReversed()
}

function listed(repository: Repository, call: Call): object {
  return {
    ...minimalRepositoryJson(repository, call),
    archived: repository.archived,
    visibility: repository.visibility,
  }
}

/** A file, as JSON or, under the media type `raw`, as it is; a directory as the list of what is in it. */
function contents(call: Call, repository: Repository): Answer {
  const path = call.parameter('path').replace(/^\/|\/$/g, '')
  const ref = call.query.get('ref') ?? repository.defaultBranch
  const files = repository.filesAt(ref)
  if (files === undefined) throw new Refusal(404, `No commit found for the ref ${ref}`)
  const content = files.get(path)
  if (content === undefined) return directory(path, ref, files, call, repository)
  if (/\bapplication\/vnd\.github(\.v3)?\.raw\b/.test(call.accept)) {
    return { status: 200, body: content, headers: { 'content-type': 'application/vnd.github.raw+json; charset=utf-8' } }
  }
  return { status: 200, body: fileJson(path, ref, content, call, repository) }
}

/** Schema `content-directory`; a directory is there while something is in it. */
function directory(
  path: string,
  ref: string,
  files: ReadonlyMap<string, string>,
  call: Call,
  repository: Repository,
): Answer {
  const inside = [...files].filter(([each]) => each.startsWith(`${path}/`))
  if (inside.length === 0) throw notFound()
  const direct = inside.filter(([each]) => !each.slice(path.length + 1).includes('/'))
  const folders = new Set(
    inside
      .map(([each]) => each.slice(path.length + 1).split('/'))
      .flatMap(([name, rest]) => (rest === undefined ? [] : [name ?? ''])),
  )
  const listed = [
    ...direct.map(([each, content]) => {
      const { encoding: _, content: __, ...entry } = fileJson(each, ref, content, call, repository)
      return entry
    }),
    ...[...folders].map((name) => {
      const { encoding: _, content: __, ...entry } = fileJson(`${path}/${name}`, ref, '', call, repository)
      return { ...entry, type: 'dir', size: 0, download_url: null }
    }),
  ]
  return { status: 200, body: listed.sort((a, b) => a.path.localeCompare(b.path)) }
}

/** Schema `content-file`. */
function fileJson(path: string, ref: string, content: string, call: Call, repository: Repository) {
  const bytes = Buffer.from(content)
  const sha = objectId(`blob ${bytes.length}\0${content}`)
  const escapedPath = path.split('/').map(encodeURIComponent).join('/')
  const api = `${call.links.api}/repos/${repository.fullName}`
  const html = `${call.links.html}/${repository.fullName}`
  const url = `${api}/contents/${escapedPath}?ref=${encodeURIComponent(ref)}`
  const links = { self: url, git: `${api}/git/blobs/${sha}`, html: `${html}/blob/${ref}/${escapedPath}` }
  return {
    type: 'file',
    name: path.slice(path.lastIndexOf('/') + 1),
    path,
    sha,
    size: bytes.length,
    encoding: 'base64',
    content: wrapped(bytes.toString('base64')),
    url,
    html_url: links.html,
    git_url: links.git,
    download_url: `${html}/raw/${ref}/${escapedPath}`,
    _links: links,
  }
}

/** GitHub breaks base64 into lines of 60 and ends the last one too. */
function wrapped(base64: string): string {
  return base64.replaceAll(/.{1,60}/g, '$&\n')
}
