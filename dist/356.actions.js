export const id = 356;
export const ids = [356];
export const modules = {

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

/***/ 356:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   sesEndpoint: () => (/* binding */ sesEndpoint),
/* harmony export */   sesSignIn: () => (/* binding */ sesSignIn),
/* harmony export */   signInOnce: () => (/* binding */ signInOnce)
/* harmony export */ });
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7030);
/* harmony import */ var node_tls__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1692);
/* harmony import */ var _aws_sdk_core_client__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(3305);
/* harmony import */ var nodemailer_lib_smtp_connection__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1025);
/* harmony import */ var _aws_regions_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7960);
/* harmony import */ var _inputs_region_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8301);
/* harmony import */ var _network_problems_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8472);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(5557);
/* harmony import */ var _rotation_time_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(9037);
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(2708);
/* harmony import */ var _unproven_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(9058);
/** Signs in to SES's SMTP interface, and sends nothing. Loaded only where that is asked for. */











/** What SES listens on; on the others TLS begins by STARTTLS: https://docs.aws.amazon.com/ses/latest/dg/smtp-connect.html */
const tlsPorts = [465, 2465];
const ports = [...tlsPorts, 25, 587, 2587];
/** `email-smtp.REGION.`, of FIPS too, and the names of VPC endpoints; then comes what the partition's names end in. */
const hostForm = /^(?<vpc>vpce-[\da-z-]+\.)?email-smtp(?:-fips)?\.(?<region>[a-z][\da-z-]*)\.(?<suffix>[a-z.-]+)$/;
/**
 * Where to sign in: what `smtp-host` names, else the endpoint of the region.
 * @throws Unproven when it is not SES: a server that accepts every password would prove any
 */
function sesEndpoint(smtpHost, region) {
    if (smtpHost === undefined)
        return { host: `email-smtp.${region}.${(0,_aws_sdk_core_client__WEBPACK_IMPORTED_MODULE_9__/* .partition */ .jB)(region).dnsSuffix}`, port: 465, region };
    const [name = '', port = '465', ...more] = smtpHost.split(':');
    // A dot at the end makes a name complete, and certificates have none.
    const host = name.toLowerCase().replace(/\.$/, '');
    const { vpc, region: named = '', suffix } = hostForm.exec(host)?.groups ?? {};
    const { dnsSuffix, dualStackDnsSuffix } = (0,_aws_sdk_core_client__WEBPACK_IMPORTED_MODULE_9__/* .partition */ .jB)(named);
    const suffixes = vpc === undefined ? [dnsSuffix, dualStackDnsSuffix] : [`vpce.${dnsSuffix}`];
    if (named === '' || suffix === undefined || !suffixes.includes(suffix)) {
        throw new _unproven_js__WEBPACK_IMPORTED_MODULE_8__/* .Unproven */ .kw('smtpElsewhere', `smtp-host is ${(0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_10__/* .presentable */ .KC)(smtpHost, 100)}`, 'Write the name that SES has in your region, such as email-smtp.eu-west-1.amazonaws.com, or that of your VPC endpoint for it. Or leave smtp-host out. What any other host answers says nothing about the key.');
    }
    if (!_aws_regions_js__WEBPACK_IMPORTED_MODULE_3__/* .regions */ .Ei.includes(named)) {
        throw new _unproven_js__WEBPACK_IMPORTED_MODULE_8__/* .Unproven */ .kw('smtpElsewhere', `smtp-host is ${(0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_10__/* .presentable */ .KC)(smtpHost, 100)}, and ${(0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_10__/* .presentable */ .KC)(named, 100)} is not a region of AWS`, `Write the name that SES has in your region, or leave smtp-host out. Allowed: ${(0,_inputs_region_js__WEBPACK_IMPORTED_MODULE_4__/* .allowedRegions */ .Cs)(named)}.`);
    }
    if (more.length > 0 || !ports.map(String).includes(port)) {
        throw new _unproven_js__WEBPACK_IMPORTED_MODULE_8__/* .Unproven */ .kw('input', `smtp-host is “${(0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_10__/* .presentable */ .KC)(smtpHost, 100)}”, and SES does not listen on that port`, `SES listens on ${tlsPorts.join(' and ')}, and with STARTTLS on 25, 587 and 2587.`);
    }
    return { host, port: Number(port), region: named };
}
/** How long a server may take. */
const patience = 10 * _rotation_time_js__WEBPACK_IMPORTED_MODULE_7__/* .second */ .Rc;
/** A sign-in that waits to be made. @throws Unproven when the host is not one of SES */
function sesSignIn(user, { password, host }, region, clock) {
    const endpoint = sesEndpoint(host, region);
    return {
        host: endpoint.host,
        signIn: () => (0,_unproven_js__WEBPACK_IMPORTED_MODULE_8__/* .untilAnswered */ .Yv)(() => signInOnce(endpoint, { user, password }), clock),
    };
}
/**
 * Signs in over a connection of its own. Neither the connection nor the dialogue takes longer than `longest`.
 * @throws Unproven when SES does not accept the password
 */
async function signInOnce(endpoint, credentials, longest = patience) {
    try {
        await dialogue(endpoint, await connected(endpoint, longest), credentials, longest);
    }
    catch (error) {
        throw unprovenBy(error, endpoint);
    }
}
/** The connection, with TLS where that comes first. Names are looked up as for all other requests. */
function connected({ host, port }, longest) {
    const { promise, resolve, reject } = Promise.withResolvers();
    // Whatever the environment says of certificates: a server that nobody has checked proves nothing.
    const socket = tlsPorts.includes(port)
        ? (0,node_tls__WEBPACK_IMPORTED_MODULE_1__.connect)({ host, port, servername: host, rejectUnauthorized: true }, () => resolve(socket))
        : (0,node_net__WEBPACK_IMPORTED_MODULE_0__.connect)({ host, port }, () => resolve(socket));
    const timer = setTimeout(() => socket.destroy(new Error(`no connection within ${(0,_rotation_time_js__WEBPACK_IMPORTED_MODULE_7__/* .spoken */ .vg)(longest)}`)), longest);
    socket.once('error', reject);
    return promise.finally(() => {
        clearTimeout(timer);
        socket.removeListener('error', reject);
    });
}
/** EHLO, STARTTLS where it comes first, AUTH, QUIT. */
function dialogue({ host, port }, socket, { user, password }, longest) {
    const { promise, resolve, reject } = Promise.withResolvers();
    const isSecure = tlsPorts.includes(port);
    const connection = new nodemailer_lib_smtp_connection__WEBPACK_IMPORTED_MODULE_2__/* ["default"] */ .A({
        host,
        port,
        connection: socket,
        secure: isSecure,
        secured: isSecure,
        requireTLS: !isSecure,
        tls: { servername: host, rejectUnauthorized: true },
        socketTimeout: longest,
        // Nothing is left to be heard then.
        socketCloseTimeout: 0,
    });
    const fail = (error) => {
        reject(error);
        connection.close();
    };
    const timer = setTimeout(() => fail(new Error(`no answer within ${(0,_rotation_time_js__WEBPACK_IMPORTED_MODULE_7__/* .spoken */ .vg)(longest)}`)), longest);
    // Stays: what goes wrong after the sign-in says nothing of the password.
    connection.on('error', reject);
    connection.once('end', () => reject(new Error('the server ended the connection')));
    connection.connect((failure) => {
        if (failure)
            return fail(failure);
        connection.login({ user, pass: password, method: 'PLAIN' }, (refusal) => {
            if (refusal)
                return fail(refusal);
            resolve();
            connection.quit();
        });
    });
    return promise.finally(() => clearTimeout(timer));
}
/** What SES answered, or why it did not. The codes: https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-smtp.html */
function unprovenBy(error, { host, port, region }) {
    // The library puts a code of its own in place of Node's.
    const { responseCode, response, syscall, code, originalCode } = error;
    const said = `“${(0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_10__/* .presentable */ .KC)(String(response))}”`;
    if (responseCode === 535) {
        return new _unproven_js__WEBPACK_IMPORTED_MODULE_8__/* .Unproven */ .kw('smtpRejected', `for ${(0,_rotation_time_js__WEBPACK_IMPORTED_MODULE_7__/* .spoken */ .vg)(_unproven_js__WEBPACK_IMPORTED_MODULE_8__/* .propagation */ .$f)} ${host} has said ${said}`, `Either the password is made of another key, or for another region than ${region} (smtp-host, else aws-region): compare the names of the secrets and their formats. Or the key is inactive or deleted. Right after a publication, a job may get the password from before, which passes.`, { cause: error, mayPass: true });
    }
    if (typeof responseCode === 'number') {
        const options = { cause: error, mayPass: responseCode < 500 };
        return new _unproven_js__WEBPACK_IMPORTED_MODULE_8__/* .Unproven */ .kw('smtpUnasked', `${host} answered ${said}`, 'Run the workflow again.', options);
    }
    const certificate = syscall === undefined ? (0,_network_problems_js__WEBPACK_IMPORTED_MODULE_5__/* .networkRemedy */ .xO)({ code: originalCode ?? code }) : undefined;
    return new _unproven_js__WEBPACK_IMPORTED_MODULE_8__/* .Unproven */ .kw('smtpUnasked', `${host}:${port}: ${(0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_10__/* .presentable */ .KC)((0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_6__/* .messageOf */ .bD)(error))}`, certificate ??
        `Check that the runner reaches ${host}, and port ${port} of it, by TLS and without a proxy: HTTPS_PROXY does not count here. Where that port is closed, name another one by smtp-host, such as ${host}:2465, or ${host}:587, which begins with STARTTLS.`, { cause: error, mayPass: certificate === undefined });
}


/***/ })

};
