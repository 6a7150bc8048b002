/** What the keys of a user are called in sentences: GitHub shows `***` where the ID of the job's own key stands. */
import type { KeyReport, UserReport } from './report.ts'
import { withReadableTimes } from './titles.ts'

/** What a key needs to have a name. */
type NamedKey = Pick<KeyReport, 'id' | 'label' | 'status'>

/** `the new key`, `the old key`; undefined for a key that nothing explains. */
export function nameOfKey({ id, label, status }: NamedKey, keys: readonly NamedKey[]): string | undefined {
  const has = (other: KeyReport['label']) => keys.some((each) => each.id !== id && each.label === other)
  switch (label) {
    case 'pending':
      return 'the new key'
    case 'previous':
      return 'the old key'
    case 'current':
      if (has('previous')) return 'the new key'
      return has('pending') ? 'the old key' : 'the key'
    case 'unknown':
      return keys.length === 1 && status !== 'Active' ? 'the key' : undefined
  }
}

/** `2PFAEF4J`: the end of an ID tells the two keys of a user apart, and is short. */
export function shortId(id: string): string {
  return id.slice(-8)
}

/**
 * Gives the keys of a report their names in a text, wherever their IDs stand in it; `withEnds`: with the end of the ID at
 * the first mention of each.
 */
function namingKeysOf(
  { keys = [], steps }: Pick<UserReport, 'keys' | 'steps'>,
  withEnds = false,
): (text: string) => string {
  const names = new Map<string, string>()
  // A key that this run has deleted is in its steps alone.
  for (const { step } of steps) {
    const [, verb, id] = /^(Delete|Discard) (\w+)$/.exec(step) ?? []
    if (id !== undefined) names.set(id, verb === 'Delete' ? 'the old key' : 'the unpublished key')
  }
  for (const key of keys) {
    const name = nameOfKey(key, keys)
    if (name !== undefined) names.set(key.id, name)
  }
  const end = (id: string) => (withEnds ? ` …${shortId(id)}` : '')
  return (text) => [...names].reduce((told, [id, name]) => named(told, id, name, end(id)), text)
}

/** How people are told of a report: keys by their names, and times as people read them. */
export function wordsFor(
  report: Pick<UserReport, 'keys' | 'steps' | 'at'>,
  withEnds = false,
): (text: string) => string {
  const name = namingKeysOf(report, withEnds)
  return (text) => withReadableTimes(name(text), Date.parse(report.at))
}

/**
 * A text in which a key has its name in the place of its ID; `first` stands behind the first mention. Whoever is to look a
 * key up, or to choose between keys that are described, needs the ID itself.
 */
export function named(text: string, id: string, name: string, first = ''): string {
  let behind = first
  const before = '(?:\\b[Tt]he (?:(?:new|old|current) )?key,? )?'
  const mention = new RegExp(
    `${before}\\b(?<!access key )${id}\\b(?! \\((?:Active|Inactive),)(, the key in use\\b)?`,
    'g',
  )
  return text.replaceAll(mention, (found, inUse: string | undefined, offset: number) => {
    const begins = found.startsWith('The') || /[.!?]\s$/.test(text.slice(Math.max(0, offset - 2), offset))
    const shown = inUse === undefined ? `${name}${behind}` : 'the key in use'
    if (inUse === undefined) behind = ''
    return begins ? capitalized(shown) : shown
  })
}

/** With a capital letter. */
export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
