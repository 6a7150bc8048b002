/** What comes next for a user's keys, when, and whether nobody did it: read from the journal, whoever wrote it. */
import type { Next, Phase } from '../rotation/decision.ts'
import { phaseOf } from '../rotation/facts.ts'
import { patience } from '../rotation/lifecycle/answers.ts'
import type { Duration, Instant } from '../rotation/time.ts'
import type { Journal, KeyId } from '../rotation/world.ts'
import type { KeyEvidence, Pace, UserEvidence } from './evidence.ts'

/** The next step of a rotation. */
export interface Due {
  readonly step: Next['step']
  /** The key that it is about; undefined while it does not exist. */
  readonly key: KeyId | undefined
  /** Undefined where nothing dates it. */
  readonly at: Instant | undefined
  /** How late it is, beyond what a schedule takes; undefined where it is not. */
  readonly late: Duration | undefined
}

/** Where a user stands; without a phase its keys are rotated by nobody that this action knows of. */
export interface Course {
  readonly phase: Phase | undefined
  readonly due: Due | undefined
}

/** The course of a user at a moment. A step counts as late after a week, as it does in the runs of a rotation. */
export function courseOf({ journal: reading, keys, pace, isConfigured }: UserEvidence, now: Instant): Course {
  const journal = reading.kind === 'read' ? reading.journal : undefined
  if (reading.kind === 'unknown') return { phase: 'blocked', due: undefined }
  if (journal === undefined && !isConfigured) return { phase: undefined, due: undefined }
  const step = nextStepOf(journal, keys, pace)
  // A step without a date of its own is due since a run was last at work.
  const claimed = reading.kind === 'read' ? reading.holder?.touched : undefined
  const at = step?.at ?? claimed
  const late = at !== undefined && now - at > patience ? now - at : undefined
  return { phase: phaseOf(journal), due: step && { ...step, at, late } }
}

type Step = Omit<Due, 'late'>

function nextStepOf(journal: Journal | undefined, keys: readonly KeyEvidence[], pace: Pace): Step | undefined {
  const find = (id: KeyId | undefined) => keys.find((key) => key.id !== undefined && key.id === id)
  switch (journal?.phase) {
    case undefined:
      return rotationOf(
        keys.find(({ status }) => status === 'Active'),
        pace,
      )
    case 'steady':
      return rotationOf(find(journal.current), pace)
    case 'creating':
      return { step: 'rotate', key: journal.current, at: journal.at }
    case 'pending':
      return { step: 'publish', key: journal.pending, at: journal.at }
    case 'publishing': {
      const { from, to } = journal.window
      return { step: to === undefined ? 'publish' : 'verify', key: journal.pending, at: to ?? from }
    }
    case 'current': {
      const { window, provenAt, previous } = journal
      if (find(previous) === undefined) return rotationOf(find(journal.current), pace)
      if (provenAt === undefined) return { step: 'verify', key: journal.current, at: window.to ?? window.from }
      return { step: 'deactivate', key: previous, at: provenAt + pace.deactivateAfter }
    }
    case 'deactivating':
      return { step: 'deactivate', key: journal.previous, at: journal.at }
    case 'deactivated':
      if (find(journal.previous) === undefined) return rotationOf(find(journal.current), pace)
      return { step: 'delete', key: journal.previous, at: journal.at + pace.deleteAfter }
  }
}

/** A key that is off or gone is left to people. */
function rotationOf(key: KeyEvidence | undefined, { rotateAfter }: Pace): Step | undefined {
  if (key?.created === undefined || key.status === 'Inactive') return undefined
  return { step: 'rotate', key: key.id, at: key.created + rotateAfter }
}
