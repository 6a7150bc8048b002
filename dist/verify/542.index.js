export const id = 542;
export const ids = [542];
export const modules = {

/***/ 2542:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  askSts: () => (/* binding */ askSts)
});

// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-sts/dist-cjs/index.js
var dist_cjs = __webpack_require__(1695);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-cjs/index.js
var client_iam_dist_cjs = __webpack_require__(6764);
// EXTERNAL MODULE: ./lib/rotation/time.js
var time = __webpack_require__(9037);
;// CONCATENATED MODULE: ./lib/rotation/facts.js
/** Questions that the lifecycle asks about a world: each answers from what has been read, and changes nothing. */

/** How long `CreateAccessKey` may take before its answer counts as lost. */
const createTimeout = 30 * time/* second */.Rc;
/** An intent is acted upon within this time, or written anew. */
const intentFreshness = 5 * time/* second */.Rc;
/** An orphan's CreateDate lies this close behind the intent that announced it. */
const orphanSlack = createTimeout + intentFreshness;
/** Servers of GitHub may disagree on the time by this much. */
const clockSlack = 5 * time/* second */.Rc;
/** GitHub shows a write a moment after it has accepted it: a dead run's last writes show after this. */
const settlingOfWrites = 2 * time/* minute */.Vc;
function find(world, id) {
    return world.keys.find((key) => key.id === id);
}
function activeKey(world) {
    return world.keys.find((key) => key.status === 'Active');
}
/** The journal, when there is one that can be read and is this user's. */
function journalOf({ journal }) {
    return journal.kind === 'read' ? journal.journal : undefined;
}
/** How users call the state that a journal shows. */
function phaseOf(journal) {
    switch (journal?.phase) {
        case undefined:
        case 'steady':
            return 'steady';
        case 'creating':
        case 'pending':
        case 'publishing':
            return 'rotating';
        case 'current':
        case 'deactivating':
            return 'overlap';
        case 'deactivated':
            return 'recovery';
    }
}
/** Whether this run has the secret of a key: it created it, or the job came with it. */
function holds(world, id) {
    return world.run.held === id || world.signer === id || recovered(world)?.id === id;
}
/** Whether this run signs with the previous key: it was queued before the current one was published, or re-run. */
function signsWith({ signer, run }, previous, current) {
    return signer === previous.id && run.trial?.key !== current.id;
}
/** Whether a key comes from the recovery secret alone, and AWS has not been asked yet whether it works. */
function isUntried(world, id) {
    const { held, trial } = world.run;
    return held !== id && world.signer !== id && trial?.key !== id;
}
/**
 * The key that the job handed in as `recovery-secret`. A value may be stale, since secrets are frozen when a run is
 * queued, or of another user: it counts only when it agrees with IAM in everything that both tell.
 */
function recovered({ recovered: value, keys, user }) {
    if (value === undefined || value.user !== user.id)
        return undefined;
    return keys.find(({ id, created }) => id === value.id && created === value.created);
}
/** The keys that a journal accounts for. */
function keysOf(journal) {
    if (journal === undefined)
        return [];
    const ids = [
        'pending' in journal ? journal.pending : undefined,
        journal.current,
        'previous' in journal ? journal.previous : undefined,
    ];
    return ids.filter((id) => id !== undefined);
}
/** The first key that a journal does not account for. */
function strangerTo(world, journal) {
    const known = keysOf(journal);
    return world.keys.find((key) => !known.includes(key.id));
}
/** What this run has found out about `key` since it was last published or its rival deactivated. */
function verificationOf(world, key) {
    const found = world.run.verification;
    return found?.key === key.id ? found : undefined;
}
/** The time that a run needs from the creation of a key on: to publish it, to verify, and to take it back if need be. */
function rotationNeeds(policy) {
    return policy.publication + deactivationNeeds(policy);
}
/** The time that a run needs from a deactivation on: to verify, and to switch the key on again if need be. */
function deactivationNeeds(policy) {
    return (policy.verification === 'none' ? 0 : policy.verificationTimeout) + revertReserve;
}
/** What a run keeps in hand for switching a key on again when its verification does not pass. */
const revertReserve = 2 * time/* minute */.Vc;
/**
 * Whether `key` is what the announced creation made, and its secret exists nowhere: born right after an intent,
 * described by nobody, never used, not signing this run, and no destination was written since. A run that has lost the
 * answer itself needs no word on its use; one that has got every answer has no orphan.
 */
function isOrphan(world, intent, key) {
    const { creations } = world.run;
    const announced = [intent.at, intent.before].some((at) => at !== undefined && key.created >= at && key.created <= at + orphanSlack);
    return (announced &&
        !world.described.includes(key.id) &&
        !holds(world, key.id) &&
        (creations.some(({ kind }) => kind === 'lost') || key.lastUsed.kind === 'never') &&
        world.destinations !== 'unread' &&
        mayHold(world.destinations.destinations, key, world.destinations.ahead).length === 0 &&
        !safeguarded(world.destinations, key));
}
/** What destinations held this long ago says enough of what they hold now. */
const freshness = 5 * time/* second */.Rc;
/** The destinations as they are now; undefined when they were not read, or not lately. */
function freshDestinations({ destinations, run }) {
    // A look at the user may have come in between, however long that took.
    const age = run.elapsed - run.destinationsSeen - (run.seen - run.looked);
    if (destinations === 'unread' || age > freshness)
        return undefined;
    return destinations;
}
/** What GitHub's clock shows by now. */
function githubTime({ until }, { run }) {
    return until + run.elapsed - run.destinationsSeen;
}
/** Such secrets appear by a person's hand, and looking for them may take long: a look of this run counts for a while. */
const shadowsFreshness = 10 * time/* minute */.Vc;
/** Secrets that hide a destination; undefined when they were not looked for, or not lately. */
function freshShadows({ shadows, run }) {
    return shadows === 'unread' || run.elapsed - run.shadowsSeen > shadowsFreshness ? undefined : shadows;
}
/** What GitHub shows of unfinished runs is looked at again after this long: a re-run may have begun since. */
const unfinishedRunsFreshness = 10 * time/* minute */.Vc;
/** Runs that may hold the previous key; undefined when they were not looked for, or not lately. */
function freshUnfinishedRuns({ unfinishedRuns, run }) {
    const age = run.elapsed - run.unfinishedRunsSeen;
    return unfinishedRuns === 'unread' || age > unfinishedRunsFreshness ? undefined : unfinishedRuns;
}
/** Whether jobs may still get what secrets held before this run wrote them. */
function isSettling({ run }) {
    return run.wrote !== undefined && run.elapsed - run.wrote <= settlingOfWrites;
}
/**
 * From when on a run is created with the published key, by GitHub's clock. GitHub reads secrets when it queues a run,
 * and may take a moment to see what was written: https://docs.github.com/en/actions/concepts/security/secrets
 */
function reachesNewRuns({ window: { from, to } }) {
    return (to ?? from) + settlingOfWrites;
}
/** Secrets that were not written inside the window of `key`: whatever they hold, it is not known to be that key. */
function outsideWindow(reading, window, key) {
    return secretsWhere(reading.destinations, (secret) => !isInside(secret, window, key));
}
/** Whether a secret holds the key that was published in the window; a variable tells so itself. */
function isInside({ updatedAt: at, value }, { from, to, heldBefore }, key) {
    if (value !== undefined)
        return value === key;
    if (at === undefined)
        return false;
    if (heldBefore !== undefined && at < heldBefore)
        return true;
    return at >= from && (to === undefined || at <= to);
}
/** Secrets that were written since the window of `key` began. */
function writtenInto(reading, { from }, key) {
    return secretsWhere(reading.destinations, ({ updatedAt: at, value }) => value === undefined ? at !== undefined && at >= from : value === key);
}
/** Secrets that may hold a key, since they were written after it was created. */
function mayHold(places, { id, created }, ahead) {
    return secretsWhere(places, ({ updatedAt: at, value }) => value === undefined ? at !== undefined && at >= created + ahead : value === id);
}
/** Secrets that exist and cannot hold a key, since they were last written before it was created. */
function cannotHold({ destinations, ahead }, { id, created }) {
    return secretsWhere(destinations, ({ updatedAt: at, value }) => value === undefined ? at !== undefined && at < created + ahead : value !== id);
}
/** Whether the recovery secret was written since a key was created, so that it may hold that key. */
function safeguarded({ recovery, ahead }, { created }) {
    return recovery?.updatedAt !== undefined && recovery.updatedAt >= created + ahead;
}
/** When any secret of these places was last written; 0 when none exists. */
function latestWrite(places) {
    return Math.max(0, ...places.flatMap(({ secrets }) => secrets.map((secret) => secret.updatedAt ?? 0)));
}
function secretsWhere(places, holds) {
    return places.flatMap(({ name, secrets }) => secrets.filter(holds).map((secret) => `${secret.name} in ${name}`));
}
/** A key as a person has to know it before choosing: `AKIA… (Active, created 61 days ago, never used)`. */
function described(key, now) {
    return `${key.id} (${key.status}, created ${spoken(now - key.created)} ago, ${lastUse(key, now)})`;
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
            return `last used ${spoken(now - lastUsed.at)} ago by ${lastUsed.service} in ${lastUsed.region}`;
    }
}

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(7067);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(4708);
// EXTERNAL MODULE: ./node_modules/@smithy/node-http-handler/dist-cjs/index.js
var node_http_handler_dist_cjs = __webpack_require__(1279);
// EXTERNAL MODULE: ./lib/proxy.js
var lib_proxy = __webpack_require__(5431);
;// CONCATENATED MODULE: ./lib/network-problem.js
/** What a person can do when a request does not reach AWS or GitHub: proxies and certificates, in one place for both. */


/** Node's own code for a tunnel that could not be opened; nothing was sent to where it was to lead. */
const network_problem_tunnelFailure = 'ERR_PROXY_TUNNEL';
/** The proxy answered, and opened no tunnel. */
class ProxyRefusal extends Error {
    code = network_problem_tunnelFailure;
    statusCode;
    /** The SDK's mark of an error that passes, as a proxy's 502 and 503 do. */
    $retryable;
    constructor(proxy, target, statusCode) {
        super(`the proxy ${proxy.host} answered ${statusCode} when asked to connect to ${target}`);
        this.statusCode = statusCode;
        this.$retryable = statusCode >= 500 ? {} : undefined;
    }
}
/** The proxy took the connection, and never answered. */
class ProxySilence extends Error {
    code = network_problem_tunnelFailure;
    constructor(proxy, target, timeout) {
        super(`the proxy ${proxy.host} did not answer within ${(0,time/* spoken */.vg)(timeout)} when asked to connect to ${target}`);
    }
}
const unknownAuthority = "The certificate comes from an authority that Node does not know, such as a company's own: put that authority's certificate, in PEM form, into a file on the runner, and name the file in the environment variable NODE_EXTRA_CA_CERTS.";
/** https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const certificateRemedies = {
    DEPTH_ZERO_SELF_SIGNED_CERT: unknownAuthority,
    SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
    UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
    CERT_HAS_EXPIRED: 'Renew the certificate of the server or proxy, or set the clock of the runner.',
    CERT_NOT_YET_VALID: 'Set the clock of the runner.',
    ERR_TLS_CERT_ALTNAME_INVALID: 'The server or proxy shows the certificate of another host: correct the address that this run was given.',
};
/** What to do about an error of the network; undefined when nothing is known that would help. */
function networkRemedy(error) {
    for (const each of causes(error)) {
        const remedy = certificateRemedies[String(each.code)] ?? tunnelRemedy(each) ?? connectionRemedy(each);
        if (remedy !== undefined)
            return remedy;
    }
    return undefined;
}
/** An error and what lies beneath it, outermost first. */
function causes(error, depth = 0) {
    if (typeof error !== 'object' || error === null || depth > 8)
        return [];
    const each = error;
    return [each, ...[each.cause, ...(each.errors ?? [])].flatMap((cause) => causes(cause, depth + 1))];
}
function tunnelRemedy({ code, statusCode }) {
    if (code !== network_problem_tunnelFailure)
        return undefined;
    const variable = (0,lib_proxy/* configuredProxies */.Zj)()[0]?.variable ?? 'HTTPS_PROXY';
    switch (statusCode) {
        case undefined:
            return silence(variable);
        case 407:
            return `The proxy asks who you are: give ${variable} a user and a password that the proxy accepts (http://user:password@host:port, special characters percent-encoded).`;
        default:
            return `The proxy of ${variable} refused the connection (${statusCode}): let it pass this host, or name the host in NO_PROXY where the runner reaches it without the proxy.`;
    }
}
function connectionRemedy(error) {
    if (error.syscall !== 'connect' && error.syscall !== 'getaddrinfo')
        return undefined;
    const proxy = (0,lib_proxy/* configuredProxies */.Zj)().find(({ url }) => isAt(error, url));
    return proxy === undefined
        ? 'Check that the runner reaches it, then run again. Where the network asks for a proxy, name it in the environment variable HTTPS_PROXY.'
        : silence(proxy.variable);
}
function silence(variable) {
    return `The proxy of ${variable} does not answer: check its address and that the runner reaches it, or name the host in NO_PROXY where the runner reaches it without the proxy.`;
}
/** Whether a connection that failed was one to this proxy. */
function isAt({ hostname, address, port }, url) {
    const host = url.hostname.replaceAll(/^\[|\]$/g, '');
    if (hostname !== undefined)
        return hostname === host;
    const isAddress = /^[\d.]+$|:/.test(host);
    return Number(port) === Number(url.port || (url.protocol === 'https:' ? 443 : 80)) && (!isAddress || address === host);
}

;// CONCATENATED MODULE: ./lib/aws/request-handler.js
/** How AWS's requests leave the runner. The SDK knows no proxy by itself. */





/** The SDK's own handler where no proxy is configured, and one that asks for the proxy of each host where one is. */
function requestHandler(options) {
    return (0,lib_proxy/* hasProxyVariables */.iP)() ? new ProxyingHandler(options) : options;
}
class ProxyingHandler extends node_http_handler_dist_cjs.NodeHttpHandler {
    #options;
    #proxied = new Map();
    constructor(options) {
        super(options);
        this.#options = options;
    }
    async handle(...[request, options]) {
        const { protocol, hostname, port } = request;
        const proxy = (0,lib_proxy/* proxyFor */.iJ)(new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`));
        // Plain http is for the loopback interface only, which no proxy serves.
        if (proxy === undefined || protocol === 'http:')
            return super.handle(request, options);
        return this.#through(proxy).handle(request, options);
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
        const { connectionTimeout, ...options } = this.#options;
        const made = new node_http_handler_dist_cjs.NodeHttpHandler({ ...options, httpsAgent: new TunnelAgent(proxy, connectionTimeout) });
        this.#proxied.set(proxy.href, made);
        return made;
    }
}
/** Connects to https servers through a tunnel, and keeps it for the next request. */
class TunnelAgent extends external_node_https_.Agent {
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
    const authorization = (0,lib_proxy/* proxyAuthorization */.YB)(proxy);
    const { promise, resolve, reject } = Promise.withResolvers();
    const connect = (proxy.protocol === 'https:' ? external_node_https_.request : external_node_http_.request)({
        host: proxy.hostname.replaceAll(/^\[|\]$/g, ''),
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
        reject(new ProxyRefusal(proxy, target, statusCode));
    });
    connect.once('timeout', () => connect.destroy(new ProxySilence(proxy, target, timeout)));
    connect.once('error', reject);
    connect.end();
    return promise;
}

;// CONCATENATED MODULE: ./lib/aws/clients.js




/** Clients that time out, and tell the clock what time AWS says it is. */
class NetworkClients {
    #region;
    #clock;
    /** Where services of the whole partition record what they are asked. */
    globalRegion;
    constructor(region, clock) {
        this.#region = region;
        this.#clock = clock;
        this.globalRegion = iamRegion(region);
    }
    iam(credentials, attempts) {
        const client = new client_iam_dist_cjs/* IAMClient */.h8v({ ...this.configuration(credentials, attempts), region: this.globalRegion });
        client.middlewareStack.addRelativeTo(this.hearDate(), hearing);
        return client;
    }
    sts(credentials, attempts) {
        const client = new dist_cjs/* STSClient */.iM(this.configuration(credentials, attempts));
        client.middlewareStack.addRelativeTo(this.hearDate(), hearing);
        return client;
    }
    configuration(credentials, attempts) {
        return {
            region: this.#region,
            ...(credentials === undefined ? {} : { credentials }),
            ...(attempts === undefined ? {} : { maxAttempts: attempts }),
            // AWS refuses signatures that are minutes off: what an earlier answer told corrects the runner's clock.
            systemClockOffset: this.#clock.offset(),
            // Without throwOnRequestTimeout the SDK only warns, and a stuck call waits for minutes.
            requestHandler: requestHandler({
                connectionTimeout: 10_000,
                requestTimeout: createTimeout,
                throwOnRequestTimeout: true,
            }),
            customUserAgent: [['rotate-iam-access-keys', '1']],
        };
    }
    /** Lets a client tell the clock what time AWS says it is. */
    hearDate() {
        const clock = this.#clock;
        return (next) => async (args) => {
            const result = await next(args);
            clock.hear(result.response.headers?.['date']);
            return result;
        };
    }
}
/** IAM is one service per partition, signed for one region: https://docs.aws.amazon.com/general/latest/gr/iam-service.html */
const iamRegions = [
    ['cn-', 'cn-north-1'],
    ['us-gov-', 'us-gov-west-1'],
    ['us-iso-', 'us-iso-east-1'],
    ['us-isob-', 'us-isob-east-1'],
    ['us-isof-', 'us-isof-south-1'],
    ['eu-isoe-', 'eu-isoe-west-1'],
    ['eusc-', 'eusc-de-east-1'],
];
/** The region that IAM requests are signed for; the SDK knows it only as long as no endpoint is configured. */
function iamRegion(region) {
    return iamRegions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'us-east-1';
}
/** Next to the wire, so that the date of an error is heard too. */
const hearing = {
    name: 'hearDateMiddleware',
    relation: 'after',
    toMiddleware: 'deserializerMiddleware',
};

// EXTERNAL MODULE: ./lib/rotation/problem.js
var rotation_problem = __webpack_require__(5557);
;// CONCATENATED MODULE: ./lib/aws/errors.js
/** What AWS's errors mean to the person who reads the log. */


/** AWS's own code for an error, without the SDK's suffix: `AccessDenied`, `NoSuchEntity`, `LimitExceeded`. */
function codeOf(error) {
    if (typeof error !== 'object' || error === null)
        return '';
    const { name, Code, code } = error;
    const spelled = [Code, name, code].find((each) => typeof each === 'string' && each !== 'Error');
    return typeof spelled === 'string' ? spelled.replace(/Exception$/, '') : '';
}
/** The HTTP status of AWS's answer; undefined when there was no complete answer. */
function statusOf(error) {
    const metadata = error?.$metadata;
    return typeof metadata?.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}
/** Whether AWS itself answered, with a code of its own, and not a proxy with a page. */
function isAwsError(error) {
    return !['', 'Unknown', 'UnknownError', 'NotFound', 'SyntaxError', 'TypeError'].includes(codeOf(error));
}
/** AWS refuses because of too many requests. */
function isThrottling(error) {
    return statusOf(error) === 429 || ['Throttling', 'TooManyRequests', 'RequestLimitExceeded'].includes(codeOf(error));
}
/** AWS knows neither this key yet nor any more: not propagated, inactive or deleted. */
function isUnknownKey(error) {
    return ['InvalidClientTokenId', 'InvalidAccessKeyId', 'AuthFailure', 'UnrecognizedClient'].includes(codeOf(error));
}
/** AWS does not accept these credentials: unknown, inactive, or an ID beside another key's secret. */
function isRejection(error) {
    return isUnknownKey(error) || codeOf(error) === 'SignatureDoesNotMatch';
}
function isAccessDenied(error) {
    return ['AccessDenied', 'UnauthorizedOperation'].includes(codeOf(error));
}
/**
 * `LimitExceeded` has two meanings: a quota, which lasts, and "a large number of updates awaiting replication", which
 * passes (aws/aws-sdk-go#807).
 */
function isPassingLimit(error) {
    return codeOf(error) === 'LimitExceeded' && /awaiting replication|try again later/i.test(messageOf(error));
}
/** The request never left, so AWS did nothing. */
function neverSent(error) {
    const code = error?.code;
    return typeof code === 'string' && ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', tunnelFailure].includes(code);
}
/** Explains an error of `action` (`iam:TagUser`) on `user`. */
function explain(error, action, user) {
    if (error instanceof rotation_problem/* Problem */.AF)
        return error;
    const said = (0,rotation_problem/* messageOf */.bD)(error).replace(/\.$/, '');
    const because = { cause: error };
    if (isAccessDenied(error))
        return new rotation_problem/* Problem */.AF(`AWS denied ${action} on ${user}: ${said}`, denialRemedy(action, said), because);
    if (isUnknownKey(error)) {
        return new rotation_problem/* Problem */.AF(`AWS does not accept the access key of this job (${action}): ${said}`, 'The key is inactive or deleted, or the id and the secret of two keys were mixed. Check the credentials that the job gets; a re-run of an old run still holds its old key, so queue a new run.', because);
    }
    switch (codeOf(error)) {
        case 'SignatureDoesNotMatch':
            return new rotation_problem/* Problem */.AF(`AWS knows the access key of this job, but its secret does not fit (${action})`, 'The ID and the secret are of two different keys, or the secret was changed on its way (a trailing newline, say). An interrupted run may have left them so: a recovery secret heals that by itself (see the README). Without one, set the secret that holds the ID to the ID of the other key that IAM shows, or publish a whole pair, and start a new run.', because);
        case 'ExpiredToken':
        case 'RequestExpired':
            return new rotation_problem/* Problem */.AF(`The AWS credentials of this job have expired (${action}): ${said}`, 'Ask for a longer session, or run the rotation earlier in the job.', because);
        case 'NoSuchEntity':
            if (/access key/i.test(said)) {
                return new rotation_problem/* Problem */.AF(`A key of ${user} is gone (${action}): ${said}`, 'Somebody deleted it during this run. The next run looks anew.', because);
            }
            return new rotation_problem/* Problem */.AF(`AWS finds no IAM user ${user} (${action}): ${said}`, 'Correct the input iam-user, and check that the credentials belong to the account that the user is in.', because);
        case 'LimitExceeded':
            return new rotation_problem/* Problem */.AF(`AWS refused ${action} on ${user}: ${said}`, action === 'iam:TagUser' ? 'A user can carry 50 tags: remove some.' : 'Wait and run again.', because);
        case 'ConcurrentModification':
            return new rotation_problem/* Problem */.AF(`AWS refused ${action} on ${user} because of other changes to the user: ${said}`, 'Run again when they are done.', because);
        case 'CredentialsProviderError':
            return new rotation_problem/* Problem */.AF('This job has no AWS credentials', 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the env of this step, or run aws-actions/configure-aws-credentials before it.', because);
        default:
            return new rotation_problem/* Problem */.AF(`AWS did not answer ${action} on ${user} as expected: ${[codeOf(error), said].filter(Boolean).join(': ')}`, networkRemedy(error) ?? 'Run again; what is already done is found and continued.', because);
    }
}
/** Where a denial comes from decides who can lift it. AWS says so in the message. */
function denialRemedy(action, said) {
    if (/service control policy/i.test(said))
        return `A service control policy of the organization denies ${action}: its administrator has to except this principal.`;
    if (/permissions boundary/i.test(said))
        return `The permissions boundary of this principal does not allow ${action}: add it there.`;
    if (/explicit deny/i.test(said)) {
        return `A policy denies ${action} explicitly. If AWS has quarantined a leaked key (AWSCompromisedKeyQuarantine), rotate with an administrator's role instead.`;
    }
    return `Allow ${action} on this user in the policy of the credentials that the job uses; the README lists the whole policy.`;
}

// EXTERNAL MODULE: ./lib/verify/verify.js
var verify = __webpack_require__(6908);
;// CONCATENATED MODULE: ./lib/verify/sts.js





/** Asks STS who this pair is; each call with a fresh client, so that different front ends answer. */
function askSts(inputs, clock) {
    const { accessKeyId, secretAccessKey, awsRegion } = inputs;
    const clients = new NetworkClients(awsRegion, clock);
    return async () => {
        try {
            const { Arn: arn = '' } = await clients
                .sts({ accessKeyId, secretAccessKey })
                .send(new dist_cjs/* GetCallerIdentityCommand */.zI({}));
            return { kind: 'accepted', arn };
        }
        catch (error) {
            if (isUnknownKey(error))
                return { kind: 'unknown key', message: (0,rotation_problem/* messageOf */.bD)(error) };
            const said = (0,rotation_problem/* messageOf */.bD)(error);
            if (isOffTime(error)) {
                const remedy = 'Set the clock of the runner right: AWS refuses what is signed more than 5 minutes off.';
                throw new verify/* Unproven */.kw('unasked', said, remedy, { cause: error });
            }
            if (codeOf(error) === 'SignatureDoesNotMatch')
                return { kind: 'wrong secret', message: said };
            const { message, remedy } = explain(error, 'sts:GetCallerIdentity', 'this job');
            // What AWS has answered is not what a rotation would have to mend.
            const again = 'Run the workflow again. If it stays so, check aws-region, and what lies between the runner and AWS: a VPC endpoint with a policy, say.';
            const status = statusOf(error) ?? 0;
            const problem = new verify/* Unproven */.kw('unasked', message, status === 0 ? remedy : again, { cause: error });
            if (status === 0 || status >= 500 || isThrottling(error))
                return { kind: 'no answer', problem };
            throw problem;
        }
    };
}
/** AWS says that a signature does not match also when only its date is too far off. */
function isOffTime(error) {
    return codeOf(error) === 'SignatureDoesNotMatch' && /^Signature (?:expired|not yet current)/.test((0,rotation_problem/* messageOf */.bD)(error));
}


/***/ })

};
