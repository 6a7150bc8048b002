/** A group of Regions with its own accounts, endpoints and ARNs. */
export type Partition = 'aws' | 'aws-cn' | 'aws-us-gov'

/** The Region that a partition's one IAM endpoint is signed for. */
export const iamRegion: Readonly<Record<Partition, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
}

/** The partition that a Region belongs to. */
export function partitionOf(region: string): Partition {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}
