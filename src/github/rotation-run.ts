/**
 * What GitHub says of runs of the rotation: whether another one has ended, and when this one was queued.
 * https://docs.github.com/en/rest/actions/workflow-runs
 */
import type { Runs } from '../rotation/ports.ts'
import type { Policy } from '../rotation/world.ts'
import type { Answer, GitHubClient } from './api/client.ts'
import { permissions } from './api/permissions.ts'
import type { GitHubTime } from './api/time.ts'

interface Attempt {
  readonly status: string | null
  readonly created_at: string
  readonly updated_at: string
}

const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}'

/** Runs of the rotation, as GitHub shows them. `own`: this very run and attempt. */
export function rotationRuns(
  clientAt: (owner: string, repo: string) => GitHubClient,
  own: Pick<Policy, 'run' | 'attempt'>,
  time: GitHubTime,
): Runs {
  /** Undefined without "actions: read" there, or when the run is deleted: time decides instead. */
  const attemptOf = async (run: string, attempt: number): Promise<Answer<Attempt> | undefined> => {
    const [owner = '', repo = '', id = ''] = run.split('/')
    const parameters = { owner, repo, run_id: Number(id), attempt_number: attempt }
    const doing = 'look at a run of the rotation'
    const purpose = { doing, place: `${owner}/${repo}`, permission: permissions.actions('read') }
    return clientAt(owner, repo)
      .ask<Attempt>(route, parameters, purpose)
      .catch(() => undefined)
  }
  return {
    look: async (run, attempt) => {
      const answer = await attemptOf(run, attempt)
      if (answer === undefined) return { kind: 'unreadable' }
      const { data, at } = answer
      if (data.status !== 'completed') return { kind: 'unfinished' }
      return { kind: 'completed', end: Date.parse(data.updated_at) - time.aheadOfAws(at) }
    },
    queued: async () => {
      // A re-run may see the secrets of the first attempt (cli/cli#13522), so that one's time counts.
      const answer = await attemptOf(own.run, own.attempt)
      return answer === undefined ? 'unreadable' : Date.parse(answer.data.created_at)
    },
  }
}
