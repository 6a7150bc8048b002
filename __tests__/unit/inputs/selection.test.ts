/** `only-users` names users of a config file, and each user can be named so that nobody else is meant. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { selectorsOf, selectUsers } from '../../../src/inputs/config-file/selection.ts'
import { readConfiguration } from '../../../src/inputs/configuration.ts'
import { configured, refusalOf, stepWith } from './workspace.ts'

const roleIn = (account: string) => `arn:aws:iam::${account}:role/key-rotation`
const file = `
defaults: { destinations: [{ repository: octo/app }] }
users:
  - { iam-user: deploy, secrets: { A: json } }
  - { iam-user: "mail,bulk", secrets: { B: json } }
  - { iam-user: backup, secrets: { C: json } }
  - { iam-user: Backup, role-to-assume: "${roleIn('444455556666')}", secrets: { D: json } }
  - { iam-user: backup, role-to-assume: "${roleIn('111122223333')}", secrets: { E: json } }
`
const selectors = ['deploy', '"mail,bulk"', '/backup', '444455556666/Backup', '111122223333/backup']
const selected = (only: string) => configured(file, { 'only-users': only }).users.map(({ selector }) => selector)

test('every user of the file is selected where nobody is named', () => {
  expect(selected('')).toEqual(selectors)
})

test.each<readonly [string, readonly number[]]>([
  ['deploy', [0]],
  ['DEPLOY', [0]],
  ['/deploy', [0]],
  ['"deploy"', [0]],
  ['[deploy]', [0]],
  ['- deploy\n- "mail,bulk"', [0, 1]],
  ['"mail,bulk",deploy', [0, 1]],
  ['mail,bulk', [1]],
  ['["\\"mail,bulk\\"", "/backup, deploy"]', [0, 1, 2]],
  ['backup', [2, 3, 4]],
  ['/backup', [2]],
  ['444455556666/backup', [3]],
  ['444455556666/backup, 111122223333/backup', [3, 4]],
  ['111122223333/backup,deploy', [0, 4]],
  ['deploy\nbackup', [0, 2, 3, 4]],
  ['deploy, deploy,', [0]],
])('%j selects users in the order of the file', (only, indexes) => {
  expect(selected(only)).toEqual(indexes.map((index) => selectors[index]))
})

test.each(selectors.map((selector, index) => [selector, index] as const))('%s selects one user', (selector, index) => {
  expect(selected(selector)).toEqual([selectors[index]])
})

test.each([
  ['deplyo', /names “deplyo”, and the file keys\.yml has no such user/, /^Did you mean deploy\? The file has deploy, /],
  ['444455556667/backup', /names “444455556667\/backup”/, /Did you mean 444455556666\/backup\?/],
  ['999999999999/nobody', /names “999999999999\/nobody”/, /^The file has deploy/],
  ['a1, deploy, zz', /names “a1”, “zz”, and/, /^The file has/],
  ['[]', /does not allow “\[\]”/, /one user at least/],
  [',', /does not allow “,”/, /one user at least/],
  ['deploy"', /does not allow “deploy"”/, /names of users between commas/],
  ['[{ a: b }]', /does not allow/, /names of users between commas/],
  ['[deploy', /only-users is not valid YAML in line 1/, /./],
  ['[deploy, ghp_abcdefghijklmnop1234]', /names “\*\*\*”/, /./],
])('%j is refused', (only, message, remedy) => {
  const problem = refusalOf(() => configured(file, { 'only-users': only }))
  expect(problem.message).toMatch(message)
  expect(problem.remedy).toMatch(remedy)
})

test('without a file there is nobody to select from', () => {
  expect(refusalOf(() => readConfiguration(stepWith({ 'only-users': 'deploy' }))).message).toBe(
    'The input only-users is given, and config-file is empty',
  )
})

test('the whole file is checked, whoever is selected', () => {
  const broken = file.replace('{ C: json }', '{ C: jason }')
  expect(refusalOf(() => configured(broken, { 'only-users': 'deploy' })).message).toContain('secrets.C')
})

test('a user is told from users of the same place that are not selected', () => {
  const [deploy] = configured(file, { 'only-users': 'deploy' }).users
  expect([...(deploy?.secretsOfUsers.get('octo/app:actions') ?? [])].sort()).toEqual(['A', 'B', 'C', 'D', 'E'])
})

describe('the selectors of any users', () => {
  const name = fc.stringMatching(/^[ab,@=-]{1,3}$/)
  const account = fc.constantFrom(undefined, '111122223333', '444455556666')
  const users = fc.uniqueArray(
    fc.record({ iamUser: name, roleToAssume: account.map((each) => each && roleIn(each)) }),
    { minLength: 1, maxLength: 6, selector: ({ iamUser, roleToAssume }) => `${iamUser} ${roleToAssume}` },
  )

  test('select each of them alone, and together what they select', () => {
    fc.assert(
      fc.property(users, fc.nat(), (all, seed) => {
        const each = selectorsOf(all)
        for (const [index, selector] of each.entries()) {
          expect(selectUsers(selector, all, 'keys.yml')).toEqual([all[index]])
        }
        const some = all.filter((_, index) => index === 0 || (seed >> index) % 2 === 1)
        const joined = each.filter((_, index) => index === 0 || (seed >> index) % 2 === 1)
        expect(selectUsers(joined.join(','), all, 'keys.yml')).toEqual(some)
        expect(selectUsers(JSON.stringify(joined), all, 'keys.yml')).toEqual(some)
      }),
    )
  })
})

test('whose names are shared by which others, with their roles, is known whoever is selected', () => {
  const [, role, other] = configured(file, { 'only-users': 'backup' }).users.map(({ namesakes }) => namesakes)
  expect(role).toEqual([undefined, roleIn('111122223333')])
  expect(other).toEqual([undefined, roleIn('444455556666')])
  expect(configured(file, { 'only-users': 'deploy' }).users.map(({ namesakes }) => namesakes)).toEqual([[]])
})
