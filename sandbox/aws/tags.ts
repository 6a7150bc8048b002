import { checkCount, checkText, type TextConstraint } from './constraints.ts'
import { invalidInput, limitExceeded } from './errors.ts'

/** A tag of an IAM user. */
export interface Tag {
  readonly key: string
  readonly value: string
}

const keyConstraint: TextConstraint = { least: 1, most: 128, pattern: String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]+` }
const valueConstraint: TextConstraint = { least: 0, most: 256, pattern: String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]*` }
const tagsPerRequest = 50

/** Tags with `added` in force, or an error that leaves all as it was: IAM tags all of a request or nothing. */
export function withTags(tags: readonly Tag[], added: readonly Tag[], quota: number): readonly Tag[] {
  checkTags(added)
  const merged = new Map(tags.map((tag) => [canonical(tag.key), tag]))
  for (const tag of added) merged.set(canonical(tag.key), tag)
  if (merged.size > quota) throw limitExceeded('The number of tags has reached the maximum limit.')
  return [...merged.values()]
}

/** Tags without those keys; a key that names no tag is no error. */
export function withoutTags(tags: readonly Tag[], keys: readonly string[]): readonly Tag[] {
  checkCount('tagKeys', keys, tagsPerRequest)
  for (const [index, key] of keys.entries()) checkText(`tagKeys.${index + 1}.member`, key, keyConstraint)
  const removed = new Set(keys.map(canonical))
  return tags.filter((tag) => !removed.has(canonical(tag.key)))
}

/** Tag keys of IAM users are compared without regard to case; the case last written is kept. */
function canonical(key: string): string {
  return key.toLowerCase()
}

function checkTags(tags: readonly Tag[]): void {
  checkCount('tags', tags, tagsPerRequest)
  for (const [index, tag] of tags.entries()) {
    checkText(`tags.${index + 1}.member.key`, tag.key, keyConstraint)
    checkText(`tags.${index + 1}.member.value`, tag.value, valueConstraint)
  }
  if (new Set(tags.map((tag) => canonical(tag.key))).size < tags.length) {
    throw invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.')
  }
  // Reserved for AWS itself, in the key and in the value.
  if (tags.some((tag) => canonical(tag.key).startsWith('aws:') || canonical(tag.value).startsWith('aws:'))) {
    throw invalidInput('aws: prefixed tag key names are not allowed for external use.')
  }
}
