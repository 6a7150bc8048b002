/** Runs of the rotation itself: https://docs.github.com/en/rest/actions/workflow-runs */
import type { Runs } from '../rotation/ports.ts'
import type { Instant } from '../rotation/time.ts'
import type { HolderRun } from '../rotation/world.ts'
import type { GitHubClient } from './api/client.ts'
import type { GitHubTime } from './api/time.ts'

interface Attempt {
  readonly status: string | null
  readonly created_at: string
  readonly updated_at: string
}

const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}'

export class RotationRuns implements Runs {
  readonly #clientAt: (owner: string, repo: string) => GitHubClient
  readonly #own: { readonly run: string; readonly attempt: number }
  readonly #time: GitHubTime

  /** `own`: this run, `owner/repo/run-id`. */
  constructor(
    clientAt: (owner: string, repo: string) => GitHubClient,
    own: { readonly run: string; readonly attempt: number },
    time: GitHubTime,
  ) {
    this.#clientAt = clientAt
    this.#own = own
    this.#time = time
  }

  async look(run: string, attempt: number): Promise<HolderRun> {
    try {
      const { data, at } = await this.#ask(run, attempt)
      if (data.status !== 'completed') return { kind: 'unfinished' }
      return { kind: 'completed', end: Date.parse(data.updated_at) - this.#time.aheadOfAws(at) }
    } catch {
      // Without "actions: read" there, or when the run is deleted: time decides instead.
      return { kind: 'unreadable' }
    }
  }

  async queued(): Promise<Instant | 'unreadable'> {
    try {
      // A re-run may see the secrets of the first attempt (cli/cli#13522), so that one's time counts.
      const { data } = await this.#ask(this.#own.run, this.#own.attempt)
      return Date.parse(data.created_at)
    } catch {
      return 'unreadable'
    }
  }

  #ask(run: string, attempt: number) {
    const [owner = '', repo = '', id = ''] = run.split('/')
    const parameters = { owner, repo, run_id: Number(id), attempt_number: attempt }
    return this.#clientAt(owner, repo).request<Attempt>(route, parameters)
  }
}
