import { checkNumber, checkPresent } from './constraints.ts'
import { AwsError } from './errors.ts'

/** The parameters of a Query request. Names are as on the wire; errors name them in lower camel case, as AWS does. */
export class Parameters {
  readonly #form: URLSearchParams

  constructor(form: URLSearchParams) {
    this.#form = form
  }

  /** A parameter that may be absent. */
  optional(name: string): string | undefined {
    return this.#form.get(name) ?? undefined
  }

  /** A parameter that must be there. */
  required(name: string): string {
    return checkPresent(memberName(name), this.optional(name))
  }

  /** A whole number within limits. */
  integer(name: string, least: number, most: number): number | undefined {
    const text = this.optional(name)
    if (text === undefined) return undefined
    if (!/^-?\d+$/.test(text)) throw new AwsError(400, 'MalformedInput', '')
    const value = Number(text)
    checkNumber(memberName(name), value, least, most)
    return value
  }

  /** A list that must be there: `TagKeys.member.1`, or with the given fields `Tags.member.1.Key`. */
  list(name: string): readonly string[]
  list<Field extends string>(name: string, fields: readonly Field[]): readonly Readonly<Record<Field, string>>[]
  list(name: string, fields?: readonly string[]): readonly (string | Readonly<Record<string, string>>)[] {
    const count = checkPresent(memberName(name), this.#memberCount(name))
    const members = this.members(name).slice(0, count)
    if (fields === undefined) return members.map((member) => this.required(member))
    return members.map((member) =>
      Object.fromEntries(fields.map((field) => [field, this.required(`${member}.${field}`)])),
    )
  }

  /** The names of a list's members, which hold lists of their own: `ContextEntries.member.1`; none if it is not there. */
  members(name: string): readonly string[] {
    return Array.from({ length: this.#memberCount(name) ?? 0 }, (_, index) => `${name}.member.${index + 1}`)
  }

  #memberCount(name: string): number | undefined {
    const prefix = `${name}.member.`
    const keys = [...this.#form.keys()].filter((key) => key.startsWith(prefix))
    return keys.length === 0 ? undefined : Math.max(...keys.map((key) => Number.parseInt(key.slice(prefix.length), 10)))
  }
}

/** AWS names a member its own way: `Tags.member.1.Key` is `tags.1.member.key`. */
function memberName(name: string): string {
  return name.replace(/\b[A-Z]/g, (initial) => initial.toLowerCase()).replace(/\.member(\.\d+)/, '$1.member')
}
