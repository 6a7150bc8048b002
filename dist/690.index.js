export const id = 690;
export const ids = [690];
export const modules = {

/***/ 5690:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  connectGitHub: () => (/* binding */ connectGitHub)
});

// EXTERNAL MODULE: ./lib/destination.js
var destination = __webpack_require__(8599);
// EXTERNAL MODULE: ./lib/rotation/facts.js
var facts = __webpack_require__(6189);
// EXTERNAL MODULE: ./lib/rotation/time.js
var rotation_time = __webpack_require__(9037);
// EXTERNAL MODULE: ./lib/rotation/problem.js
var rotation_problem = __webpack_require__(5557);
// EXTERNAL MODULE: ./lib/network/problems.js
var problems = __webpack_require__(8472);
// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __webpack_require__(2708);
// EXTERNAL MODULE: ./lib/github/api/limits.js
var api_limits = __webpack_require__(2382);
;// CONCATENATED MODULE: ./lib/github/api/refusals.js
/** A request of GitHub that failed: what was asked, what GitHub answered, and what that says of the next attempt. */


/** GitHub did not do what was asked, or did not say so. The words are ours, what GitHub answered is the failure. */
class Refusal extends rotation_problem/* Problem */.AF {
    failure;
    constructor(message, remedy, failure) {
        super((0,rotation_problem/* asSentence */.KG)(message), (0,rotation_problem/* asSentence */.KG)(remedy), { cause: failure });
        this.failure = failure;
    }
}
/** The status that GitHub answered with, 0 for none; undefined for any other error than a refusal. */
function statusOf(error) {
    return failureOf(error)?.status;
}
/** GitHub answered every attempt, the last with a 4xx: it has not done what was asked. */
function isClearRefusal(error) {
    const status = statusOf(error) ?? 0;
    return status >= 400 && status < 500 && !isAmbiguous(error);
}
/** An attempt went without a clear answer: GitHub may have done what was asked. */
function isAmbiguous(error) {
    return failureOf(error)?.ambiguous === true;
}
/** A limit that passes: the same request may be granted later. */
function isPassingLimit(error) {
    const failure = failureOf(error);
    return failure !== undefined && (0,api_limits/* isRateLimit */.a5)(failure);
}
/** The same request may be answered later: GitHub did not answer, is in trouble, or asks to wait. */
function mayPass(error) {
    const status = statusOf(error);
    return status !== undefined && (isUnclear(status) || isPassingLimit(error));
}
/** A clear refusal that the same request would get again: no limit that passes. */
function isLastingRefusal(error) {
    return isClearRefusal(error) && !isPassingLimit(error);
}
/** GitHub itself says that the token may not do that, or hides what it may not see; no proxy says so. */
function isDenial(error) {
    const failure = failureOf(error);
    return isLastingRefusal(error) && failure !== undefined && [403, 404].includes(failure.status) && !isPage(failure);
}
/** Whether a status does not tell whether GitHub did what was asked; 0: no answer. */
function isUnclear(status) {
    return status === 0 || status === 408 || status >= 500;
}
function failureOf(error) {
    if (error instanceof Refusal)
        return error.failure;
    return error instanceof Error && 'ambiguous' in error ? error : undefined;
}
/** A web page, which is not an answer of the API. */
function isPage({ message, headers }) {
    return /^\s*</.test(message) || /\bhtml\b/.test(headers['content-type'] ?? '');
}

;// CONCATENATED MODULE: ./lib/github/api/explanations.js
/** What GitHub's answers mean to the person who reads the log. */






/** Says in one or two sentences what GitHub refused, why, and what to do. Shows no token, whatever GitHub answered. */
function explain(failure, attempt) {
    if (failure instanceof rotation_problem/* Problem */.AF)
        return failure;
    const known = caseOf(failure, attempt);
    const [, message, remedy] = rows.find(([fits]) => fits(known)) ?? anythingElse;
    return new Refusal(spelled(message, known), spelled(remedy, known), failure);
}
/** That the status is one of these, and that all the rest holds: what GitHub's words match, and what is known besides. */
function when(status, ...rest) {
    return (known) => [status].flat().includes(known.status) &&
        rest.every((each) => (each instanceof RegExp ? each.test(known.words) : each(known)));
}
/** The message of a refusal for this reason. */
function no(why) {
    return (known) => `GitHub did not let this run ${known.doing} in ${known.place}: ${spelled(why, known)}`;
}
function spelled(text, known) {
    return typeof text === 'string' ? text : text(known);
}
const integration = /not accessible by integration/i;
const isOurs = ({ kind }) => kind === 'ours';
const isJobs = ({ kind }) => kind === 'job';
const isNeverJobs = ({ kind, job }) => kind === 'job' && job === undefined;
const singleSignOn = [
    no(({ whose }) => `the organization requires single sign-on, and ${whose()} is not authorized for it`),
    ({ header }) => {
        const url = /url=(https:\/\/[^\s;…]+)(?:;|$)/.exec(header('x-github-sso') ?? '')?.[1];
        const authorize = url === undefined ? 'Choose "Configure SSO" in the settings of the token' : `Open ${url}`;
        return `${authorize} and authorize it for the organization, or use a GitHub App, whose tokens need no single sign-on`;
    },
];
const missingRole = [
    no(({ whose, said }) => `the user of ${whose()} has no right to do that${said}`),
    ({ isRepository, anyToken }) => `That user has to be ${isRepository ? 'a collaborator of the repository with write access, or an admin of it' : 'an owner of the organization'}; or use ${anyToken}`,
];
/** GitHub refuses in the job's own repository, and hides in all others: the same words for both. */
const neverForJobs = [
    no(({ whose, app }) => `${whose()} is GITHUB_TOKEN, which can never have ${app}`),
    ({ anyToken }) => `Use ${anyToken}`,
];
const blocked = [
    no(({ words, status }) => `GitHub has blocked access to it (${words || status})`),
    'Remove it from destinations, or write to GitHub Support',
];
const tooLarge = [
    no(({ words }) => `the value is too large (${words || 'Payload Too Large'})`),
    'A secret or a variable holds 48 KB at most. Choose another format',
];
const anythingElse = [
    () => true,
    no(({ status, words }) => (words === '' ? `it gave no reason (${status})` : `${status} ${words}`)),
    ({ words }) => words === '' ? 'Run again; if it stays so, write to GitHub Support' : 'Fix what the message names and run again',
];
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
const rows = [
    [
        when(0),
        ({ doing, place, words }) => `GitHub could not be reached to ${doing} in ${place} (${words || 'no answer'})`,
        ({ failure }) => (0,problems/* networkRemedy */.xO)(failure) ?? 'Check github-api-url and the network of the runner, then run again',
    ],
    [
        ({ status }) => isUnclear(status),
        ({ doing, place, status }) => `GitHub answered ${status} to every attempt to ${doing} in ${place}`,
        'See https://www.githubstatus.com (or ask who runs your GitHub Enterprise Server) and run again',
    ],
    [
        when([403, 429], ({ failure }) => (0,api_limits/* isUsedUp */.l6)(failure.headers)),
        no((known) => `the rate limit of ${known.whose()} is used up${limitSize(known)}, ${limitEnd(known)}`),
        'Run again after that; what is done is found and not done again. If it happens often, use a GitHub App, whose limit is the highest, or share the token with fewer jobs',
    ],
    [
        when([403, 429], ({ failure }) => (0,api_limits/* isRateLimit */.a5)(failure)),
        no((known) => `too many requests came in a short time, and a secondary rate limit holds ${limitEnd(known)}`),
        'Run again after that; what is done is found and not done again. Other jobs with the same token count too',
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
        ({ anyToken }) => `Have an owner approve it under Settings, Third-party access, or use a token that falls under no such restriction: ${anyToken}`,
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
        ({ app, classic, personal }) => personal
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
        (known) => `If it is a GitHub App's: add the permission in the settings of the App and approve it in its installation, and ask for it where the token is made. If it is GITHUB_TOKEN${known.job === undefined
            ? `, which can never have that permission: use ${known.anyToken}`
            : `: add ${ofJob(known)} of the job; it reaches no other repository`}`,
    ],
    [
        when(403, /not accessible by personal access token/i),
        no(({ whose, app, said }) => `${whose('fine-grained token')} lacks ${app}${said}`),
        ({ isRepository }) => `Edit the token: it needs that permission, and ${isRepository ? 'the repository among those that it may access' : 'the organization as its resource owner'}. If the organization approves such tokens, one that waits for approval can read only what is public`,
    ],
    [when(403, ({ scopes, classic }) => scopes?.includes(classic) === true), ...missingRole],
    [
        when(403, ({ scopes }) => scopes !== undefined),
        no((known) => `${known.whose('classic token')} has ${scopesOf(known)}, and needs ${known.classic}${accepted(known)}`),
        ({ app, classic, personal }) => `Add the scope ${classic} in its settings, or use ${personal ? 'a fine-grained token' : 'a GitHub App'} with ${app}`,
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
        (known) => `${wrongName(known)}, or the App of github-app-id has no access to it: GitHub hides what a token may not see. The App has to be installed there${known.isRepository ? ', for that repository too,' : ''} with ${known.app}${known.named && ` (${known.named})`}`,
    ],
    [when(404, isNeverJobs), ...neverForJobs],
    [
        when(404, isJobs),
        notFound,
        (known) => `Either the name is wrong, or it is in another repository: ${known.whose()} is GITHUB_TOKEN, which reaches the repository of the job alone, and there with ${ofJob(known)}`,
    ],
    [
        when(404),
        notFound,
        (known) => `${wrongName(known)}, or ${known.whose()} has no access to it: GitHub hides what a token may not see.${tooLittle(known)} It takes ${known.anyToken}${known.named && ` (${known.named})`}. ${known.personal ? 'No App can do that' : 'An App has to be installed there'}`,
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
        'GitHub has exchanged the key meanwhile. Run again: it is fetched anew',
    ],
    [
        when(422, /(?:maximum|limit|at most|too many|exceed).*\b(?:secrets|variables)\b/i),
        no(({ words }) => `there are too many secrets or variables (${words})`),
        'A repository holds 100 secrets and 500 variables, an environment 100 of each, an organization 1,000 of each. Delete those that nobody uses, or store the whole key in one secret (format json)',
    ],
    [
        when(422, /\b(?:secret|variable) names?\b|invalid name|name is invalid/i),
        no(({ words }) => `it takes no such name (${words})`),
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
        'A repository was deleted or has left the organization. Run again, and the list is read anew; correct the input repositories of the destination if it is given',
    ],
];
function notFound({ doing, place }) {
    return `${place.replace(/^the /, 'The ')} was not found while trying to ${doing}`;
}
/**
 * A repository is found by its old name too, an organization is not:
 * https://docs.github.com/en/organizations/managing-organization-settings/renaming-an-organization
 */
function wrongName({ isRepository }) {
    return `Either the name is wrong${isRepository ? '' : ', or the organization was renamed'}`;
}
function ofJob({ job, permission: { level } }) {
    return `"${job}: ${level}" under "permissions:"`;
}
function scopesOf({ scopes = [] }, only = '') {
    return scopes.length === 0 ? 'no scopes' : `${only}the scopes ${scopes.join(', ')}`;
}
function tooLittle(known) {
    return known.scopes === undefined || known.scopes.includes(known.classic)
        ? ''
        : ` It has ${scopesOf(known, 'only ')}.`;
}
function accepted({ header, classic }) {
    const takes = header('x-accepted-oauth-scopes') ?? '';
    return takes === '' || takes === classic ? '' : ` (GitHub accepts ${takes})`;
}
function limitSize({ header }) {
    const limit = header('x-ratelimit-limit');
    return limit === undefined ? '' : ` (${limit} requests an hour)`;
}
/** The last moment that a date of four digits of a year can show. */
const lastInstant = Date.UTC(9999, 11, 31);
/** When a limit ends, by GitHub's own date. */
function limitEnd({ header }) {
    const seconds = Number(header('retry-after') ?? Number.NaN) * rotation_time/* second */.Rc;
    const date = Date.parse(header('date') ?? '');
    const reset = Number(header('x-ratelimit-reset') ?? Number.NaN) * rotation_time/* second */.Rc;
    const end = Number.isFinite(seconds) ? date + seconds : reset;
    if (end > 0 && end < lastInstant)
        return `until ${(0,rotation_time/* utc */.n$)(end)} by GitHub's clock`;
    return seconds >= 0 && seconds < lastInstant ? `for ${(0,rotation_time/* spoken */.vg)(seconds)}` : 'for a minute at least';
}
function caseOf(failure, attempt) {
    const { token, permission } = attempt;
    const { app, classic, job, personal } = permission;
    const header = (name) => {
        const value = failure.headers[name];
        return value === undefined ? undefined : (0,presentable/* presentable */.KC)(String(value));
    };
    // Octokit appends a link to the documentation.
    const own = (0,presentable/* presentable */.KC)(failure.message.replace(/ - https?:\/\/\S+\s*$/, '')).replace(/[.!?\s]+$/, '');
    const words = isPage(failure) ? '' : own;
    const names = header('x-accepted-github-permissions') ?? '';
    const named = names === '' ? '' : `GitHub names ${names}`;
    const said = [words, named].filter((part) => part !== '').join('; ');
    const modern = `${personal ? 'a fine-grained token' : 'a GitHub App or a fine-grained token'} with ${app}`;
    // Other installations have 5,000: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
    const isJobToken = header('x-ratelimit-limit') === '1000';
    return {
        ...attempt,
        ...{ app, classic, job, personal },
        ...{ failure, status: failure.status, header, words, named, modern },
        said: said === '' ? '' : ` (${said})`,
        whose: (kind = 'token') => token === 'github-app-id' ? 'the token of the App of github-app-id' : `the ${kind} in ${token}`,
        scopes: header('x-oauth-scopes')
            ?.split(/[\s,]+/)
            .filter((scope) => scope !== ''),
        isRepository: classic === 'repo',
        kind: token === 'github-app-id' ? 'ours' : isJobToken ? 'job' : 'other',
        anyToken: `${modern}, or a classic token with the scope ${classic}`,
    };
}

;// CONCATENATED MODULE: ./lib/github/api/client.js





/** Waits between attempts after an answer that says nothing about the request. */
const retryDelays = [1, 2, 4, 8].map((seconds) => seconds * rotation_time/* second */.Rc);
/** A request does not sit out a longer limit than this, unless its caller knows better. */
const longestLimit = 10 * rotation_time/* minute */.Vc;
/** An open connection is taken to stay open for so long after it was used. */
const connectionsLast = 2 * rotation_time/* second */.Rc;
/** With fewer requests left, other jobs with the same token may take the last ones at any moment. */
const littleLeft = 500;
/** The largest page that GitHub gives of most lists. */
const pageSize = 100;
/** No list of GitHub's has more pages: one that does not end is no list. */
const mostPages = 1_000;
/**
 * Sends requests at the pace that GitHub allows to this token, again where that is right, and tells refusals from lost
 * answers.
 */
class GitHubClient {
    token;
    pace;
    budget;
    #send;
    #clock;
    #time;
    /** Whether GitHub may have limits: most Enterprise Servers do not, and do not even tell of them. */
    #isLimited = true;
    /** So many connections were in use at that time. */
    #open = { count: 0, at: 0 };
    /** `installation`: whose App's installation the token is made for. */
    constructor(send, token, clock, time, installation) {
        this.token = token;
        this.pace = new api_limits/* Pace */.oG(clock);
        this.budget = new api_limits/* HourlyBudget */.Dj(installation === undefined ? `the token in ${token}` : `the App of github-app-id for ${installation}`, clock);
        this.#send = send;
        this.#clock = clock;
        this.#time = time;
    }
    /**
     * Asks GitHub for one thing, by a route such as `GET /repos/{owner}/{repo}`.
     * @throws Refusal, in words, when GitHub refuses or does not answer after all attempts; BudgetShort for what is
     *   optional; and what ends the run
     */
    async ask(route, parameters, purpose, { isOptional = false, ...persistence } = {}) {
        if (isOptional)
            this.budget.requireSpare();
        try {
            return await this.request(route, parameters, persistence);
        }
        catch (error) {
            throw isGitHubError(error) ? explain(error, { ...purpose, token: this.token }) : error;
        }
    }
    /**
     * Asks for a list, page by page, until GitHub says that it has no more or nobody takes the next one. An answer is the
     * list, or has it beside its `total_count`. `per_page` is a hundred unless it is given.
     * @throws as `ask`
     */
    async *pages(route, parameters, purpose, persistence = {}) {
        const { per_page: size } = { per_page: pageSize, ...parameters };
        for (let page = 1; page <= mostPages; page += 1) {
            const asked = { ...parameters, per_page: size, ...(page === 1 ? {} : { page }) };
            const { data, at } = await this.ask(route, asked, purpose, persistence);
            const { items, total } = listed(data);
            yield { items, total, at };
            if (items.length === 0 || (total === undefined ? items.length < Number(size) : page * Number(size) >= total))
                return;
        }
    }
    /** @throws Failure when GitHub refuses, or does not answer after all attempts */
    async request(route, parameters = {}, { repeat = 'idempotent', until = Number.POSITIVE_INFINITY, longest = longestLimit, renew } = {}) {
        let before;
        let sent = parameters;
        for (let attempt = 0;; attempt += 1) {
            await this.#waitForTurn(route, Math.min(longest, until - this.#clock.elapsed()));
            try {
                const { status, data, headers } = await this.#send(route, sent);
                const at = this.#time.heard(headers);
                this.budget.hear(headers);
                return { status, headers, data: data, at };
            }
            catch (error) {
                // No token could be had, say: nothing was sent.
                if (error instanceof rotation_problem/* Problem */.AF || (0,rotation_problem/* endsRun */.sl)(error))
                    throw sooner(error, before);
                const failure = asFailure(error, before?.ambiguous === true);
                before = failure;
                this.#time.heard(failure.headers);
                this.budget.hear(failure.headers);
                if ((0,api_limits/* isRateLimit */.a5)(failure))
                    this.#holdBack(failure, (0,api_limits/* limitDelay */.RT)(failure.headers, attempt));
                const delay = retryDelay(failure, repeat, attempt, longest);
                if (delay === undefined || this.#clock.elapsed() + delay > until)
                    throw failure;
                await this.#clock.sleep(delay);
                if (renew !== undefined) {
                    sent = await renew().catch((cause) => {
                        throw sooner(cause, failure);
                    });
                }
            }
        }
    }
    /**
     * Performs requests that belong together at one moment. Opening a connection takes longer than a request, so there
     * is one for each of them first; `ready` comes directly before the requests, and what it throws keeps all of them
     * from being sent.
     */
    async together(requests, ready) {
        const { length: count } = requests;
        await this.#openConnections(count);
        await ready();
        if (!this.#isOpen(count)) {
            // It took its time: the second time, little is left to do.
            await this.#openConnections(count);
            await ready();
        }
        const results = await Promise.allSettled(requests.map((request) => request()));
        this.#open = { count, at: this.#clock.elapsed() };
        return results;
    }
    /** Makes sure that GitHub has said what is left of the hourly budget; just now, where others may use up the rest. */
    async askForBudget() {
        if (this.#isLimited && (!this.budget.isKnown || this.budget.left < littleLeft))
            await this.#askForLimit();
    }
    /** Waits a moment, until GitHub may answer otherwise. */
    pause(duration) {
        return this.#clock.sleep(duration);
    }
    #isOpen(count) {
        return this.#open.count >= count && this.#clock.elapsed() - this.#open.at <= connectionsLast;
    }
    async #openConnections(count) {
        if (this.#isOpen(count))
            return;
        await Promise.all(Array.from({ length: count }, () => this.#askForLimit()));
        this.#open = { count, at: this.#clock.elapsed() };
    }
    /** Costs nothing of the limit, and is not there where nothing is limited: https://docs.github.com/en/rest/rate-limit/rate-limit */
    async #askForLimit() {
        try {
            this.budget.hear((await this.#send('GET /rate_limit', {})).headers);
        }
        catch (error) {
            if ((0,rotation_problem/* endsRun */.sl)(error))
                throw error;
            // Where nothing answers, the requests themselves will tell.
            if (asFailure(error, false).status === 404)
                this.#isLimited = false;
        }
    }
    /** A write goes at once: several of them belong together, and whoever sends many has waited for all of them. */
    async #waitForTurn(route, longest) {
        if (!route.startsWith('GET '))
            return this.pace.takeWrites(1);
        const delay = this.pace.takeRead();
        // A limit that lasts longer is GitHub's to tell.
        if (delay > 0 && delay <= longest)
            await this.#clock.sleep(delay);
    }
    /** What one request has hit, others need not hit as well. */
    #holdBack(failure, delay) {
        this.pace.close(delay);
        if (!(0,api_limits/* isUsedUp */.l6)(failure.headers))
            this.pace.slowDown();
    }
}
function listed(data) {
    if (Array.isArray(data))
        return { items: data, total: undefined };
    const { total_count: total, ...rest } = data;
    const items = Object.values(rest).find((each) => Array.isArray(each)) ?? [];
    return { items, total: typeof total === 'number' ? total : undefined };
}
/**
 * How long to wait before sending a request again; undefined: not at all. Limits are clear refusals, so that even a
 * request that must not be repeated may be sent again; a lost or broken answer allows it only to idempotent requests.
 */
function retryDelay(failure, repeat, attempt, longest = longestLimit) {
    if (attempt >= retryDelays.length)
        return undefined;
    if ((0,api_limits/* isRateLimit */.a5)(failure)) {
        const delay = (0,api_limits/* limitDelay */.RT)(failure.headers, attempt);
        return delay <= longest ? delay : undefined;
    }
    return isUnclear(failure.status) && repeat === 'idempotent' ? retryDelays[attempt] : undefined;
}
function asFailure(error, ambiguous) {
    const given = (error ?? {});
    const status = given.response !== undefined && typeof given.status === 'number' ? given.status : 0;
    const failure = error instanceof Error ? error : new Error(String(error));
    const headers = given.response?.headers ?? {};
    return Object.assign(failure, { status, headers, ambiguous: ambiguous || isUnclear(status) });
}
/** What keeps a request from being sent again does not hide that GitHub may have done what was asked before. */
function sooner(error, before) {
    return before?.ambiguous === true && !(0,rotation_problem/* endsRun */.sl)(error) ? before : error;
}
/** Whether GitHub refused, or did not answer. What ends the run is neither, also where it came up inside a request. */
function isGitHubError(error) {
    return error instanceof Error && ('ambiguous' in error || error instanceof rotation_problem/* Problem */.AF) && !(0,rotation_problem/* endsRun */.sl)(error);
}

;// CONCATENATED MODULE: ./lib/github/api/time.js

/** Clocks that differ by no more than this agree: that is latency, and dates in whole seconds. */
const agreement = 5 * rotation_time/* second */.Rc;
/**
 * What GitHub's clock shows, for all tokens together: the latest date of an answer, carried forward. It is never ahead
 * of GitHub's own.
 */
class GitHubTime {
    #clock;
    #said;
    constructor(clock) {
        this.#clock = clock;
    }
    /**
     * When GitHub answered. Only what GitHub itself answered, known by its request ID, tells the time; a proxy's page has
     * a date of the proxy's. Answers may arrive out of order.
     */
    heard(headers) {
        const date = headers['x-github-request-id'] === undefined ? Number.NaN : Date.parse(String(headers['date'] ?? ''));
        if (Number.isNaN(date))
            return this.now();
        if (this.#said === undefined || date > this.now())
            this.#said = { date, at: this.#clock.elapsed() };
        return date;
    }
    /** By the run's own clock while GitHub has not answered. */
    now() {
        if (this.#said === undefined)
            return this.#clock.now();
        return this.#said.date + this.#clock.elapsed() - this.#said.at;
    }
    /** How far GitHub's clock, which shows `at`, is ahead of AWS's; 0 where they agree. */
    aheadOfAws(at = this.now()) {
        const ahead = at - this.#clock.now();
        return Math.abs(ahead) <= agreement ? 0 : ahead;
    }
}

// EXTERNAL MODULE: ./node_modules/@actions/github/lib/github.js + 22 modules
var github = __webpack_require__(2413);
// EXTERNAL MODULE: ./node_modules/undici/index.js
var undici = __webpack_require__(4371);
// EXTERNAL MODULE: ./lib/network/proxy.js
var network_proxy = __webpack_require__(5806);
;// CONCATENATED MODULE: ./lib/github/api/transport.js
/** Requests to GitHub over the network, by Octokit. */





/** https://docs.github.com/en/rest/about-the-rest-api/api-versions: supported by every server that is. */
const apiVersion = '2022-11-28';
const requestTimeout = 30 * rotation_time/* second */.Rc;
/**
 * Sends over the network, with this token, through the proxy of the host that `baseUrl` names.
 * @throws Problem when that proxy is set to what is none
 */
function octokitRequest(token, baseUrl) {
    const quiet = () => undefined;
    const octokit = (0,github/* getOctokit */.Q)(token, {
        baseUrl,
        log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
        // The toolkit's own chooses the proxy for GITHUB_API_URL, whatever `baseUrl` says.
        request: { fetch: fetchFor(baseUrl) },
    });
    return async (route, parameters) => {
        // AbortSignal.timeout would hold on to everything about the request until the time is over.
        const timeout = new AbortController();
        const timer = setTimeout(() => timeout.abort(new DOMException('no answer in time', 'TimeoutError')), requestTimeout);
        try {
            return await octokit.request(route, {
                ...parameters,
                headers: { ...parameters['headers'], 'x-github-api-version': apiVersion },
                request: { signal: timeout.signal },
            });
        }
        finally {
            clearTimeout(timer);
        }
    };
}
function fetchFor(baseUrl) {
    const { host, port } = new URL(baseUrl);
    const proxy = (0,network_proxy/* proxyFor */.iJ)(new URL(baseUrl));
    if (proxy === undefined)
        return undici.fetch;
    const token = (0,network_proxy/* proxyAuthorization */.YB)(proxy);
    const uri = `${proxy.protocol}//${proxy.host}`;
    const dispatcher = new undici.ProxyAgent({ uri, ...(token === undefined ? {} : { token }) });
    return async (url, options) => {
        try {
            return await (0,undici.fetch)(url, { ...options, dispatcher });
        }
        catch (error) {
            const status = refusalIn(error);
            throw status === undefined ? error : new problems/* ProxyRefusal */.fR(proxy, port === '' ? `${host}:443` : host, status);
        }
    };
}
/** The status that a proxy answered instead of opening a tunnel; undici says it in words only, beneath a cancellation. */
function refusalIn(error) {
    const { message, cause } = (error ?? {});
    const status = /^Proxy response \((\d+)\)/.exec(String(message))?.[1];
    if (status !== undefined)
        return Number(status);
    return cause === undefined ? undefined : refusalIn(cause);
}

// EXTERNAL MODULE: ./node_modules/p-map/index.js
var p_map = __webpack_require__(606);
;// CONCATENATED MODULE: ./lib/github/api/told-once.js
/** Problems of one cause, told once however many places have them. */
/** Stands for the place in a sentence. */
const somewhere = '\u0000';
/** Each cause once, with all of its places, in the order in which they came. */
function toldOnce(problems) {
    const causes = new Map();
    const told = new Set();
    for (const problem of problems) {
        // Equal sentences are about one thing, an owner, say, whichever places it concerns.
        if (told.has(problem.why))
            continue;
        told.add(problem.why);
        const cause = causeOf(problem);
        causes.set(cause, [...(causes.get(cause) ?? []), problem]);
    }
    return [...causes].map(([cause, all]) => {
        const [first, ...others] = all;
        return others.length === 0 && first !== undefined
            ? first.why
            : ofAll(cause, all.flatMap(({ where }) => where ?? []));
    });
}
/** The sentences without the place, which may begin them. */
function causeOf({ where, why }) {
    if (where === undefined)
        return why;
    const beginning = where.replace(/^the /, 'The ');
    const rest = why.startsWith(beginning) ? `${where}${why.slice(beginning.length)}` : why;
    return rest.replaceAll(where, somewhere);
}
function ofAll(cause, places) {
    const names = `${places.slice(0, -1).join(', ')} and ${places.at(-1)}`;
    const plural = cause.replace(`${somewhere} was `, `${somewhere} were `);
    return plural.replaceAll(somewhere, () => names).replace(/^the /, 'The ');
}

;// CONCATENATED MODULE: ./lib/github/places/audience.js


/** What the API takes for an audience of these repositories, if it is `selected`. */
function audienceOf(visibility, readers) {
    if (visibility !== 'selected')
        return { visibility };
    return { visibility, selected_repository_ids: readers.map(({ id }) => id).sort((a, b) => a - b) };
}
/**
 * What GitHub says about who may use the secret of this name in a place.
 * @throws Problem when it does not say so: nobody guesses that
 */
function visibilityOf(secret, place) {
    const { name, visibility } = secret;
    if (visibility === 'all' || visibility === 'private' || visibility === 'selected')
        return visibility;
    throw new rotation_problem/* Problem */.AF(`GitHub does not say who may use ${name} of ${place}, and a write would have to guess it.`, 'Run again. If it stays so, look at the repository access of that secret in the settings of the organization, and report it with this log.');
}
/** The token does not see every repository that a secret of an organization is shared with. */
function readersUnseen(name, owner, all, seen) {
    return new rotation_problem/* Problem */.AF(`${name} of the organization ${owner} is shared with ${all} repositories, and the token sees ${seen} of them: writing it would take it away from the others.`, 'Give the token access to all repositories of the organization (an App: install it on all of them), or remove the ones that it may not see from the secret.');
}
/** How many requests it takes to list an audience. */
function pagesOf(audience) {
    return Math.ceil((audience?.selected_repository_ids ?? []).length / pageSize);
}
/** Whether two audiences are the same. */
function isSameAudience(one, other) {
    const ids = ({ selected_repository_ids: all = [] }) => all.join();
    return one.visibility === other.visibility && ids(one) === ids(other);
}

;// CONCATENATED MODULE: ./lib/github/api/permissions.js
/** What a token has to be allowed, in the words of each kind of token. */
/**
 * What each place asks for, by what is accessed there: `permissions.secrets('write')`.
 *
 * Titles: https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps. Names:
 * `app-permissions` in the schema of
 * https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app. Names for jobs:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions. Codespaces secrets of
 * an organization: https://docs.github.com/en/rest/codespaces/organization-secrets.
 */
const permissions = {
    metadata: ofRepository({ title: 'Metadata', slug: 'metadata' }),
    contents: ofRepository({ title: 'Contents', slug: 'contents', job: 'contents' }),
    actions: ofRepository({ title: 'Actions', slug: 'actions', job: 'actions' }),
    secrets: ofRepository({ title: 'Secrets', slug: 'secrets' }),
    environments: ofRepository({ title: 'Environments', slug: 'environments' }),
    variables: ofRepository({ title: 'Variables', slug: 'actions_variables', isPublished: false }),
    dependabotSecrets: ofRepository({ title: 'Dependabot secrets', slug: 'dependabot_secrets' }),
    codespacesSecrets: ofRepository({ title: 'Codespaces secrets', slug: 'codespaces_secrets', isPublished: false }),
    agentSecrets: ofRepository({ title: 'Agent secrets', slug: 'agent_secrets', isPublished: false }),
    agentVariables: ofRepository({ title: 'Agent variables', slug: 'agent_variables', isPublished: false }),
    organizationSecrets: ofOrganization({ title: 'Secrets', slug: 'organization_secrets' }),
    organizationVariables: ofOrganization({
        title: 'Variables',
        slug: 'organization_actions_variables',
        isPublished: false,
    }),
    organizationDependabotSecrets: ofOrganization({
        title: 'Organization dependabot secrets',
        slug: 'organization_dependabot_secrets',
        isPublished: false,
    }),
    organizationCodespacesSecrets: ofOrganization({
        title: 'Organization codespaces secrets',
        slug: 'organization_codespaces_secrets',
        isPublished: false,
        personal: true,
    }),
    organizationAgentSecrets: ofOrganization({
        title: 'Agent secrets',
        slug: 'organization_agent_secrets',
        isPublished: false,
    }),
    organizationAgentVariables: ofOrganization({
        title: 'Agent variables',
        slug: 'organization_agent_variables',
        isPublished: false,
    }),
};
function ofRepository(row) {
    return (level) => permission(row, level, 'repo', 'Repository permissions');
}
function ofOrganization(row) {
    return (level) => permission(row, level, 'admin:org', 'Organization permissions');
}
function permission({ title, slug, isPublished, job, personal = false }, level, classic, half) {
    const access = level === 'write' ? 'Read and write' : 'Read-only';
    return { app: `${half} → ${title}: ${access}`, classic, slug, isPublished: isPublished ?? true, level, job, personal };
}
/** What the settings page calls a permission that an installation calls `secrets`, say. */
function titleOf(slug, level) {
    const all = Object.values(permissions).map((each) => each(level));
    return all.find((each) => each.slug === slug)?.app ?? `${slug}: ${level}`;
}

;// CONCATENATED MODULE: ./lib/github/places/addresses.js

/** https://docs.github.com/en/rest/actions/secrets, and its siblings for Dependabot, Codespaces and Agents. */
function routeOf(place) {
    switch (place.kind) {
        case 'repository':
            return {
                path: `/repos/{owner}/{repo}/${place.store}`,
                parameters: { owner: place.owner, repo: place.repo },
            };
        case 'environment':
            return {
                path: '/repos/{owner}/{repo}/environments/{environment_name}',
                parameters: { owner: place.owner, repo: place.repo, environment_name: place.environment },
            };
        case 'organization':
            return { path: `/orgs/{org}/${place.store}`, parameters: { org: place.owner } };
    }
}
/** What it takes to read or write the secrets of a place. */
function secretPermission(place, level) {
    if (place.kind === 'environment')
        return permissions.environments(level);
    return (place.kind === 'repository' ? ofRepositories : ofOrganizations)[place.store](level);
}
/** What it takes to read or write the variables of a place. Dependabot and Codespaces have none. */
function variablePermission(place, level) {
    if (place.kind === 'environment')
        return permissions.environments(level);
    const isAgents = place.store === 'agents';
    if (place.kind === 'repository')
        return isAgents ? permissions.agentVariables(level) : permissions.variables(level);
    return isAgents ? permissions.organizationAgentVariables(level) : permissions.organizationVariables(level);
}
const ofRepositories = {
    actions: permissions.secrets,
    dependabot: permissions.dependabotSecrets,
    codespaces: permissions.codespacesSecrets,
    agents: permissions.agentSecrets,
};
const ofOrganizations = {
    actions: permissions.organizationSecrets,
    dependabot: permissions.organizationDependabotSecrets,
    codespaces: permissions.organizationCodespacesSecrets,
    agents: permissions.organizationAgentSecrets,
};

;// CONCATENATED MODULE: ./lib/github/places/place.js
/** The API of one place: its secrets, its variables, and the public key that values for it are sealed with. */







/** When to look again at a place that GitHub does not show, for those whose work depends on it. */
const patience = [3 * rotation_time/* second */.Rc, 8 * rotation_time/* second */.Rc];
/** How all things of one kind are listed, by the largest pages that GitHub gives. */
const lists = {
    secrets: { route: 'GET /secrets', doing: 'list the secrets', per_page: pageSize },
    variables: { route: 'GET /variables', doing: 'list the variables', per_page: 30 },
    organizationSecrets: {
        route: 'GET /organization-secrets',
        doing: 'list the secrets of its organization that it may use',
        per_page: pageSize,
    },
};
/** A list with holes says nothing of what it does not show. */
class Incomplete extends rotation_problem/* Problem */.AF {
}
/** Every error is a Problem that says what was asked of which place. */
class GitHubPlace {
    place;
    github;
    #patience;
    /** With `patience`, what GitHub does not show is looked at again before that counts. */
    constructor(place, github, patience = []) {
        this.place = place;
        this.github = github;
        this.#patience = patience;
    }
    get name() {
        return (0,destination/* nameOf */.Vb)(this.place);
    }
    /** What values for this place are sealed with. GitHub may exchange it at any time. */
    publicKey() {
        const doing = 'read the public key for secrets';
        return this.#patiently(() => this.#ask('GET /secrets/public-key', {}, doing, {}, 'write'));
    }
    /**
     * When the secrets of these names were last written. One that is not shown is absent: its place has answered in the
     * same look. @throws Problem when the place does not show its secrets
     */
    async secrets(names) {
        const isOrganization = this.place.kind === 'organization';
        const { at, value } = await (isOrganization ? this.#each(names) : this.#list('secrets', names));
        return {
            at,
            value: names.map((name) => {
                const secret = value.get(name);
                return { name, updatedAt: secret && Date.parse(secret.updated_at) };
            }),
        };
    }
    /**
     * The secrets of its organization that a repository may use, in this store; of Actions and Agents alone:
     * https://docs.github.com/en/rest/actions/secrets#list-repository-organization-secrets
     * @throws Problem when one of `names` may be among those not shown
     */
    async organizationSecrets(names) {
        const { value } = await this.#list('organizationSecrets', names);
        return [...value.values()].map(({ name, updated_at }) => ({ name, updatedAt: Date.parse(updated_at) }));
    }
    /** The secrets of these names that an organization has, by one request for each hundred of all that it has. */
    async sharedSecrets(names) {
        const { value } = await this.#list('secrets', names);
        return names.flatMap((name) => {
            const secret = value.get(name);
            if (secret === undefined)
                return [];
            return [{ name, updatedAt: Date.parse(secret.updated_at), visibility: visibilityOf(secret, this.name) }];
        });
    }
    /** The variables on the first page of them, with their values, and how many there are. */
    async firstVariables() {
        for await (const { items, total = items.length } of this.#pages('variables')) {
            return { total, variables: items.map(asVariable) };
        }
        return { total: 0, variables: [] };
    }
    /** One secret of an organization, and everybody that it is shared with; undefined: it is absent. */
    async sharedSecret(name) {
        const { at, value } = await this.#each([name]);
        const secret = value.get(name);
        if (secret === undefined)
            return { at, value: undefined };
        const visibility = visibilityOf(secret, this.name);
        const readers = visibility === 'selected' ? await this.readers(name) : [];
        const updatedAt = Date.parse(secret.updated_at);
        return { at, value: { updatedAt, audience: audienceOf(visibility, readers), readers } };
    }
    /**
     * The repositories that a secret of visibility `selected` is shared with.
     * @throws Problem when the token does not see all of them
     */
    async readers(name) {
        const route = 'GET /secrets/{secret_name}/repositories';
        const purpose = this.#purpose(route, `list the repositories that may use ${name}`);
        const readers = new Map();
        let all = 0;
        for await (const { items, total = 0 } of this.github.pages(this.#address(route), this.#parameters({ secret_name: name }), purpose)) {
            all = total;
            for (const reader of items)
                readers.set(reader.id, reader);
        }
        if (readers.size !== all)
            throw readersUnseen(name, this.place.owner, all, readers.size);
        return [...readers.values()];
    }
    /**
     * Writes a sealed value. A secret of an organization is given to the audience, whoever had it before; `renew` tells
     * the audience anew, directly before the request is sent again.
     */
    async putSecret(name, sealed, audience, { renew, ...persistence }, doing = `write the secret ${name}`) {
        const body = (shared) => ({ secret_name: name, ...sealed, ...shared });
        const again = { ...persistence, renew: async () => this.#parameters(body(await renew())) };
        await this.#ask('PUT /secrets/{secret_name}', body(audience), doing, again);
    }
    /** Deletes a secret; one that does not exist is a success. */
    async deleteSecret(name, doing) {
        try {
            await this.#ask('DELETE /secrets/{secret_name}', { secret_name: name }, doing);
        }
        catch (error) {
            if (statusOf(error) !== 404)
                throw error;
        }
    }
    /** One variable, whose value can be read; absent only if its place has answered in the same look. */
    async variable(name) {
        const { at, value } = await this.#found(() => this.#ask('GET /variables/{name}', { name }, `look at the variable ${name}`), () => this.#list('variables', [name]), name);
        return { at, value: value === undefined ? { name: `variable ${name}`, updatedAt: undefined } : asVariable(value) };
    }
    /** Updates a variable, or creates it for the audience. An update leaves the audience of an organization's alone. */
    async putVariable(name, value, audience, { renew, ...persistence }) {
        const send = (route, body, repeat = 'idempotent') => {
            const again = async () => {
                await renew();
                return this.#parameters(body);
            };
            return this.#ask(route, body, `write the variable ${name}`, { ...persistence, repeat, renew: again });
        };
        const update = () => send('PATCH /variables/{name}', { name, value });
        try {
            await update();
        }
        catch (error) {
            if (statusOf(error) !== 404)
                throw error;
            try {
                await send('POST /variables', { name, value, ...audience }, 'once');
            }
            catch (failure) {
                // It exists already, or may: by another hand, or by this very request, whose answer was lost.
                if ((0,rotation_problem/* endsRun */.sl)(failure) || (isClearRefusal(failure) && statusOf(failure) !== 409))
                    throw failure;
                await renew();
                await update();
            }
        }
    }
    /** The numbers that the API knows the repositories of an audience by. */
    async audienceBody({ visibility, repositories }) {
        if (visibility !== 'selected')
            return { visibility };
        const readers = [];
        const route = 'GET /repos/{owner}/{repo}';
        for (const fullName of repositories) {
            const [owner, repo] = fullName.split('/');
            const purpose = this.#purpose(route, `look at ${fullName}, which is to use it,`);
            readers.push((await this.github.ask(route, { owner, repo }, purpose)).data);
        }
        return audienceOf(visibility, readers);
    }
    /** Secrets of an organization, which may have a thousand: each is asked for, and the list where one is not shown. */
    async #each(names) {
        const shown = new Map();
        let listed;
        const list = () => {
            listed ??= this.#list('secrets', names);
            return listed;
        };
        let earliest = Number.POSITIVE_INFINITY;
        for (const name of names) {
            const doing = `look at the secret ${name}`;
            const look = () => this.#ask('GET /secrets/{secret_name}', { secret_name: name }, doing);
            const { at, value } = await this.#found(look, list, name);
            if (value !== undefined)
                shown.set(name, value);
            earliest = Math.min(earliest, at);
        }
        return { at: earliest, value: shown };
    }
    /** One thing of the place. That GitHub does not show it says nothing, until the list of all such things says the same. */
    async #found(look, list, name) {
        try {
            return await look();
        }
        catch (error) {
            if (statusOf(error) !== 404)
                throw error;
            const { at, value } = await list();
            return { at, value: value.get(name) };
        }
    }
    /** All things of a kind, by name. @throws Problem when one of `names` may be among those not shown */
    #list(of, names) {
        return this.#patiently(async () => {
            const shown = new Map();
            let last = { at: 0, total: 0 };
            for await (const { items, total = 0, at } of this.#pages(of)) {
                for (const item of items)
                    shown.set(item.name, item);
                last = { at, total };
            }
            if (shown.size >= last.total || names.every((name) => shown.has(name)))
                return { at: last.at, value: shown };
            throw new Incomplete(`GitHub does not list all ${of === 'variables' ? of : 'secrets'} of ${this.name}, so that nobody can tell which of them exist.`, 'Nothing is concluded from that. Run again; see https://www.githubstatus.com if it stays so.');
        });
    }
    #pages(of) {
        const { route, doing, per_page } = lists[of];
        return this.github.pages(this.#address(route), this.#parameters({ per_page }), this.#purpose(route, doing));
    }
    /** Looks again when GitHub does not show the place, or not all of it: that may pass, right after a write for example. */
    async #patiently(look) {
        for (const delay of this.#patience) {
            try {
                return await look();
            }
            catch (error) {
                if (statusOf(error) !== 404 && !(error instanceof Incomplete))
                    throw error;
                await this.github.pause(delay);
            }
        }
        return look();
    }
    /** `route`: the method, and what follows the place's own address. */
    async #ask(route, parameters, doing, persistence = {}, level) {
        const purpose = this.#purpose(route, doing, level);
        const { at, data } = await this.github.ask(this.#address(route), this.#parameters(parameters), purpose, persistence);
        return { at, value: data };
    }
    #address(route) {
        return route.replace(' ', ` ${routeOf(this.place).path}`);
    }
    #parameters(parameters) {
        return { ...routeOf(this.place).parameters, ...parameters };
    }
    #purpose(route, doing, level = route.startsWith('GET ') ? 'read' : 'write') {
        const permissionOf = route.includes('/variables') ? variablePermission : secretPermission;
        return { doing, place: this.name, permission: permissionOf(this.place, level) };
    }
}
function asVariable({ name, updated_at, value = '' }) {
    return { name: `variable ${name}`, updatedAt: Date.parse(updated_at), value };
}

;// CONCATENATED MODULE: ./lib/github/destinations/destination-client.js
/** One destination: its place, and the secrets and variables that it gets. */





/** A limit that lasts longer than this is waited for where the claim on the user is looked after meanwhile. */
const destination_client_longestLimit = rotation_time/* minute */.Vc;
/** Reads and writes as one unit: what belongs together goes out together. */
class DestinationClient {
    #destination;
    #api;
    #publicKey;
    /** Who may use an organization's secrets, as they were sent. */
    #audiences = new Map();
    /** Names of secrets that the first look of this run has shown as absent; undefined before it. */
    #absent;
    /** How many pages the audience of an organization's secret has at most. */
    #pages = 1;
    constructor(destination, github) {
        this.#destination = destination;
        this.#api = new GitHubPlace(destination.place, github, patience);
    }
    get place() {
        return this.#destination.place;
    }
    get name() {
        return this.#api.name;
    }
    get github() {
        return this.#api.github;
    }
    /** How many writes it takes. */
    get size() {
        return this.#destination.secrets.length + this.#destination.variables.length;
    }
    /** What writing all of it takes. A variable may have to be created where it cannot be updated. */
    get cost() {
        const { place, secrets, variables } = this.#destination;
        const looks = place.kind === 'organization' ? secrets.length * (1 + this.#pages) : 0;
        const reading = place.kind === 'organization' ? secrets.length : Math.min(1, secrets.length);
        return {
            writing: secrets.length + 2 * variables.length + looks,
            confirming: reading + variables.length + looks,
        };
    }
    /** Everything that stands against writing to it, in sentences, and what it holds; the latter without problems only. */
    async check() {
        try {
            if (this.#destination.secrets.length > 0)
                this.#publicKey = (await this.#api.publicKey()).value;
            const shown = await this.read();
            const problems = await this.#audienceProblems(shown.secrets);
            return { problems, reading: problems.length === 0 ? shown : undefined };
        }
        catch (error) {
            if ((0,rotation_problem/* endsRun */.sl)(error))
                throw error;
            return { problems: [(0,rotation_problem/* inSentences */.YP)(error)], reading: undefined };
        }
    }
    /** When each secret and variable was written, and when GitHub said so. */
    async read() {
        const { secrets, variables } = this.#destination;
        const names = secrets.map(({ name }) => name);
        const shown = [];
        if (names.length > 0) {
            const read = await this.#api.secrets(names);
            this.#absent ??= new Set(read.value.filter(({ updatedAt }) => updatedAt === undefined).map(({ name }) => name));
            shown.push(read);
        }
        for (const { name } of variables)
            shown.push(destination_client_listed(await this.#api.variable(name)));
        return {
            name: this.name,
            at: Math.min(...shown.map(({ at }) => at)),
            secrets: shown.flatMap(({ value }) => value),
        };
    }
    /**
     * Writes what is not written yet, all of it at one moment, so that the two halves of a pair arrive together. Everything
     * is sealed and connected before; that the run still holds the user, that the hourly budget has all the writes, and who
     * may use an organization's secret is asked directly before. Says what has been accepted by now.
     */
    async write(held, before, { until, holds }) {
        const { secrets, variables } = this.#destination;
        const written = new Set(before);
        const persistence = { until, longest: destination_client_longestLimit };
        const isLeft = (entry) => !written.has(entry);
        try {
            const writes = [
                ...(await this.#secretWrites(secrets.filter(isLeft), held, holds, persistence)),
                ...(await this.#variableWrites(variables.filter(isLeft), held, holds, persistence)),
            ];
            const ready = async () => {
                await Promise.all(writes.map(({ prepare }) => prepare?.()));
                await this.github.askForBudget();
                await holds();
                this.github.budget.require(writes.length, `write ${this.name}`);
            };
            const outcomes = await this.github.together(writes.map(({ entry, send }) => async () => {
                await send();
                written.add(entry);
            }), ready);
            const errors = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
            const ending = errors.find(rotation_problem/* endsRun */.sl);
            if (ending !== undefined)
                throw ending;
            return { written, error: errors.find(isAmbiguous) ?? errors[0] };
        }
        catch (error) {
            if ((0,rotation_problem/* endsRun */.sl)(error))
                throw error;
            return { written, error };
        }
    }
    /** A sentence when an organization shows another audience than the one that was sent. */
    async differentAudience() {
        for (const [{ name }, sent] of this.#audiences) {
            const { value: secret } = await this.#api.sharedSecret(name);
            if (secret !== undefined && !isSameAudience(secret.audience, sent)) {
                return `${name} of ${this.name} is shared with others than before: compare its repository access in the settings of the organization.`;
            }
        }
        return undefined;
    }
    async #secretWrites(entries, held, holds, persistence) {
        if (entries.length === 0)
            return [];
        const publicKey = this.#publicKey ?? (await this.#api.publicKey()).value;
        this.#publicKey = publicKey;
        // GitHub may exchange its public key at any time; what was sealed for the old one is sealed once more.
        let exchanged;
        return Promise.all(entries.map(async (entry) => {
            // Whoever may use an organization's secret now may use it afterwards: it is asked directly before each request.
            const renew = async () => {
                const audience = await this.#audienceOf(entry);
                await holds();
                return audience;
            };
            const put = (sealed, audience) => this.#api.putSecret(entry.name, sealed, audience, { ...persistence, renew });
            const first = await seal(held, entry, publicKey);
            let audience;
            const prepare = async () => {
                audience = await this.#audienceOf(entry);
            };
            const send = async () => {
                try {
                    await put(first, audience);
                }
                catch (error) {
                    if (statusOf(error) !== 422)
                        throw error;
                    try {
                        exchanged ??= this.#api.publicKey();
                        this.#publicKey = (await exchanged).value;
                        const sealed = await seal(held, entry, this.#publicKey);
                        await put(sealed, await renew());
                    }
                    catch (second) {
                        throw isAmbiguous(error) && !(0,rotation_problem/* endsRun */.sl)(second) ? error : second;
                    }
                }
            };
            return { entry, prepare, send };
        }));
    }
    async #variableWrites(entries, held, holds, persistence) {
        const { place, audience } = this.#destination;
        const isNew = place.kind === 'organization' && audience !== undefined && entries.length > 0;
        const body = isNew ? await this.#api.audienceBody(audience) : undefined;
        const renew = async () => {
            await holds();
            return undefined;
        };
        return entries.map((entry) => ({
            entry,
            // Variables hold IDs and nothing else, which are not secret.
            send: () => this.#api.putVariable(entry.name, held.id, body, { ...persistence, renew }),
        }));
    }
    /**
     * Who may use an organization's secret now. The configured audience serves only for one that was absent when this run
     * first looked, and still is.
     */
    async #audienceOf(entry) {
        const { place, audience } = this.#destination;
        if (place.kind !== 'organization')
            return undefined;
        if (this.#absent === undefined)
            await this.read();
        const { value: secret } = await this.#api.sharedSecret(entry.name);
        const body = secret?.audience ?? (await this.#newAudience(entry.name, audience));
        this.#pages = Math.max(this.#pages, pagesOf(body));
        this.#audiences.set(entry, body);
        return body;
    }
    async #newAudience(name, audience) {
        if (audience === undefined)
            throw this.#withoutAudience(name);
        if (this.#absent?.has(name) === true)
            return this.#api.audienceBody(audience);
        throw new rotation_problem/* Problem */.AF(`${name} was in ${this.name} when this run began, and is gone now: it is not made anew, since nobody can tell who used it.`, 'Somebody deletes it while it is rotated. If it is to be made anew, run again; if not, take it out of destinations.');
    }
    async #audienceProblems(shown) {
        const { place, secrets, audience } = this.#destination;
        if (place.kind !== 'organization')
            return [];
        const problems = [];
        const missing = shown.filter(({ updatedAt }) => updatedAt === undefined);
        if (audience === undefined) {
            for (const { name } of missing)
                problems.push((0,rotation_problem/* inSentences */.YP)(this.#withoutAudience(name)));
        }
        else if (missing.length > 0) {
            await this.#api.audienceBody(audience).catch((error) => problems.push((0,rotation_problem/* inSentences */.YP)(error)));
        }
        for (const { name } of secrets) {
            if (missing.some((each) => each.name === name))
                continue;
            try {
                const { value: secret } = await this.#api.sharedSecret(name);
                this.#pages = Math.max(this.#pages, pagesOf(secret?.audience));
            }
            catch (error) {
                if ((0,rotation_problem/* endsRun */.sl)(error))
                    throw error;
                problems.push((0,rotation_problem/* inSentences */.YP)(error));
            }
        }
        return problems;
    }
    #withoutAudience(name) {
        return new rotation_problem/* Problem */.AF(`${name} does not exist yet in ${this.name}, and nobody has said who may use it.`, 'Add "visibility: private", "visibility: all", or "visibility: selected" with "repositories: [owner/name]" to that destination.');
    }
}
async function seal(held, { format }, { key, key_id }) {
    return { encrypted_value: await held.seal(key, format), key_id };
}
function destination_client_listed({ at, value }) {
    return { at, value: [value] };
}

;// CONCATENATED MODULE: ./lib/github/destinations/destinations.js
/** All places that store the key: they are checked, read and written together. */









/** GitHub shows a write a moment after it has accepted it. */
const confirmationBound = 30 * rotation_time/* second */.Rc;
const confirmationSpacing = 2 * rotation_time/* second */.Rc;
/** Waits before each pass over what could not be written: as long as the secret is in hand, it is tried again. */
const passes = [0, 15, 30, 60, 120, 240].map((seconds) => seconds * rotation_time/* second */.Rc);
/** Waits before half a pair is completed, which no other destination should have to be waited for. */
const mendingDelays = [5 * rotation_time/* second */.Rc, 10 * rotation_time/* second */.Rc];
/** A limit that is answered so often for one destination is left to a later pass. */
const limitsInARow = 10;
/** A long publication says how far it has come this often. */
const progressSpacing = 30 * rotation_time/* second */.Rc;
/** Destinations that are read at the same time; GitHub allows 100 requests at once. */
const reading = { concurrency: 10 };
/** GitHub may show a write in a second look only, and requests may have to be sent again. */
const looksToConfirm = 2;
const spareRequests = 20;
/** What comes before a deactivation for each destination: whether it still holds the key, and whether jobs hold the old one. */
const looksBefore = 2;
/** The recovery secret: its public key, its writing, looks at its date, its deletion. */
const recoveryRequests = 8;
/** Others may use up what a wait was for. */
const mostWaits = 3;
/** Destinations on GitHub's REST API, with one client for each owner. */
class GitHubDestinations {
    #options;
    #all;
    constructor(options) {
        this.#options = options;
        this.#all = options.destinations.map((each) => new DestinationClient(each, options.clients.for(each.place.owner)));
    }
    /** Those that are not left out. */
    get #destinations() {
        return this.#options.archived.without(this.#all, ({ place }) => (0,destination/* repositoryOf */._M)(place));
    }
    async check(waiting) {
        for (let waits = 0;; waits += 1) {
            const found = await this.#look();
            const isComplete = found.problems.length === 0;
            const short = await this.#shortBudget();
            // Other problems are told at once, unless it may be the end of the budget that speaks out of them.
            if (short === undefined || !(isComplete || short.github.budget.left === 0))
                return found;
            const { budget } = short.github;
            const delay = budget.until(short.requests);
            const isTooSmall = short.requests > budget.limit;
            if (isTooSmall || waits === mostWaits || this.#options.clock.elapsed() + delay > this.#options.waitsUntil) {
                const problem = (0,rotation_problem/* inSentences */.YP)(budget.short(short.requests, 'publish a key everywhere, and to verify it'));
                return isComplete ? { ...found, problems: [problem], reading: undefined } : found;
            }
            waiting.progress(`GitHub leaves ${budget.owner} too few requests to publish a key; they are renewed in ${(0,rotation_time/* spoken */.vg)(delay)}`);
            await this.#wait(delay, waiting.holds);
        }
    }
    async read() {
        await this.#options.archived.lookAgain();
        const shown = await this.#readAll();
        await this.#findArchived(shown);
        return this.#asReading(this.#destinations.map((each) => shown.get(each)).filter((each) => each !== undefined));
    }
    async #readAll() {
        return new Map(await (0,p_map/* default */.Ay)(this.#destinations, async (each) => [each, await each.read()], reading));
    }
    /** A place that was not written with the others may be archived. Nobody asks about the rest. */
    async #findArchived(shown) {
        const since = (0,facts/* latestWrite */.PN)([...shown.values()]) - this.#options.publication - rotation_time/* minute */.Vc;
        const isBehind = ({ secrets }) => secrets.some(({ updatedAt }) => (updatedAt ?? 0) < since);
        const behind = [...shown].filter(([, place]) => isBehind(place)).map(([{ place }]) => (0,destination/* repositoryOf */._M)(place));
        if (shown.size > 1)
            await this.#options.archived.check(behind.filter((each) => each !== undefined));
    }
    sameNameNearby() {
        // What is asked afterwards is not left out.
        this.#keepFor('deactivation', looksBefore);
        return this.#options.sameNameNearby.look();
    }
    unfinishedRuns(before) {
        this.#keepFor('deactivation');
        return this.#options.unfinishedRuns.look(before);
    }
    safeguard(...request) {
        return this.#recoverySecret().write(...request);
    }
    clear(writtenAt) {
        return this.#recoverySecret().clear(writtenAt);
    }
    async publish(held, request) {
        const { clock } = this.#options;
        const concerned = await this.#toWrite(held.id, request);
        const publication = new Publication(concerned.length, request, clock);
        let left = concerned.map((destination) => ({
            destination,
            written: new Set(),
            error: undefined,
            isUnsure: false,
        }));
        let accepted = 0;
        for (const delay of passes) {
            if (delay > 0) {
                if (clock.elapsed() + delay > request.until)
                    break;
                await clock.sleep(delay);
            }
            const failed = [];
            // Half a pair is worse than none: what was begun is finished first.
            for (const before of left.toSorted((a, b) => b.written.size - a.written.size)) {
                // A run that is asked to stop finishes the pair in hand, and begins no other.
                if (clock.cancelled)
                    throw new rotation_problem/* Cancelled */.cJ();
                const after = await publication.write(before, held);
                accepted += after.written.size - before.written.size;
                if (after.error === undefined)
                    publication.tell();
                else
                    failed.push(after);
            }
            left = failed;
            // A clear refusal stands; only half a pair is worth asking for once more.
            const isTorn = delay === 0 && left.some(({ written }) => written.size > 0);
            if (!isTorn && left.every(({ error }) => isClearRefusal(error)))
                break;
        }
        const problems = [...new Set(left.map(({ error }) => (0,rotation_problem/* inSentences */.YP)(error)))];
        const refused = left.every(({ error, isUnsure }) => isClearRefusal(error) && !isUnsure);
        if (left.length > 0)
            return { key: held.id, accepted, window: undefined, problems, refused };
        const confirmed = await this.#confirm(held.id, request.window);
        if (typeof confirmed === 'object')
            return { key: held.id, accepted, window: confirmed, problems, refused };
        return { key: held.id, accepted, window: undefined, problems: [confirmed], refused: false };
    }
    async #look() {
        const { recovery, sameNameNearby, clients } = this.#options;
        const [kept, lacking, all] = await Promise.all([
            recovery?.check(),
            clients.lacking().catch((error) => [{ where: undefined, why: (0,rotation_problem/* inSentences */.YP)(error) }]),
            (0,p_map/* default */.Ay)(this.#destinations, async (each) => ({ destination: each, ...(await each.check()) }), reading),
        ]);
        // Of those that could not even be read, enough is said.
        const readable = all
            .filter((each) => each.reading !== undefined)
            .map((each) => (0,destination/* repositoryOf */._M)(each.destination.place));
        const repositories = await this.#options.archived.check(readable.filter((each) => each !== undefined));
        const checked = all.filter(({ destination }) => this.#destinations.includes(destination));
        // What is needed has been read by now, and its answers have told what can be spared for the rest.
        this.#keepFor('rotation');
        const nearby = await sameNameNearby.look();
        const found = checked.flatMap(({ destination, problems }) => problems.map((why) => ({ where: destination.name, why })));
        const others = repositories.map((why) => ({ where: undefined, why }));
        const problems = toldOnce([...lacking, ...found, ...others, ...(kept === undefined ? [] : [kept])]);
        const places = checked.map((each) => each.reading).filter((each) => each !== undefined);
        const complete = problems.length === 0 && places.length === checked.length;
        return {
            problems,
            reading: complete ? await this.#asReading(places) : undefined,
            // What keeps a place from being written mostly keeps it from being read, and is told.
            sameNameNearby: problems.length === 0 ? nearby : { ...nearby, unread: [] },
        };
    }
    /** The first token whose budget does not have what a rotation takes of it. */
    async #shortBudget() {
        const costs = [...this.#costs('rotation')].map(([github, requests]) => ({ github, requests }));
        await Promise.all(costs.map(({ github }) => github.askForBudget()));
        return costs
            .filter(({ github: { budget }, requests }) => requests > budget.limit || budget.until(requests) > 0)
            .toSorted((one, other) => other.github.budget.until(other.requests) - one.github.budget.until(one.requests))[0];
    }
    /** `besides`: so many more requests for each destination. */
    #keepFor(what, besides = 0) {
        const places = Map.groupBy(this.#destinations, ({ github }) => github);
        for (const [github, requests] of this.#costs(what)) {
            github.budget.keep(requests + besides * (places.get(github)?.length ?? 0));
        }
    }
    /**
     * What a rotation, or a deactivation, takes of each token's budget in one hour: there are no more writes in it than
     * the pace allows, and another hour has another budget.
     */
    #costs(what) {
        const { recovery, verifications } = this.#options;
        const costs = new Map();
        const add = (github, requests) => {
            costs.set(github, (costs.get(github) ?? spareRequests) + requests);
        };
        for (const { github, requests } of verifications)
            add(github, requests);
        if (recovery !== undefined)
            add(recovery.github, recoveryRequests);
        for (const [github, destinations] of Map.groupBy(this.#destinations, (each) => each.github)) {
            const sum = (count) => destinations.reduce((all, each) => all + count(each), 0);
            const inAnHour = Math.min(1, api_limits/* writesAnHour */.ei / sum(({ size }) => size));
            if (what === 'rotation')
                add(github, Math.ceil(sum(({ cost }) => cost.writing) * inAnHour));
            add(github, looksToConfirm * sum(({ cost }) => cost.confirming));
        }
        return costs;
    }
    /** Waits in slices, and says meanwhile that the run is at work. */
    async #wait(duration, holds) {
        const { clock } = this.#options;
        const end = clock.elapsed() + duration;
        for (let left = duration; left > 0; left = end - clock.elapsed()) {
            await clock.sleep(Math.min(left, rotation_time/* minute */.Vc));
            await holds();
        }
    }
    async #asReading(places) {
        const { recovery, time } = this.#options;
        const kept = await recovery?.read();
        return {
            at: Math.min(...places.map(({ at }) => at)),
            until: time.now(),
            ahead: time.aheadOfAws(),
            destinations: places.map(({ name, secrets }) => ({ name, secrets })),
            recovery: kept,
        };
    }
    /**
     * All destinations but those that hold the key already, written by an interrupted run. GitHub's clock has to be past
     * the beginning of the window before the first write, or the dates would tell nothing.
     */
    async #toWrite(key, { window, done }) {
        const { clock, time } = this.#options;
        const shown = done === undefined ? undefined : await this.read();
        await clock.sleep(Math.max(0, window.from + facts/* clockSlack */.xH - time.now()));
        if (done === undefined || shown === undefined)
            return this.#destinations;
        return this.#destinations.filter((_, index) => !(shown.destinations[index]?.secrets ?? []).every((secret) => (0,facts/* isInside */.FK)(secret, done, key)));
    }
    #recoverySecret() {
        const { recovery } = this.#options;
        if (recovery === undefined)
            throw new Error('no recovery secret is configured');
        return recovery;
    }
    /**
     * Reads until every secret is seen to have moved, each destination only as long as it has not, and until
     * organizations show the audience that was sent; a sentence when GitHub does not show it in time.
     */
    async #confirm(key, { from }) {
        const { clock } = this.#options;
        const start = clock.elapsed();
        const open = { from, to: undefined };
        let late = this.#destinations;
        let to = Number.POSITIVE_INFINITY;
        let latest = 0;
        for (;;) {
            const shown = await (0,p_map/* default */.Ay)(late, async (destination) => {
                const { at, ...place } = await destination.read();
                const missing = place.secrets.filter((secret) => !(0,facts/* isInside */.FK)(secret, open, key)).map(({ name }) => name);
                const changed = missing.length === 0 ? await destination.differentAudience() : undefined;
                return { destination, at, place, missing, changed };
            }, reading);
            to = Math.min(to, ...shown.map(({ at }) => at));
            latest = Math.max(latest, (0,facts/* latestWrite */.PN)(shown.map(({ place }) => place)));
            const unconfirmed = shown.filter(({ missing, changed }) => missing.length > 0 || changed !== undefined);
            // A write that was repeated may show its second date only later: the window lasts until this look.
            if (unconfirmed.length === 0)
                return { from, to: Math.max(to, latest) };
            if (clock.elapsed() - start >= confirmationBound) {
                const changed = unconfirmed.map((each) => each.changed).filter((sentence) => sentence !== undefined);
                const unseen = unconfirmed.flatMap(({ place, missing }) => missing.map((name) => `${name} in ${place.name}`));
                const accepted = `GitHub accepted ${unseen.join(', ')}, but does not show the change after ${(0,rotation_time/* spoken */.vg)(confirmationBound)}.`;
                return [...(unseen.length > 0 ? [accepted] : []), ...changed].join(' ');
            }
            late = unconfirmed.map(({ destination }) => destination);
            await clock.sleep(confirmationSpacing);
        }
    }
}
/** One publication under way: each destination in its turn, and a word on how far it has come. */
class Publication {
    #total;
    #request;
    #clock;
    #start;
    #told;
    #done = 0;
    constructor(total, request, clock) {
        this.#total = total;
        this.#request = request;
        this.#clock = clock;
        this.#start = clock.elapsed();
        this.#told = this.#start;
    }
    /**
     * Writes what is left of one destination, at the pace that GitHub allows. A limit is waited for, and the same
     * destination tried again; so is one that holds half a pair, twice, before any other gets its turn.
     */
    async write(unwritten, held) {
        const { destination } = unwritten;
        const { pace } = destination.github;
        let left = unwritten;
        let limits = 0;
        let mendings = 0;
        for (;;) {
            const stopped = await this.#turn(left);
            if (stopped !== undefined)
                return { ...left, error: stopped.error };
            const { written, error } = await destination.write(held, left.written, this.#request);
            left = { destination, written, error, isUnsure: left.isUnsure || isAmbiguous(error) };
            if (error === undefined) {
                pace.speedUp();
                return left;
            }
            if ((isPassingLimit(error) || error instanceof api_limits/* BudgetShort */.oq) && limits < limitsInARow) {
                limits += 1;
                continue;
            }
            const delay = written.size === 0 ? undefined : mendingDelays[mendings];
            if (delay === undefined || this.#clock.elapsed() + delay > this.#request.until)
                return left;
            mendings += 1;
            await this.#clock.sleep(delay);
        }
    }
    /** Says how far it has come, when that takes long. */
    tell() {
        this.#done += 1;
        const now = this.#clock.elapsed();
        if (now - this.#told < progressSpacing || this.#done === this.#total)
            return;
        this.#told = now;
        const taken = now - this.#start;
        const rate = Math.round((this.#done * rotation_time/* minute */.Vc) / taken);
        const left = (0,rotation_time/* spoken */.vg)((taken / this.#done) * (this.#total - this.#done));
        this.#request.progress(`${this.#far}, ${rate} a minute, about ${left} left`);
    }
    get #far() {
        return `${this.#done} of ${this.#total} destinations are written`;
    }
    /** Waits until all the writes may go, at GitHub's pace and within its hour; an error when that is not in this run. */
    async #turn({ destination, written }) {
        const { until, progress } = this.#request;
        const count = destination.size - written.size;
        const { pace, budget } = destination.github;
        const { writing, confirming } = destination.cost;
        // Half a pair is completed with whatever is left for that.
        const requests = written.size === 0 ? writing + confirming : count;
        for (let slices = 0;; slices += 1) {
            const delay = Math.max(pace.untilWrites(count), budget.until(requests));
            if (delay <= 0)
                return undefined;
            if (this.#clock.elapsed() + delay > until) {
                const error = new rotation_problem/* Problem */.AF(`GitHub's limits do not let ${destination.name} be written within the time-limit of this run.`, 'The next run goes on from here.');
                return { error };
            }
            if (slices === 0 && delay > rotation_time/* minute */.Vc)
                progress(`${this.#far}; GitHub's limits allow more in ${(0,rotation_time/* spoken */.vg)(delay)}`);
            await this.#clock.sleep(Math.min(delay, rotation_time/* minute */.Vc));
            // While nothing is written, that nobody can say whose the user is does not end the wait.
            if (delay > rotation_time/* minute */.Vc)
                await this.#held();
        }
    }
    /** Whether the run still holds the user; that nobody can say is one more way of not being written. */
    async #held() {
        const holds = this.#request.holds;
        try {
            await holds();
            return undefined;
        }
        catch (error) {
            if ((0,rotation_problem/* endsRun */.sl)(error))
                throw error;
            return { error };
        }
    }
}

;// CONCATENATED MODULE: ./lib/github/destinations/recovery-secret.js
/**
 * The recovery secret: one secret that holds the pending key until it is published everywhere. It is deleted then, not
 * overwritten: nothing that could leak is left behind, and a workflow that hands it in gets an empty value again, as
 * before the first rotation. https://docs.github.com/en/rest/actions/secrets
 */






/** GitHub shows a write a moment after it has accepted it. */
const recovery_secret_confirmationBound = 30 * rotation_time/* second */.Rc;
const recovery_secret_confirmationSpacing = 2 * rotation_time/* second */.Rc;
/** A limit that lasts longer is no reason to wait with a key in hand that nobody has yet. */
const recovery_secret_longestLimit = rotation_time/* minute */.Vc;
class RecoverySecret {
    #api;
    #name;
    /** The account that a key in it belongs to. */
    #account;
    constructor(github, place, account) {
        this.#api = new GitHubPlace((0,destination/* placeOf */.$t)(place), github, patience);
        this.#name = place.name;
        this.#account = account;
    }
    /** What stands against writing it, in sentences. */
    async check() {
        try {
            await this.#api.publicKey();
            return undefined;
        }
        catch (error) {
            if ((0,rotation_problem/* endsRun */.sl)(error))
                throw error;
            return { where: this.#api.name, why: (0,rotation_problem/* inSentences */.YP)(error) };
        }
    }
    get github() {
        return this.#api.github;
    }
    async read() {
        const { value } = await this.#api.secrets([this.#name]);
        return value[0] ?? { name: this.#name, updatedAt: undefined };
    }
    /**
     * Seals the key into the secret, unless somebody else has written it since: `replaces` is the date, by GitHub's clock,
     * of what may be overwritten. Reads back when that was. @throws only what ends the run
     */
    async write(held, about, { holds, replaces }) {
        const format = { ...about, account: this.#account };
        const renew = async () => {
            await holds();
            return undefined;
        };
        let mayBeWritten = false;
        const put = async () => {
            const { at, value } = await this.#api.publicKey();
            const sealed = { encrypted_value: await held.seal(value.key, format), key_id: value.key_id };
            await holds();
            const wasWritten = mayBeWritten;
            mayBeWritten = true;
            try {
                await this.#api.putSecret(this.#name, sealed, undefined, { longest: recovery_secret_longestLimit, renew }, this.#doing('write'));
            }
            catch (error) {
                mayBeWritten = wasWritten || !isClearRefusal(error);
                throw error;
            }
            return at;
        };
        try {
            const { updatedAt: there } = await this.read();
            if (there !== undefined && there !== replaces) {
                const problem = `Somebody else has written the recovery secret ${this.#name} meanwhile, and it stays as it is.`;
                return { problem, mayBeWritten };
            }
            const since = await put().catch((error) => {
                // GitHub may exchange its public key at any time; what was sealed for the old one is sealed once more.
                if (statusOf(error) !== 422)
                    throw error;
                return put();
            });
            return { writtenAt: await this.#writtenSince(since) };
        }
        catch (error) {
            if ((0,rotation_problem/* endsRun */.sl)(error))
                throw error;
            return { problem: (0,rotation_problem/* inSentences */.YP)(error), mayBeWritten };
        }
    }
    /** The date of a write that was sent after `since`, by GitHub's clock: its servers may disagree by a little. */
    async #writtenSince(since) {
        for (let waited = 0;; waited += recovery_secret_confirmationSpacing) {
            const { updatedAt } = await this.read();
            const isLast = waited >= recovery_secret_confirmationBound;
            if (updatedAt !== undefined && updatedAt >= (isLast ? since - facts/* clockSlack */.xH : since))
                return updatedAt;
            if (isLast)
                break;
            await this.github.pause(recovery_secret_confirmationSpacing);
        }
        throw new rotation_problem/* Problem */.AF(`GitHub accepted the recovery secret ${this.#name}, but does not show the change after ${(0,rotation_time/* spoken */.vg)(recovery_secret_confirmationBound)}.`, 'Nobody has the new key yet. Run again; see https://www.githubstatus.com if it stays so.');
    }
    /** Deletes the secret, unless it was written at another time than this, by GitHub's date; whether it is gone. */
    async clear(writtenAt) {
        const { updatedAt } = await this.read();
        if (updatedAt !== undefined && updatedAt !== writtenAt)
            return false;
        if (updatedAt !== undefined)
            await this.#api.deleteSecret(this.#name, this.#doing('delete'));
        return true;
    }
    #doing(what) {
        return `${what} the recovery secret ${this.#name}`;
    }
}

;// CONCATENATED MODULE: ./lib/github/places/repositories.js
/**
 * Repositories that cannot take a key, though their names are right: renamed, or archived. An archived one runs nothing
 * and takes no secret, so that its destinations are left out until it is unarchived:
 * https://docs.github.com/en/repositories/archiving-a-github-repository/archiving-repositories
 */






/** GitHub allows 100 requests at once. */
const repositories_reading = { concurrency: 10 };
/** Which repositories of destinations are known to be archived. */
class ArchivedRepositories {
    #destinations;
    #clients;
    #warn;
    /** In lower case. */
    #archived = new Set();
    #told = new Set();
    /** `warn` tells a person, who may have forgotten. */
    constructor(destinations, clients, warn) {
        this.#destinations = destinations;
        this.#clients = clients;
        this.#warn = warn;
    }
    /**
     * Looks at these repositories, each owner's at once. Archived ones are left out until a look finds them unarchived; what
     * else stands against writing to them comes back in sentences.
     */
    async check(fullNames) {
        const spellings = new Map(fullNames.toReversed().map((name) => [name.toLowerCase(), name]));
        const owners = Map.groupBy(spellings.values(), (name) => name.toLowerCase().split('/')[0] ?? '');
        const looks = await (0,p_map/* default */.Ay)(owners, ([owner, names]) => repositoriesOf(this.#clients.for(owner), names));
        const found = looks.flat();
        const archived = found.filter(([, repository]) => typeof repository === 'object' && repository.archived);
        for (const [name, repository] of found)
            if (typeof repository === 'object')
                this.#archived.delete(name.toLowerCase());
        for (const [name] of archived)
            this.#archived.add(name.toLowerCase());
        this.#tell(archived.map(([name]) => name));
        return found
            .filter(([name]) => !this.#isLeftOut(name))
            .map(([name, repository]) => whyNot(name, repository))
            .filter((why) => why !== undefined);
    }
    /** Looks once more at what is left out: whoever has unarchived it may use the key that it holds. */
    async lookAgain() {
        await this.check([...this.#archived]);
    }
    /** What is known to be archived; of destinations that are all archived, none is left out. */
    #isLeftOut(fullName) {
        const isArchived = (name) => name !== undefined && this.#archived.has(name.toLowerCase());
        return isArchived(fullName) && !this.#destinations.every(({ place }) => isArchived((0,destination/* repositoryOf */._M)(place)));
    }
    /** What is not in a repository that is left out; all, where nothing else is there. */
    without(all, fullNameOf) {
        const left = all.filter((each) => !this.#isLeftOut(fullNameOf(each)));
        return left.length === 0 ? all : left;
    }
    /** Each once. */
    #tell(fullNames) {
        const names = fullNames.filter((each) => this.#isLeftOut(each) && !this.#told.has(each.toLowerCase()));
        if (names.length === 0)
            return;
        for (const each of names)
            this.#told.add(each.toLowerCase());
        this.#warn(`Left out while archived: ${names.join(', ')}. An archived repository takes no secret and runs nothing, so the key that its secrets hold is replaced without it. Take it out of destinations, or unarchive it: then it is due for the new key.`);
    }
}
/** What stands against writing to a repository, in sentences; undefined: nothing that is known. */
function whyNot(fullName, repository) {
    if (typeof repository === 'string')
        return repository;
    if (repository.archived) {
        return `${fullName} is archived, so its secrets cannot be written. Remove it from destinations, or unarchive it.`;
    }
    if ((0,destination/* isSameName */.yS)(repository.full_name, fullName))
        return undefined;
    return `${fullName} is called ${repository.full_name} now. Write the new name into destinations.`;
}
/** Each of these repositories of one owner, or why it cannot be looked at. */
async function repositoriesOf(github, fullNames) {
    const known = fullNames.length > 1 ? await installed(github, fullNames.length) : new Map();
    return (0,p_map/* default */.Ay)(fullNames, async (name) => [name, known.get(name.toLowerCase()) ?? (await look(github, name))], repositories_reading);
}
const ofInstallation = 'GET /installation/repositories';
function listing(place) {
    return { doing: 'ask which repositories the token has', place, permission: permissions.metadata('read') };
}
/**
 * The repositories of an App's installation, a hundred with each request; empty for other tokens, and where asking for
 * each one takes less.
 */
async function installed(github, wanted) {
    const found = new Map();
    try {
        for await (const { items, total = 0 } of github.pages(ofInstallation, {}, listing(github.budget.owner))) {
            for (const repository of items)
                found.set(repository.full_name.toLowerCase(), repository);
            if (total > wanted * pageSize)
                break;
        }
    }
    catch (error) {
        // Not an App's token, or nothing that each repository's own answer would not tell better.
        if ((0,rotation_problem/* endsRun */.sl)(error))
            throw error;
    }
    return found;
}
/**
 * Whether a token may not see all repositories of an owner: an App's says so, and a fine-grained one does not tell.
 * https://docs.github.com/en/rest/apps/installations#list-repositories-accessible-to-the-app-installation
 * @throws Problem when GitHub does not answer
 */
async function sightOf(github, owner) {
    try {
        const { data } = await github.ask(ofInstallation, { per_page: 1 }, listing(`the organization ${owner}`));
        return data.repository_selection === 'all' ? 'all' : 'selected';
    }
    catch (error) {
        if (!(error instanceof Refusal) || error.failure.status !== 403 || mayPass(error))
            throw error;
        // A classic token, which tells its scopes, sees what its user sees.
        return error.failure.headers['x-oauth-scopes'] === undefined ? 'untold' : 'all';
    }
}
/** One repository, or why it cannot be looked at. */
async function look(github, fullName) {
    const [owner, repo] = fullName.split('/');
    const purpose = { doing: 'look at the repository', place: fullName, permission: permissions.metadata('read') };
    try {
        return (await github.ask('GET /repos/{owner}/{repo}', { owner, repo }, purpose)).data;
    }
    catch (error) {
        if ((0,rotation_problem/* endsRun */.sl)(error))
            throw error;
        return (0,rotation_problem/* inSentences */.YP)(error);
    }
}

;// CONCATENATED MODULE: ./lib/github/old-key/organization-readers.js
/** Who may use a secret of an organization, as far as the token sees. */





/** Repositories of one organization that are looked at; with more, looking would take longer than rotating. */
const mostRepositories = 1_000;
class OrganizationReaders {
    #clients;
    #questions;
    constructor(clients, questions) {
        this.#clients = clients;
        this.#questions = questions;
    }
    /** The full names of repositories that may use it. `isWide`: all of the organization, or all private ones. */
    async of(place, name) {
        const api = new GitHubPlace(place, this.#clients.for(place.owner));
        const where = `the repositories that may use ${name} of ${api.name}`;
        const permission = secretPermission(place, 'read');
        const question = { where, place: api.name, names: [name], github: api.github, permission };
        const found = await this.#questions.ask(question, async () => {
            const { value: secret } = await api.sharedSecret(name);
            if (secret === undefined)
                return undefined;
            const { visibility } = secret.audience;
            if (visibility === 'selected')
                return { readers: secret.readers.map(({ full_name }) => full_name), isWide: false };
            return { readers: await this.#repositoriesOf(place.owner, visibility, name), isWide: true };
        });
        return found ?? { readers: [], isWide: false };
    }
    /** Tells that a list of repositories lacks those that the token was not given: it does not say so itself. */
    async tellUnseen(org, names) {
        const github = this.#clients.for(org);
        const where = `other repositories of the organization ${org}`;
        const unseen = {
            where,
            place: `the organization ${org}`,
            names,
            github,
            permission: permissions.metadata('read'),
        };
        const sight = await this.#questions.ask(unseen, () => sightOf(github, org));
        if (sight === 'selected') {
            const why = `the App, or its token, has only some of the repositories there. Install it for all repositories of ${org}, or make sure that the others have no secret of the same name`;
            this.#questions.unread.push({ ...unseen, why });
        }
        if (sight === 'untold') {
            const why = 'a fine-grained token does not tell whether it was given all repositories there. If it was not, make sure that the others have no secret of the same name';
            this.#questions.unread.push({ ...unseen, why });
        }
    }
    async #repositoriesOf(org, visibility, name) {
        const github = this.#clients.for(org);
        const place = `the organization ${org}`;
        const names = [];
        const listing = github.pages('GET /orgs/{org}/repos', { org }, { doing: 'list the repositories', place, permission: permissions.metadata('read') });
        for await (const { items } of listing) {
            const readers = items.filter((each) => each.archived !== true && (visibility === 'all' || each.private));
            names.push(...readers.map(({ full_name }) => full_name));
            if (items.length < pageSize || names.length < mostRepositories)
                continue;
            const why = `only the first ${mostRepositories} repositories are looked at`;
            this.#questions.unread.push({ where: `other repositories of ${place}`, names: [name], why });
            return names.slice(0, mostRepositories);
        }
        return names;
    }
}

;// CONCATENATED MODULE: ./lib/github/old-key/questions.js
/** Questions that a rotation can do without: what gets no answer is told, and nothing ends for it. */


/** All questions of one look. */
class Questions {
    unread = [];
    /** The answer, or undefined where there is none: that is told. @throws only what ends the run */
    async ask(question, ask) {
        const { github, permission, ...told } = question;
        try {
            github.budget.requireSpare();
            return await ask();
        }
        catch (error) {
            if ((0,rotation_problem/* endsRun */.sl)(error))
                throw error;
            const why = (0,rotation_problem/* inSentences */.YP)(error);
            const lacks = isDenial(error) && why.includes(`lacks ${permission.app}`) ? permission.app : undefined;
            this.unread.push({ ...told, why, ...(lacks && { lacking: { who: github.budget.owner, what: lacks } }) });
            return undefined;
        }
    }
}

;// CONCATENATED MODULE: ./lib/github/old-key/unread.js
/** What could not be read, told in few sentences however many places it concerns. */

/** Names so many places, and counts the others. */
const namedPlaces = 4;
/** One sentence for each reason; `what` says in its beginning what is not known of these places. */
function unreadTold(unread, what) {
    const reasons = Map.groupBy(unread, ({ where, why, place = where }) => why.replaceAll(place, 'the place'));
    return [...reasons].map(([reason, all]) => {
        const others = all.length - namedPlaces;
        const named = all
            .slice(0, namedPlaces)
            .map(({ where }) => where)
            .join(', ');
        const where = others > 0 ? `${named} and ${others} more` : named;
        const [only, ...more] = all;
        const isOne = more.length === 0;
        return `${what(where, isOne)}: ${(0,rotation_problem/* asSentence */.KG)(isOne ? (only?.why ?? '') : reason)}`;
    });
}
/**
 * Where there may be more of the same names. What one token lacks in several ways is told in one sentence. Answers come
 * in any order, and are told in one.
 */
function unreadNames(unread) {
    const inOrder = unread.toSorted((one, other) => one.where.localeCompare(other.where, 'en', { numeric: true }));
    const groups = Map.groupBy(inOrder, ({ names, lacking }) => JSON.stringify([names, lacking?.who]));
    return [...groups.values()].flatMap((all) => {
        const names = (all[0]?.names ?? []).join(' or ') || 'ID of the key';
        return unreadTold(withOneReason(all), (where, isOne) => {
            const isPlural = !isOne || /^(?:other|the (?:environments|repositories|variables)) /.test(where);
            const beginning = where.replace(/^(?:the|other) /, (word) => word.charAt(0).toUpperCase() + word.slice(1));
            return `${beginning} ${isPlural ? 'may have their own' : 'may have its own'} ${names}; this run may not look`;
        });
    });
}
function withOneReason(all) {
    const who = all[0]?.lacking?.who;
    const what = [...new Set(all.map(({ lacking }) => lacking?.what))];
    if (who === undefined || what.length === 1)
        return all;
    const why = `${who} lacks ${what.join(', ')}. Grant that, or make sure yourself that nobody stores the key there`;
    return all.map(({ where }) => ({ where, why }));
}

;// CONCATENATED MODULE: ./lib/github/old-key/same-name-nearby.js
/**
 * Secrets of configured names that nobody has listed: at a narrower or a wider level, or in another store of the same
 * place; and variables that show the ID of a key. GitHub prefers an environment's secret to its repository's, and that to
 * its organization's: https://docs.github.com/en/actions/reference/security/secrets#naming-your-secrets
 *
 * A repository takes up to six requests where its places have the same names (its environments, the secrets of its
 * organization, its other stores, its variables), and one for each environment; an organization takes a few.
 */









/** Why an environment is left out. */
const unaddressable = 'no address can have its name in it: give the environment another name';
/** GitHub allows 100 requests at once. */
const same_name_nearby_reading = { concurrency: 10 };
/** The ID of a user's long-term key: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const keyId = /^AKIA\w{12,124}$/;
/** These stores tell of a repository which secrets of its organization it may use; of the others, the organization does. */
const toldByRepositories = ['actions', 'agents'];
class SameNameNearby {
    #options;
    constructor(options) {
        this.#options = options;
    }
    /** What cannot be read is told as unread. @throws only what ends the run */
    async look() {
        const look = new Look(this.#options);
        const places = await look.around();
        return { places, ahead: this.#options.time.aheadOfAws(), unread: unreadNames(look.unread) };
    }
}
/** One look around all destinations. */
class Look {
    #questions = new Questions();
    #options;
    #listed;
    #dismissed;
    #suspects = new Map();
    /** Repositories whose Actions secrets are destinations, or may hold the key: their environments may have the same names. */
    #above = new Map();
    /** Where a variable may show the key, and what the secrets of destinations there are called. */
    #variables = new Map();
    constructor(options) {
        this.#options = options;
        this.#listed = new Map(options.destinations.map((each) => [(0,destination/* identityOf */.cu)(each.place), each]));
        this.#dismissed = new Set(options.otherKeys.map(destination/* identityOf */.cu));
    }
    get unread() {
        return this.#questions.unread;
    }
    async around() {
        for (const { place, secrets } of this.#options.destinations) {
            const names = new Map(secrets.map((each) => [each.name, each]));
            if (place.kind === 'organization')
                await this.#aroundOrganization(place, names);
            else
                this.#aroundRepository(place, names);
        }
        await (0,p_map/* default */.Ay)(this.#above.values(), (each) => this.#environments(each), same_name_nearby_reading);
        const found = await (0,p_map/* default */.Ay)([...this.#suspects.values()].flatMap((each) => this.#looksAt(each)), (look) => look(), same_name_nearby_reading);
        const variables = await (0,p_map/* default */.Ay)(this.#variables.values(), (each) => this.#variablesOf(each), same_name_nearby_reading);
        const places = Map.groupBy(found.flat(), ({ suspect }) => suspect);
        return [
            ...[...places].map(([suspect, all]) => this.#nearby(suspect, all)),
            ...variables.filter((place) => place !== undefined),
        ];
    }
    #aroundRepository(place, names) {
        const { owner, repo } = place;
        for (const store of this.#options.stores)
            this.#suspect({ kind: 'repository', owner, repo, store }, names);
        this.#suspect({ kind: 'organization', owner, store: (0,destination/* storeOf */.xX)(place) }, names, { seenFrom: { owner, repo } });
        if (place.kind === 'repository' && place.store === 'actions')
            this.#mayHaveBelow({ owner, repo }, names);
        if (place.kind === 'environment')
            this.#mayShow(place, names.keys());
        this.#mayShow({ kind: 'repository', owner, repo, store: 'actions' }, names.keys());
    }
    async #aroundOrganization(place, names) {
        const { owner, store } = place;
        for (const other of this.#options.stores)
            this.#suspect({ kind: 'organization', owner, store: other }, names);
        this.#mayShow({ kind: 'organization', owner, store: 'actions' }, names.keys());
        const readers = new OrganizationReaders(this.#options.clients, this.#questions);
        let isWide = false;
        for (const [name, entry] of names) {
            const shared = await readers.of(place, name);
            isWide ||= shared.isWide;
            for (const fullName of shared.readers) {
                const [, repo = ''] = fullName.split('/');
                this.#suspect({ kind: 'repository', owner, repo, store }, new Map([[name, entry]]), { takesPrecedence: true });
                if (store === 'actions')
                    this.#mayHaveBelow({ owner, repo }, new Map([[name, entry]]));
                this.#mayShow({ kind: 'repository', owner, repo, store: 'actions' }, [name]);
            }
        }
        if (isWide)
            await readers.tellUnseen(owner, [...names.keys()]);
    }
    /** What is listed is written, and what is dismissed holds another key. */
    #suspect(place, names, { takesPrecedence = false, seenFrom } = {}) {
        const identity = (0,destination/* identityOf */.cu)(place);
        const own = this.#listed.get(identity)?.secrets ?? [];
        const left = [...names].filter(([name]) => !own.some((each) => each.name === name));
        if (left.length === 0 || this.#dismissed.has(identity))
            return;
        const known = this.#suspects.get(identity);
        const isAnywhere = seenFrom === undefined || known?.seenFrom === 'anywhere';
        this.#suspects.set(identity, {
            place,
            names: new Map([...(known?.names ?? []), ...left]),
            takesPrecedence: takesPrecedence || known?.takesPrecedence === true,
            seenFrom: isAnywhere
                ? 'anywhere'
                : new Map([...(known?.seenFrom ?? []), [fullNameOf(seenFrom).toLowerCase(), seenFrom]]),
        });
    }
    #mayHaveBelow(repository, names) {
        const key = fullNameOf(repository).toLowerCase();
        this.#above.set(key, { repository, names: new Map([...(this.#above.get(key)?.names ?? []), ...names]) });
    }
    #mayShow(place, names) {
        const known = this.#variables.get((0,destination/* identityOf */.cu)(place))?.names ?? [];
        this.#variables.set((0,destination/* identityOf */.cu)(place), { place, names: [...new Set([...known, ...names])] });
    }
    async #environments({ repository, names, }) {
        const place = fullNameOf(repository);
        const github = this.#options.clientAt(repository.owner, repository.repo);
        const where = `the environments of ${place}`;
        const told = { place, names: [...names.keys()], github, permission: permissions.actions('read') };
        await this.#questions.ask({ where, ...told }, async () => {
            const listing = github.pages('GET /repos/{owner}/{repo}/environments', { ...repository }, { doing: 'list the environments', place, permission: told.permission }, { isOptional: true });
            for await (const { items } of listing) {
                for (const { name: environment } of items) {
                    if ((0,destination/* isAddressable */.$C)(environment))
                        this.#suspect({ kind: 'environment', ...repository, environment }, names, { takesPrecedence: true });
                    // A request for its secrets would go to another address.
                    else
                        this.#questions.unread.push({
                            where: `the environment “${(0,presentable/* presentable */.KC)(environment)}” of ${place}`,
                            names: told.names,
                            why: unaddressable,
                        });
                }
            }
        });
    }
    /** Every request that a suspect takes. */
    #looksAt(suspect) {
        const { place, names: all, seenFrom } = suspect;
        const names = [...all.keys()];
        const of = (secrets = []) => secrets
            .filter(({ name, updatedAt }) => names.includes(name) && updatedAt !== undefined)
            .map((secret) => ({ suspect, secret }));
        if (place.kind !== 'organization') {
            return [async () => of(await this.#askOf(place, { names }, async (api) => (await api.secrets(names)).value))];
        }
        if (seenFrom === 'anywhere' || !toldByRepositories.includes(place.store)) {
            return [
                async () => {
                    const shared = await this.#askOf(place, { names }, async (api) => {
                        const secrets = [];
                        for (const { visibility, ...secret } of await api.sharedSecrets(names)) {
                            if (await isSeen(api, secret.name, visibility, seenFrom))
                                secrets.push(secret);
                        }
                        return secrets;
                    });
                    return of(shared);
                },
            ];
        }
        return [...seenFrom.values()].map((repository) => async () => {
            const from = { kind: 'repository', ...repository, store: place.store };
            const told = { names, where: `the organization of ${(0,destination/* nameOf */.Vb)(from)}` };
            const secrets = await this.#askOf(from, told, (api) => api.organizationSecrets(names));
            // A user shares nothing.
            if (secrets !== undefined && secrets.length > 0)
                this.#mayShow({ ...place, store: 'actions' }, names);
            return of(secrets);
        });
    }
    /** Variables that show a key, on the first page of them; those of a destination are written. */
    async #variablesOf({ place, names, }) {
        const api = new GitHubPlace(place, this.#options.clients.for(place.owner));
        const where = `the variables of ${api.name}`;
        const permission = variablePermission(place, 'read');
        const question = { where, place: api.name, names, github: api.github, permission };
        const found = await this.#questions.ask(question, () => api.firstVariables());
        if (found === undefined)
            return undefined;
        const { total, variables } = found;
        if (total > variables.length) {
            this.#questions.unread.push({ where, names, why: `only the first ${variables.length} of ${total} are looked at` });
        }
        const listed = this.#listed.get((0,destination/* identityOf */.cu)(place));
        const own = listed?.variables.map(({ name }) => `variable ${name}`) ?? [];
        const secrets = variables
            .map((each) => ({ ...each, value: each.value?.trim() ?? '' }))
            .filter(({ name, value }) => keyId.test(value) && !own.includes(name));
        if (secrets.length === 0)
            return undefined;
        const shown = secrets.map(({ name }) => `${name.replace(/^variable /, '')}: access-key-id`);
        const listing = `- { ${(0,destination/* fieldsOf */.Pf)(place)}, secrets: { ${same_name_nearby_spelled(listed?.secrets ?? [])} }, variables: { ${shown.join(', ')} } }`;
        return { name: api.name, secrets, takesPrecedence: false, listing, dismissal: undefined };
    }
    /** What all looks at one place have found. */
    #nearby({ place, names, takesPrecedence }, found) {
        const secrets = new Map(found.map(({ secret }) => [secret.name, secret]));
        const entries = [...(this.#listed.get((0,destination/* identityOf */.cu)(place))?.secrets ?? []), ...names.values()];
        const listing = `- { ${(0,destination/* fieldsOf */.Pf)(place)}, secrets: { ${same_name_nearby_spelled(entries)} } }`;
        const dismissal = `- { ${(0,destination/* fieldsOf */.Pf)(place)} }`;
        return { name: (0,destination/* nameOf */.Vb)(place), secrets: [...secrets.values()], takesPrecedence, listing, dismissal };
    }
    #askOf(place, { names, where = (0,destination/* nameOf */.Vb)(place) }, ask) {
        const github = this.#options.clients.for(place.owner);
        const question = { where, names, place: (0,destination/* nameOf */.Vb)(place), github, permission: secretPermission(place, 'read') };
        return this.#questions.ask(question, () => ask(new GitHubPlace(place, github)));
    }
}
/** Whether one of these repositories may use a secret of their organization; which of them are private is not asked. */
async function isSeen(api, name, visibility, from) {
    if (from === 'anywhere' || visibility !== 'selected')
        return true;
    return (await api.readers(name)).some(({ full_name }) => from.has(full_name.toLowerCase()));
}
function same_name_nearby_spelled(entries) {
    return entries.map(({ name, format }) => `${name}: ${format}`).join(', ');
}
function fullNameOf({ owner, repo }) {
    return `${owner}/${repo}`;
}

;// CONCATENATED MODULE: ./lib/github/old-key/run-lists.js
/**
 * The runs of a repository that have not ended. Lists that are filtered have come back empty or incomplete
 * (actions-runner-controller#362, iterative/cml#923, dawidd6/action-download-artifact#56), so that they count only as far
 * as they show what is known to be there.
 */

/**
 * The states of a run that has not ended, in the order in which it passes through them, so that one that moves on while
 * they are asked for is met again. A run at work may go back to any of them for its next job, and may be called `queued`
 * while some of its jobs run (cli/cli#13972): it is met first, and none of them says more than that it has not ended.
 * https://docs.github.com/en/rest/actions/workflow-runs#list-workflow-runs-for-a-repository
 */
const unfinishedStates = ['in_progress', 'requested', 'pending', 'waiting', 'queued', 'in_progress'];
const run_lists_pageSize = 100;
/** GitHub shows 1,000 results of a search at most. */
const run_lists_mostPages = 10;
/**
 * Every run that has not ended: by one request where the newest hundred runs reach back far enough, page by page where
 * that takes no more requests than to search, and else by searches that are held against the newest page.
 * @throws GitHubError, and BudgetShort
 */
async function unfinishedRunsOf(asked) {
    const found = new Map();
    const newest = await page(asked, {}, 1);
    keep(newest, found);
    const complete = () => ({ runs: [...found.values()], gap: undefined });
    if (reachesBack(newest, asked))
        return complete();
    const likely = likelyPages(newest, asked);
    if (likely <= unfinishedStates.length && (await pageOn(asked, likely + 1, found)))
        return complete();
    const gap = await search(asked, newest, found);
    if (gap === undefined || (await pageOn(asked, run_lists_mostPages, found)))
        return complete();
    return { runs: [...found.values()], gap };
}
/** Reads the plain list from its second page on; whether it reaches back far enough. */
async function pageOn(asked, lastPage, found) {
    for (let number = 2; number <= lastPage; number += 1) {
        const older = await page(asked, {}, number);
        keep(older, found);
        if (reachesBack(older, asked))
            return true;
    }
    return false;
}
/** How many pages it takes to reach back, if the runs before those of the first came as often. */
function likelyPages(newest, { since }) {
    const [first = since, last = since] = [newest.at(0), newest.at(-1)].map((run) => Date.parse(run?.created_at ?? ''));
    return Math.ceil((first - since) / Math.max(first - last, rotation_time/* second */.Rc));
}
/** Adds what searches find; what is wrong with them, if anything is. */
async function search(asked, newest, found) {
    const created = `>=${(0,rotation_time/* utc */.n$)(asked.since)}`;
    const searched = new Map();
    let isAll = true;
    for (const status of unfinishedStates)
        isAll = (await pages(asked, { status, created }, searched)) && isAll;
    for (const [id, run] of searched)
        found.set(id, run);
    if (!isAll)
        return 'more runs have not ended than a search shows';
    const known = newest.filter(isUnfinished).map(({ id }) => id);
    const missing = [...known, ...(asked.canary === undefined ? [] : [asked.canary])].filter((id) => !searched.has(id));
    if (missing.length > 0) {
        const isThere = await stillUnfinished(asked);
        const lost = missing.find((id) => id === asked.canary || isThere(id));
        if (lost !== undefined)
            return `the search for unfinished runs lacks the run ${lost}`;
    }
    if (searched.size > 0)
        return undefined;
    // Nothing was found, and nothing was known that had to be: then searches have to find at least what has ended.
    const ended = await page(asked, { status: 'completed', created }, 1);
    return ended.length > 0 ? undefined : 'the search for finished runs shows none, and there are some';
}
/** A run may have ended since the list was read; one that has left the first page is taken to go on. */
async function stillUnfinished(asked) {
    const again = await page(asked, {}, 1);
    const ended = new Set(again.filter((run) => !isUnfinished(run)).map(({ id }) => id));
    return (id) => !ended.has(id);
}
/** Every page of a search; whether they were all. */
async function pages(asked, filter, found) {
    for (let number = 1; number <= run_lists_mostPages; number += 1) {
        const runs = await page(asked, filter, number);
        keep(runs, found);
        if (runs.length < run_lists_pageSize)
            return true;
    }
    return false;
}
async function page({ github, owner, repo }, filter, number) {
    github.budget.requireSpare();
    const parameters = { owner, repo, ...filter, per_page: run_lists_pageSize, ...(number === 1 ? {} : { page: number }) };
    const route = 'GET /repos/{owner}/{repo}/actions/runs';
    return (await github.request(route, parameters)).data.workflow_runs;
}
function keep(runs, found) {
    for (const run of runs.filter(isUnfinished))
        found.set(run.id, run);
}
function isUnfinished({ status }) {
    return status !== 'completed';
}
/** Plain lists begin with the newest run. */
function reachesBack(runs, { since }) {
    const oldest = runs.length < run_lists_pageSize ? undefined : runs.at(-1);
    return oldest === undefined || Date.parse(oldest.created_at) < since;
}

;// CONCATENATED MODULE: ./lib/github/old-key/unfinished-runs.js
/**
 * Workflow runs that got their secrets earlier and have not ended. GitHub reads secrets when it queues a run:
 * https://docs.github.com/en/actions/concepts/security/secrets
 */













/** GitHub allows 100 requests at once. */
const unfinished_runs_reading = { concurrency: 10 };
/**
 * Looks at every repository whose jobs use a destination: one request for each, and up to eight or more where a hundred
 * runs or more were created in that time.
 */
class UnfinishedRuns {
    #options;
    constructor(options) {
        this.#options = options;
    }
    /**
     * Runs that were created before a moment of GitHub's clock, oldest first; a re-run counts as the run that it repeats,
     * since it may get the same secrets (cli/cli#13522). What the token may not read is told as unread.
     * @throws Problem when GitHub does not answer, which may pass
     */
    async look(before) {
        const unread = [];
        const everybody = [];
        const repositories = await this.#repositories(unread, everybody);
        const runs = await (0,p_map/* default */.Ay)(repositories, (fullName) => this.#runsOf(fullName, before, unread), unfinished_runs_reading);
        return {
            runs: runs
                .flat()
                .sort((one, other) => one.created - other.created)
                .map(runTold),
            unread: [
                ...unreadTold(unread, (where) => `Whether jobs may still hold the old key is not known of ${where}`),
                ...everybody,
            ],
        };
    }
    /** Jobs of these repositories get secrets of a destination; nobody asks a codespace. */
    async #repositories(unread, everybody) {
        const names = new Map();
        for (const { place, secrets } of this.#options.destinations) {
            if ((0,destination/* storeOf */.xX)(place) === 'codespaces')
                continue;
            const own = (0,destination/* repositoryOf */._M)(place);
            const users = own === undefined
                ? await this.#readersOf(place, secrets.map(({ name }) => name), unread, everybody)
                : [own];
            for (const fullName of users)
                names.set(fullName.toLowerCase(), fullName);
        }
        return [...names.values()];
    }
    async #readersOf(place, names, unread, everybody) {
        const api = new GitHubPlace(place, this.#options.clients.for(place.owner));
        const readers = [];
        const forAll = [];
        for (const name of names) {
            try {
                const { value: secret } = await api.sharedSecret(name);
                if (secret === undefined)
                    continue;
                readers.push(...secret.readers.map(({ full_name }) => full_name));
                const { visibility } = secret.audience;
                if (visibility !== 'selected')
                    forAll.push({ name, visibility });
            }
            catch (error) {
                unread.push({ where: api.name, why: unreadable(error) });
            }
        }
        if (forAll.length > 0) {
            const isForAll = forAll.some(({ visibility }) => visibility === 'all');
            everybody.push(`${forAll.map(({ name }) => name).join(', ')} of ${api.name}: ${isForAll ? 'all' : 'all private'} repositories may use it, and are not searched for jobs that still hold the old key. There, only time protects them (deactivate-after).`);
        }
        return readers;
    }
    async #runsOf(fullName, before, unread) {
        const found = await this.#list(fullName, before - facts/* oldestRun */.TS).catch((error) => {
            unread.push({ where: fullName, why: unreadable(error) });
            return { runs: [], gap: undefined };
        });
        const runs = found.runs
            .filter((run) => !this.#isOwn(fullName, run, before - facts/* settlingOfWrites */.mi))
            .map((run) => ({
            name: `${(0,presentable/* presentable */.KC)(run.name ?? run.path)} #${run.run_number} in ${fullName}`,
            status: (0,presentable/* presentable */.KC)(run.status ?? 'unknown'),
            created: Date.parse(run.created_at),
            url: (0,presentable/* presentable */.KC)(run.html_url),
        }))
            .filter(({ created }) => created <= before);
        // Where one holds the old key, it does not matter that there may be more.
        if (found.gap !== undefined && runs.length === 0) {
            throw new rotation_problem/* Problem */.AF(`GitHub's lists of the workflow runs of ${fullName} contradict each other: ${found.gap}`, 'Run again later. Until they agree, nobody knows whether a job still holds the old key, and it stays on.');
        }
        return runs;
    }
    /** This run, or a verification that was dispatched since the publication. */
    #isOwn(fullName, { id, event, path, created_at: created }, published) {
        const { own, verificationWorkflows } = this.#options;
        const isVerification = verificationWorkflows.some(
        // GitHub may put a ref behind the path: `.github/workflows/verify.yml@main`.
        ({ owner, repo, file }) => (0,destination/* isSameName */.yS)(`${owner}/${repo}`, fullName) && path.split('@')[0]?.endsWith(`/${file}`));
        const isFresh = Date.parse(created) >= published;
        return (0,destination/* isSameName */.yS)(`${fullName}/${id}`, own) || (isVerification && event === 'workflow_dispatch' && isFresh);
    }
    async #list(fullName, since) {
        const [owner = '', repo = ''] = fullName.split('/');
        const github = this.#options.clientAt(owner, repo);
        const id = /\/(\d+)$/.exec(this.#options.own)?.[1];
        const canary = id !== undefined && (0,destination/* isSameName */.yS)(`${fullName}/${id}`, this.#options.own) ? Number(id) : undefined;
        try {
            return await unfinishedRunsOf({ github, owner, repo, since, canary });
        }
        catch (error) {
            throw this.#explained(error, fullName, github);
        }
    }
    #explained(error, place, { token }) {
        if (!isGitHubError(error))
            return error;
        return explain(error, {
            doing: 'list the workflow runs',
            place,
            permission: permissions.actions('read'),
            token,
        });
    }
}
function runTold({ name, status, created, url }) {
    return `${name}, ${status}, created ${(0,rotation_time/* utc */.n$)(created)}: ${url}`;
}
/** Why a token may not read something; anything that may pass is thrown on, since it says nothing of the runs. */
function unreadable(error) {
    if (isDenial(error))
        return `${(0,rotation_problem/* inSentences */.YP)(error)} Until then, only time protects them`;
    throw error;
}

;// CONCATENATED MODULE: ./lib/github/rotation-run.js
const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}';
class RotationRuns {
    #clientAt;
    #own;
    #time;
    /** `own`: this run, `owner/repo/run-id`. */
    constructor(clientAt, own, time) {
        this.#clientAt = clientAt;
        this.#own = own;
        this.#time = time;
    }
    async look(run, attempt) {
        try {
            const { data, at } = await this.#ask(run, attempt);
            if (data.status !== 'completed')
                return { kind: 'unfinished' };
            return { kind: 'completed', end: Date.parse(data.updated_at) - this.#time.aheadOfAws(at) };
        }
        catch {
            // Without "actions: read" there, or when the run is deleted: time decides instead.
            return { kind: 'unreadable' };
        }
    }
    async queued() {
        try {
            // A re-run may see the secrets of the first attempt (cli/cli#13522), so that one's time counts.
            const { data } = await this.#ask(this.#own.run, this.#own.attempt);
            return Date.parse(data.created_at);
        }
        catch {
            return 'unreadable';
        }
    }
    #ask(run, attempt) {
        const [owner = '', repo = '', id = ''] = run.split('/');
        const parameters = { owner, repo, run_id: Number(id), attempt_number: attempt };
        return this.#clientAt(owner, repo).request(route, parameters);
    }
}

// EXTERNAL MODULE: ./node_modules/universal-github-app-jwt/index.js + 3 modules
var universal_github_app_jwt = __webpack_require__(2438);
;// CONCATENATED MODULE: ./lib/github/tokens/app.js
/**
 * Tokens of a GitHub App, one for each owner of repositories: as narrow as the run allows, and new before they expire.
 * https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/authenticating-as-a-github-app-installation
 */








/** A token is replaced this long before it expires, so that no request meets its end. */
const refreshMargin = 5 * rotation_time/* minute */.Vc;
/** GitHub's own servers may not all know a new token at once. */
const replication = 10 * rotation_time/* second */.Rc;
/** A JWT says that it was made this much earlier: clocks that differ by less need not be asked. */
const jwtMargin = 30 * rotation_time/* second */.Rc;
/** https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app */
const app_mostRepositories = 500;
const levels = [undefined, 'read', 'write', 'admin'];
/** The installations of one App, and their tokens, which are masked. */
class AppTokens {
    #options;
    #github;
    #installations = new Map();
    #grants = new Map();
    constructor(options) {
        this.#options = options;
        this.#github = new GitHubClient(requestAsApp(options), 'github-app-id', options.clock, options.time);
    }
    /**
     * What sends for one owner, each request with a token that is valid for minutes at least. A token that is refused is
     * asked again while it is new, and replaced once where it is not. It throws a Problem where no token can be had.
     */
    requestFor(owner) {
        const { clock } = this.#options;
        return async (route, parameters) => {
            for (let refusedBefore = false;; refusedBefore = true) {
                const grant = await this.#grantFor(owner.toLowerCase());
                try {
                    return await grant.request(route, parameters);
                }
                catch (error) {
                    if (error.status !== 401)
                        throw error;
                    if (clock.elapsed() - grant.mintedAt < replication)
                        await clock.sleep(rotation_time/* second */.Rc);
                    else if (refusedBefore)
                        throw error;
                    else
                        await this.#discard(owner.toLowerCase(), grant);
                }
            }
        };
    }
    /**
     * What the run needs and the owner has not granted, as GitHub's page calls it; nothing where the needs are `all`. That an
     * installation does not report a name that nobody has published says nothing.
     * @throws Problem
     */
    async lacking(owner) {
        const { permissions, unpublished = {} } = this.#needsOf(owner);
        if (permissions === 'all')
            return [];
        const { permissions: granted } = await this.#installationOf(owner);
        const reported = Object.entries(unpublished).filter(([name]) => granted[name] !== undefined);
        return missing({ ...permissions, ...Object.fromEntries(reported) }, granted);
    }
    async #grantFor(owner) {
        const known = this.#grants.get(owner);
        if (known !== undefined) {
            const grant = await known;
            if (this.#options.clock.elapsed() < grant.refreshAt)
                return grant;
            if (this.#grants.get(owner) === known)
                this.#grants.delete(owner);
        }
        return remembered(this.#grants, owner, () => this.#mint(owner));
    }
    /** Forgets a token that GitHub no longer accepts. */
    async #discard(owner, { token }) {
        if ((await this.#grants.get(owner))?.token === token)
            this.#grants.delete(owner);
    }
    #needsOf(owner) {
        return this.#options.needs.get(owner.toLowerCase()) ?? { repositories: 'all', permissions: 'all' };
    }
    #installationOf(owner) {
        return remembered(this.#installations, owner.toLowerCase(), () => this.#find(owner));
    }
    async #find(owner) {
        const { appId } = this.#options;
        const installation = (await this.#look(owner, 'GET /orgs/{org}/installation', { org: owner })) ??
            (await this.#look(owner, 'GET /users/{username}/installation', { username: owner }));
        if (installation === undefined) {
            throw new rotation_problem/* Problem */.AF(`The GitHub App ${appId} is not installed for ${owner}`, `Install it there (settings of the App, "Install App") with access to the repositories that this run uses, or correct the name of the owner.`);
        }
        if (typeof installation.suspended_at === 'string')
            throw new rotation_problem/* Problem */.AF(...suspended(appId, owner));
        return installation;
    }
    async #look(owner, route, parameters) {
        try {
            return (await this.#ask(owner, route, parameters)).data;
        }
        catch (error) {
            if (statusOf(error) === 404 && !isUnknownApp(error))
                return undefined;
            throw this.#explained(error, owner);
        }
    }
    async #mint(owner) {
        const { mask, send, baseUrl, clock } = this.#options;
        const { data, at } = await this.#askForToken(owner, await this.#installationOf(owner));
        mask(data.token);
        const mintedAt = clock.elapsed();
        const lifetime = Date.parse(data.expires_at) - at;
        const refreshAt = mintedAt + lifetime - Math.min(refreshMargin, lifetime / 2);
        return { token: data.token, request: send(data.token, baseUrl), mintedAt, refreshAt };
    }
    /** The narrowest token that GitHub gives. */
    async #askForToken(owner, { id, permissions: granted }) {
        const needs = this.#needsOf(owner);
        let scope = scopeOf(needs, granted);
        for (;;) {
            try {
                return await this.#ask(owner, 'POST /app/installations/{installation_id}/access_tokens', {
                    installation_id: id,
                    ...scope,
                });
            }
            catch (error) {
                const { repositories, permissions } = scope;
                if (statusOf(error) !== 422)
                    throw this.#explained(error, owner);
                // The check of each place says what is the matter with it; here it would be one sentence for all.
                if (repositories !== undefined && isAboutRepositories(error))
                    scope = { permissions };
                else if (permissions === undefined)
                    throw this.#explained(error, owner);
                else if (isPresumptuous(permissions, needs))
                    scope = { ...scope, permissions: without(permissions, needs) };
                else {
                    // Read anew: it may have changed since the last token.
                    this.#installations.delete(owner.toLowerCase());
                    const lacking = await this.lacking(owner);
                    if (lacking.length > 0 || !isStrange(permissions, needs)) {
                        throw refused(notGranted(this.#options.appId, lacking, owner), error);
                    }
                    scope = { repositories };
                }
            }
        }
    }
    #ask(owner, route, parameters) {
        const doing = `get a token of the GitHub App ${this.#options.appId}`;
        return this.#github.ask(route, parameters, {
            doing,
            place: owner,
            permission: permissions.metadata('read'),
        });
    }
    /** A refusal in words about the App; anything else as it is. */
    #explained(error, owner) {
        return error instanceof Refusal ? refused(whyNoToken(error, this.#options.appId, owner), error) : error;
    }
}
/** Signs each request as the App, by GitHub's clock: where that is another one than was known, once more. */
function requestAsApp({ appId: id, privateKey, baseUrl, send, mask, time }) {
    const signed = async (now) => {
        const { token } = await (0,universal_github_app_jwt/* default */.A)({ id, privateKey, now: Math.floor(now / rotation_time/* second */.Rc) });
        mask(token);
        return send(token, baseUrl);
    };
    return async (route, parameters) => {
        const known = time.now();
        try {
            return await (await signed(known))(route, parameters);
        }
        catch (error) {
            const { status, response } = error;
            const shown = time.heard(response?.headers ?? {});
            if (status !== 401 || Math.abs(shown - known) < jwtMargin)
                throw error;
            return (await signed(shown))(route, parameters);
        }
    };
}
/** One attempt at a time for each key; what passes by itself is tried again by the next call. */
function remembered(values, key, make) {
    const known = values.get(key);
    if (known !== undefined)
        return known;
    const made = make().catch((error) => {
        const isLasting = error instanceof rotation_problem/* Problem */.AF && !mayPass(error);
        if (!isLasting && values.get(key) === made)
            values.delete(key);
        throw error;
    });
    values.set(key, made);
    return made;
}
function missing(needed, granted) {
    return Object.entries(needed)
        .filter(([name, level]) => levels.indexOf(granted[name]) < levels.indexOf(level))
        .map(([name, level]) => titleOf(name, level));
}
function scopeOf({ repositories, permissions, unpublished = {}, useful = {}, perhapsUseful = {} }, granted) {
    const isGranted = ([name, level]) => levels.indexOf(granted[name]) >= levels.indexOf(level);
    // Left out, they would be lacking; and by another name they cannot be asked for.
    const isAskable = permissions !== 'all' && Object.keys(unpublished).every((name) => granted[name] !== undefined);
    const isNarrow = repositories !== 'all' && repositories.length > 0 && repositories.length <= app_mostRepositories;
    const wanted = Object.fromEntries(Object.entries({ ...perhapsUseful, ...useful }).filter(isGranted));
    return {
        ...(isAskable ? { permissions: { ...wanted, ...permissions, ...unpublished } } : {}),
        ...(isNarrow ? { repositories } : {}),
    };
}
/** Whether a name that minting may not know is asked for, and not needed. */
function isPresumptuous(asked, needs) {
    return Object.keys(without(asked, needs)).length < Object.keys(asked).length;
}
function without(asked, { unpublished = {}, perhapsUseful = {} }) {
    return Object.fromEntries(Object.entries(asked).filter(([name]) => !(name in perhapsUseful) || name in unpublished));
}
/** Whether one of these names may be unknown to minting, for all that the installation has it. */
function isStrange(asked, { unpublished = {} }) {
    return Object.keys(unpublished).some((name) => name in asked);
}
/** One refusal of the same words, whether it is known beforehand or by GitHub's refusal of a token. */
function notGranted(appId, lacking, owner) {
    const which = lacking.length === 0 ? 'permissions that it needs' : lacking.join(', ');
    return [
        `The GitHub App ${appId} is not granted ${which} for ${owner}`,
        `Set this in the settings of the App, and let an owner of ${owner} approve it in the installation: permissions that are added later count from then on only.`,
    ];
}
/**
 * To whoever asked with the token, GitHub did not accept it (401): what it said of the token itself, that it was not
 * found for example, is no answer to their question. Limits and outages stay what they are.
 */
function refused([message, remedy], error) {
    if (!(error instanceof Refusal))
        return error;
    const { failure } = error;
    const status = isLastingRefusal(error) ? 401 : failure.status;
    const { headers, ambiguous } = failure;
    return new Refusal(message, remedy, Object.assign(new Error(failure.message), { status, headers, ambiguous }));
}
function isAboutRepositories(error) {
    return error instanceof Refusal && /repositor/i.test(error.failure.message);
}
function isUnknownApp(error) {
    return error instanceof Refusal && /integration not found/i.test(error.failure.message);
}
function suspended(appId, owner) {
    return [
        `The installation of the GitHub App ${appId} for ${owner} is suspended`,
        `Let whoever suspended it, an owner of ${owner} or of the App, unsuspend it in the settings of the installation.`,
    ];
}
function whyNoToken(error, appId, owner) {
    const { status, message } = error.failure;
    const said = (0,rotation_problem/* asSentence */.KG)((0,presentable/* presentable */.KC)(message.replace(/ - https?:\/\/\S+$/, '')));
    if (isPassingLimit(error))
        return [
            `GitHub gave no token for ${owner}: a rate limit of the GitHub App ${appId} is reached.`,
            'Run again when it has passed.',
        ];
    if (status === 401 || isUnknownApp(error))
        return [
            `GitHub does not know a GitHub App ${appId} with this private key: ${said}`,
            'github-app-id is the App ID or the client ID in the settings of the App (not that of an installation), and github-app-private-key one of the private keys that are listed there.',
        ];
    if (status === 403 && /suspended/i.test(message))
        return suspended(appId, owner);
    if (status === 0)
        return [
            `GitHub could not be reached for a token of the GitHub App ${appId} for ${owner} (${(0,presentable/* presentable */.KC)(message)}).`,
            (0,problems/* networkRemedy */.xO)(error) ?? 'Check github-api-url and the network of the runner, then run again.',
        ];
    return [
        `GitHub gave the GitHub App ${appId} no token for ${owner}: ${status} ${said}`,
        status >= 500 ? 'See https://www.githubstatus.com and run again.' : 'Fix what the message names and run again.',
    ];
}

;// CONCATENATED MODULE: ./lib/github/tokens/tokens.js
/** Which token a request carries: one for all owners, or one of the App's for each. */






function clientsOf(uses, send, mask, clock, time) {
    const { github, githubApiUrl: baseUrl } = uses;
    if (github.kind === 'token') {
        const client = new GitHubClient(send(github.token, baseUrl), 'github-token', clock, time);
        return { for: () => client, lacking: async () => [] };
    }
    const needs = needsOf(uses);
    const tokens = new AppTokens({ ...github, baseUrl, send, needs, mask, clock, time });
    const clients = new Map();
    return {
        for: (owner) => {
            const key = owner.toLowerCase();
            const client = clients.get(key) ?? new GitHubClient(tokens.requestFor(key), 'github-app-id', clock, time, owner);
            clients.set(key, client);
            return client;
        },
        lacking: async () => {
            const lacking = await Promise.all([...needs.keys()].map(async (owner) => ({ owner, titles: await tokens.lacking(owner) })));
            return lacking
                .filter(({ titles }) => titles.length > 0)
                .map(({ owner, titles }) => {
                return { where: owner, why: (0,rotation_problem/* inSentences */.YP)(new rotation_problem/* Problem */.AF(...notGranted(github.appId, titles, owner))) };
            });
        },
    };
}
/** What each owner is asked for, and nothing beyond it: https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app */
function needsOf({ destinations, recovery, verificationWorkflows, job }) {
    const uses = new Map();
    const use = (owner, repo, ...needed) => {
        const key = owner.toLowerCase();
        const known = uses.get(key) ?? { repositories: new Set(), permissions: [], hasOrganization: false, verifies: false };
        uses.set(key, known);
        if (repo === undefined)
            known.hasOrganization = true;
        else
            known.repositories.add(repo);
        known.permissions.push(...needed);
        return known;
    };
    for (const { place, secrets, variables } of destinations) {
        use(place.owner, place.kind === 'organization' ? undefined : place.repo, ...(secrets.length > 0 ? [secretPermission(place, 'write')] : []), ...(variables.length > 0 ? [variablePermission(place, 'write')] : []));
    }
    if (recovery !== undefined)
        use(recovery.owner, recovery.repo, secretPermission((0,destination/* placeOf */.$t)(recovery), 'write'));
    for (const { owner, repo } of verificationWorkflows) {
        if ((0,destination/* isSameName */.yS)(`${owner}/${repo}`, `${job.owner}/${job.repo}`))
            continue;
        use(owner, repo, permissions.actions('write'), permissions.contents('read')).verifies = true;
    }
    return new Map([...uses].map(([owner, each]) => [owner, tokens_scopeOf(each)]));
}
function tokens_scopeOf({ repositories, permissions: needed, hasOrganization, verifies }) {
    return {
        repositories: hasOrganization ? 'all' : [...repositories],
        permissions: { metadata: 'read', ...levelsOf(needed.filter(({ isPublished }) => isPublished)) },
        unpublished: levelsOf(needed.filter(({ isPublished }) => !isPublished)),
        useful: {
            ...seeing,
            ...(hasOrganization ? { organization_secrets: 'read' } : {}),
            // What a failed verification says.
            ...(verifies ? { checks: 'read' } : {}),
        },
        perhapsUseful: { ...perhapsSeeing, ...(hasOrganization ? perhapsSeeingOrganizations : {}) },
    };
}
/** Of each permission the highest level that is needed. */
function levelsOf(needed) {
    const levels = {};
    for (const { slug, level } of needed)
        if (levels[slug] !== 'write')
            levels[slug] = level;
    return levels;
}
/** What shows runs that may hold the old key, and the same names nearby. */
const seeing = { actions: 'read', environments: 'read', secrets: 'read', dependabot_secrets: 'read' };
const perhapsSeeing = {
    codespaces_secrets: 'read',
    agent_secrets: 'read',
    actions_variables: 'read',
    organization_actions_variables: 'read',
};
const perhapsSeeingOrganizations = {
    organization_dependabot_secrets: 'read',
    organization_agent_secrets: 'read',
};

// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
;// CONCATENATED MODULE: ./lib/github/verification/own-workflow.js
/** The workflow file that this run comes from, as far as it tells that the recovery secret does not come back. */


/**
 * Whether the steps that name a recovery secret hand it back: `missing` where none of them does, `other` where all of
 * them hand in another secret. Whatever cannot be told from the file alone (expressions, other files, steps with inputs
 * of their own) counts as handed back.
 */
function handsBack(content, job, secret) {
    const jobs = mapOf(mapOf(parsed(content))['jobs']);
    const own = job === undefined || jobs[job] === undefined ? Object.values(jobs) : [jobs[job]];
    const steps = own.flatMap((each) => {
        const { steps: all } = mapOf(each);
        return Array.isArray(all) ? all.map((step) => inputsOf(mapOf(step))) : [];
    });
    const judged = steps.filter((inputs) => inputs.has('recovery-secret-name')).map((inputs) => judge(inputs, secret));
    const [first = 'yes', ...others] = judged;
    return others.every((each) => each === first) ? first : 'yes';
}
function judge(inputs, secret) {
    const handed = inputs.get('recovery-secret') ?? '';
    if (handed !== '') {
        const [, plain] = /^\$\{\{\s*secrets\.(\w+)\s*\}\}$/i.exec(handed) ?? [];
        return plain === undefined || plain.toUpperCase() === secret.toUpperCase() ? 'yes' : 'other';
    }
    // An action around this one may have another name for it.
    const mention = new RegExp(`toJSON\\(\\s*secrets|\\b${secret}\\b`, 'i');
    const others = [...inputs].filter(([name]) => name !== 'recovery-secret-name');
    return others.some(([, value]) => value.includes('${{') && mention.test(value)) ? 'yes' : 'missing';
}
/** A warning with the line to write, where the file can be read and does not hand the secret back. @throws only what ends the run */
async function warnOfMissingHandBack(github, { owner, repo, path, ref, job }, { secret, line }) {
    try {
        github.budget.requireSpare();
        const route = 'GET /repos/{owner}/{repo}/contents/{path}';
        const { data } = await github.request(route, { owner, repo, path, ref });
        const found = handsBack(Buffer.from(data.content ?? '', 'base64').toString('utf8'), job, secret);
        if (found === 'yes')
            return undefined;
        const what = found === 'missing' ? 'does not hand it back' : 'hands another secret back';
        return `The workflow ${path} names the recovery secret ${secret} and ${what}: an interrupted rotation could not be finished with the key in it. Write into the step: "${line}".`;
    }
    catch (error) {
        if ((0,rotation_problem/* endsRun */.sl)(error))
            throw error;
        // The file cannot be read, or not now: nothing is known against it.
        return undefined;
    }
}
function parsed(content) {
    try {
        // Its warnings quote the file, and would go to the log as it stands there.
        return (0,dist/* parse */.qg)(content, { logLevel: 'error' });
    }
    catch {
        return undefined;
    }
}
/** What a step hands to its action; GitHub compares the names of inputs without regard to case. */
function inputsOf(step) {
    const inputs = Object.entries(mapOf(step['with']));
    return new Map(inputs.map(([name, value]) => [name.toLowerCase(), String(value ?? '').trim()]));
}
function mapOf(node) {
    return typeof node === 'object' && node !== null && !Array.isArray(node) ? { ...node } : {};
}

;// CONCATENATED MODULE: ./lib/github/verification/polling.js
/** How often a run is looked at: soon at first, rarely later, and never so often that a token runs out of requests. */

/** A run takes a minute or half an hour: looks come at first every few seconds, then every half minute. */
const delays = [5, 5, 5, 5, 10, 10, 15, 20, 20, 20].map((seconds) => seconds * rotation_time/* second */.Rc);
const lastDelay = 30 * rotation_time/* second */.Rc;
/** Others take a run that is silent for ten minutes for dead, and most looks cost nothing. */
const longestDelay = 2 * rotation_time/* minute */.Vc;
/** Requests that are left to the other work of the token: writing, reading, and other jobs. */
const keptBack = 100;
/** How many requests an answer says are left; undefined where GitHub does not limit them. */
function budgetOf({ headers }) {
    const remaining = Number(headers['x-ratelimit-remaining'] ?? Number.NaN);
    const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN) * rotation_time/* second */.Rc;
    const at = Date.parse(String(headers['date'] ?? ''));
    return [remaining, reset, at].every(Number.isFinite) ? { remaining, reset, at } : undefined;
}
/**
 * How long to wait before the next look; `look` counts from 0. What is left is spread over the time until it is renewed,
 * among all who wait with the same token: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
function pollingDelay(look, budget, waiting) {
    const usual = delays[look] ?? lastDelay;
    if (budget === undefined)
        return usual;
    const left = Math.max(0, budget.reset - budget.at);
    const looks = Math.max(1, Math.floor((budget.remaining - keptBack) / waiting));
    return Math.max(usual, Math.min(left / looks, longestDelay));
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./lib/key/fingerprint.js
var fingerprint = __webpack_require__(2283);
// EXTERNAL MODULE: ./lib/github/verification/coverage.js
var coverage = __webpack_require__(8177);
// EXTERNAL MODULE: ./lib/text/nearest.js
var nearest = __webpack_require__(4581);
;// CONCATENATED MODULE: ./lib/github/verification/missing-workflow.js
/** Why a workflow that somebody has named is not there, and which ones are. */



/** Names so many files, and counts the others. */
const namedFiles = 20;
/** In sentences; undefined where the files cannot be listed, or the file is where it has to be. */
async function whyMissing(workflow) {
    const { owner, repo, file, ref } = workflow;
    const repository = await ask(workflow, 'GET /repos/{owner}/{repo}');
    if (repository === undefined)
        return undefined;
    const main = repository.default_branch;
    const onMain = await filesOn(workflow, main);
    const isElsewhere = ref !== undefined && ref !== main;
    const there = isElsewhere ? await filesOn(workflow, ref) : onMain;
    const name = `${file} in ${owner}/${repo}`;
    if (there?.includes(file)) {
        // GitHub lists a workflow, and lets it be started anywhere, once the default branch has its file.
        if (!isElsewhere || onMain === undefined || onMain.includes(file))
            return undefined;
        return `${name} is on ${ref}, but not on the default branch ${main}: GitHub starts a workflow only when its file is there too. Merge it.`;
    }
    if (onMain === undefined && there === undefined)
        return undefined;
    const found = there ?? onMain ?? [];
    const files = filesTold(found, there === undefined ? main : (ref ?? main), file);
    if (!isElsewhere)
        return `${name} was not found on ${main}, the default branch. ${files} Correct verification-workflow.`;
    const onDefault = onMain?.includes(file) ? `The default branch ${main} has it.` : `The default branch is ${main}.`;
    return `${name} is not on ${ref}, or there is no such branch or tag. ${onDefault} ${files} Correct verification-workflow.`;
}
function filesTold(files, where, file) {
    if (files.length === 0)
        return `There are no workflow files on ${where}.`;
    const others = files.length - namedFiles;
    const named = files.slice(0, namedFiles).map((each) => (0,presentable/* presentable */.KC)(each, 100));
    const meant = (0,nearest/* nearest */.p)(file, files, () => 2);
    const hint = meant === undefined || meant === file ? '' : ` Did you mean ${(0,presentable/* presentable */.KC)(meant, 100)}?`;
    return `Workflow files on ${where}: ${named.join(', ')}${others > 0 ? ` and ${others} more` : ''}.${hint}`;
}
/** https://docs.github.com/en/rest/repos/contents#get-repository-content, which lists a directory as well. */
async function filesOn(workflow, ref) {
    const parameters = { path: '.github/workflows', ref };
    const listed = await ask(workflow, 'GET /repos/{owner}/{repo}/contents/{path}', parameters);
    return listed?.filter(({ name, type }) => type === 'file' && /\.ya?ml$/.test(name)).map(({ name }) => name);
}
/** Undefined for whatever GitHub does not show: what was asked before says why. @throws what ends the run */
async function ask({ owner, repo, github }, route, parameters = {}) {
    try {
        return (await github.request(route, { owner, repo, ...parameters })).data;
    }
    catch (error) {
        if (isGitHubError(error))
            return undefined;
        throw error;
    }
}

;// CONCATENATED MODULE: ./lib/verify/failures.js
/**
 * Why a job is not proven to use the expected key: each is the title of an annotation of the verify action, and the
 * beginning of its message. The rotation reads them, as far as its token may.
 */
const failures = {
    input: 'An input of the verify action is not allowed',
    absent: 'This job holds no access key',
    malformed: 'What this job holds is no access key',
    sessionToken: 'A session token is set beside the access key of this job',
    temporary: 'This job holds temporary credentials, not an access key',
    otherKey: 'This job holds another access key than the expected one',
    mixedPair: 'The ID and the secret of this job belong to two different access keys',
    rejected: 'AWS rejects the access key of this job',
    otherAccount: 'The access key of this job belongs to another account than the expected one',
    otherUser: 'The access key of this job belongs to another user than the expected one',
    root: 'The answer about the access key of this job names a root user',
    elsewhere: 'This job would not ask AWS itself about its access key',
    unasked: 'AWS could not be asked about the access key of this job',
    smtpRejected: 'SES rejects the SMTP password of this job',
    smtpElsewhere: 'The SMTP host is not one of SES and proves nothing',
    smtpUnasked: 'SES could not be asked about the SMTP password of this job',
};
/** What a job shows that was queued before GitHub handed out what was just written: later jobs may pass. */
const passing = [failures.otherKey, failures.mixedPair, failures.smtpRejected];
/** Whether a failure of this title may pass by itself, right after secrets were written. */
function maySettle(title) {
    return passing.includes(title);
}

;// CONCATENATED MODULE: ./lib/github/verification/run.js
/** One run of a verification workflow, from its dispatch to its verdict: https://docs.github.com/en/rest/actions/workflow-runs */









/** A run is not always readable the moment it exists. */
const visibleWithin = rotation_time/* minute */.Vc;
/** A run that has not begun by then mostly waits for something that will not come. */
const beginsWithin = 5 * rotation_time/* minute */.Vc;
/** GitHub shows 100 items a page, and no run has more than 1,000 jobs. */
const run_pageSize = 100;
const run_mostPages = 10;
/** GitHub allows 100 requests at once. */
const run_reading = { concurrency: 10 };
/** A message names so many failed jobs, and counts the others. */
const namedJobs = 3;
/** So much of an annotation is quoted: whoever may push to that repository may have written it. */
const longestQuote = 400;
/** What the runner does before a job's own steps: downloads actions, say. */
const setUp = 'Set up job';
/** Follows exactly this run, until it ends or has had its time. */
class VerificationRun {
    #options;
    #etag;
    #budget;
    #shown;
    /** Whom or what the run waits for; asked once each time that it begins to. */
    #awaited;
    /** The obstacle that was told last. */
    #told;
    constructor(options) {
        this.#options = options;
    }
    /** @throws Problem when GitHub does not tell */
    async judgement() {
        const judgement = await this.#judgement();
        const created = Date.parse(this.#shown?.created_at ?? '');
        return Number.isNaN(created) ? judgement : { ...judgement, created };
    }
    async #judgement() {
        const { clock, until, waiting, meanwhile } = this.#options;
        const start = clock.elapsed();
        for (let look = 0;; look += 1) {
            if ((await this.#look(start)) === 'gone' || this.#isAnother())
                return this.#gone();
            if (this.#shown?.status === 'completed')
                return this.#judge(this.#shown);
            if ((this.#shown?.run_attempt ?? 1) > 1)
                return this.#rerun();
            const lasting = clock.elapsed() - start;
            const obstacle = await this.#obstacle(lasting);
            if (obstacle !== this.#told)
                this.#tell(obstacle);
            if (clock.elapsed() >= until)
                return this.#unfinished(lasting, obstacle);
            await clock.sleep(Math.min(pollingDelay(look, this.#budget, waiting), until - clock.elapsed()));
            await meanwhile();
        }
    }
    /** An answer that says that nothing has changed costs nothing of the rate limit. */
    async #look(start) {
        const { github, owner, repo, id, earlier, clock, until } = this.#options;
        const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}';
        const headers = this.#etag === undefined ? {} : { headers: { 'if-none-match': this.#etag } };
        try {
            const answer = await github.request(route, { owner, repo, run_id: id, ...headers }, { until });
            this.#budget = budgetOf(answer);
            this.#etag = answer.headers['etag'] === undefined ? undefined : String(answer.headers['etag']);
            this.#shown = answer.data;
            return undefined;
        }
        catch (error) {
            if (!isGitHubError(error))
                throw error;
            const isYoung = clock.elapsed() - start < visibleWithin;
            if (error.status === 304)
                this.#budget = budgetOf(error);
            // Octokit throws also that nothing has changed. What may pass ends no wait.
            if (error.status === 304 || mayPass(error))
                return undefined;
            if (error.status === 404 && earlier !== undefined)
                return 'gone';
            if (error.status === 404 && isYoung)
                return undefined;
            throw this.#explained(error, 'follow the verification run');
        }
    }
    /** What keeps the run from going on, in sentences; undefined while nothing is known to. */
    async #obstacle(lasting) {
        if (this.#shown?.status !== 'waiting')
            this.#awaited = undefined;
        switch (this.#shown?.status) {
            case 'waiting':
                this.#awaited ??= await this.#ask();
                return `It waits for ${this.#awaited}.`;
            case 'requested':
            case 'pending':
            case 'queued':
                if (lasting < beginsWithin)
                    return undefined;
                return 'Check that a runner for its runs-on is free while the rotation occupies one, and that neither the workflow nor its jobs share a concurrency group with the rotation, which waits for them, or with a run that is stuck.';
            default:
                return undefined;
        }
    }
    /** Whom a run waits for: https://docs.github.com/en/rest/actions/workflow-runs#get-pending-deployments-for-a-workflow-run */
    async #ask() {
        const { github, owner, repo, id, until } = this.#options;
        const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments';
        try {
            const { data } = await github.request(route, { owner, repo, run_id: id }, { until });
            if (data.length > 0)
                return data.map(awaitedBy).join(', and ');
        }
        catch (error) {
            if (!isGitHubError(error))
                throw error;
        }
        return 'a protection rule of its environment';
    }
    #tell(obstacle) {
        const { name, progress } = this.#options;
        const { status, html_url: url } = this.#shown ?? {};
        this.#told = obstacle;
        progress(obstacle === undefined ? `${name} goes on (${status})` : `${name} is ${status}: ${url}. ${obstacle}`);
    }
    #unfinished(lasting, obstacle) {
        const { status = 'invisible', html_url: url } = this.#shown ?? {};
        const where = url === undefined ? '' : `: ${url}`;
        const still = `${this.#options.name} was still ${status} after ${(0,rotation_time/* spoken */.vg)(lasting)}${where}`;
        const why = obstacle === undefined ? '' : ` ${obstacle}`;
        const next = status === 'waiting'
            ? 'The next run of the rotation waits for it, too, and starts no other one: approve it when you can'
            : 'The next run of the rotation goes on with it, and starts no other one';
        return { ...unknown(`${still}.${why} ${next}`, url), goesOn: true };
    }
    /** Whether a run that an earlier run of the rotation is said to have dispatched was not, or not of this workflow. */
    #isAnother() {
        const { earlier } = this.#options;
        if (earlier === undefined || this.#shown === undefined)
            return false;
        const { event, path = '' } = this.#shown;
        return event !== 'workflow_dispatch' || path.split('@')[0] !== `.github/workflows/${earlier}`;
    }
    #gone() {
        const { name, id } = this.#options;
        return unknown(`The run ${id}, which was dispatched before, is gone, or is not of ${name}`);
    }
    #rerun() {
        const { html_url: url } = this.#shown ?? {};
        return unknown(`${this.#options.name} was re-run, and a re-run may hold old secrets: ${url}`, url);
    }
    async #judge(shown) {
        const { name } = this.#options;
        const { conclusion, html_url: url, run_attempt: attempt = 1 } = shown;
        switch (conclusion) {
            case 'success':
                if (attempt !== 1)
                    return this.#rerun();
                return this.#succeeded(shown);
            case 'failure':
                return this.#failed(url);
            case 'startup_failure':
                return unknown(`${name} could not be started (its page says why: the syntax of the file, say): ${url}`, url);
            case 'action_required':
                return unknown(`${name} waits for somebody to approve it, and did not run: ${url}`, url);
            default:
                return unknown(`${name} ended ${(0,presentable/* presentable */.KC)(conclusion ?? 'without a conclusion')}: ${url}`, url);
        }
    }
    /**
     * A run succeeds also when a step or a job was allowed to fail (`continue-on-error`): what its jobs reported tells.
     * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idcontinue-on-error
     */
    async #succeeded({ html_url: url, path = '', head_sha: commit = '' }) {
        const { name } = this.#options;
        const jobs = await this.#jobs();
        const told = await (0,p_map/* default */.Ay)(jobs.filter(({ conclusion }) => conclusion === 'success' || conclusion === 'failure'), async (job) => ({ ...(await this.#toldOf(job)), job }), run_reading);
        const hidden = told.filter(({ isVerifyAction }) => isVerifyAction);
        if (hidden.length > 0) {
            return rejected(`${name} succeeded although its verify action failed (continue-on-error hides that)`, url, hidden);
        }
        const unexplained = told.find(({ job, isHeard }) => job.conclusion === 'failure' && !isHeard);
        if (unexplained !== undefined) {
            return unknown(`${name} succeeded although a job of it failed: ${url}\n- ${unexplained.line}`, url);
        }
        if (!jobs.some((job) => job.conclusion === 'success')) {
            return unknown(`${name} succeeded without running a job: ${url}`, url);
        }
        const isHeard = told.every((each) => each.isHeard);
        const isWhole = jobs.every(({ conclusion }) => conclusion === 'success');
        const ran = { path: path.split('@')[0] ?? '', commit, isHeard, isWhole };
        return { verdict: 'works', detail: `${name} succeeded: ${url}`, remedy: undefined, url, maySettle: false, ran };
    }
    /** A step that failed speaks of the key; a job that failed without one has lost its runner, or never had one. */
    async #failed(url) {
        const { name } = this.#options;
        const jobs = (await this.#jobs()).filter(({ conclusion }) => conclusion === 'failure');
        const failed = jobs.filter(({ steps = [] }) => steps.some(({ conclusion }) => conclusion === 'failure'));
        if (failed.length === 0) {
            const where = jobs[0] === undefined ? '' : ` in the job “${(0,presentable/* presentable */.KC)(jobs[0].name)}”`;
            return unknown(`${name} failed${where}, but no step of it did: its runner was lost, or never came: ${url}`, url);
        }
        const told = await Promise.all(failed.slice(0, namedJobs).map((job) => this.#toldOf(job)));
        return rejected(`${name} failed`, url, told, failed.length);
    }
    /** Where a job failed, if it did, and what it reported as far as its annotations can be read. */
    async #toldOf(job) {
        const step = job.steps?.find(({ conclusion }) => conclusion === 'failure');
        const within = step === undefined ? '' : `, step “${(0,presentable/* presentable */.KC)(step.name)}”`;
        const where = `job “${(0,presentable/* presentable */.KC)(job.name)}”${within}`;
        const isSilent = step?.name === setUp;
        const annotations = await this.#annotationsOf(job);
        if (annotations === undefined) {
            const line = `${where} (with checks: read, its reason would stand here)`;
            return { line, maySettle: true, isSilent, isVerifyAction: false, isHeard: false };
        }
        const errors = annotations.filter((each) => each.annotation_level === 'failure');
        const ofVerifyAction = errors.filter(({ title }) => Object.values(failures).includes(title));
        // Of several, one that speaks of the key.
        const own = ofVerifyAction.find(({ title }) => title !== failures.unasked) ?? ofVerifyAction[0];
        const shown = own ?? errors[0];
        const why = shown === undefined ? '' : `: ${quoted(shown)}`;
        return {
            line: `${where}${why}`,
            maySettle: own?.title != null && maySettle(own.title),
            isSilent: isSilent || own?.title === failures.unasked,
            isVerifyAction: own !== undefined,
            isHeard: true,
        };
    }
    /**
     * What the steps of a job reported; undefined where the token may not read that. A job is a check run of the same id.
     * https://docs.github.com/en/rest/checks/runs#list-check-run-annotations
     */
    async #annotationsOf({ check_run_url: url = '' }) {
        const { github, owner, repo, until } = this.#options;
        const checkRun = Number(/\/check-runs\/(\d+)$/.exec(url)?.[1] ?? Number.NaN);
        if (Number.isNaN(checkRun))
            return undefined;
        const route = 'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations';
        try {
            const parameters = { owner, repo, check_run_id: checkRun, per_page: run_pageSize };
            return (await github.request(route, parameters, { until })).data;
        }
        catch (error) {
            if (!isGitHubError(error))
                throw error;
            return undefined;
        }
    }
    async #jobs() {
        const { github, owner, repo, id, until } = this.#options;
        const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs';
        const jobs = [];
        for (let page = 1; page <= run_mostPages; page += 1) {
            const parameters = { owner, repo, run_id: id, filter: 'latest', per_page: run_pageSize, page };
            const { data } = await github
                .request(route, parameters, { until })
                .catch((error) => {
                throw this.#explained(error, 'read the jobs of the verification run');
            });
            jobs.push(...data.jobs);
            if (data.jobs.length < run_pageSize)
                break;
        }
        return jobs;
    }
    #explained(error, doing) {
        if (!isGitHubError(error))
            return error;
        const { github, name } = this.#options;
        return explain(error, {
            doing,
            place: name,
            permission: permissions.actions('read'),
            token: github.token,
        });
    }
}
/** The key is rejected; unknown where no job could ask AWS, or even be set up, since that says nothing of the key. */
function rejected(what, url, told, count = told.length) {
    const named = told.slice(0, namedJobs);
    const others = count > named.length ? [`and ${count - named.length} more jobs`] : [];
    const lines = [...named.map(({ line }) => line), ...others].map((line) => `\n- ${line}`).join('');
    const detail = `${what}: ${url}${lines}`;
    if (told.every(({ isSilent }) => isSilent))
        return unknown(detail, url);
    return { verdict: 'rejected', detail, remedy: undefined, url, maySettle: told.some((each) => each.maySettle) };
}
/** Nothing is known about the key. */
function unknown(detail, url) {
    return { verdict: 'unknown', detail, remedy: undefined, url, maySettle: false };
}
/** `a review of the environment production by alice or the team ops`, `the timer of the environment production (30 minutes)` */
function awaitedBy({ environment, wait_timer: minutes, wait_timer_started_at: started, reviewers }) {
    const name = `the environment ${(0,presentable/* presentable */.KC)(environment.name ?? '')}`;
    const people = reviewers.map(({ type, reviewer = {} }) => type === 'Team'
        ? `the team ${(0,presentable/* presentable */.KC)(reviewer.slug ?? reviewer.name ?? '')}`
        : (0,presentable/* presentable */.KC)(reviewer.login ?? ''));
    const timer = minutes > 0 && started !== null ? `the timer of ${name} (${(0,rotation_time/* spoken */.vg)(minutes * rotation_time/* minute */.Vc)})` : undefined;
    const review = people.length > 0 ? `a review of ${name} by ${people.join(' or ')}` : undefined;
    return [review, timer].filter((each) => each !== undefined).join(' and ') || `a protection rule of ${name}`;
}
function quoted({ title, message }) {
    // The verify action begins its messages with their titles, since logs show the messages alone.
    const isSaid = title === null || message?.startsWith(title) === true;
    const parts = [isSaid ? null : title, message].filter((part) => part !== null && part !== '');
    return (0,presentable/* presentable */.KC)(parts.join(': '), longestQuote);
}

;// CONCATENATED MODULE: ./lib/github/verification/workflow-expressions.js
/** What the expressions of a workflow file refer to: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts */
/** `inputs.rotation-id`, `github.event.inputs.rotation-id` or `inputs['rotation-id']`, inside an expression. */
function inputsIn(text) {
    return namesIn(text, /(?<![\w.'-])(?:github\.event\.)?inputs(?:\.([\w-]+)|\[\s*'([^']+)'\s*\])/gi);
}
/** `env.EXPECTED_KEY` or `env['EXPECTED_KEY']`, inside an expression. */
function variablesIn(text) {
    return namesIn(text, /(?<![\w.'-])env(?:\.([\w-]+)|\[\s*'([^']+)'\s*\])/gi);
}
/**
 * `secrets.AWS_KEY` or `secrets['AWS_KEY']`, inside an expression, in upper case; undefined where it takes more to know
 * which secret a job gets: `secrets[matrix.name]`, `toJSON(secrets)`, or one of two.
 */
function secretsIn(text) {
    const names = [];
    for (const expression of expressionsIn(text)) {
        const mentions = [...expression.matchAll(/(?<![\w.'-])secrets(?:\.([\w-]+)|\[\s*'([^']+)'\s*\])?/gi)];
        const named = mentions.map(([, dotted, quoted]) => dotted ?? quoted);
        if (named.length > 1 || named.includes(undefined))
            return undefined;
        names.push(...named.map((name) => String(name).toUpperCase()));
    }
    return names;
}
/** `matrix.environment` as a whole expression, inside a text; with what stands around it. */
const matrixValue = /\$\{\{\s*matrix\.([\w-]+)\s*\}\}/g;
function namesIn(text, reference) {
    return expressionsIn(text).flatMap((expression) => [...expression.matchAll(reference)].map(([, dotted, quoted]) => dotted ?? quoted ?? ''));
}
/** What stands between `${{` and the next `}}`; read from left to right once, since anybody may have written it. */
function expressionsIn(text) {
    const expressions = [];
    for (let end = 0;;) {
        const start = text.indexOf('${{', end);
        end = start < 0 ? -1 : text.indexOf('}}', start);
        if (end < 0)
            return expressions;
        expressions.push(text.slice(start + 3, end));
    }
}

;// CONCATENATED MODULE: ./lib/github/verification/workflow-nodes.js
/** Jobs and steps of a workflow file, as they stand there: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax */
/** Jobs by their IDs. */
function jobsOf(file) {
    return new Map(Object.entries(workflow_nodes_mapOf(file['jobs'])).map(([id, job]) => [id, workflow_nodes_mapOf(job)]));
}
function stepsOf({ steps }) {
    return Array.isArray(steps) ? steps.map(workflow_nodes_mapOf) : [];
}
/** Whether a job or step is not switched off by a condition that is always false. */
function mayRun({ if: condition }) {
    return !/^(?:\$\{\{)?\s*false\s*(?:\}\})?$/.test(String(condition).trim());
}
/** `continue-on-error`; an expression may be true. */
function goesOn({ 'continue-on-error': tolerance }) {
    return tolerance !== undefined && tolerance !== null && String(tolerance) !== 'false';
}
function workflow_nodes_mapOf(node) {
    return isMap(node) ? node : {};
}
function isMap(node) {
    return typeof node === 'object' && node !== null && !Array.isArray(node);
}

;// CONCATENATED MODULE: ./lib/github/verification/verification-jobs.js
/** What the jobs of a workflow file prove: which step compares the key, and which secrets it gets from where. */


/** Whether a job gets an input to its steps; one that never runs does not count, and neither does one of another file. */
function isHandedOn(input, file) {
    const steps = stepsIn(file, input);
    return (steps.some(({ isHanded }) => isHanded) && steps.every(({ step, isHanded }) => isHanded || !isVerifyAction(step)));
}
/** The steps of a file that compare the key with the input; where it is handed on nowhere, what its jobs may do. */
function proofsIn(file, input) {
    const jobs = jobsOf(file);
    const isCompared = isHandedOn(input, file);
    const unskipped = unskippedIn(jobs);
    return [...jobs].flatMap(([id, job]) => {
        if (!mayRun(job) || job['uses'] !== undefined)
            return [];
        const environments = environmentsOf(job);
        if (!isCompared)
            return [{ environments, secrets: undefined, isCertain: false, isUnconditional: false }];
        const handed = stepsIn({ ...file, jobs: { [id]: job } }, input).filter(({ isHanded }) => isHanded);
        const verifying = handed.filter(({ step }) => isVerifyAction(step));
        const outer = { ...workflow_nodes_mapOf(file['env']), ...workflow_nodes_mapOf(job['env']) };
        const passedOn = secretsPassedOn(job, outer);
        return (verifying.length > 0 ? verifying : handed).map(({ step }) => {
            const own = secretsOf(step, outer);
            const isHidden = goesOn(step) && !isVerifyAction(step);
            const isCertain = step['if'] === undefined && !isHidden;
            return {
                environments,
                secrets: own?.length === 0 ? passedOn : own,
                isCertain,
                isUnconditional: isCertain && !goesOn(job) && unskipped.has(id),
            };
        });
    });
}
/** Every step that may run. */
function stepsIn(file, input) {
    const outer = carriers(input, file['env'], new Set());
    return [...jobsOf(file).values()].filter(mayRun).flatMap((job) => {
        const variables = carriers(input, job['env'], outer);
        return stepsOf(job)
            .filter(mayRun)
            .map((step) => ({ step, isHanded: isHandedTo(step, input, variables) }));
    });
}
/** A verify action compares what its own input of that name says; what another step does with a value is its own affair. */
function isHandedTo(step, input, outer) {
    const variables = carriers(input, step['env'], outer);
    const given = workflow_nodes_mapOf(step['with']);
    if (isVerifyAction(step))
        return carries(given[input], input, variables);
    return variables.size > 0 || [step['run'], ...Object.values(given)].some((text) => carries(text, input, variables));
}
function isVerifyAction({ uses }) {
    return /(?:^|\/)rotate-iam-access-keys\/verify(?:@|$)/i.test(String(uses));
}
/** The environment variables that hold an input: those around, as far as they are not set anew, and one's own. */
function carriers(input, env, outer) {
    const own = workflow_nodes_mapOf(env);
    const kept = [...outer].filter((name) => own[name] === undefined);
    return new Set([...kept, ...Object.keys(own).filter((name) => carries(own[name], input, outer))]);
}
function carries(text, input, variables) {
    if (typeof text !== 'string')
        return false;
    // Expressions do not tell the case of names apart.
    return (inputsIn(text).some((name) => name.toLowerCase() === input.toLowerCase()) ||
        variablesIn(text).some((name) => variables.has(name)));
}
/** Jobs without a condition, which need such jobs only: one that is skipped leaves its run a success. */
function unskippedIn(jobs) {
    const unskipped = new Set();
    for (;;) {
        const more = [...jobs].filter(([id, { if: condition, needs = [] }]) => {
            const isReady = [needs].flat().every((each) => unskipped.has(String(each)));
            return !unskipped.has(id) && condition === undefined && isReady;
        });
        if (more.length === 0)
            return unskipped;
        for (const [id] of more)
            unskipped.add(id);
    }
}
/**
 * The secrets that a step compares. A verify action reads its inputs, or the pair in the environment where they hold no
 * key; another step may read whatever it is given.
 */
function secretsOf(step, outer) {
    const env = { ...outer, ...workflow_nodes_mapOf(step['env']) };
    return secretsNamed(isVerifyAction(step) ? readByVerifyAction(workflow_nodes_mapOf(step['with']), env) : readBy(step, env), env);
}
/**
 * The secrets that a job may pass on to a step which is given none, as aws-actions/configure-aws-credentials does: a key
 * has two parts at most, so that of more names nobody knows which are meant.
 */
function secretsPassedOn(job, outer) {
    const steps = stepsOf(job).filter(mayRun);
    const named = secretsNamed([...Object.values(outer), ...steps.flatMap((step) => readBy(step, workflow_nodes_mapOf(step['env'])))], outer);
    return named !== undefined && named.length > 0 && named.length <= 2 ? named : undefined;
}
function readByVerifyAction(given, env) {
    const [key, user, password] = ['key', 'smtp-user', 'smtp-password'].map((name) => given[name] === 'none' ? undefined : given[name]);
    const holdsKey = key !== undefined || user !== undefined;
    return [key, user, password, ...(holdsKey ? [] : [env['AWS_ACCESS_KEY_ID'], env['AWS_SECRET_ACCESS_KEY']])];
}
function readBy(step, env) {
    return [step['run'], ...Object.values(workflow_nodes_mapOf(step['with'])), ...Object.values(env)];
}
/** The secrets that texts name, by way of variables, too. */
function secretsNamed(texts, env) {
    const all = texts.flatMap((text) => [text, ...variablesIn(String(text)).map((name) => env[name])]);
    const named = all.map((text) => secretsIn(String(text ?? '')));
    return named.includes(undefined) ? undefined : [...new Set(named.flatMap((names) => names ?? []))];
}
/** An environment by its name or by a value of the matrix, as far as the file lists those. */
function environmentsOf(job) {
    const { environment } = job;
    const name = workflow_nodes_mapOf(environment)['name'] ?? (typeof environment === 'object' ? undefined : environment);
    const text = String(name ?? '');
    const [key, ...others] = new Set([...text.matchAll(matrixValue)].map(([, each]) => each ?? ''));
    const values = key === undefined ? [''] : others.length > 0 ? undefined : matrixOf(job, key);
    const names = values?.map((value) => text.replaceAll(matrixValue, () => value));
    return names?.some((each) => each.includes('${{')) ? undefined : names?.map((each) => each || undefined);
}
/** The values that a key of the matrix takes: https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations */
function matrixOf(job, key) {
    const { include = [], exclude, ...axes } = workflow_nodes_mapOf(workflow_nodes_mapOf(job['strategy'])['matrix']);
    const { [key]: axis } = axes;
    // Beside other axes, an included value joins their combinations, and one takes the place of another.
    const isListed = axis === undefined ? Object.keys(axes).length === 0 : Array.isArray(axis);
    if (!isListed || exclude !== undefined || !Array.isArray(include))
        return undefined;
    const included = include.map((each) => workflow_nodes_mapOf(each)[key]);
    const values = [...(Array.isArray(axis) ? axis : []), ...included.filter((value) => value !== undefined)];
    const isScalar = values.every((value) => ['string', 'number', 'boolean'].includes(typeof value));
    return isScalar && values.length > 0 ? values.map(String) : undefined;
}

;// CONCATENATED MODULE: ./lib/github/verification/workflow-file.js
/** What a workflow file says about being dispatched, and about what it proves: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax */




/** Undefined for a file that is no YAML map; GitHub cannot run that either. */
function readWorkflowFile(content) {
    const file = workflow_file_parsed(content);
    if (file === undefined)
        return undefined;
    // YAML 1.1 reads a bare `on` as true; this parser follows 1.2, as GitHub does.
    const on = file['on'];
    const inputs = Object.entries(workflow_nodes_mapOf(workflow_nodes_mapOf(workflow_nodes_mapOf(on)['workflow_dispatch'])['inputs']));
    const jobs = Object.values(workflow_nodes_mapOf(file['jobs'])).map(workflow_nodes_mapOf);
    return {
        isDispatched: triggersOf(on).includes('workflow_dispatch'),
        inputs: inputs.map(([name]) => name),
        required: inputs.filter(([, input]) => isRequired(workflow_nodes_mapOf(input))).map(([name]) => name),
        inTitle: inputsIn(String(file['run-name'] ?? '')),
        handsOn: inputs.map(([name]) => name).filter((name) => isHandedOn(name, file)),
        toleratesFailure: jobs.some((job) => job['uses'] !== undefined || [job, ...stepsOf(job)].some(goesOn)),
        proofs: proofsIn(file, 'expected-key'),
        callsOthers: jobs.some((job) => mayRun(job) && job['uses'] !== undefined),
    };
}
function workflow_file_parsed(content) {
    try {
        // Its warnings quote the file, and would go to the log as it stands there.
        const file = (0,dist/* parse */.qg)(content, { logLevel: 'error' });
        return isMap(file) ? file : undefined;
    }
    catch {
        return undefined;
    }
}
/** One event, a list of events, or a map of them. */
function triggersOf(on) {
    if (Array.isArray(on))
        return on;
    return isMap(on) ? Object.keys(on) : [on];
}
function isRequired(input) {
    return input['required'] === true && (input['default'] ?? '') === '';
}

;// CONCATENATED MODULE: ./lib/github/verification/verify.js
/** Verification by workflows: https://docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event */














/** Workflows that are checked at the same time. */
const together = { concurrency: 10 };
/** What can be known of the files is wanted before anything begins, and not worth a longer wait. */
const verify_patience = 20 * rotation_time/* second */.Rc;
/** Waits before a run that saw old secrets is dispatched again: GitHub needs seconds to hand out what was written. */
const settlingDelays = [10 * rotation_time/* second */.Rc, 30 * rotation_time/* second */.Rc];
/** A list shows a new run late, by 8 s (Codex-/return-dispatch#183) and more (lasith-kg/dispatch-workflow#162). */
const listedWithin = 2 * rotation_time/* minute */.Vc;
const listingDelays = [2, 3, 5, 5, 10].map((seconds) => seconds * rotation_time/* second */.Rc);
const listingDelay = 15 * rotation_time/* second */.Rc;
/** GitHub's servers may disagree on the time: a run is looked for from so long before its dispatch on. */
const listedSince = rotation_time/* minute */.Vc;
/** The inputs of a dispatch. */
const expectedKey = 'expected-key';
const rotationId = 'rotation-id';
/** What makes a run known by its title. */
const runNameLine = `"run-name: Verify AWS key \${{ inputs.${rotationId} }}"`;
class VerificationWorkflows {
    #options;
    #refs = new Map();
    /** By workflow and commit, which does not change. */
    #files = new Map();
    constructor(options) {
        this.#options = options;
    }
    async check() {
        const { workflows, destinations } = this.#options;
        const checked = await (0,p_map/* default */.Ay)(workflows, (each) => this.#checkOne(each), together);
        const remarks = checked.map(({ remark }) => remark).filter((each) => each !== undefined);
        const known = workflows.map((each, index) => ({ ...each, jobs: checked[index]?.file }));
        return {
            problems: checked.map(({ problem }) => problem).filter((each) => each !== undefined),
            remarks: [...remarks, ...(0,coverage/* unprovenRemarks */.vE)((0,coverage/* coverageOf */._5)(destinations, known), workflows)],
        };
    }
    /**
     * Names of the destinations whose secrets no job of the workflows gets, as the files of those tell that may miss one.
     * Of one that cannot be read, also because GitHub does not answer at once, all that is in its reach may be got.
     */
    async uncovered() {
        const { workflows, destinations, clock } = this.#options;
        const until = clock.elapsed() + verify_patience;
        const known = await (0,p_map/* default */.Ay)(workflows, async (each) => {
            if (!(0,coverage/* mayMissOne */.Sn)(destinations, each))
                return each;
            const content = await this.#content(each, `.github/workflows/${each.file}`, each.ref, until).catch(unread);
            return { ...each, jobs: content === undefined ? undefined : readWorkflowFile(content) };
        }, together);
        return (0,coverage/* uncoveredIn */.bk)((0,coverage/* coverageOf */._5)(destinations, known));
    }
    /** All must pass: one bad verdict is bad, and one that is missing leaves the whole unknown. */
    async verify(key, request) {
        const { workflows, destinations } = this.#options;
        // All at the same time, however many: they share one budget of time.
        const all = await Promise.all(workflows.map((each, index) => this.#verifyOne(each, index, key, request)));
        const last = all.map((runs) => runs.at(-1)).filter((found) => found !== undefined);
        const worst = ['rejected', 'unknown'].find((verdict) => last.some((each) => each.verdict === verdict));
        const telling = worst === undefined ? last : last.filter(({ verdict }) => verdict === worst);
        const isTelling = (found) => telling.includes(found);
        const runs = all.flat();
        const verdict = worst ?? 'works';
        const proven = last.map(({ proven: each }) => each).filter((each) => each !== undefined);
        return {
            key,
            verdict,
            weak: last.some(({ weakness }) => weakness !== undefined),
            isLate: last.every(({ dispatched }) => request.earlier.some(({ id }) => id === dispatched?.id)),
            detail: telling.map(({ detail }) => detail).join('\n'),
            remedy: telling.find(({ remedy }) => remedy !== undefined)?.remedy,
            // The last one is what a person looks at.
            urls: [...runs.filter((run) => !isTelling(run)), ...runs.filter(isTelling)]
                .map(({ url }) => url)
                .filter((url) => url !== undefined),
            waiting: verdict === 'rejected' ? [] : leftBehind(last),
            covers: verdict === 'works' ? (0,coverage/* coveredIn */.My)((0,coverage/* coverageOf */._5)(destinations, proven)) : [],
        };
    }
    // ── Before anything is created ──────────────────────────────────────────────────────────────────────────────────
    /** What would keep this workflow from running, in sentences. */
    async #checkOne(workflow) {
        try {
            const ref = await this.#refOf(workflow);
            const { data, headers } = await this.#ask(workflow, 'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}', 'look at the verification workflow', { workflow_id: workflow.file });
            if (data.state !== 'active')
                return { problem: inactive(workflow, data.state) };
            const version = (0,presentable/* presentable */.KC)(String(headers['x-github-enterprise-version'] ?? ''));
            const checked = await this.#checkFile(workflow, data.path, ref, tellsRun(version) ? undefined : version);
            if (checked.problem !== undefined)
                return checked;
            return { ...checked, problem: await this.#checkDispatch(workflow) };
        }
        catch (error) {
            if ((0,rotation_problem/* endsRun */.sl)(error))
                throw error;
            const missing = statusOf(error) === 404 ? await whyMissing(workflow) : undefined;
            return { problem: missing ?? (0,rotation_problem/* inSentences */.YP)(error) };
        }
    }
    /** Without "contents: read" nothing is known against the file here; the dispatch itself will tell. */
    async #checkFile(workflow, path, ref, olderServer) {
        const name = nameOf(workflow);
        const content = await this.#content(workflow, path, ref);
        if (content === undefined) {
            const problem = workflow.ref === undefined ? undefined : await whyMissing(workflow);
            return problem === undefined ? { remark: weak(name, verify_unreadable) } : { problem };
        }
        const file = readWorkflowFile(content);
        if (file === undefined)
            return { problem: `${name} cannot be read on ${ref}: it is not YAML. Fix the file.` };
        if (!file.isDispatched) {
            return { problem: `${name} cannot be dispatched: add "workflow_dispatch" to its "on:" on ${ref}.` };
        }
        const others = file.required.filter((input) => input !== expectedKey && input !== rotationId);
        if (others.length > 0) {
            const inputs = (0,presentable/* presentable */.KC)(others.join(', '));
            return { problem: `${name} requires ${inputs}, which the rotation does not send. Give it a default on ${ref}.` };
        }
        if (olderServer !== undefined && !(file.inputs.includes(rotationId) && file.inTitle.includes(rotationId))) {
            return {
                problem: `GitHub Enterprise Server ${olderServer} does not tell which run it starts, so the title of a run has to: declare the input ${rotationId} in ${name}, and add ${runNameLine} to it on ${ref}.`,
            };
        }
        if (file.handsOn.includes(expectedKey))
            return { file };
        return { file, remark: weak(name, file.inputs.includes(expectedKey) ? unused : undeclared) };
    }
    /** Undefined when the file is not there, or may not be read. */
    async #content(workflow, path, ref, until = Number.POSITIVE_INFINITY) {
        const { owner, repo, github } = workflow;
        const route = 'GET /repos/{owner}/{repo}/contents/{path}';
        try {
            const { data } = await github.request(route, { owner, repo, path, ref }, { until });
            return Buffer.from(data.content ?? '', 'base64').toString('utf8');
        }
        catch (error) {
            if (isGitHubError(error) && [403, 404].includes(error.status))
                return undefined;
            throw this.#explain(error, workflow, 'read the file', permissions.contents('read'));
        }
    }
    /**
     * The right to dispatch cannot be read, so it is tried with a ref that does not exist: 422 for those who may. Nothing
     * starts. https://docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event
     */
    async #checkDispatch(workflow) {
        try {
            await this.#start(workflow, { ref: `rotate-iam-access-keys/preflight/${(0,external_node_crypto_.randomUUID)()}` }, Number.POSITIVE_INFINITY);
            return undefined;
        }
        catch (error) {
            if ((0,rotation_problem/* endsRun */.sl)(error))
                throw error;
            return isLastingRefusal(error) && statusOf(error) !== 422 ? (0,rotation_problem/* inSentences */.YP)(error) : undefined;
        }
    }
    async #refOf(workflow, until) {
        const known = this.#refs.get(workflow) ?? workflow.ref;
        if (known !== undefined)
            return known;
        const { data } = await this.#ask(workflow, 'GET /repos/{owner}/{repo}', 'look at the repository of the verification workflow', {}, until);
        this.#refs.set(workflow, data.default_branch);
        return data.default_branch;
    }
    // ── A fresh run, and its verdict ────────────────────────────────────────────────────────────────────────────────
    /** What each run of this workflow showed; only the last one counts. */
    async #verifyOne(workflow, index, key, request) {
        const { clock } = this.#options;
        const runs = [];
        const earlier = request.earlier.findLast((each) => each.workflow === index);
        if (earlier !== undefined) {
            const found = await this.#judge(workflow, earlier, request, workflow.file);
            if (found.verdict !== 'unknown' || found.dispatched !== undefined)
                return [found];
            request.progress(`${found.detail}\nIt proves nothing any more, so ${nameOf(workflow)} is started afresh`);
        }
        for (;;) {
            const found = await this.#verifyOnce(workflow, index, key, request);
            runs.push(found);
            const delay = settlingDelays[runs.length - 1];
            const isAgain = request.settling && found.verdict === 'rejected' && found.maySettle && delay !== undefined;
            if (!isAgain || clock.elapsed() + delay >= request.until)
                return runs;
            request.progress(`${found.detail}\nIt may have got what the secrets held before, so ${nameOf(workflow)} is started afresh`);
            await clock.sleep(delay);
        }
    }
    async #verifyOnce(workflow, index, key, request) {
        let weakness;
        try {
            const dispatched = await this.#dispatch(workflow, key, request.until);
            weakness = dispatched.isTold ? undefined : undeclared.why;
            const run = dispatched.run ?? (await this.#find(workflow, dispatched, request));
            if (typeof run !== 'number')
                return { ...run, weakness };
            const { at } = dispatched;
            return await this.#judge(workflow, { workflow: index, id: run, at }, request, undefined, weakness);
        }
        catch (error) {
            return unknownFor(error, weakness);
        }
    }
    /** What this very run shows. `earlier`: the file that it is said to be of, where it was not dispatched just now. */
    async #judge(workflow, dispatched, request, earlier, weakness) {
        try {
            const judgement = await this.#follow(workflow, dispatched.id, request, earlier);
            const { ran, goesOn, created = dispatched.at } = judgement;
            const named = { ...dispatched, at: Math.floor(created / rotation_time/* second */.Rc) * rotation_time/* second */.Rc };
            if (judgement.verdict !== 'works' || ran === undefined) {
                return { ...judgement, weakness, ...(goesOn ? { dispatched: named } : {}) };
            }
            const file = await this.#fileThatRan(workflow, ran, request.until);
            const why = weakness ?? (file === undefined ? verify_unreadable.why : weaknessIn(file, ran.isHeard));
            const { owner, repo } = workflow;
            const proven = why === undefined ? { owner, repo, jobs: file, isWhole: ran.isWhole } : undefined;
            return { ...told(judgement, why), dispatched: named, proven };
        }
        catch (error) {
            const found = unknownFor(error, weakness);
            // It may go on, whatever keeps it from being seen.
            return earlier !== undefined && statusOf(error) === 404 ? found : { ...found, goesOn: true, dispatched };
        }
    }
    /** The very file that ran: whoever may push may have changed it since it was checked. */
    async #fileThatRan(workflow, { path, commit }, until) {
        const known = `${nameOf(workflow)} ${path} ${commit}`;
        if (this.#files.has(known))
            return this.#files.get(known);
        try {
            const content = await this.#content(workflow, path, commit, until);
            const file = content === undefined ? undefined : readWorkflowFile(content);
            this.#files.set(known, file);
            return file;
        }
        catch (error) {
            // The run has passed, whatever keeps its file from being read.
            return unread(error);
        }
    }
    /**
     * Starts the workflow, once: a dispatch that is sent again may start a second run. A workflow that does not declare
     * an input refuses it clearly, and so does a server that does not know `return_run_details` (github/gh-aw#19414):
     * then it is sent without. Without expected-key its success proves less.
     */
    async #dispatch(workflow, key, until) {
        const id = (0,external_node_crypto_.randomUUID)();
        let body = {
            ref: await this.#refOf(workflow, until),
            inputs: { [expectedKey]: (0,fingerprint/* fingerprint */.R)(key), [rotationId]: id },
            return_run_details: true,
        };
        for (;;) {
            const since = this.#options.time.now() - listedSince;
            const { inputs = {} } = body;
            const sent = { id: inputs[rotationId], isTold: expectedKey in inputs, since, at: since + listedSince };
            try {
                return { ...sent, run: await this.#start(workflow, body, until), lost: undefined };
            }
            catch (error) {
                const accepted = withoutRefused(body, error);
                if (accepted !== undefined)
                    body = accepted;
                else if (error instanceof rotation_problem/* Problem */.AF && isAmbiguous(error))
                    return { ...sent, run: undefined, lost: error };
                else
                    throw error;
            }
        }
    }
    async #start(workflow, body, until) {
        const { owner, repo, file, github } = workflow;
        const route = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches';
        try {
            const { data } = await github.request(route, { owner, repo, workflow_id: file, ...body }, { repeat: 'once', until });
            return data?.workflow_run_id;
        }
        catch (error) {
            throw this.#explain(error, workflow, 'dispatch the verification workflow', permissions.actions('write'));
        }
    }
    /**
     * Looks for the run that was started, where GitHub has not told: the one that shows the nonce of this dispatch in its
     * title. Never the latest run, which may be somebody else's.
     */
    async #find(workflow, { id, since, lost }, { until, holds }) {
        const { clock } = this.#options;
        const name = nameOf(workflow);
        const end = Math.min(clock.elapsed() + listedWithin, until);
        const remedy = `In ${name}, on the branch that is started, add "${rotationId}:" under "on: workflow_dispatch: inputs:", and at the top level ${runNameLine}: the rotation then knows its run by the title. If both are there, run it again.`;
        const untold = `GitHub started ${name} without saying which run it is`;
        if (id === undefined)
            return lost === undefined ? { ...unknown(untold), remedy } : unknown(lost.message);
        for (let look = 0;; look += 1) {
            await clock.sleep(Math.max(0, Math.min(listingDelays[look] ?? listingDelay, end - clock.elapsed())));
            await stillHolds(holds);
            const runs = await this.#dispatchedSince(workflow, since, until);
            const own = runs.find(({ display_title: title }) => title.includes(id));
            if (own !== undefined)
                return own.id;
            if (clock.elapsed() < end)
                continue;
            if (lost !== undefined)
                return unknown(`${lost.message} No run of ${name} shows that it was started`);
            if (runs.length === 0)
                return unknown(`${untold}, and no run shows since ${(0,rotation_time/* utc */.n$)(since)}`);
            return { ...unknown(`${untold}, and no title of a run shows ${rotationId}`), remedy };
        }
    }
    /** Of the newest hundred, which are not filtered: GitHub's filtered lists have lacked what was there. */
    async #dispatchedSince(workflow, since, until) {
        const { data } = await this.#ask(workflow, 'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs', 'list the runs of the verification workflow', { workflow_id: workflow.file, per_page: 100 }, until);
        return data.workflow_runs.filter(({ event, created_at: created }) => event === 'workflow_dispatch' && Date.parse(created) >= since);
    }
    #follow(workflow, id, request, earlier) {
        const { clock, timeout, workflows } = this.#options;
        const { owner, repo, github } = workflow;
        const run = new VerificationRun({
            github,
            owner,
            repo,
            name: nameOf(workflow),
            id,
            earlier,
            clock,
            until: Math.min(clock.elapsed() + timeout, request.until),
            waiting: workflows.filter((each) => each.github === github).length,
            meanwhile: () => stillHolds(request.holds),
            progress: request.progress,
        });
        return run.judgement();
    }
    async #ask(workflow, route, doing, parameters = {}, until = Number.POSITIVE_INFINITY) {
        const { owner, repo, github } = workflow;
        try {
            return await github.request(route, { owner, repo, ...parameters }, { until });
        }
        catch (error) {
            throw this.#explain(error, workflow, doing, permissions.actions('read'));
        }
    }
    #explain(error, workflow, doing, permission) {
        if (!isGitHubError(error))
            return error;
        return explain(error, { doing, place: nameOf(workflow), permission, token: workflow.github.token });
    }
}
/** What GitHub accepts of a dispatch that it has refused; undefined when it refused it for another reason. */
function withoutRefused(body, error) {
    const { return_run_details: details, ...rest } = body;
    const words = (0,rotation_problem/* messageOf */.bD)(error);
    if (details !== undefined && /return_run_details/.test(words))
        return rest;
    const named = /unexpected inputs provided: (.*)/i.exec(words)?.[1];
    const inputs = Object.entries(body.inputs ?? {});
    const declared = inputs.filter(([name]) => named?.includes(name) !== true);
    return declared.length < inputs.length ? { ...body, inputs: Object.fromEntries(declared) } : undefined;
}
/** Nothing is written while a run is waited for: that nobody can say whose the user is does not end the wait. */
async function stillHolds(holds) {
    try {
        await holds();
    }
    catch (error) {
        if ((0,rotation_problem/* endsRun */.sl)(error))
            throw error;
    }
}
/** Weak proof is called so wherever it is told. */
function told(judgement, weakness) {
    if (weakness === undefined || judgement.verdict !== 'works')
        return { ...judgement, weakness };
    return { ...judgement, weakness, detail: `${judgement.detail} (weak proof: it ${weakness})` };
}
const handing = `"${expectedKey}: \${{ inputs.${expectedKey} }}" under "with:" of the verify action`;
const undeclared = {
    why: `does not declare the input ${expectedKey}`,
    remedy: `Add "${expectedKey}:" under "on: workflow_dispatch: inputs:", and ${handing}.`,
};
const unused = {
    why: `declares the input ${expectedKey} and does not hand it to the steps that verify`,
    remedy: `Add ${handing}, in each job of this very file: what a workflow that it calls does is not known here.`,
};
const verify_unreadable = {
    why: `cannot be read, so that nobody knows what it does with ${expectedKey}`,
    remedy: 'Grant "contents: read" to the token that starts it.',
};
const unheard = {
    why: 'may succeed although a step of it failed (continue-on-error), and what its jobs reported cannot be read',
    remedy: 'Remove continue-on-error, or grant "checks: read" to the token that starts it.',
};
function weak(name, { why, remedy }) {
    return {
        kind: 'weak proof',
        text: `${name} ${why}, so its success is weak proof: a run that used another key would pass too. ${remedy}`,
    };
}
function weaknessIn(file, isHeard) {
    if (!file.inputs.includes(expectedKey))
        return undeclared.why;
    if (!file.handsOn.includes(expectedKey))
        return unused.why;
    return isHeard || !file.toleratesFailure ? undefined : unheard.why;
}
/** Runs that a later verification goes on with: those that go on, and those that have passed beside them, or all. */
function leftBehind(found) {
    if (!found.some(({ goesOn }) => goesOn) && found.some(({ verdict }) => verdict !== 'works'))
        return [];
    return found.map(({ dispatched }) => dispatched).filter((each) => each !== undefined);
}
/** A clear refusal is one that a person has to fix; anything else may pass. */
function unknownFor(error, weakness) {
    if ((0,rotation_problem/* endsRun */.sl)(error))
        throw error;
    const isLasting = error instanceof rotation_problem/* Problem */.AF && isLastingRefusal(error);
    return isLasting
        ? { ...unknown(error.message.replace(/\.$/, '')), remedy: error.remedy, weakness }
        : { ...unknown((0,rotation_problem/* inSentences */.YP)(error).replace(/\.$/, '')), weakness };
}
/** Of a file that nobody can read, nothing is known; what ends the run does. */
function unread(error) {
    if ((0,rotation_problem/* endsRun */.sl)(error))
        throw error;
}
/** GitHub Enterprise Server says from 3.21 on which run a dispatch has started. */
function tellsRun(version) {
    return !/^3\.(?:1?\d|20)(?:\.|$)/.test(version);
}
/** https://docs.github.com/en/rest/actions/workflows#get-a-workflow */
const inactiveStates = {
    deleted: 'its file is gone from the default branch. Commit it again',
    disabled_fork: 'GitHub disables the workflows of a fork. Enable it under Actions',
    disabled_inactivity: 'GitHub has disabled it after 60 days without activity. Enable it under Actions',
    disabled_manually: 'somebody has disabled it. Enable it under Actions',
};
function inactive(workflow, state) {
    const why = inactiveStates[state] ?? 'it cannot run. Enable it under Actions';
    return `The verification workflow ${nameOf(workflow)} is not active (${state}): ${why}.`;
}
function nameOf({ owner, repo, file }) {
    return `${file} in ${owner}/${repo}`;
}

;// CONCATENATED MODULE: ./lib/github/connect.js
/** Destinations and verifier of a run. Loaded only when GitHub is needed. */
















function connectGitHub(inputs, recovery, { clock, mask, warn, github: sender = octokitRequest }) {
    const { githubApiUrl, destinations, job } = inputs;
    const time = new GitHubTime(clock);
    const clients = clientsOf({ ...inputs, recovery }, sender, mask, clock, time);
    const dispatch = new GitHubClient(sender(inputs.dispatchToken, githubApiUrl), 'dispatch-token', clock, time);
    const home = `${job.owner}/${job.repo}`;
    const clientAt = (owner, repo) => (0,destination/* isSameName */.yS)(`${owner}/${repo}`, home) ? dispatch : clients.for(owner);
    const archived = new ArchivedRepositories(destinations, clients, warn);
    const workflows = inputs.verificationWorkflows.map((workflow) => ({
        ...workflow,
        github: clientAt(workflow.owner, workflow.repo),
    }));
    const stored = destinations.map(({ place }) => (0,destination/* repositoryOf */._M)(place)?.toLowerCase());
    const verifying = workflows
        .map(({ owner, repo }) => `${owner}/${repo}`)
        .filter((name) => stored.includes(name.toLowerCase()) && !(0,destination/* isSameName */.yS)(name, home));
    const verifier = new VerificationWorkflows({
        get workflows() {
            return archived.without(workflows, ({ owner, repo }) => `${owner}/${repo}`);
        },
        get destinations() {
            return archived.without(destinations, ({ place }) => (0,destination/* repositoryOf */._M)(place));
        },
        timeout: inputs.policy.verificationTimeout,
        clock,
        time,
    });
    return {
        destinations: new GitHubDestinations({
            destinations,
            clients,
            recovery: recovery && new RecoverySecret(clients.for(recovery.owner), recovery, recovery.account),
            verifications: workflows.map(({ github }) => ({ github, requests: verificationRequests(inputs) })),
            // A plan changes nothing, and waits for nothing.
            waitsUntil: inputs.mode === 'plan' ? 0 : inputs.policy.timeLimit - (0,facts/* rotationNeeds */.kH)(inputs.policy),
            sameNameNearby: new SameNameNearby({
                get destinations() {
                    return archived.without(destinations, ({ place }) => (0,destination/* repositoryOf */._M)(place));
                },
                otherKeys: inputs.otherKeys,
                stores: (0,destination/* storesOf */.oi)(githubApiUrl),
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
                await Promise.all([archived.check(verifying), lookForHandBack(inputs, recovery, dispatch, warn)]);
                return verifier.check();
            },
            verify: async (...request) => {
                await archived.check(verifying);
                return verifier.verify(...request);
            },
        },
        runs: new RotationRuns(clientAt, { run: inputs.policy.run, attempt: inputs.policy.attempt }, time),
    };
}
/**
 * A dispatch, what it is told of, the looks at its run, which grow rarer where the budget ends, and in the end what its
 * jobs reported and the file that ran.
 */
function verificationRequests({ policy: { verificationTimeout } }) {
    const watched = Math.min(verificationTimeout, rotation_time/* hour */.nW);
    return 20 + Math.ceil(watched / longestDelay);
}
/** Before a key exists: an interrupted run is finished with the recovery secret only where the workflow hands it back. */
async function lookForHandBack({ job, recovery: named, recoveryText }, recovery, github, warn) {
    const { file } = job;
    const isHome = (place) => (0,destination/* isSameName */.yS)(`${place.owner}/${place.repo}`, `${job.owner}/${job.repo}`);
    if (recovery === undefined || recoveryText !== '' || file === undefined || !isHome(file) || !isHome(recovery))
        return;
    // A name with a placeholder is another one for each user of the step.
    const value = named?.name.includes('{') ? 'toJSON(secrets)' : `secrets.${recovery.name}`;
    const line = `recovery-secret: \${{ ${value} }}`;
    const warning = await warnOfMissingHandBack(github, file, { secret: recovery.name, line });
    if (warning !== undefined)
        warn(warning);
}


/***/ })

};
