/**
 * How the journal is spelled in the tags of an IAM user. Tag values allow letters, digits, spaces and `_.:/=+-@`, and
 * 256 characters: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html. Tag keys are case-insensitive.
 */
import { type Instant, second, utc } from '../rotation/time.ts'
import type { Holder, Journal, JournalReading, KeyId } from '../rotation/world.ts'

export interface Tag {
  readonly Key: string
  readonly Value: string
}

/** Users' policies depend on these names: they never change. */
export const stateTag = 'rotate-iam-access-keys'
const holderTag = 'rotate-iam-access-keys:holder'

/** The mark of a key that is being replaced. */
export function markTag(key: KeyId): string {
  return `${stateTag}:${key}`
}

/** The tag that the IAM console shows as the description of a key. */
export function descriptionTag(key: KeyId): string {
  return key
}

/** Who writes: goes into the holder tag. */
export interface Writer {
  /** `owner/repo/run-id/attempt` */
  readonly run: string
  /** File name of the workflow. */
  readonly workflow: string
  /** Tells two writes of one run from two runs. */
  readonly nonce: string
  readonly timeLimitSeconds: number
}

/** Every tag that one write of the journal sets, in one request: state and holder, and what the phase is about. */
export function tagsFor(journal: Journal, userId: string, writer: Writer, now: Instant): readonly Tag[] {
  const { run, workflow, nonce, timeLimitSeconds } = writer
  const state: Tag = { Key: stateTag, Value: spell({ ...fieldsOf(journal), user: userId }) }
  const holder: Tag = {
    Key: holderTag,
    Value: spell({ run, workflow, nonce, touched: utc(now), limit: String(timeLimitSeconds) }),
  }
  const repository = run.split('/').slice(0, 2).join('/')
  switch (journal.phase) {
    case 'creating':
      if (journal.current === undefined) return [state, holder]
      return [state, holder, { Key: markTag(journal.current), Value: `being replaced since ${utc(journal.at)}` }]
    case 'pending': {
      const description = `Created by rotate-iam-access-keys on ${utc(journal.at).slice(0, 10)} for ${repository}`
      return [state, holder, { Key: descriptionTag(journal.pending), Value: description }]
    }
    default:
      return [state, holder]
  }
}

/** Reads the journal of the user with this UserId; one that names another UserId is `foreign`. */
export function readJournal(tags: readonly Tag[], userId: string): JournalReading {
  const state = tagValue(tags, stateTag)
  if (state === undefined) return { kind: 'none' }
  const fields = parse(state)
  const journal = fields === undefined ? undefined : journalOf(fields)
  if (fields === undefined || journal === undefined) return { kind: 'unknown', text: state }
  if (fields.get('user') !== userId) return { kind: 'foreign' }
  return { kind: 'read', journal, holder: readHolder(tags) }
}

/** Keys that carry this action's mark. */
export function markedKeys(tags: readonly Tag[]): readonly KeyId[] {
  const prefix = `${stateTag}:`
  return tags
    .filter(({ Key }) => Key.toLowerCase().startsWith(prefix) && Key.toLowerCase() !== holderTag)
    .map(({ Key }) => Key.slice(prefix.length))
}

/** Keys that carry a description. */
export function describedKeys(tags: readonly Tag[]): readonly KeyId[] {
  return tags.filter(({ Key }) => /^A[A-Z]IA\w+$/.test(Key)).map(({ Key }) => Key)
}

function readHolder(tags: readonly Tag[]): Holder | undefined {
  const fields = parse(tagValue(tags, holderTag) ?? '')
  const run = fields?.get('run')
  const touched = instant(fields?.get('touched'))
  const limit = Number(fields?.get('limit') ?? Number.NaN)
  if (run === undefined || touched === undefined || !Number.isFinite(limit)) return undefined
  const owner = `${run.split('/').slice(0, 2).join('/')}/${fields?.get('workflow') ?? ''}`
  return { run, owner, touched, timeLimit: limit * second }
}

type Fields = Readonly<Record<string, string | undefined>>

function fieldsOf(journal: Journal): Fields {
  const { phase, current } = journal
  const publication =
    'window' in journal
      ? { from: utc(journal.window.from), to: time(journal.window.to), digest: journal.digest }
      : undefined
  switch (phase) {
    case 'creating':
      return { phase, current, at: utc(journal.at) }
    case 'pending':
      return { phase, pending: journal.pending, current, at: utc(journal.at) }
    case 'publishing':
      return { phase, pending: journal.pending, current, ...publication }
    case 'current':
      return { phase, current, previous: journal.previous, proven: time(journal.provenAt), ...publication }
    case 'deactivating':
    case 'deactivated':
      return { phase, current, previous: journal.previous, at: utc(journal.at), ...publication }
    case 'steady':
      return { phase, current, ...publication }
  }
}

function journalOf(fields: ReadonlyMap<string, string>): Journal | undefined {
  const current = fields.get('current')
  const previous = fields.get('previous')
  const pending = fields.get('pending')
  const at = instant(fields.get('at'))
  const from = instant(fields.get('from'))
  const to = instant(fields.get('to'))
  const digest = fields.get('digest')
  const publication = from === undefined || digest === undefined ? undefined : { window: { from, to }, digest }
  const phase = fields.get('phase')
  switch (phase) {
    case 'creating':
      return at === undefined ? undefined : { phase, current, at }
    case 'pending':
      return at === undefined || pending === undefined ? undefined : { phase, pending, current, at }
    case 'publishing':
      return pending === undefined || publication === undefined
        ? undefined
        : { phase, pending, current, ...publication }
    case 'current':
      if (current === undefined || previous === undefined || publication === undefined) return undefined
      return { phase, current, previous, provenAt: instant(fields.get('proven')), ...publication }
    case 'deactivating':
    case 'deactivated':
      if (current === undefined || previous === undefined || at === undefined || publication === undefined)
        return undefined
      return { phase, current, previous, at, ...publication }
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

/** Undefined for anything but version 1, word by word `name=value`. */
function parse(text: string): ReadonlyMap<string, string> | undefined {
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

function tagValue(tags: readonly Tag[], key: string): string | undefined {
  return tags.find((tag) => tag.Key.toLowerCase() === key)?.Value
}

function time(at: Instant | undefined): string | undefined {
  return at === undefined ? undefined : utc(at)
}

function instant(text: string | undefined): Instant | undefined {
  const at = Date.parse(text ?? '')
  return Number.isNaN(at) ? undefined : at
}
