import { type AwsError, validationError } from './errors.ts'

/** What the service model says of a text. The pattern is for the whole of it. */
export interface TextConstraint {
  readonly least: number
  readonly most: number
  readonly pattern: string
}

/** Rejects a text that breaks its constraint. `member` is the request's member as AWS names it: `tags.1.member.key`. */
export function checkText(member: string, text: string, { least, most, pattern }: TextConstraint): void {
  if (text.length < least) {
    throw constraintViolated(member, `Member must have length greater than or equal to ${least}`)
  }
  if (text.length > most) throw constraintViolated(member, `Member must have length less than or equal to ${most}`)
  if (!new RegExp(`^${pattern}$`, 'u').test(text)) {
    throw constraintViolated(member, `Member must satisfy regular expression pattern: ${pattern}`)
  }
}

/** Rejects a number outside its limits. */
export function checkNumber(member: string, value: number, least: number, most: number): void {
  if (value < least) throw constraintViolated(member, `Member must have value greater than or equal to ${least}`)
  if (value > most) throw constraintViolated(member, `Member must have value less than or equal to ${most}`)
}

/** Rejects a list that is too long. */
export function checkCount(member: string, list: readonly unknown[], most: number): void {
  if (list.length > most) throw constraintViolated(member, `Member must have length less than or equal to ${most}`)
}

/** Rejects a member that is not there. */
export function checkPresent<Value>(member: string, value: Value | undefined): Value {
  if (value === undefined) throw constraintViolated(member, 'Member must not be null')
  return value
}

/** A member that is none of the values it may have. */
export function notInEnumeration(member: string, values: readonly string[]): AwsError {
  return constraintViolated(member, `Member must satisfy enum value set: [${values.join(', ')}]`)
}

function constraintViolated(member: string, constraint: string): AwsError {
  return validationError(
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${constraint}`,
  )
}
