/**
 * Cold start of the committed bundle: from the start of a fresh process to its first request, beside an empty Node
 * script, and a whole run in which nothing is due. Medians; shared machines are noisy, so compare within one run only.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { startScenario } from './scenario.ts'

const runs = 25

const scenario = await startScenario({ keyAge: 10 })
const temp = mkdtempSync(join(tmpdir(), 'bench-'))
try {
  const empty = join(temp, 'empty.mjs')
  writeFileSync(empty, '')
  const figures = {
    'an empty Node script': [] as number[],
    'the bundle, to its first request': [] as number[],
    'the bundle, a run with nothing due': [] as number[],
  }
  let firstRequest: number | undefined
  scenario.sandbox.wire.observers.push({
    before: () => {
      firstRequest ??= performance.now()
    },
  })
  for (let run = 0; run <= runs; run += 1) {
    const emptyTook = await timed(() => exit(empty))
    firstRequest = undefined
    let started = 0
    const whole = await timed(async () => {
      const { exitCode } = await scenario.rotate(
        {},
        {
          onStart: () => {
            started = performance.now()
          },
          realTime: true,
        },
      )
      if (exitCode !== 0) throw new Error('the run failed')
    })
    // The first round warms the file cache and does not count.
    if (run === 0) continue
    figures['an empty Node script'].push(emptyTook)
    figures['the bundle, to its first request'].push((firstRequest ?? Number.NaN) - started)
    figures['the bundle, a run with nothing due'].push(whole)
  }
  console.log(`Node ${process.version}, ${runs} fresh processes each, milliseconds`)
  for (const [name, values] of Object.entries(figures)) {
    const sorted = values.toSorted((a, b) => a - b)
    const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(0).padStart(5)
    console.log(`${name.padEnd(38)} median ${at(0.5)}   min ${at(0)}   max ${at(1)}`)
  }
} finally {
  rmSync(temp, { recursive: true, force: true })
  await scenario.sandbox.stop()
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function exit(script: string): Promise<void> {
  return new Promise((resolve, reject) => {
    spawn(process.execPath, [script], { env: {}, stdio: 'ignore' })
      .on('error', reject)
      .on('close', () => resolve())
  })
}
