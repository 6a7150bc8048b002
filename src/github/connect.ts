/** Destinations and verifier of a run. Loaded only when GitHub is needed: a run in which nothing is due never is. */
import type { Inputs } from '../inputs.ts'
import type { Clock, Destinations, Verifier } from '../rotation/ports.ts'
import { GitHubClient, type GitHubRequest, octokitRequest } from './client.ts'
import { RepositorySecrets } from './secrets.ts'
import { VerificationWorkflows } from './workflows.ts'

export function connect(
  inputs: Inputs,
  clock: Clock,
  sender: (token: string, baseUrl: string) => GitHubRequest = octokitRequest,
): { readonly destinations: Destinations; readonly verifier: Verifier } {
  const secrets = new GitHubClient(sender(inputs.githubToken, inputs.githubApiUrl), clock)
  const dispatch = new GitHubClient(sender(inputs.dispatchToken, inputs.githubApiUrl), clock)
  const { owner, repo } = inputs.job
  const here = `${owner}/${repo}`.toLowerCase()
  const workflows = inputs.verificationWorkflows.map((workflow) => {
    const local = `${workflow.owner}/${workflow.repo}`.toLowerCase() === here
    return {
      ...workflow,
      github: local ? dispatch : secrets,
      token: local ? 'dispatch-token' : 'github-token',
    } as const
  })
  return {
    destinations: new RepositorySecrets(secrets, inputs.destinations, clock),
    verifier: new VerificationWorkflows(workflows, inputs.policy.verificationTimeout, clock),
  }
}
