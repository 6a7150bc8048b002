/** Two entries of a config file that turn out to be one IAM user. */
import { expect, test } from '@jest/globals'
import { addUsers, namesOf, repositoriesOf, rotateFleet } from '../../sandbox/fleet.ts'
import { policy } from '../../sandbox/scenario.ts'
import { inScenario } from './support.ts'

const file = `defaults: { verification-workflow: none }
users:
  - iam-user: bot-0
    destinations: [{ repository: octo/bot-0 }]
  - iam-user: BOT-0
    role-to-assume: arn:aws:iam::111122223333:role/of-the-user
    destinations: [{ repository: octo/bot-1 }]
`

test.each(['', '/bot-0', '111122223333/bot-0'])(
  'with and without a role of the very account that the job signs in: neither is rotated (only-users: "%s")',
  async (only) => {
    await inScenario({ caller: 'role', repositories: repositoriesOf(namesOf(2)) }, async (scenario) => {
      const { aws, wire } = scenario.sandbox
      const [user] = addUsers(scenario)
      const principal = { AWS: 'arn:aws:iam::111122223333:role/key-rotation' }
      const trust = {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
      }
      aws.createRole({ name: 'of-the-user', policies: [policy('iam-policy-central-role.json')], trust })
      const result = await rotateFleet(scenario, file, { 'only-users': only })
      expect(result.exitCode).toBe(1)
      const told = JSON.parse(result.outputs['attention'] ?? '[]') as readonly { readonly what: string }[]
      expect(told.map(({ what }) => what.replace(/^bot/i, 'bot'))).toEqual(
        Array.from({ length: only === '' ? 2 : 1 }, () => expect.stringContaining('is listed twice')),
      )
      expect(aws.keys('bot-0').map(({ accessKeyId }) => accessKeyId)).toEqual([user?.key.accessKeyId])
      expect(wire.records.filter(({ operation }) => operation === 'TagUser')).toEqual([])
    })
  },
)
