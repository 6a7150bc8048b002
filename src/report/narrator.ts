/** What a rotation says while it goes on, as lines of a log. */
import type { Decision } from '../rotation/decision.ts'
import type { Narrator } from '../rotation/ports.ts'
import { isEffect, titleOf } from './titles.ts'

/** Tells each step and its reason while it happens, line by line. */
export function narratorTo(print: (line: string) => void): Narrator {
  return {
    decided(decision) {
      print(`▸ ${titleOf(decision)}: ${decision.because}`)
    },
    done(result) {
      if (result !== '') print(`  ${result.replaceAll('\n', '\n  ')}`)
    },
  }
}

/** Tells of each effect in one line, behind the name of the user: for logs that several users share. */
export function eventsOf(user: string, print: (line: string) => void): Narrator {
  let effect: Decision | undefined
  return {
    decided(decision) {
      effect = isEffect(decision) && !isEnding(decision) ? decision : undefined
    },
    done(result) {
      if (effect === undefined) return
      const [first = ''] = result.split('\n')
      print(`${user}: ${titleOf(effect)}${first === '' ? '' : `: ${first}`}`)
    },
  }
}

/** How the run ended is told with the others. */
function isEnding(decision: Decision): boolean {
  return ['nothing', 'wait', 'fail', 'stop'].includes(decision.do)
}
