/** What a request to GitHub is, whoever sends it. */

/**
 * Sends one request, once, in GitHub's own words: `GET /repos/{owner}/{repo}` and the parameters. A refusal is thrown
 * with its `status` and `response`, a missing answer without a `response`.
 */
export type GitHubRequest = (
  route: string,
  parameters: Readonly<Record<string, unknown>>,
) => Promise<{
  readonly status: number
  readonly headers: Readonly<Record<string, string | number | undefined>>
  readonly data: unknown
}>
