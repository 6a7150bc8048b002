/** Which regions AWS has, and the partition that each belongs to. */

/** The partition data of AWS's SDK, which keeps it to itself; a test holds the two equal. */
export const regions: readonly string[] = [
  'af-south-1',
  'ap-east-1',
  'ap-east-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-south-2',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-central-1',
  'ca-west-1',
  'eu-central-1',
  'eu-central-2',
  'eu-north-1',
  'eu-south-1',
  'eu-south-2',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'il-central-1',
  'me-central-1',
  'me-south-1',
  'me-west-1',
  'mx-central-1',
  'sa-east-1',
  'sa-west-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'cn-north-1',
  'cn-northwest-1',
  'eusc-de-east-1',
  'us-iso-east-1',
  'us-iso-west-1',
  'us-isob-east-1',
  'us-isob-west-1',
  'eu-isoe-west-1',
  'us-isof-east-1',
  'us-isof-south-1',
  'us-gov-east-1',
  'us-gov-west-1',
]

/** What the name of any region looks like, of one that is newer than the list too: the source of a pattern. */
export const regionName = '[a-z]{2,4}(?:-[a-z]+)+-\\d{1,2}'

/** IAM is one service per partition, signed for one region: https://docs.aws.amazon.com/general/latest/gr/iam-service.html */
const partitions: readonly (readonly [prefix: string, region: string, name: string])[] = [
  ['cn-', 'cn-north-1', 'aws-cn'],
  ['us-gov-', 'us-gov-west-1', 'aws-us-gov'],
  ['us-iso-', 'us-iso-east-1', 'aws-iso'],
  ['us-isob-', 'us-isob-east-1', 'aws-iso-b'],
  ['us-isof-', 'us-isof-south-1', 'aws-iso-f'],
  ['eu-isoe-', 'eu-isoe-west-1', 'aws-iso-e'],
  ['eusc-', 'eusc-de-east-1', 'aws-eusc'],
]

/** The region that IAM requests are signed for; the SDK knows it only as long as no endpoint is configured. */
export function iamRegion(region: string): string {
  return partitions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'us-east-1'
}

/** The partition of a region, as the second part of every ARN in it: a key works in one partition alone. */
export function partitionOf(region: string): string {
  return partitions.find(([prefix]) => region.startsWith(prefix))?.[2] ?? 'aws'
}
