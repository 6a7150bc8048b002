/**
 * The caches of a repository, as jobs on its default branch find them: a key is taken once, and what nobody has asked for
 * in seven days is gone. https://docs.github.com/en/actions/reference/workflows-and-actions/dependency-caching
 */
import type { SandboxClock } from '../clock.ts'
import { duration } from '../clock.ts'

interface Cache {
  readonly key: string
  /** Part of the cache's version: another path is another cache. */
  readonly path: string
  readonly content: Uint8Array
  accessed: number
}

export class Caches {
  readonly #clock: Pick<SandboxClock, 'now'>
  #all: readonly Cache[] = []

  constructor(clock: Pick<SandboxClock, 'now'>) {
    this.#clock = clock
  }

  /** The first of the keys that one has, or that one's key begins with: of several the newest. */
  find(path: string, keys: readonly string[]): Cache | undefined {
    this.#evict()
    const candidates = this.#all.filter((each) => each.path === path).toReversed()
    for (const key of keys) {
      const found = candidates.find((each) => each.key === key) ?? candidates.find((each) => each.key.startsWith(key))
      if (found === undefined) continue
      found.accessed = this.#clock.now()
      return found
    }
    return undefined
  }

  /** Keeps what a job has left; false where there is one of that key, which stays as it is. */
  add(path: string, key: string, content: Uint8Array): boolean {
    this.#evict()
    if (this.#all.some((each) => each.key === key && each.path === path)) return false
    this.#all = [...this.#all, { key, path, content, accessed: this.#clock.now() }]
    return true
  }

  #evict(): void {
    const now = this.#clock.now()
    this.#all = this.#all.filter(({ accessed }) => now - accessed <= duration('7d'))
  }
}
