export const id = 909;
export const ids = [909];
export const modules = {

/***/ 4653:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  xg: () => (/* binding */ IamUser),
  Xz: () => (/* binding */ lastUsedOf),
  Fg: () => (/* binding */ tagsOf)
});

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
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/commands/CreateAccessKeyCommand.js
var CreateAccessKeyCommand = __webpack_require__(6835);
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
        const { AccessKey: made } = await client().send(new CreateAccessKeyCommand/* CreateAccessKeyCommand */.h({ UserName: user.name }));
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
    const tagKeys = [journal_tags/* stateTag */.aJ, journal_tags/* holderTag */.L$, journal_tags/* verificationTag */.ST, journal_tags/* refusedTag */.bZ, journal_tags/* placesTag */.Pm, journal_tags/* asideTag */.Bs, (0,journal_tags/* descriptionTag */.Z3)(exampleKey)];
    const { allowed, denied } = await simulate(client, { caller, user, actions: rotatingActions, tagKeys });
    const open = rotatingActions.filter((action) => !done.has(action));
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
            : `Whether AWS allows ${untried.join(', ')} was not tried, and shows only when the rotation does it. To have IAM asked beforehand, allow iam:SimulatePrincipalPolicy (docs/setup.md).`,
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
        // Until a rotation has ended, places that left the list meanwhile are still known.
        const written = places.filter(({ name }) => !journal.aside?.some(({ place }) => place === name));
        if (journal.phase === 'steady')
            tags.push((0,journal_tags/* placesTagOf */.gU)({ places: written.map(({ id }) => id), names }));
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
    /** What held the key when the latest rotation ended, and is configured no more. */
    get formerly() {
        const { places: listed, secretNames } = this.#options;
        const { places, names } = (0,journal_tags/* readPlaces */.BQ)(this.#tags);
        return {
            places: places.filter((place) => !listed.some(({ id }) => id === place)),
            names: names.filter((name) => !secretNames.includes(name)),
        };
    }
    async refuse(refused, holds) {
        await this.#tag([(0,journal_tags/* refusedTagOf */.MX)(refused, this.#id)], holds);
    }
    async untag(key, holds) {
        const command = holding(new UntagUserCommand/* UntagUserCommand */.K({ UserName: this.#name, TagKeys: [(0,journal_tags/* descriptionTag */.Z3)(key)] }), holds);
        await this.#send('iam:UntagUser', (client) => client.send(command));
    }
    get #subject() {
        return { name: this.#name || 'the calling user', arn: this.#arn || this.#options.arn };
    }
    async #tag(tags, holds) {
        const command = holding(new TagUserCommand/* TagUserCommand */.p({ UserName: this.#name, Tags: [...tags] }), holds);
        await this.#send('iam:TagUser', (client) => client.send(command));
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
/* harmony export */   BQ: () => (/* binding */ readPlaces),
/* harmony export */   Bs: () => (/* binding */ asideTag),
/* harmony export */   F1: () => (/* binding */ readHolder),
/* harmony export */   L$: () => (/* binding */ holderTag),
/* harmony export */   MX: () => (/* binding */ refusedTagOf),
/* harmony export */   Nj: () => (/* binding */ tagsFor),
/* harmony export */   O6: () => (/* binding */ madeKeys),
/* harmony export */   Pm: () => (/* binding */ placesTag),
/* harmony export */   R7: () => (/* binding */ verificationTagOf),
/* harmony export */   ST: () => (/* binding */ verificationTag),
/* harmony export */   Z3: () => (/* binding */ descriptionTag),
/* harmony export */   a0: () => (/* binding */ readJournal),
/* harmony export */   aC: () => (/* binding */ holderTagOf),
/* harmony export */   aG: () => (/* binding */ describedKeys),
/* harmony export */   aJ: () => (/* binding */ stateTag),
/* harmony export */   bZ: () => (/* binding */ refusedTag),
/* harmony export */   gU: () => (/* binding */ placesTagOf),
/* harmony export */   jG: () => (/* binding */ readRefused),
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
    return at === undefined ? undefined : (0,_rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .utc */ .n$)(at);
}
function instant(text) {
    const at = Date.parse(text ?? '');
    return Number.isNaN(at) ? undefined : at;
}


/***/ }),

/***/ 7407:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ keyOf),
/* harmony export */   k: () => (/* binding */ listKeys)
/* harmony export */ });
/* harmony import */ var _aws_sdk_client_iam__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4145);
/** The access keys of a user, as IAM lists them. */

/** All pages, the oldest key first; `userName` undefined: of the user that signs. @throws what IAM answers */
async function listKeys(client, userName) {
    const found = [];
    for await (const page of (0,_aws_sdk_client_iam__WEBPACK_IMPORTED_MODULE_0__/* .paginateListAccessKeys */ .Y)({ client }, userName === undefined ? {} : { UserName: userName })) {
        found.push(...(page.AccessKeyMetadata ?? []));
    }
    return found.map(keyOf).sort((a, b) => a.created - b.created || a.id.localeCompare(b.id));
}
/** A key as ListAccessKeys shows it. */
function keyOf({ AccessKeyId = '', Status, CreateDate }) {
    return {
        id: AccessKeyId,
        status: Status === 'Active' ? 'Active' : 'Inactive',
        created: CreateDate?.getTime() ?? 0,
        lastUsed: { kind: 'unread' },
    };
}


/***/ }),

/***/ 8495:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Dj: () => (/* binding */ HourlyBudget),
/* harmony export */   VV: () => (/* binding */ TokenBudget),
/* harmony export */   oq: () => (/* binding */ BudgetShort)
/* harmony export */ });
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5557);
/* harmony import */ var _rotation_time_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9037);
/* harmony import */ var _ledger_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8955);



/** GitHub tells the same moment a second earlier or later now and then. */
const sameReset = 5 * _rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .second */ .Rc;
/** So many looks may be on their way when one of them finds that no more can be spared. */
const looksAtOnce = 20;
/** The hourly budget is too small for what is about to be done, and nothing of it was begun. */
class BudgetShort extends _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF {
}
/** The hourly budget of one token. It has no end where GitHub does not limit requests, as on most of its Enterprise Servers. */
class TokenBudget {
    /** As messages call whom it belongs to. */
    owner;
    clock;
    /** Requests of the hour that are promised to users. */
    ledger = new _ledger_js__WEBPACK_IMPORTED_MODULE_2__/* .Ledger */ .O();
    /** How many runs of workflows are looked at again and again, by whichever user. */
    followed = 0;
    #hourly;
    #underWay = 0;
    constructor(owner, clock) {
        this.owner = owner;
        this.clock = clock;
    }
    /** Takes what an answer of GitHub says. Answers may arrive out of order: of one hour, the least is the latest. */
    hear(headers) {
        const number = (name) => Number(headers[`x-ratelimit-${name}`] ?? Number.NaN);
        const [limit, remaining, reset] = [number('limit'), number('remaining'), number('reset') * _rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .second */ .Rc];
        const at = Date.parse(String(headers['date'] ?? ''));
        const { 'x-ratelimit-resource': resource = 'core' } = headers;
        if (resource !== 'core' || ![limit, remaining, reset, at].every(Number.isFinite))
            return;
        const known = this.#hourly;
        if (known !== undefined && reset < known.reset - sameReset)
            return;
        const isSameHour = known !== undefined && reset <= known.reset + sameReset;
        this.#hourly = {
            limit,
            remaining: isSameHour ? Math.min(known.remaining, remaining) : remaining,
            reset,
            renewed: this.clock.elapsed() + Math.max(0, reset - at) + _rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .second */ .Rc,
        };
    }
    /** A request is on its way: it may cost one, whatever the last answer has said. */
    sent() {
        this.#underWay += 1;
    }
    /** It has been answered, or never will be. */
    answered() {
        this.#underWay -= 1;
    }
    /** What GitHub has said, also of an hour that is over. */
    get known() {
        return this.#hourly;
    }
    /** How many requests are left in this hour, whoever they are for. */
    get left() {
        const known = this.#hourly;
        if (known === undefined)
            return Number.POSITIVE_INFINITY;
        const left = this.clock.elapsed() >= known.renewed ? known.limit : known.remaining;
        return Math.max(0, left - this.#underWay);
    }
}
/** One user's part in the hourly budget of a token. */
class HourlyBudget {
    token;
    #claim;
    #promises;
    /** `promises`: false for a plan, which uses nothing and takes nothing from anybody. */
    constructor(token, promises = true) {
        this.token = token;
        this.#promises = promises;
        this.#claim = promises ? token.ledger.open() : new _ledger_js__WEBPACK_IMPORTED_MODULE_2__/* .Ledger */ .O().open();
    }
    /** As messages call whom it belongs to. */
    get owner() {
        return this.token.owner;
    }
    /** Takes what an answer of GitHub says. */
    hear(headers) {
        this.token.hear(headers);
    }
    /** One request of this user is on its way, of what it was promised; one it can do without is of nobody's promise. */
    sent(isOptional) {
        this.token.sent();
        if (!isOptional)
            this.#claim.use(1);
    }
    /** Whether GitHub has said anything of this hour's. */
    get isKnown() {
        const { known, clock } = this.token;
        return known !== undefined && clock.elapsed() < known.renewed;
    }
    /** How many requests an hour has. */
    get limit() {
        return this.token.known?.limit ?? Number.POSITIVE_INFINITY;
    }
    /** How many requests are left in this hour, whoever they are for. */
    get left() {
        return this.token.left;
    }
    /** How many of them this user may count on: what is promised to others is not among them. */
    get own() {
        return Math.max(0, this.#free(Number.POSITIVE_INFINITY), Math.min(this.#claim.amount, this.#free(this.#claim.amount)));
    }
    /**
     * How long it is until this user may count on so many requests; an hour that could never have so many has to be a fresh
     * one. Where it is others who have been promised what is left, they may give some of it back before. `isUrgent`: half a
     * pair, which is completed with whatever is left, whoever it is promised to.
     */
    until(requests, isUrgent = false) {
        const { known, clock } = this.token;
        const wanted = Math.min(requests, this.limit);
        if (known === undefined || (isUrgent ? this.left : this.#free(wanted)) >= wanted)
            return 0;
        const renewal = known.renewed - clock.elapsed();
        return this.left >= wanted ? Math.min(_rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .minute */ .Vc, renewal > 0 ? renewal : _rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .minute */ .Vc) : Math.max(0, renewal);
    }
    /** From now on, so many requests are for what a rotation cannot do without. */
    keep(requests) {
        this.#claim.want(requests);
    }
    /** Promises what is kept to this user alone, where `until` says that it is there. */
    grant() {
        this.#claim.grant(this.left);
    }
    /** What is asked from now on is taken of what was promised. */
    begin() {
        this.#claim.begin();
    }
    /** Gives back what was promised and is not needed. */
    end() {
        this.#claim.release();
    }
    /**
     * Asked before a look that a rotation can do without.
     * @throws BudgetShort when what is left is kept for the rotation itself, or for those of other users
     */
    requireSpare() {
        if (this.#free(Number.POSITIVE_INFINITY) > this.#claim.amount + looksAtOnce)
            return;
        throw new BudgetShort(`What is left of the hourly requests of ${this.owner} is kept for the rotation itself${this.#renewal}`, 'Use a token that other jobs do not use up, or a GitHub App, whose limit is the highest.');
    }
    /** `isUrgent` as of `until`. @throws BudgetShort when this user may not count on so many requests */
    require(requests, doing, isUrgent = false) {
        if (this.until(requests, isUrgent) > 0)
            throw this.short(requests, doing);
    }
    /** That so many requests are needed, and not left. */
    short(requests, doing) {
        const { limit, left } = this;
        const others = this.#promises ? this.left - this.own : 0;
        const promised = others > 0 && Number.isFinite(others) ? `, ${others} of them promised to other users of this run` : '';
        return requests > limit
            ? new BudgetShort(`GitHub allows ${this.owner} ${limit} requests an hour, and it takes ${requests} to ${doing}.`, 'Use a GitHub App, whose limit is the highest, or an organization secret instead of many repository secrets, or rotate fewer places with one token.')
            : new BudgetShort(`GitHub leaves ${this.owner} ${left} of its ${limit} requests an hour${this.#renewal}${promised}, and it takes ${requests} to ${doing}.`, 'A run after that goes on by itself. If it happens often, use a GitHub App, whose limit is the highest, or share the token with fewer jobs.');
    }
    /** What is left for such an amount beside what others have been promised. */
    #free(amount) {
        return this.#promises ? this.#claim.free(this.left, amount) : this.left;
    }
    get #renewal() {
        const { known } = this.token;
        return known === undefined ? '' : ` until ${(0,_rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .utc */ .n$)(known.reset)} by GitHub's clock`;
    }
}


/***/ }),

/***/ 5770:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  jh: () => (/* binding */ GitHubClient),
  UM: () => (/* binding */ TokenConnection),
  T0: () => (/* binding */ pageSize)
});

// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __webpack_require__(5557);
// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __webpack_require__(9037);
// EXTERNAL MODULE: ./lib/github/api/budget.js
var budget = __webpack_require__(8495);
// EXTERNAL MODULE: ./lib/network/problems.js
var problems = __webpack_require__(8472);
// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __webpack_require__(2708);
// EXTERNAL MODULE: ./lib/github/api/limits.js
var limits = __webpack_require__(2382);
// EXTERNAL MODULE: ./lib/github/api/refusals.js
var refusals = __webpack_require__(5227);
;// CONCATENATED MODULE: ./lib/github/api/explanations.js
/** What GitHub's answers mean to the person who reads the log. */





/** Says in one or two sentences what GitHub refused, why, and what to do. Shows no token, whatever GitHub answered. */
function explain(failure, attempt) {
    const known = caseOf(failure, attempt);
    const [, message, remedy] = rows.find(([fits]) => fits(known)) ?? anythingElse;
    return new refusals/* Refusal */.P_(spelled(message, known), spelled(remedy, known), failure);
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
        ({ status }) => (0,refusals/* isUnclear */.Z5)(status),
        ({ doing, place, status }) => `GitHub answered ${status} to every attempt to ${doing} in ${place}`,
        'See https://www.githubstatus.com (or ask who runs your GitHub Enterprise Server) and run again',
    ],
    [
        when([403, 429], ({ failure }) => (0,limits/* isUsedUp */.l6)(failure.headers)),
        no((known) => `the rate limit of ${known.whose()} is used up${limitSize(known)}, ${limitEnd(known)}`),
        'Run again after that: what is already done is not repeated. If it happens often, use a GitHub App, whose limit is the highest, or share the token with fewer jobs',
    ],
    [
        when([403, 429], ({ failure }) => (0,limits/* isRateLimit */.a5)(failure)),
        no((known) => `too many requests came in a short time, and a secondary rate limit holds ${limitEnd(known)}`),
        'Run again after that: what is already done is not repeated. Other jobs with the same token count too',
    ],
    [
        // What stands between the runner and GitHub answers in pages; so does GitHub, where there is no API.
        when([400, 401, 403, 404, 405, 406, 407, 410, 451], ({ failure }) => (0,refusals/* isPage */.yp)(failure)),
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
    const seconds = Number(header('retry-after') ?? Number.NaN) * time/* second */.Rc;
    const date = Date.parse(header('date') ?? '');
    const reset = Number(header('x-ratelimit-reset') ?? Number.NaN) * time/* second */.Rc;
    const end = Number.isFinite(seconds) ? date + seconds : reset;
    if (end > 0 && end < lastInstant)
        return `until ${(0,time/* utc */.n$)(end)} by GitHub's clock`;
    return seconds >= 0 && seconds < lastInstant ? `for ${(0,time/* spoken */.vg)(seconds)}` : 'for a minute at least';
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
    const words = (0,refusals/* isPage */.yp)(failure) ? '' : own;
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

// EXTERNAL MODULE: ./lib/github/api/pace.js
var pace = __webpack_require__(7749);
;// CONCATENATED MODULE: ./lib/github/api/retries.js
/** When a request to GitHub is sent again, and how long after the last attempt. */



/** Waits between attempts after an answer that says nothing about the request. */
const retryDelays = [1, 2, 4, 8].map((seconds) => seconds * time/* second */.Rc);
/** A request does not sit out a longer limit than this, unless its caller knows better. */
const longestLimit = 10 * time/* minute */.Vc;
/**
 * How long to wait before sending a request again; undefined: not at all. Limits are clear refusals, so that even a
 * request that must not be repeated may be sent again; a lost or broken answer allows it only to idempotent requests.
 */
function retryDelay(failure, repeat, attempt, longest = longestLimit) {
    if (attempt >= retryDelays.length)
        return undefined;
    if ((0,limits/* isRateLimit */.a5)(failure)) {
        const delay = (0,limits/* limitDelay */.RT)(failure.headers, attempt);
        return delay <= longest ? delay : undefined;
    }
    return (0,refusals/* isUnclear */.Z5)(failure.status) && repeat === 'idempotent' ? retryDelays[attempt] : undefined;
}

;// CONCATENATED MODULE: ./lib/github/api/client.js








/** An open connection is taken to stay open for so long after it was used. */
const connectionsLast = 2 * time/* second */.Rc;
/** With fewer requests left, other jobs with the same token may take the last ones at any moment. */
const littleLeft = 500;
/** The largest page that GitHub gives of most lists. */
const pageSize = 100;
/** No list of GitHub's has more pages: one that does not end is no list. */
const mostPages = 1_000;
/** One token, its limits and its connections, for all users of a run. */
class TokenConnection {
    token;
    lanes;
    clock;
    time;
    pace;
    budget;
    /** Whether GitHub may have limits: most Enterprise Servers do not, and do not even tell of them. */
    isLimited = true;
    /** Connections for pairs: so many were open at that time, and so many have a request under way. */
    pairs = { open: 0, at: 0, busy: 0 };
    /**
     * `installation`: whose App's installation the token is made for. `limits`: of another connection that has the same
     * token, from another input.
     */
    constructor(lanes, token, clock, time, { installation, limits } = {}) {
        this.token = token;
        this.lanes = typeof lanes === 'function' ? { usual: lanes, pairs: lanes } : lanes;
        this.clock = clock;
        this.time = time;
        this.pace = limits?.pace ?? new pace/* TokenPace */.HD(clock);
        const owner = installation === undefined ? `the token in ${token}` : `the App of github-app-id for ${installation}`;
        this.budget = limits?.budget ?? new budget/* TokenBudget */.VV(owner, clock);
    }
}
/**
 * Sends one user's requests at the pace that GitHub allows to this token, again where that is right, and tells refusals
 * from lost answers.
 */
class GitHubClient {
    pace;
    budget;
    #connection;
    #clock;
    #time;
    /** Requests that belong together are on their way. */
    #isPair = false;
    /** `promises`: false for a plan, to which nothing is promised. */
    constructor(connection, promises = true) {
        this.#connection = connection;
        this.pace = new pace/* Pace */.oG(connection.pace, promises);
        this.budget = new budget/* HourlyBudget */.Dj(connection.budget, promises);
        this.#clock = connection.clock;
        this.#time = connection.time;
    }
    /** The input that the token comes from. */
    get token() {
        return this.#connection.token;
    }
    /** Gives back what was promised to this user, whose requests are at an end. */
    end() {
        this.pace.end();
        this.budget.end();
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
        const sooner = (error, failure) => failure?.ambiguous === true && !(0,problem/* endsRun */.sl)(error) ? refusal(failure) : error;
        let before;
        let sent = parameters;
        for (let attempt = 0;; attempt += 1) {
            await this.#waitForTurn(route, Math.min(longest, until - this.#clock.elapsed()));
            try {
                const { status, data, headers } = await this.#send(route, sent, isOptional);
                this.budget.hear(headers);
                return { status, headers, data: data, at: this.#time.heard(headers) };
            }
            catch (error) {
                // No token could be had, say: nothing was sent.
                if (error instanceof problem/* Problem */.AF || (0,problem/* endsRun */.sl)(error))
                    throw sooner(error, before);
                const failure = asFailure(error, before?.ambiguous === true);
                before = failure;
                this.#time.heard(failure.headers);
                this.budget.hear(failure.headers);
                if ((0,limits/* isRateLimit */.a5)(failure))
                    this.#holdBack(failure, (0,limits/* limitDelay */.RT)(failure.headers, attempt));
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
        for (let page = 1; page <= mostPages; page += 1) {
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
        const { pairs } = this.#connection;
        await this.#openConnections(count);
        await ready();
        if (!this.#isOpen(count)) {
            // It took its time: the second time, little is left to do.
            await this.#openConnections(count);
            await ready();
        }
        this.#isPair = true;
        pairs.busy += count;
        try {
            return await Promise.allSettled(requests.map((request) => request()));
        }
        finally {
            this.#isPair = false;
            pairs.busy -= count;
            pairs.open = Math.max(pairs.open, pairs.busy + count);
            pairs.at = this.#clock.elapsed();
        }
    }
    /** Makes sure that GitHub has said what is left of the hourly budget; just now, where others may use up the rest. */
    async askForBudget() {
        if (this.#connection.isLimited && (!this.budget.isKnown || this.budget.left < littleLeft)) {
            await this.#askForLimit(this.#connection.lanes.usual);
        }
    }
    /** Waits a moment, until GitHub may answer otherwise. */
    pause(duration) {
        return this.#clock.sleep(duration);
    }
    #isOpen(count) {
        const { open, busy, at } = this.#connection.pairs;
        return open - busy >= count && this.#clock.elapsed() - at <= connectionsLast;
    }
    async #openConnections(count) {
        if (this.#isOpen(count))
            return;
        const { pairs, lanes } = this.#connection;
        await Promise.all(Array.from({ length: count }, () => this.#askForLimit(lanes.pairs)));
        pairs.open = pairs.busy + count;
        pairs.at = this.#clock.elapsed();
    }
    /** Costs nothing of the limit, and is not there where nothing is limited: https://docs.github.com/en/rest/rate-limit/rate-limit */
    async #askForLimit(send) {
        try {
            this.budget.hear((await send('GET /rate_limit', {})).headers);
        }
        catch (error) {
            if ((0,problem/* endsRun */.sl)(error))
                throw error;
            // Where nothing answers, the requests themselves will tell.
            if (asFailure(error, false).status === 404)
                this.#connection.isLimited = false;
        }
    }
    /** Sends a request once; reading ones never all at once, however many users have some. */
    async #send(route, parameters, isOptional) {
        const { lanes, pace, budget } = this.#connection;
        const isRead = isReading(route);
        if (isRead)
            await pace.enter();
        this.budget.sent(isOptional);
        try {
            return await (this.#isPair && !isRead ? lanes.pairs : lanes.usual)(route, parameters);
        }
        finally {
            budget.answered();
            if (isRead)
                pace.leave();
        }
    }
    /**
     * A write in its turn goes at once: several of them belong together, and whoever sends many has waited for all of them.
     * One that is in no line waits where GitHub's limits allow none.
     */
    async #waitForTurn(route, longest) {
        // A limit that lasts longer is GitHub's to tell.
        if (isReading(route)) {
            const delay = this.pace.token.takeRead();
            if (delay > 0 && delay <= longest)
                await this.#clock.sleep(delay);
            return;
        }
        for (;;) {
            const delay = this.#isPair ? 0 : this.pace.untilAllowed();
            if (delay <= 0 || delay > longest)
                return this.pace.takeWrites(1);
            await this.#clock.sleep(delay);
        }
    }
    /** What one request has hit, others need not hit as well. */
    #holdBack(failure, delay) {
        const { pace } = this.#connection;
        pace.close(delay);
        if (!(0,limits/* isUsedUp */.l6)(failure.headers))
            pace.slowDown();
    }
}
function isReading(route) {
    return route.startsWith('GET ');
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
    return Object.assign(failure, { status, headers, ambiguous: ambiguous || (0,refusals/* isUnclear */.Z5)(status) });
}


/***/ }),

/***/ 2382:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   RT: () => (/* binding */ limitDelay),
/* harmony export */   a5: () => (/* binding */ isRateLimit),
/* harmony export */   l6: () => (/* binding */ isUsedUp),
/* harmony export */   zd: () => (/* binding */ atOnce)
/* harmony export */ });
/* harmony import */ var _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9037);
/**
 * What GitHub says when a request meets a limit. How fast requests may go is in `pace.ts`, how many an hour in `budget.ts`.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */

/** How many requests go at the same time; GitHub allows 100 at once. */
const atOnce = { concurrency: 10 };
/** GitHub asks for at least this long when a secondary limit comes without `retry-after`. */
const secondaryLimitDelay = _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .minute */ .Vc;
/** Whether GitHub refused because of a primary or secondary rate limit, not because of a permission. */
function isRateLimit({ status, headers, message }) {
    if (status === 429)
        return true;
    if (status !== 403)
        return false;
    return (isUsedUp(headers) || headers['retry-after'] !== undefined || /secondary rate limit|abuse detection/i.test(message));
}
/** Whether the hourly budget, the primary limit, is at its end. */
function isUsedUp(headers) {
    return headers['x-ratelimit-remaining'] === '0';
}
/**
 * How long a rate limit asks to wait; `attempt` counts from 0, and a limit that does not say how long it lasts doubles:
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
 */
function limitDelay(headers, attempt) {
    const retryAfter = Number(headers['retry-after'] ?? Number.NaN);
    if (Number.isFinite(retryAfter))
        return Math.max(retryAfter, 1) * _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc;
    const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
    const date = Date.parse(headers['date'] ?? '');
    if (isUsedUp(headers) && Number.isFinite(reset) && !Number.isNaN(date)) {
        return Math.max(reset * _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc - date, 0) + _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .second */ .Rc;
    }
    return secondaryLimitDelay * 2 ** attempt;
}


/***/ }),

/***/ 3664:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ titleOf),
/* harmony export */   P: () => (/* binding */ permissions)
/* harmony export */ });
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


/***/ }),

/***/ 5227:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P_: () => (/* binding */ Refusal),
/* harmony export */   UE: () => (/* binding */ isClearRefusal),
/* harmony export */   X2: () => (/* binding */ isAmbiguous),
/* harmony export */   Z5: () => (/* binding */ isUnclear),
/* harmony export */   bZ: () => (/* binding */ isLastingRefusal),
/* harmony export */   bg: () => (/* binding */ mayPass),
/* harmony export */   c2: () => (/* binding */ statusOf),
/* harmony export */   c6: () => (/* binding */ isDenial),
/* harmony export */   ht: () => (/* binding */ isPassingLimit),
/* harmony export */   yp: () => (/* binding */ isPage)
/* harmony export */ });
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5557);
/* harmony import */ var _limits_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2382);
/** A request of GitHub that failed: what was asked, what GitHub answered, and what that says of the next attempt. */


/** GitHub did not do what was asked, or did not say so. The words are ours, what GitHub answered is the failure. */
class Refusal extends _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF {
    failure;
    constructor(message, remedy, failure) {
        super((0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .asSentence */ .KG)(message), (0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .asSentence */ .KG)(remedy), { cause: failure });
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
    return failure !== undefined && (0,_limits_js__WEBPACK_IMPORTED_MODULE_1__/* .isRateLimit */ .a5)(failure);
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


/***/ }),

/***/ 1901:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ octokitRequest)
/* harmony export */ });
/* harmony import */ var _network_proxy_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5806);
/** Requests to GitHub over the network. */

/**
 * Sends over the network, with this token, through the proxy of the host that `baseUrl` names. Octokit and undici are a
 * megabyte to read, and a run in which nothing is due mostly asks AWS alone: they are loaded with the first request.
 * @throws Problem when that proxy is set to what is none
 */
function octokitRequest(token, baseUrl, isApart = false) {
    const proxy = (0,_network_proxy_js__WEBPACK_IMPORTED_MODULE_0__/* .proxyFor */ .iJ)(new URL(baseUrl));
    let sender;
    return async (route, parameters) => {
        sender ??= Promise.all(/* import() */[__webpack_require__.e(413), __webpack_require__.e(377)]).then(__webpack_require__.bind(__webpack_require__, 377)).then(({ octokitFor }) => octokitFor(token, baseUrl, proxy, isApart));
        const send = await sender;
        return send(route, parameters);
    };
}


/***/ }),

/***/ 4809:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   q: () => (/* binding */ GitHubDestination)
/* harmony export */ });
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5557);
/* harmony import */ var _rotation_time_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9037);
/* harmony import */ var _api_refusals_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5227);
/* harmony import */ var _places_audience_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3672);
/* harmony import */ var _places_place_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6051);
/** One destination: its place, and the secrets and variables that it gets. */





/** A limit that lasts longer than this is waited for where the claim on the user is looked after meanwhile. */
const longestLimit = _rotation_time_js__WEBPACK_IMPORTED_MODULE_1__/* .minute */ .Vc;
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
        this.#api = new _places_place_js__WEBPACK_IMPORTED_MODULE_4__/* .GitHubPlace */ .Pf(destination.place, github, _places_place_js__WEBPACK_IMPORTED_MODULE_4__/* .patience */ ._L);
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
            // Both at once; what keeps the public key from being read is told first.
            const reading = this.read();
            reading.catch(() => undefined);
            if (this.#destination.secrets.length > 0)
                this.#publicKey = (await this.#api.publicKey()).value;
            const shown = await reading;
            const problems = await this.#audienceProblems(shown.secrets);
            return { problems, reading: problems.length === 0 ? shown : undefined };
        }
        catch (error) {
            if ((0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .endsRun */ .sl)(error))
                throw error;
            return { problems: [(0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .inSentences */ .YP)(error)], reading: undefined };
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
        const readSecrets = async () => {
            const read = await this.#api.secrets(names);
            this.#absent ??= new Set(read.value.filter(({ updatedAt }) => updatedAt === undefined).map(({ name }) => name));
            return read;
        };
        const shown = await Promise.all([
            ...(names.length > 0 ? [readSecrets()] : []),
            ...variables.map(({ name }) => this.#api.variable(name)),
        ]);
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
        const persistence = { until, longest: longestLimit, renew: () => holds().then(() => undefined) };
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
                this.github.budget.require(writes.length, `write ${this.name}`, before.size > 0);
            };
            const outcomes = await this.github.together(writes.map(({ entry, send }) => async () => {
                await send();
                written.add(entry);
            }), ready);
            const errors = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
            const ending = errors.find(_rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .endsRun */ .sl);
            if (ending !== undefined)
                throw ending;
            return { written, error: errors.find(_api_refusals_js__WEBPACK_IMPORTED_MODULE_2__/* .isAmbiguous */ .X2) ?? errors[0] };
        }
        catch (error) {
            if ((0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .endsRun */ .sl)(error))
                throw error;
            return { written, error };
        }
    }
    /** A sentence when an organization shows another audience than the one that was sent. */
    async differentAudience() {
        for (const [{ name }, sent] of this.#audiences) {
            const { value: secret } = await this.#api.sharedSecret(name);
            if (secret !== undefined && !(0,_places_audience_js__WEBPACK_IMPORTED_MODULE_3__/* .isSameAudience */ .nT)(secret.audience, sent)) {
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
                    if ((0,_api_refusals_js__WEBPACK_IMPORTED_MODULE_2__/* .statusOf */ .c2)(error) !== 422)
                        throw error;
                    try {
                        exchanged ??= this.#api.publicKey();
                        this.#publicKey = (await exchanged).value;
                        const sealed = await seal(held, entry, this.#publicKey);
                        await put(sealed, await renew());
                    }
                    catch (second) {
                        throw (0,_api_refusals_js__WEBPACK_IMPORTED_MODULE_2__/* .isAmbiguous */ .X2)(error) && !(0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .endsRun */ .sl)(second) ? error : second;
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
        this.#pages = Math.max(this.#pages, (0,_places_audience_js__WEBPACK_IMPORTED_MODULE_3__/* .pagesOf */ .E0)(body));
        this.#audiences.set(entry, body);
        return body;
    }
    async #newAudience(name, audience) {
        if (audience === undefined)
            throw this.#withoutAudience(name);
        if (this.#absent?.has(name) === true)
            return this.#api.audienceBody(audience);
        throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF(`${name} was in ${this.name} when this run began, and is gone now. It is not created again, since nobody can tell who used it.`, 'Somebody deletes it while it is rotated. Run again to create it, or take it out of destinations.');
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
                this.#pages = Math.max(this.#pages, (0,_places_audience_js__WEBPACK_IMPORTED_MODULE_3__/* .pagesOf */ .E0)(body));
            }
            catch (error) {
                if ((0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .endsRun */ .sl)(error))
                    throw error;
                problems.push((0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .inSentences */ .YP)(error));
            }
        }
        return problems;
    }
    #withoutAudience(name) {
        return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF(`${name} does not exist yet in ${this.name}, and nobody has said who may use it.`, 'Add "visibility: private", "visibility: all", or "visibility: selected" with "repositories: [owner/name]" to that destination.');
    }
}
async function seal(held, { format }, { key, key_id }) {
    return { encrypted_value: await held.seal(key, format), key_id };
}


/***/ }),

/***/ 9469:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ unreadNames),
/* harmony export */   cj: () => (/* binding */ sentencesOf),
/* harmony export */   dy: () => (/* binding */ askOrReport)
/* harmony export */ });
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5557);
/* harmony import */ var _api_refusals_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5227);
/** Places that a rotation can go on without reading: each is reported, in few sentences, and nothing fails for it. */


/** The answer; undefined where there is none, and `unread` has one more entry then. @throws only what ends the run */
async function askOrReport(unread, { github, permission, ...about }, ask) {
    try {
        github.budget.requireSpare();
        return await ask();
    }
    catch (error) {
        if ((0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .endsRun */ .sl)(error))
            throw error;
        const why = (0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .inSentences */ .YP)(error);
        const lacks = (0,_api_refusals_js__WEBPACK_IMPORTED_MODULE_1__/* .isDenial */ .c6)(error) && why.includes(`lacks ${permission.app}`) ? permission.app : undefined;
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
        return `${what(`${named.join(', ')}${others}`, isOne)}: ${(0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .withFullStop */ .uo)(isOne ? (all[0]?.why ?? '') : reason)}`;
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


/***/ }),

/***/ 8056:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ch: () => (/* binding */ variablePermission),
/* harmony export */   Lu: () => (/* binding */ routeOf),
/* harmony export */   ap: () => (/* binding */ secretPermission)
/* harmony export */ });
/* harmony import */ var _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3664);

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
        return _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.environments(level);
    return (place.kind === 'repository' ? ofRepositories : ofOrganizations)[place.store](level);
}
/** The permission to read or write the variables of a place. Dependabot and Codespaces have none. */
function variablePermission(place, level) {
    if (place.kind === 'environment')
        return _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.environments(level);
    const isAgents = place.store === 'agents';
    if (place.kind === 'repository')
        return isAgents ? _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.agentVariables(level) : _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.variables(level);
    return isAgents ? _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.organizationAgentVariables(level) : _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.organizationVariables(level);
}
const ofRepositories = {
    actions: _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.secrets,
    dependabot: _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.dependabotSecrets,
    codespaces: _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.codespacesSecrets,
    agents: _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.agentSecrets,
};
const ofOrganizations = {
    actions: _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.organizationSecrets,
    dependabot: _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.organizationDependabotSecrets,
    codespaces: _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.organizationCodespacesSecrets,
    agents: _api_permissions_js__WEBPACK_IMPORTED_MODULE_0__/* .permissions */ .P.organizationAgentSecrets,
};


/***/ }),

/***/ 3672:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E0: () => (/* binding */ pagesOf),
/* harmony export */   L: () => (/* binding */ readersUnseen),
/* harmony export */   Ox: () => (/* binding */ audienceOf),
/* harmony export */   gt: () => (/* binding */ visibilityOf),
/* harmony export */   nT: () => (/* binding */ isSameAudience)
/* harmony export */ });
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5557);
/* harmony import */ var _api_client_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5770);


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
    throw new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF(`GitHub does not say who may use ${name} of ${place}, and a write would have to guess it.`, 'Run again. If it stays so, look at the repository access of that secret in the settings of the organization, and report this with the log.');
}
/** The problem that the token does not see every repository that a secret of an organization is shared with. */
function readersUnseen(name, owner, all, seen) {
    return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF(`${name} of the organization ${owner} is shared with ${all} repositories, and the token sees ${seen} of them: writing it would take it away from the others.`, 'Give the token access to all repositories of the organization (an App: install it on all of them), or remove the ones that it may not see from the secret.');
}
/** How many requests it takes to list an audience. */
function pagesOf(audience) {
    return Math.ceil((audience?.selected_repository_ids ?? []).length / _api_client_js__WEBPACK_IMPORTED_MODULE_1__/* .pageSize */ .T0);
}
/** Whether two audiences are the same. */
function isSameAudience(one, other) {
    const ids = ({ selected_repository_ids: all = [] }) => all.join();
    return one.visibility === other.visibility && ids(one) === ids(other);
}


/***/ }),

/***/ 6051:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Pf: () => (/* binding */ GitHubPlace),
/* harmony export */   Xr: () => (/* binding */ confirmationSpacing),
/* harmony export */   _L: () => (/* binding */ patience),
/* harmony export */   on: () => (/* binding */ confirmationBound)
/* harmony export */ });
/* harmony import */ var _destination_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8599);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5557);
/* harmony import */ var _rotation_time_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9037);
/* harmony import */ var _api_client_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5770);
/* harmony import */ var _api_permissions_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(3664);
/* harmony import */ var _api_refusals_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5227);
/* harmony import */ var _addresses_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(8056);
/* harmony import */ var _audience_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(3672);
/** The API of one place: its secrets, its variables, and the public key that values for it are sealed with. */








/** Delays before a place that GitHub does not show is looked at again, where the work depends on it. */
const patience = [3 * _rotation_time_js__WEBPACK_IMPORTED_MODULE_2__/* .second */ .Rc, 8 * _rotation_time_js__WEBPACK_IMPORTED_MODULE_2__/* .second */ .Rc];
/** How long and how often a write is looked for: GitHub shows it a moment after it has accepted it. */
const confirmationBound = 30 * _rotation_time_js__WEBPACK_IMPORTED_MODULE_2__/* .second */ .Rc;
const confirmationSpacing = 2 * _rotation_time_js__WEBPACK_IMPORTED_MODULE_2__/* .second */ .Rc;
/** How all things of one kind are listed, by the largest pages that GitHub gives. */
const lists = {
    secrets: { route: 'GET /secrets', doing: 'list the secrets', per_page: _api_client_js__WEBPACK_IMPORTED_MODULE_3__/* .pageSize */ .T0 },
    variables: { route: 'GET /variables', doing: 'list the variables', per_page: 30 },
    organizationSecrets: {
        route: 'GET /organization-secrets',
        doing: 'list the secrets of its organization that it may use',
        per_page: _api_client_js__WEBPACK_IMPORTED_MODULE_3__/* .pageSize */ .T0,
    },
};
/** A list with holes says nothing of what it does not show. */
class Incomplete extends _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF {
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
        return (0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)(this.place);
    }
    /**
     * When an environment was made; undefined of any other place, and where the token may not ask. GitHub makes one that
     * was deleted anew, without protection, when a job names it. @throws only what ends the run
     */
    async made() {
        if (this.place.kind !== 'environment')
            return undefined;
        const { path, parameters } = (0,_addresses_js__WEBPACK_IMPORTED_MODULE_6__/* .routeOf */ .Lu)(this.place);
        const purpose = { doing: 'look at the environment', place: this.name, permission: _api_permissions_js__WEBPACK_IMPORTED_MODULE_4__/* .permissions */ .P.actions('read') };
        const answer = await this.github
            .ask(`GET ${path}`, parameters, purpose, { isOptional: true })
            .catch(_rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .passOver */ .Wr);
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
            return [{ name, updatedAt: Date.parse(secret.updated_at), visibility: (0,_audience_js__WEBPACK_IMPORTED_MODULE_7__/* .visibilityOf */ .gt)(secret, this.name) }];
        });
    }
    /**
     * Everything of one kind that the place has, by one request for each page of it.
     * @throws Problem when GitHub does not list all of it
     */
    async everything(of, persistence) {
        const { value } = await this.#list(of, 'all', persistence);
        return [...value.values()].map(({ name, updated_at, value: shown }) => {
            return { name, updatedAt: Date.parse(updated_at), value: shown };
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
        const visibility = (0,_audience_js__WEBPACK_IMPORTED_MODULE_7__/* .visibilityOf */ .gt)(secret, this.name);
        const readers = visibility === 'selected' ? await this.readers(name) : [];
        const updatedAt = Date.parse(secret.updated_at);
        return { at, value: { updatedAt, audience: (0,_audience_js__WEBPACK_IMPORTED_MODULE_7__/* .audienceOf */ .Ox)(visibility, readers), readers } };
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
            throw (0,_audience_js__WEBPACK_IMPORTED_MODULE_7__/* .readersUnseen */ .L)(name, this.place.owner, all, readers.size);
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
            if ((0,_api_refusals_js__WEBPACK_IMPORTED_MODULE_5__/* .statusOf */ .c2)(error) !== 404)
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
            if ((0,_api_refusals_js__WEBPACK_IMPORTED_MODULE_5__/* .statusOf */ .c2)(error) !== 404)
                throw error;
            try {
                await send('POST /variables', { name, value, ...audience }, 'once');
            }
            catch (failure) {
                // It exists already, or may: by another hand, or by this very request, whose answer was lost.
                if ((0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .endsRun */ .sl)(failure) || ((0,_api_refusals_js__WEBPACK_IMPORTED_MODULE_5__/* .isClearRefusal */ .UE)(failure) && (0,_api_refusals_js__WEBPACK_IMPORTED_MODULE_5__/* .statusOf */ .c2)(failure) !== 409))
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
        return (0,_audience_js__WEBPACK_IMPORTED_MODULE_7__/* .audienceOf */ .Ox)(visibility, readers);
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
            if ((0,_api_refusals_js__WEBPACK_IMPORTED_MODULE_5__/* .statusOf */ .c2)(error) !== 404)
                throw error;
            const { at, value } = await list();
            return { at, value: value.get(name) };
        }
    }
    /** All things of a kind, by name. @throws Problem when one of `names` may be among those not shown */
    #list(of, names, persistence) {
        return this.#patiently(async () => {
            const shown = new Map();
            let last = { at: 0, total: 0 };
            for await (const { items, total = 0, at } of this.#pages(of, persistence)) {
                for (const item of items)
                    shown.set(item.name, item);
                last = { at, total };
            }
            if (shown.size >= last.total || (names !== 'all' && names.every((name) => shown.has(name))))
                return { at: last.at, value: shown };
            throw new Incomplete(`GitHub does not list all ${of === 'variables' ? of : 'secrets'} of ${this.name}, so nobody can tell which of them exist.`, 'Run again; see https://www.githubstatus.com if it stays so.');
        });
    }
    #pages(of, persistence) {
        const { route, doing, per_page } = lists[of];
        const parameters = this.#parameters({ per_page });
        return this.github.pages(this.#address(route), parameters, this.#purpose(route, doing), persistence);
    }
    /** Looks again when GitHub does not show the place, or not all of it: that may pass, right after a write for example. */
    async #patiently(look) {
        for (const delay of this.#patience) {
            try {
                return await look();
            }
            catch (error) {
                if ((0,_api_refusals_js__WEBPACK_IMPORTED_MODULE_5__/* .statusOf */ .c2)(error) !== 404 && !(error instanceof Incomplete))
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
        return route.replace(' ', ` ${(0,_addresses_js__WEBPACK_IMPORTED_MODULE_6__/* .routeOf */ .Lu)(this.place).path}`);
    }
    #parameters(parameters) {
        return { ...(0,_addresses_js__WEBPACK_IMPORTED_MODULE_6__/* .routeOf */ .Lu)(this.place).parameters, ...parameters };
    }
    #purpose(route, doing, level = route.startsWith('GET ') ? 'read' : 'write') {
        const permissionOf = route.includes('/variables') ? _addresses_js__WEBPACK_IMPORTED_MODULE_6__/* .variablePermission */ .Ch : _addresses_js__WEBPACK_IMPORTED_MODULE_6__/* .secretPermission */ .ap;
        return { doing, place: this.name, permission: permissionOf(this.place, level) };
    }
}
function asVariable({ name, updated_at, value = '' }) {
    return { name: `variable ${name}`, updatedAt: Date.parse(updated_at), value };
}


/***/ }),

/***/ 6642:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ ArchivedRepositories),
/* harmony export */   p: () => (/* binding */ sightOf)
/* harmony export */ });
/* harmony import */ var p_map__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(606);
/* harmony import */ var _destination_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8599);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5557);
/* harmony import */ var _api_client_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5770);
/* harmony import */ var _api_limits_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2382);
/* harmony import */ var _api_permissions_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(3664);
/* harmony import */ var _api_refusals_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5227);
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
        const looks = await (0,p_map__WEBPACK_IMPORTED_MODULE_6__/* ["default"] */ .Ay)(owners, ([owner, names]) => repositoriesOf(this.#clientFor(owner), names));
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
        return isArchived(fullName) && !this.#destinations.every(({ place }) => isArchived((0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .repositoryOf */ ._M)(place)));
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
    if ((0,_destination_js__WEBPACK_IMPORTED_MODULE_0__/* .isSameName */ .yS)(repository.full_name, fullName))
        return undefined;
    return `${fullName} is called ${repository.full_name} now. Write the new name into destinations.`;
}
/** Each of these repositories of one owner, or why it cannot be looked at. */
async function repositoriesOf(github, fullNames) {
    const known = fullNames.length > 1 ? await installed(github, fullNames.length) : new Map();
    return (0,p_map__WEBPACK_IMPORTED_MODULE_6__/* ["default"] */ .Ay)(fullNames, async (name) => [name, known.get(name.toLowerCase()) ?? (await look(github, name))], _api_limits_js__WEBPACK_IMPORTED_MODULE_3__/* .atOnce */ .zd);
}
const ofInstallation = 'GET /installation/repositories';
function listing(place) {
    return { doing: 'ask which repositories the token has', place, permission: _api_permissions_js__WEBPACK_IMPORTED_MODULE_4__/* .permissions */ .P.metadata('read') };
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
            if (total > wanted * _api_client_js__WEBPACK_IMPORTED_MODULE_2__/* .pageSize */ .T0)
                break;
        }
    }
    catch (error) {
        // Not an App's token, or nothing that each repository's own answer would not tell better.
        if ((0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .endsRun */ .sl)(error))
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
        if (!(error instanceof _api_refusals_js__WEBPACK_IMPORTED_MODULE_5__/* .Refusal */ .P_) || error.failure.status !== 403 || (0,_api_refusals_js__WEBPACK_IMPORTED_MODULE_5__/* .mayPass */ .bg)(error))
            throw error;
        // A classic token, which tells its scopes, sees what its user sees.
        return error.failure.headers['x-oauth-scopes'] === undefined ? 'unknown' : 'all';
    }
}
/** One repository, or why it cannot be looked at. */
async function look(github, fullName) {
    const [owner, repo] = fullName.split('/');
    const purpose = { doing: 'look at the repository', place: fullName, permission: _api_permissions_js__WEBPACK_IMPORTED_MODULE_4__/* .permissions */ .P.metadata('read') };
    try {
        return (await github.ask('GET /repos/{owner}/{repo}', { owner, repo }, purpose)).data;
    }
    catch (error) {
        if ((0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .endsRun */ .sl)(error))
            throw error;
        return (0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .inSentences */ .YP)(error);
    }
}


/***/ }),

/***/ 7275:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  y: () => (/* binding */ GitHubAccess)
});

// EXTERNAL MODULE: ./lib/destination.js
var destination = __webpack_require__(8599);
// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __webpack_require__(5557);
// EXTERNAL MODULE: ./lib/github/api/client.js + 2 modules
var api_client = __webpack_require__(5770);
// EXTERNAL MODULE: ./lib/github/api/permissions.js
var permissions = __webpack_require__(3664);
// EXTERNAL MODULE: ./lib/rotation/time.js
var rotation_time = __webpack_require__(9037);
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

// EXTERNAL MODULE: ./lib/github/places/addresses.js
var addresses = __webpack_require__(8056);
// EXTERNAL MODULE: ./node_modules/universal-github-app-jwt/index.js + 3 modules
var universal_github_app_jwt = __webpack_require__(2438);
// EXTERNAL MODULE: ./lib/network/problems.js
var problems = __webpack_require__(8472);
// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __webpack_require__(2708);
// EXTERNAL MODULE: ./lib/github/api/refusals.js
var refusals = __webpack_require__(5227);
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
const mostRepositories = 500;
const levels = [undefined, 'read', 'write', 'admin'];
/** The installations of one App, and their tokens, which are masked. */
class AppTokens {
    #options;
    #github;
    #installations = new Map();
    #grants = new Map();
    constructor(options) {
        this.#options = options;
        this.#github = new api_client/* GitHubClient */.jh(new api_client/* TokenConnection */.UM(requestAsApp(options), 'github-app-id', options.clock, options.time));
    }
    /**
     * What sends for one owner, each request with a token that is valid for minutes at least. A token that is refused is
     * asked again while it is new, and replaced once where it is not. It throws a Problem where no token can be had.
     */
    requestFor(owner, lane = 'usual') {
        const { clock } = this.#options;
        return async (route, parameters) => {
            for (let refusedBefore = false;; refusedBefore = true) {
                const grant = await this.#grantFor(owner.toLowerCase());
                try {
                    return await grant.lanes[lane](route, parameters);
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
     * What the run needs, or one of its users, and the owner has not granted, as GitHub's page calls it; nothing where the
     * needs are `all`. That an installation does not report a name that nobody has published says nothing.
     * @throws Problem
     */
    async lacking(owner, needs = this.#needsOf(owner)) {
        const { permissions, unpublished = {} } = needs;
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
            throw new problem/* Problem */.AF(`The GitHub App ${appId} is not installed for ${owner}`, `Install it there (settings of the App, "Install App") with access to the repositories that this run uses, or correct the name of the owner.`);
        }
        if (typeof installation.suspended_at === 'string')
            throw new problem/* Problem */.AF(...suspended(appId, owner));
        return installation;
    }
    async #look(owner, route, parameters) {
        try {
            return (await this.#ask(owner, route, parameters)).data;
        }
        catch (error) {
            if ((0,refusals/* statusOf */.c2)(error) === 404 && !isUnknownApp(error))
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
        const lanes = { usual: send(data.token, baseUrl), pairs: send(data.token, baseUrl, true) };
        return { token: data.token, lanes, mintedAt, refreshAt };
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
                if ((0,refusals/* statusOf */.c2)(error) !== 422)
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
                    const less = granting(permissions, (await this.#installationOf(owner)).permissions);
                    if (needs.isShared && Object.keys(permissions).some((name) => less[name] !== permissions[name])) {
                        scope = { ...scope, permissions: less };
                        continue;
                    }
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
            permission: permissions/* permissions */.P.metadata('read'),
        });
    }
    /** A refusal in words about the App; anything else as it is. */
    #explained(error, owner) {
        return error instanceof refusals/* Refusal */.P_ ? refused(whyNoToken(error, this.#options.appId, owner), error) : error;
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
        const isLasting = error instanceof problem/* Problem */.AF && !(0,refusals/* mayPass */.bg)(error);
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
        .map(([name, level]) => (0,permissions/* titleOf */.G)(name, level));
}
function scopeOf({ repositories, permissions, unpublished = {}, useful = {}, perhapsUseful = {} }, granted) {
    const isGranted = ([name, level]) => levels.indexOf(granted[name]) >= levels.indexOf(level);
    // Left out, they would be lacking; and by another name they cannot be asked for.
    const isAskable = permissions !== 'all' && Object.keys(unpublished).every((name) => granted[name] !== undefined);
    const isNarrow = repositories !== 'all' && repositories.length > 0 && repositories.length <= mostRepositories;
    const wanted = Object.fromEntries(Object.entries({ ...perhapsUseful, ...useful }).filter(isGranted));
    return {
        ...(isAskable ? { permissions: { ...wanted, ...permissions, ...unpublished } } : {}),
        ...(isNarrow ? { repositories } : {}),
    };
}
/** What is granted of what is asked for. */
function granting(asked, granted) {
    const entries = Object.entries(asked).map(([name, level]) => {
        return [name, granted[name] === 'read' ? 'read' : level];
    });
    return Object.fromEntries(entries.filter(([name]) => granted[name] !== undefined));
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
    if (!(error instanceof refusals/* Refusal */.P_))
        return error;
    const { failure } = error;
    const status = (0,refusals/* isLastingRefusal */.bZ)(error) ? 401 : failure.status;
    const { headers, ambiguous } = failure;
    return new refusals/* Refusal */.P_(message, remedy, Object.assign(new Error(failure.message), { status, headers, ambiguous }));
}
function isAboutRepositories(error) {
    return error instanceof refusals/* Refusal */.P_ && /repositor/i.test(error.failure.message);
}
function isUnknownApp(error) {
    return error instanceof refusals/* Refusal */.P_ && /integration not found/i.test(error.failure.message);
}
function suspended(appId, owner) {
    return [
        `The installation of the GitHub App ${appId} for ${owner} is suspended`,
        `Let whoever suspended it, an owner of ${owner} or of the App, unsuspend it in the settings of the installation.`,
    ];
}
function whyNoToken(error, appId, owner) {
    const { status, message } = error.failure;
    const said = (0,problem/* withFullStop */.uo)((0,presentable/* presentable */.KC)(message.replace(/ - https?:\/\/\S+$/, '')));
    if ((0,refusals/* isPassingLimit */.ht)(error))
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







/** The inputs that hold a token; both may hold the same one. */
const tokenInputs = ['github-token', 'dispatch-token'];
/**
 * How all users of a run reach GitHub: with the same tokens, whose limits they share, and by one clock. A token of the App
 * may do what all of them need, and nothing beyond it.
 */
class GitHubAccess {
    time;
    #services;
    #needs;
    #connections = new Map();
    #apps = new Map();
    /** `uses`: those of each user. */
    constructor(uses, services) {
        this.time = new GitHubTime(services.clock);
        this.#services = services;
        this.#needs = needsOf(uses);
    }
    /** One user's. `promises`: false for a plan, to which nothing is promised of what others share. */
    clientsFor(uses, promises) {
        const { github, githubApiUrl } = uses;
        if (github.kind === 'token') {
            const client = new api_client/* GitHubClient */.jh(this.#ofToken('github-token', github.token, githubApiUrl), promises);
            return { for: () => client, lacking: async () => [], end: () => client.end() };
        }
        const tokens = this.#appOf(github, githubApiUrl);
        const own = needsOf([uses]);
        const clients = new Map();
        return {
            for: (owner) => {
                const key = owner.toLowerCase();
                const client = clients.get(key) ?? new api_client/* GitHubClient */.jh(this.#ofInstallation(tokens, github.appId, owner), promises);
                clients.set(key, client);
                return client;
            },
            lacking: async () => {
                const lacking = await Promise.all([...own].map(async ([owner, needs]) => ({ owner, titles: await tokens.lacking(owner, needs) })));
                return lacking
                    .filter(({ titles }) => titles.length > 0)
                    .map(({ owner, titles }) => {
                    return { where: owner, why: (0,problem/* inSentences */.YP)(new problem/* Problem */.AF(...notGranted(github.appId, titles, owner))) };
                });
            },
            end: () => {
                for (const client of clients.values())
                    client.end();
            },
        };
    }
    /** One user's client for the verification workflows of the job's own repository. */
    dispatching(token, githubApiUrl, promises) {
        return new api_client/* GitHubClient */.jh(this.#ofToken('dispatch-token', token, githubApiUrl), promises);
    }
    #ofToken(input, token, baseUrl) {
        return this.#connection(`${input} ${token}`, () => {
            const { send, clock } = this.#services;
            const lanes = { usual: send(token, baseUrl), pairs: send(token, baseUrl, true) };
            const limits = tokenInputs.map((each) => this.#connections.get(`${each} ${token}`)).find((each) => each);
            return new api_client/* TokenConnection */.UM(lanes, input, clock, this.time, { limits });
        });
    }
    #ofInstallation(tokens, appId, owner) {
        const key = owner.toLowerCase();
        return this.#connection(`${appId} ${key}`, () => {
            const lanes = { usual: tokens.requestFor(key), pairs: tokens.requestFor(key, 'pairs') };
            return new api_client/* TokenConnection */.UM(lanes, 'github-app-id', this.#services.clock, this.time, { installation: owner });
        });
    }
    #connection(key, make) {
        const connection = this.#connections.get(key) ?? make();
        this.#connections.set(key, connection);
        return connection;
    }
    #appOf({ appId, privateKey }, baseUrl) {
        const { send, mask, clock } = this.#services;
        const options = { appId, privateKey, baseUrl, send, needs: this.#needs, mask, clock, time: this.time };
        const tokens = this.#apps.get(appId) ?? new AppTokens(options);
        this.#apps.set(appId, tokens);
        return tokens;
    }
}
/** What each owner is asked for, and nothing beyond it: https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app */
function needsOf(all) {
    const uses = new Map();
    for (const each of all)
        noteUses(each, uses);
    return new Map([...uses].map(([owner, each]) => [owner, { ...tokens_scopeOf(each), isShared: all.length > 1 }]));
}
function noteUses({ destinations, recovery, verificationWorkflows, job, readsOnly }, uses) {
    const level = readsOnly ? 'read' : 'write';
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
        use(place.owner, place.kind === 'organization' ? undefined : place.repo, ...(secrets.length > 0 ? [(0,addresses/* secretPermission */.ap)(place, level)] : []), ...(variables.length > 0 ? [(0,addresses/* variablePermission */.Ch)(place, level)] : []));
    }
    if (recovery !== undefined)
        use(recovery.owner, recovery.repo, (0,addresses/* secretPermission */.ap)((0,destination/* placeOf */.$t)(recovery), 'write'));
    for (const { owner, repo } of verificationWorkflows) {
        if ((0,destination/* isSameName */.yS)(`${owner}/${repo}`, `${job.owner}/${job.repo}`))
            continue;
        use(owner, repo, permissions/* permissions */.P.actions('write'), permissions/* permissions */.P.contents('read')).verifies = true;
    }
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


/***/ }),

/***/ 1102:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ HeldAccessKey)
/* harmony export */ });
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7975);
/* harmony import */ var _formats_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8719);
/* harmony import */ var _recovery_value_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7020);
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
        for (const derived of (0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .derivedSecrets */ .B3)(formats, secretAccessKey))
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
    [node_util__WEBPACK_IMPORTED_MODULE_0__.inspect.custom]() {
        return this.toJSON();
    }
    #formatted(format) {
        if (typeof format === 'object')
            return (0,_recovery_value_js__WEBPACK_IMPORTED_MODULE_2__/* .recoveryValue */ .b)(this.id, this.#secret, format);
        return (0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .spelled */ .uQ)(format, this.id, this.#secret);
    }
}


/***/ }),

/***/ 7020:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ recoveryValue),
/* harmony export */   c: () => (/* binding */ readRecovery)
/* harmony export */ });
/* harmony import */ var _text_account_number_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7816);
/* harmony import */ var _access_key_id_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2281);
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
    const id = text('accessKeyId', _access_key_id_js__WEBPACK_IMPORTED_MODULE_0__/* .keyId */ .x);
    // Whatever else is wrong with the value: the secret in it is masked.
    const held = secret === undefined ? undefined : hold(id ?? 'unknown', secret);
    if (fields['version'] !== version)
        return { kind: 'unusable', why: 'another version of this action wrote it' };
    const account = text('account', _text_account_number_js__WEBPACK_IMPORTED_MODULE_1__/* .accountNumber */ .D);
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

/***/ 930:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B$: () => (/* binding */ unlisted),
/* harmony export */   EP: () => (/* binding */ keysTold),
/* harmony export */   IU: () => (/* binding */ clear),
/* harmony export */   KT: () => (/* binding */ named),
/* harmony export */   LP: () => (/* binding */ kept),
/* harmony export */   Q5: () => (/* binding */ wholeSecond),
/* harmony export */   Rb: () => (/* binding */ act),
/* harmony export */   VE: () => (/* binding */ publishTo),
/* harmony export */   WY: () => (/* binding */ described),
/* harmony export */   Xh: () => (/* binding */ nextOf),
/* harmony export */   Z5: () => (/* binding */ blocked),
/* harmony export */   _L: () => (/* binding */ patience),
/* harmony export */   e5: () => (/* binding */ bullets),
/* harmony export */   fJ: () => (/* binding */ fail),
/* harmony export */   g1: () => (/* binding */ record),
/* harmony export */   hX: () => (/* binding */ asTheyAre),
/* harmony export */   j9: () => (/* binding */ withLastUses),
/* harmony export */   kp: () => (/* binding */ roleOf),
/* harmony export */   lB: () => (/* binding */ observe),
/* harmony export */   qN: () => (/* binding */ begin),
/* harmony export */   qX: () => (/* binding */ soon),
/* harmony export */   uO: () => (/* binding */ listOrDismiss),
/* harmony export */   uk: () => (/* binding */ wait),
/* harmony export */   v3: () => (/* binding */ isSteppingAside)
/* harmony export */ });
/* harmony import */ var _secret_dates_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6916);
/* harmony import */ var _time_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9037);
/** The forms in which the rules answer, and the words that several of them use. */


// One constructor for each form of an answer; `because` is the reason, in a sentence without a full stop.
const record = (journal, because) => ({ do: 'record', journal, because });
const observe = (what, because) => ({ do: 'observe', what, because });
const blocked = (because, remedy) => ({ do: 'stop', because, remedy });
const wait = (phase, next, because) => ({ do: 'wait', phase, next, because });
const clear = (writtenAt, because) => ({ do: 'clear', writtenAt, because });
const begin = (old, because) => ({ do: 'begin', old, because });
function act(what, key, because) {
    return { do: what, key, because };
}
function publishTo(window, key, because, done) {
    return { do: 'publish', key, window, done, because };
}
function fail(phase, next, because, remedy) {
    return { do: 'fail', phase, next, because, remedy };
}
/** A wait that nobody can date turns the run red after this, and so does a key that is due for so long. */
const patience = 7 * _time_js__WEBPACK_IMPORTED_MODULE_1__/* .day */ .vd;
/** At the next run. */
const soon = (step) => ({ step, at: undefined });
/** What comes next for a replaced key that stays as it is in this run. */
function nextOf(journal) {
    return soon(journal.phase === 'deactivated' ? 'delete' : 'deactivate');
}
/** The run leaves everything to another one, which is at work. */
function isSteppingAside(decision) {
    const isRotating = decision.do === 'wait' && decision.phase === 'rotating' && decision.next.step === 'rotate';
    return isRotating && decision.next.at !== undefined;
}
/** The remedy where nothing was changed, and nothing has to be taken back. */
const asTheyAre = 'No key was switched off or deleted. Fix this and run again.';
/** Last uses are read before a person is asked to choose between keys. */
function withLastUses({ world }) {
    const isUnread = world.keys.some((key) => key.lastUsed.kind === 'unread');
    const because = 'a person has to choose between keys, and needs to know which one is used';
    return isUnread ? observe('last use', because) : undefined;
}
/** What a journal of a replacement keeps when its phase changes. */
function kept({ current, previous, switchedOn, window, digest, before, aside }) {
    return { current, previous, switchedOn, window, digest, before, aside };
}
/** Where the journal names the key to be replaced: as `current`, or as `previous` when it is off and so not in use. */
function roleOf(old) {
    return old?.status === 'Inactive'
        ? { current: undefined, previous: old.id }
        : { current: old?.id, previous: undefined };
}
/** AWS and GitHub tell the time in whole seconds. */
function wholeSecond(at) {
    return Math.floor(at / _time_js__WEBPACK_IMPORTED_MODULE_1__/* .second */ .Rc) * _time_js__WEBPACK_IMPORTED_MODULE_1__/* .second */ .Rc;
}
/** `AWS_ACCESS_KEY_ID in octo/app, …` */
function named(strays) {
    return strays.map(({ secret }) => secret).join(', ');
}
/** Keys as a person has to know them before choosing. */
function keysTold(keys, now) {
    return keys.map((key) => described(key, now)).join('; ');
}
/** Each on a line of its own. */
function bullets(problems) {
    return problems.map((problem) => `\n- ${problem}`).join('');
}
/** Says of places that nobody has listed that they may hold a key. */
function unlisted(places, key, ahead) {
    const kindOf = ({ dismissal, takesPrecedence }) => {
        if (dismissal === undefined)
            return `unlisted variables show ${key.id}`;
        if (!takesPrecedence)
            return `unlisted secrets may hold ${key.id}`;
        return `unlisted secrets take precedence over listed ones of the same name, and may hold ${key.id}`;
    };
    const kinds = [...Map.groupBy(places, kindOf)];
    return kinds.map(([kind, all]) => `${kind}: ${(0,_secret_dates_js__WEBPACK_IMPORTED_MODULE_0__/* .mayHold */ .BV)(all, key, ahead).join(', ')}`).join('; ');
}
/** The lines to add; a variable shows which key it is, and nothing dismisses it. */
function listOrDismiss(places) {
    const dismissals = places.flatMap(({ dismissal }) => dismissal ?? []);
    return [
        `Add what holds this key to destinations:${lines(places.map(({ listing }) => listing))}`,
        ...(dismissals.length > 0 ? [`Add places that hold another key to other-keys:${lines(dismissals)}`] : []),
        'Or delete what nobody uses.',
    ].join('\n');
}
/** At most so many: more would leave no room for what else a message says. */
const mostLines = 8;
/** Lines of YAML, each below the one before. */
function lines(all) {
    const each = [...new Set(all)];
    const more = each.length > mostLines ? `\n# and ${each.length - mostLines} more` : '';
    const shown = each.slice(0, mostLines).map((line) => `\n${line}`);
    return `${shown.join('')}${more}`;
}
/** A key as a person has to know it before choosing: `AKIA… (Active, created 61 days ago, never used)`. */
function described(key, now) {
    return `${key.id} (${key.status}, created ${(0,_time_js__WEBPACK_IMPORTED_MODULE_1__/* .spoken */ .vg)(now - key.created)} ago, ${lastUse(key, now)})`;
}
function lastUse({ lastUsed }, now) {
    switch (lastUsed.kind) {
        case 'unread':
            return 'last use not read';
        case 'unreadable':
            return 'last use unknown';
        case 'never':
            return 'never used';
        case 'used':
            return `last used ${(0,_time_js__WEBPACK_IMPORTED_MODULE_1__/* .spoken */ .vg)(now - lastUsed.at)} ago by ${lastUsed.service} in ${lastUsed.region}`;
    }
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


/***/ })

};
