/** Places that a rotation can go on without reading: each is reported, in few sentences, and nothing fails for it. */
import { endsRun, inSentences, withFullStop } from '../../rotation/problem.ts'
import type { GitHubClient } from '../api/client.ts'
import type { Permission } from '../api/permissions.ts'
import { isDenial } from '../api/refusals.ts'

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

/** A question to GitHub, and what stays unknown without its answer. */
export interface Question extends Pick<UnreadName, 'where' | 'names' | 'place'> {
  readonly github: GitHubClient
  readonly permission: Permission
}

/** The answer; undefined where there is none, and `unread` has one more entry then. @throws only what ends the run */
export async function askOrReport<Value>(
  unread: UnreadName[],
  { github, permission, ...about }: Question,
  ask: () => Promise<Value>,
): Promise<Value | undefined> {
  try {
    github.budget.requireSpare()
    return await ask()
  } catch (error) {
    if (endsRun(error)) throw error
    const why = inSentences(error)
    const lacks = isDenial(error) && why.includes(`lacks ${permission.app}`) ? permission.app : undefined
    unread.push({ ...about, why, ...(lacks && { lacking: { who: github.budget.owner, what: lacks } }) })
    return undefined
  }
}

/** Names so many places, and counts the others. */
const namedPlaces = 4

/** One sentence for each reason; `what` makes its beginning, which says what is not known of these places. */
export function sentencesOf(
  unread: readonly Unread[],
  what: (where: string, isOne: boolean) => string,
): readonly string[] {
  const reasons = Map.groupBy(unread, ({ where, why, place = where }) => why.replaceAll(place, 'the place'))
  return [...reasons].map(([reason, all]) => {
    const named = all.slice(0, namedPlaces).map(({ where }) => where)
    const others = all.length > namedPlaces ? ` and ${all.length - namedPlaces} more` : ''
    const isOne = all.length === 1
    return `${what(`${named.join(', ')}${others}`, isOne)}: ${withFullStop(isOne ? (all[0]?.why ?? '') : reason)}`
  })
}

/**
 * Sentences about places that may have secrets of the same names. What one token lacks in several ways is one sentence.
 * The order does not depend on that of GitHub's answers.
 */
export function unreadNames(unread: readonly UnreadName[]): readonly string[] {
  const inOrder = unread.toSorted((one, other) => one.where.localeCompare(other.where, 'en', { numeric: true }))
  const groups = Map.groupBy(inOrder, ({ names, lacking }) => JSON.stringify([names, lacking?.who]))
  return [...groups.values()].flatMap((all) => {
    const names = (all[0]?.names ?? []).join(' or ') || 'ID of the key'
    return sentencesOf(withOneReason(all), (where, isOne) => {
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
