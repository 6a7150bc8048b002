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
