/** What a rotation says while it goes on, as lines of a log. */
import type { Decision } from '../rotation/decision.ts'
import type { Narrator } from '../rotation/ports.ts'
import { isEffect, noteOf, titleOf } from './titles.ts'

/**
 * Tells each step and its reason while it happens, line by line, and no reason twice. What prepares a step, the claim and
 * the notes in the tags, takes one short line. `tellsFailure`: the log ends with it, since no annotation follows.
 */
export function narratorTo(print: (line: string) => void, tellsFailure = true): Narrator {
  const told: string[] = []
  /** A reason without what a line before has said. */
  const untold = (because: string): string => {
    const lengths = told.filter((each) => because.startsWith(each)).map(({ length }) => length)
    told.push(because)
    const rest = because.slice(Math.max(0, ...lengths))
    const [, added] = /^(?:[:;,.] (.*))?$/s.exec(rest) ?? [undefined, because]
    return added ?? ''
  }
  return {
    decided(decision) {
      if (decision.do === 'record') return print(`  noted in the tags of the user: ${noteOf(decision.journal)}`)
      if (decision.do === 'claim') return print(`▸ ${titleOf(decision)}`)
      if (decision.do === 'observe' && decision.what === 'claim') return
      if (!tellsFailure && (decision.do === 'fail' || decision.do === 'stop')) return
      const because = untold(decision.because)
      print(`▸ ${titleOf(decision)}${because === '' ? '' : `: ${because.replaceAll('\n', '\n  ')}`}`)
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
