/** The house: every import leads down, nothing goes round in a circle, and no file is longer than a reader can hold. */
import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'

const root = join(import.meta.dirname, '..', '..')

/** What stands on which floor; on one floor nobody knows of the others. */
const floors: readonly (readonly string[])[] = [
  ['text', 'workflow.ts'],
  ['rotation'],
  ['destination.ts', 'key', 'network', 'report'],
  ['aws', 'github'],
  ['inputs'],
  ['connect.ts', 'verify'],
  ['fleet', 'audit', 'merge'],
  ['main.ts'],
  ['index.ts'],
]

function filesIn(folder: string): readonly string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
  return files.filter((file) => file.endsWith('.ts')).map((file) => join(folder, file))
}

const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** The project's own files that a file imports. */
function importsOf(file: string): readonly string[] {
  const specifiers = read(file).matchAll(/(?:from |import\(|import )'(\.[^']*\.ts)'/g)
  return [...specifiers].map(([, path = '']) => join(dirname(file), path))
}

/** `src/github/api/client.ts` belongs to `github`. */
const wingOf = (file: string) => file.split('/')[1] ?? ''
const floorOf = (file: string) => floors.findIndex((wings) => wings.includes(wingOf(file)))

const source = filesIn('src')

test('every file has its floor', () => {
  expect(source.filter((file) => floorOf(file) === -1)).toEqual([])
})

test('every import stays in its wing, or leads down', () => {
  const climbing = source.flatMap((file) =>
    importsOf(file)
      .filter((target) => wingOf(target) !== wingOf(file) && floorOf(target) >= floorOf(file))
      .map((target) => `${file} → ${target}`),
  )
  expect(climbing).toEqual([])
})

describe('the rotation', () => {
  test('knows nothing of AWS, GitHub or the runner', () => {
    const packages = filesIn('src/rotation').flatMap((file) => [...read(file).matchAll(/from '([^.][^']*)'/g)])
    expect(packages.map(([, name]) => name)).toEqual([])
  })
})

test('no file leads back to itself', () => {
  const done = new Set<string>()
  const circles: string[] = []
  const follow = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '))
    if (path.includes(file) || done.has(file)) return
    for (const target of importsOf(file)) follow(target, [...path, file])
    done.add(file)
  }
  for (const file of source) follow(file, [])
  expect(circles).toEqual([])
})

test('no file is longer than 500 lines', () => {
  expect(source.filter((file) => read(file).split('\n').length > 501)).toEqual([])
})

test('the sandbox imports nothing of the action', () => {
  const imports = filesIn('sandbox').flatMap((file) => importsOf(file))
  expect(imports.filter((target) => target.startsWith('src/'))).toEqual([])
})

/** The files that are loaded with a file, and the packages. Types are gone when it runs. */
function loadedWith(file: string): { readonly files: ReadonlySet<string>; readonly packages: ReadonlySet<string> } {
  const files = new Set<string>()
  const packages = new Set<string>()
  const follow = (each: string): void => {
    if (files.has(each)) return
    files.add(each)
    for (const [, path = ''] of read(each).matchAll(/^(?:import|export) (?!type )(?:[\w*{}\s,]+ from )?'([^']+)'/gm)) {
      if (path.startsWith('.')) follow(join(dirname(each), path))
      else packages.add(path)
    }
  }
  follow(file)
  return { files, packages }
}

test('the report action starts without AWS, GitHub and their clients', () => {
  const { files, packages } = loadedWith('src/merge/merge.ts')
  expect([...files].filter((file) => ['aws', 'github'].includes(wingOf(file)))).toEqual([])
  expect([...packages].filter((name) => !isBuiltin(name))).toEqual([])
})

test('a rotation starts without the client of GitHub, which is loaded with the first request to it', () => {
  const { files, packages } = loadedWith('src/fleet/fleet.ts')
  expect(files).toContain('src/github/api/transport.ts')
  for (const name of ['undici', '@actions/github']) expect(packages).not.toContain(name)
})

test('the inputs are read without the parser of YAML and the clients of AWS', () => {
  const { packages } = loadedWith('src/index.ts')
  expect([...packages].filter((name) => !isBuiltin(name))).toEqual([])
})

test('the first request is sent without what only its answer is needed for', () => {
  const { files, packages } = loadedWith('src/fleet/fleet.ts')
  for (const name of ['rotation/rotate', 'report/report', 'aws/iam-user', 'github/connect']) {
    expect(read(`src/${name}.ts`)).toBeTruthy()
    expect(files).not.toContain(`src/${name}.ts`)
  }
  expect(packages).not.toContain('yaml')
})
