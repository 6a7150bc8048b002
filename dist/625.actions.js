export const id = 625;
export const ids = [625];
export const modules = {

/***/ 8785:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BB: () => (/* binding */ predecessorSilentSince),
/* harmony export */   Fg: () => (/* binding */ predecessorGone),
/* harmony export */   G6: () => (/* binding */ exclusively),
/* harmony export */   Kd: () => (/* binding */ holderOf),
/* harmony export */   Vq: () => (/* binding */ confirmedFor),
/* harmony export */   _B: () => (/* binding */ claimOf),
/* harmony export */   ar: () => (/* binding */ lastActOf),
/* harmony export */   h$: () => (/* binding */ canAskForHolder),
/* harmony export */   nN: () => (/* binding */ settlingOfClaims),
/* harmony export */   zK: () => (/* binding */ silentFor)
/* harmony export */ });
/* harmony import */ var _facts_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6189);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5557);
/* harmony import */ var _refusal_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1142);
/* harmony import */ var _time_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9037);
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
const claimedWithin = 3 * _time_js__WEBPACK_IMPORTED_MODULE_3__/* .second */ .Rc;
/** A claim is read back after this time. */
const settlingOfClaims = 5 * _time_js__WEBPACK_IMPORTED_MODULE_3__/* .second */ .Rc;
/** A holder makes sure that it still is one before it acts, when it has not done so for this long. */
const confirmedFor = 3 * _time_js__WEBPACK_IMPORTED_MODULE_3__/* .minute */ .Vc;
/** A holder that has lost its claim does nothing more after this time. */
const noticing = confirmedFor + 20 * _time_js__WEBPACK_IMPORTED_MODULE_3__/* .second */ .Rc;
/** A holder that has not touched its claim for this long may be replaced. */
const silence = 10 * _time_js__WEBPACK_IMPORTED_MODULE_3__/* .minute */ .Vc;
/** A holder that has been silent for this long stops: it may have been replaced by the time it acts. */
const silentFor = silence - 2 * _time_js__WEBPACK_IMPORTED_MODULE_3__/* .minute */ .Vc;
/** After its time-limit, a run is given this long to be gone from a slow runner. */
const holderSlack = 10 * _time_js__WEBPACK_IMPORTED_MODULE_3__/* .minute */ .Vc;
/** The run that holds the user, or held it last. */
function holderOf(reading) {
    return reading.kind === 'unknown' ? undefined : reading.holder;
}
/** A claim of this moment, by the run's elapsed time; one that was written late gives a holder time to notice it. */
function claimOf({ released, predecessorGone, predecessorSilent }, looked, written) {
    const settles = written + (written - looked <= claimedWithin + _time_js__WEBPACK_IMPORTED_MODULE_3__/* .second */ .Rc ? settlingOfClaims : noticing);
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
            return { do: 'wait', phase: (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .phaseOf */ .hU)((0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .journalOf */ .PR)(world)), next: { step: 'rotate', at: undefined }, because };
        }
        return (beside(world, policy, now, holder) ??
            aside(now + silence, `the run ${holder.run} has claimed ${user.name}, and only one run acts at a time`));
    }
    if (holder === undefined || mayBeReplaced(holder, run.holderRun, policy, now))
        return undefined;
    const seen = `${holder.run} (last seen ${(0,_time_js__WEBPACK_IMPORTED_MODULE_3__/* .utc */ .n$)(holder.touched)})`;
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
    if (policy.force || holder.list === undefined || !(0,_refusal_js__WEBPACK_IMPORTED_MODULE_2__/* .isOtherListOfThisRun */ .T7)(holder, policy))
        return undefined;
    return (0,_refusal_js__WEBPACK_IMPORTED_MODULE_2__/* .refusal */ .x5)({ world, policy, now }, _refusal_js__WEBPACK_IMPORTED_MODULE_2__/* .anotherJob */ .jQ);
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
        phase: (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .phaseOf */ .hU)((0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .journalOf */ .PR)(world)),
        next: { step, at: gone },
        because: `${(0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .asSentence */ .KG)(decision.because)} But the run that held ${world.user.name} before may be at work until ${(0,_time_js__WEBPACK_IMPORTED_MODULE_3__/* .utc */ .n$)(gone)}`,
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

/***/ 9668:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ac: () => (/* binding */ storedElsewhere),
/* harmony export */   BS: () => (/* binding */ recoverySecretTaken),
/* harmony export */   EM: () => (/* binding */ placeMadeAnew),
/* harmony export */   GI: () => (/* binding */ sameNameElsewhere),
/* harmony export */   Ht: () => (/* binding */ replacedList),
/* harmony export */   OF: () => (/* binding */ tooManyAside),
/* harmony export */   PX: () => (/* binding */ oldKeySwitchedOff),
/* harmony export */   RM: () => (/* binding */ noTimeToRotate),
/* harmony export */   RS: () => (/* binding */ keyLeftBehind),
/* harmony export */   S: () => (/* binding */ keyMayShow),
/* harmony export */   UN: () => (/* binding */ afterCreation),
/* harmony export */   VJ: () => (/* binding */ unchecked),
/* harmony export */   ZR: () => (/* binding */ holdsAnotherKey),
/* harmony export */   _: () => (/* binding */ intentTooOld),
/* harmony export */   _0: () => (/* binding */ replacedBy),
/* harmony export */   ip: () => (/* binding */ oldKeyGone),
/* harmony export */   jx: () => (/* binding */ inactiveKeyGoes),
/* harmony export */   kn: () => (/* binding */ askForKey),
/* harmony export */   mq: () => (/* binding */ keyAppeared),
/* harmony export */   nR: () => (/* binding */ destinationsNotRead),
/* harmony export */   o0: () => (/* binding */ oldKeyNotProven),
/* harmony export */   oe: () => (/* binding */ whileUnsettled),
/* harmony export */   p3: () => (/* binding */ outOfTime),
/* harmony export */   pE: () => (/* binding */ announceKey),
/* harmony export */   rN: () => (/* binding */ beginAnew),
/* harmony export */   re: () => (/* binding */ halfStored),
/* harmony export */   zQ: () => (/* binding */ problemsFound)
/* harmony export */ });
/* harmony import */ var _claim_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8785);
/* harmony import */ var _facts_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6189);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5557);
/* harmony import */ var _secret_dates_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6916);
/* harmony import */ var _time_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9037);
/* harmony import */ var _waits_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(1808);
/* harmony import */ var _answers_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(930);
/* harmony import */ var _guards_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(755);
/* harmony import */ var _people_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(2390);
/* harmony import */ var _proof_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(5423);
/** Creation: everything is checked and the intent is written before a key exists. */










/**
 * GetAccessKeyLastUsed counts in spans of 15 minutes and lags behind them: before that, unused means nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
const lastUsedLag = 15 * _time_js__WEBPACK_IMPORTED_MODULE_4__/* .minute */ .Vc;
// ── What stands against a rotation ────────────────────────────────────────────────────────────────────────────────
/** Nothing is created before everything is checked. */
function unchecked({ world, because }) {
    return world.preflight === 'unread' ? (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .observe */ .lB)('preflight', because) : undefined;
}
/** What the look at everything has found. */
function problemsFound({ world }) {
    if (world.preflight === 'unread' || world.preflight.length === 0)
        return undefined;
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .blocked */ .Z5)(`the access key of ${world.user.name} cannot be replaced:${(0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .bullets */ .e5)(world.preflight)}`, 'Do what each point says, and run again; "mode: plan" looks without changing anything.');
}
/** The preflight reads them, unless it has found problems, or it was a look of long ago. */
function destinationsNotRead({ world, because }) {
    return world.destinations === 'unread' ? (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .observe */ .lB)('destinations', because) : undefined;
}
/** A tag has room for so many places that are set aside. */
function tooManyAside(situation) {
    const isTooMany = ((0,_people_js__WEBPACK_IMPORTED_MODULE_8__/* .placesAside */ .pL)(situation) ?? []).length > _people_js__WEBPACK_IMPORTED_MODULE_8__/* .mostAside */ .mp;
    return isTooMany ? (0,_people_js__WEBPACK_IMPORTED_MODULE_8__/* .setAside */ .Fi)('steady', undefined, (0,_people_js__WEBPACK_IMPORTED_MODULE_8__/* .leftAsItIs */ .rz)(situation)) : undefined;
}
/** A repository or environment made anew is not the place that the key was published to, whatever its name. */
function placeMadeAnew(situation) {
    const { world, policy, journal } = situation;
    if (policy.force || world.destinations === 'unread' || journal?.phase !== 'steady')
        return undefined;
    if (journal.digest !== policy.digest)
        return undefined;
    const { to, from } = journal.window;
    const aside = (0,_people_js__WEBPACK_IMPORTED_MODULE_8__/* .placesAside */ .pL)(situation) ?? [];
    const anew = world.destinations.destinations.filter(({ name, made }) => {
        return made !== undefined && made > (to ?? from) && !aside.some(({ place }) => place === name);
    });
    if (anew.length === 0)
        return undefined;
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .blocked */ .Z5)(`somebody has recreated ${anew.map(({ name }) => name).join(', ')} since ${journal.current} was published there: a new place of the same name may lack the protection of the old one`, 'Protect it like the old one and start the workflow by hand once with "force: true", or take it out of destinations.');
}
/** The recovery secret holds what this action has not written for this user: it is neither overwritten nor deleted. */
function recoverySecretTaken({ world, policy, journal, because, }) {
    const { destinations, recovered: handed, run } = world;
    if (!policy.recovery || destinations === 'unread' || destinations.recovery?.updatedAt === undefined)
        return undefined;
    if (run.recoveryCleared || (0,_facts_js__WEBPACK_IMPORTED_MODULE_1__/* .ownRecovery */ .C)(world) !== undefined)
        return undefined;
    const { name, updatedAt } = destinations.recovery;
    if (run.queued === 'unread')
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .observe */ .lB)('queue', `${because}; was this run queued before ${name} was written?`);
    if ((0,_facts_js__WEBPACK_IMPORTED_MODULE_1__/* .isQueuedAfter */ .sS)(world, updatedAt) !== true) {
        const reason = `the recovery secret ${name} is in use, and this job was queued before it was written`;
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .wait */ .uk)((0,_facts_js__WEBPACK_IMPORTED_MODULE_1__/* .phaseOf */ .hU)(journal), (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .soon */ .qX)('rotate'), `${because}, but ${reason}. A freshly queued run looks again`);
    }
    if (handed !== undefined) {
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .blocked */ .Z5)(`the recovery secret ${name} holds a key of another user than ${world.user.name}: it is of ${handed.user} in the account …${handed.account.slice(-4)}`, 'Give each user a recovery secret of its own: write {iam-user} into recovery-secret-name.');
    }
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .blocked */ .Z5)(`the recovery secret ${name} exists, but this job did not get a key of ${world.user.name} from it: somebody else may have written it`, `Add "recovery-secret: \${{ secrets.${name} }}" to the step. If it is there already, somebody else has written ${name}: delete that secret, or name another one in recovery-secret-name.`);
}
/** A first rotation overwrites nothing that cannot be the key to be replaced. */
function holdsAnotherKey(situation) {
    const { world, old } = situation;
    if (old === undefined || world.destinations === 'unread' || !isAdopting(situation))
        return undefined;
    const others = (0,_secret_dates_js__WEBPACK_IMPORTED_MODULE_3__/* .cannotHold */ .LU)(world.destinations, old);
    if (others.length === 0)
        return undefined;
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .blocked */ .Z5)(`${old.id}, the key to be replaced, cannot be in ${others.join(', ')}: written before that key was created (${(0,_time_js__WEBPACK_IMPORTED_MODULE_4__/* .utc */ .n$)(old.created)}), or showing another ID`, 'Correct iam-user or destinations, or start the workflow by hand once with "force: true" to overwrite it.');
}
/** A first rotation needs to know where the key is: in use, and none of the configured secrets exists. */
function storedElsewhere(situation) {
    const { world, old } = situation;
    if (old === undefined || world.destinations === 'unread' || !isAdopting(situation))
        return undefined;
    const { destinations } = world.destinations;
    const missing = (0,_secret_dates_js__WEBPACK_IMPORTED_MODULE_3__/* .secretsWhere */ .np)(destinations, ({ updatedAt }) => updatedAt === undefined);
    const isAnyThere = (0,_secret_dates_js__WEBPACK_IMPORTED_MODULE_3__/* .secretsWhere */ .np)(destinations, ({ updatedAt }) => updatedAt !== undefined).length > 0;
    if (missing.length === 0 || isAnyThere)
        return undefined;
    // Its use by this very run shows only later.
    const isSigning = world.signer === old.id;
    if (!isSigning && old.lastUsed.kind === 'unread') {
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .observe */ .lB)('last use', `is ${old.id} in use, though no destination exists?`);
    }
    if (!isSigning && old.lastUsed.kind === 'never')
        return undefined;
    const use = isSigning || old.lastUsed.kind === 'used' ? 'is in use' : 'may be in use (its last use cannot be read)';
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .blocked */ .Z5)(`${old.id} ${use}, and none of the configured secrets exists (${missing.join(', ')}): it is stored under another name, or in a place that nobody listed`, 'Set "secrets" to the names that the workflows use, and list the environments and organizations that hold the key in "destinations"; or start the workflow by hand once with "force: true".');
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
    const absent = (0,_secret_dates_js__WEBPACK_IMPORTED_MODULE_3__/* .secretsWhere */ .np)(half, ({ updatedAt }) => updatedAt === undefined);
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .blocked */ .Z5)(`only half of the key is stored: ${absent.join(', ')} cannot be found. Workflows take that half from elsewhere, and would mix the halves of two keys`, 'If the access key ID is a variable, write "variables: { NAME: access-key-id }" and leave it out of "secrets". If what is missing is meant to be new there, start the workflow by hand once with "force: true".');
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
    const reading = (0,_facts_js__WEBPACK_IMPORTED_MODULE_1__/* .freshNearby */ .m_)(world);
    if (reading === undefined)
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .observe */ .lB)('same name nearby', `does a secret that is not listed hold ${old.id}?`);
    const places = (0,_facts_js__WEBPACK_IMPORTED_MODULE_1__/* .nearbyHolders */ .rh)(reading, old);
    if (places.length === 0)
        return undefined;
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .blocked */ .Z5)(`${(0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .unlisted */ .B$)(places, old, reading.ahead)}. Jobs that use it there would lose it`, (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .listOrDismiss */ .uO)(places));
}
/** Prove before you replace: what does not pass with the key in use would not pass with the next one either. */
function oldKeyNotProven(situation) {
    const { world, policy, journal, old, because } = situation;
    const aside = journal?.phase === 'steady' ? ((0,_people_js__WEBPACK_IMPORTED_MODULE_8__/* .placesAside */ .pL)(situation) ?? []).map(({ place }) => place) : [];
    // Without what is set aside, a rotation goes on only where a workflow shows that it can be proven so.
    const besides = ', and no workflow has shown that a key can be proven in the other places';
    const unsure = () => (aside.length === 0 ? undefined : (0,_people_js__WEBPACK_IMPORTED_MODULE_8__/* .setAside */ .Fi)('steady', undefined, (0,_people_js__WEBPACK_IMPORTED_MODULE_8__/* .leftAsItIs */ .rz)(situation), besides));
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
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .observe */ .lB)('last use', `does anybody use ${old.id}?`);
    if (aside.length === 0 && old.lastUsed.kind === 'never')
        return undefined;
    const found = (0,_facts_js__WEBPACK_IMPORTED_MODULE_1__/* .verificationOf */ .zM)(world, old);
    switch (found?.verdict) {
        case undefined: {
            const question = `${because}: does the verification pass with it, before it is replaced?`;
            return (0,_proof_js__WEBPACK_IMPORTED_MODULE_9__/* .verify */ .MX)(situation, old, question, { leaveOut: aside });
        }
        case 'works':
            return undefined;
        case 'rejected':
            return ((0,_proof_js__WEBPACK_IMPORTED_MODULE_9__/* .forget */ .y6)(situation, found) ??
                (0,_people_js__WEBPACK_IMPORTED_MODULE_8__/* .setAside */ .Fi)('steady', undefined, (0,_people_js__WEBPACK_IMPORTED_MODULE_8__/* .leftAsItIs */ .rz)(situation), `; in the other places, ${(0,_proof_js__WEBPACK_IMPORTED_MODULE_9__/* .foundTold */ .mh)(found)}`) ??
                (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .blocked */ .Z5)(`the verification does not pass with ${old.id}, the key in use: ${(0,_proof_js__WEBPACK_IMPORTED_MODULE_9__/* .foundTold */ .mh)(found)}`, 'Fix what the verification reports: the list of destinations, the names of the secrets, or the verification itself. Or start the workflow by hand once with "force: true".'));
        case 'unknown': {
            const unknown = `it is not known whether the verification passes with ${old.id}, the key in use: ${(0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .asSentence */ .KG)((0,_proof_js__WEBPACK_IMPORTED_MODULE_9__/* .foundTold */ .mh)(found))} Nothing is created`;
            if (found.remedy !== undefined)
                return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .fail */ .fJ)('steady', (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .soon */ .qX)('rotate'), unknown, found.remedy);
            return (0,_proof_js__WEBPACK_IMPORTED_MODULE_9__/* .remember */ .kY)(situation, found) ?? (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .wait */ .uk)('steady', (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .soon */ .qX)('rotate'), `${unknown}, and the next run looks again`);
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
    if (world.made.some((id) => (0,_facts_js__WEBPACK_IMPORTED_MODULE_1__/* .find */ .I6)(world, id) === undefined))
        return false;
    return journal === undefined || (journal.phase === 'steady' && strays.every(({ kind }) => kind !== 'missed'));
}
/** A key is replaced only in a run that can still verify the new one, and take it back. */
function noTimeToRotate(situation) {
    const { world, journal, old } = situation;
    const late = outOfTime(situation, (0,_facts_js__WEBPACK_IMPORTED_MODULE_1__/* .phaseOf */ .hU)(journal), 'rotate');
    // What took the time has been proven, and is not asked for again.
    const found = late === undefined || old === undefined ? undefined : (0,_facts_js__WEBPACK_IMPORTED_MODULE_1__/* .verificationOf */ .zM)(world, old);
    return (found?.verdict === 'works' ? (0,_proof_js__WEBPACK_IMPORTED_MODULE_9__/* .remember */ .kY)(situation, found) : undefined) ?? late;
}
/** A key is replaced or deactivated only in a run that can still verify, and take it back. */
function outOfTime({ world, policy }, phase, what) {
    const left = Math.max(0, policy.timeLimit - world.run.elapsed);
    const needed = what === 'rotate' ? (0,_waits_js__WEBPACK_IMPORTED_MODULE_5__/* .rotationNeeds */ .kH)(policy) : (0,_waits_js__WEBPACK_IMPORTED_MODULE_5__/* .deactivationNeeds */ .NJ)(policy);
    if (left >= needed)
        return undefined;
    if (policy.timeLimit < needed) {
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .fail */ .fJ)(phase, (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .soon */ .qX)(what), `a run has ${(0,_time_js__WEBPACK_IMPORTED_MODULE_4__/* .spoken */ .vg)(policy.timeLimit)}, and to ${what}, verify and revert may take ${(0,_time_js__WEBPACK_IMPORTED_MODULE_4__/* .spoken */ .vg)(needed)}`, 'Raise time-limit, the timeout of the job, and the life of temporary credentials (role-duration-seconds). Put the end of those credentials into AWS_CREDENTIAL_EXPIRATION: without it, they are taken to end an hour after the start of the job.');
    }
    const because = `this run has ${(0,_time_js__WEBPACK_IMPORTED_MODULE_4__/* .spoken */ .vg)(left)} left, and to ${what}, verify and revert may take ${(0,_time_js__WEBPACK_IMPORTED_MODULE_4__/* .spoken */ .vg)(needed)}`;
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .wait */ .uk)(phase, (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .soon */ .qX)(what), because);
}
/** Nothing stands against it: the intent is written before the key is asked for. */
function announceKey(situation) {
    const { policy, now, journal, old, because } = situation;
    const { digest } = policy;
    const before = replacedList(journal, policy);
    const aside = (0,_people_js__WEBPACK_IMPORTED_MODULE_8__/* .placesAside */ .pL)(situation);
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .record */ .g1)({ phase: 'creating', ...(0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .roleOf */ .kp)(old), at: (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .wholeSecond */ .Q5)(now), digest, before, aside }, because);
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
    const stranger = (0,_facts_js__WEBPACK_IMPORTED_MODULE_1__/* .strangerTo */ .Sh)(world, journal);
    if (stranger === undefined || !isOccupant(stranger, journal, policy))
        return undefined;
    const because = 'AWS allows two keys and counts inactive ones; replace-inactive-key allows deleting this one';
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .act */ .Rb)('delete', stranger.id, because);
}
/** A key that appeared while this run was about to ask for one is not its own. */
function keyAppeared(situation) {
    const stranger = (0,_facts_js__WEBPACK_IMPORTED_MODULE_1__/* .strangerTo */ .Sh)(situation.world, situation.journal);
    return stranger === undefined ? undefined : (0,_guards_js__WEBPACK_IMPORTED_MODULE_7__/* .foreignKey */ .mt)(situation, stranger);
}
/** An intent explains only a key that comes right after it. */
function intentTooOld(situation) {
    const { world, now, journal } = situation;
    if (journal.at !== undefined && now - journal.at <= _waits_js__WEBPACK_IMPORTED_MODULE_5__/* .intentFreshness */ .Gz)
        return undefined;
    const because = 'the intent is too old to tell its key from others';
    return announceKey({ ...situation, old: replacedBy(world, journal), because });
}
/** The key is asked for, once. */
function askForKey({ world, journal, now }) {
    const until = (journal.at ?? now) + _waits_js__WEBPACK_IMPORTED_MODULE_5__/* .intentFreshness */ .Gz;
    return { do: 'create', because: `${world.run.intended}; everything is checked`, until };
}
/** The key that a rotation replaces, as IAM shows it. */
function replacedBy(world, journal) {
    return (0,_facts_js__WEBPACK_IMPORTED_MODULE_1__/* .find */ .I6)(world, journal.current ?? journal.previous);
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
    const takeBack = (because) => (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .record */ .g1)({ ...journal, at: undefined }, because);
    switch (creation.kind) {
        case 'created':
            return keyCreated(situation, creation.key);
        case 'refused':
            if (journal.at !== undefined)
                return takeBack('AWS refused to create a key, so no key comes of this intent');
            return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .blocked */ .Z5)(`AWS refused to create a key: ${creation.reason}`, creation.remedy);
        case 'postponed':
            if (journal.at !== undefined)
                return takeBack('AWS created no key, so none comes of this intent');
            return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .fail */ .fJ)('rotating', (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .soon */ .qX)('rotate'), `AWS kept asking to wait: ${creation.reason}`, 'No key was created. The next run tries again.');
        case 'lost':
            return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .fail */ .fJ)('rotating', (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .soon */ .qX)('rotate'), `AWS's answer to CreateAccessKey was lost (${creation.reason})`, 'A key may exist whose secret nobody has. The key in use is untouched; a later run deletes what was left behind, and goes on.');
    }
}
function keyCreated({ world, now, journal }, id) {
    const made = (0,_facts_js__WEBPACK_IMPORTED_MODULE_1__/* .find */ .I6)(world, id);
    const other = world.keys.find((key) => key.id !== id && !(0,_facts_js__WEBPACK_IMPORTED_MODULE_1__/* .keysOf */ .YD)(journal).includes(key.id));
    if (made === undefined) {
        if (journal.at !== undefined) {
            return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .record */ .g1)({ ...journal, at: undefined }, `${id} was deleted again, and no other key comes of this intent`);
        }
        const why = other === undefined ? 'it came too late' : `${other.id} was created at the same time`;
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .wait */ .uk)('rotating', (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .soon */ .qX)('rotate'), `${id} was deleted again, since ${why}`);
    }
    if (other !== undefined) {
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .act */ .Rb)('discard', id, `${other.id} was created at the same time, and only one new key may come of it`);
    }
    if ((0,_facts_js__WEBPACK_IMPORTED_MODULE_1__/* .isBornLate */ .On)(journal, made)) {
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .act */ .Rb)('discard', id, `${id} was created so late that a later run could not tell who created it`);
    }
    const pending = { ...journal, phase: 'pending', pending: id, at: (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .wholeSecond */ .Q5)(now) };
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .record */ .g1)(pending, `${id} exists, and is written nowhere yet`);
}
// ── An earlier run announced a key and was cut off: did it come to exist? ─────────────────────────────────────────
/** The key to be replaced is gone: people are right, unless what is left is the key that this action made. */
function oldKeyGone(situation) {
    const { world, policy, journal } = situation;
    if (journal.current === undefined || (0,_facts_js__WEBPACK_IMPORTED_MODULE_1__/* .find */ .I6)(world, journal.current) !== undefined)
        return undefined;
    const stranger = (0,_facts_js__WEBPACK_IMPORTED_MODULE_1__/* .strangerTo */ .Sh)(world, journal);
    if (stranger === undefined)
        return (0,_people_js__WEBPACK_IMPORTED_MODULE_8__/* .keysDeleted */ .SN)(situation);
    if (world.made.includes(stranger.id) && stranger.status === 'Active')
        return onlyKeyMadeHere(situation, stranger);
    return policy.force ? (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .begin */ .qN)(stranger, 'force starts over') : (0,_guards_js__WEBPACK_IMPORTED_MODULE_7__/* .foreignKey */ .mt)(situation, stranger);
}
/** A person switched off the key that was to be replaced. */
function oldKeySwitchedOff(situation) {
    const { world, journal } = situation;
    return (0,_facts_js__WEBPACK_IMPORTED_MODULE_1__/* .find */ .I6)(world, journal.current)?.status === 'Inactive' ? (0,_people_js__WEBPACK_IMPORTED_MODULE_8__/* .keySwitchedOff */ .OJ)(situation) : undefined;
}
/** The only key was made by this action, and the intent beside it is of the rotation that has made it. */
function onlyKeyMadeHere({ world, policy }, { id, created }) {
    const because = `a tag says that this action created ${id}, and it is the only key`;
    if (world.destinations === 'unread')
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .observe */ .lB)('destinations', because);
    const from = created + world.destinations.ahead;
    const window = { from, to: Math.max(from, (0,_secret_dates_js__WEBPACK_IMPORTED_MODULE_3__/* .latestWrite */ .PN)(world.destinations.destinations)) };
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .record */ .g1)({ phase: 'steady', current: id, window, digest: policy.digest }, because);
}
/** A key that nothing describes, next to the intent of an earlier run. */
function keyLeftBehind(situation) {
    const { world, policy, now, journal } = situation;
    const stranger = (0,_facts_js__WEBPACK_IMPORTED_MODULE_1__/* .strangerTo */ .Sh)(world, journal);
    if (stranger === undefined || isOccupant(stranger, journal, policy))
        return undefined;
    const cutOff = `${stranger.id} appeared when an earlier run was cut off`;
    if (stranger.lastUsed.kind === 'unread')
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .observe */ .lB)('last use', `${cutOff}: was it ever used?`);
    if (world.destinations === 'unread')
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .observe */ .lB)('destinations', `${cutOff}: was anything written since?`);
    if (!(0,_facts_js__WEBPACK_IMPORTED_MODULE_1__/* .isOrphan */ .BH)(world, journal, stranger))
        return (0,_guards_js__WEBPACK_IMPORTED_MODULE_7__/* .foreignKey */ .mt)(situation, stranger);
    const next = (at) => ({ step: 'discard', at });
    const lagging = stranger.created + lastUsedLag;
    if (now < lagging)
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .wait */ .uk)('rotating', next(lagging), `${cutOff}; its use would show only after ${(0,_time_js__WEBPACK_IMPORTED_MODULE_4__/* .utc */ .n$)(lagging)}`);
    const waiting = whileUnsettled(situation, journal, cutOff);
    return waiting ?? (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .act */ .Rb)('discard', stranger.id, `${cutOff}; it was never used, and its secret exists nowhere`);
}
/** Until an earlier run is gone, and GitHub shows all that it wrote, its key is not discarded. */
function whileUnsettled({ world, policy, now }, journal, because) {
    const touched = (0,_guards_js__WEBPACK_IMPORTED_MODULE_7__/* .latestIn */ .hU)(journal) ?? 0;
    const gone = (0,_claim_js__WEBPACK_IMPORTED_MODULE_0__/* .predecessorGone */ .Fg)(world, policy) ?? (0,_claim_js__WEBPACK_IMPORTED_MODULE_0__/* .lastActOf */ .ar)({ touched, timeLimit: policy.longestRun });
    const settled = gone + _waits_js__WEBPACK_IMPORTED_MODULE_5__/* .settlingOfWrites */ .mi;
    if (now >= settled)
        return isOlderThan(world, settled) ? (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .observe */ .lB)('destinations', `${because}: and now?`) : undefined;
    // Before it claims the user, the run asks GitHub when that one has ended.
    if ((0,_claim_js__WEBPACK_IMPORTED_MODULE_0__/* .canAskForHolder */ .h$)(world, policy))
        return undefined;
    const next = { step: 'discard', at: settled };
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .wait */ .uk)('rotating', next, `${because}; what that run did shows for certain only after ${(0,_time_js__WEBPACK_IMPORTED_MODULE_4__/* .utc */ .n$)(settled)}`);
}
/** Whether the destinations were read before a moment of AWS's clock. */
function isOlderThan({ destinations }, moment) {
    return destinations !== 'unread' && destinations.at + _time_js__WEBPACK_IMPORTED_MODULE_4__/* .second */ .Rc - destinations.ahead < moment;
}
/** IAM may not show yet what an earlier run asked for. */
function keyMayShow({ now, journal }) {
    const shows = journal.at === undefined ? now : journal.at + _waits_js__WEBPACK_IMPORTED_MODULE_5__/* .intentSettling */ .RB;
    if (now >= shows)
        return undefined;
    const because = `an earlier run asked for a key, and IAM shows whether it exists only after ${(0,_time_js__WEBPACK_IMPORTED_MODULE_4__/* .utc */ .n$)(shows)}`;
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .wait */ .uk)('rotating', (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .soon */ .qX)('rotate'), because);
}
/** No key came of it: the rotation begins anew. */
function beginAnew({ world, journal }) {
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_6__/* .begin */ .qN)(replacedBy(world, journal), 'an earlier run ended before its new key existed');
}


/***/ }),

/***/ 755:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bg: () => (/* binding */ ofAnotherVersion),
/* harmony export */   Ed: () => (/* binding */ heldByOthers),
/* harmony export */   TU: () => (/* binding */ overdue),
/* harmony export */   aB: () => (/* binding */ overaged),
/* harmony export */   di: () => (/* binding */ otherList),
/* harmony export */   hU: () => (/* binding */ latestIn),
/* harmony export */   mt: () => (/* binding */ foreignKey),
/* harmony export */   rZ: () => (/* binding */ isMarked),
/* harmony export */   yE: () => (/* binding */ unexplainedKeys)
/* harmony export */ });
/* harmony import */ var _facts_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6189);
/* harmony import */ var _refusal_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1142);
/* harmony import */ var _time_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9037);
/* harmony import */ var _answers_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(930);
/** What forbids touching these keys at all, and what turns a wait red. */




/** No key of a user is active for so long after it was due, without turning every run red. */
const forbearance = 30 * _time_js__WEBPACK_IMPORTED_MODULE_2__/* .day */ .vd;
/** The state was written in a format that this version cannot read. */
function ofAnotherVersion({ world }) {
    if (world.journal.kind !== 'unknown')
        return undefined;
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .blocked */ .Z5)(`the tag rotate-iam-access-keys of ${world.user.name} was written by another version of this action: “${world.journal.text}”`, 'Use the version of this action that wrote it, or remove the tag once you know which key is in use.');
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
    const isOtherJob = (0,_refusal_js__WEBPACK_IMPORTED_MODULE_1__/* .isOtherListOfThisRun */ .T7)(holder, policy);
    const isOwner = holder.owner === policy.owner && !isOtherJob;
    // The owner's latest run has brought another list, whose places may hold the previous key.
    const isReplaced = isOwner && hasPrevious(journal) && !brought(holder, policy);
    const isPresent = journal.digest === policy.digest;
    if (isPresent && !isReplaced)
        return undefined;
    const refuse = (who) => (0,_refusal_js__WEBPACK_IMPORTED_MODULE_1__/* .refusal */ .x5)({ world, policy, now }, who);
    if (!isOwner)
        return refuse(isOtherJob ? _refusal_js__WEBPACK_IMPORTED_MODULE_1__/* .anotherJob */ .jQ : `a workflow of ${holder.run.replace(/\/[^/]*$/, '')}`);
    if (!brought(holder, policy) && (0,_refusal_js__WEBPACK_IMPORTED_MODULE_1__/* .isLaterRun */ .K9)(holder, policy)) {
        const because = `a later run of this workflow has other destinations for ${world.user.name} than this one, and its list counts`;
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .wait */ .uk)((0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .phaseOf */ .hU)(journal), nextIn(journal), because);
    }
    const isRefused = (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .refusedDigests */ .Wi)(world).includes(policy.digest);
    const isFormer = journal.before === policy.digest;
    if (!policy.bringsPresentList && !isRefused && !isFormer) {
        const because = `the destinations of this run differ from those in use for ${world.user.name}, and only the first attempt of a run on the default branch can change them`;
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .wait */ .uk)((0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .phaseOf */ .hU)(journal), nextIn(journal), because);
    }
    // A list that was in use before, or is again after another one: the two take turns.
    if (isRefused || isFormer || isPresent)
        return refuse(anotherOfThisWorkflow);
    // Whoever comes with the former list has to see that it is no more the one that counts.
    return isReplaced ? (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .record */ .g1)(journal, 'these destinations are the ones that count from now on') : undefined;
}
/** Whether the holder had the very list that this run brings. */
function brought({ list }, { digest }) {
    return list === undefined || digest.startsWith(list);
}
const anotherOfThisWorkflow = 'another configuration of this workflow';
function nextIn(journal) {
    return hasPrevious(journal) ? (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .nextOf */ .Xh)(journal) : (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .soon */ .qX)('rotate');
}
/** Whether a key has been replaced that may still be in use. */
function hasPrevious(journal) {
    return journal.phase === 'current' || journal.phase === 'deactivating' || journal.phase === 'deactivated';
}
/** Keys that the journal does not account for: a person must say what they are for. Never "delete the oldest". */
function unexplainedKeys(situation) {
    const { world, policy, now, journal } = situation;
    const known = (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .keysOf */ .YD)(journal);
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
        (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .withLastUses */ .j9)(situation) ??
        (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .blocked */ .Z5)(`${world.user.name} has ${world.keys.length} access keys that this action cannot explain: ${(0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .keysTold */ .EP)(world.keys, now)}`, `${whichToKeep(world)} Switch the other one off first, and delete it when nobody has missed it.${replaceable ? ' Or set "replace-inactive-key: true", which deletes the inactive one when the next rotation is due.' : ''}${journal === undefined ? tagsRemoved : ''}`));
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
        (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .withLastUses */ .j9)(situation) ??
        (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .blocked */ .Z5)(`${key.id} appeared during a rotation, and this action cannot explain it: ${(0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .keysTold */ .EP)(world.keys, now)}`, `Find out who created ${key.id}, and delete it if nobody uses it. The next run goes on.`));
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
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .observe */ .lB)('destinations', because);
    const window = { from: pending.created + world.destinations.ahead, to: undefined };
    const { digest } = policy;
    const told = { phase: 'publishing', pending: pending.id, ...(0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .roleOf */ .kp)(old), window, sealed: undefined, digest };
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .record */ .g1)(told, because);
}
/** Whether a configuration was refused whose places may hold the previous key. */
function isMarked(world, policy, now) {
    const { refused } = world;
    const owners = (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .journalOf */ .PR)(world)?.digest;
    if (refused === undefined || (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .refusedDigests */ .Wi)(world).every((each) => each === owners))
        return false;
    return now < refused.at + policy.deactivateAfter + _answers_js__WEBPACK_IMPORTED_MODULE_3__/* .patience */ ._L;
}
/** Places of a configuration that was refused may hold the previous key: it stays until they had their time. */
function heldByOthers({ world, policy, now, journal, previous }) {
    if (world.refused === undefined || !isMarked(world, policy, now))
        return undefined;
    const at = world.refused.at + policy.deactivateAfter + _answers_js__WEBPACK_IMPORTED_MODULE_3__/* .patience */ ._L;
    const because = `another configuration for ${world.user.name} was refused at ${(0,_time_js__WEBPACK_IMPORTED_MODULE_2__/* .utc */ .n$)(world.refused.at)}, and its destinations may hold ${previous.id}: that key is neither switched off nor deleted until ${(0,_time_js__WEBPACK_IMPORTED_MODULE_2__/* .utc */ .n$)(at)}. List all destinations in one configuration and remove the other`;
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .wait */ .uk)((0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .phaseOf */ .hU)(journal), { ...(0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .nextOf */ .Xh)(journal), at }, because);
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
    if (lasting <= _answers_js__WEBPACK_IMPORTED_MODULE_3__/* .patience */ ._L)
        return undefined;
    const because = `this wait has lasted for ${(0,_time_js__WEBPACK_IMPORTED_MODULE_2__/* .spoken */ .vg)(lasting)}: ${decision.because}`;
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .fail */ .fJ)(decision.phase, decision.next, because, 'It does not end by itself: fix what this message names.');
}
/**
 * Green means kept: a key that is older than it may be turns the run red, whatever keeps the rotation from going on.
 * Undefined where no key is too old. `decision`: what the run would end with, or go on with, otherwise.
 */
function overaged({ world, policy, now, journal }, decision) {
    const current = journal === undefined ? (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .activeKey */ .w6)(world) : (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .find */ .I6)(world, journal.current);
    // A run that steps aside leaves it to another; an intent that AWS has refused leaves it to nobody.
    const isRefused = journal?.phase === 'creating' && journal.at === undefined;
    const isUnderWay = (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .phaseOf */ .hU)(journal) === 'rotating' && !isRefused;
    if ((0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .isSteppingAside */ .v3)(decision))
        return undefined;
    const exceeds = (key, grace) => key?.status === 'Active' && now - key.created > policy.rotateAfter + grace;
    const key = world.keys.find((each) => exceeds(each, forbearance)) ??
        (exceeds(current, _answers_js__WEBPACK_IMPORTED_MODULE_3__/* .patience */ ._L) && !isUnderWay ? current : undefined);
    if (key === undefined)
        return undefined;
    const age = `${key.id} is ${(0,_time_js__WEBPACK_IMPORTED_MODULE_2__/* .spoken */ .vg)(now - key.created)} old, and rotate-after is ${(0,_time_js__WEBPACK_IMPORTED_MODULE_2__/* .spoken */ .vg)(policy.rotateAfter)}`;
    const because = `${age}: a key that old should not be active any more, but ${decision.because}`;
    const going = goingByItself(policy, journal, key, decision);
    const next = 'next' in decision ? decision.next : undefined;
    const own = 'remedy' in decision ? decision.remedy : going;
    const remedy = own ?? 'It still works. Let the rotation go on: remove what it waits for, and run it more often.';
    const red = (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .fail */ .fJ)('phase' in decision ? decision.phase : (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .phaseOf */ .hU)(journal), next, because, remedy);
    return { ...red, tooOld: going === undefined ? 'stays' : 'goes by itself' };
}
/** What is said of a key that has been replaced, and waits for nothing but the end of deactivate-after. */
function goingByItself(policy, journal, { id }, decision) {
    if (journal?.phase !== 'current' || journal.previous !== id || journal.provenAt === undefined)
        return undefined;
    const at = journal.provenAt + policy.deactivateAfter;
    if (decision.do !== 'wait' || decision.next.at !== at)
        return undefined;
    return `Nothing has to be done: the new key is in use, and the first run after ${(0,_time_js__WEBPACK_IMPORTED_MODULE_2__/* .utc */ .n$)(at)} switches the old one off.`;
}
/** The latest moment that a journal tells of. */
function latestIn(journal) {
    if ('at' in journal)
        return journal.at;
    if ('provenAt' in journal && journal.provenAt !== undefined)
        return journal.provenAt;
    return journal.window.to ?? journal.window.from;
}


/***/ }),

/***/ 2390:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Dy: () => (/* binding */ meddling),
/* harmony export */   Fi: () => (/* binding */ setAside),
/* harmony export */   LS: () => (/* binding */ asideWith),
/* harmony export */   OJ: () => (/* binding */ keySwitchedOff),
/* harmony export */   SN: () => (/* binding */ keysDeleted),
/* harmony export */   d5: () => (/* binding */ notShown),
/* harmony export */   fK: () => (/* binding */ currentKeyLost),
/* harmony export */   lO: () => (/* binding */ othersGoOn),
/* harmony export */   mp: () => (/* binding */ mostAside),
/* harmony export */   pL: () => (/* binding */ placesAside),
/* harmony export */   rz: () => (/* binding */ leftAsItIs)
/* harmony export */ });
/* harmony import */ var _facts_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6189);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5557);
/* harmony import */ var _secret_dates_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6916);
/* harmony import */ var _answers_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(930);
/** People are right: what somebody else does to keys and secrets is neither undone nor overwritten, and is told. */




/** A person switched the last key off, or all of them: `force` alone goes on. */
function keySwitchedOff(situation) {
    const { world, policy, now } = situation;
    const [key, another] = world.keys;
    if (policy.force && key !== undefined && another === undefined) {
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .begin */ .qN)(key, `${key.id} is inactive, and force starts over`);
    }
    return ((0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .withLastUses */ .j9)(situation) ??
        (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .blocked */ .Z5)(`a key of ${world.user.name} that should be active is not: ${(0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .keysTold */ .EP)(world.keys, now)}. Somebody switched it off`, another === undefined
            ? 'Switch the key on again to resume, or start the workflow by hand once with "force: true" to replace it.'
            : 'Switch the key that is in use on again. Or delete the one that is not in use, and start the workflow by hand once with "force: true".'));
}
/** A person deleted every key that the journal speaks of, and may have made another one. */
function keysDeleted({ world, policy, now }) {
    const [other] = world.keys;
    if (policy.force)
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .begin */ .qN)(other, 'the keys that this action managed are gone, and force starts over');
    const has = other === undefined ? 'no access key' : `other access keys (${(0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .keysTold */ .EP)(world.keys, now)})`;
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .blocked */ .Z5)(`${world.user.name} has ${has}: somebody deleted the one that this action managed`, 'Start the workflow by hand once with "force: true" to create a new key, or remove the user from the configuration.');
}
/** The current key is gone or off, by somebody else's hand. */
function currentKeyLost(situation, journal, current, previous) {
    const { held, verification } = situation.world.run;
    const isUsed = held === journal.current || (verification?.key === journal.current && verification.verdict === 'works');
    if (current === undefined && isUsed)
        return notShown(journal, journal.current, (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .nextOf */ .Xh)(journal));
    if (current === undefined && previous === undefined)
        return keysDeleted(situation);
    if (current !== undefined || previous?.status === 'Inactive')
        return keySwitchedOff(situation);
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .begin */ .qN)(previous, `somebody deleted the current key, and ${previous?.id} is the only one left`);
}
/** IAM may answer from the past: a key that this run has made or used a moment ago is not taken for gone. */
function notShown(journal, key, next) {
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .wait */ .uk)((0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .phaseOf */ .hU)(journal), next, `IAM does not list ${key}, which this run has just used. A later run looks again`);
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
    return [...kept, ...added.map((place) => ({ place: place.name, at: (0,_secret_dates_js__WEBPACK_IMPORTED_MODULE_2__/* .latestWrite */ .PN)([place]) }))];
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
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .fail */ .fJ)(phase, next, `${bySomebody(aside)}. This action writes nothing there${besides}`, phase === 'steady'
        ? 'Put it back, take it out of destinations, or start the workflow by hand once with "force: true" to publish a new key everywhere.'
        : 'Put it back with the key in use, or take it out of destinations. Once the old key is deleted, a run with "force: true" publishes a new key everywhere.');
}
function bySomebody(aside) {
    const gone = aside.filter(({ kind }) => kind === 'gone');
    const others = aside.filter(({ kind }) => kind !== 'gone');
    return [
        ...(gone.length > 0 ? [`somebody deleted ${(0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .named */ .KT)(gone)}`] : []),
        ...(others.length > 0 ? [`somebody wrote another key into ${(0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .named */ .KT)(others)}`] : []),
    ].join('; ');
}
/** What somebody else does keeps nothing from going on where a previous key waits, and is told until it ends. */
function meddling(situation, decision) {
    const { journal, aside } = situation;
    if ((0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .isSteppingAside */ .v3)(decision))
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
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .fail */ .fJ)(decision.phase, decision.next, `${previous} was switched on again ${switchedOn} times after this action had switched it off. ${(0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .asSentence */ .KG)(decision.because)}`, 'Find what does that: for example, Terraform with an aws_iam_access_key that still describes that key (status = "Active").');
    }
    return setAside(decision.phase, decision.next, leftAsItIs(situation));
}


/***/ }),

/***/ 5423:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   MX: () => (/* binding */ verify),
/* harmony export */   Q0: () => (/* binding */ awaitedRuns),
/* harmony export */   QJ: () => (/* binding */ proofOverDates),
/* harmony export */   gm: () => (/* binding */ unproven),
/* harmony export */   kY: () => (/* binding */ remember),
/* harmony export */   mh: () => (/* binding */ foundTold),
/* harmony export */   n1: () => (/* binding */ proof),
/* harmony export */   y6: () => (/* binding */ forget)
/* harmony export */ });
/* harmony import */ var _facts_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6189);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5557);
/* harmony import */ var _waits_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1808);
/* harmony import */ var _answers_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(930);
/* harmony import */ var _people_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2390);
/** Whether a key works where it is used: what is asked of a verification, and what its verdict leads to. */





/** What to do while `key` has not been proven in this run; undefined once it has. `off`: the key that is off meanwhile. */
function unproven(situation, key, phase, off) {
    if (situation.policy.verification === 'none')
        return undefined;
    const found = (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .verificationOf */ .zM)(situation.world, key);
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
            return forget(situation, found) ?? (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .fail */ .fJ)(phase, (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .soon */ .qX)('verify'), foundTold(found), afterRejection(found));
        case 'unknown':
            if (found.remedy !== undefined)
                return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .fail */ .fJ)(phase, (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .soon */ .qX)('verify'), foundTold(found), found.remedy);
            return remember(situation, found) ?? (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .wait */ .uk)(phase, (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .soon */ .qX)('verify'), afterSilence(found));
    }
}
/** Asks whether a key works, and follows what an earlier run has dispatched for it. */
function verify(situation, { id }, because, { off, about, since = 0, leaveOut = [] } = {}) {
    const until = situation.policy.timeLimit - _waits_js__WEBPACK_IMPORTED_MODULE_2__/* .revertReserve */ .f3;
    const settling = off === undefined && (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .isSettling */ .dw)(situation.world);
    const earlier = off === undefined ? awaitedRuns(situation, id, since) : [];
    const asked = { do: 'verify', key: id, until, settling, without: off, about, earlier, because };
    return leaveOut.length === 0 ? asked : { ...asked, leaveOut };
}
/** Verification runs of a key that an earlier run left behind, dispatched after `since` and after its last write. */
function awaitedRuns({ world: { awaited }, now, journal }, key, since) {
    const published = journal !== undefined && 'window' in journal ? journal.window : undefined;
    const after = Math.max(since, published?.to ?? published?.from ?? 0);
    const runs = awaited?.key === key ? awaited.runs : [];
    return runs.every(({ at }) => at >= after && now - at < _answers_js__WEBPACK_IMPORTED_MODULE_3__/* .patience */ ._L) ? runs : [];
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
    const found = (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .verificationOf */ .zM)(situation.world, key);
    const about = `somebody else has written ${(0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .named */ .KT)(changed)} since ${key.id} was published`;
    if (found === undefined) {
        const since = Math.max(...changed.map(({ updatedAt = 0 }) => updatedAt));
        return verify(situation, key, `${about}: does a job there still get it?`, { off, about, since });
    }
    if (found.verdict !== 'works')
        return unproven(situation, key, (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .phaseOf */ .hU)(journal), off);
    if (found.weak || found.asOf === undefined)
        return undefined;
    const window = { from: journal.window.from, to: found.asOf };
    const isLater = changed.some(({ updatedAt = 0 }) => updatedAt < window.from || updatedAt > window.to);
    // A job that was skipped, or got the secret of another place, says nothing of this one.
    if (isLater || !changed.every(({ place }) => found.covers.includes(place)))
        return undefined;
    // What was set aside and is written since is so no more.
    const aside = journal.aside === undefined ? undefined : (0,_people_js__WEBPACK_IMPORTED_MODULE_4__/* .asideWith */ .LS)(situation, []);
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .record */ .g1)({ ...journal, window, aside }, `a job there still gets ${key.id}, although the date has changed`);
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
    return `${(0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .asSentence */ .KG)(foundTold(found))} ${left}, and the next run verifies again`;
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


/***/ }),

/***/ 9001:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  ub: () => (/* binding */ becomesCurrent),
  Do: () => (/* binding */ closeWindow),
  mc: () => (/* binding */ discardPending),
  yc: () => (/* binding */ doesNotWork),
  En: () => (/* binding */ earlierRunMayWrite),
  Kg: () => (/* binding */ endUnknown),
  zM: () => (/* binding */ everythingWritten),
  ML: () => (/* binding */ howFarUnknown),
  As: () => (/* binding */ isComplete),
  Me: () => (/* binding */ jobHoldsOldKey),
  QX: () => (/* binding */ jobHoldsPendingKey),
  X2: () => (/* binding */ listChangedMeanwhile),
  c_: () => (/* binding */ noTimeToReplace),
  Nv: () => (/* binding */ notAnnounced),
  oi: () => (/* binding */ notProven),
  mt: () => (/* binding */ notReplaceable),
  vp: () => (/* binding */ notSafeguarded),
  QI: () => (/* binding */ notTried),
  xc: () => (/* binding */ notWritten),
  Tc: () => (/* binding */ olderKeyPending),
  a_: () => (/* binding */ overwrittenSince),
  hM: () => (/* binding */ pendingKeyLost),
  V3: () => (/* binding */ publicationHadBegun),
  Nx: () => (/* binding */ publishedAlready),
  RX: () => (/* binding */ recoverySecretHandsBack),
  QH: () => (/* binding */ recoverySecretNotHandedIn),
  P1: () => (/* binding */ refusedEverywhere),
  UD: () => (/* binding */ safeToWriteAgain),
  JW: () => (/* binding */ windowOpen),
  al: () => (/* binding */ writtenByThisRun)
});

// EXTERNAL MODULE: ./lib/rotation/claim.js
var claim = __webpack_require__(8785);
// EXTERNAL MODULE: ./lib/rotation/facts.js
var facts = __webpack_require__(6189);
// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __webpack_require__(5557);
// EXTERNAL MODULE: ./lib/rotation/secret-dates.js
var secret_dates = __webpack_require__(6916);
// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __webpack_require__(9037);
// EXTERNAL MODULE: ./lib/rotation/waits.js
var waits = __webpack_require__(1808);
// EXTERNAL MODULE: ./lib/rotation/lifecycle/answers.js
var answers = __webpack_require__(930);
// EXTERNAL MODULE: ./lib/rotation/lifecycle/creation.js
var creation = __webpack_require__(9668);
;// CONCATENATED MODULE: ./lib/rotation/lifecycle/earlier-writes.js
/** What an earlier run may have written of a publication that was cut off, and until when, by GitHub's dates. */


/**
 * The latest date that GitHub may show for a write of the run before this one; undefined when nothing bounds it. Either it
 * has ended, as its claim or GitHub tells, or it has been silent for so long that it writes no more. Later writes are
 * somebody else's; what a run has written that lived on when GitHub called it completed is taken for those, too: the key
 * is written again where a run has it, and the one before is held for that place elsewhere.
 */
function lastWriteBefore({ world, policy }, { ahead }) {
    const gone = (0,claim/* predecessorGone */.Fg)(world, policy);
    const silent = (0,claim/* predecessorSilentSince */.BB)(world, policy) ?? gone;
    return gone === undefined || silent === undefined ? undefined : Math.min(gone, silent) + ahead + waits/* arrivalOfWrites */.jw;
}
/** The latest date of a write of the pending key where only the run that made it can have had it; undefined elsewhere. */
function lastWriteByMaker({ world, policy, pending }, { ahead }) {
    if (policy.recovery || world.signer !== undefined)
        return undefined;
    return (0,claim/* lastActOf */.ar)({ touched: pending.created, timeLimit: policy.longestRun }) + ahead + waits/* arrivalOfWrites */.jw;
}
/**
 * The latest date of a write that is not somebody else's; infinite when nothing bounds it. A note that came late has
 * overwritten the claim, too: how long that run has been silent, it does not tell.
 */
function lastWriteOfEarlierRuns(situation, reading, isClaimOverwritten = false) {
    const gone = (0,claim/* predecessorGone */.Fg)(situation.world, situation.policy);
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
    return last <= (0,claim/* lastActOf */.ar)({ touched: from + timeLimit, timeLimit }) + waits/* arrivalOfWrites */.jw;
}

// EXTERNAL MODULE: ./lib/rotation/lifecycle/people.js
var people = __webpack_require__(2390);
// EXTERNAL MODULE: ./lib/rotation/lifecycle/proof.js
var proof = __webpack_require__(5423);
;// CONCATENATED MODULE: ./lib/rotation/lifecycle/publication.js
/** Rotating: the pending key is tried, written everywhere, and proven. */











// ── A pending key, as IAM shows it ────────────────────────────────────────────────────────────────────────────────
/** A person switched off the key to be replaced or the pending one; or the pending one is gone. */
function pendingKeyLost(situation, journal, pending, old) {
    const { world, policy } = situation;
    if (journal.current !== undefined && old?.status === 'Inactive' && !policy.force)
        return (0,people/* keySwitchedOff */.OJ)(situation);
    if (pending !== undefined)
        return pending.status === 'Inactive' ? (0,people/* keySwitchedOff */.OJ)(situation) : undefined;
    const { held, discarded } = world.run;
    const isMade = held === journal.pending;
    if (isMade && discarded !== journal.pending)
        return (0,people/* notShown */.d5)(journal, journal.pending, (0,answers/* soon */.qX)('publish'));
    if (isMade)
        return withdrawn(situation, journal.pending);
    // Where no key was in use before, and this one was not yet either, nobody has less than before.
    const neverInUse = (journal.current === undefined && !isComplete(journal)) || discarded === journal.pending;
    if (old === undefined && !neverInUse)
        return (0,people/* keysDeleted */.SN)(situation);
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
/**
 * A note that arrived late has overwritten the journal of a publication that had ended, whatever is in its places now. An
 * old key that is published again was announced after the window of that tag.
 */
function publishedAlready({ world, journal, pending }) {
    const { published } = world;
    if (published?.key !== pending.id)
        return undefined;
    const { window, digest } = published;
    const end = window.to ?? window.from;
    if (journal.phase === 'publishing' && journal.window.from > end)
        return undefined;
    const { current, previous, before, aside } = journal;
    const because = `${pending.id} had been written everywhere by ${(0,time/* utc */.n$)(end)}, though the other tags do not say so`;
    return (0,answers/* record */.g1)({ phase: 'publishing', pending: pending.id, current, previous, window, sealed: undefined, digest, before, aside }, because);
}
/** Which secrets the earlier run has written, their dates tell. */
function howFarUnknown(situation) {
    const isUnread = situation.world.destinations === 'unread';
    return isUnread ? (0,answers/* observe */.lB)('destinations', `${cutOff(situation)}: how far did it come?`) : undefined;
}
/** What was written once the earlier run had ended is somebody else's: where dates leave it open, GitHub tells when it did. */
function endUnknown(situation) {
    const { world, policy } = situation;
    const [reading, holder] = [world.destinations, (0,claim/* holderOf */.Kd)(world.journal)];
    if (reading === 'unread' || holder === undefined || !(0,claim/* canAskForHolder */.h$)(world, policy))
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
        const isOfAnother = world.recovered !== undefined && !(0,facts/* isHandedOwn */.tD)(world);
        const taken = isOfAnother ? (0,creation/* recoverySecretTaken */.BS)({ ...situation, because }) : undefined;
        if (taken !== undefined)
            return taken;
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
    return (0,creation/* whileUnsettled */.oe)(situation, situation.journal, cutOff(situation));
}
/** What is discarded has to be replaced in this very run. */
function noTimeToReplace(situation) {
    return (0,creation/* outOfTime */.p3)(situation, 'rotating', 'rotate');
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
    return (0,creation/* recoverySecretTaken */.BS)({ ...situation, because });
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
    return (0,proof/* unproven */.gm)(situation, situation.pending, 'rotating');
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
    return (0,answers/* record */.g1)(proven, (0,proof/* proof */.n1)(situation, pending));
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
        const before = (0,creation/* replacedList */.Ht)(journal, policy);
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
    const taken = (0,creation/* recoverySecretTaken */.BS)({ ...situation, because });
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


/***/ }),

/***/ 2617:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $A: () => (/* binding */ doubtfulPlace),
/* harmony export */   C4: () => (/* binding */ previousKeyGone),
/* harmony export */   Cp: () => (/* binding */ backToOverlap),
/* harmony export */   Dt: () => (/* binding */ lateProof),
/* harmony export */   Gi: () => (/* binding */ switchOnAgain),
/* harmony export */   HG: () => (/* binding */ sameNameNearby),
/* harmony export */   KD: () => (/* binding */ deletePreviousKey),
/* harmony export */   K_: () => (/* binding */ stillRunning),
/* harmony export */   Lr: () => (/* binding */ deleteAfterLasts),
/* harmony export */   Mv: () => (/* binding */ onAlready),
/* harmony export */   SP: () => (/* binding */ switchOff),
/* harmony export */   W8: () => (/* binding */ notPublished),
/* harmony export */   YN: () => (/* binding */ usedSinceProof),
/* harmony export */   _0: () => (/* binding */ noTimeToDeactivate),
/* harmony export */   aA: () => (/* binding */ shortestConsultedGrace),
/* harmony export */   ay: () => (/* binding */ notProvenYet),
/* harmony export */   et: () => (/* binding */ jobHoldsPreviousKey),
/* harmony export */   hK: () => (/* binding */ announceDeactivation),
/* harmony export */   iG: () => (/* binding */ deactivateAfterLasts),
/* harmony export */   m$: () => (/* binding */ waitBegins),
/* harmony export */   o4: () => (/* binding */ writtenWhileOff),
/* harmony export */   oq: () => (/* binding */ usedWhileOff),
/* harmony export */   sq: () => (/* binding */ offAlready)
/* harmony export */ });
/* harmony import */ var _facts_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6189);
/* harmony import */ var _time_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9037);
/* harmony import */ var _waits_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1808);
/* harmony import */ var _answers_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(930);
/* harmony import */ var _creation_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9668);
/* harmony import */ var _people_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(2390);
/* harmony import */ var _proof_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(5423);
/* harmony import */ var _publication_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(9001);
/* harmony import */ var _steady_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(5879);
/** Removal: the new key is current; the previous one still works, is switched off, and goes when nobody missed it. */









// ── Whatever the previous key waits for ───────────────────────────────────────────────────────────────────────────
/** The rotation is over: the previous key is deleted, by this action or by somebody else. */
function previousKeyGone({ current, previous, window, digest, before, aside }) {
    const because = `${previous} is gone, and ${current} is the only key`;
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .record */ .g1)({ phase: 'steady', current, window, digest, before, aside }, because);
}
/**
 * A job that was queued before the publication, or re-run, changes nothing. One that was queued after it gets its key
 * from a place that nobody listed.
 */
function jobHoldsPreviousKey({ world, policy, journal, current, previous }) {
    if (!(0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .signsWith */ .pk)(world, previous, current))
        return undefined;
    const { window } = journal;
    const held = `this job still holds the old key, ${previous.id}`;
    if (world.run.queued === 'unread') {
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .observe */ .lB)('queue', `${held}: was it queued before ${current.id} was published?`);
    }
    if ((0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .isQueuedAfter */ .sS)(world, window.to ?? window.from) === true && policy.attempt === 1) {
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .blocked */ .Z5)(`${held}, though it was queued after ${current.id} was published: the place that gives it the key is not listed in destinations, or somebody has written the old key back. Nothing is switched off`, 'Look where the env of this job takes AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY from (the names of the secrets, an environment, the organization), and list that place and those names in destinations.');
    }
    const because = `${held}: it was queued before ${current.id} was published, or re-run. A freshly queued run goes on`;
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .wait */ .uk)((0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .phaseOf */ .hU)(journal), (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .nextOf */ .Xh)(journal), because);
}
// ── Overlap: the previous key still works ─────────────────────────────────────────────────────────────────────────
/** By a person's hand, or before the rotation: it is never switched on again, and its time begins now. */
function offAlready(situation) {
    const { now, journal, current, previous } = situation;
    if (previous.status === 'Active')
        return undefined;
    const off = { ...(0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .kept */ .LP)(journal), phase: 'deactivated', at: (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .wholeSecond */ .Q5)(now) };
    return (0,_proof_js__WEBPACK_IMPORTED_MODULE_6__/* .unproven */ .gm)(situation, current, 'overlap') ?? (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .record */ .g1)(off, `somebody else has switched ${previous.id} off already`);
}
/** The current key has to be proven, for the first time or anew. */
function notProvenYet(situation) {
    return situation.journal.provenAt === undefined ? (0,_proof_js__WEBPACK_IMPORTED_MODULE_6__/* .unproven */ .gm)(situation, situation.current, 'overlap') : undefined;
}
/** The wait begins when the current key is proven, and no recovery secret is needed any more. */
function waitBegins(situation) {
    const { now, journal, current } = situation;
    if (journal.provenAt !== undefined)
        return undefined;
    const proven = { ...journal, provenAt: (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .wholeSecond */ .Q5)(now) };
    return (0,_steady_js__WEBPACK_IMPORTED_MODULE_8__/* .recoverySecretLeft */ .lX)(situation) ?? (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .record */ .g1)(proven, (0,_proof_js__WEBPACK_IMPORTED_MODULE_6__/* .proof */ .n1)(situation, current));
}
/** The previous key stays on while a configured secret may hold it: one listed meanwhile, or written by somebody else. */
function notPublished(situation) {
    const { world, policy, now, journal, current, previous, strays, aside } = situation;
    // What this run has seen written is looked at again only before something is switched off.
    if (now < restsUntil(situation) && world.run.wrote !== undefined && world.run.published === undefined)
        return undefined;
    if ((0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .freshDestinations */ .QY)(world) === undefined) {
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .observe */ .lB)('destinations', `does every destination still hold ${current.id}?`);
    }
    const isAnew = strays.length > 0 && strays.every(({ kind }) => kind === 'listed anew' || kind === 'missed');
    if (isAnew && (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .holds */ .v9)(world, current.id)) {
        const because = `${current.id} is not yet in ${(0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .named */ .KT)(strays)}, and this job holds that key`;
        const begun = { ...journal, provenAt: undefined, window: { from: journal.window.from, to: undefined } };
        return (0,_publication_js__WEBPACK_IMPORTED_MODULE_7__/* .safeToWriteAgain */ .UD)(situation, because) ?? (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .record */ .g1)(begun, because);
    }
    // A verification of this run outranks what the dates say, in either way.
    const found = (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .verificationOf */ .zM)(world, current);
    const doubt = found !== undefined && found.verdict !== 'works' ? (0,_proof_js__WEBPACK_IMPORTED_MODULE_6__/* .unproven */ .gm)(situation, current, 'overlap') : undefined;
    const undated = strays.filter(({ kind }) => kind === 'changed' || kind === 'missed');
    // That a job was handed another key there is no proof that nobody is handed the old one.
    const holding = [...undated, ...aside.filter(({ kind, refuted }) => kind === 'changed' && !refuted)];
    if (holding.length === 0)
        return doubt;
    const byProof = (0,_proof_js__WEBPACK_IMPORTED_MODULE_6__/* .proofOverDates */ .QJ)(situation, journal, current, undated);
    if (byProof !== undefined)
        return byProof;
    const until = (journal.provenAt ?? now) + policy.deactivateAfter + _answers_js__WEBPACK_IMPORTED_MODULE_3__/* .patience */ ._L;
    if (now >= until || policy.force)
        return doubt;
    const since = undated.length === 0 ? 'before' : 'since';
    const reason = holding.every(({ kind }) => kind === 'missed')
        ? `nothing could be written there when ${current.id} was published`
        : `somebody else has written there ${since} ${current.id} was published, and no verification covers it`;
    const because = `${(0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .named */ .KT)(holding)} may hold ${previous.id}: ${reason}`;
    const wayOut = `${previous.id} stays active until ${(0,_time_js__WEBPACK_IMPORTED_MODULE_1__/* .utc */ .n$)(until)}. To go on sooner, take that place out of destinations. The next rotation writes there again`;
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .wait */ .uk)('overlap', { step: 'deactivate', at: until }, `${because}. ${wayOut}`);
}
/** Jobs that were queued earlier get the time to end. */
function deactivateAfterLasts(situation) {
    const { policy, now, journal, previous } = situation;
    const at = restsUntil(situation);
    if (now >= at)
        return undefined;
    const grace = `so it stays active for ${(0,_time_js__WEBPACK_IMPORTED_MODULE_1__/* .spoken */ .vg)(policy.deactivateAfter)}`;
    const because = `jobs queued before ${(0,_time_js__WEBPACK_IMPORTED_MODULE_1__/* .utc */ .n$)(journal.provenAt ?? now)} may hold ${previous.id}, ${grace}`;
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .wait */ .uk)('overlap', { step: 'deactivate', at }, because);
}
function restsUntil({ policy, now, journal }) {
    return (journal.provenAt ?? now) + policy.deactivateAfter;
}
/** Somebody has stored a key nearby since the current one exists, and it may be the previous one. */
function sameNameNearby({ world, current, previous }) {
    const { id } = previous;
    const reading = (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .freshNearby */ .m_)(world);
    if (reading === undefined)
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .observe */ .lB)('same name nearby', `does a secret that is not listed hold ${id}?`);
    const places = (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .heldNearby */ .$N)(world, reading);
    if (places.length === 0)
        return undefined;
    const held = (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .unlisted */ .B$)(places, { id, created: current.created }, reading.ahead);
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .wait */ .uk)('overlap', (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .soon */ .qX)('deactivate'), `${held}. So ${id} stays active.\n${(0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .listOrDismiss */ .uO)(places)}`);
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
    const reading = (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .freshUnfinishedRuns */ .Qx)(world);
    if (reading === undefined) {
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .observe */ .lB)('unfinished runs', `has every run ended that was created before ${current.id} was published?`);
    }
    const { runs } = reading;
    if (runs.length === 0)
        return undefined;
    const others = runs.length > namedRuns ? [`and ${runs.length - namedRuns} more`] : [];
    const because = `the old key ${previous.id} stays on: runs created before ${current.id} was published may hold it, and have not ended:${(0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .bullets */ .e5)([...runs.slice(0, namedRuns), ...others])}\nLet them end, approve those that wait for a review, or cancel them. The next run goes on`;
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .wait */ .uk)('overlap', (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .soon */ .qX)('deactivate'), because);
}
/** A verification that was dispatched while the previous key was off, and had not ended when that was on again. */
function lateProof(situation) {
    const { world, now, journal, current, previous } = situation;
    const since = journal.provenAt ?? now;
    if (world.awaited?.without !== previous.id || (0,_proof_js__WEBPACK_IMPORTED_MODULE_6__/* .awaitedRuns */ .Q0)(situation, current.id, since).length === 0)
        return undefined;
    if ((0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .verificationOf */ .zM)(world, current) !== undefined)
        return (0,_proof_js__WEBPACK_IMPORTED_MODULE_6__/* .unproven */ .gm)(situation, current, 'overlap');
    const because = `a verification with ${previous.id} off had not ended: has it passed since?`;
    return (0,_proof_js__WEBPACK_IMPORTED_MODULE_6__/* .verify */ .MX)(situation, current, because, { since });
}
/**
 * What is doubtful until the last moment. No verification passes with the previous key off where a job looks for a secret
 * that somebody has removed; and what somebody has written is proven with the key on, as far as a job can tell.
 */
function doubtfulPlace(situation) {
    const { current, strays } = situation;
    const looked = strays.filter(({ kind, provable }) => kind === 'gone' && provable);
    const isDoubtful = strays.some(({ kind, provable }) => kind === 'changed' && provable);
    return ((0,_people_js__WEBPACK_IMPORTED_MODULE_5__/* .setAside */ .Fi)('overlap', (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .soon */ .qX)('deactivate'), looked) ??
        (isDoubtful ? (0,_proof_js__WEBPACK_IMPORTED_MODULE_6__/* .unproven */ .gm)(situation, current, 'overlap') : undefined));
}
/** A key is switched off only in a run that can still verify, and switch it on again. */
function noTimeToDeactivate(situation) {
    return (0,_creation_js__WEBPACK_IMPORTED_MODULE_4__/* .outOfTime */ .p3)(situation, 'overlap', 'deactivate');
}
/** Nothing keeps the previous key on: that it may be off from now on is written first. */
function announceDeactivation({ now, journal, previous }) {
    const because = `${previous.id} is about to be switched off; if this run is cut off, the next one switches it on again`;
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .record */ .g1)({ ...(0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .kept */ .LP)(journal), phase: 'deactivating', at: (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .wholeSecond */ .Q5)(now) }, because);
}
// ── Deactivating: off, and proven at once, or on again ────────────────────────────────────────────────────────────
/** This run has announced it, and nothing has failed since. */
function switchOff(situation) {
    const { world, policy, now, journal, current, previous } = situation;
    const found = (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .verificationOf */ .zM)(world, current);
    if (!world.run.deactivating || (found !== undefined && found.verdict !== 'works'))
        return undefined;
    if (previous.status === 'Active') {
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .act */ .Rb)('deactivate', previous.id, `${current.id} is published and proven, and deactivate-after is over`);
    }
    const isAsked = policy.verification !== 'none';
    const outcome = isAsked ? 'and everything still works' : 'and no workflow is asked whether anything missed it';
    const off = { ...journal, phase: 'deactivated', at: (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .wholeSecond */ .Q5)(now) };
    return (0,_proof_js__WEBPACK_IMPORTED_MODULE_6__/* .unproven */ .gm)(situation, current, 'overlap', previous.id) ?? (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .record */ .g1)(off, `${previous.id} is off, ${outcome}`);
}
/** Nothing has proven that all still works. IAM may still list as active what is off: switching it on is always right. */
function switchOnAgain({ world, current, previous }) {
    if (world.run.reactivated && previous.status === 'Active')
        return undefined;
    const found = (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .verificationOf */ .zM)(world, current);
    const isFailed = found !== undefined && found.verdict !== 'works';
    const unknown = `${previous.id} may be off, and nothing has proven since that everything still works`;
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .act */ .Rb)('reactivate', previous.id, isFailed ? (0,_proof_js__WEBPACK_IMPORTED_MODULE_6__/* .foundTold */ .mh)(found) : unknown);
}
/** What is still under way may pass: then the next attempt needs no other wait. */
function backToOverlap({ world, policy, journal, current, previous }) {
    const found = (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .verificationOf */ .zM)(world, current);
    const isUnderWay = found?.verdict === 'unknown' && found.waiting.length > 0;
    const provenAt = isUnderWay ? journal.at - policy.deactivateAfter : undefined;
    const active = { ...(0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .kept */ .LP)(journal), phase: 'current', provenAt };
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .record */ .g1)(active, `${previous.id} is active, and stays so until a verification has passed`);
}
// ── Recovery: the previous key is off, and can be switched on again ───────────────────────────────────────────────
/** A person or a tool switched the previous key on; or this run did, since somebody missed it. */
function onAlready({ world, journal, current, previous }) {
    if (previous.status === 'Inactive')
        return undefined;
    const active = { ...(0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .kept */ .LP)(journal), phase: 'current', provenAt: undefined };
    if (world.run.reactivated)
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .record */ .g1)(active, `${previous.id} is on again, and ${current.id} has to be proven`);
    const switchedOn = (journal.switchedOn ?? 0) + 1;
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .record */ .g1)({ ...active, switchedOn }, `somebody switched ${previous.id} on again, so the wait starts again`);
}
/** While the previous key is off, a place that somebody writes meanwhile may depend on it. */
function writtenWhileOff(situation) {
    const { world, journal, current, previous, strays } = situation;
    const found = (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .verificationOf */ .zM)(world, current);
    if (found !== undefined && found.verdict !== 'works')
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .act */ .Rb)('reactivate', previous.id, (0,_proof_js__WEBPACK_IMPORTED_MODULE_6__/* .foundTold */ .mh)(found));
    const reading = (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .freshDestinations */ .QY)(world);
    if (reading === undefined)
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .observe */ .lB)('destinations', `was anything written since ${previous.id} was switched off?`);
    // Of a write in the second of the switch-off, and with clocks that differ, nobody knows what came first.
    const since = journal.at + reading.ahead - _waits_js__WEBPACK_IMPORTED_MODULE_2__/* .clockSlack */ .xH;
    const written = strays.filter(({ kind, updatedAt = 0 }) => kind === 'changed' && updatedAt >= since);
    if (written.length === 0)
        return undefined;
    const because = `${(0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .named */ .KT)(written)} may hold ${previous.id}: written since that key was switched off`;
    return (0,_proof_js__WEBPACK_IMPORTED_MODULE_6__/* .proofOverDates */ .QJ)(situation, journal, current, written, previous.id) ?? (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .act */ .Rb)('reactivate', previous.id, because);
}
/** The previous key can still be switched on again. */
function deleteAfterLasts({ policy, now, journal, previous }) {
    const at = journal.at + policy.deleteAfter;
    if (now >= at)
        return undefined;
    const grace = `can be switched on again for ${(0,_time_js__WEBPACK_IMPORTED_MODULE_1__/* .spoken */ .vg)(policy.deleteAfter)}`;
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .wait */ .uk)('recovery', { step: 'delete', at }, `${previous.id} has been off since ${(0,_time_js__WEBPACK_IMPORTED_MODULE_1__/* .utc */ .n$)(journal.at)}, and ${grace}`);
}
/** The previous key was used after it was switched off: a person had switched it on meanwhile. */
function usedWhileOff(situation) {
    const { policy, journal } = situation;
    return usedDuring(situation, { lasts: policy.deleteAfter, since: journal.at, began: 'it was switched off' });
}
/** Nobody missed it. */
function deletePreviousKey({ policy, journal, previous }) {
    const because = `${previous.id} has been off since ${(0,_time_js__WEBPACK_IMPORTED_MODULE_1__/* .utc */ .n$)(journal.at)}, longer than delete-after (${(0,_time_js__WEBPACK_IMPORTED_MODULE_1__/* .spoken */ .vg)(policy.deleteAfter)})`;
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .act */ .Rb)('delete', previous.id, because);
}
/** With a shorter wait, the last use lags too far behind to be worth asking for. */
const shortestConsultedGrace = 4 * _time_js__WEBPACK_IMPORTED_MODULE_1__/* .hour */ .nW;
/** Undefined when nobody used the previous key in that time, or the wait is over since. */
function usedDuring(situation, { lasts, since, began }) {
    const { world, policy, now, journal, previous } = situation;
    const { id, lastUsed } = previous;
    const phase = (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .phaseOf */ .hU)(journal);
    const next = (at) => ({ ...(0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .nextOf */ .Xh)(journal), at });
    if (lasts < shortestConsultedGrace || policy.oldKeyStillUsed === 'proceed')
        return undefined;
    switch (lastUsed.kind) {
        case 'unread':
            return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .observe */ .lB)('last use', `was ${id} used since ${began}?`);
        case 'never':
            return undefined;
        case 'unreadable': {
            const because = `the last use of ${id} cannot be read, so it may be in use: allow iam:GetAccessKeyLastUsed, or set "old-key-still-used: proceed"`;
            return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .wait */ .uk)(phase, next(), because);
        }
        case 'used': {
            const at = lastUsed.at + lasts;
            if (lastUsed.at <= since || now >= at)
                return undefined;
            const used = `${id} was used after ${began} (${lastUsed.service} in ${lastUsed.region}, ${(0,_time_js__WEBPACK_IMPORTED_MODULE_1__/* .utc */ .n$)(lastUsed.at)})`;
            if (world.users === 'unread')
                return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .observe */ .lB)('users', `${used}: by whom?`);
            const because = `${used}, so the wait starts again. ${wayOutOfUses}. ${world.users}`;
            if (now - since <= policy.rotateAfter)
                return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .wait */ .uk)(phase, next(at), because);
            return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .fail */ .fJ)(phase, next(at), because, 'This has gone on for longer than rotate-after, so somebody has to look.');
        }
    }
}
const wayOutOfUses = 'Find who uses it, and give them the new key. If nobody needs the old one, set "old-key-still-used: proceed"';


/***/ }),

/***/ 9433:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ situationOf)
/* harmony export */ });
/* harmony import */ var _facts_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6189);
/* harmony import */ var _secret_dates_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6916);
/** What the rules look at in each phase, and the forms of a rule and of its answer. */


/** The world as the rules look at it. */
function situationOf(world, policy, now) {
    const journal = (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .journalOf */ .PR)(world);
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
    return noted !== undefined && ((0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .phaseOf */ .hU)(journal) === 'rotating' || noted.at === (0,_secret_dates_js__WEBPACK_IMPORTED_MODULE_1__/* .latestWrite */ .PN)([place]));
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
    const earliest = (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .find */ .I6)(world, journal.phase === 'steady' ? journal.current : journal.previous);
    return earliest === undefined ? [] : (0,_secret_dates_js__WEBPACK_IMPORTED_MODULE_1__/* .straysOf */ .U4)(world.destinations, journal, journal.current, earliest, policy);
}


/***/ }),

/***/ 5879:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CI: () => (/* binding */ firstKey),
/* harmony export */   HX: () => (/* binding */ placeMissed),
/* harmony export */   KY: () => (/* binding */ forced),
/* harmony export */   PE: () => (/* binding */ listChanged),
/* harmony export */   PS: () => (/* binding */ destinationsUnread),
/* harmony export */   St: () => (/* binding */ removedBySomebody),
/* harmony export */   TW: () => (/* binding */ rejectedThere),
/* harmony export */   Wy: () => (/* binding */ alreadyRotated),
/* harmony export */   Xp: () => (/* binding */ keyIsOff),
/* harmony export */   __: () => (/* binding */ tagOfGoneKey),
/* harmony export */   b3: () => (/* binding */ writtenBySomebody),
/* harmony export */   dQ: () => (/* binding */ due),
/* harmony export */   lX: () => (/* binding */ recoverySecretLeft),
/* harmony export */   uG: () => (/* binding */ rests)
/* harmony export */ });
/* harmony import */ var _facts_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6189);
/* harmony import */ var _secret_dates_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6916);
/* harmony import */ var _time_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9037);
/* harmony import */ var _answers_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(930);
/* harmony import */ var _people_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2390);
/* harmony import */ var _proof_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5423);
/** Steady: one key, which rests until it is due. */






/** Nobody deleted a key of this user, as far as can be known: it gets a first one. */
function firstKey({ world, policy }) {
    const because = `${world.user.name} has no access key yet`;
    if (world.preflight === 'unread')
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .observe */ .lB)('preflight', because);
    const { destinations: reading } = world;
    const stored = reading === 'unread' ? [] : (0,_secret_dates_js__WEBPACK_IMPORTED_MODULE_1__/* .mayHold */ .BV)(reading.destinations, world.user, reading.ahead);
    if (stored.length === 0 || policy.force)
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .begin */ .qN)(undefined, because);
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .blocked */ .Z5)(`${world.user.name} has no access key, but secrets were written after that user was created (${stored.join(', ')}): somebody deleted its key`, 'Start the workflow by hand once with "force: true" to create a new key, or delete these secrets if nobody needs them any more.');
}
/** People are right: a key that is off was switched off on purpose. */
function keyIsOff(situation) {
    return situation.key.status === 'Inactive' ? (0,_people_js__WEBPACK_IMPORTED_MODULE_4__/* .keySwitchedOff */ .OJ)(situation) : undefined;
}
/** A deleted key's tag goes while a published key rests; elsewhere it may explain a key that IAM does not list yet. */
function tagOfGoneKey({ world, published }) {
    const gone = published === undefined ? undefined : world.made.find((id) => (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .find */ .I6)(world, id) === undefined);
    return gone === undefined ? undefined : (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .act */ .Rb)('untag', gone, `${gone} is gone, so nobody needs its tag any more`);
}
/** A run rotates once: what it has made is proven by then. */
function alreadyRotated({ world, policy, key }) {
    if (world.run.creation === undefined)
        return undefined;
    const isNew = world.run.held === key.id;
    const because = isNew
        ? `${key.id} is new; rotate-after is ${(0,_time_js__WEBPACK_IMPORTED_MODULE_2__/* .spoken */ .vg)(policy.rotateAfter)}`
        : 'a run rotates once at most';
    return { do: 'nothing', next: nextRotation({ policy, key }), because };
}
/** The owner lists other places: the new list gets a key of its own. */
function listChanged({ policy, key, published }) {
    if (published === undefined || published.digest === policy.digest)
        return undefined;
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .begin */ .qN)(key, `the destinations or secret names have changed since ${key.id} was published`);
}
/** A person wants a new key, whatever the age of this one. */
function forced({ policy, now, key }) {
    if (!policy.force)
        return undefined;
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .begin */ .qN)(key, `force asks for a new key now; ${key.id} is ${(0,_time_js__WEBPACK_IMPORTED_MODULE_2__/* .spoken */ .vg)(now - key.created)} old`);
}
/** What was published is looked at in every run; when the key is due, what its preflight has read will do. */
function destinationsUnread({ world, policy, now, key, published }) {
    if (published === undefined)
        return undefined;
    if (now < key.created + policy.rotateAfter) {
        const isFresh = (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .freshDestinations */ .QY)(world) !== undefined;
        return isFresh ? undefined : (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .observe */ .lB)('destinations', `does every destination still hold ${key.id}?`);
    }
    return world.preflight === 'unread' ? (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .observe */ .lB)('preflight', whyDue({ policy, now, key })) : undefined;
}
/** A place that was archived when the key was published takes secrets again. */
function placeMissed({ key, strays }) {
    const missed = strays.filter(({ kind }) => kind === 'missed');
    if (missed.length === 0)
        return undefined;
    return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .begin */ .qN)(key, `${key.id} could not be written into ${(0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .named */ .KT)(missed)} when it was published, and now it can`);
}
/** Somebody has written a secret: a job there tells whether it still gets the key. */
function writtenBySomebody(situation) {
    const { published, key, strays } = situation;
    return published === undefined ? undefined : (0,_proof_js__WEBPACK_IMPORTED_MODULE_5__/* .proofOverDates */ .QJ)(situation, published, key, strays);
}
/** A workflow that speaks for nothing but places that somebody has written has rejected them: they are set aside. */
function rejectedThere(situation) {
    const { world, published, key, strays, aside } = situation;
    const found = (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .verificationOf */ .zM)(world, key);
    const { refutes = [], asOf = 0 } = found ?? {};
    if (published === undefined || found?.verdict !== 'rejected')
        return undefined;
    // What was written since the question was asked has not been asked about.
    const written = strays.filter(({ kind, place, updatedAt = 0 }) => kind === 'changed' && refutes.includes(place) && updatedAt <= asOf);
    const isExplained = (name) => [...written, ...aside].some(({ place }) => place === name);
    if (written.length === 0 || !refutes.every(isExplained))
        return undefined;
    const places = (0,_people_js__WEBPACK_IMPORTED_MODULE_4__/* .asideWith */ .LS)(situation, written);
    if (places.length > _people_js__WEBPACK_IMPORTED_MODULE_4__/* .mostAside */ .mp)
        return undefined;
    const because = `somebody else has written ${(0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .named */ .KT)(written)}, and jobs there do not get ${key.id}: this action writes nothing there`;
    return (0,_proof_js__WEBPACK_IMPORTED_MODULE_5__/* .forget */ .y6)(situation, found) ?? (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .record */ .g1)({ ...published, aside: places }, because);
}
/**
 * What somebody has removed is not put back. When the key is due, the other places go on without. What nothing covers is
 * overwritten then; the report tells.
 */
function removedBySomebody(situation) {
    const { world, policy, now, key, strays, aside } = situation;
    const found = (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .verificationOf */ .zM)(world, key);
    // What a workflow has just reported of it says more; a later run goes on without the place.
    const isReported = found?.verdict === 'rejected' && found.about !== undefined;
    if (isReported && strays.length + aside.length > 0)
        return (0,_proof_js__WEBPACK_IMPORTED_MODULE_5__/* .unproven */ .gm)(situation, key, 'steady');
    const isDue = now >= key.created + policy.rotateAfter || strays.some(({ kind }) => kind === 'missed');
    const goesOn = isDue && (world.destinations === 'unread' || (0,_people_js__WEBPACK_IMPORTED_MODULE_4__/* .othersGoOn */ .lO)(situation));
    return goesOn ? undefined : (0,_people_js__WEBPACK_IMPORTED_MODULE_4__/* .setAside */ .Fi)('steady', undefined, (0,_people_js__WEBPACK_IMPORTED_MODULE_4__/* .leftAsItIs */ .rz)(situation));
}
/** The key is older than rotate-after. */
function due({ policy, now, key }) {
    return now >= key.created + policy.rotateAfter ? (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .begin */ .qN)(key, whyDue({ policy, now, key })) : undefined;
}
/** The recovery secret is deleted whenever it exists as this action has written it and no key is pending. */
function recoverySecretLeft({ world, policy }) {
    const { destinations, run } = world;
    if (!policy.recovery || run.recoveryCleared)
        return undefined;
    const at = (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .ownRecovery */ .C)(world);
    if (at !== undefined)
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .clear */ .IU)(at, 'no key is pending, so nobody needs the recovery secret any more');
    if (!(0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .isHandedOwn */ .tD)(world))
        return undefined;
    const question = 'this job got a key from the recovery secret: is it still there?';
    if (destinations === 'unread')
        return (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .observe */ .lB)('destinations', question);
    return destinations.recovery?.updatedAt !== undefined && run.queued === 'unread'
        ? (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .observe */ .lB)('queue', question)
        : undefined;
}
/** Nothing is due. */
function rests({ policy, now, key }) {
    const because = `${key.id} is ${(0,_time_js__WEBPACK_IMPORTED_MODULE_2__/* .spoken */ .vg)(now - key.created)} old; rotate-after is ${(0,_time_js__WEBPACK_IMPORTED_MODULE_2__/* .spoken */ .vg)(policy.rotateAfter)}`;
    return { do: 'nothing', next: nextRotation({ policy, key }), because };
}
function whyDue({ policy, now, key }) {
    return `${key.id} is ${(0,_time_js__WEBPACK_IMPORTED_MODULE_2__/* .spoken */ .vg)(now - key.created)} old, and rotate-after is ${(0,_time_js__WEBPACK_IMPORTED_MODULE_2__/* .spoken */ .vg)(policy.rotateAfter)}`;
}
function nextRotation({ policy, key }) {
    return { step: 'rotate', at: key.created + policy.rotateAfter };
}


/***/ }),

/***/ 1142:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K9: () => (/* binding */ isLaterRun),
/* harmony export */   T7: () => (/* binding */ isOtherListOfThisRun),
/* harmony export */   jQ: () => (/* binding */ anotherJob),
/* harmony export */   x5: () => (/* binding */ refusal)
/* harmony export */ });
/* harmony import */ var _facts_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6189);
/* harmony import */ var _time_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9037);


/** Whether the holder is another job or step of this very run, with another list: both are of one commit. */
function isOtherListOfThisRun({ run, attempt, list }, policy) {
    // Another job or step of one run may bring the very list that the first has brought.
    const isBrought = list !== undefined && policy.digest.startsWith(list);
    return run === policy.run && attempt === policy.attempt && !isBrought;
}
/**
 * Whether the holder is a later run of the same repository, so that its list is no older than this run's, however long this
 * one has been queued or stood still: GitHub numbers runs in the order in which they come.
 */
function isLaterRun({ run }, policy) {
    const [held, own] = [run, policy.run].map(idOfRun);
    return held !== undefined && own !== undefined && held > own;
}
function idOfRun(run) {
    const [id] = /\d+$/.exec(run) ?? [];
    return id === undefined ? undefined : BigInt(id);
}
/** The mark of a configuration, and once it is there, what a person is told. `who` rotates the user instead. */
function refusal({ world, policy, now }, who) {
    const marked = (0,_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .refusedDigests */ .Wi)(world);
    if (!marked.includes(policy.digest)) {
        const because = 'its destinations may hold the key, and the workflow that rotates this user does not list them';
        const at = Math.floor(now / _time_js__WEBPACK_IMPORTED_MODULE_1__/* .second */ .Rc) * _time_js__WEBPACK_IMPORTED_MODULE_1__/* .second */ .Rc;
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


/***/ })

};
