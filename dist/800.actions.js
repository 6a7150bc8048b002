export const id = 800;
export const ids = [800];
export const modules = {

/***/ 3800:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runUsers: () => (/* binding */ runUsers)
});

// EXTERNAL MODULE: ./node_modules/p-map/index.js
var p_map = __webpack_require__(606);
// EXTERNAL MODULE: ./lib/aws/caller.js + 1 modules
var aws_caller = __webpack_require__(5067);
// EXTERNAL MODULE: ./lib/aws/errors.js
var errors = __webpack_require__(6762);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/commands/GetUserCommand.js
var GetUserCommand = __webpack_require__(8457);
// EXTERNAL MODULE: ./lib/aws/key-list.js
var key_list = __webpack_require__(7407);
;// CONCATENATED MODULE: ./lib/aws/early-look.js
/** A look at an IAM user that is asked for before it is known who signs, and whose user that is. */


/**
 * Asks for the user and its keys at one moment; `userName` undefined: the user that the credentials belong to. Nothing may
 * be concluded from it before STS has said who signs. Never throws: what goes wrong here goes wrong again, and is told,
 * when it is asked for in its turn.
 */
async function lookEarly(clients, credentials, userName, clock) {
    const looked = clock.elapsed();
    const client = clients.iam(credentials);
    try {
        const [{ User: user }, keys] = await Promise.all([
            client.send(new GetUserCommand/* GetUserCommand */.T(userName === undefined ? {} : { UserName: userName })),
            (0,key_list/* listKeys */.k)(client, userName),
        ]);
        return user && { user, keys, looked, seen: clock.elapsed() };
    }
    catch {
        return undefined;
    }
}

// EXTERNAL MODULE: ./lib/destination.js
var destination = __webpack_require__(8599);
// EXTERNAL MODULE: ./lib/inputs/recovery-secret.js
var recovery_secret = __webpack_require__(1159);
// EXTERNAL MODULE: ./lib/inputs/role.js
var inputs_role = __webpack_require__(3449);
// EXTERNAL MODULE: ./lib/key/held-key.js
var held_key = __webpack_require__(1102);
// EXTERNAL MODULE: ./lib/key/recovery-value.js
var recovery_value = __webpack_require__(7020);
// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __webpack_require__(5557);
// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __webpack_require__(9037);
// EXTERNAL MODULE: ./lib/text/account-number.js
var account_number = __webpack_require__(7816);
;// CONCATENATED MODULE: ./lib/connect.js
/** From inputs to the ports of a rotation: who calls, whom to rotate, and how AWS and GitHub are reached. */











/** Finds out who calls and whom to rotate, and makes the ports. */
async function connect(inputs, services) {
    const { clock, aws: clients, narrator, nonce } = services;
    const masking = maskingOf(inputs, services);
    const { credentials, own, caller, ends, signer, warnings, early } = await signing(inputs, services);
    // What the first answers are needed for is loaded after their requests have left.
    const [{ IamUser }, { connectGitHub }] = await Promise.all([
        __webpack_require__.e(/* import() */ 175).then(__webpack_require__.bind(__webpack_require__, 6175)),
        Promise.all(/* import() */[__webpack_require__.e(815), __webpack_require__.e(242), __webpack_require__.e(504)]).then(__webpack_require__.bind(__webpack_require__, 8504)),
    ]);
    const self = caller.userName !== undefined && (inputs.iamUser ?? caller.userName).toLowerCase() === caller.userName.toLowerCase();
    const user = inputs.iamUser ?? caller.userName;
    if (user === undefined)
        throw new problem/* Problem */.AF(`The job signs as ${caller.arn}, which is not an IAM user`, 'Name the IAM user to rotate in iam-user.');
    const owner = { user, account: caller.account };
    const place = inputs.recovery && (0,recovery_secret/* recoveryPlaceOf */.MT)(inputs.recovery, owner, inputs.destinations);
    const recovery = place && { ...place, account: caller.account, missingLine: missingLineOf(inputs, place.name) };
    const handed = place && (0,recovery_value/* readRecovery */.c)(inputs.recoveryText, (0,recovery_secret/* isNameOf */.b_)(place, owner), holding(masking));
    if (handed?.kind === 'unusable') {
        const text = `The value of recovery-secret was not written by this action: ${handed.why}. It is ignored.`;
        services.warn({ kind: 'unusable recovery value', text });
    }
    const iam = new IamUser({
        clients,
        credentials,
        userName: self ? undefined : user,
        early,
        // IAM tells a user's path only to who may ask.
        arn: self
            ? caller.arn
            : `${caller.arn.split(':', 2).join(':')}:iam::${caller.account}:user/${user} (user/PATH/${user} where the user has a path)`,
        account: caller.account,
        // A session's ARN leaves out the path of its role.
        caller: inputs.roleToAssume ?? caller.arn,
        writer: {
            run: inputs.policy.run,
            attempt: inputs.policy.attempt,
            owner: inputs.policy.owner,
            digest: inputs.policy.digest,
            nonce,
            timeLimitSeconds: inputs.policy.timeLimit / time/* second */.Rc,
        },
        places: inputs.destinations.map(({ place }) => {
            return { id: (0,destination/* identityOf */.cu)(place).replace(/:actions$/, ''), name: (0,destination/* nameOf */.Vb)(place) };
        }),
        secretNames: [...new Set(inputs.destinations.flatMap(namesIn))],
        clock,
        masking,
    });
    const ownPair = self && own ? new held_key/* HeldAccessKey */.F(own.accessKeyId, own.secretAccessKey, masking) : undefined;
    const timeLimit = Math.min(inputs.policy.timeLimit, ends());
    const timely = { ...inputs, policy: { ...inputs.policy, timeLimit } };
    const { end, ...github } = connectGitHub(timely, recovery, services);
    return {
        user,
        account: caller.account,
        signer,
        policy: {
            ...timely.policy,
            nonce,
            uncovered: await github.verifier.uncovered(),
            // A session that cannot be renewed ends in the middle of a run, and nothing may begin that it would not end.
            get timeLimit() {
                return Math.min(inputs.policy.timeLimit, ends());
            },
        },
        afterwards: () => [...warnOfFormer(iam.formerly, user), ...warnings()],
        end,
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
function namesIn({ secrets, variables }) {
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
async function signing(inputs, services) {
    const { roleToAssume: role, iamUser } = inputs;
    const { aws, clock, sessions, jobAge } = services;
    if (services.credentials === undefined && role === undefined)
        throw (0,aws_caller/* noPair */.gK)();
    if (services.credentials !== undefined)
        (0,aws_caller/* refuseNamelessSession */.t0)(services.credentials, iamUser);
    const finding = services.credentials && findSigner(inputs, services, services.credentials);
    // IAM is asked at the same time as STS; where a role stands between, nothing can be asked yet.
    const looking = role === undefined && services.credentials ? lookEarly(aws, services.credentials, iamUser, clock) : undefined;
    const base = await finding;
    refuseListedTwice(inputs, base?.caller.account);
    const chain = base && chainOf(base, services);
    const baseEnds = base && lifetime(base.credentials, clock, jobAge);
    if (role === undefined) {
        if (base === undefined || baseEnds === undefined || chain === undefined)
            throw (0,aws_caller/* noPair */.gK)();
        const { credentials, caller } = base;
        const early = credentials === services.credentials ? await looking : undefined;
        return { credentials, own: credentials, caller, ends: () => baseEnds, signer: chain, warnings: () => [], early };
    }
    const session = sessions.of(role, aws, base && { ...base, ends: baseEnds ?? 0 });
    const caller = await session.caller();
    return {
        credentials: session.credentials,
        own: undefined,
        caller,
        ends: () => session.ends(),
        signer: `${(0,account_number/* withoutAccounts */.J)(caller.arn)}, a session of the role ${(0,account_number/* withoutAccounts */.J)(role)}, assumed ${chain === undefined ? 'with the OIDC token of this job' : `by ${chain}`}`,
        warnings: () => warnOfSession(session.trouble),
        early: undefined,
    };
}
/**
 * Two entries of a configuration may be one user, which shows only when the account of the job is known: one without a
 * role, and one with a role in that account. Neither knows the places of the other, whose key it would switch off.
 */
function refuseListedTwice({ iamUser, roleToAssume, namesakes }, jobAccount) {
    const accountWith = (role) => (role === undefined ? jobAccount : (0,inputs_role/* accountOf */.X)(role));
    const account = accountWith(roleToAssume);
    if (account === undefined || !namesakes.some((role) => accountWith(role) === account))
        return;
    throw new problem/* Problem */.AF(`${iamUser} is listed twice in the file of config-file: the job signs in the very account of the role-to-assume that one of the entries has, and the other one has no role`, 'List each user once, with all of its destinations.');
}
function chainOf({ credentials, caller }, services) {
    const source = credentials === services.credentials ? '' : `, by the key in ${credentials.source}`;
    return `${(0,account_number/* withoutAccounts */.J)(caller.arn)}${source}`;
}
/** A renewal that fails ends nothing by itself: the session goes on, and what does not fit into the rest is left. */
function warnOfSession(trouble) {
    if (trouble === undefined)
        return [];
    return [
        {
            kind: 'session not renewed',
            text: `${(0,problem/* inSentences */.YP)(trouble)} What this run had no time left for is left to the next one.`,
        },
    ];
}
/**
 * The job's credentials; or the pair that the recovery secret holds, when AWS rejects the job's: a self-rotation that
 * was killed between the two writes of its own pair leaves its next job with the halves of two keys.
 */
async function findSigner(inputs, services, credentials) {
    const { aws, identify: ask = aws_caller/* identify */.ls } = services;
    try {
        return { credentials, caller: await ask(aws, credentials, inputs.roleToAssume !== undefined) };
    }
    catch (error) {
        const { recovery, iamUser } = inputs;
        const hold = holding(maskingOf(inputs, services));
        const known = { user: iamUser, account: undefined };
        const handed = recovery && (0,recovery_value/* readRecovery */.c)(inputs.recoveryText, (0,recovery_secret/* isNameOf */.b_)(recovery, known), hold);
        const replaceable = error instanceof problem/* Problem */.AF && (0,errors/* isRejection */.aK)(error.cause) && credentials.sessionToken === undefined;
        if (!replaceable || handed?.kind !== 'key')
            throw error;
        const pair = { ...handed.held.credentials(), expiration: undefined, source: 'the recovery secret' };
        const caller = await ask(aws, pair).catch(() => undefined);
        const sameUser = caller?.userId === handed.about.user && caller.account === handed.about.account;
        // Several users may be given such a secret: whose the job's key is, the configuration tells, a half of it, or IAM.
        const isNamed = iamUser !== undefined && recovery !== undefined && !(0,recovery_secret/* mayNameSeveral */.Z3)(recovery, known);
        const isHalf = pair.accessKeyId === credentials.accessKeyId || pair.secretAccessKey === credentials.secretAccessKey;
        const isOwn = isNamed || isHalf || (await (0,aws_caller/* hasKey */.CJ)(aws, pair, credentials.accessKeyId, caller?.userName));
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
function holding(masking) {
    return (id, secret) => new held_key/* HeldAccessKey */.F(id, secret, masking);
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
    return isKnown ? clock.elapsed() + expiration.getTime() - clock.now() : time/* hour */.nW - jobAge;
}

// EXTERNAL MODULE: ./lib/github/api/transport.js
var transport = __webpack_require__(1901);
// EXTERNAL MODULE: ./lib/github/tokens/tokens.js + 2 modules
var tokens = __webpack_require__(7275);
// EXTERNAL MODULE: ./lib/rotation/facts.js
var facts = __webpack_require__(6189);
// EXTERNAL MODULE: ./lib/report/key-label.js
var key_label = __webpack_require__(7202);
// EXTERNAL MODULE: ./lib/report/key-names.js
var key_names = __webpack_require__(9472);
;// CONCATENATED MODULE: ./lib/report/log-names.js



/** Names of keys, as far as the log has come: a key keeps the last one that it had. */
class KeysOfLog {
    #names = new Map();
    #told = new Set();
    #creates = false;
    /** What is known from here on; `decision` is about to be taken. */
    see(world, decision) {
        if (world !== undefined) {
            const journal = (0,facts/* journalOf */.PR)(world);
            const keys = world.keys.map((key) => ({ ...key, label: (0,key_label/* labelOf */.W)(key, journal, world.keys.length) }));
            for (const key of keys) {
                const name = (0,key_names/* nameOfKey */.m1)(key, keys) ?? (this.#creates && !this.#names.has(key.id) ? 'the new key' : undefined);
                if (name !== undefined)
                    this.#names.set(key.id, name);
            }
        }
        if (decision === undefined)
            return;
        this.#creates = decision.do === 'create';
        if (decision.do === 'discard' && !this.#names.has(decision.key))
            this.#names.set(decision.key, 'the unpublished key');
    }
    /** A text with the names of the keys, each at its first mention with the end of the ID. */
    naming(text) {
        return [...this.#names].reduce((told, [id, name]) => {
            const mention = `${name} ${id}`;
            const isFirst = !this.#told.has(mention) && told.includes(id);
            if (isFirst)
                this.#told.add(mention);
            return (0,key_names/* named */.KT)(told, id, name, isFirst ? ` …${(0,key_names/* shortId */.m_)(id)}` : '');
        }, text);
    }
}

// EXTERNAL MODULE: ./lib/report/titles.js
var titles = __webpack_require__(131);
;// CONCATENATED MODULE: ./lib/report/narrator.js


/**
 * Tells each step and its reason while it happens, line by line, and no reason twice. Keys have names, and times the form
 * in which people read them: the report has IDs and times in full. What every run does alike to prepare a step, the claim
 * and the notes in the tags, takes no line unless there is something to tell of it.
 */
function narratorTo(print, { now, tellsFailure }) {
    const keys = new KeysOfLog();
    const reasons = [];
    const results = [];
    /** The title of a step that is worth a line only with what comes of it. */
    let quiet;
    let looksAtClaim = false;
    const say = (text) => (0,titles/* withReadableTimes */.X3)(keys.naming(text), now()).replaceAll('\n', '\n  ');
    /** A reason without what a line before has said. */
    const untold = (because) => {
        const lengths = reasons.filter((each) => because.startsWith(each)).map(({ length }) => length);
        reasons.push(because);
        const rest = because.slice(Math.max(0, ...lengths));
        const [, added] = /^(?:[:;,.] (.*))?$/s.exec(rest) ?? [undefined, because];
        return results.reduce((text, result) => text.replace(result, () => 'see above'), added ?? '');
    };
    return {
        decided(decision, world) {
            quiet = undefined;
            keys.see(world, decision);
            looksAtClaim = decision.do === 'observe' && decision.what === 'claim';
            if (looksAtClaim || decision.do === 'claim' || decision.do === 'record') {
                quiet = `▸ ${say((0,titles/* titleOf */.Gg)(decision))}`;
                return;
            }
            if (!tellsFailure && (decision.do === 'fail' || decision.do === 'stop'))
                return;
            const because = untold(decision.because);
            print(`▸ ${say((0,titles/* titleOf */.Gg)(decision))}${because === '' ? '' : `: ${say(because)}`}`);
        },
        done(result, world) {
            keys.see(world);
            if (result === '' || (looksAtClaim && world?.run.claim?.confirmed === true))
                return;
            if (quiet !== undefined)
                print(quiet);
            quiet = undefined;
            if (result.length >= worthPointingAt)
                results.push(result);
            print(`  ${say(result)}`);
        },
    };
}
/** A shorter result is said again rather than pointed at, in characters. */
const worthPointingAt = 40;
/** Tells of each effect in one line, behind the name of the user: for logs that several users share. */
function eventsOf(user, print, now) {
    const keys = new KeysOfLog();
    let effect;
    const say = (text) => (0,titles/* withReadableTimes */.X3)(keys.naming(text), now());
    return {
        decided(decision, world) {
            keys.see(world, decision);
            effect = (0,titles/* isEffect */.yw)(decision) && !isEnding(decision) ? decision : undefined;
        },
        done(result, world) {
            keys.see(world);
            if (effect === undefined)
                return;
            const [first = ''] = result.split('\n');
            print(`${user}: ${say((0,titles/* titleOf */.Gg)(effect))}${first === '' ? '' : `: ${say(first)}`}`);
        },
    };
}
/** How the run ended is told with the others. */
function isEnding(decision) {
    return ['nothing', 'wait', 'fail', 'stop'].includes(decision.do);
}

// EXTERNAL MODULE: ./lib/text/listed.js
var listed = __webpack_require__(8746);
// EXTERNAL MODULE: ./lib/text/digest.js
var digest = __webpack_require__(7871);
;// CONCATENATED MODULE: ./lib/fleet/turns.js

/**
 * All users, in the order of the file, from another one on in each run. Those that wait for their whole time, for a review
 * or a runner, say, would take the time of all who come after them: so nobody comes after them in every run.
 */
function inTurn(users) {
    const [first] = users;
    if (first === undefined)
        return users;
    const { runId, runAttempt } = first.job;
    // By chance, and the same for whoever looks again.
    const from = Number.parseInt((0,digest/* digest */.b)(`${runId}/${runAttempt}`).slice(0, 8), 16) % users.length;
    return [...users.slice(from), ...users.slice(0, from)];
}
/**
 * Whether the key that the others sign with may be switched off in this very run: that of the signer, after a shorter
 * overlap than a run may last. Any other key works on, and its user has a turn: whoever comes last finds no time left in
 * any run where somebody waits for a review.
 */
function mayEndSigning({ iamUser, policy, }, signer) {
    if (signer === undefined || iamUser?.toLowerCase() !== signer.toLowerCase())
        return false;
    return policy.deactivateAfter <= policy.timeLimit;
}

;// CONCATENATED MODULE: ./lib/fleet/fleet.js
/**
 * The users of one run, side by side: each is connected and rotated as if it were alone, on one clock, with the same
 * clients of AWS and the same tokens. What goes wrong for one of them stops no other.
 */












/**
 * Rotates every user, so many at the same time. Of several users, a failure is one user's.
 * @throws what fails before a rotation begins, where there is one user only
 */
async function runUsers(configuration, services) {
    const { users, maxParallel } = configuration;
    const { clock, mask, github: send = transport/* octokitRequest */.t } = services;
    const access = new tokens/* GitHubAccess */.y(users, { send, mask, clock });
    const shared = { ...services, access, identify: identifyOnce() };
    const [only] = users;
    if (only !== undefined && users.length === 1)
        return [await runOne(only, shared, configuration.warnings)];
    const signers = new Set();
    const ended = new Map();
    const runEach = async (inputs) => {
        const end = await runOneOfSeveral(inputs, { ...shared, signers });
        ended.set(inputs, end);
        services.print(`${end.report.user}: ${(0,titles/* standingOf */.YP)(end.report)} (${ended.size} of ${users.length} users)`);
    };
    const signer = await signerOf(configuration, shared);
    const ordered = inTurn(users);
    const isLast = (each) => mayEndSigning(each, signer);
    await (0,p_map/* default */.Ay)(ordered.filter((each) => !isLast(each)), runEach, { concurrency: maxParallel });
    await (0,p_map/* default */.Ay)(ordered.filter(isLast), runEach, { concurrency: maxParallel });
    return users.flatMap((each) => ended.get(each) ?? []);
}
/** The name of the IAM user that the job signs as; undefined for a role, and where AWS does not say, which each user tells. */
async function signerOf({ users: [first] }, shared) {
    const { awsOf, credentials, identify: ask } = shared;
    if (first === undefined || credentials === undefined || credentials.sessionToken !== undefined)
        return undefined;
    const caller = await ask(awsOf(first.awsRegion), credentials).catch(() => undefined);
    return caller?.userName;
}
/** One user by itself: the log tells all of it while it happens. */
async function runOne(inputs, shared, ofRun) {
    const { clock, print } = shared;
    const warnings = [...ofRun];
    const connected = await connectOne(inputs, shared, narratorTo(print, { now: () => clock.now(), tellsFailure: false }), warnings);
    print(`AWS knows this job as ${connected.signer}`);
    print(beginning(inputs, connected.user));
    return { ...(await rotateOne(inputs, connected, warnings)), inputs, story: [] };
}
/** One of several users: the log tells what is done in one line each, and has the whole story in the end. Never throws. */
async function runOneOfSeveral(inputs, shared) {
    const { clock, print, signers } = shared;
    const name = inputs.iamUser ?? 'the user of the job';
    const story = [];
    const tell = (line) => void story.push(line);
    const now = () => clock.now();
    const narrator = both(narratorTo(tell, { now, tellsFailure: true }), eventsOf(name, print, now));
    const warnings = [];
    try {
        if (clock.cancelled)
            throw new problem/* Cancelled */.cJ();
        const connected = await clock.unlessCancelled(connectOne(inputs, shared, narrator, warnings));
        tell(`AWS knows this job as ${connected.signer}`);
        if (!signers.has(connected.signer))
            print(`AWS knows this job as ${connected.signer}`);
        signers.add(connected.signer);
        tell(beginning(inputs, connected.user));
        return { ...(await rotateOne(inputs, connected, warnings)), inputs, story };
    }
    catch (failure) {
        tell((0,problem/* messageOf */.bD)(failure));
        return { ...(await unbegun(failure, name, inputs, warnings, clock)), inputs, story };
    }
}
function connectOne(inputs, shared, narrator, warnings) {
    const { awsOf, nonce } = shared;
    return connect(inputs, {
        ...shared,
        aws: awsOf(inputs.awsRegion),
        narrator,
        warn: (warning) => void warnings.push(warning),
        nonce: nonce(),
    });
}
async function rotateOne(inputs, connected, warnings) {
    const { ports, policy, user, account, afterwards, end } = connected;
    try {
        const [{ rotate }, { reportOf }] = await Promise.all([
            Promise.all(/* import() */[__webpack_require__.e(625), __webpack_require__.e(302)]).then(__webpack_require__.bind(__webpack_require__, 6302)),
            Promise.all(/* import() */[__webpack_require__.e(625), __webpack_require__.e(519)]).then(__webpack_require__.bind(__webpack_require__, 6519)),
        ]);
        const outcome = await rotate(ports, policy, inputs.mode === 'plan');
        const report = reportOf(outcome, policy, {
            user: outcome.world?.user.name ?? user,
            account,
            places: placesIn(inputs),
            warnings: [...warnings, ...afterwards(), ...inputs.warnings],
        });
        return { report, upcoming: (0,titles/* nextOf */.Xh)(outcome.ending), at: outcome.at };
    }
    finally {
        end();
    }
}
/** What becomes of a user whose rotation could not begin. */
async function unbegun(failure, user, inputs, warnings, clock) {
    const { reportOf } = await Promise.all(/* import() */[__webpack_require__.e(625), __webpack_require__.e(519)]).then(__webpack_require__.bind(__webpack_require__, 6519));
    const because = (0,problem/* messageOf */.bD)(failure);
    const remedy = failure instanceof problem/* Cancelled */.cJ ? 'The next run looks after this user.' : (0,problem/* remedyOf */.SM)(failure);
    const at = clock.now();
    const outcome = {
        phase: 'blocked',
        ending: { do: 'stop', because, remedy },
        planned: false,
        failed: true,
        entries: [],
        world: undefined,
        at,
    };
    const policy = { ...inputs.policy, nonce: '', uncovered: [] };
    const reported = { user, places: placesIn(inputs), warnings: [...warnings, ...inputs.warnings] };
    return { report: reportOf(outcome, policy, reported), upcoming: undefined, at };
}
function placesIn({ destinations }) {
    return destinations.map(({ place }) => (0,destination/* nameOf */.Vb)(place));
}
function beginning(inputs, user) {
    return `${inputs.mode === 'plan' ? 'Planning for' : 'Looking at'} ${user}; destinations: ${(0,listed/* listed */.K)(placesIn(inputs), 10)}`;
}
function both(one, other) {
    return {
        decided(decision, world) {
            one.decided(decision, world);
            other.decided(decision, world);
        },
        done(result, world) {
            one.done(result, world);
            other.done(result, world);
        },
    };
}
/** Whose credentials are: asked once of each, unless the answer may be another one the next time. */
function identifyOnce() {
    const callers = new Map();
    return (clients, credentials, assumesRole = false) => {
        const key = `${clients.region} ${credentials.accessKeyId} ${credentials.secretAccessKey} ${assumesRole}`;
        const known = callers.get(key);
        if (known !== undefined)
            return known;
        const asked = (0,aws_caller/* identify */.ls)(clients, credentials, assumesRole);
        callers.set(key, asked);
        asked.catch((error) => {
            const isLasting = error instanceof problem/* Problem */.AF && (error.cause === undefined || (0,errors/* isRejection */.aK)(error.cause));
            if (!isLasting)
                callers.delete(key);
        });
        return asked;
    };
}


/***/ }),

/***/ 7202:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ labelOf)
/* harmony export */ });
/** Where a key stands in a rotation; `count`: how many keys its user has. */
function labelOf({ id, status }, journal, count) {
    if (journal !== undefined && 'pending' in journal && journal.pending === id)
        return 'pending';
    if (journal !== undefined && 'previous' in journal && journal.previous === id)
        return 'previous';
    if (journal?.current === id)
        return 'current';
    return count === 1 && status === 'Active' ? 'current' : 'unknown';
}


/***/ })

};
