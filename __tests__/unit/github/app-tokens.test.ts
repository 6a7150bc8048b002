/** Tokens of a GitHub App: as narrow as they can be, masked, renewed in time, and every refusal in words. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { createServer } from 'node:http'
import { describe, expect, test } from '@jest/globals'
import { onLoopback } from '../../../sandbox/wire.ts'
import { GitHubClient, TokenConnection } from '../../../src/github/api/client.ts'
import { permissions } from '../../../src/github/api/permissions.ts'
import type { GitHubRequest } from '../../../src/github/api/request.ts'
import { GitHubTime } from '../../../src/github/api/time.ts'
import { octokitRequest } from '../../../src/github/api/transport.ts'
import { type AppNeeds, type AppOptions, AppTokens } from '../../../src/github/tokens/app.ts'
import { parsePrivateKey } from '../../../src/github/tokens/private-key.ts'
import type { Clock } from '../../../src/rotation/ports.ts'
import { inSentences, Problem } from '../../../src/rotation/problem.ts'
import { hour, minute, second } from '../../../src/rotation/time.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
const start = Date.parse('2026-03-01T09:00:00Z')

/** Time that passes by waiting only. */
class TestClock implements Clock {
  readonly cancelled = false
  passed = 0

  now = () => start + this.passed
  elapsed = () => this.passed
  sleep = async (duration: number) => {
    this.passed += duration
  }
  unlessCancelled = <Answer>(work: Promise<Answer>): Promise<Answer> => work
}

interface Sent {
  readonly token: string
  readonly route: string
  readonly parameters: Readonly<Record<string, unknown>>
}

type Reply = readonly [status: number, data: unknown]

/** GitHub, as far as an App sees it before it has a token. */
class Responder {
  readonly clock = new TestClock()
  readonly sent: Sent[] = []
  readonly masked: string[] = []
  /** How far GitHub's clock is ahead. */
  ahead = 0
  #tokens = 0
  /** Answers before the usual does. */
  answer: (sent: Sent) => Reply | undefined = () => undefined

  readonly send = (token: string): GitHubRequest => {
    return async (route, parameters) => {
      const sent = { token, route, parameters }
      this.sent.push(sent)
      const [status, data] = this.answer(sent) ?? this.#usual(sent)
      const date = new Date(this.clock.now() + this.ahead).toUTCString()
      const headers = { date, 'x-github-request-id': 'C0DE:1A2B3C:000001' }
      if (status === 0) throw new Error(String(data))
      if (status < 400) return { status, headers, data }
      throw Object.assign(new Error(String(data)), { status, response: { headers, data } })
    }
  }

  #usual({ route, parameters }: Sent): Reply {
    switch (route) {
      case 'GET /orgs/{org}/installation':
        return String(parameters['org']).toLowerCase() === 'octo' ? [200, installation(1)] : [404, 'Not Found']
      case 'GET /users/{username}/installation':
        return parameters['username'] === 'mona' ? [200, installation(2)] : [404, 'Not Found']
      case 'POST /app/installations/{installation_id}/access_tokens':
        this.#tokens += 1
        return [
          201,
          {
            token: `ghs_${this.#tokens}_${'x'.repeat(30)}`,
            expires_at: new Date(this.clock.now() + this.ahead + hour).toISOString(),
          },
        ]
      default:
        return [200, {}]
    }
  }

  /** Bodies of the requests for tokens. */
  get minted(): readonly Readonly<Record<string, unknown>>[] {
    return this.sent.filter(({ route }) => route.startsWith('POST /app/')).map(({ parameters }) => parameters)
  }
}

function installation(id: number, permissions: Readonly<Record<string, string>> = { secrets: 'write' }) {
  return { id, permissions, suspended_at: null }
}

function tokensOf(
  github: Responder,
  needs: Readonly<Record<string, AppNeeds>> = {},
  options: Partial<AppOptions> = {},
) {
  return new AppTokens({
    appId: '123456',
    privateKey: parsePrivateKey(privateKey),
    baseUrl: 'https://api.github.com',
    send: github.send,
    needs: new Map(Object.entries(needs)),
    mask: (value) => github.masked.push(value),
    clock: github.clock,
    time: new GitHubTime(github.clock),
    ...options,
  })
}

/** The token that a request for the owner carries. */
async function tokenFor(tokens: AppTokens, github: Responder, owner: string): Promise<string> {
  const parameters = {}
  await tokens.requestFor(owner)('GET /user', parameters)
  const index = github.sent.findIndex((sent) => sent.parameters === parameters)
  return github.sent.splice(index, 1)[0]?.token ?? ''
}

const narrow: AppNeeds = { repositories: ['app', 'web'], permissions: { secrets: 'write', actions: 'read' } }

async function problemOf(work: Promise<unknown>): Promise<string> {
  const failure: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(failure).toBeInstanceOf(Problem)
  return inSentences(failure)
}

describe('a token', () => {
  test('is asked for by a JWT that the key signs, of this App, by the services’ clock', async () => {
    const github = new Responder()
    await tokenFor(tokensOf(github, {}, { appId: 'Iv23liABCDEF' }), github, 'octo')
    const jwts = github.sent.map(({ token }) => token)
    expect(jwts).toHaveLength(2)
    for (const jwt of jwts) {
      const [header = '', payload = '', signature = ''] = jwt.split('.')
      const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString())
      expect(read(header)).toEqual({ alg: 'RS256', typ: 'JWT' })
      expect(read(payload)).toEqual({ iss: 'Iv23liABCDEF', iat: start / second - 30, exp: start / second + 570 })
      const signed = Buffer.from(`${header}.${payload}`)
      expect(verify('sha256', signed, createPublicKey(publicKey), Buffer.from(signature, 'base64url'))).toBe(true)
    }
  })

  test('is narrowed to what the owner’s places need', async () => {
    const github = new Responder()
    await tokenFor(tokensOf(github, { octo: narrow }), github, 'Octo')
    expect(github.minted).toEqual([
      { installation_id: 1, repositories: ['app', 'web'], permissions: { secrets: 'write', actions: 'read' } },
    ])
  })

  const many = Array.from({ length: 501 }, (_, index) => `repo-${index}`)
  test.each<readonly [string, AppNeeds, object]>([
    ['all of both', { repositories: 'all', permissions: 'all' }, {}],
    [
      'all repositories',
      { repositories: 'all', permissions: { secrets: 'read' } },
      { permissions: { secrets: 'read' } },
    ],
    ['all permissions', { repositories: ['app'], permissions: 'all' }, { repositories: ['app'] }],
    ['no repository', { repositories: [], permissions: 'all' }, {}],
    ['more repositories than GitHub takes', { repositories: many, permissions: 'all' }, {}],
  ])('is not narrowed by %s', async (_, needs, body) => {
    const github = new Responder()
    await tokenFor(tokensOf(github, { octo: needs }), github, 'octo')
    expect(github.minted).toEqual([{ installation_id: 1, ...body }])
  })

  test('is found for a user where no organization has the name', async () => {
    const github = new Responder()
    await tokenFor(tokensOf(github), github, 'mona')
    expect(github.sent.map(({ route }) => route)).toEqual([
      'GET /orgs/{org}/installation',
      'GET /users/{username}/installation',
      'POST /app/installations/{installation_id}/access_tokens',
    ])
    expect(github.minted).toEqual([{ installation_id: 2 }])
  })

  test('is one for each owner, however many ask and in whatever case', async () => {
    const github = new Responder()
    const tokens = tokensOf(github)
    const [first, second, other] = await Promise.all(
      ['octo', 'octo', 'mona'].map((owner) => tokenFor(tokens, github, owner)),
    )
    expect(first).toBe(second)
    expect(first).not.toBe(other)
    expect(await tokenFor(tokens, github, 'OCTO')).toBe(first)
    expect(github.minted).toHaveLength(2)
  })

  test('is masked, and so is the JWT, before anything is sent with it', async () => {
    const github = new Responder()
    github.answer = ({ token }) => {
      expect(github.masked).toContain(token)
      return undefined
    }
    const request = tokensOf(github).requestFor('octo')
    await request('GET /repos/{owner}/{repo}', { owner: 'octo', repo: 'app' })
    expect(github.sent).toHaveLength(3)
  })

  test('is replaced before it expires, by its own lifetime, whatever GitHub’s clock shows', async () => {
    const github = new Responder()
    github.ahead = 20 * minute
    const tokens = tokensOf(github)
    const first = await tokenFor(tokens, github, 'octo')
    github.clock.passed += 54 * minute
    expect(await tokenFor(tokens, github, 'octo')).toBe(first)
    github.clock.passed += 2 * minute
    const [second, again] = await Promise.all([tokenFor(tokens, github, 'octo'), tokenFor(tokens, github, 'octo')])
    expect(second).not.toBe(first)
    expect(again).toBe(second)
    expect(github.minted).toHaveLength(2)
  })

  test('is asked for again with GitHub’s time, when that differs from all others', async () => {
    const github = new Responder()
    github.ahead = 40 * minute
    github.answer = ({ token, route }) => {
      if (!route.startsWith('GET /orgs')) return undefined
      const { exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { exp: number }
      const told = start + github.ahead
      return exp * second < told
        ? [
            401,
            "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
          ]
        : undefined
    }
    expect(await tokenFor(tokensOf(github), github, 'octo')).toMatch(/^ghs_/)
  })
})

describe('what is not granted', () => {
  const notGranted = 'The permissions requested are not granted to this installation.'
  const unreachable =
    'There is at least one repository that does not exist or is not accessible to the parent installation.'

  test('a repository out of reach widens the token, so that its own check names it', async () => {
    const github = new Responder()
    github.answer = ({ parameters }) => ('repositories' in parameters ? [422, unreachable] : undefined)
    expect(await tokenFor(tokensOf(github, { octo: narrow }), github, 'octo')).toMatch(/^ghs_/)
    expect(github.minted.map((body) => Object.keys(body))).toEqual([
      ['installation_id', 'permissions', 'repositories'],
      ['installation_id', 'permissions'],
    ])
  })

  test('permissions are known beforehand, by the installation’s own answer', async () => {
    const github = new Responder()
    github.answer = ({ route }) =>
      route.startsWith('GET /orgs') ? [200, installation(1, { secrets: 'read', actions: 'write' })] : undefined
    const tokens = tokensOf(github, {
      octo: { repositories: 'all', permissions: { secrets: 'write', actions: 'read', environments: 'read' } },
    })
    expect(await tokens.lacking('octo')).toEqual([
      'Repository permissions → Secrets: Read and write',
      'Repository permissions → Environments: Read-only',
    ])
    expect(await tokensOf(github).lacking('octo')).toEqual([])
    expect(github.minted).toEqual([])
  })

  test('permissions are named when GitHub refuses the token for them', async () => {
    const github = new Responder()
    github.answer = ({ route }) => (route.startsWith('POST') ? [422, notGranted] : undefined)
    const said = await problemOf(tokenFor(tokensOf(github, { octo: narrow }), github, 'octo'))
    expect(said).toBe(
      'The GitHub App 123456 is not granted Repository permissions → Actions: Read-only for octo. Set this in the settings of the App, and let an owner of octo approve it in the installation: added permissions count only from then on.',
    )
  })
})

describe('permissions that nobody has published', () => {
  const needs: AppNeeds = {
    repositories: ['app'],
    permissions: { secrets: 'write' },
    unpublished: { actions_variables: 'write' },
    useful: { actions: 'read' },
  }
  const narrowed = { secrets: 'write', actions: 'read', actions_variables: 'write' }
  const strange = 'Invalid request.\n\n"actions_variables" is not a permitted key.'
  const withInstallation = (
    permissions: Readonly<Record<string, string>>,
    refuses: (sent: Sent) => Reply | undefined,
  ) => {
    const github = new Responder()
    github.answer = (sent) => (sent.route.startsWith('GET /orgs') ? [200, installation(1, permissions)] : refuses(sent))
    return { github, tokens: tokensOf(github, { octo: needs }) }
  }
  const bodies = (github: Responder) => github.minted.map(({ installation_id: _, ...body }) => body)

  test('are asked for as the installation reports them', async () => {
    const { github, tokens } = withInstallation(narrowed, () => undefined)
    await tokenFor(tokens, github, 'octo')
    expect(await tokens.lacking('octo')).toEqual([])
    expect(bodies(github)).toEqual([{ repositories: ['app'], permissions: narrowed }])
  })

  test('and that minting does not know leave the repositories narrowed, and the token all that is granted', async () => {
    const { github, tokens } = withInstallation(narrowed, ({ parameters }) =>
      parameters['permissions'] === undefined ? undefined : [422, strange],
    )
    expect(await tokenFor(tokens, github, 'octo')).toMatch(/^ghs_/)
    expect(bodies(github)).toEqual([{ repositories: ['app'], permissions: narrowed }, { repositories: ['app'] }])
  })

  test('are not asked for where the installation does not report them, and nothing is concluded from that', async () => {
    const { github, tokens } = withInstallation({ secrets: 'write' }, () => undefined)
    await tokenFor(tokens, github, 'octo')
    expect(await tokens.lacking('octo')).toEqual([])
    expect(bodies(github)).toEqual([{ repositories: ['app'] }])
  })

  test.each([
    [{ secrets: 'read', actions_variables: 'write' }, ['Repository permissions → Secrets: Read and write']],
    [{ secrets: 'read' }, ['Repository permissions → Secrets: Read and write']],
    [{ secrets: 'write', actions_variables: 'read' }, ['Repository permissions → Variables: Read and write']],
  ])('leave the others to be checked: of %j, %j is lacking', async (granted, lacking) => {
    const { github, tokens } = withInstallation(granted, ({ route }) =>
      route.startsWith('POST') ? [422, 'The permissions requested are not granted to this installation.'] : undefined,
    )
    expect(await tokens.lacking('octo')).toEqual(lacking)
    if ('actions_variables' in granted) {
      expect(await problemOf(tokenFor(tokens, github, 'octo'))).toContain(`is not granted ${lacking.join()} for octo`)
    }
  })

  test('and are only useful are asked for where they are granted, and left out where minting does not know them', async () => {
    const granted = { secrets: 'write', codespaces_secrets: 'read', actions_variables: 'read' } as const
    const wanted: AppNeeds = {
      repositories: ['app'],
      permissions: { secrets: 'write' },
      perhapsUseful: { codespaces_secrets: 'read', actions_variables: 'read', agent_secrets: 'read' },
    }
    const github = new Responder()
    let knows = true
    github.answer = ({ route, parameters }) => {
      if (route.startsWith('GET /orgs')) return [200, installation(1, granted)]
      const { permissions = {} } = parameters as { permissions?: object }
      return !knows && 'codespaces_secrets' in permissions ? [422, strange] : undefined
    }
    await tokenFor(tokensOf(github, { octo: wanted }), github, 'octo')
    knows = false
    await tokenFor(tokensOf(github, { octo: wanted }), github, 'octo')
    expect(bodies(github)).toEqual([
      { repositories: ['app'], permissions: granted },
      { repositories: ['app'], permissions: granted },
      { repositories: ['app'], permissions: { secrets: 'write' } },
    ])
  })

  test('and a repository out of reach are told apart', async () => {
    const { github, tokens } = withInstallation(narrowed, ({ parameters: { repositories, permissions } }) => {
      if (permissions !== undefined) return [422, strange]
      return repositories === undefined ? undefined : [422, 'There is at least one repository that does not exist.']
    })
    expect(await tokenFor(tokens, github, 'octo')).toMatch(/^ghs_/)
    expect(bodies(github).at(-1)).toEqual({})
    expect(github.minted).toHaveLength(3)
  })
})

describe('refusals', () => {
  const refusals: readonly (readonly [string, (sent: Sent) => Reply | undefined, RegExp])[] = [
    ['not installed', () => [404, 'Not Found'], /^The GitHub App 123456 is not installed for octo\. Install it there/],
    [
      'another App’s key',
      () => [401, 'A JSON web token could not be decoded - https://docs.github.com/rest'],
      /^GitHub does not know a GitHub App 123456 with this private key: A JSON web token could not be decoded\. github-app-id is the App ID or the client ID.*github-app-private-key/,
    ],
    ['no such App', () => [404, 'Integration not found'], /^GitHub does not know a GitHub App 123456.*github-app-id/],
    [
      'suspended',
      () => [200, { ...installation(1), suspended_at: '2026-02-01T00:00:00Z' }],
      /^The installation of the GitHub App 123456 for octo is suspended\. Let whoever suspended it/,
    ],
    [
      'suspended meanwhile',
      ({ route }) => (route.startsWith('POST') ? [403, 'This installation has been suspended'] : undefined),
      /^The installation of the GitHub App 123456 for octo is suspended/,
    ],
    [
      'an IP allow list',
      () => [
        403,
        'Although you appear to have the correct authorization credentials, octo has an IP allow list enabled.',
      ],
      /^GitHub gave the GitHub App 123456 no token for octo: 403 Although/,
    ],
    ['a rate limit', () => [429, 'Too many'], /a rate limit of the GitHub App 123456 is reached\. Run again/],
    [
      'an outage',
      () => [502, 'Bad gateway'],
      /no token for octo: 502 Bad gateway\. See https:\/\/www.githubstatus.com/,
    ],
    [
      'no answer',
      () => [0, 'other side closed'],
      /could not be reached for a token.*\(other side closed\)\. Check github-api-url/,
    ],
  ]
  test.each(refusals)('%s', async (_, answer, words) => {
    const github = new Responder()
    github.answer = answer
    const said = await problemOf(tokenFor(tokensOf(github), github, 'octo'))
    expect(said).toMatch(words)
    for (const secret of github.masked) expect(said).not.toContain(secret)
  })

  test('one that lasts is asked for once, one that passes again', async () => {
    const github = new Responder()
    const tokens = tokensOf(github)
    github.answer = () => [404, 'Not Found']
    await problemOf(tokenFor(tokens, github, 'octo'))
    const asked = github.sent.length
    await problemOf(tokenFor(tokens, github, 'octo'))
    expect(github.sent).toHaveLength(asked)
    github.answer = () => [503, 'Unavailable']
    await problemOf(tokenFor(tokens, github, 'mona'))
    github.answer = () => undefined
    expect(await tokenFor(tokens, github, 'mona')).toMatch(/^ghs_/)
  })
})

describe('requests with the tokens', () => {
  const look = ['GET /repos/{owner}/{repo}', { owner: 'octo', repo: 'app' }] as const
  const refuse =
    (until: (github: Responder) => boolean) =>
    (github: Responder) =>
    ({ route }: Sent): Reply | undefined =>
      route.startsWith('GET /repos/') && until(github) ? [401, 'Bad credentials'] : undefined

  test('a token that is new is asked again until GitHub knows it', async () => {
    const github = new Responder()
    github.answer = refuse(({ clock }) => clock.passed < 4 * second)(github)
    const { status } = await tokensOf(github).requestFor('octo')(...look)
    expect(status).toBe(200)
    expect(github.clock.passed).toBe(4 * second)
    expect(github.minted).toHaveLength(1)
  })

  test('one that GitHub never knows is given up after ten seconds', async () => {
    const github = new Responder()
    github.answer = refuse(() => true)(github)
    const failure = await tokensOf(github)
      .requestFor('octo')(...look)
      .catch((error: unknown) => error)
    expect(failure).toMatchObject({ status: 401 })
    expect(github.clock.passed).toBe(10 * second)
  })

  test('one that was revoked is replaced once', async () => {
    const github = new Responder()
    const request = tokensOf(github).requestFor('octo')
    await request(...look)
    github.clock.passed += minute
    github.answer = refuse(({ minted }) => minted.length < 2)(github)
    expect((await request(...look)).status).toBe(200)
    expect(github.minted).toHaveLength(2)
    expect(github.clock.passed).toBe(minute)
  })

  test('another refusal is the caller’s', async () => {
    const github = new Responder()
    github.answer = ({ route }) => (route.startsWith('GET /repos/') ? [403, 'Forbidden'] : undefined)
    const failure = await tokensOf(github)
      .requestFor('octo')(...look)
      .catch((error: unknown) => error)
    expect(failure).toMatchObject({ status: 403 })
    expect(github.clock.passed).toBe(0)
  })

  const purpose = { doing: 'look', place: 'octo/app', permission: permissions.metadata('read') }

  test('a token that cannot be had reaches the caller as it is, at once', async () => {
    const github = new Responder()
    github.answer = () => [404, 'Not Found']
    const send = tokensOf(github).requestFor('octo')
    const client = new GitHubClient(
      new TokenConnection(send, 'github-app-id', github.clock, new GitHubTime(github.clock)),
    )
    expect(await problemOf(client.ask(...look, purpose))).toMatch(/is not installed for octo/)
    expect(github.clock.passed).toBe(0)
  })

  test('over the network, a JWT goes as bearer and a token as token', async () => {
    const github = new Responder()
    const authorizations: string[] = []
    const server = createServer((message, response) => {
      authorizations.push(message.headers.authorization ?? '')
      const body =
        message.method === 'POST' ? { token: 'ghs_secret', expires_at: '2099-01-01T00:00:00Z' } : installation(1)
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
    const { url, close } = await onLoopback(server)
    try {
      const tokens = tokensOf(github, {}, { send: octokitRequest, baseUrl: url })
      await tokens.requestFor('octo')('GET /repos/{owner}/{repo}', { owner: 'octo', repo: 'app' })
    } finally {
      await close()
    }
    expect(authorizations).toEqual([
      expect.stringMatching(/^bearer ey[\w-]+\.[\w-]+\.[\w-]+$/),
      expect.stringMatching(/^bearer ey/),
      'token ghs_secret',
    ])
  })
})

describe('the private key', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  const pkcs8 = parsePrivateKey(privateKey)
  const forms: readonly (readonly [string, string])[] = [
    ['PKCS#1, as GitHub gives it', privateKey],
    ['PKCS#8', pkcs8],
    ['with \\n in place of newlines', privateKey.replaceAll('\n', '\\n')],
    ['with Windows’ newlines', privateKey.replaceAll('\n', '\r\n')],
    ['with spaces in place of newlines', privateKey.replaceAll('\n', ' ')],
    ['with blank lines around it', `\n\n  ${privateKey}\n`],
    ['in quotes', `"${privateKey}"`],
    ['in quotes, with \\n in place of newlines', `'${privateKey.replaceAll('\n', '\\n')}'`],
    ['with \\\\n in place of newlines', privateKey.replaceAll('\n', '\\\\n')],
    ['PKCS#8 with \\n in place of newlines', pkcs8.replaceAll('\n', '\\n')],
    ['base64 of it, in one line', base64(privateKey)],
    ['base64 of it, in lines', base64(privateKey).replaceAll(/.{76}/g, '$&\n')],
    ['base64 of it, in Windows’ lines and in quotes', `"${base64(privateKey).replaceAll(/.{76}/g, '$&\r\n')}\r\n"`],
    ['base64 of it, with \\n in place of newlines', base64(privateKey).replaceAll(/.{76}/g, '$&\\n')],
    ['base64 of PKCS#8', base64(pkcs8)],
    ['base64 of it with \\n in place of newlines', base64(privateKey.replaceAll('\n', '\\n'))],
  ]
  test.each(forms)('%s', (_, text) => {
    expect(parsePrivateKey(text)).toBe(pkcs8)
    expect(pkcs8).toMatch(/^-----BEGIN PRIVATE KEY-----\n/)
  })

  const sec1 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'sec1', format: 'pem' })
    .toString()
  const ellipse = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const protect = (type: 'pkcs1' | 'pkcs8') =>
    createPrivateKey(privateKey).export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' })
  const body = privateKey.split('\n').slice(1, -2).join('\n')
  const half = privateKey.slice(0, 700)
  const end = '-----END RSA PRIVATE KEY-----'
  const others: readonly (readonly [string, string, RegExp])[] = [
    ['nothing', '', /is empty/],
    ['nothing in quotes', '""', /is empty/],
    ['its path', 'key.pem', /name of a file/],
    ['its first line', '-----BEGIN RSA PRIVATE KEY-----', /last line is missing/],
    ['its beginning', half, /last line is missing/],
    ['its end', privateKey.slice(700), /first line is missing/],
    ['half of it', `${half}\n${end}`, /incomplete or damaged/],
    ['base64 of half of it', base64(`${half}\n${end}`), /incomplete or damaged/],
    ['base64 that was cut off', base64(privateKey).slice(0, 900), /last line is missing/],
    ['other labels at its ends', privateKey.replace('END RSA ', 'END '), /before its first line or behind/],
    ['something before it', `key: ${privateKey}`, /before its first line or behind/],
    ['two of them', `${privateKey}\n${privateKey}`, /incomplete or damaged/],
    ['its body', body, /inside of a key/],
    ['another kind of key', ellipse.privateKey, /another kind \(ec\)/],
    ['another kind of key, in a form of its own', sec1, /another kind/],
    ['the public key', publicKey, /public key/],
    ['base64 of the public key', base64(publicKey), /public key/],
    ['a public key of SSH', `ssh-rsa ${base64(publicKey)} me@here`, /public key/],
    ['a key of OpenSSH', `-----BEGIN OPENSSH PRIVATE KEY-----\n${body}\n-----END OPENSSH PRIVATE KEY-----`, /OpenSSH/],
    ['a key of PuTTY', `PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\n${body}`, /PuTTY/],
    ['an encrypted key', String(protect('pkcs8')), /passphrase/],
    ['an encrypted key in PKCS#1', String(protect('pkcs1')), /passphrase/],
    ['a certificate', `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----`, /certificate/],
    ['its fingerprint', 'SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=', /fingerprint/],
    ['its fingerprint without a name', '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=', /fingerprint/],
    ['its fingerprint in pairs', 'c1:b1:30:29:d7:b8:de:6c:97:77:10:d7:46:41:63:87', /fingerprint/],
    ['the client secret', '0123456789abcdef0123456789abcdef01234567', /client secret/],
    ['a token', 'ghs_0123456789abcdefghijklmnopqrstuvwxyz', /a token/],
    ['the ID of the App', '1234567', /ID of an App/],
    ['the client ID of the App', 'Iv23liABCDEFGHIJKLMN', /ID of an App/],
    ['what logs show', '***', /asterisks/],
    ['JSON', `{"key": "${body.slice(0, 60)}"}`, /JSON/],
    ['words', 'open sesame, please, and quickly', /no key at all/],
  ]
  test.each(others)('is refused without repeating it: %s', (_, text, seen) => {
    let failure: unknown
    try {
      parsePrivateKey(text)
    } catch (error) {
      failure = error
    }
    expect(failure).toBeInstanceOf(Problem)
    expect((failure as Problem).cause).toBeUndefined()
    const said = inSentences(failure)
    expect(said).toMatch(/github-app-private-key is not an RSA private key in PEM form/)
    expect(said).toMatch(seen)
    for (const line of text.split('\n').filter((each) => each.length > 20 && !each.startsWith('-')))
      expect(said).not.toContain(line.slice(0, 12))
  })
})
