/** What GitHub's answers mean to the person who reads the log. */
import { networkRemedy } from '../../network/problems.ts'
import { type Instant, second, spoken, utc } from '../../rotation/time.ts'
import { presentable } from '../../text/presentable.ts'
import { isRateLimit, isUsedUp } from './limits.ts'
import type { Permission } from './permissions.ts'
import { type Attempt, type Failure, isPage, isUnclear, Refusal } from './refusals.ts'

/** Says in one or two sentences what GitHub refused, why, and what to do. Shows no token, whatever GitHub answered. */
export function explain(failure: Failure, attempt: Attempt): Refusal {
  const known = caseOf(failure, attempt)
  const [, message, remedy] = rows.find(([fits]) => fits(known)) ?? anythingElse
  return new Refusal(spelled(message, known), spelled(remedy, known), failure)
}

/** An answer and what was asked, in the parts that tell cases apart and that sentences are made of. */
interface Case extends Attempt, Pick<Permission, 'app' | 'classic' | 'job' | 'personal'> {
  readonly failure: Failure
  readonly status: number
  /** A header, fit to be shown. */
  readonly header: (name: string) => string | undefined
  /** GitHub's own words, fit to be shown inside a sentence; empty when there are none. */
  readonly words: string
  /** The permission that GitHub names; empty when it names none. */
  readonly named: string
  /** Its words and that permission, in parentheses, for those who search for it; empty without both. */
  readonly said: string
  /** `the token in github-token`; with a kind, `the classic token in github-token`. */
  readonly whose: (kind?: string) => string
  /** What a classic token may do; no other kind tells. */
  readonly scopes: readonly string[] | undefined
  /** The place is a repository, or in one; else it is an organization. */
  readonly isRepository: boolean
  /** Whether the token is made by this action as an App, is GITHUB_TOKEN, or is another one. */
  readonly kind: 'ours' | 'job' | 'other'
  /** Every kind of token that would do but a classic one, and what it has to have. */
  readonly modern: string
  /** The same, and a classic one. */
  readonly anyToken: string
}

type Fits = (known: Case) => boolean
type Text = string | ((known: Case) => string)
type Row = readonly [fits: Fits, message: Text, remedy: Text]

/** That the status is one of these, and that all the rest holds: what GitHub's words match, and what is known besides. */
function when(status: number | readonly number[], ...rest: readonly (RegExp | Fits)[]): Fits {
  return (known) =>
    [status].flat().includes(known.status) &&
    rest.every((each) => (each instanceof RegExp ? each.test(known.words) : each(known)))
}

/** The message of a refusal for this reason. */
function no(why: Text): Text {
  return (known) => `GitHub did not let this run ${known.doing} in ${known.place}: ${spelled(why, known)}`
}

function spelled(text: Text, known: Case): string {
  return typeof text === 'string' ? text : text(known)
}

const integration = /not accessible by integration/i
const isOurs: Fits = ({ kind }) => kind === 'ours'
const isJobs: Fits = ({ kind }) => kind === 'job'
const isNeverJobs: Fits = ({ kind, job }) => kind === 'job' && job === undefined

const singleSignOn: readonly [Text, Text] = [
  no(({ whose }) => `the organization requires single sign-on, and ${whose()} is not authorized for it`),
  ({ header }) => {
    const url = /url=(https:\/\/[^\s;…]+)(?:;|$)/.exec(header('x-github-sso') ?? '')?.[1]
    const authorize = url === undefined ? 'Choose "Configure SSO" in the settings of the token' : `Open ${url}`
    return `${authorize} and authorize it for the organization, or use a GitHub App, whose tokens need no single sign-on`
  },
]
const missingRole: readonly [Text, Text] = [
  no(({ whose, said }) => `the user of ${whose()} has no right to do that${said}`),
  ({ isRepository, anyToken }) =>
    `That user has to be ${isRepository ? 'a collaborator of the repository with write access, or an admin of it' : 'an owner of the organization'}; or use ${anyToken}`,
]
/** GitHub refuses in the job's own repository, and hides in all others: the same words for both. */
const neverForJobs: readonly [Text, Text] = [
  no(({ whose, app }) => `${whose()} is GITHUB_TOKEN, which can never have ${app}`),
  ({ anyToken }) => `Use ${anyToken}`,
]
const blocked: readonly [Text, Text] = [
  no(({ words, status }) => `GitHub has blocked access to it (${words || status})`),
  'Remove it from destinations, or write to GitHub Support',
]
const tooLarge: readonly [Text, Text] = [
  no(({ words }) => `the value is too large (${words || 'Payload Too Large'})`),
  'A secret or a variable holds 48 KB at most. Choose another format',
]
const anythingElse: Row = [
  () => true,
  no(({ status, words }) => (words === '' ? `it gave no reason (${status})` : `${status} ${words}`)),
  ({ words }) =>
    words === '' ? 'Run again; if it stays so, write to GitHub Support' : 'Fix what the message names and run again',
]

/**
 * The first row that fits counts. GitHub has no error codes, so that words tell many cases apart, and are matched
 * loosely. Where the words come from:
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
 *   github/rest-api-description#419; `selected_repository_ids` that are no integers: github/docs#5422
 *
 * Seen in public repositories and documented nowhere: "Actions has been disabled for this repository.", "Repository
 * access blocked", "The permissions requested are not granted to this installation.". The limits and the rules for names
 * are of https://docs.github.com/en/actions/reference/security/secrets, the words about them are guessed. Redirections
 * are followed before anybody sees them.
 */
const rows: readonly Row[] = [
  [
    when(0),
    ({ doing, place, words }) => `GitHub could not be reached to ${doing} in ${place} (${words || 'no answer'})`,
    ({ failure }) => networkRemedy(failure) ?? 'Check github-api-url and the network of the runner, then run again',
  ],
  [
    ({ status }) => isUnclear(status),
    ({ doing, place, status }) => `GitHub answered ${status} to every attempt to ${doing} in ${place}`,
    'See https://www.githubstatus.com (or ask who runs your GitHub Enterprise Server) and run again',
  ],
  [
    when([403, 429], ({ failure }) => isUsedUp(failure.headers)),
    no((known) => `the rate limit of ${known.whose()} is used up${limitSize(known)}, ${limitEnd(known)}`),
    'Run again after that: what is already done is not repeated. If it happens often, use a GitHub App, whose limit is the highest, or share the token with fewer jobs',
  ],
  [
    when([403, 429], ({ failure }) => isRateLimit(failure)),
    no((known) => `too many requests came in a short time, and a secondary rate limit holds ${limitEnd(known)}`),
    'Run again after that: what is already done is not repeated. Other jobs with the same token count too',
  ],
  [
    // What stands between the runner and GitHub answers in pages; so does GitHub, where there is no API.
    when([400, 401, 403, 404, 405, 406, 407, 410, 451], ({ failure }) => isPage(failure)),
    no(({ status }) => `a web page came instead of an answer of the API (${status})`),
    'Check github-api-url, and the proxy or firewall between the runner and GitHub, which may have sent it',
  ],
  [
    when(401, isOurs),
    no(({ words }) => `it does not accept the App of github-app-id (${words || 'Bad credentials'})`),
    'Check that github-app-id and github-app-private-key belong to the same App, that its settings still list the key, and that the clock of the runner is right',
  ],
  [
    when(401),
    no(({ whose, words }) => `${whose()} is not valid (${words || 'Bad credentials'})`),
    "It is expired, revoked or mistyped. A GitHub App's token lives for one hour: make it in the same job. A personal access token ends on the date that its settings show",
  ],
  [
    when(403, /archived/i),
    no('the repository is archived, so it is read-only'),
    'Remove it from destinations, or unarchive it',
  ],
  [when(403, ({ header }) => header('x-github-sso') !== undefined), ...singleSignOn],
  [when(403, /\bSAML\b|single sign-on/i), ...singleSignOn],
  [
    when(403, /IP allow ?list/i),
    no('the organization has an IP allow list, and the address of this runner is not on it'),
    'Run the job on a runner with a fixed address (self-hosted, or a larger runner), and have an owner of the organization add that address',
  ],
  [
    when(403, /suspended/i, /account/i),
    no(({ whose, words }) => `the account of ${whose()} is suspended (${words})`),
    'Use a token of another account, or write to GitHub Support',
  ],
  [
    when(403, /suspended/i),
    no(({ words }) => `the installation of the GitHub App is suspended (${words})`),
    'Whoever suspended it can lift that: an owner of the organization under Settings, GitHub Apps, or the owner of the App',
  ],
  [
    when(403, /OAuth App access restrictions/i),
    no(({ whose }) => `the organization restricts OAuth Apps, and has not approved the one that made ${whose()}`),
    ({ anyToken }) =>
      `Have an owner approve it under Settings, Third-party access, or use a token that falls under no such restriction: ${anyToken}`,
  ],
  [
    when(403, /forbids access via a personal access token/i),
    no(({ whose }) => `the organization accepts no classic personal access tokens, and ${whose()} is one`),
    ({ modern }) => `Use ${modern}`,
  ],
  [
    when(403, /forbids access via a fine-grained.*lifetime/i),
    no(({ whose, words }) => `${whose('fine-grained token')} lives longer than is allowed there (${words})`),
    'Shorten its lifetime in its settings to what the message names, or use a GitHub App',
  ],
  [
    when(403, /forbids access via a fine-grained/i),
    no(({ whose, words }) => `fine-grained tokens are not accepted there, and ${whose()} is one (${words})`),
    ({ app, classic, personal }) =>
      personal
        ? `Use a classic token with the scope ${classic}`
        : `Use a GitHub App with ${app}, or have an owner of the organization allow fine-grained tokens`,
  ],
  [
    when([403, 422], /\bActions (?:has been|is|are) disabled/i),
    no(({ words }) => `GitHub Actions is switched off (${words})`),
    'Switch it on under Settings, Actions, General. Where that is locked, the organization or the enterprise forbids it; where GitHub has switched it off for an account, GitHub Support can help',
  ],
  [when(403, /access blocked/i), ...blocked],
  [when(451), ...blocked],
  [
    when(403, /upgrade to GitHub/i),
    no(({ words }) => `the plan of its owner does not include that (${words})`),
    'Take another plan, make the repository public, or store the key in the secrets of the repository instead',
  ],
  // GITHUB_TOKEN is an installation's token too, and GitHub refuses it in the same words.
  [
    when(403, integration, ({ personal }) => personal),
    no(({ said }) => `no App may do that, whatever its permissions${said}`),
    ({ app, classic }) => `Use a personal access token: fine-grained with ${app}, or classic with the scope ${classic}`,
  ],
  [
    when(403, integration, isOurs),
    no(({ app, said }) => `the App of github-app-id lacks ${app}${said}`),
    'Add the permission in the settings of the App and approve it in its installation',
  ],
  [when(403, integration, isNeverJobs), ...neverForJobs],
  [
    when(403, integration, isJobs),
    no(({ whose, app, said }) => `${whose()} is GITHUB_TOKEN, which lacks ${app}${said}`),
    (known) => `Add ${ofJob(known)} of the job; it reaches no other repository`,
  ],
  [
    when(403, integration),
    no(({ whose, app, said }) => `${whose()} lacks ${app}${said}`),
    (known) =>
      `If it is a GitHub App's: add the permission in the settings of the App and approve it in its installation, and ask for it where the token is made. If it is GITHUB_TOKEN${
        known.job === undefined
          ? `, which can never have that permission: use ${known.anyToken}`
          : `: add ${ofJob(known)} of the job; it reaches no other repository`
      }`,
  ],
  [
    when(403, /not accessible by personal access token/i),
    no(({ whose, app, said }) => `${whose('fine-grained token')} lacks ${app}${said}`),
    ({ isRepository }) =>
      `Edit the token: it needs that permission, and ${isRepository ? 'the repository among those that it may access' : 'the organization as its resource owner'}. If the organization approves such tokens, one that waits for approval can read only what is public`,
  ],
  [when(403, ({ scopes, classic }) => scopes?.includes(classic) === true), ...missingRole],
  [
    when(403, ({ scopes }) => scopes !== undefined),
    no(
      (known) => `${known.whose('classic token')} has ${scopesOf(known)}, and needs ${known.classic}${accepted(known)}`,
    ),
    ({ app, classic, personal }) =>
      `Add the scope ${classic} in its settings, or use ${personal ? 'a fine-grained token' : 'a GitHub App'} with ${app}`,
  ],
  [when(403, /must have admin rights|\badmin access\b|\borg(?:anization)? (?:admin|owner)/i), ...missingRole],
  [
    when(403),
    no(({ words }) => words || 'it gave no reason (403)'),
    ({ whose, anyToken }) => `Check what ${whose()} is allowed: that takes ${anyToken}`,
  ],
  // GitHub hides what a token may not see: missing and forbidden look the same.
  [
    when(404, isOurs, ({ personal }) => !personal),
    notFound,
    (known) =>
      `${wrongName(known)}, or the App of github-app-id has no access to it: GitHub hides what a token may not see. The App has to be installed there${known.isRepository ? ', for that repository too,' : ''} with ${known.app}${known.named && ` (${known.named})`}`,
  ],
  [when(404, isNeverJobs), ...neverForJobs],
  [
    when(404, isJobs),
    notFound,
    (known) =>
      `Either the name is wrong, or it is in another repository: ${known.whose()} is GITHUB_TOKEN, which reaches the repository of the job alone, and there with ${ofJob(known)}`,
  ],
  [
    when(404),
    notFound,
    (known) =>
      `${wrongName(known)}, or ${known.whose()} has no access to it: GitHub hides what a token may not see.${tooLittle(known)} It takes ${known.anyToken}${known.named && ` (${known.named})`}. ${known.personal ? 'No App can do that' : known.isOfPerson ? 'Its user has to have access, too' : 'An App has to be installed there'}`,
  ],
  [
    when(410),
    no(({ words }) => `this server does not offer that any more (${words || 'Gone'})`),
    'Use the newest version of this action. On GitHub Enterprise Server, look up which versions of the API it speaks',
  ],
  [when(413), ...tooLarge],
  [when(422, /\b(?:secret|variable|value)\b.*\btoo (?:large|long|big)\b/i), ...tooLarge],
  [
    when(422, /improperly encrypted|key_id/i),
    no(({ words }) => `the value is not sealed for the public key that is there now (${words})`),
    'GitHub has exchanged the key meanwhile. Run again: the new one is read',
  ],
  [
    when(422, /(?:maximum|limit|at most|too many|exceed).*\b(?:secrets|variables)\b/i),
    no(({ words }) => `there are too many secrets or variables (${words})`),
    'A repository holds 100 secrets and 500 variables, an environment 100 of each, an organization 1,000 of each. Delete those that nobody uses, or store the whole key in one secret (format json)',
  ],
  [
    when(422, /\b(?:secret|variable) names?\b|invalid name|name is invalid/i),
    no(({ words }) => `the name is not allowed (${words})`),
    'Names consist of letters, digits and underscores, begin with no digit, and not with GITHUB_. Correct it in secrets or variables',
  ],
  [
    // A token for an installation that has less than is asked for is refused as a whole.
    when(422, /parent installation|not granted to this installation/i),
    no(({ app, words }) => `the installation of the App does not include it, or lacks ${app} (${words})`),
    'Add the repository to the installation of the App. A permission that was added to the App later has to be approved in the installation',
  ],
  [
    when(422, /selected_repository_ids|is not an integer/i),
    no(({ words }) => `one of the selected repositories is not valid (${words})`),
    'A repository was deleted or has left the organization. Run again: the list is read again; correct the input repositories of the destination if it is given',
  ],
]

function notFound({ doing, place }: Case): string {
  return `${place.replace(/^the /, 'The ')} was not found while trying to ${doing}`
}

/**
 * A repository is found by its old name too, an organization is not:
 * https://docs.github.com/en/organizations/managing-organization-settings/renaming-an-organization
 */
function wrongName({ isRepository }: Case): string {
  return `Either the name is wrong${isRepository ? '' : ', or the organization was renamed'}`
}

function ofJob({ job, permission: { level } }: Case): string {
  return `"${job}: ${level}" under "permissions:"`
}

function scopesOf({ scopes = [] }: Case, only = ''): string {
  return scopes.length === 0 ? 'no scopes' : `${only}the scopes ${scopes.join(', ')}`
}

function tooLittle(known: Case): string {
  return known.scopes === undefined || known.scopes.includes(known.classic)
    ? ''
    : ` It has ${scopesOf(known, 'only ')}.`
}

function accepted({ header, classic }: Case): string {
  const takes = header('x-accepted-oauth-scopes') ?? ''
  return takes === '' || takes === classic ? '' : ` (GitHub accepts ${takes})`
}

function limitSize({ header }: Case): string {
  const limit = header('x-ratelimit-limit')
  return limit === undefined ? '' : ` (${limit} requests an hour)`
}

/** The last moment that a date of four digits of a year can show. */
const lastInstant: Instant = Date.UTC(9999, 11, 31)

/** When a limit ends, by GitHub's own date. */
function limitEnd({ header }: Case): string {
  const seconds = Number(header('retry-after') ?? Number.NaN) * second
  const date = Date.parse(header('date') ?? '')
  const reset = Number(header('x-ratelimit-reset') ?? Number.NaN) * second
  const end = Number.isFinite(seconds) ? date + seconds : reset
  if (end > 0 && end < lastInstant) return `until ${utc(end)} by GitHub's clock`
  return seconds >= 0 && seconds < lastInstant ? `for ${spoken(seconds)}` : 'for a minute at least'
}

function caseOf(failure: Failure, attempt: Attempt): Case {
  const { token, permission } = attempt
  const { app, classic, job, personal } = permission
  const header = (name: string) => {
    const value = failure.headers[name]
    return value === undefined ? undefined : presentable(String(value))
  }
  // Octokit appends a link to the documentation.
  const own = presentable(failure.message.replace(/ - https?:\/\/\S+\s*$/, '')).replace(/[.!?\s]+$/, '')
  const words = isPage(failure) ? '' : own
  const names = header('x-accepted-github-permissions') ?? ''
  const named = names === '' ? '' : `GitHub names ${names}`
  const said = [words, named].filter((part) => part !== '').join('; ')
  const modern = `${personal ? 'a fine-grained token' : 'a GitHub App or a fine-grained token'} with ${app}`
  // Other installations have 5,000: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
  const isJobToken = header('x-ratelimit-limit') === '1000'
  return {
    ...attempt,
    ...{ app, classic, job, personal },
    ...{ failure, status: failure.status, header, words, named, modern },
    said: said === '' ? '' : ` (${said})`,
    whose: (kind = 'token') =>
      token === 'github-app-id' ? 'the token of the App of github-app-id' : `the ${kind} in ${token}`,
    scopes: header('x-oauth-scopes')
      ?.split(/[\s,]+/)
      .filter((scope) => scope !== ''),
    isRepository: classic === 'repo',
    kind: token === 'github-app-id' ? 'ours' : isJobToken ? 'job' : 'other',
    anyToken: `${modern}, or a classic token with the scope ${classic}`,
  }
}
