/** What GitHub's errors mean to the person who reads the log. */
import { asSentence, Problem } from '../rotation/problem.ts'
import { type GitHubError, isRateLimit } from './client.ts'

/** What was asked, where, and what it takes: the parts of every sentence about a refusal. */
export interface Attempt {
  /** `write the secret AWS_ACCESS_KEY_ID` */
  readonly doing: string
  /** `octo/app` */
  readonly place: string
  /** `secrets: write`, in the words of App permissions and fine-grained tokens. */
  readonly permission: string
  /** The input that holds the token. */
  readonly token: 'github-token' | 'dispatch-token'
}

/** Says in one or two sentences what GitHub refused, why, and what to do. */
export function explain(error: GitHubError | Problem, attempt: Attempt): Problem {
  if (error instanceof Problem) return error
  const { doing, place, token } = attempt
  const cannot = `GitHub did not let this run ${doing} in ${place}`
  const options = { cause: error }
  if (isRateLimit(error))
    return new Problem(`${cannot}: a rate limit of ${token} is reached.`, 'Run again when it has passed.', options)
  switch (error.status) {
    case 0:
      return new Problem(
        `GitHub could not be reached to ${doing} in ${place} (${error.message}).`,
        'Check github-api-url and the network of the runner, then run again.',
        options,
      )
    case 401:
      return new Problem(
        `${cannot}: the token in ${token} is not valid (Bad credentials).`,
        'It is expired, revoked or mistyped. An App installation token lives for one hour.',
        options,
      )
    case 403:
      return new Problem(`${cannot}: ${reasonFor403(error)}`, remedyFor403(error, attempt), options)
    case 404:
      return new Problem(
        `${place} was not found while trying to ${doing}.`,
        `Either the name is wrong, or the token in ${token} has no access to it: GitHub hides what a token may not see. It needs ${attempt.permission} there.`,
        options,
      )
    default:
      return error.status >= 500
        ? new Problem(
            `GitHub answered ${error.status} to every attempt to ${doing} in ${place}.`,
            'See https://www.githubstatus.com and run again.',
            options,
          )
        : new Problem(
            `${cannot}: ${error.status} ${sentence(error.message)}`,
            'Mend what the message names and run again.',
            options,
          )
  }
}

/** The status that GitHub answered with, of an error that `explain` has put into words. */
export function statusOf(error: unknown): number | undefined {
  return causeOf(error)?.status
}

/** GitHub answered every attempt, the last with a 4xx: it has not done what was asked. */
export function isClearRefusal(error: unknown): boolean {
  const status = statusOf(error) ?? 0
  return status >= 400 && status < 500 && causeOf(error)?.ambiguous === false
}

/** A clear refusal that the same request would get again: no limit that passes. */
export function isLastingRefusal(error: unknown): boolean {
  const cause = causeOf(error)
  return isClearRefusal(error) && cause !== undefined && !isRateLimit(cause)
}

function causeOf(error: unknown): GitHubError | undefined {
  return error instanceof Problem ? (error.cause as GitHubError | undefined) : undefined
}

function reasonFor403(error: GitHubError): string {
  if (/archived/i.test(error.message)) return 'the repository is archived, so it is read-only.'
  return sentence(error.message)
}

function remedyFor403(error: GitHubError, { permission, token }: Attempt): string {
  const accepted = error.headers['x-accepted-github-permissions']
  const needed = accepted === undefined ? permission : `${permission} (GitHub names ${accepted})`
  if (/archived/i.test(error.message)) return 'Remove it from destinations, or unarchive it.'
  if (/SAML|SSO/i.test(error.message)) return `Authorize the token in ${token} for single sign-on of this organization.`
  if (/resource not accessible by integration/i.test(error.message)) {
    return token === 'github-token'
      ? `The token in github-token lacks ${needed}. If it is GITHUB_TOKEN: that one can never read or write secrets, so use a GitHub App installation token or a personal access token. If it is an App's: add the permission and approve it in the installation.`
      : `The token in dispatch-token lacks ${needed}. For GITHUB_TOKEN, add it under "permissions:" of the job.`
  }
  return `The token in ${token} needs ${needed}.`
}

/** GitHub's own message, without the link to its documentation that Octokit appends. */
function sentence(message: string): string {
  return asSentence(message.replace(/ - https?:\/\/\S+$/, '').trim())
}
