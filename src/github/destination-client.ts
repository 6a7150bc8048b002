/** One destination: its place, and the secrets and variables that it gets. */
import type { HeldKey } from '../rotation/ports.ts'
import { endsRun, inSentences, Problem } from '../rotation/problem.ts'
import { type Duration, type Instant, minute } from '../rotation/time.ts'
import type { DestinationReading, SecretReading } from '../rotation/world.ts'
import { type AudienceBody, isSameAudience } from './audience.ts'
import type { GitHubClient, Persistence } from './client.ts'
import { statusOf } from './errors.ts'
import { type Dated, PlaceClient } from './place-client.ts'
import type { Destination, Entry } from './places.ts'
import type { PublicKey } from './seal.ts'

/** What has been accepted of a destination. */
export type Written = ReadonlySet<Entry>

/** A limit that lasts longer than this is waited for where the claim on the user is looked after meanwhile. */
const longestLimit: Duration = minute

/** Reads and writes as one unit: what belongs together goes out together. */
export class DestinationClient {
  readonly #destination: Destination
  readonly #api: PlaceClient
  #publicKey: PublicKey | undefined
  /** Who may use an organization's secrets, as they were sent. */
  readonly #audiences = new Map<Entry, AudienceBody>()

  constructor(destination: Destination, github: GitHubClient) {
    this.#destination = destination
    this.#api = new PlaceClient(destination.place, github)
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

  /** Everything that stands against writing to it, in sentences, and what it holds; the latter without problems only. */
  async check(): Promise<{
    readonly problems: readonly string[]
    readonly reading: (DestinationReading & { readonly at: Instant }) | undefined
  }> {
    try {
      if (this.#destination.secrets.length > 0) this.#publicKey = await this.#api.publicKey()
      const shown = await this.read()
      const problems = await this.#audienceProblems(shown.secrets)
      return { problems, reading: problems.length === 0 ? shown : undefined }
    } catch (error) {
      return { problems: [inSentences(error)], reading: undefined }
    }
  }

  /** When each secret and variable was written, and when GitHub said so. */
  async read(): Promise<DestinationReading & { readonly at: Instant }> {
    const { place, secrets, variables } = this.#destination
    const names = secrets.map(({ name }) => name)
    const shown: Dated<readonly SecretReading[]>[] = []
    if (place.kind === 'organization') {
      for (const name of names) shown.push(listed(await this.#api.secret(name)))
    } else if (names.length > 0) {
      shown.push(await this.#api.secrets(names))
    }
    for (const { name } of variables) shown.push(listed(await this.#api.variable(name)))
    return {
      name: this.name,
      at: Math.min(...shown.map(({ at }) => at)),
      secrets: shown.flatMap(({ value }) => value),
    }
  }

  /**
   * Writes what is not written yet, all of it at one moment, so that the two halves of a pair arrive together;
   * everything is sealed before the first write. Says what has been accepted by now.
   */
  async write(
    held: HeldKey,
    before: Written,
    until: Duration,
  ): Promise<{ readonly written: Written; readonly error?: unknown }> {
    const { secrets, variables } = this.#destination
    const written = new Set(before)
    const persistence = { until, longest: longestLimit }
    try {
      const writes = [
        ...(await this.#secretWrites(
          secrets.filter((entry) => !written.has(entry)),
          held,
          persistence,
        )),
        ...(await this.#variableWrites(
          variables.filter((entry) => !written.has(entry)),
          held,
          persistence,
        )),
      ]
      const outcomes = await this.github.together(
        writes.map(({ entry, send }) => async () => {
          await send()
          written.add(entry)
        }),
      )
      const errors = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []))
      const ending = errors.find(endsRun)
      if (ending !== undefined) throw ending
      return { written, error: errors[0] }
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

  async #secretWrites(entries: readonly Entry[], held: HeldKey, persistence: Persistence): Promise<readonly Write[]> {
    if (entries.length === 0) return []
    const publicKey = this.#publicKey ?? (await this.#api.publicKey())
    this.#publicKey = publicKey
    // GitHub may exchange its public key at any time; what was sealed for the old one is sealed once more.
    let exchanged: Promise<PublicKey> | undefined
    return Promise.all(
      entries.map(async (entry) => {
        const audience = await this.#audienceOf(entry)
        const put = async (sealed: Sealed) => {
          await this.#api.putSecret(entry.name, sealed, audience, persistence)
        }
        const first = await seal(held, entry, publicKey)
        const send = async () => {
          try {
            await put(first)
          } catch (error) {
            if (statusOf(error) !== 422) throw error
            exchanged ??= this.#api.publicKey()
            this.#publicKey = await exchanged
            await put(await seal(held, entry, this.#publicKey))
          }
        }
        return { entry, send }
      }),
    )
  }

  async #variableWrites(entries: readonly Entry[], held: HeldKey, persistence: Persistence): Promise<readonly Write[]> {
    const { place, audience } = this.#destination
    const isNew = place.kind === 'organization' && audience !== undefined && entries.length > 0
    const body = isNew ? await this.#api.audienceBody(audience) : undefined
    return entries.map((entry) => ({
      entry,
      // Variables hold IDs and nothing else, which are not secret.
      send: () => this.#api.putVariable(entry.name, held.id, body, persistence),
    }))
  }

  /** Read just before the write: whoever may use an organization's secret now may use it afterwards. */
  async #audienceOf(entry: Entry): Promise<AudienceBody | undefined> {
    const { place, audience } = this.#destination
    if (place.kind !== 'organization') return undefined
    const { value: secret } = await this.#api.sharedSecret(entry.name)
    if (secret === undefined && audience === undefined) throw this.#withoutAudience(entry.name)
    const body = secret?.audience ?? (audience && (await this.#api.audienceBody(audience)))
    if (body !== undefined) this.#audiences.set(entry, body)
    return body
  }

  async #audienceProblems(shown: readonly SecretReading[]): Promise<readonly string[]> {
    const { place, secrets, audience } = this.#destination
    if (place.kind !== 'organization') return []
    const problems: string[] = []
    const missing = shown.filter(({ updatedAt }) => updatedAt === undefined)
    if (audience === undefined) {
      for (const { name } of missing) problems.push(inSentences(this.#withoutAudience(name)))
    } else if (missing.length > 0) {
      await this.#api.audienceBody(audience).catch((error: unknown) => problems.push(inSentences(error)))
    }
    for (const { name } of secrets) {
      if (missing.some((each) => each.name === name)) continue
      await this.#api.sharedSecret(name).catch((error: unknown) => problems.push(inSentences(error)))
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
  readonly send: () => Promise<void>
}

interface Sealed {
  readonly encrypted_value: string
  readonly key_id: string
}

async function seal(held: HeldKey, { format }: Entry, { key, key_id }: PublicKey): Promise<Sealed> {
  return { encrypted_value: await held.seal(key, format), key_id }
}

function listed({ at, value }: Dated<SecretReading>): Dated<readonly SecretReading[]> {
  return { at, value: [value] }
}
