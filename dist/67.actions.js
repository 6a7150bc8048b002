export const id = 67;
export const ids = [67];
export const modules = {

/***/ 5067:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Lb: () => (/* binding */ findJobCredentials),
  CJ: () => (/* binding */ hasKey),
  ls: () => (/* binding */ identify),
  gK: () => (/* binding */ noPair),
  t0: () => (/* binding */ refuseNamelessSession)
});

// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-iam/dist-es/commands/GetAccessKeyLastUsedCommand.js
var GetAccessKeyLastUsedCommand = __webpack_require__(7500);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-sts/dist-es/commands/GetCallerIdentityCommand.js
var GetCallerIdentityCommand = __webpack_require__(3546);
// EXTERNAL MODULE: ./lib/key/environment-pair.js
var environment_pair = __webpack_require__(9871);
// EXTERNAL MODULE: ./lib/rotation/problem.js
var problem = __webpack_require__(5557);
// EXTERNAL MODULE: ./lib/text/account-number.js
var account_number = __webpack_require__(7816);
// EXTERNAL MODULE: ./lib/text/presentable.js
var presentable = __webpack_require__(2708);
// EXTERNAL MODULE: ./lib/aws/errors.js
var errors = __webpack_require__(6762);
// EXTERNAL MODULE: ./node_modules/@smithy/core/dist-es/submodules/config/shared-ini-file-loader/parseKnownFiles.js + 1 modules
var parseKnownFiles = __webpack_require__(816);
// EXTERNAL MODULE: ./lib/network/secure-transport.js
var secure_transport = __webpack_require__(2877);
;// CONCATENATED MODULE: ./lib/aws/machine-credentials.js
/** What a machine would sign with where a step names no pair: looked at before the SDK is asked, and named when it fails. */






/**
 * Refuses what can give no credentials, or would get them in a way that others can read or answer.
 * @throws Problem that names the variable or the profile, and shows no value of it
 */
async function checkMachine(environment) {
    checkHosts(environment);
    const profiles = await (0,parseKnownFiles/* parseKnownFiles */.Y)({});
    const named = environment['AWS_PROFILE'] || undefined;
    const first = named ?? 'default';
    if (named !== undefined && profiles[named] === undefined)
        throw missing(named);
    const seen = new Set();
    for (let name = first; name !== undefined && !seen.has(name);) {
        seen.add(name);
        const profile = profiles[name];
        if (profile === undefined && name !== first)
            throw missing(name);
        checkProfile(name, profile ?? {});
        name = profile?.['source_profile'];
    }
    return providerOf(environment, first, profiles[first] ?? {});
}
function missing(profile) {
    return new problem/* Problem */.AF(`The profile ${(0,presentable/* presentable */.KC)(profile)} is in no shared config or credentials file`, 'Correct the name in AWS_PROFILE (or source_profile), or the files that AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name. Nothing else of the machine signs in its place.');
}
/** Where credentials come from without any of AWS's clients that this action makes. */
function checkHosts(environment) {
    // https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html, feature-imds-credentials.html
    const variables = [
        'AWS_EC2_METADATA_SERVICE_ENDPOINT',
        'AWS_CONTAINER_CREDENTIALS_FULL_URI',
        'AWS_ENDPOINT_URL_SSO',
        'AWS_ENDPOINT_URL_SSO_OIDC',
        'AWS_ENDPOINT_URL_SIGNIN',
    ];
    for (const name of variables) {
        const value = environment[name];
        if (value && !isOfMachine(value))
            throw foreign(`The environment variable ${name}`);
    }
    if (/[^\x20-\x7e]/.test(environment['AWS_CONTAINER_AUTHORIZATION_TOKEN'] ?? '')) {
        throw new problem/* Problem */.AF('AWS_CONTAINER_AUTHORIZATION_TOKEN has a line break or another character in it that no header may hold', 'Set it to the token alone, nothing before or after it.');
    }
}
function foreign(subject) {
    return new problem/* Problem */.AF(`${subject} points neither to this machine nor to an https address, and the answer from there would decide who signs`, 'Remove it: without it, the SDK asks the address of AWS. An earlier step may have set it.');
}
/** Link-local addresses that AWS documents. */
const hosts = ['169.254.169.254', 'fd00:ec2::254', '169.254.170.2', '169.254.170.23', 'fd00:ec2::23'];
/** Whether an address is one of this machine, or of any by https. */
function isOfMachine(text) {
    const url = URL.parse(text);
    return url !== null && ((0,secure_transport/* isSafe */.IP)(url) || (url.protocol === 'http:' && hosts.includes((0,secure_transport/* hostOf */.w4)(url))));
}
function checkProfile(name, profile) {
    const shown = `the profile ${(0,presentable/* presentable */.KC)(name)}`;
    const { aws_access_key_id: id, aws_secret_access_key: secret, ec2_metadata_service_endpoint: metadata } = profile;
    if (metadata && !isOfMachine(metadata))
        throw foreign(`ec2_metadata_service_endpoint of ${shown}`);
    if (id !== undefined && secret !== undefined) {
        const names = { id: `aws_access_key_id of ${shown}`, secret: `aws_secret_access_key of ${shown}` };
        const wrong = (0,environment_pair/* malformation */.Ej)(id, secret, names);
        if (wrong !== undefined)
            throw new problem/* Problem */.AF(wrong, 'Write the value alone there, nothing before or after it.');
    }
    const person = ['sso_start_url', 'sso_session', 'sso_account_id', 'sso_role_name', 'sso_region', 'login_session'];
    const setting = profile['mfa_serial'] ? 'mfa_serial' : person.find((each) => profile[each] !== undefined);
    if (setting !== undefined && (setting !== 'mfa_serial' || profile['role_arn'] !== undefined)) {
        throw new problem/* Problem */.AF(`A person has to sign in for ${shown} (${setting}), which a job cannot do`, 'Use a profile whose role a machine may assume, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the env of this step.');
    }
}
const ofInstance = 'the role of the instance';
function providerOf(environment, name, profile) {
    const where = `the profile ${(0,presentable/* presentable */.KC)(name)}`;
    const { role_arn: arn, web_identity_token_file: token, credential_process: command } = profile;
    if (arn !== undefined) {
        const action = token === undefined ? 'sts:AssumeRole' : 'sts:AssumeRoleWithWebIdentity';
        return { name: `the role of ${where}`, role: { arn: (0,presentable/* presentable */.KC)(arn), action } };
    }
    if (command !== undefined)
        return { name: `the credential_process of ${where}` };
    if (environment['AWS_PROFILE'] || Object.keys(profile).includes('aws_access_key_id'))
        return { name: where };
    const { AWS_WEB_IDENTITY_TOKEN_FILE: file, AWS_ROLE_ARN: role } = environment;
    if (file && role) {
        return {
            name: 'the web identity in AWS_WEB_IDENTITY_TOKEN_FILE',
            role: { arn: (0,presentable/* presentable */.KC)(role), action: 'sts:AssumeRoleWithWebIdentity' },
        };
    }
    if (environment['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'] || environment['AWS_CONTAINER_CREDENTIALS_FULL_URI']) {
        return { name: 'the role of the container (AWS_CONTAINER_CREDENTIALS_…)' };
    }
    return { name: ofInstance };
}
/** What a search for credentials failed with, in words that quote nothing of what a provider answered. */
function failedSearch(error, { name, role }, environment) {
    if (error instanceof problem/* Problem */.AF)
        return error;
    const isOfProvider = ['CredentialsProviderError', 'SyntaxError', 'ENOENT', 'EACCES', 'EISDIR'].includes((0,errors/* codeOf */.$N)(error));
    if (role !== undefined && !isOfProvider) {
        if (!(0,errors/* isAccessDenied */.w7)(error))
            return (0,errors/* explain */.WE)(error, role.action, { name: `the role ${role.arn}` });
        return new problem/* Problem */.AF(`AWS denied ${role.action} on the role ${role.arn}: ${(0,problem/* messageOf */.bD)(error)}`, `Allow ${role.action} to this caller in the trust policy of that role${role.action === 'sts:AssumeRole' ? ', and in the policy of the caller' : ''}, and check the name of the role.`, { cause: error });
    }
    if (name === ofInstance && (0,errors/* codeOf */.$N)(error) === 'CredentialsProviderError' && environment['AWS_EC2_METADATA_DISABLED']) {
        return (0,errors/* explain */.WE)(error, 'sts:GetCallerIdentity', { name: 'this job' });
    }
    return new problem/* Problem */.AF(`This job has no AWS credentials: ${name} gave none, since ${causeOf(error)}`, 'Fix that provider, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the env of this step, or run aws-actions/configure-aws-credentials before it.', (0,errors/* isAwsError */.m_)(error) ? { cause: error } : {});
}
function causeOf(error) {
    switch ((0,errors/* codeOf */.$N)(error)) {
        case 'SyntaxError':
            return 'its answer is not JSON';
        case 'ENOENT':
            return 'the file of its token is not there';
        case 'EACCES':
        case 'EISDIR':
            return 'the file of its token cannot be read';
        default:
            return 'it failed or did not answer as AWS documents it';
    }
}
/** A profile that somebody named and that gave nothing: what signs in its place is not what was asked for. */
function profileGaveNone({ name }) {
    return new problem/* Problem */.AF(`This job has no AWS credentials: ${name} gave none, since it failed, and another role of the machine would sign in its place`, 'Fix the profile, or remove AWS_PROFILE to let the role of the machine sign.');
}

;// CONCATENATED MODULE: ./lib/aws/caller.js
/** What this run signs with, and who that is, as STS says. */








const pairVariables = 'the environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';
/**
 * What the step says is signed with: the pair in its environment, whatever profiles and roles the machine has. Only
 * where neither variable is there, and the user to rotate is named, what the SDK finds serves. Masked before anything.
 */
async function findCredentials(clients, environment, iamUser, mask) {
    const pair = usablePair(environment);
    if (pair === undefined && iamUser === undefined)
        throw noPair();
    const found = pair === undefined ? await credentialsOfMachine(clients, environment) : fromEnvironment(pair, environment);
    mask(found.secretAccessKey);
    if (found.sessionToken !== undefined)
        mask(found.sessionToken);
    return found;
}
/**
 * What the job proves who it is with: the pair in its environment. Without one, where all its users have a role, GitHub's
 * OIDC token (undefined), which the workflow asks for by `id-token: write`; else what the SDK finds. Where it finds
 * nothing, the token still serves the users that have a role.
 * @throws Problem before any request where the environment holds no usable pair
 */
async function findJobCredentials(clients, environment, users, idTokens, mask) {
    const role = users.find(({ roleToAssume }) => roleToAssume !== undefined)?.roleToAssume;
    const hasPair = usablePair(environment) !== undefined;
    const byToken = role !== undefined && !hasPair && idTokens !== undefined;
    if (byToken && users.every(({ roleToAssume }) => roleToAssume !== undefined))
        return undefined;
    const nameless = users.find(({ iamUser }) => iamUser === undefined);
    const { iamUser } = nameless ?? users[0] ?? { iamUser: undefined };
    try {
        return await findCredentials(clients, environment, iamUser, mask);
    }
    catch (error) {
        if (role === undefined || hasPair || !(error instanceof problem/* Problem */.AF))
            throw error;
        // Each user without a role is told that the job has none for it.
        if (byToken)
            return undefined;
        throw new problem/* Problem */.AF(`This job has nothing to assume the role ${(0,account_number/* withoutAccounts */.J)(role)} with: no access key, no OIDC token, and no credentials of the machine`, `Add "id-token: write" to the permissions of the job, for an OIDC token of GitHub; or run aws-actions/configure-aws-credentials before this step; or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in its env. Of the machine: ${error.message}.`, { cause: error });
    }
}
function usablePair(environment) {
    try {
        return (0,environment_pair/* readEnvironmentPair */.eh)(environment);
    }
    catch (error) {
        if (!(error instanceof environment_pair/* RefusedPair */.hZ) || error.fault !== 'absent')
            throw error;
        const { message, remedy } = error;
        const machine = 'To sign with a profile or a role of the machine instead, take both out of the env of the step.';
        throw new problem/* Problem */.AF(message, `${remedy} ${machine}`);
    }
}
/** The problem of a job that has no credentials for a user without a role. */
function noPair() {
    const { message, remedy } = (0,environment_pair/* absentPair */.IB)({});
    return new problem/* Problem */.AF(`This job has no AWS credentials: ${message}`, `${remedy} Or run aws-actions/configure-aws-credentials before this step, and name the IAM user to rotate in iam-user. With iam-user, a profile or a role of the machine serves, too.`);
}
function fromEnvironment(pair, environment) {
    const { AWS_CREDENTIAL_EXPIRATION: end, AWS_PROFILE: profile } = environment;
    // A user's own key never expires: what an earlier step has left there is about other credentials.
    const expiration = pair.sessionToken === undefined || !end ? undefined : new Date(end);
    const ignored = profile ? '; AWS_PROFILE, which is set too, is not used' : '';
    return { ...pair, expiration, source: `${pairVariables}${ignored}` };
}
/** By the SDK's own chain: profile, web identity, container, instance. */
async function credentialsOfMachine(clients, environment) {
    const provider = await checkMachine(environment);
    try {
        const found = await clients.sts().config.credentials();
        const { accessKeyId, secretAccessKey, sessionToken, expiration } = found;
        const { $source: marks = {} } = found;
        const isOfProfile = Object.keys(marks).some((each) => each.startsWith('CREDENTIALS_PROFILE'));
        if (environment['AWS_PROFILE'] && !isOfProfile)
            throw profileGaveNone(provider);
        return {
            accessKeyId,
            secretAccessKey,
            ...(sessionToken === undefined ? {} : { sessionToken }),
            expiration,
            source: sourceOf(Object.keys(marks)),
        };
    }
    catch (error) {
        throw failedSearch(error, provider, environment);
    }
}
/** By the marks that the SDK leaves on credentials, most telling first; it leaves none on those of an instance. */
function sourceOf(marks) {
    const has = (mark) => marks.some((each) => mark.test(each));
    if (has(/^CREDENTIALS_(?:PROFILE|PROCESS|SSO|LOGIN)/))
        return `the profile ${(0,presentable/* presentable */.KC)(process.env['AWS_PROFILE'] || 'default')}`;
    if (has(/WEB_ID_TOKEN$/))
        return 'the web identity in AWS_WEB_IDENTITY_TOKEN_FILE';
    return has(/^CREDENTIALS_HTTP$/) ? 'the role of the container' : 'the role of the instance';
}
/** Refuses, without asking AWS, what can never work: temporary credentials that do not say whom to rotate. */
function refuseNamelessSession(credentials, iamUser) {
    if (credentials.sessionToken !== undefined && iamUser === undefined) {
        throw new problem/* Problem */.AF('The job has temporary credentials (of a role, for example), and the input iam-user is empty', 'Name the IAM user to rotate in iam-user. To let a user rotate its own key, give the job the long-term key of that user.');
    }
}
/** Whether a key belongs to a user, as far as the credentials may know; the key itself need not work. */
async function hasKey(clients, credentials, key, userName) {
    try {
        const request = new GetAccessKeyLastUsedCommand/* GetAccessKeyLastUsedCommand */.q({ AccessKeyId: key });
        const { UserName: owner } = await clients.iam(credentials).send(request);
        return owner !== undefined && owner === userName;
    }
    catch {
        // No such key, or not one of this user: either way it is not known to be.
        return false;
    }
}
/**
 * Asks STS who calls. Refuses root, whose keys must not exist, and a user's temporary credentials unless they are only
 * to assume a role.
 */
async function identify(clients, credentials, assumesRole = false) {
    const identity = await clients
        .sts(credentials)
        .send(new GetCallerIdentityCommand/* GetCallerIdentityCommand */.z({}))
        .catch((error) => {
        throw (0,errors/* explain */.WE)(error, 'sts:GetCallerIdentity', { name: 'this job', region: clients.region });
    });
    const arn = identity.Arn ?? '';
    if (!arn.startsWith('arn:'))
        throw (0,errors/* namelessAnswer */.No)('STS', 'GetCallerIdentity');
    if (arn.endsWith(':root')) {
        throw new problem/* Problem */.AF(`The job signs with the root user of account ${identity.Account}`, 'Delete the access keys of the root user and use an IAM user or a role: https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html');
    }
    const [kind, ...path] = (arn.split(':')[5] ?? '').split('/');
    const userName = kind === 'user' ? path.at(-1) : undefined;
    const temporary = credentials.sessionToken !== undefined;
    if (userName !== undefined && temporary && !assumesRole) {
        throw new problem/* Problem */.AF(`The job signs with temporary credentials of the user ${userName} (GetSessionToken), which may not manage access keys`, 'Give the job the long-term key of the user, or a role that may rotate it.');
    }
    return { account: identity.Account ?? '', arn, userId: identity.UserId ?? '', userName };
}


/***/ }),

/***/ 6762:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ codeOf),
/* harmony export */   AP: () => (/* binding */ regionOf),
/* harmony export */   E2: () => (/* binding */ isThrottling),
/* harmony export */   NH: () => (/* binding */ offTimeRemedy),
/* harmony export */   No: () => (/* binding */ namelessAnswer),
/* harmony export */   WE: () => (/* binding */ explain),
/* harmony export */   aK: () => (/* binding */ isRejection),
/* harmony export */   bg: () => (/* binding */ mayPass),
/* harmony export */   c2: () => (/* binding */ statusOf),
/* harmony export */   ht: () => (/* binding */ isPassingLimit),
/* harmony export */   jm: () => (/* binding */ isOffTime),
/* harmony export */   m_: () => (/* binding */ isAwsError),
/* harmony export */   qG: () => (/* binding */ isUnknownKey),
/* harmony export */   vQ: () => (/* binding */ neverSent),
/* harmony export */   w7: () => (/* binding */ isAccessDenied)
/* harmony export */ });
/* harmony import */ var _network_problems_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8472);
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5557);
/* harmony import */ var _regions_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7960);
/* harmony import */ var _rotating_actions_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1607);
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
/** Whether AWS refuses because of too many requests. */
function isThrottling(error) {
    return statusOf(error) === 429 || ['Throttling', 'TooManyRequests', 'RequestLimitExceeded'].includes(codeOf(error));
}
/** Whether another request may fare better: AWS gave no answer, is in trouble, or had too many requests. */
function mayPass(error) {
    const status = statusOf(error) ?? 0;
    return status === 0 || status >= 500 || isThrottling(error);
}
/** Whether AWS does not know the key: it is not propagated yet, inactive or deleted. */
function isUnknownKey(error) {
    return ['InvalidClientTokenId', 'InvalidAccessKeyId', 'AuthFailure', 'UnrecognizedClient'].includes(codeOf(error));
}
/** Whether AWS rejects the credentials: unknown, inactive, or the ID of one key with the secret of another. */
function isRejection(error) {
    return isUnknownKey(error) || codeOf(error) === 'SignatureDoesNotMatch';
}
/** Whether a policy denies this to credentials that AWS accepts. */
function isAccessDenied(error) {
    return ['AccessDenied', 'UnauthorizedOperation'].includes(codeOf(error));
}
/**
 * `LimitExceeded` has two meanings: a quota, which lasts, and "a large number of updates awaiting replication", which
 * passes (aws/aws-sdk-go#807).
 */
function isPassingLimit(error) {
    return codeOf(error) === 'LimitExceeded' && /awaiting replication|try again later/i.test((0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(error));
}
/** Whether the request never left the runner, so AWS did nothing. */
function neverSent(error) {
    const code = error?.code;
    return typeof code === 'string' && ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', _network_problems_js__WEBPACK_IMPORTED_MODULE_0__/* .tunnelFailure */ .Pw].includes(code);
}
/** Whether AWS refused a signature only because its date is too far off, which it also calls a mismatch. */
function isOffTime(error) {
    return codeOf(error) === 'SignatureDoesNotMatch' && /^Signature (?:expired|not yet current)/.test((0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(error));
}
/** The remedy for `isOffTime`. */
const offTimeRemedy = 'Correct the clock of the runner: AWS refuses signatures that are more than 5 minutes off.';
/** Run again: for what may pass by itself, and for nothing else. */
const passes = 'Run again: what is already done is not repeated.';
/** Explains an error of `action` (`iam:TagUser`). Only what may pass by itself is said to be worth another run. */
function explain(error, action, subject) {
    if (error instanceof _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF)
        return error;
    const [message, remedy] = wordsFor(error, action, subject);
    return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(message, remedy, { cause: error });
}
function wordsFor(error, action, subject) {
    const { name } = subject;
    const said = (0,_rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(error).replace(/\.$/, '');
    if (isAccessDenied(error))
        return [`AWS denied ${action} on ${name}: ${said}`, denialRemedy(action, said, subject)];
    if (isUnknownKey(error)) {
        return [
            `AWS does not accept the access key of this job (${action}): ${said}`,
            `The key is inactive or deleted, or the ID and the secret are of two different keys. Check the credentials that the job gets; a re-run of an old run still holds its old key, so queue a new run.${placeOfKey(subject)}`,
        ];
    }
    if (isOffTime(error)) {
        return [`AWS refused the signature of ${action} because of its date: ${said}`, offTimeRemedy];
    }
    switch (codeOf(error)) {
        case 'SignatureDoesNotMatch':
            return [
                `AWS knows the access key of this job, but its secret does not match (${action})`,
                `The ID and the secret are of two different keys, or the secret was changed on its way. An interrupted run may have left them so: with a recovery secret that is handed to this step ("recovery-secret: \${{ secrets.NAME }}"), a new run repairs that: docs/recovery.md. Without one, set the secret that holds the ID to the ID of the other key that IAM shows, or publish a whole pair, and start a new run.`,
            ];
        case 'ExpiredToken':
        case 'RequestExpired':
            return [
                `The AWS credentials of this job have expired (${action}): ${said}`,
                'Ask for a longer session, or run the rotation earlier in the job.',
            ];
        case 'RegionDisabled':
        case 'OptInRequired':
            return [
                `AWS does not serve ${regionOf(subject.region ?? '')} to this account (${action}): ${said}`,
                'Name a region that the account has enabled in aws-region, or let an administrator enable that one.',
            ];
        case 'NoSuchEntity':
            if (/access key/i.test(said)) {
                return [
                    `A key of ${name} is gone (${action}): ${said}`,
                    'Somebody deleted it during this run. The next run looks again.',
                ];
            }
            return [
                `AWS finds no IAM user ${name} (${action}): ${said}`,
                'Correct the input iam-user, and check that the credentials belong to the account that the user is in.',
            ];
        case 'LimitExceeded':
            return [`AWS refused ${action} on ${name}: ${said}`, limitRemedy(error, action)];
        case 'ConcurrentModification':
            return [
                `AWS refused ${action} on ${name} because of other changes to the user: ${said}`,
                'Run again when they are done.',
            ];
        case 'CredentialsProviderError':
            return [
                'This job has no AWS credentials: neither variable of a pair, no profile, no role of the machine',
                'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the env of this step, or run aws-actions/configure-aws-credentials before it.',
            ];
        case 'EndpointError':
            return [
                `No endpoint serves ${action}: ${said}`,
                'Settings of the environment or of the shared config file contradict each other: for example, a FIPS or dual-stack endpoint (AWS_USE_FIPS_ENDPOINT, AWS_USE_DUALSTACK_ENDPOINT) and an endpoint of your own. Remove one of them.',
            ];
        default:
            return [
                `AWS did not answer ${action} on ${name} as expected: ${unexpected(error, said)}`,
                (0,_network_problems_js__WEBPACK_IMPORTED_MODULE_0__/* .networkRemedy */ .xO)(error) ?? unexpectedRemedy(error),
            ];
    }
}
/** The problem of an answer that names nobody: it does not come from AWS. */
function namelessAnswer(service, operation) {
    return new _rotation_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .Problem */ .AF(`The answer to ${operation} names nobody, so it does not come from ${service}`, 'Check what lies between the runner and AWS, such as a proxy that answers with a page of its own, or an endpoint that somebody has configured (AWS_ENDPOINT_URL).');
}
/** What else than AWS answers has no code of AWS's. */
function unexpected(error, said) {
    const status = statusOf(error);
    if (status !== undefined && !isAwsError(error))
        return `the answer has the status ${status} and does not come from AWS`;
    return [codeOf(error), said].filter((each, index, all) => each !== '' && all.indexOf(each) === index).join(': ');
}
function unexpectedRemedy(error) {
    if (mayPass(error))
        return passes;
    return isAwsError(error)
        ? 'Every run fails in the same way until the cause is gone: look the code up in the documentation of AWS. Nothing that is already done is lost.'
        : 'Check what lies between the runner and AWS, such as a proxy or a firewall that answers with a page of its own. Where the network asks for a proxy, name it in HTTPS_PROXY.';
}
function limitRemedy(error, action) {
    if (isPassingLimit(error))
        return 'AWS is behind with changes of this account. Run again in a few minutes.';
    return action === 'iam:TagUser'
        ? 'A user can carry 50 tags: remove some.'
        : 'A quota of IAM is used up: remove what is not needed, or ask AWS for a higher quota.';
}
/** A key is known in one partition alone, and not in a region that its account has not enabled. */
function placeOfKey(subject) {
    if (subject.region === undefined)
        return '';
    return ` It was asked in ${regionOf(subject.region)}: a key of another partition is unknown there, and so is every key in a region that its account has not enabled. Correct aws-region if that is so.`;
}
/** `the region eu-central-1 (partition aws)` */
function regionOf(region) {
    return `the region ${region} (partition ${(0,_regions_js__WEBPACK_IMPORTED_MODULE_2__/* .partitionOf */ .iQ)(region)})`;
}
/** The number of the account in the policies of the documentation. */
const accountOfExamples = '111122223333';
/** Where a denial comes from decides who can lift it; AWS says so in the message, as far as it says anything. */
function denialRemedy(action, said, { arn, isRotated }) {
    const quarantine = 'AWS has quarantined the user, since a key of it was found in public (AWSCompromisedKeyQuarantine): rotate with the role of an administrator, follow the advice of AWS in the account, and detach that policy only then.';
    const mfa = 'A policy that asks for MFA (aws:MultiFactorAuthPresent) denies every request that a long-term key signs: exempt this user from it, or rotate with a role.';
    if (/AWSCompromisedKeyQuarantine/i.test(said))
        return quarantine;
    if (/(?:service|resource) control policy/i.test(said)) {
        const kind = /resource control policy/i.test(said) ? 'resource' : 'service';
        return `A ${kind} control policy of the organization blocks ${action}. Its administrator has to exempt this principal; no policy in this account can.`;
    }
    if (/permissions boundary/i.test(said)) {
        return /explicit deny/i.test(said)
            ? `The permissions boundary of this principal denies ${action}: take that out of the boundary. No other policy of the principal can lift it.`
            : `The permissions boundary of this principal does not allow ${action}: add it there. That another policy allows it is not enough.`;
    }
    if (/session policy/i.test(said))
        return `The session policy that the role was assumed with blocks ${action}: allow it there (inline-session-policy or managed-session-policies of aws-actions/configure-aws-credentials).`;
    if (/VPC endpoint policy/i.test(said))
        return `The policy of the VPC endpoint that the request went through blocks ${action}: allow it there.`;
    if (/explicit deny/i.test(said)) {
        const [, policy] = /explicit deny in an? [a-z -]{1,60}: (arn:[^\s,]+)/i.exec(said) ?? [];
        if (policy !== undefined && /mfa|multi-?factor/i.test(policy))
            return mfa;
        const where = policy === undefined ? `Find the statement that denies ${action}` : `Change the statement in ${policy}`;
        return `A policy denies ${action} explicitly, which no other policy can lift. ${where}. ${mfa} If AWS has quarantined a leaked key (AWSCompromisedKeyQuarantine), rotate with the role of an administrator.`;
    }
    const resource = arn === undefined ? '' : ` on ${arn}`;
    const placeholder = arn?.includes(accountOfExamples)
        ? ''
        : ` Is ${accountOfExamples}, which stands for it in the documentation, still there?`;
    const match = arn === undefined
        ? ''
        : ` A Resource of that policy must match the whole ARN: account, path and name.${placeholder}`;
    const spelling = action === 'iam:GetUser' ? ' If iam-user names the user, check its spelling too.' : '';
    const others = isRotated ? ` A rotation takes all of these: ${_rotating_actions_js__WEBPACK_IMPORTED_MODULE_3__/* .allActions */ .X.join(', ')}.` : '';
    return `Allow ${action}${resource} in the policy of the credentials that the job uses; docs/setup.md lists the whole policy.${match}${spelling}${others}`;
}


/***/ }),

/***/ 1607:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ allActions),
/* harmony export */   _: () => (/* binding */ rotatingActions)
/* harmony export */ });
/** What a rotation asks of IAM at its first look. */
const lookingActions = ['iam:GetUser', 'iam:ListAccessKeys', 'iam:ListUserTags'];
/** What it asks of IAM after that, in the order in which it does. */
const rotatingActions = [
    'iam:TagUser',
    'iam:GetAccessKeyLastUsed',
    'iam:CreateAccessKey',
    'iam:UpdateAccessKey',
    'iam:DeleteAccessKey',
    'iam:UntagUser',
];
/** All that a policy has to allow, as docs/setup.md has it. */
const allActions = [...lookingActions, ...rotatingActions];


/***/ }),

/***/ 2281:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   l: () => (/* binding */ isTemporaryId),
/* harmony export */   x: () => (/* binding */ keyId)
/* harmony export */ });
/** What IDs of access keys look like: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
/** The ID of an access key, of a temporary one too. No secret access key is taken for one. */
const keyId = /^A[A-Z]IA[A-Z0-9]{12,124}$/;
/** Whether an ID is that of temporary credentials, as a role has them. */
function isTemporaryId(id) {
    return id.startsWith('ASIA');
}


/***/ }),

/***/ 9871:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ej: () => (/* binding */ malformation),
/* harmony export */   IB: () => (/* binding */ absentPair),
/* harmony export */   eA: () => (/* binding */ temporaryPair),
/* harmony export */   eh: () => (/* binding */ readEnvironmentPair),
/* harmony export */   hZ: () => (/* binding */ RefusedPair)
/* harmony export */ });
/* harmony import */ var _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5557);
/* harmony import */ var _access_key_id_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2281);
/**
 * The access key in the environment of a step, checked at first sight and before any request. The rotation and the
 * verify action refuse in the same words. No message shows a value: one that stands in the wrong place may be secret.
 */


/** The environment holds no pair that AWS could accept. The message names the variable and the cause. */
class RefusedPair extends _rotation_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .Problem */ .AF {
    fault;
    constructor(fault, message, remedy) {
        super(message, remedy);
        this.name = 'RefusedPair';
        this.fault = fault;
    }
}
const idVariable = 'AWS_ACCESS_KEY_ID';
const secretVariable = 'AWS_SECRET_ACCESS_KEY';
const tokenVariable = 'AWS_SESSION_TOKEN';
/** Expressions give an empty value for a secret that does not exist, and never leave its variable out. */
const compareNames = 'Set both in the env of this step from the secrets that hold the key. A secret that does not exist gives an empty value: check the names of the secrets, and the environment of the job.';
const compareSecrets = 'Compare the names of the two secrets with those that the rotation writes, and what it writes there (its input secrets). If somebody saved them by hand, save them again: the value alone, nothing before or after it.';
/**
 * The pair in the environment; undefined when neither variable is there.
 * @throws RefusedPair when a variable is empty, half of the pair is missing, or it can be no access key
 */
function readEnvironmentPair(environment) {
    const { [idVariable]: accessKeyId, [secretVariable]: secretAccessKey } = environment;
    if (accessKeyId === undefined && secretAccessKey === undefined)
        return undefined;
    if (!accessKeyId || !secretAccessKey)
        throw absentPair(environment);
    const malformed = malformation(accessKeyId, secretAccessKey, { id: idVariable, secret: secretVariable });
    if (malformed !== undefined)
        throw new RefusedPair('malformed', malformed, compareSecrets);
    // An empty one is how a step clears what an earlier step has left.
    const sessionToken = environment[tokenVariable] || undefined;
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
    const isTemporary = (0,_access_key_id_js__WEBPACK_IMPORTED_MODULE_1__/* .isTemporaryId */ .l)(accessKeyId);
    if (isTemporary && sessionToken === undefined)
        throw tokenlessSession();
    if (!isTemporary && sessionToken !== undefined) {
        throw new RefusedPair('sessionToken', `${tokenVariable} is set beside the long-term key in ${idVariable}; it belongs to a role, and AWS rejects a key together with it`, `An earlier step has left it there. Run this before that step or in a job of its own, or set "${tokenVariable}: ''" in the env of this step and of each that uses the key.`);
    }
    if (sessionToken === undefined)
        return { accessKeyId, secretAccessKey };
    const malformedToken = faultIn(tokenVariable, sessionToken);
    if (malformedToken !== undefined)
        throw new RefusedPair('malformed', malformedToken, compareSecrets);
    return { accessKeyId, secretAccessKey, sessionToken };
}
/** What to say where no pair is there, or half of one. */
function absentPair(environment) {
    const states = [idVariable, secretVariable].flatMap((name) => {
        const value = environment[name];
        return value === undefined || value === '' ? [{ name, state: value === undefined ? 'not set' : 'empty' }] : [];
    });
    const [first, second] = states;
    const message = first !== undefined && first.state === second?.state
        ? `${first.name} and ${second.name} are ${first.state}`
        : states.map(({ name, state }) => `${name} is ${state}`).join(', and ');
    return new RefusedPair('absent', message, compareNames);
}
/** What to say of a role's credentials where only a user's own key serves. */
function temporaryPair() {
    return new RefusedPair('temporary', `${idVariable} begins with ASIA, as the IDs of a role's credentials do`, `Set ${idVariable} and ${secretVariable} in the env of this step from the secrets that the rotation writes; an earlier step has put the credentials of a role there.`);
}
function tokenlessSession() {
    const { message, remedy } = temporaryPair();
    return new RefusedPair('temporary', `${message}, and ${tokenVariable}, which belongs to them, is not set`, `${remedy} To sign with that role, where a role serves, set ${tokenVariable} too.`);
}
/** What is wrong with a pair at first sight, in words that show none of it; undefined when nothing is. */
function malformation(id, secret, names) {
    if (isSecretLike(id) && isId(secret))
        return `${names.id} and ${names.secret} are swapped`;
    return (faultIn(names.id, id) ??
        faultIn(names.secret, secret) ??
        faultOfId(names.id, id) ??
        faultOfSecret(names.secret, secret));
}
/** What none of the variables may contain, most telling first, and how to say so behind the variable's name. */
const faults = [
    [/\$\{\{/, () => 'holds an expression that was not evaluated'],
    [/^\s*[{[]/, () => 'is JSON, which has to be taken apart first'],
    [/^\*+$/, () => 'holds the asterisks that a log shows in the place of a secret'],
    [/["'`\u2018-\u201f\u00ab\u00bb]/, () => 'has quotes in it'],
    // White space but for the byte order mark, which nobody sees.
    [/[^\S\ufeff]$/, (seen) => `has white space in it: ${spelled(seen)} at its end`],
    [/^[^\S\ufeff]/, (seen) => `has white space in it: ${spelled(seen)} at its beginning`],
    [/[^\S\ufeff]/, (seen) => `has white space in it: ${spelled(seen)}`],
    // Marks that take no room: joiners, byte order marks, marks of direction, fillers, controls.
    [/[\p{C}\p{Default_Ignorable_Code_Point}]/u, (seen) => `has an invisible character in it (${codePoint(seen)})`],
    [/[^\x21-\x7e]/u, (seen) => `has a character in it that no access key has (${codePoint(seen)})`],
];
function faultIn(variable, text) {
    for (const [pattern, says] of faults) {
        const [seen] = pattern.exec(text) ?? [];
        if (seen !== undefined)
            return `${variable} ${says(seen)}`;
    }
    return undefined;
}
function spelled(white) {
    if (/[\n\r\u2028\u2029]/.test(white))
        return 'a line break';
    return white === '\t' ? 'a tab' : 'a space';
}
function codePoint(text) {
    return `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
function faultOfId(name, id) {
    if (isTwice(id))
        return `${name} holds the ID twice`;
    if (id.length > 20 && /A[KS]IA[A-Z2-7]{16}/.test(id))
        return `${name} holds more than the ID of an access key`;
    // https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html
    if (!/^\w{16,128}$/.test(id))
        return `${name} is not the ID of an access key`;
    if (/^A(?:IDA|ROA|GPA|IPA|NPA|NVA|PKA|SCA)[A-Z2-7]{12,}$/.test(id)) {
        return `${name} is the ID of a user, a role or something else in IAM, not of an access key`;
    }
    return isSecretLike(id) ? `${name} is not the ID of an access key: it looks like a secret access key` : undefined;
}
function faultOfSecret(name, secret) {
    if (isId(secret))
        return `${name} is the ID of an access key`;
    if (/A[KS]IA[A-Z2-7]{16}(?![A-Za-z0-9/+])|^A[KS]IA[A-Z2-7]{16}/.test(secret)) {
        return `${name} holds an ID beside the secret access key`;
    }
    return isTwice(secret) ? `${name} holds the secret access key twice` : undefined;
}
function isId(text) {
    return /^A[KS]IA[A-Z0-9]{12,}$/.test(text) && text.length < 40;
}
/** Secret access keys have 40 characters, lower case among them. */
function isSecretLike(text) {
    return /^[A-Za-z0-9/+=]{40}$/.test(text) && /[a-z]/.test(text);
}
/** One value, and the same again, with at most one sign between. */
function isTwice(text) {
    const half = text.slice(0, text.length >> 1);
    return half.length >= 16 && text.endsWith(half) && new Set(half).size > 1;
}


/***/ }),

/***/ 8472:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Pw: () => (/* binding */ tunnelFailure),
/* harmony export */   fR: () => (/* binding */ ProxyRefusal),
/* harmony export */   kk: () => (/* binding */ ProxySilence),
/* harmony export */   xO: () => (/* binding */ networkRemedy)
/* harmony export */ });
/* harmony import */ var _rotation_time_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9037);
/* harmony import */ var _proxy_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5806);
/* harmony import */ var _secure_transport_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2877);
/** What a person can do when a request does not reach AWS or GitHub: proxies and certificates, in one place for both. */



/** Node's own code for a tunnel that could not be opened; nothing was sent to where it was to lead. */
const tunnelFailure = 'ERR_PROXY_TUNNEL';
/** The proxy answered, and opened no tunnel. */
class ProxyRefusal extends Error {
    code = tunnelFailure;
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
    code = tunnelFailure;
    constructor(proxy, target, timeout) {
        super(`the proxy ${proxy.host} did not answer within ${(0,_rotation_time_js__WEBPACK_IMPORTED_MODULE_0__/* .spoken */ .vg)(timeout)} when asked to connect to ${target}`);
    }
}
const unknownAuthority = `The certificate comes from an authority that Node does not know, such as a company's own: ${_secure_transport_js__WEBPACK_IMPORTED_MODULE_2__/* .trustAuthority */ .mz}`;
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
    if (code !== tunnelFailure)
        return undefined;
    const variable = (0,_proxy_js__WEBPACK_IMPORTED_MODULE_1__/* .configuredProxies */ .Zj)()[0]?.variable ?? 'HTTPS_PROXY';
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
    const proxy = (0,_proxy_js__WEBPACK_IMPORTED_MODULE_1__/* .configuredProxies */ .Zj)().find(({ url }) => isAt(error, url));
    return proxy === undefined
        ? 'Check that the runner reaches it, then run again. Where the network asks for a proxy, name it in the environment variable HTTPS_PROXY.'
        : silence(proxy.variable);
}
function silence(variable) {
    return `The proxy of ${variable} does not answer: check its address and that the runner reaches it, or name the host in NO_PROXY where the runner reaches it without the proxy.`;
}
/** Whether a connection that failed was one to this proxy. */
function isAt({ hostname, address, port }, url) {
    const host = (0,_secure_transport_js__WEBPACK_IMPORTED_MODULE_2__/* .hostOf */ .w4)(url);
    if (hostname !== undefined)
        return hostname === host;
    const isAddress = /^[\d.]+$|:/.test(host);
    return Number(port) === Number(url.port || (url.protocol === 'https:' ? 443 : 80)) && (!isAddress || address === host);
}


/***/ }),

/***/ 7816:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ accountNumber),
/* harmony export */   J: () => (/* binding */ withoutAccounts)
/* harmony export */ });
/** The number of an AWS account. */
const accountNumber = /^\d{12}$/;
/** Logs of public repositories are public: of an account's number, people are shown the last four digits. */
function withoutAccounts(text) {
    return text.replaceAll(/(?<!\d)\d{4}-?\d{4}-?(?=\d{4}(?!\d))/g, '…');
}


/***/ })

};
