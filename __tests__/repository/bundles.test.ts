/** What the committed bundles contain: as little as they need, and the licence of each package. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'

const dist = join(import.meta.dirname, '..', '..', 'dist')

const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(?:js|txt)$/.test(file))

/** The code of the bundle, file by file. */
const scripts = new Map(
  files.filter((file) => file.endsWith('.js')).map((file) => [file, readFileSync(join(dist, file), 'utf8')]),
)

/** Packages that have code in a script: the bundler names the file of each module. */
function packagesIn(script: string): readonly string[] {
  const names = script.matchAll(
    /(?:CONCATENATED MODULE: |^\/\*\*\*\/ \d+:.*?)\.\/node_modules\/((?:@[^/\s]+\/)?[^/\s]+)/gm,
  )
  return [...new Set([...names].map(([, name = '']) => name))]
}

/** What stands in the code of large packages, and nowhere else; of CommonJS, the bundler names no file. */
const texts = {
  undici: 'class ProxyAgent extends',
  yaml: 'class YAMLParseError extends',
  libsodium: 'crypto_secretstream_xchacha20poly1305_init_push',
  nodemailer: 'class SMTPConnection extends',
  "the signatures of AWS's SDK": 'class SignatureV4 extends',
}

describe('the bundle', () => {
  test('comes with the licence of each package', () => {
    const packages = [...scripts.values()].flatMap(packagesIn)
    const [...licensed] = readFileSync(join(dist, 'licenses.txt'), 'utf8').matchAll(/^(\S+) \([^)]+\)$/gm)
    expect(packages.length).toBeGreaterThan(5)
    expect(packages.filter((each) => !licensed.some(([, name]) => name === each))).toEqual([])
  })

  test.each(Object.entries(texts))('has %s once, and loads it when it needs it', (_, text) => {
    const places = [...scripts].filter(([, script]) => script.includes(text)).map(([file]) => file)
    expect(places).toHaveLength(1)
    expect(places).not.toContain('actions.js')
  })

  test("has AWS's SDK as modules, of which the bundler leaves out what nobody needs", () => {
    const sdk = [...scripts.values()].flatMap((script) =>
      [...script.matchAll(/\.\/node_modules\/@(?:aws-sdk|smithy)\/[\w-]+\/(dist-\w+)/g)].map(([, folder]) => folder),
    )
    expect(new Set(sdk)).toEqual(new Set(['dist-es']))
  })
})

describe('size, in bytes', () => {
  const sizeOf = (file: string) => statSync(join(dist, file)).size
  const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0)

  test('of what is read at every start', () => {
    expect(sizeOf('actions.js')).toBeLessThan(370_000)
  })

  test('of all of dist/', () => {
    expect(sum(files.map(sizeOf))).toBeLessThan(4_900_000)
  })

  // As each file compresses by itself, which is a little more than they take of the archive.
  test('of what dist/ takes of a download', () => {
    expect(sum(files.map((file) => gzipSync(readFileSync(join(dist, file))).length))).toBeLessThan(1_250_000)
  })
})
