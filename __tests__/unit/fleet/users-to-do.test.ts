/** What a plan hands to a matrix of jobs. */
import { expect, test } from '@jest/globals'
import { hasToDo, jobsFor } from '../../../src/fleet/users-to-do.ts'
import type { Ended } from '../../../src/report/tell.ts'
import type { Next } from '../../../src/rotation/decision.ts'

const names = (count: number) => Array.from({ length: count }, (_, index) => `bot-${index}`)

test.each([0, 1, 256, 257, 512, 513, 1_000])('%i users are in at most 256 jobs, each once and in order', (count) => {
  const jobs = jobsFor(names(count))
  expect(jobs.length).toBeLessThanOrEqual(256)
  expect(jobs.flatMap((each) => each.split(','))).toEqual(names(count))
  if (count <= 256) expect(jobs).toHaveLength(count)
})

const next = (at: number | undefined): Next => ({ step: 'deactivate', at })

test.each<[string, Pick<Ended['report'], 'planned' | 'failed'>, Next | undefined, boolean]>([
  ['a step is due', { planned: true, failed: false }, undefined, true],
  ['it fails', { planned: false, failed: true }, undefined, true],
  ['nothing is due', { planned: false, failed: false }, undefined, false],
  ['it waits for a later day', { planned: false, failed: false }, next(2_000), false],
  ['its day has come', { planned: false, failed: false }, next(1_000), true],
  ['the next run goes on', { planned: false, failed: false }, next(undefined), true],
])('a user has something to do where %s', (_, report, upcoming, expected) => {
  expect(hasToDo({ report: report as Ended['report'], upcoming, at: 1_000 })).toBe(expected)
})
