/** What could not be read, told in few sentences however many places it concerns. */
import { asSentence } from '../../rotation/problem.ts'

/** Why something is not known, and of which repository or organization. */
export interface Unread {
  readonly where: string
  readonly why: string
  /** What `why` says instead of `where`, when it is more than that. */
  readonly place?: string
}

/** A place where secrets of these names may be, and why that is not known. */
export interface UnreadName extends Unread {
  readonly names: readonly string[]
  /** A permission, and whose token has not got it. */
  readonly lacking?: { readonly who: string; readonly what: string }
}

/** Names so many places, and counts the others. */
const namedPlaces = 4

/** One sentence for each reason; `what` says in its beginning what is not known of these places. */
export function unreadTold(
  unread: readonly Unread[],
  what: (where: string, isOne: boolean) => string,
): readonly string[] {
  const reasons = Map.groupBy(unread, ({ where, why, place = where }) => why.replaceAll(place, 'the place'))
  return [...reasons].map(([reason, all]) => {
    const others = all.length - namedPlaces
    const named = all
      .slice(0, namedPlaces)
      .map(({ where }) => where)
      .join(', ')
    const where = others > 0 ? `${named} and ${others} more` : named
    const [only, ...more] = all
    const isOne = more.length === 0
    return `${what(where, isOne)}: ${asSentence(isOne ? (only?.why ?? '') : reason)}`
  })
}

/**
 * Where there may be more of the same names. What one token lacks in several ways is told in one sentence. Answers come
 * in any order, and are told in one.
 */
export function unreadNames(unread: readonly UnreadName[]): readonly string[] {
  const inOrder = unread.toSorted((one, other) => one.where.localeCompare(other.where, 'en', { numeric: true }))
  const groups = Map.groupBy(inOrder, ({ names, lacking }) => JSON.stringify([names, lacking?.who]))
  return [...groups.values()].flatMap((all) => {
    const names = (all[0]?.names ?? []).join(' or ') || 'ID of the key'
    return unreadTold(withOneReason(all), (where, isOne) => {
      const isPlural = !isOne || /^(?:other|the (?:environments|repositories|variables)) /.test(where)
      const beginning = where.replace(/^(?:the|other) /, (word) => word.charAt(0).toUpperCase() + word.slice(1))
      return `${beginning} ${isPlural ? 'may have their own' : 'may have its own'} ${names}; this run may not look`
    })
  })
}

function withOneReason(all: readonly UnreadName[]): readonly Unread[] {
  const who = all[0]?.lacking?.who
  const what = [...new Set(all.map(({ lacking }) => lacking?.what))]
  if (who === undefined || what.length === 1) return all
  const why = `${who} lacks ${what.join(', ')}. Grant that, or make sure yourself that nobody stores the key there`
  return all.map(({ where }) => ({ where, why }))
}
