/** Reads, parses and cross-checks every input, once, before the first network call. */
import {
  type Destination,
  isEnterpriseServer,
  nameOf,
  type Place,
  type RecoveryPlace,
  storeOf,
} from '../destination.ts'
import { publicationTime } from '../github/api/pace.ts'
import type { GitHubCredentials } from '../github/tokens/tokens.ts'
import { Problem, type Warning } from '../rotation/problem.ts'
import { type Duration, spoken } from '../rotation/time.ts'
import { deactivationNeeds, rotationNeeds } from '../rotation/waits.ts'
import type { Policy } from '../rotation/world.ts'
import { digest } from '../text/digest.ts'
import type { Environment } from '../text/environment.ts'
import type { Job, WorkflowName } from '../workflow.ts'
import { digestOf, parseDestinations, parseOtherKeys } from './destinations.ts'
import { parseEntries } from './entries.ts'
import { inputOf, warnOfUndeclared } from './environment.ts'
import { parseCredentials, parseDispatchToken } from './github-credentials.ts'
import { bringsPresentList, readJob, scheduleOf, warnOfIgnoredForce } from './job.ts'
import { oneOf, parseBoolean, parseDuration, parseUrl, refused, userName } from './parse.ts'
import { missingRecoveryName, parseRecovery, warnOfRecovery } from './recovery-secret.ts'
import { chooseRegion } from './region.ts'
import { warnOfPace } from './schedule.ts'
import { missingVerification, parseWorkflows } from './verification-workflow.ts'

/** Every input, checked. */
export interface Inputs {
  readonly iamUser: string | undefined
  readonly awsRegion: string
  readonly github: GitHubCredentials
  readonly dispatchToken: string
  readonly githubApiUrl: string
  readonly destinations: readonly Destination[]
  /** Places whose secrets hold other keys, whatever their names; none is a destination. */
  readonly otherKeys: readonly Place[]
  readonly verificationWorkflows: readonly WorkflowName[]
  /** Its name may contain `{iam-user}` and `{account}`. */
  readonly recovery: RecoveryPlace | undefined
  /** What the job hands in for it: secret. */
  readonly recoveryText: string
  readonly mode: 'rotate' | 'plan'
  /** All but what tells this run from others, and what only the files of the workflows tell. */
  readonly policy: Omit<Policy, 'nonce' | 'uncovered'>
  readonly job: Job
  /** What this configuration risks, and what of it does not count. */
  readonly warnings: readonly Warning[]
}

/**
 * The inputs and their defaults. `action.yml` is where users read them, and a test holds the two equal: an empty value,
 * from a variable that is not set, say, means the default too.
 */
export const inputDefaults = {
  'iam-user': '',
  'aws-region': '',
  'github-token': '',
  'dispatch-token': '',
  'github-api-url': '',
  destinations: '',
  secrets: 'AWS_ACCESS_KEY_ID: access-key-id\nAWS_SECRET_ACCESS_KEY: secret-access-key\n',
  variables: '',
  'verification-workflow': '',
  'verification-timeout': '30m',
  'rotate-after': '60d',
  'deactivate-after': '8d',
  'delete-after': '7d',
  'old-key-still-used': 'hold',
  'other-keys': '',
  'replace-inactive-key': 'false',
  force: 'false',
  mode: 'rotate',
  'recovery-secret-name': '',
  'recovery-secret': '',
  'github-app-id': '',
  'github-app-private-key': '',
  'time-limit': '55m',
} as const

/** The name of an input, as `action.yml` spells it. */
export type InputName = keyof typeof inputDefaults

/** What the whole run is configured to do: the users in the order in which they are named, at least one. */
export interface Configuration {
  readonly mode: Inputs['mode']
  /** How many users are rotated at the same time. */
  readonly maxParallel: number
  readonly users: readonly Inputs[]
}

/** @throws Problem that names the input, the value and what is allowed. */
export function readConfiguration(environment: Environment): Configuration {
  const inputs = readInputs(environment)
  return { mode: inputs.mode, maxParallel: 1, users: [inputs] }
}

/** One user's. @throws Problem that names the input, the value and what is allowed. */
export function readInputs(environment: Environment): Inputs {
  const read = (name: InputName): string => inputOf(name, environment) || inputDefaults[name]
  const undeclared = warnOfUndeclared(Object.keys(inputDefaults), environment, (variable) => {
    // Composite actions set it, whatever they do with it themselves: it harms nobody where another one is given.
    return variable === 'INPUT_GITHUB_TOKEN' && (read('github-token') !== '' || read('github-app-id') !== '')
  })
  const job = readJob(environment)
  const mode = oneOf('mode', read('mode'), ['rotate', 'plan'] as const)
  const awsRegion = chooseRegion(read('aws-region'), environment)
  const githubApiUrl = parseUrl(
    'github-api-url',
    read('github-api-url') || environment['GITHUB_API_URL'] || 'https://api.github.com',
  )
  const github = parseCredentials(read('github-token'), read('github-app-id'), read('github-app-private-key'))
  const server = { isEnterpriseServer: isEnterpriseServer(githubApiUrl) }
  // What a secret is made for is nothing that the environment may decide.
  const region = read('aws-region') === '' ? undefined : awsRegion
  const destinations = parseDestinations(read('destinations'), {
    home: job,
    secrets: parseEntries('secrets', read('secrets'), region),
    variables: parseEntries('variables', read('variables'), region),
    region,
    ...server,
  })
  const otherKeys = parseOtherKeys(read('other-keys'), destinations, server)
  if (github.kind === 'app') refusePersonal(destinations)
  const recovery = parseRecovery(read('recovery-secret-name'), destinations, job)
  if (recovery === undefined && read('recovery-secret') !== '') throw missingRecoveryName()
  const workflows = parseWorkflows(read('verification-workflow'), job)
  if (workflows === undefined && mode === 'rotate') throw missingVerification()
  const timeLimit = parseDuration('time-limit', read('time-limit'))
  const times = {
    verification: workflows === 'none' ? 'none' : 'workflow',
    verificationTimeout: parseDuration('verification-timeout', read('verification-timeout')),
    timeLimit,
    longestRun: timeLimit,
    publication: publicationOf(destinations, github),
  } as const
  refuseShortTime(times, read('time-limit'), writesOf(destinations))
  const pace = {
    rotateAfter: parseDuration('rotate-after', read('rotate-after')),
    deactivateAfter: parseDuration('deactivate-after', read('deactivate-after')),
    deleteAfter: parseDuration('delete-after', read('delete-after')),
  }
  const isForced = parseBoolean('force', read('force'))
  const ignoredForce = isForced ? warnOfIgnoredForce(environment) : undefined
  return {
    iamUser: parseUser(read('iam-user')),
    awsRegion,
    github,
    dispatchToken: parseDispatchToken(read('dispatch-token'), github),
    githubApiUrl,
    destinations,
    otherKeys,
    verificationWorkflows: workflows === undefined || workflows === 'none' ? [] : workflows,
    recovery,
    recoveryText: read('recovery-secret'),
    mode,
    policy: {
      ...pace,
      ...times,
      oldKeyStillUsed: oneOf('old-key-still-used', read('old-key-still-used'), ['hold', 'proceed'] as const),
      replaceInactiveKey: parseBoolean('replace-inactive-key', read('replace-inactive-key')),
      force: isForced && ignoredForce === undefined,
      recovery: recovery !== undefined,
      digest: digestOf(destinations, job),
      owner: digest(`${job.repositoryId}/${job.file?.path ?? ''}`),
      bringsPresentList: bringsPresentList(environment),
      run: `${job.owner}/${job.repo}/${job.runId}`,
      attempt: job.runAttempt,
    },
    job,
    warnings: [
      ...undeclared,
      ...(ignoredForce === undefined ? [] : [ignoredForce]),
      ...warnOfPace(pace, scheduleOf(environment)),
      ...warnOfRecovery(recovery, destinations),
    ],
  }
}

type Times = Pick<Policy, 'verification' | 'verificationTimeout' | 'timeLimit' | 'publication'>

/** @throws Problem when a run could not end what it begins within its time */
function refuseShortTime(times: Times, given: string, writes: number): void {
  const { verificationTimeout, timeLimit, publication } = times
  if (verificationTimeout === 0) throw refused('verification-timeout', '0', 'a duration above 0')
  const deactivation = deactivationNeeds(times)
  if (timeLimit <= deactivation) {
    throw new Problem(
      `The input time-limit (${given}) leaves no room to deactivate a key: a verification and its revert may take ${spoken(deactivation)}`,
      'Raise time-limit, and the timeout of the job with it, or lower verification-timeout.',
    )
  }
  const rotation = rotationNeeds(times)
  if (timeLimit > rotation) return
  throw new Problem(
    `The input time-limit (${given}) leaves no room to rotate a key: to write ${writes} secrets and variables at the pace that GitHub allows takes ${spoken(publication)}, and with a verification and its revert it may take ${spoken(rotation)}`,
    'Raise time-limit, and the timeout of the job with it. An organization secret that many repositories share, or the format json, takes fewer writes.',
  )
}

function writesOf(destinations: readonly Destination[]): number {
  return destinations.reduce((sum, { secrets, variables }) => sum + secrets.length + variables.length, 0)
}

/** Limits hold for each token: an App has one for each owner. */
function publicationOf(destinations: readonly Destination[], { kind }: GitHubCredentials): Duration {
  const byToken = Map.groupBy(destinations, ({ place }) => (kind === 'token' ? '' : place.owner.toLowerCase()))
  return [...byToken.values()].reduce((sum, each) => sum + publicationTime(writesOf(each)), 0)
}

function parseUser(text: string): string | undefined {
  if (text === '' || userName.test(text)) return text || undefined
  throw refused('iam-user', text, 'the name alone, without path or ARN: letters, digits and _+=,.@-')
}

/** GitHub serves these to people only: https://docs.github.com/en/rest/codespaces/organization-secrets */
function refusePersonal(destinations: readonly Destination[]): void {
  const refusing = destinations.find(({ place }) => place.kind === 'organization' && storeOf(place) === 'codespaces')
  if (refusing === undefined) return
  throw new Problem(
    `GitHub lets no App write ${nameOf(refusing.place)}`,
    'Give github-token a personal access token instead of github-app-id, or remove that destination.',
  )
}
