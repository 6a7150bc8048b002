/** Several users in one run: each with a repository, a key and a verification of its own. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LongTermCredentials } from './aws/account.ts'
import { duration } from './clock.ts'
import type { ActionResult } from './runner.ts'
import type { RunOptions, Scenario } from './scenario.ts'

export interface FleetUser {
  readonly name: string
  readonly repository: string
  readonly key: LongTermCredentials
}

/** Names of so many users; the scenario needs a repository for each, and one in which the rotation runs. */
export const namesOf = (count: number) => Array.from({ length: count }, (_, index) => `bot-${index}`)
export const repositoriesOf = (names: readonly string[]) => ['octo/home', ...names.map((name) => `octo/${name}`)]

/** Gives each of the repositories after the first one a user of its own, whose key is so many days old. */
export function addUsers(scenario: Scenario, age = 61): readonly FleetUser[] {
  const { aws, github, clock } = scenario.sandbox
  const created = clock.now() - age * duration('1d')
  return scenario.repositories.slice(1).map((repository) => {
    const name = repository.slice('octo/'.length)
    aws.createUser({ name, path: '/ci/', created })
    const key = aws.createAccessKey(name, { created })
    github.setSecret(repository, 'AWS_ACCESS_KEY_ID', key.accessKeyId)
    github.setSecret(repository, 'AWS_SECRET_ACCESS_KEY', key.secretAccessKey)
    scenario.addVerification(repository)
    return { name, repository, key }
  })
}

/** The file that lists them; `more` says what else stands in a user's entry. */
export function fleetFile(users: readonly FleetUser[], more: (user: FleetUser) => string = () => ''): string {
  const entries = users.map(
    (user) => `  - iam-user: ${user.name}\n    destinations:\n      - repository: ${user.repository}\n${more(user)}`,
  )
  return `users:\n${entries.join('')}`
}

/** Their own verification workflow. */
export const verified = ({ repository }: FleetUser) => `    verification-workflow: ${repository}/verify.yml\n`
export const unverified = () => '    verification-workflow: none\n'

/** A run for all users of a file. */
export function rotateFleet(
  scenario: Scenario,
  file: string,
  inputs: Readonly<Record<string, string>> = {},
  options: RunOptions = {},
): Promise<ActionResult> {
  const own = { 'iam-user': '', destinations: '', 'verification-workflow': '', 'config-file': 'users.yml' }
  return scenario.rotate(
    { ...own, ...inputs },
    {
      ...options,
      prepare: (workspace) => writeFileSync(join(workspace, 'users.yml'), file),
    },
  )
}
/** `bot-0 overlap`: where each user stands, as the output `report` has it. */
export function standings({ outputs }: ActionResult): readonly string[] {
  const reports = JSON.parse(outputs['report'] ?? '[]') as readonly { readonly user: string; readonly phase: string }[]
  return reports.map(({ user, phase }) => `${user} ${phase}`)
}
