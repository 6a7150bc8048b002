import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 2613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 181:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("buffer");

/***/ }),

/***/ 4434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 9896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 8611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 5692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 9278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 4589:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:assert");

/***/ }),

/***/ 6698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 1421:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");

/***/ }),

/***/ 7540:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:console");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 3053:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:diagnostics_channel");

/***/ }),

/***/ 610:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dns");

/***/ }),

/***/ 8474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 3024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 1455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 7067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 2467:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2");

/***/ }),

/***/ 4708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");

/***/ }),

/***/ 7030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 8161:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

/***/ }),

/***/ 6760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");

/***/ }),

/***/ 1708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:process");

/***/ }),

/***/ 1792:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:querystring");

/***/ }),

/***/ 7075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 8500:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");

/***/ }),

/***/ 1692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 3136:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");

/***/ }),

/***/ 7975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 3429:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util/types");

/***/ }),

/***/ 8877:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:v8");

/***/ }),

/***/ 8300:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");

/***/ }),

/***/ 8522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 932:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("process");

/***/ }),

/***/ 3193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");

/***/ }),

/***/ 4756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 9023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 3895:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   H_: () => (/* binding */ refuseUnsafe),
/* harmony export */   Jn: () => (/* binding */ elsewhere),
/* harmony export */   UP: () => (/* binding */ describeElsewhere),
/* harmony export */   XM: () => (/* binding */ checkEndpointVariables),
/* harmony export */   wg: () => (/* binding */ isAwsOwn)
/* harmony export */ });
/* harmony import */ var _network_secure_transport_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2877);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5557);
/* harmony import */ var _regions_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(7960);
/** Where requests to AWS go: AWS's own endpoints, and others that the environment or a profile names. */



/**
 * Whether a service's requests go to AWS itself, in the partition of the Region: one of the names that the SDK's data
 * has (FIPS and dual-stack ones among them), or a VPC endpoint of the service. Not just any name below amazonaws.com:
 * customers have hosts there too.
 */
function isAwsOwn({ service, region, url }, data) {
    if (url.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '')
        return false;
    const { hostname: host } = url;
    // A profile may name another Region than this run's for the role that it assumes.
    const [, named = region] = new RegExp(`\\.(${_regions_js__WEBPACK_IMPORTED_MODULE_2__/* .regionName */ .gw})\\.`).exec(host) ?? [];
    const regions = (0,_regions_js__WEBPACK_IMPORTED_MODULE_2__/* .iamRegion */ .QA)(named) === (0,_regions_js__WEBPACK_IMPORTED_MODULE_2__/* .iamRegion */ .QA)(region) ? [region, named] : [region];
    return regions.some((each) => {
        const names = namesOf(each, data);
        return names.includes(host) || isVpcEndpoint(host, service, each, names[0] ?? '');
    });
}
function namesOf(region, data) {
    const kinds = [
        { UseFIPS: false, UseDualStack: false },
        { UseFIPS: true, UseDualStack: false },
        { UseFIPS: false, UseDualStack: true },
        { UseFIPS: true, UseDualStack: true },
        { UseFIPS: false, UseDualStack: false, UseGlobalEndpoint: true },
    ];
    return kinds.flatMap((kind) => {
        try {
            return [data({ Region: region, ...kind }).url.hostname];
        }
        catch {
            // A partition without FIPS or dual-stack endpoints: the SDK's data has no name to give.
            return [];
        }
    });
}
/** `vpce-….sts.REGION.vpce.amazonaws.com`: https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html */
function isVpcEndpoint(host, service, region, regional) {
    // What follows the service, and the Region or `us-gov`, in the regular name.
    const suffix = regional.slice(service.length + 1).replace(/^[a-z]+-[^.]+\./, '');
    return [service, `${service}-fips`].some((label) => {
        const end = `.${label}.${region}.vpce.${suffix}`;
        return host.endsWith(end) && /^vpce-[\da-z-]+$/.test(host.slice(0, -end.length));
    });
}
/** The endpoint of a target that is not one of AWS's own, and what has configured it. */
function elsewhere({ service, url }, environment) {
    const variable = variablesFor(service).find((name) => URL.parse(environment[name] ?? '')?.host === url.host);
    return {
        service,
        origin: `${url.protocol}//${url.host}`,
        isSafe: (0,_network_secure_transport_js__WEBPACK_IMPORTED_MODULE_0__/* .isSafe */ .IP)(url),
        configuredIn: variable ?? 'endpoint_url in the shared config file: AWS_CONFIG_FILE, or ~/.aws/config',
    };
}
/** Refuses an endpoint to which keys would cross a network in the clear. @throws Problem */
function refuseUnsafe({ service, origin, isSafe: safe, configuredIn }) {
    if (safe)
        return;
    const way = origin.startsWith('http:') ? 'are not sent over plain http' : 'are sent over https alone';
    throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`Requests to ${names[service]} would go to ${origin} (${configuredIn}), and keys ${way}`, 'Remove that setting, or use an https URL.');
}
/** What the log says of an endpoint that is not AWS's own. */
function describeElsewhere({ service, origin, configuredIn }) {
    return `Requests to ${names[service]} go to ${origin} (${configuredIn}), not to AWS itself.`;
}
const names = { iam: 'IAM', sts: 'STS', cloudtrail: 'CloudTrail' };
/**
 * Refuses what an earlier step may have left, before anything is sent: variables that hold no URL, or one that would
 * show keys to the network. @throws Problem that names the variable
 */
function checkEndpointVariables(environment) {
    // https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
    if (environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] === 'true')
        return;
    for (const service of ['sts', 'iam', 'cloudtrail']) {
        // An empty variable is none.
        const name = variablesFor(service).find((each) => environment[each]);
        if (name === undefined)
            continue;
        const url = URL.parse(environment[name] ?? '');
        if (url === null || !/^https?:$/.test(url.protocol)) {
            throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`The environment variable ${name} is not a URL`, 'Remove it: without it, requests go to AWS itself. An earlier step may have set it.');
        }
        refuseUnsafe({ service, origin: `${url.protocol}//${url.host}`, isSafe: (0,_network_secure_transport_js__WEBPACK_IMPORTED_MODULE_0__/* .isSafe */ .IP)(url), configuredIn: name });
    }
}
function variablesFor(service) {
    return [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, 'AWS_ENDPOINT_URL'];
}


/***/ }),

/***/ 7960:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ei: () => (/* binding */ regions),
/* harmony export */   QA: () => (/* binding */ iamRegion),
/* harmony export */   gw: () => (/* binding */ regionName),
/* harmony export */   iQ: () => (/* binding */ partitionOf)
/* harmony export */ });
/** Which regions AWS has, and the partition that each belongs to. */
function partition(name, iam, prefix, regions) {
    return { name, iam, prefix, regions: regions.trim().split(/\s+/) };
}
const commercial = partition('aws', 'us-east-1', '', `
    af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2
    ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7
    ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2
    eu-west-3 il-central-1 me-central-1 me-south-1 me-west-1 mx-central-1 sa-east-1 sa-west-1 us-east-1
    us-east-2 us-west-1 us-west-2
  `);
/** The partition data of AWS's SDK, which keeps it to itself; a test holds the two equal. */
const partitions = [
    commercial,
    partition('aws-cn', 'cn-north-1', 'cn-', 'cn-north-1 cn-northwest-1'),
    partition('aws-eusc', 'eusc-de-east-1', 'eusc-', 'eusc-de-east-1'),
    partition('aws-iso', 'us-iso-east-1', 'us-iso-', 'us-iso-east-1 us-iso-west-1'),
    partition('aws-iso-b', 'us-isob-east-1', 'us-isob-', 'us-isob-east-1 us-isob-west-1'),
    partition('aws-iso-e', 'eu-isoe-west-1', 'eu-isoe-', 'eu-isoe-west-1'),
    partition('aws-iso-f', 'us-isof-south-1', 'us-isof-', 'us-isof-east-1 us-isof-south-1'),
    partition('aws-us-gov', 'us-gov-west-1', 'us-gov-', 'us-gov-east-1 us-gov-west-1'),
];
/** Every region of every partition. */
const regions = partitions.flatMap(({ regions }) => regions);
/** The source of a pattern for the name of any region, also of one that is newer than the list. */
const regionName = '[a-z]{2,4}(?:-[a-z]+)+-\\d{1,2}';
function partitionWith(region) {
    return partitions.findLast(({ prefix }) => region.startsWith(prefix)) ?? commercial;
}
/** The region that IAM requests are signed for; the SDK knows it only as long as no endpoint is configured. */
function iamRegion(region) {
    return partitionWith(region).iam;
}
/** The partition of a region: a key works in one partition alone. */
function partitionOf(region) {
    return partitionWith(region).name;
}


/***/ }),

/***/ 8599:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $C: () => (/* binding */ isAddressable),
/* harmony export */   $t: () => (/* binding */ placeOf),
/* harmony export */   Pf: () => (/* binding */ fieldsOf),
/* harmony export */   RQ: () => (/* binding */ addressableNames),
/* harmony export */   Vb: () => (/* binding */ nameOf),
/* harmony export */   _M: () => (/* binding */ repositoryOf),
/* harmony export */   cF: () => (/* binding */ hasVariables),
/* harmony export */   cu: () => (/* binding */ identityOf),
/* harmony export */   oi: () => (/* binding */ storesOf),
/* harmony export */   vh: () => (/* binding */ isEnterpriseServer),
/* harmony export */   xX: () => (/* binding */ storeOf),
/* harmony export */   yS: () => (/* binding */ isSameName),
/* harmony export */   zQ: () => (/* binding */ stores)
/* harmony export */ });
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2708);

/** Who reads the secrets of a store: https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps */
const stores = ['actions', 'dependabot', 'codespaces', 'agents'];
/** https://docs.github.com/en/enterprise-server/rest: only there is the API below a path. */
function isEnterpriseServer(apiUrl) {
    return new URL(apiUrl).pathname.replace(/\/+$/, '') === '/api/v3';
}
/** GitHub Enterprise Server has neither Codespaces nor Agents. */
function storesOf(apiUrl) {
    return isEnterpriseServer(apiUrl) ? ['actions', 'dependabot'] : stores;
}
/** The place that the recovery secret is in. */
function placeOf({ owner, repo, environment }) {
    return environment === undefined
        ? { kind: 'repository', owner, repo, store: 'actions' }
        : { kind: 'environment', owner, repo, environment };
}
/** The store whose secrets the place has; an environment has those of Actions alone. */
function storeOf(place) {
    return place.kind === 'environment' ? 'actions' : place.store;
}
/** `owner/name` of a place in a repository; undefined for an organization. */
function repositoryOf(place) {
    return place.kind === 'organization' ? undefined : `${place.owner}/${place.repo}`;
}
/** Equal for two spellings of one place: GitHub compares names without regard to case. */
function identityOf(place) {
    return `${addressOf(place)}:${storeOf(place)}`.toLowerCase();
}
function addressOf(place) {
    switch (place.kind) {
        case 'repository':
            return `${place.owner}/${place.repo}`;
        case 'environment':
            return `${place.owner}/${place.repo}/${place.environment}`;
        case 'organization':
            return place.owner;
    }
}
/** As people call it: `octo/app`, `the environment production of octo/app`, `the organization octo (Dependabot)`. */
function nameOf(place) {
    const store = storeNames[storeOf(place)];
    switch (place.kind) {
        case 'repository':
            return `${place.owner}/${place.repo}${store}`;
        case 'environment':
            return `the environment ${(0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_0__/* .presentable */ .KC)(place.environment)} of ${place.owner}/${place.repo}`;
        case 'organization':
            return `the organization ${place.owner}${store}`;
    }
}
const storeNames = {
    actions: '',
    dependabot: ' (Dependabot)',
    codespaces: ' (Codespaces)',
    agents: ' (Agents)',
};
/** As the inputs `destinations` and `other-keys` list the place: the fields of a YAML map in one line. */
function fieldsOf(place) {
    const store = storeOf(place) === 'actions' ? '' : `, store: ${storeOf(place)}`;
    switch (place.kind) {
        case 'repository':
            return `repository: ${place.owner}/${place.repo}${store}`;
        case 'environment':
            return `repository: ${place.owner}/${place.repo}, environment: ${scalar(place.environment)}`;
        case 'organization':
            return `organization: ${place.owner}${store}`;
    }
}
/** A text as YAML reads it anywhere: quoted where it is not plainly one. */
function scalar(text) {
    return /^[A-Za-z0-9][\w./-]*$/.test(text) ? text : (0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_0__/* .presentable */ .KC)(JSON.stringify(text));
}
/** https://docs.github.com/en/rest/actions/variables, https://docs.github.com/en/rest/agents */
function hasVariables(store) {
    return store === 'actions' || store === 'agents';
}
/**
 * Whether a URL can have this name as one part of its path. `.` and `..` are resolved whatever their encoding:
 * https://url.spec.whatwg.org/#double-dot-url-path-segment. Control characters, line separators and halves of characters
 * are in no name that a person meant.
 */
function isAddressable(name) {
    return name !== '.' && name !== '..' && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name) && name.isWellFormed();
}
/** What `isAddressable` asks for, in words. */
const addressableNames = 'a name that is not . or .. and has no control characters in it';
/** GitHub compares the names of owners, repositories and environments without regard to case. */
function isSameName(one, other) {
    return one.toLowerCase() === other.toLowerCase();
}


/***/ }),

/***/ 8955:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ Ledger)
/* harmony export */ });
/* unused harmony export Claim */
/**
 * What several users of one run have been promised of something that ends: the requests of a token's hour, say. What is
 * promised to one is nothing that another may count on, in the order in which they came: a limit that is consulted before
 * a pair is begun has to hold for the sum of all users.
 */
/** All promises of one token. */
class Ledger {
    #claims = [];
    /** A user's place in it, without a promise yet. */
    open() {
        return new Claim(this.#claims);
    }
    /** The sum of what has been promised and not been used. */
    get promised() {
        return this.#claims.filter(({ isGranted }) => isGranted).reduce((sum, { amount }) => sum + amount, 0);
    }
}
/** What one user wants, or has been promised. */
class Claim {
    /** Those that want something or have been promised it, the first comer first. */
    #all;
    #amount = 0;
    #isGranted = false;
    #isBegun = false;
    constructor(all) {
        this.#all = all;
    }
    /** What is wanted, or what is left of what was promised. */
    get amount() {
        return this.#amount;
    }
    /** Whether it is promised: nobody is given any of it, whenever they came. */
    get isGranted() {
        return this.#isGranted;
    }
    /** From now on, so much is wanted; it is in the line where it was. More than was promised has to be granted anew. */
    want(amount) {
        if (amount > this.#amount)
            this.#isGranted = false;
        this.#amount = amount;
        this.#isBegun = false;
        if (!this.#all.includes(this))
            this.#all.push(this);
    }
    /** How much of what is left this user may count on for such an amount. */
    free(left, amount) {
        const others = this.#all.filter((each) => each !== this);
        if (amount > this.#amount)
            return left - sum(others, left);
        const isFirst = (each) => this.#isGranted === each.#isGranted ? this.#all.indexOf(each) < this.#all.indexOf(this) : each.#isGranted;
        return left - sum(others.filter(isFirst), left);
    }
    /** Promises what is wanted, if what is left is enough beside what others come before with. */
    grant(left) {
        if (!this.#isGranted)
            this.#isGranted = this.free(left, this.#amount) >= this.#amount;
        return this.#isGranted;
    }
    /** From now on, what is used is taken of what was promised. */
    begin() {
        this.#isBegun = true;
    }
    /** Uses up a part of what was promised, as far as there is any. */
    use(amount) {
        if (this.#isBegun)
            this.#amount = Math.max(0, this.#amount - amount);
    }
    /** Gives everything back. */
    release() {
        const index = this.#all.indexOf(this);
        if (index !== -1)
            this.#all.splice(index, 1);
        this.#amount = 0;
        this.#isGranted = false;
        this.#isBegun = false;
    }
}
/** Whoever wants more than is left waits for another hour, and leaves this one to others. */
function sum(claims, left) {
    return claims
        .filter(({ isGranted, amount }) => isGranted || amount <= left)
        .reduce((all, { amount }) => all + amount, 0);
}


/***/ }),

/***/ 7749:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   HD: () => (/* binding */ TokenPace),
/* harmony export */   ei: () => (/* binding */ writesAnHour),
/* harmony export */   oG: () => (/* binding */ Pace),
/* harmony export */   sZ: () => (/* binding */ publicationTime)
/* harmony export */ });
/* harmony import */ var _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(9037);
/* harmony import */ var _ledger_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8955);


/**
 * GitHub counts what arrives: later than what is sent, by no more than its answer takes. Every span is longer here by the
 * longest time that an answer has taken, and by so much at the least and at the most.
 */
const leastLag = 2 * _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc;
const mostLag = 5 * _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc;
const perMinute = 80;
/** The most writes that GitHub allows in one hour. */
const writesAnHour = 500;
const none = { reads: 0, writes: 0 };
const limits = [
    { span: _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .minute */ .Vc, most: 900, counts: ({ isWrite }) => (isWrite ? 5 : 1), spare: { reads: 50, writes: 10 } },
    { span: _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .minute */ .Vc, most: perMinute, counts: ({ isWrite }) => (isWrite ? 1 : 0), spare: none },
    { span: _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .hour */ .nW, most: writesAnHour, counts: ({ isWrite }) => (isWrite ? 1 : 0), spare: none },
];
/** Writes follow each other this closely on the average, so that a minute's worth of them never comes in one burst. */
const usualSpacing = Math.ceil((_rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .minute */ .Vc + leastLag) / perMinute);
/** So many writes may go at once after a pause: a few places are written without waiting, and the sums hold all the same. */
const burst = 10;
/** Each answer that says "too fast" doubles the spacing, up to this. */
const longestSpacing = 16 * usualSpacing;
/** How long so many writes with one token take at the usual pace, when nothing was written for an hour before. */
function publicationTime(writes) {
    const fullHours = Math.max(0, Math.ceil(writes / writesAnHour) - 1);
    return fullHours * (_rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .hour */ .nW + leastLag) + (writes - fullHours * writesAnHour) * usualSpacing;
}
/**
 * GitHub allows 100 requests at once. The rest is for what does not wait here: writes that belong together, and what asks
 * for the limit itself.
 */
const atOnce = { reads: 80, writes: 90 };
/** Whose turn it is has so much time to connect, to look and to write; then the next one's turn comes all the same. */
const longestTurn = 20 * _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc;
/** Whoever is not the first looks again whether it is, at least so much later. */
const nextLook = 100;
/** The pace of one token, for all who write with it. Times are the run's elapsed time. */
class TokenPace {
    clock;
    /** Writes of the hour that are promised to users. */
    ledger = new _ledger_js__WEBPACK_IMPORTED_MODULE_1__/* .Ledger */ .O();
    /** Oldest first. What has not been sent yet is here with its time in the future. */
    #sent = [];
    /** The first comer first. */
    #line = [];
    #nextWrite = 0;
    #spacing = usualSpacing;
    #closedUntil = 0;
    #lag = leastLag;
    #underWay = 0;
    #waiting = { reads: [], writes: [] };
    constructor(clock) {
        this.clock = clock;
    }
    /** Takes the next free moment for one reading request, and says how long it is until then. */
    takeRead() {
        const now = this.clock.elapsed();
        const at = this.#free(1, false, now);
        this.#note(1, false, at);
        return at - now;
    }
    /** Hears that a request is answered, or given up, whose turn came at that time. */
    answered(turn) {
        this.#lag = Math.min(Math.max(this.#lag, this.clock.elapsed() - turn), mostLag);
    }
    /** Takes one of the places for requests that are under way at the same time, when one is free; `leave` gives it back. */
    async enter(kind) {
        if (this.#underWay >= atOnce[kind])
            await new Promise((resolve) => this.#waiting[kind].push(resolve));
        else
            this.#underWay += 1;
    }
    leave() {
        this.#underWay -= 1;
        const kind = this.#waiting.writes.length > 0 ? 'writes' : 'reads';
        const next = this.#underWay < atOnce[kind] ? this.#waiting[kind].shift() : undefined;
        if (next === undefined)
            return;
        this.#underWay += 1;
        next();
    }
    /** Puts a turn into the line; what completes half a pair comes before all others. */
    join(turn, isUrgent) {
        if (isUrgent)
            this.#line.unshift(turn);
        else
            this.#line.push(turn);
    }
    /** Takes a turn out of the line, if it is in it. */
    forgo(turn) {
        const index = this.#line.indexOf(turn);
        if (index !== -1)
            this.#line.splice(index, 1);
    }
    /** How long it is until a turn in the line comes; 0 for one at a time, until that one has written or given up. */
    until(turn) {
        const now = this.clock.elapsed();
        const before = this.#line.slice(0, this.#line.indexOf(turn));
        const ahead = before.filter(({ since }) => since === undefined || now - since < longestTurn);
        const writes = ahead.reduce((sum, { count }) => sum + count, 0);
        const from = Math.max(now, this.#nextWrite - this.#ahead + writes * this.#spacing);
        const delay = this.#free(turn.count, true, from) - now;
        if (ahead.length > 0)
            return Math.max(delay, nextLook);
        if (delay <= 0)
            turn.since ??= now;
        return delay;
    }
    /** By how much writes may be ahead of the usual pace; not at all since GitHub has found them too fast. */
    get #ahead() {
        return this.#spacing === usualSpacing ? burst * usualSpacing : 0;
    }
    /** How long it is until GitHub's limits allow so many writes, whoever else is in the line; takes nothing. */
    untilAllowed(count) {
        const now = this.clock.elapsed();
        return this.#free(count, true, now) - now;
    }
    /** Takes this very moment for writes that go at once. */
    takeWrites(count) {
        const now = this.clock.elapsed();
        this.#note(count, true, now);
        this.#nextWrite = Math.max(now, this.#nextWrite) + count * this.#spacing;
    }
    /** How many writes are left in the hour that ends now. */
    get writesLeft() {
        const since = this.clock.elapsed() - _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .hour */ .nW - this.#lag;
        return writesAnHour - this.#sent.filter(({ at, isWrite }) => isWrite && at >= since).length;
    }
    /** GitHub wants no request before so much time has passed. */
    close(duration) {
        this.#closedUntil = Math.max(this.#closedUntil, this.clock.elapsed() + duration);
    }
    /** GitHub has found the writes too fast. */
    slowDown() {
        this.#spacing = Math.min(this.#spacing * 2, longestSpacing);
    }
    /** Writes went well: back to the usual pace, little by little. */
    speedUp() {
        this.#spacing = Math.max(Math.floor(this.#spacing * 0.9), usualSpacing);
    }
    /** The first moment from `from` on at which no limit is exceeded. */
    #free(count, isWrite, from) {
        this.#forget();
        let at = Math.max(from, this.#closedUntil);
        for (const { span, most, counts, spare } of limits) {
            // What must have left the span before this fits in: the latest requests may stay.
            let room = most - count * counts({ at, isWrite }) - (isWrite ? spare.writes : spare.reads);
            for (const request of this.#sent.toReversed()) {
                room -= counts(request);
                if (room < 0) {
                    at = Math.max(at, request.at + span + this.#lag);
                    break;
                }
            }
        }
        return at;
    }
    #note(count, isWrite, at) {
        for (let index = 0; index < count; index += 1)
            this.#sent.push({ at, isWrite });
        this.#sent.sort((a, b) => a.at - b.at);
    }
    #forget() {
        const since = this.clock.elapsed() - mostLag;
        const isOld = ({ at, isWrite }) => at < since - (isWrite ? _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .hour */ .nW : _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .minute */ .Vc);
        if (this.#sent.some(isOld))
            this.#sent = this.#sent.filter((request) => !isOld(request));
    }
}
/** One user's part in the pace of a token. */
class Pace {
    token;
    #claim;
    #turn;
    /** `promises`: false for a plan, which writes nothing and takes nothing from anybody. */
    constructor(token, promises = true) {
        this.token = token;
        this.#claim = promises ? token.ledger.open() : new _ledger_js__WEBPACK_IMPORTED_MODULE_1__/* .Ledger */ .O().open();
    }
    /**
     * How long it is until so many writes may go at once. The user is in the line from then on, until it has written or
     * forgoes its turn; nobody else is told that it may write meanwhile. `isUrgent`: half a pair, which waits for nobody.
     */
    untilWrites(count, isUrgent = false) {
        if (this.#turn === undefined) {
            this.#turn = { count, since: undefined };
            this.token.join(this.#turn, isUrgent);
        }
        this.#turn.count = count;
        return this.token.until(this.#turn);
    }
    /** Leaves the line without having written. */
    forgo() {
        if (this.#turn !== undefined)
            this.token.forgo(this.#turn);
        this.#turn = undefined;
    }
    /** How long a write that is in no line has to wait: not at all in one's turn, nor while GitHub's limits allow it. */
    untilAllowed() {
        return this.#turn === undefined ? this.token.untilAllowed(1) : 0;
    }
    /** Takes this very moment for writes that go at once. */
    takeWrites(count) {
        this.forgo();
        this.#claim.use(count);
        this.token.takeWrites(count);
    }
    /** So many writes are wanted for a rotation; more than an hour has take hours anyway. */
    want(writes) {
        this.#claim.want(Math.min(writes, writesAnHour));
    }
    /** How long it is until what is wanted can be promised: others may give back before what they do not need. */
    untilGrant() {
        const left = this.token.writesLeft;
        if (this.#claim.free(left, this.#claim.amount) >= this.#claim.amount)
            return 0;
        return left >= this.#claim.amount ? _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .minute */ .Vc : Math.max(_rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc, this.token.untilAllowed(this.#claim.amount));
    }
    /** How long it takes until all have written what they have been promised. */
    get line() {
        return Math.max(0, this.token.ledger.promised - (this.#claim.isGranted ? this.#claim.amount : 0)) * usualSpacing;
    }
    /** Promises what is wanted; only where `untilGrant` is 0. */
    grant() {
        this.#claim.grant(this.token.writesLeft);
    }
    /** What is written from now on is taken of what was promised. */
    begin() {
        this.#claim.begin();
    }
    /** Gives back the turn, and what was promised. */
    end() {
        this.forgo();
        this.#claim.release();
    }
}


/***/ }),

/***/ 102:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   n: () => (/* binding */ verificationRequired)
/* harmony export */ });
/** What is said where no verification workflow is named: a rotation is refused at once, and a plan says it beforehand. */
const verificationRequired = {
    message: 'The input verification-workflow is empty, and without it nothing proves that jobs use the new key before the old one goes',
    remedy: 'Name a workflow that uses the published secrets ("verification-workflow: verify.yml", see docs/verification.md), or write "verification-workflow: none" to accept that a key is proved through STS and IAM only.',
};


/***/ }),

/***/ 130:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ auditDefaults),
/* harmony export */   i: () => (/* binding */ readAuditOptions)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6760);
/* harmony import */ var _destination_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8599);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(5557);
/* harmony import */ var _destinations_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(5840);
/* harmony import */ var _entries_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(2641);
/* harmony import */ var _environment_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(6320);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(4170);
/** What an audit is to cover, where its files go, and whether it fails. */







/** Their defaults, as `action.yml` has them. */
const auditDefaults = {
    'audit-account': 'false',
    'audit-folder': 'access-key-audit',
    'audit-organization': '',
    'fail-on-overdue': 'false',
};
/** @throws Problem that names the input, the value and what is allowed */
function readAuditOptions(environment, context) {
    const read = (name) => (0,_environment_js__WEBPACK_IMPORTED_MODULE_5__/* .inputOf */ .w)(name, environment) || auditDefaults[name];
    const folder = read('audit-folder');
    if (!isInside(folder))
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_6__/* .refused */ .J5)('audit-folder', folder, 'a folder inside the workspace, such as access-key-audit');
    return {
        wholeAccount: (0,_parse_js__WEBPACK_IMPORTED_MODULE_6__/* .parseBoolean */ .yG)('audit-account', read('audit-account')),
        folder,
        failsOnOverdue: (0,_parse_js__WEBPACK_IMPORTED_MODULE_6__/* .parseBoolean */ .yG)('fail-on-overdue', read('fail-on-overdue')),
        ...organizationsIn(read('audit-organization'), context),
    };
}
function organizationsIn(text, { step, githubApiUrl, isWithoutGitHub }) {
    if (text === '')
        return { organizations: [], unconfigured: { secrets: [], variables: [], otherKeys: [] } };
    const names = text.split(',').map((name) => name.trim());
    const [wrong] = names.filter((name) => !_parse_js__WEBPACK_IMPORTED_MODULE_6__/* .ownerName */ .Hc.test(name));
    if (wrong !== undefined) {
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_6__/* .refused */ .J5)('audit-organization', text, 'the name of an organization, or several with commas between them');
    }
    if (isWithoutGitHub) {
        throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .Problem */ .AF('The input audit-organization is given, and neither github-token nor github-app-id is', 'Give it an App that is installed in the organization, in github-app-id and github-app-private-key, or a token in github-token: docs/audit.md#permissions has what they need.');
    }
    const region = step('aws-region') || undefined;
    return {
        organizations: [...new Map(names.map((name) => [name.toLowerCase(), name])).values()],
        unconfigured: {
            secrets: (0,_entries_js__WEBPACK_IMPORTED_MODULE_4__/* .parseEntries */ .Km)('secrets', step('secrets'), region),
            variables: (0,_entries_js__WEBPACK_IMPORTED_MODULE_4__/* .parseEntries */ .Km)('variables', step('variables'), region),
            otherKeys: (0,_destinations_js__WEBPACK_IMPORTED_MODULE_3__/* .parseOtherKeys */ .A6)(step('other-keys'), [], { isEnterpriseServer: (0,_destination_js__WEBPACK_IMPORTED_MODULE_1__/* .isEnterpriseServer */ .vh)(githubApiUrl) }),
        },
    };
}
/** The workspace itself is no folder in it: its files are the repository's. A runner may be a Windows machine. */
function isInside(path) {
    const parts = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.normalize)(path).split(/[\\/]/);
    return (!(0,node_path__WEBPACK_IMPORTED_MODULE_0__.isAbsolute)(path) &&
        !/^[\\/]|^[A-Za-z]:|\p{Cc}/u.test(path) &&
        !parts.includes('..') &&
        !parts.includes('.git') &&
        parts.some((part) => part !== '' && part !== '.'));
}


/***/ }),

/***/ 5840:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   A6: () => (/* binding */ parseOtherKeys),
/* harmony export */   dU: () => (/* binding */ parseDestinations),
/* harmony export */   ol: () => (/* binding */ digestOf)
/* harmony export */ });
/* harmony import */ var _destination_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8599);
/* harmony import */ var _text_digest_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(7871);
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(2708);
/* harmony import */ var _entries_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(2641);
/* harmony import */ var _faults_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(4440);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(4170);
/* harmony import */ var _yaml_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(3758);
/** What the inputs `destinations` and `other-keys` say: every place, and what it gets. */







const placeKeys = ['repository', 'environment', 'organization', 'store'];
const destinationKeys = [...placeKeys, 'secrets', 'variables', 'visibility', 'repositories'];
/**
 * A list of places, or YAML text of one; this repository's Actions secrets when empty.
 * @throws Problem when a place cannot be served
 */
function parseDestinations(given, defaults) {
    const { owner, repo } = defaults.home;
    const destinations = given === ''
        ? [parseDestination({ repository: `${owner}/${repo}` }, '', defaults)]
        : (0,_faults_js__WEBPACK_IMPORTED_MODULE_3__/* .readEach */ .e2)(listOf('destinations', given), (entry, index) => parseDestination(entry, `destinations[${index}]`, defaults));
    if (destinations.length === 0)
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)('destinations', (0,_yaml_js__WEBPACK_IMPORTED_MODULE_5__/* .shown */ .SP)(given), exampleList);
    refuseTwice('destinations', destinations.map(({ place }) => place));
    return destinations;
}
/**
 * A list of places whose secrets hold other keys, or YAML text of one; none when empty.
 * @throws Problem for a place that is a destination too: it holds this key, or another one
 */
function parseOtherKeys(given, destinations, server) {
    if (given === '')
        return [];
    const places = (0,_faults_js__WEBPACK_IMPORTED_MODULE_3__/* .readEach */ .e2)(listOf('other-keys', given), (entry, index) => {
        const input = `other-keys[${index}]`;
        const fields = fieldsOf(entry, input);
        refuseOthers(fields, input, placeKeys);
        return parsePlace(fields, input, server);
    });
    refuseTwice('other-keys', places);
    const listed = destinations.map(({ place }) => (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .identityOf */ .cu)(place));
    (0,_faults_js__WEBPACK_IMPORTED_MODULE_3__/* .readEach */ .e2)(places, (place, index) => {
        const destination = listed.indexOf((0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .identityOf */ .cu)(place));
        if (destination === -1)
            return;
        throw new _faults_js__WEBPACK_IMPORTED_MODULE_3__/* .InputProblem */ .S7(`other-keys[${index}]`, `${(0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)(place)} is in two inputs, destinations[${destination}] and other-keys[${index}]`, 'Leave it in destinations if this key is to be written there, or in other-keys if its secrets hold another key.');
    });
    return places;
}
const exampleList = 'a YAML list such as "- repository: owner/name"';
function listOf(input, given) {
    const list = (0,_yaml_js__WEBPACK_IMPORTED_MODULE_5__/* .parseYaml */ .hN)(input, given);
    if ((0,_yaml_js__WEBPACK_IMPORTED_MODULE_5__/* .isList */ .Lv)(list))
        return list;
    refuseSeveral(input, list);
    throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(input, (0,_yaml_js__WEBPACK_IMPORTED_MODULE_5__/* .shown */ .SP)(given), exampleList);
}
function refuseTwice(input, places) {
    const seen = new Set();
    (0,_faults_js__WEBPACK_IMPORTED_MODULE_3__/* .readEach */ .e2)(places, (place, index) => {
        const identity = (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .identityOf */ .cu)(place);
        if (seen.has(identity))
            throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(`${input}[${index}]`, (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)(place), 'each place once in each store');
        seen.add(identity);
    });
}
/** Of the places, names and formats, whatever their order; the own repository counts by its ID, whatever its name. */
function digestOf(destinations, own) {
    const identified = (place) => place.kind !== 'organization' && (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .isSameName */ .yS)(`${place.owner}/${place.repo}`, `${own.owner}/${own.repo}`)
        ? (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .identityOf */ .cu)({ ...place, owner: '', repo: own.repositoryId })
        : (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .identityOf */ .cu)(place);
    const spelled = (entries) => entries
        .map(({ name, format }) => `${name}=${format}`)
        .sort()
        .join(',');
    const places = destinations.map(({ place, secrets, variables }) => [identified(place), spelled(secrets), ...(variables.length === 0 ? [] : [spelled(variables)])].join(':'));
    return (0,_text_digest_js__WEBPACK_IMPORTED_MODULE_1__/* .digest */ .b)(places.sort().join('\n'));
}
/** Stands in for a place that is refused. */
const nowhere = { kind: 'organization', owner: '', store: 'actions' };
function parseDestination(entry, input, defaults) {
    const fields = fieldsOf(entry, input);
    const faults = new _faults_js__WEBPACK_IMPORTED_MODULE_3__/* .Faults */ .CG();
    faults.or(undefined, () => refuseOthers(fields, input, destinationKeys));
    const place = faults.or(nowhere, () => parsePlace(fields, input, defaults));
    const own = (name) => faults.or(undefined, () => fields[name] === undefined ? undefined : (0,_entries_js__WEBPACK_IMPORTED_MODULE_2__/* .entriesFrom */ .RJ)(name, `${input}.${name}`, fields[name], defaults.region));
    const secrets = own('secrets') ?? defaults.secrets;
    const ownVariables = own('variables');
    // What follows is about what the entry says as a whole.
    faults.end();
    const store = (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .storeOf */ .xX)(place);
    if (ownVariables !== undefined && ownVariables.length > 0 && !(0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .hasVariables */ .cF)(store)) {
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(`${input}.variables`, store, 'the stores actions and agents: the others have no variables');
    }
    const variables = ownVariables ?? ((0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .hasVariables */ .cF)(store) ? defaults.variables : []);
    const isDefault = fields['secrets'] === undefined && fields['variables'] === undefined;
    (0,_entries_js__WEBPACK_IMPORTED_MODULE_2__/* .requireWholeKey */ .i7)(isDefault || input === '' ? 'secrets' : input, secrets, variables);
    return { place, secrets, variables, audience: parseAudience(fields, input, place) };
}
/** @throws Problem when an entry of a list is no map */
function fieldsOf(entry, input) {
    return (0,_yaml_js__WEBPACK_IMPORTED_MODULE_5__/* .asMap */ .$H)(input, entry, 'repository: owner/name');
}
/** @throws Problem when there is another name than these */
function refuseOthers(fields, input, allowed) {
    (0,_faults_js__WEBPACK_IMPORTED_MODULE_3__/* .readEach */ .e2)(Object.keys(fields), (name) => {
        if (!allowed.includes(name))
            throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .unknownName */ .U0)(input, name, [...(0,_faults_js__WEBPACK_IMPORTED_MODULE_3__/* .pathOf */ .XM)(input), name], allowed);
    });
}
function parsePlace(fields, input, { isEnterpriseServer }) {
    const { repository, environment, organization } = fields;
    const store = wordOf(`${input}.store`, fields['store'] ?? 'actions', _destination_js__WEBPACK_IMPORTED_MODULE_0__/* .stores */ .zQ);
    if (isEnterpriseServer && (store === 'codespaces' || store === 'agents')) {
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(`${input}.store`, store, 'actions or dependabot: GitHub Enterprise Server has no such secrets');
    }
    if (organization !== undefined) {
        if (repository !== undefined || environment !== undefined) {
            const allowed = 'either an organization or a repository, in two entries of the list';
            throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(input, 'organization', allowed, { path: [...(0,_faults_js__WEBPACK_IMPORTED_MODULE_3__/* .pathOf */ .XM)(input), 'organization'], isKey: true });
        }
        const [owner] = matched(`${input}.organization`, organization, _parse_js__WEBPACK_IMPORTED_MODULE_4__/* .ownerName */ .Hc, 'a name');
        return { kind: 'organization', owner, store };
    }
    refuseSeveral(`${input}.repository`, repository);
    const [owner, repo] = repositoryFrom(`${input}.repository`, repository);
    if (environment === undefined)
        return { kind: 'repository', owner, repo, store };
    if (store !== 'actions')
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(`${input}.store`, store, 'actions: environments have no other secrets');
    const allowed = 'the name of an environment, of 255 characters at most';
    const name = (0,_yaml_js__WEBPACK_IMPORTED_MODULE_5__/* .asText */ .e1)(`${input}.environment`, environment, allowed);
    // https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments
    if (name.trim() === '' || name.length > 255)
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(`${input}.environment`, name, allowed);
    if (!(0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .isAddressable */ .$C)(name))
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(`${input}.environment`, name, _destination_js__WEBPACK_IMPORTED_MODULE_0__/* .addressableNames */ .RQ);
    return { kind: 'environment', owner, repo, environment: name };
}
function wordOf(input, value, allowed) {
    return (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .oneOf */ .yL)(input, (0,_yaml_js__WEBPACK_IMPORTED_MODULE_5__/* .asText */ .e1)(input, value, allowed.join(' or ')), allowed);
}
const visibilities = ['all', 'private', 'selected'];
function parseAudience(fields, input, place) {
    const { visibility, repositories } = fields;
    if (place.kind !== 'organization') {
        const at = (name) => ({ path: [...(0,_faults_js__WEBPACK_IMPORTED_MODULE_3__/* .pathOf */ .XM)(input), name], isKey: true });
        if (visibility !== undefined)
            throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(input, 'visibility', 'visibility of an organization only', at('visibility'));
        if (repositories !== undefined)
            throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(input, 'repositories', 'repositories of an organization only', at('repositories'));
        return undefined;
    }
    if (visibility === undefined && repositories === undefined)
        return undefined;
    const who = wordOf(`${input}.visibility`, visibility, visibilities);
    if (who !== 'selected') {
        if (repositories !== undefined)
            throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(`${input}.repositories`, who, 'repositories with visibility: selected');
        return { visibility: who, repositories: [] };
    }
    if (!(0,_yaml_js__WEBPACK_IMPORTED_MODULE_5__/* .isList */ .Lv)(repositories) || repositories.length === 0) {
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(`${input}.repositories`, (0,_yaml_js__WEBPACK_IMPORTED_MODULE_5__/* .shown */ .SP)(repositories ?? ''), 'a list such as [owner/name]');
    }
    const selected = repositories.map((each, index) => {
        const [owner, repo] = repositoryFrom(`${input}.repositories[${index}]`, each);
        if (owner.toLowerCase() !== place.owner.toLowerCase()) {
            throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(`${input}.repositories[${index}]`, `${owner}/${repo}`, `repositories of ${place.owner}`);
        }
        return `${owner}/${repo}`;
    });
    return { visibility: who, repositories: selected };
}
function repositoryFrom(input, value) {
    const [owner = '', repo = ''] = matched(input, value, _parse_js__WEBPACK_IMPORTED_MODULE_4__/* .repositoryName */ .aR, 'owner/name');
    if (!(0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .isAddressable */ .$C)(repo))
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(input, `${owner}/${repo}`, _destination_js__WEBPACK_IMPORTED_MODULE_0__/* .addressableNames */ .RQ);
    return [owner, repo];
}
/** Several repositories in one value, separated somehow, where each needs an entry of its own. */
function refuseSeveral(input, value) {
    const names = (0,_yaml_js__WEBPACK_IMPORTED_MODULE_5__/* .isList */ .Lv)(value) ? value.map(_yaml_js__WEBPACK_IMPORTED_MODULE_5__/* .shown */ .SP) : typeof value === 'string' ? value.split(/[\s,;]+/) : [];
    const repositories = names.filter((name) => name !== '');
    const fewest = input.endsWith('.repository') ? 2 : 1;
    if (repositories.length < fewest || !repositories.every((name) => _parse_js__WEBPACK_IMPORTED_MODULE_4__/* .repositoryName */ .aR.test(name)))
        return;
    throw new _faults_js__WEBPACK_IMPORTED_MODULE_3__/* .InputProblem */ .S7(input, `The input ${input} needs one entry for each place, and is “${(0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_6__/* .presentable */ .KC)((0,_yaml_js__WEBPACK_IMPORTED_MODULE_5__/* .shown */ .SP)(value ?? ''), 200)}”`, `Write a line for each repository:${repositories.map((name) => `\n- repository: ${name}`).join('')}`);
}
function matched(input, value, pattern, allowed) {
    const text = (0,_yaml_js__WEBPACK_IMPORTED_MODULE_5__/* .asText */ .e1)(input, value, allowed);
    const [, first, ...others] = pattern.exec(text) ?? [];
    if (first === undefined)
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .refused */ .J5)(input, text, allowed);
    return [first, ...others];
}


/***/ }),

/***/ 2641:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Km: () => (/* binding */ parseEntries),
/* harmony export */   RJ: () => (/* binding */ entriesFrom),
/* harmony export */   i7: () => (/* binding */ requireWholeKey)
/* harmony export */ });
/* harmony import */ var _key_formats_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8719);
/* harmony import */ var _faults_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4440);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(4170);
/* harmony import */ var _region_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(8301);
/* harmony import */ var _yaml_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(3758);





/** A map from name to format, or YAML text of one; none when empty. `region`: as of `parseFormat`. @throws Problem */
function parseEntries(input, given, region) {
    return given === '' ? [] : entriesFrom(input, input, (0,_yaml_js__WEBPACK_IMPORTED_MODULE_4__/* .parseYaml */ .hN)(input, given), region);
}
/** The same of YAML that is read already; `input` is where it stands. */
function entriesFrom(kind, input, given, region) {
    const seen = new Set();
    const entries = Object.entries((0,_yaml_js__WEBPACK_IMPORTED_MODULE_4__/* .asMap */ .$H)(input, given, 'AWS_ACCESS_KEY_ID: access-key-id'));
    return (0,_faults_js__WEBPACK_IMPORTED_MODULE_1__/* .readEach */ .e2)(entries, ([name, value]) => {
        const part = { path: [...(0,_faults_js__WEBPACK_IMPORTED_MODULE_1__/* .pathOf */ .XM)(input), name], isKey: true };
        if (!(0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .isSecretName */ .eh)(name))
            throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(input, name, `names ${_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .secretNames */ .XG}`, part);
        const text = (0,_yaml_js__WEBPACK_IMPORTED_MODULE_4__/* .asText */ .e1)(`${input}.${name}`, value, _key_formats_js__WEBPACK_IMPORTED_MODULE_0__/* .formats */ .Fx);
        if (kind === 'variables' && text !== 'access-key-id') {
            throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(`${input}.${name}`, text, 'access-key-id: everybody can read a variable');
        }
        const format = parseFormat(`${input}.${name}`, text, region);
        // GitHub stores names in upper case and compares them without regard to it.
        const stored = name.toUpperCase();
        if (seen.has(stored))
            throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(input, stored, 'each name once: GitHub does not tell upper from lower case', part);
        seen.add(stored);
        return { name: stored, format };
    });
}
/**
 * The format that a word of an input names. `region`: of a bare `ses-smtp-password`; undefined where nobody has said it.
 * @throws Problem when there is no such format, or no such region
 */
function parseFormat(input, text, region) {
    if ((0,_key_formats_js__WEBPACK_IMPORTED_MODULE_0__/* .isPlainFormat */ ._A)(text))
        return text;
    const [format, named] = text.split(/:(.*)/s);
    if (format !== _key_formats_js__WEBPACK_IMPORTED_MODULE_0__/* .smtpPassword */ .ct)
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(input, text, _key_formats_js__WEBPACK_IMPORTED_MODULE_0__/* .formats */ .Fx);
    if (named !== undefined)
        return `${_key_formats_js__WEBPACK_IMPORTED_MODULE_0__/* .smtpPassword */ .ct}:${(0,_region_js__WEBPACK_IMPORTED_MODULE_3__/* .parseRegion */ .cf)(input, named, `${_key_formats_js__WEBPACK_IMPORTED_MODULE_0__/* .smtpPassword */ .ct}:`)}`;
    if (region !== undefined)
        return `${_key_formats_js__WEBPACK_IMPORTED_MODULE_0__/* .smtpPassword */ .ct}:${region}`;
    // SES refuses the password of another region, and no verification notices that: the environment must not decide.
    throw new _faults_js__WEBPACK_IMPORTED_MODULE_1__/* .InputProblem */ .S7(input, `The input ${input} is ${_key_formats_js__WEBPACK_IMPORTED_MODULE_0__/* .smtpPassword */ .ct} without a region, and the password is another one in each region of SES`, `Write "${_key_formats_js__WEBPACK_IMPORTED_MODULE_0__/* .smtpPassword */ .ct}:eu-west-1" with the region of your SMTP endpoint (email-smtp.REGION.amazonaws.com), or set the input aws-region; AWS_REGION of the environment does not count here.`);
}
/** @throws Problem unless a place has the whole key, or shows its ID and nothing else */
function requireWholeKey(input, secrets, variables) {
    const all = [...secrets, ...variables];
    const names = all.map(({ name }) => name).join(', ');
    if (!all.some(({ format }) => (0,_key_formats_js__WEBPACK_IMPORTED_MODULE_0__/* .holdsId */ .aQ)(format))) {
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(input, names, 'one secret or variable of format access-key-id beside it, or a secret of format json');
    }
    if (secrets.length > 0 && !secrets.some(({ format }) => (0,_key_formats_js__WEBPACK_IMPORTED_MODULE_0__/* .holdsSecret */ .hK)(format))) {
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(input, names, 'one secret of format secret-access-key beside it, or a secret of format json');
    }
}


/***/ }),

/***/ 6320:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ warnOfUndeclared),
/* harmony export */   w: () => (/* binding */ inputOf)
/* harmony export */ });
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5557);
/* harmony import */ var _text_listed_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(8746);
/* harmony import */ var _text_nearest_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(4581);
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(2708);
/** How inputs stand in the environment, and what looks like one there and is none. */




/** How the runner spells an input in the environment: upper case, hyphens kept. */
function variableOf(name) {
    return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}
/** An input without white space around it; empty where it is not given. */
function inputOf(name, environment) {
    return (environment[variableOf(name)] ?? '').trim();
}
/**
 * Warns of variables of inputs that are not among these names: jobs set such for reasons of their own. Empty ones are
 * not worth it.
 * @throws Problem for a misspelt input, whose default would be used for somebody's keys; one that is empty, too, since
 * it may be a secret that is there only when it is needed. Those that `isOther` knows are no misspelling.
 */
function warnOfUndeclared(names, environment, isOther = () => false) {
    const declared = new Set(names.map(variableOf));
    const undeclared = Object.keys(environment).filter((variable) => variable.startsWith('INPUT_') && !declared.has(variable) && environment[variable] !== undefined);
    for (const variable of undeclared) {
        if (!isOther(variable))
            refuseMisspelt(variable, names);
    }
    const ignored = undeclared.filter((variable) => environment[variable] !== '').map((each) => (0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_1__/* .presentable */ .KC)(each, 100));
    if (ignored.length === 0)
        return [];
    const text = `The environment has variables of inputs that this action does not have, and they are ignored: ${(0,_text_listed_js__WEBPACK_IMPORTED_MODULE_2__/* .listed */ .K)(ignored, 10)}.`;
    return [{ kind: 'undeclared inputs', text }];
}
function refuseMisspelt(variable, names) {
    const given = variable.slice('INPUT_'.length).toLowerCase();
    const meant = (0,_text_nearest_js__WEBPACK_IMPORTED_MODULE_3__/* .nearest */ .p)(letters(given), names.map(letters), mostWrongLetters);
    if (meant === undefined)
        return;
    throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF(`There is no input ${(0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_1__/* .presentable */ .KC)(given, 100)} (${(0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_1__/* .presentable */ .KC)(variable, 100)} in the environment)`, `Did you mean ${names.find((name) => letters(name) === meant)}?`);
}
function letters(name) {
    return name.replaceAll(/[-_\s]/g, '');
}
/** Two wrong letters of four would make half of another word. */
function mostWrongLetters(name) {
    return Math.min(2, Math.max(1, Math.floor(name.length / 4)));
}


/***/ }),

/***/ 4440:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   CG: () => (/* binding */ Faults),
/* harmony export */   RP: () => (/* binding */ faultsIn),
/* harmony export */   S7: () => (/* binding */ InputProblem),
/* harmony export */   XM: () => (/* binding */ pathOf),
/* harmony export */   e2: () => (/* binding */ readEach)
/* harmony export */ });
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5557);
/** What is wrong with inputs: where each fault stands inside its input, and all of them at once. */

/** A fault of one input, whose message begins with “The input”, as a rule. */
class InputProblem extends _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF {
    part;
    /** `input`: as messages name it, `destinations[3].store`, say; `part` is what that leads to when not given. */
    constructor(input, message, remedy, part = {}) {
        super(message, remedy);
        this.part = { path: part.path ?? pathOf(input), isKey: part.isKey ?? false };
    }
}
/** `destinations[3].store` as a path. */
function pathOf(input) {
    const parts = input.matchAll(/\[(\d+)\]|[^.[\]]+/g);
    return [...parts].map(([name, index]) => (index === undefined ? name : Number(index)));
}
/** Several faults that were found together; it says what the first of them says. */
class Problems extends _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF {
    all;
    constructor(first, all) {
        super(first.message, first.remedy);
        this.all = all;
    }
}
/** Every fault that an error stands for. @throws an error that is none */
function faultsIn(error) {
    if (error instanceof Problems)
        return error.all;
    if (error instanceof _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF)
        return [error];
    throw error;
}
/** Collects faults, so that one that is found does not hide those behind it. */
class Faults {
    #found = [];
    /** What is read; where that is refused, what stands in for it until `end`. */
    or(standIn, read) {
        try {
            return read();
        }
        catch (error) {
            this.#found.push(...faultsIn(error));
            return standIn;
        }
    }
    /** @throws Problem that stands for every fault that was found */
    end() {
        const [first, ...others] = this.#found;
        if (first !== undefined)
            throw others.length === 0 ? first : new Problems(first, this.#found);
    }
}
/** Reads every item of a list. @throws Problem that stands for the faults of all of them */
function readEach(items, read) {
    const faults = new Faults();
    const values = items.flatMap((item, index) => faults.or([], () => [read(item, index)]));
    faults.end();
    return values;
}


/***/ }),

/***/ 2216:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  V0: () => (/* binding */ inputDefaults),
  TL: () => (/* binding */ parseInputs),
  R5: () => (/* binding */ readInput),
  cI: () => (/* binding */ readRun),
  $S: () => (/* binding */ userInputs)
});

// EXTERNAL MODULE: ./lib/destination.js
var destination = __nccwpck_require__(8599);
// EXTERNAL MODULE: ./lib/github/api/pace.js
var pace = __nccwpck_require__(7749);
// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __nccwpck_require__(9037);
// EXTERNAL MODULE: ./lib/rotation/waits.js
var waits = __nccwpck_require__(1808);
// EXTERNAL MODULE: ./lib/text/digest.js
var digest = __nccwpck_require__(7871);
// EXTERNAL MODULE: ./lib/inputs/audit.js
var audit = __nccwpck_require__(130);
// EXTERNAL MODULE: ./lib/inputs/destinations.js
var inputs_destinations = __nccwpck_require__(5840);
// EXTERNAL MODULE: ./lib/inputs/entries.js
var inputs_entries = __nccwpck_require__(2641);
// EXTERNAL MODULE: ./lib/inputs/environment.js
var inputs_environment = __nccwpck_require__(6320);
// EXTERNAL MODULE: ./lib/inputs/faults.js
var inputs_faults = __nccwpck_require__(4440);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __nccwpck_require__(5557);
;// CONCATENATED MODULE: ./lib/github/tokens/private-key.js


const pem = /^-----BEGIN ((?:RSA )?PRIVATE KEY)-----([A-Za-z0-9+/=\s]+)-----END \1-----$/;
/**
 * The private key of a GitHub App as PEM in PKCS#8, from what GitHub lets people download (PKCS#1) or PKCS#8, whatever
 * became of it on the way through a secret: other newlines, `\n` in their place, quotes around it, base64 of it all.
 * @throws Problem that names the input and what is there instead, and repeats nothing of it
 */
function parsePrivateKey(given) {
    const bare = withoutWrapping(given);
    const text = withoutWrapping(fromBase64(bare) ?? bare);
    const [, label = '', body = ''] = pem.exec(text) ?? [];
    const lines = body.replaceAll(/\s/g, '').match(/.{1,64}/g) ?? [];
    const key = readKey([`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n'));
    if (key?.asymmetricKeyType === 'rsa')
        return key.export({ type: 'pkcs8', format: 'pem' }).toString();
    const seen = key === undefined ? sightOf(text) : `it is a private key of another kind (${key.asymmetricKeyType})`;
    throw new problem/* Problem */.AF(`The input github-app-private-key is not an RSA private key in PEM form: ${seen}`, 'Give it the whole .pem file that GitHub lets you download in the settings of the App ("Private keys", "Generate a private key"), from "-----BEGIN RSA PRIVATE KEY-----" to "-----END RSA PRIVATE KEY-----", by a secret. PKCS#8 ("-----BEGIN PRIVATE KEY-----") is allowed too, and so are \\n in place of the newlines and base64 of the file.');
}
function withoutWrapping(text) {
    const lines = text.replaceAll(/\\{1,2}[rn]/g, '\n').trim();
    const [, , inside] = /^(["'`])([\s\S]*)\1$/.exec(lines) ?? [];
    return (inside ?? lines).trim();
}
/** What is encoded, where that is PEM; base64 tools break lines or do not. */
function fromBase64(text) {
    if (!/^[A-Za-z0-9+/=\s]+$/.test(text))
        return undefined;
    const decoded = Buffer.from(text, 'base64').toString('latin1');
    return decoded.includes('-----BEGIN') ? decoded : undefined;
}
function readKey(text) {
    try {
        return (0,external_node_crypto_.createPrivateKey)(text);
    }
    catch {
        // What OpenSSL says is about bytes of the key, and helps nobody.
        return undefined;
    }
}
/** What people store by mistake, the first that fits. */
const sights = [
    [/^$/, 'it is empty. An unset secret is empty, too'],
    [/-----BEGIN OPENSSH PRIVATE KEY-----|^PuTTY-User-Key-File/, 'it is a key of OpenSSH or PuTTY'],
    [/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type:.*ENCRYPTED/m, 'it is encrypted with a passphrase'],
    [/-----BEGIN (?:EC|DSA) (?:PRIVATE KEY|PARAMETERS)-----/, 'it is a private key of another kind'],
    [/-----BEGIN (?:RSA |SSH2 )?PUBLIC KEY-----|---- BEGIN SSH2|^(?:ssh|ecdsa)-\S+ /, 'it is a public key'],
    [/-----BEGIN (?:TRUSTED |NEW )?CERTIFICATE/, 'it is a certificate'],
    [/-----BEGIN (?:RSA )?PRIVATE KEY-----(?![\s\S]*-----END )/, 'it is cut off, as its last line is missing'],
    [/^(?![\s\S]*-----BEGIN )[\s\S]*-----END /, 'it is cut off, as its first line is missing'],
    [
        /^-----BEGIN ((?:RSA )?PRIVATE KEY)-----[\s\S]*-----END \1-----$/,
        'what stands between its first and last line is incomplete or damaged',
    ],
    [/-----BEGIN (?:RSA )?PRIVATE KEY-----/, 'there is something before its first line or behind its last line'],
    [/-----BEGIN /, 'it is PEM of something else'],
    [/^(?:SHA256:|MD5:|(?:[0-9a-f]{2}:){7,}[0-9a-f]{2}$)/i, 'it is the fingerprint of a key'],
    [/^[A-Za-z0-9+/]{43}=$/, 'it is the fingerprint of a key'],
    [/^[0-9a-f]{40}$/, 'it is a client secret of an App'],
    [/^(?:gh[a-z]_|github_pat_)/, 'it is a token'],
    [/^(?:\d+|Iv[\w.]{10,30})$/, 'it is the ID of an App'],
    [/^[^\n]*\.(?:pem|key)$/, 'it is the name of a file'],
    [/^[{[]/, 'it is JSON'],
    [/^\*+$/, 'it is a row of asterisks, which logs show in place of a secret'],
    [/^MII[A-Za-z0-9+/=\s]+$/, 'it is the inside of a key without its first and its last line'],
];
function sightOf(text) {
    return sights.find(([pattern]) => pattern.test(text))?.[1] ?? 'it looks like no key at all';
}

// EXTERNAL MODULE: ./lib/inputs/parse.js
var parse = __nccwpck_require__(4170);
;// CONCATENATED MODULE: ./lib/inputs/github-credentials.js
/** What the secrets are written with, and the verification workflows started: `github-token`, or a GitHub App. */



/** One of the two, and never both. @throws Problem that shows nothing of a token or a key */
function parseCredentials(token, appId, privateKey) {
    if (appId === '' && privateKey === '') {
        const remedy = 'Give it an installation token of a GitHub App, or a personal access token, that may write the secrets.';
        if (token === '')
            throw empty('github-token', remedy);
        return { kind: 'token', token: parseToken('github-token', token) };
    }
    if (token !== '') {
        throw new problem/* Problem */.AF('The inputs github-token and github-app-id are both given', 'Give one of them: a token, or the App that tokens are made with.');
    }
    if (appId === '')
        throw empty('github-app-id', 'Give it the client ID or the ID of the App.');
    if (privateKey === '')
        throw empty('github-app-private-key', 'Give it a private key of the App.');
    if (!/^(\d+|Iv[\w.]+)$/.test(appId)) {
        // Longer than an ID is what stands beside it in the settings of an App: its client secret, or the private key.
        const shown = appId.length > 30 ? '…' : appId;
        throw (0,parse/* refused */.J5)('github-app-id', shown, 'the client ID of the App (Iv23li…) or its ID, a number');
    }
    return { kind: 'app', appId, privateKey: parsePrivateKey(privateKey) };
}
/** The token of the job by default: `dispatch-token` is empty only where somebody has made it so. @throws Problem */
function parseDispatchToken(token, github) {
    if (token !== '')
        return parseToken('dispatch-token', token);
    if (github.kind === 'token')
        return github.token;
    throw new problem/* Problem */.AF('The input dispatch-token is empty', 'Leave it out: its default is the token of the job.');
}
function empty(input, remedy) {
    return new problem/* Problem */.AF(`The input ${input} is empty`, `${remedy} If it comes from a secret or a variable, check the name, and where it is stored: an unset one is empty.`);
}
const faults = [
    [/["'`]/, 'has quotes in it, and they would belong to the token'],
    [/\s/, 'has white space in it, a space or a line break'],
    [/[^!-~]/, 'has a character in it that no token has: an invisible one, or one that is not ASCII'],
];
/**
 * Refuses what no token has: a header could not carry some of it, and whatever complains then may quote the token. What
 * is left is GitHub's to judge: https://github.blog/engineering/behind-githubs-new-authentication-token-formats/
 */
function parseToken(input, text) {
    const fault = faults.find(([pattern]) => pattern.test(text))?.[1];
    if (fault === undefined)
        return text;
    throw new problem/* Problem */.AF(`The input ${input} ${fault}`, 'Store the token alone, as GitHub shows it, and nothing before, inside or behind it; then pass the secret on.');
}

// EXTERNAL MODULE: ./lib/inputs/job.js
var inputs_job = __nccwpck_require__(9514);
// EXTERNAL MODULE: ./lib/inputs/recovery-secret.js
var recovery_secret = __nccwpck_require__(1159);
// EXTERNAL MODULE: ./lib/inputs/region.js
var inputs_region = __nccwpck_require__(8301);
// EXTERNAL MODULE: ./lib/inputs/role.js
var role = __nccwpck_require__(3449);
// EXTERNAL MODULE: ./lib/inputs/schedule.js + 1 modules
var schedule = __nccwpck_require__(5011);
// EXTERNAL MODULE: ./lib/github/verification/required.js
var required = __nccwpck_require__(102);
// EXTERNAL MODULE: ./lib/inputs/yaml.js
var yaml = __nccwpck_require__(3758);
;// CONCATENATED MODULE: ./lib/inputs/verification-workflow.js
/** What the input `verification-workflow` says: the workflows that prove a key. */





const input = 'verification-workflow';
const allowed = 'file.yml, owner/repo/file.yml, either with @branch, or the word none';
const pattern = /^(?:([\w-]+)\/([\w.-]+)\/)?([^/@\s]+\.ya?ml)(?:@(\S+))?$/;
/** One line or a YAML list of `[owner/repo/]file.yml[@ref]`; the word `none`; undefined when empty. @throws Problem */
function parseWorkflows(given, job) {
    if (given === '')
        return undefined;
    if (given === 'none')
        return 'none';
    const read = (0,yaml/* parseYaml */.hN)(input, given);
    const entries = (0,yaml/* isList */.Lv)(read) ? read : [read];
    if (entries.length === 0)
        throw (0,parse/* refused */.J5)(input, (0,yaml/* shown */.SP)(given), 'one workflow at least, or the word none');
    return (0,inputs_faults/* readEach */.e2)(entries, (entry, index) => {
        const part = { path: [input, index] };
        const line = (0,yaml/* asText */.e1)(input, entry, allowed, part);
        // GitHub's own spelling of a path is welcome, at the beginning or after the repository.
        const name = line.replace(/(^|\/)\.github\/workflows\//, '$1');
        const [, owner = job.owner, repo = job.repo, file, ref] = pattern.exec(name) ?? [];
        if (file === undefined)
            throw (0,parse/* refused */.J5)(input, line, allowed, part);
        if (![repo, file, ref ?? ''].every(destination/* isAddressable */.$C))
            throw (0,parse/* refused */.J5)(input, line, destination/* addressableNames */.RQ, part);
        return { owner, repo, file, ref };
    });
}
/** Nothing is rotated without one. */
function missingVerification() {
    return new inputs_faults/* InputProblem */.S7(input, required/* verificationRequired */.n.message, required/* verificationRequired */.n.remedy);
}

;// CONCATENATED MODULE: ./lib/inputs/inputs.js
/** Parses and cross-checks the inputs of a run and of one user, before the first network call. */



















/**
 * The inputs and their defaults. `action.yml` is where users read them, and a test holds the two equal: an empty value,
 * from a variable that is not set, say, means the default too.
 */
const inputDefaults = {
    'iam-user': '',
    'config-file': '',
    'only-users': '',
    'aws-region': '',
    'role-to-assume': '',
    'github-token': '',
    'dispatch-token': '',
    'github-api-url': '',
    destinations: '',
    secrets: 'AWS_ACCESS_KEY_ID: access-key-id\nAWS_SECRET_ACCESS_KEY: secret-access-key\n',
    variables: '',
    'verification-workflow': '',
    'verification-timeout': '30m',
    'rotate-after': '60d',
    'deactivate-after': '8d',
    'delete-after': '7d',
    'old-key-still-used': 'hold',
    'other-keys': '',
    'replace-inactive-key': 'false',
    force: 'false',
    mode: 'rotate',
    'max-parallel': '10',
    'recovery-secret-name': '',
    'recovery-secret': '',
    'github-app-id': '',
    'github-app-private-key': '',
    'time-limit': '55m',
    ...audit/* auditDefaults */.U,
};
/** The inputs that are one user's, which a config file may hold. */
const userInputs = [
    'iam-user',
    'aws-region',
    'role-to-assume',
    'destinations',
    'secrets',
    'variables',
    'verification-workflow',
    'verification-timeout',
    'rotate-after',
    'deactivate-after',
    'delete-after',
    'old-key-still-used',
    'other-keys',
    'replace-inactive-key',
    'recovery-secret-name',
];
/** The text of an input of the step, or its default; undeclared ones have none. */
function readInput(name, environment) {
    const given = (0,inputs_environment/* inputOf */.w)(name, environment);
    if (given !== '')
        return given;
    return name in inputDefaults ? inputDefaults[name] : '';
}
/** What the step says of its run, and what is to be told of it. @throws Problem that names the input */
function readRun(environment) {
    const read = (name) => readInput(name, environment);
    const undeclared = (0,inputs_environment/* warnOfUndeclared */.r)(Object.keys(inputDefaults), environment, (variable) => {
        // Composite actions set it, whatever they do with it themselves: it harms nobody where another one is given.
        return variable === 'INPUT_GITHUB_TOKEN' && (read('github-token') !== '' || read('github-app-id') !== '');
    });
    const job = (0,inputs_job/* readJob */.cd)(environment);
    const mode = (0,parse/* oneOf */.yL)('mode', read('mode'), ['rotate', 'plan', 'audit']);
    const githubApiUrl = (0,parse/* parseUrl */.Dl)('github-api-url', read('github-api-url') || environment['GITHUB_API_URL'] || 'https://api.github.com');
    const credentials = ['github-token', 'github-app-id', 'github-app-private-key'].map(read);
    const [token = '', appId = '', appKey = ''] = credentials;
    // Only what AWS shows is audited then.
    const isWithoutGitHub = mode === 'audit' && credentials.every((each) => each === '');
    const github = isWithoutGitHub ? { kind: 'token', token: '' } : parseCredentials(token, appId, appKey);
    const timeLimit = { text: read('time-limit'), duration: (0,parse/* parseDuration */.E9)('time-limit', read('time-limit')) };
    const isForced = (0,parse/* parseBoolean */.yG)('force', read('force'));
    const ignoredForce = isForced ? (0,inputs_job/* warnOfIgnoredForce */.fR)(environment) : undefined;
    const run = {
        environment,
        job,
        mode,
        githubApiUrl,
        github,
        isWithoutGitHub,
        auditsAccounts: mode === 'audit' && (0,parse/* parseBoolean */.yG)('audit-account', read('audit-account')),
        dispatchToken: parseDispatchToken(read('dispatch-token'), github),
        recoveryText: read('recovery-secret'),
        timeLimit,
        policy: {
            force: isForced && ignoredForce === undefined,
            owner: (0,digest/* digest */.b)(`${job.repositoryId}/${job.file?.path ?? ''}`),
            bringsPresentList: (0,inputs_job/* bringsPresentList */.pJ)(environment),
            run: `${job.owner}/${job.repo}/${job.runId}`,
            attempt: job.runAttempt,
        },
    };
    return { run, warnings: [...undeclared, ...(ignoredForce === undefined ? [] : [ignoredForce])] };
}
/** What stands in for secrets or variables that are refused: nothing else is wrong for their sake. */
const wholeKey = [{ name: 'KEY', format: 'json' }];
/** Parses and cross-checks what is said of one user. @throws Problem that stands for all that is wrong with it */
function parseInputs(given, run) {
    const { job, github, environment } = run;
    const isOfFile = readInput('config-file', environment) !== '';
    const faults = new inputs_faults/* Faults */.CG();
    const read = (name) => {
        const value = given(name);
        if (typeof value === 'string')
            return value;
        throw (0,parse/* refused */.J5)(name, (0,yaml/* shown */.SP)(value), `one text, not a ${(0,yaml/* isList */.Lv)(value) ? 'list' : 'map'}`);
    };
    const iamUser = faults.or(undefined, () => parseUser(read('iam-user')));
    const chosen = faults.or(undefined, () => (0,inputs_region/* chooseRegion */.QR)(read('aws-region'), environment));
    const awsRegion = chosen ?? 'us-east-1';
    const roleToAssume = faults.or(undefined, () => chosen === undefined
        ? undefined
        : (0,role/* parseRole */.g)(read('role-to-assume'), chosen, read('iam-user') !== '' || run.auditsAccounts));
    // What a secret is made for is nothing that the environment may decide.
    const region = given('aws-region') === '' ? undefined : awsRegion;
    const secrets = faults.or(undefined, () => (0,inputs_entries/* parseEntries */.Km)('secrets', given('secrets'), region));
    const variables = faults.or(undefined, () => (0,inputs_entries/* parseEntries */.Km)('variables', given('variables'), region));
    const entries = secrets && variables ? { secrets, variables } : { secrets: wholeKey, variables: [] };
    const server = { isEnterpriseServer: (0,destination/* isEnterpriseServer */.vh)(run.githubApiUrl) };
    const destinations = faults.or([], () => {
        const isListed = given('destinations') !== '';
        if (run.isWithoutGitHub && !isListed)
            return [];
        if (run.isWithoutGitHub)
            parseCredentials('', '', '');
        return (0,inputs_destinations/* parseDestinations */.dU)(given('destinations'), { home: job, region, ...entries, ...server });
    });
    const otherKeys = faults.or([], () => (0,inputs_destinations/* parseOtherKeys */.A6)(given('other-keys'), destinations, server));
    if (github.kind === 'app')
        faults.or(undefined, () => refusePersonal(destinations));
    const recovery = faults.or(undefined, () => (0,recovery_secret/* parseRecovery */.RD)(read('recovery-secret-name'), destinations, job));
    const workflows = faults.or('none', () => {
        const parsed = parseWorkflows(given('verification-workflow'), job);
        if (parsed === undefined && run.mode === 'rotate')
            throw missingVerification();
        return parsed;
    });
    const durationOf = (name) => faults.or(time/* second */.Rc, () => (0,parse/* parseDuration */.E9)(name, read(name)));
    const times = {
        verification: workflows === 'none' ? 'none' : 'workflow',
        verificationTimeout: durationOf('verification-timeout'),
        timeLimit: run.timeLimit.duration,
        longestRun: run.timeLimit.duration,
        publication: publicationOf(destinations, github),
    };
    if (run.mode !== 'audit')
        faults.or(undefined, () => refuseShortTime(times, run.timeLimit.text, writesOf(destinations)));
    const pace = {
        rotateAfter: durationOf('rotate-after'),
        deactivateAfter: durationOf('deactivate-after'),
        deleteAfter: durationOf('delete-after'),
    };
    const oldKeyStillUsed = faults.or('hold', () => (0,parse/* oneOf */.yL)('old-key-still-used', read('old-key-still-used'), ['hold', 'proceed']));
    const replaceInactiveKey = faults.or(false, () => (0,parse/* parseBoolean */.yG)('replace-inactive-key', read('replace-inactive-key')));
    faults.end();
    return {
        iamUser,
        roleToAssume,
        awsRegion,
        github,
        dispatchToken: run.dispatchToken,
        githubApiUrl: run.githubApiUrl,
        destinations,
        ...entries,
        otherKeys,
        verificationWorkflows: workflows === undefined || workflows === 'none' ? [] : workflows,
        recovery,
        recoveryText: run.recoveryText,
        mode: run.mode,
        policy: {
            ...run.policy,
            ...pace,
            ...times,
            oldKeyStillUsed,
            replaceInactiveKey,
            recovery: recovery !== undefined,
            digest: (0,inputs_destinations/* digestOf */.ol)(destinations, job),
        },
        job,
        warnings: [...(0,schedule/* warnOfPace */.D)(pace), ...(0,recovery_secret/* warnOfRecovery */.pB)(recovery, destinations, isOfFile)],
    };
}
/** @throws Problem when a run could not end what it begins within its time */
function refuseShortTime(times, given, writes) {
    const { verificationTimeout, timeLimit, publication } = times;
    if (verificationTimeout === 0)
        throw (0,parse/* refused */.J5)('verification-timeout', '0', 'a duration above 0');
    const deactivation = (0,waits/* deactivationNeeds */.NJ)(times);
    if (timeLimit <= deactivation) {
        throw new inputs_faults/* InputProblem */.S7('time-limit', `The input time-limit (${given}) leaves no room to deactivate a key: a verification and its revert may take ${(0,time/* spoken */.vg)(deactivation)}`, 'Raise time-limit, and the timeout of the job with it, or lower verification-timeout.');
    }
    const rotation = (0,waits/* rotationNeeds */.kH)(times);
    if (timeLimit > rotation)
        return;
    throw new inputs_faults/* InputProblem */.S7('time-limit', `The input time-limit (${given}) leaves no room to rotate a key: to write ${writes} secrets and variables at the pace that GitHub allows takes ${(0,time/* spoken */.vg)(publication)}, and with a verification and its revert it may take ${(0,time/* spoken */.vg)(rotation)}`, 'Raise time-limit, and the timeout of the job with it. An organization secret that many repositories share, or the format json, takes fewer writes.');
}
function writesOf(destinations) {
    return destinations.reduce((sum, { secrets, variables }) => sum + secrets.length + variables.length, 0);
}
/** Limits hold for each token: an App has one for each owner. */
function publicationOf(destinations, { kind }) {
    const byToken = Map.groupBy(destinations, ({ place }) => (kind === 'token' ? '' : place.owner.toLowerCase()));
    return [...byToken.values()].reduce((sum, each) => sum + (0,pace/* publicationTime */.sZ)(writesOf(each)), 0);
}
function parseUser(text) {
    if (text === '' || parse/* userName */.nT.test(text))
        return text || undefined;
    throw (0,parse/* refused */.J5)('iam-user', text, 'the name alone, without path or ARN: letters, digits and _+=,.@-');
}
/** GitHub serves these to people only: https://docs.github.com/en/rest/codespaces/organization-secrets */
function refusePersonal(destinations) {
    (0,inputs_faults/* readEach */.e2)(destinations, ({ place }, index) => {
        if (place.kind !== 'organization' || (0,destination/* storeOf */.xX)(place) !== 'codespaces')
            return;
        throw new inputs_faults/* InputProblem */.S7(`destinations[${index}]`, `GitHub lets no App write ${(0,destination/* nameOf */.Vb)(place)}`, 'Give github-token a personal access token instead of github-app-id, or remove that destination.');
    });
}


/***/ }),

/***/ 9514:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Z1: () => (/* binding */ warnOfIdleSchedule),
/* harmony export */   cd: () => (/* binding */ readJob),
/* harmony export */   fR: () => (/* binding */ warnOfIgnoredForce),
/* harmony export */   pJ: () => (/* binding */ bringsPresentList),
/* harmony export */   rH: () => (/* binding */ scheduleOf)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3024);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5557);
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(2708);
/**
 * The job that this runs in, and how its run came about, as the runner says.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 */



/** @throws Problem outside a job, and in a run for a pull request, whose code must not come near the keys */
function readJob(environment) {
    const { GITHUB_EVENT_NAME: event = '', GITHUB_REPOSITORY: repository = '' } = environment;
    if (event.startsWith('pull_request')) {
        throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`This action does not run on the event ${event}: a pull request must not rotate keys`, 'Start the workflow on "schedule" and "workflow_dispatch".');
    }
    const [owner, repo] = repository.split('/');
    if (!owner || !repo)
        throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF('GITHUB_REPOSITORY is not set', 'Run this as a step of a GitHub Actions job.');
    return {
        owner,
        repo,
        runId: environment['GITHUB_RUN_ID'] || '0',
        runAttempt: attemptOf(environment),
        repositoryId: environment['GITHUB_REPOSITORY_ID'] || `${owner}/${repo}`.toLowerCase(),
        file: ownWorkflow(environment),
    };
}
/** `owner/repo/.github/workflows/rotate.yml@refs/heads/main`, and the ID of the job. */
function ownWorkflow(environment) {
    const pattern = /^([^/]+)\/([^/]+)\/([^@]+)@(?:refs\/(?:heads|tags)\/)?(.+)$/;
    const [, owner, repo, path, ref] = pattern.exec(environment['GITHUB_WORKFLOW_REF'] ?? '') ?? [];
    if (owner === undefined || repo === undefined || path === undefined || ref === undefined)
        return undefined;
    return { owner, repo, path, ref, job: environment['GITHUB_JOB'] || undefined };
}
function attemptOf(environment) {
    return Number(environment['GITHUB_RUN_ATTEMPT'] || '1');
}
/** What the runner wrote down of the event; empty where it cannot be read. */
function eventOf(environment) {
    try {
        const event = JSON.parse((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(environment['GITHUB_EVENT_PATH'] ?? '', 'utf8'));
        return typeof event === 'object' && event !== null ? { ...event } : {};
    }
    catch {
        return {};
    }
}
/**
 * The cron expression that started this run; undefined for other events.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
 */
function scheduleOf(environment) {
    if (environment['GITHUB_EVENT_NAME'] !== 'schedule')
        return undefined;
    const { schedule } = eventOf(environment);
    return typeof schedule === 'string' ? schedule : undefined;
}
/**
 * Whether this run brings the list of places as it stands now: a re-run and another branch may bring an old one. A run
 * that does not say what its default branch is counts.
 */
function bringsPresentList(environment) {
    const { repository } = eventOf(environment);
    const isNamed = typeof repository === 'object' && repository !== null && 'default_branch' in repository;
    const branch = isNamed ? `refs/heads/${repository.default_branch}` : environment['GITHUB_REF'];
    return attemptOf(environment) === 1 && environment['GITHUB_REF'] === branch;
}
/** https://docs.github.com/en/actions/how-tos/manage-workflow-runs/disable-and-enable-workflows */
const idleDays = 60;
/**
 * Warns that GitHub switches the schedule of this run off when the repository rests; undefined in repositories that are
 * not public, and in runs that no schedule has started.
 */
function warnOfIdleSchedule(environment) {
    const { repository } = eventOf(environment);
    const isPublic = typeof repository === 'object' && repository !== null && 'private' in repository && !repository.private;
    if (environment['GITHUB_EVENT_NAME'] !== 'schedule' || !isPublic)
        return undefined;
    const text = `This repository is public: GitHub switches its schedules off when nothing happens in it for ${idleDays} days, and then neither audits nor rotations run. Commit something before that, move the workflow to a private repository, or start it from elsewhere by workflow_dispatch.`;
    return { kind: 'idle schedule', text };
}
/** Events by which somebody asks for one run. */
const onDemand = ['workflow_dispatch', 'repository_dispatch'];
/**
 * Warns that `force` does not count in this run; undefined where it does. It is a decision for one run: one that repeats
 * an earlier run, or that nobody has asked for, would decide again and again.
 */
function warnOfIgnoredForce(environment) {
    const event = environment['GITHUB_EVENT_NAME'] ?? '';
    const attempt = attemptOf(environment);
    if (onDemand.includes(event) && attempt === 1)
        return undefined;
    const where = attempt === 1 ? `of the event ${(0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_2__/* .presentable */ .KC)(event, 50) || '(unknown)'}` : `in attempt ${attempt}`;
    const text = `The input force is ignored in this run ${where}: it counts only in the first attempt of a run of ${onDemand.join(' or ')}, so that it cannot be left on. Start a new run by hand with force, and remove it from the workflow file if it is set there.`;
    return { kind: 'ignored force', text };
}


/***/ }),

/***/ 772:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ secretsOfJob)
/* harmony export */ });
/* harmony import */ var _network_proxy_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5806);
/* harmony import */ var _environment_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(6320);
/** What a job's environment holds that must not be printed, whatever else is wrong with it: masked before all else. */


/** A line or word of fewer characters may be one of anybody's: to mask it would hide it everywhere. */
const shortestPiece = 16;
/**
 * The credentials of AWS, what GitHub gives OIDC tokens for, the passwords of proxies, and the values of these inputs. A value of several lines counts as
 * its longer lines, as a private key with `\n` in place of line breaks does: the runner masks each line, and to hide
 * every brace of a JSON map would leave no log to read.
 */
function secretsOfJob(environment, inputs) {
    const variables = ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
    const credentials = variables.map((name) => (environment[name] ?? '').trim());
    const values = [...credentials, ...inputs.map((name) => (0,_environment_js__WEBPACK_IMPORTED_MODULE_1__/* .inputOf */ .w)(name, environment))];
    const spelled = [...values, ...values.flatMap(keysWithin)].flatMap(piecesOf);
    return [...new Set([...spelled, ...(0,_network_proxy_js__WEBPACK_IMPORTED_MODULE_0__/* .proxySecrets */ .Wm)(environment)])].filter((each) => each !== '');
}
function piecesOf(value) {
    const lines = value.split(/[\r\n]+|\\n/).map((each) => each.trim());
    // A map without a secret, `{}` say, is no secret.
    if (lines.length === 1)
        return value.startsWith('{') && value.length < shortestPiece ? [] : [value];
    const whole = /[\r\n]/.test(value) ? [] : [value];
    // The first and last line of a private key are everybody's.
    return [...whole, ...lines.filter((each) => each.length >= shortestPiece && !each.startsWith('-----'))];
}
/** Secret access keys inside JSON, however deep: a recovery value, or a map of secrets that holds some. */
function keysWithin(text) {
    const found = [];
    const read = (json) => {
        try {
            JSON.parse(json, (name, value) => {
                if (typeof value !== 'string')
                    return value;
                if (/^secret_?access_?key$/i.test(name))
                    found.push(value);
                else if (value.trimStart().startsWith('{'))
                    read(value);
                return value;
            });
        }
        catch {
            // What is not JSON is masked as it is.
        }
    };
    if (text.startsWith('{'))
        read(text);
    return found;
}


/***/ }),

/***/ 4170:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Dl: () => (/* binding */ parseUrl),
/* harmony export */   E9: () => (/* binding */ parseDuration),
/* harmony export */   Hc: () => (/* binding */ ownerName),
/* harmony export */   J5: () => (/* binding */ refused),
/* harmony export */   U0: () => (/* binding */ unknownName),
/* harmony export */   XG: () => (/* binding */ secretNames),
/* harmony export */   aR: () => (/* binding */ repositoryName),
/* harmony export */   eh: () => (/* binding */ isSecretName),
/* harmony export */   nT: () => (/* binding */ userName),
/* harmony export */   yG: () => (/* binding */ parseBoolean),
/* harmony export */   yL: () => (/* binding */ oneOf)
/* harmony export */ });
/* harmony import */ var _network_secure_transport_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2877);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5557);
/* harmony import */ var _rotation_time_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(9037);
/* harmony import */ var _text_nearest_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(4581);
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(2708);
/* harmony import */ var _faults_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(4440);
/** What one value of an input may be. A refusal names the input, the value and what is allowed. */






/** The refusal of a value that may be shown. `part`: where it stands, if `input` does not lead there. */
function refused(input, value, allowed, part) {
    const message = `The input ${input} does not allow “${(0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_4__/* .presentable */ .KC)(value, 200)}”`;
    return new _faults_js__WEBPACK_IMPORTED_MODULE_3__/* .InputProblem */ .S7(input, message, `Allowed: ${allowed}.`, part);
}
/** The refusal of a name that a map may not have, with the one that may be meant. */
function unknownName(input, name, path, allowed) {
    const meant = (0,_text_nearest_js__WEBPACK_IMPORTED_MODULE_5__/* .nearest */ .p)(name.toLowerCase(), allowed, (each) => Math.min(3, Math.floor(each.length / 3)));
    const remedy = `${meant === undefined ? '' : `Did you mean ${meant}? `}Allowed: ${allowed.join(', ')}.`;
    const message = `The input ${input} does not allow “${(0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_4__/* .presentable */ .KC)(name, 200)}”`;
    return new _faults_js__WEBPACK_IMPORTED_MODULE_3__/* .InputProblem */ .S7(input, message, remedy, { path, isKey: true });
}
/** One of the words that are allowed. @throws Problem */
function oneOf(input, text, allowed) {
    const word = allowed.find((each) => each === text);
    if (word === undefined)
        throw refused(input, text, allowed.join(' or '));
    return word;
}
const units = { s: _rotation_time_js__WEBPACK_IMPORTED_MODULE_2__/* .second */ .Rc, m: _rotation_time_js__WEBPACK_IMPORTED_MODULE_2__/* .minute */ .Vc, h: _rotation_time_js__WEBPACK_IMPORTED_MODULE_2__/* .hour */ .nW, d: _rotation_time_js__WEBPACK_IMPORTED_MODULE_2__/* .day */ .vd };
/** `90s`, `30m`, `12h`, `60d` or `0`. @throws Problem */
function parseDuration(input, text) {
    const [, amount, unit = 's'] = /^(\d{1,6})([smhd])$/.exec(text) ?? /^(0)$/.exec(text) ?? [];
    if (amount === undefined)
        throw refused(input, text, 'a whole number and a unit: 90s, 30m, 12h, 60d, or 0');
    return Number(amount) * (units[unit] ?? _rotation_time_js__WEBPACK_IMPORTED_MODULE_2__/* .second */ .Rc);
}
/** The words that YAML 1.2's core schema calls boolean. @throws Problem */
function parseBoolean(input, text) {
    if (/^(true|True|TRUE)$/.test(text))
        return true;
    if (/^(false|False|FALSE)$/.test(text))
        return false;
    throw refused(input, text, 'true or false');
}
/** An https URL without a slash at its end. @throws Problem that does not show what may hold a secret */
function parseUrl(input, text) {
    if (/[@?#]/.test(text)) {
        throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`The input ${input} has a user name, a password, a query or a fragment in it`, 'Give it the address of the API alone, such as https://api.github.com or https://HOST/api/v3.');
    }
    const url = URL.parse(text);
    if (url === null || !(0,_network_secure_transport_js__WEBPACK_IMPORTED_MODULE_0__/* .isSafe */ .IP)(url))
        throw refused(input, text, 'an https URL');
    return text.replace(/\/+$/, '');
}
/** The name of an IAM user without its path: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html */
const userName = /^[\w+=,.@-]{1,64}$/;
/** The name of an owner on GitHub. */
const ownerName = /^([\w-]+)$/;
/** `owner/name` of a repository on GitHub. */
const repositoryName = /^([\w-]+)\/([\w.-]+)$/;
/** GitHub's rules: https://docs.github.com/en/actions/reference/security/secrets#naming-your-secrets */
function isSecretName(name) {
    return /^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/i.test(name);
}
/** What `isSecretName` asks for, in words. */
const secretNames = 'of letters, digits and _, not beginning with a digit or GITHUB_';


/***/ }),

/***/ 1159:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   MT: () => (/* binding */ recoveryPlaceOf),
/* harmony export */   PI: () => (/* binding */ missingRecoveryName),
/* harmony export */   RD: () => (/* binding */ parseRecovery),
/* harmony export */   Z3: () => (/* binding */ mayNameSeveral),
/* harmony export */   b_: () => (/* binding */ isNameOf),
/* harmony export */   pB: () => (/* binding */ warnOfRecovery)
/* harmony export */ });
/* harmony import */ var _destination_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8599);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5557);
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(2708);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(4170);
/** What the input `recovery-secret-name` says: where the new key is kept until it is published everywhere. */




const input = 'recovery-secret-name';
/** What stands in the name for that of the IAM user, and for the number of its account. */
const userPlaceholder = '{iam-user}';
const accountPlaceholder = '{account}';
const unknownOwner = { user: undefined, account: undefined };
/**
 * `NAME`, `owner/repo:NAME` or `owner/repo/environment:NAME`; undefined when empty. The name keeps its placeholders.
 * @throws Problem when it is no such name, or a destination's
 */
function parseRecovery(text, destinations, job) {
    if (text === '')
        return undefined;
    const allowed = 'NAME, owner/repo:NAME or owner/repo/environment:NAME';
    const match = /^(?:([\w-]+)\/([\w.-]+)(?:\/(.+))?:)?([^:]+)$/.exec(text);
    if (match === null)
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(input, text, allowed);
    const [, owner = job.owner, repo = job.repo, environment, name = ''] = match;
    if (!(0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .isAddressable */ .$C)(repo) || !(0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .isAddressable */ .$C)(environment ?? '')) {
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(input, text, `${allowed}, each of them ${_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .addressableNames */ .RQ}`);
    }
    if (!(0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .isSecretName */ .eh)(filledIn(name, { user: 'user', account: '111122223333' }))) {
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(input, text, `${allowed}, with NAME ${_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .secretNames */ .XG}`);
    }
    const place = { owner, repo, environment, name };
    if (!mayNameSeveral(place, unknownOwner))
        refuseTaken({ ...place, name: name.toUpperCase() }, destinations);
    return place;
}
/**
 * The secret of one user: what a secret's name cannot hold becomes `_`.
 * @throws Problem when that makes no name of a secret, or a destination's
 */
function recoveryPlaceOf(place, owner, destinations) {
    const own = { ...place, name: filledIn(place.name, owner).toUpperCase() };
    if (!(0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .isSecretName */ .eh)(own.name))
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(input, own.name, `names ${_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .secretNames */ .XG}`);
    refuseTaken(own, destinations);
    return own;
}
/** Whether several recovery secrets may have such a name, as far as their owner is known. */
function mayNameSeveral({ name }, owner) {
    return filledIn(name, owner).includes('{');
}
/** Recognises the name of the recovery secret of an owner, or of any one where a part is not known; in any case. */
function isNameOf({ name }, owner) {
    // What is left of a name without its placeholders is letters, digits and _.
    const pattern = filledIn(name, owner).replaceAll(userPlaceholder, '\\w+').replaceAll(accountPlaceholder, '\\d{12}');
    return (text) => new RegExp(`^${pattern}$`, 'i').test(text);
}
/** The recovery secret holds the new key before any destination does. */
function refuseTaken({ name, ...where }, destinations) {
    const place = (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .identityOf */ .cu)((0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .placeOf */ .$t)(where));
    const same = destinations.filter((each) => (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .identityOf */ .cu)(each.place) === place);
    if (same.some(({ secrets }) => secrets.some((each) => each.name === name))) {
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(input, name, 'a name that no destination uses: it holds the new key before they do');
    }
}
/** A placeholder stays where what it stands for is not known. */
function filledIn(name, { user, account }) {
    return name
        .replaceAll(userPlaceholder, user?.replaceAll(/\W/g, '_') ?? userPlaceholder)
        .replaceAll(accountPlaceholder, account ?? accountPlaceholder);
}
/** A value without a name to write it back to. */
function missingRecoveryName() {
    return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF('The input recovery-secret is given, and recovery-secret-name is empty', 'Name the secret that it comes from ("recovery-secret-name: AWS_KEY_RECOVERY"), so that the next interrupted run leaves its key there.');
}
/**
 * Warns of a configuration that an interrupted run can break, or that shows the key to more jobs than need it.
 * `isOfFile`: the user is one of a config file, where each needs a recovery secret of its own.
 */
function warnOfRecovery(recovery, destinations, isOfFile) {
    if (recovery !== undefined)
        return warnOfWideRecovery(recovery, destinations);
    const writes = destinations.reduce((count, each) => count + each.secrets.length + each.variables.length, 0);
    if (writes < 2)
        return [];
    const lines = isOfFile
        ? `"recovery-secret-name: AWS_KEY_RECOVERY_{iam-user}" and "recovery-secret: \${{ toJSON(secrets) }}"`
        : `"recovery-secret-name: AWS_KEY_RECOVERY" and "recovery-secret: \${{ secrets.AWS_KEY_RECOVERY }}"`;
    const text = `Without a recovery secret, a run that is killed between two writes can leave secrets that do not work until the next run, or until a person fixes them. Add to this step: ${lines}.`;
    return [{ kind: 'no recovery secret', text }];
}
/** The recovery secret of a repository is read on every branch, also where its destinations are environments, which are not. */
function warnOfWideRecovery({ owner, repo, environment, name }, destinations) {
    const there = destinations
        .map(({ place }) => place)
        .filter((place) => (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .storeOf */ .xX)(place) === 'actions' && (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .isSameName */ .yS)((0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .repositoryOf */ ._M)(place) ?? '', `${owner}/${repo}`));
    const [first] = there;
    if (environment !== undefined || first?.kind !== 'environment')
        return [];
    if (there.some(({ kind }) => kind !== 'environment'))
        return [];
    const narrower = (0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_3__/* .presentable */ .KC)(first.environment);
    const text = `The recovery secret ${name} lies in ${owner}/${repo}, where workflows of every branch can read the new key while it is there; jobs there get the key from environments only. Write "recovery-secret-name: ${owner}/${repo}/${narrower}:${name}" instead, and let the job that rotates name that environment ("environment: ${narrower}").`;
    return [{ kind: 'wide recovery secret', text }];
}


/***/ }),

/***/ 8301:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Cs: () => (/* binding */ allowedRegions),
/* harmony export */   QR: () => (/* binding */ chooseRegion),
/* harmony export */   cf: () => (/* binding */ parseRegion)
/* harmony export */ });
/* harmony import */ var _aws_regions_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7960);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5557);
/* harmony import */ var _text_nearest_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(4581);
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(2708);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(4170);
/** Which region of AWS an input or the environment names. */





/** `before`: what stands before the region. @throws Problem, with the nearest one as a hint, when AWS has no such region */
function parseRegion(input, text, before = '') {
    if (_aws_regions_js__WEBPACK_IMPORTED_MODULE_0__/* .regions */ .Ei.includes(text))
        return text;
    throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(input, `${before}${text}`, `${before === '' ? '' : `${before}REGION with `}${allowedRegions(text)}`);
}
/** The region that the input `aws-region` names, else the environment, else us-east-1. @throws Problem */
function chooseRegion(given, environment) {
    if (given !== '')
        return parseRegion('aws-region', given);
    for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION']) {
        const text = environment[name]?.trim() ?? '';
        if (text === '')
            continue;
        if (_aws_regions_js__WEBPACK_IMPORTED_MODULE_0__/* .regions */ .Ei.includes(text))
            return text;
        throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`The environment variable ${name} is “${(0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_3__/* .presentable */ .KC)(text, 100)}”, which is not a region of AWS`, `Correct it, or set the input aws-region. Allowed: ${allowedRegions(text)}.`);
    }
    return 'us-east-1';
}
/** What is allowed where this text stands for a region, with the nearest one as a hint. */
function allowedRegions(text) {
    const meant = (0,_text_nearest_js__WEBPACK_IMPORTED_MODULE_4__/* .nearest */ .p)(text.toLowerCase(), _aws_regions_js__WEBPACK_IMPORTED_MODULE_0__/* .regions */ .Ei, () => 2);
    const hint = meant === undefined ? 'such as eu-central-1' : `(did you mean ${meant}?)`;
    return `a region of AWS ${hint}; one that is newer than this version of the action needs a newer version`;
}


/***/ }),

/***/ 3449:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ accountOf),
/* harmony export */   g: () => (/* binding */ parseRole)
/* harmony export */ });
/* harmony import */ var _aws_regions_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7960);
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(2708);
/* harmony import */ var _faults_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4440);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(4170);
/** What the input `role-to-assume` says: the IAM role that is used for the account of the user. */




const input = 'role-to-assume';
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
const roleArn = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/(?:[\x21-\x7e]{1,510}\/)?[\w+=,.@-]{1,64}$/;
/**
 * The ARN of a role; undefined when empty. `isNamed`: it is known whom the role is for.
 * @throws Problem when it is none, is of another partition than the region, or comes without the user to rotate
 */
function parseRole(text, region, isNamed) {
    if (text === '')
        return undefined;
    const [, partition] = roleArn.exec(text) ?? [];
    if (partition === undefined) {
        const isSession = /^arn:[\w-]+:sts::\d{12}:assumed-role\//.test(text);
        const hint = isSession ? '; this is the ARN of a session, not of its role' : '';
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .refused */ .J5)(input, text, `the ARN of an IAM role, such as arn:aws:iam::111122223333:role/key-rotation${hint}`);
    }
    if (partition !== (0,_aws_regions_js__WEBPACK_IMPORTED_MODULE_0__/* .partitionOf */ .iQ)(region)) {
        throw new _faults_js__WEBPACK_IMPORTED_MODULE_1__/* .InputProblem */ .S7(input, `The input ${input} names a role of the partition ${(0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_3__/* .presentable */ .KC)(partition)}, and aws-region is ${region} (partition ${(0,_aws_regions_js__WEBPACK_IMPORTED_MODULE_0__/* .partitionOf */ .iQ)(region)})`, 'Correct one of them: a role can be used in the regions of its own partition alone.');
    }
    if (!isNamed) {
        throw new _faults_js__WEBPACK_IMPORTED_MODULE_1__/* .InputProblem */ .S7(input, `The input ${input} is given, and iam-user is empty`, 'Name the IAM user to rotate in iam-user: a role may rotate several.');
    }
    return text;
}
/** The number of the account that a role is in. */
function accountOf(role) {
    return roleArn.exec(role)?.[2];
}


/***/ }),

/***/ 5011:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  D: () => (/* binding */ warnOfPace),
  H: () => (/* binding */ warnOfSchedule)
});

// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __nccwpck_require__(9037);
// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __nccwpck_require__(2708);
;// CONCATENATED MODULE: ./lib/inputs/cron.js
/** How far apart the moments of a cron expression are. */

/** Years that are looked at: leap years among them, and 2100, which is none. */
const firstDay = Date.UTC(2096, 0, 1);
const days = 12 * 366;
/**
 * The longest time between two moments of a cron expression of five fields, in UTC; undefined where it is none that is
 * understood, or has no moments. https://pubs.opengroup.org/onlinepubs/9799919799/utilities/crontab.html
 */
function longestGap(expression) {
    const fields = expression.trim().split(/\s+/);
    const [minutes, hours, dates, months, weekdays] = fields.map((field, index) => valuesOf(field, index));
    if (fields.length !== 5 || !minutes || !hours || !dates || !months || !weekdays)
        return undefined;
    const times = [...hours].flatMap((hour) => [...minutes].map((each) => hour * 60 + each)).sort((a, b) => a - b);
    const [first, last] = [times[0], times.at(-1)];
    if (first === undefined || last === undefined)
        return undefined;
    // A day has to fit one of the two where both are restricted.
    const [, , anyDate, , anyWeekday] = fields.map((field) => field.startsWith('*'));
    const fits = (date) => {
        const [isDate, isWeekday] = [dates.has(date.getUTCDate()), weekdays.has(date.getUTCDay())];
        return months.has(date.getUTCMonth() + 1) && (anyDate || anyWeekday ? isDate && isWeekday : isDate || isWeekday);
    };
    let longest = Math.max(0, ...times.slice(1).map((time, index) => time - (times[index] ?? 0))) * time/* minute */.Vc;
    let before;
    for (let index = 0; index < days; index += 1) {
        const midnight = firstDay + index * time/* day */.vd;
        if (!fits(new Date(midnight)))
            continue;
        if (before !== undefined)
            longest = Math.max(longest, midnight + first * time/* minute */.Vc - before);
        before = midnight + last * time/* minute */.Vc;
    }
    return before === undefined || longest === 0 ? undefined : longest;
}
const ranges = [
    [0, 59],
    [0, 23],
    [1, 31],
    [1, 12],
    [0, 7],
];
const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
/** `*`, `5`, `1-5`, `MON`, each with a step (`/15`) behind it, and lists of such; undefined for anything else. */
function valuesOf(field, index) {
    const [low, high] = ranges[index] ?? [0, -1];
    const numberOf = (text) => {
        const named = index === 3 ? monthNames.indexOf(text.toLowerCase()) + 1 : weekdayNames.indexOf(text.toLowerCase());
        const isNamed = /^[a-z]{3}$/i.test(text) && ((index === 3 && named > 0) || (index === 4 && named >= 0));
        return isNamed ? named : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
    };
    const values = new Set();
    for (const part of field.split(',')) {
        const [, begin = '', end, step = '1'] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d{1,2}))?$/.exec(part) ?? [];
        const from = begin === '*' ? low : numberOf(begin);
        const isOpen = begin === '*' || (end === undefined && part.includes('/'));
        const to = isOpen ? high : numberOf(end ?? begin);
        if (!(from >= low && to <= high && from <= to && Number(step) > 0))
            return undefined;
        // Sunday is 0 and 7.
        for (let value = from; value <= to; value += Number(step))
            values.add(index === 4 ? value % 7 : value);
    }
    return values;
}

;// CONCATENATED MODULE: ./lib/inputs/schedule.js
/** Whether the dates of a rotation can be kept, by its own inputs and by the schedule that starts it. */



/** Warns of dates of one user that its own keys cannot keep. */
function warnOfPace(pace) {
    const late = tooLate(pace);
    return late === undefined ? [] : [{ kind: 'late rotation', text: late }];
}
/** Warns of a schedule that is too rare for the dates of users: of those that it is the furthest from. */
function warnOfSchedule(paces, schedule) {
    const gap = schedule === undefined ? undefined : longestGap(schedule);
    if (schedule === undefined || gap === undefined || gap <= time/* day */.vd)
        return [];
    const late = paces.map((pace) => lateness(pace, gap)).filter((each) => each !== undefined);
    const [worst] = late.sort((one, other) => other.oldest - other.allowed - (one.oldest - one.allowed));
    return worst === undefined ? [] : [{ kind: 'rare schedule', text: tooRare(worst, gap, schedule) }];
}
/** AWS takes no third key: while the old one is there, the next rotation waits. */
function tooLate({ rotateAfter, deactivateAfter, deleteAfter }) {
    const lasts = deactivateAfter + deleteAfter;
    if (lasts <= rotateAfter)
        return undefined;
    return `deactivate-after (${(0,time/* spoken */.vg)(deactivateAfter)}) and delete-after (${(0,time/* spoken */.vg)(deleteAfter)}) do not fit into rotate-after (${(0,time/* spoken */.vg)(rotateAfter)}): the old key exists for ${(0,time/* spoken */.vg)(lasts)}, and AWS allows no third key, so keys are replaced later than rotate-after says. Shorten deactivate-after or delete-after, or raise rotate-after.`;
}
/** https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-3 */
const oldestByStandards = 90 * time/* day */.vd;
/** An active key that is older than `rotate-after` and this turns runs red. */
const redAfter = 30 * time/* day */.vd;
/** `gap`: the longest time between two runs. */
function lateness(pace, gap) {
    const { rotateAfter, deactivateAfter } = pace;
    // The old key goes at the first run after its date; the proof that the date counts from comes a moment after a run.
    const overlap = deactivateAfter === 0 ? 0 : gap * (Math.floor(deactivateAfter / gap) + 1);
    const oldest = rotateAfter + gap + overlap;
    const limits = [oldestByStandards, rotateAfter + redAfter];
    const broken = limits.filter((limit) => oldest > limit && rotateAfter + deactivateAfter <= limit);
    return broken.length === 0 ? undefined : { pace, oldest, allowed: Math.min(...broken) };
}
function tooRare({ pace, oldest, allowed }, gap, schedule) {
    return `The schedule “${(0,presentable/* presentable */.KC)(schedule, 100)}” is too rare by itself: its runs are up to ${(0,time/* spoken */.vg)(gap)} apart, so with rotate-after ${(0,time/* spoken */.vg)(pace.rotateAfter)} and deactivate-after ${(0,time/* spoken */.vg)(pace.deactivateAfter)} a key may be active for ${(0,time/* spoken */.vg)(oldest)}, longer than the allowed ${(0,time/* spoken */.vg)(allowed)}. Run it daily ("cron: '17 4 * * *'"): a run with nothing due takes a moment.`;
}


/***/ }),

/***/ 4476:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $z: () => (/* binding */ yamlParser),
/* harmony export */   Bv: () => (/* binding */ yamlInputs),
/* harmony export */   D7: () => (/* binding */ loadYamlParser),
/* harmony export */   Vj: () => (/* binding */ isAlias),
/* harmony export */   gB: () => (/* binding */ plainYaml),
/* harmony export */   jh: () => (/* binding */ isMap),
/* harmony export */   jn: () => (/* binding */ isScalar),
/* harmony export */   oP: () => (/* binding */ isSeq)
/* harmony export */ });
/** The inputs of a step whose text is YAML. */
const yamlInputs = [
    'destinations',
    'secrets',
    'variables',
    'verification-workflow',
    'other-keys',
    'only-users',
];
let loaded;
/** To be awaited before YAML is read that is not plain. */
async function loadYamlParser() {
    loaded ??= await __nccwpck_require__.e(/* import() */ 815).then(__nccwpck_require__.t.bind(__nccwpck_require__, 8815, 19));
}
/** @throws Error before it has been loaded: a fault of whoever calls this */
function yamlParser() {
    if (loaded === undefined)
        throw new Error('The parser of YAML has not been loaded');
    return loaded;
}
/** Whether a node of a document is an alias. */
const isAlias = (node) => yamlParser().isAlias(node);
/** Whether a node of a document is a map. */
const isMap = (node) => yamlParser().isMap(node);
/** Whether a node of a document is one text. */
const isScalar = (node) => yamlParser().isScalar(node);
/** Whether a node of a document is a list. */
const isSeq = (node) => yamlParser().isSeq(node);
/**
 * What is plainly one word, or a map from names in capitals to such words, as YAML reads it, too; undefined for everything
 * else, be it YAML or not.
 */
function plainYaml(text) {
    if (/^\w[\w./@-]*$/.test(text))
        return text;
    const lines = text.split('\n');
    if (lines.at(-1) === '')
        lines.pop();
    const entries = lines.map((line) => /^([A-Z]\w{0,99}): (\w[\w./@-]*(?::[\w./@-]+)*)$/.exec(line));
    const map = new Map(entries.map((entry) => [entry?.[1] ?? '', entry?.[2] ?? '']));
    // A name that is there twice is a fault of YAML.
    return entries.length === 0 || entries.includes(null) || map.size < entries.length
        ? undefined
        : Object.fromEntries(map);
}


/***/ }),

/***/ 3758:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $H: () => (/* binding */ asMap),
/* harmony export */   Lv: () => (/* binding */ isList),
/* harmony export */   SP: () => (/* binding */ shown),
/* harmony export */   e1: () => (/* binding */ asText),
/* harmony export */   hN: () => (/* binding */ parseYaml),
/* harmony export */   hX: () => (/* binding */ yamlOf),
/* harmony export */   u0: () => (/* binding */ readDocument)
/* harmony export */ });
/* harmony import */ var _faults_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4440);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4170);
/* harmony import */ var _yaml_parser_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(4476);



/**
 * The value of an input that is YAML, by the failsafe schema: `1.10`, `007`, `on` and `~` are these very texts. What is
 * read already is returned as it is. https://yaml.org/spec/1.2.2/#101-failsafe-schema What is not plain needs the parser.
 * @throws Problem in words of our own: the parser's quote the input
 */
function parseYaml(input, given) {
    if (typeof given !== 'string')
        return given;
    const plain = (0,_yaml_parser_js__WEBPACK_IMPORTED_MODULE_2__/* .plainYaml */ .gB)(given);
    if (plain !== undefined)
        return plain;
    const { contents, faults, positionOf } = readDocument(given);
    const [fault] = faults;
    if (fault === undefined)
        return yamlOf(contents);
    const message = `The input ${input} ${fault.what} in line ${positionOf(fault.offset).line}${fault.detail}`;
    throw new _faults_js__WEBPACK_IMPORTED_MODULE_0__/* .InputProblem */ .S7(input, message, fault.remedy);
}
/** Reads YAML by the failsafe schema. Never fails: what is wrong is among its faults. Needs the parser. */
function readDocument(text) {
    const { LineCounter, parseDocument } = (0,_yaml_parser_js__WEBPACK_IMPORTED_MODULE_2__/* .yamlParser */ .$z)();
    const lineCounter = new LineCounter();
    const document = parseDocument(text, { schema: 'failsafe', stringKeys: true, prettyErrors: false, lineCounter });
    const found = [...document.errors, ...document.warnings];
    // What is nested so deeply that the parser gives up may have other faults, which come first or not.
    const exhausted = found.filter(({ code }) => code === 'RESOURCE_EXHAUSTION');
    const errors = [...exhausted, ...found].map(({ code, pos: [offset] }) => {
        const [detail, remedy] = details[code] ?? ['', 'Correct its indentation and quoting.'];
        return { offset, what: 'is not valid YAML', detail, remedy, code };
    });
    // One fault of grammar leads to others.
    const [first, ...others] = errors;
    const grammar = first === undefined ? [] : [first, ...others.filter(({ code }) => code === 'DUPLICATE_KEY')];
    return {
        contents: document.contents,
        faults: [...indirections(document), ...grammar],
        positionOf: (offset) => {
            const { line, col } = lineCounter.linePos(offset);
            return { line, column: col };
        },
    };
}
/** What people do most often. */
const details = {
    DUPLICATE_KEY: [': a name is there twice', 'Give each name once.'],
    MULTIPLE_DOCS: [': a second document begins there', 'Write one document: remove the line "---" or "...".'],
    NON_STRING_KEY: [': a list or a map stands in place of a name', 'Write a name before the colon.'],
    TAB_AS_INDENT: [': a tab indents it', 'Indent with spaces.'],
    BAD_SCALAR_START: [': a text begins with a character that means something in YAML', 'Put the text in quotes.'],
    BLOCK_AS_IMPLICIT_KEY: [': one line holds two colons', 'Put the text that has a colon in quotes.'],
    RESOURCE_EXHAUSTION: [': it is nested too deeply', 'Write a plain list or map.'],
};
/** Anchors, aliases, merge keys and tags would make more, or something else, of a text than it shows. */
function indirections(document) {
    const found = [];
    const refuse = (node, what, remedy) => {
        found.push({ offset: node.range?.[0] ?? 0, what: `has ${what}`, detail: '', remedy });
    };
    (0,_yaml_parser_js__WEBPACK_IMPORTED_MODULE_2__/* .yamlParser */ .$z)().visit(document, (_, node) => {
        if ((0,_yaml_parser_js__WEBPACK_IMPORTED_MODULE_2__/* .isAlias */ .Vj)(node))
            refuse(node, 'an alias (*)', 'Write out what it stands for, or put a text that begins with * in quotes.');
        if (!(0,_yaml_parser_js__WEBPACK_IMPORTED_MODULE_2__/* .isScalar */ .jn)(node) && !(0,_yaml_parser_js__WEBPACK_IMPORTED_MODULE_2__/* .isMap */ .jh)(node) && !(0,_yaml_parser_js__WEBPACK_IMPORTED_MODULE_2__/* .isSeq */ .oP)(node))
            return;
        if (node.anchor !== undefined)
            refuse(node, 'an anchor (&)', 'Write the value out wherever it is needed, or put a text that begins with & in quotes.');
        if (node.tag !== undefined)
            refuse(node, 'a tag (!)', 'Remove it: every value is a text. Put a text that begins with ! in quotes.');
        if (!(0,_yaml_parser_js__WEBPACK_IMPORTED_MODULE_2__/* .isMap */ .jh)(node))
            return;
        for (const { key } of node.items) {
            if (!(0,_yaml_parser_js__WEBPACK_IMPORTED_MODULE_2__/* .isScalar */ .jn)(key) || (key.value !== '<<' && key.value !== '__proto__'))
                continue;
            refuse(key, `the name ${key.value}`, 'Write out the names that are allowed there.');
        }
    });
    return found;
}
/** What a node of a document says. */
function yamlOf(node) {
    if ((0,_yaml_parser_js__WEBPACK_IMPORTED_MODULE_2__/* .isSeq */ .oP)(node))
        return node.items.map(yamlOf);
    if ((0,_yaml_parser_js__WEBPACK_IMPORTED_MODULE_2__/* .isMap */ .jh)(node))
        return Object.fromEntries(node.items.map(({ key, value }) => [yamlOf(key), yamlOf(value)]));
    return (0,_yaml_parser_js__WEBPACK_IMPORTED_MODULE_2__/* .isScalar */ .jn)(node) ? String(node.value ?? '') : '';
}
/** @throws Problem when a value is not a map */
function asMap(input, value, example) {
    if (typeof value === 'object' && !isList(value))
        return value;
    throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_1__/* .refused */ .J5)(input, shown(value), `a YAML map such as "${example}"`);
}
/** `allowed`: what the text may be, in words. @throws Problem when a value is empty, or not one text */
function asText(input, value, allowed, part) {
    if (value === undefined || value === '') {
        throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_1__/* .refused */ .J5)(input, '', `${allowed}. It is empty, as a variable or a value of a matrix is that is not set`, part);
    }
    if (typeof value === 'string')
        return value;
    const kind = isList(value) ? 'list' : 'map';
    const words = `${allowed}: one name, not a ${kind}. Quote a text that has [, {, : or # in it`;
    throw (0,_parse_js__WEBPACK_IMPORTED_MODULE_1__/* .refused */ .J5)(input, shown(value), words, part);
}
/** Whether a value is a list; `Array.isArray` does not know read-only ones. */
function isList(value) {
    return Array.isArray(value);
}
/** As YAML may spell it on one line. */
function shown(value) {
    return typeof value === 'string' ? value : JSON.stringify(value);
}


/***/ }),

/***/ 8719:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   B3: () => (/* binding */ derivedSecrets),
/* harmony export */   Fx: () => (/* binding */ formats),
/* harmony export */   _A: () => (/* binding */ isPlainFormat),
/* harmony export */   aQ: () => (/* binding */ holdsId),
/* harmony export */   ct: () => (/* binding */ smtpPassword),
/* harmony export */   hK: () => (/* binding */ holdsSecret),
/* harmony export */   uQ: () => (/* binding */ spelled)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);
/** How a secret or a variable spells an access key. */

/** Stands before a colon and a region. */
const smtpPassword = 'ses-smtp-password';
/** All that there is to a format which a word names by itself: a new one is added here, and in `KeyFormat`. */
const plainFormats = {
    'access-key-id': { holdsId: true, holdsSecret: false, spell: (id) => id },
    'secret-access-key': { holdsId: false, holdsSecret: true, spell: (_, secretAccessKey) => secretAccessKey },
    json: {
        holdsId: true,
        holdsSecret: true,
        // https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
        spell: (id, secretAccessKey) => JSON.stringify({ Version: 1, AccessKeyId: id, SecretAccessKey: secretAccessKey }),
    },
    'credentials-file': {
        holdsId: true,
        holdsSecret: true,
        // https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
        spell: (id, secretAccessKey) => `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${secretAccessKey}\n`,
    },
};
/** What the inputs may name, in words. */
const formats = `${Object.keys(plainFormats).join(', ')}, ${smtpPassword} or ${smtpPassword}:REGION`;
/** Whether a word of an input names a format by itself. */
function isPlainFormat(text) {
    return Object.hasOwn(plainFormats, text);
}
/** The value of a secret or variable in this format. */
function spelled(format, id, secretAccessKey) {
    if (isPlainFormat(format))
        return plainFormats[format].spell(id, secretAccessKey);
    return sesSmtpPassword(secretAccessKey, format.slice(smtpPassword.length + 1));
}
/**
 * What has to be masked beside the secret access key itself. Whatever contains the key as it is needs no mask of its
 * own: the runner replaces it inside longer texts too, and knows its JSON, URI and base64 spellings; a password that is
 * computed from it is another text. https://github.com/actions/runner/blob/main/src/Sdk/DTLogging/Logging/ValueEncoders.cs
 */
function derivedSecrets(formats, secretAccessKey) {
    const values = formats.filter(holdsSecret).map((format) => spelled(format, '', secretAccessKey));
    return [...new Set(values)].filter((value) => !value.includes(secretAccessKey));
}
/** The secret access key, or a password that is made from it. */
function holdsSecret(format) {
    return !isPlainFormat(format) || plainFormats[format].holdsSecret;
}
/** The access key ID, which is not secret. */
function holdsId(format) {
    return isPlainFormat(format) && plainFormats[format].holdsId;
}
/**
 * The password of SES's SMTP interface, whose user name is the access key ID: the signing key of Signature Version 4 for
 * a date that never changes, over one fixed message, behind a version byte.
 * https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html#smtp-credentials-convert
 */
function sesSmtpPassword(secretAccessKey, region) {
    const chain = ['11111111', region, 'ses', 'aws4_request', 'SendRawEmail'];
    const signature = chain.reduce((key, message) => (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHmac)('sha256', key).update(message, 'utf8').digest(), Buffer.from(`AWS4${secretAccessKey}`, 'utf8'));
    return Buffer.concat([Buffer.of(0x04), signature]).toString('base64');
}


/***/ }),

/***/ 5806:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Wm: () => (/* binding */ proxySecrets),
/* harmony export */   YB: () => (/* binding */ proxyAuthorization),
/* harmony export */   Zj: () => (/* binding */ configuredProxies),
/* harmony export */   iJ: () => (/* binding */ proxyFor)
/* harmony export */ });
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7030);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5557);
/* harmony import */ var _secure_transport_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(2877);
/** Which proxy a request goes through: HTTPS_PROXY, HTTP_PROXY and NO_PROXY, for AWS and for GitHub alike. */



/** The first of a protocol's names that is set counts. */
const variables = {
    'https:': ['https_proxy', 'HTTPS_PROXY'],
    'http:': ['http_proxy', 'HTTP_PROXY'],
};
/**
 * The proxy for requests to this URL; undefined when they go straight to it, as all do to the loopback interface.
 * @throws Problem when a variable is set to what is no proxy: to ignore it would be to go around it
 */
function proxyFor(url) {
    const variable = variableFor(url.protocol);
    if (variable === undefined || isExempt(url))
        return undefined;
    const proxy = proxyOf(variable);
    if (proxy !== undefined)
        return proxy;
    throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`The environment variable ${variable} is not the URL of an HTTP proxy`, 'Write it as http://host:port or http://user:password@host:port, with special characters of the password percent-encoded. Its value may hold a password, so it is not shown here.');
}
/** Every proxy that is configured and can be read, whether a request has used it or not. */
function configuredProxies() {
    return Object.keys(variables).flatMap((protocol) => {
        const variable = variableFor(protocol);
        const url = variable === undefined ? undefined : proxyOf(variable);
        return variable !== undefined && url !== undefined ? [{ variable, url }] : [];
    });
}
/** An address without a protocol is common, and means http. */
function proxyOf(variable) {
    const text = process.env[variable] ?? '';
    const url = URL.parse(text) ?? URL.parse(`http://${text}`);
    return url !== null && isHttp(url) ? url : undefined;
}
/**
 * Whether NO_PROXY names a host: `host` with every name below it; `.host` and `*.host` for the names below it alone; an
 * address, or a range of addresses (10.0.0.0/8); each of them with a port, if one is meant alone; `*` for everything.
 * Commas and white space separate them. Names are not looked up: a range exempts addresses that are written as such.
 */
function isExempt(url) {
    const entries = (process.env['no_proxy'] || process.env['NO_PROXY'] || '').toLowerCase().split(/[\s,]+/);
    const host = (0,_secure_transport_js__WEBPACK_IMPORTED_MODULE_2__/* .hostOf */ .w4)(url);
    // No proxy serves the loopback interface: it would be the proxy's own.
    if ((0,_secure_transport_js__WEBPACK_IMPORTED_MODULE_2__/* .isLoopback */ .U9)(url) || host.endsWith('.localhost'))
        return true;
    const port = url.port || (url.protocol === 'https:' ? '443' : '80');
    return entries.some((entry) => entry !== '' && exempts(entry, host, port));
}
function exempts(entry, host, port) {
    // A port follows a name, an IPv4 address, or an IPv6 address in brackets.
    const [, named = entry, meant = port] = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
    if (meant !== port)
        return false;
    const name = withoutBrackets(named).replace(/^\*\./, '.');
    if (name === '*')
        return true;
    const version = (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(host);
    if (version !== 0)
        return isInRange(host, version === 6 ? 'ipv6' : 'ipv4', name);
    return name !== '' && (host === name || host.endsWith(name.startsWith('.') ? name : `.${name}`));
}
/** Whether an entry is this address, in whatever spelling, or a range that it lies in. */
function isInRange(address, family, entry) {
    const [net = '', bits, ...more] = entry.split('/');
    const version = (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(net);
    const longest = version === 6 ? 128 : 32;
    const prefix = bits === undefined ? longest : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
    if (version === 0 || more.length > 0 || !(prefix <= longest))
        return false;
    const range = new node_net__WEBPACK_IMPORTED_MODULE_0__.BlockList();
    range.addSubnet(net, prefix, version === 6 ? 'ipv6' : 'ipv4');
    return range.check(address, family);
}
function withoutBrackets(host) {
    return host.replaceAll(/^\[|\]$/g, '');
}
/** The header that names the user of the proxy to it; undefined when its URL names none. */
function proxyAuthorization({ username, password }) {
    if (username === '' && password === '')
        return undefined;
    return `Basic ${Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64')}`;
}
/** What must not be logged of the proxies in an environment: passwords, as they are, as written, and as sent. */
function proxySecrets(environment) {
    const secrets = Object.values(variables)
        .flat()
        .flatMap((name) => secretsOf(environment[name] ?? ''));
    return [...new Set(secrets)];
}
function secretsOf(text) {
    // Read without URL, so that the password of what is no URL is found too.
    const authority = text.replace(/^[a-z][\w+.-]*:\/\//i, '');
    const [, user = '', password = ''] = /^([^:]*):(.*)@/.exec(authority) ?? [];
    if (password === '')
        return [];
    return [password, decoded(password), Buffer.from(`${decoded(user)}:${decoded(password)}`).toString('base64')];
}
function decoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}
function variableFor(protocol) {
    return variables[protocol]?.find((name) => (process.env[name] ?? '') !== '');
}
function isHttp({ protocol, hostname }) {
    return (protocol === 'http:' || protocol === 'https:') && hostname !== '';
}


/***/ }),

/***/ 2877:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   DA: () => (/* binding */ refuseEchoedCommands),
/* harmony export */   IP: () => (/* binding */ isSafe),
/* harmony export */   U9: () => (/* binding */ isLoopback),
/* harmony export */   Xi: () => (/* binding */ refuseUncheckedCertificates),
/* harmony export */   mz: () => (/* binding */ trustAuthority),
/* harmony export */   w4: () => (/* binding */ hostOf)
/* harmony export */ });
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5557);
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(2708);
/** What must hold before a key or a token is sent anywhere. */


/** Plain http would show keys and tokens to the network; on the loopback interface there is none. */
function isSafe(url) {
    return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
}
/** Whether a URL leads to this machine, whatever names are resolved to. */
function isLoopback(url) {
    const host = hostOf(url);
    return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
/** The host of a URL; an IPv6 address without its brackets. */
function hostOf({ hostname }) {
    return hostname.replaceAll(/^\[|\]$/g, '');
}
/** What to do about certificates of an authority that Node does not know. */
const trustAuthority = "put that authority's certificate, in PEM form, into a file on the runner, and name the file in the environment variable NODE_EXTRA_CA_CERTS.";
/**
 * Node prints the name of a file of certificates that it cannot read, as it is, before any code runs. A command to the
 * runner in it would keep masks from counting: nothing secret may be handled after it.
 * @throws Problem that shows nothing of the value. https://nodejs.org/api/cli.html#node_extra_ca_certsfile
 */
function refuseEchoedCommands(environment) {
    const value = environment['NODE_EXTRA_CA_CERTS'] ?? '';
    if ((0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_1__/* .harmless */ .Is)(value) === value && !value.includes('\n'))
        return;
    throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF('NODE_EXTRA_CA_CERTS holds a line break, an invisible character or ##[, which the runner may take for a command when Node prints it', 'Set it to the path of a file whose name has none of these, or remove it. An earlier step may have set it.');
}
/**
 * @throws Problem where Node.js was told not to look at certificates: then anybody on the way can answer for AWS and
 * GitHub. https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue
 */
function refuseUncheckedCertificates(environment) {
    if (environment['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0')
        return;
    throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF('NODE_TLS_REJECT_UNAUTHORIZED is 0, so that no certificate is checked, and anybody on the way could read keys and tokens and answer for AWS and GitHub', `Remove it from the environment. To trust an authority of your own, ${trustAuthority}`);
}


/***/ }),

/***/ 8393:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ fitted),
/* harmony export */   T: () => (/* binding */ folded)
/* harmony export */ });
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2708);
/** The text of an annotation, as long as the runner keeps it. */

/** https://github.com/actions/runner/blob/main/src/Runner.Worker/ExecutionContext.cs: _maxIssueMessageLength */
const longest = 4096;
/** A remedy is longer only where it repeats a list. */
const longestRemedy = 2048;
const bullet = '- ';
/**
 * The text of an annotation: the message, and behind it the remedy. Where both are too long, the list in the message
 * loses its last points, and says how many: the summary has them all.
 */
function fitted(message, remedy) {
    const separator = message.includes('\n') ? '\n' : ' ';
    const end = remedy === '' ? '' : `${separator}${(0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_0__/* .shortened */ .vI)(remedy, longestRemedy)}`;
    const room = longest - end.length;
    return `${message.length <= room ? message : cut(message, room)}${end}`;
}
function cut(message, room) {
    const lines = message.split('\n');
    const last = lines.findLastIndex((line) => line.startsWith(bullet));
    const first = lines.findIndex((line) => line.startsWith(bullet));
    if (first === -1)
        return (0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_0__/* .shortened */ .vI)(message, room - 1);
    const head = lines.slice(0, first);
    const foot = lines.slice(last + 1);
    const points = lines.slice(first, last + 1);
    const width = (texts) => texts.reduce((sum, text) => sum + text.length + 1, 0);
    let left = room - width([...head, ...foot]) - width([more(points.length)]);
    let kept = 0;
    for (; kept < points.length; kept += 1) {
        left -= (points[kept] ?? '').length + 1;
        if (left < 0)
            break;
    }
    const omitted = points.slice(kept).reduce((sum, point) => sum + countOf(point), 0);
    return (0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_0__/* .shortened */ .vI)([...head, ...points.slice(0, kept), more(omitted), ...foot].join('\n'), room - 1);
}
function more(count) {
    return `${bullet}and ${count} more, which the job summary names`;
}
/** A list may end with a number of its own. */
function countOf(point) {
    const [, count] = /^- and (\d+) more\b/.exec(point) ?? [];
    return count === undefined ? 1 : Number(count);
}
/** At most `room` messages: the last one lists those for which there is no room. */
function folded(messages, room) {
    if (messages.length <= Math.max(room, 1))
        return messages;
    const alone = messages.slice(0, Math.max(0, room - 1));
    const others = messages.slice(alone.length);
    const points = others.map((each) => `${bullet}${each.replaceAll('\n', ' ')}`);
    return [...alone, [`${others.length} more warnings:`, ...points].join('\n')];
}


/***/ }),

/***/ 4120:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   SC: () => (/* binding */ attentionOf),
/* harmony export */   V0: () => (/* binding */ remedyOfHold),
/* harmony export */   eb: () => (/* binding */ asksPerson),
/* harmony export */   qL: () => (/* binding */ runAgain)
/* harmony export */ });
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5557);
/* harmony import */ var _reason_names_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8977);
/** What of all that a run tells asks something of a person, and what to do about it. */


/** Everything that a person has to do after a run, the most urgent first; nothing of what goes on by itself. */
function attentionOf({ failure, because, remedy, hold, since, warnings }) {
    const what = (0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .asSentence */ .KG)(because);
    const asked = [];
    if (failure !== undefined)
        asked.push({ reason: failure, what, remedy: remedy ?? runAgain, since: undefined });
    else if (hold !== undefined)
        asked.push({ reason: _reason_names_js__WEBPACK_IMPORTED_MODULE_1__/* .reasonOfHold */ .DX[hold], what, remedy: remedyOfHold[hold], since });
    for (const { kind, text } of warnings) {
        const asks = asksOf[kind];
        if ('remedy' in asks)
            asked.push({ reason: kind, what: text, remedy: asks.remedy, since: undefined });
    }
    return asked;
}
/** Whether a warning of this kind asks something of a person. */
function asksPerson(kind) {
    return 'remedy' in asksOf[kind];
}
/** What to do about a failure that names nothing better. */
const runAgain = 'Run again.';
/** How a person ends what a run waits for. */
const remedyOfHold = {
    'users of the old key': 'Find who still uses the old key, and give them the new one.',
    'unfinished runs': 'Look at the runs that are named here: let them end, or cancel them.',
    'same name nearby': 'Look at the secrets of the same name that are named here: list their places in destinations, or dismiss them in other-keys.',
    'another configuration': 'List all destinations of the user in one configuration, and remove the other one.',
    'secrets written elsewhere': 'Find who has written the secrets that are named here, and take the places that are to keep them out of destinations.',
    'unreadable last use': 'Allow iam:GetAccessKeyLastUsed, so that the last use of the old key can be read.',
    'missing verdict': 'Look at the verification run: it has not ended, or it has ended without a verdict.',
};
/**
 * Whether a warning asks something of a person. What the configuration has chosen, or AWS and GitHub do not tell, comes
 * in every run and stays a warning: were it asked for, no list of things to do would ever be empty, and none be read.
 */
const asksOf = {
    'archived repositories': { informs: 'nothing runs there, and the place counts again once it takes secrets' },
    'foreign recovery value': {
        remedy: "Hand in this user's own recovery secret: with another one, an interrupted rotation loses its key.",
    },
    'former names': { remedy: 'Delete the secrets of the former names, or configure the names again.' },
    'former places': { remedy: 'Delete the secrets in the former places, or list the places again.' },
    'idle schedule': { remedy: 'Start the workflow now and then, or run it in a private repository.' },
    'ignored force': { informs: 'the run has gone on as it would without' },
    'late rotation': { remedy: 'Shorten deactivate-after or delete-after, or raise rotate-after.' },
    'mixed pair': { informs: 'the same run repairs it' },
    'no verification workflow': { remedy: 'Name one in verification-workflow, or write none there.' },
    'no recovery secret': { informs: 'a choice of the configuration' },
    'overruled by force': {
        remedy: 'Do that before the rotation, or see to it that nobody needs the old key there when it goes.',
    },
    'pair not proven': { informs: 'a choice of the configuration' },
    'rare schedule': { remedy: 'Run daily, so that keys are replaced before they are too old.' },
    'recovery secret not handed back': { remedy: 'Hand the recovery secret back to the step that rotates.' },
    'rewritten secrets': {
        remedy: 'Take the place out of destinations if it is to keep what somebody else has written there.',
    },
    'same name left behind': {
        remedy: 'Give these places the new key: list them in destinations, or store it there by hand.',
    },
    'session not renewed': { remedy: 'Look why the session could not be renewed, and fix what the warning names.' },
    'short overlap': { informs: 'a choice of the configuration' },
    'switched on again': { remedy: 'Find the person or the tool that has switched the old key on again.' },
    'undeclared inputs': { informs: 'jobs set such variables for reasons of their own' },
    'unproven key': { informs: 'a choice of the configuration' },
    'unproven place': { informs: 'the choice of the verification workflow' },
    'unproven places': { informs: 'the choice of the verification workflow' },
    'unread places': { informs: 'an optional permission is missing' },
    'untried permission': { informs: 'only the next rotation can try it' },
    'unusable recovery value': { remedy: 'Delete the recovery secret, which this action has not written.' },
    'weak proof': { informs: 'the choice of the verification workflow' },
    'wide recovery secret': { informs: 'a choice of the configuration' },
};


/***/ }),

/***/ 8163:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ fleetSummaryOf)
/* harmony export */ });
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(2708);
/* harmony import */ var _glance_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4052);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3021);
/* harmony import */ var _needs_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(8871);
/* harmony import */ var _ranking_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(8888);
/* harmony import */ var _summary_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(3394);
/* harmony import */ var _titles_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(131);
/** The job summary of several users: how they all are, one row for each, and what each run did, folded. */







/** Details of one user take no more of the summary than this, in bytes. */
const mostDetails = 100_000;
/** What is kept free to say what is left out, and to fold the users at rest. */
const roomForNote = 800;
/** More users at rest than this are folded. */
const mostAtRest = 5;
/**
 * The job summary of several users, as GitHub-flavoured Markdown, the worst first, in no more than `limit` bytes: where
 * that is too little, it loses details, then rows, those of the best users first, and says how many. `missing`: names of
 * users that have no report.
 */
function fleetSummaryOf(all, missing, limit) {
    const sorted = (0,_ranking_js__WEBPACK_IMPORTED_MODULE_5__/* .worstFirst */ .md)(all);
    const reports = sorted.map(({ report }) => report);
    const names = (0,_ranking_js__WEBPACK_IMPORTED_MODULE_5__/* .namesIn */ .wX)(reports);
    const resting = reports.filter(isAtRest);
    const folded = resting.length > mostAtRest ? resting : [];
    const open = reports.filter((report) => !folded.includes(report));
    const worst = open.filter(isWorst);
    const rows = [
        ...worst.map((report) => rowOf(report, names)),
        ...missing.map(rowOfMissing),
        ...open.slice(worst.length).map((report) => rowOf(report, names)),
    ];
    const top = [
        `## ${(0,_glance_js__WEBPACK_IMPORTED_MODULE_0__/* .iconOfAll */ ._E)(reports, missing.length)} ${(0,_glance_js__WEBPACK_IMPORTED_MODULE_0__/* .urgencyOf */ .bv)(reports, missing.length)}`,
        glanceLines(reports, missing, names),
        (0,_needs_js__WEBPACK_IMPORTED_MODULE_2__/* .needsOf */ .hN)(reports, missing, names),
    ]
        .filter((each) => each !== '')
        .join('\n\n');
    const room = limit - sizeOf(top) - roomForNote;
    const shownRows = fitting(rows, room);
    const table = shownRows.length === 0 ? '' : [...tableHead, ...shownRows].join('\n');
    const restingRows = shownRows.length < rows.length ? [] : folded.map((report) => rowOf(report, names));
    const shownResting = fitting(restingRows, room - sizeOf(table));
    const isWhole = shownRows.length + shownResting.length === rows.length + folded.length;
    const telling = sorted.filter(({ report }) => !folded.includes(report) || tellsMore(report));
    const details = isWhole
        ? fitting(telling.map((each) => foldedOf(each, names)), room - sizeOf(table) - sizeOf(shownResting.join('\n')))
        : [];
    const left = rows.length + folded.length - shownRows.length - shownResting.length;
    const note = noteOf(left, telling.length - details.length);
    return [top, table, foldOf(folded, shownResting, names), ...details, note]
        .filter((each) => each !== '')
        .join('\n\n')
        .concat('\n');
}
/** Stands above those whose job left no report. */
function isWorst(report) {
    return report.failed || report.phase === 'blocked';
}
function isAtRest(report) {
    return (0,_ranking_js__WEBPACK_IMPORTED_MODULE_5__/* .standingAmong */ .dv)(report) === 'steady' && !report.planned;
}
/** Whether the details of a user at rest have more to tell than its row. */
function tellsMore({ steps, warnings }) {
    return warnings.length > 0 || steps.some(({ effect }) => effect);
}
/** What somebody wants to know of all of them, line by line. */
function glanceLines(reports, missing, names) {
    const well = (0,_glance_js__WEBPACK_IMPORTED_MODULE_0__/* .wellOf */ .a2)(reports);
    return [
        (0,_glance_js__WEBPACK_IMPORTED_MODULE_0__/* .activeKeysIn */ .cx)(reports, missing, names, _markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .plain */ .pj),
        [(0,_glance_js__WEBPACK_IMPORTED_MODULE_0__/* .doneInRun */ .lv)(reports, missing.length), well === '' ? '' : `${well}.`].filter((each) => each !== '').join(' '),
        (0,_glance_js__WEBPACK_IMPORTED_MODULE_0__/* .nextInAll */ .ud)(reports),
        names.sameAccount === undefined ? '' : `Account ${names.sameAccount}`,
    ]
        .filter((each) => each !== '')
        .join('  \n');
}
/** Users at rest, as far as there is room for their rows. */
function foldOf(folded, rows, names) {
    const [first] = folded.toSorted((one, other) => dueOf(one) - dueOf(other));
    if (first === undefined || rows.length === 0)
        return '';
    const due = first.nextStepAt === undefined ? '' : `: the next rotation is due ${(0,_titles_js__WEBPACK_IMPORTED_MODULE_4__/* .relative */ .V8)(dueOf(first), Date.parse(first.at))}`;
    const who = due === '' ? '' : ` (${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .plainHtml */ .aT)((0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_6__/* .shortened */ .vI)(names.userOf(first), 100))})`;
    const title = `✅ <b>${folded.length} users at rest</b>${due}${who}`;
    return `<details><summary>${title}</summary>\n\n${[...tableHead, ...rows].join('\n')}\n\n</details>`;
}
const dueOf = ({ nextStepAt }) => nextStepAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(nextStepAt);
const sizeOf = (text) => Buffer.byteLength(text, 'utf8');
/** As many from the beginning as fit, each with the blank line that parts it from the next. */
function fitting(texts, room) {
    let left = room;
    const end = texts.findIndex((each) => {
        left -= sizeOf(each) + 2;
        return left < 0;
    });
    return end === -1 ? texts : texts.slice(0, end);
}
function noteOf(rows, details) {
    const users = (count) => `${count} user${count === 1 ? '' : 's'}`;
    const where = 'The log and the output `report` have all of it.';
    if (rows > 0)
        return `*GitHub shows no longer summary: ${users(rows)} and all details are left out. ${where}*`;
    return details > 0 ? `*GitHub shows no longer summary: the details of ${users(details)} are left out. ${where}*` : '';
}
/** Three columns fit a phone. */
const tableHead = ['| user | this run | next |', '| --- | --- | --- |'];
function rowOf(report, names) {
    const { keyAgeDays, overdueKeyAgeDays, held, user } = report;
    const account = names.hasColumn ? `account ${names.accountOf(report) ?? 'unknown'}` : undefined;
    const standing = (0,_titles_js__WEBPACK_IMPORTED_MODULE_4__/* .standingOf */ .YP)(report);
    const isOverdue = (0,_ranking_js__WEBPACK_IMPORTED_MODULE_5__/* .standingAmong */ .dv)(report) === 'overdue';
    const days = isOverdue ? overdueKeyAgeDays : keyAgeDays;
    const age = days === undefined ? undefined : `${days} day${days === 1 ? '' : 's'} old`;
    const told = isOverdue ? `<b>${age}</b>` : age;
    const parts = [
        ...(held ? [`${standing}, held`, told] : [told === undefined ? standing : `${standing}, ${told}`]),
        account,
    ];
    const about = parts.filter((each) => each !== undefined);
    return `| ${[userCell(iconOf(report), user, about), doneIn(report), nextIn(report)].join(' | ')} |`;
}
function rowOfMissing(name) {
    return `| ${userCell('❔', name, ['no report'])} | ${_needs_js__WEBPACK_IMPORTED_MODULE_2__/* .noReport */ .MF} | |`;
}
function userCell(icon, name, about) {
    const lines = about.map((each) => `<br><sub>${each.split(', ').map(unbroken).join(', ')}</sub>`);
    return `${icon}&nbsp;${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .plainCell */ .dD)((0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_6__/* .shortened */ .vI)(name, 100))}${lines.join('')}`;
}
function iconOf(report) {
    if (report.phase === 'blocked')
        return '⛔';
    if (report.failed)
        return '❌';
    if ((0,_ranking_js__WEBPACK_IMPORTED_MODULE_5__/* .needsPerson */ .z6)(report))
        return '⚠️';
    return { rotating: '🔄', overlap: '🔑', recovery: '🔒', steady: '✅' }[report.phase];
}
const verdicts = {
    works: 'proved by',
    rejected: 'rejected in',
    unknown: 'not proved yet by',
};
/** So much of what is the matter stands in a row. */
const mostOfMatter = 60;
/** Why a person is needed, what the run has brought about, and what its verification found. */
function doneIn(report) {
    const { attention, planned, verification, verificationRunUrl } = report;
    const [first, ...others] = attention;
    const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
    const matter = (0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .plainCell */ .dD)((0,_needs_js__WEBPACK_IMPORTED_MODULE_2__/* .matterIn */ .HE)(report, mostOfMatter));
    const told = matter === '' ? '' : `: ${matter}`;
    const reason = first === undefined ? [] : [`**${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .plainCell */ .dD)((0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_6__/* .shortened */ .vI)(first.reason, 60))}**${told}${more}`];
    const isTold = first?.reason === 'verification fails';
    if (isTold)
        return `${reason.join('')}: ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .link */ .nf)('a\u00a0run', verificationRunUrl)}`;
    const found = planned || verification === undefined ? [] : [foundBy(verification, verificationRunUrl)];
    return [...reason, ...(planned ? ['only planned'] : doneBy(report)), ...found].join(', ');
}
function doneBy({ done }) {
    const isPublished = done.includes('new key published');
    return done.filter((each) => each !== 'new key created' || !isPublished).map((each) => (0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .plainCell */ .dD)((0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_6__/* .shortened */ .vI)(each, 60)));
}
function foundBy({ verdict, weak }, url) {
    return `${verdicts[verdict]} ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .link */ .nf)('a\u00a0run', url)}${weak ? ' (weak proof)' : ''}`;
}
/** On one line where the column is narrow, but for hyphens. */
function unbroken(text) {
    return text.replaceAll(' ', '&nbsp;');
}
/** `rotate in 29 days`, and the date */
function nextIn({ nextStep, nextStepAt, planned, failed, at }) {
    if (nextStep === undefined)
        return failed ? 'needs you' : '';
    const step = (0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .plain */ .pj)((0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_6__/* .shortened */ .vI)((0,_titles_js__WEBPACK_IMPORTED_MODULE_4__/* .verbOf */ .rl)(nextStep), 60));
    if (planned)
        return step;
    if (nextStepAt === undefined)
        return `${step} at the next run`;
    const due = Date.parse(nextStepAt);
    return `${step} ${unbroken((0,_titles_js__WEBPACK_IMPORTED_MODULE_4__/* .relative */ .V8)(due, Date.parse(at)))}<br><sub>${unbroken((0,_titles_js__WEBPACK_IMPORTED_MODULE_4__/* .shortDay */ .tE)(due))}</sub>`;
}
function foldedOf({ report, comingUp }, names) {
    const details = (0,_summary_js__WEBPACK_IMPORTED_MODULE_3__/* .foldedDetailsOf */ .YS)(report, comingUp);
    const [first] = report.attention;
    const reason = first === undefined ? '' : `, ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .plainHtml */ .aT)((0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_6__/* .shortened */ .vI)(first.reason, 60))}`;
    const title = `<b>${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .plainHtml */ .aT)(names.userOf(report))}</b>: ${(0,_titles_js__WEBPACK_IMPORTED_MODULE_4__/* .standingOf */ .YP)(report)}${reason}`;
    const isShort = sizeOf(details) <= mostDetails;
    const shown = isShort ? details : 'More than fits here: the log and the output `report` have all of it.\n';
    return `<details><summary>${iconOf(report)} ${title}</summary>\n\n${shown}\n</details>`;
}


/***/ }),

/***/ 4052:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   _E: () => (/* binding */ iconOfAll),
/* harmony export */   a2: () => (/* binding */ wellOf),
/* harmony export */   bv: () => (/* binding */ urgencyOf),
/* harmony export */   cx: () => (/* binding */ activeKeysIn),
/* harmony export */   lv: () => (/* binding */ doneInRun),
/* harmony export */   ud: () => (/* binding */ nextInAll),
/* harmony export */   ue: () => (/* binding */ glanceOf)
/* harmony export */ });
/* harmony import */ var _text_listed_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(8746);
/* harmony import */ var _ranking_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8888);
/* harmony import */ var _titles_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(131);
/** Several users in a few sentences: who needs somebody, whether their keys work, what a run did, and what is next. */



/** `50 users: 2 overdue, 6 more need you; 15 on the way, 27 at rest`. `missing`: how many have no report. */
function glanceOf(reports, missing = 0) {
    const well = wellOf(reports);
    return `${urgencyOf(reports, missing)}${well === '' ? '' : `; ${well}`}`;
}
/** `50 users: 2 overdue, 6 more need you`. `missing`: how many have no report, and so need a person. */
function urgencyOf(reports, missing = 0) {
    const needing = reports.filter(_ranking_js__WEBPACK_IMPORTED_MODULE_1__/* .needsPerson */ .z6);
    const of = (standing) => needing.filter((each) => (0,_ranking_js__WEBPACK_IMPORTED_MODULE_1__/* .standingAmong */ .dv)(each) === standing).length;
    const [without, overdue] = [of('without a key'), of('overdue')];
    const worst = [without > 0 ? `${without} without an active key` : '', overdue > 0 ? `${overdue} overdue` : ''];
    const others = needing.length + missing - without - overdue;
    const lost = missing > 0 ? ` (${missing} without a report)` : '';
    const more = without + overdue > 0 ? ' more' : '';
    const asking = others > 0 ? `${others}${more} ${others === 1 ? 'needs' : 'need'} you${lost}` : '';
    const parts = [...worst, asking].filter((each) => each !== '');
    return `${counted(reports.length + missing, 'user')}: ${parts.length === 0 ? 'nothing for you to do' : parts.join(', ')}`;
}
/** `15 on the way, 27 at rest`: of those who need nobody. Empty where there are none. */
function wellOf(reports) {
    const well = reports.filter((report) => !(0,_ranking_js__WEBPACK_IMPORTED_MODULE_1__/* .needsPerson */ .z6)(report));
    const resting = well.filter(({ phase }) => phase === 'steady').length;
    const moving = well.length - resting;
    return [moving > 0 ? `${moving} on the way` : '', resting > 0 ? `${resting} at rest` : '']
        .filter((each) => each !== '')
        .join(', ');
}
/** The icon of all of them together. */
function iconOfAll(reports, missing) {
    if (reports.some(({ phase }) => phase === 'blocked'))
        return '⛔';
    if (missing > 0 || reports.some(({ failed }) => failed))
        return '❌';
    if (reports.some(_ranking_js__WEBPACK_IMPORTED_MODULE_1__/* .needsPerson */ .z6))
        return '⚠️';
    return reports.length > 0 && reports.every(({ planned }) => planned) ? '📋' : '✅';
}
/** So many users are named in a sentence. */
const mostNamed = 5;
/** Whether each of them has an active key, as far as AWS has told. Names are as they are to be shown, in Markdown. */
function activeKeysIn(reports, missing, names, shown) {
    const all = reports.length + missing.length;
    const of = (wanted) => reports.filter((each) => (0,_ranking_js__WEBPACK_IMPORTED_MODULE_1__/* .activeKeyOf */ .Li)(each) === wanted).map((each) => names.userOf(each));
    const [active, none, unknown] = [of('active').length, of('none'), [...of('unknown'), ...missing]];
    if (active === all)
        return all === 0 ? '' : `**${all === 1 ? 'The user has' : `All ${all} users have`} an active key.**`;
    const name = (users) => shown((0,_text_listed_js__WEBPACK_IMPORTED_MODULE_2__/* .listed */ .K)(users, mostNamed));
    return [
        `${active} of ${all} users ${active === 1 ? 'has' : 'have'} an active key.`,
        none.length === 0
            ? ''
            : `**None: ${name(none)}. Whatever uses ${none.length === 1 ? 'its key' : 'their keys'} fails.**`,
        unknown.length === 0 ? '' : `Not known: ${name(unknown)}.`,
    ]
        .filter((each) => each !== '')
        .join(' ');
}
/** What steps have brought about, and how it is told of several. */
const achievements = [
    ['new key published', 'new key'],
    ['old key switched off', 'old key@ switched off'],
    ['old key deleted', 'old key@ deleted'],
    ['old key switched on again', 'old key@ switched on again'],
    ['unpublished key deleted', 'unpublished key@ deleted'],
];
/** `**This run:** 7 new keys, 8 old keys switched off.` Empty where that cannot be told. */
function doneInRun(reports, missing) {
    if (reports.length > 0 && reports.every(({ planned }) => planned))
        return 'This run only planned, and changed nothing.';
    const parts = achievements.flatMap(([done, told]) => {
        const count = reports.filter((report) => report.done.includes(done)).length;
        const [noun = told, rest = ''] = told.split('@');
        return count === 0 ? [] : [`${counted(count, noun)}${rest}`];
    });
    if (parts.length > 0)
        return `**This run:** ${parts.join(', ')}.`;
    return missing === 0 && !reports.some(({ changed }) => changed) ? 'This run changed nothing.' : '';
}
/** What a step does with so many keys or users. */
const steps = {
    rotate: ['rotate', 'user'],
    verify: ['verify', 'new key'],
    publish: ['finish publishing', 'new key'],
    deactivate: ['switch off', 'old key'],
    delete: ['delete', 'old key'],
    discard: ['discard', 'unpublished key'],
};
/** So many dates are told. */
const mostDates = 3;
/** `**Next:** 17 Mar 2026, delete 8 old keys; …`: what goes on by itself, the earliest first. Empty where nothing does. */
function nextInAll(reports) {
    const going = reports.filter((report) => !(0,_ranking_js__WEBPACK_IMPORTED_MODULE_1__/* .needsPerson */ .z6)(report) && !report.planned && report.nextStep !== undefined);
    const due = ({ nextStepAt }) => (nextStepAt === undefined ? 0 : Date.parse(nextStepAt));
    const days = Map.groupBy(going.toSorted((one, other) => due(one) - due(other)), ({ nextStep = '', nextStepAt }) => {
        return JSON.stringify([nextStepAt === undefined ? 'at the next run' : (0,_titles_js__WEBPACK_IMPORTED_MODULE_0__/* .shortDay */ .tE)(Date.parse(nextStepAt)), nextStep]);
    });
    const parts = [...days.values()].slice(0, mostDates).flatMap((those) => {
        const [first] = those;
        const step = first?.nextStep === undefined ? undefined : steps[first.nextStep];
        if (first === undefined || step === undefined)
            return [];
        const when = first.nextStepAt === undefined ? 'at the next run' : (0,_titles_js__WEBPACK_IMPORTED_MODULE_0__/* .shortDay */ .tE)(due(first));
        return [`${when}, ${step[0]} ${counted(those.length, step[1])}`];
    });
    return parts.length === 0 ? '' : `**Next:** ${parts.join('; ')}.`;
}
function counted(count, what) {
    return `${count} ${what}${count === 1 ? '' : 's'}`;
}


/***/ }),

/***/ 5916:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   ew: () => (/* binding */ reassuranceOf),
/* harmony export */   gD: () => (/* binding */ headlineOf),
/* harmony export */   sG: () => (/* binding */ outcomeOf)
/* harmony export */ });
/* harmony import */ var _ranking_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8888);
/** The first line of a summary, and the title of an annotation: how a user is, in words that need no explanation. */

/** `✅ ci-bot has a new access key`; `user` as it is to be shown. */
function headlineOf(report, user) {
    return `${iconOf(report)} ${outcomeOf(report, user)}`;
}
/** `ci-bot has a new access key` */
function outcomeOf(report, user) {
    const { phase, failed, planned } = report;
    if (phase === 'blocked')
        return `${user} needs you`;
    if (failed)
        return `${user}${afterFailure(report)}`;
    if (planned)
        return `${user}: ${planOf(report)}`;
    return `${user}${afterSuccess(report)}`;
}
/** That a run that failed has changed nothing, where that is so. */
function reassuranceOf({ failed, changed, keys }) {
    if (!failed || changed)
        return '';
    const [key, another] = keys ?? [];
    return key?.status === 'Active' && another === undefined
        ? 'Nothing was changed; your key still works.'
        : 'Nothing was changed.';
}
function iconOf(report) {
    const { phase, failed, planned, tooOld } = report;
    if (phase === 'blocked')
        return '⛔';
    if (failed)
        return tooOld === undefined ? '❌' : iconsOfAge[tooOld];
    if (planned)
        return '📋';
    return (0,_ranking_js__WEBPACK_IMPORTED_MODULE_0__/* .needsPerson */ .z6)(report) ? '⚠️' : phase === 'rotating' ? '🔄' : '✅';
}
const iconsOfAge = { 'goes by itself': '⚠️', 'only planned': '📋', stays: '❌' };
function planOf({ nextStep, attention }) {
    if (nextStep !== 'rotate')
        return 'a rotation is to go on';
    return attention.length === 0 ? 'ready to rotate' : 'a rotation is due';
}
function afterFailure({ phase, done, changed, rotated, tooOld }) {
    const did = (what) => done.includes(what);
    if (tooOld === 'only planned')
        return ': a rotation is overdue';
    if (tooOld === 'goes by itself')
        return inUse(rotated || did('new key published'));
    if (did('old key switched on again'))
        return ': the old key is on again';
    if (rotated && phase === 'rotating')
        return ': the new key is not proven';
    if (phase === 'rotating')
        return ': the rotation is not finished';
    if (!changed && phase === 'steady')
        return ' was not rotated';
    if (phase === 'recovery')
        return ': the old key is not deleted yet';
    return phase === 'overlap' ? ': the old key cannot go yet' : ': this run failed';
}
function afterSuccess({ phase, done, held, rotated, warnings, attention }) {
    const did = (what) => done.includes(what);
    if (phase === 'rotating')
        return held ? ': the new key waits for its proof' : ': the rotation goes on in the next run';
    if (rotated || did('new key published'))
        return inUse(true);
    if (held && phase === 'steady')
        return ': no new key yet';
    if (held)
        return phase === 'recovery' ? ': the old key stays for now' : ': the old key cannot go yet';
    if (phase === 'recovery')
        return did('old key switched off') ? ': the old key is switched off' : ': the old key is off';
    if (phase === 'overlap')
        return inUse(false);
    if (did('old key deleted'))
        return ': the old key is deleted';
    return attention.length > 0 && warnings.length > 0 ? ': please look at this' : ': nothing is due';
}
function inUse(isNew) {
    return isNew ? ' has a new access key' : ': the new key is in use';
}


/***/ }),

/***/ 9472:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   KT: () => (/* binding */ named),
/* harmony export */   l2: () => (/* binding */ capitalized),
/* harmony export */   m1: () => (/* binding */ nameOfKey),
/* harmony export */   m_: () => (/* binding */ shortId),
/* harmony export */   tu: () => (/* binding */ wordsFor)
/* harmony export */ });
/* harmony import */ var _titles_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(131);

/** `the new key`, `the old key`; undefined for a key that nothing explains. */
function nameOfKey({ id, label, status }, keys) {
    const has = (other) => keys.some((each) => each.id !== id && each.label === other);
    switch (label) {
        case 'pending':
            return 'the new key';
        case 'previous':
            return 'the old key';
        case 'current':
            if (has('previous'))
                return 'the new key';
            return has('pending') ? 'the old key' : 'the key';
        case 'unknown':
            return keys.length === 1 && status !== 'Active' ? 'the key' : undefined;
    }
}
/** `2PFAEF4J`: the end of an ID tells the two keys of a user apart, and is short. */
function shortId(id) {
    return id.slice(-8);
}
/**
 * Gives the keys of a report their names in a text, wherever their IDs stand in it; `withEnds`: with the end of the ID at
 * the first mention of each.
 */
function namingKeysOf({ keys = [], steps }, withEnds = false) {
    const names = new Map();
    // A key that this run has deleted is in its steps alone.
    for (const { step } of steps) {
        const [, verb, id] = /^(Delete|Discard) (\w+)$/.exec(step) ?? [];
        if (id !== undefined)
            names.set(id, verb === 'Delete' ? 'the old key' : 'the unpublished key');
    }
    for (const key of keys) {
        const name = nameOfKey(key, keys);
        if (name !== undefined)
            names.set(key.id, name);
    }
    const end = (id) => (withEnds ? ` …${shortId(id)}` : '');
    return (text) => [...names].reduce((told, [id, name]) => named(told, id, name, end(id)), text);
}
/** How people are told of a report: keys by their names, and times as people read them. */
function wordsFor(report, withEnds = false) {
    const name = namingKeysOf(report, withEnds);
    return (text) => (0,_titles_js__WEBPACK_IMPORTED_MODULE_0__/* .withReadableTimes */ .X3)(name(text), Date.parse(report.at));
}
/**
 * A text in which a key has its name in the place of its ID; `first` stands behind the first mention. Whoever is to look a
 * key up, or to choose between keys that are described, needs the ID itself.
 */
function named(text, id, name, first = '') {
    let behind = first;
    const before = '(?:\\b[Tt]he (?:(?:new|old|current) )?key,? )?';
    const mention = new RegExp(`${before}\\b(?<!access key )${id}\\b(?! \\((?:Active|Inactive),)(, the key in use\\b)?`, 'g');
    return text.replaceAll(mention, (found, inUse, offset) => {
        const begins = found.startsWith('The') || /[.!?]\s$/.test(text.slice(Math.max(0, offset - 2), offset));
        const shown = inUse === undefined ? `${name}${behind}` : 'the key in use';
        if (inUse === undefined)
            behind = '';
        return begins ? capitalized(shown) : shown;
    });
}
/** With a capital letter. */
function capitalized(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
}


/***/ }),

/***/ 3021:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   OS: () => (/* binding */ more),
/* harmony export */   aT: () => (/* binding */ plainHtml),
/* harmony export */   aY: () => (/* binding */ code),
/* harmony export */   dD: () => (/* binding */ plainCell),
/* harmony export */   nf: () => (/* binding */ link),
/* harmony export */   pj: () => (/* binding */ plain)
/* harmony export */ });
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2708);
/** Markdown that holds text from elsewhere. */

/** Whose pages a summary may link to: GitHub's own, wherever it is, and those that messages of ours name. */
const linked = ['github.com', 'docs.github.com', 'www.githubstatus.com', 'docs.aws.amazon.com', 'nodejs.org'];
/** Alone in an element, as GitHub reads no mention, issue or address of mail across one; whoever copies it gets it as it is. */
const alone = (character) => `<span>${character}</span>`;
const entities = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '@': alone('@'),
    '#': alone('#'),
};
/** What GitHub would read as markup; an underscore between letters is none. https://github.github.com/gfm/ */
const markup = /[&<>@#]|[\\`*~|$[\]]|(?<![^\W_])_|_(?![^\W_])|\b(?:https?|ftp):\/\/|\bwww\./gi;
/** Text from elsewhere, such as a provider's message, on one line: no markup or mention, and links to `linked` only. */
function plain(text) {
    return onOneLine(text)
        .split(addresses())
        .map((part, index) => (index % 2 === 1 ? part.replaceAll('&', '&amp;') : part.replaceAll(markup, escaped)))
        .join('');
}
/** What a cell has on one line, in characters: three columns of such words fit a phone. */
const longestWord = 12;
/** A part of a name that is little longer stays whole. */
const longestPart = 14;
/** The same for a cell of a table, which would be as wide as its longest word: names may break within. */
function plainCell(text) {
    return onOneLine(text)
        .split(' ')
        .map((word) => (word.length <= longestPart || word.includes('://') ? plain(word) : broken(word)))
        .join(' ');
}
/** Breaks behind what parts a name, else after so many characters; whoever copies it gets it as it is. */
function broken(word) {
    const pieces = word.match(/[^-_./:@+=,]*[-_./:@+=,]?/g) ?? [];
    const lines = [];
    for (const piece of pieces.flatMap((each) => each.match(new RegExp(`.{1,${longestPart}}`, 'gu')) ?? [])) {
        const line = `${lines.at(-1) ?? ''}${piece}`;
        if (lines.length > 0 && line.length <= longestWord)
            lines.splice(-1, 1, line);
        else
            lines.push(piece);
    }
    return lines.map(plain).join('<wbr>');
}
/** Text from elsewhere inside of a line of HTML, where no escape of Markdown counts: no element, mention or address. */
function plainHtml(text) {
    return onOneLine(text).replaceAll(/[&<>@#]/g, (character) => entities[character] ?? '');
}
function onOneLine(text) {
    return (0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_0__/* .shown */ .SP)(text)
        .split('\n')
        .map((each) => each.trim())
        .filter((each) => each !== '')
        .join(' ');
}
/** A link, where the summary may link to that page; else the text alone. Both may be from elsewhere. */
function link(text, url) {
    const [before, address, after] = url === undefined ? [] : url.split(addresses());
    return before === '' && after === '' && address !== undefined ? `[${plain(text)}](${address})` : plain(text);
}
/** `([more](address))`; empty without an address that the summary may link to. */
function more(address) {
    const shown = link('more', address);
    return shown === 'more' ? '' : `(${shown})`;
}
/** Lines that are shown as they are; none of them may begin with three backticks. */
function code(text, language) {
    return [`\`\`\`${language}`, ...text.split('\n').map(_text_presentable_js__WEBPACK_IMPORTED_MODULE_0__/* .shown */ .SP), '```'];
}
function escaped(found) {
    return found.length === 1 ? (entities[found] ?? `\\${found}`) : found.replace(/[:.]/, '\\$&');
}
/** Matches the addresses that stay links, and nothing behind them that could be markup. */
function addresses() {
    const server = URL.parse(process.env['GITHUB_SERVER_URL'] ?? '')?.host ?? 'github.com';
    const hosts = [...linked, server].map((host) => host.replaceAll(/[^\w-]/g, '\\$&')).join('|');
    return new RegExp(String.raw `(\bhttps://(?:${hosts})(?=[/?#\s)]|$)(?:[/?#][\w./?#=&%+,:-]*)?)`);
}


/***/ }),

/***/ 8871:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   CY: () => (/* binding */ remedyForMissing),
/* harmony export */   HE: () => (/* binding */ matterIn),
/* harmony export */   MF: () => (/* binding */ noReport),
/* harmony export */   hN: () => (/* binding */ needsOf)
/* harmony export */ });
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5557);
/* harmony import */ var _text_listed_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(8746);
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(2708);
/* harmony import */ var _key_names_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(9472);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(3021);
/* harmony import */ var _ranking_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(8888);
/* harmony import */ var _reason_names_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(8977);
/* harmony import */ var _troubleshooting_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(7263);
/** What has to be done for several users, one line for all of whom the same is asked. */








/** What stands for the report of a user whose job left none. */
const noReport = 'its job did not get that far';
/** What to do about that. */
const remedyForMissing = 'Look at its job, and run it again.';
/** So many lines stand above the table, and so many users in each; the table has all of them. */
const most = 10;
/** What is the matter takes no more of a line than this; the details have all of it. */
const longestWhat = 130;
/** The first sentence of a remedy takes no more than this, and others are told while all take no more than that. */
const longestRemedy = { first: 170, all: 130 };
/** The box of what a person has to do, as Markdown, in the order of the reports; empty where nobody is needed. */
function needsOf(reports, missing, names) {
    const needing = reports.filter(_ranking_js__WEBPACK_IMPORTED_MODULE_5__/* .needsPerson */ .z6).map((report) => needOf(report, names));
    const failed = reports.filter((report) => (0,_ranking_js__WEBPACK_IMPORTED_MODULE_5__/* .needsPerson */ .z6)(report) && (report.failed || report.phase === 'blocked')).length;
    const all = [...needing.slice(0, failed), ...missing.map(needOfMissing), ...needing.slice(failed)];
    if (all.length === 0)
        return '';
    const groups = [...Map.groupBy(all, (need) => JSON.stringify(sameness(need))).values()];
    const others = groups.slice(most).reduce((sum, group) => sum + group.length, 0);
    return [
        `> [!${failed + missing.length > 0 ? 'CAUTION' : 'WARNING'}]`,
        ...groups.slice(0, most).map((group) => `> - ${lineOf(group)}`),
        ...(others > 0 ? [`> - and ${others} more, which the table names`] : []),
    ].join('\n');
}
function needOf(report, names) {
    const { user: bearer, overdueKeyAgeDays, because, attention } = report;
    const standing = (0,_ranking_js__WEBPACK_IMPORTED_MODULE_5__/* .standingAmong */ .dv)(report);
    const [first, ...others] = attention;
    const told = (0,_key_names_js__WEBPACK_IMPORTED_MODULE_1__/* .wordsFor */ .tu)(report);
    const asked = first === undefined ? { what: because, remedy: '' } : ofOneProblem(first);
    return {
        user: names.userOf(report),
        bearer,
        standing,
        ageDays: standing === 'overdue' ? overdueKeyAgeDays : undefined,
        reason: first?.reason ?? report.phase,
        what: (0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .asSentence */ .KG)(told(asked.what)),
        remedy: told(asked.remedy),
        address: (0,_troubleshooting_js__WEBPACK_IMPORTED_MODULE_4__/* .moreAbout */ .L)(first?.what ?? because)[0],
        others: others.length,
    };
}
function needOfMissing(user) {
    const what = `There is no report: ${noReport}.`;
    const need = { user, bearer: user, standing: 'missing', ageDays: undefined, address: undefined, others: 0 };
    return { ...need, reason: 'no report', what, remedy: remedyForMissing };
}
/** Of a list of problems the first, and what helps against it: that stands behind its first sentence, if anywhere. */
function ofOneProblem({ what, remedy }) {
    const [first, ...others] = what.split('\n').filter((line) => line.startsWith('- '));
    if (first === undefined)
        return { what, remedy };
    const [problem = '', ...help] = sentencesOf(first.slice(2));
    const count = others.length === 0 ? '' : ` (and ${others.length} more)`;
    return { what: `${problem.replace(/\.$/, '')}${count}`, remedy: help.length === 0 ? remedy : help.join(' ') };
}
function sentencesOf(text) {
    return (text
        .replaceAll('\n', ' ')
        .match(/.+?(?:[.!?](?=\s)|$)/g)
        ?.map((each) => each.trim()) ?? []);
}
/** What users have in common who stand in one line. */
function sameness({ reason, standing, what, remedy, bearer, others }) {
    const said = (0,_reason_names_js__WEBPACK_IMPORTED_MODULE_3__/* .isManifold */ .v9)(reason) ? withoutName(what, bearer) : '';
    return [standing, reason, said, withoutName(inShort(remedy), bearer), others];
}
/** A text that is the same for every user. A name of letters alone may be a word, and stays. */
function withoutName(text, name) {
    return /^[a-z]*$/i.test(name)
        ? text
        : text.split(new RegExp(`(?<![\\w.-])${name.replaceAll(/\W/g, '\\$&')}(?![\\w-])`)).join('NAME');
}
function lineOf(group) {
    const [first] = group;
    if (first === undefined)
        return '';
    const isOne = group.length === 1;
    const who = (0,_text_listed_js__WEBPACK_IMPORTED_MODULE_6__/* .listed */ .K)(group.map(({ user }) => user), most);
    const ages = group.flatMap(({ ageDays }) => ageDays ?? []);
    const age = ages.length === 0 ? '' : ` (**overdue, ${new Set(ages).size > 1 ? 'up to ' : ''}${Math.max(...ages)} days old**)`;
    const isShared = group.every(({ remedy }) => remedy === first.remedy);
    const remedy = inShort(isShared ? first.remedy : withoutName(first.remedy, first.bearer));
    const others = first.others === 0 ? '' : ` (and ${first.others} more)`;
    const told = [remedy === '' ? '' : `→ ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .plain */ .pj)(remedy)}`, (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .more */ .OS)(first.address)].filter((each) => each !== '');
    return `**${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .plain */ .pj)(who)}**${age}${[matterOf(first, isOne), ...told].join(' ')}${others}`;
}
/** What is the matter, in a short sentence about one user, or as the reason has it. */
function matterOf({ what, reason, bearer }, isOne) {
    const [sentence = ''] = sentencesOf(isOne ? what : withoutName(what, bearer));
    const own = `${bearer} `;
    if ((0,_reason_names_js__WEBPACK_IMPORTED_MODULE_3__/* .isManifold */ .v9)(reason))
        return `: ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .plain */ .pj)(inBrief(sentence, longestWhat))}`;
    if (!isOne || sentence.length > longestWhat)
        return `: ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .plain */ .pj)((0,_key_names_js__WEBPACK_IMPORTED_MODULE_1__/* .capitalized */ .l2)(reason))}.`;
    if (sentence.startsWith(own))
        return ` ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .plain */ .pj)(sentence.slice(own.length))}`;
    return `: ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .plain */ .pj)(sentence.includes(bearer) ? `${(0,_key_names_js__WEBPACK_IMPORTED_MODULE_1__/* .capitalized */ .l2)(reason)}.` : sentence)}`;
}
/** A beginning that is shorter says nothing. */
const tellingLength = 24;
/** The beginning of what is the matter with a user, where its reason does not tell. Empty where it does. */
function matterIn({ attention, ...report }, longest) {
    const [first] = attention;
    if (first === undefined || !(0,_reason_names_js__WEBPACK_IMPORTED_MODULE_3__/* .isManifold */ .v9)(first.reason))
        return '';
    const [sentence = ''] = sentencesOf((0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .asSentence */ .KG)((0,_key_names_js__WEBPACK_IMPORTED_MODULE_1__/* .wordsFor */ .tu)(report)(ofOneProblem(first).what)));
    const brief = inBrief(sentence, longest).replace(/\.$/, '');
    return brief.endsWith('…') && brief.length < tellingLength ? '' : brief;
}
/** A sentence without its details, or cut where it has none. */
function inBrief(sentence, longest) {
    const [matter = '', ...details] = sentence.split(/:(?= )/);
    return sentence.length <= longest || details.length === 0 ? cut(sentence, longest) : cut(`${matter}.`, longest);
}
/** The first sentences of a remedy, as many as fit, and one at least. */
function inShort(remedy) {
    const [first = '', ...others] = sentencesOf(remedy);
    let text = cut(first, longestRemedy.first);
    for (const each of others) {
        if (text.length + each.length >= longestRemedy.all)
            break;
        text += ` ${each}`;
    }
    return text;
}
/** Cut at a semicolon or else between two words, where nothing is open that is to be closed: a bracket or a quotation. */
function cut(text, longest) {
    if (text.length <= longest)
        return text;
    const isClosed = (end) => {
        const before = text.slice(0, end);
        const count = (mark) => before.match(mark)?.length ?? 0;
        return count(/[([{“]/g) === count(/[)\]}”]/g) && count(/"/g) % 2 === 0 && count(/`/g) % 2 === 0;
    };
    const clause = text.lastIndexOf('; ', longest - 1);
    if (clause > longest / 2 && isClosed(clause))
        return `${text.slice(0, clause)}.`;
    for (let end = text.lastIndexOf(' ', longest - 1); end > longest / 2; end = text.lastIndexOf(' ', end - 1)) {
        if (isClosed(end))
            return `${text.slice(0, end).replace(/[,:;]$/, '')}…`;
    }
    return (0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_7__/* .shortened */ .vI)(text, longest);
}


/***/ }),

/***/ 8888:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Li: () => (/* binding */ activeKeyOf),
/* harmony export */   Zl: () => (/* binding */ attentionOfAll),
/* harmony export */   dv: () => (/* binding */ standingAmong),
/* harmony export */   md: () => (/* binding */ worstFirst),
/* harmony export */   wX: () => (/* binding */ namesIn),
/* harmony export */   z6: () => (/* binding */ needsPerson)
/* harmony export */ });
/** Where a user stands among others, the worst first. Those up to `failed` have failed, or are blocked. */
const standings = [
    'without a key',
    'overdue',
    'failed',
    'held',
    'attention',
    'rotating',
    'recovery',
    'overlap',
    'steady',
];
/** Where a user stands among others. */
function standingAmong(report) {
    const { failed, held, attention, phase, overdueKeyAgeDays } = report;
    if (failed || phase === 'blocked') {
        if (activeKeyOf(report) === 'none')
            return 'without a key';
        return overdueKeyAgeDays === undefined ? 'failed' : 'overdue';
    }
    if (held)
        return 'held';
    return attention.length > 0 ? 'attention' : phase;
}
/** Whether a person has to do something for this user. */
function needsPerson(report) {
    return !['rotating', 'recovery', 'overlap', 'steady'].includes(standingAmong(report));
}
/**
 * Whether AWS lets the key in use sign requests: `none` where it is off or there is none, and whatever uses it fails.
 * Of several keys of which nothing tells which one is in use, that is known only where they are all the same.
 */
function activeKeyOf({ keys }) {
    if (keys === undefined)
        return 'unknown';
    const current = keys.filter(({ label }) => label === 'current');
    // While a rotation publishes, jobs may have either key.
    const inUse = current.length === 0 ? keys : keys.filter(({ label }) => label === 'current' || label === 'pending');
    if (inUse.every(({ status }) => status === 'Active'))
        return inUse.length === 0 ? 'none' : 'active';
    return inUse.every(({ status }) => status === 'Inactive') ? 'none' : 'unknown';
}
/** The worst first; of equals the one with the oldest key, and then as they came. */
function worstFirst(all) {
    const rank = ({ report }) => standings.indexOf(standingAmong(report));
    const age = ({ report }) => report.overdueKeyAgeDays ?? report.keyAgeDays ?? -1;
    return all.toSorted((one, other) => rank(one) - rank(other) || age(other) - age(one));
}
/** What a person has to do for all of them, the worst first. */
function attentionOfAll(reports) {
    return worstFirst(reports.map((report) => ({ report }))).flatMap(({ report: { user, account, attention } }) => attention.map((each) => ({ user, account, ...each })));
}
/** AWS's account numbers have twelve digits; logs and summaries show the last four. */
const fewestDigits = 4;
/**
 * How these accounts are shown: `…3333`. A summary of a public repository is as public as its log, which shortens them
 * too, and the last digits tell most accounts apart. Where they do not, there are as many as it takes.
 */
function accountNames(accounts) {
    const different = [...new Set(accounts)];
    let digits = fewestDigits;
    while (new Set(different.map((each) => each.slice(-digits))).size < different.length)
        digits += 1;
    return (account) => (digits < account.length ? `…${account.slice(-digits)}` : account);
}
/** The names of these users. */
function namesIn(reports) {
    const accounts = new Set(reports.map(({ account }) => account));
    const shown = accountNames([...accounts].flatMap((account) => account ?? []));
    const accountOf = ({ account }) => account && shown(account);
    const bearers = new Map();
    for (const { user } of reports)
        bearers.set(user, (bearers.get(user) ?? 0) + 1);
    const [first] = reports;
    const sameAccount = accounts.size === 1 && first !== undefined ? accountOf(first) : undefined;
    return {
        accountOf,
        userOf(report) {
            const isShared = (bearers.get(report.user) ?? 0) > 1;
            return isShared ? `${report.user} (${accountOf(report) ?? 'account unknown'})` : report.user;
        },
        sameAccount,
        hasColumn: sameAccount === undefined && accounts.size > 1,
    };
}


/***/ }),

/***/ 8977:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   DX: () => (/* binding */ reasonOfHold),
/* harmony export */   mT: () => (/* binding */ reasonOfStep),
/* harmony export */   v9: () => (/* binding */ isManifold),
/* harmony export */   vv: () => (/* binding */ manifold)
/* harmony export */ });
/** Reasons why a person is needed, in about three words: for tables, and to tell which users ask the same. */
/** What a wait that a person may have to end is called. */
const reasonOfHold = {
    'users of the old key': 'old key in use',
    'unfinished runs': 'unfinished runs',
    'same name nearby': 'same name nearby',
    'another configuration': 'another configuration',
    'secrets written elsewhere': 'secrets rewritten',
    'unreadable last use': 'last use unreadable',
    'missing verdict': 'no verdict yet',
};
/** Of different causes under one name, only the message tells which. */
const manifold = {
    notReady: 'not ready',
    notRead: 'user not readable',
    ended: 'run did not finish',
    blocked: 'blocked',
};
/** Whether the reason says so little that only the message tells what is the matter. */
function isManifold(reason) {
    return Object.values(manifold).includes(reason) || Object.values(reasonOfStep).includes(reason);
}
/** What a step that went wrong has not brought about. */
const reasonOfStep = {
    create: 'no key created',
    safeguard: 'recovery secret not written',
    publish: 'secrets not written',
    deactivate: 'old key not switched off',
    reactivate: 'old key not switched on',
    delete: 'old key not deleted',
    discard: 'key not discarded',
    clear: 'recovery secret not deleted',
};


/***/ }),

/***/ 9597:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  fz: () => (/* binding */ annotate),
  Ah: () => (/* binding */ annotationsLeft),
  vA: () => (/* binding */ asJson),
  TU: () => (/* binding */ concealed),
  br: () => (/* binding */ largestSummary),
  dK: () => (/* binding */ mask),
  yy: () => (/* binding */ print),
  UM: () => (/* binding */ printFolded),
  uH: () => (/* binding */ setOutput),
  eh: () => (/* binding */ summarize),
  w9: () => (/* binding */ takeOver)
});

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __nccwpck_require__(7975);
// EXTERNAL MODULE: external "os"
var external_os_ = __nccwpck_require__(857);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_.EOL);
}
function issue(name, message = '') {
    issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map
;// CONCATENATED MODULE: external "crypto"
const external_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");
// EXTERNAL MODULE: external "fs"
var external_fs_ = __nccwpck_require__(9896);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_.appendFileSync(filePath, `${toCommandValue(message)}${external_os_.EOL}`, {
        encoding: 'utf8'
    });
}
function prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_namespaceObject.randomUUID()}`;
    const convertedValue = toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_.EOL}${convertedValue}${external_os_.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/summary.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { access, appendFile, writeFile } = external_fs_.promises;
const SUMMARY_ENV_VAR = 'GITHUB_STEP_SUMMARY';
const SUMMARY_DOCS_URL = 'https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions#adding-a-job-summary';
class Summary {
    constructor() {
        this._buffer = '';
    }
    /**
     * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
     * Also checks r/w permissions.
     *
     * @returns step summary file path
     */
    filePath() {
        return __awaiter(this, void 0, void 0, function* () {
            if (this._filePath) {
                return this._filePath;
            }
            const pathFromEnv = process.env[SUMMARY_ENV_VAR];
            if (!pathFromEnv) {
                throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
            }
            try {
                yield access(pathFromEnv, external_fs_.constants.R_OK | external_fs_.constants.W_OK);
            }
            catch (_a) {
                throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
            }
            this._filePath = pathFromEnv;
            return this._filePath;
        });
    }
    /**
     * Wraps content in an HTML tag, adding any HTML attributes
     *
     * @param {string} tag HTML tag to wrap
     * @param {string | null} content content within the tag
     * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
     *
     * @returns {string} content wrapped in HTML element
     */
    wrap(tag, content, attrs = {}) {
        const htmlAttrs = Object.entries(attrs)
            .map(([key, value]) => ` ${key}="${value}"`)
            .join('');
        if (!content) {
            return `<${tag}${htmlAttrs}>`;
        }
        return `<${tag}${htmlAttrs}>${content}</${tag}>`;
    }
    /**
     * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
     *
     * @param {SummaryWriteOptions} [options] (optional) options for write operation
     *
     * @returns {Promise<Summary>} summary instance
     */
    write(options) {
        return __awaiter(this, void 0, void 0, function* () {
            const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
            const filePath = yield this.filePath();
            const writeFunc = overwrite ? writeFile : appendFile;
            yield writeFunc(filePath, this._buffer, { encoding: 'utf8' });
            return this.emptyBuffer();
        });
    }
    /**
     * Clears the summary buffer and wipes the summary file
     *
     * @returns {Summary} summary instance
     */
    clear() {
        return __awaiter(this, void 0, void 0, function* () {
            return this.emptyBuffer().write({ overwrite: true });
        });
    }
    /**
     * Returns the current summary buffer as a string
     *
     * @returns {string} string of summary buffer
     */
    stringify() {
        return this._buffer;
    }
    /**
     * If the summary buffer is empty
     *
     * @returns {boolen} true if the buffer is empty
     */
    isEmptyBuffer() {
        return this._buffer.length === 0;
    }
    /**
     * Resets the summary buffer without writing to summary file
     *
     * @returns {Summary} summary instance
     */
    emptyBuffer() {
        this._buffer = '';
        return this;
    }
    /**
     * Adds raw text to the summary buffer
     *
     * @param {string} text content to add
     * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
     *
     * @returns {Summary} summary instance
     */
    addRaw(text, addEOL = false) {
        this._buffer += text;
        return addEOL ? this.addEOL() : this;
    }
    /**
     * Adds the operating system-specific end-of-line marker to the buffer
     *
     * @returns {Summary} summary instance
     */
    addEOL() {
        return this.addRaw(external_os_.EOL);
    }
    /**
     * Adds an HTML codeblock to the summary buffer
     *
     * @param {string} code content to render within fenced code block
     * @param {string} lang (optional) language to syntax highlight code
     *
     * @returns {Summary} summary instance
     */
    addCodeBlock(code, lang) {
        const attrs = Object.assign({}, (lang && { lang }));
        const element = this.wrap('pre', this.wrap('code', code), attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML list to the summary buffer
     *
     * @param {string[]} items list of items to render
     * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
     *
     * @returns {Summary} summary instance
     */
    addList(items, ordered = false) {
        const tag = ordered ? 'ol' : 'ul';
        const listItems = items.map(item => this.wrap('li', item)).join('');
        const element = this.wrap(tag, listItems);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML table to the summary buffer
     *
     * @param {SummaryTableCell[]} rows table rows
     *
     * @returns {Summary} summary instance
     */
    addTable(rows) {
        const tableBody = rows
            .map(row => {
            const cells = row
                .map(cell => {
                if (typeof cell === 'string') {
                    return this.wrap('td', cell);
                }
                const { header, data, colspan, rowspan } = cell;
                const tag = header ? 'th' : 'td';
                const attrs = Object.assign(Object.assign({}, (colspan && { colspan })), (rowspan && { rowspan }));
                return this.wrap(tag, data, attrs);
            })
                .join('');
            return this.wrap('tr', cells);
        })
            .join('');
        const element = this.wrap('table', tableBody);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds a collapsable HTML details element to the summary buffer
     *
     * @param {string} label text for the closed state
     * @param {string} content collapsable content
     *
     * @returns {Summary} summary instance
     */
    addDetails(label, content) {
        const element = this.wrap('details', this.wrap('summary', label) + content);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML image tag to the summary buffer
     *
     * @param {string} src path to the image you to embed
     * @param {string} alt text description of the image
     * @param {SummaryImageOptions} options (optional) addition image attributes
     *
     * @returns {Summary} summary instance
     */
    addImage(src, alt, options) {
        const { width, height } = options || {};
        const attrs = Object.assign(Object.assign({}, (width && { width })), (height && { height }));
        const element = this.wrap('img', null, Object.assign({ src, alt }, attrs));
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML section heading element
     *
     * @param {string} text heading text
     * @param {number | string} [level=1] (optional) the heading level, default: 1
     *
     * @returns {Summary} summary instance
     */
    addHeading(text, level) {
        const tag = `h${level}`;
        const allowedTag = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].includes(tag)
            ? tag
            : 'h1';
        const element = this.wrap(allowedTag, text);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML thematic break (<hr>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addSeparator() {
        const element = this.wrap('hr', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML line break (<br>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addBreak() {
        const element = this.wrap('br', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML blockquote to the summary buffer
     *
     * @param {string} text quote text
     * @param {string} cite (optional) citation url
     *
     * @returns {Summary} summary instance
     */
    addQuote(text, cite) {
        const attrs = Object.assign({}, (cite && { cite }));
        const element = this.wrap('blockquote', text, attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML anchor tag to the summary buffer
     *
     * @param {string} text link text/content
     * @param {string} href hyperlink
     *
     * @returns {Summary} summary instance
     */
    addLink(text, href) {
        const element = this.wrap('a', text, { href });
        return this.addRaw(element).addEOL();
    }
}
const _summary = new Summary();
/**
 * @deprecated use `core.summary`
 */
const markdownSummary = (/* unused pure expression or super */ null && (_summary));
const summary = _summary;
//# sourceMappingURL=summary.js.map
// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __nccwpck_require__(5557);
// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __nccwpck_require__(2708);
// EXTERNAL MODULE: ./lib/report/annotation.js
var annotation = __nccwpck_require__(8393);
;// CONCATENATED MODULE: ./lib/report/runner.js
/**
 * The one place that speaks to the runner: log, annotations, masks, outputs and job summary. Whatever is printed passes
 * `safe`, so that no text from elsewhere is a command, and no secret that this run knows is shown.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */

// The entry of the package brings an OIDC client along, and with it undici, which takes longer to load than all that a
// refused input needs; its `exports` name nothing smaller.






/** Values of fewer characters are left to the runner: they may be words. */
const shortestSecret = 8;
/** What this run has masked, in every form in which it would print it, the longest first. */
let secrets = [];
/** Keeps a secret out of everything that is printed from here on, by the runner and by this action itself. */
function mask(value) {
    if (value.trim() === '' || secrets.includes(value))
        return;
    issueCommand('add-mask', {}, value);
    const lines = [value, ...value.split(/[\r\n]/)].map((each) => each.trim());
    const forms = lines.filter((each) => each.length >= shortestSecret).flatMap((each) => [each, (0,presentable/* shown */.SP)(each)]);
    secrets = [...new Set([...secrets, ...forms])].sort((one, other) => other.length - one.length);
}
/** A text for a file, without what this run has masked. */
function concealed(text) {
    return secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
}
function safe(text) {
    return (0,presentable/* harmless */.Is)(concealed(text));
}
/** Prints to the log. */
function print(text) {
    process.stdout.write(`${safe(text)}\n`);
}
/** Prints lines to the log that are folded under a title; nothing comes between them. */
function printFolded(title, lines) {
    issueCommand('group', {}, (0,presentable/* presentable */.KC)(concealed(title)));
    for (const each of lines)
        print(each);
    issueCommand('endgroup', {}, '');
}
/** GitHub shows so many annotations of a step in each level: https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md#limitations */
const mostAnnotations = 10;
const annotated = { error: 0, warning: 0, notice: 0 };
/** How many more annotations of a level GitHub would show. */
function annotationsLeft(level) {
    return Math.max(0, mostAnnotations - annotated[level]);
}
/** Annotates the page of the run, and the log. Where message and remedy are too long together, the message is cut. */
function annotate(level, message, remedy = '', title) {
    annotated[level] += 1;
    const properties = title === undefined ? {} : { title: (0,presentable/* presentable */.KC)(concealed(title)) };
    issueCommand(level, properties, (0,annotation/* fitted */.$)(safe(message), safe(remedy)));
}
/** Whether the file that the runner takes outputs from has not been missing yet. */
let hasOutputs = true;
/**
 * Sets an output to a text, or to an object as JSON. A later step that prints it prints no command of the runner. Outputs
 * that cannot be written are a warning: what the run has done is told all the same.
 */
function setOutput(name, value) {
    const text = typeof value === 'string' ? value : asJson(value);
    try {
        issueFileCommand('OUTPUT', prepareKeyValueMessage(name, text));
    }
    catch (failure) {
        // All outputs go into one file: once is enough.
        if (hasOutputs)
            annotate('warning', `The outputs could not be written: ${(0,problem/* messageOf */.bD)(failure)}`);
        hasOutputs = false;
    }
}
/** An object as outputs and files have it: whoever prints it prints no secret, and no command of the runner. */
function asJson(value) {
    return JSON.stringify(value, (_, each) => (typeof each === 'string' ? safe(each) : each));
}
/** GitHub refuses a summary of more than 1 MiB; masking may lengthen it by a little. */
const largestSummary = 1_000_000;
/** Writes the job summary. A summary that cannot be written is a warning, and does not fail the run. */
async function summarize(markdown) {
    try {
        await summary.addRaw(limited(concealed(markdown))).write();
    }
    catch (failure) {
        annotate('warning', `The job summary could not be written: ${(0,problem/* messageOf */.bD)(failure)}`);
    }
}
/** As many lines as there is room for; one that is too long by itself is cut. */
function limited(markdown) {
    const bytes = Buffer.from(markdown, 'utf8');
    if (bytes.length <= largestSummary)
        return markdown;
    const head = bytes.subarray(0, largestSummary).toString('utf8');
    const end = head.lastIndexOf('\n');
    const kept = end > largestSummary / 2 ? head.slice(0, end) : (0,presentable/* shortened */.vI)(head, head.length - 1);
    return `${kept}\n\n*The summary is longer than GitHub shows. The log of this step has all of it.*\n`;
}
/** Warnings of Node that speak to developers. */
const forDevelopers = ['DeprecationWarning', 'ExperimentalWarning'];
/**
 * Makes this the only place that prints: what libraries tell the console and what Node warns of may quote text from
 * elsewhere, and would reach the runner as it is. An error that nobody has caught ends the process, in one line.
 */
function takeOver() {
    for (const method of ['log', 'info', 'warn', 'error', 'debug']) {
        console[method] = (...parts) => print((0,presentable/* presentable */.KC)((0,external_node_util_.format)(...parts)));
    }
    process.removeAllListeners('warning');
    process.on('warning', (warning) => {
        if (!forDevelopers.includes(warning.name))
            print(`${warning.name}: ${(0,problem/* messageOf */.bD)(warning)}`);
    });
    process.on('uncaughtException', (failure) => {
        annotate('error', (0,problem/* asSentence */.KG)((0,problem/* messageOf */.bD)(failure)), (0,problem/* remedyOf */.SM)(failure));
        process.exit(1);
    });
}


/***/ }),

/***/ 3394:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   U0: () => (/* binding */ failureSummaryOf),
/* harmony export */   YG: () => (/* binding */ summaryOf),
/* harmony export */   YS: () => (/* binding */ foldedDetailsOf)
/* harmony export */ });
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5557);
/* harmony import */ var _attention_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4120);
/* harmony import */ var _headline_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(5916);
/* harmony import */ var _key_names_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(9472);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(3021);
/* harmony import */ var _titles_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(131);
/* harmony import */ var _troubleshooting_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(7263);
/**
 * The job summary of one user, at one glance: how it is, what a person has to do, where its keys stand and are stored,
 * and what comes next. What each step did is folded. No table is wider than a phone.
 */







/** The job summary of one user, as GitHub-flavoured Markdown. */
function summaryOf(report, comingUp) {
    return `## ${(0,_headline_js__WEBPACK_IMPORTED_MODULE_2__/* .headlineOf */ .gD)(report, (0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .plain */ .pj)(report.user))}\n\n${detailsOf(report, comingUp, alone)}`;
}
/** The same without its heading, to be folded into the summary of several users. */
function foldedDetailsOf(report, comingUp) {
    return detailsOf(report, comingUp, { ...inside, box: quoteOf(report) });
}
function detailsOf(report, comingUp, { box, fold }) {
    const name = (0,_key_names_js__WEBPACK_IMPORTED_MODULE_3__/* .wordsFor */ .tu)(report);
    return [
        strip(report),
        ...report.attention.map((each, index) => attentionBox(each, index === 0 && report.failed, { name, box, at: report.at })),
        standing(report, name),
        upcoming(report, comingUp, name),
        checkedIn(report),
        keysTable(report),
        placesTable(report, fold),
        notes(report, name, fold),
        stepsList(report, name, fold),
    ]
        .filter((part) => part !== '')
        .join('\n\n')
        .concat('\n');
}
const phases = ['steady', 'rotating', 'overlap', 'recovery'];
/** The whole life of a key, with the present phase marked. */
function strip({ phase }) {
    if (phase === 'blocked')
        return '';
    return `${phases.map((each) => (each === phase ? `🔑\u00a0**${each}**` : each)).join(' → ')} → steady`;
}
const old = {
    Active: 'the old key still works',
    Inactive: 'the old key is off',
    unknown: 'whether the old key still works is not known',
};
/** What a phase means for the keys, as far as this run has confirmed it. */
function meaningOf({ user, phase, keys, failed, planned, keyAgeDays, nextStepAt }) {
    if (keys === undefined)
        return 'the keys could not be read';
    const statusOf = (label) => keys.find((key) => key.label === label)?.status;
    const previous = statusOf('previous');
    switch (phase) {
        case 'steady': {
            const count = `${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .plain */ .pj)(user)} has ${['no key', 'one key'][keys.length] ?? `${keys.length} keys`}`;
            const age = keyAgeDays === undefined || keys.length !== 1 ? '' : `, ${ageOf(keyAgeDays)} old`;
            return failed || planned || nextStepAt === undefined ? `${count}${age}` : `${count}${age}, and nothing is due`;
        }
        case 'rotating':
            return statusOf('pending') === 'Active'
                ? 'a new key exists, and the old key stays in use until the new one is proven'
                : 'a rotation has begun and is not finished';
        case 'overlap':
            return `the new key is in use${previous === undefined ? '' : `, and ${old[previous]}`}`;
        case 'recovery':
            return previous === 'Inactive'
                ? 'the new key is in use; the old key is off, and can be switched on again'
                : 'the new key is in use; the old key has been switched off';
        case 'blocked':
            return '';
    }
}
/** Where the keys stand, what proves it, and whether there is anything to do. */
function standing(report, name) {
    const { failed, planned, attention } = report;
    const meaning = meaningOf(report);
    const sentences = meaning === '' ? [] : [(0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .asSentence */ .KG)(meaning)];
    const proof = report.verification === undefined ? '' : proofOf(report.verification, name);
    if (proof !== '')
        sentences.push(proof);
    const reassurance = (0,_headline_js__WEBPACK_IMPORTED_MODULE_2__/* .reassuranceOf */ .ew)(report);
    if (reassurance !== '')
        sentences.push(`**${reassurance}**`);
    if (planned && !failed)
        sentences.push('**Nothing was changed** (mode: plan).');
    if (attention.length === 0 && !planned)
        sentences.push('**There is nothing for you to do.**');
    return sentences.join(' ');
}
const verdicts = {
    works: 'is proven by',
    rejected: 'did not pass its verification in',
    unknown: 'is not proven yet: look at',
};
/** So many runs are linked one by one. */
const mostLinks = 3;
function proofOf({ accessKeyId, verdict, weak, detail, runUrls: all }, name) {
    // Of several runs, those that the detail names have decided.
    const deciding = all.filter((url) => detail.includes(url));
    const runUrls = verdict === 'works' || deciding.length === 0 ? all : deciding;
    if (runUrls.length === 0)
        return '';
    const told = name(accessKeyId);
    const which = told === accessKeyId ? 'The key' : (0,_key_names_js__WEBPACK_IMPORTED_MODULE_3__/* .capitalized */ .l2)(told);
    const links = runUrls.slice(0, mostLinks).map((url) => (0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .link */ .nf)(`a run in ${repositoryIn(url)}`, url));
    const others = runUrls.length - links.length;
    const runs = [...links, ...(others > 0 ? [`${others} more`] : [])].join(', ').replace(/, (?=[^,]*$)/, ' and ');
    return `${which} ${verdicts[verdict]} ${runs}${weak ? ' (weak proof)' : ''}.`;
}
function repositoryIn(url) {
    const [, owner, repo] = URL.parse(url)?.pathname.split('/') ?? [];
    return owner === undefined || repo === undefined ? 'GitHub' : `${owner}/${repo}`;
}
function upcoming(report, comingUp, name) {
    const { planned, failed, nextStep, because } = report;
    const why = (0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .plain */ .pj)((0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .asSentence */ .KG)(name(because)));
    if (planned && !failed)
        return `**Next:** ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .plain */ .pj)((0,_titles_js__WEBPACK_IMPORTED_MODULE_5__/* .verbOf */ .rl)(nextStep ?? ''))}, in a run with \`mode: rotate\`  \n${why}`;
    if (failed)
        return comingUp === undefined ? '' : `**Next:** ${comingUp}`;
    return `**Next:** ${comingUp ?? 'nothing'}${report.held ? '' : `  \n${why}`}`;
}
const preflight = (0,_titles_js__WEBPACK_IMPORTED_MODULE_5__/* .titleOf */ .Gg)({ do: 'observe', what: 'preflight', because: '' });
/** What a plan has looked at, and what nothing but the rotation shows. */
function checkedIn({ planned, steps, warnings }) {
    const found = planned ? steps.find(({ step }) => step === preflight)?.result : undefined;
    if (found === undefined)
        return '';
    // What a note says in full is named here in short.
    const told = warnings.find((each) => found.includes(each));
    const checked = told === undefined ? found : found.replace(told, '').trimEnd();
    const others = told === undefined ? '' : 'the permissions that a note below names, and ';
    return `**Checked:** ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .plain */ .pj)(checked)} **Not checked:** ${others}whether the new key can be stored and passes its verification, which the rotation itself shows.`;
}
/** The summary of a run that ended before anything was known about a user. */
function failureSummaryOf(message, remedy, title = 'Nothing was changed') {
    const what = { reason: title, what: (0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .asSentence */ .KG)(message), remedy, since: undefined };
    return `## ⛔ ${title}\n\n${attentionBox(what, true, { name: (text) => text, box: alert })}\n`;
}
/** What is the matter, line by line, and what to do. */
function attentionBox({ what, remedy, since }, isFailure, { name, box, at }) {
    const lines = quoted(what, name);
    const told = since === undefined
        ? []
        : ['>', `> Since ${(0,_titles_js__WEBPACK_IMPORTED_MODULE_5__/* .readable */ .HD)(Date.parse(since), at === undefined ? undefined : Date.parse(at))}.`];
    const fix = fixOf(name(remedy === '' ? _attention_js__WEBPACK_IMPORTED_MODULE_1__/* .runAgain */ .qL : remedy));
    const [address] = (0,_troubleshooting_js__WEBPACK_IMPORTED_MODULE_6__/* .moreAbout */ .L)(what);
    const isLinked = address !== undefined && lines.some((line) => line.includes(address));
    const last = isLinked ? [] : [(0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .more */ .OS)(address)].filter((each) => each !== '').map((each) => `> ${each}`);
    return [box(isFailure ? 'CAUTION' : 'WARNING', lines), ...told, '>', ...fix, ...last].join('\n');
}
const alert = (kind, lines) => [`> [!${kind}]`, ...lines].join('\n');
/** GitHub makes no alert inside of another element. */
function quoteOf({ phase }) {
    const caution = phase === 'blocked' ? '⛔ **Blocked**' : '❌ **Failed**';
    return (kind, lines) => [`> ${{ CAUTION: caution, WARNING: '⚠️ **Warning**' }[kind]}  `, ...lines].join('\n');
}
const alone = {
    box: alert,
    fold: (title, content) => `<details><summary>${title}</summary>\n\n${content}\n\n</details>`,
};
const inside = { fold: (title, content) => `**${title}**\n\n${content}` };
function quoted(text, name) {
    const raw = text.split('\n');
    return (0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .asSentence */ .KG)(name(text))
        .split('\n')
        .map((line, index) => {
        if (!line.startsWith('- '))
            return `> ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .plain */ .pj)(line)}`;
        const parts = [(0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .plain */ .pj)(line.slice(2)), (0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .more */ .OS)((0,_troubleshooting_js__WEBPACK_IMPORTED_MODULE_6__/* .addressFor */ .W)(raw[index] ?? ''))];
        return `> - ${parts.filter((each) => each !== '').join(' ')}`;
    });
}
/** What to do, line by line; lines of YAML are to be copied as they are. */
function fixOf(remedy) {
    const parts = [...remedy.matchAll(/(?:^[-#] .*\n?)+|(?:^(?![-#] ).*\n?)+/gm)].map(([part]) => part.trimEnd());
    const isYaml = (part) => /^[-#] /.test(part);
    return parts.flatMap((part, index) => isYaml(part) ? (0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .code */ .aY)(part, 'yaml').map((line) => `> ${line}`) : `> ${index === 0 ? '**Fix:** ' : ''}${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .plain */ .pj)(part)}`);
}
function keysTable({ keys }) {
    if (keys === undefined)
        return '';
    if (keys.length === 0)
        return 'No access key.';
    const rows = keys.toReversed().map((key) => {
        const name = ((0,_key_names_js__WEBPACK_IMPORTED_MODULE_3__/* .nameOfKey */ .m1)(key, keys) ?? 'unexplained key').replace(/^the /, '');
        const id = `\`${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .plain */ .pj)((0,_key_names_js__WEBPACK_IMPORTED_MODULE_3__/* .shortId */ .m_)(key.id))}\``;
        return `| ${unbroken(name)} | ${id} | ${stateOf(key)}, ${key.ageDays === 0 ? 'made today' : `${unbroken(ageOf(key.ageDays))} old`} |`;
    });
    return ['| key | ends in | state |', '| --- | --- | --- |', ...rows].join('\n');
}
function stateOf({ label, status }) {
    if (status === 'unknown')
        return 'not confirmed';
    if (status === 'Inactive')
        return 'off';
    return { current: '**in use**', pending: 'not proven yet', previous: 'on', unknown: 'on' }[label];
}
/** On one line, however narrow the page is. */
function unbroken(text) {
    return text.replaceAll(' ', '&nbsp;');
}
function ageOf(days) {
    return `${days} day${days === 1 ? '' : 's'}`;
}
/** So many places are shown unfolded. */
const mostPlaces = 12;
function placesTable({ places, keys = [] }, fold) {
    if (places.length === 0)
        return '';
    if (places.every(({ state }) => state === 'not read')) {
        const names = places.slice(0, mostPlaces).map(({ name }) => `**${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .plain */ .pj)(name)}**`);
        const others = places.length - names.length;
        return `Stored in ${names.join(', ')}${others > 0 ? ` and ${others} more places` : ''} (not looked at in this run)`;
    }
    const hasTwo = keys.length > 1;
    const rows = places.map((place) => {
        const at = place.writtenAt === undefined ? '' : (0,_titles_js__WEBPACK_IMPORTED_MODULE_5__/* .shortDay */ .tE)(Date.parse(place.writtenAt));
        const written = at === '' ? '' : `<br><sub>${unbroken(`written ${at}`)}</sub>`;
        return `| ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .plainCell */ .dD)(place.name)} | ${stateOfPlace(place, hasTwo)}${written} |`;
    });
    const table = ['| stored in | it has |', '| --- | --- |', ...rows].join('\n');
    if (places.length <= mostPlaces)
        return table;
    const states = [...Map.groupBy(places, (place) => stateOfPlace(place, hasTwo))];
    const glance = states.map(([state, those]) => `${those.length} × ${state}`).join(', ');
    return fold(`Stored in ${places.length} places: ${glance}`, table);
}
function stateOfPlace({ state, proven }, hasTwo) {
    switch (state) {
        case 'current':
            return `${proven ? '✅' : '☑️'} ${hasTwo ? 'the new key' : 'the key'}${proven ? ', proven' : ''}`;
        case 'pending':
            return `${proven ? '✅ the new key, proven' : '☑️ the new key'}`;
        case 'partly pending':
            return '⏳ partly written';
        case 'not written yet':
            return '⏳ not written yet';
        case 'unproven':
            return 'a key, not proven yet';
        case 'missing':
            return '❔ a secret is missing';
        case 'written by others':
            return '⚠️ written by somebody else';
        case 'another key':
            return '⚠️ another key';
        case 'next rotation':
            return '⏳ gets the next key';
        case 'left out':
            return 'left out';
        case 'not read':
            return 'not looked at in this run';
    }
}
/** What a person should know and need not act upon. */
function notes({ warnings, attention }, name, fold) {
    const others = warnings.filter((each) => !attention.some(({ what }) => what === each));
    if (others.length === 0)
        return '';
    const points = others.map((each) => `- ${(0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .asSentence */ .KG)(name(each)).split('\n').map(_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .plain */ .pj).join('<br>')}`);
    return fold(counted(others.length, 'note'), points.join('\n'));
}
function stepsList({ keys = [], steps, because, at }, name, fold) {
    const effects = steps.filter(({ effect }) => effect);
    const points = effects.map((step, index) => `${index + 1}. ${stepOf(step, effects[index - 1], because, name)}`);
    const dates = keys.map(({ id, created }) => `- \`${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .plain */ .pj)(id)}\` was created on ${(0,_titles_js__WEBPACK_IMPORTED_MODULE_5__/* .readable */ .HD)(Date.parse(created))}.`);
    const title = points.length === 0 ? 'Details' : `What was done, in ${counted(points.length, 'step')}`;
    dates.push(`- This run ended on ${(0,_titles_js__WEBPACK_IMPORTED_MODULE_5__/* .readable */ .HD)(Date.parse(at))}. Times are AWS's own.`);
    const parts = [points.join('\n'), dates.join('\n')].filter((each) => each !== '');
    return fold(title, parts.join('\n\n'));
}
/** A reason or a result that was told before is not told again. */
function stepOf(step, before, ending, name) {
    const isTold = (text) => text !== '' && ending.includes(text);
    const why = step.because === before?.because || isTold(step.because) ? '' : `: ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .plain */ .pj)(name(step.because))}`;
    const result = isTold(step.result) ? ['see above'] : step.result.split('\n').map((each) => (0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .plain */ .pj)(name(each)));
    const told = step.result === '' ? '' : `<br>→ ${result.join('<br>')}`;
    return `**${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_4__/* .plain */ .pj)(name(step.step))}**${why === '' ? '' : withoutFullStop(why)}${told}`;
}
function withoutFullStop(text) {
    return text.replace(/\.$/, '');
}
function counted(count, what) {
    return `${count} ${what}${count === 1 ? '' : 's'}`;
}


/***/ }),

/***/ 908:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Nw: () => (/* binding */ printMore),
  qz: () => (/* binding */ tell),
  s9: () => (/* binding */ tellFailure),
  go: () => (/* binding */ tellWarning)
});

// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __nccwpck_require__(5557);
// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __nccwpck_require__(2708);
// EXTERNAL MODULE: ./lib/report/annotation.js
var annotation = __nccwpck_require__(8393);
// EXTERNAL MODULE: ./lib/report/attention.js
var attention = __nccwpck_require__(4120);
// EXTERNAL MODULE: ./lib/report/glance.js
var report_glance = __nccwpck_require__(4052);
// EXTERNAL MODULE: ./lib/report/headline.js
var headline = __nccwpck_require__(5916);
// EXTERNAL MODULE: ./lib/report/key-names.js
var key_names = __nccwpck_require__(9472);
// EXTERNAL MODULE: ./lib/report/ranking.js
var ranking = __nccwpck_require__(8888);
;// CONCATENATED MODULE: ./lib/report/fleet-annotations.js
/** What the page of a run says of several users: GitHub shows ten annotations of each level, so the worst come first. */





/**
 * The annotations of several users: an error for each that failed, a warning for each that is held and for what else a
 * person has to do, and one notice that counts all. Where there is no room, the last of a level lists the others.
 */
function annotationsOf(all, room) {
    const sorted = (0,ranking/* worstFirst */.md)(all);
    const names = (0,ranking/* namesIn */.wX)(sorted.map(({ report }) => report));
    const errors = [];
    const warnings = [];
    for (const { report, comingUp } of sorted) {
        const user = names.userOf(report);
        const title = (0,headline/* outcomeOf */.sG)(report, user);
        const words = (0,key_names/* wordsFor */.tu)(report, true);
        const ending = { user, title, message: (0,problem/* asSentence */.KG)(words(report.because)) };
        if (report.failed)
            errors.push({ ...ending, remedy: remedyIn(report) });
        else if (report.held)
            warnings.push({ ...ending, remedy: `Next: ${comingUp ?? 'nothing'}` });
        warnings.push(...askingWarnings(report).map((each) => ({ user, title, message: words(each), remedy: '' })));
    }
    const glance = { title: undefined, message: `${(0,report_glance/* glanceOf */.ue)(sorted.map(({ report }) => report))}.`, remedy: '' };
    return [
        ...fitted('error', errors, room.error),
        ...fitted('warning', warnings, room.warning),
        { level: 'notice', ...glance },
    ];
}
/** What to do about a failure, and that nothing was changed, where that is so. */
function remedyIn(report) {
    const parts = [(0,key_names/* wordsFor */.tu)(report, true)(report.remedy ?? ''), (0,headline/* reassuranceOf */.ew)(report)];
    return parts.filter((each) => each !== '').join(' ');
}
/** Warnings that ask something of a person. */
function askingWarnings({ warnings, attention }) {
    return warnings.filter((each) => attention.some(({ what }) => what === each));
}
/** At most so many, and one at least where there is anything to say. */
function fitted(level, all, room) {
    const alone = all.length <= room ? all : all.slice(0, Math.max(0, room - 1));
    const annotations = alone.map(({ title, message, remedy }) => ({ level, title, message, remedy }));
    const others = all.slice(alone.length);
    if (others.length === 0)
        return annotations;
    const points = others.map(({ user, message }) => `- ${user}: ${message.replaceAll('\n', ' ')}`);
    const title = `${others.length} more ${level}${others.length === 1 ? '' : 's'}`;
    const remedy = 'The job summary says what to do about each.';
    return [...annotations, { level, title, message: [`${title}:`, ...points].join('\n'), remedy }];
}

// EXTERNAL MODULE: ./lib/report/fleet-summary.js
var fleet_summary = __nccwpck_require__(8163);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
;// CONCATENATED MODULE: ./lib/report/report-output.js
/** The output `report`, as large as GitHub takes it, and the file that has all of it. */



/**
 * Characters that the output may have. All outputs of a job may have 1 MB together, which GitHub reckons in UTF-16:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idoutputs
 */
const largestReport = 300_000;
/**
 * The reports that fit, in their order: where all of them are too large, those of users who need nobody lose their steps
 * first, then all do; then whole reports go, the best first. The file has everything.
 */
function fittingReports(reports, largest = largestReport) {
    const sizeOf = (report) => JSON.stringify(report).length + 1;
    const sum = (all) => all.reduce((size, each) => size + sizeOf(each), 2);
    const isFitting = (all) => sum(all) <= largest;
    const briefly = (report) => ({ ...report, steps: [] });
    if (isFitting(reports))
        return reports;
    const lighter = reports.map((each) => ((0,ranking/* needsPerson */.z6)(each) ? each : briefly(each)));
    if (isFitting(lighter))
        return lighter;
    const brief = reports.map(briefly);
    let room = largest - 2;
    const kept = (0,ranking/* worstFirst */.md)(brief.map((report) => ({ report }))).filter(({ report }) => {
        room -= sizeOf(report);
        return room >= 0;
    });
    return brief.filter((each) => kept.some(({ report }) => report === each));
}
/** Writes a text to a file of its own in a folder of the job that outlives the step. Its path. @throws Error */
function writeReport(text, folder) {
    const path = (0,external_node_path_.join)((0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)(folder, 'access-key-report-')), 'report.json');
    (0,external_node_fs_.writeFileSync)(path, text);
    return path;
}

// EXTERNAL MODULE: ./lib/report/runner.js + 5 modules
var runner = __nccwpck_require__(9597);
// EXTERNAL MODULE: ./lib/report/summary.js
var summary = __nccwpck_require__(3394);
// EXTERNAL MODULE: ./lib/report/titles.js
var titles = __nccwpck_require__(131);
// EXTERNAL MODULE: ./lib/report/troubleshooting.js + 1 modules
var troubleshooting = __nccwpck_require__(7263);
;// CONCATENATED MODULE: ./lib/report/tell.js
/** Everything that a run hands to the runner: log lines, annotations, outputs and the job summary. */














/**
 * Sets the outputs, annotations, summary and exit code of a run that got as far as its users, at least one: as they are
 * configured. Single outputs are of the worst one. It fails when one has failed.
 */
async function tell(all) {
    const sorted = (0,ranking/* worstFirst */.md)(all);
    const [worst] = sorted;
    if (worst === undefined)
        throw new Error('a run without users has nothing to tell');
    const reports = all.map(({ report }) => report);
    setOutputs(worst.report, reports);
    if (reports.some(({ failed }) => failed))
        process.exitCode = 1;
    if (all.length === 1) {
        const coming = upcomingOf(worst);
        annotateOne(worst.report, coming);
        return (0,runner/* summarize */.eh)((0,summary/* summaryOf */.YG)(worst.report, coming));
    }
    const told = all.map((ended) => ({ report: ended.report, comingUp: upcomingOf(ended) }));
    printAll(told);
    const room = { error: (0,runner/* annotationsLeft */.Ah)('error'), warning: (0,runner/* annotationsLeft */.Ah)('warning') - reserved };
    for (const { level, title, message, remedy } of annotationsOf(told, room))
        (0,runner/* annotate */.fz)(level, message, remedy, title);
    await (0,runner/* summarize */.eh)((0,fleet_summary/* fleetSummaryOf */._)(told, [], runner/* largestSummary */.br));
}
function upcomingOf({ upcoming, at }) {
    return upcoming && (0,titles/* comingUp */.nq)(upcoming, at);
}
function setOutputs(worst, reports) {
    (0,runner/* setOutput */.uH)('phase', worst.phase);
    (0,runner/* setOutput */.uH)('rotated', String(reports.some(({ rotated }) => rotated)));
    (0,runner/* setOutput */.uH)('access-key-id', worst.accessKeyId ?? '');
    (0,runner/* setOutput */.uH)('key-age-days', String(worst.keyAgeDays ?? ''));
    (0,runner/* setOutput */.uH)('next-step', worst.nextStep ?? '');
    (0,runner/* setOutput */.uH)('next-step-at', worst.nextStepAt ?? '');
    (0,runner/* setOutput */.uH)('verification-run-url', worst.verificationRunUrl ?? '');
    (0,runner/* setOutput */.uH)('report', fittingReports(reports));
    (0,runner/* setOutput */.uH)('report-file', fileOf(reports));
    (0,runner/* setOutput */.uH)('attention', (0,ranking/* attentionOfAll */.Zl)(reports));
}
/** The file that has all reports; empty where there is no place for it, or it cannot be written. */
function fileOf(reports) {
    const folder = process.env['RUNNER_TEMP'];
    if (!folder)
        return '';
    try {
        return writeReport((0,runner/* asJson */.vA)(reports), folder);
    }
    catch (failure) {
        (0,runner/* print */.yy)(`The report could not be written to a file in ${(0,presentable/* presentable */.KC)(folder)} (RUNNER_TEMP): ${(0,problem/* messageOf */.bD)(failure)}`);
        return '';
    }
}
/** Room for the warning of a summary that cannot be written. */
const reserved = 1;
function annotateOne(report, coming) {
    const title = (0,headline/* outcomeOf */.sG)(report, report.user);
    const words = (0,key_names/* wordsFor */.tu)(report, true);
    const asking = askingWarnings(report);
    for (const each of report.warnings)
        if (!asking.includes(each))
            printNote(words(each));
    // One for how the run ended.
    const room = (0,runner/* annotationsLeft */.Ah)('warning') - reserved - 1;
    for (const each of (0,annotation/* folded */.T)(asking.map(words), room))
        (0,runner/* annotate */.fz)('warning', (0,problem/* asSentence */.KG)(each), '', title);
    const next = `Next: ${coming ?? 'nothing'}`;
    const because = (0,problem/* asSentence */.KG)(words(report.because));
    if (report.failed)
        (0,runner/* annotate */.fz)('error', because, remedyIn(report), title);
    else if (report.held)
        (0,runner/* annotate */.fz)('warning', because, next, title);
    else
        (0,runner/* annotate */.fz)('notice', report.planned ? `Would go on with: ${report.nextStep}` : next, '', title);
    printMore(report.attention.map(({ what }) => what));
}
/** A warning of no user: an annotation where a person has to do something, and a note in the log elsewhere. */
function tellWarning({ kind, text }) {
    if ((0,attention/* asksPerson */.eb)(kind))
        (0,runner/* annotate */.fz)('warning', text);
    else
        printNote(text);
}
function printNote(text) {
    (0,runner/* print */.yy)(`Note: ${text.replaceAll('\n', '\n  ')}`);
}
/** Says in the log where the documentation tells more about what is the matter. */
function printMore(messages, indent = '') {
    for (const address of new Set(messages.flatMap((each) => (0,troubleshooting/* moreAbout */.L)(each))))
        (0,runner/* print */.yy)(`${indent}More about this: ${address}`);
}
/** The log has all of it; what GitHub shows on the page of the run is what somebody has to know. */
function printAll(all) {
    const sorted = (0,ranking/* worstFirst */.md)(all);
    const names = (0,ranking/* namesIn */.wX)(sorted.map(({ report }) => report));
    for (const { report, comingUp: next } of sorted) {
        const { failed, because, warnings } = report;
        const words = (0,key_names/* wordsFor */.tu)(report, true);
        const told = failed ? (0,problem/* asSentence */.KG)(words(because)) : `Next: ${next ?? 'nothing'}`;
        (0,runner/* print */.yy)(`${names.userOf(report)}: ${(0,titles/* standingOf */.YP)(report)}. ${told}`);
        printMore(report.attention.map(({ what }) => what), '  ');
        const asking = askingWarnings(report);
        for (const each of warnings)
            if (!asking.includes(each))
                (0,runner/* print */.yy)(`  ${words(each).replaceAll('\n', '\n  ')}`);
    }
}
/** Reports an error before anything is known about a user. */
async function tellFailure(failure) {
    const message = (0,problem/* messageOf */.bD)(failure);
    const remedy = (0,problem/* remedyOf */.SM)(failure);
    (0,runner/* setOutput */.uH)('phase', 'blocked');
    (0,runner/* setOutput */.uH)('rotated', 'false');
    (0,runner/* setOutput */.uH)('attention', [{ what: (0,problem/* asSentence */.KG)(message), remedy }]);
    (0,runner/* annotate */.fz)('error', (0,problem/* asSentence */.KG)(message), remedy, 'Nothing was changed');
    printMore([message]);
    process.exitCode = 1;
    await (0,runner/* summarize */.eh)((0,summary/* failureSummaryOf */.U0)(message, remedy));
}


/***/ }),

/***/ 131:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   EJ: () => (/* binding */ upcomingIn),
/* harmony export */   Gg: () => (/* binding */ titleOf),
/* harmony export */   HD: () => (/* binding */ readable),
/* harmony export */   V8: () => (/* binding */ relative),
/* harmony export */   X3: () => (/* binding */ withReadableTimes),
/* harmony export */   Xb: () => (/* binding */ isChange),
/* harmony export */   Xh: () => (/* binding */ nextOf),
/* harmony export */   YP: () => (/* binding */ standingOf),
/* harmony export */   nq: () => (/* binding */ comingUp),
/* harmony export */   rl: () => (/* binding */ verbOf),
/* harmony export */   tE: () => (/* binding */ shortDay),
/* harmony export */   xg: () => (/* binding */ achievementOf),
/* harmony export */   yw: () => (/* binding */ isEffect)
/* harmony export */ });
/* harmony import */ var _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(9037);
/** The words for steps and phases: the log, the summary and the annotations all say them the same way. */

/** The title of a step: what it does, in a few words. */
function titleOf(decision) {
    switch (decision.do) {
        case 'observe':
            return {
                user: 'Look at the user again',
                claim: 'Check that no other run has claimed the user',
                quiet: 'Wait until the earlier run has surely stopped',
                holder: 'Ask GitHub about another run',
                queue: 'Ask GitHub when this run was queued',
                preflight: 'Check everything',
                destinations: 'Look at the destinations',
                'same name nearby': 'Look for secrets of the same name nearby',
                'last use': 'Read the last use of the keys',
                users: 'Ask CloudTrail who uses the old key',
                'unfinished runs': 'Look for runs that may hold the old key',
            }[decision.what];
        case 'claim':
            return 'Claim the user for this run';
        case 'safeguard':
            return `Seal ${decision.key} into the recovery secret`;
        case 'clear':
            return 'Delete the recovery secret';
        case 'record':
            return `Note in the user's tags: ${noteOf(decision.journal)}`;
        case 'refuse':
            return 'Note that this configuration is refused';
        case 'remember':
            return 'Note which verification has not ended';
        case 'create':
            return 'Create a key';
        case 'reactivate':
            return `Switch ${decision.key} on again`;
        case 'untag':
            return `Remove the tags of ${decision.key}`;
        case 'try':
        case 'publish':
        case 'verify':
        case 'deactivate':
        case 'delete':
        case 'discard':
            return `${decision.do.replace(/^./, (letter) => letter.toUpperCase())} ${decision.key}`;
        case 'nothing':
            return 'Nothing to do';
        case 'wait':
            return 'Done for now';
        case 'fail':
            return 'Failed';
        case 'stop':
            return 'Blocked';
    }
}
/** The phase that a note in the tags tells of. */
function noteOf(journal) {
    return journal.phase === 'publishing' && journal.window.to !== undefined ? 'published' : journal.phase;
}
/** Whether a step changes anything that a person would look for; reading and the journal are in the log and report. */
function isEffect(decision) {
    return !['observe', 'claim', 'record', 'remember', 'refuse', 'untag'].includes(decision.do);
}
/** Whether a step changes keys or secrets, or tries to: neither reading, nor the journal, nor a verification does. */
function isChange(decision) {
    return ['create', 'safeguard', 'clear', 'publish', 'deactivate', 'reactivate', 'delete', 'discard'].includes(decision.do);
}
/** What a step has brought about, in a few words; undefined when it went wrong, or nobody would look for it. */
function achievementOf({ decision, failed }) {
    if (failed === true)
        return undefined;
    switch (decision.do) {
        case 'create':
            return 'new key created';
        case 'publish':
            return 'new key published';
        case 'deactivate':
            return 'old key switched off';
        case 'reactivate':
            return 'old key switched on again';
        case 'delete':
            return 'old key deleted';
        case 'discard':
            return 'unpublished key deleted';
        default:
            return undefined;
    }
}
/** The state of a user's rotation in one word, for headings: the phase, or `failed` where it is not `blocked`. */
function standingOf({ phase, failed }) {
    return failed && phase !== 'blocked' ? 'failed' : phase;
}
const verbs = {
    rotate: 'rotate',
    verify: 'verify again',
    publish: 'finish publishing',
    deactivate: 'deactivate the old key',
    delete: 'delete the old key',
    discard: 'discard the key that nobody has',
};
/** `deactivate the old key from 23 November, 19:00 UTC on (in 23 hours)` */
function comingUp({ step, at }, now) {
    return at === undefined
        ? `${verbs[step]}, at the next run`
        : `${verbs[step]} from ${readable(at, now)} on (${relative(at, now)})`;
}
const months = 'January February March April May June July August September October November December'.split(' ');
/** `23 November 2026, 19:00 UTC`; without the year where that is the year of `now`. */
function readable(at, now) {
    return `${readableDay(at, now)}, ${(0,_rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .utc */ .n$)(at).slice(11, 16)} UTC`;
}
function readableDay(at, now) {
    const date = new Date(at);
    const year = date.getUTCFullYear();
    const isThisYear = now !== undefined && new Date(now).getUTCFullYear() === year;
    return `${date.getUTCDate()} ${months[date.getUTCMonth()]}${isThisYear ? '' : ` ${year}`}`;
}
/** Gives every time and date in a text the form in which people read it; a date that is part of a name keeps its own. */
function withReadableTimes(text, now) {
    return text.replaceAll(/(?<![\w/.-])\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?(?![\w/-]|\.\w)/g, (written, time) => {
        const at = Date.parse(written);
        if (Number.isNaN(at))
            return written;
        return time === undefined ? readableDay(at, now) : readable(at, now);
    });
}
/** `23 Nov 2026`, in UTC: for tables. */
function shortDay(at) {
    const date = new Date(at);
    return `${date.getUTCDate()} ${months[date.getUTCMonth()]?.slice(0, 3)} ${date.getUTCFullYear()}`;
}
/** `deactivate the old key`: what a step does, for people. The name itself where no step has it. */
function verbOf(step) {
    return isStep(step) ? verbs[step] : step;
}
function isStep(step) {
    return Object.hasOwn(verbs, step);
}
/** What a report says is next, as the run itself had it. */
function upcomingIn(report) {
    const { planned, nextStep, nextStepAt } = report;
    if (planned || nextStep === undefined || !isStep(nextStep))
        return undefined;
    return { step: nextStep, at: nextStepAt === undefined ? undefined : Date.parse(nextStepAt) };
}
/** `in 23 hours`, `2 days ago`, `now` */
function relative(at, now) {
    if (Math.abs(at - now) < _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc)
        return 'now';
    return at > now ? `in ${(0,_rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .spoken */ .vg)(at - now)}` : `${(0,_rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .spoken */ .vg)(now - at)} ago`;
}
/** The next thing to come, where the ending names one. */
function nextOf(ending) {
    return 'next' in ending ? ending.next : undefined;
}


/***/ }),

/***/ 7263:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  W: () => (/* binding */ addressFor),
  L: () => (/* binding */ moreAbout)
});

;// CONCATENATED MODULE: ./lib/report/troubleshooting-rows.js
/** The messages in docs/troubleshooting.md, by the anchor of their row; `…` stands for names and details. A test holds both together. */
const rows = {
    'input-refused': ['The input … does not allow “…”', 'There is no input …'],
    'unknown-variables': ['The environment has variables of inputs that this action does not have'],
    'invalid-yaml': [
        'The input … is not valid YAML',
        'The input … an anchor (&)',
        'The input … an alias (*)',
        'The input … a tag (!)',
    ],
    'one-entry-for-each-place': ['The input … needs one entry for each place'],
    'unknown-region': ['The environment variable … is “…”, which is not a region of AWS'],
    'smtp-password-without-region': ['… without a region, and the password is another one in each region of SES'],
    'malformed-token': [
        'The input … has quotes in it',
        '… has white space in it',
        '… has a character in it that no token has',
    ],
    'malformed-api-url': ['The input … has a user name, a password, a query or a fragment in it'],
    'input-empty': ['The input … is empty'],
    'no-verification-workflow': ['The input verification-workflow is empty, and without it nothing proves'],
    'time-limit-deactivate': ['The input time-limit (…) leaves no room to deactivate a key'],
    'time-limit-rotate': ['The input time-limit (…) leaves no room to rotate a key'],
    'config-file-faults': ['The file … is refused for … faults'],
    'config-file-missing': ['The file … is not in the workspace'],
    'user-and-config-file': ['The inputs iam-user and config-file are both given'],
    'user-listed-twice': ['… is listed twice in the file of config-file'],
    'token-and-app': ['The inputs github-token and github-app-id are both given'],
    'audit-without-token': ['The input audit-organization is given, and neither github-token nor github-app-id is'],
    'private-key': ['The input github-app-private-key is not an RSA private key in PEM form: …'],
    'no-app-may-write': ['GitHub lets no App write …'],
    'recovery-secret-without-name': ['The input recovery-secret is given, and recovery-secret-name is empty'],
    'no-recovery-secret': ['Without a recovery secret, a run that is killed between two writes'],
    event: ['This action does not run on the event …'],
    'user-missing': ['The job has temporary credentials (of a role, for example), and the input iam-user is empty'],
    'not-an-iam-user': ['The job signs as …, which is not an IAM user'],
    'no-aws-credentials': ['This job has no AWS credentials …'],
    'key-variables': ['AWS_ACCESS_KEY_ID …', 'AWS_SECRET_ACCESS_KEY …'],
    'session-token-beside-key': ['… is set beside the long-term key in …'],
    endpoints: ['Requests to … would go to …', '… go to …, not to AWS itself', 'The environment variable … is not a URL'],
    'aws-denied': ['AWS denied … on …'],
    'key-not-accepted': ['AWS does not accept the access key of this job (…)'],
    'pair-mixed': ['AWS knows the access key of this job, but its secret does not match (…)'],
    'pair-rejected': ['AWS rejects the pair that this job came with (…)'],
    'user-not-found': ['AWS finds no IAM user …'],
    'root-user': ['The job signs with the root user of account …'],
    'session-of-user': ['… temporary credentials of the user … (GetSessionToken), which may not manage access keys'],
    'key-not-created': ['AWS refused to create a key: …'],
    'answer-of-aws-lost': ['AWS kept asking to wait: …', "AWS's answer to CreateAccessKey was lost (…)"],
    'answer-names-nobody': ['The answer to … names nobody, so it does not come from …'],
    'credential-report-slow': ['AWS has not made the credential report of this account within …'],
    'credential-report-unreadable': ['The credential report cannot be read: …'],
    'audit-folder': [
        'The folder … of the input audit-folder cannot be made',
        'The folder … of the input audit-folder leads out of the workspace',
    ],
    'nothing-to-assume-role-with': ['This job has nothing to assume the role … with …'],
    'no-oidc-token': ['GitHub gave this job no OIDC token: …'],
    'oidc-provider': ['… has no OIDC provider for …', '… does not have the audience …'],
    'role-denied-to-oidc': ['AWS denied sts:AssumeRoleWithWebIdentity on … to this job, whose OIDC token has the sub …'],
    'role-denied': ['AWS denied sts:AssumeRole on … to …'],
    'role-session-too-short': ['AWS gives … no session of an hour'],
    'role-session-not-renewed': ['the session of the role … could not be renewed: …'],
    'credentials-expired': ['The AWS credentials of this job have expired (…)'],
    'signature-date': ['AWS refused the signature of … because of its date'],
    'region-not-enabled': ['AWS does not serve … to this account'],
    'key-vanished': ['A key of … is gone'],
    'limit-of-aws': ['AWS refused … on …'],
    'no-endpoint': ['No endpoint serves …'],
    'not-reached': [
        'AWS did not answer … on … as expected',
        'GitHub could not be reached to …',
        'GitHub could not be reached for a token of …',
    ],
    'proxy-url': ['The environment variable … is not the URL of an HTTP proxy'],
    'proxy-refuses': ['the proxy … answered … when asked to connect to …'],
    'proxy-silent': ['The proxy of … does not answer', 'the proxy … did not answer within …'],
    profile: ['The profile … is in no shared config …', '… gave none, since …'],
    'person-has-to-sign-in': ['A person has to sign in for …, which a job cannot do'],
    'credentials-endpoint': ['… points neither to this machine nor to an https address …'],
    'extra-ca-certs': ['NODE_EXTRA_CA_CERTS holds …'],
    'certificates-unchecked': ['NODE_TLS_REJECT_UNAUTHORIZED is 0 …'],
    'unknown-authority': ['The certificate comes from an authority that Node does not know'],
    'permission-missing': ['… lacks … permissions → …', '… is GITHUB_TOKEN, which …', 'Resource not accessible by …'],
    'scope-missing': ['… classic token … scopes …, and needs …'],
    'user-of-token-may-not': ['the user of … has no right to do that (…)'],
    'no-app-may-do-that': ['no App may do that, whatever its permissions (…)'],
    'place-not-found': ['… was not found while trying to …'],
    'token-not-valid': ['… is not valid (Bad credentials)'],
    'account-suspended': ['the account of … is suspended (…)'],
    'app-not-accepted': ['it does not accept the App of github-app-id (…)'],
    'installation-lacks': [
        'the installation of the App does not include it, or lacks …',
        'the installation of the GitHub App is suspended (…)',
    ],
    'single-sign-on': ['the organization requires single sign-on, and … is not authorized for it'],
    'ip-allow-list': ['the organization has an IP allow list, and the address of this runner is not on it'],
    'token-kind-refused': [
        'the organization accepts no classic personal access tokens',
        'fine-grained tokens are not accepted there',
        '… lives longer than is allowed there (…)',
        'the organization restricts OAuth Apps',
    ],
    'rate-limit': [
        'the rate limit of … is used up',
        'too many requests came in a short time, and a secondary rate limit holds …',
    ],
    'hourly-budget': [
        'GitHub leaves … of its … requests an hour …',
        'What is left of the hourly requests of … is kept for the rotation itself',
        'GitHub allows … writes an hour, and other users of this run need what is left of them',
    ],
    'list-too-long-for-budget': ['GitHub allows … requests an hour, and it takes …'],
    'incomplete-answer': ['GitHub does not list all … of …', 'GitHub does not say who may use …'],
    'secret-vanished': ['… was in … when this run began, and is gone now'],
    'read-only': ['the repository is archived, so it is read-only', 'GitHub has blocked access to it (…)'],
    'actions-switched-off': ['GitHub Actions is switched off (…)', 'the plan of its owner does not include that (…)'],
    'too-many-secrets': ['there are too many secrets or variables (…)'],
    'name-not-allowed': ['the name is not allowed (…)'],
    'value-too-large': ['the value is too large (…)'],
    'place-changed': [
        'the value is not sealed for the public key that is there now (…)',
        'one of the selected repositories is not valid (…)',
    ],
    'web-page': ['a web page came instead of an answer of the API (…)'],
    'github-in-trouble': ['GitHub answered … to every attempt to …'],
    'not-offered': ['this server does not offer that any more (…)'],
    'refused-by-github': ['… did not let …'],
    'workflow-not-started': ['The verification workflow … cannot be dispatched', '… is not active (…)'],
    'enterprise-server-run-name': [
        'GitHub Enterprise Server … does not tell which run it starts, so the title of a run has to',
        'GitHub started … without saying which run it is',
    ],
    'verification-not-finished': ['… was still … after …'],
    'verification-failed-old-key-off': ['with the old key … off, … failed: …https://…'],
    'verification-failed': ['… failed: …https://…'],
    'verification-without-verdict': [
        '… failed…, but no step of it did: its runner was lost, or never came',
        '… ended …: https://…',
        '… started, and none of its jobs ran',
        '… succeeded without running a job',
        '… could not be started (…)',
        '… was re-run, and a re-run may hold old secrets',
    ],
    'verification-runs-nothing': [
        '… runs none of its jobs when the rotation starts it',
        '… does nothing but rotate when the rotation starts it',
    ],
    'verification-in-own-group': ['… is in the concurrency group of this run'],
    'workflow-not-found': ['… was not found on …, the default branch', '… is on …, but not on the default branch …'],
    'workflow-unusable': [
        '… requires …, which the rotation does not send',
        '… is not on …, or there is no such branch or tag',
        '… cannot be read on …: it is not YAML',
    ],
    'policy-lacks': ['The policies of … do not allow … on …'],
    'verify-action-overruled': ['… succeeded although its verify action failed'],
    'run-lists-contradict': ["GitHub's lists of the workflow runs of … contradict each other"],
    'weak-proof': [
        '… does not declare the input …',
        '… does not hand it to the steps that verify',
        'No job of the verification …, so nothing proves that jobs can use the key',
    ],
    'app-not-installed': ['The GitHub App … is not installed for …', 'The installation of the GitHub App … is suspended'],
    'app-unknown': ['GitHub does not know a GitHub App … with this private key'],
    'app-not-granted': ['The GitHub App … is not granted …'],
    'no-token': ['GitHub gave no token for …', 'GitHub gave the GitHub App … no token for …'],
    'shared-more-widely-than-seen': ['… is shared with … repositories, and the token sees …'],
    'visibility-missing': ['… does not exist yet in …, and nobody has said who may use it'],
    'recovery-secret-not-handed-in': ['The workflow … names the recovery secret …'],
    'schedule-too-rare': ['The schedule … is too rare by itself', '… do not fit into rotate-after'],
    'idle-schedule': ['This repository is public: GitHub switches its schedules off'],
    'archived-left-out': ['Left out while archived: …'],
    'archived-or-renamed': [
        '… is archived, so its secrets cannot be written',
        '… is called … now. Write the new name into destinations',
    ],
    'places-not-seen': ['… may have its own …; this run may not look'],
    'places-without-verification': ['No job of a verification workflow gets the secrets of …'],
    'written-in-several-runs': ["GitHub's limits do not let … be written within the time-limit of this run"],
    'audience-changed': ['… is shared with others than before'],
    'unexplained-keys': ['… has … access keys that this action cannot explain'],
    'place-has-another-key': [
        '…, the key to be replaced, cannot be in …: written before that key was created (…), or showing another ID',
    ],
    'cannot-be-replaced': ['the access key of … cannot be replaced'],
    'same-name-nearby': [
        'unlisted secrets may hold …',
        'unlisted secrets take precedence over listed ones of the same name, and may hold …',
    ],
    'same-variable-nearby': ['unlisted variables show …'],
    'session-too-short': ['a run has …, and to …, verify and revert may take …'],
    'two-configurations': ['… is rotated by …, with other destinations than the ones configured here'],
    'key-switched-off': ['a key of … that should be active is not'],
    'key-deleted': ['… has …: somebody deleted the one that this action managed'],
    'key-appeared': ['… appeared during a rotation, and this action cannot explain it'],
    'old-key-used': ['… was used after … (…), so the wait starts again'],
    'old-key-held-by-runs': ['the old key … stays on: runs created before … was published may hold it'],
    'current-key-not-proven': ['the verification does not pass with …, the key in use: …'],
    'current-key-unknown': ['it is not known whether the verification passes with …, the key in use: …'],
    'half-a-key': ['only half of the key is stored: …'],
    'written-by-somebody': ['somebody else has written … since … was published'],
    'written-and-not-covered': ['somebody else has written there … was published, and no verification covers it'],
    'old-key-written-back': ['… may hold …: written since that key was switched off'],
    'another-key-written': ['… may hold another key: written after … was published'],
    'switched-on-again': ['… was switched on again … times after this action had switched it off'],
    'switched-on-once': ['Somebody else switched … on again after this action had switched it off'],
    'key-gone-secrets-left': ['… has no access key, but secrets were written after that user was created (…)'],
    'not-written-everywhere': ['not every destination could be written'],
    'new-key-deleted': ['… was deleted again before anybody had it'],
    'another-run': ['the run … is at work on …, and only one run acts at a time'],
    'taken-over': ['… has taken over from this one, which was silent for too long'],
    'run-cut-off': ['… before may be at work until …', 'what that run did shows for certain only after …'],
    'recovery-secret-other-value': ['the recovery secret … holds that key, but this job got another value'],
    'recovery-secret-missing': ['an earlier run was cut off while it published … again, and this job holds neither'],
    'recovery-value-foreign': ['The value of recovery-secret was not written by this action'],
    'recovery-value-of-another-user': ['The value of recovery-secret holds a key of another user'],
    'recovery-secret-of-another-user': ['the recovery secret … holds a key of another user'],
    'recovery-secret-taken': ['the recovery secret … exists, but this job did not get a key of …'],
    'recovery-secret-not-shown': [
        'GitHub accepted the recovery secret …, but does not show the change after …',
        'GitHub lists the recovery secret …, but does not find it when it is to be deleted',
    ],
    'key-too-old': ['… old, and rotate-after is …: a key that old should not be active any more, but …'],
    'other-name-or-place': ['… it is stored under another name, or in a place that nobody listed'],
    'place-deleted': ['somebody deleted …'],
    'place-recreated': ['somebody has recreated … since … was published there'],
    'time-left': ['this run has … left, and to …'],
    'destinations-changed': ['… and the destinations have changed since'],
    'former-places': [
        'These places are no longer in destinations, and their secrets still hold a key of …',
        'These names are no longer configured, and secrets or variables of such a name in a listed place still hold a key of …',
    ],
    'last-use-unreadable': ['the last use of … cannot be read, so it may be in use'],
    'long-wait': ['this wait has lasted for …'],
    'job-holds-old-key': [
        'this job still holds the old key',
        '… the place that gives it the key is not listed in destinations, or somebody has written the old key back',
    ],
    'tag-of-another-version': ['the tag rotate-iam-access-keys of … was written by another version of this action'],
    'no-reports': [
        'The folder … (input reports) has no report in it',
        '… (input reports) is no folder',
        '… (input reports) cannot be read',
    ],
    'reports-outside-workspace': ['The folder … (input reports) lies outside of the workspace and of RUNNER_TEMP'],
    'no-report-file': ['The file … in the folder of reports is no report: …'],
    'verify-no-key': ['This job holds no access key'],
    'verify-not-a-key': ['What this job holds is no access key'],
    'verify-session-token': ['A session token is set beside the access key of this job'],
    'verify-temporary-credentials': ['This job holds temporary credentials, not an access key'],
    'verify-another-key': ['This job holds another access key than the expected one'],
    'verify-mixed-pair': ['The ID and the secret of this job belong to two different access keys'],
    'verify-key-rejected': ['AWS rejects the access key of this job'],
    'verify-elsewhere': ['This job would not ask AWS itself about its access key'],
    'verify-root-user': ['The answer about the access key of this job names a root user'],
    'verify-another-user': [
        'The access key of this job belongs to another account than the expected one',
        '… belongs to another user than the expected one',
    ],
    'verify-aws-silent': ['AWS could not be asked about the access key of this job'],
    'verify-smtp-rejected': ['SES rejects the SMTP password of this job'],
    'verify-smtp-silent': ['SES could not be asked about the SMTP password of this job'],
    'verify-smtp-host': ['The SMTP host is not one of SES and proves nothing'],
    'verify-input': ['An input of the verify action is not allowed'],
};

;// CONCATENATED MODULE: ./lib/report/troubleshooting.js

/** The page, where the runner does not say which repository the action came from: it was started by its path. */
const home = 'https://github.com/rotate-iam-access-keys/rotate-iam-access-keys/blob/main';
const known = Object.entries(rows).flatMap(([anchor, messages]) => messages.map((message) => ({ anchor, parts: message.toLowerCase().split('…') })));
/** Whether a text has these parts, one after the other. A pattern for each row would take most of the start to compile. */
function has(text, [first = '', ...rest]) {
    let end = endOfFirst(text, first.trim());
    for (const part of rest) {
        if (end === -1)
            return false;
        end = endOf(text, part.trim(), end);
    }
    return end !== -1;
}
const endOf = (text, part, from) => {
    const start = text.indexOf(part, from);
    return start === -1 ? -1 : start + part.length;
};
/** What does not begin with a name begins a sentence, or a part of one. */
function endOfFirst(text, first) {
    if (first === '')
        return 0;
    for (let end = endOf(text, first, 0); end !== -1; end = endOf(text, first, end)) {
        if (/(?:^|[.:;]\s|- )$/.test(text.slice(Math.max(0, end - first.length - 2), end - first.length)))
            return end;
    }
    return -1;
}
/** The anchor of the row that a text has most letters in common with; undefined where no row is about it. */
function anchorOf(text) {
    const lower = text.toLowerCase();
    const letters = (parts) => parts.join('').replaceAll(/[^\p{L}]/gu, '').length;
    let best;
    for (const { anchor, parts } of known) {
        if (!has(lower, parts))
            continue;
        const weight = letters(parts);
        if (best === undefined || weight > best.weight)
            best = { anchor, weight };
    }
    return best?.anchor;
}
/** The addresses of the rows about a message: of those about its points, where it has any; else of the one about it. */
function moreAbout(message, environment = process.env) {
    const points = message.split('\n').filter((line) => line.startsWith('- '));
    const found = points.flatMap((each) => addressFor(each, environment) ?? []);
    return found.length > 0 ? [...new Set(found)] : [addressFor(message, environment) ?? []].flat();
}
/** The address of the row about a text, in the version of the action that is running; undefined where there is none. */
function addressFor(text, environment = process.env) {
    const anchor = anchorOf(text);
    return anchor === undefined ? undefined : `${placeOf(environment)}/docs/troubleshooting.md#${anchor}`;
}
/** The runner sets these for an action from a repository, and leaves them empty for one that is started by its path. */
function placeOf(environment) {
    const { GITHUB_SERVER_URL, GITHUB_ACTION_REPOSITORY: repository = '', GITHUB_ACTION_REF: ref = '' } = environment;
    const server = URL.parse(GITHUB_SERVER_URL ?? '')?.origin;
    const isThere = /^[\w.-]+\/[\w.-]+$/.test(repository) && /^[\w./-]+$/.test(ref);
    return server !== undefined && isThere ? `${server}/${repository}/blob/${ref}` : home;
}


/***/ }),

/***/ 5557:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   AF: () => (/* binding */ Problem),
/* harmony export */   KG: () => (/* binding */ asSentence),
/* harmony export */   SM: () => (/* binding */ remedyOf),
/* harmony export */   Wr: () => (/* binding */ passOver),
/* harmony export */   YP: () => (/* binding */ inSentences),
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   bb: () => (/* binding */ Superseded),
/* harmony export */   cJ: () => (/* binding */ Cancelled),
/* harmony export */   sl: () => (/* binding */ endsRun),
/* harmony export */   uo: () => (/* binding */ withFullStop)
/* harmony export */ });
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2708);

/**
 * An error that a person can do something about: the message says what happened and to what, `remedy` what to do.
 * Never carries a secret. The provider's own error, if any, is the `cause`.
 */
class Problem extends Error {
    remedy;
    constructor(message, remedy, options) {
        super(message, options);
        this.name = 'Problem';
        this.remedy = remedy;
    }
}
/** The run was asked to stop, and does so between two steps. */
class Cancelled extends Error {
    constructor() {
        super('this run was cancelled');
        this.name = 'Cancelled';
    }
}
/** Another run has taken over the user, because this one was silent for too long; it stops where it is. */
class Superseded extends Error {
    /** `by`: `owner/repo/run-id` of the other run, when its claim can be read. */
    constructor(by) {
        super(by === undefined
            ? 'this run was silent for too long, and another one may have taken over'
            : `the run ${by} has taken over from this one, which was silent for too long`);
        this.name = 'Superseded';
    }
}
/** Whether an error ends the run whatever it was about: it was asked to stop, or another run has taken over. */
function endsRun(error) {
    return error instanceof Cancelled || error instanceof Superseded;
}
/** Passes over an error of something that nothing depends on. @throws what ends the run */
function passOver(error) {
    if (endsRun(error))
        throw error;
}
/** A library's message is cut to this; the reasons that AWS gives for a denial are shorter. */
const longestMessage = 1000;
/**
 * The message of anything that was thrown, never empty. A Problem, whose words are ours, has already said what its
 * cause said; the words of anybody else are made presentable.
 */
function messageOf(error) {
    if (!(error instanceof Error))
        return (0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_0__/* .presentable */ .KC)(String(error), longestMessage);
    if (error instanceof Problem || endsRun(error))
        return error.message;
    const said = [error.message || error.name, error.cause instanceof Error ? error.cause.message : ''];
    return [...new Set(said.filter((each) => each !== '').map((each) => (0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_0__/* .presentable */ .KC)(each, longestMessage)))].join(': ');
}
/** What a person can do about anything that was thrown. */
function remedyOf(error) {
    return error instanceof Problem ? error.remedy : 'This is a defect of this action: please report it with this log.';
}
/** Words that a message of ours may begin with; a name keeps its own spelling. */
const firstWord = /^(?:an?|the|this|it|only|somebody|secrets|unlisted|places|jobs|with|not|what|whether)(?= )/;
/** A text as a sentence by itself: with a capital, unless it begins with a name, and a full stop. */
function asSentence(text) {
    return withFullStop(text.replace(firstWord, (word) => word.charAt(0).toUpperCase() + word.slice(1)));
}
/** Ends a text with a full stop, unless it ends a sentence already. */
function withFullStop(text) {
    return /[.!?]$/.test(text) ? text : `${text}.`;
}
/** What happened and what to do, for people. */
function inSentences(error) {
    return error instanceof Problem ? `${asSentence(error.message)} ${error.remedy}` : asSentence(messageOf(error));
}


/***/ }),

/***/ 9037:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Rc: () => (/* binding */ second),
/* harmony export */   Vc: () => (/* binding */ minute),
/* harmony export */   n$: () => (/* binding */ utc),
/* harmony export */   nW: () => (/* binding */ hour),
/* harmony export */   vd: () => (/* binding */ day),
/* harmony export */   vg: () => (/* binding */ spoken)
/* harmony export */ });
/** Durations are products of these. */
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
/** `2026-11-22T19:00:00Z`: whole seconds in UTC, as AWS and GitHub write them. */
function utc(at) {
    return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
/**
 * A duration in the one or two words a person would use: `12 seconds`, `3 hours`, `61 days`. One that is over before it
 * began is none: `0 seconds`.
 */
function spoken(duration) {
    const amount = Math.max(0, duration);
    if (amount < 2 * minute)
        return count(Math.round(amount / second), 'second');
    if (amount < 2 * hour)
        return count(Math.round(amount / minute), 'minute');
    if (amount < 2 * day && amount % day !== 0)
        return count(Math.round(amount / hour), 'hour');
    return count(Math.round(amount / day), 'day');
}
function count(amount, unit) {
    return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}


/***/ }),

/***/ 1808:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   GJ: () => (/* binding */ trialSuccesses),
/* harmony export */   Gz: () => (/* binding */ intentFreshness),
/* harmony export */   NJ: () => (/* binding */ deactivationNeeds),
/* harmony export */   RB: () => (/* binding */ intentSettling),
/* harmony export */   TS: () => (/* binding */ oldestRun),
/* harmony export */   Vq: () => (/* binding */ requestTimeout),
/* harmony export */   Wq: () => (/* binding */ soonestAfterLateNote),
/* harmony export */   _m: () => (/* binding */ postponedFor),
/* harmony export */   f3: () => (/* binding */ revertReserve),
/* harmony export */   jw: () => (/* binding */ arrivalOfWrites),
/* harmony export */   kH: () => (/* binding */ rotationNeeds),
/* harmony export */   mi: () => (/* binding */ settlingOfWrites),
/* harmony export */   p4: () => (/* binding */ orphanSlack),
/* harmony export */   xH: () => (/* binding */ clockSlack),
/* harmony export */   y4: () => (/* binding */ trialSpacing)
/* harmony export */ });
/* harmony import */ var _time_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(9037);
/** How long things take at AWS and GitHub, and how long a run reckons with that; each with its reason. */

/** How long one request may take before its answer counts as lost. */
const requestTimeout = 30 * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc;
/** CreateAccessKey is sent again for so long, while AWS clearly says that it has created nothing yet. */
const postponedFor = 15 * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc;
/** An intent is acted upon within this time, or written anew. */
const intentFreshness = 5 * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc;
/** An orphan's CreateDate lies this close behind the intent that announced it. */
const orphanSlack = postponedFor + requestTimeout + intentFreshness;
/** After this, IAM shows the key that an intent has led to, if any. */
const intentSettling = orphanSlack + 2 * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .minute */ .Vc;
/** Servers of GitHub may disagree on the time by this much. */
const clockSlack = 5 * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc;
/** GitHub shows a write a moment after it has accepted it: a dead run's last writes show after this. */
const settlingOfWrites = 2 * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .minute */ .Vc;
/**
 * GitHub dates no write of a run later than this after its end, however late it shows it: what was on its way then has
 * arrived when its client would have given it up.
 */
const arrivalOfWrites = requestTimeout + clockSlack;
/**
 * A new key is tried until AWS has accepted it so often in a row, this far apart: servers that do not know it yet answer
 * between others that do, for some seconds.
 */
const trialSuccesses = 3;
const trialSpacing = 5 * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc;
/**
 * No key is published sooner than this after it was made by a run that had to write a note of it twice: the first one was
 * given up, the second one answered, and then the key was tried.
 */
const soonestAfterLateNote = requestTimeout + (trialSuccesses - 1) * trialSpacing - clockSlack;
/** The time that a run needs from the creation of a key on: to publish it, to verify, and to take it back if need be. */
function rotationNeeds(policy) {
    return policy.publication + deactivationNeeds(policy);
}
/** The time that a run needs from a deactivation on: to verify, and to switch the key on again if need be. */
function deactivationNeeds(policy) {
    return (policy.verification === 'none' ? 0 : policy.verificationTimeout) + revertReserve;
}
/** What a run keeps in hand for switching a key on again when its verification does not pass. */
const revertReserve = 2 * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .minute */ .Vc;
/**
 * No run is older, however often it is run again: one ends after 35 days, and can be started again for 30.
 * https://docs.github.com/en/actions/reference/limits
 */
const oldestRun = (35 + 30) * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .day */ .vd;


/***/ }),

/***/ 7871:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ digest)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);

/** The first 16 hexadecimal digits of the SHA-256 of a text: enough to tell two texts apart, and not to guess one. */
function digest(text) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(text, 'utf8').digest('hex').slice(0, 16);
}


/***/ }),

/***/ 8746:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ listed)
/* harmony export */ });
/** So many names, separated by commas; the others are counted. */
function listed(names, most) {
    const others = names.length - most;
    return `${names.slice(0, most).join(', ')}${others > 0 ? ` and ${others} more` : ''}`;
}


/***/ }),

/***/ 4581:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ nearest)
/* harmony export */ });
/** Of several names the one that a misspelt text most likely means; undefined when all differ in more than `most` letters. */
function nearest(text, names, most) {
    let best;
    for (const name of names) {
        if (Math.abs(name.length - text.length) > most(name))
            continue;
        const distance = difference(text, name);
        if (distance <= most(name) && distance < (best?.distance ?? Number.POSITIVE_INFINITY))
            best = { name, distance };
    }
    return best?.name;
}
/**
 * How many letters have to be added, removed, replaced or swapped with their neighbour: the optimal string alignment
 * distance. https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance#Optimal_string_alignment_distance
 */
function difference(one, other) {
    let beforeLast = [];
    let last = Array.from({ length: other.length + 1 }, (_, index) => index);
    for (let i = 1; i <= one.length; i += 1) {
        const row = [i];
        for (let j = 1; j <= other.length; j += 1) {
            const isSame = one[i - 1] === other[j - 1];
            const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
            row[j] = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1), isSwapped ? (beforeLast[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY);
        }
        beforeLast = last;
        last = row;
    }
    return last[other.length] ?? 0;
}


/***/ }),

/***/ 2708:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Is: () => (/* binding */ harmless),
/* harmony export */   KC: () => (/* binding */ presentable),
/* harmony export */   SP: () => (/* binding */ shown),
/* harmony export */   vI: () => (/* binding */ shortened)
/* harmony export */ });
/** Text from elsewhere, before it is shown to people: it may be hostile, and it may quote a secret. */
/**
 * What tokens look like (https://github.blog/engineering/behind-githubs-new-authentication-token-formats/), also with
 * an escape of `shown` inside; credentials in an address; and a private key, with all that follows it.
 */
const credentials = /\b(?:gh[a-z]_|github_pat_|eyJ)[\w.\\{}-]+|(?<=:\/\/)[^\s/@]+(?=@)|-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*/g;
/** How libraries say that they cannot send a header: with all that it holds, a token as a rule. */
const quotedHeader = /is an invalid header/i;
/** Controls, format characters (bidirectional marks, say), halves of characters, and whatever else takes no room. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
/** Shows what cannot be seen as `\u{202E}`, but for line breaks; a tab becomes a blank. */
function shown(text) {
    return text.replaceAll('\r\n', '\n').replaceAll(unseen, (character) => {
        if (character === '\n')
            return character;
        return character === '\t' ? ' ' : `\\u{${character.codePointAt(0)?.toString(16).toUpperCase()}}`;
    });
}
/**
 * Text that the runner takes no command from, with its line breaks: no line begins with `::` after blanks, none
 * contains `##[`. The runner compares text as .NET does, which looks past characters that take no room: `shown` comes
 * first. https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
function harmless(text) {
    return shown(text)
        .replaceAll('##[', '## [')
        .split('\n')
        .map((line) => (line.trimStart().startsWith('::') ? line.replace('::', ': :') : line))
        .join('\n');
}
/**
 * Text from elsewhere inside a sentence of ours: on one line, without anything that looks like a credential, cut to so
 * many characters, and otherwise as `harmless`.
 */
function presentable(text, longest = 300) {
    if (quotedHeader.test(text))
        return 'a header of the request holds characters that no header may hold';
    const line = shown(text.replaceAll(/\s+/g, ' ')).trim();
    return shortened(line.replaceAll(credentials, '***').replaceAll('##[', '## ['), longest);
}
/** As long as secret access keys and lines of private keys are, and longer. */
const longestWord = 128;
/** Cut to so many characters, and not inside a word of those that secrets are made of: no mask knows half a secret. */
function shortened(text, longest) {
    if (text.length <= longest)
        return text;
    let end = longest;
    while (end > longest - longestWord && end > 0 && isOfSecrets(text, end - 1) && isOfSecrets(text, end))
        end -= 1;
    const isWhole = !/[\uD800-\uDBFF]/.test(text.charAt(end - 1));
    return `${text.slice(0, isWhole ? end : end - 1).trimEnd()}…`;
}
function isOfSecrets(text, index) {
    return /[\w+/=%.-]/.test(text.charAt(index));
}


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/compat get default export */
/******/ (() => {
/******/ 	// getDefaultExport function for compatibility with non-harmony modules
/******/ 	__nccwpck_require__.n = (module) => {
/******/ 		var getter = module && module.__esModule ?
/******/ 			() => (module['default']) :
/******/ 			() => (module);
/******/ 		__nccwpck_require__.d(getter, { a: getter });
/******/ 		return getter;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/create fake namespace object */
/******/ (() => {
/******/ 	var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 	var leafPrototypes;
/******/ 	// create a fake namespace object
/******/ 	// mode & 1: value is a module id, require it
/******/ 	// mode & 2: merge all properties of value into the ns
/******/ 	// mode & 4: return value when already ns object
/******/ 	// mode & 16: return value when it's Promise-like
/******/ 	// mode & 8|1: behave like require
/******/ 	__nccwpck_require__.t = function(value, mode) {
/******/ 		if(mode & 1) value = this(value);
/******/ 		if(mode & 8) return value;
/******/ 		if(typeof value === 'object' && value) {
/******/ 			if((mode & 4) && value.__esModule) return value;
/******/ 			if((mode & 16) && typeof value.then === 'function') return value;
/******/ 		}
/******/ 		var ns = Object.create(null);
/******/ 		__nccwpck_require__.r(ns);
/******/ 		var def = {};
/******/ 		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 		for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 		}
/******/ 		def['default'] = () => (value);
/******/ 		__nccwpck_require__.d(ns, def);
/******/ 		return ns;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".actions.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
var __webpack_exports__ = {};

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  h1: () => (/* binding */ merge),
  e$: () => (/* reexport */ run),
  MX: () => (/* binding */ verify)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(3024);
// EXTERNAL MODULE: ./lib/aws/endpoints.js
var endpoints = __nccwpck_require__(3895);
;// CONCATENATED MODULE: ./lib/fleet/users-to-do.js
/** A matrix makes no more jobs: https://docs.github.com/en/actions/reference/limits */
const mostJobs = 256;
/** Whether a run would do something for a user, or fails for it: all but what rests, or waits for a later day. */
function hasToDo({ report, upcoming, at }) {
    return report.planned || report.failed || (upcoming !== undefined && (upcoming.at ?? at) <= at);
}
/** Values for `only-users`, one for each user, or several users joined by commas where a matrix has no more jobs. */
function jobsFor(selectors) {
    const size = Math.max(1, Math.ceil(selectors.length / mostJobs));
    const jobs = [];
    for (let index = 0; index < selectors.length; index += size)
        jobs.push(selectors.slice(index, index + size).join(','));
    return jobs;
}

// EXTERNAL MODULE: ./lib/rotation/problem.js
var rotation_problem = __nccwpck_require__(5557);
// EXTERNAL MODULE: ./lib/inputs/audit.js
var audit = __nccwpck_require__(130);
// EXTERNAL MODULE: ./lib/text/nearest.js
var nearest = __nccwpck_require__(4581);
// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __nccwpck_require__(2708);
// EXTERNAL MODULE: ./lib/inputs/environment.js
var environment = __nccwpck_require__(6320);
// EXTERNAL MODULE: ./lib/inputs/faults.js
var inputs_faults = __nccwpck_require__(4440);
// EXTERNAL MODULE: ./lib/inputs/inputs.js + 3 modules
var inputs = __nccwpck_require__(2216);
// EXTERNAL MODULE: ./lib/inputs/yaml.js
var yaml = __nccwpck_require__(3758);
// EXTERNAL MODULE: ./lib/inputs/yaml-parser.js
var yaml_parser = __nccwpck_require__(4476);
// EXTERNAL MODULE: ./lib/destination.js
var destination = __nccwpck_require__(8599);
// EXTERNAL MODULE: ./lib/text/listed.js
var listed = __nccwpck_require__(8746);
// EXTERNAL MODULE: ./lib/inputs/recovery-secret.js
var recovery_secret = __nccwpck_require__(1159);
// EXTERNAL MODULE: ./lib/inputs/role.js
var role = __nccwpck_require__(3449);
;// CONCATENATED MODULE: ./lib/inputs/config-file/conflicts.js
/** What no two users of a configuration may share. */





/** Finds users that are there twice, and secrets and variables that two users would write. */
function conflictsOf(users) {
    const repeated = sameUsers(users);
    // A user that is there twice writes everything twice.
    const indexes = new Set(repeated.map(({ index }) => index));
    const others = users.filter(({ index }) => !indexes.has(index));
    return [...repeated, ...sameDestinations(others), ...sameRecoverySecrets(others)];
}
/** The names of all secrets that these users write, by the identity of their place. */
function secretsOf(users) {
    const names = new Map();
    for (const { place, secrets } of users.flatMap(({ destinations }) => destinations)) {
        const known = names.get((0,destination/* identityOf */.cu)(place)) ?? new Set();
        names.set((0,destination/* identityOf */.cu)(place), known);
        for (const { name } of secrets)
            known.add(name);
    }
    return names;
}
function sameUsers(users) {
    const seen = new Map();
    return users.flatMap((each) => {
        const { iamUser = '', roleToAssume = '' } = each.user;
        const identity = `${(0,role/* accountOf */.X)(roleToAssume) ?? ''}/${iamUser}`.toLowerCase();
        const other = seen.get(identity);
        if (other === undefined)
            seen.set(identity, each);
        return other === undefined
            ? []
            : conflict(each, ['iam-user'], `The input iam-user names the user of users[${other.index}] once more`, 'List each user once, with all of its destinations. Two users of one name need role-to-assume, to tell their accounts apart.');
    });
}
function sameDestinations(users) {
    const writers = new Map();
    return users.flatMap((each) => each.user.destinations.flatMap(({ place, secrets, variables }, index) => {
        const entries = [
            ...secrets.map(({ name }) => ({ name, shown: `the secret ${name}` })),
            ...variables.map(({ name }) => ({ name: `variable ${name}`, shown: `the variable ${name}` })),
        ];
        const taken = new Map();
        for (const { name, shown } of entries) {
            const identity = `${(0,destination/* identityOf */.cu)(place)}:${name}`;
            const other = writers.get(identity);
            if (other === undefined)
                writers.set(identity, each);
            else if (other !== each)
                taken.set(other, [...(taken.get(other) ?? []), shown]);
        }
        return [...taken].flatMap(([other, names]) => conflict(each, ['destinations', index], `The input destinations has ${(0,listed/* listed */.K)(names, 5)} of ${(0,destination/* nameOf */.Vb)(place)}, which holds the key of ${nameOfUser(other)}`, 'Give each user a place of its own in destinations, or secrets of other names: one secret holds one key.'));
    }));
}
/** The number of an account that nobody knows yet stays a pattern: who shares one shares the secret. */
function sameRecoverySecrets(users) {
    const destinations = new Map();
    for (const each of users) {
        for (const { place, secrets } of each.user.destinations) {
            for (const { name } of secrets)
                destinations.set(`${(0,destination/* identityOf */.cu)(place)}:${name}`, each);
        }
    }
    const seen = new Map();
    return users.flatMap((each) => {
        const { recovery } = each.user;
        if (recovery === undefined)
            return [];
        try {
            const own = filledIn(recovery, each.user);
            const identity = `${(0,destination/* identityOf */.cu)((0,destination/* placeOf */.$t)(own))}:${own.name}`;
            const shown = `${own.name} of ${(0,destination/* nameOf */.Vb)((0,destination/* placeOf */.$t)(own))}`;
            const writer = destinations.get(identity);
            if (writer !== undefined) {
                const message = `The input recovery-secret-name is ${shown}, a secret that holds the key of ${nameOfUser(writer)}`;
                return conflict(each, ['recovery-secret-name'], message, 'Give it a name that no destination of any user has.');
            }
            const other = seen.get(identity);
            if (other === undefined)
                seen.set(identity, each);
            return other === undefined
                ? []
                : conflict(each, ['recovery-secret-name'], `The input recovery-secret-name is ${shown} for ${nameOfUser(other)}, too`, ownRecoverySecret(recovery));
        }
        catch (error) {
            return (0,inputs_faults/* faultsIn */.RP)(error).map((problem) => ({ index: each.index, problem }));
        }
    });
}
function ownRecoverySecret({ name }) {
    return name.includes('{iam-user}') && name.includes('{account}')
        ? 'Give one of them a name of its own: what a secret cannot have in its name becomes _.'
        : 'Each user needs a recovery secret of its own: write {iam-user} into the name ("AWS_KEY_RECOVERY_{iam-user}"), and {account} where users of several accounts have one name. What a secret cannot have in its name becomes _: where two are equal then, give one of them a name of its own.';
}
/** Stands for an account that is not known yet where the name of a secret is checked. */
const someAccount = '0'.repeat(12);
/** @throws Problem where the user's name makes no name of a secret */
function filledIn(recovery, { iamUser, roleToAssume }) {
    const account = (0,role/* accountOf */.X)(roleToAssume ?? '');
    const filled = (0,recovery_secret/* recoveryPlaceOf */.MT)(recovery, { user: iamUser, account: account ?? someAccount }, []);
    return account === undefined ? { ...filled, name: filled.name.replaceAll(someAccount, '{account}') } : filled;
}
function nameOfUser({ index, user }) {
    return `${user.iamUser} (users[${index}])`;
}
function conflict({ index }, path, message, remedy) {
    return [{ index, problem: new inputs_faults/* InputProblem */.S7('', message, remedy, { path }) }];
}

;// CONCATENATED MODULE: ./lib/inputs/config-file/file-faults.js
/** All that is wrong with a config file, in one message: with its places, as compilers tell them. */



/** More would not be read. */
const mostFaults = 20;
/** Of how many users a fault that they share names. */
const mostUsers = 3;
/** Collects the faults of a file. A fault that several users share is one. */
class FileFaults {
    #file;
    #found = new Map();
    /** `file`: as messages name it. */
    constructor(file) {
        this.#file = file;
    }
    /** Without a position, it is a fault of the step. */
    add(position, { message, remedy }, about = {}) {
        const { user, isOfDefaults = false } = about;
        const identity = `${position?.line}:${position?.column}:${message}`;
        const known = this.#found.get(identity) ?? { position, message, remedy, users: new Set(), isOfDefaults };
        this.#found.set(identity, known);
        if (user !== undefined)
            known.users.add(user);
    }
    /** `everybody`: how many users there are. @throws Problem that tells all faults that were added */
    end(everybody) {
        const faults = [...this.#found.values()].sort((one, other) => orderOf(one) - orderOf(other));
        const [first] = faults;
        if (first === undefined)
            return;
        const told = faults.map((fault) => ({ where: this.#whereOf(fault, everybody), ...fault }));
        const [only] = told;
        if (only !== undefined && told.length === 1) {
            throw new rotation_problem/* Problem */.AF(withoutKeys(`${only.where}${only.message}`), withoutKeys(only.remedy));
        }
        const points = told.slice(0, mostFaults).map((fault) => {
            const sentences = `${fault.where}${fault.message}. ${fault.remedy}`;
            return `- ${withoutKeys(sentences).replaceAll('\n', '\n  ')}`;
        });
        const more = told.length > mostFaults ? [`- and ${told.length - mostFaults} more`] : [];
        throw new rotation_problem/* Problem */.AF([`The file ${this.#file} is refused for ${told.length} faults:`, ...points, ...more].join('\n'), 'Correct all of them: nothing is rotated before the whole file is right.');
    }
    #whereOf({ position, users, isOfDefaults }, everybody) {
        const place = position === undefined ? [] : [`${this.#file}:${position.line}:${position.column}`];
        const isOfAll = users.size === 0 || (users.size === everybody && (isOfDefaults || position === undefined));
        const some = (0,listed/* listed */.K)([...users].map((name) => (0,presentable/* presentable */.KC)(name, 64)), mostUsers);
        const names = isOfDefaults ? [isOfAll ? 'defaults' : `defaults for ${some}`] : isOfAll ? [] : [some];
        return [...place, ...names].map((each) => `${each}: `).join('');
    }
}
function orderOf({ position }) {
    return position === undefined ? 0 : position.line * 1_000_000 + position.column;
}
/** What is as long as a secret access key, and of its characters; a commit's SHA is none. */
const secretAccessKey = /(?<![A-Za-z0-9/+=])(?![0-9a-f]{40}(?![A-Za-z0-9/+=]))[A-Za-z0-9/+]{39}[A-Za-z0-9/+=](?![A-Za-z0-9/+=])/g;
function withoutKeys(text) {
    return text.replaceAll(secretAccessKey, '***');
}

;// CONCATENATED MODULE: ./lib/inputs/config-file/positions.js
var _a;


/** Tells the line and the column of nodes of one document. */
class Positions {
    #text;
    #document;
    #lines;
    /** `text`: what the document was read from. */
    constructor(text, document) {
        this.#text = text;
        this.#document = document;
    }
    /** Where a node begins. */
    of(node) {
        return this.#document.positionOf(offsetOf(node) ?? 0);
    }
    /**
     * Where a part of a value stands, as far as the path leads: to the name before a value that is empty or not there, and
     * into a value that is YAML in a block text.
     */
    within(pair, { path, isKey }) {
        const { found, node, left } = follow(pair, path);
        if (left.length > 0 && (0,yaml_parser/* isScalar */.jn)(node))
            return this.#inText(node, { path: left, isKey }) ?? this.of(node);
        const isName = (isKey && left.length === 0) || isEmpty(node);
        return this.of(isName && found !== undefined ? found.key : node);
    }
    /** Lines of a literal block are lines of the file, behind an indentation; of other texts only the beginning is known. */
    #inText(node, part) {
        if (node.type !== 'BLOCK_LITERAL' || typeof node.value !== 'string')
            return undefined;
        const inner = (0,yaml/* readDocument */.u0)(node.value);
        const position = new _a(node.value, inner).within({ key: undefined, value: inner.contents }, part);
        const line = this.of(node).line + position.line;
        this.#lines ??= this.#text.split(/\r?\n/);
        const indentation = (this.#lines[line - 1] ?? '').length - (node.value.split('\n')[position.line - 1] ?? '').length;
        return { line, column: position.column + Math.max(0, indentation) };
    }
}
_a = Positions;
function follow(pair, path) {
    const [step, ...left] = path;
    const { value } = pair;
    if (step !== undefined && (0,yaml_parser/* isMap */.jh)(value)) {
        const next = value.items.find(({ key }) => textOf(key) === String(step));
        if (next !== undefined)
            return follow(next, left);
    }
    if (typeof step === 'number' && (0,yaml_parser/* isSeq */.oP)(value) && step < value.items.length) {
        return follow({ key: undefined, value: value.items[step] }, left);
    }
    return { found: pair.key === undefined ? undefined : pair, node: value, left: path };
}
/** The text of a name. */
function textOf(key) {
    return (0,yaml_parser/* isScalar */.jn)(key) ? String(key.value ?? '') : '';
}
/** Whether nothing stands where a value could. */
function isEmpty(node) {
    return node === null || node === undefined || ((0,yaml_parser/* isScalar */.jn)(node) && textOf(node).trim() === '');
}
function offsetOf(node) {
    return (0,yaml_parser/* isScalar */.jn)(node) || (0,yaml_parser/* isMap */.jh)(node) || (0,yaml_parser/* isSeq */.oP)(node) ? node.range?.[0] : undefined;
}

// EXTERNAL MODULE: ./lib/inputs/parse.js
var parse = __nccwpck_require__(4170);
;// CONCATENATED MODULE: ./lib/inputs/config-file/selection.js







const input = 'only-users';
/**
 * For each user the shortest text that selects it and no other one: `NAME`, or where users of several accounts have that
 * name, `ACCOUNT/NAME`, without an account for the user that names no role. A name with a comma in it is in quotes.
 */
function selectorsOf(users) {
    const byName = Map.groupBy(users, ({ iamUser = '' }) => iamUser.toLowerCase());
    return users.map((user) => {
        const { iamUser = '' } = user;
        const isUnique = byName.get(iamUser.toLowerCase())?.length === 1;
        const text = isUnique ? iamUser : `${accountNumberOf(user)}/${iamUser}`;
        return text.includes(',') ? `"${text}"` : text;
    });
}
/** For each user the roles of the others that have its name; undefined for one without a role. */
function namesakesOf(users) {
    const byName = Map.groupBy(users, ({ iamUser = '' }) => iamUser.toLowerCase());
    return users.map((user) => {
        const others = (byName.get((user.iamUser ?? '').toLowerCase()) ?? []).filter((each) => each !== user);
        return others.map(({ roleToAssume }) => roleToAssume);
    });
}
function accountNumberOf({ roleToAssume }) {
    return (0,role/* accountOf */.X)(roleToAssume ?? '') ?? '';
}
/**
 * The users that a text names, in their own order: names between commas or white space, or a YAML list of such.
 * @throws Problem for a name that no user has
 */
function selectUsers(text, users, file) {
    const known = new Map();
    const note = (selector, user) => {
        const lower = selector.toLowerCase();
        known.set(lower, [...(known.get(lower) ?? []), user]);
    };
    for (const user of users) {
        note(user.iamUser ?? '', user);
        note(`${accountNumberOf(user)}/${user.iamUser}`, user);
    }
    const wanted = namesIn(text, (name) => known.has(name.toLowerCase()));
    const unknown = [...new Set(wanted.filter((name) => !known.has(name.toLowerCase())))];
    if (unknown.length > 0)
        throw unknownUsers(unknown, [...known.keys()], users, file);
    const selected = new Set(wanted.flatMap((name) => known.get(name.toLowerCase()) ?? []));
    return users.filter((user) => selected.has(user));
}
function namesIn(text, isKnown) {
    const faults = new inputs_faults/* Faults */.CG();
    const given = /^(\[|-\s)/.test(text) ? (0,yaml/* parseYaml */.hN)(input, text) : text;
    const items = (0,yaml/* isList */.Lv)(given) ? given : [given];
    const names = items.flatMap((item) => faults.or([], () => {
        if (typeof item === 'string' && isKnown(item))
            return [item];
        if (typeof item === 'string' && /^(?:"[^"]+"|[^\s,"]+|[\s,]+)+$/.test(item)) {
            return [...item.matchAll(/"([^"]+)"|[^\s,"]+/g)].map(([name, quoted]) => quoted ?? name);
        }
        throw (0,parse/* refused */.J5)(input, (0,yaml/* shown */.SP)(item), 'names of users between commas, or a YAML list of them');
    }));
    faults.end();
    if (names.length === 0)
        throw (0,parse/* refused */.J5)(input, text, 'one user at least; all of them where it is empty');
    return names;
}
function unknownUsers(names, known, users, file) {
    const meant = names.slice(0, 5).flatMap((name) => {
        const lower = (0,nearest/* nearest */.p)(name.toLowerCase(), known, (each) => Math.min(3, Math.floor(each.length / 3)));
        const user = users.find(({ iamUser = '' }) => lower === iamUser.toLowerCase());
        return user?.iamUser ?? lower ?? [];
    });
    const hint = meant.length === 0 ? '' : `Did you mean ${[...new Set(meant)].join(', ')}? `;
    const some = (0,listed/* listed */.K)([...new Set(selectorsOf(users))], 10);
    const which = (0,listed/* listed */.K)(names.map((name) => `“${(0,presentable/* presentable */.KC)(name, 100)}”`), 10);
    return new inputs_faults/* InputProblem */.S7(input, `The input ${input} names ${which}, and the file ${file} has no such user`, `${hint}The file has ${some}. Of several users with one name, ACCOUNT/NAME selects one, with the account of its role-to-assume.`);
}

// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __nccwpck_require__(4573);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
;// CONCATENATED MODULE: ./lib/inputs/config-file/workspace-file.js
/** Reads a file of the workspace, which is where `actions/checkout` puts the repository. */






/** 1 MiB has room for thousands of users. */
const largest = 1024 * 1024;
const allowed = 'the path of a file inside the workspace, such as .github/key-rotation.yml';
/** As messages name the file. */
function shownPath(path) {
    return (0,presentable/* presentable */.KC)((0,external_node_path_.normalize)(path).replaceAll(external_node_path_.sep, '/'), 200);
}
/** The text of a file, without a byte order mark. @throws Problem unless it is a file of UTF-8 inside the workspace */
function readWorkspaceFile(input, path, environment) {
    const workspace = environment['GITHUB_WORKSPACE'] ?? '';
    if (workspace === '') {
        throw new rotation_problem/* Problem */.AF(`GITHUB_WORKSPACE is not set, and the input ${input} is a path in the workspace`, 'Run this as a step of a GitHub Actions job.');
    }
    if ((0,external_node_path_.isAbsolute)(path) || leaves((0,external_node_path_.normalize)(path)) || path.includes('\0'))
        throw (0,parse/* refused */.J5)(input, path, allowed);
    const real = realPathOf(input, workspace, path);
    const file = (0,external_node_fs_.statSync)(real);
    if (!file.isFile())
        throw (0,parse/* refused */.J5)(input, path, `${allowed}: there is something else than a file`);
    if (file.size > largest) {
        throw new rotation_problem/* Problem */.AF(`The file ${shownPath(path)} has ${Math.ceil(file.size / 1024)} KiB, and 1,024 KiB are allowed`, 'Move what users have in common to defaults, or make several files of it, each with a step of its own.');
    }
    const bytes = (0,external_node_fs_.readFileSync)(real);
    if (!(0,external_node_buffer_.isUtf8)(bytes))
        throw new rotation_problem/* Problem */.AF(`The file ${shownPath(path)} is not text in UTF-8`, 'Save it as UTF-8.');
    return new TextDecoder().decode(bytes);
}
/** Links are followed; what they lead to has to be in the workspace, too. */
function realPathOf(input, workspace, path) {
    let real;
    try {
        real = (0,external_node_fs_.realpathSync)((0,external_node_path_.join)(workspace, path));
    }
    catch (error) {
        if (!isMissing(error))
            throw error;
        throw new rotation_problem/* Problem */.AF(`The file ${shownPath(path)} of the input ${input} is not in the workspace`, 'Check the path, which begins at the root of the repository, and check the repository out in a step before this one ("uses: actions/checkout@v4"): without that the workspace is empty.');
    }
    if (!leaves((0,external_node_path_.relative)((0,external_node_fs_.realpathSync)(workspace), real)))
        return real;
    throw (0,parse/* refused */.J5)(input, path, `${allowed}; a link in it leads out of the workspace`);
}
function leaves(path) {
    return path === '..' || path.startsWith(`..${external_node_path_.sep}`) || (0,external_node_path_.isAbsolute)(path);
}
function isMissing(error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' || code === 'ENAMETOOLONG';
}

;// CONCATENATED MODULE: ./lib/inputs/config-file/config-file.js
/**
 * The file that the input `config-file` names: many users, each with inputs of its own over those that the file and the
 * step give to all. It is refused as a whole, with all of its faults. Users read about it in docs/fleet.md.
 */













/** What the map of a user may say. */
const userKeys = inputs/* userInputs */.$S;
/** What the map `defaults` may say. */
const defaultKeys = inputs/* userInputs */.$S.filter((name) => name !== 'iam-user');
/** What the file may say. */
const fileKeys = ['defaults', 'users'];
/** Inputs that hold a secret. */
const secretInputs = ['github-token', 'dispatch-token', 'github-app-private-key', 'recovery-secret'];
/** What is not of one user, and stands at the step. */
const stepInputs = Object.keys(inputs/* inputDefaults */.V0).filter((name) => !userKeys.some((each) => each === name));
/** Every user of the file. @throws Problem that tells all that is wrong with the file, and where */
function readConfigFile(path, run) {
    const file = shownPath(path);
    return new ConfigFile(file, readWorkspaceFile('config-file', path, run.environment), run).users();
}
class ConfigFile {
    #file;
    #run;
    #faults;
    #positions;
    #root;
    /** Read once, however many users there are. */
    #ofStep = new Map();
    constructor(file, text, run) {
        this.#file = file;
        this.#run = run;
        this.#faults = new FileFaults(file);
        const document = (0,yaml/* readDocument */.u0)(text);
        this.#positions = new Positions(text, document);
        this.#root = document.contents;
        for (const { offset, what, detail, remedy } of document.faults) {
            this.#faults.add(document.positionOf(offset), new rotation_problem/* Problem */.AF(`The file ${what}${detail}`, remedy));
        }
        this.#faults.end(0);
    }
    users() {
        const { defaults, entries } = this.#structure();
        const parsed = entries.flatMap((entry, index) => {
            const user = this.#parse(entry, defaults);
            return user === undefined ? [] : [{ index, user }];
        });
        this.#tryUnused(defaults, entries);
        for (const { index, problem } of conflictsOf(parsed))
            this.#refuse(problem, entries[index], defaults);
        this.#faults.end(entries.filter(({ node }) => (0,yaml_parser/* isMap */.jh)(node)).length);
        const users = parsed.map(({ user }) => user);
        const selectors = selectorsOf(users);
        const secretsOfUsers = secretsOf(users);
        const namesakes = namesakesOf(users);
        return users.map((user, index) => ({
            ...user,
            selector: selectors[index],
            secretsOfUsers,
            namesakes: namesakes[index] ?? [],
        }));
    }
    #structure() {
        const root = this.#root;
        const remedy = 'Write a list of users: "users:", and below it "- iam-user: NAME" for each, with its inputs.';
        if (isEmpty(root))
            throw new rotation_problem/* Problem */.AF(`The file ${this.#file} is empty`, remedy);
        if (!(0,yaml_parser/* isMap */.jh)(root)) {
            this.#faults.add(this.#positions.of(root), new rotation_problem/* Problem */.AF('The file is not a map', remedy));
            this.#faults.end(0);
            return { defaults: new Map(), entries: [] };
        }
        for (const { key } of root.items)
            this.#checkRootKey(key);
        const pairOf = (name) => root.items.find(({ key }) => textOf(key) === name);
        const given = pairOf('defaults');
        const defaults = given === undefined ? new Map() : this.#layer(given.value ?? given.key, undefined, defaultKeys);
        const users = pairOf('users');
        const list = (0,yaml_parser/* isSeq */.oP)(users?.value) ? users.value.items : [];
        if (list.length === 0) {
            const what = users === undefined ? 'has no users' : 'needs a list with one user at least in users';
            this.#faults.add(this.#positions.of(users?.key ?? root), new rotation_problem/* Problem */.AF(`The file ${what}`, remedy));
        }
        return { defaults, entries: list.map((node, index) => this.#entry(node, index)) };
    }
    #checkRootKey(key) {
        const name = textOf(key);
        if (fileKeys.some((each) => each === name))
            return;
        const remedy = userKeys.some((each) => each === name)
            ? name === 'iam-user'
                ? 'Write it in an entry of the list users.'
                : 'Write it below defaults, for all users, or in the entry of a user.'
            : wayOut(name, fileKeys);
        this.#faults.add(this.#positions.of(key), new rotation_problem/* Problem */.AF(`The file has the name ${(0,presentable/* presentable */.KC)(name, 100)}`, remedy));
    }
    #entry(node, index) {
        const named = (0,yaml_parser/* isMap */.jh)(node) ? node.items.find(({ key }) => textOf(key) === 'iam-user') : undefined;
        const name = textOf(named?.value).trim() || `users[${index}]`;
        const layer = this.#layer(node, name, userKeys);
        if ((0,yaml_parser/* isMap */.jh)(node) && named === undefined) {
            const problem = new rotation_problem/* Problem */.AF('iam-user is missing', 'Name the IAM user: "iam-user: NAME".');
            this.#faults.add(this.#positions.of(node), problem, { user: name });
        }
        return { name, node, layer };
    }
    /** What the map of a user says, or that of the defaults; what is wrong with its names is refused. */
    #layer(node, user, allowed) {
        const layer = new Map();
        if (!(0,yaml_parser/* isMap */.jh)(node)) {
            const problem = new rotation_problem/* Problem */.AF(`${user === undefined ? 'defaults' : 'the user'} is not a map`, shapeOf(allowed));
            this.#faults.add(this.#positions.of(node), problem, { user, isOfDefaults: user === undefined });
            return layer;
        }
        for (const { key, value } of node.items) {
            const text = textOf(key);
            const name = allowed.find((each) => each === text);
            const fault = name === undefined ? misplaced(text, allowed) : isEmpty(value) ? emptiness(text) : undefined;
            if (fault !== undefined)
                this.#faults.add(this.#positions.of(key), fault, { user, isOfDefaults: user === undefined });
            else if (name !== undefined)
                layer.set(name, { key, value, given: trimmed((0,yaml/* yamlOf */.hX)(value)) });
        }
        return layer;
    }
    /** Undefined where something is wrong, which is told. */
    #parse(entry, defaults) {
        if (!(0,yaml_parser/* isMap */.jh)(entry.node))
            return undefined;
        try {
            const user = (0,inputs/* parseInputs */.TL)(this.#over(entry.layer, defaults), this.#run);
            return user.iamUser === undefined ? undefined : user;
        }
        catch (error) {
            for (const problem of (0,inputs_faults/* faultsIn */.RP)(error))
                this.#refuse(problem, entry, defaults);
            return undefined;
        }
    }
    /** What no user takes from the defaults has to be right, too: the next user may. */
    #tryUnused(defaults, entries) {
        const unused = [...defaults.keys()].filter((name) => entries.every(({ layer }) => layer.has(name)));
        if (unused.length === 0)
            return;
        try {
            const given = this.#over(new Map(), defaults);
            (0,inputs/* parseInputs */.TL)((name) => (name === 'iam-user' ? 'anybody' : given(name)), this.#run);
        }
        catch (error) {
            for (const problem of (0,inputs_faults/* faultsIn */.RP)(error)) {
                const [name] = problem instanceof inputs_faults/* InputProblem */.S7 ? problem.part.path : [];
                if (unused.some((each) => each === name))
                    this.#refuse(problem, undefined, defaults);
            }
        }
    }
    #over(user, defaults) {
        return (name) => user.get(name)?.given ?? defaults.get(name)?.given ?? this.#stepInput(name);
    }
    /** Where a text of YAML is wrong, each user is told so. */
    #stepInput(name) {
        const known = this.#ofStep.get(name);
        if (known !== undefined)
            return known;
        const text = (0,inputs/* readInput */.R5)(name, this.#run.environment);
        const given = isYamlText(name, text) ? read(name, text) : text;
        this.#ofStep.set(name, given);
        return given;
    }
    #refuse(problem, entry, defaults) {
        const part = problem instanceof inputs_faults/* InputProblem */.S7 ? problem.part : undefined;
        const name = userKeys.find((each) => each === part?.path[0]);
        const isOfDefaults = name !== undefined && entry?.layer.has(name) !== true && defaults.has(name);
        const isOfFile = isOfDefaults || (name !== undefined && entry?.layer.has(name) === true);
        const position = part && this.#placeOf(part, entry, defaults);
        this.#faults.add(position, isOfFile ? inFile(problem) : problem, { user: entry?.name, isOfDefaults });
    }
    /** Undefined for what the step says. */
    #placeOf({ path: [name, ...path], isKey }, entry, defaults) {
        const input = userKeys.find((each) => each === name);
        const pair = input && (entry?.layer.get(input) ?? defaults.get(input));
        if (pair !== undefined)
            return this.#positions.within(pair, { path, isKey });
        const isOfStep = name !== undefined && (0,environment/* inputOf */.w)(String(name), this.#run.environment) !== '';
        return isOfStep || entry === undefined
            ? undefined
            : this.#positions.of(entry.layer.get('iam-user')?.value ?? entry.node);
    }
}
/** Inputs whose text is YAML. */
const yamlInputs = ['destinations', 'secrets', 'variables', 'other-keys'];
function isYamlText(name, text) {
    return text !== '' && yamlInputs.includes(name);
}
/** The text itself where it is not YAML: whoever parses it says so. */
function read(name, text) {
    try {
        return (0,yaml/* parseYaml */.hN)(name, text);
    }
    catch (error) {
        (0,inputs_faults/* faultsIn */.RP)(error);
        return text;
    }
}
/** In a file, inputs are called by their names alone. */
function inFile({ message, remedy }) {
    return new rotation_problem/* Problem */.AF(message.replace(/^The input /, ''), remedy);
}
function trimmed(given) {
    return typeof given === 'string' ? given.trim() : given;
}
function shapeOf(allowed) {
    return `Write names and values below it, such as "${allowed.includes('iam-user') ? '- iam-user: NAME' : 'rotate-after: 60d'}". Allowed: ${allowed.join(', ')}.`;
}
function emptiness(name) {
    return new rotation_problem/* Problem */.AF(`${name} is empty`, 'Write its value, or remove it: without it, what is said for all users counts.');
}
/** Values of names that may not be there are never shown. */
function misplaced(name, allowed) {
    return new rotation_problem/* Problem */.AF(`${(0,presentable/* presentable */.KC)(name, 100)} is no name that is allowed there`, wayOut(name, allowed));
}
/** Where a name belongs, or which one is meant. */
function wayOut(given, allowed) {
    const name = given.trim().toLowerCase().replaceAll(/[_\s]/g, '-');
    if (secretInputs.includes(name)) {
        return `Give ${name} to the step, from a secret ("\${{ secrets.NAME }}"): it counts for all users. A secret that was committed to a file has to be replaced.`;
    }
    if (stepInputs.includes(name))
        return `Give ${name} to the step ("with:"): it counts for the whole run.`;
    if (name === 'iam-user' && !allowed.includes(name))
        return 'Write it in an entry of the list users.';
    const meant = (0,nearest/* nearest */.p)(name, [...allowed, ...stepInputs], (each) => Math.min(3, Math.floor(each.length / 3)));
    if (meant === undefined)
        return `Allowed: ${allowed.join(', ')}.`;
    return allowed.includes(meant) ? `Did you mean ${meant}?` : `Did you mean ${meant}? That is an input of the step.`;
}

// EXTERNAL MODULE: ./lib/inputs/job.js
var job = __nccwpck_require__(9514);
// EXTERNAL MODULE: ./lib/inputs/schedule.js + 1 modules
var schedule = __nccwpck_require__(5011);
;// CONCATENATED MODULE: ./lib/inputs/configuration.js
/** What a run is configured to do, from the inputs of its step and the file that they name: before the first request. */












/** Loads what `readConfiguration` needs, and nothing where the inputs are plain, as their defaults are. */
async function prepareConfiguration(environment) {
    const texts = yaml_parser/* yamlInputs */.Bv.map((name) => (0,inputs/* readInput */.R5)(name, environment));
    const arePlain = texts.every((text) => text === '' || (0,yaml_parser/* plainYaml */.gB)(text) !== undefined);
    if (!arePlain || (0,inputs/* readInput */.R5)('config-file', environment) !== '')
        await (0,yaml_parser/* loadYamlParser */.D7)();
}
/** After `prepareConfiguration`. @throws Problem that names the input, or the place in the file, the value and what is allowed */
function readConfiguration(environment) {
    const { run, warnings } = (0,inputs/* readRun */.cI)(environment);
    const maxParallel = parseParallel((0,inputs/* readInput */.R5)('max-parallel', environment));
    const file = (0,inputs/* readInput */.R5)('config-file', environment);
    const users = file === '' ? [lone(run)] : usersOf(file, run);
    if (run.recoveryText !== '' && users.every(({ recovery }) => recovery === undefined))
        throw (0,recovery_secret/* missingRecoveryName */.PI)();
    const paces = users.map(({ policy }) => policy);
    return {
        mode: run.mode,
        maxParallel,
        users,
        audit: (0,audit/* readAuditOptions */.i)(environment, { ...run, step: (name) => (0,inputs/* readInput */.R5)(name, environment) }),
        warnings: [...warnings, ...(0,schedule/* warnOfSchedule */.H)(paces, (0,job/* scheduleOf */.rH)(environment))],
    };
}
function lone(run) {
    const only = (0,inputs/* readInput */.R5)('only-users', run.environment);
    if (only !== '') {
        throw new rotation_problem/* Problem */.AF('The input only-users is given, and config-file is empty', 'Name the file that has the users in config-file, or the one user in iam-user.');
    }
    const user = (0,inputs/* parseInputs */.TL)((name) => (0,inputs/* readInput */.R5)(name, run.environment), run);
    return { ...user, selector: user.iamUser, secretsOfUsers: secretsOf([user]), namesakes: [] };
}
function usersOf(file, run) {
    if ((0,inputs/* readInput */.R5)('iam-user', run.environment) !== '') {
        throw new rotation_problem/* Problem */.AF('The inputs iam-user and config-file are both given', 'Leave iam-user out: the file names the users. To rotate some of them, name those in only-users.');
    }
    const users = readConfigFile(file, run);
    const only = (0,inputs/* readInput */.R5)('only-users', run.environment);
    return only === '' ? users : selectUsers(only, users, shownPath(file));
}
/** https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api: 100 requests at once, at most */
function parseParallel(text) {
    if (/^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 100)
        return Number(text);
    throw (0,parse/* refused */.J5)('max-parallel', text, 'a whole number from 1 to 100');
}

// EXTERNAL MODULE: ./lib/inputs/masks.js
var masks = __nccwpck_require__(772);
// EXTERNAL MODULE: ./lib/network/secure-transport.js
var secure_transport = __nccwpck_require__(2877);
// EXTERNAL MODULE: ./lib/report/ranking.js
var ranking = __nccwpck_require__(8888);
// EXTERNAL MODULE: ./lib/report/runner.js + 5 modules
var runner = __nccwpck_require__(9597);
// EXTERNAL MODULE: ./lib/report/tell.js + 2 modules
var tell = __nccwpck_require__(908);
// EXTERNAL MODULE: ./lib/report/titles.js
var titles = __nccwpck_require__(131);
;// CONCATENATED MODULE: ./lib/main.js
/** Inputs → services → users → report. */












/** Runs the action. However it ends is reported, and sets the exit code. */
async function run() {
    (0,runner/* takeOver */.w9)();
    const cancelled = cancellation();
    let all;
    try {
        const configuration = await configure();
        if (configuration.mode === 'audit')
            return await auditAll(configuration, cancelled);
        all = await rotateAll(configuration, cancelled);
    }
    catch (failure) {
        await (0,tell/* tellFailure */.s9)(failure);
        return;
    }
    // The stories of several users are told one after the other.
    for (const { report, story } of (0,ranking/* worstFirst */.md)(all)) {
        if (story.length > 0)
            (0,runner/* printFolded */.UM)(`${report.user}: ${(0,titles/* standingOf */.YP)(report)}`, story);
    }
    const [first] = all;
    if (first?.inputs.mode === 'plan')
        (0,runner/* setOutput */.uH)('users', jobsFor(all.filter(hasToDo).map(selectorOf)));
    await (0,tell/* tell */.qz)(all);
    // A request that was abandoned may be sent again, by AWS's client: nothing of this run happens any more.
    if (cancelled.aborted)
        process.exit();
}
/** What selects this user in `only-users`. */
function selectorOf({ inputs, report }) {
    return inputs.selector ?? report.user;
}
/** Inputs whose values are masked before anything is said of any input. */
const main_secretInputs = ['github-token', 'dispatch-token', 'github-app-private-key', 'recovery-secret'];
/** What the run is to do; secrets are masked first. */
async function configure() {
    (0,secure_transport/* refuseEchoedCommands */.DA)(process.env);
    for (const each of (0,masks/* secretsOfJob */.I)(process.env, main_secretInputs))
        (0,runner/* mask */.dK)(each);
    (0,secure_transport/* refuseUncheckedCertificates */.Xi)(process.env);
    await prepareConfiguration(process.env);
    const configuration = readConfiguration(process.env);
    (0,endpoints/* checkEndpointVariables */.XM)(process.env);
    return configuration;
}
async function auditAll(configuration, cancelled) {
    const [{ audit }, { ServiceClock }] = await Promise.all([Promise.all(/* import() */[__nccwpck_require__.e(234), __nccwpck_require__.e(587), __nccwpck_require__.e(928), __nccwpck_require__.e(867), __nccwpck_require__.e(67), __nccwpck_require__.e(814), __nccwpck_require__.e(175), __nccwpck_require__.e(242), __nccwpck_require__.e(43), __nccwpck_require__.e(529)]).then(__nccwpck_require__.bind(__nccwpck_require__, 2529)), __nccwpck_require__.e(/* import() */ 444).then(__nccwpck_require__.bind(__nccwpck_require__, 4444))]);
    await preferMemory();
    const clock = new ServiceClock(cancelled);
    return audit(configuration, { clock, environment: process.env, onElsewhere: namingElsewhere(), mask: runner/* mask */.dK });
}
/** @throws what fails before anything is known about a user */
async function rotateAll(configuration, cancelled) {
    const [first, ...others] = configuration.users;
    if (first === undefined)
        throw new rotation_problem/* Problem */.AF('No user is configured', 'Name one.');
    // AWS's client takes longer to load than bad input takes to be refused.
    const [{ openJobAccess }, { runUsers }, { ServiceClock }] = await Promise.all([
        Promise.all(/* import() */[__nccwpck_require__.e(234), __nccwpck_require__.e(587), __nccwpck_require__.e(928), __nccwpck_require__.e(67), __nccwpck_require__.e(43)]).then(__nccwpck_require__.bind(__nccwpck_require__, 6043)),
        Promise.all(/* import() */[__nccwpck_require__.e(234), __nccwpck_require__.e(587), __nccwpck_require__.e(867), __nccwpck_require__.e(67), __nccwpck_require__.e(814), __nccwpck_require__.e(800)]).then(__nccwpck_require__.bind(__nccwpck_require__, 3800)),
        __nccwpck_require__.e(/* import() */ 444).then(__nccwpck_require__.bind(__nccwpck_require__, 4444)),
    ]);
    await preferMemory();
    const jobAge = ageOfJob(process.env['GITHUB_EVENT_PATH']);
    const clock = new ServiceClock(cancelled);
    const access = await openJobAccess({
        users: [first, ...others],
        runId: first.job.runId,
        environment: process.env,
        clock,
        onElsewhere: namingElsewhere(),
        mask: runner/* mask */.dK,
        print: runner/* print */.yy,
    });
    const nonce = () => (0,external_node_crypto_.randomUUID)().slice(0, 8);
    if (configuration.users.length > 1)
        for (const each of configuration.warnings)
            (0,tell/* tellWarning */.go)(each);
    return runUsers(configuration, { ...access, clock, mask: runner/* mask */.dK, print: runner/* print */.yy, nonce, jobAge });
}
/**
 * Hundreds of requests leave garbage that V8 would let pile up on a large machine; a runner may be a small one. What has
 * to be loaded is loaded before, as that takes longer with it.
 */
async function preferMemory() {
    const { setFlagsFromString } = await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 8877, 19));
    setFlagsFromString('--optimize-for-size');
}
/**
 * For how long the job has run: the runner writes the file of the event when the job begins. Both times are of the
 * runner's own clock, so that it need not be right.
 */
function ageOfJob(eventPath) {
    const written = eventPath ? (0,external_node_fs_.statSync)(eventPath, { throwIfNoEntry: false })?.mtimeMs : undefined;
    return written === undefined ? 0 : Math.max(0, Date.now() - written);
}
/**
 * The runner asks a cancelled job to stop with SIGINT, 7.5 seconds later with SIGTERM, and kills it 2.5 seconds after
 * that: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-cancellation
 */
function cancellation() {
    const controller = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'])
        process.on(signal, () => controller.abort());
    return controller.signal;
}
/** Names each endpoint that is none of AWS's own once; refuses one where keys would cross a network in the clear. */
function namingElsewhere() {
    const named = new Set();
    return (elsewhere) => {
        (0,endpoints/* refuseUnsafe */.H_)(elsewhere);
        const line = (0,endpoints/* describeElsewhere */.UP)(elsewhere);
        if (named.has(line))
            return;
        named.add(line);
        if (elsewhere.origin.startsWith('https:'))
            (0,runner/* annotate */.fz)('warning', line);
        else
            (0,runner/* print */.yy)(line);
    };
}

;// CONCATENATED MODULE: ./lib/index.js
/**
 * The three actions, as one bundle: what several of them need is in it once. The rotation, which starts most often, is
 * read as one file; the others load what is their own.
 */

/** Proves which key a job holds: `verify/action.yml`. */
async function verify() {
    const { run } = await __nccwpck_require__.e(/* import() */ 36).then(__nccwpck_require__.bind(__nccwpck_require__, 4036));
    await run();
}
/** Makes one report of many: `report/action.yml`. */
async function merge() {
    const { run } = await __nccwpck_require__.e(/* import() */ 671).then(__nccwpck_require__.bind(__nccwpck_require__, 8671));
    await run();
}

var __webpack_exports__merge = __webpack_exports__.h1;
var __webpack_exports__rotate = __webpack_exports__.e$;
var __webpack_exports__verify = __webpack_exports__.MX;
export { __webpack_exports__merge as merge, __webpack_exports__rotate as rotate, __webpack_exports__verify as verify };
