/** What a runner downloads, and what Node reads of it. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { table } from './tables.ts'

const root = resolve(import.meta.dirname, '..', '..')
const megabytes = (bytes: number) => (bytes / 1e6).toFixed(2)

/** In MB. What is committed is compressed as of the last commit, `dist/` as it is built. */
export function sizeTable(): string {
  const rest = compressed(['archive', '--format=tar', 'HEAD', '.', ':!dist'])
  const dist = gzipSync(Buffer.concat(filesIn('dist').map((file) => readFileSync(file)))).length
  const parts = ['__tests__', 'src', 'docs', 'sandbox'].map((folder) => [
    `of it \`${folder}/\``,
    megabytes(compressed(['archive', '--format=tar', 'HEAD', folder])),
  ])
  return table([
    ['', 'MB'],
    ['archive that the runner downloads', megabytes(rest + dist)],
    ['of it `dist/`', megabytes(dist)],
    ...parts,
    ['all of `dist/`, unpacked', megabytes(sum(filesIn('dist').map((file) => statSync(file).size)))],
    ['`dist/actions.js`, read at every start', megabytes(statSync(join(root, 'dist', 'actions.js')).size)],
  ])
}

function compressed(git: readonly string[]): number {
  return gzipSync(execFileSync('git', [...git], { cwd: root, maxBuffer: 1e8 })).length
}

function filesIn(folder: string): readonly string[] {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
  return entries.filter((each) => each.isFile()).map(({ parentPath, name }) => join(parentPath, name))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
