/** What GitHub's refusals become for the person who reads the log. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { explain } from '../../../src/github/api/explanations.ts'
import { permissions } from '../../../src/github/api/permissions.ts'
import {
  type Attempt,
  type Failure,
  isClearRefusal,
  isLastingRefusal,
  statusOf,
} from '../../../src/github/api/refusals.ts'
import { addressFor } from '../../../src/report/troubleshooting.ts'

type Headers = Failure['headers']

function answer(status: number, words: string, headers: Headers = {}, ambiguous = false): Failure {
  return Object.assign(new Error(words), { status, headers, ambiguous })
}

const secret: Attempt = {
  doing: 'write the secret KEY_ID',
  place: 'octo/app',
  permission: permissions.secrets('write'),
  token: 'github-token',
}
const ours: Attempt = { ...secret, token: 'github-app-id' }
const dispatch: Attempt = {
  doing: 'dispatch the verification workflow',
  place: 'verify.yml in octo/app',
  permission: permissions.actions('write'),
  token: 'dispatch-token',
}
const organization: Attempt = {
  ...secret,
  place: 'the organization octo',
  permission: permissions.organizationSecrets('write'),
}
const codespaces: Attempt = {
  doing: 'read the public key',
  place: 'the organization octo',
  permission: permissions.organizationCodespacesSecrets('write'),
  token: 'github-token',
}

const date = 'Thu, 12 Nov 2026 19:00:00 GMT'
const reset = String(Date.parse('2026-11-12T19:42:10Z') / 1_000)

interface Row {
  readonly name: string
  readonly attempt: Attempt
  readonly answer: Failure
  readonly message: string
  readonly remedy: string
}

const refusals: readonly (readonly [group: string, rows: readonly Row[]])[] = [
  [
    'no answer',
    [
      {
        name: 'a connection that is refused',
        attempt: secret,
        answer: answer(0, 'connect ECONNREFUSED 127.0.0.1:443'),
        message:
          'GitHub could not be reached to write the secret KEY_ID in octo/app (connect ECONNREFUSED 127.0.0.1:443).',
        remedy: 'Check github-api-url and the network of the runner, then run again.',
      },
      {
        name: 'no reason at all',
        attempt: secret,
        answer: answer(0, ''),
        message: 'GitHub could not be reached to write the secret KEY_ID in octo/app (no answer).',
        remedy: 'Check github-api-url and the network of the runner, then run again.',
      },
    ],
  ],
  [
    'limits',
    [
      {
        name: 'primary',
        attempt: secret,
        answer: answer(403, 'API rate limit exceeded for installation ID 1.', {
          'x-ratelimit-remaining': '0',
          'x-ratelimit-limit': '5000',
          'x-ratelimit-reset': reset,
          date,
        }),
        message:
          "GitHub did not let this run write the secret KEY_ID in octo/app: the rate limit of the token in github-token is used up (5000 requests an hour), until 2026-11-12T19:42:10Z by GitHub's clock.",
        remedy:
          'Run again after that: what is already done is not repeated. If it happens often, use a GitHub App, whose limit is the highest, or share the token with fewer jobs.',
      },
      {
        name: 'secondary',
        attempt: secret,
        answer: answer(
          403,
          'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
          { 'retry-after': '60', date },
        ),
        message:
          "GitHub did not let this run write the secret KEY_ID in octo/app: too many requests came in a short time, and a secondary rate limit holds until 2026-11-12T19:01:00Z by GitHub's clock.",
        remedy: 'Run again after that: what is already done is not repeated. Other jobs with the same token count too.',
      },
      {
        name: 'secondary, without a date',
        attempt: secret,
        answer: answer(429, 'Too many requests', { 'retry-after': '90' }),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: too many requests came in a short time, and a secondary rate limit holds for 90 seconds.',
        remedy: 'Run again after that: what is already done is not repeated. Other jobs with the same token count too.',
      },
      {
        name: 'secondary, without an end',
        attempt: secret,
        answer: answer(403, 'You have triggered an abuse detection mechanism.'),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: too many requests came in a short time, and a secondary rate limit holds for a minute at least.',
        remedy: 'Run again after that: what is already done is not repeated. Other jobs with the same token count too.',
      },
      {
        name: 'with an end that is no date',
        attempt: secret,
        answer: answer(429, '', { 'retry-after': '1e99', 'x-ratelimit-reset': 'soon' }),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: too many requests came in a short time, and a secondary rate limit holds for a minute at least.',
        remedy: 'Run again after that: what is already done is not repeated. Other jobs with the same token count too.',
      },
    ],
  ],
  [
    'a token that is not valid',
    [
      {
        name: 'given',
        attempt: secret,
        answer: answer(401, 'Bad credentials - https://docs.github.com/rest'),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: the token in github-token is not valid (Bad credentials).',
        remedy:
          "It is expired, revoked or mistyped. A GitHub App's token lives for one hour: make it in the same job. A personal access token ends on the date that its settings show.",
      },
      {
        name: 'given, without a word',
        attempt: dispatch,
        answer: answer(401, ''),
        message:
          'GitHub did not let this run dispatch the verification workflow in verify.yml in octo/app: the token in dispatch-token is not valid (Bad credentials).',
        remedy:
          "It is expired, revoked or mistyped. A GitHub App's token lives for one hour: make it in the same job. A personal access token ends on the date that its settings show.",
      },
      {
        name: 'minted',
        attempt: ours,
        answer: answer(401, "'Expiration time' claim ('exp') is too far in the future"),
        message:
          "GitHub did not let this run write the secret KEY_ID in octo/app: it does not accept the App of github-app-id ('Expiration time' claim ('exp') is too far in the future).",
        remedy:
          'Check that github-app-id and github-app-private-key belong to the same App, that its settings still list the key, and that the clock of the runner is right.',
      },
    ],
  ],
  [
    'a permission that is missing',
    [
      {
        name: "in an App's token or GITHUB_TOKEN",
        attempt: secret,
        answer: answer(403, 'Resource not accessible by integration - https://docs.github.com/rest/actions/secrets#x', {
          'x-accepted-github-permissions': 'secrets=write',
        }),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: the token in github-token lacks Repository permissions → Secrets: Read and write (Resource not accessible by integration; GitHub names secrets=write).',
        remedy:
          "If it is a GitHub App's: add the permission in the settings of the App and approve it in its installation, and ask for it where the token is made. If it is GITHUB_TOKEN, which can never have that permission: use a GitHub App or a fine-grained token with Repository permissions → Secrets: Read and write, or a classic token with the scope repo.",
      },
      {
        name: "in the App's token that this action has made",
        attempt: ours,
        answer: answer(403, 'Resource not accessible by integration', {
          'x-accepted-github-permissions': 'secrets=write',
        }),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: the App of github-app-id lacks Repository permissions → Secrets: Read and write (Resource not accessible by integration; GitHub names secrets=write).',
        remedy: 'Add the permission in the settings of the App and approve it in its installation.',
      },
      {
        name: 'in GITHUB_TOKEN, which can never have it',
        attempt: secret,
        answer: answer(403, 'Resource not accessible by integration', { 'x-ratelimit-limit': '1000' }),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: the token in github-token is GITHUB_TOKEN, which can never have Repository permissions → Secrets: Read and write.',
        remedy:
          'Use a GitHub App or a fine-grained token with Repository permissions → Secrets: Read and write, or a classic token with the scope repo.',
      },
      {
        name: 'in GITHUB_TOKEN, which can have it',
        attempt: dispatch,
        answer: answer(403, 'Resource not accessible by integration', {
          'x-ratelimit-limit': '1000',
          'x-accepted-github-permissions': 'actions=write',
        }),
        message:
          'GitHub did not let this run dispatch the verification workflow in verify.yml in octo/app: the token in dispatch-token is GITHUB_TOKEN, which lacks Repository permissions → Actions: Read and write (Resource not accessible by integration; GitHub names actions=write).',
        remedy: 'Add "actions: write" under "permissions:" of the job; it reaches no other repository.',
      },
      {
        name: 'in a token that dispatches',
        attempt: dispatch,
        answer: answer(403, 'Resource not accessible by integration'),
        message:
          'GitHub did not let this run dispatch the verification workflow in verify.yml in octo/app: the token in dispatch-token lacks Repository permissions → Actions: Read and write (Resource not accessible by integration).',
        remedy: `If it is a GitHub App's: add the permission in the settings of the App and approve it in its installation, and ask for it where the token is made. If it is GITHUB_TOKEN: add "actions: write" under "permissions:" of the job; it reaches no other repository.`,
      },
      {
        name: 'which no App can have',
        attempt: codespaces,
        answer: answer(403, 'Resource not accessible by integration'),
        message:
          'GitHub did not let this run read the public key in the organization octo: no App may do that, whatever its permissions (Resource not accessible by integration).',
        remedy:
          'Use a personal access token: fine-grained with Organization permissions → Organization codespaces secrets: Read and write, or classic with the scope admin:org.',
      },
      {
        name: 'in a fine-grained token',
        attempt: secret,
        answer: answer(403, 'Resource not accessible by personal access token', {
          'x-accepted-github-permissions': 'secrets=write',
        }),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: the fine-grained token in github-token lacks Repository permissions → Secrets: Read and write (Resource not accessible by personal access token; GitHub names secrets=write).',
        remedy:
          'Edit the token: it needs that permission, and the repository among those that it may access. If the organization approves such tokens, one that waits for approval can read only what is public.',
      },
      {
        name: 'in a fine-grained token of another owner',
        attempt: organization,
        answer: answer(403, 'Resource not accessible by personal access token'),
        message:
          'GitHub did not let this run write the secret KEY_ID in the organization octo: the fine-grained token in github-token lacks Organization permissions → Secrets: Read and write (Resource not accessible by personal access token).',
        remedy:
          'Edit the token: it needs that permission, and the organization as its resource owner. If the organization approves such tokens, one that waits for approval can read only what is public.',
      },
      {
        name: 'in a classic token',
        attempt: organization,
        answer: answer(403, 'Must have admin rights to Repository.', {
          'x-oauth-scopes': 'repo, workflow',
          'x-accepted-oauth-scopes': 'admin:org',
        }),
        message:
          'GitHub did not let this run write the secret KEY_ID in the organization octo: the classic token in github-token has the scopes repo, workflow, and needs admin:org.',
        remedy:
          'Add the scope admin:org in its settings, or use a GitHub App with Organization permissions → Secrets: Read and write.',
      },
      {
        name: 'in a classic token without scopes',
        attempt: codespaces,
        answer: answer(403, 'Must have admin rights to Repository.', {
          'x-oauth-scopes': '',
          'x-accepted-oauth-scopes': '',
        }),
        message:
          'GitHub did not let this run read the public key in the organization octo: the classic token in github-token has no scopes, and needs admin:org.',
        remedy:
          'Add the scope admin:org in its settings, or use a fine-grained token with Organization permissions → Organization codespaces secrets: Read and write.',
      },
      {
        name: 'to the user of a classic token',
        attempt: secret,
        answer: answer(403, 'Must have admin rights to Repository.', { 'x-oauth-scopes': 'repo' }),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: the user of the token in github-token has no right to do that (Must have admin rights to Repository).',
        remedy:
          'That user has to be a collaborator of the repository with write access, or an admin of it; or use a GitHub App or a fine-grained token with Repository permissions → Secrets: Read and write, or a classic token with the scope repo.',
      },
      {
        name: 'to the user of another token',
        attempt: organization,
        answer: answer(403, 'You must be an organization owner.'),
        message:
          'GitHub did not let this run write the secret KEY_ID in the organization octo: the user of the token in github-token has no right to do that (You must be an organization owner).',
        remedy:
          'That user has to be an owner of the organization; or use a GitHub App or a fine-grained token with Organization permissions → Secrets: Read and write, or a classic token with the scope admin:org.',
      },
      {
        name: 'for a reason of its own',
        attempt: secret,
        answer: answer(403, 'Something new is forbidden.'),
        message: 'GitHub did not let this run write the secret KEY_ID in octo/app: Something new is forbidden.',
        remedy:
          'Check what the token in github-token is allowed: that takes a GitHub App or a fine-grained token with Repository permissions → Secrets: Read and write, or a classic token with the scope repo.',
      },
      {
        name: 'for no reason',
        attempt: secret,
        answer: answer(403, ''),
        message: 'GitHub did not let this run write the secret KEY_ID in octo/app: it gave no reason (403).',
        remedy:
          'Check what the token in github-token is allowed: that takes a GitHub App or a fine-grained token with Repository permissions → Secrets: Read and write, or a classic token with the scope repo.',
      },
    ],
  ],
  [
    'what an organization forbids',
    [
      {
        name: 'single sign-on, with an address',
        attempt: secret,
        answer: answer(
          403,
          'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.',
          { 'x-github-sso': 'required; url=https://github.com/orgs/octo/sso?authorization_request=AZSCKtL4U8yX' },
        ),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: the organization requires single sign-on, and the token in github-token is not authorized for it.',
        remedy:
          'Open https://github.com/orgs/octo/sso?authorization_request=AZSCKtL4U8yX and authorize it for the organization, or use a GitHub App, whose tokens need no single sign-on.',
      },
      {
        name: 'single sign-on, without one',
        attempt: secret,
        answer: answer(
          403,
          'Resource protected by organization SAML enforcement. You must grant your OAuth token access to this organization.',
        ),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: the organization requires single sign-on, and the token in github-token is not authorized for it.',
        remedy:
          'Choose "Configure SSO" in the settings of the token and authorize it for the organization, or use a GitHub App, whose tokens need no single sign-on.',
      },
      {
        name: 'the address of the runner',
        attempt: secret,
        answer: answer(
          403,
          'Although you appear to have the correct authorization credentials, the `octo` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.',
        ),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: the organization has an IP allow list, and the address of this runner is not on it.',
        remedy:
          'Run the job on a runner with a fixed address (self-hosted, or a larger runner), and have an owner of the organization add that address.',
      },
      {
        name: 'OAuth Apps',
        attempt: secret,
        answer: answer(
          403,
          'Although you appear to have the correct authorization credentials, the `octo` organization has enabled OAuth App access restrictions, meaning that data access to third-parties is limited.',
        ),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: the organization restricts OAuth Apps, and has not approved the one that made the token in github-token.',
        remedy:
          'Have an owner approve it under Settings, Third-party access, or use a token that falls under no such restriction: a GitHub App or a fine-grained token with Repository permissions → Secrets: Read and write, or a classic token with the scope repo.',
      },
      {
        name: 'classic tokens',
        attempt: secret,
        answer: answer(
          403,
          '`octo` forbids access via a personal access token (classic). Please use a GitHub App, OAuth App, or a personal access token with fine-grained permissions.',
          { 'x-oauth-scopes': 'repo' },
        ),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: the organization accepts no classic personal access tokens, and the token in github-token is one.',
        remedy: 'Use a GitHub App or a fine-grained token with Repository permissions → Secrets: Read and write.',
      },
      {
        name: 'classic tokens, where Apps cannot',
        attempt: codespaces,
        answer: answer(403, '`octo` forbids access via a personal access token (classic).', {
          'x-oauth-scopes': 'admin:org',
        }),
        message:
          'GitHub did not let this run read the public key in the organization octo: the organization accepts no classic personal access tokens, and the token in github-token is one.',
        remedy:
          'Use a fine-grained token with Organization permissions → Organization codespaces secrets: Read and write.',
      },
      {
        name: 'fine-grained tokens that live too long',
        attempt: secret,
        answer: answer(
          403,
          "The 'octo' organization forbids access via a fine-grained personal access tokens if the token's lifetime is greater than 90 days. Please adjust your token's lifetime at the following URL: https://github.com/settings/personal-access-tokens/1",
        ),
        message:
          "GitHub did not let this run write the secret KEY_ID in octo/app: the fine-grained token in github-token lives longer than is allowed there (The 'octo' organization forbids access via a fine-grained personal access tokens if the token's lifetime is greater than 90 days. Please adjust your token's lifetime at the following URL: https://github.com/settings/personal-access-tokens/1).",
        remedy: 'Shorten its lifetime in its settings to what the message names, or use a GitHub App.',
      },
      {
        name: 'fine-grained tokens',
        attempt: secret,
        answer: answer(403, '`octo` forbids access via a fine-grained personal access token.'),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: fine-grained tokens are not accepted there, and the token in github-token is one (`octo` forbids access via a fine-grained personal access token).',
        remedy:
          'Use a GitHub App with Repository permissions → Secrets: Read and write, or have an owner of the organization allow fine-grained tokens.',
      },
      {
        name: 'fine-grained tokens, where Apps cannot',
        attempt: codespaces,
        answer: answer(403, '`octo` forbids access via a fine-grained personal access token.'),
        message:
          'GitHub did not let this run read the public key in the organization octo: fine-grained tokens are not accepted there, and the token in github-token is one (`octo` forbids access via a fine-grained personal access token).',
        remedy: 'Use a classic token with the scope admin:org.',
      },
    ],
  ],
  [
    'what is switched off',
    [
      {
        name: 'an archived repository',
        attempt: secret,
        answer: answer(403, 'Repository was archived so is read-only.'),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: the repository is archived, so it is read-only.',
        remedy: 'Remove it from destinations, or unarchive it.',
      },
      {
        name: 'a suspended installation',
        attempt: secret,
        answer: answer(403, 'This installation has been suspended'),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: the installation of the GitHub App is suspended (This installation has been suspended).',
        remedy:
          'Whoever suspended it can lift that: an owner of the organization under Settings, GitHub Apps, or the owner of the App.',
      },
      {
        name: 'a suspended account',
        attempt: secret,
        answer: answer(403, 'Sorry. Your account was suspended.'),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: the account of the token in github-token is suspended (Sorry. Your account was suspended).',
        remedy: 'Use a token of another account, or write to GitHub Support.',
      },
      {
        name: 'Actions',
        attempt: dispatch,
        answer: answer(422, 'Actions has been disabled for this repository.'),
        message:
          'GitHub did not let this run dispatch the verification workflow in verify.yml in octo/app: GitHub Actions is switched off (Actions has been disabled for this repository).',
        remedy:
          'Switch it on under Settings, Actions, General. Where that is locked, the organization or the enterprise forbids it; where GitHub has switched it off for an account, GitHub Support can help.',
      },
      {
        name: 'a plan without environments',
        attempt: secret,
        answer: answer(403, 'Upgrade to GitHub Pro or make this repository public to enable this feature.'),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: the plan of its owner does not include that (Upgrade to GitHub Pro or make this repository public to enable this feature).',
        remedy:
          'Take another plan, make the repository public, or store the key in the secrets of the repository instead.',
      },
      {
        name: 'a repository that GitHub has blocked',
        attempt: secret,
        answer: answer(403, 'Repository access blocked'),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: GitHub has blocked access to it (Repository access blocked).',
        remedy: 'Remove it from destinations, or write to GitHub Support.',
      },
      {
        name: 'a repository that the law has blocked',
        attempt: secret,
        answer: answer(451, ''),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: GitHub has blocked access to it (451).',
        remedy: 'Remove it from destinations, or write to GitHub Support.',
      },
      {
        name: 'a version of the API',
        attempt: secret,
        answer: answer(410, ''),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: this server does not offer that any more (Gone).',
        remedy:
          'Use the newest version of this action. On GitHub Enterprise Server, look up which versions of the API it speaks.',
      },
    ],
  ],
  [
    'what is not found',
    [
      {
        name: 'with any token',
        attempt: secret,
        answer: answer(404, 'Not Found'),
        message: 'octo/app was not found while trying to write the secret KEY_ID.',
        remedy:
          'Either the name is wrong, or the token in github-token has no access to it: GitHub hides what a token may not see. It takes a GitHub App or a fine-grained token with Repository permissions → Secrets: Read and write, or a classic token with the scope repo. An App has to be installed there.',
      },
      {
        name: 'with a token of a person, which takes no App',
        attempt: { ...secret, isOfPerson: true },
        answer: answer(404, 'Not Found'),
        message: 'octo/app was not found while trying to write the secret KEY_ID.',
        remedy:
          'Either the name is wrong, or the token in github-token has no access to it: GitHub hides what a token may not see. It takes a GitHub App or a fine-grained token with Repository permissions → Secrets: Read and write, or a classic token with the scope repo. Its user has to have access, too.',
      },
      {
        name: 'with any token, where GitHub names the permission',
        attempt: dispatch,
        answer: answer(404, 'Not Found', { 'x-accepted-github-permissions': 'actions=write' }),
        message: 'verify.yml in octo/app was not found while trying to dispatch the verification workflow.',
        remedy:
          'Either the name is wrong, or the token in dispatch-token has no access to it: GitHub hides what a token may not see. It takes a GitHub App or a fine-grained token with Repository permissions → Actions: Read and write, or a classic token with the scope repo (GitHub names actions=write). An App has to be installed there.',
      },
      {
        name: 'with GITHUB_TOKEN, which no App has made',
        attempt: dispatch,
        answer: answer(404, 'Not Found', {
          'x-ratelimit-limit': '1000',
          'x-accepted-github-permissions': 'actions=write',
        }),
        message: 'verify.yml in octo/app was not found while trying to dispatch the verification workflow.',
        remedy:
          'Either the name is wrong, or it is in another repository: the token in dispatch-token is GITHUB_TOKEN, which reaches the repository of the job alone, and there with "actions: write" under "permissions:".',
      },
      {
        name: 'with GITHUB_TOKEN, for what it can never have: in the words of a refusal',
        attempt: secret,
        answer: answer(404, 'Not Found', {
          'x-ratelimit-limit': '1000',
          'x-accepted-github-permissions': 'secrets=read',
        }),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: the token in github-token is GITHUB_TOKEN, which can never have Repository permissions → Secrets: Read and write.',
        remedy:
          'Use a GitHub App or a fine-grained token with Repository permissions → Secrets: Read and write, or a classic token with the scope repo.',
      },
      {
        name: 'with a token that this action has made',
        attempt: ours,
        answer: answer(404, 'Not Found'),
        message: 'octo/app was not found while trying to write the secret KEY_ID.',
        remedy:
          'Either the name is wrong, or the App of github-app-id has no access to it: GitHub hides what a token may not see. The App has to be installed there, for that repository too, with Repository permissions → Secrets: Read and write.',
      },
      {
        name: 'with a classic token that lacks the scope',
        attempt: organization,
        answer: answer(404, 'Not Found', { 'x-oauth-scopes': 'repo' }),
        message: 'The organization octo was not found while trying to write the secret KEY_ID.',
        remedy:
          'Either the name is wrong, or the organization was renamed, or the token in github-token has no access to it: GitHub hides what a token may not see. It has only the scopes repo. It takes a GitHub App or a fine-grained token with Organization permissions → Secrets: Read and write, or a classic token with the scope admin:org. An App has to be installed there.',
      },
      {
        name: 'with a classic token without scopes',
        attempt: secret,
        answer: answer(404, 'Not Found', { 'x-oauth-scopes': '' }),
        message: 'octo/app was not found while trying to write the secret KEY_ID.',
        remedy:
          'Either the name is wrong, or the token in github-token has no access to it: GitHub hides what a token may not see. It has no scopes. It takes a GitHub App or a fine-grained token with Repository permissions → Secrets: Read and write, or a classic token with the scope repo. An App has to be installed there.',
      },
      {
        name: 'with a classic token that has it',
        attempt: secret,
        answer: answer(404, 'Not Found', { 'x-oauth-scopes': 'repo' }),
        message: 'octo/app was not found while trying to write the secret KEY_ID.',
        remedy:
          'Either the name is wrong, or the token in github-token has no access to it: GitHub hides what a token may not see. It takes a GitHub App or a fine-grained token with Repository permissions → Secrets: Read and write, or a classic token with the scope repo. An App has to be installed there.',
      },
      {
        name: 'where Apps cannot',
        attempt: codespaces,
        answer: answer(404, 'Not Found'),
        message: 'The organization octo was not found while trying to read the public key.',
        remedy:
          'Either the name is wrong, or the organization was renamed, or the token in github-token has no access to it: GitHub hides what a token may not see. It takes a fine-grained token with Organization permissions → Organization codespaces secrets: Read and write, or a classic token with the scope admin:org. No App can do that.',
      },
    ],
  ],
  [
    'a write that does not fit',
    [
      {
        name: 'another public key',
        attempt: secret,
        answer: answer(422, 'Bad request - validation failed due to an improperly encrypted secret'),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: the value is not sealed for the public key that is there now (Bad request - validation failed due to an improperly encrypted secret).',
        remedy: 'GitHub has exchanged the key meanwhile. Run again: the new one is read.',
      },
      {
        name: 'no public key',
        attempt: secret,
        answer: answer(422, `Invalid request.\n\n"key_id" wasn't supplied.`),
        message: `GitHub did not let this run write the secret KEY_ID in octo/app: the value is not sealed for the public key that is there now (Invalid request. "key_id" wasn't supplied).`,
        remedy: 'GitHub has exchanged the key meanwhile. Run again: the new one is read.',
      },
      {
        name: 'too large',
        attempt: secret,
        answer: answer(422, 'Secret value is too large; the limit is 48 KB'),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: the value is too large (Secret value is too large; the limit is 48 KB).',
        remedy: 'A secret or a variable holds 48 KB at most. Choose another format.',
      },
      {
        name: 'too large for the server',
        attempt: secret,
        answer: answer(413, ''),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: the value is too large (Payload Too Large).',
        remedy: 'A secret or a variable holds 48 KB at most. Choose another format.',
      },
      {
        name: 'too many',
        attempt: secret,
        answer: answer(422, 'A maximum of 100 secrets is allowed'),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: there are too many secrets or variables (A maximum of 100 secrets is allowed).',
        remedy:
          'A repository holds 100 secrets and 500 variables, an environment 100 of each, an organization 1,000 of each. Delete those that nobody uses, or store the whole key in one secret (format json).',
      },
      {
        name: 'a reserved name',
        attempt: secret,
        answer: answer(422, 'Failed to add secret. Secret names must not start with GITHUB_.'),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: the name is not allowed (Failed to add secret. Secret names must not start with GITHUB_).',
        remedy:
          'Names consist of letters, digits and underscores, begin with no digit, and not with GITHUB_. Correct it in secrets or variables.',
      },
      {
        name: 'a selected repository',
        attempt: organization,
        answer: answer(422, `Invalid request.\n\nFor 'items', "7x" is not an integer.`),
        message: `GitHub did not let this run write the secret KEY_ID in the organization octo: one of the selected repositories is not valid (Invalid request. For 'items', "7x" is not an integer).`,
        remedy:
          'A repository was deleted or has left the organization. Run again: the list is read again; correct the input repositories of the destination if it is given.',
      },
      {
        name: 'an installation without the repository',
        attempt: ours,
        answer: answer(
          422,
          'There is at least one repository that does not exist or is not accessible to the parent installation.',
        ),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: the installation of the App does not include it, or lacks Repository permissions → Secrets: Read and write (There is at least one repository that does not exist or is not accessible to the parent installation).',
        remedy:
          'Add the repository to the installation of the App. A permission that was added to the App later has to be approved in the installation.',
      },
      {
        name: 'an installation without the permission',
        attempt: ours,
        answer: answer(422, 'The permissions requested are not granted to this installation.'),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: the installation of the App does not include it, or lacks Repository permissions → Secrets: Read and write (The permissions requested are not granted to this installation).',
        remedy:
          'Add the repository to the installation of the App. A permission that was added to the App later has to be approved in the installation.',
      },
      {
        name: 'for a reason of its own',
        attempt: dispatch,
        answer: answer(
          422,
          'Unexpected inputs provided: ["expected-key"] - https://docs.github.com/rest/actions/workflows#x',
        ),
        message:
          'GitHub did not let this run dispatch the verification workflow in verify.yml in octo/app: 422 Unexpected inputs provided: ["expected-key"].',
        remedy: 'Fix what the message names and run again.',
      },
      {
        name: 'for no reason',
        attempt: secret,
        answer: answer(422, ''),
        message: 'GitHub did not let this run write the secret KEY_ID in octo/app: it gave no reason (422).',
        remedy: 'Run again; if it stays so, write to GitHub Support.',
      },
    ],
  ],
  [
    'an answer of something else',
    [
      {
        name: 'a page of a proxy',
        attempt: secret,
        answer: answer(403, '<html><body>Blocked by policy</body></html>'),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: a web page came instead of an answer of the API (403).',
        remedy:
          'Check github-api-url, and the proxy or firewall between the runner and GitHub, which may have sent it.',
      },
      {
        name: 'an empty page',
        attempt: secret,
        answer: answer(404, '', { 'content-type': 'text/html; charset=utf-8' }),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: a web page came instead of an answer of the API (404).',
        remedy:
          'Check github-api-url, and the proxy or firewall between the runner and GitHub, which may have sent it.',
      },
      {
        name: 'a page of GitHub',
        attempt: secret,
        answer: answer(503, '<!DOCTYPE html>\n<html><title>Unicorn!</title></html>'),
        message: 'GitHub answered 503 to every attempt to write the secret KEY_ID in octo/app.',
        remedy: 'See https://www.githubstatus.com (or ask who runs your GitHub Enterprise Server) and run again.',
      },
      {
        name: 'a server error',
        attempt: dispatch,
        answer: answer(502, 'Server Error'),
        message:
          'GitHub answered 502 to every attempt to dispatch the verification workflow in verify.yml in octo/app.',
        remedy: 'See https://www.githubstatus.com (or ask who runs your GitHub Enterprise Server) and run again.',
      },
      {
        name: 'a timeout',
        attempt: secret,
        answer: answer(408, 'Request Timeout'),
        message: 'GitHub answered 408 to every attempt to write the secret KEY_ID in octo/app.',
        remedy: 'See https://www.githubstatus.com (or ask who runs your GitHub Enterprise Server) and run again.',
      },
      {
        name: 'a version that is not known',
        attempt: secret,
        answer: answer(400, 'The REST API version 2022-11-28 is not supported.'),
        message:
          'GitHub did not let this run write the secret KEY_ID in octo/app: 400 The REST API version 2022-11-28 is not supported.',
        remedy: 'Fix what the message names and run again.',
      },
    ],
  ],
]

describe.each(refusals)('%s', (_, rows) => {
  test.each(rows)('$name', (row) => {
    const { message, remedy, cause } = explain(row.answer, row.attempt)
    expect({ message, remedy }).toEqual({ message: row.message, remedy: row.remedy })
    expect(cause).toBe(row.answer)
    expect(addressFor(message)).toBeDefined()
  })
})

describe('what the steps after a refusal go by', () => {
  const limit = { 'retry-after': '60' }
  test.each([
    ['a refusal', answer(403, ''), { status: 403, isClear: true, isLasting: true }],
    ['a limit', answer(403, '', limit), { status: 403, isClear: true, isLasting: false }],
    ['a refusal after a lost answer', answer(404, '', {}, true), { status: 404, isClear: false, isLasting: false }],
    ['a server error', answer(502, '', {}, true), { status: 502, isClear: false, isLasting: false }],
    ['no answer', answer(0, '', {}, true), { status: 0, isClear: false, isLasting: false }],
  ])('%s', (_, error, { status, isClear, isLasting }) => {
    const problem = explain(error, secret)
    expect(statusOf(problem)).toBe(status)
    expect(isClearRefusal(problem)).toBe(isClear)
    expect(isLastingRefusal(problem)).toBe(isLasting)
  })
})

describe('whatever GitHub answers', () => {
  const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789']
  const random = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 36, maxLength: 80 })
  const tokens = fc
    .tuple(fc.constantFrom('ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_', 'ghs_1234_eyJ', 'eyJ'), random)
    .map((parts) => parts.join(''))

  /** Every text that a row of the table knows, so that each kind is met in every mixture. */
  const known = refusals.flatMap(([, rows]) => rows.map((row) => row.answer))
  const words = fc.oneof(
    fc.constantFrom('', ' ', '.', '\n', ...known.map(({ message }) => message)),
    fc.string(),
    fc.string({ unit: 'grapheme', maxLength: 50 }),
    fc.constantFrom('<html>', '<!DOCTYPE html>\n').map((start) => start.padEnd(10_000, 'page ')),
    fc.string({ minLength: 1 }).map((text) => text.repeat(10_000 / text.length)),
  )
  const names = [...new Set(known.flatMap(({ headers }) => Object.keys(headers))), 'x-accepted-github-permissions']
  const values = fc.oneof(
    fc.constantFrom('', '0', '1000', '-1', '1e308', 'NaN', date, reset),
    fc.constantFrom(...known.flatMap(({ headers }) => Object.values(headers))),
    fc.string(),
    fc.constant('x'.repeat(10_000)),
  )
  const statuses = fc.oneof(fc.constantFrom(...known.map(({ status }) => status)), fc.integer({ min: 0, max: 599 }))
  const attempts = fc.constantFrom(secret, ours, dispatch, organization, codespaces)

  test('the place is named, there is something to do, and no token is shown', () => {
    fc.assert(
      fc.property(
        fc.record({
          status: statuses,
          before: words,
          token: tokens,
          after: words,
          headers: fc.dictionary(fc.constantFrom(...names), values),
          leaky: fc.constantFrom(...names),
          attempt: attempts,
        }),
        ({ status, before, token, after, headers, leaky, attempt }) => {
          const error = answer(status, `${before} ${token} ${after}`, { ...headers, [leaky]: `x=${token}; ${token}` })
          for (const each of [error, answer(status, before, headers)]) {
            const { message, remedy } = explain(each, attempt)
            expect(message.toLowerCase()).toContain(attempt.place.toLowerCase())
            expect(message).toMatch(/[^.]\.$/)
            expect(remedy).toMatch(/^[A-Z].*[^.]\.$/)
            expect(message.length + remedy.length).toBeLessThan(2_500)
            expect(message + remedy).not.toContain(token)
          }
        },
      ),
      { numRuns: 2_000 },
    )
  })
})
