/**
 * The main job, shown: a whole rotation over simulated days, by the committed bundle, against AWS and GitHub on the
 * loopback interface. Needs no account anywhere. Fails when anything is not as it tells.
 */

import { styleText } from 'node:util'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import type { LongTermCredentials } from './aws/account.ts'
import { duration } from './clock.ts'
import type { WorkflowRun } from './github/workflow-run.ts'
import type { ActionResult } from './runner.ts'
import { type Scenario, startScenario } from './scenario.ts'
import { renderMarkdown } from './terminal.ts'
import { fingerprint } from './verify-action.ts'

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
    return `signs in as ${Arn}`
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

/** The keys that verifications were dispatched for, before the new key was created and after that. */
function verified({ sandbox: { wire, github }, repositories }: Scenario): readonly [before: string[], after: string[]] {
  const createdAt = wire.records.find(({ operation }) => operation === 'CreateAccessKey')?.at ?? 0
  const runs = repositories.flatMap((repository) => github.runs(repository))
  const keyOf = (run: WorkflowRun) => run.start.inputs['expected-key'] ?? ''
  return [
    runs.filter((run) => run.createdAt < createdAt).map(keyOf),
    runs.filter((run) => run.createdAt > createdAt).map(keyOf),
  ]
}

async function scheduledRun(scenario: Scenario, phase: string): Promise<ActionResult> {
  const result = await scenario.rotate(inputs, { onOutput: (text) => process.stdout.write(withoutCommands(text)) })
  expect(result.exitCode === 0, `the run succeeds; it wrote: ${result.stdout}${result.stderr}`)
  expect(result.outputs['phase'] === phase, `the phase is ${phase}, not ${result.outputs['phase']}`)
  say()
  for (const repository of scenario.repositories) {
    const pair = opened(scenario, repository)
    const answer = await signIn(scenario, pair)
    expect(answer.startsWith('signs in'), `the secrets of ${repository} work at any time`)
    fact(`${repository} holds ${pair.accessKeyId}, which ${answer}`)
  }
  return result
}

/** The runner shows masks and annotations in its own way. */
function withoutCommands(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('::add-mask::'))
    .map((line) =>
      line.replace(
        /^::(notice|warning|error)(?: title=([^:]*))?::/,
        (_, kind, title = '') => `${kind}: ${decodeURIComponent(title)}: `,
      ),
    )
    .join('\n')
}

const inputs = { 'verification-workflow': '- verify.yml\n- octo/website/verify.yml' }
const scenario = await startScenario({ repositories: ['octo/app', 'octo/website'], used: true })
scenario.addVerification('octo/website')
const { clock, aws } = scenario.sandbox
try {
  heading('The sandbox: AWS and GitHub on 127.0.0.1')
  const old = scenario.oldKey
  say(`The IAM user ${aws.user(scenario.user).arn} has one access key, ${old.accessKeyId}, 61 days old.`)
  say(`It is stored in the secrets of ${scenario.repositories.join(' and ')}, and rotates itself on a schedule.`)
  say('Days pass by a simulated clock; everything else is as on GitHub: the committed bundle, and real requests.')

  heading('Day 0: the key is due. It is proven, replaced, and the new one is proven')
  const first = await scheduledRun(scenario, 'overlap')
  const [before, after] = verified(scenario)
  expect(
    before.length === 2 && before.every((key) => key === fingerprint(old.accessKeyId)),
    'the old key is proven first',
  )
  fact(`before a key was created, a run in each repository signed in with the old key, ${old.accessKeyId}`)
  const { accessKeyId: published } = opened(scenario, 'octo/app')
  expect(after.length === 2 && after.every((key) => key === fingerprint(published)), 'the new key is proven after that')
  fact(`after it was published, a run in each repository signed in with the new key, ${published}`)
  fact(`the old key ${await signIn(scenario, old)}: jobs that were queued earlier still use it`)

  heading('The job summary of this run')
  say(renderMarkdown(first.summary, width))

  clock.advance(duration('8d'))
  heading('Day 8: deactivate-after has passed')
  await scheduledRun(scenario, 'recovery')
  fact(`the old key ${await signIn(scenario, old)}`)

  clock.advance(duration('7d'))
  heading('Day 15: delete-after has passed')
  const last = await scheduledRun(scenario, 'steady')
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
