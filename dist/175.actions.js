export const id = 175;
export const ids = [175];
export const modules = {

/***/ 6175:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  IamUser: () => (/* binding */ IamUser),
  lastUsedOf: () => (/* binding */ lastUsedOf),
  tagsOf: () => (/* binding */ tagsOf)
});

// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/commands/GetAccessKeyLastUsedCommand.js
var GetAccessKeyLastUsedCommand = __webpack_require__(7500);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/commandBuilder.js
var commandBuilder = __webpack_require__(3924);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/schemas/schemas_0.js + 2 modules
var schemas_0 = __webpack_require__(135);
;// CONCATENATED MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/commands/UpdateAccessKeyCommand.js


class UpdateAccessKeyCommand extends (0,commandBuilder/* command */.G5)(commandBuilder/* _ep0 */.lq, commandBuilder/* _mw0 */.yt, "UpdateAccessKey", schemas_0/* UpdateAccessKey$ */.nkh) {
}

;// CONCATENATED MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/commands/DeleteAccessKeyCommand.js


class DeleteAccessKeyCommand extends (0,commandBuilder/* command */.G5)(commandBuilder/* _ep0 */.lq, commandBuilder/* _mw0 */.yt, "DeleteAccessKey", schemas_0/* DeleteAccessKey$ */.$7J) {
}

;// CONCATENATED MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/commands/UntagUserCommand.js


class UntagUserCommand extends (0,commandBuilder/* command */.G5)(commandBuilder/* _ep0 */.lq, commandBuilder/* _mw0 */.yt, "UntagUser", schemas_0/* UntagUser$ */.bKN) {
}

;// CONCATENATED MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/commands/TagUserCommand.js


class TagUserCommand extends (0,commandBuilder/* command */.G5)(commandBuilder/* _ep0 */.lq, commandBuilder/* _mw0 */.yt, "TagUser", schemas_0/* TagUser$ */.Kad) {
}

// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/commands/GetUserCommand.js
var GetUserCommand = __webpack_require__(8457);
// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __webpack_require__(5557);
// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __webpack_require__(9037);
// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __webpack_require__(2708);
// EXTERNAL MODULE: ./lib/aws/errors.js
var errors = __webpack_require__(6762);
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
        return `\n- ${event}, ${(0,time/* utc */.n$)(at)}${from}${agent === undefined ? '' : ` (${agent})`}`;
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
            if ((0,problem/* endsRun */.sl)(error))
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
    const { LookupEventsCommand } = await Promise.all(/* import() */[__webpack_require__.e(143), __webpack_require__.e(940)]).then(__webpack_require__.bind(__webpack_require__, 4940));
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
    return `CloudTrail did not answer: ${(0,presentable/* presentable */.KC)((0,problem/* messageOf */.bD)(failure))}`;
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

// EXTERNAL MODULE: ./lib/aws/journal-tags.js
var journal_tags = __webpack_require__(7710);
;// CONCATENATED MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/commands/CreateAccessKeyCommand.js


class CreateAccessKeyCommand extends (0,commandBuilder/* command */.G5)(commandBuilder/* _ep0 */.lq, commandBuilder/* _mw0 */.yt, "CreateAccessKey", schemas_0/* CreateAccessKey$ */.w8s) {
}

// EXTERNAL MODULE: ./lib/key/held-key.js
var held_key = __webpack_require__(1102);
// EXTERNAL MODULE: ./lib/rotation/waits.js
var waits = __webpack_require__(1808);
;// CONCATENATED MODULE: ./lib/aws/key-creation.js
/** How a key is asked for: once, but for what AWS clearly postponed. */






/** What AWS clearly postponed is asked for again after these, while the intent explains the key that comes of it. */
const delays = [1, 2, 4, 8].map((seconds) => seconds * time/* second */.Rc);
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
        const { AccessKey: made } = await client().send(new CreateAccessKeyCommand({ UserName: user.name }));
        if (made?.AccessKeyId === undefined || made.SecretAccessKey === undefined) {
            return { creation: { kind: 'lost', reason: 'the answer held no key' } };
        }
        const held = new held_key/* HeldAccessKey */.F(made.AccessKeyId, made.SecretAccessKey, masking);
        // AWS may tell this date with milliseconds, and never does when it lists keys.
        const created = Math.floor((made.CreateDate?.getTime() ?? clock.now()) / time/* second */.Rc) * time/* second */.Rc;
        const key = { id: held.id, status: 'Active', created, lastUsed: { kind: 'never' } };
        return { creation: { kind: 'created', key: held.id }, key, held };
    }
    catch (error) {
        return { creation: failedCreation(error, user) };
    }
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

// EXTERNAL MODULE: ./lib/aws/key-list.js
var key_list = __webpack_require__(7407);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-sts/dist-es/commands/GetCallerIdentityCommand.js
var GetCallerIdentityCommand = __webpack_require__(3546);
;// CONCATENATED MODULE: ./lib/aws/key-trial.js
/** Whether AWS accepts a key: it is signed with until several requests in a row are accepted. */






/**
 * IAM is eventually consistent: several successes in a row are waited for, this long at most. Keys have been seen to take
 * up to half a minute; what takes four times as long is left to the next run.
 */
const longest = 120 * time/* second */.Rc;
/** A key that AWS does not know yet is tried again after a tenth of the time that it has had, at least a second. */
function delayUntilKnown(tried) {
    return Math.min(Math.max(time/* second */.Rc, Math.ceil(tried / 10)), waits/* trialSpacing */.y4);
}
/** Tries a key until AWS accepts it several times in a row, or time is over. @throws only what ends the run */
async function tryKey(held, owner, clients, clock) {
    const start = clock.elapsed();
    const failed = (detail) => ({ key: held.id, works: false, detail });
    let inARow = 0;
    for (;;) {
        const answer = await signIn(held, owner, clients);
        if (answer.kind === 'rejected')
            return failed(answer.detail);
        inARow = answer.kind === 'accepted' ? inARow + 1 : 0;
        if (inARow === waits/* trialSuccesses */.GJ) {
            return { key: held.id, works: true, detail: `STS and IAM accepted ${held.id} ${waits/* trialSuccesses */.GJ} times in a row` };
        }
        if (clock.elapsed() - start > longest) {
            const detail = answer.kind === 'accepted' ? 'not steadily enough' : answer.detail;
            return failed(`AWS did not accept ${held.id} within ${(0,time/* spoken */.vg)(longest)}: ${detail}`);
        }
        await clock.sleep(inARow > 0 ? waits/* trialSpacing */.y4 : delayUntilKnown(clock.elapsed() - start));
    }
}
/** Signs one request to STS and one to IAM, at once and with fresh clients, so that different front ends answer. */
async function signIn(held, { account, arn }, clients) {
    // A denial of IAM comes after authentication: it knows the key.
    const known = clients
        .iam(held.credentials(), 1)
        .send(new GetUserCommand/* GetUserCommand */.T({}))
        .catch((error) => {
        if (!(0,errors/* isAccessDenied */.w7)(error))
            throw error;
    });
    // What STS says counts first.
    known.catch(() => undefined);
    try {
        const { Account, Arn } = await clients.sts(held.credentials(), 1).send(new GetCallerIdentityCommand/* GetCallerIdentityCommand */.z({}));
        if (Account !== account || Arn !== arn) {
            return { kind: 'rejected', detail: `${held.id} signs in as ${Arn}, not as ${arn}` };
        }
        await known;
        return { kind: 'accepted' };
    }
    catch (error) {
        if ((0,errors/* codeOf */.$N)(error) === 'SignatureDoesNotMatch') {
            const detail = `AWS knows ${held.id}, but not with the secret that it sent: ${(0,problem/* messageOf */.bD)(error)}`;
            return { kind: 'rejected', detail };
        }
        return { kind: 'not yet', detail: (0,errors/* isUnknownKey */.qG)(error) ? 'AWS does not know it yet' : (0,problem/* messageOf */.bD)(error) };
    }
}

;// CONCATENATED MODULE: ./lib/aws/places-tag.js

/** So much of a tag's 256 characters is names; what has no room is counted. */
const roomForPlaces = 240;
/** Marks the name of a secret: no place begins so. */
const secretMark = '=';
/** Marks what holds the key before alone: neither a place nor the name of a secret begins so. */
const formerMark = '-';
const nowhere = { places: [], names: [] };
/** Where keys are, as one tag; places that have no room, or whose names a tag may not hold, are counted alone. */
function placesTagOf(present, former = nowhere) {
    const named = [];
    for (const word of [...wordsOf(former).map((each) => `${formerMark}${each}`), ...wordsOf(present)]) {
        const isSpellable = /^[\p{L}\p{N}_.:/=@-]+$/u.test(word);
        if (isSpellable && [...named, word].join(' ').length <= roomForPlaces)
            named.push(word);
    }
    const others = present.places.filter((place) => !named.includes(place)).length;
    return { Key: journal_tags/* placesTag */.Pm, Value: ['v1', ...named, ...(others > 0 ? [`+${others}`] : [])].join(' ') };
}
/** The same, as far as the tag tells. */
function readPlaces(tags) {
    const [version, ...words] = ((0,journal_tags/* tagValue */.EZ)(tags, journal_tags/* placesTag */.Pm) ?? '').split(' ');
    const told = version === 'v1' ? words.filter((word) => word !== '' && !word.startsWith('+')) : [];
    const former = told.filter((word) => word.startsWith(formerMark)).map((word) => word.slice(formerMark.length));
    return { present: publishedTo(told.filter((word) => !word.startsWith(formerMark))), former: publishedTo(former) };
}
/**
 * What the tag says once a journal is written: a key is announced in the places that are listed, and what left the list
 * before has the one before alone. What leaves it while the key is published, or until its rotation has ended, has that
 * key too. Undefined where a phase says nothing of places.
 */
function placesTagFor(journal, listed, tags) {
    const { present, former } = readPlaces(tags);
    if (journal.phase === 'steady')
        return placesTagOf(together(listed, present));
    if (journal.phase !== 'publishing')
        return undefined;
    // Without it, the journal says all that a rotation needs.
    if (!(0,journal_tags/* hasRoomFor */.Pu)(journal_tags/* placesTag */.Pm, tags))
        return undefined;
    const before = (0,journal_tags/* parse */.qg)((0,journal_tags/* tagValue */.EZ)(tags, journal_tags/* stateTag */.aJ) ?? '');
    const isSameKey = before?.get('phase') === 'publishing' && before.get('pending') === journal.pending;
    const announced = isSameKey ? together(listed, present) : listed;
    return placesTagOf(announced, without(isSameKey ? former : together(former, present), announced));
}
/** All of both, each once. */
function together(one, other) {
    return {
        places: [...new Set([...one.places, ...other.places])],
        names: [...new Set([...one.names, ...other.names])],
    };
}
/** What is not among others. */
function without({ places, names }, others) {
    return {
        places: places.filter((each) => !others.places.includes(each)),
        names: names.filter((each) => !others.names.includes(each)),
    };
}
function wordsOf({ places, names }) {
    return [...names.map((name) => `${secretMark}${name}`), ...places];
}
function publishedTo(words) {
    const [names = [], places = []] = [true, false].map((is) => words.filter((word) => word.startsWith(secretMark) === is));
    return { places, names: names.map((name) => name.slice(secretMark.length)) };
}

;// CONCATENATED MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/commands/SimulatePrincipalPolicyCommand.js


class SimulatePrincipalPolicyCommand extends (0,commandBuilder/* command */.G5)(commandBuilder/* _ep0 */.lq, commandBuilder/* _mw0 */.yt, "SimulatePrincipalPolicy", schemas_0/* SimulatePrincipalPolicy$ */.dfn) {
}

// EXTERNAL MODULE: ./lib/aws/rotating-actions.js
var rotating_actions = __webpack_require__(1607);
;// CONCATENATED MODULE: ./lib/aws/policy-simulation.js
/**
 * What IAM says of requests before they are sent. The permission to ask is optional: whatever keeps IAM from deciding
 * leaves a request untried, and denies nothing.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */




/** AWS's own example: the ID of a key that is still to be created is of this form. */
const exampleKey = 'AKIAIOSFODNN7EXAMPLE';
/**
 * What AWS would refuse of what a rotation asks for, and what nothing tells beforehand. `caller`: the ARN that signs;
 * `done`: what AWS has taken already. Throws nothing but what ends the run.
 */
async function permissionsOf(client, caller, user, done) {
    const tagKeys = [
        journal_tags/* stateTag */.aJ,
        journal_tags/* holderTag */.L$,
        journal_tags/* verificationTag */.ST,
        journal_tags/* refusedTag */.bZ,
        journal_tags/* placesTag */.Pm,
        journal_tags/* publishedTag */.N5,
        journal_tags/* asideTag */.Bs,
        (0,journal_tags/* descriptionTag */.Z3)(exampleKey),
    ];
    const { allowed, denied } = await simulate(client, { caller, user, actions: rotating_actions/* rotatingActions */._, tagKeys });
    const open = rotating_actions/* rotatingActions */._.filter((action) => !done.has(action));
    const refused = open.filter((action) => denied.includes(action));
    const untried = open.filter((action) => !allowed.includes(action) && !denied.includes(action));
    return {
        denied: refused.length === 0
            ? []
            : [
                `The policies of ${caller} do not allow ${refused.join(', ')} on ${user.arn}, as IAM itself judges them (iam:SimulatePrincipalPolicy). Allow these actions on a Resource that matches this whole ARN, with the conditions of the policy in docs/setup.md; where the policy does so, look at permissions boundaries, denials and service control policies.`,
            ],
        untried: untried.length === 0
            ? undefined
            : `Whether AWS allows ${untried.join(', ')} was not tried, and shows only when the rotation does it. To have IAM asked beforehand, add the statement AskWhatOwnPolicyAllows to the policy (docs/setup.md).`,
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
        const { EvaluationResults: results = [] } = await client.send(new SimulatePrincipalPolicyCommand({
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
    if (/^arn:[\w-]+:iam::\d{12}:(?:user|role)\//.test(caller))
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
const concurrentDelays = [2, 4, 8, 16, 32].map((seconds) => seconds * time/* second */.Rc);
/** KeyStore and JournalStore on IAM: https://docs.aws.amazon.com/IAM/latest/APIReference/ */
class IamUser {
    #options;
    #credentials;
    #client;
    #name;
    #id = '';
    #arn = '';
    #tags = [];
    #early;
    /** Actions that AWS has taken in this run. */
    #done = new Set();
    constructor(options) {
        this.#options = options;
        this.#credentials = options.credentials;
        this.#client = options.clients.iam(options.credentials);
        this.#name = options.userName ?? '';
        this.#early = options.early;
    }
    async read() {
        const { user, keys, looked, seen } = this.#takeEarly() ?? (await this.#look());
        const tags = tagsOf(user);
        return {
            looked,
            seen,
            user: {
                name: this.#name,
                id: this.#id,
                account: this.#options.account,
                created: user.CreateDate?.getTime() ?? 0,
            },
            keys,
            journal: (0,journal_tags/* readJournal */.a0)(tags, this.#id, this.#options.places.map(({ name }) => name)),
            awaited: (0,journal_tags/* readAwaited */.wH)(tags, this.#id),
            refused: (0,journal_tags/* readRefused */.jG)(tags, this.#id),
            made: (0,journal_tags/* madeKeys */.O6)(tags),
            published: (0,journal_tags/* readPublished */.Dn)(tags, this.#id),
            described: (0,journal_tags/* describedKeys */.aG)(tags),
        };
    }
    async lastUsed(key) {
        try {
            const { AccessKeyLastUsed: used } = await this.#client.send(new GetAccessKeyLastUsedCommand/* GetAccessKeyLastUsedCommand */.q({ AccessKeyId: key }));
            this.#done.add('iam:GetAccessKeyLastUsed');
            return lastUsedOf(used);
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
        const command = holding(new UpdateAccessKeyCommand({ UserName: this.#name, AccessKeyId: key, Status: status }), holds);
        await this.#send('iam:UpdateAccessKey', (client) => client.send(command));
    }
    async delete(key, holds) {
        const command = holding(new DeleteAccessKeyCommand({ UserName: this.#name, AccessKeyId: key }), holds);
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
        await this.#tag([(0,journal_tags/* holderTagOf */.aC)(writer, writer.timeLimitSeconds, now)], holds);
    }
    async release(now, holds) {
        await this.#tag([(0,journal_tags/* holderTagOf */.aC)(this.#options.writer, 0, now)], holds);
    }
    async holder() {
        return (0,journal_tags/* readHolder */.F1)(tagsOf(await this.#getUser()));
    }
    async write(journal, now, holds) {
        const { writer, places, secretNames: names } = this.#options;
        const tags = (0,journal_tags/* tagsFor */.Nj)(journal, this.#id, writer, now);
        const written = places.filter(({ name }) => !journal.aside?.some(({ place }) => place === name));
        const published = placesTagFor(journal, { places: written.map(({ id }) => id), names }, this.#tags);
        for (const tag of [published, (0,journal_tags/* publishedTagFor */.GT)(journal, this.#id, this.#tags)]) {
            if (tag !== undefined)
                tags.push(tag);
        }
        try {
            await this.#tag(tags, holds);
        }
        catch (error) {
            if (journal.phase !== 'pending' || (0,problem/* endsRun */.sl)(error))
                throw error;
            // A description serves people: where it is not allowed, or no tag is left for it, the journal does without.
            const description = (0,journal_tags/* descriptionTag */.Z3)(journal.pending);
            await this.#tag(tags.filter(({ Key }) => Key !== description), holds);
        }
    }
    async remember(awaited, now, holds) {
        const { writer } = this.#options;
        await this.#tag([(0,journal_tags/* verificationTagOf */.R7)(awaited, this.#id), (0,journal_tags/* holderTagOf */.aC)(writer, writer.timeLimitSeconds, now)], holds);
    }
    /** What holds the key in use, or the one before, and is configured no more. */
    get formerly() {
        const { places, secretNames: names } = this.#options;
        const { present, former } = readPlaces(this.#tags);
        return without(together(present, former), { places: places.map(({ id }) => id), names });
    }
    async refuse(refused, holds) {
        await this.#tag([(0,journal_tags/* refusedTagOf */.MX)(refused, this.#id)], holds);
    }
    async untag(key, holds) {
        const command = holding(new UntagUserCommand({ UserName: this.#name, TagKeys: [(0,journal_tags/* descriptionTag */.Z3)(key)] }), holds);
        await this.#send('iam:UntagUser', (client) => client.send(command));
    }
    get #subject() {
        return { name: this.#name || 'the calling user', arn: this.#arn || this.#options.arn, isRotated: true };
    }
    async #tag(tags, holds) {
        const command = holding(new TagUserCommand({ UserName: this.#name, Tags: [...tags] }), holds);
        await this.#send('iam:TagUser', (client) => client.send(command));
        this.#tags = [
            ...this.#tags.filter(({ Key }) => !tags.some((tag) => tag.Key.toLowerCase() === Key.toLowerCase())),
            ...tags,
        ];
    }
    #takeEarly() {
        const early = this.#early;
        this.#early = undefined;
        if (early === undefined)
            return undefined;
        this.#know(early.user);
        for (const action of ['iam:GetUser', 'iam:ListAccessKeys'])
            this.#done.add(action);
        return early;
    }
    /** The user first while nobody knows its name: a refusal names whom it is about. Else both at once. */
    async #look() {
        const { clock } = this.#options;
        const looked = clock.elapsed();
        const isKnown = this.#id !== '';
        const listed = isKnown ? this.#listKeys() : undefined;
        // What keeps the user from being read is told first.
        listed?.catch(() => undefined);
        const user = await this.#getUser();
        const keys = await (listed ?? this.#listKeys());
        return { user, keys, looked, seen: clock.elapsed() };
    }
    async #getUser() {
        const { userName } = this.#options;
        const request = userName === undefined ? {} : { UserName: userName };
        const { User: user } = await this.#send('iam:GetUser', (client) => client.send(new GetUserCommand/* GetUserCommand */.T(request)));
        return this.#know(user);
    }
    #know(user) {
        if (user?.UserName === undefined || user.UserId === undefined || user.Arn === undefined) {
            throw (0,errors/* namelessAnswer */.No)('IAM', 'GetUser');
        }
        this.#name = user.UserName;
        this.#id = user.UserId;
        this.#arn = user.Arn;
        this.#tags = tagsOf(user);
        return user;
    }
    #listKeys() {
        return this.#send('iam:ListAccessKeys', (client) => (0,key_list/* listKeys */.k)(client, this.#name));
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
/** The tags of a user that GetUser shows. */
function tagsOf({ Tags: tags = [] }) {
    return tags.map(({ Key = '', Value = '' }) => ({ Key, Value }));
}
/** A last use as GetAccessKeyLastUsed tells it. */
function lastUsedOf(used) {
    if (used?.LastUsedDate === undefined)
        return { kind: 'never' };
    return { kind: 'used', at: used.LastUsedDate.getTime(), service: used.ServiceName ?? '', region: used.Region ?? '' };
}


/***/ }),

/***/ 7710:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bs: () => (/* binding */ asideTag),
/* harmony export */   Dn: () => (/* binding */ readPublished),
/* harmony export */   EZ: () => (/* binding */ tagValue),
/* harmony export */   F1: () => (/* binding */ readHolder),
/* harmony export */   GT: () => (/* binding */ publishedTagFor),
/* harmony export */   L$: () => (/* binding */ holderTag),
/* harmony export */   MX: () => (/* binding */ refusedTagOf),
/* harmony export */   N5: () => (/* binding */ publishedTag),
/* harmony export */   Nj: () => (/* binding */ tagsFor),
/* harmony export */   O6: () => (/* binding */ madeKeys),
/* harmony export */   Pm: () => (/* binding */ placesTag),
/* harmony export */   Pu: () => (/* binding */ hasRoomFor),
/* harmony export */   R7: () => (/* binding */ verificationTagOf),
/* harmony export */   ST: () => (/* binding */ verificationTag),
/* harmony export */   Z3: () => (/* binding */ descriptionTag),
/* harmony export */   a0: () => (/* binding */ readJournal),
/* harmony export */   aC: () => (/* binding */ holderTagOf),
/* harmony export */   aG: () => (/* binding */ describedKeys),
/* harmony export */   aJ: () => (/* binding */ stateTag),
/* harmony export */   bZ: () => (/* binding */ refusedTag),
/* harmony export */   jG: () => (/* binding */ readRefused),
/* harmony export */   qg: () => (/* binding */ parse),
/* harmony export */   wH: () => (/* binding */ readAwaited)
/* harmony export */ });
/* harmony import */ var _key_access_key_id_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2281);
/* harmony import */ var _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9037);
/* harmony import */ var _text_digest_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7871);
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
const publishedTag = 'rotate-iam-access-keys:published';
/** A user has no more tags: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostTags = 50;
/** Whether a user with these tags may have one of that key, too. What the journal can do without is left out otherwise. */
function hasRoomFor(key, tags) {
    return tagValue(tags, key) !== undefined || tags.length < mostTags;
}
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
    const [touched, limit, list] = [(0,_rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .utc */ .n$)(now), String(timeLimitSeconds), digest.slice(0, digitsOfList)];
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
        const description = `${descriptionPrefix} on ${(0,_rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .utc */ .n$)(journal.at).slice(0, 10)} for ${repository}`;
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
    const places = aside.map(({ place, at }) => `${(0,_text_digest_js__WEBPACK_IMPORTED_MODULE_1__/* .digest */ .b)(place.toLowerCase()).slice(0, digitsOfPlace)}.${(at / _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc).toString(36)}`);
    return { Key: asideTag, Value: spell({ places: places.join('/'), user: userId }) };
}
/** Those of them that are listed; undefined where no tag tells of any, or that of another user of the same name. */
function readAside(tags, userId, names) {
    const fields = parse(tagValue(tags, asideTag) ?? '');
    const places = fields?.get('user') === userId ? fields?.get('places') : undefined;
    return places?.split('/').flatMap((each) => {
        const [digits, seconds] = each.split('.');
        const place = names.find((name) => (0,_text_digest_js__WEBPACK_IMPORTED_MODULE_1__/* .digest */ .b)(name.toLowerCase()).startsWith(digits || 'none'));
        const at = Number.parseInt(seconds ?? '', 36) * _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc;
        return place === undefined || Number.isNaN(at) ? [] : [{ place, at }];
    });
}
/** That a key is written everywhere, as one tag, which no note of an earlier phase overwrites. */
function publishedTagFor(journal, userId, tags) {
    if (journal.phase !== 'publishing' || journal.window.to === undefined)
        return undefined;
    const { pending: key, window, digest } = journal;
    const fields = { key, from: time(window.from), to: time(window.to), digest, user: userId };
    return hasRoomFor(publishedTag, tags) ? { Key: publishedTag, Value: spell(fields) } : undefined;
}
/** The key that was last written everywhere; undefined where none is known, or the tag is of another user of the same name. */
function readPublished(tags, userId) {
    const fields = ownFields(tags, publishedTag, userId);
    const [key, digest] = [fields?.get('key'), fields?.get('digest')];
    const [from, to] = [instant(fields?.get('from')), instant(fields?.get('to'))];
    if (key === undefined || digest === undefined || from === undefined || to === undefined)
        return undefined;
    return { key, window: { from, to }, digest };
}
/** The configurations that were refused, as one tag. */
function refusedTagOf({ digest, at, earlier = [] }, userId) {
    const others = earlier.length === 0 ? undefined : earlier.join('/');
    return { Key: refusedTag, Value: spell({ digest, at: (0,_rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .utc */ .n$)(at), earlier: others, user: userId }) };
}
/** The refused configurations; undefined where there are none, or the tag is of another user of the same name. */
function readRefused(tags, userId) {
    const fields = ownFields(tags, refusedTag, userId);
    const [digest, at] = [fields?.get('digest'), instant(fields?.get('at'))];
    if (digest === undefined || at === undefined)
        return undefined;
    return { digest, at, earlier: fields?.get('earlier')?.split('/') ?? [] };
}
/** So many runs have room in one tag. */
const mostRuns = 4;
/** The verification runs that have not ended, as one tag. */
function verificationTagOf({ key, without, runs }, userId) {
    const spelled = runs.slice(0, mostRuns).map(({ workflow, id, at }) => `${workflow}.${id}.${(0,_rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .utc */ .n$)(at)}`);
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
    return tags.map(({ Key }) => Key).filter((key) => _key_access_key_id_js__WEBPACK_IMPORTED_MODULE_2__/* .keyId */ .x.test(key));
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
        timeLimit: limit * _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc,
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
/** The words of a tag's value; undefined for anything but version 1, word by word `name=value`. */
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
/** The value of a tag, whose key knows no case. */
function tagValue(tags, key) {
    return tags.find((tag) => tag.Key.toLowerCase() === key)?.Value;
}
function count(text) {
    const number = Number(text);
    return Number.isInteger(number) && number > 0 ? number : undefined;
}
function time(at) {
    return at === undefined ? undefined : (0,_rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .utc */ .n$)(at);
}
function instant(text) {
    const at = Date.parse(text ?? '');
    return Number.isNaN(at) ? undefined : at;
}


/***/ })

};
