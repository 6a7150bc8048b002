// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of workflows are written so
/** Which conditions are certain to be false, held against GitHub's own evaluator of expressions. */
import { data, Evaluator, Lexer, Parser } from '@actions/expressions'
import { describe, expect, test } from '@jest/globals'
import { isNever, type Known, type Value } from '../../../src/github/verification/conditions.ts'

const key = '0123456789abcdef'

/** A run that the rotation starts, of a file that declares its inputs, or does not. */
const knownWhere = (sent: boolean): Known => {
  const value: Value = sent ? 'text' : { is: null }
  return new Map<string, Value>([
    ['github.event_name', { is: 'workflow_dispatch' }],
    ['inputs.expected-key', value],
    ['github.event.inputs.expected-key', value],
  ])
}

/** Whether an expression may hold, by GitHub's evaluator: whatever is not known beforehand takes several values. */
function mayHold(expression: string, sent: boolean): boolean {
  const inputs = sent ? { 'expected-key': key } : {}
  const { tokens } = new Lexer(`!(${expression})`).lex()
  return ['', 'yes'].some((check) =>
    [false, true].some((status) => {
      const functions = ['always', 'success', 'failure', 'cancelled'].map((name) => ({
        name,
        minArgs: 0,
        maxArgs: 0,
        call: () => new data.BooleanData(name === 'always' || status),
      }))
      const contexts = { github: { event_name: 'workflow_dispatch', event: { inputs } }, inputs, vars: { check } }
      const values: unknown = JSON.parse(JSON.stringify(contexts), data.reviver)
      if (!(values instanceof data.Dictionary)) throw new TypeError('contexts are a map')
      const tree = new Parser(tokens, Object.keys(contexts), functions).parse()
      const result = new Evaluator(tree, values, new Map(functions.map((each) => [each.name, each]))).evaluate()
      return result.coerceString() === 'false'
    }),
  )
}

/** What runs in a dispatched verification, where its inputs are declared, and where they are not. */
const conditions: readonly (readonly [condition: string, sent: boolean, notSent: boolean])[] = [
  ['inputs.expected-key', true, false],
  ['!inputs.expected-key', false, true],
  ['! ! inputs.expected-key', true, false],
  ["inputs['expected-key']", true, false],
  ["!INPUTS['Expected-Key']", false, true],
  ["inputs.expected-key == ''", false, true],
  ["'' == inputs.expected-key", false, true],
  ["inputs.expected-key != ''", true, false],
  ['inputs.expected-key == null', true, true],
  ['github.event.inputs.expected-key', true, false],
  ['!(inputs.expected-key)', false, true],
  ['!inputs.expected-key && vars.check', false, true],
  ['vars.check && !inputs.expected-key', false, true],
  ['vars.check || !inputs.expected-key', true, true],
  ["vars.check == 'yes' && (inputs.expected-key || vars.check)", true, true],
  ['inputs.expected-key && inputs.expected-key', true, false],
  ["github.event_name == 'schedule'", false, false],
  ["github.event_name != 'Workflow_Dispatch'", false, false],
  ["github.event_name == 'workflow_dispatch' && !inputs.expected-key", false, true],
  ["github.event_name == 'schedule' || vars.check", true, true],
  ['always() && !inputs.expected-key', false, true],
  ['!cancelled() && inputs.expected-key', true, false],
  ["contains(vars.check, 'y') && !inputs.expected-key", false, true],
  ["contains(inputs.expected-key, 'f')", true, true],
  ["startsWith(format('{0}', inputs.expected-key), '0') || inputs.expected-key", true, true],
  ['false', false, false],
  ['true && false', false, false],
  ['false == 0', true, true],
  ["null == ''", true, true],
  ['1 == 2', false, false],
  ["0 || ''", false, false],
  ["'it''s'", true, true],
  ["'A' == 'a'", true, true],
  ['1 < 2 && false', false, false],
  ['github.event.inputs && !inputs.expected-key', false, true],
  ['vars.constructor || inputs.expected-key', true, true],
]

describe.each([true, false])('where the file declares the input: %s', (sent) => {
  test.each(conditions)('%s', (condition, whenSent, whenNotSent) => {
    const runs = sent ? whenSent : whenNotSent
    expect(isNever(condition, knownWhere(sent))).toBe(!runs)
    expect(isNever(`$\{{ ${condition} }}`, knownWhere(sent))).toBe(!runs)
    // What is certain here, GitHub finds, too.
    if (!runs) expect(mayHold(condition, sent)).toBe(false)
  })
})

test('GitHub’s evaluator tells the conditions apart', () => {
  expect(conditions.filter(([condition]) => mayHold(condition, true)).length).toBeGreaterThan(10)
})

test.each([
  ['nothing', undefined],
  ['an empty condition', ''],
  ['null', null],
  ['a text around an expression', '!${{ inputs.expected-key }}'],
  ['two expressions', '${{ false }} && ${{ false }}'],
  ['an expression that does not end', 'false && ('],
  ['one with too much in it', 'false false'],
  ['an open text', "false && 'a"],
  ['a sign that is none', 'false & false'],
  ['a name of an object', 'constructor'],
  ['a dot without a name', 'inputs.'],
  ['all of a list', '!inputs.*'],
  ['a computed name', '!inputs[vars.check]'],
  ['a number of another kind', '0x0'],
  ['a condition longer than any', `false && (${'('.repeat(200_000)}`],
] as const)('nothing is concluded from %s', (_, condition) => {
  expect(isNever(condition, knownWhere(true))).toBe(false)
})

test('the word of YAML counts as that of an expression', () => {
  expect(isNever(false, knownWhere(true))).toBe(true)
})
