/** Reads, parses and cross-checks every input, once, before the first network call. */
import { parse } from 'yaml'
import { digest } from './fingerprint.ts'
import type { RecoveryPlace } from './github/recovery.ts'
import type { Destination } from './github/secrets.ts'
import { deactivationNeeds } from './rotation/facts.ts'
import type { SecretFormat } from './rotation/ports.ts'
import { messageOf, Problem } from './rotation/problem.ts'
import { type Duration, day, hour, minute, second, spoken } from './rotation/time.ts'
import type { Policy } from './rotation/world.ts'

/** The job that this runs in, as the runner describes it. */
export interface Job {
  readonly owner: string
  readonly repo: string
  readonly runId: string
  readonly runAttempt: number
  /** File name of the workflow, in the characters that an IAM tag may hold. */
  readonly workflow: string
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
  readonly githubToken: string
  readonly dispatchToken: string
  readonly githubApiUrl: string
  readonly destinations: readonly Destination[]
  readonly verificationWorkflows: readonly WorkflowName[]
  /** Its name may contain `{iam-user}`. */
  readonly recovery: RecoveryPlace | undefined
  /** What the job hands in for it: secret. */
  readonly recoveryText: string
  readonly mode: 'rotate' | 'plan'
  /** All but what tells this run from others. */
  readonly policy: Omit<Policy, 'nonce'>
  readonly job: Job
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
  'verification-workflow': '',
  'verification-timeout': '30m',
  'rotate-after': '60d',
  'deactivate-after': '1d',
  'delete-after': '7d',
  'old-key-still-used': 'hold',
  'replace-inactive-key': 'false',
  force: 'false',
  mode: 'rotate',
  'recovery-secret-name': '',
  'recovery-secret': '',
  'time-limit': '55m',
} as const

export type InputName = keyof typeof inputDefaults

type Environment = Readonly<Record<string, string | undefined>>

/** @throws Problem that names the input, the value and what is allowed. */
export function readInputs(environment: Environment): Inputs {
  refuseUndeclared(environment)
  refuseEvent(environment['GITHUB_EVENT_NAME'])
  const read = (name: InputName): string => {
    const given = (environment[variableOf(name)] ?? '').trim()
    return given === '' ? inputDefaults[name] : given
  }
  const job = readJob(environment)
  const mode = oneOf('mode', read('mode'), ['rotate', 'plan'] as const)
  const destinations = parseDestinations(read('destinations'), parseSecrets('secrets', read('secrets')), job)
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
  return {
    iamUser: parseUser(read('iam-user')),
    awsRegion: parseRegion(read('aws-region') || environment['AWS_REGION'] || 'us-east-1'),
    githubToken: required('github-token', read('github-token')),
    dispatchToken: read('dispatch-token') || required('github-token', read('github-token')),
    githubApiUrl: parseUrl(
      'github-api-url',
      read('github-api-url') || environment['GITHUB_API_URL'] || 'https://api.github.com',
    ),
    destinations,
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
      force: parseBoolean('force', read('force')),
      verification,
      verificationTimeout,
      timeLimit,
      recovery: recovery !== undefined,
      digest: digestOf(destinations),
      owner: `${job.owner}/${job.repo}/${job.workflow}`,
      run: `${job.owner}/${job.repo}/${job.runId}`,
      attempt: job.runAttempt,
    },
    job,
  }
}

/** How the runner spells an input in the environment: upper case, hyphens kept. */
export function variableOf(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`
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
  const given = yaml('verification-workflow', text)
  const entries: readonly unknown[] = Array.isArray(given) ? given : [given]
  if (entries.length === 0) throw refused('verification-workflow', text, 'one workflow at least, or the word none')
  return entries.map((entry) => {
    // GitHub's own spelling of a path is welcome, at the beginning or after the repository.
    const name = String(entry).replace(/(^|\/)\.github\/workflows\//, '$1')
    const [, owner, repo, file, ref] = workflowPattern.exec(name) ?? []
    if (file === undefined) {
      throw refused(
        'verification-workflow',
        String(entry),
        'file.yml, owner/repo/file.yml, either with @branch, or the word none',
      )
    }
    return { owner: owner ?? job.owner, repo: repo ?? job.repo, file, ref }
  })
}

const destinationKeys = ['repository', 'store', 'secrets']
/** In the contract, and not served by this version. */
const laterKeys = ['environment', 'organization', 'variables', 'visibility', 'repositories']

/** A YAML list of repositories; this repository when empty. */
export function parseDestinations(
  text: string,
  secrets: Destination['secrets'],
  job: Pick<Job, 'owner' | 'repo'>,
): readonly Destination[] {
  if (text === '') return [{ owner: job.owner, repo: job.repo, secrets }]
  const given = yaml('destinations', text)
  if (!Array.isArray(given) || given.length === 0)
    throw refused('destinations', text, 'a YAML list such as "- repository: owner/name"')
  const destinations = given.map((entry: unknown, index) => parseDestination(entry, `destinations[${index}]`, secrets))
  for (const [index, { owner, repo }] of destinations.entries()) {
    const name = `${owner}/${repo}`.toLowerCase()
    if (destinations.findIndex((each) => `${each.owner}/${each.repo}`.toLowerCase() === name) < index) {
      throw refused(`destinations[${index}]`, `repository: ${owner}/${repo}`, 'each repository once')
    }
  }
  return destinations
}

function parseDestination(entry: unknown, input: string, secrets: Destination['secrets']): Destination {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    throw refused(input, JSON.stringify(entry), 'a map such as "repository: owner/name"')
  }
  const { repository, store = 'actions', secrets: own, ...others } = entry as Readonly<Record<string, unknown>>
  for (const key of Object.keys(others)) {
    if (laterKeys.includes(key))
      throw refused(input, key, `${destinationKeys.join(', ')}: this version does not serve "${key}" yet`)
    throw refused(input, key, destinationKeys.join(', '))
  }
  if (store !== 'actions')
    throw refused(`${input}.store`, String(store), 'actions: this version serves no other store yet')
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(String(repository ?? '')) ?? []
  if (owner === undefined || repo === undefined)
    throw refused(`${input}.repository`, String(repository ?? ''), 'owner/name')
  return { owner, repo, secrets: own === undefined ? secrets : secretsFrom(`${input}.secrets`, own) }
}

function parseSecrets(input: string, text: string): Destination['secrets'] {
  return secretsFrom(input, yaml(input, text))
}

const formats: readonly SecretFormat[] = ['access-key-id', 'secret-access-key']

/** A map from secret name to format that holds a whole key. https://docs.github.com/en/actions/reference/security/secrets */
function secretsFrom(input: string, given: unknown): Destination['secrets'] {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw refused(input, JSON.stringify(given), 'a YAML map such as "AWS_ACCESS_KEY_ID: access-key-id"')
  }
  const secrets = Object.entries(given).map(([name, format]: [string, unknown]) => {
    if (!isSecretName(name)) throw refused(input, name, `names ${secretNames}`)
    const known = formats.find((each) => each === format)
    if (known === undefined) throw refused(`${input}.${name}`, String(format), formats.join(' or '))
    // GitHub stores names in upper case and compares them without regard to it.
    return { name: name.toUpperCase(), format: known }
  })
  const twice = secrets.find(({ name }, index) => secrets.findIndex((each) => each.name === name) < index)
  if (twice !== undefined)
    throw refused(input, twice.name, 'each name once: GitHub does not tell upper from lower case')
  for (const format of formats) {
    if (!secrets.some((each) => each.format === format))
      throw refused(input, secrets.map(({ name }) => name).join(', '), `one secret of format ${format} at least`)
  }
  return secrets
}

/** GitHub's rules: https://docs.github.com/en/actions/reference/security/secrets#naming-your-secrets */
function isSecretName(name: string): boolean {
  return /^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/i.test(name)
}

const secretNames = 'of letters, digits and _, not beginning with a digit or GITHUB_'

/** Stands for the name of the IAM user in `recovery-secret-name`. */
const userPlaceholder = '{iam-user}'

/**
 * The secret's name for one user: what a secret's name cannot hold becomes `_`.
 * @throws Problem when that makes no name of a secret
 */
export function recoveryPlaceOf(
  place: RecoveryPlace,
  user: string,
  destinations: readonly Destination[],
): RecoveryPlace {
  const name = recoveryNameFor(place.name, user)
  if (!isSecretName(name)) throw refused('recovery-secret-name', name, `names ${secretNames}`)
  refuseTaken({ ...place, name }, destinations)
  return { ...place, name }
}

/** Whether a name of a recovery secret is another one for each user. */
export function hasUserPlaceholder(name: string): boolean {
  return name.includes(userPlaceholder)
}

/** Recognises the name of the recovery secret of a user, or of any user when none is given; in any case. */
export function isNameOf({ name }: RecoveryPlace, user: string | undefined): (text: string) => boolean {
  if (user !== undefined) return (text) => text.toUpperCase() === recoveryNameFor(name, user)
  const [before = '', ...after] = name.toUpperCase().split(userPlaceholder.toUpperCase())
  if (after.length === 0) return (text) => text.toUpperCase() === before
  const end = after.join('')
  return (text) => {
    const upper = text.toUpperCase()
    return upper.length > before.length + end.length && upper.startsWith(before) && upper.endsWith(end)
  }
}

/** The recovery secret holds the new key before any destination does. */
function refuseTaken({ owner, repo, environment, name }: RecoveryPlace, destinations: readonly Destination[]): void {
  const place = `${owner}/${repo}`.toLowerCase()
  const same = destinations.filter((each) => `${each.owner}/${each.repo}`.toLowerCase() === place)
  if (environment === undefined && same.some(({ secrets }) => secrets.some((each) => each.name === name))) {
    throw refused('recovery-secret-name', name, 'a name that no destination uses: it holds the new key before they do')
  }
}

function recoveryNameFor(name: string, user: string): string {
  return name.replaceAll(userPlaceholder, user.replaceAll(/\W/g, '_')).toUpperCase()
}

/** `NAME`, `owner/repo:NAME` or `owner/repo/environment:NAME`; undefined when empty. */
function parseRecovery(text: string, destinations: readonly Destination[], job: Job): RecoveryPlace | undefined {
  if (text === '') return undefined
  const allowed = 'NAME, owner/repo:NAME or owner/repo/environment:NAME'
  const match = /^(?:([\w-]+)\/([\w.-]+)(?:\/(.+))?:)?([^:]+)$/.exec(text)
  if (match === null) throw refused('recovery-secret-name', text, allowed)
  const [, owner = job.owner, repo = job.repo, environment, name = ''] = match
  if (!isSecretName(recoveryNameFor(name, 'user'))) {
    throw refused('recovery-secret-name', text, `${allowed}, with NAME ${secretNames}`)
  }
  if (!hasUserPlaceholder(name)) refuseTaken({ owner, repo, environment, name: name.toUpperCase() }, destinations)
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

function parseRegion(text: string): string {
  if (!/^[a-z]{2,}(-[a-z]+)+-\d$/.test(text)) throw refused('aws-region', text, 'a region such as eu-central-1')
  return text
}

function parseUrl(input: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !isSafe(url)) throw refused(input, text, 'an https URL')
  return text.replace(/\/+$/, '')
}

/** Plain http would show keys and tokens to the network; on the loopback interface there is none. */
export function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
}

function oneOf<Word extends string>(input: string, text: string, allowed: readonly Word[]): Word {
  const word = allowed.find((each) => each === text)
  if (word === undefined) throw refused(input, text, allowed.join(' or '))
  return word
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

function refused(input: string, value: string, allowed: string): Problem {
  return new Problem(`The input ${input} does not allow “${value}”`, `Allowed: ${allowed}.`)
}

function yaml(input: string, text: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw new Problem(
      `The input ${input} is not valid YAML: ${messageOf(error)}`,
      'Correct its indentation and quoting.',
    )
  }
}

/** A misspelt input would be ignored in silence, and its default used for somebody's keys. */
function refuseUndeclared(environment: Environment): void {
  const declared = new Set(Object.keys(inputDefaults).map(variableOf))
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith('INPUT_') || declared.has(variable) || (value ?? '') === '') continue
    throw new Problem(
      `There is no input ${variable.slice('INPUT_'.length).toLowerCase()}`,
      `Inputs of this version: ${Object.keys(inputDefaults).join(', ')}.`,
    )
  }
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
  const file = /\/([^/@]+)@/.exec(environment['GITHUB_WORKFLOW_REF'] ?? '')?.[1] ?? 'workflow'
  return {
    owner,
    repo,
    runId,
    runAttempt: Number(environment['GITHUB_RUN_ATTEMPT'] || '1'),
    workflow: taggable(file),
  }
}

/** A file name in the characters of an IAM tag, short enough to leave room for the longest repository name. */
function taggable(file: string): string {
  return /^[\w.-]{1,24}$/.test(file) ? file : `${file.replaceAll(/[^\w.-]/g, '_').slice(0, 7)}-${digest(file)}`
}

/** Of the places and secret names, whatever their order. */
function digestOf(destinations: readonly Destination[]): string {
  const places = destinations.map(({ owner, repo, secrets }) => {
    const names = secrets.map(({ name, format }) => `${name}=${format}`).sort()
    return `${owner}/${repo}`.toLowerCase().concat(':actions:', names.join(','))
  })
  return digest(places.sort().join('\n'))
}
