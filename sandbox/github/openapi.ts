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
}

/** The operation that a method and a path (encoded, without base path and query) ask for, if it is described. */
export function matchOperation(method: string, path: string): OperationMatch | undefined {
  for (const matcher of matchers) {
    const operation = description.paths[matcher.template]?.[method.toLowerCase()]
    const found = operation && matcher.pattern.exec(path)
    if (!found) continue
    const pathParameters = decoded(found.groups ?? {})
    return pathParameters && { template: matcher.template, operation, pathParameters }
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

/** Templates with fewer parameters first, so that `…/secrets/public-key` is not taken for a secret's name. */
const matchers = Object.entries(description.paths)
  .map(([template, operations]) => ({ template, pattern: patternOf(template, operations) }))
  .sort((one, other) => parameterCount(one.template) - parameterCount(other.template))

function patternOf(template: string, operations: Readonly<Record<string, Operation>>): RegExp {
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
  return new RegExp(`^${source}$`)
}

function parameterCount(template: string): number {
  return template.split('{').length
}
