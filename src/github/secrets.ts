/** The Actions secrets of repositories: https://docs.github.com/en/rest/actions/secrets */
import pMap from 'p-map'
import { clockSlack, latestWrite, outsideWindow } from '../rotation/facts.ts'
import type { Clock, Destinations, HeldKey, RecoveryFormat, SecretFormat, StillHolds } from '../rotation/ports.ts'
import { Cancelled, endsRun, inSentences } from '../rotation/problem.ts'
import { type Duration, type Instant, second, spoken } from '../rotation/time.ts'
import type { DestinationReading, DestinationsReading, PublishResult, PublishWindow } from '../rotation/world.ts'
import { type Answer, aheadOfAws, type GitHubClient, type GitHubError } from './client.ts'
import { explain, isClearRefusal, statusOf } from './errors.ts'
import { type Permission, permissions } from './permissions.ts'
import type { RecoverySecret } from './recovery.ts'
import type { PublicKey } from './seal.ts'

/** One repository and the secrets that it gets. */
export interface Destination {
  readonly owner: string
  readonly repo: string
  readonly secrets: readonly { readonly name: string; readonly format: SecretFormat }[]
}

/** A destination of which the first `from` secrets are written, and what kept the next one from being. */
interface Unwritten {
  readonly destination: Destination
  readonly from: number
  readonly error: unknown
}

interface Reading extends DestinationReading {
  readonly at: Instant
}

/** GitHub shows a write a moment after it has accepted it. */
const confirmationBound: Duration = 30 * second
const confirmationSpacing: Duration = 2 * second

/** Waits before each pass over what could not be written: as long as the secret is in hand, it is tried again. */
const passes: readonly Duration[] = [0, 15, 30, 60, 120, 240].map((seconds) => seconds * second)

/** Destinations that are read at the same time; GitHub allows 100 requests at once. */
const reading = { concurrency: 10 }

const read = permissions.secrets('read')
const write = permissions.secrets('write')

/** Destinations on GitHub's REST API, with one token for all of them. */
export class RepositorySecrets implements Destinations {
  readonly #github: GitHubClient
  readonly #destinations: readonly Destination[]
  readonly #recovery: RecoverySecret | undefined
  readonly #clock: Clock
  readonly #publicKeys = new Map<Destination, PublicKey>()

  constructor(
    github: GitHubClient,
    destinations: readonly Destination[],
    recovery: RecoverySecret | undefined,
    clock: Clock,
  ) {
    this.#github = github
    this.#destinations = destinations
    this.#recovery = recovery
    this.#clock = clock
  }

  async check(): Promise<{ readonly problems: readonly string[]; readonly reading: DestinationsReading | undefined }> {
    const [recovery, checked] = await Promise.all([
      this.#recovery?.check(),
      pMap(this.#destinations, (each) => this.#checkOne(each), reading),
    ])
    const problems = [...checked, recovery].filter((problem) => problem !== undefined)
    return { problems, reading: problems.length === 0 ? await this.read() : undefined }
  }

  async read(): Promise<DestinationsReading> {
    const destinations = await pMap(this.#destinations, (each) => this.#readOne(each), reading)
    const at = Math.min(...destinations.map((each) => each.at))
    return { at, ahead: aheadOfAws(at, this.#clock), destinations, recovery: await this.#recovery?.read() }
  }

  safeguard(held: HeldKey, about: Omit<RecoveryFormat, 'account'>): Promise<string | undefined> {
    return this.#recoverySecret().write(held, about)
  }

  clear(): Promise<void> {
    return this.#recoverySecret().clear()
  }

  async publish(held: HeldKey, window: PublishWindow, until: Duration, holds: StillHolds): Promise<PublishResult> {
    const concerned = await this.#toWrite(window)
    let left = concerned.map((destination): Unwritten => ({ destination, from: 0, error: undefined }))
    let accepted = 0
    for (const delay of passes) {
      if (delay > 0) {
        if (this.#clock.elapsed() + delay > until) break
        await this.#clock.sleep(delay)
      }
      const failed: Unwritten[] = []
      // Half a pair is worse than none: what was begun is finished first.
      for (const { destination, from } of left.toSorted((a, b) => b.from - a.from)) {
        // A run that is asked to stop finishes the pair in hand, and begins no other.
        if (this.#clock.cancelled) throw new Cancelled()
        const { written, error } = await this.#writeHeld(destination, held, from, holds)
        accepted += written - from
        if (error !== undefined) failed.push({ destination, from: written, error })
      }
      left = failed
      // A clear refusal stands; only half a pair is worth asking for once more.
      const isTorn = delay === 0 && left.some(({ from }) => from > 0)
      if (!isTorn && left.every(({ error }) => isClearRefusal(error))) break
    }
    const problems = left.map(({ error }) => inSentences(error))
    const refused = left.every(({ error }) => isClearRefusal(error))
    if (left.length > 0) return { key: held.id, accepted, window: undefined, problems, refused }
    const confirmed = await this.#confirm(window)
    if (typeof confirmed === 'object') return { key: held.id, accepted, window: confirmed, problems, refused }
    return { key: held.id, accepted, window: undefined, problems: [confirmed], refused: false }
  }

  /**
   * All destinations; in a roll back those that were written since the key that goes was first published. That may have
   * been a moment ago: GitHub's clock has to be past it before the first write, or the dates would tell nothing.
   */
  async #toWrite(window: PublishWindow): Promise<readonly Destination[]> {
    if (window.heldBefore === undefined) return this.#destinations
    const shown = await this.read()
    if (shown.at < window.from + clockSlack) await this.#clock.sleep(window.from + clockSlack - shown.at)
    return this.#destinations.filter((_, index) => {
      const destinations = shown.destinations.slice(index, index + 1)
      return outsideWindow({ ...shown, destinations }, window).length > 0
    })
  }

  #recoverySecret(): RecoverySecret {
    if (this.#recovery === undefined) throw new Error('no recovery secret is configured')
    return this.#recovery
  }

  /** Writes one destination, if the run still holds the user; that nobody can say is one more way of not being written. */
  async #writeHeld(destination: Destination, held: HeldKey, from: number, holds: StillHolds) {
    try {
      await holds()
    } catch (error) {
      if (endsRun(error)) throw error
      return { written: from, error }
    }
    return this.#write(destination, held, from)
  }

  /** What stands against writing to this destination, in sentences. */
  async #checkOne(destination: Destination): Promise<string | undefined> {
    try {
      const { data } = await this.#ask<{ archived: boolean }>(destination, 'GET /repos/{owner}/{repo}', {
        doing: 'look at the repository',
        permission: permissions.metadata('read'),
      })
      if (data.archived) {
        return `${nameOf(destination)} is archived, so its secrets cannot be written. Remove it from destinations, or unarchive it.`
      }
      await this.#fetchPublicKey(destination)
      return undefined
    } catch (error) {
      return inSentences(error)
    }
  }

  async #fetchPublicKey(destination: Destination): Promise<PublicKey> {
    const route = 'GET /repos/{owner}/{repo}/actions/secrets/public-key'
    const what = { doing: 'read the public key for secrets', permission: write }
    const { data } = await this.#ask<PublicKey>(destination, route, what)
    this.#publicKeys.set(destination, data)
    return data
  }

  /** A repository has at most 100 secrets, which is one page: https://docs.github.com/en/actions/reference/security/secrets */
  async #readOne(destination: Destination): Promise<Reading> {
    const { data, at } = await this.#ask<{ secrets: readonly { name: string; updated_at: string }[] }>(
      destination,
      'GET /repos/{owner}/{repo}/actions/secrets',
      { doing: 'list the secrets', permission: read },
      { per_page: 100 },
    )
    const shown = new Map(data.secrets.map((secret) => [secret.name, Date.parse(secret.updated_at)]))
    const secrets = destination.secrets.map(({ name }) => ({ name, updatedAt: shown.get(name) }))
    return { at, name: nameOf(destination), secrets }
  }

  /**
   * Writes the secrets of one destination from the given one on; `written` says how many it has now. Everything is
   * sealed before the first write, so that nothing but the wire lies between the two halves of a pair.
   */
  async #write(
    destination: Destination,
    held: HeldKey,
    from: number,
  ): Promise<{ readonly written: number; readonly error?: unknown }> {
    let written = from
    try {
      let publicKey = this.#publicKeys.get(destination) ?? (await this.#fetchPublicKey(destination))
      let boxes = await seal(destination, held, publicKey)
      for (const { name } of destination.secrets.slice(from)) {
        try {
          await this.#put(destination, name, boxes, publicKey)
        } catch (error) {
          if (statusOf(error) !== 422) throw error
          // GitHub may exchange its public key at any time; what was sealed for the old one is sealed once more.
          publicKey = await this.#fetchPublicKey(destination)
          boxes = await seal(destination, held, publicKey)
          await this.#put(destination, name, boxes, publicKey)
        }
        written += 1
      }
      return { written }
    } catch (error) {
      return { written, error }
    }
  }

  async #put(destination: Destination, name: string, boxes: ReadonlyMap<string, string>, publicKey: PublicKey) {
    const route = 'PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}'
    const body = { secret_name: name, encrypted_value: boxes.get(name), key_id: publicKey.key_id }
    await this.#ask(destination, route, { doing: `write the secret ${name}`, permission: write }, body)
  }

  /** Reads until every secret is seen to have moved; a sentence when GitHub does not show it in time. */
  async #confirm({ from, heldBefore }: PublishWindow): Promise<PublishWindow | string> {
    const start = this.#clock.elapsed()
    for (;;) {
      const shown = await this.read()
      const late = outsideWindow(shown, { from, to: undefined, heldBefore })
      // A write that was repeated may show its second date only later: the window lasts until this look.
      if (late.length === 0) return { from, to: Math.max(shown.at, latestWrite(shown)), heldBefore }
      if (this.#clock.elapsed() - start >= confirmationBound) {
        return `GitHub accepted ${late.join(', ')}, but does not show the change after ${spoken(confirmationBound)}.`
      }
      await this.#clock.sleep(confirmationSpacing)
    }
  }

  async #ask<Data>(
    destination: Destination,
    route: string,
    what: { readonly doing: string; readonly permission: Permission },
    parameters: Readonly<Record<string, unknown>> = {},
  ): Promise<Answer<Data>> {
    const { owner, repo } = destination
    try {
      return await this.#github.request<Data>(route, { owner, repo, ...parameters })
    } catch (error) {
      throw explain(error as GitHubError, { ...what, place: nameOf(destination), token: 'github-token' })
    }
  }
}

async function seal({ secrets }: Destination, held: HeldKey, { key }: PublicKey): Promise<ReadonlyMap<string, string>> {
  const boxes = new Map<string, string>()
  for (const { name, format } of secrets) boxes.set(name, await held.seal(key, format))
  return boxes
}

function nameOf({ owner, repo }: Destination): string {
  return `${owner}/${repo}`
}
