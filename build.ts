/**
 * Builds `dist/` from `src/`: the compiler first, then ncc on its output. `--check` builds into a temporary folder
 * instead and fails when the committed `dist/` is not what `src/` builds.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'

const root = import.meta.dirname
const committed = join(root, 'dist')

/** Compiles and bundles all actions into `out`. */
async function build(out: string): Promise<void> {
  const lib = join(root, 'lib')
  rmSync(lib, { recursive: true, force: true })
  run('typescript/bin/tsc', '--project', 'tsconfig.build.json')
  rmSync(out, { recursive: true, force: true })
  await bundle(join(lib, 'index.js'), out)
  for (const [file, action] of Object.entries(starts)) {
    const path = relative(dirname(file), bundleFile)
    write(
      join(out, file),
      `import { ${action} } from '${path.startsWith('.') ? path : `./${path}`}'\n\nawait ${action}()\n`,
    )
  }
}

/** The bundle of all actions, so that what several of them need is there once. */
const bundleFile = 'actions.js'

/** What the runner starts, by `main` of each action, and the action that it is. */
const starts = { 'index.js': 'rotate', 'verify/index.js': 'verify', 'merge/index.js': 'merge' } as const

/** A module of a bundle, or several that were made one. */
interface BundledModule {
  readonly resource?: string
  readonly modules?: Iterable<BundledModule>
}

/** What this uses of ncc, which has no types. https://github.com/vercel/ncc#programmatically-from-nodejs */
type Ncc = (
  entry: string,
  options: {
    readonly cache: false
    readonly quiet: true
    readonly filename: string
    readonly mainFields: readonly string[]
  },
) => Promise<{
  readonly code: string
  readonly assets: Readonly<Record<string, { readonly source: string | Buffer }>>
  readonly stats: { readonly compilation: { readonly modules: Iterable<BundledModule> } }
}>

const ncc = createRequire(import.meta.url)('@vercel/ncc') as Ncc

/**
 * The modules of AWS's SDK start sooner than its CommonJS, and what nobody needs of them stays out. The command line of
 * ncc takes no `mainFields`. Where a package has `exports`, ncc looks for Node's, which are CommonJS: it resolves them by
 * the `paths` of the configuration that `TS_NODE_PROJECT` names instead.
 */
async function bundle(entry: string, out: string): Promise<void> {
  process.env['TS_NODE_PROJECT'] = join(root, 'tsconfig.bundle.json')
  const options = { cache: false, quiet: true, filename: bundleFile, mainFields: ['module', 'main'] } as const
  const { code, assets, stats } = await ncc(entry, options)
  write(join(out, bundleFile), code)
  for (const [name, { source }] of Object.entries(assets)) write(join(out, name), source)
  write(join(out, 'licenses.txt'), licensesOf(stats.compilation.modules))
}

function write(file: string, content: string | Buffer): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
}

/** The text of every licence, below the packages of the bundle that come with it. ncc's own list lacks some. */
function licensesOf(modules: Iterable<BundledModule>): string {
  const folders = new Set(resourcesOf(modules).map((path) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]))
  const packages = [...folders].filter((folder) => folder !== undefined).map(licenseOf)
  const byText = Map.groupBy(packages, ({ name, repository, text: own }) => {
    // Some packages of AWS's come without; it is the one of their repository.
    const text = own ?? packages.find((other) => other.repository === repository && other.text !== undefined)?.text
    if (text === undefined) throw new Error(`${name} has no file with its licence`)
    return text
  })
  const parts = [...byText].map(([text, those]) => {
    const names = new Set(those.map(({ name, license }) => `${name} (${license})`))
    return `${[...names].sort().join('\n')}\n\n${text}\n`
  })
  return parts.sort().join(`\n${'-'.repeat(80)}\n\n`)
}

function resourcesOf(modules: Iterable<BundledModule>): readonly string[] {
  return [...modules].flatMap(({ resource = '', modules: parts = [] }) => [resource, ...resourcesOf(parts)])
}

/** What a package says of its licence; `text` is undefined where it comes without. */
function licenseOf(folder: string) {
  const { name, license, repository } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find((each) => /^(?:licen[cs]e|copying)(?:\.|$)/i.test(each))
  const text = file === undefined ? undefined : readFileSync(join(folder, file), 'utf8').trim()
  return { name: String(name), license: String(license), repository: repository?.url as unknown, text }
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
