/** Of several names the one that a misspelt text most likely means; undefined when all differ in more than `most` letters. */
export function nearest<Name extends string>(
  text: string,
  names: readonly Name[],
  most: (name: Name) => number,
): Name | undefined {
  let best: { readonly name: Name; readonly distance: number } | undefined
  for (const name of names) {
    if (Math.abs(name.length - text.length) > most(name)) continue
    const distance = difference(text, name)
    if (distance <= most(name) && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = { name, distance }
  }
  return best?.name
}

/**
 * How many letters have to be added, removed, replaced or swapped with their neighbour: the optimal string alignment
 * distance. https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance#Optimal_string_alignment_distance
 */
function difference(one: string, other: string): number {
  let beforeLast: readonly number[] = []
  let last: readonly number[] = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= other.length; j += 1) {
      const isSame = one[i - 1] === other[j - 1]
      const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (beforeLast[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    beforeLast = last
    last = row
  }
  return last[other.length] ?? 0
}
