export const id = 403;
export const ids = [403,691];
export const modules = {

/***/ 6762:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ codeOf),
/* harmony export */   E2: () => (/* binding */ isThrottling),
/* harmony export */   WE: () => (/* binding */ explain),
/* harmony export */   aK: () => (/* binding */ isRejection),
/* harmony export */   c2: () => (/* binding */ statusOf),
/* harmony export */   ht: () => (/* binding */ isPassingLimit),
/* harmony export */   m_: () => (/* binding */ isAwsError),
/* harmony export */   qG: () => (/* binding */ isUnknownKey),
/* harmony export */   vQ: () => (/* binding */ neverSent),
/* harmony export */   w7: () => (/* binding */ isAccessDenied)
/* harmony export */ });
/* harmony import */ var _network_problem_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2079);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5557);
/** What AWS's errors mean to the person who reads the log. */


/** AWS's own code for an error, without the SDK's suffix: `AccessDenied`, `NoSuchEntity`, `LimitExceeded`. */
function codeOf(error) {
    if (typeof error !== 'object' || error === null)
        return '';
    const { name, Code, code } = error;
    const spelled = [Code, name, code].find((each) => typeof each === 'string' && each !== 'Error');
    return typeof spelled === 'string' ? spelled.replace(/Exception$/, '') : '';
}
/** The HTTP status of AWS's answer; undefined when there was no complete answer. */
function statusOf(error) {
    const metadata = error?.$metadata;
    return typeof metadata?.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}
/** Whether AWS itself answered, with a code of its own, and not a proxy with a page. */
function isAwsError(error) {
    return !['', 'Unknown', 'UnknownError', 'NotFound', 'SyntaxError', 'TypeError'].includes(codeOf(error));
}
/** AWS refuses because of too many requests. */
function isThrottling(error) {
    return statusOf(error) === 429 || ['Throttling', 'TooManyRequests', 'RequestLimitExceeded'].includes(codeOf(error));
}
/** AWS knows neither this key yet nor any more: not propagated, inactive or deleted. */
function isUnknownKey(error) {
    return ['InvalidClientTokenId', 'InvalidAccessKeyId', 'AuthFailure', 'UnrecognizedClient'].includes(codeOf(error));
}
/** AWS does not accept these credentials: unknown, inactive, or an ID beside another key's secret. */
function isRejection(error) {
    return isUnknownKey(error) || codeOf(error) === 'SignatureDoesNotMatch';
}
function isAccessDenied(error) {
    return ['AccessDenied', 'UnauthorizedOperation'].includes(codeOf(error));
}
/**
 * `LimitExceeded` has two meanings: a quota, which lasts, and "a large number of updates awaiting replication", which
 * passes (aws/aws-sdk-go#807).
 */
function isPassingLimit(error) {
    return codeOf(error) === 'LimitExceeded' && /awaiting replication|try again later/i.test((0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(error));
}
/** The request never left, so AWS did nothing. */
function neverSent(error) {
    const code = error?.code;
    return typeof code === 'string' && ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', _network_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .tunnelFailure */ .Pw].includes(code);
}
/** Explains an error of `action` (`iam:TagUser`) on `user`. */
function explain(error, action, user) {
    if (error instanceof _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF)
        return error;
    const said = (0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(error).replace(/\.$/, '');
    const because = { cause: error };
    if (isAccessDenied(error))
        return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`AWS denied ${action} on ${user}: ${said}`, denialRemedy(action, said), because);
    if (isUnknownKey(error)) {
        return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`AWS does not accept the access key of this job (${action}): ${said}`, 'The key is inactive or deleted, or the id and the secret of two keys were mixed. Check the credentials that the job gets; a re-run of an old run still holds its old key, so queue a new run.', because);
    }
    switch (codeOf(error)) {
        case 'SignatureDoesNotMatch':
            return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`AWS knows the access key of this job, but its secret does not fit (${action})`, 'The ID and the secret are of two different keys, or the secret was changed on its way (a trailing newline, say). An interrupted run may have left them so: a recovery secret heals that by itself (see the README). Without one, set the secret that holds the ID to the ID of the other key that IAM shows, or publish a whole pair, and start a new run.', because);
        case 'ExpiredToken':
        case 'RequestExpired':
            return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`The AWS credentials of this job have expired (${action}): ${said}`, 'Ask for a longer session, or run the rotation earlier in the job.', because);
        case 'NoSuchEntity':
            if (/access key/i.test(said)) {
                return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`A key of ${user} is gone (${action}): ${said}`, 'Somebody deleted it during this run. The next run looks anew.', because);
            }
            return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`AWS finds no IAM user ${user} (${action}): ${said}`, 'Correct the input iam-user, and check that the credentials belong to the account that the user is in.', because);
        case 'LimitExceeded':
            return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`AWS refused ${action} on ${user}: ${said}`, action === 'iam:TagUser' ? 'A user can carry 50 tags: remove some.' : 'Wait and run again.', because);
        case 'ConcurrentModification':
            return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`AWS refused ${action} on ${user} because of other changes to the user: ${said}`, 'Run again when they are done.', because);
        case 'CredentialsProviderError':
            return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF('This job has no AWS credentials', 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the env of this step, or run aws-actions/configure-aws-credentials before it.', because);
        default:
            return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`AWS did not answer ${action} on ${user} as expected: ${[codeOf(error), said].filter(Boolean).join(': ')}`, (0,_network_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .networkRemedy */ .xO)(error) ?? 'Run again; what is already done is found and continued.', because);
    }
}
/** Where a denial comes from decides who can lift it. AWS says so in the message. */
function denialRemedy(action, said) {
    if (/service control policy/i.test(said))
        return `A service control policy of the organization denies ${action}: its administrator has to except this principal.`;
    if (/permissions boundary/i.test(said))
        return `The permissions boundary of this principal does not allow ${action}: add it there.`;
    if (/explicit deny/i.test(said)) {
        return `A policy denies ${action} explicitly. If AWS has quarantined a leaked key (AWSCompromisedKeyQuarantine), rotate with an administrator's role instead.`;
    }
    return `Allow ${action} on this user in the policy of the credentials that the job uses; the README lists the whole policy.`;
}


/***/ }),

/***/ 1691:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   findCredentials: () => (/* binding */ findCredentials),
/* harmony export */   hasKey: () => (/* binding */ hasKey),
/* harmony export */   identify: () => (/* binding */ identify),
/* harmony export */   refuseNamelessSession: () => (/* binding */ refuseNamelessSession)
/* harmony export */ });
/* harmony import */ var _aws_sdk_client_iam__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6764);
/* harmony import */ var _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1695);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5557);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6762);
/** Who signs this run's requests, and which user is to be rotated. */




/** The credentials that the SDK finds, masked, before any request to AWS with them. */
async function findCredentials(clients, mask) {
    try {
        const { accessKeyId, secretAccessKey, sessionToken, expiration } = await clients.sts().config.credentials();
        mask(secretAccessKey);
        if (sessionToken !== undefined)
            mask(sessionToken);
        return { accessKeyId, secretAccessKey, expiration, ...(sessionToken === undefined ? {} : { sessionToken }) };
    }
    catch (error) {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .explain */ .WE)(error, 'sts:GetCallerIdentity', 'this job');
    }
}
/** Refuses, without asking AWS, what can never work: temporary credentials that do not say whom to rotate. */
function refuseNamelessSession(credentials, iamUser) {
    if (credentials.sessionToken !== undefined && iamUser === undefined) {
        throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF('The job has temporary credentials (a role, say), and the input iam-user is empty', 'Name the IAM user to rotate in iam-user. To let a user rotate its own key, give the job the long-term key of that user.');
    }
}
/** Whether a key belongs to a user, as far as the credentials may know; the key itself need not work. */
async function hasKey(clients, credentials, key, userName) {
    try {
        const request = new _aws_sdk_client_iam__WEBPACK_IMPORTED_MODULE_2__/* .GetAccessKeyLastUsedCommand */ .qRl({ AccessKeyId: key });
        const { UserName: owner } = await clients.iam(credentials).send(request);
        return owner !== undefined && owner === userName;
    }
    catch {
        // No such key, or not one of this user: either way it is not known to be.
        return false;
    }
}
/** Asks STS who calls. Refuses root, whose keys must not exist, and a user's temporary credentials. */
async function identify(clients, credentials) {
    const identity = await clients
        .sts(credentials)
        .send(new _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_3__/* .GetCallerIdentityCommand */ .zI({}))
        .catch((error) => {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .explain */ .WE)(error, 'sts:GetCallerIdentity', 'this job');
    });
    const arn = identity.Arn ?? '';
    if (arn.endsWith(':root')) {
        throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF(`The job signs with the root user of account ${identity.Account}`, 'Delete the access keys of the root user and use an IAM user or a role: https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html');
    }
    const userName = /:user\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
    const temporary = credentials.sessionToken !== undefined;
    if (userName !== undefined && temporary) {
        throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF(`The job signs with temporary credentials of the user ${userName} (GetSessionToken), which may not manage access keys`, 'Give the job the long-term key of the user, or a role that may rotate it.');
    }
    return { account: identity.Account ?? '', arn, userId: identity.UserId ?? '', userName };
}


/***/ }),

/***/ 7403:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  connect: () => (/* binding */ connect)
});

// EXTERNAL MODULE: ./lib/aws/errors.js
var errors = __webpack_require__(6762);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-cjs/index.js
var dist_cjs = __webpack_require__(6764);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-sts/dist-cjs/index.js
var client_sts_dist_cjs = __webpack_require__(1695);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
// EXTERNAL MODULE: ./lib/key-formats.js
var key_formats = __webpack_require__(3845);
;// CONCATENATED MODULE: ./lib/recovery-value.js
const version = 1;
/** How a key is spelled in the recovery secret. */
function recoveryValue(id, secretAccessKey, { account, user, created }) {
    const at = new Date(created).toISOString();
    return JSON.stringify({ version, account, user, accessKeyId: id, secretAccessKey, created: at });
}
/** Reads what was handed in for the recovery secret whose name is recognised. */
function readRecovery(text, isName, hold) {
    if (text.trim() === '')
        return { kind: 'empty' };
    const handed = parse(text);
    if (handed === undefined)
        return { kind: 'unusable', why: 'it is not JSON' };
    if ('version' in handed)
        return readKey(handed, hold);
    // `toJSON(secrets)`: of all secrets that the job sees, only the configured one is looked at.
    const named = Object.entries(handed).filter(([name, value]) => isName(name) && value !== '');
    const [[name, spelled] = [], another] = named;
    if (name === undefined)
        return { kind: 'empty' };
    if (another !== undefined)
        return { kind: 'unusable', why: 'several secrets in it bear such a name' };
    const value = typeof spelled === 'string' ? parse(spelled) : undefined;
    return value === undefined ? { kind: 'unusable', why: `${name} in it is not JSON` } : readKey(value, hold);
}
function readKey(fields, hold) {
    const text = (name, pattern) => {
        const value = fields[name];
        return typeof value === 'string' && pattern.test(value) ? value : undefined;
    };
    const secret = text('secretAccessKey', /^[\x21-\x7e]{16,128}$/);
    const id = text('accessKeyId', /^A[A-Z]IA\w{12,124}$/);
    // Whatever else is wrong with the value: the secret in it is masked.
    const held = secret === undefined ? undefined : hold(id ?? 'unknown', secret);
    if (fields['version'] !== version)
        return { kind: 'unusable', why: 'another version of this action wrote it' };
    const account = text('account', /^\d{12}$/);
    const user = text('user', /^\w{16,128}$/);
    const created = Date.parse(text('created', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/) ?? '');
    if (held === undefined || id === undefined || account === undefined || user === undefined || Number.isNaN(created)) {
        return { kind: 'unusable', why: 'a part of it is missing or malformed' };
    }
    return { kind: 'key', held, about: { id, user, created }, account };
}
function parse(text) {
    try {
        const value = JSON.parse(text);
        return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/held-key.js



/**
 * The one object that holds the plaintext of a secret access key. It is masked, in every format, before the object
 * exists, is never printed or serialized, and leaves only sealed or as credentials.
 */
class HeldAccessKey {
    id;
    #secret;
    constructor(id, secretAccessKey, { mask, formats }) {
        mask(secretAccessKey);
        for (const derived of (0,key_formats/* derivedSecrets */.B3)(formats, secretAccessKey))
            mask(derived);
        this.id = id;
        this.#secret = secretAccessKey;
    }
    async seal(publicKey, format) {
        const { seal } = await Promise.all(/* import() */[__webpack_require__.e(768), __webpack_require__.e(866)]).then(__webpack_require__.bind(__webpack_require__, 2866));
        return seal(this.#formatted(format), publicKey);
    }
    credentials() {
        return { accessKeyId: this.id, secretAccessKey: this.#secret };
    }
    toJSON() {
        return `access key ${this.id}`;
    }
    [external_node_util_.inspect.custom]() {
        return this.toJSON();
    }
    #formatted(format) {
        if (typeof format === 'object')
            return recoveryValue(this.id, this.#secret, format);
        return (0,key_formats/* spelled */.uQ)(format, this.id, this.#secret);
    }
}

// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __webpack_require__(5557);
// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __webpack_require__(9037);
// EXTERNAL MODULE: ./lib/presentable.js
var presentable = __webpack_require__(3188);
;// CONCATENATED MODULE: ./lib/aws/cloudtrail.js



/** So many requests are told; the latest ones say enough. */
const toldUses = 10;
/** So much of a user agent is shown, into which somebody may have put anything. */
const longestText = 200;
/**
 * Asks CloudTrail where the key was used last, and where requests to global services are recorded. What this action has
 * asked itself comes last. Never throws, except when the run was asked to stop: this is only to help a person.
 */
async function lookUpUses(clients, credentials, { key, since, region }) {
    const isRegion = /^[a-z]+(?:-[a-z]+)+-\d+$/.test(region);
    const regions = new Set([...(isRegion ? [region] : []), clients.globalRegion]);
    const events = [];
    const failures = [];
    for (const each of regions) {
        try {
            const { LookupEventsCommand } = await __webpack_require__.e(/* import() */ 392).then(__webpack_require__.t.bind(__webpack_require__, 7392, 19));
            const client = await clients.cloudTrail(each, credentials);
            const { Events = [] } = await client.send(new LookupEventsCommand({
                LookupAttributes: [{ AttributeKey: 'AccessKeyId', AttributeValue: key }],
                StartTime: new Date(since),
                MaxResults: 50,
            }));
            events.push(...Events);
        }
        catch (error) {
            if ((0,problem/* endsRun */.sl)(error))
                throw error;
            failures.push(error);
        }
    }
    const uses = events.map(useOf).filter((use) => use !== undefined);
    // That one region shows nothing says little when another could not be asked.
    if (uses.length === 0 && failures.length > 0)
        return { kind: 'unreadable', why: told(failures[0]) };
    uses.sort((one, other) => other.at - one.at);
    const own = uses.filter(isOwn);
    return { kind: 'read', uses: [...uses.filter((use) => !isOwn(use)), ...own].slice(0, toldUses) };
}
/** A rotation that was queued before the publication uses the old key too, and is not what people look for. */
function isOwn({ agent = '' }) {
    return agent.includes('rotate-iam-access-keys');
}
function told(failure) {
    if ((0,errors/* isAccessDenied */.w7)(failure))
        return 'allow cloudtrail:LookupEvents, and this message names the latest requests.';
    return (0,problem/* asSentence */.KG)(`CloudTrail did not answer: ${(0,presentable/* presentable */.K)((0,problem/* messageOf */.bD)(failure))}`);
}
/** Undefined for an event that does not say what it is, or when it was. */
function useOf({ EventName: name, EventSource: service, EventTime: time, CloudTrailEvent: record, }) {
    if (name === undefined || time === undefined)
        return undefined;
    const { sourceIPAddress, userAgent } = recordOf(record);
    return {
        event: (0,presentable/* presentable */.K)(service === undefined ? name : `${name} of ${service}`),
        at: time.getTime(),
        source: known(sourceIPAddress),
        agent: known(userAgent),
    };
}
function recordOf(record) {
    try {
        return { ...JSON.parse(record ?? '{}') };
    }
    catch {
        return {};
    }
}
function known(value) {
    return typeof value === 'string' && value.trim() !== '' ? (0,presentable/* presentable */.K)(value, longestText) : undefined;
}

;// CONCATENATED MODULE: ./lib/aws/journal.js
/**
 * How the journal is spelled in the tags of an IAM user. Tag values allow letters, digits, spaces and `_.:/=+-@`, and
 * 256 characters: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html. Tag keys are case-insensitive.
 */

/** Users' policies depend on these names: they never change. */
const stateTag = 'rotate-iam-access-keys';
const holderTag = 'rotate-iam-access-keys:holder';
/** The mark of a key that is being replaced. */
function markTag(key) {
    return `${stateTag}:${key}`;
}
/** The tag that the IAM console shows as the description of a key. */
function descriptionTag(key) {
    return key;
}
/** Begins each description that this action writes; people's own are never touched. */
const descriptionPrefix = 'Created by rotate-iam-access-keys';
/** The claim of a run, as one tag; with a time-limit of 0 it says that the run has ended. */
function holderTagOf(writer, timeLimitSeconds, now) {
    const { run, attempt, workflow, nonce } = writer;
    const fields = { run: `${run}/${attempt}`, workflow, nonce, touched: (0,time/* utc */.n$)(now), limit: String(timeLimitSeconds) };
    return { Key: holderTag, Value: spell(fields) };
}
/** Every tag that one write of the journal sets, in one request: state and holder, and what the phase is about. */
function tagsFor(journal, userId, writer, now) {
    const { run, timeLimitSeconds } = writer;
    const state = { Key: stateTag, Value: spell({ ...fieldsOf(journal), user: userId }) };
    const holder = holderTagOf(writer, timeLimitSeconds, now);
    const repository = run.split('/').slice(0, 2).join('/');
    switch (journal.phase) {
        case 'creating': {
            const replaced = journal.current ?? journal.previous;
            return replaced === undefined
                ? [state, holder]
                : [state, holder, { Key: markTag(replaced), Value: `being replaced since ${(0,time/* utc */.n$)(journal.at)}` }];
        }
        case 'pending': {
            const description = `${descriptionPrefix} on ${(0,time/* utc */.n$)(journal.at).slice(0, 10)} for ${repository}`;
            return [state, holder, { Key: descriptionTag(journal.pending), Value: description }];
        }
        default:
            return [state, holder];
    }
}
/** Reads the journal of the user with this UserId; one that names another UserId is `foreign`. */
function readJournal(tags, userId) {
    const state = tagValue(tags, stateTag);
    const holder = readHolder(tags);
    if (state === undefined)
        return { kind: 'none', holder };
    const fields = journal_parse(state);
    const journal = fields === undefined ? undefined : journalOf(fields);
    if (fields === undefined || journal === undefined)
        return { kind: 'unknown', text: state };
    if (fields.get('user') !== userId)
        return { kind: 'foreign', holder };
    return { kind: 'read', journal, holder };
}
/** Keys that this action has marked as being replaced. */
function markedKeys(tags) {
    const prefix = `${stateTag}:`;
    const marks = tags.filter(({ Key }) => Key.toLowerCase().startsWith(prefix));
    return marks.map(({ Key }) => Key.slice(prefix.length)).filter(isKeyId);
}
/** Keys that this action has described as made by itself. */
function madeKeys(tags) {
    const described = tags.filter(({ Value }) => Value.startsWith(descriptionPrefix));
    return described.map(({ Key }) => Key).filter(isKeyId);
}
/** Keys that carry a description, whoever wrote it. */
function describedKeys(tags) {
    return tags.map(({ Key }) => Key).filter(isKeyId);
}
function isKeyId(text) {
    return /^A[A-Z]IA\w+$/.test(text);
}
/** Whose claim the tags show. */
function readHolder(tags) {
    const fields = journal_parse(tagValue(tags, holderTag) ?? '');
    const [owner, repo, id, attempt] = fields?.get('run')?.split('/') ?? [];
    const touched = instant(fields?.get('touched'));
    const limit = Number(fields?.get('limit') ?? Number.NaN);
    if (attempt === undefined || touched === undefined || !Number.isFinite(limit))
        return undefined;
    return {
        run: `${owner}/${repo}/${id}`,
        attempt: Number(attempt),
        owner: `${owner}/${repo}/${fields?.get('workflow') ?? ''}`,
        nonce: fields?.get('nonce') ?? '',
        touched,
        timeLimit: limit * time/* second */.Rc,
    };
}
function fieldsOf(journal) {
    const { phase, current, digest } = journal;
    const previous = 'previous' in journal ? journal.previous : undefined;
    const pending = 'pending' in journal ? journal.pending : undefined;
    const { from, to, heldBefore } = 'window' in journal ? journal.window : {};
    return {
        phase,
        pending,
        current,
        previous,
        at: journal_time('at' in journal ? journal.at : undefined),
        before: journal_time('before' in journal ? journal.before : undefined),
        proven: journal_time('provenAt' in journal ? journal.provenAt : undefined),
        from: journal_time(from),
        to: journal_time(to),
        held: journal_time(heldBefore),
        digest,
    };
}
function journalOf(fields) {
    const current = fields.get('current');
    const previous = fields.get('previous');
    const pending = fields.get('pending');
    const digest = fields.get('digest');
    const at = instant(fields.get('at'));
    const from = instant(fields.get('from'));
    if (digest === undefined)
        return undefined;
    const heldBefore = instant(fields.get('held'));
    const bounds = { to: instant(fields.get('to')), ...(heldBefore === undefined ? {} : { heldBefore }) };
    const publication = from === undefined ? undefined : { window: { from, ...bounds }, digest };
    const pair = current === undefined || previous === undefined || publication === undefined
        ? undefined
        : { current, previous, ...publication };
    const phase = fields.get('phase');
    switch (phase) {
        case 'creating':
            return at === undefined
                ? undefined
                : { phase, current, previous, at, before: instant(fields.get('before')), digest };
        case 'pending':
            return pending === undefined || at === undefined ? undefined : { phase, pending, current, previous, at, digest };
        case 'publishing':
            return pending === undefined || publication === undefined
                ? undefined
                : { phase, pending, current, previous, ...publication };
        case 'current':
            return pair === undefined ? undefined : { phase, ...pair, provenAt: instant(fields.get('proven')) };
        case 'deactivating':
        case 'deactivated':
            return pair === undefined || at === undefined ? undefined : { phase, ...pair, at };
        case 'steady':
            return current === undefined || publication === undefined ? undefined : { phase, current, ...publication };
        default:
            return undefined;
    }
}
function spell(fields) {
    const words = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
    return ['v1', ...words].join(' ');
}
/** Undefined for anything but version 1, word by word `name=value`. */
function journal_parse(text) {
    const [version, ...words] = text.split(' ');
    if (version !== 'v1')
        return undefined;
    const fields = new Map();
    for (const word of words) {
        const equals = word.indexOf('=');
        if (equals < 1)
            return undefined;
        fields.set(word.slice(0, equals), word.slice(equals + 1));
    }
    return fields;
}
function tagValue(tags, key) {
    return tags.find((tag) => tag.Key.toLowerCase() === key)?.Value;
}
function journal_time(at) {
    return at === undefined ? undefined : (0,time/* utc */.n$)(at);
}
function instant(text) {
    const at = Date.parse(text ?? '');
    return Number.isNaN(at) ? undefined : at;
}

;// CONCATENATED MODULE: ./lib/aws/iam.js
/** The access keys of one IAM user, and the journal in the user's tags. */








/** A new key is handed out after this many successes in a row, this far apart: IAM is eventually consistent. */
const trialSuccesses = 3;
const trialSpacing = 5 * time/* second */.Rc;
const trialBound = 2 * time/* minute */.Vc;
/** AWS asks to "wait a few minutes" after ConcurrentModification, which the SDK does not retry. */
const concurrentDelays = [2, 4, 8, 16, 32].map((seconds) => seconds * time/* second */.Rc);
/** KeyStore and JournalStore on IAM: https://docs.aws.amazon.com/IAM/latest/APIReference/ */
class IamUser {
    #options;
    #credentials;
    #client;
    #name;
    #id = '';
    #arn = '';
    constructor(options) {
        this.#options = options;
        this.#credentials = options.credentials;
        this.#client = options.clients.iam(options.credentials);
        this.#name = options.userName ?? '';
    }
    async read() {
        const user = await this.#getUser();
        const keys = await this.#listKeys();
        const tags = tagsOf(user);
        return {
            user: { name: this.#name, id: this.#id },
            keys,
            journal: readJournal(tags, this.#id),
            marked: markedKeys(tags),
            made: madeKeys(tags),
            described: describedKeys(tags),
        };
    }
    async lastUsed(key) {
        try {
            const { AccessKeyLastUsed: used } = await this.#client.send(new dist_cjs/* GetAccessKeyLastUsedCommand */.qRl({ AccessKeyId: key }));
            if (used?.LastUsedDate === undefined)
                return { kind: 'never' };
            return {
                kind: 'used',
                at: used.LastUsedDate.getTime(),
                service: used.ServiceName ?? '',
                region: used.Region ?? '',
            };
        }
        catch (error) {
            // Denied means no permission or no such key: either way there is nothing to conclude.
            if ((0,errors/* isAccessDenied */.w7)(error))
                return { kind: 'unreadable' };
            throw (0,errors/* explain */.WE)(error, 'iam:GetAccessKeyLastUsed', this.#name);
        }
    }
    users(key, since, region) {
        return lookUpUses(this.#options.clients, this.#credentials, { key, since, region });
    }
    async create() {
        try {
            // A client of its own: one attempt, no pooled socket whose reset would say nothing about this request.
            const client = this.#options.clients.iam(this.#credentials, 1);
            const { AccessKey: made } = await client.send(new dist_cjs/* CreateAccessKeyCommand */.hN({ UserName: this.#name }));
            if (made?.AccessKeyId === undefined || made.SecretAccessKey === undefined) {
                return { creation: { kind: 'lost', reason: 'the answer held no key' } };
            }
            const held = new HeldAccessKey(made.AccessKeyId, made.SecretAccessKey, this.#options.masking);
            const created = made.CreateDate?.getTime() ?? this.#options.clock.now();
            const key = { id: held.id, status: 'Active', created, lastUsed: { kind: 'never' } };
            return { creation: { kind: 'created', key: held.id }, key, held };
        }
        catch (error) {
            return { creation: failedCreation(error, this.#name) };
        }
    }
    async try(held) {
        const { clock } = this.#options;
        const start = clock.elapsed();
        let inARow = 0;
        for (let delay = time/* second */.Rc;; delay = Math.min(delay + time/* second */.Rc, trialSpacing)) {
            const answer = await this.#signIn(held);
            if (answer.kind === 'rejected')
                return { key: held.id, works: false, detail: answer.detail };
            inARow = answer.kind === 'accepted' ? inARow + 1 : 0;
            if (inARow === trialSuccesses) {
                return { key: held.id, works: true, detail: `STS and IAM accepted ${held.id} ${trialSuccesses} times in a row` };
            }
            if (clock.elapsed() - start > trialBound) {
                const detail = answer.kind === 'accepted' ? 'not steadily enough' : answer.detail;
                return {
                    key: held.id,
                    works: false,
                    detail: `AWS did not accept ${held.id} within ${trialBound / time/* minute */.Vc} minutes: ${detail}`,
                };
            }
            await clock.sleep(inARow > 0 ? trialSpacing : delay);
        }
    }
    signWith(held) {
        this.#credentials = held.credentials();
        this.#client = this.#options.clients.iam(this.#credentials);
    }
    async setStatus(key, status) {
        await this.#send('iam:UpdateAccessKey', (client) => client.send(new dist_cjs/* UpdateAccessKeyCommand */.SF3({ UserName: this.#name, AccessKeyId: key, Status: status })));
    }
    async delete(key) {
        await this.#send('iam:DeleteAccessKey', async (client) => {
            try {
                await client.send(new dist_cjs/* DeleteAccessKeyCommand */.yq0({ UserName: this.#name, AccessKeyId: key }));
            }
            catch (error) {
                // The user is known to exist, so what is missing is the key: gone is what was wanted.
                if ((0,errors/* codeOf */.$N)(error) !== 'NoSuchEntity' || !(0,problem/* messageOf */.bD)(error).includes(key))
                    throw error;
            }
        });
    }
    async claim(now) {
        const { writer } = this.#options;
        await this.#tag([holderTagOf(writer, writer.timeLimitSeconds, now)]);
    }
    async release(now) {
        await this.#tag([holderTagOf(this.#options.writer, 0, now)]);
    }
    async holder() {
        return readHolder(tagsOf(await this.#getUser()));
    }
    async write(journal, now) {
        const tags = tagsFor(journal, this.#id, this.#options.writer, now);
        try {
            await this.#tag(tags);
        }
        catch (error) {
            if (journal.phase !== 'pending')
                throw error;
            // A description serves people: where it is not allowed, or no tag is left for it, the journal does without.
            const description = descriptionTag(journal.pending);
            await this.#tag(tags.filter(({ Key }) => Key !== description));
        }
    }
    async untag(key) {
        const TagKeys = [markTag(key), descriptionTag(key)];
        await this.#send('iam:UntagUser', (client) => client.send(new dist_cjs/* UntagUserCommand */.KZ_({ UserName: this.#name, TagKeys })));
    }
    async #tag(tags) {
        const request = { UserName: this.#name, Tags: [...tags] };
        await this.#send('iam:TagUser', (client) => client.send(new dist_cjs/* TagUserCommand */.pkA(request)));
    }
    async #getUser() {
        const { userName } = this.#options;
        const request = userName === undefined ? {} : { UserName: userName };
        const { User: user } = await this.#send('iam:GetUser', (client) => client.send(new dist_cjs/* GetUserCommand */.T3b(request)));
        if (user?.UserName === undefined || user.UserId === undefined || user.Arn === undefined) {
            throw new problem/* Problem */.AF("IAM's answer to GetUser names no user", 'Check AWS_ENDPOINT_URL and the proxy of this runner, and run again.');
        }
        this.#name = user.UserName;
        this.#id = user.UserId;
        this.#arn = user.Arn;
        return user;
    }
    async #listKeys() {
        const found = [];
        await this.#send('iam:ListAccessKeys', async (client) => {
            found.length = 0;
            for await (const page of (0,dist_cjs/* paginateListAccessKeys */.YQh)({ client }, { UserName: this.#name })) {
                found.push(...(page.AccessKeyMetadata ?? []));
            }
        });
        return found.map(keyOf).sort((a, b) => a.created - b.created || a.id.localeCompare(b.id));
    }
    /** Signs one request to STS and one to IAM, with fresh clients so that different front ends answer. */
    async #signIn(held) {
        const { clients, account } = this.#options;
        try {
            const { Account, Arn } = await clients.sts(held.credentials(), 1).send(new client_sts_dist_cjs/* GetCallerIdentityCommand */.zI({}));
            if (Account !== account || Arn !== this.#arn) {
                return { kind: 'rejected', detail: `${held.id} signs in as ${Arn}, not as ${this.#arn}` };
            }
            // A denial comes after authentication: IAM knows the key.
            await clients
                .iam(held.credentials(), 1)
                .send(new dist_cjs/* GetUserCommand */.T3b({}))
                .catch((error) => {
                if (!(0,errors/* isAccessDenied */.w7)(error))
                    throw error;
            });
            return { kind: 'accepted' };
        }
        catch (error) {
            if ((0,errors/* codeOf */.$N)(error) === 'SignatureDoesNotMatch') {
                return {
                    kind: 'rejected',
                    detail: `AWS knows ${held.id}, but not with the secret that it sent: ${(0,problem/* messageOf */.bD)(error)}`,
                };
            }
            return { kind: 'not yet', detail: (0,errors/* isUnknownKey */.qG)(error) ? 'AWS does not know it yet' : (0,problem/* messageOf */.bD)(error) };
        }
    }
    /** Sends with the SDK's retries, and with a longer patience where AWS says that others change the same user. */
    async #send(action, call) {
        for (const delay of [...concurrentDelays, undefined]) {
            try {
                return await call(this.#client);
            }
            catch (error) {
                const again = (0,errors/* codeOf */.$N)(error) === 'ConcurrentModification' || (0,errors/* isPassingLimit */.ht)(error);
                if (delay === undefined || !again)
                    throw (0,errors/* explain */.WE)(error, action, this.#name || 'the calling user');
                await this.#options.clock.sleep(delay);
            }
        }
        throw new Error('unreachable: the last delay is undefined');
    }
}
function tagsOf({ Tags: tags = [] }) {
    return tags.map(({ Key = '', Value = '' }) => ({ Key, Value }));
}
function keyOf({ AccessKeyId = '', Status, CreateDate }) {
    return {
        id: AccessKeyId,
        status: Status === 'Active' ? 'Active' : 'Inactive',
        created: CreateDate?.getTime() ?? 0,
        lastUsed: { kind: 'unread' },
    };
}
/** Tells a clear refusal, after which no key exists, from an answer that was lost. */
function failedCreation(error, user) {
    const reason = (0,problem/* messageOf */.bD)(error);
    const status = (0,errors/* statusOf */.c2)(error) ?? 0;
    const clear = status >= 400 && status < 500 && status !== 408 && (0,errors/* isAwsError */.m_)(error);
    if ((0,errors/* neverSent */.vQ)(error) || (clear && ((0,errors/* isThrottling */.E2)(error) || (0,errors/* isPassingLimit */.ht)(error))))
        return { kind: 'postponed', reason };
    if (!clear)
        return { kind: 'lost', reason };
    if ((0,errors/* codeOf */.$N)(error) === 'LimitExceeded')
        return { kind: 'full', reason };
    const { message, remedy } = (0,errors/* explain */.WE)(error, 'iam:CreateAccessKey', user);
    return { kind: 'refused', reason: message, remedy };
}

// EXTERNAL MODULE: ./lib/aws/identity.js
var identity = __webpack_require__(1691);
// EXTERNAL MODULE: ./lib/inputs.js + 3 modules
var lib_inputs = __webpack_require__(4334);
;// CONCATENATED MODULE: ./lib/connect.js








/** Finds out who calls and whom to rotate, and makes the ports. GitHub is loaded when it is needed. */
async function connect(inputs, services) {
    const { clock, aws: clients, narrator, nonce } = services;
    const masking = maskingOf(inputs, services);
    (0,identity.refuseNamelessSession)(services.credentials, inputs.iamUser);
    const signer = await findSigner(inputs, services);
    const { credentials, caller } = signer;
    const self = caller.userName !== undefined && (inputs.iamUser ?? caller.userName).toLowerCase() === caller.userName.toLowerCase();
    const user = inputs.iamUser ?? caller.userName;
    if (user === undefined)
        throw new problem/* Problem */.AF(`The job signs as ${caller.arn}, which is not an IAM user`, 'Name the IAM user to rotate in iam-user.');
    const place = inputs.recovery && (0,lib_inputs/* recoveryPlaceOf */.MT)(inputs.recovery, user, inputs.destinations);
    const recovery = place && { ...place, account: caller.account };
    const handed = place && readRecovery(inputs.recoveryText, (0,lib_inputs/* isNameOf */.b_)(place, user), holding(masking));
    const { job } = inputs;
    const iam = new IamUser({
        clients,
        credentials,
        userName: self ? undefined : user,
        account: caller.account,
        writer: {
            run: inputs.policy.run,
            attempt: inputs.policy.attempt,
            workflow: job.workflow,
            nonce,
            timeLimitSeconds: inputs.policy.timeLimit / time/* second */.Rc,
        },
        clock,
        masking,
    });
    const ownPair = self ? new HeldAccessKey(credentials.accessKeyId, credentials.secretAccessKey, masking) : undefined;
    const timeLimit = Math.min(inputs.policy.timeLimit, lifetime(credentials, clock));
    return {
        user,
        policy: { ...inputs.policy, nonce, timeLimit },
        notes: [...signer.notes, ...notesOn(handed, caller.account)],
        ports: {
            keys: iam,
            journal: iam,
            clock,
            narrator,
            ownPair,
            recovered: handed?.kind === 'key' && handed.account === caller.account ? handed : undefined,
            ...github(inputs, recovery, services),
        },
    };
}
/**
 * The job's credentials; or the pair that the recovery secret holds, when AWS rejects the job's: a self-rotation that
 * was killed between the two writes of its own pair leaves its next job with the halves of two keys.
 */
async function findSigner(inputs, services) {
    const { aws, credentials } = services;
    try {
        return { credentials, caller: await (0,identity.identify)(aws, credentials), notes: [] };
    }
    catch (error) {
        const { recovery, iamUser } = inputs;
        const hold = holding(maskingOf(inputs, services));
        const handed = recovery && readRecovery(inputs.recoveryText, (0,lib_inputs/* isNameOf */.b_)(recovery, iamUser), hold);
        const replaceable = error instanceof problem/* Problem */.AF && (0,errors/* isRejection */.aK)(error.cause) && credentials.sessionToken === undefined;
        if (!replaceable || handed?.kind !== 'key')
            throw error;
        const pair = { ...handed.held.credentials(), expiration: undefined };
        const caller = await (0,identity.identify)(aws, pair).catch(() => undefined);
        const sameUser = caller?.userId === handed.about.user && caller.account === handed.account;
        // Several users may have such a secret: whose the job's key is, the configuration tells, or IAM.
        const isNamed = iamUser !== undefined || !(0,lib_inputs/* hasUserPlaceholder */.J6)(recovery?.name ?? '');
        const isOwn = isNamed || (await (0,identity.hasKey)(aws, pair, credentials.accessKeyId, caller?.userName));
        const wanted = (inputs.iamUser ?? caller?.userName)?.toLowerCase() === caller?.userName?.toLowerCase();
        if (caller === undefined || !sameUser || !wanted || !isOwn)
            throw error;
        const note = `AWS rejects the pair that this job came with (${credentials.accessKeyId}): an interrupted run left it in two halves. This run signs with ${handed.held.id} from the recovery secret instead, and publishes it everywhere.`;
        return { credentials: pair, caller, notes: [note] };
    }
}
function maskingOf({ destinations }, { mask }) {
    return { mask, formats: destinations.flatMap(({ secrets }) => secrets.map(({ format }) => format)) };
}
function holding(masking) {
    return (id, secret) => new HeldAccessKey(id, secret, masking);
}
/** A value that serves nobody is ignored, and said to be. */
function notesOn(handed, account) {
    const ignored = 'It is ignored, and nothing is concluded from it.';
    if (handed?.kind === 'unusable')
        return [`The value of recovery-secret is not one of this action: ${handed.why}. ${ignored}`];
    if (handed?.kind === 'key' && handed.account !== account) {
        return [`The value of recovery-secret belongs to account ${handed.account}, and this is ${account}. ${ignored}`];
    }
    return [];
}
/**
 * How long the run can sign: its own elapsed time at which temporary credentials end. Those that do not say when last
 * an hour, the default of AWS and of aws-actions/configure-aws-credentials.
 */
function lifetime({ expiration, sessionToken }, clock) {
    const isTold = expiration !== undefined && !Number.isNaN(expiration.getTime());
    if (isTold)
        return clock.elapsed() + expiration.getTime() - clock.now();
    return sessionToken === undefined ? Number.POSITIVE_INFINITY : time/* hour */.nW;
}
/** GitHub behind its ports, connected by the first call. */
function github(inputs, recovery, services) {
    let connected;
    const connection = () => {
        connected ??= Promise.all(/* import() */[__webpack_require__.e(21), __webpack_require__.e(718)]).then(__webpack_require__.bind(__webpack_require__, 718)).then(({ connectGitHub }) => connectGitHub(inputs, recovery, services));
        return connected;
    };
    return {
        destinations: {
            check: async () => (await connection()).destinations.check(),
            read: async () => (await connection()).destinations.read(),
            shadows: async () => (await connection()).destinations.shadows(),
            unfinishedRuns: async (...request) => (await connection()).destinations.unfinishedRuns(...request),
            publish: async (...request) => (await connection()).destinations.publish(...request),
            safeguard: async (...request) => (await connection()).destinations.safeguard(...request),
            clear: async () => (await connection()).destinations.clear(),
        },
        verifier: {
            check: async () => (await connection()).verifier.check(),
            verify: async (...request) => (await connection()).verifier.verify(...request),
        },
        runs: {
            look: async (...request) => (await connection()).runs.look(...request),
            queued: async () => (await connection()).runs.queued(),
        },
    };
}


/***/ }),

/***/ 2079:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Pw: () => (/* binding */ tunnelFailure),
/* harmony export */   fR: () => (/* binding */ ProxyRefusal),
/* harmony export */   kk: () => (/* binding */ ProxySilence),
/* harmony export */   xO: () => (/* binding */ networkRemedy)
/* harmony export */ });
/* harmony import */ var _proxy_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5431);
/* harmony import */ var _rotation_time_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9037);
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
        super(`the proxy ${proxy.host} did not answer within ${(0,_rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .spoken */ .vg)(timeout)} when asked to connect to ${target}`);
    }
}
const unknownAuthority = "The certificate comes from an authority that Node does not know, such as a company's own: put that authority's certificate, in PEM form, into a file on the runner, and name the file in the environment variable NODE_EXTRA_CA_CERTS.";
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
    const variable = (0,_proxy_js__WEBPACK_IMPORTED_MODULE_0__/* .configuredProxies */ .Zj)()[0]?.variable ?? 'HTTPS_PROXY';
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
    const proxy = (0,_proxy_js__WEBPACK_IMPORTED_MODULE_0__/* .configuredProxies */ .Zj)().find(({ url }) => isAt(error, url));
    return proxy === undefined
        ? 'Check that the runner reaches it, then run again. Where the network asks for a proxy, name it in the environment variable HTTPS_PROXY.'
        : silence(proxy.variable);
}
function silence(variable) {
    return `The proxy of ${variable} does not answer: check its address and that the runner reaches it, or name the host in NO_PROXY where the runner reaches it without the proxy.`;
}
/** Whether a connection that failed was one to this proxy. */
function isAt({ hostname, address, port }, url) {
    const host = url.hostname.replaceAll(/^\[|\]$/g, '');
    if (hostname !== undefined)
        return hostname === host;
    const isAddress = /^[\d.]+$|:/.test(host);
    return Number(port) === Number(url.port || (url.protocol === 'https:' ? 443 : 80)) && (!isAddress || address === host);
}


/***/ }),

/***/ 3188:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ presentable)
/* harmony export */ });
/** Text from elsewhere, before it is shown to people. */
/** What tokens look like, and credentials in an address: https://github.blog/engineering/behind-githubs-new-authentication-token-formats/ */
const credentials = /\b(?:gh[a-z]_|github_pat_|eyJ)[\w.-]+|(?<=:\/\/)[^\s/@]+(?=@)/g;
/**
 * On one line, since lines of a log may be commands to the runner; cut to so many characters; and without anything that
 * looks like a credential. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
function presentable(text, longest = 300) {
    const shown = text
        .replaceAll(credentials, '***')
        .replaceAll(/[\s\p{Cc}]+/gu, ' ')
        .trim();
    return shown.length <= longest ? shown : `${shown.slice(0, longest)}…`;
}


/***/ })

};
