export const id = 43;
export const ids = [43];
export const modules = {

/***/ 6043:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  openJobAccess: () => (/* binding */ openJobAccess)
});

// EXTERNAL MODULE: ./lib/aws/caller.js + 1 modules
var caller = __webpack_require__(5067);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/IAMClient.js + 8 modules
var IAMClient = __webpack_require__(5919);
// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __webpack_require__(9037);
// EXTERNAL MODULE: ./lib/aws/regions.js
var regions = __webpack_require__(7960);
// EXTERNAL MODULE: ./lib/aws/sign-in-clients.js
var sign_in_clients = __webpack_require__(8059);
;// CONCATENATED MODULE: ./lib/aws/clients.js




const briefTimeouts = { connectionTimeout: 5 * time/* second */.Rc, requestTimeout: 10 * time/* second */.Rc };
/** The clients of one run, over the network. All users that sign with the same credentials share one client of IAM. */
class NetworkAwsClients extends sign_in_clients/* SignInClients */.x {
    globalRegion = (0,regions/* iamRegion */.QA)(this.region);
    #shared = new Map();
    iam(credentials, attempts) {
        // What must not be repeated goes over a connection of its own.
        if (credentials === undefined || attempts !== undefined)
            return this.#iam(credentials, attempts);
        // Sessions that are renewed are one object each, pairs are made anew.
        const key = typeof credentials === 'function' ? credentials : pairOf(credentials);
        const client = this.#shared.get(key) ?? this.#iam(credentials);
        this.#shared.set(key, client);
        return client;
    }
    #iam(credentials, attempts) {
        const options = { service: 'iam', region: this.globalRegion, credentials, attempts };
        const client = new IAMClient/* IAMClient */.h(this.configuration(options, () => client.config.endpointProvider));
        return client;
    }
    async cloudTrail(region, credentials) {
        const { CloudTrailClient: Client } = await Promise.all(/* import() */[__webpack_require__.e(143), __webpack_require__.e(940)]).then(__webpack_require__.bind(__webpack_require__, 4940));
        const options = { service: 'cloudtrail', region, credentials, attempts: 2, timeouts: briefTimeouts };
        const client = new Client(this.configuration(options, () => client.config.endpointProvider));
        return client;
    }
}
function pairOf({ accessKeyId, secretAccessKey, sessionToken = '' }) {
    return `${accessKeyId} ${secretAccessKey} ${sessionToken}`;
}

// EXTERNAL MODULE: ./node_modules/@smithy/core/dist-es/submodules/transport/httpRequest.js
var httpRequest = __webpack_require__(9725);
// EXTERNAL MODULE: ./lib/network/problems.js
var problems = __webpack_require__(8472);
// EXTERNAL MODULE: ./lib/network/secure-transport.js
var secure_transport = __webpack_require__(2877);
// EXTERNAL MODULE: ./lib/rotation/problem.js
var rotation_problem = __webpack_require__(5557);
// EXTERNAL MODULE: ./lib/rotation/waits.js
var waits = __webpack_require__(1808);
// EXTERNAL MODULE: ./lib/aws/request-handler.js
var request_handler = __webpack_require__(5205);
;// CONCATENATED MODULE: ./lib/aws/id-tokens.js
/** GitHub's OIDC tokens, which say which job asks: https://docs.github.com/en/actions/reference/security/oidc */







/** The runner sets both where the job has `id-token: write`, and neither where it has not. */
const requestVariables = {
    url: 'ACTIONS_ID_TOKEN_REQUEST_URL',
    token: 'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
};
const attempts = 3;
const pause = 2 * time/* second */.Rc;
/** More than any token has: what answers with more is something else. */
const mostBytes = 100_000;
/**
 * What asks GitHub for tokens of this job, over the network when `send` is not given; undefined where the job may not
 * have any.
 * @throws Problem when the request token would be sent where others can read it
 */
function idTokensOf(environment, clock, mask, send = overNetwork) {
    const { [requestVariables.url]: address, [requestVariables.token]: requestToken } = environment;
    if (!address || !requestToken)
        return undefined;
    mask(requestToken);
    const url = URL.parse(address);
    if (url === null || !(0,secure_transport/* isSafe */.IP)(url)) {
        throw new rotation_problem/* Problem */.AF(`${requestVariables.url} is not an https URL, and the token of this job is sent over https alone`, 'The runner sets it: take out of the workflow what overwrites it. An earlier step may have set it.');
    }
    return async (audience) => {
        const asked = new URL(url);
        asked.searchParams.set('audience', audience);
        const token = await ask(() => answerOf(send, asked, requestToken), clock);
        mask(token);
        return token;
    };
}
async function ask(once, clock) {
    for (let attempt = 1;; attempt += 1) {
        const answer = await once();
        if ('token' in answer)
            return answer.token;
        if (answer.passes && attempt < attempts) {
            await clock.sleep(pause * attempt);
            continue;
        }
        if (clock.cancelled)
            throw new rotation_problem/* Cancelled */.cJ();
        throw new rotation_problem/* Problem */.AF(`GitHub gave this job no OIDC token: ${answer.why}`, (0,problems/* networkRemedy */.xO)(answer.error) ??
            (answer.passes
                ? 'Run again: what is already done is not repeated. https://www.githubstatus.com shows whether Actions is in trouble.'
                : 'Check that the job itself has "permissions: id-token: write", also where it is called as a reusable workflow, and that no earlier step has set ACTIONS_ID_TOKEN_REQUEST_URL or ACTIONS_ID_TOKEN_REQUEST_TOKEN.'), { cause: answer.error });
    }
}
/** One request, in words that quote nothing of the answer. */
async function answerOf(send, url, requestToken) {
    try {
        const { status, text } = await send(url, requestToken);
        if (status !== 200) {
            return { why: `its endpoint answered ${status}`, passes: status === 408 || status === 429 || status >= 500 };
        }
        const token = tokenIn(text);
        return token === undefined ? { why: 'its endpoint answered with something else', passes: false } : { token };
    }
    catch (error) {
        if (error instanceof rotation_problem/* Problem */.AF || (0,rotation_problem/* endsRun */.sl)(error))
            throw error;
        return { why: 'its endpoint did not answer', passes: true, error };
    }
}
async function overNetwork(url, requestToken) {
    const handler = new request_handler/* AwsHandler */.O({ connectionTimeout: 10 * time/* second */.Rc, requestTimeout: waits/* requestTimeout */.Vq }, () => undefined, () => undefined);
    try {
        const { response } = await handler.handle(new httpRequest/* HttpRequest */.K({
            method: 'GET',
            protocol: url.protocol,
            hostname: url.hostname,
            ...(url.port === '' ? {} : { port: Number(url.port) }),
            path: url.pathname,
            query: Object.fromEntries(url.searchParams),
            headers: { host: url.host, accept: 'application/json', authorization: `Bearer ${requestToken}` },
        }));
        const { statusCode: status, body } = response;
        return { status, text: await textOf(body) };
    }
    finally {
        handler.destroy();
    }
}
async function textOf(body) {
    const chunks = [];
    let bytes = 0;
    for await (const chunk of body) {
        bytes += chunk.length;
        if (bytes > mostBytes)
            break;
        chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
}
/** Three parts of base64url, as any JSON web token has. */
function tokenIn(text) {
    try {
        const { value } = JSON.parse(text);
        return typeof value === 'string' && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(value) ? value : undefined;
    }
    catch {
        return undefined;
    }
}
/** What a token says of its job, for a person who compares it with a trust policy: no secret, and not verified. */
function claimsOf(token) {
    const [, payload = ''] = token.split('.');
    try {
        const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
        return { issuer: String(claims['iss'] ?? ''), subject: String(claims['sub'] ?? '') };
    }
    catch {
        return { issuer: '', subject: '' };
    }
}

// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-sts/dist-es/commandBuilder.js
var commandBuilder = __webpack_require__(635);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-sts/dist-es/schemas/schemas_0.js + 2 modules
var schemas_0 = __webpack_require__(5741);
;// CONCATENATED MODULE: ./node_modules/@aws-sdk/client-sts/dist-es/commands/AssumeRoleCommand.js


class AssumeRoleCommand extends (0,commandBuilder/* command */.G5)(commandBuilder/* _ep0 */.lq, commandBuilder/* _mw0 */.yt, "AssumeRole", schemas_0/* AssumeRole$ */.JM) {
}

;// CONCATENATED MODULE: ./node_modules/@aws-sdk/client-sts/dist-es/commands/AssumeRoleWithWebIdentityCommand.js


class AssumeRoleWithWebIdentityCommand extends (0,commandBuilder/* command */.G5)(commandBuilder/* _ep0 */.lq, commandBuilder/* _mw0 */.yt, "AssumeRoleWithWebIdentity", schemas_0/* AssumeRoleWithWebIdentity$ */.p$) {
}

// EXTERNAL MODULE: ./lib/aws/errors.js
var errors = __webpack_require__(6762);
// EXTERNAL MODULE: ./lib/text/account-number.js
var account_number = __webpack_require__(7816);
// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __webpack_require__(2708);
;// CONCATENATED MODULE: ./lib/aws/role-problems.js
/** Why a role could not be assumed, each way with its own remedy, in words that quote nothing that STS answered. */




/** The problem of a role that could not be assumed, or not again. */
function explainRole(error, request) {
    const { message, remedy } = error instanceof rotation_problem/* Problem */.AF ? error : refusalOf(error, request);
    if (!request.isRenewal)
        return error instanceof rotation_problem/* Problem */.AF ? error : new rotation_problem/* Problem */.AF(message, remedy, { cause: error });
    const shown = (0,account_number/* withoutAccounts */.J)(request.role);
    return new rotation_problem/* Problem */.AF(`the session of the role ${shown} could not be renewed: ${message}`, remedy, { cause: error });
}
/** AWS keeps these two apart for nobody: whoever asks should not learn which roles there are. */
const sameAnswer = 'AWS does not tell a role that does not exist from one that trusts somebody else.';
function refusalOf(error, request) {
    const { role, by, region } = request;
    const shown = `the role ${(0,account_number/* withoutAccounts */.J)(role)}`;
    const action = by.caller === undefined ? 'sts:AssumeRoleWithWebIdentity' : 'sts:AssumeRole';
    const said = (0,rotation_problem/* messageOf */.bD)(error);
    if ((0,errors/* isAccessDenied */.w7)(error)) {
        if (/(?:control policy|permissions boundary|session policy|VPC endpoint policy|explicit deny)/i.test(said)) {
            return (0,errors/* explain */.WE)(error, action, { name: shown, arn: role });
        }
        return by.caller === undefined ? refusedToken(shown, by.token) : refusedCaller(shown, role, by.caller);
    }
    switch ((0,errors/* codeOf */.$N)(error)) {
        case 'InvalidIdentityToken':
            return invalidToken(said, shown, role, by.token);
        case 'IDPCommunicationError':
        case 'IDPRejectedClaim':
            return {
                message: `AWS could not verify GitHub's OIDC token for ${shown} with the provider of the account`,
                remedy: `Run again: this mostly passes by itself. If it persists, check that AWS can reach ${issuerOf(by.token)} from outside your network, and that the provider in IAM has that URL.`,
            };
        case 'ExpiredToken':
            return by.caller === undefined
                ? {
                    message: `AWS took GitHub's OIDC token for ${shown} for expired`,
                    remedy: 'Run again: each run asks for a fresh token.',
                }
                : {
                    message: `the credentials of this job have expired, and ${shown} cannot be assumed with them`,
                    remedy: 'Ask for a longer session, run the rotation earlier in the job, or let it use an OIDC token ("id-token: write", and no credentials in the env of the step).',
                };
        case 'ValidationError':
            if (!/DurationSeconds/.test(said))
                break;
            return {
                message: `AWS gives ${shown} no session of an hour`,
                remedy: 'Set the maximum session duration of the role to an hour or more (aws iam update-role --max-session-duration 3600).',
            };
    }
    return (0,errors/* explain */.WE)(error, action, { name: shown, arn: role, region });
}
function refusedCaller(shown, role, { arn, account }) {
    const isFar = role.split(':')[4] !== account;
    return {
        message: `AWS denied sts:AssumeRole on ${shown} to ${(0,account_number/* withoutAccounts */.J)(arn)}. ${sameAnswer}`,
        remedy: [
            'Check account, path and name in role-to-assume.',
            `The trust policy of the role must allow sts:AssumeRole to ${isFar ? 'this caller or its account' : 'this caller'}, and a policy of the caller must allow it on that role${isFar ? ', since the role is of another account' : ', unless the trust policy names the caller itself'}.`,
            'A trust policy that asks for MFA (aws:MultiFactorAuthPresent) or for an external ID (sts:ExternalId) refuses a job, which sends neither: take that condition out for this caller.',
        ].join(' '),
    };
}
function refusedToken(shown, token) {
    const subject = (0,presentable/* presentable */.KC)(token?.subject ?? '', 300);
    const host = issuerOf(token).replace(/^https:\/\//, '');
    return {
        message: `AWS denied sts:AssumeRoleWithWebIdentity on ${shown} to this job, whose OIDC token has the sub “${subject}” and the aud “${token?.audience}”. ${sameAnswer}`,
        remedy: `Check account, path and name in role-to-assume. The trust policy of the role must allow sts:AssumeRoleWithWebIdentity to the provider ${host} of the role's own account, with exactly that ${host}:sub (upper and lower case count) and ${host}:aud.`,
    };
}
function invalidToken(said, shown, role, token) {
    const account = (0,account_number/* withoutAccounts */.J)(role.split(':')[4] ?? '');
    const audience = token?.audience ?? '';
    const setUp = 'https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws';
    if (/no openidconnect provider/i.test(said)) {
        return {
            message: `The account ${account} of ${shown} has no OIDC provider for ${issuerOf(token)}`,
            remedy: `Add it to IAM in that account, with the audience ${audience}: ${setUp}. If the account is not the one you mean, correct role-to-assume.`,
        };
    }
    if (/audience/i.test(said)) {
        return {
            message: `The OIDC provider in the account ${account} of ${shown} does not have the audience ${audience}`,
            remedy: `Add ${audience} to the audiences (client IDs) of the provider ${issuerOf(token)} in IAM of that account.`,
        };
    }
    return {
        message: `AWS did not accept GitHub's OIDC token for ${shown}`,
        remedy: `Check that the provider in IAM of the account ${account} is that of ${issuerOf(token)}: ${setUp}.`,
    };
}
function issuerOf(token) {
    return (0,presentable/* presentable */.KC)(token?.issuer || 'https://token.actions.githubusercontent.com', 200);
}

;// CONCATENATED MODULE: ./lib/aws/roles.js
/**
 * Sessions of IAM roles: one for each role, however many users share it. They are renewed while the run goes on, so that
 * it may outlive the hour that AWS gives to a session of a role that another role has assumed.
 */






/** The most that role chaining allows, and what every role allows: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html */
const asked = time/* hour */.nW;
/** A session is renewed this long after it began, so that its successor can fail many times before it ends. */
const renewedAfter = 10 * time/* minute */.Vc;
/** After a renewal that failed, the next one is tried. */
const roles_pause = time/* minute */.Vc;
/** With less than this left, a request waits for the renewal that is under way. */
const inHand = 5 * time/* minute */.Vc;
/** A run that works asks for credentials at least so often: it keeps its claim alive. */
const longestSilence = 5 * time/* minute */.Vc;
/** Every session of a run. */
class RoleSessions {
    #options;
    #sessions = new Map();
    constructor(options) {
        this.#options = options;
    }
    /** The session of a role, the same one for all users whose role it is; nothing is asked yet. */
    of(role, clients, by) {
        const key = `${role} ${by?.credentials.accessKeyId ?? ''}`;
        const known = this.#sessions.get(key);
        if (known !== undefined)
            return known;
        const session = new RoleSession(role, clients, by, this.#options);
        this.#sessions.set(key, session);
        return session;
    }
}
/** A role that is assumed, and assumed again before the session ends. */
class RoleSession {
    #role;
    #clients;
    #by;
    #options;
    #session;
    #inFlight;
    #trouble;
    #retryAt = 0;
    constructor(role, clients, by, options) {
        this.#role = role;
        this.#clients = clients;
        this.#by = by;
        this.#options = options;
    }
    /** What signs, as it is at each request. @throws Problem where there is no session, or it has ended */
    credentials = Object.assign(async () => ({ ...(await this.#current()).credentials }), 
    // The SDK would keep what it was given by the runner's clock, which may be wrong.
    { memoized: true });
    /** Who signs with the session, as STS says. @throws Problem */
    async caller() {
        return (await this.#current()).caller;
    }
    /** Why the latest renewal failed; undefined when it did not. */
    get trouble() {
        return this.#session === undefined ? undefined : this.#trouble;
    }
    /**
     * The run's own elapsed time at which nothing can be signed any more: infinite as long as renewals work, unless the
     * credentials end with which the role is assumed.
     */
    ends() {
        const { clock } = this.#options;
        const own = this.#session === undefined ? 0 : clock.elapsed() + this.#session.expires - clock.now();
        if (this.#trouble !== undefined)
            return own;
        return Math.max(own, (this.#by?.ends ?? Number.POSITIVE_INFINITY) + asked - renewedAfter - longestSilence);
    }
    async #current() {
        const { clock } = this.#options;
        const session = this.#session;
        const mayAsk = clock.elapsed() >= this.#retryAt;
        if (session === undefined) {
            if (this.#trouble !== undefined && !mayAsk)
                throw this.#trouble;
            return this.#renewed();
        }
        const left = session.expires - clock.now();
        const isDue = clock.now() - session.began >= Math.min(renewedAfter, (session.expires - session.began) / 2);
        // A run that was asked to stop has a request or two to send.
        if (left > 0 && (!isDue || !mayAsk || clock.cancelled))
            return session;
        if (left <= 0 && !mayAsk && this.#trouble !== undefined)
            throw this.#trouble;
        const renewal = this.#renewed();
        // What comes of it is known by `trouble`.
        const settled = renewal.then(() => undefined, () => undefined);
        if (left > inHand)
            return session;
        await settled;
        return session.expires > clock.now() && this.#session === session ? session : renewal;
    }
    /** One request at a time, whoever asks. */
    #renewed() {
        this.#inFlight ??= this.#assume().finally(() => {
            this.#inFlight = undefined;
        });
        return this.#inFlight;
    }
    async #assume() {
        const by = { caller: this.#by?.caller, token: undefined };
        try {
            const answer = this.#by === undefined ? await this.#byToken(by) : await this.#bySignature(this.#by);
            const session = this.#read(answer);
            this.#session = session;
            this.#trouble = undefined;
            return session;
        }
        catch (error) {
            if ((0,rotation_problem/* endsRun */.sl)(error))
                throw error;
            const { clock } = this.#options;
            const isRenewal = this.#session !== undefined;
            // Users that come later need not ask again what has been refused; what may pass, they ask themselves.
            const mayDiffer = !isRenewal && !(error instanceof rotation_problem/* Problem */.AF) && (0,errors/* mayPass */.bg)(error);
            this.#retryAt = clock.elapsed() + (mayDiffer ? 0 : roles_pause);
            const problem = explainRole(error, { role: this.#role, by, isRenewal, region: this.#clients.region });
            this.#trouble = problem;
            throw problem;
        }
    }
    #bySignature({ credentials }) {
        return this.#clients.sts(credentials).send(new AssumeRoleCommand(this.#request()));
    }
    /** Each time with a fresh token: one lives for minutes. */
    async #byToken(by) {
        const { idTokens } = this.#options;
        if (idTokens === undefined)
            throw new Error('a role is assumed with a token, and the job has none');
        const audience = audienceOf(this.#role);
        const token = await idTokens(audience);
        by.token = { ...claimsOf(token), audience };
        const request = { ...this.#request(), WebIdentityToken: token };
        return this.#clients.sts().send(new AssumeRoleWithWebIdentityCommand(request));
    }
    #request() {
        return {
            RoleArn: this.#role,
            RoleSessionName: sessionName(this.#options.runId),
            DurationSeconds: asked / time/* second */.Rc,
        };
    }
    #read(answer) {
        const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {};
        const { clock, mask } = this.#options;
        if (SecretAccessKey !== undefined)
            mask(SecretAccessKey);
        if (SessionToken !== undefined)
            mask(SessionToken);
        const { Arn: arn = '', AssumedRoleId: userId = '' } = answer.AssumedRoleUser ?? {};
        const account = this.#role.split(':')[4] ?? '';
        const isComplete = AccessKeyId !== undefined && SecretAccessKey !== undefined && SessionToken !== undefined;
        if (!isComplete || Expiration === undefined || arn.split(':')[4] !== account) {
            throw (0,errors/* namelessAnswer */.No)('STS', this.#by === undefined ? 'AssumeRoleWithWebIdentity' : 'AssumeRole');
        }
        return {
            credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
            caller: { account, arn, userId, userName: undefined },
            began: clock.now(),
            expires: Expiration.getTime(),
        };
    }
}
/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html: `[\w+=,.@-]{2,64}` */
function sessionName(runId) {
    return `rotate-iam-access-keys-${String(runId).replaceAll(/[^\w+=,.@-]/g, '-')}`.slice(0, 64);
}
/** What the token is for: STS in China has another name (https://github.com/aws-actions/configure-aws-credentials#oidc-audience). */
function audienceOf(role) {
    return role.startsWith('arn:aws-cn:') ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com';
}

;// CONCATENATED MODULE: ./lib/aws/job-access.js




const tokenSource = 'GitHub\'s OIDC token of this job, since it has no credentials and "id-token: write"';
/** Finds what the job signs with, and says so. @throws Problem where it has nothing to sign with */
async function openJobAccess(options) {
    const { users, runId, environment, clock, onElsewhere, mask, print } = options;
    const clients = new Map();
    const awsOf = (region) => {
        const known = clients.get(region) ?? new NetworkAwsClients(region, clock, onElsewhere);
        clients.set(region, known);
        return known;
    };
    const hasRoles = users.some(({ roleToAssume }) => roleToAssume !== undefined);
    const idTokens = hasRoles ? idTokensOf(environment, clock, mask) : undefined;
    const credentials = await (0,caller/* findJobCredentials */.Lb)(awsOf(users[0].awsRegion), environment, users, idTokens, mask);
    print(`Signing with ${credentials === undefined ? tokenSource : `the credentials of ${credentials.source}`}`);
    return { awsOf, credentials, sessions: new RoleSessions({ clock, mask, runId, idTokens }) };
}


/***/ }),

/***/ 5205:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ AwsHandler)
/* harmony export */ });
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7067);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4708);
/* harmony import */ var _smithy_node_http_handler__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(1668);
/* harmony import */ var _network_problems_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8472);
/* harmony import */ var _network_proxy_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5806);
/* harmony import */ var _network_secure_transport_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2877);
/** How AWS's requests leave the runner. The SDK knows no proxy by itself. */






/**
 * What every request to AWS passes, also those with which the SDK gets credentials: where it goes is admitted first, it
 * takes the proxy of its host, and only what AWS itself answered carries a date.
 */
class AwsHandler extends _smithy_node_http_handler__WEBPACK_IMPORTED_MODULE_5__/* .NodeHttpHandler */ .$ {
    #options;
    #connectionTimeout;
    #admit;
    #hear;
    #proxied = new Map();
    /** What `admit` throws, the request fails with, unsent; `hear` is told the date of each answer of AWS, an error's too. */
    constructor(timeouts, admit, hear) {
        // Without throwOnRequestTimeout the SDK only warns, and a stuck call waits for minutes.
        const options = { ...timeouts, throwOnRequestTimeout: true };
        super(options);
        this.#options = options;
        this.#connectionTimeout = timeouts.connectionTimeout;
        this.#admit = admit;
        this.#hear = hear;
    }
    async handle(...[request, options]) {
        const { protocol, hostname, port } = request;
        const url = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`);
        this.#admit(url);
        // Plain http is for the loopback interface only, which no proxy serves.
        const proxy = protocol === 'http:' ? undefined : (0,_network_proxy_js__WEBPACK_IMPORTED_MODULE_3__/* .proxyFor */ .iJ)(url);
        const answer = await (proxy === undefined
            ? super.handle(request, options)
            : this.#through(proxy).handle(request, options));
        const { headers } = answer.response;
        // A proxy's page tells the proxy's time. The SDK corrects the clock that it signs by, and this action its own.
        if (headers['x-amzn-requestid'] === undefined)
            delete headers['date'];
        this.#hear(headers['date']);
        return answer;
    }
    destroy() {
        super.destroy();
        for (const handler of this.#proxied.values())
            handler.destroy();
    }
    #through(proxy) {
        const known = this.#proxied.get(proxy.href);
        if (known !== undefined)
            return known;
        const { connectionTimeout: _, ...options } = this.#options;
        const made = new _smithy_node_http_handler__WEBPACK_IMPORTED_MODULE_5__/* .NodeHttpHandler */ .$({ ...options, httpsAgent: new TunnelAgent(proxy, this.#connectionTimeout) });
        this.#proxied.set(proxy.href, made);
        return made;
    }
}
/** Connects to https servers through a tunnel, and keeps it for the next request. */
class TunnelAgent extends node_https__WEBPACK_IMPORTED_MODULE_1__.Agent {
    #proxy;
    #timeout;
    constructor(proxy, timeout) {
        super({ keepAlive: true, maxSockets: 50 });
        this.#proxy = proxy;
        this.#timeout = timeout;
    }
    createConnection(...[options, callback]) {
        const secure = (socket) => super.createConnection({ ...options, socket });
        openTunnel(this.#proxy, `${options.host}:${options.port}`, this.#timeout).then((socket) => callback?.(null, secure(socket)), (error) => callback?.(error, undefined));
    }
}
/** https://www.rfc-editor.org/rfc/rfc9110#name-connect */
function openTunnel(proxy, target, timeout) {
    const authorization = (0,_network_proxy_js__WEBPACK_IMPORTED_MODULE_3__/* .proxyAuthorization */ .YB)(proxy);
    const { promise, resolve, reject } = Promise.withResolvers();
    const connect = (proxy.protocol === 'https:' ? node_https__WEBPACK_IMPORTED_MODULE_1__.request : node_http__WEBPACK_IMPORTED_MODULE_0__.request)({
        host: (0,_network_secure_transport_js__WEBPACK_IMPORTED_MODULE_4__/* .hostOf */ .w4)(proxy),
        port: proxy.port,
        method: 'CONNECT',
        path: target,
        headers: { host: target, ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }) },
        agent: false,
        timeout,
    });
    connect.once('connect', ({ statusCode = 0 }, socket) => {
        socket.setTimeout(0);
        if (statusCode === 200)
            return resolve(socket);
        socket.destroy();
        reject(new _network_problems_js__WEBPACK_IMPORTED_MODULE_2__/* .ProxyRefusal */ .fR(proxy, target, statusCode));
    });
    connect.once('timeout', () => connect.destroy(new _network_problems_js__WEBPACK_IMPORTED_MODULE_2__/* .ProxySilence */ .kk(proxy, target, timeout)));
    connect.once('error', reject);
    connect.end();
    return promise;
}


/***/ }),

/***/ 8059:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   x: () => (/* binding */ SignInClients)
/* harmony export */ });
/* harmony import */ var _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4928);
/* harmony import */ var _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9037);
/* harmony import */ var _rotation_waits_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1808);
/* harmony import */ var _endpoints_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3895);
/* harmony import */ var _request_handler_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5205);
/** Clients of STS, and what every client of AWS shares: where its requests go, how, and by whose clock they are signed. */





const usualTimeouts = { connectionTimeout: 10 * _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc, requestTimeout: _rotation_waits_js__WEBPACK_IMPORTED_MODULE_1__/* .requestTimeout */ .Vq };
/** Clients that time out, know where their requests go, and tell the clock what time AWS says it is. */
class SignInClients {
    /** Whose STS is asked. */
    region;
    #clock;
    #onElsewhere;
    constructor(region, clock, onElsewhere) {
        this.region = region;
        this.#clock = clock;
        this.#onElsewhere = onElsewhere;
    }
    /** `attempts` 1 for calls that must not be repeated by themselves; the SDK's own retries otherwise. */
    sts(credentials, attempts) {
        const options = { service: 'sts', region: this.region, credentials, attempts };
        const client = new _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_4__/* .STSClient */ .i(this.configuration(options, () => client.config.endpointProvider));
        return client;
    }
    /** `data` is the service's own, of the client that is made with this. */
    configuration(options, data) {
        const { service, region, credentials, attempts, timeouts = usualTimeouts } = options;
        const admit = (url) => {
            const target = { service, region, url };
            if (!(0,_endpoints_js__WEBPACK_IMPORTED_MODULE_2__/* .isAwsOwn */ .wg)(target, data()))
                this.#onElsewhere((0,_endpoints_js__WEBPACK_IMPORTED_MODULE_2__/* .elsewhere */ .Jn)(target, process.env));
        };
        return {
            region,
            // AWS refuses signatures that are minutes off: the date of an earlier answer corrects the runner's clock.
            systemClockOffset: this.#clock.offset(),
            requestHandler: new _request_handler_js__WEBPACK_IMPORTED_MODULE_3__/* .AwsHandler */ .O(timeouts, admit, (date) => this.#clock.hear(date)),
            customUserAgent: [['rotate-iam-access-keys', '1']],
            ...(credentials === undefined ? {} : { credentials }),
            ...(attempts === undefined ? {} : { maxAttempts: attempts }),
        };
    }
}


/***/ })

};
