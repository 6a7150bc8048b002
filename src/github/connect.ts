/** Destinations and verifier of a run. Loaded only when GitHub is needed. */

import { isSameName, type RecoveryPlace, repositoryOf, storesOf } from '../destination.ts'
import type { Inputs } from '../inputs/inputs.ts'
import { rotationNeeds } from '../rotation/facts.ts'
import type { Clock, Destinations, Runs, Verifier } from '../rotation/ports.ts'
import { type Duration, hour } from '../rotation/time.ts'
import { GitHubClient } from './api/client.ts'
import { GitHubTime } from './api/time.ts'
import { type GitHubSender, octokitRequest } from './api/transport.ts'
import { GitHubDestinations } from './destinations/destinations.ts'
import { RecoverySecret } from './destinations/recovery-secret.ts'
import { SameNameNearby } from './old-key/same-name-nearby.ts'
import { UnfinishedRuns } from './old-key/unfinished-runs.ts'
import { ArchivedRepositories } from './places/repositories.ts'
import { RotationRuns } from './rotation-run.ts'
import { clientsOf } from './tokens/tokens.ts'
import { warnOfMissingHandBack } from './verification/own-workflow.ts'
import { longestDelay } from './verification/polling.ts'
import { VerificationWorkflows } from './verification/verify.ts'

/** Where the pending key is kept until it is published, and the account that it belongs to. */
export interface RecoveryConnection extends RecoveryPlace {
  readonly account: string
}

export interface GitHubPorts {
  readonly destinations: Destinations
  readonly verifier: Verifier
  readonly runs: Runs
}

export interface GitHubConnection extends GitHubPorts {
  readonly verifier: Verifier & Pick<VerificationWorkflows, 'uncovered'>
}

/** What GitHub is reached with. */
export interface GitHubServices {
  readonly clock: Clock
  /** Over the network when not given. */
  readonly github?: GitHubSender
  readonly mask: (value: string) => void
  /** Is told what a person should know though nothing fails for it. */
  readonly warn: (text: string) => void
}

export function connectGitHub(
  inputs: Inputs,
  recovery: RecoveryConnection | undefined,
  { clock, mask, warn, github: sender = octokitRequest }: GitHubServices,
): GitHubConnection {
  const { githubApiUrl, destinations, job } = inputs
  const time = new GitHubTime(clock)
  const clients = clientsOf({ ...inputs, recovery }, sender, mask, clock, time)
  const dispatch = new GitHubClient(sender(inputs.dispatchToken, githubApiUrl), 'dispatch-token', clock, time)
  const home = `${job.owner}/${job.repo}`
  const clientAt = (owner: string, repo: string) =>
    isSameName(`${owner}/${repo}`, home) ? dispatch : clients.for(owner)
  const archived = new ArchivedRepositories(destinations, clients, warn)
  const workflows = inputs.verificationWorkflows.map((workflow) => ({
    ...workflow,
    github: clientAt(workflow.owner, workflow.repo),
  }))
  const stored = destinations.map(({ place }) => repositoryOf(place)?.toLowerCase())
  const verifying = workflows
    .map(({ owner, repo }) => `${owner}/${repo}`)
    .filter((name) => stored.includes(name.toLowerCase()) && !isSameName(name, home))
  const verifier = new VerificationWorkflows({
    get workflows() {
      return archived.without(workflows, ({ owner, repo }) => `${owner}/${repo}`)
    },
    get destinations() {
      return archived.without(destinations, ({ place }) => repositoryOf(place))
    },
    timeout: inputs.policy.verificationTimeout,
    clock,
    time,
  })
  return {
    destinations: new GitHubDestinations({
      destinations,
      clients,
      recovery: recovery && new RecoverySecret(clients.for(recovery.owner), recovery, recovery.account),
      verifications: workflows.map(({ github }) => ({ github, requests: verificationRequests(inputs) })),
      // A plan changes nothing, and waits for nothing.
      waitsUntil: inputs.mode === 'plan' ? 0 : inputs.policy.timeLimit - rotationNeeds(inputs.policy),
      sameNameNearby: new SameNameNearby({
        get destinations() {
          return archived.without(destinations, ({ place }) => repositoryOf(place))
        },
        otherKeys: inputs.otherKeys,
        stores: storesOf(githubApiUrl),
        clients,
        clientAt,
        time,
      }),
      // A job may have begun before its repository was archived.
      unfinishedRuns: new UnfinishedRuns({
        destinations,
        clients,
        clientAt,
        verificationWorkflows: inputs.verificationWorkflows,
        own: inputs.policy.run,
      }),
      archived,
      publication: inputs.policy.publication,
      clock,
      time,
    }),
    // A workflow beside an archived destination cannot run: it is known before it is asked for.
    verifier: {
      uncovered: () => verifier.uncovered(),
      check: async () => {
        await Promise.all([archived.check(verifying), lookForHandBack(inputs, recovery, dispatch, warn)])
        return verifier.check()
      },
      verify: async (...request) => {
        await archived.check(verifying)
        return verifier.verify(...request)
      },
    },
    runs: new RotationRuns(clientAt, { run: inputs.policy.run, attempt: inputs.policy.attempt }, time),
  }
}

/**
 * A dispatch, what it is told of, the looks at its run, which grow rarer where the budget ends, and in the end what its
 * jobs reported and the file that ran.
 */
function verificationRequests({ policy: { verificationTimeout } }: Inputs): number {
  const watched: Duration = Math.min(verificationTimeout, hour)
  return 20 + Math.ceil(watched / longestDelay)
}

/** Before a key exists: an interrupted run is finished with the recovery secret only where the workflow hands it back. */
async function lookForHandBack(
  { job, recovery: named, recoveryText }: Inputs,
  recovery: RecoveryConnection | undefined,
  github: GitHubClient,
  warn: (text: string) => void,
): Promise<void> {
  const { file } = job
  const isHome = (place: { readonly owner: string; readonly repo: string }) =>
    isSameName(`${place.owner}/${place.repo}`, `${job.owner}/${job.repo}`)
  if (recovery === undefined || recoveryText !== '' || file === undefined || !isHome(file) || !isHome(recovery)) return
  // A name with a placeholder is another one for each user of the step.
  const value = named?.name.includes('{') ? 'toJSON(secrets)' : `secrets.${recovery.name}`
  const line = `recovery-secret: \${{ ${value} }}`
  const warning = await warnOfMissingHandBack(github, file, { secret: recovery.name, line })
  if (warning !== undefined) warn(warning)
}
