import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 6698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 1421:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

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

/***/ 1708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:process");

/***/ }),

/***/ 7075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

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

/***/ 8522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 3895:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Jn: () => (/* binding */ elsewhere),
/* harmony export */   XM: () => (/* binding */ checkEndpointVariables),
/* harmony export */   wg: () => (/* binding */ isAwsOwn)
/* harmony export */ });
/* unused harmony exports refuseUnsafe, describeElsewhere */
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

/***/ 9480:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  w: () => (/* binding */ inputOf),
  r: () => (/* binding */ warnOfUndeclared)
});

// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __nccwpck_require__(5557);
;// CONCATENATED MODULE: ./lib/text/listed.js
/** So many names, separated by commas; the others are counted. */
function listed(names, most) {
    const others = names.length - most;
    return `${names.slice(0, most).join(', ')}${others > 0 ? ` and ${others} more` : ''}`;
}

// EXTERNAL MODULE: ./lib/text/nearest.js
var nearest = __nccwpck_require__(4581);
// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __nccwpck_require__(2708);
;// CONCATENATED MODULE: ./lib/inputs/environment.js
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
    const ignored = undeclared.filter((variable) => environment[variable] !== '').map((each) => (0,presentable/* presentable */.KC)(each, 100));
    if (ignored.length === 0)
        return [];
    const text = `The environment has variables of inputs that this action does not have, and they are ignored: ${listed(ignored, 10)}.`;
    return [{ kind: 'undeclared inputs', text }];
}
function refuseMisspelt(variable, names) {
    const given = variable.slice('INPUT_'.length).toLowerCase();
    const meant = (0,nearest/* nearest */.p)(letters(given), names.map(letters), mostWrongLetters);
    if (meant === undefined)
        return;
    throw new problem/* Problem */.AF(`There is no input ${(0,presentable/* presentable */.KC)(given, 100)} (${(0,presentable/* presentable */.KC)(variable, 100)} in the environment)`, `Did you mean ${names.find((name) => letters(name) === meant)}?`);
}
function letters(name) {
    return name.replaceAll(/[-_\s]/g, '');
}
/** Two wrong letters of four would make half of another word. */
function mostWrongLetters(name) {
    return Math.min(2, Math.max(1, Math.floor(name.length / 4)));
}


/***/ }),

/***/ 772:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ secretsOfJob)
/* harmony export */ });
/* harmony import */ var _network_proxy_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5806);
/* harmony import */ var _environment_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(9480);
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

/***/ 5102:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  J5: () => (/* binding */ refused),
  nT: () => (/* binding */ userName)
});

// UNUSED EXPORTS: isSecretName, oneOf, ownerName, parseBoolean, parseDuration, parseUrl, repositoryName, secretNames, unknownName

// EXTERNAL MODULE: ./lib/network/secure-transport.js
var secure_transport = __nccwpck_require__(2877);
// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __nccwpck_require__(5557);
// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __nccwpck_require__(9037);
// EXTERNAL MODULE: ./lib/text/presentable.js
var text_presentable = __nccwpck_require__(2708);
;// CONCATENATED MODULE: ./lib/inputs/faults.js
/** What is wrong with inputs: where each fault stands inside its input, and all of them at once. */

/** A fault of one input, whose message begins with “The input”, as a rule. */
class faults_InputProblem extends problem/* Problem */.AF {
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
class Problems extends problem/* Problem */.AF {
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
    if (error instanceof Problem)
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

;// CONCATENATED MODULE: ./lib/inputs/parse.js
/** What one value of an input may be. A refusal names the input, the value and what is allowed. */






/** The refusal of a value that may be shown. `part`: where it stands, if `input` does not lead there. */
function refused(input, value, allowed, part) {
    const message = `The input ${input} does not allow “${(0,text_presentable/* presentable */.KC)(value, 200)}”`;
    return new faults_InputProblem(input, message, `Allowed: ${allowed}.`, part);
}
/** The refusal of a name that a map may not have, with the one that may be meant. */
function unknownName(input, name, path, allowed) {
    const meant = nearest(name.toLowerCase(), allowed, (each) => Math.min(3, Math.floor(each.length / 3)));
    const remedy = `${meant === undefined ? '' : `Did you mean ${meant}? `}Allowed: ${allowed.join(', ')}.`;
    const message = `The input ${input} does not allow “${presentable(name, 200)}”`;
    return new InputProblem(input, message, remedy, { path, isKey: true });
}
/** One of the words that are allowed. @throws Problem */
function oneOf(input, text, allowed) {
    const word = allowed.find((each) => each === text);
    if (word === undefined)
        throw refused(input, text, allowed.join(' or '));
    return word;
}
const units = { s: time/* second */.Rc, m: time/* minute */.Vc, h: time/* hour */.nW, d: time/* day */.vd };
/** `90s`, `30m`, `12h`, `60d` or `0`. @throws Problem */
function parseDuration(input, text) {
    const [, amount, unit = 's'] = /^(\d{1,6})([smhd])$/.exec(text) ?? /^(0)$/.exec(text) ?? [];
    if (amount === undefined)
        throw refused(input, text, 'a whole number and a unit: 90s, 30m, 12h, 60d, or 0');
    return Number(amount) * (units[unit] ?? second);
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
        throw new Problem(`The input ${input} has a user name, a password, a query or a fragment in it`, 'Give it the address of the API alone, such as https://api.github.com or https://HOST/api/v3.');
    }
    const url = URL.parse(text);
    if (url === null || !isSafe(url))
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

/***/ 8301:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Cs: () => (/* binding */ allowedRegions),
/* harmony export */   QR: () => (/* binding */ chooseRegion)
/* harmony export */ });
/* unused harmony export parseRegion */
/* harmony import */ var _aws_regions_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7960);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5557);
/* harmony import */ var _text_nearest_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(4581);
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(2708);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(5102);
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

/***/ 2281:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   l: () => (/* binding */ isTemporaryId),
/* harmony export */   x: () => (/* binding */ keyId)
/* harmony export */ });
/** What IDs of access keys look like: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
/** The ID of an access key, of a temporary one too. No secret access key is taken for one. */
const keyId = /^A[A-Z]IA[A-Z0-9]{12,124}$/;
/** Whether an ID is that of temporary credentials, as a role has them. */
function isTemporaryId(id) {
    return id.startsWith('ASIA');
}


/***/ }),

/***/ 9871:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ej: () => (/* binding */ malformation),
/* harmony export */   IB: () => (/* binding */ absentPair),
/* harmony export */   eA: () => (/* binding */ temporaryPair),
/* harmony export */   eh: () => (/* binding */ readEnvironmentPair),
/* harmony export */   hZ: () => (/* binding */ RefusedPair)
/* harmony export */ });
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5557);
/* harmony import */ var _access_key_id_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(2281);
/**
 * The access key in the environment of a step, checked at first sight and before any request. The rotation and the
 * verify action refuse in the same words. No message shows a value: one that stands in the wrong place may be secret.
 */


/** The environment holds no pair that AWS could accept. The message names the variable and the cause. */
class RefusedPair extends _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF {
    fault;
    constructor(fault, message, remedy) {
        super(message, remedy);
        this.name = 'RefusedPair';
        this.fault = fault;
    }
}
const idVariable = 'AWS_ACCESS_KEY_ID';
const secretVariable = 'AWS_SECRET_ACCESS_KEY';
const tokenVariable = 'AWS_SESSION_TOKEN';
/** Expressions give an empty value for a secret that does not exist, and never leave its variable out. */
const compareNames = 'Set both in the env of this step from the secrets that hold the key. A secret that does not exist gives an empty value: check the names of the secrets, and the environment of the job.';
const compareSecrets = 'Compare the names of the two secrets with those that the rotation writes, and what it writes there (its input secrets). If somebody saved them by hand, save them again: the value alone, nothing before or after it.';
/**
 * The pair in the environment; undefined when neither variable is there.
 * @throws RefusedPair when a variable is empty, half of the pair is missing, or it can be no access key
 */
function readEnvironmentPair(environment) {
    const { [idVariable]: accessKeyId, [secretVariable]: secretAccessKey } = environment;
    if (accessKeyId === undefined && secretAccessKey === undefined)
        return undefined;
    if (!accessKeyId || !secretAccessKey)
        throw absentPair(environment);
    const malformed = malformation(accessKeyId, secretAccessKey, { id: idVariable, secret: secretVariable });
    if (malformed !== undefined)
        throw new RefusedPair('malformed', malformed, compareSecrets);
    // An empty one is how a step clears what an earlier step has left.
    const sessionToken = environment[tokenVariable] || undefined;
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
    const isTemporary = (0,_access_key_id_js__WEBPACK_IMPORTED_MODULE_1__/* .isTemporaryId */ .l)(accessKeyId);
    if (isTemporary && sessionToken === undefined)
        throw tokenlessSession();
    if (!isTemporary && sessionToken !== undefined) {
        throw new RefusedPair('sessionToken', `${tokenVariable} is set beside the long-term key in ${idVariable}; it belongs to a role, and AWS rejects a key together with it`, `An earlier step has left it there. Run this before that step or in a job of its own, or set "${tokenVariable}: ''" in the env of this step and of each that uses the key.`);
    }
    if (sessionToken === undefined)
        return { accessKeyId, secretAccessKey };
    const malformedToken = faultIn(tokenVariable, sessionToken);
    if (malformedToken !== undefined)
        throw new RefusedPair('malformed', malformedToken, compareSecrets);
    return { accessKeyId, secretAccessKey, sessionToken };
}
/** What to say where no pair is there, or half of one. */
function absentPair(environment) {
    const states = [idVariable, secretVariable].flatMap((name) => {
        const value = environment[name];
        return value === undefined || value === '' ? [{ name, state: value === undefined ? 'not set' : 'empty' }] : [];
    });
    const [first, second] = states;
    const message = first !== undefined && first.state === second?.state
        ? `${first.name} and ${second.name} are ${first.state}`
        : states.map(({ name, state }) => `${name} is ${state}`).join(', and ');
    return new RefusedPair('absent', message, compareNames);
}
/** What to say of a role's credentials where only a user's own key serves. */
function temporaryPair() {
    return new RefusedPair('temporary', `${idVariable} begins with ASIA, as the IDs of a role's credentials do`, `Set ${idVariable} and ${secretVariable} in the env of this step from the secrets that the rotation writes; an earlier step has put the credentials of a role there.`);
}
function tokenlessSession() {
    const { message, remedy } = temporaryPair();
    return new RefusedPair('temporary', `${message}, and ${tokenVariable}, which belongs to them, is not set`, `${remedy} To sign with that role, where a role serves, set ${tokenVariable} too.`);
}
/** What is wrong with a pair at first sight, in words that show none of it; undefined when nothing is. */
function malformation(id, secret, names) {
    if (isSecretLike(id) && isId(secret))
        return `${names.id} and ${names.secret} are swapped`;
    return (faultIn(names.id, id) ??
        faultIn(names.secret, secret) ??
        faultOfId(names.id, id) ??
        faultOfSecret(names.secret, secret));
}
/** What none of the variables may contain, most telling first, and how to say so behind the variable's name. */
const faults = [
    [/\$\{\{/, () => 'holds an expression that was not evaluated'],
    [/^\s*[{[]/, () => 'is JSON, which has to be taken apart first'],
    [/^\*+$/, () => 'holds the asterisks that a log shows in the place of a secret'],
    [/["'`\u2018-\u201f\u00ab\u00bb]/, () => 'has quotes in it'],
    // White space but for the byte order mark, which nobody sees.
    [/[^\S\ufeff]$/, (seen) => `has white space in it: ${spelled(seen)} at its end`],
    [/^[^\S\ufeff]/, (seen) => `has white space in it: ${spelled(seen)} at its beginning`],
    [/[^\S\ufeff]/, (seen) => `has white space in it: ${spelled(seen)}`],
    // Marks that take no room: joiners, byte order marks, marks of direction, fillers, controls.
    [/[\p{C}\p{Default_Ignorable_Code_Point}]/u, (seen) => `has an invisible character in it (${codePoint(seen)})`],
    [/[^\x21-\x7e]/u, (seen) => `has a character in it that no access key has (${codePoint(seen)})`],
];
function faultIn(variable, text) {
    for (const [pattern, says] of faults) {
        const [seen] = pattern.exec(text) ?? [];
        if (seen !== undefined)
            return `${variable} ${says(seen)}`;
    }
    return undefined;
}
function spelled(white) {
    if (/[\n\r\u2028\u2029]/.test(white))
        return 'a line break';
    return white === '\t' ? 'a tab' : 'a space';
}
function codePoint(text) {
    return `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
function faultOfId(name, id) {
    if (isTwice(id))
        return `${name} holds the ID twice`;
    if (id.length > 20 && /A[KS]IA[A-Z2-7]{16}/.test(id))
        return `${name} holds more than the ID of an access key`;
    // https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html
    if (!/^\w{16,128}$/.test(id))
        return `${name} is not the ID of an access key`;
    if (/^A(?:IDA|ROA|GPA|IPA|NPA|NVA|PKA|SCA)[A-Z2-7]{12,}$/.test(id)) {
        return `${name} is the ID of a user, a role or something else in IAM, not of an access key`;
    }
    return isSecretLike(id) ? `${name} is not the ID of an access key: it looks like a secret access key` : undefined;
}
function faultOfSecret(name, secret) {
    if (isId(secret))
        return `${name} is the ID of an access key`;
    if (/A[KS]IA[A-Z2-7]{16}(?![A-Za-z0-9/+])|^A[KS]IA[A-Z2-7]{16}/.test(secret)) {
        return `${name} holds an ID beside the secret access key`;
    }
    return isTwice(secret) ? `${name} holds the secret access key twice` : undefined;
}
function isId(text) {
    return /^A[KS]IA[A-Z0-9]{12,}$/.test(text) && text.length < 40;
}
/** Secret access keys have 40 characters, lower case among them. */
function isSecretLike(text) {
    return /^[A-Za-z0-9/+=]{40}$/.test(text) && /[a-z]/.test(text);
}
/** One value, and the same again, with at most one sign between. */
function isTwice(text) {
    const half = text.slice(0, text.length >> 1);
    return half.length >= 16 && text.endsWith(half) && new Set(half).size > 1;
}


/***/ }),

/***/ 2668:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Cf: () => (/* binding */ dispatchInputs),
  e9: () => (/* binding */ failures),
  Rj: () => (/* binding */ fingerprint)
});

// UNUSED EXPORTS: isOfAnotherKey, maySettle

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
;// CONCATENATED MODULE: ./lib/text/digest.js

/** The first 16 hexadecimal digits of the SHA-256 of a text: enough to tell two texts apart, and not to guess one. */
function digest(text) {
    return (0,external_node_crypto_.createHash)('sha256').update(text, 'utf8').digest('hex').slice(0, 16);
}

;// CONCATENATED MODULE: ./lib/key/verification-contract.js
/** What the rotation and the verify action have agreed on: what a run is told, and how it says why it has failed. */

/** The inputs that a verification workflow is dispatched with, by what they tell it. */
const dispatchInputs = {
    /** The fingerprint of the key that its jobs should hold. */
    expectedKey: 'expected-key',
    /** A nonce of the dispatch, which the title of its run may show. */
    rotationId: 'rotation-id',
};
/** Names an access key without showing its ID: dispatch inputs are public in public repositories. */
function fingerprint(accessKeyId) {
    return digest(accessKeyId);
}
/**
 * Why a job is not proven to use the expected key: each is the title of an annotation of the verify action, and the
 * beginning of its message. The rotation reads them, as far as its token may.
 */
const failures = {
    input: 'An input of the verify action is not allowed',
    absent: 'This job holds no access key',
    malformed: 'What this job holds is no access key',
    sessionToken: 'A session token is set beside the access key of this job',
    temporary: 'This job holds temporary credentials, not an access key',
    otherKey: 'This job holds another access key than the expected one',
    mixedPair: 'The ID and the secret of this job belong to two different access keys',
    rejected: 'AWS rejects the access key of this job',
    otherAccount: 'The access key of this job belongs to another account than the expected one',
    otherUser: 'The access key of this job belongs to another user than the expected one',
    root: 'The answer about the access key of this job names a root user',
    elsewhere: 'This job would not ask AWS itself about its access key',
    unasked: 'AWS could not be asked about the access key of this job',
    smtpRejected: 'SES rejects the SMTP password of this job',
    smtpElsewhere: 'The SMTP host is not one of SES and proves nothing',
    smtpUnasked: 'SES could not be asked about the SMTP password of this job',
};
/** What a job shows that was queued before GitHub handed out what was just written: later jobs may pass. */
const passing = [failures.otherKey, failures.mixedPair, failures.smtpRejected];
/** What a job shows that was handed another ID than the expected one, or halves of two keys. */
const ofAnotherKey = [failures.otherKey, failures.mixedPair];
/** Whether a failure of this title says that the job holds another key; a step that fails otherwise says less. */
function isOfAnotherKey(title) {
    return ofAnotherKey.includes(title);
}
/** Whether a failure of this title may pass by itself, right after secrets were written. */
function maySettle(title) {
    return passing.includes(title);
}


/***/ }),

/***/ 7589:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Q: () => (/* binding */ ServiceClock)
});

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __nccwpck_require__(8161);
;// CONCATENATED MODULE: external "node:perf_hooks"
const external_node_perf_hooks_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");
;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");
// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __nccwpck_require__(5557);
;// CONCATENATED MODULE: ./lib/network/clock.js
/** What time it is, by the services' clocks, and how long the run has lasted. */




/**
 * Time as the services tell it. The runner's clock may be wrong by any amount, so it is used for nothing: `now` is the
 * latest `Date` header that AWS sent, carried forward by a clock that goes on while the machine sleeps.
 */
class ServiceClock {
    #start = timeOfMachine();
    #cancellation;
    #said;
    /** `cancellation` ends every wait. */
    constructor(cancellation) {
        this.#cancellation = cancellation;
    }
    get cancelled() {
        return this.#cancellation?.aborted ?? false;
    }
    /**
     * Takes the `Date` header of an answer. It is cut to whole seconds, so time is never ahead of AWS's; answers may
     * arrive out of order, so it never goes back.
     */
    hear(header) {
        const date = header === undefined ? Number.NaN : Date.parse(header);
        if (Number.isNaN(date))
            return;
        if (this.#said === undefined || date > this.now())
            this.#said = { date, at: timeOfMachine() };
    }
    now() {
        if (this.#said === undefined)
            return Date.now();
        return this.#said.date + (timeOfMachine() - this.#said.at);
    }
    /** How far AWS's clock is ahead of the runner's; 0 while AWS has not answered. */
    offset() {
        return this.#said === undefined ? 0 : this.now() - Date.now();
    }
    elapsed() {
        return timeOfMachine() - this.#start;
    }
    async sleep(duration) {
        try {
            await (0,promises_namespaceObject.setTimeout)(duration, undefined, this.#cancellation === undefined ? {} : { signal: this.#cancellation });
        }
        catch (error) {
            throw this.cancelled ? new problem/* Cancelled */.cJ() : error;
        }
    }
    async unlessCancelled(work) {
        const signal = this.#cancellation;
        if (signal === undefined)
            return work;
        const { promise: cancelled, reject } = Promise.withResolvers();
        const cancel = () => reject(new problem/* Cancelled */.cJ());
        if (signal.aborted)
            cancel();
        signal.addEventListener('abort', cancel, { once: true });
        // What comes of abandoned work concerns nobody any more.
        work.catch(() => undefined);
        try {
            return await Promise.race([work, cancelled]);
        }
        finally {
            signal.removeEventListener('abort', cancel);
        }
    }
}
/** What the monotonic clock showed last, and how much more than it the machine has been up since the process began. */
let asleep = { at: external_node_perf_hooks_namespaceObject.performance.now(), up: (0,external_node_os_.uptime)() * 1_000, slept: 0 };
/** Shorter differences are those of two clocks that are read one after the other, in steps of 10 ms. */
const noticedSleep = 1_000;
/**
 * Milliseconds that only grow. Node's monotonic clock stands still while a Linux machine sleeps (CLOCK_MONOTONIC), the
 * time since the machine was started does not (CLOCK_BOOTTIME): what it is ahead by, is added.
 */
function timeOfMachine() {
    const [at, up] = [external_node_perf_hooks_namespaceObject.performance.now(), (0,external_node_os_.uptime)() * 1_000];
    const missed = up - asleep.up - (at - asleep.at);
    if (missed > noticedSleep)
        asleep = { at, up, slept: asleep.slept + missed };
    return at + asleep.slept;
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

/***/ 1814:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  fz: () => (/* binding */ annotate),
  dK: () => (/* binding */ mask),
  yy: () => (/* binding */ print),
  uH: () => (/* binding */ setOutput),
  eh: () => (/* binding */ summarize),
  w9: () => (/* binding */ takeOver)
});

// UNUSED EXPORTS: annotationsLeft, asJson, concealed, largestSummary, printFolded

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __nccwpck_require__(7975);
;// CONCATENATED MODULE: external "os"
const external_os_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");
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
function command_issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_namespaceObject.EOL);
}
function issue(name, message = '') {
    command_issueCommand(name, {}, message);
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
;// CONCATENATED MODULE: external "fs"
const external_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_namespaceObject.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_namespaceObject.appendFileSync(filePath, `${toCommandValue(message)}${external_os_namespaceObject.EOL}`, {
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
    return `${key}<<${delimiter}${external_os_namespaceObject.EOL}${convertedValue}${external_os_namespaceObject.EOL}${delimiter}`;
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


const { access, appendFile, writeFile } = external_fs_namespaceObject.promises;
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
                yield access(pathFromEnv, external_fs_namespaceObject.constants.R_OK | external_fs_namespaceObject.constants.W_OK);
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
        return this.addRaw(external_os_namespaceObject.EOL);
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
var text_presentable = __nccwpck_require__(2708);
;// CONCATENATED MODULE: ./lib/report/annotation.js
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
    const end = remedy === '' ? '' : `${separator}${(0,text_presentable/* shortened */.vI)(remedy, longestRemedy)}`;
    const room = longest - end.length;
    return `${message.length <= room ? message : cut(message, room)}${end}`;
}
function cut(message, room) {
    const lines = message.split('\n');
    const last = lines.findLastIndex((line) => line.startsWith(bullet));
    const first = lines.findIndex((line) => line.startsWith(bullet));
    if (first === -1)
        return (0,text_presentable/* shortened */.vI)(message, room - 1);
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
    return (0,text_presentable/* shortened */.vI)([...head, ...points.slice(0, kept), more(omitted), ...foot].join('\n'), room - 1);
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
    command_issueCommand('add-mask', {}, value);
    const lines = [value, ...value.split(/[\r\n]/)].map((each) => each.trim());
    const forms = lines.filter((each) => each.length >= shortestSecret).flatMap((each) => [each, (0,text_presentable/* shown */.SP)(each)]);
    secrets = [...new Set([...secrets, ...forms])].sort((one, other) => other.length - one.length);
}
/** A text for a file, without what this run has masked. */
function concealed(text) {
    return secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
}
function safe(text) {
    return (0,text_presentable/* harmless */.Is)(concealed(text));
}
/** Prints to the log. */
function print(text) {
    process.stdout.write(`${safe(text)}\n`);
}
/** Prints lines to the log that are folded under a title; nothing comes between them. */
function printFolded(title, lines) {
    issueCommand('group', {}, presentable(concealed(title)));
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
    const properties = title === undefined ? {} : { title: (0,text_presentable/* presentable */.KC)(concealed(title)) };
    command_issueCommand(level, properties, fitted(safe(message), safe(remedy)));
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
    const kept = end > largestSummary / 2 ? head.slice(0, end) : (0,text_presentable/* shortened */.vI)(head, head.length - 1);
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
        console[method] = (...parts) => print((0,text_presentable/* presentable */.KC)((0,external_node_util_.format)(...parts)));
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

/***/ 5557:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   AF: () => (/* binding */ Problem),
/* harmony export */   KG: () => (/* binding */ asSentence),
/* harmony export */   SM: () => (/* binding */ remedyOf),
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   cJ: () => (/* binding */ Cancelled)
/* harmony export */ });
/* unused harmony exports Superseded, endsRun, passOver, withFullStop, inSentences */
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
/* harmony export */   nW: () => (/* binding */ hour),
/* harmony export */   vd: () => (/* binding */ day),
/* harmony export */   vg: () => (/* binding */ spoken)
/* harmony export */ });
/* unused harmony export utc */
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

/***/ 7816:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ accountNumber),
/* harmony export */   J: () => (/* binding */ withoutAccounts)
/* harmony export */ });
/** The number of an AWS account. */
const accountNumber = /^\d{12}$/;
/** Logs of public repositories are public: of an account's number, people are shown the last four digits. */
function withoutAccounts(text) {
    return text.replaceAll(/(?<!\d)\d{4}-?\d{4}-?(?=\d{4}(?!\d))/g, '…');
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


/***/ }),

/***/ 4890:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   G3: () => (/* binding */ compareIdentity),
/* harmony export */   cu: () => (/* binding */ identityOf),
/* harmony export */   tS: () => (/* binding */ compareFingerprints)
/* harmony export */ });
/* harmony import */ var _key_verification_contract_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2668);
/* harmony import */ var _unproven_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(9058);
/** Whether the key that a job holds is the expected one. */


/** The fingerprint of the key that the job holds. @throws Unproven with both when it holds two, or another one is expected. */
function compareFingerprints({ expectedKey, accessKeyId, smtp }) {
    const held = (0,_key_verification_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .fingerprint */ .Rj)(accessKeyId);
    const { user = accessKeyId } = smtp ?? {};
    if (user !== accessKeyId) {
        throw new _unproven_js__WEBPACK_IMPORTED_MODULE_1__/* .Unproven */ .kw('otherKey', `smtp-user is the ID of another one (fingerprint ${(0,_key_verification_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .fingerprint */ .Rj)(user)}) than the access key beside it (fingerprint ${held})`, 'Both must be written by the same rotation: compare the names of the secrets. Right after a publication, a job may get one of them from before, which passes.');
    }
    if (expectedKey === undefined || expectedKey === held)
        return held;
    throw new _unproven_js__WEBPACK_IMPORTED_MODULE_1__/* .Unproven */ .kw('otherKey', `its fingerprint is ${held}, but ${expectedKey} is expected`, 'Either it reads secrets of another name than the rotation writes; or one of the same name in its environment or repository takes precedence; or it is a re-run, which holds the old key: start a new run. Right after a publication GitHub may still hand out the former value, and the rotation tries again by itself.');
}
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
function identityOf(arn) {
    const [, , , , account = '', resource = ''] = arn.split(':');
    const [kind = '', ...path] = resource.split('/');
    if (kind === 'user')
        return { account, name: `user ${path.at(-1)}`, user: path.at(-1) };
    return { account, name: kind === 'assumed-role' ? `role ${path[0]}` : kind, user: undefined };
}
/** @throws Unproven when AWS signs the key in to another account, or as another user, than the workflow expects. */
function compareIdentity({ expectedAccount, expectedUser }, { account, name, user }) {
    if (name === 'root') {
        throw new _unproven_js__WEBPACK_IMPORTED_MODULE_1__/* .Unproven */ .kw('root', 'no access key of an IAM user signs in so, and emulators of AWS answer in this way', 'Check what answers for AWS in this job. If the key is one of the root user indeed, delete it and use that of an IAM user: https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html');
    }
    if (expectedAccount !== undefined && expectedAccount !== account) {
        throw new _unproven_js__WEBPACK_IMPORTED_MODULE_1__/* .Unproven */ .kw('otherAccount', 
        // Logs of public repositories are public: whole account numbers stay out of them.
        `it ends in ${account.slice(-4)}, but …${expectedAccount.slice(-4)} is expected`, 'Correct expected-account, or the secrets that this job reads: they hold a key of another account.');
    }
    // Names of users are unique in an account, whatever their case.
    if (expectedUser !== undefined && expectedUser.toLowerCase() !== user?.toLowerCase()) {
        throw new _unproven_js__WEBPACK_IMPORTED_MODULE_1__/* .Unproven */ .kw('otherUser', `AWS signs it in as ${name}, but user ${expectedUser} is expected`, 'Correct expected-user, or the secrets that this job reads: they hold a key of another user.');
    }
}


/***/ }),

/***/ 7933:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _aws_endpoints_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3895);
/* harmony import */ var _inputs_masks_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(772);
/* harmony import */ var _key_verification_contract_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(2668);
/* harmony import */ var _network_clock_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(7589);
/* harmony import */ var _network_secure_transport_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(2877);
/* harmony import */ var _report_runner_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(1814);
/* harmony import */ var _expectations_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(4890);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(2425);
/* harmony import */ var _key_input_js__WEBPACK_IMPORTED_MODULE_8__ = __nccwpck_require__(2171);
/* harmony import */ var _report_js__WEBPACK_IMPORTED_MODULE_9__ = __nccwpck_require__(9060);
/* harmony import */ var _unproven_js__WEBPACK_IMPORTED_MODULE_10__ = __nccwpck_require__(9058);
/** Proves that this very job holds the expected key, and that AWS accepts it. */











try {
    (0,_report_runner_js__WEBPACK_IMPORTED_MODULE_5__/* .takeOver */ .w9)();
    (0,_network_secure_transport_js__WEBPACK_IMPORTED_MODULE_4__/* .refuseEchoedCommands */ .DA)(process.env);
    // GitHub masks a secret, and not what an expression has taken out of one, nor the parts that stand in one.
    for (const each of [
        ...(0,_inputs_masks_js__WEBPACK_IMPORTED_MODULE_1__/* .secretsOfJob */ .I)(process.env, ['smtp-password']),
        ...(0,_key_input_js__WEBPACK_IMPORTED_MODULE_8__/* .secretsOfKey */ .Mo)(process.env['INPUT_KEY'] ?? ''),
    ]) {
        if (each !== _key_input_js__WEBPACK_IMPORTED_MODULE_8__/* .none */ .dv)
            (0,_report_runner_js__WEBPACK_IMPORTED_MODULE_5__/* .mask */ .dK)(each);
    }
    // Certificates that nobody checks, or a variable that names no endpoint, would let anybody answer in AWS's place.
    (0,_unproven_js__WEBPACK_IMPORTED_MODULE_10__/* .asFailure */ .h_)('elsewhere', () => {
        (0,_network_secure_transport_js__WEBPACK_IMPORTED_MODULE_4__/* .refuseUncheckedCertificates */ .Xi)(process.env);
        (0,_aws_endpoints_js__WEBPACK_IMPORTED_MODULE_0__/* .checkEndpointVariables */ .XM)(process.env);
    });
    const inputs = (0,_inputs_js__WEBPACK_IMPORTED_MODULE_7__/* .readVerifyInputs */ .H)(process.env);
    for (const { text } of inputs.warnings)
        (0,_report_runner_js__WEBPACK_IMPORTED_MODULE_5__/* .annotate */ .fz)('warning', text);
    const { accessKeyId, secretAccessKey, smtp, awsRegion } = inputs;
    (0,_report_runner_js__WEBPACK_IMPORTED_MODULE_5__/* .setOutput */ .uH)('fingerprint', (0,_key_verification_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .fingerprint */ .Rj)(accessKeyId));
    const fingerprint = (0,_expectations_js__WEBPACK_IMPORTED_MODULE_6__/* .compareFingerprints */ .tS)(inputs);
    const clock = new _network_clock_js__WEBPACK_IMPORTED_MODULE_3__/* .ServiceClock */ .Q();
    // A host that would prove nothing is refused before anybody is asked anything.
    const ses = smtp && (await Promise.all(/* import() */[__nccwpck_require__.e(152), __nccwpck_require__.e(25), __nccwpck_require__.e(356)]).then(__nccwpck_require__.bind(__nccwpck_require__, 356))).sesSignIn(accessKeyId, smtp, awsRegion, clock);
    let identity;
    if (secretAccessKey !== undefined) {
        const { signIn } = await Promise.all(/* import() */[__nccwpck_require__.e(152), __nccwpck_require__.e(231), __nccwpck_require__.e(800)]).then(__nccwpck_require__.bind(__nccwpck_require__, 6800));
        const arn = await signIn({ accessKeyId, secretAccessKey }, awsRegion, clock);
        (0,_report_runner_js__WEBPACK_IMPORTED_MODULE_5__/* .setOutput */ .uH)('arn', arn);
        identity = (0,_expectations_js__WEBPACK_IMPORTED_MODULE_6__/* .identityOf */ .cu)(arn);
        (0,_expectations_js__WEBPACK_IMPORTED_MODULE_6__/* .compareIdentity */ .G3)(inputs, identity);
    }
    await ses?.signIn();
    await (0,_report_js__WEBPACK_IMPORTED_MODULE_9__/* .tellProof */ .y)(inputs, fingerprint, { identity, ses: ses?.host });
}
catch (failure) {
    await (0,_report_js__WEBPACK_IMPORTED_MODULE_9__/* .tellFailure */ .s)(failure);
    process.exitCode = 1;
}

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 2425:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  H: () => (/* binding */ readVerifyInputs)
});

// UNUSED EXPORTS: verifyInputs

// EXTERNAL MODULE: ./lib/inputs/environment.js + 1 modules
var inputs_environment = __nccwpck_require__(9480);
// EXTERNAL MODULE: ./lib/inputs/parse.js + 1 modules
var parse = __nccwpck_require__(5102);
// EXTERNAL MODULE: ./lib/inputs/region.js
var region = __nccwpck_require__(8301);
// EXTERNAL MODULE: ./lib/key/access-key-id.js
var access_key_id = __nccwpck_require__(2281);
// EXTERNAL MODULE: ./lib/key/environment-pair.js
var environment_pair = __nccwpck_require__(9871);
// EXTERNAL MODULE: ./lib/key/verification-contract.js + 1 modules
var verification_contract = __nccwpck_require__(2668);
// EXTERNAL MODULE: ./lib/text/account-number.js
var account_number = __nccwpck_require__(7816);
// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __nccwpck_require__(2708);
// EXTERNAL MODULE: ./lib/verify/key-input.js
var key_input = __nccwpck_require__(2171);
// EXTERNAL MODULE: ./lib/verify/unproven.js
var unproven = __nccwpck_require__(9058);
;// CONCATENATED MODULE: ./lib/verify/smtp-inputs.js
/** The inputs `smtp-password`, `smtp-user` and `smtp-host`. */



const compare = 'Compare the name of the secret with the one that the rotation writes in the format ses-smtp-password (the input secrets).';
/**
 * How to sign in to SES; undefined when that is not asked for.
 * @throws Unproven when an input is not allowed; shows no part of the password
 */
function readSmtp(environment) {
    const password = given('smtp-password', environment);
    const user = given('smtp-user', environment);
    const host = (environment['INPUT_SMTP-HOST'] ?? '').trim() || undefined;
    if (password === undefined) {
        const [alone] = [user !== undefined && 'smtp-user', host !== undefined && 'smtp-host'].filter(Boolean);
        if (alone === undefined)
            return undefined;
        throw refused(`${alone} says nothing without smtp-password`, `Set smtp-password, or leave ${alone} out.`);
    }
    const wrong = wrongPassword(password);
    if (wrong !== undefined)
        throw refused(`smtp-password ${wrong}`, compare);
    if (user !== undefined && (0,access_key_id/* isTemporaryId */.l)(user)) {
        throw refused('smtp-user begins with ASIA, as the IDs of a role do', 'SES knows no SMTP passwords of temporary credentials: set it from the secret that holds the ID of the access key.');
    }
    if (user !== undefined && !access_key_id/* keyId */.x.test(user)) {
        const what = /\s/.test(user) ? 'has white space in it, such as a line break at its end' : 'is not the ID of a key';
        throw refused(`smtp-user ${what}`, 'The SMTP user name is the ID of the access key: set it from the secret that the rotation writes in the format access-key-id.');
    }
    return { user, password, host };
}
function given(name, environment) {
    const value = environment[`INPUT_${name.toUpperCase()}`];
    if (value === undefined || value === key_input/* none */.dv)
        return undefined;
    if (value.trim() !== '')
        return value;
    throw refused(`${name} is empty`, `${key_input/* unsetSecret */.Is} Where none is meant, leave ${name} out or write ${key_input/* none */.dv}.`);
}
/** What is wrong with a password at first sight: 33 bytes in base64, the first of which tells the version. */
function wrongPassword(password) {
    if (/\s/.test(password))
        return 'has white space in it, such as a line break at its end';
    if (/^[{[]/.test(password))
        return 'is JSON, which has to be taken apart first';
    if (access_key_id/* keyId */.x.test(password))
        return 'is the ID of a key';
    if (/^[\w/+=]{40}$/.test(password))
        return 'is as long as a secret access key, from which the password is made';
    return /^[A-Za-z0-9+/]{44}$/.test(password)
        ? undefined
        : 'is not a password of SES, which has 44 letters, digits, + and /';
}
function refused(details, remedy) {
    return new unproven/* Unproven */.kw('input', details, remedy);
}

;// CONCATENATED MODULE: ./lib/verify/inputs.js
/** What the verify action is given: which key it expects, and the key that its job holds. */











/** `verify/action.yml` is where users read them. @internal A test holds the two equal. */
const verifyInputs = [
    verification_contract/* dispatchInputs */.Cf.expectedKey,
    'expected-account',
    'expected-user',
    'aws-region',
    'key',
    'smtp-password',
    'smtp-user',
    'smtp-host',
];
const passOnExpectedKey = `Pass on what the rotation dispatches: "expected-key: \${{ inputs.expected-key }}"`;
/** What an input may be, and how to say so. */
const inputs_forms = {
    [verification_contract/* dispatchInputs */.Cf.expectedKey]: {
        allows: /^[0-9a-f]{16}$/,
        remedy: `${passOnExpectedKey}, 16 hexadecimal digits.`,
    },
    'expected-account': {
        allows: account_number/* accountNumber */.D,
        remedy: 'Write the number of the AWS account, twelve digits in quotes.',
    },
    'expected-user': {
        allows: parse/* userName */.nT,
        remedy: 'Write the name of the IAM user alone, without its path and without the rest of its ARN.',
    },
};
/** @throws Unproven when the job holds no key, or an input is not allowed; before AWS is asked anything. */
function readVerifyInputs(environment) {
    const warnings = (0,unproven/* asFailure */.h_)('input', () => (0,inputs_environment/* warnOfUndeclared */.r)(verifyInputs, environment));
    const expectations = {
        expectedKey: readInput(verification_contract/* dispatchInputs */.Cf.expectedKey, environment),
        expectedAccount: readInput('expected-account', environment),
        expectedUser: readInput('expected-user', environment),
    };
    const smtp = readSmtp(environment);
    const awsRegion = (0,unproven/* asFailure */.h_)('input', () => (0,region/* chooseRegion */.QR)((0,inputs_environment/* inputOf */.w)('aws-region', environment), environment));
    const key = (0,key_input/* readKey */.YZ)(environment);
    const others = { ...expectations, smtp, awsRegion, warnings };
    if (key !== undefined)
        return { ...others, ...key };
    if (smtp?.user !== undefined) {
        refuseUnprovable(expectations);
        const more = isPairLeft(environment) ? [pairLeft] : [];
        return { ...others, accessKeyId: smtp.user, secretAccessKey: undefined, warnings: [...warnings, ...more] };
    }
    const { accessKeyId, secretAccessKey } = readPair(environment, smtp);
    return { ...others, accessKeyId, secretAccessKey };
}
const pairLeft = {
    kind: 'pair not proven',
    text: 'The access key in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is not proven, since smtp-user is given: SES is asked alone. To prove both, leave smtp-user out.',
};
const wholeKey = 'hand in the whole key: by key; or by AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, which count where smtp-user is left out.';
/** @throws Unproven when an SMTP sign-in alone could not prove what is expected */
function refuseUnprovable(expected) {
    const { expectedKey, expectedAccount, expectedUser } = expected;
    if (expectedKey === undefined) {
        throw new unproven/* Unproven */.kw('input', 'smtp-user and smtp-password prove nothing without expected-key, as any SMTP user would pass', `${passOnExpectedKey}. Or ${wholeKey}`);
    }
    const unknown = [
        expectedAccount !== undefined && 'expected-account',
        expectedUser !== undefined && 'expected-user',
    ].filter(Boolean);
    if (unknown.length > 0) {
        throw new unproven/* Unproven */.kw('input', `${unknown.join(' and ')} cannot be checked by SMTP, since SES does not say whose key it is`, `Leave it out, or ${wholeKey}`);
    }
}
/** A role's credentials, which an earlier step has left, are nothing to prove. */
function isPairLeft({ AWS_ACCESS_KEY_ID: id = '', AWS_SECRET_ACCESS_KEY: secret = '' }) {
    return secret !== '' && !(0,access_key_id/* isTemporaryId */.l)(id);
}
/** The long-term key in the environment of the step. @throws Unproven when there is none */
function readPair(environment, smtp) {
    try {
        const pair = (0,environment_pair/* readEnvironmentPair */.eh)(environment);
        if (pair === undefined)
            throw (0,environment_pair/* absentPair */.IB)(environment);
        if (pair.sessionToken !== undefined)
            throw (0,environment_pair/* temporaryPair */.eA)();
        return pair;
    }
    catch (error) {
        if (!(error instanceof environment_pair/* RefusedPair */.hZ))
            throw error;
        const alone = smtp === undefined
            ? ''
            : ' To prove the SMTP password without a secret access key, set smtp-user and expected-key.';
        throw new unproven/* Unproven */.kw(error.fault, error.message, `${error.remedy}${alone}`);
    }
}
function readInput(name, environment) {
    const value = (0,inputs_environment/* inputOf */.w)(name, environment);
    const { allows, remedy } = inputs_forms[name];
    if (value === '' || allows.test(value))
        return value || undefined;
    throw new unproven/* Unproven */.kw('input', `${name} is “${(0,presentable/* presentable */.KC)(value, 100)}”`, remedy);
}


/***/ }),

/***/ 2171:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Is: () => (/* binding */ unsetSecret),
/* harmony export */   Mo: () => (/* binding */ secretsOfKey),
/* harmony export */   YZ: () => (/* binding */ readKey),
/* harmony export */   dv: () => (/* binding */ none)
/* harmony export */ });
/* harmony import */ var _key_access_key_id_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(2281);
/* harmony import */ var _key_environment_pair_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(9871);
/* harmony import */ var _unproven_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(9058);
/** The input `key`: a whole access key in one secret, as the formats `json` and `credentials-file` of the rotation write it. */



/** The word of an input that hands no secret in. An empty one is a secret that is not there. */
const none = 'none';
/** What an empty input means. */
const unsetSecret = 'An unset secret is empty: check its name, and the environment of the job.';
const inJson = { id: 'AccessKeyId', secret: 'SecretAccessKey', token: 'SessionToken' };
const inProfile = { id: 'aws_access_key_id', secret: 'aws_secret_access_key', token: 'aws_session_token' };
const compare = 'Compare the name of the secret with the one that the rotation writes in the format json or credentials-file (the input secrets).';
/**
 * The access key that the input `key` holds; undefined when the pair of the environment is meant.
 * @throws Unproven when it holds anything else; shows no part of it
 */
function readKey(environment) {
    const text = environment['INPUT_KEY'];
    if (text === undefined || text === none)
        return undefined;
    if (text.trim() === '') {
        throw new _unproven_js__WEBPACK_IMPORTED_MODULE_1__/* .Unproven */ .kw('absent', 'the input key is empty', `${unsetSecret} Without the input, or with the word ${none}, the key is that of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`);
    }
    const { names, values, where } = contentsOf(text);
    const { [names.id]: id, [names.secret]: secret, [names.token]: token } = values;
    const isThere = (value) => typeof value === 'string' && value !== '';
    if (!isThere(id) || !isThere(secret)) {
        const missing = [!isThere(id) && names.id, !isThere(secret) && names.secret].filter(Boolean);
        throw malformed(`${where} has no ${missing.join(' and no ')}`);
    }
    if ((0,_key_access_key_id_js__WEBPACK_IMPORTED_MODULE_2__/* .isTemporaryId */ .l)(id) || isThere(token)) {
        const seen = (0,_key_access_key_id_js__WEBPACK_IMPORTED_MODULE_2__/* .isTemporaryId */ .l)(id) ? `${names.id} begins with ASIA, as those of a role do` : `it has ${names.token}`;
        throw new _unproven_js__WEBPACK_IMPORTED_MODULE_1__/* .Unproven */ .kw('temporary', `in the input key, ${seen}`, compare);
    }
    const wrong = (0,_key_environment_pair_js__WEBPACK_IMPORTED_MODULE_0__/* .malformation */ .Ej)(id, secret, names);
    if (wrong !== undefined)
        throw malformed(wrong);
    return { accessKeyId: id, secretAccessKey: secret };
}
/** What must not be logged of the input `key`: GitHub masks a secret as it is stored, and not its parts. */
function secretsOfKey(text) {
    const json = parsed(text);
    const words = text.split(/\s+/).flatMap((word) => [word, word.replace(/^[a-z_]+=/, '')]);
    const parts = new Set(json === undefined ? words : stringsIn(json));
    return [...parts].filter((part) => part.length >= 16 && !_key_access_key_id_js__WEBPACK_IMPORTED_MODULE_2__/* .keyId */ .x.test(part) && !/^[a-z_]+$/.test(part));
}
/** A line of a profile as the SDK reads it: comments begin with `#` or `;`, at the beginning or behind a blank. */
function uncommented(line) {
    return (line.split(/(?:^|\s)[;#]/)[0] ?? '').trim();
}
function contentsOf(text) {
    const json = parsed(text);
    if (json === undefined) {
        if (/^\s*\{/.test(text))
            throw malformed('the input key begins as JSON does, and is not JSON');
        return { names: inProfile, values: defaultProfile(text), where: 'its profile [default]' };
    }
    if (typeof json === 'string')
        throw malformed('the input key is one text in quotes, such as JSON in JSON');
    if (typeof json !== 'object' || json === null || Array.isArray(json)) {
        throw malformed('the input key is JSON, but no object');
    }
    const values = { ...json };
    const { Version: version = 1 } = values;
    if (version !== 1)
        throw malformed('the JSON of the input key has another Version than 1');
    return { names: inJson, values, where: 'its JSON' };
}
/** Undefined when it is no JSON; what exactly is wrong may quote the secret. */
function parsed(text) {
    try {
        return JSON.parse(text.trim());
    }
    catch {
        return undefined;
    }
}
function stringsIn(json) {
    if (typeof json === 'string')
        return [json];
    return typeof json === 'object' && json !== null ? Object.values(json).flatMap(stringsIn) : [];
}
/**
 * The settings of the profile [default], read as the SDK reads them: the last of two equal names counts.
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
function defaultProfile(text) {
    const settings = {};
    let profile;
    let isDefaultThere = false;
    for (const line of text.split(/\r?\n/)) {
        const trimmed = uncommented(line);
        const section = /^\[(.*)\]$/.exec(trimmed)?.[1];
        if (section !== undefined) {
            profile = section;
            isDefaultThere ||= section === 'default';
            continue;
        }
        const equals = trimmed.indexOf('=');
        if (profile !== 'default' || equals < 1)
            continue;
        settings[trimmed.slice(0, equals).trim()] = trimmed.slice(equals + 1).trim();
    }
    if (isDefaultThere)
        return settings;
    throw malformed(profile === undefined
        ? isSingleValue(text)
            ? 'the input key is a single value, not a whole key'
            : 'the input key is neither JSON nor a profile of AWS'
        : 'the input key has profiles, but none that is called [default]');
}
function isSingleValue(text) {
    return /^\S+$/.test(text.trim());
}
function malformed(details) {
    return new _unproven_js__WEBPACK_IMPORTED_MODULE_1__/* .Unproven */ .kw('malformed', details, compare);
}


/***/ }),

/***/ 9060:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  s: () => (/* binding */ tellFailure),
  y: () => (/* binding */ tellProof)
});

// EXTERNAL MODULE: ./lib/key/verification-contract.js + 1 modules
var verification_contract = __nccwpck_require__(2668);
// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __nccwpck_require__(2708);
;// CONCATENATED MODULE: ./lib/report/markdown.js
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
/** Text from elsewhere inside of a line of HTML, where no escape of Markdown counts: no element, mention or address. */
function plainHtml(text) {
    return onOneLine(text).replaceAll(/[&<>@#]/g, (character) => entities[character] ?? '');
}
function onOneLine(text) {
    return (0,presentable/* shown */.SP)(text)
        .split('\n')
        .map((each) => each.trim())
        .filter((each) => each !== '')
        .join(' ');
}
/** A link, where the summary may link to that page; else the text alone. Both may be from elsewhere. */
function markdown_link(text, url) {
    const [before, address, after] = url === undefined ? [] : url.split(addresses());
    return before === '' && after === '' && address !== undefined ? `[${plain(text)}](${address})` : plain(text);
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

// EXTERNAL MODULE: ./lib/report/runner.js + 8 modules
var runner = __nccwpck_require__(1814);
// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __nccwpck_require__(5557);
// EXTERNAL MODULE: ./lib/text/account-number.js
var account_number = __nccwpck_require__(7816);
// EXTERNAL MODULE: ./lib/verify/unproven.js
var unproven = __nccwpck_require__(9058);
;// CONCATENATED MODULE: ./lib/verify/report.js
/** What people are told of a verification: one line in the log, an annotation when it failed, and the job summary. */






/** Says which key AWS has accepted, and how much that proves. */
async function tellProof({ expectedKey }, fingerprint, { identity, ses }) {
    const password = ses === undefined ? '' : `, and ${ses} its SMTP password`;
    const proof = identity === undefined
        ? `This job holds the SMTP password of the expected access key (fingerprint ${fingerprint}), and ${ses} accepts it`
        : expectedKey === undefined
            ? `AWS accepts the access key of this job (fingerprint ${fingerprint}) as ${identity.name}${password}. No expected-key was given, so that any key would pass`
            : `This job holds the expected access key (fingerprint ${fingerprint}), and AWS accepts it as ${identity.name}${password}`;
    (0,runner/* print */.yy)(`${proof}.`);
    await (0,runner/* summarize */.eh)(`✅ ${plain(proof)}.\n`);
}
/** Says in which way the key is not proven, and what to do. */
async function tellFailure(failure) {
    const title = verification_contract/* failures */.e9[failure instanceof unproven/* Unproven */.kw ? failure.failure : 'unasked'];
    const message = (0,account_number/* withoutAccounts */.J)((0,problem/* asSentence */.KG)((0,problem/* messageOf */.bD)(failure)));
    const remedy = (0,account_number/* withoutAccounts */.J)((0,problem/* remedyOf */.SM)(failure));
    (0,runner/* annotate */.fz)('error', message, remedy, title);
    await (0,runner/* summarize */.eh)(`❌ ${plain(message)}\n\n**Fix:** ${plain(remedy)}\n`);
}


/***/ }),

/***/ 9058:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $f: () => (/* binding */ propagation),
/* harmony export */   Yv: () => (/* binding */ untilAnswered),
/* harmony export */   h_: () => (/* binding */ asFailure),
/* harmony export */   kw: () => (/* binding */ Unproven)
/* harmony export */ });
/* harmony import */ var _key_verification_contract_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2668);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5557);
/* harmony import */ var _rotation_time_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(9037);
/** How the verify action fails, and for how long it asks again before it does. */



/** The key is not proven: `failure` says in which way, the message begins with that, `remedy` what to do. */
class Unproven extends _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF {
    failure;
    mayPass;
    constructor(failure, details, remedy, { mayPass = false, ...options } = {}) {
        super(`${_key_verification_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .failures */ .e9[failure]}: ${details}`, remedy, options);
        this.name = 'Unproven';
        this.failure = failure;
        this.mayPass = mayPass;
    }
}
/** What both actions refuse, as a failure of this one. @throws Unproven in place of a Problem */
function asFailure(failure, work) {
    try {
        return work();
    }
    catch (error) {
        throw error instanceof _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF ? new Unproven(failure, error.message, error.remedy) : error;
    }
}
/** A new key is known everywhere within seconds, mostly: IAM is eventually consistent. */
const propagation = _rotation_time_js__WEBPACK_IMPORTED_MODULE_2__/* .minute */ .Vc;
const spacing = 5 * _rotation_time_js__WEBPACK_IMPORTED_MODULE_2__/* .second */ .Rc;
/** Asks until there is an answer. @throws Unproven that lasts, or that has not passed in time */
async function untilAnswered(ask, clock) {
    const start = clock.elapsed();
    for (;;) {
        try {
            return await ask();
        }
        catch (error) {
            const isOver = clock.elapsed() - start >= propagation;
            if (isOver || !(error instanceof Unproven) || !error.mayPass)
                throw error;
        }
        await clock.sleep(spacing);
    }
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
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
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
/******/ 		return "" + chunkId + ".index.js";
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
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(7933);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
