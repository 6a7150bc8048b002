/** Users of one run who wait for people for their whole time, and those who come after them. */
import { expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import { addUsers, fleetFile, namesOf, repositoriesOf, rotateFleet, verified } from '../../sandbox/fleet.ts'
import { inScenario } from './support.ts'

interface Told {
  readonly user: string
  readonly failed: boolean
  readonly because: string
}

test('who waits for a review keeps nobody from a turn for ever, and whoever had none in a run is not red for it', async () => {
  await inScenario({ caller: 'role', repositories: repositoriesOf(namesOf(8)) }, async (scenario) => {
    const { github, clock, aws } = scenario.sandbox
    const users = addUsers(scenario)
    for (const { repository } of users.slice(0, 4)) {
      const workflow = github.repository(repository).workflow('verify.yml')
      if (workflow === undefined) throw new Error(`${repository} has no verification`)
      workflow.protection = { environment: 'production', reviewers: ['mona'] }
    }
    const file = fleetFile(users, verified)
    const rotated = () => users.slice(4).filter(({ name }) => aws.keys(name).length > 1).length
    let left = 0
    for (let runs = 0; runs < 6 && rotated() < 4; runs += 1) {
      const result = await rotateFleet(scenario, file, { 'max-parallel': '2' })
      const told = JSON.parse(result.outputs['report'] ?? '[]') as readonly Told[]
      expect(told.filter(({ failed }) => failed)).toEqual([])
      left += told.filter(({ because }) =>
        /^this run has \d+ (?:minutes|seconds) left, and to rotate/.test(because),
      ).length
      clock.advance(duration('1d'))
    }
    expect(left).toBeGreaterThan(0)
    expect(rotated()).toBe(4)
  })
})
