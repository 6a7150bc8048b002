/** A run with `force` does what is asked of it, and tells what the same rotation would be refused for without. */
import { expect, test } from '@jest/globals'
import { forcedStep } from '../../../../src/rotation/lifecycle/forced-step.ts'
import { hour } from '../../../../src/rotation/time.ts'
import type { World } from '../../../../src/rotation/world.ts'
import { freshRun, keys, never, now, policy, used, world, written } from '../worlds.ts'
import { inShort } from './table.ts'

const forced = policy({ force: true })
const inUse = keys('1A', { lastUsed: used(now - hour) })
const fresh: Partial<World> = { run: { ...freshRun, claim: undefined } }

const production = {
  name: 'the environment production of octo/app',
  secrets: [{ name: 'AWS_ACCESS_KEY_ID', updatedAt: now - hour }],
  takesPrecedence: true,
  listing: '- { repository: octo/app, environment: production }',
  dismissal: '- { repository: octo/app, environment: production }',
} as const
const nearby = { sameNameNearby: { ahead: 0, places: [production], unread: [] } } as const

test.each<readonly [string, Partial<World>, readonly string[]]>([
  ['a secret nearby that may hold the key', nearby, ['may hold', 'environment: production', 'destinations']],
  ['a key that is stored under another name', { destinations: written(undefined) }, ['none of the configured secrets']],
])('tells of %s, and goes on', (_, change, says) => {
  const { decision, overruled } = forcedStep(world('1A', undefined, { keys: inUse, ...fresh, ...change }), forced, now)
  expect(inShort(decision)).toBe('claim')
  for (const words of ['Without force, this would be refused', ...says]) expect(overruled?.text).toContain(words)
})

test('reads first what only a run without force would ask for', () => {
  const unread = keys('1A', { lastUsed: { kind: 'unread' } })
  const { decision } = forcedStep(
    world('1A', undefined, { keys: unread, destinations: written(undefined), ...fresh }),
    forced,
    now,
  )
  expect(inShort(decision)).toBe('observe last use')
})

test.each<readonly [string, Partial<World>, boolean]>([
  ['nothing would be refused', {}, true],
  ['the run has begun already', { ...nearby, run: freshRun }, true],
  ['it is told already', { ...nearby, remarks: [{ kind: 'overruled by force', text: 'Told.' }] }, true],
  ['force is not asked for', nearby, false],
])('tells nothing where %s', (_, change, force) => {
  const moment = world('1A', 'steady', { keys: keys('1A', { lastUsed: never }), ...fresh, ...change })
  expect(forcedStep(moment, policy({ force }), now).overruled).toBeUndefined()
})

test('tells nothing where no key works that somebody could lose', () => {
  const moment = world('1I', 'steady', { ...fresh, ...nearby })
  const { decision, overruled } = forcedStep(moment, forced, now)
  expect([inShort(decision), overruled]).toEqual(['claim', undefined])
})
