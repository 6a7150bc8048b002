export const id = 364;
export const ids = [364];
export const modules = {

/***/ 5364:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  connect: () => (/* binding */ connect)
});

// EXTERNAL MODULE: ./lib/aws/caller.js + 2 modules
var aws_caller = __webpack_require__(7394);
// EXTERNAL MODULE: ./lib/aws/errors.js
var errors = __webpack_require__(6762);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-cjs/index.js
var dist_cjs = __webpack_require__(6764);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-sts/dist-cjs/index.js
var client_sts_dist_cjs = __webpack_require__(1695);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
// EXTERNAL MODULE: ./lib/key/formats.js
var key_formats = __webpack_require__(8719);
;// CONCATENATED MODULE: ./lib/key/recovery-value.js
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
    const read = named.map(([name, spelled]) => {
        const value = typeof spelled === 'string' ? parse(spelled) : undefined;
        return value === undefined ? { kind: 'unusable', why: `${name} in it is not JSON` } : readKey(value, hold);
    });
    // What somebody else has written into another one of such a name hides no key.
    const [key, another] = read.filter(({ kind }) => kind === 'key');
    if (another !== undefined)
        return { kind: 'unusable', why: 'several secrets in it bear such a name' };
    return key ?? read[0] ?? { kind: 'empty' };
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
    return { kind: 'key', held, about: { id, account, user, created } };
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

;// CONCATENATED MODULE: ./lib/key/held-key.js



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
        const { seal } = await Promise.all(/* import() */[__webpack_require__.e(768), __webpack_require__.e(218)]).then(__webpack_require__.bind(__webpack_require__, 2218));
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

// EXTERNAL MODULE: ./lib/rotation/facts.js
var facts = __webpack_require__(6189);
// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __webpack_require__(5557);
// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __webpack_require__(9037);
// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __webpack_require__(2708);
;// CONCATENATED MODULE: ./lib/aws/cloudtrail.js




/** So many requests are told; the latest ones say enough. */
const toldUses = 10;
/** CloudTrail shows 50 events a page; a rotation that signed with the key has asked for many more than people do. */
const mostPages = 4;
/** So much of a user agent is shown, into which somebody may have put anything. */
const longestText = 200;
/** Who used a key lately, or how a person finds out; in sentences. Never throws, except when the run is to stop. */
async function usersOf(clients, credentials, looked) {
    return usersTold(await lookUpUses(clients, credentials, looked), looked);
}
/** The same, of what was read. */
function usersTold(reading, { key, region }) {
    const late = 'some minutes late, and does not record access to data (objects in S3, say)';
    if (reading.kind === 'unreadable') {
        return `CloudTrail's event history in ${region}, filtered by the AWS access key ${key}, shows requests of it: it is ${late}. This run could not look: ${reading.why.replace(/\.$/, '')}`;
    }
    const { uses } = reading;
    if (uses.length === 0)
        return `CloudTrail shows no request of it by now: it is ${late}`;
    return `CloudTrail shows ${uses.length === 1 ? 'a request' : `${uses.length} requests`}:${uses.map((use) => `\n- ${useTold(use)}`).join('')}`;
}
function useTold({ event, at, source, agent }) {
    const from = source === undefined ? '' : `, from ${source}`;
    return `${event}, ${(0,time/* utc */.n$)(at)}${from}${agent === undefined ? '' : ` (${agent})`}`;
}
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
            for await (const page of pagesOf(await clients.cloudTrail(each, credentials), key, since))
                events.push(...page);
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
/** The latest events first, page by page, until as many of others are found as are told. */
async function* pagesOf(client, key, since) {
    const { LookupEventsCommand } = await __webpack_require__.e(/* import() */ 392).then(__webpack_require__.t.bind(__webpack_require__, 7392, 19));
    const request = {
        LookupAttributes: [{ AttributeKey: 'AccessKeyId', AttributeValue: key }],
        StartTime: new Date(since),
        MaxResults: 50,
    };
    let others = 0;
    let token;
    for (let page = 1; page <= mostPages && others < toldUses; page += 1) {
        const next = token === undefined ? {} : { NextToken: token };
        const { Events: events = [], NextToken } = await client.send(new LookupEventsCommand({ ...request, ...next }));
        yield events;
        others += events.map(useOf).filter((use) => use !== undefined && !isOwn(use)).length;
        token = NextToken;
        if (token === undefined)
            return;
    }
}
/** A rotation that was queued before the publication uses the old key too, and is not what people look for. */
function isOwn({ agent = '' }) {
    return agent.includes('rotate-iam-access-keys');
}
function told(failure) {
    if ((0,errors/* isAccessDenied */.w7)(failure))
        return 'allow cloudtrail:LookupEvents, and this message names the latest requests.';
    return (0,problem/* asSentence */.KG)(`CloudTrail did not answer: ${(0,presentable/* presentable */.KC)((0,problem/* messageOf */.bD)(failure))}`);
}
/** Undefined for an event that does not say what it is, or when it was. */
function useOf({ EventName: name, EventSource: service, EventTime: time, CloudTrailEvent: record, }) {
    if (name === undefined || time === undefined)
        return undefined;
    const { sourceIPAddress, userAgent } = recordOf(record);
    return {
        event: (0,presentable/* presentable */.KC)(service === undefined ? name : `${name} of ${service}`),
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
    return typeof value === 'string' && value.trim() !== '' ? (0,presentable/* presentable */.KC)(value, longestText) : undefined;
}

;// CONCATENATED MODULE: ./lib/aws/journal-tags.js
/**
 * How the journal is spelled in the tags of an IAM user. Tag values allow letters, digits, spaces and `_.:/=+-@`, and
 * 256 characters: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html. Tag keys are case-insensitive.
 */

/** Users' policies depend on these names: they never change. */
const stateTag = 'rotate-iam-access-keys';
const holderTag = 'rotate-iam-access-keys:holder';
const verificationTag = 'rotate-iam-access-keys:verification';
const refusedTag = 'rotate-iam-access-keys:refused';
const placesTag = 'rotate-iam-access-keys:places';
/** The tag that the IAM console shows as the description of a key. */
function descriptionTag(key) {
    return key;
}
/** Begins each description that this action writes; people's own are never touched. */
const descriptionPrefix = 'Created by rotate-iam-access-keys';
/** So much of the digest of a list has room in the tag, and is enough to tell the lists of one run apart. */
const digitsOfList = 8;
/** The claim of a run, as one tag; with a time-limit of 0 it says that the run has ended. */
function holderTagOf(writer, timeLimitSeconds, now) {
    const { run, attempt, owner, nonce, digest } = writer;
    const [touched, limit, list] = [(0,time/* utc */.n$)(now), String(timeLimitSeconds), digest.slice(0, digitsOfList)];
    const fields = { run: `${run}/${attempt}`, owner, nonce, touched, limit, list };
    return { Key: holderTag, Value: spell(fields) };
}
/** Every tag that one write of the journal sets, in one request: state and holder, and what the phase is about. */
function tagsFor(journal, userId, writer, now) {
    const { run, timeLimitSeconds } = writer;
    const state = { Key: stateTag, Value: spell({ ...fieldsOf(journal), user: userId }) };
    const holder = holderTagOf(writer, timeLimitSeconds, now);
    const repository = run.split('/').slice(0, 2).join('/');
    if (journal.phase !== 'pending')
        return [state, holder];
    const description = `${descriptionPrefix} on ${(0,time/* utc */.n$)(journal.at).slice(0, 10)} for ${repository}`;
    return [state, holder, { Key: descriptionTag(journal.pending), Value: description }];
}
/** Reads the journal of the user with this UserId; one that names another UserId is `foreign`. */
function readJournal(tags, userId) {
    const state = tagValue(tags, stateTag);
    const holder = readHolder(tags);
    if (state === undefined)
        return { kind: 'none', holder };
    const fields = journal_tags_parse(state);
    const journal = fields === undefined ? undefined : journalOf(fields);
    if (fields === undefined || journal === undefined)
        return { kind: 'unknown', text: state };
    if (fields.get('user') !== userId)
        return { kind: 'foreign', holder };
    return { kind: 'read', journal, holder };
}
/** The configurations that were refused, as one tag. */
function refusedTagOf({ digest, at, earlier = [] }, userId) {
    const others = earlier.length === 0 ? undefined : earlier.join('/');
    return { Key: refusedTag, Value: spell({ digest, at: (0,time/* utc */.n$)(at), earlier: others, user: userId }) };
}
/** Reads it; undefined where there is none, or of another user of the same name. */
function readRefused(tags, userId) {
    const fields = journal_tags_parse(tagValue(tags, refusedTag) ?? '');
    const [digest, at] = [fields?.get('digest'), instant(fields?.get('at'))];
    if (digest === undefined || at === undefined || fields?.get('user') !== userId)
        return undefined;
    return { digest, at, earlier: fields.get('earlier')?.split('/') ?? [] };
}
/** So much of a tag's 256 characters is names; what has no room is counted. */
const roomForPlaces = 240;
/** The places that hold the key in use, as one tag; those whose names a tag may not hold are counted alone. */
function placesTagOf(places) {
    const named = [];
    for (const place of places) {
        const isSpellable = /^[\p{L}\p{N}_.:/=@-]+$/u.test(place);
        if (isSpellable && [...named, place].join(' ').length <= roomForPlaces)
            named.push(place);
    }
    const others = places.length - named.length;
    return { Key: placesTag, Value: ['v1', ...named, ...(others > 0 ? [`+${others}`] : [])].join(' ') };
}
/** Their names, as far as the tag tells them. */
function readPlaces(tags) {
    const [version, ...words] = (tagValue(tags, placesTag) ?? '').split(' ');
    return version === 'v1' ? words.filter((word) => word !== '' && !word.startsWith('+')) : [];
}
/** So many runs have room in one tag. */
const mostRuns = 4;
/** The verification runs that have not ended, as one tag. */
function verificationTagOf({ key, without, runs }, userId) {
    const spelled = runs.slice(0, mostRuns).map(({ workflow, id, at }) => `${workflow}.${id}.${(0,time/* utc */.n$)(at)}`);
    return { Key: verificationTag, Value: spell({ key, without, runs: spelled.join('/'), user: userId }) };
}
/** Reads them; undefined where there are none, or of another user of the same name. */
function readAwaited(tags, userId) {
    const fields = journal_tags_parse(tagValue(tags, verificationTag) ?? '');
    const key = fields?.get('key');
    if (fields === undefined || key === undefined || fields.get('user') !== userId)
        return undefined;
    const runs = (fields.get('runs') ?? '').split('/').map((text) => {
        const [workflow, id, time] = text.split('.');
        return { workflow: Number(workflow), id: Number(id), at: instant(time) ?? Number.NaN };
    });
    if (runs.some((run) => Object.values(run).some((value) => !Number.isFinite(value))))
        return undefined;
    return { key, without: fields.get('without'), runs };
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
    const fields = journal_tags_parse(tagValue(tags, holderTag) ?? '');
    const [owner, repo, id, attempt] = fields?.get('run')?.split('/') ?? [];
    const touched = instant(fields?.get('touched'));
    const limit = Number(fields?.get('limit') ?? Number.NaN);
    if (attempt === undefined || touched === undefined || !Number.isFinite(limit))
        return undefined;
    return {
        run: `${owner}/${repo}/${id}`,
        attempt: Number(attempt),
        owner: fields?.get('owner') ?? '',
        nonce: fields?.get('nonce') ?? '',
        list: fields?.get('list'),
        touched,
        timeLimit: limit * time/* second */.Rc,
    };
}
function fieldsOf(journal) {
    const { phase, current, digest } = journal;
    const previous = 'previous' in journal ? journal.previous : undefined;
    const pending = 'pending' in journal ? journal.pending : undefined;
    const { from, to } = 'window' in journal ? journal.window : {};
    return {
        phase,
        pending,
        current,
        previous,
        at: journal_tags_time('at' in journal ? journal.at : undefined),
        proven: journal_tags_time('provenAt' in journal ? journal.provenAt : undefined),
        from: journal_tags_time(from),
        to: journal_tags_time(to),
        seal: journal_tags_time('sealed' in journal ? journal.sealed : undefined),
        on: 'switchedOn' in journal ? journal.switchedOn?.toString() : undefined,
        digest,
        was: journal.before,
    };
}
function journalOf(fields) {
    const journal = withoutBefore(fields);
    const before = fields.get('was');
    return journal === undefined || before === undefined ? journal : { ...journal, before };
}
function withoutBefore(fields) {
    const current = fields.get('current');
    const previous = fields.get('previous');
    const pending = fields.get('pending');
    const digest = fields.get('digest');
    const at = instant(fields.get('at'));
    const from = instant(fields.get('from'));
    if (digest === undefined)
        return undefined;
    const publication = from === undefined ? undefined : { window: { from, to: instant(fields.get('to')) }, digest };
    const pair = current === undefined || previous === undefined || publication === undefined
        ? undefined
        : { current, previous, switchedOn: count(fields.get('on')), ...publication };
    const phase = fields.get('phase');
    switch (phase) {
        case 'creating':
            return { phase, current, previous, at, digest };
        case 'pending':
            return pending === undefined || at === undefined ? undefined : { phase, pending, current, previous, at, digest };
        case 'publishing':
            return pending === undefined || publication === undefined
                ? undefined
                : { phase, pending, current, previous, ...publication, sealed: instant(fields.get('seal')) };
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
function journal_tags_parse(text) {
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
function count(text) {
    const number = Number(text);
    return Number.isInteger(number) && number > 0 ? number : undefined;
}
function journal_tags_time(at) {
    return at === undefined ? undefined : (0,time/* utc */.n$)(at);
}
function instant(text) {
    const at = Date.parse(text ?? '');
    return Number.isNaN(at) ? undefined : at;
}

;// CONCATENATED MODULE: ./lib/aws/policy-simulation.js
/**
 * What IAM says of requests before they are sent. The permission to ask is optional: whatever keeps IAM from deciding
 * leaves a request untried, and denies nothing.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */


const undecided = { allowed: [], denied: [] };
/** Asks once. Never throws, except when the run was asked to stop: what cannot be asked is not decided. */
async function simulate(client, requests) {
    const { caller, user, actions } = requests;
    const principal = principalOf(caller);
    if (principal === undefined || actions.length === 0)
        return undecided;
    try {
        const { EvaluationResults: results = [] } = await client.send(new dist_cjs/* SimulatePrincipalPolicyCommand */.kUw({
            PolicySourceArn: principal,
            ActionNames: [...actions],
            ResourceArns: [user.arn],
            ContextEntries: contextOf(requests, principal),
        }));
        const decided = results.filter(isDecided);
        const of = (wanted) => decided.filter(({ EvalDecision: decision = '' }) => wanted(decision)).map(({ EvalActionName: name = '' }) => name);
        return {
            allowed: of((decision) => decision === 'allowed'),
            denied: of((decision) => decision === 'implicitDeny' || decision === 'explicitDeny'),
        };
    }
    catch (error) {
        if ((0,problem/* endsRun */.sl)(error))
            throw error;
        return undecided;
    }
}
/**
 * The user or the role whose policies decide; a session is asked about as its role, whose path its ARN does not show: a
 * role that has one is not found under this ARN.
 */
function principalOf(caller) {
    if (/^arn:[\w-]+:iam::\d{12}:user\//.test(caller))
        return caller;
    const [, partition, account, role] = /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(caller) ?? [];
    return role === undefined ? undefined : `arn:${partition}:iam::${account}:role/${role}`;
}
/** With a value that a condition asked for and nobody gave, the request itself may be judged otherwise. */
function isDecided({ MissingContextValues: missing = [] }) {
    return missing.length === 0;
}
/** What IAM would know of the requests: who sends them, the tags that they write, and those that the user has. */
function contextOf({ user, tagKeys }, principal) {
    const entry = (name, type, values) => ({
        ContextKeyName: name,
        ContextKeyType: type,
        ContextKeyValues: [...values],
    });
    const [, userName] = /:user\/(?:.*\/)?([^/]+)$/.exec(principal) ?? [];
    return [
        ...(userName === undefined ? [] : [entry('aws:username', 'string', [userName])]),
        entry('aws:TagKeys', 'stringList', tagKeys),
        ...user.tags.flatMap(({ Key: key, Value: value }) => [
            entry(`aws:ResourceTag/${key}`, 'string', [value]),
            entry(`iam:ResourceTag/${key}`, 'string', [value]),
        ]),
    ];
}

;// CONCATENATED MODULE: ./lib/aws/iam-user.js
/** The access keys of one IAM user, and the journal in the user's tags. */










/** A new key is handed out after this many successes in a row, this far apart: IAM is eventually consistent. */
const trialSuccesses = 3;
const trialSpacing = 5 * time/* second */.Rc;
const trialBound = 2 * time/* minute */.Vc;
/** What AWS clearly postponed is asked for again after these, while the intent explains the key that comes of it. */
const postponedDelays = [1, 2, 4, 8].map((seconds) => seconds * time/* second */.Rc);
/** AWS asks to "wait a few minutes" after ConcurrentModification, which the SDK does not retry. */
const concurrentDelays = [2, 4, 8, 16, 32].map((seconds) => seconds * time/* second */.Rc);
/** What a rotation asks of IAM after its first look, in the order in which it does. */
const rotatingActions = [
    'iam:TagUser',
    'iam:GetAccessKeyLastUsed',
    'iam:CreateAccessKey',
    'iam:UpdateAccessKey',
    'iam:DeleteAccessKey',
    'iam:UntagUser',
];
/** AWS's own example: the ID of a key that is still to be created is of this form. */
const exampleKey = 'AKIAIOSFODNN7EXAMPLE';
/** KeyStore and JournalStore on IAM: https://docs.aws.amazon.com/IAM/latest/APIReference/ */
class IamUser {
    #options;
    #credentials;
    #client;
    #name;
    #id = '';
    #arn = '';
    #tags = [];
    /** Actions that AWS has taken in this run. */
    #done = new Set();
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
            user: {
                name: this.#name,
                id: this.#id,
                account: this.#options.account,
                created: user.CreateDate?.getTime() ?? 0,
            },
            keys,
            journal: readJournal(tags, this.#id),
            awaited: readAwaited(tags, this.#id),
            refused: readRefused(tags, this.#id),
            made: madeKeys(tags),
            described: describedKeys(tags),
        };
    }
    async lastUsed(key) {
        try {
            const { AccessKeyLastUsed: used } = await this.#client.send(new dist_cjs/* GetAccessKeyLastUsedCommand */.qRl({ AccessKeyId: key }));
            this.#done.add('iam:GetAccessKeyLastUsed');
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
            throw (0,errors/* explain */.WE)(error, 'iam:GetAccessKeyLastUsed', this.#subject);
        }
    }
    users(key, since, region) {
        return usersOf(this.#options.clients, this.#credentials, { key, since, region });
    }
    async permissions() {
        const { clients, caller } = this.#options;
        const { allowed, denied } = await simulate(clients.iam(this.#credentials, 1), {
            caller,
            user: { arn: this.#arn, tags: this.#tags },
            actions: rotatingActions,
            tagKeys: [stateTag, holderTag, verificationTag, refusedTag, placesTag, descriptionTag(exampleKey)],
        });
        const open = rotatingActions.filter((action) => !this.#done.has(action));
        const refused = open.filter((action) => denied.includes(action));
        return {
            denied: refused.length === 0 ? [] : [refusal(refused, caller, this.#arn)],
            untried: untriedTold(open.filter((action) => !allowed.includes(action) && !denied.includes(action))),
        };
    }
    async create() {
        const { clock } = this.#options;
        const start = clock.elapsed();
        for (const delay of [...postponedDelays, undefined]) {
            const answer = await this.#createOnce();
            const isOver = delay === undefined || clock.elapsed() - start + delay > facts/* postponedFor */._m;
            if (answer.creation.kind !== 'postponed' || isOver)
                return answer;
            await clock.sleep(delay);
        }
        throw new Error('unreachable: the last delay is undefined');
    }
    async #createOnce() {
        try {
            // A client of its own: one attempt, no pooled socket whose reset would say nothing about this request.
            const client = this.#options.clients.iam(this.#credentials, 1);
            const { AccessKey: made } = await client.send(new dist_cjs/* CreateAccessKeyCommand */.hN({ UserName: this.#name }));
            if (made?.AccessKeyId === undefined || made.SecretAccessKey === undefined) {
                return { creation: { kind: 'lost', reason: 'the answer held no key' } };
            }
            const held = new HeldAccessKey(made.AccessKeyId, made.SecretAccessKey, this.#options.masking);
            // AWS may tell this date with milliseconds, and never does when it lists keys.
            const created = Math.floor((made.CreateDate?.getTime() ?? this.#options.clock.now()) / time/* second */.Rc) * time/* second */.Rc;
            const key = { id: held.id, status: 'Active', created, lastUsed: { kind: 'never' } };
            return { creation: { kind: 'created', key: held.id }, key, held };
        }
        catch (error) {
            return { creation: failedCreation(error, this.#subject) };
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
    async setStatus(key, status, holds) {
        const command = new dist_cjs/* UpdateAccessKeyCommand */.SF3({ UserName: this.#name, AccessKeyId: key, Status: status });
        command.middlewareStack.add(resending(holds), eachTime);
        await this.#send('iam:UpdateAccessKey', (client) => client.send(command));
    }
    async delete(key, holds) {
        const command = new dist_cjs/* DeleteAccessKeyCommand */.yq0({ UserName: this.#name, AccessKeyId: key });
        command.middlewareStack.add(resending(holds), eachTime);
        await this.#send('iam:DeleteAccessKey', async (client) => {
            try {
                await client.send(command);
            }
            catch (error) {
                // The user is known to exist, so what is missing is the key: gone is what was wanted.
                if ((0,errors/* codeOf */.$N)(error) !== 'NoSuchEntity' || !(0,problem/* messageOf */.bD)(error).includes(key))
                    throw error;
            }
        });
    }
    async claim(now, holds) {
        const { writer } = this.#options;
        await this.#tag([holderTagOf(writer, writer.timeLimitSeconds, now)], holds);
    }
    async release(now, holds) {
        await this.#tag([holderTagOf(this.#options.writer, 0, now)], holds);
    }
    async holder() {
        return readHolder(tagsOf(await this.#getUser()));
    }
    async write(journal, now, holds) {
        const { writer, places } = this.#options;
        const tags = tagsFor(journal, this.#id, writer, now);
        // Until a rotation has ended, places that left the list meanwhile are still known.
        if (journal.phase === 'steady')
            tags.push(placesTagOf(places));
        try {
            await this.#tag(tags, holds);
        }
        catch (error) {
            if (journal.phase !== 'pending' || (0,problem/* endsRun */.sl)(error))
                throw error;
            // A description serves people: where it is not allowed, or no tag is left for it, the journal does without.
            const description = descriptionTag(journal.pending);
            await this.#tag(tags.filter(({ Key }) => Key !== description), holds);
        }
    }
    async remember(awaited, now, holds) {
        const { writer } = this.#options;
        await this.#tag([verificationTagOf(awaited, this.#id), holderTagOf(writer, writer.timeLimitSeconds, now)], holds);
    }
    /** Places that held the key when the latest rotation ended, and are configured no more. */
    get formerPlaces() {
        return readPlaces(this.#tags).filter((place) => !this.#options.places.includes(place));
    }
    async refuse(refused, holds) {
        await this.#tag([refusedTagOf(refused, this.#id)], holds);
    }
    async untag(key, holds) {
        const command = new dist_cjs/* UntagUserCommand */.KZ_({ UserName: this.#name, TagKeys: [descriptionTag(key)] });
        command.middlewareStack.add(resending(holds), eachTime);
        await this.#send('iam:UntagUser', (client) => client.send(command));
    }
    get #subject() {
        return { name: this.#name || 'the calling user', arn: this.#arn || this.#options.arn };
    }
    async #tag(tags, holds) {
        const command = new dist_cjs/* TagUserCommand */.pkA({ UserName: this.#name, Tags: [...tags] });
        command.middlewareStack.add(resending(holds), eachTime);
        await this.#send('iam:TagUser', (client) => client.send(command));
    }
    async #getUser() {
        const { userName } = this.#options;
        const request = userName === undefined ? {} : { UserName: userName };
        const { User: user } = await this.#send('iam:GetUser', (client) => client.send(new dist_cjs/* GetUserCommand */.T3b(request)));
        if (user?.UserName === undefined || user.UserId === undefined || user.Arn === undefined) {
            throw (0,errors/* namelessAnswer */.No)('IAM', 'GetUser');
        }
        this.#name = user.UserName;
        this.#id = user.UserId;
        this.#arn = user.Arn;
        this.#tags = tagsOf(user);
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
                const answer = await call(this.#client);
                this.#done.add(action);
                return answer;
            }
            catch (error) {
                if ((0,problem/* endsRun */.sl)(error))
                    throw error;
                const again = (0,errors/* codeOf */.$N)(error) === 'ConcurrentModification' || (0,errors/* isPassingLimit */.ht)(error);
                if (delay === undefined || !again)
                    throw (0,errors/* explain */.WE)(error, action, this.#subject);
                await this.#options.clock.sleep(delay);
            }
        }
        throw new Error('unreachable: the last delay is undefined');
    }
}
/** Inside the SDK's own retries: what is added there runs each time that a request is sent. */
const eachTime = { step: 'finalizeRequest', priority: 'low', name: 'stillHoldsMiddleware' };
/** For one command: when it is sent again, by the SDK or by hand, the run still has to hold the user. */
function resending(holds) {
    let isSent = false;
    return (next) => async (args) => {
        if (isSent)
            await holds();
        isSent = true;
        return next(args);
    };
}
function refusal(actions, caller, user) {
    return `The policies of ${caller} do not allow ${actions.join(', ')} on ${user}, as IAM itself judges them (iam:SimulatePrincipalPolicy). Allow these actions on a Resource that matches this whole ARN, with the conditions of the README's policy; where the policy does so, look at permissions boundaries, denials and service control policies.`;
}
function untriedTold(actions) {
    if (actions.length === 0)
        return undefined;
    return `Whether AWS allows ${actions.join(', ')} was not tried: that shows only when the rotation does it. Allow iam:SimulatePrincipalPolicy (see the README), and a plan asks IAM beforehand.`;
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
    const { message, remedy } = (0,errors/* explain */.WE)(error, 'iam:CreateAccessKey', user);
    return { kind: 'refused', reason: message, remedy };
}

// EXTERNAL MODULE: ./lib/destination.js
var destination = __webpack_require__(8599);
// EXTERNAL MODULE: ./lib/github/verification/coverage.js
var coverage = __webpack_require__(8177);
// EXTERNAL MODULE: ./lib/inputs/inputs.js + 4 modules
var inputs_inputs = __webpack_require__(4246);
;// CONCATENATED MODULE: ./lib/text/account-number.js
/** Logs of public repositories are public: of an account's number, people are shown the last four digits. */
function withoutAccounts(text) {
    return text.replaceAll(/(?<!\d)\d{4}-?\d{4}-?(?=\d{4}(?!\d))/g, '…');
}

;// CONCATENATED MODULE: ./lib/connect.js
/** From inputs to the ports of a rotation: who calls, whom to rotate, and how AWS and GitHub are reached. */











/** Finds out who calls and whom to rotate, and makes the ports. GitHub is loaded when it is needed. */
async function connect(inputs, services) {
    const { clock, aws: clients, narrator, nonce } = services;
    const masking = maskingOf(inputs, services);
    (0,aws_caller.refuseNamelessSession)(services.credentials, inputs.iamUser);
    const signer = await findSigner(inputs, services);
    const { credentials, caller } = signer;
    const self = caller.userName !== undefined && (inputs.iamUser ?? caller.userName).toLowerCase() === caller.userName.toLowerCase();
    const user = inputs.iamUser ?? caller.userName;
    if (user === undefined)
        throw new problem/* Problem */.AF(`The job signs as ${caller.arn}, which is not an IAM user`, 'Name the IAM user to rotate in iam-user.');
    const owner = { user, account: caller.account };
    const place = inputs.recovery && (0,inputs_inputs/* recoveryPlaceOf */.MT)(inputs.recovery, owner, inputs.destinations);
    const recovery = place && { ...place, account: caller.account };
    const handed = place && readRecovery(inputs.recoveryText, (0,inputs_inputs/* isNameOf */.b_)(place, owner), holding(masking));
    const iam = new IamUser({
        clients,
        credentials,
        userName: self ? undefined : user,
        // IAM tells a user's path only to who may ask.
        arn: self
            ? caller.arn
            : `${caller.arn.split(':', 2).join(':')}:iam::${caller.account}:user/${user} (user/PATH/${user} where the user has a path)`,
        account: caller.account,
        caller: caller.arn,
        writer: {
            run: inputs.policy.run,
            attempt: inputs.policy.attempt,
            owner: inputs.policy.owner,
            digest: inputs.policy.digest,
            nonce,
            timeLimitSeconds: inputs.policy.timeLimit / time/* second */.Rc,
        },
        places: inputs.destinations.map(({ place }) => (0,destination/* identityOf */.cu)(place).replace(/:actions$/, '')),
        clock,
        masking,
    });
    const ownPair = self ? new HeldAccessKey(credentials.accessKeyId, credentials.secretAccessKey, masking) : undefined;
    const timeLimit = Math.min(inputs.policy.timeLimit, lifetime(credentials, clock, services.jobAge));
    const { uncovered, ...ports } = github({ ...inputs, policy: { ...inputs.policy, timeLimit } }, recovery, services);
    const policy = { ...inputs.policy, timeLimit, uncovered: await uncovered() };
    return {
        user,
        signer: `${withoutAccounts(caller.arn)}${credentials === services.credentials ? '' : `, by the key in ${credentials.source}`}`,
        policy: { ...policy, nonce },
        notes: [...signer.notes, ...notesOn(handed)],
        afterwards: () => formerPlacesTold(iam.formerPlaces, user),
        ports: {
            keys: iam,
            journal: iam,
            clock,
            narrator,
            ownPair,
            recovered: handed?.kind === 'key' ? handed : undefined,
            ...ports,
        },
    };
}
function formerPlacesTold(places, user) {
    if (places.length === 0)
        return [];
    return [
        `${places.join(', ')}: in destinations no more, and the secrets there still hold a key of ${user}, which stops working when it is replaced. Delete them, or list the place again. This is told until the next rotation has ended.`,
    ];
}
/**
 * The job's credentials; or the pair that the recovery secret holds, when AWS rejects the job's: a self-rotation that
 * was killed between the two writes of its own pair leaves its next job with the halves of two keys.
 */
async function findSigner(inputs, services) {
    const { aws, credentials } = services;
    try {
        return { credentials, caller: await (0,aws_caller.identify)(aws, credentials), notes: [] };
    }
    catch (error) {
        const { recovery, iamUser } = inputs;
        const hold = holding(maskingOf(inputs, services));
        const known = { user: iamUser, account: undefined };
        const handed = recovery && readRecovery(inputs.recoveryText, (0,inputs_inputs/* isNameOf */.b_)(recovery, known), hold);
        const replaceable = error instanceof problem/* Problem */.AF && (0,errors/* isRejection */.aK)(error.cause) && credentials.sessionToken === undefined;
        if (!replaceable || handed?.kind !== 'key')
            throw error;
        const pair = { ...handed.held.credentials(), expiration: undefined, source: 'the recovery secret' };
        const caller = await (0,aws_caller.identify)(aws, pair).catch(() => undefined);
        const sameUser = caller?.userId === handed.about.user && caller.account === handed.about.account;
        // Several users may be given such a secret: whose the job's key is, the configuration tells, a half of it, or IAM.
        const isNamed = iamUser !== undefined && recovery !== undefined && !(0,inputs_inputs/* mayNameSeveral */.Z3)(recovery, known);
        const isHalf = pair.accessKeyId === credentials.accessKeyId || pair.secretAccessKey === credentials.secretAccessKey;
        const isOwn = isNamed || isHalf || (await (0,aws_caller.hasKey)(aws, pair, credentials.accessKeyId, caller?.userName));
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
function notesOn(handed) {
    if (handed?.kind !== 'unusable')
        return [];
    return [
        `The value of recovery-secret is not one of this action: ${handed.why}. It is ignored, and nothing is concluded from it.`,
    ];
}
/**
 * How long the run can sign: its own elapsed time at which temporary credentials end. Those that do not say when last
 * an hour, the default of AWS and of aws-actions/configure-aws-credentials, and any step of the job may have got them:
 * they are counted from the job's start.
 */
function lifetime({ expiration, sessionToken }, clock, jobAge) {
    if (sessionToken === undefined)
        return Number.POSITIVE_INFINITY;
    const isTold = expiration !== undefined && !Number.isNaN(expiration.getTime());
    return isTold ? clock.elapsed() + expiration.getTime() - clock.now() : time/* hour */.nW - jobAge;
}
/** GitHub behind its ports, connected by the first call. */
function github(inputs, recovery, services) {
    const { destinations, verificationWorkflows: workflows } = inputs;
    let connected;
    const connection = () => {
        connected ??= Promise.all(/* import() */[__webpack_require__.e(597), __webpack_require__.e(690)]).then(__webpack_require__.bind(__webpack_require__, 5690)).then(({ connectGitHub }) => connectGitHub(inputs, recovery, services));
        return connected;
    };
    return {
        // A run of which nothing is due asks GitHub nothing that it can do without.
        uncovered: async () => workflows.some((each) => (0,coverage/* mayMissOne */.Sn)(destinations, each))
            ? (await connection()).verifier.uncovered()
            : (0,coverage/* uncoveredIn */.bk)((0,coverage/* coverageOf */._5)(destinations, workflows)),
        destinations: {
            check: async (...request) => (await connection()).destinations.check(...request),
            read: async () => (await connection()).destinations.read(),
            sameNameNearby: async () => (await connection()).destinations.sameNameNearby(),
            unfinishedRuns: async (...request) => (await connection()).destinations.unfinishedRuns(...request),
            publish: async (...request) => (await connection()).destinations.publish(...request),
            safeguard: async (...request) => (await connection()).destinations.safeguard(...request),
            clear: async (...request) => (await connection()).destinations.clear(...request),
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

/***/ 8177:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   My: () => (/* binding */ coveredIn),
/* harmony export */   Sn: () => (/* binding */ mayMissOne),
/* harmony export */   _5: () => (/* binding */ coverageOf),
/* harmony export */   bk: () => (/* binding */ uncoveredIn),
/* harmony export */   vE: () => (/* binding */ unprovenRemarks)
/* harmony export */ });
/* harmony import */ var _destination_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8599);
/* harmony import */ var _text_presentable_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2708);
/**
 * What a verification can say of a destination. A job gets a secret from the narrowest place that has one of its name,
 * the environment that it names before its repository before the organization, and speaks for that place alone.
 * https://docs.github.com/en/actions/reference/security/secrets#naming-your-secrets
 */


/** For each destination, name by name. One without secrets, whose variables show what they hold, needs a workflow only. */
function coverageOf(destinations, workflows) {
    return destinations.map((destination) => {
        const { place, secrets, variables } = destination;
        const names = (secrets.length > 0 ? secrets : variables).map(({ name }) => name);
        const reaches = names.map((name) => {
            const all = workflows.map((workflow) => reachOf(name, destination, workflow, destinations));
            return all.includes('compared') ? 'compared' : all.includes('possible') ? 'possible' : 'none';
        });
        return {
            place,
            unreached: names.filter((_, index) => reaches[index] === 'none'),
            unproven: names.filter((_, index) => reaches[index] !== 'compared'),
        };
    });
}
/** Names of the destinations of which a secret is out of the reach of every job. */
function uncoveredIn(coverage) {
    return coverage.filter(({ unreached }) => unreached.length > 0).map(({ place }) => (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)(place));
}
/** Names of the destinations whose secrets have all been compared. */
function coveredIn(coverage) {
    return coverage.filter(({ unproven }) => unproven.length === 0).map(({ place }) => (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)(place));
}
/** What to add to a workflow that may get secrets of a place, and misses some. Where none may, every run says so. */
function unprovenRemarks(coverage, workflows) {
    return coverage
        .filter(({ place, unreached }) => unreached.length > 0 && workflows.some((each) => isWithinReach(place, each)))
        .map(({ place, unreached }) => {
        const { jobs, remedy } = missing(place, unreached.join(' and '));
        const text = `No job of the verification ${jobs}, so nothing proves that jobs can use the key: add ${remedy}, and hand them to the verify action there.`;
        return { kind: 'unproven place', place: (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)(place), text };
    });
}
function missing(place, names) {
    const jobs = `gets ${names} of ${(0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)(place)}`;
    switch (place.kind) {
        case 'environment': {
            const { owner, repo } = place;
            const environment = (0,_text_presentable_js__WEBPACK_IMPORTED_MODULE_1__/* .presentable */ .KC)(place.environment);
            return {
                jobs: `in ${owner}/${repo} names the environment ${environment} and gets its ${names}`,
                remedy: `one with "environment: ${environment}"`,
            };
        }
        case 'repository':
            return { jobs, remedy: 'one that names no environment with secrets of these names' };
        case 'organization':
            return { jobs, remedy: 'one in a repository without secrets of these names' };
    }
}
/** Whether jobs of a workflow can get secrets of a place at all: workflows see none of other stores than Actions'. */
function isWithinReach(place, { owner, repo }) {
    if ((0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .storeOf */ .xX)(place) !== 'actions')
        return false;
    const repository = (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .repositoryOf */ ._M)(place);
    return repository === undefined ? (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .isSameName */ .yS)(place.owner, owner) : (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .isSameName */ .yS)(repository, `${owner}/${repo}`);
}
/**
 * Whether a workflow may get the secrets of some of the destinations in its reach and not of others, so that its file is
 * worth a look before anything is due: an environment is among them, or a name in places of two levels.
 */
function mayMissOne(destinations, workflow) {
    const within = destinations.filter(({ place }) => isWithinReach(place, workflow));
    const names = within.flatMap(({ secrets }) => secrets.map(({ name }) => name));
    return within.some(({ place }) => place.kind === 'environment') || new Set(names).size < names.length;
}
function reachOf(name, { place, secrets }, workflow, destinations) {
    const { jobs, isWhole = false } = workflow;
    if (!isWithinReach(place, workflow))
        return 'none';
    if (jobs === undefined || secrets.length === 0)
        return 'possible';
    const reaches = jobs.proofs.map((proof) => {
        if (proof.secrets?.includes(name) === false)
            return 'none';
        const winners = proof.environments?.map((environment) => winnerOf(name, environment, workflow, destinations));
        if (winners?.includes(place) === false)
            return 'none';
        const isCompared = proof.isUnconditional || (proof.isCertain && isWhole);
        return proof.secrets !== undefined && winners !== undefined && isCompared ? 'compared' : 'possible';
    });
    if (reaches.includes('compared'))
        return 'compared';
    return reaches.includes('possible') || jobs.callsOthers || jobs.proofs.length === 0 ? 'possible' : 'none';
}
/** The destination that a job gets a secret from. */
function winnerOf(name, environment, workflow, destinations) {
    const holding = destinations
        .filter(({ place, secrets }) => isWithinReach(place, workflow) && secrets.some((each) => each.name === name))
        .map(({ place }) => place);
    const named = holding.find((place) => place.kind === 'environment' && environment !== undefined && (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .isSameName */ .yS)(place.environment, environment));
    return (named ?? holding.find(({ kind }) => kind === 'repository') ?? holding.find(({ kind }) => kind === 'organization'));
}


/***/ })

};
