/** Every place that a key can live in, served by the committed bundle: what arrives there, and what stays as it was. */
import { describe, expect, test } from '@jest/globals'
import type { PlaceName } from '../../sandbox/github/place.ts'
import type { Permissions } from '../../sandbox/github/token.ts'
import { runnerLog } from '../../sandbox/runner-log.ts'
import type { Scenario } from '../../sandbox/scenario.ts'
import { byHand, errorOf, inOneRun, inScenario, reportOf, warningsOf } from './support.ts'

const everything: Permissions = {
  metadata: 'read',
  actions: 'write',
  contents: 'read',
  secrets: 'write',
  environments: 'write',
  actions_variables: 'write',
  dependabot_secrets: 'write',
  codespaces_secrets: 'write',
  agent_secrets: 'write',
  agent_variables: 'write',
  organization_secrets: 'write',
  organization_dependabot_secrets: 'write',
  organization_actions_variables: 'write',
  organization_agent_secrets: 'write',
}

/** An App's token for all of the organization, with these permissions less some. */
function tokenWith({ sandbox }: Scenario, ...without: readonly (keyof Permissions)[]): string {
  const permissions = Object.fromEntries(
    Object.entries(everything).filter(([name]) => !without.some((each) => each === name)),
  )
  return sandbox.github.addToken({ kind: 'app', name: 'everything', permissions })
}

/** An organization with so many repositories, the first of which may use a secret that holds the old key. */
function withOrganization(
  scenario: Scenario,
  count: number,
  names = ['SHARED_ID', 'SHARED_SECRET'],
): readonly string[] {
  const { github } = scenario.sandbox
  github.addOrganization('octo')
  const repositories = Array.from({ length: count }, (_, index) => `octo/service-${index}`)
  for (const name of repositories) github.addRepository(name)
  const store = github.secretsAt({ organization: 'octo' })
  for (const name of names) {
    store.set(name, 'of the old key')
    store.share(name, 'selected', repositories)
  }
  return repositories
}

const shared = { SHARED_ID: 'access-key-id', SHARED_SECRET: 'secret-access-key' }

/** The process does not see the sandbox's time pass while it waits for answers: hundreds of them would add up. */
const unnoticed = 1

const yaml = (destinations: readonly object[]) => destinations.map((each) => `- ${JSON.stringify(each)}`).join('\n')

test('environments get the key under the very names that are written, and none of a similar name', async () => {
  await inScenario({ caller: 'role' }, async (scenario) => {
    const { github } = scenario.sandbox
    const repository = github.repository('octo/app')
    const plain = ['1.10', '007', '0x1F', '1e3', 'on', 'true', 'null', '~', 'a/b']
    const quoted = ['%2e%2e', 'é ?#&']
    const similar = ['1.1', '7', '31', '1000', 'a']
    for (const name of [...plain, ...quoted, ...similar]) repository.addEnvironment(name)
    const written = [...plain, ...quoted.map((name) => `"${name}"`)]
    const listed = written.map((name) => `- repository: octo/app\n  environment: ${name}\n`)
    const result = await scenario.rotate({
      'verification-workflow': 'none',
      destinations: `- repository: octo/app\n${listed.join('')}`,
    })
    expect(errorOf(result)).toBe('')
    expect(result.outputs['rotated']).toBe('true')
    const id = result.outputs['access-key-id']
    const held = (name: string) => github.secretValue('octo/app', 'AWS_ACCESS_KEY_ID', name)
    for (const name of [...plain, ...quoted]) expect([name, held(name)]).toEqual([name, id])
    for (const name of similar) expect([name, held(name)]).toEqual([name, undefined])
  })
})

test('one run serves every kind of place, and changes nothing else about it', async () => {
  await inScenario({ caller: 'role' }, async (scenario) => {
    const { github, aws, wire, violations } = scenario.sandbox
    wire.latency = unnoticed
    const repositories = withOrganization(scenario, 250)
    const environment = 'prod/eu west é'
    github.repository('octo/app').addEnvironment(environment)
    github.variablesAt({ organization: 'octo' }).set('KEY_ID', scenario.oldKey.accessKeyId)
    github.variablesAt({ organization: 'octo' }).share('KEY_ID', 'private')
    const result = await scenario.rotate({
      ...inOneRun,
      'github-token': tokenWith(scenario),
      'aws-region': 'eu-central-1',
      destinations: yaml([
        { repository: 'octo/app' },
        { repository: 'octo/app', environment, variables: { KEY_ID: 'access-key-id' } },
        { repository: 'octo/app', store: 'dependabot', secrets: { PROFILE: 'credentials-file' } },
        { repository: 'octo/app', store: 'codespaces', secrets: { KEY: 'json' } },
        { repository: 'octo/app', store: 'agents', variables: { KEY_ID: 'access-key-id' } },
        { organization: 'octo', secrets: shared, variables: { KEY_ID: 'access-key-id' } },
        { organization: 'octo', store: 'dependabot', visibility: 'private', secrets: { KEY: 'json' } },
        {
          organization: 'octo',
          store: 'agents',
          visibility: 'selected',
          repositories: ['octo/service-7', 'octo/service-9'],
          secrets: {
            SMTP_USER: 'access-key-id',
            SMTP_PASSWORD: 'ses-smtp-password',
            SMTP_US: 'ses-smtp-password:us-west-2',
          },
        },
      ]),
    })
    expect(errorOf(result)).toBe('')
    expect(result.outputs).toMatchObject({ phase: 'steady', rotated: 'true' })
    const id = scenario.published() ?? ''
    const secret = aws.keys(scenario.user).find((key) => key.accessKeyId === id)?.secretAccessKey ?? ''
    expect(aws.canSignIn(id, secret)).toBe('works')

    const held = (place: PlaceName) => {
      const store = github.secretsAt(place)
      return Object.fromEntries(store.list().map(({ name }) => [name, store.value(name)]))
    }
    const pair = { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret }
    const whole = JSON.stringify({ Version: 1, AccessKeyId: id, SecretAccessKey: secret })
    expect(held({ repository: 'octo/app' })).toEqual(pair)
    expect(held({ repository: 'octo/app', environment })).toEqual(pair)
    expect(held({ repository: 'octo/app', store: 'dependabot' })).toEqual({
      PROFILE: `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`,
    })
    expect(held({ repository: 'octo/app', store: 'codespaces' })).toEqual({ KEY: whole })
    expect(held({ repository: 'octo/app', store: 'agents' })).toEqual(pair)
    expect(held({ organization: 'octo' })).toEqual({ SHARED_ID: id, SHARED_SECRET: secret })
    expect(held({ organization: 'octo', store: 'dependabot' })).toEqual({ KEY: whole })
    const agents = held({ organization: 'octo', store: 'agents' })
    expect(agents).toMatchObject({ SMTP_USER: id, SMTP_PASSWORD: expect.stringMatching(/^B[\w+/]{43}$/) })
    expect(agents['SMTP_US']).not.toBe(agents['SMTP_PASSWORD'])
    for (const place of [
      { repository: 'octo/app', environment },
      { repository: 'octo/app', store: 'agents' },
      { organization: 'octo' },
    ] as const) {
      expect(github.variablesAt(place).value('KEY_ID')).toBe(id)
    }

    const ofOrganization = github.secretsAt({ organization: 'octo' })
    for (const name of Object.keys(shared)) {
      expect(ofOrganization.visibility(name)).toBe('selected')
      expect([...ofOrganization.selectedRepositories(name)].sort()).toEqual([...repositories].sort())
    }
    expect(github.variablesAt({ organization: 'octo' }).visibility('KEY_ID')).toBe('private')
    expect(github.secretsAt({ organization: 'octo', store: 'dependabot' }).visibility('KEY')).toBe('private')
    const smtp = github.secretsAt({ organization: 'octo', store: 'agents' })
    expect([...smtp.selectedRepositories('SMTP_PASSWORD')].sort()).toEqual(['octo/service-7', 'octo/service-9'])
    expect(violations).toEqual([])

    // No value is shown, and the derived passwords are masked like the secret itself.
    const masks = [...result.stdout.matchAll(/^::add-mask::(.*)$/gm)].map(([, value]) => value)
    expect(masks).toEqual(expect.arrayContaining([secret, agents['SMTP_PASSWORD'], agents['SMTP_US']]))
    const shown = `${result.stdout.replaceAll(/^::add-mask::.*$/gm, '')}${result.files}`
    for (const value of [secret, agents['SMTP_PASSWORD'] ?? '']) expect(shown).not.toContain(value)
    // Which of them no verification speaks for is said.
    expect(String(reportOf(result)['warnings'])).toContain('the organization octo (Agents)')
  })
})

describe('the audience of an organization secret', () => {
  test('is given back whole, whoever else may see only a part of it: then nothing is created', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const { github } = scenario.sandbox
      withOrganization(scenario, 130)
      const token = github.addToken({
        kind: 'app',
        name: 'narrow',
        permissions: everything,
        repositories: ['octo/app', 'octo/service-1'],
      })
      const destinations = yaml([{ repository: 'octo/app' }, { organization: 'octo', secrets: shared }])
      const result = await scenario.rotate({ 'github-token': token, destinations })
      expect(result.outputs['phase']).toBe('blocked')
      expect(errorOf(result)).toContain(
        'SHARED_ID of the organization octo is shared with 130 repositories, and the token sees 1',
      )
      expect(errorOf(result)).toContain('SHARED_SECRET of the organization octo')
      expect(scenario.sandbox.aws.keys(scenario.user)).toHaveLength(1)
      expect(github.secretsAt({ organization: 'octo' }).selectedRepositories('SHARED_ID')).toHaveLength(130)
    })
  })

  test('that somebody changes at the same moment is noticed after the write', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const { github, wire } = scenario.sandbox
      withOrganization(scenario, 3)
      const store = github.secretsAt({ organization: 'octo' })
      wire.observers.push({
        after: ({ method, target }) => {
          if (method === 'PUT' && target.endsWith('/SHARED_ID'))
            store.share('SHARED_ID', 'selected', ['octo/service-0'])
        },
      })
      const destinations = yaml([{ repository: 'octo/app' }, { organization: 'octo', secrets: shared }])
      const result = await scenario.rotate({ 'github-token': tokenWith(scenario), destinations })
      expect(result.exitCode).toBe(1)
      expect(errorOf(result)).toContain('SHARED_ID of the organization octo is shared with others than before')
    })
  })

  const listed = yaml([{ repository: 'octo/app' }, { organization: 'octo', visibility: 'all', secrets: shared }])

  test.each([0, 1, 2, 3, 4, 5])('is not widened when look %i at the secret shows nothing', async (skip) => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const { github, wire } = scenario.sandbox
      const repositories = withOrganization(scenario, 2)
      const look = '/orgs/octo/actions/secrets/SHARED_ID'
      wire.inject({
        matches: ({ method, target }) => method === 'GET' && target === look,
        skip,
        fault: { kind: 'refuse', status: 404, message: 'Not Found' },
      })
      const result = await scenario.rotate({ 'github-token': tokenWith(scenario), destinations: listed })
      expect(result.outputs).toMatchObject({ phase: 'overlap', rotated: 'true' })
      const store = github.secretsAt({ organization: 'octo' })
      expect(store.visibility('SHARED_ID')).toBe('selected')
      expect(store.selectedRepositories('SHARED_ID')).toEqual(repositories)
    })
  })

  test('that a person narrows while a write waits to be sent again stays narrow', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const { github, wire } = scenario.sandbox
      withOrganization(scenario, 3)
      const store = github.secretsAt({ organization: 'octo' })
      const isWrite = ({ method, target }: { method: string; target: string }) =>
        method === 'PUT' && target.endsWith('/SHARED_SECRET')
      const headers = { 'retry-after': '55' }
      wire.inject({ matches: isWrite, fault: { kind: 'refuse', status: 403, code: 'secondary-rate-limit', headers } })
      wire.observers.push({
        after: (record) => {
          if (!isWrite(record) || record.status !== 403) return
          for (const name of Object.keys(shared)) store.share(name, 'selected', ['octo/service-0'])
        },
      })
      const destinations = yaml([{ repository: 'octo/app' }, { organization: 'octo', secrets: shared }])
      await scenario.rotate({ 'github-token': tokenWith(scenario), destinations })
      for (const name of Object.keys(shared)) expect(store.selectedRepositories(name)).toEqual(['octo/service-0'])
    })
  })

  test('that is configured does not bring back a secret that a person deletes while the key is rotated', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const { github, wire } = scenario.sandbox
      withOrganization(scenario, 2)
      const store = github.secretsAt({ organization: 'octo' })
      wire.observers.push({
        after: ({ operation }) => {
          if (operation === 'CreateAccessKey') store.delete('SHARED_SECRET')
        },
      })
      const result = await scenario.rotate({ 'github-token': tokenWith(scenario), destinations: listed })
      expect(result.exitCode).toBe(1)
      expect(errorOf(result)).toContain(
        'SHARED_SECRET was in the organization octo when this run began, and is gone now',
      )
      expect(store.value('SHARED_SECRET')).toBeUndefined()
      expect(store.value('SHARED_ID')).toBe('of the old key')
    })
  })

  test('must be said for a secret that does not exist yet', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      scenario.sandbox.github.addOrganization('octo')
      const destinations = yaml([{ repository: 'octo/app' }, { organization: 'octo', secrets: shared }])
      const result = await scenario.rotate({ 'github-token': tokenWith(scenario), destinations })
      expect(errorOf(result)).toContain(
        'SHARED_ID does not exist yet in the organization octo, and nobody has said who may use it',
      )
      expect(errorOf(result)).toContain('visibility: private')
      expect(scenario.sandbox.aws.keys(scenario.user)).toHaveLength(1)
    })
  })
})

describe('the preflight', () => {
  test('tells all problems of all places together, and nothing is created', async () => {
    await inScenario({ caller: 'role', repositories: ['octo/app', 'octo/old', 'octo/gone'] }, async (scenario) => {
      const { github } = scenario.sandbox
      withOrganization(scenario, 2)
      github.repository('octo/old').archived = true
      const result = await scenario.rotate({
        'github-token': tokenWith(scenario, 'dependabot_secrets', 'organization_actions_variables'),
        destinations: yaml([
          { repository: 'octo/app' },
          { repository: 'octo/old' },
          { repository: 'octo/nowhere' },
          { repository: 'octo/app', environment: 'nowhere' },
          { repository: 'octo/app', store: 'dependabot' },
          { organization: 'octo', secrets: shared, variables: { KEY_ID: 'access-key-id' } },
        ]),
      })
      const told = `${errorOf(result)} ${warningsOf(result).join(' ')}`
      for (const words of [
        'Left out while archived: octo/old',
        'octo/nowhere was not found',
        'he environment nowhere of octo/app was not found',
        'Repository permissions → Dependabot secrets: Read and write',
        'Organization permissions → Variables: Read-only',
      ]) {
        expect(told).toContain(words)
      }
      expect(scenario.sandbox.aws.keys(scenario.user)).toHaveLength(1)
    })
  })
})

describe('a repository that was renamed', () => {
  test('is named as it is called now, before anything is created', async () => {
    await inScenario({ caller: 'role', repositories: ['octo/app', 'octo/old'] }, async (scenario) => {
      scenario.sandbox.github.renameRepository('octo/old', 'octo/new')
      const result = await scenario.rotate({ 'github-token': tokenWith(scenario) })
      expect(errorOf(result)).toContain('octo/old is called octo/new now. Write the new name into destinations.')
      expect(scenario.sandbox.aws.keys(scenario.user)).toHaveLength(1)
    })
  })
})

describe('the same name nearby', () => {
  const destinations = yaml([{ repository: 'octo/app' }])

  test('in an environment, and may hold the old key, stops the rotation before anything is created', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const { github } = scenario.sandbox
      github.repository('octo/app').addEnvironment('production')
      const nearby = github.secretsAt({ repository: 'octo/app', environment: 'production' })
      nearby.set('AWS_ACCESS_KEY_ID', scenario.oldKey.accessKeyId)
      const result = await scenario.rotate({ 'github-token': tokenWith(scenario), destinations })
      expect(result.outputs['phase']).toBe('blocked')
      expect(errorOf(result)).toContain(
        `Unlisted secrets take precedence over listed ones of the same name, and may hold the key …${scenario.oldKey.accessKeyId.slice(-8)}: AWS_ACCESS_KEY_ID in the environment production of octo/app`,
      )
      expect(scenario.sandbox.aws.keys(scenario.user)).toHaveLength(1)
      // Half a pair would be refused, too.
      nearby.set('AWS_SECRET_ACCESS_KEY', scenario.oldKey.secretAccessKey)
      const listed = yaml([{ repository: 'octo/app' }, { repository: 'octo/app', environment: 'production' }])
      const mended = await scenario.rotate({ ...inOneRun, 'github-token': tokenWith(scenario), destinations: listed })
      expect(mended.outputs['phase']).toBe('steady')
    })
  })

  const names = 'AWS_ACCESS_KEY_ID: access-key-id, AWS_SECRET_ACCESS_KEY: secret-access-key'

  test.each<readonly [string, object, PlaceName, string]>([
    ['Dependabot', {}, { repository: 'octo/app', store: 'dependabot' }, 'repository: octo/app, store: dependabot'],
    ['the organization of a repository', {}, { organization: 'octo' }, 'organization: octo'],
    [
      'the repository of an environment',
      { environment: 'production' },
      { repository: 'octo/app' },
      'repository: octo/app',
    ],
  ])('in %s stops the rotation, until the line that the message shows is added', async (_, within, place, fields) => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const { github, aws } = scenario.sandbox
      github.addOrganization('octo')
      github.repository('octo/app').addEnvironment('production')
      const pair = [
        ['AWS_ACCESS_KEY_ID', scenario.oldKey.accessKeyId],
        ['AWS_SECRET_ACCESS_KEY', scenario.oldKey.secretAccessKey],
      ] as const
      for (const where of [place, { repository: 'octo/app', ...within }]) {
        for (const [name, value] of pair) github.secretsAt(where).set(name, value)
      }
      const listed = `- { repository: octo/app${'environment' in within ? ', environment: production' : ''} }`
      const inputs = { 'verification-workflow': 'none', 'github-token': tokenWith(scenario) }
      const refused = await scenario.rotate({ ...inputs, destinations: listed, 'old-key-still-used': 'proceed' })
      const error = errorOf(refused)
      expect([refused.outputs['phase'], aws.keys(scenario.user).length]).toEqual(['blocked', 1])
      expect(error).toContain(`Unlisted secrets may hold the key …${scenario.oldKey.accessKeyId.slice(-8)}`)
      expect(error).toContain(`to other-keys:\n- { ${fields} }\n`)
      expect(error).not.toContain('take precedence')
      const line = `- { ${fields}, secrets: { ${names} } }`
      expect(error).toContain(`to destinations:\n${line}\n`)
      const mended = await scenario.rotate({ ...inputs, destinations: `${listed}\n${line}` })
      expect(errorOf(mended)).toBe('')
      expect(mended.outputs).toMatchObject({ phase: 'overlap', rotated: 'true' })
      expect(github.secretsAt(place).value('AWS_ACCESS_KEY_ID')).toBe(mended.outputs['access-key-id'])
    })
  })

  test('as a variable that shows the key stops the rotation, until it is listed', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const { github, aws } = scenario.sandbox
      github.variablesAt({ repository: 'octo/app' }).set('KEY_ID', scenario.oldKey.accessKeyId)
      const inputs = { 'verification-workflow': 'none', 'github-token': tokenWith(scenario) }
      const refused = await scenario.rotate(inputs)
      const error = errorOf(refused)
      expect([refused.outputs['phase'], aws.keys(scenario.user).length]).toEqual(['blocked', 1])
      expect(error).toContain(
        `Unlisted variables show the key …${scenario.oldKey.accessKeyId.slice(-8)}: variable KEY_ID in octo/app`,
      )
      expect(error).not.toContain('other-keys')
      const line = `- { repository: octo/app, secrets: { ${names} }, variables: { KEY_ID: access-key-id } }`
      expect(error).toContain(`to destinations:\n${line}\n`)
      const mended = await scenario.rotate({ ...inputs, destinations: line })
      expect(mended.outputs).toMatchObject({ phase: 'overlap', rotated: 'true' })
      expect(github.variablesAt({ repository: 'octo/app' }).value('KEY_ID')).toBe(mended.outputs['access-key-id'])
    })
  })

  test('is accepted by force before a creation, and holds the old key only where it changes after that', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const { github, clock } = scenario.sandbox
      const twin = github.secretsAt({ repository: 'octo/app', store: 'dependabot' })
      twin.set('AWS_ACCESS_KEY_ID', scenario.oldKey.accessKeyId)
      const inputs = { 'verification-workflow': 'none', 'github-token': tokenWith(scenario) }
      // Whoever asks for a key now may not know of it: a plan tells, and so does the run that goes on all the same.
      for (const mode of ['plan', 'rotate']) {
        const forced = await scenario.rotate({ ...inputs, mode, force: 'true' }, { github: byHand })
        expect([forced.exitCode, forced.outputs['phase']]).toEqual([0, mode === 'plan' ? 'steady' : 'overlap'])
        expect(forced.stdout).toContain('Secrets of the same name nearby: in octo/app (Dependabot).')
        expect(warningsOf(forced).join('\n')).toContain(
          'Without force, this would be refused: Unlisted secrets may hold',
        )
        expect(forced.outputs['attention']).toContain('store: dependabot')
      }
      clock.advance(2 * 86_400_000)
      twin.set('AWS_ACCESS_KEY_ID', scenario.oldKey.accessKeyId)
      const held = await scenario.rotate(inputs)
      expect([held.outputs['phase'], held.exitCode]).toEqual(['overlap', 0])
      const shown = runnerLog(held.stdout).shownAnnotations.filter(({ message }) =>
        message.includes('Unlisted secrets may hold'),
      )
      expect(shown).toMatchObject([{ level: 'warning', message: expect.stringContaining('octo/app (Dependabot)') }])
      twin.delete('AWS_ACCESS_KEY_ID')
      expect((await scenario.rotate(inputs)).outputs['phase']).toBe('recovery')
    })
  })

  test('that force has accepted is named again when the old key is switched off', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const { github, clock } = scenario.sandbox
      const twin = github.secretsAt({ repository: 'octo/app', store: 'dependabot' })
      twin.set('AWS_ACCESS_KEY_ID', scenario.oldKey.accessKeyId)
      const inputs = { 'verification-workflow': 'none', 'github-token': tokenWith(scenario) }
      await scenario.rotate({ ...inputs, force: 'true' }, { github: byHand })
      clock.advance(2 * 86_400_000)
      const off = await scenario.rotate(inputs)
      expect(off.outputs['phase']).toBe('recovery')
      expect(warningsOf(off).join('\n')).toContain('in octo/app (Dependabot). That key is replaced')
      expect(off.outputs['attention']).toContain('Give these places the new key')
    })
  })

  test('is looked for when a key is to be created or switched off, and in no run between', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const { wire, clock } = scenario.sandbox
      const inputs = { 'verification-workflow': 'none', 'github-token': tokenWith(scenario) }
      const nearby = /\/(?:dependabot|codespaces|agents)\/|\/organization-secrets|\/environments|\/variables/
      const looks: number[] = []
      for (const days of [0, 0.5, 1, 3, 6, 1]) {
        clock.advance(days * 86_400_000)
        wire.records.length = 0
        await scenario.rotate(inputs)
        looks.push(wire.records.filter(({ target }) => nearby.test(target)).length)
      }
      expect(looks).toEqual([6, 0, 6, 0, 0, 0])
    })
  })

  test('in a repository below an organization, that appears during the overlap, holds the old key', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const { github, clock } = scenario.sandbox
      withOrganization(scenario, 3)
      const inputs = {
        'github-token': tokenWith(scenario),
        destinations: yaml([{ repository: 'octo/app' }, { organization: 'octo', secrets: shared }]),
      }
      expect((await scenario.rotate(inputs)).outputs['phase']).toBe('overlap')
      github.setSecret('octo/service-2', 'SHARED_ID', scenario.oldKey.accessKeyId)
      clock.advance(2 * 86_400_000)
      const held = await scenario.rotate(inputs)
      expect([held.outputs['phase'], held.exitCode]).toEqual(['overlap', 0])
      expect(held.stdout).toMatch(/unlisted secrets take precedence .*: SHARED_ID in octo\/service-2/)
      const inSpite = await scenario.rotate({ ...inputs, 'old-key-still-used': 'proceed' })
      expect(inSpite.outputs['phase']).toBe('overlap')
      expect(warningsOf(inSpite).join()).toContain('Unlisted secrets take precedence')
      github.secretsAt({ repository: 'octo/service-2' }).delete('SHARED_ID')
      expect((await scenario.rotate(inputs)).outputs['phase']).toBe('recovery')
    })
  })

  test.each(['all', 'private'] as const)(
    'in any repository of an organization whose secret is shared with %s of them is found',
    async (visibility) => {
      await inScenario({ caller: 'role' }, async (scenario) => {
        const { github, wire } = scenario.sandbox
        wire.latency = unnoticed
        const repositories = withOrganization(scenario, 120)
        github.repository('octo/service-3').visibility = 'public'
        for (const name of Object.keys(shared)) github.secretsAt({ organization: 'octo' }).share(name, visibility)
        for (const name of ['octo/service-3', 'octo/service-119']) github.setSecret(name, 'SHARED_ID', 'since then')
        const result = await scenario.rotate({
          'github-token': tokenWith(scenario),
          destinations: yaml([{ repository: 'octo/app' }, { organization: 'octo', secrets: shared }]),
        })
        expect(repositories).toHaveLength(120)
        expect(errorOf(result)).toContain('SHARED_ID in octo/service-119')
        expect(errorOf(result).includes('SHARED_ID in octo/service-3')).toBe(visibility === 'all')
      })
    },
  )

  test('in an environment that no address can name is told as unread, and its requests go nowhere else', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const { github, wire } = scenario.sandbox
      for (const name of ['..', '.', 'pro\u0007d', '%2e%2e']) github.repository('octo/app').addEnvironment(name)
      const result = await scenario.rotate()
      expect(result.outputs['phase']).toBe('overlap')
      expect(String(reportOf(result)['warnings'])).toMatch(
        /The environment “\.\.” of octo\/app, the environment “\.” of octo\/app, the environment “pro\\u\{7\}d” of octo\/app may have their own AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY; this run may not look: no address/,
      )
      const asked = wire.records.map(({ target }) => target).filter((target) => target.includes('/environments/'))
      expect(new Set(asked)).toEqual(new Set(['/repos/octo/app/environments/%252e%252e/secrets?per_page=100']))
    })
  })

  test('where nobody may look is told, and does not stop the rotation', async () => {
    await inScenario({ caller: 'role', repositories: ['octo/app', 'octo/website'] }, async (scenario) => {
      const result = await scenario.rotate({
        'github-token': tokenWith(scenario, 'actions'),
        'verification-workflow': 'verify.yml',
      })
      expect(result.outputs['phase']).toBe('overlap')
      expect(String(reportOf(result)['warnings'])).toContain(
        'The environments of octo/website may have their own AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY; this run may not look',
      )
    })
  })
})
