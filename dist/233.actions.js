export const id = 233;
export const ids = [233];
export const modules = {

/***/ 6762:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ codeOf),
/* harmony export */   AP: () => (/* binding */ regionOf),
/* harmony export */   E2: () => (/* binding */ isThrottling),
/* harmony export */   NH: () => (/* binding */ offTimeRemedy),
/* harmony export */   No: () => (/* binding */ namelessAnswer),
/* harmony export */   WE: () => (/* binding */ explain),
/* harmony export */   aK: () => (/* binding */ isRejection),
/* harmony export */   bg: () => (/* binding */ mayPass),
/* harmony export */   c2: () => (/* binding */ statusOf),
/* harmony export */   ht: () => (/* binding */ isPassingLimit),
/* harmony export */   jm: () => (/* binding */ isOffTime),
/* harmony export */   m_: () => (/* binding */ isAwsError),
/* harmony export */   qG: () => (/* binding */ isUnknownKey),
/* harmony export */   vQ: () => (/* binding */ neverSent),
/* harmony export */   w7: () => (/* binding */ isAccessDenied)
/* harmony export */ });
/* harmony import */ var _network_problems_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8472);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5557);
/* harmony import */ var _regions_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7960);
/* harmony import */ var _rotating_actions_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1607);
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
                `The ID and the secret are of two different keys, or the secret was changed on its way. An interrupted run may have left them so: with a recovery secret that is handed to this step ("recovery-secret: \${{ secrets.NAME }}"), a new run repairs that: docs/recovery.md. Without one, set the secret that holds the ID to the ID of the other key that IAM shows, or publish a whole pair, and start a new run.`,
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
/** The number of the account in the policies of the documentation. */
const accountOfExamples = '111122223333';
/** Where a denial comes from decides who can lift it; AWS says so in the message, as far as it says anything. */
function denialRemedy(action, said, { arn, isRotated }) {
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
    const placeholder = arn?.includes(accountOfExamples)
        ? ''
        : ` Is ${accountOfExamples}, which stands for it in the documentation, still there?`;
    const match = arn === undefined
        ? ''
        : ` A Resource of that policy must match the whole ARN: account, path and name.${placeholder}`;
    const spelling = action === 'iam:GetUser' ? ' If iam-user names the user, check its spelling too.' : '';
    const others = isRotated ? ` A rotation takes all of these: ${_rotating_actions_js__WEBPACK_IMPORTED_MODULE_3__/* .allActions */ .X.join(', ')}.` : '';
    return `Allow ${action}${resource} in the policy of the credentials that the job uses; docs/setup.md lists the whole policy.${match}${spelling}${others}`;
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

/***/ 1607:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ allActions),
/* harmony export */   _: () => (/* binding */ rotatingActions)
/* harmony export */ });
/** What a rotation asks of IAM at its first look. */
const lookingActions = ['iam:GetUser', 'iam:ListAccessKeys', 'iam:ListUserTags'];
/** What it asks of IAM after that, in the order in which it does. */
const rotatingActions = [
    'iam:TagUser',
    'iam:GetAccessKeyLastUsed',
    'iam:CreateAccessKey',
    'iam:UpdateAccessKey',
    'iam:DeleteAccessKey',
    'iam:UntagUser',
];
/** All that a policy has to allow, as docs/setup.md has it. */
const allActions = [...lookingActions, ...rotatingActions];


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

/***/ 5233:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   signIn: () => (/* binding */ signIn)
/* harmony export */ });
/* harmony import */ var _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(3546);
/* harmony import */ var _aws_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6762);
/* harmony import */ var _aws_sign_in_clients_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8059);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5557);
/* harmony import */ var _rotation_time_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9037);
/* harmony import */ var _unproven_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9058);
/** Asks STS who a pair is. Loaded only where that is asked for. */






/** The ARN that AWS signs the pair in as. @throws Unproven when AWS does not accept the pair, in time */
function signIn(pair, region, clock) {
    const clients = new _aws_sign_in_clients_js__WEBPACK_IMPORTED_MODULE_1__/* .SignInClients */ .x(region, clock, refuseElsewhere);
    const ask = async () => {
        // A fresh client each time, so that different front ends answer.
        const { Arn: arn = '' } = await clients
            .sts(pair)
            .send(new _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_5__/* .GetCallerIdentityCommand */ .z({}))
            .catch((error) => {
            throw unprovenBy(error, region);
        });
        if (arn.startsWith('arn:'))
            return arn;
        const { message, remedy } = (0,_aws_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .namelessAnswer */ .No)('STS', 'GetCallerIdentity');
        throw new _unproven_js__WEBPACK_IMPORTED_MODULE_4__/* .Unproven */ .kw('unasked', message, remedy, { mayPass: true });
    };
    return (0,_unproven_js__WEBPACK_IMPORTED_MODULE_4__/* .untilAnswered */ .Yv)(ask, clock);
}
/** What somebody else answers proves nothing: an emulator says yes to every key. */
function refuseElsewhere({ origin, configuredIn }) {
    throw new _unproven_js__WEBPACK_IMPORTED_MODULE_4__/* .Unproven */ .kw('elsewhere', `requests to STS would go to ${origin} (${configuredIn}), and what answers there is not AWS`, 'Take that setting out of this job: an earlier step or the runner has left it. Only names of AWS itself count, over https, including those of FIPS, dual-stack and VPC endpoints. Behind a proxy, set HTTPS_PROXY instead.');
}
function unprovenBy(error, region) {
    if (error instanceof _unproven_js__WEBPACK_IMPORTED_MODULE_4__/* .Unproven */ .kw)
        return error;
    const said = (0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(error);
    const because = { cause: error };
    if ((0,_aws_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .isUnknownKey */ .qG)(error)) {
        return new _unproven_js__WEBPACK_IMPORTED_MODULE_4__/* .Unproven */ .kw('rejected', `for ${(0,_rotation_time_js__WEBPACK_IMPORTED_MODULE_3__/* .spoken */ .vg)(_unproven_js__WEBPACK_IMPORTED_MODULE_4__/* .propagation */ .$f)} it has said “${said}”`, `The key is inactive or deleted; or it belongs to another partition of AWS than ${(0,_aws_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .regionOf */ .AP)(region)}, or to an account that has not enabled that region: then correct aws-region. The rotation keeps the old key, or switches it on again.`, { ...because, mayPass: true });
    }
    if ((0,_aws_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .isOffTime */ .jm)(error))
        return new _unproven_js__WEBPACK_IMPORTED_MODULE_4__/* .Unproven */ .kw('unasked', said, _aws_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .offTimeRemedy */ .NH, because);
    if ((0,_aws_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .codeOf */ .$N)(error) === 'SignatureDoesNotMatch') {
        return new _unproven_js__WEBPACK_IMPORTED_MODULE_4__/* .Unproven */ .kw('mixedPair', `AWS knows the ID, but not with this secret (${said})`, 'Both secrets must be written by the same rotation. Right after a publication, a job may get one of them from before, which passes; otherwise compare the names of the two secrets.', because);
    }
    const { message, remedy } = (0,_aws_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .explain */ .WE)(error, 'sts:GetCallerIdentity', { name: 'this job', region });
    if ((0,_aws_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .mayPass */ .bg)(error))
        return new _unproven_js__WEBPACK_IMPORTED_MODULE_4__/* .Unproven */ .kw('unasked', message, remedy, { ...because, mayPass: true });
    // What AWS has answered is not what a rotation would have to fix.
    const lasting = 'Check aws-region, and what lies between the runner and AWS, such as a VPC endpoint with a policy. Every run fails in the same way until the cause is gone.';
    return new _unproven_js__WEBPACK_IMPORTED_MODULE_4__/* .Unproven */ .kw('unasked', message, lasting, because);
}


/***/ })

};
