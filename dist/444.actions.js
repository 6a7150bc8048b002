export const id = 444;
export const ids = [444];
export const modules = {

/***/ 4444:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ServiceClock: () => (/* binding */ ServiceClock)
/* harmony export */ });
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8161);
/* harmony import */ var node_perf_hooks__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(643);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8500);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5557);
/** What time it is, by the services' clocks, and how long the run has lasted. */




/**
 * Time as the services tell it. The runner's clock may be wrong by any amount, so it is used for nothing: `now` is the
 * latest `Date` header that AWS sent, carried forward by a clock that goes on while the machine sleeps.
 */
class ServiceClock {
    #start = timeOfMachine();
    #cancellation;
    #said;
    /** `cancellation` ends every wait. */
    constructor(cancellation) {
        this.#cancellation = cancellation;
    }
    get cancelled() {
        return this.#cancellation?.aborted ?? false;
    }
    /**
     * Takes the `Date` header of an answer. It is cut to whole seconds, so time is never ahead of AWS's; answers may
     * arrive out of order, so it never goes back.
     */
    hear(header) {
        const date = header === undefined ? Number.NaN : Date.parse(header);
        if (Number.isNaN(date))
            return;
        if (this.#said === undefined || date > this.now())
            this.#said = { date, at: timeOfMachine() };
    }
    now() {
        if (this.#said === undefined)
            return Date.now();
        return this.#said.date + (timeOfMachine() - this.#said.at);
    }
    /** How far AWS's clock is ahead of the runner's; 0 while AWS has not answered. */
    offset() {
        return this.#said === undefined ? 0 : this.now() - Date.now();
    }
    elapsed() {
        return timeOfMachine() - this.#start;
    }
    async sleep(duration) {
        try {
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_2__.setTimeout)(duration, undefined, this.#cancellation === undefined ? {} : { signal: this.#cancellation });
        }
        catch (error) {
            throw this.cancelled ? new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_3__/* .Cancelled */ .cJ() : error;
        }
    }
    async unlessCancelled(work) {
        const signal = this.#cancellation;
        if (signal === undefined)
            return work;
        const { promise: cancelled, reject } = Promise.withResolvers();
        const cancel = () => reject(new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_3__/* .Cancelled */ .cJ());
        if (signal.aborted)
            cancel();
        signal.addEventListener('abort', cancel, { once: true });
        // What comes of abandoned work concerns nobody any more.
        work.catch(() => undefined);
        try {
            return await Promise.race([work, cancelled]);
        }
        finally {
            signal.removeEventListener('abort', cancel);
        }
    }
}
/** What the monotonic clock showed last, and how much more than it the machine has been up since the process began. */
let asleep = { at: node_perf_hooks__WEBPACK_IMPORTED_MODULE_1__.performance.now(), up: (0,node_os__WEBPACK_IMPORTED_MODULE_0__.uptime)() * 1_000, slept: 0 };
/** Shorter differences are those of two clocks that are read one after the other, in steps of 10 ms. */
const noticedSleep = 1_000;
/**
 * Milliseconds that only grow. Node's monotonic clock stands still while a Linux machine sleeps (CLOCK_MONOTONIC), the
 * time since the machine was started does not (CLOCK_BOOTTIME): what it is ahead by, is added.
 */
function timeOfMachine() {
    const [at, up] = [node_perf_hooks__WEBPACK_IMPORTED_MODULE_1__.performance.now(), (0,node_os__WEBPACK_IMPORTED_MODULE_0__.uptime)() * 1_000];
    const missed = up - asleep.up - (at - asleep.at);
    if (missed > noticedSleep)
        asleep = { at, up, slept: asleep.slept + missed };
    return at + asleep.slept;
}


/***/ })

};
