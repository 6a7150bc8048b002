/** Where the API begins: at the root of `api.github.com` and `*.ghe.com`, under `/api/v3` on GitHub Enterprise Server. */
export type BasePath = '' | '/api/v3'

/** A request's path and query as the API sees them; nothing when the request is not for the API. */
export function withoutBasePath(target: string, basePath: BasePath): string | undefined {
  return target.startsWith(`${basePath}/`) ? target.slice(basePath.length) : undefined
}
