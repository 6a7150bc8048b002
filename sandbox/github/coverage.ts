/** The repositories that a token or an App's installation was given. */
export class Coverage {
  readonly selection: 'all' | 'selected'
  readonly #names: Set<string>
  readonly #owner: string | undefined

  /** With an owner nothing of another owner is covered, even by `all`. Names are compared without regard to case. */
  constructor(repositories: 'all' | readonly string[], owner?: string) {
    this.selection = repositories === 'all' ? 'all' : 'selected'
    this.#names = new Set(repositories === 'all' ? [] : repositories.map((name) => name.toLowerCase()))
    this.#owner = owner?.toLowerCase()
  }

  covers(fullName: string): boolean {
    const name = fullName.toLowerCase()
    if (this.#owner !== undefined && !name.startsWith(`${this.#owner}/`)) return false
    return this.selection === 'all' || this.#names.has(name)
  }
}
