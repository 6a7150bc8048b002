/** A moment the way the REST API writes it: ISO 8601 in whole seconds, cut and not rounded. */
export function timestamp(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`
}
