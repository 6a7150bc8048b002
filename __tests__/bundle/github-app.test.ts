/** A GitHub App instead of a token: the committed bundle makes its own tokens, one for each owner, and new ones in time. */
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import type { Permissions } from '../../sandbox/github/token.ts'
import type { Scenario } from '../../sandbox/scenario.ts'
import { appInputs, minted, permissions, privateKey } from './installed-app.ts'
import { errorOf, inOneRun, inScenario, warningsOf } from './support.ts'

const places = ['octo/app', 'octo/website', 'mona/site'] as const
const destinations = places.map((repository) => `- repository: ${repository}`).join('\n')

test('each owner gets a token of its own, for what is listed and nothing else', async () => {
  await inScenario({ caller: 'role', repositories: places }, async (scenario) => {
    const inputs = appInputs(scenario, [{ owner: 'octo' }, { owner: 'mona' }])
    const result = await scenario.rotate({ ...inOneRun, ...inputs, destinations })
    expect(errorOf(result)).toBe('')
    expect(result.outputs).toMatchObject({ phase: 'steady', rotated: 'true' })
    expect(places.map((name) => scenario.signsIn(name))).toEqual(['works', 'works', 'works'])
    // The same names are looked for nearby as far as the owner has granted it.
    const scope = { actions: 'read', metadata: 'read', secrets: 'write' }
    expect([...minted(scenario)].sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))).toEqual([
      { permissions: scope, repositories: ['app', 'website'] },
      { permissions: scope, repositories: ['site'] },
    ])
    const writers = new Set(
      scenario.sandbox.wire.records.filter(({ method }) => method === 'PUT').map(({ caller }) => caller),
    )
    expect(writers).toEqual(new Set(['key-rotation for octo', 'key-rotation for mona']))
  })
})

test('neither the private key nor a token that was made with it is shown, debug logging on', async () => {
  await inScenario({ caller: 'role', repositories: places }, async (scenario) => {
    const inputs = appInputs(scenario, [{ owner: 'octo' }, { owner: 'mona' }])
    const { stdout, stderr, files } = await scenario.rotate({ ...inOneRun, ...inputs, destinations }, { debug: true })
    const shown = [stdout.replaceAll(/^::add-mask::.*$/gm, ''), stderr, files].join('\n')
    const sent = scenario.sandbox.wire.records.map(({ headers }) => headers['authorization'] ?? '')
    const tokens = new Set(
      sent.filter((text) => /^(token|bearer) /i.test(text)).map((text) => text.split(' ')[1] ?? ''),
    )
    // The App's own signature, a token for each owner, and the job's.
    expect(tokens.size).toBeGreaterThanOrEqual(4)
    for (const token of tokens) {
      expect(shown).not.toContain(token)
      expect(stdout).toContain(`::add-mask::${token}`)
    }
    for (const line of privateKey.split('\n').filter((each) => each.length > 20)) expect(shown).not.toContain(line)
  })
})

test('the same name nearby is seen with a narrowed token too', async () => {
  await inScenario({ caller: 'role' }, async (scenario) => {
    const { github } = scenario.sandbox
    github.repository('octo/app').addEnvironment('production')
    github.setSecret('octo/app', 'AWS_ACCESS_KEY_ID', scenario.oldKey.accessKeyId, 'production')
    const inputs = appInputs(scenario, [{ owner: 'octo' }], { ...permissions, environments: 'write' })
    const result = await scenario.rotate(inputs)
    expect(errorOf(result)).toContain(
      'Unlisted secrets take precedence over listed ones of the same name, and may hold',
    )
    expect(scenario.sandbox.aws.keys(scenario.user)).toHaveLength(1)
  })
})

describe('an organization whose secret all private repositories may use', () => {
  const unseen =
    'Other repositories of the organization octo may have their own SHARED_ID or SHARED_SECRET; this run may not look: the App, or its token, has only some'
  const granted: Permissions = { ...permissions, environments: 'write', organization_secrets: 'write' }
  const shared = ['SHARED_ID', 'SHARED_SECRET'] as const
  const listed = `- repository: octo/app\n- organization: octo\n  secrets: { SHARED_ID: access-key-id, SHARED_SECRET: secret-access-key }\n`

  /** One of its repositories has secrets of these names, and with them the old key. */
  function withOrganization({ sandbox: { github }, oldKey }: Scenario, visibility: 'private' | 'selected' = 'private') {
    github.addOrganization('octo')
    github.addRepository('octo/hidden')
    github.setSecret('octo/hidden', 'SHARED_ID', oldKey.accessKeyId)
    github.setSecret('octo/hidden', 'SHARED_SECRET', oldKey.secretAccessKey)
    const store = github.secretsAt({ organization: 'octo' })
    for (const name of shared) {
      store.set(name, 'of the old key')
      store.share(name, visibility, visibility === 'selected' ? ['octo/app', 'octo/hidden'] : [])
    }
  }

  const warnedOf = async (scenario: Scenario, inputs: Readonly<Record<string, string>>) => {
    const result = await scenario.rotate({ 'verification-workflow': 'none', destinations: listed, ...inputs })
    return { phase: result.outputs['phase'], error: errorOf(result), warnings: warningsOf(result).join('\n') }
  }

  test('is not seen whole by an App that has selected repositories, and that is told once, and in every run', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      withOrganization(scenario)
      const inputs = appInputs(scenario, [{ owner: 'octo', repositories: ['app'] }], granted)
      for (const mode of ['plan', 'rotate']) {
        const { warnings } = await warnedOf(scenario, { ...inputs, mode })
        expect(warnings.split(unseen)).toHaveLength(2)
        expect(warnings).not.toContain('octo/hidden')
      }
    })
  })

  test('is seen whole by an App that has all of them', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      withOrganization(scenario)
      const inputs = appInputs(scenario, [{ owner: 'octo' }], granted)
      const { phase, error, warnings } = await warnedOf(scenario, inputs)
      expect([phase, error]).toEqual([
        'blocked',
        expect.stringContaining('SHARED_ID in octo/hidden, SHARED_SECRET in octo/hidden'),
      ])
      expect(warnings).not.toContain('Other repositories of the organization')
    })
  })

  test.each([
    ['app', ['octo/app'], unseen],
    ['fine-grained', ['octo/app'], 'a fine-grained token does not tell whether it was given all'],
    ['classic', 'all', undefined],
  ] as const)('is seen by a token of another kind as far as it tells: %s', async (kind, repositories, words) => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      withOrganization(scenario)
      const token = scenario.sandbox.github.addToken({
        kind,
        name: kind,
        repositories,
        ...(kind === 'classic' ? { scopes: ['repo', 'admin:org'] } : { permissions: granted }),
      })
      const { warnings } = await warnedOf(scenario, { 'github-token': token })
      if (words === undefined) expect(warnings).not.toContain('Other repositories of the organization')
      else expect(warnings).toContain(words)
    })
  })

  test('or selected ones that the App was not given is not written at all', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      withOrganization(scenario, 'selected')
      const inputs = appInputs(scenario, [{ owner: 'octo', repositories: ['app'] }], granted)
      const { phase, error } = await warnedOf(scenario, inputs)
      expect([phase, error]).toEqual(['blocked', expect.stringContaining('the token sees 1 of them')])
    })
  })

  test('is not searched for runs, and that is told in every run that may switch the old key off', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      withOrganization(scenario)
      const inputs = {
        ...appInputs(scenario, [{ owner: 'octo', repositories: ['app'] }], granted),
        'deactivate-after': '1d',
      }
      expect((await warnedOf(scenario, inputs)).phase).toBe('overlap')
      scenario.sandbox.clock.advance(duration('2d'))
      const { phase, warnings } = await warnedOf(scenario, inputs)
      expect(phase).toBe('recovery')
      expect(warnings).toContain('all private repositories may use it, and are not searched for jobs')
      expect(warnings).toContain(unseen)
    })
  })
})

describe('before anything is created', () => {
  test.each([
    [
      'an owner has not installed the App',
      [{ owner: 'octo' }],
      permissions,
      /The GitHub App Iv23liExample is not installed for mona/,
    ],
    [
      'an owner has suspended it',
      [{ owner: 'octo' }, { owner: 'mona', suspended: true }],
      permissions,
      /The installation of the GitHub App Iv23liExample for mona is suspended/,
    ],
    [
      'an owner has not approved a permission',
      [{ owner: 'octo' }, { owner: 'mona', permissions: { metadata: 'read', secrets: 'read' } }],
      permissions,
      /not granted Repository permissions → Secrets: Read and write for mona/,
    ],
  ] as const)('%s', async (_, installations, granted, words) => {
    await inScenario({ caller: 'role', repositories: places }, async (scenario) => {
      const result = await scenario.rotate({ ...appInputs(scenario, installations, granted), destinations })
      expect(result.outputs['phase']).toBe('blocked')
      expect(errorOf(result)).toMatch(words)
      expect(scenario.sandbox.aws.keys(scenario.user)).toHaveLength(1)
    })
  })

  test('another App’s private key is told apart from a missing permission', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const other = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({
        type: 'pkcs8',
        format: 'pem',
      })
      const inputs = { ...appInputs(scenario, [{ owner: 'octo' }]), 'github-app-private-key': other.toString() }
      const result = await scenario.rotate(inputs)
      expect(errorOf(result)).toMatch(/GitHub does not know a GitHub App Iv23liExample with this private key/)
      expect(scenario.sandbox.aws.keys(scenario.user)).toHaveLength(1)
    })
  })
})

describe('with a variable, whose permission nobody has published', () => {
  const variables = { variables: 'KEY_ID: access-key-id' }
  const all: Permissions = { ...permissions, actions_variables: 'write' }
  const scope = { actions: 'read', actions_variables: 'write', metadata: 'read', secrets: 'write' }

  test.each([
    ['any', [{ permissions: scope, repositories: ['app'] }]],
    ['published', [{ permissions: scope, repositories: ['app'] }, { repositories: ['app'] }]],
  ] as const)('a token is as narrow as minting (%s) allows', async (mints, expected) => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const { github } = scenario.sandbox
      github.mints = mints
      github.variablesAt({ repository: 'octo/app' }).set('KEY_ID', scenario.oldKey.accessKeyId)
      const result = await scenario.rotate({ ...appInputs(scenario, [{ owner: 'octo' }], all), ...variables })
      expect(errorOf(result)).toBe('')
      expect(result.outputs).toMatchObject({ phase: 'overlap', rotated: 'true' })
      expect(minted(scenario)).toEqual(expected)
    })
  })

  test.each([
    [{ ...all, secrets: 'read' }, /not granted Repository permissions → Secrets: Read and write for octo/],
    [{ ...permissions, secrets: 'read' }, /not granted Repository permissions → Secrets: Read and write for octo/],
    [{ ...all, actions_variables: 'read' }, /not granted Repository permissions → Variables: Read and write for octo/],
    [permissions, /variable KEY_ID/],
  ] as const)('what is lacking of %j is known before anything is created', async (granted, words) => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const result = await scenario.rotate({ ...appInputs(scenario, [{ owner: 'octo' }], granted), ...variables })
      expect([result.outputs['phase'], errorOf(result)]).toEqual(['blocked', expect.stringMatching(words)])
      expect(scenario.sandbox.aws.keys(scenario.user)).toHaveLength(1)
    })
  })
})
