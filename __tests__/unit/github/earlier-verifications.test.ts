/** A verification that outlasts the run which dispatched it: who approves it hours later has not done so in vain. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { duration } from '../../../sandbox/clock.ts'
import type { Workflow } from '../../../sandbox/github/workflow.ts'
import type { Conclusion, JobReport, WorkflowRun } from '../../../sandbox/github/workflow-run.ts'
import type { WireRequest } from '../../../sandbox/wire.ts'
import type { Destination } from '../../../src/destination.ts'
import { GitHubClient, TokenConnection } from '../../../src/github/api/client.ts'
import { GitHubTime } from '../../../src/github/api/time.ts'
import { octokitRequest } from '../../../src/github/api/transport.ts'
import { VerificationWorkflows } from '../../../src/github/verification/verify.ts'
import { VerificationWorkflow } from '../../../src/github/verification/workflow.ts'
import { failures } from '../../../src/key/verification-contract.ts'
import type { Clock } from '../../../src/rotation/ports.ts'
import { minute } from '../../../src/rotation/time.ts'
import type { DispatchedRun, Verification } from '../../../src/rotation/world.ts'
import { type LoopbackGitHub, openGitHub } from '../../sandbox/loopback-github.ts'

const protection = { environment: 'production', reviewers: ['mona'] }
const path = '.github/workflows/verify.yml'
const shown = (expression: string) => `$\{{ ${expression} }}`
const yaml = `run-name: Verify ${shown('inputs.rotation-id')}
on: { workflow_dispatch: { inputs: { expected-key: {}, rotation-id: {} } } }
jobs:
  verify:
    environment: production
    env: { AWS_ACCESS_KEY_ID: "${shown('secrets.ID')}", AWS_SECRET_ACCESS_KEY: "${shown('secrets.KEY')}" }
    steps: [{ uses: a/rotate-iam-access-keys/verify@v1, with: { expected-key: "${shown('inputs.expected-key')}" } }]
`
const secrets = [
  { name: 'ID', format: 'access-key-id' },
  { name: 'KEY', format: 'secret-access-key' },
] as const

let sandbox: LoopbackGitHub
let conclusion: Conclusion | JobReport

async function open(server?: string): Promise<void> {
  sandbox = await openGitHub(server === undefined ? {} : { server }, server === undefined ? '' : '/api/v3')
  sandbox.github.addRepository('octo/app')
  addWorkflow()
}

function addWorkflow(file = 'verify.yml'): Workflow {
  const job = async () => conclusion
  return sandbox.github.addWorkflow('octo/app', { path: path.replace('verify.yml', file), yaml, job, protection })
}

beforeEach(async () => {
  conclusion = 'success'
  await open()
})

afterEach(async () => {
  await sandbox.close()
  expect(sandbox.violations).toEqual([])
})

/** One run of the rotation verifies the key, and has half an hour for it. */
async function verify(
  earlier: readonly DispatchedRun[] = [],
  files: readonly string[] = ['verify.yml'],
  settling = false,
): Promise<Verification & { readonly log: readonly string[] }> {
  const { clock: time, github, url } = sandbox
  const start = time.now()
  const clock: Clock = {
    now: () => time.now(),
    elapsed: () => time.now() - start,
    sleep: async (duration) => time.advance(duration),
    unlessCancelled: (work) => work,
    cancelled: false,
  }
  const token = github.addToken({
    kind: 'GITHUB_TOKEN',
    name: 'github-actions',
    permissions: { metadata: 'read', actions: 'write', checks: 'read', contents: 'read' },
    repositories: ['octo/app'],
  })
  const gitHubTime = new GitHubTime(clock)
  const client = new GitHubClient(new TokenConnection(octokitRequest(token, url), 'dispatch-token', clock, gitHubTime))
  const workflows = files.map(
    (file) => new VerificationWorkflow({ owner: 'octo', repo: 'app', file, ref: undefined }, client),
  )
  const place = { kind: 'environment', owner: 'octo', repo: 'app', environment: 'production' } as const
  const destinations: readonly Destination[] = [{ place, secrets, variables: [], audience: undefined }]
  const verifier = new VerificationWorkflows({
    present: { workflows, destinations },
    timeout: 30 * minute,
    clock,
    time: gitHubTime,
    waiting: { repository: 'octo/app', group: async () => undefined },
  })
  const log: string[] = []
  const request = { until: 50 * minute, settling, earlier, leaveOut: [], holds: async () => undefined }
  return { ...(await verifier.verify('AKIANEW', { ...request, progress: (line) => log.push(line) })), log }
}

/** Those of all workflows, the latest first. */
const runs = () => sandbox.github.runs('octo/app')
const latest = (): WorkflowRun => {
  const [run] = runs()
  if (run === undefined) throw new RangeError('nothing was dispatched')
  return run
}

/** A run of the rotation that nobody has approved anything for, some hours ago. */
async function leftWaiting(files?: readonly string[]): Promise<readonly DispatchedRun[]> {
  const found = await verify([], files)
  sandbox.clock.advance(duration('5h'))
  return found.waiting
}

describe('a run that waits for its reviewer', () => {
  test('is named, and not given up', async () => {
    const begun = Math.floor(sandbox.clock.now() / 1000) * 1000
    const found = await verify()
    const { id, createdAt } = latest()
    const at = Math.floor(createdAt / 1000) * 1000
    expect(at - begun).toBeLessThan(duration('2s'))
    expect(found).toMatchObject({ verdict: 'unknown', waiting: [{ workflow: 0, id, at }], covers: [] })
    expect(found.detail).toMatch(/was still waiting after 30 minutes: https:\S+\/runs\/\d+\. It waits for a review/)
    expect(found.detail).toContain('The next run of the rotation waits for it, too, and starts no other one')
  })

  test('is waited for again, under the date of its dispatch, and no other is dispatched', async () => {
    const waiting = await leftWaiting()
    const again = await verify(waiting)
    expect(again).toMatchObject({ verdict: 'unknown', waiting })
    expect(runs()).toHaveLength(1)
  })

  test('counts when it was approved meanwhile, for the place that it covers', async () => {
    const waiting = await leftWaiting()
    latest().review('approved')
    sandbox.clock.advance(duration('1h'))
    const covers = ['the environment production of octo/app']
    expect(await verify(waiting)).toMatchObject({ verdict: 'works', weak: false, isLate: true, waiting, covers })
    expect(runs()).toHaveLength(1)
  })

  test('is followed to its end when it is approved while a later run waits for it', async () => {
    const waiting = await leftWaiting()
    sandbox.wire.observers.push({
      after: ({ operation }) => {
        if (operation.endsWith('/pending_deployments')) latest().review('approved')
      },
    })
    const found = await verify(waiting)
    expect(found).toMatchObject({ verdict: 'works' })
    expect(found.log.join()).toContain('goes on')
  })

  test('is rejected, with its address, when its verify action has failed', async () => {
    const waiting = await leftWaiting()
    const annotation = { level: 'failure', title: failures.rejected, message: 'It is off.' } as const
    conclusion = { conclusion: 'failure', annotations: [annotation] }
    latest().review('approved')
    sandbox.clock.advance(duration('1h'))
    const found = await verify(waiting)
    expect(found).toMatchObject({
      verdict: 'rejected',
      waiting: [],
      covers: [],
      urls: [expect.stringContaining('/runs/')],
    })
    expect(runs()).toHaveLength(1)
  })

  test.each<readonly [string, (run: WorkflowRun) => void, RegExp]>([
    ['was cancelled', (run) => run.cancel(), /ended cancelled: \S+\nIt proves nothing any more/],
    ['was refused by its reviewer', (run) => run.review('rejected'), /no step of it did: .*\nIt proves nothing/],
    [
      'was deleted',
      ({ id }) => sandbox.github.repository('octo/app').deleteRun(id),
      /is gone, or is not of verify.yml/,
    ],
    ['was given up by GitHub', () => sandbox.clock.advance(duration('30d')), /\nIt proves nothing any more/],
  ])('gives way to a fresh one when it %s', async (_, happens, words) => {
    const waiting = await leftWaiting()
    happens(latest())
    verificationOf().protection = undefined
    const found = await verify(waiting)
    expect(found).toMatchObject({ verdict: 'works', isLate: false })
    expect(found.log.join()).toMatch(words)
    expect(latest().id).not.toBe(waiting[0]?.id)
  })

  test('is weak proof when the file that ran hands the expected key on nowhere', async () => {
    sandbox.github.repository('octo/app').files.set(path, yaml.replace(/with: \{[^}]*\}\}"? \}/, 'with: {}'))
    const waiting = await leftWaiting()
    sandbox.github.repository('octo/app').files.set(path, yaml)
    latest().review('approved')
    sandbox.clock.advance(duration('1h'))
    expect(await verify(waiting)).toMatchObject({ verdict: 'works', weak: true, covers: [] })
  })
})

describe('a run that is none of the rotation', () => {
  test.each(['another workflow', 'another event'] as const)('but of %s, does not count', async (what) => {
    const other = addWorkflow('other.yml')
    for (const each of [other, verificationOf()]) each.protection = undefined
    const file = what === 'another workflow' ? 'other.yml' : 'verify.yml'
    const event = what === 'another event' ? 'push' : 'workflow_dispatch'
    const { id } = sandbox.github.startRun('octo/app', file, { event })
    sandbox.clock.advance(duration('1h'))
    const found = await verify([{ workflow: 0, id, at: sandbox.clock.now() }])
    expect(found.log.join()).toContain(`The run ${id}, which was dispatched before, is gone, or is not of verify.yml`)
    expect(found.verdict).toBe('works')
    expect(latest().id).not.toBe(id)
  })
})

describe('of several workflows', () => {
  const both = ['verify.yml', 'other.yml']

  test('one that has passed is kept while another waits, and asked for nothing again', async () => {
    addWorkflow('other.yml')
    verificationOf().protection = undefined
    const waiting = await leftWaiting(both)
    expect(waiting.map(({ workflow }) => workflow)).toEqual([0, 1])
    runs()
      .find(({ start }) => start.workflow.path.endsWith('other.yml'))
      ?.review('approved')
    sandbox.clock.advance(duration('1h'))
    expect(await verify(waiting, both)).toMatchObject({ verdict: 'works', isLate: true })
    expect(runs()).toHaveLength(2)
  })

  test('one that was started afresh, since it was not remembered, makes the whole no late proof', async () => {
    addWorkflow('other.yml')
    const waiting = await leftWaiting(both)
    for (const each of runs()) each.review('approved')
    verificationOf('other.yml').protection = undefined
    sandbox.clock.advance(duration('1h'))
    const found = await verify(waiting.slice(0, 1), both)
    expect(found).toMatchObject({ verdict: 'works', isLate: false })
  })

  test('nothing is left behind when one is rejected', async () => {
    addWorkflow('other.yml').protection = undefined
    conclusion = 'failure'
    expect(await verify([], both)).toMatchObject({ verdict: 'rejected', waiting: [] })
  })

  test('one that ended without a verdict is started afresh beside one that waits', async () => {
    const other = addWorkflow('other.yml')
    Object.assign(other, { fate: 'timed_out', protection: undefined })
    const waiting = await leftWaiting(both)
    expect(waiting.map(({ workflow }) => workflow)).toEqual([0])
    await verify(waiting, both)
    const started = runs().map(({ start }) => start.workflow.path.split('/').at(-1))
    expect(started.sort()).toEqual(['other.yml', 'other.yml', 'verify.yml'])
  })
})

test('a server that does not tell which run it starts is asked for its title, and the run is named all the same', async () => {
  await sandbox.close()
  await open('3.19.0')
  const waiting = await leftWaiting()
  expect(waiting).toMatchObject([{ workflow: 0, id: latest().id }])
  latest().review('approved')
  sandbox.clock.advance(duration('1h'))
  expect(await verify(waiting)).toMatchObject({ verdict: 'works' })
  expect(runs()).toHaveLength(1)
})

test('a run that cannot be seen for a while is not given up', async () => {
  const waiting = await leftWaiting()
  const matches = ({ operation }: WireRequest) => operation === 'GET /repos/{owner}/{repo}/actions/runs/{run_id}'
  sandbox.wire.inject({ matches, times: 1_000, fault: { kind: 'refuse', status: 502 } })
  const found = await verify(waiting)
  expect(found).toMatchObject({ verdict: 'unknown', waiting })
  expect(runs()).toHaveLength(1)
})

function verificationOf(file = 'verify.yml'): Workflow {
  const workflow = sandbox.github.repository('octo/app').workflow(file)
  if (workflow === undefined) throw new RangeError(`there is no ${file}`)
  return workflow
}
