/** What the inputs `destinations` and `other-keys` say: every place, and what it gets. */

import {
  type Audience,
  addressableNames,
  type Destination,
  type Entry,
  hasVariables,
  identityOf,
  isAddressable,
  isSameName,
  nameOf,
  type Place,
  storeOf,
  stores,
} from '../destination.ts'
import { digest } from '../text/digest.ts'
import { presentable } from '../text/presentable.ts'
import { entriesFrom, requireWholeKey } from './entries.ts'
import { Faults, InputProblem, pathOf, readEach } from './faults.ts'
import { oneOf, ownerName, refused, repositoryName, unknownName } from './parse.ts'
import { asMap, asText, isList, parseYaml, shown, type Yaml, type YamlMap } from './yaml.ts'

/** What the server that serves the places is. */
interface Server {
  /** GitHub Enterprise Server lacks some stores. */
  readonly isEnterpriseServer: boolean
}

/** What destinations have in common. */
export interface DestinationDefaults extends Server {
  /** The repository that this runs in. */
  readonly home: { readonly owner: string; readonly repo: string }
  readonly secrets: readonly Entry[]
  readonly variables: readonly Entry[]
  /** Of an SMTP password that names none; undefined where nobody has said it. */
  readonly region: string | undefined
}

const placeKeys = ['repository', 'environment', 'organization', 'store'] as const

const destinationKeys = [...placeKeys, 'secrets', 'variables', 'visibility', 'repositories'] as const

/**
 * A list of places, or YAML text of one; this repository's Actions secrets when empty.
 * @throws Problem when a place cannot be served
 */
export function parseDestinations(given: Yaml, defaults: DestinationDefaults): readonly Destination[] {
  const { owner, repo } = defaults.home
  const destinations =
    given === ''
      ? [parseDestination({ repository: `${owner}/${repo}` }, '', defaults)]
      : readEach(listOf('destinations', given), (entry, index) =>
          parseDestination(entry, `destinations[${index}]`, defaults),
        )
  if (destinations.length === 0) throw refused('destinations', shown(given), exampleList)
  refuseTwice(
    'destinations',
    destinations.map(({ place }) => place),
  )
  return destinations
}

/**
 * A list of places whose secrets hold other keys, or YAML text of one; none when empty.
 * @throws Problem for a place that is a destination too: it holds this key, or another one
 */
export function parseOtherKeys(given: Yaml, destinations: readonly Destination[], server: Server): readonly Place[] {
  if (given === '') return []
  const places = readEach(listOf('other-keys', given), (entry, index) => {
    const input = `other-keys[${index}]`
    const fields = fieldsOf(entry, input)
    refuseOthers(fields, input, placeKeys)
    return parsePlace(fields, input, server)
  })
  refuseTwice('other-keys', places)
  const listed = destinations.map(({ place }) => identityOf(place))
  readEach(places, (place, index) => {
    const destination = listed.indexOf(identityOf(place))
    if (destination === -1) return
    throw new InputProblem(
      `other-keys[${index}]`,
      `${nameOf(place)} is in two inputs, destinations[${destination}] and other-keys[${index}]`,
      'Leave it in destinations if this key is to be written there, or in other-keys if its secrets hold another key.',
    )
  })
  return places
}

const exampleList = 'a YAML list such as "- repository: owner/name"'

function listOf(input: string, given: Yaml): readonly Yaml[] {
  const list = parseYaml(input, given)
  if (isList(list)) return list
  refuseSeveral(input, list)
  throw refused(input, shown(given), exampleList)
}

function refuseTwice(input: string, places: readonly Place[]): void {
  const seen = new Set<string>()
  readEach(places, (place, index) => {
    const identity = identityOf(place)
    if (seen.has(identity)) throw refused(`${input}[${index}]`, nameOf(place), 'each place once in each store')
    seen.add(identity)
  })
}

/** Of the places, names and formats, whatever their order; the own repository counts by its ID, whatever its name. */
export function digestOf(
  destinations: readonly Destination[],
  own: { readonly owner: string; readonly repo: string; readonly repositoryId: string },
): string {
  const identified = (place: Place): string =>
    place.kind !== 'organization' && isSameName(`${place.owner}/${place.repo}`, `${own.owner}/${own.repo}`)
      ? identityOf({ ...place, owner: '', repo: own.repositoryId })
      : identityOf(place)
  const spelled = (entries: readonly Entry[]) =>
    entries
      .map(({ name, format }) => `${name}=${format}`)
      .sort()
      .join(',')
  const places = destinations.map(({ place, secrets, variables }) =>
    [identified(place), spelled(secrets), ...(variables.length === 0 ? [] : [spelled(variables)])].join(':'),
  )
  return digest(places.sort().join('\n'))
}

/** Stands in for a place that is refused. */
const nowhere: Place = { kind: 'organization', owner: '', store: 'actions' }

function parseDestination(entry: Yaml, input: string, defaults: DestinationDefaults): Destination {
  const fields = fieldsOf(entry, input)
  const faults = new Faults()
  faults.or(undefined, () => refuseOthers(fields, input, destinationKeys))
  const place = faults.or(nowhere, () => parsePlace(fields, input, defaults))
  const own = (name: 'secrets' | 'variables') =>
    faults.or(undefined, () =>
      fields[name] === undefined ? undefined : entriesFrom(name, `${input}.${name}`, fields[name], defaults.region),
    )
  const secrets = own('secrets') ?? defaults.secrets
  const ownVariables = own('variables')
  // What follows is about what the entry says as a whole.
  faults.end()
  const store = storeOf(place)
  if (ownVariables !== undefined && ownVariables.length > 0 && !hasVariables(store)) {
    throw refused(`${input}.variables`, store, 'the stores actions and agents: the others have no variables')
  }
  const variables = ownVariables ?? (hasVariables(store) ? defaults.variables : [])
  const isDefault = fields['secrets'] === undefined && fields['variables'] === undefined
  requireWholeKey(isDefault || input === '' ? 'secrets' : input, secrets, variables)
  return { place, secrets, variables, audience: parseAudience(fields, input, place) }
}

/** @throws Problem when an entry of a list is no map */
function fieldsOf(entry: Yaml, input: string): YamlMap {
  return asMap(input, entry, 'repository: owner/name')
}

/** @throws Problem when there is another name than these */
function refuseOthers(fields: YamlMap, input: string, allowed: readonly string[]): void {
  readEach(Object.keys(fields), (name) => {
    if (!allowed.includes(name)) throw unknownName(input, name, [...pathOf(input), name], allowed)
  })
}

function parsePlace(fields: YamlMap, input: string, { isEnterpriseServer }: Server): Place {
  const { repository, environment, organization } = fields
  const store = wordOf(`${input}.store`, fields['store'] ?? 'actions', stores)
  if (isEnterpriseServer && (store === 'codespaces' || store === 'agents')) {
    throw refused(`${input}.store`, store, 'actions or dependabot: GitHub Enterprise Server has no such secrets')
  }
  if (organization !== undefined) {
    if (repository !== undefined || environment !== undefined) {
      const allowed = 'either an organization or a repository, in two entries of the list'
      throw refused(input, 'organization', allowed, { path: [...pathOf(input), 'organization'], isKey: true })
    }
    const [owner] = matched(`${input}.organization`, organization, ownerName, 'a name')
    return { kind: 'organization', owner, store }
  }
  refuseSeveral(`${input}.repository`, repository)
  const [owner, repo] = repositoryFrom(`${input}.repository`, repository)
  if (environment === undefined) return { kind: 'repository', owner, repo, store }
  if (store !== 'actions') throw refused(`${input}.store`, store, 'actions: environments have no other secrets')
  const allowed = 'the name of an environment, of 255 characters at most'
  const name = asText(`${input}.environment`, environment, allowed)
  // https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments
  if (name.trim() === '' || name.length > 255) throw refused(`${input}.environment`, name, allowed)
  if (!isAddressable(name)) throw refused(`${input}.environment`, name, addressableNames)
  return { kind: 'environment', owner, repo, environment: name }
}

function wordOf<Word extends string>(input: string, value: Yaml | undefined, allowed: readonly Word[]): Word {
  return oneOf(input, asText(input, value, allowed.join(' or ')), allowed)
}

const visibilities = ['all', 'private', 'selected'] as const

function parseAudience(fields: YamlMap, input: string, place: Place): Audience | undefined {
  const { visibility, repositories } = fields
  if (place.kind !== 'organization') {
    const at = (name: string) => ({ path: [...pathOf(input), name], isKey: true })
    if (visibility !== undefined)
      throw refused(input, 'visibility', 'visibility of an organization only', at('visibility'))
    if (repositories !== undefined)
      throw refused(input, 'repositories', 'repositories of an organization only', at('repositories'))
    return undefined
  }
  if (visibility === undefined && repositories === undefined) return undefined
  const who = wordOf(`${input}.visibility`, visibility, visibilities)
  if (who !== 'selected') {
    if (repositories !== undefined)
      throw refused(`${input}.repositories`, who, 'repositories with visibility: selected')
    return { visibility: who, repositories: [] }
  }
  if (!isList(repositories) || repositories.length === 0) {
    throw refused(`${input}.repositories`, shown(repositories ?? ''), 'a list such as [owner/name]')
  }
  const selected = repositories.map((each, index) => {
    const [owner, repo] = repositoryFrom(`${input}.repositories[${index}]`, each)
    if (owner.toLowerCase() !== place.owner.toLowerCase()) {
      throw refused(`${input}.repositories[${index}]`, `${owner}/${repo}`, `repositories of ${place.owner}`)
    }
    return `${owner}/${repo}`
  })
  return { visibility: who, repositories: selected }
}

function repositoryFrom(input: string, value: Yaml | undefined): readonly [owner: string, repo: string] {
  const [owner = '', repo = ''] = matched(input, value, repositoryName, 'owner/name')
  if (!isAddressable(repo)) throw refused(input, `${owner}/${repo}`, addressableNames)
  return [owner, repo]
}

/** Several repositories in one value, separated somehow, where each needs an entry of its own. */
function refuseSeveral(input: string, value: Yaml | undefined): void {
  const names = isList(value) ? value.map(shown) : typeof value === 'string' ? value.split(/[\s,;]+/) : []
  const repositories = names.filter((name) => name !== '')
  const fewest = input.endsWith('.repository') ? 2 : 1
  if (repositories.length < fewest || !repositories.every((name) => repositoryName.test(name))) return
  throw new InputProblem(
    input,
    `The input ${input} needs one entry for each place, and is “${presentable(shown(value ?? ''), 200)}”`,
    `Write a line for each repository:${repositories.map((name) => `\n- repository: ${name}`).join('')}`,
  )
}

function matched(
  input: string,
  value: Yaml | undefined,
  pattern: RegExp,
  allowed: string,
): readonly [string, ...string[]] {
  const text = asText(input, value, allowed)
  const [, first, ...others] = pattern.exec(text) ?? []
  if (first === undefined) throw refused(input, text, allowed)
  return [first, ...others]
}
