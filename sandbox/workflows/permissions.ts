/** What `permissions` gives to a job's token: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions */
import type { GitHub } from '../github/github.ts'
import type { Level, Permission, Permissions, Token } from '../github/token.ts'
import { isList, type Value } from './expression.ts'

/** Those of them that the sandbox's GitHub knows. */
const served: readonly Permission[] = ['actions', 'checks', 'contents', 'deployments', 'issues']

/** Where nothing is said: https://docs.github.com/en/actions/concepts/security/github_token, the restricted default. */
const usual: Permissions = { metadata: 'read', contents: 'read' }

/** Issues the token of a job. What is not named is not given, as soon as anything is said. */
export function jobTokenOf(
  github: GitHub,
  repository: string,
  said: Value,
): { readonly token: Token; readonly maySignIn: boolean } {
  const text = github.addToken({
    kind: 'GITHUB_TOKEN',
    name: 'github-actions',
    permissions: permissionsOf(said),
    repositories: [repository],
  })
  const token = github.findToken(text)
  if (token === undefined) throw new RangeError('a token that was issued is known')
  return { token, maySignIn: said === 'write-all' || levelOf(said, 'id-token') === 'write' }
}

function permissionsOf(said: Value): Permissions {
  if (said === null) return usual
  const named = served.map((permission) => [permission, levelOf(said, permission)] as const)
  return { metadata: 'read', ...Object.fromEntries(named.filter(([, level]) => level !== undefined)) }
}

function levelOf(said: Value, permission: string): Level | undefined {
  if (said === 'read-all') return 'read'
  if (said === 'write-all') return 'write'
  if (typeof said !== 'object' || said === null || isList(said)) return undefined
  const level = said[permission]
  return level === 'read' || level === 'write' ? level : undefined
}
