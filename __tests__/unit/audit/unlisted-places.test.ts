/** What a date or a value proves of a user's keys, and which places are nobody's business. */
import { describe, expect, test } from '@jest/globals'
import type { Finding, InventoryRecord, ReadOrganization } from '../../../src/audit/inventory-record.ts'
import { type AuditedUser, namesOf, type Proof, unlistedPlaces } from '../../../src/audit/unlisted-places.ts'
import { type Destination, nameOf, type Place } from '../../../src/destination.ts'
import { fingerprint } from '../../../src/key/verification-contract.ts'
import { day, minute, second } from '../../../src/rotation/time.ts'

const created = Date.parse('2026-11-01T12:00:00Z')
const id = 'AKIAIOSFODNN7EXAMPLE'
const otherId = 'AKIAI44QH8DHBEXAMPLE'

const ci: AuditedUser = {
  user: 'ci',
  secrets: [
    { name: 'AWS_ACCESS_KEY_ID', format: 'access-key-id' },
    { name: 'AWS_SECRET_ACCESS_KEY', format: 'secret-access-key' },
  ],
  variables: [{ name: 'KEY_ID', format: 'access-key-id' }],
  destinations: [],
  otherKeys: [],
  keys: [{ id, created }],
}

const secret: Finding = {
  kind: 'secret',
  store: 'actions',
  environment: undefined,
  name: 'AWS_ACCESS_KEY_ID',
  updatedAt: created + day,
  shows: undefined,
}
const variable: Finding = { ...secret, kind: 'variable', name: 'KEY_ID', shows: fingerprint(id) }

const app: Place = { kind: 'repository', owner: 'octo', repo: 'app', store: 'actions' }

function record(found: readonly Finding[], own: readonly Finding[] = []): InventoryRecord {
  const octo: ReadOrganization = {
    name: 'octo',
    own: { found: own, unread: [] },
    repositories: [{ id: 1, name: 'app', found, unread: [] }],
    total: 1,
    archived: 0,
  }
  return { question: '', from: created, to: created, complete: true, organizations: [octo] }
}

function destination(place: Place, what: Partial<Destination>): Destination {
  return { place, secrets: [], variables: [], audience: undefined, ...what }
}

describe('what is found proves of the key', () => {
  const ahead = 5 * minute
  test.each<readonly [string, Finding, Proof | undefined]>([
    ['a secret that was written long after it was created', secret, 'may hold this key'],
    ['a secret that was written with it', { ...secret, updatedAt: created + ahead }, 'may hold this key'],
    [
      'a secret that was written ten minutes before it, by AWS’s clock',
      { ...secret, updatedAt: created + ahead - 10 * minute },
      'may hold this key',
    ],
    [
      'a secret that was written a second earlier',
      { ...secret, updatedAt: created + ahead - 10 * minute - second },
      'cannot hold this key',
    ],
    ['a variable with its ID', variable, 'holds this key'],
    ['a variable with its ID from long before', { ...variable, updatedAt: 0 }, 'holds this key'],
    ['a variable of another name with its ID', { ...variable, name: 'WHATEVER' }, 'holds this key'],
    ['a variable with another ID', { ...variable, shows: fingerprint(otherId) }, 'cannot hold this key'],
    ['a variable without an ID', { ...variable, shows: undefined }, 'cannot hold this key'],
    ['a variable that is called like a secret', { ...secret, kind: 'variable' }, 'cannot hold this key'],
    ['a secret that is called like a variable', { ...secret, name: 'KEY_ID' }, undefined],
    ['a secret of another name', { ...secret, name: 'NPM_TOKEN' }, undefined],
    ['a variable of another name with another ID', { ...variable, name: 'X', shows: fingerprint(otherId) }, undefined],
  ])('%s', (_, finding, proves) => {
    expect(unlistedPlaces(record([finding]), [ci], ahead).map((each) => each.proves)).toEqual(
      proves === undefined ? [] : [proves],
    )
  })

  test('with two keys, the older one counts, and either ID', () => {
    const two = {
      ...ci,
      keys: [
        { id, created },
        { id: otherId, created: created + 30 * day },
      ],
    }
    const found = [secret, { ...variable, shows: fingerprint(otherId) }]
    expect(unlistedPlaces(record(found), [two], 0)).toMatchObject([
      { proves: 'holds this key', key: otherId },
      { proves: 'may hold this key', key: undefined },
    ])
  })
})

test('every kind of place has its name and the format that its secret is to have', () => {
  const found: readonly Finding[] = [
    secret,
    { ...secret, environment: 'production', name: 'AWS_SECRET_ACCESS_KEY' },
    { ...secret, store: 'dependabot' },
  ]
  const all = unlistedPlaces(record(found, [{ ...secret, store: 'agents' }]), [ci], 0)
  expect(all.map(({ place, name, format, user }) => [nameOf(place), name, format, user])).toEqual([
    ['the organization octo (Agents)', 'AWS_ACCESS_KEY_ID', 'access-key-id', 'ci'],
    ['octo/app', 'AWS_ACCESS_KEY_ID', 'access-key-id', 'ci'],
    ['octo/app (Dependabot)', 'AWS_ACCESS_KEY_ID', 'access-key-id', 'ci'],
    ['the environment production of octo/app', 'AWS_SECRET_ACCESS_KEY', 'secret-access-key', 'ci'],
  ])
})

describe('nobody is told of', () => {
  const listed = [destination({ ...app, owner: 'Octo' }, { secrets: ci.secrets, variables: ci.variables })]
  const bot = { ...ci, user: 'bot', destinations: listed }
  test.each<readonly [string, readonly AuditedUser[], readonly Finding[]]>([
    ['what a destination has, whatever the case of its name', [{ ...ci, destinations: listed }], [secret, variable]],
    ['what another user’s destination has', [ci, bot], [secret]],
    ['what other-keys dismisses', [{ ...ci, otherKeys: [app] }], [secret, { ...variable, shows: undefined }]],
    ['anything, when the user has no key', [{ ...ci, keys: [] }], [secret, variable]],
  ])('%s', (_, users, found) => {
    expect(unlistedPlaces(record(found), users, 0)).toEqual([])
  })
})

test('a listed place is no excuse for its other secrets, and no dismissal for a variable that shows the key', () => {
  const half = destination(app, { secrets: [{ name: 'AWS_SECRET_ACCESS_KEY', format: 'secret-access-key' }] })
  const user = { ...ci, destinations: [half], otherKeys: [app] }
  const found = [{ ...secret, name: 'AWS_SECRET_ACCESS_KEY' }, secret, variable]
  expect(unlistedPlaces(record(found), [user], 0).map(({ name }) => name)).toEqual(['KEY_ID'])
  expect(unlistedPlaces(record(found), [{ ...user, otherKeys: [] }], 0).map(({ name }) => name)).toEqual([
    'KEY_ID',
    'AWS_ACCESS_KEY_ID',
  ])
})

test('each user is told for itself, what holds a key first', () => {
  const young = { ...ci, user: 'young', keys: [{ id: otherId, created: created + 9 * day }] }
  const all = unlistedPlaces(record([secret, variable]), [young, ci], 0)
  expect(all.map(({ user, kind, proves }) => [user, kind, proves])).toEqual([
    ['ci', 'variable', 'holds this key'],
    ['ci', 'secret', 'may hold this key'],
    ['young', 'secret', 'cannot hold this key'],
    ['young', 'variable', 'cannot hold this key'],
  ])
})

test('thousands of places and a hundred users are no matter of minutes', () => {
  const names = Array.from({ length: 2_000 }, (_, index) => `app-${index}`)
  const repositories = names.map((name, id) => ({ id, name, found: [secret], unread: [] }))
  const octo: ReadOrganization = { name: 'octo', own: undefined, repositories, total: 2_000, archived: 0 }
  const users = Array.from({ length: 100 }, (_, index) => ({ ...ci, user: `user-${index}` }))
  const all = unlistedPlaces({ ...record([]), organizations: [octo] }, users, 0)
  expect(all).toHaveLength(200_000)
  expect([all[0]?.user, all[99]?.user]).toEqual(['user-0', 'user-99'])
  expect([0, 100, 200].map((index) => all[index]?.place)).toMatchObject([
    { repo: 'app-0' },
    { repo: 'app-1' },
    { repo: 'app-2' },
  ])
})

test('names are those of the users and of their destinations; a variable may be called like a secret', () => {
  const own = destination(app, { secrets: [{ name: 'JSON_KEY', format: 'json' }] })
  const { secrets, variables } = namesOf([{ ...ci, destinations: [own] }])
  expect([...secrets].sort()).toEqual(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'JSON_KEY'])
  expect([...variables].sort()).toEqual(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'JSON_KEY', 'KEY_ID'])
})
