/**
 * Speed, cost and size of the bundle in dist/: prints the tables of docs/performance.md, and writes them there.
 * `npm run bench -- [PATH]`: PATH is the bundle of another action that signs in at AWS, for a comparison that is printed.
 */
import { execFileSync } from 'node:child_process'
import { cpus, totalmem } from 'node:os'
import { coldStartTable } from './bench/cold.ts'
import { sizeTable } from './bench/sizes.ts'
import { lifecycleTable, manyTable, nothingDueTable, planTable, write } from './bench/tables.ts'

const pairs = 100
const [other] = process.argv.slice(2)

const machine = () => {
  const memory = Math.round(totalmem() / 2 ** 30)
  const date = execFileSync('git', ['log', '-1', '--format=%cs'], { encoding: 'utf8' }).trim()
  return `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} cores, ${memory} GiB; the source of ${date}; ${pairs} pairs`
}

const show = (name: string, text: string) => {
  process.stdout.write(`${name}\n${text}\n\n`)
  return text
}

// The slowest comes last, and what is measured by the wall clock first, while nothing else is going on.
const cold = show('cold start', `${machine()}:\n\n${await coldStartTable(pairs, other)}`)
// What another action takes is for whoever has its bundle.
if (other === undefined) write('cold start', cold)
write('plans', show('plans', await planTable()))
write('size', show('size', sizeTable()))
write('nothing due', show('nothing due', await nothingDueTable()))
write('lifecycle', show('lifecycle', await lifecycleTable()))
write('many', show('many', await manyTable()))
