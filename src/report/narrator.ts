/** What a rotation says while it goes on, as lines of a log. */
import type { Decision } from '../rotation/decision.ts'
import type { Narrator } from '../rotation/ports.ts'
import type { Instant } from '../rotation/time.ts'
import { KeysOfLog } from './log-names.ts'
import { isEffect, titleOf, withReadableTimes } from './titles.ts'

/** How a log is told. */
export interface Telling {
  /** AWS's time. */
  readonly now: () => Instant
  /** The log ends with a failure, since no annotation follows. */
  readonly tellsFailure: boolean
}

/**
 * Tells each step and its reason while it happens, line by line, and no reason twice. Keys have names, and times the form
 * in which people read them: the report has IDs and times in full. What every run does alike to prepare a step, the claim
 * and the notes in the tags, takes no line unless there is something to tell of it.
 */
export function narratorTo(print: (line: string) => void, { now, tellsFailure }: Telling): Narrator {
  const keys = new KeysOfLog()
  const reasons: string[] = []
  const results: string[] = []
  /** The title of a step that is worth a line only with what comes of it. */
  let quiet: string | undefined
  let looksAtClaim = false
  const say = (text: string) => withReadableTimes(keys.naming(text), now()).replaceAll('\n', '\n  ')
  /** A reason without what a line before has said. */
  const untold = (because: string): string => {
    const lengths = reasons.filter((each) => because.startsWith(each)).map(({ length }) => length)
    reasons.push(because)
    const rest = because.slice(Math.max(0, ...lengths))
    const [, added] = /^(?:[:;,.] (.*))?$/s.exec(rest) ?? [undefined, because]
    return results.reduce((text, result) => text.replace(result, () => 'see above'), added ?? '')
  }
  return {
    decided(decision, world) {
      quiet = undefined
      keys.see(world, decision)
      looksAtClaim = decision.do === 'observe' && decision.what === 'claim'
      if (looksAtClaim || decision.do === 'claim' || decision.do === 'record') {
        quiet = `▸ ${say(titleOf(decision))}`
        return
      }
      if (!tellsFailure && (decision.do === 'fail' || decision.do === 'stop')) return
      const because = untold(decision.because)
      print(`▸ ${say(titleOf(decision))}${because === '' ? '' : `: ${say(because)}`}`)
    },
    done(result, world) {
      keys.see(world)
      if (result === '' || (looksAtClaim && world?.run.claim?.confirmed === true)) return
      if (quiet !== undefined) print(quiet)
      quiet = undefined
      if (result.length >= worthPointingAt) results.push(result)
      print(`  ${say(result)}`)
    },
  }
}

/** A shorter result is said again rather than pointed at, in characters. */
const worthPointingAt = 40

/** Tells of each effect in one line, behind the name of the user: for logs that several users share. */
export function eventsOf(user: string, print: (line: string) => void, now: () => Instant): Narrator {
  const keys = new KeysOfLog()
  let effect: Decision | undefined
  const say = (text: string) => withReadableTimes(keys.naming(text), now())
  return {
    decided(decision, world) {
      keys.see(world, decision)
      effect = isEffect(decision) && !isEnding(decision) ? decision : undefined
    },
    done(result, world) {
      keys.see(world)
      if (effect === undefined) return
      const [first = ''] = result.split('\n')
      print(`${user}: ${say(titleOf(effect))}${first === '' ? '' : `: ${say(first)}`}`)
    },
  }
}

/** How the run ended is told with the others. */
function isEnding(decision: Decision): boolean {
  return ['nothing', 'wait', 'fail', 'stop'].includes(decision.do)
}
