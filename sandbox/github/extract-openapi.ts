/**
 * Cuts the part of GitHub's published OpenAPI description that this project speaks into `openapi.json` beside this
 * file. Run it again when GitHub changes its API; it writes the same bytes for the same source:
 *
 *     npm pack @octokit/openapi@23.0.2 && tar -xzf octokit-openapi-23.0.2.tgz package/generated/api.github.com.json
 *     node sandbox/github/extract-openapi.ts package/generated/api.github.com.json
 */
import { readFileSync, writeFileSync } from 'node:fs'

interface JsonObject {
  readonly [name: string]: Json
}
type Json = null | boolean | number | string | readonly Json[] | JsonObject

const secretPlaces = [
  '/repos/{owner}/{repo}/actions',
  '/repos/{owner}/{repo}/agents',
  '/repos/{owner}/{repo}/codespaces',
  '/repos/{owner}/{repo}/dependabot',
  '/repos/{owner}/{repo}/environments/{environment_name}',
  '/orgs/{org}/actions',
  '/orgs/{org}/agents',
  '/orgs/{org}/codespaces',
  '/orgs/{org}/dependabot',
]
const organizationPlaces = secretPlaces.filter((place) => place.startsWith('/orgs/'))
/** Dependabot and Codespaces have no variables. */
const variablePlaces = secretPlaces.filter((place) => !/\/(codespaces|dependabot)$/.test(place))
const organizationVariablePlaces = variablePlaces.filter((place) => place.startsWith('/orgs/'))

/** The operations that the action, its sandbox and what is planned for both use. */
const operationsInUse: Readonly<Record<string, readonly string[]>> = {
  '/app': ['get'],
  '/app/installations/{installation_id}/access_tokens': ['post'],
  '/installation/repositories': ['get'],
  '/orgs/{org}': ['get'],
  '/orgs/{org}/installation': ['get'],
  '/orgs/{org}/repos': ['get'],
  '/rate_limit': ['get'],
  '/repos/{owner}/{repo}': ['get'],
  '/repos/{owner}/{repo}/actions/organization-secrets': ['get'],
  '/repos/{owner}/{repo}/actions/runs': ['get'],
  '/repos/{owner}/{repo}/actions/runs/{run_id}': ['get'],
  '/repos/{owner}/{repo}/actions/runs/{run_id}/artifacts': ['get'],
  '/repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}': ['get'],
  '/repos/{owner}/{repo}/actions/runs/{run_id}/jobs': ['get'],
  '/repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments': ['get'],
  '/repos/{owner}/{repo}/actions/workflows': ['get'],
  '/repos/{owner}/{repo}/actions/workflows/{workflow_id}': ['get'],
  '/repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches': ['post'],
  '/repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs': ['get'],
  '/repos/{owner}/{repo}/agents/organization-secrets': ['get'],
  '/repos/{owner}/{repo}/check-runs/{check_run_id}/annotations': ['get'],
  '/repos/{owner}/{repo}/contents/{path}': ['get'],
  '/repos/{owner}/{repo}/environments': ['get'],
  '/repos/{owner}/{repo}/environments/{environment_name}': ['get'],
  '/repos/{owner}/{repo}/installation': ['get'],
  '/repos/{owner}/{repo}/issues': ['get', 'post'],
  '/repos/{owner}/{repo}/issues/{issue_number}': ['patch'],
  '/repos/{owner}/{repo}/issues/{issue_number}/comments': ['post'],
  '/user': ['get'],
  '/users/{username}/installation': ['get'],
  ...everywhere(secretPlaces, { secrets: ['get'], 'secrets/public-key': ['get'] }),
  ...everywhere(secretPlaces, { 'secrets/{secret_name}': ['get', 'put', 'delete'] }),
  ...everywhere(organizationPlaces, { 'secrets/{secret_name}/repositories': ['get', 'put'] }),
  ...everywhere(organizationPlaces, { 'secrets/{secret_name}/repositories/{repository_id}': ['put', 'delete'] }),
  ...everywhere(organizationVariablePlaces, { 'variables/{name}/repositories': ['get', 'put'] }),
  ...everywhere(organizationVariablePlaces, { 'variables/{name}/repositories/{repository_id}': ['put', 'delete'] }),
  ...everywhere(variablePlaces, { variables: ['get', 'post'], 'variables/{name}': ['get', 'patch', 'delete'] }),
}

function everywhere(
  places: readonly string[],
  operations: Readonly<Record<string, readonly string[]>>,
): Record<string, readonly string[]> {
  return Object.fromEntries(
    places.flatMap((place) =>
      Object.entries(operations).map(([path, methods]) => [`${place}/${path}`, methods] as const),
    ),
  )
}

/** What explains the description to people and says nothing about requests and responses. */
const prose = new Set(['description', 'summary', 'example', 'examples', 'tags', 'headers'])
/** The one extension that changes what a path matches. */
const meaningfulExtension = 'x-multi-segment'
/** Objects whose keys are names that their authors chose, so that `description` is a property there and not prose. */
const keyedByName = new Set(['properties', 'paths', 'responses', 'content', 'schemas', 'parameters', 'mapping'])

function withoutProse(node: Json, keysAreNames = false): Json {
  if (isArray(node)) return node.map((item) => withoutProse(item))
  if (!isObject(node)) return node
  const kept = Object.entries(node)
    .filter(([key]) => keysAreNames || !isProse(key))
    .map(([key, value]) => [key, withoutProse(value, !keysAreNames && keyedByName.has(key))] as const)
  return Object.fromEntries(kept.sort(([one], [other]) => (one < other ? -1 : 1)))
}

function isProse(key: string): boolean {
  return prose.has(key) || (key.startsWith('x-') && key !== meaningfulExtension)
}

/** Every component that `node` refers to, directly or through other components. */
function componentsOf(node: Json, description: JsonObject): JsonObject {
  const found = new Map<string, Json>()
  const visit = (part: Json): void => {
    const reference = isObject(part) ? part['$ref'] : undefined
    if (typeof reference === 'string' && !found.has(reference)) {
      const component = withoutProse(at(description, reference.split('/').slice(1)))
      found.set(reference, component)
      visit(component)
    }
    if (typeof part === 'object' && part !== null) Object.values(part).forEach(visit)
  }
  visit(node)

  const components: Record<string, Record<string, Json>> = {}
  for (const reference of [...found.keys()].sort()) {
    const [, , kind = '', name = ''] = reference.split('/')
    components[kind] = { ...components[kind], [name]: found.get(reference) ?? null }
  }
  return components
}

function at(node: Json, keys: readonly string[]): Json {
  let found: Json | undefined = node
  for (const key of keys) found = isObject(found) ? found[key] : undefined
  if (found === undefined) throw new Error(`the description has no ${keys.join(' > ')}`)
  return found
}

function isArray(node: Json): node is readonly Json[] {
  return Array.isArray(node)
}

function isObject(node: Json | undefined): node is JsonObject {
  return typeof node === 'object' && node !== null && !Array.isArray(node)
}

function extract(description: JsonObject): JsonObject {
  const paths = Object.fromEntries(
    Object.keys(operationsInUse)
      .sort()
      .map((path) => [
        path,
        Object.fromEntries(
          [...(operationsInUse[path] ?? [])]
            .sort()
            .map((method) => [method, withoutProse(at(description, ['paths', path, method]))] as const),
        ),
      ]),
  )
  return {
    openapi: at(description, ['openapi']),
    info: {
      title: at(description, ['info', 'title']),
      version: at(description, ['info', 'version']),
      description: `Extracted by sandbox/github/extract-openapi.ts from generated/api.github.com.json of the npm package @octokit/openapi ${at(description, ['info', 'version'])}.`,
      license: at(description, ['info', 'license']),
    },
    paths,
    components: componentsOf(paths, description),
  }
}

const source = process.argv[2]
if (source === undefined) throw new Error('usage: node sandbox/github/extract-openapi.ts PATH_TO/api.github.com.json')
const description = JSON.parse(readFileSync(source, 'utf8')) as JsonObject
writeFileSync(new URL('openapi.json', import.meta.url), `${JSON.stringify(extract(description), null, 1)}\n`)
