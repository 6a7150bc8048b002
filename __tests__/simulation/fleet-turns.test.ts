/** A fleet of which one user waits for people: who has a turn all the same. */
import { expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import { FleetWorld, home } from './fleet-world.ts'

const day = duration('1d')
const slow = { deactivateAfter: day, deleteAfter: day, replaceInactiveKey: false }

test('the user whose key the job signs with has a turn, though another one waits for a review for its whole time', async () => {
  const world = new FleetWorld({ setting: { signedBy: 'key', pace: slow } })
  const workflow = world.github.repository(home).workflow('verify-mail-bot.yml')
  if (workflow === undefined) throw new Error('mail-bot has no verification')
  workflow.protection = { environment: 'production', reviewers: ['mona'] }
  const ends = await world.run()
  const phases = ends?.map(({ report }) => `${report.user} ${report.phase}`)
  expect(phases).toEqual(['ci-bot overlap', 'mail-bot steady', 'site-bot overlap'])
  expect(world.harms.filter(({ cause }) => cause !== 'torn pair')).toEqual([])
})
