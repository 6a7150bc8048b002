/** Inputs of a step that has one user. */
import { readConfiguration } from '../../../src/inputs/configuration.ts'
import type { Inputs } from '../../../src/inputs/inputs.ts'
import { loadYamlParser } from '../../../src/inputs/yaml-parser.ts'
import type { Environment } from '../../../src/text/environment.ts'

await loadYamlParser()

/** Those of the only user, with what is told of the run among the warnings. */
export function readInputs(environment: Environment): Inputs {
  const { users, warnings } = readConfiguration(environment)
  const [user] = users
  if (user === undefined || users.length > 1) throw new Error(`${users.length} users`)
  return { ...user, warnings: [...warnings, ...user.warnings] }
}
