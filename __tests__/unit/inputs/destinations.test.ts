/** Where a key is to live: what the inputs allow, what they refuse, and in which words. */
import { describe, expect, test } from '@jest/globals'
import { identityOf, nameOf } from '../../../src/destination.ts'
import {
  type DestinationDefaults,
  digestOf,
  parseDestinations,
  parseOtherKeys,
} from '../../../src/inputs/destinations.ts'
import { parseEntries } from '../../../src/inputs/entries.ts'
import { Problem } from '../../../src/rotation/problem.ts'
import { readInputs } from './reading.ts'

const secrets = [
  { name: 'ID', format: 'access-key-id' },
  { name: 'KEY', format: 'secret-access-key' },
] as const

const defaults: DestinationDefaults = {
  home: { owner: 'octo', repo: 'app' },
  secrets,
  variables: [],
  region: 'eu-central-1',
  isEnterpriseServer: false,
}

const parsed = (text: string, change: Partial<DestinationDefaults> = {}) =>
  parseDestinations(text, { ...defaults, ...change })

const actions = { store: 'actions' } as const
const plain = { secrets, variables: [], audience: undefined }

describe('a destination', () => {
  test('is this repository when nothing is said', () => {
    expect(parsed('')).toEqual([{ place: { kind: 'repository', owner: 'octo', repo: 'app', ...actions }, ...plain }])
  })

  test.each([
    ['repository: octo/web', { kind: 'repository', owner: 'octo', repo: 'web', ...actions }, 'octo/web'],
    [
      'repository: octo/web\n  store: dependabot',
      { kind: 'repository', owner: 'octo', repo: 'web', store: 'dependabot' },
      'octo/web (Dependabot)',
    ],
    [
      'repository: octo/web\n  store: codespaces',
      { kind: 'repository', owner: 'octo', repo: 'web', store: 'codespaces' },
      'octo/web (Codespaces)',
    ],
    [
      'repository: octo/web\n  store: agents',
      { kind: 'repository', owner: 'octo', repo: 'web', store: 'agents' },
      'octo/web (Agents)',
    ],
    [
      'repository: octo/web\n  environment: prod/eu west é',
      { kind: 'environment', owner: 'octo', repo: 'web', environment: 'prod/eu west é' },
      'the environment prod/eu west é of octo/web',
    ],
    ['organization: octo', { kind: 'organization', owner: 'octo', ...actions }, 'the organization octo'],
    [
      'organization: octo\n  store: agents',
      { kind: 'organization', owner: 'octo', store: 'agents' },
      'the organization octo (Agents)',
    ],
  ])('%j', (entry, place, name) => {
    const [destination] = parsed(`- ${entry}`)
    expect(destination).toEqual({ place, ...plain })
    expect(destination && nameOf(destination.place)).toBe(name)
  })

  test('has secrets and variables of its own, names in upper case', () => {
    const text =
      '- repository: octo/api\n  secrets: { key_id: access-key-id, S: json }\n  variables: { id: access-key-id }'
    expect(parsed(text)[0]).toMatchObject({
      secrets: [
        { name: 'KEY_ID', format: 'access-key-id' },
        { name: 'S', format: 'json' },
      ],
      variables: [{ name: 'ID', format: 'access-key-id' }],
    })
  })

  test.each([
    ['actions', 1],
    ['agents', 1],
    ['dependabot', 0],
    ['codespaces', 0],
  ])('gets the variables of all destinations where the store %s has any', (store, count) => {
    const variables = [{ name: 'ID', format: 'access-key-id' }] as const
    expect(parsed(`- repository: octo/web\n  store: ${store}`, { variables })[0]?.variables).toHaveLength(count)
  })

  test.each([
    ['all', { visibility: 'all', repositories: [] }],
    ['private', { visibility: 'private', repositories: [] }],
    ['selected\n  repositories: [octo/a, Octo/b.c]', { visibility: 'selected', repositories: ['octo/a', 'Octo/b.c'] }],
  ])('says who may use an organization secret that does not exist yet: %j', (visibility, audience) => {
    expect(parsed(`- organization: octo\n  visibility: ${visibility}`)[0]?.audience).toEqual(audience)
  })

  test('may show the ID alone, in variables alone', () => {
    const [destination] = parsed('- repository: octo/web\n  secrets: {}\n  variables: { ID: access-key-id }')
    expect(destination).toMatchObject({ secrets: [], variables: [{ name: 'ID' }] })
  })

  test('may have the ID in a variable and the secret beside it', () => {
    const text = '- repository: octo/web\n  secrets: { S: secret-access-key }\n  variables: { ID: access-key-id }'
    expect(parsed(text)).toHaveLength(1)
  })
})

describe('formats', () => {
  test.each([
    ['access-key-id', 'access-key-id'],
    ['secret-access-key', 'secret-access-key'],
    ['json', 'json'],
    ['credentials-file', 'credentials-file'],
    ['ses-smtp-password', 'ses-smtp-password:eu-central-1'],
    ['ses-smtp-password:us-west-2', 'ses-smtp-password:us-west-2'],
  ])('%s', (text, format) => {
    expect(parseEntries('secrets', `A: ${text}`, 'eu-central-1')).toEqual([{ name: 'A', format }])
  })

  test.each(['access-key', 'JSON', 'ses-smtp-password:', 'ses-smtp-password:Frankfurt', '', '1'])(
    '“%s” is refused',
    (text) => {
      expect(() => parseEntries('secrets', `A: '${text}'`, 'eu-central-1')).toThrow(
        expect.objectContaining({
          message: `The input secrets.A does not allow “${text}”`,
          remedy: expect.stringContaining('ses-smtp-password:REGION'),
        }),
      )
    },
  )

  test('a variable is readable by everybody, so it never holds a secret', () => {
    expect(() => parseEntries('variables', 'A: json', 'eu-central-1')).toThrow(
      expect.objectContaining({ remedy: expect.stringContaining('everybody can read a variable') }),
    )
  })
})

describe('what cannot be served is refused in words that name it', () => {
  test.each([
    ['repository: octo/web', 'destinations', 'a YAML list'],
    ['- octo/web', 'destinations[0]', 'a YAML map'],
    ['- null', 'destinations[0]', 'a YAML map'],
    ['- repository: web', 'destinations[0].repository', 'owner/name'],
    ['- store: actions', 'destinations[0].repository', 'owner/name'],
    ['- repository: octo/..', 'destinations[0].repository', 'not . or ..'],
    ['- repository: octo/.', 'destinations[0].repository', 'not . or ..'],
    ['- repository: "octo/app\\n"', 'destinations[0].repository', 'owner/name'],
    ['- repository:', 'destinations[0].repository', 'It is empty'],
    ['- repository: { name: octo/app }', 'destinations[0].repository', 'not a map'],
    ['- organization: ".."', 'destinations[0].organization', 'a name'],
    ['- organization:', 'destinations[0].organization', 'It is empty'],
    ['- repository: octo/web\n  environment:', 'destinations[0].environment', 'It is empty'],
    ['- repository: octo/web\n  environment: [a, b]', 'destinations[0].environment', 'one name, not a list'],
    ['- repository: octo/web\n  environment: ..', 'destinations[0].environment', 'not . or ..'],
    ['- repository: octo/web\n  environment: .', 'destinations[0].environment', 'not . or ..'],
    ['- repository: octo/web\n  environment: "a\\nb"', 'destinations[0].environment', 'no control characters'],
    ['- repository: octo/web\n  environment: "a\\u0085b"', 'destinations[0].environment', 'no control characters'],
    ['- repository: octo/web\n  environment: "a\\ud800b"', 'destinations[0].environment', 'no control characters'],
    ['- repository: octo/web\n  store:', 'destinations[0].store', 'It is empty'],
    ['- repository: octo/web\n  secrets:', 'destinations[0].secrets', 'a YAML map'],
    ['- repository: octo/web\n  secrets: { A: }', 'destinations[0].secrets.A', 'It is empty'],
    ['- repository: octo/web\n  secrets: { A: [json] }', 'destinations[0].secrets.A', 'not a list'],
    [
      '- repository: octo/web\n  secrets: { AWS_ACCESS_\u212aEY: json }',
      'destinations[0].secrets',
      'of letters, digits',
    ],
    ['- organization: octo\n  visibility:', 'destinations[0].visibility', 'It is empty'],
    ['- repositry: octo/web', 'destinations[0]', 'repository, environment, organization, store'],
    ['- repository: octo/web\n  store: registry', 'destinations[0].store', 'actions or dependabot'],
    ['- organization: octo\n  repository: octo/web', 'destinations[0]', 'either an organization or a repository'],
    ['- organization: octo\n  environment: prod', 'destinations[0]', 'either an organization or a repository'],
    ['- organization: octo/web', 'destinations[0].organization', 'a name'],
    [
      '- repository: octo/web\n  environment: prod\n  store: agents',
      'destinations[0].store',
      'environments have no other',
    ],
    ['- repository: octo/web\n  environment: ""', 'destinations[0].environment', 'the name of an environment'],
    ['- repository: octo/web\n  visibility: all', 'destinations[0]', 'of an organization only'],
    ['- repository: octo/web\n  repositories: [octo/a]', 'destinations[0]', 'of an organization only'],
    ['- organization: octo\n  visibility: public', 'destinations[0].visibility', 'all or private or selected'],
    ['- organization: octo\n  repositories: [octo/a]', 'destinations[0].visibility', 'all or private or selected'],
    [
      '- organization: octo\n  visibility: all\n  repositories: [octo/a]',
      'destinations[0].repositories',
      'visibility: selected',
    ],
    ['- organization: octo\n  visibility: selected', 'destinations[0].repositories', 'a list such as'],
    [
      '- organization: octo\n  visibility: selected\n  repositories: []',
      'destinations[0].repositories',
      'a list such as',
    ],
    [
      '- organization: octo\n  visibility: selected\n  repositories: [other/a]',
      'destinations[0].repositories[0]',
      'repositories of octo',
    ],
    ['- repository: octo/web\n  secrets: []', 'destinations[0].secrets', 'a YAML map'],
    ['- repository: octo/web\n  secrets: { A: access-key-id, a: json }', 'destinations[0].secrets', 'each name once'],
    ['- repository: octo/web\n  secrets: { 1A: json }', 'destinations[0].secrets', 'not beginning with a digit'],
    ['- repository: octo/web\n  secrets: { GITHUB_A: json }', 'destinations[0].secrets', 'GITHUB_'],
    ['- repository: octo/web\n  secrets: { A: secret-access-key }', 'destinations[0]', 'access-key-id beside it'],
    ['- repository: octo/web\n  secrets: { A: ses-smtp-password }', 'destinations[0]', 'access-key-id beside it'],
    ['- repository: octo/web\n  secrets: { A: access-key-id }', 'destinations[0]', 'secret-access-key beside it'],
    ['- repository: octo/web\n  secrets: {}', 'destinations[0]', 'access-key-id beside it'],
    [
      '- repository: octo/web\n  store: dependabot\n  variables: { A: access-key-id }',
      'destinations[0].variables',
      'the others have no variables',
    ],
    ['- repository: octo/web\n- repository: Octo/WEB', 'destinations[1]', 'each place once'],
    ['- organization: octo\n- organization: OCTO\n  store: actions', 'destinations[1]', 'each place once'],
    [
      '- repository: octo/web\n  environment: Prod\n- repository: octo/web\n  environment: prod',
      'destinations[1]',
      'each place once',
    ],
  ])('%j', (text, input, allowed) => {
    const read = () => parsed(text)
    expect(read).toThrow(Problem)
    expect(read).toThrow(`The input ${input} does not allow`)
    expect(read).toThrow(expect.objectContaining({ remedy: expect.stringContaining(allowed) }))
  })

  test.each([
    ['- repository: [octo/app, octo/website]'],
    ['- repository: octo/app,octo/website'],
    ['- repository: octo/app, octo/website'],
    ['- repository: octo/app octo/website'],
    ['- repository: |\n    octo/app\n    octo/website'],
    ['octo/app, octo/website'],
    ['octo/app\nocto/website'],
  ])('several repositories in one place get a line each: %j', (text) => {
    expect(() => parsed(text)).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^The input destinations(?:\[0\]\.repository)? needs one entry for each place/),
        remedy: expect.stringContaining('\n- repository: octo/app\n- repository: octo/website'),
      }),
    )
  })

  test.each(['1.10', '007', 'on', 'true', 'null', '~', '1e3', '0x1F', '...', '.github', '%2e%2e'])(
    'an environment %s is called that',
    (environment) => {
      expect(
        parsed(
          `- repository: octo/web\n  environment: ${environment === '...' || environment.startsWith('%') ? `"${environment}"` : environment}`,
        )[0]?.place,
      ).toMatchObject({ environment })
    },
  )

  test.each(['codespaces', 'agents'])('GitHub Enterprise Server has no store %s', (store) => {
    for (const place of ['repository: octo/web', 'organization: octo']) {
      expect(() => parsed(`- ${place}\n  store: ${store}`, { isEnterpriseServer: true })).toThrow(
        expect.objectContaining({ remedy: expect.stringContaining('GitHub Enterprise Server has no such secrets') }),
      )
    }
  })
})

describe('the digest of places, names and formats', () => {
  const home = { owner: 'octo', repo: 'ops', repositoryId: '1' }
  const digest = (text: string, own = home) => digestOf(parsed(text), own)

  test('knows the own repository by its ID, whatever it is called', () => {
    const renamed = { ...home, repo: 'new' }
    const copy = { ...home, repositoryId: '2' }
    for (const more of ['', '\n  store: dependabot', '\n  environment: prod']) {
      const own = digest(`- repository: octo/ops${more}`)
      expect(digest(`- repository: octo/new${more}`, renamed)).toBe(own)
      expect(digest(`- repository: octo/ops${more}`, copy)).not.toBe(own)
      expect(digest(`- repository: octo/ops${more}`, renamed)).not.toBe(own)
    }
    expect(digest('- repository: octo/a', copy)).toBe(digest('- repository: octo/a'))
    expect(digest('- organization: octo', copy)).toBe(digest('- organization: octo'))
  })

  test('does not depend on order or case', () => {
    expect(digest('- repository: octo/a\n- repository: octo/b')).toBe(
      digest('- repository: Octo/B\n- repository: octo/a'),
    )
  })

  test('is another one for every place, store, name and format', () => {
    const all = [
      '- repository: octo/a',
      '- repository: octo/b',
      '- repository: octo/a\n  store: agents',
      '- repository: octo/a\n  environment: actions',
      '- organization: octo',
      '- organization: octo\n  store: dependabot',
      '- repository: octo/a\n  secrets: { X: access-key-id, Y: secret-access-key }',
      '- repository: octo/a\n  secrets: { Y: access-key-id, X: secret-access-key }',
      '- repository: octo/a\n  variables: { X: access-key-id }',
      '- repository: octo/a\n  secrets: { X: json }',
    ]
    expect(new Set(all.map((text) => digest(text))).size).toBe(all.length)
    expect(new Set(all.flatMap((text) => parsed(text).map(({ place }) => identityOf(place)))).size).toBe(6)
  })

  test('is not changed by who may use what does not exist yet', () => {
    expect(digest('- organization: octo\n  visibility: all')).toBe(digest('- organization: octo'))
  })
})

describe('inputs that belong together', () => {
  const read = (inputs: Readonly<Record<string, string>>) =>
    readInputs({
      GITHUB_REPOSITORY: 'octo/app',
      'INPUT_VERIFICATION-WORKFLOW': 'none',
      ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    })
  const many = (count: number, more = '') =>
    Array.from({ length: count }, (_, index) => `- repository: octo/app-${index}${more}`).join('\n')

  test('a publication that takes longer than the run is refused, with the way out', () => {
    const refusal = () => read({ 'github-token': 't', destinations: many(400) })
    expect(refusal).toThrow('The input time-limit (55m) leaves no room to rotate a key: to write 800 secrets')
    expect(refusal).toThrow(expect.objectContaining({ remedy: expect.stringContaining('An organization secret') }))
    expect(read({ 'github-token': 't', destinations: many(400), 'time-limit': '2h' }).destinations).toHaveLength(400)
    const whole = '\n  secrets: { KEY: json }'
    expect(read({ 'github-token': 't', destinations: many(400, whole) }).destinations).toHaveLength(400)
  })

  test.each([
    [{ 'github-token': 't', 'github-app-id': '1', 'github-app-private-key': 'k' }, 'are both given'],
    [{ 'github-app-id': '1' }, 'The input github-app-private-key is empty'],
    [{ 'github-app-private-key': 'k' }, 'The input github-app-id is empty'],
    [{ 'github-app-id': 'my app', 'github-app-private-key': 'k' }, 'The input github-app-id does not allow'],
    [{}, 'The input github-token is empty'],
  ])('%j is refused', (inputs, message) => {
    expect(() => read(inputs)).toThrow(message)
  })

  test('the recovery secret is no secret of a destination, in an environment either', () => {
    const environment = '- repository: octo/app\n  environment: production\n  secrets: { KEY: json }'
    const refusal = () =>
      read({ 'github-token': 't', destinations: environment, 'recovery-secret-name': 'octo/app/Production:key' })
    expect(refusal).toThrow('The input recovery-secret-name does not allow')
  })
})

describe('places with other keys', () => {
  const destinations = parsed('- repository: octo/app\n- repository: octo/app\n  environment: production')
  const others = (text: string, isEnterpriseServer = false) =>
    parseOtherKeys(text, destinations, { isEnterpriseServer })

  test.each([
    ['', []],
    ['[]', []],
    ['- repository: octo/web', ['octo/web']],
    ['- repository: octo/app\n  store: dependabot', ['octo/app (Dependabot)']],
    [
      '- repository: octo/app\n  environment: staging\n- organization: octo',
      ['the environment staging of octo/app', 'the organization octo'],
    ],
  ])('%j', (text, names) => {
    expect(others(text).map(nameOf)).toEqual(names)
  })

  test.each([
    ['octo/web', 'The input other-keys needs one entry for each place'],
    ['octo/web, octo/api', 'The input other-keys needs one entry for each place'],
    ['repository: octo/web', 'The input other-keys does not allow'],
    ['- octo/web', 'The input other-keys[0] does not allow'],
    ['- repository: octo/web\n  secrets: { KEY: json }', 'The input other-keys[0] does not allow “secrets”'],
    ['- organization: octo\n  visibility: all', 'The input other-keys[0] does not allow “visibility”'],
    ['- repository: octo/web\n  store: registry', 'The input other-keys[0].store does not allow'],
    ['- repository: octo/web\n- repository: Octo/Web', 'The input other-keys[1] does not allow “Octo/Web”'],
    ['- repository: Octo/App', 'Octo/App is in two inputs, destinations[0] and other-keys[0]'],
    [
      '- organization: octo\n- repository: octo/app\n  environment: Production',
      'the environment Production of octo/app is in two inputs, destinations[1] and other-keys[1]',
    ],
  ])('%j is refused', (text, message) => {
    expect(() => others(text)).toThrow(message)
  })

  test('a store that GitHub Enterprise Server lacks is refused', () => {
    const text = '- repository: octo/web\n  store: agents'
    expect(others(text)).toHaveLength(1)
    expect(() => others(text, true)).toThrow('The input other-keys[0].store does not allow “agents”')
  })

  test('are handed on, and change nothing of what the list of destinations is', () => {
    const read = (text: string) =>
      readInputs({
        GITHUB_REPOSITORY: 'octo/app',
        'INPUT_GITHUB-TOKEN': 't',
        'INPUT_VERIFICATION-WORKFLOW': 'none',
        'INPUT_OTHER-KEYS': text,
      })
    expect(read('- organization: octo').otherKeys).toEqual([{ kind: 'organization', owner: 'octo', store: 'actions' }])
    expect(read('- organization: octo').policy.digest).toBe(read('').policy.digest)
    expect(() => read('- repository: octo/app')).toThrow('destinations[0] and other-keys[0]')
  })
})
