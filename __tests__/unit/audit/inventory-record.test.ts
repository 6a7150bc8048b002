/** The file that one run leaves to the next: it comes back as it was, or not at all. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  type Finding,
  type InventoryRecord,
  parseRecord,
  type ReadOrganization,
  spelledRecord,
  type Unknown,
} from '../../../src/audit/inventory-record.ts'
import { isAddressable, stores } from '../../../src/destination.ts'
import { day, hour, minute } from '../../../src/rotation/time.ts'
import { presentable } from '../../../src/text/presentable.ts'

const now = Date.parse('2026-11-22T19:00:00Z')
const question = '0123456789abcdef'

const hexadecimal = fc.stringMatching(/^[0-9a-f]{16}$/)
const instant = fc.integer({ min: 1, max: now / 1_000 }).map((seconds) => seconds * 1_000)
const name = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,30}$/)
const repositoryName = fc.stringMatching(/^[\w.-]{1,40}$/)
const environment = fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }).filter(isAddressable)
const sentence = fc
  .string({ minLength: 1, maxLength: 200, unit: 'grapheme' })
  .map((text) => presentable(text))
  .filter((text) => text !== '' && presentable(text) === text)

const finding: fc.Arbitrary<Finding> = fc
  .record({
    kind: fc.constantFrom('secret', 'variable'),
    store: fc.constantFrom(...stores),
    environment: fc.option(environment, { nil: undefined }),
    name,
    updatedAt: instant,
    shows: fc.option(hexadecimal, { nil: undefined }),
  })
  .map((each) => ({
    ...each,
    store: each.environment === undefined ? each.store : 'actions',
    shows: each.kind === 'secret' ? undefined : each.shows,
  }))

const unknown: fc.Arbitrary<Unknown> = fc.record({ where: sentence, why: sentence })
const reading = { found: fc.array(finding, { maxLength: 4 }), unread: fc.array(unknown, { maxLength: 3 }) }

const organization: fc.Arbitrary<ReadOrganization> = fc.record({
  name: repositoryName,
  own: fc.option(fc.record({ ...reading, found: fc.array(finding.filter((each) => each.environment === undefined)) }), {
    nil: undefined,
  }),
  repositories: fc.uniqueArray(fc.record({ id: fc.maxSafeNat(), name: repositoryName, ...reading }), {
    selector: ({ id }) => id,
    maxLength: 5,
  }),
  total: fc.nat(),
  archived: fc.nat(),
})

const record: fc.Arbitrary<InventoryRecord> = fc.record({
  question: fc.constant(question),
  from: fc.constant(now - hour),
  to: fc.constant(now),
  complete: fc.constant(false),
  organizations: fc.array(organization, { maxLength: 3 }),
})

test('comes back as it was', () => {
  fc.assert(
    fc.property(record, (one) => {
      expect(parseRecord(spelledRecord(one), question, now)).toEqual(one)
    }),
  )
})

test('is refused or a whole record, when any part of it is something else', () => {
  const strange = fc.constantFrom<unknown>(
    null,
    -1,
    0.5,
    '',
    'x y',
    true,
    [],
    {},
    [null],
    1e300,
    '2026-13-01T00:00:00Z',
  )
  fc.assert(
    fc.property(record, strange, fc.nat(), (one, value, at) => {
      const json: unknown = JSON.parse(spelledRecord(one))
      const places = pathsOf(json)
      const path = places[at % places.length] ?? []
      const text = JSON.stringify(replaced(json, path, value))
      const read = parseRecord(text, question, now)
      // What is not refused is a whole record, which is spelled as it was read.
      if (typeof read === 'string') expect(read).not.toBe('')
      else expect(parseRecord(spelledRecord(read), question, now)).toEqual(read)
    }),
    { numRuns: 500 },
  )
})

test('no text whatever makes it throw', () => {
  const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.json())
  fc.assert(
    fc.property(texts, (text) => {
      expect(typeof parseRecord(text, question, now)).toBe('string')
    }),
  )
})

describe('a file', () => {
  const usual: InventoryRecord = { question, from: now - hour, to: now, complete: false, organizations: [] }
  const found = { kind: 'secret', store: 'actions', name: 'KEY', updatedAt: '2026-11-22T19:00:00Z' }
  const holding = (...repositories: readonly object[]) => ({
    organizations: [{ name: 'octo', total: 1, archived: 0, repositories }],
  })
  const repository = { id: 1, name: 'app', found: [], unread: [] }
  test.each<readonly [string, object, string]>([
    ['of another question', { question: 'f'.repeat(16) }, 'it is of other organizations'],
    ['of another version', { version: 2 }, 'it has another version'],
    ['without a version', { version: undefined }, 'it has another version'],
    ['that is complete', { complete: true }, 'it is complete'],
    ['that was begun more than a day ago', { from: '2026-11-21T18:59:59Z' }, 'it was begun 24 hours ago'],
    ['from the future', { to: '2026-11-22T20:00:01Z' }, 'its dates are in the future'],
    ['that ends before it begins', { to: '2026-11-22T17:00:00Z' }, 'its dates are in the future'],
    ['with a repository twice', holding(repository, repository), 'a repository twice in it is malformed'],
    [
      'with a secret that shows a key',
      holding({ ...repository, found: [{ ...found, shows: question }] }),
      'shows in it',
    ],
    ['with a name that no secret has', holding({ ...repository, found: [{ ...found, name: '::x' }] }), 'name in it'],
    [
      'with an unknown store',
      holding({ ...repository, found: [{ ...found, store: 'pages' }] }),
      'what was found in it',
    ],
    [
      'with a bad environment',
      holding({ ...repository, found: [{ ...found, environment: '..' }] }),
      'environment in it',
    ],
    ['with a reason that it lacks', holding({ ...repository, unread: [{ where: 'x', why: 7 }] }), 'why in it'],
  ])('%s is of no use', (_, change, why) => {
    const text = JSON.stringify({ ...JSON.parse(spelledRecord(usual)), ...change })
    expect(parseRecord(text, question, now)).toContain(why)
  })

  test('of a clock that is a little ahead, and of a day ago, is taken', () => {
    expect(parseRecord(spelledRecord({ ...usual, to: now + 59 * minute }), question, now)).toMatchObject({ question })
    expect(parseRecord(spelledRecord({ ...usual, from: now - day }), question, now)).toMatchObject({ question })
  })

  test('that speaks to the runner is made harmless', () => {
    const unread = {
      reasons: ['##[error]\u202Ex'],
      ...holding({ ...repository, unread: [{ where: '##[x]', why: 0 }] }),
    }
    const text = JSON.stringify({ ...JSON.parse(spelledRecord(usual)), ...unread })
    const read = parseRecord(text, question, now) as InventoryRecord
    expect(read.organizations[0]?.repositories[0]?.unread).toEqual([{ where: '## [x]', why: '## [error]\\u{202E}x' }])
  })
})

type Path = readonly (string | number)[]

/** Every part of a JSON value. */
function pathsOf(json: unknown): readonly Path[] {
  if (typeof json !== 'object' || json === null) return [[]]
  const keys = Array.isArray(json) ? json.map((_, index) => index) : Object.keys(json)
  return [[], ...keys.flatMap((key) => pathsOf((json as Record<string, unknown>)[key]).map((path) => [key, ...path]))]
}

function replaced(json: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value
  const copy = Array.isArray(json) ? [...json] : { ...(json as object) }
  return Object.assign(copy, { [key]: replaced((json as Record<string, unknown>)[key], rest, value) })
}
