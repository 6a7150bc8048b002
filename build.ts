/**
 * Builds `dist/` from `src/`: the compiler first, then ncc on its output. `--check` builds into a temporary folder
 * instead and fails when the committed `dist/` is not what `src/` builds.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = import.meta.dirname
const committed = join(root, 'dist')

/** Compiles and bundles all actions into `out`. */
function build(out: string): void {
  const lib = join(root, 'lib')
  rmSync(lib, { recursive: true, force: true })
  run('typescript/bin/tsc', '--project', 'tsconfig.build.json')
  rmSync(out, { recursive: true, force: true })
  bundle(join(lib, 'index.js'), out)
  for (const each of ['verify', 'merge']) bundle(join(lib, each, 'index.js'), join(out, each))
}

function bundle(entry: string, out: string): void {
  run('@vercel/ncc/dist/ncc/cli.js', 'build', entry, '--out', out, '--license', 'licenses.txt', '--quiet')
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
    build(fresh)
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
  build(committed)
}
