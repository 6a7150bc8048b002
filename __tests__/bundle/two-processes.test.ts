/** Two runs of one user at once, or one after another that was killed: real processes of the committed bundle, one at work. */
import { describe, expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import type { Scenario } from '../../sandbox/scenario.ts'
import { inOneRun, inScenario, keysOf, killedRun } from './support.ts'

const options = { repositories: ['octo/app', 'octo/website'], recovery: 'AWS_KEY_RECOVERY' } as const

describe('two processes', () => {
  test('of one repository: the second steps aside while the first is at work, and says who is', async () => {
    await inScenario({ ...options, caller: 'role' }, async (scenario) => {
      const { wire } = scenario.sandbox
      let aside: Awaited<ReturnType<Scenario['rotate']>> | undefined
      const second = async ({ operation }: { operation: string }) => {
        if (operation !== 'CreateAccessKey' || aside !== undefined) return
        wire.observers.splice(wire.observers.indexOf(observer), 1)
        aside = await scenario.rotate(inOneRun)
      }
      const observer = { before: second }
      wire.observers.push(observer)
      const first = await scenario.rotate(inOneRun)
      expect(first.outputs['phase']).toBe('steady')
      expect(aside).toMatchObject({ exitCode: 0, outputs: { phase: 'rotating', rotated: 'false' } })
      expect(aside?.stdout).toContain('the run octo/app/1001 (last seen')
      expect(wire.records.filter(({ operation }) => operation === 'CreateAccessKey')).toHaveLength(1)
    })
  })

  test('a run that was killed is taken over at once when GitHub says that it has completed, later when not', async () => {
    await inScenario({ ...options, caller: 'role' }, async (scenario) => {
      const put = ({ operation }: { operation: string }) => operation.startsWith('PUT')
      await killedRun(scenario, { when: 'after', matches: put, count: 3 }, inOneRun)
      expect((await scenario.rotate(inOneRun)).outputs['phase']).toBe('steady')
    })
    await inScenario({ ...options, caller: 'role' }, async (scenario) => {
      const put = ({ operation }: { operation: string }) => operation.startsWith('PUT')
      await killedRun(scenario, { when: 'after', matches: put, count: 3 }, inOneRun, { leavesRunOpen: true })
      expect((await scenario.rotate(inOneRun)).outputs['phase']).toBe('rotating')
      scenario.sandbox.clock.advance(duration('11m'))
      // By now it may go on, and destroys nothing before the other one's time is over.
      expect((await scenario.rotate(inOneRun)).outputs['phase']).toBe('overlap')
      expect(keysOf(scenario)).toHaveLength(2)
      scenario.sandbox.clock.advance(duration('1h'))
      // A run that GitHub shows as unfinished may hold the old key.
      expect((await scenario.rotate(inOneRun)).outputs['phase']).toBe('overlap')
      scenario.noticeEndedRuns()
      expect((await scenario.rotate(inOneRun)).outputs['phase']).toBe('steady')
    })
  })

  test('of two jobs of one run, with destinations of their own: one is refused, and the old key stays on for its sake', async () => {
    await inScenario({ caller: 'role', repositories: ['octo/app', 'octo/website'] }, async (scenario) => {
      const { wire, clock } = scenario.sandbox
      wire.overlaps = true
      for (let day = 0; day < 3; day += 1) {
        const jobs = ['octo/app', 'octo/website'].map((repository, index) =>
          scenario.rotate(
            { destinations: `- repository: ${repository}`, 'verification-workflow': 'none' },
            { github: { runId: 2000 + day }, ...(index === 0 ? {} : { isFurtherJob: true }) },
          ),
        )
        const ended = (await Promise.all(jobs)).map(({ exitCode, outputs }) => `${exitCode} ${outputs['phase']}`)
        expect(ended.sort()).toEqual(['0 overlap', '1 blocked'])
        expect(scenario.repositories.map((name) => scenario.signsIn(name))).toEqual(['works', 'works'])
        clock.advance(duration('1d'))
      }
    })
  })
})
