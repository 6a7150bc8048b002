export const id = 659;
export const ids = [659];
export const modules = {

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


/***/ })

};
