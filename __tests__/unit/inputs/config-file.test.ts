/** A config file says of many users what a step says of one; it is refused as a whole, with the place of each fault. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { nameOf } from '../../../src/destination.ts'
import { readConfiguration } from '../../../src/inputs/configuration.ts'
import { type Inputs, userInputs } from '../../../src/inputs/inputs.ts'
import { day } from '../../../src/rotation/time.ts'
import { configured, faultsOf, refusalOf, type StepInputs, stepWith, withFile } from './workspace.ts'

/** A file with so many faults is refused for each of them, and nothing else. */
function expectFaults(text: string, expected: readonly (string | RegExp)[], inputs: StepInputs = {}): void {
  const faults = faultsOf(text, inputs)
  expect(faults).toEqual(
    expected.map((words) =>
      typeof words === 'string' ? expect.stringContaining(words) : expect.stringMatching(words),
    ),
  )
}

describe('layers', () => {
  const file = `
defaults:
  rotate-after: 30d
  destinations: [{ organization: octo }]
users:
  - iam-user: first
    secrets: { FIRST_ID: access-key-id, FIRST_KEY: secret-access-key }
  - iam-user: second
    rotate-after: 20d
    destinations:
      - repository: octo/app
    other-keys: []
`
  const step = {
    'rotate-after': '40d',
    'delete-after': '5d',
    secrets: 'KEY: json',
    'other-keys': '- repository: octo/other',
    'aws-region': 'eu-central-1',
  }
  const [first, second] = configured(file, step).users

  test('the key of a user comes before the defaults of the file', () => {
    expect(second?.policy.rotateAfter).toBe(20 * day)
    expect(second?.destinations.map(({ place }) => nameOf(place))).toEqual(['octo/app'])
  })

  test('the defaults of the file come before the inputs of the step', () => {
    expect(first?.policy.rotateAfter).toBe(30 * day)
    expect(first?.destinations.map(({ place }) => nameOf(place))).toEqual(['the organization octo'])
  })

  test('the inputs of the step come before the defaults of the action', () => {
    expect([first, second].map((user) => user?.policy.deleteAfter)).toEqual([5 * day, 5 * day])
    expect([first, second].map((user) => user?.policy.deactivateAfter)).toEqual([8 * day, 8 * day])
    expect([first, second].map((user) => user?.awsRegion)).toEqual(['eu-central-1', 'eu-central-1'])
  })

  test('a list or a map replaces the one below it, an empty one too', () => {
    expect(first?.destinations[0]?.secrets.map(({ name }) => name)).toEqual(['FIRST_ID', 'FIRST_KEY'])
    expect(second?.destinations[0]?.secrets.map(({ name }) => name)).toEqual(['KEY'])
    expect(first?.otherKeys.map(nameOf)).toEqual(['octo/other'])
    expect(second?.otherKeys).toEqual([])
  })

  test('what is said for the run is the same for all', () => {
    const { mode, maxParallel, users } = configured(file, { mode: 'plan', 'max-parallel': '3', 'time-limit': '2h' })
    expect([mode, maxParallel, users.map((user) => user.policy.timeLimit / day)]).toEqual(['plan', 3, [1 / 12, 1 / 12]])
  })
})

describe('values are texts, and YAML may be written as it is or as a text', () => {
  const userOf = (keys: string) => configured(`users:\n  - iam-user: ci\n${keys.replaceAll(/^/gm, '    ')}`).users[0]

  test.each([
    ['destinations:\n  - repository: octo/app\n    environment: 1.10', 'the environment 1.10 of octo/app'],
    ['destinations: |\n  - repository: octo/app\n    environment: 1.10', 'the environment 1.10 of octo/app'],
    ['destinations: [{ repository: octo/app, environment: on }]', 'the environment on of octo/app'],
    ['destinations: "[{ repository: octo/app, environment: 007 }]"', 'the environment 007 of octo/app'],
  ])('%j', (keys, name) => {
    expect(userOf(keys)?.destinations.map(({ place }) => nameOf(place))).toEqual([name])
  })

  test.each([
    'verification-workflow: [a.yml, octo/app/b.yml]',
    'verification-workflow:\n  - a.yml\n  - octo/app/b.yml',
    'verification-workflow: |\n  - a.yml\n  - octo/app/b.yml',
  ])('%j', (keys) => {
    expect(userOf(keys)?.verificationWorkflows.map(({ file }) => file)).toEqual(['a.yml', 'b.yml'])
  })

  test('a user may be called like a number or a word of YAML', () => {
    expect(
      configured('users: [{ iam-user: 007 }, { iam-user: "null", secrets: { K: json } }]').users.map(
        ({ iamUser }) => iamUser,
      ),
    ).toEqual(['007', 'null'])
  })
})

test('a file with one user says what the inputs of a step say', () => {
  const duration = fc.constantFrom('0', '90s', '12h', '20d')
  const some = fc.record(
    {
      'aws-region': fc.constantFrom('eu-west-1', 'cn-north-1'),
      destinations: fc.constantFrom(
        '- repository: octo/app\n  store: dependabot',
        '- repository: octo/app\n  environment: 1.10\n- organization: octo\n  visibility: all',
        '[{ repository: octo/app, secrets: { KEY: json } }]',
      ),
      secrets: fc.constantFrom('KEY: json', 'A: access-key-id\nB: secret-access-key', 'C: credentials-file'),
      variables: fc.constantFrom('KEY_ID: access-key-id', '{}'),
      'verification-workflow': fc.constantFrom('verify.yml', 'none', '- a.yml\n- octo/app/b.yml@main'),
      'verification-timeout': fc.constantFrom('5m', '90s'),
      'rotate-after': duration,
      'deactivate-after': duration,
      'delete-after': duration,
      'old-key-still-used': fc.constantFrom('hold', 'proceed'),
      'other-keys': fc.constantFrom('- repository: octo/other', '[]'),
      'replace-inactive-key': fc.constantFrom('true', 'false'),
      'recovery-secret-name': fc.constantFrom('RECOVERY', 'octo/keys:KEY_{iam-user}_{account}'),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(some, fc.boolean(), (given, isBlock) => {
      const inputs: StepInputs = { 'iam-user': 'ci', ...given }
      const said = ([name, value]: [string, string]) => {
        const isList = /^[-[{]|\n|: /.test(value)
        const block = isBlock && isList ? `${name}: |\n` : `${name}:\n`
        return `    ${block}${value.replaceAll(/^/gm, '      ')}\n`
      }
      const file = `users:\n  -\n${Object.entries(inputs).map(said).join('')}`
      const [expected] = readConfiguration(stepWith(inputs)).users
      const [user] = configured(file).users
      const kinds = (told: Inputs | undefined) => told?.warnings.map(({ kind }) => kind)
      expect({ ...user, warnings: kinds(user) }).toEqual({ ...expected, warnings: kinds(expected) })
    }),
  )
})

describe('every fault has its place', () => {
  test('of all users and layers, in the order of the file', () => {
    const text = `defaults:
  rotate-after: 60
  verification-timeout: 1 h
users:
  - iam-user: first
    destinations:
      - repository: octo/a
      - repository: octo/b
        stroe: dependabot
      - { repository: octo/c, store: actionz }
      - repository: octo/d
        environment:
      - environment: production
  - iam-user: second
    destinations: |
      - repository: octo/x

      - repository: octo/y
        store: nothing
    secrets:
      1A: access-key-id
      B: password
    verification-workflow:
      - a.yml
      - verify
    rotate-after: 3d
  - iam-user: arn:aws:iam::111122223333:user/x
    rotate-after: 3d
    secrets: { ONLY: access-key-id, ID: access-key-id }
    destinations: octo/app
`
    expectFaults(text, [
      'keys.yml:2:17: defaults for first: rotate-after does not allow “60”',
      'keys.yml:3:25: defaults: verification-timeout does not allow “1 h”',
      'keys.yml:9:9: first: destinations[1] does not allow “stroe”. Did you mean store?',
      'keys.yml:10:38: first: destinations[2].store does not allow “actionz”. Allowed: actions or',
      'keys.yml:12:9: first: destinations[3].environment does not allow “”. Allowed: the name of an environment',
      'keys.yml:13:9: first: destinations[4].repository does not allow “”',
      'keys.yml:19:16: second: destinations[1].store does not allow “nothing”',
      'keys.yml:21:7: second: secrets does not allow “1A”',
      'keys.yml:22:10: second: secrets.B does not allow “password”',
      'keys.yml:25:9: second: verification-workflow does not allow “verify”',
      /^keys\.yml:27:15: arn:aws:iam::111122223333:user\/x: iam-user does not allow/,
      /^keys\.yml:30:19: arn.*: destinations needs one entry for each place/,
    ])
  })

  test.each([
    [
      'a name twice',
      'users:\n  - iam-user: a\n    iam-user: b',
      'keys.yml:3:5: The file is not valid YAML: a name is there twice',
    ],
    ['an anchor', 'users:\n  - &a { iam-user: a }', 'keys.yml:2:8: The file has an anchor (&)'],
    ['a merge key', 'users:\n  - { <<: { iam-user: a } }', 'keys.yml:2:7: The file has the name <<'],
    ['an open bracket', 'users: [\n', /^keys\.yml:2:1: The file is not valid YAML/],
    ['nothing', '', 'The file keys.yml is empty'],
    ['a comment', '# nothing\n', 'The file keys.yml is empty'],
    ['a list', '- iam-user: a', 'keys.yml:1:1: The file is not a map. Write a list of users'],
    ['no users', 'defaults: { rotate-after: 1d }', 'keys.yml:1:1: The file has no users'],
    ['an empty list', 'users: []', 'keys.yml:1:1: The file needs a list with one user at least'],
    [
      'a map of users',
      'users:\n  ci: { rotate-after: 1d }',
      'keys.yml:1:1: The file needs a list with one user at least',
    ],
    ['a name for a user', 'users: [ci]', 'keys.yml:1:9: users[0]: the user is not a map'],
    ['no name', 'users:\n  - rotate-after: 1d', 'keys.yml:2:5: users[0]: iam-user is missing'],
    ['an empty name', 'users:\n  - iam-user:\n', 'keys.yml:2:5: users[0]: iam-user is empty'],
    ['an empty value', 'users:\n  - iam-user: ci\n    destinations:\n', 'keys.yml:3:5: ci: destinations is empty'],
    ['an empty text', 'users:\n  - iam-user: ci\n    rotate-after: ""\n', 'keys.yml:3:5: ci: rotate-after is empty'],
    [
      'a list for a text',
      'users:\n  - iam-user: ci\n    rotate-after: [1d]\n',
      'keys.yml:3:19: ci: rotate-after does not allow “["1d"]”. Allowed: one text, not a list',
    ],
    [
      'defaults that are no map',
      'defaults: [a]\nusers: [{ iam-user: ci }]',
      'keys.yml:1:11: defaults: defaults is not a map',
    ],
    [
      'a user in defaults',
      'defaults: { iam-user: ci }\nusers: [{ iam-user: ci }]',
      'keys.yml:1:13: defaults: iam-user is no name that is allowed there. Write it in an entry of the list users',
    ],
    [
      'a key of users beside them',
      'users: [{ iam-user: ci }]\nrotate-after: 1d',
      'keys.yml:2:1: The file has the name rotate-after. Write it below defaults',
    ],
    [
      'a misspelt list',
      'user: [{ iam-user: ci }]',
      /^keys\.yml:1:1: The file has (the name user\. Did you mean users\?|no users)/,
    ],
    [
      'a misspelt key',
      'users:\n  - iam_user: ci\n    iam-user: ci',
      'keys.yml:2:5: ci: iam_user is no name that is allowed there. Did you mean iam-user?',
    ],
    [
      'an unknown key',
      'users:\n  - iam-user: ci\n    colour: red',
      /^keys\.yml:3:5: ci: colour is no name that is allowed there\. Allowed: iam-user, /,
    ],
    [
      'an input of the run',
      'defaults: { time-limit: 2h }\nusers: [{ iam-user: ci }]',
      'keys.yml:1:13: defaults: time-limit is no name that is allowed there. Give time-limit to the step ("with:")',
    ],
    [
      'force',
      'users: [{ iam-user: ci, force: true }]',
      'keys.yml:1:25: ci: force is no name that is allowed there. Give force to the step',
    ],
    ['a byte order mark before a fault', '\ufeffusers: [ci]', 'keys.yml:1:9: users[0]: the user is not a map'],
    [
      'line breaks of Windows',
      'users:\r\n  - iam-user: ci\r\n    destinations: |\r\n      - repository: octo/a\r\n        store: x\r\n',
      'keys.yml:5:16: ci: destinations[0].store',
    ],
  ])('%s', (name, text, words) => {
    const faults = faultsOf(text)
    expect(faults[0]).toEqual(typeof words === 'string' ? expect.stringContaining(words) : expect.stringMatching(words))
    expect(faults).toHaveLength(name === 'a misspelt list' ? 2 : 1)
  })

  test('of the defaults, which no user takes', () => {
    expectFaults('defaults: { rotate-after: x }\nusers: [{ iam-user: ci, rotate-after: 1d }]', [
      'keys.yml:1:27: defaults: rotate-after does not allow “x”',
    ])
    const region = 'defaults: { secrets: { A: access-key-id, B: ses-smtp-password } }\n'
    expect(configured(`${region}users: [{ iam-user: ci, aws-region: eu-west-1 }]`).users).toHaveLength(1)
  })

  test('of the step, without one: once, and by the name of the input', () => {
    const users = 'users: [{ iam-user: a }, { iam-user: b, secrets: { K: json } }]'
    expectFaults(users, ['The input rotate-after does not allow “x”'], { 'rotate-after': 'x' })
    expectFaults(users, ['a: The input secrets does not allow “1”'], { secrets: '1: json' })
    expectFaults(users, ['The input destinations is not valid YAML in line 1'], { destinations: '[' })
    expect(() =>
      withFile(users, (path) =>
        readConfiguration({ ...stepWith({ 'config-file': 'keys.yml' }), GITHUB_WORKSPACE: path, AWS_REGION: 'moon' }),
      ),
    ).toThrow(/^The environment variable AWS_REGION is “moon”/)
  })

  test('of nobody but a user: at its name', () => {
    expectFaults('users:\n  - iam-user: ci', ['keys.yml:2:15: ci: The input verification-workflow is empty'], {
      'verification-workflow': '',
    })
  })

  test('twenty are told, the others counted', () => {
    const users = Array.from(
      { length: 50 },
      (_, index) => `  - { iam-user: u${index}, rotate-after: x, secrets: { K${index}: json } }\n`,
    )
    const { message, remedy } = refusalOf(() => configured(`users:\n${users.join('')}`))
    const lines = message.split('\n')
    expect(lines[0]).toBe('The file keys.yml is refused for 50 faults:')
    expect(lines).toHaveLength(22)
    expect(lines.at(-1)).toBe('- and 30 more')
    expect(remedy).toContain('Correct all of them')
  })
})

describe('what is secret is not shown', () => {
  const secretKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
  test.each([
    ['github-token: ghp_abcdefghijklmnop1234', 'from a secret'],
    ['github_token: hunter2', 'from a secret'],
    ['recovery-secret: hunter2', 'from a secret'],
    ['github-app-private-key: |\n      -----BEGIN RSA PRIVATE KEY-----\n      hunter2', 'from a secret'],
    ['aws-secret-access-key: hunter2', 'is no name that is allowed there'],
    [`secrets: { AWS_SECRET_ACCESS_KEY: ${secretKey} }`, '“***”'],
    [`rotate-after: ${secretKey}`, '“***”'],
    ['rotate-after: ghs_abcdefghijklmnop1234', '“***”'],
    ['verification-workflow: github_pat_11ABCDEFG_hunter2', '“***”'],
    ['rotate-after: "-----BEGIN PRIVATE KEY----- hunter2"', '“***”'],
    [`destinations: [{ repository: octo/app, secret_access_key: ${secretKey} }]`, 'secret_access_key'],
    [`destinations: { AWS_SECRET_ACCESS_KEY: ${secretKey} }`, '***'],
  ])('%s', (key, words) => {
    const { message, remedy } = refusalOf(() => configured(`users:\n  - iam-user: ci\n    ${key}\n`))
    expect(`${message} ${remedy}`).toContain(words)
    expect(`${message} ${remedy}`).not.toMatch(/hunter2|abcdef|ABCDEF|wJalr/)
  })

  test('but a commit is', () => {
    const commit = '0123456789abcdef0123456789abcdef01234567'
    expectFaults(`users: [{ iam-user: ci, verification-workflow: "verify@${commit}" }]`, [commit])
  })
})

describe('the path', () => {
  let root: string
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'workspaces-'))
    mkdirSync(join(root, 'work', 'config', 'deep'), { recursive: true })
    writeFileSync(join(root, 'outside.yml'), 'users: [{ iam-user: outside }]')
    writeFileSync(join(root, 'work', 'config', 'keys.yml'), 'users: [{ iam-user: inside }]')
    writeFileSync(join(root, 'work', '..keys.yml'), 'users: [{ iam-user: dots }]')
    writeFileSync(join(root, 'work', 'latin.yml'), Buffer.from('users: [{ iam-user: caf\xe9 }]', 'latin1'))
    writeFileSync(join(root, 'work', 'large.yml'), `users: [{ iam-user: large }]\n${'#'.repeat(1024 * 1024)}`)
    symlinkSync(join(root, 'outside.yml'), join(root, 'work', 'link.yml'))
    symlinkSync(root, join(root, 'work', 'up'))
    symlinkSync(join('config', 'keys.yml'), join(root, 'work', 'inner.yml'))
    symlinkSync('loop.yml', join(root, 'work', 'loop.yml'))
    symlinkSync(join(root, 'work'), join(root, 'linked'))
  })
  afterAll(() => rmSync(root, { recursive: true }))
  const read = (path: string, workspace = join(root, 'work')) =>
    readConfiguration({ ...stepWith({ 'config-file': path }), GITHUB_WORKSPACE: workspace })

  test.each(['config/keys.yml', './config/keys.yml', 'config/deep/../keys.yml', 'inner.yml'])('%s is read', (path) => {
    expect(read(path).users.map(({ iamUser }) => iamUser)).toEqual(['inside'])
    expect(read(path, join(root, 'linked')).users).toHaveLength(1)
  })

  test('a name may begin with dots', () => {
    expect(read('..keys.yml').users.map(({ iamUser }) => iamUser)).toEqual(['dots'])
  })

  test.each([
    ['../outside.yml', 'does not allow “../outside.yml”'],
    ['config/../../outside.yml', 'does not allow'],
    ['..', 'does not allow'],
    ['/etc/passwd', 'does not allow “/etc/passwd”'],
    ['link.yml', 'does not allow “link.yml”'],
    ['up/outside.yml', 'does not allow'],
    ['config', 'does not allow “config”'],
    ['missing.yml', 'The file missing.yml of the input config-file is not in the workspace'],
    ['config/keys.yml/x', 'is not in the workspace'],
    ['loop.yml', 'is not in the workspace'],
    [`${'x'.repeat(300)}.yml`, 'is not in the workspace'],
    ['ke\0ys.yml', 'does not allow'],
    ['latin.yml', 'The file latin.yml is not text in UTF-8'],
    ['large.yml', 'The file large.yml has 1025 KiB, and 1,024 KiB are allowed'],
  ])('%j is refused', (path, words) => {
    const { message, remedy } = refusalOf(() => read(path))
    expect(message).toContain(words)
    expect(remedy).not.toBe('')
  })

  test('a missing one is most likely not checked out', () => {
    expect(refusalOf(() => read('missing.yml')).remedy).toContain('actions/checkout')
    expect(refusalOf(() => read('keys.yml', '')).message).toContain('GITHUB_WORKSPACE is not set')
  })
})

describe('beside the file', () => {
  const users = 'users: [{ iam-user: a }, { iam-user: b, secrets: { K: json } }]'

  test('the input iam-user is refused', () => {
    expect(refusalOf(() => configured(users, { 'iam-user': 'a' })).message).toBe(
      'The inputs iam-user and config-file are both given',
    )
  })

  test('a recovery value without a name for anybody is refused', () => {
    expect(refusalOf(() => configured(users, { 'recovery-secret': 'x' })).message).toContain(
      'recovery-secret-name is empty',
    )
    const named = users.replace('iam-user: b', 'iam-user: b, recovery-secret-name: R')
    expect(configured(named, { 'recovery-secret': '{}' }).users.map(({ recovery }) => recovery?.name)).toEqual([
      undefined,
      'R',
    ])
  })

  test.each(['0', '101', '1.5', '-1', 'all', '1e1'])('max-parallel: %s is refused', (text) => {
    expect(refusalOf(() => configured(users, { 'max-parallel': text })).message).toContain(
      'The input max-parallel does not allow',
    )
  })

  test('max-parallel is 10 when nothing is said', () => {
    expect(configured(users).maxParallel).toBe(10)
    expect(configured(users, { 'max-parallel': '100' }).maxParallel).toBe(100)
  })

  test('each user is advised to have a recovery secret of its own', () => {
    const [pair] = configured('users: [{ iam-user: a }]').users
    const text = pair?.warnings[0]?.text ?? ''
    expect(text).toContain('"recovery-secret-name: AWS_KEY_RECOVERY_{iam-user}"')
    expect(text).toContain('toJSON(secrets)')
  })

  test('warnings of the run come once, those of a user with it', () => {
    const late = users.replace('iam-user: b', 'iam-user: b, rotate-after: 10d')
    const { users: all, warnings } = configured(late, { force: 'true', colour: 'red' })
    expect(warnings.map(({ kind }) => kind)).toEqual(['undeclared inputs', 'ignored force'])
    expect(all.map((user) => user.warnings.map(({ kind }) => kind))).toEqual([
      ['no recovery secret'],
      ['late rotation'],
    ])
  })
})

test('digests and times are those of each user', () => {
  const file = (count: number) => {
    const places = Array.from({ length: count }, (_, index) => `{ repository: octo/app-${index} }`).join(', ')
    return `users:\n  - iam-user: small\n  - iam-user: large\n    destinations: [${places}]\n`
  }
  const [small, large] = configured(file(200)).users as readonly [Inputs, Inputs]
  expect(small.policy.digest).not.toBe(large.policy.digest)
  expect(large.policy.publication).toBeGreaterThan(small.policy.publication)
  expectFaults(file(300), ['keys.yml:3:15: large: The input time-limit (55m) leaves no room to rotate a key'])
  expect(configured(file(300), { 'time-limit': '2h' }).users).toHaveLength(2)
})

test('a thousand users are read in the time of a few pages of YAML', () => {
  const user = (index: number) => `  - iam-user: ci-${index}
    role-to-assume: arn:aws:iam::111122223333:role/key-rotation
    destinations:
      - repository: octo/app-${index}
      - repository: octo/app-${index}
        environment: production
`
  const count = 1_000
  const text = `defaults: { recovery-secret-name: "KEY_{iam-user}" }\nusers:\n${Array.from({ length: count }, (_, index) => user(index)).join('')}`
  const before = process.cpuUsage()
  expect(configured(text).users).toHaveLength(count)
  const { user: spent } = process.cpuUsage(before)
  // Ten times what it takes: something that grows with the square of the users takes more.
  expect(spent / 1_000_000).toBeLessThan(10)
})

test('every input of a user can stand in a file', () => {
  expect(userInputs).toContain('role-to-assume')
  const [user] = configured('users: [{ iam-user: ci, role-to-assume: "arn:aws:iam::111122223333:role/x/y" }]').users
  expect(user?.roleToAssume).toBe('arn:aws:iam::111122223333:role/x/y')
  const china =
    'defaults: { aws-region: cn-north-1 }\nusers: [{ iam-user: ci, role-to-assume: "arn:aws:iam::111122223333:role/x" }]'
  expectFaults(china, [
    'keys.yml:2:41: ci: role-to-assume names a role of the partition aws, and aws-region is cn-north-1',
  ])
  expectFaults('users: [{ iam-user: ci, role-to-assume: "x" }]', [
    'keys.yml:1:41: ci: role-to-assume does not allow “x”',
  ])
})
