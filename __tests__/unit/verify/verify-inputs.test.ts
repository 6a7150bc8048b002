/** How the verify action reads a key that is one secret, and how to sign in to SES: in words, and without the secret. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { spelled } from '../../../src/key/formats.ts'
import { failures, maySettle } from '../../../src/key/verification-contract.ts'
import { readVerifyInputs } from '../../../src/verify/inputs.ts'
import { readKey, secretsOfKey } from '../../../src/verify/key-input.ts'
import { sesEndpoint } from '../../../src/verify/ses.ts'
import { readSmtp } from '../../../src/verify/smtp-inputs.ts'
import { Unproven } from '../../../src/verify/unproven.ts'

const id = 'AKIAIOSFODNN7EXAMPLE'
const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const pair = { accessKeyId: id, secretAccessKey: secret }
const password = spelled('ses-smtp-password:eu-west-1', id, secret)

type Inputs = Readonly<Record<string, string>>

const variables = (inputs: Inputs) =>
  Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]))

/** What a reading says when it refuses; it must not quote a secret. */
function refusal(read: () => unknown): Unproven {
  try {
    read()
  } catch (error) {
    if (error instanceof Unproven) return error
    throw error
  }
  throw new Error('nothing is refused')
}

describe('the input key', () => {
  const profile = `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`

  test.each<readonly [string, string]>([
    ['json', spelled('json', id, secret)],
    ['json without a version, as people write it', JSON.stringify({ AccessKeyId: id, SecretAccessKey: secret })],
    [
      'json on many lines, with more in it',
      JSON.stringify({ ...JSON.parse(spelled('json', id, secret)), A: 1 }, null, 2),
    ],
    ['json between blanks', `\n ${spelled('json', id, secret)}\r\n`],
    ['json behind a byte order mark', `\uFEFF${spelled('json', id, secret)}`],
    ['a credentials file', profile],
    ['lines that end as Windows has them', profile.replaceAll('\n', '\r\n')],
    ['no blanks around =', profile.replaceAll(' = ', '=')],
    ['many blanks', profile.replaceAll(' = ', '  =\t ').replace('[default]', '  [default]  ')],
    ['comments', `# a\n; b\n[default] # c\n  # d\n${profile.split('\n').slice(1).join(' ; e\n')}`],
    [
      'other settings and other profiles',
      `[other]\naws_access_key_id = AKIAOTHEROTHEROTHER1\n${profile}region = eu-west-1\n[c]\naws_secret_access_key = no`,
    ],
    [
      'a profile that goes on below',
      `[default]\naws_access_key_id = ${id}\n[a]\nb = c\n[default]\naws_secret_access_key = ${secret}`,
    ],
    ['the last of equal names', profile.replace('[default]', '[default]\naws_access_key_id = AKIAOTHEROTHEROTHER1')],
  ])('takes %s', (_, text) => {
    expect(readKey(variables({ key: text }))).toEqual(pair)
    expect(secretsOfKey(text)).toContain(secret)
    expect(secretsOfKey(text)).not.toContain(id)
  })

  test('takes every key in both formats', () => {
    const ids = fc.stringMatching(/^AKIA[A-Z2-7]{16}$/)
    const secrets = fc.stringMatching(/^[A-Za-z0-9/+=]{39}[A-Za-z0-9/+]$/)
    fc.assert(
      fc.property(ids, secrets, fc.constantFrom('json', 'credentials-file'), (one, key, format) => {
        fc.pre(!/^A[KS]IA/.test(key))
        const text = spelled(format as 'json', one, key)
        expect(readKey(variables({ key: text }))).toEqual({ accessKeyId: one, secretAccessKey: key })
        expect(secretsOfKey(text)).toContain(key)
      }),
    )
  })

  test('is not given when nothing or the word none stands there', () => {
    expect([readKey({}), readKey(variables({ key: 'none' }))]).toEqual([undefined, undefined])
  })

  const json = (value: object) => JSON.stringify(value)
  test.each<readonly [string, string, string, RegExp]>([
    ['nothing', '', 'absent', /the input key is empty/],
    ['white space', ' \n', 'absent', /the input key is empty/],
    ['a secret access key alone', secret, 'malformed', /is a single value, not a whole key/],
    ['an ID alone', id, 'malformed', /is a single value, not a whole key/],
    ['a text', `${id} ${secret}`, 'malformed', /neither JSON nor a profile/],
    ['settings without a profile', profile.replace('[default]', ''), 'malformed', /neither JSON nor a profile/],
    ['another profile', profile.replace('default', 'ci'), 'malformed', /none that is called \[default\]/],
    ['a profile of a config file', profile.replace('default', 'profile default'), 'malformed', /none that is called/],
    [
      'half a profile',
      `[default]\naws_secret_access_key=${secret}`,
      'malformed',
      /its profile \[default\] has no aws_access_key_id$/,
    ],
    ['an empty profile', '[default]', 'malformed', /no aws_access_key_id and no aws_secret_access_key$/],
    ['an empty setting', profile.replace(secret, ''), 'malformed', /has no aws_secret_access_key$/],
    [
      'a value in quotes',
      profile.replace(secret, `"${secret}"`),
      'malformed',
      /aws_secret_access_key has quotes in it/,
    ],
    ['a session token in a profile', `${profile}aws_session_token = x`, 'temporary', /it has aws_session_token/],
    [
      'JSON that is cut off',
      spelled('json', id, secret).slice(0, -3),
      'malformed',
      /begins as JSON does, and is not JSON/,
    ],
    ['JSON in JSON', json(spelled('json', id, secret) as unknown as object), 'malformed', /one text in quotes/],
    ['a list', json([pair]), 'malformed', /JSON, but no object/],
    ['null', 'null', 'malformed', /JSON, but no object/],
    ['a number', '1', 'malformed', /JSON, but no object/],
    [
      'another object',
      json({ user: 'x', password: secret }),
      'malformed',
      /its JSON has no AccessKeyId and no SecretAccessKey$/,
    ],
    [
      'what the CLI prints',
      json({ AccessKey: { AccessKeyId: id, SecretAccessKey: secret } }),
      'malformed',
      /its JSON has no AccessKeyId/,
    ],
    ['half an object', json({ AccessKeyId: id }), 'malformed', /its JSON has no SecretAccessKey$/],
    ['what is no text', json({ AccessKeyId: id, SecretAccessKey: 1 }), 'malformed', /has no SecretAccessKey$/],
    [
      'another version',
      json({ Version: 2, AccessKeyId: id, SecretAccessKey: secret }),
      'malformed',
      /another Version than 1/,
    ],
    [
      'a line break in the secret',
      json({ AccessKeyId: id, SecretAccessKey: `${secret}\n` }),
      'malformed',
      /SecretAccessKey has white space in it: a line break at its end/,
    ],
    [
      'the secret in both',
      json({ AccessKeyId: secret, SecretAccessKey: secret }),
      'malformed',
      /AccessKeyId is not the ID of an access key/,
    ],
    [
      'the ID in both',
      json({ AccessKeyId: id, SecretAccessKey: id }),
      'malformed',
      /SecretAccessKey is the ID of an access key/,
    ],
    [
      'the two halves exchanged',
      json({ AccessKeyId: secret.replaceAll(/[+/]/g, 'x'), SecretAccessKey: id }),
      'malformed',
      /AccessKeyId and SecretAccessKey are swapped/,
    ],
    [
      'an ID of a role',
      json({ AccessKeyId: id.replace('AK', 'AS'), SecretAccessKey: secret }),
      'temporary',
      /AccessKeyId begins with ASIA/,
    ],
    [
      'a session token',
      json({ AccessKeyId: id, SecretAccessKey: secret, SessionToken: 'x' }),
      'temporary',
      /it has SessionToken/,
    ],
  ])('refuses %s', (_, text, failure, words) => {
    const told = refusal(() => readKey(variables({ key: text })))
    expect(told.failure).toBe(failure)
    expect(told.message).toMatch(words)
    expect(`${told.message} ${told.remedy}`).not.toContain(secret.slice(0, 8))
  })

  test('never shows a part of what it refuses, and what it holds is masked', () => {
    const wholes = fc.constantFrom(spelled('json', id, secret), profile)
    fc.assert(
      fc.property(wholes, fc.nat(120), fc.nat(40), fc.string({ maxLength: 4 }), (whole, from, length, between) => {
        const text = whole.slice(0, from) + between + whole.slice(from + length)
        try {
          readKey(variables({ key: text }))
        } catch (error) {
          if (!(error instanceof Unproven)) throw error
          const told = `${error.message} ${error.remedy}`
          for (let at = 0; at + 8 <= secret.length; at += 1) expect(told).not.toContain(secret.slice(at, at + 8))
        }
        if (text.includes(secret)) expect(secretsOfKey(text).some((each) => each.includes(secret))).toBe(true)
      }),
    )
  })
})

describe('the inputs of SMTP', () => {
  test('say what to sign in with', () => {
    expect(readSmtp(variables({ 'smtp-password': password }))).toEqual({ user: undefined, password, host: undefined })
    const whole = { 'smtp-password': password, 'smtp-user': id, 'smtp-host': 'email-smtp.eu-west-1.amazonaws.com' }
    expect(readSmtp(variables(whole))).toEqual({ user: id, password, host: 'email-smtp.eu-west-1.amazonaws.com' })
  })

  test('ask for nothing when there are none', () => {
    const nothing = { 'smtp-password': 'none', 'smtp-user': 'none', 'smtp-host': '' }
    expect([readSmtp({}), readSmtp(variables(nothing))]).toEqual([undefined, undefined])
  })

  test.each<readonly [string, Inputs, RegExp]>([
    ['an empty password', { 'smtp-password': '' }, /smtp-password is empty.*An unset secret is empty/s],
    ['an empty user', { 'smtp-password': password, 'smtp-user': '' }, /smtp-user is empty/],
    ['a user alone', { 'smtp-user': id }, /smtp-user says nothing without smtp-password/],
    [
      'a host alone',
      { 'smtp-host': 'email-smtp.eu-west-1.amazonaws.com' },
      /smtp-host says nothing without smtp-password/,
    ],
    ['a line break', { 'smtp-password': `${password}\n` }, /smtp-password has white space in it/],
    ['a secret access key', { 'smtp-password': secret }, /is as long as a secret access key/],
    ['an ID as the password', { 'smtp-password': id }, /smtp-password is the ID of a key/],
    ['JSON', { 'smtp-password': spelled('json', id, secret) }, /smtp-password is JSON/],
    ['another password', { 'smtp-password': 'correct-horse-battery-staple' }, /is not a password of SES/],
    [
      'the password as the user',
      { 'smtp-password': password, 'smtp-user': password },
      /smtp-user is not the ID of a key/,
    ],
    [
      'a blank behind the user',
      { 'smtp-password': password, 'smtp-user': `${id} ` },
      /smtp-user has white space in it/,
    ],
    ['a role', { 'smtp-password': password, 'smtp-user': 'ASIAIOSFODNN7EXAMPLE' }, /smtp-user begins with ASIA/],
  ])('refuse %s', (_, inputs, words) => {
    const { failure, message, remedy } = refusal(() => readSmtp(variables(inputs)))
    expect(failure).toBe('input')
    expect(`${message} ${remedy}`).toMatch(words)
    for (const shown of [message, remedy]) {
      for (const hidden of [password, secret, 'horse']) expect(shown).not.toContain(hidden.slice(0, 8))
    }
  })
})

describe('what proves the key', () => {
  const expected = '0ba920c8018c7469'
  const mail = { 'smtp-password': password, 'smtp-user': id }
  const held = { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret }
  const read = (inputs: Inputs, environment: Inputs = {}) => readVerifyInputs({ ...variables(inputs), ...environment })
  const smtp = { user: id, password, host: undefined }

  test.each<readonly [string, Inputs, Inputs, object]>([
    ['the pair of the environment', {}, held, { ...pair, smtp: undefined }],
    [
      'the key, whatever the environment holds',
      { key: spelled('json', id, secret) },
      { AWS_ACCESS_KEY_ID: 'ASIA', AWS_SESSION_TOKEN: 'x' },
      { ...pair, smtp: undefined },
    ],
    [
      'the pair and its SMTP password',
      { 'smtp-password': password },
      held,
      { ...pair, smtp: { ...smtp, user: undefined } },
    ],
    ['the key and its SMTP password', { key: spelled('json', id, secret), ...mail }, {}, { ...pair, smtp }],
    ['SMTP alone', { ...mail, 'expected-key': expected }, {}, { accessKeyId: id, secretAccessKey: undefined, smtp }],
    [
      'SMTP alone, where variables are empty',
      { ...mail, 'expected-key': expected },
      { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' },
      { accessKeyId: id, secretAccessKey: undefined },
    ],
    [
      'SMTP alone, beside the ID',
      { ...mail, 'expected-key': expected },
      { AWS_ACCESS_KEY_ID: id },
      { accessKeyId: id, secretAccessKey: undefined },
    ],
    [
      'SMTP alone, beside half of another pair',
      { ...mail, 'expected-key': expected },
      { AWS_ACCESS_KEY_ID: 'AKIAOTHEROTHEROTHER1' },
      { accessKeyId: id, secretAccessKey: undefined, warnings: [] },
    ],
    [
      'SMTP alone, beside the credentials of a role',
      { ...mail, 'expected-key': expected },
      { ...held, AWS_ACCESS_KEY_ID: 'ASIAIOSFODNN7EXAMPLE', AWS_SESSION_TOKEN: 'x' },
      { accessKeyId: id, secretAccessKey: undefined, warnings: [] },
    ],
    [
      'SMTP alone, beside a pair, which is told to be unproven',
      { ...mail, 'expected-key': expected },
      held,
      {
        accessKeyId: id,
        secretAccessKey: undefined,
        warnings: [{ text: expect.stringMatching(/is not proven, since smtp-user is given.*leave smtp-user out/) }],
      },
    ],
  ])('is %s', (_, inputs, environment, outcome) => {
    expect(read(inputs, environment)).toMatchObject(outcome)
  })

  test.each<readonly [string, Inputs, Inputs, string, RegExp]>([
    [
      'SMTP alone without a user',
      { 'smtp-password': password, 'expected-key': expected },
      {},
      'absent',
      /AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set/,
    ],
    [
      'SMTP alone without an expected key',
      mail,
      {},
      'input',
      /smtp-user and smtp-password prove nothing without expected-key/,
    ],
    [
      'SMTP alone with an account',
      { ...mail, 'expected-key': expected, 'expected-account': '111122223333' },
      {},
      'input',
      /: expected-account cannot be checked by SMTP/,
    ],
    [
      'SMTP alone with both',
      { ...mail, 'expected-key': expected, 'expected-account': '111122223333', 'expected-user': 'ci-bot' },
      {},
      'input',
      /expected-account and expected-user cannot be checked/,
    ],
    [
      'SMTP beside a pair without an expected key',
      mail,
      held,
      'input',
      /smtp-user and smtp-password prove nothing without expected-key/,
    ],
    [
      'the credentials of a role, whose SMTP password nobody knows',
      { 'smtp-password': password, 'expected-key': expected },
      { ...held, AWS_ACCESS_KEY_ID: 'ASIAIOSFODNN7EXAMPLE', AWS_SESSION_TOKEN: 'x' },
      'temporary',
      /begins with ASIA/,
    ],
  ])('is not %s', (_, inputs, environment, failure, words) => {
    const told = refusal(() => read(inputs, environment))
    expect(told.failure).toBe(failure)
    expect(told.message).toMatch(words)
    const alone = failure !== 'input' && 'smtp-password' in inputs
    expect(/set smtp-user and expected-key\.$/.test(told.remedy)).toBe(alone)
  })
})

describe('a variable that looks like an input, and is none', () => {
  const held = { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret }

  test.each([
    ['smtp_password', 'smtp-password'],
    ['smtp-pasword', 'smtp-password'],
    ['smtp_user', 'smtp-user'],
    ['smtphost', 'smtp-host'],
    ['expected_key', 'expected-key'],
    ['expected-keys', 'expected-key'],
    ['expected_acount', 'expected-account'],
    ['expectd-user', 'expected-user'],
    ['keys', 'key'],
    ['kye', 'key'],
    ['region-aws', undefined],
    ['aws_region', 'aws-region'],
  ])('%s is refused, empty or not, where %s is meant', (given, meant) => {
    for (const value of ['hunter2', '']) {
      const read = () => readVerifyInputs({ ...held, ...variables({ [given]: value }) })
      if (meant === undefined) {
        expect(read().warnings).toHaveLength(value === '' ? 0 : 1)
        continue
      }
      const { failure, message, remedy } = refusal(read)
      expect(failure).toBe('input')
      expect(message).toContain(`: There is no input ${given} (`)
      expect(remedy).toBe(`Did you mean ${meant}?`)
      expect(message).not.toContain('hunter2')
    }
  })

  test('another one is told, without its value', () => {
    const [warning] = readVerifyInputs({ ...held, ...variables({ version: 'hunter2' }) }).warnings
    expect(warning?.text).toContain('ignored: INPUT_VERSION.')
    expect(warning?.text).not.toContain('hunter2')
  })
})

describe('the host that is asked', () => {
  test.each<readonly [string, string, string, number, string]>([
    ['', 'eu-west-1', 'email-smtp.eu-west-1.amazonaws.com', 465, 'eu-west-1'],
    ['', 'cn-north-1', 'email-smtp.cn-north-1.amazonaws.com.cn', 465, 'cn-north-1'],
    ['', 'us-gov-west-1', 'email-smtp.us-gov-west-1.amazonaws.com', 465, 'us-gov-west-1'],
    ['', 'eusc-de-east-1', 'email-smtp.eusc-de-east-1.amazonaws.eu', 465, 'eusc-de-east-1'],
    ['email-smtp.us-west-2.amazonaws.com', 'eu-west-1', 'email-smtp.us-west-2.amazonaws.com', 465, 'us-west-2'],
    ['EMAIL-SMTP.us-west-2.amazonaws.com:2587', 'eu-west-1', 'email-smtp.us-west-2.amazonaws.com', 2587, 'us-west-2'],
    [
      'email-smtp-fips.us-gov-west-1.amazonaws.com:587',
      '',
      'email-smtp-fips.us-gov-west-1.amazonaws.com',
      587,
      'us-gov-west-1',
    ],
    ['email-smtp.us-east-1.api.aws:25', '', 'email-smtp.us-east-1.api.aws', 25, 'us-east-1'],
    [
      'email-smtp.cn-northwest-1.amazonaws.com.cn',
      '',
      'email-smtp.cn-northwest-1.amazonaws.com.cn',
      465,
      'cn-northwest-1',
    ],
    [
      'vpce-0a1b-c2d3-eu-west-1a.email-smtp.eu-west-1.vpce.amazonaws.com:2465',
      '',
      'vpce-0a1b-c2d3-eu-west-1a.email-smtp.eu-west-1.vpce.amazonaws.com',
      2465,
      'eu-west-1',
    ],
    ['email-smtp.eu-west-1.amazonaws.com.', '', 'email-smtp.eu-west-1.amazonaws.com', 465, 'eu-west-1'],
    ['email-smtp.eu-west-1.amazonaws.com.:587', '', 'email-smtp.eu-west-1.amazonaws.com', 587, 'eu-west-1'],
  ])('%j with the region %j is %s', (smtpHost, region, host, port, of) => {
    expect(sesEndpoint(smtpHost || undefined, region)).toEqual({ host, port, region: of })
  })

  test.each([
    'localhost',
    '127.0.0.1:465',
    'smtp.example.com',
    'email-smtp.eu-west-1.amazonaws.com.example.com',
    'email-smtp.eu-west-1.amazonaws.comm',
    'email-smtp.eu-west-1xamazonaws.com',
    'xemail-smtp.eu-west-1.amazonaws.com',
    'customer.email-smtp.eu-west-1.amazonaws.com',
    'email-smtp.eu-west-1.vpce.amazonaws.com',
    'vpce-1.customer.email-smtp.eu-west-1.vpce.amazonaws.com',
    'vpce-1.email-smtp.eu-west-1.amazonaws.com',
    'email-smtp.eu-west-1.amazonaws.com.cn',
    'email-smtp.cn-north-1.amazonaws.com',
    'email-smtp.amazonaws.com',
    'inbound-smtp.eu-west-1.amazonaws.com',
    'ec2-1-2-3-4.eu-west-1.compute.amazonaws.com',
    'email-smtp.eu-west-1.amazonaws.com/',
    'https://email-smtp.eu-west-1.amazonaws.com',
    'email-smtp.eu-west-1.amazonaws.com@evil.example',
    'email-smtp.eu-west-1.amazonaws.com..',
    '',
  ])('%j proves nothing', (smtpHost) => {
    expect(refusal(() => sesEndpoint(smtpHost, 'eu-west-1')).failure).toBe('smtpElsewhere')
  })

  test.each([
    ['email-smtp.eu-wset-1.amazonaws.com', 'eu-wset-1', 'did you mean eu-west-1?'],
    ['email-smtp-fips.us-east1.amazonaws.com:587', 'us-east1', 'did you mean us-east-1?'],
    ['vpce-1.email-smtp.eu-west-9.vpce.amazonaws.com', 'eu-west-9', 'did you mean eu-west-1?'],
    ['email-smtp.moon.amazonaws.com', 'moon', 'such as eu-central-1'],
  ])('%j has a region that AWS does not have', (smtpHost, region, hint) => {
    const told = refusal(() => sesEndpoint(smtpHost, 'eu-west-1'))
    expect(told.failure).toBe('smtpElsewhere')
    expect(told.message).toContain(`smtp-host is ${smtpHost}, and ${region} is not a region of AWS`)
    expect(told.remedy).toContain(hint)
  })

  test.each(['80', '', '465 ', '4650', '465:25', 'x', '0465x'])('the port %j is none of SES', (port) => {
    const told = refusal(() => sesEndpoint(`email-smtp.eu-west-1.amazonaws.com:${port}`, 'eu-west-1'))
    expect(told.failure).toBe('input')
    expect(told.remedy).toContain('587')
  })
})

test('what a job shows that was queued before the secrets were handed out may pass by itself', () => {
  const settling = Object.entries(failures).filter(([, title]) => maySettle(title))
  expect(settling.map(([failure]) => failure)).toEqual(['otherKey', 'mixedPair', 'smtpRejected'])
})
