/** A second opinion: the bundle rotates a key on moto's IAM and STS, which this project has not written. */
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListUserTagsCommand,
} from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { describe, expect, test } from '@jest/globals'
import { type Moto, motoIsInstalled, startMoto } from '../../sandbox/aws/moto.ts'
import type { Scenario } from '../../sandbox/scenario.ts'
import { fingerprint } from '../../src/key/verification-contract.ts'
import { byHand, inOneRun, inScenario } from './support.ts'

const user = { UserName: 'ci-bot' }

/** moto's IAM, before it asks who calls. */
function iamOf({ url }: Moto): IAMClient {
  return new IAMClient({
    region: 'us-east-1',
    endpoint: url,
    credentials: { accessKeyId: 'admin', secretAccessKey: 'admin' },
  })
}

/** The verification's job, with moto as the judge of the pair. */
function verifyOn(moto: Moto, { sandbox, home }: Scenario): void {
  const workflow = sandbox.github.repository(home).workflow('verify.yml')
  if (workflow === undefined) return
  workflow.job = async ({ inputs, secrets }) => {
    const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = secrets
    if (inputs['expected-key'] !== fingerprint(accessKeyId)) return 'failure'
    const sts = new STSClient({
      region: 'us-east-1',
      endpoint: moto.url,
      credentials: { accessKeyId, secretAccessKey },
    })
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}))
    return Arn?.endsWith('user/ci/ci-bot') === true ? 'success' : 'failure'
  }
}

const describeWithMoto = motoIsInstalled() ? describe : describe.skip

describeWithMoto('on moto', () => {
  test('a user rotates its own key in one run', async () => {
    const moto = await startMoto()
    try {
      await inScenario({}, async (scenario) => {
        const iam = iamOf(moto)
        await iam.send(new CreateUserCommand({ ...user, Path: '/ci/' }))
        const { AccessKey: old } = await iam.send(new CreateAccessKeyCommand(user))
        verifyOn(moto, scenario)
        const result = await scenario.rotate(
          { ...inOneRun, force: 'true' },
          {
            github: byHand,
            environment: {
              AWS_ENDPOINT_URL_IAM: moto.url,
              AWS_ENDPOINT_URL_STS: moto.url,
              AWS_ACCESS_KEY_ID: old?.AccessKeyId ?? '',
              AWS_SECRET_ACCESS_KEY: old?.SecretAccessKey ?? '',
            },
          },
        )
        expect(result.stdout).not.toContain('::error')
        expect(result.outputs).toMatchObject({
          phase: 'steady',
          rotated: 'true',
          'access-key-id': scenario.published(),
        })
        const { AccessKeyMetadata: keys } = await iam.send(new ListAccessKeysCommand(user))
        expect(keys?.map(({ AccessKeyId, Status }) => `${AccessKeyId} ${Status}`)).toEqual([
          `${scenario.published()} Active`,
        ])
        const { Tags: tags } = await iam.send(new ListUserTagsCommand(user))
        expect(tags?.map(({ Key }) => Key).sort()).toEqual([
          scenario.published(),
          'rotate-iam-access-keys',
          'rotate-iam-access-keys:holder',
          'rotate-iam-access-keys:places',
          'rotate-iam-access-keys:published',
        ])
      })
    } finally {
      await moto.stop()
    }
  })
})
