/**
 * How the journal is spelled in the tags of an IAM user. Tag values allow letters, digits, spaces and `_.:/=+-@`, and
 * 256 characters: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html. Tag keys are case-insensitive.
 */
import { keyId } from '../key/access-key-id.ts'
import { type Instant, second, utc } from '../rotation/time.ts'
import type {
  Awaited,
  Holder,
  Journal,
  JournalReading,
  KeyId,
  PlaceAside,
  Published,
  Refused,
} from '../rotation/world.ts'
import { digest } from '../text/digest.ts'

/** A tag as IAM spells it. */
export interface Tag {
  readonly Key: string
  readonly Value: string
}

/** Names of the tags. Users' policies depend on them: they never change. */
export const stateTag = 'rotate-iam-access-keys'
export const holderTag = 'rotate-iam-access-keys:holder'
export const verificationTag = 'rotate-iam-access-keys:verification'
export const refusedTag = 'rotate-iam-access-keys:refused'
export const placesTag = 'rotate-iam-access-keys:places'
export const asideTag = 'rotate-iam-access-keys:aside'
export const publishedTag = 'rotate-iam-access-keys:published'

/** A user has no more tags: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostTags = 50

/** Whether a user with these tags may have one of that key, too. What the journal can do without is left out otherwise. */
export function hasRoomFor(key: string, tags: readonly Tag[]): boolean {
  return tagValue(tags, key) !== undefined || tags.length < mostTags
}

/** The tag that the IAM console shows as the description of a key. */
export function descriptionTag(key: KeyId): string {
  return key
}

/** Begins each description that this action writes; people's own are never touched. */
const descriptionPrefix = 'Created by rotate-iam-access-keys'

/** The run that writes, as the holder tag names it. */
export interface Writer {
  /** `owner/repo/run-id` */
  readonly run: string
  readonly attempt: number
  /** Digest of the repository's ID and the path of the workflow. */
  readonly owner: string
  /** Digest of the places that it brings. */
  readonly digest: string
  /** Tells two writes of one run from two runs. */
  readonly nonce: string
  readonly timeLimitSeconds: number
}

/** So much of the digest of a list has room in the tag, and is enough to tell the lists of one run apart. */
const digitsOfList = 8

/** The claim of a run, as one tag; with a time-limit of 0 it says that the run has ended. */
export function holderTagOf(writer: Writer, timeLimitSeconds: number, now: Instant): Tag {
  const { run, attempt, owner, nonce, digest } = writer
  const [touched, limit, list] = [utc(now), String(timeLimitSeconds), digest.slice(0, digitsOfList)]
  const fields = { run: `${run}/${attempt}`, owner, nonce, touched, limit, list }
  return { Key: holderTag, Value: spell(fields) }
}

/** Every tag that one write of the journal sets, in one request: state and holder, and what the phase is about. */
export function tagsFor(journal: Journal, userId: string, writer: Writer, now: Instant): Tag[] {
  const { run, timeLimitSeconds } = writer
  const state: Tag = { Key: stateTag, Value: spell({ ...fieldsOf(journal), user: userId }) }
  const holder = holderTagOf(writer, timeLimitSeconds, now)
  const tags = [state, holder]
  if (journal.aside !== undefined) tags.push(asideTagOf(journal.aside, userId))
  if (journal.phase === 'pending') {
    const repository = run.split('/').slice(0, 2).join('/')
    const description = `${descriptionPrefix} on ${utc(journal.at).slice(0, 10)} for ${repository}`
    tags.push({ Key: descriptionTag(journal.pending), Value: description })
  }
  return tags
}

/**
 * Reads the journal of the user with this UserId; one that names another UserId is `foreign`. `places`: names of the
 * destinations, which a tag has room for as digests alone.
 */
export function readJournal(tags: readonly Tag[], userId: string, places: readonly string[] = []): JournalReading {
  const state = tagValue(tags, stateTag)
  const holder = readHolder(tags)
  if (state === undefined) return { kind: 'none', holder }
  const fields = parse(state)
  const journal = fields === undefined ? undefined : journalOf(fields)
  if (fields === undefined || journal === undefined) return { kind: 'unknown', text: state }
  if (fields.get('user') !== userId) return { kind: 'foreign', holder }
  const aside = readAside(tags, userId, places)
  return { kind: 'read', journal: aside === undefined ? journal : { ...journal, aside }, holder }
}

/** So many digits tell the places of one user apart. */
const digitsOfPlace = 8

/** The places that a publication leaves out, as one tag: each by a digest of its name, with the seconds of its date. */
function asideTagOf(aside: readonly PlaceAside[], userId: string): Tag {
  const places = aside.map(
    ({ place, at }) => `${digest(place.toLowerCase()).slice(0, digitsOfPlace)}.${(at / second).toString(36)}`,
  )
  return { Key: asideTag, Value: spell({ places: places.join('/'), user: userId }) }
}

/** Those of them that are listed; undefined where no tag tells of any, or that of another user of the same name. */
function readAside(tags: readonly Tag[], userId: string, names: readonly string[]): readonly PlaceAside[] | undefined {
  const fields = parse(tagValue(tags, asideTag) ?? '')
  const places = fields?.get('user') === userId ? fields?.get('places') : undefined
  return places?.split('/').flatMap((each) => {
    const [digits, seconds] = each.split('.')
    const place = names.find((name) => digest(name.toLowerCase()).startsWith(digits || 'none'))
    const at = Number.parseInt(seconds ?? '', 36) * second
    return place === undefined || Number.isNaN(at) ? [] : [{ place, at }]
  })
}

/** That a key is written everywhere, as one tag, which no note of an earlier phase overwrites. */
export function publishedTagFor(journal: Journal, userId: string, tags: readonly Tag[]): Tag | undefined {
  if (journal.phase !== 'publishing' || journal.window.to === undefined) return undefined
  const { pending: key, window, digest } = journal
  const fields = { key, from: time(window.from), to: time(window.to), digest, user: userId }
  return hasRoomFor(publishedTag, tags) ? { Key: publishedTag, Value: spell(fields) } : undefined
}

/** The key that was last written everywhere; undefined where none is known, or the tag is of another user of the same name. */
export function readPublished(tags: readonly Tag[], userId: string): Published | undefined {
  const fields = ownFields(tags, publishedTag, userId)
  const [key, digest] = [fields?.get('key'), fields?.get('digest')]
  const [from, to] = [instant(fields?.get('from')), instant(fields?.get('to'))]
  if (key === undefined || digest === undefined || from === undefined || to === undefined) return undefined
  return { key, window: { from, to }, digest }
}

/** The configurations that were refused, as one tag. */
export function refusedTagOf({ digest, at, earlier = [] }: Refused, userId: string): Tag {
  const others = earlier.length === 0 ? undefined : earlier.join('/')
  return { Key: refusedTag, Value: spell({ digest, at: utc(at), earlier: others, user: userId }) }
}

/** The refused configurations; undefined where there are none, or the tag is of another user of the same name. */
export function readRefused(tags: readonly Tag[], userId: string): Refused | undefined {
  const fields = ownFields(tags, refusedTag, userId)
  const [digest, at] = [fields?.get('digest'), instant(fields?.get('at'))]
  if (digest === undefined || at === undefined) return undefined
  return { digest, at, earlier: fields?.get('earlier')?.split('/') ?? [] }
}

/** So many runs have room in one tag. */
const mostRuns = 4

/** The verification runs that have not ended, as one tag. */
export function verificationTagOf({ key, without, runs }: Awaited, userId: string): Tag {
  const spelled = runs.slice(0, mostRuns).map(({ workflow, id, at }) => `${workflow}.${id}.${utc(at)}`)
  return { Key: verificationTag, Value: spell({ key, without, runs: spelled.join('/'), user: userId }) }
}

/** The unfinished verification runs; undefined where there are none, or the tag is of another user of the same name. */
export function readAwaited(tags: readonly Tag[], userId: string): Awaited | undefined {
  const fields = ownFields(tags, verificationTag, userId)
  const key = fields?.get('key')
  if (fields === undefined || key === undefined) return undefined
  const runs = (fields.get('runs') ?? '').split('/').map((text) => {
    const [workflow, id, time] = text.split('.')
    return { workflow: Number(workflow), id: Number(id), at: instant(time) ?? Number.NaN }
  })
  if (runs.some((run) => Object.values(run).some((value) => !Number.isFinite(value)))) return undefined
  return { key, without: fields.get('without'), runs }
}

/** IDs of the keys that carry the description of this action. */
export function madeKeys(tags: readonly Tag[]): readonly KeyId[] {
  const described = tags.filter(({ Value }) => Value.startsWith(descriptionPrefix))
  return describedKeys(described)
}

/** IDs of the keys that carry a description, whoever wrote it. */
export function describedKeys(tags: readonly Tag[]): readonly KeyId[] {
  return tags.map(({ Key }) => Key).filter((key) => keyId.test(key))
}

/** The run whose claim the tags show. */
export function readHolder(tags: readonly Tag[]): Holder | undefined {
  const fields = parse(tagValue(tags, holderTag) ?? '')
  const [owner, repo, id, attempt] = fields?.get('run')?.split('/') ?? []
  const touched = instant(fields?.get('touched'))
  const limit = Number(fields?.get('limit') ?? Number.NaN)
  if (attempt === undefined || touched === undefined || !Number.isFinite(limit)) return undefined
  return {
    run: `${owner}/${repo}/${id}`,
    attempt: Number(attempt),
    owner: fields?.get('owner') ?? '',
    nonce: fields?.get('nonce') ?? '',
    list: fields?.get('list'),
    touched,
    timeLimit: limit * second,
  }
}

type Fields = Readonly<Record<string, string | undefined>>

function fieldsOf(journal: Journal): Fields {
  const { phase, current, digest } = journal
  const previous = 'previous' in journal ? journal.previous : undefined
  const pending = 'pending' in journal ? journal.pending : undefined
  const { from, to } = 'window' in journal ? journal.window : {}
  return {
    phase,
    pending,
    current,
    previous,
    at: time('at' in journal ? journal.at : undefined),
    proven: time('provenAt' in journal ? journal.provenAt : undefined),
    from: time(from),
    to: time(to),
    seal: time('sealed' in journal ? journal.sealed : undefined),
    on: 'switchedOn' in journal ? journal.switchedOn?.toString() : undefined,
    digest,
    was: journal.before,
  }
}

function journalOf(fields: ReadonlyMap<string, string>): Journal | undefined {
  const journal = withoutBefore(fields)
  const before = fields.get('was')
  return journal === undefined || before === undefined ? journal : { ...journal, before }
}

function withoutBefore(fields: ReadonlyMap<string, string>): Journal | undefined {
  const current = fields.get('current')
  const previous = fields.get('previous')
  const pending = fields.get('pending')
  const digest = fields.get('digest')
  const at = instant(fields.get('at'))
  const from = instant(fields.get('from'))
  if (digest === undefined) return undefined
  const publication = from === undefined ? undefined : { window: { from, to: instant(fields.get('to')) }, digest }
  const pair =
    current === undefined || previous === undefined || publication === undefined
      ? undefined
      : { current, previous, switchedOn: count(fields.get('on')), ...publication }
  const phase = fields.get('phase')
  switch (phase) {
    case 'creating':
      return { phase, current, previous, at, digest }
    case 'pending':
      return pending === undefined || at === undefined ? undefined : { phase, pending, current, previous, at, digest }
    case 'publishing':
      return pending === undefined || publication === undefined
        ? undefined
        : { phase, pending, current, previous, ...publication, sealed: instant(fields.get('seal')) }
    case 'current':
      return pair === undefined ? undefined : { phase, ...pair, provenAt: instant(fields.get('proven')) }
    case 'deactivating':
    case 'deactivated':
      return pair === undefined || at === undefined ? undefined : { phase, ...pair, at }
    case 'steady':
      return current === undefined || publication === undefined ? undefined : { phase, current, ...publication }
    default:
      return undefined
  }
}

function spell(fields: Fields): string {
  const words = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
  return ['v1', ...words].join(' ')
}

/** The words of a tag's value; undefined for anything but version 1, word by word `name=value`. */
export function parse(text: string): ReadonlyMap<string, string> | undefined {
  const [version, ...words] = text.split(' ')
  if (version !== 'v1') return undefined
  const fields = new Map<string, string>()
  for (const word of words) {
    const equals = word.indexOf('=')
    if (equals < 1) return undefined
    fields.set(word.slice(0, equals), word.slice(equals + 1))
  }
  return fields
}

/** The words of a tag; undefined where there is none, or of another user of the same name. */
function ownFields(tags: readonly Tag[], key: string, userId: string): ReadonlyMap<string, string> | undefined {
  const fields = parse(tagValue(tags, key) ?? '')
  return fields?.get('user') === userId ? fields : undefined
}

/** The value of a tag, whose key knows no case. */
export function tagValue(tags: readonly Tag[], key: string): string | undefined {
  return tags.find((tag) => tag.Key.toLowerCase() === key)?.Value
}

function count(text: string | undefined): number | undefined {
  const number = Number(text)
  return Number.isInteger(number) && number > 0 ? number : undefined
}

function time(at: Instant | undefined): string | undefined {
  return at === undefined ? undefined : utc(at)
}

function instant(text: string | undefined): Instant | undefined {
  const at = Date.parse(text ?? '')
  return Number.isNaN(at) ? undefined : at
}
