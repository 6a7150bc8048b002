/** Through the proxy that the environment names, and not around it; and what a person reads when that fails. */
import { afterEach, describe, expect, test } from '@jest/globals'
import { type CompanyNetwork, startCompanyNetwork } from '../../sandbox/company-network.ts'
import type { ActionResult } from '../../sandbox/runner.ts'
import type { Scenario } from '../../sandbox/scenario.ts'
import { explain } from '../../src/aws/errors.ts'
import { AwsHandler } from '../../src/aws/request-handler.ts'
import { octokitRequest } from '../../src/github/api/transport.ts'
import { networkRemedy } from '../../src/network/problems.ts'
import { proxyFor, proxySecrets } from '../../src/network/proxy.ts'
import { changes, errorOf, inOneRun, inScenario, keysOf } from './support.ts'

const aws = ['iam.amazonaws.com:443', 'sts.us-east-1.amazonaws.com:443']
const github = 'api.github.com:443'

async function inCompany(
  test: (scenario: Scenario, network: CompanyNetwork) => Promise<void>,
  proxyProtocol: 'http' | 'https' = 'http',
): Promise<void> {
  await inScenario({}, async (scenario) => {
    const network = await startCompanyNetwork(scenario.sandbox, proxyProtocol)
    try {
      await test(scenario, network)
    } finally {
      await network.stop()
    }
  })
}

/** A run of the bundle on a runner of the company. */
function rotate(
  scenario: Scenario,
  network: CompanyNetwork,
  environment: Readonly<Record<string, string>>,
  inputs: Readonly<Record<string, string>> = {},
): Promise<ActionResult> {
  return scenario.rotate(
    { ...inOneRun, ...inputs },
    {
      environment: { ...network.environment, ...environment },
      github: { apiUrl: environment['GITHUB_API_URL'] ?? 'https://api.github.com' },
    },
  )
}

function targetsOf({ tunnels }: CompanyNetwork): readonly string[] {
  return [...new Set(tunnels.map(({ target }) => target))].sort()
}

describe('through the proxy', () => {
  test.each(['HTTPS_PROXY', 'https_proxy'])(
    'a whole rotation passes through %s, and nothing around it',
    async (name) => {
      await inCompany(async (scenario, network) => {
        const result = await rotate(scenario, network, { [name]: `http://${network.proxy}` })
        expect(errorOf(result)).toBe('')
        expect(result.outputs).toMatchObject({ rotated: 'true', phase: 'steady' })
        expect(scenario.published()).toBe(result.outputs['access-key-id'])
        expect(targetsOf(network)).toEqual([github, ...aws])
        expect(network.connections).toBe(network.tunnels.length)
      })
    },
  )

  test('connections are kept, so that a rotation needs few of them', async () => {
    await inCompany(async (scenario, network) => {
      await rotate(scenario, network, { HTTPS_PROXY: `http://${network.proxy}` })
      const requests = scenario.sandbox.wire.records.length
      expect(network.tunnels.length).toBeLessThan(requests)
    })
  })

  test('a proxy may be reached by TLS itself', async () => {
    await inCompany(async (scenario, network) => {
      const result = await rotate(scenario, network, { HTTPS_PROXY: `https://${network.proxy}` })
      expect(errorOf(result)).toBe('')
      expect(targetsOf(network)).toEqual([github, ...aws])
    }, 'https')
  })

  test('the proxy learns who asks, and the log does not', async () => {
    await inCompany(async (scenario, network) => {
      const { stdout, stderr, files, exitCode } = await rotate(scenario, network, {
        HTTPS_PROXY: `http://runner:s%40fe%2Fword@${network.proxy}`,
      })
      expect(exitCode).toBe(0)
      const basic = Buffer.from('runner:s@fe/word').toString('base64')
      expect([...new Set(network.tunnels.map(({ authorization }) => authorization))]).toEqual([`Basic ${basic}`])
      const shown = [stdout.replaceAll(/^::add-mask::.*$/gm, ''), stderr, files].join('\n')
      for (const form of ['s%40fe%2Fword', 's@fe/word', basic]) expect(shown).not.toContain(form)
      expect(stderr).toBe('')
    })
  })

  test('a host in NO_PROXY is reached without it', async () => {
    await inCompany(async (scenario, network) => {
      const url = `https://github.company.test:${network.tlsPort}`
      const result = await rotate(scenario, network, {
        HTTPS_PROXY: `http://${network.proxy}`,
        NO_PROXY: 'example.com, .company.test',
        GITHUB_API_URL: url,
        SANDBOX_HOSTS: JSON.stringify({ 'github.company.test': '127.0.0.1' }),
      })
      expect(errorOf(result)).toBe('')
      expect(result.outputs['rotated']).toBe('true')
      expect(targetsOf(network)).toEqual(aws)
      expect(network.connections).toBeGreaterThan(network.tunnels.length)
    })
  })

  test('the proxy is chosen for github-api-url, whatever GITHUB_API_URL names', async () => {
    await inCompany(async (scenario, network) => {
      const result = await rotate(
        scenario,
        network,
        { HTTPS_PROXY: `http://${network.proxy}`, NO_PROXY: 'api.github.com' },
        { 'github-api-url': 'https://github.company.test' },
      )
      expect(errorOf(result)).toBe('')
      expect(targetsOf(network)).toEqual(['github.company.test:443', ...aws])
    })
  })
})

describe('when the proxy does not serve', () => {
  test('a proxy that is down ends the run before anything is created', async () => {
    await inCompany(async (scenario, network) => {
      await network.stop()
      const result = await rotate(scenario, network, { HTTPS_PROXY: `http://${network.proxy}` })
      expect(result.exitCode).toBe(1)
      expect(errorOf(result)).toMatch(/sts:GetCallerIdentity.*ECONNREFUSED.*The proxy of HTTPS_PROXY does not answer/s)
      expect(scenario.sandbox.wire.records).toEqual([])
    })
  })

  test.each([
    [407, /proxy.*answered 407 when asked to connect to sts.*The proxy asks who you are: give HTTPS_PROXY a user/s],
    [403, /answered 403.*refused the connection \(403\): let it pass this host, or name the host in NO_PROXY/s],
    [503, /answered 503.*refused the connection \(503\)/s],
  ])('a proxy that answers %i is told apart', async (status, words) => {
    await inCompany(async (scenario, network) => {
      network.admit = () => status
      const result = await rotate(scenario, network, { HTTPS_PROXY: `http://${network.proxy}` })
      expect(result.exitCode).toBe(1)
      expect(errorOf(result)).toMatch(words)
      // Three requests go at once; what may pass by itself is tried again.
      expect(network.tunnels.length).toBe(3 * (status === 503 ? 3 : 1))
      expect(scenario.sandbox.wire.records).toEqual([])
    })
  })

  test('a proxy that serves AWS alone ends the run before a key is created', async () => {
    await inCompany(async (scenario, network) => {
      network.admit = ({ target }) => (target === github ? 403 : 200)
      const result = await rotate(scenario, network, { HTTPS_PROXY: `http://${network.proxy}` })
      expect(result.exitCode).toBe(1)
      expect(errorOf(result)).toContain(`the proxy ${network.proxy} answered 403 when asked to connect to ${github}`)
      expect(changes(scenario)).not.toContain('CreateAccessKey')
      expect(targetsOf(network)).toEqual([github, ...aws])
    })
  })

  test('a proxy that closes before the key is asked for leaves none behind, and the next run goes on', async () => {
    await inCompany(async (scenario, network) => {
      const environment = { HTTPS_PROXY: `http://${network.proxy}` }
      scenario.sandbox.wire.observers.push({
        // The request that creates goes over a connection of its own; the others are open by then.
        after: ({ operation, body }) => {
          if (operation === 'TagUser' && body.includes('creating')) network.admit = () => 403
        },
      })
      const result = await rotate(scenario, network, environment)
      expect(changes(scenario)).not.toContain('CreateAccessKey')
      expect(keysOf(scenario)).toHaveLength(1)
      expect(errorOf(result)).toMatch(/answered 403/)
      scenario.sandbox.wire.observers.pop()
      network.admit = () => 200
      const next = await rotate(scenario, network, environment)
      expect(next.outputs).toMatchObject({ rotated: 'true', phase: 'steady' })
    })
  })

  test('a variable that names no proxy is refused, not ignored, and not shown', async () => {
    await inCompany(async (scenario, network) => {
      const result = await rotate(scenario, network, { HTTPS_PROXY: `runner:secret@${network.proxy}` })
      expect(result.exitCode).toBe(1)
      expect(errorOf(result)).toMatch(/HTTPS_PROXY is not the URL of an HTTP proxy/)
      expect(result.stdout.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain('secret@')
      expect(network.connections).toBe(0)
    })
  })

  test('without the authority’s certificate, the run names where to put it', async () => {
    await inCompany(async (scenario, network) => {
      const result = await rotate(scenario, network, {
        HTTPS_PROXY: `http://${network.proxy}`,
        NODE_EXTRA_CA_CERTS: '',
      })
      expect(result.exitCode).toBe(1)
      expect(errorOf(result)).toMatch(/self-signed certificate.*NODE_EXTRA_CA_CERTS/s)
      expect(scenario.sandbox.wire.records).toEqual([])
    })
  })
})

describe('in one process', () => {
  const names = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy'] as const
  const before = Object.fromEntries(names.map((name) => [name, process.env[name]]))

  function set(environment: Readonly<Record<string, string>>): void {
    for (const name of names) delete process.env[name]
    Object.assign(process.env, environment)
  }

  afterEach(() => {
    for (const name of names) delete process.env[name]
    Object.assign(process.env, Object.fromEntries(Object.entries(before).filter(([, value]) => value !== undefined)))
  })

  const cases: readonly (readonly [string, string, Readonly<Record<string, string>>, string | undefined])[] = [
    ['no variable', 'https://iam.amazonaws.com', {}, undefined],
    ['HTTPS_PROXY', 'https://iam.amazonaws.com', { HTTPS_PROXY: 'http://p:1' }, 'p:1'],
    ['lower case first', 'https://iam.amazonaws.com', { HTTPS_PROXY: 'http://p:1', https_proxy: 'http://q:2' }, 'q:2'],
    ['HTTP_PROXY for https', 'https://iam.amazonaws.com', { HTTP_PROXY: 'http://p:1' }, undefined],
    ['HTTP_PROXY for http', 'http://iam.amazonaws.com', { HTTP_PROXY: 'http://p:1' }, 'p:1'],
    ['the loopback interface', 'https://127.0.0.1:1', { HTTPS_PROXY: 'http://p:1' }, undefined],
    ['NO_PROXY', 'https://api.github.com', { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'github.com' }, undefined],
    ['no_proxy', 'https://api.github.com', { HTTPS_PROXY: 'http://p:1', no_proxy: 'api.github.com:443' }, undefined],
    ['NO_PROXY of another', 'https://api.github.com', { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'hub.com' }, 'p:1'],
    ['a name below .host', 'https://api.github.com', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '.github.com' }, undefined],
    ['.host is not the host', 'https://github.com', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '.github.com' }, 'p:1'],
    [
      'a name below *.host',
      'https://api.github.com',
      { HTTPS_PROXY: 'http://p:1', NO_PROXY: '*.github.com' },
      undefined,
    ],
    ['*.host is not the host', 'https://github.com', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '*.github.com' }, 'p:1'],
    [
      'whatever the case',
      'https://api.github.com',
      { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'API.GitHub.com' },
      undefined,
    ],
    ['another port', 'https://api.github.com', { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'github.com:8443' }, 'p:1'],
    ['a port of *.host', 'https://a.b.test:8443', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '*.b.test:8443' }, undefined],
    ['blanks between', 'https://a.test', { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'b.test  a.test,' }, undefined],
    ['an address', 'https://10.1.2.3', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '10.1.2.3' }, undefined],
    ['no part of an address', 'https://10.1.2.3', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '2.3' }, 'p:1'],
    ['an address and port', 'https://10.1.2.3', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '10.1.2.3:443' }, undefined],
    ['a range', 'https://10.1.2.3', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '10.0.0.0/8' }, undefined],
    ['outside of a range', 'https://11.1.2.3', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '10.0.0.0/8' }, 'p:1'],
    ['no range', 'https://10.1.2.3', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '10.0.0.0/99,10.0.0.0/x' }, 'p:1'],
    ['a range is no name', 'https://a.test', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '0.0.0.0/0' }, 'p:1'],
    ['IPv6 in a range', 'https://[fd00::1]', { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'fd00::/8' }, undefined],
    ['IPv6 otherwise spelled', 'https://[fd00::1]', { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'fd00:0:0::1' }, undefined],
    ['IPv6 and port', 'https://[fd00::1]:8443', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '[fd00::1]:8443' }, undefined],
    ['IPv6 and another port', 'https://[fd00::1]', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '[fd00::1]:8443' }, 'p:1'],
    ['the loopback interface by name', 'https://localhost:1', { HTTPS_PROXY: 'http://p:1' }, undefined],
    ['a proxy without protocol', 'https://a.test', { HTTPS_PROXY: '10.9.8.7:3128' }, '10.9.8.7:3128'],
    ['NO_PROXY of all', 'https://api.github.com', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '*' }, undefined],
  ]
  test.each(cases)('%s', (_, url, environment, host) => {
    set(environment)
    expect(proxyFor(new URL(url))?.host).toBe(host)
  })

  test('passwords are masked as they are, as written, and as sent', () => {
    expect(proxySecrets({ https_proxy: 'http://u:p%40ss@h:1', HTTP_PROXY: 'u:p@ss@h' })).toEqual([
      'p%40ss',
      'p@ss',
      Buffer.from('u:p@ss').toString('base64'),
    ])
    expect(proxySecrets({ HTTPS_PROXY: 'http://user@corp.test:secretPass99@h:1' })).toContain('secretPass99')
    expect(proxySecrets({ HTTPS_PROXY: 'http://h:1', HTTP_PROXY: 'http://user@h:1' })).toEqual([])
  })

  test('a proxy that takes a connection and says nothing is given up', async () => {
    await inCompany(async (_, network) => {
      network.admit = () => undefined
      set({ HTTPS_PROXY: `http://${network.proxy}` })
      const handler = new AwsHandler(
        { connectionTimeout: 20 },
        () => undefined,
        () => undefined,
      )
      const { HttpRequest } = await import('@smithy/core/protocols')
      const failure: unknown = await handler
        .handle(new HttpRequest({ protocol: 'https:', hostname: 'iam.amazonaws.com', method: 'POST', path: '/' }))
        .catch((error: unknown) => error)
      handler.destroy()
      const { message, remedy } = explain(failure, 'iam:ListAccessKeys', { name: 'ci-bot' })
      expect(message).toContain(`the proxy ${network.proxy} did not answer within`)
      expect(remedy).toMatch(/The proxy of HTTPS_PROXY does not answer/)
    })
  })

  test('what GitHub’s requests fail with has the same remedies', async () => {
    await inCompany(async (_, network) => {
      const fail = (baseUrl: string) =>
        octokitRequest('token', baseUrl)('GET /rate_limit', {}).then(
          () => undefined,
          (error: unknown) => networkRemedy(error),
        )
      set({ HTTPS_PROXY: `http://${network.proxy}` })
      expect(await fail(`https://127.0.0.1:${network.tlsPort}`)).toMatch(/NODE_EXTRA_CA_CERTS/)
      expect(await fail('https://api.github.com')).toMatch(/NODE_EXTRA_CA_CERTS/)
      network.admit = () => 407
      expect(await fail('https://api.github.com')).toMatch(/The proxy asks who you are: give HTTPS_PROXY/)
      network.admit = () => 502
      expect(await fail('https://api.github.com')).toMatch(/refused the connection \(502\)/)
      await network.stop()
      expect(await fail('https://api.github.com')).toMatch(/The proxy of HTTPS_PROXY does not answer/)
      expect(await fail(`https://127.0.0.1:${network.tlsPort}`)).toMatch(/Check that the runner reaches it/)
    })
  })

  test('an error that is none of the network has no remedy of it', () => {
    expect(networkRemedy(new Error('no'))).toBeUndefined()
    expect(networkRemedy('no')).toBeUndefined()
  })
})
