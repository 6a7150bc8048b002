/** One destination: its place, and the secrets and variables that it gets. */

import type { Audience, Destination, Entry, Place } from '../../destination.ts'
import type { PublicKey } from '../../key/seal.ts'
import type { HeldKey, PublicationRequest } from '../../rotation/ports.ts'
import { endsRun, inSentences, Problem } from '../../rotation/problem.ts'
import { type Duration, type Instant, minute } from '../../rotation/time.ts'
import type { DestinationReading, SecretReading } from '../../rotation/world.ts'
import type { GitHubClient } from '../api/client.ts'
import { isAmbiguous, statusOf } from '../api/refusals.ts'
import { type AudienceBody, isSameAudience, pagesOf } from '../places/audience.ts'
import { type Dated, GitHubPlace, patience, type SealedValue, type WritePersistence } from '../places/place.ts'

/** The writes of a destination that GitHub has accepted. */
export type Written = ReadonlySet<Entry>

/** Requests that a destination takes of the hourly budget of its token. */
export interface Cost {
  /** Requests that write it, the looks just before them included. */
  readonly writing: number
  /** Requests of one look at whether GitHub shows it as written. */
  readonly confirming: number
}

/** What a destination holds, and when GitHub said so. */
export interface DatedReading extends DestinationReading {
  readonly at: Instant
}

/** A limit that lasts longer than this is waited for where the claim on the user is looked after meanwhile. */
const longestLimit: Duration = minute

/** A destination as one unit: its secrets are read together, and written at one moment. */
export class GitHubDestination {
  readonly #destination: Destination
  readonly #api: GitHubPlace
  #publicKey: PublicKey | undefined
  /** Who may use an organization's secrets, as they were sent. */
  readonly #audiences = new Map<Entry, AudienceBody>()
  /** Names of secrets that the first look of this run has shown as absent; undefined before it. */
  #absent: ReadonlySet<string> | undefined
  /** How many pages the audience of an organization's secret has at most. */
  #pages = 1

  constructor(destination: Destination, github: GitHubClient) {
    this.#destination = destination
    this.#api = new GitHubPlace(destination.place, github, patience)
  }

  get place(): Place {
    return this.#destination.place
  }

  get name(): string {
    return this.#api.name
  }

  get github(): GitHubClient {
    return this.#api.github
  }

  /** How many writes it takes. */
  get size(): number {
    return this.#destination.secrets.length + this.#destination.variables.length
  }

  /** What writing all of it takes. A variable may have to be created where it cannot be updated. */
  get cost(): Cost {
    const { place, secrets, variables } = this.#destination
    const looks = place.kind === 'organization' ? secrets.length * (1 + this.#pages) : 0
    const reading = place.kind === 'organization' ? secrets.length : Math.min(1, secrets.length)
    return {
      writing: secrets.length + 2 * variables.length + looks,
      confirming: reading + variables.length + looks,
    }
  }

  /** Everything that stands against writing to it, in sentences, and what it holds; the latter without problems only. */
  async check(): Promise<{
    readonly problems: readonly string[]
    readonly reading: DatedReading | undefined
  }> {
    try {
      // Both at once; what keeps the public key from being read is told first.
      const reading = this.read()
      reading.catch(() => undefined)
      if (this.#destination.secrets.length > 0) this.#publicKey = (await this.#api.publicKey()).value
      const shown = await reading
      const problems = await this.#audienceProblems(shown.secrets)
      return { problems, reading: problems.length === 0 ? shown : undefined }
    } catch (error) {
      if (endsRun(error)) throw error
      return { problems: [inSentences(error)], reading: undefined }
    }
  }

  /** When its environment was made; undefined where it is none, or nobody tells. @throws only what ends the run */
  made(): Promise<Instant | undefined> {
    return this.#api.made()
  }

  /** When each secret and variable was written, and when GitHub said so. */
  async read(): Promise<DatedReading> {
    const { secrets, variables } = this.#destination
    const names = secrets.map(({ name }) => name)
    const readSecrets = async () => {
      const read = await this.#api.secrets(names)
      this.#absent ??= new Set(read.value.filter(({ updatedAt }) => updatedAt === undefined).map(({ name }) => name))
      return read
    }
    const shown: readonly Dated<SecretReading | readonly SecretReading[]>[] = await Promise.all([
      ...(names.length > 0 ? [readSecrets()] : []),
      ...variables.map(({ name }) => this.#api.variable(name)),
    ])
    return {
      name: this.name,
      at: Math.min(...shown.map(({ at }) => at)),
      secrets: shown.flatMap(({ value }) => value),
    }
  }

  /**
   * Writes what is not written yet, all of it at one moment, so that the two halves of a pair arrive together. Everything
   * is sealed and connected before; that the run still holds the user, that the hourly budget has all the writes, and who
   * may use an organization's secret is asked directly before. Says what has been accepted by now.
   */
  async write(
    held: HeldKey,
    before: Written,
    { until, holds }: Pick<PublicationRequest, 'until' | 'holds'>,
  ): Promise<{ readonly written: Written; readonly error?: unknown }> {
    const { secrets, variables } = this.#destination
    const written = new Set(before)
    const persistence = { until, longest: longestLimit, renew: () => holds().then(() => undefined) }
    const isLeft = (entry: Entry) => !written.has(entry)
    try {
      const writes = [
        ...(await this.#secretWrites(secrets.filter(isLeft), held, persistence)),
        ...(await this.#variableWrites(variables.filter(isLeft), held, persistence)),
      ]
      const ready = async () => {
        await Promise.all(writes.map(({ prepare }) => prepare?.()))
        await this.github.askForBudget()
        await holds()
        this.github.budget.require(writes.length, `write ${this.name}`, before.size > 0)
      }
      const outcomes = await this.github.together(
        writes.map(({ entry, send }) => async () => {
          await send()
          written.add(entry)
        }),
        ready,
      )
      const errors = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []))
      const ending = errors.find(endsRun)
      if (ending !== undefined) throw ending
      return { written, error: errors.find(isAmbiguous) ?? errors[0] }
    } catch (error) {
      if (endsRun(error)) throw error
      return { written, error }
    }
  }

  /** A sentence when an organization shows another audience than the one that was sent. */
  async differentAudience(): Promise<string | undefined> {
    for (const [{ name }, sent] of this.#audiences) {
      const { value: secret } = await this.#api.sharedSecret(name)
      if (secret !== undefined && !isSameAudience(secret.audience, sent)) {
        return `${name} of ${this.name} is shared with others than before: compare its repository access in the settings of the organization.`
      }
    }
    return undefined
  }

  async #secretWrites(
    entries: readonly Entry[],
    held: HeldKey,
    persistence: WritePersistence,
  ): Promise<readonly Write[]> {
    if (entries.length === 0) return []
    const publicKey = this.#publicKey ?? (await this.#api.publicKey()).value
    this.#publicKey = publicKey
    // GitHub may exchange its public key at any time; what was sealed for the old one is sealed once more.
    let exchanged: Promise<Dated<PublicKey>> | undefined
    return Promise.all(
      entries.map(async (entry) => {
        // Whoever may use an organization's secret now may use it afterwards: it is asked directly before each request.
        const renew = async () => {
          const audience = await this.#audienceOf(entry)
          await persistence.renew()
          return audience
        }
        const put = (sealed: SealedValue, audience: AudienceBody | undefined) =>
          this.#api.putSecret(entry.name, sealed, audience, { ...persistence, renew })
        const first = await seal(held, entry, publicKey)
        let audience: AudienceBody | undefined
        const prepare = async () => {
          audience = await this.#audienceOf(entry)
        }
        const send = async () => {
          try {
            await put(first, audience)
          } catch (error) {
            if (statusOf(error) !== 422) throw error
            try {
              exchanged ??= this.#api.publicKey()
              this.#publicKey = (await exchanged).value
              const sealed = await seal(held, entry, this.#publicKey)
              await put(sealed, await renew())
            } catch (second) {
              throw isAmbiguous(error) && !endsRun(second) ? error : second
            }
          }
        }
        return { entry, prepare, send }
      }),
    )
  }

  async #variableWrites(
    entries: readonly Entry[],
    held: HeldKey,
    persistence: WritePersistence,
  ): Promise<readonly Write[]> {
    const { place, audience } = this.#destination
    const isNew = place.kind === 'organization' && audience !== undefined && entries.length > 0
    const body = isNew ? await this.#api.audienceBody(audience) : undefined
    return entries.map((entry) => ({
      entry,
      // Variables hold IDs and nothing else, which are not secret.
      send: () => this.#api.putVariable(entry.name, held.id, body, persistence),
    }))
  }

  /**
   * Who may use an organization's secret now. The configured audience serves only for one that was absent when this run
   * first looked, and still is.
   */
  async #audienceOf(entry: Entry): Promise<AudienceBody | undefined> {
    const { place, audience } = this.#destination
    if (place.kind !== 'organization') return undefined
    if (this.#absent === undefined) await this.read()
    const { value: secret } = await this.#api.sharedSecret(entry.name)
    const body = secret?.audience ?? (await this.#newAudience(entry.name, audience))
    this.#pages = Math.max(this.#pages, pagesOf(body))
    this.#audiences.set(entry, body)
    return body
  }

  async #newAudience(name: string, audience: Audience | undefined): Promise<AudienceBody> {
    if (audience === undefined) throw this.#withoutAudience(name)
    if (this.#absent?.has(name) === true) return this.#api.audienceBody(audience)
    throw new Problem(
      `${name} was in ${this.name} when this run began, and is gone now. It is not created again, since nobody can tell who used it.`,
      'Somebody deletes it while it is rotated. Run again to create it, or take it out of destinations.',
    )
  }

  async #audienceProblems(shown: readonly SecretReading[]): Promise<readonly string[]> {
    const { place, secrets, audience } = this.#destination
    if (place.kind !== 'organization') return []
    const problems: string[] = []
    for (const { name } of secrets) {
      const isMissing = shown.some((each) => each.name === name && each.updatedAt === undefined)
      try {
        const { value: secret } = isMissing ? { value: undefined } : await this.#api.sharedSecret(name)
        const body = isMissing ? await this.#newAudience(name, audience) : secret?.audience
        this.#pages = Math.max(this.#pages, pagesOf(body))
      } catch (error) {
        if (endsRun(error)) throw error
        problems.push(inSentences(error))
      }
    }
    return problems
  }

  #withoutAudience(name: string): Problem {
    return new Problem(
      `${name} does not exist yet in ${this.name}, and nobody has said who may use it.`,
      'Add "visibility: private", "visibility: all", or "visibility: selected" with "repositories: [owner/name]" to that destination.',
    )
  }
}

/** A request that is ready to go. */
interface Write {
  readonly entry: Entry
  /** What it asks directly before it is sent. */
  readonly prepare?: () => Promise<void>
  readonly send: () => Promise<void>
}

async function seal(held: HeldKey, { format }: Entry, { key, key_id }: PublicKey): Promise<SealedValue> {
  return { encrypted_value: await held.seal(key, format), key_id }
}
