/** What a tag tells of the places of keys: what leaves the list keeps the key that it has, and is named until that key is gone. */
import type { Journal, KeyId } from '../rotation/world.ts'
import { placesTag, type Tag, tagValue } from './journal-tags.ts'

/** Where a key was published: what a tag calls the places, and the names of the secrets and variables there. */
export interface PublishedTo {
  readonly places: readonly string[]
  readonly names: readonly string[]
}

/** Where the latest key was published, and where the one before was alone. */
export interface KnownPlaces {
  /** The latest key whose publication was announced: no note of a phase before that overwrites what tells of it. */
  readonly key: KeyId | undefined
  readonly present: PublishedTo
  readonly former: PublishedTo
}

/** So much of a tag's 256 characters is names; what has no room is counted. */
const roomForPlaces = 240

/** Marks the name of a secret: no place begins so. */
const secretMark = '='

/** Marks what holds the key before alone: neither a place nor the name of a secret begins so. */
const formerMark = '-'

/** Marks the key: neither a place nor the name of a secret begins so. */
const keyMark = '@'

/** A user has no more tags: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostTags = 50

const nowhere: PublishedTo = { places: [], names: [] }

/** Where keys are, as one tag; places that have no room, or whose names a tag may not hold, are counted alone. */
function placesTagOf(key: KeyId, present: PublishedTo, former: PublishedTo = nowhere): Tag {
  const named: string[] = [`${keyMark}${key}`]
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
  const marked = (mark: string) => told.filter((word) => word.startsWith(mark)).map((word) => word.slice(mark.length))
  const [key] = marked(keyMark)
  const present = told.filter((word) => !word.startsWith(formerMark) && !word.startsWith(keyMark))
  return { key, present: publishedTo(present), former: publishedTo(marked(formerMark)) }
}

/**
 * What the tag says once a journal is written: a key is announced in the places that are listed, and what left the list
 * before has the one before alone. What leaves it while the key is published, or until its rotation has ended, has that
 * key too. Undefined where a phase says nothing of places.
 */
export function placesTagFor(journal: Journal, listed: PublishedTo, tags: readonly Tag[]): Tag | undefined {
  const { key, present, former } = readPlaces(tags)
  if (journal.phase === 'steady') return placesTagOf(journal.current, together(listed, present))
  if (journal.phase !== 'publishing') return undefined
  // Without it, the journal says all that a rotation needs.
  if (tagValue(tags, placesTag) === undefined && tags.length >= mostTags) return undefined
  const isSameKey = key === journal.pending
  const announced = isSameKey ? together(listed, present) : listed
  return placesTagOf(journal.pending, announced, without(isSameKey ? former : together(former, present), announced))
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
