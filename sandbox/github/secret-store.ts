/** The secrets of one place: a repository, and any other place that keeps secrets under a public key of its own. */
import type { SandboxClock } from '../clock.ts'
import { unprocessable } from './refusal.ts'
import { KeyPair, type PublicKey } from './sealed-box.ts'
import { timestamp } from './timestamp.ts'

/** What GET answers: never the value. */
export interface SecretMetadata {
  readonly name: string
  readonly created_at: string
  readonly updated_at: string
}

/** One state of a secret; without a value it is deleted. */
interface Version {
  readonly createdAt: number
  readonly updatedAt: number
  readonly value: string | undefined
  /** When reads begin to see it. */
  readonly visibleAt: number
}

/** How late reads follow writes, and what time they tell; shared by every place of one GitHub. */
export interface Consistency {
  readonly secretsVisibleAfter: number
  /** A moment of the sandbox's clock, as GitHub's own clock shows it. */
  told(moment: number): number
}

const secretsPerPlace = 100
const bytesPerSecret = 48 * 1_024

/** Keeps every state of every secret, since reads may lag behind; names are upper-cased (GitHub's secrets reference). */
export class SecretStore {
  readonly #place: string
  readonly #clock: SandboxClock
  readonly #consistency: Consistency
  readonly #versions = new Map<string, Version[]>()
  #generation = 1
  #keyPair: KeyPair

  /** `place` is what makes the key pair another than every other place's. */
  constructor(place: string, clock: SandboxClock, consistency: Consistency) {
    this.#place = place
    this.#clock = clock
    this.#consistency = consistency
    this.#keyPair = new KeyPair(place, this.#generation)
  }

  get publicKey(): PublicKey {
    return this.#keyPair.publicKey
  }

  /** From now on only boxes sealed to the new key open. */
  rotatePublicKey(): void {
    this.#generation += 1
    this.#keyPair = new KeyPair(this.#place, this.#generation)
  }

  /** A write over the API: opens the box, or refuses one that was sealed to another key. */
  put(name: string, encryptedValue: string, keyId: string): 'created' | 'updated' {
    const value = keyId === this.publicKey.key_id ? this.#keyPair.open(encryptedValue) : undefined
    if (value === undefined) {
      throw unprocessable('Bad request - validation failed due to an improperly encrypted secret')
    }
    return this.set(name, value)
  }

  /** Stores a value, as a person does on the settings page. */
  set(name: string, value: string): 'created' | 'updated' {
    checkName(name)
    const existing = this.#latest(name)
    this.#checkLimits(existing === undefined, value)
    const now = this.#clock.now()
    this.#append(name, { createdAt: existing?.createdAt ?? now, updatedAt: now, value })
    return existing === undefined ? 'created' : 'updated'
  }

  /** Says whether there was such a secret. */
  delete(name: string): boolean {
    const existing = this.#latest(name)
    if (existing === undefined) return false
    this.#append(name, { ...existing, value: undefined })
    return true
  }

  /** What was last written, whether or not reads see it yet. */
  value(name: string): string | undefined {
    return this.#latest(name)?.value
  }

  /** What a read of one secret shows now. */
  metadata(name: string): SecretMetadata | undefined {
    const version = this.#visible(name)
    if (version === undefined) return undefined
    return {
      name: name.toUpperCase(),
      created_at: timestamp(this.#consistency.told(version.createdAt)),
      updated_at: timestamp(this.#consistency.told(version.updatedAt)),
    }
  }

  /** What a list shows now, by name. */
  list(): SecretMetadata[] {
    return [...this.#versions.keys()].sort().flatMap((name) => this.metadata(name) ?? [])
  }

  /** The values that a run gets which is queued now. */
  snapshot(): Readonly<Record<string, string>> {
    const visible = [...this.#versions.keys()].flatMap((name) => {
      const value = this.#visible(name)?.value
      return value === undefined ? [] : [[name, value] as const]
    })
    return Object.freeze(Object.fromEntries(visible))
  }

  #append(name: string, state: Omit<Version, 'visibleAt'>): void {
    const version = { ...state, visibleAt: this.#clock.now() + this.#consistency.secretsVisibleAfter }
    this.#versions.set(name.toUpperCase(), [...this.#history(name), version])
  }

  #latest(name: string): Version | undefined {
    return existing(this.#history(name).at(-1))
  }

  #visible(name: string): Version | undefined {
    return existing(this.#history(name).findLast((version) => version.visibleAt <= this.#clock.now()))
  }

  #history(name: string): readonly Version[] {
    return this.#versions.get(name.toUpperCase()) ?? []
  }

  #checkLimits(isNew: boolean, value: string): void {
    if (Buffer.byteLength(value) > bytesPerSecret) throw unprocessable('Secret value is too large; the limit is 48 KB')
    const stored = [...this.#versions.keys()].filter((name) => this.#latest(name) !== undefined).length
    if (isNew && stored >= secretsPerPlace) throw unprocessable(`A maximum of ${secretsPerPlace} secrets is allowed`)
  }
}

function existing(version: Version | undefined): Version | undefined {
  return version?.value === undefined ? undefined : version
}

/** GitHub's naming rules for secrets; names are compared and kept in upper case. */
function checkName(name: string): void {
  if (/^GITHUB_/i.test(name)) throw unprocessable('Failed to add secret. Secret names must not start with GITHUB_.')
  if (!/^[A-Z_][A-Z0-9_]*$/i.test(name)) {
    throw unprocessable(
      'Failed to add secret. Secret names can only contain alphanumeric characters ([a-z], [A-Z], [0-9]) or underscores (_). Spaces are not allowed. Must start with a letter ([a-z], [A-Z]) or underscores (_).',
    )
  }
}
