export const id = 377;
export const ids = [377];
export const modules = {

/***/ 377:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   octokitFor: () => (/* binding */ octokitFor)
/* harmony export */ });
/* harmony import */ var _actions_github__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2413);
/* harmony import */ var undici__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4371);
/* harmony import */ var _network_problems_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8472);
/* harmony import */ var _network_proxy_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5806);
/* harmony import */ var _rotation_time_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9037);
/** Octokit, and the connections that it takes. Loaded with the first request. */





/** https://docs.github.com/en/rest/about-the-rest-api/api-versions: supported by every server that is. */
const apiVersion = '2022-11-28';
const requestTimeout = 30 * _rotation_time_js__WEBPACK_IMPORTED_MODULE_4__/* .second */ .Rc;
/** Sends with this token to the API at an address, through a proxy where there is one. */
function octokitFor(token, baseUrl, proxy, isApart) {
    const quiet = () => undefined;
    const octokit = (0,_actions_github__WEBPACK_IMPORTED_MODULE_0__/* .getOctokit */ .Q)(token, {
        baseUrl,
        log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
        // The toolkit's own chooses the proxy for GITHUB_API_URL, whatever `baseUrl` says.
        request: { fetch: fetchFor(baseUrl, proxy, isApart) },
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
function fetchFor(baseUrl, proxy, isApart) {
    const { host, port } = new URL(baseUrl);
    if (proxy === undefined) {
        if (!isApart)
            return undici__WEBPACK_IMPORTED_MODULE_1__.fetch;
        const dispatcher = new undici__WEBPACK_IMPORTED_MODULE_1__.Agent();
        return (url, options) => (0,undici__WEBPACK_IMPORTED_MODULE_1__.fetch)(url, { ...options, dispatcher });
    }
    const token = (0,_network_proxy_js__WEBPACK_IMPORTED_MODULE_3__/* .proxyAuthorization */ .YB)(proxy);
    const uri = `${proxy.protocol}//${proxy.host}`;
    const dispatcher = new undici__WEBPACK_IMPORTED_MODULE_1__.ProxyAgent({ uri, ...(token === undefined ? {} : { token }) });
    return async (url, options) => {
        try {
            return await (0,undici__WEBPACK_IMPORTED_MODULE_1__.fetch)(url, { ...options, dispatcher });
        }
        catch (error) {
            const status = refusalIn(error);
            throw status === undefined ? error : new _network_problems_js__WEBPACK_IMPORTED_MODULE_2__/* .ProxyRefusal */ .fR(proxy, port === '' ? `${host}:443` : host, status);
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


/***/ })

};
