/** GitHub's published description of its API, as far as `openapi.json` holds it, and which operation a path asks for. */
import { readFileSync } from 'node:fs'

/** A JSON Schema as OpenAPI 3.0 writes it. */
export interface Schema {
  readonly [keyword: string]: unknown
}

interface Reference {
  readonly $ref: string
}

/** A parameter of a path or a query. */
export interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly schema: Schema
  readonly 'x-multi-segment'?: boolean
}

/** A body by media type; no `content` means no body. */
export interface Body {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>
  /** Of a request's body. */
  readonly required?: boolean
}

/** One method of one path. */
export interface Operation {
  readonly externalDocs: { readonly url: string }
  readonly parameters?: readonly (Parameter | Reference)[]
  readonly requestBody?: Body
  readonly responses: Readonly<Record<string, Body | Reference>>
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

const description = JSON.parse(readFileSync(new URL('openapi.json', import.meta.url), 'utf8')) as Description

/** Everything that `#/components/…` refers to. */
export const components = description.components

/** A path's operation, found; path parameters are decoded. */
export interface OperationMatch {
  readonly template: string
  readonly operation: Operation
  readonly pathParameters: Readonly<Record<string, string>>
  /** Of a repository that the path names by its id. */
  readonly repositoryId?: number
}

/**
 * The operation that a method and a path (encoded, without base path and query) ask for, if it is described. GitHub
 * sends who asks for a renamed repository to `/repositories/ID/…`, which nothing describes: it is the operation that
 * has `/repos/OWNER/NAME` in its place.
 */
export function matchOperation(method: string, path: string): OperationMatch | undefined {
  const [, id, rest = ''] = /^\/repositories\/(\d+)(\/.*)?$/.exec(path) ?? []
  if (id === undefined) return matchTemplate(method, path)
  const match = matchTemplate(method, `/repos/-/-${rest}`)
  return match && { ...match, repositoryId: Number(id) }
}

/** What was asked for lately: the same few operations are, again and again. */
const lately = new Map<string, OperationMatch | undefined>()
const rememberedMatches = 5_000

function matchTemplate(method: string, path: string): OperationMatch | undefined {
  const asked = `${method} ${path}`
  const known = lately.get(asked)
  if (known !== undefined) return known
  if (lately.size >= rememberedMatches) lately.clear()
  const match = findTemplate(method, path)
  lately.set(asked, match)
  return match
}

function findTemplate(method: string, path: string): OperationMatch | undefined {
  for (const { template, pattern } of matchersOfLength.get(path.split('/').length) ?? multiSegmentMatchers) {
    const operation = description.paths[template]?.[method.toLowerCase()]
    const found = operation && pattern.exec(path)
    if (!found) continue
    const pathParameters = decoded(found.groups ?? {})
    return pathParameters && { template, operation, pathParameters }
  }
  return undefined
}

/** The described parameters of an operation. */
export function parametersOf(operation: Operation): readonly Parameter[] {
  return (operation.parameters ?? []).map(resolved)
}

/** What is described for a status, if anything is. */
export function responseOf(operation: Operation, status: number): Body | undefined {
  const response = operation.responses[status]
  return response && resolved(response)
}

function resolved<Part extends object>(part: Part | Reference): Part {
  if (!('$ref' in part)) return part
  const [, , kind = '', name = ''] = part.$ref.split('/')
  return components[kind]?.[name] as Part
}

function decoded(parameters: Readonly<Record<string, string>>): Record<string, string> | undefined {
  try {
    return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, decodeURIComponent(value)]))
  } catch {
    // A malformed escape names nothing.
    return undefined
  }
}

interface Matcher {
  readonly template: string
  readonly pattern: RegExp
  /** Whether a parameter may spread over several segments, so that the path's length says nothing. */
  readonly isMultiSegment: boolean
}

/** Templates with fewer parameters first, so that `…/secrets/public-key` is not taken for a secret's name. */
const matchers = Object.entries(description.paths)
  .map(([template, operations]) => matcherOf(template, operations))
  .sort((one, other) => parameterCount(one.template) - parameterCount(other.template))
const multiSegmentMatchers = matchers.filter(({ isMultiSegment }) => isMultiSegment)

/** The matchers that a path of so many segments can fit: every request is looked up, so only a few are tried. */
const matchersOfLength: ReadonlyMap<number, readonly Matcher[]> = new Map(
  [...new Set(matchers.map(lengthOf))].map((length) => [
    length,
    matchers.filter((matcher) => matcher.isMultiSegment || lengthOf(matcher) === length),
  ]),
)

function lengthOf({ template }: Matcher): number {
  return template.split('/').length
}

function matcherOf(template: string, operations: Readonly<Record<string, Operation>>): Matcher {
  const multiSegment = new Set(
    Object.values(operations)
      .flatMap(parametersOf)
      .filter((parameter) => parameter['x-multi-segment'])
      .map(({ name }) => name),
  )
  const source = template.replaceAll(
    /\{(\w+)\}/g,
    (_, name: string) => `(?<${name}>${multiSegment.has(name) ? '.+' : '[^/]+'})`,
  )
  return { template, pattern: new RegExp(`^${source}$`), isMultiSegment: multiSegment.size > 0 }
}

function parameterCount(template: string): number {
  return template.split('{').length
}
