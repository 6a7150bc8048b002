/** What users read agrees with what the actions do: action.yml, the code, the README and the files that it shows. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { type InputName, inputDefaults } from '../../src/inputs/inputs.ts'
import { mergeInputs } from '../../src/merge/inputs.ts'
import { rows } from '../../src/report/troubleshooting-rows.ts'
import { verifyInputs } from '../../src/verify/inputs.ts'

const root = join(import.meta.dirname, '..', '..')
const text = (path: string) => readFileSync(join(root, path), 'utf8')

interface Action {
  readonly inputs: Readonly<Record<string, { description: string; required: boolean; default?: string }>>
  readonly outputs: Readonly<Record<string, { description: string }>>
  readonly runs: { readonly using: string; readonly main: string }
}
const action = (path: string) => parse(text(path)) as Action

const readme = text('README.md')
const actions = [
  {
    file: 'action.yml',
    page: 'README.md',
    inputs: 'Inputs',
    outputs: 'Outputs',
    tells: ['src/report/tell.ts', 'src/audit/tell.ts', 'src/main.ts'],
  },
  {
    file: 'verify/action.yml',
    page: 'docs/verification.md',
    inputs: 'Inputs of verify',
    outputs: 'Outputs of verify',
    tells: ['src/verify/verify.ts'],
  },
  {
    file: 'report/action.yml',
    page: 'docs/fleet.md',
    inputs: 'Inputs of report',
    outputs: 'Outputs of report',
    tells: ['src/merge/tell.ts'],
  },
] as const

/** The rows of the first table under a heading of a page, cell by cell, without its header. */
function table(page: string, heading: string): readonly (readonly string[])[] {
  const [, section = ''] = text(page).split(new RegExp(`^#+ ${heading}$`, 'm'))
  const [, , ...rows] = /^(?:\|.*\n)+/m.exec(section)?.[0].trimEnd().split('\n') ?? []
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

/** The words of a cell that are set as code. */
function code(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word)
}

/** A default as a page shows it: code is the value itself, words stand for an empty one. */
function shownDefault(cell: string): string {
  return code(cell).join('\n')
}

/** The fenced block that a page shows as a file of the repository. */
function shown(page: string, path: string): string {
  const [, after = ''] = text(page).split(`<!-- ${path} -->\n`)
  return /^```\w+\n([\s\S]*?)^```$/m.exec(after)?.[1] ?? ''
}

/** Full commit SHAs, shortened to the tag of the major version. */
function withTags(workflow: string): string {
  return workflow.replaceAll(/@[0-9a-f]{40} # (v\d+)\.\d+\.\d+$/gm, '@$1')
}

describe.each(actions)('$file', ({ file, page, inputs, outputs, tells }) => {
  const declared = action(file)

  test('runs on Node 24, from a bundle that exists', () => {
    expect(declared.runs.using).toBe('node24')
    expect(existsSync(join(root, dirname(file), declared.runs.main))).toBe(true)
  })

  test('has no post step, on which nothing may depend', () => {
    expect(Object.keys(declared.runs)).toEqual(['using', 'main'])
  })

  test('describes every input and output, and says whether an input is required', () => {
    for (const { description, required } of Object.values(declared.inputs)) {
      expect(description).not.toBe('')
      expect(typeof required).toBe('boolean')
    }
    for (const { description } of Object.values(declared.outputs)) expect(description).not.toBe('')
  })

  test('has the inputs that its page lists, in the same order', () => {
    expect(table(page, inputs).flatMap(([name = '']) => code(name))).toEqual(Object.keys(declared.inputs))
  })

  test.each(Object.entries(declared.inputs))('has the default of %s that its page shows', (name, input) => {
    const [, shownAs = ''] = table(page, inputs).find(([cell = '']) => code(cell)[0] === name) ?? []
    expect(shownAs === '**required**').toBe(input.required)
    expect(shownDefault(shownAs)).toBe((input.default ?? '').trim())
  })

  test('has the outputs that its page lists, in the same order', () => {
    expect(table(page, outputs).flatMap(([name = '']) => code(name))).toEqual(Object.keys(declared.outputs))
  })

  test('sets exactly the outputs that it declares', () => {
    const calls = tells.flatMap((path) => [...text(path).matchAll(/setOutput\('([^']+)'/g)])
    expect([...new Set(calls.map(([, name]) => name))].sort()).toEqual(Object.keys(declared.outputs).sort())
  })
})

describe('the inputs in the code', () => {
  const declared = action('action.yml').inputs
  /** Required, or an expression that the runner evaluates. */
  const evaluated: readonly InputName[] = ['dispatch-token', 'github-api-url']

  test('have the names that action.yml declares', () => {
    expect(Object.keys(inputDefaults)).toEqual(Object.keys(declared))
  })

  test('have the names that verify/action.yml declares', () => {
    expect([...verifyInputs]).toEqual(Object.keys(action('verify/action.yml').inputs))
  })

  test('have the names that report/action.yml declares', () => {
    expect([...mergeInputs]).toEqual(Object.keys(action('report/action.yml').inputs))
  })

  test('have the defaults that action.yml declares', () => {
    for (const [name, value] of Object.entries(inputDefaults)) {
      if (evaluated.some((each) => each === name)) continue
      expect([name, value]).toEqual([name, declared[name]?.default])
    }
  })

  test('have no default where the runner supplies one', () => {
    expect(evaluated.map((name) => [inputDefaults[name], declared[name]?.default])).toEqual([
      ['', `\${{ github.token }}`],
      ['', `\${{ github.api_url }}`],
    ])
  })
})

test('docs/audit.md shows what docs/iam-policy-audit.json says', () => {
  const [, block = ''] = /```json\n([\s\S]*?)^```$/m.exec(text('docs/audit.md')) ?? []
  expect(JSON.parse(block)).toEqual(JSON.parse(text('docs/iam-policy-audit.json')))
})

test('the README is short enough to be read', () => {
  expect(readme.split('\n').length).toBeLessThanOrEqual(350)
})

describe('what the pages show', () => {
  test.each([
    'iam-policy-self-rotation.json',
    'iam-policy-central-role.json',
    'iam-trust-policy-github.json',
    'iam-trust-policy-role.json',
    'iam-policy-assume-role.json',
  ])('is what docs/%s says', (file) => {
    expect(JSON.parse(shown('docs/setup.md', `docs/${file}`))).toEqual(JSON.parse(text(`docs/${file}`)))
  })

  test.each([
    { page: 'README.md', file: 'one-file-self.yml' },
    { page: 'docs/setup.md', file: 'verify.yml' },
    { page: 'docs/setup.md', file: 'rotate-self.yml' },
    { page: 'docs/setup.md', file: 'rotate-role.yml' },
    { page: 'docs/fleet.md', file: 'fleet.yml' },
  ])('is examples/$file, with tags for the pinned commits', ({ page, file }) => {
    expect(shown(page, `examples/${file}`)).toBe(withTags(text(`examples/${file}`)))
  })

  test('explains every phase', () => {
    const [, meaning = ''] = table('README.md', 'Outputs').find(([name = '']) => code(name)[0] === 'phase') ?? []
    expect(code(meaning)).toEqual(['steady', 'rotating', 'overlap', 'recovery', 'blocked'])
    const phases = table('docs/how-it-works.md', 'Phases, and when a run is red')
    expect(phases.flatMap(([name = '']) => code(name))).toEqual(code(meaning))
  })

  test('tells the days that the defaults make', () => {
    const [rotate = 0, deactivate = 0, remove = 0] = (
      ['rotate-after', 'deactivate-after', 'delete-after'] as const
    ).map((name) => Number.parseInt(inputDefaults[name], 10))
    const off = rotate + deactivate
    const gone = off + remove
    const days = table('README.md', 'What happens').map(([day]) => day)
    expect(days).toEqual([`0–${rotate - 1}`, `${rotate}`, `${rotate + 1}–${off - 1}`, `${off}`, `${gone}`, 'any'])
    expect(text('docs/how-it-works.md')).toContain(
      `replaces a key at ${rotate} days, switches the old one off at ${off} and deletes it at ${gone}.`,
    )
  })

  test('quotes messages that the code has', () => {
    const source = sources('src', 'report/troubleshooting-rows.ts').join('\n').toLowerCase()
    const messages = Object.values(rows).flat()
    expect(messages.length).toBeGreaterThan(30)
    const fragments = messages.flatMap((message) => message.split(/…|[()“”]/)).map((part) => part.trim())
    expect(fragments.filter((part) => !source.includes(part.toLowerCase()))).toEqual([])
  })

  test('names every tag that policies depend on', () => {
    for (const tag of ['`rotate-iam-access-keys`', '`rotate-iam-access-keys:holder`', '`AKIA…`']) {
      expect(text('docs/security.md')).toContain(tag)
      expect(text('docs/how-it-works.md')).toContain(tag)
    }
  })
})

function sources(folder: string, but?: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && path !== but)
    .map((path) => text(join(folder, path)))
}
