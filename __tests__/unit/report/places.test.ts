/** What a report says of the places that store the key. */
import { expect, test } from '@jest/globals'
import { placesOf } from '../../../src/report/places.ts'
import { day, utc } from '../../../src/rotation/time.ts'
import type { World } from '../../../src/rotation/world.ts'
import { freshRun, journals, K2, now, policy, read, story, verification, world, written } from '../rotation/worlds.ts'

const names = ['octo/app', 'octo/web']
const overlap = (change: Partial<World> = {}) => world('1A 2A', 'current', change)
const statesOf = (seen: World | undefined, change = {}) =>
  placesOf(names, seen, policy(change), now).map(({ state, proven }) => `${state}${proven ? ', proven' : ''}`)
const both = (state: string) => [state, state]
const found = (change: object) => ({ run: { ...freshRun, verification: { ...verification('works'), ...change } } })

test.each<readonly [string, World | undefined, readonly string[]]>([
  ['nothing of the user could be read', undefined, both('not read')],
  ['no rotation has written them', world('1A', undefined), both('unproven')],
  ['a secret does not exist', world('1A', undefined, { destinations: written(undefined) }), both('missing')],
  ['the published key rests', world('1A', 'steady'), both('current')],
  ['a rotation has not come to them', world('1A 2A', 'pending'), both('not written yet')],
  [
    'a rotation has come to one of them',
    world('1A 2A', 'publishing', { destinations: written(story.published, story.firstPublished) }),
    ['pending', 'not written yet'],
  ],
  ['a rotation has written both', world('1A 2A', 'published'), both('pending')],
  ['the new key is in use', overlap(), both('current')],
  [
    'a verification has passed in one of them',
    overlap(found({ covers: ['octo/web'] })),
    ['current', 'current, proven'],
  ],
  ['it was of another key', overlap(found({ key: 'AKIARTX3GSDSANOTHER2' })), both('current')],
  [
    'a verification has shown another key in one',
    overlap(found({ verdict: 'rejected', covers: [], refutes: ['octo/app'] })),
    ['another key', 'current'],
  ],
  [
    'somebody has written one since',
    overlap({ destinations: written(now - day, story.published) }),
    ['written by others', 'current'],
  ],
  [
    'a verification has passed with what somebody has written',
    overlap({ destinations: written(now - day, story.published), ...found({ covers: ['octo/app'] }) }),
    ['current, proven', 'current'],
  ],
  [
    'somebody has removed one',
    overlap({
      destinations: { ...written(story.published), destinations: written(story.published).destinations.slice(1) },
    }),
    ['left out', 'current'],
  ],
  [
    'one is left as somebody else has left it',
    overlap({
      journal: read({ ...journals.current, aside: [{ place: 'octo/web', at: now - day }] }),
      destinations: written(story.published, now - day),
    }),
    ['current', 'left out'],
  ],
  ['this run has published and looked no more', overlap({ destinations: 'unread' }), both('current')],
  ['this run was cut short', world('1A 2A', 'publishing', { destinations: 'unread' }), both('not read')],
])('%s', (_, seen, states) => {
  expect(statesOf(seen)).toEqual(states)
})

test('without a look, the journal of another list says nothing', () => {
  expect(statesOf(overlap({ destinations: 'unread' }), { digest: 'another' })).toEqual(both('not read'))
})

test('a variable shows by itself what it holds', () => {
  const variable = (value: string) => ({ name: 'variable AWS_ACCESS_KEY_ID', updatedAt: story.published, value })
  const destinations = names.map((name, index) => ({
    name,
    secrets: [variable(index === 0 ? K2 : 'AKIARTX3GSDSANOTHER2')],
  }))
  expect(statesOf(overlap({ destinations: { ...written(), destinations } }))).toEqual(['current', 'another key'])
})

test('each place has the date of its latest write, as far as it is known', () => {
  const dates = (seen: World) => placesOf(names, seen, policy(), now).map(({ writtenAt }) => writtenAt)
  expect(dates(overlap({ destinations: written(story.published, undefined) }))[0]).toBe(utc(story.published))
  expect(dates(overlap({ destinations: 'unread' }))).toEqual(both(utc(story.published)))
  expect(dates(world('1A', undefined, { destinations: written(undefined) }))).toEqual([undefined, undefined])
})
