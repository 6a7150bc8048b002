/** Which regions AWS has, and the partition that each belongs to. */

interface Partition {
  /** The second part of every ARN in it. */
  readonly name: string
  /** IAM is one service per partition, signed for one region: https://docs.aws.amazon.com/general/latest/gr/iam-service.html */
  readonly iam: string
  /** What the names of its regions begin with. */
  readonly prefix: string
  readonly regions: readonly string[]
}

function partition(name: string, iam: string, prefix: string, regions: string): Partition {
  return { name, iam, prefix, regions: regions.trim().split(/\s+/) }
}

const commercial = partition(
  'aws',
  'us-east-1',
  '',
  `
    af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2
    ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7
    ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2
    eu-west-3 il-central-1 me-central-1 me-south-1 me-west-1 mx-central-1 sa-east-1 sa-west-1 us-east-1
    us-east-2 us-west-1 us-west-2
  `,
)

/** The partition data of AWS's SDK, which keeps it to itself; a test holds the two equal. */
const partitions: readonly Partition[] = [
  commercial,
  partition('aws-cn', 'cn-north-1', 'cn-', 'cn-north-1 cn-northwest-1'),
  partition('aws-eusc', 'eusc-de-east-1', 'eusc-', 'eusc-de-east-1'),
  partition('aws-iso', 'us-iso-east-1', 'us-iso-', 'us-iso-east-1 us-iso-west-1'),
  partition('aws-iso-b', 'us-isob-east-1', 'us-isob-', 'us-isob-east-1 us-isob-west-1'),
  partition('aws-iso-e', 'eu-isoe-west-1', 'eu-isoe-', 'eu-isoe-west-1'),
  partition('aws-iso-f', 'us-isof-south-1', 'us-isof-', 'us-isof-east-1 us-isof-south-1'),
  partition('aws-us-gov', 'us-gov-west-1', 'us-gov-', 'us-gov-east-1 us-gov-west-1'),
]

/** Every region of every partition. */
export const regions: readonly string[] = partitions.flatMap(({ regions }) => regions)

/** The source of a pattern for the name of any region, also of one that is newer than the list. */
export const regionName = '[a-z]{2,4}(?:-[a-z]+)+-\\d{1,2}'

function partitionWith(region: string): Partition {
  return partitions.findLast(({ prefix }) => region.startsWith(prefix)) ?? commercial
}

/** The region that IAM requests are signed for; the SDK knows it only as long as no endpoint is configured. */
export function iamRegion(region: string): string {
  return partitionWith(region).iam
}

/** The partition of a region: a key works in one partition alone. */
export function partitionOf(region: string): string {
  return partitionWith(region).name
}
