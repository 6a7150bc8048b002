/** Runs of the rotation itself: https://docs.github.com/en/rest/actions/workflow-runs */
import type { Runs } from '../rotation/ports.ts'
import type { Instant } from '../rotation/time.ts'
import type { HolderRun, Policy } from '../rotation/world.ts'
import type { Answer, GitHubClient } from './api/client.ts'
import { permissions } from './api/permissions.ts'
import type { GitHubTime } from './api/time.ts'

interface Attempt {
  readonly status: string | null
  readonly created_at: string
  readonly updated_at: string
}

export class RotationRuns implements Runs {
  readonly #clientAt: (owner: string, repo: string) => GitHubClient
  readonly #own: Pick<Policy, 'run' | 'attempt'>
  readonly #time: GitHubTime

  constructor(
    clientAt: (owner: string, repo: string) => GitHubClient,
    own: Pick<Policy, 'run' | 'attempt'>,
    time: GitHubTime,
  ) {
    this.#clientAt = clientAt
    this.#own = own
    this.#time = time
  }

  async look(run: string, attempt: number): Promise<HolderRun> {
    const answer = await this.#attempt(run, attempt)
    if (answer === 'unreadable') return { kind: 'unreadable' }
    const { data, at } = answer
    if (data.status !== 'completed') return { kind: 'unfinished' }
    return { kind: 'completed', end: Date.parse(data.updated_at) - this.#time.aheadOfAws(at) }
  }

  async queued(): Promise<Instant | 'unreadable'> {
    // A re-run may see the secrets of the first attempt (cli/cli#13522), so that one's time counts.
    const answer = await this.#attempt(this.#own.run, this.#own.attempt)
    return answer === 'unreadable' ? answer : Date.parse(answer.data.created_at)
  }

  /** Without "actions: read" there, or when the run is deleted, it is unreadable: time decides instead. */
  async #attempt(run: string, attempt: number): Promise<Answer<Attempt> | 'unreadable'> {
    const [owner = '', repo = '', id = ''] = run.split('/')
    try {
      return await this.#clientAt(owner, repo).ask<Attempt>(
        'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}',
        { owner, repo, run_id: Number(id), attempt_number: attempt },
        { doing: 'look at a run of the rotation', place: `${owner}/${repo}`, permission: permissions.actions('read') },
      )
    } catch {
      return 'unreadable'
    }
  }
}
