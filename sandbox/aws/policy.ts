/** A policy as people write it: JSON text or the object that it stands for. */
export type PolicyDocument = string | Readonly<Record<string, unknown>>

/** A policy that has been understood to the last word. */
export interface Policy {
  /** Of a managed policy: the sandbox reads it from the policy's Id. */
  readonly arn: string | undefined
  readonly statements: readonly Statement[]
}

/** What a request is judged by. Names of context keys are in lower case: IAM does not tell their case apart. */
export interface PolicyRequest {
  /** `iam:CreateAccessKey` */
  readonly action: string
  /** The resource's ARN. */
  readonly resource: string
  readonly context: PolicyContext
}

/** Values by context key; a key that the request does not have is absent. */
export type PolicyContext = ReadonlyMap<string, readonly string[]>

/** What policies say of a request when nothing else speaks. */
export type Decision = 'allowed' | 'denied implicitly' | 'denied explicitly'

interface Statement {
  readonly effect: 'Allow' | 'Deny'
  readonly actions: readonly Matcher[]
  readonly resources: readonly Matcher[]
  readonly conditions: readonly Condition[]
  /** The keys that its conditions and variables ask for, in lower case. */
  readonly contextKeys: readonly string[]
}

type Matcher = (value: string, context: PolicyContext) => boolean
type Condition = (context: PolicyContext) => boolean

/** Judges by IAM's rule: an explicit deny wins, then an allow, and what nothing allows is denied. */
export function evaluate(policies: readonly Policy[], request: PolicyRequest): Decision {
  const effects = policies
    .flatMap((policy) => policy.statements)
    .filter((statement) => applies(statement, request))
    .map((statement) => statement.effect)
  if (effects.includes('Deny')) return 'denied explicitly'
  return effects.includes('Allow') ? 'allowed' : 'denied implicitly'
}

/** Keys of the context that statements on this action ask for, and that a request does not have. */
export function missingKeys(
  policies: readonly Policy[],
  { action: name, context }: Pick<PolicyRequest, 'action' | 'context'>,
): readonly string[] {
  const asked = policies
    .flatMap((policy) => policy.statements)
    .filter((statement) => statement.actions.some((matches) => matches(name.toLowerCase(), context)))
    .flatMap((statement) => statement.contextKeys)
  return [...new Set(asked)].filter((key) => !context.has(key))
}

/**
 * Reads a policy, or throws on the first word of it that this evaluator would not judge as IAM does: a policy that is
 * half understood would allow or deny the wrong things without a sound.
 */
export function parsePolicy(document: PolicyDocument): Policy {
  const policy = asObject('the policy', typeof document === 'string' ? JSON.parse(document) : document)
  onlyKeys('the policy', policy, ['Version', 'Id', 'Statement'])
  // Policy variables do not exist in the older version.
  if (policy['Version'] !== '2012-10-17') throw new Error("a policy's Version must be 2012-10-17")
  const id = policy['Id']
  return {
    arn: typeof id === 'string' && id.startsWith('arn:') ? id : undefined,
    statements: asList(policy['Statement']).map(parseStatement),
  }
}

function applies(statement: Statement, { action, resource, context }: PolicyRequest): boolean {
  return (
    statement.actions.some((matches) => matches(action.toLowerCase(), context)) &&
    statement.resources.some((matches) => matches(resource, context)) &&
    statement.conditions.every((holds) => holds(context))
  )
}

function parseStatement(value: unknown): Statement {
  const statement = asObject('a statement', value)
  onlyKeys('a statement', statement, ['Sid', 'Effect', 'Action', 'Resource', 'Condition'])
  const effect = statement['Effect']
  if (effect !== 'Allow' && effect !== 'Deny') throw new Error("a statement's Effect must be Allow or Deny")
  return {
    effect,
    actions: asTexts('Action', statement['Action']).map(action),
    resources: asTexts('Resource', statement['Resource']).map(like),
    conditions: parseConditions(statement['Condition'] ?? {}, isOfRequests),
    contextKeys: [
      ...Object.values(asObject('Condition', statement['Condition'] ?? {})).flatMap((operands) =>
        Object.keys(asObject('a condition', operands)).map((key) => key.toLowerCase()),
      ),
      ...(JSON.stringify(statement).includes(username) ? ['aws:username'] : []),
    ],
  }
}

function action(pattern: string): Matcher {
  if (pattern !== '*' && !/^[a-z0-9-]+:[A-Za-z0-9*?]+$/.test(pattern)) {
    throw new Error(`the sandbox cannot judge the action ${pattern}`)
  }
  return like(pattern.toLowerCase())
}

/** Context keys of requests, in lower case. Those that a long-term key signs have no aws:MultiFactorAuthPresent. */
function isOfRequests(key: string): boolean {
  return /^(?:aws:tagkeys|(?:aws|iam):resourcetag\/.+|aws:multifactorauthpresent)$/.test(key)
}

/** Reads a Condition; throws on an operator that the sandbox does not have, and a key that is not known here. */
export function parseConditions(value: unknown, isKnown: (key: string) => boolean): readonly Condition[] {
  return Object.entries(asObject('Condition', value)).flatMap((entry) => parseOperator(entry, isKnown))
}

function parseOperator([name, operands]: [string, unknown], isKnown: (key: string) => boolean): Condition[] {
  const operator = operators.get(name)
  if (operator === undefined) throw new Error(`the sandbox cannot judge the condition operator ${name}`)
  return Object.entries(asObject(name, operands)).map(([key, expected]) => {
    const contextKey = key.toLowerCase()
    const manyValued = contextKey === 'aws:tagkeys'
    if (!isKnown(contextKey)) throw new Error(`the sandbox cannot judge the condition key ${key}`)
    if (manyValued && operator.singleValued) throw new Error(`${name} on ${key} needs a set operator`)
    const test = operator.test(asTexts(key, expected))
    return (context) => test(context.get(contextKey), context)
  })
}

interface Operator {
  /** Whether it compares one value; for keys with many values IAM has set operators. */
  readonly singleValued: boolean
  test(expected: readonly string[]): (values: readonly string[] | undefined, context: PolicyContext) => boolean
}

const operators: ReadonlyMap<string, Operator> = new Map([
  ['StringEquals', compared(equal)],
  ['StringLike', compared(like)],
  [
    'BoolIfExists',
    { singleValued: true, test: (expected) => (values) => values?.every((each) => expected.includes(each)) ?? true },
  ],
  [
    'Bool',
    { singleValued: true, test: (expected) => (values) => values?.every((each) => expected.includes(each)) ?? false },
  ],
  // True when the key is absent, too: that is why careful policies add Null.
  ['ForAllValues:StringLike', forAllValues(like)],
  ['Null', { singleValued: false, test: absent }],
])

function compared(matcher: (pattern: string) => Matcher): Operator {
  return {
    singleValued: true,
    test: (expected) => {
      const matchers = expected.map(matcher)
      return (values, context) => values?.some((value) => matchers.some((matches) => matches(value, context))) ?? false
    },
  }
}

function forAllValues(matcher: (pattern: string) => Matcher): Operator {
  return {
    singleValued: false,
    test: (expected) => {
      const matchers = expected.map(matcher)
      return (values, context) => values?.every((value) => matchers.some((matches) => matches(value, context))) ?? true
    },
  }
}

function absent(expected: readonly string[]): (values: readonly string[] | undefined) => boolean {
  const [only, ...more] = expected
  if ((only !== 'true' && only !== 'false') || more.length > 0) throw new Error('Null takes true or false')
  return (values) => (values === undefined) === (only === 'true')
}

/** Equal, with policy variables put in. */
function equal(pattern: string): Matcher {
  return compile(pattern, (literal) => escaped(literal))
}

/** Equal but for `*` and `?`, with policy variables put in: what they stand for is literal. */
function like(pattern: string): Matcher {
  return compile(pattern, (literal) => escaped(literal).replaceAll('\\*', '.*').replaceAll('\\?', '.'))
}

function compile(pattern: string, expression: (literal: string) => string): Matcher {
  const parts = pattern.split(/(\$\{[^}]*\})/)
  for (const part of parts) {
    if (part.startsWith('${') && part !== username) throw new Error(`the sandbox cannot judge the variable ${part}`)
  }
  const compiledFor = (name: string) => {
    const source = parts.map((part) => (part === username ? escaped(name) : expression(part))).join('')
    return new RegExp(`^${source}$`, 's')
  }
  if (!parts.includes(username)) {
    const compiled = compiledFor('')
    return (value) => compiled.test(value)
  }
  const compiled = new Map<string, RegExp>()
  return (value, context) => {
    const name = context.get('aws:username')?.[0]
    // Without a value for its variable nothing matches: a role has no aws:username.
    if (name === undefined) return false
    const known = compiled.get(name) ?? compiledFor(name)
    compiled.set(name, known)
    return known.test(value)
  }
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: this is IAM's own notation
const username = '${aws:username}'

function escaped(literal: string): string {
  return literal.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}

function onlyKeys(what: string, object: Readonly<Record<string, unknown>>, known: readonly string[]): void {
  const unknown = Object.keys(object).find((key) => !known.includes(key))
  if (unknown !== undefined) throw new Error(`the sandbox cannot judge ${unknown} in ${what}`)
}

function asObject(what: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${what} must be an object`)
  return value as Readonly<Record<string, unknown>>
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}

function asTexts(what: string, value: unknown): readonly string[] {
  const texts = asList(value).map((item) => (typeof item === 'boolean' ? String(item) : item))
  if (texts.length === 0 || !texts.every((item) => typeof item === 'string')) {
    throw new Error(`${what} must be a string or a list of strings`)
  }
  return texts
}
