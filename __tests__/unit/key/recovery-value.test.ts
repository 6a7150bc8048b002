/** The value of the recovery secret: read only when it is whole, masked before anything else, and never repeated. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { HeldAccessKey } from '../../../src/key/held-key.ts'
import { type Recovery, readRecovery, recoveryValue } from '../../../src/key/recovery-value.ts'
import { held } from '../rotation/worlds.ts'

const name = 'AWS_KEY_RECOVERY'
const id = 'AKIAIOSFODNN7EXAMPLE'
const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const about = { account: '123456789012', user: 'AIDACKCEVSQ6C2EXAMPLE', created: Date.UTC(2026, 10, 12, 19) }
const value = recoveryValue(id, secret, about)
const fields: Readonly<Record<string, unknown>> = JSON.parse(value)

const isNamed = (wanted: string) => (each: string) => each.toUpperCase() === wanted.toUpperCase()

/** What is read, and which pairs were taken out of sight on the way. */
function reading(text: string, wanted = name): { readonly recovery: Recovery; readonly pairs: readonly string[][] } {
  const pairs: string[][] = []
  const recovery = readRecovery(text, isNamed(wanted), (key, hidden) => {
    pairs.push([key, hidden])
    return held(key)
  })
  return { recovery, pairs }
}

const changed = (change: Readonly<Record<string, unknown>>) => JSON.stringify({ ...fields, ...change })
const without = (field: string) => changed({ [field]: undefined })
const mapOf = (secrets: Readonly<Record<string, unknown>>) => JSON.stringify(secrets)

test('what is written is what is read', () => {
  const key = fc.stringMatching(/^A[A-Z]IA[A-Z2-7]{16}$/)
  const hidden = fc.stringMatching(/^[A-Za-z0-9/+]{40}$/)
  const account = fc.stringMatching(/^\d{12}$/)
  const user = fc.stringMatching(/^AIDA[A-Z2-7]{17}$/)
  const created = fc.integer({ min: 1_577_836_800, max: 4_102_444_800 }).map((seconds) => seconds * 1_000)
  fc.assert(
    fc.property(key, hidden, fc.record({ account, user, created }), fc.boolean(), (one, pair, told, inMap) => {
      const text = recoveryValue(one, pair, told)
      const { recovery, pairs } = reading(inMap ? mapOf({ OTHER: 'x', [name]: text }) : text)
      expect(pairs).toEqual([[one, pair]])
      expect(recovery).toMatchObject({ kind: 'key', about: { id: one, ...told } })
    }),
  )
})

test('the value says which version wrote it, and nothing that is not needed', () => {
  expect(fields).toEqual({
    version: 1,
    account: about.account,
    user: about.user,
    accessKeyId: id,
    secretAccessKey: secret,
    created: '2026-11-12T19:00:00.000Z',
  })
})

describe('nothing is handed in', () => {
  test.each([
    ['an empty value', ''],
    ['blanks', ' \n\t'],
    ['a map without the name', mapOf({ OTHER: value })],
    ['a map in which it is empty', mapOf({ [name]: '' })],
    ['an empty map', '{}'],
  ])('%s', (_, text) => {
    expect(reading(text)).toEqual({ recovery: { kind: 'empty' }, pairs: [] })
  })
})

describe('a map of secrets', () => {
  test('is looked into under the configured name only', () => {
    const others = recoveryValue('AKIAOTHEROTHEROTHER1', 'x'.repeat(40), about)
    const { recovery, pairs } = reading(mapOf({ AAA: others, [name]: value, ZZZ: others }))
    expect(recovery).toMatchObject({ kind: 'key', about: { id } })
    expect(pairs).toEqual([[id, secret]])
  })

  test.each([
    ['aws_key_recovery', name],
    [name, 'aws_key_recovery'],
  ])('knows %s by %s: GitHub does not tell upper from lower case', (spelled, wanted) => {
    expect(reading(mapOf({ [spelled]: value }), wanted).recovery.kind).toBe('key')
  })

  test('may hold a secret that is called like a part of the value', () => {
    const { recovery } = reading(mapOf({ VERSION: '2', ACCOUNT: 'x', [name]: value }))
    expect(recovery.kind).toBe('key')
  })
})

/** Everything that is no value of this version, whole and well formed. */
const unusable: readonly (readonly [string, string])[] = [
  ['free text', 'a secret of somebody else'],
  ['a secret access key alone', secret],
  ['a text', JSON.stringify(secret)],
  ['a list', JSON.stringify([secret])],
  ['a number', '42'],
  ['nothing', 'null'],
  ['a value that was cut off', value.slice(0, -20)],
  ['a later version', changed({ version: 2 })],
  ['a version in words', changed({ version: '1' })],
  ['no version in a map', mapOf({ [name]: without('version') })],
  ['free text in a map', mapOf({ [name]: secret })],
  ['a number in a map', mapOf({ [name]: 42 })],
  ['a value in a map that is a map', mapOf({ [name]: fields })],
  ...['account', 'user', 'accessKeyId', 'secretAccessKey', 'created'].flatMap((field) => [
    [`no ${field}`, without(field)] as const,
    [`an empty ${field}`, changed({ [field]: '' })] as const,
    [`a number as ${field}`, changed({ [field]: 1 })] as const,
    [`a line break in ${field}`, changed({ [field]: `${String(fields[field])}\n` })] as const,
    [`a ${field} of any length`, changed({ [field]: String(fields[field]).repeat(40) })] as const,
  ]),
  ['an account in words', changed({ account: 'production' })],
  ['a key that is none', changed({ accessKeyId: 'ghp_0123456789abcdef' })],
  ['a date that is none', changed({ created: '2026-13-41T19:00:00Z' })],
  ['a date without a time', changed({ created: '2026-11-12' })],
  ['a local time', changed({ created: '2026-11-12T19:00:00' })],
]

describe('a value that serves nobody', () => {
  test.each(unusable)('%s', (_, text) => {
    expect(reading(text).recovery.kind).toBe('unusable')
  })

  test.each(unusable)('never shows in what is said of it: %s', (_, text) => {
    const { recovery } = reading(text)
    const said = recovery.kind === 'unusable' ? recovery.why : ''
    expect(said).not.toBe('')
    for (const piece of [secret, id, about.account, about.user]) {
      for (let start = 0; start + 6 <= piece.length; start += 1) {
        expect(said).not.toContain(piece.slice(start, start + 6))
      }
    }
  })

  test('whatever it is, it is survived, and nothing is said of it but what is known beforehand', () => {
    const sayings = new Set<string>()
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.jsonValue().map((any) => mapOf({ [name]: any })),
        ),
        (text) => {
          const { recovery } = reading(text)
          if (recovery.kind === 'unusable') sayings.add(recovery.why)
        },
      ),
    )
    expect(sayings.size).toBeLessThanOrEqual(4)
  })
})

describe('the secret access key', () => {
  test('is masked before the value is handed on', () => {
    const masked: string[] = []
    const recovery = readRecovery(
      value,
      isNamed(name),
      (key, hidden) =>
        new HeldAccessKey(key, hidden, {
          mask: (it) => masked.push(it),
          formats: ['json', 'ses-smtp-password:eu-west-1'],
        }),
    )
    expect(masked).toEqual([secret, expect.stringMatching(/^B[\w+/]{43}$/)])
    expect(recovery.kind).toBe('key')
  })

  test('is not handed on when it cannot be masked', () => {
    const mask = () => {
      throw new Error('the log is closed')
    }
    expect(() =>
      readRecovery(value, isNamed(name), (key, hidden) => new HeldAccessKey(key, hidden, { mask, formats: [] })),
    ).toThrow()
  })

  test('is nowhere in what is printed of the result', () => {
    const recovery = readRecovery(
      value,
      isNamed(name),
      (key, hidden) => new HeldAccessKey(key, hidden, { mask: () => undefined, formats: [] }),
    )
    expect(JSON.stringify(recovery)).not.toContain(secret)
    expect(JSON.stringify(recovery)).toContain(id)
  })

  test('of a key of another account or user is masked as well', () => {
    for (const change of [{ account: '999999999999' }, { user: 'AIDASOMEBODYELSE00001' }]) {
      expect(reading(changed(change)).pairs).toEqual([[id, secret]])
    }
  })
})
