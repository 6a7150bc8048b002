/** Pagination: `per_page` and `page`, and the `link` header that clients follow. */
import type { Call } from './route.ts'

interface Page<Item> {
  readonly items: readonly Item[]
  readonly headers: Readonly<Record<string, string>>
}

/** How many items a page has when the call does not say, and at most. */
interface PageSize {
  readonly usual: number
  readonly largest: number
}

/** Of nearly every list. */
const commonPageSize: PageSize = { usual: 30, largest: 100 }
/** Lists of variables are shorter. */
export const variablesPageSize: PageSize = { usual: 10, largest: 30 }

/** The part of a list that a call asks for. */
export function page<Item>(call: Call, list: readonly Item[], pageSize = commonPageSize): Page<Item> {
  const size = Math.min(positive(call.query.get('per_page')) ?? pageSize.usual, pageSize.largest)
  const number = positive(call.query.get('page')) ?? 1
  const last = Math.max(1, Math.ceil(list.length / size))
  const relations = {
    ...(number > 1 ? { prev: number - 1 } : {}),
    ...(number < last ? { next: number + 1, last } : {}),
    ...(number > 1 ? { first: 1 } : {}),
  }
  const link = Object.entries(relations).map(([relation, target]) => `<${address(call, target)}>; rel="${relation}"`)
  return {
    items: list.slice((number - 1) * size, number * size),
    headers: link.length === 0 ? {} : { link: link.join(', ') },
  }
}

function address(call: Call, number: number): string {
  const query = new URLSearchParams(call.query)
  query.set('page', String(number))
  return `${call.links.api}${call.path}?${query}`
}

function positive(text: string | null): number | undefined {
  return text !== null && /^[1-9]\d*$/.test(text) ? Number(text) : undefined
}
