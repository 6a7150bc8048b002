/** What the keys of a user are called in its log, while a run changes them. */
import type { Decision } from '../rotation/decision.ts'
import { journalOf } from '../rotation/facts.ts'
import type { KeyId, World } from '../rotation/world.ts'
import { labelOf } from './key-label.ts'
import { named, nameOfKey, shortId } from './key-names.ts'

/** Names of keys, as far as the log has come: a key keeps the last one that it had. */
export class KeysOfLog {
  readonly #names = new Map<KeyId, string>()
  readonly #told = new Set<string>()
  #creates = false

  /** What is known from here on; `decision` is about to be taken. */
  see(world: World | undefined, decision?: Decision): void {
    if (world !== undefined) {
      const journal = journalOf(world)
      const keys = world.keys.map((key) => ({ ...key, label: labelOf(key, journal, world.keys.length) }))
      for (const key of keys) {
        const name = nameOfKey(key, keys) ?? (this.#creates && !this.#names.has(key.id) ? 'the new key' : undefined)
        if (name !== undefined) this.#names.set(key.id, name)
      }
    }
    if (decision === undefined) return
    this.#creates = decision.do === 'create'
    if (decision.do === 'discard' && !this.#names.has(decision.key))
      this.#names.set(decision.key, 'the unpublished key')
  }

  /** A text with the names of the keys, each at its first mention with the end of the ID. */
  naming(text: string): string {
    return [...this.#names].reduce((told, [id, name]) => {
      const mention = `${name} ${id}`
      const isFirst = !this.#told.has(mention) && told.includes(id)
      if (isFirst) this.#told.add(mention)
      return named(told, id, name, isFirst ? ` …${shortId(id)}` : '')
    }, text)
  }
}
