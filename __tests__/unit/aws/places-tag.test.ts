/** The tag that tells where keys are: what leaves the list is known for as long as the key that it has. */
import { expect, test } from '@jest/globals'
import { placesTag, publishedTagFor, readPublished, stateTag, type Tag } from '../../../src/aws/journal-tags.ts'
import { type PublishedTo, placesTagFor, readPlaces } from '../../../src/aws/places-tag.ts'
import type { Journal } from '../../../src/rotation/world.ts'

const nowhere = { places: [], names: [] }
const few = { places: ['octo/app', 'octo/app/prod', 'octo:dependabot'], names: ['AWS_ID', 'AWS_SECRET'] }

const window = { from: 0, to: undefined }
const announced = (pending: string) => {
  return {
    phase: 'publishing',
    pending,
    current: 'K0',
    previous: undefined,
    window,
    sealed: undefined,
    digest: 'd',
  } as const
}
const publishing: (pending: string) => Journal = announced
const steady: Journal = { phase: 'steady', current: 'K1', window: { from: 0, to: 1 }, digest: 'd' }

/** What the tag says at the end of a rotation into these places. */
const placesTagOf = (published: PublishedTo): Tag => placesTagFor(steady, published, []) ?? { Key: '', Value: '' }

test('places are named as far as a tag has room for them, and counted beyond', () => {
  expect(placesTagOf(few).Value).toBe('v1 =AWS_ID =AWS_SECRET octo/app octo/app/prod octo:dependabot')
  expect(readPlaces([placesTagOf(few)])).toEqual({ present: few, former: nowhere })
  const odd = placesTagOf({ places: ['octo/app', 'octo/app/größe 1', 'octo/a/é'], names: [] })
  expect(odd.Value).toBe('v1 octo/app octo/a/é +1')
  const many = Array.from({ length: 500 }, (_, index) => `octo/repository-${index}`)
  const { Value } = placesTagOf({ places: many, names: few.names })
  expect(Value.length).toBeLessThanOrEqual(256)
  expect(Value).toMatch(/ \+4\d\d$/)
  expect(many).toEqual(expect.arrayContaining([...readPlaces([{ Key: placesTag, Value }]).present.places]))
  expect(readPlaces([])).toEqual({ present: nowhere, former: nowhere })
})

test('what has the key before alone is named first, and told apart', () => {
  const before = placesTagOf({ places: ['octo/app'], names: ['DEPLOY_ID'] })
  const tag = placesTagFor(publishing('K2'), { places: ['octo/web'], names: ['AWS_ID'] }, [before])
  expect(tag?.Value).toBe('v1 -=DEPLOY_ID -octo/app =AWS_ID octo/web')
  expect(readPlaces(tag === undefined ? [] : [tag])).toEqual({
    present: { places: ['octo/web'], names: ['AWS_ID'] },
    former: { places: ['octo/app'], names: ['DEPLOY_ID'] },
  })
})

/** What the tag says after journals were written one after the other, each by a run with these places. */
function toldAfter(...written: readonly (readonly [journal: Journal, places: string])[]): string | undefined {
  let tags: readonly Tag[] = []
  for (const [journal, places] of written) {
    const tag = placesTagFor(journal, { places: places.split(' '), names: [] }, tags)
    const pending = 'pending' in journal ? ` pending=${journal.pending}` : ''
    const state = { Key: stateTag, Value: `v1 phase=${journal.phase}${pending}` }
    tags = [state, ...(tag === undefined ? tags.filter(({ Key }) => Key === placesTag) : [tag])]
  }
  return tags.find(({ Key }) => Key === placesTag)?.Value
}

test.each<[string, readonly (readonly [Journal, string])[], string]>([
  ['a first key', [[publishing('K1'), 'app web']], 'v1 app web'],
  [
    'the same list',
    [
      [publishing('K1'), 'app web'],
      [steady, 'app web'],
      [publishing('K2'), 'app web'],
    ],
    'v1 app web',
  ],
  [
    'a place that left before',
    [
      [steady, 'app web'],
      [publishing('K2'), 'web'],
    ],
    'v1 -app web',
  ],
  [
    'the same, once that key is gone',
    [
      [steady, 'app web'],
      [publishing('K2'), 'web'],
      [steady, 'web'],
    ],
    'v1 web',
  ],
  [
    'one that left while its key was published',
    [
      [publishing('K1'), 'app web'],
      [publishing('K1'), 'web'],
    ],
    'v1 web app',
  ],
  [
    'one that left in the overlap',
    [
      [publishing('K1'), 'app web'],
      [steady, 'web'],
    ],
    'v1 web app',
  ],
  [
    'the same, once another key is published',
    [
      [publishing('K1'), 'app web'],
      [steady, 'web'],
      [publishing('K2'), 'web'],
    ],
    'v1 -app web',
  ],
])('%s', (_, written, expected) => {
  expect(toldAfter(...written)).toBe(expected)
})

test('a user whose tags are all taken does without it until its rotation ends', () => {
  const tags = Array.from({ length: 50 }, (_, index) => ({ Key: `tag-${index}`, Value: '' }))
  expect(placesTagFor(publishing('K1'), few, tags)).toBeUndefined()
  expect(placesTagFor(publishing('K1'), few, tags.slice(1))).toEqual(placesTagOf(few))
  expect(placesTagFor(steady, few, tags)).toEqual(placesTagOf(few))
})

test('that a key is written everywhere is told by the note that closes its window alone, to the user of that tag', () => {
  const closed: Journal = { ...announced('K2'), window: { from: 1_000, to: 9_000 } }
  const tag = publishedTagFor(closed, 'AIDA1', [])
  const tags = tag === undefined ? [] : [tag]
  expect(readPublished(tags, 'AIDA1')).toEqual({ key: 'K2', window: { from: 1_000, to: 9_000 }, digest: 'd' })
  expect(readPublished(tags, 'AIDA2')).toBeUndefined()
  for (const journal of [publishing('K2'), steady]) expect(publishedTagFor(journal, 'AIDA1', [])).toBeUndefined()
  const full = Array.from({ length: 50 }, (_, index) => ({ Key: `tag-${index}`, Value: '' }))
  expect(publishedTagFor(closed, 'AIDA1', full)).toBeUndefined()
})
