export const id = 933;
export const ids = [933];
export const modules = {

/***/ 6933:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   NetworkAwsClients: () => (/* binding */ NetworkAwsClients),
/* harmony export */   iamRegion: () => (/* binding */ iamRegion)
/* harmony export */ });
/* harmony import */ var _aws_sdk_client_iam__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6764);
/* harmony import */ var _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1695);
/* harmony import */ var _rotation_facts_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6189);



/** Clients that time out, and tell the clock what time AWS says it is. */
class NetworkAwsClients {
    #region;
    #clock;
    constructor(region, clock) {
        this.#region = region;
        this.#clock = clock;
    }
    iam(credentials, attempts) {
        const client = new _aws_sdk_client_iam__WEBPACK_IMPORTED_MODULE_1__/* .IAMClient */ .h8v({ ...this.#configuration(credentials, attempts), region: iamRegion(this.#region) });
        client.middlewareStack.addRelativeTo(this.#hearDate(), hearing);
        return client;
    }
    sts(credentials, attempts) {
        const client = new _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_2__/* .STSClient */ .iM(this.#configuration(credentials, attempts));
        client.middlewareStack.addRelativeTo(this.#hearDate(), hearing);
        return client;
    }
    #configuration(credentials, attempts) {
        return {
            region: this.#region,
            ...(credentials === undefined ? {} : { credentials }),
            ...(attempts === undefined ? {} : { maxAttempts: attempts }),
            // AWS refuses signatures that are minutes off: what an earlier answer told corrects the runner's clock.
            systemClockOffset: this.#clock.offset(),
            // Without throwOnRequestTimeout the SDK only warns, and a stuck call waits for minutes.
            requestHandler: { connectionTimeout: 10_000, requestTimeout: _rotation_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .createTimeout */ .AH, throwOnRequestTimeout: true },
            customUserAgent: [['rotate-iam-access-keys', '1']],
        };
    }
    #hearDate() {
        const clock = this.#clock;
        return (next) => async (args) => {
            const result = await next(args);
            clock.hear(result.response.headers?.['date']);
            return result;
        };
    }
}
/** IAM is one service per partition, signed for one region: https://docs.aws.amazon.com/general/latest/gr/iam-service.html */
const iamRegions = [
    ['cn-', 'cn-north-1'],
    ['us-gov-', 'us-gov-west-1'],
    ['us-iso-', 'us-iso-east-1'],
    ['us-isob-', 'us-isob-east-1'],
    ['us-isof-', 'us-isof-south-1'],
    ['eu-isoe-', 'eu-isoe-west-1'],
    ['eusc-', 'eusc-de-east-1'],
];
/** The region that IAM requests are signed for; the SDK knows it only as long as no endpoint is configured. */
function iamRegion(region) {
    return iamRegions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'us-east-1';
}
/** Next to the wire, so that the date of an error is heard too. */
const hearing = { name: 'hearDateMiddleware', relation: 'after', toMiddleware: 'deserializerMiddleware' };


/***/ })

};
