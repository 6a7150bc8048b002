export const id = 242;
export const ids = [242];
export const modules = {

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


/***/ })

};
