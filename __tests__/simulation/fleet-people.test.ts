/** Who answers for what in a simulated fleet: a person for the user that they did something to, and for nobody else. */
import { expect, test } from '@jest/globals'
import { oneRun } from './crash-fleet.ts'
import { FleetPeople } from './fleet-people.ts'
import { FleetWorld } from './fleet-world.ts'
import type { Harm } from './watch.ts'

test('what people do to one user excuses nothing that comes of it for another', () => {
  const world = new FleetWorld({ setting: { signedBy: 'token', pace: oneRun } })
  const people = new FleetPeople(world)
  const [met, other] = world.members
  if (met === undefined || other === undefined) throw new Error('there are too few users')
  people.do({ do: 'switch off', user: 0, key: 'oldest', place: 0, request: 1 })
  expect(people.met).toEqual([met.name])
  expect(world.harms.map(({ cause }) => cause)).toEqual(met.places.map(() => 'a person'))
  const harmTo = (key: string): Harm => {
    const from = world.clock.now()
    return { what: 'stops working', key, places: [], cause: 'promise broken', from, to: undefined, by: 'a run' }
  }
  const isOff = ({ name, original }: typeof met) => {
    return { because: `a key of ${name} that should be active is not: ${original.accessKeyId} (Inactive)` }
  }
  expect([met, other].map(({ original }) => people.answerFor(harmTo(original.accessKeyId)))).toEqual([true, false])
  expect([met, other].map((member) => people.keep(member, isOff(member)))).toEqual([true, false])
  expect(people.keep(met, { because: 'it waits for something else' })).toBe(false)
})
