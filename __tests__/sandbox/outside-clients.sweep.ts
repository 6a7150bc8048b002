/**
 * A program that this project has not written uses the sandbox as it uses AWS: the AWS CLI reads every answer by botocore's
 * model of the service. Skipped where it is not installed.
 */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { isInstalled } from '../../sandbox/aws/moto.ts'
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
