/**
 * What an inventory has read so far, as a file that a later run goes on from. It holds names and dates of secrets, names
 * and dates of variables with the fingerprint of the key that one shows, and names of repositories and environments; no
 * value. It comes back from a cache or an artifact, so that nothing in it is taken on trust.
 */
import { isAddressable, type Store, stores } from '../destination.ts'
import { type Duration, day, hour, type Instant, spoken, utc } from '../rotation/time.ts'
import { presentable } from '../text/presentable.ts'

/** Raised when the shape of the file changes: a file of another version is not read. */
const version = 1

/** What was read longer ago than this is read anew. */
const longestAge: Duration = day

/** The clocks of two runs, or of two services, may differ by this much. */
const wrongestClock: Duration = hour

/** The longest reason that is kept of why something is unread. */
const longestReason = 1_000

/** A secret or a variable that may concern a user, at its place in a repository or an organization. */
export interface Finding {
  readonly kind: 'secret' | 'variable'
  readonly store: Store
  /** The environment of the repository that it is in, if any. */
  readonly environment: string | undefined
  /** In upper case, as GitHub stores it. */
  readonly name: string
  /** By GitHub's clock. */
  readonly updatedAt: Instant
  /** The fingerprint of the key ID that a variable shows; undefined of what shows none. */
  readonly shows: string | undefined
}

/** Something that could not be read, and why. */
export interface Unknown {
  /** `the environments of octo/app` */
  readonly where: string
  /** Sentences; what is asked of is called the place in them. */
  readonly why: string
}

/** What was read of one repository, or of an organization itself. */
export interface Reading {
  readonly found: readonly Finding[]
  readonly unread: readonly Unknown[]
}

/** A repository that was read, by the number that it keeps when it is renamed. */
export interface ReadRepository extends Reading {
  readonly id: number
  /** Without the owner. */
  readonly name: string
}

/** What was read of one organization. */
export interface ReadOrganization {
  readonly name: string
  /** Its own secrets and variables; undefined while they were not read. */
  readonly own: Reading | undefined
  readonly repositories: readonly ReadRepository[]
  /** How many repositories it has that are not archived, as far as the token sees. */
  readonly total: number
  readonly archived: number
}

/** An inventory, as far as it has come. */
export interface InventoryRecord {
  /** What was asked: an inventory of other organizations or other names is another one. */
  readonly question: string
  /** When the first and the last of it was read, by GitHub's clock. */
  readonly from: Instant
  readonly to: Instant
  /** Nothing is left to read. */
  readonly complete: boolean
  readonly organizations: readonly ReadOrganization[]
}

/** The record as the text of the file `inventory.json`. */
export function spelledRecord({ question, from, to, complete, organizations }: InventoryRecord): string {
  const reasons = new Map<string, number>()
  const reasonOf = (why: string) => {
    const known = reasons.get(why) ?? reasons.size
    reasons.set(why, known)
    return known
  }
  const spelled = ({ found, unread }: Reading) => ({
    found: found.map((each) => ({ ...each, updatedAt: utc(each.updatedAt) })),
    unread: unread.map(({ where, why }) => ({ where, why: reasonOf(why) })),
  })
  const all = organizations.map(({ own, repositories, ...rest }) => ({
    ...rest,
    ...(own === undefined ? {} : { own: spelled(own) }),
    repositories: repositories.map(({ id, name, ...reading }) => ({ id, name, ...spelled(reading) })),
  }))
  const dates = { from: utc(from), to: utc(to) }
  return JSON.stringify({ version, question, ...dates, complete, organizations: all, reasons: [...reasons.keys()] })
}

/**
 * The record that a file holds, to go on from; or why it is of no use for this question: a sentence without a full stop,
 * which says what is wrong with the file.
 */
export function parseRecord(text: string, question: string, now: Instant): InventoryRecord | string {
  let record: InventoryRecord
  try {
    record = recordOf(JSON.parse(text))
  } catch (error) {
    return error instanceof Malformed ? error.message : 'it is not JSON'
  }
  if (record.question !== question) return 'it is of other organizations, or of secrets and variables of other names'
  if (record.complete) return 'it is complete'
  if (record.to < record.from || record.to > now + wrongestClock) return 'its dates are in the future'
  const age = now - record.from
  return age > longestAge ? `it was begun ${spoken(age)} ago` : record
}

// ── Reading the file back ─────────────────────────────────────────────────────────────────────────────────────────

class Malformed extends Error {}

type Fields = Readonly<Record<string, unknown>>

function recordOf(json: unknown): InventoryRecord {
  const fields = fieldsIn(json, 'the file')
  if (fields['version'] !== version) throw new Malformed('it has another version')
  const reasons = listIn(fields, 'reasons', (each) => presentable(textOf(each, 'a reason'), longestReason))
  const organizations = listIn(fields, 'organizations', (each) => organizationOf(each, reasons))
  return {
    question: textIn(fields, 'question', /^[0-9a-f]{16}$/),
    from: instantIn(fields, 'from'),
    to: instantIn(fields, 'to'),
    complete: fields['complete'] === true,
    organizations,
  }
}

function organizationOf(json: unknown, reasons: readonly string[]): ReadOrganization {
  const fields = fieldsIn(json, 'an organization')
  const repositories = listIn(fields, 'repositories', (each) => repositoryOf(each, reasons))
  if (new Set(repositories.map(({ id }) => id)).size < repositories.length) throw malformed('a repository twice')
  const own = fields['own'] === undefined ? undefined : readingOf(fieldsIn(fields['own'], 'own'), reasons)
  if (own?.found.some(({ environment }) => environment !== undefined)) throw malformed('an environment')
  return {
    name: textIn(fields, 'name', /^[\w.-]{1,100}$/),
    own,
    repositories,
    total: countIn(fields, 'total'),
    archived: countIn(fields, 'archived'),
  }
}

function repositoryOf(json: unknown, reasons: readonly string[]): ReadRepository {
  const fields = fieldsIn(json, 'a repository')
  return { id: countIn(fields, 'id'), name: textIn(fields, 'name', /^[\w.-]{1,100}$/), ...readingOf(fields, reasons) }
}

function readingOf(fields: Fields, reasons: readonly string[]): Reading {
  return {
    found: listIn(fields, 'found', findingOf),
    unread: listIn(fields, 'unread', (each) => {
      const unknown = fieldsIn(each, 'something unread')
      const why = reasons[countIn(unknown, 'why')]
      if (why === undefined) throw malformed('why')
      return { where: presentable(textIn(unknown, 'where')), why }
    }),
  }
}

function findingOf(json: unknown): Finding {
  const fields = fieldsIn(json, 'something found')
  const { kind, store: named, environment: given } = fields
  const store = stores.find((each) => each === named)
  if ((kind !== 'secret' && kind !== 'variable') || store === undefined) throw malformed('what was found')
  const environment = given === undefined ? undefined : textOf(given, 'environment')
  if (environment !== undefined && (store !== 'actions' || environment === '' || !isAddressable(environment)))
    throw malformed('environment')
  const shows = fields['shows'] === undefined ? undefined : textIn(fields, 'shows', /^[0-9a-f]{16}$/)
  if (shows !== undefined && kind === 'secret') throw malformed('shows')
  const name = textIn(fields, 'name', /^[A-Z_][A-Z0-9_]*$/)
  return { kind, store, environment, name, updatedAt: instantIn(fields, 'updatedAt'), shows }
}

function malformed(what: string): Malformed {
  return new Malformed(`${what} in it is malformed`)
}

function fieldsIn(json: unknown, what: string): Fields {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw malformed(what)
  return json as Fields
}

function listIn<Each>(fields: Fields, name: string, each: (json: unknown) => Each): readonly Each[] {
  const list = fields[name]
  if (!Array.isArray(list)) throw malformed(name)
  return list.map((item: unknown) => each(item))
}

function textOf(json: unknown, what: string): string {
  if (typeof json !== 'string') throw malformed(what)
  return json
}

function textIn(fields: Fields, name: string, pattern = /./): string {
  const text = textOf(fields[name], name)
  if (!pattern.test(text)) throw malformed(name)
  return text
}

function countIn(fields: Fields, name: string): number {
  const count = fields[name]
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0) throw malformed(name)
  return count
}

function instantIn(fields: Fields, name: string): Instant {
  return Date.parse(textIn(fields, name, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)) || fail(name)
}

function fail(name: string): never {
  throw malformed(name)
}
