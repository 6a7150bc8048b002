export const id = 301;
export const ids = [301];
export const modules = {

/***/ 301:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  audit: () => (/* binding */ audit)
});

// EXTERNAL MODULE: ./node_modules/p-map/index.js
var p_map = __webpack_require__(606);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/commands/GetUserCommand.js
var GetUserCommand = __webpack_require__(8457);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/commands/GetAccessKeyLastUsedCommand.js
var GetAccessKeyLastUsedCommand = __webpack_require__(7500);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/pagination/ListAccessKeysPaginator.js + 1 modules
var ListAccessKeysPaginator = __webpack_require__(4145);
// EXTERNAL MODULE: ./lib/rotation/problem.js
var rotation_problem = __webpack_require__(5557);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/commandBuilder.js
var commandBuilder = __webpack_require__(3924);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/schemas/schemas_0.js + 2 modules
var schemas_0 = __webpack_require__(135);
;// CONCATENATED MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/commands/GenerateCredentialReportCommand.js


class GenerateCredentialReportCommand extends (0,commandBuilder/* command */.G5)(commandBuilder/* _ep0 */.lq, commandBuilder/* _mw0 */.yt, "GenerateCredentialReport", schemas_0/* GenerateCredentialReport$ */.jwB) {
}

;// CONCATENATED MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/commands/GetCredentialReportCommand.js


class GetCredentialReportCommand extends (0,commandBuilder/* command */.G5)(commandBuilder/* _ep0 */.lq, commandBuilder/* _mw0 */.yt, "GetCredentialReport", schemas_0/* GetCredentialReport$ */.s5y) {
}

// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __webpack_require__(9037);
;// CONCATENATED MODULE: ./lib/aws/credential-report-rows.js
/**
 * What the rows of a credential report say of users and keys.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */

/** The problem of a report that is none. */
function unreadable(why) {
    return new rotation_problem/* Problem */.AF(`The credential report cannot be read: ${why}`, 'Check what lies between the runner and AWS, such as an endpoint that somebody has configured (AWS_ENDPOINT_URL_IAM).');
}
const rootName = '<root_account>';
const needed = ['user', 'arn', 'access_key_1_active', 'access_key_2_active'];
/** The users of a report. Columns are found by their names: AWS adds some. @throws Problem where it is none */
function parseCredentialReport(text) {
    const [header = [], ...rows] = rowsOf(text);
    const missing = needed.filter((name) => !header.includes(name));
    if (missing.length > 0)
        throw unreadable(`it has no column ${missing.join(', ')}`);
    return rows
        .filter((row) => row.length > 1)
        .map((row) => {
        const cell = (name) => row[header.indexOf(name)] ?? 'N/A';
        const name = cell('user');
        const keys = ['1', '2'].map((slot) => keyOf((what) => cell(`access_key_${slot}_${what}`)));
        const isRoot = name === rootName;
        return { name, arn: cell('arn'), isRoot, keys: keys.filter((key) => key !== undefined) };
    });
}
/** A key that is off and was never used looks like none where AWS does not date it. */
function keyOf(cell) {
    const isActive = cell('active').toLowerCase() === 'true';
    const lastRotated = instant(cell('last_rotated'));
    const at = instant(cell('last_used_date'));
    if (!isActive && lastRotated === undefined && at === undefined)
        return undefined;
    const [service, region] = ['last_used_service', 'last_used_region'].map((what) => named(cell(what)));
    const lastUsed = at === undefined ? { kind: 'never' } : { kind: 'used', at, service: service ?? '', region: region ?? '' };
    return { isActive, lastRotated, lastUsed };
}
/** `N/A`, `no_information` and `not_supported` are no dates. */
function instant(text) {
    const at = Date.parse(text);
    return Number.isNaN(at) ? undefined : at;
}
function named(text) {
    return text === 'N/A' ? '' : text;
}
/** The cells of comma-separated values; a name may have a comma in it. https://www.rfc-editor.org/rfc/rfc4180 */
function rowsOf(text) {
    return text.split(/\r?\n/).map((line) => {
        const cells = line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g);
        return [...cells].map(([, quoted, bare = '']) => quoted?.replaceAll('""', '"') ?? bare);
    });
}

// EXTERNAL MODULE: ./lib/aws/errors.js
var errors = __webpack_require__(6762);
;// CONCATENATED MODULE: ./lib/aws/credential-report.js
/**
 * The credential report: every user of an account and its root, in one request, as they were up to four hours ago. It
 * tells no key's ID. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */





/** AWS makes a report in seconds; that of a large account takes longer. */
const longestWait = 5 * time/* minute */.Vc;
const firstDelay = 2 * time/* second */.Rc;
const longestDelay = 10 * time/* second */.Rc;
/**
 * Asks for the report until it is there, bounded: AWS may be making it, or let it expire in between.
 * @throws Problem, and what ends the run
 */
async function readCredentialReport(client, clock) {
    const until = clock.elapsed() + longestWait;
    for (let delay = firstDelay;; delay = Math.min(2 * delay, longestDelay)) {
        if (await isReady(client)) {
            const report = await download(client);
            if (report !== undefined)
                return report;
        }
        if (clock.elapsed() + delay > until)
            throw neverReady();
        await clock.sleep(delay);
    }
}
async function isReady(client) {
    try {
        const { State: state } = await client.send(new GenerateCredentialReportCommand());
        return state === 'COMPLETE';
    }
    catch (error) {
        if ((0,rotation_problem/* endsRun */.sl)(error))
            throw error;
        throw (0,errors/* explain */.WE)(error, 'iam:GenerateCredentialReport', subject);
    }
}
const subject = { name: 'this account' };
/** How AWS says that there is no report just now: the codes on the wire, and the SDK's names of them. */
const notThere = [
    'ReportNotPresent',
    'ReportExpired',
    'ReportInProgress',
    'CredentialReportNotPresent',
    'CredentialReportExpired',
    'CredentialReportNotReady',
];
async function download(client) {
    try {
        const { Content: content, GeneratedTime: generated } = await client.send(new GetCredentialReportCommand());
        if (content === undefined || generated === undefined)
            throw unreadable('it is empty');
        return { generated: generated.getTime(), users: parseCredentialReport(Buffer.from(content).toString('utf8')) };
    }
    catch (error) {
        if ((0,rotation_problem/* endsRun */.sl)(error))
            throw error;
        if (notThere.includes((0,errors/* codeOf */.$N)(error)))
            return undefined;
        throw (0,errors/* explain */.WE)(error, 'iam:GetCredentialReport', subject);
    }
}
function neverReady() {
    return new rotation_problem/* Problem */.AF(`AWS has not made the credential report of this account within ${(0,time/* spoken */.vg)(longestWait)}`, 'Run again: AWS goes on making it meanwhile, and keeps it for four hours.');
}

// EXTERNAL MODULE: ./lib/aws/iam-user.js + 4 modules
var iam_user = __webpack_require__(4653);
// EXTERNAL MODULE: ./lib/aws/journal-tags.js
var journal_tags = __webpack_require__(7710);
;// CONCATENATED MODULE: ./lib/aws/account-reader.js
/** What an audit reads of one account: it changes nothing. */






/** Reads users, keys and their uses: https://docs.aws.amazon.com/IAM/latest/APIReference/ */
class AccountReader {
    #client;
    #account;
    #clock;
    constructor(client, account, clock) {
        this.#client = client;
        this.#account = account;
        this.#clock = clock;
    }
    /** Every user and root, in one report. @throws Problem */
    credentialReport() {
        return readCredentialReport(this.#client, this.#clock);
    }
    /** One user with its keys. @throws UnreadUser where only this user cannot be read, Problem where nothing can */
    async user(name) {
        const subject = { name, arn: `arn:*:iam::${this.#account}:user/${name} (or user/PATH/${name})` };
        const { User: user } = await this.#ask('iam:GetUser', subject, () => this.#client.send(new GetUserCommand/* GetUserCommand */.T({ UserName: name })));
        if (user?.UserName === undefined || user.UserId === undefined || user.Arn === undefined) {
            throw (0,errors/* namelessAnswer */.No)('IAM', 'GetUser');
        }
        const keys = await this.#ask('iam:ListAccessKeys', { name, arn: user.Arn }, () => this.#keys(name));
        return { name: user.UserName, arn: user.Arn, keys, journal: (0,journal_tags/* readJournal */.a0)((0,iam_user/* tagsOf */.Fg)(user), user.UserId) };
    }
    /** When a key was used last; `unreadable` where AWS denies it, or the key is gone meanwhile. @throws Problem */
    async lastUsed(key) {
        try {
            const { AccessKeyLastUsed: used } = await this.#client.send(new GetAccessKeyLastUsedCommand/* GetAccessKeyLastUsedCommand */.q({ AccessKeyId: key }));
            return (0,iam_user/* lastUsedOf */.Xz)(used);
        }
        catch (error) {
            if ((0,errors/* isAccessDenied */.w7)(error))
                return { kind: 'unreadable' };
            if ((0,rotation_problem/* endsRun */.sl)(error))
                throw error;
            throw (0,errors/* explain */.WE)(error, 'iam:GetAccessKeyLastUsed', { name: key });
        }
    }
    async #keys(name) {
        const found = [];
        for await (const page of (0,ListAccessKeysPaginator/* paginateListAccessKeys */.Y)({ client: this.#client }, { UserName: name })) {
            found.push(...(page.AccessKeyMetadata ?? []).map(iam_user/* keyOf */.TN));
        }
        return found.sort((one, other) => one.created - other.created || one.id.localeCompare(other.id));
    }
    async #ask(action, subject, call) {
        try {
            return await call();
        }
        catch (error) {
            if ((0,rotation_problem/* endsRun */.sl)(error))
                throw error;
            const problem = (0,errors/* explain */.WE)(error, action, subject);
            if ((0,errors/* codeOf */.$N)(error) === 'NoSuchEntity')
                throw new UnreadUser('gone', problem);
            if ((0,errors/* isAccessDenied */.w7)(error))
                throw new UnreadUser('denied', problem);
            throw problem;
        }
    }
}
/** One user cannot be read, whatever the others are. */
class UnreadUser extends rotation_problem/* Problem */.AF {
    kind;
    constructor(kind, { message, remedy }) {
        super(message, remedy);
        this.kind = kind;
    }
}

// EXTERNAL MODULE: ./lib/aws/caller.js + 2 modules
var aws_caller = __webpack_require__(7394);
// EXTERNAL MODULE: ./lib/aws/clients.js + 1 modules
var clients = __webpack_require__(8345);
// EXTERNAL MODULE: ./lib/github/api/limits.js
var limits = __webpack_require__(2382);
// EXTERNAL MODULE: ./lib/github/api/transport.js
var transport = __webpack_require__(1901);
// EXTERNAL MODULE: ./lib/github/tokens/tokens.js + 2 modules
var tokens = __webpack_require__(7275);
// EXTERNAL MODULE: ./lib/github/destinations/destination.js
var destinations_destination = __webpack_require__(4809);
;// CONCATENATED MODULE: ./lib/github/destinations/reading.js
/** A look at destinations by whoever changes nothing there: when each configured secret was written. */






/** Reads all destinations; trouble with one does not hide the others. @throws only what ends the run */
async function lookAtDestinations(uses, { clock, mask }) {
    const needs = { ...uses, recovery: undefined, verificationWorkflows: [], readsOnly: true };
    const access = new tokens/* GitHubAccess */.y([needs], { send: transport/* octokitRequest */.t, mask, clock });
    const { time } = access;
    const clients = access.clientsFor(needs, false);
    const failures = [];
    const read = await (0,p_map/* default */.Ay)(uses.destinations, async (destination) => {
        try {
            return await new destinations_destination/* GitHubDestination */.q(destination, clients.for(destination.place.owner)).read();
        }
        catch (error) {
            if ((0,rotation_problem/* endsRun */.sl)(error))
                throw error;
            failures.push(error);
            return undefined;
        }
    }, limits/* atOnce */.zd);
    const destinations = read.filter((each) => each !== undefined);
    if (destinations.length === 0)
        return { reading: undefined, failures };
    const at = Math.min(...destinations.map((each) => each.at));
    const reading = { at, until: time.now(), ahead: time.aheadOfAws(), destinations, recovery: undefined };
    return { reading, failures };
}

// EXTERNAL MODULE: ./lib/inputs/job.js
var job = __webpack_require__(9514);
// EXTERNAL MODULE: ./lib/report/runner.js + 5 modules
var runner = __webpack_require__(9597);
// EXTERNAL MODULE: ./lib/text/account-number.js
var account_number = __webpack_require__(7816);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./lib/audit/files.js
/** The files of an audit, inside the workspace of the job. */



/**
 * Makes the folder, before anything is asked of AWS. @throws Problem where there is none, or a link leads it out of the
 * workspace
 */
function openFolder(name, { GITHUB_WORKSPACE: workspace }) {
    if (!workspace)
        throw new rotation_problem/* Problem */.AF('GITHUB_WORKSPACE is not set', 'Run this as a step of a GitHub Actions job.');
    const path = (0,external_node_path_.join)(workspace, name);
    let existing = path;
    while (!(0,external_node_fs_.existsSync)(existing) && existing !== (0,external_node_path_.dirname)(existing))
        existing = (0,external_node_path_.dirname)(existing);
    try {
        // A link may stand for any part of the path.
        if (`${(0,external_node_fs_.realpathSync)(existing)}${external_node_path_.sep}`.startsWith(`${(0,external_node_fs_.realpathSync)(workspace)}${external_node_path_.sep}`)) {
            (0,external_node_fs_.mkdirSync)(path, { recursive: true });
            return { name, path };
        }
    }
    catch (error) {
        throw new rotation_problem/* Problem */.AF(`The folder ${name} of the input audit-folder cannot be made: ${(0,rotation_problem/* messageOf */.bD)(error)}`, 'Name another folder inside the workspace, or remove the file that is in its place.');
    }
    throw new rotation_problem/* Problem */.AF(`The folder ${name} of the input audit-folder leads out of the workspace`, 'Name a folder that is no link, or remove the link.');
}
/** Writes a file anew: what is in its place, a link, say, is replaced and not followed. @throws Problem */
function writeFile({ name: folder, path }, name, text) {
    try {
        const file = (0,external_node_path_.join)(path, name);
        (0,external_node_fs_.rmSync)(file, { force: true });
        (0,external_node_fs_.writeFileSync)(file, text, { flag: 'wx' });
    }
    catch (error) {
        throw new rotation_problem/* Problem */.AF(`The file ${name} cannot be written to ${folder}: ${(0,rotation_problem/* messageOf */.bD)(error)}`, 'Give the job a folder with room that it may write to, in the input audit-folder.');
    }
}

// EXTERNAL MODULE: ./lib/destination.js
var destination = __webpack_require__(8599);
// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __webpack_require__(2708);
;// CONCATENATED MODULE: ./lib/audit/controls.js
/**
 * What auditors ask of access keys, and which key meets it. Numbers of the CIS AWS Foundations Benchmark differ from
 * version to version: https://docs.aws.amazon.com/securityhub/latest/userguide/cis-aws-foundations-benchmark.html
 */

const securityHub = (id) => `https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#${id.toLowerCase().replace('.', '-')}`;
/** Every control that a key is held to. */
const controls = [
    {
        id: 'rotation',
        title: 'Access keys are rotated every 90 days or less',
        short: 'IAM.3 (90 days)',
        standards: [
            'Security Hub IAM.3',
            'CIS v1.2.0 1.4',
            'CIS v1.4.0 to v4.0.1 1.14',
            'CIS v5.0.0 1.13',
            'CIS v6.0.0 2.13',
            'CIS v7.0.0 2.12',
        ],
        page: securityHub('IAM.3'),
    },
    {
        id: 'unused-45-days',
        title: 'Credentials unused for 45 days or more are disabled',
        short: 'IAM.22 (unused for 45 days)',
        standards: ['Security Hub IAM.22', 'CIS v1.4.0 to v4.0.1 1.12', 'CIS v5.0.0 1.11', 'CIS v6.0.0 and v7.0.0 2.11'],
        page: securityHub('IAM.22'),
    },
    {
        id: 'unused-90-days',
        title: 'Credentials unused for 90 days or more are removed',
        short: 'IAM.8 (unused for 90 days)',
        standards: ['Security Hub IAM.8', 'CIS v1.2.0 1.3'],
        page: securityHub('IAM.8'),
    },
    {
        id: 'one-active-key',
        title: 'A user has at most one active access key',
        short: 'CIS (one active key)',
        standards: ['CIS v1.4.0 to v4.0.1 1.13', 'CIS v5.0.0 1.12', 'CIS v6.0.0 2.12', 'not in CIS v7.0.0'],
        page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
    },
    {
        id: 'no-root-key',
        title: 'The root user has no access key',
        short: 'IAM.4 (no root key)',
        standards: ['Security Hub IAM.4', 'CIS v1.2.0 1.12', 'CIS v1.4.0 and v3.0.0 1.4', 'CIS v5.0.0 1.3'],
        page: securityHub('IAM.4'),
    },
];
/** An active key may be so old: "rotated every 90 days or less". https://docs.aws.amazon.com/config/latest/developerguide/access-keys-rotated.html */
const longestLife = 90 * time/* day */.vd;
/** Holds a key to every control, in their order. */
function judge(judged) {
    return [
        { control: 'rotation', ...rotation(judged) },
        { control: 'unused-45-days', ...unused(judged, 45 * time/* day */.vd) },
        { control: 'unused-90-days', ...unused(judged, 90 * time/* day */.vd) },
        { control: 'one-active-key', ...oneActive(judged) },
        { control: 'no-root-key', ...noRoot(judged) },
    ];
}
const ofRoot = { standing: 'not applicable', because: 'a key of root should not exist at all' };
const isOff = { standing: 'not applicable', because: 'the key is inactive' };
/** https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-3: active keys of users */
function rotation({ key, isRoot, now }) {
    if (isRoot)
        return ofRoot;
    if (key.status === 'Inactive')
        return isOff;
    if (key.created === undefined)
        return { standing: 'unknown', because: 'its age could not be read' };
    const age = now - key.created;
    const told = `the key is ${(0,time/* spoken */.vg)(age)} old`;
    if (age > longestLife)
        return { standing: 'missed', because: told };
    // A key that was switched on again is dated anew in the report, so that it may be older than that.
    if (key.id === undefined)
        return { standing: 'unknown', because: `it was created or changed ${(0,time/* spoken */.vg)(age)} ago` };
    return { standing: 'met', because: told };
}
/**
 * A key that was never used counts from its creation, as in the audit steps of the benchmark.
 * https://docs.aws.amazon.com/config/latest/developerguide/iam-user-unused-credentials-check.html
 */
function unused({ key, isRoot, now }, limit) {
    if (isRoot)
        return ofRoot;
    if (key.status === 'Inactive')
        return isOff;
    const since = idleSince(key);
    if (since === undefined)
        return { standing: 'unknown', because: 'its last use could not be read' };
    const never = key.lastUsed.kind === 'never';
    const told = `${never ? 'it was never used since it exists' : 'it was last used'}, ${(0,time/* spoken */.vg)(now - since)} ago`;
    return { standing: now - since >= limit ? 'missed' : 'met', because: told };
}
function idleSince({ lastUsed, created }) {
    switch (lastUsed.kind) {
        case 'used':
            return lastUsed.at;
        case 'never':
            return created;
        case 'unread':
        case 'unreadable':
            return undefined;
    }
}
function oneActive({ key, isRoot, active }) {
    if (isRoot)
        return ofRoot;
    if (key.status === 'Inactive')
        return isOff;
    if (active > 1)
        return { standing: 'missed', because: `its user has ${active} active keys` };
    return { standing: 'met', because: 'it is the only active key of its user' };
}
/** https://docs.aws.amazon.com/config/latest/developerguide/iam-root-access-key-check.html: whatever its status */
function noRoot({ isRoot }) {
    return isRoot
        ? { standing: 'missed', because: 'root has it' }
        : { standing: 'not applicable', because: 'the key belongs to an IAM user' };
}

// EXTERNAL MODULE: ./lib/rotation/facts.js
var facts = __webpack_require__(6189);
// EXTERNAL MODULE: ./lib/rotation/lifecycle/answers.js
var answers = __webpack_require__(930);
;// CONCATENATED MODULE: ./lib/audit/due.js


/** The course of a user at a moment. A step counts as late after a week, as it does in the runs of a rotation. */
function courseOf({ journal: reading, keys, pace, isConfigured }, now) {
    const journal = reading.kind === 'read' ? reading.journal : undefined;
    if (reading.kind === 'unknown')
        return { phase: 'blocked', due: undefined };
    if (journal === undefined && !isConfigured)
        return { phase: undefined, due: undefined };
    const step = nextStepOf(journal, keys, pace);
    // A step without a date of its own is due since a run was last at work.
    const claimed = reading.kind === 'read' ? reading.holder?.touched : undefined;
    const at = step?.at ?? claimed;
    const late = at !== undefined && now - at > answers/* patience */._L ? now - at : undefined;
    return { phase: (0,facts/* phaseOf */.hU)(journal), due: step && { ...step, at, late } };
}
function nextStepOf(journal, keys, pace) {
    const find = (id) => keys.find((key) => key.id !== undefined && key.id === id);
    switch (journal?.phase) {
        case undefined:
            return rotationOf(keys.find(({ status }) => status === 'Active'), pace);
        case 'steady':
            return rotationOf(find(journal.current), pace);
        case 'creating':
            return { step: 'rotate', key: journal.current, at: journal.at };
        case 'pending':
            return { step: 'publish', key: journal.pending, at: journal.at };
        case 'publishing': {
            const { from, to } = journal.window;
            return { step: to === undefined ? 'publish' : 'verify', key: journal.pending, at: to ?? from };
        }
        case 'current': {
            const { window, provenAt, previous } = journal;
            if (find(previous) === undefined)
                return rotationOf(find(journal.current), pace);
            if (provenAt === undefined)
                return { step: 'verify', key: journal.current, at: window.to ?? window.from };
            return { step: 'deactivate', key: previous, at: provenAt + pace.deactivateAfter };
        }
        case 'deactivating':
            return { step: 'deactivate', key: journal.previous, at: journal.at };
        case 'deactivated':
            if (find(journal.previous) === undefined)
                return rotationOf(find(journal.current), pace);
            return { step: 'delete', key: journal.previous, at: journal.at + pace.deleteAfter };
    }
}
/** A key that is off or gone is left to people. */
function rotationOf(key, { rotateAfter }) {
    if (key?.created === undefined || key.status === 'Inactive')
        return undefined;
    return { step: 'rotate', key: key.id, at: key.created + rotateAfter };
}

;// CONCATENATED MODULE: ./lib/audit/attention.js
/** What a person has to do about a user's keys, and what may wait. */





/** Everything that a person has to do about one user, the most pressing first. */
function attentionTo(account, user, now) {
    const course = courseOf(user, now);
    const tasks = [
        ...user.unread,
        ...(user.isRoot ? user.keys.map(rootKey) : [...late(user, course), ...ofKeys(user, course, now)]),
        ...(user.journal.kind === 'unknown' ? [otherVersion(user.journal.text)] : []),
    ];
    return tasks.map((task) => ({ user: user.name, account, ...task }));
}
/** What to do about a place that no configuration lists; nothing where it cannot hold a key. */
function attentionToPlace({ place, kind, name, proves, user }, account) {
    if (proves === 'cannot hold this key')
        return [];
    const what = `The ${kind} ${name} in ${(0,destination/* nameOf */.Vb)(place)} ${proves.replace('this', 'the')} of ${user}, and no configuration lists it`;
    const remedy = 'List that place in destinations, or in other-keys where it holds another key, or delete what nobody uses: it stops working when the key is replaced.';
    return [{ user, account, what, remedy }];
}
function rootKey({ status }) {
    return {
        what: `The root user has an access key (${status})`,
        remedy: 'Delete it, and give what uses it an IAM role: https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html',
    };
}
function late({ name, journal }, { due }) {
    if (due?.late === undefined || due.at === undefined)
        return [];
    const holder = journal.kind === 'read' ? journal.holder : undefined;
    const repository = holder?.run.split('/').slice(0, 2).join('/');
    const step = `${due.step}${due.key === undefined ? '' : ` ${due.key}`}`;
    return [
        {
            what: `The next step of ${name} (${step}) was due at ${(0,time/* utc */.n$)(due.at)}, and is ${(0,time/* spoken */.vg)(due.late)} late`,
            remedy: repository === undefined
                ? 'Find out why its rotation does not run: start it by hand, and read what it says.'
                : `Look at the workflow of ${repository} that rotates it, and start it by hand: GitHub drops a schedule with its last editor, and after 60 days without activity in a public repository. If that workflow is gone, list the user in another configuration and start it once with "force: true".`,
            since: (0,time/* utc */.n$)(due.at),
        },
    ];
}
function ofKeys(user, course, now) {
    const active = user.keys.filter(({ status }) => status === 'Active');
    const tasks = [];
    // Two keys are what a rotation under way is made of; when it takes too long, that is said.
    if (active.length > 1 && (course.phase === undefined || course.phase === 'steady')) {
        tasks.push({
            what: `${user.name} has ${active.length} active access keys, and no rotation is under way`,
            remedy: 'Find out which one is in use, deactivate the other, and delete it when nobody misses it.',
        });
    }
    for (const key of user.keys) {
        const missed = judge({ key, active: active.length, isRoot: false, now }).filter(({ standing }) => standing === 'missed');
        const has = (control) => missed.some((each) => each.control === control);
        const name = `${key.id ?? 'An access key'} of ${user.name}`;
        const { created } = key;
        if (has('rotation') && created !== undefined) {
            const remedy = course.phase === undefined
                ? 'Replace it. This action does so on a schedule, once a configuration lists its user.'
                : 'Let its rotation go on: start its workflow by hand, and fix what it names.';
            const age = `is ${(0,time/* spoken */.vg)(now - created)} old, and ${(0,time/* spoken */.vg)(longestLife)} are allowed`;
            tasks.push({ what: `${name} ${age}`, remedy, since: (0,time/* utc */.n$)(created + longestLife) });
        }
        if (has('unused-45-days')) {
            const [last] = [key.lastUsed].flatMap((use) => (use.kind === 'used' ? [use.at] : []));
            const since = last ?? created;
            const told = last === undefined ? 'was never used' : `was last used at ${(0,time/* utc */.n$)(last)}`;
            tasks.push({
                what: `${name} ${told}`,
                remedy: 'Deactivate it, and delete it when nobody misses it.',
                ...(since === undefined ? {} : { since: (0,time/* utc */.n$)(since + 45 * time/* day */.vd) }),
            });
        }
    }
    return tasks;
}
function otherVersion(text) {
    return {
        what: `The tag rotate-iam-access-keys was written by another version of this action: “${(0,presentable/* presentable */.KC)(text)}”`,
        remedy: 'Audit with the version that wrote it.',
    };
}

// EXTERNAL MODULE: ./lib/rotation/secret-dates.js
var secret_dates = __webpack_require__(6916);
;// CONCATENATED MODULE: ./lib/audit/places.js
/** Where a key is stored, as far as the dates of the configured secrets prove it. */

/** What every configured secret proves about a key; nothing where they were not read, and of a key without an ID. */
function placesOf(key, reading, journal) {
    if (reading === 'unread' || key.id === undefined)
        return [];
    const { id } = key;
    const published = publicationIn(journal);
    return reading.destinations.flatMap(({ name: place, secrets }) => secrets.map((secret) => ({
        place,
        name: secret.name,
        updatedAt: secret.updatedAt,
        ...proofOf(secret, { ...key, id }, published, reading.ahead),
    })));
}
/** The key that was published last, and when. */
function publicationIn(journal) {
    switch (journal?.phase) {
        case 'publishing':
            return { key: journal.pending, window: journal.window };
        case 'current':
        case 'deactivating':
        case 'deactivated':
        case 'steady':
            return { key: journal.current, window: journal.window };
        case undefined:
        case 'creating':
        case 'pending':
            return undefined;
    }
}
function proofOf(secret, key, published, ahead) {
    const { updatedAt: at, value } = secret;
    if (at === undefined)
        return { proves: 'cannot hold this key', because: 'it does not exist' };
    if (value !== undefined) {
        return value === key.id
            ? { proves: 'holds this key', because: 'its value is the ID of the key' }
            : { proves: 'cannot hold this key', because: 'its value is not the ID of the key' };
    }
    if (key.created !== undefined && at < key.created + ahead - secret_dates/* tolerance */.aS) {
        return { proves: 'cannot hold this key', because: 'it was written before the key existed' };
    }
    if (published === undefined)
        return { proves: 'may hold this key', because: 'it was written since the key exists' };
    const inside = (0,secret_dates/* isInside */.FK)(secret, published.window, published.key);
    // While a publication is under way its window is open, and so is who wrote last.
    if (inside && published.window.to !== undefined) {
        return published.key === key.id
            ? { proves: 'holds this key', because: 'it was written while the key was published' }
            : { proves: 'cannot hold this key', because: `it was written while ${published.key} was published` };
    }
    const isEarlier = at < published.window.from;
    const when = isEarlier ? `before ${published.key} was published` : `after the publication of ${published.key} began`;
    return { proves: 'may hold this key', because: `it was written ${when}` };
}

;// CONCATENATED MODULE: ./lib/audit/findings.js
/** What an audit has found: judged once from what was read, and shown in every form from here. Holds no secret. */






/** Judges all that was read. `server`: the address of GitHub, of which runs have pages. */
function reportOf({ at, accounts, inventory }, warnings, server) {
    const users = accounts.flatMap((account) => account.users.map((user) => ({ account, user })));
    const keys = users.flatMap(({ account, user }) => keysOf(account, user, at, server));
    return {
        at: (0,time/* utc */.n$)(at),
        accounts: accounts.map(({ account, auditor, reported, users: all }) => {
            return { account, auditor, credentialReport: timeOf(reported), users: all.length };
        }),
        summary: {
            keys: keys.length,
            active: keys.filter(({ status }) => status === 'Active').length,
            users: users.filter(({ user }) => user.keys.length > 0).length,
            overdue: keys.filter(({ overdue }) => overdue).length,
            oldestActiveDays: oldestOf(keys),
            missed: Object.fromEntries(controls.map(({ id }) => [id, keys.filter((key) => misses(key, id)).length])),
        },
        controls: controls,
        keys: keys.toSorted(worstFirst),
        unlisted: inventory === undefined ? null : { ...inventory, places: inventory.places.map(unlistedOf) },
        unread: users.filter(({ user }) => user.unread.length > 0).map(({ user }) => user.name),
        attention: [
            ...users.flatMap(({ account, user }) => attentionTo(account.account, user, at)),
            ...(inventory?.places ?? []).flatMap((place) => {
                return attentionToPlace(place, users.find(({ user }) => user.name === place.user)?.account.account ?? '');
            }),
        ],
        warnings,
    };
}
function keysOf({ account }, user, now, server) {
    const { name, isRoot, isConfigured, keys, journal: reading, destinations } = user;
    const journal = reading.kind === 'read' ? reading.journal : undefined;
    const { phase, due } = courseOf(user, now);
    const active = keys.filter(({ status }) => status === 'Active').length;
    return keys.map((key) => {
        const judgements = judge({ key, active, isRoot, now });
        const { lastUsed } = key;
        const used = lastUsed.kind === 'used' ? lastUsed : undefined;
        const state = lastUsed.kind === 'used' || lastUsed.kind === 'never' ? lastUsed.kind : 'unknown';
        return {
            account,
            user: name,
            accessKeyId: key.id ?? null,
            label: labelOf(key, journal),
            status: key.status,
            created: timeOf(key.created),
            ageDays: key.created === undefined ? null : wholeDays(now - key.created),
            lastUsed: { state, at: timeOf(used?.at), service: used?.service || null, region: used?.region || null },
            configured: isConfigured,
            owner: ownerOf(reading, server),
            phase: phase ?? null,
            nextStep: due?.step ?? null,
            nextStepAt: timeOf(due?.at),
            lateDays: due?.late === undefined ? null : wholeDays(due.late),
            overdue: due?.late !== undefined || judgements.some((each) => isOverdue(each)),
            places: placesOf(key, destinations, journal).map((place) => ({ ...place, updatedAt: timeOf(place.updatedAt) })),
            controls: judgements,
        };
    });
}
function isOverdue({ control, standing }) {
    return control === 'rotation' && standing === 'missed';
}
/** Whether a key misses a control. */
function misses(key, id) {
    return key.controls.some(({ control, standing }) => control === id && standing === 'missed');
}
/** Of the journal that is this user's, or of a run that has not written one yet. */
function ownerOf(reading, server) {
    const holder = reading.kind === 'read' || reading.kind === 'none' ? reading.holder : undefined;
    if (holder === undefined)
        return null;
    const [owner, repo, run] = holder.run.split('/');
    const repository = `${owner}/${repo}`;
    return { repository, runUrl: `${server}/${repository}/actions/runs/${run}`, at: (0,time/* utc */.n$)(holder.touched) };
}
function labelOf({ id }, journal) {
    if (id === undefined || journal === undefined)
        return 'unknown';
    if ('pending' in journal && journal.pending === id)
        return 'pending';
    if ('previous' in journal && journal.previous === id)
        return 'previous';
    return journal.current === id ? 'current' : 'unknown';
}
function unlistedOf({ place, updatedAt, ...rest }) {
    return { ...rest, place: (0,destination/* nameOf */.Vb)(place), updatedAt: (0,time/* utc */.n$)(updatedAt) };
}
function oldestOf(keys) {
    const ages = keys.flatMap(({ status, ageDays }) => (status === 'Active' && ageDays !== null ? [ageDays] : []));
    return ages.length === 0 ? null : ages.reduce((oldest, age) => Math.max(oldest, age));
}
/** What is overdue and what root has first, then by age. */
function worstFirst(one, other) {
    const isPressing = (key) => key.overdue || misses(key, 'no-root-key');
    return (Number(isPressing(other)) - Number(isPressing(one)) ||
        missedBy(other) - missedBy(one) ||
        (other.ageDays ?? 0) - (one.ageDays ?? 0) ||
        one.user.localeCompare(other.user));
}
function missedBy({ controls: all }) {
    return all.filter(({ standing }) => standing === 'missed').length;
}
function timeOf(at) {
    return at === undefined ? null : (0,time/* utc */.n$)(at);
}
function wholeDays(duration) {
    return Math.max(0, Math.floor(duration / time/* day */.vd));
}

;// CONCATENATED MODULE: ./lib/audit/gather.js
/** Reads what an audit judges: configured users one by one, other users of an account by its credential report. */



/** AWS publishes no rates of IAM, which all tools of an account share: so many users are read at a time. */
const atOnce = { concurrency: 4 };
/** Everything about one account. @throws Problem where nothing can be read */
async function gather(audited, scope) {
    const { account, auditor, reader, configured } = audited;
    const report = scope.wholeAccount ? await reader.credentialReport() : undefined;
    const own = await (0,p_map/* default */.Ay)(configured, (user) => readConfigured(user, reader), atOnce);
    const others = (report?.users ?? []).filter(({ name }) => !configured.some((user) => isSame(user.name, name)));
    const withKeys = others.filter(({ keys }) => keys.length > 0);
    const read = await (0,p_map/* default */.Ay)(withKeys, (user) => (user.isRoot ? rootOf(user) : readOther(user, report, reader, scope.assumedPace)), atOnce);
    const users = [...own, ...read.filter((user) => user !== undefined)];
    return { account, auditor, reported: report?.generated, users };
}
async function readConfigured({ name, pace, destinations }, reader) {
    const unread = [];
    const record = await reader.user(name).catch((error) => {
        if (!(error instanceof UnreadUser))
            throw error;
        unread.push(unreadOf(error));
        return undefined;
    });
    const places = await destinations?.();
    unread.push(...(places?.failures ?? []).map(unreadOf));
    const keys = await Promise.all((record?.keys ?? []).map(async (key) => evidenceOf(key, await reader.lastUsed(key.id))));
    return {
        name: record?.name ?? name,
        isRoot: false,
        isConfigured: true,
        keys,
        journal: record?.journal ?? { kind: 'none' },
        pace,
        destinations: places?.reading ?? 'unread',
        unread,
    };
}
/** Undefined of a user that is gone since the report was made. */
async function readOther(reported, report, reader, pace) {
    const common = { name: reported.name, isRoot: false, isConfigured: false, pace, destinations: 'unread' };
    try {
        const record = await reader.user(reported.name);
        const keys = await Promise.all(record.keys.map(async (key) => {
            const known = useIn(reported, record, key, report?.generated);
            return evidenceOf(key, known ?? (await reader.lastUsed(key.id)));
        }));
        return { ...common, keys, journal: record.journal, unread: [] };
    }
    catch (error) {
        if (!(error instanceof UnreadUser))
            throw error;
        if (error.kind === 'gone')
            return undefined;
        return { ...common, keys: reported.keys.map(reportedOf), journal: { kind: 'none' }, unread: [unreadOf(error)] };
    }
}
function rootOf({ name, keys }) {
    const pace = { rotateAfter: 0, deactivateAfter: 0, deleteAfter: 0 };
    return {
        name,
        isRoot: true,
        isConfigured: false,
        keys: keys.map(reportedOf),
        journal: { kind: 'none' },
        pace,
        destinations: 'unread',
        unread: [],
    };
}
/**
 * The last use that the report tells of a key. It names no keys: what it says counts where one alone of the user's keys
 * and one alone of the report's are of that date and status, which a key that was switched on or off is not.
 */
function useIn({ keys: reported }, { keys }, { created, status }, generated) {
    const slots = reported.filter((slot) => slot.lastRotated === created && slot.isActive === (status === 'Active'));
    const rivals = keys.filter((key) => key.created === created);
    const isKnown = generated !== undefined && created < generated && slots.length === 1 && rivals.length === 1;
    return isKnown ? slots[0]?.lastUsed : undefined;
}
function evidenceOf({ id, status, created }, lastUsed) {
    return { id, status, created, lastUsed };
}
function reportedOf({ isActive, lastRotated, lastUsed }) {
    return { id: undefined, status: isActive ? 'Active' : 'Inactive', created: lastRotated, lastUsed };
}
function unreadOf(error) {
    return { what: (0,rotation_problem/* messageOf */.bD)(error), remedy: (0,rotation_problem/* remedyOf */.SM)(error) };
}
/** IAM compares names of users without regard to case. */
function isSame(one, other) {
    return one.toLowerCase() === other.toLowerCase();
}

// EXTERNAL MODULE: ./lib/inputs/inputs.js + 6 modules
var inputs = __webpack_require__(9838);
// EXTERNAL MODULE: ./lib/inputs/parse.js
var parse = __webpack_require__(4170);
;// CONCATENATED MODULE: ./lib/audit/pace.js
/** How soon the steps of rotations follow one another, and whether keys can stay below 90 days so. */




/** Warnings of a configuration, and what keeps its keys from staying below 90 days. Equal ones are given once. */
function warningsOf(users) {
    return [
        ...new Set(users.flatMap(({ warnings, policy, iamUser }) => {
            const told = warnings.map(({ text }) => text);
            const slow = tooSlow(policy);
            return slow === undefined ? told : [...told, iamUser === undefined ? slow : `${iamUser}: ${slow}`];
        })),
    ];
}
/** The old key stays active until deactivate-after is over, and daily runs come up to a day late for each step. */
function tooSlow({ rotateAfter, deactivateAfter }) {
    const oldest = rotateAfter + deactivateAfter + 2 * time/* day */.vd;
    if (oldest <= longestLife)
        return undefined;
    return `With rotate-after ${(0,time/* spoken */.vg)(rotateAfter)} and deactivate-after ${(0,time/* spoken */.vg)(deactivateAfter)}, a key is active for up to ${(0,time/* spoken */.vg)(oldest)} even when a run comes every day, and ${(0,time/* spoken */.vg)(longestLife)} are allowed. Lower one of them.`;
}
const paceByDefault = {
    rotateAfter: (0,parse/* parseDuration */.E9)('rotate-after', inputs/* inputDefaults */.V0['rotate-after']),
    deactivateAfter: (0,parse/* parseDuration */.E9)('deactivate-after', inputs/* inputDefaults */.V0['deactivate-after']),
    deleteAfter: (0,parse/* parseDuration */.E9)('delete-after', inputs/* inputDefaults */.V0['delete-after']),
};
/**
 * What is assumed of users of other configurations, so that none is called late for a pace of its own: they are rotated
 * when the controls ask for it, and each later step takes the longest of the defaults and of these.
 */
function assumedPace(paces) {
    const longest = (name) => Math.max(paceByDefault[name], ...paces.map((pace) => pace[name]));
    return {
        rotateAfter: Math.max(longest('rotateAfter'), longestLife),
        deactivateAfter: longest('deactivateAfter'),
        deleteAfter: longest('deleteAfter'),
    };
}

// EXTERNAL MODULE: ./lib/report/annotation.js
var annotation = __webpack_require__(8393);
;// CONCATENATED MODULE: ./lib/audit/csv.js
/** The findings as comma-separated values, a row for each key: https://www.rfc-editor.org/rfc/rfc4180 */

const columns = [
    ['account', ({ account }) => account],
    ['user', ({ user }) => user],
    ['access_key_id', ({ accessKeyId }) => accessKeyId],
    ['label', ({ label }) => label],
    ['status', ({ status }) => status],
    ['created', ({ created }) => created],
    ['age_days', ({ ageDays }) => ageDays],
    ['last_used', ({ lastUsed }) => lastUsed.at ?? lastUsed.state],
    ['last_used_service', ({ lastUsed }) => lastUsed.service],
    ['last_used_region', ({ lastUsed }) => lastUsed.region],
    ['configured', ({ configured }) => configured],
    ['owner', ({ owner }) => owner?.repository ?? null],
    ['owner_run', ({ owner }) => owner?.runUrl ?? null],
    ['owner_at', ({ owner }) => owner?.at ?? null],
    ['phase', ({ phase }) => phase],
    ['next_step', ({ nextStep }) => nextStep],
    ['next_step_at', ({ nextStepAt }) => nextStepAt],
    ['late_days', ({ lateDays }) => lateDays],
    ['overdue', ({ overdue }) => overdue],
    [
        'places',
        ({ places }) => places.map(({ place, name, proves, because }) => `${name} in ${place}: ${proves}, ${because}`).join('; '),
    ],
    ...controls.map(({ id }) => {
        return [id.replaceAll('-', '_'), (key) => key.controls.find(({ control }) => control === id)?.standing ?? null];
    }),
];
/** A header and a row for each key. No cell is a formula to a spreadsheet. */
function csvOf({ keys }) {
    const rows = keys.map((key) => columns.map(([, value]) => cell(String(value(key) ?? ''))));
    return [columns.map(([name]) => name), ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}
/**
 * A cell that begins like a formula is kept as text by an apostrophe before it, however a spreadsheet reads its quotes:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
function cell(text) {
    const harmless = /^[\s\p{Cc}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
    return /[",\r\n]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

;// CONCATENATED MODULE: ./lib/audit/outputs.js
/**
 * Characters of one output: all outputs of a job may have 1 MB, which GitHub reckons in UTF-16.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idoutputs
 */
const largestOutput = 200_000;
/** What a person has to do, as far as there is room, and the report. */
function outputsOf(report) {
    const attention = fitting(report.attention);
    if (JSON.stringify(report).length <= largestOutput)
        return { attention, output: report };
    const { keys, ...rest } = report;
    return { attention, output: { ...rest, attention, keysIn: 'audit.json' } };
}
/** As many as there is room for; the last one counts the others. */
function fitting(all) {
    let room = largestOutput - 1_000;
    const kept = all.findIndex((each) => {
        room -= JSON.stringify(each).length + 1;
        return room < 0;
    });
    const [first] = all;
    if (kept === -1 || first === undefined)
        return all;
    const what = `${all.length - kept} more things need a person`;
    const more = { user: '', account: first.account, what, remedy: 'The files of the audit name each: see audit.html.' };
    return [...all.slice(0, kept), more];
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./lib/audit/markup.js
/** HTML in which every text is escaped, unless it is markup itself. */

/** Markup that was made here. */
class Markup {
    text;
    constructor(text) {
        this.text = text;
    }
}
/** Markup with texts in it: they cannot become markup, and what cannot be seen of them is shown. */
function html(parts, ...values) {
    return new Markup(parts.map((part, index) => part + textOf(values[index] ?? '')).join(''));
}
/** Nothing. */
const nothing = new Markup('');
function textOf(value) {
    if (value instanceof Markup)
        return value.text;
    if (typeof value === 'string' || typeof value === 'number')
        return escaped((0,presentable/* shown */.SP)(String(value)));
    return value.map(({ text }) => text).join('');
}
const entities = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
};
function escaped(text) {
    return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

;// CONCATENATED MODULE: ./lib/audit/page-look.js
/** How the page of an audit looks, and how its table is sorted. Both are part of the page: it loads nothing. */
/** Light and dark, on paper, and on a phone, where each row is a card. */
const style = `
:root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--ink:#1b2028;--soft:#5a6472;--line:#dde1e7;--bad:#b3261e;--badground:#fdecea;--good:#1a6b3c;--accent:#0b57d0}
@media (prefers-color-scheme:dark){:root{--ground:#12151a;--card:#1b2028;--ink:#e8ebf0;--soft:#a3adbb;--line:#343c48;--bad:#ff9a90;--badground:#3a1d1b;--good:#7fd6a2;--accent:#8ab4f8}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:1280px;margin:0 auto;padding:28px 20px 60px}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 4px}
h2{font-size:1.15rem;margin:36px 0 10px}
p{margin:6px 0}
a{color:var(--accent)}
code{font:0.92em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.soft{color:var(--soft)}
.bad{color:var(--bad);font-weight:600}
.good{color:var(--good)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(130px,1fr));gap:12px;margin:20px 0 0;padding:0;list-style:none}
.tiles li{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:12px 14px}
.tiles b{display:block;font-size:1.7rem;line-height:1.2;font-variant-numeric:tabular-nums}
.tiles .bad b{color:var(--bad)}
.tasks{margin:0;padding:0;list-style:none;display:grid;grid-template-columns:minmax(0,1fr);gap:10px;overflow-wrap:anywhere}
.tasks li{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--bad);border-radius:8px;padding:10px 14px}
.tasks+.warning{margin-top:10px}
.warning{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--accent);border-radius:8px;padding:10px 14px}
.wide{background:var(--card);border:1px solid var(--line);border-radius:10px;overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{text-align:left;vertical-align:top;padding:9px 12px;border-bottom:1px solid var(--line)}
tbody tr:last-child td{border-bottom:0}
th{color:var(--soft);font-weight:600;white-space:nowrap}
th button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer}
th button::after{content:" \\2195";opacity:.6}
th[aria-sort=ascending] button::after{content:" \\2191";opacity:1}
th[aria-sort=descending] button::after{content:" \\2193";opacity:1}
th button:focus-visible,summary:focus-visible,a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
td ul{margin:0;padding:0;list-style:none}
td li+li{margin-top:3px}
td:nth-child(7):has(ul){min-width:220px}
td:nth-child(5),td:nth-child(6){min-width:124px}
td:nth-child(8){min-width:150px}
summary,td .soft.date{white-space:nowrap}
.number{font-variant-numeric:tabular-nums;white-space:nowrap}
summary{cursor:pointer;color:var(--soft)}
@media screen and (max-width:760px){
main{padding:18px 12px 40px}
.wide{background:none;border:0;overflow:visible}
table,tbody,tr,td{display:block}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tr{background:var(--card);border:1px solid var(--line);border-radius:10px;margin-bottom:12px;padding:6px 0}
td{border:0;padding:5px 12px;min-width:0;display:grid;grid-template-columns:92px minmax(0,1fr);gap:10px;overflow-wrap:anywhere}
td:nth-child(n){min-width:0}
td::before{content:attr(data-label);color:var(--soft)}
}
@media print{
:root{color-scheme:light;--ground:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--bad:#900;--good:#050;--accent:#000}
main{max-width:none;padding:0}
.wide{overflow:visible}
body{font-size:11px}
.number{white-space:normal}
tr,.tasks li,.tiles li{break-inside:avoid}
th button::after{content:""}
h1{font-size:1.5em}
h2{font-size:1.2em;margin-top:18px;break-after:avoid}
.tiles b{font-size:1.5em}
table{font-size:9px}
th,td{padding:4px 6px}
td:nth-child(n){min-width:0}
details:not([open]){display:none}
@page{size:landscape;margin:12mm}
}
`;
/** Sorts the rows of a table by the values that their cells carry, numbers as numbers. Without it the page is whole. */
const script = `
for (const table of document.querySelectorAll('table.sortable')) {
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  heads.forEach((head, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending';
      for (const each of heads) each.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
      const compare = (one, other) => {
        const [a, b] = [value(one), value(other)];
        if ((a === '') !== (b === '')) return a === '' ? 1 : -1;
        const difference = Number(a) - Number(b);
        const order = Number.isNaN(difference) ? a.localeCompare(b) : difference;
        return down ? -order : order;
      };
      body.append(...[...body.rows].sort(compare));
    });
  });
}
`;

;// CONCATENATED MODULE: ./lib/audit/words.js
/** How findings are told to people, in the log, the summary and the page alike. */


/** `12 access keys` */
function counted(count, one, many = `${one}s`) {
    return `${count} ${count === 1 ? one : many}`;
}
/** The whole answer in one sentence. */
function headlineOf({ summary, unread }) {
    const { keys, active, users, overdue, oldestActiveDays: oldest } = summary;
    const what = `${counted(keys, 'access key')} of ${counted(users, 'user')}, ${active} active`;
    const age = oldest === null ? '' : `, the oldest of them ${counted(oldest, 'day')} old`;
    const unseen = unread.length === 0 ? '' : `; ${counted(unread.length, 'user')} could not be read in full`;
    return `${what}${age}; ${overdue === 0 ? 'none' : overdue} overdue${unseen}`;
}
/** Where the keys are, as far as that is known, and what happens next. */
function furtherOf({ keys, unlisted }) {
    const places = keys.flatMap((key) => key.places);
    const holding = places.filter(({ proves }) => proves === 'holds this key').length;
    const doubtful = places.filter(({ proves }) => proves === 'may hold this key').length;
    const told = `${counted(holding, 'configured secret')} proven to hold a key, ${doubtful} that may`;
    const elsewhere = unlisted === null
        ? ''
        : `; ${counted(unlisted.places.length, 'secret or variable', 'secrets or variables')} elsewhere`;
    const stored = places.length === 0 && unlisted === null ? 'not read' : `${told}${elsewhere}`;
    const [next] = keys
        .filter(({ nextStepAt }) => nextStepAt !== null)
        .toSorted((one, other) => (one.nextStepAt ?? '').localeCompare(other.nextStepAt ?? ''));
    const rotated = new Set(keys.filter(({ phase }) => phase !== null).map(({ account, user }) => `${account}/${user}`));
    const first = next === undefined ? '' : `; the first step is ${nextOf(next)}, for ${next.user}`;
    return [`Stored: ${stored}.`, `Next: ${counted(rotated.size, 'user')} with a rotation${first}.`];
}
/** `AKIA…`, or what stands for it where AWS tells no ID. */
function keyName({ accessKeyId }) {
    return accessKeyId ?? 'ID not told';
}
/** `3 days ago` is relative to nothing in a file: the date, service and region. */
function lastUseOf({ lastUsed: { state, at, service, region } }) {
    const where = [service, region].filter((each) => each !== null).join(', ');
    return state === 'used' ? `${at?.slice(0, 10)}${where === '' ? '' : ` (${where})`}` : state;
}
/** What happens next, when, and how late it is. */
function nextOf(key) {
    const { nextStep, nextStepAt, lateDays, phase } = key;
    if (misses(key, 'no-root-key'))
        return 'a person deletes it';
    if (nextStep === null)
        return phase === null ? 'no rotation known' : 'a person decides';
    const when = nextStepAt === null ? 'at the next run' : `on ${nextStepAt.slice(0, 10)}`;
    return `${nextStep} ${when}${lateDays === null ? '' : `, ${counted(lateDays, 'day')} late`}`;
}
/** The controls that a key misses, each in a word or three. */
function words_missedBy(key) {
    const missed = key.controls.filter(({ standing }) => standing === 'missed').map(({ control }) => control);
    return controls.filter(({ id }) => missed.includes(id)).map(({ short }) => short);
}
/** Where a key is proven to be, and where it may be. */
function storedIn({ places }) {
    return places
        .filter(({ proves }) => proves !== 'cannot hold this key')
        .map(({ name, place, proves }) => `${name} in ${place}${proves === 'may hold this key' ? ' (may hold it)' : ''}`);
}

;// CONCATENATED MODULE: ./lib/audit/page.js
/** The findings as one page that an auditor opens: it holds all that it shows, loads nothing, and is whole without script. */







/** What the page may load and run: its own style and script, told by their hashes. https://www.w3.org/TR/CSP3/ */
function policy() {
    const hashOf = (text) => `'sha256-${(0,external_node_crypto_.createHash)('sha256').update(text, 'utf8').digest('base64')}'`;
    return `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'`;
}
/** A whole HTML document. */
function pageOf(report) {
    const { at, accounts, attention, warnings, keys } = report;
    const page = html `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>Access keys on ${at.slice(0, 10)}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<main>
<h1>${headlineOf(report)}</h1>
${furtherOf(report).map((line) => html `<p>${line}</p>`)}
<p class="soft">As of ${at} (AWS’s clock, UTC). ${accounts.map(accountOf)}</p>
${tiles(report)}
<h2>What to do</h2>
${attention.length === 0
        ? html `<p class="good">Nothing needs a person.</p>`
        : html `<ul class="tasks">${attention.map(({ what, remedy, since, account }) => html `<li><b>${(0,rotation_problem/* withFullStop */.uo)(what)}</b><br>${remedy}<br><span class="soft">Account ${account}${since === undefined ? '' : `; since ${since.slice(0, 10)}`}</span></li>`)}</ul>`}
${warnings.map((warning) => html `<p class="warning">${warning}</p>`)}
<h2>Access keys</h2>
${keys.length === 0 ? html `<p>There is none.</p>` : table(keys)}
${unlisted(report)}
<h2>Controls</h2>
${legend(report)}
<h2>What the evidence is</h2>
${evidence(report)}
</main>
<script>${new Markup(script)}</script>
</body>
</html>
`;
    return page.text;
}
function accountOf({ account, users, credentialReport, auditor }) {
    const scope = credentialReport === null
        ? `${counted(users, 'configured user')}`
        : `every user, by the credential report of ${credentialReport}`;
    return html `Account ${account}: ${scope}, read as <code>${auditor}</code>. `;
}
function tiles({ summary, attention }) {
    const { keys, active, overdue, oldestActiveDays: oldest } = summary;
    const tile = (value, name, isBad = false) => html `<li${new Markup(isBad ? ' class="bad"' : '')}><b>${value}</b>${name}</li>`;
    return html `<ul class="tiles">${[
        tile(keys, 'access keys'),
        tile(active, 'active'),
        tile(overdue, 'overdue', overdue > 0),
        tile(oldest ?? '–', 'days old, the oldest active key', (oldest ?? 0) > 90),
        tile(attention.length, 'things to do', attention.length > 0),
    ]}</ul>`;
}
function table(keys) {
    const heads = ['Key', 'User', 'Age', 'Status', 'Last use', 'Next', 'Stored in', 'Controls', 'Owner'];
    return html `<div class="wide"><table class="sortable">
<thead><tr>${heads.map((head) => html `<th scope="col">${head}</th>`)}</tr></thead>
<tbody>
${keys.map(row)}</tbody>
</table></div>`;
}
function row(key) {
    const { account, user, ageDays, status, label, lastUsed, nextStepAt, owner, overdue } = key;
    const missed = words_missedBy(key);
    return html `<tr>
<td data-label="Key" class="number" data-value="${key.accessKeyId ?? ''}"><span><code>${keyName(key)}</code>${label === 'unknown' ? '' : html `<br><span class="soft">${label}</span>`}</span></td>
<td data-label="User" data-value="${user}"><span>${user}<br><span class="soft">${account}</span></span></td>
<td data-label="Age" data-value="${ageDays ?? ''}" class="number"><span>${age(key)}</span></td>
<td data-label="Status" data-value="${status}"><span>${status}${overdue ? html `<br><span class="bad">overdue</span>` : ''}</span></td>
<td data-label="Last use" data-value="${lastUsed.at ?? ''}">${lastUseOf(key)}</td>
<td data-label="Next" data-value="${nextStepAt ?? ''}"><span>${key.lateDays === null ? nextOf(key) : html `<span class="bad">${nextOf(key)}</span>`}${key.phase === null ? '' : html `<br><span class="soft">${key.phase}</span>`}</span></td>
<td data-label="Stored in">${stored(key)}</td>
<td data-label="Controls" data-value="${missed.length}"><div>${judgements(key, missed)}</div></td>
<td data-label="Owner" data-value="${owner?.repository ?? ''}">${owner === null ? '–' : html `<span><a href="${owner.runUrl}">${owner.repository}</a><br><span class="soft date">${owner.at.slice(0, 10)}</span></span>`}</td>
</tr>
`;
}
function age({ ageDays, created }) {
    if (ageDays === null)
        return html `not known`;
    return html `${counted(ageDays, 'day')}<br><span class="soft">${created?.slice(0, 10) ?? ''}</span>`;
}
function stored({ places }) {
    if (places.length === 0)
        return html `<span class="soft">not read</span>`;
    const told = (proves) => places.filter((place) => place.proves === proves);
    const list = [...told('holds this key'), ...told('may hold this key')];
    const others = told('cannot hold this key');
    const line = ({ name, place, proves, because, updatedAt }) => html `<li><code>${name}</code> in ${place}<br><span class="soft">${proves}: ${because}${updatedAt === null ? '' : ` (${updatedAt})`}</span></li>`;
    const rest = others.length === 0
        ? nothing
        : html `<details><summary>${counted(others.length, 'other place')}</summary><ul>${others.map(line)}</ul></details>`;
    return html `<div><ul>${list.map(line)}</ul>${rest}</div>`;
}
function judgements(key, missed) {
    const line = ({ control, standing, because }) => html `<li>${titleOf(control)}: <span class="${standing === 'missed' ? 'bad' : 'soft'}">${standing}</span>, ${because}</li>`;
    const misses = missed.map((name) => html `<li class="bad">misses ${name}</li>`);
    const heading = missed.length === 0 ? html `<li class="good">none missed</li>` : nothing;
    return html `<ul>${misses}${heading}</ul><details><summary>every control</summary><ul>${key.controls.map(line)}</ul></details>`;
}
function titleOf(id) {
    return controls.find((control) => control.id === id)?.title ?? id;
}
function unlisted({ unlisted: found }) {
    if (found === null)
        return nothing;
    const { places, unread } = found;
    const line = ({ place, kind, name, user, proves, updatedAt }) => html `<li><b>${kind} <code>${name}</code> in ${place}</b> ${proves.replace('this', 'the')} of ${user}<br><span class="soft">written ${updatedAt}</span></li>`;
    const none = html `<p class="good">No secret or variable outside the configured places may hold a key.</p>`;
    return html `<h2>Places that no configuration lists</h2>
${places.length === 0 ? none : html `<ul class="tasks">${places.map(line)}</ul>`}
${unread.map((each) => html `<p class="soft">${each}</p>`)}`;
}
function legend({ keys, controls: all }) {
    const line = (control) => {
        const count = keys.filter((key) => misses(key, control.id)).length;
        const standing = count === 0 ? html `<span class="good">0</span>` : html `<span class="bad">${count}</span>`;
        return html `<tr><td data-label="Control"><a href="${control.page}">${control.title}</a></td><td data-label="Standards">${control.standards.join('; ')}</td><td data-label="Missed by">${standing}</td></tr>`;
    };
    return html `<div class="wide"><table><thead><tr><th scope="col">Control</th><th scope="col">Standards</th><th scope="col">Missed by</th></tr></thead><tbody>${all.map(line)}</tbody></table></div>`;
}
function evidence({ accounts }) {
    const reported = accounts.some(({ credentialReport }) => credentialReport !== null);
    return html `<p>Keys, their age and status are what IAM listed for this audit. The last use is AWS’s own record of it, which may lag by some hours. A key that was never used counts as unused from its creation on.</p>
${reported
        ? html `<p>AWS makes a credential report at most every four hours: users that are younger are not in it, and neither is a user whose only keys are inactive and were never used. It tells no IDs, so that keys of root have none here.</p>`
        : html `<p>Only the users of this configuration were read.</p>`}
<p>Phase, next step and owner come from the tags that the rotation writes to its user. GitHub shows no value of a secret: where a key is stored follows from the dates of the configured secrets, and from the values of variables. A secret that was written before a key existed cannot hold it.</p>
<p>A key is overdue when it is older than 90 days and active, or when the next step of its user is a week late. The pace of other configurations is not known: their users are taken to be rotated at 90 days, and deactivate-after and delete-after to be the longest of the defaults and of this configuration.</p>`;
}

// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __webpack_require__(5402);
;// CONCATENATED MODULE: ./lib/audit/summary.js
/** The job summary of an audit: the answer, what a person has to do, and the keys in a table. */



/** The page in the files has all of them. */
const mostRows = 200;
/** GitHub-flavoured Markdown. `folder`: where the files are. */
function summaryOf(report, folder) {
    const { attention, warnings, keys, at } = report;
    return [
        `## Access keys: ${(0,markdown/* plain */.pj)(headlineOf(report))}`,
        furtherOf(report).map(markdown/* plain */.pj).join('  \n'),
        ...(attention.length === 0 ? ['Nothing needs a person.'] : [tasks(report)]),
        ...warnings.map((warning) => `> [!WARNING]\n> ${(0,markdown/* plain */.pj)(warning)}`),
        keys.length === 0 ? 'There is no access key.' : summary_table(keys),
        `<sub>At ${at}, by AWS's clock. The files in ${(0,markdown/* plain */.pj)(folder)} have every key with its evidence, as a page, as CSV and as JSON.</sub>`,
    ]
        .join('\n\n')
        .concat('\n');
}
function tasks({ attention }) {
    const shown = attention.slice(0, mostRows);
    const others = attention.length - shown.length;
    return [
        `### ${counted(attention.length, 'thing')} to do`,
        '',
        ...shown.map(({ what, remedy }) => `- ${(0,rotation_problem/* withFullStop */.uo)((0,markdown/* plain */.pj)(what))} **${(0,markdown/* plain */.pj)(remedy)}**`),
        ...(others > 0 ? [`- and ${others} more, which the files name`] : []),
    ].join('\n');
}
function summary_table(keys) {
    const rows = keys.slice(0, mostRows).map((key) => {
        const cells = [
            `\`${(0,markdown/* plain */.pj)(keyName(key))}\``,
            (0,markdown/* plain */.pj)(key.user),
            key.status,
            key.ageDays === null ? 'not known' : String(key.ageDays),
            (0,markdown/* plain */.pj)(lastUseOf(key)),
            (0,markdown/* plain */.pj)(nextOf(key)),
            storedIn(key).map(markdown/* plain */.pj).join('<br>'),
            words_missedBy(key).map(markdown/* plain */.pj).join('<br>'),
        ];
        return `| ${key.overdue ? '🔴 ' : ''}${cells.join(' | ')} |`;
    });
    const others = keys.length - rows.length;
    return [
        '| key | user | status | days | last used | next | stored in | misses |',
        '| --- | --- | --- | ---: | --- | --- | --- | --- |',
        ...rows,
        ...(others > 0 ? ['', `${others} more are in the files.`] : []),
    ].join('\n');
}

;// CONCATENATED MODULE: ./lib/audit/tell.js
/** Hands an audit to the runner: files, log, outputs, annotations and the job summary. */









/** Tells everything that was found. `failsOnOverdue`: what is overdue, or cannot be told, turns the run red. */
async function tell(report, folder, failsOnOverdue) {
    writeFile(folder, 'audit.json', `${(0,runner/* concealed */.TU)(JSON.stringify(report, null, 2))}\n`);
    writeFile(folder, 'audit.csv', (0,runner/* concealed */.TU)(csvOf(report)));
    writeFile(folder, 'audit.html', (0,runner/* concealed */.TU)(pageOf(report)));
    for (const key of report.keys)
        (0,runner/* print */.yy)(lineOf(key));
    const { attention, output } = outputsOf(report);
    (0,runner/* setOutput */.uH)('report', output);
    (0,runner/* setOutput */.uH)('attention', [...attention]);
    const title = 'Audit of access keys';
    const tasks = report.attention.map(({ what, remedy }) => `${(0,rotation_problem/* withFullStop */.uo)((0,rotation_problem/* asSentence */.KG)(what))} ${remedy}`);
    // One for the headline, one for a summary that cannot be written.
    for (const each of (0,annotation/* folded */.T)([...report.warnings, ...tasks], (0,runner/* annotationsLeft */.Ah)('warning') - 2)) {
        (0,runner/* annotate */.fz)('warning', each, '', title);
    }
    const headline = (0,rotation_problem/* asSentence */.KG)(headlineOf(report));
    const where = `Every key with its evidence is in ${folder.name}: audit.html, audit.csv and audit.json.`;
    if (failsOnOverdue && (report.summary.overdue > 0 || report.unread.length > 0)) {
        (0,runner/* annotate */.fz)('error', headline, `Do what the warnings say. ${where}`, title);
        process.exitCode = 1;
    }
    else
        (0,runner/* annotate */.fz)('notice', headline, where, title);
    await (0,runner/* summarize */.eh)(summaryOf(report, folder.name));
}
function lineOf(key) {
    const age = key.ageDays === null ? 'age not known' : `${key.ageDays} days`;
    const missed = words_missedBy(key);
    const misses = missed.length === 0 ? '' : `; misses ${missed.join(', ')}`;
    return `${keyName(key)} of ${key.user}: ${key.status}, ${age}, last used: ${lastUseOf(key)}; ${nextOf(key)}${misses}`;
}

;// CONCATENATED MODULE: ./lib/audit/audit.js
/** Mode audit: every access key with its evidence. Reads AWS and GitHub, and changes nothing there. */














/** Audits what is configured, and tells what was found. @throws Problem where nothing can be found out */
async function audit(configuration, services) {
    const { audit: options, users } = configuration;
    const { clock, environment } = services;
    const folder = openFolder(options.folder, environment);
    const accounts = await connectAccounts(configuration, services);
    const scope = { wholeAccount: options.wholeAccount, assumedPace: assumedPace(users.map(({ policy }) => policy)) };
    // Each account has limits of its own.
    const gathered = await (0,p_map/* default */.Ay)(accounts, (account) => gather(account, scope), { concurrency: 4 });
    const idle = (0,job/* warnOfIdleSchedule */.Z1)(environment);
    const warnings = [...warningsOf(users), ...(idle === undefined ? [] : [idle.text])];
    const evidence = { at: clock.now(), accounts: gathered, inventory: undefined };
    const server = environment['GITHUB_SERVER_URL'] || 'https://github.com';
    await tell(reportOf(evidence, warnings, server), folder, options.failsOnOverdue);
}
/** The accounts to audit, each with its configured users: that of the job's credentials. */
async function connectAccounts({ audit: { wholeAccount }, users }, services) {
    const [first] = users;
    if (first === undefined)
        throw new rotation_problem/* Problem */.AF('No user is configured', 'Name one.');
    const { clock, environment, onElsewhere, mask } = services;
    const aws = new clients.NetworkAwsClients(first.awsRegion, clock, onElsewhere);
    // An audit of the whole account names nobody.
    const named = first.iamUser ?? (wholeAccount ? '' : undefined);
    const signing = [{ iamUser: named, roleToAssume: undefined }];
    const credentials = await (0,aws_caller.findJobCredentials)(aws, environment, signing, undefined, mask);
    if (credentials === undefined)
        throw (0,aws_caller.noPair)();
    (0,runner/* print */.yy)(`Signing with the credentials of ${credentials.source}`);
    (0,aws_caller.refuseNamelessSession)(credentials, named);
    const caller = await (0,aws_caller.identify)(aws, credentials);
    (0,runner/* print */.yy)(`AWS knows this job as ${(0,account_number/* withoutAccounts */.J)(caller.arn)}`);
    const configured = users.flatMap((inputs) => configuredUser(inputs, caller, wholeAccount, services));
    (0,runner/* print */.yy)(`Auditing ${wholeAccount ? 'every user of the account' : configured.map(({ name }) => name).join(', ')}`);
    const { account, arn: auditor } = caller;
    return [{ account, auditor, reader: new AccountReader(aws.iam(credentials), account, clock), configured }];
}
/** One user of the configuration; none where nobody is named and the whole account is audited by a role. */
function configuredUser(inputs, { userName, arn }, wholeAccount, { clock, mask }) {
    const { iamUser, policy, destinations } = inputs;
    const name = iamUser ?? userName;
    if (name === undefined) {
        if (wholeAccount)
            return [];
        throw new rotation_problem/* Problem */.AF(`The job signs as ${arn}, which is not an IAM user`, 'Name the IAM user to audit in iam-user, or set "audit-account: true".');
    }
    const look = destinations.length === 0 ? undefined : () => lookAtDestinations(inputs, { clock, mask });
    return [{ name, pace: policy, destinations: look }];
}


/***/ }),

/***/ 8345:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  NetworkAwsClients: () => (/* binding */ NetworkAwsClients)
});

// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/IAMClient.js + 8 modules
var IAMClient = __webpack_require__(5919);
// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __webpack_require__(9037);
// EXTERNAL MODULE: ./lib/aws/regions.js
var regions = __webpack_require__(7960);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-sts/dist-es/STSClient.js + 8 modules
var STSClient = __webpack_require__(4928);
// EXTERNAL MODULE: ./lib/rotation/waits.js
var waits = __webpack_require__(1808);
// EXTERNAL MODULE: ./lib/aws/endpoints.js
var endpoints = __webpack_require__(3895);
// EXTERNAL MODULE: ./lib/aws/request-handler.js
var request_handler = __webpack_require__(5205);
;// CONCATENATED MODULE: ./lib/aws/sign-in-clients.js
/** Clients of STS, and what every client of AWS shares: where its requests go, how, and by whose clock they are signed. */





const usualTimeouts = { connectionTimeout: 10 * time/* second */.Rc, requestTimeout: waits/* requestTimeout */.Vq };
/** Clients that time out, know where their requests go, and tell the clock what time AWS says it is. */
class SignInClients {
    /** Whose STS is asked. */
    region;
    #clock;
    #onElsewhere;
    constructor(region, clock, onElsewhere) {
        this.region = region;
        this.#clock = clock;
        this.#onElsewhere = onElsewhere;
    }
    /** `attempts` 1 for calls that must not be repeated by themselves; the SDK's own retries otherwise. */
    sts(credentials, attempts) {
        const options = { service: 'sts', region: this.region, credentials, attempts };
        const client = new STSClient/* STSClient */.i(this.configuration(options, () => client.config.endpointProvider));
        return client;
    }
    /** `data` is the service's own, of the client that is made with this. */
    configuration(options, data) {
        const { service, region, credentials, attempts, timeouts = usualTimeouts } = options;
        const admit = (url) => {
            const target = { service, region, url };
            if (!(0,endpoints/* isAwsOwn */.wg)(target, data()))
                this.#onElsewhere((0,endpoints/* elsewhere */.Jn)(target, process.env));
        };
        return {
            region,
            // AWS refuses signatures that are minutes off: the date of an earlier answer corrects the runner's clock.
            systemClockOffset: this.#clock.offset(),
            requestHandler: new request_handler/* AwsHandler */.O(timeouts, admit, (date) => this.#clock.hear(date)),
            customUserAgent: [['rotate-iam-access-keys', '1']],
            ...(credentials === undefined ? {} : { credentials }),
            ...(attempts === undefined ? {} : { maxAttempts: attempts }),
        };
    }
}

;// CONCATENATED MODULE: ./lib/aws/clients.js




const briefTimeouts = { connectionTimeout: 5 * time/* second */.Rc, requestTimeout: 10 * time/* second */.Rc };
/** The clients of one run, over the network. All users that sign with the same credentials share one client of IAM. */
class NetworkAwsClients extends SignInClients {
    globalRegion = (0,regions/* iamRegion */.QA)(this.region);
    #shared = new Map();
    iam(credentials, attempts) {
        // What must not be repeated goes over a connection of its own.
        if (credentials === undefined || attempts !== undefined)
            return this.#iam(credentials, attempts);
        // Sessions that are renewed are one object each, pairs are made anew.
        const key = typeof credentials === 'function' ? credentials : pairOf(credentials);
        const client = this.#shared.get(key) ?? this.#iam(credentials);
        this.#shared.set(key, client);
        return client;
    }
    #iam(credentials, attempts) {
        const options = { service: 'iam', region: this.globalRegion, credentials, attempts };
        const client = new IAMClient/* IAMClient */.h(this.configuration(options, () => client.config.endpointProvider));
        return client;
    }
    async cloudTrail(region, credentials) {
        const { CloudTrailClient: Client } = await __webpack_require__.e(/* import() */ 980).then(__webpack_require__.bind(__webpack_require__, 5980));
        const options = { service: 'cloudtrail', region, credentials, attempts: 2, timeouts: briefTimeouts };
        const client = new Client(this.configuration(options, () => client.config.endpointProvider));
        return client;
    }
}
function pairOf({ accessKeyId, secretAccessKey, sessionToken = '' }) {
    return `${accessKeyId} ${secretAccessKey} ${sessionToken}`;
}


/***/ }),

/***/ 5205:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ AwsHandler)
/* harmony export */ });
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7067);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4708);
/* harmony import */ var _smithy_node_http_handler__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(3291);
/* harmony import */ var _network_problems_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8472);
/* harmony import */ var _network_proxy_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5806);
/* harmony import */ var _network_secure_transport_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2877);
/** How AWS's requests leave the runner. The SDK knows no proxy by itself. */






/**
 * What every request to AWS passes, also those with which the SDK gets credentials: where it goes is admitted first, it
 * takes the proxy of its host, and only what AWS itself answered carries a date.
 */
class AwsHandler extends _smithy_node_http_handler__WEBPACK_IMPORTED_MODULE_5__/* .NodeHttpHandler */ .$ {
    #options;
    #connectionTimeout;
    #admit;
    #hear;
    #proxied = new Map();
    /** What `admit` throws, the request fails with, unsent; `hear` is told the date of each answer of AWS, an error's too. */
    constructor(timeouts, admit, hear) {
        // Without throwOnRequestTimeout the SDK only warns, and a stuck call waits for minutes.
        const options = { ...timeouts, throwOnRequestTimeout: true };
        super(options);
        this.#options = options;
        this.#connectionTimeout = timeouts.connectionTimeout;
        this.#admit = admit;
        this.#hear = hear;
    }
    async handle(...[request, options]) {
        const { protocol, hostname, port } = request;
        const url = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`);
        this.#admit(url);
        // Plain http is for the loopback interface only, which no proxy serves.
        const proxy = protocol === 'http:' ? undefined : (0,_network_proxy_js__WEBPACK_IMPORTED_MODULE_3__/* .proxyFor */ .iJ)(url);
        const answer = await (proxy === undefined
            ? super.handle(request, options)
            : this.#through(proxy).handle(request, options));
        const { headers } = answer.response;
        // A proxy's page tells the proxy's time. The SDK corrects the clock that it signs by, and this action its own.
        if (headers['x-amzn-requestid'] === undefined)
            delete headers['date'];
        this.#hear(headers['date']);
        return answer;
    }
    destroy() {
        super.destroy();
        for (const handler of this.#proxied.values())
            handler.destroy();
    }
    #through(proxy) {
        const known = this.#proxied.get(proxy.href);
        if (known !== undefined)
            return known;
        const { connectionTimeout: _, ...options } = this.#options;
        const made = new _smithy_node_http_handler__WEBPACK_IMPORTED_MODULE_5__/* .NodeHttpHandler */ .$({ ...options, httpsAgent: new TunnelAgent(proxy, this.#connectionTimeout) });
        this.#proxied.set(proxy.href, made);
        return made;
    }
}
/** Connects to https servers through a tunnel, and keeps it for the next request. */
class TunnelAgent extends node_https__WEBPACK_IMPORTED_MODULE_1__.Agent {
    #proxy;
    #timeout;
    constructor(proxy, timeout) {
        super({ keepAlive: true, maxSockets: 50 });
        this.#proxy = proxy;
        this.#timeout = timeout;
    }
    createConnection(...[options, callback]) {
        const secure = (socket) => super.createConnection({ ...options, socket });
        openTunnel(this.#proxy, `${options.host}:${options.port}`, this.#timeout).then((socket) => callback?.(null, secure(socket)), (error) => callback?.(error, undefined));
    }
}
/** https://www.rfc-editor.org/rfc/rfc9110#name-connect */
function openTunnel(proxy, target, timeout) {
    const authorization = (0,_network_proxy_js__WEBPACK_IMPORTED_MODULE_3__/* .proxyAuthorization */ .YB)(proxy);
    const { promise, resolve, reject } = Promise.withResolvers();
    const connect = (proxy.protocol === 'https:' ? node_https__WEBPACK_IMPORTED_MODULE_1__.request : node_http__WEBPACK_IMPORTED_MODULE_0__.request)({
        host: (0,_network_secure_transport_js__WEBPACK_IMPORTED_MODULE_4__/* .hostOf */ .w4)(proxy),
        port: proxy.port,
        method: 'CONNECT',
        path: target,
        headers: { host: target, ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }) },
        agent: false,
        timeout,
    });
    connect.once('connect', ({ statusCode = 0 }, socket) => {
        socket.setTimeout(0);
        if (statusCode === 200)
            return resolve(socket);
        socket.destroy();
        reject(new _network_problems_js__WEBPACK_IMPORTED_MODULE_2__/* .ProxyRefusal */ .fR(proxy, target, statusCode));
    });
    connect.once('timeout', () => connect.destroy(new _network_problems_js__WEBPACK_IMPORTED_MODULE_2__/* .ProxySilence */ .kk(proxy, target, timeout)));
    connect.once('error', reject);
    connect.end();
    return promise;
}


/***/ })

};
