/**
 * The old key goes only when the new one is known to serve: every row of the lifecycle's tables that speaks of a
 * verdict, of a run that has not ended or of a use of the old key, through the committed bundle.
 */
import { describe, expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import type { Workflow } from '../../sandbox/github/workflow.ts'
import type { ActionResult } from '../../sandbox/runner.ts'
import type { Scenario, ScenarioOptions } from '../../sandbox/scenario.ts'
import type { WireRequest } from '../../sandbox/wire.ts'
import { failures, fingerprint } from '../../src/key/verification-contract.ts'
import { byHand, changes, errorOf, inScenario, killedRun, reportOf, statuses, warningsOf } from './support.ts'
import { direct, inOverlap, letRuns, verification } from './verification-outcomes.ts'

const operation = (name: string) => (request: WireRequest) => request.operation === name
const day = duration('1d')

describe('the key in use, before it is replaced', () => {
  const options: ScenarioOptions = { caller: 'role', used: true }
  const passes = 'does the verification pass with it, before it is replaced?'

  test('is verified where somebody uses it, and the new one after that', async () => {
    await inScenario(options, async (scenario) => {
      const result = await scenario.rotate()
      expect(result.outputs).toMatchObject({ phase: 'overlap', rotated: 'true' })
      const asked = result.stdout.indexOf(passes)
      expect(asked).toBeGreaterThan(0)
      expect(asked).toBeLessThan(result.stdout.indexOf('▸ Create a key'))
      const keys = scenario.sandbox.github.runs(scenario.home).map(({ start }) => start.inputs?.['expected-key'])
      expect(keys).toEqual([scenario.published() ?? '', scenario.oldKey.accessKeyId].map(fingerprint))
    })
  })

  test('that is rejected is not replaced', async () => {
    await inScenario(options, async (scenario) => {
      letRuns(scenario, 'rejected')
      const result = await scenario.rotate()
      expect([result.exitCode, result.outputs['phase'], statuses(scenario)]).toEqual([1, 'blocked', 'Active'])
      expect(errorOf(result)).toContain(
        'The verification does not pass with the key in use: verify.yml in octo/app failed',
      )
      expect(new Set(changes(scenario))).toEqual(new Set(['TagUser']))
    })
  })

  test('that somebody approves hours later counts in the next run', async () => {
    await inScenario(options, async (scenario) => {
      const { github, clock } = scenario.sandbox
      verification(scenario).protection = { environment: 'production', reviewers: ['mona'] }
      expect((await scenario.rotate()).outputs['phase']).toBe('steady')
      clock.advance(duration('5h'))
      for (const run of github.runs(scenario.home)) run.review('approved')
      clock.advance(duration('1h'))
      verification(scenario).protection = undefined
      expect((await scenario.rotate()).outputs).toMatchObject({ phase: 'overlap', rotated: 'true' })
      // One for the key in use, and one for the new one.
      expect(github.runs(scenario.home)).toHaveLength(2)
    })
  })

  test.each([
    ['nobody has ever used it', { caller: 'role' }, {}, {}],
    ['force asks for a new one', options, { force: 'true' }, { github: byHand }],
  ] as const)('is not verified where %s', async (_, world, inputs, run) => {
    await inScenario(world, async (scenario) => {
      const result = await scenario.rotate(inputs, run)
      expect(result.outputs).toMatchObject({ phase: 'overlap', rotated: 'true' })
      expect(result.stdout).not.toContain(passes)
    })
  })
})

describe('a published key', () => {
  test('that works becomes current, and the report says how it was proven', async () => {
    await inScenario({}, async (scenario) => {
      const result = await scenario.rotate()
      expect(result.outputs).toMatchObject({ phase: 'overlap', 'next-step': 'deactivate' })
      expect(reportOf(result)['verification']).toMatchObject({ verdict: 'works', weak: false })
      expect(warningsOf(result)).toEqual([
        expect.stringContaining('Without a recovery secret'),
        expect.stringContaining('octo/app (Agents), octo/app (Codespaces), octo/app (Dependabot), the variables of'),
      ])
    })
  })

  test('that is rejected stays pending beside the old one, red, with the run that tells why', async () => {
    await inScenario({}, async (scenario) => {
      letRuns(scenario, 'rejected')
      const result = await scenario.rotate()
      expect([result.exitCode, result.outputs['phase'], statuses(scenario)]).toEqual([1, 'rotating', 'Active Active'])
      expect(errorOf(result)).toMatch(
        /failed: https:\/\/github\.com\/octo\/app\/actions\/runs\/\d+\n- job “verify”, step “Verify”/,
      )
      expect(reportOf(result)['verification']).toMatchObject({ verdict: 'rejected' })
    })
  })

  test('of which nobody knows for more than a week turns the run red, and nothing is lost', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      direct(scenario)
      letRuns(scenario, 'cancelled')
      await scenario.rotate()
      scenario.sandbox.clock.advance(7 * day - duration('1h'))
      expect((await scenario.rotate()).exitCode).toBe(0)
      scenario.sandbox.clock.advance(duration('2h'))
      const result = await scenario.rotate()
      expect([result.exitCode, result.outputs['phase'], statuses(scenario)]).toEqual([1, 'rotating', 'Active Active'])
      expect(errorOf(result)).toContain('This wait has lasted for 7 days')
      letRuns(scenario, 'works')
      expect((await scenario.rotate()).outputs['phase']).toBe('overlap')
    })
  })
})

describe('an old key that is switched off', () => {
  test('stays off when everything works, and goes a week later', async () => {
    await inOverlap({}, async (scenario) => {
      expect((await scenario.rotate()).outputs['phase']).toBe('recovery')
      expect(statuses(scenario)).toBe('Inactive Active')
      scenario.sandbox.clock.advance(7 * day)
      expect((await scenario.rotate()).outputs['phase']).toBe('steady')
      expect(statuses(scenario)).toBe('Active')
    })
  })

  test('and is missed is switched on again at once, red, with the run that tells why', async () => {
    await inOverlap({}, async (scenario) => {
      letRuns(scenario, 'rejected')
      const result = await scenario.rotate()
      expect([result.exitCode, result.outputs['phase'], statuses(scenario)]).toEqual([1, 'overlap', 'Active Active'])
      expect(errorOf(result)).toMatch(
        /^With the old key …\w{8} off, verify\.yml in octo\/app failed: https:\/\/github\.com\/octo\/app\/actions\/runs\/\d+/,
      )
      expect(errorOf(result)).toContain(
        `The old key …${scenario.oldKey.accessKeyId.slice(-8)} is on again. The next attempt to switch it off comes once a verification has passed`,
      )
      // Jobs are without the old key for as long as one verification takes, not for a second one.
      expect(scenario.sandbox.github.runs(scenario.home)).toHaveLength(2)
    })
  })

  test('is not switched off again before a verification has passed since, and the wait is over once more', async () => {
    await inOverlap({}, async (scenario) => {
      letRuns(scenario, 'rejected')
      await scenario.rotate()
      scenario.sandbox.clock.advance(2 * day)
      expect((await scenario.rotate()).exitCode).toBe(1)
      expect(statuses(scenario)).toBe('Active Active')
      letRuns(scenario, 'works')
      expect((await scenario.rotate()).outputs['phase']).toBe('overlap')
      expect(statuses(scenario)).toBe('Active Active')
      scenario.sandbox.clock.advance(day)
      expect((await scenario.rotate()).outputs['phase']).toBe('recovery')
    })
  })

  test('before a run is asked to stop is switched on again by the one request that is still sent', async () => {
    await inOverlap({}, async (scenario) => {
      const { wire } = scenario.sandbox
      const isLook = operation('GET /repos/{owner}/{repo}/actions/runs/{run_id}')
      const before = wire.records.length
      await killedRun(scenario, { signal: 'SIGINT', when: 'after', matches: isLook })
      const sent = wire.records.slice(before).map(({ operation: name }) => name)
      expect(sent.slice(sent.findLastIndex((name) => isLook({ operation: name } as WireRequest)) + 1)).toEqual([
        'UpdateAccessKey',
      ])
      expect(statuses(scenario)).toBe('Active Active')
      expect((await scenario.rotate()).outputs['phase']).toBe('overlap')
    })
  })

  test('is not, when the run could not verify and take it back in the time that is left', async () => {
    await inOverlap({}, async (scenario) => {
      const end = new Date(scenario.sandbox.clock.now() + duration('20m')).toISOString()
      const result = await scenario.rotate({}, { environment: { AWS_CREDENTIAL_EXPIRATION: end } })
      expect([result.exitCode, result.outputs['phase'], statuses(scenario)]).toEqual([1, 'overlap', 'Active Active'])
      expect(errorOf(result)).toContain('to deactivate, verify and revert may take 32 minutes')
    })
  })
})

describe('a job that may have got old secrets', () => {
  test('is started again, and a later run passes', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const result = await lagging(scenario)
      expect([result.exitCode, result.outputs['phase']]).toEqual([0, 'overlap'])
      expect(result.stdout).toContain('verify.yml in octo/app is started again')
      expect(reportOf(result)['verification']).toMatchObject({ verdict: 'works', runUrls: { length: 2 } })
    })
  })

  test('is started three times at most', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const result = await lagging(scenario, '1h')
      expect([result.exitCode, result.outputs['phase']]).toEqual([1, 'rotating'])
      expect(errorOf(result)).toContain('This job holds another access key than the expected one')
      expect(scenario.sandbox.github.runs(scenario.home)).toHaveLength(3)
    })
  })

  test('is told from one that fails for another reason, which is started once', async () => {
    await inScenario({}, async (scenario) => {
      letRuns(scenario, 'rejected')
      await scenario.rotate()
      expect(scenario.sandbox.github.runs(scenario.home)).toHaveLength(1)
    })
  })

  /** The first runs get the secrets of a while before. */
  function lagging(scenario: Scenario, lag: Parameters<typeof duration>[0] = '20s'): Promise<ActionResult> {
    const { clock } = scenario.sandbox
    const job = direct(scenario)
    const old = scenario.sandbox.github.repository(scenario.home).runSecrets()
    let written = Number.POSITIVE_INFINITY
    verification(scenario).job = (context) => {
      written = Math.min(written, clock.now())
      return job(clock.now() - written < duration(lag) ? { ...context, secrets: old } : context)
    }
    return scenario.rotate()
  }
})

describe('a proof that is weak', () => {
  const plain = 'on: workflow_dispatch\njobs: {}\n'
  const path = '.github/workflows/verify.yml'
  const changed = (scenario: Scenario, change: (content: string) => string) => {
    const { files } = scenario.sandbox.github.repository(scenario.home)
    files.set(path, change(files.get(path) ?? ''))
  }
  const withoutKey = (content: string) => content.replace(/^ *expected-key: \$.*$/m, '')
  const tolerant = (content: string) => content.replace(/^ {6}- uses/m, '      - continue-on-error: true\n        uses')

  test('is called so in log, summary, warning and report, and beforehand in the plan', async () => {
    await inScenario({}, async (scenario) => {
      scenario.sandbox.github.repository(scenario.home).files.set('.github/workflows/verify.yml', plain)
      const remark = 'verify.yml in octo/app does not declare the input expected-key, so its success is weak proof'
      const plan = await scenario.rotate({ mode: 'plan' })
      expect(warningsOf(plan).join('\n')).toContain(remark)
      const result = await scenario.rotate()
      expect(result.outputs['phase']).toBe('overlap')
      expect(result.stdout).toMatch(/verify\.yml in octo\/app succeeded: \S+ \(weak proof: .*expected-key\)/)
      for (const told of [result.summary, warningsOf(result).join('\n')]) expect(told).toContain(remark)
      expect(reportOf(result)['verification']).toMatchObject({ verdict: 'works', weak: true })
    })
  })

  test('since expected-key is declared and handed to no step, is called so like any other', async () => {
    await inScenario({}, async (scenario) => {
      changed(scenario, withoutKey)
      const remark =
        'verify.yml in octo/app declares the input expected-key and does not hand it to the steps that verify'
      expect(warningsOf(await scenario.rotate({ mode: 'plan' })).join('\n')).toContain(
        `${remark}, so its success is weak`,
      )
      const result = await scenario.rotate()
      expect(result.outputs['phase']).toBe('overlap')
      expect(result.stdout).toMatch(/succeeded: \S+ \(weak proof: it declares the input expected-key and does not/)
      expect(reportOf(result)['verification']).toMatchObject({ verdict: 'works', weak: true })
    })
  })

  test('since its file may not be read, is called so', async () => {
    await inScenario({ jobPermissions: { contents: undefined as never } }, async (scenario) => {
      const result = await scenario.rotate()
      expect(warningsOf(result).join('\n')).toContain(
        'cannot be read, so that nobody knows what it does with expected-key',
      )
      expect(reportOf(result)['verification']).toMatchObject({ verdict: 'works', weak: true })
    })
  })

  test('is told by the file that ran, whatever it was before and after', async () => {
    await inScenario({}, async (scenario) => {
      const { wire } = scenario.sandbox
      const isDispatch = ({ operation: name, status }: { readonly operation: string; readonly status?: number }) =>
        name.endsWith('/dispatches') && status === 200
      const strong = scenario.sandbox.github.repository(scenario.home).files.get(path) ?? ''
      // The first dispatch of a run is the one that starts nothing.
      const isFirst = operation('CreateAccessKey')
      wire.observers.push({
        before: (request) => {
          if (isFirst(request)) changed(scenario, withoutKey)
        },
        after: (request) => {
          if (isDispatch(request)) changed(scenario, () => strong)
        },
      })
      expect(reportOf(await scenario.rotate())['verification']).toMatchObject({ verdict: 'works', weak: true })
    })
  })

  test('since a failure might be hidden and nobody may see it, is called so; with checks: read it is strong', async () => {
    for (const [checks, weak] of [
      [undefined as never, true],
      ['read', false],
    ] as const) {
      await inScenario({ jobPermissions: { checks } }, async (scenario) => {
        changed(scenario, tolerant)
        const result = await scenario.rotate()
        expect(reportOf(result)['verification']).toMatchObject({ verdict: 'works', weak })
        expect(result.stdout.includes('may succeed although a step of it failed')).toBe(weak)
      })
    }
  })

  test.each(['direct', 'bundle'] as const)(
    'is none at all when the verify action has failed and the run is green all the same (%s)',
    async (how) => {
      await inScenario({ verification: how }, async (scenario) => {
        changed(scenario, tolerant)
        const { github } = scenario.sandbox
        const secrets = github.repository(scenario.home).runSecrets()
        const job = direct(scenario)
        verification(scenario).job = (context) => job({ ...context, secrets })
        const result = await scenario.rotate()
        expect([result.exitCode, result.outputs['phase'], statuses(scenario)]).toEqual([1, 'rotating', 'Active Active'])
        expect(errorOf(result)).toContain('succeeded although its verify action failed (continue-on-error hides that)')
        expect(errorOf(result)).toContain(failures.otherKey)
        // It may have got what the secrets held before, so it is started again as any other.
        expect(github.runs(scenario.home)).toHaveLength(3)
        expect(reportOf(result)['verification']).toMatchObject({ verdict: 'rejected' })
      })
    },
  )
})

describe('a verification of several jobs', () => {
  const job = (conclusion: 'success' | 'failure' | 'skipped') => async () => conclusion

  test('passes when one of them is skipped, and fails when one of them does', async () => {
    await inScenario({}, async (scenario) => {
      verification(scenario).otherJobs = [{ name: 'staging', job: job('failure') }]
      const failing = await scenario.rotate()
      expect(failing.outputs['phase']).toBe('rotating')
      expect(errorOf(failing)).toContain('- job “staging”, step “Verify”')
      verification(scenario).otherJobs = [{ name: 'staging', job: job('skipped') }]
      expect((await scenario.rotate()).outputs['phase']).toBe('overlap')
    })
  })

  test('is rejected when the verify action of one failed in a job that was allowed to', async () => {
    await inScenario({}, async (scenario) => {
      scenario.sandbox.github
        .repository(scenario.home)
        .files.set(
          '.github/workflows/verify.yml',
          `on: { workflow_dispatch: { inputs: { expected-key: {}, rotation-id: {} } } }\njobs:\n  verify: { steps: [{ run: "$\{{ inputs.expected-key }}" }] }\n  staging: { continue-on-error: true, steps: [{ run: "$\{{ inputs.expected-key }}" }] }\n`,
        )
      const said = { level: 'failure', title: failures.rejected, message: `${failures.rejected}: it is off.` } as const
      verification(scenario).otherJobs = [
        { name: 'staging', job: async () => ({ conclusion: 'failure', annotations: [said] }) },
      ]
      const result = await scenario.rotate()
      expect([result.exitCode, result.outputs['phase'], statuses(scenario)]).toEqual([1, 'rotating', 'Active Active'])
      expect(errorOf(result)).toContain('succeeded although its verify action failed (continue-on-error hides that)')
    })
  })
})

describe('a verification that cannot run is found before a key exists', () => {
  const declared = 'inputs: { expected-key: {}, rotation-id: {} }'
  const file = (content: string) => (scenario: Scenario) => {
    scenario.sandbox.github.repository(scenario.home).files.set('.github/workflows/verify.yml', content)
  }
  const dispatched = (more: string) => file(`${more}\non: { workflow_dispatch: { ${declared} } }\njobs: {}\n`)
  const cases: readonly (readonly [
    name: string,
    spoil: (scenario: Scenario) => void,
    words: string,
    options?: ScenarioOptions & { readonly inputs?: Readonly<Record<string, string>> },
  ])[] = [
    [
      'it is switched off',
      (scenario) => disabled(scenario, 'disabled_manually'),
      'somebody has disabled it. Enable it',
    ],
    ['GitHub has switched it off', (scenario) => disabled(scenario, 'disabled_inactivity'), '60 days without activity'],
    ['it has no such trigger', file('on: push\njobs: {}\n'), 'add "workflow_dispatch" to its "on:" on main'],
    ['it is not YAML', file('on: ['), 'cannot be read on main: it is not YAML'],
    [
      'it requires another input',
      file('on: { workflow_dispatch: { inputs: { stage: { required: true } } } }'),
      'requires stage, which the rotation does not send. Give it a default',
    ],
    [
      'an old server does not tell its run, and no title does',
      dispatched('name: Verify'),
      'does not tell which run it starts, so the title of a run has to',
      { github: { server: '3.20.2' } },
    ],
    [
      'an old server does not tell its run, and the title lacks its input',
      file(`run-name: "$\{{ inputs.rotation-id }}"\non: workflow_dispatch\njobs: {}`),
      'declare the input rotation-id',
      { github: { server: '3.19.0' } },
    ],
    ['it is nowhere', () => undefined, 'was not found', { inputs: { 'verification-workflow': 'other.yml' } }],
    [
      'its branch is missing',
      () => undefined,
      'is not on gone, or there is no such branch or tag',
      { inputs: { 'verification-workflow': 'verify.yml@gone' } },
    ],
    ['it may not be started', () => undefined, 'actions: write', { jobPermissions: { actions: 'read' } }],
  ]
  test.each(cases)('when %s', async (_, spoil, words, { inputs = {}, ...options } = {}) => {
    await inScenario(options, async (scenario) => {
      spoil(scenario)
      const result = await scenario.rotate(inputs)
      expect([result.exitCode, result.outputs['phase'], statuses(scenario)]).toEqual([1, 'blocked', 'Active'])
      expect(errorOf(result)).toContain(words)
    })
  })

  function disabled(scenario: Scenario, state: Workflow['state']): void {
    verification(scenario).state = state
  }
})

describe('a run that waits', () => {
  test('for people or a timer of an environment names them while it waits, and in the end', async () => {
    await inScenario({}, async (scenario) => {
      verification(scenario).protection = {
        environment: 'production',
        reviewers: ['mona'],
        teams: ['ops'],
        waitTimer: 45,
      }
      const result = await scenario.rotate()
      expect([result.exitCode, result.outputs['phase']]).toEqual([0, 'rotating'])
      const awaited =
        'It waits for a review of the environment production by mona or the team ops and the timer of the environment production (45 minutes)'
      expect(result.stdout.indexOf(awaited)).toBeLessThan(result.stdout.indexOf('Done for now'))
      expect(warningsOf(result).join('\n')).toMatch(/was still waiting after 30 minutes: https:\/\/\S+\. It waits for/)
      expect(result.summary).toContain(awaited)
    })
  })

  test('for somebody who approves it goes on', async () => {
    await inScenario({}, async (scenario) => {
      const { wire, github } = scenario.sandbox
      verification(scenario).protection = { environment: 'production', reviewers: ['mona'] }
      const isAsked = operation('GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments')
      const approve = (request: WireRequest) => {
        if (isAsked(request)) for (const run of github.runs(scenario.home)) run.review('approved')
      }
      wire.observers.push({ after: approve })
      const result = await scenario.rotate()
      expect([result.exitCode, result.outputs['phase']]).toEqual([0, 'overlap'])
      expect(result.stdout).toContain('verify.yml in octo/app goes on (queued)')
    })
  })

  test.each(['never starts', 'pending', 'requested'] as const)(
    'for nobody knows what (%s) is told with what mostly keeps it',
    async (fate) => {
      await inScenario({}, async (scenario) => {
        verification(scenario).fate = fate
        const result = await scenario.rotate()
        expect(result.exitCode).toBe(0)
        const warnings = warningsOf(result).join('\n')
        for (const words of ['a runner for its runs-on is free', 'a concurrency group'])
          expect(warnings).toContain(words)
        const looks = scenario.sandbox.wire.records.filter(operation('GET /repos/{owner}/{repo}/actions/runs/{run_id}'))
        expect(looks.length).toBeLessThan(100)
        // All looks at a run that stands still cost one request of the rate limit.
        expect(looks.filter(({ status }) => status === 200)).toHaveLength(1)
      })
    },
  )

  test('and has lost its runner is no verdict', async () => {
    await inScenario({}, async (scenario) => {
      verification(scenario).fate = 'runner lost'
      const result = await scenario.rotate()
      expect([result.exitCode, result.outputs['phase']]).toEqual([0, 'rotating'])
      expect(warningsOf(result).join('\n')).toContain('no step of it did: its runner was lost, or never came')
    })
  })
})

describe('several workflows, in several repositories', () => {
  const both = { 'verification-workflow': '- verify.yml\n- octo/web/verify.yml' }
  const options: ScenarioOptions = { caller: 'role', repositories: ['octo/app', 'octo/web'] }

  test('are started at the same time, and all have to pass', async () => {
    await inScenario(options, async (scenario) => {
      scenario.addVerification('octo/web')
      const result = await scenario.rotate(both)
      expect([result.exitCode, result.outputs['phase']]).toEqual([0, 'overlap'])
      const [app, web] = ['octo/app', 'octo/web'].map((name) => scenario.sandbox.github.runs(name)[0]?.createdAt ?? 0)
      expect(Math.abs((app ?? 0) - (web ?? 0))).toBeLessThan(duration('2s'))
      expect(reportOf(result)['verification']).toMatchObject({ runUrls: { length: 2 } })
    })
  })

  test.each([
    ['rejected', 1, 'octo/web failed'],
    ['cancelled', 0, 'octo/web ended cancelled'],
  ] as const)('one that is %s decides, and is named', async (outcome, exitCode, words) => {
    await inScenario(options, async (scenario) => {
      scenario.addVerification('octo/web')
      if (outcome === 'rejected') verification(scenario, 'octo/web').job = async () => 'failure'
      else verification(scenario, 'octo/web').fate = outcome
      const result = await scenario.rotate(both)
      expect([result.exitCode, result.outputs['phase']]).toEqual([exitCode, 'rotating'])
      expect(exitCode === 1 ? errorOf(result) : warningsOf(result).join('\n')).toContain(words)
      expect(errorOf(result)).not.toContain('octo/app succeeded')
    })
  })
})

describe('a place whose secrets no job of the verification gets', () => {
  const destinations = '- repository: octo/app\n- repository: octo/app\n  environment: production'
  const pair = 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY'
  const untold = 'No job of a verification workflow gets the secrets of'
  const withEnvironment = async (isNamed: boolean, story: (scenario: Scenario) => Promise<void>) => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      const repository = scenario.sandbox.github.repository('octo/app')
      repository.addEnvironment('production')
      const path = '.github/workflows/verify.yml'
      const file = repository.files.get(path) ?? ''
      if (isNamed) {
        repository.files.set(path, file.replace('  verify:\n', '  verify:\n    environment: production\n'))
        verification(scenario).environment = 'production'
      }
      await story(scenario)
    })
  }
  const told = (result: ActionResult) => warningsOf(result).join('\n')

  test.each([
    [true, `gets ${pair} of octo/app, so`, 'add one that names no environment with secrets of these names'],
    [false, `names the environment production and gets its ${pair}, so`, 'add one with "environment: production"'],
  ] as const)('since they name the environment (%s) is told once, beforehand and afterwards', async (...row) => {
    const [isNamed, ...words] = row
    await withEnvironment(isNamed, async (scenario) => {
      for (const mode of ['plan', 'rotate']) {
        const warnings = told(await scenario.rotate({ destinations, mode }))
        for (const each of words) expect(warnings.split(each)).toHaveLength(2)
        expect(warnings).not.toContain(untold)
      }
      // Where nothing is looked at beforehand, the name has to do.
      scenario.sandbox.clock.advance(day + duration('1h'))
      const place = isNamed ? 'octo/app' : 'the environment production of octo/app'
      expect(told(await scenario.rotate({ destinations }))).toContain(`${untold} ${place}: there, nothing proves`)
    })
  })

  test('is not proven by a job that gets the secrets of another place', async () => {
    await withEnvironment(false, async (scenario) => {
      const { github, clock } = scenario.sandbox
      const inputs = { destinations, 'deactivate-after': '0', 'delete-after': '0' }
      expect((await scenario.rotate(inputs)).outputs['phase']).toBe('steady')
      clock.advance(day)
      const value = () => github.secretValue('octo/app', 'AWS_SECRET_ACCESS_KEY', 'production')
      github.setSecret('octo/app', 'AWS_SECRET_ACCESS_KEY', 'of a person', 'production')
      clock.advance(day)
      const result = await scenario.rotate(inputs)
      expect(result.outputs).toMatchObject({ phase: 'steady', rotated: 'false' })
      expect(told(result)).toContain(
        'Somebody else has written AWS_SECRET_ACCESS_KEY in the environment production of octo/app since',
      )
      expect(told(result)).toContain('the next regular rotation overwrites it, which is due on 30 April, 09:')
      expect(value()).toBe('of a person')
      // The next regular rotation is the one that overwrites it.
      clock.advance(60 * day)
      expect((await scenario.rotate(inputs)).outputs).toMatchObject({ phase: 'steady', rotated: 'true' })
      expect(value()).not.toBe('of a person')
    })
  })

  test('is told where every run asks, once, also when the file may not be read', async () => {
    await inScenario({ caller: 'role', jobPermissions: { contents: undefined as never } }, async (scenario) => {
      scenario.sandbox.github.repository('octo/app').addEnvironment('production')
      const warnings = told(await scenario.rotate({ destinations }))
      expect(warnings).toContain('cannot be read, so that nobody knows what it does with expected-key')
      expect(warnings).not.toContain('No job of')
    })
  })

  test('is no reason to wait for the file when GitHub does not answer at once', async () => {
    await withEnvironment(false, async (scenario) => {
      const contents = operation('GET /repos/{owner}/{repo}/contents/{path}')
      // As many as are sent for one look.
      scenario.sandbox.wire.inject({ matches: contents, times: 5, fault: { kind: 'refuse', status: 503 } })
      const result = await scenario.rotate({ destinations })
      expect(result.outputs['phase']).toBe('overlap')
      expect(told(result)).toContain('names the environment production and gets its')
    })
  })
})
