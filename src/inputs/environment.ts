/** How inputs stand in the environment, and what looks like one there and is none. */
import { Problem, type Warning } from '../rotation/problem.ts'
import type { Environment } from '../text/environment.ts'
import { listed } from '../text/listed.ts'
import { nearest } from '../text/nearest.ts'
import { presentable } from '../text/presentable.ts'

/** How the runner spells an input in the environment: upper case, hyphens kept. */
function variableOf(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`
}

/** An input without white space around it; empty where it is not given. */
export function inputOf(name: string, environment: Environment): string {
  return (environment[variableOf(name)] ?? '').trim()
}

/**
 * Warns of variables of inputs that are not among these names: jobs set such for reasons of their own. Empty ones are
 * not worth it.
 * @throws Problem for a misspelt input, whose default would be used for somebody's keys; one that is empty, too, since
 * it may be a secret that is there only when it is needed. Those that `isOther` knows are no misspelling.
 */
export function warnOfUndeclared(
  names: readonly string[],
  environment: Environment,
  isOther: (variable: string) => boolean = () => false,
): readonly Warning[] {
  const declared = new Set(names.map(variableOf))
  const undeclared = Object.keys(environment).filter(
    (variable) => variable.startsWith('INPUT_') && !declared.has(variable) && environment[variable] !== undefined,
  )
  for (const variable of undeclared) {
    if (!isOther(variable)) refuseMisspelt(variable, names)
  }
  const ignored = undeclared.filter((variable) => environment[variable] !== '').map((each) => presentable(each, 100))
  if (ignored.length === 0) return []
  const text = `The environment has variables of inputs that this action does not have, and they are ignored: ${listed(ignored, 10)}.`
  return [{ kind: 'undeclared inputs', text }]
}

function refuseMisspelt(variable: string, names: readonly string[]): void {
  const given = variable.slice('INPUT_'.length).toLowerCase()
  const meant = nearest(letters(given), names.map(letters), mostWrongLetters)
  if (meant === undefined) return
  throw new Problem(
    `There is no input ${presentable(given, 100)} (${presentable(variable, 100)} in the environment)`,
    `Did you mean ${names.find((name) => letters(name) === meant)}?`,
  )
}

function letters(name: string): string {
  return name.replaceAll(/[-_\s]/g, '')
}

/** Two wrong letters of four would make half of another word. */
function mostWrongLetters(name: string): number {
  return Math.min(2, Math.max(1, Math.floor(name.length / 4)))
}
