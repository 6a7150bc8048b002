export const id = 519;
export const ids = [519];
export const modules = {

/***/ 8884:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ placesOf),
/* harmony export */   m: () => (/* binding */ placeStates)
/* harmony export */ });
/* harmony import */ var _rotation_facts_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6189);
/* harmony import */ var _rotation_lifecycle_situation_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9433);
/* harmony import */ var _rotation_secret_dates_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6916);
/* harmony import */ var _rotation_time_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9037);
/** Where a user's key is stored, and how far this run knows what is there. Pure. */




/** What a place holds, as far as GitHub's dates and verifications show. */
const placeStates = [
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
];
/** The configured places, by their names, and what is known of each at the end of a run. */
function placesOf(names, world, policy, at) {
    if (world === undefined) {
        return names.map((name) => ({ name, state: 'not read', proven: false, writtenAt: undefined }));
    }
    const situation = (0,_rotation_lifecycle_situation_js__WEBPACK_IMPORTED_MODULE_1__/* .situationOf */ ._)(world, policy, at);
    const reading = world.destinations === 'unread'
        ? undefined
        : new Map(world.destinations.destinations.map((place) => [place.name, place]));
    return names.map((name) => {
        const proven = isProven(name, world);
        const place = reading?.get(name);
        const { state, written } = isRefuted(name, world)
            ? { state: 'another key', written: place && (0,_rotation_secret_dates_js__WEBPACK_IMPORTED_MODULE_2__/* .latestWrite */ .PN)([place]) }
            : reading === undefined
                ? asNoted(name, world, policy)
                : place === undefined
                    ? { state: 'left out', written: undefined }
                    : asRead(place, situation);
        const shown = proven ? ((0,_rotation_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .phaseOf */ .hU)(situation.journal) === 'rotating' ? 'pending' : 'current') : state;
        return { name, state: shown, proven, writtenAt: written === undefined || written === 0 ? undefined : (0,_rotation_time_js__WEBPACK_IMPORTED_MODULE_3__/* .utc */ .n$)(written) };
    });
}
function isProven(name, world) {
    const { verification } = world.run;
    const journal = (0,_rotation_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .journalOf */ .PR)(world);
    const shown = journal !== undefined && 'pending' in journal ? journal.pending : journal?.current;
    return verification?.verdict === 'works' && verification.key === shown && verification.covers.includes(name);
}
function isRefuted(name, { run: { verification } }) {
    return verification?.refutes?.includes(name) === true;
}
/** What the journal says of a place that was not read since this run last changed anything. */
function asNoted(name, world, policy) {
    const journal = (0,_rotation_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .journalOf */ .PR)(world);
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
    const written = (0,_rotation_secret_dates_js__WEBPACK_IMPORTED_MODULE_2__/* .latestWrite */ .PN)([place]);
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
        const isCurrent = place.secrets.every((secret) => (0,_rotation_secret_dates_js__WEBPACK_IMPORTED_MODULE_2__/* .isInside */ .FK)(secret, journal.window, journal.current));
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
    const written = secrets.filter((secret) => (0,_rotation_secret_dates_js__WEBPACK_IMPORTED_MODULE_2__/* .isInside */ .FK)(secret, window, pending)).length;
    if (written === secrets.length)
        return 'pending';
    return written > 0 ? 'partly pending' : 'not written yet';
}


/***/ }),

/***/ 6519:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  reportOf: () => (/* binding */ reportOf)
});

// EXTERNAL MODULE: ./lib/rotation/facts.js
var facts = __webpack_require__(6189);
// EXTERNAL MODULE: ./lib/rotation/lifecycle/guards.js
var guards = __webpack_require__(755);
// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __webpack_require__(9037);
// EXTERNAL MODULE: ./lib/report/attention.js
var attention = __webpack_require__(4120);
// EXTERNAL MODULE: ./lib/report/key-label.js
var key_label = __webpack_require__(7202);
// EXTERNAL MODULE: ./lib/report/places.js
var report_places = __webpack_require__(8884);
// EXTERNAL MODULE: ./lib/rotation/lifecycle/answers.js
var answers = __webpack_require__(930);
// EXTERNAL MODULE: ./lib/report/reason-names.js
var reason_names = __webpack_require__(8977);
// EXTERNAL MODULE: ./lib/report/titles.js
var titles = __webpack_require__(131);
// EXTERNAL MODULE: ./lib/rotation/lifecycle/removal.js
var removal = __webpack_require__(2617);
// EXTERNAL MODULE: ./lib/rotation/lifecycle/situation.js
var situation = __webpack_require__(9433);
// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __webpack_require__(5557);
;// CONCATENATED MODULE: ./lib/report/warnings.js
/** Warnings about a run in which nothing failed, and what a person may have to end in its wait. */








/**
 * What a run waits for, where a person may have to end that: uses of the old key, or a verdict that is missing. It is red
 * where a key has become too old meanwhile.
 */
function holdOf(outcome, policy) {
    const { ending } = outcome;
    const isHeld = ending.do === 'wait' || (ending.do === 'fail' && ending.tooOld === 'stays');
    return isHeld ? waitedFor(outcome, policy) : undefined;
}
/** The same, of whatever ending: a wait that lasts for too long ends as a failure. */
function waitedFor({ world, ending, at }, policy) {
    if (world === undefined)
        return undefined;
    const { users, unfinishedRuns, sameNameNearby, run } = world;
    if (users !== 'unread')
        return 'users of the old key';
    if (unfinishedRuns !== 'unread' && unfinishedRuns.runs.length > 0)
        return 'unfinished runs';
    if (sameNameNearby !== 'unread' && (0,facts/* heldNearby */.$N)(world, sameNameNearby).length > 0)
        return 'same name nearby';
    if ((0,guards/* isMarked */.rZ)(world, policy, at))
        return 'another configuration';
    if ((0,facts/* journalOf */.PR)(world)?.phase === 'current' && rewritten(world, policy, at).length > 0)
        return 'secrets written elsewhere';
    if ((0,titles/* nextOf */.Xh)(ending)?.at === undefined && world.keys.some(({ lastUsed }) => lastUsed.kind === 'unreadable'))
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
        warnings.push(...switchedOnAgain(world), ...leftBehind(world));
        for (const reading of [world.sameNameNearby, world.unfinishedRuns]) {
            if (reading !== 'unread')
                warnings.push(...reading.unread.map((text) => ({ kind: 'unread places', text })));
        }
    }
    warn(policy.verification === 'none' && (did('publish') || did('deactivate')), 'unproven key', 'The published key is unproven, since no workflow tries it ("verification-workflow: none").');
    // What a remark says of a place is more.
    const uncovered = policy.uncovered.filter((name) => !world?.remarks.some(({ place }) => place === name));
    warn(did('verify') && uncovered.length > 0, 'unproven places', `No job of a verification workflow gets the secrets of ${uncovered.join(', ')}: there, nothing proves that jobs can use the key.`);
    warn(did('deactivate') && policy.deactivateAfter < removal/* shortestConsultedGrace */.aA, 'short overlap', `With deactivate-after under ${(0,time/* spoken */.vg)(removal/* shortestConsultedGrace */.aA)}, the last use of the old key is not checked: AWS reports it too late for that.`);
    return warnings;
}
/**
 * Secrets nearby that may hold the key that has been replaced, and do not keep it: what was there before the new one was
 * accepted by `force`.
 */
function leftBehind(world) {
    const journal = (0,facts/* journalOf */.PR)(world);
    const { sameNameNearby: reading, remarks } = world;
    if (reading === 'unread' || (journal?.phase !== 'current' && journal?.phase !== 'deactivated'))
        return [];
    const previous = (0,facts/* find */.I6)(world, journal.previous);
    if (previous === undefined || remarks.some(({ kind }) => kind === 'overruled by force'))
        return [];
    const kept = (0,facts/* heldNearby */.$N)(world, reading);
    const places = (0,facts/* nearbyHolders */.rh)(reading, previous).filter((place) => !kept.includes(place));
    if (places.length === 0)
        return [];
    const text = `${(0,problem/* asSentence */.KG)((0,answers/* unlisted */.B$)(places, previous, reading.ahead))} That key is replaced: jobs that use it there fail once it is off.`;
    return [{ kind: 'same name left behind', text }];
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
    return (0,situation/* situationOf */._)(world, policy, at)
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

;// CONCATENATED MODULE: ./lib/report/reason.js
/** Why a person is needed, as far as what a run has read tells it. */






/** Why a run has failed or is blocked, as far as what it has read tells that; its message tells more. */
function reasonOfFailure(outcome, policy) {
    const { world, entries, ending } = outcome;
    if (world === undefined)
        return reason_names/* manifold */.vv.notRead;
    const last = entries.at(-1);
    if (last?.failed === true && hasReason(last.decision.do))
        return reason_names/* reasonOfStep */.mT[last.decision.do];
    return ending.do === 'stop' ? reasonOfBlock(world, policy) : reasonOfEnd(outcome, world, policy);
}
function hasReason(step) {
    return Object.hasOwn(reason_names/* reasonOfStep */.mT, step);
}
function reasonOfBlock(world, policy) {
    const { journal, keys, preflight, run, sameNameNearby } = world;
    if (journal.kind === 'unknown')
        return 'unknown tag';
    if (isOfAnother(world, policy))
        return 'another configuration';
    const current = keys.find(({ id }) => id === (0,facts/* journalOf */.PR)(world)?.current);
    if (keys.length === 0)
        return 'no key';
    if (current === undefined && keys.length > 1)
        return 'two keys';
    if ((current ?? keys[0])?.status === 'Inactive')
        return 'key is off';
    if (preflight !== 'unread' && preflight.length > 0)
        return reason_names/* manifold */.vv.notReady;
    if (run.verification?.verdict === 'rejected')
        return 'verification fails';
    if (run.verification?.verdict === 'unknown')
        return 'no verdict yet';
    return sameNameNearby !== 'unread' && sameNameNearby.places.length > 0 ? 'same name nearby' : reason_names/* manifold */.vv.blocked;
}
/** Another configuration holds the user, and has other destinations. */
function isOfAnother({ journal: reading }, { nonce, digest }) {
    if (reading.kind !== 'read')
        return false;
    const { journal, holder } = reading;
    return holder !== undefined && holder.nonce !== nonce && journal.digest !== digest;
}
function reasonOfEnd(outcome, { run }, policy) {
    const { ending, phase } = outcome;
    if (run.verification?.verdict === 'rejected')
        return 'verification fails';
    // What was thrown leads to nothing, and its message alone tells what it was.
    if ((0,titles/* nextOf */.Xh)(ending) === undefined)
        return reason_names/* manifold */.vv.ended;
    if (run.published !== undefined && run.published.problems.length > 0)
        return reason_names/* reasonOfStep */.mT.publish;
    const hold = waitedFor(outcome, policy);
    // While a key is published, the old one waits for nobody.
    if (hold === 'missing verdict' || (hold !== undefined && phase !== 'rotating'))
        return reason_names/* reasonOfHold */.DX[hold];
    return overdueAge(outcome, policy) === undefined ? reason_names/* manifold */.vv.ended : 'key too old';
}
/**
 * The age in days of the oldest active key that should have been replaced, or switched off, a week ago or earlier;
 * undefined where there is none, or the keys could not be read.
 */
function overdueAge({ world, at }, policy) {
    if (world === undefined)
        return undefined;
    const journal = (0,facts/* journalOf */.PR)(world);
    const previous = journal !== undefined && 'previous' in journal ? journal.previous : undefined;
    const [oldest] = world.keys
        .filter(({ id, status, created }) => {
        const overlap = id === previous ? policy.deactivateAfter : 0;
        return status === 'Active' && at - created > policy.rotateAfter + overlap + answers/* patience */._L;
    })
        .toSorted((one, other) => one.created - other.created);
    return oldest === undefined ? undefined : Math.floor((at - oldest.created) / time/* day */.vd);
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
    const waited = holdOf(outcome, policy);
    const hold = failed ? undefined : waited;
    const own = 'remedy' in ending ? ending.remedy : undefined;
    const since = journal && (0,guards/* latestIn */.hU)(journal);
    const failure = failed ? reasonOfFailure(outcome, policy) : undefined;
    const warnings = [...new Map([...others, ...warningsOf(outcome, policy)].map((each) => [each.text, each])).values()];
    const because = { because: ending.because, remedy: failed && waited !== undefined ? attention/* remedyOfHold */.V0[waited] : own };
    return {
        user,
        account: world?.user.account ?? account,
        phase: outcome.phase,
        rotated: world?.run.rotated ?? false,
        accessKeyId: current?.id,
        keyAgeDays: current?.ageDays,
        overdueKeyAgeDays: overdueAge(outcome, policy),
        nextStep: outcome.planned ? plannedStep(ending, outcome.phase) : next?.step,
        nextStepAt: next?.at === undefined ? undefined : (0,time/* utc */.n$)(next.at),
        ...because,
        failed,
        tooOld: 'tooOld' in ending ? ending.tooOld : undefined,
        held: hold !== undefined,
        planned: outcome.planned,
        verificationRunUrl: world?.run.verification?.urls.at(-1),
        verification: verificationReport(world?.run.verification),
        keys,
        places: (0,report_places/* placesOf */.e)(places, world, policy, at),
        steps: outcome.entries.map(({ decision, result }) => ({
            step: (0,titles/* titleOf */.Gg)(decision),
            because: decision.because,
            result,
            effect: (0,titles/* isEffect */.yw)(decision),
        })),
        changed: outcome.entries.some(({ decision }) => (0,titles/* isChange */.Xb)(decision)),
        done: [...new Set(outcome.entries.flatMap((entry) => (0,titles/* achievementOf */.xg)(entry) ?? []))],
        attention: (0,attention/* attentionOf */.SC)({
            failure,
            ...because,
            hold,
            since: since === undefined ? undefined : (0,time/* utc */.n$)(since),
            warnings,
        }),
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
    return { id, label: (0,key_label/* labelOf */.W)(key, journal, count), status, created: (0,time/* utc */.n$)(created), ageDays };
}
/** Whether the last step of this run that was to change a key, or to delete it, did not go wrong. */
function isConfirmed(id, { entries }) {
    const last = entries.findLast(({ decision: step }) => {
        const changes = step.do === 'deactivate' || step.do === 'reactivate' || step.do === 'delete' || step.do === 'discard';
        return changes && step.key === id;
    });
    return last?.failed !== true;
}


/***/ })

};
