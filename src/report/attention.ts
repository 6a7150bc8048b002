/** What of all that a run tells asks something of a person, and what to do about it. */

import { asSentence, type Warning, type WarningKind } from '../rotation/problem.ts'
import { reasonOfHold } from './reason-names.ts'
import type { Hold } from './warnings.ts'

/** One thing that a person has to do. */
export interface Attention {
  /** The same as `what` in about three words, by which equal ones are known. */
  readonly reason: string
  /** What is the matter, in sentences. */
  readonly what: string
  /** What to do about it, as an imperative. */
  readonly remedy: string
  /** Since when it has been so, in UTC, where that is known. */
  readonly since: string | undefined
}

/** How a run ended, as far as it can ask something of a person. */
export interface Asking {
  /** Why it has failed, in about three words; undefined where it has not. */
  readonly failure: string | undefined
  readonly because: string
  readonly remedy: string | undefined
  /** What it waits for, where a person may have to end that. */
  readonly hold: Hold | undefined
  /** Since when the user has been where a wait finds it, in UTC. */
  readonly since: string | undefined
  readonly warnings: readonly Warning[]
}

/** Everything that a person has to do after a run, the most urgent first; nothing of what goes on by itself. */
export function attentionOf({ failure, because, remedy, hold, since, warnings }: Asking): readonly Attention[] {
  const what = asSentence(because)
  const asked: Attention[] = []
  if (failure !== undefined) asked.push({ reason: failure, what, remedy: remedy ?? runAgain, since: undefined })
  else if (hold !== undefined) asked.push({ reason: reasonOfHold[hold], what, remedy: remedyOfHold[hold], since })
  for (const { kind, text } of warnings) {
    const asks = asksOf[kind]
    if ('remedy' in asks) asked.push({ reason: kind, what: text, remedy: asks.remedy, since: undefined })
  }
  return asked
}

/** Whether a warning of this kind asks something of a person. */
export function asksPerson(kind: WarningKind): boolean {
  return 'remedy' in asksOf[kind]
}

/** What to do about a failure that names nothing better. */
export const runAgain = 'Run again.'

/** How a person ends what a run waits for. */
export const remedyOfHold: Readonly<Record<Hold, string>> = {
  'users of the old key': 'Find who still uses the old key, and give them the new one.',
  'unfinished runs': 'Look at the runs that are named here: let them end, or cancel them.',
  'same name nearby':
    'Look at the secrets of the same name that are named here: list their places in destinations, or dismiss them in other-keys.',
  'another configuration': 'List all destinations of the user in one configuration, and remove the other one.',
  'secrets written elsewhere':
    'Find who has written the secrets that are named here, and take the places that are to keep them out of destinations.',
  'unreadable last use': 'Allow iam:GetAccessKeyLastUsed, so that the last use of the old key can be read.',
  'missing verdict': 'Look at the verification run: it has not ended, or it has ended without a verdict.',
}

/** `remedy`: a person has to do this. `informs`: nobody has to do anything, for this reason. */
type Asks = { readonly remedy: string } | { readonly informs: string }

/**
 * Whether a warning asks something of a person. What the configuration has chosen, or AWS and GitHub do not tell, comes
 * in every run and stays a warning: were it asked for, no list of things to do would ever be empty, and none be read.
 */
const asksOf: Readonly<Record<WarningKind, Asks>> = {
  'archived repositories': { informs: 'nothing runs there, and the place counts again once it takes secrets' },
  'foreign recovery value': {
    remedy: "Hand in this user's own recovery secret: with another one, an interrupted rotation loses its key.",
  },
  'former names': { remedy: 'Delete the secrets of the former names, or configure the names again.' },
  'former places': { remedy: 'Delete the secrets in the former places, or list the places again.' },
  'idle schedule': { remedy: 'Start the workflow now and then, or run it in a private repository.' },
  'ignored force': { informs: 'the run has gone on as it would without' },
  'late rotation': { remedy: 'Shorten deactivate-after or delete-after, or raise rotate-after.' },
  'mixed pair': { informs: 'the same run repairs it' },
  'no verification workflow': { remedy: 'Name one in verification-workflow, or write none there.' },
  'no recovery secret': { informs: 'a choice of the configuration' },
  'overruled by force': {
    remedy: 'Do that before the rotation, or see to it that nobody needs the old key there when it goes.',
  },
  'pair not proven': { informs: 'a choice of the configuration' },
  'rare schedule': { remedy: 'Run daily, so that keys are replaced before they are too old.' },
  'recovery secret not handed back': { remedy: 'Hand the recovery secret back to the step that rotates.' },
  'rewritten secrets': {
    remedy: 'Take the place out of destinations if it is to keep what somebody else has written there.',
  },
  'same name left behind': {
    remedy: 'Give these places the new key: list them in destinations, or store it there by hand.',
  },
  'session not renewed': { remedy: 'Look why the session could not be renewed, and fix what the warning names.' },
  'short overlap': { informs: 'a choice of the configuration' },
  'switched on again': { remedy: 'Find the person or the tool that has switched the old key on again.' },
  'undeclared inputs': { informs: 'jobs set such variables for reasons of their own' },
  'unproven key': { informs: 'a choice of the configuration' },
  'unproven place': { informs: 'the choice of the verification workflow' },
  'unproven places': { informs: 'the choice of the verification workflow' },
  'unread places': { informs: 'an optional permission is missing' },
  'untried permission': { informs: 'only the next rotation can try it' },
  'unusable recovery value': { remedy: 'Delete the recovery secret, which this action has not written.' },
  'weak proof': { informs: 'the choice of the verification workflow' },
  'wide recovery secret': { informs: 'a choice of the configuration' },
}
