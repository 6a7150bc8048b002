/** A repository by the names that it has and had: what it was given to stays given when it is renamed. */
export interface Named {
  readonly fullName: string
  readonly formerNames: readonly string[]
}

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

  covers({ fullName, formerNames }: Named): boolean {
    const names = [fullName, ...formerNames].map((name) => name.toLowerCase())
    if (this.#owner !== undefined && !names.some((name) => name.startsWith(`${this.#owner}/`))) return false
    return this.selection === 'all' || names.some((name) => this.#names.has(name))
  }
}
