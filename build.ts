/**
 * Builds `dist/` from `src/`: the compiler first, then ncc on its output. `--check` builds into a temporary folder
 * instead and fails when the committed `dist/` is not what `src/` builds.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const root = import.meta.dirname
const committed = join(root, 'dist')

/** Compiles and bundles both actions into `out`. */
async function build(out: string): Promise<void> {
  const lib = join(root, 'lib')
  rmSync(lib, { recursive: true, force: true })
  run('typescript/bin/tsc', '--project', 'tsconfig.build.json')
  rmSync(out, { recursive: true, force: true })
  await bundle(join(lib, 'index.js'), out)
  await bundle(join(lib, 'verify', 'index.js'), join(out, 'verify'))
}

/** What this uses of ncc, which has no types. https://github.com/vercel/ncc#programmatically-from-nodejs */
type Ncc = (
  entry: string,
  options: {
    readonly cache: false
    readonly license: string
    readonly quiet: true
    readonly mainFields: readonly string[]
  },
) => Promise<{ readonly code: string; readonly assets: Readonly<Record<string, { readonly source: string | Buffer }>> }>

const ncc = createRequire(import.meta.url)('@vercel/ncc') as Ncc

/** The command line of ncc takes no `mainFields`: the modules of AWS's SDK start sooner than its CommonJS. */
async function bundle(entry: string, out: string): Promise<void> {
  const options = { cache: false, license: 'licenses.txt', quiet: true, mainFields: ['module', 'main'] } as const
  const { code, assets } = await ncc(entry, options)
  for (const [name, source] of [
    ['index.js', code] as const,
    ...Object.entries(assets).map(([name, asset]) => [name, asset.source] as const),
  ]) {
    const file = join(out, name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, source)
  }
}

function run(script: string, ...args: readonly string[]): void {
  execFileSync(process.execPath, [join(root, 'node_modules', script), ...args], { cwd: root, stdio: 'inherit' })
}

/** Every file below a folder, by its path inside it. */
function contents(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(
    files.map(({ parentPath, name }) => [
      join(parentPath, name).slice(folder.length),
      readFileSync(join(parentPath, name), 'utf8'),
    ]),
  )
}

function differences(expected: ReadonlyMap<string, string>, actual: ReadonlyMap<string, string>): readonly string[] {
  const names = new Set([...expected.keys(), ...actual.keys()])
  return [...names].filter((name) => expected.get(name) !== actual.get(name)).sort()
}

if (process.argv.includes('--check')) {
  const fresh = mkdtempSync(join(tmpdir(), 'dist-'))
  try {
    await build(fresh)
    const stale = differences(contents(fresh), contents(committed))
    if (stale.length > 0) {
      console.error(`dist/ is not what src/ builds: ${stale.join(', ')}. Run "npm run build" and commit dist/.`)
      process.exitCode = 1
    } else {
      console.log('dist/ is what src/ builds.')
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
} else {
  await build(committed)
}
