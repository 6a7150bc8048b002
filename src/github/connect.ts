/** Destinations and verifier of a run. Loaded only when GitHub is needed. */

import { isSameName, type Place, type RecoveryPlace, repositoryOf, storesOf } from '../destination.ts'
import type { Clock, Destinations, Runs, Verifier } from '../rotation/ports.ts'
import { type Warning, withFullStop } from '../rotation/problem.ts'
import { type Duration, hour } from '../rotation/time.ts'
import { rotationNeeds } from '../rotation/waits.ts'
import type { Policy, Remark } from '../rotation/world.ts'
import type { Job, WorkflowName } from '../workflow.ts'
import { type GitHubSender, octokitRequest } from './api/transport.ts'
import { GitHubDestinations } from './destinations/destinations.ts'
import { RecoverySecret } from './destinations/recovery-secret.ts'
import { findSameNames } from './old-key/same-name-nearby.ts'
import { findUnfinishedRuns } from './old-key/unfinished-runs.ts'
import { ArchivedRepositories } from './places/repositories.ts'
import { rotationRuns } from './rotation-run.ts'
import { groupOfThisRun, warningOfMissingHandBack } from './rotation-workflow.ts'
import { GitHubAccess, type TokenUses } from './tokens/tokens.ts'
import { longestDelay } from './verification/polling.ts'
import { verificationRequired } from './verification/required.ts'
import { VerificationWorkflows } from './verification/verify.ts'
import { VerificationWorkflow } from './verification/workflow.ts'

/** A plan needs none; the rotation that it plans does. */
const unproven: Remark = {
  kind: 'no verification workflow',
  text: `${withFullStop(verificationRequired.message)} ${verificationRequired.remedy}`,
}

/** What one user's rotation is configured to do on GitHub. */
export interface GitHubConfiguration extends Omit<TokenUses, 'recovery'> {
  readonly dispatchToken: string
  /** Places whose secrets hold other keys, whatever their names. */
  readonly otherKeys: readonly Place[]
  /** By the identity of a place, the names of the secrets that any user of this configuration writes there. */
  readonly secretsOfUsers: ReadonlyMap<string, ReadonlySet<string>>
  readonly verificationWorkflows: readonly WorkflowName[]
  readonly mode: 'rotate' | 'plan' | 'audit'
  readonly policy: Pick<
    Policy,
    'run' | 'attempt' | 'timeLimit' | 'publication' | 'verification' | 'verificationTimeout'
  >
  readonly job: Job
}

/** Where the pending key is kept until it is published. */
export interface RecoveryConnection extends RecoveryPlace {
  /** The number of the account that the key belongs to. */
  readonly account: string
  /** What the workflow has to say to hand the secret back; undefined where it does. */
  readonly missingLine: string | undefined
}

/** What a rotation asks of GitHub. */
export interface GitHubPorts {
  readonly destinations: Destinations
  readonly verifier: Verifier
  readonly runs: Runs
}

/** The ports, and what the files of the workflows say before anything is due. */
export interface GitHubConnection extends GitHubPorts {
  readonly verifier: Verifier & Pick<VerificationWorkflows, 'uncovered'>
  /** The user is done: what it was promised of the limits that all users share is given back. */
  readonly end: () => void
}

/** The services that GitHub is reached with. */
export interface GitHubServices {
  readonly clock: Clock
  /** Over the network when not given. */
  readonly github?: GitHubSender
  /** What several users share; the user's own when not given. */
  readonly access?: GitHubAccess
  readonly mask: (value: string) => void
  /** Is told what a person should know though nothing fails for it. */
  readonly warn: (warning: Warning) => void
}

/** Connects one user's rotation; nothing is asked before a port is called. */
export function connectGitHub(
  configuration: GitHubConfiguration,
  recovery: RecoveryConnection | undefined,
  { clock, mask, warn, github: send = octokitRequest, access: shared }: GitHubServices,
): GitHubConnection {
  const { githubApiUrl, destinations, otherKeys, secretsOfUsers, verificationWorkflows, job, policy } = configuration
  const uses = { ...configuration, recovery }
  const access = shared ?? new GitHubAccess([uses], { send, mask, clock })
  const { time } = access
  const isPlan = configuration.mode === 'plan'
  const clients = access.clientsFor(uses, !isPlan)
  const own = access.dispatching(configuration.dispatchToken, githubApiUrl, !isPlan)
  const home = `${job.owner}/${job.repo}`
  const clientAt = (owner: string, repo: string) => (isSameName(`${owner}/${repo}`, home) ? own : clients.for(owner))
  const archived = new ArchivedRepositories(destinations, clients.for, warn)
  const workflows = verificationWorkflows.map((each) => new VerificationWorkflow(each, clientAt(each.owner, each.repo)))
  /** All but what is in a repository that is known to be archived by then. */
  const present = {
    get workflows() {
      return archived.without(workflows, ({ repository }) => repository)
    },
    get destinations() {
      return archived.without(destinations, ({ place }) => repositoryOf(place))
    },
  }
  const stored = destinations.map(({ place }) => repositoryOf(place)?.toLowerCase())
  // A workflow beside an archived destination cannot run: it is known before it is asked for.
  const besideDestinations = workflows
    .map(({ repository }) => repository)
    .filter((name) => stored.includes(name.toLowerCase()) && !isSameName(name, home))
  const { verificationTimeout: timeout } = policy
  // A plan gets as far as this.
  const isUnproven = policy.verification === 'workflow' && verificationWorkflows.length === 0
  const waiting = { repository: home, group: () => groupOfThisRun(own, job) }
  const verifier = new VerificationWorkflows({ present, timeout, clock, time, waiting })
  return {
    destinations: new GitHubDestinations({
      destinations,
      clients,
      recovery: recovery && new RecoverySecret(clients.for(recovery.owner), recovery, recovery.account),
      verifications: workflows.map(({ github }) => ({ github, requests: verificationRequests(timeout) })),
      // A plan changes nothing, and waits for nothing.
      waitsUntil: isPlan ? 0 : policy.timeLimit - rotationNeeds(policy),
      sameNameNearby: () =>
        findSameNames({ present, otherKeys, secretsOfUsers, stores: storesOf(githubApiUrl), clients, clientAt, time }),
      // A job may have begun before its repository was archived.
      unfinishedRuns: (before) =>
        findUnfinishedRuns({ destinations, clients, clientAt, verificationWorkflows, own: policy.run }, before),
      archived,
      publication: policy.publication,
      clock,
      time,
    }),
    verifier: {
      uncovered: () => verifier.uncovered(),
      check: async () => {
        const [warning] = await Promise.all([
          recovery && warningOfMissingHandBack(own, job, recovery),
          archived.check(besideDestinations),
        ])
        if (warning !== undefined) warn(warning)
        const { problems, remarks } = await verifier.check()
        return { problems, remarks: isUnproven ? [unproven, ...remarks] : remarks }
      },
      verify: async (...request) => {
        await archived.check(besideDestinations)
        return verifier.verify(...request)
      },
    },
    runs: rotationRuns(clientAt, policy, time),
    end: () => {
      clients.end()
      own.end()
    },
  }
}

/**
 * A dispatch, what it is told of, the looks at its run, which grow rarer where the budget ends, and in the end what its
 * jobs reported and the file that ran.
 */
function verificationRequests(timeout: Duration): number {
  return 20 + Math.ceil(Math.min(timeout, hour) / longestDelay)
}
