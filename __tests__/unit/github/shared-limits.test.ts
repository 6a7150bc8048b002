/** One token that two inputs hold has one hour and one pace, however it is called. */
import { expect, test } from '@jest/globals'
import { GitHubAccess } from '../../../src/github/tokens/tokens.ts'
import { ServiceClock } from '../../../src/network/clock.ts'

const uses = (token: string) =>
  ({
    github: { kind: 'token', token },
    githubApiUrl: 'https://api.github.com',
    destinations: [],
    recovery: undefined,
    verificationWorkflows: [],
    job: { owner: 'octo', repo: 'app' },
  }) as const

/** The clients of one user: for the secrets, and for the verification. */
function clientsOf(token: string, dispatchToken: string) {
  const clock = new ServiceClock()
  const send = () => async () => Promise.reject(new Error('nothing is sent'))
  const access = new GitHubAccess([uses(token)], { send, mask: () => undefined, clock })
  const user = uses(token)
  return [
    access.clientsFor(user, true).for('octo'),
    access.dispatching(dispatchToken, user.githubApiUrl, true),
  ] as const
}

const hour = {
  'x-ratelimit-limit': '60',
  'x-ratelimit-remaining': '50',
  'x-ratelimit-reset': '1800000000',
  date: new Date(1_799_999_000_000).toUTCString(),
}

test.each([
  {
    dispatchToken: 'ghp_one',
    others: 'what is promised to one is no more left for the other',
    until: (delay: number) => delay > 0,
  },
  { dispatchToken: 'ghs_other', others: 'another token has limits of its own', until: (delay: number) => delay === 0 },
])('with $dispatchToken beside ghp_one, $others', ({ dispatchToken, until }) => {
  const [secrets, verification] = clientsOf('ghp_one', dispatchToken)
  for (const { budget } of [secrets, verification]) budget.hear(hour)
  secrets.budget.keep(40)
  secrets.budget.grant()
  verification.budget.keep(30)
  expect(until(verification.budget.until(30))).toBe(true)
})
