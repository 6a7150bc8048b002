/** The loop that observes, decides and acts: in which order it calls, and what it does when a call goes wrong. */
import { describe, expect, test } from '@jest/globals'
import type { Decision } from '../../../src/rotation/decision.ts'
import type { KeyStore, Ports } from '../../../src/rotation/ports.ts'
import { Cancelled, Problem } from '../../../src/rotation/problem.ts'
import { type Outcome, rotate } from '../../../src/rotation/rotate.ts'
import { type Duration, day, hour, minute, second } from '../../../src/rotation/time.ts'
import type { Holder, Policy } from '../../../src/rotation/world.ts'
import {
  Cloud,
  type FaultKind,
  freeze,
  goneHolder,
  journals,
  never,
  nothingNearby,
  now,
  policy,
  portsOf,
  runDaily,
  type Setting,
  user,
  verification,
  written,
} from './worlds.ts'

const places = ['octo/app', 'octo/web']
const setting = (self: boolean, wanted: Partial<Policy> = {}): Setting => ({
  secrets: 'whole',
  self,
  destinations: places,
  policy: policy(wanted),
})
const role = setting(false)
const self = setting(true)
const wholeLife = { deactivateAfter: 0, deleteAfter: 0 }
const roleInOneRun = setting(false, wholeLife)
const selfInOneRun = setting(true, wholeLife)

/** A user whose key is due, and not so old yet that a run is red which does not replace it. */
function dueUser(faults: readonly (readonly [number, FaultKind])[] = [], age = 62 * day): Cloud {
  const cloud = new Cloud(new Map(faults))
  cloud.adopt(places, age)
  return cloud
}

/** Some methods of some ports do something else. */
type Changes = { readonly [Port in ChangedPort]?: Partial<Ports[Port]> }
type ChangedPort = 'keys' | 'journal' | 'destinations' | 'verifier' | 'runs' | 'narrator'

function changed(ports: Ports, { keys, journal, destinations, verifier, runs, narrator }: Changes): Ports {
  return {
    ...ports,
    keys: { ...ports.keys, ...keys },
    journal: { ...ports.journal, ...journal },
    runs: { ...ports.runs, ...runs },
    destinations: { ...ports.destinations, ...destinations },
    verifier: { ...ports.verifier, ...verifier },
    narrator: { ...ports.narrator, ...narrator },
  }
}

const start = (cloud: Cloud, it: Setting, changes: Changes = {}, plan = false): Promise<Outcome> =>
  rotate(changed(portsOf(cloud, it), changes), it.policy, plan)

const refuse = (message: string) => async (): Promise<never> => {
  throw new Error(message)
}

/** Calls that change something, without who was asked. */
const effects = ({ calls }: Cloud) =>
  calls.map((call) => call.replace(/^\w+: /, '')).filter((call) => /^(create|make|delete|write|untag)/.test(call))

/** What is written into tags says all by itself. */
const isNote = ({ do: step }: Decision) => step === 'record' || step === 'claim'

/** What a whole life in one run asks for; the beginning is that of every rotation. */
const asked = [
  'aws: read',
  'github: check',
  'github: workflows',
  'aws: last used',
  'aws: claim',
  'aws: read',
  'github: look',
  'aws: write creating',
  'aws: create',
  'aws: read',
  'aws: write pending',
  'aws: try',
  'aws: write publishing',
  'github: write',
  'github: write',
  'github: look',
  'aws: write publishing',
  'github: verify',
  'aws: holder',
  'aws: claim',
  'aws: write current',
  'github: look',
  'github: unfinished runs',
  'aws: read',
  'aws: write deactivating',
  'aws: make Inactive',
  'github: verify',
  'aws: holder',
  'aws: claim',
  'aws: write deactivated',
  'github: look',
  'aws: read',
  'aws: delete',
  'aws: write steady',
  'aws: release',
]

/** A key that is in use is verified before it is replaced. */
const beforeCreation = asked.indexOf('aws: write creating')
const askedWhenUsed = asked.toSpliced(beforeCreation, 0, 'github: verify', 'aws: holder', 'aws: claim', 'github: look')

/** The first call of this name in the life of a due key. */
const numberOf = (call: string) => asked.indexOf(call)

describe('a whole life in one run', () => {
  test.each([
    { name: 'a role', it: roleInOneRun, calls: asked },
    { name: 'self-rotation', it: selfInOneRun, calls: askedWhenUsed },
  ])('$name asks for this, in this order, and for nothing more', async ({ it, calls }) => {
    const cloud = dueUser()
    const outcome = await start(cloud, it)
    expect(cloud.calls).toEqual(calls)
    expect(outcome).toMatchObject({ phase: 'steady', failed: false, planned: false, at: cloud.now - second })
    expect(outcome.world?.run.rotated).toBe(true)
    expect(cloud.harms).toEqual([])
  })

  test('every step is told before it is taken, with its reason, and what came of it after', async () => {
    const told: string[] = []
    const cloud = dueUser()
    const tell = (words: string) => told.push(`${words}, after ${cloud.calls.length} calls`)
    const narrator: Ports['narrator'] = {
      decided: (decision) => tell(`${decision.do} because ${decision.because}`),
      done: (result) => tell(`done: ${result}`),
    }
    const { entries, ending } = await start(cloud, role, { narrator })
    expect(told.filter((line) => line.startsWith('done'))).toHaveLength(entries.length)
    expect(told.at(0)).toMatch(/^observe because .+, after 1 calls$/)
    expect(told.at(-1)).toContain(ending.because)
    expect(
      entries.filter(({ decision, result }) => decision.because === '' || (result === '' && !isNote(decision))),
    ).toEqual([])
  })

  test('the run that is at work is known as the holder of its own journal', async () => {
    const { world } = await start(dueUser(), role)
    const { run, owner, timeLimit } = role.policy
    expect(world?.journal).toMatchObject({ kind: 'read', holder: { run, owner, timeLimit } })
  })

  test('a key that this action has made leaves no description behind, and nothing else has one', async () => {
    const cloud = dueUser()
    await start(cloud, roleInOneRun)
    cloud.now += 62 * day
    const before = cloud.calls.length
    await start(cloud, roleInOneRun)
    const [first, second, third] = cloud.keys
    expect([first?.gone, second?.gone, cloud.living.map(({ id }) => id)]).toEqual([true, true, [third?.id]])
    const end = [...asked.slice(0, -1), 'aws: untag', 'aws: release']
    expect(cloud.calls.slice(before).filter((call) => call !== 'github: unfinished runs')).toEqual(
      end.filter((call) => call !== 'github: unfinished runs'),
    )
    expect([[...cloud.made], [...cloud.described]]).toEqual([[third?.id], [third?.id]])
  })

  test('a publication that replaces no key is no rotation', async () => {
    const cloud = dueUser()
    await start(cloud, role)
    cloud.now += 2 * day
    const more = { ...setting(true, { digest: 'digest-2' }), destinations: ['octo/new', ...places] }
    const { world, entries } = await start(cloud, more)
    expect(entries.map(({ decision }) => decision.do)).toContain('publish')
    expect(world?.run.rotated).toBe(false)
  })
})

test('places that are listed in the overlap get the key from a later run, wherever the first one was cut off', async () => {
  const pairs = (wanted: Partial<Policy>, destinations: readonly string[]): Setting => ({
    ...setting(true, wanted),
    secrets: 'pair',
    destinations,
  })
  const before = pairs({ run: 'octo/ops/98', nonce: 'first' }, places)
  const more = pairs({ digest: 'digest-2' }, ['octo/new', 'octo/newer', ...places])
  const listed = async (faults: readonly (readonly [number, FaultKind])[] = []) => {
    const cloud = dueUser(faults)
    await start(cloud, before)
    cloud.now += hour
    const begun = cloud.calls.length
    await start(cloud, more)
    return { cloud, begun }
  }
  const quiet = await listed()
  const first = quiet.cloud.calls.indexOf('github: write', quiet.begun)
  for (let call = first - 1; call <= first + 8; call += 1) {
    const { cloud } = await listed([[call, 'killed after']])
    cloud.now += 2 * hour
    expect([call, await runDaily(cloud, more, 20)]).toEqual([call, expect.any(Number)])
    expect([call, cloud.keys.length]).toEqual([call, 2])
    expect(cloud.harms.filter(({ cause }) => cause !== 'torn pair')).toEqual([])
  }
})

test('copies of the repository, each with a list of its own, hold the old key for a while and not for ever', async () => {
  const cloud = dueUser()
  for (let days = 0; days < 20; days += 1) {
    for (const owner of [role.policy.owner, 'a copy', 'another copy', 'a third one']) {
      const digest = owner === role.policy.owner ? role.policy.digest : owner
      const own = { owner, digest, run: `${owner} ${days}`, nonce: `${owner} ${days}` }
      const outcome = await start(cloud, setting(false, own))
      expect([days, owner, outcome.failed]).toEqual([days, owner, digest === owner])
    }
    if (days < 8) expect(cloud.keys[0]).toMatchObject({ status: 'Active' })
    cloud.now += day
  }
  expect(cloud.keys.map(({ gone }) => gone)).toEqual([true, false])
})

describe('how a run ends', () => {
  const ending = async (cloud: Cloud, it: Setting) => {
    let told = 0
    const decided = () => {
      told = cloud.now
    }
    const { phase, failed, ending: last, at } = await start(cloud, it, { narrator: { decided } })
    expect(at).toBe(told)
    return [last.do, phase, failed]
  }

  test('with nothing to do: steady, success', async () => {
    const cloud = new Cloud()
    cloud.adopt(places, 5 * day)
    expect(await ending(cloud, role)).toEqual(['nothing', 'steady', false])
  })

  test('with a wait: success', async () => {
    expect(await ending(dueUser(), role)).toEqual(['wait', 'overlap', false])
  })

  test('with a failure: its phase, failure', async () => {
    const cloud = dueUser()
    cloud.faults.set(numberOf('github: verify'), 'lost')
    expect(await ending(cloud, role)).toEqual(['fail', 'rotating', true])
  })

  test('with a question for a person: blocked, failure', async () => {
    const cloud = dueUser()
    cloud.make(now - day)
    expect(await ending(cloud, role)).toEqual(['stop', 'blocked', true])
  })
})

test.each(asked.slice(0, -1).map((call, index) => ({ call, index })))(
  'a run that is cancelled during call $index, $call, only takes back what nobody has or nothing has proven',
  async ({ index }) => {
    const cloud = dueUser([[index, 'cancelled']])
    expect(await start(cloud, roleInOneRun)).toMatchObject({ failed: true })
    const rest = cloud.calls.slice(index + 1)
    expect(rest.filter((call) => /^aws: (create|write|try|untag|release|make Inactive)|verify/.test(call))).toEqual([])
    expect(cloud.harms).toEqual([])
    const announced = asked.indexOf('aws: write deactivating')
    const proven = asked.indexOf('aws: write deactivated')
    expect(rest.includes('aws: make Active')).toBe(index >= announced && index < proven)
    expect(cloud.living[0]).toMatchObject({ status: index < proven || index > proven + 2 ? 'Active' : 'Inactive' })
  },
)

describe('a plan', () => {
  test('changes nothing, and says what it would do and why', async () => {
    const cloud = dueUser()
    const outcome = await start(cloud, role, {}, true)
    expect(effects(cloud)).toEqual([])
    expect(outcome).toMatchObject({ planned: true, failed: false, phase: 'steady', ending: { do: 'create' } })
    expect(outcome.ending.because).toContain('62 days')
  })

  test('says so at every stage of a rotation, without a change', async () => {
    const cloud = dueUser()
    for (let days = 0; days < 12; days += 1) {
      const before = { calls: effects(cloud).length, journal: cloud.journal }
      const outcome = await start(cloud, role, {}, true)
      expect([effects(cloud).length, cloud.journal]).toEqual([before.calls, before.journal])
      expect([outcome.failed, outcome.ending.because]).not.toEqual([true, outcome.ending.because])
      await start(cloud, role)
      cloud.now += day
    }
  })

  test.each([
    ['before the rotation', 0, 'replaces it'],
    ['after it has begun', 1, 'goes on with that'],
  ])('is red for a key that is too old, and says that the next run %s goes on', async (_, runs, does) => {
    const cloud = dueUser([], 100 * day)
    if (runs > 0) {
      cloud.faults.set(numberOf('github: verify'), 'lost')
      await start(cloud, role)
    }
    expect(await start(cloud, role, {}, true)).toMatchObject({
      planned: true,
      failed: true,
      ending: { tooOld: 'only planned', remedy: expect.stringContaining(`The next run with "mode: rotate" ${does}`) },
    })
  })

  test('is no plan when nothing is due', async () => {
    const cloud = new Cloud()
    cloud.adopt(places, 5 * day)
    expect(await start(cloud, role, {}, true)).toMatchObject({ planned: false, ending: { do: 'nothing' } })
  })
})

describe('an error', () => {
  test('of IAM before anything is known ends the run as failed, never as steady', async () => {
    const outcome = await start(dueUser(), role, { keys: { read: refuse('socket hang up') } })
    expect(outcome).toMatchObject({ failed: true, world: undefined, ending: { do: 'fail', because: 'socket hang up' } })
    expect(outcome.phase).not.toBe('steady')
  })

  test('that says what to do about it is told in its own words', async () => {
    const read = async () => {
      throw new Problem('iam:GetUser is denied', 'Allow iam:GetUser.')
    }
    const { ending } = await start(dueUser(), role, { keys: { read } })
    expect(ending).toMatchObject({ because: 'iam:GetUser is denied', remedy: 'Allow iam:GetUser.' })
  })

  test.each([undefined, null, 'a text', 42, {}, new Error('')])('that is %p is survived', async (thrown) => {
    const read = () => Promise.reject(thrown)
    const { failed, ending } = await start(dueUser(), role, { keys: { read } })
    expect(failed).toBe(true)
    expect([ending.because, 'remedy' in ending ? ending.remedy : '']).toEqual([
      expect.stringMatching(/./),
      expect.stringMatching(/./),
    ])
  })

  test('in the middle ends the run there, in the phase that it came to', async () => {
    const cloud = dueUser()
    const outcome = await start(cloud, role, { destinations: { publish: refuse('ECONNRESET') } })
    expect(outcome).toMatchObject({ failed: true, phase: 'rotating', ending: { because: 'ECONNRESET' } })
    expect(effects(cloud).at(-1)).toBe('write publishing')
    expect(cloud.living).toHaveLength(2)
  })

  test('leaves the step that it befell in the record', async () => {
    const { entries } = await start(dueUser(), role, { destinations: { publish: refuse('ECONNRESET') } })
    expect(entries.at(-1)).toMatchObject({ decision: { do: 'publish' }, result: expect.stringContaining('ECONNRESET') })
  })

  test('of a dead runner is the last thing that happens', async () => {
    const cloud = dueUser([[numberOf('aws: write pending'), 'killed before']])
    await start(cloud, role)
    expect(cloud.calls).toEqual(asked.slice(0, numberOf('aws: write pending') + 1))
  })

  test('of a rule that leads in a circle ends it, before anything is changed', async () => {
    const cloud = dueUser()
    cloud.make(now - day)
    let questions = 0
    const lastUsed: KeyStore['lastUsed'] = async () => {
      questions += 1
      return { kind: 'unread' }
    }
    const { failed, ending } = await start(cloud, role, { keys: { lastUsed } })
    expect([failed, ending.because, effects(cloud)]).toEqual([true, expect.stringContaining('steps'), []])
    expect(questions).toBeLessThan(200)
  })
})

describe('a new key', () => {
  test('signs from the moment on that AWS accepts it, in self-rotation', async () => {
    const cloud = dueUser()
    const signed: string[] = []
    const signWith: KeyStore['signWith'] = ({ id }) => signed.push(`${id} after ${cloud.calls.at(-1)}`)
    await start(cloud, self, { keys: { signWith } })
    expect(signed).toEqual([`${cloud.keys[1]?.id} after aws: try`])
  })

  test('does not sign for a role', async () => {
    const signWith: KeyStore['signWith'] = () => {
      throw new Error('a role signs with nothing else')
    }
    expect(await start(dueUser(), role, { keys: { signWith } })).toMatchObject({ failed: false })
  })

  test.each([
    { name: 'a role', it: role },
    { name: 'self-rotation', it: self },
  ])('that cannot be tried is left to the next run, which replaces it: $name', async ({ it }) => {
    const cloud = dueUser()
    expect(await start(cloud, it, { keys: { try: refuse('ECONNRESET') } })).toMatchObject({ failed: true })
    expect(effects(cloud)).toEqual(['write creating', 'create', 'write pending'])
    cloud.now += 5 * minute
    expect(await start(cloud, second100(it))).toMatchObject({ failed: false, phase: 'overlap' })
    expect(cloud.keys.map(({ gone }) => gone)).toEqual([false, true, false])
    expect(cloud.harms).toEqual([])
  })

  test.each(['aws: write pending', 'aws: try', 'aws: write publishing', 'aws: write current'])(
    'is not taken back by a run that a lost answer ends at “%s”',
    async (call) => {
      const cloud = dueUser([[numberOf(call), 'lost']])
      const outcome = await start(cloud, role)
      expect(outcome).toMatchObject({ failed: true, ending: { because: `the answer to ${call} was lost` } })
      expect(cloud.calls.slice(numberOf(call) + 1)).toEqual(['aws: release'])
      expect(cloud.keys.map(({ gone }) => gone)).toEqual([false, false])
      cloud.now += hour
      expect(await start(cloud, second100(role))).toMatchObject({ failed: false, phase: 'overlap' })
      expect(cloud.harms).toEqual([])
    },
  )

  test('of an earlier run is not withdrawn because this run ends early', async () => {
    const cloud = dueUser([[numberOf('aws: try'), 'killed before']])
    await start(cloud, role)
    await start(cloud, role, { destinations: { read: refuse('ECONNRESET') } })
    expect(cloud.keys.map(({ gone }) => gone)).toEqual([false, false])
  })

  test('that AWS does not accept never signs, and is withdrawn', async () => {
    const cloud = dueUser()
    const signed: string[] = []
    const keys: Partial<KeyStore> = {
      signWith: ({ id }) => signed.push(id),
      try: async ({ id }) => ({ key: id, works: false, detail: 'SignatureDoesNotMatch' }),
    }
    expect(await start(cloud, self, { keys })).toMatchObject({ failed: true, phase: 'rotating' })
    expect(signed).not.toContain(cloud.keys[1]?.id)
    expect(cloud.keys.map(({ gone }) => gone)).toEqual([false, true])
  })

  test.each([
    { name: 'a role', it: role, firstWrite: numberOf('github: write') },
    { name: 'self-rotation', it: self, firstWrite: askedWhenUsed.indexOf('github: write') },
  ])('that GitHub refuses everywhere is withdrawn in the same run: $name', async ({ it, firstWrite }) => {
    const cloud = dueUser([
      [firstWrite, 'refused'],
      [firstWrite + 1, 'refused'],
    ])
    const outcome = await start(cloud, it)
    expect(outcome).toMatchObject({ failed: true, phase: 'rotating' })
    expect(outcome.ending.because).toContain('octo/web')
    expect(cloud.keys.map(({ gone }) => gone)).toEqual([false, true])
    expect(cloud.harms).toEqual([])
  })

  test('is published inside a window that begins when AWS has accepted it', async () => {
    const cloud = dueUser()
    let tried = 0
    const ports = portsOf(cloud, role)
    const keys: Partial<KeyStore> = {
      try: async (pair) => {
        const trial = await ports.keys.try(pair)
        tried = cloud.now
        return trial
      },
    }
    let window = 0
    const destinations: Partial<Ports['destinations']> = {
      publish: async (pair, publication) => {
        window = publication.window.from
        return ports.destinations.publish(pair, publication)
      },
    }
    await rotate(changed(ports, { keys, destinations }), role.policy, false)
    expect(window).toBeGreaterThanOrEqual(tried - 10 * second)
    expect(window).toBeLessThanOrEqual(tried + minute)
  })
})

test('a publication that cannot be finished is tried once in a run', async () => {
  const cloud = dueUser([[numberOf('github: write') + 1, 'killed before']])
  await start(cloud, self)
  cloud.now += day
  let tried = 0
  const publish: Ports['destinations']['publish'] = async ({ id }) => {
    tried += 1
    return { key: id, accepted: 1, window: undefined, problems: ['octo/web: 403.'], refused: false }
  }
  const outcome = await start(cloud, self, { destinations: { publish } })
  expect(outcome).toMatchObject({ failed: true, phase: 'rotating' })
  expect([tried, outcome.ending.because]).toEqual([1, expect.stringContaining('octo/web: 403.')])
})

describe('CreateAccessKey', () => {
  const lostAt = numberOf('aws: create')
  const soon = 20 * minute

  test.each([
    ['after 20 minutes', soon, 0],
    ['a day later', day, 0],
    ['after 20 minutes, though IAM lists it late', soon, 8 * second],
  ])(
    'whose answer is lost ends the run; the next one deletes what it made and goes on: %s',
    async (_, pause, listedAfter) => {
      const cloud = dueUser([[lostAt, 'lost']])
      cloud.listedAfter = listedAfter
      const outcome = await start(cloud, role)
      expect(outcome).toMatchObject({ phase: 'rotating', failed: true, ending: { do: 'fail' } })
      expect(outcome.ending.because).toContain('socket hang up')
      expect(cloud.calls.slice(lostAt + 1)).toEqual(['aws: release'])
      cloud.now += pause
      const before = effects(cloud).length
      expect(await start(cloud, second100(role))).toMatchObject({ phase: 'overlap', failed: false })
      expect(effects(cloud).slice(before, before + 3)).toEqual(['delete', 'write creating', 'create'])
      expect([cloud.keys.map(({ gone }) => gone), cloud.harms]).toEqual([[false, true, false], []])
    },
  )

  test('whose answer is lost, in the runs of the next 15 minutes: IAM may not show its use yet, so they wait', async () => {
    const cloud = dueUser([[lostAt, 'lost']])
    await start(cloud, role)
    const before = effects(cloud).length
    for (const pause of [second, 5 * minute, 8 * minute]) {
      cloud.now += pause
      const outcome = await start(cloud, second100(role))
      expect(outcome).toMatchObject({
        phase: 'rotating',
        failed: false,
        ending: { do: 'wait', next: { step: 'discard' } },
      })
    }
    expect(effects(cloud)).toHaveLength(before)
  })

  test('whose answer is lost, and nobody ever saw a key: the next run makes one', async () => {
    const cloud = dueUser()
    const create: KeyStore['create'] = async () => ({ creation: { kind: 'lost', reason: 'socket hang up' } })
    expect(await start(cloud, role, { keys: { create } })).toMatchObject({ failed: true, phase: 'rotating' })
    cloud.now += minute
    expect(await start(cloud, role)).toMatchObject({ failed: false, ending: { do: 'wait', next: { step: 'rotate' } } })
    cloud.now += soon
    expect(await start(cloud, role)).toMatchObject({ failed: false, phase: 'overlap' })
    expect(cloud.keys).toHaveLength(2)
  })

  const reason = 'AWS said so'
  test.each([
    ['lost', 'rotating', { kind: 'lost', reason }],
    ['postponed', 'rotating', { kind: 'postponed', reason }],
    ['refused', 'blocked', { kind: 'refused', reason, remedy: 'Allow it.' }],
  ] as const)('is asked for once in a run, whatever comes of it: %s', async (kind, phase, creation) => {
    const cloud = dueUser()
    let asked = 0
    const create: KeyStore['create'] = async () => {
      asked += 1
      return { creation }
    }
    const outcome = await start(cloud, role, { keys: { create } })
    expect(outcome).toMatchObject({ failed: true, phase, ending: { because: expect.stringContaining(reason) } })
    expect([asked, cloud.living.length]).toEqual([1, 1])
    // What AWS has clearly not created explains no key: the intent is taken back.
    expect(cloud.journal).toMatchObject({ phase: 'creating', at: kind === 'lost' ? expect.any(Number) : undefined })
  })

  test.each([
    ['postponed', { kind: 'postponed', reason }],
    ['refused', { kind: 'refused', reason, remedy: 'Allow it.' }],
  ] as const)('that AWS has %s explains no key that somebody makes at that moment', async (_, creation) => {
    const cloud = dueUser()
    const create: KeyStore['create'] = async () => {
      cloud.make()
      return { creation }
    }
    await start(cloud, role, { keys: { create } })
    cloud.now += day
    expect(await start(cloud, second100(role))).toMatchObject({ failed: true, phase: 'blocked' })
    expect(cloud.keys.map(({ gone }) => gone)).toEqual([false, false])
  })
})

describe('a deactivation', () => {
  /** The first key is off when this is called, and somebody else makes it go wrong. */
  const afterwards = async (changes: Changes, it = roleInOneRun) => {
    const cloud = dueUser()
    const outcome = await start(cloud, it, changes)
    return { cloud, outcome, old: cloud.keys[0] }
  }
  /** The second verification is the one with the old key off. */
  const verifiedTwice = (second: Ports['verifier']['verify']) => {
    let verified = 0
    return async (...asked: Parameters<Ports['verifier']['verify']>) => {
      verified += 1
      return verified === 1 ? verification('works', asked[0]) : second(...asked)
    }
  }

  test.each(['rejected', 'unknown'] as const)(
    'whose verification ends with %s is taken back at once',
    async (verdict) => {
      const verify = verifiedTwice(async (key) => verification(verdict, key))
      const { old, outcome } = await afterwards({ verifier: { verify } })
      expect(old).toMatchObject({ status: 'Active', gone: false })
      expect(outcome).toMatchObject({ phase: 'overlap', failed: verdict === 'rejected' })
    },
  )

  test('whose verification breaks off is taken back at once', async () => {
    const verify = verifiedTwice(refuse('ECONNRESET'))
    const { old } = await afterwards({ verifier: { verify } })
    expect(old).toMatchObject({ status: 'Active', gone: false })
  })

  test('whose answer is lost is taken back at once', async () => {
    const cloud = dueUser()
    const ports = portsOf(cloud, roleInOneRun)
    const setStatus: KeyStore['setStatus'] = async (key, status, holds) => {
      await ports.keys.setStatus(key, status, holds)
      if (status === 'Inactive') throw new Error('socket hang up')
    }
    const { phase } = await rotate(changed(ports, { keys: { setStatus } }), roleInOneRun.policy, false)
    expect([phase, cloud.keys[0]?.status]).toEqual(['overlap', 'Active'])
  })

  test('that a person cancels is taken back with the one request that is still sent', async () => {
    const verifiedOff = asked.lastIndexOf('github: verify')
    for (const call of [verifiedOff - 2, verifiedOff - 1, verifiedOff]) {
      const cloud = dueUser([[call, 'cancelled']])
      const outcome = await start(cloud, roleInOneRun)
      expect(outcome).toMatchObject({ failed: true, phase: 'overlap' })
      expect(cloud.calls.slice(call + 1)).toEqual(['aws: make Active'])
      expect(cloud.keys[0]?.status).toBe('Active')
    }
  })

  test('that is refused ends the run as failed, with the old key on', async () => {
    const setStatus: KeyStore['setStatus'] = async (_, status) => {
      if (status === 'Inactive') throw new Problem('iam:UpdateAccessKey is denied', 'Allow iam:UpdateAccessKey.')
    }
    const { old, outcome } = await afterwards({ keys: { setStatus } })
    expect(old?.status).toBe('Active')
    expect(outcome).toMatchObject({ failed: true, ending: { remedy: expect.stringContaining('UpdateAccessKey') } })
  })

  test('is taken back as often as it takes, within bounds', async () => {
    const cloud = dueUser()
    const ports = portsOf(cloud, roleInOneRun)
    let refusals = 3
    const setStatus: KeyStore['setStatus'] = async (key, status, holds) => {
      if (status === 'Active' && refusals > 0) {
        refusals -= 1
        throw new Error('Throttling')
      }
      return ports.keys.setStatus(key, status, holds)
    }
    const verify = verifiedTwice(async (key) => verification('rejected', key))
    await rotate(changed(ports, { keys: { setStatus }, verifier: { verify } }), roleInOneRun.policy, false)
    expect([refusals, cloud.keys[0]?.status]).toEqual([0, 'Active'])
  })

  test('that can never be taken back ends the run as failed', async () => {
    const cloud = dueUser()
    const ports = portsOf(cloud, roleInOneRun)
    const setStatus: KeyStore['setStatus'] = async (key, status, holds) => {
      if (status === 'Active') throw new Error('Throttling')
      return ports.keys.setStatus(key, status, holds)
    }
    const verify = verifiedTwice(async (key) => verification('rejected', key))
    const changes = changed(ports, { keys: { setStatus }, verifier: { verify } })
    const { failed } = await rotate(changes, roleInOneRun.policy, false)
    expect(failed).toBe(true)
    expect(cloud.journal?.phase).toBe('deactivating')
    expect(cloud.now - now).toBeLessThan(15 * minute)
  })

  test.each([
    { isLate: true, after: [], what: 'stands for this one' },
    { isLate: false, after: ['github: verify'], what: 'that was in part started afresh, with that key on, does not' },
  ])('proof of a verification that was dispatched with the old key off $what', async ({ isLate, after }) => {
    const cloud = dueUser()
    await start(cloud, role)
    const [old, current] = cloud.keys.map(({ id }) => id)
    cloud.awaited = { key: current ?? '', without: old, runs: [{ workflow: 0, id: 7, at: cloud.now }] }
    cloud.now += 2 * day
    const verify: Ports['verifier']['verify'] = async (id, { holds }) => {
      cloud.calls.push('github: verify')
      await holds()
      return { ...verification('works', id), isLate }
    }
    expect(await start(cloud, second100(role), { verifier: { verify } })).toMatchObject({ phase: 'recovery' })
    const off = cloud.calls.indexOf('aws: make Inactive')
    expect(cloud.calls.slice(off).filter((call) => call === 'github: verify')).toEqual(after)
    expect(cloud.calls.slice(0, off).filter((call) => call === 'github: verify')).toHaveLength(2)
  })

  test('that a dead runner left unproven is taken back by the next run, before anything else', async () => {
    const cloud = dueUser([[asked.lastIndexOf('github: verify'), 'killed before']])
    await start(cloud, roleInOneRun)
    expect(cloud.keys[0]?.status).toBe('Inactive')
    cloud.now += 2 * hour
    const before = effects(cloud).length
    await start(cloud, roleInOneRun)
    expect(effects(cloud).at(before)).toBe('make Active')
  })

  test('is verified within the time of the run, less what taking it back needs', async () => {
    const untils: number[] = []
    const verify: Ports['verifier']['verify'] = async (key, { until }) => {
      untils.push(until)
      return verification('works', key)
    }
    await afterwards({ verifier: { verify } })
    const { timeLimit } = roleInOneRun.policy
    expect(untils.every((until) => until < timeLimit && until >= timeLimit / 2)).toBe(true)
    expect(untils).toHaveLength(2)
  })

  test('is put off when the proof has taken too long to leave time for it', async () => {
    const cloud = dueUser()
    const verify: Ports['verifier']['verify'] = async (key, { holds }) => {
      for (let minutes = 0; minutes < 30; minutes += 2) {
        cloud.now += 2 * minute
        await holds()
      }
      return verification('works', key)
    }
    const { phase, failed } = await start(cloud, roleInOneRun, { verifier: { verify } })
    expect([phase, failed, cloud.keys[0]?.status]).toEqual(['overlap', false, 'Active'])
  })
})

describe('a verification that an earlier run left waiting', () => {
  test.each([
    { name: 'of the key to be replaced', days: 0, key: 0 },
    { name: 'of the new one', days: 2, key: 1 },
  ])('$name, and that is rejected, is followed no more: the next run starts a fresh one', async ({ days, key }) => {
    const cloud = dueUser()
    if (days > 0) await start(cloud, role)
    cloud.now += days * day
    cloud.useKeys()
    const [old, current] = cloud.keys.map(({ id }) => id)
    const id = key === 0 ? old : current
    cloud.awaited = {
      key: id ?? '',
      without: days > 0 ? old : undefined,
      runs: [{ workflow: 0, id: 7, at: cloud.now }],
    }
    const followed: (readonly number[])[] = []
    const verify: Ports['verifier']['verify'] = async (each, { earlier }) => {
      followed.push(earlier.map((run) => run.id))
      return verification('rejected', each)
    }
    expect(await start(cloud, second100(role), { verifier: { verify } })).toMatchObject({ failed: true })
    cloud.now += hour
    expect(await start(cloud, second100(role), { verifier: { verify } })).toMatchObject({ failed: true })
    expect(followed.slice(0, 2)).toEqual([[7], []])
    expect(cloud.harms).toEqual([])
  })
})

test('a proof of the key to be replaced that leaves no time for the rotation is kept for the next run', async () => {
  const cloud = dueUser()
  cloud.useKeys()
  const verify: Ports['verifier']['verify'] = async (id, { earlier, holds }) => {
    for (let waited = 0; earlier.length === 0 && waited < 26; waited += 2) {
      cloud.now += 2 * minute
      await holds()
    }
    return { ...verification('works', id), waiting: [{ workflow: 0, id: 7, at: cloud.now }] }
  }
  expect(await start(cloud, role, { verifier: { verify } })).toMatchObject({ phase: 'steady', failed: false })
  cloud.now += hour
  expect(await start(cloud, second100(role), { verifier: { verify } })).toMatchObject({
    phase: 'overlap',
    failed: false,
  })
})

describe('a run that is cancelled while a request hangs', () => {
  /** A clock that ends a wait for work that nothing depends on, as the real one does. */
  const cancellable = (ports: Ports) => {
    const controller = new AbortController()
    const { promise: cancelled, reject } = Promise.withResolvers<never>()
    cancelled.catch(() => undefined)
    const clock: Ports['clock'] = {
      now: ports.clock.now,
      elapsed: ports.clock.elapsed,
      sleep: async (duration) => {
        if (controller.signal.aborted) throw new Cancelled()
        await ports.clock.sleep(duration)
      },
      unlessCancelled: (work) => Promise.race([work, cancelled]),
      get cancelled() {
        return controller.signal.aborted
      },
    }
    const cancel = () => {
      controller.abort()
      reject(new Cancelled())
    }
    return { clock, cancel }
  }

  /** Whatever may happen without an answer that does not come. */
  const meanwhile = async () => {
    for (let turns = 0; turns < 50; turns += 1) await new Promise((resolve) => setImmediate(resolve))
  }

  /** A run that is cancelled while the call of this number is under way, whose answer does not come before it is over. */
  const cancelledAt = async (
    number: number,
    changesOf: (ports: Ports, hang: () => Promise<void>) => Changes,
    slow: readonly number[] = [],
  ) => {
    const cloud = dueUser()
    const ports = portsOf(cloud, roleInOneRun)
    const { clock, cancel } = cancellable(ports)
    const answer = Promise.withResolvers<void>()
    const hang = async () => {
      // A person cancels when the request is under way.
      setImmediate(cancel)
      await answer.promise
    }
    cloud.meanwhile = async (call) => {
      if (call === number) await hang()
      if (slow.includes(call)) cloud.now += 190 * second
    }
    let isOver = false
    const ended = rotate(changed({ ...ports, clock }, changesOf(ports, hang)), roleInOneRun.policy, false).then(
      (outcome) => {
        isOver = true
        return outcome
      },
    )
    await meanwhile()
    const without = isOver
    const rest = cloud.calls.slice(number + 1)
    answer.resolve()
    const outcome = await ended
    await meanwhile()
    return { cloud, outcome, without, rest, after: cloud.calls.slice(number + 1 + rest.length) }
  }
  const unchanged = () => ({})

  const announced = asked.indexOf('aws: write deactivating')
  const numbered = asked.map((call, number) => ({ call, number }))
  const off = numbered.slice(announced + 1, asked.indexOf('aws: write deactivated') + 1)

  test.each(off)('$call ($number), with the old key off: it is switched on without that answer', async ({ number }) => {
    const { cloud, outcome, without, rest } = await cancelledAt(number, unchanged)
    // Until the end of a switching off is known, the run does not end: it must not come last.
    expect({ without, rest }).toEqual({ without: asked[number] !== 'aws: make Inactive', rest: ['aws: make Active'] })
    expect(cloud.calls.findLast((call) => call.startsWith('aws: make'))).toBe('aws: make Active')
    expect(outcome).toMatchObject({ failed: true, phase: 'overlap' })
    expect(cloud.harms).toEqual([])
  })

  test('the deactivation, which AWS has performed without an answer: the key is on at the end', async () => {
    const { cloud, without, rest } = await cancelledAt(-1, ({ keys }, hang) => ({
      keys: {
        setStatus: async (key, status, holds) => {
          await keys.setStatus(key, status, holds)
          if (status === 'Inactive') await hang()
        },
      },
    }))
    expect([without, rest.at(-1), cloud.keys[0]?.status]).toEqual([false, 'aws: make Active', 'Active'])
  })

  test('a look whose claim stands, before the deactivation: what waited for it is not sent any more', async () => {
    const { cloud, without, rest, after } = await cancelledAt(announced + 2, unchanged, [announced, announced + 1])
    expect(cloud.calls[announced + 2]).toBe('aws: holder')
    expect({ without, rest }).toEqual({ without: false, rest: ['aws: make Active'] })
    expect(after.filter((call) => call !== 'aws: claim')).toEqual(['aws: make Active'])
    expect(cloud.keys[0]?.status).toBe('Active')
  })

  // The first look has nothing to lose; after a creation and a publication, what is read belongs to them.
  const parts = [0, numberOf('aws: create') + 1, asked.indexOf('github: look', numberOf('github: write'))]
  const dispensable = numbered.filter(
    ({ call, number }) => number < announced && /read|look|check|workflows|verify|unfinished/.test(call),
  )
  test.each(dispensable.filter(({ number }) => !parts.includes(number)))(
    '$call ($number), which changes nothing: the run ends without that answer',
    async ({ number }) => {
      const { without, rest } = await cancelledAt(number, unchanged)
      // Places and workflows are checked at the same time.
      const others = rest.filter((call) => call !== 'github: workflows')
      expect({ without, others }).toEqual({ without: true, others: [] })
    },
  )

  const depended = numbered.filter(({ call, number }) => number <= announced && /create|write|try/.test(call))
  test.each(depended)(
    '$call ($number), on which something depends: the run waits for that answer, and then stops',
    async ({ call, number }) => {
      const { cloud, without, rest, after } = await cancelledAt(number, unchanged)
      expect({ without, rest }).toEqual({ without: false, rest: [] })
      // What belongs to the same step is finished: a pair is not left torn. An announced deactivation is taken back.
      const ofStep = { create: /^aws: read$/, 'github: write': /^github: (write|look)$/, deactivating: /make Active$/ }
      const belongs = Object.entries(ofStep).find(([name]) => call.endsWith(name))?.[1] ?? /^$/
      expect(after.filter((each) => !belongs.test(each))).toEqual([])
      expect(cloud.harms).toEqual([])
    },
  )
})

describe('what has been read', () => {
  test('of last uses is read key by key, and no failure to read counts as unused', async () => {
    const cloud = dueUser()
    await start(cloud, role)
    cloud.now += 2 * day
    const lastUsed: KeyStore['lastUsed'] = async () => ({ kind: 'unreadable' })
    const outcome = await start(cloud, role, { keys: { lastUsed } })
    expect(outcome).toMatchObject({ phase: 'overlap', ending: { do: 'wait' } })
    expect(cloud.keys[0]?.status).toBe('Active')
  })

  test('of destinations is read again right before a deactivation', async () => {
    const cloud = dueUser()
    await start(cloud, role)
    cloud.now += 2 * day
    const read = async () => written(journals.current.window.to)
    const lastUsed = async () => never
    expect(await start(cloud, role, { keys: { lastUsed }, destinations: { read } })).toMatchObject({
      phase: 'overlap',
      ending: { do: 'wait' },
    })
    expect(cloud.keys[0]?.status).toBe('Active')
  })

  test('in a check that finds nothing wrong but shows no destinations is read once more', async () => {
    const cloud = dueUser()
    const check = async () => ({ problems: [], reading: undefined, sameNameNearby: nothingNearby })
    expect(await start(cloud, role, { destinations: { check } })).toMatchObject({ phase: 'overlap', failed: false })
  })

  test('of obstacles at both services is told together', async () => {
    const check = async () => ({
      problems: ['octo/web is archived.'],
      reading: undefined,
      sameNameNearby: nothingNearby,
    })
    const changes: Changes = {
      destinations: { check },
      verifier: { check: async () => ({ problems: ['verify.yml is disabled.'], remarks: [] }) },
    }
    const cloud = dueUser()
    const { ending, phase } = await start(cloud, role, changes)
    expect([phase, effects(cloud)]).toEqual(['blocked', []])
    expect(ending.because).toContain('octo/web is archived.')
    expect(ending.because).toContain('verify.yml is disabled.')
  })
})

test('a job that comes with the previous key is told why nothing happens', async () => {
  const cloud = dueUser()
  await start(cloud, self)
  cloud.now += 2 * day
  const before = effects(cloud).length
  const frozen = { ...freeze(cloud, self), own: cloud.keys[0]?.id, queued: cloud.now - 3 * day }
  const late = portsOf(cloud, self, frozen)
  const { ending, phase } = await rotate(late, self.policy, false)
  expect([phase, effects(cloud).length]).toEqual(['overlap', before])
  expect((ending satisfies Decision).because).toContain(cloud.keys[0]?.id)
})

// ── One run at a time ─────────────────────────────────────────────────────────────────────────────────────────────

/** A second run of the same workflow, with the same configuration. */
const second100 = (it: Setting): Setting => ({ ...it, policy: { ...it.policy, run: 'octo/ops/101', nonce: 'second' } })
const rival: Holder = { ...goneHolder, run: 'octo/ops/98', nonce: 'rival' }
const claims = ({ calls }: Cloud) => calls.filter((call) => call === 'aws: claim').length

describe('the claim', () => {
  test('is read back five seconds after it was written', async () => {
    const cloud = dueUser()
    const at: number[] = []
    cloud.meanwhile = async (call) => {
      at[call] = cloud.now
    }
    await start(cloud, role)
    const claimed = numberOf('aws: claim')
    expect(cloud.calls.slice(claimed, claimed + 2)).toEqual(['aws: claim', 'aws: read'])
    expect((at[claimed + 1] ?? 0) - (at[claimed] ?? 0)).toBeGreaterThanOrEqual(5 * second)
  })

  /** IAM shows whose claim stands only so many readings late. */
  const lately = (cloud: Cloud, late: number): Changes => {
    const ports = portsOf(cloud, role)
    let hidden = late
    const read: KeyStore['read'] = async () => {
      const reading = await ports.keys.read()
      if (reading.journal.kind !== 'none' || reading.journal.holder === undefined || hidden === 0) return reading
      hidden -= 1
      return { ...reading, journal: { kind: 'none' } }
    }
    return { keys: { read } }
  }

  test.each([1, 2])('that IAM shows %i readings late is waited for', async (late) => {
    const cloud = dueUser()
    expect(await start(cloud, role, lately(cloud, late))).toMatchObject({ phase: 'overlap', failed: false })
  })

  test('that IAM shows only after nearly two minutes is waited for', async () => {
    const cloud = dueUser()
    // A look every six seconds.
    expect(await start(cloud, role, lately(cloud, 19))).toMatchObject({ phase: 'overlap', failed: false })
  })

  test.each([
    ['an ordinary key: the next run tries again', 62 * day, false],
    ['a key that should have been replaced a week ago: nobody would notice', 68 * day, true],
  ])('that IAM does not show at all is not waited for any longer, and nothing is done: %s', async (_, age, failed) => {
    const cloud = dueUser([], age)
    const outcome = await start(cloud, role, lately(cloud, 1_000))
    expect(outcome).toMatchObject({ failed, ending: { do: failed ? 'fail' : 'wait', phase: 'steady' } })
    expect(outcome.ending.because).toContain('IAM does not show')
    expect([effects(cloud), claims(cloud), cloud.calls.includes('aws: release')]).toEqual([[], 1, false])
    expect(cloud.now - now).toBeLessThan(6 * minute)
  })

  test('that another run overwrites before it settles is not fought for', async () => {
    const cloud = dueUser()
    cloud.meanwhile = async (call) => {
      if (call === numberOf('aws: claim') + 1) cloud.claimant = { ...rival, touched: cloud.now }
    }
    const outcome = await start(cloud, role)
    expect(outcome).toMatchObject({ phase: 'rotating', failed: false, ending: { do: 'wait' } })
    expect(outcome.ending.because).toContain(rival.run)
    expect([effects(cloud), cloud.claimant?.nonce]).toEqual([[], 'rival'])
  })

  test('is given back at the end, so that the next run may begin at once', async () => {
    const cloud = dueUser()
    await start(cloud, role)
    expect(cloud.calls.at(-1)).toBe('aws: release')
    expect(cloud.claimant).toMatchObject({ nonce: 'own', timeLimit: 0 })
  })

  test('that cannot be given back is told, and changes nothing about how the run ended', async () => {
    const told: string[] = []
    const cloud = dueUser()
    const outcome = await start(cloud, role, {
      journal: { release: refuse('ECONNRESET') },
      narrator: { done: (result) => told.push(result) },
    })
    expect(outcome).toMatchObject({ phase: 'overlap', failed: false })
    expect(told.at(-1)).toMatch(/claim was not given back.*ECONNRESET/)
  })

  test('is not made by a run that has nothing to do, by a plan, or by one that a person must help', async () => {
    const resting = new Cloud()
    resting.adopt(places, 5 * day)
    await start(resting, role)
    const planned = dueUser()
    await start(planned, role, {}, true)
    const blocked = dueUser()
    blocked.make(now - day)
    await start(blocked, role)
    for (const { calls, claimant } of [resting, planned, blocked]) {
      expect([calls.filter((call) => /claim|release/.test(call)), claimant]).toEqual([[], undefined])
    }
  })

  test('is asked for again by a run that ends with an error', async () => {
    const cloud = dueUser()
    await start(cloud, role, { destinations: { publish: refuse('ECONNRESET') } })
    expect(cloud.claimant).toMatchObject({ nonce: 'own', timeLimit: 0 })
  })
})

describe('a run that takes long', () => {
  const many = Array.from({ length: 8 }, (_, index) => `octo/app-${index}`)
  const wide: Setting = { ...role, destinations: many }
  /** Every destination takes four minutes. */
  const slowly = (ports: Ports, cloud: Cloud): Changes => ({
    destinations: {
      publish: (pair, publication) =>
        ports.destinations.publish(pair, {
          ...publication,
          holds: async () => {
            cloud.now += 4 * minute
            await publication.holds()
          },
        }),
    },
  })

  test('keeps its claim while it publishes: nobody ever finds it silent', async () => {
    const cloud = new Cloud()
    cloud.adopt(many, 70 * day)
    const silences: number[] = []
    cloud.meanwhile = async () => {
      if (cloud.claimant !== undefined) silences.push(cloud.now - cloud.claimant.touched)
    }
    const ports = portsOf(cloud, wide)
    await rotate(changed(ports, slowly(ports, cloud)), wide.policy, false)
    expect(many.every((name) => cloud.holder(name) === cloud.keys[1]?.id)).toBe(true)
    expect(Math.max(...silences)).toBeLessThan(8 * minute)
    expect(claims(cloud)).toBeGreaterThan(many.length)
  })

  /** In the middle of a publication, another run takes over. */
  const supersededAt = async (name: string, it: Setting, wait: Duration) => {
    const cloud = dueUser()
    cloud.meanwhile = async (call) => {
      if (cloud.calls[call] !== name) return
      cloud.meanwhile = undefined
      cloud.now += wait
      cloud.claimant = { ...rival, touched: cloud.now }
    }
    const told: string[] = []
    const outcome = await start(cloud, it, { narrator: { done: (result) => told.push(result) } })
    return { cloud, outcome, told }
  }

  /** Calls after which the old key may be off, and nothing has proven that all works without it. */
  const takenBack = (name: string) => (name === 'aws: make Inactive' ? ['aws: make Active'] : [])
  const interrupted = ['github: write', 'aws: try', 'github: verify', 'aws: make Inactive']

  test.each(interrupted)(
    'stops when another run has taken over during “%s”, and takes nothing back but a deactivation',
    async (name) => {
      const { cloud, outcome } = await supersededAt(name, roleInOneRun, 4 * minute)
      expect(outcome).toMatchObject({ failed: false, ending: { do: 'wait' } })
      expect(outcome.ending.because).toContain(rival.run)
      const rest = cloud.calls.slice(cloud.calls.indexOf(name) + 1)
      expect(rest.filter((call) => /write|make|delete|create|untag|claim|release/.test(call))).toEqual(takenBack(name))
      expect([cloud.claimant?.nonce, cloud.living.length]).toEqual(['rival', 2])
      expect(cloud.keys.map(({ status }) => status)).toEqual(['Active', 'Active'])
    },
  )

  test.each(interrupted)(
    'stops when it was silent for more than eight minutes during “%s”: another run may be about to act',
    async (name) => {
      const { cloud, outcome } = await supersededAt(name, roleInOneRun, 8 * minute + second)
      expect(outcome).toMatchObject({ failed: false, ending: { do: 'wait' } })
      const rest = cloud.calls.slice(cloud.calls.indexOf(name) + 1)
      expect(rest.filter((call) => call !== 'github: look')).toEqual(takenBack(name))
      expect([cloud.claimant?.nonce, cloud.living.length]).toEqual(['rival', 2])
    },
  )

  test('stops when it was silent for so long, though nobody has come, and the next run goes on', async () => {
    const cloud = dueUser()
    let resumed = 0
    cloud.meanwhile = async (call) => {
      if (cloud.calls[call] !== 'aws: try') return
      cloud.meanwhile = undefined
      cloud.now += 9 * minute
      resumed = call
    }
    const outcome = await start(cloud, role)
    expect(outcome).toMatchObject({ phase: 'rotating', failed: false, ending: { do: 'wait' } })
    expect(cloud.calls.slice(resumed + 1)).toEqual([])
    cloud.now += 2 * hour
    expect(await start(cloud, second100(role))).toMatchObject({ phase: 'overlap', failed: false })
    expect(cloud.harms).toEqual([])
  })

  test('looks whose claim stands when it was silent for five minutes, and says that it is at work', async () => {
    const cloud = dueUser()
    let resumed = 0
    cloud.meanwhile = async (call) => {
      if (cloud.calls[call] !== 'aws: try') return
      cloud.meanwhile = undefined
      cloud.now += 5 * minute
      resumed = call
    }
    expect(await start(cloud, role)).toMatchObject({ phase: 'overlap', failed: false })
    expect(cloud.calls.slice(resumed + 1, resumed + 4)).toEqual(['aws: holder', 'aws: claim', 'aws: write publishing'])
  })

  test('whose last look shows another run in its place does not give back the claim of that one', async () => {
    const cloud = dueUser()
    const last = asked.indexOf('aws: write deactivating') - 1
    cloud.meanwhile = async (call) => {
      if (call === last) cloud.claimant = { ...rival, touched: cloud.now }
    }
    const outcome = await start(cloud, roleInOneRun)
    expect([asked[last], outcome.ending.do, effects(cloud).includes('make Inactive')]).toEqual([
      'aws: read',
      'wait',
      false,
    ])
    expect(cloud.claimant).toMatchObject({ nonce: 'rival', timeLimit: rival.timeLimit })
  })

  test('does not give back a claim that another run holds by now', async () => {
    const cloud = dueUser()
    const looks: Changes['destinations'] = {
      publish: async () => {
        cloud.now += 11 * minute
        cloud.claimant = { ...rival, touched: cloud.now }
        throw new Error('GitHub was silent for ten minutes')
      },
    }
    await start(cloud, role, { destinations: looks })
    expect(cloud.claimant).toMatchObject({ nonce: 'rival', timeLimit: rival.timeLimit })
  })
})

describe('two runs', () => {
  const both = [
    { name: 'of a role', it: role },
    { name: 'of a role, everything in one run', it: roleInOneRun },
    { name: 'in self-rotation', it: self },
    { name: 'with a recovery secret', it: setting(true, { recovery: true }) },
  ]

  /** A run, and a whole other one before its call of this number is performed. */
  const interleaved = async (it: Setting, call: number) => {
    const cloud = dueUser()
    let ending: Outcome | undefined
    let during: readonly string[] = []
    const frozen = freeze(cloud, it)
    cloud.meanwhile = async (number) => {
      if (number !== call) return
      cloud.meanwhile = undefined
      const before = cloud.calls.length
      const wanted = second100(it)
      ending = await rotate(portsOf(cloud, wanted, frozen), wanted.policy, false)
      during = cloud.calls.slice(before)
    }
    const first = await start(cloud, it)
    return { cloud, first, second: ending, during }
  }

  test.each(both)(
    '$name: the second steps aside from the moment on that the first has claimed the user',
    async ({ it }) => {
      const quiet = dueUser()
      await start(quiet, it)
      const claimed = quiet.calls.indexOf('aws: claim')
      const given = quiet.calls.lastIndexOf('aws: release')
      for (let call = claimed + 1; call <= given; call += 1) {
        const { during, second: other, first, cloud } = await interleaved(it, call)
        const changing = during.filter((each) =>
          /write|make|delete|create|untag|try|verify|claim|release|clear|safeguard/.test(each),
        )
        expect({ call, changing }).toEqual({ call, changing: [] })
        expect(other).toMatchObject({ failed: false })
        expect(first).toMatchObject({ failed: false })
        expect(cloud.harms).toEqual([])
      }
    },
  )

  test.each(both)(
    '$name: whenever they meet, nothing breaks, one key comes of it, and later runs finish',
    async ({ it }) => {
      const quiet = dueUser()
      await start(quiet, it)
      for (const call of quiet.calls.keys()) {
        const { cloud } = await interleaved(it, call)
        expect([call, cloud.harms, cloud.keys.length]).toEqual([call, [], 2])
        expect([call, await runDaily(cloud, it, 20)]).toEqual([call, expect.any(Number)])
        expect([call, cloud.harms]).toEqual([call, []])
      }
    },
  )

  test('that look at the same moment: the last claim stands, and the other run does nothing', async () => {
    const cloud = dueUser()
    const ports = portsOf(cloud, role)
    // Both have looked; this one's claim arrives first, the other's a second later.
    const claim: Ports['journal']['claim'] = async (at) => {
      await ports.journal.claim(at, async () => undefined)
      cloud.claimant = { ...rival, touched: cloud.now + second }
    }
    const outcome = await start(cloud, role, { journal: { claim } })
    expect([outcome.ending.do, effects(cloud)]).toEqual(['wait', []])
  })

  test('of which one asked about a third: what GitHub said of that one is not believed of the other', async () => {
    const cloud = dueUser()
    cloud.claimant = { ...rival, touched: cloud.now - minute }
    // GitHub answers slowly. Meanwhile another run has looked, found the dead one, and claimed the user.
    const look: Ports['runs']['look'] = async (run) => {
      if (run !== rival.run) return { kind: 'unfinished' }
      cloud.now += 10 * second
      cloud.claimant = { ...rival, run: 'octo/ops/97', nonce: 'third', touched: cloud.now }
      return { kind: 'completed', end: cloud.now - 30 * second }
    }
    const outcome = await start(cloud, role, { runs: { look } })
    expect([outcome.ending.do, effects(cloud), cloud.claimant?.nonce]).toEqual(['wait', [], 'third'])
  })
})

describe('after a run that was cut off without a word', () => {
  const cutOff = async (call: string, it: Setting) => {
    const cloud = dueUser([[numberOf(call), 'killed after']])
    await start(cloud, it)
    return cloud
  }

  test('the next one leaves everything alone for ten minutes', async () => {
    const cloud = await cutOff('aws: write pending', role)
    cloud.now += 9 * minute
    const before = effects(cloud).length
    const outcome = await start(cloud, second100(role))
    expect(outcome).toMatchObject({ phase: 'rotating', failed: false, ending: { do: 'wait' } })
    expect(effects(cloud)).toHaveLength(before)
  })

  test('and discards nothing until the other has had its time', async () => {
    const cloud = await cutOff('aws: write pending', role)
    cloud.now += 30 * minute
    expect(await start(cloud, second100(role))).toMatchObject({ phase: 'rotating', failed: false })
    expect(cloud.living).toHaveLength(2)
    cloud.now += hour
    expect(await start(cloud, second100(role))).toMatchObject({ phase: 'overlap', failed: false })
    expect(cloud.living).toHaveLength(2)
    expect(cloud.keys).toHaveLength(3)
  })

  describe.each([
    ['at once after its look', second],
    ['a moment late', 0],
  ])('and this one claims the user %s', (_, pause) => {
    /** The run before this one was called completed, and lives on: it writes to a destination when it should not. */
    const overtaken = async (it: Setting, lateWrite: boolean) => {
      const cloud = await cutOff('aws: write publishing', it)
      cloud.holderRuns.set(role.policy.run, { kind: 'completed', end: cloud.now })
      cloud.now += 3 * minute
      const begun = cloud.calls.length
      const at: number[] = []
      let isLate = lateWrite
      cloud.meanwhile = async (call) => {
        at[call] = cloud.now
        const name = cloud.calls[call]
        if (name === 'github: workflows') cloud.now += pause
        if (isLate && name === 'aws: read' && cloud.claimant?.nonce === 'second') {
          isLate = false
          cloud.write('octo/app', 'AWS_KEY', cloud.keys[1]?.id ?? '')
        }
      }
      const outcome = await start(cloud, second100(it))
      const calls = cloud.calls.slice(begun)
      return { cloud, outcome, calls, when: (name: string) => at[begun + calls.indexOf(name)] ?? 0 }
    }

    test('it deletes nothing until the other must have noticed, and looks at everything again before', async () => {
      const { outcome, calls, when } = await overtaken(role, false)
      expect(outcome).toMatchObject({ phase: 'overlap', failed: false })
      expect(when('aws: delete') - when('aws: claim')).toBeGreaterThanOrEqual(200 * second)
      const between = calls.slice(calls.indexOf('aws: claim'), calls.indexOf('aws: delete'))
      expect(between.filter((call) => /write|make|create|untag|try/.test(call))).toEqual([])
      expect([between.at(-1), between.at(-2)].sort()).toEqual(['aws: read', 'github: look'])
    })

    test('it sees what the other has written meanwhile: the key is in use, and stays', async () => {
      const { cloud, outcome } = await overtaken(self, true)
      expect(outcome).toMatchObject({ failed: false })
      expect(cloud.harms).toEqual([])
    })
  })

  test('what somebody else has written since is not taken for its writes', async () => {
    const cloud = dueUser([[numberOf('github: write') + 1, 'killed after']])
    await start(cloud, role)
    cloud.now += 5 * hour
    cloud.write('octo/app', 'AWS_KEY', cloud.keys[0]?.id ?? '')
    const written = cloud.now
    cloud.now += 5 * hour
    // No verification speaks for that place.
    const verify: Ports['verifier']['verify'] = async (id) => verification('works', id)
    const next = second100(setting(false, { uncovered: ['octo/app'] }))
    const { ending } = await start(cloud, next, { verifier: { verify } })
    expect(ending).toMatchObject({ do: 'wait', because: expect.stringContaining('AWS_KEY in octo/app may hold') })
    const { journal } = cloud
    expect(journal).toMatchObject({ phase: 'current' })
    expect(journal !== undefined && 'window' in journal ? journal.window.to : 0).toBeLessThan(written)
  })

  test('and switches the old key on at once', async () => {
    const cloud = dueUser([[asked.lastIndexOf('github: verify'), 'killed before']])
    await start(cloud, roleInOneRun)
    cloud.holderRuns.set(role.policy.run, { kind: 'completed', end: cloud.now })
    cloud.now += 10 * second
    const from = cloud.now
    let on = 0
    cloud.meanwhile = async (call) => {
      if (cloud.calls[call] === 'aws: make Active') on = cloud.now
    }
    await start(cloud, second100(roleInOneRun))
    expect(on - from).toBeLessThan(20 * second)
    expect(on).toBeGreaterThan(from)
  })

  test('and goes on at once when GitHub says that it has ended', async () => {
    const cloud = await cutOff('aws: write pending', role)
    cloud.holderRuns.set(role.policy.run, { kind: 'completed', end: cloud.now })
    cloud.now += 3 * minute
    expect(await start(cloud, second100(role))).toMatchObject({ phase: 'overlap', failed: false })
    expect(cloud.keys).toHaveLength(3)
  })
})

describe('with a recovery secret', () => {
  const kept = setting(false, { recovery: true })

  test('the key is kept there before the first write, and until it is proven', async () => {
    const cloud = dueUser()
    expect(await start(cloud, kept)).toMatchObject({ phase: 'overlap', failed: false })
    const order = [
      'aws: try',
      'github: safeguard',
      'github: write',
      'github: verify',
      'github: clear',
      'aws: write current',
    ]
    expect(cloud.calls.filter((call, index) => order.includes(call) && cloud.calls[index - 1] !== call)).toEqual(order)
    expect(cloud.recovery).toBeUndefined()
  })

  test('a run that is cut off between two places is finished with the same key, by a freshly queued one', async () => {
    const quiet = dueUser()
    await start(quiet, kept)
    const cloud = dueUser([[quiet.calls.indexOf('github: write'), 'killed after']])
    const before = freeze(cloud, kept)
    await start(cloud, kept)
    cloud.now += 2 * hour
    const wanted = second100(kept)
    const stale = await rotate(portsOf(cloud, wanted, before), wanted.policy, false)
    expect(stale).toMatchObject({ phase: 'rotating', failed: false, ending: { do: 'wait' } })
    expect(await start(cloud, wanted)).toMatchObject({ phase: 'overlap', failed: false })
    expect([cloud.keys.length, cloud.harms]).toEqual([2, []])
    expect(places.map((name) => cloud.holder(name))).toEqual([cloud.keys[1]?.id, cloud.keys[1]?.id])
  })

  test('a run that was queued later and was handed nothing is told so, and changes nothing', async () => {
    const quiet = dueUser()
    await start(quiet, kept)
    const cloud = dueUser([[quiet.calls.indexOf('github: write'), 'killed after']])
    await start(cloud, kept)
    cloud.now += 2 * hour
    const before = effects(cloud).length
    const wanted = second100(kept)
    const forgetful = { ...freeze(cloud, kept), recovered: undefined }
    const outcome = await rotate(portsOf(cloud, wanted, forgetful), wanted.policy, false)
    expect(outcome).toMatchObject({ phase: 'blocked', failed: true })
    expect([effects(cloud).length, cloud.harms]).toEqual([before, []])
  })
})

test('a key that a run switched on, and then off again, is on when its verification fails', async () => {
  const cloud = dueUser([[asked.lastIndexOf('github: verify'), 'killed before']])
  await start(cloud, roleInOneRun)
  cloud.now += 2 * hour
  // Somebody still uses the old key: the proof with both keys on passes, the one with it off does not.
  cloud.straggler = cloud.now + 30 * day
  const proceed = setting(false, { ...wholeLife, oldKeyStillUsed: 'proceed' })
  const outcome = await start(cloud, second100(proceed))
  expect(outcome.entries.map(({ decision }) => decision.do)).toContain('deactivate')
  expect(cloud.keys[0]).toMatchObject({ status: 'Active', gone: false })
})

test('a job that signs with the previous key never switches it off, though it was handed the current one', async () => {
  const it = setting(true, { recovery: true })
  const cloud = dueUser()
  await start(cloud, it)
  const [old, current] = cloud.keys
  const about = { id: current?.id ?? '', account: user.account, user: user.id, created: current?.created ?? 0 }
  // It was queued after the new key was sealed, and before its own repository had got it.
  const frozen = { own: old?.id, recovered: about, queued: cloud.now - 5 * minute }
  cloud.now += 2 * day
  // Somebody misses the old key, which nothing could switch on again: it has signed its own end.
  cloud.straggler = cloud.now + 30 * day
  const wanted = second100(setting(true, { recovery: true, oldKeyStillUsed: 'proceed' }))
  await rotate(portsOf(cloud, wanted, frozen), wanted.policy, false)
  expect(old).toMatchObject({ status: 'Active' })
})
