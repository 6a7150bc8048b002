/** For which users a job has something to do, as a plan finds it: what a matrix of jobs is made of. */
import type { Ended } from '../report/tell.ts'

/** A matrix makes no more jobs: https://docs.github.com/en/actions/reference/limits */
const mostJobs = 256

/** Whether a run would do something for a user, or fails for it: all but what rests, or waits for a later day. */
export function hasToDo({ report, upcoming, at }: Ended): boolean {
  return report.planned || report.failed || (upcoming !== undefined && (upcoming.at ?? at) <= at)
}

/** Values for `only-users`, one for each user, or several users joined by commas where a matrix has no more jobs. */
export function jobsFor(selectors: readonly string[]): readonly string[] {
  const size = Math.max(1, Math.ceil(selectors.length / mostJobs))
  const jobs: string[] = []
  for (let index = 0; index < selectors.length; index += size) jobs.push(selectors.slice(index, index + size).join(','))
  return jobs
}
