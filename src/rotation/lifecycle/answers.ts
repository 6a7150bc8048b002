/** The forms in which the rules answer, and the words that several of them use. */

import type { Decision, Next, Observation, Phase } from '../decision.ts'
import { mayHold, type Stray } from '../secret-dates.ts'
import { type Duration, day, type Instant, second, spoken } from '../time.ts'
import type { AccessKey, Journal, KeyId, NearbyPlace, PublishWindow } from '../world.ts'
import type { Begin, During, Situation, WithPrevious } from './situation.ts'

// One constructor for each form of an answer; `because` is the reason, in a sentence without a full stop.

export const record = (journal: Journal, because: string): Decision => ({ do: 'record', journal, because })
export const observe = (what: Observation, because: string): Decision => ({ do: 'observe', what, because })
export const blocked = (because: string, remedy: string): Decision => ({ do: 'stop', because, remedy })
export const wait = (phase: Phase, next: Next, because: string): Decision => ({ do: 'wait', phase, next, because })
export const clear = (writtenAt: Instant, because: string): Decision => ({ do: 'clear', writtenAt, because })
export const begin = (old: AccessKey | undefined, because: string): Begin => ({ do: 'begin', old, because })

export function act(
  what: 'try' | 'deactivate' | 'reactivate' | 'delete' | 'discard' | 'untag',
  key: KeyId,
  because: string,
): Decision {
  return { do: what, key, because }
}

export function publishTo(window: PublishWindow, key: KeyId, because: string, done?: PublishWindow): Decision {
  return { do: 'publish', key, window, done, because }
}

export function fail(
  phase: Phase,
  next: Next | undefined,
  because: string,
  remedy: string,
): Extract<Decision, { do: 'fail' }> {
  return { do: 'fail', phase, next, because, remedy }
}

/** A wait that nobody can date turns the run red after this, and so does a key that is due for so long. */
export const patience: Duration = 7 * day

/** At the next run. */
export const soon = (step: Next['step']): Next => ({ step, at: undefined })

/** What comes next for a replaced key that stays as it is in this run. */
export function nextOf(journal: WithPrevious): Next {
  return soon(journal.phase === 'deactivated' ? 'delete' : 'deactivate')
}

/** The run leaves everything to another one, which is at work. */
export function isSteppingAside(decision: Decision): boolean {
  const isRotating = decision.do === 'wait' && decision.phase === 'rotating' && decision.next.step === 'rotate'
  return isRotating && decision.next.at !== undefined
}

/** The remedy where nothing was changed, and nothing has to be taken back. */
export const asTheyAre = 'No key was switched off or deleted. Fix this and run again.'

/** Last uses are read before a person is asked to choose between keys. */
export function withLastUses({ world }: Situation): Decision | undefined {
  const isUnread = world.keys.some((key) => key.lastUsed.kind === 'unread')
  const because = 'a person has to choose between keys, and needs to know which one is used'
  return isUnread ? observe('last use', because) : undefined
}

/** What a journal of a replacement keeps when its phase changes. */
export function kept({ current, previous, switchedOn, window, digest, before, aside }: WithPrevious) {
  return { current, previous, switchedOn, window, digest, before, aside }
}

/** Where the journal names the key to be replaced: as `current`, or as `previous` when it is off and so not in use. */
export function roleOf(old: AccessKey | undefined): Pick<During<'creating'>, 'current' | 'previous'> {
  return old?.status === 'Inactive'
    ? { current: undefined, previous: old.id }
    : { current: old?.id, previous: undefined }
}

/** AWS and GitHub tell the time in whole seconds. */
export function wholeSecond(at: Instant): Instant {
  return Math.floor(at / second) * second
}

/** `AWS_ACCESS_KEY_ID in octo/app, …` */
export function named(strays: readonly Stray[]): string {
  return strays.map(({ secret }) => secret).join(', ')
}

/** Keys as a person has to know them before choosing. */
export function keysTold(keys: readonly AccessKey[], now: Instant): string {
  return keys.map((key) => described(key, now)).join('; ')
}

/** Each on a line of its own. */
export function bullets(problems: readonly string[]): string {
  return problems.map((problem) => `\n- ${problem}`).join('')
}

/** Says of places that nobody has listed that they may hold a key. */
export function unlisted(
  places: readonly NearbyPlace[],
  key: Pick<AccessKey, 'id' | 'created'>,
  ahead: Duration,
): string {
  const kindOf = ({ dismissal, takesPrecedence }: NearbyPlace) => {
    if (dismissal === undefined) return `unlisted variables show ${key.id}`
    if (!takesPrecedence) return `unlisted secrets may hold ${key.id}`
    return `unlisted secrets take precedence over listed ones of the same name, and may hold ${key.id}`
  }
  const kinds = [...Map.groupBy(places, kindOf)]
  return kinds.map(([kind, all]) => `${kind}: ${mayHold(all, key, ahead).join(', ')}`).join('; ')
}

/** The lines to add; a variable shows which key it is, and nothing dismisses it. */
export function listOrDismiss(places: readonly NearbyPlace[]): string {
  const dismissals = places.flatMap(({ dismissal }) => dismissal ?? [])
  return [
    `Add what holds this key to destinations:${lines(places.map(({ listing }) => listing))}`,
    ...(dismissals.length > 0 ? [`Add places that hold another key to other-keys:${lines(dismissals)}`] : []),
    'Or delete what nobody uses.',
  ].join('\n')
}

/** At most so many: more would leave no room for what else a message says. */
const mostLines = 8

/** Lines of YAML, each below the one before. */
function lines(all: readonly string[]): string {
  const each = [...new Set(all)]
  const more = each.length > mostLines ? `\n# and ${each.length - mostLines} more` : ''
  const shown = each.slice(0, mostLines).map((line) => `\n${line}`)
  return `${shown.join('')}${more}`
}

/** A key as a person has to know it before choosing: `AKIA… (Active, created 61 days ago, never used)`. */
export function described(key: AccessKey, now: Instant): string {
  return `${key.id} (${key.status}, created ${spoken(now - key.created)} ago, ${lastUse(key, now)})`
}

function lastUse({ lastUsed }: AccessKey, now: Instant): string {
  switch (lastUsed.kind) {
    case 'unread':
      return 'last use not read'
    case 'unreadable':
      return 'last use unknown'
    case 'never':
      return 'never used'
    case 'used':
      return `last used ${spoken(now - lastUsed.at)} ago by ${lastUsed.service} in ${lastUsed.region}`
  }
}
