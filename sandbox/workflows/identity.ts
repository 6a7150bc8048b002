/** Who a job is to those that trust GitHub's OIDC tokens. */
import type { GitHub } from '../github/github.ts'
import { stableId } from '../github/identifiers.ts'

/**
 * The claim `sub` of a job's token. Repositories that are young enough are named with the numbers of owner and repository,
 * so that nobody else can have it: https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
 */
export function subjectOf(github: GitHub, repository: string, environment = ''): string {
  const { owner, name, id, defaultBranch } = github.repository(repository)
  const place = environment === '' ? `ref:refs/heads/${defaultBranch}` : `environment:${environment}`
  return `repo:${owner}@${stableId('user', owner)}/${name}@${id}:${place}`
}
