/** What a secret or a variable contains, letter by letter. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { entriesFrom } from '../../../src/inputs/entries.ts'
import { derivedSecrets, holdsId, holdsSecret, spelled } from '../../../src/key/formats.ts'
import type { KeyFormat } from '../../../src/rotation/ports.ts'

const id = 'AKIAIOSFODNN7EXAMPLE'
const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKE='

const formats: readonly KeyFormat[] = [
  'access-key-id',
  'secret-access-key',
  'json',
  'credentials-file',
  'ses-smtp-password:eu-west-1',
  'ses-smtp-password:us-east-1',
]

describe('what a format says', () => {
  test.each<readonly [KeyFormat, string]>([
    ['access-key-id', id],
    ['secret-access-key', secret],
    ['json', `{"Version":1,"AccessKeyId":"${id}","SecretAccessKey":"${secret}"}`],
    ['credentials-file', `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`],
  ])('%s', (format, value) => {
    expect(spelled(format, id, secret)).toBe(value)
  })
})

/**
 * Known answers of two independent implementations: the first four from hashicorp/terraform-provider-aws,
 * internal/service/iam/access_key_test.go (TestSESSMTPPasswordFromSecretKeySigV4), the last two from pplu/AWSv4Signer,
 * t/05_ses.t.
 */
test.each([
  ['eu-central-1', 'some+secret+key', 'BMXhUYlu5Z3gSXVQORxlVa7XPaz91aGWdfHxvkOZdWZ2'],
  ['eu-central-1', 'another+secret+key', 'BBbphbrQmrKMx42d1N6+C7VINYEBGI5v9VsZeTxwskfh'],
  ['us-west-1', 'some+secret+key', 'BH+jbMzper5WwlwUar9E1ySBqHa9whi0GPo+sJ0mVYJj'],
  ['us-west-1', 'another+secret+key', 'BKVmjjMDFk/qqw8EROW99bjCS65PF8WKvK5bSr4Y6EqF'],
  ['eu-west-1', 'SECRET_KEY', 'BIhFZ/Ylx0jPVY7JeKUnHT4rO9jfB1VuZu4qglc/3gj9'],
  ['us-east-1', 'SECRET_KEY', 'BEhllZN9mAOanokSKCZhFUnAZr05oZGH3Yga8SI+ujh+'],
])('the SMTP password for %s made from %s', (region, key, password) => {
  expect(spelled(`ses-smtp-password:${region}`, id, key)).toBe(password)
})

describe('the words of the inputs', () => {
  test.each([
    ['access-key-id', 'access-key-id'],
    ['secret-access-key', 'secret-access-key'],
    ['json', 'json'],
    ['credentials-file', 'credentials-file'],
    ['ses-smtp-password', 'ses-smtp-password:eu-central-1'],
    ['ses-smtp-password:eu-west-1', 'ses-smtp-password:eu-west-1'],
    ['ses-smtp-password:us-gov-west-1', 'ses-smtp-password:us-gov-west-1'],
    ['ses-smtp-password:', undefined],
    ['ses-smtp-password:EU-WEST-1', undefined],
    ['ses-smtp-password: eu-west-1', undefined],
    ['ses-smtp-password:eu-west-1\n', undefined],
    ['ses-smtp-password:Ireland', undefined],
    ['ses-smtp-passwords', undefined],
    ['JSON', undefined],
    ['', undefined],
    ['toString', undefined],
  ])('%j', (text, format) => {
    const parse = () => entriesFrom('secrets', 'secrets', { A: text }, 'eu-central-1')
    if (format !== undefined) expect(parse()).toEqual([{ name: 'A', format }])
    else expect(parse).toThrow('The input secrets.A does not allow')
  })

  test('a bare SMTP password is refused when nobody has said the region', () => {
    expect(() => entriesFrom('secrets', 'secrets', { A: 'ses-smtp-password' }, undefined)).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('secrets.A is ses-smtp-password without a region'),
        remedy: expect.stringMatching(/"ses-smtp-password:eu-west-1".*aws-region/),
      }),
    )
  })
})

test('what each format holds', () => {
  expect(formats.filter(holdsId)).toEqual(['access-key-id', 'json', 'credentials-file'])
  expect(formats.filter(holdsSecret)).toEqual(formats.slice(1))
})

describe('what has to be masked beside the secret', () => {
  const password = (region: string) => spelled(`ses-smtp-password:${region}`, id, secret)

  test('is every SMTP password, once', () => {
    expect(derivedSecrets([...formats, ...formats], secret)).toEqual([password('eu-west-1'), password('us-east-1')])
  })

  test('is nothing where the values contain the secret as it is', () => {
    expect(derivedSecrets(['access-key-id', 'secret-access-key', 'json', 'credentials-file'], secret)).toEqual([])
  })
})

describe('any key', () => {
  const ids = fc.stringMatching(/^AKIA[A-Z2-7]{16}$/)
  const secrets = fc.stringMatching(/^[A-Za-z0-9/+=]{40}$/)
  const pairs = fc.tuple(ids, secrets)

  test('comes back from JSON and from a credentials file', () => {
    fc.assert(
      fc.property(pairs, ([one, key]) => {
        expect(JSON.parse(spelled('json', one, key))).toEqual({
          Version: 1,
          AccessKeyId: one,
          SecretAccessKey: key,
        })
        const [profile, ...lines] = spelled('credentials-file', one, key).trimEnd().split('\n')
        const settings = lines.map((line) => /^(\w+) = (.*)$/.exec(line)?.slice(1))
        expect(profile).toBe('[default]')
        expect(settings).toEqual([
          ['aws_access_key_id', one],
          ['aws_secret_access_key', key],
        ])
      }),
    )
  })

  test('is spelled as the format says that it holds, and masked wherever its secret is in it', () => {
    fc.assert(
      fc.property(pairs, fc.constantFrom(...formats), ([one, key], format) => {
        const value = spelled(format, one, key)
        expect(value.includes(one)).toBe(holdsId(format))
        const isMasked = value.includes(key) || derivedSecrets(formats, key).includes(value)
        expect(isMasked).toBe(holdsSecret(format))
      }),
    )
  })
})
