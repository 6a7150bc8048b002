/** Parses and cross-checks the inputs of a run and of one user, before the first network call. */
import {
  type Destination,
  type Entry,
  isEnterpriseServer,
  nameOf,
  type Place,
  type RecoveryPlace,
  storeOf,
} from '../destination.ts'
import { publicationTime } from '../github/api/pace.ts'
import type { GitHubCredentials } from '../github/tokens/tokens.ts'
import type { Warning } from '../rotation/problem.ts'
import { type Duration, second, spoken } from '../rotation/time.ts'
import { deactivationNeeds, rotationNeeds } from '../rotation/waits.ts'
import type { Policy } from '../rotation/world.ts'
import { digest } from '../text/digest.ts'
import type { Environment } from '../text/environment.ts'
import type { Job, WorkflowName } from '../workflow.ts'
import { type AuditOptions, auditDefaults } from './audit.ts'
import { digestOf, parseDestinations, parseOtherKeys } from './destinations.ts'
import { parseEntries } from './entries.ts'
import { inputOf, warnOfUndeclared } from './environment.ts'
import { Faults, InputProblem, readEach } from './faults.ts'
import { parseCredentials, parseDispatchToken } from './github-credentials.ts'
import { bringsPresentList, readJob, warnOfIgnoredForce } from './job.ts'
import { oneOf, parseBoolean, parseDuration, parseUrl, refused, userName } from './parse.ts'
import { parseRecovery, warnOfRecovery } from './recovery-secret.ts'
import { chooseRegion } from './region.ts'
import { parseRole } from './role.ts'
import { warnOfPace } from './schedule.ts'
import { missingVerification, parseWorkflows } from './verification-workflow.ts'
import { isList, shown, type Yaml } from './yaml.ts'

/** Every input of one user, checked. */
export interface Inputs {
  readonly iamUser: string | undefined
  /** ARN of the role that the user's account is reached with. */
  readonly roleToAssume: string | undefined
  readonly awsRegion: string
  readonly github: GitHubCredentials
  readonly dispatchToken: string
  readonly githubApiUrl: string
  readonly destinations: readonly Destination[]
  /** What secrets and variables hold in a destination that does not say so itself. */
  readonly secrets: readonly Entry[]
  readonly variables: readonly Entry[]
  /** Places whose secrets hold other keys, whatever their names; none is a destination. */
  readonly otherKeys: readonly Place[]
  /** By the identity of a place, the names of the secrets that any user of this configuration writes there. */
  readonly secretsOfUsers: ReadonlyMap<string, ReadonlySet<string>>
  /** What selects this user, and no other one of the config file, in `only-users`; undefined where nothing can. */
  readonly selector: string | undefined
  /** The roles of other users of that name, in other accounts as far as the configuration tells; undefined: without a role. */
  readonly namesakes: readonly (string | undefined)[]
  readonly verificationWorkflows: readonly WorkflowName[]
  /** Its name may contain `{iam-user}` and `{account}`. */
  readonly recovery: RecoveryPlace | undefined
  /** What the job hands in for it: secret. */
  readonly recoveryText: string
  readonly mode: 'rotate' | 'plan' | 'audit'
  /** All but what tells this run from others, and what only the files of the workflows tell. */
  readonly policy: Omit<Policy, 'nonce' | 'uncovered'>
  readonly job: Job
  /** What the configuration of this user risks. */
  readonly warnings: readonly Warning[]
}

/**
 * The inputs and their defaults. `action.yml` is where users read them, and a test holds the two equal: an empty value,
 * from a variable that is not set, say, means the default too.
 */
export const inputDefaults = {
  'iam-user': '',
  'config-file': '',
  'only-users': '',
  'aws-region': '',
  'role-to-assume': '',
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
  'max-parallel': '10',
  'recovery-secret-name': '',
  'recovery-secret': '',
  'github-app-id': '',
  'github-app-private-key': '',
  'time-limit': '55m',
  ...auditDefaults,
} as const

/** The name of an input, as `action.yml` spells it. */
export type InputName = keyof typeof inputDefaults

/** The inputs that are one user's, which a config file may hold. */
export const userInputs = [
  'iam-user',
  'aws-region',
  'role-to-assume',
  'destinations',
  'secrets',
  'variables',
  'verification-workflow',
  'verification-timeout',
  'rotate-after',
  'deactivate-after',
  'delete-after',
  'old-key-still-used',
  'other-keys',
  'replace-inactive-key',
  'recovery-secret-name',
] as const
export type UserInput = (typeof userInputs)[number]

/** What somebody says of one user's inputs: text, or YAML that is read already; empty where nothing is said. */
export type Given = (name: UserInput) => Yaml

/** What the whole run is configured to do: the users in the order in which they are named, at least one. */
export interface Configuration {
  readonly mode: Inputs['mode']
  /** How many users are rotated at the same time. */
  readonly maxParallel: number
  readonly users: readonly Inputs[]
  readonly audit: AuditOptions
  /** What is to be said of the run as a whole; what is to be said of a user is among its own. */
  readonly warnings: readonly Warning[]
}

/** What is the same for every user of a run. */
export interface RunInputs
  extends Pick<Inputs, 'github' | 'dispatchToken' | 'githubApiUrl' | 'recoveryText' | 'mode' | 'job'> {
  readonly environment: Environment
  /** An audit that is given no token asks AWS alone. */
  readonly isWithoutGitHub: boolean
  /** It audits every user of each account: none has to be named. */
  readonly auditsAccounts: boolean
  readonly timeLimit: { readonly text: string; readonly duration: Duration }
  /** What each user's policy has of the run. */
  readonly policy: Pick<Policy, 'force' | 'owner' | 'bringsPresentList' | 'run' | 'attempt'>
}

/** The text of an input of the step, or its default; undeclared ones have none. */
export function readInput(name: InputName | UserInput, environment: Environment): string {
  const given = inputOf(name, environment)
  if (given !== '') return given
  return name in inputDefaults ? inputDefaults[name as InputName] : ''
}

/** What the step says of its run, and what is to be told of it. @throws Problem that names the input */
export function readRun(environment: Environment): { readonly run: RunInputs; readonly warnings: readonly Warning[] } {
  const read = (name: InputName): string => readInput(name, environment)
  const undeclared = warnOfUndeclared(Object.keys(inputDefaults), environment, (variable) => {
    // Composite actions set it, whatever they do with it themselves: it harms nobody where another one is given.
    return variable === 'INPUT_GITHUB_TOKEN' && (read('github-token') !== '' || read('github-app-id') !== '')
  })
  const job = readJob(environment)
  const mode = oneOf('mode', read('mode'), ['rotate', 'plan', 'audit'] as const)
  const githubApiUrl = parseUrl(
    'github-api-url',
    read('github-api-url') || environment['GITHUB_API_URL'] || 'https://api.github.com',
  )
  const credentials = (['github-token', 'github-app-id', 'github-app-private-key'] as const).map(read)
  const [token = '', appId = '', appKey = ''] = credentials
  // Only what AWS shows is audited then.
  const isWithoutGitHub = mode === 'audit' && credentials.every((each) => each === '')
  const github = isWithoutGitHub ? ({ kind: 'token', token: '' } as const) : parseCredentials(token, appId, appKey)
  const timeLimit = { text: read('time-limit'), duration: parseDuration('time-limit', read('time-limit')) }
  const isForced = parseBoolean('force', read('force'))
  const ignoredForce = isForced ? warnOfIgnoredForce(environment) : undefined
  const run = {
    environment,
    job,
    mode,
    githubApiUrl,
    github,
    isWithoutGitHub,
    auditsAccounts: mode === 'audit' && parseBoolean('audit-account', read('audit-account')),
    dispatchToken: parseDispatchToken(read('dispatch-token'), github),
    recoveryText: read('recovery-secret'),
    timeLimit,
    policy: {
      force: isForced && ignoredForce === undefined,
      owner: digest(`${job.repositoryId}/${job.file?.path ?? ''}`),
      bringsPresentList: bringsPresentList(environment),
      run: `${job.owner}/${job.repo}/${job.runId}`,
      attempt: job.runAttempt,
    },
  }
  return { run, warnings: [...undeclared, ...(ignoredForce === undefined ? [] : [ignoredForce])] }
}

/** One user by itself: what the users of a configuration are to each other is not known yet. */
export type LoneInputs = Omit<Inputs, 'selector' | 'secretsOfUsers' | 'namesakes'>

/** What stands in for secrets or variables that are refused: nothing else is wrong for their sake. */
const wholeKey: readonly Entry[] = [{ name: 'KEY', format: 'json' }]

/** Parses and cross-checks what is said of one user. @throws Problem that stands for all that is wrong with it */
export function parseInputs(given: Given, run: RunInputs): LoneInputs {
  const { job, github, environment } = run
  const isOfFile = readInput('config-file', environment) !== ''
  const faults = new Faults()
  const read = (name: UserInput): string => {
    const value = given(name)
    if (typeof value === 'string') return value
    throw refused(name, shown(value), `one text, not a ${isList(value) ? 'list' : 'map'}`)
  }
  const iamUser = faults.or(undefined, () => parseUser(read('iam-user')))
  const chosen = faults.or(undefined, () => chooseRegion(read('aws-region'), environment))
  const awsRegion = chosen ?? 'us-east-1'
  const roleToAssume = faults.or(undefined, () =>
    chosen === undefined
      ? undefined
      : parseRole(read('role-to-assume'), chosen, read('iam-user') !== '' || run.auditsAccounts),
  )
  // What a secret is made for is nothing that the environment may decide.
  const region = given('aws-region') === '' ? undefined : awsRegion
  const secrets = faults.or(undefined, () => parseEntries('secrets', given('secrets'), region))
  const variables = faults.or(undefined, () => parseEntries('variables', given('variables'), region))
  const entries = secrets && variables ? { secrets, variables } : { secrets: wholeKey, variables: [] }
  const server = { isEnterpriseServer: isEnterpriseServer(run.githubApiUrl) }
  const destinations = faults.or([], () => {
    const isListed = given('destinations') !== ''
    if (run.isWithoutGitHub && !isListed) return []
    if (run.isWithoutGitHub) parseCredentials('', '', '')
    return parseDestinations(given('destinations'), { home: job, region, ...entries, ...server })
  })
  const otherKeys = faults.or([], () => parseOtherKeys(given('other-keys'), destinations, server))
  if (github.kind === 'app') faults.or(undefined, () => refusePersonal(destinations))
  const recovery = faults.or(undefined, () => parseRecovery(read('recovery-secret-name'), destinations, job))
  const workflows = faults.or('none', () => {
    const parsed = parseWorkflows(given('verification-workflow'), job)
    if (parsed === undefined && run.mode === 'rotate') throw missingVerification()
    return parsed
  })
  const durationOf = (name: 'verification-timeout' | 'rotate-after' | 'deactivate-after' | 'delete-after') =>
    faults.or(second, () => parseDuration(name, read(name)))
  const times = {
    verification: workflows === 'none' ? 'none' : 'workflow',
    verificationTimeout: durationOf('verification-timeout'),
    timeLimit: run.timeLimit.duration,
    longestRun: run.timeLimit.duration,
    publication: publicationOf(destinations, github),
  } as const
  if (run.mode !== 'audit')
    faults.or(undefined, () => refuseShortTime(times, run.timeLimit.text, writesOf(destinations)))
  const pace = {
    rotateAfter: durationOf('rotate-after'),
    deactivateAfter: durationOf('deactivate-after'),
    deleteAfter: durationOf('delete-after'),
  }
  const oldKeyStillUsed = faults.or('hold', () =>
    oneOf('old-key-still-used', read('old-key-still-used'), ['hold', 'proceed'] as const),
  )
  const replaceInactiveKey = faults.or(false, () => parseBoolean('replace-inactive-key', read('replace-inactive-key')))
  faults.end()
  return {
    iamUser,
    roleToAssume,
    awsRegion,
    github,
    dispatchToken: run.dispatchToken,
    githubApiUrl: run.githubApiUrl,
    destinations,
    ...entries,
    otherKeys,
    verificationWorkflows: workflows === undefined || workflows === 'none' ? [] : workflows,
    recovery,
    recoveryText: run.recoveryText,
    mode: run.mode,
    policy: {
      ...run.policy,
      ...pace,
      ...times,
      oldKeyStillUsed,
      replaceInactiveKey,
      recovery: recovery !== undefined,
      digest: digestOf(destinations, job),
    },
    job,
    warnings: [...warnOfPace(pace), ...warnOfRecovery(recovery, destinations, isOfFile)],
  }
}

type Times = Pick<Policy, 'verification' | 'verificationTimeout' | 'timeLimit' | 'publication'>

/** @throws Problem when a run could not end what it begins within its time */
function refuseShortTime(times: Times, given: string, writes: number): void {
  const { verificationTimeout, timeLimit, publication } = times
  if (verificationTimeout === 0) throw refused('verification-timeout', '0', 'a duration above 0')
  const deactivation = deactivationNeeds(times)
  if (timeLimit <= deactivation) {
    throw new InputProblem(
      'time-limit',
      `The input time-limit (${given}) leaves no room to deactivate a key: a verification and its revert may take ${spoken(deactivation)}`,
      'Raise time-limit, and the timeout of the job with it, or lower verification-timeout.',
    )
  }
  const rotation = rotationNeeds(times)
  if (timeLimit > rotation) return
  throw new InputProblem(
    'time-limit',
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
  readEach(destinations, ({ place }, index) => {
    if (place.kind !== 'organization' || storeOf(place) !== 'codespaces') return
    throw new InputProblem(
      `destinations[${index}]`,
      `GitHub lets no App write ${nameOf(place)}`,
      'Give github-token a personal access token instead of github-app-id, or remove that destination.',
    )
  })
}
