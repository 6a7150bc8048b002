/** What needs the parser of YAML, which takes as long to load as all else that reads inputs. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseDocument } from 'yaml'
import { prepareConfiguration, readConfiguration } from '../../../src/inputs/configuration.ts'
import { inputDefaults, userInputs } from '../../../src/inputs/inputs.ts'
import { plainYaml, yamlInputs, yamlParser } from '../../../src/inputs/yaml-parser.ts'

const notLoaded = 'The parser of YAML has not been loaded'

/** The environment of a step with one user and such inputs. */
function stepWith(inputs: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const all = { 'iam-user': 'bot', 'github-token': 't', 'verification-workflow': 'none', ...inputs }
  const variables = Object.entries(all).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
  return { GITHUB_REPOSITORY: 'octo/ops', ...Object.fromEntries(variables) }
}

/** What reading such inputs fails with, if it does. */
function failureOf(inputs: Readonly<Record<string, string>>): unknown {
  try {
    readConfiguration(stepWith(inputs))
    return undefined
  } catch (error) {
    return error
  }
}

// One after the other, as what has been loaded stays.
describe('the parser', () => {
  test('is not needed by the defaults', async () => {
    await prepareConfiguration(stepWith({}))
    expect(yamlParser).toThrow(notLoaded)
    expect(failureOf({})).toBeUndefined()
  })

  const others = [...new Set([...Object.keys(inputDefaults), ...userInputs])].filter(
    (name) => name !== 'config-file' && yamlInputs.every((each) => each !== name),
  )
  test.each(others)('is not needed by %s, whatever it is', (name) => {
    for (const text of ['[a, b]', '- a', 'a: b']) {
      expect(String(failureOf({ [name]: text }))).not.toContain(notLoaded)
    }
  })

  test.each(yamlInputs)('is loaded for %s', async (name) => {
    await prepareConfiguration(stepWith({ [name]: '[a, b]' }))
    expect(yamlParser).not.toThrow()
  })
})

/** What YAML says by the failsafe schema; undefined where it has faults. */
function byParser(text: string): unknown {
  const document = parseDocument(text, { schema: 'failsafe', stringKeys: true, prettyErrors: false })
  return document.errors.length + document.warnings.length > 0 ? undefined : document.toJS()
}

describe('what is plain', () => {
  test.each([
    ['octo/app', 'octo/app'],
    ['verify.yml@main', 'verify.yml@main'],
    ['1.10', '1.10'],
    ['null', 'null'],
    ['ID: access-key-id\nSECRET: secret-access-key\n', { ID: 'access-key-id', SECRET: 'secret-access-key' }],
    ['PASSWORD: ses-smtp-password:eu-west-1', { PASSWORD: 'ses-smtp-password:eu-west-1' }],
  ])('%j', (text, value) => {
    expect(plainYaml(text)).toEqual(value)
    expect(byParser(text)).toEqual(value)
  })

  test.each([
    '',
    'A: b\nA: c',
    'A: b: c',
    'A: b:',
    'A:',
    'a b',
    '- a',
    ' A: b',
    '__proto__: a',
    'A: b # c',
    'A: b\r\nB: c',
  ])('not %j', (text) => {
    expect(plainYaml(text)).toBeUndefined()
  })

  test('is what the parser makes of it', () => {
    const piece = fc.constantFrom(
      'A',
      'b',
      '0',
      '_',
      '.',
      '/',
      '@',
      '-',
      ':',
      ': ',
      ' ',
      '\n',
      '#',
      '\t',
      '\r',
      '"',
      '&',
    )
    const line = fc.tuple(fc.stringMatching(/^[A-Z]\w{0,5}$/), fc.stringMatching(/^\w[\w./@:-]{0,6}$/))
    const map = fc.array(line).map((lines) => lines.map(([name, value]) => `${name}: ${value}\n`).join(''))
    const word = fc.stringMatching(/^\w[\w./@-]{0,8}$/)
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: piece }), map, word), (text) => {
        const plain = plainYaml(text)
        if (plain !== undefined) expect(byParser(text)).toEqual(plain)
      }),
      { numRuns: 2_000 },
    )
  })
})
