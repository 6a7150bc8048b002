export const id = 691;
export const ids = [691];
export const modules = {

/***/ 6762:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ codeOf),
/* harmony export */   E2: () => (/* binding */ isThrottling),
/* harmony export */   WE: () => (/* binding */ explain),
/* harmony export */   aK: () => (/* binding */ isRejection),
/* harmony export */   c2: () => (/* binding */ statusOf),
/* harmony export */   ht: () => (/* binding */ isPassingLimit),
/* harmony export */   m_: () => (/* binding */ isAwsError),
/* harmony export */   qG: () => (/* binding */ isUnknownKey),
/* harmony export */   vQ: () => (/* binding */ neverSent),
/* harmony export */   w7: () => (/* binding */ isAccessDenied)
/* harmony export */ });
/* harmony import */ var _network_problem_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2079);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5557);
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
/** AWS refuses because of too many requests. */
function isThrottling(error) {
    return statusOf(error) === 429 || ['Throttling', 'TooManyRequests', 'RequestLimitExceeded'].includes(codeOf(error));
}
/** AWS knows neither this key yet nor any more: not propagated, inactive or deleted. */
function isUnknownKey(error) {
    return ['InvalidClientTokenId', 'InvalidAccessKeyId', 'AuthFailure', 'UnrecognizedClient'].includes(codeOf(error));
}
/** AWS does not accept these credentials: unknown, inactive, or an ID beside another key's secret. */
function isRejection(error) {
    return isUnknownKey(error) || codeOf(error) === 'SignatureDoesNotMatch';
}
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
/** The request never left, so AWS did nothing. */
function neverSent(error) {
    const code = error?.code;
    return typeof code === 'string' && ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', _network_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .tunnelFailure */ .Pw].includes(code);
}
/** Explains an error of `action` (`iam:TagUser`) on `user`. */
function explain(error, action, user) {
    if (error instanceof _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF)
        return error;
    const said = (0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(error).replace(/\.$/, '');
    const because = { cause: error };
    if (isAccessDenied(error))
        return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`AWS denied ${action} on ${user}: ${said}`, denialRemedy(action, said), because);
    if (isUnknownKey(error)) {
        return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`AWS does not accept the access key of this job (${action}): ${said}`, 'The key is inactive or deleted, or the id and the secret of two keys were mixed. Check the credentials that the job gets; a re-run of an old run still holds its old key, so queue a new run.', because);
    }
    switch (codeOf(error)) {
        case 'SignatureDoesNotMatch':
            return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`AWS knows the access key of this job, but its secret does not fit (${action})`, 'The ID and the secret are of two different keys, or the secret was changed on its way (a trailing newline, say). An interrupted run may have left them so: a recovery secret heals that by itself (see the README). Without one, set the secret that holds the ID to the ID of the other key that IAM shows, or publish a whole pair, and start a new run.', because);
        case 'ExpiredToken':
        case 'RequestExpired':
            return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`The AWS credentials of this job have expired (${action}): ${said}`, 'Ask for a longer session, or run the rotation earlier in the job.', because);
        case 'NoSuchEntity':
            if (/access key/i.test(said)) {
                return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`A key of ${user} is gone (${action}): ${said}`, 'Somebody deleted it during this run. The next run looks anew.', because);
            }
            return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`AWS finds no IAM user ${user} (${action}): ${said}`, 'Correct the input iam-user, and check that the credentials belong to the account that the user is in.', because);
        case 'LimitExceeded':
            return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`AWS refused ${action} on ${user}: ${said}`, action === 'iam:TagUser' ? 'A user can carry 50 tags: remove some.' : 'Wait and run again.', because);
        case 'ConcurrentModification':
            return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`AWS refused ${action} on ${user} because of other changes to the user: ${said}`, 'Run again when they are done.', because);
        case 'CredentialsProviderError':
            return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF('This job has no AWS credentials', 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the env of this step, or run aws-actions/configure-aws-credentials before it.', because);
        default:
            return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`AWS did not answer ${action} on ${user} as expected: ${[codeOf(error), said].filter(Boolean).join(': ')}`, (0,_network_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .networkRemedy */ .xO)(error) ?? 'Run again; what is already done is found and continued.', because);
    }
}
/** Where a denial comes from decides who can lift it. AWS says so in the message. */
function denialRemedy(action, said) {
    if (/service control policy/i.test(said))
        return `A service control policy of the organization denies ${action}: its administrator has to except this principal.`;
    if (/permissions boundary/i.test(said))
        return `The permissions boundary of this principal does not allow ${action}: add it there.`;
    if (/explicit deny/i.test(said)) {
        return `A policy denies ${action} explicitly. If AWS has quarantined a leaked key (AWSCompromisedKeyQuarantine), rotate with an administrator's role instead.`;
    }
    return `Allow ${action} on this user in the policy of the credentials that the job uses; the README lists the whole policy.`;
}


/***/ }),

/***/ 1691:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   findCredentials: () => (/* binding */ findCredentials),
/* harmony export */   hasKey: () => (/* binding */ hasKey),
/* harmony export */   identify: () => (/* binding */ identify),
/* harmony export */   refuseNamelessSession: () => (/* binding */ refuseNamelessSession)
/* harmony export */ });
/* harmony import */ var _aws_sdk_client_iam__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6764);
/* harmony import */ var _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1695);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5557);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6762);
/** Who signs this run's requests, and which user is to be rotated. */




/** The credentials that the SDK finds, masked, before any request to AWS with them. */
async function findCredentials(clients, mask) {
    try {
        const { accessKeyId, secretAccessKey, sessionToken, expiration } = await clients.sts().config.credentials();
        mask(secretAccessKey);
        if (sessionToken !== undefined)
            mask(sessionToken);
        return { accessKeyId, secretAccessKey, expiration, ...(sessionToken === undefined ? {} : { sessionToken }) };
    }
    catch (error) {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .explain */ .WE)(error, 'sts:GetCallerIdentity', 'this job');
    }
}
/** Refuses, without asking AWS, what can never work: temporary credentials that do not say whom to rotate. */
function refuseNamelessSession(credentials, iamUser) {
    if (credentials.sessionToken !== undefined && iamUser === undefined) {
        throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF('The job has temporary credentials (a role, say), and the input iam-user is empty', 'Name the IAM user to rotate in iam-user. To let a user rotate its own key, give the job the long-term key of that user.');
    }
}
/** Whether a key belongs to a user, as far as the credentials may know; the key itself need not work. */
async function hasKey(clients, credentials, key, userName) {
    try {
        const request = new _aws_sdk_client_iam__WEBPACK_IMPORTED_MODULE_2__/* .GetAccessKeyLastUsedCommand */ .qRl({ AccessKeyId: key });
        const { UserName: owner } = await clients.iam(credentials).send(request);
        return owner !== undefined && owner === userName;
    }
    catch {
        // No such key, or not one of this user: either way it is not known to be.
        return false;
    }
}
/** Asks STS who calls. Refuses root, whose keys must not exist, and a user's temporary credentials. */
async function identify(clients, credentials) {
    const identity = await clients
        .sts(credentials)
        .send(new _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_3__/* .GetCallerIdentityCommand */ .zI({}))
        .catch((error) => {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .explain */ .WE)(error, 'sts:GetCallerIdentity', 'this job');
    });
    const arn = identity.Arn ?? '';
    if (arn.endsWith(':root')) {
        throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF(`The job signs with the root user of account ${identity.Account}`, 'Delete the access keys of the root user and use an IAM user or a role: https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html');
    }
    const userName = /:user\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
    const temporary = credentials.sessionToken !== undefined;
    if (userName !== undefined && temporary) {
        throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF(`The job signs with temporary credentials of the user ${userName} (GetSessionToken), which may not manage access keys`, 'Give the job the long-term key of the user, or a role that may rotate it.');
    }
    return { account: identity.Account ?? '', arn, userId: identity.UserId ?? '', userName };
}


/***/ }),

/***/ 2079:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Pw: () => (/* binding */ tunnelFailure),
/* harmony export */   fR: () => (/* binding */ ProxyRefusal),
/* harmony export */   kk: () => (/* binding */ ProxySilence),
/* harmony export */   xO: () => (/* binding */ networkRemedy)
/* harmony export */ });
/* harmony import */ var _proxy_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5431);
/* harmony import */ var _rotation_time_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9037);
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
        super(`the proxy ${proxy.host} did not answer within ${(0,_rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .spoken */ .vg)(timeout)} when asked to connect to ${target}`);
    }
}
const unknownAuthority = "The certificate comes from an authority that Node does not know, such as a company's own: put that authority's certificate, in PEM form, into a file on the runner, and name the file in the environment variable NODE_EXTRA_CA_CERTS.";
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
    const variable = (0,_proxy_js__WEBPACK_IMPORTED_MODULE_0__/* .configuredProxies */ .Zj)()[0]?.variable ?? 'HTTPS_PROXY';
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
    const proxy = (0,_proxy_js__WEBPACK_IMPORTED_MODULE_0__/* .configuredProxies */ .Zj)().find(({ url }) => isAt(error, url));
    return proxy === undefined
        ? 'Check that the runner reaches it, then run again. Where the network asks for a proxy, name it in the environment variable HTTPS_PROXY.'
        : silence(proxy.variable);
}
function silence(variable) {
    return `The proxy of ${variable} does not answer: check its address and that the runner reaches it, or name the host in NO_PROXY where the runner reaches it without the proxy.`;
}
/** Whether a connection that failed was one to this proxy. */
function isAt({ hostname, address, port }, url) {
    const host = url.hostname.replaceAll(/^\[|\]$/g, '');
    if (hostname !== undefined)
        return hostname === host;
    const isAddress = /^[\d.]+$|:/.test(host);
    return Number(port) === Number(url.port || (url.protocol === 'https:' ? 443 : 80)) && (!isAddress || address === host);
}


/***/ })

};
