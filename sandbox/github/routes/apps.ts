/** Apps over the API: who an App is, where it is installed, and the tokens of its installations. */
import type { App, Installation } from '../app.ts'
import { nodeId, stableId } from '../identifiers.ts'
import { components } from '../openapi.ts'
import { invalidRequest, notFound, Refusal, unprocessable } from '../refusal.ts'
import type { Repository } from '../repository.ts'
import { timestamp } from '../timestamp.ts'
import type { Level, Permission, Permissions } from '../token.ts'
import { page } from './page.ts'
import { fullRepositoryJson, userJson } from './repository-json.ts'
import type { Answer, AnyCall, Call, Routes } from './route.ts'

/** Operations for an App itself, and the one for its installations. */
export const appRoutes: Routes = {
  'GET /app': { forApps: true, handle: (call, app) => ({ status: 200, body: appJson(app, call) }) },
  'GET /orgs/{org}/installation': {
    forApps: true,
    handle: (call, app) => installed(call, app.installationOf(call.organization().login)),
  },
  // An organization is found here too.
  'GET /users/{username}/installation': {
    forApps: true,
    handle: (call, app) => installed(call, app.installationOf(call.parameter('username'))),
  },
  'GET /repos/{owner}/{repo}/installation': {
    forApps: true,
    handle: (call, app) => {
      const repository = call.repository()
      const installation = app.installationOf(repository.owner)
      return installed(call, installation?.coverage.covers(repository) ? installation : undefined)
    },
  },
  'POST /app/installations/{installation_id}/access_tokens': { forApps: true, handle: mint },
  'GET /installation/repositories': { handle: accessibleRepositories },
}

function installed(call: AnyCall, installation: Installation | undefined): Answer {
  if (installation === undefined) throw notFound()
  return { status: 200, body: installationJson(installation, call) }
}

/** A token has what the installation has, or what of it is asked for; an empty list asks for nothing in particular. */
function mint(call: AnyCall, app: App): Answer {
  const installation = app.installations.find(({ id }) => String(id) === call.parameter('installation_id'))
  if (installation === undefined) throw notFound()
  if (installation.suspended) throw suspended()
  const body = call.hasBody ? call.json() : {}
  const repositories = askedRepositories(call, body, installation)
  const permissions = askedPermissions(call, body['permissions'], installation)
  const token = call.github.mintToken(installation, {
    permissions,
    ...(repositories.length === 0 ? {} : { repositories: repositories.map(({ fullName }) => fullName) }),
  })
  return {
    status: 201,
    body: {
      token: token.text,
      expires_at: timestamp(call.github.told(token.expiresAt)),
      permissions,
      repository_selection: token.coverage.selection,
      ...(repositories.length === 0
        ? {}
        : { repositories: repositories.map((each) => fullRepositoryJson(each, call)) }),
    },
  }
}

/** What an installation that its owner has suspended is told. */
export function suspended(): Refusal {
  return new Refusal(403, 'This installation has been suspended')
}

function askedRepositories(
  { github }: AnyCall,
  { repositories: names = [], repository_ids: ids = [] }: Readonly<Record<string, unknown>>,
  { owner, coverage }: Installation,
): readonly Repository[] {
  if (!Array.isArray(names) || !Array.isArray(ids)) throw invalidRequest('Invalid input: object is not an array.')
  const asked = [
    ...names.map((name) => github.findRepository(`${owner}/${name}`)),
    ...ids.map((id) => github.findRepositoryById(Number(id))),
  ]
  return asked.map((repository) => {
    if (repository !== undefined && coverage.covers(repository)) return repository
    throw unprocessable(
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    )
  })
}

interface AppSchemas {
  readonly 'app-permissions': { readonly properties: object }
}

/** The names that GitHub's description has for minting: fewer than installations may have. */
const published: ReadonlySet<string> = new Set(
  Object.keys((components['schemas'] as unknown as AppSchemas)['app-permissions'].properties),
)

function askedPermissions({ github }: AnyCall, asked: unknown, { permissions: granted }: Installation): Permissions {
  const wanted = Object.entries((asked ?? {}) as Permissions) as [Permission, Level][]
  if (wanted.length === 0) return granted
  const strange = wanted.find(([permission]) => !published.has(permission))
  if (strange !== undefined && github.mints === 'published') {
    throw invalidRequest(`"${strange[0]}" is not a permitted key.`)
  }
  const isGranted = ([permission, level]: [Permission, Level]) =>
    granted[permission] === 'write' || granted[permission] === level
  if (!wanted.every(isGranted)) throw unprocessable('The permissions requested are not granted to this installation.')
  return { metadata: 'read', ...Object.fromEntries(wanted) }
}

function accessibleRepositories(call: Call): Answer {
  const { token, github } = call
  if (!token.isInstallation) {
    throw new Refusal(
      403,
      'You must authenticate with an installation access token in order to list repositories for an installation.',
    )
  }
  const covered = github.repositories.filter((repository) => token.covers(repository))
  const { items, headers } = page(call, covered)
  const repositories = items.map((repository) => fullRepositoryJson(repository, call))
  const { selection } = token.coverage
  return { status: 200, body: { total_count: covered.length, repository_selection: selection, repositories }, headers }
}

/** Schema `integration`. */
function appJson(app: App, call: AnyCall): object {
  const createdAt = timestamp(call.github.told(app.createdAt))
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId('Integration', app.id),
    client_id: app.clientId,
    owner: userJson(app.installations[0]?.owner ?? 'ghost', call),
    name: app.name,
    description: null,
    external_url: call.links.html,
    html_url: `${call.links.html}/apps/${app.slug}`,
    created_at: createdAt,
    updated_at: createdAt,
    permissions: app.permissions,
    events: [],
    installations_count: app.installations.length,
  }
}

/** Schema `installation`. */
function installationJson(installation: Installation, call: AnyCall): object {
  const { app, id, owner } = installation
  const createdAt = timestamp(call.github.told(installation.createdAt))
  return {
    id,
    account: userJson(owner, call),
    repository_selection: installation.coverage.selection,
    access_tokens_url: `${call.links.api}/app/installations/${id}/access_tokens`,
    repositories_url: `${call.links.api}/installation/repositories`,
    html_url: `${call.links.html}/settings/installations/${id}`,
    app_id: app.id,
    client_id: app.clientId,
    app_slug: app.slug,
    target_id: stableId('user', owner),
    target_type: call.github.findOrganization(owner) ? 'Organization' : 'User',
    permissions: installation.permissions,
    events: [],
    created_at: createdAt,
    updated_at: createdAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: installation.suspended ? userJson(owner, call) : null,
    suspended_at: installation.suspended ? createdAt : null,
  }
}
