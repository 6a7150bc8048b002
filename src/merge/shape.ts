/** What text from elsewhere has to look like before it is taken for data. A refusal names where, and quotes nothing. */

/** Data that is not what it should be. The message names the place in it, and what is allowed there. */
export class Misshapen extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'Misshapen'
  }
}

const isNot = (where: string, allowed: string) => new Misshapen(`${where} is not ${allowed}`)

/** Reads data that stands there. @throws Misshapen */
export type Shape<Value> = (data: unknown, where: string) => Value

/** The result of a step names every place, of which there may be thousands. */
const longestText = 1_000_000

/** A text; one that `pattern` matches as a whole, where there is one, which is `called` so for people. */
export function text(called = 'a text', pattern?: RegExp): Shape<string> {
  return (data, where) => {
    if (typeof data !== 'string' || data.length > longestText || pattern?.test(data) === false) {
      throw isNot(where, called)
    }
    return data
  }
}

/** One of these words. */
export function word<Word extends string>(...words: readonly Word[]): Shape<Word> {
  return (data, where) => {
    const found = words.find((each) => each === data)
    if (found === undefined) throw isNot(where, `one of ${words.join(', ')}`)
    return found
  }
}

export const truth: Shape<boolean> = (data, where) => {
  if (typeof data !== 'boolean') throw isNot(where, 'true or false')
  return data
}

/** A whole number of things, none of them at least. */
export const count: Shape<number> = (data, where) => {
  if (typeof data !== 'number' || !Number.isSafeInteger(data) || data < 0) throw isNot(where, 'a whole number')
  return data
}

/** JSON has no undefined: what is not there is. */
export function optional<Value>(shape: Shape<Value>): Shape<Value | undefined> {
  return (data, where) => (data === undefined ? undefined : shape(data, where))
}

export function list<Value>(shape: Shape<Value>): Shape<readonly Value[]> {
  return (data, where) => {
    if (!Array.isArray(data)) throw isNot(where, 'a list')
    return data.map((each: unknown, index) => shape(each, `${where}[${index}]`))
  }
}

/** An object with these fields. Others are left behind, so that nothing goes on that nobody has looked at. */
export function object<Value extends object>(
  fields: { readonly [Name in keyof Value]: Shape<Value[Name]> },
): Shape<Value> {
  return (data, where) => {
    if (typeof data !== 'object' || data === null || Array.isArray(data)) throw isNot(where, 'an object')
    const given = new Map<string, unknown>(Object.entries(data))
    const read = Object.entries<Shape<unknown>>(fields).map(([name, shape]) => [
      name,
      shape(given.get(name), `${where}.${name}`),
    ])
    return Object.fromEntries(read) as Value
  }
}
