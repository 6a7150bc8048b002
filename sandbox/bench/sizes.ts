/** What a runner downloads, and what Node reads of it. */
import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { table } from './tables.ts'

const root = resolve(import.meta.dirname, '..', '..')
const megabytes = (bytes: number) => (bytes / 1e6).toFixed(2)

/** In MB. The archive is that of the last commit. */
export function sizeTable(): string {
  const archive = execFileSync('git', ['archive', '--format=tar.gz', 'HEAD'], { cwd: root, maxBuffer: 1e8 }).length
  return table([
    ['', 'MB'],
    ['archive that the runner downloads', megabytes(archive)],
    ['`dist/index.js`, read at every start', megabytes(statSync(join(root, 'dist', 'index.js')).size)],
    ['all of the main bundle', megabytes(bytesIn('dist'))],
    ['the verify action', megabytes(bytesIn(join('dist', 'verify')))],
    ['the report action', megabytes(bytesIn(join('dist', 'merge')))],
  ])
}

function bytesIn(folder: string): number {
  const scripts = readdirSync(join(root, folder)).filter((name) => name.endsWith('.js'))
  return scripts.reduce((sum, name) => sum + statSync(join(root, folder, name)).size, 0)
}
