/** The workflows that users copy, executed as they stand there: every job, step and expression of them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import type { Scenario, ScenarioOptions } from '../../sandbox/scenario.ts'
import type { EndedRun } from '../../sandbox/workflows/execution.ts'
import { WorkflowHost } from '../../sandbox/workflows/host.ts'
import { appInputs } from './installed-app.ts'
import { inScenario, keysOf, statuses } from './support.ts'

const folder = join(import.meta.dirname, '..', '..', 'examples')
const example = (file: string) => readFileSync(join(folder, file), 'utf8')

interface World {
  readonly scenario: Scenario
  readonly host: WorkflowHost
}

/** A repository with these files as its workflows, and what the examples ask people to set up. */
async function withWorkflows(
  files: Readonly<Record<string, string>>,
  options: ScenarioOptions,
  test: (world: World) => Promise<void>,
): Promise<void> {
  await inScenario(options, async (scenario) => {
    const { github } = scenario.sandbox
    const app = appInputs(scenario, [{ owner: 'octo' }])
    github.variablesAt({ repository: scenario.home }).set('ROTATION_APP_CLIENT_ID', app['github-app-id'])
    github.setSecret(scenario.home, 'ROTATION_APP_PRIVATE_KEY', app['github-app-private-key'])
    const host = new WorkflowHost(scenario.sandbox, scenario.home)
    try {
      for (const [file, content] of Object.entries(files)) await host.add(file, content)
      await test({ scenario, host })
    } finally {
      host.stop()
    }
  })
}

/** The outputs of the rotation's step. */
function outputsOf({ jobs }: EndedRun): Readonly<Record<string, string>> {
  const rotation = jobs.find(({ name }) => name === 'rotate')
  return rotation?.steps.find(({ outputs }) => outputs['phase'] !== undefined)?.outputs ?? {}
}

const logOf = ({ jobs }: EndedRun) => jobs.map(({ name, log }) => `── ${name}\n${log}`).join('\n')

/** How the dispatched verifications ended, oldest first: their jobs by name. */
async function verifications({ sandbox, home }: Scenario): Promise<readonly string[]> {
  const runs = sandbox.github.runs(home).toReversed()
  return Promise.all(
    runs.map(async (run) => {
      const { conclusion } = await run.progress()
      return `${conclusion}: ${run.jobs.map((job) => `${job.name} ${job.conclusion}`).join(', ')}`
    }),
  )
}

/** A rotation by a daily schedule, as far as anything happens: the keys and the phase after each run. */
async function life({ scenario, host }: World, file: string): Promise<readonly string[]> {
  const seen: string[] = []
  for (const days of [0, 8, 8, 1] as const) {
    scenario.sandbox.clock.advance(days * duration('1d'))
    const run = await host.scheduled(file)
    if (run.conclusion !== 'success') throw new Error(logOf(run))
    seen.push(`${outputsOf(run)['phase']}: ${statuses(scenario)}`)
  }
  return seen
}

const wholeLife = ['overlap: Active Active', 'recovery: Inactive Active', 'steady: Active', 'steady: Active']

describe.each([
  ['rotate-self.yml', 'self'],
  ['rotate-role.yml', 'role'],
] as const)('%s with verify.yml', (file, caller) => {
  const files = { 'rotate.yml': example(file), 'verify.yml': example('verify.yml') }

  test('rotates by its schedule, from the old key to its deletion', async () => {
    await withWorkflows(files, { caller }, async (world) => {
      const { scenario } = world
      expect(await life(world, 'rotate.yml')).toEqual(wholeLife)
      expect(keysOf(scenario)).toEqual([`${scenario.published()} Active`])
      expect(scenario.signsIn()).toBe('works')
      const ended = await verifications(scenario)
      expect(new Set(ended)).toEqual(new Set(['success: verify success']))
      expect(ended.length).toBeGreaterThanOrEqual(2)
    })
  })
})

describe.each([
  ['one-file-self.yml', 'self'],
  ['one-file-role.yml', 'role'],
] as const)('%s', (file, caller) => {
  const files = { 'aws-key.yml': example(file) }

  test('rotates and verifies itself, from the old key to its deletion', async () => {
    await withWorkflows(files, { caller }, async (world) => {
      const { scenario } = world
      expect(await life(world, 'aws-key.yml')).toEqual(wholeLife)
      expect(keysOf(scenario)).toEqual([`${scenario.published()} Active`])
      const ended = await verifications(scenario)
      expect(new Set(ended)).toEqual(new Set(['success: rotate skipped, verify success']))
      expect(ended.length).toBeGreaterThanOrEqual(2)
    })
  })
})

describe('one-file-self.yml', () => {
  const files = { 'aws-key.yml': example('one-file-self.yml') }

  test('only plans when somebody starts it by hand, and rotates when asked to', async () => {
    await withWorkflows(files, {}, async ({ scenario, host }) => {
      const planned = await host.byHand('aws-key.yml')
      expect(outputsOf(planned)).toMatchObject({ phase: 'steady', rotated: 'false', 'next-step': 'rotate' })
      expect(statuses(scenario)).toBe('Active')
      const rotated = await host.byHand('aws-key.yml', { mode: 'rotate' })
      expect(outputsOf(rotated)).toMatchObject({ phase: 'overlap', rotated: 'true' })
    })
  })

  test('proves a secret that somebody writes again', async () => {
    await withWorkflows(files, {}, async ({ scenario, host }) => {
      const { sandbox, home } = scenario
      await host.scheduled('aws-key.yml')
      sandbox.clock.advance(duration('1d'))
      for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) {
        sandbox.github.setSecret(home, name, sandbox.github.secretValue(home, name) ?? '')
      }
      sandbox.clock.advance(duration('1h'))
      expect(outputsOf(await host.scheduled('aws-key.yml'))).toMatchObject({ phase: 'overlap' })
      const runs = sandbox.github.runs(home).length
      // It is proven then, and not asked about again.
      sandbox.clock.advance(duration('1d'))
      expect(outputsOf(await host.scheduled('aws-key.yml'))).toMatchObject({ phase: 'overlap' })
      expect(sandbox.github.runs(home)).toHaveLength(runs)
    })
  })
})

describe('the runner of the examples', () => {
  test('holds a verification back that shares the group of the rotation: nothing is created', async () => {
    const files = { 'aws-key.yml': example('one-file-self.yml').replace(/group: .*/, 'group: rotate-aws-key') }
    await withWorkflows(files, { used: true }, async ({ scenario, host }) => {
      const run = await host.scheduled('aws-key.yml')
      expect(logOf(run)).toContain('share a concurrency group with the rotation')
      expect(statuses(scenario)).toBe('Active')
    })
  })
})
