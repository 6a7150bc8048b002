/** The simulation that the crash tests run in: it tells the wire's story, and sees what it is there to see. */
import { describe, expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import type { Permissions } from '../../sandbox/github/token.ts'
import { inOneRun, inScenario } from '../bundle/support.ts'
import { Simulation, type SimulationOptions } from './simulation.ts'
import type { Fault, RequestRecord, SimulatedRequest } from './traffic.ts'

const put = ({ method }: SimulatedRequest) => method === 'PUT'
const asked =
  (name: string) =>
  ({ operation }: SimulatedRequest) =>
    operation === name

/** A fault at the first request of this kind; of the first run, if not said otherwise. */
function first(
  matches: (request: SimulatedRequest) => boolean,
  fault: Fault,
): Required<Pick<SimulationOptions, 'fault'>> {
  let isSpent = false
  return {
    fault: (request) => {
      if (isSpent || !matches(request)) return undefined
      isSpent = true
      return fault
    },
  }
}

/** Who asked whom for what, and what was answered; each once, since polls depend on latency. */
function lines(records: readonly Pick<RequestRecord, 'service' | 'operation' | 'status' | 'caller'>[]) {
  return [
    ...new Set(
      records.map(({ service, operation, status, caller }) => `${service} ${operation} ${status} (${caller})`),
    ),
  ].sort()
}

const changing = /^(Create|Update|Delete|Tag|Untag|PUT|PATCH|DELETE)/

function changes(records: readonly Pick<RequestRecord, 'operation' | 'caller'>[]): readonly string[] {
  return records.filter(({ operation }) => changing.test(operation)).map((each) => `${each.operation} (${each.caller})`)
}

describe.each(['self', 'role'] as const)('a rotation (%s)', (caller) => {
  const options: SimulationOptions = { caller, destinations: 2, inputs: inOneRun }

  test('tells the story that the wire tells', async () => {
    const simulation = new Simulation(options)
    const outcome = await simulation.run()
    expect(outcome).toMatchObject({ phase: 'steady', failed: false })
    expect(simulation.isAtRest()).toBe(true)
    await inScenario({ caller, repositories: [...simulation.repositories] }, async (scenario) => {
      // The simulation's token may write to every kind of place, so it sees more of what is nearby.
      const permissions: Permissions = {
        metadata: 'read',
        actions: 'write',
        contents: 'read',
        secrets: 'write',
        environments: 'write',
        dependabot_secrets: 'write',
        agent_secrets: 'write',
      }
      const token = scenario.sandbox.github.addToken({ kind: 'app', name: 'key-rotation-app', permissions })
      await scenario.rotate({ ...inOneRun, 'github-token': token })
      const { records } = scenario.sandbox.wire
      expect(lines(simulation.records)).toEqual(lines(records))
      expect(changes(simulation.records)).toEqual(changes(records))
      expect(simulation.aws.tags('ci-bot')).toMatchObject({
        'rotate-iam-access-keys': expect.stringContaining('phase=steady'),
      })
    })
  })

  test('is the same every time, and another one with another latency', async () => {
    const stories: string[] = []
    for (const latency of [40, 40, 41]) {
      const simulation = new Simulation({ ...options, latency: () => latency })
      await simulation.run()
      stories.push(simulation.fingerprint)
    }
    expect(stories[1]).toBe(stories[0])
    expect(stories[2]).not.toBe(stories[0])
  })

  test('comes to rest over daily runs; only the two writes of a pair leave a moment between them', async () => {
    const simulation = new Simulation({ caller, destinations: 2 })
    expect(await simulation.restDaily(20)).toBe(16)
    expect(simulation.harms.map(({ cause, from, to }) => [cause, (to ?? 0) - from])).toEqual([
      ['torn pair', 0],
      ['torn pair', 0],
    ])
  })
})

test('a run in which nothing is due asks three times', async () => {
  const simulation = new Simulation({ keyAge: 10 })
  await simulation.run()
  const asked = simulation.records.map(({ operation }) => operation)
  expect(asked.toSorted()).toEqual(['GetCallerIdentity', 'GetUser', 'ListAccessKeys'])
})

test('several users are rotated side by side, each in secrets of its own', async () => {
  const simulation = new Simulation({ caller: 'role', users: ['ci-bot', 'deploy-bot'], inputs: inOneRun })
  const phases = async () => {
    const runs = ['ci-bot', 'deploy-bot'].map((user) => simulation.start({ user }))
    return (await Promise.all(runs.map(({ done }) => done))).map((outcome) => outcome?.phase)
  }
  // Each is a run of the other's repository that was queued before its publication.
  expect(await phases()).toEqual(['overlap', 'overlap'])
  await simulation.pass(duration('1h'))
  expect(await phases()).toEqual(['steady', 'steady'])
  expect(['ci-bot', 'deploy-bot'].map((user) => simulation.isAtRest({ user }))).toEqual([true, true])
  expect(new Set(simulation.harms.map(({ cause }) => cause))).toEqual(new Set(['torn pair']))
})

test('a run that cannot read its inputs fails to prepare, and sends nothing', async () => {
  const simulation = new Simulation({ inputs: { 'rotate-after': 'soon' } })
  const run = simulation.start()
  expect(await run.done).toBeUndefined()
  expect(String(run.failedToPrepare)).toContain('rotate-after')
  expect(simulation.records).toEqual([])
})

describe('a fault', () => {
  test.each([
    ['refused', 403],
    ['unavailable', 503],
    ['throttled', 400],
  ] as const)('%s: AWS says so and does nothing; the SDK tries again where it would', async (fault, status) => {
    const simulation = new Simulation({ inputs: inOneRun, ...first(asked('TagUser'), fault) })
    const outcome = await simulation.run()
    const [spoilt, next] = simulation.records.filter(({ operation }) => operation === 'TagUser')
    expect(spoilt).toMatchObject({ status, performed: false, fault })
    if (fault === 'refused') {
      expect(outcome?.ending).toMatchObject({ because: expect.stringContaining('iam:TagUser') })
    } else {
      expect((next?.sent ?? 0) - (spoilt?.at ?? 0)).toBe(40 + (fault === 'throttled' ? 1_000 : 50))
      expect(outcome?.phase).toBe('steady')
    }
  })

  test.each([
    ['refused', 403, undefined],
    ['unavailable', 503, 1_000],
    ['throttled', 403, 60_000],
  ] as const)(
    '%s: GitHub says so and does nothing; the client waits as it is asked to',
    async (fault, status, wait) => {
      const simulation = new Simulation({ caller: 'role', inputs: inOneRun, ...first(put, fault) })
      await simulation.run()
      const spoilt = simulation.records.find(put)
      const next = simulation.records.filter(({ subject }) => subject === spoilt?.subject)[1]
      expect(spoilt).toMatchObject({ status, performed: false, fault })
      if (wait !== undefined) expect((next?.sent ?? 0) - (spoilt?.at ?? 0)).toBe(40 + wait)
    },
  )

  test('hidden: GitHub says 404 of what is there, and does nothing', async () => {
    const listed = asked('GET /repos/{owner}/{repo}/actions/secrets')
    const simulation = new Simulation({ caller: 'role', inputs: inOneRun, ...first(listed, 'hidden') })
    expect(await simulation.run()).toMatchObject({ phase: 'steady' })
    expect(simulation.records.find(({ fault }) => fault === 'hidden')).toMatchObject({ status: 404, performed: false })
  })

  test('lost: it happens, and nobody hears of it', async () => {
    const simulation = new Simulation({ inputs: inOneRun, ...first(asked('CreateAccessKey'), 'lost') })
    await simulation.run()
    expect(simulation.records.find(({ fault }) => fault === 'lost')).toMatchObject({ status: 0, performed: true })
    const living = () => simulation.aws.keys('ci-bot').map(({ deleted }) => deleted === undefined)
    expect(living()).toEqual([true, true])
    // The key that nobody has the secret of is deleted by a later run, which makes another.
    await simulation.pass(duration('20m'))
    await simulation.run()
    expect(living()).toEqual([false, false, true])
    expect(simulation.isAtRest()).toBe(true)
  })

  test.each([
    ['killed before', 1],
    ['killed after', 2],
  ] as const)('%s: nothing of the run happens any more', async (fault, keys) => {
    const simulation = new Simulation({ inputs: inOneRun, ...first(asked('CreateAccessKey'), fault) })
    const run = simulation.start()
    expect(await run.done).toBeUndefined()
    const { length } = simulation.records
    await simulation.pass(duration('1d'))
    expect(simulation.records).toHaveLength(length)
    expect(simulation.records.at(-1)).toMatchObject({ fault, performed: fault === 'killed after' })
    expect(simulation.aws.keys('ci-bot')).toHaveLength(keys)
    expect(await simulation.restDaily(20)).toBeDefined()
  })

  test('killed: requests of the run that are under way are not performed', async () => {
    const latency = ({ number }: SimulatedRequest, way: 'there' | 'back') =>
      way === 'there' && number === 5 ? 500 : 40
    const fault = ({ run, number }: SimulatedRequest) =>
      run === 1 && number === 4 ? ('killed after' as const) : undefined
    const simulation = new Simulation({ destinations: 2, latency, fault })
    await simulation.run()
    await simulation.pass(duration('1d'))
    expect(simulation.records.map(({ number }) => number)).toEqual([1, 2, 3, 4])
  })

  test('cancelled: the run stops at the next step, and its waits end at once', async () => {
    const simulation = new Simulation({ inputs: inOneRun, ...first(asked('CreateAccessKey'), 'cancelled') })
    const start = simulation.clock.now()
    const outcome = await simulation.run()
    expect(outcome?.ending.because).toBe('this run was cancelled')
    expect(simulation.clock.now() - start).toBeLessThan(duration('10s'))
    // What was created is left to the next run.
    const living = () => simulation.aws.keys('ci-bot').map(({ deleted }) => deleted === undefined)
    expect(living()).toEqual([true, true])
    await simulation.pass(duration('1d'))
    await simulation.run()
    expect(living()).toEqual([false, false, true])
  })
})

test('a machine that sleeps hears nothing, and its timers go on where they were', async () => {
  const simulation = new Simulation({ caller: 'role', verification: { runsFor: duration('3m') } })
  const run = simulation.start()
  const seen: number[] = []
  simulation.timeline.after(duration('1m'), () => {
    seen.push(run.requests.length)
    simulation.putToSleep(1, duration('6m'))
  })
  simulation.timeline.after(duration('6m'), () => seen.push(run.requests.length))
  await run.done
  const [before = 0, asleep = 0] = seen
  // What was on its way arrives.
  expect(asleep - before).toBeLessThanOrEqual(1)
  expect(run.requests.length).toBeGreaterThan(asleep)
  const [last, ...earlier] = run.requests.map(({ sent }) => sent).reverse()
  expect((last ?? 0) - (earlier.at(-1) ?? 0)).toBeGreaterThan(duration('7m'))
})

test('a run has ended when the last of its jobs has', async () => {
  const simulation = new Simulation({ caller: 'role', users: ['ci-bot', 'deploy-bot'] })
  const queued = simulation.queue('ci-bot')
  const shown = () => queued.noted.progress().status
  const beside = simulation.queueBeside(queued, 'deploy-bot')
  const one = simulation.start({ queued })
  const other = simulation.start({ queued: beside, inputs: { 'verification-workflow': 'none' } })
  await other.done
  expect(shown()).toBe('in_progress')
  await one.done
  expect(shown()).toBe('completed')
})

test('other jobs leave a token so much of its hour', async () => {
  const simulation = new Simulation({ caller: 'role', inputs: { 'time-limit': '50m' } })
  simulation.spendBudget('github-token', 5)
  const outcome = await simulation.run()
  expect(outcome?.ending.because).toContain('of its 5000 requests an hour')
  expect(simulation.aws.keys('ci-bot')).toHaveLength(1)
  await simulation.pass(duration('1h'))
  expect(await simulation.run()).toMatchObject({ phase: 'overlap' })
})

test('GitHub shows a run in progress while it lives, and completed once it has noticed the end', async () => {
  const simulation = new Simulation({
    ...first(asked('CreateAccessKey'), 'killed after'),
    noticedAfter: () => duration('5s'),
  })
  const queued = simulation.queue()
  const shown = () => queued.noted.progress().status
  const run = simulation.start({ queued })
  expect(shown()).toBe('in_progress')
  await run.done
  expect(shown()).toBe('in_progress')
  await simulation.pass(duration('6s'))
  expect(shown()).toBe('completed')
})

test('a re-run is another attempt of the same run, with the secrets of the first', async () => {
  const simulation = new Simulation({ ...first(asked('CreateAccessKey'), 'killed after') })
  const queued = simulation.queue()
  await simulation.start({ queued }).done
  const again = simulation.start({ queued, attempt: 2 })
  await again.done
  expect(again.failedToPrepare).toBeUndefined()
  const shown = simulation.github.repository(simulation.home).findRun(String(queued.noted.id))
  expect(shown).toMatchObject({ attempt: 2, createdAt: queued.noted.createdAt })
})

test('a change that nobody has answered for long is not sent again by a run that may have lost the user', async () => {
  const isNote = (subject: string) => subject === 'ci-bot publishing'
  const simulation = new Simulation({
    inputs: inOneRun,
    latency: ({ subject }, way) => (isNote(subject) && way === 'back' ? { frozen: duration('20m') } : 40),
  })
  await simulation.run()
  expect(simulation.records.filter(({ subject }) => isNote(subject))).toHaveLength(1)
})

test('a runner whose clock is wrong signs as AWS tells the time', async () => {
  const simulation = new Simulation({ inputs: inOneRun, skew: () => duration('2d') })
  simulation.aws.settings.maximumSkew = duration('15m')
  await simulation.run()
  const first = simulation.records.slice(0, 3).map(({ operation, status }) => `${operation} ${status}`)
  expect(first.toSorted()).toEqual(['GetCallerIdentity 403', 'GetUser 403', 'ListAccessKeys 403'])
  expect(simulation.isAtRest()).toBe(true)
})

test.each(['never finishes', 'fails'] as const)(
  'a session that an earlier step got ends earlier: no key goes off that could not be taken back (a verification that %s)',
  async (fate) => {
    const simulation = new Simulation({
      caller: 'role',
      // The second run has 27 minutes left of its session's hour.
      earlierSteps: (run) => (run === 2 ? duration('33m') : 0),
      inputs: { 'deactivate-after': '1d' },
      verification: { runsFor: duration('1m') },
    })
    expect(await simulation.run()).toMatchObject({ phase: 'overlap', failed: false })
    simulation.useKeys()
    await simulation.pass(duration('26h'))
    const workflow = simulation.github.repository(simulation.home).workflow('verify.yml')
    if (workflow === undefined) throw new Error('there is no verify.yml')
    if (fate === 'never finishes') workflow.fate = fate
    else workflow.job = async () => 'failure'
    const late = await simulation.run()
    expect(late).toMatchObject({ phase: 'overlap', failed: true })
    expect(late?.ending.because).toContain('a run has 27 minutes')
    expect(changes(simulation.runs[1]?.requests ?? []).filter((each) => each.startsWith('UpdateAccessKey'))).toEqual([])
    expect(simulation.harms.filter(({ cause }) => cause !== 'torn pair')).toEqual([])
  },
)

test('a job that was queued before a rotation comes with the key of that time', async () => {
  const simulation = new Simulation()
  const queued = simulation.queue()
  await simulation.run()
  const late = simulation.start({ queued })
  await late.done
  expect(late.requests[0]?.caller).toBe(simulation.originalKey().accessKeyId)
  expect(changes(late.requests)).toEqual([])
})

test('two runs interleave: one started at every request of the other, and the promise is kept', async () => {
  const alone = new Simulation({ caller: 'role', inputs: inOneRun })
  await alone.run()
  for (let at = 1; at <= alone.records.length; at += 1) {
    const simulation: Simulation = new Simulation({
      caller: 'role',
      inputs: inOneRun,
      before: ({ run, number }) => {
        if (run === 1 && number === at) simulation.start()
      },
    })
    await simulation.run()
    await simulation.pass(duration('1d'))
    expect(simulation.runs).toHaveLength(2)
    expect(new Set(simulation.records.map(({ run }) => run))).toEqual(new Set([1, 2]))
    expect(simulation.harms.filter(({ cause }) => cause !== 'torn pair')).toEqual([])
  }
})

describe('the watch sees', () => {
  const causes = ({ harms }: Simulation) => harms.map(({ what, cause }) => [cause, what])

  test('a key that a person deletes while it is in use, until a run has mended it', async () => {
    const simulation = new Simulation({ caller: 'role', inputs: { ...inOneRun, force: 'true' } })
    const { accessKeyId } = simulation.originalKey()
    simulation.meddle('deletes the key', ({ aws }) => aws.deleteAccessKey(accessKeyId))
    expect(causes(simulation)).toEqual([['a person', `octo/app holds ${accessKeyId}, which does not sign in`]])
    expect(simulation.harms[0]?.to).toBeUndefined()
    await simulation.run({ event: 'workflow_dispatch' })
    expect(simulation.harms[0]?.to).toBeDefined()
  })

  test('a key that a run deletes while it is in use', async () => {
    const simulation = new Simulation({ keyAge: 10 })
    const run = simulation.start()
    await run.done
    const { accessKeyId } = simulation.originalKey()
    simulation.meddle('deletes the key', ({ aws }) => aws.deleteAccessKey(accessKeyId), run)
    expect(causes(simulation)).toEqual([
      ['promise broken', `${accessKeyId} was deleted before its time`],
      ['promise broken', `octo/app holds ${accessKeyId}, which does not sign in`],
    ])
    expect(simulation.harmsTold).toMatch(/run 1, request \d {2}iam ListAccessKeys/)
    expect(simulation.harmsTold).toContain('▶ 2026-03-01 09:00:00.080  deletes the key')
  })

  test('a torn pair, and how long it lasts', async () => {
    const simulation = new Simulation({ caller: 'role', inputs: inOneRun, ...first(put, 'killed after') })
    await simulation.run()
    expect(causes(simulation)).toEqual([['torn pair', 'octo/app holds the halves of two keys']])
    await simulation.pass(duration('1d'))
    await simulation.restDaily(20)
    const [torn] = simulation.harms
    expect((torn?.to ?? 0) - (torn?.from ?? 0)).toBeGreaterThan(duration('1d'))
  })

  test('a deactivation before its time', async () => {
    const simulation = new Simulation()
    const run = simulation.start()
    await run.done
    const { accessKeyId } = simulation.originalKey()
    const before = simulation.harms.length
    await simulation.pass(duration('8d') - duration('1h'))
    simulation.meddle('switches it off', ({ aws }) => aws.setStatus(accessKeyId, 'Inactive'), run)
    expect(causes(simulation).slice(before)).toEqual([
      ['promise broken', `${accessKeyId} was deactivated while jobs may hold it`],
    ])
    simulation.meddle('switches it on', ({ aws }) => aws.setStatus(accessKeyId, 'Active'), run)
    await simulation.pass(duration('2h'))
    simulation.meddle('switches it off', ({ aws }) => aws.setStatus(accessKeyId, 'Inactive'), run)
    expect(simulation.harms).toHaveLength(before + 1)
    await simulation.pass(duration('6d'))
    simulation.meddle('deletes it', ({ aws }) => aws.deleteAccessKey(accessKeyId), run)
    expect(causes(simulation).at(-1)).toEqual(['promise broken', `${accessKeyId} was deleted before its time`])
  })

  test("a person's own key that a run touches", async () => {
    const simulation = new Simulation({ keyAge: 10 })
    const run = simulation.start()
    await run.done
    let own = ''
    simulation.meddle('makes a key', ({ aws }) => {
      own = aws.createAccessKey('ci-bot').accessKeyId
    })
    simulation.meddle('switches it off', ({ aws }) => aws.setStatus(own, 'Inactive'), run)
    expect(causes(simulation)).toEqual([['promise broken', `${own}, which a person made, became Inactive`]])
  })

  test('a second key of one run while its first is nowhere', async () => {
    const simulation = new Simulation({ keyAge: 10 })
    const run = simulation.start()
    await run.done
    for (const what of ['makes a key', 'makes another']) {
      simulation.meddle(what, ({ aws }) => aws.createAccessKey('ci-bot'), run)
    }
    expect(causes(simulation)).toEqual([
      [
        'promise broken',
        expect.stringMatching(/^run 1 created AKIA\w+ while its AKIA\w+ was neither published nor gone$/),
      ],
    ])
  })
})
