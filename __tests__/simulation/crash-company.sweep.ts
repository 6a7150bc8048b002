/** Not alone: other runs, frozen runs, an IAM that answers from the past, people, and a journal that is lost. */
import { describe, expect, test } from '@jest/globals'
import { liveKeys } from '../../sandbox/aws/account.ts'
import { duration } from '../../sandbox/clock.ts'
import { type CrashScenario, isFullSweep, simulate, withoutRepetition } from './crash.ts'
import { holdsInGuarantees } from './guarantees.ts'
import type { Simulation } from './simulation.ts'

/** Ends what hangs: a busy machine decides nothing. */
const patience = 3_600_000
const day = duration('1d')
const minute = duration('1m')

const settings: readonly CrashScenario[] = (['self', 'role'] as const).flatMap((caller) =>
  (['one run', 'many runs'] as const).map((lifecycle) => ({ caller, destinations: 1, recovery: true, lifecycle })),
)
const named = settings.map((scenario) => [`${scenario.caller}, ${scenario.lifecycle}`, scenario] as const)

/** The same, and without a recovery secret. */
const withAndWithout = named.flatMap(([name, scenario]) => [
  [name, scenario] as const,
  [`${name}, no recovery secret`, { ...scenario, recovery: false }] as const,
])

/** The numbers of the first run's requests when nothing goes wrong. */
async function requestsOf(scenario: CrashScenario): Promise<readonly number[]> {
  const simulation = simulate(scenario)
  await simulation.run()
  return withoutRepetition(simulation.records).map(({ overall }) => overall)
}

/** Minutes, and whether GitHub takes the run for ended when it stops to answer. */
const standstills: readonly (readonly [minutes: number, isTakenForEnded: boolean])[] = isFullSweep
  ? [2, 6, 11, 12, 15, 20, 90, 600].flatMap((lasting) => [true, false].map((ended) => [lasting, ended] as const))
  : [
      [2, true],
      [12, false],
      [20, true],
      [90, false],
    ]

/** The first run stands still at one request, and others start as soon as they may take over, and a little later. */
async function frozen(
  scenario: CrashScenario,
  at: number,
  way: 'there' | 'back',
  lasting: number,
  isTakenForEnded: boolean,
): Promise<void> {
  const simulation = simulate(scenario, {
    latency: ({ run, number }, each) =>
      run === 1 && number === at && each === way ? { frozen: lasting * minute } : 40,
    before: ({ run, number }, world) => {
      if (isTakenForEnded && run === 1 && number >= at - 1) world.takeForEnded(1)
    },
  })
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
  simulation.aws.settings.maximumSkew = 15 * minute
  const first = simulation.run()
  await simulation.pass((isTakenForEnded ? 1.2 : 11.4) * minute)
  await simulation.run()
  await simulation.pass(5 * minute)
  await simulation.run()
  await first
  await comesToRest(simulation, 'a frozen run wakes after others have acted')
}

/** How often each company was tried, for the documentation. */
const tried = new Map<string, number>()
const count = (what: string) => tried.set(what, (tried.get(what) ?? 0) + 1)

const live = ({ aws }: Simulation) => liveKeys(aws.user('ci-bot'))
const creations = ({ records }: Simulation) =>
  records.filter(({ operation, performed }) => operation === 'CreateAccessKey' && performed).length

/** At rest within a month of daily runs, and nothing broken on the way but pairs between their two writes. */
async function comesToRest(simulation: Simulation, what: string): Promise<void> {
  count(what)
  await simulation.pass(day)
  const stranger = keyBornLate(simulation)
  if (stranger !== undefined) await asksAboutStranger(simulation, stranger)
  const runs = await simulation.restDaily(30)
  const broken = simulation.harms.filter(({ cause, to }) => cause !== 'torn pair' || to === undefined)
  if (runs === undefined || broken.length > 0) {
    const logs = simulation.runs.slice(0, 4).map(({ number, log }) => `run ${number}\n${log.join('\n')}`)
    expect([runs, simulation.harmsTold, ...logs].join('\n\n')).toBe('at rest')
  }
}

/** A key whose request reached AWS so late that no run may take it for its own (design rule 6). */
function keyBornLate({ aws, records }: Simulation): string | undefined {
  const late = records.filter(({ operation, performed, at, sent }) => {
    return operation === 'CreateAccessKey' && performed && at - sent > 45_000
  })
  const key = liveKeys(aws.user('ci-bot')).find(({ created }) => late.some(({ at }) => at === created))
  return key?.accessKeyId
}

/** The run names such a key, and leaves everything as it is until a person has deleted it. */
async function asksAboutStranger(simulation: Simulation, key: string): Promise<void> {
  const outcome = await simulation.run()
  expect([outcome?.phase, outcome?.failed]).toEqual(['blocked', true])
  expect(outcome?.ending.because).toContain(key)
  simulation.meddle('deletes the key that nobody uses', ({ aws }) => aws.deleteAccessKey(key))
  count('a person deletes a key that was asked for too early')
  await simulation.pass(day)
}

describe('two runs at once', () => {
  test.each(named)(
    'one that starts at any request of the other leaves it alone (%s)',
    async (_, scenario) => {
      for (const at of await requestsOf(scenario)) {
        const simulation = simulate(scenario, {
          before: ({ run, number }, world) => {
            if (run === 1 && number === at && world.runs.length === 1) world.start()
          },
        })
        await simulation.run()
        await simulation.runs[1]?.done
        await comesToRest(simulation, 'a second run starts at a request of the first')
        if (creations(simulation) !== 1) expect({ at, creations: creations(simulation) }).toBe('one key')
      }
    },
    patience,
  )

  test.each(named)(
    'one that starts when the other is killed takes over at once (%s)',
    async (_, scenario) => {
      for (const at of await requestsOf(scenario)) {
        const simulation = simulate(scenario, {
          fault: ({ run, number }) => (run === 1 && number === at ? 'killed after' : undefined),
        })
        await simulation.run()
        const second = await simulation.run()
        await comesToRest(simulation, 'a second run starts when the first is killed')
        const aside = second?.ending.because.includes('only one run acts at a time') === true
        if (aside) expect({ at, because: second.ending.because }).toBe('taken over')
      }
    },
    patience,
  )

  test('three that start together make one key', async () => {
    for (const scenario of settings) {
      const simulation = simulate(scenario, {
        latency: ({ run, number }, way) => 20 + ((run * 7 + number * 13 + (way === 'there' ? 3 : 0)) % 60),
      })
      await Promise.all([simulation.run(), simulation.run(), simulation.run()])
      await comesToRest(simulation, 'three runs start together')
      expect(creations(simulation)).toBe(1)
    }
  })

  test.each(withAndWithout)(
    'one that stands still at any request while another takes over destroys nothing of its work (%s)',
    async (_, scenario) => {
      for (const at of await requestsOf(scenario)) {
        for (const way of ['there', 'back'] as const) {
          const turn = (at + (way === 'there' ? 0 : 2)) % standstills.length
          const tried = isFullSweep ? standstills : standstills.slice(turn, turn + 1)
          for (const [lasting, isTakenForEnded] of tried) await frozen(scenario, at, way, lasting, isTakenForEnded)
        }
      }
    },
    patience,
  )
})

test.each(named)(
  'an IAM that answers from the past at any request (%s)',
  async (_, scenario) => {
    for (const at of await requestsOf(scenario)) {
      for (const lag of [5, 20, 120]) {
        const simulation = simulate(scenario, {
          before: ({ overall }, { aws }) => {
            if (overall === at) aws.serveStale({ reads: 4, lag: lag * 1_000 })
          },
        })
        await simulation.run()
        await comesToRest(simulation, 'IAM answers from the past')
      }
    }
  },
  patience,
)

describe('clocks', () => {
  test.each(named)(
    'that disagree by minutes, hours or days change nothing (%s)',
    async (_, scenario) => {
      for (const github of [-duration('3d'), -duration('2h'), -90_000, 90_000, duration('2h'), duration('3d')]) {
        for (const runner of [-duration('30d'), 0, duration('400d')]) {
          const simulation = simulate(scenario, { github: { clockOffset: github }, skew: () => runner })
          const usual = simulate(scenario)
          await simulation.run()
          await usual.run()
          await comesToRest(simulation, 'clocks disagree')
          await comesToRest(usual, 'clocks agree')
          expect(simulation.records.map(({ operation }) => operation)).toEqual(
            usual.records.map(({ operation }) => operation),
          )
        }
      }
    },
    patience,
  )

  test.each(named)(
    'that disagree hide no write when a run is killed (%s)',
    async (_, scenario) => {
      for (const at of await requestsOf(scenario)) {
        for (const github of [-duration('2h'), duration('2h')]) {
          const simulation = simulate(scenario, {
            github: { clockOffset: github },
            fault: ({ overall }) => (overall === at ? 'killed after' : undefined),
          })
          await simulation.run()
          await comesToRest(simulation, 'clocks disagree, and a run is killed')
        }
      }
    },
    patience,
  )
})

describe('the state in the tags is lost at any request', () => {
  test.each(named)(
    'and the tags of the keys explain them (%s)',
    async (_, scenario) => {
      for (const overall of await requestsUntilRest(scenario)) {
        const simulation = simulate(scenario, {
          before: (request, world) => {
            if (request.overall !== overall) return
            world.meddle('removes the state', ({ aws }) => aws.removeTag('ci-bot', 'rotate-iam-access-keys'))
          },
        })
        count('the state in the tags is lost')
        await simulation.restDaily(30)
        const [key, another] = live(simulation)
        const broken = simulation.harms.filter(({ cause }) => cause !== 'torn pair')
        // One key that works is rest too, though no state is left that says so.
        const isRest = key?.status === 'Active' && another === undefined && simulation.harms.every(({ to }) => to)
        if (!isRest || broken.length > 0) expect({ overall, told: simulation.harmsTold }).toBe('at rest')
      }
    },
    patience,
  )
})

/** The numbers of all runs' requests until the user is at rest, when nothing goes wrong. */
async function requestsUntilRest(scenario: CrashScenario): Promise<readonly number[]> {
  const simulation = simulate(scenario)
  await simulation.restDaily(20)
  return withoutRepetition(simulation.records).map(({ overall }) => overall)
}

describe('people', () => {
  /** What a person may do, and how far a run may be in which nobody can know of it any more. */
  const acts: readonly (readonly [string, (simulation: Simulation) => void])[] = [
    ['switches the old key off', (simulation) => off(simulation, 0)],
    ['switches the new key off', (simulation) => off(simulation, 1)],
    ['switches all keys on', (simulation) => on(simulation)],
    ['deletes the old key', (simulation) => remove(simulation, 0)],
    ['deletes the new key', (simulation) => remove(simulation, 1)],
    ['creates a key', (simulation) => create(simulation)],
    ['removes all tags', ({ aws }) => aws.untagUser('ci-bot', Object.keys(aws.tags('ci-bot')))],
  ]

  test.each(acts.flatMap(([what, act]) => named.map(([name, scenario]) => [what, name, scenario, act] as const)))(
    'a person %s at any request: nothing else breaks, and what they did stands (%s)',
    async (what, _, scenario, act) => {
      for (const overall of await requestsUntilRest(scenario)) {
        const simulation = simulate(scenario, {
          before: (request, world) => {
            if (request.overall === overall) world.meddle(what, act)
          },
        })
        count(`a person ${what}`)
        const runs = await simulation.restDaily(16)
        const broken = simulation.harms.filter(({ cause, by }) => cause === 'promise broken' && !isRace(simulation, by))
        if (broken.length > 0) expect({ overall, told: simulation.harmsTold }).toBe('kept')
        if (runs === undefined) await asksForAPerson(simulation, overall)
      }
    },
    patience,
  )

  const off = (simulation: Simulation, index: number) => setStatus(simulation, index, 'Inactive')
  const on = (simulation: Simulation) => {
    for (const index of [0, 1]) setStatus(simulation, index, 'Active')
  }
  const setStatus = (simulation: Simulation, index: number, status: 'Active' | 'Inactive') => {
    const key = live(simulation)[index]
    if (key !== undefined) simulation.aws.setStatus(key.accessKeyId, status)
  }
  const remove = (simulation: Simulation, index: number) => {
    const key = live(simulation)[index]
    if (key !== undefined) simulation.aws.deleteAccessKey(key.accessKeyId)
  }
  const create = (simulation: Simulation) => {
    if (live(simulation).length < 2) simulation.aws.createAccessKey('ci-bot')
  }

  /** AWS deletes unconditionally: a key that a person switches on between the last look and that goes. */
  function isRace({ records }: Simulation, by: unknown): boolean {
    const index = records.indexOf(by as Simulation['records'][number])
    const looks = records
      .slice(0, index)
      .map(({ operation }) => operation)
      .lastIndexOf('ListAccessKeys')
    return records[index]?.operation === 'DeleteAccessKey' && index - looks <= 5
  }

  /** Not at rest: then a run says so in red, or cannot sign in, since the person took away what it signs with. */
  async function asksForAPerson(simulation: Simulation, overall: number): Promise<void> {
    const outcome = await simulation.run()
    const isUnable = outcome === undefined && simulation.runs.at(-1)?.failedToPrepare !== undefined
    const isQuiet = outcome?.phase === 'steady' && live(simulation).length === 1
    if (!isUnable && !isQuiet && outcome?.failed !== true) {
      expect({ overall, phase: outcome?.phase, because: outcome?.ending.because }).toBe('asks for a person')
    }
  }
})

test('the documentation tells how much company was tried', () => {
  const rows = [...tried]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([what, times]) => `| ${what} | ${times} |`)
  if (!isFullSweep) holdsInGuarantees('company', ['| what happens | schedules |', '| --- | --- |', ...rows].join('\n'))
})
