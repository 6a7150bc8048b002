/**
 * A concurrency group of a repository: one run at a time, one that waits, and a newer one takes the place of that.
 * https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/control-workflow-concurrency
 */
import type { ShownRun } from './workflow-run.ts'

/** Where a run stands in its group. Times are milliseconds since the epoch. */
export type Turn =
  | { readonly kind: 'free'; readonly since: number }
  | { readonly kind: 'held back' }
  | { readonly kind: 'replaced'; readonly at: number }

export class ConcurrencyGroup {
  /** In the order in which they came. */
  readonly #runs: ShownRun[] = []
  /** When those that have ended did, which is not asked of each of them again by all that came after. */
  readonly #ended = new Map<ShownRun, number>()

  enter(run: ShownRun): void {
    this.#runs.push(run)
  }

  /** Whether a run of the group may start: once those before it have ended. */
  async turnOf(run: ShownRun): Promise<Turn> {
    const place = this.#runs.indexOf(run)
    let since = run.createdAt
    for (const earlier of this.#runs.slice(0, place)) since = Math.max(since, await this.#endOf(earlier))
    const next = this.#runs[place + 1]
    if (next !== undefined && next.createdAt < since) return { kind: 'replaced', at: next.createdAt }
    return Number.isFinite(since) ? { kind: 'free', since } : { kind: 'held back' }
  }

  /** When a run has ended; Infinity while it has not. */
  async #endOf(run: ShownRun): Promise<number> {
    const known = this.#ended.get(run)
    if (known !== undefined) return known
    const { status, completedAt = 0 } = await run.progress()
    if (status !== 'completed') return Number.POSITIVE_INFINITY
    this.#ended.set(run, completedAt)
    return completedAt
  }
}
