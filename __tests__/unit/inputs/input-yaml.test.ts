/** YAML of inputs: each scalar is the text that stands there, and whatever means more than it shows is refused. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { asText, parseYaml } from '../../../src/inputs/yaml.ts'
import { loadYamlParser } from '../../../src/inputs/yaml-parser.ts'
import { Problem } from '../../../src/rotation/problem.ts'

await loadYamlParser()

const parse = (text: string) => parseYaml('destinations', text)

function refusalOf(text: string): Problem {
  try {
    parse(text)
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error(`accepted: ${text.slice(0, 100)}`)
}

describe('a scalar is the text that stands there', () => {
  test.each([
    '1.10',
    '007',
    '010',
    '0x1F',
    '0o17',
    '1e3',
    '1_000',
    '12:30:45',
    '.5',
    '-0',
    '+1',
    '.inf',
    '.nan',
    'true',
    'false',
    'yes',
    'no',
    'on',
    'off',
    'Y',
    'n',
    'null',
    'Null',
    '~',
    '2026-03-01',
    '=',
    '1.10 ',
    "it's",
  ])('%j', (text) => {
    expect(parse(`- name: ${text}\n`)).toEqual([{ name: text.trim() }])
    expect(parse(`%YAML 1.1\n---\n- name: ${text}\n`)).toEqual([{ name: text.trim() }])
    expect(parse(`{ ${JSON.stringify(text)}: '${text.replaceAll("'", "''")}' }`)).toEqual({ [text]: text })
  })

  test('any text, when it is quoted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(parse(`- name: ${JSON.stringify(text)}`)).toEqual([{ name: text }])
      }),
    )
  })

  test.each(['', '# a comment', '---', 'a:', '- ', '{ a }'])('what is not there is empty: %j', (text) => {
    expect(['', [''], { a: '' }]).toContainEqual(parse(text))
  })
})

describe('what means more than it shows is refused, with its line', () => {
  test.each([
    ['an alias', '- &a { repository: octo/app }\n- *a', /has an anchor \(&\) in line 1/],
    ['an alias of nothing', '- x\n- *a', /has an alias \(\*\) in line 2/],
    ['a merge key', '- { <<: { repository: octo/app }, environment: prod }', /has the name << in line 1/],
    ['the prototype', '- __proto__: { repository: octo/app }', /has the name __proto__ in line 1/],
    ['the prototype in a map', 'X: json\n"__proto__": access-key-id', /has the name __proto__ in line 2/],
    ['a tag', '- !!js/function "x"', /has a tag \(!\) in line 1/],
    ['a known tag', '- !!str 1.10', /has a tag \(!\) in line 1/],
    ['a tag of a map', '- !!map { a: b }', /has a tag \(!\) in line 1/],
    ['a binary', 'a: !!binary aGk=', /has a tag \(!\) in line 1/],
    ['a name twice', 'A: json\nB: json\nA: json', /in line 3: a name is there twice/],
    ['two documents', '- repository: octo/app\n---\n- repository: octo/other', /in line 2: a second document begins/],
    ['a document behind the end', 'x\n...\ny', /a second document begins/],
    ['a list as a name', '? [a, b]\n: json', /in line 1: a list or a map stands in place of a name/],
    ['a tab', '-\trepository: octo/app', /in line 1: a tab indents it/],
    ['an open bracket', '- repository: [', /is not valid YAML in line 1/],
    ['an open quote', "- 'octo", /is not valid YAML in line 1/],
    ['a colon too many', '- a: b: c', /in line 1: one line holds two colons/],
    ['an @', 'a: @b', /in line 1: a text begins with a character that means something/],
    ['a directive that is none', '%x', /is not valid YAML in line 1/],
    ['endless depth', '['.repeat(60_000), /is not valid YAML in line 1: it is nested too deeply/],
    ['endless maps', '{a: '.repeat(20_000), /is not valid YAML in line 1: it is nested too deeply/],
  ])('%s', (_, text, words) => {
    expect(refusalOf(text).message).toMatch(words)
    expect(refusalOf(text).remedy).not.toBe('')
  })

  test('a hundred million laughs are refused at once', () => {
    const level = (name: string, of: string) => `${name}: &${name} [${Array.from({ length: 9 }, () => of).join(', ')}]`
    const laughs = [level('a', 'x'), ...[...'bcdefghi'].map((name, i) => level(name, `*${'abcdefgh'[i]}`))].join('\n')
    expect(refusalOf(laughs).message).toMatch(/has an anchor \(&\) in line 1/)
  })

  test('in words of our own, whatever the text: what the parser says may quote a secret', () => {
    const piece = fc.constantFrom(
      'hunter2',
      '"',
      "'",
      ':',
      ' ',
      '\n',
      '- ',
      '[',
      '{',
      '}',
      ']',
      '&',
      '*',
      '!',
      '%',
      '@',
      '|',
      '>',
      '\t',
      '#',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        try {
          parse(pieces.join(''))
        } catch (error) {
          expect(error).toBeInstanceOf(Problem)
          expect((error as Problem).cause).toBeUndefined()
          expect(`${(error as Problem).message} ${(error as Problem).remedy}`).not.toContain('hunter2')
        }
      }),
      { numRuns: 2_000 },
    )
  })
})

test.each([
  ['', /Allowed: a name\. It is empty/],
  [['a', 'b'], /one name, not a list\. Quote/],
  [{ a: 'b' }, /one name, not a map\. Quote/],
] as const)('%j is not one text', (value, words) => {
  expect(() => asText('destinations[0].environment', value, 'a name')).toThrow(
    expect.objectContaining({
      message: expect.stringContaining('The input destinations[0].environment does not allow'),
      remedy: expect.stringMatching(words),
    }),
  )
})
