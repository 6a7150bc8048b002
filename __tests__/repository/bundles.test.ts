/** What the committed bundles contain: as little as they need, and the licence of each package. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'

const dist = join(import.meta.dirname, '..', '..', 'dist')

const bundles = [
  { name: 'rotation', folder: dist },
  { name: 'verify', folder: join(dist, 'verify') },
] as const

/** The code of a bundle, file by file. */
function scriptsIn(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.js'))
  return new Map(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]))
}

/** Packages that have code in a script: the bundler names the file of each module. */
function packagesIn(script: string): readonly string[] {
  const names = script.matchAll(
    /(?:CONCATENATED MODULE: |^\/\*\*\*\/ \d+:.*?)\.\/node_modules\/((?:@[^/\s]+\/)?[^/\s]+)/gm,
  )
  return [...new Set([...names].map(([, name = '']) => name))]
}

describe.each(bundles)('the bundle of $name', ({ folder }) => {
  const scripts = scriptsIn(folder)

  test('comes with the licence of each package', () => {
    const packages = [...scripts.values()].flatMap(packagesIn)
    const [...licensed] = readFileSync(join(folder, 'licenses.txt'), 'utf8').matchAll(/^(\S+) \([^)]+\)$/gm)
    expect(packages.length).toBeGreaterThan(5)
    expect(packages.filter((each) => !licensed.some(([, name]) => name === each))).toEqual([])
  })

  test('loads no HTTP client of other packages before it needs one', () => {
    expect(packagesIn(scripts.get('index.js') ?? '')).not.toContain('undici')
  })

  test('has each package once', () => {
    const everywhere = [...scripts].flatMap(([file, script]) => packagesIn(script).map((name) => ({ file, name })))
    const of = (name: string) => everywhere.filter((each) => each.name === name).map(({ file }) => file)
    for (const name of ['undici', 'libsodium', 'yaml']) expect(of(name).length).toBeLessThanOrEqual(1)
  })
})

test('a download is small', () => {
  const sizeOf = (folder: string): number =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
  expect(sizeOf(dist)).toBeLessThan(6_500_000)
})
