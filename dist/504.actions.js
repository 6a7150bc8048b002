export const id = 504;
export const ids = [504];
export const modules = {

/***/ 8504:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  connectGitHub: () => (/* binding */ connectGitHub)
});

// EXTERNAL MODULE: ./lib/destination.js
var lib_destination = __webpack_require__(8599);
// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __webpack_require__(5557);
// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __webpack_require__(9037);
// EXTERNAL MODULE: ./lib/rotation/waits.js
var waits = __webpack_require__(1808);
// EXTERNAL MODULE: ./lib/github/api/transport.js
var transport = __webpack_require__(1901);
// EXTERNAL MODULE: ./node_modules/p-map/index.js
var p_map = __webpack_require__(606);
// EXTERNAL MODULE: ./lib/rotation/secret-dates.js
var secret_dates = __webpack_require__(6916);
// EXTERNAL MODULE: ./lib/github/api/limits.js
var limits = __webpack_require__(2382);
// EXTERNAL MODULE: ./lib/github/destinations/destination.js
var destination = __webpack_require__(4809);
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
                await this.#rest(delay);
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
    /** Waits, and lets others see this run at work meanwhile. */
    async #rest(delay) {
        for (let left = delay; left > 0; left -= time/* minute */.Vc) {
            await this.#clock.sleep(Math.min(left, time/* minute */.Vc));
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
            reading: problems.length === 0 ? this.#asReading(places, await this.#options.recovery?.read()) : undefined,
            sameNameNearby: nearby,
        };
    }
    async read() {
        await this.#options.archived.lookAgain();
        const [shown, recovery] = await Promise.all([
            (0,p_map/* default */.Ay)(this.#present, async (each) => [each, await each.read()], limits/* atOnce */.zd).then((read) => new Map(read)),
            this.#options.recovery?.read(),
        ]);
        await this.#findArchived(shown);
        const places = this.#present.map((each) => shown.get(each)).filter((each) => each !== undefined);
        return this.#asReading(places, recovery);
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
        let written = shown?.filter(holdsIt).map(({ name }) => name) ?? [];
        let unwritten = all.filter(({ name }) => !written.includes(name));
        let accepted = 0;
        for (;;) {
            const result = await publish(held, { all, unwritten }, request, clock);
            accepted += result.accepted;
            if (written.length === 0 || result.window === undefined)
                return { ...result, accepted };
            // GitHub shows late what somebody has written meanwhile into a place that was left as it was.
            const still = (await this.read()).destinations.filter(holdsIt).map(({ name }) => name);
            const changed = written.filter((name) => !still.includes(name));
            if (changed.length === 0)
                return { ...result, accepted };
            written = written.filter((name) => still.includes(name));
            unwritten = all.filter(({ name }) => changed.includes(name));
        }
    }
    /** A place that was not written with the others may be archived. Nobody asks about the rest. */
    async #findArchived(shown) {
        const since = (0,secret_dates/* latestWrite */.PN)([...shown.values()]) - this.#options.publication - time/* minute */.Vc;
        const isBehind = ({ secrets }) => secrets.some(({ updatedAt }) => (updatedAt ?? 0) < since);
        const behind = [...shown].filter(([, place]) => isBehind(place)).map(([{ place }]) => (0,lib_destination/* repositoryOf */._M)(place));
        if (shown.size > 1)
            await this.#options.archived.check(behind.filter((each) => each !== undefined));
    }
    #asReading(places, recovery) {
        const { time } = this.#options;
        return {
            at: Math.min(...places.map(({ at }) => at)),
            until: time.now(),
            ahead: time.aheadOfAws(),
            destinations: places.map(({ name, secrets, made }) => ({ name, secrets, made })),
            recovery,
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

// EXTERNAL MODULE: ./lib/key/verification-contract.js
var verification_contract = __webpack_require__(6775);
;// CONCATENATED MODULE: ./lib/github/verification/conditions.js
/**
 * Whether a condition of a workflow file is certain to be false in a run of which little is known yet:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
 */
/** Conditions in files are shorter: of a longer one nothing is concluded, since anybody may have written it. */
const longest = 500;
/** Whether a job or step with this condition is certain not to run. Whatever cannot be told from it counts as possible. */
function isNever(condition, known) {
    if (condition === undefined || condition === null)
        return false;
    const text = String(condition).trim();
    if (text === '' || text.length > longest)
        return false;
    const [, inner = text] = /^\$\{\{([\s\S]*)\}\}$/.exec(text) ?? [];
    // An expression in the middle of a text makes the whole a text, and that counts as true.
    if (inner.includes('${{') || inner.includes('}}'))
        return false;
    const tokens = tokensOf(inner);
    if (tokens === undefined)
        return false;
    const reader = new Reader(tokens, known);
    const value = reader.whole();
    return value !== undefined && truthOf(value) === false;
}
const token = /\s*(?:('(?:[^']|'')*')|(&&|\|\||==|!=|<=|>=|[!<>()[\].,*])|(-?[\w-]+(?:\.\d+)?))/y;
/** Undefined for what is no expression. */
function tokensOf(expression) {
    const tokens = [];
    const end = expression.trimEnd().length;
    for (let at = 0; at < end; at = token.lastIndex) {
        token.lastIndex = at;
        const [, text, sign, word] = token.exec(expression) ?? [];
        if (text !== undefined)
            tokens.push({ kind: 'text', text: text.slice(1, -1).replaceAll("''", "'") });
        else if (sign !== undefined)
            tokens.push({ kind: 'sign', text: sign });
        else if (word !== undefined)
            tokens.push({ kind: 'word', text: word });
        else
            return undefined;
    }
    return tokens;
}
/** Reads an expression by its precedence. What is no expression, or more than is understood here, ends in `undefined`. */
class Reader {
    #tokens;
    #known;
    #at = 0;
    constructor(tokens, known) {
        this.#tokens = tokens;
        this.#known = known;
    }
    whole() {
        const value = this.#either();
        return this.#at === this.#tokens.length ? value : undefined;
    }
    #takes(...signs) {
        const next = this.#tokens[this.#at];
        if (next?.kind !== 'sign' || !signs.includes(next.text))
            return undefined;
        this.#at += 1;
        return next.text;
    }
    #either() {
        let value = this.#both();
        while (value !== undefined && this.#takes('||'))
            value = combined(value, this.#both(), true);
        return value;
    }
    #both() {
        let value = this.#equality();
        while (value !== undefined && this.#takes('&&'))
            value = combined(value, this.#equality(), false);
        return value;
    }
    #equality() {
        let value = this.#order();
        for (let sign = this.#takes('==', '!='); value !== undefined && sign; sign = this.#takes('==', '!=')) {
            const other = this.#order();
            const isEqual = other && equals(value, other);
            if (other === undefined)
                return undefined;
            value = isEqual === undefined ? 'unknown' : { is: isEqual === (sign === '==') };
        }
        return value;
    }
    #order() {
        let value = this.#negation();
        while (value !== undefined && this.#takes('<', '<=', '>', '>=')) {
            value = this.#negation() === undefined ? undefined : 'unknown';
        }
        return value;
    }
    #negation() {
        if (!this.#takes('!'))
            return this.#operand();
        const value = this.#negation();
        const truth = value && truthOf(value);
        if (value === undefined)
            return undefined;
        return truth === undefined ? 'unknown' : { is: !truth };
    }
    #operand() {
        if (this.#takes('(')) {
            const value = this.#either();
            return this.#takes(')') ? value : undefined;
        }
        const next = this.#tokens[this.#at];
        this.#at += 1;
        if (next?.kind === 'text')
            return { is: next.text };
        if (next?.kind !== 'word')
            return undefined;
        const literal = literals.get(next.text);
        if (literal !== undefined)
            return literal;
        if (/^-?\d/.test(next.text))
            return isNumber(next.text) ? { is: Number(next.text) } : 'unknown';
        return this.#takes('(') ? this.#call() : this.#access(next.text.toLowerCase());
    }
    /** What functions answer is not known here; their arguments are passed over. */
    #call() {
        for (let isFirst = true; !this.#takes(')'); isFirst = false) {
            if (!isFirst && !this.#takes(','))
                return undefined;
            if (this.#either() === undefined)
                return undefined;
        }
        return this.#access(undefined);
    }
    /** `inputs.expected-key` or `inputs['expected-key']`; undefined as the path: something of which nothing is known. */
    #access(outer) {
        let path = outer;
        for (;;) {
            if (this.#takes('.')) {
                const next = this.#tokens[this.#at];
                this.#at += 1;
                if (next?.kind !== 'word' && next?.text !== '*')
                    return undefined;
                path = path === undefined || next.text === '*' ? undefined : `${path}.${next.text.toLowerCase()}`;
            }
            else if (this.#takes('[')) {
                if (this.#takes('*'))
                    path = undefined;
                else {
                    const index = this.#either();
                    if (index === undefined)
                        return undefined;
                    const name = typeof index === 'object' && typeof index.is === 'string' ? index.is.toLowerCase() : undefined;
                    path = path === undefined || name === undefined ? undefined : `${path}.${name}`;
                }
                if (!this.#takes(']'))
                    return undefined;
            }
            else {
                return (path === undefined ? undefined : this.#known.get(path)) ?? 'unknown';
            }
        }
    }
}
const literals = new Map([
    ['true', { is: true }],
    ['false', { is: false }],
    ['null', { is: null }],
]);
function isNumber(text) {
    return /^-?\d+(?:\.\d+)?$/.test(text);
}
/** `||` has its first value where that counts as true, `&&` where it counts as false; else its second one. */
function combined(first, second, decisive) {
    if (second === undefined)
        return undefined;
    const truth = truthOf(first);
    if (truth !== undefined)
        return truth === decisive ? first : second;
    const other = truthOf(second);
    return other === decisive ? (decisive ? 'truthy' : 'falsy') : 'unknown';
}
function truthOf(value) {
    if (typeof value === 'object')
        return Boolean(value.is);
    if (value === 'unknown')
        return undefined;
    return value !== 'falsy';
}
/** Texts are compared without regard to case; values of two kinds as numbers, of which NaN equals none. */
function equals(one, other) {
    if (typeof one === 'object' && typeof other === 'object') {
        const areTexts = typeof one.is === 'string' && typeof other.is === 'string';
        if (areTexts)
            return String(one.is).toLowerCase() === String(other.is).toLowerCase();
        return numberOf(one.is) === numberOf(other.is);
    }
    const isEmpty = (value) => typeof value === 'object' && value.is === '';
    return (one === 'text' && isEmpty(other)) || (other === 'text' && isEmpty(one)) ? false : undefined;
}
/** Other texts than plain numbers are read by rules of their own, and equal nothing that is likely to be asked for. */
function numberOf(value) {
    return typeof value === 'string' && value !== '' && !isNumber(value) ? Number.NaN : Number(value);
}

// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
;// CONCATENATED MODULE: ./lib/github/verification/workflow-nodes.js
/** A workflow file as it stands there: its maps, its jobs and their steps. Whatever is no such thing counts as empty. */

/** A part of a file, where it is a map; else an empty one. */
function mapOf(node) {
    return isMap(node) ? node : {};
}
/** Whether a part of a file is a map. */
function isMap(node) {
    return typeof node === 'object' && node !== null && !Array.isArray(node);
}
/** What a file says; undefined for one that is no YAML map. */
function parsed(content) {
    try {
        // Its warnings quote the file, and would go to the log as it stands there.
        const file = (0,dist.parse)(content, { logLevel: 'error' });
        return isMap(file) ? file : undefined;
    }
    catch {
        return undefined;
    }
}
/** The jobs by their IDs. */
function jobsOf(file) {
    return new Map(Object.entries(mapOf(file['jobs'])).map(([id, job]) => [id, mapOf(job)]));
}
/** The steps of a job. */
function stepsOf({ steps }) {
    return Array.isArray(steps) ? steps.map(mapOf) : [];
}
/** A step that has the verify action. */
function isVerifyAction({ uses }) {
    return /(?:^|\/)rotate-iam-access-keys\/verify(?:@|$)/i.test(String(uses));
}

;// CONCATENATED MODULE: ./lib/github/verification/dispatched-jobs.js
/** What a workflow file does in a run that the rotation starts: whether any of its jobs verifies, and beside what it runs. */



/** Why no run that the rotation starts verifies anything; undefined where one may. `inputs`: what the file declares. */
function futilityOf(file, inputs) {
    const known = knownOf(inputs);
    const all = jobsOf(file);
    const jobs = notSkipped(all, known);
    if (all.size === 0)
        return undefined;
    if (jobs.length === 0)
        return 'runs nothing';
    return jobs.every((job) => onlyRotates(job, known)) ? 'only rotates' : undefined;
}
/** What is known of such a run beforehand: the rotation sends the inputs that the file declares, and no others. */
function knownOf(inputs) {
    const sent = Object.values(verification_contract/* dispatchInputs */.Cf).flatMap((name) => {
        const isDeclared = inputs.some((each) => each.toLowerCase() === name);
        const value = isDeclared ? 'text' : { is: null };
        return [
            [`inputs.${name}`, value],
            [`github.event.inputs.${name}`, value],
        ];
    });
    return new Map([['github.event_name', { is: 'workflow_dispatch' }], ...sent]);
}
/** A job is skipped by its condition, or with one that it needs, unless it has a say in that itself. */
function notSkipped(all, known) {
    const left = new Map([...all].filter(([, job]) => !isNever(job['if'], known)));
    for (;;) {
        const following = [...left].filter(([, { if: condition, needs = [] }]) => {
            const isDecided = /\b(?:always|success|failure|cancelled)\s*\(/i.test(String(condition));
            return !isDecided && [needs].flat().some((each) => all.has(String(each)) && !left.has(String(each)));
        });
        if (following.length === 0)
            return [...left.values()];
        for (const [id] of following)
            left.delete(id);
    }
}
/** What prepares a step that rotates, and uses no key by itself. */
const preparing = /^(?:actions\/checkout|actions\/create-github-app-token|aws-actions\/configure-aws-credentials)@/i;
/** A job whose steps are the rotation, and what prepares it. */
function onlyRotates(job, known) {
    const steps = stepsOf(job).filter((step) => !isNever(step['if'], known));
    return steps.some(isRotation) && steps.every((step) => isRotation(step) || preparing.test(String(step['uses'])));
}
function isRotation(step) {
    return !isVerifyAction(step) && /(?:^|\/)rotate-iam-access-keys(?:@|$)/i.test(String(step['uses']));
}
/**
 * The concurrency group of all runs of a file; undefined where it has none, or an expression has
 * a say in it.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#concurrency
 */
function groupOf({ concurrency }) {
    const group = typeof concurrency === 'string' ? concurrency : mapOf(concurrency)['group'];
    return typeof group === 'string' && group !== '' && !group.includes('${{') ? group : undefined;
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
        handsOnKey: isHandedOn && inputs.includes(verification_contract/* dispatchInputs */.Cf.expectedKey),
        toleratesFailure: jobs.some((job) => isElsewhere(job) || [job.node, ...job.steps.map(({ node }) => node)].some(goesOn)),
        proofs: proofsOf(jobs, isHandedOn),
        callsOthers: jobs.some(isElsewhere),
        futility: futilityOf(file, inputs),
        group: groupOf(file),
    };
}
/** The jobs of a file by their IDs, and their steps, as they stand there; empty for what is no workflow file. */
function stepsByJob(content) {
    return new Map([...jobsOf(parsed(content) ?? {})].map(([id, job]) => [id, stepsOf(job)]));
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
/** The workflow that rotates keys: whether it hands back the recovery secret that it names, and what waits for it. */






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
/**
 * The concurrency group of this very run: whatever else is of it waits until the run has ended.
 * Undefined where it has none, or nobody can tell. @throws only what ends the run
 */
async function groupOfThisRun(github, { file }) {
    const content = file === undefined ? undefined : await contentOf(github, file).catch(problem/* passOver */.Wr);
    return content === undefined ? undefined : readWorkflowFile(content)?.group;
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

// EXTERNAL MODULE: ./lib/github/verification/required.js
var required = __webpack_require__(102);
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
        case 'skipped':
            return unknown(`${name} started, and none of its jobs ran: give it a job with "if: \${{ inputs.${verification_contract/* dispatchInputs */.Cf.expectedKey} }}" that has the verify action: ${url}`, { url });
        default: {
            const ended = unknown(`${name} ended ${(0,presentable/* presentable */.KC)(conclusion ?? 'without a conclusion')}: ${url}`, { url });
            return conclusion === 'cancelled' ? { ...ended, isCancelled: true } : ended;
        }
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
async function checkWorkflow(workflow, waiting) {
    try {
        const ref = await workflow.startedRef();
        const { data, headers } = await workflow.ask('GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}', { workflow_id: workflow.file }, workflow.purpose('look at the verification workflow'));
        if (data.state !== 'active')
            return { problem: inactive(workflow, data.state) };
        const server = (0,presentable/* presentable */.KC)(String(headers['x-github-enterprise-version'] ?? ''));
        const checked = await checkFile(workflow, waiting, ref, server);
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
async function checkFile(workflow, waiting, ref, server) {
    const { name } = workflow;
    const file = await workflow.fileAt(workflow.ref);
    const problem = file !== undefined
        ? (whyNotStartable(name, file, ref, server) ??
            whyFutile(name, file, ref) ??
            (await whyNeverOver(workflow, file, waiting)))
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
/** What a run that the rotation starts is told apart by. */
const own = `"if: \${{ inputs.${preflight_expectedKey} }}"`;
/** In sentences; undefined where a run of the file may verify something. */
function whyFutile(name, file, ref) {
    const isDeclared = file.inputs.includes(preflight_expectedKey);
    const declaring = isDeclared ? '' : `declare the input ${preflight_expectedKey}, and `;
    switch (file.futility) {
        case undefined:
            return undefined;
        case 'runs nothing':
            return `${name} runs none of its jobs when the rotation starts it, so it proves nothing: on ${ref}, ${declaring}give it a job with ${own} that has the verify action.`;
        case 'only rotates':
            return `${name} does nothing but rotate when the rotation starts it, so it proves nothing: on ${ref}, ${declaring}give it a job with ${own} that has the verify action, and the job that rotates "if: \${{ !inputs.${preflight_expectedKey} }}".`;
    }
}
/** A group is of one repository: https://docs.github.com/en/actions/concepts/workflows-and-actions/concurrency */
async function whyNeverOver({ name, repository }, { group }, waiting) {
    if (group === undefined || !(0,lib_destination/* isSameName */.yS)(repository, waiting.repository))
        return undefined;
    // GitHub tells no groups apart by the case of their letters.
    if (!(0,lib_destination/* isSameName */.yS)(group, (await waiting.group()) ?? ''))
        return undefined;
    return `${name} is in the concurrency group of this run, ${(0,presentable/* presentable */.KC)(group, 100)}: it would wait for this run, which waits for it, or cancel it. Give it a group of its own; in a file that rotates and verifies, "group: \${{ inputs.${preflight_expectedKey} && github.run_id || '${(0,presentable/* presentable */.KC)(group, 100)}' }}".`;
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
        const { present, waiting } = this.#options;
        const { workflows, destinations } = present;
        const checked = await (0,p_map/* default */.Ay)(workflows, (each) => checkWorkflow(each, waiting), limits/* atOnce */.zd);
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
        const together = await Promise.all(asked.map(([each, index]) => this.#verifyOne(each, index, key, request)));
        const all = await this.#oneByOne(asked, together, key, request);
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
    async #askedOf({ leaveOut, until }) {
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
    /**
     * Of several that were started together, those that were cancelled are started once more, each by itself: workflows of
     * one concurrency group would cancel each other in every run.
     * https://docs.github.com/en/actions/concepts/workflows-and-actions/concurrency
     */
    async #oneByOne(asked, together, key, request) {
        const isHopeless = together.some((runs) => runs.at(-1)?.verdict === 'rejected');
        if (asked.length === 1 || isHopeless)
            return together;
        return (0,p_map/* default */.Ay)(asked, async ([workflow, index], position) => {
            const runs = together[position] ?? [];
            const found = runs.at(-1);
            if (found?.isCancelled !== true || this.#options.clock.elapsed() >= request.until)
                return runs;
            request.progress(`${found.detail}\nOthers were started with it, so ${workflow.name} is started again by itself`);
            return [...runs, await this.#verifyOnce(workflow, index, key, request)];
        }, { concurrency: 1 });
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

















/** A plan needs none; the rotation that it plans does. */
const unproven = {
    kind: 'no verification workflow',
    text: `${(0,problem/* withFullStop */.uo)(required/* verificationRequired */.n.message)} ${required/* verificationRequired */.n.remedy}`,
};
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
    // A plan gets as far as this.
    const isUnproven = policy.verification === 'workflow' && verificationWorkflows.length === 0;
    const waiting = { repository: home, group: () => groupOfThisRun(own, job) };
    const verifier = new VerificationWorkflows({ present, timeout, clock, time, waiting });
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
                const { problems, remarks } = await verifier.check();
                return { problems, remarks: isUnproven ? [unproven, ...remarks] : remarks };
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


/***/ })

};
