export const id = 36;
export const ids = [36,444];
export const modules = {

/***/ 2281:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
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
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ej: () => (/* binding */ malformation),
/* harmony export */   IB: () => (/* binding */ absentPair),
/* harmony export */   eA: () => (/* binding */ temporaryPair),
/* harmony export */   eh: () => (/* binding */ readEnvironmentPair),
/* harmony export */   hZ: () => (/* binding */ RefusedPair)
/* harmony export */ });
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5557);
/* harmony import */ var _access_key_id_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2281);
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

/***/ 6775:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cf: () => (/* binding */ dispatchInputs),
/* harmony export */   P7: () => (/* binding */ maySettle),
/* harmony export */   Rj: () => (/* binding */ fingerprint),
/* harmony export */   YE: () => (/* binding */ isOfAnotherKey),
/* harmony export */   e9: () => (/* binding */ failures)
/* harmony export */ });
/* harmony import */ var _text_digest_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7871);
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
    return (0,_text_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .digest */ .b)(accessKeyId);
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

/***/ 4444:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ServiceClock: () => (/* binding */ ServiceClock)
/* harmony export */ });
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8161);
/* harmony import */ var node_perf_hooks__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(643);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8500);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5557);
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
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_2__.setTimeout)(duration, undefined, this.#cancellation === undefined ? {} : { signal: this.#cancellation });
        }
        catch (error) {
            throw this.cancelled ? new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_3__/* .Cancelled */ .cJ() : error;
        }
    }
    async unlessCancelled(work) {
        const signal = this.#cancellation;
        if (signal === undefined)
            return work;
        const { promise: cancelled, reject } = Promise.withResolvers();
        const cancel = () => reject(new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_3__/* .Cancelled */ .cJ());
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
let asleep = { at: node_perf_hooks__WEBPACK_IMPORTED_MODULE_1__.performance.now(), up: (0,node_os__WEBPACK_IMPORTED_MODULE_0__.uptime)() * 1_000, slept: 0 };
/** Shorter differences are those of two clocks that are read one after the other, in steps of 10 ms. */
const noticedSleep = 1_000;
/**
 * Milliseconds that only grow. Node's monotonic clock stands still while a Linux machine sleeps (CLOCK_MONOTONIC), the
 * time since the machine was started does not (CLOCK_BOOTTIME): what it is ahead by, is added.
 */
function timeOfMachine() {
    const [at, up] = [node_perf_hooks__WEBPACK_IMPORTED_MODULE_1__.performance.now(), (0,node_os__WEBPACK_IMPORTED_MODULE_0__.uptime)() * 1_000];
    const missed = up - asleep.up - (at - asleep.at);
    if (missed > noticedSleep)
        asleep = { at, up, slept: asleep.slept + missed };
    return at + asleep.slept;
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


/***/ }),

/***/ 9058:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $f: () => (/* binding */ propagation),
/* harmony export */   Yv: () => (/* binding */ untilAnswered),
/* harmony export */   h_: () => (/* binding */ asFailure),
/* harmony export */   kw: () => (/* binding */ Unproven)
/* harmony export */ });
/* harmony import */ var _key_verification_contract_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6775);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5557);
/* harmony import */ var _rotation_time_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9037);
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


/***/ }),

/***/ 4036:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./lib/aws/endpoints.js
var endpoints = __webpack_require__(3895);
// EXTERNAL MODULE: ./lib/inputs/masks.js
var masks = __webpack_require__(772);
// EXTERNAL MODULE: ./lib/key/verification-contract.js
var verification_contract = __webpack_require__(6775);
// EXTERNAL MODULE: ./lib/network/clock.js
var network_clock = __webpack_require__(4444);
// EXTERNAL MODULE: ./lib/network/secure-transport.js
var secure_transport = __webpack_require__(2877);
// EXTERNAL MODULE: ./lib/report/runner.js + 5 modules
var runner = __webpack_require__(9597);
// EXTERNAL MODULE: ./lib/verify/unproven.js
var unproven = __webpack_require__(9058);
;// CONCATENATED MODULE: ./lib/verify/expectations.js
/** Whether the key that a job holds is the expected one. */


/** The fingerprint of the key that the job holds. @throws Unproven with both when it holds two, or another one is expected. */
function compareFingerprints({ expectedKey, accessKeyId, smtp }) {
    const held = (0,verification_contract/* fingerprint */.Rj)(accessKeyId);
    const { user = accessKeyId } = smtp ?? {};
    if (user !== accessKeyId) {
        throw new unproven/* Unproven */.kw('otherKey', `smtp-user is the ID of another one (fingerprint ${(0,verification_contract/* fingerprint */.Rj)(user)}) than the access key beside it (fingerprint ${held})`, 'Both must be written by the same rotation: compare the names of the secrets. Right after a publication, a job may get one of them from before, which passes.');
    }
    if (expectedKey === undefined || expectedKey === held)
        return held;
    throw new unproven/* Unproven */.kw('otherKey', `its fingerprint is ${held}, but ${expectedKey} is expected`, 'Either it reads secrets of another name than the rotation writes; or one of the same name in its environment or repository takes precedence; or it is a re-run, which holds the old key: start a new run. Right after a publication GitHub may still hand out the former value, and the rotation tries again by itself.');
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
        throw new unproven/* Unproven */.kw('root', 'no access key of an IAM user signs in so, and emulators of AWS answer in this way', 'Check what answers for AWS in this job. If the key is one of the root user indeed, delete it and use that of an IAM user: https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html');
    }
    if (expectedAccount !== undefined && expectedAccount !== account) {
        throw new unproven/* Unproven */.kw('otherAccount', 
        // Logs of public repositories are public: whole account numbers stay out of them.
        `it ends in ${account.slice(-4)}, but …${expectedAccount.slice(-4)} is expected`, 'Correct expected-account, or the secrets that this job reads: they hold a key of another account.');
    }
    // Names of users are unique in an account, whatever their case.
    if (expectedUser !== undefined && expectedUser.toLowerCase() !== user?.toLowerCase()) {
        throw new unproven/* Unproven */.kw('otherUser', `AWS signs it in as ${name}, but user ${expectedUser} is expected`, 'Correct expected-user, or the secrets that this job reads: they hold a key of another user.');
    }
}

// EXTERNAL MODULE: ./lib/inputs/environment.js
var inputs_environment = __webpack_require__(6320);
// EXTERNAL MODULE: ./lib/inputs/parse.js
var parse = __webpack_require__(4170);
// EXTERNAL MODULE: ./lib/inputs/region.js
var region = __webpack_require__(8301);
// EXTERNAL MODULE: ./lib/key/access-key-id.js
var access_key_id = __webpack_require__(2281);
// EXTERNAL MODULE: ./lib/key/environment-pair.js
var environment_pair = __webpack_require__(9871);
// EXTERNAL MODULE: ./lib/text/account-number.js
var account_number = __webpack_require__(7816);
// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __webpack_require__(2708);
;// CONCATENATED MODULE: ./lib/verify/key-input.js
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
        throw new unproven/* Unproven */.kw('absent', 'the input key is empty', `${unsetSecret} Without the input, or with the word ${none}, the key is that of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`);
    }
    const { names, values, where } = contentsOf(text);
    const { [names.id]: id, [names.secret]: secret, [names.token]: token } = values;
    const isThere = (value) => typeof value === 'string' && value !== '';
    if (!isThere(id) || !isThere(secret)) {
        const missing = [!isThere(id) && names.id, !isThere(secret) && names.secret].filter(Boolean);
        throw malformed(`${where} has no ${missing.join(' and no ')}`);
    }
    if ((0,access_key_id/* isTemporaryId */.l)(id) || isThere(token)) {
        const seen = (0,access_key_id/* isTemporaryId */.l)(id) ? `${names.id} begins with ASIA, as those of a role do` : `it has ${names.token}`;
        throw new unproven/* Unproven */.kw('temporary', `in the input key, ${seen}`, compare);
    }
    const wrong = (0,environment_pair/* malformation */.Ej)(id, secret, names);
    if (wrong !== undefined)
        throw malformed(wrong);
    return { accessKeyId: id, secretAccessKey: secret };
}
/** What must not be logged of the input `key`: GitHub masks a secret as it is stored, and not its parts. */
function secretsOfKey(text) {
    const json = parsed(text);
    const words = text.split(/\s+/).flatMap((word) => [word, word.replace(/^[a-z_]+=/, '')]);
    const parts = new Set(json === undefined ? words : stringsIn(json));
    return [...parts].filter((part) => part.length >= 16 && !access_key_id/* keyId */.x.test(part) && !/^[a-z_]+$/.test(part));
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
    return new unproven/* Unproven */.kw('malformed', details, compare);
}

;// CONCATENATED MODULE: ./lib/verify/smtp-inputs.js
/** The inputs `smtp-password`, `smtp-user` and `smtp-host`. */



const smtp_inputs_compare = 'Compare the name of the secret with the one that the rotation writes in the format ses-smtp-password (the input secrets).';
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
        throw refused(`smtp-password ${wrong}`, smtp_inputs_compare);
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
    if (value === undefined || value === none)
        return undefined;
    if (value.trim() !== '')
        return value;
    throw refused(`${name} is empty`, `${unsetSecret} Where none is meant, leave ${name} out or write ${none}.`);
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
    const key = readKey(environment);
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

// EXTERNAL MODULE: ./lib/report/troubleshooting.js + 1 modules
var troubleshooting = __webpack_require__(7263);
// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __webpack_require__(5557);
// EXTERNAL MODULE: ./lib/report/key-names.js
var key_names = __webpack_require__(9472);
// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __webpack_require__(3021);
;// CONCATENATED MODULE: ./lib/verify/summary.js
/** The job summary of a verification: what it has shown, or in which way nothing is proven and what to do. Pure. */



/** All of it in one sentence or two. */
function proofOf({ fingerprint, isExpected, identity, ses }) {
    const password = ses === undefined ? '' : `, and ${ses} its SMTP password`;
    if (identity === undefined) {
        return `This job holds the SMTP password of the expected access key (fingerprint ${fingerprint}), and ${ses} accepts it`;
    }
    return isExpected
        ? `This job holds the expected access key (fingerprint ${fingerprint}), and AWS accepts it as ${identity}${password}`
        : `AWS accepts the access key of this job (fingerprint ${fingerprint}) as ${identity}${password}. No expected-key was given, so that any key would pass`;
}
/** GitHub-flavoured Markdown. */
function proofSummaryOf(proof) {
    const { fingerprint, isExpected, identity, ses } = proof;
    const held = identity === undefined ? 'the SMTP password of the expected key' : 'the expected access key';
    const accepted = [
        ...(identity === undefined ? [] : [`AWS accepts the key as **${(0,markdown/* plain */.pj)(identity)}**`]),
        ...(ses === undefined ? [] : [`${(0,markdown/* plain */.pj)(ses)} accepts ${identity === undefined ? 'it' : 'its SMTP password'}`]),
    ];
    return [
        isExpected ? `## ✅ This job holds ${held}` : '## ☑️ AWS accepts the access key of this job',
        `${accepted.join(', and ')}.`,
        ...(isExpected
            ? []
            : [
                '> [!NOTE]\n> No `expected-key` was given, so any key would pass. To prove which key the job holds, hand in the input `expected-key` of the workflow.',
            ]),
        `<sub>Fingerprint of the access key ID: ${(0,markdown/* plain */.pj)(fingerprint)}</sub>`,
    ]
        .join('\n\n')
        .concat('\n');
}
/** The same where nothing is proven: `title` says in which way, and so does the beginning of the message. */
function failureSummaryOf(title, message, remedy, address) {
    const what = (0,problem/* withFullStop */.uo)(message.startsWith(`${title}: `) ? (0,key_names/* capitalized */.l2)(message.slice(title.length + 2)) : message);
    const fix = [(0,markdown/* plain */.pj)(remedy), (0,markdown/* more */.OS)(address)].filter((each) => each !== '').join(' ');
    return `## ❌ ${(0,markdown/* plain */.pj)(title)}\n\n> [!CAUTION]\n> ${(0,markdown/* plain */.pj)(what)}\n>\n> **Fix:** ${fix}\n`;
}

;// CONCATENATED MODULE: ./lib/verify/report.js
/** What people are told of a verification: one line in the log, an annotation when it failed, and the job summary. */







/** Says which key AWS has accepted, and how much that proves. */
async function tellProof(proof) {
    (0,runner/* print */.yy)(`${proofOf(proof)}.`);
    await (0,runner/* summarize */.eh)(proofSummaryOf(proof));
}
/** Says in which way the key is not proven, and what to do. */
async function tellFailure(failure) {
    const title = verification_contract/* failures */.e9[failure instanceof unproven/* Unproven */.kw ? failure.failure : 'unasked'];
    const message = (0,account_number/* withoutAccounts */.J)((0,problem/* asSentence */.KG)((0,problem/* messageOf */.bD)(failure)));
    const remedy = (0,account_number/* withoutAccounts */.J)((0,problem/* remedyOf */.SM)(failure));
    const address = (0,troubleshooting/* addressFor */.W)(title);
    (0,runner/* annotate */.fz)('error', message, remedy, title);
    if (address !== undefined)
        (0,runner/* print */.yy)(`More about this: ${address}`);
    await (0,runner/* summarize */.eh)(failureSummaryOf(title, message, remedy, address));
}

;// CONCATENATED MODULE: ./lib/verify/verify.js
/** Proves that this very job holds the expected key, and that AWS accepts it. */











/** Runs the action. However it ends is reported, and sets the exit code. */
async function run() {
    try {
        (0,runner/* takeOver */.w9)();
        (0,secure_transport/* refuseEchoedCommands */.DA)(process.env);
        // GitHub masks a secret, and not what an expression has taken out of one, nor the parts that stand in one.
        for (const each of [
            ...(0,masks/* secretsOfJob */.I)(process.env, ['smtp-password']),
            ...secretsOfKey(process.env['INPUT_KEY'] ?? ''),
        ]) {
            if (each !== none)
                (0,runner/* mask */.dK)(each);
        }
        // Certificates that nobody checks, or a variable that names no endpoint, would let anybody answer in AWS's place.
        (0,unproven/* asFailure */.h_)('elsewhere', () => {
            (0,secure_transport/* refuseUncheckedCertificates */.Xi)(process.env);
            (0,endpoints/* checkEndpointVariables */.XM)(process.env);
        });
        const inputs = readVerifyInputs(process.env);
        for (const { text } of inputs.warnings)
            (0,runner/* annotate */.fz)('warning', text);
        const { accessKeyId, secretAccessKey, smtp, awsRegion } = inputs;
        (0,runner/* setOutput */.uH)('fingerprint', (0,verification_contract/* fingerprint */.Rj)(accessKeyId));
        const fingerprint = compareFingerprints(inputs);
        const clock = new network_clock.ServiceClock();
        // A host that would prove nothing is refused before anybody is asked anything.
        const ses = smtp && (await Promise.all(/* import() */[__webpack_require__.e(49), __webpack_require__.e(356)]).then(__webpack_require__.bind(__webpack_require__, 356))).sesSignIn(accessKeyId, smtp, awsRegion, clock);
        let identity;
        if (secretAccessKey !== undefined) {
            const { signIn } = await Promise.all(/* import() */[__webpack_require__.e(234), __webpack_require__.e(928), __webpack_require__.e(233)]).then(__webpack_require__.bind(__webpack_require__, 5233));
            const arn = await signIn({ accessKeyId, secretAccessKey }, awsRegion, clock);
            (0,runner/* setOutput */.uH)('arn', arn);
            identity = identityOf(arn);
            compareIdentity(inputs, identity);
        }
        await ses?.signIn();
        await tellProof({
            fingerprint,
            isExpected: inputs.expectedKey !== undefined,
            identity: identity?.name,
            ses: ses?.host,
        });
    }
    catch (failure) {
        await tellFailure(failure);
        process.exitCode = 1;
    }
}


/***/ })

};
