/** What GitHub's errors mean to the person who reads the log. */
import { networkRemedy } from '../../network/problems.ts'
import { asSentence, Problem } from '../../rotation/problem.ts'
import { type Instant, second, spoken, utc } from '../../rotation/time.ts'
import { presentable } from '../../text/presentable.ts'
import { isRateLimit } from './limits.ts'
import type { Permission } from './permissions.ts'

/** What a request is for: the parts of every sentence about its failure. */
export interface Purpose {
  /** `write the secret AWS_ACCESS_KEY_ID` */
  readonly doing: string
  /** `octo/app`, `the environment prod of octo/app`, `the organization octo` */
  readonly place: string
  readonly permission: Permission
}

/** The input that a token comes from; messages name it. */
export type TokenInput = 'github-token' | 'dispatch-token' | 'github-app-id'

/** What was asked, and with whose token. */
export interface Attempt extends Purpose {
  /** The input that holds the token, or the App that it is made for. */
  readonly token: TokenInput
}

/** The end of a request without success: what GitHub answered last; `status` 0 means no answer. */
export interface Failure extends Error {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  /** An attempt went without a clear answer, so GitHub may have done what was asked. */
  readonly ambiguous: boolean
}

/** GitHub did not do what was asked, or did not say so. The words are ours, what GitHub answered is the failure. */
export class Refusal extends Problem {
  readonly failure: Failure

  constructor(message: string, remedy: string, failure: Failure) {
    super(asSentence(message), asSentence(remedy), { cause: failure })
    this.failure = failure
  }
}

/** Says in one or two sentences what GitHub refused, why, and what to do. Shows no token, whatever GitHub answered. */
export function explain(failure: Failure | Problem, attempt: Attempt): Problem {
  if (failure instanceof Problem) return failure
  const answer = answerOf(failure)
  const says = kinds.find((kind) => isOfKind(answer, kind))?.says ?? (isBroken(answer) ? broken : other)
  const [message, remedy] = says(answer, attempt)
  return new Refusal(message, remedy, failure)
}

/** The status that GitHub answered with, 0 for none; undefined for any other error than a refusal. */
export function statusOf(error: unknown): number | undefined {
  return failureOf(error)?.status
}

/** GitHub answered every attempt, the last with a 4xx: it has not done what was asked. */
export function isClearRefusal(error: unknown): boolean {
  const status = statusOf(error) ?? 0
  return status >= 400 && status < 500 && !isAmbiguous(error)
}

/** An attempt went without a clear answer: GitHub may have done what was asked. */
export function isAmbiguous(error: unknown): boolean {
  return failureOf(error)?.ambiguous === true
}

/** A limit that passes: the same request may be granted later. */
export function isPassingLimit(error: unknown): boolean {
  const failure = failureOf(error)
  return failure !== undefined && isRateLimit(failure)
}

/** The same request may be answered later: GitHub did not answer, is in trouble, or asks to wait. */
export function mayPass(error: unknown): boolean {
  const status = statusOf(error)
  return status !== undefined && (isUnclear(status) || isPassingLimit(error))
}

/** A clear refusal that the same request would get again: no limit that passes. */
export function isLastingRefusal(error: unknown): boolean {
  return isClearRefusal(error) && !isPassingLimit(error)
}

/** GitHub itself says that the token may not do that, or hides what it may not see; no proxy says so. */
export function isDenial(error: unknown): boolean {
  const failure = failureOf(error)
  return (
    isLastingRefusal(error) && failure !== undefined && [403, 404].includes(failure.status) && !answerOf(failure).isPage
  )
}

/** Whether a status does not tell whether GitHub did what was asked; 0: no answer. */
export function isUnclear(status: number): boolean {
  return status === 0 || status === 408 || status >= 500
}

function failureOf(error: unknown): Failure | undefined {
  if (error instanceof Refusal) return error.failure
  return error instanceof Error && 'ambiguous' in error ? (error as Failure) : undefined
}

/** An answer in the parts that tell its kind. */
interface Answer {
  readonly error: Failure
  readonly status: number
  /** A header, fit to be shown. */
  readonly header: (name: string) => string | undefined
  /** GitHub's own words, fit to be shown inside a sentence; empty when there are none. */
  readonly words: string
  /** A web page, which is not an answer of the API. */
  readonly isPage: boolean
}

type Says = (answer: Answer, attempt: Attempt) => readonly [message: string, remedy: string]

/** One way of GitHub to refuse. Everything that is given has to fit. */
interface Kind {
  readonly status: readonly number[]
  readonly words?: RegExp
  readonly fits?: (answer: Answer) => boolean
  readonly says: Says
}

/**
 * The kinds of refusals, the first that fits. GitHub has no error codes, so that words tell many of them apart, and are
 * matched loosely. Where the words come from:
 *
 * - "Resource not accessible by integration", "… by personal access token", 404 for what is hidden, rate limits,
 *   `x-accepted-github-permissions`: https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api
 * - "Must have admin rights to Repository.": github/docs#29818; `x-oauth-scopes`:
 *   https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps
 * - `x-github-sso`: https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api; "Resource protected
 *   by organization SAML enforcement.": cli/cli#2661
 * - "… has an IP allow list enabled": aquasecurity/trivy#10567; "… OAuth App access restrictions": aeonfun/aeon#1083
 * - "… forbids access via a personal access token (classic).": refined-github/refined-github#6951; "… via a fine-grained
 *   personal access tokens if the token's lifetime is greater than …": NixOS/org#247
 * - "This installation has been suspended": google-gemini/gemini-cli#12033
 * - "Repository was archived so is read-only.": r-universe-org/help#247
 * - "Upgrade to GitHub Pro or make this repository public to enable this feature.": iterative/cml#1229
 * - "… an improperly encrypted secret": integrations/terraform-provider-github#2315; "key_id" wasn't supplied:
 *   github/rest-api-description#419; `selected_repository_ids` that are no integers: github/docs#5422; "… when the
 *   visibility is not set to 'selected'": google/go-github#2036
 * - 301, 302, 307: https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects
 *
 * Seen in public repositories and documented nowhere: "Actions has been disabled for this repository.", "Repository
 * access blocked", "The permissions requested are not granted to this installation.". The limits and the rules for names
 * are of https://docs.github.com/en/actions/reference/security/secrets, the words about them are guessed.
 */
const kinds: readonly Kind[] = [
  { status: [0], says: noAnswer },
  { status: [301, 302, 303, 307, 308], says: moved },
  { status: [403, 429], fits: ({ error }) => isRateLimit(error), says: limited },
  { status: [400, 401, 403, 404, 405, 406, 407, 410, 451], fits: ({ isPage }) => isPage, says: page },
  { status: [401], says: invalidToken },
  { status: [403], words: /archived/i, says: archived },
  { status: [403], fits: ({ header }) => header('x-github-sso') !== undefined, says: singleSignOn },
  { status: [403], words: /\bSAML\b|single sign-on/i, says: singleSignOn },
  { status: [403], words: /IP allow ?list/i, says: ipAllowList },
  { status: [403], words: /suspended/i, says: suspended },
  { status: [403], words: /OAuth App access restrictions/i, says: oauthAppRestrictions },
  { status: [403], words: /forbids access via a personal access token/i, says: noClassicTokens },
  { status: [403], words: /forbids access via a fine-grained.*lifetime/i, says: fineGrainedLifetime },
  { status: [403], words: /forbids access via a fine-grained/i, says: noFineGrainedTokens },
  { status: [403, 409, 422], words: /\bActions (?:has been|is|are) disabled/i, says: actionsDisabled },
  { status: [403], words: /access blocked/i, says: blocked },
  { status: [403], words: /upgrade to GitHub/i, says: plan },
  { status: [403], words: /not accessible by integration/i, says: missingForInstallation },
  { status: [403], words: /not accessible by personal access token/i, says: missingForFineGrained },
  { status: [403], fits: ({ header }) => header('x-oauth-scopes') !== undefined, says: missingForClassic },
  {
    status: [403],
    words: /must have admin rights|\badmin access\b|\borg(?:anization)? (?:admin|owner)/i,
    says: missingRole,
  },
  { status: [403], says: forbidden },
  { status: [404], says: hidden },
  { status: [409], words: /visibility is not set to/i, says: visibilityChanged },
  { status: [409], says: conflict },
  { status: [410], says: gone },
  { status: [413], says: tooLarge },
  { status: [422], words: /improperly encrypted|key_id/i, says: wronglySealed },
  { status: [422], words: /\b(?:secret|variable|value)\b.*\btoo (?:large|long|big)\b/i, says: tooLarge },
  { status: [422], words: /(?:maximum|limit|at most|too many|exceed).*\b(?:secrets|variables)\b/i, says: tooMany },
  { status: [422], words: /\b(?:secret|variable) names?\b|invalid name|name is invalid/i, says: invalidName },
  { status: [422], words: /parent installation|not granted to this installation/i, says: notInstalled },
  { status: [422], words: /selected_repository_ids|is not an integer/i, says: selectedRepositories },
  { status: [451], says: blocked },
]

function isOfKind(answer: Answer, { status, words, fits }: Kind): boolean {
  return status.includes(answer.status) && (words === undefined || words.test(answer.words)) && (fits?.(answer) ?? true)
}

/** GitHub could not say what became of the request. */
function isBroken({ status }: Answer): boolean {
  return status >= 500 || status === 408
}

function noAnswer({ error, words }: Answer, { doing, place }: Attempt): ReturnType<Says> {
  return [
    `GitHub could not be reached to ${doing} in ${place} (${words || 'no answer'})`,
    networkRemedy(error) ?? 'Check github-api-url and the network of the runner, then run again',
  ]
}

function moved(answer: Answer, attempt: Attempt): ReturnType<Says> {
  const inputs = 'destinations, verification-workflow or recovery-secret-name, wherever the old one stands'
  const target = targetOf(answer)
  switch (target.kind) {
    case 'repository':
      return [
        refused(attempt, `the repository was renamed or transferred, and is ${target.name} now`),
        `Write ${target.name} in ${inputs}`,
      ]
    case 'id':
      return [
        refused(attempt, 'the repository was renamed or transferred'),
        `Open its old address in a browser, which leads to the new one, and write the new name in ${inputs}`,
      ]
    case 'elsewhere':
      return [
        refused(attempt, `the answer only points elsewhere (${answer.status}${target.host && `, to ${target.host}`})`),
        'Check github-api-url: it is the address of the API itself, such as https://api.github.com or https://HOST/api/v3',
      ]
  }
}

type Target =
  | { readonly kind: 'repository'; readonly name: string }
  | { readonly kind: 'id' }
  | { readonly kind: 'elsewhere'; readonly host: string }

/** GitHub mostly points to the ID of a repository, which says nothing to people. */
function targetOf({ header }: Answer): Target {
  const location = header('location') ?? ''
  const name = /\/repos\/([\w.-]+\/[\w.-]+)(?:[/?]|$)/.exec(location)?.[1]
  if (name !== undefined) return { kind: 'repository', name }
  if (/\/repositories\/\d+/.test(location)) return { kind: 'id' }
  return { kind: 'elsewhere', host: URL.parse(location)?.host ?? '' }
}

function limited(answer: Answer, attempt: Attempt): ReturnType<Says> {
  const end = limitEnd(answer)
  const limit = answer.header('x-ratelimit-limit')
  if (answer.header('x-ratelimit-remaining') === '0') {
    const size = limit === undefined ? '' : ` (${limit} requests an hour)`
    return [
      refused(attempt, `the rate limit of ${tokenOf(attempt)} is used up${size}, ${end}`),
      'Run again after that; what is done is found and not done again. If it happens often, use a GitHub App, whose limit is the highest, or share the token with fewer jobs',
    ]
  }
  return [
    refused(attempt, `too many requests came in a short time, and a secondary rate limit holds ${end}`),
    'Run again after that; what is done is found and not done again. Other jobs with the same token count too',
  ]
}

/** The last moment that a date of four digits of a year can show. */
const lastInstant: Instant = Date.UTC(9999, 11, 31)

/** When a limit ends, by GitHub's own date. */
function limitEnd({ header }: Answer): string {
  const seconds = Number(header('retry-after') ?? Number.NaN) * second
  const date = Date.parse(header('date') ?? '')
  const reset = Number(header('x-ratelimit-reset') ?? Number.NaN) * second
  const end = Number.isFinite(seconds) ? date + seconds : reset
  if (end > 0 && end < lastInstant) return `until ${utc(end)} by GitHub's clock`
  return seconds >= 0 && seconds < lastInstant ? `for ${spoken(seconds)}` : 'for a minute at least'
}

/** What stands between the runner and GitHub answers in pages; so does GitHub, where there is no API. */
function page({ status }: Answer, attempt: Attempt): ReturnType<Says> {
  return [
    refused(attempt, `a web page came instead of an answer of the API (${status})`),
    'Check github-api-url, and the proxy or firewall between the runner and GitHub, which may have sent it',
  ]
}

function invalidToken({ words }: Answer, attempt: Attempt): ReturnType<Says> {
  const said = words || 'Bad credentials'
  return attempt.token === 'github-app-id'
    ? [
        refused(attempt, `it does not accept the App of github-app-id (${said})`),
        'Check that github-app-id and github-app-private-key belong to the same App, that its settings still list the key, and that the clock of the runner is right',
      ]
    : [
        refused(attempt, `${tokenOf(attempt)} is not valid (${said})`),
        "It is expired, revoked or mistyped. A GitHub App's token lives for one hour: make it in the same job. A personal access token ends on the date that its settings show",
      ]
}

function archived(_: Answer, attempt: Attempt): ReturnType<Says> {
  return [
    refused(attempt, 'the repository is archived, so it is read-only'),
    'Remove it from destinations, or unarchive it',
  ]
}

function singleSignOn({ header }: Answer, attempt: Attempt): ReturnType<Says> {
  const url = /url=(https:\/\/[^\s;…]+)(?:;|$)/.exec(header('x-github-sso') ?? '')?.[1]
  const authorize = url === undefined ? 'Choose "Configure SSO" in the settings of the token' : `Open ${url}`
  return [
    refused(attempt, `the organization requires single sign-on, and ${tokenOf(attempt)} is not authorized for it`),
    `${authorize} and authorize it for the organization, or use a GitHub App, whose tokens need no single sign-on`,
  ]
}

function ipAllowList(_: Answer, attempt: Attempt): ReturnType<Says> {
  return [
    refused(attempt, 'the organization has an IP allow list, and the address of this runner is not on it'),
    'Run the job on a runner with a fixed address (self-hosted, or a larger runner), and have an owner of the organization add that address',
  ]
}

function suspended({ words }: Answer, attempt: Attempt): ReturnType<Says> {
  return /account/i.test(words)
    ? [
        refused(attempt, `the account of ${tokenOf(attempt)} is suspended (${words})`),
        'Use a token of another account, or write to GitHub Support',
      ]
    : [
        refused(attempt, `the installation of the GitHub App is suspended (${words})`),
        'Whoever suspended it can lift that: an owner of the organization under Settings, GitHub Apps, or the owner of the App',
      ]
}

function oauthAppRestrictions(_: Answer, attempt: Attempt): ReturnType<Says> {
  return [
    refused(
      attempt,
      `the organization restricts OAuth Apps, and has not approved the one that made ${tokenOf(attempt)}`,
    ),
    `Have an owner approve it under Settings, Third-party access, or use a token that falls under no such restriction: ${anyToken(attempt.permission)}`,
  ]
}

function noClassicTokens(_: Answer, attempt: Attempt): ReturnType<Says> {
  const { app, personal } = attempt.permission
  return [
    refused(attempt, `the organization accepts no classic personal access tokens, and ${tokenOf(attempt)} is one`),
    `Use ${personal ? 'a fine-grained token' : 'a GitHub App or a fine-grained token'} with ${app}`,
  ]
}

function fineGrainedLifetime({ words }: Answer, attempt: Attempt): ReturnType<Says> {
  return [
    refused(attempt, `${tokenOf(attempt, 'fine-grained token')} lives longer than is allowed there (${words})`),
    'Shorten its lifetime in its settings to what the message names, or use a GitHub App',
  ]
}

function noFineGrainedTokens({ words }: Answer, attempt: Attempt): ReturnType<Says> {
  const { app, classic, personal } = attempt.permission
  return [
    refused(attempt, `fine-grained tokens are not accepted there, and ${tokenOf(attempt)} is one (${words})`),
    personal
      ? `Use a classic token with the scope ${classic}`
      : `Use a GitHub App with ${app}, or have an owner of the organization allow fine-grained tokens`,
  ]
}

function actionsDisabled({ words }: Answer, attempt: Attempt): ReturnType<Says> {
  return [
    refused(attempt, `GitHub Actions is switched off (${words})`),
    'Switch it on under Settings, Actions, General. Where that is locked, the organization or the enterprise forbids it; where GitHub has switched it off for an account, GitHub Support can help',
  ]
}

function blocked({ words, status }: Answer, attempt: Attempt): ReturnType<Says> {
  return [
    refused(attempt, `GitHub has blocked access to it (${words || status})`),
    'Remove it from destinations, or write to GitHub Support',
  ]
}

function plan({ words }: Answer, attempt: Attempt): ReturnType<Says> {
  return [
    refused(attempt, `the plan of its owner does not include that (${words})`),
    'Take another plan, make the repository public, or store the key in the secrets of the repository instead',
  ]
}

/** GITHUB_TOKEN is an installation token too, and GitHub refuses it in the same words. */
function missingForInstallation(answer: Answer, attempt: Attempt): ReturnType<Says> {
  const { permission } = attempt
  const { app, classic, job } = permission
  if (permission.personal) {
    return [
      refused(attempt, `no App may do that, whatever its permissions${saidOf(answer)}`),
      `Use a personal access token: fine-grained with ${app}, or classic with the scope ${classic}`,
    ]
  }
  const forApp = 'add the permission in the settings of the App and approve it in its installation'
  if (attempt.token === 'github-app-id') {
    return [refused(attempt, `the App of github-app-id lacks ${app}${saidOf(answer)}`), capital(forApp)]
  }
  const forJob =
    job === undefined
      ? `use ${anyToken(permission)}`
      : `add "${job}: ${permission.level}" under "permissions:" of the job; it reaches no other repository`
  if (isJobToken(answer)) {
    if (job === undefined) return neverForJobToken(attempt)
    const why = `${tokenOf(attempt)} is GITHUB_TOKEN, which lacks ${app}${saidOf(answer)}`
    return [refused(attempt, why), capital(forJob)]
  }
  const never = job === undefined ? ', which can never have that permission' : ''
  return [
    refused(attempt, `${tokenOf(attempt)} lacks ${app}${saidOf(answer)}`),
    `If it is a GitHub App's: ${forApp}, and ask for it where the token is made. If it is GITHUB_TOKEN${never}: ${forJob}`,
  ]
}

/** The same words where GitHub refuses, in the job's own repository, and where it hides, in all others. */
function neverForJobToken(attempt: Attempt): ReturnType<Says> {
  return [
    refused(attempt, `${tokenOf(attempt)} is GITHUB_TOKEN, which can never have ${attempt.permission.app}`),
    `Use ${anyToken(attempt.permission)}`,
  ]
}

/** https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api: other installations have 5,000. */
function isJobToken({ header }: Answer): boolean {
  return header('x-ratelimit-limit') === '1000'
}

function missingForFineGrained(answer: Answer, attempt: Attempt): ReturnType<Says> {
  const { app, classic } = attempt.permission
  const where =
    classic === 'repo' ? 'the repository among those that it may access' : 'the organization as its resource owner'
  return [
    refused(attempt, `${tokenOf(attempt, 'fine-grained token')} lacks ${app}${saidOf(answer)}`),
    `Edit the token: it needs that permission, and ${where}. If the organization approves such tokens, one that waits for approval can read only what is public`,
  ]
}

function missingForClassic(answer: Answer, attempt: Attempt): ReturnType<Says> {
  const { app, classic, personal } = attempt.permission
  const scopes = scopesOf(answer)
  if (scopes.includes(classic)) return missingRole(answer, attempt)
  const has = scopes.length === 0 ? 'has no scopes' : `has the scopes ${scopes.join(', ')}`
  const takes = answer.header('x-accepted-oauth-scopes')
  const accepted = takes === undefined || takes === '' || takes === classic ? '' : ` (GitHub accepts ${takes})`
  return [
    refused(attempt, `${tokenOf(attempt, 'classic token')} ${has}, and needs ${classic}${accepted}`),
    `Add the scope ${classic} in its settings, or use ${personal ? 'a fine-grained token' : 'a GitHub App'} with ${app}`,
  ]
}

function missingRole(answer: Answer, attempt: Attempt): ReturnType<Says> {
  const role =
    attempt.permission.classic === 'repo'
      ? 'a collaborator of the repository with write access, or an admin of it'
      : 'an owner of the organization'
  return [
    refused(attempt, `the user of ${tokenOf(attempt)} has no right to do that${saidOf(answer)}`),
    `That user has to be ${role}; or use ${anyToken(attempt.permission)}`,
  ]
}

function forbidden({ words }: Answer, attempt: Attempt): ReturnType<Says> {
  return [
    refused(attempt, words || 'it gave no reason (403)'),
    `Check what ${tokenOf(attempt)} is allowed: that takes ${anyToken(attempt.permission)}`,
  ]
}

/** GitHub hides what a token may not see: missing and forbidden look the same. */
function hidden(answer: Answer, attempt: Attempt): ReturnType<Says> {
  const { doing, place, permission } = attempt
  const accepted = acceptedOf(answer)
  const needed = accepted && ` (${accepted})`
  const message = `${place.replace(/^the /, 'The ')} was not found while trying to ${doing}`
  // A repository is found by its old name too, an organization is not:
  // https://docs.github.com/en/organizations/managing-organization-settings/renaming-an-organization
  const wrong = `Either the name is wrong${permission.classic === 'repo' ? '' : ', or the organization was renamed'}`
  if (attempt.token === 'github-app-id' && !permission.personal) {
    const where = permission.classic === 'repo' ? 'there, for that repository too,' : 'there'
    return [
      message,
      `${wrong}, or the App of github-app-id has no access to it: GitHub hides what a token may not see. The App has to be installed ${where} with ${permission.app}${needed}`,
    ]
  }
  if (isJobToken(answer)) {
    const { job, level } = permission
    if (job === undefined) return neverForJobToken(attempt)
    return [
      message,
      `Either the name is wrong, or it is in another repository: ${tokenOf(attempt)} is GITHUB_TOKEN, which reaches the repository of the job alone, and there with "${job}: ${level}" under "permissions:"`,
    ]
  }
  const scopes = answer.header('x-oauth-scopes') === undefined ? undefined : scopesOf(answer)
  const isEnough = scopes === undefined || scopes.includes(permission.classic)
  const has = isEnough ? '' : ` It has ${scopes.length === 0 ? 'no scopes' : `only the scopes ${scopes.join(', ')}`}.`
  const apps = permission.personal ? 'No App can do that' : 'An App has to be installed there'
  return [
    message,
    `${wrong}, or ${tokenOf(attempt)} has no access to it: GitHub hides what a token may not see.${has} It takes ${anyToken(permission)}${needed}. ${apps}`,
  ]
}

function visibilityChanged({ words }: Answer, attempt: Attempt): ReturnType<Says> {
  return [
    refused(attempt, `somebody has changed meanwhile who may use the secret (${words})`),
    'Run again: the visibility is read anew, and kept',
  ]
}

function conflict({ words }: Answer, attempt: Attempt): ReturnType<Says> {
  return [
    refused(attempt, `something else happens there at the same time (${words || 'Conflict'})`),
    'Run again; if it stays so, fix what the message names',
  ]
}

function gone({ words }: Answer, attempt: Attempt): ReturnType<Says> {
  return [
    refused(attempt, `this server does not offer that any more (${words || 'Gone'})`),
    'Use the newest version of this action. On GitHub Enterprise Server, look up which versions of the API it speaks',
  ]
}

function wronglySealed({ words }: Answer, attempt: Attempt): ReturnType<Says> {
  return [
    refused(attempt, `the value is not sealed for the public key that is there now (${words})`),
    'GitHub has exchanged the key meanwhile. Run again: it is fetched anew',
  ]
}

function tooLarge({ words }: Answer, attempt: Attempt): ReturnType<Says> {
  return [
    refused(attempt, `the value is too large (${words || 'Payload Too Large'})`),
    'A secret or a variable holds 48 KB at most. Choose another format',
  ]
}

function tooMany({ words }: Answer, attempt: Attempt): ReturnType<Says> {
  return [
    refused(attempt, `there are too many secrets or variables (${words})`),
    'A repository holds 100 secrets and 500 variables, an environment 100 of each, an organization 1,000 of each. Delete those that nobody uses, or store the whole key in one secret (format json)',
  ]
}

function invalidName({ words }: Answer, attempt: Attempt): ReturnType<Says> {
  return [
    refused(attempt, `it takes no such name (${words})`),
    'Names consist of letters, digits and underscores, begin with no digit, and not with GITHUB_. Correct it in secrets or variables',
  ]
}

/** A token for an installation that has less than is asked for is refused as a whole. */
function notInstalled({ words }: Answer, attempt: Attempt): ReturnType<Says> {
  return [
    refused(attempt, `the installation of the App does not include it, or lacks ${attempt.permission.app} (${words})`),
    'Add the repository to the installation of the App. A permission that was added to the App later has to be approved in the installation',
  ]
}

function selectedRepositories({ words }: Answer, attempt: Attempt): ReturnType<Says> {
  return [
    refused(attempt, `one of the selected repositories is not valid (${words})`),
    'A repository was deleted or has left the organization. Run again, and the list is read anew; correct the input repositories of the destination if it is given',
  ]
}

function broken({ status }: Answer, { doing, place }: Attempt): ReturnType<Says> {
  return [
    `GitHub answered ${status} to every attempt to ${doing} in ${place}`,
    'See https://www.githubstatus.com (or ask who runs your GitHub Enterprise Server) and run again',
  ]
}

function other({ status, words }: Answer, attempt: Attempt): ReturnType<Says> {
  return words === ''
    ? [refused(attempt, `it gave no reason (${status})`), 'Run again; if it stays so, write to GitHub Support']
    : [refused(attempt, `${status} ${words}`), 'Fix what the message names and run again']
}

function refused({ doing, place }: Attempt, why: string): string {
  return `GitHub did not let this run ${doing} in ${place}: ${why}`
}

function tokenOf({ token }: Attempt, kind = 'token'): string {
  return token === 'github-app-id' ? 'the token of the App of github-app-id' : `the ${kind} in ${token}`
}

/** Every kind of token that would do, and what it has to have. */
function anyToken({ app, classic, personal }: Permission): string {
  const fineGrained = personal ? 'a fine-grained token' : 'a GitHub App or a fine-grained token'
  return `${fineGrained} with ${app}, or a classic token with the scope ${classic}`
}

/** What GitHub said, in parentheses, for those who search for it. */
function saidOf(answer: Answer): string {
  const said = [answer.words, acceptedOf(answer)].filter((part) => part !== '').join('; ')
  return said === '' ? '' : ` (${said})`
}

function acceptedOf({ header }: Answer): string {
  const accepted = header('x-accepted-github-permissions')
  return accepted === undefined || accepted === '' ? '' : `GitHub names ${accepted}`
}

function scopesOf({ header }: Answer): readonly string[] {
  return (header('x-oauth-scopes') ?? '').split(/[\s,]+/).filter((scope) => scope !== '')
}

function answerOf(error: Failure): Answer {
  const { status, headers, message } = error
  const isPage = /^\s*</.test(message) || /\bhtml\b/.test(headers['content-type'] ?? '')
  const header = (name: string) => {
    const value = headers[name]
    return value === undefined ? undefined : presentable(String(value))
  }
  return { error, status, header, words: isPage ? '' : wordsOf(message), isPage }
}

/** GitHub's own message, without the link to its documentation that Octokit appends. */
function wordsOf(message: string): string {
  return presentable(message.replace(/ - https?:\/\/\S+\s*$/, '')).replace(/[.!?\s]+$/, '')
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
