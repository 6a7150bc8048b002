/** Where requests to AWS go: AWS's own endpoints, and others that the environment or a profile names. */

import { isSafe } from '../network/secure-transport.ts'
import { Problem } from '../rotation/problem.ts'
import type { Environment } from '../text/environment.ts'
import { iamRegion, regionName } from './regions.ts'

/** The services that this action asks. */
export type AwsService = 'iam' | 'sts' | 'cloudtrail'

type EndpointParameters = Readonly<{
  Region: string
  UseFIPS: boolean
  UseDualStack: boolean
  UseGlobalEndpoint?: boolean
}>

/** The SDK's own data of one service in every partition, as a client has it. */
export type EndpointData = (parameters: EndpointParameters) => { readonly url: URL }

/** A request before it is sent: its service and region, and the address that it would go to. */
export interface Target {
  readonly service: AwsService
  readonly region: string
  readonly url: URL
}

/** An endpoint that is not one of AWS's own. */
export interface Elsewhere {
  readonly service: AwsService
  /** `https://host:port`, nothing of a path or a password. */
  readonly origin: string
  /** Whether nobody on the way can read what is sent. */
  readonly isSafe: boolean
  /** The variable that names it, or the file. */
  readonly configuredIn: string
}

/**
 * Whether a service's requests go to AWS itself, in the partition of the Region: one of the names that the SDK's data
 * has (FIPS and dual-stack ones among them), or a VPC endpoint of the service. Not just any name below amazonaws.com:
 * customers have hosts there too.
 */
export function isAwsOwn({ service, region, url }: Target, data: EndpointData): boolean {
  if (url.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '') return false
  const { hostname: host } = url
  // A profile may name another Region than this run's for the role that it assumes.
  const [, named = region] = new RegExp(`\\.(${regionName})\\.`).exec(host) ?? []
  const regions = iamRegion(named) === iamRegion(region) ? [region, named] : [region]
  return regions.some((each) => {
    const names = namesOf(each, data)
    return names.includes(host) || isVpcEndpoint(host, service, each, names[0] ?? '')
  })
}

function namesOf(region: string, data: EndpointData): readonly string[] {
  const kinds: readonly Omit<EndpointParameters, 'Region'>[] = [
    { UseFIPS: false, UseDualStack: false },
    { UseFIPS: true, UseDualStack: false },
    { UseFIPS: false, UseDualStack: true },
    { UseFIPS: true, UseDualStack: true },
    { UseFIPS: false, UseDualStack: false, UseGlobalEndpoint: true },
  ]
  return kinds.flatMap((kind) => {
    try {
      return [data({ Region: region, ...kind }).url.hostname]
    } catch {
      // A partition without FIPS or dual-stack endpoints: the SDK's data has no name to give.
      return []
    }
  })
}

/** `vpce-….sts.REGION.vpce.amazonaws.com`: https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html */
function isVpcEndpoint(host: string, service: AwsService, region: string, regional: string): boolean {
  // What follows the service, and the Region or `us-gov`, in the regular name.
  const suffix = regional.slice(service.length + 1).replace(/^[a-z]+-[^.]+\./, '')
  return [service, `${service}-fips`].some((label) => {
    const end = `.${label}.${region}.vpce.${suffix}`
    return host.endsWith(end) && /^vpce-[\da-z-]+$/.test(host.slice(0, -end.length))
  })
}

/** The endpoint of a target that is not one of AWS's own, and what has configured it. */
export function elsewhere({ service, url }: Target, environment: Environment): Elsewhere {
  const variable = variablesFor(service).find((name) => URL.parse(environment[name] ?? '')?.host === url.host)
  return {
    service,
    origin: `${url.protocol}//${url.host}`,
    isSafe: isSafe(url),
    configuredIn: variable ?? 'endpoint_url in the shared config file: AWS_CONFIG_FILE, or ~/.aws/config',
  }
}

/** Refuses an endpoint to which keys would cross a network in the clear. @throws Problem */
export function refuseUnsafe({ service, origin, isSafe: safe, configuredIn }: Elsewhere): void {
  if (safe) return
  const way = origin.startsWith('http:') ? 'are not sent over plain http' : 'are sent over https alone'
  throw new Problem(
    `Requests to ${names[service]} would go to ${origin} (${configuredIn}), and keys ${way}`,
    'Remove that setting, or use an https URL.',
  )
}

/** What the log says of an endpoint that is not AWS's own. */
export function describeElsewhere({ service, origin, configuredIn }: Elsewhere): string {
  return `Requests to ${names[service]} go to ${origin} (${configuredIn}), not to AWS itself.`
}

const names = { iam: 'IAM', sts: 'STS', cloudtrail: 'CloudTrail' } as const satisfies Record<AwsService, string>

/**
 * Refuses what an earlier step may have left, before anything is sent: variables that hold no URL, or one that would
 * show keys to the network. @throws Problem that names the variable
 */
export function checkEndpointVariables(environment: Environment): void {
  // https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
  if (environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] === 'true') return
  for (const service of ['sts', 'iam', 'cloudtrail'] as const) {
    // An empty variable is none.
    const name = variablesFor(service).find((each) => environment[each])
    if (name === undefined) continue
    const url = URL.parse(environment[name] ?? '')
    if (url === null || !/^https?:$/.test(url.protocol)) {
      throw new Problem(
        `The environment variable ${name} is not a URL`,
        'Remove it: without it, requests go to AWS itself. An earlier step may have set it.',
      )
    }
    refuseUnsafe({ service, origin: `${url.protocol}//${url.host}`, isSafe: isSafe(url), configuredIn: name })
  }
}

function variablesFor(service: AwsService): readonly [string, string] {
  return [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, 'AWS_ENDPOINT_URL']
}
