/** How inputs stand in the environment, and what looks like one there and is none. */

import { Problem } from '../rotation/problem.ts'
import { nearest } from '../text/nearest.ts'
import { presentable } from '../text/presentable.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** How the runner spells an input in the environment: upper case, hyphens kept. */
export function variableOf(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`
}

/**
 * Variables of inputs that are not among these names: jobs set such for reasons of their own, so that they are ignored
 * and told. Empty ones are not worth telling.
 * @throws Problem for a misspelt input, whose default would be used for somebody's keys; one that is empty, too, since
 * it may be a secret that is there only when it is needed. Those that `isOther` knows are no misspelling.
 */
export function undeclaredInputs(
  names: readonly string[],
  environment: Environment,
  isOther: (variable: string, environment: Environment) => boolean = () => false,
): readonly string[] {
  const declared = new Set(names.map(variableOf))
  const undeclared = Object.keys(environment).filter(
    (variable) => variable.startsWith('INPUT_') && !declared.has(variable) && environment[variable] !== undefined,
  )
  for (const variable of undeclared) {
    if (isOther(variable, environment)) continue
    const given = variable.slice('INPUT_'.length).toLowerCase()
    const meant = nearest(letters(given), names.map(letters), misspelt)
    if (meant === undefined) continue
    throw new Problem(
      `There is no input ${presentable(given, 100)} (${presentable(variable, 100)} in the environment)`,
      `Did you mean ${names.find((name) => letters(name) === meant)}?`,
    )
  }
  return undeclared.filter((variable) => environment[variable] !== '')
}

function letters(name: string): string {
  return name.replaceAll(/[-_\s]/g, '')
}

/** So many letters may be wrong. Two wrong ones of four would make half of another word. */
function misspelt(name: string): number {
  return Math.min(2, Math.max(1, Math.floor(name.length / 4)))
}

/** A warning names so many variables, and counts the others. */
const namedVariables = 10

/** One warning of what is ignored, or none. */
export function ignored(undeclared: readonly string[]): readonly string[] {
  if (undeclared.length === 0) return []
  const others = undeclared.length - namedVariables
  const named = undeclared.slice(0, namedVariables).map((variable) => presentable(variable, 100))
  return [
    `The environment has variables of inputs that this action does not have, and they are ignored: ${named.join(', ')}${others > 0 ? ` and ${others} more` : ''}.`,
  ]
}
