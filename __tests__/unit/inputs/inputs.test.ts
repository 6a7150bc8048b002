/** Inputs are read once, completely, and refused in words that say what is allowed. */
import { describe, expect, test } from '@jest/globals'
import { iamRegion } from '../../../src/aws/regions.ts'
import { parseBoolean, parseDuration } from '../../../src/inputs/parse.ts'
import { isNameOf, mayNameSeveral, recoveryPlaceOf } from '../../../src/inputs/recovery-secret.ts'
import { parseWorkflows } from '../../../src/inputs/verification-workflow.ts'
import { Problem } from '../../../src/rotation/problem.ts'
import { readInputs } from './reading.ts'

const job = { owner: 'octo', repo: 'app' }
test.each([
  ['0', 0],
  ['90s', 90_000],
  ['30m', 1_800_000],
  ['12h', 43_200_000],
  ['60d', 5_184_000_000],
])('%s is a duration', (text, milliseconds) => {
  expect(parseDuration('rotate-after', text)).toBe(milliseconds)
})

test.each(['', '60', '1.5h', '-1d', '1w', '1 d', '1d12h', 'd', '0.0', '1000000000d'])('“%s” is no duration', (text) => {
  expect(() => parseDuration('rotate-after', text)).toThrow(`The input rotate-after does not allow “${text}”`)
})

test.each([
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['false', false],
  ['False', false],
  ['FALSE', false],
] as const)('%s is a boolean', (text, value) => {
  expect(parseBoolean('force', text)).toBe(value)
})

test.each(['yes', 'no', 'on', '1', '0', 'tRUE', ''])('“%s” is no boolean', (text) => {
  expect(() => parseBoolean('force', text)).toThrow('The input force does not allow')
})

describe('verification workflows', () => {
  test.each([
    ['verify.yml', [{ owner: 'octo', repo: 'app', file: 'verify.yml', ref: undefined }]],
    ['verify.yaml@main', [{ owner: 'octo', repo: 'app', file: 'verify.yaml', ref: 'main' }]],
    ['other/repo/verify.yml@release/v1', [{ owner: 'other', repo: 'repo', file: 'verify.yml', ref: 'release/v1' }]],
    ['.github/workflows/verify.yml', [{ owner: 'octo', repo: 'app', file: 'verify.yml', ref: undefined }]],
    [
      '- a.yml\n- other/repo/b.yml',
      [
        { owner: 'octo', repo: 'app', file: 'a.yml', ref: undefined },
        { owner: 'other', repo: 'repo', file: 'b.yml', ref: undefined },
      ],
    ],
    ['none', 'none'],
    ['', undefined],
  ] as const)('%j', (text, expected) => {
    expect(parseWorkflows(text, job)).toEqual(expected)
  })

  test.each([
    'verify',
    'octo/verify.yml',
    'a/b/c/d.yml',
    '- [a.yml]\n- {}',
    '[]',
    '{a: b}',
    '- a.yml\n-',
    '../verify.yml',
    '.github/workflows/../verify.yml',
    'octo/../verify.yml',
    'octo/./verify.yml',
    'verify.yml@..',
    '"ver\\0ify.yml"',
    '"verify.yml@ma\\ein"',
    '"octo/app/ver\\u2028ify.yml"',
  ])('%j is refused', (text) => {
    expect(() => parseWorkflows(text, job)).toThrow('The input verification-workflow does not allow')
  })
})

describe('the recovery secret', () => {
  const account = '111122223333'
  const inputsWith = (name: string, others: Readonly<Record<string, string>> = {}) =>
    readInputs({
      GITHUB_REPOSITORY: 'octo/app',
      'INPUT_GITHUB-TOKEN': 't',
      'INPUT_VERIFICATION-WORKFLOW': 'none',
      'INPUT_RECOVERY-SECRET-NAME': name,
      ...others,
    })
  const placeOf = (name: string, user = 'ci-deploy') => {
    const { recovery, destinations } = inputsWith(name)
    return recovery && recoveryPlaceOf(recovery, { user, account }, destinations)
  }
  const here = { owner: 'octo', repo: 'app', environment: undefined }

  test.each([
    ['KEY_RECOVERY', { ...here, name: 'KEY_RECOVERY' }],
    ['key_recovery', { ...here, name: 'KEY_RECOVERY' }],
    ['  KEY_RECOVERY  ', { ...here, name: 'KEY_RECOVERY' }],
    ['_1', { ...here, name: '_1' }],
    ['octo/ops:KEY_RECOVERY', { ...here, repo: 'ops', name: 'KEY_RECOVERY' }],
    ['other-org/my.repo:KEY_RECOVERY', { ...here, owner: 'other-org', repo: 'my.repo', name: 'KEY_RECOVERY' }],
    ['octo/ops/production:KEY_RECOVERY', { ...here, repo: 'ops', environment: 'production', name: 'KEY_RECOVERY' }],
    ['octo/ops/eu/west 1:KEY_RECOVERY', { ...here, repo: 'ops', environment: 'eu/west 1', name: 'KEY_RECOVERY' }],
    ['{iam-user}', { ...here, name: 'CI_DEPLOY' }],
    ['KEY_{iam-user}_RECOVERY', { ...here, name: 'KEY_CI_DEPLOY_RECOVERY' }],
    ['KEY_{account}_{iam-user}', { ...here, name: 'KEY_111122223333_CI_DEPLOY' }],
    ['octo/ops/production:KEY_{iam-user}', { ...here, repo: 'ops', environment: 'production', name: 'KEY_CI_DEPLOY' }],
    ['', undefined],
    ['  ', undefined],
  ])('%j', (text, expected) => {
    expect(placeOf(text)).toEqual(expected)
    expect(inputsWith(text).policy.recovery).toBe(expected !== undefined)
  })

  test.each([
    ['ci+deploy@octo.example', 'KEY_CI_DEPLOY_OCTO_EXAMPLE'],
    ['a=b,c.d', 'KEY_A_B_C_D'],
    ['CI_deploy', 'KEY_CI_DEPLOY'],
  ])('what the name of %s cannot give a secret becomes _', (user, name) => {
    expect(placeOf('KEY_{iam-user}', user)).toMatchObject({ name })
  })

  test.each(['1ci', 'github_ci'])('a name that begins with the user %s is no name of a secret', (user) => {
    expect(() => placeOf('{iam-user}_KEY', user)).toThrow('The input recovery-secret-name does not allow')
    expect(placeOf('KEY_{iam-user}', user)).toBeDefined()
  })

  test.each([
    '1KEY',
    'KEY-RECOVERY',
    'KEY RECOVERY',
    'GITHUB_KEY',
    'github_key',
    'KEY_{user}',
    '{account}_KEY',
    'KEY_{Account}',
    'octo:KEY',
    'octo/ops:',
    'octo/ops/:KEY',
    '/ops:KEY',
    'octo/ops/KEY',
    ':KEY',
    'octo/ops:1KEY',
    'octo/ops/production:GITHUB_KEY',
    'oc to/ops:KEY',
    'octo/..:KEY',
    'octo/.:KEY',
    'octo/ops/..:KEY',
    'octo/ops/.:KEY',
  ])('“%s” is refused', (text) => {
    expect(() => inputsWith(text)).toThrow(
      expect.objectContaining({
        message: `The input recovery-secret-name does not allow “${text}”`,
        remedy: expect.stringContaining('owner/repo/environment:NAME'),
      }),
    )
  })

  test('a control character in its environment is refused', () => {
    expect(() => inputsWith('octo/ops/pro\u0007d:KEY')).toThrow('The input recovery-secret-name does not allow')
  })

  test.each(['AWS_ACCESS_KEY_ID', 'aws_secret_access_key', 'octo/app:AWS_ACCESS_KEY_ID', 'OCTO/App:AWS_ACCESS_KEY_ID'])(
    '%s is a secret of a destination, and refused',
    (text) => {
      expect(() => inputsWith(text)).toThrow(
        expect.objectContaining({ remedy: expect.stringContaining('a name that no destination uses') }),
      )
    },
  )

  test('a name that a destination elsewhere uses is free here, and the other way round', () => {
    const elsewhere = { INPUT_DESTINATIONS: '- repository: octo/web' }
    expect(inputsWith('AWS_ACCESS_KEY_ID', elsewhere).recovery).toMatchObject({ name: 'AWS_ACCESS_KEY_ID' })
    expect(() => inputsWith('octo/web:AWS_ACCESS_KEY_ID', elsewhere)).toThrow('does not allow')
    expect(inputsWith('octo/app/production:AWS_ACCESS_KEY_ID').recovery?.environment).toBe('production')
  })

  test.each([
    ['{iam-user}_ACCESS_KEY_ID', 'aws'],
    ['AWS_SECRET_ACCESS_{iam-user}', 'key'],
  ])('%s for the user %s is a secret of a destination, and refused', (text, user) => {
    expect(() => {
      const { recovery, destinations } = inputsWith(text, { 'INPUT_IAM-USER': user })
      return recovery && recoveryPlaceOf(recovery, { user, account }, destinations)
    }).toThrow('does not allow')
  })

  test.each([
    ['KEY', undefined, false, ['KEY', 'key'], ['KEYS', 'KEY_CI']],
    ['KEY_{iam-user}', undefined, true, ['KEY_CI', 'key_x'], ['KEY_', 'KEY', 'A_KEY_CI']],
    ['KEY_{iam-user}', 'ci-bot', false, ['KEY_CI_BOT'], ['KEY_CI', 'KEY_CI_BOT_2']],
    ['KEY_{account}', undefined, true, ['KEY_111122223333', 'KEY_999999999999'], ['KEY_1111', 'KEY_X']],
    [
      '{iam-user}_{account}_KEY',
      'ci-bot',
      true,
      ['CI_BOT_111122223333_KEY'],
      ['CI_BOT_KEY', 'CI_111122223333_KEY', 'CI_BOT_11112222333X_KEY'],
    ],
  ])('%s of %s is known by its name before the account is', (name, user, isSeveral, own, others) => {
    const known = { user, account: undefined }
    const place = { ...here, name }
    expect(mayNameSeveral(place, known)).toBe(isSeveral)
    expect([...own, ...others].filter(isNameOf(place, known))).toEqual(own)
  })

  test('a value without a name is refused, and not repeated', () => {
    const value = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
    const read = () => inputsWith('', { 'INPUT_RECOVERY-SECRET': value })
    expect(read).toThrow('The input recovery-secret is given, and recovery-secret-name is empty')
    expect(read).toThrow(expect.not.objectContaining({ message: expect.stringContaining(value) }))
    expect(read).toThrow(expect.objectContaining({ remedy: expect.not.stringContaining(value) }))
  })

  test('a name without a value is fine: before the first rotation there is none', () => {
    expect(inputsWith('KEY_RECOVERY')).toMatchObject({ recoveryText: '', policy: { recovery: true } })
  })

  test('the value is taken as it is, and changes nothing else', () => {
    const value = '{"version":1}'
    const { recoveryText, ...others } = inputsWith('KEY_RECOVERY', { 'INPUT_RECOVERY-SECRET': value })
    expect(recoveryText).toBe(value)
    expect(JSON.stringify(others)).not.toContain('version')
  })

  test('its place does not change the digest: the destinations stay the same', () => {
    expect(inputsWith('KEY_RECOVERY').policy.digest).toBe(inputsWith('').policy.digest)
  })
})

test.each([
  ['eu-central-1', 'us-east-1'],
  ['us-east-1', 'us-east-1'],
  ['cn-northwest-1', 'cn-north-1'],
  ['us-gov-east-1', 'us-gov-west-1'],
  ['us-isob-east-1', 'us-isob-east-1'],
  ['eusc-de-east-1', 'eusc-de-east-1'],
])('requests to IAM from %s are signed for %s', (region, expected) => {
  expect(iamRegion(region)).toBe(expected)
})

const reading = (
  inputs: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string | undefined>> = {},
) =>
  readInputs({
    GITHUB_REPOSITORY: 'octo/app',
    ...Object.fromEntries(
      Object.entries({ 'github-token': 't', 'verification-workflow': 'none', ...inputs }).map(([name, value]) => [
        `INPUT_${name.toUpperCase()}`,
        value,
      ]),
    ),
    ...environment,
  })

function refusalOf(...given: Parameters<typeof reading>): Problem {
  try {
    reading(...given)
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('accepted')
}

describe('force', () => {
  test.each([
    ['workflow_dispatch', undefined, true],
    ['workflow_dispatch', '1', true],
    ['repository_dispatch', '1', true],
    ['workflow_dispatch', '2', false],
    ['repository_dispatch', '3', false],
    ['schedule', '1', false],
    ['push', '1', false],
    ['workflow_run', '1', false],
    [undefined, '1', false],
  ])('in a run of %s, attempt %s: %s', (event, attempt, isHeeded) => {
    const environment = { GITHUB_EVENT_NAME: event, GITHUB_RUN_ATTEMPT: attempt }
    const { policy, warnings } = reading({ force: 'true' }, environment)
    expect(policy.force).toBe(isHeeded)
    const kindsOf = (told: typeof warnings) => told.map(({ kind }) => kind)
    expect(kindsOf(warnings).includes('ignored force')).toBe(!isHeeded)
    expect(kindsOf(reading({ force: 'false' }, environment).warnings)).not.toContain('ignored force')
  })
})

describe('a token', () => {
  test.each([
    'ghp_0aZ',
    'ghs_0aZ',
    'github_pat_11A_b',
    'v1.0123456789abcdef',
    '0123456789abcdef0123456789abcdef01234567',
  ])('like %s is taken as it is, without white space around it', (token) => {
    expect(reading({ 'github-token': ` \r\n${token}\n` }).github).toEqual({ kind: 'token', token })
  })

  const faults: readonly (readonly [string, string, string])[] = [
    ['a line break', 'ghs_0123\n456789', 'has white space in it'],
    ['a space', 'Bearer ghs_0123456789', 'has white space in it'],
    ['a tab', 'ghs_0123\t456789', 'has white space in it'],
    ['a no-break space', 'ghs_0123\u00a0456789', 'has white space in it'],
    ['quotes', '"ghs_0123456789"', 'has quotes in it'],
    ['a quote', "ghs_0123456789'", 'has quotes in it'],
    ['backticks', '`ghs_0123456789`', 'has quotes in it'],
    ['a zero-width space', 'ghs_0123\u200b456789', 'a character in it that no token has'],
    ['a zero-width space at its end', 'ghs_0123456789\u200b', 'a character in it that no token has'],
    ['a byte order mark inside', 'ghs_0123\ufeff456789', 'has white space in it'],
    ['a soft hyphen', 'ghs_0123\u00ad456789', 'a character in it that no token has'],
    ['a control character', 'ghs_0123\u0007456789', 'a character in it that no token has'],
    ['a delete', 'ghs_0123\u007f456789', 'a character in it that no token has'],
    ['a letter that looks like one of ASCII', 'ghs_0123\u0430456789', 'a character in it that no token has'],
    ['an ellipsis of a terminal', 'ghs_0123…', 'a character in it that no token has'],
  ]
  test.each(faults)('with %s in it is refused, and no piece of it shown', (_, token, words) => {
    for (const input of ['github-token', 'dispatch-token']) {
      const { message, remedy } = refusalOf({ [input]: token })
      expect(message).toContain(`The input ${input} `)
      expect(message).toContain(words)
      expect(`${message} ${remedy}`).not.toMatch(/0123|4567|ghs_/)
    }
  })
})

describe('the address of the API', () => {
  test.each([
    'https://user:hunter2@github.example/api/v3',
    'https://hunter2@github.example/api/v3',
    'http://user:hunter2@127.0.0.1:1',
    'https://user:hunter2@github.example:99999',
    'user:hunter2@github.example',
    'https://github.example/api/v3?token=hunter2',
    'https://github.example/api/v3#hunter2',
  ])('%s is refused, and not shown', (url) => {
    const { message, remedy } = refusalOf({ 'github-api-url': url })
    expect(message).toContain('The input github-api-url has a user name, a password')
    expect(`${message} ${remedy}`).not.toMatch(/hunter2|user:/)
  })
})

describe('a variable that looks like an input, and is none', () => {
  const told = (environment: Readonly<Record<string, string>>) =>
    reading({}, environment).warnings.flatMap(({ kind, text }) => (kind === 'undeclared inputs' ? [text] : []))

  test.each([
    ['INPUT_VERSION', '1.2.3'],
    ['INPUT_NAME', 'x'],
    ['INPUT_SOURCE', 'x'],
    ['INPUT_NODE-VERSION', '24'],
    ['INPUT_AWS_ACCESS_KEY_ID', 'hunter2'],
    ['INPUT_REGION', 'moon'],
    ['INPUT_', 'x'],
  ])('%s is told, without its value, and changes nothing', (variable, value) => {
    expect(told({ [variable]: value })).toEqual([expect.stringContaining(`ignored: ${variable}.`)])
    expect(told({ [variable]: value }).join()).not.toContain(value)
    expect({ ...reading({}, { [variable]: value }), warnings: [] }).toEqual({ ...reading({}), warnings: [] })
  })

  test('is not told when it is empty, and several are told together', () => {
    expect(told({ INPUT_VERSION: '' })).toEqual([])
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`INPUT_UNKNOWN-${index}`, 'x']))
    expect(told(many)).toEqual([expect.stringMatching(/INPUT_UNKNOWN-9 and 2 more\.$/)])
  })

  test('cannot act in the log by its name', () => {
    const [warning] = told({ 'INPUT_X\n::stop-commands::y': 'x' })
    expect(warning).not.toContain('\n')
  })

  test.each([
    ['rotate-afer', 'rotate-after'],
    ['rotate_after', 'rotate-after'],
    ['rotateafter', 'rotate-after'],
    ['verification-worklow', 'verification-workflow'],
    ['verification_workflows', 'verification-workflow'],
    ['destination', 'destinations'],
    ['secret', 'secrets'],
    ['froce', 'force'],
    ['mdoe', 'mode'],
    ['iam_user', 'iam-user'],
    ['githubtoken', 'github-token'],
    ['recovery-secret-nam', 'recovery-secret-name'],
    ['aws-regoin', 'aws-region'],
    ['recovery_secret', 'recovery-secret'],
  ])('%s is refused, empty or not: %s is meant', (given, meant) => {
    for (const value of ['hunter2', '']) {
      const { message, remedy } = refusalOf({ [given]: value })
      expect(message).toContain(`There is no input ${given} `)
      expect(remedy).toBe(`Did you mean ${meant}?`)
      expect(`${message} ${remedy}`).not.toContain('hunter2')
    }
  })

  test('INPUT_GITHUB_TOKEN of a composite action is told where a token or an App is given, and refused elsewhere', () => {
    const composite = { INPUT_GITHUB_TOKEN: 'ghs_0123' }
    expect(told(composite)).toEqual([expect.stringContaining('INPUT_GITHUB_TOKEN')])
    expect(refusalOf({ 'github-token': '' }, composite).remedy).toBe('Did you mean github-token?')
    expect(refusalOf({ 'github-token': '', 'github-app-id': '1' }, composite).message).toContain('private-key is empty')
  })
})

test.each(['0123456789abcdef0123456789abcdef01234567', '-----BEGIN RSA PRIVATE KEY-----\n0123456789abcdef'])(
  'what is no ID of an App, but may be a secret of it, is not shown',
  (text) => {
    const { message, remedy } = refusalOf({ 'github-token': '', 'github-app-id': text, 'github-app-private-key': 'k' })
    expect(message).toBe('The input github-app-id does not allow “…”')
    expect(remedy).not.toContain('0123')
  },
)

test('an App’s ID from an unset variable is told so', () => {
  const { message, remedy } = refusalOf({ 'github-token': '', 'github-app-private-key': 'k' })
  expect(message).toBe('The input github-app-id is empty')
  expect(remedy).toContain('an unset one is empty')
})

describe('the region of an SMTP password', () => {
  const smtp = 'SMTP_USER: access-key-id\nSMTP_PASSWORD: ses-smtp-password'
  const formatOf = (inputs: Readonly<Record<string, string>>, environment: Readonly<Record<string, string>> = {}) =>
    reading({ secrets: smtp, ...inputs }, environment).destinations[0]?.secrets[1]?.format

  test('is that of the input', () => {
    expect(formatOf({ 'aws-region': 'eu-west-1' })).toBe('ses-smtp-password:eu-west-1')
    expect(formatOf({ 'aws-region': 'eu-west-1' }, { AWS_REGION: 'us-west-2' })).toBe('ses-smtp-password:eu-west-1')
  })

  test.each([{}, { AWS_REGION: 'eu-west-1' }, { AWS_DEFAULT_REGION: 'eu-west-1' }] as const)(
    'is not that of the environment %j',
    (environment) => {
      expect(() => formatOf({}, environment)).toThrow('The input secrets.SMTP_PASSWORD is ses-smtp-password without a')
      const own = `- repository: octo/app\n  secrets: { U: access-key-id, P: ses-smtp-password }`
      expect(() => formatOf({ secrets: '', destinations: own }, environment)).toThrow(
        'The input destinations[0].secrets.P is ses-smtp-password without a region',
      )
    },
  )

  test('is one of AWS', () => {
    const misspelt = 'SMTP_USER: access-key-id\nSMTP_PASSWORD: ses-smtp-password:eu-cental-1'
    expect(refusalOf({ secrets: misspelt }).message).toContain('“ses-smtp-password:eu-cental-1”')
    expect(refusalOf({ secrets: misspelt }).remedy).toContain('did you mean eu-central-1?')
  })
})

test.each([
  ['the same workflow of the repository under another name', { GITHUB_REPOSITORY: 'octo/renamed' }, true],
  ['another workflow', { GITHUB_WORKFLOW_REF: 'octo/app/.github/workflows/keys.yml@refs/heads/main' }, false],
  ['another branch', { GITHUB_WORKFLOW_REF: 'octo/app/.github/workflows/rotate.yml@refs/heads/old' }, true],
  ['a copy of the repository', { GITHUB_REPOSITORY_ID: '2' }, false],
])('the owner of a user is a workflow of a repository by its ID: %s', (_, change, isSame) => {
  const environment = {
    GITHUB_REPOSITORY: 'octo/app',
    GITHUB_REPOSITORY_ID: '1',
    GITHUB_WORKFLOW_REF: 'octo/app/.github/workflows/rotate.yml@refs/heads/main',
    'INPUT_GITHUB-TOKEN': 't',
    'INPUT_VERIFICATION-WORKFLOW': 'none',
  }
  const { owner } = readInputs(environment).policy
  expect(readInputs({ ...environment, ...change }).policy.owner === owner).toBe(isSame)
})
