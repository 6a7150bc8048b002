export const id = 415;
export const ids = [415,659];
export const modules = {

/***/ 635:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G5: () => (/* binding */ command),
/* harmony export */   lq: () => (/* binding */ _ep0),
/* harmony export */   yt: () => (/* binding */ _mw0)
/* harmony export */ });
/* harmony import */ var _smithy_core_client__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2658);
/* harmony import */ var _smithy_core_endpoints__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2085);
/* harmony import */ var _endpoint_EndpointParameters__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8228);



const command = (0,_smithy_core_client__WEBPACK_IMPORTED_MODULE_0__.makeBuilder)(_endpoint_EndpointParameters__WEBPACK_IMPORTED_MODULE_1__/* .commonParams */ .S, "AWSSecurityTokenServiceV20110615", "STSClient", _smithy_core_endpoints__WEBPACK_IMPORTED_MODULE_2__.getEndpointPlugin);
const _ep0 = {};
const _mw0 = (Command, cs, config, o) => [];


/***/ }),

/***/ 6762:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ codeOf),
/* harmony export */   E2: () => (/* binding */ isThrottling),
/* harmony export */   No: () => (/* binding */ namelessAnswer),
/* harmony export */   WE: () => (/* binding */ explain),
/* harmony export */   aK: () => (/* binding */ isRejection),
/* harmony export */   bg: () => (/* binding */ mayPass),
/* harmony export */   c2: () => (/* binding */ statusOf),
/* harmony export */   ht: () => (/* binding */ isPassingLimit),
/* harmony export */   m_: () => (/* binding */ isAwsError),
/* harmony export */   qG: () => (/* binding */ isUnknownKey),
/* harmony export */   vQ: () => (/* binding */ neverSent),
/* harmony export */   w7: () => (/* binding */ isAccessDenied)
/* harmony export */ });
/* unused harmony exports isOffTime, offTimeRemedy, regionOf */
/* harmony import */ var _network_problems_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8472);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5557);
/* harmony import */ var _regions_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7960);
/** What AWS's errors mean to the person who reads the log. */



/** AWS's own code for an error, without the SDK's suffix: `AccessDenied`, `NoSuchEntity`, `LimitExceeded`. */
function codeOf(error) {
    if (typeof error !== 'object' || error === null)
        return '';
    const { name, Code, code } = error;
    const spelled = [Code, name, code].find((each) => typeof each === 'string' && each !== 'Error');
    return typeof spelled === 'string' ? spelled.replace(/Exception$/, '') : '';
}
/** The HTTP status of AWS's answer; undefined when there was no complete answer. */
function statusOf(error) {
    const metadata = error?.$metadata;
    return typeof metadata?.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}
/** Whether AWS itself answered, with a code of its own, and not a proxy with a page. */
function isAwsError(error) {
    return !['', 'Unknown', 'UnknownError', 'NotFound', 'SyntaxError', 'TypeError'].includes(codeOf(error));
}
/** Whether AWS refuses because of too many requests. */
function isThrottling(error) {
    return statusOf(error) === 429 || ['Throttling', 'TooManyRequests', 'RequestLimitExceeded'].includes(codeOf(error));
}
/** Whether another request may fare better: AWS gave no answer, is in trouble, or had too many requests. */
function mayPass(error) {
    const status = statusOf(error) ?? 0;
    return status === 0 || status >= 500 || isThrottling(error);
}
/** Whether AWS does not know the key: it is not propagated yet, inactive or deleted. */
function isUnknownKey(error) {
    return ['InvalidClientTokenId', 'InvalidAccessKeyId', 'AuthFailure', 'UnrecognizedClient'].includes(codeOf(error));
}
/** Whether AWS rejects the credentials: unknown, inactive, or the ID of one key with the secret of another. */
function isRejection(error) {
    return isUnknownKey(error) || codeOf(error) === 'SignatureDoesNotMatch';
}
/** Whether a policy denies this to credentials that AWS accepts. */
function isAccessDenied(error) {
    return ['AccessDenied', 'UnauthorizedOperation'].includes(codeOf(error));
}
/**
 * `LimitExceeded` has two meanings: a quota, which lasts, and "a large number of updates awaiting replication", which
 * passes (aws/aws-sdk-go#807).
 */
function isPassingLimit(error) {
    return codeOf(error) === 'LimitExceeded' && /awaiting replication|try again later/i.test((0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(error));
}
/** Whether the request never left the runner, so AWS did nothing. */
function neverSent(error) {
    const code = error?.code;
    return typeof code === 'string' && ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', _network_problems_js__WEBPACK_IMPORTED_MODULE_0__/* .tunnelFailure */ .Pw].includes(code);
}
/** Whether AWS refused a signature only because its date is too far off, which it also calls a mismatch. */
function isOffTime(error) {
    return codeOf(error) === 'SignatureDoesNotMatch' && /^Signature (?:expired|not yet current)/.test((0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(error));
}
/** The remedy for `isOffTime`. */
const offTimeRemedy = 'Correct the clock of the runner: AWS refuses signatures that are more than 5 minutes off.';
/** Run again: for what may pass by itself, and for nothing else. */
const passes = 'Run again: what is already done is not repeated.';
/** Explains an error of `action` (`iam:TagUser`). Only what may pass by itself is said to be worth another run. */
function explain(error, action, subject) {
    if (error instanceof _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF)
        return error;
    const [message, remedy] = wordsFor(error, action, subject);
    return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(message, remedy, { cause: error });
}
function wordsFor(error, action, subject) {
    const { name } = subject;
    const said = (0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(error).replace(/\.$/, '');
    if (isAccessDenied(error))
        return [`AWS denied ${action} on ${name}: ${said}`, denialRemedy(action, said, subject)];
    if (isUnknownKey(error)) {
        return [
            `AWS does not accept the access key of this job (${action}): ${said}`,
            `The key is inactive or deleted, or the ID and the secret are of two different keys. Check the credentials that the job gets; a re-run of an old run still holds its old key, so queue a new run.${placeOfKey(subject)}`,
        ];
    }
    if (isOffTime(error)) {
        return [`AWS refused the signature of ${action} because of its date: ${said}`, offTimeRemedy];
    }
    switch (codeOf(error)) {
        case 'SignatureDoesNotMatch':
            return [
                `AWS knows the access key of this job, but its secret does not match (${action})`,
                'The ID and the secret are of two different keys, or the secret was changed on its way. An interrupted run may have left them so: with a recovery secret, the next run repairs that (see the README). Without one, set the secret that holds the ID to the ID of the other key that IAM shows, or publish a whole pair, and start a new run.',
            ];
        case 'ExpiredToken':
        case 'RequestExpired':
            return [
                `The AWS credentials of this job have expired (${action}): ${said}`,
                'Ask for a longer session, or run the rotation earlier in the job.',
            ];
        case 'RegionDisabled':
        case 'OptInRequired':
            return [
                `AWS does not serve ${regionOf(subject.region ?? '')} to this account (${action}): ${said}`,
                'Name a region that the account has enabled in aws-region, or let an administrator enable that one.',
            ];
        case 'NoSuchEntity':
            if (/access key/i.test(said)) {
                return [
                    `A key of ${name} is gone (${action}): ${said}`,
                    'Somebody deleted it during this run. The next run looks again.',
                ];
            }
            return [
                `AWS finds no IAM user ${name} (${action}): ${said}`,
                'Correct the input iam-user, and check that the credentials belong to the account that the user is in.',
            ];
        case 'LimitExceeded':
            return [`AWS refused ${action} on ${name}: ${said}`, limitRemedy(error, action)];
        case 'ConcurrentModification':
            return [
                `AWS refused ${action} on ${name} because of other changes to the user: ${said}`,
                'Run again when they are done.',
            ];
        case 'CredentialsProviderError':
            return [
                'This job has no AWS credentials: neither variable of a pair, no profile, no role of the machine',
                'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the env of this step, or run aws-actions/configure-aws-credentials before it.',
            ];
        case 'EndpointError':
            return [
                `No endpoint serves ${action}: ${said}`,
                'Settings of the environment or of the shared config file contradict each other: for example, a FIPS or dual-stack endpoint (AWS_USE_FIPS_ENDPOINT, AWS_USE_DUALSTACK_ENDPOINT) and an endpoint of your own. Remove one of them.',
            ];
        default:
            return [
                `AWS did not answer ${action} on ${name} as expected: ${unexpected(error, said)}`,
                (0,_network_problems_js__WEBPACK_IMPORTED_MODULE_0__/* .networkRemedy */ .xO)(error) ?? unexpectedRemedy(error),
            ];
    }
}
/** The problem of an answer that names nobody: it does not come from AWS. */
function namelessAnswer(service, operation) {
    return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`The answer to ${operation} names nobody, so it does not come from ${service}`, 'Check what lies between the runner and AWS, such as a proxy that answers with a page of its own, or an endpoint that somebody has configured (AWS_ENDPOINT_URL).');
}
/** What else than AWS answers has no code of AWS's. */
function unexpected(error, said) {
    const status = statusOf(error);
    if (status !== undefined && !isAwsError(error))
        return `the answer has the status ${status} and does not come from AWS`;
    return [codeOf(error), said].filter((each, index, all) => each !== '' && all.indexOf(each) === index).join(': ');
}
function unexpectedRemedy(error) {
    if (mayPass(error))
        return passes;
    return isAwsError(error)
        ? 'Every run fails in the same way until the cause is gone: look the code up in the documentation of AWS. Nothing that is already done is lost.'
        : 'Check what lies between the runner and AWS, such as a proxy or a firewall that answers with a page of its own. Where the network asks for a proxy, name it in HTTPS_PROXY.';
}
function limitRemedy(error, action) {
    if (isPassingLimit(error))
        return 'AWS is behind with changes of this account. Run again in a few minutes.';
    return action === 'iam:TagUser'
        ? 'A user can carry 50 tags: remove some.'
        : 'A quota of IAM is used up: remove what is not needed, or ask AWS for a higher quota.';
}
/** A key is known in one partition alone, and not in a region that its account has not enabled. */
function placeOfKey(subject) {
    if (subject.region === undefined)
        return '';
    return ` It was asked in ${regionOf(subject.region)}: a key of another partition is unknown there, and so is every key in a region that its account has not enabled. Correct aws-region if that is so.`;
}
/** `the region eu-central-1 (partition aws)` */
function regionOf(region) {
    return `the region ${region} (partition ${(0,_regions_js__WEBPACK_IMPORTED_MODULE_2__/* .partitionOf */ .iQ)(region)})`;
}
/** Where a denial comes from decides who can lift it; AWS says so in the message, as far as it says anything. */
function denialRemedy(action, said, { arn }) {
    const quarantine = 'AWS has quarantined the user, since a key of it was found in public (AWSCompromisedKeyQuarantine): rotate with the role of an administrator, follow the advice of AWS in the account, and detach that policy only then.';
    const mfa = 'A policy that asks for MFA (aws:MultiFactorAuthPresent) denies every request that a long-term key signs: exempt this user from it, or rotate with a role.';
    if (/AWSCompromisedKeyQuarantine/i.test(said))
        return quarantine;
    if (/(?:service|resource) control policy/i.test(said)) {
        const kind = /resource control policy/i.test(said) ? 'resource' : 'service';
        return `A ${kind} control policy of the organization blocks ${action}. Its administrator has to exempt this principal; no policy in this account can.`;
    }
    if (/permissions boundary/i.test(said)) {
        return /explicit deny/i.test(said)
            ? `The permissions boundary of this principal denies ${action}: take that out of the boundary. No other policy of the principal can lift it.`
            : `The permissions boundary of this principal does not allow ${action}: add it there. That another policy allows it is not enough.`;
    }
    if (/session policy/i.test(said))
        return `The session policy that the role was assumed with blocks ${action}: allow it there (inline-session-policy or managed-session-policies of aws-actions/configure-aws-credentials).`;
    if (/VPC endpoint policy/i.test(said))
        return `The policy of the VPC endpoint that the request went through blocks ${action}: allow it there.`;
    if (/explicit deny/i.test(said)) {
        const [, policy] = /explicit deny in an? [a-z -]{1,60}: (arn:[^\s,]+)/i.exec(said) ?? [];
        if (policy !== undefined && /mfa|multi-?factor/i.test(policy))
            return mfa;
        const where = policy === undefined ? `Find the statement that denies ${action}` : `Change the statement in ${policy}`;
        return `A policy denies ${action} explicitly, which no other policy can lift. ${where}. ${mfa} If AWS has quarantined a leaked key (AWSCompromisedKeyQuarantine), rotate with the role of an administrator.`;
    }
    const resource = arn === undefined ? '' : ` on ${arn}`;
    const match = arn === undefined ? '' : ' A Resource of that policy must match the whole ARN: account, path and name.';
    const spelling = action === 'iam:GetUser' ? ' If iam-user names the user, check its spelling too.' : '';
    return `Allow ${action}${resource} in the policy of the credentials that the job uses; the README lists the whole policy.${match}${spelling}`;
}


/***/ }),

/***/ 2659:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   claimsOf: () => (/* binding */ claimsOf),
/* harmony export */   idTokensOf: () => (/* binding */ idTokensOf)
/* harmony export */ });
/* harmony import */ var _smithy_core_transport__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(4534);
/* harmony import */ var _network_problems_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8472);
/* harmony import */ var _network_secure_transport_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2877);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5557);
/* harmony import */ var _rotation_time_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9037);
/* harmony import */ var _rotation_waits_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1808);
/* harmony import */ var _request_handler_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5205);
/** GitHub's OIDC tokens, which say which job asks: https://docs.github.com/en/actions/reference/security/oidc */







/** The runner sets both where the job has `id-token: write`, and neither where it has not. */
const requestVariables = {
    url: 'ACTIONS_ID_TOKEN_REQUEST_URL',
    token: 'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
};
const attempts = 3;
const pause = 2 * _rotation_time_js__WEBPACK_IMPORTED_MODULE_3__/* .second */ .Rc;
/** More than any token has: what answers with more is something else. */
const mostBytes = 100_000;
/**
 * What asks GitHub for tokens of this job; undefined where the job may not have any.
 * @throws Problem when the request token would be sent where others can read it
 */
function idTokensOf(environment, clock, mask) {
    const { [requestVariables.url]: address, [requestVariables.token]: requestToken } = environment;
    if (!address || !requestToken)
        return undefined;
    mask(requestToken);
    const url = URL.parse(address);
    if (url === null || !(0,_network_secure_transport_js__WEBPACK_IMPORTED_MODULE_1__/* .isSafe */ .IP)(url)) {
        throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .Problem */ .AF(`${requestVariables.url} is not an https URL, and the token of this job is sent over https alone`, 'The runner sets it: take out of the workflow what overwrites it. An earlier step may have set it.');
    }
    return async (audience) => {
        const asked = new URL(url);
        asked.searchParams.set('audience', audience);
        const token = await ask(asked, requestToken, clock);
        mask(token);
        return token;
    };
}
async function ask(url, requestToken, clock) {
    for (let attempt = 1;; attempt += 1) {
        const answer = await sent(url, requestToken);
        if ('token' in answer)
            return answer.token;
        if (answer.passes && attempt < attempts) {
            await clock.sleep(pause * attempt);
            continue;
        }
        if (clock.cancelled)
            throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .Cancelled */ .cJ();
        throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .Problem */ .AF(`GitHub gave this job no OIDC token: ${answer.why}`, (0,_network_problems_js__WEBPACK_IMPORTED_MODULE_0__/* .networkRemedy */ .xO)(answer.error) ??
            (answer.passes
                ? 'Run again: what is already done is not repeated. https://www.githubstatus.com shows whether Actions is in trouble.'
                : 'Check that the job itself has "permissions: id-token: write", also where it is called as a reusable workflow, and that no earlier step has set ACTIONS_ID_TOKEN_REQUEST_URL or ACTIONS_ID_TOKEN_REQUEST_TOKEN.'), { cause: answer.error });
    }
}
/** One request, in words that quote nothing of the answer. */
async function sent(url, requestToken) {
    const handler = new _request_handler_js__WEBPACK_IMPORTED_MODULE_5__/* .AwsHandler */ .O({ connectionTimeout: 10 * _rotation_time_js__WEBPACK_IMPORTED_MODULE_3__/* .second */ .Rc, requestTimeout: _rotation_waits_js__WEBPACK_IMPORTED_MODULE_4__/* .requestTimeout */ .Vq }, () => undefined, () => undefined);
    try {
        const { response } = await handler.handle(new _smithy_core_transport__WEBPACK_IMPORTED_MODULE_6__.HttpRequest({
            method: 'GET',
            protocol: url.protocol,
            hostname: url.hostname,
            ...(url.port === '' ? {} : { port: Number(url.port) }),
            path: url.pathname,
            query: Object.fromEntries(url.searchParams),
            headers: { host: url.host, accept: 'application/json', authorization: `Bearer ${requestToken}` },
        }));
        const { statusCode: status, body } = response;
        const text = await textOf(body);
        if (status !== 200) {
            return { why: `its endpoint answered ${status}`, passes: status === 408 || status === 429 || status >= 500 };
        }
        const token = tokenIn(text);
        return token === undefined ? { why: 'its endpoint answered with something else', passes: false } : { token };
    }
    catch (error) {
        if (error instanceof _rotation_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .Problem */ .AF || (0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .endsRun */ .sl)(error))
            throw error;
        return { why: 'its endpoint did not answer', passes: true, error };
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


/***/ }),

/***/ 5205:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ AwsHandler)
/* harmony export */ });
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7067);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4708);
/* harmony import */ var _smithy_node_http_handler__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(3291);
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

/***/ 7415:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  RoleSession: () => (/* binding */ RoleSession),
  RoleSessions: () => (/* binding */ RoleSessions)
});

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

// EXTERNAL MODULE: ./lib/rotation/problem.js
var rotation_problem = __webpack_require__(5557);
// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __webpack_require__(9037);
// EXTERNAL MODULE: ./lib/aws/errors.js
var errors = __webpack_require__(6762);
// EXTERNAL MODULE: ./lib/aws/id-tokens.js
var id_tokens = __webpack_require__(2659);
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
const pause = time/* minute */.Vc;
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
            this.#retryAt = clock.elapsed() + (mayDiffer ? 0 : pause);
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
        by.token = { ...(0,id_tokens.claimsOf)(token), audience };
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


/***/ }),

/***/ 8472:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Pw: () => (/* binding */ tunnelFailure),
/* harmony export */   fR: () => (/* binding */ ProxyRefusal),
/* harmony export */   kk: () => (/* binding */ ProxySilence),
/* harmony export */   xO: () => (/* binding */ networkRemedy)
/* harmony export */ });
/* harmony import */ var _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9037);
/* harmony import */ var _proxy_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5806);
/* harmony import */ var _secure_transport_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2877);
/** What a person can do when a request does not reach AWS or GitHub: proxies and certificates, in one place for both. */



/** Node's own code for a tunnel that could not be opened; nothing was sent to where it was to lead. */
const tunnelFailure = 'ERR_PROXY_TUNNEL';
/** The proxy answered, and opened no tunnel. */
class ProxyRefusal extends Error {
    code = tunnelFailure;
    statusCode;
    /** The SDK's mark of an error that passes, as a proxy's 502 and 503 do. */
    $retryable;
    constructor(proxy, target, statusCode) {
        super(`the proxy ${proxy.host} answered ${statusCode} when asked to connect to ${target}`);
        this.statusCode = statusCode;
        this.$retryable = statusCode >= 500 ? {} : undefined;
    }
}
/** The proxy took the connection, and never answered. */
class ProxySilence extends Error {
    code = tunnelFailure;
    constructor(proxy, target, timeout) {
        super(`the proxy ${proxy.host} did not answer within ${(0,_rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .spoken */ .vg)(timeout)} when asked to connect to ${target}`);
    }
}
const unknownAuthority = `The certificate comes from an authority that Node does not know, such as a company's own: ${_secure_transport_js__WEBPACK_IMPORTED_MODULE_2__/* .trustAuthority */ .mz}`;
/** https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const certificateRemedies = {
    DEPTH_ZERO_SELF_SIGNED_CERT: unknownAuthority,
    SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
    UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
    CERT_HAS_EXPIRED: 'Renew the certificate of the server or proxy, or set the clock of the runner.',
    CERT_NOT_YET_VALID: 'Set the clock of the runner.',
    ERR_TLS_CERT_ALTNAME_INVALID: 'The server or proxy shows the certificate of another host: correct the address that this run was given.',
};
/** What to do about an error of the network; undefined when nothing is known that would help. */
function networkRemedy(error) {
    for (const each of causes(error)) {
        const remedy = certificateRemedies[String(each.code)] ?? tunnelRemedy(each) ?? connectionRemedy(each);
        if (remedy !== undefined)
            return remedy;
    }
    return undefined;
}
/** An error and what lies beneath it, outermost first. */
function causes(error, depth = 0) {
    if (typeof error !== 'object' || error === null || depth > 8)
        return [];
    const each = error;
    return [each, ...[each.cause, ...(each.errors ?? [])].flatMap((cause) => causes(cause, depth + 1))];
}
function tunnelRemedy({ code, statusCode }) {
    if (code !== tunnelFailure)
        return undefined;
    const variable = (0,_proxy_js__WEBPACK_IMPORTED_MODULE_1__/* .configuredProxies */ .Zj)()[0]?.variable ?? 'HTTPS_PROXY';
    switch (statusCode) {
        case undefined:
            return silence(variable);
        case 407:
            return `The proxy asks who you are: give ${variable} a user and a password that the proxy accepts (http://user:password@host:port, special characters percent-encoded).`;
        default:
            return `The proxy of ${variable} refused the connection (${statusCode}): let it pass this host, or name the host in NO_PROXY where the runner reaches it without the proxy.`;
    }
}
function connectionRemedy(error) {
    if (error.syscall !== 'connect' && error.syscall !== 'getaddrinfo')
        return undefined;
    const proxy = (0,_proxy_js__WEBPACK_IMPORTED_MODULE_1__/* .configuredProxies */ .Zj)().find(({ url }) => isAt(error, url));
    return proxy === undefined
        ? 'Check that the runner reaches it, then run again. Where the network asks for a proxy, name it in the environment variable HTTPS_PROXY.'
        : silence(proxy.variable);
}
function silence(variable) {
    return `The proxy of ${variable} does not answer: check its address and that the runner reaches it, or name the host in NO_PROXY where the runner reaches it without the proxy.`;
}
/** Whether a connection that failed was one to this proxy. */
function isAt({ hostname, address, port }, url) {
    const host = (0,_secure_transport_js__WEBPACK_IMPORTED_MODULE_2__/* .hostOf */ .w4)(url);
    if (hostname !== undefined)
        return hostname === host;
    const isAddress = /^[\d.]+$|:/.test(host);
    return Number(port) === Number(url.port || (url.protocol === 'https:' ? 443 : 80)) && (!isAddress || address === host);
}


/***/ }),

/***/ 7816:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ accountNumber),
/* harmony export */   J: () => (/* binding */ withoutAccounts)
/* harmony export */ });
/** The number of an AWS account. */
const accountNumber = /^\d{12}$/;
/** Logs of public repositories are public: of an account's number, people are shown the last four digits. */
function withoutAccounts(text) {
    return text.replaceAll(/(?<!\d)\d{4}-?\d{4}-?(?=\d{4}(?!\d))/g, '…');
}


/***/ })

};
