export const id = 345;
export const ids = [345];
export const modules = {

/***/ 8345:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  NetworkAwsClients: () => (/* binding */ NetworkAwsClients)
});

// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/IAMClient.js + 8 modules
var IAMClient = __webpack_require__(5919);
// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __webpack_require__(9037);
// EXTERNAL MODULE: ./lib/aws/regions.js
var regions = __webpack_require__(7960);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-sts/dist-es/STSClient.js + 8 modules
var STSClient = __webpack_require__(4928);
// EXTERNAL MODULE: ./lib/rotation/waits.js
var waits = __webpack_require__(1808);
// EXTERNAL MODULE: ./lib/aws/endpoints.js
var endpoints = __webpack_require__(3895);
// EXTERNAL MODULE: ./lib/aws/request-handler.js
var request_handler = __webpack_require__(5205);
;// CONCATENATED MODULE: ./lib/aws/sign-in-clients.js
/** Clients of STS, and what every client of AWS shares: where its requests go, how, and by whose clock they are signed. */





const usualTimeouts = { connectionTimeout: 10 * time/* second */.Rc, requestTimeout: waits/* requestTimeout */.Vq };
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
        const client = new STSClient/* STSClient */.i(this.configuration(options, () => client.config.endpointProvider));
        return client;
    }
    /** `data` is the service's own, of the client that is made with this. */
    configuration(options, data) {
        const { service, region, credentials, attempts, timeouts = usualTimeouts } = options;
        const admit = (url) => {
            const target = { service, region, url };
            if (!(0,endpoints/* isAwsOwn */.wg)(target, data()))
                this.#onElsewhere((0,endpoints/* elsewhere */.Jn)(target, process.env));
        };
        return {
            region,
            // AWS refuses signatures that are minutes off: the date of an earlier answer corrects the runner's clock.
            systemClockOffset: this.#clock.offset(),
            requestHandler: new request_handler/* AwsHandler */.O(timeouts, admit, (date) => this.#clock.hear(date)),
            customUserAgent: [['rotate-iam-access-keys', '1']],
            ...(credentials === undefined ? {} : { credentials }),
            ...(attempts === undefined ? {} : { maxAttempts: attempts }),
        };
    }
}

;// CONCATENATED MODULE: ./lib/aws/clients.js




const briefTimeouts = { connectionTimeout: 5 * time/* second */.Rc, requestTimeout: 10 * time/* second */.Rc };
/** The clients of one run, over the network. All users that sign with the same credentials share one client of IAM. */
class NetworkAwsClients extends SignInClients {
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
        const { CloudTrailClient: Client } = await __webpack_require__.e(/* import() */ 980).then(__webpack_require__.bind(__webpack_require__, 5980));
        const options = { service: 'cloudtrail', region, credentials, attempts: 2, timeouts: briefTimeouts };
        const client = new Client(this.configuration(options, () => client.config.endpointProvider));
        return client;
    }
}
function pairOf({ accessKeyId, secretAccessKey, sessionToken = '' }) {
    return `${accessKeyId} ${secretAccessKey} ${sessionToken}`;
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
