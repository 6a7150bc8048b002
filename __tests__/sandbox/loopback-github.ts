/** A GitHub behind a wire that takes no time, and a client's part of what tests of it do. */
import { getOctokit } from '@actions/github'
import sodium from 'libsodium-wrappers'
import { SandboxClock } from '../../sandbox/clock.ts'
import type { BasePath } from '../../sandbox/github/base-path.ts'
import { GitHub, type GitHubOptions } from '../../sandbox/github/github.ts'
import { openapiObserver } from '../../sandbox/github/openapi-observer.ts'
import { githubService } from '../../sandbox/github/service.ts'
import { listen, Wire } from '../../sandbox/wire.ts'

export type Octokit = ReturnType<typeof getOctokit>

/** When every test begins; GitHub tells whole seconds only. */
const start = '2026-11-22T19:00:00.250Z'

export interface LoopbackGitHub {
  readonly clock: SandboxClock
  readonly wire: Wire
  readonly github: GitHub
  readonly url: string
  /** What was said that GitHub's description does not allow. */
  readonly violations: string[]
  as(token: string): Octokit
  close(): Promise<void>
}

/** Serves an empty GitHub. */
export async function openGitHub(
  options: Omit<GitHubOptions, 'clock'> = {},
  basePath: BasePath = '',
): Promise<LoopbackGitHub> {
  const clock = new SandboxClock(start)
  const wire = new Wire(clock)
  wire.latency = 0
  const violations: string[] = []
  wire.observers.push(openapiObserver(violations, basePath))
  const github = new GitHub({ clock, ...options })
  const listener = await listen(wire, githubService(github, { basePath }))
  const url = `${listener.url}${basePath}`
  return {
    clock,
    wire,
    github,
    url,
    violations,
    as: (token) => getOctokit(token, { baseUrl: url }),
    close: () => listener.close(),
  }
}

/** Seals a value as a client does. */
export async function seal(value: string, key: string): Promise<string> {
  await sodium.ready
  return Buffer.from(sodium.crypto_box_seal(value, Buffer.from(key, 'base64'))).toString('base64')
}

/** What a refused request was answered with. */
export interface Refused {
  readonly status: number
  readonly message: string
  readonly errors?: string
  readonly headers: Readonly<Record<string, string>>
}

/** The answer to a request that must be refused. */
export async function refusal(request: Promise<unknown>): Promise<Refused> {
  const error = await request.then(
    () => new Error('was not refused'),
    (reason: unknown) =>
      reason as Error & { status: number; response: { data: Omit<Refused, 'headers'>; headers: Refused['headers'] } },
  )
  if (!('response' in error)) throw error
  const { data, headers } = error.response
  return { ...data, headers, status: error.status }
}
