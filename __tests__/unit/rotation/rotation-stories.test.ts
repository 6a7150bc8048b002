/** What becomes of a rotation, day by day, when people meddle, a first key is cut off, or a recovery secret is not alone. */
import { describe, expect, test } from '@jest/globals'
import type { Phase } from '../../../src/rotation/decision.ts'
import { day, hour, type Instant, minute, second } from '../../../src/rotation/time.ts'
import type { KeyId, Policy } from '../../../src/rotation/world.ts'
import {
  atRest,
  Cloud,
  type FaultKind,
  faultKinds,
  ids,
  now,
  policy,
  run,
  runDaily,
  type Setting,
  user,
} from './worlds.ts'

const places = ['octo/app', 'octo/web']
const setting = (change: Partial<Setting> = {}, wanted: Partial<Policy> = {}): Setting => ({
  secrets: 'whole',
  self: false,
  destinations: places,
  ...change,
  policy: policy(wanted),
})

/** The job's own repository is the one that is named last. */
const selfFirst = setting({ self: true, destinations: ['octo/web', 'octo/app'] })
const selfLast = setting({ self: true })
const role = setting()
const kept: Partial<Policy> = { recovery: true }

/** A user whose only key is due, in every place. */
function dueUser(faults: ReadonlyMap<number, FaultKind> = new Map()): Cloud {
  const cloud = new Cloud(faults)
  cloud.adopt(places, 70 * day)
  return cloud
}

const daysOf = async (it: Setting, cloud = dueUser()) => ({ days: await runDaily(cloud, it, 40), cloud })

describe('a first key', () => {
  test('a first key whose creation was cut off is created by a later run', async () => {
    const faults: readonly FaultKind[] = ['killed before', 'killed after']
    for (const kind of faults) {
      const quiet = new Cloud()
      await runDaily(quiet, role, 5)
      for (const call of quiet.calls.keys()) {
        const cloud = new Cloud(new Map([[call, kind]]))
        expect([kind, call, await runDaily(cloud, role, 5)]).toEqual([kind, call, expect.any(Number)])
      }
    }
  })

  test('a first key that GitHub refused is created once the token is mended', async () => {
    const quiet = new Cloud()
    await runDaily(quiet, role, 5)
    const first = quiet.calls.indexOf('github: write')
    const cloud = new Cloud(
      new Map([
        [first, 'refused'],
        [first + 1, 'refused'],
      ]),
    )
    expect(await runDaily(cloud, role, 5)).toEqual(expect.any(Number))
  })
})

describe('people', () => {
  test('whoever still uses the old key keeps it: it goes when nobody has used it for the whole wait', async () => {
    const cloud = dueUser()
    cloud.straggler = cloud.now + 12 * day
    const { days } = await daysOf(role, cloud)
    const off = cloud.keys[0]?.off ?? 0
    expect([days, off >= cloud.straggler]).toEqual([expect.any(Number), true])
  })

  test('a key that somebody missed is on again when the run ends, and goes once nobody misses it', async () => {
    const cloud = dueUser()
    cloud.straggler = cloud.now + 12 * day
    const hasty = setting({}, { oldKeyStillUsed: 'proceed' })
    for (let count = 0; count < 5; count += 1) {
      await run(cloud, hasty)
      expect(cloud.keys[0]?.status).toBe('Active')
      cloud.now += day
    }
    expect(cloud.calls).toContain('aws: make Inactive')
    expect((await daysOf(hasty, cloud)).days).toEqual(expect.any(Number))
  })

  test('an old key that a person switched on again is waited for anew', async () => {
    const cloud = dueUser()
    const old = cloud.keys[0]
    await until(cloud, role, 'recovery')
    cloud.setStatus(old?.id ?? '', 'Active', role.policy)
    const switchedOn = cloud.now
    expect((await daysOf(role, cloud)).days).toEqual(expect.any(Number))
    expect((old?.off ?? 0) - switchedOn).toBeGreaterThanOrEqual(day)
    expect(cloud.harms).toEqual([])
  })

  test('an old key that a person deleted is not missed', async () => {
    const cloud = dueUser()
    await until(cloud, role, 'recovery')
    cloud.now += 7 * day
    cloud.delete(cloud.keys[0]?.id ?? '', role.policy)
    expect((await daysOf(role, cloud)).days).toBe(1)
  })

  test.each([
    ['a role', role],
    ['self-rotation', selfFirst],
  ])('a secret that somebody has written with the old key keeps it on, and is not overwritten: %s', async (_, it) => {
    const cloud = await overwritten()
    const old = cloud.keys[0]?.id ?? ''
    expect(await runDaily(cloud, it, 5)).toBeUndefined()
    expect(cloud.keys[0]).toMatchObject({ status: 'Active', gone: false })
    expect(cloud.places.get('octo/web')).toMatchObject({ id: old, secret: old })
    cloud.write('octo/web', 'AWS_KEY', cloud.keys[1]?.id ?? '')
    expect((await daysOf(it, cloud)).days).toEqual(expect.any(Number))
    expect(cloud.harms).toEqual([])
  })

  test('a new destination gets a key of its own as soon as only the current key is left', async () => {
    const cloud = dueUser()
    await daysOf(role, cloud)
    const wider = setting({ destinations: [...places, 'octo/new'] }, { digest: 'digest-2' })
    expect((await daysOf(wider, cloud)).days).toEqual(expect.any(Number))
    expect(cloud.keys).toHaveLength(3)
    expect(cloud.harms).toEqual([])
  })

  test('a current key that a person switched off stays off, and everything else as it is', async () => {
    const cloud = dueUser()
    await until(cloud, role, 'overlap')
    cloud.meddle(({ keys: [, current], now: at }) => turn(current, 'Inactive', at))
    const calls = cloud.calls.length
    expect(await run(cloud, role)).toMatchObject({ phase: 'blocked', failed: true })
    expect(cloud.calls.slice(calls).filter((call) => /create|make|delete|write|untag/.test(call))).toEqual([])
  })

  test('a rotation that force began on a key that was off is finished without force, whichever call failed', async () => {
    const forced = setting({}, { force: true })
    const quiet = switchedOff()
    await run(quiet, forced)
    const begun = quiet.calls.indexOf('aws: write creating') + 1
    for (const call of quiet.calls.keys()) {
      for (const kind of call < begun ? [] : faultKinds) {
        const cloud = switchedOff(new Map([[call, kind]]))
        await run(cloud, forced)
        cloud.now += day
        expect({ call, kind, ...(await daysOf(role, cloud)) }).toMatchObject({ call, kind, days: expect.any(Number) })
        expect(cloud.calls).not.toContain('aws: make Active')
      }
    }
  })

  test.each([
    { name: 'a role', it: role },
    { name: 'self-rotation', it: selfLast },
  ])('whatever they do, and when, $name comes to rest or turns red, and breaks nothing itself', async ({ it }) => {
    for (const [deed, act] of Object.entries(deeds)) {
      for (const when of [0, 1, 2, 3, 9, 10]) {
        const cloud = dueUser()
        await runDays(cloud, it, when)
        cloud.meddle(act)
        // A rotation takes less than a month, and nothing may stay green for ever without coming to rest.
        const isSettled = (await runDays(cloud, it, 80)).slice(-30).some((settled) => settled)
        const broken = cloud.harms.filter(({ cause }) => cause === 'promise broken')
        expect({ deed, when, broken, isSettled }).toEqual({ deed, when, broken: [], isSettled: true })
      }
    }
  })

  test('rule 3: another owner does not take over a user whose rotation was cut off before publication', async () => {
    const { cloud: first } = await daysOf(role)
    for (const phase of ['creating', 'pending']) {
      const cloud = dueUser()
      await daysOf(role, cloud)
      cloud.now += 70 * day
      const before = cloud.calls.length
      cloud.faults.set(before + first.calls.indexOf(`aws: write ${phase}`), 'killed after')
      await run(cloud, role)
      expect(cloud.journal?.phase).toBe(phase)
      cloud.now += day
      const calls = cloud.calls.length
      const other = setting({ destinations: ['octo/else'] }, { owner: 'octo/else/keys.yml', digest: 'digest-2' })
      expect(await run(cloud, other)).toMatchObject({ phase: 'blocked' })
      expect(cloud.calls.slice(calls).filter((call) => /create|make|delete|write/.test(call))).toEqual([])
    }
  })

  test('rule 19: a key that a person switched off is not switched on by a rotation that force began', async () => {
    const it = setting({}, { force: true, deactivateAfter: 0, deleteAfter: 0 })
    const quiet = switchedOff()
    await run(quiet, it)
    // The last verification is the one with the old key off: its failure says that somebody misses that key.
    const cloud = switchedOff(new Map([[quiet.calls.lastIndexOf('github: verify'), 'lost']]))
    await run(cloud, it)
    expect(cloud.calls).not.toContain('aws: make Active')
  })
})

test.each([
  { late: 'seconds', listedAfter: 20 * second },
  { late: 'minutes', listedAfter: 5 * minute },
  { late: 'hours', listedAfter: 6 * hour },
])(
  'a key that AWS lists $late late, after its creation was lost, does not block the user for ever',
  async ({ listedAfter }) => {
    for (const it of [role, selfLast]) {
      const { cloud: quiet } = await daysOf(it)
      const cloud = dueUser(new Map([[quiet.calls.indexOf('aws: create'), 'lost']]))
      cloud.listedAfter = listedAfter
      expect((await daysOf(it, cloud)).days).toEqual(expect.any(Number))
      expect(cloud.harms).toEqual([])
    }
  },
)

/** A user whose only key a person has switched off. */
function switchedOff(faults?: ReadonlyMap<number, FaultKind>): Cloud {
  const cloud = dueUser(faults)
  cloud.meddle(({ keys: [key], now: at }) => turn(key, 'Inactive', at))
  return cloud
}

type CloudKey = Cloud['keys'][number]

function turn(key: CloudKey | undefined, status: CloudKey['status'], at: Instant): void {
  if (key === undefined || key.status === status) return
  key.status = status
  key.off = status === 'Inactive' ? at : undefined
}

function remove(key: CloudKey | undefined): void {
  if (key !== undefined) key.gone = true
}

function writeEverywhere(cloud: Cloud, id: KeyId): void {
  for (const name of places) cloud.write(name, 'AWS_KEY', id)
}

/** What people do to a user whose key is being rotated. */
const deeds: Readonly<Record<string, (cloud: Cloud) => void>> = {
  'switch the first key off': ({ keys: [first], now: at }) => turn(first, 'Inactive', at),
  'switch the second key off': ({ keys: [, second], now: at }) => turn(second, 'Inactive', at),
  'switch the first key on': ({ keys: [first], now: at }) => turn(first, 'Active', at),
  'delete the first key': ({ keys: [first] }) => remove(first),
  'delete the second key': ({ keys: [, second] }) => remove(second),
  'delete all keys': ({ keys: all }) => all.forEach(remove),
  'make a key': (cloud) => (cloud.living.length < 2 ? cloud.make() : undefined),
  'make a key and switch it off': (cloud) =>
    cloud.living.length < 2 ? turn(cloud.make(), 'Inactive', cloud.now) : undefined,
  'rotate by hand': (cloud) => {
    remove(cloud.living[0])
    writeEverywhere(cloud, cloud.make().id)
  },
  'write the first key into the job’s own repository': (cloud) =>
    cloud.write('octo/web', 'AWS_KEY', cloud.keys[0]?.id ?? ''),
  'write the first key into another repository': (cloud) => cloud.write('octo/app', 'AWS_KEY', cloud.keys[0]?.id ?? ''),
  'write the first key everywhere': (cloud) => writeEverywhere(cloud, cloud.keys[0]?.id ?? ''),
  'remove a secret': ({ places: all }) => all.delete('octo/app'),
  'remove the journal': (cloud) => {
    cloud.journal = undefined
  },
  'remove all tags': (cloud) => {
    cloud.journal = undefined
    cloud.made.clear()
    cloud.described.clear()
  },
}

/** So many days, and whether each run found the user at rest or asked for a person. */
async function runDays(cloud: Cloud, it: Setting, days: number): Promise<readonly boolean[]> {
  const settled: boolean[] = []
  for (let count = 0; count < days; count += 1) {
    const { failed } = await run(cloud, it)
    settled.push(failed || atRest(cloud, it))
    cloud.now += day
  }
  return settled
}

async function until(cloud: Cloud, it: Setting, wanted: Phase): Promise<void> {
  for (let count = 0; count < 20; count += 1) {
    const { phase } = await run(cloud, it)
    if (phase === wanted) return
    cloud.now += day
  }
  throw new Error(`${wanted} was never reached`)
}

/** In the overlap a person writes what they had at hand into one place, the old key, and jobs there use it. */
async function overwritten(): Promise<Cloud> {
  const cloud = dueUser()
  await until(cloud, role, 'overlap')
  cloud.now += 2 * day
  cloud.write('octo/web', 'AWS_KEY', cloud.keys[0]?.id ?? '')
  return cloud
}

describe('a recovery secret and the date of its own write', () => {
  const earlier = { id: 'AKIA0000000000000000', account: user.account, user: user.id, created: now - 200 * day }
  const cases = [
    { name: 'a role', it: setting({}, kept), left: undefined },
    { name: 'self-rotation', it: setting({ self: true }, kept), left: undefined },
    { name: 'a role, over what it has left there before', it: setting({}, kept), left: now - 70 * day },
  ]
  const due = (left: Instant | undefined, faults?: ReadonlyMap<number, FaultKind>) => {
    const cloud = dueUser(faults)
    if (left !== undefined) cloud.recovery = { about: earlier, updatedAt: left }
    return cloud
  }
  const killedAfter = async (it: Setting, left: Instant | undefined, name: string) => {
    const quiet = due(left)
    await run(quiet, it)
    const cloud = due(left, new Map([[quiet.calls.indexOf(name), 'killed after']]))
    await run(cloud, it)
    return cloud
  }

  test.each(cases)('rule 11: $name writes it into the journal of the publication', async ({ it, left }) => {
    const cloud = await killedAfter(it, left, 'aws: write publishing')
    expect(cloud.recovery?.about.id).toBe(cloud.keys[1]?.id)
    expect(cloud.journal).toMatchObject({ phase: 'publishing', sealed: cloud.recovery?.updatedAt })
  })

  test.each(cases)('rule 11: $name, cut off: a job that was queued before changes nothing', async ({ it, left }) => {
    const cloud = await killedAfter(it, left, 'github: write')
    cloud.now += day
    const calls = cloud.calls.length
    expect(await run(cloud, it, true)).toMatchObject({ phase: 'rotating', failed: false })
    expect(cloud.calls.slice(calls).filter((call) => /create|make|delete|write|clear/.test(call))).toEqual([])
    expect((await daysOf(it, cloud)).days).toEqual(expect.any(Number))
    expect(cloud.keys).toHaveLength(2)
  })
})

describe('a recovery secret that two users share', () => {
  const theirs = { id: ids.y, account: user.account, user: 'AIDASOMEBODYELSE', created: now - day }
  const shared = (cloud: Cloud) => {
    cloud.recovery = { about: theirs, updatedAt: Math.floor(cloud.now / second) * second }
  }
  const keeping = [
    { name: 'a role', it: setting({}, kept) },
    { name: 'self-rotation', it: setting({ self: true, secrets: 'pair' }, kept) },
  ]

  test.each(keeping)(
    'rule 11: $name, cut off at any call, neither overwrites nor clears the key of the other user',
    async ({ it }) => {
      const { cloud: quiet } = await daysOf(it)
      for (const call of quiet.calls.keys()) {
        const cloud = dueUser(new Map([[call, 'killed after' as const]]))
        await runDays(cloud, it, 1)
        cloud.meddle(shared)
        const isSettled = (await runDays(cloud, it, 80)).slice(-30).some((settled) => settled)
        const { about } = cloud.recovery ?? {}
        const broken = cloud.harms.filter(({ cause }) => cause === 'promise broken')
        expect({ call, about, broken, isSettled }).toEqual({ call, about: theirs, broken: [], isSettled: true })
      }
    },
  )

  test.each(keeping)('$name goes on by itself once the other user has cleared it', async ({ it }) => {
    const cloud = dueUser()
    cloud.meddle(shared)
    // Queued in the very second of the write, this run cannot know what is in the secret by now; its key is overdue.
    expect(await run(cloud, it)).toMatchObject({ phase: 'steady', failed: true })
    expect(cloud.recovery?.about).toEqual(theirs)
    cloud.now += hour
    expect(await run(cloud, it)).toMatchObject({ phase: 'blocked', failed: true })
    expect(cloud.living).toHaveLength(1)
    cloud.meddle((all) => {
      all.recovery = undefined
    })
    expect((await daysOf(it, cloud)).days).toEqual(expect.any(Number))
    expect(cloud.recovery).toBeUndefined()
  })
})

describe('schedules with more than one thing going wrong', () => {
  test('a key that AWS lists late does not block the user for ever, though a run was refused before', async () => {
    const { cloud: quiet } = await daysOf(role)
    const create = quiet.calls.indexOf('aws: create')
    const cloud = dueUser(new Map([[create, 'refused']]))
    cloud.listedAfter = 20 * second
    await run(cloud, role)
    cloud.now += day
    cloud.faults.set(cloud.calls.length + create, 'lost')
    expect((await daysOf(role, cloud)).days).toEqual(expect.any(Number))
  })

  test('a partly published key is replaced, though a person deleted the old one meanwhile', async () => {
    const { cloud: quiet } = await daysOf(role)
    const cloud = dueUser(new Map([[quiet.calls.indexOf('github: write'), 'killed after']]))
    await run(cloud, role)
    cloud.meddle(({ keys: [old] }) => remove(old))
    cloud.now += day
    await run(cloud, role)
    expect(places.map((name) => cloud.works(cloud.holder(name)))).toEqual([true, true])
  })
})
