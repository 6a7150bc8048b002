/** Whatever a place is called, a request for it goes to its own address, over Octokit and the wire. */
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isAddressable, type Place } from '../../../src/destination.ts'
import { octokitRequest } from '../../../src/github/api/transport.ts'
import { routeOf } from '../../../src/github/places/addresses.ts'

let asked: string | undefined
const server = createServer((request, response) => {
  asked = request.url
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
})
let send: ReturnType<typeof octokitRequest>
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  send = octokitRequest('t', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** The path that a server is asked for, in its parts. */
async function partsOf(route: string, parameters: Readonly<Record<string, string>>): Promise<readonly string[]> {
  asked = undefined
  await send(route, parameters)
  const [path = ''] = (asked ?? '').split('?')
  return path.split('/').slice(1).map(decodeURIComponent)
}

const folder = join(import.meta.dirname, '..', '..', '..', 'src', 'github')
const routes = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => [
    ...readFileSync(join(folder, file), 'utf8').matchAll(/'((?:GET|PUT|POST|PATCH|DELETE) \/[^']*)'/g),
  ])
  .map(([, route = '']) => route)
  .filter((route, index, all) => all.indexOf(route) === index)
const ofPlaces = routes.filter((route) => /^\w+ \/(?:secrets|variables)/.test(route))
const ofOthers = routes.filter((route) => !ofPlaces.includes(route))

/** Names as strange as they come: separators, escapes, dots, templates, characters beyond the first plane. */
const strange = fc.constantFrom(
  '/',
  '\\',
  '%',
  '%2e',
  '%2F',
  '..',
  '.',
  '?',
  '#',
  '&',
  '=',
  ':',
  '@',
  ' ',
  '+',
  '{owner}',
  'é',
  '🔑',
  '‮',
  '\u200b',
  "'",
)
const names = fc
  .oneof(
    fc.string({ unit: 'binary', minLength: 1 }),
    fc.array(strange, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('')),
  )
  .filter(isAddressable)

const places = fc
  .record({ owner: names, repo: names, environment: names })
  .chain(({ owner, repo, environment }) =>
    fc.constantFrom<Place>(
      { kind: 'repository', owner, repo, store: 'actions' },
      { kind: 'repository', owner, repo, store: 'dependabot' },
      { kind: 'environment', owner, repo, environment },
      { kind: 'organization', owner, store: 'codespaces' },
    ),
  )

test('routes are found', () => {
  expect(ofPlaces.length).toBeGreaterThan(5)
  expect(ofOthers.length).toBeGreaterThan(10)
})

/** The parts of a template, filled. */
function expected(template: string, parameters: Readonly<Record<string, string>>): readonly string[] {
  return template
    .split('/')
    .slice(1)
    .map((part) => parameters[/^\{(\w+)\}$/.exec(part)?.[1] ?? ''] ?? part)
}

test.each(ofPlaces)('of a place: %s', async (route) => {
  const [method, rest = ''] = route.split(' ')
  await fc.assert(
    fc.asyncProperty(places, async (place) => {
      const { path, parameters } = routeOf(place)
      const all = { ...parameters, secret_name: 'NAME', name: 'NAME' }
      expect(await partsOf(`${method} ${path}${rest}`, all)).toEqual(expected(`${path}${rest}`, all))
    }),
    { numRuns: 25 },
  )
})

test.each(ofOthers)('%s', async (route) => {
  const [, template = ''] = route.split(' ')
  const parameters = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  // `{a}` is escaped as one part; nothing else is.
  expect(template).not.toMatch(/\{[^}\w]/)
  await fc.assert(
    fc.asyncProperty(fc.record(Object.fromEntries(parameters.map((name) => [name, names]))), async (given) => {
      expect(await partsOf(route, given)).toEqual(expected(template, given))
    }),
    { numRuns: 25 },
  )
})

describe('what no escape protects', () => {
  test.each(['.', '..'])('the name %s leads elsewhere, and is refused for that', async (environment) => {
    const { path, parameters } = routeOf({ kind: 'environment', owner: 'octo', repo: 'app', environment })
    expect(await partsOf(`GET ${path}/secrets`, parameters)).not.toContain(environment)
    expect(isAddressable(environment)).toBe(false)
  })

  test.each(['a\nb', 'a\u0000b', 'a\u0085b', 'a\u2028b', 'a\ud800b'])('%j is no name', (name) => {
    expect(isAddressable(name)).toBe(false)
  })
})
