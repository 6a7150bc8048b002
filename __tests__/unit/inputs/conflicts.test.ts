/** No two users of a config file may write one secret, and none may be there twice. */
import { describe, expect, test } from '@jest/globals'
import { configured, faultsOf, type StepInputs } from './workspace.ts'

const roleIn = (account: string) => `arn:aws:iam::${account}:role/key-rotation`
const usersWith = (...keys: readonly string[]) => `users:\n${keys.map((each) => `  - { ${each} }\n`).join('')}`
const inApp = (names: string) => `destinations: [{ repository: octo/app, secrets: { ${names} } }]`

test.each<readonly [string, string, StepInputs]>([
  [
    'names in two accounts',
    usersWith(
      `iam-user: ci, secrets: { A: json }`,
      `iam-user: ci, secrets: { B: json }, role-to-assume: "${roleIn('111122223333')}"`,
    ),
    {},
  ],
  [
    'names in accounts of two roles',
    usersWith(
      `iam-user: ci, secrets: { A: json }, role-to-assume: "${roleIn('444455556666')}"`,
      `iam-user: ci, secrets: { B: json }, role-to-assume: "${roleIn('111122223333')}"`,
    ),
    {},
  ],
  [
    'one place under different names',
    usersWith(`iam-user: a, ${inApp('A: json')}`, `iam-user: b, ${inApp('B: json')}`),
    {},
  ],
  [
    'one name in two stores',
    usersWith(
      `iam-user: a, ${inApp('A: json')}`,
      'iam-user: b, destinations: [{ repository: octo/app, store: dependabot, secrets: { A: json } }]',
    ),
    {},
  ],
  [
    'a secret and a variable of one name',
    usersWith(
      `iam-user: a, ${inApp('A: json')}`,
      'iam-user: b, destinations: [{ repository: octo/app, secrets: { B: json }, variables: { A: access-key-id } }]',
    ),
    {},
  ],
  [
    'recovery secrets with a name each',
    usersWith('iam-user: a, secrets: { A: json }', 'iam-user: b, secrets: { B: json }'),
    { 'recovery-secret-name': 'R_{iam-user}' },
  ],
  [
    'recovery secrets with an account each',
    usersWith(
      `iam-user: ci, secrets: { A: json }, role-to-assume: "${roleIn('444455556666')}"`,
      `iam-user: ci, secrets: { B: json }, role-to-assume: "${roleIn('111122223333')}"`,
    ),
    { 'recovery-secret-name': 'R_{iam-user}_{account}' },
  ],
  [
    'recovery secrets of an account that is not known yet',
    usersWith(
      'iam-user: ci, secrets: { A: json }',
      `iam-user: ci, secrets: { B: json }, role-to-assume: "${roleIn('111122223333')}"`,
    ),
    { 'recovery-secret-name': 'R_{account}' },
  ],
  [
    'recovery secrets in two environments',
    usersWith(
      'iam-user: a, secrets: { A: json }, recovery-secret-name: "octo/ops/one:R"',
      'iam-user: b, secrets: { B: json }, recovery-secret-name: "octo/ops/two:R"',
    ),
    {},
  ],
])('%s are no conflict', (_, text, inputs) => {
  expect(configured(text, inputs).users).toHaveLength(2)
})

test.each<readonly [string, string, StepInputs, readonly (string | RegExp)[]]>([
  [
    'a user twice',
    usersWith('iam-user: ci, secrets: { A: json }', 'iam-user: CI, secrets: { B: json }'),
    {},
    [/^keys\.yml:3:17: CI: iam-user names the user of users\[0\] once more\. List each user once/],
  ],
  [
    'a user twice in one account',
    usersWith(
      `iam-user: ci, secrets: { A: json }, role-to-assume: "${roleIn('111122223333')}"`,
      `iam-user: ci, secrets: { B: json }, role-to-assume: "arn:aws:iam::111122223333:role/other"`,
    ),
    {},
    [/^keys\.yml:3:17: ci: iam-user names the user of users\[0\]/],
  ],
  [
    'a user twice, with the same places',
    usersWith('iam-user: ci', 'iam-user: ci'),
    {},
    [/^keys\.yml:3:17: ci: iam-user names/],
  ],
  [
    'one secret',
    usersWith(
      `iam-user: a, ${inApp('A: access-key-id, B: secret-access-key')}`,
      `iam-user: b, destinations: [{ repository: octo/web, secrets: { A: json } }, { repository: Octo/App, secrets: { b: json } }]`,
    ),
    {},
    [
      'keys.yml:3:83: b: destinations has the secret B of Octo/App, which holds the key of a (users[0]). Give each user a place of its own',
    ],
  ],
  [
    'one variable',
    usersWith(
      `iam-user: a, secrets: { A: json }, variables: { ID: access-key-id }`,
      `iam-user: b, secrets: { B: json }, variables: { ID: access-key-id }`,
    ),
    {},
    ['keys.yml:3:17: b: The input destinations has the variable ID of octo/ops, which holds the key of a'],
  ],
  [
    'the defaults of the action',
    usersWith('iam-user: a', 'iam-user: b', 'iam-user: c'),
    {},
    [
      'keys.yml:3:17: b: The input destinations has the secret AWS_ACCESS_KEY_ID, the secret AWS_SECRET_ACCESS_KEY of octo/ops, which holds the key of a (users[0])',
      'keys.yml:4:17: c: The input destinations has the secret AWS_ACCESS_KEY_ID',
    ],
  ],
  [
    'destinations of the step',
    usersWith('iam-user: a', 'iam-user: b'),
    { destinations: '- organization: octo' },
    [
      /^b: The input destinations has the secret AWS_ACCESS_KEY_ID, .* of the organization octo, which holds the key of a/,
    ],
  ],
  [
    'destinations of the defaults',
    `defaults: { destinations: [{ organization: octo }] }\n${usersWith('iam-user: a', 'iam-user: b')}`,
    {},
    ['keys.yml:1:28: defaults for b: destinations has the secret AWS_ACCESS_KEY_ID'],
  ],
  [
    'one recovery secret',
    usersWith('iam-user: a, secrets: { A: json }', 'iam-user: b, secrets: { B: json }'),
    { 'recovery-secret-name': 'r' },
    [/^b: The input recovery-secret-name is R of octo\/ops for a \(users\[0\]\), too\. .*\{iam-user\}/],
  ],
  [
    'one recovery secret of two names',
    usersWith(
      'iam-user: a-b, secrets: { A: json }',
      'iam-user: a.b, secrets: { B: json }, recovery-secret-name: "R_{iam-user}"',
    ),
    { 'recovery-secret-name': 'R_{iam-user}' },
    [
      /^keys\.yml:3:66: a\.b: recovery-secret-name is R_A_B of octo\/ops for a-b \(users\[0\]\), too\. .*a name of its own/,
    ],
  ],
  [
    'one recovery secret in an account that is not known yet',
    usersWith('iam-user: a, secrets: { A: json }', 'iam-user: b, secrets: { B: json }'),
    { 'recovery-secret-name': 'R_{account}' },
    ['b: The input recovery-secret-name is R_{account} of octo/ops for a'],
  ],
  [
    'a recovery secret that is a destination of another user',
    usersWith('iam-user: a, secrets: { A: json }, recovery-secret-name: B', 'iam-user: b, secrets: { B: json }'),
    {},
    ['keys.yml:2:64: a: recovery-secret-name is B of octo/ops, a secret that holds the key of b (users[1])'],
  ],
  [
    'a recovery secret that is a destination of its own user',
    usersWith('iam-user: a, secrets: { R_A: json }, recovery-secret-name: "R_{iam-user}"'),
    {},
    ['keys.yml:2:66: a: recovery-secret-name is R_A of octo/ops, a secret that holds the key of a (users[0])'],
  ],
  [
    'a recovery secret that no secret can be called',
    usersWith('iam-user: 1a, recovery-secret-name: "{iam-user}"'),
    {},
    ['keys.yml:2:43: 1a: recovery-secret-name does not allow “1A”'],
  ],
])('%s is refused', (_, text, inputs, expected) => {
  expect(faultsOf(text, inputs)).toEqual(
    expected.map((words) =>
      typeof words === 'string' ? expect.stringContaining(words) : expect.stringMatching(words),
    ),
  )
})

describe('what users write', () => {
  test('is known to each of them, by place and name', () => {
    const text = usersWith(
      `iam-user: a, ${inApp('A: json')}`,
      `iam-user: b, destinations: [{ repository: Octo/App, secrets: { B: json } }, { organization: octo, secrets: { C: json } }]`,
    )
    const { users } = configured(text)
    for (const { secretsOfUsers } of users) {
      expect(secretsOfUsers).toEqual(
        new Map([
          ['octo/app:actions', new Set(['A', 'B'])],
          ['octo:actions', new Set(['C'])],
        ]),
      )
    }
  })
})
