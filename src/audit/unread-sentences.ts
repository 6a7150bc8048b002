/** What an inventory may not read, for people: few sentences, each of which names a few places and counts the others. */
import { sentencesOf } from '../github/old-key/unreadable-places.ts'
import { counted } from './inventory-progress.ts'
import type { InventoryRecord, Unknown } from './inventory-record.ts'

/** So many reasons are told. */
const mostSentences = 20

/** One sentence for each reason, in an order that does not depend on that of GitHub's answers. */
export function unreadSentences({ organizations }: InventoryRecord, more: readonly Unknown[]): readonly string[] {
  const unread = organizations.flatMap(({ own, repositories }) => [
    ...(own?.unread ?? []),
    ...repositories.flatMap((each) => each.unread),
  ])
  const { compare } = new Intl.Collator('en', { numeric: true })
  const all = [...unread, ...more].toSorted((one, other) => compare(one.where, other.where))
  const once = [...new Map(all.map((each) => [`${each.where} ${each.why}`, each])).values()]
  const sentences = sentencesOf(once, (where) => `Not read: ${where}`)
  const others = sentences.length - mostSentences
  if (others <= 0) return sentences
  return [...sentences.slice(0, mostSentences), `Other places were not read for ${counted(others)} other reasons.`]
}
