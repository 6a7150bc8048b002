/** The committed bundle, started as the runner starts it, through the whole life of a key. */

import { describe, expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import type { UserReport } from '../../src/report/report.ts'
import { byHand, changes, errorOf, inOneRun, inScenario, keysOf, reportOf, story, warningsOf } from './support.ts'

describe('in a single run', () => {
  test.each(['self', 'role'] as const)('a key is replaced, proven twice and deleted (%s)', async (caller) => {
    await inScenario(
      { caller, repositories: ['octo/app', 'octo/website'], verification: 'bundle' },
      async (scenario) => {
        const result = await scenario.rotate(inOneRun)
        expect(result.stderr).toBe('')
        expect(result.exitCode).toBe(0)
        const published = scenario.published()
        expect(published).not.toBe(scenario.oldKey.accessKeyId)
        expect(keysOf(scenario)).toEqual([`${published} Active`])
        expect(scenario.repositories.map((name) => scenario.signsIn(name))).toEqual(['works', 'works'])
        expect(result.outputs).toMatchObject({
          phase: 'steady',
          rotated: 'true',
          'access-key-id': published,
          'key-age-days': '0',
          'next-step': 'rotate',
        })
        expect(result.outputs['verification-run-url']).toMatch(/^https:\/\/github\.com\/octo\/app\/actions\/runs\/\d+$/)
        expect(Object.keys(scenario.sandbox.aws.tags(scenario.user)).sort()).toEqual(
          [
            published,
            'rotate-iam-access-keys',
            'rotate-iam-access-keys:holder',
            'rotate-iam-access-keys:places',
            'rotate-iam-access-keys:published',
          ].sort(),
        )
      },
    )
  })

  test('the wire tells this story, and no request more', async () => {
    await inScenario({ verification: 'bundle', used: true }, async (scenario) => {
      scenario.sandbox.aws.settings.propagation = { sts: 0, iam: 0 }
      await scenario.rotate(inOneRun)
      const created = scenario.published()
      const nameOf = (caller: string) =>
        ({ [scenario.oldKey.accessKeyId]: 'old key', [created ?? '']: 'new key' })[caller] ?? caller
      const lines = story(scenario, nameOf)
      const preflight = lines.slice(3, lines.indexOf('iam GetAccessKeyLastUsed 200 (old key)'))
      // Who signs, the user and its keys are asked for at once.
      expect(lines.slice(0, 3).toSorted()).toEqual([
        'iam GetUser 200 (old key)',
        'iam ListAccessKeys 200 (old key)',
        'sts GetCallerIdentity 200 (old key)',
      ])
      // Destinations and workflows are looked at side by side, in no particular order.
      expect([...preflight].sort()).toEqual([
        'github GET /repos/{owner}/{repo} 200 (github-actions)',
        'github GET /repos/{owner}/{repo} 200 (key-rotation-app)',
        // The same name nearby, as far as the token may look: of the organization, in variables and in other stores.
        'github GET /repos/{owner}/{repo}/actions/organization-secrets 200 (key-rotation-app)',
        'github GET /repos/{owner}/{repo}/actions/secrets 200 (key-rotation-app)',
        'github GET /repos/{owner}/{repo}/actions/secrets/public-key 200 (key-rotation-app)',
        'github GET /repos/{owner}/{repo}/actions/variables 403 (key-rotation-app)',
        'github GET /repos/{owner}/{repo}/actions/workflows/{workflow_id} 200 (github-actions)',
        'github GET /repos/{owner}/{repo}/agents/secrets 403 (key-rotation-app)',
        'github GET /repos/{owner}/{repo}/codespaces/secrets 403 (key-rotation-app)',
        'github GET /repos/{owner}/{repo}/contents/{path} 200 (github-actions)',
        'github GET /repos/{owner}/{repo}/dependabot/secrets 403 (key-rotation-app)',
        // An environment may have the same name, too.
        'github GET /repos/{owner}/{repo}/environments 200 (github-actions)',
        // The right to dispatch is tried with a ref that does not exist.
        'github POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches 422 (github-actions)',
        // The permission to ask IAM what it will allow is optional.
        'iam SimulatePrincipalPolicy 403 (old key)',
      ])
      const verified = (key: string) => [
        'github POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches 200 (github-actions)',
        'github GET /repos/{owner}/{repo}/actions/runs/{run_id} 200 (github-actions)',
        // That nothing has changed costs nothing.
        'github GET /repos/{owner}/{repo}/actions/runs/{run_id} 304 (github-actions)',
        'github GET /repos/{owner}/{repo}/actions/runs/{run_id} 200 (github-actions)',
        'github GET /repos/{owner}/{repo}/actions/runs/{run_id} 304 (github-actions)',
        `sts GetCallerIdentity 200 (${key})`,
        'github GET /repos/{owner}/{repo}/actions/runs/{run_id} 200 (github-actions)',
        'github GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs 200 (github-actions)',
        // A green run may hide a failure.
        'github GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations 200 (github-actions)',
      ]
      const tried = ['sts GetCallerIdentity 200 (new key)', 'iam GetUser 200 (new key)']
      const looked = ['iam GetUser 200 (old key)', 'iam ListAccessKeys 200 (old key)']
      const lastLook = ['iam GetUser 200 (new key)', 'iam ListAccessKeys 200 (new key)']
      expect(lines.slice(3 + preflight.length)).toEqual([
        // The key that is to be replaced is proven first, where anybody uses it.
        'iam GetAccessKeyLastUsed 200 (old key)',
        'iam TagUser 200 (old key)',
        ...looked,
        ...verified('old key'),
        // What the file does with the expected key, at the commit that ran: once for each.
        'github GET /repos/{owner}/{repo}/contents/{path} 200 (github-actions)',
        'github GET /repos/{owner}/{repo}/actions/secrets 200 (key-rotation-app)',
        'iam TagUser 200 (old key)',
        'iam CreateAccessKey 200 (old key)',
        ...looked,
        'iam TagUser 200 (old key)',
        ...tried,
        ...tried,
        ...tried,
        'iam TagUser 200 (new key)',
        // A connection for each half of the pair, so that both arrive at one moment.
        'github GET /rate_limit 200 (key-rotation-app)',
        'github PUT /repos/{owner}/{repo}/actions/secrets/{secret_name} 204 (key-rotation-app)',
        'github GET /repos/{owner}/{repo}/actions/secrets 200 (key-rotation-app)',
        'iam TagUser 200 (new key)',
        ...verified('new key'),
        'iam TagUser 200 (new key)',
        'github GET /repos/{owner}/{repo}/actions/secrets 200 (key-rotation-app)',
        // Runs that may hold the old key, whatever their state.
        'github GET /repos/{owner}/{repo}/actions/runs 200 (github-actions)',
        ...lastLook,
        'iam TagUser 200 (new key)',
        'iam UpdateAccessKey 200 (new key)',
        ...verified('new key'),
        'iam TagUser 200 (new key)',
        'github GET /repos/{owner}/{repo}/actions/secrets 200 (key-rotation-app)',
        ...lastLook,
        'iam DeleteAccessKey 200 (new key)',
        'iam TagUser 200 (new key)',
      ])
    })
  })
})

describe('over scheduled runs with the default grace periods', () => {
  test.each(['self', 'role'] as const)(
    'each step waits for its time, and the published key works throughout (%s)',
    async (caller) => {
      await inScenario({ caller, inputs: {} }, async (scenario) => {
        const { clock, aws } = scenario.sandbox
        const old = scenario.oldKey.accessKeyId
        const phases: string[] = []
        const oldKey: string[] = []
        for (let elapsed = 0; elapsed <= 16; elapsed += 1) {
          const { exitCode, outputs } = await scenario.rotate()
          expect(exitCode).toBe(0)
          expect(scenario.signsIn()).toBe('works')
          phases.push(outputs['phase'] ?? '')
          const key = aws.keys(scenario.user).find(({ accessKeyId }) => accessKeyId === old)
          oldKey.push(key?.deleted === undefined ? (key?.status ?? '') : 'deleted')
          clock.advance(duration('1d'))
        }
        expect(phases).toEqual([...Array(8).fill('overlap'), ...Array(7).fill('recovery'), 'steady', 'steady'])
        expect(oldKey).toEqual([...Array(8).fill('Active'), ...Array(7).fill('Inactive'), 'deleted', 'deleted'])
      })
    },
  )

  test('outputs say what comes next and when', async () => {
    await inScenario({ inputs: {} }, async (scenario) => {
      const { outputs } = await scenario.rotate()
      expect(outputs).toMatchObject({ phase: 'overlap', rotated: 'true', 'next-step': 'deactivate' })
      expect(outputs['next-step-at']).toMatch(/^2026-03-09T09:00:\d\dZ$/)
    })
  })

  test.each<readonly [name: string, queued: number, runAttempt: number, phase: string, words: string]>([
    ['and was queued before the publication', -duration('1h'), 1, 'overlap', 'A freshly queued run goes on'],
    ['and is a re-run', duration('2d'), 2, 'overlap', 'A freshly queued run goes on'],
    ['though it was queued after that', duration('2d'), 1, 'blocked', 'is not listed in destinations'],
  ])('a job that still holds the old key, %s, changes nothing and says why', async (_, ...row) => {
    const [queued, runAttempt, phase, words] = row
    await inScenario({}, async (scenario) => {
      const credentials = scenario.credentials()
      const queuedAt = scenario.sandbox.clock.now() + queued
      await scenario.rotate()
      scenario.sandbox.clock.advance(duration('2d'))
      scenario.sandbox.wire.records.length = 0
      const result = await scenario.rotate({}, { credentials, queuedAt, github: { runAttempt } })
      expect([result.outputs['phase'], result.exitCode]).toEqual([phase, phase === 'blocked' ? 1 : 0])
      for (const each of ['this job still holds the old key', words]) expect(result.stdout).toContain(each)
      expect(changes(scenario)).toEqual([])
    })
  })
})

describe('when nothing is due', () => {
  test('before the first rotation, a run asks AWS three times and GitHub never', async () => {
    await inScenario({ keyAge: 59 }, async (scenario) => {
      const { exitCode, outputs } = await scenario.rotate()
      expect(exitCode).toBe(0)
      expect(outputs).toMatchObject({ phase: 'steady', rotated: 'false', 'key-age-days': '59', 'next-step': 'rotate' })
      const asked = scenario.sandbox.wire.records.map(({ operation }) => operation)
      expect(asked.toSorted()).toEqual(['GetCallerIdentity', 'GetUser', 'ListAccessKeys'])
    })
  })

  test('afterwards it also asks each destination whether it still holds the key', async () => {
    await inScenario({ repositories: ['octo/app', 'octo/website'] }, async (scenario) => {
      await scenario.rotate(inOneRun)
      scenario.sandbox.wire.records.length = 0
      const { outputs } = await scenario.rotate(inOneRun)
      expect(outputs).toMatchObject({ phase: 'steady', rotated: 'false' })
      const look = 'GET /repos/{owner}/{repo}/actions/secrets'
      const asked = scenario.sandbox.wire.records.map(({ operation }) => operation)
      expect(asked.slice(0, 3).toSorted()).toEqual(['GetCallerIdentity', 'GetUser', 'ListAccessKeys'])
      expect(asked.slice(3)).toEqual([look, look])
    })
  })

  test('a secret that somebody has overwritten since is verified, told, and left as it is', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      await scenario.rotate(inOneRun)
      scenario.sandbox.clock.advance(duration('1h'))
      scenario.sandbox.github.setSecret(scenario.home, 'AWS_SECRET_ACCESS_KEY', 'mistyped')
      scenario.sandbox.wire.records.length = 0
      const result = await scenario.rotate(inOneRun)
      expect([result.exitCode, result.outputs['phase'], result.outputs['rotated']]).toEqual([1, 'steady', 'false'])
      expect(errorOf(result)).toContain('Somebody else has written AWS_SECRET_ACCESS_KEY in octo/app since')
      expect(new Set(changes(scenario))).toEqual(new Set(['TagUser']))
      expect(scenario.sandbox.github.secretValue(scenario.home, 'AWS_SECRET_ACCESS_KEY')).toBe('mistyped')
    })
  })

  test('a secret that only looks overwritten is verified once, and the next run is calm', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      await scenario.rotate(inOneRun)
      scenario.sandbox.clock.advance(duration('1h'))
      const { github } = scenario.sandbox
      const value = github.secretValue(scenario.home, 'AWS_SECRET_ACCESS_KEY') ?? ''
      github.setSecret(scenario.home, 'AWS_SECRET_ACCESS_KEY', value)
      const before = github.runs(scenario.home).length
      for (let run = 0; run < 2; run += 1) {
        expect((await scenario.rotate(inOneRun)).outputs).toMatchObject({ phase: 'steady', rotated: 'false' })
        expect(github.runs(scenario.home)).toHaveLength(before + 1)
      }
    })
  })

  test('a secret that is gone is not put back, and force is the way on', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      await scenario.rotate(inOneRun)
      const store = scenario.sandbox.github.secretsAt({ repository: scenario.home })
      store.delete('AWS_SECRET_ACCESS_KEY')
      const result = await scenario.rotate(inOneRun)
      expect([result.exitCode, result.outputs['phase'], result.outputs['rotated']]).toEqual([1, 'steady', 'false'])
      expect(errorOf(result)).toContain('Somebody deleted AWS_SECRET_ACCESS_KEY in octo/app')
      expect(store.value('AWS_SECRET_ACCESS_KEY')).toBeUndefined()
      const forced = await scenario.rotate({ ...inOneRun, force: 'true' }, { github: byHand })
      expect([forced.outputs['phase'], forced.outputs['rotated'], scenario.signsIn()]).toEqual([
        'steady',
        'true',
        'works',
      ])
    })
  })

  test('force rotates all the same, once', async () => {
    await inScenario({ keyAge: 1 }, async (scenario) => {
      const { outputs } = await scenario.rotate({ ...inOneRun, force: 'true' }, { github: byHand })
      expect(outputs).toMatchObject({ phase: 'steady', rotated: 'true' })
      expect(scenario.sandbox.wire.records.filter(({ operation }) => operation === 'CreateAccessKey')).toHaveLength(1)
    })
  })

  test.each([
    ['a schedule', {}, 'of the event schedule'],
    ['a re-run', { ...byHand, runAttempt: 2 }, 'in attempt 2'],
  ])('force is ignored, with a warning, in %s', async (_, github, words) => {
    await inScenario({ keyAge: 1 }, async (scenario) => {
      const result = await scenario.rotate({ ...inOneRun, force: 'true' }, { github })
      expect(result).toMatchObject({ exitCode: 0, outputs: { phase: 'steady', rotated: 'false' } })
      expect(warningsOf(result).join('\n')).toContain(`The input force is ignored in this run ${words}`)
      expect(keysOf(scenario)).toEqual([`${scenario.oldKey.accessKeyId} Active`])
    })
  })
})

describe('mode plan', () => {
  test.each([
    ['a due key', 61, 'rotate', /ready to rotate[\s\S]*\*\*Checked:\*\* no problem was found with the user/],
    ['a young key', 10, 'rotate', /Next/],
  ] as const)('tells what would be done with %s, and touches nothing', async (_, keyAge, nextStep, words) => {
    await inScenario({ keyAge }, async (scenario) => {
      const { exitCode, outputs, summary } = await scenario.rotate({ mode: 'plan' })
      expect(exitCode).toBe(0)
      expect(outputs).toMatchObject({ phase: 'steady', 'next-step': nextStep })
      expect(summary).toMatch(words)
      expect(changes(scenario)).toEqual([])
    })
  })

  test.each([
    ['a due key', 61],
    ['a young key', 10],
  ] as const)('names a missing verification-workflow with %s, and needs none itself', async (_, keyAge) => {
    await inScenario({ keyAge }, async (scenario) => {
      const result = await scenario.rotate({ mode: 'plan', 'verification-workflow': '' })
      expect([result.exitCode, result.outputs['phase']]).toEqual([0, 'steady'])
      expect(result.output.includes('The input verification-workflow is empty, and without it')).toBe(keyAge === 61)
    })
  })
})

test('a user without a key and without a history gets its first one, unless its secrets tell of one', async () => {
  await inScenario({ caller: 'role' }, async (scenario) => {
    const { aws, github } = scenario.sandbox
    aws.deleteAccessKey(scenario.oldKey.accessKeyId)
    const refused = await scenario.rotate()
    expect([refused.exitCode, refused.outputs['phase'], keysOf(scenario)]).toEqual([1, 'blocked', []])
    expect(errorOf(refused)).toContain(': somebody deleted its key')
    const store = github.secretsAt({ repository: scenario.home })
    for (const { name } of store.list()) store.delete(name)
    const { exitCode, outputs } = await scenario.rotate()
    expect(exitCode).toBe(0)
    expect(outputs).toMatchObject({ phase: 'steady', rotated: 'true' })
    expect(scenario.signsIn()).toBe('works')
    expect(keysOf(scenario)).toEqual([`${scenario.published()} Active`])
  })
})

test('without a verification workflow the report calls the key unproven', async () => {
  await inScenario({}, async (scenario) => {
    const result = await scenario.rotate({ ...inOneRun, 'verification-workflow': 'none' })
    expect(result.exitCode).toBe(0)
    expect(scenario.sandbox.github.runs(scenario.home)).toEqual([])
    expect(String(reportOf(result)['warnings'])).toContain('unproven')
    expect(keysOf(scenario)).toEqual([`${scenario.published()} Active`])
  })
})

test('a workflow that declares no inputs is dispatched without, and its proof is called weak', async () => {
  await inScenario({}, async (scenario) => {
    const { files } = scenario.sandbox.github.repository(scenario.home)
    files.set('.github/workflows/verify.yml', 'on: workflow_dispatch\njobs: {}\n')
    const result = await scenario.rotate()
    expect(result.outputs['phase']).toBe('overlap')
    expect(String(reportOf(result)['warnings'])).toContain('weak proof')
  })
})

test('an inactive key of unknown origin makes room only when it is allowed to', async () => {
  await inScenario({}, async (scenario) => {
    const { aws, clock } = scenario.sandbox
    const inactive = aws.createAccessKey(scenario.user, { created: clock.now() - duration('300d'), status: 'Inactive' })
    const refused = await scenario.rotate()
    expect(refused.exitCode).toBe(1)
    expect(refused.outputs['phase']).toBe('blocked')
    expect(refused.stdout).toContain('replace-inactive-key')
    expect(changes(scenario)).toEqual([])
    const allowed = await scenario.rotate({ ...inOneRun, 'replace-inactive-key': 'true' })
    expect(allowed.outputs['phase']).toBe('steady')
    expect(aws.keys(scenario.user).find((key) => key.accessKeyId === inactive.accessKeyId)?.deleted).toBeDefined()
  })
})

test('the summary and the log tell the same steps with the same reasons', async () => {
  await inScenario({}, async (scenario) => {
    const { summary, stdout, outputs } = await scenario.rotate()
    for (const phase of ['steady', 'rotating', '**overlap**', 'recovery']) expect(summary).toContain(phase)
    const { steps } = (JSON.parse(outputs['report'] ?? '[]') as readonly [UserReport])[0]
    const effects = steps.filter(({ effect }) => effect)
    expect(effects.map(({ step }) => step)).toEqual([
      'Create a key',
      expect.stringMatching(/^Try AKIA/),
      expect.stringMatching(/^Publish AKIA/),
      expect.stringMatching(/^Verify AKIA/),
    ])
    const named = ['Create a key', 'Try the new key', 'Publish the new key', 'Verify the new key']
    for (const step of named) expect(stdout).toContain(`▸ ${step}: `)
    expect([...summary.matchAll(/^\d+\. \*\*(.+?)\*\*/gm)].map(([, step]) => step)).toEqual(named)
    expect(summary).toMatch(/deactivate the old key from 2 March, 09:0\d UTC on \(in (1 day|24 hours)\)/)
  })
})
