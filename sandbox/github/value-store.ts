/** Named values of one place: what secrets and variables have in common. */
import type { SandboxClock } from '../clock.ts'
import { type Audience, audienceOf, type Directory, type Reachable, reaches, type Visibility } from './audience.ts'
import { unprocessable } from './refusal.ts'
import { timestamp } from './timestamp.ts'

/** What a read shows of any value; `visibility` of an organization's. */
export interface ValueMetadata {
  readonly name: string
  readonly created_at: string
  readonly updated_at: string
  readonly visibility?: Visibility
}

/** One state of a value; without text it is deleted. */
interface Version {
  readonly createdAt: number
  readonly updatedAt: number
  readonly text: string | undefined
  /** Of an organization's value. */
  readonly audience: Audience | undefined
  /** When reads begin to see it. */
  readonly visibleAt: number
}
type Kept = Version & { readonly text: string }

/** How late reads follow writes, and what time they tell; shared by every place of one GitHub. */
export interface Consistency {
  readonly clock: SandboxClock
  readonly secretsVisibleAfter: number
  /** A moment of the sandbox's clock, as GitHub's own clock shows it. */
  told(moment: number): number
}

/** What a place is to the values that it keeps. */
export interface Holder {
  /** What makes the place another than every other. */
  readonly name: string
  readonly capacity: number
  /** Only an organization shares what it keeps. */
  readonly directory?: Directory
}

const bytesPerValue = 48 * 1_024
/** Milliseconds: a job may be looked at so long after it started. */
const remembered = 3_600_000
/** Of an organization's secrets a repository can use only the first by name (GitHub's secrets reference). */
const usableByRepository = 100
/** GitHub's command line shares a new secret so when not told otherwise. */
const defaultVisibility: Visibility = 'private'

/** Keeps the states that reads may still show, since they lag behind writes; names are kept in upper case. */
export abstract class ValueStore<Metadata extends ValueMetadata> {
  protected readonly holder: Holder
  readonly #noun: 'secret' | 'variable'
  readonly #consistency: Consistency
  readonly #versions = new Map<string, readonly Version[]>()

  constructor(noun: 'secret' | 'variable', holder: Holder, consistency: Consistency) {
    this.#noun = noun
    this.holder = holder
    this.#consistency = consistency
  }

  /** What a read shows of a value, beside what all values show. */
  protected abstract shown(common: ValueMetadata, text: string): Metadata

  /**
   * Stores a value, as a person does on the settings page. An organization's value keeps its audience when none is
   * given.
   */
  set(name: string, text: string, audience?: Audience): 'created' | 'updated' {
    checkName(this.#noun, name)
    const existing = this.#latest(name)
    this.#checkLimits(existing === undefined, text)
    const now = this.#consistency.clock.now()
    const shared = audience ?? existing?.audience ?? (this.holder.directory && audienceOf(defaultVisibility))
    this.#append(name, { createdAt: existing?.createdAt ?? now, updatedAt: now, text, audience: shared })
    return existing === undefined ? 'created' : 'updated'
  }

  /** Says whether there was such a value. */
  delete(name: string): boolean {
    const existing = this.#latest(name)
    if (existing === undefined) return false
    this.#append(name, { ...existing, text: undefined })
    return true
  }

  /** What was last written, whether or not reads see it yet. */
  value(name: string): string | undefined {
    return this.#latest(name)?.text
  }

  /** What a read of one value shows now. */
  metadata(name: string): Metadata | undefined {
    const version = this.#visible(name)
    return version && this.#shownVersion(name, version)
  }

  /** What a list shows now, by name. */
  list(): Metadata[] {
    return this.#visibleOnes().map(([name, version]) => this.#shownVersion(name, version))
  }

  /** What a list shows now of the values that one repository of the organization sees, by name. */
  listFor(repository: Reachable): Metadata[] {
    return this.#visibleTo(repository).map(([name, version]) => this.#shownVersion(name, version))
  }

  /** The value that a run gets which is queued now. */
  seen(name: string): string | undefined {
    return this.#visible(name)?.text
  }

  /** The values that a run gets which is queued now, or a job that started a moment ago. */
  snapshot(at = this.#consistency.clock.now()): Readonly<Record<string, string>> {
    return frozen(this.#visibleOnes(at))
  }

  /** The values that a run gets which is queued now in one repository of the organization. */
  snapshotFor(repository: Reachable): Readonly<Record<string, string>> {
    return frozen(this.#visibleTo(repository).slice(0, usableByRepository))
  }

  /** Who sees an organization's value, as it was last written. */
  audience(name: string): Audience | undefined {
    return this.#latest(name)?.audience
  }

  /** Who sees an organization's value, as a read shows it now. */
  shownAudience(name: string): Audience | undefined {
    return this.#visible(name)?.audience
  }

  /** The visibility that an organization's value was last given. */
  visibility(name: string): Visibility | undefined {
    return this.audience(name)?.visibility
  }

  /** The full names of the repositories that an organization's value was last shared with, by name. */
  selectedRepositories(name: string): readonly string[] {
    const ids = [...(this.audience(name)?.repositoryIds ?? [])]
    return ids.flatMap((id) => this.holder.directory?.byId(id)?.fullName ?? []).sort()
  }

  /** Changes who sees an organization's value, as a person does; the value is not touched. */
  share(name: string, visibility: Visibility, repositories: readonly string[] = []): void {
    const { directory } = this.holder
    if (directory === undefined) throw new RangeError(`${this.holder.name} shares nothing`)
    const ids = repositories.map((fullName) => directory.byName(fullName).id)
    this.setAudience(name, audienceOf(visibility, ids))
  }

  /**
   * Changes who sees a value that is known to exist. Its date moves though the value stays
   * (https://github.com/integrations/terraform-provider-github/issues/1924).
   */
  setAudience(name: string, audience: Audience): void {
    const existing = this.#latest(name)
    if (existing === undefined) throw new RangeError(`${this.holder.name} has no ${this.#noun} ${name}`)
    this.#append(name, { ...existing, updatedAt: this.#consistency.clock.now(), audience })
  }

  /** An audience that the API is asked for: every id must be that of a repository of the organization. */
  askedAudience(visibility: Visibility, repositoryIds: readonly number[]): Audience {
    if (repositoryIds.some((id) => this.holder.directory?.byId(id) === undefined)) {
      throw unprocessable('Validation Failed')
    }
    return audienceOf(visibility, repositoryIds)
  }

  /** Whether this is an organization's place. */
  get isShared(): boolean {
    return this.holder.directory !== undefined
  }

  #shownVersion(name: string, { createdAt, updatedAt, text, audience }: Kept): Metadata {
    const common = {
      name: name.toUpperCase(),
      created_at: timestamp(this.#consistency.told(createdAt)),
      updated_at: timestamp(this.#consistency.told(updatedAt)),
    }
    return this.shown(audience === undefined ? common : { ...common, visibility: audience.visibility }, text)
  }

  /** A state that no read will show again is forgotten. */
  #append(name: string, state: Omit<Version, 'visibleAt'>): void {
    const now = this.#consistency.clock.now()
    const history = this.#history(name)
    const shown = history.findLastIndex((version) => version.visibleAt <= now - remembered)
    const version = { ...state, visibleAt: now + this.#consistency.secretsVisibleAfter }
    this.#versions.set(name.toUpperCase(), [...history.slice(Math.max(shown, 0)), version])
  }

  #latest(name: string): Kept | undefined {
    return kept(this.#history(name).at(-1))
  }

  #visible(name: string, at = this.#consistency.clock.now()): Kept | undefined {
    return kept(this.#history(name).findLast((version) => version.visibleAt <= at))
  }

  #visibleOnes(at?: number): (readonly [string, Kept])[] {
    return [...this.#versions.keys()].sort().flatMap((name) => {
      const version = this.#visible(name, at)
      return version === undefined ? [] : [[name, version] as const]
    })
  }

  #visibleTo(repository: Reachable): (readonly [string, Kept])[] {
    return this.#visibleOnes().filter(([, { audience }]) => audience !== undefined && reaches(audience, repository))
  }

  #history(name: string): readonly Version[] {
    return this.#versions.get(name.toUpperCase()) ?? []
  }

  #checkLimits(isNew: boolean, text: string): void {
    if (Buffer.byteLength(text) > bytesPerValue) {
      throw unprocessable(`${capitalized(this.#noun)} value is too large; the limit is 48 KB`)
    }
    if (isNew && this.#stored >= this.holder.capacity) {
      throw unprocessable(`A maximum of ${this.holder.capacity} ${this.#noun}s is allowed`)
    }
  }

  get #stored(): number {
    return [...this.#versions.keys()].filter((name) => this.#latest(name) !== undefined).length
  }
}

function kept(version: Version | undefined): Kept | undefined {
  return version?.text === undefined ? undefined : { ...version, text: version.text }
}

function frozen(values: readonly (readonly [string, Kept])[]): Readonly<Record<string, string>> {
  return Object.freeze(Object.fromEntries(values.map(([name, { text }]) => [name, text])))
}

/** GitHub's naming rules; names are compared and kept in upper case. */
function checkName(noun: 'secret' | 'variable', name: string): void {
  const failed = `Failed to add ${noun}. ${capitalized(noun)} names`
  if (/^GITHUB_/i.test(name)) throw unprocessable(`${failed} must not start with GITHUB_.`)
  if (!/^[A-Z_][A-Z0-9_]*$/i.test(name)) {
    throw unprocessable(
      `${failed} can only contain alphanumeric characters ([a-z], [A-Z], [0-9]) or underscores (_). Spaces are not allowed. Must start with a letter ([a-z], [A-Z]) or underscores (_).`,
    )
  }
}

function capitalized(noun: string): string {
  return `${noun.charAt(0).toUpperCase()}${noun.slice(1)}`
}
