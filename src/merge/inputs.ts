/** The inputs of the action that merges reports. */
import { inputOf } from '../inputs/environment.ts'
import { refused, userName } from '../inputs/parse.ts'
import { Problem } from '../rotation/problem.ts'
import type { Environment } from '../text/environment.ts'
import { list, Misshapen, text } from './shape.ts'

/** The names of the inputs, as `report/action.yml` has them. */
export const mergeInputs = ['reports', 'users'] as const

export interface MergeInputs {
  /** A folder, as it was given. */
  readonly reports: string
  /** Names of users that have to have a report, one for each; undefined: whoever has one. */
  readonly users: readonly string[] | undefined
}

/** @throws Problem that names the input, the value and what is allowed. */
export function readMergeInputs(environment: Environment): MergeInputs {
  const reports = inputOf('reports', environment)
  if (reports === '') {
    throw new Problem('The input reports is empty', 'Name the folder that the reports of all jobs were downloaded to.')
  }
  const users = inputOf('users', environment)
  return { reports, users: users === '' ? undefined : parseUsers(users) }
}

const commaOutsideQuotes = /,(?=(?:[^"]*"[^"]*")*[^"]*$)/

/** Each text is a value of `only-users`: `NAME` or `ACCOUNT/NAME`, in quotes where it has a comma, or several of them. */
function parseUsers(json: string): readonly string[] {
  const allowed = 'the output users of a run in mode plan, as it is: a JSON list of names of IAM users'
  try {
    const values = list(text())(JSON.parse(json), 'users')
    const names = values.flatMap((each) => each.split(commaOutsideQuotes)).map(withoutQuotes)
    if (names.every((each) => userName.test(each.replace(/^(?:\d{12})?\//, '')))) return names
  } catch (error) {
    if (!(error instanceof Misshapen || error instanceof SyntaxError)) throw error
  }
  throw refused('users', json, allowed)
}

function withoutQuotes(name: string): string {
  return name.trim().replace(/^"(.*)"$/, '$1')
}
