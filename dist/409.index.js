export const id = 409;
export const ids = [409];
export const modules = {

/***/ 9409:
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
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/commands/GetAccessKeyLastUsedCommand.js
var GetAccessKeyLastUsedCommand = __webpack_require__(7500);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/commands/UpdateAccessKeyCommand.js
var UpdateAccessKeyCommand = __webpack_require__(7458);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/commands/DeleteAccessKeyCommand.js
var DeleteAccessKeyCommand = __webpack_require__(8984);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/commands/UntagUserCommand.js
var UntagUserCommand = __webpack_require__(4006);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/commands/TagUserCommand.js
var TagUserCommand = __webpack_require__(453);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/commands/GetUserCommand.js
var GetUserCommand = __webpack_require__(8457);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/pagination/ListAccessKeysPaginator.js + 1 modules
var ListAccessKeysPaginator = __webpack_require__(4145);
// EXTERNAL MODULE: ./lib/rotation/problem.js
var rotation_problem = __webpack_require__(5557);
// EXTERNAL MODULE: ./lib/rotation/time.js
var rotation_time = __webpack_require__(9037);
// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __webpack_require__(2708);
// EXTERNAL MODULE: ./lib/aws/regions.js
var regions = __webpack_require__(7960);
;// CONCATENATED MODULE: ./lib/aws/cloudtrail.js





/** So many requests are named; the latest ones say enough. */
const mostUses = 10;
/** CloudTrail shows 50 events a page; a rotation that signed with the key has asked for many more than people do. */
const mostPages = 4;
/** So much of a user agent is shown, into which somebody may have put anything. */
const longestText = 200;
/** Recent uses of a key in sentences, or how a person finds out. @throws only what ends the run */
function describeUses(reading, { key, region }) {
    const late = 'some minutes late, and does not record access to data (objects in S3, say)';
    if (reading.kind === 'unreadable') {
        return `CloudTrail's event history in ${region}, filtered by the AWS access key ${key}, shows requests of it: it is ${late}. This run could not look: ${reading.why}`;
    }
    const points = reading.uses.map(({ event, at, source, agent }) => {
        const from = source === undefined ? '' : `, from ${source}`;
        return `\n- ${event}, ${(0,rotation_time/* utc */.n$)(at)}${from}${agent === undefined ? '' : ` (${agent})`}`;
    });
    if (points.length === 0)
        return `CloudTrail shows no request of it by now: it is ${late}`;
    return `CloudTrail shows ${points.length === 1 ? 'a request' : `${points.length} requests`}:${points.join('')}`;
}
/**
 * Asks CloudTrail where the key was used last, and where requests to global services are recorded. What this action has
 * asked itself comes last. Never throws, except when the run was asked to stop: this is only to help a person.
 */
async function lookUpUses(clients, credentials, { key, since, region }) {
    const isRegion = new RegExp(`^${regions/* regionName */.gw}$`).test(region);
    const uses = [];
    const failures = [];
    for (const each of new Set([...(isRegion ? [region] : []), clients.globalRegion])) {
        try {
            for await (const page of pagesOf(await clients.cloudTrail(each, credentials), key, since))
                uses.push(...page);
        }
        catch (error) {
            if ((0,rotation_problem/* endsRun */.sl)(error))
                throw error;
            failures.push(error);
        }
    }
    // That one region shows nothing says little when another could not be asked.
    if (uses.length === 0 && failures.length > 0)
        return { kind: 'unreadable', why: whyUnreadable(failures[0]) };
    uses.sort((one, other) => Number(isOwn(one)) - Number(isOwn(other)) || other.at - one.at);
    return { kind: 'read', uses: uses.slice(0, mostUses) };
}
/** The latest uses first, page by page, until as many of others are found as are named. */
async function* pagesOf(client, key, since) {
    const { LookupEventsCommand } = await __webpack_require__.e(/* import() */ 980).then(__webpack_require__.bind(__webpack_require__, 5980));
    const request = {
        LookupAttributes: [{ AttributeKey: 'AccessKeyId', AttributeValue: key }],
        StartTime: new Date(since),
        MaxResults: 50,
    };
    let others = 0;
    let token;
    for (let page = 1; page <= mostPages && others < mostUses; page += 1) {
        const next = token === undefined ? {} : { NextToken: token };
        const { Events: events = [], NextToken } = await client.send(new LookupEventsCommand({ ...request, ...next }));
        const uses = events.map(useOf).filter((use) => use !== undefined);
        yield uses;
        others += uses.filter((use) => !isOwn(use)).length;
        token = NextToken;
        if (token === undefined)
            return;
    }
}
/** A rotation that was queued before the publication uses the old key too, and is not what people look for. */
function isOwn({ agent = '' }) {
    return agent.includes('rotate-iam-access-keys');
}
function whyUnreadable(failure) {
    if ((0,errors/* isAccessDenied */.w7)(failure))
        return 'allow cloudtrail:LookupEvents, and this message names the latest requests';
    return `CloudTrail did not answer: ${(0,presentable/* presentable */.KC)((0,rotation_problem/* messageOf */.bD)(failure))}`;
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

// EXTERNAL MODULE: ./lib/key/access-key-id.js
var access_key_id = __webpack_require__(2281);
// EXTERNAL MODULE: ./lib/text/digest.js
var digest = __webpack_require__(7871);
;// CONCATENATED MODULE: ./lib/aws/journal-tags.js
/**
 * How the journal is spelled in the tags of an IAM user. Tag values allow letters, digits, spaces and `_.:/=+-@`, and
 * 256 characters: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html. Tag keys are case-insensitive.
 */



/** Names of the tags. Users' policies depend on them: they never change. */
const stateTag = 'rotate-iam-access-keys';
const holderTag = 'rotate-iam-access-keys:holder';
const verificationTag = 'rotate-iam-access-keys:verification';
const refusedTag = 'rotate-iam-access-keys:refused';
const placesTag = 'rotate-iam-access-keys:places';
const asideTag = 'rotate-iam-access-keys:aside';
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
    const [touched, limit, list] = [(0,rotation_time/* utc */.n$)(now), String(timeLimitSeconds), digest.slice(0, digitsOfList)];
    const fields = { run: `${run}/${attempt}`, owner, nonce, touched, limit, list };
    return { Key: holderTag, Value: spell(fields) };
}
/** Every tag that one write of the journal sets, in one request: state and holder, and what the phase is about. */
function tagsFor(journal, userId, writer, now) {
    const { run, timeLimitSeconds } = writer;
    const state = { Key: stateTag, Value: spell({ ...fieldsOf(journal), user: userId }) };
    const holder = holderTagOf(writer, timeLimitSeconds, now);
    const tags = [state, holder];
    if (journal.aside !== undefined)
        tags.push(asideTagOf(journal.aside, userId));
    if (journal.phase === 'pending') {
        const repository = run.split('/').slice(0, 2).join('/');
        const description = `${descriptionPrefix} on ${(0,rotation_time/* utc */.n$)(journal.at).slice(0, 10)} for ${repository}`;
        tags.push({ Key: descriptionTag(journal.pending), Value: description });
    }
    return tags;
}
/**
 * Reads the journal of the user with this UserId; one that names another UserId is `foreign`. `places`: names of the
 * destinations, which a tag has room for as digests alone.
 */
function readJournal(tags, userId, places = []) {
    const state = tagValue(tags, stateTag);
    const holder = readHolder(tags);
    if (state === undefined)
        return { kind: 'none', holder };
    const fields = parse(state);
    const journal = fields === undefined ? undefined : journalOf(fields);
    if (fields === undefined || journal === undefined)
        return { kind: 'unknown', text: state };
    if (fields.get('user') !== userId)
        return { kind: 'foreign', holder };
    const aside = readAside(tags, userId, places);
    return { kind: 'read', journal: aside === undefined ? journal : { ...journal, aside }, holder };
}
/** So many digits tell the places of one user apart. */
const digitsOfPlace = 8;
/** The places that a publication leaves out, as one tag: each by a digest of its name, with the seconds of its date. */
function asideTagOf(aside, userId) {
    const places = aside.map(({ place, at }) => `${(0,digest/* digest */.b)(place.toLowerCase()).slice(0, digitsOfPlace)}.${(at / rotation_time/* second */.Rc).toString(36)}`);
    return { Key: asideTag, Value: spell({ places: places.join('/'), user: userId }) };
}
/** Those of them that are listed; undefined where no tag tells of any, or that of another user of the same name. */
function readAside(tags, userId, names) {
    const fields = parse(tagValue(tags, asideTag) ?? '');
    const places = fields?.get('user') === userId ? fields?.get('places') : undefined;
    return places?.split('/').flatMap((each) => {
        const [digits, seconds] = each.split('.');
        const place = names.find((name) => (0,digest/* digest */.b)(name.toLowerCase()).startsWith(digits || 'none'));
        const at = Number.parseInt(seconds ?? '', 36) * rotation_time/* second */.Rc;
        return place === undefined || Number.isNaN(at) ? [] : [{ place, at }];
    });
}
/** The configurations that were refused, as one tag. */
function refusedTagOf({ digest, at, earlier = [] }, userId) {
    const others = earlier.length === 0 ? undefined : earlier.join('/');
    return { Key: refusedTag, Value: spell({ digest, at: (0,rotation_time/* utc */.n$)(at), earlier: others, user: userId }) };
}
/** The refused configurations; undefined where there are none, or the tag is of another user of the same name. */
function readRefused(tags, userId) {
    const fields = ownFields(tags, refusedTag, userId);
    const [digest, at] = [fields?.get('digest'), instant(fields?.get('at'))];
    if (digest === undefined || at === undefined)
        return undefined;
    return { digest, at, earlier: fields?.get('earlier')?.split('/') ?? [] };
}
/** So much of a tag's 256 characters is names; what has no room is counted. */
const roomForPlaces = 240;
/** Marks the name of a secret: no place begins so. */
const secretMark = '=';
/** Where the key in use is, as one tag; places that have no room, or whose names a tag may not hold, are counted alone. */
function placesTagOf({ places, names }) {
    const named = [];
    for (const word of [...names.map((name) => `${secretMark}${name}`), ...places]) {
        const isSpellable = /^[\p{L}\p{N}_.:/=@-]+$/u.test(word);
        if (isSpellable && [...named, word].join(' ').length <= roomForPlaces)
            named.push(word);
    }
    const others = places.filter((place) => !named.includes(place)).length;
    return { Key: placesTag, Value: ['v1', ...named, ...(others > 0 ? [`+${others}`] : [])].join(' ') };
}
/** The same, as far as the tag tells. */
function readPlaces(tags) {
    const [version, ...words] = (tagValue(tags, placesTag) ?? '').split(' ');
    const told = version === 'v1' ? words.filter((word) => word !== '' && !word.startsWith('+')) : [];
    const [names = [], places = []] = [true, false].map((is) => told.filter((word) => word.startsWith(secretMark) === is));
    return { places, names: names.map((name) => name.slice(secretMark.length)) };
}
/** So many runs have room in one tag. */
const mostRuns = 4;
/** The verification runs that have not ended, as one tag. */
function verificationTagOf({ key, without, runs }, userId) {
    const spelled = runs.slice(0, mostRuns).map(({ workflow, id, at }) => `${workflow}.${id}.${(0,rotation_time/* utc */.n$)(at)}`);
    return { Key: verificationTag, Value: spell({ key, without, runs: spelled.join('/'), user: userId }) };
}
/** The unfinished verification runs; undefined where there are none, or the tag is of another user of the same name. */
function readAwaited(tags, userId) {
    const fields = ownFields(tags, verificationTag, userId);
    const key = fields?.get('key');
    if (fields === undefined || key === undefined)
        return undefined;
    const runs = (fields.get('runs') ?? '').split('/').map((text) => {
        const [workflow, id, time] = text.split('.');
        return { workflow: Number(workflow), id: Number(id), at: instant(time) ?? Number.NaN };
    });
    if (runs.some((run) => Object.values(run).some((value) => !Number.isFinite(value))))
        return undefined;
    return { key, without: fields.get('without'), runs };
}
/** IDs of the keys that carry the description of this action. */
function madeKeys(tags) {
    const described = tags.filter(({ Value }) => Value.startsWith(descriptionPrefix));
    return describedKeys(described);
}
/** IDs of the keys that carry a description, whoever wrote it. */
function describedKeys(tags) {
    return tags.map(({ Key }) => Key).filter((key) => access_key_id/* keyId */.x.test(key));
}
/** The run whose claim the tags show. */
function readHolder(tags) {
    const fields = parse(tagValue(tags, holderTag) ?? '');
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
        timeLimit: limit * rotation_time/* second */.Rc,
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
        at: time('at' in journal ? journal.at : undefined),
        proven: time('provenAt' in journal ? journal.provenAt : undefined),
        from: time(from),
        to: time(to),
        seal: time('sealed' in journal ? journal.sealed : undefined),
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
function parse(text) {
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
/** The words of a tag; undefined where there is none, or of another user of the same name. */
function ownFields(tags, key, userId) {
    const fields = parse(tagValue(tags, key) ?? '');
    return fields?.get('user') === userId ? fields : undefined;
}
function tagValue(tags, key) {
    return tags.find((tag) => tag.Key.toLowerCase() === key)?.Value;
}
function count(text) {
    const number = Number(text);
    return Number.isInteger(number) && number > 0 ? number : undefined;
}
function time(at) {
    return at === undefined ? undefined : (0,rotation_time/* utc */.n$)(at);
}
function instant(text) {
    const at = Date.parse(text ?? '');
    return Number.isNaN(at) ? undefined : at;
}

// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/commands/CreateAccessKeyCommand.js
var CreateAccessKeyCommand = __webpack_require__(6835);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
// EXTERNAL MODULE: ./lib/key/formats.js
var key_formats = __webpack_require__(8719);
;// CONCATENATED MODULE: ./lib/text/account-number.js
/** The number of an AWS account. */
const accountNumber = /^\d{12}$/;
/** Logs of public repositories are public: of an account's number, people are shown the last four digits. */
function withoutAccounts(text) {
    return text.replaceAll(/(?<!\d)\d{4}-?\d{4}-?(?=\d{4}(?!\d))/g, '…');
}

;// CONCATENATED MODULE: ./lib/key/recovery-value.js
/** The value that a job hands in as `recovery-secret`: versioned JSON, or a map of secrets that has it under its name. */


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
    const handed = recovery_value_parse(text);
    if (handed === undefined)
        return { kind: 'unusable', why: 'it is not JSON' };
    if ('version' in handed)
        return readKey(handed, hold);
    // `toJSON(secrets)`: of all secrets that the job sees, only the configured one is looked at.
    const named = Object.entries(handed).filter(([name, value]) => isName(name) && value !== '');
    const read = named.map(([name, spelled]) => {
        const value = typeof spelled === 'string' ? recovery_value_parse(spelled) : undefined;
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
    const id = text('accessKeyId', access_key_id/* keyId */.x);
    // Whatever else is wrong with the value: the secret in it is masked.
    const held = secret === undefined ? undefined : hold(id ?? 'unknown', secret);
    if (fields['version'] !== version)
        return { kind: 'unusable', why: 'another version of this action wrote it' };
    const account = text('account', accountNumber);
    const user = text('user', /^\w{16,128}$/);
    const created = Date.parse(text('created', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/) ?? '');
    if (held === undefined || id === undefined || account === undefined || user === undefined || Number.isNaN(created)) {
        return { kind: 'unusable', why: 'a part of it is missing or malformed' };
    }
    return { kind: 'key', held, about: { id, account, user, created } };
}
function recovery_value_parse(text) {
    try {
        const value = JSON.parse(text);
        return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/key/held-key.js
/** A key whose secret this run holds. */



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

// EXTERNAL MODULE: ./lib/rotation/waits.js
var waits = __webpack_require__(1808);
;// CONCATENATED MODULE: ./lib/aws/key-creation.js
/** How a key is asked for: once, but for what AWS clearly postponed. */






/** What AWS clearly postponed is asked for again after these, while the intent explains the key that comes of it. */
const delays = [1, 2, 4, 8].map((seconds) => seconds * rotation_time/* second */.Rc);
/** Creates a key. Never throws: the answer says whether a key was created, was not, or may have been. */
async function createKey(user, services) {
    const { clock } = services;
    const start = clock.elapsed();
    for (const delay of delays) {
        const answer = await createOnce(user, services);
        if (answer.creation.kind !== 'postponed' || clock.elapsed() - start + delay > waits/* postponedFor */._m)
            return answer;
        await clock.sleep(delay);
    }
    return createOnce(user, services);
}
async function createOnce(user, { client, clock, masking }) {
    try {
        const { AccessKey: made } = await client().send(new CreateAccessKeyCommand/* CreateAccessKeyCommand */.h({ UserName: user.name }));
        if (made?.AccessKeyId === undefined || made.SecretAccessKey === undefined) {
            return { creation: { kind: 'lost', reason: 'the answer held no key' } };
        }
        const held = new HeldAccessKey(made.AccessKeyId, made.SecretAccessKey, masking);
        // AWS may tell this date with milliseconds, and never does when it lists keys.
        const created = Math.floor((made.CreateDate?.getTime() ?? clock.now()) / rotation_time/* second */.Rc) * rotation_time/* second */.Rc;
        const key = { id: held.id, status: 'Active', created, lastUsed: { kind: 'never' } };
        return { creation: { kind: 'created', key: held.id }, key, held };
    }
    catch (error) {
        return { creation: failedCreation(error, user) };
    }
}
/** Tells a clear refusal, after which no key exists, from an answer that was lost. */
function failedCreation(error, user) {
    const reason = (0,rotation_problem/* messageOf */.bD)(error);
    const status = (0,errors/* statusOf */.c2)(error) ?? 0;
    const clear = status >= 400 && status < 500 && status !== 408 && (0,errors/* isAwsError */.m_)(error);
    if ((0,errors/* neverSent */.vQ)(error) || (clear && ((0,errors/* isThrottling */.E2)(error) || (0,errors/* isPassingLimit */.ht)(error))))
        return { kind: 'postponed', reason };
    if (!clear)
        return { kind: 'lost', reason };
    const { message, remedy } = (0,errors/* explain */.WE)(error, 'iam:CreateAccessKey', user);
    return { kind: 'refused', reason: message, remedy };
}

// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-sts/dist-es/commands/GetCallerIdentityCommand.js + 1 modules
var GetCallerIdentityCommand = __webpack_require__(869);
;// CONCATENATED MODULE: ./lib/aws/key-trial.js
/** Whether AWS accepts a key: it is signed with until several requests in a row are accepted. */






/** IAM is eventually consistent: several successes in a row are waited for, this long at most. */
const longest = 120 * rotation_time/* second */.Rc;
/** Tries a key until AWS accepts it several times in a row, or time is over. @throws only what ends the run */
async function tryKey(held, owner, clients, clock) {
    const start = clock.elapsed();
    const failed = (detail) => ({ key: held.id, works: false, detail });
    let inARow = 0;
    for (let delay = rotation_time/* second */.Rc;; delay = Math.min(delay + rotation_time/* second */.Rc, waits/* trialSpacing */.y4)) {
        const answer = await signIn(held, owner, clients);
        if (answer.kind === 'rejected')
            return failed(answer.detail);
        inARow = answer.kind === 'accepted' ? inARow + 1 : 0;
        if (inARow === waits/* trialSuccesses */.GJ) {
            return { key: held.id, works: true, detail: `STS and IAM accepted ${held.id} ${waits/* trialSuccesses */.GJ} times in a row` };
        }
        if (clock.elapsed() - start > longest) {
            const detail = answer.kind === 'accepted' ? 'not steadily enough' : answer.detail;
            return failed(`AWS did not accept ${held.id} within ${(0,rotation_time/* spoken */.vg)(longest)}: ${detail}`);
        }
        await clock.sleep(inARow > 0 ? waits/* trialSpacing */.y4 : delay);
    }
}
/** Signs one request to STS and one to IAM, with fresh clients so that different front ends answer. */
async function signIn(held, { account, arn }, clients) {
    try {
        const { Account, Arn } = await clients.sts(held.credentials(), 1).send(new GetCallerIdentityCommand/* GetCallerIdentityCommand */.z({}));
        if (Account !== account || Arn !== arn) {
            return { kind: 'rejected', detail: `${held.id} signs in as ${Arn}, not as ${arn}` };
        }
        // A denial of IAM comes after authentication: it knows the key.
        await clients
            .iam(held.credentials(), 1)
            .send(new GetUserCommand/* GetUserCommand */.T({}))
            .catch((error) => {
            if (!(0,errors/* isAccessDenied */.w7)(error))
                throw error;
        });
        return { kind: 'accepted' };
    }
    catch (error) {
        if ((0,errors/* codeOf */.$N)(error) === 'SignatureDoesNotMatch') {
            const detail = `AWS knows ${held.id}, but not with the secret that it sent: ${(0,rotation_problem/* messageOf */.bD)(error)}`;
            return { kind: 'rejected', detail };
        }
        return { kind: 'not yet', detail: (0,errors/* isUnknownKey */.qG)(error) ? 'AWS does not know it yet' : (0,rotation_problem/* messageOf */.bD)(error) };
    }
}

// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/commands/SimulatePrincipalPolicyCommand.js
var SimulatePrincipalPolicyCommand = __webpack_require__(2022);
;// CONCATENATED MODULE: ./lib/aws/policy-simulation.js
/**
 * What IAM says of requests before they are sent. The permission to ask is optional: whatever keeps IAM from deciding
 * leaves a request untried, and denies nothing.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */



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
/**
 * What AWS would refuse of what a rotation asks for, and what nothing tells beforehand. `caller`: the ARN that signs;
 * `done`: what AWS has taken already. Throws nothing but what ends the run.
 */
async function permissionsOf(client, caller, user, done) {
    const tagKeys = [stateTag, holderTag, verificationTag, refusedTag, placesTag, asideTag, descriptionTag(exampleKey)];
    const { allowed, denied } = await simulate(client, { caller, user, actions: rotatingActions, tagKeys });
    const open = rotatingActions.filter((action) => !done.has(action));
    const refused = open.filter((action) => denied.includes(action));
    const untried = open.filter((action) => !allowed.includes(action) && !denied.includes(action));
    return {
        denied: refused.length === 0
            ? []
            : [
                `The policies of ${caller} do not allow ${refused.join(', ')} on ${user.arn}, as IAM itself judges them (iam:SimulatePrincipalPolicy). Allow these actions on a Resource that matches this whole ARN, with the conditions of the README's policy; where the policy does so, look at permissions boundaries, denials and service control policies.`,
            ],
        untried: untried.length === 0
            ? undefined
            : `Whether AWS allows ${untried.join(', ')} was not tried, and shows only when the rotation does it. To have IAM asked beforehand, allow iam:SimulatePrincipalPolicy (see the README).`,
    };
}
const undecided = { allowed: [], denied: [] };
/** Asks IAM once. What cannot be asked is left undecided. @throws only what ends the run */
async function simulate(client, requests) {
    const { caller, user, actions } = requests;
    const principal = principalOf(caller);
    if (principal === undefined || actions.length === 0)
        return undecided;
    try {
        const { EvaluationResults: results = [] } = await client.send(new SimulatePrincipalPolicyCommand/* SimulatePrincipalPolicyCommand */.k({
            PolicySourceArn: principal,
            ActionNames: [...actions],
            ResourceArns: [user.arn],
            ContextEntries: contextOf(requests, principal),
        }));
        const decidedAs = (...decisions) => results
            .filter((result) => isDecided(result) && decisions.includes(result.EvalDecision ?? ''))
            .map(({ EvalActionName: name = '' }) => name);
        return { allowed: decidedAs('allowed'), denied: decidedAs('implicitDeny', 'explicitDeny') };
    }
    catch (error) {
        if ((0,rotation_problem/* endsRun */.sl)(error))
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









/** AWS asks to "wait a few minutes" after ConcurrentModification, which the SDK does not retry. */
const concurrentDelays = [2, 4, 8, 16, 32].map((seconds) => seconds * rotation_time/* second */.Rc);
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
            journal: readJournal(tags, this.#id, this.#options.places.map(({ name }) => name)),
            awaited: readAwaited(tags, this.#id),
            refused: readRefused(tags, this.#id),
            made: madeKeys(tags),
            described: describedKeys(tags),
        };
    }
    async lastUsed(key) {
        try {
            const { AccessKeyLastUsed: used } = await this.#client.send(new GetAccessKeyLastUsedCommand/* GetAccessKeyLastUsedCommand */.q({ AccessKeyId: key }));
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
    async users(key, since, region) {
        const looked = { key, since, region };
        return describeUses(await lookUpUses(this.#options.clients, this.#credentials, looked), looked);
    }
    permissions() {
        const { clients, caller } = this.#options;
        const user = { arn: this.#arn, tags: this.#tags };
        return permissionsOf(clients.iam(this.#credentials, 1), caller, user, this.#done);
    }
    create() {
        const { clients, clock, masking } = this.#options;
        return createKey(this.#subject, { client: () => clients.iam(this.#credentials, 1), clock, masking });
    }
    try(held) {
        const { clients, account, clock } = this.#options;
        return tryKey(held, { account, arn: this.#arn }, clients, clock);
    }
    signWith(held) {
        this.#credentials = held.credentials();
        this.#client = this.#options.clients.iam(this.#credentials);
    }
    async setStatus(key, status, holds) {
        const command = holding(new UpdateAccessKeyCommand/* UpdateAccessKeyCommand */.S({ UserName: this.#name, AccessKeyId: key, Status: status }), holds);
        await this.#send('iam:UpdateAccessKey', (client) => client.send(command));
    }
    async delete(key, holds) {
        const command = holding(new DeleteAccessKeyCommand/* DeleteAccessKeyCommand */.y({ UserName: this.#name, AccessKeyId: key }), holds);
        await this.#send('iam:DeleteAccessKey', async (client) => {
            try {
                await client.send(command);
            }
            catch (error) {
                // The user is known to exist, so what is missing is the key: gone is what was wanted.
                if ((0,errors/* codeOf */.$N)(error) !== 'NoSuchEntity' || !(0,rotation_problem/* messageOf */.bD)(error).includes(key))
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
        const { writer, places, secretNames: names } = this.#options;
        const tags = tagsFor(journal, this.#id, writer, now);
        // Until a rotation has ended, places that left the list meanwhile are still known.
        const written = places.filter(({ name }) => !journal.aside?.some(({ place }) => place === name));
        if (journal.phase === 'steady')
            tags.push(placesTagOf({ places: written.map(({ id }) => id), names }));
        try {
            await this.#tag(tags, holds);
        }
        catch (error) {
            if (journal.phase !== 'pending' || (0,rotation_problem/* endsRun */.sl)(error))
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
    /** What held the key when the latest rotation ended, and is configured no more. */
    get formerly() {
        const { places: listed, secretNames } = this.#options;
        const { places, names } = readPlaces(this.#tags);
        return {
            places: places.filter((place) => !listed.some(({ id }) => id === place)),
            names: names.filter((name) => !secretNames.includes(name)),
        };
    }
    async refuse(refused, holds) {
        await this.#tag([refusedTagOf(refused, this.#id)], holds);
    }
    async untag(key, holds) {
        const command = holding(new UntagUserCommand/* UntagUserCommand */.K({ UserName: this.#name, TagKeys: [descriptionTag(key)] }), holds);
        await this.#send('iam:UntagUser', (client) => client.send(command));
    }
    get #subject() {
        return { name: this.#name || 'the calling user', arn: this.#arn || this.#options.arn };
    }
    async #tag(tags, holds) {
        const command = holding(new TagUserCommand/* TagUserCommand */.p({ UserName: this.#name, Tags: [...tags] }), holds);
        await this.#send('iam:TagUser', (client) => client.send(command));
    }
    async #getUser() {
        const { userName } = this.#options;
        const request = userName === undefined ? {} : { UserName: userName };
        const { User: user } = await this.#send('iam:GetUser', (client) => client.send(new GetUserCommand/* GetUserCommand */.T(request)));
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
            for await (const page of (0,ListAccessKeysPaginator/* paginateListAccessKeys */.Y)({ client }, { UserName: this.#name })) {
                found.push(...(page.AccessKeyMetadata ?? []));
            }
        });
        return found.map(keyOf).sort((a, b) => a.created - b.created || a.id.localeCompare(b.id));
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
                if ((0,rotation_problem/* endsRun */.sl)(error))
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
/** The command; when it is sent again, by the SDK or by hand, the run still has to hold the user. */
function holding(command, holds) {
    command.middlewareStack.add(resending(holds), eachTime);
    return command;
}
function resending(holds) {
    let isSent = false;
    return (next) => async (args) => {
        if (isSent)
            await holds();
        isSent = true;
        return next(args);
    };
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

// EXTERNAL MODULE: ./lib/destination.js
var lib_destination = __webpack_require__(8599);
// EXTERNAL MODULE: ./lib/network/problems.js
var problems = __webpack_require__(8472);
// EXTERNAL MODULE: ./lib/github/api/limits.js
var api_limits = __webpack_require__(2382);
;// CONCATENATED MODULE: ./lib/github/api/refusals.js
/** A request of GitHub that failed: what was asked, what GitHub answered, and what that says of the next attempt. */


/** GitHub did not do what was asked, or did not say so. The words are ours, what GitHub answered is the failure. */
class Refusal extends rotation_problem/* Problem */.AF {
    failure;
    constructor(message, remedy, failure) {
        super((0,rotation_problem/* asSentence */.KG)(message), (0,rotation_problem/* asSentence */.KG)(remedy), { cause: failure });
        this.failure = failure;
    }
}
/** The status that GitHub answered with, 0 for none; undefined for any other error than a refusal. */
function statusOf(error) {
    return failureOf(error)?.status;
}
/** Whether GitHub answered every attempt, the last with a 4xx: it has not done what was asked. */
function isClearRefusal(error) {
    const status = statusOf(error) ?? 0;
    return status >= 400 && status < 500 && !isAmbiguous(error);
}
/** Whether an attempt went without a clear answer: GitHub may have done what was asked. */
function isAmbiguous(error) {
    return failureOf(error)?.ambiguous === true;
}
/** Whether a limit that passes refused the request: the same request may be granted later. */
function isPassingLimit(error) {
    const failure = failureOf(error);
    return failure !== undefined && (0,api_limits/* isRateLimit */.a5)(failure);
}
/** Whether the same request may be answered later: GitHub did not answer, is in trouble, or asks to wait. */
function mayPass(error) {
    const status = statusOf(error);
    return status !== undefined && (isUnclear(status) || isPassingLimit(error));
}
/** Whether the same request would be refused again: a clear refusal, and not by a limit that passes. */
function isLastingRefusal(error) {
    return isClearRefusal(error) && !isPassingLimit(error);
}
/** Whether GitHub itself, and no proxy, denies this to the token, or hides what the token may not see. */
function isDenial(error) {
    const failure = failureOf(error);
    return isLastingRefusal(error) && failure !== undefined && [403, 404].includes(failure.status) && !isPage(failure);
}
/** Whether a status leaves open whether GitHub did what was asked; 0: no answer. */
function isUnclear(status) {
    return status === 0 || status === 408 || status >= 500;
}
function failureOf(error) {
    return error instanceof Refusal ? error.failure : undefined;
}
/** Whether a failure is a web page, and not an answer of the API. */
function isPage({ message, headers }) {
    return /^\s*</.test(message) || /\bhtml\b/.test(headers['content-type'] ?? '');
}

;// CONCATENATED MODULE: ./lib/github/api/explanations.js
/** What GitHub's answers mean to the person who reads the log. */





/** Says in one or two sentences what GitHub refused, why, and what to do. Shows no token, whatever GitHub answered. */
function explain(failure, attempt) {
    const known = caseOf(failure, attempt);
    const [, message, remedy] = rows.find(([fits]) => fits(known)) ?? anythingElse;
    return new Refusal(spelled(message, known), spelled(remedy, known), failure);
}
/** That the status is one of these, and that all the rest holds: what GitHub's words match, and what is known besides. */
function when(status, ...rest) {
    return (known) => [status].flat().includes(known.status) &&
        rest.every((each) => (each instanceof RegExp ? each.test(known.words) : each(known)));
}
/** The message of a refusal for this reason. */
function no(why) {
    return (known) => `GitHub did not let this run ${known.doing} in ${known.place}: ${spelled(why, known)}`;
}
function spelled(text, known) {
    return typeof text === 'string' ? text : text(known);
}
const integration = /not accessible by integration/i;
const isOurs = ({ kind }) => kind === 'ours';
const isJobs = ({ kind }) => kind === 'job';
const isNeverJobs = ({ kind, job }) => kind === 'job' && job === undefined;
const singleSignOn = [
    no(({ whose }) => `the organization requires single sign-on, and ${whose()} is not authorized for it`),
    ({ header }) => {
        const url = /url=(https:\/\/[^\s;…]+)(?:;|$)/.exec(header('x-github-sso') ?? '')?.[1];
        const authorize = url === undefined ? 'Choose "Configure SSO" in the settings of the token' : `Open ${url}`;
        return `${authorize} and authorize it for the organization, or use a GitHub App, whose tokens need no single sign-on`;
    },
];
const missingRole = [
    no(({ whose, said }) => `the user of ${whose()} has no right to do that${said}`),
    ({ isRepository, anyToken }) => `That user has to be ${isRepository ? 'a collaborator of the repository with write access, or an admin of it' : 'an owner of the organization'}; or use ${anyToken}`,
];
/** GitHub refuses in the job's own repository, and hides in all others: the same words for both. */
const neverForJobs = [
    no(({ whose, app }) => `${whose()} is GITHUB_TOKEN, which can never have ${app}`),
    ({ anyToken }) => `Use ${anyToken}`,
];
const blocked = [
    no(({ words, status }) => `GitHub has blocked access to it (${words || status})`),
    'Remove it from destinations, or write to GitHub Support',
];
const tooLarge = [
    no(({ words }) => `the value is too large (${words || 'Payload Too Large'})`),
    'A secret or a variable holds 48 KB at most. Choose another format',
];
const anythingElse = [
    () => true,
    no(({ status, words }) => (words === '' ? `it gave no reason (${status})` : `${status} ${words}`)),
    ({ words }) => words === '' ? 'Run again; if it stays so, write to GitHub Support' : 'Fix what the message names and run again',
];
/**
 * The first row that fits counts. GitHub has no error codes, so that words tell many cases apart, and are matched
 * loosely. Where the words come from:
 *
 * - "Resource not accessible by integration", "… by personal access token", 404 for what is hidden, rate limits,
 *   `x-accepted-github-permissions`: https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api
 * - "Must have admin rights to Repository.": github/docs#29818; `x-oauth-scopes`:
 *   https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps
 * - `x-github-sso`: https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api; "Resource protected
 *   by organization SAML enforcement.": cli/cli#2661
 * - "… has an IP allow list enabled": aquasecurity/trivy#10567; "… OAuth App access restrictions": aeonfun/aeon#1083
 * - "… forbids access via a personal access token (classic).": refined-github/refined-github#6951; "… via a fine-grained
 *   personal access tokens if the token's lifetime is greater than …": NixOS/org#247
 * - "This installation has been suspended": google-gemini/gemini-cli#12033
 * - "Repository was archived so is read-only.": r-universe-org/help#247
 * - "Upgrade to GitHub Pro or make this repository public to enable this feature.": iterative/cml#1229
 * - "… an improperly encrypted secret": integrations/terraform-provider-github#2315; "key_id" wasn't supplied:
 *   github/rest-api-description#419; `selected_repository_ids` that are no integers: github/docs#5422
 *
 * Seen in public repositories and documented nowhere: "Actions has been disabled for this repository.", "Repository
 * access blocked", "The permissions requested are not granted to this installation.". The limits and the rules for names
 * are of https://docs.github.com/en/actions/reference/security/secrets, the words about them are guessed. Redirections
 * are followed before anybody sees them.
 */
const rows = [
    [
        when(0),
        ({ doing, place, words }) => `GitHub could not be reached to ${doing} in ${place} (${words || 'no answer'})`,
        ({ failure }) => (0,problems/* networkRemedy */.xO)(failure) ?? 'Check github-api-url and the network of the runner, then run again',
    ],
    [
        ({ status }) => isUnclear(status),
        ({ doing, place, status }) => `GitHub answered ${status} to every attempt to ${doing} in ${place}`,
        'See https://www.githubstatus.com (or ask who runs your GitHub Enterprise Server) and run again',
    ],
    [
        when([403, 429], ({ failure }) => (0,api_limits/* isUsedUp */.l6)(failure.headers)),
        no((known) => `the rate limit of ${known.whose()} is used up${limitSize(known)}, ${limitEnd(known)}`),
        'Run again after that: what is already done is not repeated. If it happens often, use a GitHub App, whose limit is the highest, or share the token with fewer jobs',
    ],
    [
        when([403, 429], ({ failure }) => (0,api_limits/* isRateLimit */.a5)(failure)),
        no((known) => `too many requests came in a short time, and a secondary rate limit holds ${limitEnd(known)}`),
        'Run again after that: what is already done is not repeated. Other jobs with the same token count too',
    ],
    [
        // What stands between the runner and GitHub answers in pages; so does GitHub, where there is no API.
        when([400, 401, 403, 404, 405, 406, 407, 410, 451], ({ failure }) => isPage(failure)),
        no(({ status }) => `a web page came instead of an answer of the API (${status})`),
        'Check github-api-url, and the proxy or firewall between the runner and GitHub, which may have sent it',
    ],
    [
        when(401, isOurs),
        no(({ words }) => `it does not accept the App of github-app-id (${words || 'Bad credentials'})`),
        'Check that github-app-id and github-app-private-key belong to the same App, that its settings still list the key, and that the clock of the runner is right',
    ],
    [
        when(401),
        no(({ whose, words }) => `${whose()} is not valid (${words || 'Bad credentials'})`),
        "It is expired, revoked or mistyped. A GitHub App's token lives for one hour: make it in the same job. A personal access token ends on the date that its settings show",
    ],
    [
        when(403, /archived/i),
        no('the repository is archived, so it is read-only'),
        'Remove it from destinations, or unarchive it',
    ],
    [when(403, ({ header }) => header('x-github-sso') !== undefined), ...singleSignOn],
    [when(403, /\bSAML\b|single sign-on/i), ...singleSignOn],
    [
        when(403, /IP allow ?list/i),
        no('the organization has an IP allow list, and the address of this runner is not on it'),
        'Run the job on a runner with a fixed address (self-hosted, or a larger runner), and have an owner of the organization add that address',
    ],
    [
        when(403, /suspended/i, /account/i),
        no(({ whose, words }) => `the account of ${whose()} is suspended (${words})`),
        'Use a token of another account, or write to GitHub Support',
    ],
    [
        when(403, /suspended/i),
        no(({ words }) => `the installation of the GitHub App is suspended (${words})`),
        'Whoever suspended it can lift that: an owner of the organization under Settings, GitHub Apps, or the owner of the App',
    ],
    [
        when(403, /OAuth App access restrictions/i),
        no(({ whose }) => `the organization restricts OAuth Apps, and has not approved the one that made ${whose()}`),
        ({ anyToken }) => `Have an owner approve it under Settings, Third-party access, or use a token that falls under no such restriction: ${anyToken}`,
    ],
    [
        when(403, /forbids access via a personal access token/i),
        no(({ whose }) => `the organization accepts no classic personal access tokens, and ${whose()} is one`),
        ({ modern }) => `Use ${modern}`,
    ],
    [
        when(403, /forbids access via a fine-grained.*lifetime/i),
        no(({ whose, words }) => `${whose('fine-grained token')} lives longer than is allowed there (${words})`),
        'Shorten its lifetime in its settings to what the message names, or use a GitHub App',
    ],
    [
        when(403, /forbids access via a fine-grained/i),
        no(({ whose, words }) => `fine-grained tokens are not accepted there, and ${whose()} is one (${words})`),
        ({ app, classic, personal }) => personal
            ? `Use a classic token with the scope ${classic}`
            : `Use a GitHub App with ${app}, or have an owner of the organization allow fine-grained tokens`,
    ],
    [
        when([403, 422], /\bActions (?:has been|is|are) disabled/i),
        no(({ words }) => `GitHub Actions is switched off (${words})`),
        'Switch it on under Settings, Actions, General. Where that is locked, the organization or the enterprise forbids it; where GitHub has switched it off for an account, GitHub Support can help',
    ],
    [when(403, /access blocked/i), ...blocked],
    [when(451), ...blocked],
    [
        when(403, /upgrade to GitHub/i),
        no(({ words }) => `the plan of its owner does not include that (${words})`),
        'Take another plan, make the repository public, or store the key in the secrets of the repository instead',
    ],
    // GITHUB_TOKEN is an installation's token too, and GitHub refuses it in the same words.
    [
        when(403, integration, ({ personal }) => personal),
        no(({ said }) => `no App may do that, whatever its permissions${said}`),
        ({ app, classic }) => `Use a personal access token: fine-grained with ${app}, or classic with the scope ${classic}`,
    ],
    [
        when(403, integration, isOurs),
        no(({ app, said }) => `the App of github-app-id lacks ${app}${said}`),
        'Add the permission in the settings of the App and approve it in its installation',
    ],
    [when(403, integration, isNeverJobs), ...neverForJobs],
    [
        when(403, integration, isJobs),
        no(({ whose, app, said }) => `${whose()} is GITHUB_TOKEN, which lacks ${app}${said}`),
        (known) => `Add ${ofJob(known)} of the job; it reaches no other repository`,
    ],
    [
        when(403, integration),
        no(({ whose, app, said }) => `${whose()} lacks ${app}${said}`),
        (known) => `If it is a GitHub App's: add the permission in the settings of the App and approve it in its installation, and ask for it where the token is made. If it is GITHUB_TOKEN${known.job === undefined
            ? `, which can never have that permission: use ${known.anyToken}`
            : `: add ${ofJob(known)} of the job; it reaches no other repository`}`,
    ],
    [
        when(403, /not accessible by personal access token/i),
        no(({ whose, app, said }) => `${whose('fine-grained token')} lacks ${app}${said}`),
        ({ isRepository }) => `Edit the token: it needs that permission, and ${isRepository ? 'the repository among those that it may access' : 'the organization as its resource owner'}. If the organization approves such tokens, one that waits for approval can read only what is public`,
    ],
    [when(403, ({ scopes, classic }) => scopes?.includes(classic) === true), ...missingRole],
    [
        when(403, ({ scopes }) => scopes !== undefined),
        no((known) => `${known.whose('classic token')} has ${scopesOf(known)}, and needs ${known.classic}${accepted(known)}`),
        ({ app, classic, personal }) => `Add the scope ${classic} in its settings, or use ${personal ? 'a fine-grained token' : 'a GitHub App'} with ${app}`,
    ],
    [when(403, /must have admin rights|\badmin access\b|\borg(?:anization)? (?:admin|owner)/i), ...missingRole],
    [
        when(403),
        no(({ words }) => words || 'it gave no reason (403)'),
        ({ whose, anyToken }) => `Check what ${whose()} is allowed: that takes ${anyToken}`,
    ],
    // GitHub hides what a token may not see: missing and forbidden look the same.
    [
        when(404, isOurs, ({ personal }) => !personal),
        notFound,
        (known) => `${wrongName(known)}, or the App of github-app-id has no access to it: GitHub hides what a token may not see. The App has to be installed there${known.isRepository ? ', for that repository too,' : ''} with ${known.app}${known.named && ` (${known.named})`}`,
    ],
    [when(404, isNeverJobs), ...neverForJobs],
    [
        when(404, isJobs),
        notFound,
        (known) => `Either the name is wrong, or it is in another repository: ${known.whose()} is GITHUB_TOKEN, which reaches the repository of the job alone, and there with ${ofJob(known)}`,
    ],
    [
        when(404),
        notFound,
        (known) => `${wrongName(known)}, or ${known.whose()} has no access to it: GitHub hides what a token may not see.${tooLittle(known)} It takes ${known.anyToken}${known.named && ` (${known.named})`}. ${known.personal ? 'No App can do that' : 'An App has to be installed there'}`,
    ],
    [
        when(410),
        no(({ words }) => `this server does not offer that any more (${words || 'Gone'})`),
        'Use the newest version of this action. On GitHub Enterprise Server, look up which versions of the API it speaks',
    ],
    [when(413), ...tooLarge],
    [when(422, /\b(?:secret|variable|value)\b.*\btoo (?:large|long|big)\b/i), ...tooLarge],
    [
        when(422, /improperly encrypted|key_id/i),
        no(({ words }) => `the value is not sealed for the public key that is there now (${words})`),
        'GitHub has exchanged the key meanwhile. Run again: the new one is read',
    ],
    [
        when(422, /(?:maximum|limit|at most|too many|exceed).*\b(?:secrets|variables)\b/i),
        no(({ words }) => `there are too many secrets or variables (${words})`),
        'A repository holds 100 secrets and 500 variables, an environment 100 of each, an organization 1,000 of each. Delete those that nobody uses, or store the whole key in one secret (format json)',
    ],
    [
        when(422, /\b(?:secret|variable) names?\b|invalid name|name is invalid/i),
        no(({ words }) => `the name is not allowed (${words})`),
        'Names consist of letters, digits and underscores, begin with no digit, and not with GITHUB_. Correct it in secrets or variables',
    ],
    [
        // A token for an installation that has less than is asked for is refused as a whole.
        when(422, /parent installation|not granted to this installation/i),
        no(({ app, words }) => `the installation of the App does not include it, or lacks ${app} (${words})`),
        'Add the repository to the installation of the App. A permission that was added to the App later has to be approved in the installation',
    ],
    [
        when(422, /selected_repository_ids|is not an integer/i),
        no(({ words }) => `one of the selected repositories is not valid (${words})`),
        'A repository was deleted or has left the organization. Run again: the list is read again; correct the input repositories of the destination if it is given',
    ],
];
function notFound({ doing, place }) {
    return `${place.replace(/^the /, 'The ')} was not found while trying to ${doing}`;
}
/**
 * A repository is found by its old name too, an organization is not:
 * https://docs.github.com/en/organizations/managing-organization-settings/renaming-an-organization
 */
function wrongName({ isRepository }) {
    return `Either the name is wrong${isRepository ? '' : ', or the organization was renamed'}`;
}
function ofJob({ job, permission: { level } }) {
    return `"${job}: ${level}" under "permissions:"`;
}
function scopesOf({ scopes = [] }, only = '') {
    return scopes.length === 0 ? 'no scopes' : `${only}the scopes ${scopes.join(', ')}`;
}
function tooLittle(known) {
    return known.scopes === undefined || known.scopes.includes(known.classic)
        ? ''
        : ` It has ${scopesOf(known, 'only ')}.`;
}
function accepted({ header, classic }) {
    const takes = header('x-accepted-oauth-scopes') ?? '';
    return takes === '' || takes === classic ? '' : ` (GitHub accepts ${takes})`;
}
function limitSize({ header }) {
    const limit = header('x-ratelimit-limit');
    return limit === undefined ? '' : ` (${limit} requests an hour)`;
}
/** The last moment that a date of four digits of a year can show. */
const lastInstant = Date.UTC(9999, 11, 31);
/** When a limit ends, by GitHub's own date. */
function limitEnd({ header }) {
    const seconds = Number(header('retry-after') ?? Number.NaN) * rotation_time/* second */.Rc;
    const date = Date.parse(header('date') ?? '');
    const reset = Number(header('x-ratelimit-reset') ?? Number.NaN) * rotation_time/* second */.Rc;
    const end = Number.isFinite(seconds) ? date + seconds : reset;
    if (end > 0 && end < lastInstant)
        return `until ${(0,rotation_time/* utc */.n$)(end)} by GitHub's clock`;
    return seconds >= 0 && seconds < lastInstant ? `for ${(0,rotation_time/* spoken */.vg)(seconds)}` : 'for a minute at least';
}
function caseOf(failure, attempt) {
    const { token, permission } = attempt;
    const { app, classic, job, personal } = permission;
    const header = (name) => {
        const value = failure.headers[name];
        return value === undefined ? undefined : (0,presentable/* presentable */.KC)(String(value));
    };
    // Octokit appends a link to the documentation.
    const own = (0,presentable/* presentable */.KC)(failure.message.replace(/ - https?:\/\/\S+\s*$/, '')).replace(/[.!?\s]+$/, '');
    const words = isPage(failure) ? '' : own;
    const names = header('x-accepted-github-permissions') ?? '';
    const named = names === '' ? '' : `GitHub names ${names}`;
    const said = [words, named].filter((part) => part !== '').join('; ');
    const modern = `${personal ? 'a fine-grained token' : 'a GitHub App or a fine-grained token'} with ${app}`;
    // Other installations have 5,000: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
    const isJobToken = header('x-ratelimit-limit') === '1000';
    return {
        ...attempt,
        ...{ app, classic, job, personal },
        ...{ failure, status: failure.status, header, words, named, modern },
        said: said === '' ? '' : ` (${said})`,
        whose: (kind = 'token') => token === 'github-app-id' ? 'the token of the App of github-app-id' : `the ${kind} in ${token}`,
        scopes: header('x-oauth-scopes')
            ?.split(/[\s,]+/)
            .filter((scope) => scope !== ''),
        isRepository: classic === 'repo',
        kind: token === 'github-app-id' ? 'ours' : isJobToken ? 'job' : 'other',
        anyToken: `${modern}, or a classic token with the scope ${classic}`,
    };
}

;// CONCATENATED MODULE: ./lib/github/api/retries.js
/** When a request to GitHub is sent again, and how long after the last attempt. */



/** Waits between attempts after an answer that says nothing about the request. */
const retryDelays = [1, 2, 4, 8].map((seconds) => seconds * rotation_time/* second */.Rc);
/** A request does not sit out a longer limit than this, unless its caller knows better. */
const longestLimit = 10 * rotation_time/* minute */.Vc;
/**
 * How long to wait before sending a request again; undefined: not at all. Limits are clear refusals, so that even a
 * request that must not be repeated may be sent again; a lost or broken answer allows it only to idempotent requests.
 */
function retryDelay(failure, repeat, attempt, longest = longestLimit) {
    if (attempt >= retryDelays.length)
        return undefined;
    if ((0,api_limits/* isRateLimit */.a5)(failure)) {
        const delay = (0,api_limits/* limitDelay */.RT)(failure.headers, attempt);
        return delay <= longest ? delay : undefined;
    }
    return isUnclear(failure.status) && repeat === 'idempotent' ? retryDelays[attempt] : undefined;
}

;// CONCATENATED MODULE: ./lib/github/api/client.js






/** An open connection is taken to stay open for so long after it was used. */
const connectionsLast = 2 * rotation_time/* second */.Rc;
/** With fewer requests left, other jobs with the same token may take the last ones at any moment. */
const littleLeft = 500;
/** The largest page that GitHub gives of most lists. */
const pageSize = 100;
/** No list of GitHub's has more pages: one that does not end is no list. */
const client_mostPages = 1_000;
/**
 * Sends requests at the pace that GitHub allows to this token, again where that is right, and tells refusals from lost
 * answers.
 */
class GitHubClient {
    token;
    pace;
    budget;
    #send;
    #clock;
    #time;
    /** Whether GitHub may have limits: most Enterprise Servers do not, and do not even tell of them. */
    #isLimited = true;
    /** So many connections were in use at that time. */
    #open = { count: 0, at: 0 };
    /** `installation`: whose App's installation the token is made for. */
    constructor(send, token, clock, time, installation) {
        this.token = token;
        this.pace = new api_limits/* Pace */.oG(clock);
        this.budget = new api_limits/* HourlyBudget */.Dj(installation === undefined ? `the token in ${token}` : `the App of github-app-id for ${installation}`, clock);
        this.#send = send;
        this.#clock = clock;
        this.#time = time;
    }
    /**
     * Asks GitHub for one thing, by a route such as `GET /repos/{owner}/{repo}`.
     * @throws Refusal, in words, when GitHub refuses or does not answer after all attempts; BudgetShort for what is
     *   optional; and what ends the run
     */
    async ask(route, parameters, purpose, { isOptional = false, repeat = 'idempotent', until = Number.POSITIVE_INFINITY, longest = longestLimit, renew, } = {}) {
        if (isOptional)
            this.budget.requireSpare();
        const refusal = (failure) => explain(failure, { ...purpose, token: this.token });
        // What keeps a request from being sent again does not hide that GitHub may have done what was asked before.
        const sooner = (error, failure) => failure?.ambiguous === true && !(0,rotation_problem/* endsRun */.sl)(error) ? refusal(failure) : error;
        let before;
        let sent = parameters;
        for (let attempt = 0;; attempt += 1) {
            await this.#waitForTurn(route, Math.min(longest, until - this.#clock.elapsed()));
            try {
                const { status, data, headers } = await this.#send(route, sent);
                this.budget.hear(headers);
                return { status, headers, data: data, at: this.#time.heard(headers) };
            }
            catch (error) {
                // No token could be had, say: nothing was sent.
                if (error instanceof rotation_problem/* Problem */.AF || (0,rotation_problem/* endsRun */.sl)(error))
                    throw sooner(error, before);
                const failure = asFailure(error, before?.ambiguous === true);
                before = failure;
                this.#time.heard(failure.headers);
                this.budget.hear(failure.headers);
                if ((0,api_limits/* isRateLimit */.a5)(failure))
                    this.#holdBack(failure, (0,api_limits/* limitDelay */.RT)(failure.headers, attempt));
                const delay = retryDelay(failure, repeat, attempt, longest);
                if (delay === undefined || this.#clock.elapsed() + delay > until)
                    throw refusal(failure);
                await this.#clock.sleep(delay);
                if (renew !== undefined)
                    sent = await renew().catch((cause) => Promise.reject(sooner(cause, failure)));
            }
        }
    }
    /**
     * Asks for a list, page by page, until GitHub says that it has no more or nobody takes the next one. An answer is the
     * list, or has it beside its `total_count`. `per_page` is a hundred unless it is given.
     * @throws as `ask`
     */
    async *pages(route, parameters, purpose, persistence = {}) {
        const { per_page: size } = { per_page: pageSize, ...parameters };
        for (let page = 1; page <= client_mostPages; page += 1) {
            const asked = { ...parameters, per_page: size, ...(page === 1 ? {} : { page }) };
            const { data, at } = await this.ask(route, asked, purpose, persistence);
            const { items, total } = listed(data);
            yield { items, total, at };
            if (items.length === 0 || (total === undefined ? items.length < Number(size) : page * Number(size) >= total))
                return;
        }
    }
    /**
     * Performs requests that belong together at one moment. Opening a connection takes longer than a request, so there
     * is one for each of them first; `ready` comes directly before the requests, and what it throws keeps all of them
     * from being sent.
     */
    async together(requests, ready) {
        const { length: count } = requests;
        await this.#openConnections(count);
        await ready();
        if (!this.#isOpen(count)) {
            // It took its time: the second time, little is left to do.
            await this.#openConnections(count);
            await ready();
        }
        const results = await Promise.allSettled(requests.map((request) => request()));
        this.#open = { count, at: this.#clock.elapsed() };
        return results;
    }
    /** Makes sure that GitHub has said what is left of the hourly budget; just now, where others may use up the rest. */
    async askForBudget() {
        if (this.#isLimited && (!this.budget.isKnown || this.budget.left < littleLeft))
            await this.#askForLimit();
    }
    /** Waits a moment, until GitHub may answer otherwise. */
    pause(duration) {
        return this.#clock.sleep(duration);
    }
    #isOpen(count) {
        return this.#open.count >= count && this.#clock.elapsed() - this.#open.at <= connectionsLast;
    }
    async #openConnections(count) {
        if (this.#isOpen(count))
            return;
        await Promise.all(Array.from({ length: count }, () => this.#askForLimit()));
        this.#open = { count, at: this.#clock.elapsed() };
    }
    /** Costs nothing of the limit, and is not there where nothing is limited: https://docs.github.com/en/rest/rate-limit/rate-limit */
    async #askForLimit() {
        try {
            this.budget.hear((await this.#send('GET /rate_limit', {})).headers);
        }
        catch (error) {
            if ((0,rotation_problem/* endsRun */.sl)(error))
                throw error;
            // Where nothing answers, the requests themselves will tell.
            if (asFailure(error, false).status === 404)
                this.#isLimited = false;
        }
    }
    /** A write goes at once: several of them belong together, and whoever sends many has waited for all of them. */
    async #waitForTurn(route, longest) {
        if (!route.startsWith('GET '))
            return this.pace.takeWrites(1);
        const delay = this.pace.takeRead();
        // A limit that lasts longer is GitHub's to tell.
        if (delay > 0 && delay <= longest)
            await this.#clock.sleep(delay);
    }
    /** What one request has hit, others need not hit as well. */
    #holdBack(failure, delay) {
        this.pace.close(delay);
        if (!(0,api_limits/* isUsedUp */.l6)(failure.headers))
            this.pace.slowDown();
    }
}
function listed(data) {
    if (Array.isArray(data))
        return { items: data, total: undefined };
    const { total_count: total, ...rest } = data;
    const items = Object.values(rest).find((each) => Array.isArray(each)) ?? [];
    return { items, total: typeof total === 'number' ? total : undefined };
}
function asFailure(error, ambiguous) {
    const given = (error ?? {});
    const status = given.response !== undefined && typeof given.status === 'number' ? given.status : 0;
    const failure = error instanceof Error ? error : new Error(String(error));
    const headers = given.response?.headers ?? {};
    return Object.assign(failure, { status, headers, ambiguous: ambiguous || isUnclear(status) });
}

;// CONCATENATED MODULE: ./lib/github/api/time.js

/** Clocks that differ by no more than this agree: that is latency, and dates in whole seconds. */
const agreement = 5 * rotation_time/* second */.Rc;
/**
 * What GitHub's clock shows, for all tokens together: the latest date of an answer, carried forward. It is never ahead
 * of GitHub's own.
 */
class GitHubTime {
    #clock;
    #said;
    constructor(clock) {
        this.#clock = clock;
    }
    /**
     * When GitHub answered. Only what GitHub itself answered, known by its request ID, tells the time; a proxy's page has
     * a date of the proxy's. Answers may arrive out of order.
     */
    heard(headers) {
        const date = headers['x-github-request-id'] === undefined ? Number.NaN : Date.parse(String(headers['date'] ?? ''));
        if (Number.isNaN(date))
            return this.now();
        if (this.#said === undefined || date > this.now())
            this.#said = { date, at: this.#clock.elapsed() };
        return date;
    }
    /** By the run's own clock while GitHub has not answered. */
    now() {
        if (this.#said === undefined)
            return this.#clock.now();
        return this.#said.date + this.#clock.elapsed() - this.#said.at;
    }
    /** How far GitHub's clock, which shows `at`, is ahead of AWS's; 0 where they agree. */
    aheadOfAws(at = this.now()) {
        const ahead = at - this.#clock.now();
        return Math.abs(ahead) <= agreement ? 0 : ahead;
    }
}

// EXTERNAL MODULE: ./node_modules/@actions/github/lib/github.js + 22 modules
var github = __webpack_require__(2413);
// EXTERNAL MODULE: ./node_modules/undici/index.js
var undici = __webpack_require__(4371);
// EXTERNAL MODULE: ./lib/network/proxy.js
var network_proxy = __webpack_require__(5806);
;// CONCATENATED MODULE: ./lib/github/api/transport.js
/** Requests to GitHub over the network, by Octokit. */





/** https://docs.github.com/en/rest/about-the-rest-api/api-versions: supported by every server that is. */
const apiVersion = '2022-11-28';
const requestTimeout = 30 * rotation_time/* second */.Rc;
/**
 * Sends over the network, with this token, through the proxy of the host that `baseUrl` names.
 * @throws Problem when that proxy is set to what is none
 */
function octokitRequest(token, baseUrl) {
    const quiet = () => undefined;
    const octokit = (0,github/* getOctokit */.Q)(token, {
        baseUrl,
        log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
        // The toolkit's own chooses the proxy for GITHUB_API_URL, whatever `baseUrl` says.
        request: { fetch: fetchFor(baseUrl) },
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
function fetchFor(baseUrl) {
    const { host, port } = new URL(baseUrl);
    const proxy = (0,network_proxy/* proxyFor */.iJ)(new URL(baseUrl));
    if (proxy === undefined)
        return undici.fetch;
    const token = (0,network_proxy/* proxyAuthorization */.YB)(proxy);
    const uri = `${proxy.protocol}//${proxy.host}`;
    const dispatcher = new undici.ProxyAgent({ uri, ...(token === undefined ? {} : { token }) });
    return async (url, options) => {
        try {
            return await (0,undici.fetch)(url, { ...options, dispatcher });
        }
        catch (error) {
            const status = refusalIn(error);
            throw status === undefined ? error : new problems/* ProxyRefusal */.fR(proxy, port === '' ? `${host}:443` : host, status);
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

// EXTERNAL MODULE: ./node_modules/p-map/index.js
var p_map = __webpack_require__(606);
// EXTERNAL MODULE: ./lib/rotation/secret-dates.js
var secret_dates = __webpack_require__(6916);
;// CONCATENATED MODULE: ./lib/github/places/audience.js


/** The audience as the API takes it; it names these repositories where it is `selected`. */
function audienceOf(visibility, readers) {
    if (visibility !== 'selected')
        return { visibility };
    return { visibility, selected_repository_ids: readers.map(({ id }) => id).sort((a, b) => a - b) };
}
/**
 * What GitHub says about who may use the secret of this name in a place.
 * @throws Problem when it does not say so: nobody guesses that
 */
function visibilityOf(secret, place) {
    const { name, visibility } = secret;
    if (visibility === 'all' || visibility === 'private' || visibility === 'selected')
        return visibility;
    throw new rotation_problem/* Problem */.AF(`GitHub does not say who may use ${name} of ${place}, and a write would have to guess it.`, 'Run again. If it stays so, look at the repository access of that secret in the settings of the organization, and report this with the log.');
}
/** The problem that the token does not see every repository that a secret of an organization is shared with. */
function readersUnseen(name, owner, all, seen) {
    return new rotation_problem/* Problem */.AF(`${name} of the organization ${owner} is shared with ${all} repositories, and the token sees ${seen} of them: writing it would take it away from the others.`, 'Give the token access to all repositories of the organization (an App: install it on all of them), or remove the ones that it may not see from the secret.');
}
/** How many requests it takes to list an audience. */
function audience_pagesOf(audience) {
    return Math.ceil((audience?.selected_repository_ids ?? []).length / pageSize);
}
/** Whether two audiences are the same. */
function isSameAudience(one, other) {
    const ids = ({ selected_repository_ids: all = [] }) => all.join();
    return one.visibility === other.visibility && ids(one) === ids(other);
}

;// CONCATENATED MODULE: ./lib/github/api/permissions.js
/** What a token has to be allowed, in the words of each kind of token. */
const ofRepository = permissionOf('Repository', 'repo');
const ofOrganization = permissionOf('Organization', 'admin:org');
const unpublished = { isPublished: false };
/**
 * The permissions that each place takes, by what is accessed there: `permissions.secrets('write')`.
 *
 * Titles: https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps. Names:
 * `app-permissions` in the schema of
 * https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app. Names for jobs:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions. Codespaces secrets of
 * an organization: https://docs.github.com/en/rest/codespaces/organization-secrets.
 */
const permissions = {
    metadata: ofRepository('Metadata', 'metadata'),
    contents: ofRepository('Contents', 'contents', { job: 'contents' }),
    actions: ofRepository('Actions', 'actions', { job: 'actions' }),
    secrets: ofRepository('Secrets', 'secrets'),
    environments: ofRepository('Environments', 'environments'),
    variables: ofRepository('Variables', 'actions_variables', unpublished),
    dependabotSecrets: ofRepository('Dependabot secrets', 'dependabot_secrets'),
    codespacesSecrets: ofRepository('Codespaces secrets', 'codespaces_secrets', unpublished),
    agentSecrets: ofRepository('Agent secrets', 'agent_secrets', unpublished),
    agentVariables: ofRepository('Agent variables', 'agent_variables', unpublished),
    organizationSecrets: ofOrganization('Secrets', 'organization_secrets'),
    organizationVariables: ofOrganization('Variables', 'organization_actions_variables', unpublished),
    organizationDependabotSecrets: ofOrganization('Organization dependabot secrets', 'organization_dependabot_secrets', unpublished),
    organizationCodespacesSecrets: ofOrganization('Organization codespaces secrets', 'organization_codespaces_secrets', {
        ...unpublished,
        personal: true,
    }),
    organizationAgentSecrets: ofOrganization('Agent secrets', 'organization_agent_secrets', unpublished),
    organizationAgentVariables: ofOrganization('Agent variables', 'organization_agent_variables', unpublished),
};
function permissionOf(whose, classic) {
    return (title, slug, { isPublished = true, job, personal = false } = {}) => (level) => {
        const app = `${whose} permissions → ${title}: ${level === 'write' ? 'Read and write' : 'Read-only'}`;
        return { app, classic, slug, isPublished, level, job, personal };
    };
}
/** The title on the settings page of a permission that an installation calls, for example, `secrets`. */
function titleOf(slug, level) {
    const all = Object.values(permissions).map((each) => each(level));
    return all.find((each) => each.slug === slug)?.app ?? `${slug}: ${level}`;
}

;// CONCATENATED MODULE: ./lib/github/places/addresses.js

/** The route of a place: https://docs.github.com/en/rest/actions/secrets, and for Dependabot, Codespaces and Agents. */
function routeOf(place) {
    switch (place.kind) {
        case 'repository':
            return {
                path: `/repos/{owner}/{repo}/${place.store}`,
                parameters: { owner: place.owner, repo: place.repo },
            };
        case 'environment':
            return {
                path: '/repos/{owner}/{repo}/environments/{environment_name}',
                parameters: { owner: place.owner, repo: place.repo, environment_name: place.environment },
            };
        case 'organization':
            return { path: `/orgs/{org}/${place.store}`, parameters: { org: place.owner } };
    }
}
/** The permission to read or write the secrets of a place. */
function secretPermission(place, level) {
    if (place.kind === 'environment')
        return permissions.environments(level);
    return (place.kind === 'repository' ? ofRepositories : ofOrganizations)[place.store](level);
}
/** The permission to read or write the variables of a place. Dependabot and Codespaces have none. */
function variablePermission(place, level) {
    if (place.kind === 'environment')
        return permissions.environments(level);
    const isAgents = place.store === 'agents';
    if (place.kind === 'repository')
        return isAgents ? permissions.agentVariables(level) : permissions.variables(level);
    return isAgents ? permissions.organizationAgentVariables(level) : permissions.organizationVariables(level);
}
const ofRepositories = {
    actions: permissions.secrets,
    dependabot: permissions.dependabotSecrets,
    codespaces: permissions.codespacesSecrets,
    agents: permissions.agentSecrets,
};
const ofOrganizations = {
    actions: permissions.organizationSecrets,
    dependabot: permissions.organizationDependabotSecrets,
    codespaces: permissions.organizationCodespacesSecrets,
    agents: permissions.organizationAgentSecrets,
};

;// CONCATENATED MODULE: ./lib/github/places/place.js
/** The API of one place: its secrets, its variables, and the public key that values for it are sealed with. */








/** Delays before a place that GitHub does not show is looked at again, where the work depends on it. */
const patience = [3 * rotation_time/* second */.Rc, 8 * rotation_time/* second */.Rc];
/** How long and how often a write is looked for: GitHub shows it a moment after it has accepted it. */
const confirmationBound = 30 * rotation_time/* second */.Rc;
const confirmationSpacing = 2 * rotation_time/* second */.Rc;
/** How all things of one kind are listed, by the largest pages that GitHub gives. */
const lists = {
    secrets: { route: 'GET /secrets', doing: 'list the secrets', per_page: pageSize },
    variables: { route: 'GET /variables', doing: 'list the variables', per_page: 30 },
    organizationSecrets: {
        route: 'GET /organization-secrets',
        doing: 'list the secrets of its organization that it may use',
        per_page: pageSize,
    },
};
/** A list with holes says nothing of what it does not show. */
class Incomplete extends rotation_problem/* Problem */.AF {
}
/** The API of one place. Every error is a Problem that says what was asked of which place. */
class GitHubPlace {
    place;
    github;
    #patience;
    /** With `patience`, what GitHub does not show is looked at again before that counts. */
    constructor(place, github, patience = []) {
        this.place = place;
        this.github = github;
        this.#patience = patience;
    }
    get name() {
        return (0,lib_destination/* nameOf */.Vb)(this.place);
    }
    /**
     * When an environment was made; undefined of any other place, and where the token may not ask. GitHub makes one that
     * was deleted anew, without protection, when a job names it. @throws only what ends the run
     */
    async made() {
        if (this.place.kind !== 'environment')
            return undefined;
        const { path, parameters } = routeOf(this.place);
        const purpose = { doing: 'look at the environment', place: this.name, permission: permissions.actions('read') };
        const answer = await this.github
            .ask(`GET ${path}`, parameters, purpose, { isOptional: true })
            .catch(rotation_problem/* passOver */.Wr);
        return answer && Date.parse(answer.data.created_at);
    }
    /** What values for this place are sealed with. GitHub may exchange it at any time. */
    publicKey() {
        const doing = 'read the public key for secrets';
        return this.#patiently(() => this.#ask('GET /secrets/public-key', {}, doing, {}, 'write'));
    }
    /**
     * When the secrets of these names were last written. One that is not shown is absent: its place has answered in the
     * same look. @throws Problem when the place does not show its secrets
     */
    async secrets(names) {
        const isOrganization = this.place.kind === 'organization';
        const { at, value } = await (isOrganization ? this.#each(names) : this.#list('secrets', names));
        return {
            at,
            value: names.map((name) => {
                const secret = value.get(name);
                return { name, updatedAt: secret && Date.parse(secret.updated_at) };
            }),
        };
    }
    /**
     * The secrets of its organization that a repository may use, in this store; of Actions and Agents alone:
     * https://docs.github.com/en/rest/actions/secrets#list-repository-organization-secrets
     * @throws Problem when one of `names` may be among those not shown
     */
    async organizationSecrets(names) {
        const { value } = await this.#list('organizationSecrets', names);
        return [...value.values()].map(({ name, updated_at }) => ({ name, updatedAt: Date.parse(updated_at) }));
    }
    /** The secrets of these names that an organization has, by one request for each hundred of all that it has. */
    async sharedSecrets(names) {
        const { value } = await this.#list('secrets', names);
        return names.flatMap((name) => {
            const secret = value.get(name);
            if (secret === undefined)
                return [];
            return [{ name, updatedAt: Date.parse(secret.updated_at), visibility: visibilityOf(secret, this.name) }];
        });
    }
    /** The variables on the first page of them, with their values, and how many there are. */
    async firstVariables() {
        for await (const { items, total = items.length } of this.#pages('variables')) {
            return { total, variables: items.map(asVariable) };
        }
        return { total: 0, variables: [] };
    }
    /** One secret of an organization, and everybody that it is shared with; undefined: it is absent. */
    async sharedSecret(name) {
        const { at, value } = await this.#each([name]);
        const secret = value.get(name);
        if (secret === undefined)
            return { at, value: undefined };
        const visibility = visibilityOf(secret, this.name);
        const readers = visibility === 'selected' ? await this.readers(name) : [];
        const updatedAt = Date.parse(secret.updated_at);
        return { at, value: { updatedAt, audience: audienceOf(visibility, readers), readers } };
    }
    /**
     * The repositories that a secret of visibility `selected` is shared with.
     * @throws Problem when the token does not see all of them
     */
    async readers(name) {
        const route = 'GET /secrets/{secret_name}/repositories';
        const purpose = this.#purpose(route, `list the repositories that may use ${name}`);
        const readers = new Map();
        let all = 0;
        for await (const { items, total = 0 } of this.github.pages(this.#address(route), this.#parameters({ secret_name: name }), purpose)) {
            all = total;
            for (const reader of items)
                readers.set(reader.id, reader);
        }
        if (readers.size !== all)
            throw readersUnseen(name, this.place.owner, all, readers.size);
        return [...readers.values()];
    }
    /**
     * Writes a sealed value. A secret of an organization is given to the audience, whoever had it before; `renew` tells
     * the audience anew, directly before the request is sent again.
     */
    async putSecret(name, sealed, audience, { renew, ...persistence }, doing = `write the secret ${name}`) {
        const body = (shared) => ({ secret_name: name, ...sealed, ...shared });
        const again = { ...persistence, renew: async () => this.#parameters(body(await renew())) };
        await this.#ask('PUT /secrets/{secret_name}', body(audience), doing, again);
    }
    /** Deletes a secret. False: GitHub does not find it, which may be because it hides it. */
    async deleteSecret(name, doing) {
        try {
            await this.#ask('DELETE /secrets/{secret_name}', { secret_name: name }, doing);
            return true;
        }
        catch (error) {
            if (statusOf(error) !== 404)
                throw error;
            return false;
        }
    }
    /** One variable, whose value can be read; absent only if its place has answered in the same look. */
    async variable(name) {
        const { at, value } = await this.#found(() => this.#ask('GET /variables/{name}', { name }, `look at the variable ${name}`), () => this.#list('variables', [name]), name);
        return { at, value: value === undefined ? { name: `variable ${name}`, updatedAt: undefined } : asVariable(value) };
    }
    /** Updates a variable, or creates it for the audience. An update leaves the audience of an organization's alone. */
    async putVariable(name, value, audience, { renew, ...persistence }) {
        const send = (route, body, repeat = 'idempotent') => {
            const again = async () => {
                await renew();
                return this.#parameters(body);
            };
            return this.#ask(route, body, `write the variable ${name}`, { ...persistence, repeat, renew: again });
        };
        const update = () => send('PATCH /variables/{name}', { name, value });
        try {
            await update();
        }
        catch (error) {
            if (statusOf(error) !== 404)
                throw error;
            try {
                await send('POST /variables', { name, value, ...audience }, 'once');
            }
            catch (failure) {
                // It exists already, or may: by another hand, or by this very request, whose answer was lost.
                if ((0,rotation_problem/* endsRun */.sl)(failure) || (isClearRefusal(failure) && statusOf(failure) !== 409))
                    throw failure;
                await renew();
                await update();
            }
        }
    }
    /** The numbers that the API knows the repositories of an audience by. */
    async audienceBody({ visibility, repositories }) {
        if (visibility !== 'selected')
            return { visibility };
        const readers = [];
        const route = 'GET /repos/{owner}/{repo}';
        for (const fullName of repositories) {
            const [owner, repo] = fullName.split('/');
            const purpose = this.#purpose(route, `look at ${fullName}, which is to use it,`);
            readers.push((await this.github.ask(route, { owner, repo }, purpose)).data);
        }
        return audienceOf(visibility, readers);
    }
    /** Secrets of an organization, which may have a thousand: each is asked for, and the list where one is not shown. */
    async #each(names) {
        const shown = new Map();
        let listed;
        const list = () => {
            listed ??= this.#list('secrets', names);
            return listed;
        };
        let earliest = Number.POSITIVE_INFINITY;
        for (const name of names) {
            const doing = `look at the secret ${name}`;
            const look = () => this.#ask('GET /secrets/{secret_name}', { secret_name: name }, doing);
            const { at, value } = await this.#found(look, list, name);
            if (value !== undefined)
                shown.set(name, value);
            earliest = Math.min(earliest, at);
        }
        return { at: earliest, value: shown };
    }
    /** One thing of the place. That GitHub does not show it says nothing, until the list of all such things says the same. */
    async #found(look, list, name) {
        try {
            return await look();
        }
        catch (error) {
            if (statusOf(error) !== 404)
                throw error;
            const { at, value } = await list();
            return { at, value: value.get(name) };
        }
    }
    /** All things of a kind, by name. @throws Problem when one of `names` may be among those not shown */
    #list(of, names) {
        return this.#patiently(async () => {
            const shown = new Map();
            let last = { at: 0, total: 0 };
            for await (const { items, total = 0, at } of this.#pages(of)) {
                for (const item of items)
                    shown.set(item.name, item);
                last = { at, total };
            }
            if (shown.size >= last.total || names.every((name) => shown.has(name)))
                return { at: last.at, value: shown };
            throw new Incomplete(`GitHub does not list all ${of === 'variables' ? of : 'secrets'} of ${this.name}, so nobody can tell which of them exist.`, 'Run again; see https://www.githubstatus.com if it stays so.');
        });
    }
    #pages(of) {
        const { route, doing, per_page } = lists[of];
        return this.github.pages(this.#address(route), this.#parameters({ per_page }), this.#purpose(route, doing));
    }
    /** Looks again when GitHub does not show the place, or not all of it: that may pass, right after a write for example. */
    async #patiently(look) {
        for (const delay of this.#patience) {
            try {
                return await look();
            }
            catch (error) {
                if (statusOf(error) !== 404 && !(error instanceof Incomplete))
                    throw error;
                await this.github.pause(delay);
            }
        }
        return look();
    }
    /** `route`: the method, and what follows the place's own address. */
    async #ask(route, parameters, doing, persistence = {}, level) {
        const purpose = this.#purpose(route, doing, level);
        const { at, data } = await this.github.ask(this.#address(route), this.#parameters(parameters), purpose, persistence);
        return { at, value: data };
    }
    #address(route) {
        return route.replace(' ', ` ${routeOf(this.place).path}`);
    }
    #parameters(parameters) {
        return { ...routeOf(this.place).parameters, ...parameters };
    }
    #purpose(route, doing, level = route.startsWith('GET ') ? 'read' : 'write') {
        const permissionOf = route.includes('/variables') ? variablePermission : secretPermission;
        return { doing, place: this.name, permission: permissionOf(this.place, level) };
    }
}
function asVariable({ name, updated_at, value = '' }) {
    return { name: `variable ${name}`, updatedAt: Date.parse(updated_at), value };
}

;// CONCATENATED MODULE: ./lib/github/destinations/destination.js
/** One destination: its place, and the secrets and variables that it gets. */





/** A limit that lasts longer than this is waited for where the claim on the user is looked after meanwhile. */
const destination_longestLimit = rotation_time/* minute */.Vc;
/** A destination as one unit: its secrets are read together, and written at one moment. */
class GitHubDestination {
    #destination;
    #api;
    #publicKey;
    /** Who may use an organization's secrets, as they were sent. */
    #audiences = new Map();
    /** Names of secrets that the first look of this run has shown as absent; undefined before it. */
    #absent;
    /** How many pages the audience of an organization's secret has at most. */
    #pages = 1;
    constructor(destination, github) {
        this.#destination = destination;
        this.#api = new GitHubPlace(destination.place, github, patience);
    }
    get place() {
        return this.#destination.place;
    }
    get name() {
        return this.#api.name;
    }
    get github() {
        return this.#api.github;
    }
    /** How many writes it takes. */
    get size() {
        return this.#destination.secrets.length + this.#destination.variables.length;
    }
    /** What writing all of it takes. A variable may have to be created where it cannot be updated. */
    get cost() {
        const { place, secrets, variables } = this.#destination;
        const looks = place.kind === 'organization' ? secrets.length * (1 + this.#pages) : 0;
        const reading = place.kind === 'organization' ? secrets.length : Math.min(1, secrets.length);
        return {
            writing: secrets.length + 2 * variables.length + looks,
            confirming: reading + variables.length + looks,
        };
    }
    /** Everything that stands against writing to it, in sentences, and what it holds; the latter without problems only. */
    async check() {
        try {
            if (this.#destination.secrets.length > 0)
                this.#publicKey = (await this.#api.publicKey()).value;
            const shown = await this.read();
            const problems = await this.#audienceProblems(shown.secrets);
            return { problems, reading: problems.length === 0 ? shown : undefined };
        }
        catch (error) {
            if ((0,rotation_problem/* endsRun */.sl)(error))
                throw error;
            return { problems: [(0,rotation_problem/* inSentences */.YP)(error)], reading: undefined };
        }
    }
    /** When its environment was made; undefined where it is none, or nobody tells. @throws only what ends the run */
    made() {
        return this.#api.made();
    }
    /** When each secret and variable was written, and when GitHub said so. */
    async read() {
        const { secrets, variables } = this.#destination;
        const names = secrets.map(({ name }) => name);
        const shown = [];
        if (names.length > 0) {
            const read = await this.#api.secrets(names);
            this.#absent ??= new Set(read.value.filter(({ updatedAt }) => updatedAt === undefined).map(({ name }) => name));
            shown.push(read);
        }
        for (const { name } of variables)
            shown.push(await this.#api.variable(name));
        return {
            name: this.name,
            at: Math.min(...shown.map(({ at }) => at)),
            secrets: shown.flatMap(({ value }) => value),
        };
    }
    /**
     * Writes what is not written yet, all of it at one moment, so that the two halves of a pair arrive together. Everything
     * is sealed and connected before; that the run still holds the user, that the hourly budget has all the writes, and who
     * may use an organization's secret is asked directly before. Says what has been accepted by now.
     */
    async write(held, before, { until, holds }) {
        const { secrets, variables } = this.#destination;
        const written = new Set(before);
        const persistence = { until, longest: destination_longestLimit, renew: () => holds().then(() => undefined) };
        const isLeft = (entry) => !written.has(entry);
        try {
            const writes = [
                ...(await this.#secretWrites(secrets.filter(isLeft), held, persistence)),
                ...(await this.#variableWrites(variables.filter(isLeft), held, persistence)),
            ];
            const ready = async () => {
                await Promise.all(writes.map(({ prepare }) => prepare?.()));
                await this.github.askForBudget();
                await holds();
                this.github.budget.require(writes.length, `write ${this.name}`);
            };
            const outcomes = await this.github.together(writes.map(({ entry, send }) => async () => {
                await send();
                written.add(entry);
            }), ready);
            const errors = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
            const ending = errors.find(rotation_problem/* endsRun */.sl);
            if (ending !== undefined)
                throw ending;
            return { written, error: errors.find(isAmbiguous) ?? errors[0] };
        }
        catch (error) {
            if ((0,rotation_problem/* endsRun */.sl)(error))
                throw error;
            return { written, error };
        }
    }
    /** A sentence when an organization shows another audience than the one that was sent. */
    async differentAudience() {
        for (const [{ name }, sent] of this.#audiences) {
            const { value: secret } = await this.#api.sharedSecret(name);
            if (secret !== undefined && !isSameAudience(secret.audience, sent)) {
                return `${name} of ${this.name} is shared with others than before: compare its repository access in the settings of the organization.`;
            }
        }
        return undefined;
    }
    async #secretWrites(entries, held, persistence) {
        if (entries.length === 0)
            return [];
        const publicKey = this.#publicKey ?? (await this.#api.publicKey()).value;
        this.#publicKey = publicKey;
        // GitHub may exchange its public key at any time; what was sealed for the old one is sealed once more.
        let exchanged;
        return Promise.all(entries.map(async (entry) => {
            // Whoever may use an organization's secret now may use it afterwards: it is asked directly before each request.
            const renew = async () => {
                const audience = await this.#audienceOf(entry);
                await persistence.renew();
                return audience;
            };
            const put = (sealed, audience) => this.#api.putSecret(entry.name, sealed, audience, { ...persistence, renew });
            const first = await seal(held, entry, publicKey);
            let audience;
            const prepare = async () => {
                audience = await this.#audienceOf(entry);
            };
            const send = async () => {
                try {
                    await put(first, audience);
                }
                catch (error) {
                    if (statusOf(error) !== 422)
                        throw error;
                    try {
                        exchanged ??= this.#api.publicKey();
                        this.#publicKey = (await exchanged).value;
                        const sealed = await seal(held, entry, this.#publicKey);
                        await put(sealed, await renew());
                    }
                    catch (second) {
                        throw isAmbiguous(error) && !(0,rotation_problem/* endsRun */.sl)(second) ? error : second;
                    }
                }
            };
            return { entry, prepare, send };
        }));
    }
    async #variableWrites(entries, held, persistence) {
        const { place, audience } = this.#destination;
        const isNew = place.kind === 'organization' && audience !== undefined && entries.length > 0;
        const body = isNew ? await this.#api.audienceBody(audience) : undefined;
        return entries.map((entry) => ({
            entry,
            // Variables hold IDs and nothing else, which are not secret.
            send: () => this.#api.putVariable(entry.name, held.id, body, persistence),
        }));
    }
    /**
     * Who may use an organization's secret now. The configured audience serves only for one that was absent when this run
     * first looked, and still is.
     */
    async #audienceOf(entry) {
        const { place, audience } = this.#destination;
        if (place.kind !== 'organization')
            return undefined;
        if (this.#absent === undefined)
            await this.read();
        const { value: secret } = await this.#api.sharedSecret(entry.name);
        const body = secret?.audience ?? (await this.#newAudience(entry.name, audience));
        this.#pages = Math.max(this.#pages, audience_pagesOf(body));
        this.#audiences.set(entry, body);
        return body;
    }
    async #newAudience(name, audience) {
        if (audience === undefined)
            throw this.#withoutAudience(name);
        if (this.#absent?.has(name) === true)
            return this.#api.audienceBody(audience);
        throw new rotation_problem/* Problem */.AF(`${name} was in ${this.name} when this run began, and is gone now. It is not created again, since nobody can tell who used it.`, 'Somebody deletes it while it is rotated. Run again to create it, or take it out of destinations.');
    }
    async #audienceProblems(shown) {
        const { place, secrets, audience } = this.#destination;
        if (place.kind !== 'organization')
            return [];
        const problems = [];
        for (const { name } of secrets) {
            const isMissing = shown.some((each) => each.name === name && each.updatedAt === undefined);
            try {
                const { value: secret } = isMissing ? { value: undefined } : await this.#api.sharedSecret(name);
                const body = isMissing ? await this.#newAudience(name, audience) : secret?.audience;
                this.#pages = Math.max(this.#pages, audience_pagesOf(body));
            }
            catch (error) {
                if ((0,rotation_problem/* endsRun */.sl)(error))
                    throw error;
                problems.push((0,rotation_problem/* inSentences */.YP)(error));
            }
        }
        return problems;
    }
    #withoutAudience(name) {
        return new rotation_problem/* Problem */.AF(`${name} does not exist yet in ${this.name}, and nobody has said who may use it.`, 'Add "visibility: private", "visibility: all", or "visibility: selected" with "repositories: [owner/name]" to that destination.');
    }
}
async function seal(held, { format }, { key, key_id }) {
    return { encrypted_value: await held.seal(key, format), key_id };
}

;// CONCATENATED MODULE: ./lib/github/destinations/problems-by-cause.js
/** Problems of several places that have one cause, as one problem. */
/** Stands for the place in a sentence. */
const somewhere = '\u0000';
/** Each cause once, with all of its places, in the order in which they were found. */
function groupedByCause(problems) {
    // Equal sentences are about one thing, an owner, say, whichever places it concerns.
    const distinct = [...Map.groupBy(problems, ({ why }) => why).values()].flatMap(([first]) => first ?? []);
    const causes = Map.groupBy(distinct, causeOf);
    return [...causes].map(([cause, all]) => {
        const [first, ...others] = all;
        if (others.length === 0 && first !== undefined)
            return first.why;
        return ofAll(cause, all.flatMap(({ where }) => where ?? []));
    });
}
/** The sentences without the place, which may begin them. */
function causeOf({ where, why }) {
    if (where === undefined)
        return why;
    const beginning = where.replace(/^the /, 'The ');
    const rest = why.startsWith(beginning) ? `${where}${why.slice(beginning.length)}` : why;
    return rest.replaceAll(where, somewhere);
}
function ofAll(cause, places) {
    const names = `${places.slice(0, -1).join(', ')} and ${places.at(-1)}`;
    const plural = cause.replace(`${somewhere} was `, `${somewhere} were `);
    return plural.replaceAll(somewhere, () => names).replace(/^the /, 'The ');
}

;// CONCATENATED MODULE: ./lib/github/destinations/preflight.js
/** The checks before a key exists: what keeps it from being published everywhere, GitHub's hourly limits included. */






/** GitHub may show a write in a second look only, and requests may have to be sent again. */
const looksToConfirm = 2;
const spareRequests = 20;
/** The recovery secret: its public key, its writing, looks at its date, its deletion. */
const recoveryRequests = 8;
/** Others may use up what a wait was for. */
const mostWaits = 3;
/** The checks of all destinations before a key is created. */
class DestinationsPreflight {
    #options;
    #present;
    /** `present`: the destinations that are not left out, by what is known. */
    constructor(options, present) {
        this.#options = options;
        this.#present = present;
    }
    /** Looks at everything, and again after a wait where the run has the time for what the hourly budgets lack. */
    async check(waiting) {
        const { clock, waitsUntil } = this.#options;
        for (let waits = 0;; waits += 1) {
            const found = await this.#look();
            const isComplete = found.problems.length === 0;
            const short = await this.#shortBudget();
            // Other problems are told at once, unless it may be the end of the budget that speaks out of them.
            if (short === undefined || !(isComplete || short.budget.left === 0))
                return found;
            const { budget, requests, delay } = short;
            if (requests > budget.limit || waits === mostWaits || clock.elapsed() + delay > waitsUntil) {
                const problem = (0,rotation_problem/* inSentences */.YP)(budget.short(requests, 'publish a key everywhere, and to verify it'));
                return isComplete ? { ...found, problems: [problem] } : found;
            }
            waiting.progress(`GitHub leaves ${budget.owner} too few requests to publish a key; they are renewed in ${(0,rotation_time/* spoken */.vg)(delay)}`);
            await waitInSlices(delay, waiting.holds, clock);
        }
    }
    /** Keeps for what follows, and for so many requests besides for each destination, what it takes of the budgets. */
    keepBudget(what, besides = 0) {
        const places = Map.groupBy(this.#present(), ({ github }) => github);
        for (const [github, requests] of this.#costs(what)) {
            github.budget.keep(requests + besides * (places.get(github)?.length ?? 0));
        }
    }
    async #look() {
        const { recovery, sameNameNearby, clients, archived } = this.#options;
        const [kept, lacking, all] = await Promise.all([
            recovery?.check(),
            clients.lacking().catch((error) => {
                if ((0,rotation_problem/* endsRun */.sl)(error))
                    throw error;
                return [{ where: undefined, why: (0,rotation_problem/* inSentences */.YP)(error) }];
            }),
            (0,p_map/* default */.Ay)(this.#present(), async (destination) => ({ destination, ...(await destination.check()) }), api_limits/* atOnce */.zd),
        ]);
        // Of those that could not even be read, enough is said.
        const readable = all
            .filter((each) => each.reading !== undefined)
            .map((each) => (0,lib_destination/* repositoryOf */._M)(each.destination.place));
        const repositories = await archived.check(readable.filter((each) => each !== undefined));
        const present = this.#present();
        const checked = all.filter(({ destination }) => present.includes(destination));
        // What is needed has been read by now, and its answers have told what can be spared for the rest.
        this.keepBudget('rotation');
        const nearby = await sameNameNearby();
        const found = checked.flatMap(({ destination, problems }) => problems.map((why) => ({ where: destination.name, why })));
        const others = repositories.map((why) => ({ where: undefined, why }));
        const problems = groupedByCause([...lacking, ...found, ...others, ...(kept === undefined ? [] : [kept])]);
        const places = await (0,p_map/* default */.Ay)(problems.length === 0 ? checked : [], async ({ destination, reading }) => reading && { ...reading, made: await this.#madeAt(destination) }, api_limits/* atOnce */.zd);
        return {
            problems,
            places: places.filter((each) => each !== undefined),
            // What keeps a place from being written mostly keeps it from being read, and is told.
            nearby: problems.length === 0 ? nearby : { ...nearby, unread: [] },
        };
    }
    /** When what is there under the name was made: an environment, or its repository where that is the younger. */
    async #madeAt(destination) {
        const dates = [await destination.made(), this.#options.archived.madeAt((0,lib_destination/* repositoryOf */._M)(destination.place))];
        const known = dates.filter((date) => date !== undefined);
        return known.length === 0 ? undefined : Math.max(...known);
    }
    /** The token whose budget lacks for longest what a rotation takes of it. */
    async #shortBudget() {
        const costs = [...this.#costs('rotation')];
        await Promise.all(costs.map(([github]) => github.askForBudget()));
        return costs
            .map(([{ budget }, requests]) => ({ budget, requests, delay: budget.until(requests) }))
            .filter(({ budget, requests, delay }) => requests > budget.limit || delay > 0)
            .toSorted((one, other) => other.delay - one.delay)[0];
    }
    /**
     * What a rotation, or a deactivation, takes of each token's budget in one hour: there are no more writes in it than
     * the pace allows, and another hour has another budget.
     */
    #costs(what) {
        const { recovery, verifications } = this.#options;
        const costs = new Map();
        const add = (github, requests) => {
            costs.set(github, (costs.get(github) ?? spareRequests) + requests);
        };
        for (const { github, requests } of verifications)
            add(github, requests);
        if (recovery !== undefined)
            add(recovery.github, recoveryRequests);
        for (const [github, destinations] of Map.groupBy(this.#present(), (each) => each.github)) {
            const sum = (count) => destinations.reduce((all, each) => all + count(each), 0);
            const inAnHour = Math.min(1, api_limits/* writesAnHour */.ei / sum(({ size }) => size));
            if (what === 'rotation')
                add(github, Math.ceil(sum(({ cost }) => cost.writing) * inAnHour));
            add(github, looksToConfirm * sum(({ cost }) => cost.confirming));
        }
        return costs;
    }
}
/** Says meanwhile that the run is at work. */
async function waitInSlices(duration, holds, clock) {
    const end = clock.elapsed() + duration;
    for (let left = duration; left > 0; left = end - clock.elapsed()) {
        await clock.sleep(Math.min(left, rotation_time/* minute */.Vc));
        await holds();
    }
}

;// CONCATENATED MODULE: ./lib/github/destinations/publish.js
/** One publication: each destination in its turn at GitHub's pace, and again what failed, until GitHub shows the key everywhere. */







/** Waits before each pass over what could not be written: as long as the secret is in hand, it is tried again. */
const passes = [0, 15, 30, 60, 120, 240].map((seconds) => seconds * rotation_time/* second */.Rc);
/** Waits before half a pair is completed, which no other destination should have to be waited for. */
const completionDelays = [5 * rotation_time/* second */.Rc, 10 * rotation_time/* second */.Rc];
/** A limit that is answered so often for one destination is left to a later pass. */
const limitsInARow = 10;
/** A long publication says how far it has come this often. */
const progressSpacing = 30 * rotation_time/* second */.Rc;
/** Writes what is unwritten, and waits until GitHub dates everything inside the window. @throws what ends the run */
async function publish(held, destinations, request, clock) {
    const { left, accepted } = await new Publication(held, destinations.unwritten, request, clock).write();
    const problems = [...new Set(left.map(({ error }) => (0,rotation_problem/* inSentences */.YP)(error)))];
    const refused = left.every(({ error, isUnsure }) => isClearRefusal(error) && !isUnsure);
    const result = { key: held.id, accepted, window: undefined, problems, refused };
    if (left.length > 0)
        return result;
    const confirmed = await publish_confirm(destinations.all, held.id, request.window, clock);
    if (typeof confirmed === 'object')
        return { ...result, window: confirmed };
    return { ...result, problems: [confirmed], refused: false };
}
class Publication {
    #held;
    #destinations;
    #request;
    #clock;
    #start;
    #reported;
    #done = 0;
    constructor(held, destinations, request, clock) {
        this.#held = held;
        this.#destinations = destinations;
        this.#request = request;
        this.#clock = clock;
        this.#start = clock.elapsed();
        this.#reported = this.#start;
    }
    /** What is not wholly written in the end, and how many writes GitHub has accepted. */
    async write() {
        const clock = this.#clock;
        let left = this.#destinations.map((destination) => ({ destination, written: new Set(), error: undefined, isUnsure: false }));
        let accepted = 0;
        for (const delay of passes) {
            if (delay > 0) {
                if (clock.elapsed() + delay > this.#request.until)
                    break;
                await clock.sleep(delay);
            }
            const failed = [];
            // Half a pair is worse than none: what was begun is finished first.
            for (const before of left.toSorted((a, b) => b.written.size - a.written.size)) {
                // A run that is asked to stop finishes the pair in hand, and begins no other.
                if (clock.cancelled)
                    throw new rotation_problem/* Cancelled */.cJ();
                const after = await this.#writeOne(before);
                accepted += after.written.size - before.written.size;
                if (after.error === undefined)
                    this.#tell();
                else
                    failed.push(after);
            }
            left = failed;
            // A clear refusal stands; only half a pair is worth asking for once more.
            const isTorn = delay === 0 && left.some(({ written }) => written.size > 0);
            if (!isTorn && left.every(({ error }) => isClearRefusal(error)))
                break;
        }
        return { left, accepted };
    }
    /**
     * Writes what is left of one destination. A limit is waited for, and the same destination tried again; so is one that
     * holds half a pair, twice, before any other gets its turn.
     */
    async #writeOne(unwritten) {
        const { destination } = unwritten;
        let left = unwritten;
        let limits = 0;
        let completions = 0;
        for (;;) {
            const stopped = await this.#turn(left);
            if (stopped !== undefined)
                return { ...left, error: stopped.error };
            const { written, error } = await destination.write(this.#held, left.written, this.#request);
            left = { destination, written, error, isUnsure: left.isUnsure || isAmbiguous(error) };
            if (error === undefined) {
                destination.github.pace.speedUp();
                return left;
            }
            if ((isPassingLimit(error) || error instanceof api_limits/* BudgetShort */.oq) && limits < limitsInARow) {
                limits += 1;
                continue;
            }
            const delay = written.size === 0 ? undefined : completionDelays[completions];
            if (delay === undefined || this.#clock.elapsed() + delay > this.#request.until)
                return left;
            completions += 1;
            await this.#clock.sleep(delay);
        }
    }
    /** Waits until all the writes may go, at GitHub's pace and within its hour; an error when that is not in this run. */
    async #turn({ destination, written }) {
        const { until, progress } = this.#request;
        const count = destination.size - written.size;
        const { pace, budget } = destination.github;
        const { writing, confirming } = destination.cost;
        // Half a pair is completed with whatever is left for that.
        const requests = written.size === 0 ? writing + confirming : count;
        for (let slices = 0;; slices += 1) {
            const delay = Math.max(pace.untilWrites(count), budget.until(requests));
            if (delay <= 0)
                return undefined;
            if (this.#clock.elapsed() + delay > until) {
                const error = new rotation_problem/* Problem */.AF(`GitHub's limits do not let ${destination.name} be written within the time-limit of this run.`, 'The next run goes on from here.');
                return { error };
            }
            if (slices === 0 && delay > rotation_time/* minute */.Vc)
                progress(`${this.#far}; GitHub's limits allow more in ${(0,rotation_time/* spoken */.vg)(delay)}`);
            await this.#clock.sleep(Math.min(delay, rotation_time/* minute */.Vc));
            if (delay > rotation_time/* minute */.Vc)
                await this.#stillHolds();
        }
    }
    /** While nothing is written, that nobody can say whose the user is does not end the wait. */
    async #stillHolds() {
        try {
            await this.#request.holds();
        }
        catch (error) {
            if ((0,rotation_problem/* endsRun */.sl)(error))
                throw error;
        }
    }
    /** Says how far it has come, when that takes long. */
    #tell() {
        this.#done += 1;
        const now = this.#clock.elapsed();
        const total = this.#destinations.length;
        if (now - this.#reported < progressSpacing || this.#done === total)
            return;
        this.#reported = now;
        const taken = now - this.#start;
        const rate = Math.round((this.#done * rotation_time/* minute */.Vc) / taken);
        const left = (0,rotation_time/* spoken */.vg)((taken / this.#done) * (total - this.#done));
        this.#request.progress(`${this.#far}, ${rate} a minute, about ${left} left`);
    }
    get #far() {
        return `${this.#done} of ${this.#destinations.length} destinations are written`;
    }
}
/**
 * Reads until every secret is seen to have moved, each destination only as long as it has not, and until organizations
 * show the audience that was sent; a sentence when GitHub does not show it in time.
 */
async function publish_confirm(all, key, { from }, clock) {
    const start = clock.elapsed();
    const open = { from, to: undefined };
    let late = all;
    let to = Number.POSITIVE_INFINITY;
    let latest = 0;
    for (;;) {
        const shown = await (0,p_map/* default */.Ay)(late, async (destination) => {
            const place = await destination.read();
            const missing = place.secrets.filter((secret) => !(0,secret_dates/* isInside */.FK)(secret, open, key)).map(({ name }) => name);
            const changed = missing.length === 0 ? await destination.differentAudience() : undefined;
            return { destination, place, missing, changed };
        }, api_limits/* atOnce */.zd);
        to = Math.min(to, ...shown.map(({ place }) => place.at));
        latest = Math.max(latest, (0,secret_dates/* latestWrite */.PN)(shown.map(({ place }) => place)));
        const unconfirmed = shown.filter(({ missing, changed }) => missing.length > 0 || changed !== undefined);
        // A write that was repeated may show its second date only later: the window lasts until this look.
        if (unconfirmed.length === 0)
            return { from, to: Math.max(to, latest) };
        if (clock.elapsed() - start >= confirmationBound) {
            const changed = unconfirmed.map((each) => each.changed).filter((sentence) => sentence !== undefined);
            const unseen = unconfirmed.flatMap(({ place, missing }) => missing.map((name) => `${name} in ${place.name}`));
            const accepted = `GitHub accepted ${unseen.join(', ')}, but does not show the change after ${(0,rotation_time/* spoken */.vg)(confirmationBound)}.`;
            return [...(unseen.length > 0 ? [accepted] : []), ...changed].join(' ');
        }
        late = unconfirmed.map(({ destination }) => destination);
        await clock.sleep(confirmationSpacing);
    }
}

;// CONCATENATED MODULE: ./lib/github/destinations/destinations.js
/** All places that store the key: they are checked, read and written together. */









/** What comes before a deactivation for each destination: whether it still holds the key, and whether jobs hold the old one. */
const looksBefore = 2;
/** Destinations on GitHub's REST API, with one client for each owner. */
class GitHubDestinations {
    #options;
    #all;
    #preflight;
    constructor(options) {
        this.#options = options;
        this.#all = options.destinations.map((each) => new GitHubDestination(each, options.clients.for(each.place.owner)));
        this.#preflight = new DestinationsPreflight(options, () => this.#present);
    }
    /** Those that are not left out. */
    get #present() {
        return this.#options.archived.without(this.#all, ({ place }) => (0,lib_destination/* repositoryOf */._M)(place));
    }
    async check(waiting) {
        const { problems, places, nearby } = await this.#preflight.check(waiting);
        return {
            problems,
            reading: problems.length === 0 ? await this.#asReading(places) : undefined,
            sameNameNearby: nearby,
        };
    }
    async read() {
        await this.#options.archived.lookAgain();
        const shown = new Map(await (0,p_map/* default */.Ay)(this.#present, async (each) => [each, await each.read()], api_limits/* atOnce */.zd));
        await this.#findArchived(shown);
        return this.#asReading(this.#present.map((each) => shown.get(each)).filter((each) => each !== undefined));
    }
    sameNameNearby() {
        // What is asked afterwards is not left out.
        this.#preflight.keepBudget('deactivation', looksBefore);
        return this.#options.sameNameNearby();
    }
    unfinishedRuns(before) {
        this.#preflight.keepBudget('deactivation');
        return this.#options.unfinishedRuns(before);
    }
    safeguard(...request) {
        return this.#recovery.write(...request);
    }
    clear(writtenAt) {
        return this.#recovery.clear(writtenAt);
    }
    async publish(held, request) {
        const { clock, time } = this.#options;
        const { window, done } = request;
        const shown = done && (await this.read()).destinations;
        // GitHub's clock has to be past the beginning of the window before the first write, or the dates would tell nothing.
        await clock.sleep(Math.max(0, window.from + waits/* clockSlack */.xH - time.now()));
        const all = this.#present.filter(({ name }) => !request.leaveOut.includes(name));
        // What an interrupted run has written holds the key already.
        const holdsIt = ({ secrets }) => done !== undefined && secrets.every((secret) => (0,secret_dates/* isInside */.FK)(secret, done, held.id));
        const written = shown?.filter(holdsIt).map(({ name }) => name) ?? [];
        const unwritten = all.filter(({ name }) => !written.includes(name));
        return publish(held, { all, unwritten }, request, clock);
    }
    /** A place that was not written with the others may be archived. Nobody asks about the rest. */
    async #findArchived(shown) {
        const since = (0,secret_dates/* latestWrite */.PN)([...shown.values()]) - this.#options.publication - rotation_time/* minute */.Vc;
        const isBehind = ({ secrets }) => secrets.some(({ updatedAt }) => (updatedAt ?? 0) < since);
        const behind = [...shown].filter(([, place]) => isBehind(place)).map(([{ place }]) => (0,lib_destination/* repositoryOf */._M)(place));
        if (shown.size > 1)
            await this.#options.archived.check(behind.filter((each) => each !== undefined));
    }
    async #asReading(places) {
        const { recovery, time } = this.#options;
        const kept = await recovery?.read();
        return {
            at: Math.min(...places.map(({ at }) => at)),
            until: time.now(),
            ahead: time.aheadOfAws(),
            destinations: places.map(({ name, secrets, made }) => ({ name, secrets, made })),
            recovery: kept,
        };
    }
    get #recovery() {
        const { recovery } = this.#options;
        if (recovery === undefined)
            throw new Error('no recovery secret is configured');
        return recovery;
    }
}

;// CONCATENATED MODULE: ./lib/github/destinations/recovery-secret.js
/**
 * The recovery secret: one secret that holds the pending key until it is published everywhere. It is deleted then, not
 * overwritten: nothing that could leak is left behind, and a workflow that hands it in gets an empty value again, as
 * before the first rotation. https://docs.github.com/en/rest/actions/secrets
 */






/** A limit that lasts longer is no reason to wait with a key in hand that nobody has yet. */
const recovery_secret_longestLimit = rotation_time/* minute */.Vc;
/** GitHub may hide a secret for a moment from a token that sees it otherwise. */
const mostDeletions = 3;
/** One secret that holds the pending key until it is published everywhere. */
class RecoverySecret {
    #api;
    #name;
    /** The account that a key in it belongs to. */
    #account;
    constructor(github, place, account) {
        this.#api = new GitHubPlace((0,lib_destination/* placeOf */.$t)(place), github, patience);
        this.#name = place.name;
        this.#account = account;
    }
    /** What stands against writing it, in sentences. */
    async check() {
        try {
            await this.#api.publicKey();
            return undefined;
        }
        catch (error) {
            if ((0,rotation_problem/* endsRun */.sl)(error))
                throw error;
            return { where: this.#api.name, why: (0,rotation_problem/* inSentences */.YP)(error) };
        }
    }
    get github() {
        return this.#api.github;
    }
    async read() {
        const { value } = await this.#api.secrets([this.#name]);
        return value[0] ?? { name: this.#name, updatedAt: undefined };
    }
    /**
     * Seals the key into the secret, unless somebody else has written it since: `replaces` is the date, by GitHub's clock,
     * of what may be overwritten. Reads back when that was. @throws only what ends the run
     */
    async write(held, about, { holds, replaces }) {
        const format = { ...about, account: this.#account };
        const renew = async () => {
            await holds();
            return undefined;
        };
        let mayBeWritten = false;
        const put = async () => {
            const { at, value } = await this.#api.publicKey();
            const sealed = { encrypted_value: await held.seal(value.key, format), key_id: value.key_id };
            await holds();
            const wasWritten = mayBeWritten;
            mayBeWritten = true;
            try {
                await this.#api.putSecret(this.#name, sealed, undefined, { longest: recovery_secret_longestLimit, renew }, this.#doing('write'));
            }
            catch (error) {
                mayBeWritten = wasWritten || !isClearRefusal(error);
                throw error;
            }
            return at;
        };
        try {
            const { updatedAt: there } = await this.read();
            if (there !== undefined && there !== replaces) {
                const problem = `Somebody else has written the recovery secret ${this.#name} meanwhile, and it stays as it is.`;
                return { problem, mayBeWritten };
            }
            const since = await put().catch((error) => {
                // GitHub may exchange its public key at any time; what was sealed for the old one is sealed once more.
                if (statusOf(error) !== 422)
                    throw error;
                return put();
            });
            return { writtenAt: await this.#writtenSince(since) };
        }
        catch (error) {
            if ((0,rotation_problem/* endsRun */.sl)(error))
                throw error;
            return { problem: (0,rotation_problem/* inSentences */.YP)(error), mayBeWritten };
        }
    }
    /** The date of a write that was sent after `since`, by GitHub's clock: its servers may disagree by a little. */
    async #writtenSince(since) {
        for (let waited = 0;; waited += confirmationSpacing) {
            const { updatedAt } = await this.read();
            const isLast = waited >= confirmationBound;
            if (updatedAt !== undefined && updatedAt >= (isLast ? since - waits/* clockSlack */.xH : since))
                return updatedAt;
            if (isLast)
                break;
            await this.github.pause(confirmationSpacing);
        }
        throw new rotation_problem/* Problem */.AF(`GitHub accepted the recovery secret ${this.#name}, but does not show the change after ${(0,rotation_time/* spoken */.vg)(confirmationBound)}.`, 'Nobody has the new key yet. Run again; see https://www.githubstatus.com if it stays so.');
    }
    /** Deletes the secret, unless it was written at another time than this, by GitHub's date; whether it is gone. */
    async clear(writtenAt) {
        for (let tries = 0; tries < mostDeletions; tries += 1) {
            const { updatedAt } = await this.read();
            if (updatedAt === undefined)
                return true;
            if (updatedAt !== writtenAt)
                return false;
            // What GitHub does not find may be hidden: then a look shows it.
            if (await this.#api.deleteSecret(this.#name, this.#doing('delete')))
                return true;
        }
        throw new rotation_problem/* Problem */.AF(`GitHub lists the recovery secret ${this.#name}, but does not find it when it is to be deleted`, 'A later run deletes it. If this persists, delete that secret by hand.');
    }
    #doing(what) {
        return `${what} the recovery secret ${this.#name}`;
    }
}

;// CONCATENATED MODULE: ./lib/github/places/repositories.js
/**
 * What is known of repositories before a key is written there: which are renamed, archived or made anew, and whether a
 * token may see all of an owner's. An archived one runs nothing and takes no secret, so that its destinations are left
 * out until it is unarchived:
 * https://docs.github.com/en/repositories/archiving-a-github-repository/archiving-repositories
 */







/** Which repositories of destinations are known to be archived. */
class ArchivedRepositories {
    #destinations;
    #clientFor;
    #warn;
    /** In lower case. */
    #archived = new Set();
    #warned = new Set();
    #made = new Map();
    /** `warn` tells a person, who may have forgotten. */
    constructor(destinations, clientFor, warn) {
        this.#destinations = destinations;
        this.#clientFor = clientFor;
        this.#warn = warn;
    }
    /**
     * Looks at these repositories, each owner's at once. Archived ones are left out until a look finds them unarchived; what
     * else stands against writing to them comes back in sentences.
     */
    async check(fullNames) {
        const spellings = new Map(fullNames.toReversed().map((name) => [name.toLowerCase(), name]));
        const owners = Map.groupBy(spellings.values(), (name) => name.toLowerCase().split('/')[0] ?? '');
        const looks = await (0,p_map/* default */.Ay)(owners, ([owner, names]) => repositoriesOf(this.#clientFor(owner), names));
        const found = looks.flat();
        const archived = found.filter(([, repository]) => typeof repository === 'object' && repository.archived);
        for (const [name, repository] of found)
            if (typeof repository === 'object')
                this.#archived.delete(name.toLowerCase());
        for (const [name] of archived)
            this.#archived.add(name.toLowerCase());
        for (const [name, repository] of found) {
            const { created_at: made } = typeof repository === 'object' ? repository : {};
            if (made)
                this.#made.set(name.toLowerCase(), Date.parse(made));
        }
        this.#warnOnce(archived.map(([name]) => name));
        return found
            .filter(([name]) => !this.#isLeftOut(name))
            .map(([name, repository]) => whyNot(name, repository))
            .filter((why) => why !== undefined);
    }
    /** When a repository that was looked at was made, by GitHub's clock: another of the same name has another date. */
    madeAt(fullName) {
        return this.#made.get(fullName?.toLowerCase() ?? '');
    }
    /** Looks once more at what is left out: whoever has unarchived it may use the key that it holds. */
    async lookAgain() {
        await this.check([...this.#archived]);
    }
    /** What is known to be archived; of destinations that are all archived, none is left out. */
    #isLeftOut(fullName) {
        const isArchived = (name) => name !== undefined && this.#archived.has(name.toLowerCase());
        return isArchived(fullName) && !this.#destinations.every(({ place }) => isArchived((0,lib_destination/* repositoryOf */._M)(place)));
    }
    /** What is not in a repository that is left out; all, where nothing else is there. */
    without(all, fullNameOf) {
        const left = all.filter((each) => !this.#isLeftOut(fullNameOf(each)));
        return left.length === 0 ? all : left;
    }
    /** Each once. */
    #warnOnce(fullNames) {
        const names = fullNames.filter((each) => this.#isLeftOut(each) && !this.#warned.has(each.toLowerCase()));
        if (names.length === 0)
            return;
        for (const each of names)
            this.#warned.add(each.toLowerCase());
        this.#warn({
            kind: 'archived repositories',
            text: `Left out while archived: ${names.join(', ')}. An archived repository takes no secret and runs nothing, so the key that its secrets hold is replaced without it. Take it out of destinations, or unarchive it, so that it gets a new key again.`,
        });
    }
}
/** What stands against writing to a repository, in sentences; undefined: nothing that is known. */
function whyNot(fullName, repository) {
    if (typeof repository === 'string')
        return repository;
    if (repository.archived) {
        return `${fullName} is archived, so its secrets cannot be written. Remove it from destinations, or unarchive it.`;
    }
    if ((0,lib_destination/* isSameName */.yS)(repository.full_name, fullName))
        return undefined;
    return `${fullName} is called ${repository.full_name} now. Write the new name into destinations.`;
}
/** Each of these repositories of one owner, or why it cannot be looked at. */
async function repositoriesOf(github, fullNames) {
    const known = fullNames.length > 1 ? await installed(github, fullNames.length) : new Map();
    return (0,p_map/* default */.Ay)(fullNames, async (name) => [name, known.get(name.toLowerCase()) ?? (await look(github, name))], api_limits/* atOnce */.zd);
}
const ofInstallation = 'GET /installation/repositories';
function listing(place) {
    return { doing: 'ask which repositories the token has', place, permission: permissions.metadata('read') };
}
/**
 * The repositories of an App's installation, a hundred with each request; empty for other tokens, and where asking for
 * each one takes less.
 */
async function installed(github, wanted) {
    const found = new Map();
    try {
        for await (const { items, total = 0 } of github.pages(ofInstallation, {}, listing(github.budget.owner))) {
            for (const repository of items)
                found.set(repository.full_name.toLowerCase(), repository);
            if (total > wanted * pageSize)
                break;
        }
    }
    catch (error) {
        // Not an App's token, or nothing that each repository's own answer would not tell better.
        if ((0,rotation_problem/* endsRun */.sl)(error))
            throw error;
    }
    return found;
}
/**
 * Whether a token may not see all repositories of an owner: an App's says so, and a fine-grained one does not tell.
 * https://docs.github.com/en/rest/apps/installations#list-repositories-accessible-to-the-app-installation
 * @throws Problem when GitHub does not answer
 */
async function sightOf(github, owner) {
    try {
        const { data } = await github.ask(ofInstallation, { per_page: 1 }, listing(`the organization ${owner}`));
        return data.repository_selection === 'all' ? 'all' : 'selected';
    }
    catch (error) {
        if (!(error instanceof Refusal) || error.failure.status !== 403 || mayPass(error))
            throw error;
        // A classic token, which tells its scopes, sees what its user sees.
        return error.failure.headers['x-oauth-scopes'] === undefined ? 'unknown' : 'all';
    }
}
/** One repository, or why it cannot be looked at. */
async function look(github, fullName) {
    const [owner, repo] = fullName.split('/');
    const purpose = { doing: 'look at the repository', place: fullName, permission: permissions.metadata('read') };
    try {
        return (await github.ask('GET /repos/{owner}/{repo}', { owner, repo }, purpose)).data;
    }
    catch (error) {
        if ((0,rotation_problem/* endsRun */.sl)(error))
            throw error;
        return (0,rotation_problem/* inSentences */.YP)(error);
    }
}

;// CONCATENATED MODULE: ./lib/github/old-key/unreadable-places.js
/** Places that a rotation can go on without reading: each is reported, in few sentences, and nothing fails for it. */


/** The answer; undefined where there is none, and `unread` has one more entry then. @throws only what ends the run */
async function askOrReport(unread, { github, permission, ...about }, ask) {
    try {
        github.budget.requireSpare();
        return await ask();
    }
    catch (error) {
        if ((0,rotation_problem/* endsRun */.sl)(error))
            throw error;
        const why = (0,rotation_problem/* inSentences */.YP)(error);
        const lacks = isDenial(error) && why.includes(`lacks ${permission.app}`) ? permission.app : undefined;
        unread.push({ ...about, why, ...(lacks && { lacking: { who: github.budget.owner, what: lacks } }) });
        return undefined;
    }
}
/** Names so many places, and counts the others. */
const namedPlaces = 4;
/** One sentence for each reason; `what` makes its beginning, which says what is not known of these places. */
function sentencesOf(unread, what) {
    const reasons = Map.groupBy(unread, ({ where, why, place = where }) => why.replaceAll(place, 'the place'));
    return [...reasons].map(([reason, all]) => {
        const named = all.slice(0, namedPlaces).map(({ where }) => where);
        const others = all.length > namedPlaces ? ` and ${all.length - namedPlaces} more` : '';
        const isOne = all.length === 1;
        return `${what(`${named.join(', ')}${others}`, isOne)}: ${(0,rotation_problem/* withFullStop */.uo)(isOne ? (all[0]?.why ?? '') : reason)}`;
    });
}
/**
 * Sentences about places that may have secrets of the same names. What one token lacks in several ways is one sentence.
 * The order does not depend on that of GitHub's answers.
 */
function unreadNames(unread) {
    const inOrder = unread.toSorted((one, other) => one.where.localeCompare(other.where, 'en', { numeric: true }));
    const groups = Map.groupBy(inOrder, ({ names, lacking }) => JSON.stringify([names, lacking?.who]));
    return [...groups.values()].flatMap((all) => {
        const names = (all[0]?.names ?? []).join(' or ') || 'ID of the key';
        return sentencesOf(withOneReason(all), (where, isOne) => {
            const isPlural = !isOne || /^(?:other|the (?:environments|repositories|variables)) /.test(where);
            const beginning = where.replace(/^(?:the|other) /, (word) => word.charAt(0).toUpperCase() + word.slice(1));
            return `${beginning} ${isPlural ? 'may have their own' : 'may have its own'} ${names}; this run may not look`;
        });
    });
}
function withOneReason(all) {
    const who = all[0]?.lacking?.who;
    const what = [...new Set(all.map(({ lacking }) => lacking?.what))];
    if (who === undefined || what.length === 1)
        return all;
    const why = `${who} lacks ${what.join(', ')}. Grant that, or make sure yourself that nobody stores the key there`;
    return all.map(({ where }) => ({ where, why }));
}

;// CONCATENATED MODULE: ./lib/github/old-key/organization-readers.js
/** Who may use a secret of an organization, as far as the token sees. What it does not see is reported as unread. */






/** Repositories of one organization that are looked at; with more, looking would take longer than rotating. */
const mostRepositories = 1_000;
/** The repositories that may use an organization's secret; none where unreadable. @throws only what ends the run */
async function readersOf(github, place, name, unread) {
    const api = new GitHubPlace(place, github);
    const where = `the repositories that may use ${name} of ${api.name}`;
    const question = { where, place: api.name, names: [name], github, permission: secretPermission(place, 'read') };
    const found = await askOrReport(unread, question, async () => {
        const { value: secret } = await api.sharedSecret(name);
        if (secret === undefined)
            return undefined;
        const { visibility } = secret.audience;
        if (visibility === 'selected')
            return { readers: secret.readers.map(({ full_name }) => full_name), isWide: false };
        return { readers: await organization_readers_repositoriesOf(github, place.owner, visibility, name, unread), isWide: true };
    });
    return found ?? { readers: [], isWide: false };
}
async function organization_readers_repositoriesOf(github, org, visibility, name, unread) {
    const place = `the organization ${org}`;
    const names = [];
    const listing = github.pages('GET /orgs/{org}/repos', { org }, { doing: 'list the repositories', place, permission: permissions.metadata('read') });
    for await (const { items } of listing) {
        const readers = items.filter((each) => each.archived !== true && (visibility === 'all' || each.private));
        names.push(...readers.map(({ full_name }) => full_name));
        if (items.length < pageSize || names.length < mostRepositories)
            continue;
        const why = `only the first ${mostRepositories} repositories are looked at`;
        unread.push({ where: `other repositories of ${place}`, names: [name], why });
        return names.slice(0, mostRepositories);
    }
    return names;
}
/** Why a list of repositories may lack some: it does not say so itself. */
const unseen = {
    selected: (org) => `the App, or its token, has only some of the repositories there. Install it for all repositories of ${org}, or make sure that the others have no secret of the same name`,
    unknown: () => 'a fine-grained token does not tell whether it was given all repositories there. If it was not, make sure that the others have no secret of the same name',
};
/** Reports as unread that a list of repositories lacks those that the token was not given. */
async function reportUnseen(github, org, names, unread) {
    const place = `the organization ${org}`;
    const about = { where: `other repositories of ${place}`, place, names };
    const question = { ...about, github, permission: permissions.metadata('read') };
    const sight = await askOrReport(unread, question, () => sightOf(github, org));
    if (sight === 'selected' || sight === 'unknown')
        unread.push({ ...about, why: unseen[sight](org) });
}

;// CONCATENATED MODULE: ./lib/github/old-key/same-name-nearby.js
/**
 * Secrets of configured names that nobody has listed: at a narrower or a wider level, or in another store of the same
 * place; and variables that show the ID of a key. GitHub prefers an environment's secret to its repository's, and that to
 * its organization's: https://docs.github.com/en/actions/reference/security/secrets#naming-your-secrets
 *
 * A repository takes up to six requests where its places have the same names (its environments, the secrets of its
 * organization, its other stores, its variables), and one for each environment; an organization takes a few.
 */









/** Why an environment is left out. */
const unaddressable = 'no address can have its name in it: give the environment another name';
/** The ID of a user's long-term key: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const keyId = /^AKIA\w{12,124}$/;
/** These stores tell of a repository which secrets of its organization it may use; of the others, the organization does. */
const toldByRepositories = ['actions', 'agents'];
/**
 * Finds secrets of the same names around all destinations. What cannot be read is reported as unread.
 * @throws only what ends the run
 */
async function findSameNames(neighbourhood) {
    const look = new Look(neighbourhood);
    const places = await look.around();
    return { places, ahead: neighbourhood.time.aheadOfAws(), unread: unreadNames(look.unread) };
}
class Look {
    unread = [];
    #neighbourhood;
    #destinations;
    #listed;
    #dismissed;
    #suspects = new Map();
    /** Repositories whose Actions secrets are destinations, or may hold the key: their environments may have the same names. */
    #above = new Map();
    /** Where a variable may show the key, and what the secrets of destinations there are called. */
    #variables = new Map();
    constructor(neighbourhood) {
        this.#neighbourhood = neighbourhood;
        this.#destinations = neighbourhood.present.destinations;
        this.#listed = new Map(this.#destinations.map((each) => [(0,lib_destination/* identityOf */.cu)(each.place), each]));
        this.#dismissed = new Set(neighbourhood.otherKeys.map(lib_destination/* identityOf */.cu));
    }
    async around() {
        for (const { place, secrets } of this.#destinations) {
            const names = new Map(secrets.map((each) => [each.name, each]));
            if (place.kind === 'organization')
                await this.#aroundOrganization(place, names);
            else
                this.#aroundRepository(place, names);
        }
        await (0,p_map/* default */.Ay)(this.#above.values(), ({ repository, names }) => this.#environments(repository, names), api_limits/* atOnce */.zd);
        const looks = [...this.#suspects.values()].flatMap((suspect) => this.#looksAt(suspect));
        const found = await (0,p_map/* default */.Ay)(looks, async ({ suspect, secrets }) => ({ suspect, secrets: await secrets() }), api_limits/* atOnce */.zd);
        const variables = await (0,p_map/* default */.Ay)(this.#variables.values(), (each) => this.#keysShown(each.place, each.names), api_limits/* atOnce */.zd);
        const places = Map.groupBy(found, ({ suspect }) => suspect);
        return [
            ...[...places].map(([suspect, all]) => this.#nearby(suspect, all.flatMap(({ secrets }) => secrets))),
            ...variables,
        ].filter((place) => place !== undefined);
    }
    #aroundRepository(place, names) {
        const { owner, repo } = place;
        for (const store of this.#neighbourhood.stores)
            this.#suspect({ kind: 'repository', owner, repo, store }, names);
        this.#suspect({ kind: 'organization', owner, store: (0,lib_destination/* storeOf */.xX)(place) }, names, false, { owner, repo });
        if (place.kind === 'repository' && place.store === 'actions')
            this.#mayHaveBelow({ owner, repo }, names);
        if (place.kind === 'environment')
            this.#mayShow(place, names.keys());
        this.#mayShow({ kind: 'repository', owner, repo, store: 'actions' }, names.keys());
    }
    async #aroundOrganization(place, names) {
        const { owner, store } = place;
        const github = this.#neighbourhood.clients.for(owner);
        for (const other of this.#neighbourhood.stores)
            this.#suspect({ kind: 'organization', owner, store: other }, names);
        this.#mayShow({ kind: 'organization', owner, store: 'actions' }, names.keys());
        let isWide = false;
        for (const [name, entry] of names) {
            const shared = await readersOf(github, place, name, this.unread);
            isWide ||= shared.isWide;
            const one = new Map([[name, entry]]);
            for (const fullName of shared.readers) {
                const [, repo = ''] = fullName.split('/');
                this.#suspect({ kind: 'repository', owner, repo, store }, one, true);
                if (store === 'actions')
                    this.#mayHaveBelow({ owner, repo }, one);
                this.#mayShow({ kind: 'repository', owner, repo, store: 'actions' }, [name]);
            }
        }
        if (isWide)
            await reportUnseen(github, owner, [...names.keys()], this.unread);
    }
    /** What is listed is written, for this user or another one, and what is dismissed holds another key. */
    #suspect(place, names, takesPrecedence = false, seenFrom) {
        const identity = (0,lib_destination/* identityOf */.cu)(place);
        const own = this.#listed.get(identity)?.secrets ?? [];
        const ofUsers = this.#neighbourhood.secretsOfUsers.get(identity);
        const left = [...names].filter(([name]) => !ofUsers?.has(name) && !own.some((each) => each.name === name));
        if (left.length === 0 || this.#dismissed.has(identity))
            return;
        const known = this.#suspects.get(identity);
        const isAnywhere = seenFrom === undefined || known?.seenFrom === 'anywhere';
        this.#suspects.set(identity, {
            place,
            names: new Map([...(known?.names ?? []), ...left]),
            takesPrecedence: takesPrecedence || known?.takesPrecedence === true,
            seenFrom: isAnywhere
                ? 'anywhere'
                : new Map([...(known?.seenFrom ?? []), [fullNameOf(seenFrom).toLowerCase(), seenFrom]]),
        });
    }
    #mayHaveBelow(repository, names) {
        const key = fullNameOf(repository).toLowerCase();
        this.#above.set(key, { repository, names: new Map([...(this.#above.get(key)?.names ?? []), ...names]) });
    }
    #mayShow(place, names) {
        const known = this.#variables.get((0,lib_destination/* identityOf */.cu)(place))?.names ?? [];
        this.#variables.set((0,lib_destination/* identityOf */.cu)(place), { place, names: [...new Set([...known, ...names])] });
    }
    async #environments(repository, all) {
        const place = fullNameOf(repository);
        const github = this.#neighbourhood.clientAt(repository.owner, repository.repo);
        const names = [...all.keys()];
        const permission = permissions.actions('read');
        const question = { where: `the environments of ${place}`, place, names, github, permission };
        await askOrReport(this.unread, question, async () => {
            const listing = github.pages('GET /repos/{owner}/{repo}/environments', { ...repository }, { doing: 'list the environments', place, permission }, { isOptional: true });
            for await (const { items } of listing) {
                for (const { name: environment } of items) {
                    const where = `the environment “${(0,presentable/* presentable */.KC)(environment)}” of ${place}`;
                    // A request for its secrets would go to another address.
                    if (!(0,lib_destination/* isAddressable */.$C)(environment))
                        this.unread.push({ where, names, why: unaddressable });
                    else
                        this.#suspect({ kind: 'environment', ...repository, environment }, all, true);
                }
            }
        });
    }
    /** Every request that a suspect takes. */
    #looksAt(suspect) {
        const { place, names: all, seenFrom } = suspect;
        const names = [...all.keys()];
        if (place.kind !== 'organization') {
            const secrets = () => this.#secrets(place, names, async (api) => (await api.secrets(names)).value);
            return [{ suspect, secrets }];
        }
        if (seenFrom === 'anywhere' || !toldByRepositories.includes(place.store)) {
            return [{ suspect, secrets: () => this.#secrets(place, names, (api) => seenSecrets(api, names, seenFrom)) }];
        }
        return [...seenFrom.values()].map((repository) => ({
            suspect,
            secrets: async () => {
                const from = { kind: 'repository', ...repository, store: place.store };
                const where = `the organization of ${(0,lib_destination/* nameOf */.Vb)(from)}`;
                let hasAny = false;
                const secrets = await this.#secrets(from, names, async (api) => {
                    const shared = await api.organizationSecrets(names);
                    hasAny = shared.length > 0;
                    return shared;
                }, where);
                // A user shares nothing.
                if (hasAny)
                    this.#mayShow({ ...place, store: 'actions' }, names);
                return secrets;
            },
        }));
    }
    /** Those of these names that are there; none where the token may not look, which is told. */
    async #secrets(place, names, ask, where = (0,lib_destination/* nameOf */.Vb)(place)) {
        const github = this.#neighbourhood.clients.for(place.owner);
        const question = { where, names, place: (0,lib_destination/* nameOf */.Vb)(place), github, permission: secretPermission(place, 'read') };
        const found = await askOrReport(this.unread, question, () => ask(new GitHubPlace(place, github)));
        return (found ?? []).filter(({ name, updatedAt }) => names.includes(name) && updatedAt !== undefined);
    }
    /** Variables that show a key, on the first page of them; those of a destination are written. */
    async #keysShown(place, names) {
        const api = new GitHubPlace(place, this.#neighbourhood.clients.for(place.owner));
        const where = `the variables of ${api.name}`;
        const permission = variablePermission(place, 'read');
        const question = { where, place: api.name, names, github: api.github, permission };
        const { total, variables } = (await askOrReport(this.unread, question, () => api.firstVariables())) ?? none;
        if (total > variables.length) {
            this.unread.push({ where, names, why: `only the first ${variables.length} of ${total} are looked at` });
        }
        const listed = this.#listed.get((0,lib_destination/* identityOf */.cu)(place));
        const own = listed?.variables.map(({ name }) => `variable ${name}`) ?? [];
        const secrets = variables
            .map((each) => ({ ...each, value: each.value?.trim() ?? '' }))
            .filter(({ name, value }) => keyId.test(value) && !own.includes(name));
        if (secrets.length === 0)
            return undefined;
        const shown = secrets.map(({ name }) => `${name.replace(/^variable /, '')}: access-key-id`);
        const listing = `- { ${(0,lib_destination/* fieldsOf */.Pf)(place)}, secrets: { ${same_name_nearby_spelled(listed?.secrets ?? [])} }, variables: { ${shown.join(', ')} } }`;
        return { name: api.name, secrets, takesPrecedence: false, listing, dismissal: undefined };
    }
    /** What all looks at one place have found. */
    #nearby({ place, names, takesPrecedence }, found) {
        if (found.length === 0)
            return undefined;
        const secrets = [...new Map(found.map((secret) => [secret.name, secret])).values()];
        const entries = [...(this.#listed.get((0,lib_destination/* identityOf */.cu)(place))?.secrets ?? []), ...names.values()];
        const listing = `- { ${(0,lib_destination/* fieldsOf */.Pf)(place)}, secrets: { ${same_name_nearby_spelled(entries)} } }`;
        return { name: (0,lib_destination/* nameOf */.Vb)(place), secrets, takesPrecedence, listing, dismissal: `- { ${(0,lib_destination/* fieldsOf */.Pf)(place)} }` };
    }
}
const none = { total: 0, variables: [] };
/** The secrets of an organization that one of these repositories may use; which of them are private is not asked. */
async function seenSecrets(api, names, from) {
    const seen = [];
    for (const { visibility, ...secret } of await api.sharedSecrets(names)) {
        const isSeen = from === 'anywhere' ||
            visibility !== 'selected' ||
            (await api.readers(secret.name)).some((each) => from.has(each.full_name.toLowerCase()));
        if (isSeen)
            seen.push(secret);
    }
    return seen;
}
function same_name_nearby_spelled(entries) {
    return entries.map(({ name, format }) => `${name}: ${format}`).join(', ');
}
function fullNameOf({ owner, repo }) {
    return `${owner}/${repo}`;
}

;// CONCATENATED MODULE: ./lib/github/old-key/run-lists.js
/**
 * The runs of a repository that have not ended. Lists that are filtered have come back empty or incomplete
 * (actions-runner-controller#362, iterative/cml#923, dawidd6/action-download-artifact#56), so that they count only as far
 * as they show what is known to be there.
 */



/**
 * The states of a run that has not ended, in the order in which it passes through them, so that one that moves on while
 * they are asked for is met again. A run at work may go back to any of them for its next job, and may be called `queued`
 * while some of its jobs run (cli/cli#13972): it is met first, and none of them says more than that it has not ended.
 * https://docs.github.com/en/rest/actions/workflow-runs#list-workflow-runs-for-a-repository
 */
const unfinishedStates = ['in_progress', 'requested', 'pending', 'waiting', 'queued', 'in_progress'];
/** GitHub shows 1,000 results of a search at most. */
const run_lists_mostPages = 10;
/**
 * Every run that has not ended: by one request where the newest hundred runs reach back far enough, page by page where
 * that takes no more requests than to search, and else by searches that are held against the newest page.
 * @throws Refusal, and BudgetShort
 */
async function unfinishedRunsOf(asked) {
    const found = new Map();
    const plain = list(asked);
    const newest = await next(plain);
    keep(newest, found);
    const complete = () => ({ runs: [...found.values()], gap: undefined });
    if (reachesBack(newest, asked))
        return complete();
    const likely = likelyPages(newest, asked);
    if (likely <= unfinishedStates.length && (await readOn(plain, likely, asked, found)))
        return complete();
    const gap = await search(asked, newest, found);
    if (gap === undefined || (await readOn(plain, run_lists_mostPages - 1, asked, found)))
        return complete();
    return { runs: [...found.values()], gap };
}
/** Reads so many pages more of a plain list; whether it reaches back far enough. */
async function readOn(plain, count, asked, found) {
    for (let pages = 0; pages < count; pages += 1) {
        const older = await next(plain);
        keep(older, found);
        if (reachesBack(older, asked))
            return true;
    }
    return false;
}
/** How many pages it takes to reach back, if the runs before those of the first came as often. */
function likelyPages(newest, { since }) {
    const [first = since, last = since] = [newest.at(0), newest.at(-1)].map((run) => Date.parse(run?.created_at ?? ''));
    return Math.ceil((first - since) / Math.max(first - last, rotation_time/* second */.Rc));
}
/** Adds what searches find; what is wrong with them, if anything is. */
async function search(asked, newest, found) {
    const created = `>=${(0,rotation_time/* utc */.n$)(asked.since)}`;
    const searched = new Map();
    let isAll = true;
    for (const status of unfinishedStates)
        isAll = (await searchFor({ status, created }, asked, searched)) && isAll;
    for (const [id, run] of searched)
        found.set(id, run);
    if (!isAll)
        return 'more runs have not ended than a search shows';
    const known = newest.filter(isUnfinished).map(({ id }) => id);
    const missing = [...known, ...(asked.canary === undefined ? [] : [asked.canary])].filter((id) => !searched.has(id));
    if (missing.length > 0) {
        // A run may have ended since the list was read; one that has left the first page is taken to go on.
        const again = await next(list(asked));
        const ended = new Set(again.filter((run) => !isUnfinished(run)).map(({ id }) => id));
        const lost = missing.find((id) => id === asked.canary || !ended.has(id));
        if (lost !== undefined)
            return `the search for unfinished runs lacks the run ${lost}`;
    }
    if (searched.size > 0)
        return undefined;
    // Nothing was found, and nothing was known that had to be: then searches have to find at least what has ended.
    const ended = await next(list(asked, { status: 'completed', created }));
    return ended.length > 0 ? undefined : 'the search for finished runs shows none, and there are some';
}
/** Every page of a search; whether they were all. */
async function searchFor(filter, asked, found) {
    const pages = list(asked, filter);
    for (let count = 0; count < run_lists_mostPages; count += 1) {
        const runs = await next(pages);
        keep(runs, found);
        if (runs.length < pageSize)
            return true;
    }
    return false;
}
function list({ github, owner, repo }, filter = {}) {
    return github.pages('GET /repos/{owner}/{repo}/actions/runs', { owner, repo, ...filter }, { doing: 'list the workflow runs', place: `${owner}/${repo}`, permission: permissions.actions('read') }, { isOptional: true });
}
/** Nothing, after the last page. */
async function next(pages) {
    const { done, value } = await pages.next();
    return done ? [] : value.items;
}
function keep(runs, found) {
    for (const run of runs.filter(isUnfinished))
        found.set(run.id, run);
}
function isUnfinished({ status }) {
    return status !== 'completed';
}
/** Plain lists begin with the newest run. */
function reachesBack(runs, { since }) {
    const oldest = runs.length < pageSize ? undefined : runs.at(-1);
    return oldest === undefined || Date.parse(oldest.created_at) < since;
}

;// CONCATENATED MODULE: ./lib/github/old-key/unfinished-runs.js
/**
 * Workflow runs that got their secrets earlier and have not ended. GitHub reads secrets when it queues a run:
 * https://docs.github.com/en/actions/concepts/security/secrets
 *
 * It takes one request for each repository whose jobs use a destination, and up to eight or more where a hundred runs or
 * more were created in that time.
 */











/**
 * Runs that were created before a moment of GitHub's clock, oldest first; a re-run counts as the run that it repeats,
 * since it may get the same secrets (cli/cli#13522). What the token may not read is told as unread.
 * @throws Problem when GitHub does not answer, which may pass
 */
async function findUnfinishedRuns(search, before) {
    const unread = [];
    const everybody = [];
    const repositories = await unfinished_runs_repositoriesOf(search, unread, everybody);
    const runs = await (0,p_map/* default */.Ay)(repositories, (fullName) => runsOf(fullName, search, before, unread), api_limits/* atOnce */.zd);
    return {
        runs: runs
            .flat()
            .toSorted((one, other) => Date.parse(one.run.created_at) - Date.parse(other.run.created_at))
            .map(({ run, fullName }) => runTold(run, fullName)),
        unread: [
            ...sentencesOf(unread, (where) => `It is not known whether jobs of ${where} still hold the old key`),
            ...everybody,
        ],
    };
}
/** Jobs of these repositories get secrets of a destination; nobody asks a codespace. */
async function unfinished_runs_repositoriesOf({ destinations, clients }, unread, everybody) {
    const names = new Map();
    for (const destination of destinations) {
        if ((0,lib_destination/* storeOf */.xX)(destination.place) === 'codespaces')
            continue;
        const own = (0,lib_destination/* repositoryOf */._M)(destination.place);
        const users = own === undefined ? await unfinished_runs_readersOf(destination, clients, unread, everybody) : [own];
        for (const fullName of users)
            names.set(fullName.toLowerCase(), fullName);
    }
    return [...names.values()];
}
/** The repositories that an organization shares its secrets with one by one; of those for everybody, it is told. */
async function unfinished_runs_readersOf({ place, secrets }, clients, unread, everybody) {
    const api = new GitHubPlace(place, clients.for(place.owner));
    const readers = [];
    const forAll = [];
    for (const { name } of secrets) {
        try {
            const { value: secret } = await api.sharedSecret(name);
            if (secret === undefined)
                continue;
            readers.push(...secret.readers.map(({ full_name }) => full_name));
            const { visibility } = secret.audience;
            if (visibility !== 'selected')
                forAll.push({ name, visibility });
        }
        catch (error) {
            unread.push({ where: api.name, why: unreadable(error) });
        }
    }
    if (forAll.length > 0) {
        const names = forAll.map(({ name }) => name).join(', ');
        const whose = forAll.some(({ visibility }) => visibility === 'all') ? 'all' : 'all private';
        everybody.push(`${names} of ${api.name}: ${whose} repositories may use it, and are not searched for jobs that still hold the old key. There, only time protects them (deactivate-after).`);
    }
    return readers;
}
async function runsOf(fullName, search, before, unread) {
    const [owner = '', repo = ''] = fullName.split('/');
    const id = /\/(\d+)$/.exec(search.own)?.[1];
    const canary = id !== undefined && (0,lib_destination/* isSameName */.yS)(`${fullName}/${id}`, search.own) ? Number(id) : undefined;
    const asked = { github: search.clientAt(owner, repo), owner, repo, since: before - waits/* oldestRun */.TS, canary };
    const found = await unfinishedRunsOf(asked).catch((error) => {
        unread.push({ where: fullName, why: unreadable(error) });
        return { runs: [], gap: undefined };
    });
    const runs = found.runs.filter((run) => Date.parse(run.created_at) <= before && !isMeantToRun(fullName, run, before - waits/* settlingOfWrites */.mi, search));
    // Where one holds the old key, it does not matter that there may be more.
    if (found.gap !== undefined && runs.length === 0) {
        throw new rotation_problem/* Problem */.AF(`GitHub's lists of the workflow runs of ${fullName} contradict each other: ${found.gap}`, 'Run again later. Until they agree, nobody knows whether a job still holds the old key, and it stays on.');
    }
    return runs.map((run) => ({ run, fullName }));
}
/** This run, or a verification that was dispatched since the publication. */
function isMeantToRun(fullName, { id, event, path, created_at: created }, published, { own, verificationWorkflows }) {
    const isVerification = verificationWorkflows.some(
    // GitHub may put a ref behind the path: `.github/workflows/verify.yml@main`.
    ({ owner, repo, file }) => (0,lib_destination/* isSameName */.yS)(`${owner}/${repo}`, fullName) && path.split('@')[0]?.endsWith(`/${file}`));
    const isFresh = Date.parse(created) >= published;
    return (0,lib_destination/* isSameName */.yS)(`${fullName}/${id}`, own) || (isVerification && event === 'workflow_dispatch' && isFresh);
}
/** `Deploy #12 in octo/app, queued, created 2026-11-22T19:00:00Z: https://…` */
function runTold({ name, path, run_number: number, status, created_at: created, html_url: url }, repository) {
    const title = `${(0,presentable/* presentable */.KC)(name ?? path)} #${number} in ${repository}`;
    return `${title}, ${(0,presentable/* presentable */.KC)(status ?? 'unknown')}, created ${(0,rotation_time/* utc */.n$)(Date.parse(created))}: ${(0,presentable/* presentable */.KC)(url)}`;
}
/** Why a token may not read something; anything that may pass is thrown on, since it says nothing of the runs. */
function unreadable(error) {
    if (isDenial(error))
        return `${(0,rotation_problem/* inSentences */.YP)(error)} Until then, only time protects them`;
    throw error;
}

;// CONCATENATED MODULE: ./lib/github/rotation-run.js

const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}';
/** Runs of the rotation, as GitHub shows them. `own`: this very run and attempt. */
function rotationRuns(clientAt, own, time) {
    /** Undefined without "actions: read" there, or when the run is deleted: time decides instead. */
    const attemptOf = async (run, attempt) => {
        const [owner = '', repo = '', id = ''] = run.split('/');
        const parameters = { owner, repo, run_id: Number(id), attempt_number: attempt };
        const doing = 'look at a run of the rotation';
        const purpose = { doing, place: `${owner}/${repo}`, permission: permissions.actions('read') };
        return clientAt(owner, repo)
            .ask(route, parameters, purpose)
            .catch(() => undefined);
    };
    return {
        look: async (run, attempt) => {
            const answer = await attemptOf(run, attempt);
            if (answer === undefined)
                return { kind: 'unreadable' };
            const { data, at } = answer;
            if (data.status !== 'completed')
                return { kind: 'unfinished' };
            return { kind: 'completed', end: Date.parse(data.updated_at) - time.aheadOfAws(at) };
        },
        queued: async () => {
            // A re-run may see the secrets of the first attempt (cli/cli#13522), so that one's time counts.
            const answer = await attemptOf(own.run, own.attempt);
            return answer === undefined ? 'unreadable' : Date.parse(answer.data.created_at);
        },
    };
}

// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
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
    return (0,digest/* digest */.b)(accessKeyId);
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

;// CONCATENATED MODULE: ./lib/github/verification/workflow-file.js
/**
 * What a workflow file says about being dispatched, and which of its steps compare the key, with secrets from where:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
 */


/** What a workflow file says; undefined for one that is no YAML map, which GitHub cannot run either. */
function readWorkflowFile(content) {
    const file = parsed(content);
    if (file === undefined)
        return undefined;
    // YAML 1.1 reads a bare `on` as true; this parser follows 1.2, as GitHub does.
    const on = file['on'];
    const declared = Object.entries(mapOf(mapOf(mapOf(on)['workflow_dispatch'])['inputs']));
    const inputs = declared.map(([name]) => name);
    const jobs = jobsThatMayRun(file);
    const steps = jobs.flatMap((job) => job.steps);
    const isHandedOn = steps.some(({ isHanded }) => isHanded) && steps.every((step) => step.isHanded || !isVerifyAction(step.node));
    return {
        isDispatched: triggersOf(on).includes('workflow_dispatch'),
        inputs,
        required: declared.filter(([, input]) => isRequired(mapOf(input))).map(([name]) => name),
        inTitle: inputsIn(String(file['run-name'] ?? '')),
        handsOnKey: isHandedOn && inputs.includes(dispatchInputs.expectedKey),
        toleratesFailure: jobs.some((job) => isElsewhere(job) || [job.node, ...job.steps.map(({ node }) => node)].some(goesOn)),
        proofs: proofsOf(jobs, isHandedOn),
        callsOthers: jobs.some(isElsewhere),
    };
}
/** The jobs of a file by their IDs, and their steps, as they stand there; empty for what is no workflow file. */
function stepsByJob(content) {
    return new Map([...jobsOf(parsed(content) ?? {})].map(([id, job]) => [id, stepsOf(job)]));
}
/** A part of a file, where it is a map; else an empty one. */
function mapOf(node) {
    return isMap(node) ? node : {};
}
function isMap(node) {
    return typeof node === 'object' && node !== null && !Array.isArray(node);
}
function parsed(content) {
    try {
        // Its warnings quote the file, and would go to the log as it stands there.
        const file = (0,dist/* parse */.qg)(content, { logLevel: 'error' });
        return isMap(file) ? file : undefined;
    }
    catch {
        return undefined;
    }
}
/** One event, a list of events, or a map of them. */
function triggersOf(on) {
    if (Array.isArray(on))
        return on;
    return isMap(on) ? Object.keys(on) : [on];
}
function isRequired(input) {
    return input['required'] === true && (input['default'] ?? '') === '';
}
function jobsOf(file) {
    return new Map(Object.entries(mapOf(file['jobs'])).map(([id, job]) => [id, mapOf(job)]));
}
function stepsOf({ steps }) {
    return Array.isArray(steps) ? steps.map(mapOf) : [];
}
function jobsThatMayRun(file) {
    const outer = carriers(file['env'], new Set());
    return [...jobsOf(file)]
        .filter(([, node]) => mayRun(node))
        .map(([id, node]) => {
        const variables = carriers(node['env'], outer);
        const steps = stepsOf(node).filter(mayRun);
        return {
            id,
            node,
            steps: steps.map((step) => ({ node: step, isHanded: isHandedTo(step, variables) })),
            env: { ...mapOf(file['env']), ...mapOf(node['env']) },
        };
    });
}
/** Whether a job or step is not switched off by a condition that is always false. */
function mayRun({ if: condition }) {
    return !/^(?:\$\{\{)?\s*false\s*(?:\}\})?$/.test(String(condition).trim());
}
/** `continue-on-error`; an expression may be true. */
function goesOn({ 'continue-on-error': tolerance }) {
    return tolerance !== undefined && tolerance !== null && String(tolerance) !== 'false';
}
/** A job that is another file. */
function isElsewhere({ node }) {
    return node['uses'] !== undefined;
}
function isVerifyAction({ uses }) {
    return /(?:^|\/)rotate-iam-access-keys\/verify(?:@|$)/i.test(String(uses));
}
/** A verify action compares what its own input of that name says; what another step does with a value is its own affair. */
function isHandedTo(step, outer) {
    const variables = carriers(step['env'], outer);
    const given = mapOf(step['with']);
    if (isVerifyAction(step))
        return carriesKey(given[dispatchInputs.expectedKey], variables);
    return variables.size > 0 || [step['run'], ...Object.values(given)].some((text) => carriesKey(text, variables));
}
/** The environment variables that hold the input: those around, as far as they are not set anew, and one's own. */
function carriers(env, outer) {
    const own = mapOf(env);
    const kept = [...outer].filter((name) => own[name] === undefined);
    return new Set([...kept, ...Object.keys(own).filter((name) => carriesKey(own[name], outer))]);
}
function carriesKey(text, variables) {
    if (typeof text !== 'string')
        return false;
    // Expressions do not tell the case of names apart.
    const isNamed = inputsIn(text).some((name) => name.toLowerCase() === dispatchInputs.expectedKey);
    return isNamed || variablesIn(text).some((name) => variables.has(name));
}
// ── What they prove ─────────────────────────────────────────────────────────────────────────────────────────────────
function proofsOf(jobs, isHandedOn) {
    const unskipped = unskippedOf(jobs);
    return jobs
        .filter((job) => !isElsewhere(job))
        .flatMap((job) => {
        const environments = environmentsOf(job.node);
        const shownAs = shownAsOf(job);
        if (!isHandedOn)
            return [{ environments, secrets: undefined, isCertain: false, isUnconditional: false, shownAs }];
        const handed = job.steps.filter(({ isHanded }) => isHanded).map(({ node }) => node);
        const verifying = handed.filter(isVerifyAction);
        return (verifying.length > 0 ? verifying : handed).map((step) => {
            const own = secretsOf(step, job.env);
            const isCertain = step['if'] === undefined && (isVerifyAction(step) || !goesOn(step));
            return {
                environments,
                secrets: own?.length === 0 ? secretsPassedOn(job) : own,
                isCertain,
                isUnconditional: isCertain && !goesOn(job.node) && unskipped.has(job.id),
                shownAs,
            };
        });
    });
}
/** https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idname */
function shownAsOf({ id, node: { name = id, strategy } }) {
    return strategy === undefined && !String(name).includes('${{') ? String(name) : undefined;
}
/** Jobs without a condition, which need such jobs only: one that is skipped leaves its run a success. */
function unskippedOf(jobs) {
    const unskipped = new Set();
    for (;;) {
        const more = jobs.filter(({ id, node: { if: condition, needs = [] } }) => {
            const isReady = [needs].flat().every((each) => unskipped.has(String(each)));
            return !unskipped.has(id) && condition === undefined && isReady;
        });
        if (more.length === 0)
            return unskipped;
        for (const { id } of more)
            unskipped.add(id);
    }
}
/**
 * The secrets that a step compares. A verify action reads its inputs, or the pair in the environment where they hold no
 * key; another step may read whatever it is given.
 */
function secretsOf(step, outer) {
    const env = { ...outer, ...mapOf(step['env']) };
    return secretsNamed(isVerifyAction(step) ? readByVerifyAction(mapOf(step['with']), env) : readBy(step, env), env);
}
/**
 * The secrets that a job may pass on to a step which is given none, as aws-actions/configure-aws-credentials does: a key
 * has two parts at most, so that of more names nobody knows which are meant.
 */
function secretsPassedOn({ steps, env }) {
    const read = steps.flatMap(({ node }) => readBy(node, mapOf(node['env'])));
    const named = secretsNamed([...Object.values(env), ...read], env);
    return named !== undefined && named.length > 0 && named.length <= 2 ? named : undefined;
}
function readByVerifyAction(given, env) {
    const [key, user, password] = ['key', 'smtp-user', 'smtp-password'].map((name) => given[name] === 'none' ? undefined : given[name]);
    const holdsKey = key !== undefined || user !== undefined;
    return [key, user, password, ...(holdsKey ? [] : [env['AWS_ACCESS_KEY_ID'], env['AWS_SECRET_ACCESS_KEY']])];
}
function readBy(step, env) {
    return [step['run'], ...Object.values(mapOf(step['with'])), ...Object.values(env)];
}
/** The secrets that texts name, by way of variables, too. */
function secretsNamed(texts, env) {
    const all = texts.flatMap((text) => [text, ...variablesIn(String(text)).map((name) => env[name])]);
    const named = all.map((text) => secretsIn(String(text ?? '')));
    return named.includes(undefined) ? undefined : [...new Set(named.flatMap((names) => names ?? []))];
}
/** An environment by its name or by a value of the matrix, as far as the file lists those. */
function environmentsOf(job) {
    const { environment } = job;
    const name = mapOf(environment)['name'] ?? (typeof environment === 'object' ? undefined : environment);
    const text = String(name ?? '');
    const [key, ...others] = new Set([...text.matchAll(matrixValue)].map(([, each]) => each ?? ''));
    const values = key === undefined ? [''] : others.length > 0 ? undefined : matrixOf(job, key);
    const names = values?.map((value) => text.replaceAll(matrixValue, () => value));
    return names?.some((each) => each.includes('${{')) ? undefined : names?.map((each) => each || undefined);
}
/** The values that a key of the matrix takes: https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations */
function matrixOf(job, key) {
    const { include = [], exclude, ...axes } = mapOf(mapOf(job['strategy'])['matrix']);
    const { [key]: axis } = axes;
    // Beside other axes, an included value joins their combinations, and one takes the place of another.
    const isListed = axis === undefined ? Object.keys(axes).length === 0 : Array.isArray(axis);
    if (!isListed || exclude !== undefined || !Array.isArray(include))
        return undefined;
    const included = include.map((each) => mapOf(each)[key]);
    const values = [...(Array.isArray(axis) ? axis : []), ...included.filter((value) => value !== undefined)];
    const isScalar = values.every((value) => ['string', 'number', 'boolean'].includes(typeof value));
    return isScalar && values.length > 0 ? values.map(String) : undefined;
}
// ── Expressions: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts ────────────────────────
/** `inputs.rotation-id`, `github.event.inputs.rotation-id` or `inputs['rotation-id']`, inside an expression. */
function inputsIn(text) {
    return namesIn(text, /(?<![\w.'-])(?:github\.event\.)?inputs(?:\.([\w-]+)|\[\s*'([^']+)'\s*\])/gi);
}
/** `env.EXPECTED_KEY` or `env['EXPECTED_KEY']`, inside an expression. */
function variablesIn(text) {
    return namesIn(text, /(?<![\w.'-])env(?:\.([\w-]+)|\[\s*'([^']+)'\s*\])/gi);
}
/**
 * `secrets.AWS_KEY` or `secrets['AWS_KEY']`, inside an expression, in upper case; undefined where it takes more to know
 * which secret a job gets: `secrets[matrix.name]`, `toJSON(secrets)`, or one of two.
 */
function secretsIn(text) {
    const names = [];
    for (const expression of expressionsIn(text)) {
        const mentions = [...expression.matchAll(/(?<![\w.'-])secrets(?:\.([\w-]+)|\[\s*'([^']+)'\s*\])?/gi)];
        const named = mentions.map(([, dotted, quoted]) => dotted ?? quoted);
        if (named.length > 1 || named.includes(undefined))
            return undefined;
        names.push(...named.map((name) => String(name).toUpperCase()));
    }
    return names;
}
/** `matrix.environment` as a whole expression, inside a text; with what stands around it. */
const matrixValue = /\$\{\{\s*matrix\.([\w-]+)\s*\}\}/g;
function namesIn(text, reference) {
    return expressionsIn(text).flatMap((expression) => [...expression.matchAll(reference)].map(([, dotted, quoted]) => dotted ?? quoted ?? ''));
}
/** What stands between `${{` and the next `}}`; read from left to right once, since anybody may have written it. */
function expressionsIn(text) {
    const expressions = [];
    for (let end = 0;;) {
        const start = text.indexOf('${{', end);
        end = start < 0 ? -1 : text.indexOf('}}', start);
        if (end < 0)
            return expressions;
        expressions.push(text.slice(start + 3, end));
    }
}

;// CONCATENATED MODULE: ./lib/github/verification/workflow.js
/** A verification workflow as GitHub has it: https://docs.github.com/en/rest/actions/workflows */




/** A verification workflow, how its repository is asked about it, and what has been read of it in this run. */
class VerificationWorkflow {
    owner;
    repo;
    file;
    ref;
    /** What may dispatch it. */
    github;
    #defaultBranch;
    /** By branch, tag or commit. */
    #files = new Map();
    constructor({ owner, repo, file, ref }, github) {
        this.owner = owner;
        this.repo = repo;
        this.file = file;
        this.ref = ref;
        this.github = github;
    }
    /** `verify.yml in octo/app` */
    get name() {
        return `${this.file} in ${this.repository}`;
    }
    /** `octo/app` */
    get repository() {
        return `${this.owner}/${this.repo}`;
    }
    /** `.github/workflows/verify.yml` */
    get path() {
        return `.github/workflows/${this.file}`;
    }
    /** Asks its repository for one thing, as `GitHubClient.ask` does. */
    ask(route, parameters, purpose, persistence) {
        return this.github.ask(route, { owner: this.owner, repo: this.repo, ...parameters }, purpose, persistence);
    }
    /** What a request is for, and the permission of a token that it takes. */
    purpose(doing, permission = permissions.actions('read')) {
        return { doing, place: this.name, permission };
    }
    /** GitHub lists a workflow, and starts it anywhere, once this branch has its file. @throws Refusal */
    async defaultBranch(until = Number.POSITIVE_INFINITY) {
        if (this.#defaultBranch !== undefined)
            return this.#defaultBranch;
        const purpose = this.purpose('look at the repository of the verification workflow');
        const { data } = await this.ask('GET /repos/{owner}/{repo}', {}, purpose, { until });
        this.#defaultBranch = data.default_branch;
        return data.default_branch;
    }
    /** The branch or tag that is started. @throws Refusal */
    async startedRef(until) {
        return this.ref ?? (await this.defaultBranch(until));
    }
    /**
     * Its file on a branch, a tag or a commit, read once in a run; undefined where it is not there, or the token may not
     * read it. @throws Refusal when GitHub does not answer, and Problem for a file that is no YAML map
     */
    async fileAt(ref, until = Number.POSITIVE_INFINITY) {
        const known = this.#files.get(ref);
        if (known !== undefined)
            return known;
        const purpose = this.purpose('read the file', permissions.contents('read'));
        const answer = await this.ask('GET /repos/{owner}/{repo}/contents/{path}', { path: this.path, ref }, purpose, { until }).catch((error) => {
            if (![403, 404].includes(statusOf(error) ?? 0))
                throw error;
        });
        if (answer === undefined)
            return undefined;
        const file = readWorkflowFile(textOf(answer.data));
        if (file === undefined) {
            const where = ref ?? this.#defaultBranch ?? 'the default branch';
            throw new rotation_problem/* Problem */.AF(`${this.name} cannot be read on ${where}: it is not YAML.`, 'Fix the file.');
        }
        this.#files.set(ref, file);
        return file;
    }
}
/** The text of a file, which GitHub sends in base64. */
function textOf({ content = '' }) {
    return Buffer.from(content, 'base64').toString('utf8');
}

;// CONCATENATED MODULE: ./lib/github/rotation-workflow.js
/** The workflow that rotates keys: whether it hands back the recovery secret that it names. */





/**
 * A warning with the line to write, before a key exists: an interrupted run is finished with the recovery secret only
 * where the workflow hands it back. Undefined where the file cannot be read, or says nothing against it.
 * @throws only what ends the run
 */
async function warningOfMissingHandBack(github, { file, ...job }, recovery) {
    const isHere = ({ owner, repo }) => (0,lib_destination/* isSameName */.yS)(`${owner}/${repo}`, `${job.owner}/${job.repo}`);
    const { name, missingLine: line } = recovery;
    if (line === undefined || file === undefined || !isHere(file) || !isHere(recovery))
        return undefined;
    const content = await contentOf(github, file).catch(rotation_problem/* passOver */.Wr);
    const found = content === undefined ? 'yes' : handsBack(content, file.job, name);
    if (found === 'yes')
        return undefined;
    const what = found === 'missing' ? 'does not hand it back' : 'hands another secret back';
    const text = `The workflow ${file.path} names the recovery secret ${name} but ${what}, so an interrupted rotation could not be finished with the key in it. Add to the step: "${line}".`;
    return { kind: 'recovery secret not handed back', text };
}
async function contentOf(github, { owner, repo, path, ref }) {
    const { data } = await github.ask('GET /repos/{owner}/{repo}/contents/{path}', { owner, repo, path, ref }, { doing: 'read the workflow of this run', place: `${owner}/${repo}`, permission: permissions.contents('read') }, { isOptional: true });
    return textOf(data);
}
/**
 * Whether the steps that name a recovery secret hand it back: `missing` where none of them does, `other` where all of
 * them hand in another secret. Whatever cannot be told from the file alone (expressions, other files, steps with inputs
 * of their own) counts as handed back.
 */
function handsBack(content, job, secret) {
    const jobs = stepsByJob(content);
    const steps = jobs.get(job ?? '') ?? [...jobs.values()].flat();
    const judged = steps
        .map(inputsOf)
        .filter((inputs) => inputs.has('recovery-secret-name'))
        .map((inputs) => judge(inputs, secret));
    const [first = 'yes', ...others] = judged;
    return others.every((each) => each === first) ? first : 'yes';
}
function judge(inputs, secret) {
    const handed = inputs.get('recovery-secret') ?? '';
    if (handed !== '') {
        const [, plain] = /^\$\{\{\s*secrets\.(\w+)\s*\}\}$/i.exec(handed) ?? [];
        return plain === undefined || (0,lib_destination/* isSameName */.yS)(plain, secret) ? 'yes' : 'other';
    }
    // An action around this one may have another name for it.
    const mention = new RegExp(`toJSON\\(\\s*secrets|\\b${secret}\\b`, 'i');
    const others = [...inputs].filter(([name]) => name !== 'recovery-secret-name');
    return others.some(([, value]) => value.includes('${{') && mention.test(value)) ? 'yes' : 'missing';
}
/** What a step hands to its action; GitHub compares the names of inputs without regard to case. */
function inputsOf(step) {
    const inputs = Object.entries(mapOf(step['with']));
    return new Map(inputs.map(([name, value]) => [name.toLowerCase(), String(value ?? '').trim()]));
}

// EXTERNAL MODULE: ./node_modules/universal-github-app-jwt/index.js + 3 modules
var universal_github_app_jwt = __webpack_require__(2438);
;// CONCATENATED MODULE: ./lib/github/tokens/app.js
/**
 * Tokens of a GitHub App, one for each owner of repositories: as narrow as the run allows, and new before they expire.
 * https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/authenticating-as-a-github-app-installation
 */








/** A token is replaced this long before it expires, so that no request meets its end. */
const refreshMargin = 5 * rotation_time/* minute */.Vc;
/** GitHub's own servers may not all know a new token at once. */
const replication = 10 * rotation_time/* second */.Rc;
/** A JWT says that it was made this much earlier: clocks that differ by less need not be asked. */
const jwtMargin = 30 * rotation_time/* second */.Rc;
/** https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app */
const app_mostRepositories = 500;
const levels = [undefined, 'read', 'write', 'admin'];
/** The installations of one App, and their tokens, which are masked. */
class AppTokens {
    #options;
    #github;
    #installations = new Map();
    #grants = new Map();
    constructor(options) {
        this.#options = options;
        this.#github = new GitHubClient(requestAsApp(options), 'github-app-id', options.clock, options.time);
    }
    /**
     * What sends for one owner, each request with a token that is valid for minutes at least. A token that is refused is
     * asked again while it is new, and replaced once where it is not. It throws a Problem where no token can be had.
     */
    requestFor(owner) {
        const { clock } = this.#options;
        return async (route, parameters) => {
            for (let refusedBefore = false;; refusedBefore = true) {
                const grant = await this.#grantFor(owner.toLowerCase());
                try {
                    return await grant.request(route, parameters);
                }
                catch (error) {
                    if (error.status !== 401)
                        throw error;
                    if (clock.elapsed() - grant.mintedAt < replication)
                        await clock.sleep(rotation_time/* second */.Rc);
                    else if (refusedBefore)
                        throw error;
                    else
                        await this.#discard(owner.toLowerCase(), grant);
                }
            }
        };
    }
    /**
     * What the run needs and the owner has not granted, as GitHub's page calls it; nothing where the needs are `all`. That an
     * installation does not report a name that nobody has published says nothing.
     * @throws Problem
     */
    async lacking(owner) {
        const { permissions, unpublished = {} } = this.#needsOf(owner);
        if (permissions === 'all')
            return [];
        const { permissions: granted } = await this.#installationOf(owner);
        const reported = Object.entries(unpublished).filter(([name]) => granted[name] !== undefined);
        return missing({ ...permissions, ...Object.fromEntries(reported) }, granted);
    }
    async #grantFor(owner) {
        const known = this.#grants.get(owner);
        if (known !== undefined) {
            const grant = await known;
            if (this.#options.clock.elapsed() < grant.refreshAt)
                return grant;
            if (this.#grants.get(owner) === known)
                this.#grants.delete(owner);
        }
        return remembered(this.#grants, owner, () => this.#mint(owner));
    }
    /** Forgets a token that GitHub no longer accepts. */
    async #discard(owner, { token }) {
        if ((await this.#grants.get(owner))?.token === token)
            this.#grants.delete(owner);
    }
    #needsOf(owner) {
        return this.#options.needs.get(owner.toLowerCase()) ?? { repositories: 'all', permissions: 'all' };
    }
    #installationOf(owner) {
        return remembered(this.#installations, owner.toLowerCase(), () => this.#find(owner));
    }
    async #find(owner) {
        const { appId } = this.#options;
        const installation = (await this.#look(owner, 'GET /orgs/{org}/installation', { org: owner })) ??
            (await this.#look(owner, 'GET /users/{username}/installation', { username: owner }));
        if (installation === undefined) {
            throw new rotation_problem/* Problem */.AF(`The GitHub App ${appId} is not installed for ${owner}`, `Install it there (settings of the App, "Install App") with access to the repositories that this run uses, or correct the name of the owner.`);
        }
        if (typeof installation.suspended_at === 'string')
            throw new rotation_problem/* Problem */.AF(...suspended(appId, owner));
        return installation;
    }
    async #look(owner, route, parameters) {
        try {
            return (await this.#ask(owner, route, parameters)).data;
        }
        catch (error) {
            if (statusOf(error) === 404 && !isUnknownApp(error))
                return undefined;
            throw this.#explained(error, owner);
        }
    }
    async #mint(owner) {
        const { mask, send, baseUrl, clock } = this.#options;
        const { data, at } = await this.#askForToken(owner, await this.#installationOf(owner));
        mask(data.token);
        const mintedAt = clock.elapsed();
        const lifetime = Date.parse(data.expires_at) - at;
        const refreshAt = mintedAt + lifetime - Math.min(refreshMargin, lifetime / 2);
        return { token: data.token, request: send(data.token, baseUrl), mintedAt, refreshAt };
    }
    /** The narrowest token that GitHub gives. */
    async #askForToken(owner, { id, permissions: granted }) {
        const needs = this.#needsOf(owner);
        let scope = scopeOf(needs, granted);
        for (;;) {
            try {
                return await this.#ask(owner, 'POST /app/installations/{installation_id}/access_tokens', {
                    installation_id: id,
                    ...scope,
                });
            }
            catch (error) {
                const { repositories, permissions } = scope;
                if (statusOf(error) !== 422)
                    throw this.#explained(error, owner);
                // The check of each place says what is the matter with it; here it would be one sentence for all.
                if (repositories !== undefined && isAboutRepositories(error))
                    scope = { permissions };
                else if (permissions === undefined)
                    throw this.#explained(error, owner);
                else if (isPresumptuous(permissions, needs))
                    scope = { ...scope, permissions: without(permissions, needs) };
                else {
                    // Read anew: it may have changed since the last token.
                    this.#installations.delete(owner.toLowerCase());
                    const lacking = await this.lacking(owner);
                    if (lacking.length > 0 || !isStrange(permissions, needs)) {
                        throw refused(notGranted(this.#options.appId, lacking, owner), error);
                    }
                    scope = { repositories };
                }
            }
        }
    }
    #ask(owner, route, parameters) {
        const doing = `get a token of the GitHub App ${this.#options.appId}`;
        return this.#github.ask(route, parameters, {
            doing,
            place: owner,
            permission: permissions.metadata('read'),
        });
    }
    /** A refusal in words about the App; anything else as it is. */
    #explained(error, owner) {
        return error instanceof Refusal ? refused(whyNoToken(error, this.#options.appId, owner), error) : error;
    }
}
/** Signs each request as the App, by GitHub's clock: where that is another one than was known, once more. */
function requestAsApp({ appId: id, privateKey, baseUrl, send, mask, time }) {
    const signed = async (now) => {
        const { token } = await (0,universal_github_app_jwt/* default */.A)({ id, privateKey, now: Math.floor(now / rotation_time/* second */.Rc) });
        mask(token);
        return send(token, baseUrl);
    };
    return async (route, parameters) => {
        const known = time.now();
        try {
            return await (await signed(known))(route, parameters);
        }
        catch (error) {
            const { status, response } = error;
            const shown = time.heard(response?.headers ?? {});
            if (status !== 401 || Math.abs(shown - known) < jwtMargin)
                throw error;
            return (await signed(shown))(route, parameters);
        }
    };
}
/** One attempt at a time for each key; what passes by itself is tried again by the next call. */
function remembered(values, key, make) {
    const known = values.get(key);
    if (known !== undefined)
        return known;
    const made = make().catch((error) => {
        const isLasting = error instanceof rotation_problem/* Problem */.AF && !mayPass(error);
        if (!isLasting && values.get(key) === made)
            values.delete(key);
        throw error;
    });
    values.set(key, made);
    return made;
}
function missing(needed, granted) {
    return Object.entries(needed)
        .filter(([name, level]) => levels.indexOf(granted[name]) < levels.indexOf(level))
        .map(([name, level]) => titleOf(name, level));
}
function scopeOf({ repositories, permissions, unpublished = {}, useful = {}, perhapsUseful = {} }, granted) {
    const isGranted = ([name, level]) => levels.indexOf(granted[name]) >= levels.indexOf(level);
    // Left out, they would be lacking; and by another name they cannot be asked for.
    const isAskable = permissions !== 'all' && Object.keys(unpublished).every((name) => granted[name] !== undefined);
    const isNarrow = repositories !== 'all' && repositories.length > 0 && repositories.length <= app_mostRepositories;
    const wanted = Object.fromEntries(Object.entries({ ...perhapsUseful, ...useful }).filter(isGranted));
    return {
        ...(isAskable ? { permissions: { ...wanted, ...permissions, ...unpublished } } : {}),
        ...(isNarrow ? { repositories } : {}),
    };
}
/** Whether a name that minting may not know is asked for, and not needed. */
function isPresumptuous(asked, needs) {
    return Object.keys(without(asked, needs)).length < Object.keys(asked).length;
}
function without(asked, { unpublished = {}, perhapsUseful = {} }) {
    return Object.fromEntries(Object.entries(asked).filter(([name]) => !(name in perhapsUseful) || name in unpublished));
}
/** Whether one of these names may be unknown to minting, for all that the installation has it. */
function isStrange(asked, { unpublished = {} }) {
    return Object.keys(unpublished).some((name) => name in asked);
}
/** The problem of a missing permission, in the same words before a token is asked for and after GitHub refused one. */
function notGranted(appId, lacking, owner) {
    const which = lacking.length === 0 ? 'permissions that it needs' : lacking.join(', ');
    return [
        `The GitHub App ${appId} is not granted ${which} for ${owner}`,
        `Set this in the settings of the App, and let an owner of ${owner} approve it in the installation: added permissions count only from then on.`,
    ];
}
/**
 * To whoever asked with the token, GitHub did not accept it (401): what it said of the token itself, that it was not
 * found for example, is no answer to their question. Limits and outages stay what they are.
 */
function refused([message, remedy], error) {
    if (!(error instanceof Refusal))
        return error;
    const { failure } = error;
    const status = isLastingRefusal(error) ? 401 : failure.status;
    const { headers, ambiguous } = failure;
    return new Refusal(message, remedy, Object.assign(new Error(failure.message), { status, headers, ambiguous }));
}
function isAboutRepositories(error) {
    return error instanceof Refusal && /repositor/i.test(error.failure.message);
}
function isUnknownApp(error) {
    return error instanceof Refusal && /integration not found/i.test(error.failure.message);
}
function suspended(appId, owner) {
    return [
        `The installation of the GitHub App ${appId} for ${owner} is suspended`,
        `Let whoever suspended it, an owner of ${owner} or of the App, unsuspend it in the settings of the installation.`,
    ];
}
function whyNoToken(error, appId, owner) {
    const { status, message } = error.failure;
    const said = (0,rotation_problem/* withFullStop */.uo)((0,presentable/* presentable */.KC)(message.replace(/ - https?:\/\/\S+$/, '')));
    if (isPassingLimit(error))
        return [
            `GitHub gave no token for ${owner}: a rate limit of the GitHub App ${appId} is reached.`,
            'Run again when it has passed.',
        ];
    if (status === 401 || isUnknownApp(error))
        return [
            `GitHub does not know a GitHub App ${appId} with this private key: ${said}`,
            'github-app-id is the App ID or the client ID in the settings of the App (not that of an installation), and github-app-private-key one of the private keys that are listed there.',
        ];
    if (status === 403 && /suspended/i.test(message))
        return suspended(appId, owner);
    if (status === 0)
        return [
            `GitHub could not be reached for a token of the GitHub App ${appId} for ${owner} (${(0,presentable/* presentable */.KC)(message)}).`,
            (0,problems/* networkRemedy */.xO)(error) ?? 'Check github-api-url and the network of the runner, then run again.',
        ];
    return [
        `GitHub gave the GitHub App ${appId} no token for ${owner}: ${status} ${said}`,
        status >= 500 ? 'See https://www.githubstatus.com and run again.' : 'Fix what the message names and run again.',
    ];
}

;// CONCATENATED MODULE: ./lib/github/tokens/tokens.js
/** Which token a request carries: one for all owners, or one of the App's for each. */






function clientsOf(uses, send, mask, clock, time) {
    const { github, githubApiUrl: baseUrl } = uses;
    if (github.kind === 'token') {
        const client = new GitHubClient(send(github.token, baseUrl), 'github-token', clock, time);
        return { for: () => client, lacking: async () => [] };
    }
    const needs = needsOf(uses);
    const tokens = new AppTokens({ ...github, baseUrl, send, needs, mask, clock, time });
    const clients = new Map();
    return {
        for: (owner) => {
            const key = owner.toLowerCase();
            const client = clients.get(key) ?? new GitHubClient(tokens.requestFor(key), 'github-app-id', clock, time, owner);
            clients.set(key, client);
            return client;
        },
        lacking: async () => {
            const lacking = await Promise.all([...needs.keys()].map(async (owner) => ({ owner, titles: await tokens.lacking(owner) })));
            return lacking
                .filter(({ titles }) => titles.length > 0)
                .map(({ owner, titles }) => {
                return { where: owner, why: (0,rotation_problem/* inSentences */.YP)(new rotation_problem/* Problem */.AF(...notGranted(github.appId, titles, owner))) };
            });
        },
    };
}
/** What each owner is asked for, and nothing beyond it: https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app */
function needsOf({ destinations, recovery, verificationWorkflows, job }) {
    const uses = new Map();
    const use = (owner, repo, ...needed) => {
        const key = owner.toLowerCase();
        const known = uses.get(key) ?? { repositories: new Set(), permissions: [], hasOrganization: false, verifies: false };
        uses.set(key, known);
        if (repo === undefined)
            known.hasOrganization = true;
        else
            known.repositories.add(repo);
        known.permissions.push(...needed);
        return known;
    };
    for (const { place, secrets, variables } of destinations) {
        use(place.owner, place.kind === 'organization' ? undefined : place.repo, ...(secrets.length > 0 ? [secretPermission(place, 'write')] : []), ...(variables.length > 0 ? [variablePermission(place, 'write')] : []));
    }
    if (recovery !== undefined)
        use(recovery.owner, recovery.repo, secretPermission((0,lib_destination/* placeOf */.$t)(recovery), 'write'));
    for (const { owner, repo } of verificationWorkflows) {
        if ((0,lib_destination/* isSameName */.yS)(`${owner}/${repo}`, `${job.owner}/${job.repo}`))
            continue;
        use(owner, repo, permissions.actions('write'), permissions.contents('read')).verifies = true;
    }
    return new Map([...uses].map(([owner, each]) => [owner, tokens_scopeOf(each)]));
}
function tokens_scopeOf({ repositories, permissions: needed, hasOrganization, verifies }) {
    return {
        repositories: hasOrganization ? 'all' : [...repositories],
        permissions: { metadata: 'read', ...levelsOf(needed.filter(({ isPublished }) => isPublished)) },
        unpublished: levelsOf(needed.filter(({ isPublished }) => !isPublished)),
        useful: {
            ...seeing,
            ...(hasOrganization ? { organization_secrets: 'read' } : {}),
            // What a failed verification says.
            ...(verifies ? { checks: 'read' } : {}),
        },
        perhapsUseful: { ...perhapsSeeing, ...(hasOrganization ? perhapsSeeingOrganizations : {}) },
    };
}
/** Of each permission the highest level that is needed. */
function levelsOf(needed) {
    const levels = {};
    for (const { slug, level } of needed)
        if (levels[slug] !== 'write')
            levels[slug] = level;
    return levels;
}
/** What shows runs that may hold the old key, and the same names nearby. */
const seeing = { actions: 'read', environments: 'read', secrets: 'read', dependabot_secrets: 'read' };
const perhapsSeeing = {
    codespaces_secrets: 'read',
    agent_secrets: 'read',
    actions_variables: 'read',
    organization_actions_variables: 'read',
};
const perhapsSeeingOrganizations = {
    organization_dependabot_secrets: 'read',
    organization_agent_secrets: 'read',
};

;// CONCATENATED MODULE: ./lib/github/verification/polling.js
/** How often a run is looked at: soon at first, rarely later, and never so often that a token runs out of requests. */

/** A run takes a minute or half an hour: looks come at first every few seconds, then every half minute. */
const polling_delays = [5, 5, 5, 5, 10, 10, 15, 20, 20, 20].map((seconds) => seconds * rotation_time/* second */.Rc);
const lastDelay = 30 * rotation_time/* second */.Rc;
/** The longest delay: other runs take one that is silent for ten minutes for dead, and most looks cost nothing. */
const longestDelay = 2 * rotation_time/* minute */.Vc;
/** Requests that are left to the other work of the token: writing, reading, and other jobs. */
const keptBack = 100;
/**
 * How long to wait before the next look; `look` counts from 0. What is left is spread over the time until it is renewed,
 * among all who wait with the same token: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
function pollingDelay(look, budget, waiting) {
    const usual = polling_delays[look] ?? lastDelay;
    const looks = Math.max(1, Math.floor((budget.left - keptBack) / waiting));
    return Math.max(usual, Math.min(budget.until(Number.POSITIVE_INFINITY) / looks, longestDelay));
}

;// CONCATENATED MODULE: ./lib/github/verification/coverage.js
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
    return coverage.filter(({ unreached }) => unreached.length > 0).map(({ place }) => (0,lib_destination/* nameOf */.Vb)(place));
}
/** Names of the destinations whose secrets have all been compared. */
function coveredIn(coverage) {
    return coverage.filter(({ unproven }) => unproven.length === 0).map(({ place }) => (0,lib_destination/* nameOf */.Vb)(place));
}
/** What to add to a workflow that may get secrets of a place, and misses some. Where none may, every run says so. */
function unprovenRemarks(coverage, workflows) {
    return coverage
        .filter(({ place, unreached }) => unreached.length > 0 && workflows.some((each) => isWithinReach(place, each)))
        .map(({ place, unreached }) => {
        const { jobs, remedy } = coverage_missing(place, unreached.join(' and '));
        const text = `No job of the verification ${jobs}, so nothing proves that jobs can use the key: add ${remedy}, and hand them to the verify action there.`;
        return { kind: 'unproven place', place: (0,lib_destination/* nameOf */.Vb)(place), text };
    });
}
function coverage_missing(place, names) {
    const jobs = `gets ${names} of ${(0,lib_destination/* nameOf */.Vb)(place)}`;
    switch (place.kind) {
        case 'environment': {
            const { owner, repo } = place;
            const environment = (0,presentable/* presentable */.KC)(place.environment);
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
    if ((0,lib_destination/* storeOf */.xX)(place) !== 'actions')
        return false;
    const repository = (0,lib_destination/* repositoryOf */._M)(place);
    return repository === undefined ? (0,lib_destination/* isSameName */.yS)(place.owner, owner) : (0,lib_destination/* isSameName */.yS)(repository, `${owner}/${repo}`);
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
    const { jobs, isWhole = false, passed = [] } = workflow;
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
        const hasRun = isWhole || (proof.shownAs !== undefined && passed.includes(proof.shownAs));
        const isCompared = proof.isUnconditional || (proof.isCertain && hasRun);
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
    const named = holding.find((place) => place.kind === 'environment' && environment !== undefined && (0,lib_destination/* isSameName */.yS)(place.environment, environment));
    return (named ?? holding.find(({ kind }) => kind === 'repository') ?? holding.find(({ kind }) => kind === 'organization'));
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./lib/github/verification/judgement.js
/** What a run that has ended shows about the key: https://docs.github.com/en/rest/actions/workflow-jobs */






/** A message names so many failed jobs, and counts the others. */
const namedJobs = 3;
/** So much of an annotation is quoted: whoever may push to that repository may have written it. */
const longestQuote = 400;
/** What the runner does before a job's own steps: downloads actions, say. */
const setUp = 'Set up job';
/** The judgement that nothing is known about the key. */
function unknown(detail, more = {}) {
    return { verdict: 'unknown', detail, remedy: undefined, url: undefined, maySettle: false, ...more };
}
/** The judgement of a re-run, which may get the secrets of the run that it repeats (cli/cli#13522). */
function rerun(name, url) {
    return unknown(`${name} was re-run, and a re-run may hold old secrets: ${url}`, { url });
}
/** The verdict of a run that has ended. @throws Refusal when GitHub does not tell what its jobs did */
async function judgement_judge(workflow, run, until) {
    const { name } = workflow;
    const { conclusion, html_url: url, run_attempt: attempt = 1 } = run;
    switch (conclusion) {
        case 'success':
            return attempt === 1 ? succeeded(workflow, run, until) : rerun(name, url);
        case 'failure':
            return failed(workflow, run, until);
        case 'startup_failure':
            return unknown(`${name} could not be started (its page says why: the syntax of the file, say): ${url}`, { url });
        case 'action_required':
            return unknown(`${name} waits for somebody to approve it, and did not run: ${url}`, { url });
        default:
            return unknown(`${name} ended ${(0,presentable/* presentable */.KC)(conclusion ?? 'without a conclusion')}: ${url}`, { url });
    }
}
/**
 * A run succeeds also when a step or a job was allowed to fail (`continue-on-error`): what its jobs reported tells.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idcontinue-on-error
 */
async function succeeded(workflow, run, until) {
    const { name } = workflow;
    const { html_url: url, head_sha: commit = '' } = run;
    const jobs = await judgement_jobsOf(workflow, run, until);
    const heard = await (0,p_map/* default */.Ay)(jobs.filter(({ conclusion }) => conclusion === 'success' || conclusion === 'failure'), async (job) => ({ ...(await heardFrom(workflow, job, until)), job }), api_limits/* atOnce */.zd);
    const hidden = heard.filter(({ isVerifyAction }) => isVerifyAction);
    if (hidden.length > 0) {
        return rejected(`${name} succeeded although its verify action failed (continue-on-error hides that)`, url, hidden);
    }
    const unexplained = heard.find((each) => each.job.conclusion === 'failure' && each.isVerifyAction === undefined);
    if (unexplained !== undefined) {
        return unknown(`${name} succeeded although a job of it failed: ${url}\n- ${unexplained.line}`, { url });
    }
    if (!jobs.some((job) => job.conclusion === 'success')) {
        return unknown(`${name} succeeded without running a job: ${url}`, { url });
    }
    const isHeard = heard.every(({ isVerifyAction }) => isVerifyAction !== undefined);
    const isWhole = jobs.every(({ conclusion }) => conclusion === 'success');
    const names = jobs.map((job) => job.name);
    const passed = jobs.filter((job) => job.conclusion === 'success' && isOnceIn(names, job.name)).map((job) => job.name);
    return {
        verdict: 'works',
        detail: `${name} succeeded: ${url}`,
        remedy: undefined,
        url,
        maySettle: false,
        ran: { commit, isHeard, isWhole, passed },
        created: createdOf(run),
    };
}
function isOnceIn(names, name) {
    return names.indexOf(name) === names.lastIndexOf(name);
}
/** A step that failed speaks of the key; a job that failed without one has lost its runner, or never had one. */
async function failed(workflow, run, until) {
    const { name } = workflow;
    const { html_url: url } = run;
    const jobs = (await judgement_jobsOf(workflow, run, until)).filter(({ conclusion }) => conclusion === 'failure');
    const inStep = jobs.filter((job) => failedStepOf(job) !== undefined);
    if (inStep.length === 0) {
        const where = jobs[0] === undefined ? '' : ` in the job “${(0,presentable/* presentable */.KC)(jobs[0].name)}”`;
        return unknown(`${name} failed${where}, but no step of it did: its runner was lost, or never came: ${url}`, { url });
    }
    const heard = await Promise.all(inStep.slice(0, namedJobs).map((job) => heardFrom(workflow, job, until)));
    return rejected(`${name} failed`, url, heard, inStep.length);
}
/** The key is rejected; unknown where no job could ask AWS, or even be set up, since that says nothing of the key. */
function rejected(what, url, heard, count = heard.length) {
    const named = heard.slice(0, namedJobs);
    const others = count > named.length ? [`and ${count - named.length} more jobs`] : [];
    const lines = [...named.map(({ line }) => line), ...others].map((line) => `\n- ${line}`).join('');
    const detail = `${what}: ${url}${lines}`;
    if (heard.every(({ isSilent }) => isSilent))
        return unknown(detail, { url });
    const isOther = heard.length === count && heard.every((each) => each.isOfAnotherKey);
    return {
        verdict: 'rejected',
        detail,
        remedy: undefined,
        url,
        maySettle: heard.some((each) => each.maySettle),
        ...(isOther && { isOfAnotherKey: true }),
    };
}
/** When a run was created, by GitHub's clock; undefined where GitHub does not say. */
function createdOf({ created_at: created }) {
    return created === undefined ? undefined : Date.parse(created);
}
function failedStepOf({ steps = [] }) {
    return steps.find(({ conclusion }) => conclusion === 'failure');
}
/** Where a job failed, if it did, and what it reported as far as its annotations can be read. */
async function heardFrom(workflow, job, until) {
    const step = failedStepOf(job);
    const within = step === undefined ? '' : `, step “${(0,presentable/* presentable */.KC)(step.name)}”`;
    const where = `job “${(0,presentable/* presentable */.KC)(job.name)}”${within}`;
    const isSilent = step?.name === setUp;
    const annotations = await annotationsOf(workflow, job, until);
    if (annotations === undefined) {
        const line = `${where} (with checks: read, its reason would stand here)`;
        return { line, maySettle: true, isOfAnotherKey: false, isSilent, isVerifyAction: undefined };
    }
    const errors = annotations.filter((each) => each.annotation_level === 'failure');
    const ofVerifyAction = errors.filter(({ title }) => Object.values(failures).includes(title));
    // Of several, one that speaks of the key.
    const own = ofVerifyAction.find(({ title }) => title !== failures.unasked) ?? ofVerifyAction[0];
    const shown = own ?? errors[0];
    const why = shown === undefined ? '' : `: ${quoted(shown)}`;
    return {
        line: `${where}${why}`,
        maySettle: own?.title != null && maySettle(own.title),
        isOfAnotherKey: own?.title != null && isOfAnotherKey(own.title),
        isSilent: isSilent || own?.title === failures.unasked,
        isVerifyAction: own !== undefined,
    };
}
function quoted({ title, message }) {
    // The verify action begins its messages with their titles, since logs show the messages alone.
    const isSaid = title === null || message?.startsWith(title) === true;
    const parts = [isSaid ? null : title, message].filter((part) => part !== null && part !== '');
    return (0,presentable/* presentable */.KC)(parts.join(': '), longestQuote);
}
/**
 * What the steps of a job reported; undefined where the token may not read that. A job is a check run of the same id.
 * https://docs.github.com/en/rest/checks/runs#list-check-run-annotations
 */
async function annotationsOf(workflow, { check_run_url: url = '' }, until) {
    const checkRun = /\/check-runs\/(\d+)$/.exec(url)?.[1];
    if (checkRun === undefined)
        return undefined;
    const answer = await workflow
        .ask('GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations', { check_run_id: Number(checkRun), per_page: pageSize }, workflow.purpose('read what the jobs of the verification run reported'), { until })
        .catch(rotation_problem/* passOver */.Wr);
    return answer?.data;
}
async function judgement_jobsOf(workflow, { id }, until) {
    const { owner, repo } = workflow;
    const pages = workflow.github.pages('GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs', { owner, repo, run_id: id, filter: 'latest' }, workflow.purpose('read the jobs of the verification run'), { until });
    const jobs = [];
    for await (const { items } of pages)
        jobs.push(...items);
    return jobs;
}

;// CONCATENATED MODULE: ./lib/github/verification/dispatch.js
/** Starting a verification workflow, once: https://docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event */








/** A list shows a new run late, by 8 s (Codex-/return-dispatch#183) and more (lasith-kg/dispatch-workflow#162). */
const listedWithin = 2 * rotation_time/* minute */.Vc;
const listingDelays = [2, 3, 5, 5, 10].map((seconds) => seconds * rotation_time/* second */.Rc);
const listingDelay = 15 * rotation_time/* second */.Rc;
/** GitHub's servers may disagree on the time: a run is looked for from so long before its dispatch on. */
const listedSince = rotation_time/* minute */.Vc;
const { expectedKey, rotationId } = dispatchInputs;
/** The line of a workflow that shows the `rotation-id` in the title of its runs. */
const runNameLine = `"run-name: Verify AWS key \${{ inputs.${rotationId} }}"`;
/**
 * Starts the workflow, once: a dispatch that is sent again may start a second run. A workflow that does not declare an
 * input refuses it clearly, and so does a server that does not know `return_run_details` (github/gh-aw#19414): then it is
 * sent without. Without expected-key its success proves less. @throws Refusal that says why nothing has started
 */
async function dispatch(workflow, key, until, time) {
    let body = {
        ref: await workflow.startedRef(until),
        inputs: { [expectedKey]: fingerprint(key), [rotationId]: (0,external_node_crypto_.randomUUID)() },
        return_run_details: true,
    };
    for (;;) {
        const { inputs = {} } = body;
        const sent = { nonce: inputs[rotationId], isTold: expectedKey in inputs, at: time.now() };
        try {
            return { ...sent, run: await start(workflow, body, until), lost: undefined };
        }
        catch (error) {
            const accepted = withoutRefused(body, error);
            if (accepted !== undefined)
                body = accepted;
            else if (error instanceof Refusal && isAmbiguous(error))
                return { ...sent, run: undefined, lost: error };
            else
                throw error;
        }
    }
}
/** Sends one dispatch; the number of its run, where GitHub tells. @throws Refusal */
async function start(workflow, body, until = Number.POSITIVE_INFINITY) {
    const { data } = await workflow.ask('POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches', { workflow_id: workflow.file, ...body }, workflow.purpose('dispatch the verification workflow', permissions.actions('write')), { repeat: 'once', until });
    return data?.workflow_run_id;
}
/** What GitHub accepts of a dispatch that it has refused; undefined when it refused it for another reason. */
function withoutRefused(body, error) {
    const { return_run_details: details, ...rest } = body;
    const words = (0,rotation_problem/* messageOf */.bD)(error);
    if (details !== undefined && /return_run_details/.test(words))
        return rest;
    const named = /unexpected inputs provided: (.*)/i.exec(words)?.[1];
    const inputs = Object.entries(body.inputs ?? {});
    const declared = inputs.filter(([name]) => named?.includes(name) !== true);
    return declared.length < inputs.length ? { ...body, inputs: Object.fromEntries(declared) } : undefined;
}
/**
 * The number of the run that was started: where GitHub has not told, of the one that shows the nonce of this dispatch in
 * its title. Never of the latest, which may be somebody else's. @throws Refusal
 */
async function findRun(workflow, { run, nonce, at, lost }, { until, holds }, clock) {
    if (run !== undefined)
        return run;
    const { name } = workflow;
    const since = at - listedSince;
    const end = Math.min(clock.elapsed() + listedWithin, until);
    const unnamed = `GitHub started ${name} without saying which run it is`;
    const remedy = `In ${name}, on the branch that is started, add "${rotationId}:" under "on: workflow_dispatch: inputs:", and at the top level ${runNameLine}: the rotation then knows its run by the title. If both are there, run it again.`;
    if (nonce === undefined)
        return lost === undefined ? unknown(unnamed, { remedy }) : unknown(lost.message);
    for (let look = 0;; look += 1) {
        await clock.sleep(Math.max(0, Math.min(listingDelays[look] ?? listingDelay, end - clock.elapsed())));
        await holds().catch(rotation_problem/* passOver */.Wr);
        const runs = await dispatchedSince(workflow, since, until);
        const own = runs.find(({ display_title: title }) => title.includes(nonce));
        if (own !== undefined)
            return own.id;
        if (clock.elapsed() < end)
            continue;
        if (lost !== undefined)
            return unknown(`${lost.message} No run of ${name} shows that it was started`);
        if (runs.length === 0)
            return unknown(`${unnamed}, and no run shows since ${(0,rotation_time/* utc */.n$)(since)}`);
        return unknown(`${unnamed}, and no title of a run shows ${rotationId}`, { remedy });
    }
}
/** Of the newest hundred, which are not filtered: GitHub's filtered lists have lacked what was there. */
async function dispatchedSince(workflow, since, until) {
    const { data } = await workflow.ask('GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs', { workflow_id: workflow.file, per_page: pageSize }, workflow.purpose('list the runs of the verification workflow'), { until });
    return data.workflow_runs.filter(({ event, created_at: created }) => event === 'workflow_dispatch' && Date.parse(created) >= since);
}

// EXTERNAL MODULE: ./lib/text/nearest.js
var nearest = __webpack_require__(4581);
;// CONCATENATED MODULE: ./lib/github/verification/preflight.js
/** The checks of a verification workflow before a key exists: what keeps it from running, or makes its proof weak. */








const { expectedKey: preflight_expectedKey, rotationId: preflight_rotationId } = dispatchInputs;
/** Checks that a workflow is active and may be dispatched, and its file on the branch that is started. */
async function checkWorkflow(workflow) {
    try {
        const ref = await workflow.startedRef();
        const { data, headers } = await workflow.ask('GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}', { workflow_id: workflow.file }, workflow.purpose('look at the verification workflow'));
        if (data.state !== 'active')
            return { problem: inactive(workflow, data.state) };
        const server = (0,presentable/* presentable */.KC)(String(headers['x-github-enterprise-version'] ?? ''));
        const checked = await checkFile(workflow, ref, server);
        return checked.problem === undefined ? { ...checked, problem: await whyNotDispatched(workflow) } : checked;
    }
    catch (error) {
        if ((0,rotation_problem/* endsRun */.sl)(error))
            throw error;
        const missing = statusOf(error) === 404 ? await whyMissing(workflow) : undefined;
        return { problem: missing ?? (0,rotation_problem/* inSentences */.YP)(error) };
    }
}
/** Without "contents: read" nothing is known against the file here; the dispatch itself will tell. */
async function checkFile(workflow, ref, server) {
    const { name } = workflow;
    const file = await workflow.fileAt(workflow.ref);
    const problem = file !== undefined
        ? whyNotStartable(name, file, ref, server)
        : workflow.ref !== undefined
            ? await whyMissing(workflow)
            : undefined;
    if (problem !== undefined)
        return { problem };
    const weakness = weaknessOf(file);
    return { file, remark: weakness && weakProofRemark(name, weakness) };
}
function whyNotStartable(name, file, ref, server) {
    if (!file.isDispatched)
        return `${name} cannot be dispatched: add "workflow_dispatch" to its "on:" on ${ref}.`;
    const sent = Object.values(dispatchInputs);
    const others = (0,presentable/* presentable */.KC)(file.required.filter((input) => !sent.includes(input)).join(', '));
    if (others !== '')
        return `${name} requires ${others}, which the rotation does not send. Give it a default on ${ref}.`;
    if (tellsRun(server) || (file.inputs.includes(preflight_rotationId) && file.inTitle.includes(preflight_rotationId)))
        return undefined;
    return `GitHub Enterprise Server ${server} does not tell which run it starts, so the title of a run has to: declare the input ${preflight_rotationId} in ${name}, and add ${runNameLine} to it on ${ref}.`;
}
/** GitHub Enterprise Server says from 3.21 on which run a dispatch has started. */
function tellsRun(server) {
    return !/^3\.(?:1?\d|20)(?:\.|$)/.test(server);
}
/**
 * The right to dispatch cannot be read, so it is tried with a ref that does not exist: 422 for those who may. Nothing
 * starts. https://docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event
 */
async function whyNotDispatched(workflow) {
    try {
        await start(workflow, { ref: `rotate-iam-access-keys/preflight/${(0,external_node_crypto_.randomUUID)()}` });
        return undefined;
    }
    catch (error) {
        if ((0,rotation_problem/* endsRun */.sl)(error))
            throw error;
        return isLastingRefusal(error) && statusOf(error) !== 422 ? (0,rotation_problem/* inSentences */.YP)(error) : undefined;
    }
}
/** https://docs.github.com/en/rest/actions/workflows#get-a-workflow */
const inactiveStates = {
    deleted: 'its file is gone from the default branch. Commit it again',
    disabled_fork: 'GitHub disables the workflows of a fork. Enable it under Actions',
    disabled_inactivity: 'GitHub has disabled it after 60 days without activity. Enable it under Actions',
    disabled_manually: 'somebody has disabled it. Enable it under Actions',
};
function inactive({ name }, state) {
    const why = inactiveStates[state] ?? 'it cannot run. Enable it under Actions';
    return `The verification workflow ${name} is not active (${state}): ${why}.`;
}
// ── Where it is not ─────────────────────────────────────────────────────────────────────────────────────────────────
/** Names so many files, and counts the others. */
const namedFiles = 20;
/** In sentences; undefined where the files cannot be listed, or the file is where it has to be. */
async function whyMissing(workflow) {
    const { name, file, ref } = workflow;
    const main = await workflow.defaultBranch().catch(rotation_problem/* passOver */.Wr);
    if (main === undefined)
        return undefined;
    const onMain = await filesOn(workflow, main);
    const isElsewhere = ref !== undefined && ref !== main;
    const there = isElsewhere ? await filesOn(workflow, ref) : onMain;
    if (there?.includes(file)) {
        // GitHub lists a workflow, and lets it be started anywhere, once the default branch has its file.
        if (!isElsewhere || onMain === undefined || onMain.includes(file))
            return undefined;
        return `${name} is on ${ref}, but not on the default branch ${main}: GitHub starts a workflow only when its file is there too. Merge it.`;
    }
    const found = there ?? onMain;
    if (found === undefined)
        return undefined;
    const files = filesTold(found, there === undefined ? main : (ref ?? main), file);
    if (!isElsewhere)
        return `${name} was not found on ${main}, the default branch. ${files} Correct verification-workflow.`;
    const onDefault = onMain?.includes(file) ? `The default branch ${main} has it.` : `The default branch is ${main}.`;
    return `${name} is not on ${ref}, or there is no such branch or tag. ${onDefault} ${files} Correct verification-workflow.`;
}
function filesTold(files, where, file) {
    if (files.length === 0)
        return `There are no workflow files on ${where}.`;
    const others = files.length - namedFiles;
    const named = files.slice(0, namedFiles).map((each) => (0,presentable/* presentable */.KC)(each, 100));
    const meant = (0,nearest/* nearest */.p)(file, files, () => 2);
    const hint = meant === undefined || meant === file ? '' : ` Did you mean ${(0,presentable/* presentable */.KC)(meant, 100)}?`;
    return `Workflow files on ${where}: ${named.join(', ')}${others > 0 ? ` and ${others} more` : ''}.${hint}`;
}
/** Undefined where GitHub does not show them: what was asked before says why. @throws what ends the run */
async function filesOn(workflow, ref) {
    // A directory is listed: https://docs.github.com/en/rest/repos/contents#get-repository-content
    const listed = await workflow
        .ask('GET /repos/{owner}/{repo}/contents/{path}', { path: '.github/workflows', ref }, workflow.purpose('list the workflow files', permissions.contents('read')))
        .catch(rotation_problem/* passOver */.Wr);
    return listed?.data.filter(({ name, type }) => type === 'file' && /\.ya?ml$/.test(name)).map(({ name }) => name);
}
const handing = `"${preflight_expectedKey}: \${{ inputs.${preflight_expectedKey} }}" under "with:" of the verify action`;
/** A workflow does not declare `expected-key`: its file shows it, or GitHub refuses the input. */
const undeclared = {
    why: `does not declare the input ${preflight_expectedKey}`,
    remedy: `Add "${preflight_expectedKey}:" under "on: workflow_dispatch: inputs:", and ${handing}.`,
};
const unused = {
    why: `declares the input ${preflight_expectedKey} and does not hand it to the steps that verify`,
    remedy: `Add ${handing}, in each job of this very file: what a workflow that it calls does is not known here.`,
};
const preflight_unreadable = {
    why: `cannot be read, so that nobody knows what it does with ${preflight_expectedKey}`,
    remedy: 'Grant "contents: read" to the token that starts it.',
};
const unheard = {
    why: 'may succeed although a step of it failed (continue-on-error), and what its jobs reported cannot be read',
    remedy: 'Remove continue-on-error, or grant "checks: read" to the token that starts it.',
};
/** Why a workflow proves less than it could, if it does. `isHeard`: what its jobs reported was read. */
function weaknessOf(file, isHeard = true) {
    if (file === undefined)
        return preflight_unreadable;
    if (!file.inputs.includes(preflight_expectedKey))
        return undeclared;
    if (!file.handsOnKey)
        return unused;
    return isHeard || !file.toleratesFailure ? undefined : unheard;
}
/** What a person should know of a workflow before it is started. */
function weakProofRemark(name, { why, remedy }) {
    return {
        kind: 'weak proof',
        text: `${name} ${why}, so its success is weak proof: a run that used another key would pass too. ${remedy}`,
    };
}

;// CONCATENATED MODULE: ./lib/github/verification/run.js






/** A run is not always readable the moment it exists. */
const visibleWithin = rotation_time/* minute */.Vc;
/** A run that has not begun by then mostly waits for something that will not come. */
const beginsWithin = 5 * rotation_time/* minute */.Vc;
/** The judgement of this very run, once it has ended or its time is over. @throws Refusal when GitHub does not say */
async function followRun(workflow, id, following) {
    const { clock, until, isEarlier, waiting, holds, progress } = following;
    const start = clock.elapsed();
    let run;
    let etag;
    let awaited;
    let lastObstacle;
    for (let look = 0;; look += 1) {
        const isYoung = clock.elapsed() - start < visibleWithin;
        const news = await lookAt(workflow, id, etag, following, isYoung);
        if (typeof news === 'object')
            ({ run, etag } = news);
        if (news === 'gone' || (isEarlier && run !== undefined && !isDispatchOf(workflow, run)))
            return gone(workflow, id);
        if (run?.status === 'completed')
            return judgement_judge(workflow, run, until);
        if (run !== undefined && (run.run_attempt ?? 1) > 1)
            return rerun(workflow.name, run.html_url);
        // Asked once each time that the run begins to wait.
        awaited = run?.status === 'waiting' ? (awaited ?? (await awaitedBy(workflow, id, until))) : undefined;
        const lasting = clock.elapsed() - start;
        const obstacle = obstacleOf(run, awaited, lasting);
        if (obstacle !== lastObstacle)
            progress(whereItStands(workflow, run, obstacle));
        lastObstacle = obstacle;
        if (clock.elapsed() >= until)
            return unfinished(workflow, run, lasting, obstacle);
        await clock.sleep(Math.min(pollingDelay(look, workflow.github.budget, waiting), until - clock.elapsed()));
        // Nothing is written meanwhile: that nobody can say whose the user is does not end the wait.
        await holds().catch(rotation_problem/* passOver */.Wr);
    }
}
/** An answer that says that nothing has changed costs nothing of the rate limit. */
async function lookAt(workflow, id, etag, { until, isEarlier }, isYoung) {
    try {
        const { data, headers } = await workflow.ask('GET /repos/{owner}/{repo}/actions/runs/{run_id}', { run_id: id, ...(etag === undefined ? {} : { headers: { 'if-none-match': etag } }) }, workflow.purpose('follow the verification run'), { until });
        return { run: data, etag: headers['etag'] === undefined ? undefined : String(headers['etag']) };
    }
    catch (error) {
        const status = statusOf(error);
        if (status === 404 && isEarlier)
            return 'gone';
        // Octokit throws also that nothing has changed. What may pass ends no wait.
        if (status === 304 || (status === 404 && isYoung) || mayPass(error))
            return 'unchanged';
        throw error;
    }
}
/** Whether a run was dispatched, and of this workflow. GitHub may put a ref behind the path: `…/verify.yml@main`. */
function isDispatchOf({ path }, run) {
    return run.event === 'workflow_dispatch' && run.path?.split('@')[0] === path;
}
function gone({ name }, id) {
    return unknown(`The run ${id}, which was dispatched before, is gone, or is not of ${name}`);
}
/** What keeps the run from going on, in sentences; undefined while nothing is known to. */
function obstacleOf(run, awaited, lasting) {
    switch (run?.status) {
        case 'waiting':
            return `It waits for ${awaited}.`;
        case 'requested':
        case 'pending':
        case 'queued':
            if (lasting < beginsWithin)
                return undefined;
            return 'Check that a runner for its runs-on is free while the rotation occupies one, and that neither the workflow nor its jobs share a concurrency group with the rotation, which waits for them, or with a run that is stuck.';
        default:
            return undefined;
    }
}
function whereItStands({ name }, run, obstacle) {
    const { status, html_url: url } = run ?? {};
    return obstacle === undefined ? `${name} goes on (${status})` : `${name} is ${status}: ${url}. ${obstacle}`;
}
function unfinished({ name }, run, lasting, obstacle) {
    const { status = 'invisible', html_url: url } = run ?? {};
    const where = url === undefined ? '' : `: ${url}`;
    const why = obstacle === undefined ? '' : ` ${obstacle}`;
    const next = status === 'waiting'
        ? 'The next run of the rotation waits for it, too, and starts no other one: approve it when you can'
        : 'The next run of the rotation goes on with it, and starts no other one';
    const detail = `${name} was still ${status} after ${(0,rotation_time/* spoken */.vg)(lasting)}${where}.${why} ${next}`;
    return { ...unknown(detail, { url }), goesOn: true, created: run && createdOf(run) };
}
/** Whom a run waits for: https://docs.github.com/en/rest/actions/workflow-runs#get-pending-deployments-for-a-workflow-run */
async function awaitedBy(workflow, id, until) {
    const pending = await workflow
        .ask('GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments', { run_id: id }, workflow.purpose('ask what the verification run waits for'), { until })
        .catch(rotation_problem/* passOver */.Wr);
    return pending?.data.map(describeDeployment).join(', and ') || 'a protection rule of its environment';
}
/** `a review of the environment production by alice or the team ops`, `the timer of the environment production (30 minutes)` */
function describeDeployment(deployment) {
    const { environment, wait_timer: minutes, wait_timer_started_at: started, reviewers } = deployment;
    const name = `the environment ${(0,presentable/* presentable */.KC)(environment.name ?? '')}`;
    const people = reviewers.map(({ type, reviewer = {} }) => type === 'Team'
        ? `the team ${(0,presentable/* presentable */.KC)(reviewer.slug ?? reviewer.name ?? '')}`
        : (0,presentable/* presentable */.KC)(reviewer.login ?? ''));
    const timer = minutes > 0 && started !== null ? `the timer of ${name} (${(0,rotation_time/* spoken */.vg)(minutes * rotation_time/* minute */.Vc)})` : undefined;
    const review = people.length > 0 ? `a review of ${name} by ${people.join(' or ')}` : undefined;
    return [review, timer].filter((each) => each !== undefined).join(' and ') || `a protection rule of ${name}`;
}

;// CONCATENATED MODULE: ./lib/github/verification/verify.js
/** Verification of a key by workflows: each is dispatched, its run followed, and its verdict counted as far as it proves. */











/** What can be known of the files is wanted before anything begins, and not worth a longer wait. */
const verify_patience = 20 * rotation_time/* second */.Rc;
/** Waits before a run that saw old secrets is dispatched again: GitHub needs seconds to hand out what was written. */
const settlingDelays = [10 * rotation_time/* second */.Rc, 30 * rotation_time/* second */.Rc];
/** The verification workflows of a rotation, together: all of them have to pass. */
class VerificationWorkflows {
    #options;
    constructor(options) {
        this.#options = options;
    }
    async check() {
        const { workflows, destinations } = this.#options.present;
        const checked = await (0,p_map/* default */.Ay)(workflows, checkWorkflow, api_limits/* atOnce */.zd);
        const read = workflows.map(({ owner, repo }, index) => ({ owner, repo, jobs: checked[index]?.file }));
        const remarks = checked.map(({ remark }) => remark).filter((each) => each !== undefined);
        return {
            problems: checked.map(({ problem }) => problem).filter((each) => each !== undefined),
            remarks: [...remarks, ...unprovenRemarks(coverageOf(destinations, read), workflows)],
        };
    }
    /**
     * Names of the destinations whose secrets no job of the workflows gets, as the files of those tell that may miss one.
     * Of one that cannot be read, also because GitHub does not answer at once, all that is in its reach may be got.
     */
    async uncovered() {
        const { workflows, destinations } = this.#options.present;
        const until = this.#options.clock.elapsed() + verify_patience;
        const read = await (0,p_map/* default */.Ay)(workflows, async (workflow) => {
            const { owner, repo, ref } = workflow;
            if (!mayMissOne(destinations, workflow))
                return { owner, repo };
            return { owner, repo, jobs: await workflow.fileAt(ref, until).catch(rotation_problem/* passOver */.Wr) };
        }, api_limits/* atOnce */.zd);
        return uncoveredIn(coverageOf(destinations, read));
    }
    /** All must pass: one bad verdict is bad, and one that is missing leaves the whole unknown. */
    async verify(key, request) {
        const { destinations } = this.#options.present;
        const asked = await this.#askedOf(request);
        // All at the same time, however many: they share one budget of time.
        const all = await Promise.all(asked.map(([each, index]) => this.#verifyOne(each, index, key, request)));
        const last = all.map((runs) => runs.at(-1)).filter((found) => found !== undefined);
        // What other failures say of the key is less: the next run asks again.
        const refuting = asked.filter((_, index) => all[index]?.at(-1)?.isOfAnotherKey === true);
        const isRefuted = refuting.length === last.filter(({ verdict }) => verdict === 'rejected').length;
        const refutes = isRefuted ? await (0,p_map/* default */.Ay)(refuting, ([each]) => this.#reachOf(each, request.until), api_limits/* atOnce */.zd) : [];
        const worst = ['rejected', 'unknown'].find((verdict) => last.some((each) => each.verdict === verdict));
        const telling = worst === undefined ? last : last.filter(({ verdict }) => verdict === worst);
        const isTelling = (found) => telling.includes(found);
        const runs = all.flat();
        const verdict = worst ?? 'works';
        const proven = last.map(({ proven: each }) => each).filter((each) => each !== undefined);
        return {
            key,
            verdict,
            weak: last.some(({ weakness }) => weakness !== undefined),
            isLate: last.every(({ dispatched }) => request.earlier.some(({ id }) => id === dispatched?.id)),
            detail: telling.map(({ detail }) => detail).join('\n'),
            remedy: telling.find(({ remedy }) => remedy !== undefined)?.remedy,
            // The last one is what a person looks at.
            urls: [...runs.filter((run) => !isTelling(run)), ...runs.filter(isTelling)]
                .map(({ url }) => url)
                .filter((url) => url !== undefined),
            waiting: verdict === 'rejected' ? [] : leftBehind(last),
            covers: verdict === 'works' ? coveredIn(coverageOf(destinations, proven)) : [],
            refutes: [...new Set(refutes.flat())],
        };
    }
    /** The workflows and their numbers, but for those that speak for nothing but what is left out, while another is there. */
    async #askedOf({ leaveOut, until, }) {
        const all = this.#options.present.workflows.map((workflow, index) => [workflow, index]);
        if (leaveOut.length === 0)
            return all;
        const reaches = await (0,p_map/* default */.Ay)(all, ([each]) => this.#reachOf(each, until), api_limits/* atOnce */.zd);
        const isLeftOut = (reach) => reach.length > 0 && reach.every((name) => leaveOut.includes(name));
        const asked = all.filter((_, index) => !isLeftOut(reaches[index] ?? []));
        return asked.length === 0 ? all : asked;
    }
    /** Names of the destinations whose secrets jobs of a workflow may get, as its file tells; all, where that is unread. */
    async #reachOf(workflow, until) {
        const { destinations } = this.#options.present;
        const { owner, repo, ref } = workflow;
        const jobs = await workflow.fileAt(ref, until).catch(rotation_problem/* passOver */.Wr);
        const unreached = uncoveredIn(coverageOf(destinations, [{ owner, repo, jobs }]));
        return destinations.map(({ place }) => (0,lib_destination/* nameOf */.Vb)(place)).filter((name) => !unreached.includes(name));
    }
    /** What each run of this workflow showed; only the last one counts. */
    async #verifyOne(workflow, index, key, request) {
        const { clock } = this.#options;
        const runs = [];
        const earlier = request.earlier.findLast((each) => each.workflow === index);
        if (earlier !== undefined) {
            const found = await this.#judge(workflow, earlier, request, true);
            if (found.verdict !== 'unknown' || found.dispatched !== undefined)
                return [found];
            request.progress(`${found.detail}\nIt proves nothing any more, so ${workflow.name} is started again`);
        }
        for (;;) {
            const found = await this.#verifyOnce(workflow, index, key, request);
            runs.push(found);
            const delay = settlingDelays[runs.length - 1];
            const isAgain = request.settling && found.verdict === 'rejected' && found.maySettle && delay !== undefined;
            if (!isAgain || clock.elapsed() + delay >= request.until)
                return runs;
            request.progress(`${found.detail}\nIt may have got the former values of the secrets, so ${workflow.name} is started again`);
            await clock.sleep(delay);
        }
    }
    async #verifyOnce(workflow, index, key, request) {
        const { clock, time } = this.#options;
        let weakness;
        try {
            const dispatched = await dispatch(workflow, key, request.until, time);
            weakness = dispatched.isTold ? undefined : undeclared.why;
            const run = await findRun(workflow, dispatched, request, clock);
            if (typeof run !== 'number')
                return { ...run, weakness };
            return await this.#judge(workflow, { workflow: index, id: run, at: dispatched.at }, request, false, weakness);
        }
        catch (error) {
            return unknownFor(error, weakness);
        }
    }
    /** What this very run shows. `isEarlier`: an earlier run of the rotation is said to have dispatched it. */
    async #judge(workflow, dispatched, request, isEarlier, weakness) {
        const { clock, timeout, present } = this.#options;
        try {
            const judgement = await followRun(workflow, dispatched.id, {
                ...request,
                clock,
                until: Math.min(clock.elapsed() + timeout, request.until),
                isEarlier,
                waiting: present.workflows.filter(({ github }) => github === workflow.github).length,
            });
            const { ran, goesOn, created = dispatched.at } = judgement;
            const dated = { ...dispatched, at: Math.floor(created / rotation_time/* second */.Rc) * rotation_time/* second */.Rc };
            if (ran === undefined)
                return { ...judgement, weakness, ...(goesOn && { dispatched: dated }) };
            // The very file that ran: whoever may push may have changed it since it was checked.
            const file = await workflow.fileAt(ran.commit, request.until).catch(rotation_problem/* passOver */.Wr);
            const why = weakness ?? weaknessOf(file, ran.isHeard)?.why;
            if (why === undefined) {
                const { owner, repo } = workflow;
                const proven = { owner, repo, jobs: file, isWhole: ran.isWhole, passed: ran.passed };
                return { ...judgement, weakness: why, dispatched: dated, proven };
            }
            return { ...judgement, weakness: why, detail: `${judgement.detail} (weak proof: it ${why})`, dispatched: dated };
        }
        catch (error) {
            const found = unknownFor(error, weakness);
            // It may go on, whatever keeps it from being seen.
            return isEarlier && statusOf(error) === 404 ? found : { ...found, goesOn: true, dispatched };
        }
    }
}
/** Runs that a later verification goes on with: those that go on, and those that have passed beside them, or all. */
function leftBehind(found) {
    if (!found.some(({ goesOn }) => goesOn) && found.some(({ verdict }) => verdict !== 'works'))
        return [];
    return found.map(({ dispatched }) => dispatched).filter((each) => each !== undefined);
}
/** A clear refusal is one that a person has to fix; anything else may pass. */
function unknownFor(error, weakness) {
    if ((0,rotation_problem/* endsRun */.sl)(error))
        throw error;
    const isLasting = error instanceof rotation_problem/* Problem */.AF && isLastingRefusal(error);
    const found = isLasting ? unknown(error.message, { remedy: error.remedy }) : unknown((0,rotation_problem/* inSentences */.YP)(error));
    return { ...found, detail: found.detail.replace(/\.$/, ''), weakness };
}

;// CONCATENATED MODULE: ./lib/github/connect.js
/** Destinations and verifier of a run. Loaded only when GitHub is needed. */

















/** Connects one user's rotation; nothing is asked before a port is called. */
function connectGitHub(configuration, recovery, { clock, mask, warn, github: sender = octokitRequest }) {
    const { githubApiUrl, destinations, otherKeys, secretsOfUsers, verificationWorkflows, job, policy } = configuration;
    const time = new GitHubTime(clock);
    const clients = clientsOf({ ...configuration, recovery }, sender, mask, clock, time);
    const own = new GitHubClient(sender(configuration.dispatchToken, githubApiUrl), 'dispatch-token', clock, time);
    const home = `${job.owner}/${job.repo}`;
    const clientAt = (owner, repo) => ((0,lib_destination/* isSameName */.yS)(`${owner}/${repo}`, home) ? own : clients.for(owner));
    const archived = new ArchivedRepositories(destinations, clients.for, warn);
    const workflows = verificationWorkflows.map((each) => new VerificationWorkflow(each, clientAt(each.owner, each.repo)));
    /** All but what is in a repository that is known to be archived by then. */
    const present = {
        get workflows() {
            return archived.without(workflows, ({ repository }) => repository);
        },
        get destinations() {
            return archived.without(destinations, ({ place }) => (0,lib_destination/* repositoryOf */._M)(place));
        },
    };
    const stored = destinations.map(({ place }) => (0,lib_destination/* repositoryOf */._M)(place)?.toLowerCase());
    // A workflow beside an archived destination cannot run: it is known before it is asked for.
    const besideDestinations = workflows
        .map(({ repository }) => repository)
        .filter((name) => stored.includes(name.toLowerCase()) && !(0,lib_destination/* isSameName */.yS)(name, home));
    const { verificationTimeout: timeout } = policy;
    const verifier = new VerificationWorkflows({ present, timeout, clock, time });
    return {
        destinations: new GitHubDestinations({
            destinations,
            clients,
            recovery: recovery && new RecoverySecret(clients.for(recovery.owner), recovery, recovery.account),
            verifications: workflows.map(({ github }) => ({ github, requests: verificationRequests(timeout) })),
            // A plan changes nothing, and waits for nothing.
            waitsUntil: configuration.mode === 'plan' ? 0 : policy.timeLimit - (0,waits/* rotationNeeds */.kH)(policy),
            sameNameNearby: () => findSameNames({ present, otherKeys, secretsOfUsers, stores: (0,lib_destination/* storesOf */.oi)(githubApiUrl), clients, clientAt, time }),
            // A job may have begun before its repository was archived.
            unfinishedRuns: (before) => findUnfinishedRuns({ destinations, clients, clientAt, verificationWorkflows, own: policy.run }, before),
            archived,
            publication: policy.publication,
            clock,
            time,
        }),
        verifier: {
            uncovered: () => verifier.uncovered(),
            check: async () => {
                const [warning] = await Promise.all([
                    recovery && warningOfMissingHandBack(own, job, recovery),
                    archived.check(besideDestinations),
                ]);
                if (warning !== undefined)
                    warn(warning);
                return verifier.check();
            },
            verify: async (...request) => {
                await archived.check(besideDestinations);
                return verifier.verify(...request);
            },
        },
        runs: rotationRuns(clientAt, policy, time),
    };
}
/**
 * A dispatch, what it is told of, the looks at its run, which grow rarer where the budget ends, and in the end what its
 * jobs reported and the file that ran.
 */
function verificationRequests(timeout) {
    return 20 + Math.ceil(Math.min(timeout, rotation_time/* hour */.nW) / longestDelay);
}

// EXTERNAL MODULE: ./lib/inputs/recovery-secret.js
var recovery_secret = __webpack_require__(1159);
;// CONCATENATED MODULE: ./lib/connect.js
/** From inputs to the ports of a rotation: who calls, whom to rotate, and how AWS and GitHub are reached. */











/** Finds out who calls and whom to rotate, and makes the ports. */
async function connect(inputs, services) {
    const { clock, aws: clients, narrator, nonce } = services;
    const masking = maskingOf(inputs, services);
    (0,aws_caller.refuseNamelessSession)(services.credentials, inputs.iamUser);
    const { credentials, caller } = await findSigner(inputs, services);
    const self = caller.userName !== undefined && (inputs.iamUser ?? caller.userName).toLowerCase() === caller.userName.toLowerCase();
    const user = inputs.iamUser ?? caller.userName;
    if (user === undefined)
        throw new rotation_problem/* Problem */.AF(`The job signs as ${caller.arn}, which is not an IAM user`, 'Name the IAM user to rotate in iam-user.');
    const owner = { user, account: caller.account };
    const place = inputs.recovery && (0,recovery_secret/* recoveryPlaceOf */.MT)(inputs.recovery, owner, inputs.destinations);
    const recovery = place && { ...place, account: caller.account, missingLine: missingLineOf(inputs, place.name) };
    const handed = place && readRecovery(inputs.recoveryText, (0,recovery_secret/* isNameOf */.b_)(place, owner), connect_holding(masking));
    if (handed?.kind === 'unusable') {
        const text = `The value of recovery-secret was not written by this action: ${handed.why}. It is ignored.`;
        services.warn({ kind: 'unusable recovery value', text });
    }
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
            timeLimitSeconds: inputs.policy.timeLimit / rotation_time/* second */.Rc,
        },
        places: inputs.destinations.map(({ place }) => {
            return { id: (0,lib_destination/* identityOf */.cu)(place).replace(/:actions$/, ''), name: (0,lib_destination/* nameOf */.Vb)(place) };
        }),
        secretNames: [...new Set(inputs.destinations.flatMap(connect_namesIn))],
        clock,
        masking,
    });
    const ownPair = self ? new HeldAccessKey(credentials.accessKeyId, credentials.secretAccessKey, masking) : undefined;
    const timeLimit = Math.min(inputs.policy.timeLimit, lifetime(credentials, clock, services.jobAge));
    const timely = { ...inputs, policy: { ...inputs.policy, timeLimit } };
    const github = connectGitHub(timely, recovery, services);
    return {
        user,
        account: caller.account,
        signer: `${withoutAccounts(caller.arn)}${credentials === services.credentials ? '' : `, by the key in ${credentials.source}`}`,
        policy: { ...timely.policy, nonce, uncovered: await github.verifier.uncovered() },
        afterwards: () => warnOfFormer(iam.formerly, user),
        ports: {
            keys: iam,
            journal: iam,
            clock,
            narrator,
            ownPair,
            recovered: handed?.kind === 'key' ? handed : undefined,
            ...github,
        },
    };
}
/** What hands the recovery secret back, where the job was handed nothing. */
function missingLineOf({ recovery, recoveryText }, name) {
    if (recoveryText !== '')
        return undefined;
    // A name with a placeholder is another one for each user of the step.
    return `recovery-secret: \${{ ${recovery?.name.includes('{') ? 'toJSON(secrets)' : `secrets.${name}`} }}`;
}
/** GitHub's names know no case, and it shows them in capitals. */
function connect_namesIn({ secrets, variables }) {
    return [...secrets, ...variables].map(({ name }) => name.toUpperCase());
}
/** What left the list keeps the key that it had, and nobody else tells its users. */
function warnOfFormer({ places, names }, user) {
    const until = 'This warning comes until the next rotation has ended.';
    const warnings = [];
    if (places.length > 0) {
        const text = `These places are no longer in destinations, and their secrets still hold a key of ${user}, which stops working when it is replaced: ${places.join(', ')}. Delete those secrets, or list the places again. ${until}`;
        warnings.push({ kind: 'former places', text });
    }
    if (names.length > 0) {
        const text = `These names are no longer configured, and secrets or variables of such a name in a listed place still hold a key of ${user}, which stops working when it is replaced: ${names.join(', ')}. Delete them, or configure the names again. ${until}`;
        warnings.push({ kind: 'former names', text });
    }
    return warnings;
}
/**
 * The job's credentials; or the pair that the recovery secret holds, when AWS rejects the job's: a self-rotation that
 * was killed between the two writes of its own pair leaves its next job with the halves of two keys.
 */
async function findSigner(inputs, services) {
    const { aws, credentials } = services;
    try {
        return { credentials, caller: await (0,aws_caller.identify)(aws, credentials) };
    }
    catch (error) {
        const { recovery, iamUser } = inputs;
        const hold = connect_holding(maskingOf(inputs, services));
        const known = { user: iamUser, account: undefined };
        const handed = recovery && readRecovery(inputs.recoveryText, (0,recovery_secret/* isNameOf */.b_)(recovery, known), hold);
        const replaceable = error instanceof rotation_problem/* Problem */.AF && (0,errors/* isRejection */.aK)(error.cause) && credentials.sessionToken === undefined;
        if (!replaceable || handed?.kind !== 'key')
            throw error;
        const pair = { ...handed.held.credentials(), expiration: undefined, source: 'the recovery secret' };
        const caller = await (0,aws_caller.identify)(aws, pair).catch(() => undefined);
        const sameUser = caller?.userId === handed.about.user && caller.account === handed.about.account;
        // Several users may be given such a secret: whose the job's key is, the configuration tells, a half of it, or IAM.
        const isNamed = iamUser !== undefined && recovery !== undefined && !(0,recovery_secret/* mayNameSeveral */.Z3)(recovery, known);
        const isHalf = pair.accessKeyId === credentials.accessKeyId || pair.secretAccessKey === credentials.secretAccessKey;
        const isOwn = isNamed || isHalf || (await (0,aws_caller.hasKey)(aws, pair, credentials.accessKeyId, caller?.userName));
        const wanted = (inputs.iamUser ?? caller?.userName)?.toLowerCase() === caller?.userName?.toLowerCase();
        if (caller === undefined || !sameUser || !wanted || !isOwn)
            throw error;
        const text = `AWS rejects the pair that this job came with (${credentials.accessKeyId}): an interrupted run left halves of two keys there. This run signs with ${handed.held.id} from the recovery secret instead, and publishes it everywhere.`;
        services.warn({ kind: 'mixed pair', text });
        return { credentials: pair, caller };
    }
}
function maskingOf({ destinations }, { mask }) {
    return { mask, formats: destinations.flatMap(({ secrets }) => secrets.map(({ format }) => format)) };
}
function connect_holding(masking) {
    return (id, secret) => new HeldAccessKey(id, secret, masking);
}
/**
 * How long the run can sign: its own elapsed time at which temporary credentials end. Those that do not say when last
 * an hour, the default of AWS and of aws-actions/configure-aws-credentials, and any step of the job may have got them:
 * they are counted from the job's start.
 */
function lifetime({ expiration, sessionToken }, clock, jobAge) {
    if (sessionToken === undefined)
        return Number.POSITIVE_INFINITY;
    const isKnown = expiration !== undefined && !Number.isNaN(expiration.getTime());
    return isKnown ? clock.elapsed() + expiration.getTime() - clock.now() : rotation_time/* hour */.nW - jobAge;
}


/***/ })

};
