export const id = 671;
export const ids = [671];
export const modules = {

/***/ 8671:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./lib/inputs/environment.js
var inputs_environment = __webpack_require__(6320);
// EXTERNAL MODULE: ./lib/network/secure-transport.js
var secure_transport = __webpack_require__(2877);
// EXTERNAL MODULE: ./lib/report/runner.js + 5 modules
var runner = __webpack_require__(9597);
// EXTERNAL MODULE: ./lib/inputs/parse.js
var parse = __webpack_require__(4170);
// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __webpack_require__(5557);
;// CONCATENATED MODULE: ./lib/merge/shape.js
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
function shape_text(called = 'a text', pattern) {
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

;// CONCATENATED MODULE: ./lib/merge/inputs.js
/** The inputs of the action that merges reports. */




/** The names of the inputs, as `report/action.yml` has them. */
const mergeInputs = ['reports', 'users'];
/** @throws Problem that names the input, the value and what is allowed. */
function readMergeInputs(environment) {
    const reports = (0,inputs_environment/* inputOf */.w)('reports', environment);
    if (reports === '') {
        throw new problem/* Problem */.AF('The input reports is empty', 'Name the folder that the reports of all jobs were downloaded to.');
    }
    const users = (0,inputs_environment/* inputOf */.w)('users', environment);
    return { reports, users: users === '' ? undefined : parseUsers(users) };
}
const commaOutsideQuotes = /,(?=(?:[^"]*"[^"]*")*[^"]*$)/;
/** Each text is a value of `only-users`: `NAME` or `ACCOUNT/NAME`, in quotes where it has a comma, or several of them. */
function parseUsers(json) {
    const allowed = 'the output users of a run in mode plan, as it is: a JSON list of names of IAM users';
    try {
        const values = list(shape_text())(JSON.parse(json), 'users');
        const names = values.flatMap((each) => each.split(commaOutsideQuotes)).map(withoutQuotes);
        if (names.every((each) => parse/* userName */.nT.test(each.replace(/^(?:\d{12})?\//, ''))))
            return names;
    }
    catch (error) {
        if (!(error instanceof Misshapen || error instanceof SyntaxError))
            throw error;
    }
    throw (0,parse/* refused */.J5)('users', json, allowed);
}
function withoutQuotes(name) {
    return name.trim().replace(/^"(.*)"$/, '$1');
}

;// CONCATENATED MODULE: ./lib/merge/latest.js
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

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __webpack_require__(2708);
// EXTERNAL MODULE: ./lib/report/places.js
var places = __webpack_require__(8884);
// EXTERNAL MODULE: ./lib/text/account-number.js
var account_number = __webpack_require__(7816);
;// CONCATENATED MODULE: ./lib/merge/user-report.js
/** The shape of the output `report`, as a file hands it in. */




const moment = shape_text('a time like 2026-11-22T19:00:00Z', /^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-6]\dZ$/);
/** A date that exists: the pattern lets the 39th of a month pass. */
const time = (data, where) => {
    const written = moment(data, where);
    return Number.isNaN(Date.parse(written)) ? moment(undefined, where) : written;
};
/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html */
const keyId = shape_text('an access key ID', /^\w{16,128}$/);
const url = shape_text('an https URL', /^https:\/\/[^\s]{1,2000}$/);
const keyReport = object({
    id: keyId,
    label: word('current', 'pending', 'previous', 'unknown'),
    status: word('Active', 'Inactive', 'unknown'),
    created: time,
    ageDays: count,
});
const stepReport = object({ step: shape_text(), because: shape_text(), result: shape_text(), effect: truth });
const verificationReport = object({
    accessKeyId: keyId,
    verdict: word('works', 'rejected', 'unknown'),
    weak: truth,
    detail: shape_text(),
    runUrls: list(url),
});
const placeReport = object({
    name: shape_text(),
    state: word(...places/* placeStates */.m),
    proven: truth,
    writtenAt: optional(time),
});
const attention = object({ reason: shape_text(), what: shape_text(), remedy: shape_text(), since: optional(time) });
const userReport = object({
    user: shape_text('the name of an IAM user', parse/* userName */.nT),
    account: optional(shape_text('the number of an AWS account', account_number/* accountNumber */.D)),
    phase: word('steady', 'rotating', 'overlap', 'recovery', 'blocked'),
    rotated: truth,
    accessKeyId: optional(keyId),
    keyAgeDays: optional(count),
    overdueKeyAgeDays: optional(count),
    nextStep: optional(shape_text('a step', /^[a-z ]{1,40}$/)),
    nextStepAt: optional(time),
    because: shape_text(),
    remedy: optional(shape_text()),
    failed: truth,
    tooOld: optional(word('goes by itself', 'only planned', 'stays')),
    held: truth,
    planned: truth,
    verificationRunUrl: optional(url),
    verification: optional(verificationReport),
    keys: optional(list(keyReport)),
    places: list(placeReport),
    steps: list(stepReport),
    changed: truth,
    done: list(shape_text()),
    attention: list(attention),
    warnings: list(shape_text()),
    at: time,
});
/** The output `report` of one job: the report of each of its users. */
const reportOutput = list(userReport);

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
    const files = (0,external_node_fs_.readdirSync)(root, { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory() && entry.name.endsWith('.json'))
        .map(({ parentPath, name }) => (0,external_node_path_.join)(parentPath, name))
        .toSorted();
    return files.flatMap((file) => readFile(file, (0,presentable/* presentable */.KC)((0,external_node_path_.relative)(root, file))));
}
/** The failure of a folder that has no report in it. */
function noReports(folder) {
    return new problem/* Problem */.AF(`The folder ${(0,presentable/* presentable */.KC)(folder)} (input reports) has no report in it`, whyNone);
}
function findFolder(folder, environment) {
    const { GITHUB_WORKSPACE: workspace, RUNNER_TEMP: temp } = environment;
    const path = (0,external_node_path_.resolve)(workspace || '.', folder);
    let real;
    try {
        real = (0,external_node_fs_.realpathSync)(path);
        if (!(0,external_node_fs_.statSync)(real).isDirectory())
            throw new problem/* Problem */.AF(`${(0,presentable/* presentable */.KC)(folder)} (input reports) is no folder`, whyNone);
    }
    catch (error) {
        if (error instanceof problem/* Problem */.AF)
            throw error;
        throw new problem/* Problem */.AF(`The folder ${(0,presentable/* presentable */.KC)(folder)} (input reports) cannot be read`, whyNone, { cause: error });
    }
    const allowed = [workspace, temp].flatMap((each) => (each ? [(0,external_node_fs_.realpathSync)(each)] : []));
    if (!allowed.some((each) => real === each || real.startsWith(`${each}${external_node_path_.sep}`))) {
        throw new problem/* Problem */.AF(`The folder ${(0,presentable/* presentable */.KC)(folder)} (input reports) lies outside of the workspace and of RUNNER_TEMP`, 'Name a folder in the workspace, or in the folder of the variable RUNNER_TEMP.');
    }
    return real;
}
function readFile(path, name) {
    try {
        // What a link leads to may lie anywhere.
        if ((0,external_node_fs_.realpathSync)(path) !== path || !(0,external_node_fs_.statSync)(path).isFile())
            throw new Misshapen('it is a link, or no file');
        if ((0,external_node_fs_.statSync)(path).size > largestFile)
            throw new Misshapen('it is larger than reports are');
        return reportOutput(parsed((0,external_node_fs_.readFileSync)(path, 'utf8')), 'report');
    }
    catch (error) {
        const why = error instanceof Misshapen ? error.message : `it cannot be read: ${(0,problem/* messageOf */.bD)(error)}`;
        throw new problem/* Problem */.AF(`The file ${name} in the folder of reports is no report: ${why}`, 'Let each job write the output report of its rotation into a file, as it is, and keep other JSON files elsewhere.');
    }
}
/** The message of a parser quotes what it has read. */
function parsed(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        throw new Misshapen(text.trim() === '' ? 'it is empty, so its job ended before it had one' : 'it is not JSON');
    }
}

// EXTERNAL MODULE: ./lib/report/fleet-summary.js
var fleet_summary = __webpack_require__(8163);
// EXTERNAL MODULE: ./lib/report/glance.js
var report_glance = __webpack_require__(4052);
// EXTERNAL MODULE: ./lib/report/key-names.js
var key_names = __webpack_require__(9472);
// EXTERNAL MODULE: ./lib/report/needs.js
var needs = __webpack_require__(8871);
// EXTERNAL MODULE: ./lib/report/ranking.js
var ranking = __webpack_require__(8888);
// EXTERNAL MODULE: ./lib/report/summary.js
var summary = __webpack_require__(3394);
// EXTERNAL MODULE: ./lib/report/tell.js + 2 modules
var tell = __webpack_require__(908);
// EXTERNAL MODULE: ./lib/report/titles.js
var titles = __webpack_require__(131);
// EXTERNAL MODULE: ./lib/text/listed.js
var listed = __webpack_require__(8746);
;// CONCATENATED MODULE: ./lib/merge/tell.js
/** What people and later steps are told of all jobs together. */











/**
 * Sets outputs, annotation, summary and exit code. `missing`: names of users that should have a report and have none.
 * It fails for each of them, and for each user that has failed.
 */
async function tellMerged(reports, missing) {
    const sorted = (0,ranking/* worstFirst */.md)(reports.map((report) => ({ report, comingUp: comingUpIn(report) })));
    const names = (0,ranking/* namesIn */.wX)(reports);
    const absent = missing.map((user) => ({
        user,
        reason: 'no report',
        what: `${user} has no report: ${needs/* noReport */.MF}.`,
        remedy: needs/* remedyForMissing */.CY,
    }));
    (0,runner/* setOutput */.uH)('phase', missing.length > 0 ? 'blocked' : (sorted[0]?.report.phase ?? 'steady'));
    (0,runner/* setOutput */.uH)('report', reports);
    (0,runner/* setOutput */.uH)('attention', [...absent, ...(0,ranking/* attentionOfAll */.Zl)(reports)]);
    for (const { report, comingUp: next } of sorted) {
        (0,runner/* print */.yy)(`${names.userOf(report)}: ${(0,titles/* standingOf */.YP)(report)}. ${report.failed ? (0,problem/* asSentence */.KG)((0,key_names/* wordsFor */.tu)(report, true)(report.because)) : `Next: ${next ?? 'nothing'}`}`);
    }
    for (const { what } of absent)
        (0,runner/* print */.yy)(what);
    const red = sorted.filter(({ report }) => report.failed).map(({ report }) => report);
    const failed = red.filter(({ phase }) => phase !== 'blocked').map(names.userOf);
    const blocked = red.filter(({ phase }) => phase === 'blocked').map(names.userOf);
    const needing = sorted.filter(({ report }) => report.attention.length > 0 && !report.failed);
    const glance = `${(0,report_glance/* glanceOf */.ue)(reports, missing.length)}.`;
    const parts = [
        [blocked, 'blocked'],
        [failed, 'failed'],
        [missing, 'without a report'],
        [needing.map(({ report }) => names.userOf(report)), 'to be looked at'],
    ];
    const points = parts.flatMap(([users, what]) => (users.length === 0 ? [] : [`- ${what}: ${(0,listed/* listed */.K)(users, 20)}`]));
    const isRed = red.length + missing.length > 0;
    const level = isRed ? 'error' : points.length > 0 ? 'warning' : 'notice';
    (0,runner/* annotate */.fz)(level, [glance, ...points].join('\n'), points.length > 0 ? 'The job summary says what to do.' : '');
    if (isRed)
        process.exitCode = 1;
    await (0,runner/* summarize */.eh)((0,fleet_summary/* fleetSummaryOf */._)(sorted, missing, runner/* largestSummary */.br));
}
function comingUpIn(report) {
    const upcoming = (0,titles/* upcomingIn */.EJ)(report);
    return upcoming && (0,titles/* comingUp */.nq)(upcoming, Date.parse(report.at));
}
/** Reports why the reports could not be merged. */
async function tellFailure(failure) {
    const message = (0,problem/* messageOf */.bD)(failure);
    const remedy = (0,problem/* remedyOf */.SM)(failure);
    (0,runner/* setOutput */.uH)('phase', 'blocked');
    (0,runner/* setOutput */.uH)('attention', [{ what: (0,problem/* asSentence */.KG)(message), remedy }]);
    (0,runner/* annotate */.fz)('error', (0,problem/* asSentence */.KG)(message), remedy, 'No report');
    (0,tell/* printMore */.Nw)([message]);
    process.exitCode = 1;
    await (0,runner/* summarize */.eh)((0,summary/* failureSummaryOf */.U0)(message, remedy, 'No report'));
}

;// CONCATENATED MODULE: ./lib/merge/merge.js
/** Makes one report of those that many jobs have left. */







/** Runs the action. However it ends is reported, and sets the exit code. */
async function run() {
    try {
        (0,runner/* takeOver */.w9)();
        (0,secure_transport/* refuseEchoedCommands */.DA)(process.env);
        for (const { text } of (0,inputs_environment/* warnOfUndeclared */.r)(mergeInputs, process.env))
            (0,runner/* annotate */.fz)('warning', text);
        const { reports: folder, users } = readMergeInputs(process.env);
        // Nothing had to be done for anybody, so that no job has left a folder either.
        const isIdle = users !== undefined && users.length === 0;
        const reports = isIdle ? [] : latestOf(readReports(folder, process.env));
        if (reports.length === 0 && !isIdle)
            throw noReports(folder);
        await tellMerged(reports, missingIn(reports, users ?? []));
    }
    catch (failure) {
        await tellFailure(failure);
    }
}


/***/ }),

/***/ 8884:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ placesOf),
/* harmony export */   m: () => (/* binding */ placeStates)
/* harmony export */ });
/* harmony import */ var _rotation_facts_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6189);
/* harmony import */ var _rotation_lifecycle_situation_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9433);
/* harmony import */ var _rotation_secret_dates_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6916);
/* harmony import */ var _rotation_time_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9037);
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
    const situation = (0,_rotation_lifecycle_situation_js__WEBPACK_IMPORTED_MODULE_1__/* .situationOf */ ._)(world, policy, at);
    const reading = world.destinations === 'unread'
        ? undefined
        : new Map(world.destinations.destinations.map((place) => [place.name, place]));
    return names.map((name) => {
        const proven = isProven(name, world);
        const place = reading?.get(name);
        const { state, written } = isRefuted(name, world)
            ? { state: 'another key', written: place && (0,_rotation_secret_dates_js__WEBPACK_IMPORTED_MODULE_2__/* .latestWrite */ .PN)([place]) }
            : reading === undefined
                ? asNoted(name, world, policy)
                : place === undefined
                    ? { state: 'left out', written: undefined }
                    : asRead(place, situation);
        const shown = proven ? ((0,_rotation_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .phaseOf */ .hU)(situation.journal) === 'rotating' ? 'pending' : 'current') : state;
        return { name, state: shown, proven, writtenAt: written === undefined || written === 0 ? undefined : (0,_rotation_time_js__WEBPACK_IMPORTED_MODULE_3__/* .utc */ .n$)(written) };
    });
}
function isProven(name, world) {
    const { verification } = world.run;
    const journal = (0,_rotation_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .journalOf */ .PR)(world);
    const shown = journal !== undefined && 'pending' in journal ? journal.pending : journal?.current;
    return verification?.verdict === 'works' && verification.key === shown && verification.covers.includes(name);
}
function isRefuted(name, { run: { verification } }) {
    return verification?.refutes?.includes(name) === true;
}
/** What the journal says of a place that was not read since this run last changed anything. */
function asNoted(name, world, policy) {
    const journal = (0,_rotation_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .journalOf */ .PR)(world);
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
    const written = (0,_rotation_secret_dates_js__WEBPACK_IMPORTED_MODULE_2__/* .latestWrite */ .PN)([place]);
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
        const isCurrent = place.secrets.every((secret) => (0,_rotation_secret_dates_js__WEBPACK_IMPORTED_MODULE_2__/* .isInside */ .FK)(secret, journal.window, journal.current));
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
    const written = secrets.filter((secret) => (0,_rotation_secret_dates_js__WEBPACK_IMPORTED_MODULE_2__/* .isInside */ .FK)(secret, window, pending)).length;
    if (written === secrets.length)
        return 'pending';
    return written > 0 ? 'partly pending' : 'not written yet';
}


/***/ }),

/***/ 6189:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ heldNearby),
/* harmony export */   BH: () => (/* binding */ isOrphan),
/* harmony export */   C: () => (/* binding */ ownRecovery),
/* harmony export */   E0: () => (/* binding */ isUntried),
/* harmony export */   I6: () => (/* binding */ find),
/* harmony export */   On: () => (/* binding */ isBornLate),
/* harmony export */   PR: () => (/* binding */ journalOf),
/* harmony export */   QY: () => (/* binding */ freshDestinations),
/* harmony export */   Qx: () => (/* binding */ freshUnfinishedRuns),
/* harmony export */   R1: () => (/* binding */ githubTime),
/* harmony export */   Sh: () => (/* binding */ strangerTo),
/* harmony export */   Wi: () => (/* binding */ refusedDigests),
/* harmony export */   YD: () => (/* binding */ keysOf),
/* harmony export */   dw: () => (/* binding */ isSettling),
/* harmony export */   ge: () => (/* binding */ recovered),
/* harmony export */   hU: () => (/* binding */ phaseOf),
/* harmony export */   m_: () => (/* binding */ freshNearby),
/* harmony export */   pk: () => (/* binding */ signsWith),
/* harmony export */   rh: () => (/* binding */ nearbyHolders),
/* harmony export */   sS: () => (/* binding */ isQueuedAfter),
/* harmony export */   tD: () => (/* binding */ isHandedOwn),
/* harmony export */   v9: () => (/* binding */ holds),
/* harmony export */   w6: () => (/* binding */ activeKey),
/* harmony export */   zM: () => (/* binding */ verificationOf)
/* harmony export */ });
/* harmony import */ var _secret_dates_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6916);
/* harmony import */ var _time_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9037);
/* harmony import */ var _waits_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1808);
/** Questions that a rotation asks about a world: each answers from what has been read, and changes nothing. */



/** A key as IAM lists it; undefined when it is gone. */
function find(world, id) {
    return world.keys.find((key) => key.id === id);
}
/** The oldest key that is active. */
function activeKey(world) {
    return world.keys.find((key) => key.status === 'Active');
}
/** The journal, when there is one that can be read and is this user's. */
function journalOf({ journal }) {
    return journal.kind === 'read' ? journal.journal : undefined;
}
/** How users call the state that a journal shows. */
function phaseOf(journal) {
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
    return isHandedOwn(world) ? find(world, world.recovered?.id) : undefined;
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
        (0,_secret_dates_js__WEBPACK_IMPORTED_MODULE_0__/* .mayHold */ .BV)(world.destinations.destinations, key, world.destinations.ahead).length === 0 &&
        !(0,_secret_dates_js__WEBPACK_IMPORTED_MODULE_0__/* .safeguarded */ .o9)(world.destinations, key));
}
/** Whether a key was born later than this intent may have led to one. */
function isBornLate({ at }, { created }) {
    return at === undefined || created > at + _waits_js__WEBPACK_IMPORTED_MODULE_2__/* .orphanSlack */ .p4;
}
/** What destinations held this long ago says enough of what they hold now. */
const freshness = 5 * _time_js__WEBPACK_IMPORTED_MODULE_1__/* .second */ .Rc;
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
const nearbyFreshness = 10 * _time_js__WEBPACK_IMPORTED_MODULE_1__/* .minute */ .Vc;
/** The same names nearby; undefined when they were not looked for, or not lately. */
function freshNearby({ sameNameNearby, run }) {
    return sameNameNearby === 'unread' || run.elapsed - run.nearbySeen > nearbyFreshness ? undefined : sameNameNearby;
}
/** Places nearby that may hold a key, since they were written after that moment of AWS's clock; a variable shows it. */
function nearbyHolders({ places, ahead }, key) {
    return places.filter((place) => (0,_secret_dates_js__WEBPACK_IMPORTED_MODULE_0__/* .mayHold */ .BV)([place], key, ahead).length > 0);
}
/** What else may hold the previous key before it is switched off: what appeared or changed since the current one exists. */
function heldNearby(world, reading) {
    const journal = journalOf(world);
    const current = journal?.phase === 'current' ? find(world, journal.current) : undefined;
    if (journal?.phase !== 'current' || current === undefined)
        return [];
    return nearbyHolders(reading, { id: journal.previous, created: current.created });
}
/** What GitHub shows of unfinished runs is looked at again after this long: a re-run may have begun since. */
const unfinishedRunsFreshness = 10 * _time_js__WEBPACK_IMPORTED_MODULE_1__/* .minute */ .Vc;
/** Runs that may hold the previous key; undefined when they were not looked for, or not lately. */
function freshUnfinishedRuns({ unfinishedRuns, run }) {
    const age = run.elapsed - run.unfinishedRunsSeen;
    return unfinishedRuns === 'unread' || age > unfinishedRunsFreshness ? undefined : unfinishedRuns;
}
/** Whether jobs may still get what secrets held before this run wrote them. */
function isSettling({ run }) {
    return run.wrote !== undefined && run.elapsed - run.wrote <= _waits_js__WEBPACK_IMPORTED_MODULE_2__/* .settlingOfWrites */ .mi;
}
/** Whether GitHub had handed out what was written then before it queued this run; unknown is undefined. */
function isQueuedAfter({ run: { queued }, destinations }, written) {
    if (destinations !== 'unread' && destinations.at - written > _waits_js__WEBPACK_IMPORTED_MODULE_2__/* .oldestRun */ .TS)
        return true;
    return typeof queued === 'number' ? queued > written + _waits_js__WEBPACK_IMPORTED_MODULE_2__/* .settlingOfWrites */ .mi : undefined;
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
    const journal = journalOf(world);
    const sealed = journal?.phase === 'publishing' ? journal.sealed : undefined;
    if (destinations === 'unread')
        return sealed;
    const at = destinations.recovery?.updatedAt;
    if (at === undefined || at === sealed)
        return at;
    return isHandedOwn(world) && isQueuedAfter(world, at) === true ? at : undefined;
}


/***/ }),

/***/ 9433:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ situationOf)
/* harmony export */ });
/* harmony import */ var _facts_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6189);
/* harmony import */ var _secret_dates_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6916);
/** What the rules look at in each phase, and the forms of a rule and of its answer. */


/** The world as the rules look at it. */
function situationOf(world, policy, now) {
    const journal = (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .journalOf */ .PR)(world);
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
    return noted !== undefined && ((0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .phaseOf */ .hU)(journal) === 'rotating' || noted.at === (0,_secret_dates_js__WEBPACK_IMPORTED_MODULE_1__/* .latestWrite */ .PN)([place]));
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
    const earliest = (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .find */ .I6)(world, journal.phase === 'steady' ? journal.current : journal.previous);
    return earliest === undefined ? [] : (0,_secret_dates_js__WEBPACK_IMPORTED_MODULE_1__/* .straysOf */ .U4)(world.destinations, journal, journal.current, earliest, policy);
}


/***/ }),

/***/ 6916:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BV: () => (/* binding */ mayHold),
/* harmony export */   FK: () => (/* binding */ isInside),
/* harmony export */   G0: () => (/* binding */ reachesNewRuns),
/* harmony export */   LU: () => (/* binding */ cannotHold),
/* harmony export */   PN: () => (/* binding */ latestWrite),
/* harmony export */   U4: () => (/* binding */ straysOf),
/* harmony export */   aS: () => (/* binding */ tolerance),
/* harmony export */   f6: () => (/* binding */ isWrittenBefore),
/* harmony export */   np: () => (/* binding */ secretsWhere),
/* harmony export */   o9: () => (/* binding */ safeguarded),
/* harmony export */   sI: () => (/* binding */ writtenInto),
/* harmony export */   wd: () => (/* binding */ outsideWindow)
/* harmony export */ });
/* harmony import */ var _time_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9037);
/* harmony import */ var _waits_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1808);
/** What the date of a secret proves. Its value cannot be read; a variable's can, and tells more. */


/**
 * From when on a run is created with the published key, by GitHub's clock. GitHub reads secrets when it queues a run,
 * and may take a moment to see what was written: https://docs.github.com/en/actions/concepts/security/secrets
 */
function reachesNewRuns({ window: { from, to } }) {
    return (to ?? from) + _waits_js__WEBPACK_IMPORTED_MODULE_1__/* .settlingOfWrites */ .mi;
}
/** Secrets that were not written inside the window of `key`: whatever they hold, it is not known to be that key. */
function outsideWindow(reading, window, key) {
    return secretsWhere(reading.destinations, (secret) => !isInside(secret, window, key));
}
/** What was not written when `key` was published; `earliest` is the oldest key that such a secret may hold. */
function straysOf({ destinations, ahead }, { window, digest, aside = [] }, key, earliest, policy) {
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
            .filter((secret) => !isInside(secret, window, key) || (wasAside && secret.value === undefined))
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
function isInside({ updatedAt: at, value }, { from, to }, key) {
    if (value !== undefined)
        return value === key;
    return at !== undefined && at >= from && (to === undefined || at <= to);
}
/** Secrets that were written since the window of `key` began. */
function writtenInto(reading, { from }, key) {
    return secretsWhere(reading.destinations, ({ updatedAt: at, value }) => value === undefined ? at !== undefined && at >= from : value === key);
}
/** Secrets that may hold a key, since they were written after it was created; or any key of a user, likewise. */
function mayHold(places, { id, created }, ahead, until = Number.POSITIVE_INFINITY) {
    return secretsWhere(places, ({ updatedAt: at, value }) => value === undefined ? at !== undefined && at >= created + ahead && at <= until : value === id);
}
/** Dates of two services are compared with this to spare, where a person would be bothered. */
const tolerance = 10 * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .minute */ .Vc;
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
function safeguarded({ recovery, ahead }, { created }) {
    return recovery?.updatedAt !== undefined && recovery.updatedAt >= created + ahead;
}
/** When any secret of these places was last written; 0 when none exists. */
function latestWrite(places) {
    return Math.max(0, ...places.flatMap(({ secrets }) => secrets.map((secret) => secret.updatedAt ?? 0)));
}
/** `AWS_ACCESS_KEY_ID in octo/app`: the secrets of these places of which that holds. */
function secretsWhere(places, holds) {
    return places.flatMap(({ name, secrets }) => secrets.filter(holds).map((secret) => `${secret.name} in ${name}`));
}


/***/ }),

/***/ 7816:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ accountNumber),
/* harmony export */   J: () => (/* binding */ withoutAccounts)
/* harmony export */ });
/** The number of an AWS account. */
const accountNumber = /^\d{12}$/;
/** Logs of public repositories are public: of an account's number, people are shown the last four digits. */
function withoutAccounts(text) {
    return text.replaceAll(/(?<!\d)\d{4}-?\d{4}-?(?=\d{4}(?!\d))/g, '…');
}


/***/ })

};
