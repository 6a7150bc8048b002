export const id = 529;
export const ids = [529];
export const modules = {

/***/ 2529:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  audit: () => (/* binding */ audit)
});

// EXTERNAL MODULE: ./node_modules/p-map/index.js
var p_map = __webpack_require__(606);
// EXTERNAL MODULE: ./lib/inputs/job.js
var job = __webpack_require__(9514);
// EXTERNAL MODULE: ./lib/rotation/problem.js
var rotation_problem = __webpack_require__(5557);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/commands/GetUserCommand.js
var GetUserCommand = __webpack_require__(8457);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/commands/GetAccessKeyLastUsedCommand.js
var GetAccessKeyLastUsedCommand = __webpack_require__(7500);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/pagination/ListAccessKeysPaginator.js + 2 modules
var ListAccessKeysPaginator = __webpack_require__(8399);
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
var rotation_time = __webpack_require__(9037);
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
const longestWait = 5 * rotation_time/* minute */.Vc;
const firstDelay = 2 * rotation_time/* second */.Rc;
const longestDelay = 10 * rotation_time/* second */.Rc;
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
    return new rotation_problem/* Problem */.AF(`AWS has not made the credential report of this account within ${(0,rotation_time/* spoken */.vg)(longestWait)}`, 'Run again: AWS goes on making it meanwhile, and keeps it for four hours.');
}

// EXTERNAL MODULE: ./lib/aws/iam-user.js + 11 modules
var iam_user = __webpack_require__(6175);
// EXTERNAL MODULE: ./lib/aws/journal-tags.js
var journal_tags = __webpack_require__(7710);
// EXTERNAL MODULE: ./lib/aws/key-list.js
var key_list = __webpack_require__(7407);
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
        return { name: user.UserName, arn: user.Arn, keys, journal: (0,journal_tags/* readJournal */.a0)((0,iam_user.tagsOf)(user), user.UserId) };
    }
    /** When a key was used last; `unreadable` where AWS denies it, or the key is gone meanwhile. @throws Problem */
    async lastUsed(key) {
        try {
            const { AccessKeyLastUsed: used } = await this.#client.send(new GetAccessKeyLastUsedCommand/* GetAccessKeyLastUsedCommand */.q({ AccessKeyId: key }));
            return (0,iam_user.lastUsedOf)(used);
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
            found.push(...(page.AccessKeyMetadata ?? []).map(key_list/* keyOf */.T));
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

// EXTERNAL MODULE: ./lib/aws/caller.js + 1 modules
var aws_caller = __webpack_require__(5067);
// EXTERNAL MODULE: ./lib/aws/job-access.js + 6 modules
var job_access = __webpack_require__(6043);
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






/** Looks at the destinations of users, who share the tokens of the run and their limits. */
class DestinationsReader {
    #access;
    /** `all`: those of each user. */
    constructor(all, services) {
        this.#access = new tokens/* GitHubAccess */.y(all.map(needsOf), { send: transport/* octokitRequest */.t, ...services });
    }
    /** Reads all destinations of a user; trouble with one does not hide the others. @throws only what ends the run */
    async look(uses) {
        const { time } = this.#access;
        const clients = this.#access.clientsFor(needsOf(uses), false);
        try {
            return await lookAt(uses, clients, time);
        }
        finally {
            clients.end();
        }
    }
}
function needsOf(uses) {
    return { ...uses, recovery: undefined, verificationWorkflows: [], readsOnly: true };
}
async function lookAt({ destinations: listed }, clients, time) {
    const failures = [];
    const read = await (0,p_map/* default */.Ay)(listed, async (destination) => {
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

// EXTERNAL MODULE: ./lib/inputs/role.js
var inputs_role = __webpack_require__(3449);
// EXTERNAL MODULE: ./lib/report/runner.js + 5 modules
var runner = __webpack_require__(9597);
// EXTERNAL MODULE: ./lib/text/account-number.js
var account_number = __webpack_require__(7816);
// EXTERNAL MODULE: ./lib/text/listed.js
var listed = __webpack_require__(8746);
;// CONCATENATED MODULE: ./lib/audit/accounts.js
/** The accounts that an audit reads: each once, however many roles lead there. */










/**
 * Signs in to every account of the configuration: with the roles that its users name, and with the job's own credentials
 * for those that name none. The log tells who signs in each.
 * @throws Problem where there is one account only, and it cannot be entered
 */
async function connectAccounts(configuration, services) {
    const { users, audit } = configuration;
    const [first, ...others] = users;
    if (first === undefined)
        throw new rotation_problem/* Problem */.AF('No user is configured', 'Name one.');
    // An audit of whole accounts names nobody.
    const named = (user) => user.iamUser === undefined && audit.wholeAccount ? { ...user, iamUser: '' } : user;
    const runId = first.job.runId;
    const access = await (0,job_access.openJobAccess)({ users: [named(first), ...others.map(named)], runId, print: runner/* print */.yy, ...services });
    const ways = waysOf(users);
    const tried = await (0,p_map/* default */.Ay)(ways, (way) => enter(way, audit.wholeAccount, access, services.clock), { concurrency: 4 });
    const [only] = tried;
    if (tried.length === 1 && only !== undefined && 'problem' in only)
        throw only.problem;
    const readsDestinations = users.filter(({ destinations }) => destinations.length > 0);
    const looks = new DestinationsReader(readsDestinations, services);
    const byAccount = Map.groupBy(tried, (way) => ('caller' in way ? way.caller.account : accountIn(way)));
    const found = [...byAccount].map(([account, all]) => {
        const entered = all.filter((way) => 'caller' in way);
        const barred = all.filter((way) => 'problem' in way);
        const [main] = entered;
        if (main === undefined)
            return unreadOf(account, barred);
        const configured = all.flatMap((way) => {
            const { reader, caller } = 'caller' in way ? way : main;
            return way.users.flatMap((inputs) => configuredUser(inputs, caller, reader, audit.wholeAccount, looks));
        });
        const everybody = audit.wholeAccount ? 'every user' : (0,listed/* listed */.K)(namesOf(configured), 10);
        (0,runner/* print */.yy)(`Auditing ${everybody} of the account ${(0,account_number/* withoutAccounts */.J)(account)}`);
        return { account, auditor: main.caller.arn, reader: main.reader, configured, warnings: barred.map(warningOf) };
    });
    return {
        audited: found.filter((each) => 'reader' in each),
        unread: found.filter((each) => 'reasons' in each),
        warnings: found.flatMap((each) => ('warnings' in each ? each.warnings : [])),
    };
}
function waysOf(users) {
    const byRole = Map.groupBy(users, ({ roleToAssume }) => roleToAssume);
    return [...byRole].flatMap(([role, [first, ...others]]) => (first ? [{ role, users: [first, ...others] }] : []));
}
async function enter(way, wholeAccount, { awsOf, credentials, sessions }, clock) {
    const { role, users } = way;
    const aws = awsOf(users[0].awsRegion);
    try {
        if (credentials === undefined && role === undefined)
            throw (0,aws_caller/* noPair */.gK)();
        for (const { iamUser } of users) {
            if (credentials !== undefined && role === undefined && !wholeAccount)
                (0,aws_caller/* refuseNamelessSession */.t0)(credentials, iamUser);
        }
        const own = credentials && (await (0,aws_caller/* identify */.ls)(aws, credentials, role !== undefined));
        // An audit plans nothing by the end of a session.
        const by = own && { credentials, caller: own, ends: Number.POSITIVE_INFINITY };
        const session = role === undefined ? undefined : sessions.of(role, aws, by);
        const caller = session === undefined ? own : await session.caller();
        const signing = session?.credentials ?? credentials;
        if (caller === undefined || signing === undefined)
            throw (0,aws_caller/* noPair */.gK)();
        const how = role === undefined
            ? ''
            : `, a session of the role ${(0,account_number/* withoutAccounts */.J)(role)}, assumed ${own === undefined ? 'with the OIDC token of this job' : `by ${(0,account_number/* withoutAccounts */.J)(own.arn)}`}`;
        const signer = `${(0,account_number/* withoutAccounts */.J)(caller.arn)}${how}`;
        (0,runner/* print */.yy)(`AWS knows this job as ${signer}`);
        return { ...way, caller, signer, reader: new AccountReader(aws.iam(signing), caller.account, clock) };
    }
    catch (problem) {
        if (!(problem instanceof rotation_problem/* Problem */.AF))
            throw problem;
        return { ...way, problem };
    }
}
/** The account that a way was to lead into; empty where only the job's credentials would have told. */
function accountIn({ role }) {
    return (0,inputs_role/* accountOf */.X)(role ?? '') ?? '';
}
/** Whom the log, and a report of an account that nobody could read, name. */
function namesOf(users) {
    return users.map(({ name }) => name);
}
function unreadOf(account, barred) {
    const users = barred.flatMap((way) => way.users);
    const problems = new Map(barred.map(({ problem }) => [problem.message, problem]));
    return {
        account,
        users: users.flatMap(({ iamUser }) => iamUser ?? []),
        reasons: [...problems.values()].map(({ message, remedy }) => ({ what: message, remedy })),
    };
}
function warningOf({ role, problem, users }) {
    const names = (0,listed/* listed */.K)(users.flatMap(({ iamUser }) => iamUser ?? []), 5);
    const way = role === undefined ? 'the credentials of the job' : `the role ${role}`;
    return `${(0,rotation_problem/* inSentences */.YP)(problem)} Another role leads into that account: it has read ${names === '' ? 'the users' : names} instead of ${way}.`;
}
/** One user of the configuration; none where nobody is named and the whole account is audited by a role. */
function configuredUser(inputs, { userName, arn }, reader, wholeAccount, looks) {
    const { iamUser, roleToAssume, policy, destinations } = inputs;
    const name = iamUser ?? (roleToAssume === undefined ? userName : undefined);
    if (name === undefined) {
        if (wholeAccount)
            return [];
        throw new rotation_problem/* Problem */.AF(`The job signs as ${arn}, which is not an IAM user`, 'Name the IAM user to audit in iam-user, or set "audit-account: true".');
    }
    const look = destinations.length === 0 ? undefined : () => looks.look(inputs);
    return [{ name, pace: policy, destinations: look, reader, inputs }];
}

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
const longestLife = 90 * rotation_time/* day */.vd;
/** Holds a key to every control, in their order. */
function judge(judged) {
    return [
        { control: 'rotation', ...rotation(judged) },
        { control: 'unused-45-days', ...unused(judged, 45 * rotation_time/* day */.vd) },
        { control: 'unused-90-days', ...unused(judged, 90 * rotation_time/* day */.vd) },
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
    const told = `the key is ${(0,rotation_time/* spoken */.vg)(age)} old`;
    if (age > longestLife)
        return { standing: 'missed', because: told };
    // A key that was switched on again is dated anew in the report, so that it may be older than that.
    if (key.id === undefined)
        return { standing: 'unknown', because: `it was created or changed ${(0,rotation_time/* spoken */.vg)(age)} ago` };
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
    const told = `${never ? 'it was never used since it exists' : 'it was last used'}, ${(0,rotation_time/* spoken */.vg)(now - since)} ago`;
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

;// CONCATENATED MODULE: ./lib/audit/evidence.js
/** As people call an account whose number may not be known. */
function accountName(account) {
    return account === '' ? 'the account of the job' : `the account ${account}`;
}

;// CONCATENATED MODULE: ./lib/audit/attention.js
/** What a person has to do about a user's keys, and what may wait. */






/** Things to do for which the remedy is the same, together: in the order of the first of each. */
function byRemedy(all) {
    return [...Map.groupBy(all, ({ remedy }) => remedy)];
}
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
/** What to do about an account that could not be read. */
function attentionToAccount({ account, users, reasons }) {
    const which = accountName(account);
    return reasons.map(({ what, remedy }) => ({
        user: (0,listed/* listed */.K)(users, 5),
        account,
        what: `Nothing could be read of ${which}: ${what}`,
        remedy,
    }));
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
            what: `The next step of ${name} (${step}) was due at ${(0,rotation_time/* utc */.n$)(due.at)}, and is ${(0,rotation_time/* spoken */.vg)(due.late)} late`,
            remedy: repository === undefined
                ? 'Find out why its rotation does not run: start it by hand, and read what it says.'
                : `Look at the workflow of ${repository} that rotates it, and start it by hand: GitHub drops a schedule with its last editor, and after 60 days without activity in a public repository. If that workflow is gone, list the user in another configuration and start it once with "force: true".`,
            since: (0,rotation_time/* utc */.n$)(due.at),
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
            const age = `is ${(0,rotation_time/* spoken */.vg)(now - created)} old, and ${(0,rotation_time/* spoken */.vg)(longestLife)} are allowed`;
            tasks.push({ what: `${name} ${age}`, remedy, since: (0,rotation_time/* utc */.n$)(created + longestLife) });
        }
        if (has('unused-45-days')) {
            const [last] = [key.lastUsed].flatMap((use) => (use.kind === 'used' ? [use.at] : []));
            const since = last ?? created;
            const told = last === undefined ? 'was never used' : `was last used at ${(0,rotation_time/* utc */.n$)(last)}`;
            tasks.push({
                what: `${name} ${told}`,
                remedy: 'Deactivate it, and delete it when nobody misses it.',
                ...(since === undefined ? {} : { since: (0,rotation_time/* utc */.n$)(since + 45 * rotation_time/* day */.vd) }),
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

// EXTERNAL MODULE: ./lib/destination.js
var destination = __webpack_require__(8599);
;// CONCATENATED MODULE: ./lib/audit/counted.js
/** `12 access keys` */
function counted(count, one, many = `${one}s`) {
    return `${count} ${count === 1 ? one : many}`;
}

;// CONCATENATED MODULE: ./lib/audit/unlisted-findings.js
/** Places that no configuration lists, each once, with what its date or value proves for the keys of each user. */




/** Groups what was found by secret and variable; what holds a key comes first, then what may. */
function inventoryFindings(found, accounts) {
    const { unlisted, stopped, from, to, ...rest } = found;
    const active = activeKeys(accounts);
    const groups = Map.groupBy(unlisted, ({ place, kind, name }) => `${(0,destination/* nameOf */.Vb)(place)} ${kind} ${name}`);
    return {
        ...rest,
        stopped: stopped ?? null,
        from: (0,rotation_time/* utc */.n$)(from),
        to: (0,rotation_time/* utc */.n$)(to),
        places: [...groups.values()].flatMap((all) => {
            const [first] = all;
            if (first === undefined)
                return [];
            const { place, kind, name, updatedAt } = first;
            const users = all.flatMap((each) => unlisted_findings_proofOf(each, active));
            const cannotHold = all.length - users.length;
            return [{ place: (0,destination/* nameOf */.Vb)(place), kind, name, updatedAt: (0,rotation_time/* utc */.n$)(updatedAt), users, cannotHold }];
        }),
    };
}
/** The active keys of each user, by `account/user`. */
function activeKeys(accounts) {
    return new Map(accounts.flatMap(({ account, users }) => users.map(({ name, keys }) => {
        const ids = keys.flatMap(({ id, status }) => (id !== undefined && status === 'Active' ? [id] : []));
        return [`${account}/${name}`, new Set(ids)];
    })));
}
function unlisted_findings_proofOf({ user: identity, proves, key }, active) {
    if (proves === 'cannot hold this key')
        return [];
    const [account = '', user = ''] = identity.split('/');
    const keys = active.get(identity) ?? new Set();
    const isLive = key === undefined ? keys.size > 0 : keys.has(key);
    return [{ account, user, proves, accessKeyId: key ?? null, isLive }];
}
/** Which places hold or may hold the keys of a user. */
class PlacesOfKeys {
    #holding = new Map();
    #doubtful = new Map();
    constructor({ places }) {
        for (const { place, users } of places) {
            for (const { account, user, accessKeyId } of users) {
                if (accessKeyId === null)
                    note(this.#doubtful, `${account}/${user}`, place);
                else
                    note(this.#holding, accessKeyId, place);
            }
        }
    }
    /** Of a key without an ID nothing is known. */
    of(account, user, key) {
        if (key === undefined)
            return undefined;
        const holds = this.#holding.get(key) ?? new Set();
        const doubtful = [...(this.#doubtful.get(`${account}/${user}`) ?? [])].filter((place) => !holds.has(place));
        return { holds: [...holds], mayHold: doubtful.length };
    }
}
function note(places, of, place) {
    places.set(of, (places.get(of) ?? new Set()).add(place));
}
/** So many places are named; the files have the others. */
const mostPlaces = 50;
/** So many users of one place are named. */
const mostUsers = 5;
/** What a person has to do about places that hold, or may hold, a key that is active: one thing for each place. */
function attentionToPlaces({ places }) {
    const live = places.filter(({ users }) => users.some(({ isLive }) => isLive));
    const byPlace = [...Map.groupBy(live, ({ place }) => place)];
    const shown = byPlace.slice(0, mostPlaces).map(([place, all]) => unlisted_findings_attentionTo(place, all));
    const left = byPlace.length - shown.length;
    if (left <= 0)
        return shown;
    const what = `${counted(left, 'more place')} that no configuration lists ${left === 1 ? 'holds or may hold' : 'hold or may hold'} a key`;
    return [...shown, { user: '', account: '', what, remedy: 'The file unlisted-places.csv of the audit names each.' }];
}
function unlisted_findings_attentionTo(place, all) {
    const proofs = all.flatMap((finding) => finding.users.filter(({ isLive }) => isLive).map((proof) => ({ ...proof, finding })));
    const holding = proofs.filter(({ proves }) => proves === 'holds this key');
    const isHeld = ({ account, user }) => holding.some((each) => each.user === user && each.account === account);
    const doubtful = proofs.filter((each) => each.proves === 'may hold this key' && !isHeld(each));
    const told = [
        ...(holding.length === 0 ? [] : [`holds ${keysIn(holding)} in ${entriesIn(holding)}`]),
        ...(doubtful.length === 0 ? [] : [`may hold ${keysOf(usersIn(doubtful))} in ${entriesIn(doubtful)}`]),
    ];
    const since = all.map(({ updatedAt }) => updatedAt).toSorted()[0];
    return {
        user: (0,listed/* listed */.K)(usersIn(proofs), mostUsers),
        account: (0,listed/* listed */.K)([...new Set(proofs.map(({ account }) => account))], mostUsers),
        what: `No configuration lists ${place}, which ${told.join(', and ')}`,
        remedy: 'List that place in destinations, or in other-keys where it holds another key, or delete what nobody uses: it stops working when the key is replaced.',
        ...(since === undefined ? {} : { since }),
    };
}
function usersIn(proofs) {
    return [...new Set(proofs.map(({ user }) => user))];
}
function keysIn(proofs) {
    return (0,listed/* listed */.K)([...new Set(proofs.map(({ accessKeyId, user }) => `the key ${accessKeyId} of ${user}`))], mostUsers);
}
function keysOf(users) {
    return `${users.length === 1 ? 'a key of ' : 'a key of one of '}${(0,listed/* listed */.K)(users, mostUsers)}`;
}
function entriesIn(proofs) {
    const names = new Set(proofs.map(({ finding: { kind, name } }) => (kind === 'variable' ? `the variable ${name}` : name)));
    return (0,listed/* listed */.K)([...names].toSorted(), mostUsers);
}

;// CONCATENATED MODULE: ./lib/audit/findings.js






/** Judges all that was read. `server`: the address of GitHub, of which runs have pages. */
function reportOf({ at, accounts, unreadAccounts, inventory }, warnings, server) {
    const unlisted = inventory === undefined ? null : inventoryFindings(inventory, accounts);
    const users = accounts.flatMap((account) => account.users.map((user) => ({ account, user })));
    const found = unlisted === null ? undefined : new PlacesOfKeys(unlisted);
    const keys = users.flatMap(({ account, user }) => findings_keysOf(account, user, at, server, found));
    return {
        at: (0,rotation_time/* utc */.n$)(at),
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
        unlisted,
        unreadAccounts,
        unread: users.filter(({ user }) => user.unread.length > 0).map(({ user }) => user.name),
        attention: [
            ...unreadAccounts.flatMap(attentionToAccount),
            ...users.flatMap(({ account, user }) => attentionTo(account.account, user, at)),
            ...(unlisted === null ? [] : attentionToPlaces(unlisted)),
        ],
        warnings,
    };
}
function findings_keysOf({ account }, user, now, server, found) {
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
            elsewhere: found?.of(account, name, key.id) ?? null,
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
    return { repository, runUrl: `${server}/${repository}/actions/runs/${run}`, at: (0,rotation_time/* utc */.n$)(holder.touched) };
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
    return at === undefined ? null : (0,rotation_time/* utc */.n$)(at);
}
function wholeDays(duration) {
    return Math.max(0, Math.floor(duration / rotation_time/* day */.vd));
}

;// CONCATENATED MODULE: ./lib/audit/gather.js
/** Reads what an audit judges: configured users one by one, other users of an account by its credential report. */



/** AWS publishes no rates of IAM, which all tools of an account share: so many users are read at a time. */
const atOnce = { concurrency: 4 };
/** Everything about one account. @throws Problem where nothing can be read */
async function gather(audited, scope) {
    const { account, auditor, reader, configured } = audited;
    const report = scope.wholeAccount ? await reader.credentialReport() : undefined;
    const own = await (0,p_map/* default */.Ay)(configured, readConfigured, atOnce);
    const others = (report?.users ?? []).filter(({ name }) => !configured.some((user) => isSame(user.name, name)));
    const withKeys = others.filter(({ keys }) => keys.length > 0);
    const read = await (0,p_map/* default */.Ay)(withKeys, (user) => (user.isRoot ? rootOf(user) : readOther(user, report, reader, scope.assumedPace)), atOnce);
    const users = [...own, ...read.filter((user) => user !== undefined)];
    return { account, auditor, reported: report?.generated, users };
}
async function readConfigured({ name, pace, destinations, reader }) {
    const unread = [];
    const record = await reader.user(name).catch((error) => {
        if (!(error instanceof UnreadUser))
            throw error;
        unread.push(gather_unreadOf(error));
        return undefined;
    });
    const places = await destinations?.();
    unread.push(...(places?.failures ?? []).map(gather_unreadOf));
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
        return { ...common, keys: reported.keys.map(reportedOf), journal: { kind: 'none' }, unread: [gather_unreadOf(error)] };
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
function gather_unreadOf(error) {
    return { what: (0,rotation_problem/* messageOf */.bD)(error), remedy: (0,rotation_problem/* remedyOf */.SM)(error) };
}
/** IAM compares names of users without regard to case. */
function isSame(one, other) {
    return one.toLowerCase() === other.toLowerCase();
}

// EXTERNAL MODULE: ./lib/github/api/budget.js
var api_budget = __webpack_require__(8495);
// EXTERNAL MODULE: ./lib/github/api/refusals.js
var refusals = __webpack_require__(5227);
// EXTERNAL MODULE: ./lib/text/digest.js
var digest = __webpack_require__(7871);
;// CONCATENATED MODULE: ./lib/audit/inventory-progress.js

const spacing = 30 * rotation_time/* second */.Rc;
/** The repositories of one organization, read one after the other. */
class InventoryProgress {
    #clock;
    #say;
    /** When the first was begun, and when something was last said. */
    #begun;
    #said;
    #before;
    /** `before`: how many were read before this run. */
    constructor(clock, say, before) {
        this.#clock = clock;
        this.#say = say;
        this.#begun = clock.elapsed();
        this.#said = this.#begun;
        this.#before = before;
    }
    /** What was read by then; whether it was said. */
    tell(owner, read, total) {
        const now = this.#clock.elapsed();
        if (now - this.#said < spacing)
            return false;
        this.#said = now;
        this.#say(progressLine(owner, read, total, ((now - this.#begun) * (total - read)) / (read - this.#before)));
        return true;
    }
}
/** `octo: 1,240 of 2,000 repositories, about 12 minutes left` */
function progressLine(owner, read, total, left) {
    const time = Number.isFinite(left) ? `, about ${(0,rotation_time/* spoken */.vg)(left)} left` : '';
    return `${owner}: ${inventory_progress_counted(read)} of ${inventory_progress_counted(total)} repositories${time}`;
}
/** `1,240` */
function inventory_progress_counted(count) {
    return count.toLocaleString('en');
}

;// CONCATENATED MODULE: ./lib/audit/inventory-record.js
/**
 * What an inventory has read so far, as a file that a later run goes on from. It holds names and dates of secrets, names
 * and dates of variables with the fingerprint of the key that one shows, and names of repositories and environments; no
 * value. It comes back from a cache or an artifact, so that nothing in it is taken on trust.
 */



/** Raised when the shape of the file changes: a file of another version is not read. */
const version = 1;
/** What was read longer ago than this is read anew. */
const longestAge = rotation_time/* day */.vd;
/** The clocks of two runs, or of two services, may differ by this much. */
const wrongestClock = rotation_time/* hour */.nW;
/** The longest reason that is kept of why something is unread. */
const longestReason = 1_000;
/** The record as the text of the file `inventory.json`. */
function spelledRecord({ question, from, to, complete, organizations }) {
    const reasons = new Map();
    const reasonOf = (why) => {
        const known = reasons.get(why) ?? reasons.size;
        reasons.set(why, known);
        return known;
    };
    const spelled = ({ found, unread }) => ({
        found: found.map((each) => ({ ...each, updatedAt: (0,rotation_time/* utc */.n$)(each.updatedAt) })),
        unread: unread.map(({ where, why }) => ({ where, why: reasonOf(why) })),
    });
    const all = organizations.map(({ own, repositories, ...rest }) => ({
        ...rest,
        ...(own === undefined ? {} : { own: spelled(own) }),
        repositories: repositories.map(({ id, name, ...reading }) => ({ id, name, ...spelled(reading) })),
    }));
    const dates = { from: (0,rotation_time/* utc */.n$)(from), to: (0,rotation_time/* utc */.n$)(to) };
    return JSON.stringify({ version, question, ...dates, complete, organizations: all, reasons: [...reasons.keys()] });
}
/**
 * The record that a file holds, to go on from; or why it is of no use for this question: a sentence without a full stop,
 * which says what is wrong with the file.
 */
function parseRecord(text, question, now) {
    let record;
    try {
        record = recordOf(JSON.parse(text));
    }
    catch (error) {
        return error instanceof Malformed ? error.message : 'it is not JSON';
    }
    if (record.question !== question)
        return 'it is of other organizations, or of secrets and variables of other names';
    if (record.complete)
        return 'it is complete';
    if (record.to < record.from || record.to > now + wrongestClock)
        return 'its dates are in the future';
    const age = now - record.from;
    return age > longestAge ? `it was begun ${(0,rotation_time/* spoken */.vg)(age)} ago` : record;
}
// ── Reading the file back ─────────────────────────────────────────────────────────────────────────────────────────
class Malformed extends Error {
}
function recordOf(json) {
    const fields = fieldsIn(json, 'the file');
    if (fields['version'] !== version)
        throw new Malformed('it has another version');
    const reasons = listIn(fields, 'reasons', (each) => (0,presentable/* presentable */.KC)(textOf(each, 'a reason'), longestReason));
    const organizations = listIn(fields, 'organizations', (each) => organizationOf(each, reasons));
    return {
        question: textIn(fields, 'question', /^[0-9a-f]{16}$/),
        from: instantIn(fields, 'from'),
        to: instantIn(fields, 'to'),
        complete: fields['complete'] === true,
        organizations,
    };
}
function organizationOf(json, reasons) {
    const fields = fieldsIn(json, 'an organization');
    const repositories = listIn(fields, 'repositories', (each) => repositoryOf(each, reasons));
    if (new Set(repositories.map(({ id }) => id)).size < repositories.length)
        throw malformed('a repository twice');
    const own = fields['own'] === undefined ? undefined : readingOf(fieldsIn(fields['own'], 'own'), reasons);
    if (own?.found.some(({ environment }) => environment !== undefined))
        throw malformed('an environment');
    return {
        name: textIn(fields, 'name', /^[\w.-]{1,100}$/),
        own,
        repositories,
        total: countIn(fields, 'total'),
        archived: countIn(fields, 'archived'),
    };
}
function repositoryOf(json, reasons) {
    const fields = fieldsIn(json, 'a repository');
    return { id: countIn(fields, 'id'), name: textIn(fields, 'name', /^[\w.-]{1,100}$/), ...readingOf(fields, reasons) };
}
function readingOf(fields, reasons) {
    return {
        found: listIn(fields, 'found', findingOf),
        unread: listIn(fields, 'unread', (each) => {
            const unknown = fieldsIn(each, 'something unread');
            const why = reasons[countIn(unknown, 'why')];
            if (why === undefined)
                throw malformed('why');
            return { where: (0,presentable/* presentable */.KC)(textIn(unknown, 'where')), why };
        }),
    };
}
function findingOf(json) {
    const fields = fieldsIn(json, 'something found');
    const { kind, store: named, environment: given } = fields;
    const store = destination/* stores */.zQ.find((each) => each === named);
    if ((kind !== 'secret' && kind !== 'variable') || store === undefined)
        throw malformed('what was found');
    const environment = given === undefined ? undefined : textOf(given, 'environment');
    if (environment !== undefined && (store !== 'actions' || environment === '' || !(0,destination/* isAddressable */.$C)(environment)))
        throw malformed('environment');
    const shows = fields['shows'] === undefined ? undefined : textIn(fields, 'shows', /^[0-9a-f]{16}$/);
    if (shows !== undefined && kind === 'secret')
        throw malformed('shows');
    const name = textIn(fields, 'name', /^[A-Z_][A-Z0-9_]*$/);
    return { kind, store, environment, name, updatedAt: instantIn(fields, 'updatedAt'), shows };
}
function malformed(what) {
    return new Malformed(`${what} in it is malformed`);
}
function fieldsIn(json, what) {
    if (typeof json !== 'object' || json === null || Array.isArray(json))
        throw malformed(what);
    return json;
}
function listIn(fields, name, each) {
    const list = fields[name];
    if (!Array.isArray(list))
        throw malformed(name);
    return list.map((item) => each(item));
}
function textOf(json, what) {
    if (typeof json !== 'string')
        throw malformed(what);
    return json;
}
function textIn(fields, name, pattern = /./) {
    const text = textOf(fields[name], name);
    if (!pattern.test(text))
        throw malformed(name);
    return text;
}
function countIn(fields, name) {
    const count = fields[name];
    if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0)
        throw malformed(name);
    return count;
}
function instantIn(fields, name) {
    return Date.parse(textIn(fields, name, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)) || fail(name);
}
function fail(name) {
    throw malformed(name);
}

// EXTERNAL MODULE: ./lib/github/api/permissions.js
var permissions = __webpack_require__(3664);
// EXTERNAL MODULE: ./lib/github/places/addresses.js
var addresses = __webpack_require__(8056);
// EXTERNAL MODULE: ./lib/github/places/place.js
var places_place = __webpack_require__(6051);
// EXTERNAL MODULE: ./lib/github/places/repositories.js
var repositories = __webpack_require__(6642);
// EXTERNAL MODULE: ./lib/key/access-key-id.js
var access_key_id = __webpack_require__(2281);
// EXTERNAL MODULE: ./lib/key/verification-contract.js
var verification_contract = __webpack_require__(6775);
;// CONCATENATED MODULE: ./lib/audit/organization-reader.js
/**
 * Reads what an organization and its repositories store, list by list: a list tells all names and dates in one request.
 * No list of GitHub's tells of the secrets of several repositories. A repository takes one request for each store's
 * secrets, one for the variables of Actions and of Agents each, and one for its environments, each of which takes two:
 * seven where there are no environments, and four on GitHub Enterprise Server.
 *
 * GraphQL knows no secrets. It lists environments of many repositories at once, and fails as a whole for some of them
 * (octokit/graphql.js#332).
 */











/** Whether the same is asked again in vain now, and may be answered later: a limit, an outage, a token that has ended. */
function isForLater(error) {
    if (error instanceof api_budget/* BudgetShort */.oq || (0,refusals/* mayPass */.bg)(error) || (0,refusals/* statusOf */.c2)(error) === 401)
        return true;
    // Something between has answered, and not GitHub.
    return error instanceof refusals/* Refusal */.P_ && (0,refusals/* isPage */.yp)(error.failure);
}
/** Lists of one kind that GitHub fails over while it answers others: after so many, it is not asked for more of them. */
const mostFailures = 5;
/** Whether GitHub did not answer a request, or failed over it: that may be an outage, or the request. */
function isTrouble(error) {
    return (0,refusals/* mayPass */.bg)(error) && !(0,refusals/* isPassingLimit */.ht)(error);
}
/** Reads one organization with one token. Every call throws what `isForLater` is true of, and what ends the run. */
class OrganizationReader {
    #reach;
    #persistence;
    /** What is read nowhere, by the permission that it takes, and how a refusal has said so. */
    #lacking = new Map();
    /** Lists that GitHub has failed over, by what it takes to read them. */
    #failures = new Map();
    constructor(reach) {
        this.#reach = reach;
        this.#persistence = { isOptional: true, until: reach.until };
    }
    /** Every repository, by one request for each hundred; undefined where the token may not ask, which `unread` has. */
    async list(unread) {
        const { github, owner } = this.#reach;
        const place = `the organization ${owner}`;
        const permission = permissions/* permissions */.P.metadata('read');
        const look = { found: [], unread, isGiven: false };
        const answer = await this.#ask(look, { where: `the repositories of ${place}`, place, permission }, async () => {
            const listed = new Map();
            const purpose = { doing: 'list the repositories', place, permission };
            // The newest last: what is made meanwhile moves nothing to another page.
            const asked = { org: owner, sort: 'created', direction: 'asc' };
            const pages = github.pages('GET /orgs/{org}/repos', asked, purpose, this.#persistence);
            for await (const { items } of pages)
                for (const each of items)
                    listed.set(each.id, each);
            return [...listed.values()];
        });
        if (!('value' in answer))
            return undefined;
        const unseen = await this.#unseen(look);
        const present = answer.value.filter(({ archived }) => archived !== true);
        return { repositories: present, archived: answer.value.length - present.length, unread: unseen };
    }
    /** The organization's own secrets and variables. */
    async own() {
        const { owner, stores } = this.#reach;
        const look = { found: [], unread: [], isGiven: false };
        for (const store of stores) {
            const place = { kind: 'organization', owner, store };
            await this.#read(look, place, 'secrets');
            if ((0,destination/* hasVariables */.cF)(store))
                await this.#read(look, place, 'variables');
        }
        return look;
    }
    /** Everything of one repository; `gone` when there is none any more. */
    async repository({ name: repo, private: isPrivate }) {
        const { owner, stores } = this.#reach;
        const look = { found: [], unread: [], isGiven: isPrivate };
        const [first, ...others] = stores.map((store) => ({ kind: 'repository', owner, repo, store }));
        if (first === undefined)
            return look;
        const refusal = await this.#read(look, first, 'secrets');
        if (refusal?.failure.status === 404 && (await this.#isGone(repo)))
            return 'gone';
        // Everybody sees a public repository, and a classic token what its user sees: the other lists would be refused too.
        const isForeign = !isPrivate || refusal?.failure.headers['x-oauth-scopes'] !== undefined;
        if (refusal?.failure.status === 403 && isForeign)
            return { found: [], unread: look.unread.map(({ why }) => ({ where: `${owner}/${repo}`, why })) };
        await this.#read(look, first, 'variables');
        await this.#environments(look, repo);
        for (const place of others) {
            await this.#read(look, place, 'secrets');
            if (place.kind !== 'environment' && (0,destination/* hasVariables */.cF)(place.store))
                await this.#read(look, place, 'variables');
        }
        return look;
    }
    async #environments(look, repo) {
        const { github, owner } = this.#reach;
        const place = `${owner}/${repo}`;
        const permission = permissions/* permissions */.P.actions('read');
        const where = `the environments of ${place}`;
        const answer = await this.#ask(look, { where, place, permission }, async () => {
            const names = new Set();
            let all = 0;
            const purpose = { doing: 'list the environments', place, permission };
            const route = 'GET /repos/{owner}/{repo}/environments';
            const pages = github.pages(route, { owner, repo }, purpose, this.#persistence);
            for await (const { items, total = 0 } of pages) {
                for (const { name } of items)
                    names.add(name);
                all = total;
            }
            return { names, all };
        });
        if (!('value' in answer))
            return;
        const { names, all } = answer.value;
        if (names.size < all)
            look.unread.push({ where, why: `GitHub lists ${names.size} of ${all}. Run again.` });
        for (const environment of names) {
            const there = { kind: 'environment', owner, repo, environment };
            if ((0,destination/* isAddressable */.$C)(environment)) {
                await this.#read(look, there, 'secrets');
                await this.#read(look, there, 'variables');
            }
            else
                look.unread.push({ where: (0,destination/* nameOf */.Vb)(there), why: 'No address can have its name in it. Give it another name.' });
        }
    }
    /** Takes what concerns a user, or what refuses it. */
    async #read(look, place, of) {
        const { github, names } = this.#reach;
        const permission = (of === 'secrets' ? addresses/* secretPermission */.ap : addresses/* variablePermission */.Ch)(place, 'read');
        const where = `the ${of} of ${(0,destination/* nameOf */.Vb)(place)}`;
        const answer = await this.#ask(look, { where, place: (0,destination/* nameOf */.Vb)(place), permission }, () => new places_place/* GitHubPlace */.Pf(place, github).everything(of, this.#persistence));
        if (!('value' in answer))
            return answer.refusal;
        look.isGiven = true;
        const environment = place.kind === 'environment' ? place.environment : undefined;
        const store = place.kind === 'environment' ? 'actions' : place.store;
        const kind = of === 'secrets' ? 'secret' : 'variable';
        for (const { name, updatedAt, value = '' } of answer.value) {
            const id = value.trim();
            const shows = kind === 'variable' && access_key_id/* keyId */.x.test(id) ? (0,verification_contract/* fingerprint */.Rj)(id) : undefined;
            if (shows === undefined && !names[of].has(name))
                continue;
            look.found.push({ kind, store, environment, name, updatedAt, shows });
        }
        return undefined;
    }
    /** Asks, or knows from before that it is in vain; what is refused is told in `look.unread`. */
    async #ask(look, { where, place, permission: { app } }, ask) {
        const known = this.#lacking.get(app);
        if (known !== undefined) {
            look.unread.push({ where, why: known });
            return { refusal: undefined };
        }
        try {
            return { value: await ask() };
        }
        catch (error) {
            const isOfThis = isTrouble(error) && (await this.#answers());
            if (!(error instanceof rotation_problem/* Problem */.AF) || (isForLater(error) && !isOfThis))
                throw error;
            const why = (0,presentable/* presentable */.KC)((0,rotation_problem/* inSentences */.YP)(error).replaceAll(place, 'the place'), 1_000);
            look.unread.push({ where, why });
            const failures = (this.#failures.get(app) ?? 0) + (isOfThis ? 1 : 0);
            this.#failures.set(app, failures);
            // A token has the same permissions in all repositories that it was given.
            const isLacking = (0,refusals/* isDenial */.c6)(error) && look.isGiven && why.includes(`lacks ${app}`);
            if (isLacking || failures >= mostFailures)
                this.#lacking.set(app, why);
            return { refusal: error instanceof refusals/* Refusal */.P_ ? error : undefined };
        }
    }
    /** Whether GitHub is at work: the first of the repositories was listed a moment ago. */
    async #answers() {
        const { github, owner } = this.#reach;
        const place = `the organization ${owner}`;
        const purpose = { doing: 'list the repositories', place, permission: permissions/* permissions */.P.metadata('read') };
        try {
            await github.ask('GET /orgs/{org}/repos', { org: owner, per_page: 1 }, purpose, this.#persistence);
            return true;
        }
        catch (error) {
            if (!isTrouble(error))
                throw error;
            return false;
        }
    }
    /** Whether a repository that was listed a moment ago is not there any more. */
    async #isGone(repo) {
        const { github, owner } = this.#reach;
        const purpose = {
            doing: 'look at the repository',
            place: `${owner}/${repo}`,
            permission: permissions/* permissions */.P.metadata('read'),
        };
        try {
            await github.ask('GET /repos/{owner}/{repo}', { owner, repo }, purpose, this.#persistence);
            return false;
        }
        catch (error) {
            if (!(0,refusals/* isLastingRefusal */.bZ)(error) || isForLater(error))
                throw error;
            return (0,refusals/* statusOf */.c2)(error) === 404;
        }
    }
    /** Why the list of repositories may lack some: it does not say so itself. */
    async #unseen(look) {
        const { github, owner } = this.#reach;
        const place = `the organization ${owner}`;
        const where = `other repositories of ${place}`;
        const question = { where, place, permission: permissions/* permissions */.P.metadata('read') };
        const answer = await this.#ask(look, question, () => (0,repositories/* sightOf */.p)(github, owner));
        const why = { all: undefined, ...unseen }['value' in answer ? answer.value : 'all'];
        return why === undefined ? [] : [{ where, why }];
    }
}
const unseen = {
    selected: 'the App, or its token, was given only some repositories, and GitHub shows it no other private ones. Install it for all repositories of the organization.',
    unknown: 'a fine-grained token does not tell whether it was given all repositories of the organization. Make sure of it in its settings.',
};

;// CONCATENATED MODULE: ./lib/audit/unlisted-places.js
/** What an inventory has found that no configuration covers, and what date or value proves of each user's keys. Pure. */



/** The names that an inventory looks for: those of secrets, and those that variables may have. */
function unlisted_places_namesOf(users) {
    const secrets = new Set(users.flatMap((user) => [...entriesOf(user, 'secret').keys()]));
    const variables = users.flatMap((user) => [...entriesOf(user, 'variable').keys()]);
    return { secrets, variables: new Set([...secrets, ...variables]) };
}
/**
 * Everything that was found and is not listed, what holds a key first; for each user by itself, in the order of the users. A
 * variable with the ID of a user's key is told
 * whatever its name, and nothing dismisses it; a variable with another value proves that it holds none. A secret that was
 * last written well before all keys of a user were created cannot hold one of them. `ahead`: how far GitHub's clock is
 * ahead of AWS's.
 */
function unlistedPlaces({ organizations }, users, ahead) {
    const covered = new Set(users.flatMap(({ destinations }) => destinations.flatMap(coveredBy)));
    const judges = users.filter(({ keys }) => keys.length > 0).map((user) => judgeOf(user, ahead));
    // Thousands of places, for hundreds of users: they are put in order before they are multiplied.
    const found = organizations
        .flatMap(findingsOf)
        .map((each) => ({ ...each, key: coverage(each.place, each.finding.kind, each.finding.name) }))
        .filter(({ key }) => !covered.has(key))
        .toSorted((one, other) => order(one.key, other.key))
        .flatMap(({ place, finding }) => judges.flatMap((judge) => judge(place, finding) ?? []));
    return weights.flatMap((weight) => found.filter(({ proves }) => proves === weight));
}
/** The place of something that was found in a repository, or in an organization itself. */
function placeOf(owner, repo, { store, environment }) {
    if (repo === undefined)
        return { kind: 'organization', owner, store };
    if (environment === undefined)
        return { kind: 'repository', owner, repo, store };
    return { kind: 'environment', owner, repo, environment };
}
function findingsOf({ name: owner, own, repositories }) {
    const found = (findings, repo) => findings.map((finding) => ({ place: placeOf(owner, repo, finding), finding }));
    return [...found(own?.found ?? []), ...repositories.flatMap((each) => found(each.found, each.name))];
}
function coverage(place, kind, name) {
    return `${(0,destination/* identityOf */.cu)(place)} ${kind} ${name}`;
}
function coveredBy({ place, secrets, variables }) {
    return [
        ...secrets.map(({ name }) => coverage(place, 'secret', name)),
        ...variables.map(({ name }) => coverage(place, 'variable', name)),
    ];
}
/** By name, what a user's secrets or variables are to hold. */
function entriesOf(user, kind) {
    const of = `${kind}s`;
    const entries = [...user.destinations.flatMap((destination) => destination[of]), ...user[of]];
    return new Map(entries.map((entry) => [entry.name, entry]));
}
function judgeOf(audited, ahead) {
    const { user, keys, otherKeys } = audited;
    const entries = { secret: entriesOf(audited, 'secret'), variable: entriesOf(audited, 'variable') };
    const dismissed = new Set(otherKeys.map(destination/* identityOf */.cu));
    const ids = new Map(keys.map(({ id }) => [(0,verification_contract/* fingerprint */.Rj)(id), id]));
    const oldest = Math.min(...keys.map(({ created }) => created));
    return (place, { kind, name, updatedAt, shows }) => {
        const key = shows === undefined ? undefined : ids.get(shows);
        const isNamed = entries[kind].has(name) || (kind === 'variable' && entries.secret.has(name));
        if (key === undefined && (!isNamed || dismissed.has((0,destination/* identityOf */.cu)(place))))
            return undefined;
        const format = entries[kind].get(name)?.format;
        return { place, kind, name, updatedAt, proves: proofOf(), user, key, format };
        function proofOf() {
            if (key !== undefined)
                return 'holds this key';
            const isOther = kind === 'variable' || (0,secret_dates/* isWrittenBefore */.f6)(updatedAt, oldest, ahead);
            return isOther ? 'cannot hold this key' : 'may hold this key';
        }
    };
}
const weights = ['holds this key', 'may hold this key', 'cannot hold this key'];
const { compare: order } = new Intl.Collator('en', { numeric: true });

// EXTERNAL MODULE: ./lib/github/old-key/unreadable-places.js
var unreadable_places = __webpack_require__(9469);
;// CONCATENATED MODULE: ./lib/audit/unread-sentences.js
/** What an inventory may not read, for people: few sentences, each of which names a few places and counts the others. */


/** So many reasons are told. */
const mostSentences = 20;
/** One sentence for each reason, in an order that does not depend on that of GitHub's answers. */
function unreadSentences({ organizations }, more) {
    const unread = organizations.flatMap(({ own, repositories }) => [
        ...(own?.unread ?? []),
        ...repositories.flatMap((each) => each.unread),
    ]);
    const { compare } = new Intl.Collator('en', { numeric: true });
    const all = [...unread, ...more].toSorted((one, other) => compare(one.where, other.where));
    const once = [...new Map(all.map((each) => [`${each.where} ${each.why}`, each])).values()];
    const sentences = (0,unreadable_places/* sentencesOf */.cj)(once, (where) => `Not read: ${where}`);
    const others = sentences.length - mostSentences;
    if (others <= 0)
        return sentences;
    return [...sentences.slice(0, mostSentences), `Other places were not read for ${inventory_progress_counted(others)} other reasons.`];
}

;// CONCATENATED MODULE: ./lib/audit/inventory.js
/**
 * The places of an organization that no configuration lists: secrets and variables of configured names in its
 * repositories, in their environments and in the organization itself, and whether they may hold a user's key. Thousands
 * of repositories take more requests than GitHub allows in an hour: what was read is kept in a file, and a later run goes
 * on from it. docs/audit.md#places-that-nobody-has-listed
 */













/** Whatever is begun by then has the time to end. */
const endOfReading = rotation_time/* minute */.Vc;
/** Of each hour's requests, this part is left to other jobs with the same token. */
const leftToOthers = 0.05;
/**
 * Reads as much as GitHub's hourly limit and the run's time allow, and keeps it in the file; a run that finds the file of
 * the same question, begun less than a day ago and not complete, goes on from it. Reads only.
 * @throws only what ends the run; the file has what was read by then
 */
async function inventory(options) {
    const run = new InventoryRun(options);
    try {
        for (const owner of options.organizations)
            await run.read(owner);
    }
    finally {
        run.save();
    }
    return run.result();
}
/** Whether two runs ask the same: of the same organizations and the same names at the same GitHub. */
function questionOf({ organizations, users, githubApiUrl }) {
    const { secrets, variables } = unlisted_places_namesOf(users);
    const owners = organizations.map((each) => each.toLowerCase()).sort();
    return (0,digest/* digest */.b)(JSON.stringify([githubApiUrl, owners, [...secrets].sort(), [...variables].sort()]));
}
class InventoryRun {
    #options;
    #question;
    #organizations;
    /** What each run finds out anew. */
    #unread = [];
    #stops = [];
    #from;
    #to;
    constructor(options) {
        this.#options = options;
        this.#question = questionOf(options);
        const known = this.#known();
        this.#from = known?.from;
        this.#to = known?.to;
        this.#organizations = new Map(options.organizations.map((name) => {
            const read = known?.organizations.find((each) => each.name.toLowerCase() === name.toLowerCase());
            const { own, repositories = [], total = 0, archived = 0 } = read ?? {};
            const byId = new Map(repositories.map((each) => [each.id, each]));
            return [name, { name, own, repositories: byId, total, archived, isDone: false }];
        }));
    }
    /** Reads what is left of one organization; what refuses it as a whole hides no other. @throws only what ends the run */
    async read(owner) {
        try {
            await this.#readOrganization(owner);
        }
        catch (error) {
            if (!(error instanceof rotation_problem/* Problem */.AF))
                throw error;
            this.#stops.push(`${owner} was not read. ${(0,rotation_problem/* inSentences */.YP)(error)}`);
        }
    }
    async #readOrganization(owner) {
        const organization = this.#organizations.get(owner);
        if (organization === undefined)
            return;
        const github = this.#options.clientFor(owner);
        await github.askForBudget();
        if (Number.isFinite(github.budget.limit))
            github.budget.keep(Math.ceil(github.budget.limit * leftToOthers));
        for (;;) {
            const stop = await this.#readOn(organization, github);
            if (stop === undefined) {
                organization.isDone = true;
                return;
            }
            if (!(await this.#waitsFor(stop, owner, github))) {
                this.#stops.push(stop.why);
                return;
            }
        }
    }
    /** Keeps what was read by now. */
    save() {
        const { file, say } = this.#options;
        if (this.#from === undefined)
            return;
        try {
            file.write(spelledRecord(this.#record()));
        }
        catch (error) {
            say(`The inventory could not be kept in a file (${(0,rotation_problem/* messageOf */.bD)(error)}): a later run begins anew.`);
        }
    }
    result() {
        const { organizations, users, time } = this.#options;
        const record = this.#record();
        const read = record.organizations.reduce((sum, { repositories }) => sum + repositories.length, 0);
        const total = record.organizations.reduce((sum, each) => sum + each.total, 0);
        return {
            organizations,
            repositoriesRead: read,
            repositoriesLeft: Math.max(0, total - read),
            repositoriesArchived: record.organizations.reduce((sum, { archived }) => sum + archived, 0),
            unlisted: unlistedPlaces(record, users, time.aheadOfAws()),
            unread: unreadSentences(record, this.#unread),
            complete: record.complete,
            stopped: this.#stops.length === 0 ? undefined : [...new Set(this.#stops)].join(' '),
            from: record.from,
            to: record.to,
        };
    }
    /** What an earlier run has left. */
    #known() {
        const { file, time, say } = this.#options;
        let text;
        try {
            text = file.read();
        }
        catch (error) {
            say(`The inventory of an earlier run could not be read (${(0,rotation_problem/* messageOf */.bD)(error)}): everything is read anew.`);
        }
        if (text === undefined)
            return undefined;
        const record = parseRecord(text, this.#question, time.now());
        if (typeof record !== 'string') {
            say(`The inventory goes on from that of an earlier run, which began at ${(0,rotation_time/* utc */.n$)(record.from)}.`);
            return record;
        }
        say(`The inventory of an earlier run is not used: ${record}. Everything is read anew.`);
        return undefined;
    }
    #record() {
        const now = this.#options.time.now();
        const all = [...this.#organizations.values()];
        return {
            question: this.#question,
            from: this.#from ?? now,
            to: this.#to ?? now,
            complete: all.every(({ isDone }) => isDone),
            organizations: all.map(({ isDone: _, repositories, ...rest }) => ({
                ...rest,
                repositories: [...repositories.values()],
            })),
        };
    }
    /** Lists the organization, and reads what was not read before; why it stops, when it does. */
    async #readOn(organization, github) {
        const { users, githubApiUrl, until, say } = this.#options;
        const { name: owner } = organization;
        const stores = (0,destination/* storesOf */.oi)(githubApiUrl);
        const reader = new OrganizationReader({ github, owner, stores, names: unlisted_places_namesOf(users), until });
        try {
            const unread = [];
            const listing = await reader.list(unread);
            this.#unread.push(...unread, ...(listing?.unread ?? []));
            if (organization.own === undefined) {
                organization.own = await reader.own();
                this.#note();
            }
            if (listing === undefined)
                return { why: `The repositories of ${owner} could not be listed.`, isBudget: false };
            const { repositories, archived } = listing;
            const before = keepListed(organization, repositories);
            Object.assign(organization, { total: repositories.length, archived });
            const known = before === 0 ? '' : `, ${inventory_progress_counted(before)} of them were read before`;
            const all = `${inventory_progress_counted(repositories.length)} ${repositories.length === 1 ? 'repository' : 'repositories'}`;
            say(`${owner}: ${all}${known}; ${inventory_progress_counted(archived)} archived are left out`);
            return await this.#readAll(organization, repositories, reader);
        }
        catch (error) {
            return this.#stopOf(error, github);
        }
    }
    async #readAll(organization, listed, reader) {
        const { clock, say } = this.#options;
        const { name: owner, repositories } = organization;
        const progress = new InventoryProgress(clock, say, repositories.size);
        let stop;
        const left = listed.filter(({ id }) => !repositories.has(id));
        await (0,p_map/* default */.Ay)(left, async (repository) => {
            if (clock.cancelled)
                throw new rotation_problem/* Cancelled */.cJ();
            if (stop !== undefined)
                return;
            try {
                if (clock.elapsed() > this.#options.until - endOfReading)
                    throw new OutOfTime();
                const reading = await reader.repository(repository);
                this.#keep(organization, repository, reading);
                if (progress.tell(owner, repositories.size, organization.total))
                    this.save();
            }
            catch (error) {
                if (!(error instanceof rotation_problem/* Problem */.AF))
                    throw error;
                stop ??= error;
            }
        }, limits/* atOnce */.zd);
        return stop === undefined ? undefined : this.#stopOf(stop, this.#options.clientFor(owner));
    }
    #keep(organization, { id, name }, reading) {
        if (reading === 'gone')
            organization.total -= 1;
        else
            organization.repositories.set(id, { id, name, found: reading.found, unread: reading.unread });
        this.#note();
    }
    /** In whole seconds, as the file has it. */
    #note() {
        const now = this.#options.time.now();
        this.#to = now - (now % rotation_time/* second */.Rc);
        this.#from ??= this.#to;
    }
    /** @throws what is no reason to stop */
    #stopOf(error, { budget }) {
        if (error instanceof OutOfTime)
            return { why: (0,rotation_problem/* inSentences */.YP)(error), isBudget: false };
        if (!isForLater(error))
            throw error;
        const isBudget = error instanceof api_budget/* BudgetShort */.oq || ((0,refusals/* isPassingLimit */.ht)(error) && budget.until(budget.limit) > 0);
        if (!isBudget)
            return { why: (0,rotation_problem/* inSentences */.YP)(error), isBudget };
        const renewed = (0,rotation_time/* utc */.n$)(this.#options.time.now() + budget.until(budget.limit));
        return {
            why: `The hourly requests of ${budget.owner} are used up, but for what is left to other jobs. There are ${inventory_progress_counted(budget.limit)} more at ${renewed}.`,
            isBudget,
        };
    }
    /** Waits for the next hour's requests, where the run has the time to use them. @throws only what ends the run */
    async #waitsFor({ isBudget }, owner, { budget }) {
        const { clock, until, say } = this.#options;
        const wait = budget.until(budget.limit);
        if (!isBudget || wait === 0 || clock.elapsed() + wait > until - 2 * endOfReading)
            return false;
        say(`${owner}: the hourly requests of ${budget.owner} are used up; waiting ${(0,rotation_time/* spoken */.vg)(wait)} for the next ones`);
        this.save();
        await clock.sleep(wait);
        return true;
    }
}
/** The run has no time for another repository. */
class OutOfTime extends rotation_problem/* Problem */.AF {
    constructor() {
        super('The time-limit of this run is near.', 'A later run goes on from the inventory that this one leaves.');
    }
}
/** Keeps of an organization what is still there, by its present name; how many repositories that are. */
function keepListed({ repositories }, listed) {
    const names = new Map(listed.map(({ id, name }) => [id, name]));
    for (const [id, read] of repositories) {
        const name = names.get(id);
        if (name === undefined)
            repositories.delete(id);
        else
            repositories.set(id, { ...read, name });
    }
    return repositories.size;
}

;// CONCATENATED MODULE: ./lib/audit/inventory-file.js
/** The file that an inventory is kept in from run to run. */


/** `inventory.json` in a folder, which is made when it is not there. @throws what the file system says */
function inventoryFile(folder) {
    const path = (0,external_node_path_.join)(folder, 'inventory.json');
    return {
        read: () => {
            try {
                return (0,external_node_fs_.readFileSync)(path, 'utf8');
            }
            catch (error) {
                if (error.code === 'ENOENT')
                    return undefined;
                throw error;
            }
        },
        write: (text) => {
            (0,external_node_fs_.mkdirSync)(folder, { recursive: true });
            // A link that is in its place is replaced, and not followed.
            (0,external_node_fs_.rmSync)(`${path}.new`, { force: true });
            (0,external_node_fs_.writeFileSync)(`${path}.new`, text, { flag: 'wx' });
            (0,external_node_fs_.renameSync)(`${path}.new`, path);
        },
    };
}

;// CONCATENATED MODULE: ./lib/audit/inventory-run.js
/** The inventory of an audit: the organizations of the input, with the keys that AWS has shown. */





/**
 * Looks for places that no configuration lists, as far as limits and time allow; undefined where no organization is
 * named. Its tokens are not narrowed to what is configured. @throws only what ends the run
 */
async function findUnlistedPlaces(configuration, { accounts, audited, folder }, { clock, mask }) {
    const { organizations } = configuration.audit;
    const [first] = configuration.users;
    if (organizations.length === 0 || first === undefined)
        return undefined;
    const { github, githubApiUrl, job, policy } = first;
    const uses = { github, githubApiUrl, job, destinations: [], recovery: undefined, verificationWorkflows: [] };
    const access = new tokens/* GitHubAccess */.y([uses], { send: transport/* octokitRequest */.t, mask, clock });
    return inventory({
        organizations,
        users: soughtUsers(configuration, accounts, audited),
        githubApiUrl,
        clientFor: access.clientsFor(uses, false).for,
        clock,
        time: access.time,
        until: policy.timeLimit,
        file: inventoryFile(folder),
        say: runner/* print */.yy,
    });
}
/** `111122223333/ci-bot`: of several accounts, users may have one name, which has no slash in it. */
function identityOf(account, user) {
    return `${account}/${user}`;
}
function soughtUsers({ users: configured, audit: { unconfigured } }, accounts, audited) {
    const inputsOf = new Map(audited.flatMap(({ account, configured: own }) => {
        return own.map(({ name, inputs }) => [identityOf(account, name.toLowerCase()), inputs]);
    }));
    const found = accounts.flatMap(({ account, users }) => users
        .filter(({ isRoot }) => !isRoot)
        .map((user) => {
        const inputs = inputsOf.get(identityOf(account, user.name.toLowerCase()));
        return { ...(inputs === undefined ? { ...unconfigured, destinations: [] } : namesIn(inputs)), ...keysOf(user) };
        function keysOf({ name, keys }) {
            const dated = keys.flatMap(({ id, created }) => (id && created ? [{ id, created }] : []));
            return { user: identityOf(account, name), keys: dated };
        }
    }));
    // What is configured for users that could not be read is listed all the same.
    const named = new Set(inputsOf.values());
    const others = configured.filter((inputs) => !named.has(inputs) && inputs.iamUser !== undefined);
    return [...found, ...others.map((inputs) => ({ ...namesIn(inputs), user: inputs.iamUser ?? '', keys: [] }))];
}
function namesIn({ secrets, variables, destinations, otherKeys }) {
    return { secrets, variables, destinations, otherKeys };
}

// EXTERNAL MODULE: ./lib/inputs/inputs.js + 3 modules
var inputs = __webpack_require__(2216);
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
    const oldest = rotateAfter + deactivateAfter + 2 * rotation_time/* day */.vd;
    if (oldest <= longestLife)
        return undefined;
    return `With rotate-after ${(0,rotation_time/* spoken */.vg)(rotateAfter)} and deactivate-after ${(0,rotation_time/* spoken */.vg)(deactivateAfter)}, a key is active for up to ${(0,rotation_time/* spoken */.vg)(oldest)} even when a run comes every day, and ${(0,rotation_time/* spoken */.vg)(longestLife)} are allowed. Lower one of them.`;
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
// EXTERNAL MODULE: ./lib/report/titles.js
var titles = __webpack_require__(131);
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
    const rows = keys.map((key) => columns.map(([, value]) => value(key)));
    return [columns.map(([name]) => name), ...rows].map(line).join('');
}
const placeColumns = ['place', 'kind', 'name', 'updated', 'account', 'user', 'proves', 'access_key_id', 'active'];
/** The same of places that no configuration lists: a row for each user whose key a place holds, or may hold. */
function placesCsvOf({ places }) {
    const rows = places.flatMap(({ place, kind, name, updatedAt, users }) => users.map(({ account, user, proves, accessKeyId, isLive }) => {
        return [place, kind, name, updatedAt, account, user, proves, accessKeyId, isLive];
    }));
    return [placeColumns, ...rows].map(line).join('');
}
function line(values) {
    return `${values.map((value) => cell(String(value ?? ''))).join(',')}\r\n`;
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
    const { keys, unlisted: found, ...rest } = report;
    return { attention, output: { ...rest, attention, keysIn: 'audit.json', unlisted: withoutPlaces(found) } };
}
function withoutPlaces(found) {
    if (found === null)
        return null;
    const { places, ...rest } = found;
    return rest;
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
    return new Markup(parts.map((part, index) => part + markup_textOf(values[index] ?? '')).join(''));
}
/** Nothing. */
const nothing = new Markup('');
function markup_textOf(value) {
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
/** Light and dark, on paper, and where the table has no room, as on a phone: there each row is a card. */
const style = `
:root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--ink:#1b2028;--soft:#5a6472;--line:#dde1e7;--bad:#b3261e;--badground:#fdecea;--good:#1a6b3c;--accent:#0b57d0}
@media (prefers-color-scheme:dark){:root{--ground:#12151a;--card:#1b2028;--ink:#e8ebf0;--soft:#a3adbb;--line:#343c48;--bad:#ff9a90;--badground:#3a1d1b;--good:#7fd6a2;--accent:#8ab4f8}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:1440px;margin:0 auto;padding:28px 20px 60px;overflow-wrap:anywhere}
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
.tasks p{margin:0 0 4px}
.accounts{margin:4px 0;padding:0;list-style:none;overflow-wrap:anywhere}
.tasks+.warning{margin-top:10px}
.warning{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--accent);border-radius:8px;padding:10px 14px}
.wide{background:var(--card);border:1px solid var(--line);border-radius:10px;overflow-x:auto}
.warning.bad{border-left-color:var(--bad)}
.places{margin:10px 0;padding:0;list-style:none;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(380px,100%),1fr));gap:10px;overflow-wrap:anywhere}
.places>li{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--accent);border-radius:8px;padding:10px 14px}
.places>li.held{border-left-color:var(--bad)}
.places ul{margin:4px 0 0;padding:0;list-style:none}
.places ul li+li{margin-top:6px}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{text-align:left;vertical-align:top;padding:9px 10px;border-bottom:1px solid var(--line)}
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
td:nth-child(2){overflow-wrap:anywhere;min-width:120px}
td summary,td .soft.date{white-space:nowrap}
.number{font-variant-numeric:tabular-nums;white-space:nowrap}
summary{cursor:pointer;color:var(--soft)}
@media screen and (max-width:1200px){
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
tr,.tasks li,.places>li,.tiles li{break-inside:avoid}
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





/** The whole answer in one sentence. */
function headlineOf({ summary, unread, unreadAccounts }) {
    const { keys, active, users, overdue, oldestActiveDays: oldest } = summary;
    const what = `${counted(keys, 'access key')} of ${counted(users, 'user')}, ${active} active`;
    const age = oldest === null ? '' : `, the oldest of them ${counted(oldest, 'day')} old`;
    const unseen = unread.length === 0 ? '' : `; ${counted(unread.length, 'user')} could not be read in full`;
    const names = unreadAccounts.map(({ account }) => accountName(account));
    const closed = names.length === 0 ? '' : `; ${(0,listed/* listed */.K)(names, 5)} could not be read`;
    return `${what}${age}; ${overdue === 0 ? 'none' : overdue} overdue${unseen}${closed}`;
}
/** Where the keys are, as far as that is known, and what happens next. */
function furtherOf({ keys, unlisted }) {
    const places = keys.flatMap((key) => key.places);
    const holding = places.filter(({ proves }) => proves === 'holds this key').length;
    const doubtful = places.filter(({ proves }) => proves === 'may hold this key').length;
    const told = `${counted(holding, 'configured secret')} proven to hold a key, ${doubtful} that may`;
    const elsewhere = unlisted === null ? '' : `; ${placesElsewhere(unlisted)}`;
    const stored = places.length === 0 && unlisted === null ? 'not read' : `${told}${elsewhere}`;
    const [next] = keys
        .filter(({ nextStepAt }) => nextStepAt !== null)
        .toSorted((one, other) => (one.nextStepAt ?? '').localeCompare(other.nextStepAt ?? ''));
    const rotated = new Set(keys.filter(({ phase }) => phase !== null).map(({ account, user }) => `${account}/${user}`));
    const first = next === undefined ? '' : `; the first step is ${nextOf(next)}, for ${next.user}`;
    return [`Stored: ${stored}.`, `Next: ${counted(rotated.size, 'user')} with a rotation${first}.`];
}
function placesElsewhere({ places }) {
    const live = new Set(places.filter(({ users }) => users.some(({ isLive }) => isLive)).map(({ place }) => place));
    if (live.size === 0)
        return 'no place that nobody lists holds an active key';
    return `${counted(live.size, 'place')} that nobody lists ${live.size === 1 ? 'holds or may hold' : 'hold or may hold'} an active key`;
}
/** What an inventory has read, and how to go on with it where that is not all. */
function coverageOf(inventory) {
    const { organizations, repositoriesRead, repositoriesArchived, repositoriesLeft, from, to } = inventory;
    const left = repositoriesLeft === 0 ? '' : `, ${repositoriesLeft} left`;
    const archived = repositoriesArchived === 0 ? '' : ` (${repositoriesArchived} archived are left out)`;
    const when = from === to ? `at ${from}` : `from ${from} to ${to}`;
    const read = `${organizations.join(', ')}: ${counted(repositoriesRead, 'repository', 'repositories')} read${left}${archived}, ${when}.`;
    if (inventory.complete)
        return read;
    return `${read} The inventory is not complete. ${inventory.stopped ?? ''} A run within a day of its beginning goes on from the file inventory.json, where that is in the folder of the audit: docs/audit.md shows how to hand it on.`;
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
function storedIn({ places, elsewhere }) {
    const { holds = [], mayHold = 0 } = elsewhere ?? {};
    return [
        ...places
            .filter(({ proves }) => proves !== 'cannot hold this key')
            .map(({ name, place, proves }) => `${name} in ${place}${proves === 'may hold this key' ? ' (may hold it)' : ''}`),
        ...holds.map((place) => `${place}, not listed`),
        ...(mayHold === 0 ? [] : [`${counted(mayHold, 'place')} not listed may hold it`]),
    ];
}
/** So many users of one place are named where people read. */
const words_mostUsers = 8;
/** What a place that no configuration lists proves, one line for each verdict. */
function verdictsOf({ users, cannotHold }) {
    const holding = users.filter(({ proves }) => proves === 'holds this key');
    const doubtful = users.filter(({ proves }) => proves === 'may hold this key');
    const others = `${counted(cannotHold, users.length === 0 ? 'user' : 'other user')}`;
    return [
        ...holding.map(({ accessKeyId, user }) => `holds the key ${accessKeyId} of ${user}`),
        ...(doubtful.length === 0
            ? []
            : [
                `may hold a key of ${(0,listed/* listed */.K)(doubtful.map(({ user }) => user), words_mostUsers)}`,
            ]),
        ...(cannotHold === 0 ? [] : [`cannot hold a key of ${others}`]),
    ];
}
/** Secrets of one place that prove the same, because they were written together, are told together. */
function alikeIn(places) {
    const groups = Map.groupBy(places, (each) => [each.place, each.updatedAt.slice(0, 10), ...verdictsOf(each)].join('\n'));
    return [...groups.values()].flatMap(([first, ...others]) => (first === undefined ? [] : [[first, ...others]]));
}

;// CONCATENATED MODULE: ./lib/audit/page-places.js
/** The section of the page that shows places which no configuration lists, each once. */



/** So many places are shown; the file of places has all of them. */
const page_places_mostPlaces = 300;
/** Reasons why something was not read are folded where there are more. */
const mostOpen = 5;
/** What an inventory has found and how far it came: what holds a key, what may hold one, and what cannot. */
function unlistedSection(inventory) {
    const { places, unread, complete } = inventory;
    const byPlace = [...Map.groupBy(places, ({ place }) => place).values()];
    const holding = byPlace.filter((all) => all.some(({ users }) => users.length > 0));
    const others = byPlace.filter((all) => !holding.includes(all));
    const left = holding.length - page_places_mostPlaces;
    return html `<h2 id="places">Places that no configuration lists</h2>
<p class="${complete ? 'soft' : 'warning'}">${coverageOf(inventory)}</p>
${holding.length === 0 ? html `<p class="good">No secret or variable outside the configured places may hold a key, as far as was read.</p>` : html `<ul class="places">${holding.slice(0, page_places_mostPlaces).map(card)}</ul>`}
${left > 0 ? html `<p>${counted(left, 'more place')}: unlisted-places.csv has all of them.</p>` : nothing}
${others.length === 0 ? nothing : html `<details><summary>${counted(others.length, 'other place')} of such names, which cannot hold any of these keys</summary><ul class="places">${others.slice(0, page_places_mostPlaces).map(card)}</ul></details>`}
${unread.length === 0 ? nothing : html `<details${new Markup(unread.length <= mostOpen ? ' open' : '')}><summary>${counted(unread.length, 'reason')} why something was not read</summary>${unread.map((each) => html `<p class="soft">${each}</p>`)}</details>`}`;
}
/** One place with all that was found there. */
function card(all) {
    const place = all[0]?.place ?? '';
    const isHeld = all.some(({ users }) => users.some(({ proves, isLive }) => proves === 'holds this key' && isLive));
    return html `<li class="${isHeld ? 'held' : 'open'}"><b>${place}</b><ul>${alikeIn(all).map(entry)}</ul></li>`;
}
function entry(alike) {
    const [first] = alike;
    const names = alike.map(({ kind, name }, index) => html `${index === 0 ? '' : ', '}${kind === 'variable' ? 'variable ' : ''}<code>${name}</code>`);
    return html `<li>${names} <span class="soft">written ${first.updatedAt.slice(0, 10)}</span><br>${verdictsOf(first).join('; ')}</li>`;
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
    const { at, unreadAccounts, attention, warnings, keys } = report;
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
<p class="soft">As of ${at} (AWS’s clock, UTC).</p>
${accountList(report)}
${unreadAccounts.map(({ account, reasons }) => html `<p class="warning bad">Not read: ${accountName(account)}. ${reasons.map(({ what }) => what).join(' ')}</p>`)}
${tiles(report)}
<h2>What to do</h2>
${attention.length === 0
        ? html `<p class="good">Nothing needs a person.</p>`
        : html `<ul class="tasks">${byRemedy(attention).map(([remedy, all]) => html `<li>${all.map(task)}${remedy}</li>`)}</ul>`}
${warnings.map((warning) => html `<p class="warning">${warning}</p>`)}
<h2>Access keys</h2>
${keys.length === 0 ? html `<p>There is none.</p>` : table(keys)}
${report.unlisted === null ? nothing : unlistedSection(report.unlisted)}
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
function task({ what, since, account }) {
    const about = [
        ...(account === '' ? [] : [`Account ${account}`]),
        ...(since === undefined ? [] : [`since ${since.slice(0, 10)}`]),
    ];
    return html `<p><b>${(0,rotation_problem/* withFullStop */.uo)(what)}</b> <span class="soft">${about.join('; ')}</span></p>`;
}
/** Where there are many accounts, they are folded. */
function accountList({ accounts }) {
    const list = html `<ul class="accounts soft">${accounts.map(accountOf)}</ul>`;
    if (accounts.length <= 3)
        return list;
    return html `<details><summary>${counted(accounts.length, 'account')}</summary>${list}</details>`;
}
function accountOf({ account, users, credentialReport, auditor }) {
    const scope = credentialReport === null
        ? `${counted(users, 'configured user')}`
        : `every user, by the credential report of ${credentialReport}`;
    return html `<li>Account ${account}: ${scope}, read as <code>${auditor}</code></li>`;
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
function stored({ places, elsewhere }) {
    const beyond = elsewhere === null ? nothing : notListed(elsewhere);
    if (places.length === 0)
        return elsewhere === null ? html `<span class="soft">not read</span>` : html `<div>${beyond}</div>`;
    const told = (proves) => places.filter((place) => place.proves === proves);
    const list = [...told('holds this key'), ...told('may hold this key')];
    const others = told('cannot hold this key');
    const line = ({ name, place, proves, because, updatedAt }) => html `<li><code>${name}</code> in ${place}<br><span class="soft">${proves}: ${because}${updatedAt === null ? '' : ` (${updatedAt})`}</span></li>`;
    const rest = others.length === 0
        ? nothing
        : html `<details><summary>${counted(others.length, 'other place')}</summary><ul>${others.map(line)}</ul></details>`;
    return html `<div><ul>${list.map(line)}</ul>${rest}${beyond}</div>`;
}
function notListed({ holds, mayHold }) {
    const held = holds.map((place) => html `<span class="bad">${place}, which nobody lists</span><br>`);
    if (mayHold === 0)
        return holds.length === 0 ? html `<span class="soft">nowhere else</span>` : html `${held}`;
    return html `${held}<a href="#places">${counted(mayHold, 'place')} that nobody lists</a> may hold it`;
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
function legend({ keys, controls: all }) {
    const line = (control) => {
        const count = keys.filter((key) => misses(key, control.id)).length;
        const standing = count === 0 ? html `<span class="good">0</span>` : html `<span class="bad">${count}</span>`;
        return html `<tr><td data-label="Control"><a href="${control.page}">${control.title}</a></td><td data-label="Standards">${control.standards.join('; ')}</td><td data-label="Missed by">${standing}</td></tr>`;
    };
    return html `<div class="wide"><table><thead><tr><th scope="col">Control</th><th scope="col">Standards</th><th scope="col">Missed by</th></tr></thead><tbody>${all.map(line)}</tbody></table></div>`;
}
function evidence({ accounts, unlisted }) {
    const reported = accounts.some(({ credentialReport }) => credentialReport !== null);
    return html `<p>Keys, their age and status are what IAM listed for this audit. The last use is AWS’s own record of it, which may lag by some hours. A key that was never used counts as unused from its creation on.</p>
${reported
        ? html `<p>AWS makes a credential report at most every four hours: users that are younger are not in it, and neither is a user whose only keys are inactive and were never used. It tells no IDs, so that keys of root have none here.</p>`
        : html `<p>Only the users of this configuration were read.</p>`}
<p>Phase, next step and owner come from the tags that the rotation writes to its user. GitHub shows no value of a secret: where a key is stored follows from the dates of the configured secrets, and from the values of variables. A secret that was written before a key existed cannot hold it.</p>
${unlisted === null
        ? nothing
        : html `<p>A place that nobody lists concerns a user when a secret or a variable there has one of the user’s names, or when a variable shows the ID of one of the user’s keys. A secret that was written since the oldest of these keys exists may hold one of them, or a key of anybody else: only its date is known.</p>`}
<p>A key is overdue when it is older than 90 days and active, or when the next step of its user is a week late. The pace of other configurations is not known: their users are taken to be rotated at 90 days, and deactivate-after and delete-after to be the longest of the defaults and of this configuration.</p>`;
}

// EXTERNAL MODULE: ./lib/report/key-names.js
var key_names = __webpack_require__(9472);
// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __webpack_require__(3021);
;// CONCATENATED MODULE: ./lib/audit/summary.js
/** The job summary of an audit: the answer, what a person has to do, and the keys in a table. */







/** The page in the files has all of them. */
const mostRows = 200;
/** GitHub-flavoured Markdown. `folder`: where the files are. */
function summaryOf(report, folder) {
    const { attention, warnings, keys, at, unlisted } = report;
    const told = (text) => (0,markdown/* plain */.pj)((0,titles/* withReadableTimes */.X3)(text, Date.parse(at)));
    const further = [...furtherOf(report), ...(unlisted === null ? [] : [coverageOf(unlisted)])];
    return [
        `## ${summary_titleOf(report)}`,
        `${told(headlineOf(report))}.`,
        ...(attention.length === 0 ? ['**There is nothing for you to do.**'] : [tasks(report, told)]),
        ...warnings.map((warning) => `> [!WARNING]\n> ${told(warning)}`),
        further.map(told).join('  \n'),
        keys.length === 0 ? 'There is no access key.' : summary_table(report),
        ...(unlisted === null || unlisted.places.length === 0 ? [] : [elsewhere(unlisted)]),
        `<sub>As of ${(0,titles/* readable */.HD)(Date.parse(at))}, by AWS's clock. The files in ${(0,markdown/* plain */.pj)(folder)} have every key with its evidence, as a page, as CSV and as JSON.</sub>`,
    ]
        .join('\n\n')
        .concat('\n');
}
/** The answer in one line: whether any key is overdue, or could not be told, or something else is to do. */
function summary_titleOf({ summary: { overdue }, attention }) {
    if (overdue > 0)
        return `🔴 ${counted(overdue, 'access key is', 'access keys are')} overdue`;
    return `${attention.length > 0 ? '⚠️' : '✅'} No access key is overdue`;
}
function tasks({ attention }, told) {
    const shown = attention.slice(0, mostRows);
    const others = attention.length - shown.length;
    return [
        `### ${counted(attention.length, 'thing')} to do`,
        '',
        ...byRemedy(shown).flatMap(([remedy, all]) => {
            const whats = all.map(({ what }) => (0,rotation_problem/* withFullStop */.uo)(told(what)));
            if (whats.length === 1)
                return [`- ${whats[0]} **${told(remedy)}**`];
            return [`- **${told(remedy)}**`, ...whats.map((what) => `  - ${what}`)];
        }),
        ...(others > 0 ? [`- and ${others} more, which the files name`] : []),
    ].join('\n');
}
/** Three columns fit a phone: what a key is, how it is, and what comes. */
function summary_table({ keys, accounts, at }) {
    const isAlone = accounts.length === 1;
    const now = Date.parse(at);
    const rows = keys.slice(0, mostRows).map((key) => {
        const { accessKeyId: id, ageDays } = key;
        const about = [id === null ? keyName(key) : `…${(0,key_names/* shortId */.m_)(id)}`, ...(isAlone ? [] : [key.account])];
        const stored = storedIn(key);
        const missed = words_missedBy(key);
        return summary_row(`${key.overdue ? '🔴 ' : ''}${(0,markdown/* plainCell */.dD)(key.user)}${small(about.map(markdown/* plainCell */.dD))}`, `${key.status}${small([
            ageDays === null ? 'age not known' : `${counted(ageDays, 'day')} old`,
            (0,markdown/* plainCell */.dD)(`last used: ${(0,titles/* withReadableTimes */.X3)(lastUseOf(key), now)}`),
        ])}`, `${(0,markdown/* plainCell */.dD)((0,titles/* withReadableTimes */.X3)(nextOf(key), now))}${small([
            ...missed.map((each) => (0,markdown/* plainCell */.dD)(`misses ${each}`)),
            ...stored.map(markdown/* plainCell */.dD),
        ])}`);
    });
    const others = keys.length - rows.length;
    return [
        summary_row('key of', 'it is', 'next'),
        summary_row('---', '---', '---'),
        ...rows,
        ...(others > 0 ? ['', `${others} more are in the files.`] : []),
    ].join('\n');
}
const summary_row = (...cells) => `| ${cells.join(' | ')} |`;
/** Lines of a cell below its first. */
const small = (lines) => lines.map((each) => `<br><sub>${each}</sub>`).join('');
/** Places that hold or may hold a key, by name; what can hold none is counted. */
function elsewhere({ places }) {
    const holding = alikeIn(places.filter(({ users }) => users.length > 0));
    const rows = holding.slice(0, mostRows).map(([first, ...alike]) => {
        const names = [first, ...alike].map(({ kind, name }) => (kind === 'variable' ? `variable ${name}` : name));
        const written = `written ${(0,titles/* shortDay */.tE)(Date.parse(first.updatedAt))}`;
        return summary_row(`${(0,markdown/* plainCell */.dD)(first.place)}${small([...names.map(markdown/* plainCell */.dD), written])}`, verdictsOf(first).map(markdown/* plainCell */.dD).join('<br>'));
    });
    const others = holding.length - rows.length;
    const harmless = places.filter(({ users }) => users.length === 0).length;
    return [
        '### Places that no configuration lists',
        '',
        ...(rows.length === 0 ? [] : [summary_row('secrets in', 'what their date proves'), summary_row('---', '---'), ...rows, '']),
        ...(others > 0 ? [`${others} more are in the files.`] : []),
        ...(harmless > 0 ? [harmlessOf(harmless)] : []),
    ].join('\n');
}
function harmlessOf(count) {
    return `${counted(count, 'secret or variable', 'secrets or variables')} of such a name cannot hold any of these keys.`;
}

;// CONCATENATED MODULE: ./lib/audit/tell.js
/** Hands an audit to the runner: files, log, outputs, annotations and the job summary. */










/** Tells everything that was found. `failsOnOverdue`: what is overdue, or cannot be told, turns the run red. */
async function tell(report, folder, failsOnOverdue) {
    writeFile(folder, 'audit.json', `${(0,runner/* concealed */.TU)(JSON.stringify(report, null, 2))}\n`);
    writeFile(folder, 'audit.csv', (0,runner/* concealed */.TU)(csvOf(report)));
    if (report.unlisted !== null)
        writeFile(folder, 'unlisted-places.csv', (0,runner/* concealed */.TU)(placesCsvOf(report.unlisted)));
    writeFile(folder, 'audit.html', (0,runner/* concealed */.TU)(pageOf(report)));
    const told = (text) => (0,titles/* withReadableTimes */.X3)(text, Date.parse(report.at));
    for (const key of report.keys)
        (0,runner/* print */.yy)(told(lineOf(key)));
    if (report.unlisted !== null)
        (0,runner/* print */.yy)(told(coverageOf(report.unlisted)));
    const { attention, output } = outputsOf(report);
    (0,runner/* setOutput */.uH)('report', output);
    (0,runner/* setOutput */.uH)('attention', [...attention]);
    const title = 'Audit of access keys';
    const tasks = report.attention.map(({ what, remedy }) => told(`${(0,rotation_problem/* withFullStop */.uo)((0,rotation_problem/* asSentence */.KG)(what))} ${remedy}`));
    // One for the headline, one for a summary that cannot be written.
    for (const each of (0,annotation/* folded */.T)([...report.warnings, ...tasks], (0,runner/* annotationsLeft */.Ah)('warning') - 2)) {
        (0,runner/* annotate */.fz)('warning', each, '', title);
    }
    const headline = (0,rotation_problem/* asSentence */.KG)(headlineOf(report));
    const where = `Every key with its evidence is in ${folder.name}: audit.html, audit.csv and audit.json.`;
    // An account that is not read is as if the audit had failed.
    const isPartial = report.unreadAccounts.length > 0;
    if (isPartial || (failsOnOverdue && (report.summary.overdue > 0 || report.unread.length > 0))) {
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
    const { audited, unread, warnings: ofAccounts } = await connectAccounts(configuration, services);
    const isAlone = audited.length + unread.length === 1;
    const scope = { wholeAccount: options.wholeAccount, assumedPace: assumedPace(users.map(({ policy }) => policy)) };
    // Each account has limits of its own.
    const gathered = await (0,p_map/* default */.Ay)(audited, (account) => gatherOrTell(account, scope, isAlone), { concurrency: 4 });
    const accounts = gathered.filter((each) => 'auditor' in each);
    const inventory = await findUnlistedPlaces(configuration, { accounts, audited, folder: folder.path }, services);
    const idle = (0,job/* warnOfIdleSchedule */.Z1)(environment);
    const warnings = [
        // How often audits come keeps no key from being rotated.
        ...configuration.warnings.flatMap(({ kind, text }) => (kind === 'rare schedule' ? [] : [text])),
        ...warningsOf(users),
        ...ofAccounts,
        ...(idle === undefined ? [] : [idle.text]),
    ];
    const unreadAccounts = [...unread, ...gathered.filter((each) => 'reasons' in each)];
    const evidence = { at: clock.now(), accounts, unreadAccounts, inventory };
    const server = environment['GITHUB_SERVER_URL'] || 'https://github.com';
    await tell(reportOf(evidence, [...new Set(warnings)], server), folder, options.failsOnOverdue);
}
/** One account, or why it could not be read: of several, it stops no other. @throws Problem where it is the only one */
async function gatherOrTell(audited, scope, isAlone) {
    try {
        return await gather(audited, scope);
    }
    catch (problem) {
        if (isAlone || !(problem instanceof rotation_problem/* Problem */.AF))
            throw problem;
        const { account, configured } = audited;
        const reasons = [{ what: problem.message, remedy: problem.remedy }];
        return { account, users: configured.map(({ name }) => name), reasons };
    }
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


/***/ })

};
