/** What a key is in a rotation: the one that is published, the one before it, or one that is being made. */
import type { AccessKey, Journal } from '../rotation/world.ts'

export type KeyLabel = 'current' | 'pending' | 'previous' | 'unknown'

/** Where a key stands in a rotation; `count`: how many keys its user has. */
export function labelOf(
  { id, status }: Pick<AccessKey, 'id' | 'status'>,
  journal: Journal | undefined,
  count: number,
): KeyLabel {
  if (journal !== undefined && 'pending' in journal && journal.pending === id) return 'pending'
  if (journal !== undefined && 'previous' in journal && journal.previous === id) return 'previous'
  if (journal?.current === id) return 'current'
  return count === 1 && status === 'Active' ? 'current' : 'unknown'
}
