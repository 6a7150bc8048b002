/**
 * Expressions of workflow files, evaluated by GitHub's own parser and evaluator, and the texts that the runner makes of
 * their values: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
 */
import { data, Evaluator, Lexer, Parser } from '@actions/expressions'
import {
  Binary,
  ContextAccess,
  type Expr,
  FunctionCall,
  Grouping,
  IndexAccess,
  Literal,
  Logical,
  Unary,
} from '@actions/expressions/ast'
import { TokenType } from '@actions/expressions/lexer'
import { isBasicExpression, isMapping, isScalar, isSequence, isString } from '@actions/workflow-parser'
import { ensureStatusFunction } from '@actions/workflow-parser/model/converter/if-condition'
import type { BasicExpressionToken } from '@actions/workflow-parser/templates/tokens/basic-expression-token'
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/template-token'
import { parse } from 'yaml'

/** What an expression can come to. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [name: string]: Value }

/** `github`, `inputs`, `needs`, …: each a map. */
export type Contexts = Readonly<Record<string, Value>>

/** What `success()`, `failure()` and `cancelled()` answer. */
export interface Status {
  readonly success: boolean
  readonly failure: boolean
  readonly cancelled: boolean
}

/** What stands between `${{` and `}}`. A context or function that is not there is an error, as it is on GitHub. */
function evaluate(expression: string, contexts: Contexts, status?: Status): Value {
  const functions = statusFunctions(status)
  const tree = new Parser(tokensOf(expression), Object.keys(contexts), functions).parse()
  const values: unknown = JSON.parse(JSON.stringify(contexts), data.reviver)
  if (!(values instanceof data.Dictionary)) throw new TypeError('contexts are a map')
  const result = new Evaluator(tree, values, new Map(functions.map((each) => [each.name, each]))).evaluate()
  return JSON.parse(JSON.stringify(result, data.replacer)) as Value
}

/** The package takes one quote out of a text for the first two that stand in it, where GitHub does so for every two. */
function tokensOf(expression: string) {
  return new Lexer(expression).lex().tokens.map((token) => {
    const isText = token.type === TokenType.STRING
    return isText ? { ...token, value: token.lexeme.slice(1, -1).replaceAll("''", "'") } : token
  })
}

/** What an expression reads, name by name: `steps`, `rotate`, `outputs`, `users`. */
export function readBy(expression: string): readonly (readonly string[])[] {
  const names = ['github', 'inputs', 'vars', 'secrets', 'needs', 'matrix', 'strategy', 'env', 'job', 'runner', 'steps']
  const functions = statusFunctions({ success: true, failure: false, cancelled: false })
  return pathsIn(new Parser(tokensOf(expression), names, functions).parse())
}

function pathsIn(tree: Expr): readonly (readonly string[])[] {
  const path = pathOf(tree)
  if (path !== undefined) return [path]
  if (tree instanceof Unary) return pathsIn(tree.expr)
  if (tree instanceof Grouping) return pathsIn(tree.group)
  if (tree instanceof Binary) return [tree.left, tree.right].flatMap(pathsIn)
  if (tree instanceof Logical || tree instanceof FunctionCall) return tree.args.flatMap(pathsIn)
  return tree instanceof IndexAccess ? [tree.expr, tree.index].flatMap(pathsIn) : []
}

/** Undefined where another expression decides on a name. */
function pathOf(tree: Expr): readonly string[] | undefined {
  if (tree instanceof ContextAccess) return [tree.name.lexeme]
  if (!(tree instanceof IndexAccess && tree.index instanceof Literal)) return undefined
  const outer = pathOf(tree.expr)
  return outer === undefined ? undefined : [...outer, tree.index.literal.coerceString()]
}

function statusFunctions(status: Status | undefined) {
  if (status === undefined) return []
  const { success, failure, cancelled } = status
  return Object.entries({ success, failure, cancelled, always: true }).map(([name, answer]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(answer),
  }))
}

/** A part of a workflow file with its expressions evaluated; null for one that is not there. */
export function resolved(token: TemplateToken | undefined, contexts: Contexts, status?: Status): Value {
  if (token === undefined) return null
  if (isBasicExpression(token)) {
    const lines = blockOf(token)
    return lines === undefined ? evaluate(token.expression, contexts, status) : filledIn(lines, contexts, status)
  }
  if (isSequence(token)) return [...token].map((each) => resolved(each, contexts, status))
  if (isMapping(token)) {
    const entries = [...token].map(({ key, value }): [string, Value] => {
      return [asText(resolved(key, contexts, status)), resolved(value, contexts, status)]
    })
    return Object.fromEntries(entries)
  }
  if (!isScalar(token)) throw new TypeError(`${token.typeName()} is not served by the sandbox`)
  return token.toJSON() as Value
}

/**
 * The text of a block of several lines. The package evaluates it as it stands in the file, indented, where GitHub takes
 * what YAML makes of it.
 */
function blockOf({ source = '', blockScalarHeader: header }: BasicExpressionToken): string | undefined {
  if (header === undefined && !source.includes('\n')) return undefined
  if (header === undefined || /\d/.test(header)) {
    throw new TypeError(`the sandbox serves expressions in several lines of a plain block alone: ${source}`)
  }
  return String(parse(`${header}\n${source}`))
}

function filledIn(text: string, contexts: Contexts, status?: Status): string {
  return text.replaceAll(/\$\{\{((?:'[^']*'|[^'])*?)\}\}/g, (_, expression: string) =>
    asText(evaluate(expression, contexts, status)),
  )
}

/** A map of texts, such as `env` or `with`. */
export function texts(token: TemplateToken | undefined, contexts: Contexts): Readonly<Record<string, string>> {
  const values = mapOf(resolved(token, contexts))
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, asText(value)]))
}

/**
 * Whether an `if` holds. Without a status function in it, success() is asked besides:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#status-check-functions
 */
export function holds(token: TemplateToken | undefined, contexts: Contexts, status: Status): boolean {
  if (token === undefined) return status.success
  const condition = isBasicExpression(token)
    ? token.expression
    : isString(token)
      ? token.value
      : asText(resolved(token, {}))
  return isTrue(evaluate(ensureStatusFunction(condition, token.definitionInfo), contexts, status))
}

function isTrue(value: Value): boolean {
  return typeof value === 'object' ? value !== null : Boolean(value)
}

/** How a value is written into a text: nothing for null. */
export function asText(value: Value): string {
  if (value === null) return ''
  if (isList(value)) return 'Array'
  return typeof value === 'object' ? 'Object' : String(value)
}

/** A value that is a map, or an empty one. */
export function mapOf(value: Value | undefined): Readonly<Record<string, Value>> {
  return typeof value === 'object' && value !== null && !isList(value) ? value : {}
}

/** `Array.isArray` does not tell lists that nobody changes. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value)
}
