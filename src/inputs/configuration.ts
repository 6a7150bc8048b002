/** What a run is configured to do, from the inputs of its step and the file that they name: before the first request. */
import { Problem } from '../rotation/problem.ts'
import type { Environment } from '../text/environment.ts'
import { readAuditOptions } from './audit.ts'
import { readConfigFile } from './config-file/config-file.ts'
import { secretsOf } from './config-file/conflicts.ts'
import { selectUsers } from './config-file/selection.ts'
import { shownPath } from './config-file/workspace-file.ts'
import { type Configuration, type Inputs, parseInputs, type RunInputs, readInput, readRun } from './inputs.ts'
import { scheduleOf } from './job.ts'
import { refused } from './parse.ts'
import { missingRecoveryName } from './recovery-secret.ts'
import { warnOfSchedule } from './schedule.ts'
import { loadYamlParser, plainYaml, yamlInputs } from './yaml-parser.ts'

/** Loads what `readConfiguration` needs, and nothing where the inputs are plain, as their defaults are. */
export async function prepareConfiguration(environment: Environment): Promise<void> {
  const texts = yamlInputs.map((name) => readInput(name, environment))
  const arePlain = texts.every((text) => text === '' || plainYaml(text) !== undefined)
  if (!arePlain || readInput('config-file', environment) !== '') await loadYamlParser()
}

/** After `prepareConfiguration`. @throws Problem that names the input, or the place in the file, the value and what is allowed */
export function readConfiguration(environment: Environment): Configuration {
  const { run, warnings } = readRun(environment)
  const maxParallel = parseParallel(readInput('max-parallel', environment))
  const file = readInput('config-file', environment)
  const users = file === '' ? [lone(run)] : usersOf(file, run)
  if (run.recoveryText !== '' && users.every(({ recovery }) => recovery === undefined)) throw missingRecoveryName()
  const paces = users.map(({ policy }) => policy)
  return {
    mode: run.mode,
    maxParallel,
    users,
    audit: readAuditOptions(environment, { ...run, step: (name) => readInput(name, environment) }),
    warnings: [...warnings, ...warnOfSchedule(paces, scheduleOf(environment))],
  }
}

function lone(run: RunInputs): Inputs {
  const only = readInput('only-users', run.environment)
  if (only !== '') {
    throw new Problem(
      'The input only-users is given, and config-file is empty',
      'Name the file that has the users in config-file, or the one user in iam-user.',
    )
  }
  const user = parseInputs((name) => readInput(name, run.environment), run)
  return { ...user, selector: user.iamUser, secretsOfUsers: secretsOf([user]), namesakes: [] }
}

function usersOf(file: string, run: RunInputs): readonly Inputs[] {
  if (readInput('iam-user', run.environment) !== '') {
    throw new Problem(
      'The inputs iam-user and config-file are both given',
      'Leave iam-user out: the file names the users. To rotate some of them, name those in only-users.',
    )
  }
  const users = readConfigFile(file, run)
  const only = readInput('only-users', run.environment)
  return only === '' ? users : selectUsers(only, users, shownPath(file))
}

/** https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api: 100 requests at once, at most */
function parseParallel(text: string): number {
  if (/^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 100) return Number(text)
  throw refused('max-parallel', text, 'a whole number from 1 to 100')
}
