/** What the tests of the examples share: a repository with workflow files, and what the examples ask people to set up. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PolicyDocument } from '../../sandbox/aws/policy.ts'
import { duration } from '../../sandbox/clock.ts'
import type { Permissions } from '../../sandbox/github/token.ts'
import { policy, type Scenario, type ScenarioOptions } from '../../sandbox/scenario.ts'
import type { EndedRun } from '../../sandbox/workflows/execution.ts'
import { type HostOptions, WorkflowHost } from '../../sandbox/workflows/host.ts'
import { subjectOf } from '../../sandbox/workflows/identity.ts'
import { appInputs } from './installed-app.ts'
import { inScenario, statuses } from './support.ts'

const root = join(import.meta.dirname, '..', '..')

/** A file of examples/ as it stands there. */
export const example = (file: string) => readFileSync(join(root, 'examples', file), 'utf8')

/** A page of docs/ as it stands there. */
export const page = (file: string) => readFileSync(join(root, 'docs', file), 'utf8')

export type Texts = Readonly<Record<string, string>>

export interface World {
  readonly scenario: Scenario
  readonly host: WorkflowHost
}

/** What the world of an example has beside a scenario. */
export interface ExampleOptions extends ScenarioOptions {
  /** What the App may do where it is installed. */
  readonly grants?: Permissions
  /** The environment that the rotation's job names; its secrets and its role are there for that alone. */
  readonly environment?: string
  readonly host?: HostOptions
}

/** A repository with these files as its workflows, and what the examples ask people to set up. */
export async function withWorkflows(
  files: Texts,
  { grants, environment, host: hostOptions, ...options }: ExampleOptions,
  test: (world: World) => Promise<void>,
): Promise<void> {
  await inScenario(options, async (scenario) => {
    const { github } = scenario.sandbox
    const { owner } = github.repository(scenario.home)
    const app = appInputs(scenario, [{ owner, ...(grants && { permissions: grants }) }], grants)
    github.variablesAt({ repository: scenario.home }).set('ROTATION_APP_CLIENT_ID', app['github-app-id'])
    if (environment !== undefined) github.repository(scenario.home).addEnvironment(environment)
    github.setSecret(scenario.home, 'ROTATION_APP_PRIVATE_KEY', app['github-app-private-key'], environment)
    if (scenario.caller === 'role') {
      trustJobs(scenario, { name: 'key-rotation', policy: policy('iam-policy-central-role.json'), environment })
    }
    const host = new WorkflowHost(scenario.sandbox, scenario.home, hostOptions)
    try {
      for (const [file, content] of Object.entries(files)) await host.add(file, content)
      await test({ scenario, host })
    } finally {
      host.stop()
    }
  })
}

interface Role {
  readonly name: string
  readonly policy: PolicyDocument
  readonly environment?: string | undefined
}

/** Lets jobs of the repository assume a role, as docs/setup.md says; with an environment, those that name it. */
export function trustJobs(
  { sandbox: { aws, github }, home }: Scenario,
  { name, policy: own, environment }: Role,
): void {
  const issuer = 'token.actions.githubusercontent.com'
  aws.accounts.addProvider(aws.accountId, { host: issuer, audiences: ['sts.amazonaws.com'] })
  const trust = JSON.stringify(policy('iam-trust-policy-github.json'))
  aws.createRole({
    name,
    policies: [own],
    trust: JSON.parse(trust.replace(/repo:[^"]*/, subjectOf(github, home, environment))) as PolicyDocument,
  })
}

/** The outputs of the rotation's step. */
export function outputsOf({ jobs }: EndedRun): Readonly<Record<string, string>> {
  const rotation = jobs.find(({ name }) => name === 'rotate')
  return rotation?.steps.find(({ outputs }) => outputs['phase'] !== undefined)?.outputs ?? {}
}

export const logOf = ({ jobs }: EndedRun) => jobs.map(({ name, log }) => `── ${name}\n${log}`).join('\n')

/** How the dispatched verifications ended, oldest first: their jobs by name. */
export async function verifications({ sandbox, home }: Scenario): Promise<readonly string[]> {
  const runs = sandbox.github.runs(home).toReversed()
  return Promise.all(
    runs.map(async (run) => {
      const { conclusion } = await run.progress()
      return `${conclusion}: ${run.jobs.map((job) => `${job.name} ${job.conclusion}`).join(', ')}`
    }),
  )
}

/** A rotation by a daily schedule, as far as anything happens: the keys and the phase after each run. */
export async function life({ scenario, host }: World, file: string): Promise<readonly string[]> {
  const seen: string[] = []
  // What comes after the new key is published does not depend on who signs.
  for (const days of scenario.caller === 'role' ? [0] : [0, 8, 8]) {
    scenario.sandbox.clock.advance(days * duration('1d'))
    const run = await host.scheduled(file)
    if (run.conclusion !== 'success') throw new Error(logOf(run))
    seen.push(`${outputsOf(run)['phase']}: ${statuses(scenario)}`)
  }
  return seen
}
