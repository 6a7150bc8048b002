/** The pair in the environment of a step, at first sight. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { RefusedPair, readEnvironmentPair } from '../../../src/key/environment-pair.ts'

const id = 'AKIAIOSFODNN7EXAMPLE'
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const session = 'ASIAIOSFODNN7EXAMPLE'

type Environment = Readonly<Record<string, string | undefined>>

const environment = (changed: Environment): Environment => ({
  AWS_ACCESS_KEY_ID: id,
  AWS_SECRET_ACCESS_KEY: secret,
  ...changed,
})

function refusal(changed: Environment): RefusedPair {
  try {
    readEnvironmentPair(environment(changed))
  } catch (error) {
    if (error instanceof RefusedPair) return error
    throw error
  }
  throw new Error('was not refused')
}

test('a long-term pair, whole', () => {
  const pair = { accessKeyId: id, secretAccessKey: secret }
  expect(readEnvironmentPair(environment({}))).toEqual(pair)
  // How a step clears what an earlier one has left.
  expect(readEnvironmentPair(environment({ AWS_SESSION_TOKEN: '' }))).toEqual(pair)
})

test('a temporary pair, with its token', () => {
  const changed = { AWS_ACCESS_KEY_ID: session, AWS_SESSION_TOKEN: 'IQoJb3JpZ2luX2VjEXAMPLE==' }
  expect(readEnvironmentPair(environment(changed))).toEqual({
    accessKeyId: session,
    secretAccessKey: secret,
    sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLE==',
  })
})

test('nothing, where neither variable is there', () => {
  expect(readEnvironmentPair({ AWS_PROFILE: 'runner', AWS_SESSION_TOKEN: 'leftover' })).toBeUndefined()
})

const [idName, secretName] = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const

describe('refused', () => {
  const cases: readonly (readonly [string, RefusedPair['fault'], Environment, string])[] = [
    ['both empty', 'absent', { [idName]: '', [secretName]: '' }, `${idName} and ${secretName} are empty`],
    ['no ID', 'absent', { [idName]: undefined }, `${idName} is not set`],
    ['an empty ID', 'absent', { [idName]: '' }, `${idName} is empty`],
    ['no secret', 'absent', { [secretName]: undefined }, `${secretName} is not set`],
    ['an empty secret', 'absent', { [secretName]: '' }, `${secretName} is empty`],
    [
      'one empty, one not set',
      'absent',
      { [idName]: '', [secretName]: undefined },
      `${idName} is empty, and ${secretName} is not set`,
    ],
    [
      'a line break after the ID',
      'malformed',
      { [idName]: `${id}\n` },
      `${idName} has white space in it: a line break at its end`,
    ],
    [
      'a line break of Windows',
      'malformed',
      { [secretName]: `${secret}\r\n` },
      `${secretName} has white space in it: a line break at its end`,
    ],
    [
      'a blank before',
      'malformed',
      { [secretName]: ` ${secret}` },
      `${secretName} has white space in it: a space at its beginning`,
    ],
    ['a tab inside', 'malformed', { [idName]: `AKIAIOSF\tODNN7EXAMPLE` }, `${idName} has white space in it: a tab`],
    [
      'a blank that does not break',
      'malformed',
      { [idName]: `${id}\u00a0` },
      `${idName} has white space in it: a space at its end`,
    ],
    ['a blank alone', 'malformed', { [secretName]: ' ' }, `${secretName} has white space in it: a space at its end`],
    [
      'a mark of the byte order',
      'malformed',
      { [idName]: `\ufeff${id}` },
      `${idName} has an invisible character in it (U+FEFF)`,
    ],
    [
      'no width',
      'malformed',
      { [secretName]: `${secret}\u200b` },
      `${secretName} has an invisible character in it (U+200B)`,
    ],
    [
      'a mark of direction',
      'malformed',
      { [idName]: `\u202e${id}` },
      `${idName} has an invisible character in it (U+202E)`,
    ],
    ['a control', 'malformed', { [idName]: `${id}\u001b` }, `${idName} has an invisible character in it (U+001B)`],
    [
      'a letter of another alphabet',
      'malformed',
      { [idName]: `\u0410KIAIOSFODNN7EXAMPLE` },
      `${idName} has a character in it that no access key has (U+0410)`,
    ],
    ['quotes', 'malformed', { [idName]: `"${id}"` }, `${idName} has quotes in it`],
    ['one quote', 'malformed', { [secretName]: `'${secret}` }, `${secretName} has quotes in it`],
    ['typographic quotes', 'malformed', { [secretName]: `\u201c${secret}\u201d` }, `${secretName} has quotes in it`],
    ['JSON', 'malformed', { [secretName]: `{"SecretAccessKey":"${secret}"}` }, `${secretName} is JSON`],
    ['JSON in lines', 'malformed', { [idName]: `\n{\n"AccessKeyId":"${id}"}` }, `${idName} is JSON`],
    [
      'an expression',
      'malformed',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how GitHub writes it
      { [idName]: '${{ secrets.AWS_ACCESS_KEY_ID }}' },
      `${idName} holds an expression that was not evaluated`,
    ],
    ['what a log shows', 'malformed', { [secretName]: '***' }, `${secretName} holds the asterisks`],
    ['swapped', 'malformed', { [idName]: secret, [secretName]: id }, `${idName} and ${secretName} are swapped`],
    ['the ID in both', 'malformed', { [secretName]: id }, `${secretName} is the ID of an access key`],
    ['the secret in both', 'malformed', { [idName]: secret }, `${idName} is not the ID of an access key`],
    [
      'a secret of letters in both',
      'malformed',
      { [idName]: secret.replaceAll('/', 'x') },
      `${idName} is not the ID of an access key: it looks like a secret`,
    ],
    ['the ID twice', 'malformed', { [idName]: id + id }, `${idName} holds the ID twice`],
    ['the ID twice, with a comma', 'malformed', { [idName]: `${id},${id}` }, `${idName} holds the ID twice`],
    [
      'the secret twice',
      'malformed',
      { [secretName]: secret + secret },
      `${secretName} holds the secret access key twice`,
    ],
    [
      'both as the ID',
      'malformed',
      { [idName]: `${id}:${secret}` },
      `${idName} holds more than the ID of an access key`,
    ],
    [
      'both as the secret',
      'malformed',
      { [secretName]: `${id}:${secret}` },
      `${secretName} holds an ID beside the secret access key`,
    ],
    [
      'the line of a file as the ID',
      'malformed',
      { [idName]: `aws_access_key_id=${id}` },
      `${idName} holds more than the ID of an access key`,
    ],
    ['the name of a user', 'malformed', { [idName]: 'ci-bot' }, `${idName} is not the ID of an access key`],
    [
      'the ID of a user',
      'malformed',
      { [idName]: 'AIDAJQABLZS4A3QDU576Q' },
      `${idName} is the ID of a user, a role or something else in IAM`,
    ],
    [
      'a token beside a long-term key',
      'sessionToken',
      { AWS_SESSION_TOKEN: 'leftover' },
      'AWS_SESSION_TOKEN is set beside the long-term key',
    ],
    ['a temporary key alone', 'temporary', { [idName]: session }, `${idName} begins with ASIA`],
    [
      'a token in lines',
      'malformed',
      { [idName]: session, AWS_SESSION_TOKEN: 'IQoJb3\n' },
      'AWS_SESSION_TOKEN has white space in it',
    ],
  ]
  test.each(cases)('%s', (_, fault, changed, message) => {
    const { fault: found, message: said, remedy } = refusal(changed)
    expect(found).toBe(fault)
    expect(said).toContain(message)
    expect(remedy).toMatch(/Set |Compare |set /)
  })
})

test('whatever is wrong, no message shows a value', () => {
  const anything = fc.oneof(fc.string({ unit: 'grapheme', minLength: 8 }), fc.constantFrom(id, secret, session))
  fc.assert(
    fc.property(anything, anything, anything, (one, other, token) => {
      const values = { [idName]: one, [secretName]: other, AWS_SESSION_TOKEN: token }
      try {
        readEnvironmentPair(values)
      } catch (error) {
        if (!(error instanceof RefusedPair)) throw error
        for (const value of [one, other, token]) expect(`${error.message} ${error.remedy}`).not.toContain(value)
      }
    }),
  )
})

test('every key that AWS makes is accepted', () => {
  const letters = (alphabet: string, length: number) =>
    fc.string({ unit: fc.constantFrom(...alphabet), minLength: length, maxLength: length })
  const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  fc.assert(
    fc.property(letters(base32, 16), letters(base64, 40), (tail, made) => {
      const values = { [idName]: `AKIA${tail}`, [secretName]: made }
      expect(readEnvironmentPair(values)).toEqual({ accessKeyId: `AKIA${tail}`, secretAccessKey: made })
    }),
  )
})
