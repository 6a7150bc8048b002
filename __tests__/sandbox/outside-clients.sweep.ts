/**
 * Programs that this project has not written use the sandbox as they use AWS and GitHub: the AWS CLI reads every answer by
 * botocore's model of the service, gh by its own. Each is skipped where it is not installed.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { isInstalled } from '../../sandbox/aws/moto.ts'
import { duration } from '../../sandbox/clock.ts'
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import { policy } from '../../sandbox/scenario.ts'

const run = promisify(execFile)

const describeWith = (program: string) => {
  if (isInstalled(program)) return describe
  console.log(`${program} is not installed, so it does not try the sandbox.`)
  return describe.skip
}

let sandbox: Sandbox
beforeAll(async () => {
  // These programs sign with the time of the machine.
  sandbox = await startSandbox({ start: new Date().toISOString() })
})
afterAll(() => sandbox.stop())

describeWith('aws')('the AWS CLI', () => {
  const user = 'cli-bot'
  let environment: NodeJS.ProcessEnv

  beforeAll(() => {
    sandbox.aws.createUser({
      name: user,
      path: '/ci/',
      created: sandbox.clock.now(),
      policies: [policy('iam-policy-self-rotation.json')],
    })
    const { accessKeyId, secretAccessKey } = sandbox.aws.createAccessKey(user, { created: sandbox.clock.now() })
    environment = {
      PATH: process.env['PATH'],
      HOME: '/nonexistent',
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ENDPOINT_URL_IAM: sandbox.environment['AWS_ENDPOINT_URL_IAM'],
      AWS_ENDPOINT_URL_STS: sandbox.environment['AWS_ENDPOINT_URL_STS'],
      AWS_MAX_ATTEMPTS: '1',
    }
  })

  async function aws(...args: readonly string[]): Promise<unknown> {
    const { stdout } = await run('aws', ['--output', 'json', ...args], { env: environment })
    return stdout === '' ? undefined : JSON.parse(stdout)
  }

  test('rotates a key by hand', async () => {
    expect(await aws('sts', 'get-caller-identity')).toMatchObject({
      Account: sandbox.aws.accountId,
      Arn: `arn:aws:iam::${sandbox.aws.accountId}:user/ci/${user}`,
    })
    const { AccessKey: made } = (await aws('iam', 'create-access-key', '--user-name', user)) as {
      readonly AccessKey: { readonly AccessKeyId: string; readonly Status: string }
    }
    expect(made.Status).toBe('Active')
    const tag = 'Key=rotate-iam-access-keys,Value=v1'
    await aws('iam', 'tag-user', '--user-name', user, '--tags', tag)
    expect(await aws('iam', 'list-user-tags', '--user-name', user)).toMatchObject({
      Tags: [{ Key: 'rotate-iam-access-keys', Value: 'v1' }],
    })
    const change = ['--user-name', user, '--access-key-id', made.AccessKeyId] as const
    await aws('iam', 'update-access-key', ...change, '--status', 'Inactive')
    expect(await aws('iam', 'list-access-keys', '--user-name', user)).toMatchObject({
      AccessKeyMetadata: expect.arrayContaining([
        expect.objectContaining({ UserName: user, Status: 'Active' }),
        expect.objectContaining({ UserName: user, Status: 'Inactive', AccessKeyId: made.AccessKeyId }),
      ]),
    })
    await aws('iam', 'delete-access-key', ...change)
    const used = ['iam', 'get-access-key-last-used', '--access-key-id', environment['AWS_ACCESS_KEY_ID'] ?? ''] as const
    expect(await aws(...used)).toMatchObject({ UserName: user })
    expect(await aws('iam', 'get-user', '--user-name', user)).toMatchObject({ User: { UserName: user, Path: '/ci/' } })
  })

  test.each([
    ['AccessDenied', ['iam', 'create-access-key', '--user-name', 'somebody-else']],
    ['AccessDenied', ['iam', 'tag-user', '--user-name', user, '--tags', 'Key=team,Value=web']],
    ['NoSuchEntity', ['iam', 'delete-access-key', '--user-name', user, '--access-key-id', 'AKIAIOSFODNN7EXAMPLE']],
  ])('understands a refusal: %s', async (code, args) => {
    await expect(aws(...args)).rejects.toThrow(`An error occurred (${code})`)
  })
})

describeWith('gh')('gh', () => {
  const fullName = 'octo-org/app'
  const here = ['--repo', fullName] as const
  const folder = mkdtempSync(join(tmpdir(), 'gh-'))

  /** gh insists on https, unless it is given a socket for everything it asks. */
  async function serve(name: string, origin: string): Promise<{ readonly config: string; close(): void }> {
    const config = join(folder, name)
    const socket = join(folder, `${name}.sock`)
    const server = createServer((message, response) => {
      const { method, url, headers } = message
      const onward = request(`${origin}${url}`, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 0, answer.headers)
        answer.pipe(response)
      })
      onward.on('error', () => response.destroy())
      message.pipe(onward)
    })
    await new Promise<void>((resolve) => server.listen(socket, resolve))
    mkdirSync(config)
    writeFileSync(join(config, 'config.yml'), `http_unix_socket: ${socket}\n`)
    return { config, close: () => server.close() }
  }

  const runGh = async (environment: NodeJS.ProcessEnv, args: readonly string[]): Promise<string> => {
    const quiet = { PATH: process.env['PATH'], HOME: folder, NO_COLOR: '1', GH_NO_UPDATE_NOTIFIER: '1' }
    const started = run('gh', [...args], { env: { ...quiet, ...environment } })
    started.child.stdin?.end()
    return (await started).stdout
  }

  let environment: NodeJS.ProcessEnv
  let close: () => void
  const gh = (...args: readonly string[]) => runGh(environment, args)

  beforeAll(async () => {
    const { github, services } = sandbox
    github.addOrganization('octo-org')
    github.addRepository(fullName).addEnvironment('production')
    const message = 'The key of this job is rejected.'
    github.addWorkflow(fullName, {
      path: '.github/workflows/verify.yml',
      yaml: 'name: Verify the key\non:\n  push:\n  workflow_dispatch:\n    inputs:\n      expected-key:\n',
      job: async ({ inputs }) =>
        inputs['expected-key'] === 'another'
          ? { conclusion: 'failure', annotations: [{ level: 'failure', title: 'Verify', message }] }
          : 'success',
    })
    const served = await serve('github.com', services.github)
    close = served.close
    const scopes = ['repo', 'workflow', 'admin:org']
    environment = {
      GH_CONFIG_DIR: served.config,
      GH_TOKEN: github.addToken({ kind: 'classic', name: 'someone', scopes }),
    }
  })

  afterAll(() => {
    close()
    rmSync(folder, { recursive: true, force: true })
  })

  test.each<readonly [string, readonly string[]]>([
    ['a repository', here],
    ['an environment', [...here, '--env', 'production']],
    ['a repository, for Dependabot', [...here, '--app', 'dependabot']],
    ['an organization', ['--org', 'octo-org']],
  ])('seals, lists and deletes a secret of %s', async (_, place) => {
    const name = 'AWS_SECRET_ACCESS_KEY'
    const today = new Date(sandbox.clock.now()).toISOString().slice(0, 10)
    await gh('secret', 'set', name, '--body', 'the secret', ...place)
    if (place === here) expect(sandbox.github.secretValue(fullName, name)).toBe('the secret')
    expect(
      (await gh('secret', 'list', ...place))
        .split('\t')
        .slice(0, 2)
        .map((each) => each.trim()),
    ).toEqual([name, today])
    await gh('secret', 'delete', name, ...place)
    expect(await gh('secret', 'list', ...place)).toBe('')
    await expect(gh('secret', 'delete', name, ...place)).rejects.toThrow('HTTP 404: Not Found')
  })

  test('lists and views workflows', async () => {
    expect(await gh('workflow', 'list', ...here)).toMatch(/^Verify the key\tactive\t\d+\n$/)
    expect(await gh('workflow', 'view', 'verify.yml', ...here)).toContain('Verify the key - verify.yml')
    await expect(gh('workflow', 'view', 'other.yml', ...here)).rejects.toThrow('HTTP 404')
  })

  test.each([
    ['expected', 'success', '✓ '],
    ['another', 'failure', 'X The key of this job is rejected.'],
  ])('starts a run with an input that is %s, and sees its %s', async (key, conclusion, says) => {
    await gh('workflow', 'run', 'verify.yml', '--ref', 'main', '--field', `expected-key=${key}`, ...here)
    const fields = 'databaseId,status,conclusion,event,headBranch,workflowName'
    const list = async () => {
      const runs = JSON.parse(
        await gh('run', 'list', '--workflow', 'verify.yml', '--limit', '1', '--json', fields, ...here),
      )
      return (runs as readonly Readonly<Record<string, unknown>>[])[0]
    }
    expect(await list()).toMatchObject({
      status: 'queued',
      conclusion: '',
      event: 'workflow_dispatch',
      headBranch: 'main',
      workflowName: 'Verify the key',
    })
    sandbox.clock.advance(duration('10m'))
    // A run moves on when it is looked at.
    await list()
    sandbox.clock.advance(duration('10m'))
    const ended = await list()
    expect(ended).toMatchObject({ status: 'completed', conclusion })
    const id = String(ended?.['databaseId'])
    expect(await gh('run', 'view', id, ...here)).toContain(says)
    const viewed = gh('run', 'view', id, '--exit-status', ...here)
    if (conclusion === 'success') await viewed
    else await expect(viewed).rejects.toMatchObject({ code: 1 })
  })

  test('follows pages', async () => {
    for (let index = 0; index < 3; index += 1) sandbox.github.setSecret(fullName, `PAGED_${index}`, 'x')
    const path = `repos/${fullName}/actions/secrets?per_page=1`
    const names = await gh('api', path, '--paginate', '--jq', '.secrets[].name')
    expect(names.trim().split('\n').toSorted()).toEqual(['PAGED_0', 'PAGED_1', 'PAGED_2'])
  })

  test('is told what a token may not do', async () => {
    const token = sandbox.github.addToken({ kind: 'fine-grained', name: 'reader', permissions: { actions: 'read' } })
    const reading = runGh({ ...environment, GH_TOKEN: token }, ['secret', 'list', ...here])
    await expect(reading).rejects.toThrow(/HTTP 403: Resource not accessible by personal access token/)
    await expect(runGh({ ...environment, GH_TOKEN: 'ghp_none' }, ['secret', 'list', ...here])).rejects.toThrow(
      'HTTP 401',
    )
  })

  test('finds nothing undocumented but GraphQL, which the sandbox does not speak', () => {
    expect(sandbox.violations.filter((each) => each !== 'POST /graphql is not documented')).toEqual([])
  })

  test('speaks to an Enterprise Server below /api/v3', async () => {
    const enterprise = await startSandbox({ start: new Date().toISOString(), github: { server: '3.20.2' } })
    const { services, github } = enterprise
    const served = await serve('enterprise', new URL(services.github).origin)
    try {
      github.addRepository(fullName)
      const GH_ENTERPRISE_TOKEN = github.addToken({ kind: 'classic', name: 'someone', scopes: ['repo'] })
      const host = 'github.company.test'
      const own = { GH_CONFIG_DIR: served.config, GH_HOST: host, GH_ENTERPRISE_TOKEN }
      await runGh(own, ['secret', 'set', 'A_SECRET', '--body', 'x', '--repo', `${host}/${fullName}`])
      expect(github.secretValue(fullName, 'A_SECRET')).toBe('x')
      expect(await runGh(own, ['secret', 'list', '--repo', `${host}/${fullName}`])).toContain('A_SECRET')
      expect(enterprise.violations).toEqual([])
    } finally {
      served.close()
      await enterprise.stop()
    }
  })
})
