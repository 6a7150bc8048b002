export const id = 814;
export const ids = [814];
export const modules = {

/***/ 7407:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ keyOf),
/* harmony export */   k: () => (/* binding */ listKeys)
/* harmony export */ });
/* harmony import */ var _aws_sdk_client_iam__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8399);
/** The access keys of a user, as IAM lists them. */

/** All pages, the oldest key first; `userName` undefined: of the user that signs. @throws what IAM answers */
async function listKeys(client, userName) {
    const found = [];
    for await (const page of (0,_aws_sdk_client_iam__WEBPACK_IMPORTED_MODULE_0__/* .paginateListAccessKeys */ .Y)({ client }, userName === undefined ? {} : { UserName: userName })) {
        found.push(...(page.AccessKeyMetadata ?? []));
    }
    return found.map(keyOf).sort((a, b) => a.created - b.created || a.id.localeCompare(b.id));
}
/** A key as ListAccessKeys shows it. */
function keyOf({ AccessKeyId = '', Status, CreateDate }) {
    return {
        id: AccessKeyId,
        status: Status === 'Active' ? 'Active' : 'Inactive',
        created: CreateDate?.getTime() ?? 0,
        lastUsed: { kind: 'unread' },
    };
}


/***/ }),

/***/ 8495:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Dj: () => (/* binding */ HourlyBudget),
/* harmony export */   VV: () => (/* binding */ TokenBudget),
/* harmony export */   oq: () => (/* binding */ BudgetShort)
/* harmony export */ });
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5557);
/* harmony import */ var _rotation_time_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9037);
/* harmony import */ var _ledger_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8955);



/** GitHub tells the same moment a second earlier or later now and then. */
const sameReset = 5 * _rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .second */ .Rc;
/** So many looks may be on their way when one of them finds that no more can be spared. */
const looksAtOnce = 20;
/** The hourly budget is too small for what is about to be done, and nothing of it was begun. */
class BudgetShort extends _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF {
}
/** The hourly budget of one token. It has no end where GitHub does not limit requests, as on most of its Enterprise Servers. */
class TokenBudget {
    /** As messages call whom it belongs to. */
    owner;
    clock;
    /** Requests of the hour that are promised to users. */
    ledger = new _ledger_js__WEBPACK_IMPORTED_MODULE_2__/* .Ledger */ .O();
    /** How many runs of workflows are looked at again and again, by whichever user. */
    followed = 0;
    #hourly;
    #underWay = 0;
    constructor(owner, clock) {
        this.owner = owner;
        this.clock = clock;
    }
    /** Takes what an answer of GitHub says. Answers may arrive out of order: of one hour, the least is the latest. */
    hear(headers) {
        const number = (name) => Number(headers[`x-ratelimit-${name}`] ?? Number.NaN);
        const [limit, remaining, reset] = [number('limit'), number('remaining'), number('reset') * _rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .second */ .Rc];
        const at = Date.parse(String(headers['date'] ?? ''));
        const { 'x-ratelimit-resource': resource = 'core' } = headers;
        if (resource !== 'core' || ![limit, remaining, reset, at].every(Number.isFinite))
            return;
        const known = this.#hourly;
        if (known !== undefined && reset < known.reset - sameReset)
            return;
        const isSameHour = known !== undefined && reset <= known.reset + sameReset;
        this.#hourly = {
            limit,
            remaining: isSameHour ? Math.min(known.remaining, remaining) : remaining,
            reset,
            renewed: this.clock.elapsed() + Math.max(0, reset - at) + _rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .second */ .Rc,
        };
    }
    /** A request is on its way: it may cost one, whatever the last answer has said. */
    sent() {
        this.#underWay += 1;
    }
    /** It has been answered, or never will be. */
    answered() {
        this.#underWay -= 1;
    }
    /** What GitHub has said, also of an hour that is over. */
    get known() {
        return this.#hourly;
    }
    /** How many requests are left in this hour, whoever they are for. */
    get left() {
        const known = this.#hourly;
        if (known === undefined)
            return Number.POSITIVE_INFINITY;
        const left = this.clock.elapsed() >= known.renewed ? known.limit : known.remaining;
        return Math.max(0, left - this.#underWay);
    }
}
/** One user's part in the hourly budget of a token. */
class HourlyBudget {
    token;
    #claim;
    #promises;
    /** `promises`: false for a plan, which uses nothing and takes nothing from anybody. */
    constructor(token, promises = true) {
        this.token = token;
        this.#promises = promises;
        this.#claim = promises ? token.ledger.open() : new _ledger_js__WEBPACK_IMPORTED_MODULE_2__/* .Ledger */ .O().open();
    }
    /** As messages call whom it belongs to. */
    get owner() {
        return this.token.owner;
    }
    /** Takes what an answer of GitHub says. */
    hear(headers) {
        this.token.hear(headers);
    }
    /** One request of this user is on its way, of what it was promised; one it can do without is of nobody's promise. */
    sent(isOptional) {
        this.token.sent();
        if (!isOptional)
            this.#claim.use(1);
    }
    /** Whether GitHub has said anything of this hour's. */
    get isKnown() {
        const { known, clock } = this.token;
        return known !== undefined && clock.elapsed() < known.renewed;
    }
    /** How many requests an hour has. */
    get limit() {
        return this.token.known?.limit ?? Number.POSITIVE_INFINITY;
    }
    /** How many requests are left in this hour, whoever they are for. */
    get left() {
        return this.token.left;
    }
    /** How many of them this user may count on: what is promised to others is not among them. */
    get own() {
        return Math.max(0, this.#free(Number.POSITIVE_INFINITY), Math.min(this.#claim.amount, this.#free(this.#claim.amount)));
    }
    /**
     * How long it is until this user may count on so many requests; an hour that could never have so many has to be a fresh
     * one. Where it is others who have been promised what is left, they may give some of it back before. `isUrgent`: half a
     * pair, which is completed with whatever is left, whoever it is promised to.
     */
    until(requests, isUrgent = false) {
        const { known, clock } = this.token;
        const wanted = Math.min(requests, this.limit);
        if (known === undefined || (isUrgent ? this.left : this.#free(wanted)) >= wanted)
            return 0;
        const renewal = known.renewed - clock.elapsed();
        return this.left >= wanted ? Math.min(_rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .minute */ .Vc, renewal > 0 ? renewal : _rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .minute */ .Vc) : Math.max(0, renewal);
    }
    /** From now on, so many requests are for what a rotation cannot do without. */
    keep(requests) {
        this.#claim.want(requests);
    }
    /** Promises what is kept to this user alone, where `until` says that it is there. */
    grant() {
        this.#claim.grant(this.left);
    }
    /** What is asked from now on is taken of what was promised. */
    begin() {
        this.#claim.begin();
    }
    /** Gives back what was promised and is not needed. */
    end() {
        this.#claim.release();
    }
    /**
     * Asked before a look that a rotation can do without.
     * @throws BudgetShort when what is left is kept for the rotation itself, or for those of other users
     */
    requireSpare() {
        if (this.#free(Number.POSITIVE_INFINITY) > this.#claim.amount + looksAtOnce)
            return;
        throw new BudgetShort(`What is left of the hourly requests of ${this.owner} is kept for the rotation itself${this.#renewal}`, 'Use a token that other jobs do not use up, or a GitHub App, whose limit is the highest.');
    }
    /** `isUrgent` as of `until`. @throws BudgetShort when this user may not count on so many requests */
    require(requests, doing, isUrgent = false) {
        if (this.until(requests, isUrgent) > 0)
            throw this.short(requests, doing);
    }
    /** That so many requests are needed, and not left. */
    short(requests, doing) {
        const { limit, left } = this;
        const others = this.#promises ? this.left - this.own : 0;
        const promised = others > 0 && Number.isFinite(others) ? `, ${others} of them promised to other users of this run` : '';
        return requests > limit
            ? new BudgetShort(`GitHub allows ${this.owner} ${limit} requests an hour, and it takes ${requests} to ${doing}.`, 'Use a GitHub App, whose limit is the highest, or an organization secret instead of many repository secrets, or rotate fewer places with one token.')
            : new BudgetShort(`GitHub leaves ${this.owner} ${left} of its ${limit} requests an hour${this.#renewal}${promised}, and it takes ${requests} to ${doing}.`, 'A run after that goes on by itself. If it happens often, use a GitHub App, whose limit is the highest, or share the token with fewer jobs.');
    }
    /** What is left for such an amount beside what others have been promised. */
    #free(amount) {
        return this.#promises ? this.#claim.free(this.left, amount) : this.left;
    }
    get #renewal() {
        const { known } = this.token;
        return known === undefined ? '' : ` until ${(0,_rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .utc */ .n$)(known.reset)} by GitHub's clock`;
    }
}


/***/ }),

/***/ 5770:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  jh: () => (/* binding */ GitHubClient),
  UM: () => (/* binding */ TokenConnection),
  T0: () => (/* binding */ pageSize)
});

// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __webpack_require__(5557);
// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __webpack_require__(9037);
// EXTERNAL MODULE: ./lib/github/api/budget.js
var budget = __webpack_require__(8495);
// EXTERNAL MODULE: ./lib/network/problems.js
var problems = __webpack_require__(8472);
// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __webpack_require__(2708);
// EXTERNAL MODULE: ./lib/github/api/limits.js
var limits = __webpack_require__(2382);
// EXTERNAL MODULE: ./lib/github/api/refusals.js
var refusals = __webpack_require__(5227);
;// CONCATENATED MODULE: ./lib/github/api/explanations.js
/** What GitHub's answers mean to the person who reads the log. */





/** Says in one or two sentences what GitHub refused, why, and what to do. Shows no token, whatever GitHub answered. */
function explain(failure, attempt) {
    const known = caseOf(failure, attempt);
    const [, message, remedy] = rows.find(([fits]) => fits(known)) ?? anythingElse;
    return new refusals/* Refusal */.P_(spelled(message, known), spelled(remedy, known), failure);
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
        ({ status }) => (0,refusals/* isUnclear */.Z5)(status),
        ({ doing, place, status }) => `GitHub answered ${status} to every attempt to ${doing} in ${place}`,
        'See https://www.githubstatus.com (or ask who runs your GitHub Enterprise Server) and run again',
    ],
    [
        when([403, 429], ({ failure }) => (0,limits/* isUsedUp */.l6)(failure.headers)),
        no((known) => `the rate limit of ${known.whose()} is used up${limitSize(known)}, ${limitEnd(known)}`),
        'Run again after that: what is already done is not repeated. If it happens often, use a GitHub App, whose limit is the highest, or share the token with fewer jobs',
    ],
    [
        when([403, 429], ({ failure }) => (0,limits/* isRateLimit */.a5)(failure)),
        no((known) => `too many requests came in a short time, and a secondary rate limit holds ${limitEnd(known)}`),
        'Run again after that: what is already done is not repeated. Other jobs with the same token count too',
    ],
    [
        // What stands between the runner and GitHub answers in pages; so does GitHub, where there is no API.
        when([400, 401, 403, 404, 405, 406, 407, 410, 451], ({ failure }) => (0,refusals/* isPage */.yp)(failure)),
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
        (known) => `${wrongName(known)}, or ${known.whose()} has no access to it: GitHub hides what a token may not see.${tooLittle(known)} It takes ${known.anyToken}${known.named && ` (${known.named})`}. ${known.personal ? 'No App can do that' : known.isOfPerson ? 'Its user has to have access, too' : 'An App has to be installed there'}`,
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
    const seconds = Number(header('retry-after') ?? Number.NaN) * time/* second */.Rc;
    const date = Date.parse(header('date') ?? '');
    const reset = Number(header('x-ratelimit-reset') ?? Number.NaN) * time/* second */.Rc;
    const end = Number.isFinite(seconds) ? date + seconds : reset;
    if (end > 0 && end < lastInstant)
        return `until ${(0,time/* utc */.n$)(end)} by GitHub's clock`;
    return seconds >= 0 && seconds < lastInstant ? `for ${(0,time/* spoken */.vg)(seconds)}` : 'for a minute at least';
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
    const words = (0,refusals/* isPage */.yp)(failure) ? '' : own;
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

// EXTERNAL MODULE: ./lib/github/api/pace.js
var pace = __webpack_require__(7749);
;// CONCATENATED MODULE: ./lib/github/api/retries.js
/** When a request to GitHub is sent again, and how long after the last attempt. */



/** Waits between attempts after an answer that says nothing about the request. */
const retryDelays = [1, 2, 4, 8].map((seconds) => seconds * time/* second */.Rc);
/** A request does not sit out a longer limit than this, unless its caller knows better. */
const longestLimit = 10 * time/* minute */.Vc;
/**
 * How long to wait before sending a request again; undefined: not at all. Limits are clear refusals, so that even a
 * request that must not be repeated may be sent again; a lost or broken answer allows it only to idempotent requests.
 */
function retryDelay(failure, repeat, attempt, longest = longestLimit) {
    if (attempt >= retryDelays.length)
        return undefined;
    if ((0,limits/* isRateLimit */.a5)(failure)) {
        const delay = (0,limits/* limitDelay */.RT)(failure.headers, attempt);
        return delay <= longest ? delay : undefined;
    }
    return (0,refusals/* isUnclear */.Z5)(failure.status) && repeat === 'idempotent' ? retryDelays[attempt] : undefined;
}

;// CONCATENATED MODULE: ./lib/github/api/client.js








/** An open connection is taken to stay open for so long after it was used. */
const connectionsLast = 2 * time/* second */.Rc;
/** With fewer requests left, other jobs with the same token may take the last ones at any moment. */
const littleLeft = 500;
/** The largest page that GitHub gives of most lists. */
const pageSize = 100;
/** No list of GitHub's has more pages: one that does not end is no list. */
const mostPages = 1_000;
/** One token, its limits and its connections, for all users of a run. */
class TokenConnection {
    token;
    isOfPerson;
    lanes;
    clock;
    time;
    pace;
    budget;
    /** Whether GitHub may have limits: most Enterprise Servers do not, and do not even tell of them. */
    isLimited = true;
    /** Connections for pairs: so many were open at that time, and so many have a request under way. */
    pairs = { open: 0, at: 0, busy: 0 };
    /**
     * `installation`: whose App's installation the token is made for. `limits`: of another connection that has the same
     * token, from another input. `isOfPerson`: it is a token of a person.
     */
    constructor(lanes, token, clock, time, { installation, limits, isOfPerson = false } = {}) {
        this.token = token;
        this.isOfPerson = isOfPerson;
        this.lanes = typeof lanes === 'function' ? { usual: lanes, pairs: lanes } : lanes;
        this.clock = clock;
        this.time = time;
        this.pace = limits?.pace ?? new pace/* TokenPace */.HD(clock);
        const owner = installation === undefined ? `the token in ${token}` : `the App of github-app-id for ${installation}`;
        this.budget = limits?.budget ?? new budget/* TokenBudget */.VV(owner, clock);
    }
}
/**
 * Sends one user's requests at the pace that GitHub allows to this token, again where that is right, and tells refusals
 * from lost answers.
 */
class GitHubClient {
    pace;
    budget;
    #connection;
    #clock;
    #time;
    /** Requests that belong together are on their way. */
    #isPair = false;
    /** `promises`: false for a plan, to which nothing is promised. */
    constructor(connection, promises = true) {
        this.#connection = connection;
        this.pace = new pace/* Pace */.oG(connection.pace, promises);
        this.budget = new budget/* HourlyBudget */.Dj(connection.budget, promises);
        this.#clock = connection.clock;
        this.#time = connection.time;
    }
    /** The input that the token comes from. */
    get token() {
        return this.#connection.token;
    }
    /** Gives back what was promised to this user, whose requests are at an end. */
    end() {
        this.pace.end();
        this.budget.end();
    }
    /**
     * Asks GitHub for one thing, by a route such as `GET /repos/{owner}/{repo}`.
     * @throws Refusal, in words, when GitHub refuses or does not answer after all attempts; BudgetShort for what is
     *   optional; and what ends the run
     */
    async ask(route, parameters, purpose, { isOptional = false, repeat = 'idempotent', until = Number.POSITIVE_INFINITY, longest = longestLimit, renew, } = {}) {
        if (isOptional)
            this.budget.requireSpare();
        const refusal = (failure) => explain(failure, { ...purpose, token: this.token, isOfPerson: this.#connection.isOfPerson });
        // What keeps a request from being sent again does not hide that GitHub may have done what was asked before.
        const sooner = (error, failure) => failure?.ambiguous === true && !(0,problem/* endsRun */.sl)(error) ? refusal(failure) : error;
        let before;
        let sent = parameters;
        for (let attempt = 0;; attempt += 1) {
            await this.#waitForTurn(route, Math.min(longest, until - this.#clock.elapsed()));
            const turn = this.#clock.elapsed();
            try {
                const { status, data, headers } = await this.#send(route, sent, isOptional, turn);
                this.budget.hear(headers);
                return { status, headers, data: data, at: this.#time.heard(headers) };
            }
            catch (error) {
                // No token could be had, say: nothing was sent.
                if (error instanceof problem/* Problem */.AF || (0,problem/* endsRun */.sl)(error))
                    throw sooner(error, before);
                const failure = asFailure(error, before?.ambiguous === true);
                before = failure;
                this.#time.heard(failure.headers);
                this.budget.hear(failure.headers);
                if ((0,limits/* isRateLimit */.a5)(failure))
                    this.#holdBack(failure, (0,limits/* limitDelay */.RT)(failure.headers, attempt));
                const delay = retryDelay(failure, repeat, attempt, longest);
                if (delay === undefined || this.#clock.elapsed() + delay > until)
                    throw refusal(failure);
                await this.#clock.sleep(delay);
                if (renew !== undefined)
                    sent = await renew().catch((cause) => Promise.reject(sooner(cause, failure)));
            }
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
    /**
     * Performs requests that belong together at one moment. Opening a connection takes longer than a request, so there
     * is one for each of them first; `ready` comes directly before the requests, and what it throws keeps all of them
     * from being sent.
     */
    async together(requests, ready) {
        const { length: count } = requests;
        const { pairs } = this.#connection;
        await this.#openConnections(count);
        await ready();
        if (!this.#isOpen(count)) {
            // It took its time: the second time, little is left to do.
            await this.#openConnections(count);
            await ready();
        }
        this.#isPair = true;
        pairs.busy += count;
        try {
            return await Promise.allSettled(requests.map((request) => request()));
        }
        finally {
            this.#isPair = false;
            pairs.busy -= count;
            pairs.open = Math.max(pairs.open, pairs.busy + count);
            pairs.at = this.#clock.elapsed();
        }
    }
    /** Makes sure that GitHub has said what is left of the hourly budget; just now, where others may use up the rest. */
    async askForBudget() {
        if (this.#connection.isLimited && (!this.budget.isKnown || this.budget.left < littleLeft)) {
            await this.#askForLimit(this.#connection.lanes.usual);
        }
    }
    /** Waits a moment, until GitHub may answer otherwise. */
    pause(duration) {
        return this.#clock.sleep(duration);
    }
    #isOpen(count) {
        const { open, busy, at } = this.#connection.pairs;
        return open - busy >= count && this.#clock.elapsed() - at <= connectionsLast;
    }
    async #openConnections(count) {
        if (this.#isOpen(count))
            return;
        const { pairs, lanes } = this.#connection;
        await Promise.all(Array.from({ length: count }, () => this.#askForLimit(lanes.pairs)));
        pairs.open = pairs.busy + count;
        pairs.at = this.#clock.elapsed();
    }
    /** Costs nothing of the limit, and is not there where nothing is limited: https://docs.github.com/en/rest/rate-limit/rate-limit */
    async #askForLimit(send) {
        try {
            this.budget.hear((await send('GET /rate_limit', {})).headers);
        }
        catch (error) {
            if ((0,problem/* endsRun */.sl)(error))
                throw error;
            // Where nothing answers, the requests themselves will tell.
            if (asFailure(error, false).status === 404)
                this.#connection.isLimited = false;
        }
    }
    /** Sends a request once; never too many at once, however many users have some; what belongs together does not wait. */
    async #send(route, parameters, isOptional, turn) {
        const { lanes, pace, budget } = this.#connection;
        const isOfPair = this.#isPair && !isReading(route);
        if (!isOfPair)
            await pace.enter(isReading(route) ? 'reads' : 'writes');
        this.budget.sent(isOptional);
        try {
            return await (isOfPair ? lanes.pairs : lanes.usual)(route, parameters);
        }
        finally {
            budget.answered();
            pace.answered(turn);
            if (!isOfPair)
                pace.leave();
        }
    }
    /**
     * A write in its turn goes at once: several of them belong together, and whoever sends many has waited for all of them.
     * One that is in no line waits where GitHub's limits allow none.
     */
    async #waitForTurn(route, longest) {
        // A limit that lasts longer is GitHub's to tell.
        if (isReading(route)) {
            const delay = this.pace.token.takeRead();
            if (delay > 0 && delay <= longest)
                await this.#clock.sleep(delay);
            return;
        }
        for (;;) {
            const delay = this.#isPair ? 0 : this.pace.untilAllowed();
            if (delay <= 0 || delay > longest)
                return this.pace.takeWrites(1);
            await this.#clock.sleep(delay);
        }
    }
    /** What one request has hit, others need not hit as well. */
    #holdBack(failure, delay) {
        const { pace } = this.#connection;
        pace.close(delay);
        if (!(0,limits/* isUsedUp */.l6)(failure.headers))
            pace.slowDown();
    }
}
function isReading(route) {
    return route.startsWith('GET ');
}
function listed(data) {
    if (Array.isArray(data))
        return { items: data, total: undefined };
    const { total_count: total, ...rest } = data;
    const items = Object.values(rest).find((each) => Array.isArray(each)) ?? [];
    return { items, total: typeof total === 'number' ? total : undefined };
}
function asFailure(error, ambiguous) {
    const given = (error ?? {});
    const status = given.response !== undefined && typeof given.status === 'number' ? given.status : 0;
    const failure = error instanceof Error ? error : new Error(String(error));
    const headers = given.response?.headers ?? {};
    return Object.assign(failure, { status, headers, ambiguous: ambiguous || (0,refusals/* isUnclear */.Z5)(status) });
}


/***/ }),

/***/ 2382:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   RT: () => (/* binding */ limitDelay),
/* harmony export */   a5: () => (/* binding */ isRateLimit),
/* harmony export */   l6: () => (/* binding */ isUsedUp),
/* harmony export */   zd: () => (/* binding */ atOnce)
/* harmony export */ });
/* harmony import */ var _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9037);
/**
 * What GitHub says when a request meets a limit. How fast requests may go is in `pace.ts`, how many an hour in `budget.ts`.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */

/** How many requests go at the same time; GitHub allows 100 at once. */
const atOnce = { concurrency: 10 };
/** GitHub asks for at least this long when a secondary limit comes without `retry-after`. */
const secondaryLimitDelay = _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .minute */ .Vc;
/** Whether GitHub refused because of a primary or secondary rate limit, not because of a permission. */
function isRateLimit({ status, headers, message }) {
    if (status === 429)
        return true;
    if (status !== 403)
        return false;
    return (isUsedUp(headers) || headers['retry-after'] !== undefined || /secondary rate limit|abuse detection/i.test(message));
}
/** Whether the hourly budget, the primary limit, is at its end. */
function isUsedUp(headers) {
    return headers['x-ratelimit-remaining'] === '0';
}
/**
 * How long a rate limit asks to wait; `attempt` counts from 0, and a limit that does not say how long it lasts doubles:
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
 */
function limitDelay(headers, attempt) {
    const retryAfter = Number(headers['retry-after'] ?? Number.NaN);
    if (Number.isFinite(retryAfter))
        return Math.max(retryAfter, 1) * _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc;
    const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
    const date = Date.parse(headers['date'] ?? '');
    if (isUsedUp(headers) && Number.isFinite(reset) && !Number.isNaN(date)) {
        return Math.max(reset * _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc - date, 0) + _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc;
    }
    return secondaryLimitDelay * 2 ** attempt;
}


/***/ }),

/***/ 3664:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ titleOf),
/* harmony export */   P: () => (/* binding */ permissions)
/* harmony export */ });
/** What a token has to be allowed, in the words of each kind of token. */
const ofRepository = permissionOf('Repository', 'repo');
const ofOrganization = permissionOf('Organization', 'admin:org');
const unpublished = { isPublished: false };
/**
 * The permissions that each place takes, by what is accessed there: `permissions.secrets('write')`.
 *
 * Titles: https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps. Names:
 * `app-permissions` in the schema of
 * https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app. Names for jobs:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions. Codespaces secrets of
 * an organization: https://docs.github.com/en/rest/codespaces/organization-secrets.
 */
const permissions = {
    metadata: ofRepository('Metadata', 'metadata'),
    contents: ofRepository('Contents', 'contents', { job: 'contents' }),
    actions: ofRepository('Actions', 'actions', { job: 'actions' }),
    secrets: ofRepository('Secrets', 'secrets'),
    environments: ofRepository('Environments', 'environments'),
    variables: ofRepository('Variables', 'actions_variables', unpublished),
    dependabotSecrets: ofRepository('Dependabot secrets', 'dependabot_secrets'),
    codespacesSecrets: ofRepository('Codespaces secrets', 'codespaces_secrets', unpublished),
    agentSecrets: ofRepository('Agent secrets', 'agent_secrets', unpublished),
    agentVariables: ofRepository('Agent variables', 'agent_variables', unpublished),
    organizationSecrets: ofOrganization('Secrets', 'organization_secrets'),
    organizationVariables: ofOrganization('Variables', 'organization_actions_variables', unpublished),
    organizationDependabotSecrets: ofOrganization('Organization dependabot secrets', 'organization_dependabot_secrets', unpublished),
    organizationCodespacesSecrets: ofOrganization('Organization codespaces secrets', 'organization_codespaces_secrets', {
        ...unpublished,
        personal: true,
    }),
    organizationAgentSecrets: ofOrganization('Agent secrets', 'organization_agent_secrets', unpublished),
    organizationAgentVariables: ofOrganization('Agent variables', 'organization_agent_variables', unpublished),
};
function permissionOf(whose, classic) {
    return (title, slug, { isPublished = true, job, personal = false } = {}) => (level) => {
        const app = `${whose} permissions → ${title}: ${level === 'write' ? 'Read and write' : 'Read-only'}`;
        return { app, classic, slug, isPublished, level, job, personal };
    };
}
/** The title on the settings page of a permission that an installation calls, for example, `secrets`. */
function titleOf(slug, level) {
    const all = Object.values(permissions).map((each) => each(level));
    return all.find((each) => each.slug === slug)?.app ?? `${slug}: ${level}`;
}


/***/ }),

/***/ 5227:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P_: () => (/* binding */ Refusal),
/* harmony export */   UE: () => (/* binding */ isClearRefusal),
/* harmony export */   X2: () => (/* binding */ isAmbiguous),
/* harmony export */   Z5: () => (/* binding */ isUnclear),
/* harmony export */   bZ: () => (/* binding */ isLastingRefusal),
/* harmony export */   bg: () => (/* binding */ mayPass),
/* harmony export */   c2: () => (/* binding */ statusOf),
/* harmony export */   c6: () => (/* binding */ isDenial),
/* harmony export */   ht: () => (/* binding */ isPassingLimit),
/* harmony export */   yp: () => (/* binding */ isPage)
/* harmony export */ });
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5557);
/* harmony import */ var _limits_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2382);
/** A request of GitHub that failed: what was asked, what GitHub answered, and what that says of the next attempt. */


/** GitHub did not do what was asked, or did not say so. The words are ours, what GitHub answered is the failure. */
class Refusal extends _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF {
    failure;
    constructor(message, remedy, failure) {
        super((0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .asSentence */ .KG)(message), (0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .asSentence */ .KG)(remedy), { cause: failure });
        this.failure = failure;
    }
}
/** The status that GitHub answered with, 0 for none; undefined for any other error than a refusal. */
function statusOf(error) {
    return failureOf(error)?.status;
}
/** Whether GitHub answered every attempt, the last with a 4xx: it has not done what was asked. */
function isClearRefusal(error) {
    const status = statusOf(error) ?? 0;
    return status >= 400 && status < 500 && !isAmbiguous(error);
}
/** Whether an attempt went without a clear answer: GitHub may have done what was asked. */
function isAmbiguous(error) {
    return failureOf(error)?.ambiguous === true;
}
/** Whether a limit that passes refused the request: the same request may be granted later. */
function isPassingLimit(error) {
    const failure = failureOf(error);
    return failure !== undefined && (0,_limits_js__WEBPACK_IMPORTED_MODULE_1__/* .isRateLimit */ .a5)(failure);
}
/** Whether the same request may be answered later: GitHub did not answer, is in trouble, or asks to wait. */
function mayPass(error) {
    const status = statusOf(error);
    return status !== undefined && (isUnclear(status) || isPassingLimit(error));
}
/** Whether the same request would be refused again: a clear refusal, and not by a limit that passes. */
function isLastingRefusal(error) {
    return isClearRefusal(error) && !isPassingLimit(error);
}
/** Whether GitHub itself, and no proxy, denies this to the token, or hides what the token may not see. */
function isDenial(error) {
    const failure = failureOf(error);
    return isLastingRefusal(error) && failure !== undefined && [403, 404].includes(failure.status) && !isPage(failure);
}
/** Whether a status leaves open whether GitHub did what was asked; 0: no answer. */
function isUnclear(status) {
    return status === 0 || status === 408 || status >= 500;
}
function failureOf(error) {
    return error instanceof Refusal ? error.failure : undefined;
}
/** Whether a failure is a web page, and not an answer of the API. */
function isPage({ message, headers }) {
    return /^\s*</.test(message) || /\bhtml\b/.test(headers['content-type'] ?? '');
}


/***/ }),

/***/ 1901:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ octokitRequest)
/* harmony export */ });
/* harmony import */ var _network_proxy_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5806);
/** Requests to GitHub over the network. */

/**
 * Sends over the network, with this token, through the proxy of the host that `baseUrl` names. Octokit and undici are a
 * megabyte to read, and a run in which nothing is due mostly asks AWS alone: they are loaded with the first request.
 * @throws Problem when that proxy is set to what is none
 */
function octokitRequest(token, baseUrl, isApart = false) {
    const proxy = (0,_network_proxy_js__WEBPACK_IMPORTED_MODULE_0__/* .proxyFor */ .iJ)(new URL(baseUrl));
    let sender;
    return async (route, parameters) => {
        sender ??= Promise.all(/* import() */[__webpack_require__.e(413), __webpack_require__.e(377)]).then(__webpack_require__.bind(__webpack_require__, 377)).then(({ octokitFor }) => octokitFor(token, baseUrl, proxy, isApart));
        const send = await sender;
        return send(route, parameters);
    };
}


/***/ }),

/***/ 8056:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ch: () => (/* binding */ variablePermission),
/* harmony export */   Lu: () => (/* binding */ routeOf),
/* harmony export */   ap: () => (/* binding */ secretPermission)
/* harmony export */ });
/* harmony import */ var _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3664);

/** The route of a place: https://docs.github.com/en/rest/actions/secrets, and for Dependabot, Codespaces and Agents. */
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
/** The permission to read or write the secrets of a place. */
function secretPermission(place, level) {
    if (place.kind === 'environment')
        return _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.environments(level);
    return (place.kind === 'repository' ? ofRepositories : ofOrganizations)[place.store](level);
}
/** The permission to read or write the variables of a place. Dependabot and Codespaces have none. */
function variablePermission(place, level) {
    if (place.kind === 'environment')
        return _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.environments(level);
    const isAgents = place.store === 'agents';
    if (place.kind === 'repository')
        return isAgents ? _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.agentVariables(level) : _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.variables(level);
    return isAgents ? _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.organizationAgentVariables(level) : _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.organizationVariables(level);
}
const ofRepositories = {
    actions: _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.secrets,
    dependabot: _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.dependabotSecrets,
    codespaces: _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.codespacesSecrets,
    agents: _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.agentSecrets,
};
const ofOrganizations = {
    actions: _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.organizationSecrets,
    dependabot: _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.organizationDependabotSecrets,
    codespaces: _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.organizationCodespacesSecrets,
    agents: _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.organizationAgentSecrets,
};


/***/ }),

/***/ 7275:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  y: () => (/* binding */ GitHubAccess)
});

// EXTERNAL MODULE: ./lib/destination.js
var destination = __webpack_require__(8599);
// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __webpack_require__(5557);
// EXTERNAL MODULE: ./lib/github/api/client.js + 2 modules
var api_client = __webpack_require__(5770);
// EXTERNAL MODULE: ./lib/github/api/permissions.js
var permissions = __webpack_require__(3664);
// EXTERNAL MODULE: ./lib/rotation/time.js
var rotation_time = __webpack_require__(9037);
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

// EXTERNAL MODULE: ./lib/github/places/addresses.js
var addresses = __webpack_require__(8056);
// EXTERNAL MODULE: ./node_modules/universal-github-app-jwt/index.js + 3 modules
var universal_github_app_jwt = __webpack_require__(2438);
// EXTERNAL MODULE: ./lib/network/problems.js
var problems = __webpack_require__(8472);
// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __webpack_require__(2708);
// EXTERNAL MODULE: ./lib/github/api/refusals.js
var refusals = __webpack_require__(5227);
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
const mostRepositories = 500;
const levels = [undefined, 'read', 'write', 'admin'];
/** The installations of one App, and their tokens, which are masked. */
class AppTokens {
    #options;
    #github;
    #installations = new Map();
    #grants = new Map();
    constructor(options) {
        this.#options = options;
        this.#github = new api_client/* GitHubClient */.jh(new api_client/* TokenConnection */.UM(requestAsApp(options), 'github-app-id', options.clock, options.time));
    }
    /**
     * What sends for one owner, each request with a token that is valid for minutes at least. A token that is refused is
     * asked again while it is new, and replaced once where it is not. It throws a Problem where no token can be had.
     */
    requestFor(owner, lane = 'usual') {
        const { clock } = this.#options;
        return async (route, parameters) => {
            for (let refusedBefore = false;; refusedBefore = true) {
                const grant = await this.#grantFor(owner.toLowerCase());
                try {
                    return await grant.lanes[lane](route, parameters);
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
     * What the run needs, or one of its users, and the owner has not granted, as GitHub's page calls it; nothing where the
     * needs are `all`. That an installation does not report a name that nobody has published says nothing.
     * @throws Problem
     */
    async lacking(owner, needs = this.#needsOf(owner)) {
        const { permissions, unpublished = {} } = needs;
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
            throw new problem/* Problem */.AF(`The GitHub App ${appId} is not installed for ${owner}`, `Install it there (settings of the App, "Install App") with access to the repositories that this run uses, or correct the name of the owner.`);
        }
        if (typeof installation.suspended_at === 'string')
            throw new problem/* Problem */.AF(...suspended(appId, owner));
        return installation;
    }
    async #look(owner, route, parameters) {
        try {
            return (await this.#ask(owner, route, parameters)).data;
        }
        catch (error) {
            if ((0,refusals/* statusOf */.c2)(error) === 404 && !isUnknownApp(error))
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
        const lanes = { usual: send(data.token, baseUrl), pairs: send(data.token, baseUrl, true) };
        return { token: data.token, lanes, mintedAt, refreshAt };
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
                if ((0,refusals/* statusOf */.c2)(error) !== 422)
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
                    const less = granting(permissions, (await this.#installationOf(owner)).permissions);
                    if (needs.isShared && Object.keys(permissions).some((name) => less[name] !== permissions[name])) {
                        scope = { ...scope, permissions: less };
                        continue;
                    }
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
            permission: permissions/* permissions */.P.metadata('read'),
        });
    }
    /** A refusal in words about the App; anything else as it is. */
    #explained(error, owner) {
        return error instanceof refusals/* Refusal */.P_ ? refused(whyNoToken(error, this.#options.appId, owner), error) : error;
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
        const isLasting = error instanceof problem/* Problem */.AF && !(0,refusals/* mayPass */.bg)(error);
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
        .map(([name, level]) => (0,permissions/* titleOf */.G)(name, level));
}
function scopeOf({ repositories, permissions, unpublished = {}, useful = {}, perhapsUseful = {} }, granted) {
    const isGranted = ([name, level]) => levels.indexOf(granted[name]) >= levels.indexOf(level);
    // Left out, they would be lacking; and by another name they cannot be asked for.
    const isAskable = permissions !== 'all' && Object.keys(unpublished).every((name) => granted[name] !== undefined);
    const isNarrow = repositories !== 'all' && repositories.length > 0 && repositories.length <= mostRepositories;
    const wanted = Object.fromEntries(Object.entries({ ...perhapsUseful, ...useful }).filter(isGranted));
    return {
        ...(isAskable ? { permissions: { ...wanted, ...permissions, ...unpublished } } : {}),
        ...(isNarrow ? { repositories } : {}),
    };
}
/** What is granted of what is asked for. */
function granting(asked, granted) {
    const entries = Object.entries(asked).map(([name, level]) => {
        return [name, granted[name] === 'read' ? 'read' : level];
    });
    return Object.fromEntries(entries.filter(([name]) => granted[name] !== undefined));
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
/** The problem of a missing permission, in the same words before a token is asked for and after GitHub refused one. */
function notGranted(appId, lacking, owner) {
    const which = lacking.length === 0 ? 'permissions that it needs' : lacking.join(', ');
    return [
        `The GitHub App ${appId} is not granted ${which} for ${owner}`,
        `Set this in the settings of the App, and let an owner of ${owner} approve it in the installation: added permissions count only from then on.`,
    ];
}
/**
 * To whoever asked with the token, GitHub did not accept it (401): what it said of the token itself, that it was not
 * found for example, is no answer to their question. Limits and outages stay what they are.
 */
function refused([message, remedy], error) {
    if (!(error instanceof refusals/* Refusal */.P_))
        return error;
    const { failure } = error;
    const status = (0,refusals/* isLastingRefusal */.bZ)(error) ? 401 : failure.status;
    const { headers, ambiguous } = failure;
    return new refusals/* Refusal */.P_(message, remedy, Object.assign(new Error(failure.message), { status, headers, ambiguous }));
}
function isAboutRepositories(error) {
    return error instanceof refusals/* Refusal */.P_ && /repositor/i.test(error.failure.message);
}
function isUnknownApp(error) {
    return error instanceof refusals/* Refusal */.P_ && /integration not found/i.test(error.failure.message);
}
function suspended(appId, owner) {
    return [
        `The installation of the GitHub App ${appId} for ${owner} is suspended`,
        `Let whoever suspended it, an owner of ${owner} or of the App, unsuspend it in the settings of the installation.`,
    ];
}
function whyNoToken(error, appId, owner) {
    const { status, message } = error.failure;
    const said = (0,problem/* withFullStop */.uo)((0,presentable/* presentable */.KC)(message.replace(/ - https?:\/\/\S+$/, '')));
    if ((0,refusals/* isPassingLimit */.ht)(error))
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







/** The inputs that hold a token; both may hold the same one. */
const tokenInputs = ['github-token', 'dispatch-token'];
/** https://github.blog/engineering/behind-githubs-new-authentication-token-formats/: classic, fine-grained, of an OAuth App */
const personal = /^(?:ghp_|github_pat_|gho_)/;
/**
 * How all users of a run reach GitHub: with the same tokens, whose limits they share, and by one clock. A token of the App
 * may do what all of them need, and nothing beyond it.
 */
class GitHubAccess {
    time;
    #services;
    #needs;
    #connections = new Map();
    #apps = new Map();
    /** `uses`: those of each user. */
    constructor(uses, services) {
        this.time = new GitHubTime(services.clock);
        this.#services = services;
        this.#needs = needsOf(uses);
    }
    /** One user's. `promises`: false for a plan, to which nothing is promised of what others share. */
    clientsFor(uses, promises) {
        const { github, githubApiUrl } = uses;
        if (github.kind === 'token') {
            const client = new api_client/* GitHubClient */.jh(this.#ofToken('github-token', github.token, githubApiUrl), promises);
            return { for: () => client, lacking: async () => [], end: () => client.end() };
        }
        const tokens = this.#appOf(github, githubApiUrl);
        const own = needsOf([uses]);
        const clients = new Map();
        return {
            for: (owner) => {
                const key = owner.toLowerCase();
                const client = clients.get(key) ?? new api_client/* GitHubClient */.jh(this.#ofInstallation(tokens, github.appId, owner), promises);
                clients.set(key, client);
                return client;
            },
            lacking: async () => {
                const lacking = await Promise.all([...own].map(async ([owner, needs]) => ({ owner, titles: await tokens.lacking(owner, needs) })));
                return lacking
                    .filter(({ titles }) => titles.length > 0)
                    .map(({ owner, titles }) => {
                    return { where: owner, why: (0,problem/* inSentences */.YP)(new problem/* Problem */.AF(...notGranted(github.appId, titles, owner))) };
                });
            },
            end: () => {
                for (const client of clients.values())
                    client.end();
            },
        };
    }
    /** One user's client for the verification workflows of the job's own repository. */
    dispatching(token, githubApiUrl, promises) {
        return new api_client/* GitHubClient */.jh(this.#ofToken('dispatch-token', token, githubApiUrl), promises);
    }
    #ofToken(input, token, baseUrl) {
        return this.#connection(`${input} ${token}`, () => {
            const { send, clock } = this.#services;
            const lanes = { usual: send(token, baseUrl), pairs: send(token, baseUrl, true) };
            const limits = tokenInputs.map((each) => this.#connections.get(`${each} ${token}`)).find((each) => each);
            return new api_client/* TokenConnection */.UM(lanes, input, clock, this.time, { limits, isOfPerson: personal.test(token) });
        });
    }
    #ofInstallation(tokens, appId, owner) {
        const key = owner.toLowerCase();
        return this.#connection(`${appId} ${key}`, () => {
            const lanes = { usual: tokens.requestFor(key), pairs: tokens.requestFor(key, 'pairs') };
            return new api_client/* TokenConnection */.UM(lanes, 'github-app-id', this.#services.clock, this.time, { installation: owner });
        });
    }
    #connection(key, make) {
        const connection = this.#connections.get(key) ?? make();
        this.#connections.set(key, connection);
        return connection;
    }
    #appOf({ appId, privateKey }, baseUrl) {
        const { send, mask, clock } = this.#services;
        const options = { appId, privateKey, baseUrl, send, needs: this.#needs, mask, clock, time: this.time };
        const tokens = this.#apps.get(appId) ?? new AppTokens(options);
        this.#apps.set(appId, tokens);
        return tokens;
    }
}
/** What each owner is asked for, and nothing beyond it: https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app */
function needsOf(all) {
    const uses = new Map();
    for (const each of all)
        noteUses(each, uses);
    return new Map([...uses].map(([owner, each]) => [owner, { ...tokens_scopeOf(each), isShared: all.length > 1 }]));
}
function noteUses({ destinations, recovery, verificationWorkflows, job, readsOnly }, uses) {
    const level = readsOnly ? 'read' : 'write';
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
        use(place.owner, place.kind === 'organization' ? undefined : place.repo, ...(secrets.length > 0 ? [(0,addresses/* secretPermission */.ap)(place, level)] : []), ...(variables.length > 0 ? [(0,addresses/* variablePermission */.Ch)(place, level)] : []));
    }
    if (recovery !== undefined)
        use(recovery.owner, recovery.repo, (0,addresses/* secretPermission */.ap)((0,destination/* placeOf */.$t)(recovery), 'write'));
    for (const { owner, repo } of verificationWorkflows) {
        if ((0,destination/* isSameName */.yS)(`${owner}/${repo}`, `${job.owner}/${job.repo}`))
            continue;
        use(owner, repo, permissions/* permissions */.P.actions('write'), permissions/* permissions */.P.contents('read')).verifies = true;
    }
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


/***/ }),

/***/ 1102:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ HeldAccessKey)
/* harmony export */ });
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7975);
/* harmony import */ var _formats_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8719);
/* harmony import */ var _recovery_value_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7020);
/** A key whose secret this run holds. */



/**
 * The one object that holds the plaintext of a secret access key. It is masked, in every format, before the object
 * exists, is never printed or serialized, and leaves only sealed or as credentials.
 */
class HeldAccessKey {
    id;
    #secret;
    constructor(id, secretAccessKey, { mask, formats }) {
        mask(secretAccessKey);
        for (const derived of (0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .derivedSecrets */ .B3)(formats, secretAccessKey))
            mask(derived);
        this.id = id;
        this.#secret = secretAccessKey;
    }
    async seal(publicKey, format) {
        const { seal } = await Promise.all(/* import() */[__webpack_require__.e(768), __webpack_require__.e(218)]).then(__webpack_require__.bind(__webpack_require__, 2218));
        return seal(this.#formatted(format), publicKey);
    }
    credentials() {
        return { accessKeyId: this.id, secretAccessKey: this.#secret };
    }
    toJSON() {
        return `access key ${this.id}`;
    }
    [node_util__WEBPACK_IMPORTED_MODULE_0__.inspect.custom]() {
        return this.toJSON();
    }
    #formatted(format) {
        if (typeof format === 'object')
            return (0,_recovery_value_js__WEBPACK_IMPORTED_MODULE_2__/* .recoveryValue */ .b)(this.id, this.#secret, format);
        return (0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .spelled */ .uQ)(format, this.id, this.#secret);
    }
}


/***/ }),

/***/ 7020:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ recoveryValue),
/* harmony export */   c: () => (/* binding */ readRecovery)
/* harmony export */ });
/* harmony import */ var _text_account_number_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7816);
/* harmony import */ var _access_key_id_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2281);
/** The value that a job hands in as `recovery-secret`: versioned JSON, or a map of secrets that has it under its name. */


const version = 1;
/** How a key is spelled in the recovery secret. */
function recoveryValue(id, secretAccessKey, { account, user, created }) {
    const at = new Date(created).toISOString();
    return JSON.stringify({ version, account, user, accessKeyId: id, secretAccessKey, created: at });
}
/** Reads what was handed in for the recovery secret whose name is recognised. */
function readRecovery(text, isName, hold) {
    if (text.trim() === '')
        return { kind: 'empty' };
    const handed = parse(text);
    if (handed === undefined)
        return { kind: 'unusable', why: 'it is not JSON' };
    if ('version' in handed)
        return readKey(handed, hold);
    // `toJSON(secrets)`: of all secrets that the job sees, only the configured one is looked at.
    const named = Object.entries(handed).filter(([name, value]) => isName(name) && value !== '');
    const read = named.map(([name, spelled]) => {
        const value = typeof spelled === 'string' ? parse(spelled) : undefined;
        return value === undefined ? { kind: 'unusable', why: `${name} in it is not JSON` } : readKey(value, hold);
    });
    // What somebody else has written into another one of such a name hides no key.
    const [key, another] = read.filter(({ kind }) => kind === 'key');
    if (another !== undefined)
        return { kind: 'unusable', why: 'several secrets in it bear such a name' };
    return key ?? read[0] ?? { kind: 'empty' };
}
function readKey(fields, hold) {
    const text = (name, pattern) => {
        const value = fields[name];
        return typeof value === 'string' && pattern.test(value) ? value : undefined;
    };
    const secret = text('secretAccessKey', /^[\x21-\x7e]{16,128}$/);
    const id = text('accessKeyId', _access_key_id_js__WEBPACK_IMPORTED_MODULE_0__/* .keyId */ .x);
    // Whatever else is wrong with the value: the secret in it is masked.
    const held = secret === undefined ? undefined : hold(id ?? 'unknown', secret);
    if (fields['version'] !== version)
        return { kind: 'unusable', why: 'another version of this action wrote it' };
    const account = text('account', _text_account_number_js__WEBPACK_IMPORTED_MODULE_1__/* .accountNumber */ .D);
    const user = text('user', /^\w{16,128}$/);
    const created = Date.parse(text('created', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/) ?? '');
    if (held === undefined || id === undefined || account === undefined || user === undefined || Number.isNaN(created)) {
        return { kind: 'unusable', why: 'a part of it is missing or malformed' };
    }
    return { kind: 'key', held, about: { id, account, user, created } };
}
function parse(text) {
    try {
        const value = JSON.parse(text);
        return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 6189:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ heldNearby),
/* harmony export */   BH: () => (/* binding */ isOrphan),
/* harmony export */   C: () => (/* binding */ ownRecovery),
/* harmony export */   E0: () => (/* binding */ isUntried),
/* harmony export */   I6: () => (/* binding */ find),
/* harmony export */   On: () => (/* binding */ isBornLate),
/* harmony export */   PR: () => (/* binding */ journalOf),
/* harmony export */   QY: () => (/* binding */ freshDestinations),
/* harmony export */   Qx: () => (/* binding */ freshUnfinishedRuns),
/* harmony export */   R1: () => (/* binding */ githubTime),
/* harmony export */   Sh: () => (/* binding */ strangerTo),
/* harmony export */   Wi: () => (/* binding */ refusedDigests),
/* harmony export */   YD: () => (/* binding */ keysOf),
/* harmony export */   dw: () => (/* binding */ isSettling),
/* harmony export */   ge: () => (/* binding */ recovered),
/* harmony export */   hU: () => (/* binding */ phaseOf),
/* harmony export */   m_: () => (/* binding */ freshNearby),
/* harmony export */   pk: () => (/* binding */ signsWith),
/* harmony export */   rh: () => (/* binding */ nearbyHolders),
/* harmony export */   sS: () => (/* binding */ isQueuedAfter),
/* harmony export */   tD: () => (/* binding */ isHandedOwn),
/* harmony export */   v9: () => (/* binding */ holds),
/* harmony export */   w6: () => (/* binding */ activeKey),
/* harmony export */   zM: () => (/* binding */ verificationOf)
/* harmony export */ });
/* harmony import */ var _secret_dates_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6916);
/* harmony import */ var _time_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9037);
/* harmony import */ var _waits_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1808);
/** Questions that a rotation asks about a world: each answers from what has been read, and changes nothing. */



/** A key as IAM lists it; undefined when it is gone. */
function find(world, id) {
    return world.keys.find((key) => key.id === id);
}
/** The oldest key that is active. */
function activeKey(world) {
    return world.keys.find((key) => key.status === 'Active');
}
/** The journal, when there is one that can be read and is this user's. */
function journalOf({ journal }) {
    return journal.kind === 'read' ? journal.journal : undefined;
}
/** How users call the state that a journal shows. */
function phaseOf(journal) {
    switch (journal?.phase) {
        case undefined:
        case 'steady':
            return 'steady';
        case 'creating':
        case 'pending':
        case 'publishing':
            return 'rotating';
        case 'current':
        case 'deactivating':
            return 'overlap';
        case 'deactivated':
            return 'recovery';
    }
}
/** Whether this run has the secret of a key: it created it, or the job came with it. */
function holds(world, id) {
    return world.run.held === id || world.signer === id || recovered(world)?.id === id;
}
/** Whether this run signs with the previous key: it was queued before the current one was published, or re-run. */
function signsWith({ signer, run }, previous, current) {
    return signer === previous.id && run.trial?.key !== current.id;
}
/** Whether a key comes from the recovery secret alone, and AWS has not been asked yet whether it works. */
function isUntried(world, id) {
    const { held, trial } = world.run;
    return held !== id && world.signer !== id && trial?.key !== id;
}
/**
 * The key that the job handed in as `recovery-secret`. A value may be stale, since secrets are frozen when a run is
 * queued, or of another user: it counts only for the account, the user and the key that it names. Dates say nothing
 * here: AWS may answer one call with milliseconds and another without.
 */
function recovered(world) {
    return isHandedOwn(world) ? find(world, world.recovered?.id) : undefined;
}
/** Whether the job was handed a value that was written for this user, whatever key is in it. */
function isHandedOwn({ recovered: value, user }) {
    return value !== undefined && value.user === user.id && value.account === user.account;
}
/** The keys that a journal accounts for. */
function keysOf(journal) {
    if (journal === undefined)
        return [];
    const ids = [
        'pending' in journal ? journal.pending : undefined,
        journal.current,
        'previous' in journal ? journal.previous : undefined,
    ];
    return ids.filter((id) => id !== undefined);
}
/** The first key that a journal does not account for. */
function strangerTo(world, journal) {
    const known = keysOf(journal);
    return world.keys.find((key) => !known.includes(key.id));
}
/** So many refused configurations are known at a time: a tag has room for no more. */
const mostRefused = 8;
/** The digests of the configurations that were refused, the latest first. */
function refusedDigests({ refused }) {
    return refused === undefined ? [] : [refused.digest, ...(refused.earlier ?? [])].slice(0, mostRefused);
}
/** What this run has found out about `key` since it was last published or its rival deactivated. */
function verificationOf(world, key) {
    const found = world.run.verification;
    return found?.key === key.id ? found : undefined;
}
/**
 * Whether `key` is what the announced creation made, and its secret exists nowhere: born right after an intent,
 * described by nobody, never used, not signing this run, and neither a destination nor the recovery secret was written
 * since.
 */
function isOrphan(world, intent, key) {
    return (intent.at !== undefined &&
        key.created >= intent.at &&
        !isBornLate(intent, key) &&
        !world.described.includes(key.id) &&
        !holds(world, key.id) &&
        key.lastUsed.kind === 'never' &&
        world.destinations !== 'unread' &&
        (0,_secret_dates_js__WEBPACK_IMPORTED_MODULE_0__/* .mayHold */ .BV)(world.destinations.destinations, key, world.destinations.ahead).length === 0 &&
        !(0,_secret_dates_js__WEBPACK_IMPORTED_MODULE_0__/* .safeguarded */ .o9)(world.destinations, key));
}
/** Whether a key was born later than this intent may have led to one. */
function isBornLate({ at }, { created }) {
    return at === undefined || created > at + _waits_js__WEBPACK_IMPORTED_MODULE_2__/* .orphanSlack */ .p4;
}
/** What destinations held this long ago says enough of what they hold now. */
const freshness = 5 * _time_js__WEBPACK_IMPORTED_MODULE_1__/* .second */ .Rc;
/** The destinations as they are now; undefined when they were not read, or not lately. */
function freshDestinations({ destinations, run }) {
    // A look at the user may have come in between, however long that took.
    const age = run.elapsed - run.destinationsSeen - (run.seen - run.looked);
    if (destinations === 'unread' || age > freshness)
        return undefined;
    return destinations;
}
/** What GitHub's clock shows by now. */
function githubTime({ until }, { run }) {
    return until + run.elapsed - run.destinationsSeen;
}
/** Such secrets appear by a person's hand, and looking for them may take long: a look of this run counts for a while. */
const nearbyFreshness = 10 * _time_js__WEBPACK_IMPORTED_MODULE_1__/* .minute */ .Vc;
/** The same names nearby; undefined when they were not looked for, or not lately. */
function freshNearby({ sameNameNearby, run }) {
    return sameNameNearby === 'unread' || run.elapsed - run.nearbySeen > nearbyFreshness ? undefined : sameNameNearby;
}
/** Places nearby that may hold a key, since they were written after that moment of AWS's clock; a variable shows it. */
function nearbyHolders({ places, ahead }, key) {
    return places.filter((place) => (0,_secret_dates_js__WEBPACK_IMPORTED_MODULE_0__/* .mayHold */ .BV)([place], key, ahead).length > 0);
}
/** What else may hold the previous key before it is switched off: what appeared or changed since the current one exists. */
function heldNearby(world, reading) {
    const journal = journalOf(world);
    const current = journal?.phase === 'current' ? find(world, journal.current) : undefined;
    if (journal?.phase !== 'current' || current === undefined)
        return [];
    return nearbyHolders(reading, { id: journal.previous, created: current.created });
}
/** What GitHub shows of unfinished runs is looked at again after this long: a re-run may have begun since. */
const unfinishedRunsFreshness = 10 * _time_js__WEBPACK_IMPORTED_MODULE_1__/* .minute */ .Vc;
/** Runs that may hold the previous key; undefined when they were not looked for, or not lately. */
function freshUnfinishedRuns({ unfinishedRuns, run }) {
    const age = run.elapsed - run.unfinishedRunsSeen;
    return unfinishedRuns === 'unread' || age > unfinishedRunsFreshness ? undefined : unfinishedRuns;
}
/** Whether jobs may still get what secrets held before this run wrote them. */
function isSettling({ run }) {
    return run.wrote !== undefined && run.elapsed - run.wrote <= _waits_js__WEBPACK_IMPORTED_MODULE_2__/* .settlingOfWrites */ .mi;
}
/** Whether GitHub had handed out what was written then before it queued this run; unknown is undefined. */
function isQueuedAfter({ run: { queued }, destinations }, written) {
    if (destinations !== 'unread' && destinations.at - written > _waits_js__WEBPACK_IMPORTED_MODULE_2__/* .oldestRun */ .TS)
        return true;
    return typeof queued === 'number' ? queued > written + _waits_js__WEBPACK_IMPORTED_MODULE_2__/* .settlingOfWrites */ .mi : undefined;
}
/**
 * GitHub's date of the recovery secret where it is known to be this action's for this user: this run has written it, the
 * journal tells of that very write, or it is what this job was handed. Undefined where there is none, or somebody else's.
 */
function ownRecovery(world) {
    const { destinations, run } = world;
    if (run.recoveryCleared)
        return undefined;
    if (run.safeguard !== undefined && 'writtenAt' in run.safeguard)
        return run.safeguard.writtenAt;
    const journal = journalOf(world);
    const sealed = journal?.phase === 'publishing' ? journal.sealed : undefined;
    if (destinations === 'unread')
        return sealed;
    const at = destinations.recovery?.updatedAt;
    if (at === undefined || at === sealed)
        return at;
    return isHandedOwn(world) && isQueuedAfter(world, at) === true ? at : undefined;
}


/***/ }),

/***/ 6916:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BV: () => (/* binding */ mayHold),
/* harmony export */   FK: () => (/* binding */ isInside),
/* harmony export */   G0: () => (/* binding */ reachesNewRuns),
/* harmony export */   LU: () => (/* binding */ cannotHold),
/* harmony export */   PN: () => (/* binding */ latestWrite),
/* harmony export */   U4: () => (/* binding */ straysOf),
/* harmony export */   aS: () => (/* binding */ tolerance),
/* harmony export */   f6: () => (/* binding */ isWrittenBefore),
/* harmony export */   np: () => (/* binding */ secretsWhere),
/* harmony export */   o9: () => (/* binding */ safeguarded),
/* harmony export */   sI: () => (/* binding */ writtenInto),
/* harmony export */   wd: () => (/* binding */ outsideWindow)
/* harmony export */ });
/* harmony import */ var _time_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9037);
/* harmony import */ var _waits_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1808);
/** What the date of a secret proves. Its value cannot be read; a variable's can, and tells more. */


/**
 * From when on a run is created with the published key, by GitHub's clock. GitHub reads secrets when it queues a run,
 * and may take a moment to see what was written: https://docs.github.com/en/actions/concepts/security/secrets
 */
function reachesNewRuns({ window: { from, to } }) {
    return (to ?? from) + _waits_js__WEBPACK_IMPORTED_MODULE_1__/* .settlingOfWrites */ .mi;
}
/** Secrets that were not written inside the window of `key`: whatever they hold, it is not known to be that key. */
function outsideWindow(reading, window, key) {
    return secretsWhere(reading.destinations, (secret) => !isInside(secret, window, key));
}
/** What was not written when `key` was published; `earliest` is the oldest key that such a secret may hold. */
function straysOf({ destinations, ahead }, { window, digest, aside = [] }, key, earliest, policy) {
    const isAnew = (at) => digest !== policy.digest && (at === undefined || at < earliest.created + ahead);
    const kindOf = (at, wasAside) => {
        if (isAnew(at))
            return 'listed anew';
        if (at === undefined)
            return 'gone';
        return digest === policy.digest && at < window.from && !wasAside ? 'missed' : 'changed';
    };
    return destinations.flatMap(({ name: place, secrets }) => {
        const isCovered = policy.verification === 'workflow' && !policy.uncovered.includes(place);
        const wasAside = aside.some((each) => each.place === place);
        return (secrets
            // A date inside the window is that of somebody else's write where the publication has left the place out.
            .filter((secret) => !isInside(secret, window, key) || (wasAside && secret.value === undefined))
            .map(({ name, updatedAt, value }) => {
            return {
                place,
                secret: `${name} in ${place}`,
                updatedAt,
                kind: kindOf(updatedAt, wasAside),
                refuted: updatedAt !== undefined && value !== undefined,
                provable: isCovered && value === undefined,
            };
        }));
    });
}
/** Whether a secret holds the key that was published in the window; a variable tells so itself. */
function isInside({ updatedAt: at, value }, { from, to }, key) {
    if (value !== undefined)
        return value === key;
    return at !== undefined && at >= from && (to === undefined || at <= to);
}
/** Secrets that were written since the window of `key` began. */
function writtenInto(reading, { from }, key) {
    return secretsWhere(reading.destinations, ({ updatedAt: at, value }) => value === undefined ? at !== undefined && at >= from : value === key);
}
/** Secrets that may hold a key, since they were written after it was created; or any key of a user, likewise. */
function mayHold(places, { id, created }, ahead, until = Number.POSITIVE_INFINITY) {
    return secretsWhere(places, ({ updatedAt: at, value }) => value === undefined ? at !== undefined && at >= created + ahead && at <= until : value === id);
}
/** Dates of two services are compared with this to spare, where a person would be bothered. */
const tolerance = 10 * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .minute */ .Vc;
/** Secrets that exist and cannot hold a key, since they were last written well before it was created. */
function cannotHold({ destinations, ahead }, { id, created }) {
    return secretsWhere(destinations, ({ updatedAt: at, value }) => value === undefined ? at !== undefined && isWrittenBefore(at, created, ahead) : value !== id);
}
/**
 * Whether a secret of that date was last written well before a key was created, so that it cannot hold it. `ahead`: how
 * far the clock that dated the secret is ahead of the one that dated the key.
 */
function isWrittenBefore(at, created, ahead) {
    return at < created + ahead - tolerance;
}
/** Whether the recovery secret was written since a key was created, so that it may hold that key. */
function safeguarded({ recovery, ahead }, { created }) {
    return recovery?.updatedAt !== undefined && recovery.updatedAt >= created + ahead;
}
/** When any secret of these places was last written; 0 when none exists. */
function latestWrite(places) {
    return Math.max(0, ...places.flatMap(({ secrets }) => secrets.map((secret) => secret.updatedAt ?? 0)));
}
/** `AWS_ACCESS_KEY_ID in octo/app`: the secrets of these places of which that holds. */
function secretsWhere(places, holds) {
    return places.flatMap(({ name, secrets }) => secrets.filter(holds).map((secret) => `${secret.name} in ${name}`));
}


/***/ })

};
