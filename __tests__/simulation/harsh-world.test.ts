/** What AWS, GitHub and machines are documented or reported to do at their worst, and what must come of it. */
import { describe, expect, test } from '@jest/globals'
import { liveKeys } from '../../sandbox/aws/account.ts'
import { duration } from '../../sandbox/clock.ts'
import { Simulation, type SimulationOptions } from './simulation.ts'

const day = duration('1d')
const recovery = { 'recovery-secret-name': 'RECOVERY', 'recovery-secret': `\${{ secrets.RECOVERY }}` } as const
const callers = ['self', 'role'] as const

const simulate = (options: SimulationOptions) => new Simulation({ inputs: recovery, ...options })

const keysOf = (simulation: Simulation, user = 'ci-bot') =>
  liveKeys(simulation.aws.user(user)).map(({ accessKeyId }) => accessKeyId)

/** Nothing but the moment between the two writes of a pair. */
const harms = ({ harms: all }: Simulation) =>
  all.filter(({ cause, to }) => cause !== 'torn pair' || to === undefined).map(({ what }) => what)

/** What the recovery secret holds. */
const kept = ({ github, home }: Simulation) => github.secretValue(home, 'RECOVERY')

describe('IAM shows tags late', () => {
  test.each(callers)('by 25 seconds: the rotation begins all the same (%s)', async (caller) => {
    const simulation = simulate({ caller })
    simulation.aws.serveStale({ reads: 1_000, lag: duration('25s') })
    expect(await simulation.run()).toMatchObject({ phase: 'overlap', failed: false })
  })

  test.each(callers)(
    'by more than a run waits for: nothing is changed, and red tells after a week (%s)',
    async (caller) => {
      const simulation = simulate({ caller, keyAge: 61 })
      const failed: boolean[] = []
      for (let runs = 0; runs < 9; runs += 1) {
        simulation.aws.serveStale({ reads: 1_000, lag: duration('1h') })
        const outcome = await simulation.run()
        failed.push(outcome?.failed ?? true)
        await simulation.pass(day)
      }
      expect(keysOf(simulation)).toEqual([simulation.originalKey().accessKeyId])
      expect(failed).toEqual([false, false, false, false, false, false, true, true, true])
    },
  )
})

test('a rotation that is due and never fits into the time of a run is green for a week, and red from then on', async () => {
  const options = { caller: 'role', destinations: 3, latency: () => 2_500 } as const
  const simulation = simulate({ ...options, inputs: { ...recovery, 'time-limit': '33m' } })
  const failed: boolean[] = []
  for (let runs = 0; runs < 8; runs += 1) {
    failed.push((await simulation.run())?.failed ?? true)
    await simulation.pass(day)
  }
  expect(failed).toEqual([false, false, false, false, false, false, true, true])
  expect(simulation.runs.at(-1)?.log.at(-1)).toContain('a key that old should not be active any more')
})

describe('a recovery secret', () => {
  test.each(callers)(
    'with the live key in it is deleted, though the tags are lost and the old key is gone (%s)',
    async (caller) => {
      const simulation = simulate({ caller })
      const workflow = simulation.github.repository(simulation.home).workflow('verify.yml')
      if (workflow === undefined) throw new Error('there is no verification')
      workflow.fate = 'cancelled'
      await simulation.run()
      expect(kept(simulation)).toBeDefined()
      workflow.fate = 'normal'
      simulation.meddle('deletes the old key, and a tool removes the tags', ({ aws }) => {
        aws.deleteAccessKey(simulation.originalKey().accessKeyId)
        aws.untagUser('ci-bot', Object.keys(aws.tags('ci-bot')))
      })
      await simulation.pass(day)
      expect(await simulation.run()).toMatchObject({ phase: 'steady', failed: false })
      expect(kept(simulation)).toBeUndefined()
    },
  )

  test('that two users share is left to the one whose key is in it, wherever that run is cut off', async () => {
    const sharing = { caller: 'role', users: ['ci', 'mail'], destinations: 2 } as const
    const usual = simulate(sharing)
    await usual.run({ user: 'ci' })
    // Before it has a key, nothing can be in it.
    const first = usual.records.find(({ operation }) => operation === 'CreateAccessKey')?.overall ?? 0
    for (let at = first; at <= usual.records.length; at += 2) {
      const simulation = simulate({ ...sharing, fault: ({ overall }) => (overall === at ? 'killed after' : undefined) })
      await simulation.run({ user: 'ci' })
      await simulation.pass(duration('10m'))
      const before = kept(simulation)
      await simulation.run({ user: 'mail' })
      if (before !== undefined && kept(simulation) !== before) expect({ at, kept: kept(simulation) }).toBe('as it was')
      for (const user of ['ci', 'mail'] as const) {
        await simulation.pass(day)
        if ((await simulation.restDaily(20, { user })) === undefined) expect({ at, user }).toBe('at rest')
      }
      if (harms(simulation).length > 0) expect({ at, told: simulation.harmsTold }).toBe('kept')
    }
  })
})

test('a repository that is unarchived while a rotation is under way gets the new key before the old one goes', async () => {
  const isArchived = (simulation: Simulation, archived: boolean) =>
    simulation.meddle(archived ? 'archives' : 'unarchives', ({ github }) => {
      github.repository('octo/website').archived = archived
    })
  const simulation = simulate({
    caller: 'role',
    destinations: 2,
    inputs: { ...recovery, 'deactivate-after': '0' },
    before: ({ operation }, world) => {
      if (operation.endsWith('/dispatches')) isArchived(world, false)
    },
  })
  isArchived(simulation, true)
  expect(await simulation.run()).toMatchObject({ phase: 'recovery', failed: false })
  expect(simulation.github.secretValue('octo/website', 'AWS_ACCESS_KEY_ID')).toBe(keysOf(simulation)[1])
  expect(harms(simulation)).toEqual([])
})

test('what a person writes hours after a run that made a key was cut off is no publication of that key', async () => {
  const simulation = simulate({
    caller: 'role',
    inputs: { 'verification-workflow': 'none', 'deactivate-after': '0' },
    fault: ({ run, subject }) =>
      (run === 1 && subject === 'ci-bot pending') || (run === 2 && subject === 'ci-bot') ? 'killed after' : undefined,
  })
  await simulation.run()
  await simulation.pass(duration('6h'))
  simulation.meddle('saves the old key again', ({ github, home }) => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])
      github.setSecret(home, name, github.secretValue(home, name) ?? '')
  })
  await simulation.pass(duration('1h'))
  await simulation.run()
  await simulation.pass(duration('1h'))
  expect(await simulation.run()).toMatchObject({ phase: 'recovery', failed: false })
  expect(simulation.github.secretValue(simulation.home, 'AWS_ACCESS_KEY_ID')).toBe(keysOf(simulation)[1])
  expect(harms(simulation)).toEqual([])
})

describe('a person saves the old key again, with a role and nothing that verifies', () => {
  const unverified = { 'verification-workflow': 'none', 'deactivate-after': '0' }
  const save = (simulation: Simulation) =>
    simulation.meddle('saves the old key again', ({ github, home }) => {
      for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])
        github.setSecret(home, name, github.secretValue(home, name) ?? '')
    })

  test.each([
    ['with a recovery secret', recovery],
    ['without', {}],
  ])(
    'just when a run makes a key and dies before it announces it: the key that is published is another (%s)',
    async (_, more) => {
      const simulation = simulate({
        caller: 'role',
        inputs: { ...unverified, ...more },
        before: ({ operation, run }, world) => {
          if (run === 1 && operation === 'CreateAccessKey') save(world)
        },
        fault: ({ run, subject }) => (run === 1 && subject === 'ci-bot pending' ? 'killed after' : undefined),
      })
      await simulation.run()
      const [, lost] = keysOf(simulation)
      await simulation.pass(day)
      expect(await simulation.run()).toMatchObject({ phase: 'recovery', failed: false })
      const published = keysOf(simulation)[1]
      expect(published).not.toBe(lost)
      expect(simulation.github.secretValue(simulation.home, 'AWS_ACCESS_KEY_ID')).toBe(published)
      expect(harms(simulation)).toEqual([])
    },
  )

  test('a minute after a run has died that had announced a key: the old one is held for it', async () => {
    const simulation = simulate({
      caller: 'role',
      inputs: unverified,
      fault: ({ run, subject }) => (run === 1 && subject === 'ci-bot publishing' ? 'killed after' : undefined),
    })
    await simulation.run()
    await simulation.pass(duration('1m'))
    save(simulation)
    for (let runs = 0; runs < 3; runs += 1) {
      await simulation.pass(day)
      expect(await simulation.run()).toMatchObject({ phase: 'overlap' })
    }
    expect(harms(simulation)).toEqual([])
  })
})

test.each(callers.flatMap((caller) => [[caller, recovery] as const, [caller, {}] as const]))(
  'a note of a new key that IAM performs when its run has ended costs nobody the key (%s, %j)',
  async (caller, more) => {
    let isSent = false
    const isFirstNote = (subject: string) => !isSent && subject === 'ci-bot pending'
    const simulation = simulate({
      caller,
      destinations: 2,
      inputs: { 'verification-workflow': 'none', ...more },
      latency: ({ subject }) => {
        if (!isFirstNote(subject)) return 40
        isSent = true
        return duration('2m')
      },
    })
    await simulation.run()
    const [, published] = keysOf(simulation)
    await simulation.pass(duration('5m'))
    await simulation.run()
    expect(keysOf(simulation)[1]).toBe(published)
    expect(harms(simulation)).toEqual([])
  },
)

describe('the date of a secret moves, and it holds what it held', () => {
  type Moved = (simulation: Simulation) => void
  const saved: Moved = ({ github, home }) => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])
      github.setSecret(home, name, github.secretValue(home, name) ?? '')
  }
  const narrowed: Moved = ({ github, repositories }) => {
    for (const name of ['SHARED_ID', 'SHARED_SECRET'])
      github.secretsAt({ organization: 'octo' }).share(name, 'selected', [...repositories])
  }
  const paces = {
    overlap: { 'deactivate-after': '1d' },
    steady: { 'deactivate-after': '0', 'delete-after': '0' },
  } as const

  /** A run, three hours later the change, and a day after the first run another one. */
  async function story(phase: keyof typeof paces, what: string, moved: Moved) {
    const simulation = simulate({ caller: 'role', places: 'every kind', inputs: { ...recovery, ...paces[phase] } })
    expect(await simulation.run()).toMatchObject({ phase, failed: false })
    const keys = keysOf(simulation)
    await simulation.pass(duration('3h'))
    simulation.meddle(what, moved)
    await simulation.pass(duration('22h'))
    const outcome = await simulation.run()
    const isKept = () => {
      expect([keysOf(simulation), harms(simulation)]).toEqual([keys, []])
      expect(simulation.records.filter(({ operation }) => operation === 'CreateAccessKey')).toHaveLength(1)
    }
    isKept()
    return { simulation, outcome, isKept }
  }

  test.each([
    ['overlap', 'recovery'],
    ['steady', 'steady'],
  ] as const)('in %s, saved again where a verification covers it: nothing is held or replaced', async (phase, next) => {
    const { outcome } = await story(phase, 'saves the same key again', saved)
    expect(outcome).toMatchObject({ phase: next, failed: false })
  })

  test('in steady, shared anew where nothing covers it: no key is replaced before it is due', async () => {
    const { outcome } = await story('steady', 'changes who may use a secret', narrowed)
    expect(outcome).toMatchObject({ phase: 'steady', failed: false })
  })

  test('in overlap, shared anew where nothing covers it: the old key is held for a week, and then goes the reversible way', async () => {
    const { simulation, outcome, isKept } = await story('overlap', 'changes who may use a secret', narrowed)
    expect(outcome).toMatchObject({ phase: 'overlap', failed: false })
    for (let days = 1; days <= 6; days += 1) {
      await simulation.pass(day)
      expect(await simulation.run()).toMatchObject({ phase: 'overlap', failed: false })
    }
    await simulation.pass(day)
    expect(await simulation.run()).toMatchObject({ phase: 'recovery', failed: false })
    isKept()
  })
})
