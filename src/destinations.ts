/** What the inputs `destinations`, `secrets` and `variables` say: every place, and what it gets. */
import { digest } from './fingerprint.ts'
import {
  type Audience,
  type Destination,
  type Entry,
  hasVariables,
  identityOf,
  nameOf,
  type Place,
  storeOf,
  stores,
} from './github/places.ts'
import { holdsId, holdsSecret, parseFormat } from './key-formats.ts'
import { asMap, isSecretName, oneOf, parseYaml, refused, secretNames } from './refusals.ts'

/** What destinations have in common. */
export interface DestinationDefaults {
  /** The repository that this runs in. */
  readonly home: { readonly owner: string; readonly repo: string }
  readonly secrets: readonly Entry[]
  readonly variables: readonly Entry[]
  /** Of an SMTP password that names none. */
  readonly region: string
  /** GitHub Enterprise Server lacks some stores. */
  readonly isEnterpriseServer: boolean
}

const destinationKeys = [
  'repository',
  'environment',
  'organization',
  'store',
  'secrets',
  'variables',
  'visibility',
  'repositories',
] as const

/** A YAML list of places; this repository's Actions secrets when empty. @throws Problem when a place cannot be served */
export function parseDestinations(text: string, defaults: DestinationDefaults): readonly Destination[] {
  const given =
    text === '' ? [{ repository: `${defaults.home.owner}/${defaults.home.repo}` }] : parseYaml('destinations', text)
  if (!Array.isArray(given) || given.length === 0)
    throw refused('destinations', text, 'a YAML list such as "- repository: owner/name"')
  const destinations = given.map((entry: unknown, index) =>
    parseDestination(entry, text === '' ? '' : `destinations[${index}]`, defaults),
  )
  const seen = new Set<string>()
  for (const [index, { place }] of destinations.entries()) {
    const identity = identityOf(place)
    if (seen.has(identity)) throw refused(`destinations[${index}]`, nameOf(place), 'each place once in each store')
    seen.add(identity)
  }
  return destinations
}

/** A YAML map from name to format. */
export function parseEntries(input: 'secrets' | 'variables', text: string, region: string): readonly Entry[] {
  return text === '' ? [] : entriesFrom(input, input, parseYaml(input, text), region)
}

/** Of the places, names and formats, whatever their order. */
export function digestOf(destinations: readonly Destination[]): string {
  const spelled = (entries: readonly Entry[]) => entries.map(({ name, format }) => `${name}=${format}`).sort()
  const places = destinations.map(({ place, secrets, variables }) => {
    const shown = variables.length === 0 ? '' : `:${spelled(variables).join(',')}`
    return `${identityOf(place)}:${spelled(secrets).join(',')}${shown}`
  })
  return digest(places.sort().join('\n'))
}

function parseDestination(entry: unknown, input: string, defaults: DestinationDefaults): Destination {
  const fields = asMap(input, entry, 'repository: owner/name')
  for (const key of Object.keys(fields)) {
    if (!destinationKeys.some((each) => each === key)) throw refused(input, key, destinationKeys.join(', '))
  }
  const place = parsePlace(fields, input, defaults)
  const store = storeOf(place)
  const own = (name: 'secrets' | 'variables') =>
    fields[name] === undefined ? undefined : entriesFrom(name, `${input}.${name}`, fields[name], defaults.region)
  const secrets = own('secrets') ?? defaults.secrets
  const ownVariables = own('variables')
  if (ownVariables !== undefined && ownVariables.length > 0 && !hasVariables(store)) {
    throw refused(`${input}.variables`, store, 'the stores actions and agents: the others have no variables')
  }
  const variables = ownVariables ?? (hasVariables(store) ? defaults.variables : [])
  const isDefault = fields['secrets'] === undefined && fields['variables'] === undefined
  requireWholeKey(isDefault || input === '' ? 'secrets' : input, secrets, variables)
  return { place, secrets, variables, audience: parseAudience(fields, input, place) }
}

function parsePlace(
  fields: Readonly<Record<string, unknown>>,
  input: string,
  { isEnterpriseServer }: DestinationDefaults,
): Place {
  const { repository, environment, organization } = fields
  const store = oneOf(`${input}.store`, String(fields['store'] ?? 'actions'), stores)
  if (isEnterpriseServer && (store === 'codespaces' || store === 'agents')) {
    throw refused(`${input}.store`, store, 'actions or dependabot: GitHub Enterprise Server has no such secrets')
  }
  if (organization !== undefined) {
    if (repository !== undefined || environment !== undefined) {
      throw refused(input, 'organization', 'either an organization or a repository, in two entries of the list')
    }
    return {
      kind: 'organization',
      owner: matched(`${input}.organization`, organization, /^([\w-]+)$/, 'a name')[0],
      store,
    }
  }
  const [owner, repo] = repositoryFrom(`${input}.repository`, repository)
  if (environment === undefined) return { kind: 'repository', owner, repo, store }
  if (store !== 'actions') throw refused(`${input}.store`, store, 'actions: environments have no other secrets')
  const name = String(environment)
  // https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments
  if (name.trim() === '' || name.length > 255) {
    throw refused(`${input}.environment`, name, 'the name of an environment, of 255 characters at most')
  }
  return { kind: 'environment', owner, repo, environment: name }
}

const visibilities = ['all', 'private', 'selected'] as const

function parseAudience(fields: Readonly<Record<string, unknown>>, input: string, place: Place): Audience | undefined {
  const { visibility, repositories } = fields
  if (place.kind !== 'organization') {
    if (visibility !== undefined) throw refused(input, 'visibility', 'visibility of an organization only')
    if (repositories !== undefined) throw refused(input, 'repositories', 'repositories of an organization only')
    return undefined
  }
  if (visibility === undefined && repositories === undefined) return undefined
  const who = oneOf(`${input}.visibility`, String(visibility ?? ''), visibilities)
  if (who !== 'selected') {
    if (repositories !== undefined)
      throw refused(`${input}.repositories`, who, 'repositories with visibility: selected')
    return { visibility: who, repositories: [] }
  }
  if (!Array.isArray(repositories) || repositories.length === 0) {
    throw refused(`${input}.repositories`, JSON.stringify(repositories) ?? 'nothing', 'a list such as [owner/name]')
  }
  const selected = repositories.map((each: unknown, index) => {
    const [owner, repo] = repositoryFrom(`${input}.repositories[${index}]`, each)
    if (owner.toLowerCase() !== place.owner.toLowerCase()) {
      throw refused(`${input}.repositories[${index}]`, `${owner}/${repo}`, `repositories of ${place.owner}`)
    }
    return `${owner}/${repo}`
  })
  return { visibility: who, repositories: selected }
}

function repositoryFrom(input: string, value: unknown): readonly [owner: string, repo: string] {
  const [owner = '', repo = ''] = matched(input, value, /^([\w-]+)\/([\w.-]+)$/, 'owner/name')
  return [owner, repo]
}

function matched(input: string, value: unknown, pattern: RegExp, allowed: string): readonly [string, ...string[]] {
  const [, first, ...others] = pattern.exec(String(value ?? '')) ?? []
  if (first === undefined) throw refused(input, String(value ?? ''), allowed)
  return [first, ...others]
}

const formats =
  'access-key-id, secret-access-key, json, credentials-file, ses-smtp-password or ses-smtp-password:REGION'

function entriesFrom(kind: 'secrets' | 'variables', input: string, given: unknown, region: string): readonly Entry[] {
  const seen = new Set<string>()
  return Object.entries(asMap(input, given, 'AWS_ACCESS_KEY_ID: access-key-id')).map(([name, text]): Entry => {
    if (!isSecretName(name)) throw refused(input, name, `names ${secretNames}`)
    const format = parseFormat(String(text), region)
    if (kind === 'variables' && format !== 'access-key-id') {
      throw refused(`${input}.${name}`, String(text), 'access-key-id: everybody can read a variable')
    }
    if (format === undefined) throw refused(`${input}.${name}`, String(text), formats)
    // GitHub stores names in upper case and compares them without regard to it.
    const stored = name.toUpperCase()
    if (seen.has(stored)) throw refused(input, stored, 'each name once: GitHub does not tell upper from lower case')
    seen.add(stored)
    return { name: stored, format }
  })
}

/** A place has the whole key, or shows its ID and nothing else. */
function requireWholeKey(input: string, secrets: readonly Entry[], variables: readonly Entry[]): void {
  const has = (holds: (format: Entry['format']) => boolean) =>
    [...secrets, ...variables].some(({ format }) => holds(format))
  const names = [...secrets, ...variables].map(({ name }) => name).join(', ')
  if (!has(holdsId)) {
    throw refused(input, names, 'one secret or variable of format access-key-id beside it, or a secret of format json')
  }
  if (!has(holdsSecret) && secrets.length > 0) {
    throw refused(input, names, 'one secret of format secret-access-key beside it, or a secret of format json')
  }
}
