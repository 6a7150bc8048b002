/** When GitHub made what is there under the name of a destination: known before a key is published to it. */
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { duration } from '../../../sandbox/clock.ts'
import type { Permissions } from '../../../sandbox/github/token.ts'
import type { Place } from '../../../src/destination.ts'
import { GitHubClient, TokenConnection } from '../../../src/github/api/client.ts'
import { GitHubTime } from '../../../src/github/api/time.ts'
import { octokitRequest } from '../../../src/github/api/transport.ts'
import { GitHubDestinations } from '../../../src/github/destinations/destinations.ts'
import { ArchivedRepositories } from '../../../src/github/places/repositories.ts'
import type { Clock } from '../../../src/rotation/ports.ts'
import { second } from '../../../src/rotation/time.ts'
import { type LoopbackGitHub, openGitHub } from '../../sandbox/loopback-github.ts'

let server: LoopbackGitHub
let begun: number

beforeEach(async () => {
  server = await openGitHub()
  begun = server.clock.now()
  server.clock.advance(duration('1h'))
  server.github.addRepository('octo/app')
  server.clock.advance(duration('2h'))
  server.github.repository('octo/app').addEnvironment('production')
  server.clock.advance(duration('2h'))
})

afterEach(async () => {
  await server.close()
  expect(server.violations).toEqual([])
})

const app: Place = { kind: 'repository', owner: 'octo', repo: 'app', store: 'actions' }
const production: Place = { kind: 'environment', owner: 'octo', repo: 'app', environment: 'production' }

/** How long after the beginning each place was made, in hours; and how often that was asked. */
async function made(places: readonly Place[], permissions: Permissions = { actions: 'read' }) {
  const { github, clock: time, url, wire } = server
  const clock: Clock = {
    now: () => time.now(),
    elapsed: () => time.now() - begun,
    sleep: async (delay) => time.advance(delay),
    unlessCancelled: (work) => work,
    cancelled: false,
  }
  const token = github.addToken({
    kind: 'fine-grained',
    name: 'rotation',
    permissions: { metadata: 'read', secrets: 'write', environments: 'write', ...permissions },
  })
  const githubTime = new GitHubTime(clock)
  const client = new GitHubClient(new TokenConnection(octokitRequest(token, url), 'github-token', clock, githubTime))
  const clients = { for: () => client, lacking: async () => [], end: () => undefined }
  const destinations = places.map((place) => {
    return { place, secrets: [{ name: 'ID', format: 'access-key-id' } as const], variables: [], audience: undefined }
  })
  const nothing = { places: [], ahead: 0, unread: [] }
  const all = new GitHubDestinations({
    destinations,
    clients,
    recovery: undefined,
    verifications: [],
    waitsUntil: 0,
    sameNameNearby: async () => nothing,
    unfinishedRuns: async () => ({ runs: [], unread: [] }),
    archived: new ArchivedRepositories(destinations, clients.for, () => undefined),
    publication: duration('1m'),
    clock,
    time: githubTime,
  })
  wire.records.length = 0
  const { reading, problems } = await all.check({ holds: async () => undefined, progress: () => undefined })
  expect(problems).toEqual([])
  const looks = wire.records.map(({ target }) => target).filter((each) => !/secrets|rate_limit/.test(each))
  const hours = reading?.destinations.map((each) => Math.round(((each.made ?? Number.NaN) - begun) / duration('1h')))
  expect((await all.read()).destinations.map((each) => each.made)).toEqual(places.map(() => undefined))
  return { hours, looks }
}

test('a preflight reads it, of each repository and of each environment once', async () => {
  expect(await made([app, production])).toEqual({
    hours: [1, 3],
    looks: ['/repos/octo/app', '/repos/octo/app/environments/production'],
  })
})

test('another environment or repository of the same name has another date', async () => {
  const repository = server.github.repository('octo/app')
  repository.deleteEnvironment('production')
  repository.addEnvironment('production')
  expect((await made([production])).hours).toEqual([5])
  server.clock.advance(duration('2h') - second)
  server.github.renameRepository('octo/app', 'octo/former')
  server.github.addRepository('octo/app').addEnvironment('production')
  expect((await made([app, production])).hours).toEqual([7, 7])
})

test('an environment that the token may not look at is as old as its repository, for all that is known', async () => {
  expect((await made([production], {})).hours).toEqual([1])
})
