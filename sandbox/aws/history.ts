interface Version<State> {
  readonly since: number
  readonly state: State
}

/** Every state that something has been in, so that a read can be answered from the past. */
export class History<State> {
  readonly #versions: [Version<State>, ...Version<State>[]]

  constructor(since: number, state: State) {
    this.#versions = [{ since, state }]
  }

  get latest(): State {
    return (this.#versions.at(-1) ?? this.#versions[0]).state
  }

  /** Records a change. Changes at one instant are one: nobody can have seen what lay between them. */
  record(since: number, state: State): void {
    if (this.#versions.at(-1)?.since === since) this.#versions.pop()
    this.#versions.push({ since, state })
  }

  /** The state at an instant; the first one for every instant before it. */
  asOf(instant: number): State {
    return (this.#versions.findLast(({ since }) => since <= instant) ?? this.#versions[0]).state
  }
}
