/** How this run came about, as the runner says: https://docs.github.com/en/actions/reference/workflows-and-actions/variables */

import { readFileSync } from 'node:fs'
import { presentable } from '../text/presentable.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Events by which somebody asks for one run. */
const onDemand = ['workflow_dispatch', 'repository_dispatch']

/** What the runner wrote down of the event; empty where it cannot be read. */
export function eventOf(environment: Environment): Readonly<Record<string, unknown>> {
  const path = environment['GITHUB_EVENT_PATH'] ?? ''
  try {
    const event: unknown = path === '' ? {} : JSON.parse(readFileSync(path, 'utf8'))
    return typeof event === 'object' && event !== null ? { ...event } : {}
  } catch {
    return {}
  }
}

/**
 * Whether this run brings the list of places as it stands now: a re-run and another branch may bring an old one. A run
 * that does not say what its default branch is counts.
 */
export function bringsPresentList(environment: Environment): boolean {
  const { repository } = eventOf(environment)
  const main = typeof repository === 'object' && repository !== null && 'default_branch' in repository
  const branch = main ? `refs/heads/${repository.default_branch}` : environment['GITHUB_REF']
  return attemptOf(environment) === 1 && environment['GITHUB_REF'] === branch
}

/** Which attempt of its run this is, from 1. */
export function attemptOf(environment: Environment): number {
  return Number(environment['GITHUB_RUN_ATTEMPT'] || '1')
}

/**
 * Why `force` does not count in this run, in a sentence; undefined where it does. It is a decision for one run: one that
 * repeats an earlier run, or that nobody has asked for, would decide again and again.
 */
export function whyForceIsIgnored(environment: Environment): string | undefined {
  const event = environment['GITHUB_EVENT_NAME'] ?? ''
  const attempt = attemptOf(environment)
  if (onDemand.includes(event) && attempt === 1) return undefined
  const what = attempt === 1 ? `of the event ${presentable(event, 50) || '(unknown)'}` : `in attempt ${attempt}`
  return `The input force is ignored in this run ${what}: it counts only in the first attempt of a run of workflow_dispatch or repository_dispatch, so that it cannot stay. Start the workflow anew, by hand, with force, and take it out of the file where it stands there.`
}
