/** Plays one schedule and judges it, by what AWS and GitHub hold and by how runs end. */
import { HarmJudge } from './harm-judge.ts'
import type { Schedule } from './schedule.ts'
import type { Simulation } from './simulation.ts'
import { Stage } from './stage.ts'
import type { Violation } from './violation.ts'

/** What became of a schedule. */
export interface Played {
  readonly simulation: Simulation
  readonly violations: readonly Violation[]
  readonly longestTorn: number
  /** Simulated time. */
  readonly lasted: number
}

/** The same schedule comes to the same every time. */
export async function play({ setting, events }: Schedule): Promise<Played> {
  const stage = new Stage(setting)
  await stage.perform(events)
  await stage.finish()
  const { simulation, chronicle } = stage
  const judge = new HarmJudge(chronicle)
  return {
    simulation,
    violations: [...stage.violations, ...judge.violations],
    longestTorn: judge.longestTorn,
    lasted: chronicle.now - chronicle.begun,
  }
}
