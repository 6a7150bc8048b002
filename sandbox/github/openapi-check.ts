/** Holds requests and responses to GitHub's published description. Every function answers with what it objects to. */
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import {
  components,
  matchOperation,
  type Operation,
  type OperationMatch,
  type Parameter,
  parametersOf,
  responseOf,
  type Schema,
} from './openapi.ts'

/** A request as it came over the wire; `target` is path and query without the base path. */
export interface CheckedRequest {
  readonly method: string
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A response as it went over the wire. */
export interface CheckedResponse {
  readonly status: number
  readonly body: string
}

/** What the description does not allow in a request: undocumented paths, parameters and body properties included. */
export function checkRequest(request: CheckedRequest): string[] {
  const { path, query } = parts(request.target)
  const match = matchOperation(request.method, path)
  if (match === undefined) return [`${request.method} ${path} is not documented`]
  const name = `${request.method} ${match.template}`
  return [...checkParameters(match, query), ...checkRequestBody(name, match.operation, request.body)].map(
    (violation) => `${name}: ${violation}`,
  )
}

/** What the description does not allow in a response to that request: undocumented statuses included. */
export function checkResponse(request: CheckedRequest, response: CheckedResponse): string[] {
  const { path } = parts(request.target)
  const match = matchOperation(request.method, path)
  if (match === undefined) return response.status === 404 ? [] : [`${request.method} ${path} is not documented`]
  const name = `${request.method} ${match.template}`
  return [
    ...checkResponseBody(name, match.operation, request, response),
    ...(response.status >= 400 ? checkRefusal(response) : []),
    ...checkRunDetails(match.template, request, response),
  ].map((violation) => `${name}: ${response.status}: ${violation}`)
}

function parts(target: string): { path: string; query: URLSearchParams } {
  const [path = '', query = ''] = target.split('?', 2)
  return { path, query: new URLSearchParams(query) }
}

function checkParameters(match: OperationMatch, query: URLSearchParams): string[] {
  const parameters = parametersOf(match.operation)
  const inQuery = new Map(parameters.filter((each) => each.in === 'query').map((each) => [each.name, each]))
  const undocumented = [...query.keys()]
    .filter((name) => !inQuery.has(name))
    .map((name) => `query parameter ${name} is not documented`)
  const wrong = parameters.flatMap((parameter) => {
    const value = parameter.in === 'path' ? match.pathParameters[parameter.name] : query.get(parameter.name)
    if (value === undefined || value === null) return parameter.required ? [`${parameter.name} is missing`] : []
    return parameterAccepts(parameter, value) ? [] : [`${parameter.in} parameter ${parameter.name} cannot be ${value}`]
  })
  return [...undocumented, ...wrong]
}

/** A parameter travels as text: it is right when its schema accepts the text or the number or boolean that it spells. */
function parameterAccepts(parameter: Parameter, value: string): boolean {
  const validate = validator(JSON.stringify(parameter), correctedParameter(parameter))
  return validate(value) || (/^(-?\d+|true|false)$/.test(value) && validate(JSON.parse(value)))
}

function checkRequestBody(name: string, operation: Operation, text: string): string[] {
  const schema = operation.requestBody?.content?.['application/json']?.schema
  if (schema === undefined) return text === '' ? [] : ['takes no body']
  if (text === '' && operation.requestBody?.required !== true) return []
  const body = parsed(text)
  if (body === undefined) return ['the body is not JSON']
  return violations(validator(`request ${name}`, correctedBody(name, schema)), body, 'body')
}

function checkResponseBody(
  name: string,
  operation: Operation,
  request: CheckedRequest,
  response: CheckedResponse,
): string[] {
  // To a conditional request any operation may answer that nothing has changed.
  if (response.status === 304) return response.body === '' ? [] : ['has a body where none may be']
  const described = responseOf(operation, response.status)
  if (described === undefined && !undescribedRefusals.has(response.status)) return ['the status is not documented']
  // The raw media type answers with the file itself, which nothing describes.
  if (response.status === 200 && /\braw\b/.test(request.headers['accept'] ?? '')) return []
  const schema = described?.content?.['application/json']?.schema ?? (response.status >= 300 ? basicError : undefined)
  if (schema === undefined) return response.body === '' ? [] : ['has a body where none is documented']
  const body = parsed(response.body)
  if (body === undefined) return ['the body is not JSON']
  return violations(validator(`response ${response.status} ${name}`, schema), body, 'body')
}

/** Refusals and redirections that every operation can meet, though the description lists them for few. */
const undescribedRefusals = new Set([301, 307, 400, 401, 403, 404, 409, 422, 429])

/** The description makes all of a refusal optional; GitHub always says these three. */
function checkRefusal(response: CheckedResponse): string[] {
  const body = parsed(response.body) as { message?: unknown; documentation_url?: unknown; status?: unknown } | undefined
  return [
    ...(typeof body?.message === 'string' && body.message !== '' ? [] : ['a refusal without a message']),
    ...(typeof body?.documentation_url === 'string' ? [] : ['a refusal without a documentation_url']),
    ...(body?.status === String(response.status) ? [] : ['a refusal whose status is not the response status']),
  ]
}

/**
 * The description allows 200 and 204 to every dispatch. Under REST version 2022-11-28 the details come only when
 * `return_run_details` asked for them; 204 is right in any case, since servers before GHES 3.21 do not know it.
 */
function checkRunDetails(template: string, request: CheckedRequest, response: CheckedResponse): string[] {
  if (!template.endsWith('/dispatches') || response.status !== 200) return []
  const body = parsed(request.body) as { return_run_details?: unknown } | undefined
  return body?.return_run_details === true ? [] : ['run details that nobody asked for']
}

/**
 * Where the description is looser than the API. It keeps an old copy of what organization secrets take (optional value,
 * repository ids as strings) and marks value and key optional for Dependabot and Codespaces; the Agents operations
 * show what all of them want. No operation here takes a property that is not listed.
 */
function correctedBody(name: string, schema: Schema): Schema {
  const properties = { ...(schema['properties'] as Record<string, Schema>) }
  if ('selected_repository_ids' in properties) {
    properties['selected_repository_ids'] = { type: 'array', items: { type: 'integer' } }
  }
  const body = { additionalProperties: false, ...schema, properties }
  if (!/^PUT .*\/secrets\/\{secret_name\}$/.test(name)) return body
  const required = new Set([...((schema['required'] as string[] | undefined) ?? []), 'encrypted_value', 'key_id'])
  return { ...body, required: [...required] }
}

/** `created` is described as one date, but takes GitHub's search syntax: `>=2026-01-31T00:00:00Z`, `A..B`. */
function correctedParameter(parameter: Parameter): Schema {
  return parameter.name === 'created' ? { type: 'string' } : parameter.schema
}

const basicError: Schema = { $ref: '#/components/schemas/basic-error' }

// A validator is asked a few times only: to optimize it takes longer than that saves.
const ajv = new Ajv({ strict: false, allErrors: true, logger: false, code: { optimize: false } })
formats.default(ajv)
ajv.addSchema({ $id: 'github', components: asJsonSchema(components) })

const validators = new Map<string, ValidateFunction>()

/** Compiles on first use: a test that speaks three operations does not pay for sixty. */
function validator(name: string, schema: Schema): ValidateFunction {
  const compiled = validators.get(name) ?? ajv.compile(asJsonSchema(schema) as Schema)
  validators.set(name, compiled)
  return compiled
}

/** OpenAPI 3.0 to JSON Schema: `nullable` becomes an alternative, references point at the schema that ajv knows. */
function asJsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(asJsonSchema)
  if (typeof node !== 'object' || node === null) return node
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === '$ref' ? String(value).replace(/^#/, 'github#') : asJsonSchema(value),
    ]),
  )
  if (nullable === true) return { anyOf: [rest, { type: 'null' }] }
  // Anything else under that key is a property of that name.
  return nullable === undefined || nullable === false ? rest : { nullable, ...rest }
}

function violations(validate: ValidateFunction, value: unknown, where: string): string[] {
  return validate(value) ? [] : (validate.errors ?? []).map((error) => `${where}${error.instancePath} ${said(error)}`)
}

function said(error: ErrorObject): string {
  const { additionalProperty, allowedValues } = error.params as Record<string, unknown>
  return `${error.message}${additionalProperty ? ` (${additionalProperty})` : ''}${allowedValues ? ` (${allowedValues})` : ''}`
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
