/** What many schedules came to, in a line for people. */
import { duration } from '../../sandbox/clock.ts'
import { spoken } from './schedule.ts'

/** What many schedules come to. */
export interface Sums {
  readonly schedules: number
  readonly requests: number
  readonly runs: number
  /** Simulated. */
  readonly time: number
  readonly longestTorn: number
}

/** One line on the schedules of one seed. */
export function seedTold(
  seed: number,
  { sums, took, failure }: { readonly sums: Sums; readonly took: number; readonly failure: string | undefined },
): string {
  const number = (value: number) => Math.round(value).toLocaleString('en')
  const weeks = sums.time / duration('7d')
  const kept = failure === undefined ? 'no rule broken' : 'A RULE BROKEN'
  return `seed ${seed}: ${number(sums.schedules)} schedules in ${number(took / 1_000)} s (${number((sums.schedules * 1_000) / took)} per second), ${kept}; ${number(sums.requests)} requests of ${number(sums.runs)} runs in ${number(weeks)} simulated weeks; the longest torn moment lasted ${spoken(sums.longestTorn)}`
}
