export const id = 302;
export const ids = [302];
export const modules = {

/***/ 6302:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  rotate: () => (/* binding */ rotate)
});

// EXTERNAL MODULE: ./lib/rotation/claim.js
var rotation_claim = __webpack_require__(8785);
// EXTERNAL MODULE: ./lib/rotation/facts.js
var facts = __webpack_require__(6189);
// EXTERNAL MODULE: ./lib/rotation/lifecycle/answers.js
var answers = __webpack_require__(930);
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
/** The world with something that a person should know. */
function remarked(world, remark) {
    return { ...world, remarks: [...world.remarks, remark] };
}
/** The world after a new look at the user; last uses that were read stay so. */
function seenAgain(world, { looked, seen, ...reading }) {
    const keys = reading.keys.map((key) => {
        const known = world.keys.find(({ id }) => id === key.id);
        return known === undefined ? key : { ...key, lastUsed: known.lastUsed };
    });
    // What GitHub said of one run says nothing of another.
    const isSame = (0,rotation_claim/* holderOf */.Kd)(reading.journal)?.nonce === (0,rotation_claim/* holderOf */.Kd)(world.journal)?.nonce;
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

// EXTERNAL MODULE: ./lib/rotation/secret-dates.js
var secret_dates = __webpack_require__(6916);
// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __webpack_require__(9037);
;// CONCATENATED MODULE: ./lib/rotation/observe.js
/** What is read when a decision needs it. */






/** What a preflight has looked at that finds no problem. */
const checked = 'no problem was found with the user, its keys and tags, the destinations, or the verification workflows';
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
            lease.seen((0,rotation_claim/* holderOf */.Kd)(look.journal), look.looked);
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
            const holder = (0,rotation_claim/* holderOf */.Kd)(world.journal);
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
            const seen = clock.elapsed();
            const { reading = 'unread', sameNameNearby } = destinations;
            const nearby = `Secrets of the same name nearby: ${nearbyTold(sameNameNearby)}.`;
            const result = preflight.length === 0 ? `${checked}. ${nearby} ${allowed}` : `problems: ${preflight.length}`;
            const told = preflight.join('\n').toLowerCase();
            const isTold = ({ place }) => place !== undefined && told.includes(place.toLowerCase());
            const remarks = [
                ...world.remarks.filter(({ kind }) => kind === 'overruled by force'),
                ...workflows.remarks.filter((each) => !isTold(each)),
                ...(holding.plan && untried !== undefined ? [{ kind: 'untried permission', text: untried }] : []),
            ];
            const found = { ...world, preflight, remarks, destinations: reading, sameNameNearby };
            return { world: learned(found, { destinationsSeen: seen, nearbySeen: seen }), result };
        }
        case 'same name nearby': {
            const sameNameNearby = await ports.destinations.sameNameNearby();
            const seen = learned({ ...world, sameNameNearby }, { nearbySeen: clock.elapsed() });
            return { world: seen, result: [nearbyTold(sameNameNearby), ...sameNameNearby.unread].join('; ') };
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
            const written = latest > 0 ? `last written ${(0,time/* utc */.n$)(latest)}` : 'where nothing is stored yet';
            const seen = learned({ ...world, destinations }, { destinationsSeen: clock.elapsed() });
            const count = destinations.destinations.length;
            return { world: seen, result: `${count} destination${count === 1 ? '' : 's'} read, ${written}` };
        }
        case 'last use': {
            const keys = await Promise.all(world.keys.map(async (key) => ({ ...key, lastUsed: await ports.keys.lastUsed(key.id) })));
            const now = ports.clock.now();
            return { world: { ...world, keys }, result: keys.map((key) => (0,answers/* described */.WY)(key, now)).join('; ') };
        }
    }
}
function nearbyTold({ places }) {
    return places.length === 0 ? 'none found' : `in ${places.map(({ name }) => name).join(', ')}`;
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
    const before = (0,rotation_claim/* holderOf */.Kd)(world.journal)?.nonce;
    await clock.sleep(Math.max(0, claim.settles - elapsed));
    for (;;) {
        const look = await keys.read();
        const { looked } = look;
        const again = seenAgain(world, look);
        const nonce = (0,rotation_claim/* holderOf */.Kd)(again.journal)?.nonce;
        if (nonce === policy.nonce) {
            lease.confirm(looked);
            // While a late claim settled, another run may have written.
            const destinations = claim.settles - elapsed > rotation_claim/* settlingOfClaims */.nN ? 'unread' : again.destinations;
            const confirmed = learned({ ...again, destinations }, { claim: { ...claim, confirmed: true } });
            return { world: confirmed, result: `this run holds ${world.user.name}` };
        }
        if (nonce !== before || looked - claim.settles > showingOfClaims) {
            return { world: again, result: 'the tags of the user do not show the claim of this run' };
        }
        await clock.sleep(rotation_claim/* settlingOfClaims */.nN);
    }
}

// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __webpack_require__(5557);
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

// EXTERNAL MODULE: ./lib/rotation/waits.js
var waits = __webpack_require__(1808);
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
            const claim = (0,rotation_claim/* claimOf */._B)(step, run.looked, ports.clock.elapsed());
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
        if (this.#confirmed !== undefined && clock.elapsed() - before > rotation_claim/* silentFor */.zK)
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
        while (this.#confirmed !== undefined && clock.elapsed() - this.#confirmed > rotation_claim/* confirmedFor */.Vq) {
            if (clock.elapsed() - this.#touched > rotation_claim/* silentFor */.zK)
                throw this.#lose(undefined);
            await this.#check();
            // A look that was answered late does not tell whose claim would be overwritten.
            const isFresh = clock.elapsed() - this.#confirmed <= rotation_claim/* confirmedFor */.Vq;
            if (isFresh && clock.elapsed() - this.#touched > rotation_claim/* confirmedFor */.Vq)
                await this.touch((holds) => journal.claim(clock.now(), holds));
        }
    };
    /** Says that this run has ended, so that the next one need not wait to be sure of it. */
    async release() {
        const { clock, journal } = this.#ports;
        const isSilent = clock.elapsed() - this.#touched > rotation_claim/* silentFor */.zK;
        if (this.#confirmed === undefined || this.#superseded !== undefined || isSilent)
            return;
        if (clock.elapsed() - this.#confirmed > rotation_claim/* confirmedFor */.Vq)
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

// EXTERNAL MODULE: ./lib/rotation/lifecycle/creation.js
var creation = __webpack_require__(9668);
// EXTERNAL MODULE: ./lib/rotation/lifecycle/guards.js
var guards = __webpack_require__(755);
// EXTERNAL MODULE: ./lib/rotation/lifecycle/people.js
var people = __webpack_require__(2390);
// EXTERNAL MODULE: ./lib/rotation/lifecycle/publication.js + 1 modules
var publication = __webpack_require__(9001);
// EXTERNAL MODULE: ./lib/rotation/lifecycle/removal.js
var removal = __webpack_require__(2617);
// EXTERNAL MODULE: ./lib/rotation/lifecycle/situation.js
var lifecycle_situation = __webpack_require__(9433);
// EXTERNAL MODULE: ./lib/rotation/lifecycle/steady.js
var steady = __webpack_require__(5879);
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
const mayRotate = [guards/* ofAnotherVersion */.Bg, guards/* otherList */.di];
/** One key rests until it is due. */
const resting = {
    rules: [
        steady/* keyIsOff */.Xp,
        steady/* tagOfGoneKey */.__,
        steady/* alreadyRotated */.Wy,
        steady/* listChanged */.PE,
        steady/* forced */.KY,
        steady/* destinationsUnread */.PS,
        steady/* rejectedThere */.TW,
        steady/* writtenBySomebody */.b3,
        steady/* removedBySomebody */.St,
        steady/* placeMissed */.HX,
        steady/* due */.dQ,
        steady/* recoverySecretLeft */.lX,
    ],
    otherwise: steady/* rests */.uG,
};
/** A rotation is due, or a first key: what stands against it? Nothing is created before everything is checked. */
const beginning = {
    rules: [
        creation/* unchecked */.VJ,
        creation/* problemsFound */.zQ,
        creation/* destinationsNotRead */.nR,
        creation/* tooManyAside */.OF,
        creation/* placeMadeAnew */.EM,
        creation/* recoverySecretTaken */.BS,
        creation/* holdsAnotherKey */.ZR,
        creation/* storedElsewhere */.Ac,
        creation/* halfStored */.re,
        creation/* sameNameElsewhere */.GI,
        creation/* oldKeyNotProven */.o0,
        creation/* noTimeToRotate */.RM,
    ],
    otherwise: creation/* announceKey */.pE,
};
/** This run has announced a key. */
const asking = {
    rules: [creation/* inactiveKeyGoes */.jx, creation/* keyAppeared */.mq, creation/* intentTooOld */._],
    otherwise: creation/* askForKey */.kn,
};
/** An earlier run has announced a key and was cut off. */
const askedEarlier = {
    rules: [creation/* oldKeyGone */.ip, creation/* oldKeySwitchedOff */.PX, creation/* keyLeftBehind */.RS, creation/* keyMayShow */.S],
    otherwise: creation/* beginAnew */.rN,
};
/** This run has the secret of the pending key: it is tried, kept safe, announced, and written everywhere. */
const publishing = {
    rules: [
        publication/* notTried */.QI,
        publication/* doesNotWork */.yc,
        publication/* notSafeguarded */.vp,
        publication/* notAnnounced */.Nv,
        publication/* notWritten */.xc,
        publication/* refusedEverywhere */.P1,
    ],
    otherwise: publication/* closeWindow */.Do,
};
/** An earlier run was cut off while it published: the way on that harms nobody first. */
const resuming = {
    rules: [
        publication/* writtenByThisRun */.al,
        publication/* publishedAlready */.Nx,
        publication/* howFarUnknown */.ML,
        publication/* endUnknown */.Kg,
        publication/* everythingWritten */.zM,
        (situation) => (publication/* recoverySecretHandsBack */.RX(situation) ? decide(publishing, situation) : undefined),
        publication/* recoverySecretNotHandedIn */.QH,
        publication/* publicationHadBegun */.V3,
        publication/* jobHoldsPendingKey */.QX,
        publication/* jobHoldsOldKey */.Me,
        publication/* listChangedMeanwhile */.X2,
        publication/* olderKeyPending */.Tc,
        publication/* earlierRunMayWrite */.En,
        publication/* noTimeToReplace */.c_,
        publication/* notReplaceable */.mt,
    ],
    otherwise: publication/* discardPending */.mc,
};
/** Every destination holds the pending key. The recovery secret goes before that key is called current. */
const proving = {
    rules: [publication/* overwrittenSince */.a_, publication/* notProven */.oi, steady/* recoverySecretLeft */.lX],
    otherwise: publication/* becomesCurrent */.ub,
};
/** The new key is current, and both work. */
const overlap = {
    rules: [
        removal/* jobHoldsPreviousKey */.et,
        removal/* offAlready */.sq,
        publication/* windowOpen */.JW,
        removal/* notProvenYet */.ay,
        removal/* waitBegins */.m$,
        removal/* notPublished */.W8,
        steady/* recoverySecretLeft */.lX,
        removal/* deactivateAfterLasts */.iG,
        guards/* heldByOthers */.Ed,
        removal/* sameNameNearby */.HG,
        removal/* usedSinceProof */.YN,
        removal/* stillRunning */.K_,
        removal/* lateProof */.Dt,
        removal/* doubtfulPlace */.$A,
        removal/* noTimeToDeactivate */._0,
    ],
    otherwise: removal/* announceDeactivation */.hK,
};
/** The previous key is switched off and proven not to be missed, or switched on again. */
const deactivating = {
    rules: [removal/* jobHoldsPreviousKey */.et, removal/* switchOff */.SP, removal/* switchOnAgain */.Gi],
    otherwise: removal/* backToOverlap */.Cp,
};
/** The previous key is off, and nobody has missed it yet. */
const recovery = {
    rules: [
        removal/* jobHoldsPreviousKey */.et,
        removal/* onAlready */.Mv,
        removal/* writtenWhileOff */.o4,
        removal/* deleteAfterLasts */.Lr,
        steady/* recoverySecretLeft */.lX,
        guards/* heldByOthers */.Ed,
        removal/* usedWhileOff */.oq,
    ],
    otherwise: removal/* deletePreviousKey */.KD,
};
/** A run that would end green: what a person has to see turns it red. */
const turnsRed = [people/* meddling */.Dy, guards/* overaged */.aB, guards/* overdue */.TU];
// ── Who tells it ──────────────────────────────────────────────────────────────────────────────────────────────────
/**
 * What to do next for one user, and why. Total: it answers for every world that IAM and GitHub can show. Pure: equal
 * worlds get equal answers. `now` comes from AWS's own dates.
 */
function nextStep(world, policy, now) {
    const situation = (0,lifecycle_situation/* situationOf */._)(world, policy, now);
    const others = first(mayRotate, situation);
    if (others !== undefined)
        return (others.do === 'wait' ? (0,guards/* overaged */.aB)(situation, others) : undefined) ?? others;
    const answer = (0,guards/* unexplainedKeys */.yE)(situation) ?? byPhase(situation);
    const begun = answer.do === 'begin' ? decide(beginning, { ...situation, ...answer }) : answer;
    const decision = withoutAside(situation, (0,rotation_claim/* exclusively */.G6)(world, policy, now, begun));
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
        return (0,people/* keySwitchedOff */.OJ)(situation);
    return journal === undefined ? steady/* firstKey */.CI(situation) : (0,people/* keysDeleted */.SN)(situation);
}
function created(situation) {
    const { intended, creation: answered } = situation.world.run;
    if (intended !== undefined)
        return decide(asking, situation);
    return answered === undefined ? decide(askedEarlier, situation) : creation/* afterCreation */.UN(situation, answered);
}
function rotating(situation, journal) {
    const { world } = situation;
    const [pending, old] = [(0,facts/* find */.I6)(world, journal.pending), creation/* replacedBy */._0(world, journal)];
    const lost = publication/* pendingKeyLost */.hM(situation, journal, pending, old);
    if (lost !== undefined || pending === undefined)
        return lost ?? (0,people/* keysDeleted */.SN)(situation);
    const both = { ...situation, journal, pending, old };
    if (publication/* isComplete */.As(journal))
        return decide(proving, both);
    return decide(world.run.held === pending.id ? publishing : resuming, both);
}
/** Both keys are there from here on, and the current one is active. */
function replacing(situation, journal) {
    const [current, previous] = [(0,facts/* find */.I6)(situation.world, journal.current), (0,facts/* find */.I6)(situation.world, journal.previous)];
    if (current?.status !== 'Active')
        return (0,people/* currentKeyLost */.fK)(situation, journal, current, previous);
    if (previous === undefined)
        return removal/* previousKeyGone */.C4(journal);
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

;// CONCATENATED MODULE: ./lib/rotation/lifecycle/forced-step.js



/**
 * The next step. Before a run with `force` changes anything, it finds out what the same rotation would be refused for
 * without: that a person wants a key now does not say that they know of it.
 */
function forcedStep(world, policy, now) {
    const decision = nextStep(world, policy, now);
    const isFirst = world.run.claim === undefined && !world.remarks.some(({ kind }) => kind === 'overruled by force');
    // Where no key works, nobody can lose one.
    const isRisky = isFirst && changesSomething(decision) && (0,facts/* activeKey */.w6)(world) !== undefined;
    if (!policy.force || !isRisky)
        return { decision, overruled: undefined };
    const without = nextStep(world, { ...policy, force: false, rotateAfter: 0 }, now);
    switch (without.do) {
        case 'observe':
            return { decision: without, overruled: undefined };
        case 'stop': {
            const text = `Without force, this would be refused: ${(0,problem/* asSentence */.KG)(without.because)} ${without.remedy}`;
            return { decision, overruled: { kind: 'overruled by force', text } };
        }
        default:
            return { decision, overruled: undefined };
    }
}
function changesSomething({ do: what }) {
    return what !== 'observe' && what !== 'nothing' && what !== 'wait' && what !== 'fail' && what !== 'stop';
}

;// CONCATENATED MODULE: ./lib/rotation/rotate.js
/** Observe, decide, act: until nothing is due, something must be waited for, or a person is needed. */










/** More steps than any rotation takes: a rule that leads in a circle ends here, and changes nothing further. */
const stepLimit = 60;
/** What to do about a key that is too old, where a run only plans. */
function afterPlan(phase) {
    const does = phase === 'steady' ? 'replaces it' : 'goes on with that';
    return `It still works. The next run with "mode: rotate" ${does}: run it often enough to keep keys young.`;
}
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
        narrator.decided(ending, world);
        return { phase, ending, planned: isPlan, failed, entries, world, at: clock.now() };
    };
    try {
        world = firstSeen(await ports.keys.read(), ports);
        for (let steps = 0; steps < stepLimit; steps += 1) {
            if (clock.cancelled)
                throw new problem/* Cancelled */.cJ();
            world = learned(world, { elapsed: clock.elapsed() });
            const { decision, overruled } = forcedStep(world, policy, clock.now());
            if (overruled !== undefined)
                world = remarked(world, overruled);
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
                    const situation = (0,lifecycle_situation/* situationOf */._)(world, policy, clock.now());
                    const old = (0,guards/* overaged */.aB)(situation, onlyPlans);
                    const phase = (0,facts/* phaseOf */.hU)((0,facts/* journalOf */.PR)(world));
                    const red = (0,people/* setAside */.Fi)('steady', undefined, (0,people/* leftAsItIs */.rz)(situation)) ??
                        (old && { ...old, remedy: afterPlan(phase), tooOld: 'only planned' });
                    const told = red === undefined
                        ? ending
                        : { ...ending, because: red.because, remedy: red.remedy, ...('tooOld' in red && { tooOld: red.tooOld }) };
                    return outcome(told, red !== undefined, phase, true);
                }
                world = thought;
                continue;
            }
            narrator.decided(decision, world);
            const taken = await take(decision, world, run);
            narrator.done(taken.result, taken.world);
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
            narrator.decided(decision, world);
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


/***/ })

};
