/** Problems of several places that have one cause, as one problem. */

/** A problem that keeps a place from getting a key, in sentences that name the place. */
export interface PlaceProblem {
  /** Undefined where no other place can have the same. */
  readonly where: string | undefined
  readonly why: string
}

/** Stands for the place in a sentence. */
const somewhere = '\u0000'

/** Each cause once, with all of its places, in the order in which they were found. */
export function groupedByCause(problems: readonly PlaceProblem[]): readonly string[] {
  // Equal sentences are about one thing, an owner, say, whichever places it concerns.
  const distinct = [...Map.groupBy(problems, ({ why }) => why).values()].flatMap(([first]) => first ?? [])
  const causes = Map.groupBy(distinct, causeOf)
  return [...causes].map(([cause, all]) => {
    const [first, ...others] = all
    if (others.length === 0 && first !== undefined) return first.why
    return ofAll(
      cause,
      all.flatMap(({ where }) => where ?? []),
    )
  })
}

/** The sentences without the place, which may begin them. */
function causeOf({ where, why }: PlaceProblem): string {
  if (where === undefined) return why
  const beginning = where.replace(/^the /, 'The ')
  const rest = why.startsWith(beginning) ? `${where}${why.slice(beginning.length)}` : why
  return rest.replaceAll(where, somewhere)
}

function ofAll(cause: string, places: readonly string[]): string {
  const names = `${places.slice(0, -1).join(', ')} and ${places.at(-1)}`
  const plural = cause.replace(`${somewhere} was `, `${somewhere} were `)
  return plural.replaceAll(somewhere, () => names).replace(/^the /, 'The ')
}
