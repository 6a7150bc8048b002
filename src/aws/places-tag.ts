/** What a tag tells of the places of keys: what leaves the list keeps the key that it has, and is named until that key is gone. */
import type { Journal } from '../rotation/world.ts'
import { hasRoomFor, parse, placesTag, stateTag, type Tag, tagValue } from './journal-tags.ts'

/** Where a key was published: what a tag calls the places, and the names of the secrets and variables there. */
export interface PublishedTo {
  readonly places: readonly string[]
  readonly names: readonly string[]
}

/** Where the latest key was published, and where the one before was alone. */
export interface KnownPlaces {
  readonly present: PublishedTo
  readonly former: PublishedTo
}

/** So much of a tag's 256 characters is names; what has no room is counted. */
const roomForPlaces = 240

/** Marks the name of a secret: no place begins so. */
const secretMark = '='

/** Marks what holds the key before alone: neither a place nor the name of a secret begins so. */
const formerMark = '-'

const nowhere: PublishedTo = { places: [], names: [] }

/** Where keys are, as one tag; places that have no room, or whose names a tag may not hold, are counted alone. */
function placesTagOf(present: PublishedTo, former: PublishedTo = nowhere): Tag {
  const named: string[] = []
  for (const word of [...wordsOf(former).map((each) => `${formerMark}${each}`), ...wordsOf(present)]) {
    const isSpellable = /^[\p{L}\p{N}_.:/=@-]+$/u.test(word)
    if (isSpellable && [...named, word].join(' ').length <= roomForPlaces) named.push(word)
  }
  const others = present.places.filter((place) => !named.includes(place)).length
  return { Key: placesTag, Value: ['v1', ...named, ...(others > 0 ? [`+${others}`] : [])].join(' ') }
}

/** The same, as far as the tag tells. */
export function readPlaces(tags: readonly Tag[]): KnownPlaces {
  const [version, ...words] = (tagValue(tags, placesTag) ?? '').split(' ')
  const told = version === 'v1' ? words.filter((word) => word !== '' && !word.startsWith('+')) : []
  const former = told.filter((word) => word.startsWith(formerMark)).map((word) => word.slice(formerMark.length))
  return { present: publishedTo(told.filter((word) => !word.startsWith(formerMark))), former: publishedTo(former) }
}

/**
 * What the tag says once a journal is written: a key is announced in the places that are listed, and what left the list
 * before has the one before alone. What leaves it while the key is published, or until its rotation has ended, has that
 * key too. Undefined where a phase says nothing of places.
 */
export function placesTagFor(journal: Journal, listed: PublishedTo, tags: readonly Tag[]): Tag | undefined {
  const { present, former } = readPlaces(tags)
  if (journal.phase === 'steady') return placesTagOf(together(listed, present))
  if (journal.phase !== 'publishing') return undefined
  // Without it, the journal says all that a rotation needs.
  if (!hasRoomFor(placesTag, tags)) return undefined
  const before = parse(tagValue(tags, stateTag) ?? '')
  const isSameKey = before?.get('phase') === 'publishing' && before.get('pending') === journal.pending
  const announced = isSameKey ? together(listed, present) : listed
  return placesTagOf(announced, without(isSameKey ? former : together(former, present), announced))
}

/** All of both, each once. */
export function together(one: PublishedTo, other: PublishedTo): PublishedTo {
  return {
    places: [...new Set([...one.places, ...other.places])],
    names: [...new Set([...one.names, ...other.names])],
  }
}

/** What is not among others. */
export function without({ places, names }: PublishedTo, others: PublishedTo): PublishedTo {
  return {
    places: places.filter((each) => !others.places.includes(each)),
    names: names.filter((each) => !others.names.includes(each)),
  }
}

function wordsOf({ places, names }: PublishedTo): readonly string[] {
  return [...names.map((name) => `${secretMark}${name}`), ...places]
}

function publishedTo(words: readonly string[]): PublishedTo {
  const [names = [], places = []] = [true, false].map((is) =>
    words.filter((word) => word.startsWith(secretMark) === is),
  )
  return { places, names: names.map((name) => name.slice(secretMark.length)) }
}
