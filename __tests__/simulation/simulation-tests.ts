/**
 * Weeks in the life of a few keys, decided by one seed: runs that overlap, are late, die or stand still, services that
 * fail or lag, people who meddle. The promise is kept at every instant, and every user comes to rest.
 *
 *     SIMULATIONS=400 SIMULATION_SEED=7 npm run test:sweep -- simulation.sweep
 *     npm run test:simulation:full
 *
 * `SIMULATION_SEEDS` takes several seeds (`1,2,3`), or a number of new ones (`10 new`): they share the schedules evenly,
 * and as many are played side by side as there are cores.
 */
import { randomInt } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { play } from './play-schedule.ts'
import { schedules } from './schedule-arbitraries.ts'
import type { Report, Task } from './schedule-player.ts'
import { seedTold } from './seed-report.ts'

/** What schedules are drawn from. */
export const seeds = seedsOf(process.env['SIMULATION_SEEDS'] ?? process.env['SIMULATION_SEED'] ?? '20261122')

/** Plays so many schedules, unless SIMULATIONS says how many. */
export function simulationTests(usual: number): void {
  const count = Number(process.env['SIMULATIONS'] ?? usual)
  /** Long enough for a slow machine: time decides nothing here. */
  const timeout = 600_000 + count * 300

  test('a schedule tells the same story every time', async () => {
    for (const schedule of fc.sample(schedules, { seed: seeds[0] ?? 0, numRuns: 20 })) {
      const [one, other] = [await play(schedule), await play(schedule)]
      expect(other.simulation.fingerprint).toBe(one.simulation.fingerprint)
    }
  })

  test(
    'the promise is kept whatever happens, and every user comes to rest',
    async () => {
      const path = process.env['SIMULATION_PATH']
      const tasks = seeds.map((seed): Task => ({ seed, count: Math.ceil(count / seeds.length), path }))
      const failures: string[] = []
      const work = async () => {
        for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) {
          const report = await played(task)
          process.stdout.write(`${seedTold(task.seed, report)}\n`)
          if (report.failure === undefined) continue
          // The others may take hours.
          process.stdout.write(`${report.failure}\n`)
          failures.push(report.failure)
        }
      }
      await Promise.all(Array.from({ length: Math.min(availableParallelism(), tasks.length) }, work))
      if (failures.length > 0) throw new Error(failures.join('\n\n'))
    },
    timeout,
  )
}

function played(task: Task): Promise<Report> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./schedule-player.ts', import.meta.url), { workerData: task })
    worker.on('message', resolve)
    worker.on('error', reject)
    worker.on('exit', () => reject(new Error(`the player of seed ${task.seed} ended without a report`)))
  })
}

/** `7`, `1,2,3`, or `10 new`. */
function seedsOf(text: string): readonly number[] {
  const [, fresh] = /^(\d+) new$/.exec(text) ?? []
  if (fresh !== undefined) return Array.from({ length: Number(fresh) }, () => randomInt(2 ** 31))
  return text.split(',').map(Number)
}
