/** AWS and GitHub on the loopback interface, with one clock: everything that an action needs of the world. */
import { createServer } from 'node:http'
import { AwsAccount } from './aws/account.ts'
import { cloudTrailService } from './aws/cloudtrail.ts'
import { iamService } from './aws/iam.ts'
import { stsService } from './aws/sts.ts'
import { SandboxClock } from './clock.ts'
import { GitHub, type GitHubOptions } from './github/github.ts'
import { actionsIssuer, IdTokens, idTokenService, type TokenGrant } from './github/id-tokens.ts'
import { openapiObserver } from './github/openapi-observer.ts'
import { githubService } from './github/service.ts'
import type { NamedServices, ServiceHost, TlsFront } from './tls.ts'
import { type Listener, listen, onLoopback, Wire } from './wire.ts'

export interface Sandbox {
  readonly clock: SandboxClock
  readonly wire: Wire
  readonly aws: AwsAccount
  readonly github: GitHub
  /** Lets a job of this subject (`repo:octo/app:ref:refs/heads/main`) ask for OIDC tokens. */
  grantIdTokens(subject: string): TokenGrant
  /** Where exchanges with GitHub differ from its published description; empty when all is well. */
  readonly violations: readonly string[]
  /** What an action's environment needs to find the sandbox. */
  readonly environment: Readonly<Record<string, string>>
  /** Where the services are, in the clear. */
  readonly services: NamedServices
  /**
   * What an action's environment needs to find AWS's services behind TLS under these names, and no other host; they are
   * served so from the first call on.
   */
  underRealNames(names?: readonly ServiceHost[]): Promise<Readonly<Record<string, string>>>
  stop(): Promise<void>
}

/** Starts all services on free ports. The clock stands at `start`, and moves by requests and waits. */
export async function startSandbox(
  options: { readonly start?: string; readonly github?: Omit<GitHubOptions, 'clock'> } = {},
): Promise<Sandbox> {
  const clock = new SandboxClock(options.start ?? '2026-03-01T09:00:00Z')
  const wire = new Wire(clock)
  const aws = new AwsAccount({ clock })
  const github = new GitHub({ clock, ...options.github })
  const basePath = options.github?.server === undefined ? '' : '/api/v3'
  const idTokens = new IdTokens(clock)
  aws.accounts.publishIssuer(actionsIssuer, () => idTokens.publicKey)
  const violations: string[] = []
  wire.observers.push(openapiObserver(violations, basePath))
  const [iam, sts, trail, api, oidc, control] = await Promise.all([
    listen(wire, iamService(aws)),
    listen(wire, stsService(aws)),
    listen(wire, cloudTrailService(aws)),
    listen(wire, githubService(github, { basePath })),
    listen(wire, idTokenService(idTokens)),
    clockControl(wire),
  ])
  const services = { iam: iam.url, sts: sts.url, github: `${api.url}${basePath}`, oidc: oidc.url }
  let front: Promise<TlsFront> | undefined
  const tlsFront = () => {
    front ??= import('./tls.ts').then(({ startTlsFront }) => startTlsFront(services))
    return front
  }
  return {
    clock,
    wire,
    aws,
    github,
    grantIdTokens: (subject) => idTokens.grant(oidc.url, subject),
    violations,
    get environment() {
      return {
        AWS_ENDPOINT_URL_IAM: iam.url,
        AWS_ENDPOINT_URL_STS: sts.url,
        AWS_ENDPOINT_URL_CLOUDTRAIL: trail.url,
        AWS_EC2_METADATA_DISABLED: 'true',
        GITHUB_API_URL: `${api.url}${basePath}`,
        SANDBOX_CLOCK_URL: control.url,
        ...(wire.arrival === 'idle' ? { SANDBOX_TELL_IDLE: 'true' } : {}),
      }
    },
    services,
    underRealNames: async (names = ['iam.amazonaws.com', 'sts.us-east-1.amazonaws.com']) => {
      const { environment, hosts } = await tlsFront()
      return {
        ...environment,
        AWS_ENDPOINT_URL_IAM: '',
        AWS_ENDPOINT_URL_STS: '',
        SANDBOX_HOSTS: hosts(names),
      }
    },
    stop: async () => {
      await (await front)?.stop()
      await Promise.all([iam, sts, trail, api, oidc, control].map((listener) => listener.close()))
    },
  }
}

/** Lets an action's process move the sandbox's clock instead of waiting, and say that it waits for answers alone. */
function clockControl(wire: Wire): Promise<Listener> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://sandbox')
    if (pathname === '/idle') wire.idle(Number(searchParams.get('under-way')))
    else wire.clock.advance(Number(searchParams.get('by')))
    response.writeHead(204).end()
  })
  return onLoopback(server)
}
