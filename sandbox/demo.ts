/**
 * The main job, shown: a whole rotation over simulated days, by the committed bundle, against AWS and GitHub on the
 * loopback interface, with a machine that dies in the middle and a user of the old key whom nobody knew. Needs no account
 * anywhere. Fails when anything is not as it tells.
 */

import { styleText } from 'node:util'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import type { LongTermCredentials } from './aws/account.ts'
import { duration } from './clock.ts'
import type { JobContext, JobReport, WorkflowRun } from './github/workflow-run.ts'
import type { ActionResult } from './runner.ts'
import { type RunOptions, type Scenario, startScenario } from './scenario.ts'
import { renderMarkdown } from './terminal.ts'
import { fingerprint } from './verify-action.ts'
import type { WireRequest } from './wire.ts'

const width = Math.min(process.stdout.columns ?? 110, 120)

const say = (text = '') => process.stdout.write(`${text}\n`)
const heading = (text: string) =>
  say(`
${styleText(['bold', 'cyan'], `━━ ${text} ${'━'.repeat(Math.max(0, width - text.length - 4))}`)}`)
const fact = (text: string) => say(`${styleText('green', '✔')} ${text}`)

/** Signs in at STS, as any program would that finds this pair. */
async function signIn(scenario: Scenario, pair: LongTermCredentials): Promise<string> {
  const endpoint = scenario.sandbox.environment['AWS_ENDPOINT_URL_STS'] ?? ''
  const client = new STSClient({ region: 'us-east-1', endpoint, credentials: pair, maxAttempts: 1 })
  try {
    const { Arn } = await client.send(new GetCallerIdentityCommand({}))
    return `signs in as ${Arn?.split('/').at(-1)}`
  } catch (error) {
    return `is rejected: ${(error as Error).name}`
  } finally {
    client.destroy()
  }
}

/** What the sealed secrets of a repository hold, opened. */
function opened({ sandbox }: Scenario, repository: string): LongTermCredentials {
  return {
    accessKeyId: sandbox.github.secretValue(repository, 'AWS_ACCESS_KEY_ID') ?? '',
    secretAccessKey: sandbox.github.secretValue(repository, 'AWS_SECRET_ACCESS_KEY') ?? '',
  }
}

function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(`the demo expected that ${what}`)
}

/** The keys that verifications were dispatched for, in the order of their dispatch. */
function verified({ sandbox: { github }, repositories }: Scenario): readonly string[] {
  const runs = repositories.flatMap((repository) => github.runs(repository))
  return runs
    .toSorted((one, other) => one.createdAt - other.createdAt)
    .map((run: WorkflowRun) => run.start.inputs['expected-key'] ?? '')
}

/** A run of the rotation, as the schedule starts it; its log is shown. */
async function scheduledRun(scenario: Scenario, options: RunOptions = {}): Promise<ActionResult> {
  return scenario.rotate(inputs, { ...options, onOutput: (text) => process.stdout.write(asRunnerShows(text)) })
}

/** A run that ends as expected, after which every place holds a key that works. */
async function run(scenario: Scenario, phase: string, exitCode = 0): Promise<ActionResult> {
  const result = await scheduledRun(scenario)
  expect(result.exitCode === exitCode, `the run exits with ${exitCode}; it wrote: ${result.stdout}${result.stderr}`)
  expect(result.outputs['phase'] === phase, `the phase is ${phase}, not ${result.outputs['phase']}`)
  await everyPlaceWorks(scenario)
  return result
}

async function everyPlaceWorks(scenario: Scenario): Promise<void> {
  say()
  for (const repository of scenario.repositories) {
    const pair = opened(scenario, repository)
    const answer = await signIn(scenario, pair)
    expect(answer.startsWith('signs in'), `the secrets of ${repository} work at any time`)
    fact(`${repository} holds the key …${pair.accessKeyId.slice(-8)}, which ${answer}`)
  }
}

/** A run whose machine dies right after so many secrets were written. */
async function dyingRun(scenario: Scenario, writes: number): Promise<void> {
  const { wire } = scenario.sandbox
  let pid = 0
  let seen = 0
  const observer = {
    after: ({ method }: WireRequest) => {
      seen += method === 'PUT' ? 1 : 0
      if (seen === writes) process.kill(pid, 'SIGKILL')
    },
  }
  wire.observers.push(observer)
  const { signal } = await scheduledRun(scenario, {
    onStart: (started) => {
      pid = started
    },
  })
  wire.observers.splice(wire.observers.indexOf(observer), 1)
  expect(signal === 'SIGKILL', 'the machine dies in the middle of the run')
}

/** The runner shows masks and annotations in its own way. Where this sandbox listens, is said above. */
function asRunnerShows(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('::add-mask::') && !/^Requests to \w+ go to http:\/\/127\.0\.0\.1/.test(line))
    .map((line) =>
      line.replace(
        /^::(notice|warning|error)(?: title=([^:]*))?::/,
        (_, kind, title = '') => `${kind}: ${decodeURIComponent(title)}: `,
      ),
    )
    .join('\n')
    .replaceAll('%0A', '\n  ')
}

const inputs = { 'verification-workflow': '- verify.yml\n- octo/website/verify.yml' }
const scenario = await startScenario({
  repositories: ['octo/app', 'octo/website'],
  used: true,
  recovery: 'AWS_KEY_RECOVERY',
  seesEverything: true,
})
/** A deployment of octo/website that has the old key in a file of its own, until somebody finds out. */
const forgotten = { holdsOldKey: true }
const { clock, aws } = scenario.sandbox
scenario.addVerification('octo/website', async (_: JobContext, verdict: JobReport): Promise<JobReport> => {
  if (!forgotten.holdsOldKey || aws.canSignIn(old.accessKeyId, old.secretAccessKey) === 'works') return verdict
  const message =
    'deploy.sh: An error occurred (InvalidClientTokenId): the key in /opt/deploy/credentials is not valid.'
  return { conclusion: 'failure', annotations: [{ level: 'failure', title: 'Smoke test', message }] }
})
const old = scenario.oldKey
try {
  heading('The sandbox: AWS and GitHub on 127.0.0.1')
  say(`The IAM user ${aws.user(scenario.user).arn} has one access key, ${old.accessKeyId}, 61 days old.`)
  say(`It is stored in the secrets of ${scenario.repositories.join(' and ')}, and rotates itself on a schedule.`)
  say('Days pass by a simulated clock; everything else is as on GitHub: the committed bundle, and real requests.')

  heading('Day 0: the key is due, and the machine dies when half of the places are written')
  // The recovery secret, and the pair of the first place.
  await dyingRun(scenario, 3)
  await everyPlaceWorks(scenario)
  const { accessKeyId: published } = opened(scenario, 'octo/app')
  expect(
    verified(scenario).every((key) => key === fingerprint(old.accessKeyId)) && verified(scenario).length === 2,
    'the old key is proven before a new one is created',
  )
  expect(opened(scenario, 'octo/website').accessKeyId === old.accessKeyId, 'the second place still has the old key')
  fact('nothing stopped working: both keys are on, and the recovery secret holds the new one, sealed')

  heading('Day 1: the next run finishes with the same key')
  clock.advance(duration('1d'))
  const first = await run(scenario, 'overlap')
  const latest = verified(scenario).slice(-2)
  expect(
    opened(scenario, 'octo/website').accessKeyId === published && latest.every((key) => key === fingerprint(published)),
    'the new key of the day before is published everywhere, and proven',
  )
  expect(
    scenario.sandbox.github.secretValue('octo/app', 'AWS_KEY_RECOVERY') === undefined,
    'the recovery secret is deleted once the key is proven',
  )
  fact(`the old key ${await signIn(scenario, old)}: jobs that were queued earlier still use it`)

  heading('The job summary of this run')
  say(renderMarkdown(first.summary, width))

  clock.advance(duration('8d'))
  heading('Day 9: deactivate-after has passed. Somebody whom nobody knew still has the old key')
  const failed = await run(scenario, 'overlap', 1)
  fact(`the old key is on again, and ${await signIn(scenario, old)}`)

  heading('The job summary of this run')
  say(renderMarkdown(failed.summary, width))

  forgotten.holdsOldKey = false
  clock.advance(duration('1d'))
  heading('Day 10: that deployment has the new key')
  await run(scenario, 'overlap')

  clock.advance(duration('8d'))
  heading('Day 18: deactivate-after has passed once more')
  await run(scenario, 'recovery')
  fact(`the old key ${await signIn(scenario, old)}`)

  clock.advance(duration('7d'))
  heading('Day 25: delete-after has passed')
  const last = await run(scenario, 'steady')
  expect(aws.keys(scenario.user).filter((key) => key.deleted === undefined).length === 1, 'one key is left')
  fact(`the old key is deleted, and ${await signIn(scenario, old)}`)

  heading('The job summary of this run')
  say(renderMarkdown(last.summary, width))

  heading('Done')
  const requests = scenario.sandbox.wire.records.length
  say(`${requests} requests went over the wire; those to GitHub were checked against its published API description.`)
  expect(
    scenario.sandbox.violations.length === 0,
    `GitHub's description is kept: ${scenario.sandbox.violations.join('; ')}`,
  )
} finally {
  await scenario.sandbox.stop()
}
