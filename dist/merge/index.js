import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 732:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  w: () => (/* binding */ inputOf),
  r: () => (/* binding */ warnOfUndeclared)
});

// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __nccwpck_require__(557);
// EXTERNAL MODULE: ./lib/text/listed.js
var listed = __nccwpck_require__(746);
;// CONCATENATED MODULE: ./lib/text/nearest.js
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

// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __nccwpck_require__(708);
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
    const text = `The environment has variables of inputs that this action does not have, and they are ignored: ${(0,listed/* listed */.K)(ignored, 10)}.`;
    return [{ kind: 'undeclared inputs', text }];
}
function refuseMisspelt(variable, names) {
    const given = variable.slice('INPUT_'.length).toLowerCase();
    const meant = nearest(letters(given), names.map(letters), mostWrongLetters);
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

/***/ 102:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  J5: () => (/* binding */ refused),
  nT: () => (/* binding */ userName)
});

// UNUSED EXPORTS: isSecretName, oneOf, ownerName, parseBoolean, parseDuration, parseUrl, repositoryName, secretNames, unknownName

// EXTERNAL MODULE: ./lib/network/secure-transport.js
var secure_transport = __nccwpck_require__(877);
// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __nccwpck_require__(557);
// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __nccwpck_require__(37);
// EXTERNAL MODULE: ./lib/text/presentable.js
var text_presentable = __nccwpck_require__(708);
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

/***/ 292:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _inputs_environment_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(732);
/* harmony import */ var _network_secure_transport_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(877);
/* harmony import */ var _report_runner_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(662);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(451);
/* harmony import */ var _latest_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(589);
/* harmony import */ var _reports_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(261);
/* harmony import */ var _tell_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(395);
/** Makes one report of those that many jobs have left. */







try {
    (0,_report_runner_js__WEBPACK_IMPORTED_MODULE_2__/* .takeOver */ .w9)();
    (0,_network_secure_transport_js__WEBPACK_IMPORTED_MODULE_1__/* .refuseEchoedCommands */ .DA)(process.env);
    for (const { text } of (0,_inputs_environment_js__WEBPACK_IMPORTED_MODULE_0__/* .warnOfUndeclared */ .r)(_inputs_js__WEBPACK_IMPORTED_MODULE_3__/* .mergeInputs */ .s, process.env))
        (0,_report_runner_js__WEBPACK_IMPORTED_MODULE_2__/* .annotate */ .fz)('warning', text);
    const { reports: folder, users } = (0,_inputs_js__WEBPACK_IMPORTED_MODULE_3__/* .readMergeInputs */ .y)(process.env);
    // Nothing had to be done for anybody, so that no job has left a folder either.
    const isIdle = users !== undefined && users.length === 0;
    const reports = isIdle ? [] : (0,_latest_js__WEBPACK_IMPORTED_MODULE_6__/* .latestOf */ .T)((0,_reports_js__WEBPACK_IMPORTED_MODULE_4__/* .readReports */ .o)(folder, process.env));
    if (reports.length === 0 && !isIdle)
        throw (0,_reports_js__WEBPACK_IMPORTED_MODULE_4__/* .noReports */ .Z)(folder);
    await (0,_tell_js__WEBPACK_IMPORTED_MODULE_5__/* .tellMerged */ .G)(reports, (0,_latest_js__WEBPACK_IMPORTED_MODULE_6__/* .missingIn */ .E)(reports, users ?? []));
}
catch (failure) {
    await (0,_tell_js__WEBPACK_IMPORTED_MODULE_5__/* .tellFailure */ .s)(failure);
}

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 451:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   s: () => (/* binding */ mergeInputs),
/* harmony export */   y: () => (/* binding */ readMergeInputs)
/* harmony export */ });
/* harmony import */ var _inputs_environment_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(732);
/* harmony import */ var _inputs_parse_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(102);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(557);
/* harmony import */ var _shape_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(53);
/** The inputs of the action that merges reports. */




/** The names of the inputs, as `report/action.yml` has them. */
const mergeInputs = ['reports', 'users'];
/** @throws Problem that names the input, the value and what is allowed. */
function readMergeInputs(environment) {
    const reports = (0,_inputs_environment_js__WEBPACK_IMPORTED_MODULE_0__/* .inputOf */ .w)('reports', environment);
    if (reports === '') {
        throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .Problem */ .AF('The input reports is empty', 'Name the folder that the reports of all jobs were downloaded to.');
    }
    const users = (0,_inputs_environment_js__WEBPACK_IMPORTED_MODULE_0__/* .inputOf */ .w)('users', environment);
    return { reports, users: users === '' ? undefined : parseUsers(users) };
}
const commaOutsideQuotes = /,(?=(?:[^"]*"[^"]*")*[^"]*$)/;
/** Each text is a value of `only-users`: `NAME` or `ACCOUNT/NAME`, in quotes where it has a comma, or several of them. */
function parseUsers(json) {
    const allowed = 'the output users of a run in mode plan, as it is: a JSON list of names of IAM users';
    try {
        const values = (0,_shape_js__WEBPACK_IMPORTED_MODULE_3__/* .list */ .p_)((0,_shape_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)())(JSON.parse(json), 'users');
        const names = values.flatMap((each) => each.split(commaOutsideQuotes)).map(withoutQuotes);
        if (names.every((each) => _inputs_parse_js__WEBPACK_IMPORTED_MODULE_1__/* .userName */ .nT.test(each.replace(/^(?:\d{12})?\//, ''))))
            return names;
    }
    catch (error) {
        if (!(error instanceof _shape_js__WEBPACK_IMPORTED_MODULE_3__/* .Misshapen */ .pw || error instanceof SyntaxError))
            throw error;
    }
    throw (0,_inputs_parse_js__WEBPACK_IMPORTED_MODULE_1__/* .refused */ .J5)('users', json, allowed);
}
function withoutQuotes(name) {
    return name.trim().replace(/^"(.*)"$/, '$1');
}


/***/ }),

/***/ 589:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ missingIn),
/* harmony export */   T: () => (/* binding */ latestOf)
/* harmony export */ });
/**
 * One report for each user, the latest: a job that was run again leaves another. A report without an account is one of
 * the same user, if there is one of that name.
 */
function latestOf(reports) {
    const kept = [];
    for (const report of reports.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at))) {
        if (!kept.some((each) => isSameUser(each, report)))
            kept.push(report);
    }
    return reports.filter((each) => kept.includes(each));
}
function isSameUser(one, other) {
    const isSameAccount = one.account === undefined || other.account === undefined || one.account === other.account;
    return sameName(one.user, other.user) && isSameAccount;
}
/** What is expected, `NAME` or `ACCOUNT/NAME`, once more than there are reports of such users. */
function missingIn(reports, expected) {
    const left = [...reports];
    return expected.filter((each) => {
        const [, account = '', name = ''] = /^(?:(\d*)\/)?(.*)$/.exec(each) ?? [];
        const isExpected = (report) => sameName(report.user, name) && (account === '' || report.account === undefined || report.account === account);
        const index = left.findIndex(isExpected);
        if (index !== -1)
            left.splice(index, 1);
        return index === -1;
    });
}
/** IAM tells names apart by their letters alone, whatever their case. */
function sameName(one, other) {
    return one.toLowerCase() === other.toLowerCase();
}


/***/ }),

/***/ 261:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Z: () => (/* binding */ noReports),
  o: () => (/* binding */ readReports)
});

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");
;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");
// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __nccwpck_require__(557);
// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __nccwpck_require__(708);
// EXTERNAL MODULE: ./lib/merge/shape.js
var shape = __nccwpck_require__(53);
// EXTERNAL MODULE: ./lib/inputs/parse.js + 1 modules
var parse = __nccwpck_require__(102);
// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __nccwpck_require__(37);
;// CONCATENATED MODULE: ./lib/rotation/waits.js
/** How long things take at AWS and GitHub, and how long a run reckons with that; each with its reason. */

/** How long one request may take before its answer counts as lost. */
const requestTimeout = 30 * time/* second */.Rc;
/** CreateAccessKey is sent again for so long, while AWS clearly says that it has created nothing yet. */
const postponedFor = 15 * time/* second */.Rc;
/** An intent is acted upon within this time, or written anew. */
const intentFreshness = 5 * time/* second */.Rc;
/** An orphan's CreateDate lies this close behind the intent that announced it. */
const waits_orphanSlack = postponedFor + requestTimeout + intentFreshness;
/** After this, IAM shows the key that an intent has led to, if any. */
const intentSettling = waits_orphanSlack + 2 * time/* minute */.Vc;
/** Servers of GitHub may disagree on the time by this much. */
const clockSlack = 5 * time/* second */.Rc;
/** GitHub shows a write a moment after it has accepted it: a dead run's last writes show after this. */
const waits_settlingOfWrites = 2 * time/* minute */.Vc;
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
const trialSpacing = 5 * time/* second */.Rc;
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
const revertReserve = 2 * time/* minute */.Vc;
/**
 * No run is older, however often it is run again: one ends after 35 days, and can be started again for 30.
 * https://docs.github.com/en/actions/reference/limits
 */
const waits_oldestRun = (35 + 30) * time/* day */.vd;

;// CONCATENATED MODULE: ./lib/rotation/secret-dates.js
/** What the date of a secret proves. Its value cannot be read; a variable's can, and tells more. */


/**
 * From when on a run is created with the published key, by GitHub's clock. GitHub reads secrets when it queues a run,
 * and may take a moment to see what was written: https://docs.github.com/en/actions/concepts/security/secrets
 */
function reachesNewRuns({ window: { from, to } }) {
    return (to ?? from) + settlingOfWrites;
}
/** Secrets that were not written inside the window of `key`: whatever they hold, it is not known to be that key. */
function outsideWindow(reading, window, key) {
    return secretsWhere(reading.destinations, (secret) => !secret_dates_isInside(secret, window, key));
}
/** What was not written when `key` was published; `earliest` is the oldest key that such a secret may hold. */
function secret_dates_straysOf({ destinations, ahead }, { window, digest, aside = [] }, key, earliest, policy) {
    const isAnew = (at) => digest !== policy.digest && (at === undefined || at < earliest.created + ahead);
    const kindOf = (at, wasAside) => {
        if (isAnew(at))
            return 'listed anew';
        if (at === undefined)
            return 'gone';
        return digest === policy.digest && at < window.from && !wasAside ? 'missed' : 'changed';
    };
    return destinations.flatMap(({ name: place, secrets }) => {
        const isCovered = policy.verification === 'workflow' && !policy.uncovered.includes(place);
        const wasAside = aside.some((each) => each.place === place);
        return (secrets
            // A date inside the window is that of somebody else's write where the publication has left the place out.
            .filter((secret) => !secret_dates_isInside(secret, window, key) || (wasAside && secret.value === undefined))
            .map(({ name, updatedAt, value }) => {
            return {
                place,
                secret: `${name} in ${place}`,
                updatedAt,
                kind: kindOf(updatedAt, wasAside),
                refuted: updatedAt !== undefined && value !== undefined,
                provable: isCovered && value === undefined,
            };
        }));
    });
}
/** Whether a secret holds the key that was published in the window; a variable tells so itself. */
function secret_dates_isInside({ updatedAt: at, value }, { from, to }, key) {
    if (value !== undefined)
        return value === key;
    return at !== undefined && at >= from && (to === undefined || at <= to);
}
/** Secrets that were written since the window of `key` began. */
function writtenInto(reading, { from }, key) {
    return secretsWhere(reading.destinations, ({ updatedAt: at, value }) => value === undefined ? at !== undefined && at >= from : value === key);
}
/** Secrets that may hold a key, since they were written after it was created; or any key of a user, likewise. */
function secret_dates_mayHold(places, { id, created }, ahead, until = Number.POSITIVE_INFINITY) {
    return secretsWhere(places, ({ updatedAt: at, value }) => value === undefined ? at !== undefined && at >= created + ahead && at <= until : value === id);
}
/** Dates of two services are compared with this to spare, where a person would be bothered. */
const tolerance = 10 * time/* minute */.Vc;
/** Secrets that exist and cannot hold a key, since they were last written well before it was created. */
function cannotHold({ destinations, ahead }, { id, created }) {
    return secretsWhere(destinations, ({ updatedAt: at, value }) => value === undefined ? at !== undefined && isWrittenBefore(at, created, ahead) : value !== id);
}
/**
 * Whether a secret of that date was last written well before a key was created, so that it cannot hold it. `ahead`: how
 * far the clock that dated the secret is ahead of the one that dated the key.
 */
function isWrittenBefore(at, created, ahead) {
    return at < created + ahead - tolerance;
}
/** Whether the recovery secret was written since a key was created, so that it may hold that key. */
function secret_dates_safeguarded({ recovery, ahead }, { created }) {
    return recovery?.updatedAt !== undefined && recovery.updatedAt >= created + ahead;
}
/** When any secret of these places was last written; 0 when none exists. */
function secret_dates_latestWrite(places) {
    return Math.max(0, ...places.flatMap(({ secrets }) => secrets.map((secret) => secret.updatedAt ?? 0)));
}
/** `AWS_ACCESS_KEY_ID in octo/app`: the secrets of these places of which that holds. */
function secretsWhere(places, holds) {
    return places.flatMap(({ name, secrets }) => secrets.filter(holds).map((secret) => `${secret.name} in ${name}`));
}

;// CONCATENATED MODULE: ./lib/rotation/facts.js
/** Questions that a rotation asks about a world: each answers from what has been read, and changes nothing. */



/** A key as IAM lists it; undefined when it is gone. */
function facts_find(world, id) {
    return world.keys.find((key) => key.id === id);
}
/** The oldest key that is active. */
function activeKey(world) {
    return world.keys.find((key) => key.status === 'Active');
}
/** The journal, when there is one that can be read and is this user's. */
function facts_journalOf({ journal }) {
    return journal.kind === 'read' ? journal.journal : undefined;
}
/** How users call the state that a journal shows. */
function facts_phaseOf(journal) {
    switch (journal?.phase) {
        case undefined:
        case 'steady':
            return 'steady';
        case 'creating':
        case 'pending':
        case 'publishing':
            return 'rotating';
        case 'current':
        case 'deactivating':
            return 'overlap';
        case 'deactivated':
            return 'recovery';
    }
}
/** Whether this run has the secret of a key: it created it, or the job came with it. */
function holds(world, id) {
    return world.run.held === id || world.signer === id || recovered(world)?.id === id;
}
/** Whether this run signs with the previous key: it was queued before the current one was published, or re-run. */
function signsWith({ signer, run }, previous, current) {
    return signer === previous.id && run.trial?.key !== current.id;
}
/** Whether a key comes from the recovery secret alone, and AWS has not been asked yet whether it works. */
function isUntried(world, id) {
    const { held, trial } = world.run;
    return held !== id && world.signer !== id && trial?.key !== id;
}
/**
 * The key that the job handed in as `recovery-secret`. A value may be stale, since secrets are frozen when a run is
 * queued, or of another user: it counts only for the account, the user and the key that it names. Dates say nothing
 * here: AWS may answer one call with milliseconds and another without.
 */
function recovered(world) {
    return isHandedOwn(world) ? facts_find(world, world.recovered?.id) : undefined;
}
/** Whether the job was handed a value that was written for this user, whatever key is in it. */
function isHandedOwn({ recovered: value, user }) {
    return value !== undefined && value.user === user.id && value.account === user.account;
}
/** The keys that a journal accounts for. */
function keysOf(journal) {
    if (journal === undefined)
        return [];
    const ids = [
        'pending' in journal ? journal.pending : undefined,
        journal.current,
        'previous' in journal ? journal.previous : undefined,
    ];
    return ids.filter((id) => id !== undefined);
}
/** The first key that a journal does not account for. */
function strangerTo(world, journal) {
    const known = keysOf(journal);
    return world.keys.find((key) => !known.includes(key.id));
}
/** So many refused configurations are known at a time: a tag has room for no more. */
const mostRefused = 8;
/** The digests of the configurations that were refused, the latest first. */
function refusedDigests({ refused }) {
    return refused === undefined ? [] : [refused.digest, ...(refused.earlier ?? [])].slice(0, mostRefused);
}
/** What this run has found out about `key` since it was last published or its rival deactivated. */
function verificationOf(world, key) {
    const found = world.run.verification;
    return found?.key === key.id ? found : undefined;
}
/**
 * Whether `key` is what the announced creation made, and its secret exists nowhere: born right after an intent,
 * described by nobody, never used, not signing this run, and neither a destination nor the recovery secret was written
 * since.
 */
function isOrphan(world, intent, key) {
    return (intent.at !== undefined &&
        key.created >= intent.at &&
        !isBornLate(intent, key) &&
        !world.described.includes(key.id) &&
        !holds(world, key.id) &&
        key.lastUsed.kind === 'never' &&
        world.destinations !== 'unread' &&
        mayHold(world.destinations.destinations, key, world.destinations.ahead).length === 0 &&
        !safeguarded(world.destinations, key));
}
/** Whether a key was born later than this intent may have led to one. */
function isBornLate({ at }, { created }) {
    return at === undefined || created > at + orphanSlack;
}
/** What destinations held this long ago says enough of what they hold now. */
const freshness = 5 * time/* second */.Rc;
/** The destinations as they are now; undefined when they were not read, or not lately. */
function freshDestinations({ destinations, run }) {
    // A look at the user may have come in between, however long that took.
    const age = run.elapsed - run.destinationsSeen - (run.seen - run.looked);
    if (destinations === 'unread' || age > freshness)
        return undefined;
    return destinations;
}
/** What GitHub's clock shows by now. */
function githubTime({ until }, { run }) {
    return until + run.elapsed - run.destinationsSeen;
}
/** Such secrets appear by a person's hand, and looking for them may take long: a look of this run counts for a while. */
const nearbyFreshness = 10 * time/* minute */.Vc;
/** The same names nearby; undefined when they were not looked for, or not lately. */
function freshNearby({ sameNameNearby, run }) {
    return sameNameNearby === 'unread' || run.elapsed - run.nearbySeen > nearbyFreshness ? undefined : sameNameNearby;
}
/** Places nearby that may hold a key, since they were written after that moment of AWS's clock; a variable shows it. */
function nearbyHolders({ places, ahead }, key) {
    return places.filter((place) => mayHold([place], key, ahead).length > 0);
}
/** What else may hold the previous key before it is switched off: what appeared or changed since the current one exists. */
function heldNearby(world, reading) {
    const journal = facts_journalOf(world);
    const current = journal?.phase === 'current' ? facts_find(world, journal.current) : undefined;
    if (journal?.phase !== 'current' || current === undefined)
        return [];
    return nearbyHolders(reading, { id: journal.previous, created: current.created });
}
/** What GitHub shows of unfinished runs is looked at again after this long: a re-run may have begun since. */
const unfinishedRunsFreshness = 10 * time/* minute */.Vc;
/** Runs that may hold the previous key; undefined when they were not looked for, or not lately. */
function freshUnfinishedRuns({ unfinishedRuns, run }) {
    const age = run.elapsed - run.unfinishedRunsSeen;
    return unfinishedRuns === 'unread' || age > unfinishedRunsFreshness ? undefined : unfinishedRuns;
}
/** Whether jobs may still get what secrets held before this run wrote them. */
function isSettling({ run }) {
    return run.wrote !== undefined && run.elapsed - run.wrote <= settlingOfWrites;
}
/** Whether GitHub had handed out what was written then before it queued this run; unknown is undefined. */
function isQueuedAfter({ run: { queued }, destinations }, written) {
    if (destinations !== 'unread' && destinations.at - written > oldestRun)
        return true;
    return typeof queued === 'number' ? queued > written + settlingOfWrites : undefined;
}
/**
 * GitHub's date of the recovery secret where it is known to be this action's for this user: this run has written it, the
 * journal tells of that very write, or it is what this job was handed. Undefined where there is none, or somebody else's.
 */
function ownRecovery(world) {
    const { destinations, run } = world;
    if (run.recoveryCleared)
        return undefined;
    if (run.safeguard !== undefined && 'writtenAt' in run.safeguard)
        return run.safeguard.writtenAt;
    const journal = facts_journalOf(world);
    const sealed = journal?.phase === 'publishing' ? journal.sealed : undefined;
    if (destinations === 'unread')
        return sealed;
    const at = destinations.recovery?.updatedAt;
    if (at === undefined || at === sealed)
        return at;
    return isHandedOwn(world) && isQueuedAfter(world, at) === true ? at : undefined;
}

;// CONCATENATED MODULE: ./lib/rotation/lifecycle/situation.js
/** What the rules look at in each phase, and the forms of a rule and of its answer. */


/** The world as the rules look at it. */
function situation_situationOf(world, policy, now) {
    const journal = journalOf(world);
    const { destinations: reading } = world;
    if (reading === 'unread')
        return { world, policy, now, journal, strays: [], aside: asNoted(journal) };
    const [left = [], others = []] = [true, false].map((is) => reading.destinations.filter((place) => isAside(journal, place) === is));
    const rest = { ...world, destinations: { ...reading, destinations: others } };
    return {
        world: rest,
        policy,
        now,
        journal,
        strays: straysFrom(journal, rest, policy),
        aside: left.flatMap(leftAside),
    };
}
/**
 * Whether a place is still as somebody else had left it when it was set aside. While a rotation goes on without it, it
 * stays so: what somebody writes there meanwhile is looked at when the new key is current.
 */
function isAside(journal, place) {
    const noted = journal?.aside?.find((each) => each.place === place.name);
    return noted !== undefined && (phaseOf(journal) === 'rotating' || noted.at === latestWrite([place]));
}
/** What is set aside, as far as the journal tells. */
function asNoted(journal) {
    return (journal?.aside ?? []).map(({ place, at }) => {
        const [kind, updatedAt] = at === 0 ? ['gone', undefined] : ['changed', at];
        return { place, secret: `the secret in ${place}`, updatedAt, kind, refuted: false, provable: false };
    });
}
function leftAside({ name: place, secrets }) {
    const absent = secrets.filter(({ updatedAt }) => updatedAt === undefined);
    const kind = absent.length > 0 ? 'gone' : 'changed';
    const refuted = secrets.some(({ value }) => value !== undefined);
    return (absent.length > 0 ? absent : secrets).map(({ name, updatedAt }) => {
        return { place, secret: `${name} in ${place}`, updatedAt, kind, refuted, provable: false };
    });
}
function straysFrom(journal, world, policy) {
    if (world.destinations === 'unread' || journal === undefined)
        return [];
    if (!('window' in journal) || journal.phase === 'publishing')
        return [];
    const earliest = find(world, journal.phase === 'steady' ? journal.current : journal.previous);
    return earliest === undefined ? [] : straysOf(world.destinations, journal, journal.current, earliest, policy);
}

;// CONCATENATED MODULE: ./lib/report/places.js
/** Where a user's key is stored, and how far this run knows what is there. Pure. */




/** What a place holds, as far as GitHub's dates and verifications show. */
const placeStates = [
    /** The key that is in use. */
    'current',
    /** The new key, which is not proven yet. */
    'pending',
    /** Some of its secrets have the new key, others do not. */
    'partly pending',
    /** What was there before: the rotation has not come to it. */
    'not written yet',
    /** Secrets of which nothing shows whose key they hold. */
    'unproven',
    /** A secret of it is missing. */
    'missing',
    /** Somebody else has written it, and nothing shows what is there. */
    'written by others',
    /** Another key, as a verification or a variable shows. */
    'another key',
    /** The next rotation writes it. */
    'next rotation',
    /** It was left out: it is archived, or left as somebody else has left it. */
    'left out',
    /** This run had no reason to look at it. */
    'not read',
];
/** The configured places, by their names, and what is known of each at the end of a run. */
function placesOf(names, world, policy, at) {
    if (world === undefined) {
        return names.map((name) => ({ name, state: 'not read', proven: false, writtenAt: undefined }));
    }
    const situation = situationOf(world, policy, at);
    const reading = world.destinations === 'unread'
        ? undefined
        : new Map(world.destinations.destinations.map((place) => [place.name, place]));
    return names.map((name) => {
        const proven = isProven(name, world);
        const place = reading?.get(name);
        const { state, written } = isRefuted(name, world)
            ? { state: 'another key', written: place && latestWrite([place]) }
            : reading === undefined
                ? places_asNoted(name, world, policy)
                : place === undefined
                    ? { state: 'left out', written: undefined }
                    : asRead(place, situation);
        const shown = proven ? (phaseOf(situation.journal) === 'rotating' ? 'pending' : 'current') : state;
        return { name, state: shown, proven, writtenAt: written === undefined || written === 0 ? undefined : utc(written) };
    });
}
function isProven(name, world) {
    const { verification } = world.run;
    const journal = journalOf(world);
    const shown = journal !== undefined && 'pending' in journal ? journal.pending : journal?.current;
    return verification?.verdict === 'works' && verification.key === shown && verification.covers.includes(name);
}
function isRefuted(name, { run: { verification } }) {
    return verification?.refutes?.includes(name) === true;
}
/** What the journal says of a place that was not read since this run last changed anything. */
function places_asNoted(name, world, policy) {
    const journal = journalOf(world);
    if (journal?.aside?.some(({ place }) => place === name))
        return { state: 'left out', written: undefined };
    if (journal === undefined || !('window' in journal) || journal.digest !== policy.digest) {
        return { state: 'not read', written: undefined };
    }
    const { to } = journal.window;
    if (to === undefined)
        return { state: 'not read', written: undefined };
    return { state: journal.phase === 'publishing' ? 'pending' : 'current', written: to };
}
function asRead(place, { journal, strays, aside }) {
    const written = latestWrite([place]);
    if (aside.some((stray) => stray.place === place.name))
        return { state: 'left out', written };
    if (journal !== undefined && 'window' in journal) {
        if (journal.phase === 'publishing')
            return { state: whilePublishing(place, journal), written };
        const own = strays.filter((stray) => stray.place === place.name);
        const kinds = own.map(({ kind, refuted }) => (refuted ? 'refuted' : kind));
        const [worst] = kindsByWeight.filter(({ kind }) => kinds.includes(kind));
        if (worst !== undefined)
            return { state: worst.state, written };
        const isCurrent = place.secrets.every((secret) => isInside(secret, journal.window, journal.current));
        return { state: isCurrent ? 'current' : 'unproven', written };
    }
    if (place.secrets.some(({ updatedAt }) => updatedAt === undefined))
        return { state: 'missing', written };
    return { state: journal?.phase === 'pending' ? 'not written yet' : 'unproven', written };
}
const kindsByWeight = [
    { kind: 'gone', state: 'missing' },
    { kind: 'refuted', state: 'another key' },
    { kind: 'changed', state: 'written by others' },
    { kind: 'missed', state: 'next rotation' },
    { kind: 'listed anew', state: 'next rotation' },
];
function whilePublishing({ secrets }, { window, pending }) {
    const written = secrets.filter((secret) => isInside(secret, window, pending)).length;
    if (written === secrets.length)
        return 'pending';
    return written > 0 ? 'partly pending' : 'not written yet';
}

;// CONCATENATED MODULE: ./lib/text/account-number.js
/** The number of an AWS account. */
const accountNumber = /^\d{12}$/;
/** Logs of public repositories are public: of an account's number, people are shown the last four digits. */
function withoutAccounts(text) {
    return text.replaceAll(/(?<!\d)\d{4}-?\d{4}-?(?=\d{4}(?!\d))/g, '…');
}

;// CONCATENATED MODULE: ./lib/merge/user-report.js
/** The shape of the output `report`, as a file hands it in. */




const moment = (0,shape/* text */.Qq)('a time like 2026-11-22T19:00:00Z', /^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-6]\dZ$/);
/** A date that exists: the pattern lets the 39th of a month pass. */
const user_report_time = (data, where) => {
    const written = moment(data, where);
    return Number.isNaN(Date.parse(written)) ? moment(undefined, where) : written;
};
/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html */
const keyId = (0,shape/* text */.Qq)('an access key ID', /^\w{16,128}$/);
const url = (0,shape/* text */.Qq)('an https URL', /^https:\/\/[^\s]{1,2000}$/);
const keyReport = (0,shape/* object */.Ik)({
    id: keyId,
    label: (0,shape/* word */.Vm)('current', 'pending', 'previous', 'unknown'),
    status: (0,shape/* word */.Vm)('Active', 'Inactive', 'unknown'),
    created: user_report_time,
    ageDays: shape/* count */.U9,
});
const stepReport = (0,shape/* object */.Ik)({ step: (0,shape/* text */.Qq)(), because: (0,shape/* text */.Qq)(), result: (0,shape/* text */.Qq)(), effect: shape/* truth */.Im });
const verificationReport = (0,shape/* object */.Ik)({
    accessKeyId: keyId,
    verdict: (0,shape/* word */.Vm)('works', 'rejected', 'unknown'),
    weak: shape/* truth */.Im,
    detail: (0,shape/* text */.Qq)(),
    runUrls: (0,shape/* list */.p_)(url),
});
const placeReport = (0,shape/* object */.Ik)({
    name: (0,shape/* text */.Qq)(),
    state: (0,shape/* word */.Vm)(...placeStates),
    proven: shape/* truth */.Im,
    writtenAt: (0,shape/* optional */.lq)(user_report_time),
});
const attention = (0,shape/* object */.Ik)({ what: (0,shape/* text */.Qq)(), remedy: (0,shape/* text */.Qq)(), since: (0,shape/* optional */.lq)(user_report_time) });
const userReport = (0,shape/* object */.Ik)({
    user: (0,shape/* text */.Qq)('the name of an IAM user', parse/* userName */.nT),
    account: (0,shape/* optional */.lq)((0,shape/* text */.Qq)('the number of an AWS account', accountNumber)),
    phase: (0,shape/* word */.Vm)('steady', 'rotating', 'overlap', 'recovery', 'blocked'),
    rotated: shape/* truth */.Im,
    accessKeyId: (0,shape/* optional */.lq)(keyId),
    keyAgeDays: (0,shape/* optional */.lq)(shape/* count */.U9),
    nextStep: (0,shape/* optional */.lq)((0,shape/* text */.Qq)('a step', /^[a-z ]{1,40}$/)),
    nextStepAt: (0,shape/* optional */.lq)(user_report_time),
    because: (0,shape/* text */.Qq)(),
    remedy: (0,shape/* optional */.lq)((0,shape/* text */.Qq)()),
    failed: shape/* truth */.Im,
    held: shape/* truth */.Im,
    planned: shape/* truth */.Im,
    verificationRunUrl: (0,shape/* optional */.lq)(url),
    verification: (0,shape/* optional */.lq)(verificationReport),
    keys: (0,shape/* optional */.lq)((0,shape/* list */.p_)(keyReport)),
    places: (0,shape/* list */.p_)(placeReport),
    steps: (0,shape/* list */.p_)(stepReport),
    changed: shape/* truth */.Im,
    done: (0,shape/* list */.p_)((0,shape/* text */.Qq)()),
    attention: (0,shape/* list */.p_)(attention),
    warnings: (0,shape/* list */.p_)((0,shape/* text */.Qq)()),
    at: user_report_time,
});
/** The output `report` of one job: the report of each of its users. */
const reportOutput = (0,shape/* list */.p_)(userReport);

;// CONCATENATED MODULE: ./lib/merge/reports.js
/** Reads the reports of all jobs from a folder. What lies there is text from elsewhere until it has been looked at. */






/** A thousand users with all their steps take a fraction of this. */
const largestFile = 32 * 1024 * 1024;
/** The usual causes of a folder without reports. */
const whyNone = 'Look at the jobs that rotate: each has to upload its report even when it fails ("if: always()"), and this job has to download all of them into that folder.';
/**
 * Every report in the JSON files below a folder, which lies in the workspace or in RUNNER_TEMP.
 * @throws Problem that names the folder or the file, and shows nothing of what is in it
 */
function readReports(folder, environment) {
    const root = findFolder(folder, environment);
    const files = (0,external_node_fs_namespaceObject.readdirSync)(root, { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory() && entry.name.endsWith('.json'))
        .map(({ parentPath, name }) => (0,external_node_path_namespaceObject.join)(parentPath, name))
        .toSorted();
    return files.flatMap((file) => readFile(file, (0,presentable/* presentable */.KC)((0,external_node_path_namespaceObject.relative)(root, file))));
}
/** The failure of a folder that has no report in it. */
function noReports(folder) {
    return new problem/* Problem */.AF(`The folder ${(0,presentable/* presentable */.KC)(folder)} (input reports) has no report in it`, whyNone);
}
function findFolder(folder, environment) {
    const { GITHUB_WORKSPACE: workspace, RUNNER_TEMP: temp } = environment;
    const path = (0,external_node_path_namespaceObject.resolve)(workspace || '.', folder);
    let real;
    try {
        real = (0,external_node_fs_namespaceObject.realpathSync)(path);
        if (!(0,external_node_fs_namespaceObject.statSync)(real).isDirectory())
            throw new problem/* Problem */.AF(`${(0,presentable/* presentable */.KC)(folder)} (input reports) is no folder`, whyNone);
    }
    catch (error) {
        if (error instanceof problem/* Problem */.AF)
            throw error;
        throw new problem/* Problem */.AF(`The folder ${(0,presentable/* presentable */.KC)(folder)} (input reports) cannot be read`, whyNone, { cause: error });
    }
    const allowed = [workspace, temp].flatMap((each) => (each ? [(0,external_node_fs_namespaceObject.realpathSync)(each)] : []));
    if (!allowed.some((each) => real === each || real.startsWith(`${each}${external_node_path_namespaceObject.sep}`))) {
        throw new problem/* Problem */.AF(`The folder ${(0,presentable/* presentable */.KC)(folder)} (input reports) lies outside of the workspace and of RUNNER_TEMP`, 'Name a folder in the workspace, or in the folder of the variable RUNNER_TEMP.');
    }
    return real;
}
function readFile(path, name) {
    try {
        // What a link leads to may lie anywhere.
        if ((0,external_node_fs_namespaceObject.realpathSync)(path) !== path || !(0,external_node_fs_namespaceObject.statSync)(path).isFile())
            throw new shape/* Misshapen */.pw('it is a link, or no file');
        if ((0,external_node_fs_namespaceObject.statSync)(path).size > largestFile)
            throw new shape/* Misshapen */.pw('it is larger than reports are');
        return reportOutput(parsed((0,external_node_fs_namespaceObject.readFileSync)(path, 'utf8')), 'report');
    }
    catch (error) {
        const why = error instanceof shape/* Misshapen */.pw ? error.message : `it cannot be read: ${(0,problem/* messageOf */.bD)(error)}`;
        throw new problem/* Problem */.AF(`The file ${name} in the folder of reports is no report: ${why}`, 'Let each job write the output report of its rotation into a file, as it is, and keep other JSON files elsewhere.');
    }
}
/** The message of a parser quotes what it has read. */
function parsed(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        throw new shape/* Misshapen */.pw(text.trim() === '' ? 'it is empty, so its job ended before it had one' : 'it is not JSON');
    }
}


/***/ }),

/***/ 53:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ik: () => (/* binding */ object),
/* harmony export */   Im: () => (/* binding */ truth),
/* harmony export */   Qq: () => (/* binding */ text),
/* harmony export */   U9: () => (/* binding */ count),
/* harmony export */   Vm: () => (/* binding */ word),
/* harmony export */   lq: () => (/* binding */ optional),
/* harmony export */   p_: () => (/* binding */ list),
/* harmony export */   pw: () => (/* binding */ Misshapen)
/* harmony export */ });
/** What text from elsewhere has to look like before it is taken for data. A refusal names where, and quotes nothing. */
/** Data that is not what it should be. The message names the place in it, and what is allowed there. */
class Misshapen extends Error {
    constructor(message) {
        super(message);
        this.name = 'Misshapen';
    }
}
const isNot = (where, allowed) => new Misshapen(`${where} is not ${allowed}`);
/** The result of a step names every place, of which there may be thousands. */
const longestText = 1_000_000;
/** A text; one that `pattern` matches as a whole, where there is one, which is `called` so for people. */
function text(called = 'a text', pattern) {
    return (data, where) => {
        if (typeof data !== 'string' || data.length > longestText || pattern?.test(data) === false) {
            throw isNot(where, called);
        }
        return data;
    };
}
/** One of these words. */
function word(...words) {
    return (data, where) => {
        const found = words.find((each) => each === data);
        if (found === undefined)
            throw isNot(where, `one of ${words.join(', ')}`);
        return found;
    };
}
const truth = (data, where) => {
    if (typeof data !== 'boolean')
        throw isNot(where, 'true or false');
    return data;
};
/** A whole number of things, none of them at least. */
const count = (data, where) => {
    if (typeof data !== 'number' || !Number.isSafeInteger(data) || data < 0)
        throw isNot(where, 'a whole number');
    return data;
};
/** JSON has no undefined: what is not there is. */
function optional(shape) {
    return (data, where) => (data === undefined ? undefined : shape(data, where));
}
function list(shape) {
    return (data, where) => {
        if (!Array.isArray(data))
            throw isNot(where, 'a list');
        return data.map((each, index) => shape(each, `${where}[${index}]`));
    };
}
/** An object with these fields. Others are left behind, so that nothing goes on that nobody has looked at. */
function object(fields) {
    return (data, where) => {
        if (typeof data !== 'object' || data === null || Array.isArray(data))
            throw isNot(where, 'an object');
        const given = new Map(Object.entries(data));
        const read = Object.entries(fields).map(([name, shape]) => [
            name,
            shape(given.get(name), `${where}.${name}`),
        ]);
        return Object.fromEntries(read);
    };
}


/***/ }),

/***/ 395:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  s: () => (/* binding */ tellFailure),
  G: () => (/* binding */ tellMerged)
});

// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __nccwpck_require__(557);
// EXTERNAL MODULE: ./lib/text/listed.js
var listed = __nccwpck_require__(746);
// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __nccwpck_require__(708);
;// CONCATENATED MODULE: ./lib/report/key-names.js
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
/** Gives the keys of a report their names in a text, wherever their IDs stand in it. */
function namingKeysOf({ keys = [], steps }) {
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
    return (text) => [...names].reduce((told, [id, name]) => named(told, id, name), text);
}
function named(text, id, name) {
    const mention = new RegExp(`(?:\\b[Tt]he (?:(?:new|old|current) )?key )?\\b${id}\\b(, the key in use\\b)?`, 'g');
    return text.replaceAll(mention, (found, inUse, offset) => {
        const begins = found.startsWith('The') || /[.!?]\s$/.test(text.slice(Math.max(0, offset - 2), offset));
        const shown = inUse === undefined ? name : 'the key in use';
        return begins ? capitalized(shown) : shown;
    });
}
/** With a capital letter. */
function capitalized(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
}

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
function markdown_plain(text) {
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
    return before === '' && after === '' && address !== undefined ? `[${markdown_plain(text)}](${address})` : markdown_plain(text);
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

;// CONCATENATED MODULE: ./lib/report/ranking.js
/** Where a user stands among others, the worst first. */
const standings = ['failed', 'held', 'attention', 'rotating', 'recovery', 'overlap', 'steady'];
function rankOf({ failed, held, attention, phase }) {
    if (failed || phase === 'blocked')
        return 'failed';
    if (held)
        return 'held';
    return attention.length > 0 ? 'attention' : phase;
}
/** Whether a person has to do something for this user. */
function ranking_needsPerson(report) {
    return ['failed', 'held', 'attention'].includes(rankOf(report));
}
/** The worst first; of equals the one with the oldest key, and then as they came. */
function worstFirst(all) {
    const rank = ({ report }) => standings.indexOf(rankOf(report));
    const age = ({ report }) => report.keyAgeDays ?? -1;
    return all.toSorted((one, other) => rank(one) - rank(other) || age(other) - age(one));
}
/** What a person has to do for all of them, the worst first. */
function attentionOfAll(reports) {
    return worstFirst(reports.map((report) => ({ report }))).flatMap(({ report: { user, account, attention } }) => attention.map((each) => ({ user, account, ...each })));
}
/** `50 users: 1 needs you, 2 rotating, 47 steady`. `missing`: how many users have no report, and so need a person. */
function glanceOf(reports, missing = 0) {
    const counts = new Map(standings.map((each) => [each, 0]));
    for (const report of reports)
        counts.set(rankOf(report), (counts.get(rankOf(report)) ?? 0) + 1);
    const countOf = (each) => counts.get(each) ?? 0;
    const failed = countOf('failed');
    const needing = failed + countOf('held') + countOf('attention') + missing;
    const why = [failed > 0 ? `${failed} failed` : '', missing > 0 ? `${missing} without a report` : ''];
    const details = why.filter((each) => each !== '').join(', ');
    const needs = `${needing} ${needing === 1 ? 'needs' : 'need'} you${details === '' ? '' : ` (${details})`}`;
    const well = ['rotating', 'recovery', 'overlap', 'steady'].map((each) => `${countOf(each)} ${each}`);
    const parts = [needs, ...well].filter((each) => !each.startsWith('0 '));
    const users = reports.length + missing;
    return `${users} user${users === 1 ? '' : 's'}: ${parts.length === 0 ? 'nothing is due' : parts.join(', ')}`;
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

;// CONCATENATED MODULE: ./lib/report/attention.js
/** What of all that a run tells asks something of a person, and what to do about it. */

/** Everything that a person has to do after a run, the most urgent first; nothing of what goes on by itself. */
function attentionOf({ failed, because, remedy, hold, since, warnings }) {
    const what = asSentence(because);
    const asked = [];
    if (failed)
        asked.push({ what, remedy: remedy ?? runAgain, since: undefined });
    else if (hold !== undefined)
        asked.push({ what, remedy: remedyOfHold[hold], since });
    for (const { kind, text } of warnings) {
        const asks = asksOf[kind];
        if ('remedy' in asks)
            asked.push({ what: text, remedy: asks.remedy, since: undefined });
    }
    return asked;
}
/** What to do about a failure that names nothing better. */
const runAgain = 'Run again.';
const remedyOfHold = {
    'users of the old key': 'Find who still uses the old key, and give them the new one.',
    'unfinished runs': 'Look at the runs that are named here: let them end, or cancel them.',
    'same name nearby': 'Look at the secrets of the same name that are named here: list their places in destinations, or dismiss them in other-keys.',
    'another configuration': 'List all destinations of the user in one configuration, and remove the other one.',
    'secrets written elsewhere': 'Find who has written the secrets that are named here, and take the places that are to keep them out of destinations.',
    'unreadable last use': 'Allow iam:GetAccessKeyLastUsed, so that the last use of the old key can be read.',
    'missing verdict': 'Look at the verification run, and see why it has not come to an end.',
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
    'no recovery secret': { informs: 'a choice of the configuration' },
    'pair not proven': { informs: 'a choice of the configuration' },
    'rare schedule': { remedy: 'Run daily, so that keys are replaced before they are too old.' },
    'recovery secret not handed back': { remedy: 'Hand the recovery secret back to the step that rotates.' },
    'rewritten secrets': {
        remedy: 'Take the place out of destinations if it is to keep what somebody else has written there.',
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

;// CONCATENATED MODULE: ./lib/report/headline.js
/** The first line of a summary: how a user is, in words that need no explanation. */

/** `✅ ci-bot has a new access key`; `user` as it is to be shown. */
function headline_headlineOf(report, user) {
    const { phase, failed, planned } = report;
    if (phase === 'blocked')
        return `⛔ ${user} needs you`;
    if (failed)
        return `❌ ${user}${afterFailure(report)}`;
    if (planned)
        return `📋 ${user}: ${report.nextStep === 'rotate' ? 'a rotation is due' : 'a rotation is to go on'}`;
    return `${needsPerson(report) ? '⚠️' : icons[phase]} ${user}${afterSuccess(report)}`;
}
const icons = { steady: '✅', rotating: '🔄', overlap: '✅', recovery: '✅' };
function afterFailure({ phase, done, changed, rotated }) {
    const did = (what) => done.includes(what);
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
        return ' has a new access key';
    if (held)
        return phase === 'recovery' ? ': the old key stays for now' : ': the old key cannot go yet';
    if (phase === 'recovery')
        return did('old key switched off') ? ': the old key is switched off' : ': the old key is off';
    if (phase === 'overlap')
        return ': the new key is in use';
    if (did('old key deleted'))
        return ': the old key is deleted';
    return attention.length > 0 && warnings.length > 0 ? ': please look at this' : ': nothing is due';
}

// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __nccwpck_require__(37);
;// CONCATENATED MODULE: ./lib/report/titles.js
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
/** `deactivate the old key from 23 November 2026, 19:00 UTC on (in 23 hours)` */
function comingUp({ step, at }, now) {
    return at === undefined
        ? `${verbs[step]}, at the next run`
        : `${verbs[step]} from ${readable(at)} on (${relative(at, now)})`;
}
const months = 'January February March April May June July August September October November December'.split(' ');
/** `23 November 2026, 19:00 UTC` */
function readable(at) {
    const date = new Date(at);
    const day = `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
    return `${day}, ${(0,time/* utc */.n$)(at).slice(11, 16)} UTC`;
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
    if (Math.abs(at - now) < time/* second */.Rc)
        return 'now';
    return at > now ? `in ${(0,time/* spoken */.vg)(at - now)}` : `${(0,time/* spoken */.vg)(now - at)} ago`;
}
/** The next thing to come, where the ending names one. */
function nextOf(ending) {
    return 'next' in ending ? ending.next : undefined;
}

;// CONCATENATED MODULE: ./lib/report/summary.js
/**
 * The job summary of one user, at one glance: how it is, what a person has to do, where its keys stand and are stored,
 * and what comes next. What each step did is folded. No table is wider than a phone.
 */






/** The job summary of one user, as GitHub-flavoured Markdown. */
function summaryOf(report, comingUp) {
    return `## ${headlineOf(report, plain(report.user))}\n\n${detailsOf(report, comingUp, summary_alone)}`;
}
/** The same without its heading, to be folded into the summary of several users. */
function foldedDetailsOf(report, comingUp) {
    return detailsOf(report, comingUp, inside);
}
function detailsOf(report, comingUp, { box, fold }) {
    const name = wordsFor(report);
    return [
        strip(report),
        ...report.attention.map((each, index) => attentionBox(each, index === 0 && report.failed, name, box)),
        standing(report, name),
        upcoming(report, comingUp, name),
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
            const count = `${markdown_plain(user)} has ${['no key', 'one key'][keys.length] ?? `${keys.length} keys`}`;
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
    const { failed, planned, changed, attention } = report;
    const meaning = meaningOf(report);
    const sentences = meaning === '' ? [] : [(0,problem/* asSentence */.KG)(meaning)];
    const proof = report.verification === undefined ? '' : proofOf(report.verification, name);
    if (proof !== '')
        sentences.push(proof);
    if (failed && !changed)
        sentences.push('**Nothing was changed.**');
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
    const which = told === accessKeyId ? 'The key' : capitalized(told);
    const links = runUrls.slice(0, mostLinks).map((url) => markdown_link(`a run in ${repositoryIn(url)}`, url));
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
    const why = markdown_plain((0,problem/* asSentence */.KG)(name(because)));
    if (planned && !failed)
        return `**Next:** ${markdown_plain(verbOf(nextStep ?? ''))}, in a run with \`mode: rotate\`  \n${why}`;
    if (failed)
        return comingUp === undefined ? '' : `**Next:** ${comingUp}`;
    return `**Next:** ${comingUp ?? 'nothing'}${report.held ? '' : `  \n${why}`}`;
}
/** The summary of a run that ended before anything was known about a user. */
function failureSummaryOf(message, remedy, title = 'Nothing was changed') {
    const what = { what: (0,problem/* asSentence */.KG)(message), remedy, since: undefined };
    return `## ⛔ ${title}\n\n${attentionBox(what, true, (text) => text, summary_alert)}\n`;
}
/** Says keys by their names, and times as people read them. */
function wordsFor(report) {
    const name = namingKeysOf(report);
    return (text) => name(text).replaceAll(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, (time) => readable(Date.parse(time)));
}
/** What is the matter, line by line, and what to do. */
function attentionBox({ what, remedy, since }, isFailure, name, box) {
    const lines = quoted(name(what));
    const told = since === undefined ? [] : ['>', `> Since ${readable(Date.parse(since))}.`];
    const fix = `> **Fix:** ${markdown_plain(name(remedy === '' ? runAgain : remedy))}`;
    return [box(isFailure ? 'CAUTION' : 'WARNING', lines), ...told, '>', fix].join('\n');
}
const summary_alert = (kind, lines) => [`> [!${kind}]`, ...lines].join('\n');
/** GitHub makes no alert inside of another element. */
const quote = (kind, lines) => {
    return [`> ${{ CAUTION: '❌ **Failed**', WARNING: '⚠️ **Warning**' }[kind]}  `, ...lines].join('\n');
};
const summary_alone = {
    box: summary_alert,
    fold: (title, content) => `<details><summary>${title}</summary>\n\n${content}\n\n</details>`,
};
const inside = { box: quote, fold: (title, content) => `**${title}**\n\n${content}` };
function quoted(text) {
    return (0,problem/* asSentence */.KG)(text)
        .split('\n')
        .map((line) => `> ${line.startsWith('- ') ? `- ${markdown_plain(line.slice(2))}` : markdown_plain(line)}`);
}
function keysTable({ keys }) {
    if (keys === undefined)
        return '';
    if (keys.length === 0)
        return 'No access key.';
    const rows = keys.toReversed().map((key) => {
        const name = (nameOfKey(key, keys) ?? 'unexplained key').replace(/^the /, '');
        const id = `\`${markdown_plain(shortId(key.id))}\``;
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
        const names = places.slice(0, mostPlaces).map(({ name }) => `**${markdown_plain(name)}**`);
        const others = places.length - names.length;
        return `Stored in ${names.join(', ')}${others > 0 ? ` and ${others} more places` : ''} (not looked at in this run)`;
    }
    const hasTwo = keys.length > 1;
    const rows = places.map((place) => {
        const written = place.writtenAt === undefined ? '' : unbroken(shortDay(Date.parse(place.writtenAt)));
        return `| ${markdown_plain(place.name)} | ${stateOfPlace(place, hasTwo)} | ${written} |`;
    });
    const table = ['| stored in | it has | written |', '| --- | --- | --- |', ...rows].join('\n');
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
    const points = others.map((each) => `- ${(0,problem/* asSentence */.KG)(name(each)).split('\n').map(markdown_plain).join('<br>')}`);
    return fold(counted(others.length, 'note'), points.join('\n'));
}
function stepsList({ keys = [], steps, because, at }, name, fold) {
    const effects = steps.filter(({ effect }) => effect);
    const points = effects.map((step, index) => `${index + 1}. ${stepOf(step, effects[index - 1], because, name)}`);
    const dates = keys.map(({ id, created }) => `- \`${markdown_plain(id)}\` was created on ${readable(Date.parse(created))}.`);
    const title = points.length === 0 ? 'Details' : `What was done, in ${counted(points.length, 'step')}`;
    dates.push(`- This run ended on ${readable(Date.parse(at))}. Times are AWS's own.`);
    const parts = [points.join('\n'), dates.join('\n')].filter((each) => each !== '');
    return fold(title, parts.join('\n\n'));
}
/** A reason or a result that was told before is not told again. */
function stepOf(step, before, ending, name) {
    const isTold = (text) => text !== '' && ending.includes(text);
    const why = step.because === before?.because || isTold(step.because) ? '' : `: ${markdown_plain(name(step.because))}`;
    const result = isTold(step.result) ? ['see above'] : step.result.split('\n').map((each) => markdown_plain(name(each)));
    const told = step.result === '' ? '' : `<br>→ ${result.join('<br>')}`;
    return `**${markdown_plain(name(step.step))}**${why === '' ? '' : withoutFullStop(why)}${told}`;
}
function withoutFullStop(text) {
    return text.replace(/\.$/, '');
}
function counted(count, what) {
    return `${count} ${what}${count === 1 ? '' : 's'}`;
}

;// CONCATENATED MODULE: ./lib/report/fleet-summary.js
/** The job summary of several users: how they all are, one row for each, and what each run did, folded. */








/** So many users are named above the table; it has all of them. */
const mostNamed = 10;
/** A sentence or a remedy above the table is cut to this; the details have all of it. */
const longestSentence = 240;
/** Details of one user take no more of the summary than this, in bytes. */
const mostDetails = 100_000;
/** What is kept free to say what is left out. */
const roomForNote = 400;
/** What stands for the report of a user whose job left none. */
const noReport = 'its job did not get that far';
/** What to do about that. */
const remedyForMissing = 'Look at its job, and run it again.';
/**
 * The job summary of several users, as GitHub-flavoured Markdown, the worst first, in no more than `limit` bytes: where
 * that is too little, it loses details, then rows, those of the best users first, and says how many. `missing`: names of
 * users that have no report.
 */
function fleetSummaryOf(all, missing, limit) {
    const sorted = worstFirst(all);
    const reports = sorted.map(({ report }) => report);
    const names = namesIn(reports);
    const failed = reports.filter(({ failed }) => failed);
    const rows = [
        ...failed.map((report) => rowOf(report, names)),
        ...missing.map(rowOfMissing),
        ...reports.slice(failed.length).map((report) => rowOf(report, names)),
    ];
    const head = [`## ${glanceOf(reports, missing.length)}`, accountLine(names), needsOf(reports, missing, names)];
    const top = `${head.filter((each) => each !== '').join('\n\n')}\n\n${tableHead}`;
    const room = limit - sizeOf(top) - roomForNote;
    const shownRows = fitting(rows, room);
    const isWhole = shownRows.length === rows.length;
    const details = isWhole
        ? fitting(sorted.map((each) => foldedOf(each, names)), room - sizeOf(rows.join('\n')))
        : [];
    const note = fleet_summary_noteOf(rows.length - shownRows.length, sorted.length - details.length);
    return [[top, ...shownRows].join('\n'), ...details, note]
        .filter((each) => each !== '')
        .join('\n\n')
        .concat('\n');
}
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
function fleet_summary_noteOf(rows, details) {
    const users = (count) => `${count} user${count === 1 ? '' : 's'}`;
    const where = 'The log and the output `report` have all of it.';
    if (rows > 0)
        return `*GitHub shows no longer summary: ${users(rows)} and all details are left out. ${where}*`;
    return details > 0 ? `*GitHub shows no longer summary: the details of ${users(details)} are left out. ${where}*` : '';
}
function accountLine({ sameAccount }) {
    return sameAccount === undefined ? '' : `Account ${sameAccount}`;
}
/** What has to be done for whom, before all else; once for users that ask the same. */
function needsOf(reports, missing, names) {
    const failed = reports.filter(({ failed }) => failed);
    const asking = reports.filter((report) => ranking_needsPerson(report) && !report.failed);
    const needing = [
        ...failed.map((report) => ({ user: names.userOf(report), need: needOf(report) })),
        ...missing.map((user) => ({ user, need: `There is no report: ${noReport}. **→ ${remedyForMissing}**` })),
        ...asking.map((report) => ({ user: names.userOf(report), need: needOf(report) })),
    ];
    if (needing.length === 0)
        return '';
    const groups = [...Map.groupBy(needing, ({ need }) => need)];
    const points = groups.slice(0, mostNamed).map(([need, users]) => {
        const who = (0,listed/* listed */.K)(users.map(({ user }) => user), mostNamed);
        return `> - **${markdown_plain(who)}**: ${need}`;
    });
    const others = groups.slice(mostNamed).reduce((sum, [, users]) => sum + users.length, 0);
    const kind = failed.length + missing.length > 0 ? 'CAUTION' : 'WARNING';
    return [`> [!${kind}]`, ...points, ...(others > 0 ? [`> - and ${others} more, which the table names`] : [])].join('\n');
}
function needOf(report) {
    const { because, attention } = report;
    const [first, ...others] = attention;
    const name = namingKeysOf(report);
    const what = markdown_plain(firstSentence(name(first?.what ?? because)));
    const remedy = first === undefined ? '' : ` **→ ${markdown_plain((0,presentable/* shortened */.vI)(name(first.remedy), longestSentence))}**`;
    return `${what}${remedy}${others.length === 0 ? '' : ` (and ${others.length} more)`}`;
}
/** What is the matter, without what follows from it; a list on one line. */
function firstSentence(text) {
    const line = (0,problem/* asSentence */.KG)(text).replaceAll(':\n- ', ': ').replaceAll('\n- ', '; ').replaceAll('\n', ' ');
    const [sentence] = /^.{20,}?[.!?](?=\s|$)/.exec(line) ?? [line];
    return (0,presentable/* shortened */.vI)(sentence, longestSentence);
}
/** Three columns fit a phone. */
const tableHead = ['| user | this run | next |', '| --- | --- | --- |'].join('\n');
function rowOf(report, names) {
    const { keyAgeDays, held, user } = report;
    const account = names.hasColumn ? `account ${names.accountOf(report) ?? 'unknown'}` : undefined;
    const standing = standingOf(report);
    const age = keyAgeDays === undefined ? undefined : `${keyAgeDays} day${keyAgeDays === 1 ? '' : 's'} old`;
    const parts = [
        ...(held ? [`${standing}, held`, age] : [age === undefined ? standing : `${standing}, ${age}`]),
        account,
    ];
    const about = parts.filter((each) => each !== undefined);
    return `| ${[userCell(iconOf(report), user, about), doneIn(report), nextIn(report)].join(' | ')} |`;
}
function rowOfMissing(name) {
    return `| ${userCell('❔', name, ['no report'])} | ${noReport} | |`;
}
function userCell(icon, name, about) {
    const lines = about.map((each) => `<br><sub>${fleet_summary_unbroken(each)}</sub>`);
    return `${icon}&nbsp;${markdown_plain((0,presentable/* shortened */.vI)(name, 100))}${lines.join('')}`;
}
function iconOf(report) {
    if (report.phase === 'blocked')
        return '⛔';
    if (report.failed)
        return '❌';
    if (ranking_needsPerson(report))
        return '⚠️';
    return { rotating: '🔄', overlap: '🔑', recovery: '🔒', steady: '✅' }[report.phase];
}
const fleet_summary_verdicts = {
    works: 'proved by',
    rejected: 'rejected in',
    unknown: 'not proved yet by',
};
/** What the run has brought about, and what its verification found. */
function doneIn({ planned, done, verification, verificationRunUrl }) {
    if (planned)
        return 'only planned';
    const isPublished = done.includes('new key published');
    const told = done
        .filter((each) => each !== 'new key created' || !isPublished)
        .map((each) => markdown_plain((0,presentable/* shortened */.vI)(each, 60)));
    if (verification === undefined)
        return told.join(', ');
    const weak = verification.weak ? ' (weak proof)' : '';
    return [...told, `${fleet_summary_verdicts[verification.verdict]} ${markdown_link('a\u00a0run', verificationRunUrl)}${weak}`].join(', ');
}
/** On one line where the column is narrow, but for hyphens. */
function fleet_summary_unbroken(text) {
    return text.replaceAll(' ', '&nbsp;');
}
/** `rotate in 29 days`, and the date */
function nextIn({ nextStep, nextStepAt, planned, failed, at }) {
    if (nextStep === undefined)
        return failed ? 'needs you' : '';
    const step = markdown_plain((0,presentable/* shortened */.vI)(verbOf(nextStep), 60));
    if (planned)
        return step;
    if (nextStepAt === undefined)
        return `${step} at the next run`;
    const due = Date.parse(nextStepAt);
    return `${step} ${fleet_summary_unbroken(relative(due, Date.parse(at)))}<br><sub>${fleet_summary_unbroken(shortDay(due))}</sub>`;
}
function foldedOf({ report, comingUp }, names) {
    const details = foldedDetailsOf(report, comingUp);
    const title = `<b>${plainHtml(names.userOf(report))}</b>: ${standingOf(report)}`;
    const isShort = sizeOf(details) <= mostDetails;
    const shown = isShort ? details : 'More than fits here: the log and the output `report` have all of it.\n';
    return `<details><summary>${iconOf(report)} ${title}</summary>\n\n${shown}\n</details>`;
}

// EXTERNAL MODULE: ./lib/report/runner.js + 9 modules
var runner = __nccwpck_require__(662);
;// CONCATENATED MODULE: ./lib/merge/tell.js
/** What people and later steps are told of all jobs together. */







/**
 * Sets outputs, annotation, summary and exit code. `missing`: names of users that should have a report and have none.
 * It fails for each of them, and for each user that has failed.
 */
async function tellMerged(reports, missing) {
    const sorted = worstFirst(reports.map((report) => ({ report, comingUp: comingUpIn(report) })));
    const names = namesIn(reports);
    const absent = missing.map((user) => ({
        user,
        what: `${user} has no report: ${noReport}.`,
        remedy: remedyForMissing,
    }));
    (0,runner/* setOutput */.uH)('phase', missing.length > 0 ? 'blocked' : (sorted[0]?.report.phase ?? 'steady'));
    (0,runner/* setOutput */.uH)('report', reports);
    (0,runner/* setOutput */.uH)('attention', [...absent, ...attentionOfAll(reports)]);
    for (const { report, comingUp: next } of sorted) {
        (0,runner/* print */.yy)(`${names.userOf(report)}: ${standingOf(report)}. ${report.failed ? (0,problem/* asSentence */.KG)(report.because) : `Next: ${next ?? 'nothing'}`}`);
    }
    for (const { what } of absent)
        (0,runner/* print */.yy)(what);
    const failed = sorted.filter(({ report }) => report.failed).map(({ report }) => names.userOf(report));
    const needing = sorted.filter(({ report }) => report.attention.length > 0 && !report.failed);
    const glance = `${glanceOf(reports, missing.length)}.`;
    const parts = [
        [failed, 'failed'],
        [missing, 'without a report'],
        [needing.map(({ report }) => names.userOf(report)), 'to be looked at'],
    ];
    const points = parts.flatMap(([users, what]) => (users.length === 0 ? [] : [`- ${what}: ${(0,listed/* listed */.K)(users, 20)}`]));
    const isRed = failed.length + missing.length > 0;
    const level = isRed ? 'error' : points.length > 0 ? 'warning' : 'notice';
    (0,runner/* annotate */.fz)(level, [glance, ...points].join('\n'), points.length > 0 ? 'The job summary says what to do.' : '');
    if (isRed)
        process.exitCode = 1;
    await (0,runner/* summarize */.eh)(fleetSummaryOf(sorted, missing, runner/* largestSummary */.br));
}
function comingUpIn(report) {
    const upcoming = upcomingIn(report);
    return upcoming && comingUp(upcoming, Date.parse(report.at));
}
/** Reports why the reports could not be merged. */
async function tellFailure(failure) {
    const message = (0,problem/* messageOf */.bD)(failure);
    const remedy = (0,problem/* remedyOf */.SM)(failure);
    (0,runner/* setOutput */.uH)('phase', 'blocked');
    (0,runner/* setOutput */.uH)('attention', [{ what: (0,problem/* asSentence */.KG)(message), remedy }]);
    (0,runner/* annotate */.fz)('error', (0,problem/* asSentence */.KG)(message), remedy, 'No report');
    process.exitCode = 1;
    await (0,runner/* summarize */.eh)(failureSummaryOf(message, remedy, 'No report'));
}


/***/ }),

/***/ 877:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   DA: () => (/* binding */ refuseEchoedCommands)
/* harmony export */ });
/* unused harmony exports isSafe, isLoopback, hostOf, trustAuthority, refuseUncheckedCertificates */
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(557);
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(708);
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
    throw new Problem('NODE_TLS_REJECT_UNAUTHORIZED is 0, so that no certificate is checked, and anybody on the way could read keys and tokens and answer for AWS and GitHub', `Remove it from the environment. To trust an authority of your own, ${trustAuthority}`);
}


/***/ }),

/***/ 662:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  fz: () => (/* binding */ annotate),
  br: () => (/* binding */ largestSummary),
  yy: () => (/* binding */ print),
  uH: () => (/* binding */ setOutput),
  eh: () => (/* binding */ summarize),
  w9: () => (/* binding */ takeOver)
});

// UNUSED EXPORTS: annotationsLeft, asJson, concealed, mask, printFolded

;// CONCATENATED MODULE: external "node:util"
const external_node_util_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");
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
var problem = __nccwpck_require__(557);
// EXTERNAL MODULE: ./lib/text/presentable.js
var text_presentable = __nccwpck_require__(708);
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
    issueCommand('add-mask', {}, value);
    const lines = [value, ...value.split(/[\r\n]/)].map((each) => each.trim());
    const forms = lines.filter((each) => each.length >= shortestSecret).flatMap((each) => [each, shown(each)]);
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
        console[method] = (...parts) => print((0,text_presentable/* presentable */.KC)((0,external_node_util_namespaceObject.format)(...parts)));
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

/***/ 557:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   AF: () => (/* binding */ Problem),
/* harmony export */   KG: () => (/* binding */ asSentence),
/* harmony export */   SM: () => (/* binding */ remedyOf),
/* harmony export */   bD: () => (/* binding */ messageOf)
/* harmony export */ });
/* unused harmony exports Cancelled, Superseded, endsRun, passOver, withFullStop, inSentences */
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(708);

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

/***/ 37:
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

/***/ 746:
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

/***/ 708:
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
/******/ 		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
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
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(292);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
