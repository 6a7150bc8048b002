/**
 * Whether a condition of a workflow file is certain to be false in a run of which little is known yet:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
 */

/** What is known of the contexts: `inputs.expected-key`, in small letters, and its value. */
export type Known = ReadonlyMap<string, Value>

/** What is known of a value: itself; that it is a text, and not an empty one; that it counts as true, or as false. */
export type Value = { readonly is: string | number | boolean | null } | 'text' | 'truthy' | 'falsy' | 'unknown'

/** Conditions in files are shorter: of a longer one nothing is concluded, since anybody may have written it. */
const longest = 500

/** Whether a job or step with this condition is certain not to run. Whatever cannot be told from it counts as possible. */
export function isNever(condition: unknown, known: Known): boolean {
  if (condition === undefined || condition === null) return false
  const text = String(condition).trim()
  if (text === '' || text.length > longest) return false
  const [, inner = text] = /^\$\{\{([\s\S]*)\}\}$/.exec(text) ?? []
  // An expression in the middle of a text makes the whole a text, and that counts as true.
  if (inner.includes('${{') || inner.includes('}}')) return false
  const tokens = tokensOf(inner)
  if (tokens === undefined) return false
  const reader = new Reader(tokens, known)
  const value = reader.whole()
  return value !== undefined && truthOf(value) === false
}

const token = /\s*(?:('(?:[^']|'')*')|(&&|\|\||==|!=|<=|>=|[!<>()[\].,*])|(-?[\w-]+(?:\.\d+)?))/y

interface Token {
  readonly kind: 'text' | 'sign' | 'word'
  readonly text: string
}

/** Undefined for what is no expression. */
function tokensOf(expression: string): readonly Token[] | undefined {
  const tokens: Token[] = []
  const end = expression.trimEnd().length
  for (let at = 0; at < end; at = token.lastIndex) {
    token.lastIndex = at
    const [, text, sign, word] = token.exec(expression) ?? []
    if (text !== undefined) tokens.push({ kind: 'text', text: text.slice(1, -1).replaceAll("''", "'") })
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign })
    else if (word !== undefined) tokens.push({ kind: 'word', text: word })
    else return undefined
  }
  return tokens
}

/** Reads an expression by its precedence. What is no expression, or more than is understood here, ends in `undefined`. */
class Reader {
  readonly #tokens: readonly Token[]
  readonly #known: Known
  #at = 0

  constructor(tokens: readonly Token[], known: Known) {
    this.#tokens = tokens
    this.#known = known
  }

  whole(): Value | undefined {
    const value = this.#either()
    return this.#at === this.#tokens.length ? value : undefined
  }

  #takes(...signs: readonly string[]): string | undefined {
    const next = this.#tokens[this.#at]
    if (next?.kind !== 'sign' || !signs.includes(next.text)) return undefined
    this.#at += 1
    return next.text
  }

  #either(): Value | undefined {
    let value = this.#both()
    while (value !== undefined && this.#takes('||')) value = combined(value, this.#both(), true)
    return value
  }

  #both(): Value | undefined {
    let value = this.#equality()
    while (value !== undefined && this.#takes('&&')) value = combined(value, this.#equality(), false)
    return value
  }

  #equality(): Value | undefined {
    let value = this.#order()
    for (let sign = this.#takes('==', '!='); value !== undefined && sign; sign = this.#takes('==', '!=')) {
      const other = this.#order()
      const isEqual = other && equals(value, other)
      if (other === undefined) return undefined
      value = isEqual === undefined ? 'unknown' : { is: isEqual === (sign === '==') }
    }
    return value
  }

  #order(): Value | undefined {
    let value = this.#negation()
    while (value !== undefined && this.#takes('<', '<=', '>', '>=')) {
      value = this.#negation() === undefined ? undefined : 'unknown'
    }
    return value
  }

  #negation(): Value | undefined {
    if (!this.#takes('!')) return this.#operand()
    const value = this.#negation()
    const truth = value && truthOf(value)
    if (value === undefined) return undefined
    return truth === undefined ? 'unknown' : { is: !truth }
  }

  #operand(): Value | undefined {
    if (this.#takes('(')) {
      const value = this.#either()
      return this.#takes(')') ? value : undefined
    }
    const next = this.#tokens[this.#at]
    this.#at += 1
    if (next?.kind === 'text') return { is: next.text }
    if (next?.kind !== 'word') return undefined
    const literal = literals.get(next.text)
    if (literal !== undefined) return literal
    if (/^-?\d/.test(next.text)) return isNumber(next.text) ? { is: Number(next.text) } : 'unknown'
    return this.#takes('(') ? this.#call() : this.#access(next.text.toLowerCase())
  }

  /** What functions answer is not known here; their arguments are passed over. */
  #call(): Value | undefined {
    for (let isFirst = true; !this.#takes(')'); isFirst = false) {
      if (!isFirst && !this.#takes(',')) return undefined
      if (this.#either() === undefined) return undefined
    }
    return this.#access(undefined)
  }

  /** `inputs.expected-key` or `inputs['expected-key']`; undefined as the path: something of which nothing is known. */
  #access(outer: string | undefined): Value | undefined {
    let path = outer
    for (;;) {
      if (this.#takes('.')) {
        const next = this.#tokens[this.#at]
        this.#at += 1
        if (next?.kind !== 'word' && next?.text !== '*') return undefined
        path = path === undefined || next.text === '*' ? undefined : `${path}.${next.text.toLowerCase()}`
      } else if (this.#takes('[')) {
        if (this.#takes('*')) path = undefined
        else {
          const index = this.#either()
          if (index === undefined) return undefined
          const name = typeof index === 'object' && typeof index.is === 'string' ? index.is.toLowerCase() : undefined
          path = path === undefined || name === undefined ? undefined : `${path}.${name}`
        }
        if (!this.#takes(']')) return undefined
      } else {
        return (path === undefined ? undefined : this.#known.get(path)) ?? 'unknown'
      }
    }
  }
}

const literals: ReadonlyMap<string, Value> = new Map([
  ['true', { is: true }],
  ['false', { is: false }],
  ['null', { is: null }],
])

function isNumber(text: string): boolean {
  return /^-?\d+(?:\.\d+)?$/.test(text)
}

/** `||` has its first value where that counts as true, `&&` where it counts as false; else its second one. */
function combined(first: Value, second: Value | undefined, decisive: boolean): Value | undefined {
  if (second === undefined) return undefined
  const truth = truthOf(first)
  if (truth !== undefined) return truth === decisive ? first : second
  const other = truthOf(second)
  return other === decisive ? (decisive ? 'truthy' : 'falsy') : 'unknown'
}

function truthOf(value: Value): boolean | undefined {
  if (typeof value === 'object') return Boolean(value.is)
  if (value === 'unknown') return undefined
  return value !== 'falsy'
}

/** Texts are compared without regard to case; values of two kinds as numbers, of which NaN equals none. */
function equals(one: Value, other: Value): boolean | undefined {
  if (typeof one === 'object' && typeof other === 'object') {
    const areTexts = typeof one.is === 'string' && typeof other.is === 'string'
    if (areTexts) return String(one.is).toLowerCase() === String(other.is).toLowerCase()
    return numberOf(one.is) === numberOf(other.is)
  }
  const isEmpty = (value: Value) => typeof value === 'object' && value.is === ''
  return (one === 'text' && isEmpty(other)) || (other === 'text' && isEmpty(one)) ? false : undefined
}

/** Other texts than plain numbers are read by rules of their own, and equal nothing that is likely to be asked for. */
function numberOf(value: string | number | boolean | null): number {
  return typeof value === 'string' && value !== '' && !isNumber(value) ? Number.NaN : Number(value)
}
