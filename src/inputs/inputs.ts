/** Reads, parses and cross-checks every input, once, before the first network call. */

import { chooseRegion } from '../aws/regions.ts'
import {
  addressableNames,
  type Destination,
  identityOf,
  isAddressable,
  isEnterpriseServer,
  nameOf,
  type Place,
  placeOf,
  type RecoveryPlace,
  storeOf,
} from '../destination.ts'
import { publicationTime } from '../github/api/limits.ts'
import { parsePrivateKey } from '../github/tokens/private-key.ts'
import type { GitHubCredentials } from '../github/tokens/tokens.ts'
import type { OwnWorkflow } from '../github/verification/own-workflow.ts'
import { digest } from '../key/fingerprint.ts'
import { isSafe } from '../network/secure-transport.ts'
import { deactivationNeeds, rotationNeeds } from '../rotation/facts.ts'
import { Problem } from '../rotation/problem.ts'
import { type Duration, day, hour, minute, second, spoken } from '../rotation/time.ts'
import type { Policy } from '../rotation/world.ts'
import { digestOf, parseDestinations, parseEntries, parseOtherKeys } from './destinations.ts'
import { ignored, undeclaredInputs, variableOf } from './input-variables.ts'
import { isSecretName, oneOf, refused, secretNames } from './refusals.ts'
import { attemptOf, bringsPresentList, whyForceIsIgnored } from './run-event.ts'
import { asText, isList, parseYaml } from './yaml.ts'

/** The job that this runs in, as the runner describes it. */
export interface Job {
  readonly owner: string
  readonly repo: string
  readonly runId: string
  readonly runAttempt: number
  /** GitHub's number of the repository, which no rename changes; its name where nobody tells. */
  readonly repositoryId: string
  /** The workflow file that this run comes from; undefined where nobody says so. */
  readonly file: OwnWorkflow | undefined
}

/** A verification workflow as the input names it. */
export interface WorkflowName {
  readonly owner: string
  readonly repo: string
  readonly file: string
  readonly ref: string | undefined
}

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
  /** What a person should know of the environment, and nothing fails for. */
  readonly warnings: readonly string[]
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

export type InputName = keyof typeof inputDefaults

type Environment = Readonly<Record<string, string | undefined>>

/** @throws Problem that names the input, the value and what is allowed. */
export function readInputs(environment: Environment): Inputs {
  const undeclared = undeclaredInputs(Object.keys(inputDefaults), environment, isOfComposite)
  refuseEvent(environment['GITHUB_EVENT_NAME'])
  const read = (name: InputName): string => {
    const given = (environment[variableOf(name)] ?? '').trim()
    return given === '' ? inputDefaults[name] : given
  }
  const job = readJob(environment)
  const mode = oneOf('mode', read('mode'), ['rotate', 'plan'] as const)
  const awsRegion = chooseRegion(read('aws-region'), environment)
  // What a secret is made for is nothing that the environment may decide.
  const region = read('aws-region') === '' ? undefined : awsRegion
  const githubApiUrl = parseUrl(
    'github-api-url',
    read('github-api-url') || environment['GITHUB_API_URL'] || 'https://api.github.com',
  )
  const github = parseCredentials(read('github-token'), read('github-app-id'), read('github-app-private-key'))
  const server = { isEnterpriseServer: isEnterpriseServer(githubApiUrl) }
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
  const verification = workflows === 'none' ? 'none' : 'workflow'
  const verificationTimeout = parseDuration('verification-timeout', read('verification-timeout'))
  const timeLimit = parseDuration('time-limit', read('time-limit'))
  if (verificationTimeout === 0) throw refused('verification-timeout', '0', 'a duration above 0')
  const needed = deactivationNeeds({ verification, verificationTimeout })
  if (timeLimit <= needed) {
    throw new Problem(
      `The input time-limit (${read('time-limit')}) leaves no room to deactivate a key: a verification and its revert may take ${spoken(needed)}`,
      'Raise time-limit, and the timeout of the job with it, or lower verification-timeout.',
    )
  }
  const publication = publicationOf(destinations, github)
  const rotation = rotationNeeds({ verification, verificationTimeout, publication })
  if (timeLimit <= rotation) {
    throw new Problem(
      `The input time-limit (${read('time-limit')}) leaves no room to rotate a key: to write ${writesOf(destinations)} secrets and variables at the pace that GitHub allows takes ${spoken(publication)}, and with a verification and its revert it may take ${spoken(rotation)}`,
      'Raise time-limit, and the timeout of the job with it. An organization secret that many repositories share, or the format json, takes fewer writes.',
    )
  }
  const force = parseBoolean('force', read('force'))
  const forceIgnored = whyForceIsIgnored(environment)
  return {
    iamUser: parseUser(read('iam-user')),
    awsRegion,
    github,
    dispatchToken: parseToken('dispatch-token', read('dispatch-token')) || fallbackForDispatch(github),
    githubApiUrl,
    destinations,
    otherKeys,
    verificationWorkflows: workflows === undefined || workflows === 'none' ? [] : workflows,
    recovery,
    recoveryText: read('recovery-secret'),
    mode,
    policy: {
      rotateAfter: parseDuration('rotate-after', read('rotate-after')),
      deactivateAfter: parseDuration('deactivate-after', read('deactivate-after')),
      deleteAfter: parseDuration('delete-after', read('delete-after')),
      oldKeyStillUsed: oneOf('old-key-still-used', read('old-key-still-used'), ['hold', 'proceed'] as const),
      replaceInactiveKey: parseBoolean('replace-inactive-key', read('replace-inactive-key')),
      force: force && forceIgnored === undefined,
      verification,
      verificationTimeout,
      timeLimit,
      publication,
      recovery: recovery !== undefined,
      digest: digestOf(destinations, job),
      owner: digest(`${job.repositoryId}/${job.file?.path ?? ''}`),
      bringsPresentList: bringsPresentList(environment),
      run: `${job.owner}/${job.repo}/${job.runId}`,
      attempt: job.runAttempt,
    },
    job,
    warnings: [...ignored(undeclared), ...(force && forceIgnored !== undefined ? [forceIgnored] : [])],
  }
}

const units: Readonly<Record<string, Duration>> = { s: second, m: minute, h: hour, d: day }

/** `90s`, `30m`, `12h`, `60d` or `0`. */
export function parseDuration(input: string, text: string): Duration {
  const [, amount, unit = 's'] = /^(\d{1,6})([smhd])$/.exec(text) ?? /^(0)$/.exec(text) ?? []
  if (amount === undefined) throw refused(input, text, 'a whole number and a unit: 90s, 30m, 12h, 60d, or 0')
  return Number(amount) * (units[unit] ?? second)
}

/** The words that YAML 1.2's core schema calls boolean. */
export function parseBoolean(input: string, text: string): boolean {
  if (/^(true|True|TRUE)$/.test(text)) return true
  if (/^(false|False|FALSE)$/.test(text)) return false
  throw refused(input, text, 'true or false')
}

const workflowPattern = /^(?:([\w-]+)\/([\w.-]+)\/)?([^/@\s]+\.ya?ml)(?:@(\S+))?$/

/** One line or a YAML list of `[owner/repo/]file.yml[@ref]`; the word `none`; undefined when empty. */
export function parseWorkflows(
  text: string,
  job: Pick<Job, 'owner' | 'repo'>,
): readonly WorkflowName[] | 'none' | undefined {
  if (text === '') return undefined
  if (text === 'none') return 'none'
  const given = parseYaml('verification-workflow', text)
  const entries = isList(given) ? given : [given]
  if (entries.length === 0) throw refused('verification-workflow', text, 'one workflow at least, or the word none')
  return entries.map((entry) => {
    const allowed = 'file.yml, owner/repo/file.yml, either with @branch, or the word none'
    const line = asText('verification-workflow', entry, allowed)
    // GitHub's own spelling of a path is welcome, at the beginning or after the repository.
    const name = line.replace(/(^|\/)\.github\/workflows\//, '$1')
    const [, owner, repo, file, ref] = workflowPattern.exec(name) ?? []
    if (file === undefined) {
      throw refused('verification-workflow', line, allowed)
    }
    if (![repo, file, ref].every((each) => each === undefined || isAddressable(each))) {
      throw refused('verification-workflow', line, addressableNames)
    }
    return { owner: owner ?? job.owner, repo: repo ?? job.repo, file, ref }
  })
}

/** What stands in `recovery-secret-name` for the name of the IAM user, and for the number of its account. */
const userPlaceholder = '{iam-user}'
const accountPlaceholder = '{account}'

/** Whose recovery secret it is; a part that is not known yet is undefined. */
export interface RecoveryOwner {
  readonly user: string | undefined
  readonly account: string | undefined
}

/**
 * The secret's name for one user: what a secret's name cannot hold becomes `_`.
 * @throws Problem when that makes no name of a secret
 */
export function recoveryPlaceOf(
  place: RecoveryPlace,
  owner: { readonly [part in keyof RecoveryOwner]: string },
  destinations: readonly Destination[],
): RecoveryPlace {
  const name = recoveryNameFor(place.name, owner)
  if (!isSecretName(name)) throw refused('recovery-secret-name', name, `names ${secretNames}`)
  refuseTaken({ ...place, name }, destinations)
  return { ...place, name }
}

/** Whether several recovery secrets may have such a name, as far as their owner is known. */
export function mayNameSeveral({ name }: RecoveryPlace, owner: RecoveryOwner): boolean {
  return filledIn(name, owner).includes('{')
}

/** Recognises the name of the recovery secret of an owner, or of any one where a part is not known; in any case. */
export function isNameOf({ name }: RecoveryPlace, owner: RecoveryOwner): (text: string) => boolean {
  // What is left of a name without its placeholders is letters, digits and _.
  const pattern = filledIn(name, owner).replaceAll(userPlaceholder, '\\w+').replaceAll(accountPlaceholder, '\\d{12}')
  return (text) => new RegExp(`^${pattern}$`, 'i').test(text)
}

/** The recovery secret holds the new key before any destination does. */
function refuseTaken({ name, ...where }: RecoveryPlace, destinations: readonly Destination[]): void {
  const place = identityOf(placeOf(where))
  const same = destinations.filter((each) => identityOf(each.place) === place)
  if (same.some(({ secrets }) => secrets.some((each) => each.name === name))) {
    throw refused('recovery-secret-name', name, 'a name that no destination uses: it holds the new key before they do')
  }
}

function recoveryNameFor(name: string, owner: RecoveryOwner): string {
  return filledIn(name, owner).toUpperCase()
}

/** A placeholder stays where what it stands for is not known. */
function filledIn(name: string, { user, account }: RecoveryOwner): string {
  return name
    .replaceAll(userPlaceholder, user?.replaceAll(/\W/g, '_') ?? userPlaceholder)
    .replaceAll(accountPlaceholder, account ?? accountPlaceholder)
}

/** `NAME`, `owner/repo:NAME` or `owner/repo/environment:NAME`; undefined when empty. */
function parseRecovery(text: string, destinations: readonly Destination[], job: Job): RecoveryPlace | undefined {
  if (text === '') return undefined
  const allowed = 'NAME, owner/repo:NAME or owner/repo/environment:NAME'
  const match = /^(?:([\w-]+)\/([\w.-]+)(?:\/(.+))?:)?([^:]+)$/.exec(text)
  if (match === null) throw refused('recovery-secret-name', text, allowed)
  const [, owner = job.owner, repo = job.repo, environment, name = ''] = match
  if (!isAddressable(repo) || !isAddressable(environment ?? '')) {
    throw refused('recovery-secret-name', text, `${allowed}, each of them ${addressableNames}`)
  }
  if (!isSecretName(recoveryNameFor(name, { user: 'user', account: '111122223333' }))) {
    throw refused('recovery-secret-name', text, `${allowed}, with NAME ${secretNames}`)
  }
  const isWhole = !mayNameSeveral({ owner, repo, environment, name }, { user: undefined, account: undefined })
  if (isWhole) refuseTaken({ owner, repo, environment, name: name.toUpperCase() }, destinations)
  return { owner, repo, environment, name }
}

function missingRecoveryName(): Problem {
  return new Problem(
    'The input recovery-secret is given, and recovery-secret-name is empty',
    'Name the secret that it comes from ("recovery-secret-name: AWS_KEY_RECOVERY"), so that the next interrupted run leaves its key there.',
  )
}

function parseUser(text: string): string | undefined {
  if (text === '') return undefined
  // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html: UserName
  if (!/^[\w+=,.@-]{1,64}$/.test(text))
    throw refused('iam-user', text, 'the name alone, without path or ARN: letters, digits and _+=,.@-')
  return text
}

/** The job's own token is the default: it is empty only where somebody has made it so. */
function fallbackForDispatch(github: GitHubCredentials): string {
  if (github.kind === 'token') return github.token
  throw new Problem('The input dispatch-token is empty', 'Leave it out: its default is the token of the job.')
}

/** One of two ways to write the secrets, and never both. */
function parseCredentials(token: string, appId: string, privateKey: string): GitHubCredentials {
  if (appId === '' && privateKey === '')
    return { kind: 'token', token: parseToken('github-token', required('github-token', token)) }
  if (token !== '') {
    throw new Problem(
      'The inputs github-token and github-app-id are both given',
      'Give one of them: a token, or the App that tokens are made with.',
    )
  }
  if (appId === '') {
    throw new Problem(
      'The input github-app-id is empty',
      'Give it the client ID or the ID of the App. If it comes from a variable or a secret, check the name, and where it is stored: an unset variable is empty.',
    )
  }
  if (privateKey === '') {
    throw new Problem(
      'The input github-app-private-key is empty',
      'Give it a private key of the App. If it comes from a secret, check the name: an unset secret is empty.',
    )
  }
  if (!/^(\d+|Iv[\w.]+)$/.test(appId)) {
    // Longer than an ID is what stands beside it in the settings of an App: its client secret, or the private key.
    throw refused(
      'github-app-id',
      appId.length > 30 ? '…' : appId,
      'the client ID of the App (Iv23li…) or its ID, a number',
    )
  }
  return { kind: 'app', appId, privateKey: parsePrivateKey(privateKey) }
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

function writesOf(destinations: readonly Destination[]): number {
  return destinations.reduce((sum, { secrets, variables }) => sum + secrets.length + variables.length, 0)
}

/** Limits hold for each token: an App has one for each owner. */
function publicationOf(destinations: readonly Destination[], { kind }: GitHubCredentials): Duration {
  if (kind === 'token') return publicationTime(writesOf(destinations))
  const owners = new Set(destinations.map(({ place }) => place.owner.toLowerCase()))
  const times = [...owners].map((owner) =>
    publicationTime(writesOf(destinations.filter(({ place }) => place.owner.toLowerCase() === owner))),
  )
  return times.reduce((sum, time) => sum + time, 0)
}

/**
 * What no token has: a header could not carry some of it, and whatever complains then may quote the token. What is left
 * is GitHub's to judge: https://github.blog/engineering/behind-githubs-new-authentication-token-formats/
 * @throws Problem that shows nothing of the token
 */
function parseToken(input: 'github-token' | 'dispatch-token', text: string): string {
  const faults: readonly (readonly [pattern: RegExp, fault: string])[] = [
    [/["'`]/, 'has quotes in it, and they would belong to the token'],
    [/\s/, 'has white space in it, a space or a line break'],
    [/[^!-~]/, 'has a character in it that no token has: an invisible one, or one that is not ASCII'],
  ]
  const fault = faults.find(([pattern]) => pattern.test(text))?.[1]
  if (fault === undefined) return text
  throw new Problem(
    `The input ${input} ${fault}`,
    'Store the token alone, as GitHub shows it, and nothing before, inside or behind it; then pass the secret on.',
  )
}

function parseUrl(input: string, text: string): string {
  // An address that holds more than an address may hold a secret, and is not shown.
  if (/[@?#]/.test(text)) {
    throw new Problem(
      `The input ${input} has a user name, a password, a query or a fragment in it`,
      'Give it the address of the API alone, such as https://api.github.com or https://HOST/api/v3.',
    )
  }
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !isSafe(url)) throw refused(input, text, 'an https URL')
  return text.replace(/\/+$/, '')
}

function required(input: string, text: string): string {
  if (text !== '') return text
  throw new Problem(
    `The input ${input} is empty`,
    'Give it an installation token of a GitHub App, or a personal access token, that may write the secrets. If it comes from a secret, check the name: an unset secret is empty.',
  )
}

function missingVerification(): Problem {
  return new Problem(
    'The input verification-workflow is empty, and without it nothing proves that jobs use the new key before the old one goes',
    'Name a workflow that uses the published secrets ("verification-workflow: verify.yml", see the README), or write "verification-workflow: none" to accept that a key is proved through STS and IAM only.',
  )
}

/** Composite actions set it, whatever they do with it themselves: it harms nobody where another one is given. */
function isOfComposite(variable: string, environment: Environment): boolean {
  const isGiven = (name: InputName) => (environment[variableOf(name)] ?? '').trim() !== ''
  return variable === 'INPUT_GITHUB_TOKEN' && (isGiven('github-token') || isGiven('github-app-id'))
}

/** Code of a pull request must not come near the keys. */
function refuseEvent(event: string | undefined): void {
  if (event === undefined || !event.startsWith('pull_request')) return
  throw new Problem(
    `This action does not run on the event ${event}: a pull request must not rotate keys`,
    'Start the workflow on "schedule" and "workflow_dispatch".',
  )
}

function readJob(environment: Environment): Job {
  const [owner, repo] = (environment['GITHUB_REPOSITORY'] ?? '').split('/')
  if (!owner || !repo) throw new Problem('GITHUB_REPOSITORY is not set', 'Run this as a step of a GitHub Actions job.')
  const runId = environment['GITHUB_RUN_ID'] || '0'
  return {
    owner,
    repo,
    runId,
    runAttempt: attemptOf(environment),
    repositoryId: environment['GITHUB_REPOSITORY_ID'] || `${owner}/${repo}`.toLowerCase(),
    file: ownWorkflow(environment),
  }
}

/** `owner/repo/.github/workflows/rotate.yml@refs/heads/main`, and the ID of the job. */
function ownWorkflow(environment: Environment): OwnWorkflow | undefined {
  const pattern = /^([^/]+)\/([^/]+)\/([^@]+)@(?:refs\/(?:heads|tags)\/)?(.+)$/
  const [, owner, repo, path, ref] = pattern.exec(environment['GITHUB_WORKFLOW_REF'] ?? '') ?? []
  if (owner === undefined || repo === undefined || path === undefined || ref === undefined) return undefined
  return { owner, repo, path, ref, job: environment['GITHUB_JOB'] || undefined }
}
