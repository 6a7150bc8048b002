/** Destinations and verifier of a run. Loaded only when GitHub is needed: a run in which nothing is due never is. */
import type { Inputs } from '../inputs.ts'
import type { Clock, Destinations, Runs, Verifier } from '../rotation/ports.ts'
import { GitHubClient, type GitHubRequest } from './client.ts'
import { octokitRequest } from './octokit.ts'
import { type RecoveryPlace, RecoverySecret } from './recovery.ts'
import { RotationRuns } from './runs.ts'
import { RepositorySecrets } from './secrets.ts'
import { VerificationWorkflows } from './workflows.ts'

/** Where the pending key is kept until it is published, and the account that it belongs to. */
export interface RecoveryConnection extends RecoveryPlace {
  readonly account: string
}

export interface GitHubPorts {
  readonly destinations: Destinations
  readonly verifier: Verifier
  readonly runs: Runs
}

export function connectGitHub(
  inputs: Inputs,
  recovery: RecoveryConnection | undefined,
  clock: Clock,
  sender: (token: string, baseUrl: string) => GitHubRequest = octokitRequest,
): GitHubPorts {
  const secrets = new GitHubClient(sender(inputs.githubToken, inputs.githubApiUrl), clock)
  const dispatch = new GitHubClient(sender(inputs.dispatchToken, inputs.githubApiUrl), clock)
  const { owner, repo } = inputs.job
  const here = `${owner}/${repo}`.toLowerCase()
  const isHere = (repository: string) => repository.toLowerCase() === here
  const workflows = inputs.verificationWorkflows.map((workflow) => {
    const local = isHere(`${workflow.owner}/${workflow.repo}`)
    return {
      ...workflow,
      github: local ? dispatch : secrets,
      token: local ? 'dispatch-token' : 'github-token',
    } as const
  })
  const safeguard = recovery === undefined ? undefined : new RecoverySecret(secrets, recovery, recovery.account)
  const own = { run: inputs.policy.run, attempt: inputs.policy.attempt }
  return {
    destinations: new RepositorySecrets(secrets, inputs.destinations, safeguard, clock),
    verifier: new VerificationWorkflows(workflows, inputs.policy.verificationTimeout, clock),
    runs: new RotationRuns((repository) => (isHere(repository) ? dispatch : secrets), own, clock),
  }
}
