export const id = 274;
export const ids = [274];
export const modules = {

/***/ 2274:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  connectGitHub: () => (/* binding */ connectGitHub)
});

// EXTERNAL MODULE: ./node_modules/@actions/github/lib/github.js + 22 modules
var github = __webpack_require__(2413);
// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __webpack_require__(9037);
;// CONCATENATED MODULE: ./lib/github/client.js
/** GitHub's REST API with one token: timeouts, and retries that are right for each kind of request. */


/** https://docs.github.com/en/rest/about-the-rest-api/api-versions: supported by every server that is. */
const apiVersion = '2022-11-28';
const requestTimeout = 30 * time/* second */.Rc;
/** Waits between attempts after an answer that says nothing about the request. */
const retryDelays = [1, 2, 4, 8].map((seconds) => seconds * time/* second */.Rc);
/** GitHub asks for at least this long when a secondary limit comes without `retry-after`. */
const secondaryLimitDelay = time/* minute */.Vc;
/** Clocks that differ by no more than this agree. */
const agreement = 5 * time/* second */.Rc;
/** A run does not sit out a longer limit than this. */
const longestLimit = 10 * time/* minute */.Vc;
/** Sends over the network, with this token. */
function octokitRequest(token, baseUrl) {
    const quiet = () => undefined;
    const octokit = (0,github/* getOctokit */.Q)(token, { baseUrl, log: { debug: quiet, info: quiet, warn: quiet, error: quiet } });
    return (route, parameters) => octokit.request(route, {
        ...parameters,
        headers: { 'x-github-api-version': apiVersion },
        request: { signal: AbortSignal.timeout(requestTimeout) },
    });
}
/** Sends requests again where that is right, and tells refusals from lost answers. */
class GitHubClient {
    #send;
    #clock;
    constructor(send, clock) {
        this.#send = send;
        this.#clock = clock;
    }
    /**
     * @param until the run's elapsed time after which nothing is waited for any more
     * @throws GitHubError when GitHub refuses, or does not answer after all attempts
     */
    async request(route, parameters = {}, { repeat = 'idempotent', until = Number.POSITIVE_INFINITY, } = {}) {
        let ambiguous = false;
        for (let attempt = 0;; attempt += 1) {
            try {
                const { status, data, headers } = await this.#send(route, parameters);
                return { status, headers, data: data, at: dateOf(headers['date']) };
            }
            catch (error) {
                const failure = asGitHubError(error, ambiguous);
                ambiguous = failure.ambiguous;
                const delay = retryDelay(failure, repeat, attempt);
                if (delay === undefined || this.#clock.elapsed() + delay > until)
                    throw failure;
                await this.#clock.sleep(delay);
            }
        }
    }
}
/**
 * How long to wait before sending a request again; undefined: not at all. Limits are clear refusals, so that even a
 * request that must not be repeated may be sent again; a lost or broken answer allows it only to idempotent requests.
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
 */
function retryDelay(error, repeat, attempt) {
    if (attempt >= retryDelays.length)
        return undefined;
    if (isRateLimit(error)) {
        const delay = limitDelay(error, attempt);
        return delay <= longestLimit ? delay : undefined;
    }
    return isUnclear(error.status) && repeat === 'idempotent' ? retryDelays[attempt] : undefined;
}
/** A status that does not tell whether GitHub did what was asked; 0: no answer. */
function isUnclear(status) {
    return status === 0 || status === 408 || status >= 500;
}
/** Whether GitHub refused because of a primary or secondary rate limit, not because of a permission. */
function isRateLimit(error) {
    if (error.status === 429)
        return true;
    if (error.status !== 403)
        return false;
    return (error.headers['x-ratelimit-remaining'] === '0' ||
        error.headers['retry-after'] !== undefined ||
        /secondary rate limit|abuse detection/i.test(error.message));
}
function limitDelay({ headers }, attempt) {
    const retryAfter = Number(headers['retry-after'] ?? Number.NaN);
    if (Number.isFinite(retryAfter))
        return Math.max(retryAfter, 1) * time/* second */.Rc;
    const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
    const date = Date.parse(headers['date'] ?? '');
    if (headers['x-ratelimit-remaining'] === '0' && Number.isFinite(reset) && !Number.isNaN(date)) {
        return Math.max(reset * time/* second */.Rc - date, 0) + time/* second */.Rc;
    }
    return secondaryLimitDelay * 2 ** attempt;
}
function asGitHubError(error, ambiguous) {
    const given = (error ?? {});
    const status = given.response !== undefined && typeof given.status === 'number' ? given.status : 0;
    const failure = error instanceof Error ? error : new Error(String(error));
    const headers = given.response?.headers ?? {};
    return Object.assign(failure, { status, headers, ambiguous: ambiguous || isUnclear(status) });
}
/** How far GitHub's clock is ahead of AWS's; a few seconds are latency and whole seconds, and count as none. */
function aheadOfAws(at, clock) {
    const ahead = at - clock.now();
    return Math.abs(ahead) <= agreement ? 0 : ahead;
}
function dateOf(header) {
    const date = Date.parse(String(header ?? ''));
    return Number.isNaN(date) ? Date.now() : date;
}

// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __webpack_require__(5557);
;// CONCATENATED MODULE: ./lib/github/errors.js
/** What GitHub's errors mean to the person who reads the log. */


/** Says in one or two sentences what GitHub refused, why, and what to do. */
function explain(error, attempt) {
    if (error instanceof problem/* Problem */.AF)
        return error;
    const { doing, place, token } = attempt;
    const cannot = `GitHub did not let this run ${doing} in ${place}`;
    const options = { cause: error };
    if (isRateLimit(error))
        return new problem/* Problem */.AF(`${cannot}: a rate limit of ${token} is reached.`, 'Run again when it has passed.', options);
    switch (error.status) {
        case 0:
            return new problem/* Problem */.AF(`GitHub could not be reached to ${doing} in ${place} (${error.message}).`, 'Check github-api-url and the network of the runner, then run again.', options);
        case 401:
            return new problem/* Problem */.AF(`${cannot}: the token in ${token} is not valid (Bad credentials).`, 'It is expired, revoked or mistyped. An App installation token lives for one hour.', options);
        case 403:
            return new problem/* Problem */.AF(`${cannot}: ${reasonFor403(error)}`, remedyFor403(error, attempt), options);
        case 404:
            return new problem/* Problem */.AF(`${place} was not found while trying to ${doing}.`, `Either the name is wrong, or the token in ${token} has no access to it: GitHub hides what a token may not see. It needs ${attempt.permission} there.`, options);
        default:
            return error.status >= 500
                ? new problem/* Problem */.AF(`GitHub answered ${error.status} to every attempt to ${doing} in ${place}.`, 'See https://www.githubstatus.com and run again.', options)
                : new problem/* Problem */.AF(`${cannot}: ${error.status} ${sentence(error.message)}`, 'Mend what the message names and run again.', options);
    }
}
/** The status that GitHub answered with, of an error that `explain` has put into words. */
function statusOf(error) {
    return causeOf(error)?.status;
}
/** GitHub answered every attempt, the last with a 4xx: it has not done what was asked. */
function isClearRefusal(error) {
    const status = statusOf(error) ?? 0;
    return status >= 400 && status < 500 && causeOf(error)?.ambiguous === false;
}
/** A clear refusal that the same request would get again: no limit that passes. */
function isLastingRefusal(error) {
    const cause = causeOf(error);
    return isClearRefusal(error) && cause !== undefined && !isRateLimit(cause);
}
function causeOf(error) {
    return error instanceof problem/* Problem */.AF ? error.cause : undefined;
}
function reasonFor403(error) {
    if (/archived/i.test(error.message))
        return 'the repository is archived, so it is read-only.';
    return sentence(error.message);
}
function remedyFor403(error, { permission, token }) {
    const accepted = error.headers['x-accepted-github-permissions'];
    const needed = accepted === undefined ? permission : `${permission} (GitHub names ${accepted})`;
    if (/archived/i.test(error.message))
        return 'Remove it from destinations, or unarchive it.';
    if (/SAML|SSO/i.test(error.message))
        return `Authorize the token in ${token} for single sign-on of this organization.`;
    if (/resource not accessible by integration/i.test(error.message)) {
        return token === 'github-token'
            ? `The token in github-token lacks ${needed}. If it is GITHUB_TOKEN: that one can never read or write secrets, so use a GitHub App installation token or a personal access token. If it is an App's: add the permission and approve it in the installation.`
            : `The token in dispatch-token lacks ${needed}. For GITHUB_TOKEN, add it under "permissions:" of the job.`;
    }
    return `The token in ${token} needs ${needed}.`;
}
/** GitHub's own message, without the link to its documentation that Octokit appends. */
function sentence(message) {
    return (0,problem/* asSentence */.KG)(message.replace(/ - https?:\/\/\S+$/, '').trim());
}

;// CONCATENATED MODULE: ./lib/github/recovery.js


/** The secret itself, below the store that it is in. */
const secret = '/{secret_name}';
class RecoverySecret {
    #github;
    #place;
    /** The account that a key in it belongs to. */
    #account;
    constructor(github, place, account) {
        this.#github = github;
        this.#place = place;
        this.#account = account;
    }
    /** What stands against writing it, in sentences. */
    async check() {
        try {
            await this.#publicKey();
            return undefined;
        }
        catch (error) {
            return (0,problem/* inSentences */.YP)(error);
        }
    }
    async read() {
        const { name } = this.#place;
        try {
            const { data } = await this.#ask('GET', secret, 'look at the recovery secret', 'read');
            return { name, updatedAt: Date.parse(data.updated_at) };
        }
        catch (error) {
            if (statusOf(error) === 404)
                return { name, updatedAt: undefined };
            throw error;
        }
    }
    /** Seals the key into the secret; a sentence for people when GitHub does not take it. */
    async write(held, about) {
        const format = { ...about, account: this.#account };
        const put = async () => {
            const { key, key_id } = await this.#publicKey();
            const body = { encrypted_value: await held.seal(key, format), key_id };
            await this.#ask('PUT', secret, 'write the recovery secret', 'write', body);
        };
        try {
            await put().catch((error) => {
                // GitHub may exchange its public key at any time; what was sealed for the old one is sealed once more.
                if (statusOf(error) !== 422)
                    throw error;
                return put();
            });
            return undefined;
        }
        catch (error) {
            return (0,problem/* inSentences */.YP)(error);
        }
    }
    /** Deletes the secret; one that does not exist is a success. */
    async clear() {
        try {
            await this.#ask('DELETE', secret, 'delete the recovery secret', 'write');
        }
        catch (error) {
            if (statusOf(error) !== 404)
                throw error;
        }
    }
    async #publicKey() {
        const { data } = await this.#ask('GET', '/public-key', 'read the public key for the recovery secret', 'write');
        return data;
    }
    async #ask(method, path, doing, level, body = {}) {
        const { owner, repo, environment, name } = this.#place;
        const store = environment === undefined ? 'actions/secrets' : 'environments/{environment_name}/secrets';
        const parameters = {
            owner,
            repo,
            ...(environment === undefined ? {} : { environment_name: environment }),
            ...(path === secret ? { secret_name: name } : {}),
            ...body,
        };
        try {
            return await this.#github.request(`${method} /repos/{owner}/{repo}/${store}${path}`, parameters);
        }
        catch (error) {
            const permission = `${environment === undefined ? 'secrets' : 'environments'}: ${level}`;
            const place = environment === undefined ? `${owner}/${repo}` : `the environment ${environment} of ${owner}/${repo}`;
            throw explain(error, { doing: `${doing} ${name}`, place, permission, token: 'github-token' });
        }
    }
}

;// CONCATENATED MODULE: ./lib/github/runs.js

const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}';
class RotationRuns {
    #clientFor;
    #own;
    #clock;
    /** `own`: this run, `owner/repo/run-id`. */
    constructor(clientFor, own, clock) {
        this.#clientFor = clientFor;
        this.#own = own;
        this.#clock = clock;
    }
    async look(run, attempt) {
        try {
            const { data, at } = await this.#ask(run, attempt);
            if (data.status !== 'completed')
                return { kind: 'unfinished' };
            return { kind: 'completed', end: Date.parse(data.updated_at) - aheadOfAws(at, this.#clock) };
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
        return this.#clientFor(`${owner}/${repo}`).request(route, parameters);
    }
}

// EXTERNAL MODULE: ./node_modules/p-map/index.js
var p_map = __webpack_require__(606);
// EXTERNAL MODULE: ./lib/rotation/facts.js
var facts = __webpack_require__(6189);
;// CONCATENATED MODULE: ./lib/github/secrets.js
/** The Actions secrets of repositories: https://docs.github.com/en/rest/actions/secrets */






/** GitHub shows a write a moment after it has accepted it. */
const confirmationBound = 30 * time/* second */.Rc;
const confirmationSpacing = 2 * time/* second */.Rc;
/** Waits before each pass over what could not be written: as long as the secret is in hand, it is tried again. */
const passes = [0, 15, 30, 60, 120, 240].map((seconds) => seconds * time/* second */.Rc);
/** Destinations that are read at the same time; GitHub allows 100 requests at once. */
const reading = { concurrency: 10 };
const read = 'secrets: read';
const write = 'secrets: write';
/** Destinations on GitHub's REST API, with one token for all of them. */
class RepositorySecrets {
    #github;
    #destinations;
    #recovery;
    #clock;
    #publicKeys = new Map();
    constructor(github, destinations, recovery, clock) {
        this.#github = github;
        this.#destinations = destinations;
        this.#recovery = recovery;
        this.#clock = clock;
    }
    async check() {
        const [recovery, checked] = await Promise.all([
            this.#recovery?.check(),
            (0,p_map/* default */.Ay)(this.#destinations, (each) => this.#checkOne(each), reading),
        ]);
        const problems = [...checked, recovery].filter((problem) => problem !== undefined);
        return { problems, reading: problems.length === 0 ? await this.read() : undefined };
    }
    async read() {
        const destinations = await (0,p_map/* default */.Ay)(this.#destinations, (each) => this.#readOne(each), reading);
        const at = Math.min(...destinations.map((each) => each.at));
        return { at, ahead: aheadOfAws(at, this.#clock), destinations, recovery: await this.#recovery?.read() };
    }
    safeguard(held, about) {
        return this.#recoverySecret().write(held, about);
    }
    clear() {
        return this.#recoverySecret().clear();
    }
    async publish(held, window, until, holds) {
        const concerned = await this.#toWrite(window);
        let left = concerned.map((destination) => ({ destination, from: 0, error: undefined }));
        let accepted = 0;
        for (const delay of passes) {
            if (delay > 0) {
                if (this.#clock.elapsed() + delay > until)
                    break;
                await this.#clock.sleep(delay);
            }
            const failed = [];
            // Half a pair is worse than none: what was begun is finished first.
            for (const { destination, from } of left.toSorted((a, b) => b.from - a.from)) {
                // A run that is asked to stop finishes the pair in hand, and begins no other.
                if (this.#clock.cancelled)
                    throw new problem/* Cancelled */.cJ();
                const { written, error } = await this.#writeHeld(destination, held, from, holds);
                accepted += written - from;
                if (error !== undefined)
                    failed.push({ destination, from: written, error });
            }
            left = failed;
            // A clear refusal stands; only half a pair is worth asking for once more.
            const isTorn = delay === 0 && left.some(({ from }) => from > 0);
            if (!isTorn && left.every(({ error }) => isClearRefusal(error)))
                break;
        }
        const problems = left.map(({ error }) => (0,problem/* inSentences */.YP)(error));
        const refused = left.every(({ error }) => isClearRefusal(error));
        if (left.length > 0)
            return { key: held.id, accepted, window: undefined, problems, refused };
        const confirmed = await this.#confirm(window);
        if (typeof confirmed === 'object')
            return { key: held.id, accepted, window: confirmed, problems, refused };
        return { key: held.id, accepted, window: undefined, problems: [confirmed], refused: false };
    }
    /**
     * All destinations; in a roll back those that were written since the key that goes was first published. That may have
     * been a moment ago: GitHub's clock has to be past it before the first write, or the dates would tell nothing.
     */
    async #toWrite(window) {
        if (window.heldBefore === undefined)
            return this.#destinations;
        const shown = await this.read();
        if (shown.at < window.from + facts/* clockSlack */.xH)
            await this.#clock.sleep(window.from + facts/* clockSlack */.xH - shown.at);
        return this.#destinations.filter((_, index) => {
            const destinations = shown.destinations.slice(index, index + 1);
            return (0,facts/* outsideWindow */.wd)({ ...shown, destinations }, window).length > 0;
        });
    }
    #recoverySecret() {
        if (this.#recovery === undefined)
            throw new Error('no recovery secret is configured');
        return this.#recovery;
    }
    /** Writes one destination, if the run still holds the user; that nobody can say is one more way of not being written. */
    async #writeHeld(destination, held, from, holds) {
        try {
            await holds();
        }
        catch (error) {
            if ((0,problem/* endsRun */.sl)(error))
                throw error;
            return { written: from, error };
        }
        return this.#write(destination, held, from);
    }
    /** What stands against writing to this destination, in sentences. */
    async #checkOne(destination) {
        try {
            const { data } = await this.#ask(destination, 'GET /repos/{owner}/{repo}', {
                doing: 'look at the repository',
                permission: 'metadata: read',
            });
            if (data.archived) {
                return `${nameOf(destination)} is archived, so its secrets cannot be written. Remove it from destinations, or unarchive it.`;
            }
            await this.#fetchPublicKey(destination);
            return undefined;
        }
        catch (error) {
            return (0,problem/* inSentences */.YP)(error);
        }
    }
    async #fetchPublicKey(destination) {
        const route = 'GET /repos/{owner}/{repo}/actions/secrets/public-key';
        const what = { doing: 'read the public key for secrets', permission: write };
        const { data } = await this.#ask(destination, route, what);
        this.#publicKeys.set(destination, data);
        return data;
    }
    /** A repository has at most 100 secrets, which is one page: https://docs.github.com/en/actions/reference/security/secrets */
    async #readOne(destination) {
        const { data, at } = await this.#ask(destination, 'GET /repos/{owner}/{repo}/actions/secrets', { doing: 'list the secrets', permission: read }, { per_page: 100 });
        const shown = new Map(data.secrets.map((secret) => [secret.name, Date.parse(secret.updated_at)]));
        const secrets = destination.secrets.map(({ name }) => ({ name, updatedAt: shown.get(name) }));
        return { at, name: nameOf(destination), secrets };
    }
    /**
     * Writes the secrets of one destination from the given one on; `written` says how many it has now. Everything is
     * sealed before the first write, so that nothing but the wire lies between the two halves of a pair.
     */
    async #write(destination, held, from) {
        let written = from;
        try {
            let publicKey = this.#publicKeys.get(destination) ?? (await this.#fetchPublicKey(destination));
            let boxes = await seal(destination, held, publicKey);
            for (const { name } of destination.secrets.slice(from)) {
                try {
                    await this.#put(destination, name, boxes, publicKey);
                }
                catch (error) {
                    if (statusOf(error) !== 422)
                        throw error;
                    // GitHub may exchange its public key at any time; what was sealed for the old one is sealed once more.
                    publicKey = await this.#fetchPublicKey(destination);
                    boxes = await seal(destination, held, publicKey);
                    await this.#put(destination, name, boxes, publicKey);
                }
                written += 1;
            }
            return { written };
        }
        catch (error) {
            return { written, error };
        }
    }
    async #put(destination, name, boxes, publicKey) {
        const route = 'PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}';
        const body = { secret_name: name, encrypted_value: boxes.get(name), key_id: publicKey.key_id };
        await this.#ask(destination, route, { doing: `write the secret ${name}`, permission: write }, body);
    }
    /** Reads until every secret is seen to have moved; a sentence when GitHub does not show it in time. */
    async #confirm({ from, heldBefore }) {
        const start = this.#clock.elapsed();
        for (;;) {
            const shown = await this.read();
            const late = (0,facts/* outsideWindow */.wd)(shown, { from, to: undefined, heldBefore });
            // A write that was repeated may show its second date only later: the window lasts until this look.
            if (late.length === 0)
                return { from, to: Math.max(shown.at, (0,facts/* latestWrite */.PN)(shown)), heldBefore };
            if (this.#clock.elapsed() - start >= confirmationBound) {
                return `GitHub accepted ${late.join(', ')}, but does not show the change after ${(0,time/* spoken */.vg)(confirmationBound)}.`;
            }
            await this.#clock.sleep(confirmationSpacing);
        }
    }
    async #ask(destination, route, what, parameters = {}) {
        const { owner, repo } = destination;
        try {
            return await this.#github.request(route, { owner, repo, ...parameters });
        }
        catch (error) {
            throw explain(error, { ...what, place: nameOf(destination), token: 'github-token' });
        }
    }
}
async function seal({ secrets }, held, { key }) {
    const boxes = new Map();
    for (const { name, format } of secrets)
        boxes.set(name, await held.seal(key, format));
    return boxes;
}
function nameOf({ owner, repo }) {
    return `${owner}/${repo}`;
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
// EXTERNAL MODULE: ./lib/fingerprint.js
var fingerprint = __webpack_require__(8539);
;// CONCATENATED MODULE: ./lib/github/workflows.js
/** Verification by workflows: https://docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event */







/** Looks at a run this often, at first and later: GITHUB_TOKEN may send 1,000 requests an hour. */
const pollingDelays = [5, 5, 5, 5, 10, 10, 15].map((seconds) => seconds * time/* second */.Rc);
const pollingDelay = 20 * time/* second */.Rc;
/** What to do where the server does not tell which run it has started. */
const olderServer = 'Run details need GitHub Enterprise Server 3.21; before that, use "verification-workflow: none".';
/** A run is not always readable the moment it exists. */
const visibleWithin = 60 * time/* second */.Rc;
class VerificationWorkflows {
    #workflows;
    #timeout;
    #clock;
    #refs = new Map();
    constructor(workflows, timeout, clock) {
        this.#workflows = workflows;
        this.#timeout = timeout;
        this.#clock = clock;
    }
    async check() {
        const checked = await (0,p_map/* default */.Ay)(this.#workflows, (each) => this.#checkOne(each), { concurrency: 10 });
        return checked.filter((problem) => problem !== undefined);
    }
    async verify(key, until, holds) {
        const found = await (0,p_map/* default */.Ay)(this.#workflows, (each) => this.#verifyOne(each, key, until, holds), { concurrency: 10 });
        const worst = found.find(({ verdict }) => verdict === 'rejected') ?? found.find(({ verdict }) => verdict === 'unknown');
        return {
            key,
            verdict: worst?.verdict ?? 'works',
            weak: found.some(({ weak }) => weak),
            detail: worst?.detail ?? found.map(({ detail }) => detail).join('; '),
            remedy: worst?.remedy,
            urls: found.map(({ url }) => url).filter((url) => url !== undefined),
        };
    }
    /** What would keep this workflow from running, in sentences. */
    async #checkOne(workflow) {
        try {
            const ref = await this.#refOf(workflow);
            const { data, headers } = await this.#ask(workflow, 'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}', 'look at the verification workflow', { workflow_id: workflow.file });
            if (data.state !== 'active') {
                return `The verification workflow ${workflows_nameOf(workflow)} is not active (${data.state}). Enable it under Actions.`;
            }
            const version = String(headers['x-github-enterprise-version'] ?? '');
            if (/^3\.(?:1?\d|20)(?:\.|$)/.test(version))
                return `This is GitHub Enterprise Server ${version}. ${olderServer}`;
            return (await this.#checkTrigger(workflow, data.path, ref)) ?? (await this.#checkDispatch(workflow));
        }
        catch (error) {
            return (0,problem/* inSentences */.YP)(error);
        }
    }
    /** A workflow without `workflow_dispatch` cannot be started. Told only when the token may read the file. */
    async #checkTrigger(workflow, path, ref) {
        const { owner, repo, github } = workflow;
        const route = 'GET /repos/{owner}/{repo}/contents/{path}';
        let content;
        try {
            const { data } = await github.request(route, { owner, repo, path, ref });
            content = Buffer.from(data.content ?? '', 'base64').toString('utf8');
        }
        catch (error) {
            // Without "contents: read" the dispatch itself will tell; nothing is known against it here.
            if ([403, 404].includes(error.status))
                return undefined;
            throw this.#explain(error, workflow, 'read the file', 'contents: read');
        }
        if (hasDispatchTrigger(content))
            return undefined;
        return `The verification workflow ${workflows_nameOf(workflow)} cannot be dispatched: add "workflow_dispatch" to its "on:" on ${ref}.`;
    }
    /**
     * The right to dispatch cannot be read, so it is tried with a ref that does not exist: 422 for those who may. Nothing
     * starts. https://docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event
     */
    async #checkDispatch(workflow) {
        try {
            await this.#start(workflow, `rotate-iam-access-keys/preflight/${(0,external_node_crypto_.randomUUID)()}`, {}, Number.POSITIVE_INFINITY);
            return undefined;
        }
        catch (error) {
            return [401, 403, 404].includes(statusOf(error) ?? 0) ? (0,problem/* inSentences */.YP)(error) : undefined;
        }
    }
    async #refOf(workflow) {
        const known = this.#refs.get(workflow) ?? workflow.ref;
        if (known !== undefined)
            return known;
        const { data } = await this.#ask(workflow, 'GET /repos/{owner}/{repo}', 'look at the repository of the verification workflow');
        this.#refs.set(workflow, data.default_branch);
        return data.default_branch;
    }
    async #verifyOne(workflow, key, until, holds) {
        try {
            const { run, weak } = await this.#dispatch(workflow, key, until);
            if (run === undefined)
                return { ...unknown(`GitHub started ${workflows_nameOf(workflow)} without saying which run it is`), remedy: olderServer };
            return { ...(await this.#follow(workflow, run, until, holds)), weak };
        }
        catch (error) {
            if ((0,problem/* endsRun */.sl)(error))
                throw error;
            // A clear refusal is one that a person has to mend; anything else may pass.
            const lasting = error instanceof problem/* Problem */.AF && isLastingRefusal(error);
            return lasting ? { ...unknown(error.message), remedy: error.remedy } : unknown((0,problem/* inSentences */.YP)(error));
        }
    }
    /**
     * Starts the workflow, once: a dispatch that is sent again may start a second run. A workflow that does not declare
     * an input refuses it clearly, and is started without; without expected-key its success proves less.
     */
    async #dispatch(workflow, key, until) {
        const ref = await this.#refOf(workflow);
        let inputs = { 'expected-key': (0,fingerprint/* fingerprint */.R)(key), 'rotation-id': (0,external_node_crypto_.randomUUID)() };
        for (;;) {
            try {
                return { run: await this.#start(workflow, ref, inputs, until), weak: !('expected-key' in inputs) };
            }
            catch (error) {
                const declared = withoutUnexpected(inputs, error);
                if (declared === undefined)
                    throw error;
                inputs = declared;
            }
        }
    }
    async #start(workflow, ref, inputs, until) {
        const { owner, repo, file, github } = workflow;
        const route = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches';
        const body = { owner, repo, workflow_id: file, ref, inputs, return_run_details: true };
        try {
            const { data } = await github.request(route, body, {
                repeat: 'once',
                until,
            });
            return data?.workflow_run_id;
        }
        catch (error) {
            throw this.#explain(error, workflow, 'dispatch the verification workflow', 'actions: write');
        }
    }
    /** Follows exactly the run that was started, until it ends or has had its time. */
    async #follow(workflow, run, until, holds) {
        const start = this.#clock.elapsed();
        const end = Math.min(start + this.#timeout, until);
        let latest;
        for (let look = 0;; look += 1) {
            latest = (await this.#lookAt(workflow, run, start, end)) ?? latest;
            if (latest?.status === 'completed')
                return this.#judge(workflow, run, latest);
            const now = this.#clock.elapsed();
            if (now >= end) {
                const url = latest?.html_url;
                const where = url === undefined ? '' : `: ${url}`;
                return {
                    ...unknown(`${workflows_nameOf(workflow)} was still ${latest?.status ?? 'invisible'} after ${(0,time/* spoken */.vg)(now - start)}${where}`),
                    url,
                };
            }
            await this.#clock.sleep(Math.min(pollingDelays[look] ?? pollingDelay, end - now));
            await this.#stillHolds(holds);
        }
    }
    /** Nothing is written here: that nobody can say whose the user is does not end the wait. */
    async #stillHolds(holds) {
        try {
            await holds();
        }
        catch (error) {
            if ((0,problem/* endsRun */.sl)(error))
                throw error;
        }
    }
    async #lookAt(workflow, run, start, until) {
        const { owner, repo, github } = workflow;
        const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}';
        try {
            const { data } = await github.request(route, { owner, repo, run_id: run }, { until });
            return data;
        }
        catch (error) {
            const young = this.#clock.elapsed() - start < visibleWithin;
            if (error.status === 404 && young)
                return undefined;
            throw this.#explain(error, workflow, 'follow the verification run', 'actions: read');
        }
    }
    async #judge(workflow, run, { conclusion, html_url: url, run_attempt: attempt = 1 }) {
        const name = workflows_nameOf(workflow);
        if (conclusion !== 'success' && conclusion !== 'failure')
            return { ...unknown(`${name} ended ${conclusion ?? 'without a conclusion'}: ${url}`), url };
        const jobs = await this.#jobs(workflow, run);
        if (conclusion === 'failure')
            return { verdict: 'rejected', detail: `${name} failed${whereFailed(jobs)}: ${url}`, url };
        if (attempt !== 1)
            return { ...unknown(`${name} was re-run, and a re-run may hold old secrets: ${url}`), url };
        if (!jobs.some((job) => job.conclusion === 'success'))
            return { ...unknown(`${name} succeeded without running a job: ${url}`), url };
        return { verdict: 'works', detail: `${name} succeeded: ${url}`, url };
    }
    async #jobs(workflow, run) {
        const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs';
        const { data } = await this.#ask(workflow, route, 'read the jobs of the verification run', {
            run_id: run,
            filter: 'latest',
            per_page: 100,
        });
        return data.jobs;
    }
    async #ask(workflow, route, doing, parameters = {}) {
        const { owner, repo, github } = workflow;
        try {
            return await github.request(route, { owner, repo, ...parameters });
        }
        catch (error) {
            throw this.#explain(error, workflow, doing, 'actions: read');
        }
    }
    #explain(error, workflow, doing, permission) {
        return explain(error, { doing, place: workflows_nameOf(workflow), permission, token: workflow.token });
    }
}
/** Whether a workflow file names `workflow_dispatch` among its triggers, in any of the three spellings of `on:`. */
function hasDispatchTrigger(content) {
    // YAML 1.1 reads a bare `on` as true; this parser follows 1.2, as GitHub does.
    const on = (0,dist/* parse */.qg)(content)?.on;
    if (typeof on === 'string')
        return on === 'workflow_dispatch';
    if (Array.isArray(on))
        return on.includes('workflow_dispatch');
    return typeof on === 'object' && on !== null && 'workflow_dispatch' in on;
}
/** The inputs without those that GitHub's 422 names as undeclared; undefined when it says something else. */
function withoutUnexpected(inputs, error) {
    const named = /unexpected inputs provided: (.*)/i.exec((0,problem/* messageOf */.bD)(error))?.[1];
    if (named === undefined)
        return undefined;
    const declared = Object.entries(inputs).filter(([name]) => !named.includes(name));
    return declared.length < Object.keys(inputs).length ? Object.fromEntries(declared) : undefined;
}
function whereFailed(jobs) {
    const job = jobs.find(({ conclusion }) => conclusion === 'failure');
    const step = job?.steps?.find(({ conclusion }) => conclusion === 'failure');
    if (job === undefined)
        return '';
    return step === undefined ? ` in the job “${job.name}”` : ` in the job “${job.name}”, step “${step.name}”`;
}
function workflows_nameOf({ owner, repo, file }) {
    return `${file} in ${owner}/${repo}`;
}
function unknown(detail) {
    return { verdict: 'unknown', weak: false, detail, url: undefined };
}

;// CONCATENATED MODULE: ./lib/github/connect.js





function connectGitHub(inputs, recovery, clock, sender = octokitRequest) {
    const secrets = new GitHubClient(sender(inputs.githubToken, inputs.githubApiUrl), clock);
    const dispatch = new GitHubClient(sender(inputs.dispatchToken, inputs.githubApiUrl), clock);
    const { owner, repo } = inputs.job;
    const here = `${owner}/${repo}`.toLowerCase();
    const isHere = (repository) => repository.toLowerCase() === here;
    const workflows = inputs.verificationWorkflows.map((workflow) => {
        const local = isHere(`${workflow.owner}/${workflow.repo}`);
        return {
            ...workflow,
            github: local ? dispatch : secrets,
            token: local ? 'dispatch-token' : 'github-token',
        };
    });
    const safeguard = recovery === undefined ? undefined : new RecoverySecret(secrets, recovery, recovery.account);
    const own = { run: inputs.policy.run, attempt: inputs.policy.attempt };
    return {
        destinations: new RepositorySecrets(secrets, inputs.destinations, safeguard, clock),
        verifier: new VerificationWorkflows(workflows, inputs.policy.verificationTimeout, clock),
        runs: new RotationRuns((repository) => (isHere(repository) ? dispatch : secrets), own, clock),
    };
}


/***/ })

};
