/** What people and their tools do to keys, secrets and lists, and what users are told and keep: through the bundle. */
import { describe, expect, test } from '@jest/globals'
import { liveKeys } from '../../sandbox/aws/account.ts'
import { duration } from '../../sandbox/clock.ts'
import type { ActionResult } from '../../sandbox/runner.ts'
import { runnerLog } from '../../sandbox/runner-log.ts'
import { policy, type RunOptions, type Scenario } from '../../sandbox/scenario.ts'
import { byHand, changes, errorOf, inOneRun, inScenario, keysOf, reportOf, warningsOf } from './support.ts'

const callers = ['self', 'role'] as const
const pairNames = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const

type Pair = Scenario['oldKey']

const secretsOf = ({ sandbox, home }: Scenario) => sandbox.github.secretsAt({ repository: home })

/** Somebody pastes a key into the secrets of the home repository. */
function paste(scenario: Scenario, { accessKeyId, secretAccessKey }: Pair): void {
  secretsOf(scenario).set('AWS_ACCESS_KEY_ID', accessKeyId)
  secretsOf(scenario).set('AWS_SECRET_ACCESS_KEY', secretAccessKey)
}

/** The key of another user. */
function anotherKey({ sandbox: { aws, clock } }: Scenario): Pair {
  aws.createUser({ name: 'other', path: '/', created: clock.now(), policies: [] })
  return aws.createAccessKey('other')
}

/** Somebody has used the old key lately. */
function use({ sandbox: { aws, clock }, oldKey }: Scenario): void {
  aws.noteUse(oldKey.accessKeyId, { at: clock.now() - duration('1d'), service: 's3', region: 'us-east-1' })
}

/** Time passes; what the wire has carried so far is forgotten. */
function pass({ sandbox: { clock, wire } }: Scenario, time: Parameters<typeof duration>[0]): void {
  clock.advance(duration(time))
  wire.records.length = 0
}

function verification({ sandbox, home }: Scenario) {
  const workflow = sandbox.github.repository(home).workflow('verify.yml')
  if (workflow === undefined) throw new Error('there is no verification')
  return workflow
}

/** The job of a self-rotation that takes the old key from a place of its own. */
const withOldKey = ({ caller, oldKey }: Scenario): RunOptions => (caller === 'self' ? { credentials: oldKey } : {})

/** What changed beside tags. */
const changed = (scenario: Scenario) => changes(scenario).filter((operation) => !/^(Un)?[Tt]agUser/.test(operation))

const statusOf = ({ sandbox, user, oldKey }: Scenario) =>
  liveKeys(sandbox.aws.user(user)).find(({ accessKeyId }) => accessKeyId === oldKey.accessKeyId)?.status

function expectRefused(scenario: Scenario, result: ActionResult, ...words: readonly string[]): void {
  expect(result).toMatchObject({ exitCode: 1, outputs: { phase: 'blocked', rotated: 'false' } })
  for (const each of words) expect(errorOf(result)).toContain(each)
  for (const each of words) expect(result.summary.replaceAll('\\', '')).toContain(each)
  expect(changed(scenario)).toEqual([])
}

describe('a key that is stored elsewhere is not replaced', () => {
  const renamed = (scenario: Scenario) => {
    for (const name of pairNames) secretsOf(scenario).delete(name)
    secretsOf(scenario).set('DEPLOY_KEY_ID', scenario.oldKey.accessKeyId)
    secretsOf(scenario).set('DEPLOY_KEY_SECRET', scenario.oldKey.secretAccessKey)
  }
  const words = [
    'none of the configured secrets exists (AWS_ACCESS_KEY_ID in octo/app, AWS_SECRET_ACCESS_KEY in octo/app)',
    'it is stored under another name, or in a place that nobody listed',
    'Set "secrets" to the names that the workflows use',
    'Nothing was changed',
  ]

  test.each(callers)('under another name (%s): plan says so, too', async (caller) => {
    await inScenario({ caller }, async (scenario) => {
      use(scenario)
      renamed(scenario)
      pass(scenario, '1h')
      for (const mode of ['plan', 'rotate']) {
        expectRefused(scenario, await scenario.rotate({ mode }, withOldKey(scenario)), 'is in use', ...words)
      }
      expect(keysOf(scenario)).toEqual([`${scenario.oldKey.accessKeyId} Active`])
    })
  })

  test('under another name, where this run is the first use that AWS would show', async () => {
    await inScenario({}, async (scenario) => {
      renamed(scenario)
      pass(scenario, '1h')
      expectRefused(scenario, await scenario.rotate({}, withOldKey(scenario)), 'is in use', ...words)
    })
  })

  test('and nobody claims that it is in use, where its last use cannot be read', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      renamed(scenario)
      pass(scenario, '1h')
      scenario.sandbox.wire.inject({
        matches: ({ operation }) => operation === 'GetAccessKeyLastUsed',
        times: 9,
        fault: { kind: 'refuse', status: 403, code: 'AccessDenied' },
      })
      expectRefused(scenario, await scenario.rotate(), 'may be in use (its last use cannot be read)', ...words)
    })
  })

  test.each(callers)('by half, its ID in a variable (%s)', async (caller) => {
    await inScenario({ caller }, async (scenario) => {
      use(scenario)
      secretsOf(scenario).delete('AWS_ACCESS_KEY_ID')
      const { github } = scenario.sandbox
      github.variablesAt({ repository: scenario.home }).set('AWS_ACCESS_KEY_ID', scenario.oldKey.accessKeyId)
      pass(scenario, '1h')
      const result = await scenario.rotate({}, withOldKey(scenario))
      expectRefused(
        scenario,
        result,
        'Only half of the key is stored: AWS_ACCESS_KEY_ID in octo/app cannot be found',
        'write "variables: { NAME: access-key-id }"',
        'Nothing was changed',
      )
    })
  })
})

describe('a verification that does not pass with the key in use', () => {
  test('and says so: nothing is created, and the message tells what to fix', async () => {
    await inScenario({}, async (scenario) => {
      use(scenario)
      verification(scenario).job = async () => 'failure'
      const result = await scenario.rotate()
      expectRefused(
        scenario,
        result,
        'The verification does not pass with the key in use',
        'verify.yml in octo/app failed',
        'Nothing was changed',
      )
    })
  })

  test('and says nothing: a warning, and nothing is created; once it passes, the rotation goes on', async () => {
    await inScenario({}, async (scenario) => {
      use(scenario)
      verification(scenario).fate = 'cancelled'
      const result = await scenario.rotate()
      expect(result).toMatchObject({ exitCode: 0, outputs: { phase: 'steady', 'next-step': 'rotate' } })
      expect(warningsOf(result).join('\n')).toMatch(/not known whether .*: verify\.yml .* Nothing is created/)
      expect(result.summary).not.toContain('nothing is due')
      expect(changed(scenario)).toEqual([])
      verification(scenario).fate = 'normal'
      pass(scenario, '1d')
      expect((await scenario.rotate()).outputs).toMatchObject({ phase: 'overlap', rotated: 'true' })
    })
  })

  test('a plan does not start it, and tells that a rotation is due', async () => {
    await inScenario({}, async (scenario) => {
      use(scenario)
      const { exitCode, outputs, summary } = await scenario.rotate({ mode: 'plan' })
      expect([exitCode, outputs['phase'], outputs['next-step']]).toEqual([0, 'steady', 'rotate'])
      expect(summary).toMatch(/\*\*Next:\*\* rotate, in a run with `mode: rotate` {2}\nThe key is 61 days old, .*\?$/m)
      expect(summary).toContain('**Nothing was changed** (mode: plan)')
      expect(summary).not.toContain('nothing is due')
      expect(scenario.sandbox.github.runs(scenario.home)).toEqual([])
    })
  })
})

describe('a secret that an admin deleted', () => {
  test.each(pairNames)('is not put back (%s): red, and named, in every run until it is there again', async (name) => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      await scenario.rotate(inOneRun)
      const value = scenario.sandbox.github.secretValue(scenario.home, name) ?? ''
      secretsOf(scenario).delete(name)
      for (let days = 1; days <= 2; days += 1) {
        pass(scenario, '1d')
        const result = await scenario.rotate(inOneRun)
        expect(result).toMatchObject({ exitCode: 1, outputs: { phase: 'steady', rotated: 'false' } })
        expect(errorOf(result)).toMatch(
          new RegExp(`^Somebody deleted ${name} in octo/app\\. This action writes nothing there\\. .*force: true`),
        )
        expect(result.summary).not.toContain('nothing is due')
        expect([secretsOf(scenario).value(name), changed(scenario)]).toEqual([undefined, []])
      }
      secretsOf(scenario).set(name, value)
      pass(scenario, '1d')
      expect(await scenario.rotate(inOneRun)).toMatchObject({ exitCode: 0, outputs: { phase: 'steady' } })
    })
  })

  test('in the overlap: red, named, and not put back', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      await scenario.rotate()
      secretsOf(scenario).delete('AWS_SECRET_ACCESS_KEY')
      pass(scenario, '3h')
      const result = await scenario.rotate()
      expect(result).toMatchObject({ exitCode: 1, outputs: { phase: 'overlap', 'next-step': 'deactivate' } })
      expect(errorOf(result)).toContain('Somebody deleted AWS_SECRET_ACCESS_KEY in octo/app')
      expect([statusOf(scenario), changed(scenario)]).toEqual(['Active', []])
    })
  })
})

describe('another key that somebody pasted into a listed place', () => {
  test('is not overwritten where a verification covers it, not even when the key is due: red, and named', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      await scenario.rotate(inOneRun)
      const other = anotherKey(scenario)
      pass(scenario, '1d')
      paste(scenario, other)
      const both = 'AWS_ACCESS_KEY_ID in octo/app, AWS_SECRET_ACCESS_KEY in octo/app'
      const rejected = [
        `Somebody else has written ${both} since`,
        'This job holds another access key than the expected one',
        'this action writes nothing there',
        'Take the place out of destinations if it is to hold another key',
      ]
      // What was rejected once is not asked about again.
      const aside = [
        `Somebody wrote another key into ${both}. This action writes nothing there`,
        'take it out of destinations',
      ]
      for (const [time, told] of [
        ['1h', rejected],
        ['1d', aside],
        ['60d', aside],
      ] as const) {
        pass(scenario, time)
        const result = await scenario.rotate(inOneRun)
        expect(result).toMatchObject({ exitCode: 1, outputs: { phase: 'steady', rotated: 'false' } })
        for (const words of told) expect(errorOf(result)).toContain(words)
        expect([scenario.published(), changed(scenario)]).toEqual([other.accessKeyId, []])
      }
    })
  })

  test('is told where nothing covers it, with the day on which it is overwritten', async () => {
    await inScenario({ caller: 'role', inputs: { 'verification-workflow': 'none' } }, async (scenario) => {
      const { outputs } = await scenario.rotate(inOneRun)
      const other = anotherKey(scenario)
      pass(scenario, '1d')
      paste(scenario, other)
      pass(scenario, '1h')
      const result = await scenario.rotate(inOneRun)
      expect(result).toMatchObject({ exitCode: 0, outputs: { phase: 'steady', rotated: 'false' } })
      const warning = warningsOf(result).find((each) =>
        each.startsWith(
          'Somebody else has written AWS_ACCESS_KEY_ID in octo/app, AWS_SECRET_ACCESS_KEY in octo/app since',
        ),
      )
      expect(warning).toContain('until the next regular rotation overwrites it, which is due on 30 April, 09:00 UTC')
      expect(outputs['next-step-at']).toMatch(/^2026-04-30T09:00/)
      expect(result.summary).toContain('Take the place out of destinations if it is to keep it')
      expect(scenario.published()).toBe(other.accessKeyId)
      pass(scenario, '60d')
      expect((await scenario.rotate(inOneRun)).outputs).toMatchObject({ phase: 'steady', rotated: 'true' })
    })
  })
})

test('what somebody wrote in the overlap, where nothing covers it, holds the old key: a warning that names the day', async () => {
  await inScenario(
    { caller: 'role', inputs: { 'verification-workflow': 'none', 'deactivate-after': '1d' } },
    async (scenario) => {
      await scenario.rotate()
      pass(scenario, '2h')
      paste(scenario, scenario.oldKey)
      for (const time of ['1h', '1d', '6d'] as const) {
        pass(scenario, time)
        const result = await scenario.rotate()
        expect(result).toMatchObject({ exitCode: 0, outputs: { phase: 'overlap', 'next-step': 'deactivate' } })
        expect(warningsOf(result).join('\n')).toMatch(/stays active until \d+ March, \d\d:\d\d UTC/)
        expect([statusOf(scenario), changed(scenario)]).toEqual(['Active', []])
      }
      pass(scenario, '1d')
      expect((await scenario.rotate()).outputs['phase']).toBe('recovery')
    },
  )
})

test('a last use that cannot be read holds the old key: a warning, never a notice', async () => {
  await inScenario({ caller: 'role' }, async (scenario) => {
    await scenario.rotate()
    pass(scenario, '2d')
    scenario.sandbox.wire.inject({
      matches: ({ operation }) => operation === 'GetAccessKeyLastUsed',
      times: 9,
      fault: { kind: 'refuse', status: 403, code: 'AccessDenied' },
    })
    const result = await scenario.rotate()
    expect(result).toMatchObject({ exitCode: 0, outputs: { phase: 'overlap' } })
    expect(warningsOf(result).join('\n')).toContain('cannot be read, so it may be in use')
  })
})

describe('Terraform', () => {
  test('writes the old key back while it is off: it is switched on again, and the run is red and names the places', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      await scenario.rotate()
      pass(scenario, '2d')
      expect((await scenario.rotate()).outputs['phase']).toBe('recovery')
      pass(scenario, '1d')
      paste(scenario, scenario.oldKey)
      pass(scenario, '1h')
      const result = await scenario.rotate()
      expect(result).toMatchObject({ exitCode: 1, outputs: { phase: 'overlap' } })
      for (const words of [
        'omebody else has written AWS_ACCESS_KEY_ID in octo/app, AWS_SECRET_ACCESS_KEY in octo/app since',
        `The old key …${scenario.oldKey.accessKeyId.slice(-8)} is on again`,
        'for example, Terraform with a github_actions_secret that still holds an old key',
      ])
        expect(errorOf(result)).toContain(words)
      expect([statusOf(scenario), scenario.signsIn(), changed(scenario)]).toEqual([
        'Active',
        'works',
        ['UpdateAccessKey'],
      ])
      pass(scenario, '1d')
      expect(await scenario.rotate()).toMatchObject({ exitCode: 1, outputs: { phase: 'overlap' } })
      expect([statusOf(scenario), scenario.signsIn()]).toEqual(['Active', 'works'])
    })
  })

  test('switches the old key on every night: told the first time, red from the second on', async () => {
    await inScenario({ caller: 'role' }, async (scenario) => {
      await scenario.rotate()
      const seen: (readonly [number, string | undefined])[] = []
      for (let nights = 1; nights <= 6; nights += 1) {
        pass(scenario, '1d')
        if (statusOf(scenario) === 'Inactive') {
          scenario.sandbox.aws.setStatus(scenario.oldKey.accessKeyId, 'Active')
        }
        pass(scenario, '1h')
        const result = await scenario.rotate()
        seen.push([result.exitCode ?? -1, result.outputs['phase']])
        const told = [...warningsOf(result), errorOf(result)].join('\n')
        if (nights === 2)
          expect(told).toContain(
            `Somebody else switched the old key …${scenario.oldKey.accessKeyId.slice(-8)} on again`,
          )
        if (nights >= 2) expect(told).toContain('aws_iam_access_key')
        if (nights === 4) expect(errorOf(result)).toContain('was switched on again 2 times')
      }
      expect(seen).toEqual([
        [0, 'recovery'],
        [0, 'overlap'],
        [0, 'recovery'],
        [1, 'overlap'],
        [1, 'recovery'],
        [1, 'overlap'],
      ])
    })
  })
})

test.each([
  ['a first attempt that was queued after the publication', { queued: '1d' }, 1, 'blocked'],
  ['a re-run', { queued: '1d', attempt: 2 }, 0, 'overlap'],
  ['a run that was queued in its last two minutes', { queued: '1m' }, 0, 'overlap'],
] as const)('a job that still holds the old key, in %s', async (_, { queued, ...rest }, exitCode, phase) => {
  await inScenario({}, async (scenario) => {
    await scenario.rotate()
    pass(scenario, queued)
    const queuedAt = scenario.sandbox.clock.now()
    pass(scenario, '1h')
    const github = 'attempt' in rest ? { runAttempt: rest.attempt } : {}
    const result = await scenario.rotate({}, { credentials: scenario.oldKey, queuedAt, github })
    expect(result).toMatchObject({ exitCode, outputs: { phase } })
    expect(result.stdout).toMatch(
      new RegExp(`this job still holds the old key …${scenario.oldKey.accessKeyId.slice(-8)}`, 'i'),
    )
    if (phase === 'blocked') {
      expect(errorOf(result)).toContain('the place that gives it the key is not listed in destinations')
      expect(errorOf(result)).toContain('Look where the env of this job takes AWS_ACCESS_KEY_ID')
    }
    expect([changed(scenario), statusOf(scenario)]).toEqual([[], 'Active'])
  })
})

test('a user whose only key was deleted before the first rotation gets no new one', async () => {
  await inScenario({ caller: 'role' }, async (scenario) => {
    scenario.sandbox.aws.deleteAccessKey(scenario.oldKey.accessKeyId)
    for (const mode of ['plan', 'rotate']) {
      const words = [
        'ci-bot has no access key, but secrets were written after that user was created (AWS_ACCESS_KEY_ID in octo/app',
        'somebody deleted its key',
      ]
      expectRefused(scenario, await scenario.rotate({ mode }), ...words)
    }
    const { outputs } = await scenario.rotate({ force: 'true' }, { github: byHand })
    expect([outputs['phase'], outputs['rotated'], scenario.signsIn()]).toEqual(['steady', 'true', 'works'])
  })
})

test('a key of 200 days: a plan is red, and so is every run until it is off', async () => {
  await inScenario({ keyAge: 200 }, async (scenario) => {
    const age = `key …${scenario.oldKey.accessKeyId.slice(-8)} is 200 days old, and rotate-after is 60 days`
    const plan = await scenario.rotate({ mode: 'plan' })
    expect(plan).toMatchObject({ exitCode: 1, outputs: { phase: 'steady', 'next-step': 'rotate' } })
    expect(errorOf(plan)).toContain(`${age}: a key that old should not be active any more, but this run only plans`)
    expect(errorOf(plan).split(age)).toHaveLength(2)
    expect(errorOf(plan)).toContain('The next run with "mode: rotate" replaces it')
    expect(changes(scenario)).toEqual([])

    const rotated = await scenario.rotate()
    expect(rotated).toMatchObject({ exitCode: 1, outputs: { phase: 'overlap', rotated: 'true' } })
    expect(errorOf(rotated)).toContain(age)
    pass(scenario, '2d')
    expect(await scenario.rotate()).toMatchObject({ exitCode: 0, outputs: { phase: 'recovery' } })
  })
})

test('a reviewer approves hours later: each approval counts, and nothing is dispatched meanwhile', async () => {
  await inScenario({ caller: 'role' }, async (scenario) => {
    use(scenario)
    verification(scenario).protection = { environment: 'production', reviewers: ['maria'] }
    const { github } = scenario.sandbox
    const seen: (readonly [string | undefined, number])[] = []
    for (let days = 1; days <= 5; days += 1) {
      const result = await scenario.rotate()
      expect(result.exitCode).toBe(0)
      seen.push([result.outputs['phase'], github.runs(scenario.home).length])
      const isWaiting = result.stdout.includes('It waits for a review of the environment production by maria')
      expect(isWaiting).toBe(days === 1 || days === 2 || days === 4)
      expect(scenario.signsIn()).toBe('works')
      pass(scenario, '5h')
      for (const run of github.runs(scenario.home)) run.review('approved')
      pass(scenario, '19h')
    }
    // With the old key, with the new one, and with the old key off.
    expect(seen).toEqual([
      ['steady', 1],
      ['rotating', 2],
      ['overlap', 2],
      ['overlap', 3],
      ['recovery', 3],
    ])
    expect(statusOf(scenario)).toBe('Inactive')
  })
})

test('force that stays in the file replaces no key that somebody switched off, on a schedule', async () => {
  await inScenario({ caller: 'role' }, async (scenario) => {
    await scenario.rotate(inOneRun)
    pass(scenario, '1d')
    scenario.sandbox.aws.setStatus(scenario.published() ?? '', 'Inactive')
    const result = await scenario.rotate({ ...inOneRun, force: 'true' })
    expectRefused(scenario, result, 'Somebody switched it off', 'Switch the key on again to resume')
    expect(warningsOf(result).join('\n')).toContain('The input force is ignored in this run of the event schedule')
  })
})

describe('a report states nothing that was not confirmed', () => {
  const deny = ({ sandbox, user }: Scenario, Action: string) => {
    const denial = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action, Resource: '*' }] }
    sandbox.aws.setUserPolicies(user, [policy('iam-policy-self-rotation.json'), denial])
  }
  const titles = ({ stdout }: ActionResult) => [
    ...new Set(runnerLog(stdout).shownAnnotations.map(({ title }) => title)),
  ]

  test.each(['iam:GetUser', 'iam:ListAccessKeys'])(
    'with %s denied: nobody says that there is no key',
    async (action) => {
      await inScenario({}, async (scenario) => {
        deny(scenario, action)
        const result = await scenario.rotate()
        expect(result.exitCode).toBe(1)
        expect(errorOf(result)).toContain(`AWS denied ${action}`)
        expect(result.summary).not.toContain('No access key')
        expect(result.summary).toContain('The keys could not be read')
        expect(reportOf(result)).not.toHaveProperty('keys')
      })
    },
  )

  test('with iam:TagUser denied: a key that is due is not called one that is not', async () => {
    await inScenario({}, async (scenario) => {
      deny(scenario, 'iam:TagUser')
      const result = await scenario.rotate()
      expect([result.exitCode, titles(result)]).toEqual([1, ['ci-bot was not rotated']])
      expect(errorOf(result)).toContain('AWS denied iam:TagUser')
      expect(result.summary).toContain('## ❌ ci-bot was not rotated')
      expect(result.summary).not.toContain('nothing is due')
    })
  })

  test.each([
    ['iam:UpdateAccessKey', '2d', 'overlap', 'whether the old key still works is not known'],
    ['iam:DeleteAccessKey', '8d', 'recovery', 'the old key has been switched off'],
  ] as const)('with %s denied: the old key is called neither on nor off', async (action, after, phase, words) => {
    await inScenario({}, async (scenario) => {
      await scenario.rotate()
      if (phase === 'recovery') {
        pass(scenario, '2d')
        await scenario.rotate()
      }
      pass(scenario, after)
      deny(scenario, action)
      const result = await scenario.rotate()
      expect([result.exitCode, result.outputs['phase']]).toEqual([1, phase])
      expect(errorOf(result)).toContain(`AWS denied ${action}`)
      expect(result.summary).toContain(
        `| old&nbsp;key | \`${scenario.oldKey.accessKeyId.slice(-8)}\` | not confirmed, `,
      )
      expect(result.summary).toContain(`**${phase}**`)
      expect(result.summary).toContain(words)
      expect(reportOf(result)['keys']).toContainEqual(
        expect.objectContaining({ id: scenario.oldKey.accessKeyId, status: 'unknown' }),
      )
    })
  })
})
