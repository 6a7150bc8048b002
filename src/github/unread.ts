/** What could not be read, told in few sentences however many places it concerns. */
import { asSentence } from '../rotation/problem.ts'

/** Why something is not known, and of which repository or organization. */
export interface Unread {
  readonly where: string
  readonly why: string
}

/** Names so many places, and counts the others. */
const namedPlaces = 3

/** One sentence for each reason; `what` says in its beginning what is not known of these places. */
export function unreadTold(unread: readonly Unread[], what: (where: string) => string): readonly string[] {
  const places = new Map<string, string[]>()
  for (const { where, why } of unread) {
    // What differs from place to place is the place.
    const reason = why.replaceAll(where, 'the place')
    places.set(reason, [...(places.get(reason) ?? []), where])
  }
  return [...places].map(([reason, all]) => {
    const others = all.length - namedPlaces
    const named = all.slice(0, namedPlaces).join(', ')
    const where = others > 0 ? `${named} and ${others} more` : named
    const why = all.length === 1 ? reason.replaceAll('the place', all[0] ?? '') : reason
    return `${what(where)}: ${asSentence(why)}`
  })
}
