/** Inventories of organizations of any size, in one process and in simulated time: nothing goes over a wire. */

import { SandboxClock } from '../../../sandbox/clock.ts'
import { GitHub, type GitHubOptions } from '../../../sandbox/github/github.ts'
import { openapiObserver } from '../../../sandbox/github/openapi-observer.ts'
import { githubService } from '../../../sandbox/github/service.ts'
import type { Permissions, TokenOptions } from '../../../sandbox/github/token.ts'
import type { Service, WireReply, WireRequest } from '../../../sandbox/wire.ts'
import { type Inventory, type InventoryOptions, inventory } from '../../../src/audit/inventory.ts'
import type { InventoryFile } from '../../../src/audit/inventory-file.ts'
import type { AuditedUser } from '../../../src/audit/unlisted-places.ts'
import { GitHubClient, TokenConnection } from '../../../src/github/api/client.ts'
import { GitHubTime } from '../../../src/github/api/time.ts'
import type { Clock } from '../../../src/rotation/ports.ts'
import { Cancelled } from '../../../src/rotation/problem.ts'
import { type Duration, hour, minute } from '../../../src/rotation/time.ts'
import { dated, requestWithoutWire } from '../../simulation/github-request.ts'

export const everything: Permissions = {
  metadata: 'read',
  actions: 'read',
  secrets: 'read',
  environments: 'read',
  actions_variables: 'read',
  dependabot_secrets: 'read',
  codespaces_secrets: 'read',
  agent_secrets: 'read',
  agent_variables: 'read',
  organization_secrets: 'read',
  organization_dependabot_secrets: 'read',
  organization_codespaces_secrets: 'read',
  organization_actions_variables: 'read',
  organization_agent_secrets: 'read',
  organization_agent_variables: 'read',
}

const latency: Duration = 80

/** Waits of many at once: time goes on to the end of the next one when nobody else has anything to do. */
export class SimulatedClock implements Clock {
  cancelled = false
  readonly #sandbox: SandboxClock
  readonly #start: number
  readonly #waiting: { readonly until: number; readonly wake: () => void }[] = []

  constructor(sandbox: SandboxClock) {
    this.#sandbox = sandbox
    this.#start = sandbox.now()
  }

  now = (): number => this.#sandbox.now()
  elapsed = (): number => this.#sandbox.now() - this.#start
  unlessCancelled = <Answer>(work: Promise<Answer>): Promise<Answer> => work

  async sleep(duration: Duration): Promise<void> {
    await new Promise<void>((wake) => {
      this.#waiting.push({ until: this.#sandbox.now() + duration, wake })
      if (this.#waiting.length === 1) setImmediate(() => this.#goOn())
    })
    if (this.cancelled) throw new Cancelled()
  }

  #goOn(): void {
    this.#waiting.sort((one, other) => one.until - other.until)
    const next = this.#waiting.shift()
    if (next === undefined) return
    this.#sandbox.advance(Math.max(0, next.until - this.#sandbox.now()))
    next.wake()
    if (this.#waiting.length > 0) setImmediate(() => this.#goOn())
  }
}

/** How one run differs from a usual one. */
export interface Wanted extends Partial<Pick<InventoryOptions, 'organizations' | 'githubApiUrl'>> {
  readonly token?: string
  readonly timeLimit?: Duration
}

/** What one run has said and asked. */
export interface Ended extends Inventory {
  readonly lines: readonly string[]
  readonly requests: readonly string[]
}

/** A GitHub with organizations, and the file that runs leave to each other. */
export class LargeOrganization {
  readonly sandbox = new SandboxClock('2026-11-22T19:00:00Z')
  readonly github: GitHub
  /** The text of the file. */
  kept: string | undefined
  /** How often the file was written. */
  writes = 0
  /** Comes before each request is answered; a reply takes the place of GitHub's. */
  before: (request: WireRequest, clock: SimulatedClock) => WireReply | undefined = () => undefined
  /** Whether every exchange is held to GitHub's description, which takes its time: a run that breaks it throws. */
  isChecked = true
  readonly service: Service

  constructor(options: Omit<GitHubOptions, 'clock'> = {}) {
    this.github = new GitHub({ clock: this.sandbox, limits: 'enforced', ...options })
    this.service = githubService(this.github)
    this.github.addOrganization('octo')
  }

  /** A token for every request of the runs that are given it. */
  token(options: Partial<TokenOptions> = {}): string {
    return this.github.addToken({ kind: 'fine-grained', name: 'auditor', permissions: everything, ...options })
  }

  /** One run; time stands still between runs. */
  async run(users: readonly AuditedUser[], wanted: Wanted = {}): Promise<Ended> {
    const { organizations = ['octo'], githubApiUrl = 'https://api.github.com', timeLimit = 24 * hour } = wanted
    const token = wanted.token ?? this.token()
    const clock = new SimulatedClock(this.sandbox)
    const time = new GitHubTime(clock)
    const requests: string[] = []
    const lines: string[] = []
    const violations: string[] = []
    const observer = openapiObserver(violations)
    const request = requestWithoutWire(token, async (asked) => {
      const leave = this.service.arrive?.(asked)
      await clock.sleep(latency)
      const reply = this.before(asked, clock) ?? (await this.service.perform(asked))
      leave?.()
      if (asked.operation !== 'GET /rate_limit') requests.push(asked.target)
      const record = { ...asked, at: 0, status: reply.status, reply: reply.body, caller: '' }
      if (this.isChecked) await observer.after?.(record)
      return dated(this.github, reply)
    })
    const client = new GitHubClient(new TokenConnection(request, 'github-token', clock, time))
    const file: InventoryFile = {
      read: () => this.kept,
      write: (text) => {
        this.kept = text
        this.writes += 1
      },
    }
    const say = (line: string) => lines.push(line)
    const clientFor = () => client
    const options = { organizations, users, githubApiUrl, clientFor, clock, time, until: timeLimit, file, say }
    const ended = await inventory(options)
    if (violations.length > 0) throw new Error(`not as GitHub describes it: ${violations[0]}`)
    return { ...ended, lines, requests }
  }

  /** GitHub's next hour. */
  nextHour(): void {
    this.sandbox.advance(hour + minute)
  }
}
