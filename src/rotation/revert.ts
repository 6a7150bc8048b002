/** What a run that goes wrong takes back, and what it leaves to the next one. Pure, as the lifecycle is. */

import type { Decision } from './decision.ts'
import { journalOf } from './facts.ts'
import { Cancelled, endsRun, messageOf, Problem, Superseded } from './problem.ts'
import type { Journal, Verification, World } from './world.ts'

/** Whether this run has switched the previous key off, or may have, and nothing has proven since that all works without it. */
export function isOffUnproven({ journal, run }: World): boolean {
  return journal.kind === 'read' && journal.journal.phase === 'deactivating' && run.deactivating
}

/**
 * What a run that ends on an error takes back, by one request each. A key that it has switched off is switched on. A key
 * that it has made is deleted only where another run has taken over before any journal told of that key: that run cannot
 * explain it, and nobody but this process has ever had it. All else is left to the next run, which may hold the user by
 * now.
 */
export function takenBack(
  world: World,
  error: unknown,
): readonly Extract<Decision, { do: 'reactivate' | 'discard' }>[] {
  const journal = journalOf(world)
  if (journal?.phase === 'deactivating' && isOffUnproven(world)) {
    return [
      { do: 'reactivate', key: journal.previous, because: 'nothing has proven yet that everything works without it' },
    ]
  }
  const { held } = world.run
  if (error instanceof Superseded && held !== undefined && journal?.phase === 'creating') {
    return [{ do: 'discard', key: held, because: 'nobody has it, and the run that goes on knows nothing of it' }]
  }
  return []
}

/**
 * The world after a step has failed while the previous key is off: whether all works is not known, so that it is switched
 * on again. Whether the step was performed is not known either: switching an active key on changes nothing. Undefined
 * where an error ends the run.
 */
export function withoutProof(world: World, error: unknown): World | undefined {
  const journal = journalOf(world)
  if (journal?.phase !== 'deactivating' || !isOffUnproven(world) || endsRun(error)) return undefined
  const verification: Verification = {
    key: journal.current,
    verdict: 'unknown',
    weak: false,
    without: journal.previous,
    detail: messageOf(error),
    remedy: error instanceof Problem ? error.remedy : undefined,
    urls: [],
    waiting: [],
    covers: [],
  }
  const keys = world.keys.map((key) => (key.id === journal.previous ? ({ ...key, status: 'Inactive' } as const) : key))
  return { ...world, keys, run: { ...world.run, verification } }
}

/** What to do about an error that ended a run. */
export function remedyFor(error: unknown, world: World | undefined): string {
  if (error instanceof Problem) return error.remedy
  if (error instanceof Cancelled) return leftBy(world === undefined ? undefined : journalOf(world))
  return 'Run again; if this persists, report it with this log.'
}

/** What a run that stops between two steps leaves behind, and what the next one makes of it. */
function leftBy(journal: Journal | undefined): string {
  switch (journal?.phase) {
    case undefined:
    case 'steady':
      return 'No key was changed. The next run starts over.'
    case 'creating':
    case 'pending':
      return 'Nobody has a new key. The next run deletes a key that this one may have created, and starts over.'
    case 'publishing':
      return journal.window.to === undefined
        ? `Some destinations may hold ${journal.pending} by now, and all keys are active. The next run finishes the publication.`
        : `Every destination holds ${journal.pending}, and all keys are active. The next run verifies it.`
    case 'current':
    case 'deactivating':
    case 'deactivated': {
      const state = { current: 'still active', deactivating: 'switched on again', deactivated: 'off' }[journal.phase]
      return `${journal.current} is in use, and ${journal.previous} is ${state}. The next run goes on from there.`
    }
  }
}
