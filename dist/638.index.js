export const id = 638;
export const ids = [638];
export const modules = {

/***/ 1638:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runUsers: () => (/* binding */ runUsers)
});

// EXTERNAL MODULE: ./node_modules/p-map/index.js
var p_map = __webpack_require__(606);
// EXTERNAL MODULE: ./lib/aws/caller.js + 2 modules
var aws_caller = __webpack_require__(7394);
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

// EXTERNAL MODULE: ./lib/aws/iam-user.js + 4 modules
var iam_user = __webpack_require__(4653);
// EXTERNAL MODULE: ./lib/destination.js
var lib_destination = __webpack_require__(8599);
// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __webpack_require__(9037);
// EXTERNAL MODULE: ./lib/rotation/waits.js
var waits = __webpack_require__(1808);
// EXTERNAL MODULE: ./lib/github/api/transport.js
var transport = __webpack_require__(1901);
// EXTERNAL MODULE: ./lib/rotation/secret-dates.js
var secret_dates = __webpack_require__(6916);
// EXTERNAL MODULE: ./lib/github/api/limits.js
var limits = __webpack_require__(2382);
// EXTERNAL MODULE: ./lib/github/destinations/destination.js
var destination = __webpack_require__(4809);
// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __webpack_require__(5557);
// EXTERNAL MODULE: ./lib/github/api/pace.js
var api_pace = __webpack_require__(7749);
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
const recoveryWrites = 2;
/** A verification is started before a key is created, and after it was published. */
const dispatches = 2;
/** How often it is asked whether others have given back what they were promised. */
const nextLook = 5 * time/* second */.Rc;
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
    /**
     * Looks at everything, and again after a wait where the run has the time for what the hourly limits lack. What it takes
     * is promised to this user in the end, and to no other.
     */
    async check(waiting) {
        const { clock, waitsUntil } = this.#options;
        for (let renewals = 0;;) {
            const found = await this.#look();
            const isComplete = found.problems.length === 0;
            const short = await this.#shortLimit();
            // Other problems are told at once, unless it may be the end of the budget that speaks out of them.
            if (short === undefined || !(isComplete || short.budget.left === 0))
                return found;
            const { budget, delay, isPromised, isHopeless, why } = short;
            if (isHopeless || renewals === mostWaits || clock.elapsed() + delay > waitsUntil) {
                return isComplete ? { ...found, problems: [why()] } : found;
            }
            if (isPromised) {
                waiting.progress(`What GitHub leaves ${budget.owner} is promised to other users of this run; waiting for theirs`);
                await waitUntil(() => short.lasts(), waitsUntil, waiting.holds, clock);
                continue;
            }
            renewals += 1;
            waiting.progress(`GitHub leaves ${budget.owner} too few requests to publish a key; they are renewed in ${(0,time/* spoken */.vg)(delay)}`);
            await waitInSlices(delay, waiting.holds, clock);
        }
    }
    /** Keeps for what follows, and for so many requests besides for each destination, what it takes of the budgets. */
    keepBudget(what, besides = 0) {
        const places = Map.groupBy(this.#present(), ({ github }) => github);
        for (const [github, { requests, writes }] of this.#costs(what)) {
            github.budget.keep(requests + besides * (places.get(github)?.length ?? 0));
            github.pace.want(writes);
        }
    }
    /** Promises what is kept to this user, as far as others have not been promised it before. */
    grant() {
        for (const [{ budget, pace }] of this.#costs('rotation')) {
            budget.grant();
            pace.grant();
        }
    }
    /** From now on, what is asked and written is taken of what was promised. */
    begin() {
        for (const [{ budget, pace }] of this.#costs('rotation')) {
            budget.begin();
            pace.begin();
        }
    }
    async #look() {
        const { recovery, sameNameNearby, clients, archived } = this.#options;
        const [kept, lacking, all] = await Promise.all([
            recovery?.check(),
            clients.lacking().catch((error) => {
                if ((0,problem/* endsRun */.sl)(error))
                    throw error;
                return [{ where: undefined, why: (0,problem/* inSentences */.YP)(error) }];
            }),
            (0,p_map/* default */.Ay)(this.#present(), async (destination) => ({ destination, ...(await destination.check()) }), limits/* atOnce */.zd),
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
        const places = await (0,p_map/* default */.Ay)(problems.length === 0 ? checked : [], async ({ destination, reading }) => reading && { ...reading, made: await this.#madeAt(destination) }, limits/* atOnce */.zd);
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
    /** The token whose limits lack for longest what a rotation takes of them; where none does, all of it is promised. */
    async #shortLimit() {
        const { clock, waitsUntil } = this.#options;
        const costs = [...this.#costs('rotation')];
        await Promise.all(costs.map(([github]) => github.askForBudget()));
        // From here on to the promise, no other user has a word.
        this.keepBudget('rotation');
        const lasting = ({ budget, pace }, requests) => Math.max(budget.until(requests), pace.untilGrant());
        const short = costs
            .map(([github, { requests, writes }]) => {
            const { budget, pace } = github;
            // Where the run has no time left anyway, it is not others who take it.
            const isTooLate = clock.elapsed() <= waitsUntil && clock.elapsed() + pace.line > waitsUntil;
            const isOfBudget = budget.until(requests) > 0 || requests > budget.limit;
            return {
                budget,
                delay: lasting(github, requests),
                isPromised: budget.left >= requests && pace.token.writesLeft >= Math.min(writes, api_pace/* writesAnHour */.ei),
                isHopeless: requests > budget.limit || isTooLate,
                lasts: () => lasting(github, requests) > 0,
                why: () => (0,problem/* inSentences */.YP)(isOfBudget ? budget.short(requests, published) : tooManyWrites(budget.owner, writes)),
            };
        })
            .filter(({ delay, isHopeless }) => isHopeless || delay > 0)
            .toSorted((one, other) => other.delay - one.delay)[0];
        if (short === undefined)
            this.grant();
        return short;
    }
    /**
     * What a rotation, or a deactivation, takes of each token's limits in one hour: there are no more writes in it than
     * the pace allows, and another hour has another budget.
     */
    #costs(what) {
        const { recovery, verifications } = this.#options;
        const costs = new Map();
        const add = (github, requests, writes) => {
            const known = costs.get(github) ?? { requests: spareRequests, writes: 0 };
            costs.set(github, { requests: known.requests + requests, writes: known.writes + writes });
        };
        for (const { github, requests } of verifications)
            add(github, requests, dispatches);
        if (recovery !== undefined)
            add(recovery.github, recoveryRequests, recoveryWrites);
        for (const [github, destinations] of Map.groupBy(this.#present(), (each) => each.github)) {
            const sum = (count) => destinations.reduce((all, each) => all + count(each), 0);
            const writes = sum(({ size }) => size);
            const inAnHour = Math.min(1, api_pace/* writesAnHour */.ei / writes);
            const isWriting = what === 'rotation';
            if (isWriting)
                add(github, Math.ceil(sum(({ cost }) => cost.writing) * inAnHour), writes);
            add(github, looksToConfirm * sum(({ cost }) => cost.confirming), 0);
        }
        return costs;
    }
}
const published = 'publish a key everywhere, and to verify it';
function tooManyWrites(owner, writes) {
    return new problem/* Problem */.AF(`GitHub allows ${owner} ${api_pace/* writesAnHour */.ei} writes an hour, and other users of this run need what is left of them; this one takes ${writes}.`, 'A later run goes on by itself. If it happens often, spread the users over several tokens or runs.');
}
/** Looks now and then whether something still lasts, and says meanwhile that the run is at work. */
async function waitUntil(lasts, until, holds, clock) {
    while (lasts() && clock.elapsed() + nextLook <= until) {
        await clock.sleep(nextLook);
        await holds();
    }
}
/** Says meanwhile that the run is at work. */
async function waitInSlices(duration, holds, clock) {
    const end = clock.elapsed() + duration;
    for (let left = duration; left > 0; left = end - clock.elapsed()) {
        await clock.sleep(Math.min(left, time/* minute */.Vc));
        await holds();
    }
}

// EXTERNAL MODULE: ./lib/github/api/budget.js
var budget = __webpack_require__(8495);
// EXTERNAL MODULE: ./lib/github/api/refusals.js
var refusals = __webpack_require__(5227);
// EXTERNAL MODULE: ./lib/github/places/place.js
var places_place = __webpack_require__(6051);
;// CONCATENATED MODULE: ./lib/github/destinations/publish.js
/** One publication: each destination in its turn at GitHub's pace, and again what failed, until GitHub shows the key everywhere. */








/** Waits before each pass over what could not be written: as long as the secret is in hand, it is tried again. */
const passes = [0, 15, 30, 60, 120, 240].map((seconds) => seconds * time/* second */.Rc);
/** Waits before half a pair is completed, which no other destination should have to be waited for. */
const completionDelays = [5 * time/* second */.Rc, 10 * time/* second */.Rc];
/** A limit that is answered so often for one destination is left to a later pass. */
const limitsInARow = 10;
/** A long publication says how far it has come this often. */
const progressSpacing = 30 * time/* second */.Rc;
/** Writes what is unwritten, and waits until GitHub dates everything inside the window. @throws what ends the run */
async function publish(held, destinations, request, clock) {
    const { left, accepted } = await new Publication(held, destinations.unwritten, request, clock).write();
    const problems = [...new Set(left.map(({ error }) => (0,problem/* inSentences */.YP)(error)))];
    const refused = left.every(({ error, isUnsure }) => (0,refusals/* isClearRefusal */.UE)(error) && !isUnsure);
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
                    throw new problem/* Cancelled */.cJ();
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
            if (!isTorn && left.every(({ error }) => (0,refusals/* isClearRefusal */.UE)(error)))
                break;
        }
        return { left, accepted };
    }
    /**
     * Writes what is left of one destination. A limit is waited for, and the same destination tried again; so is one that
     * holds half a pair, twice, before any other gets its turn.
     */
    async #writeOne(unwritten) {
        try {
            return await this.#writeInTurn(unwritten);
        }
        finally {
            // Whoever waits for the turn of this one need not.
            unwritten.destination.github.pace.forgo();
        }
    }
    async #writeInTurn(unwritten) {
        const { destination } = unwritten;
        let left = unwritten;
        let limits = 0;
        let completions = 0;
        for (;;) {
            const stopped = await this.#turn(left);
            if (stopped !== undefined)
                return { ...left, error: stopped.error };
            const { written, error } = await destination.write(this.#held, left.written, this.#request);
            left = { destination, written, error, isUnsure: left.isUnsure || (0,refusals/* isAmbiguous */.X2)(error) };
            if (error === undefined) {
                destination.github.pace.token.speedUp();
                return left;
            }
            if (((0,refusals/* isPassingLimit */.ht)(error) || error instanceof budget/* BudgetShort */.oq) && limits < limitsInARow) {
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
        const isUrgent = written.size > 0;
        const requests = isUrgent ? count : writing + confirming;
        for (let slices = 0;; slices += 1) {
            const short = budget.until(requests, isUrgent);
            // Who waits for the next hour keeps nobody from writing in this one.
            if (short > 0)
                pace.forgo();
            const delay = short > 0 ? short : pace.untilWrites(count, isUrgent);
            if (delay <= 0)
                return undefined;
            if (this.#clock.elapsed() + delay > until) {
                const error = new problem/* Problem */.AF(`GitHub's limits do not let ${destination.name} be written within the time-limit of this run.`, 'The next run goes on from here.');
                return { error };
            }
            if (slices === 0 && delay > time/* minute */.Vc)
                progress(`${this.#far}; GitHub's limits allow more in ${(0,time/* spoken */.vg)(delay)}`);
            await this.#clock.sleep(Math.min(delay, time/* minute */.Vc));
            if (delay > time/* minute */.Vc)
                await this.#stillHolds();
        }
    }
    /** While nothing is written, that nobody can say whose the user is does not end the wait. */
    async #stillHolds() {
        try {
            await this.#request.holds();
        }
        catch (error) {
            if ((0,problem/* endsRun */.sl)(error))
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
        const rate = Math.round((this.#done * time/* minute */.Vc) / taken);
        const left = (0,time/* spoken */.vg)((taken / this.#done) * (total - this.#done));
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
        }, limits/* atOnce */.zd);
        to = Math.min(to, ...shown.map(({ place }) => place.at));
        latest = Math.max(latest, (0,secret_dates/* latestWrite */.PN)(shown.map(({ place }) => place)));
        const unconfirmed = shown.filter(({ missing, changed }) => missing.length > 0 || changed !== undefined);
        // A write that was repeated may show its second date only later: the window lasts until this look.
        if (unconfirmed.length === 0)
            return { from, to: Math.max(to, latest) };
        if (clock.elapsed() - start >= places_place/* confirmationBound */.on) {
            const changed = unconfirmed.map((each) => each.changed).filter((sentence) => sentence !== undefined);
            const unseen = unconfirmed.flatMap(({ place, missing }) => missing.map((name) => `${name} in ${place.name}`));
            const accepted = `GitHub accepted ${unseen.join(', ')}, but does not show the change after ${(0,time/* spoken */.vg)(places_place/* confirmationBound */.on)}.`;
            return [...(unseen.length > 0 ? [accepted] : []), ...changed].join(' ');
        }
        late = unconfirmed.map(({ destination }) => destination);
        await clock.sleep(places_place/* confirmationSpacing */.Xr);
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
        this.#all = options.destinations.map((each) => new destination/* GitHubDestination */.q(each, options.clients.for(each.place.owner)));
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
        const shown = new Map(await (0,p_map/* default */.Ay)(this.#present, async (each) => [each, await each.read()], limits/* atOnce */.zd));
        await this.#findArchived(shown);
        return this.#asReading(this.#present.map((each) => shown.get(each)).filter((each) => each !== undefined));
    }
    sameNameNearby() {
        // What is asked afterwards is not left out.
        this.#preflight.keepBudget('deactivation', looksBefore);
        return this.#options.sameNameNearby();
    }
    async unfinishedRuns(before) {
        this.#preflight.keepBudget('deactivation');
        const reading = await this.#options.unfinishedRuns(before);
        // What it has left is what the deactivation and its proof take.
        this.#preflight.grant();
        this.#preflight.begin();
        return reading;
    }
    safeguard(...request) {
        this.#preflight.begin();
        return this.#recovery.write(...request);
    }
    clear(writtenAt) {
        return this.#recovery.clear(writtenAt);
    }
    async publish(held, request) {
        const { clock, time } = this.#options;
        const { window, done } = request;
        this.#preflight.begin();
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
        const since = (0,secret_dates/* latestWrite */.PN)([...shown.values()]) - this.#options.publication - time/* minute */.Vc;
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
const longestLimit = time/* minute */.Vc;
/** GitHub may hide a secret for a moment from a token that sees it otherwise. */
const mostDeletions = 3;
/** One secret that holds the pending key until it is published everywhere. */
class RecoverySecret {
    #api;
    #name;
    /** The account that a key in it belongs to. */
    #account;
    constructor(github, place, account) {
        this.#api = new places_place/* GitHubPlace */.Pf((0,lib_destination/* placeOf */.$t)(place), github, places_place/* patience */._L);
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
            if ((0,problem/* endsRun */.sl)(error))
                throw error;
            return { where: this.#api.name, why: (0,problem/* inSentences */.YP)(error) };
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
                await this.#api.putSecret(this.#name, sealed, undefined, { longest: longestLimit, renew }, this.#doing('write'));
            }
            catch (error) {
                mayBeWritten = wasWritten || !(0,refusals/* isClearRefusal */.UE)(error);
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
                if ((0,refusals/* statusOf */.c2)(error) !== 422)
                    throw error;
                return put();
            });
            return { writtenAt: await this.#writtenSince(since) };
        }
        catch (error) {
            if ((0,problem/* endsRun */.sl)(error))
                throw error;
            return { problem: (0,problem/* inSentences */.YP)(error), mayBeWritten };
        }
    }
    /** The date of a write that was sent after `since`, by GitHub's clock: its servers may disagree by a little. */
    async #writtenSince(since) {
        for (let waited = 0;; waited += places_place/* confirmationSpacing */.Xr) {
            const { updatedAt } = await this.read();
            const isLast = waited >= places_place/* confirmationBound */.on;
            if (updatedAt !== undefined && updatedAt >= (isLast ? since - waits/* clockSlack */.xH : since))
                return updatedAt;
            if (isLast)
                break;
            await this.github.pause(places_place/* confirmationSpacing */.Xr);
        }
        throw new problem/* Problem */.AF(`GitHub accepted the recovery secret ${this.#name}, but does not show the change after ${(0,time/* spoken */.vg)(places_place/* confirmationBound */.on)}.`, 'Nobody has the new key yet. Run again; see https://www.githubstatus.com if it stays so.');
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
        throw new problem/* Problem */.AF(`GitHub lists the recovery secret ${this.#name}, but does not find it when it is to be deleted`, 'A later run deletes it. If this persists, delete that secret by hand.');
    }
    #doing(what) {
        return `${what} the recovery secret ${this.#name}`;
    }
}

// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __webpack_require__(2708);
// EXTERNAL MODULE: ./lib/github/api/permissions.js
var permissions = __webpack_require__(3664);
// EXTERNAL MODULE: ./lib/github/places/addresses.js
var addresses = __webpack_require__(8056);
// EXTERNAL MODULE: ./lib/github/api/client.js + 2 modules
var client = __webpack_require__(5770);
// EXTERNAL MODULE: ./lib/github/places/repositories.js
var repositories = __webpack_require__(6642);
// EXTERNAL MODULE: ./lib/github/old-key/unreadable-places.js
var unreadable_places = __webpack_require__(9469);
;// CONCATENATED MODULE: ./lib/github/old-key/organization-readers.js
/** Who may use a secret of an organization, as far as the token sees. What it does not see is reported as unread. */






/** Repositories of one organization that are looked at; with more, looking would take longer than rotating. */
const mostRepositories = 1_000;
/** The repositories that may use an organization's secret; none where unreadable. @throws only what ends the run */
async function readersOf(github, place, name, unread) {
    const api = new places_place/* GitHubPlace */.Pf(place, github);
    const where = `the repositories that may use ${name} of ${api.name}`;
    const question = { where, place: api.name, names: [name], github, permission: (0,addresses/* secretPermission */.ap)(place, 'read') };
    const found = await (0,unreadable_places/* askOrReport */.dy)(unread, question, async () => {
        const { value: secret } = await api.sharedSecret(name);
        if (secret === undefined)
            return undefined;
        const { visibility } = secret.audience;
        if (visibility === 'selected')
            return { readers: secret.readers.map(({ full_name }) => full_name), isWide: false };
        return { readers: await repositoriesOf(github, place.owner, visibility, name, unread), isWide: true };
    });
    return found ?? { readers: [], isWide: false };
}
async function repositoriesOf(github, org, visibility, name, unread) {
    const place = `the organization ${org}`;
    const names = [];
    const listing = github.pages('GET /orgs/{org}/repos', { org }, { doing: 'list the repositories', place, permission: permissions/* permissions */.P.metadata('read') });
    for await (const { items } of listing) {
        const readers = items.filter((each) => each.archived !== true && (visibility === 'all' || each.private));
        names.push(...readers.map(({ full_name }) => full_name));
        if (items.length < client/* pageSize */.T0 || names.length < mostRepositories)
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
    const question = { ...about, github, permission: permissions/* permissions */.P.metadata('read') };
    const sight = await (0,unreadable_places/* askOrReport */.dy)(unread, question, () => (0,repositories/* sightOf */.p)(github, org));
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
    return { places, ahead: neighbourhood.time.aheadOfAws(), unread: (0,unreadable_places/* unreadNames */.A)(look.unread) };
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
        await (0,p_map/* default */.Ay)(this.#above.values(), ({ repository, names }) => this.#environments(repository, names), limits/* atOnce */.zd);
        const looks = [...this.#suspects.values()].flatMap((suspect) => this.#looksAt(suspect));
        const found = await (0,p_map/* default */.Ay)(looks, async ({ suspect, secrets }) => ({ suspect, secrets: await secrets() }), limits/* atOnce */.zd);
        const variables = await (0,p_map/* default */.Ay)(this.#variables.values(), (each) => this.#keysShown(each.place, each.names), limits/* atOnce */.zd);
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
        const permission = permissions/* permissions */.P.actions('read');
        const question = { where: `the environments of ${place}`, place, names, github, permission };
        await (0,unreadable_places/* askOrReport */.dy)(this.unread, question, async () => {
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
        const question = { where, names, place: (0,lib_destination/* nameOf */.Vb)(place), github, permission: (0,addresses/* secretPermission */.ap)(place, 'read') };
        const found = await (0,unreadable_places/* askOrReport */.dy)(this.unread, question, () => ask(new places_place/* GitHubPlace */.Pf(place, github)));
        return (found ?? []).filter(({ name, updatedAt }) => names.includes(name) && updatedAt !== undefined);
    }
    /** Variables that show a key, on the first page of them; those of a destination are written. */
    async #keysShown(place, names) {
        const api = new places_place/* GitHubPlace */.Pf(place, this.#neighbourhood.clients.for(place.owner));
        const where = `the variables of ${api.name}`;
        const permission = (0,addresses/* variablePermission */.Ch)(place, 'read');
        const question = { where, place: api.name, names, github: api.github, permission };
        const { total, variables } = (await (0,unreadable_places/* askOrReport */.dy)(this.unread, question, () => api.firstVariables())) ?? none;
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
        const listing = `- { ${(0,lib_destination/* fieldsOf */.Pf)(place)}, secrets: { ${spelled(listed?.secrets ?? [])} }, variables: { ${shown.join(', ')} } }`;
        return { name: api.name, secrets, takesPrecedence: false, listing, dismissal: undefined };
    }
    /** What all looks at one place have found. */
    #nearby({ place, names, takesPrecedence }, found) {
        if (found.length === 0)
            return undefined;
        const secrets = [...new Map(found.map((secret) => [secret.name, secret])).values()];
        const entries = [...(this.#listed.get((0,lib_destination/* identityOf */.cu)(place))?.secrets ?? []), ...names.values()];
        const listing = `- { ${(0,lib_destination/* fieldsOf */.Pf)(place)}, secrets: { ${spelled(entries)} } }`;
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
function spelled(entries) {
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
const mostPages = 10;
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
    if (gap === undefined || (await readOn(plain, mostPages - 1, asked, found)))
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
    return Math.ceil((first - since) / Math.max(first - last, time/* second */.Rc));
}
/** Adds what searches find; what is wrong with them, if anything is. */
async function search(asked, newest, found) {
    const created = `>=${(0,time/* utc */.n$)(asked.since)}`;
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
    for (let count = 0; count < mostPages; count += 1) {
        const runs = await next(pages);
        keep(runs, found);
        if (runs.length < client/* pageSize */.T0)
            return true;
    }
    return false;
}
function list({ github, owner, repo }, filter = {}) {
    return github.pages('GET /repos/{owner}/{repo}/actions/runs', { owner, repo, ...filter }, { doing: 'list the workflow runs', place: `${owner}/${repo}`, permission: permissions/* permissions */.P.actions('read') }, { isOptional: true });
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
    const oldest = runs.length < client/* pageSize */.T0 ? undefined : runs.at(-1);
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
    const runs = await (0,p_map/* default */.Ay)(repositories, (fullName) => runsOf(fullName, search, before, unread), limits/* atOnce */.zd);
    return {
        runs: runs
            .flat()
            .toSorted((one, other) => Date.parse(one.run.created_at) - Date.parse(other.run.created_at))
            .map(({ run, fullName }) => runTold(run, fullName)),
        unread: [
            ...(0,unreadable_places/* sentencesOf */.cj)(unread, (where) => `It is not known whether jobs of ${where} still hold the old key`),
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
    const api = new places_place/* GitHubPlace */.Pf(place, clients.for(place.owner));
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
        throw new problem/* Problem */.AF(`GitHub's lists of the workflow runs of ${fullName} contradict each other: ${found.gap}`, 'Run again later. Until they agree, nobody knows whether a job still holds the old key, and it stays on.');
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
    return `${title}, ${(0,presentable/* presentable */.KC)(status ?? 'unknown')}, created ${(0,time/* utc */.n$)(Date.parse(created))}: ${(0,presentable/* presentable */.KC)(url)}`;
}
/** Why a token may not read something; anything that may pass is thrown on, since it says nothing of the runs. */
function unreadable(error) {
    if ((0,refusals/* isDenial */.c6)(error))
        return `${(0,problem/* inSentences */.YP)(error)} Until then, only time protects them`;
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
        const purpose = { doing, place: `${owner}/${repo}`, permission: permissions/* permissions */.P.actions('read') };
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
// EXTERNAL MODULE: ./lib/key/verification-contract.js
var verification_contract = __webpack_require__(6775);
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
        handsOnKey: isHandedOn && inputs.includes(verification_contract/* dispatchInputs */.Cf.expectedKey),
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
        return carriesKey(given[verification_contract/* dispatchInputs */.Cf.expectedKey], variables);
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
    const isNamed = inputsIn(text).some((name) => name.toLowerCase() === verification_contract/* dispatchInputs */.Cf.expectedKey);
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
    purpose(doing, permission = permissions/* permissions */.P.actions('read')) {
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
        const purpose = this.purpose('read the file', permissions/* permissions */.P.contents('read'));
        const answer = await this.ask('GET /repos/{owner}/{repo}/contents/{path}', { path: this.path, ref }, purpose, { until }).catch((error) => {
            if (![403, 404].includes((0,refusals/* statusOf */.c2)(error) ?? 0))
                throw error;
        });
        if (answer === undefined)
            return undefined;
        const file = readWorkflowFile(textOf(answer.data));
        if (file === undefined) {
            const where = ref ?? this.#defaultBranch ?? 'the default branch';
            throw new problem/* Problem */.AF(`${this.name} cannot be read on ${where}: it is not YAML.`, 'Fix the file.');
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
    const content = await contentOf(github, file).catch(problem/* passOver */.Wr);
    const found = content === undefined ? 'yes' : handsBack(content, file.job, name);
    if (found === 'yes')
        return undefined;
    const what = found === 'missing' ? 'does not hand it back' : 'hands another secret back';
    const text = `The workflow ${file.path} names the recovery secret ${name} but ${what}, so an interrupted rotation could not be finished with the key in it. Add to the step: "${line}".`;
    return { kind: 'recovery secret not handed back', text };
}
async function contentOf(github, { owner, repo, path, ref }) {
    const { data } = await github.ask('GET /repos/{owner}/{repo}/contents/{path}', { owner, repo, path, ref }, { doing: 'read the workflow of this run', place: `${owner}/${repo}`, permission: permissions/* permissions */.P.contents('read') }, { isOptional: true });
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

// EXTERNAL MODULE: ./lib/github/tokens/tokens.js + 2 modules
var tokens = __webpack_require__(7275);
;// CONCATENATED MODULE: ./lib/github/verification/polling.js
/** How often a run is looked at: every two seconds at first, rarely later, and never so often that a token runs out of requests. */

/**
 * A run takes ten seconds or half an hour: what is waited for in vain after its end is about a tenth of what it has taken.
 * Looks that show nothing new cost nothing of the budget, but they count for the limits of a minute.
 */
const share = 1 / 10;
const shortest = 2 * time/* second */.Rc;
const longestUsual = 30 * time/* second */.Rc;
/** The longest delay: other runs take one that is silent for ten minutes for dead, and most looks cost nothing. */
const longestDelay = 2 * time/* minute */.Vc;
/** Requests that are left to the other work of the token: writing, reading, and other jobs. */
const keptBack = 100;
/** More looks than these at one run fit into no hour at the usual pace: who has them need not save any. */
const looksInAnHour = 150;
/** Who look at many runs with one token leave most of its 900 requests a minute to the rest: they look once in this time. */
const spacing = 300;
/**
 * How long to wait before the next look at a run that has been followed for so long. What is left is spread over the time until it is renewed,
 * where that is little, among all who wait with the same token: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
function pollingDelay(followed, budget, waiting) {
    const usual = Math.max(Math.min(Math.max(Math.ceil(followed * share), shortest), longestUsual), waiting * spacing);
    const looks = Math.max(1, Math.floor((budget.left - keptBack) / waiting));
    if (looks >= looksInAnHour)
        return usual;
    return Math.max(usual, Math.min(Math.ceil(budget.until(Number.POSITIVE_INFINITY) / looks), longestDelay));
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
        const { jobs, remedy } = missing(place, unreached.join(' and '));
        const text = `No job of the verification ${jobs}, so nothing proves that jobs can use the key: add ${remedy}, and hand them to the verify action there.`;
        return { kind: 'unproven place', place: (0,lib_destination/* nameOf */.Vb)(place), text };
    });
}
function missing(place, names) {
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
    const heard = await (0,p_map/* default */.Ay)(jobs.filter(({ conclusion }) => conclusion === 'success' || conclusion === 'failure'), async (job) => ({ ...(await heardFrom(workflow, job, until)), job }), limits/* atOnce */.zd);
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
    const ofVerifyAction = errors.filter(({ title }) => Object.values(verification_contract/* failures */.e9).includes(title));
    // Of several, one that speaks of the key.
    const own = ofVerifyAction.find(({ title }) => title !== verification_contract/* failures */.e9.unasked) ?? ofVerifyAction[0];
    const shown = own ?? errors[0];
    const why = shown === undefined ? '' : `: ${quoted(shown)}`;
    return {
        line: `${where}${why}`,
        maySettle: own?.title != null && (0,verification_contract/* maySettle */.P7)(own.title),
        isOfAnotherKey: own?.title != null && (0,verification_contract/* isOfAnotherKey */.YE)(own.title),
        isSilent: isSilent || own?.title === verification_contract/* failures */.e9.unasked,
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
        .ask('GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations', { check_run_id: Number(checkRun), per_page: client/* pageSize */.T0 }, workflow.purpose('read what the jobs of the verification run reported'), { until })
        .catch(problem/* passOver */.Wr);
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
const listedWithin = 2 * time/* minute */.Vc;
const listingDelays = [2, 3, 5, 5, 10].map((seconds) => seconds * time/* second */.Rc);
const listingDelay = 15 * time/* second */.Rc;
/** GitHub's servers may disagree on the time: a run is looked for from so long before its dispatch on. */
const listedSince = time/* minute */.Vc;
const { expectedKey, rotationId } = verification_contract/* dispatchInputs */.Cf;
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
        inputs: { [expectedKey]: (0,verification_contract/* fingerprint */.Rj)(key), [rotationId]: (0,external_node_crypto_.randomUUID)() },
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
            else if (error instanceof refusals/* Refusal */.P_ && (0,refusals/* isAmbiguous */.X2)(error))
                return { ...sent, run: undefined, lost: error };
            else
                throw error;
        }
    }
}
/** Sends one dispatch; the number of its run, where GitHub tells. @throws Refusal */
async function start(workflow, body, until = Number.POSITIVE_INFINITY) {
    const { data } = await workflow.ask('POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches', { workflow_id: workflow.file, ...body }, workflow.purpose('dispatch the verification workflow', permissions/* permissions */.P.actions('write')), { repeat: 'once', until });
    return data?.workflow_run_id;
}
/** What GitHub accepts of a dispatch that it has refused; undefined when it refused it for another reason. */
function withoutRefused(body, error) {
    const { return_run_details: details, ...rest } = body;
    const words = (0,problem/* messageOf */.bD)(error);
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
        await holds().catch(problem/* passOver */.Wr);
        const runs = await dispatchedSince(workflow, since, until);
        const own = runs.find(({ display_title: title }) => title.includes(nonce));
        if (own !== undefined)
            return own.id;
        if (clock.elapsed() < end)
            continue;
        if (lost !== undefined)
            return unknown(`${lost.message} No run of ${name} shows that it was started`);
        if (runs.length === 0)
            return unknown(`${unnamed}, and no run shows since ${(0,time/* utc */.n$)(since)}`);
        return unknown(`${unnamed}, and no title of a run shows ${rotationId}`, { remedy });
    }
}
/** Of the newest hundred, which are not filtered: GitHub's filtered lists have lacked what was there. */
async function dispatchedSince(workflow, since, until) {
    const { data } = await workflow.ask('GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs', { workflow_id: workflow.file, per_page: client/* pageSize */.T0 }, workflow.purpose('list the runs of the verification workflow'), { until });
    return data.workflow_runs.filter(({ event, created_at: created }) => event === 'workflow_dispatch' && Date.parse(created) >= since);
}

// EXTERNAL MODULE: ./lib/text/nearest.js
var nearest = __webpack_require__(4581);
;// CONCATENATED MODULE: ./lib/github/verification/preflight.js
/** The checks of a verification workflow before a key exists: what keeps it from running, or makes its proof weak. */








const { expectedKey: preflight_expectedKey, rotationId: preflight_rotationId } = verification_contract/* dispatchInputs */.Cf;
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
        if ((0,problem/* endsRun */.sl)(error))
            throw error;
        const missing = (0,refusals/* statusOf */.c2)(error) === 404 ? await whyMissing(workflow) : undefined;
        return { problem: missing ?? (0,problem/* inSentences */.YP)(error) };
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
    const sent = Object.values(verification_contract/* dispatchInputs */.Cf);
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
        if ((0,problem/* endsRun */.sl)(error))
            throw error;
        return (0,refusals/* isLastingRefusal */.bZ)(error) && (0,refusals/* statusOf */.c2)(error) !== 422 ? (0,problem/* inSentences */.YP)(error) : undefined;
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
    const main = await workflow.defaultBranch().catch(problem/* passOver */.Wr);
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
        .ask('GET /repos/{owner}/{repo}/contents/{path}', { path: '.github/workflows', ref }, workflow.purpose('list the workflow files', permissions/* permissions */.P.contents('read')))
        .catch(problem/* passOver */.Wr);
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
const visibleWithin = time/* minute */.Vc;
/** A run that has not begun by then mostly waits for something that will not come. */
const beginsWithin = 5 * time/* minute */.Vc;
/** The judgement of this very run, once it has ended or its time is over. @throws Refusal when GitHub does not say */
async function followRun(workflow, id, following) {
    const { token } = workflow.github.budget;
    token.followed += 1;
    try {
        return await follow(workflow, id, following);
    }
    finally {
        token.followed -= 1;
    }
}
async function follow(workflow, id, following) {
    const { clock, until, isEarlier, holds, progress } = following;
    const { budget } = workflow.github;
    const start = clock.elapsed();
    let run;
    let etag;
    let awaited;
    let lastObstacle;
    for (;;) {
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
        await clock.sleep(Math.min(pollingDelay(lasting, budget, budget.token.followed), until - clock.elapsed()));
        // Nothing is written meanwhile: that nobody can say whose the user is does not end the wait.
        await holds().catch(problem/* passOver */.Wr);
    }
}
/** An answer that says that nothing has changed costs nothing of the rate limit. */
async function lookAt(workflow, id, etag, { until, isEarlier }, isYoung) {
    try {
        const { data, headers } = await workflow.ask('GET /repos/{owner}/{repo}/actions/runs/{run_id}', { run_id: id, ...(etag === undefined ? {} : { headers: { 'if-none-match': etag } }) }, workflow.purpose('follow the verification run'), { until });
        return { run: data, etag: headers['etag'] === undefined ? undefined : String(headers['etag']) };
    }
    catch (error) {
        const status = (0,refusals/* statusOf */.c2)(error);
        if (status === 404 && isEarlier)
            return 'gone';
        // Octokit throws also that nothing has changed. What may pass ends no wait.
        if (status === 304 || (status === 404 && isYoung) || (0,refusals/* mayPass */.bg)(error))
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
    const detail = `${name} was still ${status} after ${(0,time/* spoken */.vg)(lasting)}${where}.${why} ${next}`;
    return { ...unknown(detail, { url }), goesOn: true, created: run && createdOf(run) };
}
/** Whom a run waits for: https://docs.github.com/en/rest/actions/workflow-runs#get-pending-deployments-for-a-workflow-run */
async function awaitedBy(workflow, id, until) {
    const pending = await workflow
        .ask('GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments', { run_id: id }, workflow.purpose('ask what the verification run waits for'), { until })
        .catch(problem/* passOver */.Wr);
    return pending?.data.map(describeDeployment).join(', and ') || 'a protection rule of its environment';
}
/** `a review of the environment production by alice or the team ops`, `the timer of the environment production (30 minutes)` */
function describeDeployment(deployment) {
    const { environment, wait_timer: minutes, wait_timer_started_at: started, reviewers } = deployment;
    const name = `the environment ${(0,presentable/* presentable */.KC)(environment.name ?? '')}`;
    const people = reviewers.map(({ type, reviewer = {} }) => type === 'Team'
        ? `the team ${(0,presentable/* presentable */.KC)(reviewer.slug ?? reviewer.name ?? '')}`
        : (0,presentable/* presentable */.KC)(reviewer.login ?? ''));
    const timer = minutes > 0 && started !== null ? `the timer of ${name} (${(0,time/* spoken */.vg)(minutes * time/* minute */.Vc)})` : undefined;
    const review = people.length > 0 ? `a review of ${name} by ${people.join(' or ')}` : undefined;
    return [review, timer].filter((each) => each !== undefined).join(' and ') || `a protection rule of ${name}`;
}

;// CONCATENATED MODULE: ./lib/github/verification/verify.js
/** Verification of a key by workflows: each is dispatched, its run followed, and its verdict counted as far as it proves. */











/** What can be known of the files is wanted before anything begins, and not worth a longer wait. */
const patience = 20 * time/* second */.Rc;
/** Waits before a run that saw old secrets is dispatched again: GitHub needs seconds to hand out what was written. */
const settlingDelays = [10 * time/* second */.Rc, 30 * time/* second */.Rc];
/** The verification workflows of a rotation, together: all of them have to pass. */
class VerificationWorkflows {
    #options;
    constructor(options) {
        this.#options = options;
    }
    async check() {
        const { workflows, destinations } = this.#options.present;
        const checked = await (0,p_map/* default */.Ay)(workflows, checkWorkflow, limits/* atOnce */.zd);
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
        const until = this.#options.clock.elapsed() + patience;
        const read = await (0,p_map/* default */.Ay)(workflows, async (workflow) => {
            const { owner, repo, ref } = workflow;
            if (!mayMissOne(destinations, workflow))
                return { owner, repo };
            return { owner, repo, jobs: await workflow.fileAt(ref, until).catch(problem/* passOver */.Wr) };
        }, limits/* atOnce */.zd);
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
        const refutes = isRefuted ? await (0,p_map/* default */.Ay)(refuting, ([each]) => this.#reachOf(each, request.until), limits/* atOnce */.zd) : [];
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
        const reaches = await (0,p_map/* default */.Ay)(all, ([each]) => this.#reachOf(each, until), limits/* atOnce */.zd);
        const isLeftOut = (reach) => reach.length > 0 && reach.every((name) => leaveOut.includes(name));
        const asked = all.filter((_, index) => !isLeftOut(reaches[index] ?? []));
        return asked.length === 0 ? all : asked;
    }
    /** Names of the destinations whose secrets jobs of a workflow may get, as its file tells; all, where that is unread. */
    async #reachOf(workflow, until) {
        const { destinations } = this.#options.present;
        const { owner, repo, ref } = workflow;
        const jobs = await workflow.fileAt(ref, until).catch(problem/* passOver */.Wr);
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
        const { clock, timeout } = this.#options;
        try {
            const judgement = await followRun(workflow, dispatched.id, {
                ...request,
                clock,
                until: Math.min(clock.elapsed() + timeout, request.until),
                isEarlier,
            });
            const { ran, goesOn, created = dispatched.at } = judgement;
            const dated = { ...dispatched, at: Math.floor(created / time/* second */.Rc) * time/* second */.Rc };
            if (ran === undefined)
                return { ...judgement, weakness, ...(goesOn && { dispatched: dated }) };
            // The very file that ran: whoever may push may have changed it since it was checked.
            const file = await workflow.fileAt(ran.commit, request.until).catch(problem/* passOver */.Wr);
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
            return isEarlier && (0,refusals/* statusOf */.c2)(error) === 404 ? found : { ...found, goesOn: true, dispatched };
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
    if ((0,problem/* endsRun */.sl)(error))
        throw error;
    const isLasting = error instanceof problem/* Problem */.AF && (0,refusals/* isLastingRefusal */.bZ)(error);
    const found = isLasting ? unknown(error.message, { remedy: error.remedy }) : unknown((0,problem/* inSentences */.YP)(error));
    return { ...found, detail: found.detail.replace(/\.$/, ''), weakness };
}

;// CONCATENATED MODULE: ./lib/github/connect.js
/** Destinations and verifier of a run. Loaded only when GitHub is needed. */















/** Connects one user's rotation; nothing is asked before a port is called. */
function connectGitHub(configuration, recovery, { clock, mask, warn, github: send = transport/* octokitRequest */.t, access: shared }) {
    const { githubApiUrl, destinations, otherKeys, secretsOfUsers, verificationWorkflows, job, policy } = configuration;
    const uses = { ...configuration, recovery };
    const access = shared ?? new tokens/* GitHubAccess */.y([uses], { send, mask, clock });
    const { time } = access;
    const isPlan = configuration.mode === 'plan';
    const clients = access.clientsFor(uses, !isPlan);
    const own = access.dispatching(configuration.dispatchToken, githubApiUrl, !isPlan);
    const home = `${job.owner}/${job.repo}`;
    const clientAt = (owner, repo) => ((0,lib_destination/* isSameName */.yS)(`${owner}/${repo}`, home) ? own : clients.for(owner));
    const archived = new repositories/* ArchivedRepositories */.T(destinations, clients.for, warn);
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
            waitsUntil: isPlan ? 0 : policy.timeLimit - (0,waits/* rotationNeeds */.kH)(policy),
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
        end: () => {
            clients.end();
            own.end();
        },
    };
}
/**
 * A dispatch, what it is told of, the looks at its run, which grow rarer where the budget ends, and in the end what its
 * jobs reported and the file that ran.
 */
function verificationRequests(timeout) {
    return 20 + Math.ceil(Math.min(timeout, time/* hour */.nW) / longestDelay);
}

// EXTERNAL MODULE: ./lib/inputs/recovery-secret.js
var recovery_secret = __webpack_require__(1159);
// EXTERNAL MODULE: ./lib/inputs/role.js
var inputs_role = __webpack_require__(3449);
// EXTERNAL MODULE: ./lib/key/held-key.js
var held_key = __webpack_require__(1102);
// EXTERNAL MODULE: ./lib/key/recovery-value.js
var recovery_value = __webpack_require__(7020);
// EXTERNAL MODULE: ./lib/text/account-number.js
var account_number = __webpack_require__(7816);
;// CONCATENATED MODULE: ./lib/connect.js
/** From inputs to the ports of a rotation: who calls, whom to rotate, and how AWS and GitHub are reached. */













/** Finds out who calls and whom to rotate, and makes the ports. */
async function connect(inputs, services) {
    const { clock, aws: clients, narrator, nonce } = services;
    const masking = maskingOf(inputs, services);
    const { credentials, own, caller, ends, signer, warnings, early } = await signing(inputs, services);
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
    const iam = new iam_user/* IamUser */.xg({
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
            return { id: (0,lib_destination/* identityOf */.cu)(place).replace(/:actions$/, ''), name: (0,lib_destination/* nameOf */.Vb)(place) };
        }),
        secretNames: [...new Set(inputs.destinations.flatMap(connect_namesIn))],
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

// EXTERNAL MODULE: ./lib/report/titles.js
var titles = __webpack_require__(131);
;// CONCATENATED MODULE: ./lib/report/narrator.js

/**
 * Tells each step and its reason while it happens, line by line, and no reason twice. What prepares a step, the claim and
 * the notes in the tags, takes one short line. `tellsFailure`: the log ends with it, since no annotation follows.
 */
function narratorTo(print, tellsFailure = true) {
    const told = [];
    /** A reason without what a line before has said. */
    const untold = (because) => {
        const lengths = told.filter((each) => because.startsWith(each)).map(({ length }) => length);
        told.push(because);
        const rest = because.slice(Math.max(0, ...lengths));
        const [, added] = /^(?:[:;,.] (.*))?$/s.exec(rest) ?? [undefined, because];
        return added ?? '';
    };
    return {
        decided(decision) {
            if (decision.do === 'record')
                return print(`  noted in the tags of the user: ${(0,titles/* noteOf */.kH)(decision.journal)}`);
            if (decision.do === 'claim')
                return print(`▸ ${(0,titles/* titleOf */.Gg)(decision)}`);
            if (decision.do === 'observe' && decision.what === 'claim')
                return;
            if (!tellsFailure && (decision.do === 'fail' || decision.do === 'stop'))
                return;
            const because = untold(decision.because);
            print(`▸ ${(0,titles/* titleOf */.Gg)(decision)}${because === '' ? '' : `: ${because.replaceAll('\n', '\n  ')}`}`);
        },
        done(result) {
            if (result !== '')
                print(`  ${result.replaceAll('\n', '\n  ')}`);
        },
    };
}
/** Tells of each effect in one line, behind the name of the user: for logs that several users share. */
function eventsOf(user, print) {
    let effect;
    return {
        decided(decision) {
            effect = (0,titles/* isEffect */.yw)(decision) && !isEnding(decision) ? decision : undefined;
        },
        done(result) {
            if (effect === undefined)
                return;
            const [first = ''] = result.split('\n');
            print(`${user}: ${(0,titles/* titleOf */.Gg)(effect)}${first === '' ? '' : `: ${first}`}`);
        },
    };
}
/** How the run ended is told with the others. */
function isEnding(decision) {
    return ['nothing', 'wait', 'fail', 'stop'].includes(decision.do);
}

// EXTERNAL MODULE: ./lib/rotation/facts.js
var facts = __webpack_require__(6189);
;// CONCATENATED MODULE: ./lib/rotation/refusal.js


/** Whether the holder is another job or step of this very run, with another list: both are of one commit. */
function isOtherListOfThisRun({ run, attempt, list }, policy) {
    // Another job or step of one run may bring the very list that the first has brought.
    const isBrought = list !== undefined && policy.digest.startsWith(list);
    return run === policy.run && attempt === policy.attempt && !isBrought;
}
/** The mark of a configuration, and once it is there, what a person is told. `who` rotates the user instead. */
function refusal({ world, policy, now }, who) {
    const marked = (0,facts/* refusedDigests */.Wi)(world);
    if (!marked.includes(policy.digest)) {
        const because = 'its destinations may hold the key, and the workflow that rotates this user does not list them';
        const at = Math.floor(now / time/* second */.Rc) * time/* second */.Rc;
        return { do: 'refuse', refused: { digest: policy.digest, at, earlier: marked }, because };
    }
    return {
        do: 'stop',
        because: `${world.user.name} is rotated by ${who}, with other destinations than the ones configured here`,
        remedy: 'List all destinations in one configuration and remove the other, or start this one by hand once with "force: true" to take over.',
    };
}
/** Who rotates the user, where it is another job or step of this run. */
const anotherJob = 'another step or job of this run';

// EXTERNAL MODULE: ./lib/rotation/lifecycle/answers.js
var answers = __webpack_require__(930);
;// CONCATENATED MODULE: ./lib/rotation/lifecycle/guards.js
/** What forbids touching these keys at all, and what turns a wait red. */




/** No key of a user is active for so long after it was due, without turning every run red. */
const forbearance = 30 * time/* day */.vd;
/** The state was written in a format that this version cannot read. */
function ofAnotherVersion({ world }) {
    if (world.journal.kind !== 'unknown')
        return undefined;
    return (0,answers/* blocked */.Z5)(`the tag rotate-iam-access-keys of ${world.user.name} was written by another version of this action: “${world.journal.text}”`, 'Use the version of this action that wrote it, or remove the tag once you know which key is in use.');
}
/**
 * One configuration owns a user: another one does not know where this one has put the key. Only the owner can change its
 * list, and not to one that was refused, or that the present one has just replaced.
 */
function otherList({ world, policy, now }) {
    if (world.journal.kind !== 'read' || policy.force)
        return undefined;
    const { journal, holder } = world.journal;
    if (holder === undefined || holder.nonce === policy.nonce)
        return undefined;
    const isOwner = holder.owner === policy.owner;
    const isSameRun = isOtherListOfThisRun(holder, policy);
    // The owner's latest run has brought another list, whose places may hold the previous key.
    const isReplaced = hasPrevious(journal) && isOwner && !isSameRun && !brought(holder, policy);
    if (journal.digest === policy.digest && !isReplaced)
        return undefined;
    const isRefused = (0,facts/* refusedDigests */.Wi)(world).includes(policy.digest);
    const takesTurns = journal.digest === policy.digest || journal.before === policy.digest;
    if (isOwner && !isSameRun && !policy.bringsPresentList && !isRefused && journal.before !== policy.digest) {
        const because = `the destinations of this run differ from those in use for ${world.user.name}, and only the first attempt of a run on the default branch can change them`;
        return (0,answers/* wait */.uk)((0,facts/* phaseOf */.hU)(journal), nextIn(journal), because);
    }
    if (isOwner && !isSameRun && !isRefused && !takesTurns) {
        // Whoever comes with the former list has to see that it is no more the one that counts.
        return isReplaced ? (0,answers/* record */.g1)(journal, 'these destinations are the ones that count from now on') : undefined;
    }
    const owner = isSameRun ? anotherJob : `a workflow of ${holder.run.replace(/\/[^/]*$/, '')}`;
    const who = isOwner && !isSameRun ? anotherOfThisWorkflow : owner;
    return refusal({ world, policy, now }, who);
}
/** Whether the holder had the very list that this run brings. */
function brought({ list }, { digest }) {
    return list === undefined || digest.startsWith(list);
}
const anotherOfThisWorkflow = 'another configuration of this workflow';
function nextIn(journal) {
    return hasPrevious(journal) ? (0,answers/* nextOf */.Xh)(journal) : (0,answers/* soon */.qX)('rotate');
}
/** Whether a key has been replaced that may still be in use. */
function hasPrevious(journal) {
    return journal.phase === 'current' || journal.phase === 'deactivating' || journal.phase === 'deactivated';
}
/** Keys that the journal does not account for: a person must say what they are for. Never "delete the oldest". */
function unexplainedKeys(situation) {
    const { world, policy, now, journal } = situation;
    const known = (0,facts/* keysOf */.YD)(journal);
    const strangers = world.keys.filter((key) => !known.includes(key.id));
    if (world.keys.length < 2 || strangers.length === 0)
        return undefined;
    // What a creation has led to, or an interrupted one left behind, is judged where creation is.
    const isAfterCreation = world.run.creation?.kind === 'created' || (world.keys.length === 2 && strangers.length === 1);
    if (journal?.phase === 'creating' && isAfterCreation)
        return undefined;
    const inactive = world.keys.filter((key) => key.status === 'Inactive');
    const replaceable = world.keys.length === 2 && inactive.length === 1 && strangers.some((key) => inactive.includes(key));
    if (policy.replaceInactiveKey && replaceable)
        return undefined;
    return (explainedByTag(situation) ??
        (0,answers/* withLastUses */.j9)(situation) ??
        (0,answers/* blocked */.Z5)(`${world.user.name} has ${world.keys.length} access keys that this action cannot explain: ${(0,answers/* keysTold */.EP)(world.keys, now)}`, `${whichToKeep(world)} Switch the other one off first, and delete it when nobody has missed it.${replaceable ? ' Or set "replace-inactive-key: true", which deletes the inactive one when the next rotation is due.' : ''}${journal === undefined ? tagsRemoved : ''}`));
}
function whichToKeep({ signer }) {
    const job = signer === undefined ? '' : ` This job signs with ${signer}.`;
    return `Find out which one is in use.${job}`;
}
const tagsRemoved = ' If a tool removed the tags of this user, make it keep them: in Terraform, with ignore_tags { key_prefixes = ["rotate-iam-access-keys", "AKIA"] } in the provider.';
/** A key that appeared while another one was to be made, and that nothing explains. */
function foreignKey(situation, key) {
    const { world, now } = situation;
    return (explainedByTag({ ...situation, journal: undefined }) ??
        (0,answers/* withLastUses */.j9)(situation) ??
        (0,answers/* blocked */.Z5)(`${key.id} appeared during a rotation, and this action cannot explain it: ${(0,answers/* keysTold */.EP)(world.keys, now)}`, `Find out who created ${key.id}, and delete it if nobody uses it. The next run goes on.`));
}
/** The journal is lost or speaks of other keys, but a tag tells: the older key beside one made here is replaced by it. */
function explainedByTag({ world, policy, journal }) {
    const [old, pending, another] = world.keys;
    if (old === undefined || pending === undefined || another !== undefined)
        return undefined;
    if (!world.made.includes(pending.id) || pending.status !== 'Active')
        return undefined;
    // Of the key that this run has made itself, it knows more than a tag tells.
    if (world.run.held === pending.id)
        return undefined;
    // A current key that is off was switched off by a person.
    if (old.status === 'Inactive' && journal?.current === old.id)
        return undefined;
    const because = `the journal does not explain these keys, but a tag does: ${pending.id} was created to replace ${old.id}`;
    if (world.destinations === 'unread')
        return (0,answers/* observe */.lB)('destinations', because);
    const window = { from: pending.created + world.destinations.ahead, to: undefined };
    const { digest } = policy;
    const told = { phase: 'publishing', pending: pending.id, ...(0,answers/* roleOf */.kp)(old), window, sealed: undefined, digest };
    return (0,answers/* record */.g1)(told, because);
}
/** Whether a configuration was refused whose places may hold the previous key. */
function isMarked(world, policy, now) {
    const { refused } = world;
    const owners = (0,facts/* journalOf */.PR)(world)?.digest;
    if (refused === undefined || (0,facts/* refusedDigests */.Wi)(world).every((each) => each === owners))
        return false;
    return now < refused.at + policy.deactivateAfter + answers/* patience */._L;
}
/** Places of a configuration that was refused may hold the previous key: it stays until they had their time. */
function heldByOthers({ world, policy, now, journal, previous }) {
    if (world.refused === undefined || !isMarked(world, policy, now))
        return undefined;
    const at = world.refused.at + policy.deactivateAfter + answers/* patience */._L;
    const because = `another configuration for ${world.user.name} was refused at ${(0,time/* utc */.n$)(world.refused.at)}, and its destinations may hold ${previous.id}: that key is neither switched off nor deleted until ${(0,time/* utc */.n$)(at)}. List all destinations in one configuration and remove the other`;
    return (0,answers/* wait */.uk)((0,facts/* phaseOf */.hU)(journal), { ...(0,answers/* nextOf */.Xh)(journal), at }, because);
}
/** A wait without a date that lasts and lasts needs a person: green runs would hide it. */
function overdue({ policy, now, journal }, decision) {
    if (decision.do !== 'wait' || decision.next.at !== undefined || decision.phase === 'steady')
        return undefined;
    const since = journal === undefined ? undefined : latestIn(journal);
    if (since === undefined)
        return undefined;
    const grace = { rotating: 0, overlap: policy.deactivateAfter, recovery: policy.deleteAfter, blocked: 0 };
    const lasting = now - since - grace[decision.phase];
    if (lasting <= answers/* patience */._L)
        return undefined;
    const because = `this wait has lasted for ${(0,time/* spoken */.vg)(lasting)}: ${decision.because}`;
    return (0,answers/* fail */.fJ)(decision.phase, decision.next, because, 'It does not end by itself: fix what this message names.');
}
/**
 * Green means kept: a key that is older than it may be turns the run red, whatever keeps the rotation from going on.
 * Undefined where no key is too old. `decision`: what the run would end with, or go on with, otherwise.
 */
function overaged({ world, policy, now, journal }, decision) {
    const current = journal === undefined ? (0,facts/* activeKey */.w6)(world) : (0,facts/* find */.I6)(world, journal.current);
    // A run that steps aside leaves it to another; an intent that AWS has refused leaves it to nobody.
    const isRefused = journal?.phase === 'creating' && journal.at === undefined;
    const isUnderWay = (0,facts/* phaseOf */.hU)(journal) === 'rotating' && !isRefused;
    if ((0,answers/* isSteppingAside */.v3)(decision))
        return undefined;
    const exceeds = (key, grace) => key?.status === 'Active' && now - key.created > policy.rotateAfter + grace;
    const key = world.keys.find((each) => exceeds(each, forbearance)) ??
        (exceeds(current, answers/* patience */._L) && !isUnderWay ? current : undefined);
    if (key === undefined)
        return undefined;
    const age = `${key.id} is ${(0,time/* spoken */.vg)(now - key.created)} old, and rotate-after is ${(0,time/* spoken */.vg)(policy.rotateAfter)}`;
    const because = `${age}: a key that old should not be active any more, but ${decision.because}`;
    const remedy = 'It still works. Let the rotation go on: remove what it waits for, and run it more often.';
    const next = 'next' in decision ? decision.next : undefined;
    return (0,answers/* fail */.fJ)('phase' in decision ? decision.phase : (0,facts/* phaseOf */.hU)(journal), next, because, remedy);
}
/** The latest moment that a journal tells of. */
function latestIn(journal) {
    if ('at' in journal)
        return journal.at;
    if ('provenAt' in journal && journal.provenAt !== undefined)
        return journal.provenAt;
    return journal.window.to ?? journal.window.from;
}

// EXTERNAL MODULE: ./lib/report/attention.js
var attention = __webpack_require__(4120);
;// CONCATENATED MODULE: ./lib/rotation/lifecycle/situation.js
/** What the rules look at in each phase, and the forms of a rule and of its answer. */


/** The world as the rules look at it. */
function situationOf(world, policy, now) {
    const journal = (0,facts/* journalOf */.PR)(world);
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
    return noted !== undefined && ((0,facts/* phaseOf */.hU)(journal) === 'rotating' || noted.at === (0,secret_dates/* latestWrite */.PN)([place]));
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
    const earliest = (0,facts/* find */.I6)(world, journal.phase === 'steady' ? journal.current : journal.previous);
    return earliest === undefined ? [] : (0,secret_dates/* straysOf */.U4)(world.destinations, journal, journal.current, earliest, policy);
}

;// CONCATENATED MODULE: ./lib/report/places.js
/** Where a user's key is stored, and how far this run knows what is there. Pure. */




/** What a place holds, as far as GitHub's dates and verifications show. */
const placeStates = (/* unused pure expression or super */ null && ([
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
]));
/** The configured places, by their names, and what is known of each at the end of a run. */
function placesOf(names, world, policy, at) {
    if (world === undefined) {
        return names.map((name) => ({ name, state: 'not read', proven: false, writtenAt: undefined }));
    }
    const situation = situationOf(world, policy, at);
    const reading = world.destinations === 'unread'
        ? undefined
        : new Map(world.destinations.destinations.map((place) => [place.name, place]));
    return names.map((name) => {
        const proven = isProven(name, world);
        const place = reading?.get(name);
        const { state, written } = isRefuted(name, world)
            ? { state: 'another key', written: place && (0,secret_dates/* latestWrite */.PN)([place]) }
            : reading === undefined
                ? places_asNoted(name, world, policy)
                : place === undefined
                    ? { state: 'left out', written: undefined }
                    : asRead(place, situation);
        const shown = proven ? ((0,facts/* phaseOf */.hU)(situation.journal) === 'rotating' ? 'pending' : 'current') : state;
        return { name, state: shown, proven, writtenAt: written === undefined || written === 0 ? undefined : (0,time/* utc */.n$)(written) };
    });
}
function isProven(name, world) {
    const { verification } = world.run;
    const journal = (0,facts/* journalOf */.PR)(world);
    const shown = journal !== undefined && 'pending' in journal ? journal.pending : journal?.current;
    return verification?.verdict === 'works' && verification.key === shown && verification.covers.includes(name);
}
function isRefuted(name, { run: { verification } }) {
    return verification?.refutes?.includes(name) === true;
}
/** What the journal says of a place that was not read since this run last changed anything. */
function places_asNoted(name, world, policy) {
    const journal = (0,facts/* journalOf */.PR)(world);
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
    const written = (0,secret_dates/* latestWrite */.PN)([place]);
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
        const isCurrent = place.secrets.every((secret) => (0,secret_dates/* isInside */.FK)(secret, journal.window, journal.current));
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
    const written = secrets.filter((secret) => (0,secret_dates/* isInside */.FK)(secret, window, pending)).length;
    if (written === secrets.length)
        return 'pending';
    return written > 0 ? 'partly pending' : 'not written yet';
}

;// CONCATENATED MODULE: ./lib/rotation/claim.js
/**
 * One run at a time per user, without a lock service: who may act, and what a run does to find out.
 *
 *     look ──► claim ──► let 5 s pass ──► read back ──► quiet ──► act … confirm every 3 minutes … ──► release
 *       │                                    │
 *       └── another run is at work ──────────┴── the claim is another run's: step aside
 *
 * A claim is a tag, and AWS offers no compare-and-set. So a run claims only right after it has looked, and acts only
 * after everybody who looked before that must have written (Fischer's algorithm): of several claims the last one
 * stands, and the others see it when they read back. Whoever held the user before and has not given it back may live
 * on, whatever GitHub says of its run: it notices within 3 minutes that its claim is gone, and until then only
 * switching a key on again is safe.
 */




/** A claim is written within this time of the look that it rests on; a slow one has to settle for longer. */
const claimedWithin = 3 * time/* second */.Rc;
/** A claim is read back after this time. */
const settlingOfClaims = 5 * time/* second */.Rc;
/** A holder makes sure that it still is one before it acts, when it has not done so for this long. */
const confirmedFor = 3 * time/* minute */.Vc;
/** A holder that has lost its claim does nothing more after this time. */
const noticing = confirmedFor + 20 * time/* second */.Rc;
/** A holder that has not touched its claim for this long may be replaced. */
const silence = 10 * time/* minute */.Vc;
/** A holder that has been silent for this long stops: it may have been replaced by the time it acts. */
const silentFor = silence - 2 * time/* minute */.Vc;
/** After its time-limit, a run is given this long to be gone from a slow runner. */
const holderSlack = 10 * time/* minute */.Vc;
/** The run that holds the user, or held it last. */
function holderOf(reading) {
    return reading.kind === 'unknown' ? undefined : reading.holder;
}
/** A claim of this moment, by the run's elapsed time; one that was written late gives a holder time to notice it. */
function claimOf({ released, predecessorGone, predecessorSilent }, looked, written) {
    const settles = written + (written - looked <= claimedWithin + time/* second */.Rc ? settlingOfClaims : noticing);
    const quiet = released ? settles : written + noticing;
    return { settles, quiet, confirmed: false, predecessorGone, predecessorSilent };
}
/**
 * When the run that held the user before this one has acted for the last time, as far as its claim and GitHub tell;
 * undefined when there was none. An earlier attempt of this run is dead, and has touched its claim all along.
 */
function predecessorGone({ journal, run }, policy) {
    if (run.claim !== undefined)
        return run.claim.predecessorGone;
    const holder = holderOf(journal);
    if (holder === undefined || holder.nonce === policy.nonce)
        return undefined;
    if (hasEnded(holder))
        return holder.touched;
    if (run.holderRun.kind === 'completed')
        return run.holderRun.end;
    if (isEarlierAttempt(holder, policy))
        return holder.touched + silence;
    return lastActOf(holder);
}
/** When the run before this one had been silent for so long that it writes no more, even if GitHub was wrong to call it completed. */
function predecessorSilentSince({ journal, run }, { nonce }) {
    if (run.claim !== undefined)
        return run.claim.predecessorSilent;
    const holder = holderOf(journal);
    return holder === undefined || holder.nonce === nonce || hasEnded(holder) ? undefined : holder.touched + silence;
}
/** When a run that said nothing of its end can no longer be at work. */
function lastActOf({ touched, timeLimit }) {
    return touched + timeLimit + holderSlack;
}
/** Whether GitHub may know more of the run that holds the user than its claim tells. */
function canAskForHolder({ journal, run }, policy) {
    const holder = holderOf(journal);
    const isOther = holder !== undefined && holder.nonce !== policy.nonce && !hasEnded(holder);
    return run.claim === undefined && run.holderRun.kind === 'unread' && isOther;
}
/** Lets a decision pass when this run may act on it, or answers with what has to come first. */
function exclusively(world, policy, now, decision) {
    // Nothing is changed by these, whoever else is at work.
    if (decision.do === 'nothing' || (decision.do === 'wait' && decision.next.at !== undefined))
        return decision;
    return stepAside(world, policy, now) ?? claimFirst(world, policy, now, decision) ?? decision;
}
/** Another run is at work on this user, or may be. */
function stepAside(world, policy, now) {
    const { run, user } = world;
    const holder = holderOf(world.journal);
    if (holder?.nonce === policy.nonce)
        return undefined;
    if (run.claim !== undefined) {
        if (run.looked < run.claim.settles)
            return undefined;
        if (holder === undefined || hasEnded(holder) || now >= holder.touched + silence) {
            const because = 'IAM does not show the claim of this run in the tags of the user, so nothing is changed';
            return { do: 'wait', phase: (0,facts/* phaseOf */.hU)((0,facts/* journalOf */.PR)(world)), next: { step: 'rotate', at: undefined }, because };
        }
        return (beside(world, policy, now, holder) ??
            aside(now + silence, `the run ${holder.run} has claimed ${user.name}, and only one run acts at a time`));
    }
    if (holder === undefined || mayBeReplaced(holder, run.holderRun, policy, now))
        return undefined;
    const seen = `${holder.run} (last seen ${(0,time/* utc */.n$)(holder.touched)})`;
    if (run.holderRun.kind === 'unread')
        return observeHolder(`the run ${seen} holds ${user.name}: is it still at work?`);
    const refused = beside(world, policy, now, holder);
    return (refused ??
        aside(holder.touched + silence, `the run ${seen} is at work on ${user.name}, and only one run acts at a time`));
}
/**
 * Another job of this run has another list, and does not know that the places of this one may hold the key that it
 * replaces: this one leaves its mark, in a tag of its own, though the other one is at work. Later runs of both would find
 * one configuration that has changed.
 */
function beside(world, policy, now, holder) {
    if (policy.force || holder.list === undefined || !isOtherListOfThisRun(holder, policy))
        return undefined;
    return refusal({ world, policy, now }, anotherJob);
}
/** Whether the holder has ended, or has not been heard of for so long that another run may go on. */
function mayBeReplaced(holder, { kind }, policy, now) {
    const isKnownToHaveEnded = hasEnded(holder) || isEarlierAttempt(holder, policy) || kind === 'completed';
    return isKnownToHaveEnded || now >= holder.touched + silence;
}
/** The holder has given its claim back. */
function hasEnded({ timeLimit }) {
    return timeLimit === 0;
}
/** Nobody can be at work who held the user before; a journal without a holder is one whose claim somebody removed. */
function isReleased({ journal }, { nonce }) {
    const holder = holderOf(journal);
    return holder === undefined ? journal.kind !== 'read' : hasEnded(holder) || holder.nonce === nonce;
}
/** GitHub starts another attempt of a run only when the one before has ended. */
function isEarlierAttempt({ run, attempt }, policy) {
    return run === policy.run && attempt < policy.attempt;
}
function observeHolder(because) {
    return { do: 'observe', what: 'holder', because };
}
function aside(at, because) {
    return { do: 'wait', phase: 'rotating', next: { step: 'rotate', at }, because };
}
/** Whether a decision changes anything at AWS or GitHub. */
function changesAnything({ do: step }) {
    return !['observe', 'nothing', 'wait', 'fail', 'stop'].includes(step);
}
function claimFirst(world, policy, now, decision) {
    if (!changesAnything(decision))
        return undefined;
    const { claim, elapsed, seen } = world.run;
    const because = decision.because;
    if (claim === undefined) {
        const gone = predecessorGone(world, policy);
        if (gone !== undefined && now < gone && canAskForHolder(world, policy)) {
            return observeHolder('an earlier run has not given its claim back: has it ended?');
        }
        if (elapsed - seen > claimedWithin) {
            return { do: 'observe', what: 'user', because: 'a claim has to follow a fresh look at the user' };
        }
        const predecessorSilent = predecessorSilentSince(world, policy);
        return { do: 'claim', released: isReleased(world, policy), predecessorGone: gone, predecessorSilent, because };
    }
    if (!claim.confirmed) {
        return {
            do: 'observe',
            what: 'claim',
            because: 'after 5 seconds, or longer where the claim was slow to write, it shows whether another run has claimed the user',
        };
    }
    // Switching a key on again harms nobody, and waits for nothing.
    if (decision.do === 'reactivate')
        return undefined;
    if (elapsed < claim.quiet) {
        const left = 'it has not given its claim back, and what it has asked for may still happen';
        return { do: 'observe', what: 'quiet', because: left };
    }
    if (destruction(decision) !== undefined && !isOwn(world, decision) && elapsed - seen > claimedWithin) {
        return { do: 'observe', what: 'user', because: `a last look: ${because}` };
    }
    return haunted(world, policy, now, decision);
}
/** A key that this run has made is nobody else's. */
function isOwn({ run }, decision) {
    return 'key' in decision && decision.key === run.held;
}
/** A run that only fell silent may be alive: nothing is destroyed until it cannot be. */
function haunted(world, policy, now, decision) {
    const step = destruction(decision);
    const gone = predecessorGone(world, policy);
    if (step === undefined || gone === undefined || now >= gone)
        return undefined;
    if (isOwn(world, decision))
        return undefined;
    return {
        do: 'wait',
        phase: (0,facts/* phaseOf */.hU)((0,facts/* journalOf */.PR)(world)),
        next: { step, at: gone },
        because: `${(0,problem/* asSentence */.KG)(decision.because)} But the run that held ${world.user.name} before may be at work until ${(0,time/* utc */.n$)(gone)}`,
    };
}
/** What a decision takes away, or announces to. */
function destruction(decision) {
    switch (decision.do) {
        case 'delete':
        case 'discard':
        case 'deactivate':
            return decision.do;
        case 'record':
            return decision.journal.phase === 'deactivating' ? 'deactivate' : undefined;
        default:
            return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/rotation/lifecycle/people.js
/** People are right: what somebody else does to keys and secrets is neither undone nor overwritten, and is told. */




/** A person switched the last key off, or all of them: `force` alone goes on. */
function keySwitchedOff(situation) {
    const { world, policy, now } = situation;
    const [key, another] = world.keys;
    if (policy.force && key !== undefined && another === undefined) {
        return (0,answers/* begin */.qN)(key, `${key.id} is inactive, and force starts over`);
    }
    return ((0,answers/* withLastUses */.j9)(situation) ??
        (0,answers/* blocked */.Z5)(`a key of ${world.user.name} that should be active is not: ${(0,answers/* keysTold */.EP)(world.keys, now)}. Somebody switched it off, so nothing was changed`, another === undefined
            ? 'Switch the key on again to resume, or start the workflow by hand once with "force: true" to replace it.'
            : 'Switch the key that is in use on again. Or delete the one that is not in use, and start the workflow by hand once with "force: true".'));
}
/** A person deleted every key that the journal speaks of, and may have made another one. */
function keysDeleted({ world, policy, now }) {
    const [other] = world.keys;
    if (policy.force)
        return (0,answers/* begin */.qN)(other, 'the keys that this action managed are gone, and force starts over');
    const has = other === undefined ? 'no access key' : `other access keys (${(0,answers/* keysTold */.EP)(world.keys, now)})`;
    return (0,answers/* blocked */.Z5)(`${world.user.name} has ${has}: somebody deleted the one that this action managed`, 'Start the workflow by hand once with "force: true" to create a new key, or remove the user from the configuration.');
}
/** The current key is gone or off, by somebody else's hand. */
function currentKeyLost(situation, journal, current, previous) {
    const { held, verification } = situation.world.run;
    const isUsed = held === journal.current || (verification?.key === journal.current && verification.verdict === 'works');
    if (current === undefined && isUsed)
        return notShown(journal, journal.current, (0,answers/* nextOf */.Xh)(journal));
    if (current === undefined && previous === undefined)
        return keysDeleted(situation);
    if (current !== undefined || previous?.status === 'Inactive')
        return keySwitchedOff(situation);
    return (0,answers/* begin */.qN)(previous, `somebody deleted the current key, and ${previous?.id} is the only one left`);
}
/** IAM may answer from the past: a key that this run has made or used a moment ago is not taken for gone. */
function notShown(journal, key, next) {
    return (0,answers/* wait */.uk)((0,facts/* phaseOf */.hU)(journal), next, `IAM does not list ${key}, which this run has just used. A later run looks again`);
}
/** At most so many places can be set aside: a tag has room for no more. */
const mostAside = 12;
/** What stays as it is: what is set aside, what somebody has removed, and what shows itself that somebody has written it. */
function leftAsItIs({ strays, aside }) {
    return [...aside, ...strays.filter(({ kind, refuted }) => kind === 'gone' || (kind === 'changed' && refuted))];
}
/** The places that are set aside, and more of them. What is set aside and not shown now, since it is archived, stays so. */
function asideWith({ world, journal }, more) {
    const { destinations } = world;
    const places = destinations === 'unread' ? [] : destinations.destinations;
    const kept = journal?.aside?.filter((each) => !places.some(({ name }) => name === each.place)) ?? [];
    const added = places.filter(({ name }) => more.some(({ place }) => place === name));
    return [...kept, ...added.map((place) => ({ place: place.name, at: (0,secret_dates/* latestWrite */.PN)([place]) }))];
}
/** What a rotation that begins leaves out: while a published key rests, dates tell; later, what has been noted before. */
function placesAside(situation) {
    const { policy, journal } = situation;
    const more = journal?.phase === 'steady' ? leftAsItIs(situation) : [];
    const places = policy.force ? [] : asideWith(situation, more);
    return places.length === 0 && journal?.aside === undefined ? undefined : places;
}
/** Whether a rotation can go on without what is set aside: places are left, of which a workflow can prove one at least. */
function othersGoOn(situation) {
    const { world, policy } = situation;
    const aside = placesAside(situation) ?? [];
    if (world.destinations === 'unread' || aside.length > mostAside)
        return false;
    const left = world.destinations.destinations.filter(({ name }) => !aside.some(({ place }) => place === name));
    return left.some(({ name }) => policy.verification === 'none' || !policy.uncovered.includes(name));
}
/** Red: what somebody removed, or has written as it shows, is left alone until a person decides. */
function setAside(phase, next, aside, besides = '') {
    if (aside.length === 0)
        return undefined;
    return (0,answers/* fail */.fJ)(phase, next, `${bySomebody(aside)}. This action writes nothing there${besides}`, phase === 'steady'
        ? 'Put it back, take it out of destinations, or start the workflow by hand once with "force: true" to publish a new key everywhere.'
        : 'Put it back with the key in use, or take it out of destinations. Once the old key is deleted, a run with "force: true" publishes a new key everywhere.');
}
function bySomebody(aside) {
    const gone = aside.filter(({ kind }) => kind === 'gone');
    const others = aside.filter(({ kind }) => kind !== 'gone');
    return [
        ...(gone.length > 0 ? [`somebody deleted ${(0,answers/* named */.KT)(gone)}`] : []),
        ...(others.length > 0 ? [`somebody wrote another key into ${(0,answers/* named */.KT)(others)}`] : []),
    ].join('; ');
}
/** What somebody else does keeps nothing from going on where a previous key waits, and is told until it ends. */
function meddling(situation, decision) {
    const { journal, aside } = situation;
    if ((0,answers/* isSteppingAside */.v3)(decision))
        return undefined;
    if (decision.do === 'nothing')
        return setAside('steady', decision.next, aside);
    if (decision.do !== 'wait')
        return undefined;
    if (journal?.phase !== 'current' && journal?.phase !== 'deactivated') {
        return setAside(decision.phase, decision.next, aside);
    }
    const { previous, switchedOn = 0 } = journal;
    if (switchedOn > 1) {
        return (0,answers/* fail */.fJ)(decision.phase, decision.next, `${previous} was switched on again ${switchedOn} times after this action had switched it off. ${(0,problem/* asSentence */.KG)(decision.because)}`, 'Find what does that: for example, Terraform with an aws_iam_access_key that still describes that key (status = "Active").');
    }
    return setAside(decision.phase, decision.next, leftAsItIs(situation));
}

;// CONCATENATED MODULE: ./lib/rotation/lifecycle/proof.js
/** Whether a key works where it is used: what is asked of a verification, and what its verdict leads to. */





/** What to do while `key` has not been proven in this run; undefined once it has. `off`: the key that is off meanwhile. */
function unproven(situation, key, phase, off) {
    if (situation.policy.verification === 'none')
        return undefined;
    const found = (0,facts/* verificationOf */.zM)(situation.world, key);
    switch (found?.verdict) {
        case undefined: {
            const question = 'only a run that signs in with it proves that jobs use it';
            return verify(situation, key, off === undefined ? question : `does everything still work with ${off} off?`, {
                off,
            });
        }
        case 'works':
            return undefined;
        case 'rejected':
            return forget(situation, found) ?? (0,answers/* fail */.fJ)(phase, (0,answers/* soon */.qX)('verify'), foundTold(found), afterRejection(found));
        case 'unknown':
            if (found.remedy !== undefined)
                return (0,answers/* fail */.fJ)(phase, (0,answers/* soon */.qX)('verify'), foundTold(found), found.remedy);
            return remember(situation, found) ?? (0,answers/* wait */.uk)(phase, (0,answers/* soon */.qX)('verify'), afterSilence(found));
    }
}
/** Asks whether a key works, and follows what an earlier run has dispatched for it. */
function verify(situation, { id }, because, { off, about, since = 0, leaveOut = [] } = {}) {
    const until = situation.policy.timeLimit - waits/* revertReserve */.f3;
    const settling = off === undefined && (0,facts/* isSettling */.dw)(situation.world);
    const earlier = off === undefined ? awaitedRuns(situation, id, since) : [];
    const asked = { do: 'verify', key: id, until, settling, without: off, about, earlier, because };
    return leaveOut.length === 0 ? asked : { ...asked, leaveOut };
}
/** Verification runs of a key that an earlier run left behind, dispatched after `since` and after its last write. */
function awaitedRuns({ world: { awaited }, now, journal }, key, since) {
    const published = journal !== undefined && 'window' in journal ? journal.window : undefined;
    const after = Math.max(since, published?.to ?? published?.from ?? 0);
    const runs = awaited?.key === key ? awaited.runs : [];
    return runs.every(({ at }) => at >= after && now - at < answers/* patience */._L) ? runs : [];
}
/** What has not ended is left to later runs, which follow it instead of dispatching others. */
function remember({ world: { awaited } }, { key, without, waiting: runs }) {
    const isKnown = runs.every(({ id }) => awaited?.runs.some((each) => each.id === id));
    if (isKnown && awaited?.key === key && awaited.without === without)
        return undefined;
    const because = 'a later run follows this verification instead of starting another one';
    return runs.length === 0 ? undefined : { do: 'remember', awaited: { key, without, runs }, because };
}
/** After a rejection no run of before counts, for or against the key: the next run of the rotation starts a fresh one. */
function forget({ world: { awaited } }, { key, without }) {
    if (awaited?.key !== key || awaited.runs.length === 0)
        return undefined;
    const because = 'verification runs from before a rejection prove nothing';
    return { do: 'remember', awaited: { key, without, runs: [] }, because };
}
/**
 * A date moves also when only an audience changes (terraform-provider-github#1924), and proof outranks dates: a strong
 * verification that speaks for the places closes the window anew. Undefined where no verification can speak for them, or
 * where the one that did is too weak, or older than their dates.
 */
function proofOverDates(situation, journal, key, strays, off) {
    const changed = strays.filter(({ kind }) => kind === 'changed');
    if (changed.length === 0 || !changed.every(({ provable }) => provable))
        return undefined;
    const found = (0,facts/* verificationOf */.zM)(situation.world, key);
    const about = `somebody else has written ${(0,answers/* named */.KT)(changed)} since ${key.id} was published`;
    if (found === undefined) {
        const since = Math.max(...changed.map(({ updatedAt = 0 }) => updatedAt));
        return verify(situation, key, `${about}: does a job there still get it?`, { off, about, since });
    }
    if (found.verdict !== 'works')
        return unproven(situation, key, (0,facts/* phaseOf */.hU)(journal), off);
    if (found.weak || found.asOf === undefined)
        return undefined;
    const window = { from: journal.window.from, to: found.asOf };
    const isLater = changed.some(({ updatedAt = 0 }) => updatedAt < window.from || updatedAt > window.to);
    // A job that was skipped, or got the secret of another place, says nothing of this one.
    if (isLater || !changed.every(({ place }) => found.covers.includes(place)))
        return undefined;
    // What was set aside and is written since is so no more.
    const aside = journal.aside === undefined ? undefined : asideWith(situation, []);
    return (0,answers/* record */.g1)({ ...journal, window, aside }, `a job there still gets ${key.id}, although the date has changed`);
}
/** What was found out, with what gave rise to it and what was off meanwhile. */
function foundTold({ without, about, detail }) {
    const told = without === undefined ? detail : `with the old key ${without} off, ${detail}`;
    return about === undefined ? told : `${about}; ${told}`;
}
/** That a key is published, and what speaks for it. */
function proof({ policy }, key) {
    if (policy.verification === 'none')
        return `${key.id} is published, and no workflow is asked to prove it`;
    return `${key.id} is published and proven`;
}
function afterSilence(found) {
    const left = found.without === undefined ? 'Nothing is switched off' : `${found.without} is on again`;
    return `${(0,problem/* asSentence */.KG)(foundTold(found))} ${left}, and the next run verifies again`;
}
function afterRejection({ without, about }) {
    const back = without === undefined ? 'Nothing is switched off' : `The old key ${without} is on again`;
    if (about !== undefined) {
        return `${back}, and this action writes nothing there. Find who writes these secrets: for example, Terraform with a github_actions_secret that still holds an old key. Take the place out of destinations if it is to hold another key, or start the workflow by hand once with "force: true" to publish a new key everywhere. If the log of that step names another cause, fix that.`;
    }
    return without === undefined
        ? 'Nothing is switched off. Fix what the verification reports, and run the rotation again, or wait for its schedule.'
        : `The old key ${without} is on again. The next attempt to switch it off comes once a verification has passed and deactivate-after is over. Open the log of that step: if AWS does not know the key there (InvalidClientTokenId, InvalidAccessKeyId), the step still uses the old one, so let it read the secrets that the rotation writes. Otherwise fix what the log names.`;
}

;// CONCATENATED MODULE: ./lib/rotation/lifecycle/creation.js
/** Creation: everything is checked and the intent is written before a key exists. */










/**
 * GetAccessKeyLastUsed counts in spans of 15 minutes and lags behind them: before that, unused means nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
const lastUsedLag = 15 * time/* minute */.Vc;
// ── What stands against a rotation ────────────────────────────────────────────────────────────────────────────────
/** Nothing is created before everything is checked. */
function unchecked({ world, because }) {
    return world.preflight === 'unread' ? (0,answers/* observe */.lB)('preflight', because) : undefined;
}
/** What the look at everything has found. */
function problemsFound({ world }) {
    if (world.preflight === 'unread' || world.preflight.length === 0)
        return undefined;
    return (0,answers/* blocked */.Z5)(`the access key of ${world.user.name} cannot be replaced:${(0,answers/* bullets */.e5)(world.preflight)}`, 'Fix this and run again. Nothing was changed: no key was created.');
}
/** The preflight reads them, unless it has found problems, or it was a look of long ago. */
function destinationsNotRead({ world, because }) {
    return world.destinations === 'unread' ? (0,answers/* observe */.lB)('destinations', because) : undefined;
}
/** A tag has room for so many places that are set aside. */
function tooManyAside(situation) {
    const isTooMany = (placesAside(situation) ?? []).length > mostAside;
    return isTooMany ? setAside('steady', undefined, leftAsItIs(situation)) : undefined;
}
/** A repository or environment made anew is not the place that the key was published to, whatever its name. */
function placeMadeAnew(situation) {
    const { world, policy, journal } = situation;
    if (policy.force || world.destinations === 'unread' || journal?.phase !== 'steady')
        return undefined;
    if (journal.digest !== policy.digest)
        return undefined;
    const { to, from } = journal.window;
    const aside = placesAside(situation) ?? [];
    const anew = world.destinations.destinations.filter(({ name, made }) => {
        return made !== undefined && made > (to ?? from) && !aside.some(({ place }) => place === name);
    });
    if (anew.length === 0)
        return undefined;
    return (0,answers/* blocked */.Z5)(`somebody has recreated ${anew.map(({ name }) => name).join(', ')} since ${journal.current} was published there: a new place of the same name may lack the protection of the old one`, 'Protect it like the old one and start the workflow by hand once with "force: true", or take it out of destinations. Nothing was created.');
}
/** The recovery secret holds what this action has not written for this user: it is neither overwritten nor deleted. */
function recoverySecretTaken({ world, policy, journal, because, }) {
    const { destinations, recovered: handed, run } = world;
    if (!policy.recovery || destinations === 'unread' || destinations.recovery?.updatedAt === undefined)
        return undefined;
    if (run.recoveryCleared || (0,facts/* ownRecovery */.C)(world) !== undefined)
        return undefined;
    const { name, updatedAt } = destinations.recovery;
    if (run.queued === 'unread')
        return (0,answers/* observe */.lB)('queue', `${because}; was this run queued before ${name} was written?`);
    if ((0,facts/* isQueuedAfter */.sS)(world, updatedAt) !== true) {
        const reason = `the recovery secret ${name} is in use, and this job was queued before it was written`;
        return (0,answers/* wait */.uk)((0,facts/* phaseOf */.hU)(journal), (0,answers/* soon */.qX)('rotate'), `${because}, but ${reason}. A freshly queued run looks again`);
    }
    if (handed !== undefined) {
        return (0,answers/* blocked */.Z5)(`the recovery secret ${name} holds a key of another user than ${world.user.name}: it is of ${handed.user} in the account …${handed.account.slice(-4)}`, 'Give each user a recovery secret of its own: write {iam-user} into recovery-secret-name. Nothing was changed.');
    }
    return (0,answers/* blocked */.Z5)(`the recovery secret ${name} exists, but this job did not get a key of ${world.user.name} from it: somebody else may have written it`, `Add "recovery-secret: \${{ secrets.${name} }}" to the step. If it is there already, somebody else has written ${name}: delete that secret, or name another one in recovery-secret-name. Nothing was changed.`);
}
/** A first rotation overwrites nothing that cannot be the key to be replaced. */
function holdsAnotherKey(situation) {
    const { world, old } = situation;
    if (old === undefined || world.destinations === 'unread' || !isAdopting(situation))
        return undefined;
    const others = (0,secret_dates/* cannotHold */.LU)(world.destinations, old);
    if (others.length === 0)
        return undefined;
    return (0,answers/* blocked */.Z5)(`${old.id}, the key to be replaced, cannot be in ${others.join(', ')}: written before that key was created (${(0,time/* utc */.n$)(old.created)}), or showing another ID`, 'Correct iam-user or destinations, or start the workflow by hand once with "force: true" to overwrite it.');
}
/** A first rotation needs to know where the key is: in use, and none of the configured secrets exists. */
function storedElsewhere(situation) {
    const { world, old } = situation;
    if (old === undefined || world.destinations === 'unread' || !isAdopting(situation))
        return undefined;
    const { destinations } = world.destinations;
    const missing = (0,secret_dates/* secretsWhere */.np)(destinations, ({ updatedAt }) => updatedAt === undefined);
    const isAnyThere = (0,secret_dates/* secretsWhere */.np)(destinations, ({ updatedAt }) => updatedAt !== undefined).length > 0;
    if (missing.length === 0 || isAnyThere)
        return undefined;
    // Its use by this very run shows only later.
    const isSigning = world.signer === old.id;
    if (!isSigning && old.lastUsed.kind === 'unread') {
        return (0,answers/* observe */.lB)('last use', `is ${old.id} in use, though no destination exists?`);
    }
    if (!isSigning && old.lastUsed.kind === 'never')
        return undefined;
    const use = isSigning || old.lastUsed.kind === 'used' ? 'is in use' : 'may be in use (its last use cannot be read)';
    return (0,answers/* blocked */.Z5)(`${old.id} ${use}, and none of the configured secrets exists (${missing.join(', ')}): it is stored under another name, or in a place that nobody listed`, 'Set "secrets" to the names that the workflows use, and list the environments and organizations that hold the key in "destinations"; or start the workflow by hand once with "force: true". Nothing was created.');
}
/** A first rotation needs the whole key: workflows that take one half from elsewhere would mix two keys. */
function halfStored(situation) {
    const { world, old } = situation;
    if (old === undefined || world.destinations === 'unread' || !isAdopting(situation))
        return undefined;
    const half = world.destinations.destinations.filter(({ secrets }) => {
        const exist = secrets.filter(({ updatedAt }) => updatedAt !== undefined).length;
        return exist > 0 && exist < secrets.length;
    });
    if (half.length === 0)
        return undefined;
    const absent = (0,secret_dates/* secretsWhere */.np)(half, ({ updatedAt }) => updatedAt === undefined);
    return (0,answers/* blocked */.Z5)(`only half of the key is stored: ${absent.join(', ')} cannot be found. Workflows take that half from elsewhere, and would mix the halves of two keys`, 'If the access key ID is a variable, write "variables: { NAME: access-key-id }" and leave it out of "secrets". If what is missing is meant to be new there, start the workflow by hand once with "force: true". Nothing was created.');
}
/** Nothing has been published by this configuration yet, so nothing is known of what the destinations hold. */
function isAdopting({ world, policy }) {
    if (policy.force)
        return false;
    if (world.journal.kind !== 'read')
        return true;
    const { journal } = world.journal;
    return (journal.phase === 'creating' || journal.phase === 'pending') && journal.digest !== policy.digest;
}
/** The same name nearby may hold the key that is to be replaced: its jobs would be left behind. */
function sameNameElsewhere({ world, policy, journal, old }) {
    // Once a key has been handed out, waiting for a person would leave its holders without one.
    const isUnderWay = journal?.phase === 'pending' || journal?.phase === 'publishing';
    if (policy.force || old === undefined || isUnderWay)
        return undefined;
    const reading = (0,facts/* freshNearby */.m_)(world);
    if (reading === undefined)
        return (0,answers/* observe */.lB)('same name nearby', `does a secret that is not listed hold ${old.id}?`);
    const places = (0,facts/* nearbyHolders */.rh)(reading, old);
    if (places.length === 0)
        return undefined;
    return (0,answers/* blocked */.Z5)(`${(0,answers/* unlisted */.B$)(places, old, reading.ahead)}. Jobs that use it there would lose it`, (0,answers/* listOrDismiss */.uO)(places));
}
/** Prove before you replace: what does not pass with the key in use would not pass with the next one either. */
function oldKeyNotProven(situation) {
    const { world, policy, journal, old, because } = situation;
    const aside = journal?.phase === 'steady' ? (placesAside(situation) ?? []).map(({ place }) => place) : [];
    // Without what is set aside, a rotation goes on only where a workflow shows that it can be proven so.
    const besides = ', and no workflow has shown that a key can be proven in the other places';
    const unsure = () => (aside.length === 0 ? undefined : setAside('steady', undefined, leftAsItIs(situation), besides));
    if (policy.verification === 'none' || old === undefined || old.status !== 'Active')
        return undefined;
    if (world.destinations === 'unread')
        return undefined;
    if (!isProvenFirst(situation))
        return unsure();
    const { destinations } = world.destinations;
    const covered = destinations.filter(({ name }) => !policy.uncovered.includes(name) && !aside.includes(name));
    // A job cannot pass where a secret is still to be made.
    const isComplete = covered.every(({ secrets }) => secrets.every(({ updatedAt }) => updatedAt !== undefined));
    if (covered.length === 0 || !isComplete)
        return unsure();
    if (aside.length === 0 && old.lastUsed.kind === 'unread')
        return (0,answers/* observe */.lB)('last use', `does anybody use ${old.id}?`);
    if (aside.length === 0 && old.lastUsed.kind === 'never')
        return undefined;
    const found = (0,facts/* verificationOf */.zM)(world, old);
    switch (found?.verdict) {
        case undefined: {
            const question = `${because}: does the verification pass with it, before it is replaced?`;
            return verify(situation, old, question, { leaveOut: aside });
        }
        case 'works':
            return undefined;
        case 'rejected':
            return (forget(situation, found) ??
                setAside('steady', undefined, leftAsItIs(situation), `; in the other places, ${foundTold(found)}`) ??
                (0,answers/* blocked */.Z5)(`the verification does not pass with ${old.id}, the key in use: ${foundTold(found)}`, 'Fix what the verification reports: the list of destinations, the names of the secrets, or the verification itself. Or start the workflow by hand once with "force: true". Nothing was created.'));
        case 'unknown': {
            const unknown = `it is not known whether the verification passes with ${old.id}, the key in use: ${(0,problem/* asSentence */.KG)(foundTold(found))} Nothing is created`;
            if (found.remedy !== undefined)
                return (0,answers/* fail */.fJ)('steady', (0,answers/* soon */.qX)('rotate'), unknown, found.remedy);
            return remember(situation, found) ?? (0,answers/* wait */.uk)('steady', (0,answers/* soon */.qX)('rotate'), `${unknown}, and the next run looks again`);
        }
    }
}
/**
 * Whether the key is proven before it is replaced: not where an earlier run has come further, where a tag tells of a key
 * that is gone, which somebody may hold, or where a place was left out when the key was published.
 */
function isProvenFirst({ world, policy, journal, strays }) {
    if (policy.force)
        return false;
    if (world.made.some((id) => (0,facts/* find */.I6)(world, id) === undefined))
        return false;
    return journal === undefined || (journal.phase === 'steady' && strays.every(({ kind }) => kind !== 'missed'));
}
/** A key is replaced only in a run that can still verify the new one, and take it back. */
function noTimeToRotate(situation) {
    const { world, journal, old } = situation;
    const late = outOfTime(situation, (0,facts/* phaseOf */.hU)(journal), 'rotate');
    // What took the time has been proven, and is not asked for again.
    const found = late === undefined || old === undefined ? undefined : (0,facts/* verificationOf */.zM)(world, old);
    return (found?.verdict === 'works' ? remember(situation, found) : undefined) ?? late;
}
/** A key is replaced or deactivated only in a run that can still verify, and take it back. */
function outOfTime({ world, policy }, phase, what) {
    const left = Math.max(0, policy.timeLimit - world.run.elapsed);
    const needed = what === 'rotate' ? (0,waits/* rotationNeeds */.kH)(policy) : (0,waits/* deactivationNeeds */.NJ)(policy);
    if (left >= needed)
        return undefined;
    if (policy.timeLimit < needed) {
        return (0,answers/* fail */.fJ)(phase, (0,answers/* soon */.qX)(what), `a run has ${(0,time/* spoken */.vg)(policy.timeLimit)}, and to ${what}, verify and revert may take ${(0,time/* spoken */.vg)(needed)}`, 'Raise time-limit, the timeout of the job, and the life of temporary credentials (role-duration-seconds). Put the end of those credentials into AWS_CREDENTIAL_EXPIRATION: without it, they are taken to end an hour after the start of the job.');
    }
    const because = `this run has ${(0,time/* spoken */.vg)(left)} left, and to ${what}, verify and revert may take ${(0,time/* spoken */.vg)(needed)}`;
    return (0,answers/* wait */.uk)(phase, (0,answers/* soon */.qX)(what), because);
}
/** Nothing stands against it: the intent is written before the key is asked for. */
function announceKey(situation) {
    const { policy, now, journal, old, because } = situation;
    const { digest } = policy;
    const before = replacedList(journal, policy);
    const aside = placesAside(situation);
    return (0,answers/* record */.g1)({ phase: 'creating', ...(0,answers/* roleOf */.kp)(old), at: (0,answers/* wholeSecond */.Q5)(now), digest, before, aside }, because);
}
/** The list that the present one replaces, or has replaced while its first rotation is under way. */
function replacedList(journal, { digest }) {
    if (journal?.digest !== digest)
        return journal?.digest;
    return journal.phase === 'steady' ? undefined : journal.before;
}
// ── The intent is written by this run ─────────────────────────────────────────────────────────────────────────────
/** An inactive key from before the rotation takes the second place, and the user lets it go. */
function inactiveKeyGoes({ world, policy, journal }) {
    const stranger = (0,facts/* strangerTo */.Sh)(world, journal);
    if (stranger === undefined || !isOccupant(stranger, journal, policy))
        return undefined;
    const because = 'AWS allows two keys and counts inactive ones; replace-inactive-key allows deleting this one';
    return (0,answers/* act */.Rb)('delete', stranger.id, because);
}
/** A key that appeared while this run was about to ask for one is not its own. */
function keyAppeared(situation) {
    const stranger = (0,facts/* strangerTo */.Sh)(situation.world, situation.journal);
    return stranger === undefined ? undefined : foreignKey(situation, stranger);
}
/** An intent explains only a key that comes right after it. */
function intentTooOld(situation) {
    const { world, now, journal } = situation;
    if (journal.at !== undefined && now - journal.at <= waits/* intentFreshness */.Gz)
        return undefined;
    const because = 'the intent is too old to tell its key from others';
    return announceKey({ ...situation, old: replacedBy(world, journal), because });
}
/** The key is asked for, once. */
function askForKey({ world, journal, now }) {
    const until = (journal.at ?? now) + waits/* intentFreshness */.Gz;
    return { do: 'create', because: `${world.run.intended}; everything is checked`, until };
}
/** The key that a rotation replaces, as IAM shows it. */
function replacedBy(world, journal) {
    return (0,facts/* find */.I6)(world, journal.current ?? journal.previous);
}
/** An inactive key from before the rotation, which the user lets go. */
function isOccupant(key, intent, { replaceInactiveKey }) {
    return replaceInactiveKey && key.status === 'Inactive' && (intent.at === undefined || key.created < intent.at);
}
// ── AWS has answered ──────────────────────────────────────────────────────────────────────────────────────────────
/** What AWS's answer to this run's request for a key leads to. */
function afterCreation(situation, creation) {
    const { journal } = situation;
    // What appears next to an intent that AWS has refused is somebody else's, also for later runs.
    const takeBack = (because) => (0,answers/* record */.g1)({ ...journal, at: undefined }, because);
    switch (creation.kind) {
        case 'created':
            return keyCreated(situation, creation.key);
        case 'refused':
            if (journal.at !== undefined)
                return takeBack('AWS refused to create a key, so no key comes of this intent');
            return (0,answers/* blocked */.Z5)(`AWS refused to create a key: ${creation.reason}`, creation.remedy);
        case 'postponed':
            if (journal.at !== undefined)
                return takeBack('AWS created no key, so none comes of this intent');
            return (0,answers/* fail */.fJ)('rotating', (0,answers/* soon */.qX)('rotate'), `AWS kept asking to wait: ${creation.reason}`, 'No key was created. The next run tries again.');
        case 'lost':
            return (0,answers/* fail */.fJ)('rotating', (0,answers/* soon */.qX)('rotate'), `AWS's answer to CreateAccessKey was lost (${creation.reason})`, 'A key may exist whose secret nobody has. The key in use is untouched; a later run deletes what was left behind, and goes on.');
    }
}
function keyCreated({ world, now, journal }, id) {
    const made = (0,facts/* find */.I6)(world, id);
    const other = world.keys.find((key) => key.id !== id && !(0,facts/* keysOf */.YD)(journal).includes(key.id));
    if (made === undefined) {
        if (journal.at !== undefined) {
            return (0,answers/* record */.g1)({ ...journal, at: undefined }, `${id} was deleted again, and no other key comes of this intent`);
        }
        const why = other === undefined ? 'it came too late' : `${other.id} was created at the same time`;
        return (0,answers/* wait */.uk)('rotating', (0,answers/* soon */.qX)('rotate'), `${id} was deleted again, since ${why}`);
    }
    if (other !== undefined) {
        return (0,answers/* act */.Rb)('discard', id, `${other.id} was created at the same time, and only one new key may come of it`);
    }
    if ((0,facts/* isBornLate */.On)(journal, made)) {
        return (0,answers/* act */.Rb)('discard', id, `${id} was created so late that a later run could not tell who created it`);
    }
    const pending = { ...journal, phase: 'pending', pending: id, at: (0,answers/* wholeSecond */.Q5)(now) };
    return (0,answers/* record */.g1)(pending, `${id} exists, and is written nowhere yet`);
}
// ── An earlier run announced a key and was cut off: did it come to exist? ─────────────────────────────────────────
/** The key to be replaced is gone: people are right, unless what is left is the key that this action made. */
function oldKeyGone(situation) {
    const { world, policy, journal } = situation;
    if (journal.current === undefined || (0,facts/* find */.I6)(world, journal.current) !== undefined)
        return undefined;
    const stranger = (0,facts/* strangerTo */.Sh)(world, journal);
    if (stranger === undefined)
        return keysDeleted(situation);
    if (world.made.includes(stranger.id) && stranger.status === 'Active')
        return onlyKeyMadeHere(situation, stranger);
    return policy.force ? (0,answers/* begin */.qN)(stranger, 'force starts over') : foreignKey(situation, stranger);
}
/** A person switched off the key that was to be replaced. */
function oldKeySwitchedOff(situation) {
    const { world, journal } = situation;
    return (0,facts/* find */.I6)(world, journal.current)?.status === 'Inactive' ? keySwitchedOff(situation) : undefined;
}
/** The only key was made by this action, and the intent beside it is of the rotation that has made it. */
function onlyKeyMadeHere({ world, policy }, { id, created }) {
    const because = `a tag says that this action created ${id}, and it is the only key`;
    if (world.destinations === 'unread')
        return (0,answers/* observe */.lB)('destinations', because);
    const from = created + world.destinations.ahead;
    const window = { from, to: Math.max(from, (0,secret_dates/* latestWrite */.PN)(world.destinations.destinations)) };
    return (0,answers/* record */.g1)({ phase: 'steady', current: id, window, digest: policy.digest }, because);
}
/** A key that nothing describes, next to the intent of an earlier run. */
function keyLeftBehind(situation) {
    const { world, policy, now, journal } = situation;
    const stranger = (0,facts/* strangerTo */.Sh)(world, journal);
    if (stranger === undefined || isOccupant(stranger, journal, policy))
        return undefined;
    const cutOff = `${stranger.id} appeared when an earlier run was cut off`;
    if (stranger.lastUsed.kind === 'unread')
        return (0,answers/* observe */.lB)('last use', `${cutOff}: was it ever used?`);
    if (world.destinations === 'unread')
        return (0,answers/* observe */.lB)('destinations', `${cutOff}: was anything written since?`);
    if (!(0,facts/* isOrphan */.BH)(world, journal, stranger))
        return foreignKey(situation, stranger);
    const next = (at) => ({ step: 'discard', at });
    const lagging = stranger.created + lastUsedLag;
    if (now < lagging)
        return (0,answers/* wait */.uk)('rotating', next(lagging), `${cutOff}; its use would show only after ${(0,time/* utc */.n$)(lagging)}`);
    const waiting = whileUnsettled(situation, journal, cutOff);
    return waiting ?? (0,answers/* act */.Rb)('discard', stranger.id, `${cutOff}; it was never used, and its secret exists nowhere`);
}
/** Until an earlier run is gone, and GitHub shows all that it wrote, its key is not discarded. */
function whileUnsettled({ world, policy, now }, journal, because) {
    const touched = latestIn(journal) ?? 0;
    const gone = predecessorGone(world, policy) ?? lastActOf({ touched, timeLimit: policy.longestRun });
    const settled = gone + waits/* settlingOfWrites */.mi;
    if (now >= settled)
        return isOlderThan(world, settled) ? (0,answers/* observe */.lB)('destinations', `${because}: and now?`) : undefined;
    // Before it claims the user, the run asks GitHub when that one has ended.
    if (canAskForHolder(world, policy))
        return undefined;
    const next = { step: 'discard', at: settled };
    return (0,answers/* wait */.uk)('rotating', next, `${because}; what that run did shows for certain only after ${(0,time/* utc */.n$)(settled)}`);
}
/** Whether the destinations were read before a moment of AWS's clock. */
function isOlderThan({ destinations }, moment) {
    return destinations !== 'unread' && destinations.at + time/* second */.Rc - destinations.ahead < moment;
}
/** IAM may not show yet what an earlier run asked for. */
function keyMayShow({ now, journal }) {
    const shows = journal.at === undefined ? now : journal.at + waits/* intentSettling */.RB;
    if (now >= shows)
        return undefined;
    const because = `an earlier run asked for a key, and IAM shows whether it exists only after ${(0,time/* utc */.n$)(shows)}`;
    return (0,answers/* wait */.uk)('rotating', (0,answers/* soon */.qX)('rotate'), because);
}
/** No key came of it: the rotation begins anew. */
function beginAnew({ world, journal }) {
    return (0,answers/* begin */.qN)(replacedBy(world, journal), 'an earlier run ended before its new key existed');
}

;// CONCATENATED MODULE: ./lib/rotation/lifecycle/earlier-writes.js
/** What an earlier run may have written of a publication that was cut off, and until when, by GitHub's dates. */


/**
 * The latest date that GitHub may show for a write of the run before this one; undefined when nothing bounds it. Either it
 * has ended, as its claim or GitHub tells, or it has been silent for so long that it writes no more. Later writes are
 * somebody else's; what a run has written that lived on when GitHub called it completed is taken for those, too: the key
 * is written again where a run has it, and the one before is held for that place elsewhere.
 */
function lastWriteBefore({ world, policy }, { ahead }) {
    const gone = predecessorGone(world, policy);
    const silent = predecessorSilentSince(world, policy) ?? gone;
    return gone === undefined || silent === undefined ? undefined : Math.min(gone, silent) + ahead + waits/* arrivalOfWrites */.jw;
}
/** The latest date of a write of the pending key where only the run that made it can have had it; undefined elsewhere. */
function lastWriteByMaker({ world, policy, pending }, { ahead }) {
    if (policy.recovery || world.signer !== undefined)
        return undefined;
    return lastActOf({ touched: pending.created, timeLimit: policy.longestRun }) + ahead + waits/* arrivalOfWrites */.jw;
}
/**
 * The latest date of a write that is not somebody else's; infinite when nothing bounds it. A note that came late has
 * overwritten the claim, too: how long that run has been silent, it does not tell.
 */
function lastWriteOfEarlierRuns(situation, reading, isClaimOverwritten = false) {
    const gone = predecessorGone(situation.world, situation.policy);
    const before = isClaimOverwritten
        ? gone && gone + reading.ahead + waits/* arrivalOfWrites */.jw
        : lastWriteBefore(situation, reading);
    const bounds = [before, lastWriteByMaker(situation, reading)];
    return Math.min(...bounds.filter((bound) => bound !== undefined));
}
/** What the run before this one has written of the publication that this one goes on with. */
function writtenBefore(situation, { pending, window }) {
    const { destinations, run } = situation.world;
    if (run.held === pending || destinations === 'unread')
        return undefined;
    const to = lastWriteBefore(situation, destinations);
    return to !== undefined && isOfOneRun(situation.policy.longestRun, window, to) ? { ...window, to } : undefined;
}
/**
 * Whether one run may have written all of a publication, as late as it may have been at work. Between runs that were cut
 * off days apart, somebody may have moved dates: with the key in hand, all is written again.
 */
function isOfOneRun(timeLimit, { from }, last) {
    return last <= lastActOf({ touched: from + timeLimit, timeLimit }) + waits/* arrivalOfWrites */.jw;
}

;// CONCATENATED MODULE: ./lib/rotation/lifecycle/publication.js
/** Rotating: the pending key is tried, written everywhere, and proven. */











// ── A pending key, as IAM shows it ────────────────────────────────────────────────────────────────────────────────
/** A person switched off the key to be replaced or the pending one; or the pending one is gone. */
function pendingKeyLost(situation, journal, pending, old) {
    const { world, policy } = situation;
    if (journal.current !== undefined && old?.status === 'Inactive' && !policy.force)
        return keySwitchedOff(situation);
    if (pending !== undefined)
        return pending.status === 'Inactive' ? keySwitchedOff(situation) : undefined;
    const { held, discarded } = world.run;
    const isMade = held === journal.pending;
    if (isMade && discarded !== journal.pending)
        return notShown(journal, journal.pending, (0,answers/* soon */.qX)('publish'));
    if (isMade)
        return withdrawn(situation, journal.pending);
    // Where no key was in use before, and this one was not yet either, nobody has less than before.
    const neverInUse = (journal.current === undefined && !isComplete(journal)) || discarded === journal.pending;
    if (old === undefined && !neverInUse)
        return keysDeleted(situation);
    return (0,answers/* begin */.qN)(old, `${journal.pending}, which was to be published, is gone`);
}
/** This run's own key did not work or could not be written anywhere, and is gone again. */
function withdrawn({ world }, id) {
    const { trial, published, safeguard, recoveryCleared } = world.run;
    const sealed = safeguard?.key === id && 'writtenAt' in safeguard ? safeguard.writtenAt : undefined;
    if (sealed !== undefined && !recoveryCleared)
        return (0,answers/* clear */.IU)(sealed, `${id} is gone, so nobody needs its secret any more`);
    const unsealed = safeguard !== undefined && 'problem' in safeguard ? safeguard.problem : undefined;
    const reason = published?.problems.join(' ') ?? unsealed ?? (0,problem/* asSentence */.KG)(trial?.detail ?? '');
    return (0,answers/* fail */.fJ)('rotating', (0,answers/* soon */.qX)('rotate'), `${id} was deleted again before anybody had it. ${reason}`, 'The key in use is untouched. Fix this and run again.');
}
/** Whether every destination holds the pending key. */
function isComplete(journal) {
    return journal.phase === 'publishing' && journal.window.to !== undefined;
}
// ── This run holds the secret of the pending key ──────────────────────────────────────────────────────────────────
/** Nobody gets a key before it works. */
function notTried({ world, pending: { id } }) {
    const { trial, held } = world.run;
    if (trial?.key === id)
        return undefined;
    const handed = 'an earlier run was cut off, and this run goes on with its key, which was in the recovery secret; ';
    const way = held === id ? '' : handed;
    return (0,answers/* act */.Rb)('try', id, `${way}nobody gets a key before AWS accepts it, several times in a row, on STS and IAM`);
}
/** A key that AWS does not accept is withdrawn while nobody can have it. */
function doesNotWork({ world, journal, pending: { id } }) {
    const { trial, held } = world.run;
    if (trial === undefined || trial.works)
        return undefined;
    if (held === id && journal.phase === 'pending')
        return (0,answers/* act */.Rb)('discard', id, `${trial.detail}; it was written nowhere`);
    return (0,answers/* fail */.fJ)('rotating', (0,answers/* soon */.qX)('publish'), trial.detail, 'No key was switched off or deleted. The next run tries again.');
}
/** The key is sealed into the recovery secret before any destination gets it. */
function notSafeguarded({ world, policy, journal, pending: { id, created } }) {
    if (journal.phase === 'publishing' && journal.digest === policy.digest)
        return undefined;
    const { safeguard } = world.run;
    if (!policy.recovery || (0,facts/* recovered */.ge)(world)?.id === id)
        return undefined;
    if (safeguard?.key !== id) {
        const because = 'if this run is cut off while it writes, the next one finds the key there';
        return { do: 'safeguard', key: id, created, because };
    }
    if ('writtenAt' in safeguard)
        return undefined;
    if (!safeguard.mayBeWritten) {
        return (0,answers/* act */.Rb)('discard', id, `it cannot be kept safe while it is published: ${safeguard.problem}`);
    }
    // Another run may be handed it, and take it further.
    const because = `whether the recovery secret holds ${id} is not known: ${safeguard.problem}`;
    return (0,answers/* fail */.fJ)('rotating', (0,answers/* soon */.qX)('publish'), because, answers/* asTheyAre */.hX);
}
/** What GitHub dates from now on is taken for the pending key. */
function notAnnounced(situation) {
    const { policy, journal, pending } = situation;
    const isAnnounced = journal.phase === 'publishing' && journal.digest === policy.digest;
    return isAnnounced ? undefined : announcePublication(situation, journal, pending.id);
}
/** Every destination gets the key, whole place by whole place. */
function notWritten(situation) {
    const { world, journal, pending } = situation;
    if (world.run.published?.key === pending.id || journal.phase !== 'publishing')
        return undefined;
    const because = 'AWS accepts it, so every destination gets it';
    return (0,answers/* publishTo */.VE)(journal.window, pending.id, because, writtenBefore(situation, journal));
}
/** Nobody has a key whose very first write GitHub has refused. */
function refusedEverywhere({ world, journal, pending: { id } }) {
    const { published, held } = world.run;
    if (journal.phase !== 'publishing' || held !== id)
        return undefined;
    if (published === undefined || published.accepted > 0 || !published.refused)
        return undefined;
    if (world.destinations === 'unread') {
        return (0,answers/* observe */.lB)('destinations', `GitHub refused to store ${id}: did it really write nothing?`);
    }
    if ((0,secret_dates/* writtenInto */.sI)(world.destinations, journal.window, id).length > 0)
        return undefined;
    return (0,answers/* act */.Rb)('discard', id, `GitHub refused the first write, so nobody has ${id}. ${published.problems.join(' ')}`);
}
/** Every secret is confirmed, or both keys stay until it is. */
function closeWindow({ world, journal }) {
    const { published } = world.run;
    if (published?.window !== undefined && journal.phase === 'publishing') {
        return (0,answers/* record */.g1)({ ...journal, window: published.window }, 'GitHub shows every secret as written');
    }
    return (0,answers/* fail */.fJ)('rotating', (0,answers/* soon */.qX)('publish'), `not every destination could be written:${(0,answers/* bullets */.e5)(published?.problems ?? [])}`, 'Both keys stay active. Fix this and run again: a later run finishes from the recovery secret or the pair of its job, or replaces the key once more.');
}
/** The publication of a key is announced: no write of another key falls into its window, however lately it was made. */
function announcePublication({ world, policy }, replaced, pending) {
    if (world.destinations === 'unread')
        return (0,answers/* observe */.lB)('destinations', 'what time is it at GitHub?');
    const { destinations } = world.destinations;
    const from = Math.max((0,facts/* githubTime */.R1)(world.destinations, world) - waits/* clockSlack */.xH, (0,secret_dates/* latestWrite */.PN)(destinations) + time/* second */.Rc);
    const because = `secrets that are written from now on hold ${pending}`;
    return (0,answers/* record */.g1)(publishing(policy.digest, pending, replaced, from, (0,facts/* ownRecovery */.C)(world)), because);
}
function publishing(digest, pending, { current, previous, before, aside }, from, sealed) {
    const window = { from, to: undefined };
    return { phase: 'publishing', pending, current, previous, window, sealed, digest, before, aside };
}
// ── An earlier run was cut off between creating the pending key and confirming its last write ─────────────────────
// The ways on, the one that harms nobody first; numbered as in docs/how-it-works.md, “When a run is cut off”.
function cutOff({ pending }) {
    return `an earlier run was cut off before ${pending.id} was published everywhere`;
}
/** The journal of a publication that had begun, of the list that this run has; undefined of any other. */
function begunHere({ policy, journal }) {
    return journal.phase === 'publishing' && journal.digest === policy.digest ? journal : undefined;
}
/** This run has written the job's own pair, or the rest of it. */
function writtenByThisRun(situation) {
    const isWritten = situation.world.run.published?.key === situation.pending.id;
    return isWritten && begunHere(situation) !== undefined ? closeWindow(situation) : undefined;
}
/** Which secrets the earlier run has written, their dates tell. */
function howFarUnknown(situation) {
    const isUnread = situation.world.destinations === 'unread';
    return isUnread ? (0,answers/* observe */.lB)('destinations', `${cutOff(situation)}: how far did it come?`) : undefined;
}
/** What was written once the earlier run had ended is somebody else's: where dates leave it open, GitHub tells when it did. */
function endUnknown(situation) {
    const { world, policy } = situation;
    const [reading, holder] = [world.destinations, holderOf(world.journal)];
    if (reading === 'unread' || holder === undefined || !canAskForHolder(world, policy))
        return undefined;
    const isOpen = (0,secret_dates/* latestWrite */.PN)(reading.destinations) > holder.touched + reading.ahead + waits/* arrivalOfWrites */.jw;
    return isOpen ? (0,answers/* observe */.lB)('holder', `${cutOff(situation)}: when did it end?`) : undefined;
}
/** Way 1: everything is written. What was written once that run was gone is somebody else's, and outside the window. */
function everythingWritten(situation) {
    const { world, policy, pending } = situation;
    const reading = world.destinations;
    const begun = begunHere(situation);
    if (begun === undefined || reading === 'unread')
        return undefined;
    const last = lastWriteBefore(situation, reading);
    const mayBeOthers = last !== undefined && !isOfOneRun(policy.longestRun, begun.window, last);
    if (mayBeOthers && (0,facts/* holds */.v9)(world, pending.id))
        return undefined;
    if ((0,secret_dates/* outsideWindow */.wd)(reading, begun.window, pending.id).length > 0)
        return undefined;
    const latest = Math.min((0,secret_dates/* latestWrite */.PN)(reading.destinations), lastWriteOfEarlierRuns(situation, reading));
    const to = Math.max(begun.window.from, latest);
    const because = `every secret was written since ${(0,time/* utc */.n$)(begun.window.from)}, when its publication began`;
    return (0,answers/* record */.g1)({ ...begun, window: { ...begun.window, to } }, because);
}
/** Way 2: the recovery secret hands the key back. */
function recoverySecretHandsBack({ world, pending }) {
    return (0,facts/* recovered */.ge)(world)?.id === pending.id;
}
/**
 * Way 2, for a later run: the recovery secret holds the pending key, as far as dates tell, and the job was handed another
 * value. Secrets are frozen when a run is queued: one that was queued later gets the right one, unless its workflow does
 * not hand it in.
 */
function recoverySecretNotHandedIn(situation) {
    const { world, policy, journal, pending } = situation;
    const secret = world.destinations === 'unread' ? undefined : world.destinations.recovery;
    if (world.destinations === 'unread' || !policy.recovery || secret?.updatedAt === undefined)
        return undefined;
    // The date of its own write is known once the publication was announced; one of any other date is somebody else's.
    const sealed = journal.phase === 'publishing' ? journal.sealed : undefined;
    const isOwn = sealed === undefined ? (0,secret_dates/* safeguarded */.o9)(world.destinations, pending) : sealed === secret.updatedAt;
    if (!isOwn || world.run.recoveryCleared)
        return undefined;
    const because = `${cutOff(situation)}; the recovery secret ${secret.name} holds that key, but this job got another value`;
    const { queued } = world.run;
    if (queued === 'unread')
        return (0,answers/* observe */.lB)('queue', `${because}: was it queued before that secret was written?`);
    if ((0,facts/* isQueuedAfter */.sS)(world, secret.updatedAt) === true) {
        return (0,answers/* blocked */.Z5)(`${because}, though it was queued after that secret was written`, `Add "recovery-secret: \${{ secrets.${secret.name} }}" to the step. The next run then goes on with ${pending.id}.`);
    }
    const reason = queued === 'unreadable' ? 'it may have been queued before (GitHub does not say when)' : 'it was queued before';
    return (0,answers/* wait */.uk)('rotating', (0,answers/* soon */.qX)('publish'), `${because}: ${reason}. A freshly queued run finishes`);
}
/** What somebody may have of the pending key: written since it exists, or since its publication began. */
function writtenOf(situation) {
    const { world, journal, pending } = situation;
    if (world.destinations === 'unread')
        return [];
    const { destinations, ahead } = world.destinations;
    const since = (0,secret_dates/* mayHold */.BV)(destinations, pending, ahead, lastWriteByMaker(situation, world.destinations));
    if (since.length > 0 || journal.phase !== 'publishing')
        return since;
    return (0,secret_dates/* writtenInto */.sI)(world.destinations, journal.window, pending.id);
}
/**
 * A note that arrived late has overwritten the journal of the publication: every secret is written already, and the
 * recovery secret is cleared. What was written sooner than that takes is a person's.
 */
function publicationHadBegun(situation) {
    const { world, policy, journal, pending } = situation;
    if (journal.phase === 'publishing' || journal.digest !== policy.digest)
        return undefined;
    if (world.destinations === 'unread')
        return undefined;
    const from = pending.created + world.destinations.ahead + waits/* soonestAfterLateNote */.Wq;
    const to = lastWriteOfEarlierRuns(situation, world.destinations, true);
    if ((0,secret_dates/* outsideWindow */.wd)(world.destinations, { from, to }, pending.id).length > 0)
        return undefined;
    const because = `every secret was written since ${(0,time/* utc */.n$)(from)}, though the tags do not say that the publication of ${pending.id} had begun`;
    return (0,answers/* record */.g1)(publishing(policy.digest, pending.id, journal, from), because);
}
/** Way 3: the job holds the pending key, and every destination gets it. */
function jobHoldsPendingKey(situation) {
    const { world, journal, pending } = situation;
    if (world.signer !== pending.id)
        return undefined;
    const begun = begunHere(situation);
    if (begun === undefined)
        return announcePublication(situation, journal, pending.id);
    const because = `${cutOff(situation)}; this job holds ${world.signer}, which works`;
    return (0,answers/* publishTo */.VE)(begun.window, pending.id, because, writtenBefore(situation, begun));
}
/** Way 3: the job holds the old key, and somebody may have the pending one: every destination gets the old key back. */
function jobHoldsOldKey(situation) {
    const { world, journal, pending, old } = situation;
    const atHand = world.signer ?? (0,facts/* recovered */.ge)(world)?.id;
    if (old === undefined || atHand !== old.id || isWrittenNowhere(situation))
        return undefined;
    const { aside } = journal;
    return announcePublication(situation, { current: pending.id, previous: undefined, aside }, old.id);
}
/** Whether nobody can have the pending key: it is newer than the one it replaces, and nothing was written since. */
function isWrittenNowhere(situation) {
    const { journal, policy, pending, old } = situation;
    const isNewer = old === undefined || old.created <= pending.created;
    const isOfThisList = journal.phase !== 'publishing' || journal.digest === policy.digest;
    return isNewer && isOfThisList && writtenOf(situation).length === 0;
}
/** A place that is listed no more may hold the pending key. */
function listChangedMeanwhile(situation) {
    const { policy, journal, pending } = situation;
    if (journal.phase !== 'publishing' || journal.digest === policy.digest || policy.force)
        return undefined;
    return (0,answers/* blocked */.Z5)(`${cutOff(situation)}, and the destinations have changed since: one that is no longer listed may hold ${pending.id}`, 'Restore the former list until this rotation is steady, or start the workflow by hand once with "force: true" to replace the key in the listed destinations only.');
}
/** The old key was being published again, and this job has neither. */
function olderKeyPending({ pending, old }) {
    if (old === undefined || old.created <= pending.created)
        return undefined;
    return (0,answers/* blocked */.Z5)(`an earlier run was cut off while it published ${pending.id} again, and this job holds neither that key nor ${old.id}`, 'Run the job that holds the key of the user itself, which finishes the publication. Or hand the recovery secret to this step.');
}
/** The earlier run may be at work still, or GitHub may not show yet what it wrote. */
function earlierRunMayWrite(situation) {
    return whileUnsettled(situation, situation.journal, cutOff(situation));
}
/** What is discarded has to be replaced in this very run. */
function noTimeToReplace(situation) {
    return outOfTime(situation, 'rotating', 'rotate');
}
/** Nothing is destroyed that could not be replaced. */
function notReplaceable(situation) {
    const { preflight } = situation.world;
    const because = cutOff(situation);
    if (preflight === 'unread') {
        return (0,answers/* observe */.lB)('preflight', `${because}, and its secret is lost: can a new key be published?`);
    }
    if (preflight.length > 0) {
        const problems = `${because}, and a new key could not be published either:${(0,answers/* bullets */.e5)(preflight)}`;
        return (0,answers/* fail */.fJ)('rotating', (0,answers/* soon */.qX)('publish'), problems, answers/* asTheyAre */.hX);
    }
    return recoverySecretTaken({ ...situation, because });
}
/** Way 4: nothing is written, and a new key takes its place. Way 5: some destinations hold it, and get the new one. */
function discardPending(situation) {
    const lost = `${cutOff(situation)}, and its secret is lost`;
    return (0,answers/* act */.Rb)('discard', situation.pending.id, isWrittenNowhere(situation)
        ? `${lost}; it was written nowhere`
        : `${lost}; it may be in ${writtenOf(situation).join(', ')}, so a new key is published at once`);
}
// ── Every destination holds the pending key: may it be called current? ────────────────────────────────────────────
/** A secret that was overwritten after an earlier run had published the key gets it once more, if this run has it. */
function overwrittenSince(situation) {
    const { world, journal, pending } = situation;
    const { published, verification } = world.run;
    if (journal.phase !== 'publishing')
        return undefined;
    if (published?.key === pending.id) {
        const isKnown = published.window !== undefined && published.window.from <= journal.window.from;
        return isKnown ? undefined : closeWindow(situation);
    }
    if (verification !== undefined || !(0,facts/* holds */.v9)(world, pending.id))
        return undefined;
    if (world.destinations === 'unread') {
        return (0,answers/* observe */.lB)('destinations', `does every destination still hold ${pending.id}?`);
    }
    const outside = (0,secret_dates/* outsideWindow */.wd)(world.destinations, journal.window, pending.id);
    if (outside.length === 0)
        return undefined;
    const because = `${outside.join(', ')} may hold another key: written after ${pending.id} was published`;
    return tryFirst(world, journal, pending.id, because) ?? writeAgain(world, world.destinations, pending.id, because);
}
/** Only a run that signs in with it proves that jobs use it. */
function notProven(situation) {
    return unproven(situation, situation.pending, 'rotating');
}
/** The pending key is published and proven: it is the current one, and the one before it the previous. */
function becomesCurrent(situation) {
    const { now, journal, pending, old } = situation;
    if (!isComplete(journal))
        return closeWindow(situation);
    const { window, digest, before, aside } = journal;
    const published = { current: pending.id, window, digest, before, aside };
    const proven = old === undefined
        ? { phase: 'steady', ...published }
        : { phase: 'current', ...published, previous: old.id, provenAt: (0,answers/* wholeSecond */.Q5)(now) };
    return (0,answers/* record */.g1)(proven, proof(situation, pending));
}
// ── The current key is written again ──────────────────────────────────────────────────────────────────────────────
/** The journal announces that the current key is written again: by this run, or by a later one where it was cut off. */
function windowOpen(situation) {
    const { world, policy, journal, current } = situation;
    const { published } = world.run;
    if (published?.key === current.id) {
        const { window, problems } = published;
        if (window === undefined) {
            return (0,answers/* fail */.fJ)('overlap', (0,answers/* nextOf */.Xh)(journal), `not every destination could be written:${(0,answers/* bullets */.e5)(problems)}`, answers/* asTheyAre */.hX);
        }
        const before = replacedList(journal, policy);
        const again = { ...journal, provenAt: undefined, window, digest: policy.digest, before };
        return (0,answers/* record */.g1)(again, 'GitHub shows every secret as written again');
    }
    if (journal.window.to !== undefined || !(0,facts/* holds */.v9)(world, current.id))
        return undefined;
    const because = `places were listed after ${current.id} was published, and this job holds that key`;
    const reading = (0,facts/* freshDestinations */.QY)(world);
    if (reading === undefined)
        return (0,answers/* observe */.lB)('destinations', `${because}: what time is it at GitHub?`);
    return safeToWriteAgain(situation, because) ?? writeAgain(world, reading, current.id, because);
}
/**
 * What comes before the current key is written again: AWS accepts it, and a run that is cut off meanwhile leaves it in the
 * recovery secret, as any publication does.
 */
function safeToWriteAgain(situation, because) {
    const { world, policy, journal, current } = situation;
    const untried = tryFirst(world, journal, current.id, because);
    if (untried !== undefined || !policy.recovery)
        return untried;
    const taken = recoverySecretTaken({ ...situation, because });
    if (taken !== undefined)
        return taken;
    const { safeguard } = world.run;
    if (safeguard?.key !== current.id) {
        const { id: key, created } = current;
        return { do: 'safeguard', key, created, because: `${because}, and is about to be written again` };
    }
    if ('writtenAt' in safeguard)
        return undefined;
    return (0,answers/* fail */.fJ)((0,facts/* phaseOf */.hU)(journal), (0,answers/* soon */.qX)('publish'), `${because}. ${safeguard.problem}`, answers/* asTheyAre */.hX);
}
/** A published key that comes from the recovery secret alone is written again only when AWS accepts it. */
function tryFirst(world, journal, key, because) {
    const { trial } = world.run;
    if ((0,facts/* isUntried */.E0)(world, key))
        return (0,answers/* act */.Rb)('try', key, `${because}; does the key from the recovery secret work?`);
    if (trial?.key !== key || trial.works)
        return undefined;
    return (0,answers/* fail */.fJ)((0,facts/* phaseOf */.hU)(journal), (0,answers/* soon */.qX)('publish'), `${because}. ${trial.detail}`, answers/* asTheyAre */.hX);
}
function writeAgain(world, reading, key, because) {
    return (0,answers/* publishTo */.VE)({ from: (0,facts/* githubTime */.R1)(reading, world) - waits/* clockSlack */.xH, to: undefined }, key, because);
}

;// CONCATENATED MODULE: ./lib/rotation/lifecycle/steady.js
/** Steady: one key, which rests until it is due. */






/** Nobody deleted a key of this user, as far as can be known: it gets a first one. */
function firstKey({ world, policy }) {
    const because = `${world.user.name} has no access key yet`;
    if (world.preflight === 'unread')
        return (0,answers/* observe */.lB)('preflight', because);
    const { destinations: reading } = world;
    const stored = reading === 'unread' ? [] : (0,secret_dates/* mayHold */.BV)(reading.destinations, world.user, reading.ahead);
    if (stored.length === 0 || policy.force)
        return (0,answers/* begin */.qN)(undefined, because);
    return (0,answers/* blocked */.Z5)(`${world.user.name} has no access key, but secrets were written after that user was created (${stored.join(', ')}): somebody deleted its key`, 'Start the workflow by hand once with "force: true" to create a new key, or delete these secrets if nobody needs them any more.');
}
/** People are right: a key that is off was switched off on purpose. */
function keyIsOff(situation) {
    return situation.key.status === 'Inactive' ? keySwitchedOff(situation) : undefined;
}
/** A deleted key's tag goes while a published key rests; elsewhere it may explain a key that IAM does not list yet. */
function tagOfGoneKey({ world, published }) {
    const gone = published === undefined ? undefined : world.made.find((id) => (0,facts/* find */.I6)(world, id) === undefined);
    return gone === undefined ? undefined : (0,answers/* act */.Rb)('untag', gone, `${gone} is gone, so nobody needs its tag any more`);
}
/** A run rotates once: what it has made is proven by then. */
function alreadyRotated({ world, policy, key }) {
    if (world.run.creation === undefined)
        return undefined;
    const isNew = world.run.held === key.id;
    const because = isNew
        ? `${key.id} is new; rotate-after is ${(0,time/* spoken */.vg)(policy.rotateAfter)}`
        : 'a run rotates once at most';
    return { do: 'nothing', next: nextRotation({ policy, key }), because };
}
/** The owner lists other places: the new list gets a key of its own. */
function listChanged({ policy, key, published }) {
    if (published === undefined || published.digest === policy.digest)
        return undefined;
    return (0,answers/* begin */.qN)(key, `the destinations or secret names have changed since ${key.id} was published`);
}
/** A person wants a new key, whatever the age of this one. */
function forced({ policy, now, key }) {
    if (!policy.force)
        return undefined;
    return (0,answers/* begin */.qN)(key, `force asks for a new key now; ${key.id} is ${(0,time/* spoken */.vg)(now - key.created)} old`);
}
/** What was published is looked at in every run; when the key is due, what its preflight has read will do. */
function destinationsUnread({ world, policy, now, key, published }) {
    if (published === undefined)
        return undefined;
    if (now < key.created + policy.rotateAfter) {
        const isFresh = (0,facts/* freshDestinations */.QY)(world) !== undefined;
        return isFresh ? undefined : (0,answers/* observe */.lB)('destinations', `does every destination still hold ${key.id}?`);
    }
    return world.preflight === 'unread' ? (0,answers/* observe */.lB)('preflight', whyDue({ policy, now, key })) : undefined;
}
/** A place that was archived when the key was published takes secrets again. */
function placeMissed({ key, strays }) {
    const missed = strays.filter(({ kind }) => kind === 'missed');
    if (missed.length === 0)
        return undefined;
    return (0,answers/* begin */.qN)(key, `${key.id} could not be written into ${(0,answers/* named */.KT)(missed)} when it was published, and now it can`);
}
/** Somebody has written a secret: a job there tells whether it still gets the key. */
function writtenBySomebody(situation) {
    const { published, key, strays } = situation;
    return published === undefined ? undefined : proofOverDates(situation, published, key, strays);
}
/** A workflow that speaks for nothing but places that somebody has written has rejected them: they are set aside. */
function rejectedThere(situation) {
    const { world, published, key, strays, aside } = situation;
    const found = (0,facts/* verificationOf */.zM)(world, key);
    const { refutes = [], asOf = 0 } = found ?? {};
    if (published === undefined || found?.verdict !== 'rejected')
        return undefined;
    // What was written since the question was asked has not been asked about.
    const written = strays.filter(({ kind, place, updatedAt = 0 }) => kind === 'changed' && refutes.includes(place) && updatedAt <= asOf);
    const isExplained = (name) => [...written, ...aside].some(({ place }) => place === name);
    if (written.length === 0 || !refutes.every(isExplained))
        return undefined;
    const places = asideWith(situation, written);
    if (places.length > mostAside)
        return undefined;
    const because = `somebody else has written ${(0,answers/* named */.KT)(written)}, and jobs there do not get ${key.id}: this action writes nothing there`;
    return forget(situation, found) ?? (0,answers/* record */.g1)({ ...published, aside: places }, because);
}
/**
 * What somebody has removed is not put back. When the key is due, the other places go on without. What nothing covers is
 * overwritten then; the report tells.
 */
function removedBySomebody(situation) {
    const { world, policy, now, key, strays, aside } = situation;
    const found = (0,facts/* verificationOf */.zM)(world, key);
    // What a workflow has just reported of it says more; a later run goes on without the place.
    const isReported = found?.verdict === 'rejected' && found.about !== undefined;
    if (isReported && strays.length + aside.length > 0)
        return unproven(situation, key, 'steady');
    const isDue = now >= key.created + policy.rotateAfter || strays.some(({ kind }) => kind === 'missed');
    const goesOn = isDue && (world.destinations === 'unread' || othersGoOn(situation));
    return goesOn ? undefined : setAside('steady', undefined, leftAsItIs(situation));
}
/** The key is older than rotate-after. */
function due({ policy, now, key }) {
    return now >= key.created + policy.rotateAfter ? (0,answers/* begin */.qN)(key, whyDue({ policy, now, key })) : undefined;
}
/** The recovery secret is deleted whenever it exists as this action has written it and no key is pending. */
function recoverySecretLeft({ world, policy }) {
    const { destinations, run } = world;
    if (!policy.recovery || run.recoveryCleared)
        return undefined;
    const at = (0,facts/* ownRecovery */.C)(world);
    if (at !== undefined)
        return (0,answers/* clear */.IU)(at, 'no key is pending, so nobody needs the recovery secret any more');
    if (!(0,facts/* isHandedOwn */.tD)(world))
        return undefined;
    const question = 'this job got a key from the recovery secret: is it still there?';
    if (destinations === 'unread')
        return (0,answers/* observe */.lB)('destinations', question);
    return destinations.recovery?.updatedAt !== undefined && run.queued === 'unread'
        ? (0,answers/* observe */.lB)('queue', question)
        : undefined;
}
/** Nothing is due. */
function rests({ policy, now, key }) {
    const because = `${key.id} is ${(0,time/* spoken */.vg)(now - key.created)} old; rotate-after is ${(0,time/* spoken */.vg)(policy.rotateAfter)}`;
    return { do: 'nothing', next: nextRotation({ policy, key }), because };
}
function whyDue({ policy, now, key }) {
    return `${key.id} is ${(0,time/* spoken */.vg)(now - key.created)} old, and rotate-after is ${(0,time/* spoken */.vg)(policy.rotateAfter)}`;
}
function nextRotation({ policy, key }) {
    return { step: 'rotate', at: key.created + policy.rotateAfter };
}

;// CONCATENATED MODULE: ./lib/rotation/lifecycle/removal.js
/** Removal: the new key is current; the previous one still works, is switched off, and goes when nobody missed it. */









// ── Whatever the previous key waits for ───────────────────────────────────────────────────────────────────────────
/** The rotation is over: the previous key is deleted, by this action or by somebody else. */
function previousKeyGone({ current, previous, window, digest, before, aside }) {
    const because = `${previous} is gone, and ${current} is the only key`;
    return (0,answers/* record */.g1)({ phase: 'steady', current, window, digest, before, aside }, because);
}
/**
 * A job that was queued before the publication, or re-run, changes nothing. One that was queued after it gets its key
 * from a place that nobody listed.
 */
function jobHoldsPreviousKey({ world, policy, journal, current, previous }) {
    if (!(0,facts/* signsWith */.pk)(world, previous, current))
        return undefined;
    const { window } = journal;
    const held = `this job still holds the old key, ${previous.id}`;
    if (world.run.queued === 'unread') {
        return (0,answers/* observe */.lB)('queue', `${held}: was it queued before ${current.id} was published?`);
    }
    if ((0,facts/* isQueuedAfter */.sS)(world, window.to ?? window.from) === true && policy.attempt === 1) {
        return (0,answers/* blocked */.Z5)(`${held}, though it was queued after ${current.id} was published: the place that gives it the key is not listed in destinations, or somebody has written the old key back. Nothing is switched off`, 'Look where the env of this job takes AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY from (the names of the secrets, an environment, the organization), and list that place and those names in destinations.');
    }
    const because = `${held}: it was queued before ${current.id} was published, or re-run. A freshly queued run goes on`;
    return (0,answers/* wait */.uk)((0,facts/* phaseOf */.hU)(journal), (0,answers/* nextOf */.Xh)(journal), because);
}
// ── Overlap: the previous key still works ─────────────────────────────────────────────────────────────────────────
/** By a person's hand, or before the rotation: it is never switched on again, and its time begins now. */
function offAlready(situation) {
    const { now, journal, current, previous } = situation;
    if (previous.status === 'Active')
        return undefined;
    const off = { ...(0,answers/* kept */.LP)(journal), phase: 'deactivated', at: (0,answers/* wholeSecond */.Q5)(now) };
    return unproven(situation, current, 'overlap') ?? (0,answers/* record */.g1)(off, `somebody else has switched ${previous.id} off already`);
}
/** The current key has to be proven, for the first time or anew. */
function notProvenYet(situation) {
    return situation.journal.provenAt === undefined ? unproven(situation, situation.current, 'overlap') : undefined;
}
/** The wait begins when the current key is proven, and no recovery secret is needed any more. */
function waitBegins(situation) {
    const { now, journal, current } = situation;
    if (journal.provenAt !== undefined)
        return undefined;
    const proven = { ...journal, provenAt: (0,answers/* wholeSecond */.Q5)(now) };
    return recoverySecretLeft(situation) ?? (0,answers/* record */.g1)(proven, proof(situation, current));
}
/** The previous key stays on while a configured secret may hold it: one listed meanwhile, or written by somebody else. */
function notPublished(situation) {
    const { world, policy, now, journal, current, previous, strays, aside } = situation;
    // What this run has seen written is looked at again only before something is switched off.
    if (now < restsUntil(situation) && world.run.wrote !== undefined && world.run.published === undefined)
        return undefined;
    if ((0,facts/* freshDestinations */.QY)(world) === undefined) {
        return (0,answers/* observe */.lB)('destinations', `does every destination still hold ${current.id}?`);
    }
    const isAnew = strays.length > 0 && strays.every(({ kind }) => kind === 'listed anew' || kind === 'missed');
    if (isAnew && (0,facts/* holds */.v9)(world, current.id)) {
        const because = `${current.id} is not yet in ${(0,answers/* named */.KT)(strays)}, and this job holds that key`;
        const begun = { ...journal, provenAt: undefined, window: { from: journal.window.from, to: undefined } };
        return safeToWriteAgain(situation, because) ?? (0,answers/* record */.g1)(begun, because);
    }
    // A verification of this run outranks what the dates say, in either way.
    const found = (0,facts/* verificationOf */.zM)(world, current);
    const doubt = found !== undefined && found.verdict !== 'works' ? unproven(situation, current, 'overlap') : undefined;
    const undated = strays.filter(({ kind }) => kind === 'changed' || kind === 'missed');
    // That a job was handed another key there is no proof that nobody is handed the old one.
    const holding = [...undated, ...aside.filter(({ kind, refuted }) => kind === 'changed' && !refuted)];
    if (holding.length === 0)
        return doubt;
    const byProof = proofOverDates(situation, journal, current, undated);
    if (byProof !== undefined)
        return byProof;
    const until = (journal.provenAt ?? now) + policy.deactivateAfter + answers/* patience */._L;
    if (now >= until || policy.force)
        return doubt;
    const since = undated.length === 0 ? 'before' : 'since';
    const reason = holding.every(({ kind }) => kind === 'missed')
        ? `nothing could be written there when ${current.id} was published`
        : `somebody else has written there ${since} ${current.id} was published, and no verification covers it`;
    const because = `${(0,answers/* named */.KT)(holding)} may hold ${previous.id}: ${reason}`;
    const wayOut = `${previous.id} stays active until ${(0,time/* utc */.n$)(until)}. To go on sooner, take that place out of destinations. The next rotation writes there again`;
    return (0,answers/* wait */.uk)('overlap', { step: 'deactivate', at: until }, `${because}. ${wayOut}`);
}
/** Jobs that were queued earlier get the time to end. */
function deactivateAfterLasts(situation) {
    const { policy, now, journal, previous } = situation;
    const at = restsUntil(situation);
    if (now >= at)
        return undefined;
    const grace = `${previous.id} stays active for ${(0,time/* spoken */.vg)(policy.deactivateAfter)}`;
    const because = `jobs queued before ${(0,time/* utc */.n$)(journal.provenAt ?? now)} may hold the old key: ${grace}`;
    return (0,answers/* wait */.uk)('overlap', { step: 'deactivate', at }, because);
}
function restsUntil({ policy, now, journal }) {
    return (journal.provenAt ?? now) + policy.deactivateAfter;
}
/** Somebody has stored a key nearby since the current one exists, and it may be the previous one. */
function sameNameNearby({ world, current, previous }) {
    const { id } = previous;
    const reading = (0,facts/* freshNearby */.m_)(world);
    if (reading === undefined)
        return (0,answers/* observe */.lB)('same name nearby', `does a secret that is not listed hold ${id}?`);
    const places = (0,facts/* heldNearby */.$N)(world, reading);
    if (places.length === 0)
        return undefined;
    const held = (0,answers/* unlisted */.B$)(places, { id, created: current.created }, reading.ahead);
    return (0,answers/* wait */.uk)('overlap', (0,answers/* soon */.qX)('deactivate'), `${held}. So ${id} stays active.\n${(0,answers/* listOrDismiss */.uO)(places)}`);
}
/** The previous key was used after the new one was proven: somebody still depends on it. */
function usedSinceProof(situation) {
    const { policy, now, journal, current } = situation;
    const since = journal.provenAt ?? now;
    return usedDuring(situation, { lasts: policy.deactivateAfter, since, began: `${current.id} was proven` });
}
/** A message names so many runs, and counts the others. */
const namedRuns = 10;
/** GitHub reads secrets when it queues a run: one from before the publication holds the previous key until it ends. */
function stillRunning({ world, current, previous }) {
    const reading = (0,facts/* freshUnfinishedRuns */.Qx)(world);
    if (reading === undefined) {
        return (0,answers/* observe */.lB)('unfinished runs', `has every run ended that was created before ${current.id} was published?`);
    }
    const { runs } = reading;
    if (runs.length === 0)
        return undefined;
    const others = runs.length > namedRuns ? [`and ${runs.length - namedRuns} more`] : [];
    const because = `the old key ${previous.id} stays on: runs created before ${current.id} was published may hold it, and have not ended:${(0,answers/* bullets */.e5)([...runs.slice(0, namedRuns), ...others])}\nLet them end, approve those that wait for a review, or cancel them. The next run goes on`;
    return (0,answers/* wait */.uk)('overlap', (0,answers/* soon */.qX)('deactivate'), because);
}
/** A verification that was dispatched while the previous key was off, and had not ended when that was on again. */
function lateProof(situation) {
    const { world, now, journal, current, previous } = situation;
    const since = journal.provenAt ?? now;
    if (world.awaited?.without !== previous.id || awaitedRuns(situation, current.id, since).length === 0)
        return undefined;
    if ((0,facts/* verificationOf */.zM)(world, current) !== undefined)
        return unproven(situation, current, 'overlap');
    const because = `a verification with ${previous.id} off had not ended: has it passed since?`;
    return verify(situation, current, because, { since });
}
/**
 * What is doubtful until the last moment. No verification passes with the previous key off where a job looks for a secret
 * that somebody has removed; and what somebody has written is proven with the key on, as far as a job can tell.
 */
function doubtfulPlace(situation) {
    const { current, strays } = situation;
    const looked = strays.filter(({ kind, provable }) => kind === 'gone' && provable);
    const isDoubtful = strays.some(({ kind, provable }) => kind === 'changed' && provable);
    return (setAside('overlap', (0,answers/* soon */.qX)('deactivate'), looked) ??
        (isDoubtful ? unproven(situation, current, 'overlap') : undefined));
}
/** A key is switched off only in a run that can still verify, and switch it on again. */
function noTimeToDeactivate(situation) {
    return outOfTime(situation, 'overlap', 'deactivate');
}
/** Nothing keeps the previous key on: that it may be off from now on is written first. */
function announceDeactivation({ now, journal, previous }) {
    const because = `${previous.id} is about to be switched off; if this run is cut off, the next one switches it on again`;
    return (0,answers/* record */.g1)({ ...(0,answers/* kept */.LP)(journal), phase: 'deactivating', at: (0,answers/* wholeSecond */.Q5)(now) }, because);
}
// ── Deactivating: off, and proven at once, or on again ────────────────────────────────────────────────────────────
/** This run has announced it, and nothing has failed since. */
function switchOff(situation) {
    const { world, policy, now, journal, current, previous } = situation;
    const found = (0,facts/* verificationOf */.zM)(world, current);
    if (!world.run.deactivating || (found !== undefined && found.verdict !== 'works'))
        return undefined;
    if (previous.status === 'Active') {
        return (0,answers/* act */.Rb)('deactivate', previous.id, `${current.id} is published and proven, and deactivate-after is over`);
    }
    const isAsked = policy.verification !== 'none';
    const outcome = isAsked ? 'and everything still works' : 'and no workflow is asked whether anything missed it';
    const off = { ...journal, phase: 'deactivated', at: (0,answers/* wholeSecond */.Q5)(now) };
    return unproven(situation, current, 'overlap', previous.id) ?? (0,answers/* record */.g1)(off, `${previous.id} is off, ${outcome}`);
}
/** Nothing has proven that all still works. IAM may still list as active what is off: switching it on is always right. */
function switchOnAgain({ world, current, previous }) {
    if (world.run.reactivated && previous.status === 'Active')
        return undefined;
    const found = (0,facts/* verificationOf */.zM)(world, current);
    const isFailed = found !== undefined && found.verdict !== 'works';
    const unknown = `${previous.id} may be off, and nothing has proven since that everything still works`;
    return (0,answers/* act */.Rb)('reactivate', previous.id, isFailed ? foundTold(found) : unknown);
}
/** What is still under way may pass: then the next attempt needs no other wait. */
function backToOverlap({ world, policy, journal, current, previous }) {
    const found = (0,facts/* verificationOf */.zM)(world, current);
    const isUnderWay = found?.verdict === 'unknown' && found.waiting.length > 0;
    const provenAt = isUnderWay ? journal.at - policy.deactivateAfter : undefined;
    const active = { ...(0,answers/* kept */.LP)(journal), phase: 'current', provenAt };
    return (0,answers/* record */.g1)(active, `${previous.id} is active, and stays so until a verification has passed`);
}
// ── Recovery: the previous key is off, and can be switched on again ───────────────────────────────────────────────
/** A person or a tool switched the previous key on; or this run did, since somebody missed it. */
function onAlready({ world, journal, current, previous }) {
    if (previous.status === 'Inactive')
        return undefined;
    const active = { ...(0,answers/* kept */.LP)(journal), phase: 'current', provenAt: undefined };
    if (world.run.reactivated)
        return (0,answers/* record */.g1)(active, `${previous.id} is on again, and ${current.id} has to be proven`);
    const switchedOn = (journal.switchedOn ?? 0) + 1;
    return (0,answers/* record */.g1)({ ...active, switchedOn }, `somebody switched ${previous.id} on again, so the wait starts again`);
}
/** While the previous key is off, a place that somebody writes meanwhile may depend on it. */
function writtenWhileOff(situation) {
    const { world, journal, current, previous, strays } = situation;
    const found = (0,facts/* verificationOf */.zM)(world, current);
    if (found !== undefined && found.verdict !== 'works')
        return (0,answers/* act */.Rb)('reactivate', previous.id, foundTold(found));
    const reading = (0,facts/* freshDestinations */.QY)(world);
    if (reading === undefined)
        return (0,answers/* observe */.lB)('destinations', `was anything written since ${previous.id} was switched off?`);
    // Of a write in the second of the switch-off, and with clocks that differ, nobody knows what came first.
    const since = journal.at + reading.ahead - waits/* clockSlack */.xH;
    const written = strays.filter(({ kind, updatedAt = 0 }) => kind === 'changed' && updatedAt >= since);
    if (written.length === 0)
        return undefined;
    const because = `${(0,answers/* named */.KT)(written)} may hold ${previous.id}: written since that key was switched off`;
    return proofOverDates(situation, journal, current, written, previous.id) ?? (0,answers/* act */.Rb)('reactivate', previous.id, because);
}
/** The previous key can still be switched on again. */
function deleteAfterLasts({ policy, now, journal, previous }) {
    const at = journal.at + policy.deleteAfter;
    if (now >= at)
        return undefined;
    const grace = `can be switched on again for ${(0,time/* spoken */.vg)(policy.deleteAfter)}`;
    return (0,answers/* wait */.uk)('recovery', { step: 'delete', at }, `${previous.id} has been off since ${(0,time/* utc */.n$)(journal.at)}, and ${grace}`);
}
/** The previous key was used after it was switched off: a person had switched it on meanwhile. */
function usedWhileOff(situation) {
    const { policy, journal } = situation;
    return usedDuring(situation, { lasts: policy.deleteAfter, since: journal.at, began: 'it was switched off' });
}
/** Nobody missed it. */
function deletePreviousKey({ policy, journal, previous }) {
    const because = `${previous.id} has been off since ${(0,time/* utc */.n$)(journal.at)}, longer than delete-after (${(0,time/* spoken */.vg)(policy.deleteAfter)})`;
    return (0,answers/* act */.Rb)('delete', previous.id, because);
}
/** With a shorter wait, the last use lags too far behind to be worth asking for. */
const shortestConsultedGrace = 4 * time/* hour */.nW;
/** Undefined when nobody used the previous key in that time, or the wait is over since. */
function usedDuring(situation, { lasts, since, began }) {
    const { world, policy, now, journal, previous } = situation;
    const { id, lastUsed } = previous;
    const phase = (0,facts/* phaseOf */.hU)(journal);
    const next = (at) => ({ ...(0,answers/* nextOf */.Xh)(journal), at });
    if (lasts < shortestConsultedGrace || policy.oldKeyStillUsed === 'proceed')
        return undefined;
    switch (lastUsed.kind) {
        case 'unread':
            return (0,answers/* observe */.lB)('last use', `was ${id} used since ${began}?`);
        case 'never':
            return undefined;
        case 'unreadable': {
            const because = `the last use of ${id} cannot be read, so it may be in use: allow iam:GetAccessKeyLastUsed, or set "old-key-still-used: proceed"`;
            return (0,answers/* wait */.uk)(phase, next(), because);
        }
        case 'used': {
            const at = lastUsed.at + lasts;
            if (lastUsed.at <= since || now >= at)
                return undefined;
            const used = `${id} was used after ${began} (${lastUsed.service} in ${lastUsed.region}, ${(0,time/* utc */.n$)(lastUsed.at)})`;
            if (world.users === 'unread')
                return (0,answers/* observe */.lB)('users', `${used}: by whom?`);
            const because = `${used}, so the wait starts again. ${wayOutOfUses}. ${world.users}`;
            if (now - since <= policy.rotateAfter)
                return (0,answers/* wait */.uk)(phase, next(at), because);
            return (0,answers/* fail */.fJ)(phase, next(at), because, 'This has gone on for longer than rotate-after, so somebody has to look.');
        }
    }
}
const wayOutOfUses = 'Find who uses it, and give them the new key. If nobody needs the old one, set "old-key-still-used: proceed"';

;// CONCATENATED MODULE: ./lib/report/warnings.js
/** Warnings about a run in which nothing failed, and what a person may have to end in its wait. */





/** What a run waits for, where a person may have to end that: uses of the old key, or a verdict that is missing. */
function holdOf({ world, ending, at }, policy) {
    if (world === undefined || ending.do !== 'wait')
        return undefined;
    const { users, unfinishedRuns, sameNameNearby, run } = world;
    if (users !== 'unread')
        return 'users of the old key';
    if (unfinishedRuns !== 'unread' && unfinishedRuns.runs.length > 0)
        return 'unfinished runs';
    if (sameNameNearby !== 'unread' && (0,facts/* heldNearby */.$N)(world, sameNameNearby).length > 0)
        return 'same name nearby';
    if (isMarked(world, policy, at))
        return 'another configuration';
    if ((0,facts/* journalOf */.PR)(world)?.phase === 'current' && rewritten(world, policy, at).length > 0)
        return 'secrets written elsewhere';
    if (ending.next.at === undefined && world.keys.some(({ lastUsed }) => lastUsed.kind === 'unreadable'))
        return 'unreadable last use';
    return run.verification?.verdict === 'unknown' ? 'missing verdict' : undefined;
}
/** Every warning about the outcome, in the order in which they are shown. */
function warningsOf({ world, entries, ending, at }, policy) {
    const did = (step) => entries.some(({ decision }) => decision.do === step);
    const warnings = [...(world?.remarks ?? [])];
    const warn = (condition, kind, text) => {
        if (condition)
            warnings.push({ kind, text });
    };
    if (world !== undefined) {
        warn(world.recovered !== undefined && !(0,facts/* isHandedOwn */.tD)(world), 'foreign recovery value', `The value of recovery-secret holds a key of another user than ${world.user.name}. It is ignored, and this action leaves that secret alone.`);
        warn(world.run.verification?.weak === true && !world.remarks.some(({ kind }) => kind === 'weak proof'), 'weak proof', 'The verification does not show which key its job held, so its success is weak proof: a run that used another key would pass too.');
        if (ending.do === 'nothing' || ending.do === 'wait')
            warnings.push(...overwritten(world, policy, at));
        warnings.push(...switchedOnAgain(world));
        for (const reading of [world.sameNameNearby, world.unfinishedRuns]) {
            if (reading !== 'unread')
                warnings.push(...reading.unread.map((text) => ({ kind: 'unread places', text })));
        }
    }
    warn(policy.verification === 'none' && (did('publish') || did('deactivate')), 'unproven key', 'The published key is unproven, since no workflow tries it ("verification-workflow: none").');
    // What a remark says of a place is more.
    const uncovered = policy.uncovered.filter((name) => !world?.remarks.some(({ place }) => place === name));
    warn(did('verify') && uncovered.length > 0, 'unproven places', `No job of a verification workflow gets the secrets of ${uncovered.join(', ')}: there, nothing proves that jobs can use the key.`);
    warn(did('deactivate') && policy.deactivateAfter < shortestConsultedGrace, 'short overlap', `With deactivate-after under ${(0,time/* spoken */.vg)(shortestConsultedGrace)}, the last use of the old key is not checked: AWS reports it too late for that.`);
    return warnings;
}
/** Somebody has switched the previous key on again, for the first time: it keeps nothing from going on. */
function switchedOnAgain(world) {
    const journal = (0,facts/* journalOf */.PR)(world);
    if (journal === undefined || !('switchedOn' in journal) || journal.switchedOn !== 1)
        return [];
    const text = `Somebody else switched ${journal.previous} on again after this action had switched it off, so the wait has started again. If nobody meant to, look for a tool that does it, such as Terraform with an aws_iam_access_key that describes that key.`;
    return [{ kind: 'switched on again', text }];
}
/** Secrets that somebody else has written since the current key was published, and that no verification speaks for. */
function rewritten(world, policy, at) {
    const { verification } = world.run;
    if (verification !== undefined && verification.verdict !== 'works')
        return [];
    return situationOf(world, policy, at)
        .strays.filter(({ kind, refuted }) => kind === 'changed' && !refuted)
        .map(({ secret }) => secret);
}
/** Warns of what the next regular rotation will overwrite, while there is time to prevent it. */
function overwritten(world, policy, at) {
    const secrets = rewritten(world, policy, at);
    const current = (0,facts/* find */.I6)(world, (0,facts/* journalOf */.PR)(world)?.current);
    if (secrets.length === 0 || current === undefined)
        return [];
    const text = `Somebody else has written ${secrets.join(', ')} since ${current.id} was published, and nothing shows which key is there. It stays there until the next regular rotation overwrites it, which is due on ${(0,time/* utc */.n$)(current.created + policy.rotateAfter)}. Take the place out of destinations if it is to keep it.`;
    return [{ kind: 'rewritten secrets', text }];
}

;// CONCATENATED MODULE: ./lib/report/report.js
/** What a run reports of one user: derived once from how the run ended, and shown in every form from here. */







/** The report of one user. Equal warnings are reported once. */
function reportOf(outcome, policy, { user, account, places, warnings: others }) {
    const { world, ending, at, failed } = outcome;
    const journal = world === undefined ? undefined : (0,facts/* journalOf */.PR)(world);
    const keys = world?.keys.map((key) => keyReport(key, journal, world.keys.length, outcome));
    const current = keys?.find(({ label }) => label === 'current');
    const next = outcome.planned ? undefined : (0,titles/* nextOf */.Xh)(ending);
    const hold = holdOf(outcome, policy);
    const since = journal && latestIn(journal);
    const warnings = [...new Map([...others, ...warningsOf(outcome, policy)].map((each) => [each.text, each])).values()];
    const because = { because: ending.because, remedy: 'remedy' in ending ? ending.remedy : undefined };
    return {
        user,
        account: world?.user.account ?? account,
        phase: outcome.phase,
        rotated: world?.run.rotated ?? false,
        accessKeyId: current?.id,
        keyAgeDays: current?.ageDays,
        nextStep: outcome.planned ? plannedStep(ending, outcome.phase) : next?.step,
        nextStepAt: next?.at === undefined ? undefined : (0,time/* utc */.n$)(next.at),
        ...because,
        failed,
        held: hold !== undefined,
        planned: outcome.planned,
        verificationRunUrl: world?.run.verification?.urls.at(-1),
        verification: verificationReport(world?.run.verification),
        keys,
        places: placesOf(places, world, policy, at),
        steps: outcome.entries.map(({ decision, result }) => ({
            step: (0,titles/* titleOf */.Gg)(decision),
            because: decision.because,
            result,
            effect: (0,titles/* isEffect */.yw)(decision),
        })),
        changed: outcome.entries.some(({ decision }) => (0,titles/* isChange */.Xb)(decision)),
        done: [...new Set(outcome.entries.flatMap((entry) => (0,titles/* achievementOf */.xg)(entry) ?? []))],
        attention: (0,attention/* attentionOf */.S)({ failed, ...because, hold, since: since === undefined ? undefined : (0,time/* utc */.n$)(since), warnings }),
        warnings: warnings.map(({ text }) => text),
        at: (0,time/* utc */.n$)(at),
    };
}
function verificationReport(verification) {
    if (verification === undefined)
        return undefined;
    const { key, verdict, weak, detail, urls } = verification;
    return { accessKeyId: key, verdict, weak, detail, runUrls: urls };
}
/** A rotation begins with a proof of the old key, or with a new one; every other step is called by its own name. */
function plannedStep(step, phase) {
    const isFirstProof = step.do === 'verify' && step.about === undefined && phase === 'steady';
    return isFirstProof || step.do === 'create' ? 'rotate' : step.do;
}
function keyReport(key, journal, count, outcome) {
    const { id, created } = key;
    const ageDays = Math.max(0, Math.floor((outcome.at - created) / time/* day */.vd));
    const status = isConfirmed(id, outcome) ? key.status : 'unknown';
    return { id, label: labelOf(key, journal, count), status, created: (0,time/* utc */.n$)(created), ageDays };
}
/** Whether the last step of this run that was to change a key, or to delete it, did not go wrong. */
function isConfirmed(id, { entries }) {
    const last = entries.findLast(({ decision: step }) => {
        const changes = step.do === 'deactivate' || step.do === 'reactivate' || step.do === 'delete' || step.do === 'discard';
        return changes && step.key === id;
    });
    return last?.failed !== true;
}
function labelOf({ id, status }, journal, count) {
    if (journal !== undefined && 'pending' in journal && journal.pending === id)
        return 'pending';
    if (journal !== undefined && 'previous' in journal && journal.previous === id)
        return 'previous';
    if (journal?.current === id)
        return 'current';
    return count === 1 && status === 'Active' ? 'current' : 'unknown';
}

;// CONCATENATED MODULE: ./lib/rotation/progress.js
/** The world as a run comes to know it: what it knows at first, and after a look or a note of its own. Pure. */

/** What a run has done and learned when it starts. @internal Tests begin their worlds with it. */
const nothingDone = {
    looked: 0,
    seen: 0,
    destinationsSeen: 0,
    nearbySeen: 0,
    unfinishedRunsSeen: 0,
    claim: undefined,
    holderRun: { kind: 'unread' },
    queued: 'unread',
    intended: undefined,
    creation: undefined,
    held: undefined,
    trial: undefined,
    safeguard: undefined,
    recoveryCleared: false,
    reactivated: false,
    published: undefined,
    wrote: undefined,
    rotated: false,
    verification: undefined,
    deactivating: false,
    elapsed: 0,
};
/** The world at the first look at the user. */
function firstSeen({ looked, seen, ...reading }, { ownPair, recovered }) {
    return {
        ...reading,
        signer: ownPair?.id,
        recovered: recovered?.about,
        destinations: 'unread',
        sameNameNearby: 'unread',
        unfinishedRuns: 'unread',
        users: 'unread',
        preflight: 'unread',
        remarks: [],
        run: { ...nothingDone, looked, seen },
    };
}
/** The world with more that this run has done or learned. */
function learned(world, facts) {
    return { ...world, run: { ...world.run, ...facts } };
}
/** The world after a new look at the user; last uses that were read stay so. */
function seenAgain(world, { looked, seen, ...reading }) {
    const keys = reading.keys.map((key) => {
        const known = world.keys.find(({ id }) => id === key.id);
        return known === undefined ? key : { ...key, lastUsed: known.lastUsed };
    });
    // What GitHub said of one run says nothing of another.
    const isSame = holderOf(reading.journal)?.nonce === holderOf(world.journal)?.nonce;
    const holderRun = isSame ? world.run.holderRun : { kind: 'unread' };
    // A run that holds the user is the only one that writes: what it has written is newer than what IAM may show.
    const isMine = world.run.claim?.confirmed === true && isSame;
    const journal = isMine ? world.journal : reading.journal;
    return learned({ ...world, ...reading, journal, keys }, { looked, seen, holderRun });
}
/** The world after the journal has been written: what the phase announces begins with a clean sheet. */
function recorded(world, { journal, because }, policy, now) {
    const written = { ...world, journal: { kind: 'read', journal, holder: holderFrom(policy, now) } };
    switch (journal.phase) {
        case 'creating':
            // An intent that is taken back announces nothing.
            return learned(written, { intended: journal.at === undefined ? undefined : because });
        case 'pending':
            return { ...written, described: [...world.described, journal.pending], made: [...world.made, journal.pending] };
        case 'deactivating': {
            const { verification } = world.run;
            // A late success of what was dispatched with that key off stands for this attempt.
            const isProof = verification?.isLate === true && world.awaited?.without === journal.previous && !verification.weak;
            const proof = isProof ? { ...verification, without: journal.previous } : undefined;
            return learned(written, { deactivating: true, reactivated: false, verification: proof });
        }
        case 'current':
            // Runs were looked for by another publication, perhaps.
            return learned({ ...written, unfinishedRuns: 'unread', users: 'unread' }, { deactivating: false, published: undefined });
        case 'publishing':
        case 'deactivated':
        case 'steady':
            return written;
    }
}
/** The world in which this run's claim stands. */
function heldBy(world, policy, now) {
    if (world.journal.kind === 'unknown')
        return world;
    return { ...world, journal: { ...world.journal, holder: holderFrom(policy, now) } };
}
function holderFrom({ run, attempt, owner, nonce, digest, timeLimit }, touched) {
    return { run, attempt, owner, nonce, list: digest, touched, timeLimit };
}

;// CONCATENATED MODULE: ./lib/rotation/observe.js
/** What is read when a decision needs it. */






/** What a preflight has looked at that finds no problem. */
const checked = 'no problem was found with the user, its keys and tags, the destinations, secrets of the same name nearby, or the verification workflows';
/** CloudTrail is asked about so long before the last use: AWS dates that in spans of 15 minutes. */
const usesAsked = time/* hour */.nW;
/** How long IAM may take to show a claim, before a run gives up that sees none. */
const showingOfClaims = 2 * time/* minute */.Vc;
/** Reads one thing; the world says it afterwards. */
async function observe(step, world, holding) {
    const { ports, lease } = holding;
    const { clock } = ports;
    switch (step.what) {
        case 'user': {
            const look = await ports.keys.read();
            lease.seen(holderOf(look.journal), look.looked);
            const again = seenAgain(world, look);
            return { world: again, result: again.keys.map((key) => (0,answers/* described */.WY)(key, clock.now())).join('; ') };
        }
        case 'claim':
            return readBack(world, holding);
        case 'quiet': {
            await clock.sleep(Math.max(0, (world.run.claim?.quiet ?? 0) - clock.elapsed()));
            const again = await observe({ ...step, what: 'user' }, world, holding);
            // What was read before may have been overtaken.
            return { ...again, world: { ...again.world, destinations: 'unread' } };
        }
        case 'holder': {
            const holder = holderOf(world.journal);
            if (holder === undefined)
                throw new Error('nobody holds the user');
            const holderRun = await ports.runs.look(holder.run, holder.attempt);
            return { world: learned(world, { holderRun }), result: `${holder.run}: ${holderRun.kind}` };
        }
        case 'queue': {
            const queued = await ports.runs.queued();
            const result = queued === 'unreadable' ? 'GitHub does not say when this run was queued' : `queued ${(0,time/* utc */.n$)(queued)}`;
            return { world: learned(world, { queued }), result };
        }
        case 'preflight': {
            const [destinations, workflows, permissions] = await Promise.all([
                ports.destinations.check(holding.waiting),
                ports.verifier.check(),
                ports.keys.permissions(),
            ]);
            const preflight = [...new Set([...permissions.denied, ...destinations.problems, ...workflows.problems])];
            const { untried } = permissions;
            const allowed = untried ?? 'IAM allows what the rotation will do.';
            const result = preflight.length === 0 ? `${checked}. ${allowed}` : `problems: ${preflight.length}`;
            const seen = clock.elapsed();
            const { reading = 'unread', sameNameNearby } = destinations;
            const told = preflight.join('\n').toLowerCase();
            const isTold = ({ place }) => place !== undefined && told.includes(place.toLowerCase());
            const remarks = [
                ...workflows.remarks.filter((each) => !isTold(each)),
                ...(holding.plan && untried !== undefined ? [{ kind: 'untried permission', text: untried }] : []),
            ];
            const found = { ...world, preflight, remarks, destinations: reading, sameNameNearby };
            return { world: learned(found, { destinationsSeen: seen, nearbySeen: seen }), result };
        }
        case 'same name nearby': {
            const sameNameNearby = await ports.destinations.sameNameNearby();
            const { places, unread } = sameNameNearby;
            const count = places.length === 0 ? 'none found' : `in ${places.map(({ name }) => name).join(', ')}`;
            const seen = learned({ ...world, sameNameNearby }, { nearbySeen: clock.elapsed() });
            return { world: seen, result: [count, ...unread].join('; ') };
        }
        case 'unfinished runs': {
            const before = (0,secret_dates/* reachesNewRuns */.G0)(replacementIn(world));
            const unfinishedRuns = await ports.destinations.unfinishedRuns(before);
            const { runs, unread } = unfinishedRuns;
            const found = runs.length === 0 ? `no unfinished run was created before ${(0,time/* utc */.n$)(before)}` : runs.join('; ');
            const seen = learned({ ...world, unfinishedRuns }, { unfinishedRunsSeen: clock.elapsed() });
            return { world: seen, result: [found, ...unread].join('; ') };
        }
        case 'users': {
            const previous = (0,facts/* find */.I6)(world, replacementIn(world).previous);
            if (previous?.lastUsed.kind !== 'used')
                throw new Error('nobody is known to use the previous key');
            const { at, region } = previous.lastUsed;
            const users = await ports.keys.users(previous.id, at - usesAsked, region);
            return { world: { ...world, users }, result: users.split('\n', 1)[0] ?? '' };
        }
        case 'destinations': {
            const destinations = await ports.destinations.read();
            const latest = (0,secret_dates/* latestWrite */.PN)(destinations.destinations);
            const written = latest > 0 ? `last written ${(0,time/* utc */.n$)(latest)}` : 'nothing is stored yet';
            const seen = learned({ ...world, destinations }, { destinationsSeen: clock.elapsed() });
            return { world: seen, result: `destinations read: ${destinations.destinations.length}; ${written}` };
        }
        case 'last use': {
            const keys = await Promise.all(world.keys.map(async (key) => ({ ...key, lastUsed: await ports.keys.lastUsed(key.id) })));
            const now = ports.clock.now();
            return { world: { ...world, keys }, result: keys.map((key) => (0,answers/* described */.WY)(key, now)).join('; ') };
        }
    }
}
/** The journal while there is a previous key. */
function replacementIn(world) {
    const journal = (0,facts/* journalOf */.PR)(world);
    if (journal === undefined || !('previous' in journal) || !('window' in journal) || journal.phase === 'publishing') {
        throw new Error('no key is being replaced');
    }
    return journal;
}
/** Waits until the claim has settled, and looks whose it is. IAM is given time to show a claim at all. */
async function readBack(world, { ports: { keys, clock }, policy, lease }) {
    const { claim, elapsed } = world.run;
    if (claim === undefined)
        throw new Error('this run has claimed nothing');
    const before = holderOf(world.journal)?.nonce;
    await clock.sleep(Math.max(0, claim.settles - elapsed));
    for (;;) {
        const look = await keys.read();
        const { looked } = look;
        const again = seenAgain(world, look);
        const nonce = holderOf(again.journal)?.nonce;
        if (nonce === policy.nonce) {
            lease.confirm(looked);
            // While a late claim settled, another run may have written.
            const destinations = claim.settles - elapsed > settlingOfClaims ? 'unread' : again.destinations;
            const confirmed = learned({ ...again, destinations }, { claim: { ...claim, confirmed: true } });
            return { world: confirmed, result: `this run holds ${world.user.name}` };
        }
        if (nonce !== before || looked - claim.settles > showingOfClaims) {
            return { world: again, result: 'the tags of the user do not show the claim of this run' };
        }
        await clock.sleep(settlingOfClaims);
    }
}

;// CONCATENATED MODULE: ./lib/rotation/revert.js
/** What a run that goes wrong takes back, and what it leaves to the next one. Pure, as the lifecycle is. */


/** Whether this run has switched the previous key off, or may have, and nothing has proven since that all works without it. */
function isOffUnproven({ journal, run }) {
    return journal.kind === 'read' && journal.journal.phase === 'deactivating' && run.deactivating;
}
/**
 * What a run that ends on an error takes back, by one request each. A key that it has switched off is switched on. A key
 * that it has made is deleted only where another run has taken over before any journal told of that key: that run cannot
 * explain it, and nobody but this process has ever had it. All else is left to the next run, which may hold the user by
 * now.
 */
function takenBack(world, error) {
    const journal = (0,facts/* journalOf */.PR)(world);
    if (journal?.phase === 'deactivating' && isOffUnproven(world)) {
        return [
            { do: 'reactivate', key: journal.previous, because: 'nothing has proven yet that everything works without it' },
        ];
    }
    const { held } = world.run;
    if (error instanceof problem/* Superseded */.bb && held !== undefined && journal?.phase === 'creating') {
        return [{ do: 'discard', key: held, because: 'nobody has it, and the run that goes on knows nothing of it' }];
    }
    return [];
}
/**
 * The world after a step has failed while the previous key is off: whether all works is not known, so that it is switched
 * on again. Whether the step was performed is not known either: switching an active key on changes nothing. Undefined
 * where an error ends the run.
 */
function withoutProof(world, error) {
    const journal = (0,facts/* journalOf */.PR)(world);
    if (journal?.phase !== 'deactivating' || !isOffUnproven(world) || (0,problem/* endsRun */.sl)(error))
        return undefined;
    const verification = {
        key: journal.current,
        verdict: 'unknown',
        weak: false,
        without: journal.previous,
        detail: (0,problem/* messageOf */.bD)(error),
        remedy: error instanceof problem/* Problem */.AF ? error.remedy : undefined,
        urls: [],
        waiting: [],
        covers: [],
    };
    const keys = world.keys.map((key) => (key.id === journal.previous ? { ...key, status: 'Inactive' } : key));
    return { ...world, keys, run: { ...world.run, verification } };
}
/** What to do about an error that ended a run. */
function remedyFor(error, world) {
    if (error instanceof problem/* Problem */.AF)
        return error.remedy;
    if (error instanceof problem/* Cancelled */.cJ)
        return leftBy(world === undefined ? undefined : (0,facts/* journalOf */.PR)(world));
    return 'Run again; if this persists, report it with this log.';
}
/** What a run that stops between two steps leaves behind, and what the next one makes of it. */
function leftBy(journal) {
    switch (journal?.phase) {
        case undefined:
        case 'steady':
            return 'No key was changed. The next run starts over.';
        case 'creating':
        case 'pending':
            return 'Nobody has a new key. The next run deletes a key that this one may have created, and starts over.';
        case 'publishing':
            return journal.window.to === undefined
                ? `Some destinations may hold ${journal.pending} by now, and all keys are active. The next run finishes the publication.`
                : `Every destination holds ${journal.pending}, and all keys are active. The next run verifies it.`;
        case 'current':
        case 'deactivating':
        case 'deactivated': {
            const state = { current: 'still active', deactivating: 'switched on again', deactivated: 'off' }[journal.phase];
            return `${journal.current} is in use, and ${journal.previous} is ${state}. The next run goes on from there.`;
        }
    }
}

;// CONCATENATED MODULE: ./lib/rotation/act.js
/** What is done once it is decided. */








/** AWS goes on accepting a key for seconds after it is off: a job in that time would prove nothing. */
const settlingOfDeactivation = 30 * time/* second */.Rc;
/** For what harms nobody, whichever run holds the user. */
const whoeverHolds = async () => undefined;
/**
 * Takes one step. An error ends the run, except between a deactivation and its proof: there it is one more way of not
 * knowing, after which the key is switched on again.
 */
async function take(step, world, run) {
    // Nothing depends on what is only read; and with a key off, a run that is asked to stop has one thing left to do.
    const isRevert = step.do === 'reactivate';
    const isDispensable = step.do === 'observe' || step.do === 'verify' || (!isRevert && isOffUnproven(world));
    const taken = takeWhileHeld(step, world, run);
    try {
        return await (isDispensable ? run.ports.clock.unlessCancelled(taken) : taken);
    }
    catch (error) {
        if (step.do === 'deactivate' && error instanceof problem/* Cancelled */.cJ) {
            // Switched on at once; and once more, by what ends the run, should the switching off arrive after that.
            await Promise.allSettled([run.ports.keys.setStatus(step.key, 'Active', whoeverHolds)]);
            await Promise.allSettled([taken]);
        }
        const result = `failed: ${(0,problem/* messageOf */.bD)(error)}`;
        const after = isRevert ? undefined : withoutProof(world, error);
        return after === undefined ? { world, result, failed: true, error } : { world: after, result, failed: true };
    }
}
/** Takes back, by one request and no more, what a run that ends on an error leaves to nobody else. Never throws. */
async function takeBack(step, ports) {
    try {
        if (step.do === 'reactivate')
            await ports.keys.setStatus(step.key, 'Active', whoeverHolds);
        else
            await withdraw(step.key, ports, whoeverHolds);
        return { result: step.do === 'reactivate' ? `${step.key} is Active` : `${step.key} is deleted` };
    }
    catch (error) {
        return { result: (0,problem/* messageOf */.bD)(error), failed: true };
    }
}
/** Takes a step that the claim of this run still allows. */
async function takeWhileHeld(step, world, run) {
    // Switching a key on again harms nobody, and waits for nothing.
    if (step.do !== 'observe' && step.do !== 'reactivate') {
        await run.lease.keep();
        // Whoever waited for this step may have given it up by now.
        if (run.ports.clock.cancelled)
            throw new problem/* Cancelled */.cJ();
    }
    return perform(step, world, run);
}
/** Takes one step and returns the world as it is known afterwards. */
async function perform(step, world, holding) {
    const { ports, policy, pairs, lease, waiting } = holding;
    const { run } = world;
    switch (step.do) {
        case 'observe':
            return observe(step, world, holding);
        case 'claim': {
            await lease.touch((holds) => ports.journal.claim(ports.clock.now(), holds));
            const claim = claimOf(step, run.looked, ports.clock.elapsed());
            return { world: learned(world, { claim }), result: '' };
        }
        case 'record':
            await lease.touch((holds) => ports.journal.write(step.journal, ports.clock.now(), holds));
            return { world: recorded(world, step, policy, ports.clock.now()), result: '' };
        case 'create':
            if (ports.clock.now() > step.until)
                return { world, result: 'no key was asked for, since the intent had become too old' };
            return create(world, ports, pairs);
        case 'try': {
            const held = pairOf(pairs, step.key);
            const trial = await ports.keys.try(held);
            if (trial.works && ports.ownPair !== undefined)
                ports.keys.signWith(held);
            return { world: learned(world, { trial }), result: trial.detail };
        }
        case 'safeguard': {
            const about = { user: world.user.id, created: step.created };
            const request = { holds: lease.keep, replaces: (0,facts/* ownRecovery */.C)(world) };
            const sealed = await ports.destinations.safeguard(pairOf(pairs, step.key), about, request);
            const result = 'problem' in sealed ? sealed.problem : `${step.key} is sealed into the recovery secret`;
            return { world: learned(world, { safeguard: { key: step.key, ...sealed }, recoveryCleared: false }), result };
        }
        case 'clear': {
            const isGone = await ports.destinations.clear(step.writtenAt);
            const result = isGone
                ? 'the recovery secret is deleted'
                : 'the recovery secret stays: somebody else has written it since';
            return { world: learned(world, { recoveryCleared: true }), result };
        }
        case 'publish': {
            const pair = pairOf(pairs, step.key);
            // The key that goes must not sign its own end.
            if (step.key === ports.ownPair?.id)
                ports.keys.signWith(pair);
            const published = await ports.destinations.publish(pair, {
                window: step.window,
                done: step.done,
                until: policy.timeLimit,
                leaveOut: step.leaveOut ?? [],
                ...waiting,
            });
            const rotated = run.rotated || (published.window !== undefined && run.held === step.key);
            const result = published.window === undefined
                ? `${published.accepted} secrets written; ${published.problems.join(' ')}`
                : `${published.accepted} secrets written and confirmed`;
            const facts = { published, wrote: ports.clock.elapsed(), rotated, verification: undefined };
            return { world: learned({ ...world, destinations: 'unread' }, facts), result };
        }
        case 'verify': {
            const { until, settling, without, about, earlier, leaveOut = [] } = step;
            const asOf = world.destinations === 'unread' ? undefined : world.destinations.at;
            if (without !== undefined)
                await ports.clock.sleep(settlingOfDeactivation);
            const found = await ports.verifier.verify(step.key, { until, settling, earlier, leaveOut, ...waiting });
            // What was dispatched earlier speaks for what was written before that.
            const spoken = earlier.length > 0 ? Math.min(...earlier.map(({ at }) => at)) : asOf;
            const verification = { ...found, without, about, asOf: spoken };
            // Time has passed: what the destinations hold is read again before anything is destroyed.
            return { world: learned({ ...world, destinations: 'unread' }, { verification }), result: verification.detail };
        }
        case 'refuse':
            await ports.journal.refuse(step.refused, lease.keep);
            return { world: { ...world, refused: step.refused }, result: '' };
        case 'remember':
            await lease.touch((holds) => ports.journal.remember(step.awaited, ports.clock.now(), holds));
            return { world: { ...world, awaited: step.awaited }, result: '' };
        case 'deactivate':
        case 'reactivate': {
            const status = step.do === 'deactivate' ? 'Inactive' : 'Active';
            await (status === 'Active' ? switchOn(step.key, ports) : ports.keys.setStatus(step.key, status, lease.keep));
            const keys = world.keys.map((key) => (key.id === step.key ? { ...key, status } : key));
            const reactivated = run.reactivated || status === 'Active';
            return { world: learned({ ...world, keys }, { reactivated }), result: `${step.key} is ${status}` };
        }
        case 'delete':
        case 'discard': {
            await (step.do === 'discard' ? withdraw(step.key, ports, lease.keep) : ports.keys.delete(step.key, lease.keep));
            const keys = world.keys.filter((key) => key.id !== step.key);
            const discarded = step.do === 'discard' ? { discarded: step.key } : {};
            return { world: learned({ ...world, keys }, discarded), result: `${step.key} is deleted` };
        }
        case 'untag': {
            await ports.journal.untag(step.key, lease.keep);
            const others = (id) => id !== step.key;
            const [made, described] = [world.made.filter(others), world.described.filter(others)];
            return { world: { ...world, made, described }, result: `the tag of ${step.key} is removed` };
        }
    }
}
/** The one request that must not be given up: it is sent again until the time kept in hand for it is over. */
async function switchOn(key, ports) {
    const start = ports.clock.elapsed();
    for (;;) {
        try {
            return await ports.keys.setStatus(key, 'Active', whoeverHolds);
        }
        catch (error) {
            if (ports.clock.elapsed() - start >= waits/* revertReserve */.f3)
                throw error;
            await ports.clock.sleep(10 * time/* second */.Rc);
        }
    }
}
async function create(world, ports, pairs) {
    const answer = await ports.keys.create();
    const { creation } = answer;
    const answered = learned(world, { intended: undefined, creation });
    if (creation.kind !== 'created')
        return { world: answered, result: `no key: ${creation.reason}` };
    if (!('held' in answer))
        throw new Error(`the secret of ${creation.key} is missing`);
    pairs.set(creation.key, answer.held);
    const others = await othersThan(world, creation.key, ports);
    const keys = [...world.keys, ...others, answer.key];
    return { world: learned({ ...answered, keys }, { held: creation.key }), result: `${creation.key} is created` };
}
/** Keys that came into being beside the one that this run has made. That IAM cannot be asked speaks of none. */
async function othersThan(world, made, { keys, narrator }) {
    const known = new Set([...world.keys.map(({ id }) => id), made]);
    try {
        return (await keys.read()).keys.filter(({ id }) => !known.has(id));
    }
    catch (error) {
        narrator.done(`${made} is used without another look at the keys: ${(0,problem/* messageOf */.bD)(error)}`);
        return [];
    }
}
function pairOf(pairs, key) {
    const held = pairs.get(key);
    if (held === undefined)
        throw new Error(`the secret of ${key} is not held by this run`);
    return held;
}
/** No key signs its own end: the answer to a repeated request would be that nobody knows the signer. */
async function withdraw(key, ports, holds) {
    if (ports.ownPair !== undefined)
        ports.keys.signWith(ports.ownPair);
    await ports.keys.delete(key, holds);
}

;// CONCATENATED MODULE: ./lib/rotation/lease.js
/** A confirmed claim while it is used: looked after in time, and given back at the end. */


/** A claim that is kept alive. Before it is confirmed it holds nothing, and nothing is asked for. */
class Lease {
    #ports;
    #nonce;
    /** When the latest look at the tags was sent that showed this run's claim. */
    #confirmed;
    /** When the latest write of the claim was sent. */
    #touched = 0;
    #superseded;
    constructor(ports, nonce) {
        this.#ports = ports;
        this.#nonce = nonce;
    }
    /** The claim was read back, by a look that was sent at that time, and was this run's. */
    confirm(looked) {
        this.#confirmed = looked;
    }
    /** A later look at the tags, sent at that time, has shown whose claim stands. */
    seen(holder, looked) {
        if (this.#confirmed === undefined)
            return;
        if (holder?.nonce === this.#nonce)
            this.#confirmed = looked;
        else
            this.#lose(holder?.run);
    }
    /**
     * Writes something that touches the claim.
     * @throws Superseded when that took so long that it may have overwritten the claim of another run
     */
    async touch(write) {
        const { clock } = this.#ports;
        const [before, sent] = [this.#touched, clock.elapsed()];
        await write(this.keep);
        this.#touched = sent;
        if (this.#confirmed !== undefined && clock.elapsed() - before > silentFor)
            throw this.#lose(undefined);
    }
    /**
     * Makes sure that the claim stands, by a look that was sent within the last 3 minutes, and touches it in time.
     * @throws Superseded when another run has taken over, or may have
     */
    keep = async () => {
        const { clock, journal } = this.#ports;
        // Whoever waits for several things at once hears of it with each of them.
        if (this.#superseded !== undefined)
            throw this.#superseded;
        while (this.#confirmed !== undefined && clock.elapsed() - this.#confirmed > confirmedFor) {
            if (clock.elapsed() - this.#touched > silentFor)
                throw this.#lose(undefined);
            await this.#check();
            // A look that was answered late does not tell whose claim would be overwritten.
            const isFresh = clock.elapsed() - this.#confirmed <= confirmedFor;
            if (isFresh && clock.elapsed() - this.#touched > confirmedFor)
                await this.touch((holds) => journal.claim(clock.now(), holds));
        }
    };
    /** Says that this run has ended, so that the next one need not wait to be sure of it. */
    async release() {
        const { clock, journal } = this.#ports;
        const isSilent = clock.elapsed() - this.#touched > silentFor;
        if (this.#confirmed === undefined || this.#superseded !== undefined || isSilent)
            return;
        if (clock.elapsed() - this.#confirmed > confirmedFor)
            await this.#check();
        this.#confirmed = undefined;
        await journal.release(clock.now(), () => this.#check());
    }
    async #check() {
        const looked = this.#ports.clock.elapsed();
        this.seen(await this.#ports.journal.holder(), looked);
        if (this.#superseded !== undefined)
            throw this.#superseded;
    }
    #lose(by) {
        this.#superseded = new problem/* Superseded */.bb(by);
        return this.#superseded;
    }
}

;// CONCATENATED MODULE: ./lib/rotation/lifecycle/next-step.js
/**
 * The life of an access key, and the one place that decides what happens next.
 *
 *            due               written everywhere          a run signed in as K2
 *   K1 ───────────► K1 + K2 ─────────────────────► K1 + K2 ─────────────────────► K2 current, K1 previous
 *   steady   create  rotating       publish         rotating        verify         overlap │
 *     ▲                                                                                    │ deactivate-after:
 *     │                                                                                    │ jobs queued earlier end
 *     │   delete-after: K1 can still be switched on again                                  ▼
 *     └──────────────────────────────────────────────── K2 current, K1 inactive ◄──────────┘
 *         delete                                         recovery     deactivate, and verify again;
 *                                                                     not proven: K1 is switched on at once
 *
 * Above an arrow stands what it waits for, below it the step, and below the keys the phase as users call it. K1 is due when
 * it is older than rotate-after, when the list of places has changed, or when `force` asks.
 *
 * The journal says how far a rotation has come; it is written before each effect, so that a run that finds it knows
 * what may have happened. What AWS and GitHub show wins over it. A fact that has not been read is asked for
 * (`observe`), never assumed; a fact that cannot be read never leads to a step that destroys.
 *
 * What a verification leads to:
 *
 *   verdict    K1, before K2 exists       K2 is published (rotating)    both keys work (overlap)   K1 has just been switched off
 *   works      K2 is created              K2 is current                 deactivate-after begins    K1 stays off: recovery
 *   rejected   red; nothing is created    red; both keys stay           red; both keys stay        K1 is switched on again, red
 *   unknown    nothing is created         both keys stay                both keys stay             K1 is switched on again: overlap
 *
 * After `unknown` the next run verifies again. It is red at once where that cannot pass by itself, and otherwise when it
 * has lasted for a week. Before K2 exists, K1 is not verified where nobody has ever used it, where no workflow covers a place
 * that holds it, or where `force` asks.
 *
 * What a run makes of one that was cut off; docs/how-it-works.md has every way:
 *
 *   creating               K2 does not show: the rotation begins anew. It shows, and its secret is lost: once that run
 *                          is surely over, it is deleted if it was neither used nor written anywhere; else a person decides
 *   pending, publishing    all is written: K2 is verified. The recovery secret or the job has K2: it is written to the rest.
 *                          The job has K1: that is written back, if any place may have K2. Nobody has K2: once that run is
 *                          surely over and a new key could be published, K2 is deleted and another one created
 *   deactivating           K1 is switched on again: overlap
 *
 * What else K1 waits for, once deactivate-after and delete-after are over:
 *
 *   before it is switched off   a same name nearby that may hold it, a place that somebody else has written or emptied,
 *                               another configuration that was refused, an unfinished run from before K2 was published, a
 *                               run with enough time left to switch it on again; and deactivate-after once more from each
 *                               use of it since K2 was proven: red when that goes on for longer than rotate-after
 *   before it is deleted        another configuration that was refused, and delete-after once more from each use of it
 *                               since it was switched off
 *
 * People are right. A key that they switched off stays off. A secret that they removed is not put back: a due rotation goes
 * on without that place while others are left that can be proven, and runs are red until a person has decided. A secret
 * that they wrote is verified, and left alone where it shows to be another key; the next rotation overwrites it elsewhere.
 * While K1 is off, a secret that is written switches it on again, unless a verification speaks for that place.
 *
 * Below, each phase is a list of rules in the order in which they are asked: the first that has an answer is heard, and
 * what stands last is done when none has. Each rule gives its reason where it stands: in
 * the file that its chain names, or in `guards` and `people` where it is of several phases.
 */









// ── The story ─────────────────────────────────────────────────────────────────────────────────────────────────────
/** Before anything else: is this user ours to rotate? */
const mayRotate = [ofAnotherVersion, otherList];
/** One key rests until it is due. */
const resting = {
    rules: [
        keyIsOff,
        tagOfGoneKey,
        alreadyRotated,
        listChanged,
        forced,
        destinationsUnread,
        rejectedThere,
        writtenBySomebody,
        removedBySomebody,
        placeMissed,
        due,
        recoverySecretLeft,
    ],
    otherwise: rests,
};
/** A rotation is due, or a first key: what stands against it? Nothing is created before everything is checked. */
const beginning = {
    rules: [
        unchecked,
        problemsFound,
        destinationsNotRead,
        tooManyAside,
        placeMadeAnew,
        recoverySecretTaken,
        holdsAnotherKey,
        storedElsewhere,
        halfStored,
        sameNameElsewhere,
        oldKeyNotProven,
        noTimeToRotate,
    ],
    otherwise: announceKey,
};
/** This run has announced a key. */
const asking = {
    rules: [inactiveKeyGoes, keyAppeared, intentTooOld],
    otherwise: askForKey,
};
/** An earlier run has announced a key and was cut off. */
const askedEarlier = {
    rules: [oldKeyGone, oldKeySwitchedOff, keyLeftBehind, keyMayShow],
    otherwise: beginAnew,
};
/** This run has the secret of the pending key: it is tried, kept safe, announced, and written everywhere. */
const next_step_publishing = {
    rules: [
        notTried,
        doesNotWork,
        notSafeguarded,
        notAnnounced,
        notWritten,
        refusedEverywhere,
    ],
    otherwise: closeWindow,
};
/** An earlier run was cut off while it published: the way on that harms nobody first. */
const resuming = {
    rules: [
        writtenByThisRun,
        howFarUnknown,
        endUnknown,
        everythingWritten,
        (situation) => (recoverySecretHandsBack(situation) ? decide(next_step_publishing, situation) : undefined),
        recoverySecretNotHandedIn,
        publicationHadBegun,
        jobHoldsPendingKey,
        jobHoldsOldKey,
        listChangedMeanwhile,
        olderKeyPending,
        earlierRunMayWrite,
        noTimeToReplace,
        notReplaceable,
    ],
    otherwise: discardPending,
};
/** Every destination holds the pending key. The recovery secret goes before that key is called current. */
const proving = {
    rules: [overwrittenSince, notProven, recoverySecretLeft],
    otherwise: becomesCurrent,
};
/** The new key is current, and both work. */
const overlap = {
    rules: [
        jobHoldsPreviousKey,
        offAlready,
        windowOpen,
        notProvenYet,
        waitBegins,
        notPublished,
        recoverySecretLeft,
        deactivateAfterLasts,
        heldByOthers,
        sameNameNearby,
        usedSinceProof,
        stillRunning,
        lateProof,
        doubtfulPlace,
        noTimeToDeactivate,
    ],
    otherwise: announceDeactivation,
};
/** The previous key is switched off and proven not to be missed, or switched on again. */
const deactivating = {
    rules: [jobHoldsPreviousKey, switchOff, switchOnAgain],
    otherwise: backToOverlap,
};
/** The previous key is off, and nobody has missed it yet. */
const recovery = {
    rules: [
        jobHoldsPreviousKey,
        onAlready,
        writtenWhileOff,
        deleteAfterLasts,
        recoverySecretLeft,
        heldByOthers,
        usedWhileOff,
    ],
    otherwise: deletePreviousKey,
};
/** A run that would end green: what a person has to see turns it red. */
const turnsRed = [meddling, overaged, overdue];
// ── Who tells it ──────────────────────────────────────────────────────────────────────────────────────────────────
/**
 * What to do next for one user, and why. Total: it answers for every world that IAM and GitHub can show. Pure: equal
 * worlds get equal answers. `now` comes from AWS's own dates.
 */
function nextStep(world, policy, now) {
    const situation = situationOf(world, policy, now);
    const others = first(mayRotate, situation);
    if (others !== undefined)
        return (others.do === 'wait' ? overaged(situation, others) : undefined) ?? others;
    const answer = unexplainedKeys(situation) ?? byPhase(situation);
    const begun = answer.do === 'begin' ? decide(beginning, { ...situation, ...answer }) : answer;
    const decision = withoutAside(situation, exclusively(world, policy, now, begun));
    if (decision.do !== 'wait' && decision.do !== 'nothing')
        return decision;
    return turnsRed.map((rule) => rule(situation, decision)).find((red) => red !== undefined) ?? decision;
}
/** What is set aside is neither written nor asked about. */
function withoutAside({ aside }, decision) {
    if (aside.length === 0 || (decision.do !== 'publish' && decision.do !== 'verify'))
        return decision;
    return { ...decision, leaveOut: [...new Set([...(decision.leaveOut ?? []), ...aside.map(({ place }) => place)])] };
}
function byPhase(situation) {
    const { journal } = situation;
    switch (journal?.phase) {
        case undefined:
        case 'steady':
            return withoutRotation(situation, journal);
        case 'creating':
            return created({ ...situation, journal });
        case 'pending':
        case 'publishing':
            return rotating(situation, journal);
        case 'current':
        case 'deactivating':
        case 'deactivated':
            return replacing(situation, journal);
    }
}
function withoutRotation(situation, journal) {
    const { world } = situation;
    const current = (0,facts/* find */.I6)(world, journal?.current);
    const key = current ?? (0,facts/* activeKey */.w6)(world);
    if (key !== undefined) {
        return decide(resting, { ...situation, key, published: current === undefined ? undefined : journal });
    }
    if (world.keys.length > 0)
        return keySwitchedOff(situation);
    return journal === undefined ? firstKey(situation) : keysDeleted(situation);
}
function created(situation) {
    const { intended, creation: answered } = situation.world.run;
    if (intended !== undefined)
        return decide(asking, situation);
    return answered === undefined ? decide(askedEarlier, situation) : afterCreation(situation, answered);
}
function rotating(situation, journal) {
    const { world } = situation;
    const [pending, old] = [(0,facts/* find */.I6)(world, journal.pending), replacedBy(world, journal)];
    const lost = pendingKeyLost(situation, journal, pending, old);
    if (lost !== undefined || pending === undefined)
        return lost ?? keysDeleted(situation);
    const both = { ...situation, journal, pending, old };
    if (isComplete(journal))
        return decide(proving, both);
    return decide(world.run.held === pending.id ? next_step_publishing : resuming, both);
}
/** Both keys are there from here on, and the current one is active. */
function replacing(situation, journal) {
    const [current, previous] = [(0,facts/* find */.I6)(situation.world, journal.current), (0,facts/* find */.I6)(situation.world, journal.previous)];
    if (current?.status !== 'Active')
        return currentKeyLost(situation, journal, current, previous);
    if (previous === undefined)
        return previousKeyGone(journal);
    const both = { ...situation, current, previous };
    switch (journal.phase) {
        case 'current':
            return decide(overlap, { ...both, journal });
        case 'deactivating':
            return decide(deactivating, { ...both, journal });
        case 'deactivated':
            return decide(recovery, { ...both, journal });
    }
}
function decide({ rules, otherwise }, situation) {
    return first(rules, situation) ?? otherwise(situation);
}
/** The first answer; no rule after it is asked. */
function first(rules, situation) {
    for (const rule of rules) {
        const answer = rule(situation);
        if (answer !== undefined)
            return answer;
    }
    return undefined;
}

;// CONCATENATED MODULE: ./lib/rotation/rotate.js
/** Observe, decide, act: until nothing is due, something must be waited for, or a person is needed. */










/** More steps than any rotation takes: a rule that leads in a circle ends here, and changes nothing further. */
const stepLimit = 60;
/** What to do about a key that is too old, where a run only plans. */
const afterPlan = 'It still works. Run with "mode: rotate" to replace it, and often enough to keep it young.';
/** Rotates one user as far as this run can. With `plan`, stops before the first effect. Never throws. */
async function rotate(ports, policy, plan) {
    const lease = new Lease(ports, policy.nonce);
    const waiting = { holds: lease.keep, progress: (line) => ports.narrator.done(line) };
    const run = { ports, policy, plan, pairs: new Map(), lease, waiting };
    if (ports.recovered !== undefined)
        run.pairs.set(ports.recovered.held.id, ports.recovered.held);
    if (ports.ownPair !== undefined)
        run.pairs.set(ports.ownPair.id, ports.ownPair);
    const outcome = await proceed(run);
    // A run that was asked to stop sends nothing that can be done without: GitHub tells others that it has ended.
    if (!ports.clock.cancelled)
        await release(run);
    return outcome;
}
async function release({ lease, ports }) {
    try {
        await lease.release();
    }
    catch (error) {
        ports.narrator.done(`the next run may have to wait for ten minutes: the claim was not given back. ${(0,problem/* messageOf */.bD)(error)}`);
    }
}
async function proceed(run) {
    const { ports, policy } = run;
    const { clock, narrator } = ports;
    const entries = [];
    let world;
    let planned;
    const outcome = (ending, failed, phase, isPlan = false) => {
        narrator.decided(ending);
        return { phase, ending, planned: isPlan, failed, entries, world, at: clock.now() };
    };
    try {
        world = firstSeen(await ports.keys.read(), ports);
        for (let steps = 0; steps < stepLimit; steps += 1) {
            if (clock.cancelled)
                throw new problem/* Cancelled */.cJ();
            world = learned(world, { elapsed: clock.elapsed() });
            const decision = nextStep(world, policy, clock.now());
            switch (decision.do) {
                case 'nothing':
                    return outcome(decision, false, 'steady');
                case 'wait':
                    return outcome(decision, false, decision.phase);
                case 'fail':
                    return outcome(decision, true, decision.phase);
                case 'stop':
                    return outcome(decision, true, 'blocked');
            }
            if (run.plan && decision.do !== 'observe') {
                planned ??= { world, because: decision.because };
                const thought = thinkOn(world, decision, policy, clock.now());
                if (thought === undefined) {
                    world = planned.world;
                    const ending = { ...decision, because: planned.because };
                    const onlyPlans = { ...ending, because: 'this run only plans, and has changed nothing' };
                    const situation = situationOf(world, policy, clock.now());
                    const old = overaged(situation, onlyPlans);
                    const red = setAside('steady', undefined, leftAsItIs(situation)) ?? (old && { ...old, remedy: afterPlan });
                    const told = red === undefined ? ending : { ...ending, because: red.because, remedy: red.remedy };
                    return outcome(told, red !== undefined, (0,facts/* phaseOf */.hU)((0,facts/* journalOf */.PR)(world)), true);
                }
                world = thought;
                continue;
            }
            narrator.decided(decision);
            const taken = await take(decision, world, run);
            narrator.done(taken.result);
            entries.push({ decision, result: taken.result, failed: taken.failed });
            world = taken.world;
            if (taken.error !== undefined)
                throw taken.error;
        }
        throw new problem/* Problem */.AF(`${stepLimit} steps did not bring the rotation to an end`, 'This is a defect of this action. Nothing further was changed; please report it with this log.');
    }
    catch (error) {
        const phase = world === undefined ? 'blocked' : (0,facts/* phaseOf */.hU)((0,facts/* journalOf */.PR)(world));
        for (const decision of world === undefined ? [] : takenBack(world, error)) {
            narrator.decided(decision);
            const told = await takeBack(decision, ports);
            narrator.done(told.result);
            entries.push({ decision, ...told });
        }
        if (error instanceof problem/* Superseded */.bb) {
            const because = `${(0,problem/* asSentence */.KG)((0,problem/* messageOf */.bD)(error))} It goes on from here`;
            return outcome({ do: 'wait', phase, next: { step: 'rotate', at: undefined }, because }, false, phase);
        }
        const remedy = remedyFor(error, world);
        return outcome({ do: 'fail', phase, next: undefined, because: (0,problem/* messageOf */.bD)(error), remedy }, true, phase);
    }
}
/** What a plan takes for done without doing it: the claim and the journal, up to the first step that others notice. */
function thinkOn(world, decision, policy, now) {
    switch (decision.do) {
        case 'claim': {
            const { predecessorGone, predecessorSilent } = decision;
            const claim = { settles: 0, quiet: 0, confirmed: true, predecessorGone, predecessorSilent };
            return learned(heldBy(world, policy, now), { claim });
        }
        case 'record':
            return recorded(world, decision, policy, now);
        case 'refuse':
            return { ...world, refused: decision.refused };
        default:
            return undefined;
    }
}

// EXTERNAL MODULE: ./lib/text/listed.js
var listed = __webpack_require__(8746);
// EXTERNAL MODULE: ./lib/text/digest.js
var digest = __webpack_require__(7871);
;// CONCATENATED MODULE: ./lib/fleet/turns.js
/** In which order the users of a run are served. */

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
    const isSigner = ({ iamUser }) => signer !== undefined && iamUser?.toLowerCase() === signer.toLowerCase();
    await (0,p_map/* default */.Ay)(ordered.filter((each) => !isSigner(each)), runEach, { concurrency: maxParallel });
    // The key that the others sign with may go in this very run.
    await (0,p_map/* default */.Ay)(ordered.filter(isSigner), runEach, { concurrency: maxParallel });
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
    const { print } = shared;
    const warnings = [...ofRun];
    const connected = await connectOne(inputs, shared, narratorTo(print, false), warnings);
    print(`AWS knows this job as ${connected.signer}`);
    print(fleet_beginning(inputs, connected.user));
    return { ...(await rotateOne(inputs, connected, warnings)), inputs, story: [] };
}
/** One of several users: the log tells what is done in one line each, and has the whole story in the end. Never throws. */
async function runOneOfSeveral(inputs, shared) {
    const { clock, print, signers } = shared;
    const name = inputs.iamUser ?? 'the user of the job';
    const story = [];
    const tell = (line) => void story.push(line);
    const narrator = both(narratorTo(tell), eventsOf(name, print));
    const warnings = [];
    try {
        if (clock.cancelled)
            throw new problem/* Cancelled */.cJ();
        const connected = await clock.unlessCancelled(connectOne(inputs, shared, narrator, warnings));
        tell(`AWS knows this job as ${connected.signer}`);
        if (!signers.has(connected.signer))
            print(`AWS knows this job as ${connected.signer}`);
        signers.add(connected.signer);
        tell(fleet_beginning(inputs, connected.user));
        return { ...(await rotateOne(inputs, connected, warnings)), inputs, story };
    }
    catch (failure) {
        tell((0,problem/* messageOf */.bD)(failure));
        return { ...unbegun(failure, name, inputs, warnings, clock), inputs, story };
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
function unbegun(failure, user, inputs, warnings, clock) {
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
    return destinations.map(({ place }) => (0,lib_destination/* nameOf */.Vb)(place));
}
function fleet_beginning(inputs, user) {
    return `${inputs.mode === 'plan' ? 'Planning for' : 'Looking at'} ${user}; destinations: ${(0,listed/* listed */.K)(placesIn(inputs), 10)}`;
}
function both(one, other) {
    return {
        decided(decision) {
            one.decided(decision);
            other.decided(decision);
        },
        done(result) {
            one.done(result);
            other.done(result);
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


/***/ })

};
