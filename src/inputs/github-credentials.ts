/** What the secrets are written with, and the verification workflows started: `github-token`, or a GitHub App. */
import { parsePrivateKey } from '../github/tokens/private-key.ts'
import type { GitHubCredentials } from '../github/tokens/tokens.ts'
import { Problem } from '../rotation/problem.ts'
import { refused } from './parse.ts'

/** One of the two, and never both. @throws Problem that shows nothing of a token or a key */
export function parseCredentials(token: string, appId: string, privateKey: string): GitHubCredentials {
  if (appId === '' && privateKey === '') {
    const remedy =
      'Give it an installation token of a GitHub App, or a personal access token, that may write the secrets.'
    if (token === '') throw empty('github-token', remedy)
    return { kind: 'token', token: parseToken('github-token', token) }
  }
  if (token !== '') {
    throw new Problem(
      'The inputs github-token and github-app-id are both given',
      'Give one of them: a token, or the App that tokens are made with.',
    )
  }
  if (appId === '') throw empty('github-app-id', 'Give it the client ID or the ID of the App.')
  if (privateKey === '') throw empty('github-app-private-key', 'Give it a private key of the App.')
  if (!/^(\d+|Iv[\w.]+)$/.test(appId)) {
    // Longer than an ID is what stands beside it in the settings of an App: its client secret, or the private key.
    const shown = appId.length > 30 ? '…' : appId
    throw refused('github-app-id', shown, 'the client ID of the App (Iv23li…) or its ID, a number')
  }
  return { kind: 'app', appId, privateKey: parsePrivateKey(privateKey) }
}

/** The token of the job by default: `dispatch-token` is empty only where somebody has made it so. @throws Problem */
export function parseDispatchToken(token: string, github: GitHubCredentials): string {
  if (token !== '') return parseToken('dispatch-token', token)
  if (github.kind === 'token') return github.token
  throw new Problem('The input dispatch-token is empty', 'Leave it out: its default is the token of the job.')
}

function empty(input: string, remedy: string): Problem {
  return new Problem(
    `The input ${input} is empty`,
    `${remedy} If it comes from a secret or a variable, check the name, and where it is stored: an unset one is empty.`,
  )
}

const faults: readonly (readonly [pattern: RegExp, fault: string])[] = [
  [/["'`]/, 'has quotes in it, and they would belong to the token'],
  [/\s/, 'has white space in it, a space or a line break'],
  [/[^!-~]/, 'has a character in it that no token has: an invisible one, or one that is not ASCII'],
]

/**
 * Refuses what no token has: a header could not carry some of it, and whatever complains then may quote the token. What
 * is left is GitHub's to judge: https://github.blog/engineering/behind-githubs-new-authentication-token-formats/
 */
function parseToken(input: string, text: string): string {
  const fault = faults.find(([pattern]) => pattern.test(text))?.[1]
  if (fault === undefined) return text
  throw new Problem(
    `The input ${input} ${fault}`,
    'Store the token alone, as GitHub shows it, and nothing before, inside or behind it; then pass the secret on.',
  )
}
