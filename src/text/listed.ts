/** So many names, separated by commas; the others are counted. */
export function listed(names: readonly string[], most: number): string {
  const others = names.length - most
  return `${names.slice(0, most).join(', ')}${others > 0 ? ` and ${others} more` : ''}`
}
