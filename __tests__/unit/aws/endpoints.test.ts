/** Which hosts are AWS's own, by the data of the SDK that is bundled. */
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { IAMClient } from '@aws-sdk/client-iam'
import { STSClient } from '@aws-sdk/client-sts'
import { describe, expect, test } from '@jest/globals'
import { type AwsService, type EndpointData, elsewhere, isAwsOwn, refuseUnsafe } from '../../../src/aws/endpoints.ts'
import { iamRegion } from '../../../src/aws/regions.ts'

const region = 'us-east-1'
const data: Readonly<Record<AwsService, EndpointData>> = {
  iam: new IAMClient({ region }).config.endpointProvider,
  sts: new STSClient({ region }).config.endpointProvider,
  cloudtrail: new CloudTrailClient({ region }).config.endpointProvider,
}

function isOwn(service: AwsService, region: string, url: string): boolean {
  return isAwsOwn({ service, region, url: new URL(url) }, data[service])
}

describe('AWS’s own', () => {
  const own: readonly (readonly [AwsService, string, string])[] = [
    ['sts', 'us-east-1', 'sts.us-east-1.amazonaws.com'],
    ['sts', 'us-east-1', 'sts.amazonaws.com'],
    ['sts', 'eu-central-1', 'sts.eu-central-1.amazonaws.com'],
    ['sts', 'us-east-1', 'sts-fips.us-east-1.amazonaws.com'],
    ['sts', 'eu-west-1', 'sts.eu-west-1.api.aws'],
    ['sts', 'cn-north-1', 'sts.cn-north-1.amazonaws.com.cn'],
    ['sts', 'us-gov-west-1', 'sts.us-gov-west-1.amazonaws.com'],
    ['sts', 'us-iso-east-1', 'sts.us-iso-east-1.c2s.ic.gov'],
    ['sts', 'us-isob-east-1', 'sts.us-isob-east-1.sc2s.sgov.gov'],
    ['sts', 'eusc-de-east-1', 'sts.eusc-de-east-1.amazonaws.eu'],
    // The role of a profile, assumed in another Region.
    ['sts', 'us-east-1', 'sts.ap-southeast-2.amazonaws.com'],
    ['sts', 'eu-west-1', 'vpce-0a1b2c3d-4e5f6a7b.sts.eu-west-1.vpce.amazonaws.com'],
    ['sts', 'eu-west-1', 'vpce-0a1b2c3d-4e5f6a7b-eu-west-1a.sts.eu-west-1.vpce.amazonaws.com'],
    ['sts', 'us-east-1', 'vpce-0a1b2c3d-4e5f6a7b.sts-fips.us-east-1.vpce.amazonaws.com'],
    ['sts', 'cn-north-1', 'vpce-0a1b2c3d-4e5f6a7b.sts.cn-north-1.vpce.amazonaws.com.cn'],
    ['iam', 'us-east-1', 'iam.amazonaws.com'],
    ['iam', 'us-east-1', 'iam-fips.amazonaws.com'],
    ['iam', 'us-east-1', 'iam.global.api.aws'],
    ['iam', 'cn-north-1', 'iam.cn-north-1.amazonaws.com.cn'],
    ['iam', 'us-gov-west-1', 'iam.us-gov.amazonaws.com'],
    ['iam', 'us-east-1', 'vpce-0a1b2c3d-4e5f6a7b.iam.us-east-1.vpce.amazonaws.com'],
    ['iam', 'us-gov-west-1', 'vpce-0a1b2c3d-4e5f6a7b.iam.us-gov-west-1.vpce.amazonaws.com'],
    ['cloudtrail', 'eu-west-1', 'cloudtrail.eu-west-1.amazonaws.com'],
  ]
  test.each(own)('%s in %s at %s', (service, region, host) => {
    expect(isOwn(service, region, `https://${host}`)).toBe(true)
    expect(isOwn(service, region, `https://${host}:443/`)).toBe(true)
    expect(isOwn(service, region, `http://${host}`)).toBe(false)
    expect(isOwn(service, region, `https://${host}:8443`)).toBe(false)
    expect(isOwn(service, region, `https://user@${host}`)).toBe(false)
    expect(isOwn(service, region, `https://x.${host}`)).toBe(false)
    expect(isOwn(service, region, `https://${host}.company.test`)).toBe(false)
  })

  test.each(['us-east-1', 'eu-central-1', 'cn-northwest-1', 'us-gov-east-1', 'us-iso-west-1', 'eusc-de-east-1'])(
    'what the SDK itself asks by default in %s',
    (region) => {
      for (const [service, asked] of [
        ['sts', region],
        ['iam', iamRegion(region)],
        ['cloudtrail', region],
      ] as const) {
        const { url } = data[service]({ Region: asked, UseFIPS: false, UseDualStack: false })
        expect(isOwn(service, asked, url.href)).toBe(true)
      }
    },
  )
})

describe('not AWS’s own', () => {
  const others: readonly (readonly [string, AwsService, string])[] = [
    ['an instance of a customer', 'sts', 'ec2-3-4-5-6.compute-1.amazonaws.com'],
    ['a bucket of a customer', 'sts', 'sts.s3.us-east-1.amazonaws.com'],
    ['a bucket, spelled the old way', 'sts', 'sts.s3-us-west-2.amazonaws.com'],
    ['a website of a customer', 'sts', 'sts.s3-website-us-east-1.amazonaws.com'],
    ['an API of a customer', 'sts', 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com'],
    ['a load balancer of a customer', 'sts', 'sts-123.us-east-1.elb.amazonaws.com'],
    ['an endpoint service of a customer', 'sts', 'vpce-0a1b-4e5f.vpce-svc-0a1b2c3d.us-east-1.vpce.amazonaws.com'],
    ['a VPC endpoint of another service', 'sts', 'vpce-0a1b-4e5f.execute-api.us-east-1.vpce.amazonaws.com'],
    ['a VPC endpoint’s look-alike', 'sts', 'x.vpce-0a1b-4e5f.sts.us-east-1.vpce.amazonaws.com'],
    ['another service', 'sts', 'iam.amazonaws.com'],
    ['another service of AWS', 'iam', 'sts.us-east-1.amazonaws.com'],
    ['another partition', 'sts', 'sts.cn-north-1.amazonaws.com.cn'],
    ['another partition’s VPC endpoint', 'sts', 'vpce-0a1b-4e5f.sts.cn-north-1.vpce.amazonaws.com.cn'],
    ['a look-alike', 'sts', 'sts.us-east-1.amazonaws.com.company.test'],
    ['a look-alike of one letter', 'sts', 'sts.us-east-1.amazonaws.co'],
    ['amazonaws.com alone', 'sts', 'amazonaws.com'],
    ['the loopback interface', 'sts', '127.0.0.1'],
    ['an address', 'sts', '[::1]'],
  ]
  test.each(others)('%s (%s at %s)', (_, service, host) => {
    expect(isOwn(service, 'us-east-1', `https://${host}`)).toBe(false)
  })
})

test('an endpoint is told by its origin and by where it stands, nothing of its path or its password', () => {
  const url = new URL('https://user:password@sts.company.test:8443/##[stop-commands]x')
  const variable = { AWS_ENDPOINT_URL_STS: url.href, AWS_ENDPOINT_URL: 'https://other.company.test' }
  const target = { service: 'sts', region: 'us-east-1', url } as const
  const told = { service: 'sts', origin: 'https://sts.company.test:8443', isSafe: true }
  expect(elsewhere(target, variable)).toEqual({ ...told, configuredIn: 'AWS_ENDPOINT_URL_STS' })
  expect(elsewhere(target, { AWS_ENDPOINT_URL: url.href })).toEqual({ ...told, configuredIn: 'AWS_ENDPOINT_URL' })
  expect(elsewhere(target, {}).configuredIn).toContain('endpoint_url in the shared config file')
})

test('what is not https is called what it is', () => {
  const unsafe = (origin: string) => () =>
    refuseUnsafe({ service: 'sts', origin, isSafe: false, configuredIn: 'AWS_ENDPOINT_URL_STS' })
  expect(unsafe('http://x.test')).toThrow('keys are not sent over plain http')
  expect(unsafe('ftp://x.test')).toThrow('keys are sent over https alone')
})
