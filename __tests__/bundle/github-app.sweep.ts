/** A publication that takes hours outlives the tokens of a GitHub App: the committed bundle makes new ones in time. */
import { expect, test } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import { appInputs, minted } from './installed-app.ts'
import { errorOf, inScenario } from './support.ts'

test('a publication that takes longer than a token lives is finished with new ones', async () => {
  const repositories = Array.from({ length: 260 }, (_, index) => `octo/service-${index}`)
  await inScenario({ caller: 'role', repositories }, async (scenario) => {
    const { github, wire, aws, clock } = scenario.sandbox
    github.limits = 'enforced'
    wire.latency = 0
    const result = await scenario.rotate(
      { ...appInputs(scenario, [{ owner: 'octo' }]), 'verification-workflow': 'none', 'time-limit': '3h' },
      {
        credentials: aws.assumeRole('key-rotation', 'rotate', duration('12h')),
        environment: { AWS_CREDENTIAL_EXPIRATION: new Date(clock.now() + duration('12h')).toISOString() },
      },
    )
    expect(errorOf(result)).toBe('')
    expect(result.outputs).toMatchObject({ phase: 'overlap', rotated: 'true' })
    expect(new Set(repositories.map((name) => scenario.signsIn(name)))).toEqual(new Set(['works']))
    expect(minted(scenario).length).toBeGreaterThanOrEqual(2)
    expect(github.secondaryLimitAnswers).toBe(0)
  })
}, 60_000)
