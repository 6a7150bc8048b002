/** The schema that editors use says what the action takes, wherever a schema can tell. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import { userInputs } from '../../src/inputs/inputs.ts'
import { Problem } from '../../src/rotation/problem.ts'
import { configured, faultsOf } from '../unit/inputs/workspace.ts'

const root = join(import.meta.dirname, '..', '..')
const text = (path: string) => readFileSync(join(root, path), 'utf8')

interface Properties {
  readonly properties: Readonly<Record<string, unknown>>
}
interface Schema extends Properties {
  readonly properties: { readonly defaults: Properties; readonly users: { readonly items: Properties } }
  readonly $defs: {
    readonly inputs: Readonly<Record<string, { readonly description: string }>>
    readonly destination: Properties
    readonly place: Properties
  }
}
const schema = JSON.parse(text('schema/config.json')) as Schema
const isValid = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema)

function isTaken(file: string): boolean {
  try {
    configured(file)
    return true
  } catch (error) {
    if (error instanceof Problem) return false
    throw error
  }
}

const names = ({ properties }: Properties) => Object.keys(properties).sort()
const sorted = (all: readonly string[]) => [...all].sort()

/** A file whose only user says this, too. */
const saying = (keys: string) => `users:\n  - iam-user: ci\n${keys.replaceAll(/^/gm, '    ')}\n`
const at = (destination: string) => saying(`destinations: [{ ${destination} }]`)

/** The names that the action allows where it finds one that it does not know. */
function allowedIn(file: string): readonly string[] {
  const [fault = ''] = faultsOf(file)
  expect(fault).toContain('xyzzy')
  return sorted(/ Allowed: (.*)\.$/.exec(fault)?.[1]?.split(', ') ?? [])
}

const user = '{ iam-user: ci }'

test('it has the names that the action reads', () => {
  expect(names(schema)).toEqual(allowedIn(`users: [${user}]\nxyzzy: 1`))
  expect(names(schema.properties.users.items)).toEqual(allowedIn('users: [{ iam-user: ci, xyzzy: 1 }]'))
  expect(names(schema.properties.defaults)).toEqual(allowedIn(`defaults: { xyzzy: 1 }\nusers: [${user}]`))
  expect(sorted(Object.keys(schema.$defs.inputs))).toEqual(sorted(userInputs))
  expect(names(schema.$defs.destination)).toEqual(allowedIn(at('repository: octo/app, xyzzy: 1')))
  expect(names(schema.$defs.place)).toEqual(allowedIn(saying('other-keys: [{ repository: octo/app2, xyzzy: 1 }]')))
})

test('it describes inputs as action.yml does', () => {
  const { inputs } = parse(text('action.yml')) as { inputs: Readonly<Record<string, { description: string }>> }
  for (const [name, { description }] of Object.entries(schema.$defs.inputs)) {
    // Not every user of a file has a default.
    const expected = name === 'iam-user' ? undefined : inputs[name]?.description
    expect([name, description]).toEqual([name, expected ?? expect.stringMatching(/\.$/)])
  }
})

test('the example of the documentation is right', () => {
  const [, example = ''] = /^```yaml\n(# yaml-language-server: [\s\S]*?)^```$/m.exec(text('docs/fleet.md')) ?? []
  expect(example).toContain('schema/config.json')
  expect(isValid(parse(example))).toBe(true)
  expect(configured(example).users.map(({ iamUser }) => iamUser)).toEqual(['ci-deploy', 'mail', 'backup'])
})

test('the example of a file is right', () => {
  const example = text('examples/fleet-config.yml')
  expect(isValid(parse(example))).toBe(true)
  expect(configured(example).users.map(({ iamUser }) => iamUser)).toEqual(['ci-bot', 'mailer'])
})

test('the documentation names every input that may stand in a file', () => {
  const [, listed = ''] = /by their names:\n\n((?:`.*\n)+)/.exec(text('docs/fleet.md')) ?? []
  expect(sorted([...listed.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))).toEqual(
    names(schema.properties.defaults),
  )
})

describe('what is right for both', () => {
  test.each([
    'users: [{ iam-user: ci }]',
    'users: [{ iam-user: 007 }]',
    'users: [{ iam-user: true }]',
    'defaults: {}\nusers: [{ iam-user: "a+b=c,d.e@f-g_h" }]',
    'defaults: { rotate-after: 1d }\nusers: [{ iam-user: a }, { iam-user: b, secrets: { K: json } }]',
    saying('aws-region: us-gov-west-1'),
    saying('aws-region: cn-north-1\nrole-to-assume: arn:aws-cn:iam::111122223333:role/a/b/key-rotation'),
    saying('destinations: |\n  - repository: octo/app'),
    saying('destinations: "[{ repository: octo/app }]"'),
    at('repository: octo/my.app-1_x'),
    at('repository: octo/app, store: agents'),
    at('repository: octo/app, environment: 1.10'),
    at('repository: octo/app, environment: on'),
    at('repository: octo/app, environment: true, store: actions'),
    at('organization: octo, visibility: all'),
    at('organization: octo, visibility: selected, repositories: [octo/app]'),
    at('organization: octo, store: dependabot, variables: {}'),
    at('repository: octo/app, secrets: { K: json }, variables: { ID: access-key-id }'),
    saying('secrets: { lower: access-key-id, _X: secret-access-key }'),
    saying('secrets: { U: access-key-id, P: "ses-smtp-password:eu-west-1" }'),
    saying('secrets: |\n  K: credentials-file'),
    saying('variables: {}'),
    saying('variables: { ID: access-key-id }'),
    saying('verification-workflow: none'),
    saying('verification-workflow: octo/app/verify.yaml@release/v1'),
    saying('verification-workflow: .github/workflows/verify.yml'),
    saying('verification-workflow: [a.yml, octo/app/b.yml]'),
    saying('verification-workflow: |\n  - a.yml\n  - b.yml'),
    saying('verification-timeout: 90s'),
    saying('rotate-after: 0\ndeactivate-after: "0"\ndelete-after: 12h'),
    saying('old-key-still-used: proceed'),
    saying('other-keys: []'),
    saying('other-keys: [{ repository: octo/other, environment: 7 }, { organization: octo, store: codespaces }]'),
    saying('replace-inactive-key: true'),
    saying('replace-inactive-key: "False"'),
    saying('recovery-secret-name: KEY_{iam-user}_{account}'),
    saying('recovery-secret-name: "octo/keys/eu/west 1:KEY"'),
  ])('%j', (file) => {
    expect([isTaken(file), isValid(parse(file)), isValid.errors]).toEqual([true, true, null])
  })
})

describe('what is wrong for both', () => {
  test.each([
    '',
    '[]',
    'users: []',
    'users: {}',
    'users: [ci]',
    'users: [{}]',
    'users: [{ iam-user: }]',
    'users: [{ iam-user: "" }]',
    'users: [{ iam-user: user/ci }]',
    'users: [{ iam-user: [ci] }]',
    'defaults: { rotate-after: 1d }',
    'defaults:\nusers: [{ iam-user: ci }]',
    'defaults: []\nusers: [{ iam-user: ci }]',
    'defaults: { iam-user: ci }\nusers: [{ iam-user: ci }]',
    'defaults: { force: true }\nusers: [{ iam-user: ci }]',
    'rotate-after: 1d\nusers: [{ iam-user: ci }]',
    saying('github-token: x'),
    saying('recovery-secret: x'),
    saying('time-limit: 1h'),
    saying('iam_user: x'),
    saying('aws-region: Frankfurt'),
    saying('role-to-assume: arn:aws:iam::1111:role/x'),
    saying('role-to-assume: arn:aws:iam::111122223333:user/x'),
    saying('destinations: []'),
    saying('destinations:'),
    saying('destinations: { repository: octo/app }'),
    saying('destinations: octo/app'),
    saying('destinations: [octo/app]'),
    at('store: actions'),
    at('repository: app'),
    at('repository: octo/..'),
    at('repository: octo/app, environment: ""'),
    at('repository: octo/app, environment: ..'),
    at('repository: octo/app, environment:'),
    at(`repository: octo/app, environment: ${'x'.repeat(256)}`),
    at('repository: octo/app, environment: production, store: dependabot'),
    at('organization: octo, environment: production'),
    at('organization: octo, repository: octo/app'),
    at('organization: octo/app'),
    at('repository: octo/app, store: registry'),
    at('repository: octo/app, visibility: all'),
    at('organization: octo, visibility: selected'),
    at('organization: octo, visibility: all, repositories: [octo/app]'),
    at('organization: octo, repositories: [octo/app]'),
    at('organization: octo, visibility: everybody'),
    at('organization: octo, store: dependabot, variables: { ID: access-key-id }'),
    at('repository: octo/app, colour: red'),
    saying('secrets: { K: password }'),
    saying('secrets: { 1K: json }'),
    saying('secrets: { github_k: json }'),
    saying('secrets: [K]'),
    saying('secrets: { K: }'),
    saying('secrets: { U: access-key-id, P: "ses-smtp-password:" }'),
    saying('variables: { ID: secret-access-key }'),
    saying('verification-workflow: verify'),
    saying('verification-workflow: octo/verify.yml'),
    saying('verification-workflow: []'),
    saying('verification-workflow: [none, { a: b }]'),
    saying('verification-timeout: 0'),
    saying('verification-timeout: 0s'),
    saying('rotate-after: 60'),
    saying('rotate-after: 1w'),
    saying('rotate-after: 1.5d'),
    saying('rotate-after: [1d]'),
    saying('old-key-still-used: wait'),
    saying('other-keys: [{ repository: octo/other, secrets: { K: json } }]'),
    saying('replace-inactive-key: yes'),
    saying('replace-inactive-key: 1'),
    saying('recovery-secret-name: "octo:KEY"'),
    saying('recovery-secret-name: MY KEY'),
    saying('recovery-secret-name: GITHUB_KEY'),
  ])('%j', (file) => {
    expect([isTaken(file), isValid(parse(file))]).toEqual([false, false])
  })
})
