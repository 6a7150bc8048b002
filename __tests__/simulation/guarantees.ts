/** The parts of docs/guarantees.md that tests write: `npm run docs:guarantees` renews them, every other run compares. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@jest/globals'

const file = join(import.meta.dirname, '..', '..', 'docs', 'guarantees.md')

/** The part of this name is what a test has found out. */
export function holdsInGuarantees(name: string, found: string): void {
  const [begin, end] = [`<!-- generated: ${name} -->\n`, '\n<!-- end -->']
  const text = readFileSync(file, 'utf8')
  const [before = '', rest] = text.split(begin)
  if (rest === undefined) throw new Error(`docs/guarantees.md has no part “${name}”`)
  const written = rest.slice(0, rest.indexOf(end))
  if (process.env['UPDATE_GUARANTEES'] === 'true') {
    writeFileSync(file, `${before}${begin}${found}${rest.slice(rest.indexOf(end))}`)
    return
  }
  expect(written).toBe(found)
}

/** `0.1 s`, `1 min`, `24 h`; a dash for nothing. */
export function inSeconds(milliseconds: number): string {
  if (milliseconds === 0) return '–'
  if (milliseconds < 90_000) return `${(milliseconds / 1_000).toFixed(1)} s`
  if (milliseconds < 5_400_000) return `${Math.round(milliseconds / 60_000)} min`
  return `${Math.round(milliseconds / 3_600_000)} h`
}
